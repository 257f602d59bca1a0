//! What a cue says: the spans of its content.

use super::quotes_at;
use crate::extract::reading::Reading;
use crate::extract::tree::preposition;
use crate::lexicon::Cue;
use crate::types::{Attribution, Sentence, Span, Upos};

/// The clauses that a cue governs, as one span a side: those behind it from the first word that is no complement of the cue
/// itself (the parser often leaves the clause's subject or a tail outside), those before it as they are.
pub fn clauses_of(s: &Sentence, cue: usize, has_hearer: bool) -> Vec<Span> {
    let mut before: Option<Span> = None;
    let mut behind: Option<Span> = None;
    let mut first_behind = usize::MAX;
    // "Asked whether he would go, the mayor said": what he was asked is not what he says.
    let asked = |c: usize| c == 0 && opens_with_participle(s);
    for c in s.children(cue).filter(|&c| s.words[c].rel.starts_with("ccomp") && !asked(c)) {
        let e = s.extent(c);
        let side = if c < cue {
            &mut before
        } else {
            first_behind = first_behind.min(c);
            &mut behind
        };
        *side = Some(side.map_or(e, |x| x.join(&e)));
    }
    if let Some(b) = &mut behind {
        // Words between cue and clause that hang neither on the cue as time, hearer or manner belong to the clause.
        let own = |i: usize| {
            let mut at = i;
            for _ in 0..8 {
                let w = &s.words[at];
                if w.head == cue {
                    const OWN: [&str; 12] =
                        ["obl", "iobj", "advmod", "nsubj", "aux", "punct", "compound", "expl", "advcl", "mark", "cc", "discourse"];
                    return (has_hearer && w.rel == "obj") || w.rel.split(':').next().is_some_and(|r| OWN.contains(&r));
                }
                if w.head == at {
                    return false;
                }
                at = w.head;
            }
            false
        };
        let start =
            (cue + 1..s.words.len()).take_while(|&i| s.words[i].span.start < b.start).find(|&i| !own(i) && s.words[i].upos != Upos::Punct);
        if let Some(i) = start {
            b.start = s.words[i].span.start;
        }
        // A tail ("after a shooting on Sunday") that the parser hung on the cue, not set off by a comma.
        let second = |c: usize| s.words[c].rel == "conj" && s.children(c).any(|k| s.words[k].rel.starts_with("nsubj"));
        for c in s.children(cue).filter(|&c| c > first_behind && (s.words[c].rel.starts_with("obl") || second(c))) {
            let e = s.extent(c);
            let comma = s.words.iter().rev().find(|w| w.span.end <= e.start).is_some_and(|w| w.upos == Upos::Punct);
            if !comma && e.start >= b.end && e.start <= b.end + 2 {
                b.end = e.end;
            }
        }
    }
    before.into_iter().chain(behind).collect()
}

/// A sentence that opens with a participle: "Asked whether he would go, ...", "Pressed on the toll, ...".
pub fn opens_with_participle(s: &Sentence) -> bool {
    let participle = s.words.first().is_some_and(|w| w.upos == Upos::Verb && matches!(w.xpos, "VBN" | "VBD"));
    participle && !s.children(0).any(|c| s.words[c].rel.starts_with("nsubj"))
}

/// The noun and the relative clause's head where a cue stands between a relative pronoun and the clause's verb ("citizens whom
/// Ukraine claims are fighting"): pronoun, source, cue in this order, whatever the parser made of the cue.
pub fn relative_noun(s: &Sentence, cue: usize, source: Option<usize>) -> Option<(usize, usize)> {
    let source = source.filter(|&i| i < cue)?;
    let first = s.words.iter().position(|w| w.span.start >= s.extent(source).start.min(s.words[source].span.start))?.min(source);
    let pronoun = first.checked_sub(1)?;
    let p = &s.words[pronoun];
    if !(matches!(p.lemma.as_str(), "who" | "whom" | "which" | "that") && matches!(p.upos, Upos::Pron)) {
        return None;
    }
    let mut at = pronoun;
    for _ in 0..8 {
        if s.words[at].rel == "acl:relcl" {
            return (s.words[at].head < pronoun).then_some((s.words[at].head, at));
        }
        if s.words[at].head == at {
            return None;
        }
        at = s.words[at].head;
    }
    None
}

/// The noun phrase before a relative clause.
pub fn antecedent(s: &Sentence, noun: usize, clause: usize) -> Span {
    // "the more than 155 of its citizens whom ...": the number governs the noun.
    let up = s.words[noun].head;
    let counted = s.words[noun].rel.starts_with("nmod")
        && preposition(s, noun) == Some("of")
        && up < noun
        && matches!(s.words[up].upos, Upos::Num | Upos::Adj);
    let noun = if counted { up } else { noun };
    let e = s.extent(noun);
    let first = s.children(clause).chain([clause]).map(|c| s.extent_start(c)).min().unwrap_or(s.words[clause].span.start);
    let case_end = s.children(noun).filter(|&c| s.words[c].rel == "case").map(|c| s.words[c].span.end).max().unwrap_or(e.start);
    Span::new(case_end, first.max(case_end))
}

/// What follows the content to the end of the sentence and holds no verb ("..., including ten children") belongs to it.
pub fn take_tail(reading: &Reading, s: &Sentence, verb: usize, a: &mut Attribution) {
    let Some(last) = a.content.iter_mut().max_by_key(|c| c.end) else { return };
    if last.end <= s.words[verb].span.end || a.source.is_some_and(|x| x.start >= last.end) {
        return;
    }
    let end = last.end;
    let tail = || s.words.iter().filter(move |w| w.span.start >= end);
    let verbal = tail().any(|w| matches!(w.upos, Upos::Verb | Upos::Aux) && !matches!(reading.of(&w.span), "including" | "according"));
    if !verbal && !tail().any(|w| w.lemma == "accord" || reading.of(&w.span) == "according") && tail().any(|w| w.upos != Upos::Punct) {
        last.end = s.span.end;
    }
}

/// Lets the content behind a plain verb of saying begin right behind the verb where a noun phrase stands there: the parser often
/// leaves the subject of what is said, or the number before it, on the verb ("said at least 80 of the 95 held were ill").
pub fn begin_behind(reading: &Reading, s: &Sentence, verb: usize, cue: &Cue, content: &mut Vec<Span>) {
    let Some(first) = s.words.get(verb + 1) else { return };
    let end = s.words[verb].span.end;
    if s.words[verb].xpos == "VBN" && !s.children(verb).any(|c| s.words[c].lemma == "have") {
        return;
    }
    let hearer = !cue.content.object && cue.phrase != "say";
    let starts = match first.upos {
        Upos::Det | Upos::Num | Upos::Pron => {
            let day = s.words.get(verb + 2).is_some_and(|n| {
                matches!(
                    n.lemma.as_str(),
                    "week"
                        | "month"
                        | "year"
                        | "morning"
                        | "afternoon"
                        | "evening"
                        | "night"
                        | "day"
                        | "weekend"
                        | "spring"
                        | "summer"
                        | "fall"
                        | "winter"
                )
            });
            first.upos == Upos::Num || !(hearer || first.upos == Upos::Det && day)
        }
        Upos::Propn | Upos::Noun | Upos::Adj => !hearer && !is_time(reading, &first.lemma),
        Upos::Adv | Upos::Adp => {
            let next = s.words.get(verb + 2);
            next.is_some_and(|n| n.upos == Upos::Num || n.lemma == "than")
                && !matches!(first.lemma.as_str(), "in" | "on" | "at" | "by" | "since")
        }
        _ => false,
    };
    if !starts || quotes_at(reading, &first.span).iter().any(|q| q.contains(&first.span)) {
        return;
    }
    let behind = content.iter_mut().filter(|c| c.start > end).min_by_key(|c| c.start);
    // Within what the verb governs: a further "that" begins the clause itself ("said Monday that ...").
    let verbal = |to: usize| {
        s.words.iter().any(|w| w.span.start >= first.span.start && w.span.end <= to && matches!(w.upos, Upos::Verb | Upos::Aux))
    };
    match behind {
        Some(c) => {
            let that = s.words.iter().any(|w| w.span.start >= end && w.span.start <= c.start && w.upos == Upos::Sconj && w.lemma == "that");
            if c.start > first.span.start && (!that || verbal(c.start)) {
                c.start = first.span.start;
            }
        }
        None => {
            let free = content.is_empty() && s.words.len() - verb > 3;
            if free && verbal(s.span.end) {
                content.push(Span::new(first.span.start, s.span.end));
            }
        }
    }
}

/// An object behind its verb with the words that follow it up to a comma or a further verb: the parser hangs them on the verb
/// ("disclosed the habit of her clerks | taking bribes", "showed the mayor | ahead by 10 points").
pub fn to_comma(reading: &Reading, s: &Sentence, object: Span, verb: usize) -> Span {
    let from = s.words.partition_point(|w| w.span.end <= object.end);
    if object.start < s.words[verb].span.end || from >= s.words.len() {
        return object;
    }
    let stops = |i: usize| {
        let w = &s.words[i];
        let joins = w.upos == Upos::Cconj && (i + 1..s.words.len().min(i + 4)).any(|k| matches!(s.words[k].upos, Upos::Verb | Upos::Aux));
        w.upos == Upos::Punct
            || joins
            || (w.upos == Upos::Sconj && matches!(w.lemma.as_str(), "because" | "so" | "while" | "after" | "before" | "as" | "if" | "when"))
    };
    let day = |i: usize| s.words.get(i).is_some_and(|w| is_time(reading, &w.lemma));
    if day(from) || (s.words[from].upos == Upos::Adp && (day(from + 1) || s.words.get(from + 1).is_some_and(|w| w.upos == Upos::Num))) {
        return object;
    }
    match (from..s.words.len()).take_while(|&i| !stops(i)).last() {
        Some(last) if last - from < 25 => Span::new(object.start, s.words[last].span.end),
        _ => object,
    }
}

/// Words for days, which say when something was said.
pub fn is_time(reading: &Reading, lemma: &str) -> bool {
    reading.lexicon.time.names_day(lemma)
        || ["today", "yesterday", "tomorrow", "last", "earlier", "late", "early", "recently", "next", "later", "this", "that"]
            .iter()
            .any(|w| lemma.eq_ignore_ascii_case(w))
}

/// The clause with "that" and a subject that the parser took for a relative clause of a noun ("the claim that nine died").
pub fn that_clause(s: &Sentence, noun: usize) -> Option<usize> {
    s.children(noun).find(|&c| {
        let child = |f: &dyn Fn(&crate::types::Word) -> bool| s.children(c).any(|k| f(&s.words[k]));
        c > noun
            && s.words[c].rel.starts_with("acl")
            && child(&|w| w.rel == "mark" && w.lemma == "that" && w.upos == Upos::Sconj)
            && child(&|w| w.rel.starts_with("nsubj") || w.rel.starts_with("expl"))
    })
}
