//! The tokens of one article, and small questions about them.

use crate::lexicon::TimeClass;
use crate::types::{Day, TimexType};

use super::calendar::Period;
use super::scan::{Entry, Kind, Token};
use super::{Memory, TimexReader};

/// What an expression stands for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    /// A stretch of the calendar.
    Period(Period),
    /// A day with a part or a clock time of it: the text after the day ("TMO", "T17:20").
    Time(Day, String),
    /// Several days, with a value of their own.
    Days(String, Day, Day),
    /// A value without days.
    Value(String),
}

/// An expression that was read, up to the token `end`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Core {
    pub(super) end: usize,
    pub(super) kind: TimexType,
    pub(super) what: What,
    /// TIMEX3 mod; empty for none.
    pub(super) modifier: &'static str,
    /// `published`, `text`, or empty.
    pub(super) anchor: &'static str,
    pub(super) rule: &'static str,
}

impl Core {
    pub(super) fn new(end: usize, what: What, anchor: &'static str, rule: &'static str) -> Self {
        let kind = if matches!(what, What::Time(..)) { TimexType::Time } else { TimexType::Date };
        Self { end, kind, what, modifier: "", anchor, rule }
    }
    pub(super) fn period(end: usize, period: Period, anchor: &'static str, rule: &'static str) -> Self {
        Self::new(end, What::Period(period), anchor, rule)
    }
    pub(super) fn value(end: usize, kind: TimexType, value: impl Into<String>, rule: &'static str) -> Self {
        Self { end, kind, what: What::Value(value.into()), modifier: "", anchor: "", rule }
    }
    #[must_use]
    pub(super) fn modified(self, modifier: &'static str) -> Self {
        if modifier.is_empty() { self } else { Self { modifier, ..self } }
    }
    /// The single day that it names.
    pub(super) fn day(&self) -> Option<Day> {
        match self.what {
            What::Period(Period::Day(d)) => Some(d),
            _ => None,
        }
    }
}

/// The longer of two readings; the first where they are alike.
pub(super) fn longer(a: Option<Core>, b: Option<Core>) -> Option<Core> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if b.end > a.end { b } else { a }),
        (a, b) => a.or(b),
    }
}

/// One article while it is read.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) reader: &'a TimexReader,
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) published: Option<Day>,
    pub(super) memory: &'a Memory,
}

impl<'a> View<'a> {
    /// What the lexicon knows of a token; nothing for numbers, marks, and beyond the end.
    pub(super) fn entry(&self, at: usize) -> &'a Entry {
        let id = match self.tokens.get(at) {
            Some(t) if t.kind == Kind::Word => t.word,
            _ => 0,
        };
        &self.reader.vocabulary.entries[id as usize]
    }
    pub(super) fn is(&self, at: usize, class: TimeClass) -> bool {
        self.entry(at).is(class)
    }
    pub(super) fn mark(&self, at: usize) -> Option<u8> {
        let t = self.tokens.get(at)?;
        (t.kind == Kind::Mark).then_some(t.word as u8)
    }
    pub(super) fn is_mark(&self, at: usize, byte: u8) -> bool {
        self.mark(at) == Some(byte)
    }
    /// Stands right behind the token before it.
    pub(super) fn glued(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| !t.spaced())
    }
    pub(super) fn capital(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(Token::capital)
    }
    pub(super) fn is_word(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.kind == Kind::Word)
    }
    pub(super) fn raw(&self, at: usize) -> &'a str {
        self.tokens.get(at).and_then(|t| self.text.get(t.start as usize..t.end as usize)).unwrap_or("")
    }
    /// The word in lower case is one of these.
    pub(super) fn any(&self, at: usize, words: &[&str]) -> bool {
        let Some(t) = self.tokens.get(at).filter(|t| t.kind == Kind::Word) else { return false };
        let Some(raw) = self.text.as_bytes().get(t.start as usize..t.end as usize) else { return false };
        let first = raw.first().map_or(0, u8::to_ascii_lowercase);
        words.iter().any(|w| w.len() == raw.len() && w.as_bytes().first() == Some(&first) && raw.eq_ignore_ascii_case(w.as_bytes()))
    }
    /// The token before, none at the beginning.
    pub(super) fn before(&self, at: usize) -> Option<usize> {
        at.checked_sub(1)
    }
    pub(super) fn class_before(&self, at: usize, class: TimeClass) -> bool {
        at > 0 && self.is(at - 1, class)
    }
    /// Value and length of a number in digits.
    pub(super) fn number(&self, at: usize) -> Option<(u32, usize)> {
        let t = self.tokens.get(at).filter(|t| t.kind == Kind::Number)?;
        let digits = self.text.as_bytes().get(t.start as usize..t.end as usize)?;
        let len = digits.len();
        (len <= 8).then(|| (digits.iter().fold(0, |n, d| n * 10 + u32::from(d - b'0')), len))
    }
    /// The token after a mark, where it stands there.
    pub(super) fn past(&self, at: usize, marks: &[u8]) -> usize {
        if self.mark(at).is_some_and(|m| marks.contains(&m)) { at + 1 } else { at }
    }
    /// The token after a hyphen or a dash, where it stands there.
    pub(super) fn past_hyphen(&self, at: usize) -> usize {
        self.past(at, b"-")
    }
    /// True at the end of a sentence or clause: at a mark, or the end of the paragraph.
    pub(super) fn closes(&self, at: usize) -> bool {
        match self.tokens.get(at) {
            None => true,
            Some(t) => t.kind == Kind::Mark && !matches!(t.word as u8, b'-' | b'\'' | b'%' | b'$'),
        }
    }
    /// The token after "'s", where it stands there.
    pub(super) fn past_genitive(&self, at: usize) -> Option<usize> {
        (self.is_mark(at, b'\'') && self.glued(at + 1) && self.any(at + 1, &["s"])).then_some(at + 2)
    }
}
