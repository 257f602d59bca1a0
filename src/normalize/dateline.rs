//! Where and by whom: "TORVALE, Belmaria (AP) — Nine miners ...", "TORVALE, March 2 (Reuters) - ", "(HNA) — ".

use std::sync::LazyLock;

use regex::Regex;

use crate::lexicon::Furniture;

/// What a dateline at the head of a paragraph holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// Bytes up to the first word of the paragraph's text, dash and space included.
    pub(super) len: usize,
    /// What stands in brackets ("AP"), or instead of them.
    pub(super) credit: Option<String>,
}

/// Place in capitals or with capital letters, up to a date, an agency in brackets, and a dash.
static HEAD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^
        (?P<place>[\p{Lu}][\p{L}.'’\-]*(?:[\ /]+[\p{Lu}(][\p{L}.'’\-)]*){0,4}(?:,\ *[\p{Lu}][\p{L}.'’\-]*(?:\ [\p{Lu}][\p{L}.'’\-]*){0,3}){0,2})?
        (?P<date>,?\ *\(?[\p{Lu}][\p{L}]{2,8}\.?\ [0-9]{1,2}(?:,\ [0-9]{4})?\)?|,?\ *[0-9]{1,2}\ [\p{Lu}][\p{L}]{2,8}\.?(?:\ [0-9]{4})?)?
        \ *,?\ *
        (?:\((?P<credit>[\p{L}][\p{L}0-9&.,/\ \-]{1,40})\)|(?P<slash>/[\p{L}][\p{L}0-9/\ \-]{1,30}/))?
        \ *:?\ *
        (?P<dash>--|[—–―‒-]|_|:)
        \ *",
    )
    .ok()
});

/// The dateline at the head of a paragraph.
pub(super) fn head(paragraph: &str, furniture: &Furniture) -> Option<Head> {
    const REACH: usize = 160;
    let first = paragraph.chars().next()?;
    if !first.is_uppercase() && first != '(' && first != '/' {
        return None;
    }
    let mut end = paragraph.len().min(REACH);
    while !paragraph.is_char_boundary(end) {
        end -= 1;
    }
    let look = &paragraph[..end];
    // Cheap signs first: a word in capitals, a bracket, or a place and a comma, and a dash after them.
    let shouts = look.split([' ', ',', '.']).next().is_some_and(|w| w.len() > 1 && w.chars().all(|c| !c.is_lowercase()));
    if !(shouts || look.contains(['(', '/', ',']) || look.contains(" - ") || look.contains(['—', '–', '―']))
        || !look.contains(['-', '—', '–', '―', '‒', '_', ':'])
    {
        return None;
    }
    let found = HEAD.as_ref()?.captures(look)?;
    let len = found.get(0)?.end();
    let rest = &paragraph[len..];
    let spaced = paragraph[..len].ends_with(char::is_whitespace);
    let dash = found.name("dash")?;
    let glued = dash.start() > 0 && !paragraph[..dash.start()].ends_with(|c: char| c.is_whitespace() || matches!(c, ')' | '/'));
    // The text begins anew after it.
    let opens = rest.trim_start_matches(['"', '“', '‘', '\'', '`', '[', '$', '€', '£', '(']);
    if !opens.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) || rest.split_whitespace().nth(3).is_none() {
        return None;
    }
    let credit = found.name("credit").or_else(|| found.name("slash")).map(|c| c.as_str().trim_matches('/').trim().to_owned());
    let place = found.name("place").map_or("", |p| p.as_str());
    if place.is_empty() && credit.is_none() {
        return None;
    }
    let shouted = place
        .split([',', ' ', '/'])
        .next()
        .is_some_and(|w| w.chars().filter(|c| c.is_alphabetic()).count() > 1 && !w.chars().any(char::is_lowercase));
    let known = credit.as_deref().is_some_and(|c| c.split(['/', ',']).any(|p| furniture.agency(p).is_some()));
    let dated = found.name("date").is_some();
    let strong = credit.is_some() && (known || shouted || place.is_empty() || dated);
    let agency_place = furniture.agency(place).is_some();
    let ok = match dash.as_str() {
        ":" => (strong && known) || (dated && shouted),
        "-" if glued => false,
        "-" => (strong || shouted || (dated && spaced) || agency_place) && spaced,
        "_" => strong,
        // A dash of print needs no space where the place is in capitals.
        _ => strong || shouted || agency_place || (dated && spaced) || (place.contains(',') && spaced && !glued),
    };
    let bare = credit.is_none() && agency_place;
    ok.then(|| Head { len, credit: if bare { Some(place.to_owned()) } else { credit } })
}
