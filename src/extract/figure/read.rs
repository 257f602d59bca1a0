//! One figure: the number at a hit, with its hedge, range, unit and kind.

use crate::lexicon::NumberClass as C;
use crate::types::{Figure, FigureKind, Form, Quantifier, Span, Timex};

use super::digits;
use super::number::{self, Class, Number};
use super::scan::{Hit, fraction_sign};
use super::special::stops_phrase as phrase_stop;
use super::walk::{Kind, Token};
use super::{FigureReader, Place, span};

/// A unit, currency or percent sign at a number.
#[derive(Clone, Debug)]
pub(super) struct Measure {
    pub kind: FigureKind,
    pub unit: Option<String>,
    pub span: Span,
    /// Glued to the number as a sign ("%"), and so part of the figure.
    pub glued: bool,
    /// Joined by a hyphen ("10-mile").
    pub hyphen: bool,
}

/// A figure while it is read.
pub(super) struct Draft {
    pub figure: Figure,
    pub number: Number,
    pub measure: Option<Measure>,
    /// The words of the hedge directly before, where they can be an age's bound ("under", "over").
    pub hedged: bool,
    /// Read up to here.
    pub end: usize,
}

pub(super) fn plain_figure(span: Span, kind: FigureKind, rule: &str, form: Form) -> Figure {
    Figure {
        span,
        number: span,
        form,
        kind,
        value: None,
        low: None,
        high: None,
        quantifier: Quantifier::Exact,
        unit: None,
        unit_span: None,
        rule: rule.to_owned(),
        earlier: false,
        increment: false,
    }
}

impl FigureReader {
    /// The figure at a hit, and where reading goes on.
    pub(super) fn figure(&self, place: &Place, hit: Hit, timex: Option<&Timex>, before: &[Figure]) -> (Option<Figure>, usize) {
        let window = &place.window;
        match hit {
            Hit::Sign(at) => {
                let Some((c, part)) = window.char_at(at).and_then(|c| Some((c, fraction_sign(c)?))) else { return (None, at + 1) };
                let number = Number {
                    start: at,
                    end: at + c.len_utf8(),
                    value: part,
                    class: Class::Fraction,
                    form: Form::Numeral,
                    decimal: true,
                    plain: false,
                    digits: 0,
                    scale: 1.0,
                    overflow: false,
                    decade: false,
                    bare: false,
                };
                self.draft(place, number, before)
            }
            Hit::Digit(at) => {
                if let Some(done) = self.idiom(place, at).or_else(|| self.shape(place, at, timex)) {
                    return done;
                }
                let money = self.currency_sign(place, at).is_some();
                match digits::digits(&self.tables, window, at, money) {
                    Some(n) => self.draft(place, n, before),
                    None => (None, at + 1),
                }
            }
            Hit::Word(start, end) => {
                let word = Token { start, end, kind: Kind::Word };
                if let Some(done) = self.special(place, word, before) {
                    return done;
                }
                if let Some(done) = self.idiom(place, start) {
                    return done;
                }
                match number::words(&self.tables, window, word) {
                    Some(n) if n.start >= place.floor => self.draft(place, n, before),
                    _ => (None, end),
                }
            }
        }
    }

    /// A phrase whose number counts nothing.
    pub(super) fn idiom(&self, place: &Place, at: usize) -> Option<(Option<Figure>, usize)> {
        let token = place.window.after(at)?;
        let (start, end, kind) = self.tables.idioms.at(&place.window, token)?;
        if start < place.floor {
            return None;
        }
        let mut figure = plain_figure(span(start, end), kind, "idiom", Form::Word);
        figure.number = span(token.start, token.end.min(end));
        if token.kind == Kind::Digits {
            figure.form = Form::Numeral;
        }
        let value = match self.tables.number(place.window.of(token)) {
            Some((class, v)) if class != C::Special && class != C::Plural => Some(v),
            _ => None,
        };
        figure.value = value;
        (figure.low, figure.high) = (value, value);
        if kind == FigureKind::Duration {
            figure.rule = "idiom_duration".into();
        }
        Some((Some(figure), end))
    }

    /// Builds the figure of a number: unit, range, hedge, kind.
    pub(super) fn draft(&self, place: &Place, number: Number, before: &[Figure]) -> (Option<Figure>, usize) {
        let window = &place.window;
        let mut figure = plain_figure(span(number.start, number.end), FigureKind::Count, "count", number.form);
        figure.value = Some(number.value);
        let mut draft = Draft { figure, number, measure: None, hedged: false, end: number.end };
        // ".08"
        if window.char_before(number.start) == Some('.')
            && number.plain
            && window.char_before(number.start - 1).is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '$' | '£' | '-'))
        {
            let value = number.value / 10f64.powi(number.digits.min(300) as i32);
            let start = number.start - 1;
            return self.draft(place, Number { start, value, plain: false, decimal: true, ..number }, before);
        }
        if number.overflow {
            draft.figure.value = None;
            draft.figure.kind = FigureKind::Other;
            draft.figure.rule = "overflow".into();
            return (Some(draft.figure), draft.end);
        }
        // Currency or sign before.
        let mut start = number.start;
        if number.form != Form::Word
            && let Some((from, money)) = self.currency_sign(place, number.start)
        {
            start = from;
            let unit = self.tables.currency(money, place.country);
            draft.measure = Some(Measure { kind: FigureKind::Money, unit, span: span(from, number.start), glued: true, hyphen: false });
        } else if let Some(sign) = window.char_before(number.start)
            && matches!(sign, '-' | '−' | '+')
            && number.form == Form::Numeral
            && window
                .char_before(number.start - sign.len_utf8())
                .is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '<' | '>' | '=' | '$'))
        {
            start = number.start - sign.len_utf8();
            if sign != '+' {
                draft.figure.value = Some(-number.value);
            }
        } else if let Some(t) = window.before(number.start)
            && matches!(window.of(t), "minus" | "negative")
            && t.start >= place.floor
        {
            start = t.start;
            draft.figure.value = Some(-number.value);
        }
        if draft.measure.is_none() {
            draft.measure = self.unit_after(place, number.end, &number);
        }
        if draft.measure.is_none()
            && let Some(m) = self.millions_by_code(place, number.end)
        {
            self.scale_up(&mut draft, 1e6, m.span.end);
            draft.measure = Some(m);
        } else if let Some((end, factor)) = draft.measure.as_ref().and_then(|m| self.scale_behind(place, m, &number)) {
            self.scale_up(&mut draft, factor, end);
        }
        draft.figure.span.start = start;
        draft.figure.number.start = start;
        self.left(place, &mut draft);
        self.range(place, &mut draft);
        self.right(place, &mut draft);
        self.bounds(&mut draft);
        self.cents(place, &mut draft);
        self.both_bounds(place, &mut draft);
        self.kind(place, &mut draft, before);
        (Some(draft.figure), draft.end)
    }

    /// Multiplies a number by a scale that stands behind its currency, up to `end`.
    fn scale_up(&self, draft: &mut Draft, factor: f64, end: usize) {
        draft.number.value = digits::scaled(draft.number.value, factor);
        (draft.number.scale, draft.number.decimal, draft.number.plain) = (factor, false, false);
        (draft.number.end, draft.figure.span.end, draft.figure.number.end, draft.end) = (end, end, end, end);
        draft.figure.value = draft.figure.value.map(|v| digits::scaled(v, factor));
    }

    /// Hedges, "another" and "between" to the left.
    pub(super) fn left(&self, place: &Place, draft: &mut Draft) {
        let window = &place.window;
        let mut start = draft.figure.span.start;
        for _ in 0..3 {
            let Some(token) = window.before(start) else { break };
            if token.start < place.floor {
                break;
            }
            let word = window.of(token);
            let sign = match word {
                "~" | "≈" => Some(Quantifier::About),
                ">" => Some(Quantifier::MoreThan),
                "<" => Some(Quantifier::LessThan),
                "≥" => Some(Quantifier::AtLeast),
                "≤" => Some(Quantifier::AtMost),
                "=" => match window.before(token.start).map(|t| (t, window.of(t))) {
                    Some((t, ">")) => {
                        draft.figure.quantifier = Quantifier::AtLeast;
                        start = t.start;
                        continue;
                    }
                    Some((t, "<")) => {
                        draft.figure.quantifier = Quantifier::AtMost;
                        start = t.start;
                        continue;
                    }
                    _ => None,
                },
                _ => None,
            };
            // ">> One woman": an arrow of the page.
            let arrow = window.char_before(token.start).is_some_and(|c| matches!(c, '>' | '<'));
            if let Some(q) = sign.filter(|_| !arrow && (token.end == start || word != "~" && window.char_before(start) == Some(' '))) {
                draft.figure.quantifier = q;
                start = token.start;
                continue;
            }
            if token.kind == Kind::Mark || token.end == start {
                break;
            }
            if word.eq_ignore_ascii_case("another") && draft.number.class == Class::Cardinal && draft.measure.is_none() {
                draft.figure.increment = true;
                start = token.start;
                continue;
            }
            let Some((from, _, (q, _))) = self.tables.hedges_before.at(window, token) else { break };
            if from < place.floor || !self.hedge_fits(place, word, from, draft) {
                break;
            }
            draft.figure.quantifier = q;
            draft.hedged = true;
            start = from;
        }
        draft.figure.span.start = start;
        // "an additional 20", "a further 20": an increment that is no part of the figure.
        if let Some(t) = window.before(start)
            && matches!(window.of(t), "additional" | "further" | "extra" | "Additional" | "Further")
        {
            draft.figure.increment = true;
        }
    }

    /// False where a word that can hedge does something else here.
    pub(super) fn hedge_fits(&self, place: &Place, word: &str, from: usize, draft: &Draft) -> bool {
        let window = &place.window;
        let before = window.before(from).map(|t| window.of(t).to_ascii_lowercase());
        let before = before.as_deref().unwrap_or("");
        match word {
            "some" | "Some" => draft.number.value != 1.0,
            "under" | "below" | "above" | "beyond" | "over" | "around" | "about" if draft.number.class == Class::Ordinal => false,
            "over" => {
                !matches!(before, "all" | "hand" | "handed" | "took" | "take" | "taken" | "taking" | "pull" | "pulled" | "run" | "ran")
            }
            "estimated" => before != "is" || draft.measure.is_some(),
            // "this adds up to 96,000"
            "to" => !matches!(before, "add" | "adds" | "added" | "adding" | "brought" | "brings" | "bring" | "lived" | "live"),
            _ => true,
        }
    }

    /// Hedges after the number, and increments ("six more").
    pub(super) fn right(&self, place: &Place, draft: &mut Draft) {
        let window = &place.window;
        let mut end = draft.end;
        if let Some(m) = draft.measure.as_ref().filter(|m| m.glued && m.span.start >= draft.number.end) {
            end = m.span.end;
            draft.figure.span.end = end;
        }
        let range = draft.figure.quantifier == Quantifier::Range;
        if window.char_at(end) == Some('+') && !window.char_at(end + 1).is_some_and(|c| c.is_ascii_digit()) {
            draft.figure.quantifier = Quantifier::AtLeast;
            end += 1;
            draft.figure.span.end = end;
            draft.end = draft.end.max(end);
            return;
        }
        let hyphen = window.char_at(end) == Some('-');
        let Some(token) = window.after(if hyphen { end + 1 } else { end }) else { return };
        let word = window.of(token).to_ascii_lowercase();
        if hyphen && token.start == end + 1 && word == "strong" {
            draft.figure.span.end = token.end;
            draft.end = token.end;
            draft.figure.rule = "strong".into();
            return;
        }
        if let Some((_, to, q)) = self.tables.hedges_after.at(window, token) {
            let next = window.after(to);
            let next_word = next.map(|t| window.of(t)).unwrap_or("");
            let stops = next.is_none_or(|t| t.kind == Kind::Mark);
            let number = next.is_some_and(|t| t.kind == Kind::Digits || self.tables.number(next_word).is_some());
            let fits = match word.as_str() {
                "or" => next_word != "than",
                "plus" | "odd" => {
                    (hyphen && token.start == end + 1)
                        || (!number
                            && !matches!(next_word, "a" | "an" | "the" | "another" | "" | "one")
                            && draft.number.form != Form::Word
                            && word == "odd")
                }
                _ => (stops || phrase_stop(next_word) && next_word != "than") && !number && !hyphen,
            };
            if fits && !range {
                draft.figure.quantifier = q;
                draft.figure.span.end = to;
                draft.end = draft.end.max(to);
                return;
            }
        }
        // "500 people or more": the noun stands between.
        if token.kind == Kind::Word
            && !range
            && !hyphen
            && let Some(or) = window.after(token.end)
            && window.of(or) == "or"
            && let Some((_, to, q)) = self.tables.hedges_after.at(window, or)
            && window.after(to).is_none_or(|t| window.of(t) != "than")
        {
            draft.figure.quantifier = q;
        }
        if word == "more" && !hyphen && window.after(token.end).is_none_or(|t| window.of(t) != "than") {
            draft.figure.increment = true;
        }
    }

    /// The interval of a figure from its value and hedge.
    pub(super) fn bounds(&self, draft: &mut Draft) {
        let figure = &mut draft.figure;
        let value = figure.value;
        match figure.quantifier {
            Quantifier::Range => {}
            Quantifier::AtLeast | Quantifier::MoreThan => (figure.low, figure.high) = (value, None),
            Quantifier::AtMost | Quantifier::LessThan | Quantifier::Nearly => (figure.low, figure.high) = (None, value),
            _ => (figure.low, figure.high) = (value, value),
        }
        if let Some(m) = &draft.measure {
            figure.unit.clone_from(&m.unit);
            if m.span.start >= draft.number.end && !m.glued {
                figure.unit_span = Some(m.span);
            }
        }
    }
}

impl Number {
    /// Four digits that can be a year.
    pub(super) fn plain_year(&self) -> bool {
        self.plain && self.digits == 4 && self.class == Class::Cardinal && (1100.0..=2100.0).contains(&self.value)
    }
}
