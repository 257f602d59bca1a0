//! Words of saying, showing, believing and intending, and the words that tell how a figure is known.
//!
//! `cues.csv` has one row a cue: lemma or phrase, part of speech, what kind of attribution it makes, the stance and the
//! evidence that it implies, and which constructions carry its content (`clause+quote+object`). `stances.csv` has the
//! constructions that turn a stance round ("not aware", "decline to comment"), `evidence_words.csv` the adverbs and
//! adjectives beside a figure ("confirmed", "feared").

use hashbrown::HashMap;
use serde::Deserialize;

use super::{Files, LexiconError};
use crate::types::{AttributionKind, Evidence, Stance};

/// Which constructions carry the content of a cue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// "said (that) 13 were killed"
    pub clause: bool,
    /// A quotation beside it.
    pub quote: bool,
    /// "announced 400 dismissals"
    pub object: bool,
    /// "promised to hire 400"
    pub infinitive: bool,
    /// "called for 400 new posts"
    pub prep: bool,
    /// "the claim of 400 dead"
    pub of: bool,
}

/// A cue of the lexicon.
#[derive(Clone, Debug)]
pub struct Cue {
    /// Lemma or phrase.
    pub phrase: String,
    /// What it makes.
    pub kind: AttributionKind,
    /// What its source does with the content.
    pub stance: Stance,
    /// What it says on how the content is known.
    pub evidence: Evidence,
    /// Where its content stands.
    pub content: Content,
    /// A verb that nearly always reports speech ("say"), read from word order where the tree shows no source.
    pub plain: bool,
    /// A verb that vouches for a bare object too ("list 57 names").
    pub lists: bool,
    /// A verb whose source does not vouch for the content ("condemn", "order").
    pub weak: bool,
}

/// What a word does beside a cue (`speech_words.csv`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpeechUse {
    /// What something is said in ("statement").
    Medium,
    /// A verb that adds nothing to the noun that is its object ("made a pledge").
    Light,
    /// A verb that only colors the verb of saying behind it ("went on to say").
    Coloring,
    /// The participle of a paper that another passes on ("a ledger seen by the Courier").
    Handed,
    /// The verb of who has a paper before him ("the Courier had seen a list of 13").
    Seen,
    /// The participle that names whose a document is ("a list compiled by the port").
    Made,
    /// A noun that means the body named last ("the company").
    Body,
    /// A noun beside a name that says only what sort of body it is ("the Tarsk news agency").
    Sort,
    /// A noun that means the person named last ("the candidate").
    Holder,
}

impl SpeechUse {
    /// The use of this name.
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "medium" => Self::Medium,
            "light" => Self::Light,
            "coloring" => Self::Coloring,
            "handed" => Self::Handed,
            "seen" => Self::Seen,
            "made" => Self::Made,
            "body" => Self::Body,
            "sort" => Self::Sort,
            "holder" => Self::Holder,
            _ => return None,
        })
    }
}

/// A construction that sets the stance.
#[derive(Clone, Debug)]
pub struct StanceRule {
    /// Lemmas, the first being the cue's.
    pub lemmas: Vec<String>,
    /// True where it holds only under a negation.
    pub negated: bool,
    /// What then holds.
    pub stance: Stance,
}

/// Cues, stances and evidence words.
#[derive(Debug, Default)]
pub struct Reporting {
    verbs: HashMap<String, Vec<Cue>, foldhash::fast::FixedState>,
    nouns: HashMap<String, Cue, foldhash::fast::FixedState>,
    adjectives: HashMap<String, Cue, foldhash::fast::FixedState>,
    words: HashMap<String, Vec<SpeechUse>, foldhash::fast::FixedState>,
    /// Prepositional phrases ("according to"), longest first.
    pub prepositions: Vec<Cue>,
    /// Adverbs without a source ("reportedly").
    pub adverbs: Vec<Cue>,
    /// Constructions that set the stance.
    pub stances: Vec<StanceRule>,
    evidence: HashMap<String, Evidence, foldhash::fast::FixedState>,
}

#[derive(Deserialize)]
struct CueRow {
    phrase: String,
    pos: String,
    kind: String,
    stance: String,
    evidence: String,
    content: String,
}
#[derive(Deserialize)]
struct StanceRow {
    phrase: String,
    polarity: String,
    stance: String,
}
#[derive(Deserialize)]
struct SpeechRow {
    word: String,
    r#use: String,
}
#[derive(Deserialize)]
struct EvidenceRow {
    word: String,
    evidence: String,
}

impl Reporting {
    /// Reads and checks `cues.csv`, `stances.csv`, `evidence_words.csv` and `speech_words.csv`.
    ///
    /// # Errors
    /// The first fault found.
    pub fn load(files: &Files) -> Result<Self, LexiconError> {
        let mut out = Self::default();
        for row in files.rows::<CueRow>("cues.csv", 2)? {
            let mut content = Content::default();
            let (mut plain, mut weak, mut lists) = (false, false, false);
            for part in row.value.content.split('+') {
                match part {
                    "clause" => content.clause = true,
                    "quote" => content.quote = true,
                    "object" => content.object = true,
                    "infinitive" => content.infinitive = true,
                    "prep" => content.prep = true,
                    "of" => content.of = true,
                    "plain" => plain = true,
                    "weak" => weak = true,
                    "lists" => lists = true,
                    other => {
                        return Err(row.fault(format!(
                            "`{other}` is no content; use clause, quote, object, infinitive, prep, of, plain, weak, lists"
                        )));
                    }
                }
            }
            let cue = Cue {
                phrase: row.value.phrase.clone(),
                kind: row.word(&row.value.kind)?,
                stance: row.word(&row.value.stance)?,
                evidence: row.word(&row.value.evidence)?,
                content,
                plain,
                weak,
                lists,
            };
            match row.value.pos.as_str() {
                "verb" => {
                    let first = cue.phrase.split(' ').next().unwrap_or_default().to_owned();
                    out.verbs.entry(first).or_default().push(cue);
                }
                "noun" => {
                    out.nouns.insert(cue.phrase.clone(), cue);
                }
                "adj" => {
                    out.adjectives.insert(cue.phrase.clone(), cue);
                }
                "prep" => out.prepositions.push(cue),
                "adv" => out.adverbs.push(cue),
                other => return Err(row.fault(format!("`{other}` is no part of speech; use verb, noun, adj, prep, adv"))),
            }
        }
        for cues in out.verbs.values_mut() {
            cues.sort_by(|a, b| b.phrase.len().cmp(&a.phrase.len()).then(a.phrase.cmp(&b.phrase)));
        }
        out.prepositions.sort_by(|a, b| b.phrase.len().cmp(&a.phrase.len()).then(a.phrase.cmp(&b.phrase)));
        for row in files.rows::<StanceRow>("stances.csv", 2)? {
            let negated = match row.value.polarity.as_str() {
                "negated" => true,
                "plain" => false,
                other => return Err(row.fault(format!("`{other}` is no polarity; use negated, plain"))),
            };
            let stance = row.word(&row.value.stance)?;
            out.stances.push(StanceRule { lemmas: row.value.phrase.split(' ').map(str::to_owned).collect(), negated, stance });
        }
        out.stances.sort_by(|a, b| b.lemmas.len().cmp(&a.lemmas.len()).then(a.lemmas.cmp(&b.lemmas)));
        for row in files.rows::<EvidenceRow>("evidence_words.csv", 1)? {
            let evidence = row.word(&row.value.evidence)?;
            out.evidence.insert(row.value.word.clone(), evidence);
        }
        for row in files.rows::<SpeechRow>("speech_words.csv", 1)? {
            for part in row.value.r#use.split('+') {
                let r#use = SpeechUse::named(part).ok_or_else(|| row.fault(format!("`{part}` is no use of a word")))?;
                out.words.entry(row.value.word.clone()).or_default().push(r#use);
            }
        }
        Ok(out)
    }

    /// True where a word (a lemma) has this use beside a cue.
    pub fn is(&self, lemma: &str, r#use: SpeechUse) -> bool {
        self.words.get(lemma).is_some_and(|uses| uses.contains(&r#use))
    }

    /// The cues whose first lemma is this verb, those with a particle or preposition first.
    pub fn verb(&self, lemma: &str) -> &[Cue] {
        self.verbs.get(lemma).map_or(&[], Vec::as_slice)
    }
    /// The cue that a noun makes ("claim", "report").
    pub fn noun(&self, lemma: &str) -> Option<&Cue> {
        self.nouns.get(lemma)
    }
    /// The cue that an adjective makes ("aware", "confident").
    pub fn adjective(&self, lemma: &str) -> Option<&Cue> {
        self.adjectives.get(lemma)
    }
    /// What an adverb, adjective or participle beside a figure says on how it is known.
    pub fn evidence(&self, lower: &str) -> Option<Evidence> {
        self.evidence.get(lower).copied()
    }
}
