//! Training: treebanks in, sections of a model out. One thread, own generator, fixed order: the same data gives the same bytes.
//!
//! Each part of the model is one function from a [`Corpus`] to [`Sections`]; `examples/train_model.rs` reads the files, runs the parts asked
//! for, and writes the model.

mod cut;
mod lemma;
mod perceptron;
mod text;

use super::conllu::GoldSentence;

pub use cut::train_cut;
pub use lemma::train_lemmas;

/// What the parts are trained on and watched with. Files are read by the caller.
#[derive(Debug, Default)]
pub struct Corpus {
    /// Treebanks to learn from, one after the other.
    pub train: Vec<GoldSentence>,
    /// Name and sentences of treebanks for progress only; nothing is learnt from them.
    pub dev: Vec<(String, Vec<GoldSentence>)>,
    /// Name and text of the other training files (`gmb.iob2`, `wikigold.iob2` ...), unpacked.
    pub texts: Vec<(String, String)>,
}

/// Named sections of the model.
pub type Sections = Vec<(&'static str, Vec<u8>)>;

/// A small generator (splitmix64): the same numbers on every machine.
#[derive(Clone, Debug)]
pub struct Rng(u64);

impl Rng {
    /// Starts from a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n` (0 for `n` of 0).
    pub const fn below(&mut self, n: usize) -> usize {
        ((self.next() as u128 * n as u128) >> 64) as usize
    }

    /// A float in `0.0..1.0`.
    pub const fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u32 << 24) as f32
    }

    /// Puts a slice in random order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_order_every_time() {
        let order = |seed| {
            let mut items: Vec<u32> = (0..20).collect();
            Rng::new(seed).shuffle(&mut items);
            items
        };
        assert_eq!(order(7), order(7));
        assert_ne!(order(7), order(8));
        let mut sorted = order(7);
        sorted.sort_unstable();
        assert_eq!(sorted, (0..20).collect::<Vec<_>>());
    }
}
