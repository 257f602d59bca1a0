//! Sentences, their words and their dependency trees.

use super::{Span, Upos};

/// One syntactic word of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    #[allow(missing_docs)]
    pub span: Span,
    #[allow(missing_docs)]
    pub upos: Upos,
    /// Penn Treebank tag ("VBD", "NNS", "CD"), interned for the life of the program.
    pub xpos: &'static str,
    /// Lower case but for proper nouns.
    pub lemma: String,
    /// Index of the head within the sentence; the root has its own index.
    pub head: usize,
    /// Universal Dependencies relation with subtype ("nsubj:pass").
    pub rel: &'static str,
    /// True for all but the first word of a multi-word token ("n't" of "don't").
    pub joined: bool,
}

/// A sentence with its dependency tree: one root, no cycles, heads within the sentence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sentence {
    #[allow(missing_docs)]
    pub span: Span,
    #[allow(missing_docs)]
    pub words: Vec<Word>,
    /// True where the tokenizer cut an endless sentence at its limit.
    pub cut: bool,
    /// Where the children of its words are found: see [`Sentence::index`].
    pub tree: TreeIndex,
}

/// The children and the extent of every word of a sentence, in one allocation. Empty until [`Sentence::index`] made it.
#[derive(Clone, Debug, Default)]
pub struct TreeIndex {
    /// Where the children of each word start among `kids` (one more than words), then the children, then the first and the last
    /// word of each subtree.
    all: Box<[u32]>,
    words: usize,
}

/// It follows from the words.
impl PartialEq for TreeIndex {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl TreeIndex {
    fn of(words: &[Word]) -> Self {
        let n = words.len();
        let mut all = vec![0u32; 4 * n + 1].into_boxed_slice();
        if words.iter().any(|w| w.head >= n) {
            return Self::default();
        }
        let (starts, rest) = all.split_at_mut(n + 1);
        let (kids, ends) = rest.split_at_mut(n);
        let (first, last) = ends.split_at_mut(n);
        for (i, w) in words.iter().enumerate() {
            if w.head != i {
                starts[w.head + 1] += 1;
            }
        }
        for i in 0..n {
            starts[i + 1] += starts[i];
        }
        // `first` counts the children that are placed already.
        for (i, w) in words.iter().enumerate() {
            if w.head != i {
                kids[(starts[w.head] + first[w.head]) as usize] = i as u32;
                first[w.head] += 1;
            }
        }
        // From the left every word passes its place up to those above that have none yet, from the right likewise.
        first.fill(u32::MAX);
        last.fill(u32::MAX);
        let climb = |ends: &mut [u32], i: usize| {
            let mut at = i;
            while ends[at] == u32::MAX {
                ends[at] = i as u32;
                at = words[at].head;
            }
        };
        (0..n).for_each(|i| climb(first, i));
        (0..n).rev().for_each(|i| climb(last, i));
        Self { all, words: n }
    }

    fn children(&self, head: usize) -> Option<&[u32]> {
        let n = self.words;
        self.all.get(n + 1 + *self.all.get(head)? as usize..n + 1 + *self.all.get(head + 1)? as usize)
    }

    fn extent(&self, head: usize) -> Option<(usize, usize)> {
        let n = self.words;
        Some((*self.all.get(2 * n + 1 + head)? as usize, *self.all.get(3 * n + 1 + head)? as usize))
    }
}

impl Sentence {
    /// Index of the root word; 0 for an empty sentence.
    pub fn root(&self) -> usize {
        self.words.iter().position(|w| w.rel == "root").unwrap_or(0)
    }
    /// Notes the children of every word, so that they are not looked for again and again. To be called when all heads are set;
    /// heads may not be changed afterwards.
    pub fn index(&mut self) {
        self.tree = TreeIndex::of(&self.words);
    }
    /// Indices of the words that hang on `head`, in text order.
    pub fn children(&self, head: usize) -> impl Iterator<Item = usize> + '_ {
        let known = if self.tree.words == self.words.len() { self.tree.children(head) } else { None };
        let looked_for: &[Word] = if known.is_some() { &[] } else { &self.words };
        let looked_for = looked_for.iter().enumerate().filter(move |(i, w)| w.head == head && *i != head).map(|(i, _)| i);
        known.unwrap_or_default().iter().map(|i| *i as usize).chain(looked_for)
    }
    /// The first child with this relation; subtypes count where `rel` names none ("nsubj" finds "nsubj:pass").
    pub fn child(&self, head: usize, rel: &str) -> Option<usize> {
        self.children(head).find(|&i| {
            let r = self.words[i].rel;
            r == rel || (!rel.contains(':') && r.split(':').next() == Some(rel))
        })
    }
    /// Index of the first word that overlaps `span`.
    pub fn word_at(&self, span: &Span) -> Option<usize> {
        // Words stand in text order and apart.
        let at = self.words.partition_point(|w| w.span.end <= span.start);
        self.words.get(at).is_some_and(|w| w.span.overlaps(span)).then_some(at)
    }
    /// True where `below` is `above` or hangs under it.
    pub fn under(&self, mut below: usize, above: usize) -> bool {
        for _ in 0..=self.words.len() {
            if below == above {
                return true;
            }
            let up = self.words[below].head;
            if up == below {
                return false;
            }
            below = up;
        }
        false
    }
    /// First byte of the subtree under `head`.
    pub fn extent_start(&self, head: usize) -> usize {
        self.extent(head).start
    }
    /// The words' extent under `head`: from the first to the last byte of its subtree.
    pub fn extent(&self, head: usize) -> Span {
        if self.tree.words == self.words.len()
            && let Some((first, last)) = self.tree.extent(head)
        {
            return self.words[first].span.join(&self.words[last].span);
        }
        // One pass, with what is known of each word so far: asking `under` for each would be cubic in a chain of clauses.
        const UNKNOWN: u8 = 0;
        const BELOW: u8 = 1;
        const APART: u8 = 2;
        let mut known: smallvec::SmallVec<[u8; 64]> = smallvec::smallvec![UNKNOWN; self.words.len()];
        known[head] = BELOW;
        let mut out = self.words[head].span;
        for i in 0..self.words.len() {
            let (mut top, mut steps) = (i, 0);
            while known[top] == UNKNOWN && self.words[top].head != top && steps < self.words.len() {
                (top, steps) = (self.words[top].head, steps + 1);
            }
            let answer = if known[top] == BELOW { BELOW } else { APART };
            let mut at = i;
            for _ in 0..=steps {
                if known[at] != UNKNOWN {
                    break;
                }
                known[at] = answer;
                at = self.words[at].head;
            }
            if answer == BELOW {
                out = out.join(&self.words[i].span);
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sentence of words of two bytes with these heads.
    fn sentence(heads: &[usize]) -> Sentence {
        let word = |(i, head): (usize, &usize)| {
            let span = Span::new(3 * i, 3 * i + 2);
            Word { span, upos: Upos::X, xpos: "", lemma: String::new(), head: *head, rel: "dep", joined: false }
        };
        Sentence { words: heads.iter().enumerate().map(word).collect(), ..Sentence::default() }
    }

    #[test]
    fn an_index_finds_what_a_search_finds() {
        // A tree, one that crosses itself, words without a tree, a circle, a head outside, nothing.
        for heads in [&[1, 1, 1, 4, 2, 4][..], &[2, 3, 2, 2, 0, 1], &[0, 1, 2], &[1, 2, 0, 3], &[0, 9, 0], &[]] {
            let plain = sentence(heads);
            let mut indexed = plain.clone();
            indexed.index();
            for i in 0..heads.len() {
                assert_eq!(indexed.children(i).collect::<Vec<_>>(), plain.children(i).collect::<Vec<_>>(), "{heads:?} {i}");
                if heads.iter().all(|h| *h < heads.len()) && heads != [1, 2, 0, 3] {
                    assert_eq!(indexed.extent(i), plain.extent(i), "{heads:?} {i}");
                }
            }
        }
        assert_eq!(sentence(&[1, 1, 1, 4, 2, 4]).word_at(&Span::new(4, 9)), Some(1));
        assert_eq!(sentence(&[0, 0]).word_at(&Span::new(2, 3)), None);
    }
}
