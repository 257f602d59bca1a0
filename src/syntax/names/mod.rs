//! Named entities: persons, organizations and places among the words of an article.
//!
//! "Ana Velt, mayor of Torvale, met the Harbor Workers' Union. Velt said ..." has the names `Ana Velt` (person), `Torvale`
//! (place), `Harbor Workers' Union` (organization) and again `Velt` (person). Nationalities and peoples ("Belmarian") count
//! as places. Titles stand outside of names ("President Velt" is `Velt`).
//!
//! A linear model over hashed features with Viterbi search over seven labels (Collins 2002: structured perceptron), sentence
//! by sentence, then a pass over the whole document: one string has one type, the first or last word of a full name of a
//! person marks its lone mentions ([`document`]).

mod document;
mod features;
mod lists;
pub mod train;

use std::cell::RefCell;
use std::sync::Arc;

use super::memo;
use super::model::{ModelError, Reader};
use super::network::classes::Classes;
use crate::types::{Name, NameKind, Sentence, Span};
use features::{BITS, Eye, View};
use lists::Lists;

/// No name; first and further words of a person, organization, place.
pub(crate) const LABELS: usize = 7;
/// Weights of a row, padded.
type Row = [i8; 8];

/// Finds names. Loaded once, shared by all threads.
#[derive(Debug)]
pub struct Names {
    weights: Vec<Row>,
    /// Score of a label after a label.
    steps: [[f32; LABELS]; LABELS],
    classes: Arc<Classes>,
    lists: Lists,
    /// Owner of what the memos of the threads keep.
    owner: u64,
}

#[derive(Default)]
struct Scratch {
    eye: Eye,
    view: View,
    rows: Vec<u32>,
    scores: Vec<[f32; LABELS]>,
    labels: Vec<u8>,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::new(Scratch::default());
}

/// A name within the sentences: sentence, first word, one past the last word, kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Found {
    pub sentence: usize,
    pub first: usize,
    pub end: usize,
    pub kind: NameKind,
    /// What the words score as each of [`KINDS`].
    pub scores: [f32; 3],
}

pub(crate) const KINDS: [NameKind; 3] = [NameKind::Person, NameKind::Organisation, NameKind::Place];

impl Names {
    /// Name of the section in the model file.
    pub const SECTION: &'static str = "names";

    /// Reads the section [`Names::SECTION`]; `classes` are those that it was trained with.
    ///
    /// # Errors
    /// Bytes that end early or are too long.
    pub fn load(bytes: &[u8], classes: Arc<Classes>) -> Result<Self, ModelError> {
        let mut reader = Reader::new(Self::SECTION, bytes);
        let mut steps = [[0.0; LABELS]; LABELS];
        for step in steps.iter_mut().flatten() {
            *step = reader.f32()?;
            if !step.is_finite() {
                return Err(reader.fault("a weight is no number"));
            }
        }
        let lists = Lists::read(&mut reader)?;
        let flat = reader.i8s(LABELS << BITS)?;
        reader.end()?;
        let mut weights = vec![[0i8; 8]; 1 << BITS];
        for (row, from) in weights.iter_mut().zip(flat.chunks_exact(LABELS)) {
            row[..LABELS].copy_from_slice(from);
        }
        Ok(Self { weights, steps, classes, lists, owner: memo::owner() })
    }

    /// The names in these sentences of one article: in text order, not overlapping, without titles. Needs tokens only.
    pub fn find(&self, text: &str, sentences: &[Sentence]) -> Vec<Name> {
        let found = self.find_words(text, sentences);
        found
            .iter()
            .filter_map(|f| {
                let words = sentences.get(f.sentence)?.words.get(f.first..f.end)?;
                let span = Span::new(words.first()?.span.start, words.last()?.span.end);
                Some(Name { span, kind: f.kind })
            })
            .collect()
    }

    fn find_words(&self, text: &str, sentences: &[Sentence]) -> Vec<Found> {
        let found = SCRATCH.with_borrow_mut(|scratch| self.look_for(text, sentences, scratch));
        document::pass(text, sentences, found, &self.lists)
    }

    fn look_for(&self, text: &str, sentences: &[Sentence], scratch: &mut Scratch) -> Vec<Found> {
        let Scratch { eye, view, rows, scores, labels } = scratch;
        let mut found = Vec::new();
        for (s, sentence) in sentences.iter().enumerate() {
            view.of(eye, text, sentence, self.owner, &self.classes, &self.lists);
            if !view.live.contains(&true) {
                continue;
            }
            scores.clear();
            for i in 0..view.looks.len() {
                scores.push(if view.live[i] { self.score(view, eye, i, rows) } else { NO_NAME });
            }
            viterbi(scores, &self.steps, labels);
            spans(labels, |first, end, kind| {
                let sum = |k: usize| scores[first][1 + 2 * k] + scores[first + 1..end].iter().map(|w| w[2 + 2 * k]).sum::<f32>();
                found.push(Found { sentence: s, first, end, kind, scores: [sum(0), sum(1), sum(2)] });
            });
        }
        found
    }

    fn score(&self, view: &View, eye: &mut Eye, i: usize, rows: &mut Vec<u32>) -> [f32; LABELS] {
        let sums = view.sums(eye, i, &self.weights, rows);
        std::array::from_fn(|l| f32::from(sums[l]))
    }
}

/// Scores of a word that is asked for nothing.
const NO_NAME: [f32; LABELS] = {
    let mut scores = [f32::NEG_INFINITY; LABELS];
    scores[0] = 0.0;
    scores
};

/// True where label `b` may follow label `a`: a further word only after its own kind.
fn follows(a: usize, b: usize) -> bool {
    b == 0 || b % 2 == 1 || a == b || a + 1 == b
}

/// The best labels by word scores and steps.
fn viterbi(scores: &[[f32; LABELS]], steps: &[[f32; LABELS]; LABELS], labels: &mut Vec<u8>) {
    let mut back: Vec<[u8; LABELS]> = Vec::with_capacity(scores.len());
    let mut now = [f32::NEG_INFINITY; LABELS];
    now[0] = 0.0;
    for word in scores {
        let mut next = [f32::NEG_INFINITY; LABELS];
        let mut from = [0u8; LABELS];
        for b in 0..LABELS {
            if word[b] == f32::NEG_INFINITY {
                continue;
            }
            for a in 0..LABELS {
                let score = now[a] + steps[a][b] + word[b];
                if follows(a, b) && score > next[b] {
                    next[b] = score;
                    from[b] = a as u8;
                }
            }
        }
        back.push(from);
        now = next;
    }
    labels.clear();
    labels.resize(scores.len(), 0);
    let mut label = (1..LABELS).fold(0, |best, l| if now[l] > now[best] { l } else { best });
    for (i, from) in back.iter().enumerate().rev() {
        labels[i] = label as u8;
        label = usize::from(from[label]);
    }
}

/// Calls `name` with first word, one past the last, and kind of every name in the labels.
fn spans(labels: &[u8], mut name: impl FnMut(usize, usize, NameKind)) {
    let mut at = 0;
    while at < labels.len() {
        let label = labels[at];
        let mut end = at + 1;
        if label != 0 {
            let kind = (usize::from(label) - 1) / 2;
            while end < labels.len() && usize::from(labels[end]) == kind * 2 + 2 {
                end += 1;
            }
            name(at, end, KINDS[kind]);
        }
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{ModelFile, Syntax};

    fn names(text: &str) -> Vec<(&str, NameKind)> {
        let syntax = Syntax::builtin().expect("the built-in model");
        let sentences = syntax.sentences(text, Span::new(0, text.len()));
        syntax.names(text, &sentences).into_iter().map(|n| (n.span.of(text), n.kind)).collect()
    }

    #[test]
    fn news_has_persons_organizations_and_places() {
        let text = "President Oren Tarsk of Georgia met officials of the Harbor Workers Union in Geneva on Monday. \
                    Mr Tarsk said that German police had found two boats.";
        let wanted = [
            ("Oren Tarsk", NameKind::Person),
            ("Georgia", NameKind::Place),
            ("Harbor Workers Union", NameKind::Organisation),
            ("Geneva", NameKind::Place),
            ("Tarsk", NameKind::Person),
            ("German", NameKind::Place),
        ];
        assert_eq!(names(text), wanted);
        assert_eq!(names("the boats were found, and two of them sank."), []);
        assert_eq!(names(""), []);
    }

    #[test]
    fn capitals_are_read() {
        assert_eq!(names("UKRAINE SAYS DOZENS KILLED NEAR KHARKIV")[0], ("UKRAINE", NameKind::Place));
    }

    #[test]
    fn a_damaged_section_is_refused() {
        let file = ModelFile::parse(&super::super::BUILTIN.0).expect("the built-in model");
        let bytes = file.section(Names::SECTION).expect("names");
        for n in [0, 3, 200, bytes.len() - 1] {
            assert!(Names::load(&bytes[..n], Arc::default()).is_err(), "cut at {n}");
        }
        let mut wrong = bytes.to_vec();
        wrong[..4].copy_from_slice(&f32::NAN.to_le_bytes());
        assert!(Names::load(&wrong, Arc::default()).is_err());
    }

    #[test]
    fn labels_become_spans_and_further_words_follow_their_own_kind() {
        let mut scores = [[0.0; LABELS]; 3];
        scores[0][1] = 3.0;
        scores[1][4] = 4.0; // a further word of an organization cannot follow a person's first
        scores[1][2] = 2.0;
        scores[2][5] = 1.0;
        let mut labels = Vec::new();
        viterbi(&scores, &[[0.0; LABELS]; LABELS], &mut labels);
        assert_eq!(labels, [1, 2, 5]);
        let mut found = Vec::new();
        spans(&labels, |a, b, kind| found.push((a, b, kind)));
        assert_eq!(found, [(0, 2, NameKind::Person), (2, 3, NameKind::Place)]);
    }
}
