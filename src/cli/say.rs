//! What the program prints: summaries, notes, errors.

use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use anyhow::{Context, Result};
use howmany::pipeline::Summary;

/// Bold red, on a terminal.
const FAULT: Style = AnsiColor::Red.on_default().bold();

/// An error with all its causes in one line; a cause that the text before it has told already is not told again.
pub fn error(error: &anyhow::Error) {
    let mut text = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if !text.contains(&cause) {
            let _ = write!(text, "{}{cause}", if text.is_empty() { "" } else { ": " });
        }
    }
    // Where errors cannot be printed nothing is left to say it with: the exit code speaks.
    let _ = writeln!(anstream::stderr(), "{FAULT}howmany:{FAULT:#} {text}");
}

/// Something a person should know.
pub fn note(text: &str) {
    let _ = writeln!(anstream::stderr(), "howmany: {text}");
}

/// Text as it is.
///
/// # Errors
/// An output that cannot be written, such as a file on a full disk. A closed pipe (`| head`) is no fault.
pub fn out(text: &str) -> Result<()> {
    write(std::io::stdout().lock(), text)
}

/// Text with colors, which are taken out where no terminal shows them.
///
/// # Errors
/// As [`out`].
pub fn styled(text: &str) -> Result<()> {
    write(anstream::stdout().lock(), text)
}

fn write(mut to: impl Write, text: &str) -> Result<()> {
    match to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => Err(e).context("standard output cannot be written"),
        _ => Ok(()),
    }
}

/// Program, code and model.
///
/// # Errors
/// As [`out`].
pub fn version(model: &str) -> Result<()> {
    out(&format!("howmany {} (code {}, model {model})\n", env!("CARGO_PKG_VERSION"), env!("HOWMANY_CODE")))
}

/// A number as people read it: "12,345".
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// A number and what it counts, in the plural that `nouns` is or in the singular: "1 article", "12,345 articles".
fn counted(n: u64, nouns: &str) -> String {
    let noun = if n == 1 { nouns.strip_suffix('s').unwrap_or(nouns) } else { nouns };
    format!("{} {noun}", grouped(n))
}

/// What a command makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// Stage 1.
    Articles,
    /// Stage 2.
    Claims,
    /// The tables of comparison.
    Everything,
}

/// Runs that take less are not worth a word on it.
const LONG: Duration = Duration::from_secs(10);
/// Tables on a line of the closing table.
const COLUMNS: usize = 4;

/// The closing table. Its last line is the number of rejects.
///
/// # Errors
/// As [`out`]: the tables are written all the same.
pub fn summary(summary: &Summary, made: Made, folder: &Path, took: Duration) -> Result<()> {
    let mut text = String::new();
    if !summary.widest.is_empty() {
        let _ = writeln!(text, "Where the claims differ most:");
        let _ = writeln!(text, "  {:<48} {:<9} {:>7}  {:>9}", "topic", "agreement", "ratio", "claimants");
        for t in &summary.widest {
            let mut label: String = t.label.chars().take(48).collect();
            if t.label.chars().count() > 48 {
                label = label.chars().take(47).collect::<String>() + "…";
            }
            let ratio = t.ratio.map_or_else(String::new, |r| if r >= 100.0 { format!("{r:.0}") } else { format!("{r:.1}") });
            let _ = writeln!(text, "  {label:<48} {:<9} {ratio:>7}  {:>9}", t.agreement, t.claimants);
        }
        text.push('\n');
    }
    if made == Made::Everything && !summary.tables.is_empty() {
        let _ = writeln!(text, "Rows of the tables:");
        for line in summary.tables.chunks(COLUMNS) {
            for (name, rows) in line {
                let _ = write!(text, "  {name:<18} {:>9}", grouped(*rows));
            }
            text.push('\n');
        }
        text.push('\n');
    }
    if summary.unread > 0 {
        let _ = writeln!(
            text,
            "{} {} in a language without a lexicon: kept, but not read.",
            counted(summary.unread, "articles"),
            if summary.unread == 1 { "is" } else { "are" }
        );
    }
    if summary.unchanged {
        let _ = writeln!(text, "Nothing has changed since the last run: the tables stand as they are.");
    } else if summary.kept > 0 {
        let be = |n: u64| if n == 1 { "was" } else { "were" };
        let _ = writeln!(
            text,
            "{} {} read by a run before and not again, {} {} new.",
            counted(summary.kept, "articles"),
            be(summary.kept),
            grouped(summary.anew),
            be(summary.anew)
        );
    }
    for why in &summary.why {
        let _ = writeln!(text, "Done again: {why}.");
    }
    if took >= LONG {
        let seconds = took.as_secs_f64();
        let _ = writeln!(
            text,
            "In {}: {:.1} MB/s, {:.0} articles/s.",
            words(took),
            summary.bytes as f64 / 1e6 / seconds,
            summary.articles as f64 / seconds
        );
    }
    let rows = |name: &str| summary.tables.iter().filter(|(n, _)| n == name).map(|(_, rows)| *rows).sum::<u64>();
    let (counts, folder_of) = match made {
        Made::Articles => (counted(rows("blocks"), "blocks"), folder.join("stages/normalize")),
        Made::Claims => (
            format!(
                "{}, {}, {}, {}, {}",
                counted(summary.claims, "claims"),
                counted(rows("figures"), "figures"),
                counted(rows("dates"), "dates"),
                counted(rows("actors"), "actors"),
                counted(rows("attributions"), "attributions")
            ),
            folder.join("stages/extract"),
        ),
        Made::Everything => (format!("{}, {}", counted(summary.claims, "claims"), counted(summary.topics, "topics")), folder.to_owned()),
    };
    let _ = writeln!(text, "{}, {counts} in {}", counted(summary.articles, "articles"), folder_of.display());
    for note in &summary.notes {
        let _ = writeln!(text, "{note}");
    }
    let files: Vec<String> = summary.for_people.iter().map(|name| folder.join(name).display().to_string()).collect();
    if !files.is_empty() {
        let _ = writeln!(text, "Look at {}", files.join(", "));
    }
    let listed = match made {
        Made::Everything => format!(" (see {})", folder.join("rejects.csv").display()),
        _ => format!(" (see {})", folder_of.join("rejects.parquet").display()),
    };
    let _ = writeln!(text, "{}{}", counted(summary.rejects, "rejects"), if summary.rejects > 0 { listed } else { String::new() });
    out(&text)
}

/// A length of time as people say it: "50 s", "12 min", "3 h 5 min".
pub fn words(time: Duration) -> String {
    match time.as_secs() {
        s @ 0..=119 => format!("{s} s"),
        s @ 120..=7_199 => format!("{} min", s / 60),
        s => format!("{} h {} min", s / 3_600, s / 60 % 60),
    }
}
