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
    let mut at = 0;
    let mut opens = true;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let mut start = None;
        for (i, c) in rest.char_indices() {
            if c.is_alphanumeric() {
                start = Some(i);
                break;
            }
            opens = opens && !matches!(c, ',' | ';') || matches!(c, '.' | '!' | '?' | ':' | '\n' | '“' | '"');
        }
        let start = start?;
        let end = rest[start..].find(|c: char| !c.is_alphanumeric()).map_or(rest.len(), |n| start + n);
        let word = Word { text: &rest[start..end], at: at + start, capital: rest[start..].starts_with(char::is_uppercase), opens };
        opens = false;
        at += end;
        // "Vell's" is "Vell".
        for tail in ["'s", "’s"] {
            if rest[end..].starts_with(tail) && !rest[end + tail.len()..].starts_with(char::is_alphanumeric) {
                at += tail.len();
            }
        }
        Some(word)
    })
}

/// Lower case, without the endings of the plural.
pub(super) fn stem(word: &str) -> String {
    let mut out = word.to_lowercase();
    let n = out.len();
    if n > 4 && out.ends_with("ies") {
        out.truncate(n - 3);
        out.push('y');
    } else if n > 4 && ["sses", "ches", "shes", "xes"].iter().any(|e| out.ends_with(e)) {
        out.truncate(n - 2);
    } else if n > 3 && out.ends_with('s') && !["ss", "us", "is"].iter().any(|e| out.ends_with(e)) {
        out.truncate(n - 1);
    }
    out
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
