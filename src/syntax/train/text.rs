//! Raw text made of a treebank again, in the ways that news comes in: paragraphs apart by blank lines, hard-wrapped, one paragraph a line,
//! one sentence a line, in capitals, without the full stop of headlines.

use super::Rng;
use crate::syntax::conllu::GoldSentence;
use crate::types::Span;

/// A text, where its tokens stand, and which of them begin a sentence.
#[derive(Clone, Debug, Default)]
pub(super) struct Rendered {
    /// The text.
    pub text: String,
    /// Span of each token.
    pub tokens: Vec<Span>,
    /// Whether each token begins a sentence.
    pub begins: Vec<bool>,
}

/// How a document is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// Paragraphs apart by a blank line.
    Plain,
    /// The same, all in capitals.
    Capitals,
    /// Lines broken at a width of 50 to 80; paragraphs apart by a blank line, an indent, or the line break alone.
    Wrapped,
    /// Lines broken, all in capitals.
    WrappedCapitals,
    /// One paragraph a line, without blank lines; some lose their last full stop, as headlines do.
    Lines,
    /// One sentence a line.
    Sentences,
    /// All in lower case.
    Lower,
}

/// Documents of a treebank: its sentences cut where a document begins.
pub(super) fn documents(sentences: &[GoldSentence]) -> impl Iterator<Item = &[GoldSentence]> {
    sentences.chunk_by(|_, next| !next.newdoc)
}

/// Lays out one document.
pub(super) fn render(document: &[GoldSentence], layout: Layout, rng: &mut Rng) -> Rendered {
    let mut out = Rendered::default();
    let width = match layout {
        Layout::Wrapped | Layout::WrappedCapitals => 50 + rng.below(31),
        _ => usize::MAX,
    };
    let paragraph = match (layout, rng.below(3)) {
        (Layout::Wrapped | Layout::WrappedCapitals, 0) => "\n    ",
        (Layout::Wrapped | Layout::WrappedCapitals, 1) | (Layout::Lines | Layout::Sentences, _) => "\n",
        _ => "\n\n",
    };
    let wide = rng.below(4) == 0;
    let mut line = 0;
    for (i, sentence) in document.iter().enumerate() {
        let last_in_paragraph = document.get(i + 1).is_none_or(|next| next.newpar);
        if i > 0 {
            let glued = document[i - 1].tokens.last().is_some_and(|t| !t.space_after);
            let between = if sentence.newpar {
                paragraph
            } else if layout == Layout::Sentences {
                "\n"
            } else if glued {
                ""
            } else if wide {
                "  "
            } else {
                " "
            };
            out.text.push_str(between);
            line = if between.contains('\n') { between.len() - 1 } else { line + between.len() };
        }
        let headline = layout == Layout::Lines && last_in_paragraph && sentence.tokens.len() < 20 && rng.below(3) == 0;
        let count = match sentence.tokens.last() {
            Some(t) if headline && t.form == "." && sentence.tokens.len() > 2 => sentence.tokens.len() - 1,
            _ => sentence.tokens.len(),
        };
        for (j, token) in sentence.tokens[..count].iter().enumerate() {
            let form = match layout {
                Layout::Capitals | Layout::WrappedCapitals => token.form.to_uppercase(),
                Layout::Lower => token.form.to_lowercase(),
                _ => token.form.clone(),
            };
            // Length up to where the line may be broken again.
            let mut word = form.chars().count();
            for (t, next) in sentence.tokens[j..].iter().zip(&sentence.tokens[j + 1..]) {
                if t.space_after {
                    break;
                }
                word += next.form.chars().count();
            }
            let after_blank = out.text.ends_with(' ') && !out.text.trim_end_matches(' ').ends_with('\n');
            if after_blank && line + word > width && line > 0 {
                out.text.truncate(out.text.trim_end_matches(' ').len());
                out.text.push('\n');
                line = 0;
            }
            out.tokens.push(Span::new(out.text.len(), out.text.len() + form.len()));
            out.begins.push(j == 0);
            out.text.push_str(&form);
            line += form.chars().count();
            if token.space_after && j + 1 < count {
                out.text.push(' ');
                line += 1;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::conllu::GoldToken;

    fn document() -> Vec<GoldSentence> {
        let words = |s: &str| s.split(' ').map(|w| GoldToken { form: w.to_owned(), space_after: true }).collect::<Vec<_>>();
        let one = "The ferry left the harbour of Velden before dawn and was not seen again .";
        let sentence = |newpar| GoldSentence { newpar, newdoc: false, tokens: words(one), ..GoldSentence::default() };
        vec![sentence(true), sentence(false), sentence(true)]
    }

    #[test]
    fn every_layout_keeps_the_tokens() {
        for layout in
            [Layout::Plain, Layout::Capitals, Layout::Wrapped, Layout::WrappedCapitals, Layout::Lines, Layout::Sentences, Layout::Lower]
        {
            let r = render(&document(), layout, &mut Rng::new(3));
            assert_eq!(r.begins.iter().filter(|b| **b).count(), 3, "{layout:?}");
            assert!(r.tokens.iter().all(|t| !t.of(&r.text).is_empty() && !t.of(&r.text).contains(char::is_whitespace)));
            let wrapped = matches!(layout, Layout::Wrapped | Layout::WrappedCapitals);
            assert_eq!(r.text.lines().all(|l| l.len() <= 80), wrapped || layout == Layout::Sentences, "{}", r.text);
        }
    }
}
