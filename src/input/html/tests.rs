use super::*;
use crate::types::BlockKind::*;

const PAGE: &str = r#"<!DOCTYPE html><html lang="en"><head><title>Nine die in Torvale pit | The Harbour Post</title>
<meta property="og:site_name" content="The Harbour Post"><link rel="canonical" href="https://post.example/2025/04/12/pit">
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "The Harbour Post"},
{"@type": "NewsArticle", "headline": "Nine die in Torvale pit", "datePublished": "2025-04-12T17:20:00+01:00", "dateModified": "2025-04-12T18:05:00+01:00",
"author": [{"@type": "Person", "name": "Jana Roe"}]}]}</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
<article><h1>Nine die in Torvale pit</h1>
<figure><img src="a.jpg"><figcaption>The pit head at dawn. Photograph: J. Roe</figcaption></figure>
<p>Nine miners were killed on Monday when the roof of a pit near Torvale came down, the mayor said, and two more are in hospital with broken legs.</p>
<p>The mine, which employs some 900 people,<br>was shut at once. Its owner did not answer calls, and the state's inspectors said that they would not speak before the end of the week.</p>
<blockquote class="twitter-tweet"><p>Our teams have brought 14 people out alive. The search goes on.</p>&mdash; Jana Roe (@janaroe) <a href="https://x.example/1">April 12, 2025</a></blockquote>
<p><a href="/b">Two bridges closed near Velden</a></p>
<p>It was the third such fall in a year, after one in May that killed four men and one in November that killed none, and the union has called for a strike from Friday on.</p>
</article><aside class="related-articles"><p>Read more: two bridges closed</p></aside><footer><p>&copy; 2025 The Harbour Post</p></footer></body></html>"#;

fn record(html: &str) -> Result<RawRecord, String> {
    let mut all = records(html)?;
    assert_eq!(all.len(), 1);
    Ok(all.remove(0))
}

#[test]
fn a_page_gives_blocks_and_metadata() {
    let raw = record(PAGE).expect("a record");
    assert_eq!(raw.title.as_deref(), Some("Nine die in Torvale pit"));
    assert_eq!(raw.outlet.as_deref(), Some("The Harbour Post"));
    assert_eq!(raw.author.as_deref(), Some("Jana Roe"));
    assert_eq!(raw.published.as_deref(), Some("2025-04-12T17:20:00+01:00"));
    assert_eq!(raw.url.as_deref(), Some("https://post.example/2025/04/12/pit"));
    let kinds: Vec<_> = raw.blocks.iter().map(|b| b.kind).collect();
    assert_eq!(kinds, [Headline, Caption, Paragraph, Paragraph, Embed, Embed, Paragraph], "{}", raw.text);
    assert!(raw.text.contains("some 900 people,\nwas shut"));
    assert!(!raw.text.contains("bridges") && !raw.text.contains("World"));
}

#[test]
fn nesting_is_measured_without_parsing() {
    assert_eq!(page::depth("<div><p>a<p>b<div></div></div><br><img>"), 2);
    assert_eq!(page::depth(&"<div>".repeat(300)), 300);
    assert_eq!(page::depth(&"<div/>".repeat(300)), 300);
    assert_eq!(page::depth(&format!("<svg viewBox='0 0 9 9'>{}</svg><i></i>", "<path d='M0 0'/>".repeat(300))), 1);
    assert_eq!(page::depth(&format!("<script>{}</script><!-- {} --><b></b>", "<div>".repeat(300), "<i>".repeat(300))), 1);
}

#[test]
fn hostile_pages_end() {
    for page in [
        "",
        "<",
        "<<<<",
        "<html>",
        "<p>",
        "<script>",
        "<!--",
        "<title>",
        "<table><tr><td>9",
        "<a href='",
        "\u{0}<p>x</p>",
        "&#0;&#x110000;&bogus;",
    ] {
        let _ = record(page);
        let _ = page::depth(page);
    }
    let long = format!("<body>{}</body>", "<p>Nine died of it, the mayor said on Monday.".repeat(20_000));
    let started = std::time::Instant::now();
    assert!(record(&long).is_ok());
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn declared_encodings_are_used() {
    let html = "<html><head><meta charset=\"windows-1252\"></head><body><p>Caf\u{e9} \u{2013} ";
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(html);
    assert!(decode_page(&bytes, None).text.contains("Café –"));
}

const POSTS: [(&str, &str, &str); 3] = [
    ("2025-05-12T18:40:00+02:00", "Fourteen bodies found", "The coast guard has found 14 bodies, its chief has just told us on the quay."),
    ("2025-05-12T17:05:00+02:00", "Nine are missing", "Nine people are missing, the line says in a short note to the press."),
    ("2025-05-11T16:30:00+02:00", "Divers on their way", "Divers are on their way to the wreck, we hear from the quay of the town."),
];

#[test]
fn a_live_report_by_its_data() {
    let updates: Vec<String> = POSTS
        .iter()
        .map(|(t, h, b)| format!(r#"{{"@type": "BlogPosting", "headline": "{h}", "datePublished": "{t}", "articleBody": "{b}"}}"#))
        .collect();
    let page = format!(
        r#"<html lang="en"><head><meta property="og:site_name" content="The Harbour Post"><script type="application/ld+json">
        {{"@type": "LiveBlogPosting", "headline": "Ferry sinks: live", "datePublished": "2025-05-11", "liveBlogUpdate": [{}]}}</script></head>
        <body><h1>Ferry sinks: live</h1><p>Short.</p></body></html>"#,
        updates.join(",")
    );
    let all = records(&page).expect("posts");
    let got: Vec<_> = all.iter().map(|r| (r.published.as_deref().unwrap_or(""), r.title.as_deref().unwrap_or(""))).collect();
    assert_eq!(got, POSTS.map(|(t, h, _)| (t, h)));
    assert_eq!(all[0].text, format!("{}\n\n{}", POSTS[0].1, POSTS[0].2));
    assert!(all.iter().all(|r| r.outlet.as_deref() == Some("The Harbour Post")));
}

#[test]
fn a_live_report_by_its_elements_and_a_list_that_is_none() {
    let posts = |class: &str| -> String {
        POSTS
            .iter()
            .map(|(t, h, b)| format!(r#"<div class="{class}" id="p1"><time datetime="{t}">18:40</time><h2>{h}</h2><p>{b}</p></div>"#))
            .collect()
    };
    let live = format!(r#"<html><body><h1>Ferry sinks: live</h1><div class="liveblog">{}</div></body></html>"#, posts("post"));
    let all = records(&live).expect("posts");
    assert_eq!(all.len(), 3);
    assert_eq!((all[2].published.as_deref(), all[2].title.as_deref()), (Some(POSTS[2].0), Some(POSTS[2].1)));
    assert!(all[2].text.ends_with(POSTS[2].2), "{}", all[2].text);
    // Teasers of other articles, on a page that has a link to a live report.
    let story =
        "<p>Nine miners were killed on Monday when the roof of a pit near Torvale came down, the mayor said, and two are in hospital.</p>"
            .repeat(4);
    let plain = format!(
        r#"<html><body><a href="/liveblog">Live</a><article><h1>Pit</h1>{story}</article><div class="teasers">{}</div></body></html>"#,
        posts("teaser")
    );
    assert_eq!(records(&plain).expect("a page").len(), 1);
}
