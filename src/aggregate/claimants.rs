//! Claimants of a story: one force, ministry or person under several names is one.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;

use crate::table::normalized_name;
use crate::types::SourceKind;

type Map<K, V> = HashMap<K, V, foldhash::fast::FixedState>;

/// A claim's claimant as it is printed.
#[derive(Clone, Debug)]
pub(super) struct Printed<'a> {
    pub story: usize,
    pub name: &'a str,
    pub actor: Option<&'a str>,
    pub kind: SourceKind,
}

/// A claimant.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Claimant {
    pub name: String,
    pub actor: Option<String>,
    pub kind: SourceKind,
}

/// Words that say no more than that someone speaks for the rest of the name.
const SPEAKS_FOR: &[&str] = &[
    "a",
    "an",
    "the",
    "of",
    "for",
    "its",
    "their",
    "his",
    "her",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "spokesmen",
    "official",
    "officials",
    "officer",
    "officers",
    "investigator",
    "investigators",
    "detective",
    "detectives",
    "dept",
    "department",
    "dpt",
    "leader",
    "leaders",
    "source",
    "sources",
    "senior",
    "local",
    "law",
    "enforcement",
    "authorities",
    "authority",
    "statement",
    "report",
    "reports",
    "press",
    "release",
];

/// The words of a name that tell who it is.
fn core(name: &str) -> Vec<String> {
    let normal = normalized_name(name);
    let mut words: Vec<String> =
        normal.split(' ').filter(|w| !w.is_empty() && !SPEAKS_FOR.contains(w)).map(|w| w.trim_end_matches('s').to_owned()).collect();
    words.sort();
    words
}

/// True for names that say no more than the kind ("police", "officials", "the authorities").
fn is_bare(core: &[String], kind: SourceKind) -> bool {
    core.is_empty() || (kind == SourceKind::Police && core.iter().all(|w| matches!(w.as_str(), "police" | "cop" | "sheriff")))
}

/// The claimant of every entry, as an index into the list of claimants.
pub(super) fn claimants(printed: &[Option<Printed<'_>>]) -> (Vec<usize>, Vec<Claimant>) {
    // One entry per story and printed form.
    let mut forms: BTreeMap<(usize, &str, Option<&str>), (SourceKind, usize)> = BTreeMap::new();
    for p in printed.iter().flatten() {
        forms.entry((p.story, p.name, p.actor)).or_insert((p.kind, 0)).1 += 1;
    }
    let list: Vec<_> = forms.iter().map(|((story, name, actor), (kind, n))| (*story, *name, *actor, *kind, *n, core(name))).collect();
    let mut into: Vec<usize> = (0..list.len()).collect();
    let mut stories: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    list.iter().enumerate().for_each(|(i, l)| stories.entry(l.0).or_default().push(i));
    for members in stories.values() {
        unite(members, &list, &mut into);
    }
    // The name that says most, then the commonest.
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    (0..list.len()).for_each(|i| groups.entry(root(&into, i)).or_default().push(i));
    let mut out: Vec<Claimant> = Vec::new();
    let mut number: Map<usize, usize> = Map::default();
    for members in groups.values() {
        let best = members.iter().copied().max_by(|a, b| {
            let (x, y) = (&list[*a], &list[*b]);
            (x.5.len(), x.4).cmp(&(y.5.len(), y.4)).then(y.1.cmp(x.1))
        });
        let Some(best) = best else { continue };
        let actor = list[best].2.or_else(|| members.iter().find_map(|m| list[*m].2));
        number.extend(members.iter().map(|m| (*m, out.len())));
        out.push(Claimant { name: list[best].1.to_owned(), actor: actor.map(str::to_owned), kind: list[best].3 });
    }
    let place: Map<(usize, &str, Option<&str>), usize> = list.iter().enumerate().map(|(i, l)| ((l.0, l.1, l.2), i)).collect();
    let of = printed
        .iter()
        .map(|p| p.as_ref().and_then(|p| place.get(&(p.story, p.name, p.actor))).and_then(|i| number.get(i)).copied().unwrap_or(usize::MAX))
        .collect();
    (of, out)
}

/// A printed form: story, name, actor, kind, how often, telling words.
type Form<'a> = (usize, &'a str, Option<&'a str>, SourceKind, usize, Vec<String>);

/// Joins the forms of one story that are one claimant.
fn unite(members: &[usize], list: &[Form<'_>], into: &mut [usize]) {
    let mut by_actor: BTreeMap<&str, usize> = BTreeMap::new();
    let mut by_core: BTreeMap<&[String], usize> = BTreeMap::new();
    for m in members {
        let form = &list[*m];
        if let Some(actor) = form.2 {
            join(into, *by_actor.entry(actor).or_insert(*m), *m);
        }
        if !form.5.is_empty() {
            join(into, *by_core.entry(&form.5).or_insert(*m), *m);
        }
    }
    // "Vell" is "Ana Vell" and "Santos Vell" is "Ana Santos Vell", where no other of the name speaks.
    let person = |m: usize| Some(list[m].1).filter(|_| is_person(list[m].3));
    // Not of who is told by his house: "medics of the Green Cross" are not it.
    let whole = |m: usize| person(m).filter(|name| !name.split(' ').any(|w| matches!(w, "of" | "for" | "the" | "at" | "in" | "from")));
    let tails = |m: usize| whole(m).map_or_else(Vec::new, |name| name.match_indices(' ').map(|(at, _)| &name[at + 1..]).collect());
    // Twice: once the longer names are one, the surname is that one's.
    join_only(members, into, tails, person);
    join_only(members, into, tails, person);
    // "Ostland's labour ministry" is "the labour ministry", where no other's is heard.
    let body = |m: usize| Some(list[m].1).filter(|_| !is_person(list[m].3));
    let owned = |m: usize| {
        body(m).and_then(|name| name.split_once("'s ").or_else(|| name.split_once("’s "))).map(|(_, rest)| normalized_name(rest))
    };
    join_only(members, into, |m| owned(m).into_iter().collect(), |m| body(m).map(normalized_name));
    // "TPD" is the Torvale Police, "NFU" the National Fishers' Union, where no other body of the story has these initials.
    let letters = |name: &&str| (2..=6).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_uppercase());
    join_only(members, into, |m| body(m).map(initials).unwrap_or_default(), |m| body(m).filter(letters).map(str::to_owned));
    // "police" are the one force that is named.
    let bare: Vec<usize> =
        members.iter().copied().filter(|m| list[*m].3 == SourceKind::Police && is_bare(&list[*m].5, list[*m].3)).collect();
    let named: BTreeSet<usize> =
        members.iter().filter(|m| list[**m].3 == SourceKind::Police && !bare.contains(*m)).map(|m| root(into, *m)).collect();
    let one = if named.len() == 1 { named.first().copied() } else { bare.first().copied() };
    if let Some(one) = one {
        bare.iter().for_each(|b| join(into, one, *b));
    }
}

/// Joins each form that asks for a key to the one claimant of the story that offers it, where it is but one.
fn join_only<K: Ord>(members: &[usize], into: &mut [usize], offers: impl Fn(usize) -> Vec<K>, asks: impl Fn(usize) -> Option<K>) {
    let mut known: BTreeMap<K, BTreeSet<usize>> = BTreeMap::new();
    for m in members {
        for key in offers(*m) {
            known.entry(key).or_default().insert(root(into, *m));
        }
    }
    for m in members {
        if let Some(one) = asks(*m).and_then(|key| known.get(&key)).filter(|k| k.len() == 1).and_then(BTreeSet::first) {
            join(into, *one, *m);
        }
    }
}

/// The initials of a name's capitalized words; of a force also those with the D of a department that the name leaves out.
fn initials(name: &str) -> Vec<String> {
    let words: Vec<&str> = name.split([' ', '-']).filter(|w| w.starts_with(|c: char| c.is_uppercase())).collect();
    if words.len() < 2 {
        return Vec::new();
    }
    let initials: String = words.iter().filter_map(|w| w.chars().next()).collect();
    let force = words.last().is_some_and(|w| matches!(*w, "Police" | "Fire" | "Sheriff"));
    let department = force.then(|| format!("{initials}D"));
    std::iter::once(initials).chain(department).collect()
}

fn is_person(kind: SourceKind) -> bool {
    matches!(kind, SourceKind::Person | SourceKind::Spokesperson | SourceKind::Office | SourceKind::Expert | SourceKind::Witness)
}

fn root(into: &[usize], mut i: usize) -> usize {
    while into[i] != i {
        i = into[i];
    }
    i
}

fn join(into: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(into, a), root(into, b));
    into[a.max(b)] = a.min(b);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(names: &[(&str, SourceKind)]) -> Vec<usize> {
        let printed: Vec<_> = names.iter().map(|(name, kind)| Some(Printed { story: 0, name, actor: None, kind: *kind })).collect();
        claimants(&printed).0
    }

    #[test]
    fn who_speaks_for_a_house_is_the_house() {
        let of = one(&[
            ("Interior Ministry", SourceKind::Government),
            ("an Interior Ministry spokesman", SourceKind::Spokesperson),
            ("Health Ministry", SourceKind::Government),
        ]);
        assert_eq!(of[0], of[1]);
        assert_ne!(of[0], of[2]);
    }

    #[test]
    fn police_are_the_one_force_named() {
        let of = one(&[("police", SourceKind::Police), ("Velden police", SourceKind::Police), ("Police officers", SourceKind::Police)]);
        assert_eq!(of, [of[0]; 3]);
        let of = one(&[("police", SourceKind::Police), ("Velden police", SourceKind::Police), ("Torvale police", SourceKind::Police)]);
        assert!(of[0] != of[1] && of[1] != of[2] && of[0] != of[2]);
    }

    #[test]
    fn a_ministry_is_that_of_the_one_country_heard() {
        let of = one(&[("labour ministry", SourceKind::Government), ("Ostland's labour ministry", SourceKind::Government)]);
        assert_eq!(of[0], of[1]);
        let of = one(&[
            ("labour ministry", SourceKind::Government),
            ("Ostland's labour ministry", SourceKind::Government),
            ("Belmaria's labour ministry", SourceKind::Government),
        ]);
        assert!(of[0] != of[1] && of[0] != of[2] && of[1] != of[2]);
    }

    #[test]
    fn initials_are_the_body_that_has_them() {
        let of = one(&[("Torvale Police", SourceKind::Police), ("TPD", SourceKind::Police), ("NFU", SourceKind::Ngo)]);
        assert_eq!(of[0], of[1]);
        assert_ne!(of[0], of[2]);
        let of = one(&[("Torvale Port Division", SourceKind::Ngo), ("Torvale Police", SourceKind::Police), ("TPD", SourceKind::Police)]);
        assert!(of[2] != of[0] && of[2] != of[1], "two bodies have these initials");
        let of = one(&[("AP", SourceKind::Wire), ("Ana Petrov", SourceKind::Person)]);
        assert_ne!(of[0], of[1]);
    }

    #[test]
    fn a_surname_is_the_only_one_of_that_name() {
        let of = one(&[("Ana Luz Santos Vell", SourceKind::Person), ("Santos Vell", SourceKind::Person), ("Vell", SourceKind::Person)]);
        assert_eq!(of, [of[0]; 3]);
        let of = one(&[("Medics of the Green Cross", SourceKind::Witness), ("Green Cross", SourceKind::Witness)]);
        assert_ne!(of[0], of[1]);
        let of = one(&[("Ana Vell", SourceKind::Person), ("Vell", SourceKind::Person), ("Jon Marr", SourceKind::Person)]);
        assert_eq!(of[0], of[1]);
        let of = one(&[("Ana Vell", SourceKind::Person), ("Vell", SourceKind::Person), ("Jon Vell", SourceKind::Person)]);
        assert!(of[1] != of[0] && of[1] != of[2]);
    }
}
