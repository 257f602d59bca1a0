//! Figures: every number of a text, read by value and told what it is.
//!
//! "Police said at least 13 people, among them a 34-year-old, were hurt in a 2-1 win on Route 66." gives `at least 13`
//! (count, from 13 upwards), `34` (age), `2-1` (score) and `66` (designation). Reading needs no parse: one pass over the
//! bytes finds what can begin a number, and the words around each decide the rest.

mod digits;
mod kind;
mod measure;
mod name;
mod number;
mod one;
mod page;
mod range;
mod read;
mod scan;
mod score;
mod shape;
mod special;
mod tables;
#[cfg(test)]
mod tests;
mod time;
mod walk;

use crate::lexicon::Numbers;
use crate::types::{Block, BlockKind, Figure, FigureKind, Flag, FlagCode, Quantifier, Span, Timex, TimexType};

use scan::Hit;
use tables::Tables;
use walk::Window;

/// Reads figures. Made once from the lexicon, shared by all threads.
pub struct FigureReader {
    tables: Tables,
}

/// What a figure is read in: the block it stands in, what came before it, and whose text it is.
struct Place<'a> {
    window: Window<'a>,
    country: Option<&'a str>,
    /// End of the figure before: no hedge reaches further left.
    floor: usize,
}

impl FigureReader {
    /// A reader with the knowledge of `numbers`.
    pub fn new(numbers: &Numbers) -> Self {
        Self { tables: Tables::new(numbers) }
    }

    /// All figures of `text` in order of start, not overlapping.
    ///
    /// `dates` are the time expressions already found, in order of start: their numbers become figures of kind date, time or
    /// duration. `blocks` are the article's: numbers of boilerplate, bylines and datelines are furniture unless they are
    /// dates or times, and no reading crosses the end of a block. `country` (ISO alpha-2) is the outlet's, for bare
    /// "dollars".
    pub fn read(&self, text: &str, dates: &[Timex], blocks: &[Block], country: Option<&str>) -> Vec<Figure> {
        let mut out: Vec<Figure> = Vec::new();
        let (mut at, mut block, mut date) = (0, 0, 0);
        while let Some(hit) = scan::next(&self.tables, text, at) {
            let start = match hit {
                Hit::Digit(s) | Hit::Word(s, _) | Hit::Sign(s) => s,
            };
            while blocks.get(block).is_some_and(|b| b.span.end <= start) {
                block += 1;
            }
            while dates.get(date).is_some_and(|d| d.span.end <= start) {
                date += 1;
            }
            let inside = blocks.get(block).filter(|b| b.span.start <= start && b.span.end <= text.len());
            let window = match inside {
                Some(b) => Window { text, low: b.span.start, high: b.span.end },
                None => Window { text, low: 0, high: text.len() },
            };
            let floor = out.last().map_or(0, |f| f.span.end);
            let place = Place { window, country, floor };
            let timex = dates.get(date).filter(|d| d.span.start <= start);
            let (figure, end) = self.figure(&place, hit, timex, &out);
            at = end.max(start + 1);
            while !text.is_char_boundary(at) {
                at += 1;
            }
            let Some(mut figure) = figure else { continue };
            if let Some(t) = timex {
                date_kind(&mut figure, t);
            }
            let quiet = inside.is_some_and(|b| matches!(b.kind, BlockKind::Boilerplate | BlockKind::Byline | BlockKind::Dateline));
            if quiet && !matches!(figure.kind, FigureKind::Date | FigureKind::Time | FigureKind::Furniture) {
                figure.kind = FigureKind::Furniture;
                figure.rule = "block".into();
            }
            if figure.span.start >= floor {
                out.push(figure);
            }
        }
        kind::second_look(text, &mut out);
        out
    }
}

/// Warnings about figures: digits beyond any number (`number_overflow`), and numbers that touch a word (`glued_number`).
pub fn flags(text: &str, figures: &[Figure]) -> Vec<Flag> {
    let mut out = Vec::new();
    for (i, figure) in figures.iter().enumerate() {
        let (code, detail) = match figure.rule.as_str() {
            "overflow" => (FlagCode::NumberOverflow, format!("a number of {} characters has no value", figure.number.len())),
            rule if rule.ends_with("_glued") => (FlagCode::GluedNumber, format!("{} touches the word before it", figure.number.of(text))),
            _ => continue,
        };
        out.push(Flag { code, detail, figure: Some(i), claim: None });
    }
    out
}

/// Gives a figure that stands in a time expression its kind.
fn date_kind(figure: &mut Figure, timex: &Timex) {
    // Lengths of time, money and measures keep what they are ("three years ago", "5 dollars a day").
    let kind = match timex.kind {
        TimexType::Date => FigureKind::Date,
        TimexType::Time => FigureKind::Time,
        TimexType::Duration | TimexType::Set => FigureKind::Duration,
    };
    let keeps =
        matches!(figure.kind, FigureKind::Duration | FigureKind::Furniture | FigureKind::Age | FigureKind::Money | FigureKind::Percent);
    // "about 1900 tents": a bare year that hedge and noun make a count.
    let hedged = figure.kind == FigureKind::Count && figure.quantifier != Quantifier::Exact && timex.span == figure.number;
    // A line break within a date does not make a page number of its day.
    let broken = figure.kind == FigureKind::Furniture && figure.rule == "line" && timex.span.len() > figure.span.len();
    if hedged || keeps && !broken {
        return;
    }
    // A set's number counts times, not days, unless it has a unit.
    figure.kind = kind;
    figure.rule = "timex".into();
}

fn span(start: usize, end: usize) -> Span {
    Span::new(start, end)
}
