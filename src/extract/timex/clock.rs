//! Clock times and parts of the day, alone or with their day: "5 p.m. EST Nov. 9", "Thursday evening", "noon Saturday".

use crate::lexicon::TimeClass;
use crate::types::{Day, TimexType};

use super::calendar::Period;
use super::view::{Core, View, What};

/// A clock time: the text that follows the day in a TIMEX3 value ("T17:20").
struct Clock {
    text: String,
    end: usize,
    /// Says itself that it is one: "p.m.", "o'clock", "noon"; a bare "17:20" does not.
    sure: bool,
}

impl View<'_> {
    fn clock(&self, at: usize) -> Option<Clock> {
        let e = self.entry(at);
        // "12 noon"
        if self.entry(at + 1).hour >= 0 && self.number(at).is_some_and(|(n, _)| n == 12) {
            return self.clock(at + 1);
        }
        if e.hour >= 0 {
            let text = if e.hour == 24 { "T24:00".to_owned() } else { format!("T{:02}:00", e.hour) };
            return Some(Clock { text, end: at + 1, sure: true });
        }
        let (hour, len) = match self.number(at) {
            Some((n, len)) => (n, len),
            None if (1..=12).contains(&e.number) && e.is(TimeClass::Number) => (e.number as u32, 1),
            None => return None,
        };
        if at > 0 && self.glued(at) && self.mark(at - 1).is_some_and(|m| matches!(m, b'$' | b'.' | b':' | b'/' | b'#' | b',')) {
            return None;
        }
        let mut end = at + 1;
        let (mut hour, mut minute, mut sure, mut printed) = (hour, 0, false, false);
        if len == 4 && self.entry(end).zone && self.tokens.get(end).is_some_and(|t| t.all_capitals()) {
            (minute, hour, sure, printed) = (hour % 100, hour / 100, true, true);
        } else if len > 2 {
            return None;
        } else if self.mark(end).is_some_and(|m| m == b':' || m == b'.')
            && self.glued(end)
            && self.glued(end + 1)
            && let Some((m, 2)) = self.number(end + 1)
        {
            (minute, printed) = (m, self.is_mark(end, b':'));
            end += 2;
            if self.is_mark(end, b':') && self.glued(end) && self.glued(end + 1) && self.number(end + 1).is_some_and(|s| s.1 == 2) {
                end += 2;
            }
        }
        if let Some((afternoon, after)) = self.half_day(end) {
            if !(1..=12).contains(&hour) {
                return None;
            }
            hour = hour % 12 + if afternoon { 12 } else { 0 };
            (end, sure) = (after, true);
        } else if self.any(end, &["o"]) && self.is_mark(end + 1, b'\'') && self.any(end + 2, &["clock"]) {
            (end, sure) = (end + 3, true);
            // "5 o'clock in the afternoon"
            if self.any(end, &["in"]) && self.any(end + 1, &["the"]) {
                let part = self.entry(end + 2).part;
                if (part == "AF" || part == "EV") && hour < 12 {
                    hour += 12;
                }
                if !part.is_empty() {
                    end += 3;
                }
            }
        } else if !printed {
            return None;
        }
        if hour > 24 || minute > 59 {
            return None;
        }
        // "5 p.m. EST", "9 a.m. local time", "1720 GMT (1820 BST)"
        if self.entry(end).zone && self.tokens.get(end).is_some_and(|t| t.all_capitals()) {
            (end, sure) = (end + 1, true);
        } else if self.any(end, &["local"]) && self.any(end + 1, &["time"]) {
            (end, sure) = (end + 2, true);
        } else if self.any(end, &["hours", "hrs"]) && printed {
            (end, sure) = (end + 1, true);
        }
        Some(Clock { text: format!("T{hour:02}:{minute:02}"), end, sure })
    }

    /// "am", "p.m.": true for the afternoon.
    fn half_day(&self, at: usize) -> Option<(bool, usize)> {
        if self.is(at, TimeClass::HalfDay) {
            return Some((self.any(at, &["pm"]), at + 1));
        }
        if self.any(at, &["a", "p"]) && self.is_mark(at + 1, b'.') && self.glued(at + 1) && self.any(at + 2, &["m"]) && self.glued(at + 2) {
            let end = if self.is_mark(at + 3, b'.') && self.glued(at + 3) { at + 4 } else { at + 3 };
            return Some((self.any(at, &["p"]), end));
        }
        None
    }

    /// A day, read with what may name one.
    fn day_at(&self, at: usize) -> Option<(Day, Core)> {
        let core = self.core(at)?;
        let day = core.day()?;
        Some((day, core))
    }

    /// The day that a clock time without one belongs to.
    fn day_of_clock(&self, at: usize) -> Option<(Day, &'static str)> {
        if let Some(Period::Day(d)) = self.memory.last
            && self.memory.last_end < self.tokens[at].start as usize
            && self.memory.paragraph
        {
            return Some((d, "text"));
        }
        self.published.map(|d| (d, "published"))
    }

    /// Expressions that start with a clock time or a part of the day.
    pub(super) fn timed(&self, at: usize) -> Option<Core> {
        // "around 7:15 p.m."
        let hedged = self.any(at, &["around", "about"]);
        let start = if hedged { at + 1 } else { at };
        let modifier = if hedged { "APPROX" } else { "" };
        if let Some(clock) = self.clock(start) {
            let mut next = self.past(clock.end, b",");
            if self.any(next, &["on"]) {
                next += 1;
            }
            if let Some((day, core)) = self.day_at(next) {
                let (text, end) = self.by_part(clock.text, core.end);
                return Some(Core::new(end, What::Time(day, text), core.anchor, "clock_day").modified(modifier));
            }
            let led = start > 0
                && self
                    .any(start - 1, &["at", "by", "until", "till", "before", "after", "since", "from", "to", "around", "about", "between"]);
            if !clock.sure && !led {
                return None;
            }
            let Some((day, anchor)) = self.day_of_clock(at) else {
                return Some(Core::value(clock.end, TimexType::Time, format!("XXXX-XX-XX{}", clock.text), "clock"));
            };
            return Some(Core::new(clock.end, What::Time(day, clock.text), anchor, "clock").modified(modifier));
        }
        // "the morning of April 5", "mid-afternoon yesterday", "by mid-afternoon", "early morning"
        let mut next = at;
        let mut modifier = "";
        if self.any(next, &["the"]) {
            next += 1;
        }
        // "the early hours of Sunday"
        if next > at && self.any(next, &["early", "small"]) && self.any(next + 1, &["hours"]) && self.any(next + 2, &["of"]) {
            let (day, core) = self.day_at(next + 3)?;
            return Some(Core::new(core.end, What::Time(day, "TMO".to_owned()), core.anchor, "part_day").modified("START"));
        }
        if self.is(next, TimeClass::Portion) && self.is(self.past_hyphen(next + 1), TimeClass::Part) {
            modifier = self.entry(next).portion;
            next = self.past_hyphen(next + 1);
        }
        let part = self.entry(next).part;
        if part.is_empty() || !self.is(next, TimeClass::Part) {
            return None;
        }
        let text = format!("T{part}");
        let after = if self.any(next + 1, &["of", "on"]) { next + 2 } else { next + 1 };
        if let Some((day, core)) = self.day_at(after) {
            return Some(Core::new(core.end, What::Time(day, text), core.anchor, "part_day").modified(modifier));
        }
        // Alone it counts where a word places it: "by mid-afternoon", "in the morning".
        let placed = !modifier.is_empty() || (at < next && at > 0 && self.any(at - 1, &["in", "during", "by", "until"]));
        if !placed || self.any(next + 1, &["of"]) {
            return None;
        }
        let Some((day, anchor)) = self.day_of_clock(at) else {
            return Some(Core::value(next + 1, TimexType::Time, format!("XXXX-XX-XX{text}"), "part"));
        };
        Some(Core::new(next + 1, What::Time(day, text), anchor, "part").modified(modifier))
    }

    /// The part of the day after a clock time and its day, which tells noon from midnight: "11:30 Sunday night".
    fn by_part(&self, text: String, at: usize) -> (String, usize) {
        let e = self.entry(at);
        if !e.is(TimeClass::Part) || self.closes(at) {
            return (text, at);
        }
        let hour = text.get(1..3).and_then(|h| h.parse::<u8>().ok()).unwrap_or(24);
        let late = matches!(e.part, "AF" | "EV" | "NI");
        // Half past twelve at night is of the next day, and is left as it stands.
        let text = if late && (if e.part == "NI" { 6..12 } else { 1..12 }).contains(&hour) {
            format!("T{:02}{}", hour + 12, &text[3..])
        } else {
            text
        };
        (text, at + 1)
    }

    /// What may follow a day: "Thursday evening", "Thursday at 5 p.m.", "April 5, 9 a.m.".
    pub(super) fn with_time(&self, core: Core) -> Core {
        let Some(day) = core.day() else {
            // Without a publication day: "XXXX-WXX-5TNI".
            if let What::Value(value) = &core.what
                && core.rule == "weekday"
                && self.is(core.end, TimeClass::Part)
            {
                let value = format!("{value}T{}", self.entry(core.end).part);
                return Core::value(core.end + 1, TimexType::Time, value, "day_part").modified(core.modifier);
            }
            return core;
        };
        let next = core.end;
        let e = self.entry(next);
        if e.is(TimeClass::Part) {
            return Core { rule: "day_part", ..Core::new(next + 1, What::Time(day, format!("T{}", e.part)), core.anchor, "") }
                .modified(core.modifier);
        }
        if self.any(next, &["at"]) && self.entry(next + 1).hour >= 0 || self.is(next, TimeClass::Hour) {
            let hour = if self.any(next, &["at"]) { next + 1 } else { next };
            if let Some(clock) = self.clock(hour) {
                return Core::new(clock.end, What::Time(day, clock.text), core.anchor, "day_clock");
            }
        }
        // "2025-04-12T17:20:00Z"
        if core.rule == "numeric"
            && self.glued(next)
            && self.any(next, &["t"])
            && let Some(clock) = self.clock(next + 1)
        {
            let end = if self.glued(clock.end) && self.any(clock.end, &["z"]) { clock.end + 1 } else { clock.end };
            return Core::new(end, What::Time(day, clock.text), core.anchor, "numeric");
        }
        let mut from = self.past(next, b",");
        if self.any(from, &["at"]) {
            from += 1;
        }
        if self.any(from, &["around", "about"]) {
            from += 1;
        }
        if let Some(clock) = self.clock(from)
            && (clock.sure || from > next)
        {
            return Core::new(clock.end, What::Time(day, clock.text), core.anchor, "day_clock");
        }
        core
    }
}
