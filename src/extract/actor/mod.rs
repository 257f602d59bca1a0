//! Actors: who and what is named or described, and which of them a source is.
//!
//! "Ukrainian President Volodymyr Zelensky met reporters. He put losses at 240, the president said." has one person with
//! three mentions: the name, `He` and `the president`.
//!
//! [`find`] makes actors of the names of an article; [`Book::resolve`] then binds the sources of its attributions to them
//! and adds those that have no name ("police", "a senior official", "a document").

mod context;
mod index;
mod names;
mod namesakes;
mod offices;
mod refer;
mod sources;
#[cfg(test)]
mod tests;

use crate::extract::reading::Reading;
use crate::types::{Actor, ActorKind, Attribution, AttributionKind, Mention, Name, Span};
use index::Index;

/// The actors of one article while it is read.
#[derive(Debug, Default)]
pub struct Book {
    /// In order of first mention.
    actors: Vec<Actor>,
    /// Named mentions, in text order: span and actor.
    places: Vec<(Span, usize)>,
    /// The actors by their names.
    index: Index,
    /// Which of the actors that were asked for are ships or other vehicles.
    vessels: hashbrown::HashMap<usize, bool, foldhash::fast::FixedState>,
}

/// Actors of all names.
pub fn find(reading: &Reading, names: &[Name]) -> Book {
    let mut book = Book::default();
    names::collect(reading, names, &mut book);
    book.places.sort_by_key(|(s, i)| (s.start, s.end, *i));
    book.index = Index::of(&book.actors);
    book
}

impl Book {
    /// Binds the source of every attribution to an actor and says what kind of source it is.
    pub fn resolve(&mut self, reading: &Reading, attributions: &mut [Attribution]) {
        for i in 0..attributions.len() {
            let (before, rest) = attributions.split_at_mut(i);
            let Some((a, after)) = rest.split_first_mut() else { continue };
            let parent = a.parent.and_then(|p| if p < i { before.get(p) } else { after.get(p - i - 1) }).cloned();
            sources::bind(self, reading, before, parent.as_ref(), a);
        }
        same_day(attributions);
    }

    /// The actors, mentions in text order.
    pub fn into_actors(mut self) -> Vec<Actor> {
        for actor in &mut self.actors {
            actor.mentions.dedup_by_key(|m| m.span);
            actor.aliases.sort();
            actor.aliases.dedup();
            actor.aliases.retain(|a| *a != actor.name);
        }
        self.actors
    }

    /// Adds an actor and returns its index.
    fn add(&mut self, name: String, kind: ActorKind, named: bool, country: Option<String>) -> usize {
        let actor = Actor { name, kind, country, sector: None, aliases: Vec::new(), role: None, mentions: Vec::new(), named };
        self.index.add(self.actors.len(), &actor);
        self.actors.push(actor);
        self.actors.len() - 1
    }

    /// Notes a place where an actor is named or referred to; mentions stay in order of start.
    fn mention(&mut self, actor: usize, span: Span, named: bool) {
        let mentions = &mut self.actors[actor].mentions;
        let at = mentions.partition_point(|m| (m.span.start, m.span.end) <= (span.start, span.end));
        mentions.insert(at, Mention { span, named });
    }

    /// The names within a span, in text order, and their actors.
    fn named_in(&self, span: &Span) -> Vec<(Span, usize)> {
        let from = self.places.partition_point(|(s, _)| s.start < span.start);
        self.places[from..].iter().take_while(|(s, _)| s.start <= span.end).filter(|(s, _)| span.contains(s)).copied().collect()
    }

    /// The names that begin before a byte, the nearest first, and their actors.
    fn named_before(&self, at: usize) -> impl Iterator<Item = (Span, usize)> + '_ {
        let to = self.places.partition_point(|(s, _)| s.start < at);
        self.places[..to].iter().rev().copied()
    }
}

/// How many sentences on a speaker is still at the same speech.
const SPEECH: usize = 3;

/// Who goes on speaking ("He added ...") does so on the day that was given for the sentences before.
fn same_day(attributions: &mut [Attribution]) {
    let mut last: Option<(usize, usize, usize)> = None;
    for a in attributions {
        if !a.vouches || a.kind == AttributionKind::Evidence {
            continue;
        }
        let Some(actor) = a.actor else { continue };
        match (a.said, last) {
            (Some(day), _) => last = Some((actor, a.sentence, day)),
            (None, Some((speaker, sentence, day))) if speaker == actor && a.sentence.saturating_sub(sentence) <= SPEECH => {
                a.said = Some(day);
                last = Some((actor, a.sentence, day));
            }
            (None, Some((speaker, ..))) if speaker == actor => last = None,
            _ => {}
        }
    }
}

/// Lower case, without diacritics that transliterations differ in, and with the endings of one name in several spellings
/// made one ("Zelenskyy", "Zelenskiy", "Zelenskyi": "zelensky").
pub fn fold(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let plain: String = if name.is_ascii() {
        name.to_ascii_lowercase()
    } else {
        name.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
    };
    let mut out = String::with_capacity(plain.len());
    for (i, w) in plain.split_whitespace().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        let w = w.trim_matches(|c: char| !c.is_alphanumeric()).trim_end_matches("'s").trim_end_matches("’s");
        let stem = ["yy", "iy", "yi", "ij", "ii", "y", "i"].iter().find_map(|end| w.strip_suffix(end).filter(|_| w.len() > end.len() + 3));
        match stem {
            Some(stem) => {
                out.push_str(stem);
                out.push('y');
            }
            None => out.push_str(w),
        }
    }
    out
}
