//! Attribution without verb or noun: "according to", "reportedly", and colons of headlines and lists.

use super::blank;
use crate::extract::reading::Reading;
use crate::extract::tree::phrase;
use crate::types::{Attribution, Sentence, SourceKind, Span, Upos};

/// Attributions of these kinds in one sentence; those of earlier ones end at `before` in `found`.
pub fn read(reading: &Reading, index: usize, before: usize, found: &mut Vec<Attribution>) {
    prepositions(reading, index, found);
    adverbs(reading, index, found);
    let alone = found.len() == before;
    colon(reading, index, alone, found);
}

/// "according to X": X is the source, the clause that it stands in the content.
fn prepositions(reading: &Reading, index: usize, found: &mut Vec<Attribution>) {
    let s = &reading.sentences[index];
    for at in 0..s.words.len() {
        let Some(first) = reading.of(&s.words[at].span).bytes().next() else { continue };
        for cue in &reading.lexicon.reporting.prepositions {
            // Nearly every word is refused here.
            if !cue.phrase.bytes().next().is_some_and(|b| b.eq_ignore_ascii_case(&first)) {
                continue;
            }
            let parts = cue.phrase.split(' ');
            let length = parts.clone().count();
            if at + length > s.words.len() || !parts.enumerate().all(|(k, p)| reading.of(&s.words[at + k].span).eq_ignore_ascii_case(p)) {
                continue;
            }
            let last = at + length - 1;
            if let Some(a) = preposition_cue(reading, index, at, last, cue) {
                found.push(a);
            }
            break;
        }
    }
}

fn preposition_cue(reading: &Reading, index: usize, first: usize, last: usize, cue: &crate::lexicon::Cue) -> Option<Attribution> {
    let s = &reading.sentences[index];
    // The noun behind: what the words of the cue hang on, or what hangs on them.
    let noun = (first..=last)
        .find_map(|i| {
            let h = s.words[i].head;
            (h > last && matches!(s.words[i].rel.split(':').next(), Some("case" | "mark" | "fixed"))).then_some(h)
        })
        .or_else(|| {
            s.children(first).find(|&c| c > last && matches!(s.words[c].rel.split(':').next(), Some("obl" | "obj" | "nmod" | "pobj")))
        })
        .or_else(|| (last + 1..s.words.len().min(last + 6)).find(|&i| matches!(s.words[i].upos, Upos::Noun | Upos::Propn | Upos::Pron)))?;
    if cue.phrase == "per" && s.words[noun].upos != Upos::Propn {
        return None; // "50 per day" is a rate
    }
    if cue.phrase == "based on"
        && !matches!(
            reading.lexicon.people.role(&s.words[noun].lemma),
            Some(SourceKind::Document | SourceKind::Dataset | SourceKind::Footage)
        )
    {
        return None; // "based on a novel"
    }
    let source = phrase(s, noun, |c| c > last);
    let cue_span = s.words[first].span.join(&s.words[last].span);
    let source = Span::new(source.start.max(cue_span.end), source.end.max(cue_span.end));
    let source = super::trim(reading.text(), source);
    // The clause: the nearest verb or root above, without the phrase itself.
    let citing = s.words[first].upos == Upos::Verb && s.words[first].rel != "case";
    let mut host = if citing { s.words[first].head } else { s.words[noun].head };
    for _ in 0..4 {
        if host == noun || matches!(s.words[host].upos, Upos::Verb | Upos::Aux | Upos::Adj) || s.words[host].rel == "root" {
            break;
        }
        host = s.words[host].head;
    }
    let mut whole = s.extent(host);
    if host == noun {
        whole = s.span;
    }
    let mut out = cue_span.join(&source);
    // What the source phrase drags along (relative clauses) is no content either.
    let tail = s.extent(noun);
    if tail.end > out.end && tail.end <= whole.end {
        out.end = tail.end;
    }
    let mut content = Vec::new();
    if out.start > whole.start {
        content.push(Span::new(whole.start, out.start));
    }
    if out.end < whole.end {
        content.push(Span::new(out.end, whole.end));
    }
    // A cue behind a comma at the end of its sentence speaks for all before it.
    let closes = tail.end.max(source.end) + 3 >= s.span.end;
    if first >= 4 && closes && !citing {
        content = vec![Span::new(s.span.start, cue_span.start)];
    }
    // A cue that opens its sentence speaks for all the rest of it, whatever the parser made of a long name.
    let words_in = |c: &Span| reading.of(c).split_whitespace().count();
    if first <= 1 && content.iter().map(words_in).sum::<usize>() < 4 {
        let name_end = s
            .words
            .iter()
            .enumerate()
            .skip(last + 1)
            .take_while(|(_, w)| matches!(w.upos, Upos::Propn | Upos::Det | Upos::Adj) || w.span.end <= source.end)
            .last()
            .map_or(source.end, |(_, w)| w.span.end);
        content = vec![Span::new(name_end.max(source.end), s.span.end)];
    }
    // A final full stop alone is no content.
    content.retain(|c| reading.of(c).chars().any(char::is_alphanumeric));
    if content.is_empty() || source.is_empty() {
        return None;
    }
    let mut a = blank(index, Some(cue_span), &cue.phrase);
    a.kind = cue.kind;
    a.stance = cue.stance;
    a.evidence = cue.evidence;
    a.source = Some(source);
    a.source_word = Some(noun);
    a.cue_word = Some(first);
    a.content = content;
    Some(a)
}

/// "reportedly", "allegedly": a voice without a name; the clause is its content.
fn adverbs(reading: &Reading, index: usize, found: &mut Vec<Attribution>) {
    let s = &reading.sentences[index];
    for (at, w) in s.words.iter().enumerate() {
        if !matches!(w.upos, Upos::Adv | Upos::Adj) {
            continue;
        }
        let form = reading.of(&w.span);
        let Some(cue) = reading.lexicon.reporting.adverbs.iter().find(|c| c.phrase.eq_ignore_ascii_case(form)) else { continue };
        let host = if w.head == at { at } else { w.head };
        let whole = s.extent(host);
        let mut a = blank(index, Some(w.span), &cue.phrase);
        a.kind = cue.kind;
        a.stance = cue.stance;
        a.evidence = cue.evidence;
        a.cue_word = Some(at);
        a.content = vec![whole];
        found.push(a);
    }
}

/// "Police: nine dead", "Nine dead in blast: police", "Velden Courier - ...": a short noun phrase beside a colon, without a verb.
/// Where others speak in the sentence too, only a name right before its first colon counts ("NPW: Ostland says ...").
fn colon(reading: &Reading, index: usize, alone: bool, found: &mut Vec<Attribution>) {
    let s = &reading.sentences[index];
    let Some(mark) = s.words.iter().position(|w| reading.of(&w.span) == ":") else { return };
    if mark == 0 || mark + 1 >= s.words.len() {
        return;
    }
    let last = (0..s.words.len()).rev().find(|&i| s.words[i].upos != Upos::Punct).unwrap_or(0);
    let outlet = |head: &usize| alone || (mark <= 3 && s.words[*head].upos == Upos::Propn && last > mark + 3);
    let front = speaker(reading, s, 0, mark).filter(outlet);
    let back = || speaker(reading, s, mark + 1, last + 1).filter(|_| alone);
    let (source, head, content) = match (front, last > mark) {
        (Some(head), true) => (s.words[0].span.join(&s.words[mark - 1].span), head, Span::new(s.words[mark + 1].span.start, s.span.end)),
        _ => match back() {
            Some(head) => (s.words[mark + 1].span.join(&s.words[last].span), head, Span::new(s.span.start, s.words[mark - 1].span.end)),
            None => return,
        },
    };
    let mut a = blank(index, Some(s.words[mark].span), ":");
    a.source = Some(source);
    a.source_word = Some(head);
    a.cue_word = Some(mark);
    a.content = vec![content];
    found.push(a);
}

/// The head of words `from..to` if they may name a speaker: at most five words, no verb, no number, and a head that is a
/// name or a noun for people or bodies that speak.
fn speaker(reading: &Reading, s: &Sentence, from: usize, to: usize) -> Option<usize> {
    if to <= from || to - from > 5 {
        return None;
    }
    let words = &s.words[from..to];
    if words.iter().any(|w| matches!(w.upos, Upos::Verb | Upos::Num | Upos::Punct | Upos::Aux)) {
        return None;
    }
    let head = (from..to).find(|&i| !(from..to).contains(&s.words[i].head) || s.words[i].head == i)?;
    let w = &s.words[head];
    let known = reading.lexicon.people.role(&w.lemma).is_some()
        || reading.lexicon.people.organisation_head(&w.lemma).is_some()
        || w.upos == Upos::Propn;
    known.then_some(head)
}
