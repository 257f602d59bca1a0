//! Feeds (RSS, Atom): an article an entry, with what the entry prints of it.
//!
//! Entries are cut out first and read one by one, so that a broken one does not take the rest with it. The text of an
//! entry is its title and its longest content, markup taken off as from a page.

use quick_xml::Reader;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesStart, Event};

use super::stream::Stream;
use super::{Found, Job, decode, html};
use crate::types::RawRecord;

/// What one element of a feed or entry says.
struct Element {
    /// With its prefix, in lower case.
    name: String,
    /// `href` and `rel` of a link, `type` of a content.
    href: Option<String>,
    rel: Option<String>,
    markup: bool,
    /// What stands between its tags, entities as they are.
    inner: String,
}

pub(super) fn read(job: &Job<'_>, stream: &mut Stream<'_>, sink: &mut dyn FnMut(Found)) -> Result<(), String> {
    let bytes = stream.all(job.limits.whole, "the feed")?;
    let decoded = decode_xml(&bytes);
    drop(bytes);
    let text = decoded.text.as_str();
    let literals = Literals::of(text);
    let (tag, _) = ["<item", "<entry"]
        .iter()
        .filter_map(|t| next_open(text, t, 0, literals).map(|at| (*t, at)))
        .min_by_key(|(_, at)| *at)
        .ok_or_else(|| if is_feed(text) { "is a feed without entries" } else { "is XML, but neither a feed (RSS, Atom) nor a page" })?;
    let close = format!("</{}>", &tag[1..]);
    let first = next_open(text, tag, 0, literals).unwrap_or(text.len());
    let head = elements(&text[..first]);
    let outlet = head.iter().find(|e| e.name == "title").map(|e| words(&e.inner)).filter(|t| !t.is_empty());
    let language = head.iter().find(|e| matches!(e.name.as_str(), "language" | "dc:language")).map(|e| words(&e.inner));
    let language = language.or_else(|| attribute_of(text, "xml:lang")).filter(|l| !l.is_empty());
    let mut at = first;
    let mut number = 0i64;
    loop {
        number += 1;
        let (end, whole) = match end_of(text, at, &close, tag, literals) {
            Some(end) => (end, true),
            None => (text.len(), false),
        };
        let piece = &text[at..end];
        let found = if !whole {
            Err("the entry is cut off".to_owned())
        } else if piece.len() > job.limits.record {
            Err(super::too_large("the entry", job.limits.record))
        } else {
            entry(piece, job.limits.depth)
        };
        sink(found.map_err(|reason| job.reject(Some(number), reason)).and_then(|mut raw| {
            raw.outlet.clone_from(&outlet);
            raw.language = raw.language.take().or_else(|| language.clone());
            raw.fields_source = Some("field".into());
            raw.damaged |= decoded.damaged;
            job.finish(Some(number), raw)
        }));
        match next_open(text, tag, end, literals) {
            Some(next) => at = next,
            None => return Ok(()),
        }
    }
}

fn is_feed(text: &str) -> bool {
    ["<rss", "<feed", "<rdf:RDF", "<channel"].iter().any(|t| text.contains(t))
}

/// XML tells its encoding on its first line.
fn decode_xml(bytes: &[u8]) -> decode::Decoded {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
    let told = head.split("encoding=").nth(1).and_then(|r| r.get(1..)).and_then(|r| r.split(['"', '\'']).next());
    decode::decode_told(bytes, told.and_then(|l| encoding_rs::Encoding::for_label(l.as_bytes())))
}

/// Where the next such tag opens, from `from` on; not within CDATA.
fn next_open(text: &str, tag: &str, from: usize, literals: Literals) -> Option<usize> {
    let mut at = from;
    loop {
        let here = at + memchr::memchr(b'<', text.as_bytes().get(at..)?)?;
        let rest = &text[here..];
        if rest.starts_with(tag) && rest[tag.len()..].starts_with([' ', '>', '\n', '\r', '\t']) {
            return Some(here);
        }
        at = here + literals.past(rest, here).unwrap_or(1);
    }
}

/// Where the last CDATA and the last comment of a feed end: one that opens behind it has no end, and none is looked for.
#[derive(Clone, Copy)]
struct Literals {
    data: usize,
    comment: usize,
}

impl Literals {
    fn of(text: &str) -> Self {
        Self { data: text.rfind("]]>").unwrap_or(0), comment: text.rfind("-->").unwrap_or(0) }
    }

    /// The length of CDATA or a comment that the rest from `here` on begins with; one without end is taken for a mark like any other.
    fn past(self, rest: &str, here: usize) -> Option<usize> {
        let (open, close, last) =
            [("<![CDATA[", "]]>", self.data), ("<!--", "-->", self.comment)].into_iter().find(|(o, _, _)| rest.starts_with(o))?;
        if here >= last {
            return None;
        }
        rest[open.len()..].find(close).map(|i| open.len() + i + close.len())
    }
}

/// One past the tag that closes the entry; where another one opens before it, the entry ends there.
fn end_of(text: &str, from: usize, close: &str, tag: &str, literals: Literals) -> Option<usize> {
    let mut at = from + tag.len();
    loop {
        let here = at + memchr::memchr(b'<', text.as_bytes().get(at..)?)?;
        let rest = &text[here..];
        if rest.starts_with(close) {
            return Some(here + close.len());
        }
        if rest.starts_with(tag) && rest[tag.len()..].starts_with([' ', '>', '\n', '\r', '\t']) {
            return Some(here);
        }
        at = here + literals.past(rest, here).unwrap_or(1);
    }
}

/// The elements at the second level of a piece: those within its outermost one, or, in the head of a feed, all that open.
fn elements(piece: &str) -> Vec<Element> {
    const MOST: usize = 200;
    let mut reader = Reader::from_str(piece);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut out = Vec::new();
    let mut outer = true;
    while out.len() < MOST {
        match reader.read_event() {
            Ok(Event::Start(start)) if outer => {
                // The entry itself, or the root and channel of a feed: looked into, not kept.
                let name = name_of(&start);
                outer = matches!(name.as_str(), "rss" | "rdf:rdf");
            }
            Ok(Event::Start(start)) => {
                let mut element = element_of(&start);
                match reader.read_text(start.name()) {
                    Ok(inner) => element.inner = String::from_utf8_lossy(inner.as_bytes()).into_owned(),
                    Err(_) => break,
                }
                out.push(element);
            }
            Ok(Event::Empty(start)) => out.push(element_of(&start)),
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    out
}

fn name_of(start: &BytesStart<'_>) -> String {
    String::from_utf8_lossy(start.name().as_ref()).to_lowercase()
}

fn element_of(start: &BytesStart<'_>) -> Element {
    let attribute = |name: &str| {
        let found = start.attributes().with_checks(false).flatten().find(|a| a.key.as_ref() == name.as_bytes())?;
        Some(unescape(&String::from_utf8_lossy(&found.value)))
    };
    let markup = attribute("type").is_some_and(|t| t == "xhtml");
    Element { name: name_of(start), href: attribute("href"), rel: attribute("rel"), markup, inner: String::new() }
}

/// The value of an attribute of the root.
fn attribute_of(text: &str, name: &str) -> Option<String> {
    let start = text.find("<feed").or_else(|| text.find("<rss"))?;
    let tag = &text[start..start + text[start..].find('>')?];
    let value = tag.split(name).nth(1)?.trim_start().strip_prefix('=')?.trim_start();
    value.get(1..)?.split(['"', '\'']).next().map(str::to_owned)
}

/// Entities replaced by what they stand for; unknown ones stay.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.char_indices().take(33).find(|(_, c)| *c == ';').map(|(i, _)| i);
        let known = end.and_then(|end| {
            let name = &rest[1..end];
            let code = match name.strip_prefix('#') {
                Some(hex) if hex.starts_with(['x', 'X']) => u32::from_str_radix(&hex[1..], 16).ok(),
                Some(number) => number.parse().ok(),
                None => return resolve_html5_entity(name).map(|s| (s.to_owned(), end)),
            };
            Some((code.and_then(char::from_u32)?.to_string(), end))
        });
        match known {
            Some((what, end)) => {
                out.push_str(&what);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// What an element says, CDATA opened and one layer of entities taken off: markup where it holds any.
fn content(inner: &str) -> String {
    let mut out = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = rest.find("<![CDATA[") {
        out.push_str(&unescape(&rest[..at]));
        rest = &rest[at + 9..];
        let end = rest.find("]]>").unwrap_or(rest.len());
        out.push_str(&rest[..end]);
        rest = rest.get(end + 3..).unwrap_or("");
    }
    out.push_str(&unescape(rest));
    out
}

/// What an element says as one line without markup.
fn words(inner: &str) -> String {
    let text = content(inner);
    let mut out = String::with_capacity(text.len());
    let mut tag = false;
    for c in text.chars() {
        match c {
            '<' => tag = true,
            '>' if tag => {
                tag = false;
                out.push(' ');
            }
            _ if !tag => out.push(c),
            _ => {}
        }
    }
    // A "<" that opens nothing: what was taken for a tag is text.
    if tag {
        out = text.clone();
    }
    // Titles are often escaped twice.
    let out = if out.contains('&') { unescape(&out) } else { out };
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn entry(piece: &str, depth: usize) -> Result<RawRecord, String> {
    let all = elements(piece);
    let first = |names: &[&str]| -> Option<String> {
        names.iter().find_map(|n| all.iter().find(|e| e.name == *n).map(|e| words(&e.inner)).filter(|w| !w.is_empty()))
    };
    let title = first(&["title", "dc:title"]);
    let body = ["content:encoded", "content", "description", "summary", "dc:description"]
        .iter()
        .filter_map(|n| all.iter().find(|e| e.name == *n))
        .map(|e| if e.markup { e.inner.clone() } else { content(&e.inner) })
        .max_by_key(String::len)
        .unwrap_or_default();
    let mut raw = if body.contains(['<', '&']) {
        html::fragment_record(title.as_deref(), &body, depth)?
    } else {
        html::lines_record(title.as_deref(), &body)?
    };
    let link = all.iter().filter(|e| e.name == "link");
    raw.url = link
        .filter(|e| e.rel.as_deref().is_none_or(|r| r == "alternate"))
        .map(|e| e.href.clone().unwrap_or_else(|| words(&e.inner)))
        .find(|u| u.starts_with("http"))
        .or_else(|| first(&["guid", "id"]).filter(|u| u.starts_with("http")));
    raw.title = title;
    raw.external_id = first(&["guid", "id"]);
    raw.published = first(&["pubdate", "published", "dc:date", "dcterms:issued", "updated"]);
    raw.modified = first(&["updated", "dcterms:modified"]).filter(|m| Some(m) != raw.published.as_ref());
    raw.language = first(&["dc:language"]);
    raw.author = first(&["dc:creator", "author"]).map(|a| {
        // "roe@post.example (Jana Roe)" in RSS.
        let named = a.split_once('(').and_then(|(mail, name)| mail.contains('@').then(|| name.trim_end_matches(')').trim().to_owned()));
        named.unwrap_or(a)
    });
    if let Some(name) = all.iter().find(|e| e.name == "author").and_then(|e| {
        let (_, after) = e.inner.split_once("<name>")?;
        after.split("</name>").next().map(words)
    }) {
        raw.author = Some(name);
    }
    Ok(raw)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_and_tags() {
        assert_eq!(unescape("a &amp; b &#8217; &#x41; &nope; &"), "a & b \u{2019} A &nope; &");
        assert_eq!(words("<![CDATA[Nine <b>die</b> &amp; more]]>"), "Nine die & more");
        assert_eq!(words("5 < 6"), "5 < 6");
    }

    #[test]
    fn entries_are_cut_out() {
        let text = "<item><a><![CDATA[</item>]]></a></item><item>x<item>y</item><items/>";
        let literals = Literals::of(text);
        let end = end_of(text, 0, "</item>", "<item", literals).expect("an end");
        assert_eq!(&text[..end], "<item><a><![CDATA[</item>]]></a></item>");
        let next = end_of(text, end, "</item>", "<item", literals).expect("an end");
        assert_eq!(&text[end..next], "<item>x");
        assert_eq!(next_open(text, "<item", next + 1, literals), None);
    }
}
