//! Names to actors: full and short forms, acronyms, countries.

use super::index::as_initials;
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
                book.add(shown, kind, true, country)
            }
        };
        let known = &mut book.actors[actor];
        if !known.aliases.contains(&printed) {
            book.index.form(actor, known.kind, &printed);
            known.aliases.push(printed);
        }
        found.push((name.span, actor));
    }
    // Actors in order of first mention.
    found.sort_by_key(|(s, _)| s.start);
    acronyms(reading, book, &mut found);
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
    let state = (kind == ActorKind::State).then(|| book.index.state(country)).flatten();
    let initials = (kind == ActorKind::Organisation).then(|| as_initials(printed).and_then(|s| book.index.with_initials(&s))).flatten();
    let equal = book.index.with_form(&folded).iter().copied().find(|&i| book.actors[i].kind == kind || kind != ActorKind::State);
    let sure = [state, initials, equal].into_iter().flatten().min();
    sure.or_else(|| (kind == ActorKind::Person).then(|| book.index.person(&folded)).flatten())
}

/// "Security Service (SBU)": the form in brackets is another of the name before it. Both become one actor.
fn acronyms(reading: &Reading, book: &mut Book, found: &mut [(Span, usize)]) {
    let text = reading.text();
    let mut into: Vec<usize> = (0..book.actors.len()).collect();
    for pair in found.windows(2) {
        let ((long, a), (short, b)) = (pair[0], pair[1]);
        let (a, b) = (into[a], into[b]);
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
            let aliases = std::mem::take(&mut book.actors[b].aliases);
            book.actors[a].aliases.extend(aliases);
            for to in into.iter_mut().filter(|to| **to == b) {
                *to = a;
            }
        }
    }
    for (_, actor) in found {
        *actor = into[*actor];
    }
}
