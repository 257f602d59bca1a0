//! Frames of status: which word, in which construction with the counted thing, says what happened to it.
//!
//! `statuses.csv` has one row a frame: phrase (lemmas), part of speech, construction, status.
//!
//! | construction | where the counted thing stands | example |
//! | --- | --- | --- |
//! | `object` | object of the verb, subject of its passive, noun of its past participle | "captured 12", "12 were captured", "12 captured men" |
//! | `subject` | subject of the verb, noun of its present participle | "12 fled", "12 fleeing men" |
//! | `prep:P` | behind the preposition | "searched for 12" |
//! | `modifier` | noun of the adjective, subject of "to be" with it | "12 dead", "12 are missing" |
//! | `head` | the counted noun itself | "12 deaths" |
//! | `of`, `to`, `on`, `for` | behind the noun and this preposition | "the killing of 12" |
//! | `toll` | the number that the noun stands at | "a toll of 12", "the toll rose to 12" |
//! | `light:of`, `light:subject`, `light:object` | complement, subject or object of verb and noun together | "claimed the lives of 12", "12 lost their lives", "took 12 prisoner" |
//! | `result` | adjective behind "leave", "make" | "left 12 dead" |
//! | `state` | subject of "to be" with preposition and noun | "12 are in hospital" |
//! | `by` | behind the noun and "by" | "a strike by 12" |
//! | `with` | before "with" and the noun | "12 with injuries" |
//! | `predicate` | subject of "to be" with the adverb | "12 were there" |
//! | `head:context` | the counted noun, in an article with a word of `context` | "12 cases" |
//! | `happening` | the date stands at this noun or verb | "the blast on Monday" |
//! | `context` | anywhere in the article | "cholera" |
//! | `facility` | a word in the name of a place that treats people, for phrases with "hospital" | "clinic" |

use hashbrown::HashMap;
use serde::Deserialize;

use super::{Files, LexiconError};
use crate::types::Status;

/// Where the counted thing stands towards the frame's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Construction {
    Object,
    Subject,
    Modifier,
    Head,
    Of,
    To,
    On,
    For,
    PrepFor,
    Toll,
    LightOf,
    LightSubject,
    LightObject,
    Result,
    State,
    By,
    With,
    Predicate,
    HeadContext,
    Context,
    Facility,
    Happening,
}

const NAMES: &[(&str, Construction)] = &[
    ("object", Construction::Object),
    ("subject", Construction::Subject),
    ("modifier", Construction::Modifier),
    ("head", Construction::Head),
    ("of", Construction::Of),
    ("to", Construction::To),
    ("on", Construction::On),
    ("for", Construction::For),
    ("prep:for", Construction::PrepFor),
    ("toll", Construction::Toll),
    ("light:of", Construction::LightOf),
    ("light:subject", Construction::LightSubject),
    ("light:object", Construction::LightObject),
    ("result", Construction::Result),
    ("state", Construction::State),
    ("by", Construction::By),
    ("with", Construction::With),
    ("predicate", Construction::Predicate),
    ("head:context", Construction::HeadContext),
    ("context", Construction::Context),
    ("facility", Construction::Facility),
    ("happening", Construction::Happening),
];

/// The frames, by their first lemma.
#[derive(Debug, Default)]
pub struct Statuses {
    frames: HashMap<String, Vec<(Construction, Frames)>, foldhash::fast::FixedState>,
    by_word: HashMap<String, Vec<Told>, foldhash::fast::FixedState>,
}

/// What a frame says, as its most telling lemma has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Where the counted thing stands.
    pub construction: Construction,
    /// What happened to it.
    pub status: Status,
    /// The other lemmas of the frame's phrase.
    pub others: Vec<String>,
}

/// The further lemmas of each frame and its status, the longest first.
type Frames = Vec<(Vec<String>, Status)>;

#[derive(Deserialize)]
struct FrameRow {
    phrase: String,
    #[serde(rename = "pos")]
    _pos: String,
    construction: String,
    status: String,
}

/// How many words a phrase of a construction may have, where the rules look at so many only.
fn longest(construction: Construction) -> Option<usize> {
    use Construction::{By, Context, Facility, For, Happening, HeadContext, Modifier, Of, On, Predicate, Result, State, To, With};
    match construction {
        Modifier | Result | With | Predicate | HeadContext | Context | Facility | Happening => Some(1),
        State | Of | On | By | To | For => Some(2),
        _ => None,
    }
}

/// The longest word of a phrase but for particles and prepositions, the first among equals.
fn telling(phrase: &str) -> &str {
    const SMALL: [&str; 20] = [
        "a", "at", "away", "behind", "by", "down", "for", "from", "in", "into", "of", "off", "on", "out", "over", "the", "to", "under",
        "up", "with",
    ];
    phrase.split(' ').rev().max_by_key(|w| (!SMALL.contains(w), w.len())).unwrap_or(phrase)
}

impl Statuses {
    /// Reads and checks `statuses.csv`.
    ///
    /// # Errors
    /// The first fault found.
    pub fn load(files: &Files) -> Result<Self, LexiconError> {
        let mut out = Self::default();
        for row in files.rows::<FrameRow>("statuses.csv", 3)? {
            let construction = NAMES.iter().find(|(n, _)| *n == row.value.construction).map(|(_, c)| *c).ok_or_else(|| {
                let all: Vec<&str> = NAMES.iter().map(|(n, _)| *n).collect();
                row.fault(format!("`{}` is no construction; use one of {}", row.value.construction, all.join(", ")))
            })?;
            if let Some(most) = longest(construction).filter(|&n| row.value.phrase.split(' ').count() > n) {
                return Err(
                    row.fault(format!("a phrase of `{}` has at most {most} word(s): this row could never match", row.value.construction))
                );
            }
            let status: Status = row.word(&row.value.status)?;
            let word = telling(&row.value.phrase);
            let others = row.value.phrase.split(' ').filter(|l| *l != word).map(str::to_owned).collect();
            out.by_word.entry_ref(word).or_default().push(Told { construction, status, others });
            let mut lemmas = row.value.phrase.split(' ').map(str::to_owned);
            let first = lemmas.next().unwrap_or_default();
            let words = out.frames.entry(first).or_default();
            let at = words.iter().position(|(c, _)| *c == construction).unwrap_or_else(|| {
                words.push((construction, Vec::new()));
                words.len() - 1
            });
            words[at].1.push((lemmas.collect(), status));
        }
        for (_, frames) in out.frames.values_mut().flatten() {
            frames.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.0.cmp(&b.0)));
        }
        Ok(out)
    }

    /// What the frames say of which this is the most telling lemma: "hostage" of "take *hostage*". Where it is not in a sentence, the
    /// frame is not either; nor where one of the others is not.
    pub fn told_by(&self, lemma: &str) -> &[Told] {
        self.by_word.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// The status of a word in a construction. `near` says whether a further lemma of a phrase ("shoot *down*", "take
    /// *to hospital*") stands with it; longer phrases are tried first.
    pub fn find(&self, lemma: &str, construction: Construction, near: impl Fn(&str) -> bool) -> Option<Status> {
        let (_, frames) = self.frames.get(lemma)?.iter().find(|(c, _)| *c == construction)?;
        frames.iter().find(|(rest, _)| rest.iter().all(|l| near(l))).map(|(_, s)| *s)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_look_at_so_many_words() {
        assert_eq!([Construction::Modifier, Construction::State, Construction::Object].map(longest), [Some(1), Some(2), None]);
    }

    #[test]
    fn phrases_are_told_by_their_longest_word() {
        assert_eq!(["kill", "take hostage", "run over", "kidnapper hold"].map(telling), ["kill", "hostage", "run", "kidnapper"]);
        let statuses = Statuses::load(&Files::builtin()).expect("the built-in files are well formed");
        assert!(statuses.told_by("kill").contains(&Told {
            construction: Construction::Object,
            status: Status::Killed,
            others: Vec::new()
        }));
        assert!(statuses.told_by("hostage").iter().any(|t| t.others == ["take"]));
        assert!(statuses.told_by("over").is_empty() && statuses.told_by("velden").is_empty());
    }
}
