//! Cells as CSV prints them: whole numbers as integers, null as nothing, no cell that a spreadsheet would run.

use std::borrow::Cow;
use std::io::Write;

use polars::prelude::{AnyValue, Column, DataFrame, DataType};

/// Appends the rows of a frame.
///
/// # Errors
/// A writer that fails.
pub(super) fn append<W: Write>(out: &mut ::csv::Writer<W>, frame: &DataFrame) -> ::csv::Result<()> {
    let columns: Vec<&Column> = frame.columns().iter().collect();
    let mut record = ::csv::ByteRecord::new();
    for row in 0..frame.height() {
        record.clear();
        for column in &columns {
            record.push_field(cell(column, row).as_bytes());
        }
        out.write_byte_record(&record)?;
    }
    Ok(())
}

/// One cell.
fn cell(column: &Column, row: usize) -> Cow<'_, str> {
    let value = column.get(row).unwrap_or(AnyValue::Null);
    match value {
        AnyValue::Null => Cow::Borrowed(""),
        AnyValue::String(text) => guarded(text),
        AnyValue::StringOwned(text) => Cow::Owned(guarded(&text).into_owned()),
        AnyValue::Float64(x) => Cow::Owned(number(x)),
        AnyValue::Int64(n) => Cow::Owned(n.to_string()),
        AnyValue::Boolean(b) => Cow::Borrowed(if b { "true" } else { "false" }),
        AnyValue::Date(days) if column.dtype() == &DataType::Date => Cow::Owned(super::field::from_epoch(days).to_string()),
        other => Cow::Owned(other.to_string()),
    }
}

/// Text that no spreadsheet takes for a formula.
pub(super) fn guarded(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// A whole number below 2^53 as an integer, any other in the shortest form that reads back, large ones with an exponent.
pub(super) fn number(x: f64) -> String {
    const LARGEST: f64 = 9_007_199_254_740_992.0;
    if x.fract() == 0.0 && x.abs() < LARGEST {
        (x as i64).to_string()
    } else if x.abs() >= LARGEST || x.abs() < 1e-5 {
        format!("{x:e}")
    } else {
        x.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_back() {
        for (x, text) in [(155.0, "155"), (-3.0, "-3"), (4.5, "4.5"), (1e21, "1e21"), (0.0, "0"), (2.5e-7, "2.5e-7"), (0.1, "0.1")] {
            assert_eq!(number(x), text);
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
