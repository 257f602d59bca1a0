//! Inputs to stage tables. Chunks of records flow from a thread that reads through the workers to a thread that writes, in order; no more
//! than a few chunks are under way, so memory depends on the chunk and not on the corpus.

use std::collections::HashMap;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Instant;

use rayon::prelude::*;

use super::cache::{Cache, Key, record_key};
use super::folder::RunFolder;
use super::manifest::{InputRecord, Manifest};
use super::progress::{Progress, Stage};
use super::stages::{finish_extract, frame_fault, save, write_rejects};
use super::work::{Ready, Work, guarded};
use super::{Config, Knowledge, PipelineError, Summary};
use crate::input::{self, InputOptions, Source};
use crate::normalize::Normalizer;
use crate::table::{ExtractRows, NormalizeRows, Table, TableWriter, Written};
use crate::types::{RawRecord, Reject};

/// Records that are worked on together: enough to keep the threads busy, little enough to keep memory flat.
pub const CHUNK_RECORDS: usize = 256;
/// Bytes of text after which a chunk is closed early.
const CHUNK_BYTES: usize = 8 << 20;
/// Chunks that wait between two threads.
const WAITING: usize = 2;

/// The open tables of a stage.
pub struct Writers(Vec<TableWriter>);

impl Writers {
    /// The tables of `normalize`.
    pub fn normalize(folder: &Path) -> Result<Self, PipelineError> {
        Self::create(folder, &NormalizeRows::default().frames().map_err(frame_fault("normalize"))?)
    }

    /// The tables of `extract`.
    pub fn extract(folder: &Path) -> Result<Self, PipelineError> {
        Self::create(folder, &ExtractRows::default().frames().map_err(frame_fault("extract"))?)
    }

    fn create(folder: &Path, tables: &[(Table, polars::prelude::DataFrame)]) -> Result<Self, PipelineError> {
        Ok(Self(tables.iter().map(|(t, _)| TableWriter::create(folder, t, false)).collect::<Result<_, _>>()?))
    }

    /// Appends frames that stand in the order of the writers.
    pub fn append(&mut self, frames: &[(Table, polars::prelude::DataFrame)]) -> Result<(), PipelineError> {
        for (writer, (_, frame)) in self.0.iter_mut().zip(frames) {
            writer.append(frame)?;
        }
        Ok(())
    }

    /// Closes the files.
    pub fn finish(self) -> Result<Vec<Written>, PipelineError> {
        Ok(self.0.into_iter().map(TableWriter::finish).collect::<Result<_, _>>()?)
    }
}

/// Files and globs to sources, and what none can be had of.
///
/// # Errors
/// A fault in what was asked for, or inputs that hold nothing at all.
pub fn sources(config: &Config) -> Result<(Vec<Source>, Vec<Reject>), PipelineError> {
    let (sources, unread) = input::expand(&config.inputs, &options(config))?;
    if sources.is_empty() && unread.is_empty() {
        let inputs = config.inputs.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(", ");
        return Err(PipelineError::NoInput { inputs });
    }
    Ok((sources, unread))
}

/// How inputs are read: never what the program has written itself.
fn options(config: &Config) -> InputOptions {
    let mut options = config.input.clone();
    options.skip.push(config.out.clone());
    options
}

/// Reads sources into `stages/normalize/`; with `work` also writes `stages/extract/`, chunk by chunk.
pub fn read(
    config: &Config,
    knowledge: &Knowledge,
    (sources, unread): (Vec<Source>, Vec<Reject>),
    folder: &RunFolder,
    progress: &dyn Progress,
    mut work: Option<&mut Work<'_>>,
) -> Result<Summary, PipelineError> {
    let began = Instant::now();
    let record = input_record(&sources);
    progress.begin(Stage::Read, record.bytes);
    let normalize_folder = folder.within("stages/normalize")?;
    let extract_folder = folder.path.join("stages/extract");
    let mut writers = Open { normalized: Writers::normalize(&normalize_folder)?, extracted: None };
    if work.is_some() {
        writers.extracted = Some(Writers::extract(&folder.within("stages/extract")?)?);
    }
    let options = options(config);
    let mut reading = Reading { normalizer: Normalizer::new(knowledge.extractor.lexicon()), seen: HashMap::new(), rejects: unread };
    let mut summary = Summary { sources: record.sources, bytes: record.bytes, ..Summary::default() };

    let (send, chunks) = sync_channel::<Chunk>(WAITING);
    // Not of the scope below: a run that is stopped does not wait until a large file is read to its end.
    let reader = std::thread::spawn(move || read_chunks(&sources, &options, &send));
    let writers = std::thread::scope(|scope| -> Result<Open, PipelineError> {
        let (batches, waiting) = sync_channel::<Batch>(WAITING);
        let writing = scope.spawn(move || writers.write(&waiting));
        let outcome = chunks.into_iter().try_for_each(|chunk| {
            if progress.stopped() {
                return Err(Some(PipelineError::Stopped { out: config.out.clone() }));
            }
            let articles = reading.articles(chunk.found, work.as_mut().and_then(|w| w.cache.as_mut()));
            let extracted = work.as_mut().map(|w| w.rows(&articles));
            summary.articles += articles.len() as u64;
            let mut normalized = NormalizeRows::default();
            articles.into_iter().for_each(|a| normalized.append(a.rows));
            let batch = Batch { normalized, extracted };
            // Where the writer has ended it has failed, and says why when it is joined.
            batches.send(batch).map_err(|_| None)?;
            let (claims, poisoned) = work.as_ref().map_or((0, 0), |w| (w.claims, w.poisoned.len()));
            progress.advance(chunk.bytes, summary.articles, claims, (reading.rejects.len() + poisoned) as u64);
            Ok(())
        });
        drop(batches);
        let written = writing.join().map_err(|_| PipelineError::Threads("the one that writes has failed".into()))?;
        match outcome {
            Err(Some(stopped)) => Err(stopped),
            _ => written,
        }
    })?;
    reader.join().map_err(|_| PipelineError::Threads("the one that reads has failed".into()))?;

    let mut rejects = reading.rejects;
    rejects.sort();
    summary.rejects = rejects.len() as u64;
    let mut manifest = Manifest::new();
    manifest.input = Some(record);
    manifest.configuration = read_settings(config);
    manifest.wrote(&writers.normalized.finish()?);
    manifest.wrote(&[write_rejects(&normalize_folder, &rejects)?]);
    manifest.timing.insert("normalize".into(), began.elapsed().as_secs_f64());
    summary.made(&manifest);
    save(&normalize_folder.join("stage.json"), &manifest)?;
    if let (Some(writers), Some(work)) = (writers.extracted, work) {
        finish_extract(knowledge, &extract_folder, writers, work, began, &mut summary)?;
    }
    progress.end(Stage::Read);
    Ok(summary)
}

/// Records that travel together.
struct Chunk {
    found: Vec<Result<RawRecord, Reject>>,
    bytes: u64,
}

/// Rows on their way to the files.
struct Batch {
    normalized: NormalizeRows,
    extracted: Option<ExtractRows>,
}

/// The tables of both stages.
struct Open {
    normalized: Writers,
    extracted: Option<Writers>,
}

impl Open {
    /// Writes what arrives, in the order in which it arrives.
    fn write(mut self, waiting: &Receiver<Batch>) -> Result<Self, PipelineError> {
        for batch in waiting {
            self.normalized.append(&batch.normalized.frames().map_err(frame_fault("normalize"))?)?;
            if let (Some(writers), Some(rows)) = (&mut self.extracted, &batch.extracted) {
                writers.append(&rows.frames().map_err(frame_fault("extract"))?)?;
            }
        }
        Ok(self)
    }
}

/// What is known across chunks.
struct Reading<'l> {
    normalizer: Normalizer<'l>,
    /// How often an id was met: exact repeats get a number.
    seen: HashMap<u128, u32>,
    rejects: Vec<Reject>,
}

impl Reading<'_> {
    /// Records to articles, in their order: normalized, or as the cache has them.
    fn articles(&mut self, found: Vec<Result<RawRecord, Reject>>, mut cache: Option<&mut Cache>) -> Vec<Ready> {
        let normalizer = &self.normalizer;
        let keyed = cache.is_some();
        let keys: Vec<Option<Key>> = found.par_iter().map(|found| found.as_ref().ok().filter(|_| keyed).map(record_key)).collect();
        let kept: Vec<Option<Vec<u8>>> = keys.iter().map(|key| cache.as_mut()?.get((*key)?)).collect();
        let made: Vec<Result<(Ready, Option<Vec<u8>>), Reject>> = found
            .into_par_iter()
            .zip(&kept)
            .map(|(found, kept)| {
                let mut record = found?;
                if let Some(ready) = kept.as_deref().and_then(Ready::unpack) {
                    return Ok((ready.with_text(std::mem::take(&mut record.text)), None));
                }
                let (path, number) = (record.source_path.clone(), record.record);
                let article = guarded(&path, number, || normalizer.normalize(record)).and_then(|x| x)?;
                let ready = Ready::made(article, keyed);
                let packed = ready.pack().filter(|_| keyed);
                Ok((ready, packed))
            })
            .collect();
        let mut articles = Vec::with_capacity(made.len());
        for ((made, key), kept) in made.into_iter().zip(keys).zip(kept) {
            match made {
                Ok((mut ready, packed)) => {
                    if let (Some(cache), Some(key), Some(packed)) = (cache.as_mut(), key, packed) {
                        if kept.is_some() {
                            cache.broken(key);
                        }
                        cache.put(key, &packed);
                    }
                    let id = ready.id().to_owned();
                    let times = self.seen.entry(number_of(&id)).or_insert(0);
                    *times += 1;
                    if *times > 1 {
                        ready.rename(&format!("{id}-{times}"));
                    }
                    articles.push(ready);
                }
                Err(reject) => self.rejects.push(reject),
            }
        }
        articles
    }
}

/// The hash in an article's id: half the memory of its text.
fn number_of(id: &str) -> u128 {
    let hash = id.strip_prefix("a_").unwrap_or(id);
    u128::from_str_radix(hash, 16).unwrap_or_else(|_| xxhash_rust::xxh3::xxh3_128(hash.as_bytes()))
}

/// Reads all sources in order and sends chunks; stops where nobody listens any more.
fn read_chunks(sources: &[Source], options: &InputOptions, send: &SyncSender<Chunk>) {
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
