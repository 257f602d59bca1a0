//! Bytes to articles: the first byte says under which name they are read, the rest is the file. What comes out is normalized, and
//! its blocks must lie in order on its text.
#![cfg_attr(fuzzing, no_main)]

#[path = "../../tests/it/packing.rs"]
mod packing;

use std::sync::LazyLock;

use howmany::input::{InputOptions, read_bytes};
use howmany::lexicon::Lexicon;
use howmany::normalize::Normalizer;
use packing::{gz, tar, zip, zst};

/// Names under which bytes are read; their order is that of the first byte.
const NAMES: &[&str] = &["a.txt", "a.jsonl", "a.json", "a.csv", "a.html", "a.xml", "a.warc", "a.zip", "a.tar", "a"];

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::builtin().expect("built in"));

fn run(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    let name = NAMES[*first as usize % NAMES.len()];
    let mut options = InputOptions::default();
    options.limits.article = 200_000;
    options.limits.record = 400_000;
    options.limits.whole = 400_000;
    options.limits.expanded = 4_000_000;
    options.limits.members = 50;
    let normalizer = Normalizer::new(&LEXICON);
    let mut heard = 0;
    read_bytes(name, rest, &options, &mut |found| {
        heard += 1;
        match found {
            Ok(record) => {
                let text = record.text.clone();
                let Ok(article) = normalizer.normalize(record) else { return };
                assert_eq!(article.text, text);
                let mut at = 0;
                for block in &article.blocks {
                    assert!(block.span.start >= at && block.span.end > block.span.start);
                    assert!(text.get(block.span.start..block.span.end).is_some());
                    assert!(text[at..block.span.start].trim().is_empty(), "a part of the text is in no block");
                    at = block.span.end;
                }
            }
            Err(reject) => assert!(!reject.reason.contains("a fault of howmany's"), "{}", reject.reason),
        }
    });
    assert!(heard > 0, "nothing was heard of it");
}

fn warc(body: &str, more: &str) -> Vec<u8> {
    packing::warc("https://post.example/1", &format!("Content-Type: text/html; charset=utf-8\r\n{more}"), body.as_bytes())
}

fn archives(text: &[u8], line: &[u8], page: &[u8]) -> [Vec<u8>; 2] {
    let files: [(&str, &[u8]); 4] = [("a.meta.toml", b"outlet = \"The Harbour Post\"\n"), ("a.txt", text), ("b.jsonl", line), ("c.html", page)];
    [zip(&files), tar(&files)]
}

/// Small files of each format, in our own words.
fn seeds() -> Vec<(&'static str, Vec<u8>)> {
    let text = "Torvale Herald\nHome > News\n\nNine die in pit\n\nBy Jana Roe, AP\n\n17:20, Sat, Apr 12, 2025 | UPDATED: 18:05, Sun, Apr 13, 2025\n\nTORVALE, Belmaria (AP) - Nine miners were killed, police said.\n\nOur boats saved 14\u{2026} pic.twitter.com/Ab12\n\n\u{2014} Jana Roe (@janaroe) April 12, 2025\n\n14:32\n\nMore to come.\n\n3 comments | Share\n\u{a9} 2025 Torvale Herald Publishing. All rights reserved.";
    let line = "{\"id\": 7, \"title\": \"Pit\", \"text\": \"Police said nine \\u00e9 miners \\ud83d\\ude00 were killed.\", \"source\": {\"name\": \"Post\"}, \"authors\": [\"A\"], \"published\": \"2025-04-12\"}\n";
    let csv = "id;title;text;published\n1;Pit;\"Police said; nine \"\"miners\"\" were killed.\";2025-04-12\n2;Fire;Two boats sank.;\n";
    let story = "<p>Police said nine miners were killed at Torvale on Monday, and that two more were in hospital, <b>one</b> of them badly hurt.</p>".repeat(3);
    let page = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>Pit | Post</title><meta property=\"og:site_name\" content=\"Post\"><script type=\"application/ld+json\">{{\"@type\": \"NewsArticle\", \"headline\": \"Pit\", \"datePublished\": \"2025-04-12T17:20:00Z\"}}</script></head><body><nav><a href=\"/\">Home</a></nav><article><h1>Pit</h1><time datetime=\"2025-04-12\">12 April 2025</time><figure><img src=\"a\"><figcaption>The pit</figcaption></figure>{story}<blockquote class=\"twitter-tweet\"><p>We are well.</p>&mdash; Roe (@roe)</blockquote></article></body></html>"
    );
    let live = format!(
        "<html><head><script type=\"application/ld+json\">{{\"@type\": \"LiveBlogPosting\", \"liveBlogUpdate\": [{0},{0},{0}]}}</script></head><body><div class=\"liveblog\">{1}</div></body></html>",
        "{\"@type\": \"BlogPosting\", \"headline\": \"Found\", \"datePublished\": \"2025-05-12T18:40:00Z\", \"articleBody\": \"The coast guard has found 14 bodies, its chief has told us.\"}",
        "<div><time datetime=\"2025-05-12T18:40:00Z\">18:40</time><h2>Found</h2><p>The coast guard has found 14 bodies, its chief says.</p></div>".repeat(3)
    );
    let feed = "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"><channel><title>Post</title><language>en</language><item><title>Pit &amp; fire</title><link>https://post.example/1</link><guid>7</guid><pubDate>Sat, 12 Apr 2025 17:20:00 GMT</pubDate><content:encoded><![CDATA[<p>Nine miners died.</p>]]></content:encoded></item><item><title>B</title><description>&lt;p&gt;Ten died.&lt;/p&gt;</description></item></channel></rss>";
    let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\"><title>Post</title><entry><title>Pit</title><link href=\"https://v.example/1\"/><id>urn:1</id><updated>2025-04-12T17:20:00Z</updated><author><name>Max</name></author><content type=\"xhtml\"><div><p>Nine died.</p></div></content></entry></feed>";
    let records = [warc(&page, ""), warc("4\r\n<p>N\r\n5\r\nine d\r\n0\r\n\r\n", "Transfer-Encoding: chunked\r\n"), warc(&page, "Content-Encoding: gzip\r\n")];
    let [zipped, tarred] = archives(text.as_bytes(), line.as_bytes(), page.as_bytes());
    let lines = line.repeat(2);
    [
        ("txt", 0, text.as_bytes().to_vec()),
        ("jsonl", 1, lines.clone().into_bytes()),
        ("json", 2, format!("{{\"articles\": [{}]}}", line.trim()).into_bytes()),
        ("csv", 3, csv.as_bytes().to_vec()),
        ("html", 4, page.clone().into_bytes()),
        ("html", 4, live.into_bytes()),
        ("feed", 5, feed.as_bytes().to_vec()),
        ("feed", 5, atom.as_bytes().to_vec()),
        ("warc", 6, records.concat()),
        ("warc.gz", 6, records.iter().flat_map(|r| gz(r)).collect()),
        ("warc.zst", 6, records.iter().flat_map(|r| zst(r)).collect()),
        ("zip", 7, zipped),
        ("tar", 8, tarred.clone()),
        ("tar.gz", 8, gz(&tarred)),
        ("gz", 9, gz(lines.as_bytes())),
        ("zst", 9, zst(csv.as_bytes())),
        ("bare", 9, feed.as_bytes().to_vec()),
    ]
    .into_iter()
    .map(|(name, first, bytes)| (name, [vec![first], bytes].concat()))
    .collect()
}

howmany_fuzz::target!(seeds(), run);
