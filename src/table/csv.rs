//! Cells as CSV prints them: whole numbers as integers, null as nothing, no cell that a spreadsheet would run.

use std::borrow::Cow;
use std::io::{self, Write};

use polars::prelude::{
    BooleanChunked, Column, DataFrame, DataType, Float64Chunked, Int32Chunked, Int64Chunked, PolarsResult, StringChunked,
};

/// Bytes that are printed before they are handed on: enough for hashing to work on many blocks at once.
const PIECE: usize = 1 << 18;

/// RFC 4180, row after row: cells in quotes only where they must be, lines end with CR LF.
pub(super) struct Lines<W> {
    out: W,
    held: Vec<u8>,
}

impl<W: Write> Lines<W> {
    /// Nothing written yet.
    pub(super) fn new(out: W) -> Self {
        Self { out, held: Vec::with_capacity(PIECE + (PIECE >> 3)) }
    }

    /// Writes the names of the columns.
    ///
    /// # Errors
    /// A writer that fails.
    pub(super) fn header<'n>(&mut self, names: impl Iterator<Item = &'n str>) -> io::Result<()> {
        for (i, name) in names.enumerate() {
            if i > 0 {
                self.held.push(b',');
            }
            quoted(name.as_bytes(), &mut self.held);
        }
        self.end_of_row()
    }

    /// Writes the rows of a frame.
    ///
    /// # Errors
    /// A writer that fails.
    pub(super) fn append(&mut self, frame: &DataFrame) -> io::Result<()> {
        let physical: Vec<Column> = frame.columns().iter().map(Column::to_physical_repr).collect();
        let cells = frame.columns().iter().zip(&physical).map(|(column, physical)| Cells::of(column, physical));
        let cells: Vec<Cells<'_>> = cells.collect::<PolarsResult<_>>().map_err(|e| io::Error::other(e.to_string()))?;
        for row in 0..frame.height() {
            let begin = self.held.len();
            for (i, column) in cells.iter().enumerate() {
                if i > 0 {
                    self.held.push(b',');
                }
                column.print(row, &mut self.held);
            }
            if self.held.len() == begin {
                // The only cell is empty: an empty line would be no row.
                self.held.extend_from_slice(b"\"\"");
            }
            self.end_of_row()?;
        }
        Ok(())
    }

    fn end_of_row(&mut self) -> io::Result<()> {
        self.held.extend_from_slice(b"\r\n");
        if self.held.len() >= PIECE { self.hand_on() } else { Ok(()) }
    }

    fn hand_on(&mut self) -> io::Result<()> {
        self.out.write_all(&self.held)?;
        self.held.clear();
        Ok(())
    }

    /// Hands on what is held.
    ///
    /// # Errors
    /// A writer that fails.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.hand_on()?;
        self.out.flush()
    }
}

/// The cells of a column by type.
enum Cells<'f> {
    Text(&'f StringChunked),
    Integer(&'f Int64Chunked),
    Number(&'f Float64Chunked),
    Boolean(&'f BooleanChunked),
    Day(&'f Int32Chunked),
}

impl<'f> Cells<'f> {
    /// `physical` is the column with days as numbers.
    fn of(column: &Column, physical: &'f Column) -> PolarsResult<Self> {
        Ok(match column.dtype() {
            DataType::Int64 => Self::Integer(physical.i64()?),
            DataType::Float64 => Self::Number(physical.f64()?),
            DataType::Boolean => Self::Boolean(physical.bool()?),
            DataType::Date => Self::Day(physical.i32()?),
            _ => Self::Text(physical.str()?),
        })
    }

    /// Prints a cell; nothing for null.
    fn print(&self, row: usize, to: &mut Vec<u8>) {
        match self {
            Self::Text(cells) => {
                if let Some(text) = cells.get(row) {
                    quoted(guarded(text).as_bytes(), to);
                }
            }
            Self::Integer(cells) => cells.get(row).into_iter().for_each(|n| integer(n, to)),
            Self::Number(cells) => cells.get(row).into_iter().for_each(|x| number(x, to)),
            Self::Boolean(cells) => cells.get(row).into_iter().for_each(|b| to.extend_from_slice(if b { b"true" } else { b"false" })),
            Self::Day(cells) => cells.get(row).into_iter().for_each(|d| day(super::field::from_epoch(d), to)),
        }
    }
}

/// A cell, in quotes where it has a comma, a quotation mark or a line break.
fn quoted(cell: &[u8], to: &mut Vec<u8>) {
    if !cell.iter().any(|b| matches!(b, b',' | b'"' | b'\r' | b'\n')) {
        return to.extend_from_slice(cell);
    }
    to.push(b'"');
    for (i, piece) in cell.split(|b| *b == b'"').enumerate() {
        if i > 0 {
            to.extend_from_slice(b"\"\"");
        }
        to.extend_from_slice(piece);
    }
    to.push(b'"');
}

fn integer(n: i64, to: &mut Vec<u8>) {
    let mut digits = [0u8; 20];
    let mut at = digits.len();
    let mut left = n.unsigned_abs();
    loop {
        at -= 1;
        digits[at] = b'0' + (left % 10) as u8;
        left /= 10;
        if left == 0 {
            break;
        }
    }
    if n < 0 {
        to.push(b'-');
    }
    to.extend_from_slice(&digits[at..]);
}

/// A whole number below 2^53 as an integer, any other in the shortest form that reads back, large ones with an exponent.
fn number(x: f64, to: &mut Vec<u8>) {
    const LARGEST: f64 = 9_007_199_254_740_992.0;
    // Writing to memory does not fail.
    let _ = if x.fract() == 0.0 && x.abs() < LARGEST {
        integer(x as i64, to);
        Ok(())
    } else if x.abs() >= LARGEST || x.abs() < 1e-5 {
        write!(to, "{x:e}")
    } else {
        write!(to, "{x}")
    };
}

fn day(day: crate::types::Day, to: &mut Vec<u8>) {
    if !(1000..=9999).contains(&day.year()) {
        let _ = write!(to, "{day}");
        return;
    }
    integer(i64::from(day.year()), to);
    for part in [day.month(), day.day()] {
        to.extend_from_slice(if part < 10 { b"-0" } else { b"-" });
        integer(i64::from(part), to);
    }
}

/// Text that no spreadsheet takes for a formula.
pub(super) fn guarded(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_back() {
        for (x, text) in [(155.0, "155"), (-3.0, "-3"), (4.5, "4.5"), (1e21, "1e21"), (0.0, "0"), (2.5e-7, "2.5e-7"), (0.1, "0.1")] {
            let mut printed = Vec::new();
            number(x, &mut printed);
            assert_eq!(String::from_utf8(printed).expect("text"), text);
            assert_eq!(text.parse::<f64>().ok(), Some(x));
        }
    }

    #[test]
    fn integers_and_days() {
        let print = |what: &dyn Fn(&mut Vec<u8>)| {
            let mut to = Vec::new();
            what(&mut to);
            String::from_utf8(to).expect("text")
        };
        for n in [0, 7, -7, 10, 1_234_567, i64::MAX, i64::MIN] {
            assert_eq!(print(&|to| integer(n, to)), n.to_string());
        }
        for (y, m, d) in [(2025, 4, 12), (1987, 12, 1), (999, 1, 1), (-44, 3, 15), (9999, 12, 31)] {
            let date = crate::types::Day::constant(y, m, d);
            assert_eq!(print(&|to| day(date, to)), date.to_string());
        }
    }

    /// What the crate `csv` writes, which reads it back too.
    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let texts = ["", "plain", "a,b", "say \"13\"", "\"", "two\nlines", "cr\r", " space ", "=1", "-5", "ä,ö", "#x"];
        let column = |name: &str, shift: usize| {
            let cells = (0..texts.len()).map(|i| texts[(i + shift) % texts.len()]);
            Column::new(name.into(), cells.map(|t| (!t.is_empty()).then_some(t)).collect::<Vec<_>>())
        };
        for width in [1, 3] {
            let names = ["a", "b \"c\"", "d,e"];
            let frame = DataFrame::new(texts.len(), (0..width).map(|i| column(names[i], i)).collect()).expect("a frame");
            let mut lines = Lines::new(Vec::new());
            lines.header(names[..width].iter().copied()).expect("memory");
            lines.append(&frame).expect("memory");
            lines.flush().expect("memory");
            let mut other = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
            other.write_record(&names[..width]).expect("memory");
            for row in 0..texts.len() {
                other.write_record((0..width).map(|i| guarded(texts[(row + i) % texts.len()]).into_owned())).expect("memory");
            }
            let wanted = String::from_utf8(other.into_inner().expect("memory")).expect("text");
            assert_eq!(String::from_utf8(lines.out).expect("text"), wanted);
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
