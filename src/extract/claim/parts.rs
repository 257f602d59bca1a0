//! Parts and wholes, totals and increments, repeats.

use crate::extract::reading::Reading;
use crate::types::{Aggregation, Claim, CountedType, Figure, Modality, Sentence, Span, Stance, Status};

/// Statuses that name one question.
pub fn same_question(a: Status, b: Status) -> bool {
    let key = |s: Status| match s {
        Status::Killed | Status::Died | Status::Executed => Status::Killed,
        Status::Other | Status::Unspecified => Status::Unspecified,
        s => s,
    };
    key(a) == key(b)
}

/// Aggregation said in the figure's clause: "bringing the toll to", "a total of", "so far", "another six".
pub fn aggregation(reading: &Reading, s: &Sentence, figure: &Figure, toll: bool) -> Aggregation {
    if figure.increment {
        return Aggregation::New;
    }
    if toll {
        return Aggregation::Total;
    }
    let start = s.span.start.max(figure.span.start.saturating_sub(40));
    let front = reading.text().get(floor(reading.text(), start)..figure.span.start).unwrap_or("").to_lowercase();
    let end = s.span.end.min(figure.span.end + 60);
    let back = reading.text().get(figure.span.end..floor(reading.text(), end)).unwrap_or("").to_lowercase();
    let words = &reading.lexicon.parts;
    if words.total_before.iter().any(|w| front.trim_end().ends_with(w.as_str())) || words.total_behind.iter().any(|w| whole_word(&back, w))
    {
        return Aggregation::Total;
    }
    if words.new_before.iter().any(|w| front.trim_end().ends_with(w.as_str())) {
        return Aggregation::New;
    }
    Aggregation::Unspecified
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn whole_word(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(i, _)| {
        let before = text[..i].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let after = text[i + phrase.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric());
        before && after
    })
}

/// What makes a claim a part of another, as far as its own sentence tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// "two of the five": the whole is the figure at this place.
    Of(Span),
    /// "three of them", "of whom 12", "including three", "among them three".
    Of3,
    /// "the other five": the rest of a whole.
    Residual,
}

/// The mark of a part before or behind a figure.
pub fn mark(reading: &Reading, s: &Sentence, figure: &Figure) -> Option<Mark> {
    let text = reading.text();
    let start = s.span.start.max(figure.span.start.saturating_sub(60));
    let front = text.get(floor(text, start)..figure.span.start).unwrap_or("").to_lowercase();
    let end = s.span.end.min(figure.span.end + 40);
    let back = text.get(figure.span.end..floor(text, end)).unwrap_or("").to_lowercase();
    let words = &reading.lexicon.parts;
    let front_words = front.trim_end();
    if words.part_behind.iter().any(|w| back.trim_start().starts_with(w.as_str())) {
        return Some(Mark::Of3);
    }
    // "including 3", "including at least 3", with at most two words between.
    let tail: Vec<&str> = front_words.split_whitespace().rev().take(3).collect();
    let near: String = tail.iter().rev().copied().collect::<Vec<_>>().join(" ");
    if words.part_before.iter().any(|w| near.ends_with(w.as_str())) {
        return Some(Mark::Of3);
    }
    if words.residual_before.iter().any(|w| front_words.ends_with(w.as_str())) {
        return Some(Mark::Residual);
    }
    None
}

/// Binds parts to wholes: by the partitive's own number, else to the nearest earlier claim of the sentence, or the one
/// before, that is of like things and not smaller.
pub fn bind(marks: &[Option<Mark>], claims: &mut [Claim], figures: &[Figure]) {
    for i in 0..claims.len() {
        let Some(mark) = marks[i] else { continue };
        let size = |c: &Claim| c.value.or(c.low).or(c.high).unwrap_or(0.0);
        let fits = |j: usize| {
            let (a, b) = (&claims[i], &claims[j]);
            j != i
                && a.kind == b.kind
                && a.figure != b.figure
                && b.part_of != Some(i)
                && (a.counted_type == b.counted_type || b.counted_type == CountedType::Other || a.counted_head.is_empty())
        };
        let at = figures[claims[i].figure].span;
        let whole = match mark {
            Mark::Of(span) => (0..claims.len()).find(|&j| j != i && figures[claims[j].figure].span.overlaps(&span)),
            Mark::Of3 | Mark::Residual => (0..claims.len())
                .filter(|&j| {
                    fits(j) && figures[claims[j].figure].span.end <= at.start && at.start - figures[claims[j].figure].span.end < 400
                })
                .filter(|&j| size(&claims[j]) >= size(&claims[i]) || size(&claims[j]) == 0.0)
                .max_by_key(|&j| (claims[j].sentence == claims[i].sentence, marks[j].is_none(), figures[claims[j].figure].span.start)),
        };
        if let Some(whole) = whole {
            claims[i].part_of = Some(whole);
            claims[i].part_role = Some(if mark == Mark::Residual { "residual" } else { "subset" }.to_owned());
        }
    }
}

/// Marks later mentions of one fact: same interval, question, like things, same modality, none a part of another whole.
pub fn repeats(claims: &mut [Claim]) {
    for i in 0..claims.len() {
        let first = (0..i).find(|&j| {
            let (a, b) = (&claims[j], &claims[i]);
            a.same_as.is_none()
                && a.kind == b.kind
                && a.unit_like(b)
                && (a.figure != b.figure)
                && a.modality == b.modality
                && a.stance != Stance::Earlier
                && same_question(a.status, b.status)
                && (a.counted_head == b.counted_head
                    || (a.counted_type == CountedType::Person
                        && b.counted_type == CountedType::Person
                        && !(a.status == Status::Unspecified)))
                && (a.counted_country.is_none() || b.counted_country.is_none() || a.counted_country == b.counted_country)
                && (a.aggregation == Aggregation::New) == (b.aggregation == Aggregation::New)
                && a.modality != Modality::Historical
                && a.claimant == b.claimant
        });
        claims[i].same_as = first;
    }
}
