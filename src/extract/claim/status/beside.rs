//! The words next to a figure and its noun, whatever the tree makes of them.
//!
//! "... destroyed eight wagons": the verb right before the figure. "Six miners injured in slide": the participle right
//! behind the noun. Parsers err on coordinations and headlines; these two places hardly ever mislead.

use super::Found;
use super::clause::as_object;
use crate::extract::claim::counted::{Counted, toll_status};
use crate::extract::reading::Reading;
use crate::extract::tree::preposition;
use crate::lexicon::Construction;
use crate::types::{Figure, Sentence, Status, Upos};

/// The verb right before the figure, where a frame takes it as its object: "killing at least six", "and injured 11 others".
pub(super) fn verb_before(reading: &Reading, s: &Sentence, counted: &Counted, figure: &Figure) -> Option<Found> {
    let first = s.words.iter().position(|w| w.span.end > figure.span.start)?;
    let mut at = first;
    for _ in 0..3 {
        at = at.checked_sub(1)?;
        let w = &s.words[at];
        if matches!(w.upos, Upos::Verb) {
            break;
        }
        let skipped = w.upos == Upos::Det && w.lemma != "no"
            || matches!(w.lemma.as_str(), "only" | "just" | "also" | "another" | "further" | "additional" | "some");
        if !skipped {
            return None;
        }
    }
    let w = &s.words[at];
    if w.upos != Upos::Verb || s.children(at).any(|c| s.words[c].rel == "aux:pass") {
        return None;
    }
    // A participle of a noun: "the wounded 12".
    if w.rel == "amod" && w.head > at && !matches!(s.words.get(at.wrapping_sub(1)).map(|p| p.upos), Some(Upos::Cconj | Upos::Punct)) {
        return None;
    }
    let object = counted.noun.unwrap_or(counted.anchor);
    as_object(reading, s, at, object).filter(|f| {
        !super::weak(f.status) && matches!(f.construction, Construction::Object | Construction::LightObject | Construction::Result)
    })
}

/// The word behind the noun, or behind the figure where it has none: "four others hurt", "two men fatally shot", "six of the
/// guards were killed".
pub(super) fn behind(reading: &Reading, s: &Sentence, counted: &Counted, figure: &Figure) -> Option<Found> {
    let last = s.words.iter().rposition(|w| w.span.start < figure.span.end)?;
    let mut at = counted.noun.filter(|&n| n > last).unwrap_or(last) + 1;
    let mut be = false;
    let mut have = false;
    let mut fatal = false;
    for _ in 0..5 {
        let w = s.words.get(at)?;
        match (w.upos, w.lemma.as_str()) {
            (_, "fatally" | "mortally") => fatal = true,
            (Upos::Aux, "be") => be = true,
            (Upos::Aux, "have") => have = true,
            (Upos::Aux, _) => return None,
            (
                Upos::Adv,
                "more" | "also" | "reportedly" | "allegedly" | "critically" | "seriously" | "badly" | "severely" | "slightly" | "still"
                | "apparently" | "lightly",
            ) => {}
            (Upos::Adj, "more" | "other") => {}
            (Upos::Noun, "other") => {}
            _ => break,
        }
        at += 1;
    }
    let w = s.words.get(at)?;
    let st = &reading.lexicon.status;
    let form = reading.of(&w.span).to_lowercase();
    let done = |status: Status, construction| {
        let deadly = matches!(status, Status::Wounded | Status::Attacked)
            && (fatal
                || s.words.get(at + 1).is_some_and(|n| n.lemma == "dead" || n.lemma == "fatally")
                || (s.words.get(at + 1).is_some_and(|n| n.lemma == "to") && s.words.get(at + 2).is_some_and(|n| n.lemma == "death")));
        Some(Found { status: if deadly { Status::Killed } else { status }, word: at, construction })
    };
    if matches!(form.as_str(), "on" | "behind") {
        let status = st.find(&form, Construction::State, |l| s.words.get(at + 1).is_some_and(|n| n.lemma == l))?;
        return Some(Found { status, word: at + 1, construction: Construction::State });
    }
    // What stands behind an active verb is its object: "12 rebels wounded six".
    let object_follows = s.words.get(at + 1).is_some_and(|n| {
        matches!(n.upos, Upos::Det | Upos::Num | Upos::Pron | Upos::Propn) || (matches!(n.upos, Upos::Noun | Upos::Adj) && n.head != at + 1)
    });
    let participle = matches!(w.xpos, "VBN" | "VBD" | "JJ") || matches!(form.as_str(), "hurt" | "shot");
    if !have && (be || !object_follows) {
        for construction in [Construction::Modifier, Construction::Result] {
            if let Some(status) = st.find(&form, construction, |_| false) {
                if matches!(w.upos, Upos::Noun | Upos::Propn) && !matches!(form.as_str(), "dead" | "hurt" | "wounded" | "missing" | "shot")
                {
                    break;
                }
                return done(status, construction);
            }
        }
        if participle && matches!(w.upos, Upos::Verb | Upos::Adj) {
            if let Some(status) =
                st.find(&w.lemma, Construction::Object, |l| (at + 1..s.words.len().min(at + 4)).any(|i| s.words[i].lemma == l))
            {
                return done(status, Construction::Object);
            }
        }
    }
    if !be && w.upos == Upos::Verb && (have || matches!(w.xpos, "VBD" | "VBP" | "VBZ")) {
        let status = st.find(&w.lemma, Construction::Subject, |l| (at + 1..s.words.len().min(at + 4)).any(|i| s.words[i].lemma == l))?;
        return done(status, Construction::Subject);
    }
    None
}

/// "nine passengers with serious injuries", also where the parser hangs the phrase on the verb.
pub(super) fn with_harm(reading: &Reading, s: &Sentence, nouns: &[usize]) -> Option<Found> {
    let harm = |word: usize| {
        s.children(word)
            .filter(|&c| matches!(s.words[c].rel.split(':').next(), Some("nmod" | "obl")) && preposition(s, c) == Some("with"))
            .find_map(|c| {
                let status = reading.lexicon.status.find(&s.words[c].lemma.to_lowercase(), Construction::With, |_| false)?;
                Some(Found { status, word: c, construction: Construction::With })
            })
    };
    nouns.iter().find_map(|&n| {
        harm(n).or_else(|| s.children(n).filter(|&c| s.words[c].rel.starts_with("acl")).find_map(harm)).or_else(|| {
            let up = s.words[n].head;
            (matches!(s.words[n].rel, "nsubj" | "nsubj:pass" | "obj") && up != n).then(|| harm(up)).flatten()
        })
    })
}

/// "The death toll rose to six civilians": the noun of toll governs the clause that the counted noun stands in.
pub(super) fn toll_above(reading: &Reading, s: &Sentence, anchor: usize) -> Option<Found> {
    let w = &s.words[anchor];
    if !matches!(w.rel.split(':').next(), Some("obl" | "obj" | "nmod")) || w.head == anchor {
        return None;
    }
    let up = w.head;
    s.children(up)
        .filter(|&c| matches!(s.words[c].rel.split(':').next(), Some("nsubj" | "obj")) && c != anchor)
        .chain([up])
        .find_map(|c| toll_status(reading, s, c).map(|status| Found { status, word: c, construction: Construction::Toll }))
}
