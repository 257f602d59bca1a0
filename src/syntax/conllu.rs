//! CoNLL-U: treebanks read as gold sentences, parses written.
//!
//! ```
//! use howmany::syntax::conllu;
//! let gold = conllu::read("1\tDogs\tdog\tNOUN\tNNS\t_\t2\tnsubj\t_\t_\n2\tbark\tbark\tVERB\tVBP\t_\t0\troot\t_\tSpaceAfter=No\n\n").unwrap();
//! assert_eq!(gold[0].words[1].form, "bark");
//! let (text, tree) = gold[0].tree();
//! assert_eq!((text.as_str(), tree.words[0].head), ("Dogs bark", 1));
//! ```

use std::fmt::Write as _;

use super::tags;
use crate::types::{Sentence, Span, TreeIndex, Upos, Word};

/// A fault in a CoNLL-U text, with its line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct ConlluError {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: String,
}

/// A syntactic word of a treebank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldWord {
    /// As printed.
    pub form: String,
    /// Dictionary form.
    pub lemma: String,
    /// Universal tag.
    pub upos: Upos,
    /// Penn tag, `_` where none is given.
    pub xpos: &'static str,
    /// Number of the head, from 1; 0 for the root.
    pub head: usize,
    /// Relation with subtype.
    pub rel: &'static str,
    /// The last column but for `SpaceAfter`.
    pub misc: String,
    /// Index of its token.
    pub token: usize,
}

/// A token of a treebank: a word, or several written as one ("don't").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldToken {
    /// As printed.
    pub form: String,
    /// True where white space follows.
    pub space_after: bool,
}

/// A sentence of a treebank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GoldSentence {
    /// Comments, as (key, value).
    pub comments: Vec<(String, String)>,
    /// True where a paragraph or document begins.
    pub newpar: bool,
    /// True where a document begins.
    pub newdoc: bool,
    /// What is printed.
    pub tokens: Vec<GoldToken>,
    /// What is parsed.
    pub words: Vec<GoldWord>,
}

impl GoldSentence {
    /// The sentence's text with its own spacing.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for (i, token) in self.tokens.iter().enumerate() {
            out.push_str(&token.form);
            if token.space_after && i + 1 < self.tokens.len() {
                out.push(' ');
            }
        }
        out
    }

    /// The text of [`GoldSentence::text`] and the tree over it, gold tags and all. The words of a multi-word token share its bytes in order.
    pub fn tree(&self) -> (String, Sentence) {
        let text = self.text();
        let mut words = Vec::with_capacity(self.words.len());
        let mut at = 0;
        let mut next = 0;
        for (i, token) in self.tokens.iter().enumerate() {
            let end = at + token.form.len();
            let mut from = at;
            let first = next;
            while next < self.words.len() && self.words[next].token == i {
                let gold = &self.words[next];
                let last = self.words.get(next + 1).is_none_or(|w| w.token != i);
                let mut to = if last { end } else { (from + gold.form.len()).min(end) };
                while !text.is_char_boundary(to) {
                    to += 1;
                }
                words.push(Word {
                    span: Span::new(from, to),
                    upos: gold.upos,
                    xpos: gold.xpos,
                    lemma: gold.lemma.clone(),
                    head: if gold.head == 0 { next } else { gold.head - 1 },
                    rel: gold.rel,
                    joined: next > first,
                });
                from = to;
                next += 1;
            }
            at = end + usize::from(token.space_after);
        }
        let span = Span::new(0, text.len());
        (text, Sentence { span, words, cut: false, tree: TreeIndex::default() })
    }
}

/// The text that sentences were cut from: paragraphs apart by a blank line, sentences with their own spacing. With it where
/// each token stands, as byte ranges, one list a sentence.
pub fn raw_text(sentences: &[GoldSentence]) -> (String, Vec<Vec<Span>>) {
    let mut text = String::new();
    let mut spans = Vec::with_capacity(sentences.len());
    for sentence in sentences {
        if sentence.newpar && !text.is_empty() {
            text.truncate(text.trim_end_matches(' ').len());
            text.push_str("\n\n");
        }
        let mut tokens = Vec::with_capacity(sentence.tokens.len());
        for token in &sentence.tokens {
            tokens.push(Span::new(text.len(), text.len() + token.form.len()));
            text.push_str(&token.form);
            if token.space_after {
                text.push(' ');
            }
        }
        spans.push(tokens);
    }
    text.truncate(text.trim_end_matches(' ').len());
    text.push('\n');
    (text, spans)
}

/// Reads CoNLL-U. Empty nodes are left out; unknown tags and relations become `_` and `dep`.
///
/// # Errors
/// A line that has not ten columns, a number that is none, a head out of range, or not exactly one root.
pub fn read(text: &str) -> Result<Vec<GoldSentence>, ConlluError> {
    let mut out = Vec::new();
    let mut now = GoldSentence::default();
    let mut covered = 0;
    for (i, line) in text.lines().chain(std::iter::once("")).enumerate() {
        let fault = |problem: &str| ConlluError { line: i + 1, problem: problem.to_owned() };
        if line.trim().is_empty() {
            if !now.words.is_empty() {
                if now.words.iter().any(|w| w.head > now.words.len()) {
                    return Err(fault("the sentence before has a head out of range"));
                }
                if now.words.iter().filter(|w| w.head == 0).count() != 1 {
                    return Err(fault("the sentence before has not one root"));
                }
                out.push(std::mem::take(&mut now));
            }
            now = GoldSentence::default();
            covered = 0;
            continue;
        }
        if let Some(comment) = line.strip_prefix('#') {
            let (key, value) = comment.split_once('=').unwrap_or((comment, ""));
            let key = key.trim();
            now.newdoc |= key.starts_with("newdoc");
            now.newpar |= key.starts_with("newpar") || key.starts_with("newdoc");
            now.comments.push((key.to_owned(), value.trim().to_owned()));
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let &[id, form, lemma, upos, xpos, _, head, rel, _, misc] = columns.as_slice() else {
            return Err(fault("has not ten columns"));
        };
        if id.contains('.') {
            continue;
        }
        let space_after = !misc.split('|').any(|m| m == "SpaceAfter=No");
        if let Some((_, last)) = id.split_once('-') {
            covered = last.parse().map_err(|_| fault("the range of a token is no number"))?;
            now.tokens.push(GoldToken { form: form.to_owned(), space_after });
            continue;
        }
        let id: usize = id.parse().map_err(|_| fault("the first column is no number"))?;
        if id != now.words.len() + 1 {
            return Err(fault("words are not numbered in order"));
        }
        if id > covered {
            now.tokens.push(GoldToken { form: form.to_owned(), space_after });
        }
        let misc: Vec<&str> = misc.split('|').filter(|m| *m != "_" && !m.starts_with("SpaceAfter=")).collect();
        now.words.push(GoldWord {
            form: form.to_owned(),
            lemma: lemma.to_owned(),
            upos: upos.parse().unwrap_or(Upos::X),
            xpos: tags::xpos(xpos).unwrap_or("_"),
            head: head.parse().map_err(|_| fault("the head is no number"))?,
            rel: tags::rel(rel).or_else(|| rel.split(':').next().and_then(tags::rel)).unwrap_or("dep"),
            misc: misc.join("|"),
            token: now.tokens.len() - 1,
        });
    }
    Ok(out)
}

/// Code points before byte offsets, asked for in rising order.
struct CodePoints<'a> {
    text: &'a str,
    byte: usize,
    chars: usize,
}

impl CodePoints<'_> {
    fn at(&mut self, byte: usize) -> usize {
        if byte < self.byte {
            (self.byte, self.chars) = (0, 0);
        }
        self.chars += self.text.get(self.byte..byte).map_or(0, |t| t.chars().count());
        self.byte = byte;
        self.chars
    }
}

/// Writes sentences of `text` as CoNLL-U: multi-word tokens as ranges, `SpaceAfter=No`, and `Start` and `End` in code points of the text.
pub fn write(text: &str, sentences: &[Sentence]) -> String {
    let mut out = String::new();
    let mut points = CodePoints { text, byte: 0, chars: 0 };
    for (number, sentence) in sentences.iter().enumerate() {
        if sentence.words.is_empty() {
            continue;
        }
        let one_line = sentence.span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = write!(out, "# sent_id = {}\n# text = {one_line}\n", number + 1);
        if sentence.cut {
            out.push_str("# cut = yes\n");
        }
        let words = &sentence.words;
        let mut i = 0;
        while i < words.len() {
            let end = (i + 1..words.len()).find(|&j| !words[j].joined).unwrap_or(words.len());
            let token = words[i].span.join(&words[end - 1].span);
            let glued = text.get(token.end..).and_then(|rest| rest.chars().next()).is_some_and(|c| !c.is_whitespace());
            let space = if glued { "SpaceAfter=No|" } else { "" };
            if end > i + 1 {
                let (start, stop) = (points.at(token.start), points.at(token.end));
                let _ = writeln!(out, "{}-{end}\t{}\t_\t_\t_\t_\t_\t_\t_\t{space}Start={start}|End={stop}", i + 1, token.of(text));
            }
            for (j, word) in words.iter().enumerate().take(end).skip(i) {
                let (start, stop) = (points.at(word.span.start), points.at(word.span.end));
                let head = if word.head == j { 0 } else { word.head + 1 };
                let space = if end > i + 1 { "" } else { space };
                let of = |s: &str| if s.is_empty() { "_".to_owned() } else { s.to_owned() };
                let _ = writeln!(
                    out,
                    "{}\t{}\t{}\t{}\t{}\t_\t{head}\t{}\t_\t{space}Start={start}|End={stop}",
                    j + 1,
                    word.span.of(text),
                    of(&word.lemma),
                    word.upos,
                    of(word.xpos),
                    word.rel
                );
            }
            i = end;
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOGS: &str = "# newdoc\n# text = Dogs don't bark.\n1\tDogs\tdog\tNOUN\tNNS\t_\t4\tnsubj\t_\t_\n2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n\
        2\tdo\tdo\tAUX\tVBP\t_\t4\taux\t_\t_\n3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_\n4\tbark\tbark\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n\
        5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\tX=1\n\n";

    #[test]
    fn what_is_written_is_read_again() {
        let gold = read(DOGS).expect("well formed");
        let (text, tree) = gold[0].tree();
        assert_eq!(text, "Dogs don't bark.");
        assert_eq!(tree.words.iter().map(|w| w.span.of(&text)).collect::<Vec<_>>(), ["Dogs", "do", "n't", "bark", "."]);
        assert!(tree.words[2].joined && !tree.words[1].joined);
        assert_eq!((tree.root(), gold[0].words[4].misc.as_str()), (3, "X=1"));
        let again = read(&write(&text, std::slice::from_ref(&tree))).expect("own text");
        assert_eq!(again[0].tree(), (text, tree));
    }

    #[test]
    fn offsets_are_code_points() {
        let text = "é – 5";
        let word = |start, end, head, rel| Word {
            span: Span::new(start, end),
            upos: Upos::X,
            xpos: "",
            lemma: String::new(),
            head,
            rel,
            joined: false,
        };
        let sentence = Sentence {
            span: Span::new(0, 8),
            words: vec![word(0, 2, 0, "root"), word(7, 8, 0, "dep")],
            cut: false,
            tree: TreeIndex::default(),
        };
        assert!(write(text, &[sentence]).contains("2\t5\t_\tX\t_\t_\t1\tdep\t_\tStart=4|End=5"));
    }

    #[test]
    fn paragraphs_are_apart_in_the_raw_text() {
        let two = read(&format!("{DOGS}{DOGS}")).unwrap();
        let (text, spans) = raw_text(&two);
        assert_eq!(text, "Dogs don't bark.\n\nDogs don't bark.\n");
        assert_eq!(spans[1][1].of(&text), "don't");
    }

    #[test]
    fn faults_name_their_line() {
        for (bad, line) in [
            ("1\tx\n", 1),
            ("1\tx\t_\tX\t_\t_\t9\tdep\t_\t_\n\n", 2),
            ("2\tx\t_\tX\t_\t_\t0\troot\t_\t_\n", 1),
            ("1\tx\t_\tX\t_\t_\t1\tdep\t_\t_\n\n", 2),
        ] {
            assert_eq!(read(bad).map_err(|e| e.line), Err(line), "{bad}");
        }
    }
}
