//! The folder that a run writes to before its files replace the old ones.
//!
//! Files are written to `OUT/.run-ID/` as they will lie in `OUT/`. [`RunFolder::publish`] first writes `OUT/.run-ID/.ready`, the list
//! of all files in the order of renaming (`run.json` last), and then renames. A run that was killed before `.ready` is
//! rolled back by the next start (the folder goes), one that was killed after it is completed (the renames are done).

use std::fs;
use std::path::{Path, PathBuf};

use super::PipelineError;

const PREFIX: &str = ".run-";
const READY: &str = ".ready";
/// Stands in `.ready` before a file of the outputs that is to be removed.
const GONE: &str = "- ";
/// Renamed last: a reader that finds another hash in it knows that a run did not finish.
pub const LAST: &str = "run.json";

/// A run's own folder; removed when dropped unless published.
pub struct RunFolder {
    /// `OUT/.run-ID/`.
    pub path: PathBuf,
    out: PathBuf,
}

fn fault(path: &Path, hint: &'static str) -> impl FnOnce(std::io::Error) -> PipelineError {
    let path = path.to_owned();
    move |source| PipelineError::File { path, source, hint }
}

impl RunFolder {
    /// Makes the folder, after completing or rolling back what an earlier run left.
    ///
    /// # Errors
    /// A folder that cannot be made.
    pub fn create(out: &Path) -> Result<Self, PipelineError> {
        let hint = "name a folder that can be written with --out";
        fs::create_dir_all(out).map_err(fault(out, hint))?;
        recover(out)?;
        let path = out.join(format!("{PREFIX}{}", std::process::id()));
        fs::create_dir_all(&path).map_err(fault(&path, hint))?;
        Ok(Self { path, out: out.to_owned() })
    }

    /// A folder within it, made.
    ///
    /// # Errors
    /// A folder that cannot be made.
    pub fn within(&self, name: &str) -> Result<PathBuf, PipelineError> {
        let path = self.path.join(name);
        fs::create_dir_all(&path).map_err(fault(&path, "is the disk full?"))?;
        Ok(path)
    }

    /// Replaces the old files by the new ones, removes those that are `gone`, and gives the new ones' paths below the outputs.
    ///
    /// # Errors
    /// A file that cannot be renamed; the next start completes the run.
    pub fn publish(self, gone: &[&str]) -> Result<Vec<String>, PipelineError> {
        let mut names = Vec::new();
        list(&self.path, &self.path, &mut names).map_err(fault(&self.path, "is the disk full?"))?;
        names.sort_by_key(|n| (n == LAST, n.clone()));
        let listed: Vec<String> = gone.iter().map(|n| format!("{GONE}{n}")).chain(names.iter().cloned()).collect();
        let ready = self.path.join(READY);
        let partial = self.path.join(".ready-partial");
        fs::write(&partial, listed.join("\n")).map_err(fault(&partial, "is the disk full?"))?;
        fs::File::open(&partial).and_then(|f| f.sync_all()).map_err(fault(&partial, "is the disk full?"))?;
        fs::rename(&partial, &ready).map_err(fault(&ready, "is the disk full?"))?;
        finish(&self.path, &self.out)?;
        Ok(names)
    }
}

impl Drop for RunFolder {
    fn drop(&mut self) {
        if !self.path.join(READY).exists() {
            // A failed run leaves nothing; what cannot be removed now is rolled back by the next start.
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// All files below a folder, as relative paths with `/`.
fn list(root: &Path, folder: &Path, names: &mut Vec<String>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            list(root, &entry.path(), names)?;
        } else if let Ok(relative) = entry.path().strip_prefix(root) {
            names.push(relative.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"));
        }
    }
    Ok(())
}

/// Renames what `.ready` lists and is still there, then removes the folder.
fn finish(run: &Path, out: &Path) -> Result<(), PipelineError> {
    let hint = "the next start completes this run";
    let ready = run.join(READY);
    let names = fs::read_to_string(&ready).map_err(fault(&ready, hint))?;
    for name in names.lines() {
        if let Some(old) = name.strip_prefix(GONE) {
            let old = out.join(old);
            match fs::remove_file(&old) {
                Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(fault(&old, hint)(e)),
                _ => continue,
            }
        }
        let (from, to) = (run.join(name), out.join(name));
        if !from.exists() {
            continue;
        }
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent).map_err(fault(parent, hint))?;
        }
        fs::rename(&from, &to).map_err(fault(&to, hint))?;
    }
    fs::remove_dir_all(run).map_err(fault(run, hint))
}

/// Completes runs that were ready and rolls back those that were not. Folders of programs that still run are left alone.
fn recover(out: &Path) -> Result<(), PipelineError> {
    let hint = "name a folder that can be read with --out";
    let mut runs: Vec<PathBuf> = fs::read_dir(out)
        .map_err(fault(out, hint))?
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.is_dir() && p.file_name().is_some_and(|n| n.to_string_lossy().starts_with(PREFIX)))
        .collect();
    runs.sort();
    for run in runs {
        let id = run.file_name().map(|n| n.to_string_lossy().trim_start_matches(PREFIX).to_owned()).unwrap_or_default();
        if id != std::process::id().to_string() && alive(&id) {
            continue;
        }
        if run.join(READY).exists() {
            finish(&run, out)?;
        } else {
            fs::remove_dir_all(&run).map_err(fault(&run, hint))?;
        }
    }
    Ok(())
}

/// True where a howmany with this process id runs (known on Linux only; elsewhere a left folder is taken for a dead run's).
fn alive(id: &str) -> bool {
    fs::read_to_string(format!("/proc/{id}/comm")).is_ok_and(|name| name.trim().starts_with("howmany"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_killed_run_is_rolled_back_or_completed() {
        let dir = tempfile::tempdir().expect("folder");
        let out = dir.path();
        fs::write(out.join("claims.csv"), "old").expect("write");
        fs::create_dir_all(out.join(".run-999999991")).expect("folder");
        fs::write(out.join(".run-999999991/claims.csv"), "half").expect("write");
        recover(out).expect("recovered");
        assert_eq!(fs::read_to_string(out.join("claims.csv")).expect("read"), "old");
        let run = out.join(".run-999999992");
        fs::create_dir_all(run.join("stages/extract")).expect("folder");
        fs::write(run.join("claims.csv"), "new").expect("write");
        fs::write(run.join("stages/extract/claims.parquet"), "stage").expect("write");
        fs::write(run.join(READY), "claims.csv\nstages/extract/claims.parquet\nrun.json").expect("write");
        recover(out).expect("recovered");
        assert_eq!(fs::read_to_string(out.join("claims.csv")).expect("read"), "new");
        assert!(out.join("stages/extract/claims.parquet").exists() && !run.exists());
    }

    #[test]
    fn run_json_is_renamed_last_and_a_dropped_run_leaves_nothing() {
        let dir = tempfile::tempdir().expect("folder");
        let folder = RunFolder::create(dir.path()).expect("made");
        fs::write(folder.path.join("a.csv"), "x").expect("write");
        drop(folder);
        assert_eq!(fs::read_dir(dir.path()).expect("read").count(), 0);
        let folder = RunFolder::create(dir.path()).expect("made");
        for name in ["run.json", "topics.csv"] {
            fs::write(folder.path.join(name), name).expect("write");
        }
        fs::write(dir.path().join("report.html"), "of an older run").expect("write");
        folder.publish(&["report.html", "howmany.xlsx"]).expect("published");
        assert!(!dir.path().join("report.html").exists());
        assert_eq!(fs::read_to_string(dir.path().join("run.json")).expect("read"), "run.json");
    }
}
