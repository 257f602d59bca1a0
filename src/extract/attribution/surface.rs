//! Speech read from the order of words where the tree shows none: ", the daily said on Monday." and "Officer Vell said ...".
//!
//! Long names, titles and lists lead the parser astray, and a sentence of news with "said" and nobody saying it is nearly
//! always such a case. Only the plain verbs of speech are read this way.

use super::blank;
use super::clauses::opens_with_participle;
use super::span::cue_span;
use super::verbs::takes_in;
use crate::extract::reading::Reading;
use crate::types::{Attribution, AttributionKind, Sentence, SourceKind, Span, Upos};

/// Attributions of plain speech verbs that no attribution of this sentence covers yet; those of earlier sentences end at
/// `before` in `found`.
pub fn read(reading: &Reading, index: usize, before: usize, found: &mut Vec<Attribution>) {
    let s = &reading.sentences[index];
    for verb in 0..s.words.len() {
        let w = &s.words[verb];
        // ", the Torvale Courier reports.": the tagger takes the last word for a noun.
        let closes = || {
            verb > 3 && verb + 2 >= s.words.len() && {
                let before = &s.words[verb - 1];
                before.upos == Upos::Propn || (before.upos == Upos::Noun && reading.of(&before.span).starts_with(char::is_uppercase))
            }
        };
        if !matches!(w.upos, Upos::Verb | Upos::Noun)
            || !(matches!(w.xpos, "VBD" | "VBZ" | "VBP" | "VBN" | "VB") || (w.xpos == "NNS" && closes()))
        {
            continue;
        }
        let Some(cue) = reading.lexicon.reporting.verb(&w.lemma).iter().find(|c| c.plain) else { continue };
        let covers = |a: &Attribution| a.sentence == index && a.cue.is_some_and(|c| c.overlaps(&w.span));
        if let Some(known) = found[before..].iter_mut().find(|a| covers(a) && !a.content.is_empty() && a.source.is_some()) {
            repair(reading, s, verb, known);
            continue;
        }
        if takes_in(reading, s, verb) {
            continue;
        }
        let Some((source, head)) = subject(s, verb) else { continue };
        let Some(content) = content(reading, s, verb, &source) else { continue };
        let mut same = found.split_off(before);
        same.retain(|a| !covers(a));
        found.append(&mut same);
        let mut a = blank(index, Some(cue_span(reading, s, verb, &[])), &cue.phrase);
        a.kind = AttributionKind::Speech;
        a.stance = cue.stance;
        a.evidence = cue.evidence;
        a.source = Some(source);
        a.source_word = Some(head);
        a.cue_word = Some(verb);
        a.content = vec![content];
        found.push(a);
    }
}

/// Mends an attribution that the tree gave: a source that stands far off though a noun phrase set off by a comma stands right
/// before the verb, and a clause before ", X said, ..." that the parser left out.
fn repair(reading: &Reading, s: &Sentence, verb: usize, a: &mut Attribution) {
    let Some((near, head)) = subject(s, verb) else { return };
    let Some(first) = s.words.iter().position(|w| w.span.start >= near.start) else { return };
    if let Some((before, behind)) = within(s, verb, near, first) {
        if a.source.is_some_and(|x| x.end <= before.end) && reading.quote_at(s.words[verb].span.start).is_none() {
            a.source = Some(near);
            a.source_word = Some(head);
            a.content = vec![before, behind];
        }
        return;
    }
    if near.start > s.words[verb].span.start || first < 4 || s.words[first - 1].upos != Upos::Punct {
        return;
    }
    if a.source.is_some_and(|x| x.end <= s.words[first - 1].span.start && !x.overlaps(&near)) {
        a.source = Some(near);
        a.source_word = Some(head);
    }
    let before = Span::new(s.span.start, s.words[first - 1].span.start);
    let subordinate = matches!(s.words[0].upos, Upos::Sconj | Upos::Adp | Upos::Adv | Upos::Cconj) || opens_with_participle(s);
    let clause = (0..first - 1).any(|i| matches!(s.words[i].upos, Upos::Verb | Upos::Aux));
    let speech = |i: usize| s.words[i].upos == Upos::Verb && reading.lexicon.reporting.verb(&s.words[i].lemma).iter().any(|c| c.plain);
    let outside = reading.quote_at(s.words[verb].span.start).is_none();
    if s.words[first - 1].lemma == ";" {
        return;
    }
    if clause && !subordinate && !(0..first - 1).any(speech) && outside {
        // The parser may have kept a piece of it: the whole clause replaces it.
        a.content.retain(|c| !c.overlaps(&before));
        a.content.push(before);
    }
}

/// "Nine shops, the mayor said, were looted": what stands before and behind the aside, where the front is a phrase without a verb.
fn within(s: &Sentence, verb: usize, near: Span, first: usize) -> Option<(Span, Span)> {
    let comma = |i: usize| s.words.get(i).is_some_and(|w| w.xpos == ",");
    let close = (verb + 1..s.words.len().min(verb + 5)).find(|&i| comma(i))?;
    if first < 2 || !comma(first - 1) || near.start > s.words[verb].span.start {
        return None;
    }
    let verbal = |from: usize, to: usize| s.words[from..to].iter().any(|w| matches!(w.upos, Upos::Verb | Upos::Aux));
    // "Ana Velt, the mayor, said, ..." is a name and its description.
    let described = s.words[first - 2].upos == Upos::Propn || comma(verb.wrapping_sub(1));
    let finite = s.words.get(close + 1).is_some_and(|w| matches!(w.upos, Upos::Verb | Upos::Aux) && w.xpos != "VBG");
    if verbal(0, first - 1) || verbal(verb + 1, close) || described || !finite {
        return None;
    }
    Some((Span::new(s.span.start, s.words[first - 1].span.start), Span::new(s.words[close + 1].span.start, s.span.end)))
}

/// Words for a list or record that the tagger takes for nouns: "The manifest lists 212 passengers", "A ledger seen by the Harbor Post
/// lists 57 names". Those of earlier sentences end at `before` in `found`.
pub fn listed(reading: &Reading, index: usize, before: usize, found: &mut Vec<Attribution>) {
    let s = &reading.sentences[index];
    for at in 2..s.words.len() {
        let w = &s.words[at];
        if w.xpos != "NNS" || !matches!(w.lemma.as_str(), "list" | "name" | "record" | "show" | "count" | "report") {
            continue;
        }
        let number = s.words.get(at + 1).is_some_and(|n| n.upos == Upos::Num);
        let verbal = |w: &crate::types::Word| matches!(w.upos, Upos::Verb | Upos::Aux) && w.xpos != "VBN";
        if !number || s.words[..at].iter().any(verbal) {
            continue;
        }
        let document = |i: &usize| {
            let role = reading.lexicon.people.role(&s.words[*i].lemma);
            s.words[*i].upos == Upos::Noun && matches!(role, Some(SourceKind::Document | SourceKind::Dataset | SourceKind::Footage))
        };
        let Some(head) = (0..at).find(document) else { continue };
        let by = (head + 1..at).find(|&i| i + 1 < at && s.words[i].lemma == "by" && s.words[i - 1].xpos == "VBN");
        // Between the two there is nothing, or who has it.
        if by.is_none() && head + 1 != at {
            continue;
        }
        let first = (0..head).rev().take_while(|&i| matches!(s.words[i].upos, Upos::Det | Upos::Adj | Upos::Noun)).last().unwrap_or(head);
        let mut same = found.split_off(before);
        same.retain(|x| by.is_none_or(|b| x.cue_word != Some(b - 1)) && x.cue_word != Some(at));
        found.append(&mut same);
        let mut a = blank(index, Some(w.span), &w.lemma);
        a.kind = AttributionKind::Evidence;
        a.evidence = crate::types::Evidence::Documented;
        a.cue_word = Some(at);
        a.source = Some(s.words[first].span.join(&s.words[head].span));
        a.source_word = Some(head);
        a.content = vec![Span::new(s.words[at + 1].span.start, s.span.end)];
        if let Some(by) = by {
            let mut outer = blank(index, Some(s.words[by - 1].span), &s.words[by - 1].lemma);
            outer.kind = AttributionKind::Writing;
            outer.cue_word = Some(by - 1);
            outer.source = Some(s.words[by + 1].span.join(&s.words[at - 1].span));
            outer.source_word = Some(at - 1);
            outer.content = vec![s.words[first].span.join(&s.words[head].span), Span::new(w.span.start, s.span.end)];
            found.push(outer);
        }
        found.push(a);
    }
}

/// The noun phrase that ends right before the verb, or begins right behind it where a comma or quotation mark stands before.
pub fn subject(s: &Sentence, verb: usize) -> Option<(Span, usize)> {
    let skip = |i: usize| matches!(s.words[i].upos, Upos::Adv | Upos::Aux | Upos::Part) && !matches!(s.words[i].xpos, "POS");
    let mut last = verb;
    while last > 0 && skip(last - 1) {
        last -= 1;
    }
    let nominal = |i: usize| matches!(s.words[i].upos, Upos::Noun | Upos::Propn | Upos::Pron);
    // A short form in brackets belongs to the name before it.
    let mut tail = last;
    if tail > 2 && s.words[tail - 1].xpos == "-RRB-" {
        if let Some(open) = (tail.saturating_sub(6)..tail - 1).rev().find(|&i| s.words[i].xpos == "-LRB-") {
            tail = open;
        }
    }
    if tail > 0 && nominal(tail - 1) {
        let head = tail - 1;
        let mut first = head;
        while first > 0 {
            let w = &s.words[first - 1];
            let of = w.upos == Upos::Adp
                && matches!(w.lemma.as_str(), "of" | "for" | "in" | "at" | "from" | "on" | "with" | "near")
                && first > 1
                && nominal(first - 2);
            if matches!(w.upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Det | Upos::Num | Upos::X)
                || w.xpos == "POS"
                || w.xpos == "HYPH"
                || of
            {
                first -= 1;
            } else {
                break;
            }
        }
        // "the ministry of health": the head is before the preposition.
        let head = (first..=head).find(|&i| nominal(i) && s.words.get(i + 1).is_some_and(|n| n.upos == Upos::Adp)).unwrap_or(head);
        return Some((s.words[first].span.join(&s.words[last - 1].span), head));
    }
    // "Lin Vell, a senior official of the union, told": the name before the aside.
    if last > 2 && s.words[last - 1].upos == Upos::Punct && s.words[last - 1].xpos == "," {
        if let Some(open) = (last.saturating_sub(18)..last - 1).rev().find(|&i| s.words[i].xpos == ",") {
            let aside_is_phrase = !matches!(s.words[open + 1].upos, Upos::Cconj | Upos::Pron | Upos::Sconj);
            if open > 0 && nominal(open - 1) && aside_is_phrase {
                let mut first = open - 1;
                while first > 0 && matches!(s.words[first - 1].upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Det) {
                    first -= 1;
                }
                return Some((s.words[first].span.join(&s.words[last - 2].span), open - 1));
            }
        }
    }
    if verb > 0 && s.words[verb - 1].upos == Upos::Punct {
        let first = verb + 1;
        let mut end = first;
        while end < s.words.len() && matches!(s.words[end].upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Det | Upos::Pron) {
            end += 1;
        }
        let head = (first..end).rev().find(|&i| nominal(i))?;
        return Some((s.words[first].span.join(&s.words[end - 1].span), head));
    }
    None
}

/// What is said: all before ", X said" that closes its sentence; else all behind the verb if that holds a verb.
fn content(_: &Reading, s: &Sentence, verb: usize, source: &Span) -> Option<Span> {
    let first = s.words.iter().position(|w| w.span.start >= source.start.min(s.words[verb].span.start))?;
    let comma = first.checked_sub(1).filter(|&i| s.words[i].upos == Upos::Punct && s.words[i].lemma != ";");
    let verbal = |from: usize, to: usize| (from..to).any(|i| matches!(s.words[i].upos, Upos::Verb | Upos::Aux));
    // ", the mayor said on Monday, adding that ...": what he adds is another cue's.
    let comma_behind = (verb + 1..s.words.len()).find(|&i| s.words[i].xpos == ",");
    let adds = comma_behind.is_some_and(|i| i - verb <= 5 && !verbal(verb + 1, i) && s.words.get(i + 1).is_some_and(|w| w.xpos == "VBG"));
    let rest_is_short = !verbal(verb + 1, s.words.len()) || s.words.len() - verb <= 6 || adds;
    // "Nine shops were looted, said Jan Oster, who leads the guild."
    let inverted = source.start > s.words[verb].span.start;
    if let Some(comma) = comma.filter(|&c| c >= 3 && verbal(0, c) && (rest_is_short || inverted)) {
        return Some(Span::new(s.span.start, s.words[comma].span.start));
    }
    let from = (verb + 1).min(s.words.len());
    if verbal(from, s.words.len()) && s.words.len() - from >= 3 {
        // "reported on April 9 that ...": the clause begins at "that".
        let that = (from..s.words.len().min(from + 6)).find(|&i| s.words[i].lemma == "that" && s.words[i].upos == Upos::Sconj);
        let start = that.or_else(|| (from..s.words.len()).find(|&i| s.words[i].upos != Upos::Punct))?;
        if s.words[start].span.start >= source.end {
            return Some(Span::new(s.words[start].span.start, s.span.end));
        }
    }
    None
}
