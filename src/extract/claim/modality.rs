//! Whether it happened: planned, foreseen, supposed, or actual.
//!
//! "Torvale plans to hire 400 guards": planned, by the governor of the infinitive. "A search for the 80 bodies could take
//! months": actual, since "the 80" are there whatever the search may take. "If the dam fails, 9,000 would leave":
//! hypothetical. What lies long past is told apart in [`super::happened`], by its date.

use crate::extract::reading::Reading;
use crate::extract::tree::{negated, preposition};
use crate::lexicon::ClaimWord;
use crate::types::{Modality, Sentence, Span, Upos};

/// The modality of what is said at a word: auxiliaries and governing verbs from it up to the clause of the speaker's cue.
/// `anchor` is the counted thing's word, `status` the word that says its status. `stop` is the cue's word: what governs it
/// says nothing of the content. `given` is true where the counted things are presupposed ("the 80", "its 80").
pub fn find(
    reading: &Reading,
    s: &Sentence,
    anchor: usize,
    status: Option<usize>,
    stop: Option<usize>,
    given: bool,
    figure: &Span,
) -> Modality {
    if let Some(m) = by_order(reading, s, anchor, figure, stop.is_some()) {
        return m;
    }
    let verbal = |w: usize| matches!(s.words[w].upos, Upos::Verb | Upos::Aux | Upos::Adj) || s.child(w, "cop").is_some();
    // "the strike that 40,000 dockers threaten", "threatened a walkout"
    if let Some(m) = status.and_then(|w| reading.lexicon.modality.status(&s.words[w].lemma)) {
        return m;
    }
    // "a strike by 40": what is said of the noun of happening holds for them.
    let nominal = status.filter(|&w| s.words[w].upos == Upos::Noun && w != anchor && s.under(anchor, w));
    let start = match status.filter(|&w| verbal(w) && !(s.words[w].rel == "amod" && s.words[w].head == anchor)) {
        Some(w) => Some(w),
        None => clause_of_argument(s, anchor, given).or(nominal),
    };
    let own = beside(reading, s, anchor).or_else(|| nominal.and_then(|w| beside(reading, s, w)));
    let Some(start) = start else { return own.unwrap_or(Modality::Actual) };
    if let Some(m) = own {
        return m;
    }
    if status.is_none() && given && !is_subject(s, anchor) {
        return Modality::Actual;
    }
    climb(reading, s, anchor, start, stop).unwrap_or(Modality::Actual)
}

/// True where a figure stands in a condition: "If the figures are right - 88 dead - and if 118 were saved". The tree often ends the
/// clause at a dash, so a sentence that opens with "if" supposes all up to the comma or dash before its main clause, and what
/// follows from it too.
pub fn supposed(reading: &Reading, s: &Sentence, anchor: usize, figure: &Span) -> bool {
    let mark = |i: usize| {
        matches!(s.words[i].lemma.to_lowercase().as_str(), "if" | "unless" | "supposing")
            && s.words[i].rel == "mark"
            // "if you ask the police" asks nobody; "as if", "even if" and "whether" suppose nothing.
            && !s.words.get(i + 1).is_some_and(|w| w.lemma.eq_ignore_ascii_case("you"))
            && !i.checked_sub(1).is_some_and(|p| matches!(s.words[p].lemma.to_lowercase().as_str(), "as" | "even" | "ask" | "know" | "say" | "see"))
    };
    let quoted = reading.text().get(s.span.start..).unwrap_or("").starts_with(['"', '“', '\'']);
    let opens = (0..s.words.len().min(if quoted { 2 } else { 1 })).any(mark);
    if opens && s.words.first().is_some_and(|w| w.span.start < figure.start) {
        let root = s.root();
        if s.words[root].span.start >= figure.end {
            return true;
        }
        // What follows from the condition, but for what is only recalled in another clause ("the worst since a liner sank with
        // 400"), or said on another matter ("..., the minister said 12 were killed").
        let mut at = anchor;
        for _ in 0..6 {
            if at == root {
                return !reading.lexicon.claims.is(ClaimWord::Told, &s.words[root].lemma);
            }
            if matches!(s.words[at].rel.split(':').next(), Some("acl" | "advcl" | "ccomp" | "nmod")) {
                return false;
            }
            at = s.words[at].head;
        }
        return false;
    }
    let mut at = anchor;
    for _ in 0..10 {
        let w = &s.words[at];
        if w.rel.starts_with("advcl") && s.children(at).any(mark) {
            return true;
        }
        if w.head == at {
            return false;
        }
        at = w.head;
    }
    false
}

/// True where a figure stands in a question that can be answered by no: "Is it true that 80 fled?".
pub fn asked(s: &Sentence, anchor: usize) -> bool {
    let Some(end) = s.words.iter().rposition(|w| w.lemma == "?") else { return false };
    let first = s.words.iter().position(|w| w.upos != Upos::Punct);
    anchor < end
        && first.is_some_and(|i| {
            let w = &s.words[i];
            (w.upos == Upos::Aux || matches!(w.lemma.as_str(), "be" | "do" | "have")) && matches!(w.xpos, "VBZ" | "VBP" | "VBD" | "MD")
        })
}

/// The auxiliary right before the verb before the figure ("will lay off 3,500"), or right behind the noun ("2,000 workers
/// will return"), whatever the tree makes of them.
fn by_order(reading: &Reading, s: &Sentence, anchor: usize, figure: &Span, reported: bool) -> Option<Modality> {
    let words = &reading.lexicon.modality;
    let first = s.words.iter().position(|w| w.span.end > figure.start)?;
    let modal = |at: usize, verb: usize| -> Option<Modality> {
        let w = &s.words[at];
        if w.upos != Upos::Aux {
            return None;
        }
        let lemma = w.lemma.to_lowercase();
        // Suppositions depend on more than their auxiliary; the tree decides.
        let m = words.auxiliary(&lemma).filter(|_| matches!(lemma.as_str(), "will" | "'ll" | "wo" | "would" | "'d"))?;
        Some(future(
            reading,
            s,
            verb,
            &lemma,
            m,
            reported || s.words.iter().any(|x| matches!(x.lemma.as_str(), "say" | "announce" | "tell")),
        ))
    };
    let mut at = first;
    let mut verb = None;
    for _ in 0..5 {
        at = at.checked_sub(1)?;
        let w = &s.words[at];
        match (verb, w.upos) {
            (None, Upos::Verb) if w.xpos == "VB" => verb = Some(at),
            // "would be adding 127 flights"; "is laying off 600" announces a plan.
            (None, Upos::Verb) if w.xpos == "VBG" && at > 0 && s.words[at - 1].lemma == "be" => verb = Some(at),
            (Some(v), Upos::Aux) if w.lemma == "be" && s.words[v].xpos == "VBG" => {
                if w.xpos != "VB" && reported && words.is_announced(&s.words[v].lemma) {
                    return Some(Modality::Planned);
                }
            }
            (None, Upos::Det | Upos::Adv | Upos::Adp | Upos::Part) if w.lemma != "to" => {}
            (Some(_), Upos::Adv | Upos::Cconj) => {}
            // "is to release 70", "can house 2,500": a plan, a capacity.
            (Some(_), Upos::Part) if w.lemma == "to" && at > 0 && s.words[at - 1].lemma == "be" => return Some(Modality::Planned),
            (Some(_), Upos::Aux) if w.lemma == "can" => return Some(Modality::Planned),
            (Some(v), _) => {
                if let Some(m) = modal(at, v) {
                    return Some(m);
                }
                break;
            }
            _ => break,
        }
    }
    let mut next = anchor.max(s.words.iter().rposition(|w| w.span.start < figure.end)?) + 1;
    // "90 weavers who had been sent home will return": the verb behind the relative clause.
    if s.words.get(next).is_some_and(|w| matches!(w.lemma.as_str(), "who" | "which" | "that")) {
        let end =
            (next + 1..s.words.len().min(next + 7)).find(|&i| s.words[i].xpos == "MD" && matches!(s.words[i - 1].xpos, "VBN" | "VBD"));
        next = end.unwrap_or(next);
    }
    while s.words.get(next).is_some_and(|w| w.upos == Upos::Adv) {
        next += 1;
    }
    if s.words.get(next).is_some_and(|w| w.upos == Upos::Aux) {
        let verb = (next + 1..s.words.len().min(next + 5)).find(|&i| s.words[i].upos == Upos::Verb || s.words[i].upos == Upos::Adj)?;
        return modal(next, verb);
    }
    None
}

fn is_subject(s: &Sentence, anchor: usize) -> bool {
    s.words[anchor].rel.starts_with("nsubj")
}

/// An adjective or adverb of modality on the counted noun: "400 planned flats".
fn beside(reading: &Reading, s: &Sentence, anchor: usize) -> Option<Modality> {
    s.children(anchor)
        .filter(|&c| matches!(s.words[c].rel, "amod" | "advmod"))
        .find_map(|c| reading.lexicon.modality.modifier(&s.words[c].lemma.to_lowercase()))
}

/// The verb whose argument a noun is: directly, as a conjunct, or behind "of" of another argument.
fn clause_of_argument(s: &Sentence, anchor: usize, given: bool) -> Option<usize> {
    let mut at = anchor;
    for _ in 0..6 {
        let w = &s.words[at];
        if w.head == at {
            return Some(at);
        }
        let rel = w.rel.split(':').next().unwrap_or_default();
        match rel {
            "nsubj" | "obj" | "iobj" | "csubj" | "xcomp" | "ccomp" | "root" => return Some(w.head),
            "obl" => {
                let direct = matches!(preposition(s, at), None | Some("to" | "for" | "by" | "from" | "of"));
                return (direct && !given).then_some(w.head);
            }
            "conj" | "appos" | "nummod" | "compound" | "flat" | "det" | "amod" => at = w.head,
            "nmod" if matches!(preposition(s, at), Some("of" | "for") | None) => at = w.head,
            _ => return None,
        }
    }
    None
}

fn climb(reading: &Reading, s: &Sentence, anchor: usize, start: usize, stop: Option<usize>) -> Option<Modality> {
    let words = &reading.lexicon.modality;
    let mut word = start;
    for step in 0..10 {
        if Some(word) == stop {
            break;
        }
        let w = &s.words[word];
        let lemma = |c: usize| s.words[c].lemma.to_lowercase();
        let perfect = s.children(word).any(|x| s.words[x].lemma == "have" && s.words[x].rel == "aux");
        // "is shutting both mills, sending 900 home": what is announced in the present is still to come.
        let going_on =
            || s.children(word).any(|x| s.words[x].rel == "aux" && matches!(s.words[x].xpos, "VBZ" | "VBP") && s.words[x].lemma == "be");
        if word != start && w.xpos == "VBG" && words.is_announced(&w.lemma) && (stop.is_some() || reported(s, word)) && going_on() {
            return Some(Modality::Planned);
        }
        for c in s.children(word) {
            let k = &s.words[c];
            if k.rel == "aux" {
                if let Some(m) = words.auxiliary(&lemma(c)) {
                    if (k.lemma == "could" && negated(s, word)) || (perfect && m == Modality::Planned) {
                        continue;
                    }
                    return Some(future(reading, s, word, &lemma(c), m, stop.is_some() || reported(s, word)));
                }
            }
            if k.rel == "mark" && matches!(k.lemma.as_str(), "if" | "unless") && w.rel.starts_with("advcl") {
                return Some(Modality::Hypothetical);
            }
            if k.rel == "advmod" {
                // "were likely killed" guesses at what has happened, and foresees nothing.
                let past = matches!(w.xpos, "VBN" | "VBD") && !s.children(word).any(|x| s.words[x].xpos == "MD");
                if let Some(m) = words.modifier(&lemma(c)).filter(|m| !(past && *m == Modality::Forecast)) {
                    return Some(m);
                }
            }
        }
        if w.head == word {
            break;
        }
        let up = &s.words[w.head];
        let rel = w.rel.split(':').next().unwrap_or_default();
        let to = s.children(word).any(|c| s.words[c].rel == "mark" && s.words[c].lemma == "to");
        let marked = s.children(word).any(|c| s.words[c].rel == "mark");
        match (rel, w.rel) {
            // What a relative clause or participle says of a noun holds, whatever becomes of the noun.
            (_, "acl:relcl") => return None,
            // "will be closed, a move affecting 2,000"
            ("acl", _) if !to && w.xpos == "VBG" && matches!(up.lemma.as_str(), "move" | "step" | "measure") => {}
            ("acl", _) if !to => return None,
            ("advcl", _) if to || (!marked && w.xpos == "VBG") => {}
            ("advcl", _) => return None,
            ("xcomp" | "ccomp" | "acl" | "conj" | "parataxis" | "obj" | "nsubj" | "obl" | "nmod" | "aux" | "cop", _) => {}
            _ => return None,
        }
        // The word that governs it: "plans to", "a plan for", "expects 40".
        let governs = match rel {
            "xcomp" | "acl" | "ccomp" => true,
            // "expects the number to reach 200"
            "advcl" => to && s.child(w.head, "obj").is_some_and(|o| o > w.head && o < word),
            "obj" => true,
            "obl" | "nmod" => matches!(preposition(s, word), Some("for" | "of")),
            _ => false,
        };
        if governs && Some(w.head) != stop && matches!(up.upos, Upos::Verb | Upos::Adj | Upos::Noun | Upos::Aux) {
            // "required 40 workers to train others" foresees nothing.
            if let Some(m) = words.governor(&up.lemma.to_lowercase(), rel).filter(|m| rel != "advcl" || *m == Modality::Forecast) {
                return Some(m);
            }
        }
        // The counted noun's own verb.
        if step == 0 && word == start {
            if let Some(m) = own_verb(reading, s, anchor, start).filter(|_| Some(start) != stop) {
                return Some(m);
            }
        }
        // Coordinated verbs share auxiliaries only where the second has no subject of its own.
        if matches!(rel, "conj" | "parataxis") && s.child(word, "nsubj").is_some() {
            return None;
        }
        if matches!(rel, "nsubj") {
            // "400 flats are planned", "no further layoffs are expected": the object of the verb in the active.
            let passive = w.rel == "nsubj:pass" && (word == anchor || matches!(w.upos, Upos::Noun | Upos::Propn));
            return passive.then(|| words.governor(&up.lemma.to_lowercase(), "obj")).flatten();
        }
        word = w.head;
    }
    if s.words[start].head == start && Some(start) != stop {
        if let Some(m) = own_verb(reading, s, anchor, start) {
            return Some(m);
        }
    }
    stop.and_then(|cue| words.governor(&s.words[cue].lemma.to_lowercase(), "ccomp"))
}

/// What the verb that the counted noun is an argument of says: "seeks 400", "asked for 400", "400 are sought".
fn own_verb(reading: &Reading, s: &Sentence, anchor: usize, verb: usize) -> Option<Modality> {
    if s.words[anchor].head != verb {
        return None;
    }
    let role = match s.words[anchor].rel {
        "obj" | "nsubj:pass" => "obj",
        r if r.starts_with("obl") && preposition(s, anchor) == Some("for") => "obl",
        _ => return None,
    };
    reading.lexicon.modality.governor(&s.words[verb].lemma.to_lowercase(), role)
}

/// True where a verb stands in the content of a verb of saying in the same sentence.
fn reported(s: &Sentence, word: usize) -> bool {
    s.words[word].rel == "ccomp" || s.children(word).any(|c| s.words[c].rel.starts_with("parataxis"))
}

/// "will" and "would" of what comes by itself foresee ("will cost 400 jobs"), of deeds they plan ("will hire 400"). "would"
/// supposes where there is a condition, or no speaker for whom it was still to come.
fn future(reading: &Reading, s: &Sentence, verb: usize, auxiliary: &str, modality: Modality, reported: bool) -> Modality {
    let outcome = reading.lexicon.modality.is_outcome(&s.words[verb].lemma.to_lowercase());
    let conditional = s.words.iter().any(|w| matches!(w.lemma.to_lowercase().as_str(), "if" | "unless") && w.rel == "mark");
    let foreseen = s
        .words
        .iter()
        .any(|w| matches!(w.lemma.as_str(), "predict" | "forecast" | "expect" | "foresee" | "project") && w.upos == Upos::Verb);
    match auxiliary {
        "will" | "'ll" | "wo" | "shall" if conditional => Modality::Hypothetical,
        "will" | "'ll" | "wo" | "shall" if foreseen => Modality::Forecast,
        "will" | "'ll" | "wo" | "shall" if outcome => Modality::Forecast,
        "would" | "'d" => {
            let condition = s.words.iter().any(|w| {
                matches!(w.lemma.as_str(), "if" | "unless" | "should" | "scenario" | "otherwise") && w.upos != Upos::Noun
                    || w.lemma == "scenario"
            });
            let perfect = s.children(verb).any(|x| s.words[x].lemma == "have" && s.words[x].rel == "aux");
            if condition || perfect || !reported {
                Modality::Hypothetical
            } else if outcome {
                Modality::Forecast
            } else {
                Modality::Planned
            }
        }
        _ => modality,
    }
}
