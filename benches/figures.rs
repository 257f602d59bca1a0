//! Speed of figures and dates over running text, in MB a second on one core: each alone, and both as an article is read.
//!
//! The text is the plain articles of the sample, which are short and full of numbers; `HOWMANY_BENCH_TEXT=file.jsonl` takes the field `text` of
//! a file of your own, its first 60 KB. Samples are that short so that the fastest of them is one that nothing else interrupted.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use howmany::extract::figure::FigureReader;
use howmany::extract::timex::TimexReader;
use howmany::input::{self, InputOptions};
use howmany::lexicon::Lexicon;
use howmany::types::Day;

/// Bytes of text that are read.
const MOST: usize = 60_000;

fn main() {
    println!("text: {} articles, {} bytes", texts().len(), bytes());
    divan::main();
}

fn readers() -> &'static (FigureReader, TimexReader) {
    static SHARED: OnceLock<(FigureReader, TimexReader)> = OnceLock::new();
    SHARED.get_or_init(|| {
        let lexicon = Lexicon::builtin().expect("built-in lexicon");
        (FigureReader::new(&lexicon.numbers), TimexReader::new(&lexicon.time))
    })
}

fn texts() -> &'static [String] {
    static SHARED: OnceLock<Vec<String>> = OnceLock::new();
    SHARED.get_or_init(|| {
        let own = std::env::var_os("HOWMANY_BENCH_TEXT").map(PathBuf::from);
        let path = own.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("data/raw/sample"));
        let options = InputOptions::default();
        let (sources, _) = input::expand(&[path], &options).expect("inputs");
        let (mut out, mut length) = (Vec::new(), 0);
        for source in &sources {
            let page = source.path.to_string_lossy().ends_with(".html");
            input::read(source, &options, &mut |record| {
                if let Some(text) = record.ok().map(|r| r.text).filter(|_| !page && length < MOST) {
                    length += text.len();
                    out.push(text);
                }
            });
        }
        out
    })
}

fn bytes() -> usize {
    texts().iter().map(String::len).sum()
}

fn published() -> Option<Day> {
    "2025-04-12".parse().ok()
}

/// Time expressions alone.
#[divan::bench(sample_count = 300, sample_size = 1)]
fn dates(bencher: Bencher) {
    let (_, clock) = readers();
    bencher.counter(BytesCount::new(bytes())).bench_local(|| {
        for text in texts() {
            black_box(clock.read(text, published()));
        }
    });
}

/// Figures alone, no dates known.
#[divan::bench(sample_count = 300, sample_size = 1)]
fn figures(bencher: Bencher) {
    let (reader, _) = readers();
    bencher.counter(BytesCount::new(bytes())).bench_local(|| {
        for text in texts() {
            black_box(reader.read(text, &[], &[], None));
        }
    });
}

/// Dates, then figures that know of them.
#[divan::bench(sample_count = 300, sample_size = 1)]
fn figures_and_dates(bencher: Bencher) {
    let (reader, clock) = readers();
    bencher.counter(BytesCount::new(bytes())).bench_local(|| {
        for text in texts() {
            let dates = clock.read(text, published());
            black_box(reader.read(text, &dates, &[], None));
        }
    });
}
