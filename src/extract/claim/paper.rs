//! Figures that stand in a paper, though no verb of saying binds them to it.
//!
//! "A letter seen by the Velden Courier gave the names of 13 sailors." The letter speaks, and the Courier passes it on: the
//! claimant is `a letter`, the chain runs from the outlet over `Velden Courier` to it, the evidence is documented. Read from
//! the tree: a paper that is the subject of a verb of showing, a paper "in which" something is counted, a paper "with the
//! details of" the counted, and "it" or "that" of a verb of showing behind a paper.

use crate::extract::reading::Reading;
use crate::extract::tree::preposition;
use crate::types::{Actor, Attribution, Evidence, Sentence, SourceKind, Stance, Upos};

use super::voice::Voice;

/// What papers do with what stands in them.
const SHOWS: [&str; 18] = [
    "carry", "contain", "describe", "detail", "document", "give", "hold", "identify", "include", "list", "mention", "name", "note",
    "record", "register", "set", "show", "speak",
];
/// What of the counted stands in a paper.
const OF_THE_COUNTED: [&str; 8] = ["detail", "identity", "name", "number", "particular", "passport", "photo", "photograph"];
/// How others come by a paper.
const PASSED_ON: [&str; 9] = ["cite", "examine", "leak", "obtain", "publish", "quote", "review", "see", "view"];

/// True for nouns that name a paper or a set of data.
fn is_paper(reading: &Reading, s: &Sentence, word: usize) -> bool {
    let w = &s.words[word];
    w.upos == Upos::Noun && matches!(reading.lexicon.people.role(&w.lemma), Some(SourceKind::Document | SourceKind::Dataset))
}

/// The last paper named before a word of this sentence, else in the sentence before it.
fn before(reading: &Reading, index: usize, word: usize) -> Option<(usize, usize)> {
    let here = (0..word).rev().find(|&i| is_paper(reading, &reading.sentences[index], i)).map(|i| (index, i));
    here.or_else(|| {
        let above = index.checked_sub(1)?;
        let s = &reading.sentences[above];
        (0..s.words.len()).rev().find(|&i| is_paper(reading, s, i)).map(|i| (above, i))
    })
}

/// The paper in which the word `anchor` of a sentence is counted: sentence and word.
fn paper(reading: &Reading, index: usize, anchor: usize, heard: Option<&Attribution>) -> Option<(usize, usize)> {
    let s = &reading.sentences[index];
    // "that lists 13", "it names 13" behind a paper: the pronoun was taken for whoever reported on the paper.
    if let Some(a) = heard.filter(|a| a.sentence == index) {
        let pronoun = a.source.is_some_and(|x| matches!(reading.of(&x).to_ascii_lowercase().as_str(), "it" | "that" | "which"));
        let cue = a.cue_word.filter(|&c| c < s.words.len() && SHOWS.contains(&s.words[c].lemma.as_str()));
        if let Some(cue) = cue.filter(|_| pronoun) {
            return before(reading, index, cue);
        }
    }
    let mut at = anchor;
    for _ in 0..8 {
        let (w, head) = (&s.words[at], s.words[at].head);
        if head == at {
            break;
        }
        // "a paper in which 13 are listed"
        if w.rel.starts_with("acl") && is_paper(reading, s, head) {
            let inside = s.children(at).any(|c| {
                matches!(s.words[c].lemma.as_str(), "which" | "where") && (preposition(s, c) == Some("in") || s.words[c].lemma == "where")
            });
            if inside {
                return Some((index, head));
            }
        }
        // "a paper with the details of 13"
        if w.rel.starts_with("nmod")
            && OF_THE_COUNTED.contains(&w.lemma.as_str())
            && preposition(s, at) == Some("with")
            && is_paper(reading, s, head)
        {
            return Some((index, head));
        }
        // "a paper gave the names of 13"
        if matches!(w.rel, "obj" | "obl") && s.words[head].upos == Upos::Verb && SHOWS.contains(&s.words[head].lemma.as_str()) {
            let subject = s.child(head, "nsubj").filter(|&c| s.words[c].rel != "nsubj:pass");
            if let Some(c) = subject.filter(|&c| is_paper(reading, s, c)) {
                return Some((index, c));
            }
        }
        // Beyond another clause it is no longer what the paper shows.
        if !(w.rel.starts_with("nmod") || w.rel.starts_with("nsubj") || matches!(w.rel, "obj" | "obl" | "conj" | "nummod" | "ccomp")) {
            break;
        }
        at = head;
    }
    // "List seen by the Courier: 13 dead": a sentence that hangs on a paper which someone has come by.
    let root = s.root();
    let passed_on = |c: usize| s.words[c].rel == "acl" && PASSED_ON.contains(&s.words[c].lemma.as_str());
    (root < anchor && is_paper(reading, s, root) && s.children(root).any(passed_on)).then_some((index, root))
}

/// Who passed the paper on: the agent of "seen by", "obtained by", active or passive.
fn passed_on_by<'a>(s: &Sentence, paper: usize, actors: &'a [Actor]) -> Option<&'a Actor> {
    let verb = s.children(paper).chain([s.words[paper].head]).find(|&v| {
        PASSED_ON.contains(&s.words[v].lemma.as_str())
            && s.words[v].xpos == "VBN"
            && (s.words[v].head == paper || s.words[paper].rel == "nsubj:pass")
    })?;
    let agent = s.children(verb).find(|&c| s.words[c].rel.starts_with("obl") && preposition(s, c) == Some("by"))?;
    let span = s.words[agent].span;
    actors.iter().find(|a| a.named && a.mentions.iter().any(|m| m.named && m.span.overlaps(&span)))
}

/// Lets the paper speak where the figure at `anchor` stands in one and nobody but the outlet or a reporter of it vouches.
pub fn speaks(reading: &Reading, index: usize, anchor: usize, attributions: &[Attribution], actors: &[Actor], voice: &mut Voice) {
    let direct = matches!(voice.kind, SourceKind::Author | SourceKind::Media | SourceKind::Wire);
    if !direct || !matches!(voice.stance, Stance::Asserts | Stance::Confirms) {
        return;
    }
    let heard = voice.attribution.and_then(|i| attributions.get(i));
    let Some((at, word)) = paper(reading, index, anchor, heard) else { return };
    let s = &reading.sentences[at];
    if let Some(by) = passed_on_by(s, word, actors) {
        if voice.chain.last() != Some(&by.name) {
            voice.chain.push(by.name.clone());
        }
    }
    let noun = reading.of(&s.words[word].span).to_lowercase();
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    let name = if s.words[word].xpos == "NNS" { noun } else { format!("{article} {noun}") };
    voice.actor = actors.iter().position(|a| !a.named && a.name == name);
    voice.kind = reading.lexicon.people.role(&s.words[word].lemma).unwrap_or(SourceKind::Document);
    voice.evidence = Evidence::Documented;
    voice.chain.push(name.clone());
    voice.claimant = name;
}
