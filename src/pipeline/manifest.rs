//! `run.json`: what ran on what, and what came of it.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::table::Written;

/// What a stage read and wrote. Stages write theirs beside their tables; `aggregate` joins them into `run.json`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Program and version.
    pub program: String,
    /// Hash of the sources that the program was built from.
    pub code: String,
    /// What was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<InputRecord>,
    /// Settings that can change the tables.
    #[serde(default)]
    pub configuration: BTreeMap<String, serde_json::Value>,
    /// Fingerprint of all knowledge files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lexicon: Option<String>,
    /// Name of the model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Rows and hashes (blake3, first half) of every table.
    pub tables: Vec<TableRecord>,
    /// Wall seconds a stage: the one part that differs from run to run.
    #[serde(default)]
    pub timing: BTreeMap<String, f64>,
}

/// The inputs of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct InputRecord {
    /// Files.
    pub sources: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Hash of names and sizes, in reading order.
    pub fingerprint: String,
    /// The first names, for people.
    pub first: Vec<String>,
}

/// One table of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TableRecord {
    /// Name.
    pub name: String,
    /// Rows.
    pub rows: u64,
    /// File to hash.
    pub files: BTreeMap<String, String>,
}

impl Manifest {
    /// A manifest of this program with nothing done yet.
    pub fn new() -> Self {
        Self { program: format!("howmany {}", env!("CARGO_PKG_VERSION")), code: env!("HOWMANY_CODE").to_owned(), ..Self::default() }
    }

    /// Notes tables that were written.
    pub fn wrote(&mut self, written: &[Written]) {
        for w in written {
            self.tables.push(TableRecord { name: w.name.clone(), rows: w.rows, files: w.files.iter().cloned().collect() });
        }
    }

    /// As printed to a file.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}
