//! What the phrase of a counted thing says beside its noun: the country, and where it ends.

use crate::extract::reading::Reading;
use crate::types::{Sentence, Span, Timex};

/// A counted phrase without the date that the tree hung on it ("people on Sunday"), and without a rate or comma at its end.
pub(super) fn without_day(reading: &Reading, phrase: Span, dates: &[Timex]) -> Span {
    let from = dates.partition_point(|t| t.span.end <= phrase.start);
    let mut end = phrase.end;
    if let Some(t) =
        dates[from..].iter().take_while(|t| t.span.start < phrase.end).find(|t| t.span.end >= phrase.end && t.span.start > phrase.start)
    {
        let front = reading.of(&Span::new(phrase.start, t.span.start)).trim_end();
        let cut = ["on", "in", "by", "at", "since", "until", "before", "after"].iter().find_map(|p| front.strip_suffix(p));
        // "the people of 1940" are those people.
        if let Some(rest) = cut.filter(|r| r.ends_with(char::is_whitespace)) {
            end = phrase.start + rest.trim_end().len();
        } else if !front.is_empty() && front.rsplit(char::is_whitespace).next().is_some_and(|w| w.len() > 3) {
            end = phrase.start + front.len();
        }
    }
    let text = reading.of(&Span::new(phrase.start, end));
    let text = text.trim_end_matches([',', ' ']);
    let text = text.strip_suffix(" each").unwrap_or(text);
    if text.is_empty() { phrase } else { Span::new(phrase.start, phrase.start + text.len()) }
}

/// Country of the counted things: from an adjective, possessive or compound on the noun, or the noun itself.
pub(super) fn country(reading: &Reading, s: &Sentence, noun: usize, figure: &Span) -> Option<String> {
    let nations = &reading.lexicon.nations;
    let of = |i: usize| nations.at(reading.text(), s.words[i].span.start).and_then(|h| h.country().map(str::to_owned));
    let said = |behind: bool| {
        s.children(noun)
            .filter(|&c| matches!(s.words[c].rel, "amod" | "compound" | "nmod:poss" | "nmod:desc" | "nmod:unmarked") && c < noun)
            .filter(|&c| (s.words[c].span.start >= figure.end) == behind)
            .find_map(of)
    };
    // "15 Danish and 20 Swedish sailors": what stands behind the figure is its own.
    if let Some(c) = said(true).or_else(|| said(false)) {
        return Some(c);
    }
    // "Ostland is not aware of the 40 of its citizens": the state that is the subject of the sentence.
    let own = s.children(noun).any(|c| s.words[c].rel == "nmod:poss" && s.words[c].lemma.eq_ignore_ascii_case("its"));
    let subject = own.then(|| crate::extract::tree::subject(s, s.root())).flatten().map(|(i, _)| i).filter(|&i| i < noun);
    if let Some(i) = subject {
        let hit = nations.at(reading.text(), s.words[i].span.start).filter(|h| !h.kind().is_demonym());
        if let Some(c) = hit.and_then(|h| h.country().map(str::to_owned)) {
            return Some(c);
        }
    }
    let w = &s.words[noun];
    if matches!(w.lemma.as_str(), "citizen" | "national") {
        let of_state = s
            .children(noun)
            .find(|&c| c > noun && s.words[c].rel.starts_with("nmod") && crate::extract::tree::preposition(s, c) == Some("of"));
        if let Some(c) = of_state.and_then(of) {
            return Some(c);
        }
    }
    nations.at(reading.text(), w.span.start).filter(|h| h.kind().is_demonym()).and_then(|h| h.country().map(str::to_owned))
}
