//! Quoted posts: "— Jana Roe (@janaroe) March 2, 2025" closes one.

use super::stamp::StampReader;
use crate::types::{Embed, Span};

/// A credit line found in a text.
#[derive(Clone, Debug)]
pub(super) struct Credit {
    pub(super) embed: Embed,
    /// Dash, author, handle and date.
    pub(super) span: Span,
}

/// How long a post may be, in characters, the longest of the short kind and of the long kind that is cut with "…".
const POST: usize = 300;

/// All credits within `unit`, in order.
pub(super) fn credits(text: &str, unit: Span, stamps: &StampReader<'_>) -> Vec<Credit> {
    let all = unit.of(text);
    let mut out: Vec<Credit> = Vec::new();
    let mut from = 0;
    while let Some(i) = memchr::memmem::find(&all.as_bytes()[from..], b"(@") {
        let open = from + i;
        from = open + 2;
        let handle_len =
            all[open + 1..].bytes().skip(1).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-')).count() + 1;
        let close = open + 1 + handle_len;
        if handle_len < 3 || handle_len > 60 || all.as_bytes().get(close) != Some(&b')') {
            continue;
        }
        // The author stands between a dash and the handle.
        let floor = out.last().map_or(0, |c: &Credit| c.span.end - unit.start);
        let mut low = open.saturating_sub(160).max(floor);
        while !all.is_char_boundary(low) {
            low += 1;
        }
        let head = &all[low..open];
        let dash = [("\u{2014}", 3), ("\u{2013}", 3), ("--", 2), ("- ", 1)]
            .iter()
            .filter_map(|(d, len)| head.rfind(d).map(|p| (p, p + len)))
            .max_by_key(|(_, after)| *after);
        let whole_line = low == 0 && head.split_whitespace().count() <= 8 && !head.contains(['.', ':', '!', '?']);
        let (start, name) = match dash {
            Some((p, after)) => (low + p, &head[after..]),
            None if whole_line => (low, head),
            None => continue,
        };
        // What follows must be a date, and little else.
        let mut high = (close + 1 + 60).min(all.len());
        while !all.is_char_boundary(high) {
            high -= 1;
        }
        let tail = &all[close + 1..high];
        let stamp = stamps.read(tail).filter(|s| tail[..s.span.start].chars().all(|c| !c.is_alphanumeric()));
        if stamp.is_none() && !(tail.trim().is_empty() && high == all.len() && dash.is_some()) {
            continue;
        }
        let end = stamp.as_ref().map_or(close + 1, |s| close + 1 + s.span.end);
        let name = name.split(" / ").next().unwrap_or(name).trim();
        let span = Span::new(unit.start + start, unit.start + end);
        out.push(Credit {
            embed: Embed {
                author: (!name.is_empty()).then(|| name.to_owned()),
                handle: Some(all[open + 1..close].to_owned()),
                day: stamp.map(|s| s.day),
                credit: Some(span),
            },
            span,
        });
        from = end.max(from);
    }
    out
}

/// The links that a pasted post leaves behind: "pic.twitter.com/Ab12", "https://t.co/Ab12".
pub(super) fn links(text: &str, unit: Span) -> Vec<Span> {
    let all = unit.of(text);
    let mut out = Vec::new();
    for mark in ["pic.twitter.com/", "pic.x.com/", "https://t.co/", "http://t.co/"] {
        let mut from = 0;
        while let Some(i) = all[from..].find(mark) {
            let start = from + i;
            let len = all[start + mark.len()..].bytes().take_while(u8::is_ascii_alphanumeric).count();
            from = start + mark.len() + len;
            if len > 0 {
                out.push(Span::new(unit.start + start, unit.start + from));
            }
        }
    }
    out.sort_unstable();
    out
}

/// How many of the units above a credit belong to the post: always the nearest, and those above it while the post stays
/// within its length and the nearest shows that it was cut ("…"), or the unit itself is written like a post.
pub(super) fn reach(units: &[&str]) -> usize {
    let Some(nearest) = units.last() else { return 0 };
    let bare = |t: &str| t.split_whitespace().filter(|w| !w.starts_with("pic.") && !w.starts_with("http")).collect::<Vec<_>>().join(" ");
    let last = bare(nearest);
    let cut = last.ends_with('…') || last.ends_with("...");
    let mut length = last.chars().count();
    let mut taken = 1;
    for unit in units[..units.len() - 1].iter().rev() {
        let plain = bare(unit);
        length += plain.chars().count() + 2;
        let introduces = plain.ends_with(':');
        let posted = unit.contains(['#', '@', '⚡', '❗', '🧵']) || unit.starts_with(|c: char| c as u32 >= 0x1f300) || first_person(&plain);
        if length > POST || introduces || !(cut || posted) {
            break;
        }
        taken += 1;
    }
    taken
}

fn first_person(text: &str) -> bool {
    !text.contains(['"', '“'])
        && text.split(|c: char| !c.is_alphanumeric() && c != '\'').any(|w| matches!(w, "We" | "we" | "Our" | "our" | "My" | "my" | "I"))
}
