//! The best projective tree under scores for single arcs, with exactly one root (Eisner, COLING 1996).
//!
//! For "Rescuers found two ." with the best arcs found > Rescuers, found > two, found > . and the root at "found", the heads
//! are `[1, 1, 1, 1]`: the root carries its own index. Time grows with the third power of the length, but spans of one length
//! are computed side by side, sixteen at a time: a chart has a row for every length, and in it the spans by their left ends.

/// Spans that are computed together.
const LANES: usize = 16;

/// Room for the charts, kept between sentences. Span `i..=i + len` stands at `len * stride + i`.
#[derive(Clone, Debug, Default)]
pub struct Charts {
    /// Complete spans headed on the left.
    right: Vec<f32>,
    /// Complete spans headed on the right.
    left: Vec<f32>,
    /// Spans of an arc from the left end to the right one.
    arc_right: Vec<f32>,
    /// Spans of an arc from the right end to the left one.
    arc_left: Vec<f32>,
    stride: usize,
    stack: Vec<(u32, u32, Part)>,
}

#[derive(Clone, Copy, Debug)]
enum Part {
    Right,
    Left,
    ArcRight,
    ArcLeft,
}

/// For [`LANES`] spans the greatest sum of two numbers over `n` ways to part them; way `k` finds its numbers at `a + k * da` and
/// `b + k * db`.
#[inline(always)]
fn best(n: usize, (one, a, da): (&[f32], usize, usize), (two, mut b, db): (&[f32], usize, isize)) -> [f32; LANES] {
    let mut top = [f32::NEG_INFINITY; LANES];
    let mut a = a;
    for _ in 0..n {
        let pair = (one.get(a..).and_then(<[f32]>::first_chunk::<LANES>), two.get(b..).and_then(<[f32]>::first_chunk::<LANES>));
        if let (Some(x), Some(y)) = pair {
            for ((m, p), q) in top.iter_mut().zip(x).zip(y) {
                let v = p + q;
                *m = if v > *m { v } else { *m };
            }
        }
        a += da;
        b = b.wrapping_add_signed(db);
    }
    top
}

/// Writes the spans of a block.
#[inline(always)]
fn put(chart: &mut [f32], at: usize, values: [f32; LANES]) {
    if let Some(to) = chart.get_mut(at..).and_then(<[f32]>::first_chunk_mut::<LANES>) {
        *to = values;
    }
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
        // A block that begins within a row ends within it too.
        let stride = n.next_multiple_of(LANES) + LANES;
        self.stride = stride;
        for chart in [&mut self.right, &mut self.left, &mut self.arc_right, &mut self.arc_left] {
            if chart.len() < n * stride {
                chart.resize(n * stride, 0.0);
            }
        }
        self.right[..stride].fill(0.0);
        self.left[..stride].fill(0.0);
        // Behind the last span of its length a block holds numbers of no meaning, which no true span reads.
        let back = -(stride as isize);
        for len in 1..n {
            let row = len * stride;
            for i in (0..n - len).step_by(LANES) {
                let inner = best(len, (&self.right, i, stride), (&self.left, row - stride + i + 1, back + 1));
                for (k, inner) in inner.iter().enumerate().take(n - len - i) {
                    let (i, j) = (i + k, i + k + len);
                    self.arc_right[row + i] = inner + arcs[j * n + i];
                    self.arc_left[row + i] = inner + arcs[i * n + j];
                }
            }
            for i in (0..n - len).step_by(LANES) {
                let r = best(len, (&self.arc_right, stride + i, stride), (&self.right, row - stride + i + 1, back + 1));
                let l = best(len, (&self.left, i, stride), (&self.arc_left, row + i, back + 1));
                put(&mut self.right, row + i, r);
                put(&mut self.left, row + i, l);
            }
        }
        let mut top = (f32::NEG_INFINITY, 0);
        for (r, root) in root.iter().enumerate() {
            let total = self.left[r * stride] + self.right[(n - 1 - r) * stride + r] + root;
            if total > top.0 {
                top = (total, r);
            }
        }
        self.follow(n, top.1, heads);
    }

    /// The first of `n` ways to part a span that reaches the greatest sum; 0 where no sum is a number.
    fn place(&self, n: usize, sum: impl Fn(&Self, usize) -> f32) -> u32 {
        let mut top = (f32::NEG_INFINITY, 0);
        for k in 0..n {
            let v = sum(self, k);
            if v > top.0 {
                top = (v, k as u32);
            }
        }
        top.1
    }

    /// Walks back through the charts.
    fn follow(&mut self, n: usize, root: usize, heads: &mut [usize]) {
        heads[root] = root;
        self.stack.clear();
        self.stack.push((0, root as u32, Part::Left));
        self.stack.push((root as u32, n as u32 - 1, Part::Right));
        let at = |i: usize, j: usize| (j - i) * self.stride + i;
        let mut stack = std::mem::take(&mut self.stack);
        while let Some((i, j, part)) = stack.pop() {
            let (iu, ju) = (i as usize, j as usize);
            if i == j {
                continue;
            }
            match part {
                Part::Right => {
                    let k = i + 1 + self.place(ju - iu, |c, k| c.arc_right[at(iu, iu + 1 + k)] + c.right[at(iu + 1 + k, ju)]);
                    stack.push((i, k, Part::ArcRight));
                    stack.push((k, j, Part::Right));
                }
                Part::Left => {
                    let k = i + self.place(ju - iu, |c, k| c.left[at(iu, iu + k)] + c.arc_left[at(iu + k, ju)]);
                    stack.push((i, k, Part::Left));
                    stack.push((k, j, Part::ArcLeft));
                }
                Part::ArcRight | Part::ArcLeft => {
                    match part {
                        Part::ArcRight => heads[ju] = iu,
                        _ => heads[iu] = ju,
                    }
                    let k = i + self.place(ju - iu, |c, k| c.right[at(iu, iu + k)] + c.left[at(iu + k + 1, ju)]);
                    stack.push((i, k, Part::Right));
                    stack.push((k + 1, j, Part::Left));
                }
            }
        }
        self.stack = stack;
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
