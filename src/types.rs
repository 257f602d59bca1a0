//! Plain types that the rooms hand to each other. Imports nothing of ours.
//!
//! "Police said at least 13 people were killed on Monday." becomes one [`Figure`] (`at least 13`, low 13, no high),
//! one [`Timex`] (`Monday`), one [`Attribution`] (source `Police`, cue `said`) and one [`Claim`] that binds them.
//!
//! All spans inside the program are **byte** ranges into [`Article::text`], always on character boundaries. The tables
//! count Unicode code points; `table` converts at the door.

use std::fmt;

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

/// Declares a vocabulary of the codebook: an enum whose values are printed and read by their codebook spelling.
/// `ALL` lists the values in codebook order, from which `howmany codebook` prints.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* #[doc = concat!("`", $text, "`")] $variant),+ }
        impl $name {
            /// Every value, in the order of the codebook.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            /// The codebook's spelling.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(self.as_str()) }
        }
        impl std::str::FromStr for $name {
            type Err = UnknownValue;
            fn from_str(s: &str) -> Result<Self, UnknownValue> {
                match s {
                    $($text => Ok($name::$variant),)+
                    _ => Err(UnknownValue { vocabulary: stringify!($name), value: s.to_owned(), allowed: &[$($text),+] }),
                }
            }
        }
    };
}

/// A word that is not in the vocabulary asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownValue {
    /// Name of the vocabulary.
    pub vocabulary: &'static str,
    /// What was given.
    pub value: String,
    /// What may be given.
    pub allowed: &'static [&'static str],
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no {}", self.value, self.vocabulary)
    }
}
impl std::error::Error for UnknownValue {}

vocabulary! {
    /// What a run of the article's text is.
    BlockKind { Headline = "headline", Standfirst = "standfirst", Paragraph = "paragraph", Caption = "caption", Embed = "embed",
        Byline = "byline", Dateline = "dateline", Boilerplate = "boilerplate" }
}
vocabulary! {
    /// How a figure is written.
    Form { Numeral = "numeral", Word = "word", Mixed = "mixed", Implicit = "implicit", Named = "named" }
}
vocabulary! {
    /// What a figure is. `count`, `money`, `percent` and `measure` can be claims, the others say why a number is none.
    FigureKind { Count = "count", Money = "money", Percent = "percent", Measure = "measure", Ratio = "ratio", Date = "date", Time = "time",
        Duration = "duration", Age = "age", Ordinal = "ordinal", Designation = "designation", Score = "score", Enumeration = "enumeration",
        Idiom = "idiom", Furniture = "furniture", Other = "other" }
}
vocabulary! {
    /// The hedge of a figure, which keeps strictness that `low` and `high` cannot.
    Quantifier { Exact = "exact", About = "about", Nearly = "nearly", AtLeast = "at_least", MoreThan = "more_than", AtMost = "at_most",
        LessThan = "less_than", Range = "range", Vague = "vague", None = "none" }
}
vocabulary! {
    /// TIMEX3 type.
    TimexType { Date = "DATE", Time = "TIME", Duration = "DURATION", Set = "SET" }
}
vocabulary! {
    /// What an actor is. A `place` does not act.
    ActorKind { Person = "person", Office = "office", Organisation = "organisation", State = "state", Place = "place", ArmedForce = "armed_force",
        Outlet = "outlet", Document = "document", Group = "group" }
}
vocabulary! {
    /// What an attribution does. The first three make a claimant or a hop.
    AttributionKind { Speech = "speech", Writing = "writing", Evidence = "evidence", Belief = "belief", Intent = "intent", Perception = "perception" }
}
vocabulary! {
    /// What a source is.
    SourceKind { Person = "person", Spokesperson = "spokesperson", Office = "office", Government = "government", ArmedForce = "armed_force",
        Police = "police", Court = "court", Ngo = "ngo", Igo = "igo", Media = "media", Wire = "wire", ThinkTank = "think_tank",
        Document = "document", Dataset = "dataset", Footage = "footage", Expert = "expert", Witness = "witness",
        UnnamedOfficial = "unnamed_official", Unnamed = "unnamed", SocialMedia = "social_media", Author = "author" }
}
vocabulary! {
    /// Quotation marks around the content: all, none, or some of it.
    QuoteKind { Direct = "direct", Indirect = "indirect", Mixed = "mixed" }
}
vocabulary! {
    /// What is said to have happened to the counted things.
    Status { Killed = "killed", Died = "died", Wounded = "wounded", Missing = "missing", Captured = "captured", Detained = "detained",
        Arrested = "arrested", Surrendered = "surrendered", Released = "released", Exchanged = "exchanged", Deported = "deported",
        Displaced = "displaced", Evacuated = "evacuated", Fled = "fled", Sheltered = "sheltered", Trapped = "trapped", Rescued = "rescued",
        Kidnapped = "kidnapped", Executed = "executed", Sentenced = "sentenced", Charged = "charged", Recruited = "recruited",
        Mobilised = "mobilised", Deployed = "deployed", Fighting = "fighting", Serving = "serving", Trained = "trained",
        Deserted = "deserted", Identified = "identified", Registered = "registered", Infected = "infected", Hospitalised = "hospitalised",
        Affected = "affected", Homeless = "homeless", Destroyed = "destroyed", Damaged = "damaged", Launched = "launched",
        ShotDown = "shot_down", Seized = "seized", Delivered = "delivered", Protested = "protested", Voted = "voted",
        Employed = "employed", Attended = "attended", Attacked = "attacked", Found = "found", Held = "held", Present = "present",
        Other = "other", Unspecified = "unspecified" }
}
vocabulary! {
    /// How the figure is said to be known. Never mixed with status. In the order of the codebook, which is not that of strength.
    Evidence { Alleged = "alleged", Reported = "reported", Estimated = "estimated", Documented = "documented", Named = "named",
        VisuallyConfirmed = "visually_confirmed", Confirmed = "confirmed", CourtEstablished = "court_established", Unspecified = "unspecified" }
}
vocabulary! {
    /// What the claimant does with the figure.
    Stance { Asserts = "asserts", Confirms = "confirms", Estimates = "estimates", Alleges = "alleges", Suggests = "suggests", Denies = "denies",
        Doubts = "doubts", Unaware = "unaware", CannotConfirm = "cannot_confirm", DeclinesComment = "declines_comment",
        Corrects = "corrects", Earlier = "earlier" }
}
vocabulary! {
    /// Whether the counted thing is said to be so, planned, foreseen, supposed, or long past.
    Modality { Actual = "actual", Hypothetical = "hypothetical", Planned = "planned", Forecast = "forecast", Historical = "historical" }
}
vocabulary! {
    /// A running or whole count, or an increment.
    Aggregation { Total = "total", New = "new", Unspecified = "unspecified" }
}
vocabulary! {
    /// What the counted things are.
    CountedType { Person = "person", Vehicle = "vehicle", Weapon = "weapon", Building = "building", Place = "place", Event = "event",
        Animal = "animal", Document = "document", Money = "money", Other = "other" }
}
vocabulary! {
    /// How two rows of a comparison stand to each other.
    Relation { Single = "single", Same = "same", Agrees = "agrees", Contains = "contains", Nested = "nested", Updates = "updates",
        Corrects = "corrects", PartOf = "part_of", Denies = "denies", Conflict = "conflict" }
}
vocabulary! {
    /// The most serious relation of a topic.
    Agreement { Single = "single", Agree = "agree", Nested = "nested", Updated = "updated", Conflict = "conflict" }
}
vocabulary! {
    /// A warning about a figure, claim or topic.
    FlagCode { PartExceedsTotal = "part_exceeds_total", TotalFell = "total_fell", StaleRepeat = "stale_repeat", HeadlineDiffers = "headline_differs",
        ClaimantUnresolved = "claimant_unresolved", NegationNear = "negation_near", WireCopy = "wire_copy", NumberOverflow = "number_overflow",
        GluedNumber = "glued_number", Mojibake = "mojibake", SentenceCut = "sentence_cut", StepLimit = "step_limit" }
}
vocabulary! {
    /// Which figure of a question is taken for the best.
    Policy { Latest = "latest", Highest = "highest", Lowest = "lowest", MedianOfOrigins = "median_of_origins", MostOrigins = "most_origins",
        Conservative = "conservative" }
}
vocabulary! {
    /// Which date of a claim gave its day in `timeline`.
    DaySource { AsOf = "as_of", Said = "said", Published = "published" }
}
vocabulary! {
    /// Universal part of speech.
    Upos { Adj = "ADJ", Adp = "ADP", Adv = "ADV", Aux = "AUX", Cconj = "CCONJ", Det = "DET", Intj = "INTJ", Noun = "NOUN", Num = "NUM", Part = "PART",
        Pron = "PRON", Propn = "PROPN", Punct = "PUNCT", Sconj = "SCONJ", Sym = "SYM", Verb = "VERB", X = "X" }
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

// --- syntax ---------------------------------------------------------------------------------------------------------

/// One syntactic word of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    #[allow(missing_docs)]
    pub span: Span,
    #[allow(missing_docs)]
    pub upos: Upos,
    /// Penn Treebank tag ("VBD", "NNS", "CD"), interned for the life of the program.
    pub xpos: &'static str,
    /// Lower case but for proper nouns.
    pub lemma: String,
    /// Index of the head within the sentence; the root has its own index.
    pub head: usize,
    /// Universal Dependencies relation with subtype ("nsubj:pass").
    pub rel: &'static str,
    /// True for all but the first word of a multi-word token ("n't" of "don't").
    pub joined: bool,
}

/// A sentence with its dependency tree: one root, no cycles, heads within the sentence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sentence {
    #[allow(missing_docs)]
    pub span: Span,
    #[allow(missing_docs)]
    pub words: Vec<Word>,
    /// True where the tokenizer cut an endless sentence at its limit.
    pub cut: bool,
    /// Where the children of its words are found: see [`Sentence::index`].
    pub tree: TreeIndex,
}

/// The children and the extent of every word of a sentence, in one allocation. Empty until [`Sentence::index`] made it.
#[derive(Clone, Debug, Default)]
pub struct TreeIndex {
    /// Where the children of each word start among `kids` (one more than words), then the children, then the first and the last
    /// word of each subtree.
    all: Box<[u32]>,
    words: usize,
}

/// It follows from the words.
impl PartialEq for TreeIndex {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl TreeIndex {
    fn of(words: &[Word]) -> Self {
        let n = words.len();
        let mut all = vec![0u32; 4 * n + 1].into_boxed_slice();
        if words.iter().any(|w| w.head >= n) {
            return Self::default();
        }
        let (starts, rest) = all.split_at_mut(n + 1);
        let (kids, ends) = rest.split_at_mut(n);
        let (first, last) = ends.split_at_mut(n);
        for (i, w) in words.iter().enumerate() {
            if w.head != i {
                starts[w.head + 1] += 1;
            }
        }
        for i in 0..n {
            starts[i + 1] += starts[i];
        }
        // `first` counts the children that are placed already.
        for (i, w) in words.iter().enumerate() {
            if w.head != i {
                kids[(starts[w.head] + first[w.head]) as usize] = i as u32;
                first[w.head] += 1;
            }
        }
        // From the left every word passes its place up to those above that have none yet, from the right likewise.
        first.fill(u32::MAX);
        last.fill(u32::MAX);
        let climb = |ends: &mut [u32], i: usize| {
            let mut at = i;
            while ends[at] == u32::MAX {
                ends[at] = i as u32;
                at = words[at].head;
            }
        };
        (0..n).for_each(|i| climb(first, i));
        (0..n).rev().for_each(|i| climb(last, i));
        Self { all, words: n }
    }

    fn children(&self, head: usize) -> Option<&[u32]> {
        let n = self.words;
        self.all.get(n + 1 + *self.all.get(head)? as usize..n + 1 + *self.all.get(head + 1)? as usize)
    }

    fn extent(&self, head: usize) -> Option<(usize, usize)> {
        let n = self.words;
        Some((*self.all.get(2 * n + 1 + head)? as usize, *self.all.get(3 * n + 1 + head)? as usize))
    }
}

impl Sentence {
    /// Index of the root word; 0 for an empty sentence.
    pub fn root(&self) -> usize {
        self.words.iter().position(|w| w.rel == "root").unwrap_or(0)
    }
    /// Notes the children of every word, so that they are not looked for again and again. To be called when all heads are set;
    /// heads may not be changed afterwards.
    pub fn index(&mut self) {
        self.tree = TreeIndex::of(&self.words);
    }
    /// Indices of the words that hang on `head`, in text order.
    pub fn children(&self, head: usize) -> impl Iterator<Item = usize> + '_ {
        let known = if self.tree.words == self.words.len() { self.tree.children(head) } else { None };
        let looked_for: &[Word] = if known.is_some() { &[] } else { &self.words };
        let looked_for = looked_for.iter().enumerate().filter(move |(i, w)| w.head == head && *i != head).map(|(i, _)| i);
        known.unwrap_or_default().iter().map(|i| *i as usize).chain(looked_for)
    }
    /// The first child with this relation; subtypes count where `rel` names none ("nsubj" finds "nsubj:pass").
    pub fn child(&self, head: usize, rel: &str) -> Option<usize> {
        self.children(head).find(|&i| {
            let r = self.words[i].rel;
            r == rel || (!rel.contains(':') && r.split(':').next() == Some(rel))
        })
    }
    /// Index of the first word that overlaps `span`.
    pub fn word_at(&self, span: &Span) -> Option<usize> {
        // Words stand in text order and apart.
        let at = self.words.partition_point(|w| w.span.end <= span.start);
        self.words.get(at).is_some_and(|w| w.span.overlaps(span)).then_some(at)
    }
    /// True where `below` is `above` or hangs under it.
    pub fn under(&self, mut below: usize, above: usize) -> bool {
        for _ in 0..=self.words.len() {
            if below == above {
                return true;
            }
            let up = self.words[below].head;
            if up == below {
                return false;
            }
            below = up;
        }
        false
    }
    /// First byte of the subtree under `head`.
    pub fn extent_start(&self, head: usize) -> usize {
        self.extent(head).start
    }
    /// The words' extent under `head`: from the first to the last byte of its subtree.
    pub fn extent(&self, head: usize) -> Span {
        if self.tree.words == self.words.len()
            && let Some((first, last)) = self.tree.extent(head)
        {
            return self.words[first].span.join(&self.words[last].span);
        }
        // One pass, with what is known of each word so far: asking `under` for each would be cubic in a chain of clauses.
        const UNKNOWN: u8 = 0;
        const BELOW: u8 = 1;
        const APART: u8 = 2;
        let mut known: smallvec::SmallVec<[u8; 64]> = smallvec::smallvec![UNKNOWN; self.words.len()];
        known[head] = BELOW;
        let mut out = self.words[head].span;
        for i in 0..self.words.len() {
            let (mut top, mut steps) = (i, 0);
            while known[top] == UNKNOWN && self.words[top].head != top && steps < self.words.len() {
                (top, steps) = (self.words[top].head, steps + 1);
            }
            let answer = if known[top] == BELOW { BELOW } else { APART };
            let mut at = i;
            for _ in 0..=steps {
                if known[at] != UNKNOWN {
                    break;
                }
                known[at] = answer;
                at = self.words[at].head;
            }
            if answer == BELOW {
                out = out.join(&self.words[i].span);
            }
        }
        out
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    /// A sentence of words of two bytes with these heads.
    fn sentence(heads: &[usize]) -> Sentence {
        let word = |(i, head): (usize, &usize)| {
            let span = Span::new(3 * i, 3 * i + 2);
            Word { span, upos: Upos::X, xpos: "", lemma: String::new(), head: *head, rel: "dep", joined: false }
        };
        Sentence { words: heads.iter().enumerate().map(word).collect(), ..Sentence::default() }
    }

    #[test]
    fn an_index_finds_what_a_search_finds() {
        // A tree, one that crosses itself, words without a tree, a circle, a head outside, nothing.
        for heads in [&[1, 1, 1, 4, 2, 4][..], &[2, 3, 2, 2, 0, 1], &[0, 1, 2], &[1, 2, 0, 3], &[0, 9, 0], &[]] {
            let plain = sentence(heads);
            let mut indexed = plain.clone();
            indexed.index();
            for i in 0..heads.len() {
                assert_eq!(indexed.children(i).collect::<Vec<_>>(), plain.children(i).collect::<Vec<_>>(), "{heads:?} {i}");
                if heads.iter().all(|h| *h < heads.len()) && heads != [1, 2, 0, 3] {
                    assert_eq!(indexed.extent(i), plain.extent(i), "{heads:?} {i}");
                }
            }
        }
        assert_eq!(sentence(&[1, 1, 1, 4, 2, 4]).word_at(&Span::new(4, 9)), Some(1));
        assert_eq!(sentence(&[0, 0]).word_at(&Span::new(2, 3)), None);
    }
}
