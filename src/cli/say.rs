//! What the program prints: summaries, notes, errors.

use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

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
fn grouped(n: u64) -> String {
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

/// The closing table. Its last line is the number of rejects.
///
/// # Errors
/// As [`out`]: the tables are written all the same.
pub fn summary(summary: &Summary, folder: &Path) -> Result<()> {
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
    if summary.unread > 0 {
        let _ = writeln!(text, "{} articles are in a language without a lexicon: kept, but not read.", grouped(summary.unread));
    }
    let _ = writeln!(
        text,
        "{} articles, {} claims, {} topics in {}",
        grouped(summary.articles),
        grouped(summary.claims),
        grouped(summary.topics),
        folder.display()
    );
    let _ = writeln!(
        text,
        "{} rejects{}",
        grouped(summary.rejects),
        if summary.rejects > 0 { format!(" (see {})", folder.join("rejects.csv").display()) } else { String::new() }
    );
    out(&text)
}
