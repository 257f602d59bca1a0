//! Frames to Parquet and CSV, row group by row group.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use polars::prelude::{CompatLevel, DataFrame, PolarsError, Schema, SchemaExt};
use polars_io::parquet::write::{BatchedWriter, KeyValueMetadata, ParquetCompression, ParquetWriter};

use super::csv;
use super::read::{Groups, rows_in};
use super::rows::Record;
use super::schema::Table;

/// Rows of a row group at most. Part of the format: another number gives other bytes.
pub const ROW_GROUP: usize = 65_536;
/// Bytes of text after which a row group is closed earlier, so that texts of many articles are not held together. Part of the format.
const GROUP_TEXT: usize = 8 << 20;

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

/// A table's CSV, row after row.
struct Printed {
    path: PathBuf,
    out: csv::Lines<Shared>,
    handle: Handle,
}

impl Printed {
    /// Opens `NAME.csv` and writes the header, where the table has one and it is wanted.
    fn create(folder: &Path, table: &Table, wanted: bool) -> Result<Option<Self>, TableError> {
        if !wanted || !table.csv {
            return Ok(None);
        }
        let path = folder.join(format!("{}.csv", table.name));
        let (file, handle) = Shared::create(&path)?;
        let mut out = csv::Lines::new(file);
        out.header(table.columns.iter().map(|c| c.name.as_str())).map_err(|source| TableError::File { path: path.clone(), source })?;
        Ok(Some(Self { path, out, handle }))
    }

    fn append(&mut self, frame: &DataFrame) -> Result<(), TableError> {
        self.out.append(frame).map_err(|source| TableError::File { path: self.path.clone(), source })
    }

    /// File name and hash.
    fn finish(mut self) -> Result<(String, String), TableError> {
        self.out.flush().map_err(|source| TableError::File { path: self.path.clone(), source })?;
        let name = self.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        Ok((name, close(&self.handle, &self.path)?))
    }
}

/// Bytes of text in each row of a frame.
fn text_of_rows(frame: &DataFrame) -> polars::prelude::PolarsResult<Vec<usize>> {
    let mut out = vec![0; frame.height()];
    for column in frame.columns().iter().filter(|c| c.dtype() == &polars::prelude::DataType::String) {
        for (size, text) in out.iter_mut().zip(column.str()?.iter()) {
            *size += text.map_or(0, str::len);
        }
    }
    Ok(out)
}

/// Writes one table, frame after frame; the bytes do not depend on how the rows were cut into frames.
pub struct TableWriter {
    table: Table,
    folder: PathBuf,
    schema: std::sync::Arc<Schema>,
    parquet: BatchedWriter<Shared>,
    parquet_file: Handle,
    csv: Option<Printed>,
    held: DataFrame,
    /// Bytes of text in what is held.
    text: usize,
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
        let csv = Printed::create(folder, table, with_csv)?;
        let held = DataFrame::empty_with_schema(&schema);
        Ok(Self {
            table: table.clone(),
            folder: folder.to_owned(),
            schema: schema.into(),
            parquet,
            parquet_file,
            csv,
            held,
            text: 0,
            rows: 0,
        })
    }

    /// Appends the rows of a frame. Columns that the table does not have are left out (those that only `aggregate` knows).
    ///
    /// # Errors
    /// A column that is missing, of another type, or null where it must not be; a file that cannot be written.
    pub fn append(&mut self, frame: &DataFrame) -> Result<(), TableError> {
        let fault = |problem: String| TableError::Declaration { table: self.table.name.to_owned(), problem };
        let frame = frame.select(self.schema.iter_names().cloned()).map_err(|e| fault(e.to_string()))?;
        fits(&self.table, &frame)?;
        self.rows += frame.height() as u64;
        let mut from = 0;
        for (row, size) in text_of_rows(&frame).map_err(|e| fault(e.to_string()))?.into_iter().enumerate() {
            self.text += size;
            // What is held ends before `from`; the rows behind it up to this one come on top.
            if self.held.height() + row + 1 - from == ROW_GROUP || self.text >= GROUP_TEXT {
                self.held.vstack_mut(&frame.slice(from as i64, row + 1 - from)).map_err(|e| fault(e.to_string()))?;
                from = row + 1;
                self.text = 0;
                let group = std::mem::replace(&mut self.held, DataFrame::empty_with_schema(&self.schema));
                self.write_group(group)?;
            }
        }
        if from < frame.height() {
            self.held.vstack_mut(&frame.slice(from as i64, frame.height() - from)).map_err(|e| fault(e.to_string()))?;
        }
        Ok(())
    }

    /// Writes one row group, in one chunk.
    fn write_group(&mut self, mut group: DataFrame) -> Result<(), TableError> {
        group.rechunk_mut();
        let path = || self.folder.join(format!("{}.parquet", self.table.name));
        self.parquet.write_batch(&group).map_err(|source| TableError::Frame { path: path(), source })?;
        match &mut self.csv {
            Some(csv) => csv.append(&group),
            None => Ok(()),
        }
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
        files.extend(self.csv.take().map(Printed::finish).transpose()?);
        Ok(Written { name: self.table.name.to_owned(), rows: self.rows, files })
    }
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

/// Writes one table from rows, some thousands at a time, so that no frame of all of them is needed.
///
/// # Errors
/// As [`TableWriter`].
pub fn write_rows<R: Record>(folder: &Path, rows: &[R], with_csv: bool) -> Result<(Table, Written), TableError> {
    const ROWS: usize = 16_384;
    let table = R::table();
    let mut writer = TableWriter::create(folder, &table, with_csv)?;
    for part in rows.chunks(ROWS) {
        let path = || folder.join(format!("{}.parquet", table.name));
        writer.append(&R::frame(part).map_err(|source| TableError::Frame { path: path(), source })?)?;
    }
    let written = writer.finish()?;
    Ok((table, written))
}

/// A finished Parquet table to another folder, as it is, and its CSV beside it: the same bytes as its rows written anew, at a fraction of
/// the cost.
///
/// # Errors
/// A file that cannot be read or written, or holds another table.
pub fn relay<R: Record>(from: &Path, to: &Path) -> Result<(Table, Written), TableError> {
    let table = R::table();
    let name = format!("{}.parquet", table.name);
    let source = from.join(&name);
    let fault = |path: &Path| {
        let path = path.to_owned();
        move |source| TableError::File { path, source }
    };
    let groups = Groups::open(&source)?;
    fits(&table, &groups.empty()?)?;
    let (mut out, handle) = Shared::create(&to.join(&name))?;
    let mut file = File::open(&source).map_err(fault(&source))?;
    let mut piece = vec![0; 1 << 18];
    loop {
        match file.read(&mut piece) {
            Ok(0) => break,
            Ok(n) => out.write_all(&piece[..n]).map_err(fault(&to.join(&name)))?,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(fault(&source)(e)),
        }
    }
    let mut files = vec![(name.clone(), close(&handle, &to.join(&name))?)];
    let mut rows = 0;
    let mut printed = Printed::create(to, &table, true)?;
    if printed.is_none() {
        rows = rows_in(&source)? as u64;
    }
    if let Some(csv) = &mut printed {
        for frame in groups {
            let frame = frame?;
            fits(&table, &frame)?;
            rows += frame.height() as u64;
            csv.append(&frame)?;
        }
    }
    files.extend(printed.map(Printed::finish).transpose()?);
    Ok((table.clone(), Written { name: table.name.to_owned(), rows, files }))
}

/// Refuses a frame that has not the columns of the declaration.
fn fits(table: &Table, frame: &DataFrame) -> Result<(), TableError> {
    let fault = |problem: String| TableError::Declaration { table: table.name.to_owned(), problem };
    if frame.width() != table.columns.len() {
        return Err(fault(format!("has {} columns, not {}: it was written by another version", frame.width(), table.columns.len())));
    }
    for (declared, column) in table.columns.iter().zip(frame.columns()) {
        if column.name().as_str() != declared.name {
            return Err(fault(format!("column {} stands where {} should", column.name(), declared.name)));
        }
        if column.dtype() != &declared.kind.polars() {
            return Err(fault(format!("column {} is {}, not {}", declared.name, column.dtype(), declared.kind.word())));
        }
        if !declared.nullable && column.null_count() > 0 {
            return Err(fault(format!("column {} holds nulls", declared.name)));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::read::{Rows, checksum, read, read_slice, read_where};
    use super::super::{RejectRow, Table, TextRow};
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
        let streamed: Result<Vec<RejectRow>, TableError> = Rows::open(&one.path().join("rejects.parquet")).expect("opened").collect();
        assert_eq!(streamed.expect("read"), rows);
        let relayed = relay::<RejectRow>(one.path(), many.path()).expect("relayed");
        assert_eq!(relayed.1, whole);
        assert_eq!(write_rows(many.path(), &rows, true).expect("written").1, whole);
        let wanted = |path: &str| path.ends_with("7, \"x\".txt");
        let some: Vec<RejectRow> = read_where(&one.path().join("rejects.parquet"), "source_path", &wanted).expect("read");
        assert_eq!(some, rows.iter().filter(|r| wanted(&r.source_path)).cloned().collect::<Vec<_>>());
        let csv = std::fs::read_to_string(one.path().join("rejects.csv")).expect("text");
        assert!(csv.starts_with("source_path,record,reason\r\n\"'=file 0, \"\"x\"\".txt\",,\"'-1 is\nno text\"\r\n"));
    }

    #[test]
    fn long_texts_close_a_row_group_early_wherever_frames_are_cut() {
        let (one, many) = (tempfile::tempdir().expect("folder"), tempfile::tempdir().expect("folder"));
        let rows: Vec<TextRow> = (0..40).map(|i| TextRow { article_id: format!("a_{i}"), text: "x".repeat(1_000_000 + i) }).collect();
        let whole = write(one.path(), &TextRow::table(), &TextRow::frame(&rows).expect("frame"), true).expect("written");
        let mut writer = TableWriter::create(many.path(), &TextRow::table(), true).expect("writer");
        for part in rows.chunks(7) {
            writer.append(&TextRow::frame(part).expect("frame")).expect("appended");
        }
        assert_eq!(writer.finish().expect("written"), whole);
        let mut groups = Rows::<TextRow>::open(&one.path().join("texts.parquet")).expect("opened");
        let mut sizes = Vec::new();
        while let Some(group) = groups.group() {
            sizes.push(group.expect("read").len());
        }
        assert_eq!(sizes, [9, 9, 9, 9, 4]);
    }

    #[test]
    fn checksums_are_those_of_the_standard() {
        let folder = tempfile::tempdir().expect("folder");
        std::fs::write(folder.path().join("x"), "abc").expect("written");
        let (hash, bytes) = checksum(&folder.path().join("x")).expect("read");
        assert_eq!((hash.as_str(), bytes), ("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", 3));
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
