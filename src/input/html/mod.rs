//! Web pages: main text as blocks, and the metadata that the page gives.
//!
//! The main text is found by `dom_smoothie` (Readability's rules); metadata are read by ourselves from JSON-LD, OpenGraph,
//! meta and time elements, visible date lines and the address, in this order.
//!
//! The text of a page's record is made here: title, then the blocks of the main text, a blank line between them.

mod dates;
mod meta;
mod page;

use dom_query::Document;
use dom_smoothie::{Config, Readability};
use encoding_rs::Encoding;

use super::{Found, Job, decode, stream::Stream};
use crate::types::{BlockKind, RawRecord};

pub(super) fn read(job: &Job<'_>, stream: &mut Stream, sink: &mut dyn FnMut(Found)) -> Result<(), String> {
    let bytes = stream.all(job.limits.record, "the page")?;
    let decoded = decode_page(&bytes);
    drop(bytes);
    let depth = page::depth(&decoded.text);
    if depth > job.limits.depth {
        return Err(format!("its elements are nested {depth} deep, and the limit is {}", job.limits.depth));
    }
    let mut raw = record(&decoded.text)?;
    raw.damaged = decoded.damaged;
    sink(job.finish(None, raw));
    Ok(())
}

/// The text of a page: by its mark, as UTF-8 where it is UTF-8, else by what its head declares.
fn decode_page(bytes: &[u8]) -> decode::Decoded {
    if decode::wide(bytes).is_none() && std::str::from_utf8(bytes).is_err() && decode::legacy(bytes).is_some() {
        if let Some(encoding) = declared(bytes) {
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

/// The record of a page.
///
/// # Errors
/// A page in which no main text was found.
pub(super) fn record(html: &str) -> Result<RawRecord, String> {
    let document = Document::from(html);
    let meta = meta::read(&document, html);
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
    Ok(RawRecord {
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
    })
}

#[cfg(test)]
mod tests;
