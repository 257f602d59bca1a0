//! Whether it happened: planned, foreseen, supposed, long past, or actual.

use crate::extract::reading::Reading;
use crate::extract::tree::negated;
use crate::types::{Modality, Sentence, Upos};

/// The modality of what is said at a word: auxiliaries and governing verbs from it up to the clause of the speaker's cue.
/// `stop` is that cue's word: what governs it says nothing of the content.
pub fn find(reading: &Reading, s: &Sentence, at: usize, stop: Option<usize>) -> Modality {
    let words = &reading.lexicon.modality;
    let mut word = at;
    for _ in 0..12 {
        if Some(word) == stop {
            break;
        }
        let w = &s.words[word];
        for c in s.children(word) {
            let k = &s.words[c];
            if k.rel == "aux" {
                if let Some(m) = words.auxiliary(&k.lemma.to_lowercase()) {
                    // "would have died", "could not be found" are not plans.
                    let perfect = s.children(word).any(|x| s.words[x].lemma == "have" && s.words[x].rel == "aux");
                    if !(k.lemma == "could" && negated(s, word)) && !(perfect && m == Modality::Planned) {
                        return m;
                    }
                }
            }
            if k.rel == "mark" && matches!(k.lemma.as_str(), "if" | "unless") && w.rel.starts_with("advcl") {
                return Modality::Hypothetical;
            }
            if k.rel == "advmod" || k.rel == "amod" {
                if let Some(m) = words.modifier(&k.lemma.to_lowercase()) {
                    return m;
                }
            }
        }
        // "if" on a sister clause makes the main clause with "would" hypothetical; that is said by its auxiliary.
        if w.head == word {
            break;
        }
        let up = &s.words[w.head];
        let below_verb = matches!(w.rel.split(':').next(), Some("xcomp" | "ccomp" | "acl" | "obj" | "nmod" | "obl" | "advcl"));
        if below_verb && matches!(up.upos, Upos::Verb | Upos::Adj | Upos::Noun | Upos::Aux) && !(Some(w.head) == stop) {
            let infinitive = w.rel == "xcomp"
                || s.children(word).any(|c| s.words[c].rel == "mark" && s.words[c].lemma == "to")
                || matches!(w.rel, "obj" | "ccomp")
                || w.rel.starts_with("nmod")
                || w.rel.starts_with("obl");
            if infinitive {
                if let Some(m) = words.governor(&up.lemma.to_lowercase(), w.rel.split(':').next().unwrap_or_default()) {
                    return m;
                }
            }
        }
        word = w.head;
    }
    if let Some(cue) = stop {
        if let Some(m) = words.governor(&s.words[cue].lemma.to_lowercase(), "ccomp") {
            return m;
        }
    }
    Modality::Actual
}
