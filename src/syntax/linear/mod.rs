// stop-gap
//! Linear tagger and greedy dependency parser: a stop-gap until the network stands.
//!
//! Averaged perceptrons over hashed features: a joint UPOS and XPOS tag a word from left to right, then an arc-hybrid
//! parse with the root at the end of the buffer (so one root for free). "Police said 13 died." becomes
//! `Police/nsubj said/root 13/nsubj died/ccomp ./punct`. Read from a file at run time, never built in.

mod features;
pub mod train;

use crate::types::{Sentence, Upos};
use features::{Atoms, State, label_rows, move_rows, tag_rows};

/// Rows of the tagger's table, as a power of two.
const TAG_BITS: u32 = 16;
/// Rows of the table of moves.
const MOVE_BITS: u32 = 20;
/// Rows of the table of labels.
const LABEL_BITS: u32 = 16;
/// First bytes of a model file.
const MAGIC: &[u8; 8] = b"HMLIN001";

/// Why a model cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("linear model: {0}")]
pub struct LoadError(&'static str);

/// Sums rows of weights.
trait Score {
    /// Adds the rows' weights up into `out` (one number a class).
    fn score(&self, rows: &[u32], out: &mut [f32]);
}

/// Weights as i8, row by row.
struct Table {
    width: usize,
    weights: Vec<i8>,
}

impl Score for Table {
    fn score(&self, rows: &[u32], out: &mut [f32]) {
        let mut sums = [0i32; 160];
        let sums = &mut sums[..self.width];
        for &row in rows {
            let from = row as usize * self.width;
            for (s, &w) in sums.iter_mut().zip(&self.weights[from..from + self.width]) {
                *s += i32::from(w);
            }
        }
        for (o, &s) in out.iter_mut().zip(sums.iter()) {
            *o = s as f32;
        }
    }
}

/// The parser whose file the environment variable `HOWMANY_LINEAR` names, read once; none where there is no such file.
pub fn from_environment() -> Option<&'static LinearParser> {
    static PARSER: std::sync::OnceLock<Option<LinearParser>> = std::sync::OnceLock::new();
    let read = || LinearParser::load(&std::fs::read(std::env::var_os("HOWMANY_LINEAR")?).ok()?).ok();
    PARSER.get_or_init(read).as_ref()
}

/// Tagger and parser, loaded.
pub struct LinearParser {
    tags: Vec<(Upos, &'static str)>,
    labels: Vec<&'static str>,
    tagger: Table,
    moves: Table,
    labeler: Table,
}

impl LinearParser {
    /// Reads a model made by [`train::train`].
    ///
    /// # Errors
    /// Bytes that are no such model.
    pub fn load(bytes: &[u8]) -> Result<Self, LoadError> {
        let mut rest = bytes.strip_prefix(MAGIC).ok_or(LoadError("other format"))?;
        let tags = read_names(&mut rest)?;
        let labels = read_names(&mut rest)?;
        let tags = tags
            .into_iter()
            .map(|t| {
                let (u, x) = t.split_once('|')?;
                Some((u.parse().ok()?, x))
            })
            .collect::<Option<Vec<_>>>()
            .ok_or(LoadError("tags"))?;
        let tagger = read_table(&mut rest, TAG_BITS, tags.len())?;
        let moves = read_table(&mut rest, MOVE_BITS, 4)?;
        let labeler = read_table(&mut rest, LABEL_BITS, labels.len())?;
        Ok(Self { tags, labels, tagger, moves, labeler })
    }

    /// Fills tags, heads and relations of all sentences; a lemma only where there is none (lower case, names as they are).
    pub fn parse(&self, text: &str, sentences: &mut [Sentence]) {
        for sentence in sentences {
            let atoms = Atoms::new(sentence.words.iter().map(|w| w.span.of(text)));
            let tags = tag(&atoms, &self.tagger, self.tags.len());
            let upos: Vec<u8> = tags.iter().map(|&t| self.tags[usize::from(t)].0 as u8).collect();
            let (heads, labels) = parse(&atoms, &tags, &upos, &self.moves, &self.labeler, self.labels.len());
            for (i, word) in sentence.words.iter_mut().enumerate() {
                (word.upos, word.xpos) = self.tags[usize::from(tags[i])];
                word.head = heads[i].min(atoms.len());
                word.rel = self.labels[usize::from(labels[i])];
                if word.head == atoms.len() {
                    word.head = i;
                    word.rel = "root";
                }
                if word.lemma.is_empty() {
                    let form = word.span.of(text);
                    word.lemma = if word.upos == Upos::Propn { form.to_owned() } else { form.to_lowercase() };
                }
            }
        }
    }
}

fn read_u32(rest: &mut &[u8]) -> Result<usize, LoadError> {
    let (head, tail) = rest.split_first_chunk::<4>().ok_or(LoadError("cut short"))?;
    *rest = tail;
    Ok(u32::from_le_bytes(*head) as usize)
}

fn read_names(rest: &mut &[u8]) -> Result<Vec<&'static str>, LoadError> {
    let n = read_u32(rest)?;
    let mut out = Vec::new();
    for _ in 0..n.min(150) {
        let len = read_u32(rest)?;
        let name = rest.get(..len).and_then(|b| std::str::from_utf8(b).ok()).ok_or(LoadError("cut short"))?;
        out.push(&*Box::leak(name.to_owned().into_boxed_str()));
        *rest = &rest[len..];
    }
    Ok(out)
}

fn read_table(rest: &mut &[u8], bits: u32, width: usize) -> Result<Table, LoadError> {
    let len = width << bits;
    let bytes = rest.get(..len).ok_or(LoadError("cut short"))?;
    *rest = &rest[len..];
    Ok(Table { width, weights: bytes.iter().map(|&b| b as i8).collect() })
}

/// Index of the largest score among the classes allowed; the first of equals.
fn best(scores: &[f32], allowed: impl Fn(usize) -> bool) -> usize {
    let mut at = usize::MAX;
    for (i, s) in scores.iter().enumerate() {
        if allowed(i) && (at == usize::MAX || *s > scores[at]) {
            at = i;
        }
    }
    at
}

/// Tags from left to right.
fn tag(atoms: &Atoms, table: &impl Score, classes: usize) -> Vec<u8> {
    let (mut rows, mut scores, mut tags) = (Vec::new(), vec![0.0; classes], Vec::with_capacity(atoms.len()));
    for i in 0..atoms.len() {
        tag_rows(atoms, &tags, i, &mut rows);
        table.score(&rows, &mut scores);
        tags.push(best(&scores, |_| true) as u8);
    }
    tags
}

/// Heads (the root's is the number of words) and labels.
fn parse(atoms: &Atoms, tags: &[u8], upos: &[u8], moves: &impl Score, labeler: &impl Score, classes: usize) -> (Vec<usize>, Vec<u8>) {
    let mut state = State::new(atoms.len());
    let (mut rows, mut scores, mut label_scores) = (Vec::new(), [0.0; 4], vec![0.0; classes]);
    while !state.done() {
        move_rows(atoms, tags, upos, &state, &mut rows);
        moves.score(&rows, &mut scores);
        let action = best(&scores[..3], |m| state.legal(m));
        if let Some((head, dep)) = state.arc(action) {
            if head < atoms.len() {
                label_rows(atoms, tags, upos, &state, head, dep, &mut rows);
                labeler.score(&rows, &mut label_scores);
                state.labels[dep] = best(&label_scores, |_| true) as u8;
            }
        }
        state.apply(action);
    }
    (state.heads, state.labels)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{Span, Word};

    #[test]
    fn a_small_treebank_is_learnt() {
        let text = "1\tDogs\tdog\tNOUN\tNNS\t_\t2\tnsubj\t_\t_\n2\tbark\tbark\tVERB\tVBP\t_\t0\troot\t_\t_\n\n\
                    1\tCats\tcat\tNOUN\tNNS\t_\t2\tnsubj\t_\t_\n2\tsleep\tsleep\tVERB\tVBP\t_\t0\troot\t_\t_\n\n";
        let bytes = train::train(&[text.to_owned()], &[], 3, &mut |_| ());
        let parser = LinearParser::load(&bytes).expect("what was just made");
        let words = [(0, 4), (5, 10)];
        let word = |(a, b): (usize, usize)| Word {
            span: Span::new(a, b),
            upos: Upos::X,
            xpos: "",
            lemma: String::new(),
            head: 0,
            rel: "dep",
            joined: false,
        };
        let mut sentences = [Sentence { words: words.map(word).to_vec(), ..Sentence::default() }, Sentence::default()];
        parser.parse("Cats sleep", &mut sentences);
        let found: Vec<_> = sentences[0].words.iter().map(|w| (w.upos, w.head, w.rel)).collect();
        assert_eq!(found, [(Upos::Noun, 1, "nsubj"), (Upos::Verb, 1, "root")]);
        assert!(LinearParser::load(&bytes[..bytes.len() - 1]).is_err());
    }
}
