//! Which way an incomplete date leans: to the past, or to the future.
//!
//! "Twelve were seized on Thursday" means the Thursday behind, "the council will meet on Thursday" the one ahead. The
//! nearest word that speaks of what was or of what is to come decides; what comes nearest in time weighs against it.

use crate::lexicon::TimeClass;
use crate::types::Day;

use super::calendar::{Period, days_between};
use super::scan::{Kind, bits};
use super::view::View;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lean {
    Past,
    Future,
    Unknown,
}

/// Classes of the words that may point one way.
const CUES: u64 = bits(&[TimeClass::Ahead, TimeClass::Behind, TimeClass::Preposition]);

/// Words looked at to the left, then to the right.
const LEFT: usize = 16;
const RIGHT: usize = 10;

impl View<'_> {
    /// Where the words around the expression `at..end` point.
    pub(super) fn lean(&self, at: usize, end: usize) -> Lean {
        let mut seen = 0;
        for i in (0..at).rev() {
            let t = &self.tokens[i];
            if (t.kind == Kind::Mark && matches!(t.word as u8, b'.' | b'!' | b'?') && self.tokens[i + 1].spaced()) || seen == LEFT {
                break;
            }
            if let Some(lean) = self.cue(i) {
                return lean;
            }
            seen += usize::from(t.kind == Kind::Word);
            if t.new_line() {
                break;
            }
        }
        seen = 0;
        for i in end..self.tokens.len() {
            let t = &self.tokens[i];
            if (t.kind == Kind::Mark && matches!(t.word as u8, b'.' | b'!' | b'?')) || seen == RIGHT {
                break;
            }
            if let Some(lean) = self.cue(i) {
                return lean;
            }
            seen += usize::from(t.kind == Kind::Word);
        }
        Lean::Unknown
    }

    fn cue(&self, at: usize) -> Option<Lean> {
        let t = &self.tokens[at];
        if t.kind != Kind::Word {
            return None;
        }
        let e = self.entry(at);
        if t.word != 0 && !e.any(CUES) {
            return None;
        }
        if e.is(TimeClass::Ahead) {
            // "had been due to expire"
            if at > 0 && (self.any(at - 1, &["had"]) || (at > 1 && self.any(at - 1, &["been"]) && self.any(at - 2, &["had"]))) {
                return Some(Lean::Past);
            }
            // "May" the month is no verb.
            return (!(t.capital() && e.month > 0)).then_some(Lean::Future);
        }
        // "is to resume"
        if at > 0 && self.any(at, &["to"]) && self.any(at - 1, &["is", "are", "s", "agreed", "plan", "scheduled", "ready", "set", "about"])
        {
            return Some(Lean::Future);
        }
        if e.is(TimeClass::Behind) {
            return Some(Lean::Past);
        }
        let raw = self.raw(at).as_bytes();
        (t.word == 0 && raw.len() > 4 && raw.ends_with(b"ed") && !t.capital()).then_some(Lean::Past)
    }

    /// The better of a period behind and one ahead: the nearer, with a thumb on the scale for what the words say.
    pub(super) fn nearer(&self, published: Day, behind: Option<Period>, ahead: Option<Period>, lean: Lean) -> Option<Period> {
        let distance = |p: Option<Period>| -> Option<f64> {
            let (first, last) = p?.days()?;
            let days = if last < published {
                days_between(last, published)
            } else if first > published {
                days_between(published, first)
            } else {
                0
            };
            Some(days as f64)
        };
        match (distance(behind), distance(ahead)) {
            (Some(b), Some(a)) => {
                let (wb, wa) = match lean {
                    Lean::Past => (1.0, 4.0),
                    Lean::Future => (6.0, 1.0),
                    Lean::Unknown => (1.0, 2.5),
                };
                if a * wa < b * wb { ahead } else { behind }
            }
            (Some(_), None) => behind,
            _ => ahead,
        }
    }
}
