//! Three dates of a claim: when it happened, when the count stood, when it was said. Each only where the text gives it.

use crate::extract::reading::Reading;
use crate::extract::tree::preposition;
use crate::lexicon::{ClaimWord, Construction};
use crate::types::{ActorKind, Attribution, BlockKind, Figure, Sentence, Span, Timex, TimexType};

/// Which date is which, as indices into the article's dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// When it happened.
    pub event: Option<usize>,
    /// When the count stood.
    pub as_of: Option<usize>,
    /// When the claimant said it.
    pub said: Option<usize>,
    /// The day of the story, put aside where the sentence may tell of another.
    pub story: Option<usize>,
    /// A time of the day without its day: that of the story.
    pub clock: Option<usize>,
    /// What follows tells of this date alone: "1987, when 62 died".
    pub when: bool,
}

/// Expressions that name days, a month, a year: what can date a claim.
pub fn usable(t: &Timex) -> bool {
    let v = t.value.as_bytes();
    // Without a publication day a weekday is no date; a day and month are ("XXXX-06-27").
    let unknown = v.first() == Some(&b'X') && (v.len() <= 4 || v.iter().skip(4).any(|b| *b == b'X' || *b == b'W'));
    matches!(t.kind, TimexType::Date | TimexType::Time) && v.first().is_some_and(|b| b.is_ascii_digit() || *b == b'X') && !unknown
}

/// The date on which an attribution was said: the expression that hangs on its cue, or stands right beside it.
pub fn said(reading: &Reading, a: &Attribution, dates: &[Timex]) -> Option<usize> {
    let s = reading.sentences.get(a.sentence)?;
    let Some(cue) = a.cue_word else {
        // An embedded post: the day in the line that names its author.
        let source = a.source?;
        return dates.iter().position(|t| usable(t) && t.span.start >= source.end && t.span.start - source.end < 120);
    };
    let inside = |t: &Timex| a.content.iter().any(|c| c.contains(&t.span));
    let mut best: Option<(usize, usize)> = None;
    for (i, t) in in_sentence(s, dates) {
        if !usable(t) || inside(t) || as_of_mark(reading, s, t) {
            continue;
        }
        let Some(top) = top(s, &t.span) else { continue };
        let mut at = top;
        for steps in 0..4 {
            let up = s.words[at].head;
            if up == cue && up != at {
                if best.is_none_or(|(b, _)| steps < b) {
                    best = Some((steps, i));
                }
                break;
            }
            // "in a statement on Monday" dates the cue, "on the snows in January" does not; nor do other clauses.
            let dated = s.words[up].rel == "acl" && says_when(reading, &s.words[s.words[up].head].lemma);
            if up == at
                || (!dated && Some(up) != a.source_word && !says_when(reading, &s.words[up].lemma) && !in_expression(s, up, &t.span))
            {
                // "a statement released on Thursday": the day of the source is that of what it says.
                let released = up != at && s.words[up].rel == "acl" && Some(s.words[up].head) == a.source_word;
                if released && best.is_none() {
                    best = Some((8, i));
                }
                break;
            }
            at = up;
        }
    }
    if best.is_none() {
        // The parser often hangs "on April 9" on the content's verb: what stands next to the cue is the cue's.
        let cue_span = a.cue?;
        best = in_sentence(s, dates)
            .filter(|(_, t)| usable(t) && !as_of_mark(reading, s, t))
            .find(|(_, t)| {
                let gap = Span::new(cue_span.end, t.span.start);
                t.span.start >= cue_span.end
                    && words_between(s, &gap) <= 1
                    && !s.words.iter().any(|w| gap.contains(&w.span) && w.upos == crate::types::Upos::Punct)
            })
            .map(|(i, _)| (9, i));
    }
    best.map(|(_, i)| i)
}

/// Nouns between a cue and its day: occasions of saying, and parts of days.
fn says_when(reading: &Reading, lemma: &str) -> bool {
    reading.lexicon.claims.is(ClaimWord::Occasion, &lemma.to_lowercase())
}

fn in_expression(s: &Sentence, word: usize, expression: &Span) -> bool {
    s.words[word].span.overlaps(expression)
}

fn words_between(s: &Sentence, gap: &Span) -> usize {
    s.words.iter().filter(|w| gap.contains(&w.span)).count()
}

fn in_sentence<'a>(s: &'a Sentence, dates: &'a [Timex]) -> impl Iterator<Item = (usize, &'a Timex)> + 'a {
    let from = dates.partition_point(|t| t.span.end <= s.span.start);
    dates.iter().enumerate().skip(from).take_while(|(_, t)| t.span.start < s.span.end)
}

/// The top word of a span.
fn top(s: &Sentence, span: &Span) -> Option<usize> {
    (0..s.words.len()).filter(|&i| s.words[i].span.overlaps(span)).find(|&i| {
        let up = s.words[i].head;
        up == i || !s.words[up].span.overlaps(span)
    })
}

/// "as of", "by", "so far as of", "until", "through" before the expression.
fn as_of_mark(reading: &Reading, s: &Sentence, t: &Timex) -> bool {
    let before: Vec<String> =
        s.words.iter().rev().filter(|w| w.span.end <= t.span.start).take(3).map(|w| reading.of(&w.span).to_lowercase()).collect();
    let inside = reading.of(&t.span).to_lowercase();
    match before.first().map(String::as_str) {
        Some("by" | "until" | "till" | "through") => true,
        Some("of") => before.get(1).is_some_and(|w| w == "as"),
        Some("the") => {
            before.get(1).is_some_and(|w| w == "by") || before.get(1).is_some_and(|w| w == "of") && before.get(2).is_some_and(|w| w == "as")
        }
        _ => inside.starts_with("as of ") || inside.starts_with("by "),
    }
}

/// True for a date behind "by", "until", "through": the end of something, where "as of" is the day of a count.
pub fn ends(reading: &Reading, s: &Sentence, t: &Timex) -> bool {
    as_of_mark(reading, s, t) && !as_of(reading, s, t)
}

/// "as of 2 April", "as of the second of April"
fn as_of(reading: &Reading, s: &Sentence, t: &Timex) -> bool {
    let front = reading.text().get(s.span.start..t.span.start).unwrap_or("").trim_end();
    let front = front.strip_suffix(" the").unwrap_or(front);
    front.ends_with("as of") || front.ends_with("As of") || reading.of(&t.span).to_lowercase().starts_with("as of ")
}

/// The figure of a claim among those of its sentence.
#[derive(Clone, Copy)]
pub struct Of<'a> {
    /// The figure.
    pub figure: &'a Figure,
    /// Those of its sentence, in text order.
    pub figures: &'a [Figure],
}

/// True for a time of the day that names no day: "before noon", "at about 6.15 pm".
pub fn clock_only(reading: &Reading, t: &Timex) -> bool {
    let text = reading.of(&t.span);
    let mut words = text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).peekable();
    t.kind == TimexType::Time
        && t.anchor.is_some()
        && !words.any(|w| {
            let w = w.to_lowercase();
            w.ends_with("day")
                || w.len() > 8
                || matches!(w.as_str(), "tonight" | "overnight" | "last" | "this" | "tomorrow" | "next" | "night")
        })
}

/// The figure that a date behind it belongs to: the nearest before it, where that is an earlier one ("up from 400 on Monday").
fn earlier_of<'a>(s: &Sentence, t: &Timex, figures: &'a [Figure]) -> Option<&'a Figure> {
    let last = figures.iter().rev().find(|x| x.span.end <= t.span.start)?;
    (last.earlier && words_between(s, &Span::new(last.span.end, t.span.start)) <= 4).then_some(last)
}

/// "four more than on Monday", "than the day before": the date of what is compared with.
fn compared(reading: &Reading, s: &Sentence, t: &Timex) -> bool {
    let front = reading.text().get(s.span.start..t.span.start).unwrap_or("").trim_end();
    [" than", " than on", " than in", " than at", " as on", " as in"].iter().any(|w| front.ends_with(w))
}

/// "after Saturday's march": the day of what went before, not of what followed.
fn went_before(s: &Sentence, word: usize) -> bool {
    let owner = s.words[word].rel == "nmod:poss" && s.words[word].head != word;
    owner && matches!(preposition(s, s.words[word].head), Some("after" | "since" | "before" | "following"))
}

/// The dates of a figure whose counted thing is `anchor` and whose status is said at `status`. `harm` is true where it befell
/// people at one moment.
pub fn find(
    reading: &Reading,
    s: &Sentence,
    (anchor, status): (usize, Option<usize>),
    harm: bool,
    attribution: Option<&Attribution>,
    dates: &[Timex],
    of: Of,
) -> Dates {
    let mut out = Dates { said: attribution.and_then(|a| a.said), ..Dates::default() };
    // "since 1998, when 60,000 marched": what follows tells of that year, wherever the tree hangs it.
    let when = in_sentence(s, dates).filter(|(_, t)| usable(t) && t.span.end <= of.figure.span.start).find(|(_, t)| {
        let gap = reading.text().get(t.span.end..of.figure.span.start).unwrap_or("").trim_start_matches([',', ' ']);
        gap.strip_prefix("when ")
            .is_some_and(|r| r.split_whitespace().count() <= 16 && !r.trim_end().ends_with(" the") && !r.contains([';', '.', ':']))
    });
    if let Some((i, _)) = when {
        out.event = Some(i);
        out.when = true;
        return out;
    }
    // "up from 400 on Monday": so many there were then.
    if of.figure.earlier {
        let own = in_sentence(s, dates).find(|(_, t)| usable(t) && earlier_of(s, t, of.figures).is_some_and(|x| x.span == of.figure.span));
        out.as_of = own.map(|(i, _)| i);
        return out;
    }
    let cue = attribution
        .and_then(|a| a.cue_word)
        .filter(|_| attribution.is_some_and(|a| reading.sentences.get(a.sentence).is_some_and(|x| x.span == s.span)));
    let clause = clause_of(s, status.unwrap_or(anchor), cue);
    // "since 1987, when 62 died": the clause hangs on its date.
    if s.words[clause].rel == "acl:relcl" {
        let head = s.words[s.words[clause].head].span;
        let when = s.children(clause).any(|c| s.words[c].lemma == "when");
        if let Some((i, _)) = in_sentence(s, dates).find(|(_, t)| when && usable(t) && t.span.overlaps(&head)) {
            (out.event, out.when) = (Some(i), true);
            return out;
        }
    }
    let mut best: Option<(usize, usize)> = None;
    for (i, t) in in_sentence(s, dates) {
        if !usable(t) || Some(i) == out.said {
            continue;
        }
        let Some(word) = top(s, &t.span) else { continue };
        if cue.is_some_and(|c| hangs_on(s, word, c, 3)) {
            continue;
        }
        if reading.text().get(s.span.start..t.span.start).unwrap_or("").trim_end().to_lowercase().ends_with("since") || told(reading, s, t)
        {
            continue;
        }
        // "which sets out the state of things on 2 April"
        if state_of(reading, s, t) {
            out.as_of = out.as_of.or(Some(i));
            continue;
        }
        // "A list dated 2 April documents 13": the count stood then.
        if s.words.iter().rev().find(|w| w.span.end <= t.span.start).is_some_and(|w| reading.of(&w.span).eq_ignore_ascii_case("dated")) {
            out.as_of = out.as_of.or(Some(i));
            continue;
        }
        if earlier_of(s, t, of.figures).is_some() || compared(reading, s, t) || (!harm && went_before(s, word)) {
            continue;
        }
        if as_of_mark(reading, s, t) {
            if near(reading, s, word, anchor, status, clause).is_some()
                || as_of(reading, s, t) && !aside(reading, s, word, anchor) && !beside(s, word, anchor)
            {
                out.as_of = out.as_of.or(Some(i));
            }
            continue;
        }
        if let Some(distance) = near(reading, s, word, anchor, status, clause) {
            if best.is_none_or(|(b, _)| distance < b) {
                best = Some((distance, i));
            }
        }
    }
    out.event = best.map(|(_, i)| i);
    out
}

/// "A list showed 13 as of 2 April, and she said that she knew nothing of the 155": the figure stands in a clause beside that of the date.
fn beside(s: &Sentence, word: usize, anchor: usize) -> bool {
    let mut at = anchor;
    for _ in 0..s.words.len() {
        let w = &s.words[at];
        if w.head == at || s.under(word, at) {
            return false;
        }
        if w.rel == "conj" && s.children(at).any(|c| s.words[c].rel.starts_with("nsubj")) {
            return true;
        }
        at = w.head;
    }
    false
}

/// "the state of things on 2 April", "the situation as it was on 2 April": the day on which it stood so.
fn state_of(reading: &Reading, s: &Sentence, t: &Timex) -> bool {
    let front = reading.text().get(s.span.start..t.span.start).unwrap_or("").trim_end();
    let front = ["on", "in", "at"].iter().find_map(|p| front.strip_suffix(p)).unwrap_or(front).trim_end();
    ["state of things", "state of affairs", "the situation", "the position"].iter().any(|w| front.ends_with(w))
}

/// "said today", "told reporters on Monday": the date of saying, whoever spoke.
fn told(reading: &Reading, s: &Sentence, t: &Timex) -> bool {
    let before = s.words.iter().rev().filter(|w| w.span.end <= t.span.start);
    before
        .take(3)
        .find(|w| !matches!(w.upos, crate::types::Upos::Adp | crate::types::Upos::Adv))
        .is_some_and(|w| reading.lexicon.claims.is(ClaimWord::Told, &w.lemma))
}

/// The date nearest to a claim in its sentence that is no one else's: for what befalls at one moment, where the tree hangs
/// the date elsewhere ("troops killed 12 rebels in taking a fort on Sunday").
pub fn nearest(
    reading: &Reading,
    s: &Sentence,
    anchor: usize,
    attribution: Option<&Attribution>,
    dates: &[Timex],
    of: Of,
) -> Option<usize> {
    let at = &of.figure.span;
    if of.figure.earlier {
        return None;
    }
    let said = attribution.and_then(|a| a.said);
    let cue = attribution.and_then(|a| a.cue).filter(|c| s.span.contains(c));
    in_sentence(s, dates)
        .filter(|(i, t)| Some(*i) != said && usable(t) && !as_of_mark(reading, s, t) && t.first_day.is_some() && !told(reading, s, t))
        .filter(|(_, t)| {
            let word = top(s, &t.span);
            earlier_of(s, t, of.figures).is_none()
                && !compared(reading, s, t)
                && !word.is_some_and(|w| went_before(s, w) || aside(reading, s, w, anchor))
        })
        // Not what stands right behind the speaker's cue: "said on Monday".
        .filter(|(_, t)| cue.is_none_or(|c| t.span.start < c.end || words_between(s, &Span::new(c.end, t.span.start)) > 2))
        .filter(|(_, t)| {
            let gap = if t.span.start >= at.end { Span::new(at.end, t.span.start) } else { Span::new(t.span.end, at.start) };
            // Another clause with its own verb of saying or a relative clause in between is another matter.
            words_between(s, &gap) <= 25
                && !s.words.iter().any(|w| {
                    gap.contains(&w.span)
                        && (w.lemma == "that" && w.rel == "mark" && t.span.start < at.start
                            || matches!(w.lemma.as_str(), ";" | "since" | "who" | "which" | "while" | "after" | "before" | "until"))
                })
        })
        .min_by_key(|(_, t)| if t.span.start >= at.end { t.span.start - at.end } else { at.start.saturating_sub(t.span.end) })
        .map(|(i, _)| i)
}

/// The verb or predicate of the clause of a word, not climbing past the speaker's cue.
fn clause_of(s: &Sentence, word: usize, stop: Option<usize>) -> usize {
    let mut at = word;
    for _ in 0..8 {
        let w = &s.words[at];
        // "22 were let go and eight charged": a coordinated clause with its own subject is another.
        let own = w.rel == "conj" && s.children(at).any(|c| s.words[c].rel.starts_with("nsubj"));
        let clausal = own || matches!(w.rel.split(':').next(), Some("root" | "ccomp" | "advcl" | "parataxis" | "acl"));
        if clausal || w.head == at || Some(w.head) == stop {
            return at;
        }
        at = w.head;
    }
    at
}

fn hangs_on(s: &Sentence, word: usize, head: usize, limit: usize) -> bool {
    let mut at = word;
    for _ in 0..limit {
        let up = s.words[at].head;
        if up == at {
            return false;
        }
        if up == head {
            return true;
        }
        // A clause of its own in between: another's date.
        if matches!(s.words[up].rel.split(':').next(), Some("ccomp" | "advcl" | "acl" | "parataxis" | "xcomp")) {
            return false;
        }
        at = up;
    }
    false
}

/// How far an expression stands from the claim in the tree: under its noun, its status word, or its clause; none where it
/// belongs to another clause.
fn near(reading: &Reading, s: &Sentence, word: usize, anchor: usize, status: Option<usize>, clause: usize) -> Option<usize> {
    let mut at = word;
    if aside(reading, s, word, anchor) {
        return None;
    }
    // "the two captured in the hills, whom she presented on Monday": another clause on the noun than that of the status.
    let told_at = status.filter(|&w| w != anchor && s.under(w, anchor));
    for distance in 0..6 {
        if at == anchor || Some(at) == status || (at == clause && distance > 0) {
            return Some(distance);
        }
        let w = &s.words[at];
        if w.head == at {
            return None;
        }
        if distance > 0 && matches!(w.rel.split(':').next(), Some("ccomp" | "advcl" | "parataxis" | "csubj")) {
            return None;
        }
        if w.rel == "acl:relcl" && w.head == anchor && told_at.is_some_and(|x| x != at && !s.under(x, at)) {
            return None;
        }
        at = w.head;
    }
    None
}

/// True where a date stands in a relative clause that does not hold the figure and hangs on no noun of happening: "The ministry,
/// which spoke of 12 on Saturday, now counts 19". "The fire, which broke out on Sunday, killed 19" dates the deaths.
fn aside(reading: &Reading, s: &Sentence, word: usize, anchor: usize) -> bool {
    let st = &reading.lexicon.status;
    let happens = |i: usize| {
        let lemma = s.words[i].lemma.to_lowercase();
        [Construction::Happening, Construction::On, Construction::Of].iter().any(|&c| st.find(&lemma, c, |_| false).is_some())
    };
    let mut at = word;
    for _ in 0..10 {
        let w = &s.words[at];
        if w.head == at {
            return false;
        }
        if w.rel == "acl:relcl" && w.head != anchor && !s.under(anchor, at) {
            // "The disaster, which killed 20 on Sunday, will cost 40 crowns" dates the dead alone, "the fire that broke out on
            // Sunday" the fire and what it did.
            let subject = s.words[w.head].rel.starts_with("nsubj");
            let breaks_out = happens(w.head) && !s.children(at).any(|c| s.words[c].rel == "obj" && s.words[c].lemma != "which");
            let tells = reading.lexicon.claims.is(ClaimWord::Told, &w.lemma)
                || reading.lexicon.reporting.verb(&w.lemma).iter().any(|c| c.kind == crate::types::AttributionKind::Speech);
            return tells || subject && !breaks_out;
        }
        at = w.head;
    }
    false
}

/// True where the name of a place says where: not whose army or side ("Ostland's army"), and not as a part of the name of a firm or paper
/// ("Brandt & Moe", "the Velden Courier").
pub fn is_where(reading: &Reading, name: &Span) -> bool {
    let behind = reading.text().get(name.end..).unwrap_or_default();
    let people = &reading.lexicon.people;
    let body = |w: &str| people.organisation_head(&w.to_lowercase()).map(|h| h.kind);
    let words = |text| str::split(text, |c: char| !c.is_alphanumeric());
    let owns = ["'s ", "’s "].iter().find_map(|s| behind.strip_prefix(s)).is_some_and(|owned| {
        // "off Ostland's coast" is there.
        words(owned).take(3).any(|w| matches!(w, "side" | "ranks") || body(w).is_some())
    });
    let paper = behind
        .strip_prefix(' ')
        .and_then(|r| words(r).next())
        .is_some_and(|w| w.starts_with(char::is_uppercase) && body(w) == Some(ActorKind::Outlet));
    !owns && !paper && !behind.starts_with(" & ")
}

/// Where the claim says it happened: a place under the status word, the noun or the clause, behind "in", "at", "near".
pub fn place_word(s: &Sentence, anchor: usize, status: Option<usize>, places: &[(Span, usize)], stop: Option<usize>) -> Option<usize> {
    let clause = clause_of(s, status.unwrap_or(anchor), stop);
    let mut best: Option<(usize, usize)> = None;
    for (span, actor) in places {
        if !s.span.contains(span) {
            continue;
        }
        let Some(word) = top(s, span) else { continue };
        let mut at = word;
        let mut located = false;
        for distance in 0..6 {
            if matches!(
                preposition(s, at),
                Some("in" | "at" | "near" | "outside" | "off" | "around" | "across" | "on" | "inside" | "from" | "into" | "to")
            ) {
                located = true;
            }
            if located && distance > 0 && (at == anchor || Some(at) == status || at == clause) {
                if best.is_none_or(|(b, _)| distance < b) {
                    best = Some((distance, *actor));
                }
                break;
            }
            let w = &s.words[at];
            if w.head == at || Some(w.head) == stop {
                break;
            }
            at = w.head;
        }
    }
    best.map(|(_, a)| a)
}

/// The place that the rest of the paragraph gives: the nearest one behind "in", "at", "near".
pub fn place_nearby(reading: &Reading, figure: &Span, places: &[(Span, usize)]) -> Option<usize> {
    let block = reading.article.blocks.get(reading.block_at(figure.start)?)?.span;
    let located = |span: &Span| {
        let front = Span::new(block.start.max(floor(reading.text(), span.start.saturating_sub(16))), span.start);
        let front = reading.of(&front).to_lowercase();
        let front = front.trim_end().trim_end_matches(" the");
        [" in", "—in", " near", " at", " outside"].iter().any(|p| front.ends_with(p)) || front == "in"
    };
    let distance = |span: &Span| span.start.abs_diff(figure.start);
    places
        .iter()
        .filter(|(span, _)| block.contains(span) && distance(span) < 400 && located(span))
        .min_by_key(|(span, _)| distance(span))
        .map(|(_, a)| *a)
}

/// The place of the article's dateline.
pub fn place_of_dateline(reading: &Reading, places: &[(Span, usize)]) -> Option<usize> {
    let line = reading.article.blocks.iter().find(|b| b.kind == BlockKind::Dateline)?.span;
    places.iter().find(|(span, _)| line.contains(span)).map(|(_, a)| *a)
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
