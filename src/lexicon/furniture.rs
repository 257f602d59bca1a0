//! What pages print around an article: share lines, "6 hours ago 2", credits of pictures, copyright lines, agencies.
//!
//! A phrase of `furniture.csv` is compared with a [folded](fold) line: lower case, straight quotes, single spaces, every
//! number a `0`. So "6 hours ago 2" and "14 hours ago 3" are one row.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use serde::Deserialize;

use super::{Files, LexiconError};
use crate::types::BlockKind;

/// Where in a line a phrase must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// It is the line.
    Line,
    /// It begins the line.
    Start,
    /// It ends the line.
    End,
    /// It stands anywhere in the line.
    Inside,
    /// It stands among the last letters of the line.
    Late,
    /// It begins the close of a longer paragraph, after a full stop.
    Tail,
}

/// What a word of bylines and date lines is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WordUse {
    /// In lower case between the names of a byline.
    Joint,
    /// What somebody is ("editor"), not where.
    Office,
    /// First or last word of an outlet ("Post").
    Outlet,
    /// Beside a date ("updated").
    Label,
    /// First word of a line above a list of other articles ("more").
    List,
}

/// One phrase.
#[derive(Clone, Debug)]
struct Phrase {
    place: Place,
    kind: BlockKind,
    words: usize,
    length: usize,
}

/// Knowledge of this room.
#[derive(Debug)]
pub struct Furniture {
    lines: BTreeMap<String, BlockKind>,
    phrases: Vec<Phrase>,
    scan: AhoCorasick,
    /// A word of each phrase of other places than the line's start, and of each closing one: looked for in the line as it is,
    /// they say whether it is worth folding.
    within: AhoCorasick,
    closes: AhoCorasick,
    /// First letters of the words that begin lines which are known.
    starts: BTreeSet<String>,
    longest_line: usize,
    tails: Vec<String>,
    agencies: BTreeMap<String, String>,
    holders: BTreeMap<String, Option<String>>,
    words: BTreeSet<(String, WordUse)>,
    examples: Vec<(String, BlockKind)>,
}

#[derive(Deserialize)]
struct FurnitureRow {
    phrase: String,
    place: String,
    kind: String,
    words: Option<usize>,
    example: String,
}

#[derive(Deserialize)]
struct AgencyRow {
    form: String,
    agency: String,
}

#[derive(Deserialize)]
struct WordRow {
    word: String,
    r#use: String,
}

#[derive(Deserialize)]
struct HolderRow {
    holder: String,
    outlet: Option<String>,
}

/// A line as phrases are compared with it: lower case, straight quotes, single spaces, numbers as `0`.
pub fn fold(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut space = false;
    let mut number = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_whitespace() {
            space = !out.is_empty();
            number = false;
            continue;
        }
        if matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}') {
            continue;
        }
        if c.is_ascii_digit() {
            if !number {
                if space {
                    out.push(' ');
                }
                out.push('0');
            }
            (number, space) = (true, false);
            continue;
        }
        if number && matches!(c, ',' | '.') && chars.peek().is_some_and(char::is_ascii_digit) {
            continue;
        }
        number = false;
        if space {
            out.push(' ');
            space = false;
        }
        match c {
            '\u{2018}' | '\u{2019}' | '\u{2bc}' => out.push('\''),
            '\u{201c}' | '\u{201d}' => out.push('"'),
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

fn word_edge(text: &str, at: usize, phrase_byte: Option<u8>) -> bool {
    // A phrase that itself begins or ends with a mark needs no edge beside it.
    if phrase_byte.is_some_and(|b| !b.is_ascii_alphanumeric()) {
        return true;
    }
    !text.get(at..).and_then(|t| t.chars().next()).is_some_and(char::is_alphanumeric)
}

/// The longest word of a phrase without number or quote mark, which a line may write otherwise, as it may the space between words.
fn plain_part(phrase: &str) -> String {
    phrase.split(' ').filter(|w| !w.contains(['0', '\'', '"'])).max_by_key(|w| w.len()).unwrap_or_default().to_owned()
}

/// The first three letters of a line, by which the phrases that begin a line are told from prose; marks before them are skipped.
fn first_letters(line: &str) -> String {
    line.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).take(3).collect()
}

impl Furniture {
    /// Reads and checks its files.
    ///
    /// # Errors
    /// The first fault found.
    pub fn load(files: &Files) -> Result<Self, LexiconError> {
        let mut lines = BTreeMap::new();
        let mut phrases = Vec::new();
        let mut patterns = Vec::new();
        let mut tails = Vec::new();
        let mut examples = Vec::new();
        for row in files.rows::<FurnitureRow>("furniture.csv", 2)? {
            let v = &row.value;
            let kind: BlockKind = row.word(&v.kind)?;
            let place = match v.place.as_str() {
                "line" => Place::Line,
                "start" => Place::Start,
                "end" => Place::End,
                "inside" => Place::Inside,
                "late" => Place::Late,
                "tail" => Place::Tail,
                other => return Err(row.fault(format!("`{other}` is not one of line, start, end, inside, late, tail"))),
            };
            if v.phrase != fold(&v.phrase) {
                return Err(row.fault(format!("`{}` must be written as it is compared: `{}`", v.phrase, fold(&v.phrase))));
            }
            if !v.example.is_empty() && place != Place::Tail {
                examples.push((v.example.clone(), kind));
            }
            match place {
                Place::Line => {
                    lines.insert(v.phrase.clone(), kind);
                }
                Place::Tail => tails.push(v.phrase.clone()),
                _ => {
                    let words = v.words.ok_or_else(|| row.fault("needs `words`, the longest line that counts"))?;
                    phrases.push(Phrase { place, kind, words, length: v.phrase.len() });
                    patterns.push(v.phrase.clone());
                }
            }
        }
        let automaton = |patterns: &[String]| {
            AhoCorasick::builder()
                .kind(Some(AhoCorasickKind::ContiguousNFA))
                .match_kind(MatchKind::Standard)
                .ascii_case_insensitive(true)
                .build(patterns)
                .map_err(|e| LexiconError { file: "data/lexicon/en/furniture.csv".into(), line: 0, problem: e.to_string(), hint: None })
        };
        let scan = automaton(&patterns)?;
        let inner: Vec<String> =
            phrases.iter().zip(&patterns).filter(|(p, _)| p.place != Place::Start).map(|(_, t)| plain_part(t)).collect();
        let within = automaton(&inner)?;
        let closes = automaton(&tails.iter().map(|t| plain_part(t)).collect::<Vec<_>>())?;
        let starts = phrases.iter().zip(&patterns).filter(|(p, _)| p.place == Place::Start).map(|(_, t)| first_letters(t)).collect();
        let longest_line = lines.keys().map(String::len).max().unwrap_or(0);
        let agencies =
            files.rows::<AgencyRow>("agencies.csv", 1)?.into_iter().map(|r| (r.value.form.to_lowercase(), r.value.agency)).collect();
        let holders = files
            .rows::<HolderRow>("copyright_holders.csv", 1)?
            .into_iter()
            .map(|r| (r.value.holder.to_lowercase(), r.value.outlet.filter(|o| !o.is_empty())))
            .collect();
        let mut words = BTreeSet::new();
        for row in files.rows::<WordRow>("credit_words.csv", 2)? {
            let used = match row.value.r#use.as_str() {
                "joint" => WordUse::Joint,
                "office" => WordUse::Office,
                "outlet" => WordUse::Outlet,
                "label" => WordUse::Label,
                "list" => WordUse::List,
                other => return Err(row.fault(format!("`{other}` is not one of joint, office, outlet, label, list"))),
            };
            words.insert((row.value.word.clone(), used));
        }
        Ok(Self { words, lines, phrases, scan, within, closes, starts, longest_line, tails, agencies, holders, examples })
    }

    /// The kind of a line that the phrases know; none for the text of an article.
    pub fn kind(&self, line: &str) -> Option<BlockKind> {
        const LONGEST: usize = 1000;
        const LATE: usize = 28;
        if line.len() > LONGEST {
            return None;
        }
        // Most lines are prose, and prose is not worth folding. A folded line is hardly shorter than the line: quotes and
        // long numbers shrink.
        if line.len() > self.longest_line * 2 + 20 && !self.starts.contains(&first_letters(line)) && !self.within.is_match(line) {
            return None;
        }
        let folded = fold(line);
        let core = folded.trim_matches(|c: char| c.is_whitespace() || (!c.is_alphanumeric() && !matches!(c, '©' | '@')));
        if let Some(kind) = self.lines.get(core) {
            return Some(*kind);
        }
        let words = folded.split(' ').filter(|w| w.contains(|c: char| c.is_alphanumeric())).count();
        let lead = folded.len() - folded.trim_start_matches(['>', '•', '·', '*', '-', '–', '—', '|', ' ', '▶', '►']).len();
        let close = folded.trim_end_matches(['.', '!', ':', ' ', '…', '|']).len();
        let bytes = folded.as_bytes();
        self.scan
            .find_overlapping_iter(&folded)
            .filter(|m| {
                let p = &self.phrases[m.pattern().as_usize()];
                debug_assert_eq!(p.length, m.len());
                words <= p.words
                    && match p.place {
                        Place::Start => m.start() == lead || m.start() == 0,
                        Place::End => m.end() == close || m.end() == folded.len(),
                        Place::Late => m.end() + LATE >= folded.len(),
                        _ => true,
                    }
                    && word_edge(&folded, m.end(), bytes.get(m.end() - 1).copied())
                    && (m.start() == 0
                        || !bytes[m.start()].is_ascii_alphanumeric()
                        || !folded[..m.start()].chars().next_back().is_some_and(char::is_alphanumeric))
            })
            .map(|m| self.phrases[m.pattern().as_usize()].kind)
            // A caption with a copyright mark is a caption.
            .min_by_key(|k| *k != BlockKind::Caption)
    }

    /// Byte offset at which the close of a paragraph is no text of the article any more.
    pub fn tail(&self, paragraph: &str) -> Option<usize> {
        const REACH: usize = 400;
        let mut from = paragraph.len().saturating_sub(REACH);
        while !paragraph.is_char_boundary(from) {
            from += 1;
        }
        let window = paragraph.get(from..)?;
        if !self.closes.is_match(window) {
            return None;
        }
        for (i, c) in window.char_indices() {
            if !matches!(c, '.' | '!' | '?' | '"' | '\u{201d}' | ')') {
                continue;
            }
            let after = &window[i + c.len_utf8()..];
            let rest = after.trim_start();
            if rest.len() == after.len() && !rest.starts_with(['C', '©']) || rest.is_empty() {
                continue;
            }
            let start: String = fold(rest.get(..rest.char_indices().nth(60).map_or(rest.len(), |(n, _)| n)).unwrap_or(rest));
            if self.tails.iter().any(|t| start.starts_with(t.as_str()) && word_edge(&start, t.len(), t.bytes().last())) {
                return Some(paragraph.len() - rest.len());
            }
        }
        None
    }

    /// The agency that a credit names ("Reuter" is Reuters).
    pub fn agency(&self, name: &str) -> Option<&str> {
        let key = fold(name);
        self.agencies.get(key.trim_matches(|c: char| !c.is_alphanumeric())).map(String::as_str)
    }

    /// What the holder of a copyright stands for: `Some(None)` for a company with many outlets.
    pub fn holder(&self, name: &str) -> Option<Option<&str>> {
        self.holders.get(&fold(name)).map(Option::as_deref)
    }

    /// True where a word, in lower case as it is printed there, has this use.
    pub fn is_word(&self, word: &str, used: WordUse) -> bool {
        self.words.contains(&(word.to_owned(), used))
    }

    /// Examples of the phrases and the kinds that they must get.
    pub fn examples(&self) -> &[(String, BlockKind)] {
        &self.examples
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn furniture() -> Furniture {
        Furniture::load(&Files::builtin()).expect("built in")
    }

    #[test]
    fn every_example_is_known() {
        let f = furniture();
        for (line, kind) in f.examples() {
            assert_eq!(f.kind(line), Some(*kind), "{line}");
        }
    }

    #[test]
    fn prose_is_no_furniture() {
        let f = furniture();
        for line in [
            "Nine miners were shared among two hospitals.",
            "Reuters said 40 people had been found.",
            "The photo: a mother of three, standing in the rain for hours, waiting for a bus that would never come because the road had gone.",
            "Watch towers were burned on Monday, and 14 soldiers fled.",
            "Three hours ago nobody knew.",
        ] {
            assert_eq!(f.kind(line), None, "{line}");
        }
    }

    #[test]
    fn tails_are_cut_after_a_full_stop_only() {
        let f = furniture();
        let text = "Nine men died. Copyright 2016 by Harbour Radio - All rights reserved.";
        assert_eq!(f.tail(text), Some(15));
        assert_eq!(f.tail("They own the copyright 2016 has brought."), None);
    }
}
