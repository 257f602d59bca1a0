//! Numbers that name one of several: "Category 5", "Suite 500", "Flight 12".
//!
//! Such a number is `flat` of the noun before it, and counts nothing behind it ("a Category 5 storm"). In the
//! treebanks' training parts 97 of 107 numbers behind a noun of the list are, where they count nothing that follows.

use super::{LISTS, Tree, knows};
use crate::types::Upos;

/// Relations that the network gives such a number.
const OPEN: [&str; 6] = ["nummod", "nmod", "compound", "appos", "nmod:unmarked", "dep"];

/// Hangs this word on the noun before it, if it is a number that names one.
pub(super) fn mend(tree: &mut Tree, i: usize) {
    if i == 0 || tree.words[i].upos != Upos::Num || tree.is_root(i) || !OPEN.contains(&tree.words[i].rel) {
        return;
    }
    let noun = i - 1;
    if !tree.xpos(noun, &["NN", "NNP"]) || !knows(&LISTS.label, &tree.words[noun].span.of(tree.text).to_lowercase()) {
        return;
    }
    // "on page 3 people", "a stage 10 percent", "a model 20 million": the number counts what follows.
    let head = tree.words[i].head;
    let counts = head > i && (tree.xpos(head, &["NNS", "NNPS"]) || matches!(tree.words[head].upos, Upos::Num | Upos::Sym));
    if counts || tree.any(i + 1, &["percent", "%"]) {
        return;
    }
    tree.attach(i, noun, "flat");
}

#[cfg(test)]
mod tests {
    use super::super::tests::word;

    #[test]
    fn a_number_names_one_of_its_noun() {
        let storm = "a DET DT a 4 det
            Category NOUN NN category 4 compound
            5 NUM CD 5 4 nummod
            storm NOUN NN storm 0 root";
        assert_eq!(word(storm, 2), ("flat", "Category".into()));
    }

    #[test]
    fn a_number_that_counts_stays() {
        let people = "On ADP IN on 2 case
            stage NOUN NN stage 5 obl
            5 NUM CD 5 4 nummod
            dancers NOUN NNS dancer 5 nsubj
            fell VERB VBD fall 0 root";
        assert_eq!(word(people, 2), ("nummod", "dancers".into()));
        let boat = "boat NOUN NN boat 3 compound
            5 NUM CD 5 3 nummod
            race NOUN NN race 0 root";
        assert_eq!(word(boat, 1), ("nummod", "race".into()), "no noun of the list");
    }
}
