//! Amounts of time and what recurs: "nearly two months", "one to two months", "the past 24 hours", "every day", "twice a week".

use crate::lexicon::TimeClass;
use crate::types::TimexType;

use super::calendar::{self, Unit};
use super::view::{Core, View, What, longer};

/// A number of units.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Amount {
    pub(super) end: usize,
    /// None for "several".
    pub(super) count: Option<f64>,
    pub(super) unit: Unit,
    /// TIMEX3 mod of "nearly"; empty for none.
    pub(super) hedge: &'static str,
}

impl View<'_> {
    /// The hedge before an amount, and the token after it.
    fn hedge(&self, at: usize) -> (&'static str, usize) {
        let e = self.entry(at);
        if !e.is(TimeClass::Hedge) && !e.is(TimeClass::HedgeStart) {
            return ("", at);
        }
        let two = |a: &str, b: &str| self.any(at, &[a]) && self.any(at + 1, &[b]);
        if two("more", "than") || two("longer", "than") {
            return ("MORE_THAN", at + 2);
        }
        if two("less", "than") || two("fewer", "than") || two("just", "under") {
            return ("LESS_THAN", at + 2);
        }
        if two("just", "over") || two("well", "over") {
            return ("MORE_THAN", at + 2);
        }
        if two("at", "least") {
            return ("EQUAL_OR_MORE", at + 2);
        }
        if two("at", "most") || two("up", "to") {
            return ("EQUAL_OR_LESS", at + 2);
        }
        if self.any(at, &["no"]) && self.any(at + 1, &["more", "longer", "less", "fewer"]) && self.any(at + 2, &["than"]) {
            let more = self.any(at + 1, &["more", "longer"]);
            return (if more { "EQUAL_OR_LESS" } else { "EQUAL_OR_MORE" }, at + 3);
        }
        if self.any(at, &["as"]) && self.any(at + 1, &["long", "many", "much", "little", "few"]) && self.any(at + 2, &["as"]) {
            return ("EQUAL_OR_LESS", at + 3);
        }
        if e.is(TimeClass::Hedge) { (e.hedge, at + 1) } else { ("", at) }
    }

    /// A number before a unit: None inside for "several".
    fn count(&self, at: usize) -> Option<(Option<f64>, usize)> {
        let (first, end) = self.plain_count(at)?;
        // "two to three", "two or three", "12-18": the lower one is the value.
        let next = if self.any(end, &["to", "or"]) || self.is_mark(end, b'-') { end + 1 } else { return Some((first, end)) };
        if let (Some(low), Some((Some(high), after))) = (first, self.plain_count(next))
            && high > low
            && !self.is(next, TimeClass::Article)
        {
            return Some((Some(low), after));
        }
        Some((first, end))
    }

    fn plain_count(&self, at: usize) -> Option<(Option<f64>, usize)> {
        if let Some((n, _)) = self.number(at) {
            if at > 0 && self.glued(at) && self.mark(at - 1).is_some_and(|m| matches!(m, b'$' | b'.' | b',' | b'#' | b'/' | b':')) {
                return None;
            }
            let mut value = f64::from(n);
            let mut end = at + 1;
            // "1,000", "2.5", "2 1/2", "2-1/2"
            while self.is_mark(end, b',') && self.glued(end) && self.glued(end + 1) && self.number(end + 1).is_some_and(|x| x.1 == 3) {
                value = value * 1000.0 + f64::from(self.number(end + 1)?.0);
                end += 2;
            }
            if self.is_mark(end, b'.')
                && self.glued(end)
                && self.glued(end + 1)
                && let Some((f, len)) = self.number(end + 1)
            {
                value += f64::from(f) / 10f64.powi(len as i32);
                end += 2;
            } else {
                let over = self.past_hyphen(end);
                if let (Some((a, 1)), true, Some((b, 1))) = (self.number(over), self.is_mark(over + 1, b'/'), self.number(over + 2))
                    && (2..=9).contains(&b)
                {
                    value += f64::from(a) / f64::from(b);
                    end = over + 3;
                }
            }
            if self.entry(end).scale > 0 {
                value *= f64::from(self.entry(end).scale);
                end += 1;
            }
            return Some((Some(value), end));
        }
        let e = self.entry(at);
        if e.is(TimeClass::Article) {
            let next = self.entry(at + 1);
            if next.scale > 0 && next.scale < 1_000_000 {
                return Some((Some(f64::from(next.scale)), at + 2));
            }
            if self.any(at, &["a"]) && self.any(at + 1, &["few", "couple", "good"]) {
                let of = if self.any(at + 2, &["of", "more"]) { at + 3 } else { at + 2 };
                return Some((self.entry(at + 1).vague.map(f64::from), of));
            }
            if self.any(at + 1, &["half"]) {
                return Some((Some(0.5), at + 2));
            }
            let skip = usize::from(self.any(at + 1, &["full", "whole", "further", "additional", "mere", "single"]));
            return Some((Some(1.0), at + 1 + skip));
        }
        if e.is(TimeClass::Half) {
            let next = if self.is(at + 1, TimeClass::Article) { at + 2 } else { self.past_hyphen(at + 1) };
            return Some((Some(0.5), next));
        }
        if e.is(TimeClass::Vague) {
            let of = if self.any(at + 1, &["of", "more"]) { at + 2 } else { at + 1 };
            return Some((e.vague.map(f64::from), of));
        }
        if e.scale > 0 && self.any(at, &["dozens", "hundreds", "thousands"]) {
            return None;
        }
        if e.number < 0 || !e.is(TimeClass::Number) {
            return None;
        }
        let (mut value, mut end) = (f64::from(e.number), at + 1);
        if e.number >= 20 {
            let next = self.past_hyphen(end);
            let unit = self.entry(next);
            if unit.is(TimeClass::Number) && (1..=9).contains(&unit.number) {
                (value, end) = (value + f64::from(unit.number), next + 1);
            }
        }
        while self.entry(end).scale > 0 {
            value *= f64::from(self.entry(end).scale);
            end += 1;
        }
        // "two and a half", "two-and-a-half"
        let and = self.past_hyphen(end);
        if self.any(and, &["and"]) {
            let a = self.past_hyphen(and + 1);
            let half = self.past_hyphen(a + 1);
            if self.any(a, &["a"]) && self.any(half, &["half"]) {
                return Some((Some(value + 0.5), half + 1));
            }
        }
        Some((Some(value), end))
    }

    /// "nearly two months", "a year and a half", "two more weeks", "six-month".
    pub(super) fn amount(&self, at: usize) -> Option<Amount> {
        let (hedge, next) = self.hedge(at);
        let (count, next) = self.count(next)?;
        let next = self.past_hyphen(next);
        let next = if self.any(next, &["more", "additional", "full", "straight", "consecutive", "long", "extra", "further", "other"]) {
            next + 1
        } else {
            next
        };
        let e = self.entry(next);
        let unit = e.unit?;
        // "one second" is a time, "a second" mostly the ordinal.
        if unit == Unit::Second && count == Some(1.0) && self.is(next - 1, TimeClass::Article) {
            return None;
        }
        // "the 2021 weekend" is of a year, "three weekends" are no set.
        if unit == Unit::Weekend && count.is_some_and(|c| c > 100.0) {
            return None;
        }
        // Longer than the world: arithmetic stays within its bounds.
        if count.is_some_and(|c| c > 1e10) {
            return None;
        }
        // "a quarter", "three-quarters of" are fractions; "a year-earlier loss" is of a year before.
        let plural = self.is(next, TimeClass::Units);
        if unit == Unit::Quarter && (!plural || self.any(next + 1, &["of"])) {
            return None;
        }
        if self.is_mark(next + 1, b'-') && self.any(next + 2, &["earlier", "ago"]) {
            return None;
        }
        let mut end = next + 1;
        let mut count = count;
        // "a minute and a half"
        if count == Some(1.0) && self.any(end, &["and"]) && self.any(end + 1, &["a"]) && self.any(end + 2, &["half"]) {
            (count, end) = (Some(1.5), end + 3);
        }
        // "1 hour and 30 minutes", "two years and six months"
        if let Some(whole) = count.filter(|c| c.fract() == 0.0)
            && let Some((part, after)) = self.smaller(end, unit)
        {
            (count, end) = (Some(whole + part), after);
        }
        Some(Amount { end, count, unit, hedge })
    }

    /// "and 30 minutes" behind hours, "and six months" behind years, as a part of the greater unit.
    fn smaller(&self, at: usize, unit: Unit) -> Option<(f64, usize)> {
        let (small, times) = match unit {
            Unit::Hour => (Unit::Minute, 60.0),
            Unit::Minute => (Unit::Second, 60.0),
            Unit::Year => (Unit::Month, 12.0),
            _ => return None,
        };
        let next = at + usize::from(self.any(at, &["and"]));
        let (count, end) = self.plain_count(next).filter(|_| !self.is(next, TimeClass::Article))?;
        let count = count.filter(|c| c.fract() == 0.0 && *c < times)?;
        (self.entry(end).unit == Some(small)).then_some((count / times, end + 1))
    }

    /// A stretch of time, or what recurs.
    pub(super) fn duration(&self, at: usize) -> Option<Core> {
        let e = self.entry(at);
        let the = self.any(at, &["the"]);
        let mut best = None;
        let from = if the { at + 1 } else { at };
        let lead = self.entry(from);
        // "the past two months", "the next few days", "the first nine months", "the latest nine months"
        let ordinal = lead.ordinal == 1 || self.any(from, &["final"]);
        if (lead.is(TimeClass::Shift) && !self.any(from, &["this", "that", "same", "current"])) || (the && ordinal) {
            if let Some(amount) = self.amount(from + 1).filter(|_| !self.is(from + 1, TimeClass::Article)) {
                let shift = if ordinal || lead.from_text || self.any(from, &["latest"]) { 0 } else { i64::from(lead.shift) };
                best = if ordinal { self.first_of_year(&amount) } else { self.around_publication(&amount, shift) };
            }
        }
        if the && best.is_none() {
            best = self
                .amount(at + 1)
                .filter(|a| !self.is(at + 1, TimeClass::Article) && !self.is_mark(a.end.saturating_sub(2), b'-') && !self.age(a.end))
                .map(|a| self.stretch(&a));
        }
        if let Some(amount) = self.amount(at) {
            let article = self.is(at, TimeClass::Article) && self.is(amount.end - 1, TimeClass::Unit) && amount.end == at + 2;
            if !self.age(amount.end) {
                // "$5 million a year" is a rate, and no time.
                if !(article && self.rate_before(at)) {
                    best = longer(best, Some(self.stretch(&amount)));
                }
            }
        }
        if e.is(TimeClass::Units) || (e.is(TimeClass::Unit) && self.is_mark(at + 1, b'-') && self.any(at + 2, &["long"])) {
            best = longer(best, self.bare_units(at));
        }
        best
    }

    /// "-old" follows: an age, which is a figure of its own kind.
    fn age(&self, end: usize) -> bool {
        self.any(self.past_hyphen(end), &["old", "olds"])
    }

    fn stretch(&self, amount: &Amount) -> Core {
        Core::value(amount.end, TimexType::Duration, amount.unit.duration(amount.count), "duration").modified(amount.hedge)
    }

    /// "the first nine months of 2024": the days are those of the year that follows, though it is an expression of its own.
    fn first_of_year(&self, amount: &Amount) -> Option<Core> {
        let core = self.stretch(amount);
        let next = amount.end + 1;
        let year = match (self.any(amount.end, &["of"]), self.number(next), self.published) {
            (true, Some((y, 4)), _) => i16::try_from(y).ok(),
            (true, None, Some(p)) if self.any(next + 1, &["year"]) && self.any(next, &["the", "this"]) => Some(p.year()),
            (true, None, Some(p)) if self.any(next + 1, &["year"]) && self.any(next, &["last"]) => Some(p.year() - 1),
            _ => None,
        };
        let months = match (amount.unit, amount.count) {
            (Unit::Month, Some(n)) => n as i64,
            (Unit::Quarter, Some(n)) => n as i64 * 3,
            _ => return Some(core),
        };
        let days = year
            .and_then(|y| calendar::day(y, 1, 1))
            .and_then(|first| Some((first, calendar::add_days(calendar::add_months(first, months)?, -1)?)));
        let Some((first, last)) = days else { return Some(core) };
        let anchor = if self.number(next).is_some() { "text" } else { "published" };
        Some(Core { what: What::Days(amount.unit.duration(amount.count), first, last), anchor, rule: "duration_of_year", ..core })
    }

    /// "the past two months": the days up to the publication day; "the next two weeks": those from it.
    fn around_publication(&self, amount: &Amount, way: i64) -> Option<Core> {
        let core = self.stretch(amount);
        let (Some(published), Some(count), true) = (self.published, amount.count, way != 0) else { return Some(core) };
        let n = count.ceil() as i64 * way;
        let other = match amount.unit {
            Unit::Second | Unit::Minute => Some(published),
            Unit::Hour => calendar::add_days(published, way * (count / 24.0).ceil() as i64),
            Unit::Day | Unit::Weekend => calendar::add_days(published, n),
            Unit::Week => calendar::add_days(published, 7 * n),
            Unit::Fortnight => calendar::add_days(published, 14 * n),
            Unit::Month => calendar::add_months(published, n),
            Unit::Quarter => calendar::add_months(published, 3 * n),
            Unit::Year => calendar::add_months(published, 12 * n),
            Unit::Decade => calendar::add_months(published, 120 * n),
            Unit::Century => calendar::add_months(published, 1200 * n),
            Unit::Millennium => None,
        };
        let Some(other) = other else { return Some(core) };
        let (first, last) = if way < 0 { (other, published) } else { (published, other) };
        let value = amount.unit.duration(amount.count);
        Some(Core { what: What::Days(value, first, last), anchor: "published", rule: "duration_to_publication", ..core })
    }

    /// "a year" after money or a number of things is a rate: "$5 million a year", "four flights a week".
    fn rate_before(&self, at: usize) -> bool {
        let Some(before) = self.before(at) else { return false };
        if self.is(before, TimeClass::Rate) || self.is_mark(before, b'%') || self.number(before).is_some() || self.entry(before).scale > 0 {
            return true;
        }
        (1..=4).any(|k| at > k && (self.number(at - k).is_some() || self.is(at - k, TimeClass::Number) || self.is_mark(at - k, b'$')))
            && self.is_word(before)
            && !self.is(before, TimeClass::Preposition)
    }

    /// "months", "weeks or months", "decades": where a preposition leads them.
    fn bare_units(&self, at: usize) -> Option<Core> {
        let unit = self.entry(at).unit?;
        if self.is_mark(at + 1, b'-') && self.any(at + 2, &["long"]) {
            return Some(Core::value(at + 1, TimexType::Duration, unit.duration(Some(1.0)), "duration"));
        }
        let led = at > 0
            && self.any(at - 1, &["for", "of", "over", "in", "within", "after", "take", "takes", "took", "last", "lasted", "spent", "by"]);
        if !led || unit < Unit::Minute {
            return None;
        }
        let mut end = at + 1;
        if self.any(end, &["or", "and"]) && self.is(end + 1, TimeClass::Units) {
            end += 2;
        }
        Some(Core::value(end, TimexType::Duration, unit.duration(None), "duration"))
    }

    /// "every day", "each Thursday", "every two weeks", "twice a week", "Mondays", "weekly".
    pub(super) fn set(&self, at: usize) -> Option<Core> {
        let e = self.entry(at);
        if e.is(TimeClass::Each) {
            let mut next = at + 1;
            let other = self.any(next, &["other", "second"]) && (self.entry(next + 1).unit.is_some() || self.names_weekday(next + 1));
            next += usize::from(other);
            if self.any(next, &["single"]) {
                next += 1;
            }
            let target = self.entry(next);
            let value = if let Some(unit) = target.unit.filter(|_| target.is(TimeClass::Unit)) {
                unit.duration(Some(if other { 2.0 } else { 1.0 }))
            } else if self.names_weekday(next) {
                let part = self.entry(next + 1).part;
                if !part.is_empty() {
                    return Some(Core::value(next + 2, TimexType::Set, format!("XXXX-WXX-{}T{part}", target.weekday), "set"));
                }
                format!("XXXX-WXX-{}", target.weekday)
            } else if target.month > 0 && self.capital(next) {
                format!("XXXX-{:02}", target.month)
            } else if let Some(season) = target.season {
                format!("XXXX-{}", season.code())
            } else if target.is(TimeClass::Part) {
                format!("XXXX-XX-XXT{}", target.part)
            } else if let Some(amount) = self.amount(next).filter(|_| self.any(at, &["every", "each"])) {
                return Some(Core::value(amount.end, TimexType::Set, amount.unit.duration(amount.count), "set"));
            } else {
                return None;
            };
            return Some(Core::value(next + 1, TimexType::Set, value, "set"));
        }
        // "twice a week", "three times a day"
        let rate = if self.is(at, TimeClass::Rate) && !self.any(at, &["times"]) {
            Some(at + 1)
        } else if self.any(at + 1, &["times"]) && self.plain_count(at).is_some_and(|c| c.1 == at + 1) {
            Some(at + 2)
        } else {
            None
        };
        if let Some(next) = rate
            && (self.is(next, TimeClass::Article) || self.is(next, TimeClass::Per) || self.is(next, TimeClass::Each))
            && let Some(unit) = self.entry(next + 1).unit
        {
            return Some(Core::value(next + 2, TimexType::Set, unit.duration(Some(1.0)), "set"));
        }
        let adverb = self.closes(at + 1) || self.is(at + 1, TimeClass::Preposition);
        if e.is(TimeClass::Set) && !e.set.is_empty() && !self.capital(at) && adverb {
            return Some(Core::value(at + 1, TimexType::Set, e.set, "set"));
        }
        if e.weekdays > 0 {
            return Some(Core::value(at + 1, TimexType::Set, format!("XXXX-WXX-{}", e.weekdays), "set"));
        }
        if self.names_weekday(at) && self.is(at + 1, TimeClass::Parts) {
            return Some(Core::value(at + 2, TimexType::Set, format!("XXXX-WXX-{}T{}", e.weekday, self.entry(at + 1).part), "set"));
        }
        None
    }
}
