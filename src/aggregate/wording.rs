//! Topics and questions in words that a person would write: "Miners killed in Torvale", "How many miners were killed in Torvale?".

use std::collections::BTreeMap;

use super::words::stem;
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

/// A counted phrase as a label has it: on one line, without figures, without what points at the text around it ("the other"), and
/// without what only that text says ("each", "on Sunday", "in the square"). Empty for mere pronouns.
fn bare(text: &str, head: &str) -> String {
    const POINTS: &[&str] = &[
        "the",
        "a",
        "an",
        "its",
        "their",
        "his",
        "her",
        "our",
        "my",
        "of",
        "these",
        "those",
        "other",
        "others",
        "another",
        "more",
        "additional",
        "further",
        "some",
        "about",
        "around",
        "nearly",
        "almost",
        "over",
        "than",
        "at",
        "least",
        "up",
        "to",
        "as",
        "many",
        "but",
        "not",
        "pct",
        "percent",
        "per",
        "cent",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "dozen",
        "hundred",
        "thousand",
        "million",
        "different",
        "separate",
        "total",
    ];
    const PRONOUNS: &[&str] = &["them", "us", "they", "it", "ones", "all", "both", "each", "rest", "who", "whom", "which", "that", "this"];
    const ENDS: &[&str] = &[
        "who",
        "whom",
        "which",
        "that",
        "whose",
        "where",
        "when",
        "while",
        "each",
        "every",
        "per",
        "including",
        "among",
        "in",
        "on",
        "at",
        "from",
        "for",
        "to",
        "with",
        "during",
        "after",
        "before",
        "by",
        "than",
        "as",
        "aboard",
        "over",
        "into",
        "since",
        "and",
        "or",
        "but",
    ];
    let words: Vec<&str> = text.split_whitespace().collect();
    let low = |w: &str| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let figure = |w: &str| w.starts_with(|c: char| c.is_ascii_digit() || c == '$' || c == '\u{20ac}' || c == '\u{a3}');
    let points = |w: &str| POINTS.contains(&low(w).as_str()) || figure(w);
    let from = words.iter().position(|w| !points(w)).unwrap_or(words.len());
    let mut out: Vec<&str> = Vec::new();
    for word in &words[from..] {
        let plain = low(word);
        let ends = !out.is_empty() && ENDS.contains(&plain.as_str());
        if ends || plain.is_empty() || figure(word) || word.starts_with(['(', '[', '"', '\u{201c}']) {
            break;
        }
        let clean = word.trim_end_matches([',', ';', ':', '.', ')', '!', '?', '"', '\u{201d}']);
        out.push(clean);
        // After the head only "of" goes on: "ships of the line", not "ships now".
        let next = from + out.len();
        if !head.is_empty() && stem(&plain) == stem(head) && words.get(next).is_none_or(|w| *w != "of") {
            break;
        }
        // A name for many things is short: what follows the eighth word is a story of its own.
        if clean.len() != word.len() || out.len() == 8 {
            break;
        }
    }
    while out.last().is_some_and(|w| matches!(low(w).as_str(), "of" | "the" | "a")) {
        out.pop();
    }
    if out.len() == 1 && PRONOUNS.contains(&low(out[0]).as_str()) {
        out.clear();
    }
    out.join(" ")
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
        ("crew", "crew"),
        ("staff", "staff"),
        ("workforce", "workforce"),
        ("blood", "blood"),
        ("cattle", "cattle"),
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

/// Heads that count persons by what befell them: "five deaths" are five people.
const BEFELL: &[&str] = &[
    "death", "fatality", "injury", "casualty", "arrest", "life", "dead", "injured", "injure", "wounded", "other", "another", "soul",
    "detainee", "missing",
];

/// What is counted, in the plural.
pub(super) fn counted(claims: &[&ClaimRow]) -> String {
    let many = |c: &&&ClaimRow| [c.value, c.low, c.high].into_iter().flatten().any(|x| x > 1.0);
    let head = |c: &ClaimRow| c.counted_head.as_deref().map(|h| h.split([',', '|']).next().unwrap_or(h).trim().to_lowercase());
    let befell = |c: &ClaimRow| {
        let event = |h: &str| matches!(h, "arrest" | "death" | "injury" | "fatality" | "casualty");
        head(c).is_some_and(|h| event(&h) || (c.counted_type == CountedType::Person && BEFELL.contains(&h.as_str())))
    };
    let phrase = |c: &&ClaimRow| {
        if befell(c) {
            return Some("people".to_owned());
        }
        let head = head(c)?;
        let text = bare(c.counted_text.as_deref()?, &head);
        // The head in the plural: "200 person party" are persons, "a 1,237 delegate threshold" thresholds.
        let words: Vec<String> = text.split(' ').map(|w| if w.to_lowercase() == head { plural(w) } else { w.to_owned() }).collect();
        Some(words.join(" ")).filter(|t| !t.is_empty())
    };
    let from_many: Vec<String> = claims.iter().filter(many).filter_map(phrase).collect();
    if let Some(text) = commonest(from_many.iter().map(String::as_str)) {
        return text;
    }
    let heads: Vec<String> =
        claims.iter().filter_map(|c| head(c)).filter(|h| !h.is_empty() && !h.starts_with(|c: char| c.is_ascii_digit())).collect();
    match (commonest(heads.iter().map(String::as_str)), claims.first().map(|c| c.counted_type)) {
        (Some(head), Some(CountedType::Person)) if BEFELL.contains(&head.as_str()) => "people".to_owned(),
        (Some(head), _) => {
            // Lemmas are in lower case, names are not.
            let name = claims.iter().filter_map(|c| c.counted_text.as_deref()).flat_map(str::split_whitespace);
            let name = name
                .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()))
                .filter(|w| !w.contains(['\'', '\u{2019}']))
                .find(|w| w.to_lowercase() == head || w.to_lowercase() == plural(&head));
            name.filter(|w| w.starts_with(char::is_uppercase) && w.to_lowercase() != "people").map_or_else(|| plural(&head), plural)
        }
        (None, Some(CountedType::Person)) => "people".to_owned(),
        _ => "things".to_owned(),
    }
}

const PREPOSITIONS: &[&str] = &["for", "against", "in", "at", "on", "near", "aboard", "off", "from", "outside", "around"];

/// "for Ostland", "in the Orsk region": what follows the status most often, else the place; with its space, or nothing.
pub(super) fn adjunct(claims: &[&ClaimRow]) -> String {
    let found: Vec<String> = claims.iter().filter_map(after_status).collect();
    if let Some(text) = commonest(found.iter().map(String::as_str)) {
        return text;
    }
    let Some(place) = commonest(claims.iter().filter_map(|c| c.place.as_deref())) else { return String::new() };
    // Where the claims are of several places, none of them is where it all is.
    let placed = claims.iter().filter(|c| c.place.is_some()).count();
    if 2 * claims.iter().filter(|c| c.place.as_deref() == Some(&place)).count() < placed {
        return String::new();
    }
    let before: Vec<String> = claims.iter().filter_map(|c| leads_to(&c.sentence, &place)).collect();
    let before = commonest(before.iter().map(String::as_str)).unwrap_or_else(|| "in".to_owned());
    format!(" {before} {place}")
}

/// "in", "off the": what stands before a place in a sentence, if that is a preposition.
fn leads_to(sentence: &str, place: &str) -> Option<String> {
    let before = &sentence[..sentence.find(place)?];
    let mut words = before.split_whitespace().rev();
    let last = words.next()?;
    if PREPOSITIONS.contains(&last) && last != "from" && last != "for" {
        return Some(last.to_owned());
    }
    let two = words.next().filter(|w| last == "the" && PREPOSITIONS.contains(w))?;
    Some(format!("{two} the"))
}

/// A preposition with a name right after the words of the status: "in the Orsk region", "aboard the Marenka".
fn after_status(c: &&ClaimRow) -> Option<String> {
    const PARTS: &[&str] = &[
        "region", "province", "district", "area", "valley", "city", "county", "state", "sector", "sea", "river", "front", "army",
        "military", "forces", "navy", "troops", "side", "ranks", "capital", "harbour", "harbor", "port", "airport", "church", "school",
        "hospital", "prison",
    ];
    const CALENDAR: &[&str] = &[
        "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    const GOES_ON: &[&str] =
        &["on", "in", "at", "and", "after", "when", "as", "by", "from", "with", "but", "while", "since", "last", "this", "to", "for"];
    let status = c.status_text.as_deref()?;
    let rest = &c.sentence[c.sentence.find(status)? + status.len()..];
    let mut words = rest.split_whitespace().peekable();
    let mut out = vec![words.next().filter(|w| PREPOSITIONS.contains(w))?];
    let mut ended = false;
    while let Some(word) = words.next_if(|_| !ended && out.len() < 6) {
        let clean = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let name = word.starts_with(char::is_uppercase);
        let the = word == "the" && out.len() == 1;
        // "in the Orsk region", but "in Orsk region" is no place name.
        let part = out.get(1) == Some(&"the") && out.len() > 2 && PARTS.contains(&clean);
        if !name && !the && !part {
            // "in the Orsk" of "in the Orsk smelter" is half a name.
            if out.get(1) == Some(&"the") && !GOES_ON.contains(&clean) {
                return None;
            }
            break;
        }
        out.push(clean.strip_suffix("'s").or(clean.strip_suffix("\u{2019}s")).unwrap_or(clean));
        ended = clean.len() != word.len() || part;
    }
    let names = out.iter().any(|w| w.starts_with(char::is_uppercase));
    let dated = out.iter().any(|w| CALENDAR.iter().any(|d| w.starts_with(d)) && w.len() < 10);
    (names && !dated).then(|| format!(" {}", out.join(" ")))
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
    let mut out = match amount(claims, kind) {
        Some(amount) => amount,
        None => counted.clone(),
    };
    if !words.is_empty() && !counted.to_lowercase().split(' ').any(|w| w == words) {
        out.push(' ');
        out.push_str(words);
    }
    if kind == FigureKind::Count && !place.is_empty() && !counted.contains(place.trim()) {
        out.push_str(place);
    }
    capital(&out)
}

/// What is asked of amounts of money, shares and measures.
fn amount(claims: &[&ClaimRow], kind: FigureKind) -> Option<String> {
    let unit = || claims.first().and_then(|c| c.unit.as_deref()).map_or_else(String::new, |u| format!(" ({u})"));
    match kind {
        FigureKind::Money => Some(format!("money{}", unit())),
        FigureKind::Percent => Some(match counted(claims) {
            thing if thing == "things" || plain_unit(&thing) => "share".to_owned(),
            thing => format!("share of {thing}"),
        }),
        FigureKind::Measure if counted(claims) == "things" => Some(format!("measure{}", unit())),
        _ => None,
    }
}

/// True for words that name a unit and no thing.
fn plain_unit(counted: &str) -> bool {
    matches!(counted, "pcts" | "percents" | "cents" | "percentages" | "points")
}

/// The question that the claims of one status of a topic answer.
pub(super) fn question(claims: &[&ClaimRow], of: Status, place: &str, lexicon: &Implies) -> String {
    let kind = claims.first().map_or(FigureKind::Count, |c| c.kind);
    let counted = counted(claims);
    let place = if kind == FigureKind::Count { place } else { "" };
    let place = if counted.contains(place.trim()) { "" } else { place };
    let unit = claims.first().and_then(|c| c.unit.as_deref()).map_or_else(String::new, |u| format!(" in {u}"));
    match kind {
        FigureKind::Count => {
            let (_, words) = status(of, kind, lexicon);
            format!("How many {counted} {words}{place}?")
        }
        FigureKind::Percent if counted == "things" || plain_unit(&counted) => format!("What share is it{place}?"),
        FigureKind::Percent => format!("What share of {counted}{place}?"),
        FigureKind::Money => format!("How much money is it{unit}{place}?"),
        _ if counted == "things" => format!("How much is it{unit}{place}?"),
        _ => format!("How many {counted} is it{place}?"),
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
        assert_eq!(capital("élan"), "Élan");
        assert_eq!(commonest(["b", "a", "bb", "b", "a"].into_iter()).as_deref(), Some("a"));
    }

    #[test]
    fn phrases_are_put_as_a_label_has_them() {
        for (text, head, want) in [
            ("the other bank\n workers", "worker", "bank workers"),
            ("others", "other", ""),
            ("them", "them", ""),
            ("the 650 residents", "resident", "residents"),
            ("some 60,000 dockers", "docker", "dockers"),
            ("the six crew members", "member", "crew members"),
            ("crowns a day, said the owner", "crown", "crowns"),
            ("comments | Share", "comment", "comments"),
            ("but 30 arrests", "arrest", "arrests"),
            ("Belmarian citizens in the ranks of Ostland", "citizen", "Belmarian citizens"),
            ("drums of toxic waste", "drum", "drums of toxic waste"),
            ("frigates now", "frigate", "frigates"),
            ("people on Sunday", "", "people"),
            ("miners who", "", "miners"),
        ] {
            assert_eq!(bare(text, head), want, "{text}");
        }
    }

    #[test]
    fn places_stand_as_in_the_text() {
        assert_eq!(leads_to("It sank off Velden.", "Velden").as_deref(), Some("off"));
        assert_eq!(leads_to("Nine were killed on the Gull.", "Gull").as_deref(), Some("on the"));
        assert_eq!(leads_to("Velden is far.", "Velden"), None);
    }
}
