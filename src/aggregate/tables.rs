//! The tables that go in and come out.

use std::path::Path;

use hashbrown::HashMap;
use polars::prelude::{DataFrame, PolarsResult};
use rayon::prelude::*;

use super::fold::{Row, Said};
use super::named::Seen;
use super::outputs::day;
use super::sketch::Sketch;
use crate::lexicon::Lexicon;
use crate::table::{
    ActorRow, ArticleRow, AttributionRow, BlockRow, ClaimRow, ComparisonRow, FlagRow, Matrix, MentionRow, PolicyRow, Record, Rows, Table,
    TableError, TextRow, TimelineRow, TopicRow, each_pair, read,
};
use crate::types::BlockKind;

type Map<K, V> = HashMap<K, V, foldhash::fast::FixedState>;

/// What `aggregate` reads: tables of the stages `normalize` and `extract`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StageTables {
    /// In reading order, which the output keeps.
    pub articles: Vec<ArticleRow>,
    /// Needed where `sketches` are not given.
    pub texts: Vec<TextRow>,
    /// Of the texts of `articles`, in their order; or empty.
    pub sketches: Vec<Sketch>,
    /// For headlines that differ from their text: no others are needed.
    pub blocks: Vec<BlockRow>,
    /// A row per article and actor: equal ids are merged.
    pub actors: Vec<ActorRow>,
    #[allow(missing_docs)]
    pub mentions: Vec<MentionRow>,
    #[allow(missing_docs)]
    pub attributions: Vec<AttributionRow>,
    /// What [`super::aggregate_apart`] needs of the mentions; [`super::aggregate`] makes it of `mentions`.
    pub seen: Seen,
    #[allow(missing_docs)]
    pub claims: Vec<ClaimRow>,
    /// Those that extraction found.
    pub flags: Vec<FlagRow>,
}

impl StageTables {
    /// Reads the tables of both stages from `normalize/` and `extract/` in a folder, texts included.
    ///
    /// # Errors
    /// A table that is missing or cannot be read.
    pub fn read(stages: &Path) -> Result<Self, TableError> {
        let normalize = |name: &str| stages.join("normalize").join(format!("{name}.parquet"));
        let extract = |name: &str| stages.join("extract").join(format!("{name}.parquet"));
        Ok(Self {
            texts: read(&normalize("texts"))?,
            blocks: read(&normalize("blocks"))?,
            mentions: read(&extract("mentions"))?,
            attributions: read(&extract("attributions"))?,
            ..Self::small(stages)?
        })
    }

    /// The same, but of texts, blocks, claims and mentions only what comparing keeps of them, and no attributions: for
    /// [`super::aggregate_apart`] and piles that do not fit into memory.
    ///
    /// # Errors
    /// A table that is missing or cannot be read.
    pub fn read_sketched(stages: &Path, lexicon: &Lexicon) -> Result<Self, TableError> {
        let mut out = Self::small(stages)?;
        // What comparing does not look at: it stands in the table of the stage.
        for claim in &mut out.claims {
            claim.chain = String::new();
            claim.rule = String::new();
            (claim.cue, claim.date_source, claim.attribution_id, claim.part_role) = (None, None, None, None);
        }
        for block in Rows::<BlockRow>::open(&stages.join("normalize/blocks.parquet"))? {
            out.blocks.extend(Some(block?).filter(|b| b.kind == BlockKind::Headline));
        }
        each_pair(&stages.join("extract/mentions.parquet"), "article_id", "actor_id", &mut |article, actor| out.seen.add(article, actor))?;
        let mut sketches = vec![Sketch::default(); out.articles.len()];
        {
            let places: Map<&str, usize> = out.articles.iter().enumerate().map(|(i, a)| (a.article_id.as_str(), i)).collect();
            let mut texts = Rows::<TextRow>::open(&stages.join("normalize/texts.parquet"))?;
            while let Some(group) = texts.group() {
                let sketch = |text: TextRow| {
                    let place = *places.get(text.article_id.as_str())?;
                    Some((place, Sketch::of(out.articles[place].title.as_deref(), &text.text, &lexicon.implies)))
                };
                let made: Vec<(usize, Sketch)> = group?.into_par_iter().filter_map(sketch).collect();
                made.into_iter().for_each(|(place, sketch)| sketches[place] = sketch);
            }
        }
        Ok(Self { sketches, ..out })
    }

    /// The tables that are held whole.
    fn small(stages: &Path) -> Result<Self, TableError> {
        let extract = |name: &str| stages.join("extract").join(format!("{name}.parquet"));
        Ok(Self {
            articles: read(&stages.join("normalize/articles.parquet"))?,
            actors: read(&extract("actors"))?,
            claims: read(&extract("claims"))?,
            flags: read(&extract("flags"))?,
            ..Self::default()
        })
    }
}

/// What `aggregate` makes: these tables replace those of the stages; `texts`, `blocks`, `figures`, `dates` and `rejects` stay as they are.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct Tables {
    pub articles: Vec<ArticleRow>,
    pub actors: Vec<ActorRow>,
    pub mentions: Vec<MentionRow>,
    pub attributions: Vec<AttributionRow>,
    pub claims: Vec<ClaimRow>,
    pub topics: Vec<TopicRow>,
    pub comparisons: Vec<ComparisonRow>,
    pub matrix: Matrix,
    pub timeline: Vec<TimelineRow>,
    pub policies: Vec<PolicyRow>,
    pub flags: Vec<FlagRow>,
}

/// The tables of topics, whole or some topics of them.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct Topical {
    pub topics: Vec<TopicRow>,
    pub comparisons: Vec<ComparisonRow>,
    pub matrix: Matrix,
    pub timeline: Vec<TimelineRow>,
    pub policies: Vec<PolicyRow>,
}

impl Topical {
    /// Appends the topics that follow.
    pub fn append(&mut self, mut more: Self) {
        self.matrix.pairs = std::mem::take(&mut more.matrix.pairs);
        self.add(more);
    }

    /// Appends topics of the same matrix.
    pub(super) fn add(&mut self, mut more: Self) {
        self.topics.append(&mut more.topics);
        self.comparisons.append(&mut more.comparisons);
        self.matrix.rows.append(&mut more.matrix.rows);
        self.timeline.append(&mut more.timeline);
        self.policies.append(&mut more.policies);
    }
}

impl Tables {
    /// Every table with its declaration.
    ///
    /// # Errors
    /// None that rows can cause.
    pub fn frames(&self) -> PolarsResult<Vec<(Table, DataFrame)>> {
        Ok(vec![
            (ArticleRow::table(), ArticleRow::frame(&self.articles)?),
            (ActorRow::table(), ActorRow::frame(&self.actors)?),
            (MentionRow::table(), MentionRow::frame(&self.mentions)?),
            (AttributionRow::table(), AttributionRow::frame(&self.attributions)?),
            (ClaimRow::table(), ClaimRow::frame(&self.claims)?),
            (TopicRow::table(), TopicRow::frame(&self.topics)?),
            (ComparisonRow::table(), ComparisonRow::frame(&self.comparisons)?),
            (self.matrix.table(), self.matrix.frame()?),
            (TimelineRow::table(), TimelineRow::frame(&self.timeline)?),
            (PolicyRow::table(), PolicyRow::frame(&self.policies)?),
            (FlagRow::table(), FlagRow::frame(&self.flags)?),
        ])
    }
}

/// A row of `comparisons`. `example` gives the `example_claim_id` of a row by its index.
pub(super) fn comparison(
    topic: &TopicRow,
    question: String,
    row: &Row,
    claims: &[ClaimRow],
    said: &[Said],
    articles: &[ArticleRow],
    example: &dyn Fn(usize) -> String,
) -> ComparisonRow {
    let claim = &claims[row.example()];
    let some = |words: Vec<String>, by: &str| (!words.is_empty()).then(|| words.join(by));
    let named: Vec<String> = row.outlets.iter().filter(|o| !o.starts_with("a_")).cloned().collect();
    ComparisonRow {
        topic_id: topic.topic_id.clone(),
        topic_label: topic.label.clone(),
        question,
        kind: row.kind,
        unit: row.unit.clone(),
        counted_text: claim.counted_text.clone(),
        claimant: row.name.clone(),
        claimant_actor_id: row.actor.clone(),
        claimant_kind: row.claimant_kind,
        status: row.status,
        evidence: row.evidence(),
        evidences: row.evidences.iter().map(|e| e.as_str()).collect::<Vec<_>>().join("|"),
        stance: row.stance,
        modality: row.modality,
        figure: row.figure.clone(),
        value: row.interval.value,
        low: row.interval.low,
        high: row.interval.high,
        quantifier: row.interval.quantifier,
        as_of_date: row.as_of.clone(),
        first_said: row.first.and_then(day),
        last_said: row.last.and_then(day),
        n_articles: row.n_articles as i64,
        n_outlets: row.outlets.len() as i64,
        outlets: some(named, "|"),
        independent: row.independent,
        n_origins: row.n_origins,
        relation: row.relation,
        relation_to: row.relation_to.map(example),
        implied_relation: row.implied,
        implied_relation_to: row.implied_to.map(example),
        explanation: some(row.explanation.clone(), " "),
        supersedes: some(row.supersedes.iter().map(|r| example(*r)).collect(), "|"),
        example_claim_id: claim.claim_id.clone(),
        example_sentence: claim.sentence.clone(),
        example_url: articles[said[row.example()].article].url.clone(),
    }
}
