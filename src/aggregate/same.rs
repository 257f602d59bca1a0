//! The user's word on the grouping: which topics are one, which claimants are one, and which never are.
//!
//! A CSV file with the columns `what,are,one,other`:
//!
//! ```csv
//! what,are,one,other
//! # the toll of the ministry and that of the hospital
//! topic,one,c_4f1d_3,c_91ab_2
//! topic,apart,c_4f1d_3,c_77e0_1
//! claimant,one,Velden police,the force in Velden
//! claimant,apart,Ana Vell,Maria Vell
//! ```
//!
//! A topic is named by any of its claims (`claim_id`, in `comparisons` the `example_claim_id`), since claims keep their ids from run to run;
//! a claimant by the name that the tables print. Lines that begin with `#` are left out.

use std::collections::BTreeSet;

use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

use super::claimants::Claimant;
use crate::table::{ClaimRow, normalized_name};

type Map<K, V> = HashMap<K, V, foldhash::fast::FixedState>;

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// Two topics, each named by one of its claims.
    Topic,
    /// Two claimants, by name.
    Claimant,
}

/// What a rule says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Are {
    /// They are one.
    One,
    /// They never are.
    Apart,
}

/// A row of the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What it is about.
    pub what: What,
    /// What it says.
    pub are: Are,
    /// A claim or a name.
    pub one: String,
    /// Another.
    pub other: String,
    /// Line of the file; 0 where there is none.
    #[serde(default)]
    pub line: u64,
}

/// Rules on the grouping, in the order of their file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Same {
    /// Name of the file.
    pub file: Option<String>,
    /// Its rows.
    pub rules: Vec<Rule>,
}

/// A fault of such a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {problem}")]
pub struct SameError {
    /// The file.
    pub file: String,
    /// The line.
    pub line: u64,
    /// What is wrong, and what to do.
    pub problem: String,
}

impl Same {
    /// Reads rules from CSV.
    ///
    /// # Errors
    /// The first row that is no rule.
    pub fn parse(text: &str, file: &str) -> Result<Self, SameError> {
        let fault = |line: u64, problem: String| SameError { file: file.to_owned(), line, problem };
        // Line by line, so that a fault has its line whatever comments stand before it.
        let mut rows = Vec::new();
        for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#')) {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(line.as_bytes());
            let record = reader.records().next().transpose().map_err(|e| fault(n as u64 + 1, e.to_string()))?;
            rows.extend(record.map(|r| (n as u64 + 1, r)));
        }
        let head: Vec<&str> = rows.first().map(|(_, r)| r.iter().collect()).unwrap_or_default();
        if head != ["what", "are", "one", "other"] {
            return Err(fault(1, format!("the columns are `{}` - write what,are,one,other", head.join(","))));
        }
        let mut rules = Vec::new();
        for (line, record) in rows.iter().skip(1).map(|(n, r)| (*n, r)) {
            let cell = |i: usize| record.get(i).unwrap_or("");
            if record.len() != 4 {
                return Err(fault(line, format!("has {} cells in place of 4", record.len())));
            }
            let what = match cell(0) {
                "topic" => What::Topic,
                "claimant" => What::Claimant,
                other => return Err(fault(line, format!("`{other}` is neither topic nor claimant"))),
            };
            let are = match cell(1) {
                "one" => Are::One,
                "apart" => Are::Apart,
                other => return Err(fault(line, format!("`{other}` is neither one nor apart"))),
            };
            let (one, other) = (cell(2).to_owned(), cell(3).to_owned());
            if one.is_empty() || other.is_empty() || one == other {
                return Err(fault(line, "needs two that differ".to_owned()));
            }
            rules.push(Rule { what, are, one, other, line });
        }
        let same = Self { file: Some(file.to_owned()), rules };
        same.consistent()?;
        Ok(same)
    }

    fn fault(&self, rule: &Rule, problem: String) -> SameError {
        SameError { file: self.file.clone().unwrap_or_else(|| "same".to_owned()), line: rule.line, problem }
    }

    /// No pair is said to be one and apart, chains of "one" included.
    fn consistent(&self) -> Result<(), SameError> {
        let key = |what: What, name: &str| (what == What::Topic, if what == What::Topic { name.to_owned() } else { normalized_name(name) });
        let mut names: Map<(bool, String), usize> = Map::default();
        let mut into: Vec<usize> = Vec::new();
        let mut place = |into: &mut Vec<usize>, key: (bool, String)| {
            *names.entry(key).or_insert_with(|| {
                into.push(into.len());
                into.len() - 1
            })
        };
        let ends: Vec<(usize, usize)> =
            self.rules.iter().map(|r| (place(&mut into, key(r.what, &r.one)), place(&mut into, key(r.what, &r.other)))).collect();
        for (rule, (a, b)) in self.rules.iter().zip(&ends) {
            if rule.are == Are::One {
                let (a, b) = (root(&into, *a), root(&into, *b));
                into[a.max(b)] = a.min(b);
            }
        }
        for (rule, (a, b)) in self.rules.iter().zip(&ends) {
            if rule.are == Are::Apart && root(&into, *a) == root(&into, *b) {
                return Err(self.fault(rule, format!("`{}` and `{}` are one by other rows", rule.one, rule.other)));
            }
        }
        Ok(())
    }

    /// Checks that all that is named is there.
    ///
    /// # Errors
    /// The first rule that names a claim or claimant that no claim has.
    pub fn check(&self, claims: &[ClaimRow]) -> Result<(), SameError> {
        if self.rules.is_empty() {
            return Ok(());
        }
        let ids: BTreeSet<&str> = claims.iter().map(|c| c.claim_id.as_str()).collect();
        let names: BTreeSet<String> = claims.iter().map(|c| normalized_name(&c.claimant)).collect();
        for rule in &self.rules {
            for name in [&rule.one, &rule.other] {
                let there = match rule.what {
                    What::Topic => ids.contains(name.as_str()),
                    What::Claimant => names.contains(&normalized_name(name)),
                };
                if !there {
                    let problem = match rule.what {
                        What::Topic => format!(
                            "no claim `{name}` in this run - take a claim_id of claims.csv or an example_claim_id of comparisons.csv"
                        ),
                        What::Claimant => format!("no claimant `{name}` in this run - take a name of the column `claimant`"),
                    };
                    return Err(self.fault(rule, problem));
                }
            }
        }
        Ok(())
    }

    fn rules(&self, what: What, are: Are) -> impl Iterator<Item = &Rule> {
        self.rules.iter().filter(move |r| r.what == what && r.are == are)
    }

    /// Claimants as the user has them: `of_claim` names the claimant of each claim, `usize::MAX` for the outlet's own voice.
    pub(super) fn claimants(&self, claims: &[ClaimRow], of_claim: &mut [usize], list: &mut Vec<Claimant>) {
        let named = |name: &str| -> Vec<usize> {
            let name = normalized_name(name);
            (0..claims.len()).filter(|i| normalized_name(&claims[*i].claimant) == name).collect()
        };
        for rule in self.rules(What::Claimant, Are::Apart) {
            let first: BTreeSet<usize> = named(&rule.one).into_iter().map(|i| of_claim[i]).collect();
            let mut own: Map<usize, usize> = Map::default();
            for i in named(&rule.other) {
                let was = of_claim[i];
                if was != usize::MAX && first.contains(&was) {
                    of_claim[i] = *own.entry(was).or_insert_with(|| {
                        list.push(Claimant {
                            name: rule.other.clone(),
                            actor: claims[i].claimant_actor_id.clone(),
                            kind: claims[i].claimant_kind,
                        });
                        list.len() - 1
                    });
                }
            }
        }
        for rule in self.rules(What::Claimant, Are::One) {
            let both: BTreeSet<usize> =
                named(&rule.one).into_iter().chain(named(&rule.other)).map(|i| of_claim[i]).filter(|c| *c != usize::MAX).collect();
            let Some(keep) = named(&rule.one).into_iter().map(|i| of_claim[i]).find(|c| *c != usize::MAX) else { continue };
            list[keep].name.clone_from(&rule.one);
            of_claim.iter_mut().filter(|c| both.contains(*c)).for_each(|c| *c = keep);
        }
    }

    /// Pairs of claims whose topics are never one.
    pub(super) fn apart(&self, claims: &[ClaimRow]) -> Vec<(usize, usize)> {
        self.pairs(Are::Apart, claims)
    }

    /// Pairs of claims whose topics are one.
    pub(super) fn one(&self, claims: &[ClaimRow]) -> Vec<(usize, usize)> {
        self.pairs(Are::One, claims)
    }

    fn pairs(&self, are: Are, claims: &[ClaimRow]) -> Vec<(usize, usize)> {
        let wanted: BTreeSet<&str> = self.rules(What::Topic, are).flat_map(|r| [r.one.as_str(), r.other.as_str()]).collect();
        if wanted.is_empty() {
            return Vec::new();
        }
        let places: Map<&str, usize> = claims
            .iter()
            .enumerate()
            .filter(|(_, c)| wanted.contains(c.claim_id.as_str()))
            .map(|(i, c)| (c.claim_id.as_str(), i))
            .collect();
        self.rules(What::Topic, are).filter_map(|r| Some((*places.get(r.one.as_str())?, *places.get(r.other.as_str())?))).collect()
    }
}

fn root(into: &[usize], mut i: usize) -> usize {
    while into[i] != i {
        i = into[i];
    }
    i
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_and_faults_have_their_line() {
        let text = "what,are,one,other\n# a note\ntopic,one,c_1_1,c_2_1\nclaimant,apart,Ana Vell,Maria Vell\n";
        let same = Same::parse(text, "same.csv").expect("rules");
        let gist: Vec<(What, Are, u64)> = same.rules.iter().map(|r| (r.what, r.are, r.line)).collect();
        assert_eq!(gist, [(What::Topic, Are::One, 3), (What::Claimant, Are::Apart, 4)]);
        for (text, want) in [
            ("what,one,other\n", "same.csv:1: the columns are `what,one,other`"),
            ("what,are,one,other\ntown,one,a,b\n", "same.csv:2: `town` is neither topic nor claimant"),
            ("what,are,one,other\ntopic,same,a,b\n", "same.csv:2: `same` is neither one nor apart"),
            ("what,are,one,other\ntopic,one,a\n", "same.csv:2: has 3 cells"),
            ("what,are,one,other\ntopic,one,a,a\n", "same.csv:2: needs two"),
            ("what,are,one,other\ntopic,one,a,b\ntopic,one,b,c\ntopic,apart,a,c\n", "same.csv:4: `a` and `c` are one by other rows"),
        ] {
            let fault = Same::parse(text, "same.csv").expect_err(text).to_string();
            assert!(fault.starts_with(want), "{fault}");
        }
    }
}
