//! Progress for people: a bar with rate and ETA on a terminal, quiet lines in a log, nothing with `--quiet`.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use howmany::pipeline::{Progress, Stage};
use indicatif::{ProgressBar, ProgressStyle};

/// How often a log gets a line.
const LINE_EVERY: Duration = Duration::from_secs(15);

/// Shows what a run does.
pub struct Bars {
    quiet: bool,
    terminal: bool,
    bar: Mutex<Option<ProgressBar>>,
    spoke: Mutex<Instant>,
}

impl Bars {
    /// Bars on a terminal, lines elsewhere, nothing where quiet.
    pub fn new(quiet: bool) -> Self {
        Self { quiet, terminal: std::io::stderr().is_terminal(), bar: Mutex::new(None), spoke: Mutex::new(Instant::now()) }
    }
}

fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::Read => "reading",
        Stage::Extract => "extracting",
        Stage::Aggregate => "comparing",
    }
}

impl Progress for Bars {
    fn begin(&self, stage: Stage, total: u64) {
        if self.quiet || !self.terminal {
            return;
        }
        let bar = if total > 0 { ProgressBar::new(total) } else { ProgressBar::new_spinner() };
        let template = if total > 0 {
            "{prefix:>10} {bar:30} {bytes}/{total_bytes} {bytes_per_sec} eta {eta} {msg}"
        } else {
            "{prefix:>10} {spinner} {elapsed}"
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_prefix(name(stage));
        bar.enable_steady_tick(Duration::from_millis(120));
        if let Ok(mut slot) = self.bar.lock() {
            *slot = Some(bar);
        }
    }

    fn advance(&self, bytes: u64, articles: u64, claims: u64, rejects: u64) {
        if self.quiet {
            return;
        }
        let text = format!("{articles} articles, {claims} claims, {rejects} rejects");
        if let Ok(slot) = self.bar.lock() {
            if let Some(bar) = slot.as_ref() {
                bar.inc(bytes);
                bar.set_message(text);
                return;
            }
        }
        if let Ok(mut spoke) = self.spoke.lock() {
            if spoke.elapsed() >= LINE_EVERY {
                *spoke = Instant::now();
                super::say::note(&text);
            }
        }
    }

    fn end(&self, _: Stage) {
        if let Ok(mut slot) = self.bar.lock() {
            if let Some(bar) = slot.take() {
                bar.finish_and_clear();
            }
        }
    }

    fn note(&self, text: &str) {
        if !self.quiet {
            super::say::note(text);
        }
    }
}
