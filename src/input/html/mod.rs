//! Web pages: main text as blocks, and the metadata that the page gives.
//!
//! The main text is found by `dom_smoothie` (Readability's rules); metadata are read by ourselves from JSON-LD, OpenGraph,
//! meta and time elements, visible date lines and the address, in this order.
//!
//! The text of a page's record is made here: title, then the blocks of the main text, a blank line between them.

mod dates;
mod live;
mod meta;
mod page;

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_query::Document;
use dom_smoothie::{Config, Readability};
use encoding_rs::Encoding;

use super::{Found, Job, decode, stream::Stream};
use crate::types::{BlockKind, RawRecord};

pub(super) fn read(job: &Job<'_>, stream: &mut Stream<'_>, sink: &mut dyn FnMut(Found)) -> Result<(), String> {
    let bytes = stream.all(job.limits.record, "the page")?;
    let mut records = page_records(&bytes, None, job.limits.depth)?;
    if records.len() == 1 {
        records.drain(..).for_each(|raw| sink(job.finish(None, raw)));
    }
    for (n, raw) in records.into_iter().enumerate() {
        sink(job.finish(Some(n as i64 + 1), raw));
    }
    Ok(())
}

/// The record of a page's bytes, or the records of the posts of a live report. `told` is the encoding that came with it (a header of HTTP), which a page's own word overrides.
///
/// # Errors
/// A page that is nested too deep, or in which no main text was found.
pub(super) fn page_records(bytes: &[u8], told: Option<&'static Encoding>, limit: usize) -> Result<Vec<RawRecord>, String> {
    let decoded = decode_page(bytes, told);
    within_depth(&decoded.text, limit)?;
    // The readers below are not ours: a page that they stumble over must not take its neighbors with it.
    let mut raws = catch_unwind(AssertUnwindSafe(|| records(&decoded.text)))
        .unwrap_or_else(|_| Err("the reader of pages stumbled over it (a fault of howmany's: please report it with the page)".into()))?;
    raws.iter_mut().for_each(|raw| raw.damaged = decoded.damaged);
    Ok(raws)
}

/// Checks how deep elements are nested.
fn within_depth(html: &str, limit: usize) -> Result<(), String> {
    let depth = page::depth(html);
    if depth > limit { Err(format!("its elements are nested {depth} deep, and the limit is {limit}")) } else { Ok(()) }
}

/// Text and blocks of a piece of markup (the content of a feed's entry) under its title.
///
/// # Errors
/// Markup that is nested too deep.
pub(super) fn fragment_record(title: Option<&str>, markup: &str, limit: usize) -> Result<RawRecord, String> {
    within_depth(markup, limit)?;
    let mut out = page::Text::default();
    if let Some(title) = title {
        out.push(title, BlockKind::Headline, None);
    }
    catch_unwind(AssertUnwindSafe(|| page::walk(&Document::fragment(markup), title, &mut out)))
        .map_err(|_| "the reader of pages stumbled over it (a fault of howmany's: please report it with the feed)".to_owned())?;
    if !out.has_body() {
        return Err("has no text but its title".into());
    }
    Ok(RawRecord { text: out.text, blocks: out.blocks, ..RawRecord::default() })
}

/// Text and blocks of plain lines (the content of a feed's entry) under their title.
///
/// # Errors
/// No lines.
pub(super) fn lines_record(title: Option<&str>, lines: &str) -> Result<RawRecord, String> {
    let mut out = page::Text::default();
    if let Some(title) = title {
        out.push(title, BlockKind::Headline, None);
    }
    for line in lines.lines() {
        out.push(line, BlockKind::Paragraph, None);
    }
    if !out.has_body() {
        return Err("has no text but its title".into());
    }
    Ok(RawRecord { text: out.text, blocks: out.blocks, ..RawRecord::default() })
}

/// The text of a page: by its mark, as UTF-8 where it is UTF-8, else by what its head declares.
fn decode_page(bytes: &[u8], told: Option<&'static Encoding>) -> decode::Decoded {
    if decode::wide(bytes).is_none() && std::str::from_utf8(bytes).is_err() && decode::legacy(bytes).is_some() {
        if let Some(encoding) = declared(bytes).or(told) {
            return decode::decode_narrow(bytes, Some(encoding));
        }
    }
    decode::decode(bytes)
}

/// The encoding that a page declares (`<meta charset="...">`).
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let at = head.find("charset=")? + "charset=".len();
    let label = head[at..].trim_start_matches(['"', '\'', ' ']).split(['"', '\'', ' ', ';', '>', '/']).next()?;
    Encoding::for_label(label.as_bytes()).filter(|e| *e != encoding_rs::UTF_8)
}

/// The record of a page, or those of the posts of a live report: never none.
///
/// # Errors
/// A page in which no main text was found.
fn records(html: &str) -> Result<Vec<RawRecord>, String> {
    let document = Document::from(html);
    let (meta, data) = meta::read(&document, html);
    let posts = live::posts(&document, html, &meta, &data);
    if !posts.is_empty() {
        return Ok(posts);
    }
    page::prepare(&document);
    let config = Config { disable_json_ld: true, keep_classes: true, ..Config::default() };
    let mut readability = Readability::with_document(document, None, Some(config)).map_err(|e| format!("cannot be read as a page: {e}"))?;
    let content = readability.parse().ok().map(|article| article.content);
    let mut out = page::Text::default();
    if let Some(title) = &meta.title {
        out.push(title, BlockKind::Headline, None);
    }
    if let Some(content) = content {
        page::walk(&Document::fragment(content), meta.title.as_deref(), &mut out);
    }
    if !out.has_body() {
        // No part of the page stands out: what the page's data give as its text, or else all its paragraphs.
        let whole = meta.body.clone().unwrap_or_else(|| {
            let again = Document::from(html);
            page::prepare(&again);
            page::paragraphs(&again).join("\n")
        });
        for paragraph in whole.lines() {
            out.push(paragraph, BlockKind::Paragraph, None);
        }
    }
    if !out.has_body() {
        return Err("has no main text that could be told from the rest of the page".into());
    }
    Ok(vec![RawRecord {
        text: out.text,
        blocks: out.blocks,
        title: meta.title,
        outlet: meta.outlet,
        url: meta.url,
        author: meta.author,
        published: meta.published,
        modified: meta.modified,
        language: meta.language,
        fields_source: Some("page".into()),
        ..RawRecord::default()
    }])
}

#[cfg(test)]
mod tests;
