//! A book of phrases that is looked up at the words of a text: the longest phrase at each word, on word boundaries.
//!
//! With "New York" and "New York City" in the book, "in New York Citywide" finds `New York`. A printed space is any single
//! space, no-break space or line break; apostrophes are straight or curly; soft hyphens are passed over; words all in
//! capitals ("KYIV") match too where they are long enough to be no other word.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::types::Span;

/// Phrases with what they stand for.
#[derive(Debug)]
pub struct Phrasebook<T> {
    entries: Vec<(String, T)>,
    exact: HashMap<String, u32, FixedState>,
    /// First word in upper case to the phrases that begin with it, longest first.
    by_first: HashMap<String, Vec<u32>, FixedState>,
    /// First two bytes of the phrases that begin with a small letter: the other small words of a text are never looked up.
    small: Vec<[u8; 2]>,
    fold: bool,
}

impl<T> Default for Phrasebook<T> {
    fn default() -> Self {
        Self::new(false)
    }
}

impl<T> Phrasebook<T> {
    /// An empty book; `fold`: letter case does not count.
    pub fn new(fold: bool) -> Self {
        Self { entries: Vec::new(), exact: HashMap::default(), by_first: HashMap::default(), small: Vec::new(), fold }
    }

    fn key(&self, phrase: &str) -> String {
        if self.fold { phrase.to_lowercase() } else { phrase.to_owned() }
    }

    /// Adds a phrase.
    ///
    /// # Errors
    /// The phrase is there already: what it stands for.
    pub fn insert(&mut self, phrase: &str, value: T) -> Result<(), &T> {
        let key = self.key(phrase);
        if let Some(&old) = self.exact.get(&key) {
            return Err(&self.entries[old as usize].1);
        }
        let index = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        self.exact.insert(key, index);
        if let &[a, b, ..] = phrase.as_bytes()
            && a.is_ascii_lowercase()
            && !self.small.contains(&[a, b])
        {
            self.small.push([a, b]);
        }
        let length = phrase.len();
        self.entries.push((phrase.to_owned(), value));
        let (entries, list) = (&self.entries, self.by_first.entry(phrase[..word_end(phrase, 0)].to_uppercase()).or_default());
        let at = list.partition_point(|&i| entries[i as usize].0.len() >= length);
        list.insert(at, index);
        Ok(())
    }

    /// What this phrase stands for.
    pub fn get(&self, phrase: &str) -> Option<&T> {
        let found = if self.fold { self.exact.get(&self.key(phrase)) } else { self.exact.get(phrase) };
        found.map(|&i| &self.entries[i as usize].1)
    }

    /// Every phrase and value, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.entries.iter().map(|(p, v)| (p.as_str(), v))
    }

    /// All phrases of `text`, in order, not overlapping, the longest at each word.
    pub fn scan<'a>(&'a self, text: &str) -> Vec<(Span, &'a T)> {
        let mut out = Vec::new();
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let end = word_end(text, at);
            if end == at {
                at += text[at..].chars().next().map_or(1, char::len_utf8);
                continue;
            }
            match self.may_start(&bytes[at..]).then(|| self.longest(text, at, end)).flatten() {
                Some((span, value)) => {
                    at = span.end.max(end);
                    out.push((span, value));
                }
                None => at = end,
            }
        }
        out
    }

    /// The longest phrase that begins at byte `start`; none where `start` is inside a word.
    pub fn at<'a>(&'a self, text: &str, start: usize) -> Option<(Span, &'a T)> {
        let before = text.get(..start)?.chars().next_back();
        let end = word_end(text, start);
        if end == start || before.is_some_and(char::is_alphanumeric) {
            return None;
        }
        self.longest(text, start, end)
    }

    fn may_start(&self, rest: &[u8]) -> bool {
        match rest {
            [a, ..] if a.is_ascii_uppercase() || *a >= 0x80 => true,
            [a, b, ..] if a.is_ascii_lowercase() => self.fold || self.small.contains(&[*a, *b]),
            [a, ..] => a.is_ascii_digit(),
            [] => false,
        }
    }

    fn longest<'a>(&'a self, text: &str, start: usize, end: usize) -> Option<(Span, &'a T)> {
        let word = text.get(start..end)?;
        let list = if word.is_ascii() {
            // A small buffer on the stack: most words are short, and no phrase begins with a very long one.
            let mut buffer = [0u8; 32];
            let upper = buffer.get_mut(..word.len())?;
            upper.copy_from_slice(word.as_bytes());
            upper.make_ascii_uppercase();
            std::str::from_utf8(upper).ok().and_then(|u| self.by_first.get(u))
        } else {
            self.by_first.get(word.replace('\u{ad}', "").to_uppercase().as_str())
        }?;
        list.iter().find_map(|&i| {
            let (phrase, value) = &self.entries[i as usize];
            Some((Span::new(start, matches(phrase, text, start, self.fold)?), value))
        })
    }
}

/// End of the run of letters, digits and soft hyphens that begins at `start`.
pub(super) fn word_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while at < bytes.len() {
        if bytes[at].is_ascii_alphanumeric() {
            at += 1;
        } else if bytes[at] < 0x80 {
            break;
        } else {
            match text.get(at..).and_then(|t| t.chars().next()) {
                Some(c) if c.is_alphanumeric() || c == '\u{ad}' => at += c.len_utf8(),
                _ => break,
            }
        }
    }
    at
}

/// Where `phrase` ends if it stands in `text` at `start` with a word boundary after it.
fn matches(phrase: &str, text: &str, start: usize, fold: bool) -> Option<usize> {
    let mut chars = text.get(start..)?.char_indices().peekable();
    let (mut exact, mut upper) = (true, true);
    let mut letters = 0;
    let mut end = start;
    for want in phrase.chars() {
        let (mut at, mut have) = chars.next()?;
        if have == '\u{ad}' {
            (at, have) = chars.next()?;
        }
        end = start + at + have.len_utf8();
        match want {
            ' ' => {
                if have == '\r' && chars.peek().is_some_and(|(_, c)| *c == '\n') {
                    let (at, c) = chars.next()?;
                    end = start + at + c.len_utf8();
                } else if !matches!(have, ' ' | '\u{a0}' | '\n' | '\u{202f}') {
                    return None;
                }
            }
            '\'' | '’' => {
                if !matches!(have, '\'' | '’') {
                    return None;
                }
            }
            _ => {
                letters += usize::from(want.is_alphabetic());
                exact &= want == have || fold && want.to_lowercase().eq(have.to_lowercase());
                upper &= want == have || want.to_uppercase().eq(std::iter::once(have));
                if !exact && !upper {
                    return None;
                }
            }
        }
    }
    // Short forms in capitals are other words: a book that means "US" lists it so.
    if !exact && letters < 4 {
        return None;
    }
    let ends = match text.get(end..)?.chars().next() {
        None => true,
        // "US$400" is a price.
        Some('$') => false,
        Some(c) => !c.is_alphanumeric(),
    };
    ends.then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(fold: bool, phrases: &[&str]) -> Phrasebook<usize> {
        let mut book = Phrasebook::new(fold);
        for (i, p) in phrases.iter().enumerate() {
            book.insert(p, i).expect("no phrase twice");
        }
        book
    }

    #[test]
    fn the_longest_wins_and_a_failed_longer_one_leaves_the_shorter() {
        let b = book(false, &["New York", "New York City", "York"]);
        let text = "New York City, New York Citywide, York, Yorkshire";
        let got: Vec<&str> = b.scan(text).iter().map(|(s, _)| s.of(text)).collect();
        assert_eq!(got, ["New York City", "New York", "York"]);
    }

    #[test]
    fn letter_case_counts_unless_folded() {
        assert_eq!(book(false, &["Gen."]).scan("gen. Vell").len(), 0);
        assert_eq!(book(true, &["Gen."]).scan("gen. Vell").len(), 1);
        assert_eq!(book(false, &["al-Torv"]).scan("the al-Torv front, AL-TORV").len(), 2);
        assert_eq!(book(false, &["US"]).scan("us, Us").len(), 0);
    }

    #[test]
    fn twice_is_refused() {
        let mut b = book(false, &["Velden"]);
        assert_eq!(b.insert("Velden", 7), Err(&0));
    }

    #[test]
    fn never_inside_a_word() {
        let b = book(false, &["Oster"]);
        assert!(b.at("McOster", 2).is_none());
        assert!(b.at("Oster", 0).is_some());
        assert!(b.at("é", 1).is_none());
    }
}
