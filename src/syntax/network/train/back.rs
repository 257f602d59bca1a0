//! Losses and the way back: gradients of all weights for one batch.

use super::net::{Batch, LEAK, Layout, Net, Place, State};
use super::product::{Left, add, transpose};
use crate::syntax::network::maths::exp;
use crate::syntax::network::shape::distance;

/// Weight of the tags' loss against those of arcs and labels.
pub const TAG_WEIGHT: f32 = 0.5;

/// Gradients, laid out as the weights, and the rows of embeddings that have one.
#[derive(Clone, Debug, Default)]
pub struct Gradient {
    /// Of the dense weights.
    pub dense: Vec<f32>,
    /// Of the embeddings; zero but for the rows in `touched`.
    pub embed: Vec<f32>,
    /// Rows with a gradient, each once.
    pub touched: Vec<u32>,
    seen: Vec<bool>,
    turned: Vec<f32>,
    room: Vec<Vec<f32>>,
}

/// Losses of a batch, summed over its words.
#[derive(Clone, Copy, Debug, Default)]
pub struct Loss {
    #[allow(missing_docs)]
    pub tag: f64,
    #[allow(missing_docs)]
    pub arc: f64,
    #[allow(missing_docs)]
    pub label: f64,
}

impl Loss {
    /// Adds another one.
    pub fn add(&mut self, other: &Self) {
        self.tag += other.tag;
        self.arc += other.arc;
        self.label += other.label;
    }

    /// What training makes small.
    pub fn total(&self) -> f64 {
        f64::from(TAG_WEIGHT) * self.tag + self.arc + self.label
    }
}

/// Turns scores into the gradient of their cross entropy with `gold`, times `weight`, and says the loss.
fn cross_entropy(scores: &mut [f32], gold: usize, weight: f32) -> f64 {
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let own = scores[gold] - top;
    let mut sum = 0.0;
    for s in scores.iter_mut() {
        *s = exp(*s - top);
        sum += *s;
    }
    let by = weight / sum;
    scores.iter_mut().for_each(|s| *s *= by);
    scores[gold] -= weight;
    // The logarithm is for people; no weight depends on it.
    f64::from(sum.ln() - own)
}

/// Gradient of `y = x w + b`: adds to weights and biases, and to `dx` where it is given.
fn linear_back(net: &Net, place: &Place, n: usize, x: &[f32], dy: &[f32], grad: &mut [f32], turned: &mut Vec<f32>, dx: Option<&mut [f32]>) {
    let (depth, width) = (place.m.depth, place.m.width);
    let (dw, db) = place.both(grad);
    for line in dy[..n * width].chunks_exact(width) {
        for (b, d) in db.iter_mut().zip(line) {
            *b += d;
        }
    }
    add(depth, n, width, Left { data: x, row: 1, col: depth }, dy, dw);
    if let Some(dx) = dx {
        turned.clear();
        turned.resize(depth * width, 0.0);
        transpose(depth, width, place.weights(&net.dense), turned);
        add(n, width, depth, Left { data: dy, row: width, col: 1 }, turned, dx);
    }
}

/// Multiplies by the slope of the leaky function, told by the sign of its value.
fn leaky_back(dy: &mut [f32], y: &[f32]) {
    for (d, v) in dy.iter_mut().zip(y) {
        if *v <= 0.0 {
            *d *= LEAK;
        }
    }
}

fn room(room: &mut Vec<Vec<f32>>, n: usize) -> Vec<f32> {
    let mut v = room.pop().unwrap_or_default();
    v.clear();
    v.resize(n, 0.0);
    v
}

impl Gradient {
    /// Empty gradients for a network.
    pub fn new(net: &Net) -> Self {
        Self {
            dense: vec![0.0; net.dense.len()],
            embed: vec![0.0; net.embed.len()],
            seen: vec![false; net.embed.len() / net.shape.embed],
            ..Self::default()
        }
    }

    /// Sets all to zero again.
    pub fn clear(&mut self, width: usize) {
        self.dense.fill(0.0);
        for row in self.touched.drain(..) {
            self.seen[row as usize] = false;
            let at = row as usize * width;
            self.embed[at..at + width].fill(0.0);
        }
    }

    /// Adds another gradient to this one.
    pub fn join(&mut self, other: &Self, width: usize) {
        for (g, o) in self.dense.iter_mut().zip(&other.dense) {
            *g += o;
        }
        for row in &other.touched {
            if !self.seen[*row as usize] {
                self.seen[*row as usize] = true;
                self.touched.push(*row);
            }
            let at = *row as usize * width..(*row as usize + 1) * width;
            for (g, o) in self.embed[at.clone()].iter_mut().zip(&other.embed[at]) {
                *g += o;
            }
        }
    }

    /// Adds the gradients of a batch after [`Net::forward`], divided by a number of words.
    pub fn add(&mut self, net: &Net, batch: &Batch, state: &mut State, words: usize) -> Loss {
        net.labels(batch, &batch.heads, state);
        let (n, shape, lay): (usize, _, &Layout) = (batch.len(), &net.shape, &net.layout);
        let weight = 1.0 / words.max(1) as f32;
        let mut loss = Loss::default();
        let out = shape.out();
        let mut dtop = room(&mut self.room, n * out);
        let top = &state.tops[shape.layers - 1];

        // Tags.
        let wide = lay.tag.m.width;
        for (scores, gold) in state.tag.chunks_exact_mut(wide).zip(&batch.tags) {
            loss.tag += cross_entropy(&mut scores[..shape.tags], usize::from(*gold), weight * TAG_WEIGHT);
            scores[shape.tags..].fill(0.0);
        }
        linear_back(net, &lay.tag, n, top, &state.tag, &mut self.dense, &mut self.turned, Some(&mut dtop));

        // Labels of the gold heads.
        let (l, wide) = (shape.label, lay.label.m.width);
        for (i, scores) in state.label.chunks_exact_mut(wide).enumerate() {
            scores[shape.rels..].fill(0.0);
            let own = batch.starts.partition_point(|s| *s <= i) - 1;
            if usize::from(batch.heads[i]) == i - batch.starts[own] {
                scores.fill(0.0);
            } else {
                loss.label += cross_entropy(&mut scores[..shape.rels], usize::from(batch.rels[i]), weight);
            }
        }
        let mut dhidden = room(&mut self.room, n * l);
        linear_back(net, &lay.label, n, &state.label_hidden, &state.label, &mut self.dense, &mut self.turned, Some(&mut dhidden));
        leaky_back(&mut dhidden, &state.label_hidden);
        let mut dhead = room(&mut self.room, n * l);
        for (from, to) in batch.sentences() {
            for d in from..to {
                let h = usize::from(batch.heads[d]);
                let line = &dhidden[d * l..(d + 1) * l];
                let at = lay.label_distance + distance(d - from, h) * l;
                for (g, v) in self.dense[at..at + l].iter_mut().zip(line) {
                    *g += v;
                }
                for (g, v) in dhead[(from + h) * l..(from + h + 1) * l].iter_mut().zip(line) {
                    *g += v;
                }
            }
        }
        linear_back(net, &lay.label_dependent, n, top, &dhidden, &mut self.dense, &mut self.turned, Some(&mut dtop));
        linear_back(net, &lay.label_head, n, top, &dhead, &mut self.dense, &mut self.turned, Some(&mut dtop));
        self.room.extend([dhidden, dhead]);

        self.arcs(net, batch, state, weight, &mut loss, &mut dtop);
        self.layers(net, batch, state, dtop);
        loss
    }

    /// Arcs: from the scores back to the top layer.
    fn arcs(&mut self, net: &Net, batch: &Batch, state: &mut State, weight: f32, loss: &mut Loss, dtop: &mut [f32]) {
        let (n, a, lay) = (batch.len(), net.shape.arc, &net.layout);
        let mut dquery = room(&mut self.room, n * a);
        let mut dhead = room(&mut self.room, n * a);
        let root = lay.root..lay.root + a;
        let mut at = 0;
        let mut padded: Vec<f32> = Vec::new();
        for (from, to) in batch.sentences() {
            let m = to - from;
            let scores = &mut state.arcs[at..at + m * m];
            let query = &state.query[from * a..to * a];
            for d in 0..m {
                let line = &mut scores[d * m..(d + 1) * m];
                loss.arc += cross_entropy(line, usize::from(batch.heads[from + d]), weight);
                let own = line[d];
                for h in 0..m {
                    if h != d {
                        self.dense[lay.arc_distance + distance(d, h)] += line[h];
                    }
                }
                for k in 0..a {
                    dquery[(from + d) * a + k] += own * net.dense[root.start + k];
                    self.dense[root.start + k] += own * query[d * a + k];
                }
                line[d] = 0.0;
            }
            // The products over the sentence: dquery = ds head, dhead = ds^T query.
            padded.clear();
            padded.extend_from_slice(&state.head[from * a..to * a]);
            add(m, m, a, Left { data: scores, row: m, col: 1 }, &padded, &mut dquery[from * a..to * a]);
            add(m, m, a, Left { data: scores, row: 1, col: m }, query, &mut dhead[from * a..to * a]);
            at += m * m;
        }
        let mut ddependent = room(&mut self.room, n * a);
        linear_back(net, &lay.bilinear, n, &state.dependent, &dquery, &mut self.dense, &mut self.turned, Some(&mut ddependent));
        let layers = net.shape.layers;
        for (d, y, mask) in
            [(&mut ddependent, &state.dependent, &state.masks[layers + 1]), (&mut dhead, &state.head, &state.masks[layers + 2])]
        {
            leaky_back(d, y);
            if !mask.is_empty() {
                d.iter_mut().zip(mask).for_each(|(d, m)| *d *= m);
            }
        }
        let top = &state.tops[layers - 1];
        linear_back(net, &lay.dependent, n, top, &ddependent, &mut self.dense, &mut self.turned, Some(dtop));
        linear_back(net, &lay.head, n, top, &dhead, &mut self.dense, &mut self.turned, Some(dtop));
        self.room.extend([dquery, dhead, ddependent]);
    }

    /// The layers, down to the embeddings. `dtop` is the gradient of the top.
    fn layers(&mut self, net: &Net, batch: &Batch, state: &State, mut dtop: Vec<f32>) {
        let (n, s) = (batch.len(), &net.shape);
        let (h, out, e) = (s.hidden, s.out(), s.embed);
        let mut dwindow = room(&mut self.room, n * 3 * e);
        for l in (0..s.layers).rev() {
            let mut dy = room(&mut self.room, n * out);
            dy.copy_from_slice(&dtop);
            if !state.masks[1 + l].is_empty() {
                dy.iter_mut().zip(&state.masks[1 + l]).for_each(|(d, m)| *d *= m);
            }
            let mut dgates = room(&mut self.room, n * 6 * h);
            for (from, to) in batch.sentences() {
                scan_back(h, from, to, &state.gates[l], &state.cells[l], &dy, &mut dgates);
            }
            let place = &net.layout.layers[l];
            if l == 0 {
                linear_back(net, place, n, &state.window, &dgates, &mut self.dense, &mut self.turned, Some(&mut dwindow));
            } else {
                // The residual path leaves `dtop` as it is; the layer's own path adds to it.
                linear_back(net, place, n, &state.tops[l - 1], &dgates, &mut self.dense, &mut self.turned, Some(&mut dtop));
            }
            self.room.extend([dy, dgates]);
        }
        let mut dinput = room(&mut self.room, n * e);
        for (from, to) in batch.sentences() {
            for i in from..to {
                let lo = if i == from { i } else { i - 1 };
                let hi = if i + 1 == to { i } else { i + 1 };
                for j in lo..=hi {
                    let at = i * 3 * e + (j + 1 - i) * e;
                    for (g, v) in dinput[j * e..(j + 1) * e].iter_mut().zip(&dwindow[at..at + e]) {
                        *g += v;
                    }
                }
            }
        }
        if !state.masks[0].is_empty() {
            dinput.iter_mut().zip(&state.masks[0]).for_each(|(d, m)| *d *= m);
        }
        for (i, rows) in batch.rows.iter().enumerate() {
            let (dx, x) = (&mut dinput[i * e..(i + 1) * e], &state.input[i * e..(i + 1) * e]);
            let mut along = 0.0;
            for (d, v) in dx.iter().zip(x) {
                along += d * v;
            }
            along /= e as f32;
            for (d, v) in dx.iter_mut().zip(x) {
                *d = (*d - along * v) * state.scale[i];
            }
            for row in rows {
                if !self.seen[*row as usize] {
                    self.seen[*row as usize] = true;
                    self.touched.push(*row);
                }
                let at = *row as usize * e;
                for (g, d) in self.embed[at..at + e].iter_mut().zip(dx.iter()) {
                    *g += d;
                }
            }
        }
        self.room.extend([dwindow, dinput, dtop]);
    }
}

/// The scan backwards: gradients of the gates before their functions.
fn scan_back(h: usize, from: usize, to: usize, gates: &[f32], cells: &[f32], dy: &[f32], dgates: &mut [f32]) {
    let zeros = vec![0.0; h];
    let mut carry = vec![0.0; h];
    for direction in 0..2 {
        carry.fill(0.0);
        for step in (0..to - from).rev() {
            let (i, before) = if direction == 0 {
                (from + step, (step > 0).then(|| from + step - 1))
            } else {
                (to - 1 - step, (step > 0).then(|| to - step))
            };
            let at = i * 6 * h + direction * 3 * h;
            let (g, dg) = (&gates[at..at + 3 * h], &mut dgates[at..at + 3 * h]);
            let (z, f, o) = (&g[..h], &g[h..2 * h], &g[2 * h..]);
            let (dz, dfo) = dg.split_at_mut(h);
            let (df, d_o) = dfo.split_at_mut(h);
            let cell = i * 2 * h + direction * h;
            let (c, d) = (&cells[cell..cell + h], &dy[cell..cell + h]);
            let old: &[f32] = match before {
                None => &zeros,
                Some(b) => &cells[b * 2 * h + direction * h..][..h],
            };
            let carry = &mut carry[..h];
            for k in 0..h {
                d_o[k] = d[k] * c[k] * o[k] * (1.0 - o[k]);
                let dc = d[k] * o[k] + carry[k];
                df[k] = dc * (old[k] - z[k]) * f[k] * (1.0 - f[k]);
                dz[k] = dc * (1.0 - f[k]) * (1.0 - z[k] * z[k]);
                carry[k] = dc * f[k];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::network::features::FEATURES;
    use crate::syntax::network::maths::Random;
    use crate::syntax::network::shape::Shape;

    fn toy() -> (Net, Batch) {
        let shape = Shape { embed: 16, hidden: 16, layers: 2, arc: 16, label: 16, tags: 5, rels: 4 };
        let mut random = Random::new(9);
        let mut batch = Batch { starts: vec![0, 5, 6, 9], ..Batch::default() };
        let heads = [1, 1, 1, 2, 1, 0, 2, 2, 2];
        for h in heads {
            batch.rows.push([0; FEATURES].map(|_: u32| random.below(30) as u32));
            batch.tags.push(random.below(5) as u16);
            batch.heads.push(h);
            batch.rels.push(random.below(4) as u16);
        }
        (Net::new(shape, 30, 4), batch)
    }

    #[test]
    fn gradients_are_those_of_small_differences() {
        let (mut net, batch) = toy();
        let mut state = State::default();
        // The same dropout for every pass.
        let mut run = |net: &Net, grad: &mut Gradient| {
            net.forward(&batch, &mut state, Some((0.25, &mut Random::new(3))));
            grad.add(net, &batch, &mut state, batch.len()).total() / batch.len() as f64
        };
        let mut grad = Gradient::new(&net);
        run(&net, &mut grad);
        let mut random = Random::new(11);
        let (mut checked, mut apart) = (0, 0.0f64);
        for round in 0..600 {
            let embed = round % 4 == 0;
            let at = if embed {
                grad.touched[random.below(grad.touched.len())] as usize * 16 + random.below(16)
            } else {
                random.below(net.dense.len())
            };
            let told = f64::from(if embed { grad.embed[at] } else { grad.dense[at] });
            let mut ends = [0.0; 2];
            for (end, by) in ends.iter_mut().zip([2e-3f32, -2e-3]) {
                let w = if embed { &mut net.embed[at] } else { &mut net.dense[at] };
                let old = *w;
                *w += by;
                *end = run(&net, &mut Gradient::new(&net));
                *(if embed { &mut net.embed[at] } else { &mut net.dense[at] }) = old;
            }
            let seen = (ends[0] - ends[1]) / 4e-3;
            let error = (seen - told).abs() / (seen.abs() + told.abs()).max(2e-2);
            apart = apart.max(error);
            checked += usize::from(told.abs() > 1e-4);
            assert!(error < 0.05, "weight {at} (embedding: {embed}): {seen} seen, {told} told");
        }
        assert!(checked > 150, "{checked}");
    }

    #[test]
    fn clearing_leaves_nothing() {
        let (net, batch) = toy();
        let (mut grad, mut state) = (Gradient::new(&net), State::default());
        net.forward(&batch, &mut state, None);
        grad.add(&net, &batch, &mut state, batch.len());
        assert!(grad.embed.iter().any(|g| *g != 0.0));
        grad.clear(net.shape.embed);
        assert!(grad.dense.iter().chain(&grad.embed).all(|g| *g == 0.0) && grad.touched.is_empty());
    }
}
