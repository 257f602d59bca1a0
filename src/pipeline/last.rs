//! What the last run into a folder was: whether it finished, and whether the same run again would change anything.
//!
//! `OUT/.cache/last.json` has a key, a hash of everything that the tables depend on - program, knowledge, settings, names and bytes of all
//! inputs -, and size and time of every file written. Where all of it is as it was, the tables stand as they are.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::cache::{FOLDER, Knowing};
use super::{Config, Summary};
use crate::input::{self, Source};
use crate::types::Reject;

/// The last run that finished.
#[derive(Serialize, Deserialize)]
struct Last {
    key: String,
    summary: Summary,
    /// Size and time of the last change of every file, by its path below the folder.
    files: BTreeMap<String, (u64, String)>,
}

fn last(out: &Path) -> PathBuf {
    out.join(FOLDER).join("last.json")
}

fn mark(out: &Path) -> PathBuf {
    out.join(FOLDER).join("unfinished")
}

/// A hash of everything that the tables of a run depend on; none where an input can be read only once.
pub fn key(config: &Config, knowing: &Knowing, sources: &[Source], unread: &[Reject]) -> Option<String> {
    let contents: Vec<Option<[u8; 32]>> = sources.par_iter().map(content).collect();
    let mut hash = blake3::Hasher::new();
    hash.update(
        format!("{knowing:?} {:?} {:?} {:?} {:?} {unread:?}", config.input.map, config.input.limits, config.aggregate, config.for_people)
            .as_bytes(),
    );
    for (source, content) in sources.iter().zip(contents) {
        hash.update(&(source.name.len() as u64).to_le_bytes());
        hash.update(source.name.as_bytes());
        hash.update(&content?);
    }
    Some(hash.finalize().to_hex().to_string())
}

/// Hash of a file and of what lies beside it.
fn content(source: &Source) -> Option<[u8; 32]> {
    if !fs::metadata(&source.path).ok()?.is_file() {
        return None;
    }
    let mut hash = blake3::Hasher::new();
    hash.update_reader(fs::File::open(&source.path).ok()?).ok()?;
    for beside in input::sidecars(source) {
        if let Ok(bytes) = fs::read(&beside) {
            hash.update(beside.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default().as_bytes());
            hash.update(&bytes);
        }
    }
    Some(*hash.finalize().as_bytes())
}

/// What the last run came to, where it was the same run and its files are as it left them.
pub fn same(out: &Path, key: &str) -> Option<Summary> {
    if mark(out).exists() {
        return None;
    }
    let last: Last = serde_json::from_str(&fs::read_to_string(last(out)).ok()?).ok()?;
    let whole =
        last.key == key && !last.files.is_empty() && last.files.iter().all(|(name, seen)| state(&out.join(name)).as_ref() == Some(seen));
    whole.then_some(last.summary)
}

/// Size and time of the last change.
fn state(path: &Path) -> Option<(u64, String)> {
    let meta = fs::metadata(path).ok()?;
    let changed = meta.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some((meta.len(), format!("{}.{:09}", changed.as_secs(), changed.subsec_nanos())))
}

/// True where a run into this folder began and did not finish.
pub fn unfinished(out: &Path) -> bool {
    mark(out).exists()
}

/// Marks the folder as that of a run that has not finished. Where that cannot be written, the next run only knows less.
pub fn begin(out: &Path) {
    let _ = fs::create_dir_all(out.join(FOLDER));
    let _ = fs::write(mark(out), "a run into this folder has not finished\n");
    let _ = fs::remove_file(last(out));
}

/// Takes the mark away and keeps what the run was.
pub fn end(out: &Path, key: Option<String>, summary: &Summary, files: &[String]) {
    if let Some(key) = key {
        let files = files.iter().filter_map(|name| Some((name.clone(), state(&out.join(name))?))).collect();
        let kept = Last { key, summary: Summary { why: Vec::new(), ..summary.clone() }, files };
        if let Ok(text) = serde_json::to_string(&kept) {
            let _ = fs::write(last(out), text);
        }
    }
    let _ = fs::remove_file(mark(out));
}
