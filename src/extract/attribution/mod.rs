//! Who says it: source, cue and content.
//!
//! "Police said at least 13 people were killed." has the source `Police`, the cue `said` and the content `at least 13
//! people were killed`. In "the Courier reported that a document showed 13 names" the second attribution (source `a
//! document`, cue `showed`) stands within the content of the first: its `parent`.
//!
//! Cues come from `cues.csv`; where source and content stand is read from the tree and from the quotation marks. The
//! senses are those of PARC 3 (Pareti 2016) and PolNeAR (Newell, Margolin, Ruths 2018). Which actor a source is, is decided
//! elsewhere; here it is a phrase with its head word.

mod apart;
mod clauses;
mod frames;
mod handed;
mod nest;
mod nouns;
mod phrases;
mod quotes;
mod span;
mod surface;
#[cfg(test)]
mod tests;
mod verbs;
mod widen;

use super::reading::Reading;
use crate::types::{Attribution, AttributionKind, Evidence, QuoteKind, SourceKind, Span, Stance, Upos};

/// All attributions of an article, in order of cue, with parents; actors and source kinds are still open.
pub fn read(reading: &Reading) -> Vec<Attribution> {
    let mut found = Vec::new();
    for index in 0..reading.sentences.len() {
        let before = found.len();
        verbs::read(reading, index, &mut found);
        nouns::read(reading, index, before, &mut found);
        phrases::read(reading, index, before, &mut found);
        surface::read(reading, index, before, &mut found);
        phrases::cited(before, &mut found);
        surface::listed(reading, index, before, &mut found);
        handed::handed_on(reading, index, before, &mut found);
        handed::documents(reading, index, before, &mut found);
        drop_shadowed(&mut found, before);
    }
    quotes::extend(reading, &mut found);
    quotes::embeds(reading, &mut found);
    apart::part(reading, &mut found);
    for attribution in &mut found {
        widen::mend(reading, attribution);
        tidy(reading, attribution);
    }
    found.retain(|a| (!a.content.is_empty() || a.stance != Stance::Asserts) && !idle(reading, a));
    unheard(reading, &mut found);
    described(&mut found);
    found.sort_by_key(|a| (position(a), a.content.first().map(|c| c.start), a.cue_lemma.clone()));
    nest::parents(&mut found);
    found
}

/// True for a thought that is nobody's news: the reader's ("do you think"), a command to him ("watch the video"), the first person's within
/// a quotation ("I think it is late"), which is part of what he says.
fn idle(reading: &Reading, a: &Attribution) -> bool {
    let mind = matches!(a.kind, AttributionKind::Belief | AttributionKind::Intent | AttributionKind::Perception);
    if a.stance != Stance::Asserts {
        return false;
    }
    let s = &reading.sentences[a.sentence];
    match (a.source, a.cue_word) {
        (Some(source), _) if mind || !a.vouches => {
            let who = reading.of(&source);
            let first = ["I", "we", "We"].contains(&who) && reading.quote_at(source.start).is_some();
            mind && first || who.eq_ignore_ascii_case("you")
        }
        (None, Some(word)) => {
            let w = &s.words[word];
            w.upos == Upos::Verb
                && w.xpos == "VB"
                && matches!(w.rel, "root" | "parataxis")
                && !s.children(word).any(|c| s.words[c].lemma == "to")
        }
        _ => false,
    }
}

/// Drops what is thought, shown or asked for within a quotation that nobody is heard to say: it is part of what is quoted. What vouches
/// for a number stays.
fn unheard(reading: &Reading, found: &mut Vec<Attribution>) {
    let mut heard = vec![false; reading.quotes.len()];
    for a in found.iter() {
        for c in &a.content {
            let from = reading.quotes.partition_point(|q| q.end <= c.start);
            for (i, q) in reading.quotes.iter().enumerate().skip(from).take_while(|(_, q)| q.start < c.end) {
                heard[i] |= !a.cue.is_some_and(|cue| q.contains(&cue));
            }
        }
    }
    let number = |a: &Attribution| a.content.iter().any(|c| reading.of(c).bytes().any(|b| b.is_ascii_digit()));
    found.retain(|a| {
        let Some(cue) = a.cue.filter(|_| a.stance == Stance::Asserts) else { return true };
        let quote = reading.quotes.partition_point(|q| q.start <= cue.start).checked_sub(1);
        let Some(q) = quote.filter(|&q| reading.quotes[q].contains(&cue) && !heard[q]) else { return true };
        // Two words within marks are a name or a scare, no quotation.
        let speaks = matches!(a.kind, AttributionKind::Speech | AttributionKind::Writing | AttributionKind::Evidence) && a.vouches;
        (speaks && number(a)) || reading.quotes[q].len() < 20
    });
}

/// Drops what the description of a speaker says of his mind ("said Ana Velt, who hopes for rain"): it is a part of the source.
fn described(found: &mut Vec<Attribution>) {
    let mut sources: Vec<Span> = found.iter().filter_map(|a| a.source).collect();
    sources.sort_by_key(|s| (s.start, s.end));
    let mut furthest: Vec<Span> = Vec::with_capacity(sources.len());
    for s in sources {
        match furthest.last() {
            Some(last) if last.end >= s.end => furthest.push(*last),
            _ => furthest.push(s),
        }
    }
    found.retain(|a| {
        let mind = matches!(a.kind, AttributionKind::Belief | AttributionKind::Intent | AttributionKind::Perception);
        let Some(cue) = a.cue.filter(|_| mind && a.stance == Stance::Asserts) else { return true };
        let before = furthest.partition_point(|s| s.start <= cue.start);
        !before.checked_sub(1).is_some_and(|i| furthest[i].contains(&cue) && a.source != Some(furthest[i]))
    });
}

/// Where an attribution stands in the text: at its cue, else its source, else its content.
fn position(a: &Attribution) -> usize {
    a.cue.or(a.source).or(a.content.first().copied()).map_or(0, |s| s.start)
}

/// A new attribution with nothing known but cue and kind.
fn blank(sentence: usize, cue: Option<Span>, lemma: &str) -> Attribution {
    Attribution {
        kind: AttributionKind::Speech,
        source: None,
        cue,
        content: Vec::new(),
        actor: None,
        source_kind: SourceKind::Unnamed,
        cue_lemma: lemma.to_owned(),
        stance: Stance::Asserts,
        evidence: Evidence::Unspecified,
        quote: QuoteKind::Indirect,
        parent: None,
        said: None,
        vouches: true,
        sentence,
        cue_word: None,
        source_word: None,
    }
}

/// Of two attributions of one sentence on one cue keep the one with a source and the longer content.
fn drop_shadowed(found: &mut Vec<Attribution>, from: usize) {
    let mut keep = vec![true; found.len()];
    for i in from..found.len() {
        for j in from..found.len() {
            if i == j || !keep[i] || !keep[j] {
                continue;
            }
            let (Some(a), Some(b)) = (found[i].cue, found[j].cue) else { continue };
            let size = |x: &Attribution| (x.source.is_some(), x.content.iter().map(Span::len).sum::<usize>());
            if a.overlaps(&b) && (size(&found[i]) > size(&found[j]) || (size(&found[i]) == size(&found[j]) && i < j)) {
                keep[j] = false;
            }
        }
    }
    let mut i = 0;
    found.retain(|_| {
        i += 1;
        keep[i - 1]
    });
}

/// The quotations that overlap or touch a span; they stand in text order and apart.
fn quotes_at<'a>(reading: &'a Reading, span: &Span) -> &'a [Span] {
    let from = reading.quotes.partition_point(|q| q.end < span.start);
    let to = reading.quotes.partition_point(|q| q.start <= span.end);
    &reading.quotes[from.min(to)..to]
}

/// Sorts and joins the pieces of content, cuts source and cue out of them, and decides the kind of quotation.
fn tidy(reading: &Reading, a: &mut Attribution) {
    let mut pieces: Vec<Span> = Vec::new();
    for piece in std::mem::take(&mut a.content) {
        let mut rest = vec![piece];
        for hole in [a.source, a.cue].into_iter().flatten() {
            rest = rest
                .into_iter()
                .flat_map(|p| {
                    if !p.overlaps(&hole) || hole.contains(&p) {
                        // A source wider than a piece of content is a parse gone wrong: the content stays whole.
                        return vec![p];
                    }
                    vec![Span::new(p.start, hole.start.max(p.start)), Span::new(hole.end.min(p.end), p.end)]
                })
                .collect();
        }
        pieces.extend(rest.into_iter().map(|p| trim(reading.text(), p)).filter(|p| !p.is_empty()));
    }
    pieces.sort();
    for piece in pieces {
        match a.content.last_mut() {
            Some(last) if piece.start <= last.end => last.end = last.end.max(piece.end),
            _ => a.content.push(piece),
        }
    }
    let total: usize = a.content.iter().map(Span::len).sum();
    let quoted: usize =
        a.content.iter().flat_map(|c| quotes_at(reading, c).iter().map(|q| Span::new(q.start.max(c.start), q.end.min(c.end)).len())).sum();
    a.quote = match quoted {
        0 => QuoteKind::Indirect,
        q if q + 3 >= total => QuoteKind::Direct,
        _ => QuoteKind::Mixed,
    };
}

/// Cuts white space and separating punctuation from both ends.
fn trim(text: &str, span: Span) -> Span {
    let part = span.of(text);
    let front = part.len() - part.trim_start_matches(|c: char| c.is_whitespace() || ",;:.–—-".contains(c)).len();
    let kept = part[front..].trim_end_matches(|c: char| c.is_whitespace() || ",;:–—".contains(c));
    let kept = if kept.ends_with("..") || !kept.ends_with('.') { kept } else { kept.trim_end_matches('.') };
    Span::new(span.start + front, span.start + front + kept.len())
}
