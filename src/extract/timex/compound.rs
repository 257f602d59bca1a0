//! Dates that are named by two: "the week of April 10", "the first week of May", "Tuesday of last week", "next week Wednesday",
//! "Friday the 13th", "the 21st of this month", "Labor Day weekend".

use crate::lexicon::{Alone, TimeClass};
use crate::types::Day;

use super::calendar::{self, Period, Unit};
use super::lean::Lean;
use super::view::{Core, View, What, longer};

impl View<'_> {
    /// Any of them.
    pub(super) fn compound(&self, at: usize) -> Option<Core> {
        let e = self.entry(at);
        let the = usize::from(self.any(at, &["the"]));
        let mut best = None;
        if the == 1 {
            best = longer(self.week_of(at + 1), self.weekend_of(at + 1));
            best = longer(best, self.day_of(at + 1));
        }
        let from = at + the;
        if self.entry(from).ordinal > 0 || self.any(from, &["last", "final"]) || self.number(from).is_some_and(|n| n.1 <= 2) {
            best = longer(best, self.nth_week(from));
        }
        if e.weekday > 0 && self.names_weekday(at) {
            best = longer(best, self.day_in_week(at));
            best = longer(best, self.weekday_and_day(at));
        }
        if e.is(TimeClass::Shift) && self.any(at + 1, &["week"]) {
            best = longer(best, self.week_then_day(at));
        }
        best
    }

    /// True where a token names a day of the week: full names do so in any case, "Mon" and "Sun" do not by themselves.
    pub(super) fn names_weekday(&self, at: usize) -> bool {
        let e = self.entry(at);
        // "black friday", "good friday" are holidays.
        let named = at > 0 && self.any(at - 1, &["black", "good", "ash", "easter", "palm"]);
        e.weekday > 0 && (self.capital(at) || e.weekday_alone == Alone::Yes && !named)
    }

    /// "the week of April 10", "the week beginning (on) Feb. 4", "the week ending Sept. 30", "the week of the 18th".
    fn week_of(&self, at: usize) -> Option<Core> {
        if !self.any(at, &["week"]) {
            return None;
        }
        let mut next = at + 2;
        if self.any(at + 1, &["beginning", "starting", "commencing", "ending", "ended"]) {
            next += usize::from(self.any(next, &["on"]));
        } else if !self.any(at + 1, &["of"]) {
            return None;
        }
        let core = match self.absolute(next) {
            Some(core) => core,
            None => self.bare_day(next + usize::from(self.any(next, &["the"])), next)?,
        };
        let day = core.day()?;
        Some(Core::period(core.end, Period::holding(day, Unit::Week)?, core.anchor, "week_of"))
    }

    /// "18th", a day of this month or of the one behind or ahead.
    fn bare_day(&self, at: usize, start: usize) -> Option<Core> {
        let (day, end) = self.ordinal(at).filter(|(n, _)| (1..=31).contains(n))?;
        let published = self.published?;
        let this = Period::holding(published, Unit::Month)?;
        let day_in = |n: i64| -> Option<Day> {
            let (first, _) = this.shift(n)?.days()?;
            calendar::day(first.year(), first.month(), day)
        };
        let lean = self.lean(start, end);
        let found = match day_in(0) {
            Some(d) if d > published && lean == Lean::Past => day_in(-1)?,
            Some(d) if d < published && lean == Lean::Future => day_in(1)?,
            Some(d) => d,
            None => day_in(if lean == Lean::Future { 1 } else { -1 })?,
        };
        Some(Core::period(end, Period::Day(found), "published", "day_of_month"))
    }

    /// "the weekend of Thanksgiving", "the weekend of May 4".
    fn weekend_of(&self, at: usize) -> Option<Core> {
        if !self.any(at, &["weekend"]) || !self.any(at + 1, &["of"]) {
            return None;
        }
        let core = longer(self.absolute(at + 2), self.phrase(at + 2))?;
        Some(Core { what: What::Period(weekend_by(core.day()?)?), rule: "weekend_of", ..core })
    }

    /// A holiday that was read, and "weekend" behind it: "Labor Day weekend".
    pub(super) fn with_weekend(&self, core: Core) -> Core {
        if core.rule != "holiday" || !self.any(core.end, &["weekend"]) {
            return core;
        }
        match core.day().and_then(weekend_by) {
            Some(weekend) => Core { what: What::Period(weekend), end: core.end + 1, rule: "weekend_of", ..core },
            None => core,
        }
    }

    /// "first week of May", "last week of 2024", "second weekend of this month". A week is of the month, or year, that its
    /// Thursday is in (ISO 8601), a weekend of that of its Saturday.
    fn nth_week(&self, at: usize) -> Option<Core> {
        let (n, next) = if self.any(at, &["last", "final"]) { (-1, at + 1) } else { self.ordinal(at)? };
        let next = self.past_hyphen(next);
        let weekend = self.any(next, &["weekend"]);
        if !(weekend || self.any(next, &["week"])) || !self.any(next + 1, &["of", "in"]) {
            return None;
        }
        let of = next + 2;
        let whole = longer(longer(self.absolute(of), self.shifted_unit(of)), self.bare_unit(of))?;
        let What::Period(period @ (Period::Month(..) | Period::Year(_))) = whole.what else { return None };
        let (first, last) = period.days()?;
        let middle = if weekend { 6 } else { 4 };
        let back = if weekend { 0 } else { 3 };
        let day = if n < 0 {
            calendar::add_days(last, -i64::from((calendar::weekday(last) - middle).rem_euclid(7)))?
        } else {
            calendar::add_days(first, i64::from((middle - calendar::weekday(first)).rem_euclid(7)) + 7 * (i64::from(n) - 1))?
        };
        if day < first || day > last {
            return None;
        }
        let monday = calendar::add_days(day, -back)?;
        let found = if weekend { Period::Weekend(day) } else { Period::Week(monday) };
        Some(Core { what: What::Period(found), rule: "week_of", ..whole })
    }

    /// "this month", "next year": what a week may be of.
    fn shifted_unit(&self, at: usize) -> Option<Core> {
        self.is(at, TimeClass::Shift).then(|| self.shifted(at, at)).flatten()
    }

    /// "21st of this month", "12th day of next month", "twenty-second day of the month", "15th day of June".
    fn day_of(&self, at: usize) -> Option<Core> {
        let (day, end) = self.ordinal(at).filter(|(n, _)| (1..=31).contains(n))?;
        let named = self.any(end, &["day"]);
        let end = end + usize::from(named);
        let of = self.any(end, &["of"]);
        let next = end + usize::from(of);
        let month = if self.is(next, TimeClass::Shift) && self.any(next + 1, &["month"]) && !self.entry(next).from_text {
            self.shifted(next, next)?
        } else if of && self.any(next, &["the"]) && self.any(next + 1, &["month"]) {
            self.bare_unit(next)?
        } else if of && named {
            self.absolute(next)?
        } else {
            return None;
        };
        let What::Period(Period::Month(y, m)) = month.what else { return None };
        Some(Core { what: What::Period(Period::Day(calendar::day(y, m, day)?)), rule: "day_of_month", ..month })
    }

    /// "Tuesday of last week", "Monday next week".
    fn day_in_week(&self, at: usize) -> Option<Core> {
        let next = at + 1 + usize::from(self.any(at + 1, &["of"]));
        let the = usize::from(next == at + 2 && self.any(next, &["the"]));
        if !self.is(next + the, TimeClass::Shift) || !self.any(next + the + 1, &["week"]) {
            return None;
        }
        let week = self.shifted(next + the, next)?;
        self.day_of_week(at, &week, week.end)
    }

    /// "next week Wednesday", "last week on Friday".
    fn week_then_day(&self, at: usize) -> Option<Core> {
        let week = self.shifted(at, at)?;
        let on = self.any(week.end, &["on"]);
        let next = week.end + usize::from(on);
        let free = self.closes(next + 1) || self.is(next + 1, TimeClass::Preposition);
        if !self.names_weekday(next) || !(on || free) {
            return None;
        }
        self.day_of_week(next, &week, next + 1)
    }

    fn day_of_week(&self, weekday: usize, week: &Core, end: usize) -> Option<Core> {
        let What::Period(Period::Week(monday)) = week.what else { return None };
        let day = calendar::add_days(monday, i64::from(self.entry(weekday).weekday) - 1)?;
        Some(Core::period(end, Period::Day(day), week.anchor, "day_of_week"))
    }

    /// "Friday the 13th", "Tuesday 12th", "Tuesday the eleventh": the nearest day that is both.
    fn weekday_and_day(&self, at: usize) -> Option<Core> {
        let the = self.any(at + 1, &["the"]);
        let next = at + 1 + usize::from(the);
        let (day, end) = self.ordinal(next).filter(|(n, _)| (1..=31).contains(n))?;
        if !(the || self.number(next).is_some()) || !(self.closes(end) || self.is(end, TimeClass::Preposition)) || self.any(end, &["of"]) {
            return None;
        }
        let published = self.published?;
        let weekday = self.entry(at).weekday;
        let month = Period::holding(published, Unit::Month)?;
        // The 31st falls on a given weekday at least once in 15 months.
        let fits = |n: i64| -> Option<Day> {
            let (first, _) = month.shift(n)?.days()?;
            calendar::day(first.year(), first.month(), day).filter(|d| calendar::weekday(*d) == weekday)
        };
        let behind = (0..=15).filter_map(|n| fits(-n)).find(|d| *d <= published).map(Period::Day);
        let ahead = (0..=15).filter_map(fits).find(|d| *d > published).map(Period::Day);
        let found = self.nearer(published, behind, ahead, self.lean(at, end))?;
        Some(Core::period(end, found, "published", "weekday_and_day"))
    }
}

/// The weekend next to a day: that of a Monday is the one before it, that of a Thursday the one behind.
fn weekend_by(day: Day) -> Option<Period> {
    let saturday = match calendar::weekday(day) {
        1 | 2 => calendar::add_days(calendar::monday(day), -2)?,
        _ => calendar::add_days(calendar::monday(day), 5)?,
    };
    Some(Period::Weekend(saturday))
}
