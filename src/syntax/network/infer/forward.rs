//! From rows of embeddings to tags, heads and relations of a chunk of words.

use super::kernel::{Kernel, Panels};
use super::weights::{INPUT_UNIT, LAYER_UNIT, PROJECTION_UNIT, Weights};
use crate::syntax::network::eisner::Charts;
use crate::syntax::network::features::FEATURES;
use crate::syntax::network::maths::{sigmoid, tanh, to_i16};
use crate::syntax::network::shape::distance;

/// Slope of the projections below zero, as in training.
const LEAK: f32 = 0.1;

/// Words laid one after the other, with what was found for them.
#[derive(Clone, Debug, Default)]
pub struct Chunk {
    /// First word of each sentence, and the end of the last.
    pub starts: Vec<usize>,
    /// Rows of each word.
    pub rows: Vec<[u32; FEATURES]>,
    /// Number of the tag.
    pub tags: Vec<usize>,
    /// Head within the sentence; the root has its own index.
    pub heads: Vec<usize>,
    /// Number of the relation; of no meaning for the root.
    pub rels: Vec<usize>,
}

/// Room for everything on the way, kept between chunks.
#[derive(Clone, Debug, Default)]
pub struct Room {
    window: Vec<i16>,
    layer: Vec<i16>,
    gates: Vec<f32>,
    cell: Vec<f32>,
    scores: Vec<f32>,
    short: Vec<i16>,
    head: Vec<f32>,
    query: Vec<f32>,
    label_dependent: Vec<f32>,
    label_head: Vec<f32>,
    turned: Vec<f32>,
    arcs: Vec<f32>,
    root: Vec<f32>,
    tree: Vec<usize>,
    charts: Charts,
}

fn sized<T: Copy + Default>(v: &mut Vec<T>, n: usize) -> &mut [T] {
    if v.len() < n {
        v.resize(n, T::default());
    }
    &mut v[..n]
}

#[inline(always)]
fn leaky(x: f32) -> f32 {
    if x > 0.0 { x } else { LEAK * x }
}

/// Computes tags and trees of a chunk. Rows must be below the number of rows of the embeddings.
#[inline(always)]
pub fn run<K: Kernel>(kernel: K, w: &Weights, chunk: &mut Chunk, room: &mut Room) {
    let n = chunk.rows.len();
    let shape = &w.shape;
    inputs(w, chunk, room);
    for (l, panels) in w.layers.iter().enumerate() {
        let gates = sized(&mut room.gates, n * 6 * shape.hidden);
        kernel.product(n, if l == 0 { &room.window } else { &room.layer }, panels, gates);
        activate(gates, shape.hidden);
        let layer = sized(&mut room.layer, n * shape.out());
        if l == 0 {
            layer.fill(0);
        }
        for s in chunk.starts.windows(2) {
            scan(shape.hidden, s[0], s[1], gates, sized(&mut room.cell, shape.hidden), layer);
        }
    }
    let scores = sized(&mut room.scores, n * w.tag.width);
    kernel.product(n, &room.layer, &w.tag, scores);
    best(scores, w.tag.width, shape.tags, &mut chunk.tags);
    arcs(kernel, w, chunk, room);
    labels(kernel, w, chunk, room);
}

/// Sums the rows of every word, normalizes, and lays three words side by side.
#[inline(always)]
fn inputs(w: &Weights, chunk: &Chunk, room: &mut Room) {
    let e = w.shape.embed;
    let window = sized(&mut room.window, chunk.rows.len() * 3 * e);
    let mut sum = [0i16; 512];
    let mut input = [0i16; 512];
    let (sum, input) = (&mut sum[..e], &mut input[..e]);
    for s in chunk.starts.windows(2) {
        let (from, to) = (s[0], s[1]);
        // Before the first and after the last word there is nothing.
        window[from * 3 * e..from * 3 * e + e].fill(0);
        window[to * 3 * e - e..to * 3 * e].fill(0);
        for i in from..to {
            sum.fill(0);
            for row in &chunk.rows[i] {
                let at = *row as usize * e;
                for (a, b) in sum.iter_mut().zip(&w.embed[at..at + e]) {
                    *a = a.wrapping_add(i16::from(*b));
                }
            }
            let square = sum.iter().fold(0i32, |sum, v| sum.wrapping_add(i32::from(*v).wrapping_mul(i32::from(*v))));
            let scale = INPUT_UNIT / (square as f32 / e as f32 + 1e-3).sqrt();
            for (x, v) in input.iter_mut().zip(sum.iter()) {
                *x = to_i16(f32::from(*v) * scale);
            }
            window[i * 3 * e + e..i * 3 * e + 2 * e].copy_from_slice(input);
            if i > from {
                window[i * 3 * e - e..i * 3 * e].copy_from_slice(input);
            }
            if i + 1 < to {
                window[(i + 1) * 3 * e..(i + 1) * 3 * e + e].copy_from_slice(input);
            }
        }
    }
}

/// The functions of the gates.
#[inline(always)]
fn activate(gates: &mut [f32], h: usize) {
    for direction in gates.chunks_exact_mut(3 * h) {
        let (z, fo) = direction.split_at_mut(h);
        z.iter_mut().for_each(|v| *v = tanh(*v));
        fo.iter_mut().for_each(|v| *v = sigmoid(*v));
    }
}

/// The scans of a sentence in both directions; their outputs are added to `layer`.
#[inline(always)]
fn scan(h: usize, from: usize, to: usize, gates: &[f32], cell: &mut [f32], layer: &mut [i16]) {
    for direction in 0..2 {
        cell.fill(0.0);
        for step in 0..to - from {
            let i = if direction == 0 { from + step } else { to - 1 - step };
            let at = (i * 2 + direction) * 3 * h;
            let (z, fo) = gates[at..at + 3 * h].split_at(h);
            let (f, o) = fo.split_at(h);
            let at = (i * 2 + direction) * h;
            let y = &mut layer[at..at + h];
            // One index over slices of one length: the form that compilers turn into wide instructions.
            let (z, f, o, c, y) = (&z[..h], &f[..h], &o[..h], &mut cell[..h], &mut y[..h]);
            for k in 0..h {
                c[k] = f[k] * c[k] + (1.0 - f[k]) * z[k];
            }
            for k in 0..h {
                y[k] = y[k].wrapping_add(to_i16(o[k] * c[k] * LAYER_UNIT));
            }
        }
    }
}

/// The number of the greatest of the first `n` of every `width` scores.
#[inline(always)]
fn best(scores: &[f32], width: usize, n: usize, out: &mut Vec<usize>) {
    out.clear();
    for line in scores.chunks_exact(width) {
        let mut top = f32::NEG_INFINITY;
        for v in &line[..n] {
            top = if *v > top { *v } else { top };
        }
        out.push(line[..n].iter().position(|v| *v == top).unwrap_or(0));
    }
}

/// A product whose outputs pass the leaky function and become whole numbers.
#[inline(always)]
fn projected<K: Kernel>(kernel: K, n: usize, x: &[i16], w: &Panels, y: &mut Vec<f32>, short: &mut Vec<i16>) {
    let y = sized(y, n * w.width);
    kernel.product(n, x, w, y);
    for (s, v) in sized(short, n * w.width).iter_mut().zip(y.iter()) {
        *s = to_i16(leaky(*v) * PROJECTION_UNIT);
    }
}

/// Scores all arcs and finds the best tree of every sentence.
#[inline(always)]
fn arcs<K: Kernel>(kernel: K, w: &Weights, chunk: &mut Chunk, room: &mut Room) {
    let (n, a) = (chunk.rows.len(), w.shape.arc);
    projected(kernel, n, &room.layer, &w.dependent, &mut room.query, &mut room.short);
    let query = sized(&mut room.query, n * a);
    kernel.product(n, &room.short, &w.bilinear, query);
    let head = sized(&mut room.head, n * a);
    kernel.product(n, &room.layer, &w.head, head);
    head.iter_mut().for_each(|v| *v = leaky(*v));
    chunk.heads.clear();
    for s in chunk.starts.windows(2) {
        let (from, m) = (s[0], s[1] - s[0]);
        let wide = m.next_multiple_of(8);
        let turned = sized(&mut room.turned, a * wide);
        for (j, line) in head[from * a..s[1] * a].chunks_exact(a).enumerate() {
            for (k, v) in line.iter().enumerate() {
                turned[k * wide + j] = *v;
            }
        }
        let arcs = sized(&mut room.arcs, m * m);
        let root = sized(&mut room.root, m);
        for (d, (q, line)) in query[from * a..s[1] * a].chunks_exact(a).zip(arcs.chunks_exact_mut(m)).enumerate() {
            for (block, scores) in line.chunks_mut(8).enumerate() {
                let mut sums = [0f32; 8];
                for (q, t) in q.iter().zip(turned[block * 8..].chunks(wide)) {
                    if let Some(t) = t.first_chunk::<8>() {
                        for (sum, t) in sums.iter_mut().zip(t) {
                            *sum += *q * *t;
                        }
                    }
                }
                for (i, (score, sum)) in scores.iter_mut().zip(sums).enumerate() {
                    *score = sum + w.arc_distance[distance(d, block * 8 + i)];
                }
            }
            let mut own = 0.0;
            for (q, r) in q.iter().zip(&w.root) {
                own += q * r;
            }
            root[d] = own;
        }
        room.charts.tree(arcs, root, &mut room.tree);
        chunk.heads.extend_from_slice(&room.tree);
    }
}

/// Chooses the relation of every word to its head.
#[inline(always)]
fn labels<K: Kernel>(kernel: K, w: &Weights, chunk: &mut Chunk, room: &mut Room) {
    let (n, l) = (chunk.rows.len(), w.shape.label);
    let dependent = sized(&mut room.label_dependent, n * l);
    kernel.product(n, &room.layer, &w.label_dependent, dependent);
    let head = sized(&mut room.label_head, n * l);
    kernel.product(n, &room.layer, &w.label_head, head);
    let short = sized(&mut room.short, n * l);
    for s in chunk.starts.windows(2) {
        for i in s[0]..s[1] {
            let h = chunk.heads[i].min(s[1] - s[0] - 1);
            let at = distance(i - s[0], h) * l;
            let lines = dependent[i * l..(i + 1) * l].iter().zip(&head[(s[0] + h) * l..(s[0] + h + 1) * l]);
            for ((y, (d, h)), b) in short[i * l..(i + 1) * l].iter_mut().zip(lines).zip(&w.label_distance[at..at + l]) {
                *y = to_i16(leaky(*d + *h + *b) * PROJECTION_UNIT);
            }
        }
    }
    let scores = sized(&mut room.scores, n * w.label.width);
    kernel.product(n, short, &w.label, scores);
    best(scores, w.label.width, w.shape.rels, &mut chunk.rels);
}
