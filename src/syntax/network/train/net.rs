//! The network as it is trained: weights as floats, the way forward.
//!
//! A [`Batch`] holds the words of several sentences one after the other; every matrix product runs over all of them, and only
//! the scans of the layers and the arcs know where a sentence ends.

use crate::syntax::network::features::FEATURES;
use crate::syntax::network::maths::{Random, sigmoid, tanh};
use crate::syntax::network::shape::{DISTANCES, Matrix, Shape, distance};
use crate::syntax::network::train::product::{Left, add};

/// Sentences, word after word.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// First word of each sentence, and the end of the last.
    pub starts: Vec<usize>,
    /// Rows of each word.
    pub rows: Vec<[u32; FEATURES]>,
    /// Gold tag of each word.
    pub tags: Vec<u16>,
    /// Gold head of each word, within its sentence; the root has its own index.
    pub heads: Vec<u16>,
    /// Gold relation; not read for the root.
    pub rels: Vec<u16>,
}

impl Batch {
    /// Number of words.
    pub fn len(&self) -> usize {
        self.rows.len()
    }
    /// True without words.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
    /// First word and end of each sentence.
    pub fn sentences(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.starts.windows(2).map(|w| (w[0], w[1]))
    }
}

/// Where a matrix lies in the dense weights: `depth * width` weights, then `width` biases.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// First weight.
    pub at: usize,
    /// Sizes.
    pub m: Matrix,
}

impl Place {
    /// The weights.
    pub fn weights<'a>(&self, dense: &'a [f32]) -> &'a [f32] {
        &dense[self.at..self.at + self.m.depth * self.m.width]
    }
    /// The biases.
    pub fn bias<'a>(&self, dense: &'a [f32]) -> &'a [f32] {
        let at = self.at + self.m.depth * self.m.width;
        &dense[at..at + self.m.width]
    }
    /// Weights and biases, to be changed.
    pub fn both<'a>(&self, dense: &'a mut [f32]) -> (&'a mut [f32], &'a mut [f32]) {
        let n = self.m.depth * self.m.width;
        dense[self.at..self.at + n + self.m.width].split_at_mut(n)
    }
}

/// Where everything lies in the dense weights.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Matrices in the order of [`Shape::matrices`].
    pub layers: Vec<Place>,
    #[allow(missing_docs)]
    pub tag: Place,
    #[allow(missing_docs)]
    pub dependent: Place,
    #[allow(missing_docs)]
    pub head: Place,
    #[allow(missing_docs)]
    pub bilinear: Place,
    #[allow(missing_docs)]
    pub label_dependent: Place,
    #[allow(missing_docs)]
    pub label_head: Place,
    #[allow(missing_docs)]
    pub label: Place,
    /// The root as a head: a vector like a word's projection.
    pub root: usize,
    /// Bias of an arc by distance.
    pub arc_distance: usize,
    /// Vectors by distance, added before the last product for labels.
    pub label_distance: usize,
    /// Number of dense weights.
    pub size: usize,
}

impl Layout {
    /// The layout of a shape.
    pub fn new(shape: &Shape) -> Self {
        let mut at = 0;
        let mut places: Vec<Place> = shape
            .matrices()
            .into_iter()
            .map(|m| {
                let place = Place { at, m };
                at += m.depth * m.width + m.width;
                place
            })
            .collect();
        let heads = places.split_off(shape.layers);
        let root = at;
        let arc_distance = root + shape.arc;
        let label_distance = arc_distance + DISTANCES;
        Self {
            layers: places,
            tag: heads[0],
            dependent: heads[1],
            head: heads[2],
            bilinear: heads[3],
            label_dependent: heads[4],
            label_head: heads[5],
            label: heads[6],
            root,
            arc_distance,
            label_distance,
            size: label_distance + DISTANCES * shape.label,
        }
    }
}

/// Weights.
#[derive(Clone, Debug)]
pub struct Net {
    /// Sizes.
    pub shape: Shape,
    /// Where the dense weights lie.
    pub layout: Layout,
    /// All but the embeddings.
    pub dense: Vec<f32>,
    /// Embeddings, row by row.
    pub embed: Vec<f32>,
}

/// Slope of the projections below zero.
pub const LEAK: f32 = 0.1;

/// What one pass computed, kept for the way back and between passes.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Inputs after normalization and dropout, three words wide.
    pub window: Vec<f32>,
    /// Normalized inputs before dropout, and what they were divided by.
    pub input: Vec<f32>,
    #[allow(missing_docs)]
    pub scale: Vec<f32>,
    /// Input of each layer but the first, then the top.
    pub tops: Vec<Vec<f32>>,
    /// Gates after their functions, by layer.
    pub gates: Vec<Vec<f32>>,
    /// Cells, by layer.
    pub cells: Vec<Vec<f32>>,
    /// Dropout: factors of input, of each layer's output, of the projections.
    pub masks: Vec<Vec<f32>>,
    #[allow(missing_docs)]
    pub tag: Vec<f32>,
    #[allow(missing_docs)]
    pub dependent: Vec<f32>,
    #[allow(missing_docs)]
    pub head: Vec<f32>,
    #[allow(missing_docs)]
    pub query: Vec<f32>,
    #[allow(missing_docs)]
    pub label_dependent: Vec<f32>,
    #[allow(missing_docs)]
    pub label_head: Vec<f32>,
    /// Scores of arcs, sentence by sentence, `n x n`; the diagonal is the score as root.
    pub arcs: Vec<f32>,
    /// Sums before and values after the leaky function for the labels of `heads`.
    pub label_hidden: Vec<f32>,
    #[allow(missing_docs)]
    pub label: Vec<f32>,
}

/// `y = x w + b`.
pub fn linear(n: usize, place: &Place, dense: &[f32], x: &[f32], y: &mut Vec<f32>) {
    y.clear();
    y.reserve(n * place.m.width);
    for _ in 0..n {
        y.extend_from_slice(place.bias(dense));
    }
    add(n, place.m.depth, place.m.width, Left { data: x, row: place.m.depth, col: 1 }, place.weights(dense), y);
}

fn leaky(x: &mut [f32]) {
    for v in x {
        *v = if *v > 0.0 { *v } else { LEAK * *v };
    }
}

/// Factors of dropout: 0 with probability `p` (in 256ths), else `1 / (1 - p)`.
fn mask(out: &mut Vec<f32>, n: usize, p: f32, random: &mut Random) {
    let limit = (p * 256.0) as u64;
    let keep = 256.0 / (256 - limit) as f32;
    out.clear();
    out.reserve(n + 8);
    while out.len() < n {
        let bits = random.bits();
        out.extend((0..8).map(|i| if (bits >> (8 * i)) & 0xFF < limit { 0.0 } else { keep }));
    }
    out.truncate(n);
}

fn times(x: &mut [f32], factors: &[f32]) {
    for (v, f) in x.iter_mut().zip(factors) {
        *v *= f;
    }
}

impl Net {
    /// A network with random weights.
    pub fn new(shape: Shape, rows: usize, seed: u64) -> Self {
        let layout = Layout::new(&shape);
        let mut random = Random::new(seed);
        let mut dense = vec![0.0; layout.size];
        let all =
            [&layout.tag, &layout.dependent, &layout.head, &layout.bilinear, &layout.label_dependent, &layout.label_head, &layout.label];
        for place in layout.layers.iter().chain(all) {
            let range = (3.0 / place.m.depth as f32).sqrt();
            place.both(&mut dense).0.iter_mut().for_each(|w| *w = (random.unit() * 2.0 - 1.0) * range);
        }
        for place in &layout.layers {
            // Memories of different length to begin with.
            let bias = place.both(&mut dense).1;
            let h = shape.hidden;
            for direction in [0, 3 * h] {
                for b in &mut bias[direction + h..direction + 2 * h] {
                    *b = random.unit() * 2.5 - 0.5;
                }
            }
        }
        dense[layout.root..layout.root + shape.arc].iter_mut().for_each(|w| *w = random.unit() - 0.5);
        let embed = (0..rows * shape.embed).map(|_| (random.unit() * 2.0 - 1.0) * 0.15).collect();
        Self { shape, layout, dense, embed }
    }

    /// Computes everything up to the scores of tags and arcs. With `dropout` (probability and generator) as in training.
    pub fn forward(&self, batch: &Batch, state: &mut State, mut dropout: Option<(f32, &mut Random)>) {
        let (n, s) = (batch.len(), &self.shape);
        let (e, out) = (s.embed, s.out());
        state.masks.resize(s.layers + 3, Vec::new());
        state.tops.resize(s.layers, Vec::new());
        state.gates.resize(s.layers, Vec::new());
        state.cells.resize(s.layers, Vec::new());
        let sizes = std::iter::once(e).chain(std::iter::repeat_n(out, s.layers)).chain([s.arc, s.arc]);
        for (m, width) in state.masks.iter_mut().zip(sizes) {
            m.clear();
            if let Some((p, random)) = dropout.as_mut() {
                mask(m, n * width, *p, random);
            }
        }
        self.embed(batch, state);
        for l in 0..s.layers {
            let place = &self.layout.layers[l];
            let mut gates = std::mem::take(&mut state.gates[l]);
            linear(n, place, &self.dense, if l == 0 { &state.window } else { &state.tops[l - 1] }, &mut gates);
            activate(&mut gates, s.hidden);
            let (cells, mut top) = (&mut state.cells[l], std::mem::take(&mut state.tops[l]));
            cells.clear();
            cells.resize(n * out, 0.0);
            top.clear();
            top.resize(n * out, 0.0);
            for (from, to) in batch.sentences() {
                scan(s.hidden, from, to, &gates, cells, &mut top);
            }
            if dropout.is_some() {
                times(&mut top, &state.masks[1 + l]);
            }
            if l > 0 {
                for (y, x) in top.iter_mut().zip(&state.tops[l - 1]) {
                    *y += x;
                }
            }
            state.gates[l] = gates;
            state.tops[l] = top;
        }
        let lay = &self.layout;
        let top = &state.tops[s.layers - 1];
        linear(n, &lay.tag, &self.dense, top, &mut state.tag);
        linear(n, &lay.dependent, &self.dense, top, &mut state.dependent);
        linear(n, &lay.head, &self.dense, top, &mut state.head);
        linear(n, &lay.label_dependent, &self.dense, top, &mut state.label_dependent);
        linear(n, &lay.label_head, &self.dense, top, &mut state.label_head);
        leaky(&mut state.dependent);
        leaky(&mut state.head);
        if dropout.is_some() {
            times(&mut state.dependent, &state.masks[s.layers + 1]);
            times(&mut state.head, &state.masks[s.layers + 2]);
        }
        linear(n, &lay.bilinear, &self.dense, &state.dependent, &mut state.query);
        self.arcs(batch, state);
    }

    /// Sums the rows of every word, divides by the root of their mean square, and lays three words side by side.
    fn embed(&self, batch: &Batch, state: &mut State) {
        let (n, e) = (batch.len(), self.shape.embed);
        state.input.clear();
        state.input.resize(n * e, 0.0);
        state.scale.clear();
        for (x, rows) in state.input.chunks_exact_mut(e).zip(&batch.rows) {
            for row in rows {
                let at = *row as usize * e;
                for (a, b) in x.iter_mut().zip(&self.embed[at..at + e]) {
                    *a += b;
                }
            }
            let mut square = 0.0;
            for v in x.iter() {
                square += v * v;
            }
            let scale = 1.0 / (square / e as f32 + 1e-6).sqrt();
            x.iter_mut().for_each(|v| *v *= scale);
            state.scale.push(scale);
        }
        let mut dropped = state.input.clone();
        if !state.masks[0].is_empty() {
            times(&mut dropped, &state.masks[0]);
        }
        state.window.clear();
        state.window.resize(n * 3 * e, 0.0);
        for (from, to) in batch.sentences() {
            for i in from..to {
                let lo = if i == from { i } else { i - 1 };
                let hi = if i + 1 == to { i } else { i + 1 };
                for j in lo..=hi {
                    let at = i * 3 * e + (j + 1 - i) * e;
                    state.window[at..at + e].copy_from_slice(&dropped[j * e..(j + 1) * e]);
                }
            }
        }
    }

    /// Scores of all arcs of every sentence.
    fn arcs(&self, batch: &Batch, state: &mut State) {
        let a = self.shape.arc;
        let root = &self.dense[self.layout.root..self.layout.root + a];
        let by_distance = &self.dense[self.layout.arc_distance..self.layout.arc_distance + DISTANCES];
        let total: usize = batch.sentences().map(|(f, t)| (t - f) * (t - f)).sum();
        state.arcs.clear();
        state.arcs.resize(total, 0.0);
        let mut at = 0;
        let (mut turned, mut scores) = (Vec::new(), Vec::new());
        for (from, to) in batch.sentences() {
            let n = to - from;
            let wide = n.next_multiple_of(16);
            turned.clear();
            turned.resize(a * wide, 0.0);
            for (j, h) in state.head[from * a..to * a].chunks_exact(a).enumerate() {
                for (k, v) in h.iter().enumerate() {
                    turned[k * wide + j] = *v;
                }
            }
            scores.clear();
            scores.resize(n * wide, 0.0);
            let query = &state.query[from * a..to * a];
            add(n, a, wide, Left { data: query, row: a, col: 1 }, &turned, &mut scores);
            for d in 0..n {
                let line = &mut state.arcs[at + d * n..at + (d + 1) * n];
                for (h, s) in line.iter_mut().enumerate() {
                    *s = scores[d * wide + h] + by_distance[distance(d, h)];
                }
                let mut own = 0.0;
                for (q, r) in query[d * a..(d + 1) * a].iter().zip(root) {
                    own += q * r;
                }
                line[d] = own;
            }
            at += n * n;
        }
    }

    /// Scores of the labels of these heads (one a word, within its sentence).
    pub fn labels(&self, batch: &Batch, heads: &[u16], state: &mut State) {
        let l = self.shape.label;
        state.label_hidden.clear();
        state.label_hidden.resize(batch.len() * l, 0.0);
        for (from, to) in batch.sentences() {
            for d in from..to {
                let h = usize::from(heads[d]);
                let at = self.layout.label_distance + distance(d - from, h) * l;
                let y = &mut state.label_hidden[d * l..(d + 1) * l];
                y.copy_from_slice(&state.label_dependent[d * l..(d + 1) * l]);
                let head = &state.label_head[(from + h) * l..(from + h + 1) * l];
                for ((y, x), z) in y.iter_mut().zip(head).zip(&self.dense[at..at + l]) {
                    *y += x;
                    *y += z;
                }
            }
        }
        leaky(&mut state.label_hidden);
        linear(batch.len(), &self.layout.label, &self.dense, &state.label_hidden, &mut state.label);
    }
}

/// The functions of the gates: tanh for the first of three, the logistic one for the others, both directions.
fn activate(gates: &mut [f32], h: usize) {
    for direction in gates.chunks_exact_mut(3 * h) {
        let (z, fo) = direction.split_at_mut(h);
        z.iter_mut().for_each(|v| *v = tanh(*v));
        fo.iter_mut().for_each(|v| *v = sigmoid(*v));
    }
}

/// `c = f c + (1 - f) z`, output `o c`, forwards in the first half, backwards in the second.
fn scan(h: usize, from: usize, to: usize, gates: &[f32], cells: &mut [f32], top: &mut [f32]) {
    let zeros = vec![0.0; h];
    for direction in 0..2 {
        for step in 0..to - from {
            let (i, before) = if direction == 0 {
                (from + step, (step > 0).then(|| from + step - 1))
            } else {
                (to - 1 - step, (step > 0).then(|| to - step))
            };
            let g = &gates[i * 6 * h + direction * 3 * h..][..3 * h];
            let at = i * 2 * h + direction * h;
            let (old, new): (&[f32], &mut [f32]) = match before {
                None => (&zeros, &mut cells[at..at + h]),
                Some(b) => {
                    let b = b * 2 * h + direction * h;
                    if b < at {
                        let (lo, hi) = cells.split_at_mut(at);
                        (&lo[b..b + h], &mut hi[..h])
                    } else {
                        let (lo, hi) = cells.split_at_mut(b);
                        (&hi[..h], &mut lo[at..at + h])
                    }
                }
            };
            let (z, f, o) = (&g[..h], &g[h..2 * h], &g[2 * h..]);
            let y = &mut top[at..at + h];
            for k in 0..h {
                let c = f[k] * old[k] + (1.0 - f[k]) * z[k];
                new[k] = c;
                y[k] = o[k] * c;
            }
        }
    }
}
