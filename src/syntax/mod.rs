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
//! assert_eq!(sentences[0].words[3].span.of(text), "n't");
//! syntax.parse(text, &mut sentences);
//! ```

mod atom;
pub mod conllu;
mod cut;
pub mod draw;
mod lemma;
mod memo;
mod mend;
pub mod model;
pub mod names;
pub mod network;
mod perceptron;
mod sentence;
pub mod tags;
mod token;
pub mod train;
mod word;

use std::sync::Arc;

use crate::types::{Name, Sentence, Span, Upos};

use cut::Cutter;
use lemma::Lemmas;
use model::Reader;
pub use model::{ModelError, ModelFile, ModelWriter};
use network::Network;

/// Bytes at an address that is a multiple of 64, as the sections of a model are laid out for.
#[repr(C, align(64))]
struct Aligned<T: ?Sized>(T);

static BUILTIN: &Aligned<[u8]> = &Aligned(*include_bytes!("../../data/model/en.model"));

/// Everything that reads a sentence. Loaded once, shared by all threads.
#[derive(Debug)]
pub struct Syntax {
    name: String,
    cutter: Cutter,
    network: Network,
    lemmas: Lemmas,
    names: names::Names,
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
        let mut reader = Reader::new("lemmas", file.section("lemmas")?);
        let lemmas = Lemmas::read(&mut reader)?;
        reader.end()?;
        let classes = Arc::new(network::classes::Classes::load(file.section(network::classes::Classes::SECTION)?)?);
        let names = names::Names::load(file.section(names::Names::SECTION)?, classes)?;
        Ok(Self {
            name: format!("en-{}", file.hash()),
            cutter: Cutter::read(file.section("cut")?)?,
            network: Network::load(&file)?,
            lemmas,
            names,
        })
    }

    /// Name of the model, for `--version` and caches: language and hash of all parts.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Cuts a range of the text into sentences and words. Contractions are cut into their words (`joined`); tags are still
    /// empty (`X`, `""`), every word its own head with relation `dep`. A range that does not fit the text gives nothing.
    pub fn sentences(&self, text: &str, range: Span) -> Vec<Sentence> {
        self.cutter.sentences(text, range)
    }

    /// Names of persons, organizations and places in all sentences of one article: in text order, not overlapping, without titles.
    /// Needs words only, no tags.
    pub fn names(&self, text: &str, sentences: &[Sentence]) -> Vec<Name> {
        self.names.find(text, sentences)
    }

    /// Fills tags, lemmas, heads and relations of these sentences; many at once are faster than one by one.
    pub fn parse(&self, text: &str, sentences: &mut [Sentence]) {
        self.network.parse(text, sentences);
        for sentence in sentences {
            self.lemmas.fill(text, sentence);
            mend::mend(text, sentence);
            sentence.index();
        }
    }

    /// The same for the sentences that are wanted; the others stay as they were cut.
    pub fn parse_some(&self, text: &str, sentences: &mut [Sentence], wanted: &[bool]) {
        let places: Vec<usize> = (0..sentences.len()).filter(|&i| wanted.get(i) == Some(&true)).collect();
        let mut some: Vec<Sentence> = places.iter().map(|&i| std::mem::take(&mut sentences[i])).collect();
        self.parse(text, &mut some);
        for (i, sentence) in places.into_iter().zip(some) {
            sentences[i] = sentence;
        }
    }

    /// Dictionary forms that a form may have, as a verb or noun.
    pub fn lemmas_of(&self, form: &str) -> Vec<String> {
        const TAGS: [(Upos, &str); 5] =
            [(Upos::Verb, "VBD"), (Upos::Verb, "VBN"), (Upos::Verb, "VBG"), (Upos::Verb, "VBZ"), (Upos::Noun, "NNS")];
        let mut out: Vec<String> = TAGS.iter().map(|(upos, xpos)| self.lemmas.lemma(form, *upos, xpos, true).to_lowercase()).collect();
        out.push(form.to_lowercase());
        out.sort();
        out.dedup();
        out
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
