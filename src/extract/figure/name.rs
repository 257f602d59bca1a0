//! Numbers in names: "155th Brigade", "Boeing 737", "221 Baker Street".

use crate::types::{Figure, FigureKind, Form, Quantifier};

use super::number::Class;
use super::read::Draft;
use super::tables::class;
use super::walk::{Kind, Token};
use super::{FigureReader, Place};

impl FigureReader {
    /// Ordinals, and names made with them ("155th Brigade").
    pub(super) fn ordinal(&self, place: &Place, draft: &mut Draft, right: Option<Token>, right_bits: u64) {
        let window = &place.window;
        draft.figure.kind = FigureKind::Ordinal;
        draft.figure.rule = "ordinal".into();
        let unit = window.of(Token { start: draft.number.start, end: draft.number.end, kind: Kind::Word }) == "second";
        if unit && window.before(draft.number.start).is_some_and(|t| matches!(window.of(t), "per" | "split")) {
            draft.figure.kind = FigureKind::Duration;
            draft.figure.value = Some(1.0);
            (draft.figure.low, draft.figure.high) = (Some(1.0), Some(1.0));
            draft.figure.unit = Some("s".into());
            draft.figure.rule = "duration".into();
            return;
        }
        let Some(t) = right else { return };
        let hyphen = window.char_at(draft.number.end) == Some('-');
        let number_capital = window.char_at(draft.number.start).is_some_and(char::is_uppercase);
        let named = window.capital(t) && !hyphen && t.kind == Kind::Word;
        let digits = draft.number.form == Form::Numeral;
        if named && right_bits & class::DESIGNATE_AFTER != 0 && (digits || number_capital) {
            draft.figure.kind = FigureKind::Designation;
            draft.figure.rule = "ordinal_name".into();
        } else if named && number_capital && !window.opens(Token { start: draft.number.start, end: draft.number.end, kind: Kind::Word }) {
            draft.figure.kind = FigureKind::Designation;
            draft.figure.rule = "ordinal_capital".into();
        } else if matches!(window.of(t), "century" | "Century" | "centuries" | "quarter" | "quarters") {
            draft.figure.kind = FigureKind::Date;
            draft.figure.rule = "ordinal_time".into();
        }
    }

    /// Names that hold a number.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn designation(
        &self,
        place: &Place,
        draft: &mut Draft,
        left: Option<Token>,
        left_bits: u64,
        right: Option<Token>,
        right_bits: u64,
        before: &[Figure],
    ) -> bool {
        let window = &place.window;
        let number = draft.number;
        let set = |draft: &mut Draft, rule: &str| {
            draft.figure.kind = FigureKind::Designation;
            draft.figure.rule = rule.to_owned();
            true
        };
        if self.address(place, draft, right) {
            return set(draft, "address");
        }
        if draft.figure.quantifier != Quantifier::Exact && draft.figure.quantifier != Quantifier::Range || draft.figure.increment {
            return false;
        }
        if number.form == Form::Word && self.title(place, number.start) {
            return set(draft, "title");
        }
        let plain = number.plain || number.form == Form::Word && number.scale == 1.0 && number.class == Class::Cardinal;
        if let Some(t) = left
            && t.kind == Kind::Word
            && plain
        {
            let word = window.of(t);
            // "iPhone 14" has its capital inside.
            let capital = window.capital(t) || word.starts_with('i') && word.bytes().any(|b| b.is_ascii_uppercase());
            let follows = right.is_some_and(|r| r.kind == Kind::Word && self.plural(window.of(r)));
            if left_bits & class::DESIGNATE_ANY != 0
                && (!follows || capital)
                && (number.form == Form::Numeral || capital || !self.noun_at(place, number.end))
            {
                return set(draft, "designator");
            }
            // "in round one heats"
            let listed = window.before(t.start).is_some_and(|p| matches!(window.of(p), "in" | "of" | "for" | "after" | "before" | "on"));
            if left_bits & class::DESIGNATE_ANY != 0 && listed && number.form == Form::Word {
                return set(draft, "designator");
            }
            let number_capital = window.char_at(number.start).is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
            // "League One clubs": a number word with a capital inside of a sentence; "twelve Fortune 500 firms": counted already.
            let written = number.form == Form::Word && number_capital;
            let counted = before
                .last()
                .filter(|f| f.kind == FigureKind::Count)
                .and_then(|f| window.text.get(f.span.end..t.start))
                .is_some_and(|gap| gap.trim().is_empty());
            if left_bits & class::DESIGNATE_NAME != 0
                && capital
                && number_capital
                && (!follows || written || counted)
                && (!window.opens(t) || number.form == Form::Numeral || written || !self.noun_at(place, number.end))
            {
                return set(draft, "designator_name");
            }
            // "the Torvale Six"
            if written
                && capital
                && (2.0..=20.0).contains(&number.value)
                && window.before(t.start).is_some_and(|p| matches!(window.of(p), "the" | "The"))
                && !self.noun_at(place, number.end)
                && !right.is_some_and(|r| window.capital(r))
            {
                return set(draft, "group_name");
            }
            // "the Velden 100 index"
            if capital && number.form == Form::Numeral && right.is_some_and(|r| matches!(window.of(r), "index" | "Index" | "indices")) {
                return set(draft, "index");
            }
            // "the 787 Dreamliner", "a 747"
            let named = right.is_some_and(|r| window.capital(r) && r.kind == Kind::Word && !window.of(r).ends_with('s'));
            let alone = matches!(word, "a" | "A") && !self.noun_at(place, number.end) && !named;
            if number.digits == 3 && (number.value / 100.0).floor() == 7.0 && number.value % 10.0 == 7.0 && (named || alone) {
                return set(draft, "airliner");
            }
            // "the 42 bus"
            if matches!(word, "the" | "The" | "a" | "A")
                && number.form == Form::Numeral
                && right.is_some_and(|r| matches!(window.of(r), "bus" | "tram" | "streetcar" | "trolley" | "trolleybus"))
            {
                return set(draft, "line_number");
            }
            // "KSLA News 12", "WAVE 3": a station, a make
            let shouted =
                word.len() >= 3 && word.bytes().all(|b| b.is_ascii_uppercase()) && number.form == Form::Numeral && number.digits <= 3;
            if shouted
                && !follows
                && !window.before(t.start).is_some_and(|p| window.of(p).len() > 3 && window.of(p).bytes().all(|b| b.is_ascii_uppercase()))
                && !self.noun_at(place, number.end)
            {
                return set(draft, "capitals");
            }
        }
        // "No. 1", "Nos. 3"
        if let Some(dot) = left
            && window.of(dot) == "."
            && number.form == Form::Numeral
            && plain
            && let Some(t) = window.before(dot.start)
            && t.end == dot.start
            && matches!(
                window.of(t),
                "No" | "no"
                    | "Nos"
                    | "nos"
                    | "Nr"
                    | "nr"
                    | "Art"
                    | "Sec"
                    | "Ch"
                    | "Vol"
                    | "vol"
                    | "pp"
                    | "p"
                    | "Pt"
                    | "Rm"
                    | "Apt"
                    | "Fig"
                    | "Op"
            )
        {
            return set(draft, "number_sign");
        }
        if let Some(last) = before.last()
            && last.kind == FigureKind::Designation
            && last.rule.starts_with("designator")
            && plain
            && let Some(gap) = window.text.get(last.span.end..draft.figure.span.start)
            && matches!(gap.trim(), "," | "and" | "or" | "&" | "to" | ", and" | "-" | "–")
            && !right.is_some_and(|r| r.kind == Kind::Word && self.plural(window.of(r)))
        {
            return set(draft, "designator_list");
        }
        if let Some(t) = right
            && number.form == Form::Numeral
            && number.plain
        {
            // "4X4": letters touch the digits
            if t.start == number.end && t.kind == Kind::Word {
                // "3x faster", "a 10x return"
                if matches!(window.of(t), "x" | "X") && !window.char_at(t.end).is_some_and(|c| c.is_ascii_digit()) {
                    draft.figure.kind = FigureKind::Other;
                    draft.figure.rule = "times".into();
                    return true;
                }
                return set(draft, "model");
            }
        }
        // "agent 007": nobody counts with noughts in front.
        let zero = window.text.as_bytes().get(number.start) == Some(&b'0');
        if zero && number.form == Form::Numeral && number.plain && number.digits > 1 && number.value > 0.0 {
            return set(draft, "noughts");
        }
        // "Una Velt (800200417)", "docket 9000321": seven digits and more without a comma are an id, but before a noun.
        if number.form == Form::Numeral && number.plain && number.digits >= 7 && !self.noun_at(place, number.end) {
            return set(draft, "id");
        }
        // "NY 10032", "Torvale, OH, 44101"
        if self.postal_code(place, draft) {
            return set(draft, "postal_code");
        }
        let _ = right_bits;
        false
    }

    /// Five plain digits behind two capitals that stand behind a comma.
    fn postal_code(&self, place: &Place, draft: &Draft) -> bool {
        let window = &place.window;
        let number = draft.number;
        if number.form != Form::Numeral || !number.plain || number.digits != 5 {
            return false;
        }
        let Some(left) = window.before(number.start) else { return false };
        let state = if window.of(left) == "," { window.before(left.start) } else { Some(left) };
        state.is_some_and(|t| {
            let word = window.of(t);
            word.len() == 2 && word.bytes().all(|b| b.is_ascii_uppercase()) && window.before(t.start).is_some_and(|p| window.of(p) == ",")
        })
    }

    /// The book “Seven Soldiers”: a number that opens a quotation of capitals.
    fn title(&self, place: &Place, start: usize) -> bool {
        let window = &place.window;
        let close = match window.char_before(start) {
            Some('“') => '”',
            Some('"') => '"',
            Some('‘') => '’',
            _ => return false,
        };
        let mut at = start;
        for step in 0..8 {
            let Some(t) = window.after(at) else { return false };
            if t.kind == Kind::Mark {
                return step > 1 && window.char_at(t.start) == Some(close);
            }
            let small = step > 0 && matches!(window.of(t), "of" | "the" | "and" | "in" | "a" | "an" | "to" | "for" | "on" | "at" | "from");
            if !window.capital(t) && !small {
                return false;
            }
            at = t.end;
        }
        false
    }

    /// "221 Baker Street", "the 4100 block of", "601 W. Broadway".
    fn address(&self, place: &Place, draft: &Draft, right: Option<Token>) -> bool {
        let window = &place.window;
        let number = draft.number;
        let Some(t) = right.filter(|_| number.form == Form::Numeral && number.plain) else { return false };
        if window.of(t) == "block" && window.after(t.end).is_some_and(|n| window.of(n) == "of") {
            return true;
        }
        if matches!(window.of(t), "N" | "S" | "E" | "W" | "North" | "South" | "East" | "West") {
            let dot = window.after(t.end).filter(|n| window.of(*n) == ".").map_or(t.end, |n| n.end);
            if window.of(t).len() == 1 && window.after(dot).is_some_and(|n| window.capital(n)) {
                return true;
            }
        }
        let mut name = t;
        for step in 0..5 {
            if name.kind != Kind::Word || !window.capital(name) {
                if window.of(name) != "." || step == 0 {
                    return false;
                }
            } else if step > 0 && self.tables.class(window.of(name)) & class::STREET != 0 {
                return true;
            }
            match window.after(name.end) {
                Some(n) => name = n,
                None => return false,
            }
        }
        false
    }
}
