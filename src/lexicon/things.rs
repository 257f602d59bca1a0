//! Nouns that are counted: what they are, which role they name, and containers whose number is that of what they hold.

use hashbrown::{HashMap, HashSet};
use serde::Deserialize;

use super::{Files, LexiconError};
use crate::types::CountedType;

/// Counted nouns.
#[derive(Debug, Default)]
pub struct Things {
    things: HashMap<String, (CountedType, Option<String>), foldhash::fast::FixedState>,
    containers: HashSet<String, foldhash::fast::FixedState>,
}

#[derive(Deserialize)]
struct ThingRow {
    lemma: String,
    #[serde(rename = "type")]
    counted_type: String,
    role: Option<String>,
}
#[derive(Deserialize)]
struct ContainerRow {
    lemma: String,
}

impl Things {
    /// Reads and checks `things.csv` and `containers.csv`.
    ///
    /// # Errors
    /// The first fault found.
    pub fn load(files: &Files) -> Result<Self, LexiconError> {
        let mut out = Self::default();
        for row in files.rows::<ThingRow>("things.csv", 1)? {
            let counted_type = row.word(&row.value.counted_type)?;
            out.things.insert(row.value.lemma.clone(), (counted_type, row.value.role.clone().filter(|r| !r.is_empty())));
        }
        for row in files.rows::<ContainerRow>("containers.csv", 1)? {
            out.containers.insert(row.value.lemma);
        }
        Ok(out)
    }

    /// Type and role of a counted noun, if it is listed.
    pub fn get(&self, lemma: &str) -> Option<(CountedType, Option<&str>)> {
        self.things.get(lemma).map(|(t, r)| (*t, r.as_deref()))
    }

    /// True for nouns whose "of" names what is counted ("a group of 40 migrants").
    pub fn is_container(&self, lemma: &str) -> bool {
        self.containers.contains(lemma)
    }
}
