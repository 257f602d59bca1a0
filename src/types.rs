//! Plain types that the rooms hand to each other. Imports nothing of ours.
//!
//! "Police said at least 13 people were killed on Monday." becomes one [`Figure`] (`at least 13`, low 13, no high),
//! one [`Timex`] (`Monday`), one [`Attribution`] (source `Police`, cue `said`) and one [`Claim`] that binds them.
//!
//! All spans inside the program are **byte** ranges into [`Article::text`], always on character boundaries. The tables
//! count Unicode code points; `table` converts at the door.

mod tree;
mod vocabularies;

pub use tree::*;
pub use vocabularies::*;

/// A byte range `start..end` of an article's text, end exclusive, on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span `start..end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }
    /// The text it covers; empty where the span does not fit the text.
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start..self.end).unwrap_or("")
    }
    /// Bytes covered.
    pub const fn len(&self) -> usize {
        self.end.saturating_sub(self.start)
    }
    /// True where nothing is covered.
    pub const fn is_empty(&self) -> bool {
        self.end <= self.start
    }
    /// True where the two share a byte.
    pub const fn overlaps(&self, other: &Span) -> bool {
        self.start < other.end && other.start < self.end
    }
    /// True where `other` lies wholly inside.
    pub const fn contains(&self, other: &Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
    /// The smallest span that covers both.
    pub fn join(&self, other: &Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

// --- input and articles ---------------------------------------------------------------------------------------------

/// One record as it was read: decoded text and whatever fields came with it. Nothing is interpreted yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawRecord {
    /// Normalized relative path of the input, with `/`.
    pub source_path: String,
    /// Line, row or member within the input (from 1), where it holds more than one.
    pub record: Option<i64>,
    /// The text: verbatim for txt, jsonl, csv; extracted for HTML.
    pub text: String,
    /// Blocks already known from markup (HTML); empty for plain text.
    pub blocks: Vec<Block>,
    /// An `id` given in the input.
    pub external_id: Option<String>,
    /// Fields given beside the text, as printed.
    pub title: Option<String>,
    #[allow(missing_docs)]
    pub outlet: Option<String>,
    #[allow(missing_docs)]
    pub url: Option<String>,
    #[allow(missing_docs)]
    pub author: Option<String>,
    /// As printed in the input; ISO 8601 or a newspaper form.
    pub published: Option<String>,
    #[allow(missing_docs)]
    pub modified: Option<String>,
    #[allow(missing_docs)]
    pub language: Option<String>,
    /// Where the fields come from: `field`, `sidecar`, `page`; empty where there are none.
    pub fields_source: Option<String>,
    /// True where decoding had to replace bytes or the text looks like mojibake.
    pub damaged: bool,
}

/// An input, or a record of one, that gave no article.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reject {
    /// Normalized relative path.
    pub source_path: String,
    /// Record within it.
    pub record: Option<i64>,
    /// A clear reason, in words: what, and what to do.
    pub reason: String,
}

/// A run of the text of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
    /// Author, handle and day of a quoted post.
    pub embed: Option<Embed>,
}

/// Who posted an embedded post, and when.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Embed {
    /// Name as printed ("Volodymyr Zelenskyy").
    pub author: Option<String>,
    /// "@ZelenskyyUa".
    pub handle: Option<String>,
    /// Civil day of the post.
    pub day: Option<Day>,
    /// Where author, handle and date stand (the line below the post).
    pub credit: Option<Span>,
}

/// A civil day.
pub type Day = jiff::civil::Date;

/// One news text, fixed once read. Everything found later is a span on [`Article::text`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// `a_` + xxh3-128 of (text, title, outlet, published, url, external_id), with `-2`, `-3` for exact repeats.
    pub article_id: String,
    #[allow(missing_docs)]
    pub source_path: String,
    #[allow(missing_docs)]
    pub record: Option<i64>,
    #[allow(missing_docs)]
    pub external_id: Option<String>,
    /// From field, sidecar, page metadata, byline or copyright line, in this order.
    pub outlet: Option<String>,
    #[allow(missing_docs)]
    pub url: Option<String>,
    #[allow(missing_docs)]
    pub title: Option<String>,
    #[allow(missing_docs)]
    pub author: Option<String>,
    /// ISO 8601 as printed, with offset where one is given.
    pub published: Option<String>,
    #[allow(missing_docs)]
    pub modified: Option<String>,
    /// The local day, against which relative dates resolve.
    pub published_day: Option<Day>,
    /// `minute`, `day`, `month`, `year`.
    pub published_precision: Option<String>,
    /// `field`, `sidecar`, `page`, `text`.
    pub published_source: Option<String>,
    /// ISO 639-1.
    pub language: Option<String>,
    /// Agency that the text is credited to ("AP", "Reuters").
    pub wire_credit: Option<String>,
    /// The decoded input, verbatim.
    pub text: String,
    /// In order of start, not overlapping, every visible character in one of them.
    pub blocks: Vec<Block>,
    /// Decoding replaced bytes, or the text looks like mojibake.
    pub damaged: bool,
}

impl Article {
    /// What stands for the article's own voice: the outlet, else the source file's stem in brackets.
    pub fn own_voice(&self) -> String {
        match &self.outlet {
            Some(o) => o.clone(),
            None => {
                let name = self.source_path.rsplit('/').next().unwrap_or("");
                let stem = name.split_once('.').map_or(name, |(s, _)| s);
                format!("[{}]", if stem.is_empty() { "unnamed" } else { stem })
            }
        }
    }
}

// --- figures and dates ----------------------------------------------------------------------------------------------

/// One number as written, with its hedge.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Number with its hedge: "more than 155", "between 18 and 25", "dozens". For `implicit` the article "a".
    pub span: Span,
    /// The number without its hedge: "155". Equal to `span` where there is no hedge.
    pub number: Span,
    #[allow(missing_docs)]
    pub form: Form,
    #[allow(missing_docs)]
    pub kind: FigureKind,
    /// The printed number; none for ranges and vague words.
    pub value: Option<f64>,
    /// Lower end of the interval that it asserts; none where unbounded.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    #[allow(missing_docs)]
    pub quantifier: Quantifier,
    /// ISO 4217 for money, UCUM for measures.
    pub unit: Option<String>,
    /// Where the unit's words stand, if outside `span` ("miles").
    pub unit_span: Option<Span>,
    /// The rule that decided the kind.
    pub rule: String,
    /// The first of "from 1,200 to 3,400", "up from 40": an earlier state.
    pub earlier: bool,
    /// "another six", "six more": an increment.
    pub increment: bool,
}

/// A time expression (TIMEX3).
#[derive(Clone, Debug, PartialEq)]
pub struct Timex {
    #[allow(missing_docs)]
    pub span: Span,
    #[allow(missing_docs)]
    pub kind: TimexType,
    /// TIMEX3 value: "2025-04-02", "2025-W15", "2025-02", "P2M", "PRESENT_REF", "XXXX-06-27".
    pub value: String,
    /// TIMEX3 mod: START, MID, END, APPROX, BEFORE, AFTER ...
    pub modifier: Option<String>,
    /// First civil day covered, where the value names days.
    pub first_day: Option<Day>,
    /// Last civil day covered.
    pub last_day: Option<Day>,
    /// What it was resolved against: `published`, `text` (another date of the text), or none for absolute ones.
    pub anchor: Option<String>,
    /// The rule that read it.
    pub rule: String,
}

// --- names ----------------------------------------------------------------------------------------------------------

/// A name found by the recogniser, before it is an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    #[allow(missing_docs)]
    pub span: Span,
    /// Coarse type.
    pub kind: NameKind,
}

/// Coarse type of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum NameKind {
    Person,
    Organisation,
    Place,
}

// --- who says it ----------------------------------------------------------------------------------------------------

/// An actor of one article.
#[derive(Clone, Debug, PartialEq)]
pub struct Actor {
    /// The fullest form printed, without title ("Volodymyr Zelensky"); a description for those without a name ("a document").
    pub name: String,
    #[allow(missing_docs)]
    pub kind: ActorKind,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Free word for the field it works in ("military", "police", "health").
    pub sector: Option<String>,
    /// Other forms, sorted.
    pub aliases: Vec<String>,
    /// Role or title printed beside the name ("president").
    pub role: Option<String>,
    /// Every place in the text where it is named, in order.
    pub mentions: Vec<Mention>,
    /// False for descriptions ("police", "a senior official").
    pub named: bool,
}

/// One place where an actor is named or referred to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    #[allow(missing_docs)]
    pub span: Span,
    /// True for a name or description, false for pronouns and definite descriptions that refer back.
    pub named: bool,
}

/// Source, cue and content in the sense of PARC 3 and PolNeAR.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    #[allow(missing_docs)]
    pub kind: AttributionKind,
    /// The source phrase ("Chinese foreign affairs spokesperson Lin Jian"); none where the text has none ("reportedly").
    pub source: Option<Span>,
    /// The words that attribute ("said", "according to").
    pub cue: Option<Span>,
    /// What is attributed, in pieces where the cue interrupts it.
    pub content: Vec<Span>,
    /// Index into the article's actors.
    pub actor: Option<usize>,
    #[allow(missing_docs)]
    pub source_kind: SourceKind,
    /// Lemma or phrase of the cue lexicon ("say", "according to").
    pub cue_lemma: String,
    #[allow(missing_docs)]
    pub stance: Stance,
    /// Evidence that cue or source imply ("showed" of a document: documented).
    pub evidence: Evidence,
    #[allow(missing_docs)]
    pub quote: QuoteKind,
    /// Index of the attribution within whose content this one stands.
    pub parent: Option<usize>,
    /// Day or other TIMEX3 value on which it was said, as an index into the article's dates.
    pub said: Option<usize>,
    /// True where the source vouches for the content: says, writes or shows it. Not where it orders, condemns or finds it.
    pub vouches: bool,
    /// Index of the sentence that holds the cue.
    pub sentence: usize,
    /// Index of the cue's main word within that sentence.
    pub cue_word: Option<usize>,
    /// Index of the source's head word within that sentence.
    pub source_word: Option<usize>,
}

// --- claims ---------------------------------------------------------------------------------------------------------

/// A figure, what it counts, its status, who says so, as of when: one printed mention.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Index into the article's figures.
    pub figure: usize,
    #[allow(missing_docs)]
    pub kind: FigureKind,
    /// ISO 4217 for money, UCUM for measures.
    pub unit: Option<String>,
    #[allow(missing_docs)]
    pub value: Option<f64>,
    #[allow(missing_docs)]
    pub low: Option<f64>,
    #[allow(missing_docs)]
    pub high: Option<f64>,
    /// The noun phrase counted, without the figure; none where elliptic.
    pub counted: Option<Span>,
    /// Lemma of its head.
    pub counted_head: String,
    #[allow(missing_docs)]
    pub counted_type: CountedType,
    /// ISO alpha-2.
    pub counted_country: Option<String>,
    /// soldier, civilian, child, journalist ...
    pub counted_role: Option<String>,
    #[allow(missing_docs)]
    pub status: Status,
    /// The word or words that say the status.
    pub status_span: Option<Span>,
    #[allow(missing_docs)]
    pub evidence: Evidence,
    #[allow(missing_docs)]
    pub stance: Stance,
    #[allow(missing_docs)]
    pub modality: Modality,
    #[allow(missing_docs)]
    pub aggregation: Aggregation,
    /// Index into the article's claims.
    pub part_of: Option<usize>,
    /// `subset`, `component`, `residual`.
    pub part_role: Option<String>,
    /// Index of the first claim of this article that states the same fact.
    pub same_as: Option<usize>,
    /// Name of the claimant; the outlet's own voice where the text names no source.
    pub claimant: String,
    /// Index into the article's actors.
    pub claimant_actor: Option<usize>,
    #[allow(missing_docs)]
    pub claimant_kind: SourceKind,
    /// Hops from the outlet down to the claimant, both included.
    pub chain: Vec<String>,
    /// Index into the article's attributions.
    pub attribution: Option<usize>,
    /// The cue's words.
    pub cue: Option<String>,
    /// TIMEX3 values.
    pub said_date: Option<String>,
    #[allow(missing_docs)]
    pub event_date: Option<String>,
    #[allow(missing_docs)]
    pub as_of_date: Option<String>,
    /// How the dates were had: `absolute`, `published` (resolved against the publication date), `text`; of the first date given.
    pub date_source: Option<String>,
    #[allow(missing_docs)]
    pub place: Option<String>,
    #[allow(missing_docs)]
    pub place_country: Option<String>,
    /// The sentence that holds the figure.
    pub sentence: Span,
    /// The rules that made it, joined by `+`.
    pub rule: String,
    /// 0 to 1.
    pub confidence: f64,
}

impl Claim {
    /// True where two claims say the same interval in the same unit.
    pub fn unit_like(&self, other: &Claim) -> bool {
        self.unit == other.unit && self.value == other.value && self.low == other.low && self.high == other.high
    }
}

/// A warning, within one article.
#[derive(Clone, Debug, PartialEq)]
pub struct Flag {
    #[allow(missing_docs)]
    pub code: FlagCode,
    /// In words.
    pub detail: String,
    /// Index into the article's figures.
    pub figure: Option<usize>,
    /// Index into the article's claims.
    pub claim: Option<usize>,
}

/// Everything found in one article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extraction {
    /// In order of start.
    pub figures: Vec<Figure>,
    /// In order of start.
    pub dates: Vec<Timex>,
    /// In order of first mention.
    pub actors: Vec<Actor>,
    /// In order of cue.
    pub attributions: Vec<Attribution>,
    /// In order of figure.
    pub claims: Vec<Claim>,
    #[allow(missing_docs)]
    pub flags: Vec<Flag>,
    /// Where the article asked for more work than it is allowed.
    pub stopped: Option<Stopped>,
}

/// Where extraction left the rest of an article alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// The first byte that was not read.
    pub at: usize,
    /// Steps that were allowed.
    pub steps: u64,
}
