//! A tree drawn for people, one word a line in the order of the text.
//!
//! ```text
//!   ╭── Thirteen  NUM CD  nummod
//! ╭─┴ people  NOUN NNS  nsubj:pass
//! ├── were  AUX VBD  aux:pass
//! ┼ found  VERB VBN  root
//! ╰── .  PUNCT .  punct
//! ```

use crate::types::Sentence;

/// Draws the tree of a sentence of `text`. Words without a head in the sentence are drawn as roots.
pub fn draw(text: &str, sentence: &Sentence) -> String {
    let words = &sentence.words;
    let mut out = String::new();
    // First and last word among each word and its children.
    let mut reach: Vec<(usize, usize)> = (0..words.len()).map(|i| (i, i)).collect();
    for (i, word) in words.iter().enumerate() {
        if let Some(r) = reach.get_mut(word.head) {
            *r = (r.0.min(i), r.1.max(i));
        }
    }
    for (i, word) in words.iter().enumerate() {
        // From the word up to its root; the length bounds a circle.
        let mut path = vec![i];
        while let Some(&at) = path.last() {
            let head = words[at].head;
            if head == at || head >= words.len() || path.len() > words.len() {
                break;
            }
            path.push(head);
        }
        path.reverse();
        for pair in path.windows(2) {
            let (head, child) = (pair[0], pair[1]);
            let (first, last) = reach[head];
            out.push_str(if child != i {
                if first < i && i < last { "│ " } else { "  " }
            } else if i == first {
                "╭─"
            } else if i == last {
                "╰─"
            } else {
                "├─"
            });
        }
        let (first, last) = reach[i];
        out.push_str(match (first < i, last > i) {
            (true, true) => "┼ ",
            (true, false) => "┴ ",
            (false, true) => "┬ ",
            (false, false) => "─ ",
        });
        let tags = if word.xpos.is_empty() { word.upos.to_string() } else { format!("{} {}", word.upos, word.xpos) };
        out.push_str(&format!("{}  {tags}  {}\n", word.span.of(text), word.rel));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{Span, TreeIndex, Upos, Word};

    fn sentence(text: &str, heads: &[usize]) -> Sentence {
        let mut at = 0;
        let words = text.split(' ').zip(heads).map(|(w, &head)| {
            let span = Span::new(at, at + w.len());
            at += w.len() + 1;
            Word { span, upos: Upos::X, xpos: "", lemma: String::new(), head, rel: "dep", joined: false }
        });
        let words = words.collect();
        Sentence { span: Span::new(0, text.len()), words, cut: false, tree: TreeIndex::default() }
    }

    #[test]
    fn lines_join_children_to_their_heads() {
        let text = "Thirteen people were found .";
        let drawn = draw(text, &sentence(text, &[1, 3, 3, 3, 3]));
        let lines: Vec<&str> = drawn.lines().map(|l| l.split_once("  X").map_or(l, |(a, _)| a)).collect();
        assert_eq!(lines, ["  ╭── Thirteen", "╭─┴ people", "├── were", "┼ found", "╰── ."]);
    }

    #[test]
    fn circles_and_strays_end() {
        let text = "a b c";
        assert_eq!(draw(text, &sentence(text, &[1, 0, 99])).lines().count(), 3);
        assert_eq!(draw("", &Sentence::default()), "");
    }
}
