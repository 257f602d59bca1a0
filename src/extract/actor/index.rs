//! Where the actors of an article are found by their names, so that no name asks all of them.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::fold;
use crate::types::{Actor, ActorKind};

type Map<V> = HashMap<String, V, FixedState>;

/// Actors by the forms of their names. Where several share a form the first one counts.
#[derive(Debug, Default)]
pub struct Index {
    /// By any form, folded.
    forms: Map<Vec<usize>>,
    /// By the main name, folded.
    names: Map<usize>,
    /// Persons by last word, by first word of a longer form, by both.
    last: Map<usize>,
    first: Map<usize>,
    both: Map<usize>,
    /// By the initials of the main name.
    initials: Map<usize>,
    /// States by country.
    states: HashMap<Option<String>, usize, FixedState>,
    /// All but persons by the words of their main names, folded.
    words: Map<Vec<usize>>,
    /// By the words of their roles, in lower case.
    roles: Map<Vec<usize>>,
    /// Police forces with a name.
    pub forces: Vec<usize>,
}

fn low(map: &mut Map<usize>, key: &str, actor: usize) {
    map.entry_ref(key).and_modify(|a| *a = (*a).min(actor)).or_insert(actor);
}

fn push(map: &mut Map<Vec<usize>>, key: &str, actor: usize) {
    let here = map.entry_ref(key).or_default();
    if let Err(at) = here.binary_search(&actor) {
        here.insert(at, actor);
    }
}

impl Index {
    /// The index of these actors.
    pub fn of(actors: &[Actor]) -> Self {
        let mut out = Self::default();
        for (i, a) in actors.iter().enumerate() {
            out.add(i, a);
        }
        out
    }

    /// Takes in an actor with its name, forms and role.
    pub fn add(&mut self, i: usize, a: &Actor) {
        low(&mut self.names, &fold(&a.name), i);
        for short in initials(&a.name) {
            low(&mut self.initials, &short, i);
        }
        if a.kind == ActorKind::State {
            self.states.entry(a.country.clone()).and_modify(|x| *x = (*x).min(i)).or_insert(i);
        }
        if a.kind != ActorKind::Person {
            for w in fold(&a.name).split(' ') {
                push(&mut self.words, w, i);
            }
            if a.named && a.name.to_lowercase().split(' ').any(|x| matches!(x, "police" | "sheriff")) {
                self.forces.push(i);
            }
        }
        for form in a.aliases.iter().chain([&a.name]) {
            self.form(i, a.kind, form);
        }
        if let Some(role) = &a.role {
            self.role(i, role);
        }
    }

    /// Takes in a further form of an actor's name.
    pub fn form(&mut self, i: usize, kind: ActorKind, form: &str) {
        let folded = fold(form);
        push(&mut self.forms, &folded, i);
        if kind == ActorKind::Person {
            let (first, last) = ends(&folded);
            low(&mut self.last, last, i);
            low(&mut self.both, &format!("{first} {last}"), i);
            if folded.contains(' ') {
                low(&mut self.first, first, i);
            }
        }
    }

    /// Takes in a role of an actor.
    pub fn role(&mut self, i: usize, role: &str) {
        for w in role.to_lowercase().split(' ') {
            push(&mut self.roles, w, i);
        }
    }

    /// Actors with this form of their name.
    pub fn with_form(&self, folded: &str) -> &[usize] {
        self.forms.get(folded).map_or(&[], Vec::as_slice)
    }

    /// The first actor with this main name.
    pub fn with_name(&self, folded: &str) -> Option<usize> {
        self.names.get(folded).copied()
    }

    /// The first person with this last word.
    pub fn with_last(&self, folded: &str) -> Option<usize> {
        self.last.get(folded).copied()
    }

    /// The first person whom a form may mean: a lone surname or given name, or the first and last word of a longer name.
    pub fn person(&self, folded: &str) -> Option<usize> {
        let (first, last) = ends(folded);
        if folded.contains(' ') {
            return self.both.get(&format!("{first} {last}")).copied();
        }
        [self.last.get(last), self.first.get(last)].into_iter().flatten().min().copied()
    }

    /// The first actor whose initials these are.
    pub fn with_initials(&self, short: &str) -> Option<usize> {
        self.initials.get(short).copied()
    }

    /// The state of this country.
    pub fn state(&self, country: Option<&str>) -> Option<usize> {
        self.states.get(&country.map(str::to_owned)).copied()
    }

    /// Actors, no persons, that have this word, folded, in their main name, and those that have it, in lower case, in a role.
    pub fn described(&self, word: &str, role: &str) -> impl Iterator<Item = usize> {
        let mut all: Vec<usize> = self.words.get(word).into_iter().chain(self.roles.get(role)).flatten().copied().collect();
        all.sort_unstable();
        all.dedup();
        all.into_iter()
    }
}

/// First and last word.
fn ends(folded: &str) -> (&str, &str) {
    (folded.split(' ').next().unwrap_or_default(), folded.split(' ').next_back().unwrap_or_default())
}

/// The initials of a name ("General Motors Corp": GMC and GM), with and without its last word.
fn initials(long: &str) -> Vec<String> {
    let first = |w: &str| w.chars().next().filter(|c| c.is_uppercase());
    let all: String = long.split_whitespace().filter_map(first).collect();
    let n = all.chars().count();
    let mut out = Vec::new();
    if n > 2 {
        out.push(all.chars().take(n - 1).collect());
    }
    if n >= 2 {
        out.push(all);
    }
    out
}

/// Capitals that may be the initials of a name ("G.M.": GM).
pub fn as_initials(short: &str) -> Option<String> {
    let short: String = short.chars().filter(|c| *c != '.').collect();
    ((2..=6).contains(&short.len()) && short.chars().all(char::is_uppercase)).then_some(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(name: &str, kind: ActorKind) -> Actor {
        Actor { name: name.into(), kind, country: None, sector: None, aliases: Vec::new(), role: None, mentions: Vec::new(), named: true }
    }

    #[test]
    fn names_are_found_by_their_parts() {
        let actors = [
            actor("Ana Velt", ActorKind::Person),
            actor("Oren Velt", ActorKind::Person),
            actor("Harbor Workers Union", ActorKind::Organisation),
            actor("Velden Police", ActorKind::Organisation),
        ];
        let index = Index::of(&actors);
        assert_eq!((index.person("velt"), index.person("oren"), index.person("oren velt")), (Some(0), Some(1), Some(1)));
        assert_eq!((index.person("mira velt"), index.person("harbor")), (None, None));
        assert_eq!(as_initials("H.W.U.").and_then(|s| index.with_initials(&s)), Some(2));
        assert_eq!(index.with_initials("HW"), Some(2));
        assert_eq!(as_initials("Hwu"), None);
        assert_eq!(index.forces, [3]);
        assert_eq!(index.described("union", "union").collect::<Vec<_>>(), [2]);
        assert_eq!(index.described("velt", "velt").count(), 0);
    }
}
