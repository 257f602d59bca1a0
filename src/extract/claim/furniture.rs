//! Numbers that a page counts of itself.

use super::Draft;
use crate::extract::reading::Reading;
use crate::extract::tree::preposition;
use crate::lexicon::ClaimWord;
use crate::types::{CountedType, Figure, Sentence, SourceKind, Upos};

/// "two people familiar with the talks": sources of the report, which nobody counts.
fn informants(reading: &Reading, d: &Draft, back: &str) -> bool {
    let noun = d.counted.noun.is_some() && d.kind == CountedType::Person && !back.is_empty();
    let behind = back.split_whitespace().skip(1).take(4).collect::<Vec<_>>().join(" ");
    noun && reading.lexicon.claims.informants().iter().any(|w| behind.starts_with(w.as_str()) || behind.contains(&format!(" {w}")))
}

/// "What we know, in 6 points": how a page arranges what it tells. "Fell by 6 points" does not end a heading.
fn listed_points(s: &Sentence, d: &Draft, figure: &Figure) -> bool {
    let arranged =
        matches!(d.head.as_str(), "point" | "chart" | "map" | "picture" | "step" | "graphic" | "photo" | "image" | "line" | "sentence");
    let first = s.words.iter().position(|w| w.span.end > figure.span.start).unwrap_or(0);
    let behind_in = first.checked_sub(1).is_some_and(|i| s.words[i].lemma.eq_ignore_ascii_case("in"));
    let last = s.words.iter().rev().find(|w| w.upos != Upos::Punct);
    arranged && behind_in && last.is_some_and(|w| w.lemma.eq_ignore_ascii_case(&d.head))
}

/// "None of the reports says so", "the names in one file": papers that are spoken of as papers.
fn silent_papers(reading: &Reading, s: &Sentence, d: &Draft, figure: &Figure) -> bool {
    let paper =
        matches!(reading.lexicon.people.role(&d.head), Some(SourceKind::Document | SourceKind::Dataset)) || d.kind == CountedType::Document;
    let Some(noun) = d.counted.noun.filter(|_| paper) else { return false };
    let says = |i: usize| reading.lexicon.claims.is(ClaimWord::Teller, &s.words[i].lemma);
    let none = figure.high == Some(0.0) && (noun + 1..s.words.len()).any(says);
    let one = figure.value == Some(1.0) && matches!(preposition(s, noun), Some("in" | "from" | "of"));
    none || one
}

/// "4 comments" in a line without a verb, "three answers", "the hotline is 0400 118 212", "by 61 votes to 58", "two containers in
/// every hundred": what a page counts of itself, framing nouns, numbers to call, scores and rates.
pub fn is(reading: &Reading, s: &Sentence, d: &Draft, figure: &Figure) -> bool {
    let own = d.counted.noun.is_some_and(|n| s.words[n].lemma.eq_ignore_ascii_case(&d.head));
    let back = reading.text().get(figure.span.end..s.span.end).unwrap_or("");
    let front = reading.text().get(s.span.start..figure.span.start).unwrap_or("");
    if informants(reading, d, back) || listed_points(s, d, figure) || silent_papers(reading, s, d, figure) {
        return true;
    }
    match d.head.as_str() {
        "answer" | "figure" | "number" | "hotline" | "helpline" | "switchboard" if own => true,
        "comment" | "like" | "reply" | "retweet" | "share" | "view" | "follower" | "repost" => {
            !s.words.iter().any(|w| matches!(w.xpos, "VBD" | "VBZ" | "VBP" | "MD"))
        }
        "vote" => {
            let score = |x: &str| x.strip_prefix(" to ").is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()));
            back.trim_start().strip_prefix("votes").is_some_and(score) || front.ends_with(" votes to ")
        }
        _ => {
            let noun = d.counted.noun.map_or(0, |n| s.words[n].span.end);
            reading.text().get(noun..s.span.end).is_some_and(|r| r.trim_start().starts_with("in every ")) || front.ends_with(" in every ")
        }
    }
}
