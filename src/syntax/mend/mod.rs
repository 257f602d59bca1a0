//! Mending of trees: what the network scatters and a word pattern settles.
//!
//! The network judges every arc by itself, from some 280,000 words of treebank. Where few examples stand against a rule of
//! English or of the treebanks' scheme, the rule is kept here: "more than 300 people" is `300` with the hedge `more`, whatever
//! the verb before it; "the claim that 300 marched" is the content of the claim, "the claim that he made" a relative clause. The
//! rules hold in the treebanks' own trees (see `data/model/README.md`); a tree stays a tree with the same root, or with
//! the noun in place of its hedge as root.
//!
//! | rule | example | becomes |
//! | --- | --- | --- |
//! | [`hedge`] | more than 300 people, up to 40 rockets, as many as 90 | `advmod` of the number |
//! | [`number`] | a Category 5 storm, Suite 500 | `flat` of the noun that it names one of |
//! | [`clause`] | evidence that it works; provisions in Title IV that govern | `acl`; relative clause of what agrees in number |

mod clause;
mod hedge;
mod number;

use std::sync::LazyLock;

use crate::types::{Sentence, Word};

/// Words that a file gives one use, sorted.
struct Lists {
    content: Vec<&'static str>,
    label: Vec<&'static str>,
    tell: Vec<&'static str>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let of = |wanted: &str| {
        let rows = include_str!("../../../data/model/mending.csv").lines().filter(|l| !l.starts_with('#'));
        let mut words: Vec<&str> = rows
            .filter_map(|l| {
                let mut fields = l.splitn(3, ',');
                (fields.next() == Some(wanted)).then(|| fields.next()).flatten()
            })
            .collect();
        words.sort_unstable();
        words
    };
    Lists { content: of("content"), label: of("label"), tell: of("tell") }
});

fn knows(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

/// Mends the tree of one sentence whose words have tags, lemmas, heads and relations. What the words hang on may change, also
/// some relations and universal tags; spans and lemmas do not.
pub fn mend(text: &str, sentence: &mut Sentence) {
    let mut tree = Tree { text, words: &mut sentence.words };
    for i in 0..tree.words.len() {
        hedge::mend(&mut tree, i);
        number::mend(&mut tree, i);
        clause::mend(&mut tree, i);
    }
}

/// Words and what is asked of them.
struct Tree<'a> {
    text: &'a str,
    words: &'a mut [Word],
}

impl Tree<'_> {
    /// True where the word is printed so, in whatever case; `lower` is in lower case.
    fn is(&self, i: usize, lower: &str) -> bool {
        self.words.get(i).is_some_and(|w| w.span.len() == lower.len() && w.span.of(self.text).eq_ignore_ascii_case(lower))
    }

    fn any(&self, i: usize, lower: &[&str]) -> bool {
        lower.iter().any(|l| self.is(i, l))
    }

    fn xpos(&self, i: usize, tags: &[&str]) -> bool {
        self.words.get(i).is_some_and(|w| tags.contains(&w.xpos))
    }

    fn is_root(&self, i: usize) -> bool {
        self.words[i].head == i
    }

    /// Relation without subtype.
    fn rel(&self, i: usize) -> &'static str {
        let rel = self.words[i].rel;
        rel.split_once(':').map_or(rel, |(r, _)| r)
    }

    /// True where `below` is `above` or hangs under it.
    fn under(&self, below: usize, above: usize) -> bool {
        let mut at = below;
        for _ in 0..=self.words.len() {
            if at == above {
                return true;
            }
            let head = self.words[at].head;
            if head == at {
                return false;
            }
            at = head;
        }
        false
    }

    fn children(&self, head: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.words.len()).filter(move |&i| i != head && self.words[i].head == head)
    }

    /// Hangs a word on another one. Not the root, and not on what hangs under the word itself: then nothing changes.
    fn attach(&mut self, i: usize, head: usize, rel: &'static str) -> bool {
        if self.is_root(i) || self.under(head, i) {
            return false;
        }
        self.words[i].head = head;
        self.words[i].rel = rel;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{Span, Upos};

    /// A sentence from lines "form upos xpos lemma head rel", heads from 1, 0 for the root.
    fn sentence(rows: &str) -> (String, Sentence) {
        let (mut text, mut words) = (String::new(), Vec::new());
        for (i, row) in rows.lines().map(str::trim).filter(|r| !r.is_empty()).enumerate() {
            let f: Vec<&str> = row.split(' ').collect();
            let start = text.len();
            text.push_str(f[0]);
            let head: usize = f[4].parse().unwrap();
            words.push(Word {
                span: Span::new(start, text.len()),
                upos: f[1].parse::<Upos>().unwrap(),
                xpos: crate::syntax::tags::xpos(f[2]).unwrap(),
                lemma: f[3].to_owned(),
                head: head.checked_sub(1).unwrap_or(i),
                rel: crate::syntax::tags::rel(f[5]).unwrap(),
                joined: false,
            });
            text.push(' ');
        }
        (text, Sentence { words, ..Sentence::default() })
    }

    /// Relation and head (as printed) of each word after mending.
    pub(super) fn mended(rows: &str) -> Vec<(String, &'static str)> {
        let (text, mut s) = sentence(rows);
        mend(&text, &mut s);
        let roots = s.words.iter().enumerate().filter(|(i, w)| w.head == *i).count();
        assert_eq!(roots, 1, "one root");
        let tree = Tree { text: &text, words: &mut s.words.clone() };
        let root = (0..s.words.len()).find(|&i| tree.is_root(i)).unwrap();
        assert!((0..s.words.len()).all(|i| tree.under(i, root)), "a cycle");
        s.words.iter().map(|w| (s.words[w.head].span.of(&text).to_owned(), w.rel)).collect()
    }

    /// How one word stands after mending: its relation and its head.
    pub(super) fn word(rows: &str, i: usize) -> (&'static str, String) {
        let (head, rel) = mended(rows).swap_remove(i);
        (rel, head)
    }

    #[test]
    fn the_lists_are_sorted_and_used() {
        for (list, one) in [(&LISTS.content, "fact"), (&LISTS.label, "suite"), (&LISTS.tell, "tell")] {
            assert!(list.is_sorted_by(|a, b| a < b), "{list:?}");
            assert!(knows(list, one));
        }
        assert!(!knows(&LISTS.content, "boat"));
    }
}
