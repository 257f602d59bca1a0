//! Tags and trees from one small network: a bidirectional quasi-recurrent network over hashed embeddings, a scorer of arcs,
//! and the best projective tree.
//!
//! "Rescuers found two survivors ." gets the tags NOUN, VERB, NUM, NOUN, PUNCT; `found` is the root, `Rescuers` its `nsubj`,
//! `survivors` its `obj`, and `two` is `nummod` of `survivors`. What a word shows of itself is in [`features`], the layers in
//! [`infer`], the tree in [`eisner`]; [`train`] makes the weights.

pub mod classes;
pub mod eisner;
pub mod features;
pub mod infer;
pub mod maths;
pub mod shape;
pub mod train;

use std::cell::RefCell;

use crate::syntax::model::{ModelError, ModelFile};
use crate::types::{Sentence, Word};
use classes::Classes;
use features::Normal;
use infer::forward::{Chunk, Room, run};
use infer::kernel::{Kernel, Plain};
use infer::weights::Weights;

/// Words that pass the network together.
const TOGETHER: usize = 256;
/// Longer sentences are cut into stretches of [`TOGETHER`] words, each with a tree of its own; the later roots hang on the
/// first one.
const LONGEST: usize = 512;

/// How the products are computed. All ways give the same trees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Path {
    /// The fastest that the processor has.
    Best,
    /// 128-bit instructions on x86-64, plain Rust elsewhere.
    Baseline,
    /// Plain Rust.
    Plain,
}

/// The network, shared by all threads.
#[derive(Clone, Debug)]
pub struct Network {
    weights: Weights,
    path: Path,
}

#[derive(Default)]
struct Scratch {
    chunk: Chunk,
    room: Room,
    normal: Normal,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::new(Scratch::default());
}

impl Network {
    /// Name of the section; word classes have their own: [`Classes::SECTION`].
    pub const SECTION: &'static str = Weights::SECTION;

    /// Loads the network from its two sections.
    ///
    /// # Errors
    /// A section is missing or damaged.
    pub fn load(file: &ModelFile<'_>) -> Result<Self, ModelError> {
        Ok(Self { weights: Weights::load(file.section(Weights::SECTION)?, file.section(Classes::SECTION)?)?, path: Path::Best })
    }

    /// The same network by another path.
    #[must_use]
    pub fn with(mut self, path: Path) -> Self {
        self.path = path;
        self
    }

    /// The word classes, for others who look at words.
    pub fn classes(&self) -> &Classes {
        &self.weights.features.classes
    }

    /// Bytes in memory, about.
    pub fn size(&self) -> usize {
        self.weights.size()
    }

    /// Fills tags, heads and relations of these sentences; lemmas are left alone. Every sentence gets a tree: one root (its own
    /// head, relation `root`), no cycles. Many sentences at once are faster than one by one.
    pub fn parse(&self, text: &str, sentences: &mut [Sentence]) {
        SCRATCH.with_borrow_mut(|scratch| {
            let mut from = 0;
            while from < sentences.len() {
                let (mut to, mut words) = (from, 0);
                while to < sentences.len() && (to == from || words + sentences[to].words.len() <= TOGETHER) {
                    words += sentences[to].words.len();
                    to += 1;
                }
                self.chunk(text, &mut sentences[from..to], scratch);
                from = to;
            }
        });
    }

    fn chunk(&self, text: &str, sentences: &mut [Sentence], scratch: &mut Scratch) {
        let Scratch { chunk, room, normal } = scratch;
        chunk.rows.clear();
        chunk.starts.clear();
        chunk.starts.push(0);
        for sentence in sentences.iter() {
            for stretch in stretches(sentence.words.len()) {
                for word in &sentence.words[stretch] {
                    normal.set(word.span.of(text));
                    chunk.rows.push(self.weights.features.of(normal));
                }
                chunk.starts.push(chunk.rows.len());
            }
        }
        if chunk.rows.is_empty() {
            return;
        }
        self.run(chunk, room);
        let mut at = 0;
        for sentence in sentences {
            let mut first_root = None;
            for stretch in stretches(sentence.words.len()) {
                let start = stretch.start;
                for i in stretch {
                    self.fill(&mut sentence.words[i], chunk, at);
                    let head = start + chunk.heads[at];
                    sentence.words[i].head = head;
                    if head == i {
                        match first_root {
                            None => {
                                first_root = Some(i);
                                sentence.words[i].rel = "root";
                            }
                            Some(root) => {
                                sentence.words[i].head = root;
                                sentence.words[i].rel = "parataxis";
                            }
                        }
                    }
                    at += 1;
                }
            }
        }
    }

    fn fill(&self, word: &mut Word, chunk: &Chunk, at: usize) {
        if let Some((upos, xpos)) = self.weights.names.tags.get(chunk.tags[at]) {
            (word.upos, word.xpos) = (*upos, xpos);
        }
        if let Some(rel) = self.weights.names.rels.get(chunk.rels[at]) {
            word.rel = rel;
        }
    }

    fn run(&self, chunk: &mut Chunk, room: &mut Room) {
        match self.path {
            Path::Plain => self.go(Plain, chunk, room),
            #[cfg(target_arch = "x86_64")]
            Path::Best => match infer::kernel::Avx2::new() {
                // SAFETY: an `Avx2` exists only where the processor has AVX2.
                Some(kernel) => unsafe { self.go_avx2(kernel, chunk, room) },
                None => self.go(infer::kernel::Sse2, chunk, room),
            },
            #[cfg(target_arch = "x86_64")]
            Path::Baseline => self.go(infer::kernel::Sse2, chunk, room),
            #[cfg(not(target_arch = "x86_64"))]
            Path::Best | Path::Baseline => self.go(Plain, chunk, room),
        }
    }

    #[inline(never)]
    fn go<K: Kernel>(&self, kernel: K, chunk: &mut Chunk, room: &mut Room) {
        run(kernel, &self.weights, chunk, room);
    }

    /// The same loops once more, compiled for 256-bit registers.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    unsafe fn go_avx2(&self, kernel: infer::kernel::Avx2, chunk: &mut Chunk, room: &mut Room) {
        run(kernel, &self.weights, chunk, room);
    }
}

/// The stretches that a sentence of `n` words is parsed in.
fn stretches(n: usize) -> impl Iterator<Item = std::ops::Range<usize>> {
    let step = if n > LONGEST { TOGETHER } else { n.max(1) };
    (0..n).step_by(step).map(move |from| from..(from + step).min(n))
}
