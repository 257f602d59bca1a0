//! Pronouns and definite descriptions: which actor they mean.

use super::{Book, fold};
use crate::extract::reading::Reading;
use crate::types::{ActorKind, Attribution, Span};

/// How many sentences back a pronoun looks.
const REACH: usize = 4;

/// The actor that a pronoun means, looking back from `at` (a byte) in sentence `sentence`. The source of an earlier
/// attribution is preferred, then a subject, then the nearest name.
pub fn pronoun(book: &Book, reading: &Reading, before: &[Attribution], lemma: &str, sentence: usize, at: usize) -> Option<usize> {
    // "those who called it", "whoever writes", "someone": no one told of before.
    if !matches!(lemma, "he" | "she" | "it" | "they" | "we" | "i" | "his" | "her" | "its" | "their" | "him" | "them") {
        return None;
    }
    let fits = |kind: ActorKind, plural: bool| match lemma {
        "he" | "she" | "his" | "her" | "him" | "i" => matches!(kind, ActorKind::Person | ActorKind::Office) && !plural,
        "it" | "its" => {
            let body = matches!(
                kind,
                ActorKind::Organisation | ActorKind::State | ActorKind::Outlet | ActorKind::Document | ActorKind::ArmedForce
            );
            body && !plural
        }
        _ => {
            matches!(kind, ActorKind::Organisation | ActorKind::Group | ActorKind::State | ActorKind::ArmedForce | ActorKind::Outlet)
                || plural
        }
    };
    let mut best: Option<(i64, usize)> = None;
    let mut offer = |score: i64, actor: usize| {
        if best.is_none_or(|(b, _)| score > b) {
            best = Some((score, actor));
        }
    };
    for a in before.iter().rev().take_while(|a| sentence.saturating_sub(a.sentence) <= REACH) {
        let (Some(actor), Some(source)) = (a.actor, a.source) else { continue };
        if source.start < at && fits(book.actors[actor].kind, is_plural(&book.actors[actor].name)) {
            // They stand in text order: none before it scores more.
            offer(100 - 12 * (sentence - a.sentence.min(sentence)) as i64, actor);
            break;
        }
    }
    for (span, actor) in book.named_before(at) {
        let Some(there) = reading.sentence_at(span.start) else { continue };
        if sentence.saturating_sub(there) > REACH {
            break;
        }
        if !fits(book.actors[actor].kind, false) {
            continue;
        }
        let s = &reading.sentences[there];
        let subject = s.words.iter().any(|w| w.span.overlaps(&span) && w.rel.starts_with("nsubj"));
        offer(80 - 12 * (sentence - there) as i64 + if subject { 15 } else { 0 }, actor);
    }
    best.map(|(_, a)| a)
}

/// The actor that "the institute", "the minister", "the Turkish president" means: an earlier one whose name ends in the
/// noun, holds it, or whose role it is.
pub fn definite(book: &Book, noun: &str, modifiers: &str, at: usize) -> Option<usize> {
    let noun = noun.to_lowercase();
    let wanted = fold(modifiers);
    let mut best: Option<(usize, usize)> = None;
    for i in book.index.described(&fold(&noun), &noun) {
        let actor = &book.actors[i];
        let before = actor.mentions.partition_point(|m| m.span.start <= at);
        let Some(last) = actor.mentions[..before].iter().rev().find(|m| m.span.end <= at).map(|m| m.span.start) else { continue };
        let name = fold(&actor.name);
        let role = actor.role.as_deref().is_some_and(|r| r.to_lowercase().split(' ').any(|w| w == noun));
        let in_name = name.split(' ').any(|w| w == fold(&noun)) && actor.kind != ActorKind::Person;
        let modifiers_fit = wanted
            .split(' ')
            .filter(|w| w.len() > 2)
            .all(|w| name.contains(w) || actor.role.as_deref().is_some_and(|r| fold(r).contains(w)));
        if (role || in_name) && (wanted.is_empty() || modifiers_fit) && best.is_none_or(|(b, _)| last > b) {
            best = Some((last, i));
        }
    }
    best.map(|(_, i)| i)
}

/// True for descriptions in the plural ("officials", "two witnesses", "police").
pub fn is_plural(name: &str) -> bool {
    let last = name.split(' ').next_back().unwrap_or_default();
    matches!(last, "police" | "people")
        || (last.ends_with('s') && !last.ends_with("ss") && last.chars().next().is_some_and(char::is_lowercase))
}

/// The span of words of a phrase before its head, without determiner.
pub fn modifiers<'a>(reading: &Reading<'a>, phrase: &Span, head: &Span) -> &'a str {
    let front = Span::new(phrase.start, head.start.max(phrase.start));
    without_article(reading.of(&front).trim())
}

/// A phrase without the article that opens it.
pub fn without_article(text: &str) -> &str {
    ["the ", "The ", "a ", "A ", "an ", "An "]
        .iter()
        .find_map(|d| text.strip_prefix(d))
        .unwrap_or(if matches!(text, "the" | "The" | "a" | "an" | "A" | "An") { "" } else { text })
}
