//! From rows of embeddings to tags, heads and relations of a chunk of words.

use super::kernel::{Kernel, OFFSET, Panels};
use super::weights::{INPUT_UNIT, LAYER_UNIT, NARROW_UNIT, PROJECTION_UNIT, Weights};
use crate::syntax::network::eisner::Charts;
use crate::syntax::network::features::FEATURES;
use crate::syntax::network::maths::{tanh_fraction, to_i16};
use crate::syntax::network::shape::distance;

/// Numbers that are worked on together: those of the widest registers.
const LANES: usize = 16;
/// Slope of the projections below zero, as in training.
const LEAK: f32 = 0.1;

/// Words laid one after the other, with what was found for them.
#[derive(Clone, Debug, Default)]
pub struct Chunk {
    /// First word of each sentence, and the end of the last.
    pub starts: Vec<usize>,
    /// The inputs of the forms in the chunk, `embed` bytes each: see [`input`].
    pub inputs: Vec<u8>,
    /// Which of them each word is.
    pub which: Vec<u32>,
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
    parts: Vec<f32>,
    layer: Vec<i16>,
    narrow: Vec<u8>,
    wide: Vec<i16>,
    gates: Vec<f32>,
    cell: Vec<f32>,
    scores: Vec<f32>,
    short: Vec<i16>,
    head: Vec<f32>,
    query: Vec<f32>,
    label_dependent: Vec<f32>,
    label_head: Vec<f32>,
    turned: Vec<f32>,
    spread: Vec<f32>,
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

/// A whole number as an input of a product: cut to 8 bits.
#[inline(always)]
fn narrow(x: i16) -> u8 {
    (x.clamp(-127, 127) + i16::from(OFFSET)) as u8
}

/// Computes tags and trees of a chunk.
#[inline(always)]
pub fn run<K: Kernel>(kernel: K, w: &Weights, chunk: &mut Chunk, room: &mut Room) {
    const SHIFT: u32 = (LAYER_UNIT / NARROW_UNIT) as u32;
    const HALF: i16 = (SHIFT / 2) as i16;
    let shape = &w.shape;
    let n = chunk.which.len();
    for (l, panels) in w.layers.iter().enumerate() {
        let gates = sized(&mut room.gates, n * 6 * shape.hidden);
        if l == 0 {
            let forms = chunk.inputs.len() / shape.embed;
            let parts = sized(&mut room.parts, forms * w.first.width);
            kernel.narrow_product(forms, &chunk.inputs, &w.first, &mut room.wide, parts);
            join(chunk, parts, panels, gates);
        } else {
            kernel.narrow_product(n, &room.narrow, panels, &mut room.wide, gates);
        }
        activate(gates, shape.hidden);
        let layer = sized(&mut room.layer, n * shape.out());
        if l == 0 {
            layer.fill(0);
        }
        for s in chunk.starts.windows(2) {
            scan(shape.hidden, s[0], s[1], gates, sized(&mut room.cell, shape.hidden), layer);
        }
        for (y, x) in sized(&mut room.narrow, n * shape.out()).iter_mut().zip(layer.iter()) {
            *y = narrow(x.saturating_add(HALF) >> SHIFT.trailing_zeros());
        }
    }
    let scores = sized(&mut room.scores, n * w.tag.width);
    kernel.narrow_product(n, &room.narrow, &w.tag, &mut room.wide, scores);
    best(scores, w.tag.width, shape.tags, &mut chunk.tags);
    arcs(kernel, w, n, chunk, room);
    labels(kernel, w, n, chunk, room);
}

/// The input of a word: the sum of its rows, normalized, in bytes. Rows must be below the number of rows of the embeddings, `out` as long
/// as one.
pub fn input(w: &Weights, rows: &[u32; FEATURES], out: &mut [u8]) {
    let e = w.shape.embed;
    let mut sum = [0i16; 512];
    let sum = &mut sum[..e];
    for row in rows {
        let at = *row as usize * e;
        for (a, b) in sum.iter_mut().zip(&w.embed[at..at + e]) {
            *a = a.wrapping_add(i16::from(*b));
        }
    }
    let square = sum.iter().fold(0i32, |sum, v| sum.wrapping_add(i32::from(*v).wrapping_mul(i32::from(*v))));
    let scale = INPUT_UNIT / (square as f32 / e as f32 + 1e-3).sqrt();
    for (x, v) in out.iter_mut().zip(sum.iter()) {
        *x = narrow(to_i16(f32::from(*v) * scale));
    }
}

/// The first layer's sums: what the word before, the word itself and the word behind add, which is the same wherever a form stands. Sums of
/// whole numbers below 2^24, which floats hold exactly.
#[inline(always)]
fn join(chunk: &Chunk, parts: &[f32], panels: &Panels, gates: &mut [f32]) {
    let g = panels.width;
    // Before the first and after the last word there is nothing.
    let nothing = [0f32; 6 * 512];
    let nothing = &nothing[..g];
    let part = |i: usize, part: usize| {
        let at = (chunk.which[i] as usize * 3 + part) * g;
        &parts[at..at + g]
    };
    for s in chunk.starts.windows(2) {
        for i in s[0]..s[1] {
            let before = if i > s[0] { part(i - 1, 0) } else { nothing };
            let behind = if i + 1 < s[1] { part(i + 1, 2) } else { nothing };
            let own = part(i, 1);
            // One flat loop: over blocks of a fixed size the compiler takes the same place of many blocks at once, gathered one by one.
            let inputs = before.iter().zip(own).zip(behind).zip(panels.scale.iter().zip(&panels.bias));
            for (y, (((a, b), c), (scale, bias))) in gates[i * g..(i + 1) * g].iter_mut().zip(inputs) {
                *y = (a + b + c) * scale + bias;
            }
        }
    }
}

/// The functions of the gates: tanh of the first third, the logistic function of the others. The three share one division.
#[inline(always)]
fn activate(gates: &mut [f32], h: usize) {
    for direction in gates.chunks_exact_mut(3 * h) {
        let (z, fo) = direction.split_at_mut(h);
        let (f, o) = fo.split_at_mut(h);
        let (z, f, o) = (z.as_chunks_mut::<LANES>().0, f.as_chunks_mut::<LANES>().0, o.as_chunks_mut::<LANES>().0);
        for ((z, f), o) in z.iter_mut().zip(f).zip(o) {
            for k in 0..LANES {
                let ((a, x), (b, y), (c, w)) = (tanh_fraction(z[k]), tanh_fraction(0.5 * f[k]), tanh_fraction(0.5 * o[k]));
                let (xy, yw) = (x * y, y * w);
                let one = 1.0 / (xy * w);
                z[k] = a * (yw * one);
                f[k] = 0.5 + 0.5 * (b * (x * w * one));
                o[k] = 0.5 + 0.5 * (c * (xy * one));
            }
        }
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
            // Blocks that are taken out and put back: the form that compilers turn into wide instructions.
            let gates = z.as_chunks::<LANES>().0.iter().zip(f.as_chunks::<LANES>().0).zip(o.as_chunks::<LANES>().0);
            let states = cell.as_chunks_mut::<LANES>().0.iter_mut().zip(y.as_chunks_mut::<LANES>().0);
            for (((z, f), o), (cell, y)) in gates.zip(states) {
                let (mut c, mut out) = (*cell, *y);
                for k in 0..LANES {
                    c[k] = f[k] * c[k] + (1.0 - f[k]) * z[k];
                    out[k] = out[k].wrapping_add(to_i16(o[k] * c[k] * LAYER_UNIT));
                }
                (*cell, *y) = (c, out);
            }
        }
    }
}

/// The number of the greatest of the first `n` of every `width` scores.
#[inline(always)]
fn best(scores: &[f32], width: usize, n: usize, out: &mut Vec<usize>) {
    out.clear();
    for line in scores.chunks_exact(width) {
        let line = &line[..n];
        let mut tops = [f32::NEG_INFINITY; LANES];
        let (blocks, rest) = line.as_chunks::<LANES>();
        for block in blocks {
            for (top, v) in tops.iter_mut().zip(block) {
                *top = if *v > *top { *v } else { *top };
            }
        }
        let top = tops.iter().chain(rest).fold(f32::NEG_INFINITY, |top, v| if *v > top { *v } else { top });
        out.push(line.iter().position(|v| *v == top).unwrap_or(0));
    }
}

/// A product whose outputs pass the leaky function and become whole numbers.
#[inline(always)]
fn projected<K: Kernel>(kernel: K, n: usize, x: &[u8], w: &Panels, wide: &mut Vec<i16>, y: &mut Vec<f32>, short: &mut Vec<i16>) {
    let y = sized(y, n * w.width);
    kernel.narrow_product(n, x, w, wide, y);
    for (s, v) in sized(short, n * w.width).iter_mut().zip(y.iter()) {
        *s = to_i16(leaky(*v) * PROJECTION_UNIT);
    }
}

/// Dependents whose arcs are scored together.
const TOGETHER: usize = 4;

/// The products of some dependents with [`LANES`] heads from `first`; `turned` holds the heads' vectors, one number of all of them after
/// the other.
#[inline(always)]
fn products(rows: [&[f32]; TOGETHER], turned: &[f32], wide: usize, first: usize) -> [[f32; LANES]; TOGETHER] {
    let mut sums = [[0f32; LANES]; TOGETHER];
    let [a, b, c, d] = rows;
    let numbers = a.iter().zip(b).zip(c.iter().zip(d)).map(|((a, b), (c, d))| [*a, *b, *c, *d]);
    for (q, line) in numbers.zip(turned.chunks_exact(wide)) {
        let Some(heads) = line[first..].first_chunk::<LANES>() else { continue };
        for (sums, q) in sums.iter_mut().zip(q) {
            for (sum, t) in sums.iter_mut().zip(heads) {
                *sum += q * *t;
            }
        }
    }
    sums
}

/// Scores all arcs and finds the best tree of every sentence.
#[inline(always)]
fn arcs<K: Kernel>(kernel: K, w: &Weights, n: usize, chunk: &mut Chunk, room: &mut Room) {
    let a = w.shape.arc;
    projected(kernel, n, &room.narrow, &w.dependent, &mut room.wide, &mut room.query, &mut room.short);
    let query = sized(&mut room.query, n * a);
    kernel.product(n, &room.short, &w.bilinear, query);
    let head = sized(&mut room.head, n * a);
    kernel.narrow_product(n, &room.narrow, &w.head, &mut room.wide, head);
    head.iter_mut().for_each(|v| *v = leaky(*v));
    chunk.heads.clear();
    for s in chunk.starts.windows(2) {
        let (from, m) = (s[0], s[1] - s[0]);
        let wide = m.next_multiple_of(LANES);
        let turned = sized(&mut room.turned, a * wide);
        for (j, line) in head[from * a..s[1] * a].chunks_exact(a).enumerate() {
            for (k, v) in line.iter().enumerate() {
                turned[k * wide + j] = *v;
            }
        }
        let arcs = sized(&mut room.arcs, m * m);
        let root = sized(&mut room.root, m);
        // The bias of the arc from the dependent `d` to the head `h` stands at `m - 1 - d + h`.
        let spread = sized(&mut room.spread, 2 * m);
        for (i, far) in spread.iter_mut().enumerate() {
            *far = w.arc_distance[distance(m, i + 1)];
        }
        let query = &query[from * a..s[1] * a];
        for d in (0..m).step_by(TOGETHER) {
            // The last dependent stands in for those that would come behind it.
            let rows: [&[f32]; TOGETHER] = std::array::from_fn(|r| {
                let at = (d + r).min(m - 1) * a;
                &query[at..at + a]
            });
            for first in (0..m).step_by(LANES) {
                let sums = products(rows, turned, wide, first);
                for (d, sums) in (d..m).zip(sums) {
                    let far = &spread[m - 1 - d + first..];
                    for ((score, sum), far) in arcs[d * m + first..(d + 1) * m].iter_mut().zip(sums).zip(far) {
                        *score = sum + far;
                    }
                }
            }
        }
        for (root, q) in root.iter_mut().zip(query.chunks_exact(a)) {
            let mut own = 0.0;
            for (q, r) in q.iter().zip(&w.root) {
                own += q * r;
            }
            *root = own;
        }
        room.charts.tree(arcs, root, &mut room.tree);
        chunk.heads.extend_from_slice(&room.tree);
    }
}

/// Chooses the relation of every word to its head.
#[inline(always)]
fn labels<K: Kernel>(kernel: K, w: &Weights, n: usize, chunk: &mut Chunk, room: &mut Room) {
    let l = w.shape.label;
    let dependent = sized(&mut room.label_dependent, n * l);
    kernel.narrow_product(n, &room.narrow, &w.label_dependent, &mut room.wide, dependent);
    let head = sized(&mut room.label_head, n * l);
    kernel.narrow_product(n, &room.narrow, &w.label_head, &mut room.wide, head);
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
