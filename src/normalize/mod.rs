//! Raw record to [`Article`]: blocks, metadata, dates, language. The text is not touched.
//!
//! ```
//! use howmany::{lexicon::Lexicon, normalize::Normalizer, types::{BlockKind, RawRecord}};
//! let lexicon = Lexicon::builtin()?;
//! let text = "Nine miners die in Torvale pit after its roof falls in\n\n6 hours ago 2\n\n17:20, Sat, Apr 12, 2025\n\nTORVALE, Belmaria (AP) - Nine miners were killed.";
//! let article = Normalizer::new(&lexicon).normalize(RawRecord { text: text.into(), ..RawRecord::default() }).map_err(|r| r.reason)?;
//! let kinds: Vec<BlockKind> = article.blocks.iter().map(|b| b.kind).collect();
//! use BlockKind::*;
//! assert_eq!(kinds[1..], [Boilerplate, Dateline, Dateline, Paragraph]);
//! assert_eq!(article.published.as_deref(), Some("2025-04-12T17:20"));
//! assert_eq!(article.wire_credit.as_deref(), Some("AP"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Blocks are spans that lie in order, do not overlap, and cover every visible character. Metadata come from the fields
//! that were given, and where there are none from what the text prints.

mod classify;
mod credit;
mod dateline;
mod embed;
mod language;
mod lines;
mod masthead;
mod signs;
pub mod stamp;

use xxhash_rust::xxh3::Xxh3;

use self::classify::{Classifier, Printed};
use self::lines::Unit;
use self::stamp::{Stamp, StampReader};
use crate::lexicon::Lexicon;
use crate::types::{Article, Block, BlockKind, RawRecord, Reject, Span};

/// Makes articles of raw records. Built once and shared by threads.
#[derive(Clone, Copy, Debug)]
pub struct Normalizer<'l> {
    lexicon: &'l Lexicon,
    stamps: StampReader<'l>,
}

impl<'l> Normalizer<'l> {
    /// A normalizer that knows what the lexicon knows.
    pub fn new(lexicon: &'l Lexicon) -> Self {
        Self { lexicon, stamps: StampReader::new(&lexicon.time) }
    }

    /// The article of a record; a function of the record alone. `article_id` is that of the content: repeats of the same
    /// content are told apart by whoever sees all articles.
    ///
    /// # Errors
    /// A record whose text has nothing but furniture, or nothing to see.
    pub fn normalize(&self, record: RawRecord) -> Result<Article, Reject> {
        let reject = |reason: &str| Reject { source_path: record.source_path.clone(), record: record.record, reason: reason.to_owned() };
        if record.text.trim().is_empty() {
            return Err(reject("the text is empty"));
        }
        let known = sound(&record.text, &record.blocks);
        let units: Vec<Unit> =
            if known.is_empty() { lines::units(&record.text) } else { known.iter().map(|b| Unit { span: b.span, apart: true }).collect() };
        let mut classifier = Classifier {
            text: &record.text,
            furniture: &self.lexicon.furniture,
            stamps: &self.stamps,
            title: record.title.as_deref(),
            outlet: record.outlet.as_deref(),
            printed: Printed::default(),
        };
        let blocks = classifier.run(&units, &known);
        let printed = classifier.printed;
        if blocks.iter().all(|b| b.kind == BlockKind::Boilerplate) {
            return Err(reject("the text has nothing but page furniture (links, buttons, counters)"));
        }
        let article_id = article_id(&record);
        let (published, source) = self.published(&record, &printed);
        let modified = record.modified.as_deref().and_then(|m| self.stamps.read(m)).or(printed.modified).map(|s| s.iso);
        let outlet = record.outlet.clone().or(printed.masthead).or(printed.outlet);
        let wire_credit = printed
            .wire
            .or_else(|| record.author.as_deref().and_then(|a| self.lexicon.furniture.agency(a)).map(str::to_owned))
            .or_else(|| outlet.as_deref().and_then(|o| self.lexicon.furniture.agency(o)).map(str::to_owned));
        let language = record.language.as_deref().and_then(language::code).or_else(|| language::detect(&sample(&record.text, &blocks)));
        Ok(Article {
            article_id,
            outlet,
            title: record.title.as_deref().map(one_line).or(printed.title),
            author: record.author.as_deref().map(one_line).or(printed.author),
            published_day: published.as_ref().filter(|s| matches!(s.precision, "minute" | "day")).map(|s| s.day),
            published_precision: published.as_ref().map(|s| s.precision.to_owned()),
            published_source: published.as_ref().map(|_| source.to_owned()),
            published: published.map(|s| s.iso),
            modified,
            language,
            wire_credit,
            source_path: record.source_path,
            record: record.record,
            external_id: record.external_id,
            url: record.url,
            text: record.text,
            blocks,
            damaged: record.damaged,
        })
    }

    /// When it was published, and where that stands.
    fn published(&self, record: &RawRecord, printed: &Printed) -> (Option<Stamp>, &'static str) {
        if let Some(stamp) = record.published.as_deref().and_then(|p| self.stamps.read(p)) {
            let source = match record.fields_source.as_deref() {
                Some("sidecar") => "sidecar",
                Some("page") => "page",
                _ => "field",
            };
            return (Some(stamp), source);
        }
        // An article that prints only when it was changed was out by then.
        (printed.published.clone().or_else(|| printed.modified.clone()), "text")
    }
}

/// The blocks of markup, if they lie in order on the text and cover what can be seen of it; else none.
fn sound(text: &str, blocks: &[Block]) -> Vec<Block> {
    let mut at = 0;
    for block in blocks {
        let Span { start, end } = block.span;
        if start < at || end <= start || text.get(start..end).is_none() || !text[at..start].trim().is_empty() {
            return Vec::new();
        }
        at = end;
    }
    if text[at..].trim().is_empty() { blocks.to_vec() } else { Vec::new() }
}

/// Text by which the language is told: paragraphs first, since furniture may be in another one.
fn sample(text: &str, blocks: &[Block]) -> String {
    const ENOUGH: usize = 2000;
    let mut out = String::new();
    for kind in [BlockKind::Paragraph, BlockKind::Headline, BlockKind::Standfirst, BlockKind::Caption, BlockKind::Embed] {
        for block in blocks.iter().filter(|b| b.kind == kind) {
            if out.len() >= ENOUGH {
                return out;
            }
            let piece = block.span.of(text);
            let mut end = piece.len().min(ENOUGH);
            while !piece.is_char_boundary(end) {
                end -= 1;
            }
            out.push_str(&piece[..end]);
            out.push(' ');
        }
    }
    out
}

/// White space as single spaces.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `a_` and 32 hex digits of xxh3-128 over the text and the fields as they were given, each with its length, so that no two
/// records run into the same bytes. The path is no part of it.
fn article_id(record: &RawRecord) -> String {
    let mut hasher = Xxh3::new();
    let mut part = |value: Option<&str>| {
        let length = value.map_or(u64::MAX, |v| v.len() as u64);
        hasher.update(&length.to_le_bytes());
        hasher.update(value.unwrap_or("").as_bytes());
    };
    part(Some(&record.text));
    for field in [&record.title, &record.outlet, &record.published, &record.url, &record.external_id] {
        part(field.as_deref());
    }
    format!("a_{:032x}", hasher.digest128())
}

#[cfg(test)]
mod tests;
