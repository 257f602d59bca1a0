//! Rows to a few bytes and back, for caches: within a program of one version, nothing that is kept for long.
//!
//! Words that stand there before are not written twice, and the ids of an article's rows are written without the article's hash, so that a
//! pack of rows does not depend on the id of the article that they are read for.

use std::collections::HashMap;

/// Writes fields one behind the other.
pub struct Packer {
    bytes: Vec<u8>,
    known: HashMap<String, u64>,
    hash: String,
}

/// What a text begins with: nothing there, a text that stood before, an id of this article; larger ones are its length and this.
const NONE: u64 = 0;
const AGAIN: u64 = 1;
const LOCAL: u64 = 2;
const PLAIN: u64 = 3;
/// Shorter texts are cheaper written than looked up.
const SHORT: usize = 3;

impl Packer {
    /// For the rows of one article.
    pub fn new(article_id: &str) -> Self {
        Self { bytes: Vec::new(), known: HashMap::new(), hash: article_id.strip_prefix("a_").unwrap_or(article_id).to_owned() }
    }

    /// What was written.
    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }

    /// A number, small ones in fewer bytes.
    pub fn number(&mut self, mut n: u64) {
        while n >= 0x80 {
            self.bytes.push(n as u8 | 0x80);
            n >>= 7;
        }
        self.bytes.push(n as u8);
    }

    /// A number with a sign.
    pub fn signed(&mut self, n: i64) {
        self.number(((n << 1) ^ (n >> 63)) as u64);
    }

    /// A float, all of its bits.
    pub fn float(&mut self, x: f64) {
        self.bytes.extend_from_slice(&x.to_le_bytes());
    }

    /// A text, or none.
    pub fn text(&mut self, text: Option<&str>) {
        let Some(text) = text else { return self.number(NONE) };
        if let Some(rest) = local(text, &self.hash) {
            let (letter, rest) = (text.as_bytes()[0], rest.to_owned());
            self.number(LOCAL);
            self.bytes.push(letter);
            self.number(rest.len() as u64);
            self.bytes.extend_from_slice(rest.as_bytes());
            return;
        }
        if text.len() > SHORT {
            if let Some(n) = self.known.get(text).copied() {
                self.number(AGAIN);
                return self.number(n);
            }
            let n = self.known.len() as u64;
            self.known.insert(text.to_owned(), n);
        }
        self.number(PLAIN + text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
    }
}

/// What follows the hash in an id of this article: "_3" of "c_HASH_3".
fn local<'t>(text: &'t str, hash: &str) -> Option<&'t str> {
    (text.as_bytes().get(1) == Some(&b'_')).then(|| text.get(2..)?.strip_prefix(hash))?
}

/// Reads what a [`Packer`] wrote. Every answer is none where the bytes do not fit.
pub struct Unpacker<'b> {
    bytes: &'b [u8],
    known: Vec<&'b str>,
    hash: &'b str,
}

impl<'b> Unpacker<'b> {
    /// For the rows of one article, which may have another id than the one that they were packed for.
    pub fn new(bytes: &'b [u8], article_id: &'b str) -> Self {
        Self { bytes, known: Vec::new(), hash: article_id.strip_prefix("a_").unwrap_or(article_id) }
    }

    /// True where nothing is left.
    pub fn is_done(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Bytes that are left.
    pub fn left(&self) -> usize {
        self.bytes.len()
    }

    fn take(&mut self, n: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(n)?;
        self.bytes = rest;
        Some(taken)
    }

    /// As [`Packer::number`].
    pub fn number(&mut self) -> Option<u64> {
        let mut n = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.take(1)?[0];
            n |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(n);
            }
        }
        None
    }

    /// As [`Packer::signed`].
    pub fn signed(&mut self) -> Option<i64> {
        let n = self.number()?;
        Some((n >> 1) as i64 ^ -((n & 1) as i64))
    }

    /// As [`Packer::float`].
    pub fn float(&mut self) -> Option<f64> {
        Some(f64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    /// As [`Packer::text`]: the outer none is a fault, the inner one no text.
    pub fn text(&mut self) -> Option<Option<String>> {
        Some(match self.number()? {
            NONE => None,
            AGAIN => {
                let n = usize::try_from(self.number()?).ok()?;
                Some((*self.known.get(n)?).to_owned())
            }
            LOCAL => {
                let letter = char::from(self.take(1)?[0]);
                let length = usize::try_from(self.number()?).ok()?;
                let rest = std::str::from_utf8(self.take(length)?).ok()?;
                Some(format!("{letter}_{}{rest}", self.hash))
            }
            n => {
                let text = std::str::from_utf8(self.take(usize::try_from(n - PLAIN).ok()?)?).ok()?;
                if text.len() > SHORT {
                    self.known.push(text);
                }
                Some(text.to_owned())
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_back() {
        let mut to = Packer::new("a_00ff");
        let texts = [
            Some("Velden police"),
            None,
            Some(""),
            Some("c_00ff_12"),
            Some("s_00ff_1-2"),
            Some("Velden police"),
            Some("ab"),
            Some("Škoda 🚗"),
        ];
        texts.iter().for_each(|t| to.text(*t));
        let numbers = [0, -1, 1, 63, -64, i64::MAX, i64::MIN];
        numbers.iter().for_each(|n| to.signed(*n));
        to.float(-0.1);
        to.number(u64::MAX);
        let bytes = to.finish();
        assert!(bytes.windows(4).all(|w| w != b"00ff"), "the article's hash is left out");
        let mut from = Unpacker::new(&bytes, "a_00ff");
        for text in texts {
            assert_eq!(from.text(), Some(text.map(str::to_owned)));
        }
        for n in numbers {
            assert_eq!(from.signed(), Some(n));
        }
        assert_eq!((from.float(), from.number()), (Some(-0.1), Some(u64::MAX)));
        assert!(from.is_done() && from.number().is_none() && from.text().is_none());
    }

    #[test]
    fn ids_follow_the_article_and_broken_bytes_give_nothing() {
        let mut to = Packer::new("a_00ff");
        to.text(Some("c_00ff_12"));
        let bytes = to.finish();
        assert_eq!(Unpacker::new(&bytes, "a_00ff-2").text(), Some(Some("c_00ff-2_12".to_owned())));
        for broken in [&[0x80][..], &[1, 9], &[200, 1, b'x'], &[2, b'c', 40, b'_'], &[4, 0xff], &[0xff; 12]] {
            assert_eq!(Unpacker::new(broken, "a_0").text(), None, "{broken:?}");
        }
    }
}
