//! Numbers that a page counts of itself.

use super::Draft;
use crate::extract::reading::Reading;
use crate::types::{Figure, Sentence};

/// "4 comments" in a line without a verb, "three answers", "the hotline is 0400 118 212", "by 61 votes to 58", "two containers in
/// every hundred": what a page counts of itself, framing nouns, numbers to call, scores and rates.
pub fn is(reading: &Reading, s: &Sentence, d: &Draft, figure: &Figure) -> bool {
    let own = d.counted.noun.is_some_and(|n| s.words[n].lemma.eq_ignore_ascii_case(&d.head));
    let back = reading.text().get(figure.span.end..s.span.end).unwrap_or("");
    let front = reading.text().get(s.span.start..figure.span.start).unwrap_or("");
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
