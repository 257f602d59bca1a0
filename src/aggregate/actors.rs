//! Actors across articles: one in different spellings, a surname for the full name - and different people of one surname apart.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;

use crate::table::{ActorRow, normalized_name};
use crate::types::ActorKind;

type Map<K, V> = HashMap<K, V, foldhash::fast::FixedState>;

/// Who an actor of an article is, among the actors of all.
#[derive(Debug, Default)]
pub(super) struct Actors {
    /// One row per actor, by id.
    pub rows: Vec<ActorRow>,
    /// Id as given by extraction to the id in `rows`, where it is another.
    everywhere: Map<String, String>,
    /// Article to ids as given and ids in `rows`, sorted, for surnames, which mean one in one story and another in another.
    here: Map<usize, Vec<(String, String)>>,
}

/// A name with the letters alike that transliterations write differently: Zelensky, Zelenskyy, Zelenskiy.
pub(super) fn skeleton(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in normalized_name(name).chars() {
        let c = match c {
            'y' | 'j' => 'i',
            'w' => 'v',
            'q' => 'k',
            c => c,
        };
        if !out.ends_with(c) || c == ' ' {
            out.push(c);
        }
    }
    out.replace("kh", "h").replace("ph", "f").replace("ou", "u").replace("ei", "i").replace("ie", "i")
}

impl Actors {
    /// Merges the actors of all articles. `given` has a row per article and actor; `seen` says in which articles (by index) an
    /// id stands, `story` the story of each article.
    pub fn merge(mut given: Vec<ActorRow>, seen: &[(usize, &str)], story: &[usize]) -> Self {
        // Rows of one id stand together, in the order given.
        given.sort_by(|a, b| a.actor_id.cmp(&b.actor_id));
        let mut rows: Vec<ActorRow> = Vec::new();
        let mut same: Vec<ActorRow> = Vec::new();
        for row in given {
            if same.first().is_some_and(|first| first.actor_id != row.actor_id) {
                rows.push(folded(std::mem::take(&mut same), None));
            }
            same.push(row);
        }
        if !same.is_empty() {
            rows.push(folded(same, None));
        }
        let names: Vec<String> = rows.iter().map(|r| if r.named { skeleton(&r.name) } else { normalized_name(&r.name) }).collect();
        let into = into(&rows, &names);
        let mut out = Self::default();
        out.surnames(&rows, &names, &into, seen, story);
        drop(names);
        let ids: Vec<String> = rows.iter().map(|r| r.actor_id.clone()).collect();
        let mut merged: Map<usize, Vec<ActorRow>> = Map::default();
        for (i, row) in rows.into_iter().enumerate() {
            if into[i] != i {
                out.everywhere.insert(row.actor_id.clone(), ids[into[i]].clone());
            }
            merged.entry(into[i]).or_default().push(row);
        }
        let mut merged: Vec<(usize, Vec<ActorRow>)> = merged.into_iter().collect();
        merged.sort_unstable_by_key(|(i, _)| *i);
        out.rows = merged.into_iter().map(|(i, list)| folded(list, Some(ids[i].clone()))).collect();
        out
    }

    /// A person known by surname alone is the only person of that surname in the story. `names` has the skeleton of every named row.
    fn surnames(&mut self, rows: &[ActorRow], names: &[String], into: &[usize], seen: &[(usize, &str)], story: &[usize]) {
        let index: Map<&str, usize> = rows.iter().enumerate().map(|(i, r)| (r.actor_id.as_str(), i)).collect();
        let person = |row: &ActorRow| row.named && row.kind == ActorKind::Person;
        let persons: Vec<(usize, &str, usize)> = seen
            .iter()
            .filter_map(|(article, id)| Some((*article, *id, index.get(id).copied()?)))
            .filter(|(.., i)| person(&rows[*i]))
            .collect();
        /// Whoever has a surname: nobody yet, one, or several.
        type Only = Option<Option<usize>>;
        let mut full: Map<(usize, &str), Only> = Map::default();
        for (article, _, i) in &persons {
            if let Some((_, last)) = names[*i].rsplit_once(' ') {
                let known = full.entry((story[*article], last)).or_default();
                *known = match *known {
                    None => Some(Some(into[*i])),
                    Some(Some(one)) if one == into[*i] => *known,
                    Some(_) => Some(None),
                };
            }
        }
        for (article, id, i) in persons {
            if names[i].contains(' ') {
                continue;
            }
            let Some(Some(Some(one))) = full.get(&(story[article], names[i].as_str())).copied() else { continue };
            let apart = rows[one].country.is_some() && rows[i].country.is_some() && rows[one].country != rows[i].country;
            if !apart {
                self.here.entry(article).or_default().push((id.to_owned(), rows[one].actor_id.clone()));
            }
        }
        for known in self.here.values_mut() {
            known.sort_unstable();
            known.dedup();
        }
    }

    /// The actor that an id of an article stands for.
    pub fn resolve<'a>(&'a self, article: usize, id: &'a str) -> &'a str {
        let here = self.here.get(&article).and_then(|known| {
            let at = known.binary_search_by(|(given, _)| given.as_str().cmp(id)).ok()?;
            Some(known[at].1.as_str())
        });
        here.or_else(|| self.everywhere.get(id).map(String::as_str)).unwrap_or(id)
    }
}

/// The row that each row is one with: equal names of one kind; a row without country joins the only country there is.
fn into(rows: &[ActorRow], names: &[String]) -> Vec<usize> {
    let mut into: Vec<usize> = (0..rows.len()).collect();
    let mut groups: Map<(&str, ActorKind), Vec<usize>> = Map::default();
    for (i, row) in rows.iter().enumerate() {
        groups.entry((&names[i], row.kind)).or_default().push(i);
    }
    for members in groups.values().filter(|m| m.len() > 1) {
        let countries: BTreeSet<&str> = members.iter().filter_map(|i| rows[*i].country.as_deref()).collect();
        for country in &countries {
            let first = members.iter().copied().find(|i| rows[*i].country.as_deref() == Some(country));
            for i in members {
                let fits = rows[*i].country.as_deref() == Some(country) || (rows[*i].country.is_none() && countries.len() == 1);
                if let Some(first) = first.filter(|_| fits) {
                    into[*i] = first;
                }
            }
        }
        if countries.is_empty() {
            members.iter().for_each(|i| into[*i] = members[0]);
        }
    }
    into
}

/// Rows of one actor as one: the commonest name, the other forms as aliases, mentions added up.
fn folded(mut rows: Vec<ActorRow>, id: Option<String>) -> ActorRow {
    if rows.len() == 1 && rows[0].aliases.is_none() {
        let row = rows.swap_remove(0);
        return ActorRow { actor_id: id.unwrap_or(row.actor_id), ..row };
    }
    let mut names: BTreeMap<&str, i64> = BTreeMap::new();
    let mut forms: BTreeSet<&str> = BTreeSet::new();
    for row in &rows {
        *names.entry(&row.name).or_default() += row.n_mentions.max(1);
        forms.insert(&row.name);
        forms.extend(row.aliases.as_deref().unwrap_or("").split('|').filter(|a| !a.is_empty()));
    }
    let best = names.iter().max_by(|a, b| (a.1, a.0.len()).cmp(&(b.1, b.0.len())).then(b.0.cmp(a.0))).map_or("", |(n, _)| n).to_owned();
    let aliases: Vec<&str> = forms.into_iter().filter(|f| *f != best).collect();
    let some = |pick: fn(&ActorRow) -> &Option<String>| rows.iter().filter_map(|r| pick(r).clone()).min();
    ActorRow {
        actor_id: id.unwrap_or_else(|| rows[0].actor_id.clone()),
        kind: rows[0].kind,
        country: some(|r| &r.country),
        sector: some(|r| &r.sector),
        role: some(|r| &r.role),
        aliases: (!aliases.is_empty()).then(|| aliases.join("|")),
        n_mentions: rows.iter().map(|r| r.n_mentions).sum(),
        named: rows.iter().any(|r| r.named),
        name: best,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::actor_id;

    fn actor(name: &str, country: Option<&str>) -> ActorRow {
        ActorRow {
            actor_id: actor_id(name, ActorKind::Person, country),
            name: name.into(),
            kind: ActorKind::Person,
            country: country.map(str::to_owned),
            sector: None,
            role: None,
            aliases: None,
            n_mentions: 1,
            named: true,
        }
    }

    #[test]
    fn spellings_are_one_and_namesakes_are_not() {
        let names =
            [("Danylo Orsky", None), ("Danylo Orskyy", Some("XA")), ("Danilo Orskiy", Some("XA")), ("Maria Orsky", None), ("Orsky", None)];
        let given: Vec<ActorRow> = names.iter().map(|(n, c)| actor(n, *c)).collect();
        let ids: Vec<String> = given.iter().map(|a| a.actor_id.clone()).collect();
        // Article 0 and 1 are of one story with Danylo alone; article 2 of another, with Maria alone; 3 has both.
        let seen: Vec<(usize, &str)> = vec![
            (0, &ids[0]),
            (0, &ids[1]),
            (1, &ids[2]),
            (1, &ids[4]),
            (2, &ids[3]),
            (2, &ids[4]),
            (3, &ids[0]),
            (3, &ids[3]),
            (3, &ids[4]),
        ];
        let actors = Actors::merge(given, &seen, &[0, 0, 1, 2]);
        let one = actors.resolve(0, &ids[0]);
        assert_eq!(one, actors.resolve(0, &ids[1]));
        assert_eq!(one, actors.resolve(1, &ids[2]));
        assert_eq!(one, actors.resolve(1, &ids[4]));
        assert_eq!(actors.resolve(2, &ids[4]), actors.resolve(2, &ids[3]));
        assert_ne!(one, actors.resolve(2, &ids[3]));
        assert!(![one, actors.resolve(3, &ids[3])].contains(&actors.resolve(3, &ids[4])));
    }
}
