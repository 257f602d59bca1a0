//! Speakers who stand side by side: what one says ends where the next one begins, though the tree hangs the second clause on the first
//! ("X said ..., adding that ...", "X said ..., but Y argued ..."); and second speakers who share the verb of the first ("police
//! counted 20,000 and the union 22,000", "the organisers' 30,000").

use super::{blank, quotes_at};
use crate::extract::reading::Reading;
use crate::types::{Attribution, AttributionKind, Sentence, SourceKind, Span, Upos};

/// Cuts the contents of attributions at quotation marks and at the next speaker, and adds those who share a verb.
pub fn part(reading: &Reading, found: &mut Vec<Attribution>) {
    within_quotes(reading, found);
    runs(reading, found);
    let mut order: Vec<usize> = (0..found.len()).filter(|&i| found[i].cue.is_some()).collect();
    order.sort_by_key(|&i| (found[i].sentence, found[i].cue.map(|c| c.start), i));
    for (k, &first) in order.iter().enumerate() {
        for &next in &order[k + 1..] {
            if found[next].sentence != found[first].sentence {
                break;
            }
            if let Some((piece, end)) = border(reading, &found[first], &found[next]) {
                if end > found[first].content[piece].start {
                    found[first].content[piece].end = end;
                } else if found[first].content.len() > 1 {
                    found[first].content.remove(piece);
                }
            }
        }
    }
    let mut from = 0;
    while from < order.len() {
        let sentence = found[order[from]].sentence;
        let to = from + order[from..].iter().take_while(|&&i| found[i].sentence == sentence).count();
        asides(reading, &reading.sentences[sentence], &order[from..to], found);
        from = to;
    }
    let before = found.len();
    for i in 0..before {
        if let Some(second) = gapped(reading, &mut found[i]) {
            found.push(second);
        }
    }
    let mut beside: Vec<usize> = (0..found.len()).collect();
    beside.sort_by_key(|&i| (found[i].sentence, i));
    for (index, s) in reading.sentences.iter().enumerate() {
        let from = beside.partition_point(|&i| found[i].sentence < index);
        let to = beside.partition_point(|&i| found[i].sentence <= index);
        owned_numbers(reading, index, s, &beside[from..to], found);
    }
}

/// A quotation that was taken together with the next one ends at its own mark where somebody else speaks in between.
fn runs(reading: &Reading, found: &mut [Attribution]) {
    let mut cues: Vec<Span> = found
        .iter()
        .filter(|a| matches!(a.kind, AttributionKind::Speech | AttributionKind::Writing))
        .filter_map(|a| a.cue)
        .filter(|c| reading.quote_at(c.start).is_none())
        .collect();
    cues.sort_unstable();
    for a in found {
        let own = a.cue;
        for c in &mut a.content {
            let Some(quote) = reading.quote_at(c.start).filter(|q| q.start + 1 >= c.start && q.end < c.end) else { continue };
            let from = cues.partition_point(|x| x.start < quote.end);
            if cues[from..].iter().take_while(|x| x.end <= c.end).any(|x| Some(*x) != own) {
                c.end = quote.end;
            }
        }
    }
}

/// What is said within a quotation ends with it.
fn within_quotes(reading: &Reading, found: &mut [Attribution]) {
    for a in found {
        let Some(quote) = a.cue.and_then(|c| reading.quote_at(c.start).filter(|q| q.contains(&c))) else { continue };
        if !a.content.iter().any(|c| c.overlaps(&quote)) || a.content.iter().all(|c| quote.contains(c)) {
            continue;
        }
        a.content.retain(|c| c.overlaps(&quote));
        for c in &mut a.content {
            *c = Span::new(c.start.max(quote.start), c.end.min(quote.end));
        }
    }
}

/// The piece of the first attribution's content that runs into the second one, and where it should end.
fn border(reading: &Reading, first: &Attribution, second: &Attribution) -> Option<(usize, usize)> {
    let (a, b) = (first.cue?, second.cue?);
    let (at, next) = (first.cue_word?, second.cue_word?);
    let s = &reading.sentences[first.sentence];
    let piece = first.content.iter().position(|c| c.start >= a.end && c.contains(&b))?;
    if reading.quote_at(a.start) != reading.quote_at(b.start) || !matches!(s.words[at].upos, Upos::Verb | Upos::Adj) {
        return None;
    }
    let plain = |i: usize| reading.lexicon.reporting.verb(&s.words[i].lemma).iter().any(|c| c.plain);
    let goes_on = s.words[next].xpos == "VBG"
        && (plain(next) || plain(at))
        && first.kind == AttributionKind::Speech
        && s.words.iter().rev().find(|w| w.span.end <= b.start).is_some_and(|w| w.xpos == ",");
    // "As the Courier reported, the council argues": the main clause is what was reported.
    let aside = matches!(s.words[at].rel, "parataxis" | "discourse" | "case")
        || (s.words[at].rel == "advcl" && s.children(at).any(|c| s.words[c].rel == "mark" && s.words[c].lemma == "as"));
    let prepositional = reading.lexicon.reporting.prepositions.iter().any(|c| c.phrase == first.cue_lemma);
    let quotes = matches!(first.cue_lemma.as_str(), "quote" | "cite");
    if aside && !goes_on || prepositional || quotes || !matches!(s.words[next].upos, Upos::Verb | Upos::Adj | Upos::Aux) {
        return None;
    }
    // "The organizers said 30,000 marched, but police counted 8,000": rivals, whatever the second clause hangs on.
    let rivals = || {
        let source = second.source_word.filter(|&i| s.words[i].upos != Upos::Pron && speaks(reading, s, i))?;
        let start = second.source.filter(|x| x.start >= a.end && x.end <= b.start)?.start;
        let before = s.words.partition_point(|w| w.span.end <= start).checked_sub(1)?;
        let but = matches!(s.words[before].lemma.as_str(), "but" | "while" | "whereas") && before > 0 && s.words[before - 1].xpos == ",";
        let spoken = !matches!(second.kind, AttributionKind::Belief | AttributionKind::Intent | AttributionKind::Perception);
        (but && spoken && source > before).then_some(())
    };
    if !goes_on && rivals().is_none() && governed(s, next, at) {
        return None;
    }
    let own = second.source.filter(|x| x.start >= a.end && x.end <= b.start).map_or(b.start, |x| x.start);
    let mut word = s.words.partition_point(|w| w.span.end <= own);
    while word > 0 && matches!(s.words[word - 1].upos, Upos::Cconj | Upos::Sconj | Upos::Punct | Upos::Adv) {
        word -= 1;
    }
    let end = s.words.get(word.checked_sub(1)?)?.span.end;
    let c = first.content[piece];
    // Something is left, and something sets the two apart.
    let apart = s.words.get(word).is_some_and(|w| w.span.start < own);
    let rest = Span::new(c.start, end.max(c.start));
    let left = reading.of(&rest).split_whitespace().count();
    // ", he said, adding that": nothing of the sentence's second half is his.
    let nothing = goes_on && left == 0;
    (nothing || apart && left >= 2).then_some((piece, if nothing { c.start } else { end }))
}

/// True where `below` stands in what `above` governs as its complement.
fn governed(s: &Sentence, below: usize, above: usize) -> bool {
    let mut at = below;
    for _ in 0..s.words.len() {
        let w = &s.words[at];
        if w.head == above {
            return !matches!(w.rel.split(':').next(), Some("conj" | "advcl" | "parataxis" | "discourse"));
        }
        if w.head == at {
            return false;
        }
        at = w.head;
    }
    false
}

/// True for a name, and for a noun for people or bodies that speak.
fn speaks(reading: &Reading, s: &Sentence, word: usize) -> bool {
    let w = &s.words[word];
    let people = &reading.lexicon.people;
    let role = people.role(&w.lemma).is_some_and(|k| k != SourceKind::Person);
    w.upos == Upos::Propn || (w.upos == Upos::Noun && (role || people.organisation_head(&w.lemma).is_some()))
}

/// "Nine boats sank, the coast guard said, and 14 people are missing, the mayor said": each speaks for the clause before him. `here` are
/// the attributions of the sentence in order of cue.
fn asides(reading: &Reading, s: &Sentence, here: &[usize], found: &mut [Attribution]) {
    // The comma before the speaker, the mark behind the cue, the attribution.
    let mut sides: Vec<(usize, usize, usize)> = Vec::new();
    for &i in here {
        let a = &found[i];
        let (Some(cue), Some(source), Some(verb)) = (a.cue, a.source, a.cue_word) else { continue };
        let speaks = matches!(a.kind, AttributionKind::Speech | AttributionKind::Writing) && a.vouches && s.words[verb].upos == Upos::Verb;
        if !speaks || reading.quote_at(cue.start).is_some() {
            continue;
        }
        let first = s.words.partition_point(|w| w.span.end <= source.start.min(cue.start));
        let behind = s.words.partition_point(|w| w.span.start < source.end.max(cue.end));
        let close = (behind..s.words.len().min(behind + 4)).find(|&k| s.words[k].upos == Upos::Punct).unwrap_or(s.words.len());
        let set_off = first.checked_sub(1).filter(|&k| k > 2 && s.words[k].xpos == ",");
        let bare = s.words[behind.min(close)..close].iter().all(|w| !matches!(w.upos, Upos::Verb | Upos::Aux | Upos::Sconj));
        if let Some(open) = set_off.filter(|_| bare) {
            sides.push((open, close, i));
        }
    }
    let joins = |k: usize| {
        let comma = s.words.get(k).is_some_and(|w| w.xpos == ",");
        let next = s.words.get(k + 1).is_some_and(|w| w.upos == Upos::Cconj || matches!(w.lemma.as_str(), "while" | "whereas"));
        comma && next
    };
    let mut start = 0;
    for (k, &(open, close, i)) in sides.iter().enumerate() {
        let semicolon = s.words.get(close).is_some_and(|w| w.lemma == ";");
        let more = sides.get(k + 1).is_some_and(|(next, ..)| *next > close) && (semicolon || joins(close));
        let clause = s.words[start.min(open)..open].iter().any(|w| matches!(w.upos, Upos::Verb | Upos::Aux));
        if (more || start > 0 || semicolon) && clause && open > start {
            found[i].content = vec![Span::new(s.words[start].span.start, s.words[open].span.start)];
        }
        if semicolon || more {
            start = close + 1 + usize::from(!semicolon);
        } else {
            return;
        }
    }
}

/// "Police counted 20,000 marchers and the union about 22,000": the second speaker shares the verb.
fn gapped(reading: &Reading, a: &mut Attribution) -> Option<Attribution> {
    let (cue, verb) = (a.cue?, a.cue_word?);
    let s = &reading.sentences[a.sentence];
    let counts = matches!(a.kind, AttributionKind::Speech | AttributionKind::Writing | AttributionKind::Evidence) && a.vouches;
    if !counts || s.words[verb].upos != Upos::Verb || reading.quote_at(cue.start).is_some() {
        return None;
    }
    let piece = a.content.iter().position(|c| c.start >= cue.end && c.end <= s.span.end + 1)?;
    let c = a.content[piece];
    let from = s.words.partition_point(|w| w.span.end <= c.start);
    let mut to = s.words.partition_point(|w| w.span.start < c.end);
    // The parser may leave the second speaker outside ("said 8,000 marched, the union 45,000").
    if s.words.get(to).is_some_and(|w| matches!(w.lemma.as_str(), "," | ";")) {
        to = s.words.len().min(to + 8);
    }
    let mut number = false;
    for i in from..to {
        let w = &s.words[i];
        if w.upos == Upos::Num {
            number = true;
        }
        let joins = (w.upos == Upos::Cconj && matches!(w.lemma.as_str(), "and" | "but")) || matches!(w.lemma.as_str(), ";" | ",");
        if !joins || !number {
            continue;
        }
        let nominal = |k: &usize| {
            matches!(s.words[*k].upos, Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn) || matches!(s.words[*k].xpos, "POS" | "HYPH")
        };
        let mut np = (i + 1..to).take_while(nominal).last().map_or(i + 1, |k| k + 1);
        if np == i + 1 || !speaks(reading, s, np - 1) || s.words[np - 1].xpos == "POS" {
            continue;
        }
        let last = np - 1;
        // "; the union, 45,000": the comma stands for the verb.
        if s.words.get(np).is_some_and(|w| w.xpos == ",") && w.lemma == ";" {
            np += 1;
        }
        let figure = (np..to.min(np + 4)).find(|&k| s.words[k].upos == Upos::Num)?;
        let hedges = s.words[np..figure].iter().all(|w| matches!(w.upos, Upos::Adv | Upos::Adp | Upos::Det | Upos::Adj));
        let verbal = s.words[i..to].iter().any(|w| matches!(w.upos, Upos::Verb | Upos::Aux));
        if !hedges || verbal {
            return None;
        }
        let mut b = blank(a.sentence, None, &a.cue_lemma);
        (b.kind, b.stance, b.evidence) = (a.kind, a.stance, a.evidence);
        b.source = Some(s.words[i + 1].span.join(&s.words[last].span));
        b.source_word = Some(last);
        let tail = if s.words[figure].span.start >= c.end { s.words[figure].span.end } else { c.end };
        b.content = vec![Span::new(s.words[np].span.start, tail)];
        a.content[piece].end = c.end.min(s.words[i - 1].span.end);
        return Some(b);
    }
    None
}

/// "the 8,000 of the police", "the organisers' 30,000": whose number it is.
fn owned_numbers(reading: &Reading, index: usize, s: &Sentence, here: &[usize], found: &mut Vec<Attribution>) {
    for (i, w) in s.words.iter().enumerate() {
        let digits = reading.of(&w.span).bytes().filter(u8::is_ascii_digit).count();
        if digits < 3 || !matches!(w.upos, Upos::Num | Upos::Noun) || i == 0 {
            continue;
        }
        let ends = |k: usize| s.words.get(k).is_none_or(|n| matches!(n.upos, Upos::Punct | Upos::Cconj));
        let word = |k: usize, lemma: &str| s.words.get(k).is_some_and(|n| n.lemma.eq_ignore_ascii_case(lemma));
        let (from, to, cue) = if word(i - 1, "the") && word(i + 1, "of") {
            let from = i + 2;
            let end =
                (from..s.words.len()).take_while(|&k| matches!(s.words[k].upos, Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn)).last();
            (from, end.map_or(from, |k| k + 1), Some(s.words[i + 1].span))
        } else if s.words[i - 1].xpos == "POS" && ends(i + 1) {
            let from = (0..i - 1).rev().take_while(|&k| matches!(s.words[k].upos, Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn)).last();
            (from.unwrap_or(i - 1), i - 1, None)
        } else {
            continue;
        };
        if to <= from || !speaks(reading, s, to - 1) || quotes_at(reading, &w.span).iter().any(|q| q.contains(&w.span)) {
            continue;
        }
        let mut a = blank(index, cue, "of");
        a.source = Some(s.words[from].span.join(&s.words[to - 1].span));
        a.source_word = Some(to - 1);
        a.content = vec![w.span];
        // "at 8,000, against the organisers' 30,000": no part of what the first one says.
        let against = from.checked_sub(1).filter(|&k| matches!(s.words[k].lemma.as_str(), "against" | "versus" | "vs"));
        if let Some(cut) = against.map(|k| if k > 0 && s.words[k - 1].upos == Upos::Punct { k - 1 } else { k }) {
            let cut = s.words[cut].span.start;
            for &i in here {
                for c in found[i].content.iter_mut().filter(|c| c.start < cut && c.end >= w.span.end) {
                    c.end = cut;
                }
            }
        }
        found.push(a);
    }
}
