//! Archives and packed files as inputs of the whole program, and a thousand damaged inputs beside a thousand good ones.

use std::time::{Duration, Instant};

use crate::packing::{self, gz, tar, zip, zst};
use crate::runs::{Csv, folder, howmany, put, run};

fn page(n: u32) -> String {
    let filler =
        "<p>The mine at Torvale has been worked for many years, and the town has lived on it, on its wages and its coal.</p>".repeat(3);
    format!(
        "<html><head><title>Pit</title></head><body><article><h1>Pit</h1><p>Police said {n} miners were killed.</p>{filler}</article></body></html>"
    )
}

fn warc(n: u32) -> Vec<u8> {
    packing::warc(&format!("https://post.example/{n}"), "Content-Type: text/html\r\n", page(n).as_bytes())
}

fn feed(n: u32) -> String {
    let item = |n: u32| {
        format!(
            "<item><title>Pit</title><link>https://post.example/{n}</link><description>Police said {n} miners were killed.</description></item>"
        )
    };
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>The Harbour Post</title>{}{}</channel></rss>",
        item(n),
        item(n + 1)
    )
}

fn parquet(texts: &[&str]) -> Vec<u8> {
    use howmany::table::{Record, TextRow};
    let dir = folder();
    let rows: Vec<TextRow> =
        texts.iter().enumerate().map(|(i, t)| TextRow { article_id: format!("a_{i}"), text: (*t).to_owned() }).collect();
    howmany::table::write(dir.path(), &TextRow::table(), &TextRow::frame(&rows).expect("a frame"), false).expect("written");
    std::fs::read(dir.path().join("texts.parquet")).expect("a file")
}

#[test]
fn every_format_gives_its_claims() {
    let (dir, out) = (folder(), folder());
    let line = |n: u32| format!("{{\"text\": \"Police said {n} miners were killed.\"}}\n").into_bytes();
    let text = |n: u32| format!("Police said {n} miners were killed.\n").into_bytes();
    put(
        dir.path(),
        &[
            ("a.jsonl.gz", &gz(&line(101))),
            ("b.jsonl.zst", &zst(&line(102))),
            ("c.zip", &zip(&[("x/one.txt", &text(103)), ("two.jsonl", &line(104))])),
            ("d.tar.gz", &gz(&tar(&[("one.txt", &text(105)), ("two.html", page(106).as_bytes())]))),
            ("e.warc", &warc(107)),
            ("f.warc.gz", &[gz(&warc(108)), gz(&warc(109))].concat()),
            ("g.warc.zst", &zst(&warc(110))),
            ("h.xml", feed(111).as_bytes()),
            ("i.parquet", &parquet(&["Police said 113 miners were killed.", "Police said 114 miners were killed."])),
            ("j.csv.gz", &gz(b"id,text\n1,Police said 115 miners were killed.\n")),
            ("k.txt", &gz(&text(116))),
        ],
    );
    run(dir.path(), out.path());
    let claims = Csv::read(out.path(), "claims");
    let mut values: Vec<u32> = claims.column("value").iter().filter_map(|v| v.parse().ok()).collect();
    values.sort_unstable();
    values.dedup();
    assert_eq!(values, (101..=116).collect::<Vec<u32>>(), "{:?}", Csv::read(out.path(), "rejects").rows);
    let articles = Csv::read(out.path(), "articles");
    assert!(articles.column("source_path").contains(&"c.zip/x/one.txt"));
    assert_eq!(Csv::read(out.path(), "rejects").rows.len(), 0);
}

#[test]
fn standard_input_by_content() {
    for (bytes, n) in [
        (b"Police said 14 miners were killed.\n".to_vec(), 1),
        (b"{\"text\": \"Police said 14 miners were killed.\"}\n{\"text\": \"Police said 15 miners were killed.\"}\n".to_vec(), 2),
        (b"id,text\n1,Police said 14 miners were killed.\n".to_vec(), 1),
        (gz(&warc(14)), 1),
        (zip(&[("a.txt", b"Police said 14 miners were killed.")]), 1),
        (parquet(&["Police said 14 miners were killed."]), 1),
        (feed(13).into_bytes(), 2),
    ] {
        let out = folder();
        howmany().arg("run").arg("-").arg("--out").arg(out.path()).arg("-q").write_stdin(bytes).assert().code(0);
        let claims = Csv::read(out.path(), "claims");
        assert!(claims.column("value").contains(&"14"), "{:?}", Csv::read(out.path(), "rejects").rows);
        let articles = Csv::read(out.path(), "articles");
        assert_eq!(articles.rows.len(), n);
        assert!(articles.column("source_path").iter().all(|p| p.starts_with("stdin")));
    }
    let out = folder();
    howmany().arg("run").arg("-").arg("--out").arg(out.path()).arg("-q").write_stdin("").assert().code(0);
    assert_eq!(Csv::read(out.path(), "rejects").column("source_path"), ["stdin"]);
}

/// A bomb in each kind of packing; the neighbors are read.
#[test]
fn what_unpacks_without_end() {
    let (dir, out) = (folder(), folder());
    let zeros = vec![b'a'; 64_000_000];
    let lines = format!("{{\"note\": \"{}\"}}\n", "a".repeat(400)).repeat(200_000).into_bytes();
    put(
        dir.path(),
        &[
            ("a.txt.gz", &gz(&zeros)),
            ("b.txt.zst", &zst(&zeros)),
            ("c.zip", &zip(&[("a.txt", &zeros), ("b.txt", b"Police said 14 miners were killed.")])),
            ("d.tar.gz", &gz(&tar(&[("a.txt", &zeros[..30_000_000]), ("b.txt", b"Police said 15 miners were killed.")]))),
            ("e.jsonl.zst", &zst(&lines)),
            ("f.txt", b"Police said 16 miners were killed."),
        ],
    );
    let began = Instant::now();
    run(dir.path(), out.path());
    assert!(began.elapsed() < Duration::from_secs(60), "took {:?}", began.elapsed());
    let claims = Csv::read(out.path(), "claims");
    for n in ["14", "16"] {
        assert!(claims.column("value").contains(&n), "{n} is lost: {:?}", Csv::read(out.path(), "rejects").rows.len());
    }
    let rejects = Csv::read(out.path(), "rejects");
    let paths = rejects.column("source_path");
    for path in ["a.txt.gz", "b.txt.zst", "c.zip/a.txt", "e.jsonl.zst"] {
        assert!(paths.contains(&path), "{path} is no reject");
    }
    assert!(paths.iter().any(|p| p.starts_with("d.tar.gz")));
}

/// A small generator with a fixed seed: the same damage each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }
}

/// Damages bytes: bits, runs, ends, and pieces of formats in the wrong places.
fn damage(dice: &mut Dice, bytes: &[u8], other: &[u8]) -> Vec<u8> {
    const PIECES: [&[u8]; 16] = [
        b"\x00",
        b"\xff\xfe",
        b"<",
        b"</",
        b"\"",
        b"\r\n\r\n",
        b"WARC/1.0\r\n",
        b"PK\x03\x04",
        b"\x1f\x8b\x08",
        b"<![CDATA[",
        b"]]>",
        b"<item>",
        b"{\"text\":",
        b"\xc3",
        b"99999999999999999999",
        b"<script>",
    ];
    let mut out = bytes.to_vec();
    for _ in 0..=dice.roll(4) {
        if out.is_empty() {
            break;
        }
        let at = dice.roll(out.len());
        let end = (at + 1 + dice.roll(64)).min(out.len());
        match dice.roll(8) {
            0 => out[at] ^= 1 << dice.roll(8),
            1 => drop(out.drain(at..end)),
            2 => out.truncate(at),
            3 => {
                let run = out[at..end].to_vec();
                out.splice(at..at, run);
            }
            4 => drop(out.splice(at..at, PIECES[dice.roll(PIECES.len())].iter().copied())),
            5 => {
                let from = dice.roll(other.len());
                out.splice(at..end, other[from..(from + 80).min(other.len())].iter().copied());
            }
            6 => out[at..end].iter_mut().for_each(|b| *b = dice.roll(256) as u8),
            _ => out[at] = dice.roll(256) as u8,
        }
    }
    out
}

#[test]
fn a_thousand_hostile_inputs_beside_a_thousand_good_ones() {
    let line = b"{\"id\": 1, \"title\": \"Pit\", \"text\": \"Police said nine miners were killed.\", \"published\": \"2025-04-12\"}\n";
    let csv = b"id,title,text\n1,Pit,\"Police said nine miners were killed.\"\n2,Fire,Two boats sank.\n";
    let text =
        b"Velden Courier\n12 April 2025\n\nNine die in Torvale pit\n\nTORVALE, Belmaria (AP) - Police said nine miners were killed.\n";
    let seeds: Vec<(&str, Vec<u8>)> = vec![
        ("txt", text.to_vec()),
        ("jsonl", [&line[..], &line[..]].concat()),
        ("json", [b"[", &line[..line.len() - 1], b"]"].concat()),
        ("csv", csv.to_vec()),
        ("html", page(14).into_bytes()),
        ("xml", feed(14).into_bytes()),
        ("warc", [warc(14), warc(15)].concat()),
        ("warc.gz", [gz(&warc(14)), gz(&warc(15))].concat()),
        ("warc.zst", [zst(&warc(14)), zst(&warc(15))].concat()),
        ("jsonl.gz", gz(line)),
        ("csv.zst", zst(csv)),
        ("zip", zip(&[("a.txt", text), ("b.jsonl", line)])),
        ("tar", tar(&[("a.txt", text), ("b.jsonl", line)])),
        ("tar.gz", gz(&tar(&[("a.txt", text), ("b.html", page(14).as_bytes())]))),
        ("parquet", parquet(&["Police said nine miners were killed.", "Two boats sank."])),
        ("meta.toml", b"title = \"Pit\"\npublished = 2025-04-12\n".to_vec()),
    ];
    let (dir, out) = (folder(), folder());
    let mut dice = Dice(0x2025_0412_1720_0155);
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for i in 0..1000 {
        let (ending, seed) = &seeds[i % seeds.len()];
        let other = seeds[dice.roll(seeds.len())].1.clone();
        files.push((format!("{i:04}-hostile.{ending}"), damage(&mut dice, seed, &other)));
        files.push((format!("{i:04}-good.txt"), format!("Police said on Monday that {} miners were killed.\n", i + 10_000).into_bytes()));
    }
    let files: Vec<(&str, &[u8])> = files.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
    put(dir.path(), &files);
    let began = Instant::now();
    run(dir.path(), out.path());
    assert!(began.elapsed() < Duration::from_secs(120), "took {:?}", began.elapsed());
    let articles = Csv::read(out.path(), "articles");
    let good = articles.column("source_path").iter().filter(|p| p.ends_with("-good.txt")).count();
    assert_eq!(good, 1000);
    let claims = Csv::read(out.path(), "claims");
    let values: std::collections::BTreeSet<&str> = claims.column("value").into_iter().collect();
    let lost: Vec<u32> = (10_000..11_000).filter(|n| !values.contains(n.to_string().as_str())).collect();
    assert!(lost.is_empty(), "claims of good articles are lost: {lost:?}");
    // Each hostile input ended as an article or as a reject.
    let rejects = Csv::read(out.path(), "rejects");
    let ends: std::collections::BTreeSet<&str> =
        articles.column("source_path").into_iter().chain(rejects.column("source_path")).filter_map(|p| p.get(..4)).collect();
    let hostile = rejects.rows.len();
    assert!(hostile > 100, "only {hostile} rejects: the damage does no harm");
    let silent: Vec<String> = (0..1000).map(|i| format!("{i:04}")).filter(|n| !ends.contains(n.as_str())).collect();
    assert!(silent.is_empty(), "{silent:?}");
    assert!(rejects.column("reason").iter().all(|r| !r.contains("a fault of howmany's")), "a reader stumbled");
}

#[test]
fn articles_in_other_languages_are_kept_and_counted() {
    let (dir, out) = (folder(), folder());
    let german = "Die Polizei von Velden teilte am Montag mit, dass bei dem Unglück in der Grube 14 Bergleute ums Leben gekommen sind. Zwei weitere liegen im Krankenhaus, sagte ein Sprecher.";
    let french = "La police de Velden a déclaré lundi que 14 mineurs avaient été tués dans l'effondrement de la mine. Deux autres sont à l'hôpital, selon un porte-parole.";
    put(
        dir.path(),
        &[("de.txt", german.as_bytes()), ("fr.txt", french.as_bytes()), ("en.txt", b"Police said on Monday that 15 miners were killed.")],
    );
    let ended = howmany().arg("run").arg(dir.path()).arg("--out").arg(out.path()).assert().code(0);
    let said = String::from_utf8_lossy(&ended.get_output().stdout).into_owned();
    assert!(said.contains("2 articles are in a language without a lexicon"), "{said}");
    let articles = Csv::read(out.path(), "articles");
    assert_eq!(articles.column("language"), ["de", "en", "fr"]);
    assert_eq!(articles.column("n_claims"), ["0", "1", "0"]);
    assert_eq!(Csv::read(out.path(), "claims").column("value"), ["15"]);
}

/// A page that speaks of -13 values: its reader would make room for that many, which ends the program.
#[test]
fn a_parquet_page_of_fewer_than_no_values_is_a_reject() {
    let good = parquet(&["Police said nine miners were killed.", "Two boats sank."]);
    let (mut tried, out, dir) = (0, folder(), folder());
    // The head of a page has the number of values behind these bytes: kind (data page), sizes, and the field itself.
    let heads: Vec<usize> = (0..good.len().saturating_sub(12))
        .filter(|&i| good[i..].starts_with(&[0x15, 0x00, 0x15]) && good[i + 3..i + 10].contains(&0x2c))
        .collect();
    for head in heads {
        let at = head + good[head..].iter().position(|b| *b == 0x2c).expect("seen above") + 2;
        assert_eq!((good[at - 1], good[at]), (0x15, 0x04), "two values");
        let mut bytes = good.clone();
        bytes[at] = 0x19;
        put(dir.path(), &[(format!("{head}.parquet").as_str(), &bytes[..])]);
        tried += 1;
    }
    put(dir.path(), &[("good.txt", b"Police said 14 miners were killed.")]);
    assert!(tried > 0, "no page was found");
    run(dir.path(), out.path());
    assert!(Csv::read(out.path(), "claims").column("value").contains(&"14"));
    let rejects = Csv::read(out.path(), "rejects");
    assert!(
        rejects.column("reason").iter().any(|r| r.contains("a page speaks of more than its column holds")),
        "{:?}",
        rejects.column("reason")
    );
}

/// Damaged Parquet files, as `fuzz/` has them for the other formats, for `HOWMANY_FUZZ_SECONDS` or two seconds.
#[test]
fn damaged_parquet_is_an_article_or_a_reject() {
    use howmany::input::{InputOptions, read_bytes};
    let seconds = std::env::var("HOWMANY_FUZZ_SECONDS").ok().and_then(|s| s.parse::<u64>().ok()).unwrap_or(2);
    let long: Vec<String> = (0..300).map(|i| format!("Police said {i} miners were killed at Torvale, {} more hurt.", i * 7)).collect();
    let seeds = [
        parquet(&["Police said nine miners were killed.", "Two boats sank."]),
        parquet(&long.iter().map(String::as_str).collect::<Vec<_>>()),
    ];
    let mut options = InputOptions::default();
    options.limits.article = 200_000;
    options.limits.record = 400_000;
    options.limits.expanded = 4_000_000;
    let mut dice = Dice(0x1312_0155);
    let (began, mut runs, mut read, mut slowest) = (Instant::now(), 0u32, 0u32, Duration::ZERO);
    while began.elapsed() < Duration::from_secs(seconds) || runs < 50 {
        let seed = &seeds[dice.roll(seeds.len())];
        let bytes = damage(&mut dice, seed, &seeds[0]);
        let (at, mut heard) = (Instant::now(), 0);
        read_bytes("a.parquet", &bytes, &options, &mut |found| {
            heard += 1;
            match found {
                Ok(_) => read += 1,
                Err(reject) => assert!(!reject.reason.contains("a fault of howmany's"), "run {runs}: {}", reject.reason),
            }
        });
        assert!(heard > 0, "run {runs}: nothing was heard of it");
        slowest = slowest.max(at.elapsed());
        runs += 1;
    }
    println!("{runs} damaged files, {read} articles, the slowest {slowest:?}");
    assert!(read > 0 && slowest < Duration::from_secs(20), "{read} articles, the slowest {slowest:?}");
}

/// One endless sentence that nests: the work is counted, what lies behind the allowance is left alone, and a reject says so.
#[test]
fn an_article_gets_so_much_work_and_no_more() {
    let (dir, out, again) = (folder(), folder(), folder());
    let nested = format!(
        "Police said nine miners were killed. Police said that {}13 miners were killed.",
        "he said that he said that ".repeat(11_500)
    );
    assert!(nested.len() > 299_000);
    put(
        dir.path(),
        &[("a.txt", nested.as_bytes()), ("b.txt", b"Police said 14 miners were killed."), ("howmany.toml", b"[limits]\nsteps = 50000\n")],
    );
    let config = dir.path().join("howmany.toml");
    let with = |out: &std::path::Path, more: &[&str]| {
        let texts = [dir.path().join("a.txt"), dir.path().join("b.txt")];
        howmany().arg("run").args(&texts).arg("--out").arg(out).arg("-q").arg("--config").arg(&config).args(more).assert().code(0);
    };
    let began = Instant::now();
    with(out.path(), &[]);
    assert!(began.elapsed() < Duration::from_secs(60), "took {:?}", began.elapsed());
    let claims = Csv::read(out.path(), "claims");
    assert_eq!(claims.column("value"), ["9", "14"], "what stands before the limit, and the neighbor");
    let rejects = Csv::read(out.path(), "rejects");
    assert_eq!(rejects.column("source_path").len(), 1);
    assert!(rejects.column("source_path")[0].ends_with("a.txt"));
    let reason = rejects.column("reason")[0];
    assert!(reason.starts_with("only read up to character ") && reason.contains("50000 steps") && reason.contains("`steps`"), "{reason}");
    // From the cache it is the same, and without it.
    let whole = crate::runs::files(out.path());
    std::fs::remove_file(out.path().join(".cache/last.json")).expect("there");
    with(out.path(), &[]);
    assert!(whole == crate::runs::files(out.path()), "from the cache");
    with(again.path(), &["--no-cache"]);
    assert!(whole == crate::runs::files(again.path()), "without a cache");
}
