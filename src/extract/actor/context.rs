//! What the sentences around a name say of it: an unknown name that the recognizer took for a place, but that acts and that
//! nothing happens in, is a body ("Tarskbank launched a loan", "Tarskbank's chairman").

use foldhash::fast::FixedState;
use hashbrown::{HashMap, HashSet};

use crate::extract::reading::Reading;
use crate::extract::tree::agent;
use crate::types::{Name, NameKind, Sentence, SourceKind, Upos};

/// The names of places that act as bodies throughout the article, as printed.
pub fn bodies<'a>(reading: &Reading<'a>, names: &[Name]) -> HashSet<&'a str, FixedState> {
    let mut seen: HashMap<&str, (usize, usize), FixedState> = HashMap::default();
    for name in names.iter().filter(|n| n.kind == NameKind::Place) {
        let printed = reading.of(&name.span);
        if reading.lexicon.nations.get(printed).is_some() {
            continue;
        }
        let Some(s) = reading.sentence_at(name.span.start).map(|i| &reading.sentences[i]) else { continue };
        let first = s.words.partition_point(|w| w.span.end <= name.span.start);
        let end = s.words.partition_point(|w| w.span.start < name.span.end);
        let (acts, lies) = seen.entry(printed).or_default();
        if is_location(s, first, end) {
            *lies += 1;
        } else if is_agent(reading, s, first, end) {
            *acts += 1;
        }
    }
    seen.into_iter().filter(|(_, (acts, lies))| *acts > 2 * lies).map(|(name, _)| name).collect()
}

/// "in Tarsk", "the town of Tarsk", "Tarsk province", "Orsk, Tarsk".
fn is_location(s: &Sentence, first: usize, end: usize) -> bool {
    const BEFORE: [&str; 16] = [
        "in", "at", "near", "from", "to", "into", "around", "outside", "inside", "across", "through", "toward", "towards", "between",
        "along", "via",
    ];
    let mut before = first;
    while before > 0 && matches!(s.words[before - 1].upos, Upos::Det | Upos::Adj) {
        before -= 1;
    }
    let preposition = before.checked_sub(1).is_some_and(|i| BEFORE.contains(&s.words[i].lemma.as_str()));
    const BEHIND: [&str; 14] = [
        "province",
        "region",
        "district",
        "city",
        "town",
        "village",
        "island",
        "river",
        "county",
        "state",
        "governorate",
        "prefecture",
        "airport",
        "area",
    ];
    preposition || s.words.get(end).is_some_and(|w| BEHIND.contains(&w.lemma.to_lowercase().as_str()))
}

/// The name is the subject of a verb that bodies do, the agent of a passive, or has officers and customers.
fn is_agent(reading: &Reading, s: &Sentence, first: usize, end: usize) -> bool {
    let people = &reading.lexicon.people;
    let Some(top) = (first..end).find(|&i| !(first..end).contains(&s.words[i].head)) else { return false };
    let w = &s.words[top];
    let up = &s.words[w.head];
    const STILL: [&str; 14] =
        ["be", "have", "lie", "see", "suffer", "become", "remain", "border", "experience", "host", "get", "seem", "appear", "witness"];
    match w.rel {
        "nsubj" => matches!(up.upos, Upos::Verb) && !STILL.contains(&up.lemma.as_str()) && up.xpos != "VBN" || has_aux(s, w.head),
        "nmod:poss" => {
            const OWNED: [&str; 14] = [
                "app",
                "board",
                "ceo",
                "customer",
                "employee",
                "executive",
                "founder",
                "headquarters",
                "platform",
                "product",
                "profit",
                "share",
                "staff",
                "subsidiary",
            ];
            OWNED.contains(&up.lemma.as_str()) || matches!(people.role(&up.lemma), Some(SourceKind::Spokesperson))
        }
        _ => agent(s, w.head) == Some(top),
    }
}

/// "has launched", "will buy".
fn has_aux(s: &Sentence, verb: usize) -> bool {
    s.words[verb].upos == Upos::Verb
        && s.children(verb).any(|c| s.words[c].rel == "aux")
        && !s.children(verb).any(|c| s.words[c].rel == "aux:pass")
        && !matches!(s.words[verb].lemma.as_str(), "be" | "have" | "see" | "suffer")
}
