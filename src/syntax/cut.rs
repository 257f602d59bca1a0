//! From text to sentences of words: atoms, tokens, sentence ends, contractions, piece by piece between blank lines.

use super::atom::{Atom, scan};
use super::model::{ModelError, ModelFile, Reader};
use super::perceptron::Table;
use super::sentence::ends;
use super::token::{Token, tokens};
use super::word::Contractions;
use crate::types::{Sentence, Span, Upos, Word};

/// Tokens after which an endless sentence is cut.
pub(super) const LIMIT: usize = 400;

/// Bytes after which a piece without a blank line is cut at white space.
const LARGEST: usize = 1 << 20;

/// Cuts text into sentences and words.
#[derive(Clone, Debug)]
pub(super) struct Cutter {
    joints: Table,
    ends: Table,
    contractions: Contractions,
}

impl Cutter {
    /// Reads the section `cut`.
    pub(super) fn read(file: &ModelFile<'_>) -> Result<Self, ModelError> {
        let mut reader = Reader::new("cut", file.section("cut")?);
        let out =
            Self { joints: Table::read(&mut reader)?, ends: Table::read(&mut reader)?, contractions: Contractions::read(&mut reader)? };
        reader.end()?;
        Ok(out)
    }

    /// Sentences of a range of the text.
    pub(super) fn sentences(&self, text: &str, range: Span) -> Vec<Sentence> {
        let mut out = Vec::new();
        let Some(part) = text.get(range.start..range.end) else { return out };
        let (mut atoms, mut found): (Vec<Atom>, Vec<Token>) = (Vec::new(), Vec::new());
        let (mut starts, mut cut) = (Vec::new(), Vec::new());
        for piece in pieces(part) {
            atoms.clear();
            found.clear();
            starts.clear();
            cut.clear();
            let of_piece = piece.of(part);
            scan(of_piece, &mut atoms);
            if atoms.is_empty() {
                continue;
            }
            tokens(&self.joints, &atoms, &mut found);
            ends(&self.ends, of_piece, &found, LIMIT, &mut starts, &mut cut);
            starts.push(found.len() as u32);
            let mut from = 0;
            let mut cuts = cut.iter().peekable();
            for &to in &starts {
                let was_cut = cuts.next_if(|c| **c == to).is_some();
                let mut sentence = self.sentence(of_piece, range.start + piece.start, &found[from..to as usize]);
                sentence.cut = was_cut;
                out.push(sentence);
                from = to as usize;
            }
        }
        out
    }

    /// One sentence of the words of its tokens; `base` is where the piece begins in the text.
    fn sentence(&self, piece: &str, base: usize, tokens: &[Token]) -> Sentence {
        let mut words = Vec::with_capacity(tokens.len() + 2);
        let mut push = |start: usize, end: usize, joined: bool| {
            let head = words.len();
            let span = Span::new(base + start, base + end);
            words.push(Word { span, upos: Upos::X, xpos: "", lemma: String::new(), head, rel: "dep", joined });
        };
        for token in tokens {
            let (start, end) = (token.start as usize, token.end as usize);
            let cuts = self.contractions.cuts(&piece[start..end], token);
            let mut from = start;
            for cut in cuts {
                let to = start + cut as usize;
                push(from, to, from > start);
                from = to;
            }
            push(from, end, from > start);
        }
        let span = match (tokens.first(), tokens.last()) {
            (Some(a), Some(b)) => Span::new(base + a.start as usize, base + b.end as usize),
            _ => Span::new(base, base),
        };
        Sentence { span, words, cut: false }
    }
}

/// Pieces of a text between blank lines, in order, none empty; none longer than [`LARGEST`] by much.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Span> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        if at >= bytes.len() {
            return None;
        }
        let start = at;
        let mut end = None;
        for line in memchr::memchr_iter(b'\n', &bytes[start..]) {
            let line = start + line;
            if line - start > LARGEST {
                break;
            }
            // Blank where only blanks stand before the next break.
            let next = bytes[line + 1..].iter().position(|b| !matches!(b, b' ' | b'\t' | b'\r' | 0x0b | 0x0c));
            if next.is_none_or(|n| bytes[line + 1 + n] == b'\n') {
                end = Some(line);
                break;
            }
        }
        let end = end.unwrap_or_else(|| {
            if bytes.len() - start <= LARGEST {
                return bytes.len();
            }
            let far = start + LARGEST;
            let blank = bytes[start + LARGEST / 2..far].iter().rposition(u8::is_ascii_whitespace).map(|i| start + LARGEST / 2 + i);
            blank.unwrap_or_else(|| text.floor_char_boundary(far))
        });
        at = end;
        Some(Span::new(start, end))
    })
}
