//! A sentence of a text with one neighbor on each side, cut to a length that fits a page, and what is marked in it.

use super::data::Mark;
use crate::syntax::Syntax;
use crate::table::CodePoints;
use crate::types::{BlockKind, Span};

/// Bytes of a sentence that are kept on each side of its figure.
const SIDE: usize = 500;
/// Bytes of a neighbor.
const NEIGHBOR: usize = 320;

/// Where the sentences of an article lie: those that a reader reads, in bytes.
pub(super) fn sentences(syntax: &Syntax, text: &str, points: &CodePoints<'_>, blocks: &[(i64, i64, BlockKind)]) -> Vec<Span> {
    let read = |kind: BlockKind| !matches!(kind, BlockKind::Boilerplate | BlockKind::Byline | BlockKind::Dateline);
    let mut out = Vec::new();
    for (start, end, _) in blocks.iter().filter(|b| read(b.2)) {
        let range = Span::new(points.byte(*start), points.byte(*end));
        out.extend(syntax.sentences(text, range).into_iter().map(|s| s.span));
    }
    out.sort_unstable();
    out
}

/// Before, sentence, after: the bytes of each that are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Window {
    pub parts: [Span; 3],
    /// True where the part is cut: at its beginning, at its end.
    cut: [(bool, bool); 3],
}

impl Window {
    /// The window around a figure: the sentence (as the claim has it) that holds it, and its neighbors.
    pub fn around(text: &str, sentences: &[Span], sentence: &str, figure: Span) -> Self {
        let figure = Span::new(figure.start.min(text.len()), figure.end.min(text.len()));
        let whole = holding(text, sentence, figure)
            .or_else(|| sentences.iter().copied().find(|s| s.start <= figure.start && figure.start < s.end))
            .unwrap_or(figure);
        let before = sentences[..sentences.partition_point(|s| s.end <= whole.start)].last().copied();
        let after = sentences.get(sentences.partition_point(|s| s.start < whole.end)).copied();
        let at = whole.start.max(figure.start.min(whole.end));
        let from = boundary(text, whole.start.max(at.saturating_sub(SIDE)));
        let to = boundary(text, whole.end.min(at.saturating_add(SIDE)));
        let before = before.map_or((Span::default(), false), |b| {
            let from = boundary(text, b.start.max(b.end.saturating_sub(NEIGHBOR)));
            (Span::new(from, b.end), from > b.start)
        });
        let after = after.map_or((Span::default(), false), |a| {
            let to = boundary(text, a.end.min(a.start + NEIGHBOR));
            (Span::new(a.start, to), to < a.end)
        });
        Self {
            parts: [before.0, Span::new(from, to), after.0],
            cut: [(before.1, false), (from > whole.start, to < whole.end), (false, after.1)],
        }
    }

    /// The three texts.
    pub fn texts(&self, text: &str) -> [String; 3] {
        std::array::from_fn(|n| {
            let (start, end) = self.cut[n];
            format!("{}{}{}", if start { "…" } else { "" }, self.parts[n].of(text), if end { "…" } else { "" })
        })
    }

    /// A span of the text in each part that it meets.
    pub fn marks(&self, text: &str, span: Span, kind: char) -> Vec<Mark> {
        let units = |from: usize, to: usize| text.get(from..to).map_or(0, |t| t.encode_utf16().count());
        let mut out = Vec::new();
        for (n, part) in self.parts.iter().enumerate() {
            let (start, end) = (span.start.max(part.start), span.end.min(part.end));
            if start < end {
                let lead = usize::from(self.cut[n].0);
                let from = lead + units(part.start, start);
                out.push(Mark(n, from, from + units(start, end), kind));
            }
        }
        out
    }
}

/// Where a sentence that is known by its words lies around a figure.
fn holding(text: &str, sentence: &str, figure: Span) -> Option<Span> {
    if sentence.is_empty() {
        return None;
    }
    let from = boundary(text, figure.end.saturating_sub(sentence.len()));
    let to = boundary(text, (figure.start + sentence.len()).min(text.len()));
    let at = from + text.get(from..to.max(from))?.find(sentence)?;
    Some(Span::new(at, at + sentence.len()))
}

/// The last boundary of a character at or before a byte.
fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "It rained – hard. Police in Velden said “nine” miners died. A rescue began.";

    fn spans() -> Vec<Span> {
        let at = |s: &str| TEXT.find(s).expect("there");
        let (a, b) = (at("Police"), at("A rescue"));
        vec![Span::new(0, a - 1), Span::new(a, b - 1), Span::new(b, TEXT.len())]
    }

    fn of(word: &str) -> Span {
        let at = TEXT.find(word).expect("there");
        Span::new(at, at + word.len())
    }

    #[test]
    fn a_neighbor_on_each_side() {
        let w = Window::around(TEXT, &spans(), "Police in Velden said “nine” miners died.", of("nine"));
        assert_eq!(w.texts(TEXT), ["It rained – hard.", "Police in Velden said “nine” miners died.", "A rescue began."]);
        assert_eq!(w.marks(TEXT, of("nine"), 'f'), [Mark(1, 23, 27, 'f')]);
        assert_eq!(w.marks(TEXT, of("rained"), 's'), [Mark(0, 3, 9, 's')]);
        assert!(w.marks(TEXT, Span::new(3, 3), 's').is_empty());
    }

    #[test]
    fn what_is_not_there_does_no_harm() {
        let w = Window::around(TEXT, &[], "other words", of("nine"));
        assert_eq!(w.texts(TEXT), ["", "nine", ""]);
        let w = Window::around(TEXT, &spans(), "", Span::new(4_000, 5_000));
        assert_eq!(w.texts(TEXT)[1], "");
    }

    #[test]
    fn long_sentences_are_cut_around_the_figure() {
        let text = format!("{} 13 {}", "ä".repeat(4_000), "ö".repeat(4_000));
        let at = text.find("13").expect("there");
        let w = Window::around(&text, &[], &text, Span::new(at, at + 2));
        let [_, sentence, _] = w.texts(&text);
        assert!(sentence.starts_with("…ä") && sentence.ends_with("ö…") && sentence.len() < 1_100);
        let marks = w.marks(&text, Span::new(at, at + 2), 'f');
        let units: Vec<u16> = sentence.encode_utf16().collect();
        assert_eq!(String::from_utf16_lossy(&units[marks[0].1..marks[0].2]), "13");
    }
}
