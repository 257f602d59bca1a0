//! Knowledge files: read, checked, overlaid.
//!
//! Every file of `data/lexicon/en/` is built into the binary. A folder given by `--lexicon DIR` is laid over it: a row
//! whose key (the first columns) is known replaces the built-in row, any other is added, and a row whose key begins with
//! `-` removes the built-in row of that key. Every error names file and line.
//!
//! ```csv
//! phrase,quantifier,example
//! at least,at_least,at least 13 people
//! ```

mod claims;
mod confidence;
mod files;
mod furniture;
mod implies;
mod modality;
mod nations;
mod numbers;
mod parts;
mod people;
mod phrases;
mod reporting;
mod status;
mod things;
mod time;

pub use claims::{ClaimWord, ClaimWords};
pub use confidence::{Confidence, TESTS};
pub use files::{Files, LexiconError, Row};
pub use furniture::{Furniture, WordUse, fold};
pub use implies::Implies;
pub use modality::ModalityWords;
pub use nations::{Currency, NationHit, NationKind, Nations, Phrase};
pub use numbers::{
    AROUND, Classed, Hedge, HedgePosition, HomeCurrency, Idiom, MoneyWord, NumberClass, NumberWord, Numbers, Side, Unit, UnitKind, Vague,
};
pub use parts::Parts;
pub use people::{Known, OfficePart, OfficeWord, OrganisationHead, People, Title, TitleKind};
pub use phrases::Phrasebook;
pub use reporting::{Content, Cue, Reporting, SpeechUse, StanceRule};
pub use status::{Construction, Statuses};
pub use things::Things;
pub use time::{Alone, Holiday, HolidayRule, Summer, TimeClass, TimePhrase, TimeWord, TimeWords, Zone};

/// All knowledge of one language, checked.
#[derive(Debug)]
pub struct Lexicon {
    /// Number words, hedges, vague rules, units, designations, idioms, framing nouns.
    pub numbers: Numbers,
    /// Months, weekdays, relative expressions, holidays.
    pub time: TimeWords,
    /// Countries, demonyms, capitals, currencies of countries.
    pub nations: Nations,
    /// Titles, roles, institutions, outlets, armed groups, words that head the name of an organisation.
    pub people: People,
    /// Cues of saying, showing, believing, intending; evidence words.
    pub reporting: Reporting,
    /// Status frames and which status implies which.
    pub status: Statuses,
    /// Words that say whether something happened, is planned, foreseen or supposed.
    pub modality: ModalityWords,
    /// Small lists that the rules of claims ask for.
    pub claims: ClaimWords,
    /// Weights of confidence.
    pub confidence: Confidence,
    /// Words of parts, totals, increments.
    pub parts: Parts,
    /// Nouns that are counted: type, role, implied things.
    pub things: Things,
    /// What pages print around an article; agencies.
    pub furniture: Furniture,
    /// Which status implies which, words that count the same things, common words, how questions are put.
    pub implies: Implies,
    /// Hash of every file that it was made from.
    pub fingerprint: String,
}

impl Lexicon {
    /// The lexicon built into the program.
    ///
    /// # Errors
    /// None in a tested build: the built-in files are checked by the test suite.
    pub fn builtin() -> Result<Self, LexiconError> {
        Self::load(&Files::builtin())
    }

    /// Reads and checks all files.
    ///
    /// # Errors
    /// The first fault found, with file, line and the nearest allowed value.
    pub fn load(files: &Files) -> Result<Self, LexiconError> {
        Ok(Self {
            numbers: Numbers::load(files)?,
            time: TimeWords::load(files)?,
            nations: Nations::load(files)?,
            people: People::load(files)?,
            reporting: Reporting::load(files)?,
            status: Statuses::load(files)?,
            modality: ModalityWords::load(files)?,
            claims: ClaimWords::load(files)?,
            confidence: Confidence::load(files)?,
            parts: Parts::load(files)?,
            things: Things::load(files)?,
            furniture: Furniture::load(files)?,
            implies: Implies::load(files)?,
            fingerprint: files.fingerprint(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn builtin_files_are_sound() {
        let lexicon = Lexicon::builtin().expect("the built-in lexicon");
        assert_eq!(lexicon.fingerprint.len(), 32);
        assert!(lexicon.status.find("capture", Construction::Object, |_| false).is_some());
        assert!(!lexicon.reporting.verb("say").is_empty());
    }
}
