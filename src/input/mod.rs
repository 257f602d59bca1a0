//! Bytes to raw records: one file an input format.
//!
//! ```no_run
//! use std::path::PathBuf;
//! let options = howmany::input::InputOptions::default();
//! let (sources, rejects) = howmany::input::expand(&[PathBuf::from("data/raw")], &options)?;
//! for source in &sources {
//!     howmany::input::read(source, &options, &mut |found| match found {
//!         Ok(record) => println!("{} {}", record.source_path, record.text.len()),
//!         Err(reject) => println!("{}: {}", reject.source_path, reject.reason),
//!     });
//! }
//! # let _ = rejects;
//! # Ok::<(), howmany::input::InputError>(())
//! ```
//!
//! Every input ends as records or as a reject with its reason: nothing is dropped silently. Nothing is interpreted here;
//! dates, outlets and blocks are the business of `normalize`. The text of txt, json, jsonl and csv is verbatim, that of
//! HTML is extracted.

mod csv;
mod decode;
mod expand;
mod fields;
mod html;
mod json;
mod sidecar;
mod stream;
mod txt;

use std::path::PathBuf;

pub use self::decode::looks_like_mojibake;
pub use self::expand::expand;
pub use self::fields::Field;

use crate::types::{RawRecord, Reject};

/// How inputs are read.
#[derive(Clone, Debug, Default)]
pub struct InputOptions {
    /// `--map text=body`: pairs of our field and the input's own name for it, before the usual names are tried.
    pub map: Vec<(String, String)>,
    /// Folders that are not read even where they lie in an input folder: the outputs.
    pub skip: Vec<PathBuf>,
    /// Sizes past which an input becomes a reject.
    pub limits: Limits,
}

/// Sizes past which an input becomes a reject. All in bytes unless said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Text of one article.
    pub article: usize,
    /// One record of jsonl or csv, or one page of HTML, as it is stored.
    pub record: usize,
    /// A file that can only be read whole (json, UTF-16).
    pub whole: usize,
    /// What one compressed file may expand to.
    pub expanded: u64,
    /// Open elements above one another in HTML: readers are quadratic in it.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { article: 10_000_000, record: 40_000_000, whole: 200_000_000, expanded: 100_000_000_000, depth: 250 }
    }
}

/// One file to read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Relative path with `/`, by which files are ordered and named in the tables.
    pub name: String,
    /// Where it lies.
    pub path: PathBuf,
}

/// A fault in what was asked for, as opposed to one in the inputs.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// `--map` with a field that there is not, or without `=`.
    #[error("--map {given}: `{field}` is no field; fields are {allowed}")]
    Map {
        /// As given.
        given: String,
        /// The unknown field.
        field: String,
        /// All fields.
        allowed: String,
    },
    /// A glob that cannot be read.
    #[error("{pattern}: {problem}")]
    Glob {
        /// As given.
        pattern: String,
        /// What is wrong.
        problem: String,
    },
}

/// What reading hands out: a record, or why there is none.
pub type Found = Result<RawRecord, Reject>;

/// Reads one source and hands each record or reject to `sink` in file order; jsonl and csv record by record, so that
/// memory depends on the largest record and not on the file.
pub fn read(source: &Source, options: &InputOptions, sink: &mut dyn FnMut(Found)) {
    let mut count = 0u64;
    let mut counted = |found: Found| {
        count += 1;
        sink(found);
    };
    if let Err(reason) = read_by_format(source, options, &mut counted) {
        counted(Err(reject(source, None, reason)));
    }
    if count == 0 {
        sink(Err(reject(source, None, "holds no record")));
    }
}

/// The files beside a source that would say more of it, whether they are there or not.
pub fn sidecars(source: &Source) -> Vec<PathBuf> {
    sidecar::names(&source.path)
}

/// A reject of this source.
fn reject(source: &Source, record: Option<i64>, reason: impl Into<String>) -> Reject {
    Reject { source_path: source.name.clone(), record, reason: reason.into() }
}

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Text,
    Json,
    Jsonl,
    Csv,
    Html,
}

impl Format {
    /// By the ending of the name, `.gz` taken off before.
    fn of_name(name: &str) -> Option<Self> {
        let lower = name.to_ascii_lowercase();
        let lower = lower.strip_suffix(".gz").unwrap_or(&lower);
        Some(match lower.rsplit_once('.')?.1 {
            "txt" | "text" => Self::Text,
            "json" => Self::Json,
            "jsonl" | "ndjson" => Self::Jsonl,
            "csv" | "tsv" => Self::Csv,
            "html" | "htm" | "xhtml" => Self::Html,
            _ => return None,
        })
    }

    /// Mends the ending by the first bytes, where they leave no doubt.
    fn mended(self, head: &str) -> Self {
        let start = head.trim_start_matches('\u{feff}').trim_start();
        let lower: String = start.chars().take(200).collect::<String>().to_ascii_lowercase();
        let markup = lower.starts_with("<!doctype html") || lower.starts_with("<html") || lower.starts_with("<head");
        match self {
            Self::Text | Self::Json | Self::Jsonl | Self::Csv if markup => Self::Html,
            Self::Text if json::is_object_line(start) => Self::Jsonl,
            Self::Json if json::is_object_line(start) && json::many_lines(start) => Self::Jsonl,
            Self::Jsonl if start.starts_with('[') || start.starts_with("{\n") || start.starts_with("{\r") => Self::Json,
            other => other,
        }
    }
}

fn read_by_format(source: &Source, options: &InputOptions, sink: &mut dyn FnMut(Found)) -> Result<(), String> {
    let map = fields::Map::new(&options.map).map_err(|e| e.to_string())?;
    let mut stream = stream::Stream::open(source, &options.limits)?;
    let Some(format) = Format::of_name(&source.name).or_else(|| (!source.name.contains('.')).then_some(Format::Text)) else {
        return Err(expand::unknown_ending(&source.name));
    };
    let beside = sidecar::beside(source)?;
    let job = Job { source, limits: &options.limits, map: &map, beside: beside.as_ref() };
    match format.mended(&stream.head_text()) {
        Format::Text => txt::read(&job, stream, sink),
        Format::Json => json::read_whole(&job, stream, sink),
        Format::Jsonl => json::read_lines(&job, stream, sink),
        Format::Csv => csv::read(&job, stream, sink),
        Format::Html => html::read(&job, &mut stream, sink),
    }
}

/// What every format needs to know.
struct Job<'a> {
    source: &'a Source,
    limits: &'a Limits,
    map: &'a fields::Map,
    beside: Option<&'a sidecar::Sidecar>,
}

impl Job<'_> {
    fn reject(&self, record: Option<i64>, reason: impl Into<String>) -> Reject {
        reject(self.source, record, reason)
    }

    /// Finishes a record: path, number, fields of the sidecar, and the checks that every text must pass.
    fn finish(&self, record: Option<i64>, mut raw: RawRecord) -> Found {
        raw.source_path.clone_from(&self.source.name);
        raw.record = record;
        if let Some(beside) = self.beside {
            beside.fill(&mut raw);
        }
        if raw.text.is_empty() {
            return Err(self.reject(record, "the text is empty"));
        }
        if raw.text.chars().all(decode::is_blank) {
            return Err(self.reject(record, "the text is white space only"));
        }
        if raw.text.len() > self.limits.article {
            return Err(self.reject(record, too_large("the text", self.limits.article)));
        }
        raw.damaged |= looks_like_mojibake(&raw.text);
        Ok(raw)
    }
}

/// "larger than ...", in words.
fn too_large(what: &str, limit: usize) -> String {
    format!("{what} is larger than {} MB, the limit of one article; split it or raise the limit", (limit / 1_000_000).max(1))
}

#[cfg(test)]
mod tests;
