//! What happened to the counted things: frames of the lexicon over the tree.

use super::counted::{Counted, toll_status};
use crate::extract::reading::Reading;
use crate::extract::tree::{passive, preposition};
use crate::lexicon::Construction;
use crate::types::{Sentence, Status, Upos};

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
pub fn find(reading: &Reading, s: &Sentence, counted: &Counted) -> Option<Found> {
    if let Some(toll) = counted.toll {
        return toll_status(reading, s, toll).map(|status| Found { status, word: toll, construction: Construction::Toll });
    }
    if let Some(word) = counted.status_word {
        if let Some(f) = of_word(reading, s, word) {
            return Some(f);
        }
    }
    let above = governing(reading, s, counted.anchor);
    if let Some(f) = above.filter(|f| !weak(f.status)) {
        return Some(f);
    }
    let mut nouns = vec![counted.anchor];
    nouns.extend(counted.noun.filter(|n| *n != counted.anchor));
    for &noun in &nouns {
        if let Some(f) = clause_on(reading, s, noun) {
            return Some(f);
        }
    }
    if above.is_some() {
        return above;
    }
    for &noun in &nouns {
        if let Some(f) = modifier(reading, s, noun).or_else(|| head(reading, s, noun)) {
            return Some(f);
        }
    }
    // "14 members of the crew are missing": what holds of a container's members.
    counted.noun.filter(|n| *n != counted.anchor).and_then(|n| governing(reading, s, n))
}

/// A word that says a status without a construction: "dead", "injured", "missing".
fn of_word(reading: &Reading, s: &Sentence, word: usize) -> Option<Found> {
    let form = reading.of(&s.words[word].span).to_lowercase();
    for (key, construction) in [
        (form.as_str(), Construction::Modifier),
        (form.as_str(), Construction::Result),
        (s.words[word].lemma.as_str(), Construction::Object),
        (form.as_str(), Construction::Head),
    ] {
        if let Some(status) = reading.lexicon.status.find(key, construction, |_| false) {
            return Some(Found { status, word, construction });
        }
    }
    None
}

/// A frame of this word in a construction; further lemmas of phrases are looked for under it.
fn frame(reading: &Reading, s: &Sentence, word: usize, construction: Construction) -> Option<Found> {
    let near = |l: &str| {
        s.children(word).any(|c| {
            s.words[c].lemma.eq_ignore_ascii_case(l)
                || s.children(c).any(|k| {
                    s.words[k].lemma.eq_ignore_ascii_case(l)
                        && matches!(s.words[k].rel.split(':').next(), Some("case" | "compound" | "obl" | "nmod"))
                })
        }) || s.words.get(word + 1).is_some_and(|w| w.lemma == l)
    };
    reading.lexicon.status.find(&s.words[word].lemma.to_lowercase(), construction, near).map(|status| Found { status, word, construction })
}

/// What the clause says of a word that stands in it as subject, object or complement: climbs over conjuncts, appositions and
/// containers.
fn governing(reading: &Reading, s: &Sentence, anchor: usize) -> Option<Found> {
    let mut at = anchor;
    for _ in 0..6 {
        let w = &s.words[at];
        if w.head == at {
            return predicate_of_root(reading, s, at);
        }
        let up = w.head;
        let p = &s.words[up];
        let rel = w.rel.split(':').next().unwrap_or_default();
        match w.rel {
            "nsubj:pass" | "csubj:pass" => return as_subject(reading, s, up, true),
            "nsubj" | "nsubj:outer" | "csubj" => {
                let is_passive = passive(s, up) || (p.xpos == "VBN" && s.child(up, "aux").is_none() && s.child(up, "obj").is_none());
                return as_subject(reading, s, up, is_passive);
            }
            "obj" | "iobj" => return as_object(reading, s, up, at),
            _ => {}
        }
        match rel {
            "obl" | "nmod" => {
                let prep = preposition(s, at).unwrap_or("");
                if rel == "nmod" || p.upos == Upos::Noun {
                    if let Some(f) = behind_noun(reading, s, up, prep) {
                        return Some(f);
                    }
                    let passes = matches!(prep, "of" | "including" | "among" | "with") || prep.is_empty();
                    if prep == "including"
                        || prep.is_empty()
                        || (passes
                            && (reading.lexicon.things.is_container(&p.lemma) || matches!(p.lemma.as_str(), "body" | "life" | "remains")))
                    {
                        at = up;
                        continue;
                    }
                    return None;
                }
                if prep == "for" {
                    return frame(reading, s, up, Construction::PrepFor);
                }
                if prep == "of" || prep == "including" {
                    // "cost the lives of", parsed as a complement of the verb.
                    return frame(reading, s, up, Construction::LightOf).or_else(|| as_object(reading, s, up, at));
                }
                if prep.is_empty() {
                    return as_object(reading, s, up, at).or_else(|| as_subject(reading, s, up, passive(s, up)));
                }
                return None;
            }
            "conj" | "appos" | "list" | "flat" | "dep" | "compound" | "nummod" => {
                // A conjunct verb has its own arguments; a conjunct noun shares its partner's place.
                at = up;
                if matches!(s.words[at].upos, Upos::Verb | Upos::Aux) {
                    return as_subject(reading, s, at, passive(s, at));
                }
            }
            "xcomp" | "acl" | "advcl" | "parataxis" | "ccomp" | "orphan" => {
                // A predicate noun or an ellipsis: what its own clause says.
                return predicate_of_root(reading, s, at)
                    .or_else(|| if rel == "xcomp" || rel == "orphan" { as_object(reading, s, up, at) } else { None });
            }
            _ => return None,
        }
    }
    None
}

/// Subject of a verb, adjective or predicate noun.
fn as_subject(reading: &Reading, s: &Sentence, verb: usize, is_passive: bool) -> Option<Found> {
    let p = &s.words[verb];
    if is_passive {
        if let Some(f) = frame(reading, s, verb, Construction::LightObject).or_else(|| frame(reading, s, verb, Construction::Object)) {
            // "were found dead": the result wins over the weak verb.
            return complement(reading, s, verb).or(Some(f));
        }
    } else {
        if let Some(f) = frame(reading, s, verb, Construction::LightSubject).or_else(|| frame(reading, s, verb, Construction::Subject)) {
            return Some(f);
        }
        if p.upos == Upos::Adj {
            if let Some(f) = of_word(reading, s, verb) {
                return Some(f);
            }
        }
        if matches!(p.upos, Upos::Noun | Upos::Propn) {
            if let Some(f) = frame(reading, s, verb, Construction::Head) {
                return Some(f);
            }
        }
    }
    complement(reading, s, verb).or_else(|| {
        // "12 are in hospital", "12 were in custody".
        in_state(reading, s, verb)
    })
}

/// "remain missing", "are feared dead", "were found dead", "is believed to have died": the status of the complement.
fn complement(reading: &Reading, s: &Sentence, verb: usize) -> Option<Found> {
    s.children(verb).filter(|&c| matches!(s.words[c].rel.split(':').next(), Some("xcomp" | "ccomp"))).find_map(|c| match s.words[c].upos {
        Upos::Verb | Upos::Aux => as_subject(reading, s, c, passive(s, c) || s.words[c].xpos == "VBN"),
        _ => of_word(reading, s, c),
    })
}

/// A state said by a prepositional predicate: "in hospital", "in custody", "on strike".
fn in_state(reading: &Reading, s: &Sentence, word: usize) -> Option<Found> {
    let candidates = s.children(word).filter(|&c| s.words[c].rel.starts_with("obl")).chain([word]);
    for c in candidates {
        let Some(prep) = preposition(s, c) else { continue };
        if let Some(status) = reading.lexicon.status.find(prep, Construction::State, |l| s.words[c].lemma == l) {
            return Some(Found { status, word: c, construction: Construction::State });
        }
    }
    None
}

/// Object of a verb.
fn as_object(reading: &Reading, s: &Sentence, verb: usize, object: usize) -> Option<Found> {
    // "left 12 dead", "made 40 homeless"
    if let Some(f) = s
        .children(verb)
        .filter(|&c| c > object && matches!(s.words[c].rel.split(':').next(), Some("xcomp" | "advcl" | "acl" | "amod" | "dep" | "obl")))
        .find_map(|c| {
            let form = reading.of(&s.words[c].span).to_lowercase();
            reading.lexicon.status.find(&form, Construction::Result, |_| false).map(|status| Found {
                status,
                word: c,
                construction: Construction::Result,
            })
        })
    {
        return Some(f);
    }
    frame(reading, s, verb, Construction::LightObject)
        .or_else(|| frame(reading, s, verb, Construction::LightOf))
        .or_else(|| frame(reading, s, verb, Construction::Object))
        .or_else(|| complement(reading, s, verb))
}

/// Behind a noun and a preposition: "the killing of six", "injuries to four", "the lives of 12".
fn behind_noun(reading: &Reading, s: &Sentence, noun: usize, prep: &str) -> Option<Found> {
    let construction = match prep {
        "of" => Construction::Of,
        "to" => Construction::To,
        "on" | "against" => Construction::On,
        "for" => Construction::For,
        _ => return None,
    };
    if prep == "of" && matches!(s.words[noun].lemma.as_str(), "life" | "death") && s.words[noun].rel == "obj" {
        if let Some(f) = frame(reading, s, s.words[noun].head, Construction::LightOf) {
            return Some(f);
        }
    }
    frame(reading, s, noun, construction)
}

/// A participle or relative clause on the noun: "killed in the slide", "who were killed", "fighting in".
fn clause_on(reading: &Reading, s: &Sentence, noun: usize) -> Option<Found> {
    for c in s.children(noun) {
        let w = &s.words[c];
        if !w.rel.starts_with("acl") {
            continue;
        }
        let found = if w.rel == "acl:relcl" {
            relative(reading, s, c)
        } else if w.xpos == "VBN" || w.xpos == "VBD" {
            as_subject(reading, s, c, true)
        } else if w.upos == Upos::Adj {
            of_word(reading, s, c)
        } else if w.xpos == "VBG" {
            as_subject(reading, s, c, s.child(c, "aux:pass").is_some())
        } else {
            None
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// A relative clause: the noun is its subject, or its object where it has another subject; said through a verb of saying
/// ("whom Ukraine claims are fighting").
fn relative(reading: &Reading, s: &Sentence, verb: usize) -> Option<Found> {
    let pronoun = |c: usize| matches!(s.words[c].lemma.as_str(), "who" | "which" | "that" | "whom");
    let subject = s.children(verb).find(|&c| s.words[c].rel.starts_with("nsubj"));
    match subject {
        Some(c) if pronoun(c) || s.under(c, c) && s.words[c].upos == Upos::Pron && pronoun(c) => {
            as_subject(reading, s, verb, passive(s, verb))
        }
        Some(_) => {
            if let Some(f) = frame(reading, s, verb, Construction::Object).filter(|_| s.child(verb, "obj").is_none_or(|o| pronoun(o))) {
                return Some(f);
            }
            s.children(verb)
                .filter(|&c| matches!(s.words[c].rel.split(':').next(), Some("ccomp" | "xcomp")))
                .find_map(|c| as_subject(reading, s, c, passive(s, c)))
        }
        None => as_subject(reading, s, verb, passive(s, verb)),
    }
}

/// "wounded soldiers", "missing people", "12 arrested protesters".
fn modifier(reading: &Reading, s: &Sentence, noun: usize) -> Option<Found> {
    s.children(noun).filter(|&c| matches!(s.words[c].rel, "amod" | "acl" | "compound")).find_map(|c| {
        let form = reading.of(&s.words[c].span).to_lowercase();
        let st = &reading.lexicon.status;
        st.find(&form, Construction::Modifier, |_| false)
            .or_else(|| (s.words[c].xpos == "VBN").then(|| st.find(&s.words[c].lemma, Construction::Object, |_| false)).flatten())
            .or_else(|| (s.words[c].xpos == "VBG").then(|| st.find(&s.words[c].lemma, Construction::Subject, |_| false)).flatten())
            .map(|status| Found { status, word: c, construction: Construction::Modifier })
    })
}

/// The noun itself: "12 deaths".
fn head(reading: &Reading, s: &Sentence, noun: usize) -> Option<Found> {
    reading.lexicon.status.find(&s.words[noun].lemma.to_lowercase(), Construction::Head, |_| false).map(|status| Found {
        status,
        word: noun,
        construction: Construction::Head,
    })
}

/// A word without a clause above it: a predicate with a copula, or a fragment whose verb hangs on it.
fn predicate_of_root(reading: &Reading, s: &Sentence, word: usize) -> Option<Found> {
    if let Some(f) = in_state(reading, s, word).filter(|_| s.child(word, "nsubj").is_some()) {
        return Some(f);
    }
    // "The dead were two boys": the subject says it.
    if let Some(subject) = s.child(word, "nsubj").filter(|_| s.child(word, "cop").is_some()) {
        return head(reading, s, subject).or_else(|| modifier(reading, s, subject)).or_else(|| clause_on(reading, s, subject));
    }
    // Headlines: "Nine miners dead after slide", "40 held in raid": the participle hangs on the noun.
    s.children(word)
        .filter(|&c| c > word && matches!(s.words[c].rel.split(':').next(), Some("amod" | "acl" | "parataxis" | "dep" | "conj" | "advcl")))
        .find_map(|c| matches!(s.words[c].rel.split(':').next(), Some("amod" | "acl" | "dep")).then(|| of_word(reading, s, c)).flatten())
}
