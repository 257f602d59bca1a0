//! What brings questions together once all facts have their place: topics of one article that count the same people under different
//! statuses. And whose things are counted, where an article tells several figures of such things.

use std::collections::{BTreeMap, BTreeSet};

use super::Block;
use crate::aggregate::cluster::{SAMPLE, clusters};
use crate::aggregate::facts::{Fact, shares};
use crate::aggregate::interval::Key;
use crate::types::Status;

/// Things and statuses of which one article tells two different figures or more.
pub(super) fn several(facts: &[Fact], members: &[usize]) -> BTreeSet<(u64, Status)> {
    let mut first: BTreeMap<(u64, Status, usize), Key> = BTreeMap::new();
    let mut out = BTreeSet::new();
    for fact in members.iter().map(|m| &facts[*m]).filter(|f| !f.silent && !f.contests && !f.earlier) {
        let key = fact.interval.key();
        if *first.entry((fact.thing.group, fact.status, fact.article)).or_insert(key) != key {
            out.insert((fact.thing.group, fact.status));
        }
    }
    out
}

/// Statuses of an event itself, next to which the names are those of places and victims.
fn of_event(status: Status) -> bool {
    matches!(status, Status::Killed | Status::Wounded | Status::Missing | Status::Attacked)
}

impl Block<'_> {
    /// What the names next to two figures say: "Vell has 44 delegates, Marr 31". Asked only where the things alone say little, since an
    /// article tells several figures of them.
    pub(super) fn whose(&self, x: &Fact, y: &Fact) -> f32 {
        if of_event(x.status) || of_event(y.status) || x.whose.is_empty() || y.whose.is_empty() {
            return 0.0;
        }
        let several = |f: &Fact| self.several.contains(&(f.thing.group, f.status));
        let asked = if x.thing.group == y.thing.group { several(x) || several(y) } else { several(x) && several(y) };
        match (asked, shares(&x.whose, &y.whose)) {
            (false, _) => 0.0,
            (true, true) => self.distance.whose_same,
            (true, false) => self.distance.whose_other,
        }
    }

    /// Joins topics of different questions that one article tells of and whose figures count the same things. Merging before could not
    /// see it: persons without a number and parts, which want to be with figures of their own status only, kept the questions apart.
    pub(super) fn joined(&self, mut topics: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
        topics.iter_mut().for_each(|t| t.sort_unstable());
        topics.sort_unstable();
        let told: Vec<Vec<usize>> = topics.iter().map(|t| self.telling(t)).collect();
        let numbers: Vec<usize> = (0..topics.len()).collect();
        clusters(&numbers, self.distance.topic, |a, b| self.one_people(&told[a], &told[b]))
            .into_iter()
            .map(|group| group.into_iter().flat_map(|t| topics[t].iter().copied()).collect())
            .collect()
    }

    /// The facts that say what a topic counts: whole figures; else figures; else all.
    fn telling(&self, topic: &[usize]) -> Vec<usize> {
        let some = |keep: &dyn Fn(&Fact) -> bool| -> Vec<usize> { topic.iter().copied().filter(|f| keep(&self.facts[*f])).collect() };
        let whole = some(&|f| !f.silent && !f.part && !f.new);
        let printed = if whole.is_empty() { some(&|f| !f.silent) } else { whole };
        if printed.is_empty() { topic.to_vec() } else { printed }
    }

    /// How near two topics are by their telling facts; none where these share a status or no article, or cannot be one.
    fn one_people(&self, a: &[usize], b: &[usize]) -> Option<f32> {
        let any = |same: &dyn Fn(&Fact, &Fact) -> bool| a.iter().any(|x| b.iter().any(|y| same(&self.facts[*x], &self.facts[*y])));
        if any(&|x, y| x.status == y.status) || !any(&|x, y| x.article == y.article) {
            return None;
        }
        let (a, b) = (&a[..a.len().min(SAMPLE)], &b[..b.len().min(SAMPLE)]);
        let pairs = || a.iter().flat_map(|x| b.iter().map(move |y| (*x, *y)));
        let (mut sum, mut n, mut extra) = (0.0, 0.0, 0.0_f32);
        for (x, y) in pairs() {
            let (f, g) = (&self.facts[x], &self.facts[y]);
            sum += self.apart(x, y)?;
            if f.silent && g.silent && (f.part || g.part) {
                // A person is part of the figure that counts him: that says nothing of two persons.
                sum -= self.distance.part;
            }
            extra = extra.max(self.ties(x, y));
            n += 1.0;
        }
        Some(sum / n + extra)
    }
}
