//! Formats by content: packed files, archives, web archives, feeds, standard input.

use super::tests::{gz, read_all, read_with, reason};
use super::*;
use std::io::Write;

fn zst(bytes: &[u8]) -> Vec<u8> {
    zstd::stream::encode_all(bytes, 3).expect("memory")
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = ::zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = ::zip::write::SimpleFileOptions::default().compression_method(::zip::CompressionMethod::Deflated);
    for (name, bytes) in files {
        out.start_file(*name, options).expect("memory");
        out.write_all(bytes).expect("memory");
    }
    out.finish().expect("memory").into_inner()
}

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = ::tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = ::tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        out.append_data(&mut header, name, *bytes).expect("memory");
    }
    out.into_inner().expect("memory")
}

fn texts(records: &[RawRecord]) -> Vec<&str> {
    records.iter().map(|r| r.text.as_str()).collect()
}

/// A page that is long enough for its main text to be found.
fn page(sentence: &str) -> String {
    let filler = "<p>The mine at Torvale has been worked for ninety years, and the town has lived on it, on its wages and on its coal.</p>";
    format!("<html><head><title>Pit</title></head><body><article><h1>Pit</h1><p>{sentence}</p>{}</article></body></html>", filler.repeat(4))
}

#[test]
fn packed_files_are_unpacked_by_their_bytes() {
    let line = b"{\"text\": \"Nine died.\"}\n{\"text\": \"Ten died.\"}\n";
    for (name, bytes) in [
        ("a.jsonl.zst", zst(line)),
        ("a.jsonl.gz", gz(line)),
        ("a.jsonl", zst(line)),
        ("a.zst", zst(line)),
        ("a.dump", gz(line)),
        ("a.jsonl.zst", [zst(&line[..23]), zst(&line[23..])].concat()),
    ] {
        let (records, rejects) = read_all(&[(name, &bytes)]);
        assert_eq!((texts(&records), rejects.len()), (vec!["Nine died.", "Ten died."], 0), "{name} {rejects:?}");
    }
    assert_eq!(texts(&read_all(&[("a.csv.zst", &zst(b"id,text\n1,Nine died.\n"))]).0), ["Nine died."]);
    assert_eq!(texts(&read_all(&[("a.txt.zst", &zst(b"Nine died."))]).0), ["Nine died."]);
    let whole = zst("Nine died. Ten were hurt, and none of them was named by the police.".repeat(4000).as_bytes());
    assert!(reason(&[("a.txt.zst", &whole[..whole.len() / 2])]).contains("cut off"));
    assert!(reason(&[("a.txt.gz", &gz(&gz(b"Nine died.")))]).contains("twice"));
}

#[test]
fn names_without_a_word_on_the_format() {
    let (records, rejects) = read_all(&[
        ("page.asp", page("Nine died.").as_bytes()),
        ("feed.cgi", b"<rss version=\"2.0\"><channel><title>Post</title><item><title>Pit</title><description>Nine died.</description></item></channel></rss>"),
        ("notes.md", b"# Nine died."),
    ]);
    assert_eq!(records.len(), 2, "{rejects:?}");
    assert_eq!((rejects.len(), rejects[0].source_path.as_str()), (1, "notes.md"));
}

#[test]
fn files_in_a_zip() {
    let inner = zip(&[("x.txt", b"No.")]);
    let bytes = zip(&[
        ("b/one.txt", b"Nine died."),
        ("b/one.meta.toml", b"outlet = \"The Harbour Post\"\n"),
        ("a.jsonl.gz", &gz(b"{\"text\": \"Ten died.\"}\n[]\n")),
        ("empty.txt", b""),
        ("logo.png", b"\x89PNG...."),
        ("inner.zip", &inner),
        (".hidden.txt", b"No."),
        ("__MACOSX/one.txt", b"No."),
        ("../../out.txt", b"Eleven died."),
        ("lost.meta.toml", b"outlet = \"x\"\n"),
    ]);
    for name in ["all.zip", "all.txt"] {
        let (records, rejects) = read_all(&[(name, &bytes)]);
        assert_eq!(texts(&records), ["Nine died.", "Ten died.", "Eleven died."], "{rejects:?}");
        assert_eq!(records[0].outlet.as_deref(), Some("The Harbour Post"));
        assert_eq!((records[0].source_path.as_str(), records[1].record), (&*format!("{name}/b/one.txt"), Some(1)));
        assert_eq!(records[2].source_path, format!("{name}/out.txt"));
        let of: Vec<String> = rejects.iter().map(|r| r.source_path.replace(&format!("{name}/"), "")).collect();
        assert_eq!(of, ["a.jsonl.gz", "empty.txt", "logo.png", "inner.zip", "lost.meta.toml"], "{rejects:?}");
        assert!(rejects[3].reason.contains("archive within"), "{rejects:?}");
    }
    let (records, _) = read_all(&[("all.zip", &bytes), ("all.meta.toml", b"published = 2025-03-03\n")]);
    assert_eq!(records[1].published.as_deref(), Some("2025-03-03"));
    assert!(reason(&[("cut.zip", &bytes[..bytes.len() / 2])]).contains("zip"));
    assert!(reason(&[("word.zip", &zip(&[("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")]))]).contains("office"));
}

#[test]
fn a_damaged_file_in_a_zip_leaves_the_others() {
    let long = "Nine men died in the pit at Torvale. ".repeat(200);
    let mut bytes = zip(&[("a.txt", long.as_bytes()), ("b.txt", b"Ten died.")]);
    bytes[60] ^= 0x55;
    let (records, rejects) = read_all(&[("all.zip", &bytes)]);
    assert_eq!(texts(&records), ["Ten died."]);
    assert_eq!((rejects.len(), rejects[0].source_path.as_str()), (1, "all.zip/a.txt"));
}

#[test]
fn files_in_a_tar() {
    let bytes = tar(&[
        ("a.meta.toml", b"outlet = \"The Harbour Post\"\n"),
        ("a.txt", b"Nine died."),
        ("b.html", page("Ten died.").as_bytes()),
        ("c.md", b"# No"),
        ("d.txt", b"Eleven died."),
    ]);
    for (name, bytes) in [("all.tar", bytes.clone()), ("all.tar.gz", gz(&bytes)), ("all.tgz", gz(&bytes)), ("all.tar.zst", zst(&bytes))] {
        let (records, rejects) = read_all(&[(name, &bytes)]);
        assert_eq!((records.len(), rejects.len()), (3, 1), "{name}: {rejects:?}");
        assert_eq!((texts(&records)[0], texts(&records)[2]), ("Nine died.", "Eleven died."));
        assert_eq!(records[0].outlet.as_deref(), Some("The Harbour Post"));
        assert_eq!(rejects[0].source_path, format!("{name}/c.md"));
    }
    let (records, rejects) = read_all(&[("all.tar.gz", &gz(&bytes)[..gz(&bytes).len() / 2])]);
    assert!(!records.is_empty() || !rejects.is_empty());
    let (records, rejects) = read_all(&[("all.tar", &bytes[..bytes.len() - 1500])]);
    assert!(records.len() >= 2 && !rejects.is_empty(), "{} {rejects:?}", records.len());
}

#[test]
fn archives_are_limited() {
    let mut options = InputOptions::default();
    options.limits.members = 3;
    let files: Vec<(String, String)> = (0..9).map(|i| (format!("{i}.txt"), format!("{i} died."))).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(n, t)| (n.as_str(), t.as_bytes())).collect();
    for (name, bytes) in [("all.zip", zip(&files)), ("all.tar", tar(&files))] {
        let (records, rejects) = read_with(&[(name, &bytes)], &options);
        assert_eq!((records.len(), rejects.len()), (3, 1), "{rejects:?}");
        assert!(rejects[0].reason.contains("more than 3 files"), "{rejects:?}");
    }
    let bomb = vec![b'a'; 30_000_000];
    let (records, rejects) = read_all(&[("all.zip", &zip(&[("bomb.txt", &bomb), ("b.txt", b"Ten died.")]))]);
    assert_eq!((texts(&records), rejects.len()), (vec!["Ten died."], 1), "{rejects:?}");
    options.limits.ratio = 50;
    let lines = "{\"text\": \"Nine died.\"}\n".repeat(1_000_000);
    let (records, rejects) = read_with(&[("bomb.jsonl.zst", &zst(lines.as_bytes()))], &options);
    assert!(records.len() > 100_000 && rejects.len() == 1 && rejects[0].reason.contains("50 times"), "{} {rejects:?}", records.len());
}

#[test]
fn entries_of_feeds() {
    let rss = "<?xml version=\"1.0\"?>\n<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel>\n<title>The Harbour Post</title><link>https://post.example</link><language>en-gb</language>\n<item><title>Pit &amp; fire</title><link>https://post.example/1</link><guid isPermaLink=\"false\">77</guid><pubDate>Sat, 12 Apr 2025 17:20:00 +0100</pubDate><dc:creator><![CDATA[Jana Roe]]></dc:creator><description>Nine die.</description><content:encoded><![CDATA[<p>Nine miners died.</p><p>Two are in hospital &mdash; one is &quot;well&quot;.</p><script>x</script>]]></content:encoded></item>\n<item><title>Broken</title><description>&lt;p&gt;Ten died.&lt;/p&gt;</description>\n<item><title>Third</title><description>Eleven died.</description></item>\n<item><title>Only a title</title></item></channel></rss>";
    let (records, rejects) = read_all(&[("a.xml", rss.as_bytes())]);
    assert_eq!(
        texts(&records),
        ["Pit & fire\n\nNine miners died.\n\nTwo are in hospital — one is \"well\".", "Broken\n\nTen died.", "Third\n\nEleven died."]
    );
    let first = &records[0];
    assert_eq!(
        (first.outlet.as_deref(), first.language.as_deref(), first.external_id.as_deref(), first.author.as_deref(), first.url.as_deref()),
        (Some("The Harbour Post"), Some("en-gb"), Some("77"), Some("Jana Roe"), Some("https://post.example/1"))
    );
    assert_eq!(first.published.as_deref(), Some("Sat, 12 Apr 2025 17:20:00 +0100"));
    assert_eq!((rejects.len(), rejects[0].record), (1, Some(4)), "{rejects:?}");

    let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\"><title>Velden Courier</title><entry><title type=\"html\">Pit</title><link rel=\"self\" href=\"https://v.example/self\"/><link href=\"https://v.example/1?a=1&amp;b=2\"/><id>urn:1</id><updated>2025-04-12T17:20:00Z</updated><author><name>Max Poe</name><email>x@v.example</email></author><content type=\"xhtml\"><div><p>Nine <b>miners</b> died.</p></div></content></entry></feed>";
    let (records, rejects) = read_all(&[("a.atom", atom.as_bytes())]);
    assert_eq!(texts(&records), ["Pit\n\nNine miners died."], "{rejects:?}");
    let first = &records[0];
    assert_eq!(
        (first.outlet.as_deref(), first.url.as_deref(), first.author.as_deref(), first.published.as_deref()),
        (Some("Velden Courier"), Some("https://v.example/1?a=1&b=2"), Some("Max Poe"), Some("2025-04-12T17:20:00Z"))
    );
    let rdf =
        "<rdf:RDF><channel><title>Old Post</title></channel><item><title>Pit</title><description>Nine died.</description></item></rdf:RDF>";
    assert_eq!(read_all(&[("a.rdf", rdf.as_bytes())]).0[0].outlet.as_deref(), Some("Old Post"));
    assert!(reason(&[("a.xml", b"<?xml version=\"1.0\"?><svg/>")]).contains("neither"));
    assert!(reason(&[("a.xml", b"<rss><channel><title>x</title></channel></rss>")]).contains("without entries"));
}

/// A record of a web archive.
fn warc(kind: &str, more: &str, block: &[u8]) -> Vec<u8> {
    let mut out = format!("WARC/1.0\r\nWARC-Type: {kind}\r\n{more}Content-Length: {}\r\n\r\n", block.len()).into_bytes();
    out.extend(block);
    out.extend(b"\r\n\r\n");
    out
}

fn answer(kind: &str, body: &[u8]) -> Vec<u8> {
    let mut out = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n").into_bytes();
    out.extend(body);
    out
}

fn response(n: usize) -> Vec<u8> {
    let html = page(&format!("{n} miners died at Torvale."));
    warc(
        "response",
        &format!("WARC-Target-URI: https://post.example/{n}\r\nContent-Type: application/http; msgtype=response\r\n"),
        &answer("text/html; charset=utf-8", html.as_bytes()),
    )
}

/// The pages that were read, by the number in their first sentence.
fn read_numbers(records: &[RawRecord]) -> Vec<&str> {
    records.iter().map(|r| r.text.split("\n\n").nth(1).and_then(|p| p.split(' ').next()).unwrap_or_default()).collect()
}

#[test]
fn records_of_a_web_archive() {
    let parts: Vec<Vec<u8>> = vec![
        warc("warcinfo", "Content-Type: application/warc-fields\r\n", b"software: ours\r\n"),
        warc("request", "Content-Type: application/http\r\n", b"GET / HTTP/1.1\r\n\r\n"),
        response(11),
        warc("revisit", "Content-Type: application/http\r\n", b"HTTP/1.1 200 OK\r\n\r\n"),
        warc("response", "Content-Type: application/http\r\n", &answer("image/png", b"\x89PNG")),
        warc("response", "Content-Type: application/http\r\n", b"HTTP/1.1 301 Moved\r\nLocation: /\r\n\r\n"),
        warc("conversion", "Content-Type: text/plain\r\n", b"12 miners died at Torvale."),
        response(13),
    ];
    let whole = parts.concat();
    let packed: Vec<u8> = parts.iter().flat_map(|p| gz(p)).collect();
    let framed: Vec<u8> = parts.iter().flat_map(|p| zst(p)).collect();
    for (name, bytes) in
        [("a.warc", &whole), ("a.warc.gz", &packed), ("a.warc.zst", &framed), ("a.warc.gz", &gz(&whole)), ("a.txt", &whole)]
    {
        let (records, rejects) = read_all(&[(name, bytes)]);
        assert_eq!(records.iter().map(|r| r.record).collect::<Vec<_>>(), [Some(3), Some(7), Some(8)], "{name} {rejects:?}");
        assert_eq!(records[0].url.as_deref(), Some("https://post.example/11"));
        assert_eq!(rejects.len(), 1, "{name} {rejects:?}");
        assert_eq!(rejects[0].reason, "2 answers are no pages and were passed over: 1 image/png, 1 with status 301");
    }
}

#[test]
fn a_web_archive_with_a_dictionary() {
    let parts = [response(11), response(12)];
    let dictionary = page("0 miners died at Torvale.").into_bytes();
    let mut bytes = vec![0x5d, 0x2a, 0x4d, 0x18];
    bytes.extend((dictionary.len() as u32).to_le_bytes());
    bytes.extend(&dictionary);
    for part in &parts {
        let mut out = zstd::stream::write::Encoder::with_dictionary(Vec::new(), 3, &dictionary).expect("memory");
        out.write_all(part).expect("memory");
        bytes.extend(out.finish().expect("memory"));
    }
    let (records, rejects) = read_all(&[("a.warc.zst", &bytes)]);
    assert_eq!(read_numbers(&records), ["11", "12"], "{rejects:?}");
}

#[test]
fn a_broken_record_leaves_the_others() {
    // Stray bytes between records, a header without an end, lengths that are wrong, records that are cut.
    let mut short = response(12);
    let at = memchr::memmem::find(&short, b"Content-Length: ").expect("a length") + 16;
    short[at] = b'1';
    let mut long = response(13);
    long[at] = b'9';
    let bytes = [
        response(11),
        b"stray \x00\xff bytes\n\nmore\n".to_vec(),
        short,
        response(21),
        long,
        response(22),
        b"WARC/1.0\r\nnonsense\r\n".to_vec(),
        response(23),
    ]
    .concat();
    let (records, rejects) = read_all(&[("a.warc", &bytes)]);
    for n in ["11", "21", "22", "23"] {
        assert!(read_numbers(&records).contains(&n), "{n} is lost: {:?} {rejects:?}", read_numbers(&records));
    }
    assert!(rejects.iter().any(|r| r.reason.contains("belong to no record")), "{rejects:?}");
    assert!(rejects.iter().any(|r| r.reason.contains("length does not fit")), "{rejects:?}");
    assert!(rejects.iter().any(|r| r.reason.contains("without a name")), "{rejects:?}");

    // A damaged packed piece, stray bytes between packed pieces, the end cut off.
    for pack in [gz as fn(&[u8]) -> Vec<u8>, zst] {
        let mut damaged = pack(&response(12));
        let middle = damaged.len() / 2;
        damaged[middle..middle + 8].fill(0xff);
        let last = pack(&response(15));
        let bytes = [
            pack(&response(11)),
            damaged,
            pack(&response(13)),
            b"stray bytes".to_vec(),
            pack(&response(14)),
            last[..last.len() / 2].to_vec(),
        ]
        .concat();
        let (records, rejects) = read_all(&[("a.warc.gz", &bytes)]);
        let numbers = read_numbers(&records);
        for n in ["11", "13", "14"] {
            assert!(numbers.contains(&n), "{n} is lost: {numbers:?} {rejects:?}");
        }
        assert!(rejects.len() >= 3 && rejects.iter().all(|r| r.record.is_some()), "{rejects:?}");
    }
}

#[test]
fn a_flood_of_rejects_is_counted() {
    let mut options = InputOptions::default();
    options.limits.rejects = 3;
    let (records, rejects) = read_with(&[("a.jsonl", "{}\n{\"text\": \"Nine died.\"}\n".repeat(10).as_bytes())], &options);
    assert_eq!((records.len(), rejects.len()), (10, 4));
    assert!(rejects[0].reason.contains("7 more") || rejects[3].reason.contains("7 more"), "{rejects:?}");
}

#[test]
fn pieces_that_fail_at_once_do_not_hold_up_the_reader() {
    for magic in [&b"\x28\xb5\x2f\xfd\xff\xff\xff\xff"[..], b"\x1f\x8b\x08\xff\xff", b"\x1f\x8b\x00"] {
        let good = if magic[0] == 0x28 { zst(&response(11)) } else { gz(&response(11)) };
        let bytes = [magic.repeat(50), good.clone(), magic.repeat(50), good].concat();
        let (records, rejects) = read_all(&[("a.warc.gz", &bytes)]);
        assert_eq!(read_numbers(&records), ["11", "11"], "{rejects:?}");
    }
}

#[test]
fn a_first_record_that_is_damaged() {
    let mut damaged = gz(&response(12));
    let middle = damaged.len() / 2;
    damaged[10..middle].fill(0xff);
    let (records, rejects) = read_all(&[("a.warc.gz", &[damaged, gz(&response(13))].concat())]);
    assert_eq!(read_numbers(&records), ["13"], "{rejects:?}");
    assert_eq!(rejects.len(), 1);
    let (records, _) = read_all(&[("a.warc", &[b"\x00\x01\x02\x03\x00\x00\n".to_vec(), response(13)].concat())]);
    assert_eq!(read_numbers(&records), ["13"]);
}

#[test]
fn bytes_are_read_as_files_are() {
    let mut all = Vec::new();
    read_bytes("a.zip", &zip(&[("b.txt", b"Nine died.")]), &InputOptions::default(), &mut |found| all.push(found));
    let raw = all.remove(0).expect("a record");
    assert_eq!((raw.text.as_str(), raw.source_path.as_str(), all.len()), ("Nine died.", "a.zip/b.txt", 0));
    read_bytes("a.jsonl", b"\n", &InputOptions::default(), &mut |found| all.push(found));
    assert!(all[0].is_err());
}

#[test]
fn hostile_web_archives_end() {
    let mut options = InputOptions::default();
    options.limits.record = 100_000;
    let huge = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999999\r\n\r\nHTTP/1.1 200 OK\r\n\r\n";
    let bytes = [huge.to_vec(), response(11)].concat();
    let (records, rejects) = read_with(&[("a.warc", &bytes)], &options);
    assert_eq!(read_numbers(&records), ["11"], "{rejects:?}");
    assert!(rejects[0].reason.contains("larger than"), "{rejects:?}");
    // Many false beginnings of packed pieces: going back after each must not be quadratic.
    let noise: Vec<u8> = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03".repeat(40_000);
    let began = std::time::Instant::now();
    let _ = read_with(&[("a.warc.gz", &[gz(&response(11)), noise].concat())], &options);
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
}
