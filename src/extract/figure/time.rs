//! Ages, and dates that are plain without the reader of time expressions.

use crate::types::{FigureKind, Form, Quantifier};

use super::number::Class;
use super::read::Draft;
use super::special::stops_phrase;
use super::tables::class;
use super::walk::{Kind, Token};
use super::{FigureReader, Place};

impl FigureReader {
    /// "old", "of age" after the unit of an age.
    pub(super) fn age_follows(&self, place: &Place, at: usize) -> bool {
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
    pub(super) fn age(&self, place: &Place, draft: &mut Draft, left: Option<Token>, right: Option<Token>, hyphen: bool) -> bool {
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
        if right.is_some_and(|t| window.of(t) == "yo") {
            return set(draft, "years_old");
        }
        match left_word.as_str() {
            "aged" | "age" | "ages" => return set(draft, "aged"),
            "of" if matches!(second_word.as_str(), "age" | "ages") => return set(draft, "age_of"),
            "only" | "just"
                if second_word == "of"
                    && second_left.and_then(|t| window.before(t.start)).is_some_and(|t| matches!(window.of(t), "age" | "ages")) =>
            {
                return set(draft, "age_of");
            }
            // "Holm, then 27, said", "Now 70, the founder"
            "then" | "now"
                if number.plain
                    && draft.figure.quantifier == Quantifier::Exact
                    && (10.0..=110.0).contains(&number.value)
                    && right.is_some_and(|t| window.of(t) == ",")
                    && (second_word == "," || left.is_some_and(|t| window.opens(t))) =>
            {
                return set(draft, "then_age");
            }
            "turned" | "turns" | "turning"
                if right.is_none_or(|t| {
                    t.kind == Kind::Mark
                        || (stops_phrase(window.of(t)) && !matches!(window.of(t), "of" | "into" | "over" | "to"))
                        || matches!(window.of(t), "last" | "this" | "next" | "today" | "years")
                }) =>
            {
                return set(draft, "turned");
            }
            _ => {}
        }
        // "when he was 12", "she is 82 and lives alone"
        let someone = |w: &str| matches!(w, "he" | "she" | "i" | "who" | "you");
        let copula = matches!(left_word.as_str(), "was" | "is" | "am" | "are" | "were") && someone(&second_word)
            || matches!(left_word.as_str(), "he's" | "she's" | "i'm" | "you're" | "he’s" | "she’s" | "i’m" | "you’re");
        let ends = right
            .is_none_or(|t| t.kind == Kind::Mark && window.of(t) != "-" || matches!(window.of(t), "and" | "when" | "at" | "but" | "or"));
        if copula && ends && draft.number.value >= 2.0 && !ranged(draft) {
            return set(draft, "copula");
        }
        // "20- to 30-year-old", "two 11 and 12-year-old boys", "Age: 47"
        let labeled = left_word == ":" && matches!(second_word.as_str(), "age" | "ages");
        if labeled || self.shared_age(place, number.end + usize::from(hyphen)) {
            return set(draft, "years_old");
        }
        let people = self.tables.class(&left_word) & class::AGE_NOUN != 0;
        // "voters 18 to 29 stayed home"
        if ranged(draft) && people && !right.is_some_and(|t| self.plural(window.of(t))) {
            return set(draft, "people_aged");
        }
        // "children 12 and under": the bound is read with the number.
        let tail = window.text.get(number.end..draft.figure.span.end).map_or("", str::trim);
        if people && matches!(tail, "and under" | "and over" | "and up" | "and above" | "or under" | "or over") {
            return set(draft, "age_and_over");
        }
        // "adults 18 and older", "residents 12 and under"
        if let Some(bound) = self.age_bound(place, number.end, people)
            && draft.figure.quantifier == Quantifier::Exact
        {
            let value = draft.figure.value;
            draft.figure.quantifier = bound;
            (draft.figure.low, draft.figure.high) = if bound == Quantifier::AtLeast { (value, None) } else { (None, value) };
            return set(draft, "age_and_over");
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
        // "Una Velt (40 or 41)"
        let either = ranged(draft) && number.form == Form::Numeral && draft.figure.low.is_some_and(|l| l >= 1.0 && top - l <= 5.0);
        if (digits || either)
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

    /// "- to 24-year-old" follows: both numbers are ages.
    fn shared_age(&self, place: &Place, at: usize) -> bool {
        let window = &place.window;
        let Some(joint) = window.after(at).filter(|t| matches!(window.of(*t), "to" | "and" | "or")) else { return false };
        let next = joint.end + usize::from(window.char_at(joint.end) == Some('-'));
        let Some(second) = window.after(next).filter(|t| t.kind != Kind::Mark) else { return false };
        let years = window.after(second.end + usize::from(window.char_at(second.end) == Some('-')));
        years.is_some_and(|t| matches!(window.of(t), "year" | "years") && self.age_follows(place, t.end))
    }

    /// "and older", "or younger"; "and over", "and up", "and under" behind people.
    fn age_bound(&self, place: &Place, at: usize, people: bool) -> Option<Quantifier> {
        let window = &place.window;
        let joint = window.after(at).filter(|t| matches!(window.of(*t), "and" | "or"))?;
        let t = window.after(joint.end)?;
        let free = window.after(t.end).is_none_or(|n| n.kind != Kind::Digits);
        match window.of(t) {
            "older" => Some(Quantifier::AtLeast),
            "younger" => Some(Quantifier::AtMost),
            "over" | "up" | "above" if people && free => Some(Quantifier::AtLeast),
            "under" | "below" if people && free => Some(Quantifier::AtMost),
            _ => None,
        }
    }

    /// True for a day of a month beside its month.
    pub(super) fn calendar_day(
        &self,
        place: &Place,
        draft: &Draft,
        left_bits: u64,
        left_word: &str,
        right_bits: u64,
        right: Option<Token>,
    ) -> bool {
        let window = &place.window;
        let number = draft.number;
        if !(1.0..=31.0).contains(&number.value) || number.decimal {
            return false;
        }
        let capital = |w: &str| w.starts_with(|c: char| c.is_ascii_uppercase());
        // "payable April six." of old wires
        if number.form == Form::Word && number.scale == 1.0 && number.class == Class::Cardinal {
            return left_bits & class::MONTH != 0 && capital(left_word) && right.is_none_or(|t| t.kind == Kind::Mark);
        }
        if number.form != Form::Numeral {
            return false;
        }
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

    /// "temperatures in the mid-30s": a word of warmth not far before.
    fn warmth(&self, place: &Place, mut at: usize) -> bool {
        for _ in 0..8 {
            let Some(t) = place.window.before(at) else { return false };
            match place.window.of(t) {
                "." | ";" | "!" | "?" => return false,
                "temperature" | "temperatures" | "Temperature" | "Temperatures" | "highs" | "Highs" | "lows" | "Lows" | "mercury"
                | "thermometers" => return true,
                _ => at = t.start,
            }
        }
        false
    }

    /// "200 B.C.", "A.D. 250".
    fn era(&self, place: &Place, draft: &Draft) -> bool {
        let window = &place.window;
        let tail = window.text.get(draft.end..window.high).unwrap_or("").trim_start();
        let after =
            ["B.C.", "BC", "BCE", "A.D.", "CE"].iter().any(|e| tail.strip_prefix(e).is_some_and(|r| !r.starts_with(char::is_alphanumeric)));
        let head = window.text.get(window.low..draft.figure.span.start).unwrap_or("").trim_end();
        after || head.ends_with("A.D.") || head.ends_with(" AD")
    }

    /// Dates that are plain without the reader of time expressions: days of months, years, decades, times of day.
    pub(super) fn date(
        &self,
        place: &Place,
        draft: &mut Draft,
        left_bits: u64,
        left_word: &str,
        right_bits: u64,
        right: Option<Token>,
    ) -> bool {
        let window = &place.window;
        let number = draft.number;
        let set = |draft: &mut Draft, rule: &str| {
            draft.figure.kind = FigureKind::Date;
            draft.figure.rule = rule.to_owned();
            true
        };
        if number.decade {
            if number.digits == 2 && self.warmth(place, draft.figure.span.start) {
                draft.figure.kind = FigureKind::Measure;
                draft.figure.unit = Some("deg".into());
                draft.figure.rule = "warmth".into();
                return true;
            }
            return set(draft, "decade");
        }
        if number.class == Class::Cardinal && number.form == Form::Numeral && self.era(place, draft) {
            return set(draft, "era");
        }
        if self.calendar_day(place, draft, left_bits, left_word, right_bits, right) {
            return set(draft, "month_day");
        }
        if number.class == Class::Ordinal && right_bits & class::MONTH != 0 && right.is_some_and(|t| window.capital(t)) {
            return set(draft, "month_day");
        }
        if number.form == Form::Word && matches!(left_word, "year" | "Year") && (1800.0..2100.0).contains(&number.value) {
            return set(draft, "year");
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
}

/// True for a figure with two ends.
fn ranged(draft: &Draft) -> bool {
    draft.figure.quantifier == Quantifier::Range
}
