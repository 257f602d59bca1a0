//! The parts of the model that are trained here: word classes and the network.

use super::exchange;
use crate::syntax::network::classes::Classes;
use crate::syntax::train::{Corpus, Sections};

/// Sentences of a text in the form of `gmb.iob2`: one word a line, before the first tab; a blank line ends a sentence; lines
/// that begin with `# ` are comments.
pub fn open_text(text: &str) -> Vec<Vec<&str>> {
    text.split("\n\n")
        .map(|block| {
            block.lines().filter(|l| !l.starts_with("# ")).filter_map(|l| l.split('\t').next()).filter(|w| !w.is_empty()).collect()
        })
        .filter(|s: &Vec<&str>| !s.is_empty())
        .collect()
}

/// Names of the open texts that classes and silver trees come from.
const OPEN: [&str; 2] = ["gmb.iob2", "wikigold.iob2"];

/// Sentences of all open texts, in the order of [`OPEN`].
pub fn open(corpus: &Corpus) -> Vec<Vec<&str>> {
    OPEN.iter().flat_map(|name| corpus.texts.iter().filter(move |t| t.0 == *name)).flat_map(|t| open_text(&t.1)).collect()
}

/// Word classes from the open texts and the words of the treebanks.
pub fn find_classes(corpus: &Corpus) -> Classes {
    let trees = corpus.train.iter().map(|s| s.words.iter().map(|w| w.form.as_str()).collect());
    exchange::classes(open(corpus).into_iter().chain(trees))
}

/// Trains the section [`Classes::SECTION`].
pub fn classes(corpus: &Corpus) -> Sections {
    vec![(Classes::SECTION, find_classes(corpus).to_bytes())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_texts_are_read_line_by_line() {
        let text = "# newdoc\nTwo\tCD\tO\nboats\tNNS\tO\n\n#\tSYM\tO\n\n";
        assert_eq!(open_text(text), [vec!["Two", "boats"], vec!["#"]]);
        let corpus = Corpus { texts: vec![("gmb.iob2".into(), text.repeat(3))], ..Corpus::default() };
        assert_eq!(open(&corpus).len(), 6);
        assert_eq!(find_classes(&corpus).len(), 3);
    }
}
