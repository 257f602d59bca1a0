//! `howmany report`, and the report at the end of a run.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result};
use clap::Args;
use howmany::pipeline::{ForPeople, Knowledge, MakeForPeople};
use howmany::report::page::Limits;
use howmany::report::{Wanted, make};

/// Rows up to which a run makes a workbook by itself: it costs about three seconds there, and what is larger no spreadsheet reads with joy.
const WORKBOOK_ROWS: u64 = 100_000;

/// `howmany report OUT`.
#[derive(Debug, Args)]
pub struct Report {
    /// The run's folder.
    #[arg(default_value = "outputs", value_name = "DIR")]
    out: PathBuf,
    /// Topics that the page shows at most, by agreement and claimants.
    #[arg(long, value_name = "N", default_value_t = Limits::default().topics)]
    topics: usize,
    /// Also write croissant.json: the data set described for catalogs and loaders.
    #[arg(long)]
    croissant: bool,
    /// Say nothing but errors.
    #[arg(short, long)]
    quiet: bool,
}

/// What a run makes for people.
pub fn maker(no_report: bool, croissant: bool) -> Option<MakeForPeople> {
    let wanted = Wanted { no_report, croissant, workbook_rows: Some(WORKBOOK_ROWS), ..Wanted::default() };
    let work = move |folder: &Path, knowledge: &Knowledge| {
        let made = make(folder, knowledge.extractor.syntax(), &wanted)?;
        Ok(ForPeople { files: made.files, notes: made.notes })
    };
    let what = format!("report {} croissant {croissant}", !no_report);
    (!no_report || croissant).then(|| MakeForPeople { what, make: Arc::new(work) })
}

/// Makes the files of a finished run again; each replaces the old one as a whole.
pub fn report(args: &Report) -> Result<ExitCode> {
    let out = &args.out;
    let knowledge = Knowledge::builtin()?;
    let limits = Limits { topics: args.topics, ..Limits::default() };
    let wanted = Wanted { limits, croissant: args.croissant, ..Wanted::default() };
    let made = make(out, knowledge.extractor.syntax(), &wanted)
        .with_context(|| format!("{}: holds no finished run - make one with `howmany run`", out.display()))?;
    for (name, bytes) in &made.files {
        put(out, name, bytes)?;
        if !args.quiet {
            super::say::out(&format!("{}\n", out.join(name).display()))?;
        }
    }
    if !args.quiet {
        made.notes.iter().for_each(|note| super::say::note(note));
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes a file beside the old one and renames it.
fn put(folder: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let path = folder.join(name);
    let fault = || format!("{}: cannot be written", path.display());
    let partial = folder.join(format!(".{name}-{}", std::process::id()));
    let written = std::fs::File::create(&partial).and_then(|mut f| f.write_all(bytes).and_then(|()| f.sync_all()));
    let done = written.and_then(|()| std::fs::rename(&partial, &path));
    if done.is_err() {
        // What is left of a file that could not be written is of no use.
        let _ = std::fs::remove_file(&partial);
    }
    done.with_context(fault)
}
