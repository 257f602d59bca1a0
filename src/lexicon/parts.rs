//! Words beside a figure that make it a part, a total or an increment.
//!
//! `parts.csv` has one row a phrase: phrase, place (`before`, `behind` the figure, `of`: within a definite phrase behind "of", `kin`: a relative's noun, `kind`: a noun for some of the people), what it makes (`total`, `new`, `part`,
//! `residual`).

use serde::Deserialize;

use super::{Files, LexiconError};

/// Phrases of parts and totals, lower case.
#[derive(Debug, Default)]
pub struct Parts {
    /// "a total of"
    pub total_before: Vec<String>,
    /// "so far"
    pub total_behind: Vec<String>,
    /// "a further"
    pub new_before: Vec<String>,
    /// "including"
    pub part_before: Vec<String>,
    /// "of them"
    pub part_behind: Vec<String>,
    /// "the other"
    pub residual_before: Vec<String>,
    /// Nouns and participles of a whole behind "of the": "victims", "wounded"
    pub of_whole: Vec<String>,
    /// Relatives: "their three *children*"
    pub kin: Vec<String>,
    /// Kinds of people among others: "two *women*"
    pub kinds: Vec<String>,
}

#[derive(Deserialize)]
struct PartRow {
    phrase: String,
    place: String,
    makes: String,
}

impl Parts {
    /// Reads and checks `parts.csv`.
    ///
    /// # Errors
    /// The first fault found.
    pub fn load(files: &Files) -> Result<Self, LexiconError> {
        let mut out = Self::default();
        for row in files.rows::<PartRow>("parts.csv", 2)? {
            let list = match (row.value.place.as_str(), row.value.makes.as_str()) {
                ("before", "total") => &mut out.total_before,
                ("behind", "total") => &mut out.total_behind,
                ("before", "new") => &mut out.new_before,
                ("before", "part") => &mut out.part_before,
                ("behind", "part") => &mut out.part_behind,
                ("before", "residual") => &mut out.residual_before,
                ("of", "part") => &mut out.of_whole,
                ("kin", "part") => &mut out.kin,
                ("kind", "part") => &mut out.kinds,
                (place, makes) => {
                    return Err(row.fault(format!(
                        "`{place}` with `{makes}` is no rule; use before or behind with total, new, part, residual, or of, kin or kind with part"
                    )));
                }
            };
            list.push(row.value.phrase.clone());
        }
        Ok(out)
    }
}
