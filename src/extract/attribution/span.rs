//! The words of a cue and of a source.

use crate::extract::reading::Reading;
use crate::lexicon::SpeechUse;
use crate::types::{Sentence, Span, Upos};

/// The verb that colors this one: it governs it as open complement ("continued" of "continued to argue").
pub fn colored_by(reading: &Reading, s: &Sentence, verb: usize) -> Option<usize> {
    let w = &s.words[verb];
    let up = &s.words[w.head];
    (w.rel == "xcomp"
        && w.head < verb
        && verb - w.head <= 4
        && up.upos == Upos::Verb
        && reading.lexicon.reporting.is(&up.lemma, SpeechUse::Coloring))
    .then_some(w.head)
}

/// Verb with its auxiliaries, negation, particles, the adverbs between them, the "to" before it and the verbs that color it.
/// `extra` are further words of the cue's phrase.
pub fn cue_span(reading: &Reading, s: &Sentence, word: usize, extra: &[usize]) -> Span {
    let mut members = vec![word];
    members.extend_from_slice(extra);
    let mut at = word;
    loop {
        for c in s.children(at) {
            let w = &s.words[c];
            if matches!(w.rel, "aux" | "aux:pass" | "compound:prt" | "cop")
                || (w.rel == "advmod" && c < at && c + 3 > at)
                || (w.rel == "mark" && w.lemma == "to" && c < at)
                || matches!(w.lemma.as_str(), "not" | "n't")
            {
                members.push(c);
            }
        }
        match colored_by(reading, s, at) {
            Some(up) => {
                members.push(up);
                at = up;
            }
            None => break,
        }
    }
    members.sort_unstable();
    members.dedup();
    // Only what touches: walk out from the verb while neighbours belong.
    let at = members.iter().position(|&m| m == word).unwrap_or(0);
    let (mut low, mut high) = (word, word);
    for &m in members[..at].iter().rev() {
        if low - m <= 1 {
            low = m;
        }
    }
    for &m in &members[at + 1..] {
        if m - high <= 1 {
            high = m;
        }
    }
    s.words[low].span.join(&s.words[high].span)
}

/// The phrase of a source and its head word. A relative pronoun stays the phrase, its noun becomes the head.
pub fn source(s: &Sentence, word: usize, verb: usize) -> (Span, usize) {
    let w = &s.words[word];
    let clause = &s.words[verb];
    if matches!(w.lemma.as_str(), "who" | "which" | "that") && w.upos == Upos::Pron && clause.rel == "acl:relcl" {
        let mut head = clause.head;
        // "Ana Velt of Torvale, chair of the Harbor Committee, who said": a name behind a preposition is what the speaker belongs to.
        while w.lemma == "who" && s.words[head].upos == Upos::Propn && s.words[head].rel.starts_with("nmod") && s.words[head].head < head {
            head = s.words[head].head;
        }
        if w.lemma == "who" && s.words[head].rel == "appos" && s.words[s.words[head].head].upos == Upos::Propn {
            head = s.words[head].head;
        }
        return (w.span, head);
    }
    let mut out = w.span;
    let mut stack = vec![word];
    while let Some(at) = stack.pop() {
        for c in s.children(at) {
            let rel = s.words[c].rel;
            let own = at == word && matches!(rel, "case" | "mark" | "cc" | "parataxis" | "discourse" | "advcl" | "cop" | "aux");
            let outer = at == word && matches!(rel, "punct" | "conj") && c > verb;
            if c == verb || own || outer || s.under(verb, c) {
                continue;
            }
            out = out.join(&s.words[c].span);
            stack.push(c);
        }
    }
    let v = s.words[verb].span;
    if out.start < v.start && out.end > v.start {
        out.end = out.end.min(v.start);
        out = Span::new(
            out.start,
            s.words.iter().filter(|x| x.span.end <= v.start).map(|x| x.span.end).max().unwrap_or(out.end).max(w.span.end),
        );
    }
    (strip(s, out), word)
}

/// Cuts punctuation words from the ends of a span.
pub fn strip(s: &Sentence, span: Span) -> Span {
    let inside: Vec<&crate::types::Word> = s.words.iter().filter(|w| span.contains(&w.span)).collect();
    let first = inside.iter().find(|w| w.upos != Upos::Punct).map_or(span.start, |w| w.span.start);
    let last = inside.iter().rev().find(|w| w.upos != Upos::Punct).map_or(span.end, |w| w.span.end);
    Span::new(first, last.max(first))
}
