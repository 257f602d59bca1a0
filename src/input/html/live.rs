//! Live reports: a page of posts, each with its own time. Each post becomes a record of its own, dated by its own stamp.
//!
//! Posts are read from the page's data (`liveBlogUpdate` in JSON-LD), else from elements of one kind that each hold one
//! `time` element, on a page that says of itself that it is live.

use dom_query::{Document, NodeRef};
use serde_json::Value;

use super::meta::{Meta, linked};
use super::page;
use crate::types::{BlockKind, RawRecord};

/// Fewest posts of a live report, and most that are read.
const FEWEST: usize = 3;
const MOST: usize = 2000;
/// Shortest text of a post, in bytes.
const SHORT: usize = 40;

/// The posts of a live report in the order of the page; empty for other pages.
pub(super) fn posts(document: &Document, html: &str, meta: &Meta, data: &[Value]) -> Vec<RawRecord> {
    let told = data.iter().any(|v| of_kind(v, 0));
    if !told && !is_live(html) {
        return Vec::new();
    }
    let mut out = Vec::new();
    for value in data {
        updates(value, meta, &mut out, 0);
    }
    if out.len() < FEWEST {
        out = elements(document, meta, told);
    }
    if out.len() < FEWEST { Vec::new() } else { out }
}

/// A cheap look for the signs by which sites mark live reports.
fn is_live(html: &str) -> bool {
    const SIGNS: [&str; 6] = ["liveblog", "live-blog", "live_blog", "LiveBlog", "live-updates", "live-feed"];
    SIGNS.iter().any(|s| memchr::memmem::find(html.as_bytes(), s.as_bytes()).is_some())
}

fn kinds(object: &serde_json::Map<String, Value>) -> bool {
    let is = |v: &Value| v.as_str().is_some_and(|s| s.ends_with("LiveBlogPosting"));
    match object.get("@type") {
        Some(Value::Array(list)) => list.iter().any(is),
        Some(one) => is(one),
        None => false,
    }
}

fn of_kind(value: &Value, depth: usize) -> bool {
    match value {
        _ if depth > 4 => false,
        Value::Array(list) => list.iter().any(|v| of_kind(v, depth + 1)),
        Value::Object(o) => kinds(o) || o.get("@graph").is_some_and(|g| of_kind(g, depth + 1)),
        _ => false,
    }
}

/// The posts that the page's data give.
fn updates(value: &Value, meta: &Meta, out: &mut Vec<RawRecord>, depth: usize) {
    match value {
        _ if depth > 4 => {}
        Value::Array(list) => list.iter().for_each(|v| updates(v, meta, out, depth + 1)),
        Value::Object(o) => {
            if let Some(Value::Array(list)) = o.get("liveBlogUpdate").filter(|_| kinds(o)) {
                for post in list.iter().filter_map(Value::as_object).take(MOST.saturating_sub(out.len())) {
                    let of = |keys: &[&str]| linked(Some(post), keys);
                    let Some(body) = post.get("articleBody").and_then(Value::as_str).filter(|b| b.trim().len() >= SHORT) else { continue };
                    let title = of(&["headline", "name"]);
                    let mut text = page::Text::default();
                    if let Some(title) = &title {
                        text.push(title, BlockKind::Headline, None);
                    }
                    if body.contains("</") {
                        if page::depth(body) < 100 {
                            page::walk(&Document::fragment(body), title.as_deref(), &mut text);
                        }
                    } else {
                        body.lines().for_each(|l| text.push(l, BlockKind::Paragraph, None));
                    }
                    let published = of(&["datePublished", "dateCreated", "dateModified"]);
                    out.extend(record(text, title, published, of(&["url", "@id"]).filter(|u| u.starts_with("http")), meta));
                }
            }
            if let Some(graph) = o.get("@graph") {
                updates(graph, meta, out, depth + 1);
            }
        }
        _ => {}
    }
}

fn record(text: page::Text, title: Option<String>, published: Option<String>, url: Option<String>, meta: &Meta) -> Option<RawRecord> {
    text.has_body().then(|| RawRecord {
        text: text.text,
        blocks: text.blocks,
        title: title.or_else(|| meta.title.clone()),
        outlet: meta.outlet.clone(),
        url: url.or_else(|| meta.url.clone()),
        author: meta.author.clone(),
        published: published.or_else(|| meta.published.clone()),
        language: meta.language.clone(),
        fields_source: Some("page".into()),
        ..RawRecord::default()
    })
}

/// The parent whose children are posts: the one with most children that hold exactly one `time` and enough text.
fn elements(document: &Document, meta: &Meta, told: bool) -> Vec<RawRecord> {
    let mut best: Vec<(NodeRef<'_>, String)> = Vec::new();
    search(&document.root(), &mut best, told, 0);
    if best.len() < FEWEST {
        return Vec::new();
    }
    let mut out = Vec::new();
    for (post, stamp) in best.into_iter().take(MOST) {
        let heading = ["h1", "h2", "h3", "h4"].iter().find_map(|h| {
            let found = Document::fragment(post.html()).select_single(h).text();
            let line = found.split_whitespace().collect::<Vec<_>>().join(" ");
            (!line.is_empty()).then_some(line)
        });
        let mut text = page::Text::default();
        if let Some(title) = &heading {
            text.push(title, BlockKind::Headline, None);
        }
        page::walk(&Document::fragment(post.html()), heading.as_deref(), &mut text);
        let link = post.attr("id").and_then(|id| meta.url.as_ref().map(|u| format!("{u}#{id}")));
        out.extend(record(text, heading, Some(stamp), link, meta));
    }
    out
}

/// Looks for the largest set of posts; gives how many `time` elements and how much text an element holds.
///
/// A list of other articles looks the same: without the word of the page's data, element or posts must be named as live.
fn search<'a>(node: &NodeRef<'a>, best: &mut Vec<(NodeRef<'a>, String)>, told: bool, depth: usize) -> Found {
    let mut here = Found::default();
    if depth > 300 {
        return here;
    }
    let named = told || names_live(node);
    let mut posts = Vec::new();
    for child in node.children_it(false) {
        if child.is_text() {
            here.text += child.text().trim().len();
            continue;
        }
        let Some(name) = child.node_name() else { continue };
        if matches!(&*name, "script" | "style" | "svg" | "template" | "nav" | "footer" | "aside") {
            continue;
        }
        let mut within = search(&child, best, told, depth + 1);
        if &*name == "time" {
            within.times += 1;
            within.stamp = within.stamp.or_else(|| child.attr("datetime").map(|d| d.trim().to_owned()));
        }
        if within.times == 1
            && within.text >= SHORT
            && (named || names_live(&child))
            && let Some(stamp) = within.stamp.clone().filter(|s| s.len() >= 10)
        {
            posts.push((child, stamp));
        }
        here.times += within.times;
        here.text += within.text;
        here.stamp = here.stamp.or(within.stamp);
    }
    if posts.len() > best.len() {
        *best = posts;
    }
    here
}

fn names_live(node: &NodeRef<'_>) -> bool {
    let mut names = String::new();
    for attribute in ["class", "id", "itemtype"] {
        if let Some(value) = node.attr(attribute) {
            names.push_str(&value.to_lowercase());
            names.push(' ');
        }
    }
    ["liveblog", "live-blog", "live_blog", "live-updates", "live-feed", "live-post"].iter().any(|s| names.contains(s))
}

#[derive(Default)]
struct Found {
    times: usize,
    text: usize,
    stamp: Option<String>,
}
