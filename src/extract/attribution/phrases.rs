//! Attribution without verb or noun: "according to", "reportedly", and colons of headlines and lists.

use super::blank;
use crate::extract::reading::Reading;
use crate::extract::tree::phrase;
use crate::types::{Attribution, Sentence, SourceKind, Span, Upos};

/// Attributions of these kinds in one sentence; those of earlier ones end at `before` in `found`.
pub fn read(reading: &Reading, index: usize, before: usize, found: &mut Vec<Attribution>) {
    prepositions(reading, index, before, found);
    adverbs(reading, index, found);
    let alone = found.len() == before;
    colon(reading, index, alone, found);
}

/// "Six boats sank, the Courier reported, citing the harbor master": what the one who cites says is what the one cited says.
pub fn cited(before: usize, found: &mut [Attribution]) {
    let cites = |a: &Attribution| matches!(a.cue_lemma.as_str(), "citing" | "quoting");
    for i in before..found.len() {
        if !cites(&found[i]) {
            continue;
        }
        let outer = found[before..]
            .iter()
            .find(|b| !cites(b) && b.vouches && b.cue.is_some_and(|cue| found[i].content.iter().any(|c| c.contains(&cue))));
        let said: Vec<Span> = outer.map(|b| b.content.clone()).unwrap_or_default();
        found[i].content.extend(said);
    }
}

/// "according to X": X is the source, the clause that it stands in the content.
fn prepositions(reading: &Reading, index: usize, before: usize, found: &mut Vec<Attribution>) {
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
                // "published a list, according to which 57 are unsafe": the sentence goes on with what was published.
                let which = a.source_word.map(|w| s.words[w].span).filter(|w| w.end <= s.words[at].span.start);
                for b in &mut found[before..] {
                    let last = b.content.last_mut().filter(|c| which.is_some_and(|w| c.contains(&w)));
                    if let Some(c) = last {
                        c.end = c.end.max(s.span.end);
                    }
                }
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
    // "50 per day" is a rate, "via email" a way; "per the port authority" is a source.
    let the = s.words.get(last + 1).is_some_and(|w| w.upos == Upos::Det);
    let body = the
        && (reading.lexicon.people.role(&s.words[noun].lemma).is_some()
            || reading.lexicon.people.organisation_head(&s.words[noun].lemma).is_some());
    if matches!(cue.phrase.as_str(), "per" | "via") && s.words[noun].upos != Upos::Propn && !body {
        return None;
    }
    if cue.phrase == "based on"
        && !matches!(
            reading.lexicon.people.role(&s.words[noun].lemma),
            Some(SourceKind::Document | SourceKind::Dataset | SourceKind::Footage)
        )
    {
        return None; // "based on a novel"
    }
    // "a list, according to which 57 houses are unsafe": the list.
    let which = s.words[noun].upos == Upos::Pron && s.words[noun].lemma == "which";
    let antecedent = (0..first).rev().find(|&i| s.words[i].upos == Upos::Noun).filter(|_| which);
    let conditional = cue.phrase.starts_with("if ");
    let source = phrase(s, noun, |c| c > last);
    let cue_span = s.words[first].span.join(&s.words[last].span);
    let source = Span::new(source.start.max(cue_span.end), source.end.max(cue_span.end));
    let source = super::trim(reading.text(), source);
    // "according to a neighbor, 40 cows died": behind a comma a finite clause goes on with what is said.
    let inside = |i: &usize| source.contains(&s.words[*i].span);
    let relative = |i: usize| s.words.get(i + 1).is_some_and(|w| w.xpos.starts_with('W'));
    let comma = (last + 1..s.words.len()).take_while(|i| inside(i)).find(|&i| {
        s.words[i].xpos == ","
            && !relative(i)
            && (i + 1..s.words.len()).take_while(|k| inside(k)).any(|k| matches!(s.words[k].xpos, "VBD" | "VBZ" | "VBP" | "MD"))
    });
    let stop = comma.or_else(|| (last + 1..s.words.len()).take_while(|i| inside(i)).find(|&i| conditional && s.words[i].xpos == ","));
    let source = stop.map_or(source, |i| super::trim(reading.text(), Span::new(source.start, s.words[i].span.start)));
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
    // "8,000 if you ask the police, and 30,000 if you ask the union": each for its own part of the sentence.
    if conditional {
        let stop = |w: &crate::types::Word| w.lemma == ";" || (w.upos == Upos::Cconj && w.lemma != "or");
        let from = s.words[..first].iter().rev().find(|w| stop(w)).map_or(s.span.start, |w| w.span.end);
        let to = s.words.iter().skip(last + 1).find(|w| stop(w)).map_or(s.span.end, |w| w.span.start);
        whole = Span::new(from, to.max(out.end));
    }
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
    if comma.is_some() {
        content.retain(|c| c.end <= cue_span.start || c.start >= source.end);
        let rest = Span::new(source.end, s.span.end);
        content.retain(|c| !c.overlaps(&rest));
        content.push(rest);
    }
    // A cue behind a comma at the end of its sentence speaks for all before it.
    let closes = tail.end.max(source.end) + 3 >= s.span.end;
    if first >= 4 && closes && !citing && !conditional {
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
    a.source_word = Some(antecedent.unwrap_or(noun));
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
    let link = |i: usize| reading.of(&s.words[i].span).starts_with("http");
    if link(mark + 1) || link(0) {
        return;
    }
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
