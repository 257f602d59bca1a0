//! Reading: text to sentences and words, and on to trees. Text is made here, from a fixed seed.
//!
//! `cargo bench --no-default-features --bench syntax`

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use howmany::syntax::network::{Network, Path};
use howmany::syntax::train::Rng;
use howmany::syntax::{ModelFile, Syntax};
use howmany::types::Span;

fn main() {
    divan::main();
}

/// News of made-up places, `sentences` sentences long.
fn news(sentences: usize) -> String {
    const PLACES: &[&str] = &["Velden", "Torvale", "the port of Ruda", "northern Ostland", "Belmaria's capital", "St. Anna"];
    const PEOPLE: &[&str] = &["soldiers", "civilians", "workers of the Acme Corp.", "children", "people", "members of the U.N. mission"];
    const WHO: &[&str] =
        &["police", "Gen. Ilse Brandt", "the defence ministry", "a spokesman, J. K. Holm,", "local officials", "the Red Cross"];
    const DID: &[&str] =
        &["were killed", "had been wounded", "were reported missing", "have fled", "weren't found", "were taken to hospital"];
    const MORE: &[&str] = &[
        "\"We couldn't count them all,\" he said.",
        "The figure couldn't be confirmed, and the army's own count stood at 34 000.",
        "Fighting, which began on Sept. 3, went on near the border; no one could say how long it would last.",
        "It was the third such attack in less than 12 months, after one in which $1.2 million was lost.",
    ];
    let mut rng = Rng::new(42);
    let mut out = String::new();
    for i in 0..sentences {
        let mut pick = |from: &[&'static str]| from[rng.below(from.len())];
        let (who, people, did, place) = (pick(WHO), pick(PEOPLE), pick(DID), pick(PLACES));
        let n = rng.below(3000);
        out.push_str(&match i % 3 {
            0 => format!("At least {n} {people} {did} in {place} on Monday, {who} said."),
            1 => format!("According to {who}, more than {n} {people} {did} when a 12-storey building in {place} collapsed."),
            _ => MORE[rng.below(MORE.len())].to_owned(),
        });
        out.push_str(if i % 5 == 4 { "\n\n" } else { " " });
    }
    out
}

#[divan::bench(sample_count = 30)]
fn tokens(bencher: Bencher<'_, '_>) {
    let (syntax, text) = (Syntax::builtin().expect("the built-in model"), news(2000));
    bencher.counter(BytesCount::of_str(&text)).bench(|| syntax.sentences(&text, Span::new(0, text.len())));
}

#[divan::bench(sample_count = 10)]
fn trees(bencher: Bencher<'_, '_>) {
    let (syntax, text) = (Syntax::builtin().expect("the built-in model"), news(500));
    let words: usize = syntax.sentences(&text, Span::new(0, text.len())).iter().map(|s| s.words.len()).sum();
    bencher.counter(ItemsCount::new(words)).bench(|| {
        let mut sentences = syntax.sentences(&text, Span::new(0, text.len()));
        syntax.parse(&text, &mut sentences);
        sentences
    });
}

/// Tags and trees of words that are cut already, by the ways of computing the products.
#[divan::bench(args = [Path::Best, Path::Middle, Path::Baseline, Path::Plain], sample_count = 20)]
fn network(bencher: Bencher<'_, '_>, path: Path) {
    static MODEL: &[u8] = include_bytes!("../data/model/en.model");
    let (syntax, text) = (Syntax::builtin().expect("the built-in model"), news(200));
    let network = Network::load(&ModelFile::parse(MODEL).expect("the model")).expect("the network").with(path);
    let mut sentences = syntax.sentences(&text, Span::new(0, text.len()));
    let words: usize = sentences.iter().map(|s| s.words.len()).sum();
    bencher.counter(ItemsCount::new(words)).bench_local(|| network.parse(&text, &mut sentences));
}
