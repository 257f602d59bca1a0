//! What comparing keeps of an article's text: a signature for near-duplicates, and the words that tell its story from others.
//! A function of one article, so that texts need not be held together.

use hashbrown::HashMap;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use super::words::{Word, cut, key, lower, words};
use crate::lexicon::Implies;

type Map<K, V> = HashMap<K, V, foldhash::fast::FixedState>;

/// Bins of a signature.
pub(super) const BINS: usize = 64;

/// A word of an article: its number, how often it stands there, and how often as a name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    pub(super) key: u64,
    pub(super) weight: f32,
}

/// What is kept of one text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sketch {
    /// One-permutation MinHash over shingles of five words; empty for texts of fewer than eight words.
    pub(super) bins: Vec<u32>,
    /// Shingles.
    pub(super) shingles: usize,
    /// Hashes of the first sentences, each of eight words or more.
    pub(super) leads: Vec<u64>,
    /// Sorted by key.
    pub(super) terms: Vec<Term>,
}

/// Words of a text that are looked at for its story: the lead says what it is about.
const STORY_WORDS: usize = 600;

impl Sketch {
    /// Reads title and text.
    pub fn of(title: Option<&str>, text: &str, lexicon: &Implies) -> Self {
        let mut terms = Terms { lexicon, counts: Map::default(), stem: String::new() };
        let mut low = String::new();
        for word in title.into_iter().flat_map(words) {
            lower(word.text, &mut low);
            // Titles are often in capitals throughout: their words count twice, but not as names.
            terms.add(Word { opens: true, ..word }, &low, 2.0);
        }
        let mut hashes: Vec<u64> = Vec::with_capacity(text.len() / 6);
        for word in words(text) {
            lower(word.text, &mut low);
            if hashes.len() < STORY_WORDS {
                terms.add(word, &low, 1.0);
                if is_age(text, word) {
                    terms.add_age(word.text);
                }
            }
            hashes.push(xxh3_64(low.as_bytes()));
        }
        let (bins, shingles) = signature(&hashes);
        Self { bins, shingles, leads: leads(text), terms: terms.finish() }
    }
}

/// One-permutation MinHash: each shingle falls into one bin, a bin keeps its least hash. Empty bins borrow from the next.
/// After P. Li, A. Owen, C.-H. Zhang (2012), densified after A. Shrivastava and P. Li (2014).
fn signature(words: &[u64]) -> (Vec<u32>, usize) {
    const WORDS: usize = 5;
    if words.len() < 8 {
        return (Vec::new(), 0);
    }
    let mut bins = vec![u32::MAX; BINS];
    for shingle in words.windows(WORDS) {
        let mut bytes = [0u8; 8 * WORDS];
        for (to, word) in bytes.chunks_exact_mut(8).zip(shingle) {
            to.copy_from_slice(&word.to_le_bytes());
        }
        let hash = xxh3_64(&bytes);
        let bin = (hash >> 32) as usize % BINS;
        bins[bin] = bins[bin].min(hash as u32);
    }
    let filled: Vec<usize> = (0..BINS).filter(|i| bins[*i] != u32::MAX).collect();
    for i in 0..BINS {
        if bins[i] == u32::MAX {
            let from = filled.iter().copied().find(|f| *f > i).or(filled.first().copied()).unwrap_or(i);
            let steps = (from + BINS - i) % BINS;
            bins[i] = xxh3_64_with_seed(&bins[from].to_le_bytes(), steps as u64) as u32;
        }
    }
    (bins, words.len() - WORDS + 1)
}

/// Leads kept.
const LEADS: usize = 5;

/// Hashes of the first sentences that have eight words or more. A line break within a paragraph ends none: wires are wrapped hard.
fn leads(text: &str) -> Vec<u64> {
    let mut out: Vec<u64> = Vec::new();
    for sentence in text.split("\n\n").flat_map(|p| p.split(['.', '!', '?'])).take(40) {
        let mut plain = String::with_capacity(sentence.len());
        let mut low = String::new();
        let mut n = 0;
        for word in words(sentence) {
            lower(word.text, &mut low);
            plain.push_str(&low);
            plain.push(' ');
            n += 1;
        }
        if n >= 8 {
            out.push(key(&plain));
            if out.len() == LEADS {
                break;
            }
        }
    }
    out
}

/// True for the years of an age: "15-year-old", "Ana Vell, 32,".
fn is_age(text: &str, word: Word<'_>) -> bool {
    if word.text.len() > 2 || !word.text.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let (before, after) = (&text[..word.at], &text[word.at + word.text.len()..]);
    let told = ["-year-old", " year-old", " year old", " years old"].iter().any(|t| after.starts_with(t));
    // "3,200" is no age.
    let closes = after.starts_with([',', '.', ';', ')']) && !after[1..].starts_with(|c: char| c.is_ascii_digit());
    told || (before.ends_with(", ") && closes)
}

/// The words that tell a story, while they are counted: how often, and how often as a name.
struct Terms<'l> {
    lexicon: &'l Implies,
    counts: Map<u64, (f32, f32)>,
    stem: String,
}

impl Terms<'_> {
    /// Counts a word; `low` is it in lower case.
    fn add(&mut self, word: Word<'_>, low: &str, times: f32) {
        if word.text.starts_with(|c: char| c.is_ascii_digit()) {
            let year = word.text.len() == 4 && (word.text.starts_with("19") || word.text.starts_with("20"));
            if word.text.len() < 3 || year {
                return;
            }
        }
        low.clone_into(&mut self.stem);
        cut(&mut self.stem);
        let short = self.stem.len() < 12 && self.stem.chars().count() < 3;
        if short || self.lexicon.is_common(&self.stem) || (self.stem != low && self.lexicon.is_common(low)) {
            return;
        }
        let entry = self.counts.entry(key(&self.stem)).or_default();
        entry.0 += times;
        entry.1 += if word.is_name() { times } else { 0.0 };
    }

    /// Counts an age, which tells one person from another as a name does.
    fn add_age(&mut self, years: &str) {
        let entry = self.counts.entry(key(&format!("{years} years"))).or_default();
        entry.0 += 1.0;
        entry.1 += 1.0;
    }

    /// The words with their weight within the text, sorted.
    fn finish(self) -> Vec<Term> {
        let weight = |(times, named): (f32, f32)| (1.0 + times.ln()) * if named * 2.0 > times { 1.5 } else { 1.0 };
        let mut out: Vec<Term> = self.counts.into_iter().map(|(key, n)| Term { key, weight: weight(n) }).collect();
        out.sort_unstable_by_key(|t| t.key);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_told_from_other_numbers() {
        let ages = |text: &str| -> Vec<String> { words(text).filter(|w| is_age(text, *w)).map(|w| w.text.to_owned()).collect() };
        assert_eq!(ages("A 15-year-old shot Ana Vell, 32, and a boy of 7 years old."), ["15", "32", "7"]);
        assert!(ages("On April 12, 14 people left; 24 years ago, 3,200 stayed until 2031.").is_empty());
    }
}
