//! The vocabularies of the codebook, each an enum whose values keep the codebook's spelling and order.

use std::fmt;

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
