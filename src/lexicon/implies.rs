//! Knowledge of comparing: which status implies which, which words count the same things, and how a question is put.

use hashbrown::{HashMap, HashSet};
use serde::Deserialize;

use super::{Files, LexiconError};
use crate::types::Status;

/// Knowledge of comparing.
#[derive(Debug, Default)]
pub struct Implies {
    /// (status, implied status, role that the counted things must have), sorted.
    implied: Vec<(Status, Status, Option<String>)>,
    things: HashMap<String, (String, bool), foldhash::fast::FixedState>,
    common: HashSet<String, foldhash::fast::FixedState>,
    questions: HashMap<Status, (String, String), foldhash::fast::FixedState>,
    families: HashMap<Status, String, foldhash::fast::FixedState>,
}

#[derive(Deserialize)]
struct FamilyRow {
    status: String,
    family: String,
}
#[derive(Deserialize)]
struct ImpliesRow {
    status: String,
    implied: String,
    role: String,
}
#[derive(Deserialize)]
struct ThingRow {
    lemma: String,
    group: String,
    generic: String,
}
#[derive(Deserialize)]
struct CommonRow {
    word: String,
}
#[derive(Deserialize)]
struct QuestionRow {
    status: String,
    label: String,
    question: String,
}

impl Implies {
    /// Reads and checks `implies.csv`, `same_things.csv`, `common_words.csv`, `questions.csv` and `status_families.csv`.
    ///
    /// # Errors
    /// The first fault found.
    pub fn load(files: &Files) -> Result<Self, LexiconError> {
        let mut out = Self::default();
        for row in files.rows::<ImpliesRow>("implies.csv", 3)? {
            let (status, implied) = (row.word(&row.value.status)?, row.word(&row.value.implied)?);
            if status == implied {
                return Err(row.fault("a status does not imply itself"));
            }
            out.implied.push((status, implied, Some(row.value.role).filter(|r| !r.is_empty())));
        }
        out.implied.sort();
        for row in files.rows::<ThingRow>("same_things.csv", 1)? {
            let generic = match row.value.generic.as_str() {
                "yes" => true,
                "no" => false,
                other => return Err(row.fault(format!("`{other}` is neither yes nor no"))),
            };
            out.things.insert(row.value.lemma, (row.value.group, generic));
        }
        for row in files.rows::<CommonRow>("common_words.csv", 1)? {
            out.common.insert(row.value.word);
        }
        for row in files.rows::<QuestionRow>("questions.csv", 1)? {
            let status = row.word(&row.value.status)?;
            if row.value.question.is_empty() {
                return Err(row.fault("has no question"));
            }
            out.questions.insert(status, (row.value.label, row.value.question));
        }
        for row in files.rows::<FamilyRow>("status_families.csv", 1)? {
            let status = row.word(&row.value.status)?;
            if row.value.family.is_empty() {
                return Err(row.fault("has no family"));
            }
            out.families.insert(status, row.value.family);
        }
        Ok(out)
    }

    /// True where things of this role that are in `status` are in `implied` too.
    pub fn implies(&self, status: Status, implied: Status, role: Option<&str>) -> bool {
        self.implied.iter().any(|(s, i, r)| *s == status && *i == implied && r.as_deref().is_none_or(|r| role == Some(r)))
    }

    /// True where two statuses mostly befall other people of a story: one is killed, another arrested.
    pub fn other_people(&self, a: Status, b: Status) -> bool {
        matches!((self.families.get(&a), self.families.get(&b)), (Some(x), Some(y)) if x != y)
    }

    /// The group of words that count the same things as this lemma, and whether it may stand for any persons.
    pub fn group<'a>(&'a self, lemma: &'a str) -> (&'a str, bool) {
        self.things.get(lemma).map_or((lemma, false), |(g, generic)| (g.as_str(), *generic))
    }

    /// True for words that tell no story from another.
    pub fn is_common(&self, word: &str) -> bool {
        self.common.contains(word)
    }

    /// How a status is put: after what is counted ("miners killed"), and in a question ("How many miners were killed?").
    pub fn question(&self, status: Status) -> (&str, &str) {
        self.questions.get(&status).map_or(("", "are there"), |(label, question)| (label.as_str(), question.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_imply_and_words_group() {
        let lexicon = Implies::load(&Files::builtin()).expect("built in");
        assert!(lexicon.implies(Status::Captured, Status::Fighting, None));
        assert!(!lexicon.implies(Status::Killed, Status::Fighting, None));
        assert!(lexicon.implies(Status::Killed, Status::Fighting, Some("soldier")));
        assert!(!lexicon.implies(Status::Killed, Status::Wounded, Some("soldier")));
        assert_eq!(lexicon.group("victim"), ("person", true));
        assert_eq!(lexicon.group("drum"), ("drum", false));
        assert!(lexicon.other_people(Status::Killed, Status::Arrested));
        assert!(!lexicon.other_people(Status::Killed, Status::Missing));
        assert!(!lexicon.other_people(Status::Killed, Status::Present));
        assert!(lexicon.is_common("said") && !lexicon.is_common("ferry"));
        for status in Status::ALL {
            assert!(!lexicon.question(*status).1.is_empty());
            assert!(lexicon.questions.contains_key(status), "{status}");
        }
    }
}
