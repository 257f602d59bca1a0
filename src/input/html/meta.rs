//! What a page says about itself: JSON-LD, OpenGraph and other meta, time elements, visible date lines, its address.

use dom_query::{Document, NodeRef};
use serde_json::Value;

use super::dates;
use crate::types::Day;

/// Metadata of a page, as printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Meta {
    pub(super) title: Option<String>,
    pub(super) outlet: Option<String>,
    pub(super) url: Option<String>,
    pub(super) author: Option<String>,
    pub(super) published: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) language: Option<String>,
    /// The text as the page's data give it (JSON-LD `articleBody`).
    pub(super) body: Option<String>,
}

/// What one walk over the page gathers.
#[derive(Default)]
struct Seen {
    /// `name`, `property`, `itemprop` or `http-equiv` in lower case, and the content.
    metas: Vec<(String, String)>,
    linked: Vec<Value>,
    canonical: Option<String>,
    title: Option<String>,
    h1: Vec<Heading>,
    language: Option<String>,
    /// Elements that may hold a date, in the order of the page.
    dates: Vec<DateElement>,
    author: Option<String>,
    /// Characters of visible text so far, by which the distance of two places is measured.
    shown: usize,
    /// Days that stand alone or nearly so on a line, and where.
    lines: Vec<(Day, usize)>,
}

/// A heading of the first level.
struct Heading {
    text: String,
    /// Its class and id.
    class: String,
    at: usize,
}

/// An element that may hold the date of publication.
struct DateElement {
    value: String,
    /// How surely it is that date: the lower the surer.
    rank: u8,
}

/// Reads the metadata of a page, and its data (JSON-LD).
pub(super) fn read(document: &Document, html: &str) -> (Meta, Vec<Value>) {
    let mut seen = Seen::default();
    gather(&document.root(), &mut seen, 0, false);
    let article = article_of(&seen.linked);
    let of = |keys: &[&str]| linked(article, keys);
    let url = seen
        .canonical
        .clone()
        .filter(|u| u.starts_with("http"))
        .or_else(|| seen.meta(&["og:url", "twitter:url"]))
        .or_else(|| of(&["url", "mainEntityOfPage"]).filter(|u| u.starts_with("http")));
    let outlet = of(&["publisher"])
        .or_else(|| seen.meta(&["og:site_name", "application-name", "publisher", "dc.publisher", "twitter:app:name:iphone", "cre"]))
        .filter(|o| !o.starts_with("http") && !o.starts_with('@') && o.len() < 120);
    let title = title(&seen, article, outlet.as_deref());
    let published = published(&seen, article, title.as_deref(), url.as_deref(), html);
    let meta = Meta {
        title,
        author: of(&["author", "creator"])
            .or_else(|| {
                seen.meta(&["author", "article:author", "dc.creator", "byl", "parsely-author", "sailthru.author", "cXenseParse:author"])
            })
            .or_else(|| seen.author.clone())
            .map(|a| clean(a.strip_prefix("By ").or_else(|| a.strip_prefix("by ")).unwrap_or(&a)))
            .filter(|a| !a.starts_with("http") && !a.is_empty() && a.len() < 200),
        modified: of(&["dateModified"]).or_else(|| {
            seen.meta(&["article:modified_time", "og:updated_time", "datemodified", "last-modified", "dc.date.modified", "lastmod"])
        }),
        body: article
            .and_then(|a| a.get("articleBody"))
            .and_then(Value::as_str)
            .map(unescape)
            .filter(|b| b.len() >= 80 && !b.contains("</")),
        published,
        outlet,
        url,
        language: seen.language.clone().or_else(|| seen.meta(&["og:locale", "content-language", "dc.language"])),
    };
    (meta, seen.linked)
}

impl Seen {
    /// The first of these metas that says anything.
    fn meta(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|n| self.metas.iter().find(|(k, v)| k.eq_ignore_ascii_case(n) && !v.is_empty()).map(|(_, v)| v.clone()))
    }
}

fn clean(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn gather(node: &NodeRef<'_>, seen: &mut Seen, depth: usize, dead: bool) {
    if depth > 400 {
        return;
    }
    for child in node.children_it(false) {
        if child.is_text() {
            visible(&child.text(), seen, dead);
            continue;
        }
        let Some(name) = child.node_name() else { continue };
        let attr = |n: &str| child.attr(n).map(|v| clean(&v)).filter(|v| !v.is_empty());
        let mut dead = dead;
        match &*name {
            "html" => seen.language = attr("lang"),
            "meta" => {
                if let Some(content) = attr("content") {
                    for key in ["name", "property", "itemprop", "http-equiv"] {
                        if let Some(k) = attr(key) {
                            seen.metas.push((k.to_lowercase(), content.clone()));
                        }
                    }
                }
            }
            "link" if attr("rel").is_some_and(|r| r == "canonical") => seen.canonical = seen.canonical.take().or_else(|| attr("href")),
            "title" if seen.title.is_none() => seen.title = Some(clean(&child.text())).filter(|t| !t.is_empty()),
            "script" if attr("type").is_some_and(|t| t.eq_ignore_ascii_case("application/ld+json")) => {
                if let Some(value) = parse_linked(&child.text()) {
                    seen.linked.push(value);
                }
            }
            "h1" => {
                let text = clean(&child.text());
                if !dead && !text.is_empty() && seen.h1.len() < 8 {
                    let class = format!("{} {}", child.class().unwrap_or_default(), child.id_attr().unwrap_or_default()).to_lowercase();
                    seen.h1.push(Heading { text, class, at: seen.shown });
                }
            }
            // Dates in there are those of other articles.
            "aside" | "footer" | "nav" => dead = true,
            _ => {}
        }
        if !dead {
            date_element(&child, &name, seen);
        }
        if !matches!(&*name, "script" | "style" | "svg") {
            gather(&child, seen, depth + 1, dead);
        }
    }
}

/// Measures a run of visible text, and notes the day that it shows where it shows little else.
fn visible(text: &str, seen: &mut Seen, dead: bool) {
    const LONGEST: usize = 90;
    let text = text.trim();
    if text.is_empty() {
        return;
    }
    if !dead
        && text.len() <= LONGEST
        && seen.lines.len() < 200
        && let Some(day) = dates::find(text, false)
        && text.chars().filter(|c| c.is_alphabetic()).count() <= 45
    {
        seen.lines.push((day, seen.shown));
    }
    seen.shown += text.len();
}

/// Notes an element whose attributes say that it holds a date.
fn date_element(node: &NodeRef<'_>, name: &str, seen: &mut Seen) {
    let attr = |n: &str| node.attr(n).map(|v| clean(&v)).filter(|v| !v.is_empty());
    let prop = attr("itemprop").unwrap_or_default().to_lowercase();
    let class = format!("{} {}", node.class().unwrap_or_default(), node.id_attr().unwrap_or_default()).to_lowercase();
    if seen.author.is_none() && (prop == "author" || attr("rel").is_some_and(|r| r == "author")) {
        let text = clean(&node.text());
        if !text.is_empty() && text.len() < 100 {
            seen.author = Some(text);
        }
    }
    if name == "time" {
        let modified = class.contains("updat") || class.contains("modif") || prop == "datemodified";
        let rank = match () {
            () if prop.contains("datepublished") || node.has_attr("pubdate") => 0,
            () if modified => 5,
            () if class.contains("publi") || class.contains("entry-date") || class.contains("post-date") => 1,
            () => 2,
        };
        let value = attr("datetime").filter(|d| d.bytes().filter(u8::is_ascii_digit).count() >= 6).unwrap_or_else(|| clean(&node.text()));
        seen.dates.push(DateElement { value, rank });
        return;
    }
    if prop.contains("datepublished") || prop == "datecreated" {
        let value = attr("content").or_else(|| attr("datetime")).or_else(|| attr("title")).unwrap_or_else(|| clean(&node.text()));
        seen.dates.push(DateElement { value, rank: 0 });
        return;
    }
    if name == "abbr" && (class.contains("published") || class.contains("date")) {
        seen.dates.push(DateElement { value: attr("title").unwrap_or_else(|| clean(&node.text())), rank: 1 });
        return;
    }
    const SIGNS: [&str; 14] = [
        "date",
        "datum",
        "time",
        "publish",
        "posted",
        "byline",
        "dateline",
        "submitted",
        "entry-meta",
        "post-meta",
        "article-meta",
        "article__meta",
        "fecha",
        "meta-info",
    ];
    if matches!(
        name,
        "span"
            | "p"
            | "div"
            | "li"
            | "td"
            | "small"
            | "b"
            | "i"
            | "em"
            | "strong"
            | "abbr"
            | "dd"
            | "a"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
    ) && SIGNS.iter().any(|s| class.contains(s))
    {
        let text = node.text();
        if text.len() < 600 {
            let value = clean(&text);
            if value.len() < 200 && value.bytes().any(|b| b.is_ascii_digit()) {
                let modified = class.contains("updat") || class.contains("modif");
                let other = class.contains("comment") || class.contains("related") || class.contains("sidebar") || class.contains("widget");
                seen.dates.push(DateElement { value, rank: if modified || other { 6 } else { 3 } });
            }
        }
    }
}

// --- JSON-LD ---------------------------------------------------------------------------------------------------------

/// A JSON-LD script; those with line breaks in strings, comments around them or a comma too much are mended.
fn parse_linked(text: &str) -> Option<Value> {
    if text.len() > 2_000_000 {
        return None;
    }
    let plain = text
        .trim()
        .trim_start_matches("<!--")
        .trim_end_matches("-->")
        .trim()
        .trim_start_matches("//<![CDATA[")
        .trim_end_matches("//]]>")
        .trim_start_matches("/*<![CDATA[*/")
        .trim_end_matches("/*]]>*/")
        .trim()
        .trim_end_matches(';');
    if let Ok(value) = serde_json::from_str(plain) {
        return Some(value);
    }
    let spaced: String = plain.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    serde_json::from_str(&spaced)
        .or_else(|_| serde_json::from_str(&spaced.replace(",}", "}").replace(", }", "}").replace(",]", "]").replace(", ]", "]")))
        .ok()
}

/// The object that describes the article itself.
fn article_of(linked: &[Value]) -> Option<&serde_json::Map<String, Value>> {
    let mut all = Vec::new();
    for value in linked {
        objects(value, &mut all, 0);
    }
    let kinds = |o: &serde_json::Map<String, Value>| -> Vec<String> {
        match o.get("@type") {
            Some(Value::String(s)) => vec![s.to_lowercase()],
            Some(Value::Array(a)) => a.iter().filter_map(Value::as_str).map(str::to_lowercase).collect(),
            _ => Vec::new(),
        }
    };
    let rank = |o: &serde_json::Map<String, Value>| {
        kinds(o)
            .iter()
            .map(|k| match k.rsplit(['/', ':']).next().unwrap_or("") {
                k if k.ends_with("article") || k.ends_with("blogposting") || k.ends_with("report") || k == "socialmediaposting" => 0,
                "webpage" | "itempage" | "creativework" | "newsmediaitem" => 1,
                "videoobject" => 2,
                _ => 9,
            })
            .min()
            .unwrap_or(9)
    };
    all.into_iter().filter(|o| rank(o) < 9).min_by_key(|o| (rank(o), !o.contains_key("datePublished")))
}

/// All objects, those in lists and graphs too.
fn objects<'a>(value: &'a Value, out: &mut Vec<&'a serde_json::Map<String, Value>>, depth: usize) {
    if depth > 4 || out.len() > 500 {
        return;
    }
    match value {
        Value::Array(list) => list.iter().for_each(|v| objects(v, out, depth + 1)),
        Value::Object(o) => {
            out.push(o);
            for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if let Some(v) = o.get(key) {
                    objects(v, out, depth + 1);
                }
            }
        }
        _ => {}
    }
}

pub(super) fn linked(article: Option<&serde_json::Map<String, Value>>, keys: &[&str]) -> Option<String> {
    fn words(value: &Value) -> Option<String> {
        match value {
            Value::String(s) => Some(clean(&unescape(s))).filter(|s| !s.is_empty()),
            Value::Array(list) => {
                let all: Vec<String> = list.iter().filter_map(words).collect();
                (!all.is_empty()).then(|| all.join(", "))
            }
            Value::Object(o) => ["name", "@value", "@id"].iter().find_map(|k| o.get(*k).and_then(words)),
            _ => None,
        }
    }
    let article = article?;
    keys.iter().find_map(|k| article.get(*k).and_then(words))
}

/// The few entities that writers of JSON-LD leave in titles.
fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = text.to_owned();
    for (from, to) in [
        ("&amp;", "&"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#039;", "'"),
        ("&apos;", "'"),
        ("&rsquo;", "’"),
        ("&lsquo;", "‘"),
        ("&#8217;", "’"),
        ("&#8216;", "‘"),
        ("&#8220;", "“"),
        ("&#8221;", "”"),
        ("&#8211;", "–"),
        ("&#8212;", "—"),
        ("&ndash;", "–"),
        ("&mdash;", "—"),
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
    ] {
        if out.contains(from) {
            out = out.replace(from, to);
        }
    }
    out
}

// --- title -----------------------------------------------------------------------------------------------------------

/// The headline: the h1 that the other titles of the page agree with, else the best of those titles.
fn title(seen: &Seen, article: Option<&serde_json::Map<String, Value>>, outlet: Option<&str>) -> Option<String> {
    let named = [
        linked(article, &["headline", "name"]),
        seen.meta(&["og:title", "dc.title", "twitter:title", "title", "headline", "sailthru.title", "parsely-title"]),
        seen.title.clone(),
    ];
    let given: Vec<String> = named.into_iter().flatten().map(|t| clean(&unescape(&t))).collect();
    // An h1 that says what a title says, or a part of it, is the headline as printed.
    let fits = |h: &str| {
        let h = letters(h);
        h.chars().count() >= 4 && given.iter().any(|g| letters(g).contains(&h))
    };
    let is_site = |h: &str| outlet.is_some_and(|o| letters(o) == letters(h)) || seen.h1.iter().filter(|x| x.text == h).count() > 1;
    let agreed = seen.h1.iter().filter(|h| fits(&h.text) && !is_site(&h.text)).max_by_key(|h| h.text.len());
    if let Some(h) = agreed {
        return Some(h.text.clone());
    }
    // Titles for search engines differ from the headline as printed: an h1 that is no logo is the better one.
    let long = |h: &&Heading| h.text.split_whitespace().count() >= 4 || (!h.text.is_ascii() && h.text.chars().count() >= 12);
    let printed = seen.h1.iter().filter(|h| h.class.contains("title") || h.class.contains("headline")).find(long).or_else(|| {
        let mut all = seen.h1.iter().filter(long);
        all.next().filter(|_| all.next().is_none())
    });
    if let Some(h) = printed.filter(|h| !is_site(&h.text)) {
        return Some(h.text.clone());
    }
    if let Some(first) = given.first() {
        return Some(without_site(first, outlet));
    }
    seen.h1.first().map(|h| h.text.clone())
}

/// A title without the name of the site at its end or beginning.
fn without_site(title: &str, outlet: Option<&str>) -> String {
    for separator in [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • ", "｜", " / "] {
        if let Some((rest, last)) = title.rsplit_once(separator) {
            let site = outlet.is_some_and(|o| letters(o).contains(&letters(last)) || letters(last).contains(&letters(o)));
            if site || (rest.split_whitespace().count() > last.split_whitespace().count() && last.split_whitespace().count() <= 4) {
                return without_site(rest.trim(), outlet);
            }
            if let Some((first, after)) = title.split_once(separator)
                && outlet.is_some_and(|o| letters(o) == letters(first))
            {
                return after.trim().to_owned();
            }
        }
    }
    title.to_owned()
}

fn letters(line: &str) -> String {
    line.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

// --- date ------------------------------------------------------------------------------------------------------------

/// Metas that hold the date of publication, the surest first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "published_time",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "pubdate",
    "sailthru.date",
    "parsely-pub-date",
    "article.published",
    "article:published",
    "dc.date.issued",
    "dcterms.date",
    "dc.date",
    "dcterms.created",
    "dc.date.created",
    "date",
    "citation_publication_date",
    "citation_date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "published",
    "published_date",
    "pub_date",
    "article_date_original",
    "originalpublicationdate",
    "displaydate",
    "ptime",
    "rnews:datepublished",
    "article:post_date",
    "gentime",
    "bt:pubdate",
    "iso-8601-publish-date",
    "shareaholic:article_published_time",
    "datecreated",
    "created",
    "release_date",
    "time",
    "docdate",
    "timestamp",
    "utime",
];

/// Metas that hold a date which is at least near it.
const CHANGED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "dc.date.modified",
    "dcterms.modified",
    "lastmod",
    "revision_date",
    "dc.date.updated",
    "modified",
];

/// A value that begins with a day, or that `normalize` will read.
fn dated(value: &str) -> bool {
    dates::find(value, true).is_some() || (value.len() >= 10 && value.bytes().all(|b| b.is_ascii_digit()))
}

/// The date of publication as printed, or as the day where it was read out of a line.
fn published(
    seen: &Seen,
    article: Option<&serde_json::Map<String, Value>>,
    title: Option<&str>,
    url: Option<&str>,
    html: &str,
) -> Option<String> {
    let in_linked = linked(article, &["datePublished", "dateCreated", "uploadDate"]).filter(|d| dated(d));
    let in_meta = || PUBLISHED.iter().find_map(|n| seen.metas.iter().find(|(k, v)| k == n && dated(v)).map(|(_, v)| v.clone()));
    let in_elements =
        |from: u8, to: u8| (from..=to).find_map(|rank| seen.dates.iter().filter(|d| d.rank == rank).find_map(|d| shown(&d.value)));
    let in_url = url.and_then(dates::in_url);
    let in_scripts = |keys: &[&str]| raw_json(html, keys);
    let found = in_linked
        .map(|d| as_iso(&d))
        .or_else(|| in_meta().map(|d| as_iso(&d)))
        .or_else(|| in_elements(0, 1))
        .or_else(|| in_url.map(|d| d.to_string()))
        .or_else(|| in_elements(2, 3))
        .or_else(|| nearest_line(seen, title, 3000))
        .or_else(|| {
            in_scripts(&[
                "\"datePublished\"",
                "\"publishedAt\"",
                "\"published_at\"",
                "\"publishDate\"",
                "\"publish_date\"",
                "\"pubDate\"",
                "\"published\"",
            ])
        })
        .or_else(|| linked(article, &["dateModified"]).filter(|d| dated(d)).map(|d| as_iso(&d)))
        .or_else(|| CHANGED.iter().find_map(|n| seen.metas.iter().find(|(k, v)| k == n && dated(v)).map(|(_, v)| as_iso(v))))
        .or_else(|| in_elements(5, 6))
        .or_else(|| nearest_line(seen, title, usize::MAX))
        .or_else(|| in_scripts(&["\"createdAt\"", "\"created_at\"", "\"dateCreated\""]))?;
    // An address names the local day. The time in UTC beside it may be of the next day already, or of the one before.
    if let Some(local) = in_url
        && (found.ends_with('Z') || found.ends_with("+00:00"))
        && let Some(utc) = dates::find(&found[..found.len().min(10)], false)
        && (utc.tomorrow().ok() == Some(local) || utc.yesterday().ok() == Some(local))
    {
        return Some(local.to_string());
    }
    Some(found)
}

/// The day of the line nearest to the headline: most print it right above or below.
fn nearest_line(seen: &Seen, title: Option<&str>, reach: usize) -> Option<String> {
    let wanted = title.map(letters);
    let at = seen.h1.iter().find(|h| Some(letters(&h.text)) == wanted).or_else(|| seen.h1.first()).map_or(0, |h| h.at);
    seen.lines
        .iter()
        .map(|(day, line)| (line.abs_diff(at), day))
        .filter(|(far, _)| *far <= reach)
        .min_by_key(|(far, _)| *far)
        .map(|(_, day)| day.to_string())
}

/// ISO as it is, anything else as the day that it names.
fn as_iso(value: &str) -> String {
    let iso = value.len() >= 10
        && value.as_bytes()[..10].iter().enumerate().all(|(i, b)| if i == 4 || i == 7 { *b == b'-' } else { b.is_ascii_digit() });
    if iso {
        return value.to_owned();
    }
    dates::find(value, true).map_or_else(|| value.to_owned(), |d| d.to_string())
}

/// The date of a visible line.
fn shown(value: &str) -> Option<String> {
    dated(value).then(|| as_iso(value))
}

/// A date in the data of a page's scripts.
fn raw_json(html: &str, keys: &[&str]) -> Option<String> {
    for key in keys {
        for at in memchr::memmem::find_iter(html.as_bytes(), key.as_bytes()).take(5) {
            let mut end = (at + key.len() + 60).min(html.len());
            while !html.is_char_boundary(end) {
                end -= 1;
            }
            let rest = html.get(at + key.len()..end).unwrap_or("").trim_start();
            let Some(value) = rest.strip_prefix(':').map(str::trim_start).and_then(|r| r.strip_prefix('"')) else { continue };
            let value = value.split('"').next().unwrap_or("");
            if dated(value) {
                return Some(as_iso(value));
            }
        }
    }
    None
}
