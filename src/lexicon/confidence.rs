//! Weights of the confidence of a claim.
//!
//! `confidence.csv` has one row a weight: family (`own` for what the outlet says itself, `voiced` for what another says), test
//! (a name of [`TESTS`]) and weight (a summand of the log odds). `docs/fit_confidence.py` writes it.

use serde::Deserialize;

use super::{Files, LexiconError};

/// What is asked of a claim, in the order of the weights. `extract::claim` answers.
pub const TESTS: [&str; 22] = [
    "always",
    "aside",
    "beside",
    "casualty",
    "dated",
    "elliptic",
    "floor",
    "long",
    "modifier",
    "no_status",
    "object",
    "office",
    "part",
    "partitive",
    "person",
    "repeated",
    "said",
    "speech",
    "thing",
    "unreal",
    "unsure_kind",
    "vague",
];

/// Most weights of a family.
const MOST: usize = 20;

/// Weights of the two families of rules, in the order of [`TESTS`]; 0 for a test that a family does not ask.
#[derive(Debug)]
pub struct Confidence {
    /// The outlet vouches.
    pub own: [f64; TESTS.len()],
    /// Another vouches.
    pub voiced: [f64; TESTS.len()],
}

impl Default for Confidence {
    fn default() -> Self {
        Self { own: [0.0; TESTS.len()], voiced: [0.0; TESTS.len()] }
    }
}

#[derive(Deserialize)]
struct WeightRow {
    family: String,
    test: String,
    weight: f64,
}

impl Confidence {
    /// Reads and checks `confidence.csv`.
    ///
    /// # Errors
    /// The first fault found.
    pub fn load(files: &Files) -> Result<Self, LexiconError> {
        let mut out = Self::default();
        let mut counts = [0, 0];
        for row in files.rows::<WeightRow>("confidence.csv", 2)? {
            let Some(at) = TESTS.iter().position(|t| *t == row.value.test) else {
                return Err(row.fault(format!("`{}` is no test; use one of {}", row.value.test, TESTS.join(", "))));
            };
            let (weights, count) = match row.value.family.as_str() {
                "own" => (&mut out.own, &mut counts[0]),
                "voiced" => (&mut out.voiced, &mut counts[1]),
                other => return Err(row.fault(format!("`{other}` is no family; use own or voiced"))),
            };
            *count += 1;
            if !row.value.weight.is_finite() || *count > MOST {
                return Err(row.fault(format!("a family has at most {MOST} weights, each a number")));
            }
            weights[at] = row.value.weight;
        }
        Ok(out)
    }
}
