//! Topics made better once all are there: greedy merging never looks back, so a fact that came early to a small topic keeps that
//! topic from the large one. Here facts, questions and topics move to where they are nearer, as long as the whole gains by it
//! (local search on correlation clustering; N. Bansal, A. Blum, S. Chawla 2004).

use std::collections::BTreeSet;

use crate::types::Status;

/// Rounds at most. Every move gains, so that there is an end; this caps its cost.
const ROUNDS: usize = 12;
/// A move must gain this much.
const GAIN: f32 = 1e-3;

/// Moves the items of `groups` (numbers from 0) to where they are nearer. `near` is above 0 for two that want to be together and
/// below for two that do not, `status` tells the question, `pull` how much size counts.
pub(super) fn refine(
    groups: Vec<Vec<usize>>,
    near: impl Fn(usize, usize) -> f32,
    status: impl Fn(usize) -> Status,
    pull: f32,
) -> Vec<Vec<usize>> {
    let n: usize = groups.iter().map(Vec::len).sum();
    let mut matrix = vec![0.0_f32; n * n];
    for i in 0..n {
        for j in 0..i {
            let x = near(j, i);
            matrix[i * n + j] = x;
            matrix[j * n + i] = x;
        }
    }
    let mut search = Search { n, matrix, home: vec![0; n], groups, pull };
    for (g, members) in search.groups.iter().enumerate() {
        members.iter().for_each(|i| search.home[*i] = g);
    }
    for _ in 0..ROUNDS {
        let mut moved = search.merge();
        for g in 0..search.groups.len() {
            let statuses: BTreeSet<Status> = search.groups[g].iter().map(|i| status(*i)).collect();
            for one in statuses {
                let unit: Vec<usize> = search.groups[g].iter().copied().filter(|i| status(*i) == one).collect();
                moved |= search.shift(&unit);
            }
        }
        for i in 0..n {
            moved |= search.shift(&[i]);
        }
        if !moved {
            break;
        }
    }
    search.groups.retain(|g| !g.is_empty());
    search.groups
}

struct Search {
    n: usize,
    matrix: Vec<f32>,
    home: Vec<usize>,
    groups: Vec<Vec<usize>>,
    pull: f32,
}

impl Search {
    /// How much some items want to be with others, by pairs; `but` are left out of the others.
    fn wish(&self, items: &[usize], others: &[usize], but: &[usize]) -> f32 {
        let mut sum = 0.0;
        let mut pairs = 0.0_f32;
        for j in others.iter().filter(|j| !but.contains(j)) {
            for i in items {
                sum += self.matrix[i * self.n + j];
                pairs += 1.0;
            }
        }
        if pairs > 0.0 { sum / pairs.powf(1.0 - self.pull) } else { 0.0 }
    }

    /// Joins the two topics that want it most, as long as two do.
    fn merge(&mut self) -> bool {
        let mut any = false;
        loop {
            let mut best: Option<(f32, usize, usize)> = None;
            let alive: Vec<usize> = (0..self.groups.len()).filter(|g| !self.groups[*g].is_empty()).collect();
            for (at, a) in alive.iter().enumerate() {
                for b in &alive[at + 1..] {
                    let pairs = (self.groups[*a].len() * self.groups[*b].len()) as f32;
                    let sum: f32 = self.groups[*a]
                        .iter()
                        .flat_map(|i| self.groups[*b].iter().map(move |j| (i, j)))
                        .map(|(i, j)| self.matrix[i * self.n + j])
                        .sum();
                    let x = sum / pairs;
                    if x > GAIN && best.is_none_or(|(y, _, _)| x > y) {
                        best = Some((x, *a, *b));
                    }
                }
            }
            let Some((_, a, b)) = best else { return any };
            let moved = std::mem::take(&mut self.groups[b]);
            moved.iter().for_each(|i| self.home[*i] = a);
            self.groups[a].extend(moved);
            any = true;
        }
    }

    /// Moves items of one topic to the topic that they want most, or to one of their own.
    fn shift(&mut self, unit: &[usize]) -> bool {
        let Some(from) = unit.first().map(|i| self.home[*i]) else { return false };
        if unit.len() == self.groups[from].len() {
            return false;
        }
        let stay = self.wish(unit, &self.groups[from], unit);
        let mut best = (0.0, usize::MAX);
        for (g, members) in self.groups.iter().enumerate() {
            if g != from && !members.is_empty() {
                let x = self.wish(unit, members, &[]);
                if x > best.0 + GAIN {
                    best = (x, g);
                }
            }
        }
        if best.0 <= stay + GAIN {
            return false;
        }
        let to = if best.1 == usize::MAX {
            self.groups.push(Vec::new());
            self.groups.len() - 1
        } else {
            best.1
        };
        self.groups[from].retain(|i| !unit.contains(i));
        self.groups[to].extend(unit);
        unit.iter().for_each(|i| self.home[*i] = to);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 0 to 3 are one people, 4 and 5 another; 4 was put to the wrong topic.
    fn near(i: usize, j: usize) -> f32 {
        if (i < 4) == (j < 4) { 0.5 } else { -0.5 }
    }

    #[test]
    fn facts_move_to_where_they_are_nearer() {
        let status = |i: usize| if i.is_multiple_of(2) { Status::Killed } else { Status::Missing };
        for pull in [0.0, 0.3, 1.0] {
            let mut found = refine(vec![vec![0, 1, 4], vec![2, 3, 5]], near, status, pull);
            found.iter_mut().for_each(|g| g.sort_unstable());
            found.sort();
            assert_eq!(found, [vec![0, 1, 2, 3], vec![4, 5]], "{pull}");
        }
    }

    #[test]
    fn what_fits_nowhere_is_alone() {
        let mut found = refine(vec![vec![0, 1, 2]], |i, j| if j == 2 || i == 2 { -1.0 } else { 1.0 }, |_| Status::Killed, 0.3);
        found.sort();
        assert_eq!(found, [vec![0, 1], vec![2]]);
        assert!(refine(Vec::new(), near, |_| Status::Killed, 0.3).is_empty());
    }
}
