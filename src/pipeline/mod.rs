//! The conductor: which stages run on what, in parallel, into a folder that is replaced as a whole.
//!
//! ```no_run
//! use howmany::pipeline::{Config, Knowledge, Quiet, run};
//! let config = Config { inputs: vec!["data/raw".into()], out: "outputs".into(), ..Config::default() };
//! let knowledge = Knowledge::builtin()?;
//! let summary = run(&config, &knowledge, &Quiet)?;
//! println!("{} articles, {} claims, {} rejects", summary.articles, summary.claims, summary.rejects);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! `normalize` reads inputs and writes `OUT/stages/normalize/`, `extract` reads those tables and writes
//! `OUT/stages/extract/`, `aggregate` reads both and writes the tables of `OUT/`. [`run`] does all three, and reads no stage
//! table back for extraction. Everything is first written to `OUT/.run-ID/` and renamed file by file, `run.json` last.
//! `OUT/.cache/` keeps what extraction found, so that the next run does only what is new.

mod cache;
mod folder;
mod last;
mod manifest;
mod progress;
mod read;
mod stages;
mod work;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::aggregate::{AggregateOptions, SameError};
use crate::extract::Extractor;
use crate::input::{InputError, InputOptions};
use crate::lexicon::{Files, Lexicon, LexiconError};
use crate::syntax::{ModelError, Syntax};
use crate::table::TableError;

pub use manifest::Manifest;
pub use progress::{Progress, Quiet, Stage};

/// Files that a run makes for people beside its tables, and what is to be said of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ForPeople {
    /// Names and bytes.
    pub files: Vec<(&'static str, Vec<u8>)>,
    /// What was left out, and why.
    pub notes: Vec<String>,
}

/// Names that such files have. One that a run does not make is removed: it would tell of tables that are gone.
pub const FOR_PEOPLE: &[&str] = &["croissant.json", "howmany.xlsx", "report.html"];

/// Makes the files for people from the folder of finished tables.
pub type Make = Arc<dyn Fn(&Path, &Knowledge) -> Result<ForPeople, TableError> + Send + Sync>;

/// The same with what is asked of it. The pipeline does not know how such files are made: it is handed this.
#[derive(Clone)]
pub struct MakeForPeople {
    /// What it makes, in words: a run that is asked for something else is another run.
    pub what: String,
    /// The function.
    pub make: Make,
}

impl std::fmt::Debug for MakeForPeople {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("MakeForPeople").field(&self.what).finish()
    }
}

/// What a run is asked to do.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Folders, files, globs.
    pub inputs: Vec<PathBuf>,
    /// Folder for the outputs.
    pub out: PathBuf,
    /// How inputs are read.
    pub input: InputOptions,
    /// How claims are compared.
    pub aggregate: AggregateOptions,
    /// Threads; 0 for one a core.
    pub threads: usize,
    /// Neither use nor keep what extraction found: everything is done anew, with the same tables.
    pub no_cache: bool,
    /// Go on where a run into the same folder was stopped or killed. What it did is in the cache and is used by any run; this only
    /// makes the run say how much of it there was.
    pub resume: bool,
    /// What else to make of the tables, after `aggregate`.
    pub for_people: Option<MakeForPeople>,
}

/// Everything that extraction reads.
pub struct Knowledge {
    /// Lexicon, model and readers.
    pub extractor: Extractor,
}

/// Why a run failed. Nothing was replaced.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    /// What was asked for cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// A knowledge file is wrong.
    #[error(transparent)]
    Lexicon(#[from] LexiconError),
    /// The user's word on the grouping names what is not there.
    #[error(transparent)]
    Same(#[from] SameError),
    /// The model is wrong.
    #[error("the model: {0}")]
    Model(#[from] ModelError),
    /// A table cannot be written or read.
    #[error(transparent)]
    Table(#[from] TableError),
    /// A file or folder cannot be written.
    #[error("{path}: {source} - {hint}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
        /// What to do.
        hint: &'static str,
    },
    /// A stage before this one has not run.
    #[error("{path}: is not there - run `howmany {stage} ... --out {out}` first")]
    Missing {
        /// The table that is missing.
        path: PathBuf,
        /// The stage that writes it.
        stage: &'static str,
        /// The folder.
        out: PathBuf,
    },
    /// No input gave a source.
    #[error(
        "{inputs}: holds nothing to read - give folders, files or globs of .txt, .jsonl, .json, .csv, .html, feeds, .warc, .parquet, .zip or .tar"
    )]
    NoInput {
        /// As given.
        inputs: String,
    },
    /// A person stopped it.
    #[error("stopped: {out} is as it was before - the same command with --resume goes on where this one ended")]
    Stopped {
        /// The folder.
        out: PathBuf,
    },
    /// The threads could not be started.
    #[error("threads: {0}")]
    Threads(String),
}

impl Knowledge {
    /// What is built into the program.
    ///
    /// # Errors
    /// None in a tested build.
    pub fn builtin() -> Result<Self, PipelineError> {
        Self::load(Files::builtin(), None)
    }

    /// Knowledge from these files and a model file's bytes, or the built-in model.
    ///
    /// # Errors
    /// A fault in a knowledge file or the model.
    pub fn load(files: Files, model: Option<&[u8]>) -> Result<Self, PipelineError> {
        let lexicon = Lexicon::load(&files)?;
        let syntax = match model {
            Some(bytes) => Syntax::load(bytes)?,
            None => Syntax::builtin()?,
        };
        Ok(Self { extractor: Extractor::new(lexicon, syntax) })
    }
}

/// What a run came to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Sources read.
    pub sources: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Articles.
    pub articles: u64,
    /// Articles in a language without a lexicon.
    pub unread: u64,
    /// Claims.
    pub claims: u64,
    /// Topics, after `aggregate`.
    pub topics: u64,
    /// Rows of `rejects`.
    pub rejects: u64,
    /// Files made for people, in the order of their names.
    pub for_people: Vec<String>,
    /// What is to be said of them.
    pub notes: Vec<String>,
    /// The topics with the widest disagreement: agreement, ratio, label, and how many claimants.
    pub widest: Vec<Topic>,
    /// The tables written, with their rows, in the order of the codebook.
    pub tables: Vec<(String, u64)>,
    /// Articles whose claims were in the cache.
    pub kept: u64,
    /// Articles that extraction was run on.
    pub anew: u64,
    /// True where nothing had changed, and the tables are those of the run before.
    pub unchanged: bool,
    /// Why articles were read anew that were read before, in words.
    pub why: Vec<String>,
}

impl Summary {
    /// Notes the tables of a manifest.
    fn made(&mut self, manifest: &Manifest) {
        self.tables.extend(manifest.tables.iter().map(|t| (t.name.clone(), t.rows)));
    }
}

/// A line of the closing table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Topic {
    /// The topic in words.
    pub label: String,
    /// Its most serious relation.
    pub agreement: String,
    /// Highest over lowest.
    pub ratio: Option<f64>,
    /// Claimants.
    pub claimants: i64,
    /// Lowest and highest figure.
    pub low: Option<f64>,
    #[allow(missing_docs)]
    pub high: Option<f64>,
}

/// All three stages. Articles that were read before, by a run into the same folder, are taken from the cache; where nothing at all has
/// changed since the last run, the tables are left as they are.
///
/// # Errors
/// A run that cannot be finished or is stopped; the old outputs stay whole.
pub fn run(config: &Config, knowledge: &Knowledge, progress: &dyn Progress) -> Result<Summary, PipelineError> {
    with_threads(config, || {
        let folder = folder::RunFolder::create(&config.out)?;
        let sources = read::sources(config)?;
        let key = if config.no_cache { None } else { last::key(config, &knowing(knowledge), &sources.0, &sources.1) };
        if let Some(summary) = key.as_deref().and_then(|key| last::same(&config.out, key)) {
            let (kept, anew) = (summary.articles, 0);
            return Ok(Summary { unchanged: true, kept, anew, ..summary });
        }
        let mut work = open(config, knowledge, progress);
        let mut summary = read::read(config, knowledge, sources, &folder, progress, Some(&mut work))?;
        stages::aggregate(config, knowledge, &folder.path, &folder, progress, &mut summary)?;
        let files = folder.publish(&gone(&summary))?;
        close(config, work, key, &files, &mut summary);
        Ok(summary)
    })
}

/// Inputs to `OUT/stages/normalize/`.
///
/// # Errors
/// As [`run`].
pub fn normalize(config: &Config, knowledge: &Knowledge, progress: &dyn Progress) -> Result<Summary, PipelineError> {
    with_threads(config, || {
        let folder = folder::RunFolder::create(&config.out)?;
        let summary = read::read(config, knowledge, read::sources(config)?, &folder, progress, None)?;
        folder.publish(&[])?;
        Ok(summary)
    })
}

/// `OUT/stages/normalize/` to `OUT/stages/extract/`.
///
/// # Errors
/// As [`run`], or where `normalize` has not run.
pub fn extract(config: &Config, knowledge: &Knowledge, progress: &dyn Progress) -> Result<Summary, PipelineError> {
    with_threads(config, || {
        let folder = folder::RunFolder::create(&config.out)?;
        let mut work = open(config, knowledge, progress);
        let mut summary = stages::extract(config, knowledge, &folder, progress, &mut work)?;
        let files = folder.publish(&[])?;
        close(config, work, None, &files, &mut summary);
        Ok(summary)
    })
}

/// Everything that extraction knows, for the cache.
fn knowing(knowledge: &Knowledge) -> cache::Knowing {
    cache::Knowing {
        code: env!("HOWMANY_CODE").to_owned(),
        lexicon: knowledge.extractor.lexicon().fingerprint.clone(),
        model: knowledge.extractor.syntax().name().to_owned(),
        attributions: knowledge.extractor.attributions().as_str().to_owned(),
        steps: knowledge.extractor.steps(),
    }
}

/// Extraction with the cache of the folder, and what is to be said of a run before.
fn open<'k>(config: &Config, knowledge: &'k Knowledge, progress: &dyn Progress) -> work::Work<'k> {
    let unfinished = last::unfinished(&config.out);
    let cache = (!config.no_cache).then(|| cache::Cache::open(&config.out, knowing(knowledge)));
    if let Some(cache) = &cache {
        if unfinished {
            progress.note(&format!("the run before did not finish; {} articles that it or others read are kept", cache.len()));
        } else if config.resume {
            progress.note(&format!("no run into {} was broken off: nothing to resume, this one begins anew", config.out.display()));
        }
        last::begin(&config.out);
    }
    work::Work::new(&knowledge.extractor, cache)
}

/// Ends a run that has published its files: counts, reasons, and what the next one wants to know.
fn close(config: &Config, work: work::Work<'_>, key: Option<String>, files: &[String], summary: &mut Summary) {
    summary.anew = work.anew;
    let Some(cache) = work.cache else { return };
    summary.kept = cache.counts.used;
    summary.why = cache.reasons();
    cache.finish();
    last::end(&config.out, key, summary, files);
}

/// `OUT/stages/` to the tables of `OUT/`.
///
/// # Errors
/// As [`run`], or where a stage before has not run.
pub fn aggregate(config: &Config, knowledge: &Knowledge, progress: &dyn Progress) -> Result<Summary, PipelineError> {
    with_threads(config, || {
        let folder = folder::RunFolder::create(&config.out)?;
        let mut summary = Summary::default();
        stages::aggregate(config, knowledge, &config.out, &folder, progress, &mut summary)?;
        folder.publish(&gone(&summary))?;
        Ok(summary)
    })
}

/// Files for people that this run did not make.
fn gone(summary: &Summary) -> Vec<&'static str> {
    FOR_PEOPLE.iter().copied().filter(|name| !summary.for_people.iter().any(|made| made == name)).collect()
}

/// Runs a stage on the threads asked for.
fn with_threads(config: &Config, work: impl FnOnce() -> Result<Summary, PipelineError> + Send) -> Result<Summary, PipelineError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(config.threads).build().map_err(|e| PipelineError::Threads(e.to_string()))?;
    pool.install(work)
}

/// Name of the file that marks a folder as a sample that ships with the project.
const SAMPLE_MARK: &str = ".sample";

/// The sample folders below these inputs beside which other articles lie: a user's data are never mixed with invented ones.
/// An input that is itself a sample was asked for and stays.
///
/// # Errors
/// A glob or map that cannot be read.
pub fn samples_to_leave_out(inputs: &[PathBuf], options: &InputOptions) -> Result<Vec<PathBuf>, PipelineError> {
    let mut samples = Vec::new();
    for input in inputs.iter().filter(|i| i.is_dir()) {
        let entries = std::fs::read_dir(input).map_err(|source| PipelineError::File {
            path: input.clone(),
            source,
            hint: "name a folder that can be read",
        })?;
        samples.extend(entries.flatten().map(|e| e.path()).filter(|p| p.join(SAMPLE_MARK).exists()));
    }
    samples.sort();
    if samples.is_empty() {
        return Ok(samples);
    }
    let mut without = options.clone();
    without.skip.extend(samples.iter().cloned());
    let (sources, rejects) = crate::input::expand(inputs, &without)?;
    Ok(if sources.is_empty() && rejects.is_empty() { Vec::new() } else { samples })
}
