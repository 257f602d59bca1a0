//! The columns of all tables, and the way from rows to files and back.
//!
//! ```no_run
//! use howmany::table::{self, Record, RejectRow, TableWriter};
//!
//! let rows = vec![RejectRow { source_path: "empty.txt".into(), record: None, reason: "holds no text".into() }];
//! let written = table::write(std::path::Path::new("out"), &RejectRow::table(), RejectRow::frame(&rows)?, true)?;
//! assert_eq!(written.rows, 1);
//! let again: Vec<RejectRow> = table::read(std::path::Path::new("out/rejects.parquet"))?;
//! assert_eq!(again, rows);
//! # Ok::<(), table::TableError>(())
//! ```
//!
//! Every table and column is declared once, in `rows.rs`. From there come the row structs, Parquet, CSV, the data package
//! and the printed codebook. Filling a table is checked by the compiler; nulls and words from disk are checked on reading.

mod codebook;
mod csv;
mod field;
mod ids;
mod package;
mod rows;
mod schema;
mod spans;
mod stage;
mod write;

pub use codebook::codebook_markdown;
pub use field::{Field, Kind};
pub use ids::{actor_id, content_id, normalized_name};
pub use package::datapackage;
pub use rows::*;
pub use schema::{Column, Table};
pub use spans::CodePoints;
pub use stage::{ExtractRows, NormalizeRows, read_articles, rejects};
pub use write::{ROW_GROUP, TableError, TableWriter, Written, read, read_slice, rows_in, write};

/// The declaration of `comparison_matrix` with its columns of a run: one text column for each pair of status and evidence.
pub fn matrix_table(pairs: &[String]) -> Table {
    use Kind::{Date, Integer, Number, Text};
    let column = |name: &str, kind: Kind, nullable: bool, about: &str| Column {
        name: name.to_owned(),
        kind,
        nullable,
        about: about.to_owned(),
        vocabulary: Vec::new(),
        refers: None,
        late: false,
    };
    let mut columns = vec![
        Column { refers: Some(("topics", "topic_id")), ..column("topic_id", Text, false, "The topic.") },
        column("label", Text, false, "The topic in words."),
        column("first_day", Date, true, "First day of its timeline."),
        column("last_day", Date, true, "Last day of its timeline."),
        column("n_claimants", Integer, false, "Claimants; all outlets that speak in their own voice are one."),
        Column { vocabulary: Agreement::vocabulary(), ..column("agreement", Text, false, "The most serious relation among its rows.") },
        column("ratio", Number, true, "Widest of highest over lowest among rows that may be compared."),
    ];
    columns.extend(pairs.iter().map(|p| column(p, Text, true, "FIGURE (CLAIMANT), joined by `; `, latest first.")));
    columns.push(column("more", Text, true, "STATUS_EVIDENCE: FIGURE (CLAIMANT), for pairs beyond the columns of the table."));
    columns.push(column("contested_by", Text, true, "Who denies, doubts, is unaware, cannot confirm or declines to comment."));
    Table {
        name: "comparison_matrix",
        about: "A topic a row, a status and evidence a column: what people look at first.",
        key: &["topic_id"],
        columns,
        csv: true,
    }
}

use crate::types::Agreement;
