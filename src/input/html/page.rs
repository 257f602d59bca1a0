//! The main text of a page as blocks.

use dom_query::{Document, NodeRef};

use crate::types::{Block, BlockKind, Embed, Span};

/// The deepest nesting of elements, by counting tags. Elements that are closed by the next one of their kind, and those
/// that hold nothing, are not counted. A slash closes an element only within a drawing, as in a browser.
pub(super) fn depth(html: &str) -> usize {
    const LIGHT: &[&[u8]] = &[
        b"area",
        b"base",
        b"br",
        b"col",
        b"embed",
        b"hr",
        b"img",
        b"input",
        b"link",
        b"meta",
        b"param",
        b"source",
        b"track",
        b"wbr",
        b"p",
        b"li",
        b"dt",
        b"dd",
        b"td",
        b"th",
        b"tr",
        b"tbody",
        b"thead",
        b"tfoot",
        b"option",
        b"optgroup",
        b"colgroup",
        b"rp",
        b"rt",
        b"html",
        b"head",
        b"body",
    ];
    let bytes = html.as_bytes();
    let (mut now, mut most) = (0usize, 0usize);
    let mut drawings = 0usize;
    let mut at = 0;
    while let Some(i) = memchr::memchr(b'<', &bytes[at..]) {
        let open = at + i + 1;
        at = open;
        let (closing, name_at) = if bytes.get(open) == Some(&b'/') { (true, open + 1) } else { (false, open) };
        let len = bytes[name_at..].iter().take(24).take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
        if len == 0 {
            if bytes[open..].starts_with(b"!--") {
                at = memchr::memmem::find(&bytes[open..], b"-->").map_or(bytes.len(), |e| open + e + 3);
            }
            continue;
        }
        let name = bytes[name_at..name_at + len].to_ascii_lowercase();
        if !closing && matches!(name.as_slice(), b"script" | b"style" | b"textarea" | b"title") {
            // Raw text: nothing in it opens anything.
            let end: &[u8] = match name.as_slice() {
                b"script" => b"</script",
                b"style" => b"</style",
                b"textarea" => b"</textarea",
                _ => b"</title",
            };
            at = find_ignoring_case(&bytes[name_at..], end).map_or(bytes.len(), |e| name_at + e + end.len());
            continue;
        }
        if LIGHT.contains(&name.as_slice()) {
            continue;
        }
        let drawing = matches!(name.as_slice(), b"svg" | b"math");
        if closing {
            now = now.saturating_sub(1);
            drawings = drawings.saturating_sub(usize::from(drawing));
        } else {
            if drawings > 0 || drawing {
                let end = memchr::memchr(b'>', &bytes[open..]).map_or(bytes.len(), |e| open + e);
                if bytes[end - 1] == b'/' {
                    continue;
                }
            }
            drawings += usize::from(drawing);
            now += 1;
            most = most.max(now);
        }
    }
    most
}

fn find_ignoring_case(bytes: &[u8], what: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(i) = memchr::memchr(what[0], &bytes[at..]) {
        let here = at + i;
        if bytes.len() < here + what.len() {
            return None;
        }
        if bytes[here..here + what.len()].eq_ignore_ascii_case(what) {
            return Some(here);
        }
        at = here + 1;
    }
    None
}

/// Takes out of a page what is never its main text.
pub(super) fn prepare(document: &Document) {
    document
        .select(
            "nav, template, button, form[role=search], [hidden], [aria-hidden=true][class*=modal], [class*=cookie-], [id*=cookie-], [class*=newsletter-signup], \
             [class*=related-articles], [class*=social-share], [class*=share-buttons], [class*=sharedaddy]",
        )
        .remove();
}

/// The longer paragraphs of a whole page, should nothing better be found.
pub(super) fn paragraphs(document: &Document) -> Vec<String> {
    const LONG: usize = 80;
    document
        .select("p")
        .iter()
        .map(|p| p.text().split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|p| p.len() >= LONG)
        .take(2000)
        .collect()
}

/// Text and blocks as they grow.
#[derive(Default)]
pub(super) struct Text {
    pub(super) text: String,
    pub(super) blocks: Vec<Block>,
}

impl Text {
    /// Adds a block; nothing where there is nothing to see.
    pub(super) fn push(&mut self, words: &str, kind: BlockKind, embed: Option<Embed>) {
        let words = words.trim();
        if words.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        self.text.push_str(words);
        self.blocks.push(Block { span: Span::new(start, self.text.len()), kind, embed });
    }

    /// True where there is more than the headline.
    pub(super) fn has_body(&self) -> bool {
        self.blocks.iter().any(|b| b.kind != BlockKind::Headline)
    }
}

/// Elements that begin a line of their own.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "center"
            | "dd"
            | "details"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "tfoot"
            | "thead"
            | "tr"
            | "ul"
            | "caption"
            | "html"
    )
}

/// What is being gathered: the words of the block at hand, and what it is.
struct Walker<'o> {
    out: &'o mut Text,
    words: String,
    /// How many bytes of `words` stand in links.
    linked: usize,
    title: Option<String>,
}

/// Walks the main text and adds its blocks.
pub(super) fn walk(content: &Document, title: Option<&str>, out: &mut Text) {
    let mut walker = Walker { out, words: String::new(), linked: 0, title: title.map(letters) };
    walker.node(&content.root(), BlockKind::Paragraph, 0);
    walker.flush(BlockKind::Paragraph);
}

impl Walker<'_> {
    fn flush(&mut self, kind: BlockKind) {
        let words = std::mem::take(&mut self.words);
        let linked = std::mem::take(&mut self.linked);
        let trimmed = words.trim();
        if trimmed.is_empty() {
            return;
        }
        // A line that is nothing but a link leads to another article; a sentence ends with a full stop.
        if kind == BlockKind::Paragraph
            && linked * 10 >= trimmed.len() * 9
            && trimmed.split_whitespace().count() >= 4
            && !trimmed.ends_with(['.', '”', '"'])
        {
            return;
        }
        // The title is already there.
        if self.out.blocks.len() <= 3 && self.title.as_ref().is_some_and(|t| *t == letters(trimmed)) {
            return;
        }
        self.out.push(trimmed, kind, None);
    }

    fn node(&mut self, node: &NodeRef<'_>, kind: BlockKind, depth: usize) {
        // The page was measured before it was parsed; this is the second lock on the door.
        if depth > 400 {
            return;
        }
        for child in node.children_it(false) {
            if child.is_text() {
                self.text(&child.text());
                continue;
            }
            let Some(name) = child.node_name() else { continue };
            let name: &str = &name;
            match name {
                "script" | "style" | "noscript" | "iframe" | "svg" | "button" | "input" | "select" | "template" | "head" => {}
                "br" => {
                    if self.words.ends_with('\n') {
                        self.flush(kind);
                    } else {
                        let kept = self.words.trim_end_matches(' ').len();
                        self.words.truncate(kept);
                        self.words.push('\n');
                    }
                }
                "td" | "th" => {
                    self.space();
                    self.node(&child, kind, depth + 1);
                    self.space();
                }
                _ if is_block(name) => {
                    self.flush(kind);
                    let class = child.class().unwrap_or_default();
                    let class = class.to_lowercase();
                    let says = |signs: &[&str]| signs.iter().any(|s| class.contains(s));
                    let inner = match name {
                        "figcaption" => BlockKind::Caption,
                        "p" | "div" | "h2" | "h3" | "section" | "header"
                            if kind == BlockKind::Paragraph
                                && says(&["standfirst", "subtitle", "sub-title", "subheadline", "sub-headline"])
                                && self.before_text()
                                && is_short(&child) =>
                        {
                            BlockKind::Standfirst
                        }
                        "blockquote" if class.contains("twitter-") || class.contains("instagram-media") => BlockKind::Embed,
                        _ if kind == BlockKind::Paragraph
                            && (class.split(' ').any(|c| matches!(c, "caption" | "wp-caption" | "wp-caption-text"))
                                || says(&["caption"]) && is_short(&child)) =>
                        {
                            BlockKind::Caption
                        }
                        _ => kind,
                    };
                    self.node(&child, inner, depth + 1);
                    self.flush(inner);
                }
                "a" => {
                    let before = self.words.len();
                    self.node(&child, kind, depth + 1);
                    self.linked += self.words.len().saturating_sub(before);
                }
                _ => self.node(&child, kind, depth + 1),
            }
        }
    }

    /// True while nothing but headline and captions was found.
    fn before_text(&self) -> bool {
        !self.out.blocks.iter().any(|b| b.kind == BlockKind::Paragraph)
    }

    fn space(&mut self) {
        if !self.words.is_empty() && !self.words.ends_with([' ', '\n']) {
            self.words.push(' ');
        }
    }

    /// Adds text as a browser shows it: runs of white space are one space.
    fn text(&mut self, text: &str) {
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c') {
                self.space();
            } else {
                self.words.push(c);
            }
        }
    }
}

/// True for an element that holds a few sentences at most.
fn is_short(node: &NodeRef<'_>) -> bool {
    const FEW: usize = 700;
    node.text().trim().len() < FEW
}

/// Letters and digits only, in lower case.
fn letters(line: &str) -> String {
    line.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
