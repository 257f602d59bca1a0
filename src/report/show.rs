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

/// A topic with its rows, as text with ANSI colors.
pub fn topic(topic: &TopicRow, rows: &[ComparisonRow]) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{TITLE}{}{TITLE:#}  {FAINT}{}{FAINT:#}", topic.label, topic.topic_id);
    let ratio = topic.ratio.map_or_else(String::new, |r| format!(", ratio {r:.1}"));
    let _ = writeln!(
        out,
        "{}{ratio}; {} claimants, {} origins, {} contesting",
        topic.agreement, topic.n_claimants, topic.n_origins, topic.n_contesting
    );
    let mut question = "";
    for row in rows.iter().filter(|r| r.topic_id == topic.topic_id) {
        if row.question != question {
            question = &row.question;
            let _ = writeln!(out, "\n{question}");
        }
        let relation = row.relation.map_or_else(String::new, |r| format!("; {r}"));
        let _ = writeln!(out, "  {FIGURE}{:<10}{FIGURE:#} {} ({}, {}{relation})", row.figure, row.claimant, row.evidence, row.stance);
        if let Some(why) = &row.explanation {
            let _ = writeln!(out, "             {FAINT}{why}{FAINT:#}");
        }
        let _ = writeln!(
            out,
            "             {FAINT}\"{}\" - {}{FAINT:#}",
            row.example_sentence.split_whitespace().collect::<Vec<_>>().join(" "),
            row.outlets.as_deref().unwrap_or("?")
        );
    }
    out
}
