//! One comparison in the terminal: its rows, their relations, and the sentences they come from.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use crate::table::{ComparisonRow, TopicRow};

const TITLE: Style = Style::new().bold();
const FIGURE: Style = AnsiColor::Yellow.on_default().bold();
const FAINT: Style = Style::new().dimmed();

/// The topics that a word or id means: equal ids first, else labels that hold all its words.
pub fn find<'t>(topics: &'t [TopicRow], asked: &str) -> Vec<&'t TopicRow> {
    let exact: Vec<&TopicRow> = topics.iter().filter(|t| t.topic_id == asked).collect();
    if !exact.is_empty() {
        return exact;
    }
    let words: Vec<String> = asked.split_whitespace().map(str::to_lowercase).collect();
    topics.iter().filter(|t| words.iter().all(|w| t.label.to_lowercase().contains(w))).collect()
}

/// Columns of a terminal that everyone has.
const WIDTH: usize = 80;
/// Where sentences and explanations begin.
const INDENT: usize = 13;

/// A text on lines of at most [`WIDTH`] columns behind an indent; a longer word stands on a line of its own.
fn wrapped(text: &str, indent: usize) -> String {
    let mut lines = String::new();
    let mut column = 0;
    for word in text.split_whitespace() {
        let long = word.chars().count();
        if column > 0 && column + 1 + long > WIDTH - indent {
            lines.push('\n');
            column = 0;
        }
        if column == 0 {
            lines.extend(std::iter::repeat_n(' ', indent));
        } else {
            lines.push(' ');
            column += 1;
        }
        lines.push_str(word);
        column += long;
    }
    lines
}

/// A topic with its rows, as text with ANSI colors.
pub fn topic(topic: &TopicRow, rows: &[ComparisonRow]) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{TITLE}{}{TITLE:#}", topic.label);
    let ratio = topic.ratio.map_or_else(String::new, |r| format!(", ratio {r:.1}"));
    let _ = writeln!(
        out,
        "{}{ratio}; {} claimants, {} origins, {} contesting  {FAINT}{}{FAINT:#}",
        topic.agreement, topic.n_claimants, topic.n_origins, topic.n_contesting, topic.topic_id
    );
    let mut question = "";
    for row in rows.iter().filter(|r| r.topic_id == topic.topic_id) {
        if row.question != question {
            question = &row.question;
            let _ = writeln!(out, "\n{}", wrapped(question, 0));
        }
        let relation = row.relation.map_or_else(String::new, |r| format!("; {r}"));
        let _ = writeln!(out, "  {FIGURE}{:<10}{FIGURE:#} {} ({}, {}{relation})", row.figure, row.claimant, row.evidence, row.stance);
        if let Some(why) = &row.explanation {
            let _ = writeln!(out, "{FAINT}{}{FAINT:#}", wrapped(why, INDENT));
        }
        let outlets = row.outlets.as_deref().unwrap_or("?").replace('|', ", ");
        let _ = writeln!(out, "{}", wrapped(&format!("\"{}\"", row.example_sentence), INDENT));
        let _ = writeln!(out, "{FAINT}{}{FAINT:#}", wrapped(&format!("- {outlets}"), INDENT));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_a_terminal() {
        let text = wrapped(&"nine miners were killed in Velden ".repeat(9), INDENT);
        assert!(text.lines().count() > 4);
        assert!(text.lines().all(|l| l.chars().count() <= WIDTH && l.starts_with(&" ".repeat(INDENT)) && !l.ends_with(' ')));
        assert_eq!(wrapped("a  b\n c", 2), "  a b c");
        assert_eq!(wrapped("", 2), "");
        let long = "x".repeat(200);
        assert_eq!(wrapped(&format!("a {long} b"), 1), format!(" a\n {long}\n b"));
    }
}
