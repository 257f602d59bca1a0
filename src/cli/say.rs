//! What the program prints: summaries, notes, errors.

use std::path::Path;

use anstream::{eprintln, println};
use anstyle::{AnsiColor, Style};
use howmany::pipeline::Summary;

/// Bold red, on a terminal.
const FAULT: Style = AnsiColor::Red.on_default().bold();

/// An error with all its causes in one line.
pub fn error(error: &anyhow::Error) {
    eprintln!("{FAULT}howmany:{FAULT:#} {error:#}");
}

/// Something a person should know.
pub fn note(text: &str) {
    eprintln!("howmany: {text}");
}

/// Text as it is.
pub fn out(text: &str) {
    use std::io::Write;
    // A closed pipe (`| head`) is no fault of ours.
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// Program, code and model.
pub fn version(model: &str) {
    println!("howmany {} (code {}, model {model})", env!("CARGO_PKG_VERSION"), env!("HOWMANY_CODE"));
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
pub fn summary(summary: &Summary, out: &Path) {
    if !summary.widest.is_empty() {
        println!("Where the claims differ most:");
        println!("  {:<48} {:<9} {:>7}  {:>9}", "topic", "agreement", "ratio", "claimants");
        for t in &summary.widest {
            let mut label: String = t.label.chars().take(48).collect();
            if t.label.chars().count() > 48 {
                label = label.chars().take(47).collect::<String>() + "…";
            }
            let ratio = t.ratio.map_or_else(String::new, |r| if r >= 100.0 { format!("{r:.0}") } else { format!("{r:.1}") });
            println!("  {label:<48} {:<9} {ratio:>7}  {:>9}", t.agreement, t.claimants);
        }
        println!();
    }
    if summary.unread > 0 {
        println!("{} articles are in a language without a lexicon: kept, but not read.", grouped(summary.unread));
    }
    println!(
        "{} articles, {} claims, {} topics in {}",
        grouped(summary.articles),
        grouped(summary.claims),
        grouped(summary.topics),
        out.display()
    );
    println!(
        "{} rejects{}",
        grouped(summary.rejects),
        if summary.rejects > 0 { format!(" (see {})", out.join("rejects.csv").display()) } else { String::new() }
    );
}
