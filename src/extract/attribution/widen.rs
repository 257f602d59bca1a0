//! Where a source begins and ends, read from commas and names where the tree cuts it short or drags too much along:
//! "said Ana Velt, a former chair of the guild who left it", "Ana Velt, the guild's chair, told", "the Courier on Monday".

use super::{quotes_at, surface};
use crate::extract::reading::Reading;
use crate::types::{Attribution, Sentence, Span, Upos};

/// Longest aside between commas that is taken for an apposition, in words.
const LONGEST: usize = 40;

/// Mends the source of an attribution whose cue is a verb.
pub fn mend(reading: &Reading, a: &mut Attribution) {
    let (Some(cue), Some(mut span), Some(verb), Some(mut head)) = (a.cue, a.source, a.cue_word, a.source_word) else { return };
    let s = &reading.sentences[a.sentence];
    // Who speaks stands outside of what is quoted.
    let quoted = quotes_at(reading, &span).iter().any(|q| q.contains(&span) && !q.overlaps(&cue));
    if quoted && matches!(s.words[verb].upos, Upos::Verb) {
        let Some((near, word)) = surface::subject(s, verb).filter(|(x, _)| !quotes_at(reading, x).iter().any(|q| q.contains(x))) else {
            return;
        };
        (span, head) = (near, word);
        a.source = Some(span);
        a.source_word = Some(head);
    }
    if s.words[head].upos == Upos::Pron || !matches!(s.words[verb].upos, Upos::Verb | Upos::Aux) || !s.span.contains(&span) {
        return;
    }
    let first = s.words.partition_point(|w| w.span.end <= span.start);
    let end = s.words.partition_point(|w| w.span.start < span.end);
    let from_cue = s.words.partition_point(|w| w.span.end <= cue.start);
    let behind_cue = s.words.partition_point(|w| w.span.start < cue.end);
    let inverted = first >= behind_cue;
    let (first, end, head) = if end <= from_cue {
        before(reading, s, first, end, from_cue, verb, head)
    } else if first >= behind_cue && first <= behind_cue + 2 {
        (first, behind(reading, s, first, end, a), head)
    } else {
        return;
    };
    if first < end {
        let whole = s.words[first].span.join(&s.words[end - 1].span);
        a.source = Some(whole);
        a.source_word = Some(head);
        // "..., said Ana Velt, who leads the guild": the tail is no content.
        if inverted && a.content.iter().any(|c| !c.overlaps(&whole)) {
            a.content.retain(|c| !whole.contains(c));
        }
    }
}

/// A source before its cue, whose words are `first..end`; the cue begins at `cue`.
fn before(
    reading: &Reading,
    s: &Sentence,
    mut first: usize,
    mut end: usize,
    cue: usize,
    verb: usize,
    mut head: usize,
) -> (usize, usize, usize) {
    // Behind a comma a participle says what else the speaker did.
    if let Some(cut) = (first + 1..end.saturating_sub(1)).find(|&i| comma(s, i) && aside_verb(reading, s, i + 1)) {
        end = cut;
    }
    end = without_day(reading, s, first, end);
    let stop = end;
    end = name_on(reading, s, end, cue);
    if end > stop && s.words[head].upos == Upos::Noun && s.words[end - 1].upos == Upos::Propn {
        head = end - 1;
    }
    // Nothing but words up to the cue: they belong to the subject ("people briefed on the talks say").
    if end < cue
        && s.words[end..cue].iter().all(|w| !matches!(w.upos, Upos::Punct | Upos::Cconj | Upos::Sconj))
        && cue - end <= 12
        && !(end..cue).any(|i| s.words[i].upos == Upos::Verb && i < verb && s.under(verb, i))
    {
        let adverbs = s.words[end..cue].iter().rev().take_while(|w| matches!(w.upos, Upos::Adv | Upos::Aux | Upos::Part)).count();
        end = without_day(reading, s, first, cue - adverbs);
    }
    // ", the guild's chair," behind a name belongs to it.
    if end + 2 < cue
        && comma(s, end)
        && comma(s, cue - 1)
        && cue - end <= LONGEST
        && opens_apposition(reading, s, end + 1)
        && plain(reading, s, end, cue)
    {
        end = cue - 1;
    }
    // "Ana Velt, the guild's chair, told": the tree took the apposition for the subject.
    let named = first >= 2 && comma(s, first - 1) && s.words[first - 2].upos == Upos::Propn;
    let lower = s.words[head].upos == Upos::Noun;
    if named && lower && comma(s, end) && end + 3 > cue {
        let mut at = first - 2;
        while at > 0
            && (matches!(s.words[at - 1].upos, Upos::Propn) || (s.words[at - 1].upos == Upos::Punct && s.words[at - 1].xpos == "HYPH"))
        {
            at -= 1;
        }
        let free = at == 0 || matches!(s.words[at - 1].upos, Upos::Punct | Upos::Cconj | Upos::Sconj | Upos::Noun | Upos::Adj | Upos::Adv);
        if free && first - at <= 8 {
            head = first - 2;
            first = at;
            while first > 0 && matches!(s.words[first - 1].upos, Upos::Noun | Upos::Adj) && first + 4 > at {
                first -= 1;
            }
        }
    }
    (first, end, head)
}

/// One past the last word of a source behind its cue.
fn behind(reading: &Reading, s: &Sentence, first: usize, end: usize, a: &Attribution) -> usize {
    // Content behind the source is a quotation, or all the content there is.
    let after = |c: &&Span| c.start >= s.words[end - 1].span.end;
    let quote = |c: &&Span| a.content.len() == 1 || quotes_at(reading, c).iter().any(|q| q.overlaps(c));
    let limit = a.content.iter().filter(after).filter(quote).map(|c| c.start).min().unwrap_or(s.span.end);
    let last = s.words.partition_point(|w| w.span.end <= limit);
    let last = (end..last).rev().find(|&i| s.words[i].upos != Upos::Punct).map_or(end, |i| i + 1);
    let mut end = name_on(reading, s, end, last);
    if end + 1 < last && comma(s, end) && opens_apposition(reading, s, end + 1) && plain(reading, s, end, last) && last - end <= LONGEST {
        end = (end + 1..last).find(|&i| comma(s, i) && aside_verb(reading, s, i + 1)).unwrap_or(last);
    }
    let and = |i: usize| {
        s.words[i].upos == Upos::Cconj
            && s.words.get(i + 1).is_some_and(|w| matches!(w.upos, Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn))
            && s.words[i + 1..last.max(i + 1)].first().is_some_and(|w| !w.rel.starts_with("nsubj"))
    };
    if end + 1 < last && and(end) && plain(reading, s, end, last) && last - end <= LONGEST {
        end = (end + 1..last).find(|&i| comma(s, i) && aside_verb(reading, s, i + 1)).unwrap_or(last);
    }
    without_day(reading, s, first, end)
}

fn comma(s: &Sentence, i: usize) -> bool {
    s.words.get(i).is_some_and(|w| w.xpos == "," || (w.upos == Upos::Punct && w.lemma == ","))
}

/// "speaking", "adding", "who": a participle of its own behind a comma.
fn aside_verb(reading: &Reading, s: &Sentence, i: usize) -> bool {
    s.words
        .get(i)
        .is_some_and(|w| w.xpos == "VBG" && !matches!(reading.of(&w.span), "including" | "according" | "acting" | "leading" | "managing"))
}

/// A noun phrase or a relative clause may begin here.
fn opens_apposition(reading: &Reading, s: &Sentence, i: usize) -> bool {
    s.words.get(i).is_some_and(|w| {
        matches!(w.upos, Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num)
            || w.xpos.starts_with("WP")
            || w.xpos == "WDT"
            || w.xpos == "PRP$"
            || (w.upos == Upos::Adv && s.words.get(i + 1).is_some_and(|n| matches!(n.upos, Upos::Det | Upos::Adj | Upos::Noun)))
    }) && !s.words.get(i).is_some_and(|w| is_day(reading, &w.lemma))
}

/// No quotation within these words.
fn plain(reading: &Reading, s: &Sentence, from: usize, to: usize) -> bool {
    let span = s.words[from].span.join(&s.words[to - 1].span);
    quotes_at(reading, &span).iter().all(|q| !q.overlaps(&span))
}

/// Takes in the rest of a name ("Attorney | General Ana Velt") and brackets behind it ("(R-Va.)").
fn name_on(reading: &Reading, s: &Sentence, mut end: usize, limit: usize) -> usize {
    let noun = |i: usize| matches!(s.words[i].upos, Upos::Propn | Upos::Noun);
    while end < limit && s.words[end].upos == Upos::Propn && !is_day(reading, &s.words[end].lemma) && end > 0 && noun(end - 1) {
        end += 1;
    }
    if end < limit && s.words[end].xpos == "-LRB-" {
        if let Some(close) = (end..limit.min(end + 8)).find(|&i| s.words[i].xpos == "-RRB-") {
            end = close + 1;
        }
    }
    end
}

/// Leaves out "on Monday", "in 2001", "Monday" at the end of a source.
fn without_day(reading: &Reading, s: &Sentence, first: usize, end: usize) -> usize {
    let mut end = end;
    while end > first + 1 {
        let last = &s.words[end - 1];
        let year = last.upos == Upos::Num && last.lemma.len() == 4 && (last.lemma.starts_with("19") || last.lemma.starts_with("20"));
        let before = &s.words[end - 2];
        if is_day(reading, &last.lemma) || (year && before.upos == Upos::Adp) {
            end -= 1;
            if end > first + 1 && matches!(s.words[end - 1].upos, Upos::Adp) {
                end -= 1;
            }
        } else {
            break;
        }
    }
    end
}

fn is_day(reading: &Reading, lemma: &str) -> bool {
    reading.lexicon.time.names_day(lemma) || lemma.eq_ignore_ascii_case("today") || lemma.eq_ignore_ascii_case("yesterday")
}
