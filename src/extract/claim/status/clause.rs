//! What a clause says of the counted things: frames of the lexicon over the tree.
//!
//! "Rebels said 12 scouts were captured": `captured` is the passive verb that `scouts` is the subject of.

use super::{Found, weak};
use crate::extract::reading::Reading;
use crate::extract::tree::{passive, preposition};
use crate::lexicon::{ClaimWord, Construction};
use crate::types::{Sentence, Status, Upos};

/// A word that says a status without a construction: "dead", "injured", "missing".
pub(super) fn of_word(reading: &Reading, s: &Sentence, word: usize) -> Option<Found> {
    let form = reading.of(&s.words[word].span).to_lowercase();
    for (key, construction) in [
        (form.as_str(), Construction::Modifier),
        (form.as_str(), Construction::Result),
        (s.words[word].lemma.as_str(), Construction::Object),
        (form.as_str(), Construction::Head),
    ] {
        // Of verbs only the participle says what befell: "strike" the noun strikes nobody.
        if construction == Construction::Object && !matches!(s.words[word].xpos, "VBN" | "VBD" | "JJ") {
            continue;
        }
        if let Some(status) = reading.lexicon.status.find(key, construction, |_| false) {
            return Some(Found { status, word, construction });
        }
    }
    None
}

/// A frame of this word in a construction; further lemmas of phrases are looked for under it.
pub(super) fn frame(reading: &Reading, s: &Sentence, word: usize, construction: Construction) -> Option<Found> {
    let near = |l: &str| {
        s.children(word).any(|c| {
            s.words[c].lemma.eq_ignore_ascii_case(l)
                || s.children(c).any(|k| {
                    s.words[k].lemma.eq_ignore_ascii_case(l)
                        && matches!(s.words[k].rel.split(':').next(), Some("case" | "compound" | "obl" | "nmod"))
                })
        }) || s.words.get(word + 1).is_some_and(|w| w.lemma == l)
    };
    let clinic = |l: &str| l == "hospital" && s.children(word).any(|c| facility(reading, s, c));
    let st = &reading.lexicon.status;
    let lemma = s.words[word].lemma.to_lowercase();
    // "a missile strike on 12 homes": the phrase begins with what modifies its head.
    let compound = || {
        let nominal = matches!(construction, Construction::Of | Construction::On | Construction::By | Construction::To | Construction::For);
        let before = s.children(word).filter(|&c| nominal && c < word && matches!(s.words[c].rel, "compound" | "amod"));
        { before }.find_map(|c| st.find(&s.words[c].lemma.to_lowercase(), construction, |l| l == lemma))
    };
    let status = st.find(&lemma, construction, |l| near(l) || clinic(l)).or_else(compound)?;
    Some(Found { status: outcome(s, word, status), word, construction })
}

/// "fatally shot", "stabbed to death": a wound that killed.
fn outcome(s: &Sentence, word: usize, status: Status) -> Status {
    let deadly = |c: usize| {
        let w = &s.words[c];
        matches!(w.lemma.as_str(), "fatally" | "mortally" | "dead" | "fatal" | "deadly")
            || (w.lemma == "death" && preposition(s, c) == Some("to"))
    };
    // "the attempted murder of five"
    if status == Status::Killed
        && s.children(word).any(|c| s.words[c].rel == "amod" && matches!(s.words[c].lemma.as_str(), "attempted" | "attempt" | "failed"))
    {
        return Status::Attacked;
    }
    if matches!(status, Status::Wounded | Status::Attacked) && s.children(word).any(deadly) { Status::Killed } else { status }
}

/// A place that treats people, by the words of its name: "Velden General Hospital", "the emergency room".
fn facility(reading: &Reading, s: &Sentence, word: usize) -> bool {
    let is = |i: usize| {
        matches!(s.words[i].upos, Upos::Noun | Upos::Propn | Upos::Adj)
            && reading.lexicon.status.find(&s.words[i].lemma.to_lowercase(), Construction::Facility, |_| false).is_some()
    };
    matches!(s.words[word].rel.split(':').next(), Some("obl" | "nmod" | "obj"))
        && (is(word) || s.children(word).any(|c| is(c) || s.children(c).any(is)))
}

/// What the clause says of a word that stands in it as subject, object or complement: climbs over conjuncts, appositions and
/// containers.
pub(super) fn governing(reading: &Reading, s: &Sentence, anchor: usize) -> Option<Found> {
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
                    if matches!(prep, "including" | "among" | "like" | "excluding") {
                        // "14 people, including three children, were killed"; "14 people killed, including three".
                        return super::beside::own_predicate(reading, s, up)
                            .or_else(|| governing(reading, s, up).filter(|f| !weak(f.status)))
                            .or_else(|| clause_on(reading, s, up));
                    }
                    if prep.is_empty()
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
                if matches!(prep, "including" | "among" | "alongside" | "along") {
                    // "were killed, including three children": hung on the verb.
                    return as_subject(reading, s, up, true).or_else(|| as_subject(reading, s, up, false));
                }
                if prep == "by" {
                    return frame(reading, s, up, Construction::By);
                }
                if prep == "with" {
                    return caught_with(reading, s, up);
                }
                if prep == "between" {
                    return between(reading, s, up);
                }
                if prep == "of" {
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
pub(super) fn as_subject(reading: &Reading, s: &Sentence, verb: usize, is_passive: bool) -> Option<Found> {
    let p = &s.words[verb];
    if matches!(p.upos, Upos::Noun | Upos::Propn | Upos::Num) && preposition(s, verb).is_some() {
        return in_state(reading, s, verb);
    }
    let found = if is_passive {
        frame(reading, s, verb, Construction::LightObject).or_else(|| frame(reading, s, verb, Construction::Object))
    } else {
        frame(reading, s, verb, Construction::LightSubject)
            .or_else(|| frame(reading, s, verb, Construction::Subject))
            .or_else(|| (matches!(p.upos, Upos::Adj | Upos::Adv | Upos::Adp)).then(|| of_word(reading, s, verb)).flatten())
            .or_else(|| predicate(reading, s, verb))
            .or_else(|| (matches!(p.upos, Upos::Noun | Upos::Propn)).then(|| frame(reading, s, verb, Construction::Head)).flatten())
    };
    match found {
        // "were found dead", "remain missing": what follows wins over a weak verb.
        Some(f) if weak(f.status) => {
            // "confronted officers at a hospital" is no state of the crowd.
            let stays = matches!(p.lemma.as_str(), "be" | "remain" | "stay" | "arrive" | "lie" | "languish");
            let state = || (f.status == Status::Present && stays).then(|| in_state(reading, s, verb)).flatten();
            complement(reading, s, verb).or_else(|| as_what(reading, s, verb)).or_else(state).or(Some(f))
        }
        Some(f) => Some(f),
        // "12 are in hospital", "12 were in custody".
        None => complement(reading, s, verb).or_else(|| as_what(reading, s, verb)).or_else(|| in_state(reading, s, verb)),
    }
}

/// "were listed as missing", "have been identified, by their families, as injured": the state behind "as" of a verb of listing.
fn as_what(reading: &Reading, s: &Sentence, verb: usize) -> Option<Found> {
    if !super::beside::LISTS.contains(&s.words[verb].lemma.as_str()) {
        return None;
    }
    s.children(verb)
        .filter(|&c| c > verb && s.children(c).any(|k| k < c && s.words[k].lemma == "as"))
        .find_map(|c| of_word(reading, s, c).filter(|f| !weak(f.status)))
}

/// "12 were there": an adverb that says a state where it is the predicate.
fn predicate(reading: &Reading, s: &Sentence, word: usize) -> Option<Found> {
    let be = |i: usize| s.words[i].lemma == "be";
    let place = |i: usize| {
        let status = reading.lexicon.status.find(&s.words[i].lemma.to_lowercase(), Construction::Predicate, |_| false)?;
        Some(Found { status, word: i, construction: Construction::Predicate })
    };
    if be(word) {
        return s.children(word).filter(|&c| c > word && s.words[c].rel == "advmod").find_map(place);
    }
    if s.children(word).any(|c| s.words[c].rel == "cop") { place(word) } else { None }
}

/// "remain missing", "are feared dead", "were found dead", "is believed to have died": the status of the complement.
fn complement(reading: &Reading, s: &Sentence, verb: usize) -> Option<Found> {
    let open = |c: usize| {
        matches!(s.words[c].rel.split(':').next(), Some("xcomp" | "ccomp")) && s.child(c, "nsubj").is_none() && preposition(s, c).is_none()
    };
    s.children(verb).filter(|&c| open(c)).find_map(|c| match s.words[c].upos {
        // "are believed to have died" is active for all its participle.
        Upos::Verb | Upos::Aux => as_subject(reading, s, c, passive(s, c) || (s.words[c].xpos == "VBN" && s.child(c, "aux").is_none())),
        _ => of_word(reading, s, c).or_else(|| complement(reading, s, c)),
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
pub(super) fn as_object(reading: &Reading, s: &Sentence, verb: usize, object: usize) -> Option<Found> {
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
        .or_else(|| had_there(reading, s, verb, object))
}

/// "has one tug at the scene", "had 40 guests in the house": what someone has somewhere is there.
fn had_there(reading: &Reading, s: &Sentence, verb: usize, object: usize) -> Option<Found> {
    if s.words[verb].lemma != "have" {
        return None;
    }
    s.children(verb)
        .chain(s.children(object))
        .filter(|&c| c > object && matches!(s.words[c].rel.split(':').next(), Some("obl" | "nmod")))
        .find_map(|c| {
            let status = reading.lexicon.status.find(preposition(s, c)?, Construction::State, |l| s.words[c].lemma == l)?;
            (status == Status::Present).then_some(Found { status, word: c, construction: Construction::State })
        })
}

/// "was caught with 40,000 pills": what is found on someone is taken from him.
fn caught_with(reading: &Reading, s: &Sentence, verb: usize) -> Option<Found> {
    reading.lexicon.claims.is(ClaimWord::Caught, &s.words[verb].lemma).then_some(Found {
        status: Status::Seized,
        word: verb,
        construction: Construction::PrepFor,
    })
}

/// "a gunfight between two gangs", "shots were fired between two groups": both sides fight.
fn between(reading: &Reading, s: &Sentence, word: usize) -> Option<Found> {
    let fights = |w: usize| {
        let lemma = s.words[w].lemma.to_lowercase();
        let st = &reading.lexicon.status;
        [Construction::Of, Construction::Subject, Construction::Head]
            .iter()
            .any(|&c| st.find(&lemma, c, |_| false) == Some(Status::Fighting))
            || matches!(lemma.as_str(), "fire" | "gunfire" | "shot") && s.words[w].upos != Upos::Propn
    };
    fights(word).then_some(Found { status: Status::Fighting, word, construction: Construction::Of })
}

/// Behind a noun and a preposition: "the killing of six", "injuries to four", "the lives of 12".
fn behind_noun(reading: &Reading, s: &Sentence, noun: usize, prep: &str) -> Option<Found> {
    if prep == "between" {
        return between(reading, s, noun);
    }
    let construction = match prep {
        "of" => Construction::Of,
        "to" => Construction::To,
        "on" | "against" => Construction::On,
        "for" => Construction::For,
        "by" => Construction::By,
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
pub(super) fn clause_on(reading: &Reading, s: &Sentence, noun: usize) -> Option<Found> {
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
    // "40 people in custody", "13 citizens in the army": the state behind the noun. Being somewhere is too weak here.
    s.children(noun).filter(|&c| c > noun && s.words[c].rel.starts_with("nmod")).find_map(|c| {
        let status = reading.lexicon.status.find(preposition(s, c)?, Construction::State, |l| s.words[c].lemma == l)?;
        // "a crowd of 90 relatives at the clinic" needs no doctor.
        let visiting = status == Status::Hospitalised && preposition(s, c) == Some("at");
        (status != Status::Present && !visiting).then_some(Found { status, word: c, construction: Construction::State })
    })
}

/// A relative clause: the noun is its subject, or its object where it has another subject; said through a verb of saying
/// ("whom Ukraine claims are fighting").
fn relative(reading: &Reading, s: &Sentence, verb: usize) -> Option<Found> {
    let pronoun = |c: usize| matches!(s.words[c].lemma.as_str(), "who" | "which" | "that" | "whom");
    let subject = s.children(verb).find(|&c| s.words[c].rel.starts_with("nsubj"));
    match subject {
        // A verb of saying taken for the subject ("whom Ukraine claims are fighting") leaves the noun as the subject.
        Some(c) if pronoun(c) || s.words[c].upos == Upos::Verb => as_subject(reading, s, verb, passive(s, verb)),
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
pub(super) fn modifier(reading: &Reading, s: &Sentence, noun: usize) -> Option<Found> {
    s.children(noun).filter(|&c| matches!(s.words[c].rel, "amod" | "acl" | "compound")).find_map(|c| {
        let form = reading.of(&s.words[c].span).to_lowercase();
        let st = &reading.lexicon.status;
        st.find(&form, Construction::Modifier, |_| false)
            .or_else(|| (s.words[c].xpos == "VBN").then(|| st.find(&s.words[c].lemma, Construction::Object, |_| false)).flatten())
            .or_else(|| (s.words[c].xpos == "VBG").then(|| st.find(&s.words[c].lemma, Construction::Subject, |_| false)).flatten())
            // "registered voters" says what they are, no registration.
            .filter(|status| *status != Status::Registered)
            .map(|status| Found { status: outcome(s, c, status), word: c, construction: Construction::Modifier })
    })
}

/// The noun itself: "12 deaths".
pub(super) fn head(reading: &Reading, s: &Sentence, noun: usize) -> Option<Found> {
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
