//! Units, percent signs and currencies beside a number: "10-mile", "5 %", "US$ 3bn", "half a mile".

use crate::lexicon::{Side, UnitKind};
use crate::types::{FigureKind, Form, Quantifier};

use super::digits;
use super::number::{self, Class, Number};
use super::read::{Draft, Measure};
use super::tables::{Money, class};
use super::walk::{Kind, Token};
use super::{FigureReader, Place, span};

impl FigureReader {
    /// The currency before `at`.
    pub(super) fn currency_sign(&self, place: &Place, at: usize) -> Option<(usize, Money)> {
        let gap = place.window.char_before(at)?;
        let last = if gap == ' ' || gap == '\u{a0}' { place.window.char_before(at - gap.len_utf8())? } else { gap };
        let may = !last.is_ascii() || matches!(last, '$' | '.' | '#') || last.is_ascii_alphabetic();
        if !may || last.is_ascii_lowercase() && !matches!(last, 's' | 'm' | 'd' | 'h' | 'p') {
            return None;
        }
        let found = self.tables.money_before(&place.window, at)?;
        // "Rs", "R": an abbreviation of letters touches its number or stands alone in capitals.
        (found.0 >= place.floor).then_some(found)
    }

    /// The unit, percent sign or currency after a number.
    pub(super) fn unit_after(&self, place: &Place, end: usize, number: &Number) -> Option<Measure> {
        if matches!(number.class, Class::Ordinal) || number.decade {
            return None;
        }
        let window = &place.window;
        let hyphen = matches!(window.char_at(end), Some('-' | '\u{2011}'));
        let at = if hyphen { end + window.char_at(end).map_or(1, char::len_utf8) } else { end };
        let mut token = window.after(at)?;
        if hyphen && token.start != at {
            return None;
        }
        // "half a mile", "a quarter of a percent"
        if number.class == Class::Fraction && !hyphen {
            let mut next = token;
            if window.of(next) == "of" {
                next = window.after(next.end)?;
            }
            if matches!(window.of(next), "a" | "an") {
                let unit = window.after(next.end)?;
                if self.unit_kind(place, unit).is_none() {
                    return None;
                }
                token = unit;
            }
        }
        let word = window.of(token);
        // "35 working days", "10 more miles"
        let token = if !hyphen && self.tables.class(word) & class::UNIT_ADJECTIVE != 0 {
            match window.after(token.end) {
                Some(t)
                    if self.unit_kind(place, t).is_some_and(|k| {
                        k == UnitKind::Duration
                            || word == "more"
                            || word == "additional"
                            || word == "extra"
                            || word == "further"
                            || word == "other"
                    }) =>
                {
                    t
                }
                _ => token,
            }
        } else {
            token
        };
        let word = window.of(token);
        if let Some((from, to, row)) = self.tables.units.at(window, token) {
            let (unit, kind) = self.tables.unit_rows.get(usize::from(row))?;
            let kind = match kind {
                UnitKind::Percent => FigureKind::Percent,
                UnitKind::Duration => FigureKind::Duration,
                UnitKind::Measure => FigureKind::Measure,
            };
            // "30 second": an ordinal unless hyphenated; "4 in", "5 m" are read only where they touch.
            let ordinal = word.eq_ignore_ascii_case("second") && !hyphen && number.value != 1.0;
            let letter = to - from <= 2 && word.bytes().all(|b| b.is_ascii_alphabetic()) && from > end && !hyphen;
            let letter = letter
                && !matches!(
                    word,
                    "km" | "kg"
                        | "cm"
                        | "mm"
                        | "ft"
                        | "lb"
                        | "oz"
                        | "ha"
                        | "hp"
                        | "mg"
                        | "ml"
                        | "kw"
                        | "MW"
                        | "GW"
                        | "kW"
                        | "MB"
                        | "GB"
                        | "TB"
                        | "pp"
                        | "yr"
                        | "hr"
                );
            let point = word.starts_with("point") && number.form == Form::Word;
            let capital = point
                || window.capital(token)
                    && word.len() > 3
                    && !word.bytes().all(|b| b.is_ascii_uppercase())
                    && kind != FigureKind::Percent
                    && number.form != Form::Numeral;
            let sign = word.len() == 1 && !self.letter_unit(place, word, number);
            if !ordinal && !letter && !capital && !sign {
                let glued = !word.starts_with(|c: char| c.is_alphabetic());
                return Some(Measure { kind, unit: Some(unit.to_string()), span: span(from, to), glued, hyphen });
            }
        }
        let (from, to, money) = match self.tables.money_after(window, token) {
            Some(found) => found,
            // "Namibian dollars": a nation before the name of a currency of many nations
            None if window.capital(token) && token.kind == Kind::Word && word.len() > 4 && word.ends_with(['n', 'h', 'e', 'i', 'c']) => {
                let name = window.after(token.end).filter(|t| window.of(*t).starts_with(|c: char| c.is_ascii_lowercase()))?;
                let (_, to, _) = self.tables.money_after(window, name)?;
                if !number.scale.is_finite()
                    || matches!(window.of(name), "won" | "real" | "marks" | "pounds" | "crown") && number.scale < 1000.0
                {
                    return None;
                }
                return Some(Measure { kind: FigureKind::Money, unit: None, span: span(token.start, to), glued: false, hyphen });
            }
            None => return None,
        };
        let lower = word.to_ascii_lowercase();
        let large = number.scale >= 1000.0 || number.value >= 1000.0;
        match lower.as_str() {
            // English words that are also money: only where the number is of money's size.
            "won" | "real" | "colon" | "mark" | "marks" | "re" | "som" if !large && !(lower.starts_with("mark") && number.decimal) => {
                return None;
            }
            // "won three crowns" of a champion
            "crown" | "crowns" if hyphen || number.form == Form::Word && !large => return None,
            "pound" | "pounds" if hyphen || (!large && !self.pounds_of_money(place, number.start, to)) => {
                return Some(Measure {
                    kind: FigureKind::Measure,
                    unit: Some("[lb_av]".into()),
                    span: span(from, to),
                    glued: false,
                    hyphen,
                });
            }
            "p" if from > end => return None,
            _ => {}
        }
        // "10 $30": the sign belongs to the next number.
        if money.side == Side::Both && word.len() == 1 && word.is_ascii() && window.char_at(to).is_some_and(|c| c.is_ascii_digit()) {
            return None;
        }
        let unit = self.tables.currency(money, place.country);
        let glued = !word.starts_with(char::is_alphabetic);
        Some(Measure { kind: FigureKind::Money, unit, span: span(from, to), glued, hyphen })
    }

    /// True where a single letter after a number can be a unit: "35C", "500g", "100W"; not "seat 4C", "5G".
    fn letter_unit(&self, place: &Place, letter: &str, number: &Number) -> bool {
        if matches!(letter, "C" | "F") {
            let window = &place.window;
            let left = window.before(number.start);
            let name = left.is_some_and(|t| {
                let word = window.of(t);
                self.tables.class(word) & (class::DESIGNATE_ANY | class::DESIGNATE_NAME) != 0 || window.capital(t) && !window.opens(t)
            });
            let minus = matches!(window.char_before(number.start), Some('-' | '−'));
            return !name && (number.decimal || minus || number.digits == 2 || number.digits == 3 && number.value <= 130.0);
        }
        // "4.5s": "20s" is a decade.
        if letter == "s" {
            return number.decimal;
        }
        !letter.starts_with(|c: char| c.is_ascii_alphabetic()) || matches!(letter, "g" | "m" | "V" | "W")
    }

    /// "30 MUSD", "120 MEUR": millions of a currency by its code, as Nordic companies write. The factor comes with it.
    pub(super) fn millions_by_code(&self, place: &Place, end: usize) -> Option<Measure> {
        let window = &place.window;
        let token = window.after(end).filter(|t| t.kind == Kind::Word && t.end - t.start == 4)?;
        let code = window.of(token).strip_prefix('M').filter(|c| c.bytes().all(|b| b.is_ascii_uppercase()))?;
        let inner = Token { start: token.start + 1, ..token };
        let (_, to, money) = self.tables.money_after(window, inner).filter(|f| f.1 == token.end && code.len() == 3)?;
        let unit = self.tables.currency(money, place.country);
        Some(Measure { kind: FigureKind::Money, unit, span: span(token.start, to), glued: false, hyphen: false })
    }

    /// "75 USD million": the scale stands behind the currency. Where it ends, and its factor.
    pub(super) fn scale_behind(&self, place: &Place, measure: &Measure, number: &Number) -> Option<(usize, f64)> {
        let window = &place.window;
        if measure.kind != FigureKind::Money || measure.span.start < number.end || number.scale > 1.0 || measure.hyphen {
            return None;
        }
        let token = window.after(measure.span.end).filter(|t| t.kind == Kind::Word)?;
        match self.tables.number(window.of(token))? {
            (crate::lexicon::NumberClass::Scale, factor) => Some((token.end, factor)),
            _ => None,
        }
    }

    /// What the unit word at `token` measures.
    pub(super) fn unit_kind(&self, place: &Place, token: Token) -> Option<UnitKind> {
        let (_, _, row) = self.tables.units.at(&place.window, token)?;
        self.tables.unit_rows.get(usize::from(row)).map(|(_, k)| *k)
    }

    /// True where pounds are money: an outlet of a country with pounds, and no word of weight around.
    pub(super) fn pounds_of_money(&self, place: &Place, start: usize, end: usize) -> bool {
        let of = place.window.after(end).is_some_and(|t| place.window.of(t) == "of");
        let home = matches!(place.country, Some("GB" | "IE" | "EG" | "LB" | "SY" | "SD" | "SS" | "GI" | "FK"));
        let pay = place.window.before(start).is_some_and(|t| {
            matches!(
                place.window.of(t),
                "cost" | "costs" | "paid" | "pay" | "pays" | "fined" | "worth" | "for" | "owed" | "spent" | "spend" | "borrowed" | "earned"
            )
        });
        !of && (home || pay)
    }

    /// "3 dollars and 50 cents": one sum.
    pub(super) fn cents(&self, place: &Place, draft: &mut Draft) {
        let window = &place.window;
        let Some(m) = draft.measure.as_ref().filter(|m| m.kind == FigureKind::Money && m.span.start >= draft.number.end) else { return };
        let (Some(value), Quantifier::Exact) = (draft.figure.value, draft.figure.quantifier) else { return };
        if draft.number.decimal || draft.number.scale > 1.0 {
            return;
        }
        let Some(mut token) = window.after(m.span.end) else { return };
        if window.of(token) == "and" {
            match window.after(token.end) {
                Some(t) => token = t,
                None => return,
            }
        }
        let small = match token.kind {
            Kind::Digits => digits::digits(&self.tables, window, token.start, false),
            Kind::Word => number::words(&self.tables, window, token).filter(|n| n.start == token.start),
            Kind::Mark => None,
        };
        let Some(small) = small.filter(|n| n.class == Class::Cardinal && n.value < 100.0 && !n.decimal) else { return };
        let Some(unit) = self.unit_after(place, small.end, &small) else { return };
        if unit.kind != FigureKind::Money || !matches!(unit.unit.as_deref(), Some("USX" | "GBX")) {
            return;
        }
        let total = value + small.value / 100.0;
        draft.figure.value = Some(total);
        (draft.figure.low, draft.figure.high) = (Some(total), Some(total));
        draft.figure.span.end = unit.span.end;
        draft.figure.number.end = unit.span.end;
        draft.figure.unit_span = None;
        draft.end = unit.span.end;
    }
}
