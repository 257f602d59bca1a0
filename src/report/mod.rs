//! What people look at: a page, a workbook, comparisons in the terminal, explanations of single claims. Returns text and bytes; writes
//! and prints nothing.

use std::path::Path;

use crate::syntax::Syntax;
use crate::table::TableError;

pub mod croissant;
pub mod explain;
pub mod link;
pub mod page;
pub mod show;
pub mod workbook;

/// What to make of a run's tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// How much the page shows.
    pub limits: page::Limits,
    /// Rows of all tables together above which no workbook is made; none for no limit but the workbook's own.
    pub workbook_rows: Option<u64>,
    /// Also metadata in the words of Croissant.
    pub croissant: bool,
    /// Leave out page and workbook.
    pub no_report: bool,
}

/// Files with their bytes, and what was left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// Name and bytes.
    pub files: Vec<(&'static str, Vec<u8>)>,
    /// In words.
    pub notes: Vec<String>,
}

/// Page, workbook and metadata of the finished tables in a folder.
///
/// # Errors
/// A table that is missing or cannot be read.
pub fn make(out: &Path, syntax: &Syntax, wanted: &Wanted) -> Result<Made, TableError> {
    let mut made = Made::default();
    let catalog = |made: &mut Made| -> Result<(), TableError> {
        if wanted.croissant {
            made.files.push((croissant::NAME, croissant::croissant(out)?.into_bytes()));
        }
        Ok(())
    };
    if wanted.no_report {
        catalog(&mut made)?;
        return Ok(made);
    }
    made.files.push((page::NAME, page::page(out, syntax, &wanted.limits)?.into_bytes()));
    let rows = workbook::rows(out)?;
    if wanted.workbook_rows.is_some_and(|most| rows > most) {
        made.notes.push(format!("no {} for {rows} rows: `howmany report` makes it all the same", workbook::NAME));
    } else {
        made.files.push((workbook::NAME, workbook::workbook(out)?));
    }
    catalog(&mut made)?;
    Ok(made)
}
