//! Time expressions: found, and resolved against the publication day and against each other.
//!
//! In an article of 12 April 2025, "Earlier this week" is `2025-W15` with mod START, "as of April 2" holds `2025-04-02`,
//! "on Thursday" is `2025-04-10`, and "one to two months" the duration `P1M`. Types, values and mods are those of TIMEX3
//! (Pustejovsky et al., TimeML); where the standard leaves room, values follow the annotation of TimeBank.
//!
//! The text is cut into tokens once. Where a word of the time lexicon or a number stands, the readings that may start there
//! are tried, and the longest is kept.

mod absolute;
mod amount;
mod calendar;
mod clock;
mod compound;
mod lean;
mod named;
mod relative;
mod scan;
#[cfg(test)]
mod tests;
mod view;

use crate::lexicon::{HolidayRule, TimeClass, TimeWords};
use crate::types::{Day, Span, Timex, TimexType};

use calendar::{Period, Unit};
use scan::{Kind, Vocabulary, bits};
use view::{Core, View, What, longer};

/// Finds and resolves time expressions. Built once from the lexicon, shared by threads.
#[derive(Debug)]
pub struct TimexReader {
    vocabulary: Vocabulary,
    /// By the index of their first word, longest first.
    phrases: Vec<Vec<Phrase>>,
    /// By the index of a first word, bits of the words that may be second ([`second_bit`]): the phrases of "the" are not
    /// compared with every "the".
    seconds: Vec<u64>,
}

/// The bit for the second word of a phrase; the last bit is for phrases of one word and for marks.
fn second_bit(piece: Option<i32>) -> u64 {
    match piece {
        Some(word) if word > 0 => 1 << (word % 63),
        _ => 1 << 63,
    }
}

/// A fixed phrase, ready to be compared.
#[derive(Debug)]
struct Phrase {
    /// Index of a word, or a mark's byte as a negative number.
    pieces: Vec<i32>,
    kind: TimexType,
    modifier: &'static str,
    meaning: Meaning,
}

#[derive(Debug)]
enum Meaning {
    /// A TIMEX3 value as it stands.
    Reference(String),
    /// Units from the publication day, and a part of the day ("TNI").
    Step(Unit, i64, String),
    Holiday(HolidayRule),
}

/// What the text has said so far.
#[derive(Debug, Default)]
struct Memory {
    /// The last date.
    last: Option<Period>,
    /// Byte after it.
    last_end: usize,
    /// It stands in the paragraph that is being read.
    paragraph: bool,
    /// The last quarter named, or its reporting period.
    quarter: Option<Period>,
    quarter_end: usize,
}

impl Memory {
    /// The last quarter was named not far before.
    fn quarter_near(&self, start: u32) -> bool {
        self.quarter.is_some() && (start as usize).saturating_sub(self.quarter_end) < 600
    }
}

impl TimexReader {
    /// A reader of these words.
    pub fn new(words: &TimeWords) -> Self {
        let vocabulary = Vocabulary::new(words);
        let mut phrases: Vec<Vec<Phrase>> = (0..vocabulary.entries.len()).map(|_| Vec::new()).collect();
        let mut add = |text: &str, kind: TimexType, modifier: &'static str, meaning: Meaning| {
            let tokens = vocabulary.scan(text);
            let pieces: Vec<i32> =
                tokens.iter().map(|t| if t.kind == Kind::Mark { -i32::from(t.word) } else { i32::from(t.word) }).collect();
            if let Some(first) = tokens.first().filter(|t| t.kind == Kind::Word) {
                phrases[first.word as usize].push(Phrase { pieces, kind, modifier, meaning });
            }
        };
        for p in &words.phrases {
            let modifier = match p.modifier.as_deref() {
                Some("START") => "START",
                Some("END") => "END",
                _ => "",
            };
            let meaning = step(&p.value).unwrap_or_else(|| Meaning::Reference(p.value.clone()));
            add(&p.phrase, p.kind, modifier, meaning);
        }
        for h in &words.holidays {
            add(&h.phrase, TimexType::Date, "", Meaning::Holiday(h.rule));
        }
        for list in &mut phrases {
            list.sort_by_key(|p| std::cmp::Reverse(p.pieces.len()));
        }
        let seconds = phrases.iter().map(|list| list.iter().fold(0, |bits, p| bits | second_bit(p.pieces.get(1).copied()))).collect();
        Self { vocabulary, phrases, seconds }
    }

    /// All time expressions in order of start, not overlapping. `published` is the day against which relative ones resolve;
    /// without it they keep the values that TIMEX3 has for what is not known (`XXXX-06-27`).
    pub fn read(&self, text: &str, published: Option<Day>) -> Vec<Timex> {
        let tokens = self.vocabulary.scan(text);
        let mut memory = Memory::default();
        let mut out = Vec::new();
        let mut at = 0;
        // An expression ends with its paragraph: the view goes no further.
        let mut paragraph = 0;
        while at < tokens.len() {
            let t = tokens[at];
            if at >= paragraph {
                memory.paragraph = false;
                paragraph = tokens[at + 1..].iter().position(scan::Token::new_line).map_or(tokens.len(), |n| at + 1 + n);
            }
            let starts = match t.kind {
                Kind::Word => t.word != 0 && self.vocabulary.entries[t.word as usize].starts(),
                Kind::Number => true,
                Kind::Mark => t.word == u16::from(b'\''),
            };
            if !starts {
                at += 1;
                continue;
            }
            let view = View { reader: self, text, tokens: &tokens[..paragraph], published, memory: &memory };
            match view.expression(at) {
                Some(core) if core.end > at => {
                    let span = Span::new(t.start as usize, tokens[core.end.min(tokens.len()) - 1].end as usize);
                    at = core.end;
                    memory.note(&core, span.end);
                    out.push(timex(core, span));
                }
                _ => at += 1,
            }
        }
        out
    }
}

/// "day-1:TNI"
fn step(value: &str) -> Option<Meaning> {
    let (value, part) = value.split_once(':').unwrap_or((value, ""));
    let sign = value.find(['+', '-'])?;
    let unit = Unit::from_name(&value[..sign])?;
    Some(Meaning::Step(unit, value[sign..].parse().ok()?, part.to_owned()))
}

impl Memory {
    fn note(&mut self, core: &Core, end: usize) {
        let period = match &core.what {
            What::Period(p) => *p,
            What::Time(d, _) => Period::Day(*d),
            What::Days(_, first, _) if core.kind == TimexType::Date => Period::Day(*first),
            _ => return,
        };
        // "A year earlier" looks back from the quarter that the text reports, and does not become it.
        if matches!(period, Period::Quarter(..)) && core.rule == "quarter" {
            (self.quarter, self.quarter_end) = (Some(period), end);
        }
        (self.last, self.last_end, self.paragraph) = (Some(period), end, true);
    }
}

fn timex(core: Core, span: Span) -> Timex {
    let (value, days) = match core.what {
        What::Period(p) => (p.value(), p.days()),
        What::Time(d, part) => (format!("{d}{part}"), Some((d, d))),
        What::Days(value, first, last) => (value, Some((first, last))),
        What::Value(value) => (value, None),
    };
    Timex {
        span,
        kind: core.kind,
        value,
        modifier: (!core.modifier.is_empty()).then(|| core.modifier.to_owned()),
        first_day: days.map(|d| d.0),
        last_day: days.map(|d| d.1),
        anchor: (!core.anchor.is_empty()).then(|| core.anchor.to_owned()),
        rule: core.rule.to_owned(),
    }
}

/// The classes with which readings of each kind start.
const ABSOLUTE: u64 = bits(&[TimeClass::Number, TimeClass::Ordinal, TimeClass::Decade]);
const SEASONS: u64 = bits(&[TimeClass::Season, TimeClass::Determiner]);
const QUARTERS: u64 =
    bits(&[TimeClass::Determiner, TimeClass::Shift, TimeClass::Ordinal, TimeClass::Fiscal, TimeClass::Unit, TimeClass::Period]);
/// Classes that go on with "to", "or", "of", "on": "two or three", "the seventh of", "early on".
const JOINED: u64 = bits(&[TimeClass::Number, TimeClass::Vague, TimeClass::Ordinal, TimeClass::Portion, TimeClass::Half]);
const TIMED: u64 =
    bits(&[TimeClass::Number, TimeClass::Hour, TimeClass::Part, TimeClass::Portion, TimeClass::Determiner, TimeClass::Hedge]);
const PORTIONED: u64 = bits(&[TimeClass::Hedge, TimeClass::Determiner, TimeClass::Edge, TimeClass::Portion]);
const SETS: u64 = bits(&[TimeClass::Weekdays, TimeClass::Each, TimeClass::Rate, TimeClass::Set, TimeClass::Number]);
const AMOUNTS: u64 = bits(&[
    TimeClass::Number,
    TimeClass::Article,
    TimeClass::Vague,
    TimeClass::Half,
    TimeClass::Hedge,
    TimeClass::HedgeStart,
    TimeClass::Determiner,
    TimeClass::Shift,
    TimeClass::Unit,
    TimeClass::Units,
    TimeClass::Scale,
]);

impl View<'_> {
    /// The longest expression that starts at a token.
    fn expression(&self, at: usize) -> Option<Core> {
        if !self.promising(at) {
            return None;
        }
        let e = self.entry(at);
        let number = self.number(at).is_some();
        let mut best = self.core(at).map(|c| self.with_time(c));
        if number || e.any(TIMED) {
            best = longer(best, self.timed(at));
        }
        if e.any(PORTIONED) {
            best = longer(best, self.portioned(at));
        }
        if number || e.any(SETS) || e.weekday > 0 {
            best = longer(best, self.set(at));
        }
        if number || e.any(AMOUNTS) {
            best = longer(best, self.duration(at));
        }
        best
    }

    /// A look at the next token: most numbers and small words start nothing.
    fn promising(&self, at: usize) -> bool {
        let e = self.entry(at);
        let next = self.past_hyphen(at + 1);
        let follows = self.entry(next).timely() || self.number(next).is_some();
        let joined = || self.any(next, &["to", "or", "and", "of", "in", "on", "through"]);
        let Some((n, len)) = self.number(at) else {
            return follows
                || e.stands()
                || e.starts_phrase() && self.phrase_follows(at)
                || self.is_mark(at, b'\'')
                || self.is_mark(at + 1, b'\'')
                || self.is_mark(next, b'\'')
                || e.any(JOINED) && joined();
        };
        follows
            || (len == 4 && (1000..2200).contains(&n))
            || (self.glued(at + 1) && (self.number(at + 2).is_some() || self.any(at + 1, &["s"])))
            || joined()
            || self.any(next, &["a", "p", "o", "times", "t"])
            || self.entry(next).zone
    }

    /// False where the next word is second in no phrase that begins with this one.
    fn phrase_follows(&self, at: usize) -> bool {
        let (Some(first), next) = (self.tokens.get(at), self.tokens.get(at + 1)) else { return false };
        let Some(bits) = self.reader.seconds.get(usize::from(first.word)) else { return false };
        let second = match next {
            Some(t) if t.kind == Kind::Word => (t.word != 0).then(|| second_bit(Some(i32::from(t.word)))).unwrap_or(0),
            _ => 0,
        };
        bits & (second | 1 << 63) != 0
    }

    /// A date without modifiers.
    fn core(&self, at: usize) -> Option<Core> {
        let e = self.entry(at);
        let number = self.number(at).is_some();
        let mut best =
            if number || e.any(ABSOLUTE) || e.month > 0 || e.weekday > 0 || self.is_mark(at, b'\'') { self.absolute(at) } else { None };
        if e.starts_phrase() {
            best = longer(best, self.phrase(at).map(|c| self.with_weekend(c)));
        }
        if e.any(SEASONS) {
            best = longer(best, self.season(at));
        }
        best = longer(best, self.relative(at));
        if number || e.any(QUARTERS) {
            best = longer(best, self.quarter(at));
        }
        if e.is(TimeClass::Determiner) || e.is(TimeClass::Fiscal) {
            best = longer(best, self.business(at));
        }
        best = longer(best, self.compound(at));
        let core = best?;
        // "the third quarter a year ago"
        if let What::Period(quarter @ Period::Quarter(..)) = core.what
            && core.rule == "quarter"
            && self.any(core.end, &["a"])
            && self.any(core.end + 1, &["year"])
            && self.any(core.end + 2, &["ago", "earlier"])
        {
            return Some(Core::period(core.end + 3, quarter.shift(-4)?, "text", "year_ago_quarter"));
        }
        Some(core)
    }

    /// "early next year", "earlier this week", "mid-April", "late Monday", "the end of 1990", "around Nov. 1".
    fn portioned(&self, at: usize) -> Option<Core> {
        let e = self.entry(at);
        if e.is(TimeClass::Hedge) && self.any(at, &["around", "about", "roughly"]) {
            let core = self.core(at + 1).or_else(|| self.portioned_date(at + 1))?;
            return matches!(core.what, What::Period(p) if !matches!(p, Period::Year(_)) || self.any(at, &["around"]))
                .then(|| core.modified("APPROX"));
        }
        self.portioned_date(at)
    }

    fn portioned_date(&self, at: usize) -> Option<Core> {
        let the = usize::from(self.any(at, &["the"]));
        let e = self.entry(at + the);
        if e.is(TimeClass::Edge) && self.any(at + the + 1, &["of"]) && (the == 1 || self.class_before(at, TimeClass::Preposition)) {
            let next = at + the + 2;
            let core = self.core(next).or_else(|| self.bare_unit(next)).or_else(|| self.lone_unit(next))?;
            return matches!(core.what, What::Period(_) | What::Value(_)).then(|| core.modified(e.portion));
        }
        if !e.is(TimeClass::Portion) {
            return None;
        }
        let mut next = self.past_hyphen(at + the + 1);
        if self.any(next, &["in", "on"]) {
            next += 1;
        }
        let core = self.core(next).or_else(|| self.bare_unit(next))?;
        // "late 25 years ago" is none.
        if !matches!(core.what, What::Period(_) | What::Value(_)) {
            return None;
        }
        let modified = Core { modifier: e.portion, ..core };
        Some(self.with_time(modified))
    }

    /// "the year" of "the end of the year", "earlier in the day"; "summer" of "early summer".
    pub(super) fn bare_unit(&self, at: usize) -> Option<Core> {
        if let Some(season) = self.bare_season(at) {
            return Some(season);
        }
        if !self.any(at, &["the"]) {
            return None;
        }
        self.lone_unit(at + 1)
    }

    /// "year" of "by end of year".
    fn lone_unit(&self, at: usize) -> Option<Core> {
        let unit = self.entry(at).unit.filter(|u| *u >= Unit::Day && self.is(at, TimeClass::Unit))?;
        let published = self.published?;
        Some(Core::period(at + 1, Period::holding(published, unit)?, "published", "unit"))
    }
}
