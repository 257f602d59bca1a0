use std::fs;
use std::io::Write;
use std::path::Path;

use super::*;

/// Writes files into a fresh folder and reads them all.
pub(super) fn read_all(files: &[(&str, &[u8])]) -> (Vec<RawRecord>, Vec<Reject>) {
    read_with(files, &InputOptions::default())
}

pub(super) fn read_with(files: &[(&str, &[u8])], options: &InputOptions) -> (Vec<RawRecord>, Vec<Reject>) {
    let dir = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
    collect(&[dir.path().to_owned()], options)
}

fn collect(inputs: &[PathBuf], options: &InputOptions) -> (Vec<RawRecord>, Vec<Reject>) {
    let (sources, mut rejects) = expand(inputs, options).expect("inputs");
    let mut records = Vec::new();
    for source in &sources {
        read(source, options, &mut |found| match found {
            Ok(r) => records.push(r),
            Err(r) => rejects.push(r),
        });
    }
    (records, rejects)
}

pub(super) fn reason(files: &[(&str, &[u8])]) -> String {
    let (records, rejects) = read_all(files);
    assert!(records.is_empty(), "{records:?}");
    assert_eq!(rejects.len(), 1, "{rejects:?}");
    rejects[0].reason.clone()
}

pub(super) fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).expect("memory");
    out.finish().expect("memory")
}

#[test]
fn text_is_verbatim() {
    let text = "Nine\u{a0}die\r\n\r\nOffi\u{ad}cials said.\r\n";
    let (records, rejects) = read_all(&[("a.txt", format!("\u{feff}{text}").as_bytes())]);
    assert_eq!((records[0].text.as_str(), rejects.len()), (text, 0));
    assert!(!records[0].damaged);
    assert_eq!(records[0].source_path, "a.txt");
}

#[test]
fn encodings_are_told_apart() {
    let wanted = "Der Bürgermeister von Köln sagte am Montag, daß neun Männer über die Brücke gegangen wären. Große Fragen blieben offen.";
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(wanted);
    let utf16: Vec<u8> = wanted.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut marked = vec![0xfe, 0xff];
    marked.extend(wanted.encode_utf16().flat_map(u16::to_be_bytes));
    for bytes in [wanted.as_bytes(), &latin, &utf16, &marked] {
        let (records, rejects) = read_all(&[("a.txt", bytes)]);
        assert_eq!(records.first().map(|r| r.text.as_str()), Some(wanted), "{rejects:?}");
        assert!(!records[0].damaged);
    }
    let russian = "Девять шахтёров погибли в понедельник на шахте, сообщил городской голова. Ещё двое находятся в больнице.";
    let (old, _, _) = encoding_rs::WINDOWS_1251.encode(russian);
    assert_eq!(read_all(&[("a.txt", &old)]).0[0].text, russian);
}

#[test]
fn a_bad_byte_does_not_spoil_the_text() {
    let mut bytes = "Neun Männer – „über“ die Brücke, sagte er.".as_bytes().to_vec();
    bytes.insert(4, 0xff);
    let (records, _) = read_all(&[("a.txt", &bytes)]);
    assert!(records[0].text.contains("Männer – „über“"), "{}", records[0].text);
    assert!(records[0].damaged);
    let cut = "Neun Männer über die Brücke".as_bytes();
    let cut = &cut[..cut.len() - 5];
    assert!(std::str::from_utf8(cut).is_err() || !cut.is_empty());
    assert!(read_all(&[("a.txt", cut)]).0[0].text.contains("Männer über"));
}

#[test]
fn mojibake_is_noticed() {
    assert!(looks_like_mojibake("Donâ€™t go, the mayor said"));
    assert!(looks_like_mojibake("KÃ¶ln"));
    assert!(!looks_like_mojibake("São Paulo, SÃO PAULO, Âge, Köln – “naïve”"));
}

#[test]
fn jsonl_goes_on_after_a_broken_line() {
    let lines = "{\"id\": 7, \"body\": \"Nine died.\", \"headline\": \"Pit\", \"source\": {\"name\": \"The Harbour Post\"}, \"authors\": [\"A\", \"B\"]}\n{\"body\": \"Ten\n\n{\"body\": \"Ten died.\", \"pubDate\": \"2025-03-03\"}\n[1]\n{\"title\": \"x\"}\n{\"text\": \"  \"}";
    let (records, rejects) = read_all(&[("a.jsonl", lines.as_bytes())]);
    assert_eq!(records.iter().map(|r| r.record).collect::<Vec<_>>(), [Some(1), Some(4)]);
    let first = &records[0];
    assert_eq!(
        (first.external_id.as_deref(), first.title.as_deref(), first.outlet.as_deref(), first.author.as_deref()),
        (Some("7"), Some("Pit"), Some("The Harbour Post"), Some("A, B"))
    );
    assert_eq!(records[1].published.as_deref(), Some("2025-03-03"));
    assert_eq!(rejects.iter().map(|r| r.record).collect::<Vec<_>>(), [Some(2), Some(5), Some(6), Some(7)]);
    assert!(rejects[0].reason.contains("line 2") && rejects[2].reason.contains("--map text="), "{rejects:?}");
}

#[test]
fn halves_of_surrogate_pairs_are_replaced() {
    let (records, _) = read_all(&[("a.jsonl", br#"{"text": "Nine \ud83d died \ud83d\ude00 \\ud83d."}"#)]);
    assert_eq!(records[0].text, "Nine \u{fffd} died \u{1f600} \\ud83d.");
    assert!(records[0].damaged);
}

#[test]
fn json_in_its_forms() {
    for text in [
        r#"{"title": "Pit", "text": "Nine died."}"#,
        r#"[{"title": "Pit", "text": "Nine died."}]"#,
        "{\n \"articles\": [\n {\"title\": \"Pit\", \"content\": \"Nine died.\"}]}",
        "{\"title\": \"Pit\", \"text\": \"Nine died.\"}\n{\"title\": \"Pit\", \"text\": \"Nine died.\"}\n",
    ] {
        let (records, rejects) = read_all(&[("a.json", text.as_bytes())]);
        assert_eq!((records[0].text.as_str(), records[0].title.as_deref()), ("Nine died.", Some("Pit")), "{rejects:?}");
    }
    assert!(reason(&[("a.json", b"{\"text\": \"Nine")]).contains("cut off"));
    assert!(reason(&[("a.json", b"[]")]).contains("empty list"));
    assert!(reason(&[("a.json", &b"[".repeat(100_000))]).contains("no JSON"));
}

#[test]
fn csv_columns_by_name_and_by_map() {
    let (records, _) = read_all(&[("a.csv", b"\xef\xbb\xbfID;Headline;Article Text\n1;Pit;\"Nine; died.\"\n2;Pit;\n3;Pit;Ten died.")]);
    assert_eq!(records.iter().map(|r| r.text.as_str()).collect::<Vec<_>>(), ["Nine; died.", "Ten died."]);
    assert_eq!(records[0].external_id.as_deref(), Some("1"));
    let options = InputOptions { map: vec![("text".into(), "words".into())], ..InputOptions::default() };
    assert_eq!(read_with(&[("a.csv", b"words,text\nNine died.,no\n")], &options).0[0].text, "Nine died.");
    assert!(reason(&[("a.csv", b"a,b\n1,2\n")]).contains("--map text=COLUMN"));
    assert!(reason(&[("a.csv", b"a,text\n")]).contains("no rows"));
}

#[test]
fn an_open_quote_does_not_swallow_memory() {
    let mut options = InputOptions::default();
    options.limits.record = 100_000;
    let mut bytes = b"text\n\"Nine died.\"\n\"open ".to_vec();
    bytes.extend(b"word ".repeat(200_000));
    let (records, rejects) = read_with(&[("a.csv", &bytes)], &options);
    assert_eq!(records.len(), 1);
    assert!(rejects[0].reason.contains("quote"), "{rejects:?}");
}

#[test]
fn map_with_an_unknown_field_is_an_error() {
    let options = InputOptions { map: vec![("txet".into(), "x".into())], ..InputOptions::default() };
    let error = expand(&[], &options).expect_err("an error").to_string();
    assert!(error.contains("txet") && error.contains("text"), "{error}");
}

#[test]
fn sidecars_fill_what_is_missing() {
    let meta = b"outlet = \"The Harbour Post\"\npublished = 2025-03-03\n";
    let (records, rejects) = read_all(&[("a.txt", b"Nine died."), ("a.meta.toml", meta), ("b.txt", b"Ten died."), ("c.meta.toml", meta)]);
    assert_eq!(records[0].outlet.as_deref(), Some("The Harbour Post"));
    assert_eq!(records[0].published.as_deref(), Some("2025-03-03"));
    assert_eq!(records[0].fields_source.as_deref(), Some("sidecar"));
    assert_eq!(records[1].outlet, None);
    assert_eq!((rejects.len(), rejects[0].source_path.as_str()), (1, "c.meta.toml"));
    assert!(reason(&[("a.txt", b"Nine died."), ("a.txt.meta.toml", b"outlte = \"x\"")]).contains("outlte"));
}

#[test]
fn gzip_members_and_faults() {
    let two = [gz(b"{\"text\": \"Nine died.\"}\n"), gz(b"{\"text\": \"Ten died.\"}\n")].concat();
    assert_eq!(read_all(&[("a.jsonl.gz", &two)]).0.len(), 2);
    let many: String = (0..20_000).map(|i| format!("{{\"text\": \"{i} died at {}.\"}}\n", i * 7919 % 1013)).collect();
    let whole = gz(many.as_bytes());
    let (records, rejects) = read_all(&[("a.jsonl.gz", &whole[..whole.len() * 2 / 3])]);
    assert!(records.len() > 5000, "{}", records.len());
    assert!(rejects.iter().any(|r| r.reason.contains("cut off")), "{rejects:?}");
    assert!(!reason(&[("a.txt.gz", b"\x1f\x8b\x08\x00garbage and more of it")]).is_empty());
    let mut options = InputOptions::default();
    options.limits.expanded = 100_000;
    let (_, rejects) = read_with(&[("bomb.txt.gz", &gz(&vec![b'a'; 5_000_000]))], &options);
    assert_eq!(rejects.len(), 1);
}

#[test]
fn what_is_no_text_is_rejected_with_its_reason() {
    assert!(reason(&[("a.txt", b"")]).contains("empty"));
    assert!(reason(&[("a.txt", b" \r\n\t \xc2\xa0")]).contains("white space"));
    assert!(reason(&[("a.txt", b"%PDF-1.7 ...")]).contains("PDF"));
    let noise: Vec<u8> = (0..5000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    assert!(reason(&[("a.txt", &noise)]).contains("binary"));
    assert!(reason(&[("a.docx", b"x")]).contains(".docx"));
    assert!(reason(&[("a.jsonl", b"\n\n")]).contains("no record"));
}

#[test]
fn sizes_are_limited() {
    let line = "{\"text\": \"".to_owned() + &"a".repeat(50_000_000) + "\"}\n{\"text\": \"Nine died.\"}\n";
    let (records, rejects) = read_all(&[("a.jsonl", line.as_bytes()), ("b.txt", &line.as_bytes()[..50_000_000])]);
    assert_eq!(records.len(), 1);
    assert_eq!(rejects.len(), 2);
    assert!(rejects.iter().all(|r| r.reason.contains("larger than")), "{rejects:?}");
}

#[test]
fn files_come_in_the_order_of_their_names() {
    let files: [(&str, &[u8]); 6] =
        [("b/x.txt", b"1"), ("a.txt", b"Ab."), ("b.txt", b"Cd."), (".hidden.txt", b"no"), ("b/.git/x.txt", b"no"), ("out/y.txt", b"no")];
    let dir = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
    let options = InputOptions { skip: vec![dir.path().join("out")], ..InputOptions::default() };
    let names = |inputs: &[PathBuf]| -> Vec<String> { expand(inputs, &options).expect("inputs").0.into_iter().map(|s| s.name).collect() };
    let root = dir.path().to_owned();
    assert_eq!(names(std::slice::from_ref(&root)), ["a.txt", "b.txt", "b/x.txt"]);
    assert_eq!(names(&[root.join("b.txt"), root.clone()]), ["a.txt", "b.txt", "b/x.txt"]);
    assert_eq!(names(&[root.join("*.txt")]), ["a.txt", "b.txt"]);
    assert_eq!(names(&[root.join("**/*.txt")]), ["a.txt", "b.txt", "b/x.txt", "out/y.txt"][..3]);
}

#[test]
fn what_cannot_be_found_is_rejected() {
    let dir = tempfile::tempdir().expect("a folder");
    let root: &Path = dir.path();
    fs::create_dir(root.join("story.txt")).expect("a folder");
    #[cfg(unix)]
    std::os::unix::fs::symlink(root.join("gone.txt"), root.join("link.txt")).expect("a link");
    let (records, rejects) = collect(&[root.to_owned(), root.join("nowhere.txt"), root.join("*.xyz")], &InputOptions::default());
    assert!(records.is_empty());
    let by = |name: &str| rejects.iter().find(|r| r.source_path.ends_with(name)).map(|r| r.reason.as_str()).unwrap_or_default();
    assert!(by("story.txt").contains("folder"), "{rejects:?}");
    assert!(by("nowhere.txt").contains("no such file"), "{rejects:?}");
    assert!(by("*.xyz").contains("matches no file"), "{rejects:?}");
    #[cfg(unix)]
    assert!(by("link.txt").contains("leads nowhere"), "{rejects:?}");
}

#[test]
fn the_content_mends_the_ending() {
    assert_eq!(read_all(&[("a.txt", b"{\"text\": \"Nine died.\"}\n{\"text\": \"Ten died.\"}\n")]).0.len(), 2);
    let (records, _) = read_all(&[("a.txt", b"{Nine} people died, a paper said.")]);
    assert_eq!(records[0].text, "{Nine} people died, a paper said.");
}
