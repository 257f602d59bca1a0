//! One figure: the number at a hit, with its hedge, range, unit and kind.

use crate::lexicon::{NumberClass as C, Side, UnitKind};
use crate::types::{Figure, FigureKind, Form, Quantifier, Span, Timex};

use super::number::{self, Class, Number};
use super::scan::{Hit, fraction_sign};
use super::special::stops_phrase as phrase_stop;
use super::tables::{Money, class};
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
                match number::digits(&self.tables, window, at, money) {
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
    fn idiom(&self, place: &Place, at: usize) -> Option<(Option<Figure>, usize)> {
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
            let letter = word.len() <= 2 && word.bytes().all(|b| b.is_ascii_alphabetic()) && from > end && !hyphen;
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
            if !ordinal && !letter && !capital {
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

    /// What the unit word at `token` measures.
    fn unit_kind(&self, place: &Place, token: Token) -> Option<UnitKind> {
        let (_, _, row) = self.tables.units.at(&place.window, token)?;
        self.tables.unit_rows.get(usize::from(row)).map(|(_, k)| *k)
    }

    /// True where pounds are money: an outlet of a country with pounds, and no word of weight around.
    fn pounds_of_money(&self, place: &Place, start: usize, end: usize) -> bool {
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

    /// Hedges, "another" and "between" to the left.
    fn left(&self, place: &Place, draft: &mut Draft) {
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
            if let Some(q) = sign.filter(|_| token.end == start || word != "~" && window.char_before(start) == Some(' ')) {
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
    fn hedge_fits(&self, place: &Place, word: &str, from: usize, draft: &Draft) -> bool {
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
            // "that adds up to 185,000"
            "to" => !matches!(before, "add" | "adds" | "added" | "adding" | "brought" | "brings" | "bring" | "lived" | "live"),
            _ => true,
        }
    }

    /// The second end of a range.
    fn range(&self, place: &Place, draft: &mut Draft) {
        let window = &place.window;
        let first = draft.number;
        if first.class == Class::Ordinal || first.decade {
            return;
        }
        let opener = window.before(draft.figure.span.start).filter(|t| t.start >= place.floor);
        let opener_word = opener.map(|t| window.of(t).to_ascii_lowercase()).unwrap_or_default();
        let between = opener_word == "between";
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
                number::digits(&self.tables, window, token.start, draft.measure.as_ref().is_some_and(|m| m.kind == FigureKind::Money))
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
                // "0.6 % to 309,381 yen" is no range.
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
    fn changes(&self, place: &Place, start: usize) -> bool {
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
    fn left_of_range(&self, place: &Place, draft: &mut Draft) {
        let window = &place.window;
        if let Some(t) = window.before(draft.figure.span.start)
            && let Some((from, _, _)) = self.tables.hedges_before.at(window, t)
            && from >= place.floor
        {
            draft.figure.span.start = from;
        }
    }

    /// What joins a number to the one after it, and where that one begins.
    fn connector(&self, place: &Place, at: usize, first: &Number) -> Option<(usize, &'static str)> {
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
    fn ranging(&self, place: &Place, from: usize) -> bool {
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

    /// Hedges after the number, and increments ("six more").
    fn right(&self, place: &Place, draft: &mut Draft) {
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
    fn bounds(&self, draft: &mut Draft) {
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

impl FigureReader {
    /// "3 dollars and 50 cents": one sum.
    fn cents(&self, place: &Place, draft: &mut Draft) {
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
            Kind::Digits => number::digits(&self.tables, window, token.start, false),
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

    /// "more than 10 but fewer than 40": one figure with two ends.
    fn both_bounds(&self, place: &Place, draft: &mut Draft) {
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
        let Some(word) = window.before(token.start) else { return };
        let Some((start, _, (q, _))) = self.tables.hedges_before.at(window, word) else { return };
        let second = match token.kind {
            Kind::Digits => number::digits(&self.tables, window, token.start, false),
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

impl Number {
    /// Four digits that can be a year.
    pub(super) fn plain_year(&self) -> bool {
        self.plain && self.digits == 4 && self.class == Class::Cardinal && (1100.0..=2100.0).contains(&self.value)
    }
}
