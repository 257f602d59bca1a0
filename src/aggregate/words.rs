//! Words of a text as comparing wants them: lower case, without plural, hashed.

use xxhash_rust::xxh3::xxh3_64;

/// A run of letters and digits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Word<'a> {
    /// As written, without a closing `'s`.
    pub text: &'a str,
    /// First byte.
    pub at: usize,
    /// Begins with a capital letter.
    pub capital: bool,
    /// Stands at the begin of a sentence or line, where a capital says nothing.
    pub opens: bool,
}

impl Word<'_> {
    /// True where a capital letter says that it is (part of) a name.
    pub fn is_name(&self) -> bool {
        self.capital && !self.opens
    }
}

/// The words of a text in order.
pub(super) fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut opens = true;
    std::iter::from_fn(move || {
        loop {
            let (c, length) = char_at(text, at)?;
            if c.is_alphanumeric() {
                break;
            }
            opens = opens && !matches!(c, ',' | ';') || matches!(c, '.' | '!' | '?' | ':' | '\n' | '“' | '"');
            at += length;
        }
        let start = at;
        while let Some((c, length)) = char_at(text, at) {
            if !c.is_alphanumeric() {
                break;
            }
            at += length;
        }
        let capital = text[start..].starts_with(char::is_uppercase);
        let word = Word { text: &text[start..at], at: start, capital, opens };
        opens = false;
        // "Vell's" is "Vell".
        if matches!(bytes.get(at), Some(b'\'' | 0xe2)) {
            for tail in ["'s", "’s"] {
                let rest = &text[at..];
                if rest.starts_with(tail) && !rest[tail.len()..].starts_with(char::is_alphanumeric) {
                    at += tail.len();
                    break;
                }
            }
        }
        Some(word)
    })
}

/// The character at a byte and its bytes; most are one.
fn char_at(text: &str, at: usize) -> Option<(char, usize)> {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => Some((char::from(*byte), 1)),
        _ => text[at..].chars().next().map(|c| (c, c.len_utf8())),
    }
}

/// A word in lower case, into a text that is used again.
pub(super) fn lower(word: &str, to: &mut String) {
    if word.is_ascii() {
        word.clone_into(to);
        to.make_ascii_lowercase();
    } else {
        *to = word.to_lowercase();
    }
}

/// Lower case, without the endings of the plural.
pub(super) fn stem(word: &str) -> String {
    let mut out = String::new();
    lower(word, &mut out);
    cut(&mut out);
    out
}

/// Takes the endings of the plural off a word in lower case.
pub(super) fn cut(out: &mut String) {
    let n = out.len();
    if n > 4 && out.ends_with("ies") {
        out.truncate(n - 3);
        out.push('y');
    } else if n > 4 && ["sses", "ches", "shes", "xes"].iter().any(|e| out.ends_with(e)) {
        out.truncate(n - 2);
    } else if n > 3 && out.ends_with('s') && !["ss", "us", "is"].iter().any(|e| out.ends_with(e)) {
        out.truncate(n - 1);
    }
}

/// The number that stands for a stem. Fixed seed: the same in every run.
pub(super) fn key(stem: &str) -> u64 {
    xxh3_64(stem.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_first_words() {
        let found: Vec<_> = words("Police in Velden's north found Ana. Two died").map(|w| (w.text, w.is_name())).collect();
        assert_eq!(
            found,
            [
                ("Police", false),
                ("in", false),
                ("Velden", true),
                ("north", false),
                ("found", false),
                ("Ana", true),
                ("Two", false),
                ("died", false)
            ]
        );
        assert_eq!(words("… – ").count(), 0);
    }

    #[test]
    fn plural_and_singular_are_one() {
        for (a, b) in
            [("citizens", "citizen"), ("bodies", "body"), ("churches", "church"), ("buses", "buse"), ("crisis", "crisis"), ("Gas", "gas")]
        {
            assert_eq!(stem(a), b);
        }
    }
}
