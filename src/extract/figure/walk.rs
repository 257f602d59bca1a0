//! Steps over the text around a number, token by token, in both directions.
//!
//! "more than 155 Chinese" seen from `155`: `before` gives `than`, then `more`; `after` gives `Chinese`.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, with apostrophes inside.
    Word,
    /// Digits, with points and commas inside.
    Digits,
    /// Any other single character.
    Mark,
}

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
}

/// Bytes after which a token is cut: no word is longer, and hostile text shall not be read again and again.
const LONGEST: usize = 120;

/// A part of a text that is read as a whole: steps never leave it.
#[derive(Clone, Copy)]
pub(super) struct Window<'t> {
    pub text: &'t str,
    pub low: usize,
    pub high: usize,
}

/// True for spaces that join the digits of a number or part words, line ends included.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{2007}' | '\u{200a}' | '\u{200b}' | '\u{feff}')
}

impl<'t> Window<'t> {
    /// The character that begins at `at`.
    pub fn char_at(&self, at: usize) -> Option<char> {
        if at >= self.high {
            return None;
        }
        let byte = *self.text.as_bytes().get(at)?;
        if byte.is_ascii() { Some(byte as char) } else { self.text.get(at..)?.chars().next() }
    }

    /// The character that ends at `at`.
    pub fn char_before(&self, at: usize) -> Option<char> {
        if at <= self.low {
            return None;
        }
        let byte = *self.text.as_bytes().get(at - 1)?;
        if byte.is_ascii() { Some(byte as char) } else { self.text.get(..at)?.chars().next_back() }
    }

    /// The first byte at or after `at` that is no space; none past a blank line or the end.
    pub fn skip(&self, mut at: usize) -> Option<usize> {
        let mut lines = 0;
        loop {
            let c = self.char_at(at)?;
            if !is_space(c) {
                return Some(at);
            }
            lines += usize::from(c == '\n');
            if lines > 1 {
                return None;
            }
            at += c.len_utf8();
        }
    }

    /// The token that begins at or after `at`.
    pub fn after(&self, at: usize) -> Option<Token> {
        let start = self.skip(at)?;
        let first = self.char_at(start)?;
        let mut end = start + first.len_utf8();
        if first.is_ascii_digit() {
            while let Some(c) = self.char_at(end).filter(|_| end - start < LONGEST) {
                if c.is_ascii_digit() || ((c == ',' || c == '.') && self.char_at(end + 1).is_some_and(|d| d.is_ascii_digit())) {
                    end += 1;
                } else {
                    break;
                }
            }
            return Some(Token { start, end, kind: Kind::Digits });
        }
        if !first.is_alphabetic() {
            return Some(Token { start, end, kind: Kind::Mark });
        }
        while let Some(c) = self.char_at(end).filter(|_| end - start < LONGEST) {
            let inner = matches!(c, '\'' | '’') && self.char_at(end + c.len_utf8()).is_some_and(char::is_alphabetic);
            if c.is_alphabetic() || inner {
                end += c.len_utf8();
            } else {
                break;
            }
        }
        Some(Token { start, end, kind: Kind::Word })
    }

    /// The token that ends at or before `at`.
    pub fn before(&self, mut at: usize) -> Option<Token> {
        let mut lines = 0;
        let last = loop {
            let c = self.char_before(at)?;
            if !is_space(c) {
                break c;
            }
            lines += usize::from(c == '\n');
            if lines > 1 {
                return None;
            }
            at -= c.len_utf8();
        };
        let end = at;
        let mut start = at - last.len_utf8();
        if last.is_ascii_digit() {
            while let Some(c) = self.char_before(start).filter(|_| end - start < LONGEST) {
                let inner = (c == ',' || c == '.') && self.char_before(start - 1).is_some_and(|d| d.is_ascii_digit());
                if c.is_ascii_digit() || inner {
                    start -= 1;
                } else {
                    break;
                }
            }
            return Some(Token { start, end, kind: Kind::Digits });
        }
        if !last.is_alphabetic() {
            return Some(Token { start, end, kind: Kind::Mark });
        }
        while let Some(c) = self.char_before(start).filter(|_| end - start < LONGEST) {
            let inner = matches!(c, '\'' | '’') && self.char_before(start - c.len_utf8()).is_some_and(char::is_alphabetic);
            if c.is_alphabetic() || inner {
                start -= c.len_utf8();
            } else {
                break;
            }
        }
        Some(Token { start, end, kind: Kind::Word })
    }

    /// The words of a token.
    pub fn of(&self, token: Token) -> &'t str {
        self.text.get(token.start..token.end).unwrap_or("")
    }

    /// True where the token begins with a capital.
    pub fn capital(&self, token: Token) -> bool {
        self.char_at(token.start).is_some_and(char::is_uppercase)
    }

    /// True where the token begins a sentence, line or quotation, so that its capital says nothing.
    pub fn opens(&self, token: Token) -> bool {
        match self.before(token.start) {
            None => true,
            Some(t) => matches!(self.of(t), "." | "!" | "?" | ":" | "\"" | "“" | "‘" | "'" | "`" | "•" | "—" | "–" | "|" | ")" | ">"),
        }
    }
}

/// A word in lower case, without a possessive ending, on the stack. Longer words are no words of ours.
pub(super) struct Lower {
    bytes: [u8; 40],
    len: usize,
}

impl Lower {
    pub fn new(word: &str) -> Self {
        let mut bytes = [0; 40];
        let mut len = 0;
        if word.len() <= bytes.len() {
            for (to, from) in bytes.iter_mut().zip(word.bytes()) {
                *to = from.to_ascii_lowercase();
            }
            len = word.len();
            for ending in ["'s", "’s"] {
                if bytes[..len].ends_with(ending.as_bytes()) {
                    len -= ending.len();
                }
            }
        }
        Self { bytes, len }
    }
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.len]).unwrap_or("")
    }
}
