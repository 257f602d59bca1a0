//! The words next to a figure and its noun, whatever the tree makes of them.
//!
//! "... destroyed eight wagons": the verb right before the figure. "Six miners injured in slide": the participle right
//! behind the noun. Parsers err on coordinations and headlines; these two places hardly ever mislead.

use super::Found;
use super::clause::as_object;
use crate::extract::claim::counted::{Counted, toll_status};
use crate::extract::reading::Reading;
use crate::extract::tree::preposition;
use crate::lexicon::Construction;
use crate::types::{Figure, Sentence, Status, Upos};

/// The verb right before the figure, where a frame takes it as its object: "killing at least six", "and injured 11 others".
pub(super) fn verb_before(reading: &Reading, s: &Sentence, counted: &Counted, figure: &Figure) -> Option<Found> {
    let first = s.words.iter().position(|w| w.span.end > figure.span.start)?;
    let mut at = first;
    for _ in 0..3 {
        at = at.checked_sub(1)?;
        let w = &s.words[at];
        if matches!(w.upos, Upos::Verb) {
            break;
        }
        let skipped = w.upos == Upos::Det && w.lemma != "no"
            || matches!(w.lemma.as_str(), "only" | "just" | "also" | "another" | "further" | "additional" | "some");
        if !skipped {
            return None;
        }
    }
    let w = &s.words[at];
    if w.upos != Upos::Verb || s.children(at).any(|c| s.words[c].rel == "aux:pass") {
        return None;
    }
    // A participle of a noun: "the wounded 12".
    if w.rel == "amod"
        && w.xpos != "VBD"
        && w.head > at
        && !matches!(s.words.get(at.wrapping_sub(1)).map(|p| p.upos), Some(Upos::Cconj | Upos::Punct))
    {
        return None;
    }
    let object = counted.noun.unwrap_or(counted.anchor);
    as_object(reading, s, at, object).filter(|f| {
        !super::weak(f.status) && matches!(f.construction, Construction::Object | Construction::LightObject | Construction::Result)
    })
}

/// Verbs and adjectives that only say how a state is known: the state stands behind them ("were confirmed dead").
const HEDGES: &[&str] = &[
    "appear",
    "believe",
    "certain",
    "certify",
    "confirm",
    "declare",
    "end",
    "estimate",
    "expect",
    "fear",
    "feel",
    "find",
    "get",
    "know",
    "leave",
    "lie",
    "likely",
    "list",
    "presume",
    "pronounce",
    "prove",
    "remain",
    "report",
    "rumor",
    "say",
    "seem",
    "stay",
    "sure",
    "suppose",
    "suspect",
    "think",
];

/// The predicate behind the noun, or behind the figure where it has none: "four others hurt", "two men fatally shot", "six
/// people seem certain to have died". With `far` also behind what stands between them without a verb: "six of the guards, all
/// from Velden, were killed".
pub(super) fn behind(reading: &Reading, s: &Sentence, counted: &Counted, figure: &Figure, far: bool) -> Option<Found> {
    let last = s.words.iter().rposition(|w| w.span.start < figure.span.end)?;
    let at = counted.noun.filter(|&n| n > last).unwrap_or(last) + 1;
    predicate_from(reading, s, at, far)
}

/// The predicate of a coordinated noun that a comma cuts off from it: "four were killed and 18 others, including a child, were
/// hurt".
pub(super) fn own_predicate(reading: &Reading, s: &Sentence, noun: usize) -> Option<Found> {
    let next = s.words.get(noun + 1)?;
    // "and scores of others, among them a cook, were hurt"
    let of = s.words[noun].rel.starts_with("nmod") && preposition(s, noun) == Some("of");
    let conjunct = s.words[noun].rel == "conj" || of && s.words[s.words[noun].head].rel == "conj";
    if !conjunct || !(next.lemma == "," || next.lemma == "-" || next.lemma == "–") {
        return None;
    }
    predicate_from(reading, s, noun + 1, true)
}

/// The same for a coordinated figure with its noun behind "of": "three were killed and dozens of others, among them a child, were
/// hurt".
pub(super) fn own_predicate_of(reading: &Reading, s: &Sentence, counted: &Counted) -> Option<Found> {
    let noun = counted.noun.filter(|&n| n > counted.anchor && s.words[counted.anchor].rel == "conj")?;
    let next = s.words.get(noun + 1)?;
    if !matches!(next.lemma.as_str(), "," | "-" | "–" | "(") {
        return None;
    }
    predicate_from(reading, s, noun + 1, true)
}

fn predicate_from(reading: &Reading, s: &Sentence, from: usize, far: bool) -> Option<Found> {
    let mut at = from;
    if far {
        at = next_predicate(s, at)?;
    }
    let st = &reading.lexicon.status;
    let (mut be, mut have, mut to, mut fatal, mut relative) = (false, false, false, false, far);
    for _ in 0..9 {
        let w = s.words.get(at)?;
        match (w.upos, w.lemma.as_str()) {
            (_, "fatally" | "mortally") => fatal = true,
            (Upos::Aux | Upos::Verb, "be") => (be, have) = (true, false),
            (Upos::Aux, "have") => (have, be) = (true, false),
            (Upos::Aux, _) | (Upos::Part, "not" | "n't") | (Upos::Adv, "not" | "n't") => {}
            (Upos::Part, "to") => (to, be, have) = (true, false, false),
            (Upos::Adv, _)
                if st.find(&w.lemma, Construction::Predicate, |_| false).is_none()
                    && st.find(&w.lemma, Construction::Modifier, |_| false).is_none() => {}
            (Upos::Adj, "more" | "other") | (Upos::Noun, "other") => {}
            (Upos::Pron | Upos::Det | Upos::Sconj, "who" | "which" | "that") if !relative => relative = true,
            (Upos::Verb | Upos::Adj, l) if HEDGES.contains(&l) && state_follows(reading, s, at + 1) => {}
            _ => break,
        }
        at += 1;
    }
    let w = s.words.get(at)?;
    let form = reading.of(&w.span).to_lowercase();
    let nearby = |l: &str| (at + 1..s.words.len().min(at + 4)).any(|i| s.words[i].lemma == l);
    let done = |status: Status, construction| {
        let next = |k: usize| s.words.get(at + k).map(|n| n.lemma.as_str());
        let deadly = matches!(status, Status::Wounded | Status::Attacked)
            && (fatal || matches!(next(1), Some("dead" | "fatally")) || (next(1) == Some("to") && next(2) == Some("death")));
        Some(Found { status: if deadly { Status::Killed } else { status }, word: at, construction })
    };
    if w.upos == Upos::Adp {
        // "were on strike", "are still in hospital"; without "be" only what cannot be anything else.
        if !be && !matches!(form.as_str(), "on" | "behind" | "aboard" | "inside") {
            return None;
        }
        let noun = (at + 1..s.words.len().min(at + 6)).find(|&i| matches!(s.words[i].upos, Upos::Noun | Upos::Propn))?;
        let status = st.find(&form, Construction::State, |l| s.words[noun].lemma == l)?;
        return Some(Found { status, word: noun, construction: Construction::State });
    }
    if be && w.upos == Upos::Adv {
        return st.find(&w.lemma, Construction::Predicate, |_| false).and_then(|status| done(status, Construction::Predicate));
    }
    // What stands behind an active verb is its object: "12 rebels wounded six".
    // "hurt early Sunday", "wounded last night" have none.
    let object_follows = s.words.get(at + 1).is_some_and(|n| {
        let top = if n.head > at + 1 { n.head } else { at + 1 };
        (matches!(n.upos, Upos::Det | Upos::Num | Upos::Pron | Upos::Propn)
            || (matches!(n.upos, Upos::Noun | Upos::Adj) && n.head != at + 1))
            && !s.words[top].rel.starts_with("obl")
    });
    let verbal = w.upos == Upos::Verb && (have || to || matches!(w.xpos, "VBD" | "VBP" | "VBZ"));
    if !be && verbal {
        if let Some(status) = st.find(&w.lemma, Construction::Subject, nearby) {
            return done(status, Construction::Subject);
        }
    }
    if have || (to && !be) || (!be && object_follows) || (far && !be && w.upos == Upos::Verb) {
        return None;
    }
    let plain = !matches!(w.upos, Upos::Noun | Upos::Propn)
        || matches!(form.as_str(), "dead" | "hurt" | "wounded" | "missing" | "shot" | "injured");
    if plain {
        let status = [Construction::Modifier, Construction::Result].iter().find_map(|&c| Some((st.find(&form, c, |_| false)?, c)));
        if let Some((status, construction)) = status {
            return done(status, construction);
        }
    }
    if matches!(w.xpos, "VBN" | "VBD" | "JJ") && matches!(w.upos, Upos::Verb | Upos::Adj) {
        // "3,200 houses collapsed": tagged a participle, but of a verb that has no object.
        let object = st.find(&w.lemma, Construction::Object, nearby).and_then(|status| done(status, Construction::Object));
        return object
            .or_else(|| st.find(&w.lemma, Construction::Subject, nearby).filter(|_| !be).and_then(|x| done(x, Construction::Subject)));
    }
    None
}

/// Verbs of which "as" tells what the counted things are or what became of them.
pub(super) const LISTS: &[&str] =
    &["classify", "confirm", "count", "describe", "document", "give", "identify", "list", "name", "record", "register", "report", "show"];

/// "four victims as killed", "12 citizens documented as fighting", "nine are listed as missing", "13 appear as fighters".
pub(super) fn described_as(reading: &Reading, s: &Sentence, noun: usize) -> Option<Found> {
    let mut at = noun + 1;
    let before = |i: usize| LISTS.contains(&s.words[i].lemma.as_str());
    let mut listed = (noun.saturating_sub(6)..noun).any(before);
    for _ in 0..6 {
        let w = s.words.get(at)?;
        match w.upos {
            Upos::Aux | Upos::Adv => {}
            Upos::Verb if before(at) => listed = true,
            _ => break,
        }
        at += 1;
    }
    if s.words.get(at)?.lemma != "as" || !listed {
        return None;
    }
    let st = &reading.lexicon.status;
    let state = (at + 1..s.words.len().min(at + 4)).find(|&i| !matches!(s.words[i].upos, Upos::Adv | Upos::Det | Upos::Aux))?;
    let w = &s.words[state];
    let form = reading.of(&w.span).to_lowercase();
    let done = |status, construction| Some(Found { status, word: state, construction });
    if w.xpos == "VBG" {
        return st.find(&w.lemma, Construction::Subject, |_| false).and_then(|x| done(x, Construction::Subject));
    }
    if let Some(status) = st.find(&form, Construction::Modifier, |_| false) {
        return done(status, Construction::Modifier);
    }
    match w.upos {
        Upos::Noun => st.find(&w.lemma.to_lowercase(), Construction::Head, |_| false).and_then(|x| done(x, Construction::Head)),
        Upos::Verb if w.xpos == "VBN" => st.find(&w.lemma, Construction::Object, |_| false).and_then(|x| done(x, Construction::Object)),
        _ => None,
    }
}

/// "a bus with 40 pilgrims", "the ferry, with 463 passengers and crew": those that a vehicle has aboard.
pub(super) fn aboard(s: &Sentence, counted: &Counted) -> Option<Found> {
    let noun = counted.noun?;
    let up = s.words[noun].head;
    let carried =
        matches!(s.words[noun].lemma.as_str(), "passenger" | "crew" | "crewman" | "pilgrim" | "migrant" | "people" | "person" | "tourist");
    (carried
        && matches!(s.words[noun].rel.split(':').next(), Some("nmod" | "obl"))
        && preposition(s, noun) == Some("with")
        && (VESSELS.contains(&s.words[up].lemma.as_str()) || s.words[noun].lemma == "passenger"))
        .then_some(Found { status: Status::Present, word: noun, construction: Construction::State })
}

pub(super) const VESSELS: &[&str] = &[
    "boat", "bus", "coach", "dinghy", "ferry", "flight", "jet", "launch", "lorry", "minibus", "plane", "ship", "train", "truck", "van",
    "vessel",
];

/// A participle right behind the noun, where the noun is the whole of a part: "one of two men shot dead in Velden".
pub(super) fn participle(reading: &Reading, s: &Sentence, counted: &Counted) -> Option<Found> {
    let at = counted.noun? + 1;
    let w = s.words.get(at)?;
    let next = s.words.get(at + 1)?;
    if !matches!(w.xpos, "VBN" | "VBD") || !matches!(next.upos, Upos::Adp | Upos::Adj | Upos::Punct) {
        return None;
    }
    let status = reading.lexicon.status.find(&w.lemma, Construction::Object, |_| false)?;
    let deadly = next.lemma == "dead" || (next.lemma == "to" && s.words.get(at + 2).is_some_and(|n| n.lemma == "death"));
    let killed = deadly && matches!(status, Status::Wounded | Status::Attacked);
    Some(Found { status: if killed { Status::Killed } else { status }, word: at, construction: Construction::Object })
}

/// True where a state, or an infinitive that may say one, stands here.
fn state_follows(reading: &Reading, s: &Sentence, from: usize) -> bool {
    let st = &reading.lexicon.status;
    let Some(w) = (from..s.words.len().min(from + 3)).map(|i| &s.words[i]).find(|w| w.upos != Upos::Adv) else { return false };
    let form = reading.of(&w.span).to_lowercase();
    w.lemma == "to"
        || st.find(&form, Construction::Modifier, |_| false).is_some()
        || st.find(&form, Construction::Result, |_| false).is_some()
        || (matches!(w.xpos, "VBN" | "VBD") && st.find(&w.lemma, Construction::Object, |_| false).is_some())
        || (w.upos == Upos::Adp && matches!(form.as_str(), "in" | "on" | "under" | "behind"))
        || (w.upos == Upos::Verb && HEDGES.contains(&w.lemma.as_str()))
}

/// The first verb, auxiliary or participle from here on, where nothing but a list, prepositional phrases and appositions
/// stands between.
fn next_predicate(s: &Sentence, from: usize) -> Option<usize> {
    for at in from..s.words.len().min(from + 30) {
        let w = &s.words[at];
        match w.upos {
            Upos::Aux => return Some(at),
            Upos::Verb if matches!(w.xpos, "VBD" | "VBZ" | "VBP") => return Some(at),
            Upos::Verb if w.lemma == "include" => {}
            Upos::Verb | Upos::Sconj => return None,
            Upos::Pron if matches!(w.xpos, "WP" | "WDT" | "PRP") => return None,
            Upos::Punct if matches!(w.lemma.as_str(), ";" | ":" | "\"" | "”" | "“" | "''" | "``") => return None,
            _ => {}
        }
    }
    None
}

/// "nine passengers with serious injuries", also where the parser hangs the phrase on the verb.
pub(super) fn with_harm(reading: &Reading, s: &Sentence, nouns: &[usize]) -> Option<Found> {
    let harm = |word: usize| {
        s.children(word)
            .filter(|&c| matches!(s.words[c].rel.split(':').next(), Some("nmod" | "obl")) && preposition(s, c) == Some("with"))
            .find_map(|c| {
                let status = reading.lexicon.status.find(&s.words[c].lemma.to_lowercase(), Construction::With, |_| false)?;
                Some(Found { status, word: c, construction: Construction::With })
            })
    };
    nouns.iter().find_map(|&n| {
        harm(n).or_else(|| s.children(n).filter(|&c| s.words[c].rel.starts_with("acl")).find_map(harm)).or_else(|| {
            let up = s.words[n].head;
            (matches!(s.words[n].rel, "nsubj" | "nsubj:pass" | "obj") && up != n).then(|| harm(up)).flatten()
        })
    })
}

/// "seized much cargo, including 30 barrels, six crates": what befell the noun that the list spells out.
pub(super) fn listed(reading: &Reading, s: &Sentence, figure: &Figure) -> Option<Found> {
    let first = s.words.iter().position(|w| w.span.end > figure.span.start)?;
    let from = first.saturating_sub(25);
    let include = (from..first)
        .rev()
        .take_while(|&i| !matches!(s.words[i].xpos, "VBD" | "VBZ" | "VBP" | "VB"))
        .find(|&i| s.words[i].lemma == "include" || s.words[i].lemma == "including")?;
    let mut noun = (0..include).rev().take(4).find(|&i| matches!(s.words[i].upos, Upos::Noun | Upos::Propn | Upos::Num))?;
    // "seized much of the cargo, including 30 barrels"
    for _ in 0..2 {
        if let Some(f) = super::clause::governing(reading, s, noun) {
            return Some(f).filter(|f| !super::weak(f.status));
        }
        if !(s.words[noun].rel.starts_with("nmod") && preposition(s, noun) == Some("of")) {
            return None;
        }
        noun = s.words[noun].head;
    }
    super::clause::governing(reading, s, noun).filter(|f| !super::weak(f.status))
}

/// "The death toll climbed to nine miners": the noun of toll governs the clause that the counted noun stands in.
pub(super) fn toll_above(reading: &Reading, s: &Sentence, anchor: usize) -> Option<Found> {
    let w = &s.words[anchor];
    if !matches!(w.rel.split(':').next(), Some("obl" | "obj" | "nmod")) || w.head == anchor {
        return None;
    }
    let up = w.head;
    s.children(up)
        .filter(|&c| matches!(s.words[c].rel.split(':').next(), Some("nsubj" | "obj")) && c != anchor)
        .chain([up])
        .find_map(|c| toll_status(reading, s, c).map(|status| Found { status, word: c, construction: Construction::Toll }))
}
