//! Units to blocks: what each run of the text is, by general signs and by the phrases of the lexicon.
//!
//! A unit that nothing speaks against is a paragraph: text taken for furniture is lost to the tables, furniture taken for
//! text costs little.

use super::lines::{Unit, trim};
use super::stamp::{Stamp, StampReader};
use super::{credit, dateline, embed};
use crate::lexicon::{Furniture, WordUse, fold};
use crate::types::{Block, BlockKind, Embed, Span};

/// What the text itself says about the article.
#[derive(Clone, Debug, Default)]
pub(super) struct Printed {
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
    /// From a byline, else from a copyright line.
    pub(super) outlet: Option<String>,
    pub(super) published: Option<Stamp>,
    pub(super) modified: Option<Stamp>,
    pub(super) wire: Option<String>,
}

/// A unit on its way to a block.
struct Piece {
    span: Span,
    kind: Option<BlockKind>,
    embed: Option<Embed>,
    /// Known from markup: not looked at again, but for a paragraph.
    fixed: bool,
}

pub(super) struct Classifier<'a> {
    pub(super) text: &'a str,
    pub(super) furniture: &'a Furniture,
    pub(super) stamps: &'a StampReader<'a>,
    /// The title given beside the text.
    pub(super) title: Option<&'a str>,
    pub(super) printed: Printed,
}

/// How far from the text's ends metadata lines are looked for, in units.
const TOP: usize = 14;
const BOTTOM: usize = 8;

impl Classifier<'_> {
    /// The blocks of a text cut into units, `known` being those that markup gave (same length as `units`, or empty).
    pub(super) fn run(&mut self, units: &[Unit], known: &[Block]) -> Vec<Block> {
        let mut pieces: Vec<Piece> = units.iter().map(|u| Piece { span: u.span, kind: None, embed: None, fixed: false }).collect();
        for (piece, block) in pieces.iter_mut().zip(known) {
            if block.kind != BlockKind::Paragraph {
                (piece.kind, piece.embed, piece.fixed) = (Some(block.kind), block.embed.clone(), true);
            }
        }
        self.single_lines(&mut pieces, !known.is_empty());
        self.playlists(&mut pieces);
        self.headline(&mut pieces, !known.is_empty());
        let mut pieces = self.posts(pieces);
        if known.is_empty() {
            self.captions(&mut pieces);
            self.standfirst(&mut pieces);
        }
        self.finish(pieces)
    }

    /// Signs that a line bears by itself.
    fn single_lines(&mut self, pieces: &mut [Piece], marked_up: bool) {
        let count = pieces.len();
        // A text of one line is that line, whatever it looks like.
        if count == 1 && !marked_up {
            return;
        }
        for (i, piece) in pieces.iter_mut().enumerate() {
            let line = piece.span.of(self.text);
            let (top, bottom) = (i < TOP, i + BOTTOM >= count);
            if piece.fixed {
                self.learn(line, piece.kind);
                continue;
            }
            if !line.contains(|c: char| c.is_alphanumeric()) || is_link(line) || is_counter(line) {
                piece.kind = Some(BlockKind::Boilerplate);
                continue;
            }
            if line.len() > 1200 {
                continue;
            }
            let stamps = if line.len() < 300 && may_name_a_year(line) { self.stamps.read_all(line) } else { Vec::new() };
            if let Some(rest) = rest_of(line, &stamps).filter(|_| top || bottom) {
                if let Some(by) = credit::byline(&rest, self.furniture) {
                    piece.kind = Some(BlockKind::Byline);
                    self.take_byline(by);
                    self.take_stamps(line, &stamps);
                    continue;
                }
            }
            if !stamps.is_empty() && is_date_line(line, &stamps, top || bottom || labelled(line), self.furniture) {
                piece.kind = Some(BlockKind::Dateline);
                self.take_stamps(line, &stamps);
                continue;
            }
            piece.kind = self.furniture.kind(line).filter(|k| !(marked_up && *k == BlockKind::Byline));
            if piece.kind == Some(BlockKind::Caption) && dateline::head(line, self.furniture).is_some_and(|h| h.credit.is_some()) {
                piece.kind = None;
            }
            if piece.kind.is_none() && bottom && i > 0 && self.furniture.agency(line.trim_matches(|c: char| !c.is_alphanumeric())).is_some()
            {
                piece.kind = Some(BlockKind::Boilerplate);
            }
            self.learn(line, piece.kind);
        }
    }

    /// Reads metadata off a line of a known kind.
    fn learn(&mut self, line: &str, kind: Option<BlockKind>) {
        match kind {
            Some(BlockKind::Boilerplate) => {
                let (outlet, agency) = credit::copyright(line, self.furniture);
                if self.printed.outlet.is_none() {
                    self.printed.outlet = outlet;
                }
                let wire = agency.or_else(|| credit::closing(line, self.furniture));
                if self.printed.wire.is_none() {
                    self.printed.wire = wire;
                }
            }
            Some(BlockKind::Byline) => match credit::byline(line, self.furniture) {
                Some(by) => self.take_byline(by),
                None => {
                    let found = line.split([',', '|', '/']).find_map(|p| {
                        let p = p.trim();
                        let plain = p.strip_suffix(" Writer").or_else(|| p.strip_suffix(" Writers")).unwrap_or(p);
                        self.furniture.agency(plain)
                    });
                    if self.printed.wire.is_none() {
                        self.printed.wire = found.map(str::to_owned);
                    }
                }
            },
            Some(BlockKind::Dateline) => {
                let stamps = self.stamps.read_all(line);
                self.take_stamps(line, &stamps);
            }
            _ => {}
        }
    }

    fn take_byline(&mut self, by: credit::Byline) {
        let printed = &mut self.printed;
        printed.author = printed.author.take().or(by.author);
        printed.outlet = printed.outlet.take().or(by.outlet);
        printed.wire = printed.wire.take().or(by.agency);
    }

    fn take_stamps(&mut self, line: &str, stamps: &[Stamp]) {
        let mut from = 0;
        for stamp in stamps {
            let label = fold(line.get(from..stamp.span.start).unwrap_or(""));
            from = stamp.span.end;
            let updated = ["updated", "modified", "last update", "corrected", "edited"].iter().any(|w| label.contains(w));
            let slot = if updated { &mut self.printed.modified } else { &mut self.printed.published };
            if slot.is_none() {
                *slot = Some(stamp.clone());
            }
        }
    }

    /// Titles of a video player's list: several lines that begin with a running time.
    fn playlists(&self, pieces: &mut [Piece]) {
        let is_item = |p: &Piece| p.kind.is_none() && is_clip(p.span.of(self.text));
        if pieces.iter().filter(|p| is_item(p)).count() >= 2 {
            for piece in pieces.iter_mut() {
                if is_item(piece) {
                    piece.kind = Some(BlockKind::Boilerplate);
                }
            }
        }
    }

    /// The lines that print the title again, or else a first line that looks like one.
    fn headline(&mut self, pieces: &mut [Piece], marked_up: bool) {
        let found = match self.title {
            Some(title) => self.printed_title(pieces, title),
            None => false,
        };
        if found || marked_up {
            return;
        }
        let Some(first) = pieces.iter().position(|p| p.kind.is_none()) else { return };
        let line = pieces[first].span.of(self.text);
        let body = pieces[first + 1..].iter().any(|p| p.kind.is_none() && p.span.of(self.text).split_whitespace().nth(9).is_some());
        if !body || !looks_like_headline(line) || dateline::head(line, self.furniture).is_some() {
            return;
        }
        if let Some(title) = self.title
            && shared_words(title, line) * 2 < line.split_whitespace().count()
        {
            return;
        }
        pieces[first].kind = Some(BlockKind::Headline);
        if self.title.is_none() {
            self.printed.title = Some(line.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }

    /// Marks the line, or the lines, that say what the title field says.
    fn printed_title(&self, pieces: &mut [Piece], title: &str) -> bool {
        let wanted = letters(title);
        if wanted.is_empty() {
            return false;
        }
        for i in 0..pieces.len().min(8) {
            let mut said = String::new();
            for j in i..pieces.len().min(i + 3) {
                let line = pieces[j].span.of(self.text);
                if line.len() > title.len() * 2 + 40 || pieces[j].fixed {
                    break;
                }
                said.push_str(&letters(line));
                if said == wanted {
                    for piece in &mut pieces[i..=j] {
                        piece.kind = Some(BlockKind::Headline);
                    }
                    return true;
                }
                if !wanted.starts_with(said.as_str()) {
                    break;
                }
            }
        }
        false
    }

    /// Datelines at the head of a paragraph, quoted posts, links, closing lines: units that hold more than one block.
    fn posts(&mut self, pieces: Vec<Piece>) -> Vec<Piece> {
        let mut out: Vec<Piece> = Vec::with_capacity(pieces.len() + 4);
        let mut paragraphs = 0;
        for piece in pieces {
            if piece.kind.is_some_and(|k| k != BlockKind::Embed) {
                out.push(piece);
                continue;
            }
            let credits = embed::credits(self.text, piece.span, self.stamps);
            if !credits.is_empty() {
                self.post(&mut out, piece.span, &credits);
                continue;
            }
            if piece.kind.is_some() {
                out.push(piece);
                continue;
            }
            let mut span = piece.span;
            if paragraphs < 4
                && let Some(head) = dateline::head(span.of(self.text), self.furniture)
            {
                let line = Span::new(span.start, span.start + head.len);
                let known = head.credit.as_deref().and_then(|c| c.split(['/', ',']).find_map(|p| self.furniture.agency(p)));
                // An agency that no list has stands in the same place in capitals: "(NPW) -".
                let short = |c: &&str| (2..=6).contains(&c.len()) && c.chars().all(char::is_uppercase);
                let agency = known.or_else(|| head.credit.as_deref().filter(short));
                if let Some(agency) = agency {
                    // The dateline names the agency; the closing line's form only tells how agencies write.
                    self.printed.wire = Some(agency.to_owned());
                }
                let stamps = self.stamps.read_all(line.of(self.text));
                self.take_stamps(line.of(self.text), &stamps);
                out.push(Piece { span: line, kind: Some(BlockKind::Dateline), embed: None, fixed: false });
                span.start = line.end;
            }
            paragraphs += 1;
            let close = self.furniture.tail(span.of(self.text)).map(|at| Span::new(span.start + at, span.end));
            if let Some(close) = close {
                span.end = close.start;
            }
            self.without_links(&mut out, span, None, None);
            if let Some(close) = close {
                self.learn(close.of(self.text), Some(BlockKind::Boilerplate));
                out.push(Piece { span: close, kind: Some(BlockKind::Boilerplate), embed: None, fixed: false });
            }
        }
        out
    }

    /// A unit with credits of posts: what stands before each is the post, with the units above it where they belong to it.
    fn post(&self, out: &mut Vec<Piece>, unit: Span, credits: &[embed::Credit]) {
        let mut from = unit.start;
        for credit in credits {
            let own = trim(self.text, Span::new(from, credit.span.start));
            let embed = Some(credit.embed.clone());
            if own.is_empty() {
                // The post stands in the units above.
                let open = out.iter().rposition(|p| p.kind.is_some() && !is_pasted_link(p.span.of(self.text))).map_or(0, |i| i + 1);
                let above: Vec<&str> = out[open..].iter().map(|p| p.span.of(self.text)).collect();
                let taken = embed::reach(&above).max(usize::from(!above.is_empty()));
                let first = out.len() - taken;
                for piece in &mut out[first..] {
                    if piece.kind.is_none() {
                        (piece.kind, piece.embed) = (Some(BlockKind::Embed), embed.clone());
                    }
                }
            } else {
                let start = post_start(self.text, own);
                if start > own.start {
                    self.without_links(out, Span::new(own.start, start), None, None);
                }
                self.without_links(out, Span::new(start, own.end), Some(BlockKind::Embed), embed.clone());
            }
            out.push(Piece { span: credit.span, kind: Some(BlockKind::Embed), embed, fixed: false });
            from = credit.span.end;
        }
        let rest = trim(self.text, Span::new(from, unit.end));
        if !rest.is_empty() {
            self.without_links(out, rest, None, None);
        }
    }

    /// Pushes a run with the links of posts cut out of it.
    fn without_links(&self, out: &mut Vec<Piece>, span: Span, kind: Option<BlockKind>, embed: Option<Embed>) {
        let mut from = span.start;
        let mut push = |start: usize, end: usize, kind, embed: Option<Embed>| {
            let span = trim(self.text, Span::new(start, end));
            if !span.is_empty() {
                out.push(Piece { span, kind, embed, fixed: false });
            }
        };
        for link in embed::links(self.text, span) {
            push(from, link.start, kind, embed.clone());
            push(link.start, link.end, Some(BlockKind::Boilerplate), None);
            from = link.end;
        }
        push(from, span.end, kind, embed);
    }

    /// A short line without a full stop above a caption describes the picture.
    fn captions(&self, pieces: &mut [Piece]) {
        for i in 1..pieces.len() {
            if pieces[i].kind != Some(BlockKind::Caption) || pieces[i - 1].kind.is_some() {
                continue;
            }
            let above = pieces[i - 1].span.of(self.text);
            if above.split_whitespace().count() <= 14 && !ends_sentence(above) && !above.ends_with([':', ',', ';']) {
                pieces[i - 1].kind = Some(BlockKind::Caption);
            }
        }
    }

    /// The lines between headline and date line.
    fn standfirst(&self, pieces: &mut [Piece]) {
        let from = pieces.iter().position(|p| p.kind == Some(BlockKind::Headline)).map_or(0, |i| i + 1);
        let Some(first) = (from..pieces.len()).find(|&i| pieces[i].kind != Some(BlockKind::Boilerplate)) else { return };
        let mut end = first;
        while pieces.get(end).is_some_and(|p| p.kind.is_none() && p.span.of(self.text).split_whitespace().count() <= 60) && end < first + 3
        {
            end += 1;
        }
        let closed = pieces.get(end).is_some_and(|p| {
            matches!(p.kind, Some(BlockKind::Dateline | BlockKind::Byline))
                // Not the dateline of a paragraph, which leaves that paragraph's text behind it on the line.
                && pieces.get(end + 1).is_none_or(|n| self.text.get(p.span.end..n.span.start).is_some_and(|gap| gap.contains(['\n', '\r'])))
        });
        if closed && pieces[end..].iter().any(|p| p.kind.is_none()) {
            for piece in &mut pieces[first..end] {
                piece.kind = Some(BlockKind::Standfirst);
            }
        }
    }

    fn finish(&self, pieces: Vec<Piece>) -> Vec<Block> {
        pieces
            .into_iter()
            .map(|p| Block { span: trim(self.text, p.span), kind: p.kind.unwrap_or(BlockKind::Paragraph), embed: p.embed })
            .filter(|b| !b.span.is_empty())
            .collect()
    }
}

/// Where the post begins in a run that ends with it: the sentence that reaches the length of a post.
fn post_start(text: &str, run: Span) -> usize {
    const POST: usize = 300;
    let all = run.of(text);
    if all.chars().count() <= POST + 60 {
        return run.start;
    }
    let mut low = all.len() - POST;
    while !all.is_char_boundary(low) {
        low += 1;
    }
    let window = &all[low..];
    let at = window.char_indices().find_map(|(i, c)| {
        let next = &window[i + c.len_utf8()..];
        (matches!(c, '.' | '!' | '?' | ':' | '\n') && next.starts_with(char::is_whitespace))
            .then(|| i + c.len_utf8() + (next.len() - next.trim_start().len()))
    });
    run.start + low + at.unwrap_or(0)
}

fn is_pasted_link(line: &str) -> bool {
    line.starts_with("pic.") || line.starts_with("https://t.co/") || line.starts_with("http://t.co/")
}

/// A cheap look for "2025", "4/12/25" and the like: a date line names its year.
fn may_name_a_year(line: &str) -> bool {
    let bytes = line.as_bytes();
    let mut run = 0;
    let mut parts = 0;
    for &b in bytes {
        if b.is_ascii_digit() {
            run += 1;
            if run == 4 {
                return true;
            }
        } else {
            parts = match b {
                b'/' | b'.' | b'-' if run > 0 => parts + 1,
                _ if run > 0 => 0,
                _ => parts,
            };
            if parts >= 2 {
                return true;
            }
            run = 0;
        }
    }
    line.contains('\'') || line.contains('’') && bytes.iter().any(u8::is_ascii_digit)
}

/// A link or an address and nothing else.
fn is_link(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let (Some(one), None) = (words.next(), words.next()) else { return false };
    one.starts_with("http://")
        || one.starts_with("https://")
        || one.starts_with("www.")
        || is_pasted_link(one)
        || (one.contains('@') && one.contains('.') && one.len() > 5)
}

/// "2", "12:40", "1 / 3", "(313) 555-0100": numbers and marks, and nothing that could be text.
fn is_counter(line: &str) -> bool {
    line.len() <= 24
        && line.bytes().any(|b| b.is_ascii_digit())
        && !line.contains(|c: char| c.is_alphabetic() || matches!(c, '$' | '€' | '£' | '%'))
}

/// "00:39 Crowd storms the gate": a running time before a title.
fn is_clip(line: &str) -> bool {
    let digits = line.bytes().take_while(|b| b.is_ascii_digit() || *b == b':').count();
    let time = &line[..digits];
    let rest = &line[digits..];
    (4..=7).contains(&digits)
        && time.contains(':')
        && !time.starts_with(':')
        && rest.starts_with(' ')
        && rest.trim_start().starts_with(|c: char| c.is_uppercase() || matches!(c, '\'' | '‘' | '"' | '“'))
        && line.split_whitespace().count() <= 30
        && !line.ends_with('.')
}

/// The line without its dates, if it is short.
fn rest_of(line: &str, stamps: &[Stamp]) -> Option<String> {
    if line.len() > 300 {
        return None;
    }
    let mut out = String::with_capacity(line.len());
    let mut from = 0;
    for stamp in stamps {
        out.push_str(line.get(from..stamp.span.start)?);
        from = stamp.span.end;
    }
    out.push_str(line.get(from..)?);
    let plain = out.trim().trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '|' | '-' | '–' | '—' | '•' | '·' | ',' | ':'));
    // Labels of the dates that were cut out.
    let lower = fold(plain);
    let cut = ["published", "updated", "posted", "last updated"]
        .iter()
        .find(|l| !stamps.is_empty() && lower.ends_with(**l))
        .map_or(0, |l| l.len());
    let plain = plain.get(..plain.len() - cut).unwrap_or(plain).trim();
    Some(plain.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '|' | '-' | '–' | '—' | '•' | '·' | ',' | ':')).to_owned())
}

fn labelled(line: &str) -> bool {
    let folded = fold(line);
    ["published", "updated", "posted", "last updated", "first published", "modified", "created"].iter().any(|l| folded.starts_with(l))
}

/// True where a line is a date or two with their labels, and hardly anything else.
///
/// `near` says that it stands where such lines do; elsewhere, or without a day, no other word may stand beside the date.
fn is_date_line(line: &str, stamps: &[Stamp], near: bool, furniture: &Furniture) -> bool {
    let mut rest = String::new();
    let mut from = 0;
    for stamp in stamps {
        rest.push_str(line.get(from..stamp.span.start).unwrap_or(" "));
        rest.push(' ');
        from = stamp.span.end;
    }
    rest.push_str(line.get(from..).unwrap_or(""));
    let lower = rest.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let strange = words.iter().filter(|w| !furniture.is_word(w, WordUse::Label) && !w.bytes().all(|b| b.is_ascii_digit())).count();
    let exact = stamps.iter().any(|s| matches!(s.precision, "day" | "minute"));
    let allowed = if near && exact && !(line.trim_end().ends_with('.') && !labelled(line)) { 3 } else { 0 };
    strange <= allowed && words.len() <= 16
}

fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']']).ends_with(['.', '!', '?', '…'])
}

/// A short first line that closes with no full stop.
fn looks_like_headline(line: &str) -> bool {
    let words = line.split_whitespace().count();
    let dotted = line.ends_with('.') && !line.ends_with("...");
    (3..=30).contains(&words)
        && line.len() <= 240
        && !dotted
        && !line.ends_with([',', ';', ':'])
        && line.starts_with(|c: char| !c.is_lowercase())
}

/// Letters and digits only, in lower case.
fn letters(line: &str) -> String {
    line.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// How many words of `line` the title has as well.
fn shared_words(title: &str, line: &str) -> usize {
    let words: Vec<String> = title.split_whitespace().map(letters).collect();
    line.split_whitespace().filter(|w| words.contains(&letters(w))).count()
}
