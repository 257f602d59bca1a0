//! The three stages over files: reading, extracting, comparing.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::time::Instant;

use rayon::prelude::*;

use super::folder::{LAST, RunFolder};
use super::manifest::{InputRecord, Manifest};
use super::progress::{Progress, Stage};
use super::{Config, Knowledge, PipelineError, Summary, Topic};
use crate::aggregate::{StageTables, aggregate as compare};
use crate::input::{self, Source};
use crate::normalize::Normalizer;
use crate::table::{
    self, BlockRow, DateRow, ExtractRows, FigureRow, NormalizeRows, Record, RejectRow, Table, TableWriter, TextRow, Written,
};
use crate::types::{Article, Extraction, RawRecord, Reject};

/// Records that are worked on together: enough to keep the threads busy, little enough to keep memory flat.
const CHUNK_RECORDS: usize = 256;
/// Bytes of text after which a chunk is closed early.
const CHUNK_BYTES: usize = 8 << 20;
/// Rows that are relayed at a time from a stage table to its final place.
const SLICE: usize = 65_536;

/// A stage's open tables.
struct Writers(Vec<TableWriter>);

impl Writers {
    fn create(folder: &Path, tables: &[Table]) -> Result<Self, PipelineError> {
        Ok(Self(tables.iter().map(|t| TableWriter::create(folder, t, false)).collect::<Result<_, _>>()?))
    }

    /// Appends frames that stand in the order of the writers.
    fn append(&mut self, frames: &[(Table, polars::prelude::DataFrame)]) -> Result<(), PipelineError> {
        for (writer, (_, frame)) in self.0.iter_mut().zip(frames) {
            writer.append(frame)?;
        }
        Ok(())
    }

    fn finish(self) -> Result<Vec<Written>, PipelineError> {
        Ok(self.0.into_iter().map(TableWriter::finish).collect::<Result<_, _>>()?)
    }
}

fn frame_fault(name: &str) -> impl FnOnce(polars::prelude::PolarsError) -> PipelineError {
    let path = Path::new(name).to_owned();
    move |source| PipelineError::Table(table::TableError::Frame { path, source })
}

/// Reads inputs into `stages/normalize/`; with `and_extract` also writes `stages/extract/`, chunk by chunk.
pub fn read(
    config: &Config,
    knowledge: &Knowledge,
    folder: &RunFolder,
    progress: &dyn Progress,
    and_extract: bool,
) -> Result<Summary, PipelineError> {
    let began = Instant::now();
    let mut options = config.input.clone();
    options.skip.push(config.out.clone());
    let (sources, unread) = input::expand(&config.inputs, &options)?;
    if sources.is_empty() && unread.is_empty() {
        let inputs = config.inputs.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(", ");
        return Err(PipelineError::NoInput { inputs });
    }
    let record = input_record(&sources);
    progress.begin(Stage::Read, record.bytes);

    let normalize_folder = folder.within("stages/normalize")?;
    let empty = NormalizeRows::default().frames().map_err(frame_fault("normalize"))?;
    let mut normalized = Writers::create(&normalize_folder, &tables_of(&empty))?;
    let mut extracted = match and_extract {
        true => {
            let empty = ExtractRows::default().frames().map_err(frame_fault("extract"))?;
            Some(Writers::create(&folder.within("stages/extract")?, &tables_of(&empty))?)
        }
        false => None,
    };
    let mut rejects = unread;
    let mut poisoned: Vec<Reject> = Vec::new();
    let normalizer = Normalizer::new(knowledge.extractor.lexicon());
    let mut seen: HashMap<String, u32> = HashMap::new();
    let mut summary = Summary { sources: record.sources, ..Summary::default() };

    std::thread::scope(|scope| -> Result<(), PipelineError> {
        let (send, receive) = sync_channel::<Chunk>(2);
        let sources = &sources;
        let options = &options;
        scope.spawn(move || read_chunks(sources, options, &send));
        for chunk in receive {
            let bytes = chunk.bytes;
            let made: Vec<Result<Article, Reject>> = chunk
                .found
                .into_par_iter()
                .map(|found| {
                    let record = found?;
                    let (path, number) = (record.source_path.clone(), record.record);
                    guarded(&path, number, || normalizer.normalize(record)).and_then(|x| x)
                })
                .collect();
            let mut articles = Vec::new();
            for made in made {
                match made {
                    Ok(mut article) => {
                        let times = seen.entry(article.article_id.clone()).or_insert(0);
                        *times += 1;
                        if *times > 1 {
                            article.article_id = format!("{}-{times}", article.article_id);
                        }
                        articles.push(article);
                    }
                    Err(reject) => rejects.push(reject),
                }
            }
            let rows = articles.par_iter().map(NormalizeRows::of).reduce(NormalizeRows::default, |mut a, b| {
                a.append(b);
                a
            });
            normalized.append(&rows.frames().map_err(frame_fault("normalize"))?)?;
            if let Some(writers) = &mut extracted {
                extract_chunk(knowledge, &articles, writers, &mut poisoned, &mut summary)?;
            }
            summary.articles += articles.len() as u64;
            progress.advance(bytes, summary.articles, summary.claims, (rejects.len() + poisoned.len()) as u64);
        }
        Ok(())
    })?;

    rejects.sort();
    poisoned.sort();
    summary.rejects = (rejects.len() + poisoned.len()) as u64;
    let mut manifest = Manifest::new();
    manifest.input = Some(record);
    manifest.configuration = read_settings(config);
    manifest.wrote(&normalized.finish()?);
    manifest.wrote(&[write_rejects(&normalize_folder, &rejects)?]);
    manifest.timing.insert("normalize".into(), began.elapsed().as_secs_f64());
    save(&normalize_folder.join("stage.json"), &manifest)?;
    if let Some(writers) = extracted {
        finish_extract(knowledge, &folder.within("stages/extract")?, writers, &poisoned, began)?;
    }
    progress.end(Stage::Read);
    Ok(summary)
}

/// `stages/normalize/` to `stages/extract/`.
pub fn extract(config: &Config, knowledge: &Knowledge, folder: &RunFolder, progress: &dyn Progress) -> Result<Summary, PipelineError> {
    let began = Instant::now();
    let from = config.out.join("stages/normalize");
    present(&from.join("articles.parquet"), "normalize", config)?;
    let articles = table::read_articles(&from)?;
    let total: u64 = articles.iter().map(|a| a.text.len() as u64).sum();
    progress.begin(Stage::Extract, total);
    let to = folder.within("stages/extract")?;
    let empty = ExtractRows::default().frames().map_err(frame_fault("extract"))?;
    let mut writers = Writers::create(&to, &tables_of(&empty))?;
    let mut poisoned = Vec::new();
    let mut summary = Summary::default();
    for chunk in articles.chunks(CHUNK_RECORDS) {
        extract_chunk(knowledge, chunk, &mut writers, &mut poisoned, &mut summary)?;
        summary.articles += chunk.len() as u64;
        let bytes = chunk.iter().map(|a| a.text.len() as u64).sum();
        progress.advance(bytes, summary.articles, summary.claims, poisoned.len() as u64);
    }
    poisoned.sort();
    summary.rejects = poisoned.len() as u64;
    finish_extract(knowledge, &to, writers, &poisoned, began)?;
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
    let tables = compare(StageTables::read_sketched(&stages, lexicon)?, lexicon, &config.aggregate);
    let to = &folder.path;
    let mut written: Vec<(Table, Written)> = Vec::new();
    for (table, frame) in tables.frames().map_err(frame_fault("aggregate"))? {
        let done = table::write(to, &table, &frame, true)?;
        written.push((table, done));
    }
    written.push(relay::<TextRow>(&stages.join("normalize"), to)?);
    written.push(relay::<BlockRow>(&stages.join("normalize"), to)?);
    written.push(relay::<FigureRow>(&stages.join("extract"), to)?);
    written.push(relay::<DateRow>(&stages.join("extract"), to)?);
    let mut rejects: Vec<RejectRow> = table::read(&stages.join("normalize/rejects.parquet"))?;
    rejects.extend(table::read::<RejectRow>(&stages.join("extract/rejects.parquet"))?);
    rejects.sort_by(|a, b| (&a.source_path, a.record, &a.reason).cmp(&(&b.source_path, b.record, &b.reason)));
    let frame = RejectRow::frame(&rejects).map_err(frame_fault("rejects"))?;
    written.push((RejectRow::table(), table::write(to, &RejectRow::table(), &frame, true)?));
    let order: Vec<&str> = table::declared().iter().map(|t| t.name).collect();
    // The matrix has no fixed columns and so no declaration of its own: it stands behind the comparisons.
    let place = |name: &str| order.iter().position(|n| *n == if name == "comparison_matrix" { "comparisons" } else { name });
    written.sort_by_key(|(t, _)| (place(t.name), t.name == "comparison_matrix"));

    let package = to.join("datapackage.json");
    put(&package, &table::datapackage(&written))?;
    let mut manifest = Manifest::new();
    let normalized = load(&stages.join("normalize/stage.json"))?;
    let extracted = load(&stages.join("extract/stage.json"))?;
    manifest.input = normalized.input;
    manifest.configuration = normalized.configuration;
    manifest.configuration.insert("aggregate".into(), serde_json::Value::String(format!("{:?}", config.aggregate)));
    manifest.lexicon = Some(lexicon.fingerprint.clone());
    manifest.model = extracted.model;
    manifest.wrote(&written.iter().map(|(_, w)| w.clone()).collect::<Vec<_>>());
    manifest.timing.extend(normalized.timing);
    manifest.timing.extend(extracted.timing);
    manifest.timing.insert("aggregate".into(), began.elapsed().as_secs_f64());
    save(&to.join(LAST), &manifest)?;

    summary.articles = tables.articles.len() as u64;
    summary.unread = tables.articles.iter().filter(|a| a.language.as_deref().is_some_and(|l| l != "en")).count() as u64;
    summary.claims = tables.claims.len() as u64;
    summary.topics = tables.topics.len() as u64;
    summary.rejects = rejects.len() as u64;
    summary.sources = summary.sources.max(manifest.input.map_or(0, |i| i.sources));
    summary.widest = widest(&tables.topics);
    progress.end(Stage::Aggregate);
    Ok(())
}

/// The topics that a reader wants to see first: by seriousness of agreement, ratio, claimants.
fn widest(topics: &[table::TopicRow]) -> Vec<Topic> {
    let mut chosen: Vec<&table::TopicRow> = topics.iter().filter(|t| t.n_claimants > 1).collect();
    chosen.sort_by(|a, b| {
        b.agreement
            .cmp(&a.agreement)
            .then(b.ratio.unwrap_or(0.0).total_cmp(&a.ratio.unwrap_or(0.0)))
            .then(b.n_claimants.cmp(&a.n_claimants))
            .then(a.topic_id.cmp(&b.topic_id))
    });
    chosen
        .into_iter()
        .take(10)
        .map(|t| Topic {
            label: t.label.clone(),
            agreement: t.agreement.to_string(),
            ratio: t.ratio,
            claimants: t.n_claimants,
            low: t.low,
            high: t.high,
        })
        .collect()
}

/// Records that travel together.
struct Chunk {
    found: Vec<Result<RawRecord, Reject>>,
    bytes: u64,
}

/// Reads all sources in order and sends chunks; stops where nobody listens any more.
fn read_chunks(sources: &[Source], options: &input::InputOptions, send: &std::sync::mpsc::SyncSender<Chunk>) {
    let mut chunk = Chunk { found: Vec::new(), bytes: 0 };
    let mut size = 0;
    let mut gone = false;
    for source in sources {
        if gone {
            return;
        }
        let whole = std::fs::metadata(&source.path).map_or(0, |m| m.len());
        let mut told = 0u64;
        input::read(source, options, &mut |found| {
            if gone {
                return;
            }
            let length = found.as_ref().map_or(0, |r: &RawRecord| r.text.len());
            size += length;
            // Progress counts the bytes of files; within a file the texts stand for them.
            let step = (length as u64).min(whole.saturating_sub(told));
            told += step;
            chunk.bytes += step;
            chunk.found.push(found);
            if chunk.found.len() >= CHUNK_RECORDS || size >= CHUNK_BYTES {
                size = 0;
                gone = send.send(std::mem::replace(&mut chunk, Chunk { found: Vec::new(), bytes: 0 })).is_err();
            }
        });
        chunk.bytes += whole.saturating_sub(told);
    }
    if !gone && (!chunk.found.is_empty() || chunk.bytes > 0) {
        // Nobody listening means that the run has failed already.
        let _ = send.send(chunk);
    }
}

/// Extracts a chunk in parallel and appends its rows in order. An article that makes a rule panic becomes a reject.
fn extract_chunk(
    knowledge: &Knowledge,
    articles: &[Article],
    writers: &mut Writers,
    poisoned: &mut Vec<Reject>,
    summary: &mut Summary,
) -> Result<(), PipelineError> {
    let found: Vec<Result<ExtractRows, Reject>> = articles
        .par_iter()
        .map(|article| {
            guarded(&article.source_path, article.record, || {
                let found: Extraction = knowledge.extractor.extract(article);
                ExtractRows::of(article, &found)
            })
        })
        .collect();
    let mut rows = ExtractRows::default();
    for found in found {
        match found {
            Ok(more) => rows.append(more),
            Err(reject) => poisoned.push(reject),
        }
    }
    summary.claims += rows.claims.len() as u64;
    writers.append(&rows.frames().map_err(frame_fault("extract"))?)
}

/// Runs the work on one record; a panic becomes a reject and its neighbors live.
fn guarded<T>(path: &str, record: Option<i64>, work: impl FnOnce() -> T) -> Result<T, Reject> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| Reject {
        source_path: path.to_owned(),
        record,
        reason: "the program stumbled over this text (a fault of howmany's: please report it with the text)".into(),
    })
}

fn finish_extract(
    knowledge: &Knowledge,
    folder: &Path,
    writers: Writers,
    poisoned: &[Reject],
    began: Instant,
) -> Result<(), PipelineError> {
    let mut manifest = Manifest::new();
    manifest.lexicon = Some(knowledge.extractor.lexicon().fingerprint.clone());
    manifest.model = Some(knowledge.extractor.syntax().name().to_owned());
    manifest.wrote(&writers.finish()?);
    manifest.wrote(&[write_rejects(folder, poisoned)?]);
    manifest.timing.insert("extract".into(), began.elapsed().as_secs_f64());
    save(&folder.join("stage.json"), &manifest)
}

fn write_rejects(folder: &Path, rejects: &[Reject]) -> Result<Written, PipelineError> {
    let frame = RejectRow::frame(&table::rejects(rejects)).map_err(frame_fault("rejects"))?;
    Ok(table::write(folder, &RejectRow::table(), &frame, false)?)
}

/// A finished table of a stage to its place among the final ones, slice by slice.
fn relay<R: Record>(stage: &Path, to: &Path) -> Result<(Table, Written), PipelineError> {
    let table = R::table();
    let path = stage.join(format!("{}.parquet", table.name));
    let mut writer = TableWriter::create(to, &table, true)?;
    let rows = table::rows_in(&path)?;
    for from in (0..rows).step_by(SLICE) {
        let slice: Vec<R> = table::read_slice(&path, from, SLICE)?;
        writer.append(&R::frame(&slice).map_err(frame_fault(table.name))?)?;
    }
    Ok((table, writer.finish()?))
}

fn tables_of(frames: &[(Table, polars::prelude::DataFrame)]) -> Vec<Table> {
    frames.iter().map(|(t, _)| t.clone()).collect()
}

fn present(path: &Path, stage: &'static str, config: &Config) -> Result<(), PipelineError> {
    if path.exists() { Ok(()) } else { Err(PipelineError::Missing { path: path.to_owned(), stage, out: config.out.clone() }) }
}

/// Settings of reading that can change the tables.
fn read_settings(config: &Config) -> std::collections::BTreeMap<String, serde_json::Value> {
    let map: Vec<String> = config.input.map.iter().map(|(a, b)| format!("{a}={b}")).collect();
    [("map".to_owned(), serde_json::json!(map)), ("limits".to_owned(), serde_json::Value::String(format!("{:?}", config.input.limits)))]
        .into_iter()
        .collect()
}

fn input_record(sources: &[Source]) -> InputRecord {
    let mut hasher = blake3::Hasher::new();
    let mut bytes = 0;
    for source in sources {
        let size = std::fs::metadata(&source.path).map_or(0, |m| m.len());
        bytes += size;
        hasher.update(source.name.as_bytes());
        hasher.update(&size.to_le_bytes());
    }
    InputRecord {
        sources: sources.len() as u64,
        bytes,
        fingerprint: hasher.finalize().to_hex()[..32].to_owned(),
        first: sources.iter().take(20).map(|s| s.name.clone()).collect(),
    }
}

fn put(path: &Path, text: &str) -> Result<(), PipelineError> {
    std::fs::write(path, text).map_err(|source| PipelineError::File { path: path.to_owned(), source, hint: "is the disk full?" })
}

fn save(path: &Path, manifest: &Manifest) -> Result<(), PipelineError> {
    put(path, &manifest.to_json())
}

fn load(path: &Path) -> Result<Manifest, PipelineError> {
    let hint = "run the stage before this one again";
    let text = std::fs::read_to_string(path).map_err(|source| PipelineError::File { path: path.to_owned(), source, hint })?;
    serde_json::from_str(&text).map_err(|e| PipelineError::File { path: path.to_owned(), source: std::io::Error::other(e), hint })
}
