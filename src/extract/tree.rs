//! Walks over a dependency tree that several recognizers take.

use crate::types::{Sentence, Span, Upos};

/// True where a word is negated: "not", "n't", "never", "no longer" hang on it or on its auxiliary, or it stands under
/// "neither", "without".
pub fn negated(s: &Sentence, word: usize) -> bool {
    s.children(word).any(|c| {
        let w = &s.words[c];
        matches!(w.lemma.as_str(), "not" | "n't" | "never" | "neither" | "nor" | "without" | "no")
            && matches!(w.rel.split(':').next(), Some("advmod" | "det" | "cc" | "mark" | "case"))
            && !(w.lemma == "no" && w.rel == "det")
    })
}

/// True where the verb is in the passive: it has a passive auxiliary or subject.
pub fn passive(s: &Sentence, verb: usize) -> bool {
    s.children(verb).any(|c| matches!(s.words[c].rel, "aux:pass" | "nsubj:pass" | "csubj:pass"))
}

/// The subject of a verb, found where the tree has it: on the verb, on the verb that it is coordinated with, on the verb
/// that governs it as open complement or participle, or the noun that it modifies. The word and whether it is passive.
pub fn subject(s: &Sentence, verb: usize) -> Option<(usize, bool)> {
    let mut at = verb;
    for _ in 0..8 {
        if let Some(c) = s.children(at).find(|&c| matches!(s.words[c].rel, "nsubj" | "csubj" | "nsubj:outer")) {
            return Some((c, false));
        }
        if let Some(c) = s.children(at).find(|&c| matches!(s.words[c].rel, "nsubj:pass" | "csubj:pass")) {
            return Some((c, true));
        }
        let w = &s.words[at];
        if w.head == at {
            return None;
        }
        match w.rel {
            "acl" | "acl:relcl" => return Some((w.head, w.xpos == "VBN")),
            "conj" | "xcomp" | "advcl" | "aux" | "cop" | "ccomp"
                if matches!(s.words[w.head].upos, Upos::Verb | Upos::Aux | Upos::Adj | Upos::Noun) =>
            {
                // A clause with a subject of its own would have had it; a finite complement without one is a parse to distrust.
                if w.rel == "ccomp" && w.xpos != "VBG" {
                    return None;
                }
                at = w.head;
            }
            _ => return None,
        }
    }
    None
}

/// The agent of a passive: "by" and its noun.
pub fn agent(s: &Sentence, verb: usize) -> Option<usize> {
    s.children(verb).find(|&c| {
        let w = &s.words[c];
        w.rel == "obl:agent" || (w.rel.starts_with("obl") && s.children(c).any(|k| s.words[k].rel == "case" && s.words[k].lemma == "by"))
    })
}

/// The preposition of a noun ("of" in "of the five").
pub fn preposition(s: &Sentence, noun: usize) -> Option<&str> {
    s.children(noun).find(|&c| s.words[c].rel == "case").map(|c| s.words[c].lemma.as_str())
}

/// The children of a word with this preposition ("for" under "search": "for six").
pub fn with_preposition<'s>(s: &'s Sentence, word: usize, prep: &'s str) -> impl Iterator<Item = usize> + 's {
    s.children(word).filter(move |&c| matches!(s.words[c].rel.split(':').next(), Some("obl" | "nmod")) && preposition(s, c) == Some(prep))
}

/// The span of a noun phrase: the head's subtree without relative and other clauses, parataxis, and without leading
/// prepositions and trailing punctuation.
pub fn phrase(s: &Sentence, head: usize, keep: impl Fn(usize) -> bool) -> Span {
    let mut out = s.words[head].span;
    let mut stack = vec![head];
    while let Some(at) = stack.pop() {
        for c in s.children(at) {
            let rel = s.words[c].rel;
            let outside = at == head
                && matches!(
                    rel,
                    "case" | "cc" | "punct" | "mark" | "cop" | "nsubj" | "aux" | "advcl" | "parataxis" | "acl:relcl" | "ccomp"
                );
            if outside || !keep(c) {
                continue;
            }
            out = out.join(&s.words[c].span);
            stack.push(c);
        }
    }
    out
}
