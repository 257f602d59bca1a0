//! Dates that name their day, month or year: "Saturday, April 12, 2025", "3-7 May", "since February", "1996", "'80s".

use crate::lexicon::{Alone, TimeClass};
use crate::types::{Day, TimexType};

use super::calendar::{self, Period};
use super::lean::Lean;
use super::view::{Core, View, What, longer};

impl View<'_> {
    /// Any of them.
    pub(super) fn absolute(&self, at: usize) -> Option<Core> {
        let e = self.entry(at);
        if e.weekday > 0
            && let Some(core) = self.weekday_date(at)
        {
            return Some(core);
        }
        if e.month > 0 {
            return self.month_first(at);
        }
        if self.number(at).is_some() {
            let day = longer(self.numeric(at), self.day_first(at));
            return longer(longer(day, self.century(at)), self.decade(at).or_else(|| self.year_alone(at)));
        }
        if self.is_mark(at, b'\'') {
            return self.decade(at);
        }
        longer(longer(self.spoken_year(at), self.decade(at)), longer(self.century(at), self.day_first(at)))
    }

    /// "Saturday, April 12", "Sat 12 Apr 2025".
    fn weekday_date(&self, at: usize) -> Option<Core> {
        let next = self.past(self.past(at + 1, b"."), b",");
        let next = if self.any(next, &["the"]) { next + 1 } else { next };
        let core = if self.entry(next).month > 0 { self.month_day(next) } else { self.day_first(next) }?;
        // The weekday tells the year, where none is printed.
        let day = core.day()?;
        let weekday = self.entry(at).weekday;
        if core.anchor == "published" && calendar::weekday(day) != weekday {
            let near = [-1, 1].into_iter().filter_map(|n| calendar::day(day.year() + n, day.month(), day.day()));
            if let Some(fits) = near
                .into_iter()
                .find(|d| calendar::weekday(*d) == weekday && self.published.is_some_and(|p| calendar::days_between(*d, p).abs() < 400))
            {
                return Some(Core { what: What::Period(Period::Day(fits)), ..core });
            }
        }
        Some(core)
    }

    /// A year that completes a date: "2025", "'98", "this year", "last year".
    fn year_after(&self, at: usize) -> Option<(i16, usize, &'static str)> {
        let next = self.past(at, b",");
        if let Some((y, 4)) = self.number(next)
            && (1000..2200).contains(&y)
            && !self.is_mark(next + 1, b'%')
        {
            return Some((y as i16, next + 1, ""));
        }
        if self.is_mark(next, b'\'')
            && self.glued(next + 1)
            && let Some((y, 2)) = self.number(next + 1)
        {
            return Some((two_digits(y), next + 2, ""));
        }
        if let Some(core) = self.spoken_year(at)
            && let What::Period(Period::Year(y)) = core.what
        {
            return Some((y, core.end, ""));
        }
        let (published, e) = (self.published?, self.entry(at));
        if e.is(TimeClass::Shift) && !e.from_text && self.any(at + 1, &["year"]) {
            return Some((published.year() + i16::from(e.shift), at + 2, "published"));
        }
        None
    }

    /// Day of the month at a token: "12", "12th", "eighth", "twenty-first".
    fn day_number(&self, at: usize) -> Option<(i8, usize)> {
        if let Some((n, len)) = self.number(at) {
            if len > 2 || !(1..=31).contains(&n) {
                return None;
            }
            let next = if self.glued(at + 1) && self.is(at + 1, TimeClass::Suffix) { at + 2 } else { at + 1 };
            // "10:30", "10.5", "10,000", "10%" are no days.
            let decimal = self.mark(next).is_some_and(|m| matches!(m, b':' | b'.' | b',')) && self.glued(next) && self.glued(next + 1);
            if (decimal && self.number(next + 1).is_some()) || self.is_mark(next, b'%') {
                return None;
            }
            return Some((n as i8, next));
        }
        let e = self.entry(at);
        if (1..=31).contains(&e.ordinal) {
            return Some((e.ordinal, at + 1));
        }
        if matches!(e.number, 20 | 30) && self.is_mark(at + 1, b'-') {
            let rest = self.entry(at + 2).ordinal;
            return ((1..=9).contains(&rest) && e.number + i16::from(rest) <= 31).then_some((e.number as i8 + rest, at + 3));
        }
        None
    }

    fn month_at(&self, at: usize) -> Option<(i8, usize)> {
        let e = self.entry(at);
        // Where no other word is spelled so, a small letter does as well: "april 9", "in november".
        if e.month == 0 || !(self.capital(at) || e.month_alone == Alone::Yes) {
            return None;
        }
        let dot = self.is_mark(at + 1, b'.') && self.glued(at + 1) && e.month_alone == Alone::No;
        Some((e.month, if dot { at + 2 } else { at + 1 }))
    }

    /// "April 12, 2025", "April 2-5", "Sept. 30", "April 2025", "in April".
    fn month_first(&self, at: usize) -> Option<Core> {
        let core = self.month_day(at).or_else(|| self.month_year(at));
        // "February 30" is no date, and no February either.
        if core.is_none()
            && let Some((month, next)) = self.month_at(at)
            && let Some((day, _)) = self.day_number(next)
            && calendar::day(2000, month, day).is_none()
        {
            return None;
        }
        core.or_else(|| self.month_alone(at))
    }

    fn month_day(&self, at: usize) -> Option<Core> {
        let (month, next) = self.month_at(at)?;
        let next = if self.any(next, &["the"]) { next + 1 } else { next };
        let (day, next) = self.day_number(next)?;
        // "in May 20 soldiers": what follows "in" is the month.
        if at > 0
            && self.any(at - 1, &["in", "during", "early", "late"])
            && self.is_word(next)
            && !self.capital(next)
            && self.entry(next).starts_a_noun()
        {
            return None;
        }
        // "April 2-5", "April 2 to 5"
        if let Some((last, end)) = self.second_day(next, day, false) {
            return self.days(at, month, day, last, end);
        }
        if let Some((year, end, _)) = self.year_after(next) {
            return Some(Core::period(end, Period::Day(calendar::day(year, month, day)?), "", "date"));
        }
        self.near_day(at, month, day, next)
    }

    /// The second day of a range: after a dash, "to", "through", or "and" where `and`.
    fn second_day(&self, at: usize, first: i8, and: bool) -> Option<(i8, usize)> {
        let joined = self.is_mark(at, b'-') || self.any(at, &["to", "through", "until", "till"]) || (and && self.any(at, &["and"]));
        let next = at + 1 + usize::from(joined && self.any(at + 1, &["the"]));
        if !joined || !(self.number(next).is_some() || self.entry(next).ordinal > 0) {
            return None;
        }
        let (last, end) = self.day_number(next)?;
        let e = self.entry(end);
        (last > first && !e.is(TimeClass::Unit) && !e.is(TimeClass::Units)).then_some((last, end))
    }

    /// Days `first` to `last` of a month, with a year after them or without.
    fn days(&self, at: usize, month: i8, first: i8, last: i8, end: usize) -> Option<Core> {
        let (first_day, anchor, end) = match self.year_after(end) {
            Some((year, end, _)) => (calendar::day(year, month, first)?, "", end),
            None => match self.near_day(at, month, first, end)?.what {
                What::Period(Period::Day(d)) => (d, "published", end),
                _ => {
                    return Some(Core::value(
                        end,
                        TimexType::Date,
                        format!("XXXX-{month:02}-{first:02}/XXXX-{month:02}-{last:02}"),
                        "days",
                    ));
                }
            },
        };
        let last_day = calendar::day(first_day.year(), month, last)?;
        Some(Core::new(end, What::Days(format!("{first_day}/{last_day}"), first_day, last_day), anchor, "days"))
    }

    /// "12 April", "12th of April 2025", "3-7 May", "3 to 7 May", "the 10th of May".
    fn day_first(&self, at: usize) -> Option<Core> {
        let (day, next) = self.day_number(at)?;
        let the = usize::from(at > 0 && self.any(at - 1, &["the"]));
        let between = at > the && self.any(at - the - 1, &["between"]);
        if let Some((last, after)) = self.second_day(next, day, between)
            && let Some((month, end)) = self.month_at(if self.any(after, &["of"]) { after + 1 } else { after })
        {
            return self.days(at, month, day, last, end);
        }
        let next = if self.any(next, &["of"]) { next + 1 } else { self.past_hyphen(next) };
        let (month, next) = self.month_at(next)?;
        // "12 March 3" is "March 3" after a number.
        if self.entry(next - 1).month > 0 && self.day_number(next).is_some() && self.number(next).is_some_and(|n| n.1 <= 2) {
            return None;
        }
        if let Some((year, end, _)) = self.year_after(self.past_hyphen(next)) {
            return Some(Core::period(end, Period::Day(calendar::day(year, month, day)?), "", "date"));
        }
        self.near_day(at, month, day, next)
    }

    /// A day and month without a year: the nearest, or where the words point.
    fn near_day(&self, at: usize, month: i8, day: i8, end: usize) -> Option<Core> {
        if let Some(year) = self.year_of_list(end) {
            return Some(Core::period(end, Period::Day(calendar::day(year, month, day)?), "", "date"));
        }
        let Some(published) = self.published else {
            // A leap year knows all days.
            calendar::day(2000, month, day)?;
            return Some(Core::value(end, TimexType::Date, format!("XXXX-{month:02}-{day:02}"), "day_month"));
        };
        let year = published.year();
        let days: Vec<Day> = (year - 1..=year + 1).filter_map(|y| calendar::day(y, month, day)).collect();
        let behind = days.iter().rev().find(|d| **d <= published).copied().map(Period::Day);
        let ahead = days.iter().find(|d| **d > published).copied().map(Period::Day);
        let found =
            self.nearer(published, behind, ahead, self.lean(at, end)).or_else(|| Some(Period::Day(calendar::day(2000, month, day)?)))?;
        Some(Core::period(end, found, "published", "day_month"))
    }

    /// "April 2025", "June last year".
    fn month_year(&self, at: usize) -> Option<Core> {
        let (month, next) = self.month_at(at)?;
        let next = if self.any(next, &["of"]) { next + 1 } else { next };
        let (year, end, anchor) = self.year_after(next)?;
        Some(Core::period(end, Period::Month(year, month), anchor, "month_year"))
    }

    /// "in April".
    fn month_alone(&self, at: usize) -> Option<Core> {
        let (month, next) = self.month_at(at)?;
        let e = self.entry(at);
        let led = at > 0 && self.leads(at - 1);
        match e.month_alone {
            // "Jan-Feb 2017", "June-August 1992"
            _ if self.is_mark(next, b'-') && self.year_of_list(next).is_some() => return Some(self.near_month(at, month, next)),
            Alone::No => {
                if next == at + 1 || !led {
                    return None;
                }
            }
            Alone::Capital if !led => {
                // "under a June agreement", "the March figures"; "the March on the palace" is no month.
                let named = at > 0 && (self.is(at - 1, TimeClass::Article) || self.is(at - 1, TimeClass::Determiner));
                let noun =
                    self.is_word(next) && !self.capital(next) && self.tokens[next].spaced() && !self.is(next, TimeClass::Preposition);
                if !named || !noun {
                    return None;
                }
            }
            _ => {}
        }
        // "April Jones", "Theresa May", "the Million March".
        let name_after = self.is_word(next) && self.capital(next) && self.entry(next).weekday == 0 && self.entry(next).month == 0;
        let name_before = at > 0 && self.is_word(at - 1) && self.capital(at - 1) && !led && !self.is(at - 1, TimeClass::Determiner);
        let firmly = at > 0
            && (self.any(at - 1, &["in", "since", "during", "until", "by", "till"])
                || self.is(at - 1, TimeClass::Shift)
                || self.is(at - 1, TimeClass::Portion));
        if (name_after && !firmly) || (name_before && e.month_alone != Alone::Yes) {
            return None;
        }
        Some(self.near_month(at, month, next))
    }

    /// True where a word leads a date: a preposition, or another word of the grammar of time.
    pub(super) fn leads(&self, at: usize) -> bool {
        let e = self.entry(at);
        e.is(TimeClass::Preposition)
            || e.is(TimeClass::Shift)
            || e.is(TimeClass::Portion)
            || e.is(TimeClass::Each)
            || e.month > 0
            || (self.is_mark(at, b'-') && at > 0 && (self.is(at - 1, TimeClass::Portion) || self.entry(at - 1).month > 0))
            || (self.is_mark(at, b',') && at > 0 && self.entry(at - 1).month > 0)
    }

    /// The year that the last of several dates gives to all of them: "in January and February 2024", "from April 2 to May 5, 2024".
    fn year_of_list(&self, end: usize) -> Option<i16> {
        let mut at = end;
        for _ in 0..4 {
            at = self.past(at, b",");
            at = if self.any(at, &["and", "to", "through", "until", "or"]) || self.is_mark(at, b'-') {
                at + 1
            } else if at > end && self.entry(at).month > 0 {
                at
            } else {
                return None;
            };
            let day = self.day_number(at).map(|d| if self.any(d.1, &["of"]) { d.1 + 1 } else { d.1 });
            let (_, next) = self.month_at(day.unwrap_or(at))?;
            let next = if day.is_none() { self.day_number(next).map_or(next, |d| d.1) } else { next };
            let comma = self.past(next, b",");
            if let Some((y, 4)) = self.number(comma).filter(|(y, _)| (1000..2200).contains(y)) {
                return Some(y as i16);
            }
            at = next;
        }
        None
    }

    /// The first month of "from May to September": it lies before the second, whichever year that is of.
    fn month_before(&self, month: i8, end: usize) -> Option<Period> {
        if !(self.any(end, &["to", "through", "until", "till"]) || self.is_mark(end, b'-')) {
            return None;
        }
        let (second, after) = self.month_at(end + 1)?;
        let goes_on = self.any(after, &["to", "through", "until", "till"]);
        if second == month || goes_on || self.day_number(after).is_some() || !(self.closes(after) || self.is(after, TimeClass::Preposition))
        {
            return None;
        }
        let Core { what: What::Period(Period::Month(year, second)), .. } = self.near_month(end + 1, second, after) else { return None };
        Some(Period::Month(if month < second { year } else { year - 1 }, month))
    }

    fn near_month(&self, at: usize, month: i8, end: usize) -> Core {
        if let Some(year) = self.year_of_list(end) {
            return Core::period(end, Period::Month(year, month), "", "month_year");
        }
        let Some(published) = self.published else {
            return Core::value(end, TimexType::Date, format!("XXXX-{month:02}"), "month");
        };
        if let Some(first) = self.month_before(month, end) {
            return Core::period(end, first, "published", "month");
        }
        let (year, now) = (published.year(), published.month());
        let lean = self.lean(at, end);
        let behind = Period::Month(if month <= now { year } else { year - 1 }, month);
        let ahead = Period::Month(if month > now || (month == now && lean == Lean::Unknown) { year } else { year + 1 }, month);
        let found = if month == now {
            Period::Month(year, month)
        } else {
            self.nearer(published, Some(behind), Some(ahead), lean).unwrap_or(behind)
        };
        Core::period(end, found, "published", "month")
    }

    /// "2025-04-12", "04/12/2025", "12.04.2025", "4/12/98".
    fn numeric(&self, at: usize) -> Option<Core> {
        if at > 0 && self.glued(at) && self.mark(at - 1).is_some_and(|m| matches!(m, b'.' | b'/' | b'-' | b'$' | b'=' | b'_' | b'#')) {
            return None;
        }
        let mark = self.mark(at + 1).filter(|m| matches!(m, b'-' | b'/' | b'.'))?;
        if !(1..=4).all(|k| self.glued(at + k)) || self.mark(at + 3) != Some(mark) {
            return None;
        }
        let ((a, a_len), (b, b_len), (c, c_len)) = (self.number(at)?, self.number(at + 2)?, self.number(at + 4)?);
        let end = at + 5;
        if self.glued(end) && self.mark(end) == Some(mark) && self.glued(end + 1) {
            return None;
        }
        let date = |y: u32, m: u32, d: u32| calendar::day(i16::try_from(y).ok()?, i8::try_from(m).ok()?, i8::try_from(d).ok()?);
        let found = match (a_len, b_len, c_len) {
            (4, 1..=2, 1..=2) => date(a, b, c),
            (1..=2, 1..=2, 4) => {
                let day_first = mark == b'.';
                let order = if day_first { [(b, a), (a, b)] } else { [(a, b), (b, a)] };
                order.into_iter().find_map(|(m, d)| date(c, m, d))
            }
            (1..=2, 1..=2, 2) if mark == b'/' => {
                let y = two_digits(c) as u32;
                date(y, a, b).or_else(|| date(y, b, a))
            }
            _ => None,
        }?;
        Some(Core::period(end, Period::Day(found), "", "numeric"))
    }

    /// A bare year. Four digits are a year where a word leads them, or where nothing is counted by them.
    fn year_alone(&self, at: usize) -> Option<Core> {
        let (y, 4) = self.number(at)? else { return None };
        if !(1000..=2100).contains(&y) {
            return None;
        }
        // "$1,990", "1990-A", "No. 1990", "#1990", "1990.5", "1990%", "1-1990".
        if at > 0 {
            let m = self.mark(at - 1);
            if self.glued(at) && m.is_some_and(|m| !matches!(m, b'(' | b'"' | b'\'' | b'-' | b'/' | b'[' | b'|' | b',' | b'_')) {
                return None;
            }
            if matches!(m, Some(b'$' | b'#')) || (self.glued(at) && m == Some(b',') && at > 1 && self.number(at - 2).is_some()) {
                return None;
            }
            if (self.glued(at) && self.is_word(at - 1))
                || self.is(at - 1, TimeClass::Numbered)
                || (m == Some(b'.') && self.glued(at - 1) && at > 1 && self.is(at - 2, TimeClass::Numbered))
            {
                return None;
            }
            if self.glued(at) && matches!(m, Some(b'-' | b'/')) && !self.joins_years(at) {
                return None;
            }
        }
        let next = at + 1;
        let e = self.entry(next);
        if self.mark(next).is_some_and(|m| matches!(m, b'%' | b'$' | b'*' | b'='))
            || (self.glued(next)
                && (self.is_word(next)
                    || matches!(self.mark(next), Some(b'.' | b',' | b':')) && self.glued(next + 1) && self.number(next + 1).is_some()))
            || e.is(TimeClass::Units)
            || e.is(TimeClass::Scale)
            || e.is(TimeClass::HalfDay)
            || e.is(TimeClass::Counted)
            || (e.zone && self.tokens[next].all_capitals())
        {
            return None;
        }
        let led = at > 0
            && (self.leads(at - 1)
                || self.is(at - 1, TimeClass::Fiscal)
                || self.is(at - 1, TimeClass::Determiner)
                || self.any(at - 1, &["late", "year", "summer", "spring", "winter", "fall", "autumn", "season"]));
        let strict = at > 0
            && (self
                .any(at - 1, &["in", "since", "by", "until", "till", "during", "of", "before", "after", "late", "early", "mid", "year"])
                || (self.is_mark(at - 1, b'-') && self.leads(at - 1)));
        if !(1800..=2060).contains(&y) && !strict {
            return None;
        }
        // "1996 votes": a plural that nothing leads is counted.
        let raw = self.raw(next).as_bytes();
        let plural = self.is_word(next)
            && !self.capital(next)
            && raw.len() > 3
            && raw.ends_with(b"s")
            && !raw.ends_with(b"ss")
            && self.tokens[next].word == 0;
        if plural && !led {
            return None;
        }
        let mut end = next;
        // "1989-90", "2014/15"
        if self.mark(next).is_some_and(|m| matches!(m, b'-' | b'/'))
            && self.glued(next)
            && self.glued(next + 1)
            && let Some((short, 2)) = self.number(next + 1)
            && short == (y + 1) % 100
        {
            let first = Period::Year(y as i16).days()?.0;
            let last = Period::Year(y as i16 + 1).days()?.1;
            return Some(Core::new(next + 2, What::Days(format!("{y}/{}", y + 1), first, last), "", "years"));
        }
        if at > 0 && self.is(at - 1, TimeClass::Fiscal) {
            end = next;
        }
        Some(Core::period(end, Period::Year(y as i16), "", "year"))
    }

    /// "1990-1995": the second of two years.
    fn joins_years(&self, at: usize) -> bool {
        at > 1 && (self.number(at - 2).is_some_and(|(n, len)| len == 4 && (1000..2200).contains(&n)) || self.is(at - 2, TimeClass::Portion))
    }

    /// "the year two thousand", "nineteen ninety-six", "two thousand one".
    fn spoken_year(&self, at: usize) -> Option<Core> {
        let e = self.entry(at);
        if matches!(e.number, 18..=20) {
            let tens = self.entry(at + 1);
            if !(10..=99).contains(&tens.number) {
                return None;
            }
            let (mut rest, mut end) = (tens.number, at + 2);
            if rest >= 20 {
                let next = self.past_hyphen(end);
                let unit = self.entry(next);
                if (1..=9).contains(&unit.number) && !unit.is(TimeClass::Article) {
                    (rest, end) = (rest + unit.number, next + 1);
                }
            }
            // "nineteen twenty-dollar notes"
            if self.is_mark(end, b'-') {
                return None;
            }
            return Some(Core::period(end, Period::Year(e.number * 100 + rest), "", "spoken_year"));
        }
        if e.number != 2 || self.entry(at + 1).scale != 1000 || at == 0 {
            return None;
        }
        // "the year two thousand", "October two thousand and five", "in two thousand and twelve."
        let firm = self.any(at - 1, &["year"]) || self.entry(at - 1).month > 0;
        let next = at + 2 + usize::from(self.any(at + 2, &["and"]));
        let (mut rest, mut end) = (self.entry(next).number, next + 1);
        if self.is(next, TimeClass::Article) || !(1..=99).contains(&rest) {
            (rest, end) = (0, at + 2);
        } else if rest >= 20 {
            let unit = self.past_hyphen(end);
            if (1..=9).contains(&self.entry(unit).number) && !self.is(unit, TimeClass::Article) {
                (rest, end) = (rest + self.entry(unit).number, unit + 1);
            }
        }
        let led = self.any(at - 1, &["in", "since"]) && rest > 0 && self.closes(end);
        (firm || led).then(|| Core::period(end, Period::Year(2000 + rest), "", "spoken_year"))
    }

    /// "1990s", "'80s", "the nineties", "the mid-1990s".
    fn decade(&self, at: usize) -> Option<Core> {
        if self.is_mark(at, b'\'') {
            let (n, len) = self.number(at + 1).filter(|_| self.glued(at + 1))?;
            if len != 2 {
                return None;
            }
            if self.glued(at + 2) && self.any(at + 2, &["s"]) && n % 10 == 0 {
                return Some(Core::period(at + 3, Period::Decade(two_digits(n) / 10), "", "decade"));
            }
            // "in '98"
            let led = at > 0
                && self.tokens[at].spaced()
                && self.any(at - 1, &["in", "since", "of", "until", "by", "summer", "spring", "winter", "fall", "early", "late"]);
            let ends = !self.glued(at + 2) || self.mark(at + 2).is_some_and(|m| m != b'%');
            return (led && ends).then(|| Core::period(at + 2, Period::Year(two_digits(n)), "", "year"));
        }
        if let Some((n, len)) = self.number(at) {
            let next = at + 1;
            let s = if self.glued(next) && self.any(next, &["s"]) {
                next + 1
            } else if self.is_mark(next, b'\'') && self.glued(next) && self.glued(next + 1) && self.any(next + 1, &["s"]) {
                next + 2
            } else {
                return None;
            };
            if n % 10 != 0 || (s > next + 1 && !(at > 0 && self.any(at - 1, &["the", "early", "late", "mid"]))) {
                return None;
            }
            return match len {
                4 if (1500..2100).contains(&n) => Some(Core::period(s, Period::Decade((n / 10) as i16), "", "decade")),
                // "the 80s": not the age of somebody in her 80s.
                2 if n >= 20
                    && at > 0
                    && (self.any(at - 1, &["the", "early", "late", "mid"]) || self.is_mark(at - 1, b'-'))
                    && !self.her(at)
                    && !self.warmth(at) =>
                {
                    Some(Core::period(s, Period::Decade(two_digits(n) / 10), "", "decade"))
                }
                _ => None,
            };
        }
        let e = self.entry(at);
        if e.decade >= 0 && at > 0 && self.any(at - 1, &["the", "early", "late", "mid", "-"]) && !self.her(at) {
            let year = if e.decade == 0 { 2000 } else { 1900 + i16::from(e.decade) };
            return Some(Core::period(at + 1, Period::Decade(year / 10), "", "decade"));
        }
        None
    }

    /// "in her early 80s" and "temperatures in the 80s" are no dates; the first can be told.
    fn her(&self, at: usize) -> bool {
        (1..=3).any(|k| at >= k && self.any(at - k, &["his", "her", "their", "my", "your", "our"]))
    }

    /// "temperatures rose into the 80s": a word of warmth not far before.
    fn warmth(&self, at: usize) -> bool {
        (at.saturating_sub(8)..at)
            .any(|i| self.any(i, &["temperature", "temperatures", "highs", "lows", "degrees", "thermometers", "mercury"]))
    }

    /// "20th century", "the fourth century", "21st-century"; none before our era, which TIMEX3 writes in another way.
    fn century(&self, at: usize) -> Option<Core> {
        let (n, next) = self.ordinal(at)?;
        let next = self.past_hyphen(next);
        if !self.any(next, &["century"]) || !(1..=30).contains(&n) || self.any(next + 1, &["bc", "bce", "b"]) {
            return None;
        }
        Some(Core::period(next + 1, Period::Century(i16::from(n) - 1), "", "century"))
    }

    /// "20th", "twentieth", "twenty-first".
    pub(super) fn ordinal(&self, at: usize) -> Option<(i8, usize)> {
        if let Some((n, len)) = self.number(at) {
            let suffixed = len <= 2 && self.glued(at + 1) && self.is(at + 1, TimeClass::Suffix);
            return suffixed.then_some((n as i8, at + 2));
        }
        let e = self.entry(at);
        if e.ordinal > 0 {
            return Some((e.ordinal, at + 1));
        }
        if (20..=90).contains(&e.number) && self.is_mark(at + 1, b'-') && (1..=9).contains(&self.entry(at + 2).ordinal) {
            return Some((e.number as i8 + self.entry(at + 2).ordinal, at + 3));
        }
        None
    }
}

/// Two digits of a year: 30 and above are of the last century.
fn two_digits(n: u32) -> i16 {
    let n = n as i16;
    if n >= 30 { 1900 + n } else { 2000 + n }
}
