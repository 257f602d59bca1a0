//! What the recognizers of one article see: text, blocks, sentences with trees, quotations, lexicon.

use crate::lexicon::Lexicon;
use crate::types::{Article, BlockKind, Sentence, Span};

/// One article while it is read. Everything in it is fixed; recognizers return what they find.
pub struct Reading<'a> {
    /// The article.
    pub article: &'a Article,
    /// Its sentences, parsed, in text order; none in boilerplate.
    pub sentences: &'a [Sentence],
    /// Quotations, marks included, in text order, not nested. One that is open at the end of a paragraph and taken up by
    /// the next is two here.
    pub quotes: Vec<Span>,
    /// All knowledge.
    pub lexicon: &'a Lexicon,
}

impl<'a> Reading<'a> {
    /// Prepares an article whose sentences are parsed.
    pub fn new(article: &'a Article, sentences: &'a [Sentence], lexicon: &'a Lexicon) -> Self {
        Self { article, sentences, quotes: quotations(article), lexicon }
    }

    /// The article's text.
    pub fn text(&self) -> &'a str {
        &self.article.text
    }

    /// Text of a span.
    pub fn of(&self, span: &Span) -> &'a str {
        span.of(&self.article.text)
    }

    /// Index of the sentence that holds this byte.
    pub fn sentence_at(&self, byte: usize) -> Option<usize> {
        let after = self.sentences.partition_point(|s| s.span.start <= byte);
        let index = after.checked_sub(1)?;
        (byte < self.sentences[index].span.end).then_some(index)
    }

    /// Index of the block that holds this byte.
    pub fn block_at(&self, byte: usize) -> Option<usize> {
        let after = self.article.blocks.partition_point(|b| b.span.start <= byte);
        let index = after.checked_sub(1)?;
        (byte < self.article.blocks[index].span.end).then_some(index)
    }

    /// The quotation that covers this byte.
    pub fn quote_at(&self, byte: usize) -> Option<Span> {
        let after = self.quotes.partition_point(|q| q.start <= byte);
        self.quotes[..after].last().copied().filter(|q| byte < q.end)
    }
}

/// Quotations of all blocks that are text. A straight mark opens where white space or an opening bracket stands before it.
fn quotations(article: &Article) -> Vec<Span> {
    let mut out = Vec::new();
    for block in &article.blocks {
        if block.kind == BlockKind::Boilerplate {
            continue;
        }
        for (start, line) in paragraphs(block.span, &article.text) {
            quotations_in(line, start, &mut out);
        }
    }
    out.sort();
    out
}

/// The paragraphs of a span: cut at blank lines.
fn paragraphs(span: Span, text: &str) -> impl Iterator<Item = (usize, &str)> {
    let part = span.of(text);
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= part.len() {
            return None;
        }
        let rest = &part[at..];
        let cut = rest.find("\n\n").map_or(rest.len(), |i| i + 2);
        let here = (span.start + at, &rest[..cut]);
        at += cut;
        Some(here)
    })
}

fn quotations_in(text: &str, base: usize, out: &mut Vec<Span>) {
    let mut open: Option<(usize, char)> = None;
    let mut before = ' ';
    let mut skip = 0;
    for (i, c) in text.char_indices() {
        if skip > 0 {
            skip -= 1;
            before = c;
            continue;
        }
        let two = text[i..].starts_with("``") || text[i..].starts_with("''");
        let opens_here = before.is_whitespace() || "([{-—–".contains(before);
        match open {
            None => {
                let mark = match c {
                    '“' | '„' | '«' => Some('”'),
                    '"' if opens_here => Some('"'),
                    '`' if two => Some('\''),
                    '\'' if two && opens_here => Some('\''),
                    _ => None,
                };
                if let Some(mark) = mark {
                    open = Some((i, mark));
                    skip = usize::from(mark == '\'');
                }
            }
            Some((start, mark)) => {
                let closes = match mark {
                    '”' => c == '”' || c == '»',
                    '"' => c == '"',
                    _ => c == '\'' && two,
                };
                if closes {
                    let end = i + c.len_utf8() + usize::from(mark == '\'');
                    out.push(Span::new(base + start, base + end));
                    open = None;
                    skip = usize::from(mark == '\'');
                }
            }
        }
        before = c;
    }
    // A paragraph that ends within a quotation: the speaker goes on in the next.
    if let Some((start, _)) = open {
        let end = text.trim_end().len();
        if end > start {
            out.push(Span::new(base + start, base + end));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Block;

    fn quotes(text: &str) -> Vec<String> {
        let blocks = vec![Block { span: Span::new(0, text.len()), kind: BlockKind::Paragraph, embed: None }];
        let article = Article { text: text.into(), blocks, ..Article::default() };
        quotations(&article).iter().map(|q| q.of(text).to_owned()).collect()
    }

    #[test]
    fn straight_curly_and_wire_marks() {
        assert_eq!(
            quotes("He said: \"We lost six.\" Then “nobody” and ``four men'' came."),
            ["\"We lost six.\"", "“nobody”", "``four men''"]
        );
    }

    #[test]
    fn an_inch_mark_opens_nothing() {
        assert!(quotes("The 12\" gun fired.").is_empty());
    }

    #[test]
    fn an_open_quotation_ends_with_its_paragraph() {
        assert_eq!(quotes("“We lost six.\n\n“They took four,” she said."), ["“We lost six.", "“They took four,”"]);
    }
}
