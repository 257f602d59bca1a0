//! From an article to what it claims: dates, figures, actors, attributions, claims.
//!
//! [`Extractor::extract`] is a pure function of one article and the knowledge loaded once: no files, no clock, no other
//! article. It cannot fail; it returns what it found.

pub mod actor;
pub mod attribution;
pub mod claim;
pub mod figure;
pub mod reading;
mod scope;
pub mod timex;
mod tree;

pub use scope::Attributions;

use crate::lexicon::Lexicon;
use crate::syntax::Syntax;
use crate::types::{Article, BlockKind, Extraction, Figure, Sentence, Span, Stopped};

/// Everything that extraction reads, loaded once and shared by all threads.
pub struct Extractor {
    lexicon: Lexicon,
    syntax: Syntax,
    figures: figure::FigureReader,
    dates: timex::TimexReader,
    attributions: Attributions,
    steps: u64,
}

/// Steps of work that an article is allowed where nothing else is said: some 40 MB of ordinary text, more than any article
/// has, and 3 MB without a full stop.
pub const STEPS: u64 = 20_000_000;

/// Words of a sentence whose pairs with one other word are a step: trees and attributions cost pairs of words.
const PAIRS: u64 = 16;

impl Extractor {
    /// Prepares the readers of a lexicon and a model.
    pub fn new(lexicon: Lexicon, syntax: Syntax) -> Self {
        let figures = figure::FigureReader::new(&lexicon.numbers);
        let dates = timex::TimexReader::new(&lexicon.time);
        Self { lexicon, syntax, figures, dates, attributions: Attributions::All, steps: STEPS }
    }

    /// The same with other attributions asked for.
    #[must_use]
    pub fn with(self, attributions: Attributions) -> Self {
        Self { attributions, ..self }
    }

    /// Which attributions are asked for.
    pub fn attributions(&self) -> Attributions {
        self.attributions
    }

    /// Sets how much work an article is allowed, in steps: a word is one, and so are sixteen pairs of words of one sentence. What lies
    /// behind is not read; counted and not timed, so that the same is read everywhere.
    pub fn limit(&mut self, steps: u64) {
        self.steps = steps;
    }

    /// Steps that an article is allowed.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// The knowledge it was made with.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The model it was made with.
    pub fn syntax(&self) -> &Syntax {
        &self.syntax
    }

    /// The sentences of an article, parsed: those of all blocks that are text, as far as its steps go.
    pub fn sentences(&self, article: &Article) -> Vec<Sentence> {
        let (mut sentences, _) = self.cut(article);
        self.syntax.parse(&article.text, &mut sentences);
        sentences
    }

    /// The same before they are parsed, and where the steps ended.
    fn cut(&self, article: &Article) -> (Vec<Sentence>, Option<Stopped>) {
        let mut sentences = Vec::new();
        for block in &article.blocks {
            let span = match (block.kind, block.embed.as_ref().and_then(|e| e.credit)) {
                (BlockKind::Boilerplate | BlockKind::Byline | BlockKind::Dateline, _) => continue,
                (BlockKind::Embed, Some(credit)) if credit.start > block.span.start => Span::new(block.span.start, credit.start),
                _ => block.span,
            };
            sentences.extend(self.syntax.sentences(&article.text, span));
        }
        self.join_at_titles(&article.text, &mut sentences);
        let mut left = self.steps;
        let beyond = sentences.iter().position(|s| {
            let words = s.words.len() as u64;
            let cost = words + words * words / PAIRS;
            let over = cost > left;
            left = left.saturating_sub(cost);
            over
        });
        let stopped = beyond.map(|n| Stopped { at: sentences[n].span.start, steps: self.steps });
        sentences.truncate(beyond.unwrap_or(sentences.len()));
        (sentences, stopped)
    }

    /// Gives money whose word several countries share, and none mainly ("crowns"), the currency of the country that has it and that
    /// the article names most, the first among equals; where it names none, the currency stays unknown (`XXX`).
    fn own_currency(&self, text: &str, figures: &mut [Figure]) {
        const UNKNOWN: &str = "XXX";
        if !figures.iter().any(|f| f.unit.as_deref() == Some(UNKNOWN)) {
            return;
        }
        let home = &self.lexicon.numbers.home;
        let shared = |word: &str| home.iter().any(|h| h.country == "*" && h.currency == UNKNOWN && h.word == word);
        let mut named: Vec<(&str, usize)> = Vec::new();
        for hit in self.lexicon.nations.scan(text) {
            let own = hit.country().and_then(|c| home.iter().find(|h| h.country == c && shared(&h.word)));
            let Some(own) = own else { continue };
            match named.iter_mut().find(|(c, _)| *c == own.currency) {
                Some((_, n)) => *n += 1,
                None => named.push((&own.currency, 1)),
            }
        }
        let most = named.iter().map(|(_, n)| *n).max();
        let Some((currency, _)) = named.iter().find(|(_, n)| Some(*n) == most) else { return };
        for f in figures.iter_mut().filter(|f| f.unit.as_deref() == Some(UNKNOWN)) {
            f.unit = Some((*currency).to_owned());
        }
    }

    /// Joins sentences that were cut behind a title before a name ("Gov. | Rick Vell said") or where a line was wrapped.
    fn join_at_titles(&self, text: &str, sentences: &mut Vec<Sentence>) {
        let mut joined: Vec<Sentence> = Vec::with_capacity(sentences.len());
        for next in sentences.drain(..) {
            let cut_at_title = joined.last().is_some_and(|last| {
                let end = last.span.of(text);
                let gap = text.get(last.span.end..next.span.start).unwrap_or("\n\n");
                let word = end.rsplit([' ', '\n', '(', '\u{a0}']).next().unwrap_or_default();
                let title = word.ends_with('.') && word.len() > 2 && self.lexicon.people.title(word).is_some();
                let named = title && !gap.contains("\n\n") && next.span.of(text).starts_with(char::is_uppercase);
                let line = text.get(..last.span.end).and_then(|t| t.rsplit('\n').next()).unwrap_or_default();
                named || wrapped(end, line, gap, next.span.of(text))
            });
            match joined.last_mut() {
                Some(last) if cut_at_title => {
                    let shift = last.words.len();
                    last.words.extend(next.words.into_iter().map(|mut w| {
                        w.head += shift;
                        w
                    }));
                    last.span = last.span.join(&next.span);
                    last.cut |= next.cut;
                }
                _ => joined.push(next),
            }
        }
        *sentences = joined;
    }

    /// Everything found in one article.
    pub fn extract(&self, article: &Article) -> Extraction {
        if article.language.as_deref().is_some_and(|l| l != "en") {
            return Extraction::default();
        }
        let text = &article.text;
        let dates = self.dates.read(text, article.published_day);
        let mut figures = self.figures.read(text, &dates, &article.blocks, None);
        self.own_currency(text, &mut figures);
        let (mut sentences, stopped) = self.cut(article);
        let names = self.syntax.names(text, &sentences);
        match self.attributions {
            Attributions::All => self.syntax.parse(text, &mut sentences),
            Attributions::Counted => {
                let wanted = scope::wanted(text, &sentences, &figures, &dates, &names, &self.lexicon, &self.syntax);
                self.syntax.parse_some(text, &mut sentences, &wanted);
            }
        }
        let reading = reading::Reading::new(article, &sentences, &self.lexicon);
        let mut book = actor::find(&reading, &names);
        let mut attributions = attribution::read(&reading);
        for a in &mut attributions {
            a.said = claim::said(&reading, a, &dates);
        }
        book.resolve(&reading, &mut attributions);
        let actors = book.into_actors();
        let (mut claims, mut flags) = claim::read(&reading, &mut figures, &dates, &actors, &attributions);
        flags.extend(figure::flags(text, &figures));
        if self.attributions == Attributions::Counted {
            scope::keep(&mut attributions, &mut claims);
        }
        Extraction { figures, dates, actors, attributions, claims, flags, stopped }
    }
}

/// Bytes from which a line is taken for one that was broken for want of room.
pub(crate) const FULL_LINE: usize = 40;

/// True where one line break within a paragraph parts words that belong together: "The firm hopes to find | 600 weavers".
/// `line` is the line that is broken.
fn wrapped(before: &str, line: &str, gap: &str, next: &str) -> bool {
    const OPEN: [&str; 34] = [
        "a", "about", "above", "almost", "an", "and", "as", "at", "be", "but", "by", "for", "from", "in", "into", "is", "it", "least",
        "nearly", "of", "on", "or", "over", "put", "said", "say", "says", "some", "than", "that", "the", "to", "were", "with",
    ];
    let lines = gap.bytes().filter(|b| *b == b'\n').count();
    let last = before.rsplit(|c: char| c.is_whitespace()).next().unwrap_or_default();
    let lower = last.chars().all(char::is_lowercase) && !last.is_empty();
    lines == 1
        && lower
        && match next.chars().next() {
            Some(c) if c.is_lowercase() => true,
            // "police have arrested | 34 people": a full line, and a number that goes on in small letters.
            Some(c) => {
                let on = next.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '.')).trim_start();
                c.is_ascii_digit() && (OPEN.contains(&last) || line.len() >= FULL_LINE && on.starts_with(char::is_lowercase))
            }
            None => false,
        }
}
