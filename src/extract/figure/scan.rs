//! One pass over the bytes for whatever can begin a number: a digit, a number word, a fraction sign.

use super::tables::Tables;

/// Where a number may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hit {
    /// A digit.
    Digit(usize),
    /// A number word, start and end.
    Word(usize, usize),
    /// A fraction sign: start.
    Sign(usize),
}

const OTHER: u8 = 0;
const LETTER: u8 = 1;
const DIGIT: u8 = 2;
const INSIDE: u8 = 3; // continuation of a character of several bytes: whatever its first byte was

/// The class of every byte. Letters of the Latin, Greek and Cyrillic blocks are letters, so that no number word is
/// found inside a foreign word; signs and dashes are not.
const CLASS: [u8; 256] = {
    let mut table = [OTHER; 256];
    let mut i = 0;
    while i < 256 {
        let b = i as u8;
        if b.is_ascii_alphabetic() || (b >= 0xC3 && b <= 0xDF) {
            table[i] = LETTER;
        } else if b.is_ascii_digit() {
            table[i] = DIGIT;
        } else if b >= 0x80 && b < 0xC0 {
            table[i] = INSIDE;
        }
        i += 1;
    }
    table
};

/// The next hit at or after `at`, which is no place inside a word.
pub(super) fn next(tables: &Tables, text: &str, mut at: usize) -> Option<Hit> {
    let bytes = text.as_bytes();
    while let Some(&byte) = bytes.get(at) {
        match CLASS[usize::from(byte)] {
            DIGIT => return Some(Hit::Digit(at)),
            LETTER => {
                let start = at;
                at += 1;
                while let Some(&b) = bytes.get(at) {
                    let class = CLASS[usize::from(b)];
                    if class != LETTER && class != INSIDE {
                        break;
                    }
                    at += 1;
                }
                let len = at - start;
                if (2..=11).contains(&len) {
                    let (a, b) = (byte | 0x20, bytes[start + 1] | 0x20);
                    if a.is_ascii_lowercase()
                        && b.is_ascii_lowercase()
                        && tables.prefix[usize::from(a - b'a') * 26 + usize::from(b - b'a')] & (1 << len) != 0
                        && let Some(word) = text.get(start..at)
                        && tables.number(word).is_some()
                    {
                        return Some(Hit::Word(start, at));
                    }
                }
            }
            _ => {
                let two = bytes.get(at + 1).copied().unwrap_or(0);
                if (byte == 0xC2 && (0xBC..=0xBE).contains(&two))
                    || (byte == 0xE2 && two == 0x85 && bytes.get(at + 2).is_some_and(|b| (0x90..=0x9E).contains(b)))
                {
                    return Some(Hit::Sign(at));
                }
                at += 1;
            }
        }
    }
    None
}

/// The worth of a fraction sign.
pub(super) fn fraction_sign(c: char) -> Option<f64> {
    Some(match c {
        '¼' => 0.25,
        '½' => 0.5,
        '¾' => 0.75,
        '⅐' => 1.0 / 7.0,
        '⅑' => 1.0 / 9.0,
        '⅒' => 0.1,
        '⅓' => 1.0 / 3.0,
        '⅔' => 2.0 / 3.0,
        '⅕' => 0.2,
        '⅖' => 0.4,
        '⅗' => 0.6,
        '⅘' => 0.8,
        '⅙' => 1.0 / 6.0,
        '⅚' => 5.0 / 6.0,
        '⅛' => 0.125,
        '⅜' => 0.375,
        '⅝' => 0.625,
        '⅞' => 0.875,
        _ => return None,
    })
}
