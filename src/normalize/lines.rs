//! A text to the units that become blocks: a line, or the lines of one paragraph where the text is hard-wrapped.
//!
//! ```text
//! Nine miners were pulled from the pit     \
//! at Torvale on Monday, officials said.    /  one unit: "at" would not have fitted on the line above
//!     Two are in hospital.                    another: it is indented
//! ```

use crate::types::Span;

/// A run of text without its outer white space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) span: Span,
    /// A blank line or the text's start stands before it.
    pub(super) apart: bool,
}

/// A line of the text, trimmed.
#[derive(Clone, Copy)]
struct Line {
    span: Span,
    /// Width of its white space before the first word, in characters.
    indent: usize,
    /// Characters from the left margin to its end.
    width: usize,
    apart: bool,
}

/// Narrowest and widest columns that text is wrapped to by typewriters, wires and mail programs.
const NARROWEST: usize = 40;
const WIDEST: usize = 110;

/// `span` without white space at its ends.
pub(super) fn trim(text: &str, span: Span) -> Span {
    let all = span.of(text);
    let start = span.start + (all.len() - all.trim_start().len());
    let trimmed = all.trim();
    Span::new(start, start + trimmed.len())
}

/// The units of a text, in order; every character that is not white space lies in one.
pub(super) fn units(text: &str) -> Vec<Unit> {
    let lines = lines(text);
    let margin = margin(text, &lines);
    let mut out: Vec<Unit> = Vec::with_capacity(lines.len());
    let mut before: Option<Line> = None;
    for line in lines {
        match (out.last_mut(), before) {
            (Some(unit), Some(last)) if margin.is_some_and(|m| continues(text, last, line, m)) || number_above(text, last, line) => {
                unit.span.end = line.span.end;
            }
            _ => out.push(Unit { span: line.span, apart: line.apart }),
        }
        before = Some(line);
    }
    out
}

fn lines(text: &str) -> Vec<Line> {
    let mut out = Vec::new();
    let mut apart = true;
    let mut start = 0;
    let mut push = |from: usize, to: usize| {
        let span = trim(text, Span::new(from, to));
        if span.is_empty() {
            apart = true;
            return;
        }
        let before = &text[from..span.start];
        let indent = before.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
        let width = indent + span.of(text).chars().count();
        out.push(Line { span, indent, width, apart });
        apart = false;
    };
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let (stop, len) = match bytes[at] {
            b'\n' | 0x0b | 0x0c => (true, 1),
            b'\r' => (true, if bytes.get(at + 1) == Some(&b'\n') { 2 } else { 1 }),
            // Next line, line separator, paragraph separator.
            0xc2 if bytes.get(at + 1) == Some(&0x85) => (true, 2),
            0xe2 if bytes.get(at + 1) == Some(&0x80) && matches!(bytes.get(at + 2), Some(0xa8 | 0xa9)) => (true, 3),
            _ => (false, 1),
        };
        if stop {
            push(start, at);
            start = at + len;
        }
        at += len;
    }
    push(start, bytes.len());
    out
}

/// The column at which a text was wrapped; none where its lines are paragraphs.
///
/// Of neighboring lines most must be too full to take the first word of the next one.
fn margin(text: &str, lines: &[Line]) -> Option<usize> {
    let inner = |i: usize| lines.get(i + 1).is_some_and(|next| !next.apart);
    let mut widths: Vec<usize> = (0..lines.len()).filter(|&i| inner(i)).map(|i| lines[i].width).collect();
    if widths.len() < 2 {
        return None;
    }
    widths.sort_unstable();
    // One line may be longer than the rest: a link, a table.
    let margin = widths[(widths.len() * 19) / 20];
    if !(NARROWEST..=WIDEST).contains(&margin) {
        return None;
    }
    let full = (0..lines.len()).filter(|&i| inner(i) && full(text, lines[i], lines[i + 1], margin)).count();
    (full * 2 > widths.len()).then_some(margin)
}

/// "155+" on a line of its own right above the sentence that says what it counts.
fn number_above(text: &str, line: Line, next: Line) -> bool {
    let number = line.span.of(text).trim();
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let bare = digits > 0 && number.len() <= 12 && number.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ',' | '.' | '%' | ' '));
    bare && !next.apart && next.span.of(text).split_whitespace().count() >= 4
}

/// True where the next line's first word would not have fitted.
fn full(text: &str, line: Line, next: Line, margin: usize) -> bool {
    let word = next.span.of(text).split_whitespace().next().map_or(0, |w| w.chars().count());
    line.width + 1 + word > margin
}

fn continues(text: &str, line: Line, next: Line, margin: usize) -> bool {
    if next.apart || next.indent >= line.indent + 2 && !is_list(text, line) {
        return false;
    }
    let end = line.span.of(text).trim_end_matches(['"', '\'', '\u{201d}', ')', ']']);
    let closed = end.ends_with(['.', '!', '?', ':']);
    if full(text, line, next, margin) {
        return true;
    }
    // A short line ends a paragraph, unless its sentence plainly goes on: the first line of a wire story was shortened
    // when its dateline was cut off.
    !closed && line.width * 3 > margin && next.span.of(text).starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit())
}

/// "1. Talks go on": what is indented under it belongs to it.
fn is_list(text: &str, line: Line) -> bool {
    let t = line.span.of(text);
    let digits = t.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0 && t[digits..].starts_with(['.', ')'])) || t.starts_with(['-', '*', '•'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        units(text).iter().map(|u| u.span.of(text)).collect()
    }

    #[test]
    fn a_line_is_a_paragraph() {
        assert_eq!(
            texts("One.\nTwo is a good deal longer than the first one was, as paragraphs go, and has no end in sight yet.\r\n\r\n Three"),
            ["One.", "Two is a good deal longer than the first one was, as paragraphs go, and has no end in sight yet.", "Three"]
        );
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let text = "Nine miners were pulled from the pit at\nTorvale on Monday, officials of the coal\nboard said, after a night of digging.\n    Two of them are in the hospital of the\ntown with broken legs, and one has gone\nhome.\n REUTER";
        assert_eq!(texts(text).len(), 3, "{:?}", texts(text));
    }

    #[test]
    fn a_short_first_line_goes_on() {
        let text = "Officials of the coal board\nsaid on Monday that nine miners were pulled from\nthe pit at Torvale after a long night of digging\nby hand.";
        assert_eq!(texts(text).len(), 1);
    }

    #[test]
    fn a_list_is_not_joined() {
        assert_eq!(texts("The dead:\nAnna Roe\nBen Poe, 14\nCarl Doe, a farmer of Torvale\nDora Loe").len(), 5);
    }

    #[test]
    fn odd_line_ends_part_lines() {
        assert_eq!(texts("a\u{2028}b\u{85}c\x0cd\re").len(), 5);
        assert!(units(" \n\t\n").is_empty());
    }
}
