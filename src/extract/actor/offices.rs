//! Offices that stand for their holders: "the Foreign Secretary", "the Prime Minister of Belmaria", written with capitals and
//! without a name behind them.

use super::{Book, fold};
use crate::extract::reading::Reading;
use crate::types::{ActorKind, Sentence, Span};

/// Adds the offices of an article as actors, with their places.
pub fn collect(reading: &Reading, book: &mut Book, found: &mut Vec<(Span, usize)>) {
    found.sort_by_key(|(s, _)| s.start);
    let named: Vec<Span> = found.iter().map(|(s, _)| *s).collect();
    for s in reading.sentences {
        let mut at = 1;
        while at < s.words.len() {
            let Some(end) = run(reading, s, at) else {
                at += 1;
                continue;
            };
            let span = s.words[at].span.join(&s.words[end - 1].span);
            let next = named.partition_point(|n| n.end <= span.start);
            let free = named.get(next).is_none_or(|n| n.start > span.end + 2);
            if free {
                let name = reading.of(&span).split_whitespace().collect::<Vec<_>>().join(" ");
                let known = book.index.with_form(&fold(&name)).iter().copied().find(|&i| book.actors[i].kind == ActorKind::Office);
                let actor = known.unwrap_or_else(|| book.add(name, ActorKind::Office, true, None));
                found.push((span, actor));
            }
            at = end;
        }
    }
}

/// One past the last word of an office that begins at this word, behind "the": two words or more with capitals.
fn run(reading: &Reading, s: &Sentence, at: usize) -> Option<usize> {
    let text = |i: usize| reading.of(&s.words[i].span);
    if !text(at - 1).eq_ignore_ascii_case("the") || !text(at).starts_with(char::is_uppercase) {
        return None;
    }
    let people = &reading.lexicon.people;
    let word = |i: usize| people.office_word(&text(i).to_lowercase()).is_some();
    let end = (at..s.words.len().min(at + 7))
        .take_while(|&i| word(i) && (text(i).starts_with(char::is_uppercase) || text(i).len() <= 3))
        .last()?
        + 1;
    let end = (at + 2..=end).rev().find(|&e| text(e - 1).starts_with(char::is_uppercase))?;
    let span = s.words[at].span.join(&s.words[end - 1].span);
    people.is_office(reading.of(&span)).then_some(end)
}
