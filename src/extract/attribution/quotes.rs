//! Quotations that run over sentences and paragraphs, and embedded posts.

use super::{blank, quotes_at};
use crate::extract::reading::Reading;
use crate::types::{Attribution, AttributionKind, BlockKind, Span};

/// Lets the content of each attribution take in the whole of the quotations that it touches, the quotation that its sentence
/// stands beside where it has no content, and the sentences that continue its quotation in the same paragraph and the next.
pub fn extend(reading: &Reading, found: &mut [Attribution]) {
    let quotes = &reading.quotes;
    let mut owner: Vec<Option<usize>> = vec![None; quotes.len()];
    for (i, a) in found.iter_mut().enumerate() {
        if !matches!(a.kind, AttributionKind::Speech | AttributionKind::Writing) {
            continue;
        }
        let Some(cue) = a.cue else { continue };
        if reading.quote_at(cue.start).is_some_and(|q| q.contains(&cue)) {
            continue; // said within a quotation
        }
        let s = &reading.sentences[a.sentence];
        let near = a.content.iter().fold(Span::new(s.span.start, s.span.end + 1), |all, c| all.join(c));
        let near = quotes_at(reading, &near);
        let first = near.first().map_or(0, |q| quotes.partition_point(|x| x.start < q.start));
        for (k, q) in near.iter().enumerate().map(|(k, q)| (first + k, q)) {
            if owner[k].is_some() {
                continue;
            }
            let touches = a.content.iter().any(|c| overlap_at_edge(c, q));
            let gap_before = q.end <= cue.start && q.end >= s.span.start && q.start < s.span.start;
            let beside = a.content.is_empty() && ((q.start >= s.span.start && q.end <= s.span.end + 1) || gap_before);
            if touches || beside || (gap_before && short_of_words(reading, q.end, cue.start)) {
                owner[k] = Some(i);
                a.content.push(*q);
            }
        }
    }
    // A quotation that opens right behind one that is owned, with nothing between but white space, goes on.
    for k in 0..quotes.len() {
        if owner[k].is_some() || k == 0 {
            continue;
        }
        if let Some(i) = owner[k - 1] {
            let between = reading.text().get(quotes[k - 1].end..quotes[k].start).unwrap_or("x");
            let cue_end = found[i].cue.map_or(0, |c| c.end);
            let after_cue = reading.text().get(cue_end.max(quotes[k - 1].end)..quotes[k].start).unwrap_or("x");
            let open = !reading.of(&quotes[k - 1]).ends_with(['”', '"', '\'', '»']);
            let same_paragraph = !between.contains("\n\n");
            // "A," he said. "B." - the rest of the sentence with the cue may stand between.
            let tail_of_cue = same_paragraph && cue_end > quotes[k - 1].end && after_cue.len() < 80 && ends_one_sentence(after_cue);
            // The sentence with the cue ends right before the quotation, however long it is.
            let here = &reading.sentences[found[i].sentence];
            let to_quote = here.span.end <= quotes[k].start
                && reading.text().get(here.span.end..quotes[k].start).is_some_and(|t| t.trim().is_empty() && !t.contains("\n\n"));
            let tail_of_cue = tail_of_cue || (to_quote && begins_sentence(reading, &quotes[k]));
            if (between.trim().is_empty() && (open || same_paragraph)) || tail_of_cue {
                owner[k] = Some(i);
                found[i].content.push(quotes[k]);
            }
        }
    }
    orphans(reading, found, &mut owner);
    unite(reading, found);
}

/// How many sentences behind its cue a quotation without a cue of its own still belongs to the last speaker.
const REACH: usize = 5;

/// A quotation that is a sentence or more and has no cue belongs to who was quoted last, in its paragraph or the one before.
fn orphans(reading: &Reading, found: &mut [Attribution], owner: &mut [Option<usize>]) {
    let quotes = &reading.quotes;
    let mut speakers: Vec<(usize, usize)> = (0..found.len())
        .filter(|&i| {
            let a = &found[i];
            a.source.is_some() && a.vouches && matches!(a.kind, AttributionKind::Speech | AttributionKind::Writing)
        })
        .filter_map(|i| {
            let cue = found[i].cue?;
            reading.quote_at(cue.start).is_none().then_some((cue.start, i))
        })
        .collect();
    speakers.sort_unstable();
    for k in 0..quotes.len() {
        let quote = quotes[k];
        if owner[k].is_some() || !begins_sentence(reading, &quote) || found_around(found, &speakers, &quote) {
            continue;
        }
        let Some(sentence) = reading.sentence_at(quote.start) else { continue };
        // It opens its sentence: what stands before it in the sentence would say whose it is.
        if reading.text().get(reading.sentences[sentence].span.start..quote.start).is_some_and(|t| !t.trim().is_empty()) {
            continue;
        }
        let before = speakers.partition_point(|(start, _)| *start < quote.start);
        let Some((start, i)) = before.checked_sub(1).map(|b| speakers[b]) else { continue };
        let between = reading.text().get(start..quote.start).unwrap_or_default();
        let breaks = between.split('\n').filter(|line| !line.trim().is_empty()).count().saturating_sub(1);
        let newline = between.trim_end_matches(' ').ends_with('\n');
        if sentence.saturating_sub(found[i].sentence) <= REACH && breaks + usize::from(newline && breaks == 0) <= 1 {
            owner[k] = Some(i);
            found[i].content.push(quote);
        }
    }
}

/// True where one of the speakers near a quotation has it within his content already.
fn found_around(found: &[Attribution], speakers: &[(usize, usize)], quote: &Span) -> bool {
    let at = speakers.partition_point(|(start, _)| *start < quote.start);
    let near = &speakers[at.saturating_sub(4)..(at + 3).min(speakers.len())];
    near.iter().any(|(_, i)| found[*i].content.iter().any(|c| c.overlaps(quote)))
}

/// True where the quotation is a sentence or more by itself: it begins with a capital and ends with a full stop or a mark like it.
fn begins_sentence(reading: &Reading, quote: &Span) -> bool {
    let inner = reading.of(quote).trim_matches(|c: char| "\"“”„«»'`".contains(c) || c.is_whitespace());
    inner.starts_with(|c: char| c.is_uppercase() || c.is_numeric()) && inner.ends_with(['.', '!', '?', '…', ','])
}

/// True where the text is the rest of a sentence and no more: it holds one full stop, at its end.
fn ends_one_sentence(text: &str) -> bool {
    let t = text.trim();
    t.is_empty() || (t.ends_with(['.', ':']) && t[..t.len() - 1].matches(". ").count() == 0)
}

/// True where few words stand between a quotation and its cue: subject and adverbs.
fn short_of_words(reading: &Reading, from: usize, to: usize) -> bool {
    reading.text().get(from..to).is_some_and(|t| t.split_whitespace().count() <= 12 && !t.contains(['.', '!', '?', '“']))
}

/// True where a quotation begins within the content and leaves it, or the other way round, or fills it.
fn overlap_at_edge(content: &Span, quote: &Span) -> bool {
    quote.overlaps(content) && (!content.contains(quote) || quote.start <= content.start + 6)
}

/// Joins the pieces that overlap, so that a quotation and a clause within it are one.
fn unite(reading: &Reading, found: &mut [Attribution]) {
    for a in found {
        a.content.sort();
        let mut out: Vec<Span> = Vec::new();
        for c in &a.content {
            match out.last_mut() {
                Some(last)
                    if c.start <= last.end
                        || reading.text().get(last.end..c.start).is_some_and(|t| t.trim().is_empty() && !t.contains('\n')) =>
                {
                    last.end = last.end.max(c.end);
                }
                _ => out.push(*c),
            }
        }
        a.content = out;
    }
}

/// An embedded post is what its author says.
pub fn embeds(reading: &Reading, found: &mut Vec<Attribution>) {
    for (index, block) in reading.article.blocks.iter().enumerate() {
        let (BlockKind::Embed, Some(embed)) = (block.kind, &block.embed) else { continue };
        let Some(credit) = embed.credit else { continue };
        let Some(author) = &embed.author else { continue };
        if block.span.overlaps(&credit) && block.span.start + 8 >= credit.start {
            // The line that names author and day: the post is the paragraph before it.
            let before = index.checked_sub(1).map(|i| &reading.article.blocks[i]);
            let post = before.filter(|b| b.kind == BlockKind::Paragraph && reading.of(&credit).contains("(@"));
            let at = post.and_then(|b| reading.sentence_at(b.span.start));
            if let (Some(b), Some(sentence)) = (post, at) {
                let start = reading.of(&credit).find(author.as_str()).map_or(credit.start, |i| credit.start + i);
                let mut a = blank(sentence, None, "post");
                a.kind = AttributionKind::Writing;
                a.source = Some(Span::new(start, start + author.len()));
                a.content = vec![b.span];
                found.push(a);
            }
            continue;
        }
        let start = reading.of(&credit).find(author.as_str()).map_or(credit.start, |i| credit.start + i);
        let sentence = reading.sentences.partition_point(|s| s.span.end <= block.span.start);
        if !reading.sentences.get(sentence).is_some_and(|s| s.span.overlaps(&block.span)) {
            continue;
        }
        let end = if credit.start > block.span.start { credit.start } else { block.span.end };
        let mut a = blank(sentence, None, "post");
        a.kind = AttributionKind::Writing;
        a.source = Some(Span::new(start, start + author.len()));
        a.content = vec![Span::new(block.span.start, end)];
        found.push(a);
    }
}
