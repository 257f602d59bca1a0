//! Units to blocks: what each run of the text is, by general signs and by the phrases of the lexicon.
//!
//! A unit that nothing speaks against is a paragraph: text taken for furniture is lost to the tables, furniture taken for
//! text costs little.

use super::lines::{Unit, trim};
use super::signs::{
    ends_sentence, is_clip, is_clock, is_counter, is_date_line, is_link, is_pasted_link, labelled, letters, looks_like_headline,
    may_name_a_year, rest_of, shared_words,
};
use super::stamp::{Stamp, StampReader};
use super::{credit, dateline, embed, masthead};
use crate::lexicon::{Furniture, WordUse, fold};
use crate::types::{Block, BlockKind, Embed, Span};

/// What the text itself says about the article.
#[derive(Clone, Debug, Default)]
pub(super) struct Printed {
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
    /// The name of the paper on the first line.
    pub(super) masthead: Option<String>,
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
    /// The outlet given beside the text.
    pub(super) outlet: Option<&'a str>,
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
        self.live_times(&mut pieces);
        if known.is_empty() {
            self.masthead(&mut pieces);
            self.link_lists(&mut pieces);
        }
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
            if self.is_bar(line) || top && masthead::is_trail(line) {
                piece.kind = Some(BlockKind::Boilerplate);
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
            // "business.": the end of a sentence that was broken off.
            let rest = line.ends_with('.') && line.starts_with(char::is_lowercase);
            piece.kind = self.furniture.kind(line).filter(|k| !rest && !(marked_up && *k == BlockKind::Byline));
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
                    if self.printed.author.is_none() {
                        self.printed.author = credit::named_office(line, self.furniture);
                    }
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

    /// "LIVE  3 comments  Share": several pieces of furniture on one line.
    fn is_bar(&self, line: &str) -> bool {
        if line.len() > 200 || !(line.contains(['|', '·', '•', '\t']) || line.contains("  ")) {
            return false;
        }
        let parts = line.split(['|', '·', '•', '\t']).flat_map(|p| p.split("  ")).map(str::trim).filter(|p| !p.is_empty());
        // A row of numbers alone is one of a table.
        let (mut count, mut named) = (0, false);
        for part in parts {
            let known = self.furniture.kind(part) == Some(BlockKind::Boilerplate);
            if !known && !is_counter(part) && !is_link(part) {
                return false;
            }
            named |= known;
            count += 1;
        }
        named && count > 1
    }

    /// Posts of a live report: lines with nothing but a time of day, three or more of them, each above text.
    fn live_times(&self, pieces: &mut [Piece]) {
        let open = |p: &Piece| p.kind == Some(BlockKind::Boilerplate) || p.kind.is_none();
        let is_time = |i: usize| {
            let above_text =
                pieces.get(i + 1).is_some_and(|n| n.kind.is_none() && n.span.of(self.text).split_whitespace().nth(3).is_some());
            open(&pieces[i]) && above_text && is_clock(pieces[i].span.of(self.text))
        };
        let times: Vec<usize> = (0..pieces.len()).filter(|i| is_time(*i)).collect();
        if times.len() >= 3 {
            for i in times {
                pieces[i].kind = Some(BlockKind::Dateline);
            }
        }
    }

    /// The name of the paper above all else.
    fn masthead(&mut self, pieces: &mut [Piece]) {
        let Some(first) = pieces.iter().take(3).position(|p| p.kind.is_none()) else { return };
        let dated = pieces.iter().take(8).any(|p| matches!(p.kind, Some(BlockKind::Dateline | BlockKind::Byline)));
        let headed = pieces[first + 1..].iter().find(|p| p.kind.is_none()).is_some_and(|p| looks_like_headline(p.span.of(self.text)));
        if pieces.len() < 3 {
            return;
        }
        let named = self.outlet.or(self.printed.outlet.as_deref());
        let found = masthead::read(pieces[first].span.of(self.text), named, dated, headed, self.furniture);
        if found.is_some() {
            self.printed.masthead = found;
            pieces[first].kind = Some(BlockKind::Boilerplate);
        }
    }

    /// Titles of other articles: the lines with a bullet under "More from World".
    fn link_lists(&self, pieces: &mut [Piece]) {
        let mut within = false;
        for piece in pieces.iter_mut() {
            let line = piece.span.of(self.text);
            if within && piece.kind.is_none() && line.starts_with(['-', '•', '*', '–', '»', '>']) && !ends_sentence(line) {
                piece.kind = Some(BlockKind::Boilerplate);
                continue;
            }
            let lead = line.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
            within = piece.kind == Some(BlockKind::Boilerplate) && self.furniture.is_word(&lead, WordUse::List);
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
        // Two words are a headline only where they plainly stand for themselves: no name in capitals, no line of a broken text.
        if line.split_whitespace().count() == 2 {
            let gap = pieces.get(first + 1).and_then(|n| self.text.get(pieces[first].span.end..n.span.start)).unwrap_or("");
            let plain =
                line.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '\'' | '’' | '-')) && line.contains(char::is_lowercase);
            if !plain || gap.matches('\n').count() < 2 || line.ends_with('-') {
                return;
            }
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
