//! What the network sees of a word: ten rows of one table of embeddings.
//!
//! "Rescued" gives the row of the word `rescued`, of its ends `ed`, `ued`, `cued`, its beginnings `re`, `res`, its shape `Xxx`
//! and its three word classes. Digits count as 0 and typographic quotes and dashes as plain ones, so "1,250" shares its rows
//! with "3,400".

use super::classes::Classes;
use super::maths::mix;
use crate::syntax::model::{ModelError, Reader};

/// Rows that are summed for a word.
pub const FEATURES: usize = 10;
/// Rows of the word table; a power of two. Row 0 stands for every unknown word.
const WORD_ROWS: usize = 1 << 15;
/// Rows for ends of 2, 3, 4 bytes, beginnings of 2, 3 bytes, and shapes; powers of two.
const HASHED: [usize; 6] = [1 << 11, 1 << 13, 1 << 13, 1 << 11, 1 << 12, 1 << 10];
/// Places that a word tries in the word table.
const PROBES: usize = 16;
/// Bytes of a word that are read; the rest of an endless "word" says nothing.
const LONGEST: usize = 64;

/// Which row of the word table belongs to which word: a check of 16 bits a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    checks: Vec<u16>,
}

impl Default for Words {
    fn default() -> Self {
        Self { checks: vec![0; WORD_ROWS] }
    }
}

impl Words {
    /// Gives rows to words, the first ones first; words that find no room stay unknown. Words must be normalized.
    pub fn new<'a>(words: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut table = Self::default();
        for word in words {
            let (at, check) = spot(word);
            for i in 0..PROBES {
                let row = (at + i) & (WORD_ROWS - 1);
                if table.checks[row] == check {
                    break;
                }
                if table.checks[row] == 0 && row != 0 {
                    table.checks[row] = check;
                    break;
                }
            }
        }
        table
    }

    /// Row of a normalized word, 0 for unknown ones.
    fn row(&self, word: &[u8]) -> u32 {
        let (at, check) = spot(word);
        for i in 0..PROBES {
            let row = (at + i) & (WORD_ROWS - 1);
            let here = self.checks[row];
            if here == check && row != 0 {
                return row as u32;
            }
            if here == 0 && row != 0 {
                return 0;
            }
        }
        0
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.checks.len()
    }

    /// Number of words that have a row.
    pub fn count(&self) -> usize {
        self.checks.iter().filter(|&&c| c != 0).count()
    }

    /// The table as bytes of a model section.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.checks.iter().flat_map(|c| c.to_le_bytes()).collect()
    }

    /// Reads the table back.
    ///
    /// # Errors
    /// The bytes end early.
    pub fn read(reader: &mut Reader<'_>) -> Result<Self, ModelError> {
        Ok(Self { checks: reader.i16s(WORD_ROWS)?.into_iter().map(|c| c.cast_unsigned()).collect() })
    }
}

/// First place and check of a word.
fn spot(word: &[u8]) -> (usize, u16) {
    let h = hash(1, word);
    ((h >> 20) as usize & (WORD_ROWS - 1), (h as u16) | 1)
}

/// A hash of bytes: FNV-1a, finished so that all bits depend on all bytes.
#[inline]
pub fn hash(seed: u64, bytes: &[u8]) -> u64 {
    let mut h = 0xCBF2_9CE4_8422_2325 ^ seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    for b in bytes {
        h = (h ^ u64::from(*b)).wrapping_mul(0x0000_0100_0000_01B3);
    }
    mix(h)
}

/// A word as the tables know it: digits as 0, plain quotes and dashes; in its own case and in lower case.
#[derive(Clone, Debug, Default)]
pub struct Normal {
    cased: Vec<u8>,
    lower: Vec<u8>,
    shape: Vec<u8>,
}

impl Normal {
    /// Normalizes a form, into the buffers of `self`.
    pub fn set(&mut self, form: &str) {
        let mut end = form.len().min(LONGEST);
        while !form.is_char_boundary(end) {
            end -= 1;
        }
        let form = &form[..end];
        self.cased.clear();
        self.lower.clear();
        self.shape.clear();
        if form.is_ascii() {
            for b in form.bytes() {
                let b = if b.is_ascii_digit() {
                    b'0'
                } else if b == b'`' {
                    b'\''
                } else {
                    b
                };
                self.cased.push(b);
                self.lower.push(b.to_ascii_lowercase());
                let class = match b {
                    b'0' => b'0',
                    b'A'..=b'Z' => b'X',
                    b'a'..=b'z' => b'x',
                    other => other,
                };
                self.push_shape(class);
            }
        } else {
            let mut buffer = [0u8; 4];
            for c in form.chars() {
                let plain: &str = match c {
                    '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{2032}' | '`' | '\u{B4}' => "'",
                    '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{2033}' | '\u{AB}' | '\u{BB}' => "\"",
                    '\u{2010}' | '\u{2011}' | '\u{2013}' | '\u{2212}' => "-",
                    '\u{2014}' | '\u{2015}' => "--",
                    '\u{2026}' => "...",
                    c if c.is_numeric() => "0",
                    c => c.encode_utf8(&mut buffer),
                };
                self.cased.extend_from_slice(plain.as_bytes());
                if plain.is_ascii() {
                    self.lower.extend(plain.bytes().map(|b| b.to_ascii_lowercase()));
                } else {
                    for l in c.to_lowercase() {
                        let mut buffer = [0u8; 4];
                        self.lower.extend_from_slice(l.encode_utf8(&mut buffer).as_bytes());
                    }
                }
                let class = if c.is_uppercase() {
                    b'X'
                } else if c.is_alphabetic() {
                    b'x'
                } else {
                    plain.as_bytes().first().copied().unwrap_or(b'?')
                };
                self.push_shape(class);
            }
        }
        // Two plain quotes are how some texts write a double one.
        if self.cased == b"''" {
            self.cased = b"\"".to_vec();
            self.lower.clone_from(&self.cased);
            self.shape.clone_from(&self.cased);
        }
    }

    /// Runs of one kind count once or twice.
    fn push_shape(&mut self, class: u8) {
        let n = self.shape.len();
        if n < 2 || self.shape[n - 1] != class || self.shape[n - 2] != class {
            self.shape.push(class);
        }
    }

    /// In its own case.
    pub fn cased(&self) -> &[u8] {
        &self.cased
    }
    /// In lower case.
    pub fn lower(&self) -> &[u8] {
        &self.lower
    }
}

/// Finds the rows of words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Features {
    /// The word table.
    pub words: Words,
    /// Word classes.
    pub classes: Classes,
}

impl Features {
    /// Rows of the whole table of embeddings.
    pub fn rows(&self) -> usize {
        WORD_ROWS + HASHED.iter().sum::<usize>() + self.classes.sizes().iter().map(|s| s + 1).sum::<usize>()
    }

    /// The rows of a normalized word, each below [`Features::rows`]. The first is that of the word itself.
    pub fn of(&self, word: &Normal) -> [u32; FEATURES] {
        let (lower, n) = (word.lower(), word.lower().len());
        let mut out = [0; FEATURES];
        out[0] = self.words.row(lower);
        let parts = [
            &lower[n.saturating_sub(2)..],
            &lower[n.saturating_sub(3)..],
            &lower[n.saturating_sub(4)..],
            &lower[..n.min(2)],
            &lower[..n.min(3)],
            word.shape.as_slice(),
        ];
        let mut base = WORD_ROWS;
        for ((i, part), size) in parts.into_iter().enumerate().zip(HASHED) {
            let h = if part.len() <= 4 { short(i as u64, part) } else { hash(i as u64 + 2, part) };
            out[1 + i] = (base + ((h >> 24) as usize & (size - 1))) as u32;
            base += size;
        }
        for ((i, class), size) in self.classes.of_normal(word).into_iter().enumerate().zip(self.classes.sizes()) {
            out[7 + i] = (base + usize::from(class)) as u32;
            base += size + 1;
        }
        out
    }
}

/// A hash of up to four bytes in one step.
#[inline]
fn short(seed: u64, part: &[u8]) -> u64 {
    let packed = part.iter().fold(part.len() as u64, |h, b| (h << 8) | u64::from(*b));
    mix(packed ^ (seed << 56))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normal(form: &str) -> Normal {
        let mut n = Normal::default();
        n.set(form);
        n
    }

    #[test]
    fn digits_case_and_quotes() {
        assert_eq!(normal("1,250").lower(), b"0,000");
        assert_eq!(normal("Rescued").cased(), b"Rescued");
        assert_eq!(normal("Rescued").lower(), b"rescued");
        assert_eq!(normal("Rescued").shape, b"Xxx");
        assert_eq!(normal("don\u{2019}t").lower(), b"don't");
        assert_eq!(normal("``").lower(), b"\"");
        assert_eq!(normal("\u{C9}t\u{E9}").lower(), "\u{E9}t\u{E9}".as_bytes());
        assert_eq!(normal("\u{2014}").lower(), b"--");
        assert!(normal(&"\u{E9}".repeat(500)).lower().len() <= LONGEST);
        assert_eq!(normal("").lower(), b"");
    }

    #[test]
    fn words_keep_their_row() {
        let list: Vec<String> = (0..20_000).map(|i| format!("w{}", i * 7)).collect();
        let words = Words::new(list.iter().map(|w| w.as_bytes()));
        let known = list.iter().filter(|w| words.row(w.as_bytes()) != 0).count();
        assert!(known > 19_900, "{known}");
        let strange = (0..20_000).filter(|i| words.row(format!("v{i}").as_bytes()) != 0).count();
        assert!(strange < 20, "{strange}");
        let bytes = words.to_bytes();
        assert_eq!(Words::read(&mut Reader::new("words", &bytes)).unwrap(), words);
        assert!(Words::read(&mut Reader::new("words", &bytes[1..])).is_err());
    }

    #[test]
    fn rows_stay_within_the_table() {
        let features = Features { words: Words::new([b"found".as_slice()]), classes: Classes::default() };
        for form in ["found", "Found", "x", "", "\u{1F600}", "1 000", "-LRB-"] {
            assert!(features.of(&normal(form)).iter().all(|r| (*r as usize) < features.rows()), "{form}");
        }
        assert_eq!(features.of(&normal("Found"))[0], features.of(&normal("FOUND"))[0]);
        assert_ne!(features.of(&normal("found"))[0], 0);
        assert_eq!(features.of(&normal("lost"))[0], 0);
        assert_ne!(features.of(&normal("Found"))[6], features.of(&normal("FOUND"))[6]);
    }
}
