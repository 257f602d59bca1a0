//! The closed sets of Penn tags and Universal Dependencies relations, interned: a word holds a `&'static str` of these.
//!
//! ```
//! use howmany::syntax::tags;
//! assert_eq!(tags::xpos("VBD"), Some("VBD"));
//! assert_eq!(tags::rel("nsubj:pass"), Some("nsubj:pass"));
//! assert_eq!(tags::rel("no-such"), None);
//! ```

/// Penn Treebank tags of the English treebanks, sorted. `_` stands where a source gives none.
pub const XPOS: &[&str] = &[
    "$", "''", ",", "-LRB-", "-RRB-", ".", ":", "ADD", "AFX", "CC", "CD", "DT", "EX", "FW", "GW", "HYPH", "IN", "JJ", "JJR", "JJS", "LS",
    "MD", "NFP", "NN", "NNP", "NNPS", "NNS", "PDT", "POS", "PRP", "PRP$", "RB", "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG",
    "VBN", "VBP", "VBZ", "WDT", "WP", "WP$", "WRB", "XX", "_", "``",
];

/// Relations with their subtypes, sorted.
pub const RELS: &[&str] = &[
    "acl",
    "acl:relcl",
    "advcl",
    "advcl:relcl",
    "advmod",
    "amod",
    "appos",
    "aux",
    "aux:pass",
    "case",
    "cc",
    "cc:preconj",
    "ccomp",
    "clf",
    "compound",
    "compound:prt",
    "conj",
    "cop",
    "csubj",
    "csubj:outer",
    "csubj:pass",
    "dep",
    "det",
    "det:predet",
    "discourse",
    "dislocated",
    "expl",
    "fixed",
    "flat",
    "flat:foreign",
    "goeswith",
    "iobj",
    "list",
    "mark",
    "nmod",
    "nmod:desc",
    "nmod:poss",
    "nmod:unmarked",
    "nsubj",
    "nsubj:outer",
    "nsubj:pass",
    "nummod",
    "obj",
    "obl",
    "obl:agent",
    "obl:unmarked",
    "orphan",
    "parataxis",
    "punct",
    "reparandum",
    "root",
    "vocative",
    "xcomp",
];

/// The interned tag, if there is such a one.
pub fn xpos(tag: &str) -> Option<&'static str> {
    XPOS.binary_search(&tag).ok().map(|i| XPOS[i])
}

/// The interned relation, if there is such a one.
pub fn rel(relation: &str) -> Option<&'static str> {
    RELS.binary_search(&relation).ok().map(|i| RELS[i])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_tables_are_sorted_without_repeats() {
        for table in [XPOS, RELS] {
            assert!(table.windows(2).all(|w| w[0] < w[1]));
        }
        assert!(XPOS.iter().all(|t| xpos(t) == Some(*t)) && RELS.iter().all(|r| rel(r) == Some(*r)));
    }
}
