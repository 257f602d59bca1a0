//! Ranges: "between 18 and 25", "18-25", "5 to 10 million", "more than 10 but fewer than 40".

use crate::types::{FigureKind, Form, Quantifier};

use super::digits;
use super::number::{self, Class, Number};
use super::read::Draft;
use super::tables::class;
use super::walk::Kind;
use super::{FigureReader, Place};

impl FigureReader {
    /// The second end of a range.
    pub(super) fn range(&self, place: &Place, draft: &mut Draft) {
        let window = &place.window;
        let first = draft.number;
        if first.class == Class::Ordinal || first.decade {
            return;
        }
        let opener = window.before(draft.figure.span.start).filter(|t| t.start >= place.floor);
        let opener_word = opener.map(|t| window.of(t).to_ascii_lowercase()).unwrap_or_default();
        let between = opener_word == "between";
        // "rose in 1986 to 120 million": a year and what was reached in it.
        if first.plain_year()
            && draft.measure.is_none()
            && matches!(opener_word.as_str(), "in" | "since" | "during" | "by" | "fiscal" | "early" | "late" | "year")
            && window.after(draft.number.end).is_some_and(|t| window.of(t) == "to")
        {
            return;
        }
        let mut at = draft.number.end;
        // "5% to 10%", "5 million dollars to 10 million dollars"
        if let Some(m) = draft.measure.as_ref().filter(|m| m.span.start >= at && !m.hyphen) {
            at = m.span.end;
        }
        let Some((next, joint)) = self.connector(place, at, &first) else { return };
        let signed =
            window.char_at(next).filter(|c| !c.is_alphanumeric() && matches!(c, '$' | '£' | '€' | '¥' | '₹')).map_or(0, char::len_utf8);
        let Some(token) = window.after(next + signed) else { return };
        let second = match token.kind {
            Kind::Digits => {
                digits::digits(&self.tables, window, token.start, draft.measure.as_ref().is_some_and(|m| m.kind == FigureKind::Money))
            }
            Kind::Word => {
                let article = matches!(window.of(token), "a" | "an");
                let head = if article { window.after(token.end) } else { Some(token) };
                head.filter(|t| t.kind == Kind::Word)
                    .and_then(|t| number::words(&self.tables, window, t))
                    .filter(|n| n.start == token.start)
            }
            Kind::Mark => None,
        };
        let Some(second) = second.filter(|n| n.class == first.class && !n.decade && !n.overflow) else { return };
        if matches!(window.char_at(second.end), Some(':')) && window.char_at(second.end + 1).is_some_and(|c| c.is_ascii_digit()) {
            return;
        }
        let mut low = draft.figure.value.unwrap_or(first.value);
        let high = second.value;
        // "5 to 10 million": the scale is shared.
        if first.scale == 1.0
            && second.scale > 1.0
            && !first.bare
            && low < second.value / second.scale
            && !(second.scale == 100.0 && first.value >= 10.0)
        {
            low *= second.scale;
        }
        let ascending = low < high;
        let after_end = second.end;
        // "2003-07"
        let years = joint == "-" && first.plain_year() && second.plain && second.digits == 2 && draft.measure.is_none();
        let short = joint == "-"
            && first.plain_year()
            && second.plain
            && second.digits == 1
            && draft.measure.is_none()
            && first.value % 10.0 < second.value;
        if years && first.value % 100.0 < second.value || short {
            draft.figure.kind = FigureKind::Date;
            draft.figure.rule = "years".into();
            draft.figure.span.end = after_end;
            draft.figure.number.end = after_end;
            draft.end = after_end;
            return;
        }
        let spread = match joint {
            "and" => between && ascending,
            "or" => {
                let near = high <= low * 2.0 && high >= 1.0;
                ascending
                    && (near || between || high - low <= 1.0)
                    && first.class == Class::Cardinal
                    && first.form == second.form
                    && !first.plain_year()
            }
            "to" | "through" => ascending,
            _ => ascending && !(first.form == Form::Word && second.form == Form::Word && !between && high - low > 10.0),
        };
        if !spread {
            return;
        }
        let from = opener_word == "from";
        if from && joint == "to" && !self.ranging(place, opener.map_or(0, |t| t.start)) {
            return;
        }
        // "fell $1.12 to $13.62", "rose 15 pence to 362": by so much, to so much.
        if joint == "to" && !from && self.changes(place, draft.figure.span.start) {
            let moved = draft.measure.as_ref().is_some_and(|m| m.kind == FigureKind::Money || m.unit.as_deref() == Some("%{point}"));
            if moved || first.decimal && draft.measure.is_none() || high > low * 4.0 {
                return;
            }
        }
        let measure = self.unit_after(place, after_end, &second);
        let year = first.plain_year() && (second.plain_year() || second.digits == 2 && second.plain) && measure.is_none();
        if year && joint != "or" && draft.measure.is_none() {
            draft.figure.kind = FigureKind::Date;
            draft.figure.rule = "years".into();
            draft.figure.span.end = after_end;
            draft.figure.number.end = after_end;
            draft.end = after_end;
            draft.figure.value = Some(first.value);
            return;
        }
        // Money before binds both ends ("$5 to $10"); a unit after stands once ("5 to 10 miles").
        let sign_first = draft.measure.as_ref().is_some_and(|m| m.span.start < first.start);
        if !sign_first {
            if let Some(m) = measure {
                // "0.9 % to 72,500 yen" is no range.
                if draft.measure.as_ref().is_some_and(|d| d.kind != m.kind || d.unit != m.unit) {
                    return;
                }
                draft.measure = Some(m);
            } else if draft.measure.is_some() {
                return;
            }
        }
        let hyphen = matches!(joint, "-");
        draft.figure.low = Some(low);
        draft.figure.high = Some(high);
        draft.figure.value = None;
        draft.figure.quantifier = Quantifier::Range;
        draft.number = Number { start: first.start, value: high, ..second };
        if first.form != second.form {
            draft.number.form = Form::Mixed;
            draft.figure.form = Form::Mixed;
        }
        draft.figure.number.end = after_end;
        draft.figure.span.end = after_end;
        draft.end = after_end;
        if (between || from)
            && let Some(t) = opener
        {
            draft.figure.span.start = t.start;
            if from
                && let Some(t) = window.before(t.start)
                && matches!(window.of(t), "anywhere" | "somewhere" | "Anywhere" | "Somewhere")
            {
                draft.figure.span.start = t.start;
            }
            self.left_of_range(place, draft);
        }
        draft.figure.rule = if hyphen { "range_hyphen".into() } else { format!("range_{joint}") };
    }

    /// True where a word of change stands right before.
    pub(super) fn changes(&self, place: &Place, start: usize) -> bool {
        let window = &place.window;
        let Some(mut t) = window.before(start) else { return false };
        if window.of(t) == "by" {
            match window.before(t.start) {
                Some(b) => t = b,
                None => return false,
            }
        }
        self.tables.class(window.of(t)) & class::CHANGE != 0
    }

    /// "up to between 5 and 10": the hedge before a range stays in the span.
    pub(super) fn left_of_range(&self, place: &Place, draft: &mut Draft) {
        let window = &place.window;
        if let Some(t) = window.before(draft.figure.span.start)
            && let Some((from, _, _)) = self.tables.hedges_before.at(window, t)
            && from >= place.floor
        {
            draft.figure.span.start = from;
        }
    }

    /// What joins a number to the one after it, and where that one begins.
    pub(super) fn connector(&self, place: &Place, at: usize, first: &Number) -> Option<(usize, &'static str)> {
        let window = &place.window;
        let token = window.after(at)?;
        let next = window.skip(token.end)?;
        match window.of(token) {
            "-" | "–" | "−" | "~" | "‑" | "‒" => {
                let tight = token.start == at && next == token.end;
                let loose = token.start > at && next > token.end && window.of(token) != "~";
                let digits = window.char_at(next).is_some_and(|c| c.is_ascii_digit() || matches!(c, '$' | '£' | '€'));
                ((tight || loose) && digits && first.form != Form::Word || tight && first.form == Form::Word).then_some((next, "-"))
            }
            "to" => Some((next, "to")),
            "and" => Some((next, "and")),
            "or" => Some((next, "or")),
            "through" => Some((next, "through")),
            _ => None,
        }
    }

    /// True where "from" opens a range: "ranging from", "anywhere from", "estimates ... from".
    pub(super) fn ranging(&self, place: &Place, from: usize) -> bool {
        let mut at = from;
        for _ in 0..4 {
            let Some(t) = place.window.before(at) else { return false };
            let word = place.window.of(t);
            if t.kind == Kind::Mark && word != "," {
                return false;
            }
            let bits = self.tables.class(word);
            if bits & class::RANGE_WORD != 0 {
                return true;
            }
            if bits & class::CHANGE != 0 {
                return false;
            }
            at = t.start;
        }
        false
    }

    /// "more than 10 but fewer than 40": one figure with two ends.
    pub(super) fn both_bounds(&self, place: &Place, draft: &mut Draft) {
        use Quantifier::{AtLeast, AtMost, LessThan, MoreThan};
        let window = &place.window;
        let lower = matches!(draft.figure.quantifier, AtLeast | MoreThan);
        if !lower && !matches!(draft.figure.quantifier, AtMost | LessThan) || draft.number.class == Class::Ordinal {
            return;
        }
        let Some(and) = window.after(draft.figure.span.end).filter(|t| matches!(window.of(*t), "and" | "but" | ",")) else { return };
        let mut at = and.end;
        if let Some(t) = window.after(at).filter(|t| matches!(window.of(*t), "but" | "and") && window.of(and) == ",") {
            at = t.end;
        }
        // The hedge of the second end, word by word up to its number.
        let (mut last, mut from) = (None, None);
        for _ in 0..7 {
            let Some(t) = window.after(at) else { return };
            if t.kind == Kind::Digits || self.tables.class(window.of(t)) & class::NUMBER != 0 && window.of(t) != "no" {
                last = Some(t);
                break;
            }
            if t.kind == Kind::Mark {
                return;
            }
            from = from.or(Some(t.start));
            at = t.end;
        }
        let (Some(token), Some(from)) = (last, from) else { return };
        let article = window.before(token.start).filter(|t| matches!(window.of(*t), "a" | "an"));
        let Some(word) = window.before(article.map_or(token.start, |a| a.start)) else { return };
        let Some((start, _, (q, _))) = self.tables.hedges_before.at(window, word) else { return };
        let second = match token.kind {
            Kind::Digits => digits::digits(&self.tables, window, token.start, false),
            _ => number::words(&self.tables, window, token),
        };
        let Some(second) = second.filter(|n| n.class == draft.number.class && !n.decade) else { return };
        let fits = if lower {
            matches!(q, AtMost | LessThan) && second.value > draft.number.value
        } else {
            matches!(q, AtLeast | MoreThan) && second.value < draft.number.value
        };
        if start != from || !fits || draft.figure.value.is_none() {
            return;
        }
        let value = draft.figure.value;
        let other = Some(second.value);
        (draft.figure.low, draft.figure.high) = if lower { (value, other) } else { (other, value) };
        draft.figure.value = None;
        draft.figure.quantifier = Quantifier::Range;
        draft.figure.rule = "range_bounds".into();
        draft.figure.span.end = second.end;
        draft.figure.number.end = second.end;
        draft.end = second.end;
        if draft.measure.is_none() {
            draft.measure = self.unit_after(place, second.end, &second);
        }
    }
}
