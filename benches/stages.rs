//! Speed of each stage and of the whole, in MB of text per second on one core.
//!
//! The text is made from the sample, seeded: its articles again and again with other numbers and days, 20 MB in all
//! (`HOWMANY_BENCH_MB` for less). `HOWMANY_BENCH_TEXT=file.jsonl` measures on a text of your own instead. The last line
//! is the peak memory of the process.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use howmany::input::{self, InputOptions};
use howmany::normalize::Normalizer;
use howmany::pipeline::{self, Config, Knowledge, Quiet};
use howmany::types::{Article, RawRecord};

fn main() {
    println!("text: {} ({:.1} MB of text, {} articles)", text().name, bytes() as f64 / 1e6, articles().len());
    divan::main();
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        if let Some(line) = status.lines().find(|l| l.starts_with("VmHWM")) {
            println!("peak memory: {}", line.trim_start_matches("VmHWM:").trim());
        }
    }
}

struct Text {
    name: String,
    path: PathBuf,
    _folder: Option<tempfile::TempDir>,
}

fn knowledge() -> &'static Knowledge {
    static SHARED: OnceLock<Knowledge> = OnceLock::new();
    SHARED.get_or_init(|| Knowledge::builtin().expect("built-in knowledge"))
}

/// The JSONL file that everything is measured on.
fn text() -> &'static Text {
    static SHARED: OnceLock<Text> = OnceLock::new();
    SHARED.get_or_init(|| match std::env::var_os("HOWMANY_BENCH_TEXT") {
        Some(path) => Text { name: Path::new(&path).display().to_string(), path: path.into(), _folder: None },
        None => {
            let folder = tempfile::tempdir().expect("folder");
            let path = folder.path().join("sample.jsonl");
            std::fs::write(&path, made_from_sample()).expect("written");
            Text { name: "made from data/raw/sample, seed 1".into(), path, _folder: Some(folder) }
        }
    })
}

fn records_of(path: &Path) -> Vec<RawRecord> {
    let options = InputOptions::default();
    let (sources, _) = input::expand(&[path.to_owned()], &options).expect("inputs");
    let mut out = Vec::new();
    for source in &sources {
        input::read(source, &options, &mut |found| out.extend(found.ok()));
    }
    out
}

/// The sample's articles, repeated with every number moved by a small seeded step, until they are as long as wanted.
fn made_from_sample() -> String {
    let wanted = std::env::var("HOWMANY_BENCH_MB").ok().and_then(|m| m.parse::<f64>().ok()).unwrap_or(20.0) * 1e6;
    let sample = records_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/raw/sample"));
    let mut out = String::new();
    let (mut seed, mut length, mut copy) = (1u64, 0.0, 0u64);
    while length < wanted {
        for record in &sample {
            let text = moved(&record.text, &mut seed);
            length += text.len() as f64;
            let row = serde_json::json!({
                "id": format!("{}-{copy}", record.source_path), "text": text, "title": record.title, "outlet": record.outlet,
                "published": format!("20{:02}-{:02}-{:02}", 10 + copy % 15, 1 + copy % 12, 1 + copy % 28),
            });
            let _ = writeln!(out, "{row}");
        }
        copy += 1;
    }
    out
}

/// The text with each run of one to three digits moved by up to three.
fn moved(text: &str, seed: &mut u64) -> String {
    let mut out = String::with_capacity(text.len());
    let mut digits = String::new();
    for c in text.chars().chain(['\u{0}']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if !digits.is_empty() {
            *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            match digits.parse::<u64>() {
                Ok(n) if digits.len() <= 3 && n > 31 => out.push_str(&(n + (*seed >> 33) % 4).to_string()),
                _ => out.push_str(&digits),
            }
            digits.clear();
        }
        if c != '\u{0}' {
            out.push(c);
        }
    }
    out
}

fn records() -> &'static [RawRecord] {
    static SHARED: OnceLock<Vec<RawRecord>> = OnceLock::new();
    SHARED.get_or_init(|| records_of(&text().path))
}

fn articles() -> &'static [Article] {
    static SHARED: OnceLock<Vec<Article>> = OnceLock::new();
    SHARED.get_or_init(|| {
        let normalizer = Normalizer::new(knowledge().extractor.lexicon());
        records().iter().filter_map(|r| normalizer.normalize(r.clone()).ok()).collect()
    })
}

fn bytes() -> u64 {
    articles().iter().map(|a| a.text.len() as u64).sum()
}

/// Jsonl to raw records.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn stage_0_read(bencher: Bencher) {
    bencher
        .counter(BytesCount::new(bytes()))
        .counter(ItemsCount::new(articles().len()))
        .bench_local(|| black_box(records_of(&text().path)));
}

/// Raw records to articles.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn stage_1_normalize(bencher: Bencher) {
    let normalizer = Normalizer::new(knowledge().extractor.lexicon());
    let counted = bencher.counter(BytesCount::new(bytes())).counter(ItemsCount::new(articles().len()));
    counted.with_inputs(|| records().to_vec()).bench_local_values(|records| {
        for record in records {
            let _ = black_box(normalizer.normalize(record));
        }
    });
}

/// Articles to claims.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn stage_2_extract(bencher: Bencher) {
    let extractor = &knowledge().extractor;
    bencher.counter(BytesCount::new(bytes())).counter(ItemsCount::new(articles().len())).bench_local(|| {
        for article in articles() {
            black_box(extractor.extract(article));
        }
    });
}

/// Of which the parse.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn stage_2_of_it_sentences_and_trees(bencher: Bencher) {
    let extractor = &knowledge().extractor;
    bencher.counter(BytesCount::new(bytes())).counter(ItemsCount::new(articles().len())).bench_local(|| {
        for article in articles() {
            black_box(extractor.sentences(article));
        }
    });
}

fn config(out: &Path) -> Config {
    Config { inputs: vec![text().path.clone()], out: out.to_owned(), threads: 1, ..Config::default() }
}

/// Stage tables to the tables of comparison, files and all.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn stage_3_aggregate(bencher: Bencher) {
    let folder = tempfile::tempdir().expect("folder");
    pipeline::run(&config(folder.path()), knowledge(), &Quiet).expect("a run");
    let counted = bencher.counter(BytesCount::new(bytes())).counter(ItemsCount::new(articles().len()));
    counted.bench_local(|| pipeline::aggregate(&config(folder.path()), knowledge(), &Quiet).expect("aggregated"));
}

/// Jsonl to all tables, on one thread.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn whole_run(bencher: Bencher) {
    let counted = bencher.counter(BytesCount::new(bytes())).counter(ItemsCount::new(articles().len()));
    counted.with_inputs(|| tempfile::tempdir().expect("folder")).bench_local_values(|folder| {
        pipeline::run(&config(folder.path()), knowledge(), &Quiet).expect("a run");
    });
}

/// The same again where every article is known: reading, normalizing, the cache, comparing, writing.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn whole_run_of_known_articles(bencher: Bencher) {
    let folder = tempfile::tempdir().expect("folder");
    pipeline::run(&config(folder.path()), knowledge(), &Quiet).expect("a run");
    let counted = bencher.counter(BytesCount::new(bytes())).counter(ItemsCount::new(articles().len()));
    // Without the note on the last run, which would spare all of it.
    counted.with_inputs(|| std::fs::remove_file(folder.path().join(".cache/last.json")).expect("removed")).bench_local_values(|()| {
        let summary = pipeline::run(&config(folder.path()), knowledge(), &Quiet).expect("a run");
        assert_eq!(summary.kept, summary.articles);
    });
}

/// The same again where nothing has changed.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn whole_run_of_nothing_new(bencher: Bencher) {
    let folder = tempfile::tempdir().expect("folder");
    pipeline::run(&config(folder.path()), knowledge(), &Quiet).expect("a run");
    let counted = bencher.counter(BytesCount::new(bytes())).counter(ItemsCount::new(articles().len()));
    counted.bench_local(|| assert!(pipeline::run(&config(folder.path()), knowledge(), &Quiet).expect("a run").unchanged));
}
