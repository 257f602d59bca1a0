//! Figures whose noun was named before: "30,000 marched, organisers say; the police say 8,000."
//!
//! A bare number under a verb of telling ("says 45,000", "puts it at 41", "speaks of more than 230"), behind "we were", in "the
//! 8,000 of the police", or written with "the" like the same number before it ("two of the nine") counts what the nearest figure
//! before it counted, in the same state; where the article asks "How many marched?", what it asks for.

use super::counted::Counted;
use super::{Draft, counted, parts, status};
use crate::extract::reading::Reading;
use crate::lexicon::{ClaimWord, Construction};
use crate::types::{CountedType, Figure, FigureKind, Form, Sentence, Span, Status, Upos};

/// How many bytes back the counted thing may have been named.
const REACH: usize = 900;

/// What was counted before: its noun, its type, and in which state.
#[derive(Clone, Debug)]
pub(super) struct Named {
    head: String,
    kind: CountedType,
    fate: Option<(Status, Span)>,
    at: usize,
}

/// "How many people were aboard?", "How many marched?": what the article asks for.
pub(super) fn asked(reading: &Reading, s: &Sentence) -> Option<Named> {
    let first: Vec<&str> = s.words.iter().take(2).map(|w| w.lemma.as_str()).collect();
    if !matches!(first.as_slice(), [how, many] if how.eq_ignore_ascii_case("how") && many.eq_ignore_ascii_case("many")) {
        return None;
    }
    let noun = (2..s.words.len().min(6)).find(|&i| s.words[i].xpos == "NNS");
    let word = noun.unwrap_or(1);
    let figure = super::implicit::figure(s.words[1].span, Form::Word, "asked");
    let (head, found) = match noun {
        Some(n) => {
            let c = Counted { noun: Some(n), anchor: n, lemma: String::new(), status_word: None, toll: None, whole: None, rule: "asked" };
            (counted::lemma(reading, s, n), status::find(reading, s, &c, &figure))
        }
        None => {
            let verb = s.words.iter().skip(2).take(3).position(|w| w.upos == Upos::Verb)? + 2;
            ("person".to_owned(), status::does(reading, s, verb))
        }
    };
    let found = found.filter(|f| f.word != word);
    let (kind, _) = counted::counted_type(reading, &head, false, found.is_some());
    Some(Named { head, kind, fate: found.map(|f| (f.status, s.words[f.word].span)), at: s.span.start })
}

/// How a bare figure refers back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Back {
    /// To the nearest count.
    Nearest,
    /// To the count of the same number.
    Same,
    /// To those of this state, which this word names: "puts the dead at 52".
    Said(Status, usize),
}

/// The first word of a figure.
fn first_word(s: &Sentence, f: &Figure) -> Option<usize> {
    s.words.iter().position(|w| w.span.end > f.span.start)
}

/// How this figure refers back, if its own sentence names nothing that it counts.
fn refers(reading: &Reading, s: &Sentence, f: &Figure, c: &Counted) -> Option<Back> {
    let words = &reading.lexicon.claims;
    let first = first_word(s, f)?;
    let is = |i: usize, class: ClaimWord| {
        let w = &s.words[i];
        words.is(class, &w.lemma.to_lowercase()) && (matches!(w.upos, Upos::Verb) || w.xpos == "NNS")
    };
    let of_source = c.noun.filter(|&n| c.rule.starts_with("partitive") && n > first && source_noun(reading, s, n));
    let teller = c.noun.is_some_and(|n| n + 1 == first && is(n, ClaimWord::Teller));
    if c.noun.is_some() && of_source.is_none() && !teller {
        return None;
    }
    let last = s.words.iter().rposition(|w| w.span.start < f.span.end)?;
    // What follows belongs to the figure: "says 45 percent of", "reports 13 (pilots) dead".
    let next = s.words.get(last + 1);
    if next.is_some_and(|w| w.upos == Upos::Punct && matches!(w.lemma.as_str(), "(" | "-LRB-")) {
        return None;
    }
    let free = next.is_none_or(|w| {
        matches!(w.upos, Upos::Punct | Upos::Cconj | Upos::Adp | Upos::Sconj | Upos::Aux | Upos::Adv)
            || w.upos == Upos::Verb && w.xpos != "VBN"
    });
    let the = first.checked_sub(1).filter(|&i| s.words[i].lemma.eq_ignore_ascii_case("the"));
    if of_source.is_some() {
        return the.map(|_| Back::Nearest);
    }
    if !free {
        return None;
    }
    // "the two" is hardly more than "they".
    if the.is_some() {
        return f.value.is_some_and(|v| v > 2.0).then_some(Back::Same);
    }
    let link = first.checked_sub(1)?;
    let mut verb = link;
    while verb > 0 && s.words[verb].upos == Upos::Adv {
        verb -= 1;
    }
    if is(verb, ClaimWord::Teller) && (verb > 0 || s.words[verb].upos == Upos::Verb) {
        return Some(Back::Nearest);
    }
    match s.words[link].lemma.as_str() {
        "of" if link > 0 && is(link - 1, ClaimWord::TellerOf) => Some(Back::Nearest),
        "at" => {
            let from = link.saturating_sub(5);
            let verb = (from..link).rev().find(|&i| s.words[i].upos == Upos::Verb)?;
            let plain = |i: usize| {
                let w = &s.words[i];
                matches!(w.upos, Upos::Det | Upos::Pron | Upos::Adj)
                    || [ClaimWord::Count, ClaimWord::Crowd].iter().any(|&x| words.is(x, &w.lemma.to_lowercase()))
            };
            if !is(verb, ClaimWord::TellerAt) || !(verb + 1..link).all(plain) {
                return None;
            }
            Some(the_fallen(reading, s, link - 1).map_or(Back::Nearest, |status| Back::Said(status, link - 1)))
        }
        // "We were 30."
        "be" if link > 0 && matches!(s.words[link - 1].lemma.to_lowercase().as_str(), "we" | "they") => Some(Back::Nearest),
        _ => None,
    }
}

/// "the dead", "the injured": the state that the word names people by.
fn the_fallen(reading: &Reading, s: &Sentence, word: usize) -> Option<Status> {
    let the = word.checked_sub(1).is_some_and(|i| s.words[i].lemma.eq_ignore_ascii_case("the"));
    the.then(|| reading.lexicon.status.find(&s.words[word].lemma.to_lowercase(), Construction::Head, |_| false)).flatten()
}

/// True for a noun that is a source and nothing that "the 40 of" counts: "the police", "the organisers".
fn source_noun(reading: &Reading, s: &Sentence, noun: usize) -> bool {
    let the = s.children(noun).any(|k| s.words[k].lemma.eq_ignore_ascii_case("the"));
    let lemma = s.words[noun].lemma.to_lowercase();
    let people = &reading.lexicon.people;
    s.words[noun].upos == Upos::Propn || the && (people.role(&lemma).is_some() || people.organisation_head(&lemma).is_some())
}

/// What an elliptic figure counts, told before. `before` are the figures of its sentence, `earlier` those of the article.
pub(super) fn back(
    reading: &Reading,
    s: &Sentence,
    (f, figures): (&Figure, &[Figure]),
    (c, found): (&Counted, Option<status::Found>),
    (before, earlier): (&[Draft], &[Draft]),
    asked: Option<&Named>,
) -> Option<Named> {
    if f.kind != FigureKind::Count || f.value.or(f.low).or(f.high).is_none_or(|v| v < 2.0) {
        return None;
    }
    let way = refers(reading, s, f, c)?;
    // "Whoever writes 8,000 was standing there" is told of the writer.
    let own = found.is_some_and(|x| way == Back::Same || x.word + 1 < s.words.len() && s.words[x.word].span.start < f.span.start);
    if own {
        return None;
    }
    if let Back::Said(status, word) = way {
        let (kind, _) = counted::counted_type(reading, "person", false, true);
        return Some(Named { head: "person".to_owned(), kind, fate: Some((status, s.words[word].span)), at: s.span.start });
    }
    let told = before.iter().rev().chain(earlier.iter().rev());
    let near = told.take_while(|d| f.span.start.saturating_sub(d.sentence.start) < REACH || way == Back::Same).take(40);
    let fits = |d: &&Draft| {
        let of = figures.get(d.figure);
        !d.head.is_empty()
            && (d.kind != CountedType::Other || d.found.is_some() || d.fate.is_some())
            && of.is_some_and(|x| x.kind == FigureKind::Count && !matches!(x.form, Form::Named | Form::Implicit))
            && match way {
                Back::Nearest => {
                    !matches!(d.mark, Some(parts::Mark::Of3 | parts::Mark::Residual)) && of.is_some_and(|x| x.value != Some(0.0))
                }
                Back::Same | Back::Said(..) => of.is_some_and(|x| x.low == f.low && x.high == f.high && x.value == f.value),
            }
    };
    let d = { near }.find(fits);
    let named = d.map(|d| {
        let index = reading.sentence_at(d.sentence.start);
        let word = |x: status::Found| index.map(|i| (x.status, reading.sentences[i].words[x.word].span));
        Named { head: d.head.clone(), kind: d.kind, fate: d.fate.or(d.found.and_then(word)), at: d.sentence.start }
    });
    match (named, asked.filter(|_| way == Back::Nearest)) {
        (Some(n), Some(a)) => Some(if a.at > n.at { a.clone() } else { n }),
        (Some(n), None) => Some(n),
        (None, Some(a)) => (f.span.start.saturating_sub(a.at) < REACH).then(|| a.clone()),
        (None, None) => None,
    }
}

impl Named {
    /// Gives a draft what it refers to.
    pub(super) fn lend(self, d: &mut Draft) {
        d.head = self.head;
        d.kind = self.kind;
        d.found = None;
        d.fate = self.fate;
        d.counted.noun = None;
        d.phrase = None;
        d.mark = None;
        d.counted.rule = "told-before";
    }
}

/// "Police counted 20,000 marchers, the union about 22,000", "spoke of 8,000 and the organisers of 30,000": a figure without a
/// noun or verb of its own, behind another with its source, counts the same.
pub(super) fn gapped<'a>(s: &Sentence, f: &Figure, c: &Counted, before: &'a [Draft]) -> Option<&'a Draft> {
    let d = before.last().filter(|_| c.noun.is_none() && f.kind == FigureKind::Count)?;
    let from = d.counted.noun.unwrap_or(d.counted.anchor) + 1;
    let to = first_word(s, f)?;
    if to <= from || to - from > 12 || d.found.is_none() && d.fate.is_none() {
        return None;
    }
    let mut gap = &s.words[from..to];
    if d.fate.is_some() && gap.last().is_some_and(|w| matches!(w.lemma.as_str(), "of" | "at")) {
        gap = &gap[..gap.len() - 1];
    }
    let verbal = |w: &crate::types::Word| {
        matches!(w.upos, Upos::Verb | Upos::Aux | Upos::Sconj) || matches!(w.lemma.as_str(), "to" | "of" | "from" | "including" | "among")
    };
    let comma = gap.iter().rposition(|w| matches!(w.lemma.as_str(), "," | ";" | "and"))?;
    let source = gap[comma + 1..].iter().any(|w| matches!(w.upos, Upos::Noun | Upos::Propn));
    let last = s.words.iter().rposition(|w| w.span.start < f.span.end)?;
    let ends = s.words.get(last + 1).is_none_or(|w| w.upos == Upos::Punct);
    (!gap.iter().any(verbal) && source && ends).then_some(d)
}
