//! Small lists that the rules of claims ask for: nouns of counting, crowds, occasions of saying, who tells a bare number.
//!
//! `claim_words.csv` has one row a word: class, lemma or phrase (lower case), example.

use hashbrown::{HashMap, HashSet};
use serde::Deserialize;

use super::{Files, LexiconError};

/// What a word of `claim_words.csv` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClaimWord {
    /// A noun of counting: "toll", "number".
    Count,
    /// A noun for those who came: "crowd", "turnout".
    Crowd,
    /// A verb that puts a crowd at a number: "estimate".
    Gauge,
    /// A verb with which a bare number counts what was named before: "now has 40".
    Takes,
    /// A verb of taking someone with goods: "caught with 40 pills".
    Caught,
    /// An occasion of saying or a part of the day: "briefing", "evening".
    Occasion,
    /// A word that a day of saying follows: "told reporters on Monday".
    Told,
    /// A verb that tells a bare number as its object: "the union says 40".
    Teller,
    /// A verb that tells a bare number behind "of": "speaks of 40".
    TellerOf,
    /// A verb that puts something at a bare number: "puts it at 40".
    TellerAt,
    /// A phrase that marks people as sources of the report: "familiar with".
    Informant,
}

const NAMES: &[(&str, ClaimWord)] = &[
    ("count", ClaimWord::Count),
    ("crowd", ClaimWord::Crowd),
    ("gauge", ClaimWord::Gauge),
    ("takes", ClaimWord::Takes),
    ("caught", ClaimWord::Caught),
    ("occasion", ClaimWord::Occasion),
    ("told", ClaimWord::Told),
    ("teller:direct", ClaimWord::Teller),
    ("teller:of", ClaimWord::TellerOf),
    ("teller:at", ClaimWord::TellerAt),
    ("informant", ClaimWord::Informant),
];

/// The lists.
#[derive(Debug, Default)]
pub struct ClaimWords {
    words: HashMap<ClaimWord, HashSet<String, foldhash::fast::FixedState>, foldhash::fast::FixedState>,
    informants: Vec<String>,
}

#[derive(Deserialize)]
struct WordRow {
    class: String,
    word: String,
}

impl ClaimWords {
    /// Reads and checks `claim_words.csv`.
    ///
    /// # Errors
    /// The first fault found.
    pub fn load(files: &Files) -> Result<Self, LexiconError> {
        let mut out = Self::default();
        for row in files.rows::<WordRow>("claim_words.csv", 2)? {
            let Some((_, class)) = NAMES.iter().find(|(n, _)| *n == row.value.class) else {
                let all: Vec<&str> = NAMES.iter().map(|(n, _)| *n).collect();
                return Err(row.fault(format!("`{}` is no class; use one of {}", row.value.class, all.join(", "))));
            };
            if *class == ClaimWord::Informant {
                out.informants.push(row.value.word);
                continue;
            }
            out.words.entry(*class).or_default().insert(row.value.word);
        }
        Ok(out)
    }

    /// True where a lemma (lower case) is of a class.
    pub fn is(&self, class: ClaimWord, lemma: &str) -> bool {
        self.words.get(&class).is_some_and(|words| words.contains(lemma))
    }

    /// Phrases behind people who are sources of the report, in the order of the file.
    pub fn informants(&self) -> &[String] {
        &self.informants
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_their_class_only() {
        let words = ClaimWords::load(&Files::builtin()).expect("sound files");
        assert!(words.is(ClaimWord::Count, "toll") && !words.is(ClaimWord::Crowd, "toll"));
        assert!(words.informants().iter().any(|w| w == "familiar with"));
    }
}
