//! The tables that go in and come out.

use std::collections::BTreeSet;
use std::path::Path;

use hashbrown::HashMap;
use polars::prelude::{DataFrame, PolarsResult};

use super::fold::{Row, Said};
use super::outputs::day;
use super::sketch::Sketch;
use crate::lexicon::Lexicon;
use crate::table::{
    ActorRow, ArticleRow, AttributionRow, BlockRow, ClaimRow, ComparisonRow, FlagRow, Matrix, MentionRow, PolicyRow, Record, Table,
    TableError, TextRow, TimelineRow, TopicRow, read, read_slice, rows_in,
};

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
    /// For headlines that differ from their text.
    pub blocks: Vec<BlockRow>,
    /// A row per article and actor: equal ids are merged.
    pub actors: Vec<ActorRow>,
    #[allow(missing_docs)]
    pub mentions: Vec<MentionRow>,
    #[allow(missing_docs)]
    pub attributions: Vec<AttributionRow>,
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
        let texts = read(&stages.join("normalize/texts.parquet"))?;
        Ok(Self { texts, ..Self::without_texts(stages)? })
    }

    /// The same, but of the texts only what comparing keeps of them: for piles whose texts do not fit into memory.
    ///
    /// # Errors
    /// A table that is missing or cannot be read.
    pub fn read_sketched(stages: &Path, lexicon: &Lexicon) -> Result<Self, TableError> {
        const SLICE: usize = 4_096;
        let out = Self::without_texts(stages)?;
        let texts = stages.join("normalize/texts.parquet");
        let titles: Map<String, Option<String>> = out.articles.iter().map(|a| (a.article_id.clone(), a.title.clone())).collect();
        let mut sketches: Map<String, Sketch> = Map::default();
        let rows = rows_in(&texts)?;
        for from in (0..rows).step_by(SLICE) {
            for text in read_slice::<TextRow>(&texts, from, SLICE)? {
                let title = titles.get(&text.article_id).and_then(Option::as_deref);
                sketches.insert(text.article_id, Sketch::of(title, &text.text, &lexicon.implies));
            }
        }
        let sketches = out.articles.iter().map(|a| sketches.remove(&a.article_id).unwrap_or_default()).collect();
        Ok(Self { sketches, ..out })
    }

    fn without_texts(stages: &Path) -> Result<Self, TableError> {
        let normalize = |name: &str| stages.join("normalize").join(format!("{name}.parquet"));
        let extract = |name: &str| stages.join("extract").join(format!("{name}.parquet"));
        Ok(Self {
            articles: read(&normalize("articles"))?,
            texts: Vec::new(),
            sketches: Vec::new(),
            blocks: read(&normalize("blocks"))?,
            actors: read(&extract("actors"))?,
            mentions: read(&extract("mentions"))?,
            attributions: read(&extract("attributions"))?,
            claims: read(&extract("claims"))?,
            flags: read(&extract("flags"))?,
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

/// The actors that are named or referred to after merging, with their mentions counted anew.
pub(super) fn still_named(
    rows: Vec<ActorRow>,
    mentions: &[MentionRow],
    attributions: &[AttributionRow],
    claims: &[ClaimRow],
) -> Vec<ActorRow> {
    let mut counts: Map<&str, i64> = Map::default();
    mentions.iter().for_each(|m| *counts.entry(m.actor_id.as_str()).or_default() += 1);
    let mut named: BTreeSet<&str> = counts.keys().copied().collect();
    named.extend(attributions.iter().filter_map(|a| a.actor_id.as_deref()));
    named.extend(claims.iter().filter_map(|c| c.claimant_actor_id.as_deref()));
    let mut out: Vec<ActorRow> = rows.into_iter().filter(|r| named.contains(r.actor_id.as_str())).collect();
    out.iter_mut().for_each(|r| r.n_mentions = counts.get(r.actor_id.as_str()).copied().unwrap_or(0));
    out.sort_by(|a, b| a.actor_id.cmp(&b.actor_id));
    out
}
