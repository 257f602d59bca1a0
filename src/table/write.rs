//! Frames to Parquet and CSV, row group by row group, and back.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use polars::prelude::{CompatLevel, DataFrame, PolarsError, Schema, SchemaExt};
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;
use polars_io::parquet::write::{BatchedWriter, KeyValueMetadata, ParquetCompression, ParquetWriter};

use super::csv;
use super::rows::Record;
use super::schema::Table;

/// Rows of a row group. Part of the format: another number gives other bytes.
pub const ROW_GROUP: usize = 65_536;

/// A table that cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// A file system that fails.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file that is no such table.
    #[error("{path}: {source}")]
    Frame {
        /// The file, or the table's name where there is none yet.
        path: PathBuf,
        /// What polars says.
        source: PolarsError,
    },
    /// Rows that do not fit the declaration.
    #[error("table {table}: {problem}")]
    Declaration {
        /// The table.
        table: String,
        /// What does not fit.
        problem: String,
    },
}

/// What was written of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its name.
    pub name: String,
    /// Rows.
    pub rows: u64,
    /// File name and BLAKE3 (hex, 32 digits) of each file, Parquet first.
    pub files: Vec<(String, String)>,
}

/// A file that hashes what it is given.
struct Hashed {
    file: BufWriter<File>,
    hash: blake3::Hasher,
}

impl Hashed {
    fn create(path: &Path) -> Result<Self, TableError> {
        let file = File::create(path).map_err(|source| TableError::File { path: path.to_owned(), source })?;
        Ok(Self { file: BufWriter::with_capacity(1 << 18, file), hash: blake3::Hasher::new() })
    }
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.file.write(bytes)?;
        self.hash.update(&bytes[..n]);
        Ok(n)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// The same, shared: what the writers of polars and csv hold while the hash is still wanted afterwards.
struct Shared(std::sync::Arc<std::sync::Mutex<Hashed>>);

impl Shared {
    fn create(path: &Path) -> Result<(Self, std::sync::Arc<std::sync::Mutex<Hashed>>), TableError> {
        let shared = std::sync::Arc::new(std::sync::Mutex::new(Hashed::create(path)?));
        Ok((Self(shared.clone()), shared))
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut inner = self.0.lock().map_err(|_| io::Error::other("a writer failed before"))?;
        inner.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        let mut inner = self.0.lock().map_err(|_| io::Error::other("a writer failed before"))?;
        inner.flush()
    }
}

type Handle = std::sync::Arc<std::sync::Mutex<Hashed>>;

/// Flushes to disk and gives the hash.
fn close(handle: &Handle, path: &Path) -> Result<String, TableError> {
    let fault = |source| TableError::File { path: path.to_owned(), source };
    let mut inner = handle.lock().map_err(|_| fault(io::Error::other("a writer failed before")))?;
    inner.file.flush().map_err(fault)?;
    inner.file.get_ref().sync_all().or_else(|e| if e.kind() == io::ErrorKind::InvalidInput { Ok(()) } else { Err(e) }).map_err(fault)?;
    Ok(inner.hash.finalize().to_hex()[..32].to_owned())
}

/// Writes one table, frame after frame; the bytes do not depend on how the rows were cut into frames.
pub struct TableWriter {
    table: Table,
    folder: PathBuf,
    schema: std::sync::Arc<Schema>,
    parquet: BatchedWriter<Shared>,
    parquet_file: Handle,
    csv: Option<(::csv::Writer<Shared>, Handle)>,
    held: DataFrame,
    rows: u64,
}

impl TableWriter {
    /// Opens `NAME.parquet`, and `NAME.csv` where the table has one and `with_csv` asks for it, in a folder that is there.
    ///
    /// # Errors
    /// A file that cannot be created.
    pub fn create(folder: &Path, table: &Table, with_csv: bool) -> Result<Self, TableError> {
        let schema: Schema = table.columns.iter().map(|c| polars::prelude::Field::new(c.name.as_str().into(), c.kind.polars())).collect();
        let path = folder.join(format!("{}.parquet", table.name));
        let frame_fault = |source| TableError::Frame { path: path.clone(), source };
        let (file, parquet_file) = Shared::create(&path)?;
        // Written by us so that readers get `large_string`, not `string_view`, which older tools refuse.
        let arrow = polars_parquet::write::schema_to_metadata_key(&schema.to_arrow(CompatLevel::oldest()));
        let parquet = ParquetWriter::new(file)
            .with_compression(ParquetCompression::Zstd(None))
            .with_key_value_metadata(Some(KeyValueMetadata::Static(vec![arrow])))
            .batched(&schema)
            .map_err(frame_fault)?;
        let csv = if with_csv && table.csv {
            let path = folder.join(format!("{}.csv", table.name));
            let (file, handle) = Shared::create(&path)?;
            let mut out = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(file);
            out.write_record(table.columns.iter().map(|c| c.name.as_str())).map_err(|e| csv_fault(&path, e))?;
            Some((out, handle))
        } else {
            None
        };
        let held = DataFrame::empty_with_schema(&schema);
        Ok(Self { table: table.clone(), folder: folder.to_owned(), schema: schema.into(), parquet, parquet_file, csv, held, rows: 0 })
    }

    /// Appends the rows of a frame. Columns that the table does not have are left out (those that only `aggregate` knows).
    ///
    /// # Errors
    /// A column that is missing, of another type, or null where it must not be; a file that cannot be written.
    pub fn append(&mut self, frame: &DataFrame) -> Result<(), TableError> {
        let fault = |problem: String| TableError::Declaration { table: self.table.name.to_owned(), problem };
        let frame = frame.select(self.schema.iter_names().cloned()).map_err(|e| fault(e.to_string()))?;
        for (declared, column) in self.table.columns.iter().zip(frame.columns()) {
            if column.dtype() != &declared.kind.polars() {
                return Err(fault(format!("column {} is {}, not {}", declared.name, column.dtype(), declared.kind.word())));
            }
            if !declared.nullable && column.null_count() > 0 {
                return Err(fault(format!("column {} holds nulls", declared.name)));
            }
        }
        self.rows += frame.height() as u64;
        self.held.vstack_mut(&frame).map_err(|e| fault(e.to_string()))?;
        while self.held.height() >= ROW_GROUP {
            let group = self.held.slice(0, ROW_GROUP);
            let rest = self.held.slice(ROW_GROUP as i64, self.held.height() - ROW_GROUP);
            self.write_group(group)?;
            self.held = rest;
        }
        Ok(())
    }

    /// Writes one row group, in one chunk.
    fn write_group(&mut self, mut group: DataFrame) -> Result<(), TableError> {
        group.rechunk_mut();
        let path = |ending: &str| self.folder.join(format!("{}.{ending}", self.table.name));
        self.parquet.write_batch(&group).map_err(|source| TableError::Frame { path: path("parquet"), source })?;
        if let Some((out, _)) = &mut self.csv {
            csv::append(out, &group).map_err(|e| csv_fault(&path("csv"), e))?;
        }
        Ok(())
    }

    /// Writes what is held and the footers, and gives rows and hashes.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn finish(mut self) -> Result<Written, TableError> {
        if self.held.height() > 0 {
            let rest = std::mem::replace(&mut self.held, DataFrame::empty());
            self.write_group(rest)?;
        }
        let name = format!("{}.parquet", self.table.name);
        let path = self.folder.join(&name);
        self.parquet.finish().map_err(|source| TableError::Frame { path: path.clone(), source })?;
        let mut files = vec![(name, close(&self.parquet_file, &path)?)];
        if let Some((mut out, handle)) = self.csv.take() {
            let name = format!("{}.csv", self.table.name);
            let path = self.folder.join(&name);
            out.flush().map_err(|source| TableError::File { path: path.clone(), source })?;
            files.push((name, close(&handle, &path)?));
        }
        Ok(Written { name: self.table.name.to_owned(), rows: self.rows, files })
    }
}

fn csv_fault(path: &Path, error: ::csv::Error) -> TableError {
    TableError::File { path: path.to_owned(), source: error.into() }
}

/// Writes one table from one frame: `NAME.parquet`, and `NAME.csv` where the table has one and `with_csv` asks for it.
///
/// # Errors
/// As [`TableWriter`].
pub fn write(folder: &Path, table: &Table, frame: &DataFrame, with_csv: bool) -> Result<Written, TableError> {
    let mut writer = TableWriter::create(folder, table, with_csv)?;
    writer.append(frame)?;
    writer.finish()
}

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

#[cfg(test)]
mod tests {
    use super::super::{RejectRow, Table};
    use super::*;

    fn rows(n: i64) -> Vec<RejectRow> {
        (0..n)
            .map(|i| RejectRow {
                source_path: format!("=file {i}, \"x\".txt"),
                record: (i % 3 > 0).then_some(i),
                reason: "-1 is\nno text".into(),
            })
            .collect()
    }

    #[test]
    fn rows_come_back_and_frames_do_not_matter() {
        let (one, many) = (tempfile::tempdir().expect("folder"), tempfile::tempdir().expect("folder"));
        let rows = rows(ROW_GROUP as i64 + 5_000);
        let table = RejectRow::table();
        let whole = write(one.path(), &table, &RejectRow::frame(&rows).expect("frame"), true).expect("written");
        let mut writer = TableWriter::create(many.path(), &table, true).expect("writer");
        for part in rows.chunks(7_777) {
            writer.append(&RejectRow::frame(part).expect("frame")).expect("appended");
        }
        assert_eq!(writer.finish().expect("written"), whole);
        assert_eq!(whole.rows, rows.len() as u64);
        assert_eq!(read::<RejectRow>(&one.path().join("rejects.parquet")).expect("read"), rows);
        assert_eq!(
            read_slice::<RejectRow>(&one.path().join("rejects.parquet"), ROW_GROUP - 1, 3).expect("read"),
            rows[ROW_GROUP - 1..ROW_GROUP + 2]
        );
        assert_eq!(rows_in(&one.path().join("rejects.parquet")).expect("read"), rows.len());
        let csv = std::fs::read_to_string(one.path().join("rejects.csv")).expect("text");
        assert!(csv.starts_with("source_path,record,reason\r\n\"'=file 0, \"\"x\"\".txt\",,\"'-1 is\nno text\"\r\n"));
    }

    #[test]
    fn an_empty_table_has_its_columns() {
        let folder = tempfile::tempdir().expect("folder");
        write(folder.path(), &RejectRow::table(), &RejectRow::frame(&[]).expect("frame"), true).expect("written");
        assert_eq!(read::<RejectRow>(&folder.path().join("rejects.parquet")).expect("read"), []);
        assert_eq!(std::fs::read_to_string(folder.path().join("rejects.csv")).expect("text"), "source_path,record,reason\r\n");
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let folder = tempfile::tempdir().expect("folder");
        let empty = RejectRow { source_path: String::new(), record: None, reason: "x".into() };
        let fault = write(folder.path(), &RejectRow::table(), &RejectRow::frame(&[empty]).expect("frame"), false).expect_err("null");
        assert_eq!(fault.to_string(), "table rejects: column source_path holds nulls");
        let other = Table { columns: super::super::TextRow::table().columns, ..RejectRow::table() };
        assert!(write(folder.path(), &other, &RejectRow::frame(&rows(1)).expect("frame"), false).is_err());
    }
}
