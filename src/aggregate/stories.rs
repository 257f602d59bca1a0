//! Articles to stories: agglomerative clustering of word vectors, nearest pair first (as in topic detection and tracking,
//! J. Allan et al. 1998), with candidates by shared rare words, so that cost grows with articles and not with their pairs.
//! The result depends on no order: ties break by article id.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use hashbrown::HashMap;
use rayon::prelude::*;

use super::sketch::Sketch;
use super::{AggregateOptions, Stop};

type Map<K, V> = HashMap<K, V, foldhash::fast::FixedState>;

/// Words of an article by which candidates are found.
const KEYS: usize = 24;
/// Words of an article's vector.
const WIDTH: usize = 80;
/// Articles that a word may stand in to find candidates; of more, each is paired with its neighbors in time only.
const POSTINGS: usize = 200;
/// Months after which more take nothing off: an anniversary tells the story again.
const MONTHS: f32 = 6.0;
/// Candidates kept per article, nearest first.
const NEIGHBORS: usize = 40;

/// Words of a sum from which on it is looked up by word: below, a list in the order of words is faster.
const LONG: usize = 1_024;

/// Weights by word.
enum Sum {
    /// Sorted by word.
    List(Vec<(u64, f32)>),
    Table(Map<u64, f32>),
}

impl Default for Sum {
    fn default() -> Self {
        Self::List(Vec::new())
    }
}

impl Sum {
    fn len(&self) -> usize {
        match self {
            Self::List(list) => list.len(),
            Self::Table(table) => table.len(),
        }
    }

    /// Adds the weights of a sum that is no longer.
    fn add(&mut self, other: Self) {
        match (&mut *self, other) {
            (Self::List(a), Self::List(b)) => {
                let mut out = Vec::with_capacity(a.len() + b.len());
                let (mut i, mut j) = (0, 0);
                while i < a.len() && j < b.len() {
                    match a[i].0.cmp(&b[j].0) {
                        Ordering::Less => {
                            out.push(a[i]);
                            i += 1;
                        }
                        Ordering::Greater => {
                            out.push(b[j]);
                            j += 1;
                        }
                        Ordering::Equal => {
                            out.push((a[i].0, a[i].1 + b[j].1));
                            i += 1;
                            j += 1;
                        }
                    }
                }
                out.extend_from_slice(&a[i..]);
                out.extend_from_slice(&b[j..]);
                *self = if out.len() > LONG { Self::Table(out.into_iter().collect()) } else { Self::List(out) };
            }
            (Self::Table(a), Self::List(b)) => b.into_iter().for_each(|(k, w)| *a.entry(k).or_default() += w),
            (Self::Table(a), Self::Table(b)) => b.into_iter().for_each(|(k, w)| *a.entry(k).or_default() += w),
            (Self::List(a), Self::Table(mut b)) => {
                a.iter().for_each(|(k, w)| *b.entry(*k).or_default() += w);
                *self = Self::Table(b);
            }
        }
    }

    /// The product of two sums, added up in the order of words: floats added in the order of a map would differ with its history.
    fn dot(&self, other: &Self) -> f32 {
        match (self, other) {
            (Self::List(a), Self::List(b)) => {
                let mut dot = -0.0;
                let (mut i, mut j) = (0, 0);
                while i < a.len() && j < b.len() {
                    match a[i].0.cmp(&b[j].0) {
                        Ordering::Less => i += 1,
                        Ordering::Greater => j += 1,
                        Ordering::Equal => {
                            dot += a[i].1 * b[j].1;
                            i += 1;
                            j += 1;
                        }
                    }
                }
                dot
            }
            (Self::List(list), Self::Table(table)) | (Self::Table(table), Self::List(list)) => {
                list.iter().filter_map(|(k, w)| table.get(k).map(|v| w * v)).sum()
            }
            (Self::Table(a), Self::Table(b)) => {
                let (small, large) = if a.len() <= b.len() { (a, b) } else { (b, a) };
                let mut shared: Vec<(u64, f32)> = small.iter().filter_map(|(k, w)| large.get(k).map(|v| (*k, w * v))).collect();
                shared.sort_unstable_by_key(|(k, _)| *k);
                shared.iter().map(|(_, w)| w).sum()
            }
        }
    }
}

/// A story: the sum of its articles' vectors, each of unit length.
#[derive(Default)]
struct Story {
    sum: Sum,
    /// Square of the length of `sum`, carried along: summing it anew at each merge made one large story cost the square of its articles.
    square: f32,
    members: f32,
    first: Option<i32>,
    last: Option<i32>,
    near: Vec<u32>,
    /// Counts changes, so that stale entries of the heap are known.
    version: u32,
}

/// A pair of stories, the nearest first.
struct Pair {
    nearness: f32,
    /// Product of their sums.
    dot: f32,
    a: u32,
    b: u32,
    versions: (u32, u32),
}

impl PartialEq for Pair {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}
impl Eq for Pair {}
impl PartialOrd for Pair {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Pair {
    fn cmp(&self, other: &Self) -> Ordering {
        self.nearness.total_cmp(&other.nearness).then((other.a, other.b).cmp(&(self.a, self.b)))
    }
}

/// The story of every article: equal numbers are one story.
///
/// `sketches`, `days` and `ids` are of the same articles; `copy_of[i]` names the article that `i` is a copy of, whose story it shares.
/// None where it was stopped.
pub(super) fn stories(
    sketches: &[&Sketch],
    days: &[Option<i32>],
    ids: &[&str],
    copy_of: &[usize],
    options: &AggregateOptions,
    stop: Stop<'_>,
) -> Option<Vec<usize>> {
    let mut order: Vec<usize> = (0..sketches.len()).filter(|i| copy_of[*i] == *i).collect();
    order.sort_unstable_by(|a, b| days[*a].cmp(&days[*b]).then(ids[*a].cmp(ids[*b])));
    let vectors = vectors(sketches, &order, options);
    let mut found: Vec<Story> = order
        .iter()
        .zip(&vectors)
        .map(|(i, v)| Story { sum: Sum::List(in_order(v)), square: 1.0, members: 1.0, first: days[*i], last: days[*i], ..Story::default() })
        .collect();
    let nearest: Vec<Pair> = candidates(&vectors)
        .into_par_iter()
        .map(|(a, b)| pair(&found, a, b, options))
        .filter(|pair| pair.nearness >= options.same_story)
        .collect();
    drop(vectors);
    for pair in &nearest {
        found[pair.a as usize].near.push(pair.b);
        found[pair.b as usize].near.push(pair.a);
    }
    let mut heap = BinaryHeap::from(nearest);
    let mut into: Vec<u32> = (0..found.len() as u32).collect();
    while let Some(Pair { a, b, versions, dot, .. }) = heap.pop() {
        if versions != (found[a as usize].version, found[b as usize].version) || into[a as usize] != a || into[b as usize] != b {
            continue;
        }
        if stop() {
            return None;
        }
        let (keep, gone) = if found[a as usize].sum.len() >= found[b as usize].sum.len() { (a, b) } else { (b, a) };
        let other = std::mem::take(&mut found[gone as usize]);
        into[gone as usize] = keep;
        let story = &mut found[keep as usize];
        story.sum.add(other.sum);
        story.square += other.square + 2.0 * dot;
        story.members += other.members;
        story.first = [story.first, other.first].into_iter().flatten().min();
        story.last = [story.last, other.last].into_iter().flatten().max();
        story.version += 1;
        let mut near: Vec<u32> = story.near.iter().chain(&other.near).map(|n| root(&into, *n)).filter(|n| *n != keep).collect();
        near.sort_unstable();
        near.dedup();
        for n in &near {
            let pair = pair(&found, keep.min(*n), keep.max(*n), options);
            if pair.nearness >= options.same_story {
                heap.push(pair);
            }
            found[*n as usize].near.push(keep);
        }
        found[keep as usize].near = near;
    }
    let mut home = vec![0; sketches.len()];
    for (n, i) in order.iter().enumerate() {
        home[*i] = root(&into, n as u32) as usize;
    }
    for i in 0..home.len() {
        home[i] = home[copy_of[i]];
    }
    Some(home)
}

fn root(into: &[u32], mut s: u32) -> u32 {
    while into[s as usize] != s {
        s = into[s as usize];
    }
    s
}

/// Word vectors of unit length, heaviest word first.
fn vectors(sketches: &[&Sketch], order: &[usize], options: &AggregateOptions) -> Vec<Vec<(u64, f32)>> {
    let mut frequency: Map<u64, u32> = Map::default();
    for i in order {
        for term in &sketches[*i].terms {
            *frequency.entry(term.key).or_default() += 1;
        }
    }
    let total = order.len() as f32;
    let weight = |df: u32| {
        // A word of one article can be shared by none: it only says that the article has words of its own.
        let rare = if df == 1 { options.lone_word } else { 1.0 };
        rare * ((total + options.background) / (df as f32 + 1.0)).ln().max(0.1)
    };
    let vector = |i: &usize| {
        let mut terms: Vec<(u64, f32)> =
            sketches[*i].terms.iter().map(|t| (t.key, t.weight * weight(frequency.get(&t.key).copied().unwrap_or(1)))).collect();
        terms.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        terms.truncate(WIDTH);
        let norm = terms.iter().map(|(_, w)| w * w).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        terms.iter_mut().for_each(|(_, w)| *w /= norm);
        terms
    };
    order.par_iter().map(vector).collect()
}

/// A vector in the order of words.
fn in_order(vector: &[(u64, f32)]) -> Vec<(u64, f32)> {
    let mut out = vector.to_vec();
    out.sort_unstable_by_key(|(k, _)| *k);
    out
}

/// Pairs of articles that share two of their heaviest words, the nearest of each article.
fn candidates(vectors: &[Vec<(u64, f32)>]) -> Vec<(u32, u32)> {
    let mut postings: Map<u64, Vec<(u32, f32)>> = Map::default();
    for (i, v) in vectors.iter().enumerate() {
        for (key, weight) in v.iter().take(KEYS) {
            postings.entry(*key).or_default().push((i as u32, *weight));
        }
    }
    let mut out = Vec::new();
    // What each article shares with the one at hand, and which share anything: cleared by walking over those.
    let mut shared: Vec<(f32, u32)> = vec![(0.0, 0); vectors.len()];
    let mut met: Vec<u32> = Vec::new();
    for (i, v) in vectors.iter().enumerate() {
        for (key, weight) in v.iter().take(KEYS) {
            let list = &postings[key];
            let at = list.partition_point(|(j, _)| *j < i as u32);
            let (from, to) = (at.saturating_sub(POSTINGS / 2), (at + POSTINGS / 2).min(list.len()));
            for (j, w) in &list[from..to] {
                let entry = &mut shared[*j as usize];
                if entry.1 == 0 {
                    met.push(*j);
                }
                entry.0 += weight * w;
                entry.1 += 1;
            }
        }
        let mut near: Vec<(u32, f32)> = Vec::new();
        for j in met.drain(..) {
            let (score, n) = std::mem::take(&mut shared[j as usize]);
            if n >= 2 && j != i as u32 {
                near.push((j, score));
            }
        }
        if near.len() > NEIGHBORS {
            near.select_nth_unstable_by(NEIGHBORS, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            near.truncate(NEIGHBORS);
        }
        out.extend(near.iter().map(|(j, _)| (i.min(*j as usize) as u32, i.max(*j as usize) as u32)));
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// How near two stories are: cosine of their sums, less what the days between them take off.
fn pair(found: &[Story], a: u32, b: u32, options: &AggregateOptions) -> Pair {
    let (x, y) = (&found[a as usize], &found[b as usize]);
    let dot = x.sum.dot(&y.sum);
    let average = dot / (x.members * y.members);
    let mixed = if options.story_average >= 1.0 {
        average
    } else {
        let cosine = dot / (x.square.sqrt() * y.square.sqrt()).max(f32::MIN_POSITIVE);
        options.story_average * average + (1.0 - options.story_average) * cosine
    };
    let gap = match (x.first, x.last, y.first, y.last) {
        (Some(a), Some(b), Some(c), Some(d)) => (c - b).max(a - d).max(0),
        _ => 0,
    };
    let nearness = mixed - options.story_month * (gap as f32 / 30.0).min(MONTHS);
    Pair { nearness, dot, a, b, versions: (x.version, y.version) }
}
