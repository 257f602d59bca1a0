//! Verbs of saying, showing, believing, intending, and the adjectives that act like them ("is unaware of").

use super::{blank, quotes_at};
use crate::extract::reading::Reading;
use crate::extract::tree::{agent, negated, passive, preposition, subject, with_preposition};
use crate::lexicon::Cue;
use crate::types::{Attribution, AttributionKind, Evidence, Sentence, Span, Stance, Upos};

/// Attributions whose cue is a verb or predicate adjective of this sentence.
pub fn read(reading: &Reading, index: usize, found: &mut Vec<Attribution>) {
    let s = &reading.sentences[index];
    for word in 0..s.words.len() {
        let w = &s.words[word];
        match w.upos {
            Upos::Verb | Upos::Aux if w.rel != "amod" && w.rel != "aux" && w.rel != "cop" && w.rel != "case" && w.rel != "aux:pass" => {
                let clause = s.children(word).any(|c| s.words[c].rel.starts_with("ccomp"));
                for cue in reading.lexicon.reporting.verb(&w.lemma) {
                    if let Some(extra) = rest_of_phrase(s, word, &cue.phrase) {
                        // "reported on April 9 that ..." is no "report on": with a clause only particles count.
                        if clause && extra.iter().any(|&i| s.words[i].rel != "compound:prt" && s.words[i].head != word) {
                            continue;
                        }
                        if let Some(a) = verb(reading, index, word, cue, &extra) {
                            found.push(a);
                            break;
                        }
                    }
                }
            }
            Upos::Adj if s.child(word, "cop").is_some() || w.rel == "amod" || w.rel == "acl" || w.rel == "advcl" => {
                if let Some(cue) = reading.lexicon.reporting.adjective(&w.lemma) {
                    found.extend(adjective(reading, index, word, cue));
                }
            }
            _ => {}
        }
    }
}

/// The further words of a cue phrase beside its verb: particles and prepositions that hang on it or stand right behind.
fn rest_of_phrase(s: &Sentence, verb: usize, phrase: &str) -> Option<Vec<usize>> {
    let mut out = Vec::new();
    for part in phrase.split(' ').skip(1) {
        let near = (verb + 1..s.words.len().min(verb + 5)).find(|&i| {
            let w = &s.words[i];
            (w.lemma == part || reading_lower(&w.lemma, part))
                && (w.head == verb || (s.words[w.head].head == verb && w.rel == "case") || i == verb + 1 + out.len())
        })?;
        out.push(near);
    }
    Some(out)
}

fn reading_lower(lemma: &str, part: &str) -> bool {
    lemma.eq_ignore_ascii_case(part)
}

fn verb(reading: &Reading, index: usize, word: usize, cue: &Cue, extra: &[usize]) -> Option<Attribution> {
    let s = &reading.sentences[index];
    let w = &s.words[word];
    let is_passive = passive(s, word) || (w.xpos == "VBN" && matches!(w.rel, "acl" | "acl:relcl") && s.child(word, "aux").is_none());
    let mut content: Vec<Span> = Vec::new();
    let mut source_word = None;
    let allows = cue.content;
    let quote_inside = |from: usize, to: usize| quotes_at(reading, &Span::new(from, to)).iter().any(|q| q.start >= from && q.end <= to);

    let clause = s.children(word).find(|&c| s.words[c].rel.starts_with("ccomp"));
    let infinitive = s.children(word).find(|&c| s.words[c].rel.starts_with("xcomp"));
    let object = s.children(word).find(|&c| s.words[c].rel == "obj");

    if is_passive {
        source_word = agent(s, word);
        let subj = s.children(word).find(|&c| matches!(s.words[c].rel, "nsubj:pass" | "nsubj"));
        if let Some(subj) = subj.filter(|&c| !is_expletive(s, c)) {
            content.push(subtree_without(s, subj, word));
        } else if matches!(w.rel, "acl") {
            // "the 12 reported killed": what the participle modifies is what is reported.
            content.push(Span::new(s.words[w.head].span.start, s.words[w.head].span.end));
        }
        let clauses: Vec<usize> = s
            .children(word)
            .filter(|&c| {
                matches!(s.words[c].rel.split(':').next(), Some("xcomp" | "ccomp"))
                    || (s.words[c].rel.starts_with("obl") && preposition(s, c) == Some("as"))
            })
            .collect();
        for c in &clauses {
            content.push(s.extent(*c));
        }
        if content.is_empty() || (clauses.is_empty() && source_word.is_none() && !strong_passive(cue)) {
            return None;
        }
        // "was quoted as saying": the one quoted is the source, of the verb below.
        if matches!(w.lemma.as_str(), "quote" | "cite") && clauses.iter().any(|&c| s.words[c].xpos == "VBG") {
            return None;
        }
    } else {
        source_word = source_word.or_else(|| subject(s, word).map(|(c, _)| c)).filter(|&c| c != word);
        if clause.is_some() && (allows.clause || allows.quote) {
            content.extend(clauses_of(s, word, !cue.content.object));
        }
        if let Some(c) = infinitive.filter(|_| allows.infinitive || allows.clause) {
            content.push(s.extent(c));
        }
        if content.is_empty() && allows.clause {
            if let Some(whole) = hung_on_its_content(s, word) {
                content.push(whole);
            }
        }
        if content.is_empty() && allows.object {
            if let Some(c) = object {
                content.push(s.extent(c));
            }
        }
        if allows.prep || content.is_empty() {
            if let Some(prep) = extra.last().map(|&i| s.words[i].lemma.clone()) {
                // "reported on April 9": a day is when, not what.
                for c in with_preposition(s, word, &prep).filter(|&c| s.words[c].upos != Upos::Num) {
                    let e = s.extent(c);
                    let case = s.children(c).filter(|&k| s.words[k].rel == "case").map(|k| s.words[k].span.end).max().unwrap_or(e.start);
                    content.push(Span::new(case, e.end));
                }
            }
        }
        if content.is_empty() && allows.quote && quote_inside(s.span.start, s.span.end) {
            for q in quotes_at(reading, &s.span).iter().filter(|q| q.start >= s.span.start && q.end <= s.span.end && !q.contains(&w.span)) {
                content.push(*q);
            }
        }
        // A lone "that" is a clause that the parser hung elsewhere.
        content.retain(|c| !matches!(reading.of(c).trim(), "that" | "whether" | "if"));
        // A relative clause "whom Ukraine claims are fighting": what is claimed includes the noun it hangs on.
        if let Some((noun, clause)) = relative_noun(s, word, source_word) {
            content.push(antecedent(s, noun, clause));
            if content.len() == 1 {
                content.push(Span::new(s.words[word].span.end, s.extent(clause).end));
            }
        }
        // A speech verb beside a quotation that runs in from the sentence before, or out into the next: `quotes` fills it.
        let beside_quote = cue.content.quote && touches_quote(reading, s, word);
        if content.is_empty() && !beside_quote {
            return None;
        }
        if source_word.is_none() && content.is_empty() {
            return None;
        }
    }

    let mut a = blank(index, None, &cue.phrase);
    a.cue_word = Some(word);
    a.cue = Some(cue_span(s, word, extra));
    a.kind = cue.kind;
    a.stance = cue.stance;
    a.evidence = cue.evidence;
    // "found 2,200 emails", "announced a raid": with a bare object only the cues that name what they report vouch for it.
    let stated =
        clause.is_some() || infinitive.is_some() || is_passive || touches_quote(reading, s, word) || hung_on_its_content(s, word).is_some();
    a.vouches = !cue.weak && (stated || cue.plain || cue.kind == AttributionKind::Writing || cue.lists);
    if let Some(src) = source_word {
        let (span, head) = source(s, src, word);
        a.source = Some(span);
        a.source_word = Some(head);
        // What is said in an object clause is speech whoever may also intend it: "promised that ...".
        if a.kind == AttributionKind::Intent && clause.is_some() {
            a.kind = AttributionKind::Speech;
        }
    }
    a.content = content;
    if matches!(a.kind, AttributionKind::Speech | AttributionKind::Writing | AttributionKind::Evidence) && !cue.weak {
        take_tail(reading, s, word, &mut a);
    }
    stance(reading, index, word, &mut a);
    Some(a)
}

/// What follows the content to the end of the sentence and holds no verb ("..., including ten children") belongs to it.
fn take_tail(reading: &Reading, s: &Sentence, verb: usize, a: &mut Attribution) {
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

/// Cues whose passive attributes without clause or agent ("12 are feared", "40 were reported").
fn strong_passive(cue: &Cue) -> bool {
    matches!(cue.phrase.as_str(), "fear" | "report" | "believe" | "presume" | "expect" | "announce" | "confirm" | "allege" | "estimate")
}

fn is_expletive(s: &Sentence, c: usize) -> bool {
    s.words[c].rel.starts_with("expl") || (s.words[c].lemma == "it" && s.words[c].upos == Upos::Pron)
}

/// Content that the verb hangs on: "Nine died, police said" where `said` is parataxis of `died`, or an aside between commas.
fn hung_on_its_content(s: &Sentence, word: usize) -> Option<Span> {
    let w = &s.words[word];
    if !(w.rel == "parataxis"
        || (w.rel == "advcl" && s.children(word).any(|c| s.words[c].lemma == "as" && s.words[c].rel == "mark"))
        || w.rel == "discourse")
    {
        return None;
    }
    let host = s.extent(w.head);
    let own = s.extent(word);
    // The part of the host on the side of the comma; both sides where the aside stands within.
    if own.start > host.start {
        Some(Span::new(host.start, if own.end + 2 < host.end { host.end } else { own.start }))
    } else {
        Some(Span::new(own.end, host.end))
    }
}

/// The subtree of a word, less the subtree of another within it.
fn subtree_without(s: &Sentence, head: usize, hole: usize) -> Span {
    let e = s.extent(head);
    let h = s.words[hole].span;
    if h.start > s.words[head].span.start && h.start < e.end { Span::new(e.start, h.start) } else { e }
}

/// True where a quotation stands right before or behind the sentence's clause with this verb.
fn touches_quote(reading: &Reading, s: &Sentence, word: usize) -> bool {
    let at = s.words[word].span;
    let near = Span::new(s.span.start.min(at.start.saturating_sub(200)), (s.span.end + 2).max(at.end + 200));
    quotes_at(reading, &near).iter().any(|q| {
        (q.end <= at.start && at.start - q.end < 200 && q.end >= s.span.start)
            || (q.start >= at.end && q.start.saturating_sub(at.end) < 200 && q.start < s.span.end + 2)
    })
}

/// Verb with its auxiliaries, negation, particles and the adverbs between them; and "in a statement" behind it.
fn cue_span(s: &Sentence, word: usize, extra: &[usize]) -> Span {
    let mut members = vec![word];
    members.extend_from_slice(extra);
    for c in s.children(word) {
        let w = &s.words[c];
        if matches!(w.rel, "aux" | "aux:pass" | "compound:prt" | "cop")
            || (w.rel == "advmod" && c < word && c + 3 > word)
            || matches!(w.lemma.as_str(), "not" | "n't")
        {
            members.push(c);
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
fn source(s: &Sentence, word: usize, verb: usize) -> (Span, usize) {
    let w = &s.words[word];
    let clause = &s.words[verb];
    if matches!(w.lemma.as_str(), "who" | "which" | "that") && w.upos == Upos::Pron && clause.rel == "acl:relcl" {
        return (w.span, clause.head);
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
fn strip(s: &Sentence, span: Span) -> Span {
    let inside: Vec<&crate::types::Word> = s.words.iter().filter(|w| span.contains(&w.span)).collect();
    let first = inside.iter().find(|w| w.upos != Upos::Punct).map_or(span.start, |w| w.span.start);
    let last = inside.iter().rev().find(|w| w.upos != Upos::Punct).map_or(span.end, |w| w.span.end);
    Span::new(first, last.max(first))
}

/// The clauses that a cue governs, as one span a side: those behind it from the first word that is no complement of the cue
/// itself (the parser often leaves the clause's subject or a tail outside), those before it as they are.
fn clauses_of(s: &Sentence, cue: usize, has_hearer: bool) -> Vec<Span> {
    let mut before: Option<Span> = None;
    let mut behind: Option<Span> = None;
    let mut first_behind = usize::MAX;
    for c in s.children(cue).filter(|&c| s.words[c].rel.starts_with("ccomp")) {
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

/// The noun and the relative clause's head where a cue stands between a relative pronoun and the clause's verb ("citizens whom
/// Ukraine claims are fighting"): pronoun, source, cue in this order, whatever the parser made of the cue.
fn relative_noun(s: &Sentence, cue: usize, source: Option<usize>) -> Option<(usize, usize)> {
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
fn antecedent(s: &Sentence, noun: usize, clause: usize) -> Span {
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

/// Stance under negation and fixed constructions; questions.
fn stance(reading: &Reading, index: usize, word: usize, a: &mut Attribution) {
    let s = &reading.sentences[index];
    let no = negated(s, word);
    for rule in &reading.lexicon.reporting.stances {
        if rule.negated != no {
            continue;
        }
        let mut at = word;
        let mut lemmas = rule.lemmas.iter().filter(|l| l.as_str() != "be");
        let fits = lemmas.next().is_some_and(|l| *l == s.words[word].lemma)
            && lemmas.all(|l| {
                if l == "to" {
                    return true;
                }
                match s.children(at).find(|&c| s.words[c].lemma == *l) {
                    Some(c) => {
                        at = c;
                        true
                    }
                    None => false,
                }
            });
        if fits {
            a.stance = rule.stance;
            if matches!(rule.stance, Stance::Unaware | Stance::CannotConfirm) {
                a.evidence = Evidence::Unspecified;
            }
            return;
        }
    }
    if no
        && matches!(a.stance, Stance::Asserts | Stance::Confirms)
        && a.kind != AttributionKind::Intent
        && matches!(a.cue_lemma.as_str(), "confirm" | "verify")
    {
        a.stance = Stance::CannotConfirm;
    }
}

fn adjective(reading: &Reading, index: usize, word: usize, cue: &Cue) -> Option<Attribution> {
    let s = &reading.sentences[index];
    let mut content: Vec<Span> = Vec::new();
    for c in s.children(word) {
        let rel = s.words[c].rel;
        if matches!(rel.split(':').next(), Some("ccomp" | "xcomp")) || (rel == "advcl" && s.children(c).any(|k| s.words[k].lemma == "to")) {
            content.push(s.extent(c));
        } else if rel.starts_with("obl") && matches!(preposition(s, c), Some("of" | "about" | "for")) {
            let e = s.extent(c);
            let case = s.children(c).find(|&k| s.words[k].rel == "case").map_or(e.start, |k| s.words[k].span.end);
            // To the end of the predicate: the parser cuts "the more than 155 of its citizens" behind "more".
            content.push(Span::new(case, e.end.max(s.extent(word).end)));
        }
    }
    let (src, _) = subject(s, word)?;
    if content.is_empty() || src == word || s.words[src].rel.starts_with("expl") {
        return None;
    }
    let mut a = blank(index, None, &cue.phrase);
    let cop = s.child(word, "cop").unwrap_or(word);
    a.cue = Some(s.words[cop].span.join(&s.words[word].span));
    a.cue_word = Some(word);
    a.kind = cue.kind;
    a.stance = cue.stance;
    a.evidence = cue.evidence;
    let (span, head) = source(s, src, word);
    a.source = Some(span).filter(|x| !x.overlaps(&s.words[word].span));
    a.source_word = Some(head);
    a.content = content;
    stance(reading, index, word, &mut a);
    Some(a)
}
