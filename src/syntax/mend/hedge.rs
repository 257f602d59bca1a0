//! Hedges of several words before a number.
//!
//! "They found more than 300 graves": `more` is `advmod` of `300`, `than` its `fixed`; "up to 40", "as many as 90" likewise. In the
//! treebanks' training parts 22 of 23 "more than", all 5 "up to" that are no particle ("adds up to 40") and all 4 "as many as" are such.

use super::Tree;
use crate::types::Upos;

/// Mends a hedge that begins at this word.
pub(super) fn mend(tree: &mut Tree, i: usize) {
    let size = match tree.text.as_bytes().get(tree.words[i].span.start) {
        Some(b'm' | b'l' | b'f' | b'M' | b'L' | b'F') if tree.any(i, &["more", "less", "fewer"]) && tree.is(i + 1, "than") => 2,
        Some(b'u' | b'U') if tree.is(i, "up") && tree.is(i + 1, "to") && tree.words[i].rel != "compound:prt" => 2,
        Some(b'a' | b'A')
            if tree.is(i, "as") && tree.any(i + 1, &["many", "much", "few", "little", "high", "low"]) && tree.is(i + 2, "as") =>
        {
            3
        }
        _ => return,
    };
    let number = i + size;
    if tree.words.get(number).is_none_or(|w| w.upos != Upos::Num) {
        return;
    }
    let number = whole(tree, number);
    // Already so.
    if tree.words[i].rel == "advmod" && tree.words[i].head == number && tree.words[i + 1].rel == "fixed" {
        return;
    }
    let words = i..i + size;
    // No word of the hedge may stand above the number: what of them does hands its place to the branch with the number.
    for k in words.clone() {
        if tree.under(number, k) {
            give_place(tree, k, number);
        }
    }
    for k in words.clone() {
        let moved: Vec<usize> = tree.children(k).filter(|c| !words.contains(c) && !modifies(tree, *c, k)).collect();
        moved.into_iter().for_each(|c| tree.words[c].head = number);
    }
    for k in words.clone().skip(1) {
        tree.words[k].head = i;
        tree.words[k].rel = "fixed";
    }
    tree.words[i].head = number;
    tree.words[i].rel = "advmod";
    if size == 2 {
        tree.words[i + 1].upos = Upos::Adp;
    }
}

/// "no more than", "much less than": what stays with the hedge.
fn modifies(tree: &Tree, child: usize, of: usize) -> bool {
    child < of && tree.words[child].rel == "advmod"
}

/// The last word of a number of several: "2 million".
fn whole(tree: &Tree, number: usize) -> usize {
    let mut at = number;
    while tree.words[at].rel == "compound" {
        let head = tree.words[at].head;
        if head <= at || tree.words[head].upos != Upos::Num {
            break;
        }
        at = head;
    }
    at
}

/// The child of `k` that stands above `number` takes the place of `k` in the tree.
fn give_place(tree: &mut Tree, k: usize, number: usize) {
    let mut branch = number;
    while tree.words[branch].head != k {
        branch = tree.words[branch].head;
    }
    let above = tree.words[k].head;
    let rel = tree.words[k].rel;
    tree.words[branch].head = if above == k { branch } else { above };
    tree.words[branch].rel = rel;
    tree.words[k].head = branch;
    tree.words[k].rel = "advmod";
}

#[cfg(test)]
mod tests {
    use super::super::tests::{mended, word};

    #[test]
    fn hedges_hang_on_their_number() {
        let found = "They PRON PRP they 2 nsubj
            found VERB VBD find 0 root
            more ADJ JJR more 2 obj
            than ADP IN than 6 case
            300 NUM CD 300 6 nummod
            graves NOUN NNS grave 3 nmod";
        assert_eq!(word(found, 2), ("advmod", "300".into()));
        assert_eq!(word(found, 3), ("fixed", "more".into()));
        assert_eq!(word(found, 5), ("obj", "found".into()));
        let noun = "No DET DT no 2 advmod
            more ADJ JJR more 5 amod
            than ADP IN than 2 fixed
            40 NUM CD 40 5 nummod
            boats NOUN NNS boat 6 nsubj
            sank VERB VBD sink 0 root";
        assert_eq!(word(noun, 1), ("advmod", "40".into()));
        assert_eq!(word(noun, 0), ("advmod", "more".into()), "what qualifies the hedge stays with it");
        let million = "Up ADP RP up 6 advmod
            to ADP IN to 1 fixed
            2 NUM CD 2 4 compound
            million NUM CD million 5 nummod
            birds NOUN NNS bird 6 nsubj
            left VERB VBD leave 0 root";
        assert_eq!(word(million, 0), ("advmod", "million".into()));
    }

    #[test]
    fn a_hedge_at_the_root_makes_room_for_the_noun() {
        let rows = "As ADV RB as 2 advmod
            many ADJ JJ many 0 root
            as ADP IN as 5 case
            90 NUM CD 90 5 nummod
            dead NOUN NNS dead 2 obl
            . PUNCT . . 2 punct";
        let all = mended(rows);
        assert_eq!(all[4], ("dead".into(), "root"));
        assert_eq!(all[0], ("90".into(), "advmod"));
        assert_eq!(all[1], ("As".into(), "fixed"));
        assert_eq!(all[2], ("As".into(), "fixed"));
        assert_eq!(all[5].0, "90");
    }

    #[test]
    fn no_hedge_no_change() {
        let particle = "It PRON PRP it 2 nsubj
            adds VERB VBZ add 0 root
            up ADP RP up 2 compound:prt
            to ADP IN to 5 case
            40 NUM CD 40 2 obl";
        assert_eq!(word(particle, 2), ("compound:prt", "adds".into()));
        let noun = "more ADJ JJR more 3 amod
            than ADP IN than 3 case
            boats NOUN NNS boat 0 root";
        assert_eq!(word(noun, 0), ("amod", "boats".into()));
    }
}
