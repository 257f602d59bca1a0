//! Scores, votes and ratios: "6-1", "98 to 2", "one in four", "a third of".

use crate::types::{FigureKind, Quantifier};

use super::number::Class;
use super::read::Draft;
use super::tables::class;
use super::walk::{Kind, Token};
use super::{FigureReader, Place};

impl FigureReader {
    /// "6-1", "a vote of 98 to 2": descending, or a word of contest near and no noun after.
    pub(super) fn score(&self, place: &Place, draft: &mut Draft, right: Option<Token>) -> bool {
        let window = &place.window;
        let number = draft.number;
        let set = |draft: &mut Draft, low: Option<f64>, high: Option<f64>, end: usize| {
            draft.figure.kind = FigureKind::Score;
            draft.figure.rule = "score".into();
            draft.figure.quantifier = Quantifier::Exact;
            draft.figure.value = low;
            let _ = high;
            (draft.figure.low, draft.figure.high) = (low, low);
            draft.figure.span.end = end;
            draft.figure.number.end = end;
            draft.end = end;
            true
        };
        if draft.figure.quantifier == Quantifier::Range {
            let hyphen = draft.figure.rule == "range_hyphen";
            if !hyphen && draft.figure.rule != "range_to" || draft.figure.high.is_none_or(|h| h >= 1000.0) {
                return false;
            }
            let near = self.near_score(place, draft.figure.span.start, draft.end);
            let announced = right.is_some_and(|t| {
                matches!(
                    window.of(t),
                    "vote" | "decision" | "ruling" | "margin" | "majority" | "victory" | "defeat" | "win" | "loss" | "draw" | "lead"
                )
            });
            let said = window.before(draft.figure.span.start).is_some_and(|t| {
                matches!(window.of(t), "voted" | "voting")
                    // "took 4-51": wickets and runs
                    || hyphen && matches!(window.of(t), "took" | "claimed" | "grabbed" | "bagged" | "returned")
                    || window.of(t) == "of" && window.before(t.start).is_some_and(|v| matches!(window.of(v), "vote" | "score" | "margin"))
            });
            if announced || said || (hyphen && near && !self.noun_at(place, draft.end)) {
                let (low, end) = (draft.figure.low, draft.end);
                return set(draft, low, None, end);
            }
            return false;
        }
        if self.teams(place, draft) {
            draft.figure.kind = FigureKind::Score;
            draft.figure.rule = "score_teams".into();
            return true;
        }
        if number.class != Class::Cardinal || number.decimal || number.value >= 1000.0 || draft.figure.quantifier != Quantifier::Exact {
            return false;
        }
        let Some(mut t) = window.after(number.end) else { return false };
        let mut joint = window.of(t);
        // "a 5-to-4 ruling"
        let mut hyphens = false;
        if joint == "-"
            && t.start == number.end
            && let Some(to) = window.after(t.end).filter(|n| window.of(*n) == "to" && window.char_at(n.end) == Some('-'))
        {
            joint = "to";
            hyphens = true;
            t = Token { start: to.start, end: to.end + 1, kind: Kind::Word };
        }
        let tight = matches!(joint, "-" | "–" | "−") && t.start == number.end;
        if !tight && joint != "to" {
            return false;
        }
        let Some(next) = window.after(t.end) else { return false };
        if tight && next.start != t.end {
            return false;
        }
        let second = match next.kind {
            Kind::Digits => super::digits::digits(&self.tables, window, next.start, false),
            Kind::Word => super::number::words(&self.tables, window, next).filter(|n| n.start == next.start),
            Kind::Mark => None,
        };
        let Some(second) =
            second.filter(|n| n.class == Class::Cardinal && !n.decimal && n.value <= number.value && n.scale == 1.0 && !n.decade)
        else {
            return false;
        };
        if self.unit_after(place, second.end, &second).is_some() {
            return false;
        }
        let mut end = second.end;
        // "3-2-1": won, lost, drawn
        if tight && window.char_at(end) == Some('-') {
            let more = window.text.as_bytes()[end + 1..window.high].iter().take_while(|b| b.is_ascii_digit()).count();
            if more > 0 {
                end += 1 + more;
            }
        }
        // "six 737-300 jets": no game ends so, and few votes.
        if tight && number.value >= 200.0 && self.noun_at(place, end) && !self.near_score(place, draft.figure.span.start, end) {
            draft.figure.kind = FigureKind::Designation;
            draft.figure.rule = "model".into();
            (draft.figure.span.end, draft.figure.number.end, draft.end) = (end, end, end);
            (draft.figure.value, draft.figure.low, draft.figure.high) = (None, None, None);
            return true;
        }
        if joint == "to" {
            // "(45 to 42)"
            let bracket = window.before(draft.figure.span.start).is_some_and(|t| window.of(t) == "(") && window.char_at(end) == Some(')');
            let near = self.near_score(place, draft.figure.span.start, end) || hyphens || bracket;
            // "by 80 to 1"
            if second.value == 1.0 && (!near || hyphens) && number.value >= 3.0 {
                draft.figure.kind = FigureKind::Ratio;
                draft.figure.rule = "to_one".into();
                draft.figure.span.end = end;
                draft.figure.number.end = end;
                draft.end = end;
                return true;
            }
            if !near {
                return false;
            }
        }
        let value = draft.figure.value;
        set(draft, value, None, end)
    }

    /// "Holm 24, Orsk 10.": a line of results, and nothing else in the sentence.
    fn teams(&self, place: &Place, draft: &Draft) -> bool {
        let window = &place.window;
        let number = draft.number;
        if number.form != crate::types::Form::Numeral || !number.plain {
            return false;
        }
        let name_before = |at: usize| window.before(at).filter(|t| t.kind == Kind::Word && window.capital(*t));
        let comma_after = |at: usize| window.after(at).filter(|t| window.of(*t) == ",");
        let ends = |at: usize| window.after(at).is_none_or(|t| matches!(window.of(t), "." | ";"));
        let opens = |t: Token| window.opens(t) || window.before(t.start).is_some_and(|p| window.capital(p) && window.opens(p));
        let Some(name) = name_before(number.start) else { return false };
        if let Some(comma) = comma_after(number.end) {
            // The first of the two.
            let Some(mut other) = window.after(comma.end).filter(|t| t.kind == Kind::Word && window.capital(*t)) else { return false };
            if let Some(second) = window.after(other.end).filter(|t| t.kind == Kind::Word && window.capital(*t)) {
                other = second;
            }
            return opens(name) && window.after(other.end).is_some_and(|t| t.kind == Kind::Digits && ends(t.end));
        }
        if !ends(number.end) {
            return false;
        }
        let comma = |t: Token| window.before(t.start).filter(|c| window.of(*c) == ",");
        let Some(comma) = comma(name).or_else(|| name_before(name.start).and_then(comma)) else { return false };
        let Some(first) = window.before(comma.start).filter(|t| t.kind == Kind::Digits) else { return false };
        name_before(first.start).is_some_and(opens)
    }

    /// True where a word of contest stands within a few words.
    pub(super) fn near_score(&self, place: &Place, start: usize, end: usize) -> bool {
        let window = &place.window;
        let mut at = start;
        for _ in 0..8 {
            let Some(t) = window.before(at) else { break };
            if matches!(window.of(t), "." | "!" | "?" | ";") {
                break;
            }
            if self.tables.class(window.of(t)) & class::SCORE != 0 {
                return true;
            }
            at = t.start;
        }
        let mut at = end;
        for _ in 0..3 {
            let Some(t) = window.after(at) else { break };
            if matches!(window.of(t), "." | "!" | "?" | ";") {
                break;
            }
            if self.tables.class(window.of(t)) & class::SCORE != 0 {
                return true;
            }
            at = t.end;
        }
        false
    }

    /// "a third of", "one in four", "9 out of 10".
    pub(super) fn ratio(&self, place: &Place, draft: &mut Draft, right: Option<Token>) -> bool {
        let window = &place.window;
        let number = draft.number;
        let set = |draft: &mut Draft, rule: &str| {
            draft.figure.kind = FigureKind::Ratio;
            draft.figure.rule = rule.to_owned();
            true
        };
        if number.class == Class::Fraction {
            return set(draft, "fraction");
        }
        let Some(t) = right else { return false };
        if number.class != Class::Cardinal || number.decimal || draft.figure.quantifier == Quantifier::Range {
            return false;
        }
        let (at, out_of) = match window.of(t) {
            "in" => (t.end, false),
            "out" => match window.after(t.end) {
                Some(of) if window.of(of) == "of" => (of.end, true),
                _ => return false,
            },
            _ => return false,
        };
        let mut at = at;
        if let Some(every) = window.after(at).filter(|t| window.of(*t) == "every") {
            at = every.end;
        }
        let Some(next) = window.after(at) else { return false };
        let second = match next.kind {
            Kind::Digits => super::digits::digits(&self.tables, window, next.start, false),
            Kind::Word => {
                super::number::words(&self.tables, window, next).filter(|n| n.start == next.start || matches!(window.of(next), "a" | "an"))
            }
            Kind::Mark => None,
        };
        let second = match second {
            Some(n) => Some(n),
            None if matches!(window.of(next), "a" | "an") => {
                window.after(next.end).and_then(|t| super::number::words(&self.tables, window, t))
            }
            None => None,
        };
        let Some(second) = second.filter(|n| n.class == Class::Cardinal && !n.decimal && !n.plain_year() && !n.decade) else {
            return false;
        };
        let round =
            [2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 12.0, 20.0, 25.0, 50.0].contains(&second.value) || second.value % 100.0 == 0.0;
        // "one in 21", and nothing that the 21 would count
        let alone = number.value == 1.0
            && !out_of
            && second.value >= 2.0
            && second.scale == 1.0
            && window.after(second.end).is_none_or(|t| t.kind == Kind::Mark && window.of(t) != "-");
        if number.value >= second.value || !(round || alone) || (!out_of && !(number.value <= 10.0 || second.value >= 100.0)) {
            return false;
        }
        // "3 in 10 minutes", "two in 24 hours": a rate of time, no ratio
        if !out_of && self.unit_after(place, second.end, &second).is_some_and(|m| m.kind == FigureKind::Duration) {
            return false;
        }
        let value = number.value / second.value;
        draft.figure.value = Some(value);
        // "two in five or more"
        draft.end = second.end;
        if let Some(t) = window.after(second.end).filter(|t| window.of(*t) == "or")
            && let Some((_, to, q)) = self.tables.hedges_after.at(window, t)
        {
            (draft.figure.quantifier, draft.end) = (q, to);
            (draft.figure.low, draft.figure.high) = (None, None);
        }
        let end = draft.end;
        let figure = &mut draft.figure;
        match figure.quantifier {
            Quantifier::AtLeast | Quantifier::MoreThan => figure.low = Some(value),
            Quantifier::AtMost | Quantifier::LessThan | Quantifier::Nearly => figure.high = Some(value),
            _ => (figure.low, figure.high) = (Some(value), Some(value)),
        }
        figure.span.end = end;
        figure.number.end = second.end;
        set(draft, if out_of { "out_of" } else { "in" })
    }
}
