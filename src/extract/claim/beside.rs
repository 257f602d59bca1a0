//! What a figure shares with the figures beside it: lists that one participle ends, counts spelled out by place, totals that are
//! raised, counts that are set aside or corrected.

use super::{Draft, parts, status};
use crate::extract::reading::Reading;
use crate::lexicon::{ClaimWord, Construction};
use crate::types::{CountedType, Figure, Sentence, Upos};

/// "9 cranes, 31 lorries and 4 warehouses damaged": the participle behind the last of a list holds for all of it.
pub fn share_list(reading: &Reading, s: &Sentence, figures: &[Figure], drafts: &mut [Draft]) {
    for i in (1..drafts.len()).rev() {
        let (front, back) = drafts.split_at_mut(i);
        let (Some(d), next) = (front.last_mut(), &back[0]) else { continue };
        let (Some(noun), Some(found), None) = (d.counted.noun, next.found, d.found) else { continue };
        let Some(f) = figures.get(next.figure).filter(|_| d.counted.rule != "implicit" && d.counted.rule != "named") else { continue };
        let last = next.counted.noun.unwrap_or(usize::MAX);
        let joined =
            reading.text().get(s.words[noun].span.end..f.span.start).is_some_and(|g| matches!(g.trim(), "," | "and" | ", and" | "&"));
        let behind = found.word > last && found.word <= last.saturating_add(4) && matches!(s.words[found.word].xpos, "VBN" | "VBD" | "JJ");
        let people = |k: CountedType| matches!(k, CountedType::Person | CountedType::Animal);
        if joined && behind && people(d.kind) == people(next.kind) {
            d.found = status::fit(s, found, d.kind, d.role.as_deref(), &d.head);
        }
    }
}

/// The draft that a bare figure spells out: right behind its noun and a dash, colon or bracket, with a place behind; or the next of
/// such figures.
pub fn spelled_out<'a>(reading: &Reading, s: &Sentence, f: &Figure, before: &'a [Draft]) -> Option<&'a Draft> {
    let last = before.last()?;
    let placed = s
        .words
        .iter()
        .find(|w| w.span.start >= f.span.end)
        .is_some_and(|w| matches!(w.lemma.as_str(), "in" | "from" | "at" | "near" | "on"));
    let front = reading.text().get(s.span.start..f.span.start)?.trim_end();
    let joined = |ends: &[&str]| ends.iter().any(|e| front.ends_with(e));
    let next = last.mark == Some(parts::Mark::Of3) && last.counted.noun.is_none() && joined(&[",", " and"]);
    let first = last.counted.noun.is_some_and(|n| {
        let gap = reading.text().get(s.words[n].span.end..f.span.start).unwrap_or("").trim();
        matches!(gap, "-" | "–" | "—" | "--" | ":" | "(")
    });
    (placed && (first || next)).then_some(last)
}

/// "raising the number of dead or believed dead to 57": the word of status behind the noun that is raised.
pub fn total_of(reading: &Reading, s: &Sentence, f: &Figure) -> Option<status::Found> {
    let to = s.words.iter().position(|w| w.span.end > f.span.start)?;
    let from = to.saturating_sub(9);
    let of = (from..to).rev().find(|&i| reading.lexicon.claims.is(ClaimWord::Count, &s.words[i].lemma))?;
    (of + 1..to).find_map(|i| {
        let form = reading.of(&s.words[i].span).to_lowercase();
        let status = reading.lexicon.status.find(&form, Construction::Modifier, |_| false)?;
        Some(status::Found { status, word: i, construction: Construction::Toll })
    })
}

/// "not 300 but 30", "three, not four", "30 instead of 300": the words before a figure set it aside.
pub fn denied(reading: &Reading, s: &Sentence, f: &Figure) -> bool {
    let front = reading.text().get(s.span.start..f.span.start).unwrap_or("").trim_end();
    [" not", "n't", "n’t", " never", "instead of", "rather than"].iter().any(|w| front.ends_with(w))
}

/// "lowered its count from 52 to 47", "revised its tally to 140 from 155": the figure that stands beside an earlier one of
/// the same sentence, under a verb of correcting.
pub fn corrected(reading: &Reading, s: &Sentence, f: &Figure, figures: &[Figure]) -> bool {
    let earlier = figures.iter().any(|x| x.earlier && s.span.contains(&x.span) && x.span != f.span);
    // "cut the number of flights from 25 to 19" corrects nobody.
    let counts = |w: &str| w == "estimate" || w != "number" && reading.lexicon.claims.is(ClaimWord::Count, w);
    let verb = |i: usize, w: &str| match w {
        "revise" | "correct" | "amend" | "downgrade" => true,
        "lower" | "reduce" | "cut" => s.children(i).any(|c| s.words[c].rel == "obj" && counts(&s.words[c].lemma)),
        _ => false,
    };
    !f.earlier
        && earlier
        && s.words.iter().enumerate().any(|(i, w)| w.upos == Upos::Verb && w.span.end <= f.span.start && verb(i, &w.lemma))
}
