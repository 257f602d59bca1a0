//! The best projective tree under scores for single arcs, with exactly one root (Eisner, COLING 1996).
//!
//! For "Rescuers found two ." with the best arcs found > Rescuers, found > two, found > . and the root at "found", the heads
//! are `[1, 1, 1, 1]`: the root carries its own index. Time grows with the third power of the length, in long plain loops of
//! additions and maxima; 400 words take two milliseconds.

/// Room for the charts, kept between sentences.
#[derive(Clone, Debug, Default)]
pub struct Charts {
    /// Complete spans headed on the left, by left end, then right end; and turned about.
    right: Vec<f32>,
    right_t: Vec<f32>,
    /// Complete spans headed on the right, likewise.
    left: Vec<f32>,
    left_t: Vec<f32>,
    /// Spans of an arc to the right, by left end; of an arc to the left, by right end.
    arc_right: Vec<f32>,
    arc_left_t: Vec<f32>,
    stack: Vec<(u32, u32, Part)>,
}

#[derive(Clone, Copy, Debug)]
enum Part {
    Right,
    Left,
    ArcRight,
    ArcLeft,
}

/// The greatest sum of two numbers at one place.
#[inline(always)]
fn best(a: &[f32], b: &[f32]) -> f32 {
    const LANES: usize = 8;
    let mut top = f32::NEG_INFINITY;
    let (mut ca, mut cb) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    if a.len() >= LANES {
        let mut lanes = [f32::NEG_INFINITY; LANES];
        for (x, y) in ca.by_ref().zip(cb.by_ref()) {
            for ((m, p), q) in lanes.iter_mut().zip(x).zip(y) {
                let v = p + q;
                *m = if v > *m { v } else { *m };
            }
        }
        for v in lanes {
            top = if v > top { v } else { top };
        }
    }
    for (p, q) in ca.remainder().iter().zip(cb.remainder()) {
        let v = p + q;
        top = if v > top { v } else { top };
    }
    top
}

/// The first place where the greatest sum is reached; 0 where no sum equals itself (not a number).
fn place(a: &[f32], b: &[f32]) -> usize {
    let top = best(a, b);
    a.iter().zip(b).position(|(p, q)| p + q == top).unwrap_or(0)
}

impl Charts {
    /// Heads of the best tree. `score(d, h)` is `arcs[d * n + h]`, `root[d]` the score of `d` as root. Scores must be finite.
    /// `heads` gets one index a word, the root its own.
    #[inline(always)]
    pub fn tree(&mut self, arcs: &[f32], root: &[f32], heads: &mut Vec<usize>) {
        let n = root.len();
        heads.clear();
        heads.resize(n, 0);
        if n < 2 || arcs.len() < n * n {
            return;
        }
        for chart in [&mut self.right, &mut self.right_t, &mut self.left, &mut self.left_t, &mut self.arc_right, &mut self.arc_left_t] {
            if chart.len() < n * n {
                chart.resize(n * n, 0.0);
            }
        }
        for i in 0..n {
            for chart in [&mut self.right, &mut self.right_t, &mut self.left, &mut self.left_t] {
                chart[i * n + i] = 0.0;
            }
        }
        for len in 1..n {
            for i in 0..n - len {
                let j = i + len;
                let inner = best(&self.right[i * n + i..i * n + j], &self.left_t[j * n + i + 1..j * n + j + 1]);
                self.arc_right[i * n + j] = inner + arcs[j * n + i];
                self.arc_left_t[j * n + i] = inner + arcs[i * n + j];
                let r = best(&self.arc_right[i * n + i + 1..i * n + j + 1], &self.right_t[j * n + i + 1..j * n + j + 1]);
                self.right[i * n + j] = r;
                self.right_t[j * n + i] = r;
                let l = best(&self.left[i * n + i..i * n + j], &self.arc_left_t[j * n + i..j * n + j]);
                self.left[i * n + j] = l;
                self.left_t[j * n + i] = l;
            }
        }
        let mut top = (f32::NEG_INFINITY, 0);
        for r in 0..n {
            let total = self.left[r] + self.right[r * n + n - 1] + root[r];
            if total > top.0 {
                top = (total, r);
            }
        }
        self.follow(n, top.1, heads);
    }

    /// Walks back through the charts.
    fn follow(&mut self, n: usize, root: usize, heads: &mut [usize]) {
        heads[root] = root;
        self.stack.clear();
        self.stack.push((0, root as u32, Part::Left));
        self.stack.push((root as u32, n as u32 - 1, Part::Right));
        while let Some((i, j, part)) = self.stack.pop() {
            let (iu, ju) = (i as usize, j as usize);
            if i == j {
                continue;
            }
            match part {
                Part::Right => {
                    let at = place(&self.arc_right[iu * n + iu + 1..iu * n + ju + 1], &self.right_t[ju * n + iu + 1..ju * n + ju + 1]);
                    let k = i + 1 + at as u32;
                    self.stack.push((i, k, Part::ArcRight));
                    self.stack.push((k, j, Part::Right));
                }
                Part::Left => {
                    let k = i + place(&self.left[iu * n + iu..iu * n + ju], &self.arc_left_t[ju * n + iu..ju * n + ju]) as u32;
                    self.stack.push((i, k, Part::Left));
                    self.stack.push((k, j, Part::ArcLeft));
                }
                Part::ArcRight | Part::ArcLeft => {
                    match part {
                        Part::ArcRight => heads[ju] = iu,
                        _ => heads[iu] = ju,
                    }
                    let k = i + place(&self.right[iu * n + iu..iu * n + ju], &self.left_t[ju * n + iu + 1..ju * n + ju + 1]) as u32;
                    self.stack.push((i, k, Part::Right));
                    self.stack.push((k + 1, j, Part::Left));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::network::maths::Random;

    /// True where the heads make a projective tree with one root.
    fn sound(heads: &[usize]) -> bool {
        let n = heads.len();
        if (0..n).filter(|&i| heads[i] == i).count() != 1 {
            return false;
        }
        for i in 0..n {
            let mut at = i;
            for _ in 0..n {
                at = heads[at];
            }
            if heads[at] != at {
                return false;
            }
            for j in 0..n {
                let (a, b) = (i.min(heads[i]), i.max(heads[i]));
                let (c, d) = (j.min(heads[j]), j.max(heads[j]));
                // An arc over the root crosses the root's own arc from outside.
                if heads[j] == j && a < j && j < b {
                    return false;
                }
                if heads[i] != i && heads[j] != j && a < c && c < b && b < d {
                    return false;
                }
            }
        }
        true
    }

    /// The best tree by trying all assignments of heads.
    fn exhaustive(arcs: &[f32], root: &[f32]) -> f32 {
        let n = root.len();
        let mut top = f32::NEG_INFINITY;
        for mut code in 0..n.pow(n as u32) {
            let mut heads = vec![0; n];
            for h in &mut heads {
                *h = code % n;
                code /= n;
            }
            if sound(&heads) {
                top = top.max(total(arcs, root, &heads));
            }
        }
        top
    }

    fn total(arcs: &[f32], root: &[f32], heads: &[usize]) -> f32 {
        let n = root.len();
        heads.iter().enumerate().map(|(d, &h)| if d == h { root[d] } else { arcs[d * n + h] }).sum()
    }

    #[test]
    fn as_good_as_trying_all_trees() {
        let mut random = Random::new(5);
        let (mut charts, mut heads) = (Charts::default(), Vec::new());
        for round in 0..200 {
            let n = 1 + round % 5;
            let arcs: Vec<f32> = (0..n * n).map(|_| random.unit() * 8.0 - 4.0).collect();
            let root: Vec<f32> = (0..n).map(|_| random.unit() * 8.0 - 4.0).collect();
            charts.tree(&arcs, &root, &mut heads);
            assert!(sound(&heads), "{heads:?}");
            assert!((total(&arcs, &root, &heads) - exhaustive(&arcs, &root)).abs() < 1e-4);
        }
    }

    #[test]
    fn long_and_odd_inputs_give_trees() {
        let mut random = Random::new(6);
        let (mut charts, mut heads) = (Charts::default(), Vec::new());
        for n in [1, 2, 3, 40, 9, 130] {
            let arcs: Vec<f32> = (0..n * n).map(|_| (random.unit() * 4.0).floor()).collect();
            charts.tree(&arcs, &vec![0.0; n], &mut heads);
            assert!(sound(&heads), "{n}");
        }
        charts.tree(&[f32::NAN; 16], &[f32::NAN; 4], &mut heads);
        assert!(sound(&heads), "{heads:?}");
        charts.tree(&[], &[], &mut heads);
        assert!(heads.is_empty());
    }
}
