//! How a figure is said to be known: "confirmed", "feared", "documented".

use super::Draft;
use crate::extract::reading::Reading;
use crate::types::{CountedType, Evidence, Sentence, Upos};

/// Evidence said by a word beside the figure, its noun or its status: "confirmed", "feared", "an estimated".
pub fn beside(reading: &Reading, s: &Sentence, d: &Draft, voiced: Evidence) -> Evidence {
    let words = &reading.lexicon.reporting;
    let mut around = vec![d.counted.anchor];
    around.extend(d.counted.noun);
    around.extend(d.found.map(|x| x.word));
    let mut found = None;
    for &w in &around {
        let word = &s.words[w];
        let verb = &s.words[word.head];
        let object =
            word.rel == "obj" && matches!(verb.lemma.as_str(), "confirm" | "verify" | "document" | "corroborate") && verb.xpos != "VB";
        let up = ((word.rel == "xcomp" || object) && word.head != w).then_some(word.head);
        for i in s.children(w).filter(|&c| matches!(s.words[c].rel.split(':').next(), Some("amod" | "advmod" | "acl"))).chain(up) {
            let form = reading.of(&s.words[i].span).to_lowercase();
            // "two citizens suspected of spying" doubts the deed, not the count.
            if matches!(form.as_str(), "suspected" | "alleged") && Some(i) != up && d.kind == CountedType::Person {
                continue;
            }
            if let Some(e) = words.evidence(&form) {
                found = found.or(Some(e));
            }
        }
    }
    // "are presumed dead", whatever hangs where.
    if let (None, Some(f)) = (found, d.found) {
        let before = s.words[..f.word].iter().rev().find(|w| w.upos != Upos::Adv);
        found =
            before.filter(|w| matches!(w.upos, Upos::Verb | Upos::Adj)).and_then(|w| words.evidence(&reading.of(&w.span).to_lowercase()));
    }
    if found.is_none() && named(reading, s, d) {
        found = Some(Evidence::Named);
    }
    match (voiced, found) {
        (Evidence::Reported | Evidence::Unspecified, Some(e)) => e,
        (v, _) => v,
    }
}

/// True where the text gives the names of those it counts: "the names of five", "identified the two as", "three men, namely".
fn named(reading: &Reading, s: &Sentence, d: &Draft) -> bool {
    if d.head == "name" {
        return true;
    }
    let at = s.words[d.counted.anchor].span;
    let front: Vec<&str> = s.words.iter().filter(|w| w.span.end <= at.start).rev().take(6).map(|w| w.lemma.as_str()).collect();
    if front.windows(2).any(|w| w[0] == "of" && matches!(w[1], "name" | "identity" | "names" | "identities")) {
        return true;
    }
    let behind = s.words.iter().position(|w| w.span.start >= at.end).unwrap_or(s.words.len());
    if s.words[behind..].iter().take(4).any(|w| w.lemma == "namely") {
        return true;
    }
    d.found.is_some_and(|f| {
        matches!(s.words[f.word].lemma.as_str(), "identify" | "name")
            && s.words.windows(2).any(|w| w[0].span.start > s.words[f.word].span.end && w[0].lemma == "as" && w[1].upos == Upos::Propn)
    }) && reading.text().is_char_boundary(at.start)
}
