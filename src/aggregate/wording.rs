//! Topics and questions in words that a person would write: "Miners killed in Torvale", "How many miners were killed in Torvale?".

use std::collections::BTreeMap;

use crate::lexicon::Implies;
use crate::table::ClaimRow;
use crate::types::{CountedType, FigureKind, Status};

/// The most frequent of some words; of equals the shortest, then the first by letters.
pub(super) fn commonest<'a>(words: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for word in words {
        *counts.entry(word.to_owned()).or_default() += 1;
    }
    counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.chars().count().cmp(&a.0.chars().count())).then(b.0.cmp(&a.0))).map(|(w, _)| w)
}

/// A counted phrase on one line, without what points at the text around it ("the other").
fn bare(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let points = |w: &str| {
        let w = w.to_lowercase();
        matches!(
            w.as_str(),
            "the"
                | "a"
                | "an"
                | "its"
                | "their"
                | "his"
                | "her"
                | "of"
                | "these"
                | "those"
                | "other"
                | "others"
                | "more"
                | "additional"
                | "further"
                | "our"
                | "my"
        )
    };
    let from = words.iter().position(|w| !points(w)).unwrap_or(words.len());
    // A name for many things is short: what follows the twelfth word is a story of its own.
    words[from..].iter().take(12).copied().collect::<Vec<_>>().join(" ")
}

/// The plural of a noun; the noun itself where it is one already.
fn plural(noun: &str) -> String {
    const ODD: &[(&str, &str)] = &[
        ("person", "people"),
        ("man", "men"),
        ("woman", "women"),
        ("child", "children"),
        ("body", "bodies"),
        ("life", "lives"),
        ("wife", "wives"),
        ("policeman", "policemen"),
        ("fireman", "firemen"),
        ("seaman", "seamen"),
        ("aircraft", "aircraft"),
        ("police", "police"),
        ("personnel", "personnel"),
        ("series", "series"),
        ("tooth", "teeth"),
        ("foot", "feet"),
        ("sheep", "sheep"),
        ("dead", "people"),
        ("other", "people"),
        ("people", "people"),
    ];
    if let Some((_, many)) = ODD.iter().find(|(one, _)| *one == noun) {
        return (*many).to_owned();
    }
    if noun.ends_with('s') && !noun.ends_with("ss") && !noun.ends_with("us") {
        return noun.to_owned();
    }
    let before_y = noun.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']));
    match before_y {
        Some(stem) => format!("{stem}ies"),
        None if ["s", "x", "ch", "sh"].iter().any(|e| noun.ends_with(e)) => format!("{noun}es"),
        None => format!("{noun}s"),
    }
}

/// What is counted, in the plural where the text has it so.
pub(super) fn counted(claims: &[&ClaimRow]) -> String {
    let many = |c: &&&ClaimRow| [c.value, c.low, c.high].into_iter().flatten().any(|x| x > 1.0);
    let phrase = |c: &&ClaimRow| c.counted_text.as_deref().map(bare).filter(|t| !t.is_empty() && !t.to_lowercase().starts_with("who "));
    let from_many: Vec<String> = claims.iter().filter(many).filter_map(phrase).collect();
    if let Some(text) = commonest(from_many.iter().map(String::as_str)) {
        return text;
    }
    let heads = claims.iter().filter_map(|c| c.counted_head.as_deref()).filter(|h| !h.is_empty());
    let head = commonest(heads);
    match (head, claims.first().map(|c| c.counted_type)) {
        (Some(head), _) => plural(head.split([',', '|']).next().unwrap_or(&head).trim()),
        (None, Some(CountedType::Person)) => "people".to_owned(),
        _ => "things".to_owned(),
    }
}

/// "for Ostland", "in Torvale": what follows the status most often, else the place; with its space, or nothing.
pub(super) fn adjunct(claims: &[&ClaimRow]) -> String {
    const PREPOSITIONS: &[&str] = &["for", "against", "in", "at", "on", "near", "aboard", "off", "from"];
    const PARTS: &[&str] =
        &["region", "province", "district", "area", "valley", "city", "county", "state", "sector", "sea", "river", "front"];
    let after_status = |c: &&ClaimRow| -> Option<String> {
        let status = c.status_text.as_deref()?;
        let rest = &c.sentence[c.sentence.find(status)? + status.len()..];
        let mut words = rest.split_whitespace();
        let preposition = words.next().filter(|w| PREPOSITIONS.contains(w))?;
        let mut out = vec![preposition];
        for word in words.take(5) {
            let name = word.starts_with(char::is_uppercase);
            let the = word == "the" && out.len() == 1;
            // "in the Orsk region", but "in Orsk region" is no place name.
            let part =
                out.get(1) == Some(&"the") && out.len() > 2 && PARTS.contains(&word.trim_end_matches(|c: char| !c.is_alphanumeric()));
            if !name && !the && !part {
                break;
            }
            let clean = word.trim_end_matches(|c: char| !c.is_alphanumeric());
            out.push(clean.strip_suffix("'s").or(clean.strip_suffix("’s")).unwrap_or(clean));
            if clean.len() != word.len() {
                break;
            }
        }
        let names = out.iter().any(|w| w.starts_with(char::is_uppercase));
        const CALENDAR: &[&str] = &[
            "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
            "Dec",
        ];
        let dated = out.iter().any(|w| CALENDAR.iter().any(|d| w.starts_with(d)) && w.len() < 10);
        (names && !dated).then(|| format!(" {}", out.join(" ")))
    };
    let found: Vec<String> = claims.iter().filter_map(after_status).collect();
    if let Some(text) = commonest(found.iter().map(String::as_str)) {
        return text;
    }
    match commonest(claims.iter().filter_map(|c| c.place.as_deref())) {
        Some(place) => format!(" in {place}"),
        None => String::new(),
    }
}

/// The status in words: after the noun, and between noun and question mark.
fn status<'a>(status: Status, kind: FigureKind, lexicon: &'a Implies) -> (&'a str, &'a str) {
    match kind {
        FigureKind::Count => lexicon.question(status),
        _ => ("", "is it"),
    }
}

/// The label of a topic.
pub(super) fn label(claims: &[&ClaimRow], main: Status, place: &str, lexicon: &Implies) -> String {
    let kind = claims.first().map_or(FigureKind::Count, |c| c.kind);
    let (words, _) = status(main, kind, lexicon);
    let counted = counted(claims);
    let mut out = counted.clone();
    if !words.is_empty() && !counted.to_lowercase().ends_with(words) {
        out.push(' ');
        out.push_str(words);
    }
    if !place.is_empty() && !counted.contains(place.trim()) {
        out.push_str(place);
    }
    capital(&out)
}

/// The question that the claims of one status of a topic answer.
pub(super) fn question(claims: &[&ClaimRow], of: Status, place: &str, lexicon: &Implies) -> String {
    let kind = claims.first().map_or(FigureKind::Count, |c| c.kind);
    let counted = counted(claims);
    let place = if counted.contains(place.trim()) { "" } else { place };
    match kind {
        FigureKind::Count => {
            let (_, words) = status(of, kind, lexicon);
            format!("How many {counted} {words}{place}?")
        }
        FigureKind::Percent => format!("What share of {counted}{place}?"),
        _ => format!("How much: {counted}{place}?"),
    }
}

/// With a capital letter at the begin.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_and_phrases() {
        for (one, many) in
            [("person", "people"), ("lorry", "lorries"), ("boy", "boys"), ("bus", "buses"), ("match", "matches"), ("miners", "miners")]
        {
            assert_eq!(plural(one), many);
        }
        assert_eq!(bare("the other bank\n workers"), "bank workers");
        assert_eq!(bare("others"), "");
        assert_eq!(capital("élan"), "Élan");
        assert_eq!(commonest(["b", "a", "bb", "b", "a"].into_iter()).as_deref(), Some("a"));
    }
}
