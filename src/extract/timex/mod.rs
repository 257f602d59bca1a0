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
mod lean;
mod named;
mod relative;
mod scan;
mod view;

use std::collections::HashMap;

use crate::lexicon::{HolidayRule, TimeClass, TimeWords};
use crate::types::{Day, Span, Timex, TimexType};

use calendar::{Period, Unit};
use scan::{Kind, Vocabulary};
use view::{Core, View, What, longer};

/// Finds and resolves time expressions. Built once from the lexicon, shared by threads.
#[derive(Debug)]
pub struct TimexReader {
    vocabulary: Vocabulary,
    /// By first word, longest first.
    phrases: HashMap<u16, Vec<Phrase>, foldhash::fast::FixedState>,
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
        let mut phrases: HashMap<u16, Vec<Phrase>, _> = HashMap::default();
        let mut add = |text: &str, kind: TimexType, modifier: &'static str, meaning: Meaning| {
            let tokens = vocabulary.scan(text);
            let pieces: Vec<i32> =
                tokens.iter().map(|t| if t.kind == Kind::Mark { -i32::from(t.word) } else { i32::from(t.word) }).collect();
            if let Some(first) = tokens.first().filter(|t| t.kind == Kind::Word) {
                phrases.entry(first.word).or_default().push(Phrase { pieces, kind, modifier, meaning });
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
        for list in phrases.values_mut() {
            list.sort_by_key(|p| std::cmp::Reverse(p.pieces.len()));
        }
        Self { vocabulary, phrases }
    }

    /// All time expressions in order of start, not overlapping. `published` is the day against which relative ones resolve;
    /// without it they keep the values that TIMEX3 has for what is not known (`XXXX-06-27`).
    pub fn read(&self, text: &str, published: Option<Day>) -> Vec<Timex> {
        let tokens = self.vocabulary.scan(text);
        let mut memory = Memory::default();
        let mut out = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let t = tokens[at];
            if t.new_line() {
                memory.paragraph = false;
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
            let view = View { reader: self, text, tokens: &tokens, published, memory: &memory };
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

impl View<'_> {
    /// The longest expression that starts at a token.
    fn expression(&self, at: usize) -> Option<Core> {
        let mut best = self.core(at).map(|c| self.with_time(at, c));
        best = longer(best, self.timed(at));
        best = longer(best, self.portioned(at));
        best = longer(best, self.set(at));
        best = longer(best, self.duration(at));
        best
    }

    /// A date without modifiers.
    fn core(&self, at: usize) -> Option<Core> {
        let e = self.entry(at);
        let mut best = self.absolute(at);
        if self.is_word(at) {
            best = longer(best, self.phrase(at));
            best = longer(best, self.season(at));
        }
        best = longer(best, self.relative(at));
        best = longer(best, self.quarter(at));
        if e.is(TimeClass::Determiner) || e.is(TimeClass::Fiscal) {
            best = longer(best, self.business(at));
        }
        best
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
            let core = self.core(next).or_else(|| self.bare_unit(next))?;
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
        if !matches!(core.what, What::Period(_) | What::Value(_)) || self.breaks(at, next + 1) {
            return None;
        }
        let modified = Core { modifier: e.portion, ..core };
        Some(self.with_time(at, modified))
    }

    /// "the year" of "the end of the year", "earlier in the day"; "summer" of "early summer".
    fn bare_unit(&self, at: usize) -> Option<Core> {
        if let Some(season) = self.bare_season(at) {
            return Some(season);
        }
        if !self.any(at, &["the"]) {
            return None;
        }
        let unit = self.entry(at + 1).unit.filter(|u| *u >= Unit::Day && self.is(at + 1, TimeClass::Unit))?;
        let published = self.published?;
        Some(Core::period(at + 2, Period::holding(published, unit)?, "published", "unit"))
    }
}
