//! Signs that a line bears by itself: links, counters, times of day, date lines, headlines.

use super::stamp::Stamp;
use crate::lexicon::{Furniture, WordUse, fold};

pub(super) fn is_pasted_link(line: &str) -> bool {
    line.starts_with("pic.") || line.starts_with("https://t.co/") || line.starts_with("http://t.co/")
}

/// A cheap look for "2025", "4/12/25" and the like: a date line names its year.
pub(super) fn may_name_a_year(line: &str) -> bool {
    let bytes = line.as_bytes();
    let mut run = 0;
    let mut parts = 0;
    for &b in bytes {
        if b.is_ascii_digit() {
            run += 1;
            if run == 4 {
                return true;
            }
        } else {
            parts = match b {
                b'/' | b'.' | b'-' if run > 0 => parts + 1,
                _ if run > 0 => 0,
                _ => parts,
            };
            if parts >= 2 {
                return true;
            }
            run = 0;
        }
    }
    line.contains('\'') || line.contains('’') && bytes.iter().any(u8::is_ascii_digit)
}

/// A link or an address and nothing else.
pub(super) fn is_link(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let (Some(one), None) = (words.next(), words.next()) else { return false };
    one.starts_with("http://")
        || one.starts_with("https://")
        || one.starts_with("www.")
        || is_pasted_link(one)
        || (one.contains('@') && one.contains('.') && one.len() > 5)
}

/// "2", "12:40", "1 / 3", "(313) 555-0100": numbers and marks, and nothing that could be text.
pub(super) fn is_counter(line: &str) -> bool {
    line.len() <= 24
        && line.bytes().any(|b| b.is_ascii_digit())
        && !line.contains(|c: char| c.is_alphabetic() || matches!(c, '$' | '€' | '£' | '%'))
}

/// "14:32", "2.32pm", "14.32 BST": a time of day and nothing else.
pub(super) fn is_clock(line: &str) -> bool {
    let line = line.trim_matches(|c: char| !c.is_alphanumeric());
    let hours = line.bytes().take_while(u8::is_ascii_digit).count();
    let Some(rest) = line.get(hours..).filter(|_| (1..=2).contains(&hours)) else { return false };
    let (minutes, rest) = match rest.strip_prefix([':', '.', 'h']) {
        Some(after) => (after.bytes().take_while(u8::is_ascii_digit).count(), after),
        None => (0, rest),
    };
    let rest = rest.get(minutes..).unwrap_or("").trim().to_ascii_lowercase();
    let half = rest.replace('.', "");
    let half = half.split(' ').next().unwrap_or_default();
    let day_half = matches!(half, "am" | "pm");
    let zone = rest.len() <= 5 && rest.bytes().all(|b| b.is_ascii_alphabetic());
    (minutes == 2 && (rest.is_empty() || zone || day_half)) || (minutes == 0 && day_half && rest.len() <= 10)
}

/// "00:39 Crowd storms the gate": a running time before a title.
pub(super) fn is_clip(line: &str) -> bool {
    let digits = line.bytes().take_while(|b| b.is_ascii_digit() || *b == b':').count();
    let time = &line[..digits];
    let rest = &line[digits..];
    (4..=7).contains(&digits)
        && time.contains(':')
        && !time.starts_with(':')
        && rest.starts_with(' ')
        && rest.trim_start().starts_with(|c: char| c.is_uppercase() || matches!(c, '\'' | '‘' | '"' | '“'))
        && line.split_whitespace().count() <= 30
        && !line.ends_with('.')
}

/// The line without its dates, if it is short.
pub(super) fn rest_of(line: &str, stamps: &[Stamp]) -> Option<String> {
    if line.len() > 300 {
        return None;
    }
    let mut out = String::with_capacity(line.len());
    let mut from = 0;
    for stamp in stamps {
        out.push_str(line.get(from..stamp.span.start)?);
        from = stamp.span.end;
    }
    out.push_str(line.get(from..)?);
    let plain = out.trim().trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '|' | '-' | '–' | '—' | '•' | '·' | ',' | ':'));
    // Labels of the dates that were cut out.
    let lower = fold(plain);
    let cut = ["published", "updated", "posted", "last updated"]
        .iter()
        .find(|l| !stamps.is_empty() && lower.ends_with(**l))
        .map_or(0, |l| l.len());
    let plain = plain.get(..plain.len() - cut).unwrap_or(plain).trim();
    Some(plain.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '|' | '-' | '–' | '—' | '•' | '·' | ',' | ':')).to_owned())
}

pub(super) fn labelled(line: &str) -> bool {
    let folded = fold(line);
    ["published", "updated", "posted", "last updated", "first published", "modified", "created"].iter().any(|l| folded.starts_with(l))
}

/// True where a line is a date or two with their labels, and hardly anything else.
///
/// `near` says that it stands where such lines do; elsewhere, or without a day, no other word may stand beside the date.
pub(super) fn is_date_line(line: &str, stamps: &[Stamp], near: bool, furniture: &Furniture) -> bool {
    let mut rest = String::new();
    let mut from = 0;
    for stamp in stamps {
        rest.push_str(line.get(from..stamp.span.start).unwrap_or(" "));
        rest.push(' ');
        from = stamp.span.end;
    }
    rest.push_str(line.get(from..).unwrap_or(""));
    let lower = rest.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let strange = words.iter().filter(|w| !furniture.is_word(w, WordUse::Label) && !w.bytes().all(|b| b.is_ascii_digit())).count();
    let exact = stamps.iter().any(|s| matches!(s.precision, "day" | "minute"));
    let allowed = if near && exact && !(line.trim_end().ends_with('.') && !labelled(line)) { 3 } else { 0 };
    strange <= allowed && words.len() <= 16
}

pub(super) fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']']).ends_with(['.', '!', '?', '…'])
}

/// A short first line that closes with no full stop.
pub(super) fn looks_like_headline(line: &str) -> bool {
    let words = line.split_whitespace().count();
    let dotted = line.ends_with('.') && !line.ends_with("...");
    (2..=30).contains(&words)
        && line.len() <= 240
        && !dotted
        && !line.ends_with([',', ';', ':'])
        && line.starts_with(|c: char| !c.is_lowercase())
}

/// Letters and digits only, in lower case.
pub(super) fn letters(line: &str) -> String {
    line.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// How many words of `line` the title has as well.
pub(super) fn shared_words(title: &str, line: &str) -> usize {
    let words: Vec<String> = title.split_whitespace().map(letters).collect();
    line.split_whitespace().filter(|w| words.contains(&letters(w))).count()
}
