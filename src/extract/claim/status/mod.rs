//! What happened to the counted things.
//!
//! "A slide left two miners dead and four others hurt": `killed` by the result behind `leave`, `wounded` by the adjective
//! behind `others`. [`clause`] reads the tree; [`beside`] reads the words next to the figure, where a tree often goes
//! wrong; [`fit`] says which status goes with which things.

mod beside;
mod clause;
mod fit;

use super::counted::{Counted, toll_status};
use crate::extract::reading::Reading;
use crate::extract::tree::negated;
use crate::lexicon::Construction;
use crate::types::{Figure, Sentence, Status, Upos};

pub use fit::fit;

/// A status and where it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// What happened.
    pub status: Status,
    /// The word that says so.
    pub word: usize,
    /// In which construction.
    pub construction: Construction,
}

/// Statuses that yield to what a clause on the noun says ("found 12 people killed in the slide").
fn weak(status: Status) -> bool {
    matches!(
        status,
        Status::Found
            | Status::Identified
            | Status::Registered
            | Status::Affected
            | Status::Present
            | Status::Held
            | Status::Attended
            | Status::Employed
            | Status::Delivered
            | Status::Launched
    )
}

/// The status of a counted thing.
pub fn find(reading: &Reading, s: &Sentence, counted: &Counted, figure: &Figure) -> Option<Found> {
    let found = search(reading, s, counted, figure)?;
    // "A boy who was shot on Friday has died": the clause says more than the one on the noun.
    let hurt = matches!(found.status, Status::Wounded | Status::Attacked | Status::Hospitalised);
    if let Some(noun) = counted.noun.filter(|&n| hurt && found.word > n && s.under(found.word, n) && s.words[n].rel.starts_with("nsubj")) {
        if let Some(f) = clause::governing(reading, s, noun).filter(|f| matches!(f.status, Status::Killed | Status::Died)) {
            return Some(f);
        }
    }
    let found = further(reading, s, found).unwrap_or(found);
    let status = if ended(reading, s, found) { Status::Killed } else { union(reading, s, found) };
    Some(Found { status, ..found })
}

/// "were pulled out and taken to hospital", "were found and arrested": what a coordinated participle tells wins over finding.
fn further(reading: &Reading, s: &Sentence, found: Found) -> Option<Found> {
    let verb = &s.words[found.word];
    if !matches!(found.status, Status::Found | Status::Identified) || verb.xpos != "VBN" || found.construction == Construction::Modifier {
        return None;
    }
    s.children(found.word)
        .filter(|&c| c > found.word && s.words[c].rel == "conj" && s.words[c].xpos == "VBN" && !negated(s, c))
        .filter(|&c| !s.children(c).any(|k| matches!(s.words[k].rel.split(':').next(), Some("nsubj" | "obj"))))
        .find_map(|c| clause::as_subject(reading, s, c, true))
        .filter(|f| !weak(f.status))
}

/// "was shot and killed", "was stabbed in the chest and died": a verb coordinated with that of the wound says that it killed.
fn ended(reading: &Reading, s: &Sentence, found: Found) -> bool {
    if !matches!(found.status, Status::Wounded | Status::Attacked | Status::Hospitalised)
        || s.words[found.word].upos != Upos::Verb
        || found.construction == Construction::Result
    {
        return false;
    }
    let st = &reading.lexicon.status;
    s.children(found.word).any(|c| {
        let w = &s.words[c];
        let own = s.children(c).any(|k| matches!(s.words[k].rel.split(':').next(), Some("nsubj" | "obj" | "aux")));
        let and = s.child(c, "cc").is_some_and(|k| matches!(s.words[k].lemma.as_str(), "and" | "but"));
        w.rel == "conj"
            && c > found.word
            && and
            && !own
            && !negated(s, c)
            && (st.find(&w.lemma, Construction::Object, |_| false) == Some(Status::Killed)
                || st.find(&w.lemma, Construction::Subject, |_| false) == Some(Status::Died)
                || s.children(c).any(|k| s.words[k].lemma == "dead"))
    })
}

/// "killed or wounded" is neither; "dead or missing" is dead.
fn union(reading: &Reading, s: &Sentence, found: Found) -> Status {
    let next = |k: usize| s.words.get(found.word + k);
    if !matches!(found.status, Status::Killed | Status::Died | Status::Wounded | Status::Missing) || next(1).is_none_or(|w| w.lemma != "or")
    {
        return found.status;
    }
    let other = next(2).and_then(|w| {
        let form = reading.of(&w.span).to_lowercase();
        let st = &reading.lexicon.status;
        st.find(&form, Construction::Modifier, |_| false).or_else(|| st.find(&w.lemma, Construction::Object, |_| false))
    });
    match other {
        Some(x) if x != found.status && x != Status::Missing => Status::Other,
        _ => found.status,
    }
}

/// The search itself: the nearest and surest places first.
fn search(reading: &Reading, s: &Sentence, counted: &Counted, figure: &Figure) -> Option<Found> {
    if let Some(toll) = counted.toll {
        return toll_status(reading, s, toll).map(|status| Found { status, word: toll, construction: Construction::Toll });
    }
    if let Some(word) = counted.status_word {
        if let Some(f) = clause::of_word(reading, s, word) {
            return Some(f);
        }
    }
    if let Some(f) = beside::verb_before(reading, s, counted, figure) {
        return Some(f);
    }
    // What holds of the part is not said of its whole: "530 of the 700 workers were on strike".
    let opens = reading.text().get(s.span.start..figure.span.start).unwrap_or("").trim_start_matches(['"', '“', ' ']).to_lowercase();
    let whole = counted.noun.map_or_else(
        || s.words[counted.anchor].upos == Upos::Num && whole_of_part(s, counted.anchor, counted.anchor),
        |n| whole_of_part(s, n, counted.anchor),
    ) || matches!(opens.trim_end(), "of the" | "of its" | "of" | "of these");
    let behind = if whole { beside::participle(reading, s, counted) } else { beside::behind(reading, s, counted, figure, false) };
    // What stands right behind the noun is nearer than any clause around it: "one was killed and 150 houses destroyed".
    if let Some(f) = behind.filter(|f| !weak(f.status)) {
        return Some(f);
    }
    let mut nouns = vec![counted.anchor];
    nouns.extend(counted.noun.filter(|n| *n != counted.anchor));
    // A conjunct shares its partner's clause only where it has no word of its own: "two dead and four others hurt".
    let conjunct = nouns.iter().any(|&n| s.words[n].rel == "conj");
    if conjunct {
        let own = nouns
            .iter()
            .find_map(|&n| clause::clause_on(reading, s, n).or_else(|| beside::own_predicate(reading, s, n)))
            .filter(|f| !weak(f.status))
            .or_else(|| beside::own_predicate_of(reading, s, counted));
        if own.is_some() {
            return own;
        }
    }
    let above = if whole { None } else { clause::governing(reading, s, counted.anchor) };
    if let Some(f) = above.filter(|f| !weak(f.status)) {
        // "four bodies were taken to a clinic" are dead.
        let dead = || nouns.iter().find_map(|&n| clause::head(reading, s, n)).filter(|f| f.status == Status::Killed);
        return if f.status == Status::Hospitalised { dead().or(Some(f)) } else { Some(f) };
    }
    let on = nouns.iter().find_map(|&n| clause::clause_on(reading, s, n));
    if let Some(f) = on.filter(|f| !weak(f.status)) {
        return Some(f);
    }
    let told = nouns.iter().find_map(|&n| clause::modifier(reading, s, n));
    if let Some(f) = nouns.iter().rev().find_map(|&n| beside::described_as(reading, s, n)) {
        return Some(f);
    }
    // "identified the two deceased": what they are wins over what is done about them.
    if let Some(f) = told.filter(|f| matches!(f.status, Status::Killed | Status::Wounded | Status::Missing)) {
        return Some(f);
    }
    if let Some(f) = beside::with_harm(reading, s, &nouns) {
        return Some(f);
    }
    if let Some(f) = on.or(above).or(behind) {
        return Some(f);
    }
    // "12 identified villagers, four of them children, were killed": a weak word before the noun yields to what is told of it.
    if told.is_some_and(|f| weak(f.status)) {
        if let Some(f) = far(reading, s, counted, figure, whole).filter(|f| !weak(f.status)) {
            return Some(f);
        }
    }
    for &noun in &nouns {
        if let Some(f) = clause::modifier(reading, s, noun).or_else(|| clause::head(reading, s, noun)) {
            return Some(f);
        }
    }
    // "14 members of the crew are missing": what holds of a container's members.
    counted
        .noun
        .filter(|n| *n != counted.anchor)
        .and_then(|n| clause::governing(reading, s, n))
        .or_else(|| beside::listed(reading, s, figure))
        .or_else(|| beside::toll_above(reading, s, counted.anchor))
        .or_else(|| beside::aboard(s, counted))
        .or_else(|| far(reading, s, counted, figure, whole))
        .or_else(|| lives(s, &nouns))
}

/// The predicate behind all that stands between it and the noun: "six of the guards, all from Velden, were killed".
fn far(reading: &Reading, s: &Sentence, counted: &Counted, figure: &Figure, whole: bool) -> Option<Found> {
    if whole || inner(s, counted, figure) { None } else { beside::behind(reading, s, counted, figure, true) }
}

/// "a siege that cost 400 Ostlandish lives", "with the loss of 60 lives": lives that a verb before them takes.
fn lives(s: &Sentence, nouns: &[usize]) -> Option<Found> {
    let noun = *nouns.iter().find(|&&n| s.words[n].lemma == "life")?;
    let word =
        (noun.saturating_sub(8)..noun).rev().find(|&i| matches!(s.words[i].lemma.as_str(), "cost" | "claim" | "take" | "lose" | "loss"))?;
    Some(Found { status: Status::Killed, word, construction: Construction::LightOf })
}

/// True for a noun that depends on another by a preposition: what is said further behind is said of that one ("civilians of
/// three families, all from Velden, were killed").
fn inner(s: &Sentence, counted: &Counted, figure: &Figure) -> bool {
    // "Between five and eight villagers, two of them children, were killed": the preposition is the figure's.
    let own = |c: usize| s.words[c].rel == "case" && !s.words[c].span.overlaps(&figure.span);
    counted.noun.filter(|n| *n == counted.anchor).is_some_and(|n| {
        matches!(s.words[n].rel.split(':').next(), Some("obl" | "nmod"))
            && crate::extract::tree::preposition(s, n).is_some()
            && s.children(n).any(own)
    })
}

/// What a verb says of its subject, whoever that is: "marched".
pub fn does(reading: &Reading, s: &Sentence, verb: usize) -> Option<Found> {
    clause::as_subject(reading, s, verb, crate::extract::tree::passive(s, verb))
}

/// What a verb does to its own subject: "shot himself", "two rebels blew themselves up".
pub fn reflexive(reading: &Reading, s: &Sentence, noun: usize) -> Option<Found> {
    // "the father of a boy who shot himself"
    let relative = s.children(noun).find(|&c| {
        s.words[c].rel == "acl:relcl"
            && s.children(c).any(|k| s.words[k].rel == "nsubj" && matches!(s.words[k].lemma.as_str(), "who" | "that"))
    });
    let verb = relative.unwrap_or(s.words[noun].head);
    if s.words[noun].rel != "nsubj" && relative.is_none() {
        return None;
    }
    let own = s.children(verb).find(|&c| {
        s.words[c].rel == "obj" && matches!(s.words[c].lemma.as_str(), "himself" | "herself" | "itself" | "themselves" | "self")
    })?;
    let found = clause::as_object(reading, s, verb, own)?;
    Some(if ended(reading, s, found) { Found { status: Status::Killed, ..found } } else { found })
}

/// "was in the back seat and died": what a verb coordinated with that of the subject tells of it.
pub fn and_then(reading: &Reading, s: &Sentence, noun: usize) -> Option<Found> {
    let verb = s.words[noun].head;
    if !s.words[noun].rel.starts_with("nsubj") {
        return None;
    }
    s.children(verb)
        .filter(|&c| c > verb && s.words[c].rel == "conj" && s.words[c].upos == Upos::Verb && !negated(s, c))
        .filter(|&c| !s.children(c).any(|k| s.words[k].rel.starts_with("nsubj")))
        .find_map(|c| {
            let passive = crate::extract::tree::passive(s, c)
                || s.words[c].xpos == "VBN" && s.child(c, "aux").is_none() && s.words[verb].xpos == "VBN";
            clause::as_subject(reading, s, c, passive)
        })
}

/// "is in critical condition after being shot": what befell the subject of the clause before.
pub fn after_being(reading: &Reading, s: &Sentence, noun: usize) -> Option<Found> {
    let verb = s.words[noun].head;
    if !s.words[noun].rel.starts_with("nsubj") {
        return None;
    }
    s.children(verb)
        .filter(|&c| s.words[c].rel == "advcl" && s.child(c, "nsubj").is_none())
        .filter(|&c| s.children(c).any(|k| s.words[k].rel == "aux:pass") && s.children(c).any(|k| s.words[k].lemma == "after"))
        .find_map(|c| clause::as_subject(reading, s, c, true))
}

/// True for the noun behind "of" of another number or of a quantity ("most of the 700 workers").
fn whole_of_part(s: &Sentence, noun: usize, anchor: usize) -> bool {
    let w = &s.words[noun];
    let up = &s.words[w.head];
    noun == anchor
        && w.rel.starts_with("nmod")
        && crate::extract::tree::preposition(s, noun) == Some("of")
        && (matches!(up.upos, Upos::Num | Upos::Det)
            || matches!(
                up.lemma.as_str(),
                "most"
                    | "majority"
                    | "half"
                    | "third"
                    | "quarter"
                    | "some"
                    | "many"
                    | "few"
                    | "none"
                    | "all"
                    | "more"
                    | "rest"
                    | "dozen"
                    | "score"
                    | "hundred"
                    | "thousand"
                    | "several"
                    | "handful"
            ))
}
