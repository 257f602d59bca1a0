//! Nouns of saying and thinking: "the claim that nine died", "police reports of nine dead", "its criticism of the plan",
//! "the mayor expressed concern about the dam".

use super::blank;
use super::clauses::that_clause;
use super::span::cue_span;
use crate::extract::reading::Reading;
use crate::extract::tree::{phrase, preposition, subject};
use crate::lexicon::{ClaimWord, SpeechUse};
use crate::types::{Attribution, AttributionKind, Sentence, Span, Upos};

/// Prepositions between such a noun and what it is about.
const ABOUT: [&str; 8] = ["about", "on", "for", "against", "over", "toward", "towards", "to"];

/// The content of a noun, the preposition that stands before it, and whether it is more than an infinitive.
fn content(
    reading: &Reading,
    s: &Sentence,
    at: usize,
    kind: AttributionKind,
    owned: bool,
    about: bool,
) -> Option<(Span, Option<usize>, bool)> {
    let clause = s.children(at).find(|&c| {
        c > at
            && matches!(s.words[c].rel.split(':').next(), Some("acl" | "ccomp"))
            && s.words[c].rel != "acl:relcl"
            && s.children(c).any(|k| matches!(s.words[k].rel, "mark" | "nsubj" | "nsubj:pass"))
    });
    // "reported Belmaria's claim that 70 burned": the clause that hangs on the verb, or on who claims.
    let beside = || {
        let verb = s.words[at].head;
        let object = s.words[at].rel == "obj" && s.words[verb].upos == Upos::Verb;
        let that = |c: usize| s.children(c).any(|k| k == at + 1 && s.words[k].rel == "mark" && s.words[k].lemma == "that");
        s.children(verb).find(|&c| object && s.words[c].rel == "ccomp" && that(c))
    };
    let of_owner = || s.children(at).filter(|&c| c > at && s.words[c].rel == "nmod").find_map(|c| that_clause(s, c));
    if let Some(c) = clause.or_else(|| that_clause(s, at)).or_else(beside).or_else(of_owner) {
        let infinitive = s.children(c).any(|k| s.words[k].rel == "mark" && s.words[k].lemma == "to");
        // "talk of leaving": the preposition is the cue's.
        let case = s.children(c).find(|&k| k == at + 1 && matches!(s.words[k].lemma.as_str(), "of" | "about" | "for" | "against"));
        if let Some(case) = case {
            return Some((Span::new(s.words[case].span.end, s.extent(c).end), Some(case), true));
        }
        return Some((s.extent(c), None, !infinitive));
    }
    let numbers = |span: &Span| reading.of(span).bytes().any(|b| b.is_ascii_digit());
    let behind = s.children(at).filter(|&c| c > at && s.words[c].rel.starts_with("nmod")).find_map(|c| {
        let case = s.children(c).find(|&k| s.words[k].rel == "case")?;
        Some((c, case))
    })?;
    let (c, case) = behind;
    let e = s.extent(c);
    match s.words[case].lemma.as_str() {
        "of" if kind == AttributionKind::Speech && numbers(&e) => Some((e, None, true)),
        "of" if owned && case == at + 1 => Some((Span::new(s.words[case].span.end, e.end), Some(case), true)),
        "in" | "with" | "at" if kind == AttributionKind::Belief && case == at + 1 => {
            Some((Span::new(s.words[case].span.end, e.end), Some(case), true))
        }
        p if about && ABOUT.contains(&p) && case == at + 1 => Some((Span::new(s.words[case].span.end, e.end), Some(case), true)),
        _ => None,
    }
}

/// "report of 300 arrests".
fn of_number(reading: &Reading, s: &Sentence, at: usize) -> bool {
    s.children(at).any(|c| c > at && preposition(s, c) == Some("of") && reading.of(&s.extent(c)).bytes().any(|b| b.is_ascii_digit()))
}

/// True for a name, and for a noun for people or bodies that speak ("the police figure").
fn speaker(reading: &Reading, s: &Sentence, word: usize) -> bool {
    let w = &s.words[word];
    w.upos == Upos::Propn || reading.lexicon.people.role(&w.lemma).is_some() || reading.lexicon.people.organisation_head(&w.lemma).is_some()
}

/// "By the union's count, 22,000 marched": the clause is what the union counts.
fn by_count(reading: &Reading, index: usize, at: usize, who: usize) -> Option<Attribution> {
    let s = &reading.sentences[index];
    if !matches!(s.words[at].lemma.as_str(), "account" | "calculation" | "count" | "estimate" | "figure" | "reckoning" | "tally" | "total")
    {
        return None;
    }
    let by = s.children(at).find(|&c| c < at && s.words[c].rel == "case" && s.words[c].lemma == "by")?;
    // "stood by its figure" is another "by".
    if by > 0 && s.words[by - 1].upos != Upos::Punct {
        return None;
    }
    let cue = reading.lexicon.reporting.noun(&s.words[at].lemma)?;
    let mut a = blank(index, Some(s.words[by].span), "by");
    (a.kind, a.stance, a.evidence) = (AttributionKind::Speech, cue.stance, cue.evidence);
    a.cue_word = Some(by);
    a.source = Some(s.words[by + 1].span.join(&s.words[at].span));
    a.source_word = Some(who);
    let verb = s.words[at].head;
    let whole = s.extent(verb);
    let own = s.extent(at);
    let behind = Span::new(own.end, whole.end.max(own.end));
    let before = Span::new(whole.start, own.start.max(whole.start));
    a.content = [before, behind].into_iter().filter(|c| reading.of(c).chars().any(char::is_alphanumeric)).collect();
    (verb != at && !a.content.is_empty()).then_some(a)
}

/// "If the ministry's figures are right, 4,000 have left": the main clause is what the figures say.
fn if_right(reading: &Reading, index: usize, at: usize, who: usize) -> Option<Attribution> {
    let s = &reading.sentences[index];
    let judged = s.words[at].head;
    let holds = matches!(
        s.words[judged].lemma.as_str(),
        "right" | "correct" | "accurate" | "true" | "reliable" | "believe" | "trust" | "anything" | "hold" | "guide"
    );
    let noun = s.words[at].lemma.as_str();
    let counts = matches!(noun, "account" | "calculation" | "estimate" | "reckoning" | "report")
        || reading.lexicon.claims.is(ClaimWord::Count, noun);
    let conditional = s.children(judged).any(|c| c < at && s.words[c].rel == "mark" && s.words[c].lemma == "if");
    if !holds || !counts || !conditional || !s.words[at].rel.starts_with("nsubj") || s.words[judged].rel != "advcl" {
        return None;
    }
    let cue = reading.lexicon.reporting.noun(&s.words[at].lemma)?;
    let whole = s.extent(s.words[judged].head);
    let own = s.extent(judged);
    let mut a = blank(index, Some(s.words[at].span.join(&s.words[judged].span)), &cue.phrase);
    (a.kind, a.evidence) = (AttributionKind::Speech, cue.evidence);
    a.cue_word = Some(at);
    let span = phrase(s, who, |c| !s.words[c].rel.starts_with("case") && c != at && !s.words[c].rel.starts_with("acl"));
    a.source = Some(span);
    a.source_word = Some(who);
    let sides = [Span::new(whole.start, own.start.max(whole.start)), Span::new(own.end, whole.end.max(own.end))];
    a.content = sides.into_iter().filter(|c| reading.of(c).chars().any(char::is_alphanumeric)).collect();
    (!a.content.is_empty()).then_some(a)
}

/// Attributions whose cue is a noun of this sentence; those of earlier sentences end at `before` in `found`.
pub fn read(reading: &Reading, index: usize, before: usize, found: &mut Vec<Attribution>) {
    let s = &reading.sentences[index];
    for (at, w) in s.words.iter().enumerate() {
        if w.upos != Upos::Noun {
            continue;
        }
        let Some(cue) = reading.lexicon.reporting.noun(&w.lemma) else { continue };
        let counts = !cue.content.clause;
        let owner = s.children(at).find(|&c| {
            matches!(s.words[c].rel, "nmod:poss")
                || (s.words[c].rel == "compound"
                    && if counts { speaker(reading, s, c) } else { s.words[c].upos == Upos::Propn && of_number(reading, s, at) })
                || (s.words[c].rel.starts_with("nmod") && matches!(preposition(s, c), Some("by" | "from" | "among")))
                || (s.words[c].rel == "nmod"
                    && preposition(s, c) == Some("of")
                    && speaker(reading, s, c)
                    && (that_clause(s, at).is_some_and(|k| k > c) || that_clause(s, c).is_some()))
        });
        let light =
            (w.rel == "obj" && w.head < at && at - w.head <= 5 && reading.lexicon.reporting.is(&s.words[w.head].lemma, SpeechUse::Light))
                .then_some(w.head);
        let maker = light.and_then(|v| subject(s, v).filter(|(_, passive)| !passive)).map(|(c, _)| c);
        // "the Ostland Fisheries Board register of some 300 boats".
        let titled = || {
            let capital = |i: usize| reading.of(&s.words[i].span).starts_with(char::is_uppercase);
            let named = counts && at > 1 && capital(at - 1) && of_number(reading, s, at);
            let first = (0..at).rev().find(|&i| s.words[i].upos == Upos::Det).filter(|&i| named && at - i <= 10)?;
            let whole = s.words[first].span.join(&s.words[at - 1].span);
            let nominal = |i: usize| matches!(s.words[i].upos, Upos::Noun | Upos::Propn);
            let head = (first + 1..at).find(|&i| nominal(i) && (i + 1 == at || s.words[i + 1].upos == Upos::Adp))?;
            s.words[first..at].iter().all(|w| !matches!(w.upos, Upos::Verb | Upos::Punct)).then_some((whole, head))
        };
        let title = if owner.is_none() && maker.is_none() { titled() } else { None };
        let maker = maker.or(title.map(|(_, head)| head));
        if let Some(a) = owner.and_then(|who| by_count(reading, index, at, who).or_else(|| if_right(reading, index, at, who))) {
            found.push(a);
            continue;
        }
        let Some((content, prep, finite)) = content(reading, s, at, cue.kind, owner.is_some() || maker.is_some(), cue.content.of || counts)
        else {
            continue;
        };
        let who = owner.or(maker);
        // Without anyone who holds it only a full clause is said by someone: "the claim that nine died".
        if who.is_none() && (prep.is_some() || !finite || counts) {
            continue;
        }
        let mut a = blank(index, Some(w.span), &cue.phrase);
        a.kind = cue.kind;
        a.stance = cue.stance;
        a.evidence = cue.evidence;
        a.cue_word = Some(at);
        a.content = vec![content];
        if let Some(case) = prep {
            let first = s.children(at).filter(|&c| c < at && matches!(s.words[c].rel, "amod" | "det" | "compound")).min().unwrap_or(at);
            a.cue = Some(s.words[first].span.join(&s.words[case].span));
            a.vouches = false;
        } else {
            // "the stubborn claim that": its article and adjectives, up to who claims.
            let own = |i: &usize| {
                let x = &s.words[*i];
                Some(*i) != owner && (x.head == at && matches!(x.rel, "amod" | "det") || s.words[x.head].head == at && x.rel == "advmod")
            };
            let first = (0..at).rev().take_while(own).last().unwrap_or(at);
            a.cue = Some(s.words[first].span.join(&w.span));
        }
        if let Some(v) = light.filter(|_| owner.is_none() && maker.is_some()) {
            let whole = cue_span(reading, s, v, &[]).join(&a.cue.unwrap_or(w.span));
            a.cue = Some(whole);
            let mut same = found.split_off(before);
            same.retain(|x| x.cue_word != Some(v) || (prep.is_none() && x.stance != crate::types::Stance::Asserts));
            found.append(&mut same);
        }
        if let Some(who) = who {
            let mut span = phrase(s, who, |c| !s.words[c].rel.starts_with("case") && c != at && !s.words[c].rel.starts_with("acl"));
            // "a Radio Orsk report": the parts of a name hang on the noun one by one.
            let mut first = who;
            let capital = |i: usize| reading.of(&s.words[i].span).starts_with(char::is_uppercase) && s.words[i].head == at;
            while s.words[who].rel == "compound" && first > 0 && s.words[first - 1].rel == "compound" && capital(first - 1) {
                first -= 1;
                span = span.join(&s.words[first].span);
            }
            let mark = s.children(who).find(|&c| s.words[c].xpos == "POS" && c < at);
            let span = mark.map_or(span, |c| span.join(&s.words[c].span));
            let span = title.map_or(span, |(t, _)| t);
            a.source = Some(span).filter(|x| !x.overlaps(&w.span));
            a.source_word = Some(who);
        }
        found.push(a);
    }
}
