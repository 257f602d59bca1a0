//! Every table, declared once: the row struct, its columns with types, meanings and keys, and the way to a frame and back.
//!
//! A column marked `#[late]` is known to `aggregate` alone and is left out of the stage table of the same name. What
//! follows `=>` is the table and column in which the values stand.

use polars::prelude::{DataFrame, PolarsError, PolarsResult};

use super::field::Field;
use super::pack::{Packer, Unpacker};
use super::schema::{Column, Table};
use crate::types::{
    ActorKind, Aggregation, Agreement, AttributionKind, BlockKind, CountedType, Day, DaySource, Evidence, FigureKind, FlagCode, Form,
    Modality, Policy, Quantifier, QuoteKind, Relation, SourceKind, Stance, Status, TimexType,
};

/// A row of a declared table.
pub trait Record: Sized {
    /// The declaration.
    fn table() -> Table;
    /// Rows to a frame, all columns.
    ///
    /// # Errors
    /// None that a declared row can cause: columns are as long as the rows.
    fn frame(rows: &[Self]) -> PolarsResult<DataFrame>;
    /// A frame to rows. Late columns that it lacks get their default.
    ///
    /// # Errors
    /// A column that is missing, of another type, null where it must not be, or holds a word that its vocabulary does not have.
    fn rows(frame: &DataFrame) -> PolarsResult<Vec<Self>>;
    /// The row to the bytes of a cache, late columns included.
    fn pack(&self, to: &mut Packer);
    /// Back again; none where the bytes do not fit.
    fn unpack(from: &mut Unpacker<'_>) -> Option<Self>;
}

/// Declares tables. See the module.
macro_rules! tables {
    ($( $(#[doc = $doc:literal])+ $row:ident $name:literal [$($key:literal),*] $csv:literal {
        $( $(#[$late:ident])? $field:ident: $type:ty, $about:literal $(=> $to:literal $at:literal)?; )+
    } )+) => { $(
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq)]
        pub struct $row { $( #[doc = $about] pub $field: $type, )+ }

        impl Record for $row {
            fn table() -> Table {
                Table {
                    name: $name,
                    about: concat!($($doc),+).trim_start(),
                    key: &[$($key),*],
                    csv: $csv,
                    columns: vec![$( Column {
                        name: bare(stringify!($field)).to_owned(),
                        kind: <$type as Field>::KIND,
                        nullable: <$type as Field>::NULLABLE,
                        about: $about.to_owned(),
                        vocabulary: <$type as Field>::vocabulary(),
                        refers: tables!(@refers $($to $at)?),
                        late: tables!(@late $($late)?),
                    } ),+],
                }
            }
            fn frame(rows: &[Self]) -> PolarsResult<DataFrame> {
                DataFrame::new(rows.len(), vec![$( <$type as Field>::column(bare(stringify!($field)), rows.iter().map(|r| &r.$field)) ),+])
            }
            fn rows(frame: &DataFrame) -> PolarsResult<Vec<Self>> {
                let height = frame.height();
                $( let mut $field = tables!(@read frame, $field, $type, height $(, $late)?); )+
                let mut out = Vec::with_capacity(height);
                for _ in 0..height {
                    out.push(Self { $( $field: $field.next().ok_or_else(|| short(stringify!($field)))? ),+ });
                }
                Ok(out)
            }
            fn pack(&self, to: &mut Packer) {
                $( self.$field.pack(to); )+
            }
            fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
                Some(Self { $( $field: <$type as Field>::unpack(from)? ),+ })
            }
        }
    )+
        /// The declarations of all tables but `comparison_matrix`, whose columns depend on the run: see [`super::matrix_table`].
        pub fn declared() -> Vec<Table> {
            vec![$( <$row as Record>::table() ),+]
        }
    };
    (@refers) => { None };
    (@refers $to:literal $at:literal) => { Some(($to, $at)) };
    (@late) => { false };
    (@late $late:ident) => { true };
    (@read $frame:ident, $field:ident, $type:ty, $height:ident) => {
        <$type as Field>::values($frame.column(bare(stringify!($field)))?)?.into_iter()
    };
    (@read $frame:ident, $field:ident, $type:ty, $height:ident, $late:ident) => {
        match $frame.column(bare(stringify!($field))) {
            Ok(column) => <$type as Field>::values(column)?,
            Err(_) => vec![<$type as Default>::default(); $height],
        }.into_iter()
    };
}

/// The column's name of a field: `r#type` is `type`.
fn bare(field: &str) -> &str {
    field.trim_start_matches("r#")
}

/// A column of a frame that has fewer cells than the frame has rows.
fn short(name: &str) -> PolarsError {
    PolarsError::ShapeMismatch(format!("column {name} is too short").into())
}

tables! {
    /// One news text with its outlet, title and publication date.
    ArticleRow "articles" ["article_id"] true {
        article_id: String, "Hash of text, title, outlet, published, url and external_id; never of the path.";
        source_path: String, "Path of the input, relative and with `/`.";
        record: Option<i64>, "Line, row or member within the input, where it holds more than one.";
        external_id: Option<String>, "An `id` given in the input.";
        outlet: Option<String>, "Who printed it: from field, sidecar, page metadata, byline or copyright line, in this order.";
        url: Option<String>, "Address given in the input.";
        title: Option<String>, "Headline.";
        author: Option<String>, "As in the byline.";
        published: Option<String>, "ISO 8601 as printed, with offset where one is given.";
        modified: Option<String>, "Time of the last change, as printed.";
        published_day: Option<Day>, "The local day, against which relative dates resolve.";
        published_precision: Option<String>, "minute, day, month or year.";
        published_source: Option<String>, "Where the publication date stood: field, sidecar, page or text.";
        language: Option<String>, "ISO 639-1.";
        wire_credit: Option<String>, "Agency that the text is credited to.";
        #[late] cluster_id: String, "Near-duplicates and syndicated copies share it.";
        #[late] is_copy: bool, "True for all of a cluster but the one that was first. Copies are no outlets and no origins.";
        n_chars: i64, "Length of the text in code points.";
        #[late] n_claims: i64, "Claims found in it.";
        damaged: bool, "True where decoding had to replace bytes or the text looks like mojibake.";
    }
    /// The text of each article, verbatim. All spans count Unicode code points in it, end exclusive.
    TextRow "texts" ["article_id"] false {
        article_id: String, "The article." => "articles" "article_id";
        text: String, "The decoded input; for HTML the extracted text.";
    }
    /// A run of an article's text of one kind.
    BlockRow "blocks" ["article_id", "start"] true {
        article_id: String, "The article." => "articles" "article_id";
        start: i64, "First code point.";
        end: i64, "One past the last code point.";
        kind: BlockKind, "What it is.";
        author: Option<String>, "Who posted a quoted post.";
        handle: Option<String>, "Handle of the author of a quoted post.";
        day: Option<Day>, "Day of a quoted post.";
        credit_start: Option<i64>, "Where author, handle and day of a quoted post stand.";
        credit_end: Option<i64>, "One past the last code point of that line.";
    }
    /// One number as written, with its hedge.
    FigureRow "figures" ["figure_id"] true {
        figure_id: String, "`f_`, the article's hash, running number.";
        article_id: String, "The article." => "articles" "article_id";
        start: i64, "First code point, hedge included.";
        end: i64, "One past the last code point.";
        text: Option<String>, "As written; none for a named person who counts as one.";
        form: Form, "How it is written.";
        kind: FigureKind, "What it is; only count, money, percent and measure can be claims.";
        value: Option<f64>, "The printed number.";
        low: Option<f64>, "Lower end of the interval that it asserts; none where unbounded.";
        high: Option<f64>, "Upper end; none where unbounded.";
        quantifier: Quantifier, "The hedge, which keeps strictness.";
        unit: Option<String>, "ISO 4217 for money, UCUM for measures.";
        rule: String, "The rule that decided the kind.";
    }
    /// A time expression, in the sense of TIMEX3.
    DateRow "dates" ["date_id"] true {
        date_id: String, "`d_`, the article's hash, running number.";
        article_id: String, "The article." => "articles" "article_id";
        start: i64, "First code point.";
        end: i64, "One past the last code point.";
        text: String, "As written.";
        r#type: TimexType, "TIMEX3 type.";
        value: String, "TIMEX3 value.";
        r#mod: Option<String>, "TIMEX3 mod.";
        first_day: Option<Day>, "First day covered, where the value names days.";
        last_day: Option<Day>, "Last day covered.";
        anchor: Option<String>, "What a relative expression was resolved against: published or text.";
    }
    /// A person, office, organization, state, force, outlet, document or group that is named or described.
    ActorRow "actors" ["actor_id"] true {
        actor_id: String, "Hash of name, kind and country.";
        name: String, "The fullest form printed, without title; a description for those without a name.";
        kind: ActorKind, "What it is. A place does not act.";
        country: Option<String>, "ISO 3166-1 alpha-2.";
        sector: Option<String>, "Field it works in.";
        role: Option<String>, "Role or title printed beside the name.";
        aliases: Option<String>, "Other forms, joined by `|`.";
        n_mentions: i64, "Places where it is named or referred to.";
        named: bool, "False for descriptions.";
    }
    /// A place in a text where an actor is named or referred to.
    MentionRow "mentions" ["article_id", "start", "end", "actor_id"] true {
        actor_id: String, "The actor." => "actors" "actor_id";
        article_id: String, "The article." => "articles" "article_id";
        start: i64, "First code point.";
        end: i64, "One past the last code point.";
        text: String, "As written.";
    }
    /// A source, a cue and a content, in the sense of PARC 3 and PolNeAR. Content in pieces makes a row a piece.
    AttributionRow "attributions" ["attribution_id"] true {
        attribution_id: String, "`s_`, the article's hash, running number; `-2`, `-3` for further pieces of content.";
        article_id: String, "The article." => "articles" "article_id";
        kind: AttributionKind, "What it does; only speech, writing and evidence make a claimant or a hop.";
        source_start: Option<i64>, "Where the source stands.";
        source_end: Option<i64>, "One past its last code point.";
        cue_start: Option<i64>, "Where the cue stands.";
        cue_end: Option<i64>, "One past its last code point.";
        content_start: Option<i64>, "Where what is attributed stands.";
        content_end: Option<i64>, "One past its last code point.";
        actor_id: Option<String>, "The source as an actor." => "actors" "actor_id";
        source_kind: SourceKind, "What the source is.";
        cue: Option<String>, "Lemma or phrase of the cue.";
        stance: Stance, "What the source does with the content.";
        quote_kind: QuoteKind, "Quotation marks around the content: all, none, or some of it.";
        parent_id: Option<String>, "The attribution within whose content this one stands." => "attributions" "attribution_id";
    }
    /// A figure, what it counts, its status, who says so, as of when: one printed mention.
    ClaimRow "claims" ["claim_id"] true {
        claim_id: String, "`c_`, the article's hash, running number.";
        article_id: String, "The article." => "articles" "article_id";
        figure_id: String, "The figure." => "figures" "figure_id";
        #[late] topic_id: String, "The topic." => "topics" "topic_id";
        kind: FigureKind, "count, money, percent or measure.";
        unit: Option<String>, "ISO 4217 for money, UCUM for measures.";
        form: Form, "How the figure is written.";
        value: Option<f64>, "The printed number.";
        low: Option<f64>, "Lower end of the interval that it asserts; none where unbounded.";
        high: Option<f64>, "Upper end; none where unbounded.";
        quantifier: Quantifier, "The hedge, which keeps strictness.";
        figure_text: Option<String>, "The figure as written; none for a named person who counts as one.";
        start: i64, "First code point of the figure.";
        end: i64, "One past its last code point.";
        counted_text: Option<String>, "The noun phrase counted, without the figure; none where the text leaves it out.";
        counted_head: Option<String>, "Lemma of its head.";
        counted_type: CountedType, "What the counted things are.";
        counted_country: Option<String>, "ISO 3166-1 alpha-2 of the counted things.";
        counted_role: Option<String>, "soldier, civilian, child, journalist ...";
        status: Status, "What is said to have happened to them.";
        status_text: Option<String>, "The words that say the status.";
        evidence: Evidence, "How the figure is said to be known.";
        stance: Stance, "What the claimant does with the figure.";
        modality: Modality, "Actual, planned, forecast, hypothetical or historical.";
        aggregation: Aggregation, "A running or whole count, or an increment.";
        part_of: Option<String>, "The claim whose figure this one is part of." => "claims" "claim_id";
        part_role: Option<String>, "subset, component or residual.";
        same_as: Option<String>, "The first claim of the article that states the same fact." => "claims" "claim_id";
        claimant: String, "Who first vouches for the figure; the outlet where no source is named.";
        claimant_actor_id: Option<String>, "The claimant as an actor." => "actors" "actor_id";
        claimant_kind: SourceKind, "What the claimant is; author for the outlet's own voice.";
        chain: String, "From the outlet down to the claimant, joined by ` < `.";
        hops: i64, "Steps of the chain; 0 for the outlet's own voice.";
        cue: Option<String>, "The words that attribute.";
        said_date: Option<String>, "TIMEX3 value: when the claimant said it.";
        event_date: Option<String>, "TIMEX3 value: when it happened.";
        as_of_date: Option<String>, "TIMEX3 value: when the count stood.";
        date_source: Option<String>, "How the dates were had: absolute, published or text.";
        place: Option<String>, "Where it happened.";
        place_country: Option<String>, "ISO 3166-1 alpha-2 of the place.";
        sentence: String, "The sentence that holds the figure.";
        rule: String, "The rules that made the claim, joined by `+`.";
        confidence: f64, "0 to 1.";
        attribution_id: Option<String>, "The attribution that names the claimant." => "attributions" "attribution_id";
    }
    /// Counted things of one kind in one event or situation, whatever happened to them: one row of the matrix.
    TopicRow "topics" ["topic_id"] true {
        topic_id: String, "`t_`, hash of its first claim.";
        label: String, "The topic in words.";
        questions: String, "Its questions in words, joined by `|`.";
        counted_head: Option<String>, "Lemma of what is counted, the commonest.";
        counted_country: Option<String>, "ISO 3166-1 alpha-2 of the counted things.";
        statuses: String, "Joined by `|`, in the order of the vocabulary.";
        place: Option<String>, "Where, the commonest.";
        place_country: Option<String>, "ISO 3166-1 alpha-2 of the place.";
        first_day: Option<Day>, "First day of its timeline.";
        last_day: Option<Day>, "Last day of its timeline.";
        n_claims: i64, "Claims.";
        n_claimants: i64, "Claimants; all outlets that speak in their own voice are one.";
        n_origins: i64, "Claimants who have a figure from themselves, of all its questions together.";
        n_contesting: i64, "Claimants that deny, doubt, are unaware, cannot confirm or decline to comment.";
        n_outlets: i64, "Outlets, copies apart.";
        low: Option<f64>, "Lowest `low`-or-`value` of its rows.";
        high: Option<f64>, "Highest number of its rows.";
        ratio: Option<f64>, "Widest of highest over lowest `low`-or-`value` among rows that may be compared; none with one row or a zero.";
        agreement: Agreement, "The most serious relation among its rows.";
    }
    /// A topic's claims folded to one row per claimant, question, stance, modality and figure, side by side.
    ComparisonRow "comparisons" ["example_claim_id"] true {
        topic_id: String, "The topic." => "topics" "topic_id";
        topic_label: String, "The topic in words.";
        question: String, "The question as a sentence.";
        kind: FigureKind, "count, money, percent or measure.";
        unit: Option<String>, "ISO 4217 for money, UCUM for measures.";
        counted_text: Option<String>, "What is counted, as printed.";
        claimant: String, "Who first vouches for the figure, or contests it.";
        claimant_actor_id: Option<String>, "The claimant as an actor." => "actors" "actor_id";
        claimant_kind: SourceKind, "What the claimant is; author for the outlet's own voice.";
        status: Status, "killed stands for died and executed too, unspecified for other.";
        evidence: Evidence, "How the figure is said to be known, the best based.";
        evidences: String, "All of them, joined by `|`.";
        stance: Stance, "What the claimant does with the figure.";
        modality: Modality, "Actual, planned, forecast, hypothetical or historical.";
        figure: String, "As printed in the matrix: 155, >155, >=5, <200, <=99, ~150, 3 to 9, dozens.";
        value: Option<f64>, "The printed number.";
        low: Option<f64>, "Lower end of the interval that it asserts; none where unbounded.";
        high: Option<f64>, "Upper end; none where unbounded.";
        quantifier: Quantifier, "The hedge, which keeps strictness.";
        as_of_date: Option<String>, "TIMEX3 value: the latest at which the count stood.";
        first_said: Option<Day>, "First day on which the row was said: the claim's said_date, else the publication day.";
        last_said: Option<Day>, "Last day on which the row was said.";
        n_articles: i64, "Articles that print it, copies included.";
        n_outlets: i64, "Outlets that print it, copies apart.";
        outlets: Option<String>, "These outlets, joined by `|`.";
        independent: bool, "True where the claimant is an origin: has the figure from himself.";
        n_origins: i64, "Origins of the question.";
        relation: Option<Relation>, "The most serious relation to another row of the question; none where the stance takes no part.";
        relation_to: Option<String>, "`example_claim_id` of that row." => "comparisons" "example_claim_id";
        implied_relation: Option<Relation>, "Relation to a row of another question of the topic whose status this one implies, or is implied by.";
        implied_relation_to: Option<String>, "`example_claim_id` of that row." => "comparisons" "example_claim_id";
        explanation: Option<String>, "The relations in words.";
        supersedes: Option<String>, "`example_claim_id`s of the rows that this one replaces, joined by `|`.";
        example_claim_id: String, "The first claim of the row." => "claims" "claim_id";
        example_sentence: String, "Its sentence.";
        example_url: Option<String>, "Address of its article.";
    }
    /// What each claimant said of a question, day by day.
    TimelineRow "timeline" ["claim_id"] true {
        topic_id: String, "The topic." => "topics" "topic_id";
        status: Status, "The question's status.";
        claimant: String, "Who says it.";
        day: Option<Day>, "Last day of as_of_date, else of said_date, never after the publication day; else the publication day.";
        day_source: Option<DaySource>, "Which of the three.";
        low: Option<f64>, "Lower end of the figure.";
        high: Option<f64>, "Upper end of the figure.";
        claim_id: String, "The claim." => "claims" "claim_id";
        supersedes: Option<String>, "Claims that this one replaces, joined by `|`.";
    }
    /// The figure that each named policy takes for the best of a question.
    PolicyRow "policies" ["topic_id", "status", "policy"] true {
        topic_id: String, "The topic." => "topics" "topic_id";
        status: Status, "The question's status.";
        policy: Policy, "How the best figure is chosen.";
        low: Option<f64>, "Lower end of the figure chosen.";
        best: Option<f64>, "Its printed number, else the end that is known.";
        high: Option<f64>, "Upper end of the figure chosen.";
        claim_id: String, "The claim it comes from." => "claims" "claim_id";
    }
    /// A warning about a figure, claim or topic.
    FlagRow "flags" ["flag_id"] true {
        flag_id: String, "`g_` and a hash, or the article's hash and a running number.";
        code: FlagCode, "What is the matter.";
        detail: String, "In words.";
        article_id: Option<String>, "The article." => "articles" "article_id";
        figure_id: Option<String>, "The figure." => "figures" "figure_id";
        claim_id: Option<String>, "The claim." => "claims" "claim_id";
        #[late] topic_id: Option<String>, "The topic." => "topics" "topic_id";
    }
    /// An input, or a record of one, that gave no article. Nothing is dropped silently.
    RejectRow "rejects" ["source_path", "record"] true {
        source_path: String, "Path of the input, relative and with `/`.";
        record: Option<i64>, "Record within it.";
        reason: String, "What is wrong, and what to do.";
    }
}
