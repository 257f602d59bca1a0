//! Names to actors: full and short forms, acronyms, countries.

use super::index::as_initials;
use super::namesakes::Namesakes;
use super::{Book, context, fold, offices};
use crate::extract::reading::Reading;
use crate::lexicon::{Known, NationKind};
use crate::types::{Actor, ActorKind, Name, NameKind, Span};

/// One actor for all forms of a name in the article.
pub fn collect(reading: &Reading, names: &[Name], book: &mut Book) {
    let text = reading.text();
    let names = &whole(reading, names);
    // Longer names first, so that "Zelensky" finds "Volodymyr Zelensky" wherever that stands.
    let mut order: Vec<usize> = (0..names.len()).collect();
    let words = |n: &Name| n.span.of(text).split_whitespace().count();
    order.sort_by_key(|&i| (std::cmp::Reverse(words(&names[i])), names[i].span.start));
    let mut found: Vec<(Span, usize)> = Vec::new();
    let bodies = context::bodies(reading, names);
    let mut titles = Namesakes::default();
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
            (kind, None) if known(reading, &printed, kind).is_some() => {
                known(reading, &printed, kind).map_or((ActorKind::Organisation, None), |b| (b.kind, b.country.clone()))
            }
            (NameKind::Person, None) if firm(reading, &printed) => (ActorKind::Organisation, None),
            (NameKind::Person, None) => (ActorKind::Person, None),
            (NameKind::Organisation, None) => (ActorKind::Organisation, None),
            (NameKind::Place, None) if bodies.contains(printed.as_str()) => (ActorKind::Organisation, None),
            (NameKind::Place, None) => (ActorKind::Place, None),
        };
        let known = match same(book, &printed, kind, country.as_deref()) {
            Some(a) if kind == ActorKind::Person && !printed.contains(' ') => titles.which(a, &printed, text, &name.span),
            other => other,
        };
        let actor = match known {
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
        if kind == ActorKind::Person {
            titles.seen(actor, &printed, text, &name.span);
        }
        let known = &mut book.actors[actor];
        if !known.aliases.contains(&printed) {
            book.index.form(actor, known.kind, &printed);
            known.aliases.push(printed);
        }
        found.push((name.span, actor));
    }
    offices::collect(reading, book, &mut found);
    short_forms(reading, book, &mut found);
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

/// True for a name of several words whose last one heads the names of firms and hospitals ("Skerry Lines", "Torvale General Hospital"),
/// which the recognizer may take for persons.
fn firm(reading: &Reading, printed: &str) -> bool {
    let Some((_, last)) = printed.rsplit_once(' ') else { return false };
    let head = reading.lexicon.people.organisation_head(&last.to_lowercase());
    // "Ana Banks", "Ana Power".
    let surname = matches!(
        last,
        "Banks" | "Bank" | "Power" | "Gas" | "Line" | "Motor" | "Air" | "Mines" | "Stores" | "Records" | "Ag" | "Co" | "Steel" | "Plant"
    );
    head.is_some_and(|h| h.kind == ActorKind::Organisation && matches!(h.sector.as_deref(), Some("business" | "health"))) && !surname
}

/// The body of the lexicon that a name is; a form that is also another word only where the recognizer took it for a body.
fn known<'a>(reading: &Reading<'a>, printed: &str, kind: NameKind) -> Option<&'a Known> {
    let people = &reading.lexicon.people;
    people.known(printed).filter(|k| kind == NameKind::Organisation || !k.weak)
}

/// The names of an article with their first words set right: without numbers, and where a known body's name begins with one
/// ("Islamic State of Iraq and the Levant") the whole of it.
fn whole(reading: &Reading, names: &[Name]) -> Vec<Name> {
    let text = reading.text();
    let mut out: Vec<Name> = Vec::with_capacity(names.len());
    for name in names {
        let mut name = without_number(text, name);
        if out.last().is_some_and(|last| last.span.end > name.span.start) {
            continue;
        }
        let first = with_guild(text, &name);
        if out.last().is_none_or(|last| last.span.end <= first) {
            name.span.start = first;
        }
        let end = with_outlet(reading, &name);
        if end > name.span.end {
            name = Name { span: Span::new(name.span.start, end), kind: NameKind::Organisation };
        }
        if let Some((span, known)) = reading.lexicon.people.known_at(text, name.span.start) {
            if span.end > name.span.end && !known.weak {
                name = Name { span, kind: NameKind::Organisation };
            }
        }
        out.push(name);
    }
    out
}

/// Where a name of one word begins that has a plural in the possessive before it: "the Dockers' | Union".
fn with_guild(text: &str, name: &Name) -> usize {
    let at = name.span.start;
    if name.kind != NameKind::Organisation || name.span.of(text).contains(' ') {
        return at;
    }
    let Some(before) = text.get(..at).and_then(|t| t.strip_suffix("s' ").or_else(|| t.strip_suffix("s’ "))) else { return at };
    let first = before.rfind(|c: char| !c.is_alphanumeric()).map_or(0, |i| i + before[i..].chars().next().map_or(1, char::len_utf8));
    if before[first..].starts_with(char::is_uppercase) { first } else { at }
}

/// Where a name ends that is followed by the word for a paper or station: "The Harbour | Post".
fn with_outlet(reading: &Reading, name: &Name) -> usize {
    let rest = reading.text().get(name.span.end..).and_then(|t| t.strip_prefix(' ')).unwrap_or_default();
    let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let head = reading.lexicon.people.organisation_head(&word.to_lowercase());
    let the = reading.text().get(..name.span.start).is_some_and(|t| t.ends_with("The ") || t.ends_with("the "));
    let outlet = the && word.starts_with(char::is_uppercase) && head.is_some_and(|h| h.kind == ActorKind::Outlet);
    if outlet { name.span.end + 1 + word.len() } else { name.span.end }
}

/// A name without the number that opens its sentence and was taken for a part of it ("Two Belmarians").
fn without_number(text: &str, name: &Name) -> Name {
    const NUMBERS: [&str; 16] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "some", "several", "many",
        "dozens",
    ];
    let printed = name.span.of(text);
    let first = printed.split(' ').next().unwrap_or_default();
    let rest = printed.strip_prefix(first).unwrap_or_default().trim_start();
    // "Near Tarsk" at the head of a sentence is a place and its preposition.
    if matches!(first, "Near" | "In" | "At" | "From" | "Outside") && rest.starts_with(char::is_uppercase) {
        return Name { span: Span::new(name.span.end - rest.len(), name.span.end), kind: NameKind::Place };
    }
    let number = NUMBERS.contains(&first.to_lowercase().as_str()) || first.bytes().all(|b| b.is_ascii_digit());
    if number && rest.starts_with(char::is_uppercase) && name.kind != NameKind::Organisation {
        Name { span: Span::new(name.span.end - rest.len(), name.span.end), kind: name.kind }
    } else {
        *name
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

/// "The Herald" where the text has named the Torvale Herald, and no other paper of that name: both become one actor.
fn short_forms(reading: &Reading, book: &mut Book, found: &mut [(Span, usize)]) {
    let paper = |a: &Actor| {
        let word = a.name.rsplit(' ').next().unwrap_or_default().to_lowercase();
        let head = reading.lexicon.people.organisation_head(&word).is_some_and(|h| h.kind == ActorKind::Outlet);
        head && matches!(a.kind, ActorKind::Outlet | ActorKind::Organisation)
    };
    let mut longer: hashbrown::HashMap<String, Option<usize>, foldhash::fast::FixedState> = hashbrown::HashMap::default();
    for (i, a) in book.actors.iter().enumerate().filter(|(_, a)| paper(a)) {
        if let Some((_, last)) = a.name.rsplit_once(' ') {
            longer.entry(last.to_owned()).and_modify(|known| *known = None).or_insert(Some(i));
        }
    }
    // "Ms Sun" is no paper.
    let short = |a: &Actor| longer.get(&a.name).copied().flatten().filter(|_| a.kind != ActorKind::Person);
    let into: Vec<usize> = book.actors.iter().enumerate().map(|(i, a)| short(a).unwrap_or(i)).collect();
    for i in 0..into.len() {
        if into[i] != i {
            let aliases = std::mem::take(&mut book.actors[i].aliases);
            book.actors[into[i]].aliases.extend(aliases);
        }
    }
    for (_, actor) in found {
        *actor = into[*actor];
    }
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
