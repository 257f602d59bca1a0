//! Cells as CSV prints them: whole numbers as integers, null as nothing, no cell that a spreadsheet would run.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::Write;

use polars::prelude::{Column, DataFrame, DataType, PolarsResult};

/// Appends the rows of a frame.
///
/// # Errors
/// A writer that fails.
pub(super) fn append<W: Write>(out: &mut ::csv::Writer<W>, frame: &DataFrame) -> ::csv::Result<()> {
    let physical: Vec<Column> = frame.columns().iter().map(Column::to_physical_repr).collect();
    let cells = frame.columns().iter().zip(&physical).map(|(column, physical)| Cells::of(column, physical));
    let mut cells: Vec<Cells<'_>> = cells.collect::<PolarsResult<_>>().map_err(|e| std::io::Error::other(e.to_string()))?;
    let mut printed = String::new();
    for _ in 0..frame.height() {
        for column in &mut cells {
            printed.clear();
            match column.next(&mut printed) {
                Some(text) => out.write_field(guarded(text).as_bytes())?,
                None => out.write_field(&printed)?,
            }
        }
        out.write_record(None::<&[u8]>)?;
    }
    Ok(())
}

/// The cells of a column from first to last, by type: asking a frame for each of them costs several times as much.
enum Cells<'f> {
    Text(Box<dyn Iterator<Item = Option<&'f str>> + 'f>),
    Integer(Box<dyn Iterator<Item = Option<i64>> + 'f>),
    Number(Box<dyn Iterator<Item = Option<f64>> + 'f>),
    Boolean(Box<dyn Iterator<Item = Option<bool>> + 'f>),
    Day(Box<dyn Iterator<Item = Option<i32>> + 'f>),
}

impl<'f> Cells<'f> {
    /// `physical` is the column with days as numbers.
    fn of(column: &Column, physical: &'f Column) -> PolarsResult<Self> {
        Ok(match column.dtype() {
            DataType::Int64 => Self::Integer(Box::new(physical.i64()?.iter())),
            DataType::Float64 => Self::Number(Box::new(physical.f64()?.iter())),
            DataType::Boolean => Self::Boolean(Box::new(physical.bool()?.iter())),
            DataType::Date => Self::Day(Box::new(physical.i32()?.iter())),
            _ => Self::Text(Box::new(physical.str()?.iter())),
        })
    }

    /// The next cell: a text as it is, anything else printed; nothing for null.
    fn next(&mut self, printed: &mut String) -> Option<&'f str> {
        // Writing to a string does not fail.
        let _ = match self {
            Self::Text(cells) => return cells.next().flatten(),
            Self::Integer(cells) => cells.next().flatten().map_or(Ok(()), |n| write!(printed, "{n}")),
            Self::Number(cells) => cells.next().flatten().map_or(Ok(()), |x| write!(printed, "{}", Printed(x))),
            Self::Boolean(cells) => cells.next().flatten().map_or(Ok(()), |b| write!(printed, "{b}")),
            Self::Day(cells) => cells.next().flatten().map_or(Ok(()), |d| write!(printed, "{}", super::field::from_epoch(d))),
        };
        None
    }
}

/// Text that no spreadsheet takes for a formula.
pub(super) fn guarded(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// A whole number below 2^53 as an integer, any other in the shortest form that reads back, large ones with an exponent.
struct Printed(f64);

impl std::fmt::Display for Printed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        const LARGEST: f64 = 9_007_199_254_740_992.0;
        let x = self.0;
        if x.fract() == 0.0 && x.abs() < LARGEST {
            write!(f, "{}", x as i64)
        } else if x.abs() >= LARGEST || x.abs() < 1e-5 {
            write!(f, "{x:e}")
        } else {
            write!(f, "{x}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_back() {
        for (x, text) in [(155.0, "155"), (-3.0, "-3"), (4.5, "4.5"), (1e21, "1e21"), (0.0, "0"), (2.5e-7, "2.5e-7"), (0.1, "0.1")] {
            assert_eq!(Printed(x).to_string(), text);
            assert_eq!(text.parse::<f64>().ok(), Some(x));
        }
    }

    #[test]
    fn no_cell_is_a_formula() {
        for text in ["=1+1", "+41", "-3 degrees", "@post", "\tx", "\rx"] {
            assert_eq!(guarded(text), format!("'{text}"));
        }
        assert_eq!(guarded("plain = text"), "plain = text");
    }
}
