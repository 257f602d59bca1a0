//! Parquet files of others, read for their text: a few columns, some rows at a time.

use std::borrow::Cow;
use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::sync::Arc;

use polars::prelude::{AnyValue, DataType, PolarsError, TimeUnit};
use polars_io::SerReader;
use polars_io::parquet::read::{ParallelStrategy, ParquetReader};
use polars_parquet::parquet::compression::DecompressionContext;
use polars_parquet::parquet::page::{CompressedDataPage, CompressedPage, Page};
use polars_parquet::parquet::read::{PageReader, decompress};
use polars_parquet::read::{ColumnChunkMetadata, FileMetadata};

use super::footer;

/// A Parquet file with columns of any kind.
pub struct RowReader {
    file: File,
    metadata: Arc<FileMetadata>,
    names: Vec<String>,
    rows: usize,
    /// Row groups, from the first, whose pages were looked at.
    sound: usize,
    /// Rows of those.
    looked: usize,
}

impl RowReader {
    /// Opens a file and reads its schema.
    ///
    /// What the writer noted of its own types is left aside, and the types are those of the file: a column of categories is then one of
    /// words, which is what is wanted here.
    ///
    /// # Errors
    /// In words: a file that is no Parquet, or is cut off or damaged.
    pub fn open(file: &File) -> Result<Self, String> {
        let file = twin(file)?;
        if !footer::is_whole(&footer_of(&file)?) {
            return Err("the Parquet file is damaged: its footer cannot be read".to_owned());
        }
        let mut metadata = (**ParquetReader::new(twin(&file)?).get_metadata().map_err(|e| damaged(&e))?).clone();
        plausible(&metadata, file.metadata().map_or(0, |m| m.len()))?;
        metadata.key_value_metadata = None;
        let metadata = Arc::new(metadata);
        let mut reader = ParquetReader::new(twin(&file)?);
        reader.set_metadata(metadata.clone());
        let schema = reader.schema().map_err(|e| damaged(&e))?;
        let names = schema.iter_values().map(|f| f.name.to_string()).collect();
        Ok(Self { file, rows: metadata.num_rows, metadata, names, sound: 0, looked: 0 })
    }

    /// Names of all columns.
    pub fn columns(&self) -> Vec<String> {
        self.names.clone()
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Hands `count` rows from row `from` (0 is the first) to `each`, with the cells of these columns in their order, as words: text as it
    /// is, days as `2025-04-12`, times as `2025-04-12T17:20:00`, with `Z` where the column has a time zone. The columns of a file are the same
    /// from call to call.
    ///
    /// # Errors
    /// In words: a column of a kind that holds no words, or a damaged file.
    pub fn read(
        &mut self,
        columns: &[usize],
        from: usize,
        count: usize,
        each: &mut dyn FnMut(&[Option<Cow<'_, str>>]),
    ) -> Result<(), String> {
        let names: Vec<String> = columns.iter().filter_map(|c| self.names.get(*c)).cloned().collect();
        self.look_at_pages(&names, from.saturating_add(count))?;
        let mut reader = ParquetReader::new(twin(&self.file)?);
        reader.set_metadata(self.metadata.clone());
        let frame = reader
            .with_columns(Some(names.clone()))
            .with_slice(Some((from, count)))
            .read_parallel(ParallelStrategy::None)
            .finish()
            .map_err(|e| damaged(&e))?;
        let mut series = Vec::with_capacity(names.len());
        for name in &names {
            let column = frame.column(name).map_err(|e| damaged(&e))?;
            if !is_words(column.dtype()) {
                return Err(format!("its column {name} holds {}, not words", column.dtype()));
            }
            series.push(column);
        }
        for row in 0..frame.height() {
            let mut cells = Vec::with_capacity(series.len());
            for column in &series {
                cells.push(column.get(row).ok().and_then(|v| cell(v, column.dtype())));
            }
            each(&cells);
        }
        Ok(())
    }

    /// Looks at the pages of these columns in the row groups that begin before row `to`, as far as that has not been done.
    fn look_at_pages(&mut self, names: &[String], to: usize) -> Result<(), String> {
        while let Some(group) = self.metadata.row_groups.get(self.sound).filter(|_| self.looked < to) {
            for column in group.parquet_columns() {
                let root = column.descriptor().path_in_schema.first().map_or("", |name| name.as_str());
                if names.iter().any(|n| n == root) {
                    pages_fit(&mut &self.file, column)?;
                }
            }
            self.looked = self.looked.saturating_add(group.num_rows());
            self.sound += 1;
        }
        Ok(())
    }
}

/// The footer's bytes, without its length and the mark behind them; none where the file is too short for what it says.
fn footer_of(mut file: &File) -> Result<Vec<u8>, String> {
    let torn = |e: std::io::Error| format!("the Parquet file cannot be read: {e}");
    let length = file.seek(SeekFrom::End(0)).map_err(torn)?;
    let mut end = [0; 8];
    if length < 12 {
        return Ok(Vec::new());
    }
    file.seek(SeekFrom::End(-8)).and_then(|_| file.read_exact(&mut end)).map_err(torn)?;
    let size = u64::from(u32::from_le_bytes([end[0], end[1], end[2], end[3]]));
    let mut out = Vec::new();
    if size + 8 <= length {
        file.seek(SeekFrom::Start(length - 8 - size)).and_then(|_| file.take(size).read_to_end(&mut out)).map_err(torn)?;
    }
    Ok(out)
}

/// Rows that a byte of a file may stand for at most: where all are alike, a few bytes tell of many.
const ROWS: u64 = 4_096;

/// Refuses a file whose footer speaks of more than it can hold: room is made for what the footer says, and where there is none the
/// program would end there.
fn plausible(metadata: &FileMetadata, length: u64) -> Result<(), String> {
    let most = length.saturating_mul(ROWS);
    let number = |n: i64| u64::try_from(n).unwrap_or(u64::MAX);
    let mut rows = 0u64;
    for group in &metadata.row_groups {
        rows = rows.saturating_add(group.num_rows() as u64);
        for column in group.parquet_columns() {
            let fits = number(column.num_values()) <= most
                && number(column.compressed_size()) <= length
                && number(column.uncompressed_size()) <= length.saturating_mul(ROWS);
            if !fits {
                return Err("the Parquet file is damaged: its footer speaks of more than the file can hold".to_owned());
            }
        }
    }
    if rows > most || metadata.num_rows as u64 > most || rows != metadata.num_rows as u64 {
        return Err("the Parquet file is damaged: its footer speaks of more rows than there are".to_owned());
    }
    Ok(())
}

/// Refuses a column whose pages speak of more values than its footer, or of sizes that cannot be: as with [`plausible`], room is made
/// for what they say before they are read. Only the heads of data pages are looked at; a dictionary is unpacked, 2 GiB at most.
fn pages_fit(file: &mut (impl Read + Seek), column: &ColumnChunkMetadata) -> Result<(), String> {
    let torn = || "the Parquet file is damaged: a page speaks of more than its column holds".to_owned();
    let range = column.byte_range();
    let length = usize::try_from(range.end.saturating_sub(range.start)).map_err(|_| torn())?;
    // The footer's sizes fit the file: `plausible` saw to it.
    let mut bytes = Vec::with_capacity(length);
    file.seek(SeekFrom::Start(range.start))
        .and_then(|_| file.take(length as u64).read_to_end(&mut bytes))
        .map_err(|e| format!("the Parquet file cannot be read: {e}"))?;
    let values = usize::try_from(column.num_values()).map_err(|_| torn())?;
    let most = usize::try_from(column.uncompressed_size()).unwrap_or(0).max(length.saturating_mul(64));
    let mut pages = PageReader::new(Cursor::new(bytes.into()), column, Vec::new(), length);
    if let Some(packed) = pages.read_dict().map_err(|_| torn())? {
        let page = decompress(CompressedPage::Dict(packed), &mut Vec::new(), &mut DecompressionContext::Unset).map_err(|_| torn())?;
        // Each word of a dictionary takes a byte of it at least.
        if matches!(page, Page::Dict(d) if d.num_values > d.buffer.len()) {
            return Err(torn());
        }
    }
    for page in pages {
        let fits = |page: &CompressedDataPage| page.num_values() <= values && page.uncompressed_size() <= most;
        if matches!(page.map_err(|_| torn())?, CompressedPage::Data(page) if !fits(&page)) {
            return Err(torn());
        }
    }
    Ok(())
}

/// The same file, to be read by another reader.
fn twin(file: &File) -> Result<File, String> {
    file.try_clone().map_err(|e| format!("the Parquet file cannot be read: {e}"))
}

/// True for kinds whose values can be printed as one word or text.
fn is_words(kind: &DataType) -> bool {
    kind.is_primitive_numeric()
        || matches!(
            kind,
            DataType::String | DataType::Binary | DataType::Boolean | DataType::Date | DataType::Datetime(..) | DataType::Null
        )
}

fn cell<'a>(value: AnyValue<'a>, kind: &DataType) -> Option<Cow<'a, str>> {
    Some(match value {
        AnyValue::Null => return None,
        AnyValue::String(s) => Cow::Borrowed(s),
        AnyValue::StringOwned(s) => Cow::Owned(s.to_string()),
        AnyValue::Binary(b) => String::from_utf8_lossy(b),
        AnyValue::BinaryOwned(b) => Cow::Owned(String::from_utf8_lossy(&b).into_owned()),
        AnyValue::Date(days) => {
            let day = jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().try_days(i64::from(days)).ok()?).ok()?;
            Cow::Owned(day.to_string())
        }
        AnyValue::Datetime(at, unit, _) | AnyValue::DatetimeOwned(at, unit, _) => {
            let stamp = match unit {
                TimeUnit::Nanoseconds => jiff::Timestamp::from_nanosecond(i128::from(at)),
                TimeUnit::Microseconds => jiff::Timestamp::from_microsecond(at),
                TimeUnit::Milliseconds => jiff::Timestamp::from_millisecond(at),
            };
            let zone = if matches!(kind, DataType::Datetime(_, Some(_))) { "Z" } else { "" };
            Cow::Owned(format!("{}{zone}", stamp.ok()?.strftime("%Y-%m-%dT%H:%M:%S")))
        }
        other => Cow::Owned(other.to_string()),
    })
}

fn damaged(e: &PolarsError) -> String {
    format!("the Parquet file is damaged, or of a kind that is not read: {e}")
}
