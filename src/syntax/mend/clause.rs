//! Clauses under nouns: content or relative, and of which noun.
//!
//! "Evidence that it works" says what the evidence is (`acl`); "evidence that she found" is a relative clause (`acl:relcl`). In the
//! treebanks' training parts 125 of 128 clauses with "that" as `mark` are of the first kind, and of 709 with "that" as a pronoun one is; of
//! relative clauses whose verb says a number ("provisions in Title IV that govern"), 491 of 507 hang on a noun of that number; "who" or
//! "which" as subject behind a noun opens a relative clause in 519 of 560.

use super::{LISTS, Tree, knows};
use crate::types::Upos;

const SINGULAR: [&str; 2] = ["NN", "NNP"];
const PLURAL: [&str; 2] = ["NNS", "NNPS"];
const FINITE: [&str; 4] = ["VBD", "VBZ", "VBP", "MD"];

/// Mends the clause that this word opens, if it is a relative pronoun or "that".
pub(super) fn mend(tree: &mut Tree, k: usize) {
    let word = &tree.words[k];
    let (i, noun) = (word.head, tree.words[word.head].head);
    // Only what stands before its verb opens a clause.
    if i <= k {
        return;
    }
    match word.xpos {
        "IN" if word.rel == "mark" && tree.words[i].rel == "acl:relcl" && noun < k && tree.is(k, "that") => content(tree, i, noun),
        "WDT" | "WP" if word.upos == Upos::Pron && word.rel != "mark" && tree.any(k, &["that", "which", "who", "whom"]) => {
            let subject = tree.rel(k) == "nsubj";
            match tree.words[i].rel {
                "acl" if noun < k && finite(tree, i).is_some() => tree.words[i].rel = "acl:relcl",
                "acl:relcl" if subject && noun < k => agree(tree, i, noun, k),
                "ccomp" | "parataxis" | "advcl" | "conj" | "dep" | "appos" if subject && tree.any(k, &["who", "which"]) => {
                    after_noun(tree, i, k)
                }
                _ => {}
            }
        }
        _ => {}
    }
}

/// The finite verb of a clause: itself, or its auxiliary.
fn finite(tree: &Tree, i: usize) -> Option<usize> {
    let verb = |k: usize| tree.xpos(k, &FINITE);
    if verb(i) {
        return Some(i);
    }
    tree.children(i).find(|&k| verb(k) && matches!(tree.rel(k), "aux" | "cop"))
}

/// "that" is no pronoun: the clause is the content of a noun of saying or thinking, or what someone is told.
fn content(tree: &mut Tree, i: usize, noun: usize) {
    if knows(&LISTS.content, &tree.words[noun].lemma) {
        tree.words[i].rel = "acl";
        return;
    }
    // "told members of the committee that ...": up from the noun to the hearer, and from the hearer to the verb.
    let mut at = noun;
    while matches!(tree.rel(at), "nmod" | "compound" | "conj" | "appos") && tree.words[at].head < at {
        at = tree.words[at].head;
    }
    let verb = tree.words[at].head;
    let hearer = matches!(tree.words[at].rel, "obj" | "iobj") && verb < at || tree.words[at].rel == "nsubj:pass";
    if hearer
        && tree.words[verb].upos == Upos::Verb
        && knows(&LISTS.tell, &tree.words[verb].lemma)
        && tree.children(verb).all(|k| tree.words[k].rel != "ccomp")
    {
        tree.attach(i, verb, "ccomp");
    }
}

/// The verb says a number that the noun does not have: another noun of the same phrase may.
fn agree(tree: &mut Tree, i: usize, noun: usize, subject: usize) {
    let Some(verb) = finite(tree, i).filter(|&v| !tree.any(v, &["am", "'m", "’m"])) else { return };
    let (wrong, right) = match tree.words[verb].xpos {
        "VBZ" => (&PLURAL, &SINGULAR),
        // "a tribe who are": of persons the plural may speak of a group.
        "VBP" if !tree.is(subject, "who") => (&SINGULAR, &PLURAL),
        _ => return,
    };
    if !tree.xpos(noun, wrong) {
        return;
    }
    if tree.words[verb].xpos == "VBP" && tree.children(noun).any(|k| tree.words[k].rel == "conj") {
        return;
    }
    let mut at = noun;
    while matches!(tree.rel(at), "nmod" | "compound" | "conj") && tree.words[at].head < at {
        at = tree.words[at].head;
        if tree.xpos(at, right) {
            tree.attach(i, at, "acl:relcl");
            return;
        }
    }
    let inside = (noun + 1..subject)
        .rev()
        .find(|&k| matches!(tree.words[k].rel, "nmod" | "conj") && tree.xpos(k, right) && tree.under(k, noun) && !tree.under(k, i));
    if let Some(k) = inside {
        tree.attach(i, k, "acl:relcl");
    }
}

/// "Torvale, which has never admitted this": who or which as subject behind a noun opens a relative clause of that noun.
fn after_noun(tree: &mut Tree, i: usize, subject: usize) {
    let before = if subject > 1 && tree.is(subject - 1, ",") { subject - 1 } else { subject };
    let Some(noun) = before.checked_sub(1) else { return };
    if matches!(tree.words[noun].upos, Upos::Noun | Upos::Propn) {
        tree.attach(i, noun, "acl:relcl");
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::word;

    #[test]
    fn contents_and_relative_clauses() {
        let evidence = "Evidence NOUN NN evidence 5 nsubj
            that SCONJ IN that 4 mark
            pills NOUN NNS pill 4 nsubj
            work VERB VBP work 1 acl:relcl
            grew VERB VBD grow 0 root";
        assert_eq!(word(evidence, 3), ("acl", "Evidence".into()));
        assert_eq!(word(&evidence.replace("Evidence NOUN NN evidence", "Ships NOUN NNS ship"), 3).0, "acl:relcl");
        let found = "Evidence NOUN NN evidence 5 nsubj
            that PRON WDT that 4 obj
            she PRON PRP she 4 nsubj
            found VERB VBD find 1 acl
            grew VERB VBD grow 0 root";
        assert_eq!(word(found, 3), ("acl:relcl", "Evidence".into()));
        assert_eq!(word(&found.replace("VERB VBD find", "VERB VBG find"), 3).0, "acl", "not finite");
    }

    #[test]
    fn what_someone_is_told_is_no_clause_of_the_hearer() {
        let told = "She PRON PRP she 2 nsubj
            told VERB VBD tell 0 root
            members NOUN NNS member 2 obj
            of ADP IN of 6 case
            the DET DT the 6 det
            club NOUN NN club 3 nmod
            that SCONJ IN that 9 mark
            fees NOUN NNS fee 9 nsubj
            rose VERB VBD rise 6 acl:relcl";
        assert_eq!(word(told, 8), ("ccomp", "told".into()));
        assert_eq!(word(&told.replace("told VERB VBD tell", "met VERB VBD meet"), 8), ("acl:relcl", "club".into()));
    }

    #[test]
    fn the_verb_finds_a_noun_of_its_number() {
        let rules = "rules NOUN NNS rule 0 root
            in ADP IN in 3 case
            Title PROPN NNP Title 1 nmod
            that PRON WDT that 5 nsubj
            govern VERB VBP govern 3 acl:relcl
            loans NOUN NNS loan 5 obj";
        assert_eq!(word(rules, 4), ("acl:relcl", "rules".into()));
        assert_eq!(word(&rules.replace("VBP", "VBZ"), 4).1, "Title");
        assert_eq!(word(&rules.replace("VBP", "VBD"), 4).1, "Title");
        assert_eq!(word(&rules.replace("that PRON WDT", "who PRON WP"), 4).1, "Title", "a group of persons");
        let ship = "the DET DT the 2 det
            crews NOUN NNS crew 0 root
            of ADP IN of 5 case
            the DET DT the 5 det
            ship NOUN NN ship 2 nmod
            that PRON WDT that 7 nsubj
            carries VERB VBZ carry 2 acl:relcl
            grain NOUN NN grain 7 obj";
        assert_eq!(word(ship, 6), ("acl:relcl", "ship".into()));
    }

    #[test]
    fn who_behind_a_noun_opens_a_relative_clause() {
        let rows = "Yet CCONJ CC yet 8 cc
            Torvale PROPN NNP Torvale 8 nsubj
            , PUNCT , , 6 punct
            which PRON WDT which 6 nsubj
            never ADV RB never 6 advmod
            denied VERB VBD deny 8 conj
            , PUNCT , , 6 punct
            ranks VERB VBZ rank 0 root";
        assert_eq!(word(rows, 5), ("acl:relcl", "Torvale".into()));
        assert_eq!(word(&rows.replace("which PRON WDT", "she PRON PRP"), 5), ("conj", "ranks".into()));
    }
}
