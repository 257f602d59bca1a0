//! The pass over a whole document: what is said clearly in one place decides the unclear ones.
//!
//! "Ana Velt" is a person; so are the lone "Velt" and "Ana" of the same article, found before or not. The "Harbor Workers'
//! Union (HWU)" makes HWU an organization throughout. A string that was given two types gets the one that scores best over
//! all its places.

use foldhash::fast::FixedState;
use hashbrown::{HashMap, HashSet};

use super::lists::{DEMONYM, Lists, NATION, PEOPLE};
use super::train::flag;
use super::{Found, KINDS};
use crate::types::{NameKind, Sentence};

type Map<'a, V> = HashMap<&'a str, V, FixedState>;

/// The words of an article.
struct Words<'a> {
    text: &'a str,
    sentences: &'a [Sentence],
}

impl<'a> Words<'a> {
    fn word(&self, s: usize, w: usize) -> &'a str {
        self.sentences.get(s).and_then(|s| s.words.get(w)).map_or("", |w| w.span.of(self.text))
    }
    /// The text from the first to the last word of a name.
    fn string(&self, f: &Found) -> &'a str {
        let words = &self.sentences[f.sentence].words;
        self.text.get(words[f.first].span.start..words[f.end - 1].span.end).unwrap_or("")
    }
    /// True where the word begins with a capital.
    fn big(&self, s: usize, w: usize) -> bool {
        big(self.word(s, w))
    }
}

fn big(form: &str) -> bool {
    match form.as_bytes().first() {
        Some(b) if b.is_ascii() => b.is_ascii_uppercase(),
        _ => form.chars().next().is_some_and(char::is_uppercase),
    }
}

/// Corrects and completes the names of a document.
pub(super) fn pass(text: &str, sentences: &[Sentence], mut found: Vec<Found>, lists: &Lists) -> Vec<Found> {
    let words = Words { text, sentences };
    if !flag("NO_SAME") {
        same(&words, &mut found);
    }
    let mut sure: Map<NameKind> = Map::default();
    if !flag("NO_SHORT") {
        abbreviations(&words, &mut found, &mut sure);
    }
    if !flag("NO_PERSONS") {
        persons(&words, &found, lists, &mut sure);
    }
    if !sure.is_empty() {
        found = spread(&words, found, &sure);
    }
    found
}

/// One string, one type: the one that scores best over all places.
fn same(words: &Words<'_>, found: &mut [Found]) {
    let mut sums: Map<([f32; 3], bool)> = Map::default();
    for f in found.iter() {
        let (sum, mixed) = sums.entry(words.string(f)).or_default();
        if flag("VOTE") {
            for (k, s) in KINDS.iter().zip(sum.iter_mut()) {
                *s += f32::from(u8::from(*k == f.kind));
            }
        } else {
            for (s, x) in sum.iter_mut().zip(f.scores) {
                *s += x;
            }
        }
        *mixed = true;
    }
    for f in found.iter_mut() {
        if let Some((sum, _)) = sums.get(words.string(f)) {
            let best = (1..3).fold(0, |b, k| if sum[k] > sum[b] { k } else { b });
            f.kind = KINDS[best];
        }
    }
}

/// "Long Name (LN)": the short form is of the long one's type.
fn abbreviations<'a>(words: &Words<'a>, found: &mut Vec<Found>, sure: &mut Map<'a, NameKind>) {
    let mut more = Vec::new();
    for f in found.iter() {
        if f.end - f.first < 2 || words.word(f.sentence, f.end) != "(" || words.word(f.sentence, f.end + 2) != ")" {
            continue;
        }
        let short = words.word(f.sentence, f.end + 1);
        if !(2..=8).contains(&short.len()) || short.bytes().filter(u8::is_ascii_uppercase).count() * 2 <= short.len() {
            continue;
        }
        let initials = (f.first..f.end).map(|w| words.word(f.sentence, w)).filter(|w| big(w)).filter_map(|w| w.bytes().next());
        let mut letters = short.bytes().filter(u8::is_ascii_uppercase).peekable();
        let mut hits = 0;
        for i in initials {
            if letters.peek() == Some(&i) {
                letters.next();
                hits += 1;
            }
        }
        if hits >= 2 && letters.count() <= 1 {
            let kind = if f.kind == NameKind::Person { NameKind::Organisation } else { f.kind };
            sure.insert(short, kind);
            more.push((f.sentence, f.first, kind));
        }
    }
    for (s, w, kind) in more {
        if let Some(f) = found.iter_mut().find(|f| f.sentence == s && f.first == w) {
            f.kind = kind;
        }
    }
}

/// First and last words of the full names of persons.
fn persons<'a>(words: &Words<'a>, found: &[Found], lists: &Lists, sure: &mut Map<'a, NameKind>) {
    for f in found {
        if f.kind != NameKind::Person || f.end - f.first < 2 {
            continue;
        }
        for w in [f.first, f.end - 1] {
            let word = words.word(f.sentence, w);
            if word.len() > 2 && big(word) && lists.bits(word.as_bytes()) & (NATION | DEMONYM | PEOPLE) == 0 {
                sure.entry(word).or_insert(NameKind::Person);
            }
        }
    }
}

/// Gives lone words their sure type, found before or not.
fn spread(words: &Words<'_>, found: Vec<Found>, sure: &Map<'_, NameKind>) -> Vec<Found> {
    let lengths: HashSet<usize, FixedState> = sure.keys().map(|k| k.len()).collect();
    let mut out = Vec::with_capacity(found.len() + 8);
    let mut rest = found.into_iter().peekable();
    for (s, sentence) in words.sentences.iter().enumerate() {
        let mut at = 0;
        while at < sentence.words.len() {
            if let Some(f) = rest.peek_mut()
                && f.sentence == s
                && f.first == at
            {
                if f.end - f.first == 1
                    && let Some(kind) = sure.get(words.word(s, at))
                {
                    f.kind = *kind;
                }
                at = f.end;
                out.extend(rest.next());
                continue;
            }
            let span = sentence.words[at].span;
            if lengths.contains(&span.len())
                && words.big(s, at)
                && let Some(kind) = sure.get(span.of(words.text))
            {
                let before_free =
                    at == 0 || !words.big(s, at - 1) || at == 1 || out.last().is_some_and(|f: &Found| f.sentence == s && f.end == at);
                let after_free = !words.big(s, at + 1) || rest.peek().is_some_and(|f| f.sentence == s && f.first == at + 1);
                if before_free && after_free {
                    out.push(Found { sentence: s, first: at, end: at + 1, kind: *kind, scores: [0.0; 3] });
                }
            }
            at += 1;
        }
    }
    out
}
