//! Names to actors: full and short forms, acronyms, countries.

use super::{Book, fold};
use crate::extract::reading::Reading;
use crate::lexicon::NationKind;
use crate::types::{ActorKind, Name, NameKind, Span};

/// One actor for all forms of a name in the article.
pub fn collect(reading: &Reading, names: &[Name], book: &mut Book) {
    let text = reading.text();
    // Longer names first, so that "Zelensky" finds "Volodymyr Zelensky" wherever that stands.
    let mut order: Vec<usize> = (0..names.len()).collect();
    let words = |n: &Name| n.span.of(text).split_whitespace().count();
    order.sort_by_key(|&i| (std::cmp::Reverse(words(&names[i])), names[i].span.start));
    let mut found: Vec<(Span, usize)> = Vec::new();
    for i in order {
        let name = &names[i];
        let printed = name.span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
        let printed = printed.trim_end_matches("'s").trim_end_matches("’s").to_owned();
        if printed.is_empty() {
            continue;
        }
        let nation =
            reading.lexicon.nations.get(&printed).filter(|p| !(p.weak && name.kind == NameKind::Person) && p.kind != NationKind::NotAPlace);
        let (kind, country) = match (name.kind, nation) {
            (_, Some(p)) if p.kind == NationKind::Group => (ActorKind::Group, p.country.clone()),
            (_, Some(p)) if p.kind == NationKind::Place => (ActorKind::Place, p.country.clone()),
            (_, Some(p)) if p.kind == NationKind::Capital => (ActorKind::Place, p.country.clone()),
            (_, Some(p)) => (ActorKind::State, p.country.clone()),
            (NameKind::Person, None) => (ActorKind::Person, None),
            (NameKind::Organisation, None) => {
                reading.lexicon.people.known(&printed).map_or((ActorKind::Organisation, None), |b| (b.kind, b.country.clone()))
            }
            (NameKind::Place, None) => (ActorKind::Place, None),
        };
        let actor = match same(book, &printed, kind, country.as_deref()) {
            Some(a) => a,
            None => {
                let shown = if kind == ActorKind::State {
                    country.as_deref().and_then(|c| reading.lexicon.nations.name(c)).unwrap_or(&printed).to_owned()
                } else {
                    printed.clone()
                };
                let a = book.add(shown, kind, true);
                book.actors[a].country = country;
                a
            }
        };
        book.actors[actor].aliases.push(printed);
        found.push((name.span, actor));
    }
    acronyms(reading, book, &found);
    // Actors in order of first mention.
    found.sort_by_key(|(s, _)| s.start);
    let mut rank: Vec<Option<usize>> = vec![None; book.actors.len()];
    let mut next = 0;
    for (_, a) in &found {
        if rank[*a].is_none() {
            rank[*a] = Some(next);
            next += 1;
        }
    }
    let mut actors: Vec<_> = std::mem::take(&mut book.actors).into_iter().zip(&rank).filter_map(|(a, r)| r.map(|r| (r, a))).collect();
    actors.sort_by_key(|(r, _)| *r);
    book.actors = actors.into_iter().map(|(_, a)| a).collect();
    for (span, actor) in found {
        let Some(actor) = rank[actor] else { continue };
        book.mention(actor, span, true);
        book.places.push((span, actor));
    }
}

/// The actor that a form belongs to: equal but for spelling; a surname or given name of a person; the same country.
fn same(book: &Book, printed: &str, kind: ActorKind, country: Option<&str>) -> Option<usize> {
    let folded = fold(printed);
    let last = folded.split(' ').next_back().unwrap_or_default();
    let single = !folded.contains(' ');
    let mut best = None;
    for (i, actor) in book.actors.iter().enumerate() {
        if kind == ActorKind::State && actor.kind == ActorKind::State && actor.country.as_deref() == country {
            return Some(i);
        }
        if kind == ActorKind::Organisation && is_initials(printed, &actor.name) {
            return Some(i);
        }
        for form in actor.aliases.iter().chain([&actor.name]) {
            let other = fold(form);
            if other == folded && (actor.kind == kind || kind != ActorKind::State) {
                return Some(i);
            }
            if kind == ActorKind::Person && actor.kind == ActorKind::Person {
                let mut parts = other.split(' ');
                let other_first = parts.next().unwrap_or_default();
                let other_last = other.split(' ').next_back().unwrap_or_default();
                let first = folded.split(' ').next().unwrap_or_default();
                let fits = if single {
                    last == other_last || (last == other_first && other.contains(' '))
                } else {
                    last == other_last && first == other_first
                };
                if fits && best.is_none() {
                    best = Some(i);
                }
            }
        }
    }
    best
}

/// True for capitals that are the initials of a name ("GM": "General Motors Corp"), legal forms and small words left out.
fn is_initials(short: &str, long: &str) -> bool {
    let short: String = short.chars().filter(|c| *c != '.').collect();
    if !(2..=6).contains(&short.len()) || !short.chars().all(char::is_uppercase) {
        return false;
    }
    let words: Vec<&str> = long.split_whitespace().filter(|w| w.chars().next().is_some_and(char::is_uppercase)).collect();
    let initials = |n: usize| words.iter().take(n).filter_map(|w| w.chars().next()).collect::<String>();
    words.len() >= 2 && (initials(words.len()) == short || (words.len() > 2 && initials(words.len() - 1) == short))
}

/// "Security Service (SBU)": the form in brackets is another of the name before it.
fn acronyms(reading: &Reading, book: &mut Book, found: &[(Span, usize)]) {
    let text = reading.text();
    let mut merge: Vec<(usize, usize)> = Vec::new();
    for (long, a) in found {
        for (short, b) in found {
            if a == b || short.start < long.end || short.start - long.end > 2 {
                continue;
            }
            let between = text.get(long.end..short.start).unwrap_or_default();
            let inside = short.of(text);
            if between.trim_start() == "("
                && inside.len() <= 8
                && inside.chars().all(|c| c.is_uppercase() || c == '.' || c.is_numeric() || c.is_lowercase())
                && inside.chars().filter(|c| c.is_uppercase()).count() >= 2
            {
                merge.push((*a, *b));
            }
        }
    }
    for (into, from) in merge {
        let aliases = std::mem::take(&mut book.actors[from].aliases);
        let name = book.actors[from].name.clone();
        book.actors[into].aliases.extend(aliases);
        book.actors[into].aliases.push(name);
        // The short form stays an actor of its own in `found`; pointing it at the long one is done by name below.
        book.actors[from].name = book.actors[into].name.clone();
        book.actors[from].aliases = book.actors[into].aliases.clone();
        book.actors[from].kind = book.actors[into].kind;
    }
}
