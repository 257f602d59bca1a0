//! "one": a count, a pronoun, or the head of an idiom.

use crate::types::{FigureKind, Quantifier};

use super::read::Draft;
use super::special::stops_phrase;
use super::tables::class;
use super::walk::{Kind, Token};
use super::{FigureReader, Place};

impl FigureReader {
    /// "one" that stands for somebody or something.
    pub(super) fn pronoun(&self, place: &Place, draft: &mut Draft, left: Option<Token>, right: Option<Token>) -> bool {
        let window = &place.window;
        let set = |draft: &mut Draft, kind: FigureKind, rule: &str| {
            draft.figure.kind = kind;
            draft.figure.rule = rule.to_owned();
            true
        };
        let word = window.after(draft.number.start).map(|t| window.of(t)).unwrap_or("");
        if word.contains(['\'', '’']) {
            return set(draft, FigureKind::Idiom, "pronoun_one");
        }
        if draft.figure.quantifier != Quantifier::Exact {
            return false;
        }
        let left_word = left.map(|t| window.of(t).to_ascii_lowercase()).unwrap_or_default();
        let second_left = left.and_then(|t| window.before(t.start)).map(|t| window.of(t).to_ascii_lowercase()).unwrap_or_default();
        let right_word = right.map(|t| window.of(t)).unwrap_or("");
        let right_bits = self.tables.class(right_word);
        if right_word == "of" {
            // "not one of them": none.
            if left_word == "not" && left.is_some_and(|t| t.start >= place.floor) {
                draft.figure.span.start = left.map_or(draft.figure.span.start, |t| t.start);
                (draft.figure.value, draft.figure.low, draft.figure.high) = (Some(0.0), Some(0.0), Some(0.0));
                draft.figure.quantifier = Quantifier::None;
                draft.figure.rule = "not_one".to_owned();
                return false;
            }
            if matches!(left_word.as_str(), "every" | "each" | "any" | "the" | "which" | "whichever") {
                return set(draft, FigureKind::Idiom, "pronoun_one");
            }
            return self.one_of(place, draft, right.map_or(0, |t| t.end));
        }
        let following: Vec<&str> = (0..4)
            .scan(draft.number.end, |at, _| {
                let t = window.after(*at)?;
                *at = t.end;
                Some(window.of(t))
            })
            .collect();
        if following.windows(2).any(|w| w[0] == "after" && matches!(w[1], "another" | "the")) && !following.contains(&".") {
            return set(draft, FigureKind::Idiom, "one_after_another");
        }
        if left_word == "from" && following.iter().take(3).any(|w| *w == "to") {
            return set(draft, FigureKind::Idiom, "from_one_to_another");
        }
        if matches!(left_word.as_str(), "whichever" | "which") {
            return set(draft, FigureKind::Idiom, "pronoun_one");
        }
        let left_bits = self.tables.class(&left_word);
        let determined = left_bits & class::PRONOUN_BEFORE != 0 && left_word != "only"
            || left_word == "only" && second_left == "the"
            || matches!(second_left.as_str(), "a" | "an") && left.is_some_and(|t| t.kind == Kind::Word);
        let bare =
            right.is_none_or(|t| t.kind == Kind::Mark) || right_bits & (class::ONE_VERB | class::MODAL) != 0 || stops_phrase(right_word);
        // "the electric one."
        let chosen = matches!(second_left.as_str(), "the" | "this" | "that" | "each" | "every" | "any")
            && right.is_none_or(|t| t.kind == Kind::Mark && matches!(window.of(t), "." | "," | ";" | "?" | "!"))
            && left.is_some_and(|t| t.kind == Kind::Word && !window.capital(t))
            && left_bits & class::DESIGNATE_ANY == 0;
        if chosen || determined && (bare || matches!(second_left.as_str(), "a" | "an")) {
            return set(draft, FigureKind::Idiom, "pronoun_one");
        }
        if right_bits & class::MODAL != 0 {
            return set(draft, FigureKind::Idiom, "pronoun_one");
        }
        false
    }

    /// "one of the best" is an idiom, "one of the six" a count.
    pub(super) fn one_of(&self, place: &Place, draft: &mut Draft, at: usize) -> bool {
        let window = &place.window;
        let Some(mut t) = window.after(at) else { return false };
        let set = |draft: &mut Draft, rule: &str| {
            draft.figure.kind = FigureKind::Idiom;
            draft.figure.rule = rule.to_owned();
            true
        };
        if matches!(window.of(t), "a" | "an") {
            return set(draft, "one_of_a_kind");
        }
        for step in 0..7 {
            let word = window.of(t);
            let lower = word.to_ascii_lowercase();
            let bits = self.tables.class(&lower);
            if step > 0
                && (stops_phrase(&lower) && !matches!(lower.as_str(), "the" | "its" | "his" | "her" | "their" | "our" | "these" | "those"))
            {
                break;
            }
            if t.kind == Kind::Digits || bits & class::NUMBER != 0 && !matches!(lower.as_str(), "few" | "first" | "second") {
                return false;
            }
            let superlative = lower.len() > 5
                && lower.ends_with("est")
                && !matches!(
                    lower.as_str(),
                    "forest"
                        | "interest"
                        | "arrest"
                        | "protest"
                        | "request"
                        | "harvest"
                        | "conquest"
                        | "contest"
                        | "midwest"
                        | "northwest"
                        | "southwest"
                        | "inquest"
                        | "honest"
                        | "modest"
                        | "suggest"
                        | "invest"
                        | "digest"
                        | "bequest"
                );
            if superlative || bits & class::EVALUATIVE != 0 && window.char_at(t.start).is_some_and(char::is_lowercase) {
                return set(draft, "one_of_superlative");
            }
            if bits & class::FRAMING != 0 && lower.ends_with('s') {
                draft.figure.kind = FigureKind::Enumeration;
                draft.figure.rule = "framing".into();
                return true;
            }
            if t.kind == Kind::Mark && !matches!(word, "-" | "'" | "’") {
                break;
            }
            match window.after(t.end) {
                Some(n) => t = n,
                None => break,
            }
        }
        false
    }
}
