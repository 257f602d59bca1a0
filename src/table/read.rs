//! Parquet files back to rows: whole, a slice, or group after group.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use polars::prelude::{BooleanChunked, DataFrame};
use polars_io::SerReader;
use polars_io::parquet::metadata::FileMetadataRef;
use polars_io::parquet::read::ParquetReader;
use sha2::{Digest, Sha256};

use super::rows::Record;
use super::write::TableError;

/// Opens a Parquet file.
fn open(path: &Path) -> Result<ParquetReader<File>, TableError> {
    let file = File::open(path).map_err(|source| TableError::File { path: path.to_owned(), source })?;
    Ok(ParquetReader::new(file))
}

/// All rows of a Parquet file.
///
/// # Errors
/// A file that cannot be read or does not hold such a table.
pub fn read<R: Record>(path: &Path) -> Result<Vec<R>, TableError> {
    let fault = |source| TableError::Frame { path: path.to_owned(), source };
    R::rows(&open(path)?.finish().map_err(fault)?).map_err(fault)
}

/// `count` rows of a Parquet file from row `from` (0 is the first); fewer at its end.
///
/// # Errors
/// A file that cannot be read or does not hold such a table.
pub fn read_slice<R: Record>(path: &Path, from: usize, count: usize) -> Result<Vec<R>, TableError> {
    let fault = |source| TableError::Frame { path: path.to_owned(), source };
    R::rows(&open(path)?.with_slice(Some((from, count))).finish().map_err(fault)?).map_err(fault)
}

/// Rows of a Parquet file.
///
/// # Errors
/// A file that cannot be read or is no Parquet.
pub fn rows_in(path: &Path) -> Result<usize, TableError> {
    open(path)?.num_rows().map_err(|source| TableError::Frame { path: path.to_owned(), source })
}

/// The rows of a Parquet file whose text in `column` is wanted, in the file's order. One row group is read at a time, so that only what
/// is wanted stays in memory.
///
/// # Errors
/// A file that cannot be read, does not hold such a table, or has no such column of text.
pub fn read_where<R: Record>(path: &Path, column: &str, wanted: &dyn Fn(&str) -> bool) -> Result<Vec<R>, TableError> {
    let fault = |source| TableError::Frame { path: path.to_owned(), source };
    let mut out = Vec::new();
    for frame in Groups::open(path)? {
        let frame = frame?;
        let cells = frame.column(column).and_then(|c| c.str()).map_err(fault)?;
        let mask: BooleanChunked = cells.iter().map(|v| Some(v.is_some_and(wanted))).collect();
        if mask.any() {
            out.extend(R::rows(&frame.filter(&mask).map_err(fault)?).map_err(fault)?);
        }
    }
    Ok(out)
}

/// Hands on the texts of two columns of a Parquet file, row after row; no other column is read, and rows without either are left out.
///
/// # Errors
/// A file that cannot be read or has no such columns of text.
pub fn each_pair(path: &Path, one: &str, other: &str, hand: &mut dyn FnMut(&str, &str)) -> Result<(), TableError> {
    let fault = |source| TableError::Frame { path: path.to_owned(), source };
    let mut groups = Groups::open(path)?;
    groups.columns = Some(vec![one.to_owned(), other.to_owned()]);
    for frame in groups {
        let frame = frame?;
        let one = frame.column(one).and_then(|c| c.str()).map_err(fault)?;
        let other = frame.column(other).and_then(|c| c.str()).map_err(fault)?;
        one.iter().zip(other.iter()).filter_map(|(a, b)| Some((a?, b?))).for_each(|(a, b)| hand(a, b));
    }
    Ok(())
}

/// A Parquet file as it is.
///
/// # Errors
/// A file that cannot be read or is no Parquet.
pub fn read_frame(path: &Path) -> Result<DataFrame, TableError> {
    open(path)?.finish().map_err(|source| TableError::Frame { path: path.to_owned(), source })
}

/// SHA-256 of a file (hex) and its bytes, for catalogs that know no other hash.
///
/// # Errors
/// A file that cannot be read.
pub fn checksum(path: &Path) -> Result<(String, u64), TableError> {
    let fault = |source| TableError::File { path: path.to_owned(), source };
    let mut file = File::open(path).map_err(fault)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        let n = file.read(&mut buffer).map_err(fault)?;
        if n == 0 {
            break;
        }
        bytes += n as u64;
        hash.update(&buffer[..n]);
    }
    Ok((hash.finalize().iter().map(|b| format!("{b:02x}")).collect(), bytes))
}

/// The row groups of a Parquet file, one after the other, one of them in memory.
pub(super) struct Groups {
    path: PathBuf,
    metadata: FileMetadataRef,
    next: usize,
    from: usize,
    /// Those that are wanted; all where it is none.
    columns: Option<Vec<String>>,
}

impl Groups {
    pub(super) fn open(path: &Path) -> Result<Self, TableError> {
        let metadata = open(path)?.get_metadata().map_err(|source| TableError::Frame { path: path.to_owned(), source })?.clone();
        Ok(Self { path: path.to_owned(), metadata, next: 0, from: 0, columns: None })
    }

    /// The columns, without rows.
    pub(super) fn empty(&self) -> Result<DataFrame, TableError> {
        self.slice(0, 0)
    }

    fn slice(&self, from: usize, count: usize) -> Result<DataFrame, TableError> {
        let mut reader = open(&self.path)?;
        reader.set_metadata(self.metadata.clone());
        reader
            .with_slice(Some((from, count)))
            .with_columns(self.columns.clone())
            .finish()
            .map_err(|source| TableError::Frame { path: self.path.clone(), source })
    }
}

impl Iterator for Groups {
    type Item = Result<DataFrame, TableError>;

    fn next(&mut self) -> Option<Self::Item> {
        let count = self.metadata.row_groups.get(self.next)?.num_rows();
        let frame = self.slice(self.from, count);
        self.from += count;
        // After a fault there is nothing to go on with.
        self.next = if frame.is_err() { usize::MAX } else { self.next + 1 };
        Some(frame)
    }
}

/// The rows of a Parquet file, one after the other: memory depends on a row group, not on the file.
pub struct Rows<R> {
    groups: Groups,
    held: std::vec::IntoIter<R>,
}

impl<R: Record> Rows<R> {
    /// Opens a file.
    ///
    /// # Errors
    /// A file that cannot be read or is no Parquet.
    pub fn open(path: &Path) -> Result<Self, TableError> {
        Ok(Self { groups: Groups::open(path)?, held: Vec::new().into_iter() })
    }

    /// The next row group as it is; none at the end.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn frame(&mut self) -> Option<Result<DataFrame, TableError>> {
        self.groups.next()
    }

    /// All rows of the next row group; none at the end.
    ///
    /// # Errors
    /// A file that does not hold such a table.
    pub fn group(&mut self) -> Option<Result<Vec<R>, TableError>> {
        let frame = match self.groups.next()? {
            Ok(frame) => frame,
            Err(e) => return Some(Err(e)),
        };
        Some(R::rows(&frame).map_err(|source| TableError::Frame { path: self.groups.path.clone(), source }))
    }
}

impl<R: Record> Iterator for Rows<R> {
    type Item = Result<R, TableError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.held.next() {
                return Some(Ok(row));
            }
            match self.group()? {
                Ok(rows) => self.held = rows.into_iter(),
                Err(e) => return Some(Err(e)),
            }
        }
    }
}
