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

use crate::syntax::memo::{self, Memo, Place};
use crate::syntax::model::{ModelError, ModelFile};
use crate::types::{Sentence, Word};
use classes::Classes;
use features::Normal;
use infer::forward::{Chunk, Room, input, run};
use infer::kernel::{Kernel, Plain};
use infer::weights::Weights;

/// Words that pass the network together: so many that what is computed for them stays in the second cache.
const TOGETHER: usize = 128;
/// Longer sentences are cut into stretches of [`STRETCH`] words, each with a tree of its own; the later roots hang on the
/// first one.
const LONGEST: usize = 512;
const STRETCH: usize = 256;

/// How the products are computed. All ways give the same trees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Path {
    /// The fastest that the processor has.
    Best,
    /// 256-bit instructions where the processor has them, else the baseline.
    Middle,
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
    /// Owner of what the memos of the threads keep.
    owner: u64,
}

#[derive(Default)]
struct Scratch {
    chunk: Chunk,
    room: Room,
    normal: Normal,
    memo: Memo,
    /// The inputs of the words that `memo` knows, and which of the chunk's forms they are.
    inputs: Vec<u8>,
    met: Vec<u32>,
    places: Vec<usize>,
}

/// A form that the chunk does not have yet.
const UNMET: u32 = u32::MAX;

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
        let weights = Weights::load(file.section(Weights::SECTION)?, file.section(Classes::SECTION)?)?;
        Ok(Self { weights, path: Path::Best, owner: memo::owner() })
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
        self.inputs(text, sentences, scratch);
        let Scratch { chunk, room, .. } = scratch;
        if chunk.which.is_empty() {
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

    /// Lays out the inputs of all forms, and which of them each word is.
    fn inputs(&self, text: &str, sentences: &[Sentence], scratch: &mut Scratch) {
        let Scratch { chunk, normal, memo, inputs: kept, met, places, .. } = scratch;
        let e = self.weights.shape.embed;
        chunk.inputs.clear();
        chunk.which.clear();
        chunk.starts.clear();
        chunk.starts.push(0);
        if kept.len() < Memo::PLACES * e {
            kept.resize(Memo::PLACES * e, 0);
        }
        met.resize(Memo::PLACES, UNMET);
        places.drain(..).for_each(|at| met[at] = UNMET);
        let mut make = |form: &str, out: &mut [u8]| {
            normal.set(form);
            input(&self.weights, &self.weights.features.of(normal), out);
        };
        for sentence in sentences {
            for stretch in stretches(sentence.words.len()) {
                for word in &sentence.words[stretch] {
                    let form = word.span.of(text);
                    let next = chunk.inputs.len();
                    // Digits count as one: see `features`.
                    let which = match memo.place(self.owner, form, false) {
                        Place::Known(at) if met[at] != UNMET => met[at],
                        place @ (Place::Known(at) | Place::New(at)) => {
                            let kept = &mut kept[at * e..(at + 1) * e];
                            if place == Place::New(at) {
                                make(form, kept);
                            }
                            chunk.inputs.extend_from_slice(kept);
                            met[at] = (next / e) as u32;
                            places.push(at);
                            met[at]
                        }
                        Place::None => {
                            chunk.inputs.resize(next + e, 0);
                            make(form, &mut chunk.inputs[next..]);
                            (next / e) as u32
                        }
                    };
                    chunk.which.push(which);
                }
                chunk.starts.push(chunk.which.len());
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
            Path::Best => match infer::kernel::Avx512::new() {
                // SAFETY: an `Avx512` exists only where the processor has the instructions.
                Some(kernel) => unsafe { self.go_avx512(kernel, chunk, room) },
                None => self.middle(chunk, room),
            },
            #[cfg(target_arch = "x86_64")]
            Path::Middle => self.middle(chunk, room),
            #[cfg(target_arch = "x86_64")]
            Path::Baseline => self.go(infer::kernel::Sse2, chunk, room),
            #[cfg(not(target_arch = "x86_64"))]
            Path::Best | Path::Middle | Path::Baseline => self.go(Plain, chunk, room),
        }
    }

    #[inline(never)]
    fn go<K: Kernel>(&self, kernel: K, chunk: &mut Chunk, room: &mut Room) {
        run(kernel, &self.weights, chunk, room);
    }

    #[cfg(target_arch = "x86_64")]
    fn middle(&self, chunk: &mut Chunk, room: &mut Room) {
        match infer::kernel::Avx2::new() {
            // SAFETY: an `Avx2` exists only where the processor has AVX2.
            Some(kernel) => unsafe { self.go_avx2(kernel, chunk, room) },
            None => self.go(infer::kernel::Sse2, chunk, room),
        }
    }

    /// The same loops once more, compiled for 512-bit registers.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,avx512f,avx512vl,avx512bw,avx512dq,avx512vnni")]
    unsafe fn go_avx512(&self, kernel: infer::kernel::Avx512, chunk: &mut Chunk, room: &mut Room) {
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
    let step = if n > LONGEST { STRETCH } else { n.max(1) };
    (0..n).step_by(step).map(move |from| from..(from + step).min(n))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::model::ModelWriter;
    use crate::types::{Span, Upos};
    use features::{Features, Words};
    use maths::Random;
    use shape::{Names, Shape};

    /// A small network with random weights: it parses badly, but as exactly as a trained one.
    fn sections() -> [(&'static str, Vec<u8>); 2] {
        let names = Names {
            tags: vec![(Upos::Noun, "NN"), (Upos::Verb, "VBD"), (Upos::Num, "CD"), (Upos::Punct, ".")],
            rels: vec!["nsubj", "obj", "nummod", "punct", "ccomp"],
        };
        let shape = Shape { embed: 16, hidden: 32, layers: 3, arc: 16, label: 32, tags: 4, rels: 5 };
        let classes = Classes::new([7, 5, 3], [(b"boat".as_slice(), [7, 5, 3]), (b"found", [1, 1, 1])]);
        let features = Features { words: Words::new([b"found".as_slice(), b"boat"]), classes: classes.clone() };
        let net = train::net::Net::new(shape, features.rows(), 5);
        [(Network::SECTION, train::export::to_bytes(&net, &features, &names)), (Classes::SECTION, classes.to_bytes())]
    }

    fn load(sections: &[(&'static str, Vec<u8>)]) -> Result<Network, ModelError> {
        let mut writer = ModelWriter::new();
        sections.iter().for_each(|(name, bytes)| writer.section(name, bytes.clone()));
        Network::load(&ModelFile::parse(&writer.finish())?)
    }

    /// Sentences of these many words, made of odd ones among plain ones.
    fn sentences(lengths: &[usize], random: &mut Random) -> (String, Vec<Sentence>) {
        let pool =
            ["found", "boat", "Boats", "13", "1,250", ".", "\u{201C}", "\u{1F6A2}", "\u{E9}t\u{E9}", "X", "http://a.b/c?d=e", "\u{0301}"];
        let (mut text, mut out) = (String::new(), Vec::new());
        for n in lengths {
            let mut sentence = Sentence::default();
            for i in 0..*n {
                let start = text.len();
                text.push_str(pool[random.below(pool.len())]);
                let span = Span::new(start, text.len());
                text.push(' ');
                let rel = "";
                sentence.words.push(Word { span, upos: Upos::X, xpos: "", lemma: String::new(), head: i, rel, joined: false });
            }
            out.push(sentence);
        }
        (text, out)
    }

    fn assert_tree(words: &[Word]) {
        let roots: Vec<usize> = (0..words.len()).filter(|i| words[*i].head == *i).collect();
        assert_eq!(roots.len(), words.len().min(1), "{} words", words.len());
        for (i, word) in words.iter().enumerate() {
            assert!(word.head < words.len());
            assert_eq!(word.rel == "root", roots.contains(&i));
            let mut at = i;
            for _ in 0..words.len() {
                at = words[at].head;
            }
            assert_eq!(at, roots[0], "a cycle at {i}");
        }
    }

    #[test]
    fn every_sentence_gets_one_tree_and_every_way_the_same() {
        let mut random = Random::new(77);
        let network = load(&sections()).unwrap();
        let lengths = [1, 0, 2, 3, 17, 5, 40, 9, 130, 1, 255, 2, 300, 600, 8, 1100, 4];
        let (text, start) = sentences(&lengths, &mut random);
        let mut first: Option<Vec<Sentence>> = None;
        for path in [Path::Best, Path::Middle, Path::Baseline, Path::Plain] {
            let mut parsed = start.clone();
            network.clone().with(path).parse(&text, &mut parsed);
            parsed.iter().for_each(|s| assert_tree(&s.words));
            assert!(parsed.iter().flat_map(|s| &s.words).all(|w| !w.xpos.is_empty() && !w.rel.is_empty()));
            match &first {
                None => first = Some(parsed),
                Some(first) => assert!(*first == parsed, "{path:?}"),
            }
        }
        // A sentence's tree does not depend on its company.
        let mut alone = start[4..5].to_vec();
        network.parse(&text, &mut alone);
        assert_eq!(alone[0], first.unwrap()[4]);
    }

    #[test]
    fn spans_outside_the_text_are_harmless() {
        let network = load(&sections()).unwrap();
        let (_, mut parsed) = sentences(&[5], &mut Random::new(1));
        network.parse("\u{E9}", &mut parsed);
        assert_tree(&parsed[0].words);
        network.parse("", &mut []);
    }

    #[test]
    fn the_whole_numbers_follow_the_floats() {
        let sections = sections();
        let network = load(&sections).unwrap();
        let features = &network.weights.features;
        let net = train::net::Net::new(network.weights.shape, features.rows(), 5);
        let (text, mut parsed) = sentences(&[6, 9, 12, 7, 5, 8, 10, 11], &mut Random::new(3));
        network.parse(&text, &mut parsed);
        let form = |w: &Word| w.span.of(&text).to_owned();
        let examples: Vec<train::data::Example> =
            parsed.iter().map(|s| train::data::Example { forms: s.words.iter().map(form).collect(), ..Default::default() }).collect();
        let floats = train::score::parse(&[&net], features, &examples.iter().collect::<Vec<_>>());
        let (mut same, mut all) = (0, 0);
        for (s, (e, _)) in parsed.iter().zip(&floats) {
            all += s.words.len();
            same += s.words.iter().zip(&e.heads).filter(|(w, h)| w.head == usize::from(**h)).count();
        }
        // Random weights leave many near ties; a fault in the arithmetic would leave a fifth.
        assert!(same * 4 > all * 3, "{same} of {all}");
    }

    #[test]
    fn damaged_sections_are_errors() {
        let [network, classes] = sections();
        assert!(matches!(load(std::slice::from_ref(&network)), Err(ModelError::Missing(_))));
        assert!(matches!(load(std::slice::from_ref(&classes)), Err(ModelError::Missing(_))));
        for n in [0, 3, 27, 28, 60, 5000, network.1.len() / 2, network.1.len() - 1] {
            let cut = (network.0, network.1[..n].to_vec());
            assert!(matches!(load(&[cut, classes.clone()]), Err(ModelError::Part { .. })), "cut at {n}");
        }
        let mut long = network.clone();
        long.1.push(0);
        assert!(load(&[long, classes.clone()]).is_err());
        // A size that does not fit, a float beyond use, classes of another training.
        for (at, value) in [(0, 15u8), (4, 200), (8, 0), (network.1.len() - 1, 0x7F)] {
            let mut wrong = network.clone();
            wrong.1[at] = value;
            assert!(load(&[wrong, classes.clone()]).is_err(), "byte {at}");
        }
        let other = Classes::new([8, 5, 3], [(b"boat".as_slice(), [8, 5, 3])]);
        assert!(load(&[network, (Classes::SECTION, other.to_bytes())]).is_err());
    }
}
