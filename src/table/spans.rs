//! Byte offsets of the program to code points of the tables, and back.

use crate::types::Span;

/// Bytes between two checkpoints.
const STEP: usize = 64;

/// Offsets of one text: bytes to code points in constant time, one pass to set up, nothing stored for ASCII.
pub struct CodePoints<'a> {
    text: &'a str,
    /// Code points before byte `i * STEP`.
    before: Vec<u32>,
    ascii: bool,
}

/// True for the first byte of a character.
const fn starts(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

impl<'a> CodePoints<'a> {
    /// Reads a text once.
    pub fn new(text: &'a str) -> Self {
        if text.is_ascii() {
            return Self { text, before: Vec::new(), ascii: true };
        }
        let mut before = Vec::with_capacity(text.len() / STEP + 1);
        let mut n = 0u32;
        for chunk in text.as_bytes().chunks(STEP) {
            before.push(n);
            n += chunk.iter().filter(|b| starts(**b)).count() as u32;
        }
        Self { text, before, ascii: false }
    }

    /// Code points before byte `at`; of the whole text where `at` lies beyond it.
    pub fn at(&self, at: usize) -> i64 {
        let at = at.min(self.text.len());
        if self.ascii {
            return at as i64;
        }
        let block = (at / STEP).min(self.before.len().saturating_sub(1));
        let from = block * STEP;
        let within = self.text.as_bytes()[from..at].iter().filter(|b| starts(**b)).count();
        i64::from(self.before.get(block).copied().unwrap_or(0)) + within as i64
    }

    /// A byte span as `(start, end)` in code points.
    pub fn span(&self, span: Span) -> (i64, i64) {
        (self.at(span.start), self.at(span.end))
    }

    /// The byte at which code point `at` begins; the text's length where it lies beyond.
    pub fn byte(&self, at: i64) -> usize {
        let at = usize::try_from(at).unwrap_or(0);
        if self.ascii {
            return at.min(self.text.len());
        }
        let block = self.before.partition_point(|n| (*n as usize) <= at).saturating_sub(1);
        let mut left = at - self.before.get(block).map_or(0, |n| *n as usize);
        for (i, byte) in self.text.as_bytes().iter().enumerate().skip(block * STEP) {
            if starts(*byte) {
                if left == 0 {
                    return i;
                }
                left -= 1;
            }
        }
        self.text.len()
    }

    /// Code points of the whole text.
    pub fn len(&self) -> i64 {
        self.at(self.text.len())
    }

    /// True for an empty text.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_boundary_there_and_back() {
        for text in
            ["plain ascii", "", "Šibrava – the ‘old’ town – 17 people… 🙂 and more beyond the first checkpoint, é", &"ä🙂".repeat(200)]
        {
            let points = CodePoints::new(text);
            for (n, (byte, _)) in text.char_indices().enumerate() {
                assert_eq!(points.at(byte), n as i64);
                assert_eq!(points.byte(n as i64), byte);
            }
            assert_eq!(points.len(), text.chars().count() as i64);
            assert_eq!(points.byte(points.len()), text.len());
            assert_eq!(points.at(text.len() + 9), points.len());
        }
    }
}
