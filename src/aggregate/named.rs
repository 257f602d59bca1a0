//! Mentions, attributions and actors after merging, some rows at a time: only who stands in which article is held.

use std::collections::BTreeSet;

use hashbrown::HashMap;

use super::actors::Actors;
use crate::table::{ActorRow, AttributionRow, ClaimRow, MentionRow};

type Map<K, V> = HashMap<K, V, foldhash::fast::FixedState>;

/// Which actors stand in which articles: what merging needs of the mentions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    articles: Vec<String>,
    actors: Vec<String>,
    actor: Map<String, u32>,
    /// The last article that each actor was seen in.
    latest: Vec<u32>,
    /// Article and actor by their places, each pair once where the mentions of an article stand together.
    pairs: Vec<(u32, u32)>,
}

impl Seen {
    /// Notes a mention.
    pub fn add(&mut self, article_id: &str, actor_id: &str) {
        if self.articles.last().is_none_or(|a| a != article_id) {
            self.articles.push(article_id.to_owned());
        }
        let article = self.articles.len() as u32 - 1;
        match self.actor.get(actor_id).copied() {
            Some(actor) if self.latest[actor as usize] == article => {}
            Some(actor) => {
                self.latest[actor as usize] = article;
                self.pairs.push((article, actor));
            }
            None => {
                let actor = self.actors.len() as u32;
                self.actors.push(actor_id.to_owned());
                self.actor.insert(actor_id.to_owned(), actor);
                self.latest.push(article);
                self.pairs.push((article, actor));
            }
        }
    }

    /// Article by its place among those of a run, and actor; other articles are left out.
    pub(super) fn pairs(&self, by_id: &Map<String, usize>) -> Vec<(usize, &str)> {
        let places: Vec<Option<usize>> = self.articles.iter().map(|a| by_id.get(a).copied()).collect();
        self.pairs.iter().filter_map(|(a, w)| Some((places[*a as usize]?, self.actors[*w as usize].as_str()))).collect()
    }
}

/// The article of the row before, whose rows mostly stand together.
#[derive(Default)]
struct Place {
    id: String,
    known: Option<usize>,
}

impl Place {
    fn of(&mut self, id: &str, by_id: &Map<String, usize>) -> Option<usize> {
        if self.id != id {
            id.clone_into(&mut self.id);
            self.known = by_id.get(id).copied();
        }
        self.known
    }
}

/// Who the actors of all articles are: gives the rows of mentions and attributions their actor, and at the end the actors their rows.
/// Rows are given in the order of their tables.
pub struct Names {
    actors: Actors,
    by_id: Map<String, usize>,
    counts: Map<String, i64>,
    named: BTreeSet<String>,
    last: Option<MentionRow>,
}

impl Names {
    pub(super) fn new(actors: Actors, by_id: Map<String, usize>) -> Self {
        Self { actors, by_id, counts: Map::default(), named: BTreeSet::new(), last: None }
    }

    /// The next mentions; one that merging has made the same as that before it goes.
    pub fn mentions(&mut self, mut rows: Vec<MentionRow>) -> Vec<MentionRow> {
        let mut last = self.last.take();
        let mut place = Place::default();
        rows.retain_mut(|row| {
            let Some(article) = place.of(&row.article_id, &self.by_id) else { return false };
            let actor = self.actors.resolve(article, &row.actor_id);
            if actor != row.actor_id {
                row.actor_id = actor.to_owned();
            }
            if last.as_ref().is_some_and(|l| l == row) {
                return false;
            }
            match self.counts.get_mut(&row.actor_id) {
                Some(n) => *n += 1,
                None => {
                    self.counts.insert(row.actor_id.clone(), 1);
                }
            }
            match &mut last {
                // Field by field, so that what they hold is used again.
                Some(last) => {
                    last.actor_id.clone_from(&row.actor_id);
                    last.article_id.clone_from(&row.article_id);
                    last.text.clone_from(&row.text);
                    (last.start, last.end) = (row.start, row.end);
                }
                None => last = Some(row.clone()),
            }
            true
        });
        self.last = last;
        rows
    }

    /// The next attributions.
    pub fn attributions(&mut self, mut rows: Vec<AttributionRow>) -> Vec<AttributionRow> {
        let mut place = Place::default();
        rows.retain_mut(|row| {
            let Some(article) = place.of(&row.article_id, &self.by_id) else { return false };
            let Some(given) = &row.actor_id else { return true };
            let actor = self.actors.resolve(article, given);
            if !self.named.contains(actor) {
                self.named.insert(actor.to_owned());
            }
            if actor != *given {
                row.actor_id = Some(actor.to_owned());
            }
            true
        });
        rows
    }

    /// The actors that are still named or referred to, with their mentions counted anew. Asked when all rows have been given.
    pub fn actors(self, claims: &[ClaimRow]) -> Vec<ActorRow> {
        let mut named: BTreeSet<&str> = self.counts.keys().map(String::as_str).collect();
        named.extend(self.named.iter().map(String::as_str));
        named.extend(claims.iter().filter_map(|c| c.claimant_actor_id.as_deref()));
        let mut out: Vec<ActorRow> = self.actors.rows.into_iter().filter(|r| named.contains(r.actor_id.as_str())).collect();
        out.iter_mut().for_each(|r| r.n_mentions = self.counts.get(r.actor_id.as_str()).copied().unwrap_or(0));
        out.sort_by(|a, b| a.actor_id.cmp(&b.actor_id));
        out
    }
}
