//! What a number is, by the words around it.
//!
//! The first rule that fits decides, from the surest (money, units, ages) to the default, a count.

use crate::types::{Figure, FigureKind, Form, Quantifier, Timex};

use super::number::Class;
use super::read::{Draft, plain_figure};
use super::special::stops_phrase;
use super::tables::{Tables, class};
use super::walk::{Kind, Token};
use super::{FigureReader, Place, span};

type Done = Option<(Option<Figure>, usize)>;

impl FigureReader {
    /// Shapes of digits that are read whole: addresses of the web, models, clock times, dates, telephone numbers.
    pub(super) fn shape(&self, place: &Place, at: usize, _timex: Option<&Timex>) -> Done {
        let window = &place.window;
        let bytes = &window.text.as_bytes()[..window.high];
        let run = |from: usize| bytes.get(from..).unwrap_or(&[]).iter().take_while(|b| b.is_ascii_digit()).count();
        let before = window.char_before(at);
        if let Some(c) = before
            && (c.is_alphanumeric()
                || matches!(c, '/' | '.' | '-' | '_' | '=' | '?' | '&' | '%' | '@' | '#' | '+' | '©' | '\'' | '’' | '‐' | '\u{2011}' | ':'))
        {
            if let Some(end) = web_address(window.text, window.low, window.high, at) {
                return done(at, end, FigureKind::Furniture, "web_address");
            }
            match c {
                '#' => return done(at, at + run(at), FigureKind::Designation, "hash"),
                '©' => return done(at, at + run(at), FigureKind::Furniture, "copyright"),
                '\'' | '’' if run(at) == 2 && window.char_before(at - c.len_utf8()).is_none_or(|p| !p.is_alphanumeric()) => {
                    let end = at + 2 + usize::from(bytes.get(at + 2) == Some(&b's'));
                    return done(at, end, FigureKind::Date, "short_year");
                }
                '_' => return done(at, at + run(at), FigureKind::Furniture, "handle"),
                _ if c.is_alphabetic() => {
                    if let Some(found) = self.glued(place, at) {
                        return Some(found);
                    }
                }
                '-' | '‐' | '\u{2011}' => {
                    if let Some(found) = self.model(place, at - c.len_utf8(), at) {
                        return Some(found);
                    }
                }
                _ => {}
            }
        }
        let first = run(at);
        let mark = bytes.get(at + first).copied().unwrap_or(0);
        let second = run(at + first + 1);
        let end = at + first + 1 + second;
        match mark {
            b':' if first <= 2 && second == 2 => {
                let mut end = end;
                if bytes.get(end) == Some(&b':') && run(end + 1) == 2 {
                    end += 3;
                }
                if window.char_at(end).is_none_or(|c| !c.is_ascii_digit()) {
                    return done(at, end, FigureKind::Time, "clock");
                }
            }
            b':' if first >= 1 && second >= 1 => return done(at, end, FigureKind::Designation, "colon"),
            b'-' | b'/' | b'.' if second > 0 && bytes.get(end) == Some(&mark) && run(end + 1) > 0 => {
                let third = run(end + 1);
                let stop = end + 1 + third;
                let fourth = bytes.get(stop) == Some(&mark) && run(stop + 1) > 0;
                let number =
                    |from: usize, n: usize| window.text.get(from..from + n).and_then(|s| s.parse::<u32>().ok()).unwrap_or(u32::MAX);
                let (a, b, c) = (number(at, first), number(at + first + 1, second), number(end + 1, third));
                let date = !fourth && ((first == 4 && b <= 12 && c <= 31) || (a <= 31 && b <= 31 && (third == 4 || third == 2)));
                if date && (mark != b'.' || third != 1) {
                    return done(at, stop, FigureKind::Date, "date_digits");
                }
                if mark != b'/' {
                    let mut stop = stop;
                    while bytes.get(stop) == Some(&mark) && run(stop + 1) > 0 {
                        stop += 1 + run(stop + 1);
                    }
                    return done(at, stop, FigureKind::Designation, if mark == b'-' { "phone" } else { "dotted" });
                }
            }
            b'-' if first == 3 && second == 4 && !self.noun_at(place, end) => return done(at, end, FigureKind::Designation, "phone"),
            b'/' if first <= 2 && second <= 2 && second > 0 && window.char_at(end) != Some('/') => {
                let number = |from: usize, n: usize| window.text.get(from..from + n).and_then(|s| s.parse::<u32>().ok()).unwrap_or(99);
                let (a, b) = (number(at, first), number(at + first + 1, second));
                let fraction = a < b && matches!(b, 2..=6 | 8 | 10 | 16);
                if !fraction && a <= 31 && b <= 31 && (a <= 12 || b <= 12) && !window.char_at(end).is_some_and(char::is_alphanumeric) {
                    return done(at, end, FigureKind::Date, "date_digits");
                }
            }
            b'/' if first == 4 && matches!(second, 2 | 4) => return done(at, end, FigureKind::Date, "years"),
            _ => {}
        }
        if let Some(end) = clock(window.text, at, first, window.high) {
            return done(at, end, FigureKind::Time, "clock");
        }
        if before == Some('+') && first <= 3 && matches!(mark, b' ' | b'-') && second >= 2 {
            let mut end = at + first;
            while matches!(bytes.get(end), Some(b' ' | b'-')) && run(end + 1) > 0 {
                end += 1 + run(end + 1);
            }
            return done(at, end, FigureKind::Designation, "phone");
        }
        None
    }

    /// Digits that touch letters before: "G7", "some12".
    fn glued(&self, place: &Place, at: usize) -> Done {
        let window = &place.window;
        let mut start = at;
        while let Some(c) = window.char_before(start) {
            if !c.is_alphanumeric() {
                break;
            }
            start -= c.len_utf8();
        }
        let letters = window.text.get(start..at)?;
        // A code of money ("USD115", "R500") is read as money.
        if self.tables.money_before(window, at).is_some_and(|(from, _)| from <= start) {
            let digits = window.text.as_bytes()[at..window.high].iter().take_while(|b| b.is_ascii_digit()).count();
            if letters.len() > 1 || digits >= 3 {
                return None;
            }
        }
        let lower = letters.chars().all(|c| c.is_lowercase());
        if lower && letters.chars().count() >= 3 {
            return None;
        }
        let mut end = at;
        while let Some(c) = window.char_at(end) {
            let inner = matches!(c, '-' | '.' | '/') && window.char_at(end + 1).is_some_and(|d| d.is_ascii_digit());
            if !c.is_alphanumeric() && !inner {
                break;
            }
            end += c.len_utf8();
        }
        done(at, end, FigureKind::Designation, "model")
    }

    /// Digits after a hyphen: "COVID-19", "Su-35", "mid-20s".
    fn model(&self, place: &Place, hyphen: usize, at: usize) -> Done {
        let window = &place.window;
        let word = window.before(hyphen).filter(|t| t.end == hyphen && t.kind == Kind::Word)?;
        let text = window.of(word);
        let lower = text.chars().all(char::is_lowercase);
        if matches!(
            text.to_ascii_lowercase().as_str(),
            "mid" | "late" | "early" | "post" | "pre" | "under" | "over" | "sub" | "since" | "non" | "plus"
        ) {
            return None;
        }
        if lower
            && self.tables.class(text) & (class::DESIGNATE_ANY | class::DESIGNATE_NAME) == 0
            && !matches!(text, "top" | "big" | "catch" | "no")
        {
            return None;
        }
        let mut end = at;
        while let Some(c) = window.char_at(end) {
            let inner = matches!(c, '.' | '/') && window.char_at(end + 1).is_some_and(|d| d.is_ascii_digit());
            if !c.is_alphanumeric() && !inner {
                break;
            }
            end += c.len_utf8();
        }
        done(at, end, FigureKind::Designation, "model")
    }

    /// True where a lower-case word that can be a noun stands at `at`.
    fn noun_at(&self, place: &Place, at: usize) -> bool {
        place.window.after(at).is_some_and(|t| {
            let word = place.window.of(t);
            t.kind == Kind::Word && word.starts_with(|c: char| c.is_lowercase()) && !stops_phrase(word)
        })
    }

    /// Decides the kind of a number whose unit, hedge and range are read.
    pub(super) fn kind(&self, place: &Place, draft: &mut Draft, before: &[Figure]) {
        let window = &place.window;
        let set = |draft: &mut Draft, kind: FigureKind, rule: &str| {
            draft.figure.kind = kind;
            draft.figure.rule = rule.to_owned();
        };
        if draft.figure.kind == FigureKind::Date {
            return;
        }
        let end = draft.end.max(draft.number.end);
        let left = window.before(draft.figure.span.start);
        let right = window.after(end);
        let left_word = left.map(|t| window.of(t)).unwrap_or("");
        let right_word = right.map(|t| window.of(t)).unwrap_or("");
        let left_bits = self.tables.class(left_word);
        let right_bits = self.tables.class(right_word);
        let hyphen = window.char_at(end) == Some('-');
        let ranged = draft.figure.quantifier == Quantifier::Range;

        if let Some(m) = draft.measure.clone() {
            if m.kind == FigureKind::Duration && self.age_follows(place, m.span.end) {
                return set(draft, FigureKind::Age, "years_old");
            }
            if m.kind == FigureKind::Duration && (matches!(left_word.to_ascii_lowercase().as_str(), "aged" | "age" | "ages")) {
                return set(draft, FigureKind::Age, "aged");
            }
            if m.kind == FigureKind::Duration
                && draft.figure.quantifier == Quantifier::Exact
                && self.calendar_day(place, draft, left_bits, left_word, right_bits, right)
            {
                return set(draft, FigureKind::Date, "month_day");
            }
            let rule = match m.kind {
                FigureKind::Money => "money",
                FigureKind::Percent => "percent",
                FigureKind::Duration => "duration",
                _ => "measure",
            };
            let rule = if ranged { format!("{rule}_range") } else { rule.to_owned() };
            if m.kind == FigureKind::Percent && draft.figure.value.is_none() && !ranged {
                return;
            }
            draft.figure.kind = m.kind;
            draft.figure.rule = rule;
            self.earlier(place, draft);
            return;
        }
        if self.furniture(place, draft) {
            return set(draft, FigureKind::Furniture, "line");
        }
        if self.age(place, draft, left, right, hyphen) {
            return;
        }
        if self.date(place, draft, left_bits, left_word, right_bits, right) {
            return;
        }
        if draft.number.class == Class::Ordinal {
            return self.ordinal(place, draft, right, right_bits);
        }
        if self.designation(place, draft, left, left_bits, right, right_bits, before) {
            return;
        }
        if self.score(place, draft, right) {
            return;
        }
        if self.ratio(place, draft, right) {
            return;
        }
        if hyphen && self.compound(place, draft, end) {
            return;
        }
        if draft.number.value == 1.0 && draft.number.form == Form::Word && !ranged && self.pronoun(place, draft, left, right) {
            return;
        }
        if let Some(t) = right.filter(|_| !hyphen)
            && draft.figure.rule != "strong"
            && let Some((kind, rule)) = self.framed(place, t)
        {
            return set(draft, kind, rule);
        }
        if draft.number.decimal && draft.number.scale == 1.0 {
            return set(draft, FigureKind::Other, "decimal");
        }
        if draft.figure.value.is_some_and(|v| v < 0.0) {
            return set(draft, FigureKind::Other, "negative");
        }
        if draft.figure.value == Some(0.0) && draft.figure.quantifier == Quantifier::Exact {
            if draft.number.form == Form::Word && !self.noun_at(place, end) {
                return set(draft, FigureKind::Other, "zero");
            }
            draft.figure.quantifier = Quantifier::None;
        }
        if window.char_before(draft.number.start).is_some_and(char::is_alphabetic) && draft.number.form == Form::Numeral {
            draft.figure.rule.push_str("_glued");
        }
        self.earlier(place, draft);
    }

    /// "old", "of age" after the unit of an age.
    fn age_follows(&self, place: &Place, at: usize) -> bool {
        let window = &place.window;
        let hyphen = window.char_at(at) == Some('-');
        let Some(t) = window.after(if hyphen { at + 1 } else { at }) else { return false };
        match window.of(t) {
            "old" | "olds" | "Old" => true,
            "of" => window.after(t.end).is_some_and(|t| window.of(t) == "age"),
            _ => false,
        }
    }

    /// Ages without "years old": "aged 9", "Smith, 24, said", "in her 30s", "children under 5".
    fn age(&self, place: &Place, draft: &mut Draft, left: Option<Token>, right: Option<Token>, hyphen: bool) -> bool {
        let window = &place.window;
        let set = |draft: &mut Draft, rule: &str| {
            draft.figure.kind = FigureKind::Age;
            draft.figure.unit = Some("a".into());
            draft.figure.rule = rule.to_owned();
            true
        };
        let number = draft.number;
        let top = draft.figure.high.or(draft.figure.value).unwrap_or(0.0);
        if !(0.0..=125.0).contains(&top) && !number.decade {
            return false;
        }
        let left_word = left.map(|t| window.of(t).to_ascii_lowercase()).unwrap_or_default();
        let second_left = left.and_then(|t| window.before(t.start));
        let second_word = second_left.map(|t| window.of(t).to_ascii_lowercase()).unwrap_or_default();
        if number.decade && number.digits == 2 {
            let own = |w: &str| matches!(w, "his" | "her" | "their" | "my" | "your" | "our" | "whose" | "hers");
            let third = second_left.and_then(|t| window.before(t.start)).map(|t| window.of(t).to_ascii_lowercase()).unwrap_or_default();
            if own(&left_word) || own(&second_word) || own(&third) || number.value % 10.0 != 0.0 || draft.hedged {
                return set(draft, "decade_of_life");
            }
            return false;
        }
        if number.class != Class::Cardinal || number.decimal {
            return false;
        }
        match left_word.as_str() {
            "aged" | "age" | "ages" => return set(draft, "aged"),
            "of" if matches!(second_word.as_str(), "age" | "ages") => return set(draft, "age_of"),
            "turned" | "turns" | "turning"
                if right.is_none_or(|t| {
                    t.kind == Kind::Mark
                        || stops_phrase(window.of(t))
                        || matches!(window.of(t), "last" | "this" | "next" | "today" | "years")
                }) =>
            {
                return set(draft, "turned");
            }
            _ => {}
        }
        // "under the age of 18" has the hedge far left; "children under 5", "people over 65", "18 and over"
        if draft.hedged
            && right.is_none_or(|t| {
                t.kind == Kind::Mark || stops_phrase(window.of(t)) || self.tables.class(window.of(t)) & class::CASUALTY != 0
            })
            && !hyphen
            && self.tables.class(&left_word) & class::AGE_NOUN != 0
            && matches!(window.text.get(draft.figure.span.start..number.start).map(str::trim), Some("under" | "over" | "below" | "above"))
        {
            return set(draft, "age_bound");
        }
        // "Smith, 24, and", "the driver, 34, was", "Smith (24)"
        let digits = number.form == Form::Numeral
            && number.plain
            && number.digits <= 3
            && number.value >= 1.0
            && draft.figure.quantifier == Quantifier::Exact;
        if digits && left_word == "," {
            let closes = right.is_none_or(|t| {
                matches!(window.of(t), "," | "." | ";" | ")" | ":" | "—" | "–")
                    || (window.of(t) == "and"
                        || window.of(t) == "of"
                        || window.of(t) == "who"
                        || window.of(t) == "from"
                        || window.of(t) == "was")
            });
            let name = second_left.filter(|t| t.kind == Kind::Word).is_some_and(|t| {
                let word = window.of(t);
                let bits = self.tables.class(word);
                // A month, day or function word before the comma makes it no age.
                bits & (class::MONTH | class::WEEKDAY | class::NAME_BLOCK | class::NUMBER) == 0 && (word.len() > 1 || window.capital(t))
            }) || second_left.is_some_and(|t| {
                matches!(window.of(t), "\"" | "”" | ")" | "'" | "’")
                    || (window.of(t) == "." && window.before(t.start).is_some_and(|p| matches!(window.of(p), "Jr" | "Sr")))
            });
            let comma = right.is_some_and(|t| window.of(t) == ",");
            let capital = second_left.is_some_and(|t| window.capital(t) || self.tables.class(window.of(t)) & class::PERSON != 0);
            let listed = right.is_some_and(|t| window.of(t) == "," && window.after(t.end).is_some_and(|n| n.kind == Kind::Digits));
            if name && closes && (comma || capital) && (capital || !listed) {
                return set(draft, "name_comma");
            }
        }
        if digits
            && left_word == "("
            && right.is_some_and(|t| matches!(window.of(t), ")" | ","))
            && second_left.is_some_and(|t| {
                t.kind == Kind::Word
                    && window.capital(t)
                    && self.tables.class(window.of(t)) & (class::MONTH | class::WEEKDAY | class::NAME_BLOCK) == 0
            })
        {
            return set(draft, "name_parenthesis");
        }
        false
    }

    /// True for a day of a month beside its month.
    fn calendar_day(&self, place: &Place, draft: &Draft, left_bits: u64, left_word: &str, right_bits: u64, right: Option<Token>) -> bool {
        let window = &place.window;
        let number = draft.number;
        if number.form != Form::Numeral || !(1.0..=31.0).contains(&number.value) || number.decimal {
            return false;
        }
        let capital = |w: &str| w.starts_with(|c: char| c.is_ascii_uppercase());
        if left_bits & class::MONTH != 0 && capital(left_word) {
            return true;
        }
        // "Sept. 5"
        if left_word == "."
            && let Some(dot) = window.before(number.start)
            && let Some(t) = window.before(dot.start)
            && self.tables.class(window.of(t)) & class::MONTH != 0
            && window.capital(t)
        {
            return true;
        }
        right_bits & class::MONTH != 0 && right.is_some_and(|t| window.capital(t)) && draft.measure.is_none()
    }

    /// Dates that are plain without the reader of time expressions: days of months, years, decades, times of day.
    fn date(&self, place: &Place, draft: &mut Draft, left_bits: u64, left_word: &str, right_bits: u64, right: Option<Token>) -> bool {
        let window = &place.window;
        let number = draft.number;
        let set = |draft: &mut Draft, rule: &str| {
            draft.figure.kind = FigureKind::Date;
            draft.figure.rule = rule.to_owned();
            true
        };
        if number.decade {
            return set(draft, "decade");
        }
        if self.calendar_day(place, draft, left_bits, left_word, right_bits, right) {
            return set(draft, "month_day");
        }
        if number.class == Class::Ordinal && right_bits & class::MONTH != 0 && right.is_some_and(|t| window.capital(t)) {
            return set(draft, "month_day");
        }
        if !number.plain_year() {
            return false;
        }
        if window.char_before(number.start) == Some('©') || matches!(left_word, "©" | "Copyright") {
            draft.figure.kind = FigureKind::Furniture;
            draft.figure.rule = "copyright".into();
            return true;
        }
        if draft.figure.quantifier != Quantifier::Exact {
            let noun = right.is_some_and(|t| {
                t.kind == Kind::Word
                    && (self.plural(window.of(t))
                        || window.of(t) == "of"
                        || self.tables.class(window.of(t)) & (class::PEOPLE | class::CASUALTY) != 0)
            });
            return if noun || number.value < 1900.0 { false } else { set(draft, "year") };
        }
        let anchored = left_bits & class::MONTH != 0
            || matches!(
                left_word,
                "in" | "In"
                    | "since"
                    | "Since"
                    | "by"
                    | "By"
                    | "until"
                    | "till"
                    | "before"
                    | "Before"
                    | "after"
                    | "After"
                    | "during"
                    | "During"
                    | "early"
                    | "late"
                    | "mid"
                    | "the"
                    | "The"
                    | "this"
                    | "year"
                    | "for"
                    | "summer"
                    | "spring"
                    | "autumn"
                    | "winter"
                    | "fall"
                    | "through"
                    | "between"
                    | "season"
                    | "his"
                    | "her"
                    | "their"
                    | "its"
                    | "'s"
                    | "-"
                    | "of"
                    | "to"
                    | "late-"
                    | "from"
                    | "circa"
            )
            || left_word.ends_with("'s")
            || left_word.ends_with("’s");
        let noun = right.is_some_and(|t| {
            t.kind == Kind::Word && (self.plural(window.of(t)) || self.tables.class(window.of(t)) & (class::PEOPLE | class::CASUALTY) != 0)
        }) || right.is_some_and(|t| {
            t.kind == Kind::Word
                && !stops_phrase(window.of(t))
                && window.after(t.end).is_some_and(|n| {
                    n.kind == Kind::Word && self.plural(window.of(n)) && window.of(t).starts_with(|c: char| c.is_lowercase())
                })
        });
        if noun && !(anchored && !matches!(left_word, "of" | "to" | "for" | "by" | "from" | "after" | "between") && number.value >= 1400.0)
        {
            return false;
        }
        if number.value < 1500.0 && !anchored {
            return false;
        }
        set(draft, "year")
    }

    fn plural(&self, word: &str) -> bool {
        word.len() > 3
            && word.ends_with('s')
            && !word.ends_with("ss")
            && word.starts_with(|c: char| c.is_ascii_lowercase())
            && !matches!(
                word,
                "was"
                    | "has"
                    | "this"
                    | "his"
                    | "does"
                    | "says"
                    | "perhaps"
                    | "always"
                    | "thus"
                    | "towards"
                    | "besides"
                    | "versus"
                    | "plus"
                    | "across"
                    | "unless"
                    | "alas"
                    | "shows"
                    | "remains"
                    | "makes"
                    | "sees"
                    | "marks"
                    | "means"
                    | "comes"
                    | "takes"
                    | "gives"
                    | "goes"
            )
            || self.tables.class(word) & class::PEOPLE != 0
    }

    /// Ordinals, and names made with them ("155th Brigade").
    fn ordinal(&self, place: &Place, draft: &mut Draft, right: Option<Token>, right_bits: u64) {
        let window = &place.window;
        draft.figure.kind = FigureKind::Ordinal;
        draft.figure.rule = "ordinal".into();
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
    fn designation(
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
        if draft.figure.quantifier != Quantifier::Exact && draft.figure.quantifier != Quantifier::Range || draft.figure.increment {
            return false;
        }
        let plain = number.plain || number.form == Form::Word && number.scale == 1.0 && number.class == Class::Cardinal;
        if let Some(t) = left
            && t.kind == Kind::Word
            && plain
        {
            let word = window.of(t);
            let capital = window.capital(t);
            let follows = right.is_some_and(|r| r.kind == Kind::Word && self.plural(window.of(r)));
            if left_bits & class::DESIGNATE_ANY != 0
                && !follows
                && (number.form == Form::Numeral || capital || !self.noun_at(place, number.end))
            {
                return set(draft, "designator");
            }
            let number_capital = window.char_at(number.start).is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
            if left_bits & class::DESIGNATE_NAME != 0
                && capital
                && number_capital
                && !follows
                && (!window.opens(t) || !self.noun_at(place, number.end))
            {
                return set(draft, "designator_name");
            }
            let _ = word;
        }
        // "No. 1", "Nos. 3"
        if let Some(dot) = left
            && window.of(dot) == "."
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
        // "221 Baker Street", "the 4100 block of"
        if let Some(t) = right
            && number.form == Form::Numeral
            && number.plain
        {
            if window.of(t) == "block" && window.after(t.end).is_some_and(|n| window.of(n) == "of") {
                return set(draft, "address");
            }
            let mut name = t;
            for step in 0..4 {
                if name.kind != Kind::Word || !window.capital(name) {
                    if window.of(name) == "." && step > 0 {
                        match window.after(name.end) {
                            Some(n) => name = n,
                            None => break,
                        }
                        continue;
                    }
                    break;
                }
                if step > 0 && self.tables.class(window.of(name)) & class::STREET != 0 {
                    return set(draft, "address");
                }
                match window.after(name.end) {
                    Some(n) => name = n,
                    None => break,
                }
            }
            // "4X4": letters touch the digits
            if t.start == number.end && t.kind == Kind::Word {
                return set(draft, "model");
            }
        }
        let _ = right_bits;
        false
    }

    /// "6-1", "a vote of 98 to 2": descending, or a word of contest near and no noun after.
    fn score(&self, place: &Place, draft: &mut Draft, right: Option<Token>) -> bool {
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
                    || window.of(t) == "of" && window.before(t.start).is_some_and(|v| matches!(window.of(v), "vote" | "score" | "margin"))
            });
            if announced || said || (hyphen && near && !self.noun_at(place, draft.end)) {
                let (low, end) = (draft.figure.low, draft.end);
                return set(draft, low, None, end);
            }
            return false;
        }
        if number.class != Class::Cardinal || number.decimal || number.value >= 1000.0 || draft.figure.quantifier != Quantifier::Exact {
            return false;
        }
        let Some(t) = window.after(number.end) else { return false };
        let joint = window.of(t);
        let tight = matches!(joint, "-" | "–" | "−") && t.start == number.end;
        if !tight && joint != "to" {
            return false;
        }
        let Some(next) = window.after(t.end) else { return false };
        if tight && next.start != t.end {
            return false;
        }
        let second = match next.kind {
            Kind::Digits => super::number::digits(&self.tables, window, next.start, false),
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
        if joint == "to" {
            let near = self.near_score(place, draft.figure.span.start, end);
            if !near {
                return false;
            }
        }
        let value = draft.figure.value;
        set(draft, value, None, end)
    }

    /// True where a word of contest stands within a few words.
    fn near_score(&self, place: &Place, start: usize, end: usize) -> bool {
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
    fn ratio(&self, place: &Place, draft: &mut Draft, right: Option<Token>) -> bool {
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
            Kind::Digits => super::number::digits(&self.tables, window, next.start, false),
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
        if number.value >= second.value || !round || (!out_of && !(number.value <= 10.0 || second.value >= 100.0)) {
            return false;
        }
        // "3 in 10 minutes", "two in 24 hours": a rate of time, no ratio
        if !out_of && self.unit_after(place, second.end, &second).is_some_and(|m| m.kind == FigureKind::Duration) {
            return false;
        }
        let value = number.value / second.value;
        draft.figure.value = Some(value);
        let figure = &mut draft.figure;
        match figure.quantifier {
            Quantifier::AtLeast | Quantifier::MoreThan => figure.low = Some(value),
            Quantifier::AtMost | Quantifier::LessThan | Quantifier::Nearly => figure.high = Some(value),
            _ => (figure.low, figure.high) = (Some(value), Some(value)),
        }
        figure.span.end = second.end;
        figure.number.end = second.end;
        draft.end = second.end;
        set(draft, if out_of { "out_of" } else { "in" })
    }

    /// "62-member crew" counts members, "104-page report" is a compound.
    fn compound(&self, place: &Place, draft: &mut Draft, end: usize) -> bool {
        let window = &place.window;
        let Some(t) = window.after(end + 1).filter(|t| t.start == end + 1 && t.kind == Kind::Word) else { return false };
        let word = window.of(t);
        let bits = self.tables.class(word);
        if bits & class::COMPOUND != 0 {
            draft.figure.rule = "compound_count".into();
            return true;
        }
        draft.figure.kind = FigureKind::Other;
        draft.figure.rule = if bits & class::TIMES != 0 { "times" } else { "compound" }.into();
        true
    }

    /// "one" that stands for somebody or something.
    fn pronoun(&self, place: &Place, draft: &mut Draft, left: Option<Token>, right: Option<Token>) -> bool {
        let window = &place.window;
        let set = |draft: &mut Draft, kind: FigureKind, rule: &str| {
            draft.figure.kind = kind;
            draft.figure.rule = rule.to_owned();
            true
        };
        let word = window.after(draft.number.start).map(|t| window.of(t)).unwrap_or("");
        if word.contains(['\'', '’']) {
            return set(draft, FigureKind::Other, "pronoun_one");
        }
        if draft.figure.quantifier != Quantifier::Exact {
            return false;
        }
        let left_word = left.map(|t| window.of(t).to_ascii_lowercase()).unwrap_or_default();
        let second_left = left.and_then(|t| window.before(t.start)).map(|t| window.of(t).to_ascii_lowercase()).unwrap_or_default();
        let right_word = right.map(|t| window.of(t)).unwrap_or("");
        let right_bits = self.tables.class(right_word);
        if right_word == "of" {
            if matches!(left_word.as_str(), "every" | "each" | "any" | "the") {
                return set(draft, FigureKind::Other, "pronoun_one");
            }
            return self.one_of(place, draft, right.map_or(0, |t| t.end));
        }
        if left_word == "from"
            && (1..4)
                .scan(draft.number.end, |at, _| {
                    let t = window.after(*at)?;
                    *at = t.end;
                    Some(window.of(t))
                })
                .any(|w| w == "to")
        {
            return set(draft, FigureKind::Idiom, "from_one_to_another");
        }
        let left_bits = self.tables.class(&left_word);
        let determined = left_bits & class::PRONOUN_BEFORE != 0 && left_word != "only"
            || left_word == "only" && second_left == "the"
            || matches!(second_left.as_str(), "a" | "an") && left.is_some_and(|t| t.kind == Kind::Word);
        let bare =
            right.is_none_or(|t| t.kind == Kind::Mark) || right_bits & (class::ONE_VERB | class::MODAL) != 0 || stops_phrase(right_word);
        if determined
            && (bare
                || matches!(second_left.as_str(), "a" | "an")
                || matches!(left_word.as_str(), "every" | "each" | "any" | "no" | "which" | "that" | "this") && bare)
        {
            return set(draft, FigureKind::Other, "pronoun_one");
        }
        if right_bits & class::MODAL != 0 {
            return set(draft, FigureKind::Other, "pronoun_one");
        }
        false
    }

    /// "one of the best" is an idiom, "one of the six" a count.
    fn one_of(&self, place: &Place, draft: &mut Draft, at: usize) -> bool {
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

    /// The first of "from 1,200 to 3,400", "up from 40".
    fn earlier(&self, place: &Place, draft: &mut Draft) {
        let window = &place.window;
        if draft.figure.quantifier == Quantifier::Range && draft.figure.rule.starts_with("range_to") {
            return;
        }
        let Some(from) = window.before(draft.figure.span.start) else { return };
        if !window.of(from).eq_ignore_ascii_case("from") {
            return;
        }
        let changed = window.before(from.start).is_some_and(|t| self.tables.class(window.of(t)) & class::UPDOWN != 0);
        // "from 1,200 soldiers to 3,400"
        let mut at = draft.end;
        let mut to = false;
        for _ in 0..5 {
            let Some(t) = window.after(at) else { break };
            if window.of(t) == "to" {
                to = window.after(t.end).is_some_and(|n| {
                    n.kind == Kind::Digits || self.tables.class(window.of(n)) & class::NUMBER != 0 || self.currency_like(window.of(n))
                });
                to = to || window.after(t.end).and_then(|n| self.tables.hedges_before.at(window, n)).is_some();
                break;
            }
            if t.kind == Kind::Mark && !matches!(window.of(t), "%" | "-") {
                break;
            }
            at = t.end;
        }
        // "to 47 from 52"
        let back = (0..4)
            .scan(from.start, |at, _| {
                let t = window.before(*at)?;
                *at = t.start;
                Some((t, window.of(t)))
            })
            .take_while(|(t, w)| t.kind != Kind::Mark || matches!(*w, "%" | "$" | "£" | "€"))
            .zip(std::iter::once(None).chain(std::iter::repeat(Some(()))))
            .any(|((t, w), later)| {
                later.is_some()
                    && w == "to"
                    && window.after(t.end).is_some_and(|n| {
                        n.kind == Kind::Digits || self.tables.class(window.of(n)) & class::NUMBER != 0 || self.currency_like(window.of(n))
                    })
            });
        if changed || to || back {
            draft.figure.earlier = true;
        }
    }

    fn currency_like(&self, word: &str) -> bool {
        matches!(word, "$" | "£" | "€" | "¥" | "₹" | "US" | "A" | "C")
    }

    /// Numbers that belong to the page: lists, lines of one number, counters of comments.
    fn furniture(&self, place: &Place, draft: &Draft) -> bool {
        let window = &place.window;
        let number = draft.number;
        if number.form != Form::Numeral || number.value >= 100_000.0 {
            return false;
        }
        let text = window.text;
        let line_start = text.get(window.low..number.start).and_then(|s| s.rfind('\n')).map_or(window.low, |i| window.low + i + 1);
        let line_end = text.get(number.end..window.high).and_then(|s| s.find('\n')).map_or(window.high, |i| number.end + i);
        let (Some(head), Some(tail)) = (text.get(line_start..number.start), text.get(number.end..line_end)) else { return false };
        let (head, tail) = (head.trim(), tail.trim());
        if head.is_empty() && tail.is_empty() {
            // The whole text is no line of a page.
            return line_start > 0 || line_end < text.len();
        }
        if head.is_empty() && number.plain && number.digits <= 2 {
            let mut rest = tail.chars();
            if matches!(rest.next(), Some('.' | ')'))
                && rest.next().is_some_and(char::is_whitespace)
                && text.get(number.end..number.end + 1).is_some_and(|c| c == "." || c == ")")
            {
                return true;
            }
        }
        if head == "(" && tail.starts_with(") ") && number.plain && number.digits <= 2 {
            return true;
        }
        if tail.is_empty()
            && head.len() < 40
            && (head.ends_with(" ago")
                || matches!(head, "Share" | "Shares" | "Comments" | "Comment" | "Likes" | "Page" | "Photo" | "Image" | "Reply" | "Views"))
        {
            return true;
        }
        if head.is_empty() && tail.len() < 24 {
            return matches!(
                tail.to_ascii_lowercase().trim_end_matches('.'),
                "comments"
                    | "comment"
                    | "shares"
                    | "share"
                    | "likes"
                    | "like"
                    | "views"
                    | "replies"
                    | "reply"
                    | "min read"
                    | "minute read"
                    | "mins read"
                    | "retweets"
                    | "photos"
                    | "images"
            );
        }
        false
    }
}

fn done(start: usize, end: usize, kind: FigureKind, rule: &str) -> Done {
    Some((Some(plain_figure(span(start, end), kind, rule, Form::Numeral)), end))
}

/// Where the web address or handle around `at` ends.
fn web_address(text: &str, low: usize, high: usize, at: usize) -> Option<usize> {
    let head = text.get(low..at)?;
    let start = head
        .rfind(|c: char| c.is_whitespace() || matches!(c, '(' | '<' | '"' | '“'))
        .map_or(0, |i| i + head[i..].chars().next().map_or(1, char::len_utf8));
    let word = head.get(start..)?;
    let web = word.contains("://")
        || word.contains("www.")
        || word.contains(".com/")
        || word.contains(".org/")
        || word.contains(".twitter.com")
        || word.contains("t.co/")
        || word.starts_with('@')
        || word.starts_with('#') && word.len() > 1;
    let mail = word.contains('@') && !word.starts_with('@');
    if !web && !mail {
        return None;
    }
    let tail = text.get(at..high)?;
    Some(at + tail.find(|c: char| c.is_whitespace() || matches!(c, ')' | '>' | '"' | '”')).unwrap_or(tail.len()))
}

/// "5 p.m.", "5.30pm", "9 o'clock", "0600 GMT".
fn clock(text: &str, at: usize, first: usize, high: usize) -> Option<usize> {
    let bytes = &text.as_bytes()[..high];
    let mut end = at + first;
    if first <= 2
        && bytes.get(end) == Some(&b'.')
        && bytes.get(end + 1).is_some_and(u8::is_ascii_digit)
        && bytes.get(end + 2).is_some_and(u8::is_ascii_digit)
    {
        end += 3;
    }
    let mut rest = end;
    while matches!(bytes.get(rest), Some(b' ' | b'\n')) && rest < end + 2 {
        rest += 1;
    }
    let tail = bytes.get(rest..(rest + 8).min(high))?;
    let starts = |s: &str| {
        tail.len() >= s.len()
            && tail[..s.len()].eq_ignore_ascii_case(s.as_bytes())
            && !tail.get(s.len()).is_some_and(u8::is_ascii_alphanumeric)
    };
    let half = first <= 2 && (starts("a.m") || starts("p.m") || starts("am") || starts("pm") || starts("o'clock") || starts("noon"));
    let long =
        first == 4 && end == at + 4 && (starts("GMT") || starts("UTC") || starts("hrs") || starts("hours") && bytes.get(at) == Some(&b'0'));
    (half || long).then_some(end)
}

/// What only the figures around can tell.
pub(super) fn second_look(_tables: &Tables, _text: &str, _out: &mut [Figure]) {}
