//! Numbers that belong to the page: lists, lines of one number, counters of comments.

use crate::types::{Figure, Form};

use super::read::Draft;
use super::{FigureReader, Place};
use crate::extract::FULL_LINE;

/// Bytes around a number within which its line must begin.
const LINE: usize = 80;

/// The last character boundary at or before `at`.
pub(super) fn floor_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Words of company statements and market reports that head a column of bare numbers.
const STATEMENT: &[&str] =
    &["net", "revs", "revenue", "sales", "profit", "loss", "shrs", "primary", "diluted", "assets", "deposits", "loans"];

impl FigureReader {
    /// Cells of a table: numbers with nothing but blanks between them ("3,020  2,980"), and the two sides of a company statement
    /// ("Net 812,400 vs 799,050"). The rule, or none.
    pub(super) fn cell(&self, place: &Place, draft: &Draft, before: &[Figure]) -> Option<&'static str> {
        let window = &place.window;
        let number = draft.number;
        if number.form == Form::Word {
            return None;
        }
        let bytes = window.text.as_bytes();
        let blanks = |range: std::ops::Range<usize>| bytes.get(range).is_some_and(|b| b.len() >= 2 && b.iter().all(|c| *c == b' '));
        let next = (draft.end..window.high).find(|i| bytes.get(*i) != Some(&b' '));
        let digit = |i: usize| bytes.get(i).is_some_and(|c| c.is_ascii_digit());
        if next.is_some_and(|i| digit(i) && blanks(draft.end..i)) {
            return Some("column");
        }
        let start = draft.figure.span.start;
        let last = (window.low..start).rev().take(24).find(|i| bytes.get(*i) != Some(&b' '));
        if last.is_some_and(|i| digit(i) && blanks(i + 1..start)) {
            return Some("column");
        }
        let left = window.before(start)?;
        let right = window.after(draft.end);
        let vs = |t: super::walk::Token| matches!(window.of(t), "vs" | "versus");
        let heads = |t: super::walk::Token| STATEMENT.iter().any(|w| window.of(t).eq_ignore_ascii_case(w));
        if heads(left) && right.is_some_and(vs) {
            return Some("statement");
        }
        let against = vs(left) || heads(left) && window.before(left.start).is_some_and(vs);
        let other = before.last().is_some_and(|f| f.rule == "statement" && f.span.end + 16 > start);
        (against && other).then_some("statement")
    }

    /// Numbers that belong to the page: lists, lines of one number, counters of comments.
    pub(super) fn furniture(&self, place: &Place, draft: &Draft) -> bool {
        let window = &place.window;
        let number = draft.number;
        if number.form != Form::Numeral || number.value >= 100_000.0 {
            return false;
        }
        let text = window.text;
        // Only short lines are furniture: the look-out is bounded, so that a text without line ends costs nothing.
        let low = floor_boundary(text, number.start.saturating_sub(LINE).max(window.low));
        let high = floor_boundary(text, (number.end + LINE).min(window.high));
        let (Some(head), Some(tail)) = (text.get(low..number.start), text.get(number.end..high)) else { return false };
        let line_start = match head.rfind('\n') {
            Some(i) => low + i + 1,
            None if low == window.low => low,
            None => return false,
        };
        let line_end = match tail.find('\n') {
            Some(i) => number.end + i,
            None if high == window.high => high,
            // "1. A long item": its head decides.
            None => high,
        };
        let (Some(head), Some(tail)) = (text.get(line_start..number.start), text.get(number.end..line_end)) else { return false };
        let (head, tail) = (head.trim(), tail.trim());
        if head.is_empty() && tail.is_empty() {
            // The whole text is no line of a page.
            return line_start > 0 || line_end < text.len();
        }
        // "lawyers put the number at | 41. The ministry": a full line before it that ends in the middle of a sentence goes on here.
        let above = text.get(low..line_start).map_or("", |t| t.trim_end_matches('\n'));
        let line_above = above.rsplit('\n').next().unwrap_or_default();
        let goes_on = above.len() + 1 == line_start - low
            && line_above.len() >= FULL_LINE
            && line_above.trim_end().ends_with(|c: char| c.is_lowercase() || c == ',');
        if head.is_empty() && number.plain && number.digits <= 2 && !goes_on {
            let mut rest = tail.chars();
            if matches!(rest.next(), Some('.' | ')'))
                && rest.next().is_none_or(|c| c.is_whitespace() || c.is_uppercase())
                && text.get(number.end..number.end + 1).is_some_and(|c| c == "." || c == ")")
            {
                return true;
            }
        }
        // "12:40 / 3 comments / Share"
        let parted = |c: char| matches!(c, '/' | '|' | '·' | '•');
        if head.is_empty() || head.ends_with(parted) {
            let word = tail.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("");
            let rest = tail.get(word.len()..).unwrap_or("").trim_start();
            let counter =
                matches!(word, "comments" | "comment" | "shares" | "likes" | "views" | "replies" | "Comments" | "Shares" | "Views");
            if counter && rest.starts_with(parted) {
                return true;
            }
        }
        if head == "(" && tail.starts_with(") ") && number.plain && number.digits <= 2 {
            return true;
        }
        if tail.is_empty()
            && head.len() < 40
            && (head.ends_with(" ago")
                || matches!(head, "Share" | "Shares" | "Comments" | "Comment" | "Likes" | "Page" | "Photo" | "Image" | "Reply" | "Views"))
        {
            return true;
        }
        if head.is_empty() && tail.len() < 24 {
            return matches!(
                tail.to_ascii_lowercase().trim_end_matches('.'),
                "comments"
                    | "comment"
                    | "shares"
                    | "share"
                    | "likes"
                    | "like"
                    | "views"
                    | "replies"
                    | "reply"
                    | "min read"
                    | "minute read"
                    | "mins read"
                    | "retweets"
                    | "photos"
                    | "images"
            );
        }
        false
    }
}
