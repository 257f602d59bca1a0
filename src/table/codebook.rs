//! The codebook as it is printed: vocabularies and columns, from the declarations that the program runs on.

use std::fmt::Write;

use super::schema::Table;
use super::{declared, matrix_table};
use crate::types::{
    ActorKind, Aggregation, Agreement, AttributionKind, BlockKind, CountedType, DaySource, Evidence, FigureKind, FlagCode, Form, Modality,
    Policy, Quantifier, QuoteKind, Relation, SourceKind, Stance, Status, TimexType,
};

/// Every vocabulary: its name, and its values in order.
fn vocabularies() -> Vec<(&'static str, Vec<&'static str>)> {
    macro_rules! list {
        ($($name:literal $type:ty),+ $(,)?) => { vec![$(($name, <$type>::ALL.iter().map(|v| v.as_str()).collect())),+] };
    }
    list!(
        "status" Status, "evidence" Evidence, "stance" Stance, "modality" Modality, "aggregation" Aggregation, "quantifier" Quantifier,
        "form of a figure" Form, "kind of a figure" FigureKind, "counted_type" CountedType, "claimant_kind, source_kind" SourceKind,
        "relation, implied_relation" Relation, "agreement" Agreement, "policy" Policy, "day_source" DaySource, "flag code" FlagCode,
        "kind of a block" BlockKind, "kind of an actor" ActorKind, "kind of an attribution" AttributionKind, "quote_kind" QuoteKind,
        "type of a date" TimexType,
    )
}

/// A table as a section.
fn section(out: &mut String, table: &Table) {
    let files = if table.csv { "Parquet and CSV" } else { "Parquet only" };
    let _ = writeln!(out, "### {}\n\n{} {files}; key: {}.\n", table.name, table.about, table.key.join(", "));
    out.push_str("| column | type | meaning |\n| --- | --- | --- |\n");
    for column in &table.columns {
        let mut about = column.about.replace('|', "\\|");
        if let Some((to, at)) = column.refers {
            let _ = write!(about, " In {to}.{at}.");
        }
        let null = if column.nullable { ", may be null" } else { "" };
        let _ = writeln!(out, "| {} | {}{null} | {about} |", column.name, column.kind.word());
    }
    out.push('\n');
}

/// The printed codebook (Markdown): every vocabulary, every table, every column.
pub fn codebook_markdown() -> String {
    let mut out = String::from(
        "# Codebook\n\nPrinted by `howmany codebook` from the declarations that the program runs on.\n\n\
         Every table is written as `NAME.parquet` and `NAME.csv`: same rows, same order; null, never an empty text. Spans (`start`, `end`) count\n\
         Unicode code points in `texts.text`, end exclusive. In CSV a text that begins with `=`, `+`, `-`, `@`, tab or return has a leading `'`.\n\n\
         ## Vocabularies\n\n| vocabulary | values |\n| --- | --- |\n",
    );
    for (name, values) in vocabularies() {
        let _ = writeln!(out, "| {name} | {} |", values.join(", "));
    }
    out.push_str("\n## Tables\n\n");
    for table in declared() {
        if table.name == "timeline" {
            section(&mut out, &matrix_table(&["STATUS_EVIDENCE".to_owned()]));
        }
        section(&mut out, &table);
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_and_value_is_printed() {
        let text = codebook_markdown();
        for table in declared() {
            assert!(text.contains(&format!("### {}\n", table.name)));
            for column in &table.columns {
                assert!(text.contains(&format!("| {} | ", column.name)), "{}.{}", table.name, column.name);
                assert!(!column.about.is_empty());
            }
        }
        for (name, values) in vocabularies() {
            assert!(text.contains(&format!("| {name} | {} |", values.join(", "))));
        }
        assert!(text.contains("### comparison_matrix\n"));
    }
}
