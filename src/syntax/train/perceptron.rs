//! Training of a yes-or-no decision: averaged perceptron with a margin, over hashed rows.

use super::Rng;
use crate::syntax::perceptron::{Table, row};

/// One example: rows of its features, and whether the answer is yes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Example<const N: usize> {
    /// Rows in the table.
    pub rows: [u32; N],
    /// The right answer.
    pub yes: bool,
}

impl<const N: usize> Example<N> {
    /// An example of hashed features for a table of `1 << bits` rows.
    pub(super) fn new(features: &[u64; N], yes: bool, bits: u32) -> Self {
        Self { rows: features.map(|f| row(f, 64 - bits) as u32), yes }
    }
}

/// Of ten features, how many do not learn from a fault.
const LEFT_OUT: usize = 3;

/// Trains a table of `1 << bits` rows: integer weights, averaged over all steps and over one training from each seed, then scaled to bytes by the
/// largest. Several trainings take away most of what their order of examples does by chance.
pub(super) fn train<const N: usize>(
    name: &str,
    examples: &mut [Example<N>],
    bits: u32,
    epochs: usize,
    margin: i32,
    seeds: std::ops::Range<u64>,
) -> Table {
    let mut sums = vec![0f64; 1 << bits];
    for seed in seeds {
        once(name, examples, epochs, margin, seed, &mut sums);
    }
    let largest = sums.iter().fold(1e-9, |m, w| w.abs().max(m));
    Table::new(sums.iter().map(|w| (w / largest * 127.0).round() as i8).collect())
}

/// One training; adds its averaged weights to `sums`.
fn once<const N: usize>(name: &str, examples: &mut [Example<N>], epochs: usize, margin: i32, seed: u64, sums: &mut [f64]) {
    let mut weights = vec![0i32; sums.len()];
    let mut late = vec![0i64; sums.len()];
    let mut rng = Rng::new(seed);
    let mut step = 0i64;
    for epoch in 1..=epochs {
        rng.shuffle(examples);
        let mut wrong = 0;
        for example in &*examples {
            let sum: i32 = example.rows.iter().map(|r| weights[*r as usize]).sum();
            let sign = if example.yes { 1 } else { -1 };
            wrong += usize::from((sum > 0) != example.yes);
            if sum * sign <= margin {
                for r in example.rows {
                    // Not every feature learns from every fault: no one of them is leant on too much.
                    if rng.below(10) < LEFT_OUT {
                        continue;
                    }
                    weights[r as usize] += sign;
                    late[r as usize] += step * i64::from(sign);
                }
            }
            step += 1;
        }
        if epoch == 1 || epoch == epochs {
            println!("  {name}: seed {seed}, epoch {epoch}, {wrong} wrong of {}", examples.len());
        }
    }
    for (i, sum) in sums.iter_mut().enumerate() {
        *sum += f64::from(weights[i]) - late[i] as f64 / step.max(1) as f64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learns_what_one_feature_says() {
        let mut rng = Rng::new(1);
        let mut examples: Vec<Example<3>> = (0..400)
            .map(|_| {
                let key = rng.below(2) as u64;
                Example::new(&[key + 10, rng.below(50) as u64 + 100, 7], key == 1, 12)
            })
            .collect();
        let table = train("test", &mut examples, 12, 5, 1, 9..11);
        assert!(table.score(&[11, 120, 7]) > 0 && table.score(&[10, 120, 7]) <= 0);
    }
}
