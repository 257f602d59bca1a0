//! Numbers that belong to the page: lists, lines of one number, counters of comments.

use crate::types::Form;

use super::read::Draft;
use super::{FigureReader, Place};

impl FigureReader {
    /// Numbers that belong to the page: lists, lines of one number, counters of comments.
    pub(super) fn furniture(&self, place: &Place, draft: &Draft) -> bool {
        let window = &place.window;
        let number = draft.number;
        if number.form != Form::Numeral || number.value >= 100_000.0 {
            return false;
        }
        let text = window.text;
        let line_start = text.get(window.low..number.start).and_then(|s| s.rfind('\n')).map_or(window.low, |i| window.low + i + 1);
        let line_end = text.get(number.end..window.high).and_then(|s| s.find('\n')).map_or(window.high, |i| number.end + i);
        let (Some(head), Some(tail)) = (text.get(line_start..number.start), text.get(number.end..line_end)) else { return false };
        let (head, tail) = (head.trim(), tail.trim());
        if head.is_empty() && tail.is_empty() {
            // The whole text is no line of a page.
            return line_start > 0 || line_end < text.len();
        }
        if head.is_empty() && number.plain && number.digits <= 2 {
            let mut rest = tail.chars();
            if matches!(rest.next(), Some('.' | ')'))
                && rest.next().is_none_or(char::is_whitespace)
                && text.get(number.end..number.end + 1).is_some_and(|c| c == "." || c == ")")
            {
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
