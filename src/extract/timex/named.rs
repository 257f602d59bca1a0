//! Fixed phrases, holidays, seasons and quarters: "now", "the day before yesterday", "Boxing Day", "the third quarter of 1990".

use crate::lexicon::TimeClass;
use crate::types::TimexType;

use super::calendar::{self, Period, Unit};
use super::lean::Lean;
use super::scan::bits;
use super::view::{Core, View, What};
use super::{Meaning, Phrase};

/// Classes of the words after an article with which the name of a quarter may go on.
const QUARTERS: u64 = bits(&[TimeClass::Shift, TimeClass::Ordinal, TimeClass::Fiscal, TimeClass::Unit, TimeClass::Period]);

impl View<'_> {
    /// The longest phrase that starts at a token.
    pub(super) fn phrase(&self, at: usize) -> Option<Core> {
        let first = self.tokens.get(at).filter(|t| t.word != 0)?.word;
        // "USA Today" is a paper.
        if at > 0
            && self.capital(at)
            && self.tokens[at - 1].all_capitals()
            && self.tokens[at].spaced()
            && self.raw(at - 1).len() > 2
            && !self.tokens[at].all_capitals()
        {
            return None;
        }
        let list = self.reader.phrases.get(first as usize)?;
        list.iter().find_map(|p| self.fits(at, p).and_then(|end| self.meaning(at, end, p)))
    }

    fn fits(&self, at: usize, phrase: &Phrase) -> Option<usize> {
        let mut next = at;
        for piece in &phrase.pieces {
            if *piece < 0 {
                if !self.is_mark(next, (-piece) as u8) {
                    // "St Patrick's Day", "Presidents Day": full stops may be missing.
                    if *piece == -i32::from(b'.') {
                        continue;
                    }
                    return None;
                }
            } else if !self.is_word(next) || i32::from(self.tokens[next].word) != *piece {
                return None;
            }
            next += 1;
        }
        // "the future" is a time, "as soon as" and "soon after" wait for something else.
        let waits = self.any(at, &["soon", "shortly"]) && self.any(next, &["as", "after", "before", "enough", "thereafter"]);
        (!waits).then_some(next)
    }

    fn meaning(&self, at: usize, end: usize, phrase: &Phrase) -> Option<Core> {
        match &phrase.meaning {
            Meaning::Reference(value) => {
                // "will one day" looks ahead, "in one day" counts.
                if self.any(at, &["one"]) && self.lean(at, end) != Lean::Future {
                    return None;
                }
                Some(Core { kind: phrase.kind, ..Core::value(end, phrase.kind, value.clone(), "phrase") }.modified(phrase.modifier))
            }
            Meaning::Step(unit, steps, part) => {
                let Some(published) = self.published else {
                    return Some(Core::value(end, phrase.kind, format!("{}{part}", unit.unknown()), "phrase"));
                };
                let mut period = Period::holding(published, *unit)?.shift(*steps)?;
                if *unit == Unit::Weekend && calendar::weekday(published) < 6 && self.lean(at, end) != Lean::Future {
                    period = period.shift(-1)?;
                }
                let core = match period {
                    Period::Day(d) if !part.is_empty() => Core::new(end, What::Time(d, part.clone()), "published", "phrase"),
                    _ => Core::period(end, period, "published", "phrase"),
                };
                Some(core.modified(phrase.modifier))
            }
            Meaning::Holiday(rule) => {
                if !self.capital(at) && !self.capital(at + 1) {
                    return None;
                }
                if self.is(end, TimeClass::Title) && self.capital(end) {
                    return None;
                }
                let rule = *rule;
                // "Christmas 2024", "Easter 1998"
                if let Some((y, 4)) = self.number(end) {
                    let day = calendar::holiday(rule, i16::try_from(y).ok()?)?;
                    return Some(Core::period(end + 1, Period::Day(day), "", "holiday"));
                }
                let Some(published) = self.published else { return Some(Core::value(end, TimexType::Date, "XXXX-XX-XX", "holiday")) };
                let days: Vec<_> = (published.year() - 1..=published.year() + 1).filter_map(|y| calendar::holiday(rule, y)).collect();
                let behind = days.iter().rev().find(|d| **d <= published).copied().map(Period::Day);
                let ahead = days.iter().find(|d| **d > published).copied().map(Period::Day);
                let shift = at.checked_sub(1).filter(|b| self.is(*b, TimeClass::Shift)).map(|b| self.entry(b).shift);
                let found = match shift {
                    Some(s) if s < 0 => behind,
                    Some(s) if s > 0 => ahead,
                    _ => self.nearer(published, behind, ahead, self.lean(at, end)),
                };
                Some(Core::period(end, found?, "published", "holiday"))
            }
        }
    }

    /// "the winter of 1994", "summer 2023", "in the spring", "summer".
    pub(super) fn season(&self, at: usize) -> Option<Core> {
        let start = at;
        let at = if self.any(at, &["the"]) { at + 1 } else { at };
        let e = self.entry(at);
        let season = e.season.filter(|_| e.is(TimeClass::Season))?;
        let next = if self.any(at + 1, &["of"]) { at + 2 } else { at + 1 };
        let quoted = self.is_mark(next, b'\'') && self.number(next + 1).is_some_and(|n| n.1 == 2);
        if let Some((y, len)) = self.number(if quoted { next + 1 } else { next })
            && ((len == 4 && (1000..2200).contains(&y)) || quoted)
        {
            let y = if quoted { if y >= 30 { 1900 + y } else { 2000 + y } } else { y } as i16;
            return Some(Core::period(next + 1 + usize::from(quoted), Period::Season(y, season), "", "season"));
        }
        // "by fall", "spring" and "fall" do other work than seasons, and are read only where a preposition leads them.
        let led = start > 0
            && self.any(start - 1, &["in", "by", "until", "since", "during", "over", "before", "throughout", "through", "into", "after"]);
        if !led {
            return None;
        }
        // "in spring training", "in the fall of Saigon"
        if self.any(at + 1, &["of", "in", "training", "break", "from"])
            || (self.is_word(at + 1)
                && start == at
                && matches!(season, calendar::Season::Fall | calendar::Season::Spring)
                && !self.closes(at + 1))
        {
            return None;
        }
        self.bare_season(at)
    }

    /// A season without a year: the nearest.
    pub(super) fn bare_season(&self, at: usize) -> Option<Core> {
        let e = self.entry(at);
        let season = e.season.filter(|_| e.is(TimeClass::Season))?;
        let Some(published) = self.published else {
            return Some(Core::value(at + 1, TimexType::Date, format!("XXXX-{}", season.code()), "season"));
        };
        let this = Period::Season(published.year(), season);
        let (first, _) = this.days()?;
        let (behind, ahead) = if first <= published { (this, this.shift(1)?) } else { (this.shift(-1)?, this) };
        let found = self.nearer(published, Some(behind), Some(ahead), self.lean(at, at + 1))?;
        Some(Core::period(at + 1, found, "published", "season"))
    }

    /// "third quarter", "the fiscal first quarter", "the 1988 third quarter", "Q3 2024", "the first half of 1997", "next year's first quarter".
    pub(super) fn quarter(&self, at: usize) -> Option<Core> {
        let mut next = if self.is(at, TimeClass::Determiner) { at + 1 } else { at };
        let first = self.entry(next);
        if !first.any(QUARTERS) && self.number(next).is_none() {
            return None;
        }
        let mut year: Option<(i16, &'static str)> = None;
        let mut fiscal = false;
        // The year in front: "1988", "this year's".
        if let Some((y, 4)) = self.number(next).filter(|(y, _)| (1900..2100).contains(y)) {
            (year, next) = (Some((y as i16, "")), next + 1);
        } else if self.is(next, TimeClass::Shift) && self.any(next + 1, &["year"]) {
            let after = self.past_genitive(next + 2)?;
            let y = self.published?.year() + i16::from(self.entry(next).shift);
            (year, next) = (Some((y, "published")), after);
        } else if self.entry(next).unit == Some(Unit::Year)
            && self.past_hyphen(next + 1) == next + 2
            && self.any(next + 2, &["ago", "earlier"])
        {
            let e = self.entry(next + 3);
            if self.any(next + 3, &["quarter", "period", "half"]) {
                return self.year_before(next + 4);
            }
            if (1..=4).contains(&e.ordinal) && self.any(next + 4, &["quarter"]) {
                let base = self.published?.year() - 1;
                return Some(Core::period(next + 5, Period::Quarter(base, e.ordinal), "published", "quarter"));
            }
            return None;
        }
        if self.any(next, &["fiscal"]) {
            (fiscal, next) = (true, self.past_hyphen(next + 1));
        }
        // "Q3", "3Q"
        let (n, unit, mut end) = if self.is(next, TimeClass::Period) && self.capital(next) && self.glued(next + 1) {
            let (n, 1) = self.number(next + 1)? else { return None };
            (n as i8, if self.any(next, &["q"]) { Unit::Quarter } else { Unit::Year }, next + 2)
        } else if let Some((n, 1)) = self.number(next)
            && self.glued(next + 1)
            && self.is(next + 1, TimeClass::Period)
            && self.capital(next + 1)
        {
            // "3Q", "1H", "4Q22"
            let unit = if self.any(next + 1, &["q"]) { Unit::Quarter } else { Unit::Year };
            if let Some((y, 2)) = self.number(next + 2).filter(|_| self.glued(next + 2)) {
                year = Some((if y >= 70 { 1900 } else { 2000 } + y as i16, ""));
                (n as i8, unit, next + 3)
            } else {
                (n as i8, unit, next + 2)
            }
        } else {
            let e = self.entry(next);
            let last = self.any(next, &["last"]) && self.any(next + 1, &["half"]);
            let n = if last {
                2
            } else if e.ordinal > 0 {
                e.ordinal
            } else {
                self.ordinal(next).map_or(0, |o| o.0)
            };
            let after = self.ordinal(next).map_or(next + 1, |o| o.1);
            let after = self.past_hyphen(after);
            let after = if self.any(after, &["fiscal"]) { self.past_hyphen(after + 1) } else { after };
            if self.any(after, &["quarter"]) {
                (n, Unit::Quarter, after + 1)
            } else if self.any(after, &["half"]) {
                (n, Unit::Year, after + 1)
            } else {
                return None;
            }
        };
        let half = unit == Unit::Year;
        if n < 1 || n > if half { 2 } else { 4 } || (self.is_mark(end, b'-') && self.any(end + 1, &["final", "finals", "finalist", "time"]))
        {
            return None;
        }
        if year.is_none() {
            // "of 1990", "1990", "of last year", "of this year"
            let after = if self.any(end, &["of"]) { end + 1 } else { end };
            let after = self.past(after, b",");
            let after = if self.any(after, &["fiscal", "calendar", "the"]) { after + 1 } else { after };
            if let Some((y, 4)) = self.number(after).filter(|(y, _)| (1900..2100).contains(y)) {
                (year, end) = (Some((y as i16, "")), after + 1);
            } else if self.is(after, TimeClass::Shift)
                && self.any(after + 1, &["year"])
                && let Some(published) = self.published
            {
                (year, end) = (Some((published.year() + i16::from(self.entry(after).shift), "published")), after + 2);
            } else if self.any(end, &["of"])
                && self.any(end + 1, &["the"])
                && self.any(end + 2, &["year"])
                && let Some(published) = self.published
            {
                (year, end) = (Some((published.year(), "published")), end + 3);
            } else if half {
                // "the second half" alone is football.
                return None;
            }
        }
        let make = |y: i16| if half { Period::Half(y, n) } else { Period::Quarter(y, n) };
        if let Some((y, anchor)) = year {
            return Some(Core::period(end, make(y), anchor, "quarter"));
        }
        let Some(published) = self.published else {
            return Some(Core::value(end, TimexType::Date, if half { format!("XXXX-H{n}") } else { format!("XXXX-Q{n}") }, "quarter"));
        };
        let this = make(published.year());
        let (first, _) = this.days()?;
        // One that lies ahead is meant where the words say so; else the last one, but for fiscal years, which run ahead.
        let found =
            if first <= published || fiscal || self.lean(at, end) == Lean::Future { this } else { this.shift(if half { -2 } else { -4 })? };
        Some(Core::period(end, found, "published", "quarter"))
    }

    /// "the quarter", "the latest period", "the 1988 quarter", "the year", "the fiscal year", "fiscal 1989".
    pub(super) fn business(&self, at: usize) -> Option<Core> {
        if self.any(at, &["fiscal"]) {
            let next = if self.any(at + 1, &["year"]) { at + 2 } else { at + 1 };
            if let Some((y, 4)) = self.number(next).filter(|(y, _)| (1900..2100).contains(y)) {
                return Some(Core::period(next + 1, Period::Year(y as i16), "", "fiscal_year"));
            }
        }
        if !self.any(at, &["the"]) {
            return None;
        }
        let next = at + 1;
        if let Some((_, 4)) = self.number(next)
            && self.any(next + 1, &["quarter", "period"])
        {
            let y = self.number(next)?.0 as i16;
            let period = match self.memory.quarter {
                Some(Period::Quarter(_, q)) if self.any(next + 1, &["quarter"]) => Period::Quarter(y, q),
                _ => Period::Year(y),
            };
            return Some(Core::period(next + 2, period, "", "quarter"));
        }
        if self.any(next, &["latest"]) && self.any(next + 1, &["quarter", "period"]) {
            return self.latest_quarter(next + 2);
        }
        let spoken_of = self.memory.quarter.is_some() || (at > 0 && self.any(at - 1, &["for", "in", "during"]));
        if spoken_of
            && self.any(next, &["quarter"])
            && !self.any(next + 1, &["of", "mile", "century", "back", "final"])
            && !self.is_mark(next + 1, b'-')
        {
            return self.latest_quarter(next + 1);
        }
        // "the year ended March 31" is a stretch, "for the year" the year itself.
        let full = if self.any(next, &["full", "fiscal", "financial", "calendar", "whole"]) { next + 1 } else { next };
        let unit = self.entry(full).unit.filter(|u| matches!(u, Unit::Year | Unit::Week | Unit::Month) && self.is(full, TimeClass::Unit));
        if let Some(unit) = unit {
            let end = full + 1;
            if self.any(end, &["ended", "ending"]) {
                return Some(Core::value(end, TimexType::Duration, unit.duration(Some(1.0)), "duration"));
            }
            let led = at > 0
                && (self.any(at - 1, &["for", "in", "during", "throughout", "of"]) || full > next)
                && !self.any(end, &["of", "when", "that", "before", "after"]);
            let free = self.closes(end)
                || self.past_genitive(end).is_some()
                || self.is(end, TimeClass::Preposition)
                || self.any(end, &["is", "was", "were", "will"]);
            if led && free {
                let Some(published) = self.published else { return Some(Core::value(end, TimexType::Date, unit.unknown(), "unit")) };
                return Some(Core::period(end, Period::holding(published, unit)?, "published", "unit"));
            }
        }
        None
    }
}
