//! Words that say whether something happened: auxiliaries ("will"), governors ("plan to", "expect"), modifiers ("planned").
//!
//! `modality.csv` has one row a word: lemma, how it acts (`auxiliary`, `governor` of an infinitive or a clause, `object`
//! governor of a noun too, `modifier`, `outcome` for verbs of what comes by itself,
//! `announced` for deeds that "is laying off" plans, `status` for words that tell a status as a plan), and the modality.

use hashbrown::HashMap;
use serde::Deserialize;

use super::{Files, LexiconError};
use crate::types::Modality;

type Map = HashMap<String, Modality, foldhash::fast::FixedState>;

/// Words of modality.
#[derive(Debug, Default)]
pub struct ModalityWords {
    auxiliaries: Map,
    governors: Map,
    objects: Map,
    modifiers: Map,
    outcomes: Map,
    announced: Map,
    statuses: Map,
}

#[derive(Deserialize)]
struct ModalityRow {
    word: String,
    role: String,
    modality: String,
}

impl ModalityWords {
    /// Reads and checks `modality.csv`.
    ///
    /// # Errors
    /// The first fault found.
    pub fn load(files: &Files) -> Result<Self, LexiconError> {
        let mut out = Self::default();
        for row in files.rows::<ModalityRow>("modality.csv", 2)? {
            let modality = row.word(&row.value.modality)?;
            let map = match row.value.role.as_str() {
                "auxiliary" => &mut out.auxiliaries,
                "governor" => &mut out.governors,
                "object" => &mut out.objects,
                "modifier" => &mut out.modifiers,
                "outcome" => &mut out.outcomes,
                "announced" => &mut out.announced,
                "status" => &mut out.statuses,
                other => {
                    return Err(
                        row.fault(format!("`{other}` is no role; use auxiliary, governor, object, modifier, outcome, announced, status"))
                    );
                }
            };
            map.insert(row.value.word.clone(), modality);
        }
        Ok(out)
    }

    /// What an auxiliary says of its verb.
    pub fn auxiliary(&self, lemma: &str) -> Option<Modality> {
        self.auxiliaries.get(lemma).copied()
    }
    /// What a word that tells a status says of it: "the strike that 40 dockers *threaten*".
    pub fn status(&self, lemma: &str) -> Option<Modality> {
        self.statuses.get(lemma).copied()
    }
    /// True for deeds that a speaker announces in the progressive ("is laying off 600").
    pub fn is_announced(&self, lemma: &str) -> bool {
        self.announced.contains_key(lemma)
    }
    /// True for verbs of what comes by itself: "will" foresees with them ("will cost"), and plans with others.
    pub fn is_outcome(&self, lemma: &str) -> bool {
        self.outcomes.contains_key(lemma)
    }
    /// What an adverb or adjective says of its verb or noun.
    pub fn modifier(&self, lemma: &str) -> Option<Modality> {
        self.modifiers.get(lemma).copied()
    }
    /// What a verb, adjective or noun says of the clause, infinitive or noun that hangs on it with this relation.
    pub fn governor(&self, lemma: &str, rel: &str) -> Option<Modality> {
        if matches!(rel, "xcomp" | "ccomp" | "acl" | "advcl") {
            if let Some(m) = self.governors.get(lemma) {
                return Some(*m);
            }
        }
        self.objects.get(lemma).copied()
    }
}
