//! Progress for people: a bar with rate and ETA on a terminal, quiet lines in a log, nothing with `--quiet`.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use howmany::pipeline::{Progress, Stage};
use indicatif::{ProgressBar, ProgressStyle};

use super::say::{grouped, note, words};

/// How often a log gets a line.
const LINE_EVERY: Duration = Duration::from_secs(15);

/// Shows what a run does.
pub struct Bars {
    quiet: bool,
    terminal: bool,
    /// Turned on by Ctrl-C.
    stop: Arc<AtomicBool>,
    told: AtomicBool,
    state: Mutex<State>,
}

/// The stage that is under way.
struct State {
    bar: Option<ProgressBar>,
    began: Instant,
    spoke: Instant,
    total: u64,
    done: u64,
}

impl Bars {
    /// Bars on a terminal, lines elsewhere, nothing where quiet.
    pub fn new(quiet: bool, stop: Arc<AtomicBool>) -> Self {
        let now = Instant::now();
        Self {
            quiet,
            terminal: std::io::stderr().is_terminal(),
            stop,
            told: AtomicBool::new(false),
            state: Mutex::new(State { bar: None, began: now, spoke: now, total: 0, done: 0 }),
        }
    }

    /// Takes away what is drawn.
    pub fn clear(&self) {
        if let Ok(mut state) = self.state.lock() {
            if let Some(bar) = state.bar.take() {
                bar.finish_and_clear();
            }
        }
    }
}

fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::Read => "reading",
        Stage::Extract => "extracting",
        Stage::Aggregate => "comparing",
    }
}

/// "12 of 800 MB (1 %), 2.1 MB/s, 6 min left".
fn pace(done: u64, total: u64, took: Duration) -> String {
    let rate = done as f64 / took.as_secs_f64().max(1e-3);
    let of = if total > 0 { format!(" of {:.0} MB ({} %)", total as f64 / 1e6, done.min(total) * 100 / total) } else { " MB".into() };
    let left = if total > done && done > 0 {
        format!(", {} left", words(Duration::from_secs_f64(((total - done) as f64 / rate).min(1e9))))
    } else {
        String::new()
    };
    format!("{:.0}{of}, {:.1} MB/s{left}", done as f64 / 1e6, rate / 1e6)
}

impl Progress for Bars {
    fn begin(&self, stage: Stage, total: u64) {
        if self.quiet {
            return;
        }
        let Ok(mut state) = self.state.lock() else { return };
        let now = Instant::now();
        *state = State { bar: None, began: now, spoke: if stage == Stage::Aggregate { state.spoke } else { now }, total, done: 0 };
        if !self.terminal {
            // A log hears of a stage only where the run is long.
            if state.spoke.elapsed() >= LINE_EVERY {
                state.spoke = now;
                note(name(stage));
            }
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
        state.bar = Some(bar);
    }

    fn advance(&self, bytes: u64, articles: u64, claims: u64, rejects: u64) {
        if self.quiet {
            return;
        }
        let Ok(mut state) = self.state.lock() else { return };
        state.done += bytes;
        let text = format!("{} articles, {} claims, {} rejects", grouped(articles), grouped(claims), grouped(rejects));
        if let Some(bar) = &state.bar {
            bar.inc(bytes);
            bar.set_message(text);
        } else if state.spoke.elapsed() >= LINE_EVERY {
            state.spoke = Instant::now();
            note(&format!("{}: {text}", pace(state.done, state.total, state.began.elapsed())));
        }
    }

    fn end(&self, _: Stage) {
        self.clear();
    }

    fn note(&self, text: &str) {
        if self.quiet {
            return;
        }
        match self.state.lock() {
            // What is printed beside a bar must go through it.
            Ok(state) if state.bar.is_some() => state.bar.iter().for_each(|bar| bar.suspend(|| note(text))),
            _ => note(text),
        }
    }

    fn stopped(&self) -> bool {
        let stop = self.stop.load(Ordering::Relaxed);
        if stop && !self.told.swap(true, Ordering::Relaxed) {
            self.note("stopping");
        }
        stop
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pace_in_words() {
        let took = Duration::from_secs(10);
        assert_eq!(pace(20_000_000, 800_000_000, took), "20 of 800 MB (2 %), 2.0 MB/s, 6 min left");
        assert_eq!(pace(20_000_000, 20_000_000, took), "20 of 20 MB (100 %), 2.0 MB/s");
        assert_eq!(pace(3_000_000, 0, took), "3 MB, 0.3 MB/s");
        assert_eq!(pace(0, 5_000_000, Duration::ZERO), "0 of 5 MB (0 %), 0.0 MB/s");
    }
}
