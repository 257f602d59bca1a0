//! The columns of all tables, and the way from rows to files and back.
//!
//! ```no_run
//! use howmany::table::{self, Record, RejectRow, TableWriter};
//!
//! let rows = vec![RejectRow { source_path: "empty.txt".into(), record: None, reason: "holds no text".into() }];
//! let written = table::write(std::path::Path::new("out"), &RejectRow::table(), &RejectRow::frame(&rows)?, true)?;
//! assert_eq!(written.rows, 1);
//! let again: Vec<RejectRow> = table::read(std::path::Path::new("out/rejects.parquet"))?;
//! assert_eq!(again, rows);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Every table and column is declared once, in `rows.rs`. From there come the row structs, Parquet, CSV, the data package
//! and the printed codebook. Filling a table is checked by the compiler; nulls and words from disk are checked on reading.

use polars::prelude::{DataFrame, PolarsResult};

use crate::types::{Agreement, Day};

mod codebook;
mod csv;
mod field;
mod footer;
mod ids;
mod pack;
mod package;
mod read;
mod records;
mod rows;
mod schema;
mod spans;
mod stage;
mod write;

pub use codebook::codebook_markdown;
pub use field::{Field, Kind, day};
pub use ids::{actor_id, content_id, normalized_name};
pub use pack::{Packer, Unpacker};
pub use package::{datapackage, read_package};
pub use read::{Rows, checksum, each_pair, read, read_frame, read_slice, read_where, rows_in};
pub use records::RowReader;
pub use rows::*;
pub use schema::{Column, Table};
pub use spans::CodePoints;
pub use stage::{Articles, ExtractRows, NormalizeRows, read_articles, rejects};
pub use write::{ROW_GROUP, TableError, TableWriter, Written, relay, write, write_rows};

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

/// A row of `comparison_matrix`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct MatrixRow {
    pub topic_id: String,
    pub label: String,
    pub first_day: Option<Day>,
    pub last_day: Option<Day>,
    pub n_claimants: i64,
    pub agreement: Agreement,
    pub ratio: Option<f64>,
    /// One per column of status and evidence, in their order.
    pub cells: Vec<Option<String>>,
    pub more: Option<String>,
    pub contested_by: Option<String>,
}

/// `comparison_matrix` of a run: the names of its columns of status and evidence, and its rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    /// `STATUS_EVIDENCE`, in the order of the vocabularies.
    pub pairs: Vec<String>,
    /// One per topic.
    pub rows: Vec<MatrixRow>,
}

impl Matrix {
    /// Its declaration.
    pub fn table(&self) -> Table {
        matrix_table(&self.pairs)
    }

    /// Its frame.
    ///
    /// # Errors
    /// None that rows can cause.
    pub fn frame(&self) -> PolarsResult<DataFrame> {
        let rows = &self.rows;
        let mut columns = vec![
            String::column("topic_id", rows.iter().map(|r| &r.topic_id)),
            String::column("label", rows.iter().map(|r| &r.label)),
            Option::<Day>::column("first_day", rows.iter().map(|r| &r.first_day)),
            Option::<Day>::column("last_day", rows.iter().map(|r| &r.last_day)),
            i64::column("n_claimants", rows.iter().map(|r| &r.n_claimants)),
            Agreement::column("agreement", rows.iter().map(|r| &r.agreement)),
            Option::<f64>::column("ratio", rows.iter().map(|r| &r.ratio)),
        ];
        const NONE: &Option<String> = &None;
        for (n, name) in self.pairs.iter().enumerate() {
            columns.push(Option::<String>::column(name, rows.iter().map(|r| r.cells.get(n).unwrap_or(NONE))));
        }
        columns.push(Option::<String>::column("more", rows.iter().map(|r| &r.more)));
        columns.push(Option::<String>::column("contested_by", rows.iter().map(|r| &r.contested_by)));
        DataFrame::new(rows.len(), columns)
    }
}
