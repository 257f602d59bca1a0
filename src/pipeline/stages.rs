//! Stages over the tables of those before: extracting, comparing.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::time::Instant;

use polars::prelude::{IntoColumn, NewChunkedArray, StringChunked};
use rayon::prelude::*;

use super::folder::{LAST, RunFolder};
use super::manifest::Manifest;
use super::progress::{Progress, Stage};
use super::read::{CHUNK_RECORDS, Writers};
use super::work::{Ready, Work};
use super::{Config, ForPeople, Knowledge, PipelineError, Summary, Topic};
use crate::aggregate::{AggregateOptions, StageTables, Topical, aggregate_apart as compare};
use crate::extract::STEPS;
use crate::table::{
    self, ArticleRow, Articles, AttributionRow, BlockRow, ClaimRow, ComparisonRow, DateRow, FigureRow, Matrix, MentionRow, PolicyRow,
    Record, RejectRow, Rows, Table, TableWriter, TextRow, TimelineRow, TopicRow, Written,
};
use crate::types::{Article, Reject};

/// A table that polars cannot make a frame of.
pub fn frame_fault(name: &str) -> impl Fn(polars::prelude::PolarsError) -> PipelineError {
    let path = Path::new(name).to_owned();
    move |source| PipelineError::Table(table::TableError::Frame { path: path.clone(), source })
}

/// `stages/normalize/` to `stages/extract/`, chunk by chunk.
pub fn extract(
    config: &Config,
    knowledge: &Knowledge,
    folder: &RunFolder,
    progress: &dyn Progress,
    work: &mut Work<'_>,
) -> Result<Summary, PipelineError> {
    let began = Instant::now();
    let from = config.out.join("stages/normalize");
    present(&from.join("articles.parquet"), "normalize", config)?;
    // Progress counts characters here: that is what the table of articles has.
    let mut total = 0;
    for article in Rows::<ArticleRow>::open(&from.join("articles.parquet"))? {
        total += u64::try_from(article?.n_chars).unwrap_or(0);
    }
    progress.begin(Stage::Extract, total);
    let to = folder.within("stages/extract")?;
    let mut writers = Writers::extract(&to)?;
    let mut summary = Summary::default();
    let mut articles = Articles::open(&from)?;
    loop {
        let chunk: Vec<Article> = articles.by_ref().take(CHUNK_RECORDS).collect::<Result<_, _>>()?;
        let size = chunk.iter().map(|a| a.text.chars().count() as u64).sum();
        if chunk.is_empty() {
            break;
        }
        if progress.stopped() {
            return Err(PipelineError::Stopped { out: config.out.clone() });
        }
        let keyed = work.cache.is_some();
        let chunk: Vec<Ready> = chunk.into_par_iter().map(|a| Ready::read(a, keyed)).collect();
        writers.append(&work.rows(&chunk).frames().map_err(frame_fault("extract"))?)?;
        summary.articles += chunk.len() as u64;
        progress.advance(size, summary.articles, work.claims, work.poisoned.len() as u64);
    }
    finish_extract(knowledge, &to, writers, work, began, &mut summary)?;
    progress.end(Stage::Extract);
    Ok(summary)
}

/// Both stage folders below `from` to the final tables.
pub fn aggregate(
    config: &Config,
    knowledge: &Knowledge,
    from: &Path,
    folder: &RunFolder,
    progress: &dyn Progress,
    summary: &mut Summary,
) -> Result<(), PipelineError> {
    let began = Instant::now();
    progress.begin(Stage::Aggregate, 0);
    let stages = from.join("stages");
    present(&stages.join("normalize/articles.parquet"), "normalize", config)?;
    present(&stages.join("extract/claims.parquet"), "extract", config)?;
    let lexicon = knowledge.extractor.lexicon();
    let given = StageTables::read_sketched(&stages, lexicon)?;
    config.aggregate.same.check(&given.claims)?;
    let to = &folder.path;
    // Pieces are written while the next are made.
    let (compared, topical) = std::thread::scope(|scope| {
        let (pieces, waiting) = sync_channel::<Topical>(1);
        let writing = scope.spawn(move || -> Result<Option<TopicTables>, PipelineError> {
            let mut topical: Option<TopicTables> = None;
            for piece in waiting {
                match &mut topical {
                    Some(tables) => tables.append(piece)?,
                    None => topical.insert(TopicTables::create(to, &piece.matrix)?).append(piece)?,
                }
            }
            Ok(topical)
        });
        // Where the writer has ended it has failed, and says why when it is joined.
        let compared = compare(given, lexicon, &config.aggregate, &mut |piece| pieces.send(piece).is_ok(), &|| progress.stopped());
        drop(pieces);
        (compared, writing.join())
    });
    let topical = topical.map_err(|_| PipelineError::Threads("the one that writes has failed".into()))??;
    let stopped = || PipelineError::Stopped { out: config.out.clone() };
    let (mut tables, mut names) = compared.filter(|_| !progress.stopped()).ok_or_else(stopped)?;
    let topical = topical.ok_or_else(stopped)?;
    summary.articles = tables.articles.len() as u64;
    summary.unread = tables.articles.iter().filter(|a| a.language.as_deref().is_some_and(|l| l != "en")).count() as u64;
    summary.claims = tables.claims.len() as u64;
    summary.topics = topical.n;
    summary.widest = widest(&topical.widest);
    let (normalized, extracted) = (stages.join("normalize"), stages.join("extract"));
    let (articles, flags) = (std::mem::take(&mut tables.articles), std::mem::take(&mut tables.flags));
    let claims = std::mem::take(&mut tables.claims);
    let named = || -> Result<Vec<(Table, Written)>, PipelineError> {
        let mentions = passed_on::<MentionRow>(&extracted, to, |rows| names.mentions(rows))?;
        let attributions = passed_on::<AttributionRow>(&extracted, to, |rows| names.attributions(rows))?;
        Ok(vec![mentions, attributions, written_out(to, names.actors(&claims))?])
    };
    let others = || -> Result<Vec<(Table, Written)>, PipelineError> {
        let mut written = topical.finish()?;
        written.push(written_out(to, articles)?);
        written.push(written_out(to, flags)?);
        written.push(claims_out(&extracted, to, &claims)?);
        written.push(table::relay::<TextRow>(&normalized, to)?);
        written.push(table::relay::<BlockRow>(&normalized, to)?);
        written.push(table::relay::<FigureRow>(&extracted, to)?);
        written.push(table::relay::<DateRow>(&extracted, to)?);
        Ok(written)
    };
    let (named, others) = rayon::join(named, others);
    let mut written = others?;
    written.extend(named?);
    // What is made for people reads the tables from disk: they need not be in memory twice.
    drop((tables, claims));
    if progress.stopped() {
        return Err(stopped());
    }
    let mut rejects: Vec<RejectRow> = table::read(&stages.join("normalize/rejects.parquet"))?;
    rejects.extend(table::read::<RejectRow>(&stages.join("extract/rejects.parquet"))?);
    rejects.sort_by(|a, b| (&a.source_path, a.record, &a.reason).cmp(&(&b.source_path, b.record, &b.reason)));
    summary.rejects = rejects.len() as u64;
    written.push(written_out(to, rejects)?);
    let order: Vec<&str> = table::declared().iter().map(|t| t.name).collect();
    // The matrix has no fixed columns and so no declaration of its own: it stands behind the comparisons.
    let place = |name: &str| order.iter().position(|n| *n == if name == "comparison_matrix" { "comparisons" } else { name });
    written.sort_by_key(|(t, _)| (place(t.name), t.name == "comparison_matrix"));

    let package = to.join("datapackage.json");
    put(&package, &table::datapackage(&written))?;
    let tables_done = began.elapsed().as_secs_f64();
    let mut manifest = Manifest::new();
    let made = for_people(config, knowledge, to);
    for (name, bytes) in &made.files {
        put_bytes(&to.join(name), bytes)?;
    }
    let normalized = load(&stages.join("normalize/stage.json"))?;
    let extracted = load(&stages.join("extract/stage.json"))?;
    manifest.input = normalized.input;
    manifest.configuration = normalized.configuration;
    manifest.configuration.extend(extracted.configuration);
    manifest.configuration.insert("aggregate".into(), settings(&config.aggregate));
    manifest.lexicon = Some(lexicon.fingerprint.clone());
    manifest.model = extracted.model;
    manifest.wrote(&written.iter().map(|(_, w)| w.clone()).collect::<Vec<_>>());
    manifest.timing.extend(normalized.timing);
    manifest.timing.extend(extracted.timing);
    manifest.timing.insert("aggregate".into(), tables_done);
    manifest.timing.insert("report".into(), began.elapsed().as_secs_f64() - tables_done);
    save(&to.join(LAST), &manifest)?;

    summary.tables.clear();
    summary.made(&manifest);
    summary.sources = summary.sources.max(manifest.input.map_or(0, |i| i.sources));
    summary.for_people = made.files.iter().map(|(name, _)| (*name).to_owned()).collect();
    summary.notes = made.notes;
    progress.end(Stage::Aggregate);
    Ok(())
}

/// The tables of topics while they are written, piece after piece.
struct TopicTables {
    topics: TableWriter,
    comparisons: TableWriter,
    timeline: TableWriter,
    policies: TableWriter,
    matrix: TableWriter,
    declared: Vec<Table>,
    n: u64,
    /// Those that a reader wants to see first, so far.
    widest: Vec<TopicRow>,
}

impl TopicTables {
    /// Opens the files.
    fn create(to: &Path, matrix: &Matrix) -> Result<Self, PipelineError> {
        let declared = vec![TopicRow::table(), ComparisonRow::table(), TimelineRow::table(), PolicyRow::table(), matrix.table()];
        let open = |i: usize| TableWriter::create(to, &declared[i], true);
        let (topics, comparisons, timeline, policies, matrix) = (open(0)?, open(1)?, open(2)?, open(3)?, open(4)?);
        Ok(Self { topics, comparisons, timeline, policies, matrix, declared, n: 0, widest: Vec::new() })
    }

    fn append(&mut self, piece: Topical) -> Result<(), PipelineError> {
        self.topics.append(&TopicRow::frame(&piece.topics).map_err(frame_fault("topics"))?)?;
        self.comparisons.append(&ComparisonRow::frame(&piece.comparisons).map_err(frame_fault("comparisons"))?)?;
        self.timeline.append(&TimelineRow::frame(&piece.timeline).map_err(frame_fault("timeline"))?)?;
        self.policies.append(&PolicyRow::frame(&piece.policies).map_err(frame_fault("policies"))?)?;
        self.matrix.append(&piece.matrix.frame().map_err(frame_fault("comparison_matrix"))?)?;
        self.n += piece.topics.len() as u64;
        self.widest.extend(piece.topics.into_iter().filter(|t| t.n_claimants > 1));
        self.widest.sort_by(wider);
        self.widest.truncate(WIDEST);
        Ok(())
    }

    fn finish(self) -> Result<Vec<(Table, Written)>, PipelineError> {
        let writers = [self.topics, self.comparisons, self.timeline, self.policies, self.matrix];
        self.declared.into_iter().zip(writers).map(|(table, writer)| Ok((table, writer.finish()?))).collect()
    }
}

/// The claims of the stage with what only comparing knows: their topics, and who their claimants are among all actors.
/// `compared` has them in the same order.
fn claims_out(stage: &Path, to: &Path, compared: &[ClaimRow]) -> Result<(Table, Written), PipelineError> {
    let table = ClaimRow::table();
    let fault = frame_fault("claims");
    let mut writer = TableWriter::create(to, &table, true)?;
    let mut groups = Rows::<ClaimRow>::open(&stage.join("claims.parquet"))?;
    let mut left = compared.iter().peekable();
    while let Some(frame) = groups.frame() {
        let mut frame = frame?;
        // Claims of articles that are not there were left out.
        let known: Vec<Option<&ClaimRow>> = {
            let ids = frame.column("claim_id").and_then(|c| c.str()).map_err(&fault)?;
            ids.iter().map(|id| left.next_if(|c| id == Some(c.claim_id.as_str()))).collect()
        };
        let topics = StringChunked::from_iter_options("topic_id".into(), known.iter().map(|c| c.map(|c| c.topic_id.as_str())));
        let actors = known.iter().map(|c| c.and_then(|c| c.claimant_actor_id.as_deref()));
        let actors = StringChunked::from_iter_options("claimant_actor_id".into(), actors);
        frame.with_column(topics.into_column()).map_err(&fault)?;
        frame.with_column(actors.into_column()).map_err(&fault)?;
        if known.iter().any(Option::is_none) {
            frame = frame.filter(&known.iter().map(|c| Some(c.is_some())).collect()).map_err(&fault)?;
        }
        writer.append(&frame)?;
    }
    if let Some(lost) = left.peek() {
        let problem = format!("the claim {} that was compared does not stand where the stage has it", lost.claim_id);
        return Err(table::TableError::Declaration { table: "claims".into(), problem }.into());
    }
    Ok((table, writer.finish()?))
}

/// A table of a stage with its rows changed, row group by row group.
fn passed_on<R: Record>(stage: &Path, to: &Path, mut change: impl FnMut(Vec<R>) -> Vec<R>) -> Result<(Table, Written), PipelineError> {
    let table = R::table();
    let mut writer = TableWriter::create(to, &table, true)?;
    let mut rows = Rows::<R>::open(&stage.join(format!("{}.parquet", table.name)))?;
    while let Some(group) = rows.group() {
        writer.append(&R::frame(&change(group?)).map_err(frame_fault(table.name))?)?;
    }
    Ok((table, writer.finish()?))
}

/// Writes a table, which then goes from memory.
fn written_out<R: Record>(to: &Path, rows: Vec<R>) -> Result<(Table, Written), PipelineError> {
    Ok(table::write_rows(to, &rows, true)?)
}

/// What a run makes for people. A fault there must not cost the tables of a long run: it is told, and they are written all the same.
fn for_people(config: &Config, knowledge: &Knowledge, tables: &Path) -> ForPeople {
    let Some(make) = &config.for_people else { return ForPeople::default() };
    let fault = match catch_unwind(AssertUnwindSafe(|| (make.make)(tables, knowledge))) {
        Ok(Ok(made)) => return made,
        Ok(Err(fault)) => fault.to_string(),
        Err(_) => "the program stumbled (a fault of howmany's: please report it)".to_owned(),
    };
    ForPeople { files: Vec::new(), notes: vec![format!("report and workbook could not be made: {fault}; the tables are whole")] }
}

/// Topics of the closing table.
const WIDEST: usize = 10;

/// The order in which a reader wants to see topics: by seriousness of agreement, ratio, claimants.
fn wider(a: &TopicRow, b: &TopicRow) -> std::cmp::Ordering {
    b.agreement
        .cmp(&a.agreement)
        .then(b.ratio.unwrap_or(0.0).total_cmp(&a.ratio.unwrap_or(0.0)))
        .then(b.n_claimants.cmp(&a.n_claimants))
        .then(a.topic_id.cmp(&b.topic_id))
}

/// Topics as the closing table has them.
fn widest(topics: &[TopicRow]) -> Vec<Topic> {
    let topic = |t: &TopicRow| Topic {
        label: t.label.clone(),
        agreement: t.agreement.to_string(),
        ratio: t.ratio,
        claimants: t.n_claimants,
        low: t.low,
        high: t.high,
    };
    topics.iter().map(topic).collect()
}

/// Closes the tables of extraction and writes what is to be known of them.
pub fn finish_extract(
    knowledge: &Knowledge,
    folder: &Path,
    writers: Writers,
    work: &mut Work<'_>,
    began: Instant,
    summary: &mut Summary,
) -> Result<(), PipelineError> {
    work.poisoned.sort();
    summary.claims = work.claims;
    summary.rejects += work.poisoned.len() as u64;
    let mut manifest = Manifest::new();
    manifest.lexicon = Some(knowledge.extractor.lexicon().fingerprint.clone());
    manifest.model = Some(knowledge.extractor.syntax().name().to_owned());
    manifest.configuration.insert("attributions".into(), knowledge.extractor.attributions().as_str().into());
    if knowledge.extractor.steps() != STEPS {
        manifest.configuration.insert("steps".into(), knowledge.extractor.steps().into());
    }
    manifest.wrote(&writers.finish()?);
    manifest.wrote(&[write_rejects(folder, &work.poisoned)?]);
    manifest.timing.insert("extract".into(), began.elapsed().as_secs_f64());
    summary.made(&manifest);
    save(&folder.join("stage.json"), &manifest)
}

/// The rejects of a stage.
pub fn write_rejects(folder: &Path, rejects: &[Reject]) -> Result<Written, PipelineError> {
    let frame = RejectRow::frame(&table::rejects(rejects)).map_err(frame_fault("rejects"))?;
    Ok(table::write(folder, &RejectRow::table(), &frame, false)?)
}

fn present(path: &Path, stage: &'static str, config: &Config) -> Result<(), PipelineError> {
    if path.exists() { Ok(()) } else { Err(PipelineError::Missing { path: path.to_owned(), stage, out: config.out.clone() }) }
}

fn put(path: &Path, text: &str) -> Result<(), PipelineError> {
    put_bytes(path, text.as_bytes())
}

fn put_bytes(path: &Path, bytes: &[u8]) -> Result<(), PipelineError> {
    std::fs::write(path, bytes).map_err(|source| PipelineError::File { path: path.to_owned(), source, hint: "is the disk full?" })
}

/// Writes a manifest.
pub fn save(path: &Path, manifest: &Manifest) -> Result<(), PipelineError> {
    put(path, &manifest.to_json())
}

fn load(path: &Path) -> Result<Manifest, PipelineError> {
    let hint = "run the stage before this one again";
    let text = std::fs::read_to_string(path).map_err(|source| PipelineError::File { path: path.to_owned(), source, hint })?;
    serde_json::from_str(&text).map_err(|e| PipelineError::File { path: path.to_owned(), source: std::io::Error::other(e), hint })
}

/// Settings as they are printed: by way of text, so that an `f32` of 0.17 is not 0.17000000178813934.
fn settings(options: &AggregateOptions) -> serde_json::Value {
    serde_json::to_string(options).and_then(|text| serde_json::from_str(&text)).unwrap_or_default()
}
