//! One printed date, read from a metadata line or a byline.
//!
//! `17:20, Sat, Apr 12, 2025 | UPDATED: 18:05, Sat, Apr 12, 2025` holds two stamps, `2025-04-12T17:20` and
//! `2025-04-12T18:05`. A stamp always names its year; what does not ("April 12") is a time expression of running text.

use crate::lexicon::{Summer, TimeWords, Zone};
use crate::types::{Day, Span};

/// A printed date, with time and offset where they are given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// ISO 8601: "2025-04-12T17:20+01:00", "2025-04-12", "2025-04", "2025". Nothing is added that was not printed.
    pub iso: String,
    /// The local day as printed; the first of the month or year where no day is given.
    pub day: Day,
    /// `minute`, `day`, `month`, `year`.
    pub precision: &'static str,
    /// Where it stands in the line, in bytes.
    pub span: Span,
}

/// Reads stamps. Built once from the lexicon.
#[derive(Clone, Copy, Debug)]
pub struct StampReader<'w> {
    words: &'w TimeWords,
    day_first: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Word,
    Digits,
    Mark(u8),
}

#[derive(Clone, Copy, Debug)]
struct Token {
    span: Span,
    kind: Kind,
    /// White space stands before it.
    spaced: bool,
}

/// A clock time, in minutes and seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Clock {
    hour: u8,
    minute: u8,
    second: Option<u8>,
    offset: Option<Offset>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Offset {
    Minutes(i32),
    Zulu,
    Zone(Zone),
}

/// A date as printed, before it is checked.
#[derive(Clone, Copy, Debug, Default)]
struct Parts {
    year: i16,
    month: i8,
    day: Option<i8>,
}

/// Longest line that is read, in bytes: a metadata line is short, and a long one is prose.
const LONGEST: usize = 4000;

impl<'w> StampReader<'w> {
    /// A reader that takes "04/12/2025" as month first, unless the weekday beside it or a number above 12 says otherwise.
    pub fn new(words: &'w TimeWords) -> Self {
        Self { words, day_first: false }
    }

    /// The same for outlets that print the day first ("12/04/2025").
    #[must_use]
    pub fn day_first(self) -> Self {
        Self { day_first: true, ..self }
    }

    /// The first stamp of a line. None where the line holds none, or one that is no day of the calendar.
    pub fn read(&self, line: &str) -> Option<Stamp> {
        self.scan(line, true).into_iter().next()
    }

    /// All stamps of a line, in order.
    pub fn read_all(&self, line: &str) -> Vec<Stamp> {
        self.scan(line, false)
    }

    fn scan(&self, line: &str, only_first: bool) -> Vec<Stamp> {
        let line = line.get(..LONGEST).unwrap_or(line);
        let mut out = Vec::new();
        if let Some(stamp) = bare(line) {
            return vec![stamp];
        }
        let tokens = tokens(line);
        let view = View { words: self.words, line, tokens: &tokens, day_first: self.day_first };
        let mut at = 0;
        while at < tokens.len() {
            if let Some((stamp, next)) = view.stamp(at) {
                out.push(stamp);
                if only_first {
                    break;
                }
                at = next.max(at + 1);
            } else {
                at += 1;
            }
        }
        out
    }
}

/// A field that is nothing but a year, or nothing but seconds or milliseconds since 1970.
fn bare(line: &str) -> Option<Stamp> {
    let text = line.trim();
    let start = line.len() - line.trim_start().len();
    let span = Span::new(start, start + text.len());
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match text.len() {
        4 => {
            let year: i16 = text.parse().ok().filter(|y| (1600..=2199).contains(y))?;
            Some(Stamp { iso: text.to_owned(), day: Day::new(year, 1, 1).ok()?, precision: "year", span })
        }
        10 | 13 => {
            let seconds: i64 = text.get(..10)?.parse().ok()?;
            let day = Day::new(1970, 1, 1).ok()?.checked_add(jiff::Span::new().try_days(seconds / 86_400).ok()?).ok()?;
            let iso = format!("{day}T{:02}:{:02}:{:02}Z", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
            Some(Stamp { iso, day, precision: "minute", span })
        }
        _ => None,
    }
}

fn tokens(line: &str) -> Vec<Token> {
    let bytes = line.as_bytes();
    let mut out = Vec::new();
    let (mut at, mut spaced) = (0, false);
    while at < bytes.len() {
        let start = at;
        let b = bytes[at];
        let kind = if b.is_ascii_digit() {
            while at < bytes.len() && bytes[at].is_ascii_digit() {
                at += 1;
            }
            Kind::Digits
        } else if b.is_ascii_alphabetic() {
            while at < bytes.len() && bytes[at].is_ascii_alphabetic() {
                at += 1;
            }
            Kind::Word
        } else {
            let c = line[at..].chars().next().unwrap_or(' ');
            at += c.len_utf8();
            if c.is_whitespace() {
                spaced = true;
                continue;
            }
            // Dashes and dots of any script do the work of their ASCII brothers.
            Kind::Mark(match c {
                '\u{2010}'..='\u{2015}' | '\u{2212}' => b'-',
                '·' | '•' | '∙' => b'|',
                c if c.is_ascii() => c as u8,
                _ => b'?',
            })
        };
        out.push(Token { span: Span::new(start, at), kind, spaced });
        spaced = false;
    }
    out
}

/// The tokens of a line, with the readings that start at one of them. Each reading gives the index after it.
struct View<'a> {
    words: &'a TimeWords,
    line: &'a str,
    tokens: &'a [Token],
    day_first: bool,
}

impl View<'_> {
    fn mark(&self, at: usize) -> Option<u8> {
        match self.tokens.get(at)?.kind {
            Kind::Mark(b) => Some(b),
            _ => None,
        }
    }

    /// True where a token follows without white space between.
    fn glued(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| !t.spaced)
    }

    fn word(&self, at: usize) -> Option<String> {
        let token = self.tokens.get(at).filter(|t| t.kind == Kind::Word)?;
        Some(token.span.of(self.line).to_ascii_lowercase())
    }

    /// The number of at most `most` digits.
    fn number(&self, at: usize, most: usize) -> Option<(i32, usize)> {
        let token = self.tokens.get(at).filter(|t| t.kind == Kind::Digits && t.span.len() <= most)?;
        Some((token.span.of(self.line).parse().ok()?, token.span.len()))
    }

    fn skip(&self, mut at: usize, marks: &[u8]) -> usize {
        while self.mark(at).is_some_and(|m| marks.contains(&m)) {
            at += 1;
        }
        at
    }

    fn skip_word(&self, at: usize, words: &[&str]) -> usize {
        if self.word(at).is_some_and(|w| words.contains(&w.as_str())) { at + 1 } else { at }
    }

    fn month(&self, at: usize) -> Option<(i8, usize)> {
        let (month, _) = *self.words.months.get(&self.word(at)?)?;
        Some((month, if self.mark(at + 1) == Some(b'.') { at + 2 } else { at + 1 }))
    }

    fn weekday(&self, at: usize) -> Option<(i8, usize)> {
        let (weekday, _) = *self.words.weekdays.get(&self.word(at)?)?;
        Some((weekday, self.skip(at + 1, b".,|")))
    }

    /// A day of the month: "12", "12th".
    fn day(&self, at: usize) -> Option<(i8, usize)> {
        let (n, len) = self.number(at, 2)?;
        let day = i8::try_from(n).ok().filter(|n| (1..=31).contains(n) && len <= 2)?;
        let suffix = self.glued(at + 1) && self.word(at + 1).is_some_and(|w| matches!(w.as_str(), "st" | "nd" | "rd" | "th"));
        Some((day, if suffix { at + 2 } else { at + 1 }))
    }

    /// A year: "2025", "'98", "98".
    fn year(&self, at: usize) -> Option<(i16, usize)> {
        let at = if matches!(self.mark(at), Some(b'\'')) { at + 1 } else { at };
        match self.number(at, 4)? {
            (y, 4) if (1600..2200).contains(&y) => Some((y as i16, at + 1)),
            // A clock time is no year: "Apr 12 17:20".
            (y, 2) if self.mark(at + 1) != Some(b':') => Some((if y >= 70 { 1900 + y } else { 2000 + y } as i16, at + 1)),
            _ => None,
        }
    }

    /// A clock time with its zone. A bare "17.20" counts only where `dotted`.
    fn clock(&self, at: usize) -> Option<(Clock, usize)> {
        let mut next = at;
        if let Some(word) = self.word(at) {
            let hour = match word.as_str() {
                "noon" | "midday" => 12,
                "midnight" => 0,
                _ => return None,
            };
            let (offset, next) = self.offset(at + 1);
            return Some((Clock { hour, minute: 0, second: None, offset }, next));
        }
        let (n, len) = self.number(next, 6)?;
        next += 1;
        let (mut hour, mut minute, mut second, mut sure) = (n, 0, None, false);
        if len == 4 || len == 6 {
            // "1720 GMT", "172000Z" after a T.
            hour = if len == 4 { n / 100 } else { n / 10000 };
            minute = if len == 4 { n % 100 } else { n / 100 % 100 };
            second = (len == 6).then_some(n % 100);
            let hours = self.word(next).is_some_and(|w| w == "hrs" || w == "hours" || w == "h" || self.words.zones.contains_key(&w));
            if !hours && !(at > 0 && self.word(at - 1).is_some_and(|w| w == "t") && self.glued(at)) {
                return None;
            }
            next = self.skip_word(next, &["hrs", "hours", "h"]);
            sure = true;
        } else if len > 2 {
            return None;
        } else if let (Some(b':' | b'.'), Some((m, 2)), true) = (self.mark(next), self.number(next + 1, 2), self.glued(next + 1)) {
            minute = m;
            sure = self.mark(next) == Some(b':');
            next += 2;
            if let (Some(b':'), Some((s, 2))) = (self.mark(next), self.number(next + 1, 2)) {
                second = Some(s);
                next += 2;
                // Fractions are dropped: no newspaper prints them for their own sake.
                if matches!(self.mark(next), Some(b'.' | b',')) && self.glued(next + 1) && self.number(next + 1, 9).is_some() {
                    next += 2;
                }
            }
        } else if let (Some("h"), Some((m, 2))) = (self.word(next).as_deref(), self.number(next + 1, 2)) {
            (minute, sure, next) = (m, true, next + 2);
        }
        if let Some((afternoon, after)) = self.half(next) {
            if !(1..=12).contains(&hour) {
                return None;
            }
            hour = hour % 12 + if afternoon { 12 } else { 0 };
            (sure, next) = (true, after);
        }
        if !sure || hour > 24 || minute > 59 || second.is_some_and(|s| s > 60) || (hour == 24 && minute > 0) {
            return None;
        }
        let (offset, next) = self.offset(next);
        let small = |n: i32| u8::try_from(n).ok();
        let second = match second {
            Some(s) => Some(small(s)?),
            None => None,
        };
        Some((Clock { hour: small(hour)?, minute: small(minute)?, second, offset }, next))
    }

    /// "am", "p.m.": true for the afternoon.
    fn half(&self, at: usize) -> Option<(bool, usize)> {
        let word = self.word(at)?;
        match word.as_str() {
            "am" | "pm" => Some((word == "pm", at + 1)),
            "a" | "p" => {
                let at = self.skip(at + 1, b".");
                let at = if self.word(at)? == "m" { at + 1 } else { return None };
                Some((word == "p", self.skip(at, b".")))
            }
            _ => None,
        }
    }

    fn offset(&self, at: usize) -> (Option<Offset>, usize) {
        let open = usize::from(self.mark(at) == Some(b'('));
        if let Some(word) = self.word(at + open) {
            if word == "z" && self.glued(at) {
                return (Some(Offset::Zulu), at + 1);
            }
            if let Some(zone) = self.words.zones.get(&word) {
                // "GMT+0100", "UTC-5"
                if zone.minutes == 0
                    && let Some((minutes, next)) = self.signed(at + open + 1)
                {
                    return (Some(Offset::Minutes(minutes)), next);
                }
                let capital = self.tokens[at + open].span.of(self.line).bytes().all(|b| b.is_ascii_uppercase());
                if capital || word.len() > 2 {
                    let close = usize::from(open == 1 && self.mark(at + 2) == Some(b')'));
                    return (Some(Offset::Zone(*zone)), at + open + 1 + close);
                }
            }
            return (None, at);
        }
        self.signed(at).map_or((None, at), |(minutes, next)| (Some(Offset::Minutes(minutes)), next))
    }

    /// "+01:00", "-0500", "+1"
    fn signed(&self, at: usize) -> Option<(i32, usize)> {
        let sign = match self.mark(at)? {
            b'+' => 1,
            b'-' => -1,
            _ => return None,
        };
        if !self.glued(at + 1) {
            return None;
        }
        let (n, len) = self.number(at + 1, 4)?;
        let (minutes, next) = match (len, self.mark(at + 2), self.number(at + 3, 2)) {
            (4, ..) => (n / 100 * 60 + n % 100, at + 2),
            (1 | 2, Some(b':'), Some((m, 2))) => (n * 60 + m, at + 4),
            (1 | 2, ..) => (n * 60, at + 2),
            _ => return None,
        };
        (minutes <= 14 * 60).then_some((sign * minutes, next))
    }

    /// A date: parts and the token after it. `weekday` decides between "12/04" and "04/12".
    fn date(&self, at: usize, weekday: Option<i8>) -> Option<(Parts, usize)> {
        self.numeric(at, weekday).or_else(|| self.day_month(at)).or_else(|| self.month_day(at)).or_else(|| self.month_year(at))
    }

    /// "2025-04-12", "2025/04/12", "12/04/2025", "12.04.2025", "20250412".
    fn numeric(&self, at: usize, weekday: Option<i8>) -> Option<(Parts, usize)> {
        if at > 0 && self.glued(at) && matches!(self.mark(at - 1), Some(b'.' | b'/' | b'-' | b'$' | b'=')) {
            return None;
        }
        let (a, a_len) = self.number(at, 8)?;
        if a_len == 8 {
            let (y, m, d) = (a / 10000, a / 100 % 100, a % 100);
            return self.calendar(y, m, d).filter(|p| (1900..2100).contains(&p.year)).map(|p| (p, at + 1));
        }
        let mark = self.mark(at + 1).filter(|m| matches!(m, b'-' | b'/' | b'.'))?;
        let ((b, b_len), (c, c_len)) = (self.number(at + 2, 2)?, self.number(at + 4, 4)?);
        if self.mark(at + 3) != Some(mark) || !(1..=4).all(|k| self.glued(at + k)) || b_len > 2 {
            return None;
        }
        let next = at + 5;
        // "1.2.3.4" and paths go on; a full stop at the end of a sentence does not.
        if self.glued(next) && self.mark(next) == Some(mark) && self.glued(next + 1) && self.number(next + 1, 9).is_some() {
            return None;
        }
        if a_len == 4 && c_len <= 2 {
            return self.calendar(a, b, c).map(|p| (p, next));
        }
        let year = match c_len {
            4 => c,
            2 if mark == b'/' || (mark == b'.' && a_len == 2 && b_len == 2) => self.year(at + 4)?.0.into(),
            _ => return None,
        };
        if a_len > 2 {
            return None;
        }
        let (day_first, month_first) = (self.calendar(year, b, a), self.calendar(year, a, b));
        let fits = |p: &Option<Parts>| weekday.is_none() || p.and_then(civil).is_some_and(|d| weekday_of(d) == weekday.unwrap_or(0));
        let prefer_day = self.day_first || mark == b'.';
        let order = if prefer_day { [day_first, month_first] } else { [month_first, day_first] };
        let parts = order.iter().find(|p| p.is_some() && fits(p)).or_else(|| order.iter().find(|p| p.is_some()))?;
        parts.map(|p| (p, next))
    }

    fn calendar(&self, year: i32, month: i32, day: i32) -> Option<Parts> {
        let parts = Parts {
            year: i16::try_from(year).ok().filter(|y| (1600..2200).contains(y))?,
            month: i8::try_from(month).ok()?,
            day: Some(i8::try_from(day).ok()?),
        };
        civil(parts).map(|_| parts)
    }

    /// "12 April 2025", "12th of April, 2025", "12-Apr-98".
    fn day_month(&self, at: usize) -> Option<(Parts, usize)> {
        let (day, next) = self.day(at)?;
        let next = self.skip(self.skip_word(next, &["of"]), b"-/. ");
        let (month, next) = self.month(next)?;
        let (year, next) = self.year(self.skip(next, b"-/,"))?;
        let parts = Parts { year, month, day: Some(day) };
        civil(parts).map(|_| (parts, next))
    }

    /// "April 12, 2025", "Apr. 12th 2025", "Apr-12-2025".
    fn month_day(&self, at: usize) -> Option<(Parts, usize)> {
        let (month, next) = self.month(at)?;
        let (day, next) = self.day(self.skip(self.skip_word(next, &["the"]), b"-/"))?;
        let (year, next) = self.year(self.skip(next, b"-/,"))?;
        let parts = Parts { year, month, day: Some(day) };
        civil(parts).map(|_| (parts, next))
    }

    /// "April 2025".
    fn month_year(&self, at: usize) -> Option<(Parts, usize)> {
        if at > 0 && self.tokens[at - 1].kind == Kind::Digits {
            return None;
        }
        let (month, next) = self.month(at)?;
        let next = self.skip(next, b",");
        let (year, len) = self.number(next, 4)?;
        (len == 4 && (1600..2200).contains(&year)).then_some((Parts { year: year as i16, month, day: None }, next + 1))
    }

    /// "Apr 12 17:20:00 2025", with a zone before the year or none.
    fn ctime(&self, at: usize) -> Option<(Parts, Clock, usize)> {
        let (month, next) = self.month(at)?;
        let (day, next) = self.day(next)?;
        let (clock, next) = self.clock(self.skip(next, b","))?;
        let (year, len) = self.number(next, 4)?;
        let parts = Parts { year: i16::try_from(year).ok()?, month, day: Some(day) };
        (len == 4 && (1600..2200).contains(&year) && civil(parts).is_some()).then_some((parts, clock, next + 1))
    }

    /// The stamp that starts at a token.
    fn stamp(&self, at: usize) -> Option<(Stamp, usize)> {
        if at > 0 && self.glued(at) && self.tokens[at - 1].kind != Kind::Word && self.tokens[at].kind == Kind::Word {
            // "3Mar": the day before belongs to it, and was tried.
            if self.tokens[at - 1].kind == Kind::Digits {
                return None;
            }
        }
        let mut next = at;
        let mut clock = None;
        if let Some((c, after)) = self.clock(at) {
            let after = self.skip_word(self.skip(after, b",|-"), &["on"]);
            (clock, next) = (Some(c), after);
        }
        let weekday = self.weekday(next);
        if let Some((_, after)) = weekday {
            next = after;
        }
        next = self.skip_word(next, &["the"]);
        let (parts, mut end) = if clock.is_none()
            && let Some((parts, c, end)) = self.ctime(next)
        {
            clock = Some(c);
            (parts, end)
        } else {
            // All numbers ("12/04/2025") are five tokens; the weekday that tells their order may follow.
            let told = weekday.or_else(|| self.weekday(self.skip(next + 5, b",|-(")));
            self.date(next, told.map(|w| w.0))?
        };
        if clock.is_none() && parts.day.is_some() {
            let mut after = self.skip(end, b",|-@");
            if self.glued(end) && self.word(end).is_some_and(|w| w == "t") {
                after = end + 1;
            }
            // A weekday may follow its date: "12 April 2025, Saturday, 5 p.m."
            if let Some((_, past)) = self.weekday(after) {
                after = past;
            }
            after = self.skip_word(after, &["at", "as", "from"]);
            if let Some((c, past)) = self.clock(after) {
                (clock, end) = (Some(c), past);
            }
        }
        let day = civil(Parts { day: Some(parts.day.unwrap_or(1)), ..parts })?;
        let mut iso = match parts.day {
            Some(_) => day.to_string(),
            None => format!("{:04}-{:02}", parts.year, parts.month),
        };
        let precision = match (parts.day, clock) {
            (None, _) => "month",
            (Some(_), None) => "day",
            (Some(_), Some(c)) => {
                iso.push_str(&c.iso(day));
                "minute"
            }
        };
        let span = Span::new(self.tokens[at].span.start, self.tokens[end - 1].span.end);
        Some((Stamp { iso, day, precision, span }, end))
    }
}

impl Clock {
    /// "T17:20", "T17:20:05+01:00".
    fn iso(&self, day: Day) -> String {
        let mut out = format!("T{:02}:{:02}", self.hour, self.minute);
        if let Some(s) = self.second {
            out.push_str(&format!(":{s:02}"));
        }
        let minutes = match self.offset {
            None => return out,
            Some(Offset::Zulu) => {
                out.push('Z');
                return out;
            }
            Some(Offset::Minutes(m)) => m,
            Some(Offset::Zone(zone)) => zone.minutes + if zone.summer.is_some_and(|s| summer(s, day)) { 60 } else { 0 },
        };
        out.push(if minutes < 0 { '-' } else { '+' });
        out.push_str(&format!("{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60));
        out
    }
}

fn civil(parts: Parts) -> Option<Day> {
    Day::new(parts.year, parts.month, parts.day?).ok()
}

fn weekday_of(day: Day) -> i8 {
    day.weekday().to_monday_one_offset()
}

/// True where the rule has summer time on that day (the night of the change counts by its date).
fn summer(rule: Summer, day: Day) -> bool {
    // The first Sunday on or after a day of the month.
    let sunday = |month: i8, from: i8| from + (7 - weekday_of(Day::new(day.year(), month, from).unwrap_or(day))) % 7;
    let (start, end) = match rule {
        Summer::Us => ((3, sunday(3, 8)), (11, sunday(11, 1))),
        Summer::Eu => ((3, sunday(3, 25)), (10, sunday(10, 25))),
    };
    (start..end).contains(&(day.month(), day.day()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Files;

    fn words() -> TimeWords {
        TimeWords::load(&Files::builtin()).expect("built-in files")
    }

    fn iso(line: &str) -> Option<String> {
        let words = words();
        StampReader::new(&words).read(line).map(|s| s.iso)
    }

    #[test]
    fn reads_every_newspaper_form() {
        for (line, want) in [
            ("17:20, Sat, Apr 12, 2025", "2025-04-12T17:20"),
            ("12 April 2025 at 5.20pm BST", "2025-04-12T17:20+01:00"),
            ("2025-04-12T17:20:00+01:00", "2025-04-12T17:20:00+01:00"),
            ("2025-04-12T17:20:00.123Z", "2025-04-12T17:20:00Z"),
            ("2025-04-12 17:20", "2025-04-12T17:20"),
            ("20250412T172000Z", "2025-04-12T17:20:00Z"),
            ("April 12, 2025", "2025-04-12"),
            ("Published: April 12th, 2025, 5:20 p.m. EDT", "2025-04-12T17:20-04:00"),
            ("Updated Jan. 3, 2025 9:05 a.m. ET", "2025-01-03T09:05-05:00"),
            ("Updated July 3, 2025 9:05 a.m. ET", "2025-07-03T09:05-04:00"),
            ("Sat 12 Apr 2025", "2025-04-12"),
            ("Saturday 12th of April, 2025 | 17.20", "2025-04-12"),
            ("Sat, 12 Apr 2025 17:20:00 +0100", "2025-04-12T17:20:00+01:00"),
            ("Sat Apr 12 17:20:00 +0000 2025", "2025-04-12T17:20:00+00:00"),
            ("Sat Apr 12 17:20:00 2025", "2025-04-12T17:20:00"),
            ("12/04/2025, Saturday, 1720 GMT", "2025-04-12T17:20+00:00"),
            ("Saturday, 12/04/2025", "2025-04-12"),
            ("04/22/98", "1998-04-22"),
            ("22/04/2025 at noon", "2025-04-22T12:00"),
            ("12.04.2025 – 17:20 Uhr", "2025-04-12T17:20"),
            ("12-Apr-2025", "2025-04-12"),
            ("APRIL 12 2025 5PM", "2025-04-12T17:00"),
            ("By Ana Orsk · 12 May 2024 · 12:05am", "2024-05-12T00:05"),
            ("VELDEN, March 3, 2019 (VNA)", "2019-03-03"),
            ("May 2019", "2019-05"),
            ("2014", "2014"),
            ("1744478400", "2025-04-12T17:20:00Z"),
        ] {
            assert_eq!(iso(line).as_deref(), Some(want), "{line}");
        }
    }

    #[test]
    fn leaves_what_is_no_stamp() {
        for line in [
            "",
            "6 hours ago 2",
            "April 12",
            "in 2014 the dam held",
            "30 February 2025",
            "version 1.2.3.2024",
            "call 555-12-2025-11",
            "Room 17:20",
            "May 12",
            "12/34/2025",
            "99999999999999999999",
        ] {
            assert_eq!(iso(line), None, "{line}");
        }
    }

    #[test]
    fn finds_both_stamps_of_a_line_and_where_they_stand() {
        let words = words();
        let line = "17:20, Sat, Apr 12, 2025 | UPDATED: 18:05, Sun, Apr 13, 2025";
        let all = StampReader::new(&words).read_all(line);
        let found: Vec<_> = all.iter().map(|s| (s.span.of(line), s.iso.as_str(), s.precision)).collect();
        assert_eq!(
            found,
            [("17:20, Sat, Apr 12, 2025", "2025-04-12T17:20", "minute"), ("18:05, Sun, Apr 13, 2025", "2025-04-13T18:05", "minute")]
        );
    }

    #[test]
    fn takes_the_day_first_where_told() {
        let words = words();
        let stamp = StampReader::new(&words).day_first().read("03/04/2025").map(|s| s.iso);
        assert_eq!(stamp.as_deref(), Some("2025-04-03"));
        assert_eq!(iso("03/04/2025").as_deref(), Some("2025-03-04"));
    }

    #[test]
    fn survives_any_bytes() {
        let words = words();
        let reader = StampReader::new(&words);
        for line in [
            "１２ April ２０２５",
            "Apr. ",
            "12:",
            "T",
            "2025-",
            "2025-04-12T",
            "12 Apr '",
            "💥 12 Apr 2025 💥",
            "\u{a0}Apr\u{a0}12,\u{a0}2025",
        ] {
            for stamp in reader.read_all(line) {
                assert!(line.get(stamp.span.start..stamp.span.end).is_some());
            }
        }
        assert_eq!(reader.read("\u{a0}Apr\u{a0}12,\u{a0}2025").map(|s| s.iso).as_deref(), Some("2025-04-12"));
    }
}
