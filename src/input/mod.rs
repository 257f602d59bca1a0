//! Bytes to raw records: one file an input format.
//!
//! ```no_run
//! use std::path::{Path, PathBuf};
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

mod archive;
mod csv;
mod decode;
mod expand;
mod feed;
mod fields;
mod format;
mod html;
mod http;
mod json;
mod pack;
mod parquet;
mod sidecar;
mod stream;
mod txt;
mod warc;

use std::path::{Path, PathBuf};

pub use self::decode::looks_like_mojibake;
pub use self::expand::expand;
pub use self::fields::Field;

use self::format::Format;
use self::stream::Stream;
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
    /// One record of jsonl, csv, feeds or a web archive, or one page of HTML, unpacked.
    pub record: usize,
    /// A file that can only be read whole (json, feeds, UTF-16).
    pub whole: usize,
    /// What one packed file may expand to.
    pub expanded: u64,
    /// How many times its size a packed file may expand to, once it has given 16 MB.
    pub ratio: u64,
    /// Files in one archive.
    pub members: usize,
    /// Open elements above one another in HTML: readers are quadratic in it.
    pub depth: usize,
    /// Reject rows of one file; what is rejected beyond them is counted in one more.
    pub rejects: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            article: 10_000_000,
            record: 40_000_000,
            whole: 200_000_000,
            expanded: 100_000_000_000,
            ratio: 400,
            members: 1_000_000,
            depth: 250,
            rejects: 100_000,
        }
    }
}

/// One file to read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Relative path with `/`, by which files are ordered and named in the tables.
    pub name: String,
    /// Where it lies; `-` for standard input.
    pub path: PathBuf,
}

impl Source {
    /// True for what is piped into the program, which can be read once only.
    pub fn is_standard_input(&self) -> bool {
        self.path.as_os_str() == expand::STANDARD_INPUT
    }
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
    heard(source, &options.limits, sink, |sink| read_by_format(source, options, sink));
}

/// The files beside a source that would say more of it, whether they are there or not.
pub fn sidecars(source: &Source) -> Vec<PathBuf> {
    sidecar::names(&source.path)
}

/// A reject of this source.
fn reject(source: &Source, record: Option<i64>, reason: impl Into<String>) -> Reject {
    Reject { source_path: source.name.clone(), record, reason: reason.into() }
}

fn read_by_format(source: &Source, options: &InputOptions, sink: &mut dyn FnMut(Found)) -> Result<(), String> {
    let map = fields::Map::new(&options.map).map_err(|e| e.to_string())?;
    let stream = Stream::open(source, &options.limits)?;
    let beside = sidecar::beside(source)?;
    let own = (!source.is_standard_input()).then_some(source.path.as_path());
    let job = Job { source, own, limits: &options.limits, map: &map, beside: beside.as_ref(), within: false };
    read_stream(&job, stream, sink)
}

/// Reads bytes as if they were a file of that name, as [`read`] does: for what comes from elsewhere than a disk.
pub fn read_bytes(name: &str, bytes: &[u8], options: &InputOptions, sink: &mut dyn FnMut(Found)) {
    let source = Source { name: name.to_owned(), path: PathBuf::from(name) };
    heard(&source, &options.limits, sink, |sink| {
        let map = fields::Map::new(&options.map).map_err(|e| e.to_string())?;
        let stream = Stream::new(Box::new(bytes), &options.limits)?;
        let job = Job { source: &source, own: None, limits: &options.limits, map: &map, beside: None, within: false };
        read_stream(&job, stream, sink)
    });
}

/// Reads, and makes sure that something is handed out, and not too much: a source that gives nothing gives a reject, and one that gives
/// millions of them (lines without end and without text) has those beyond the limit counted.
fn heard(source: &Source, limits: &Limits, sink: &mut dyn FnMut(Found), read: impl FnOnce(&mut dyn FnMut(Found)) -> Result<(), String>) {
    let (mut count, mut rejects) = (0u64, 0u64);
    let mut counted = |found: Found| {
        count += 1;
        rejects += u64::from(found.is_err());
        if found.is_ok() || rejects <= limits.rejects {
            sink(found);
        }
    };
    if let Err(reason) = read(&mut counted) {
        counted(Err(reject(source, None, reason)));
    }
    if count == 0 {
        sink(Err(reject(source, None, "holds no record")));
    }
    if rejects > limits.rejects {
        let more = rejects - limits.rejects;
        sink(Err(reject(
            source,
            None,
            format!("{more} more of its records gave no article; {} are listed, the limit of one file", limits.rejects),
        )));
    }
}

/// Reads what comes out of a stream: a file, or a file within an archive.
fn read_stream(job: &Job<'_>, mut stream: Stream<'_>, sink: &mut dyn FnMut(Found)) -> Result<(), String> {
    let named = if job.source.is_standard_input() { None } else { Format::of_name(&job.source.name) };
    match Format::decide(named, stream.head(), |head| csv::is_table(head, job.map)) {
        Format::Text => txt::read(job, stream, sink),
        Format::Json => json::read_whole(job, stream, sink),
        Format::Jsonl => json::read_lines(job, stream, sink),
        Format::Csv => csv::read(job, stream, sink),
        Format::Html => html::read(job, &mut stream, sink),
        Format::Feed => feed::read(job, &mut stream, sink),
        Format::Warc => warc::read(job, stream, sink),
        Format::Parquet => parquet::read(job, &mut stream, sink),
        Format::Zip | Format::Tar if job.within => Err("is an archive within an archive; unpack it first".into()),
        Format::Zip => archive::zip(job, &mut stream, sink),
        Format::Tar => archive::tar(job, stream, sink),
    }
}

/// What every format needs to know.
#[derive(Clone, Copy)]
struct Job<'a> {
    source: &'a Source,
    /// The file itself, where there is one that lies by itself.
    own: Option<&'a Path>,
    limits: &'a Limits,
    map: &'a fields::Map,
    beside: Option<&'a sidecar::Sidecar>,
    /// True for a file within an archive.
    within: bool,
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
#[cfg(test)]
mod tests_archives;
