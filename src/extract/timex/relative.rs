//! Dates that are counted from another: "last week", "this September", "the following year", "three days earlier",
//! "a week ago Tuesday", "Thursday".

use crate::lexicon::{Alone, TimeClass};
use crate::types::{Day, TimexType};

use super::amount::Amount;
use super::calendar::{self, Period, Unit};
use super::lean::Lean;
use super::view::{Core, View, What, longer};

impl View<'_> {
    /// Any of them.
    pub(super) fn relative(&self, at: usize) -> Option<Core> {
        let e = self.entry(at);
        let mut best = None;
        if e.weekday > 0 {
            best = longer(best, self.weekday(at));
        }
        if e.is(TimeClass::Shift) {
            best = longer(best, self.shifted(at, at));
        }
        if e.is(TimeClass::Determiner) {
            best = longer(best, self.determined(at));
        }
        if e.is(TimeClass::Article)
            || e.is(TimeClass::HedgeStart)
            || e.number >= 0
            || e.is(TimeClass::Vague)
            || e.is(TimeClass::Half)
            || e.is(TimeClass::Hedge)
            || self.any(at, &["recent", "coming"])
            || e.is(TimeClass::Determiner)
            || self.number(at).is_some()
        {
            best = longer(best, self.away(at));
        }
        if e.is(TimeClass::Unit) {
            best = longer(best, self.year_ago(at));
        }
        best
    }

    /// A weekday: the nearest behind or ahead, the publication day itself included; "Mondays" are no date.
    fn weekday(&self, at: usize) -> Option<Core> {
        let e = self.entry(at);
        if e.weekday_alone == Alone::No || !self.names_weekday(at) {
            return None;
        }
        if self.is(at + 1, TimeClass::Title) && self.capital(at + 1) {
            return None;
        }
        let end = at + 1;
        let Some(published) = self.published else {
            return Some(Core::value(end, TimexType::Date, format!("XXXX-WXX-{}", e.weekday), "weekday"));
        };
        let back = i64::from((calendar::weekday(published) - e.weekday).rem_euclid(7));
        let (behind, ahead) = (calendar::add_days(published, -back)?, calendar::add_days(published, 7 - back)?);
        let future = back != 0 && self.lean(at, end) == Lean::Future;
        Some(Core::period(end, Period::Day(if future { ahead } else { behind }), "published", "weekday"))
    }

    /// The days that "last", "this", "next" count from: the publication day, or the last date of the text.
    fn origin(&self, from_text: bool) -> Option<(Period, &'static str)> {
        if from_text && let Some(p) = self.memory.last {
            return Some((p, "text"));
        }
        Some((Period::Day(self.published?), "published"))
    }

    /// "the last week", "the following day", "the past decade".
    fn determined(&self, at: usize) -> Option<Core> {
        if !self.any(at, &["the"]) {
            return None;
        }
        let next = at + 1;
        let mut best = None;
        if self.is(next, TimeClass::Shift) {
            best = longer(best, self.shifted(next, at));
        }
        if self.any(next, &["next"]) && self.any(next + 1, &["day", "morning"]) {
            let day = self.memory.last.and_then(Period::days).map(|(_, last)| last);
            let (from, anchor) = day.map_or((self.published?, "published"), |d| (d, "text"));
            let after = calendar::add_days(from, 1)?;
            let part = self.entry(next + 1).part;
            let what = if part.is_empty() { What::Period(Period::Day(after)) } else { What::Time(after, format!("T{part}")) };
            best = Some(Core::new(next + 2, what, anchor, "next_day"));
        }
        // "the year before 2015"
        if self.any(next, &["year"])
            && self.any(next + 1, &["before", "after"])
            && let Some((year, 4)) = self.number(next + 2).filter(|(y, _)| (1500..2100).contains(y))
        {
            let year = Period::Year(year as i16).shift(i64::from(self.entry(next + 1).away))?;
            return Some(Core::period(next + 3, year, "text", "year_before"));
        }
        if let Some(day) = self.day_of_month(next) {
            return longer(best, Some(day));
        }
        if let Some(core) = self.before_last(next) {
            return longer(best, Some(core));
        }
        let e = self.entry(next);
        // "the day before", "the night before", "the week after": of the text's last date, where nothing follows that it is before.
        if (e.is(TimeClass::Unit) || e.is(TimeClass::Part)) && self.any(next + 1, &["before", "after"]) && self.closes(next + 2) {
            let (origin, anchor) = self.origin(true)?;
            let (first, last) = origin.days()?;
            let step = i64::from(self.entry(next + 1).away);
            let day = calendar::add_days(if step < 0 { first } else { last }, step)?;
            let core = match e.unit {
                Some(Unit::Day) => Core::period(next + 2, Period::Day(day), anchor, "day_before"),
                Some(unit) => Core::period(next + 2, Period::holding(first, unit)?.shift(step)?, anchor, "day_before"),
                None => Core::new(next + 2, What::Time(day, format!("T{}", e.part)), anchor, "day_before"),
            };
            best = longer(best, Some(core));
        }
        best
    }

    /// "on the 10th", "the 3rd of last month".
    fn day_of_month(&self, at: usize) -> Option<Core> {
        let (day, end) = self.number(at).and_then(|_| self.ordinal(at)).filter(|(n, _)| (1..=31).contains(n))?;
        let published = self.published?;
        if self.any(end, &["of"]) && self.is(end + 1, TimeClass::Shift) && self.any(end + 2, &["month"]) {
            let e = self.entry(end + 1);
            let month = Period::holding(published, Unit::Month)?.shift(e.shift.into())?.days()?.0;
            return Some(Core::period(end + 3, Period::Day(calendar::day(month.year(), month.month(), day)?), "published", "day_of_month"));
        }
        let led = at > 1 && self.any(at - 2, &["on", "by", "until", "since", "from", "before", "after", "till"]);
        if !led || !(self.closes(end) || self.any(end, &["and", "at", "in", "when", "but", "with", "to"])) {
            return None;
        }
        let this = calendar::day(published.year(), published.month(), day);
        let step = |n: i64| -> Option<crate::types::Day> {
            let month = Period::holding(published, Unit::Month)?.shift(n)?.days()?.0;
            calendar::day(month.year(), month.month(), day)
        };
        let future = self.lean(at - 1, end) == Lean::Future;
        let found = match this {
            Some(d) if (d <= published) != future || d == published => d,
            _ if future => step(1)?,
            _ => step(-1)?,
        };
        Some(Core::period(end, Period::Day(found), "published", "day_of_month"))
    }

    /// "the week before last", "the Friday before last", "the week after next".
    fn before_last(&self, at: usize) -> Option<Core> {
        let e = self.entry(at);
        let back = self.any(at + 1, &["before"]) && self.any(at + 2, &["last"]);
        if !back && !(self.any(at + 1, &["after"]) && self.any(at + 2, &["next"])) {
            return None;
        }
        let way: i64 = if back { -1 } else { 1 };
        let end = at + 3;
        let published = self.published?;
        if e.weekday > 0 {
            let core = self.shifted_weekday(at, way, false, false)?;
            return Some(Core::period(end, Period::Day(calendar::add_days(core.day()?, 7 * way)?), "published", "before_last"));
        }
        let unit = e.unit.filter(|u| *u >= Unit::Day)?;
        Some(Core::period(end, Period::holding(published, unit)?.shift(2 * way)?, "published", "before_last"))
    }

    /// "last week", "this September", "next Monday", "that year", "this morning"; `start` is where the expression begins.
    pub(super) fn shifted(&self, at: usize, start: usize) -> Option<Core> {
        let e = self.entry(at);
        if !e.is(TimeClass::Shift) {
            return None;
        }
        let the = start < at;
        let mut next = at + 1;
        let (mut shift, mut from_text) = (i64::from(e.shift), e.from_text);
        // "this past spring", "this coming Sunday"
        if self.any(at, &["this"]) && self.any(next, &["past", "coming"]) {
            shift = i64::from(self.entry(next).shift);
            next += 1;
        } else if self.any(at, &["past", "coming", "following", "preceding", "ensuing"]) && !the {
            return None;
        }
        if self.any(next, &["very", "full", "calendar", "fiscal", "financial", "whole"]) {
            next += 1;
        }
        if self.any(at, &["that"])
            && !self.entry(next).is(TimeClass::Unit)
            && !self.entry(next).is(TimeClass::Part)
            && self.entry(next).weekday == 0
        {
            return None;
        }
        let target = self.entry(next);
        let end = next + 1;
        if self.any(at, &["same", "latest"]) && !the {
            return None;
        }
        if self.names_weekday(next) && target.weekday_alone != Alone::No {
            return self.shifted_weekday(next, shift, from_text, e.shift == 0 && shift == 0);
        }
        if let Some(unit) = target.unit.filter(|_| target.is(TimeClass::Unit)) {
            // "this second", "last minute" are no dates; "This Week" in quotation marks is a program.
            if unit < Unit::Day || (self.capital(at) && self.capital(next) && start > 0 && self.is_mark(start - 1, b'"')) {
                return None;
            }
            if self.any(at, &["that"]) && unit == Unit::Weekend {
                from_text = true;
            }
            let Some((origin, anchor)) = self.origin(from_text) else {
                return Some(Core::value(end, TimexType::Date, unit.unknown(), "shift"));
            };
            if unit == Unit::Quarter && self.any(at, &["latest"]) {
                return self.latest_quarter(end);
            }
            let (first, last) = origin.days()?;
            let base = if shift > 0 { last } else { first };
            // A fortnight has no place in the calendar: it is the two weeks up to a day, or from it.
            if unit == Unit::Fortnight && shift != 0 {
                let other = calendar::add_days(base, 14 * shift)?;
                let what = What::Days(unit.duration(Some(1.0)), base.min(other), base.max(other));
                return Some(Core { kind: TimexType::Duration, ..Core::new(end, what, anchor, "fortnight") });
            }
            let mut found = Period::holding(base, unit)?.shift(shift)?;
            if unit == Unit::Weekend && shift == -1 && !from_text {
                // "last weekend" is the latest that is over; "this weekend" said on a Monday is still the one behind.
                found = self.past_weekend(base)?;
            }
            // "Over the past year" are the twelve months that end today, though the value names the year.
            if self.any(at, &["past"])
                && anchor == "published"
                && let Some(before) = match unit {
                    Unit::Day => calendar::add_days(base, -1),
                    Unit::Week => calendar::add_days(base, -7),
                    Unit::Month => calendar::add_months(base, -1),
                    Unit::Quarter => calendar::add_months(base, -3),
                    Unit::Year => calendar::add_months(base, -12),
                    Unit::Decade => calendar::add_months(base, -120),
                    _ => None,
                }
            {
                return Some(Core::new(end, What::Days(found.value(), before, base), anchor, "past"));
            }
            return Some(Core::period(end, found, anchor, "shift"));
        }
        if let Some(season) = target.season.filter(|_| target.is(TimeClass::Season)) {
            let Some(published) = self.published else {
                return Some(Core::value(end, TimexType::Date, format!("XXXX-{}", season.code()), "season"));
            };
            let this = Period::Season(published.year(), season);
            let (first, last) = this.days()?;
            let found = match shift {
                0 if season == calendar::Season::Winter && published.month() < 6 => this.shift(-1)?,
                0 => this,
                // The latest that is over.
                s if s < 0 => {
                    if last < published {
                        this
                    } else {
                        let before = this.shift(-1)?;
                        if before.days()?.1 < published { before } else { before.shift(-1)? }
                    }
                }
                _ => {
                    if first > published {
                        this
                    } else {
                        this.shift(1)?
                    }
                }
            };
            return Some(Core::period(end, found, "published", "season"));
        }
        if target.month > 0 && self.capital(next) && target.month_alone != Alone::No {
            let Some(published) = self.published else {
                return Some(Core::value(end, TimexType::Date, format!("XXXX-{:02}", target.month), "shift_month"));
            };
            let this = Period::Month(published.year(), target.month);
            let found = match shift {
                0 => this,
                s if s < 0 => {
                    if target.month < published.month() {
                        this
                    } else {
                        this.shift(-12)?
                    }
                }
                _ => {
                    if target.month > published.month() {
                        this
                    } else {
                        this.shift(12)?
                    }
                }
            };
            // "last April 4" is read as a day.
            if self.number(end).is_some_and(|(n, len)| len <= 2 && n <= 31) && !self.glued(end) {
                return None;
            }
            return Some(Core::period(end, found, "published", "shift_month"));
        }
        if target.is(TimeClass::Part) && !the {
            let from_text = from_text || self.any(at, &["that"]);
            let Some((origin, anchor)) = self.origin(from_text) else {
                return Some(Core::value(end, TimexType::Time, format!("XXXX-XX-XXT{}", target.part), "part"));
            };
            let day = calendar::add_days(origin.days()?.0, shift)?;
            return Some(Core::new(end, What::Time(day, format!("T{}", target.part)), anchor, "part"));
        }
        None
    }

    /// The latest weekend that is over, or that the day itself is in.
    fn past_weekend(&self, day: Day) -> Option<Period> {
        let this = Period::holding(day, Unit::Weekend)?;
        if calendar::weekday(day) >= 6 { this.shift(-1) } else { this.shift(-1) }
    }

    fn shifted_weekday(&self, at: usize, shift: i64, from_text: bool, this: bool) -> Option<Core> {
        let (weekday, end) = (self.entry(at).weekday, at + 1);
        let Some((origin, anchor)) = self.origin(from_text) else {
            return Some(Core::value(end, TimexType::Date, format!("XXXX-WXX-{weekday}"), "shift_weekday"));
        };
        let base = origin.days()?.0;
        let back = i64::from((calendar::weekday(base) - weekday).rem_euclid(7));
        let days = match shift {
            0 if from_text => -back,
            0 if this && self.lean(at - 1, end) == Lean::Past => -back,
            0 => (7 - back) % 7,
            s if s < 0 => {
                if back == 0 {
                    -7
                } else {
                    -back
                }
            }
            _ => 7 - back,
        };
        Some(Core::period(end, Period::Day(calendar::add_days(base, days)?), anchor, "shift_weekday"))
    }

    /// The quarter that the text speaks of: the last one named, else the last that is over.
    pub(super) fn latest_quarter(&self, end: usize) -> Option<Core> {
        if let Some(q) = self.memory.quarter
            && self.published.is_none_or(|p| q.days().is_some_and(|(_, last)| last < p))
        {
            return Some(Core::period(end, q, "text", "quarter"));
        }
        let Some(published) = self.published else {
            return Some(Core::value(end, TimexType::Date, "XXXX-QX", "quarter"));
        };
        Some(Core::period(end, Period::holding(published, Unit::Quarter)?.shift(-1)?, "published", "quarter"))
    }

    /// "three days ago", "nearly four years ago", "a year earlier", "two weeks later", "a week ago Tuesday", "two years from now".
    fn away(&self, at: usize) -> Option<Core> {
        if let Some(core) = self.weekdays_ago(at) {
            return Some(core);
        }
        let e = self.entry(at);
        if (e.starts_phrase() || e.is(TimeClass::Shift) || e.is(TimeClass::Determiner))
            && let Some(vague) = self.vague_units(at)
        {
            return Some(vague);
        }
        let amount = self.amount(at)?;
        let unit = amount.unit;
        let mut next = amount.end;
        // "a week or so ago"
        if self.any(next, &["or"]) && self.any(next + 1, &["so", "more"]) {
            next += 2;
        }
        // "in two weeks' time"
        if self.is_mark(next, b'\'') && self.any(next + 1, &["time"]) && self.class_before(at, TimeClass::Preposition) {
            return self.stepped(at, &amount, 1, false, next + 2);
        }
        if self.any(next, &["from"]) && self.any(next + 1, &["now", "today"]) {
            return self.stepped(at, &amount, 1, false, next + 2);
        }
        let e = self.entry(next);
        if e.away == 0 {
            return None;
        }
        let end = next + 1;
        if self.any(next, &["ago"]) {
            // "a week ago Tuesday", "two weeks ago Friday", "a year ago this month", "a year ago April"
            let target = self.entry(end);
            let whole = amount.count.filter(|n| n.fract() == 0.0).map(|n| n as i64);
            if let (true, Some(n), Some(published)) = (target.weekday > 0 && unit == Unit::Week && self.capital(end), whole, self.published)
            {
                let back = i64::from((calendar::weekday(published) - target.weekday).rem_euclid(7));
                let day = calendar::add_days(published, -back - 7 * n)?;
                return Some(Core::period(end + 1, Period::Day(day), "published", "week_ago_weekday"));
            }
            if unit == Unit::Year
                && target.is(TimeClass::Shift)
                && target.shift == 0
                && !target.from_text
                && self.entry(end + 1).is(TimeClass::Unit)
            {
                if let (Some(n), Some(published)) = (whole, self.published) {
                    let inner = self.entry(end + 1).unit?;
                    let then = calendar::add_months(published, -12 * n)?;
                    return Some(Core::period(end + 2, Period::holding(then, inner)?, "published", "year_ago"));
                }
            }
            return self.stepped(at, &amount, -1, false, end);
        }
        // "before" and "after" want nothing that they are before; "two days later" and "earlier" may stand in the open.
        if self.any(next, &["before", "after", "hence", "previously", "beforehand", "afterward", "afterwards"]) && !self.closes(end) {
            return None;
        }
        self.stepped(at, &amount, i64::from(e.away), true, end)
    }

    /// "two Fridays ago".
    fn weekdays_ago(&self, at: usize) -> Option<Core> {
        let e = self.entry(at + 1);
        if e.weekdays == 0 || !self.any(at + 2, &["ago"]) {
            return None;
        }
        let n = match self.number(at) {
            Some((n, _)) => i64::from(n),
            None => i64::from(self.entry(at).number),
        };
        if !(1..=20).contains(&n) {
            return None;
        }
        let published = self.published?;
        let back = i64::from((calendar::weekday(published) - e.weekdays).rem_euclid(7));
        let first = if back == 0 { 7 } else { back };
        let day = calendar::add_days(published, -first - 7 * (n - 1))?;
        Some(Core::period(at + 3, Period::Day(day), "published", "weekdays_ago"))
    }

    /// "recent weeks", "the coming months": no dates of the calendar.
    fn vague_units(&self, at: usize) -> Option<Core> {
        let next =
            if self.is(at, TimeClass::Determiner) && self.is(at + 2, TimeClass::Units) && self.any(at, &["the"]) { at + 1 } else { at };
        if !self.is(next + 1, TimeClass::Units) {
            return None;
        }
        let value = if self.any(next, &["recent"]) {
            "PAST_REF"
        } else if self.any(next, &["coming"]) {
            "FUTURE_REF"
        } else {
            return None;
        };
        Some(Core::value(next + 2, TimexType::Date, value, "vague"))
    }

    /// A date some time before or after the publication day or the text's last date.
    fn stepped(&self, at: usize, amount: &Amount, way: i64, from_text: bool, end: usize) -> Option<Core> {
        let unit = amount.unit;
        let rule = if way < 0 { "ago" } else { "later" };
        let modifier = match (amount.hedge, way) {
            ("MORE_THAN" | "EQUAL_OR_MORE", -1) => "BEFORE",
            ("LESS_THAN" | "EQUAL_OR_LESS", -1) => "AFTER",
            (hedge, _) => hedge,
        };
        let Some(count) = amount.count else {
            let value = if way < 0 { "PAST_REF" } else { "FUTURE_REF" };
            return Some(Core::value(end, TimexType::Date, value, rule));
        };
        // The quarter a year ago, where the text speaks of quarters.
        if unit == Unit::Year
            && way < 0
            && count == 1.0
            && amount.hedge.is_empty()
            && self.memory.quarter_near(self.tokens[at].start)
            && let Some(quarter) = self.memory.quarter
        {
            return Some(Core::period(end, quarter.shift(-4)?, "text", "year_ago_quarter"));
        }
        let Some((origin, anchor)) = self.origin(from_text) else {
            return Some(Core::value(end, TimexType::Date, unit.unknown(), rule));
        };
        let (first, last) = origin.days()?;
        let base = if way < 0 { first } else { last };
        let whole = count.fract() == 0.0;
        let n = way * count.trunc() as i64;
        let period = match unit {
            Unit::Second | Unit::Minute => return Some(Core::new(end, What::Period(Period::Day(base)), anchor, rule)),
            Unit::Hour => {
                let days = (count / 24.0).trunc() as i64;
                let day = calendar::add_days(base, way * days)?;
                return Some(Core::period(end, Period::Day(day), anchor, rule).modified(modifier));
            }
            Unit::Day => Period::Day(calendar::add_days(base, n)?),
            Unit::Weekend => Period::holding(base, unit)?.shift(n)?,
            Unit::Week => Period::Day(calendar::add_days(base, (7.0 * count).round() as i64 * way)?),
            Unit::Fortnight => Period::Day(calendar::add_days(base, 14 * n)?),
            Unit::Month => Period::holding(calendar::add_months(base, n)?, Unit::Month)?,
            Unit::Quarter => Period::holding(calendar::add_months(base, 3 * n)?, Unit::Quarter)?,
            Unit::Year if !whole => Period::holding(calendar::add_months(base, (12.0 * count).round() as i64 * way)?, Unit::Year)?,
            Unit::Year => match origin {
                // A year before a month of the text is a month.
                Period::Month(..) => origin.shift(12 * n)?,
                Period::Quarter(..) => origin.shift(4 * n)?,
                _ => Period::holding(base, Unit::Year)?.shift(n)?,
            },
            Unit::Decade => Period::holding(base, Unit::Year)?.shift((10.0 * count).round() as i64 * way)?,
            Unit::Century => Period::holding(base, Unit::Year)?.shift((100.0 * count).round() as i64 * way)?,
            Unit::Millennium => return None,
        };
        Some(Core::period(end, period, anchor, rule).modified(modifier))
    }

    /// "year-ago", "year-earlier": the quarter or year a year before the one that the text speaks of.
    fn year_ago(&self, at: usize) -> Option<Core> {
        if !self.any(at, &["year"]) || !self.is_mark(at + 1, b'-') || !self.any(at + 2, &["ago", "earlier"]) {
            return None;
        }
        self.year_before(at + 3)
    }

    pub(super) fn year_before(&self, end: usize) -> Option<Core> {
        if let Some(quarter) = self.memory.quarter {
            return Some(Core::period(end, quarter.shift(-4)?, "text", "year_ago_quarter"));
        }
        let Some(published) = self.published else {
            return Some(Core::value(end, TimexType::Date, "XXXX", "year_ago"));
        };
        Some(Core::period(end, Period::Year(published.year()).shift(-1)?, "published", "year_ago"))
    }
}
