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

mod folder;
mod manifest;
mod progress;
mod stages;

use std::path::PathBuf;

use crate::aggregate::AggregateOptions;
use crate::extract::Extractor;
use crate::input::{InputError, InputOptions};
use crate::lexicon::{Files, Lexicon, LexiconError};
use crate::syntax::{ModelError, Syntax};
use crate::table::TableError;

pub use manifest::Manifest;
pub use progress::{Progress, Quiet, Stage};

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
    #[error("{inputs}: holds nothing to read - give folders, files or globs of .txt, .jsonl, .json, .csv or .html")]
    NoInput {
        /// As given.
        inputs: String,
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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// Sources read.
    pub sources: u64,
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
    /// The topics with the widest disagreement: agreement, ratio, label, and how many claimants.
    pub widest: Vec<Topic>,
}

/// A line of the closing table.
#[derive(Clone, Debug, PartialEq)]
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

/// All three stages.
///
/// # Errors
/// A run that cannot be finished; the old outputs stay whole.
pub fn run(config: &Config, knowledge: &Knowledge, progress: &dyn Progress) -> Result<Summary, PipelineError> {
    with_threads(config, || {
        let folder = folder::RunFolder::create(&config.out)?;
        let mut summary = stages::read(config, knowledge, &folder, progress, true)?;
        stages::aggregate(config, knowledge, &folder.path, &folder, progress, &mut summary)?;
        folder.publish()?;
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
        let summary = stages::read(config, knowledge, &folder, progress, false)?;
        folder.publish()?;
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
        let summary = stages::extract(config, knowledge, &folder, progress)?;
        folder.publish()?;
        Ok(summary)
    })
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
        folder.publish()?;
        Ok(summary)
    })
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
