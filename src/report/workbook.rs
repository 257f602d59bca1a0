//! `howmany.xlsx`: the comparison matrix on the front, one sheet a table behind it, what the columns mean at the end.
//!
//! Texts are written as texts whatever they look like, ids too; a number is a number, a day a day, and an open bound stands as the
//! matrix prints it (`>155`). Same tables, same bytes.

use std::collections::HashMap;
use std::path::Path;

use polars::prelude::{AnyValue, Column as Series, DataFrame, DataType};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, FormatUnderline, IgnoreError, Url, Workbook, Worksheet,
    XlsxError,
};

use super::link;
use super::page::order;
use crate::table::{self, Kind, Table, TableError, TopicRow};
use crate::types::{Agreement, Day, Evidence};

/// Name of the file.
pub const NAME: &str = "howmany.xlsx";

/// Characters (UTF-16 units) that a cell may hold.
const CELL: usize = 32_767;
/// Rows that a sheet shows, its header apart.
const SHEET_ROWS: usize = 1_048_000;
/// Links that a sheet may hold.
const LINKS: usize = 65_000;
/// Rows by which the width of a column is chosen.
const SAMPLE: usize = 300;
/// Width of a column in characters, at least and at most.
const WIDTH: (usize, usize) = (8, 56);

/// The tables of the workbook, in the order in which people open them.
const SHEETS: &[&str] = &[
    "comparisons",
    "topics",
    "claims",
    "timeline",
    "policies",
    "articles",
    "actors",
    "attributions",
    "figures",
    "dates",
    "mentions",
    "blocks",
    "flags",
    "rejects",
];

/// Rows of all tables that the workbook would hold.
///
/// # Errors
/// A table that is missing or cannot be read.
pub fn rows(out: &Path) -> Result<u64, TableError> {
    SHEETS.iter().try_fold(0, |sum, name| Ok(sum + table::rows_in(&out.join(format!("{name}.parquet")))? as u64))
}

/// The workbook of the finished run in a folder.
///
/// # Errors
/// A table that is missing or cannot be read.
pub fn workbook(out: &Path) -> Result<Vec<u8>, TableError> {
    let frames: HashMap<&str, DataFrame> = SHEETS
        .iter()
        .chain(&["comparison_matrix"])
        .map(|name| Ok((*name, table::read_frame(&out.join(format!("{name}.parquet")))?)))
        .collect::<Result<_, TableError>>()?;
    let topics: Vec<TopicRow> = table::read(&out.join("topics.parquet"))?;
    build(&frames, &topics).map_err(|fault| TableError::Declaration { table: NAME.to_owned(), problem: fault.to_string() })
}

/// The formats of cells.
struct Looks {
    title: Format,
    note: Format,
    head: Format,
    text: Format,
    wrapped: Format,
    whole: Format,
    number: Format,
    ratio: Format,
    day: Format,
    link: Format,
    strong: Format,
}

impl Looks {
    fn new() -> Self {
        let top = || Format::new().set_align(FormatAlign::Top);
        Self {
            title: Format::new().set_bold().set_font_size(16),
            note: Format::new().set_font_color(Color::RGB(0x005D_5954)),
            head: Format::new().set_bold().set_border_bottom(FormatBorder::Thin).set_align(FormatAlign::Bottom),
            text: top(),
            wrapped: top().set_text_wrap(),
            whole: top().set_num_format("#,##0"),
            number: top(),
            ratio: top().set_num_format("#,##0.0"),
            day: top().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left).set_indent(1),
            link: top().set_font_color(Color::RGB(0x001C_5A99)).set_underline(FormatUnderline::Single),
            strong: top().set_bold(),
        }
    }
}

fn build(frames: &HashMap<&str, DataFrame>, topics: &[TopicRow]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(
        &DocProperties::new()
            .set_title("Who claims how many, on whose word?")
            .set_author("howmany")
            // A fixed day: the workbook tells of its tables, not of when it was made.
            .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?),
    );
    let looks = Looks::new();
    let declared: HashMap<&str, Table> = table::declared().into_iter().map(|t| (t.name, t)).collect();
    let mut sheets = vec![front(frames, topics, &looks)?];
    for name in SHEETS {
        if let (Some(frame), Some(table)) = (frames.get(name), declared.get(name)) {
            sheets.push(sheet(frame, table, &looks)?);
        }
    }
    sheets.push(columns(&declared, &looks)?);
    for sheet in sheets {
        book.push_worksheet(sheet);
    }
    book.save_to_buffer()
}

/// The matrix: a topic a row, in the order of the page; statuses and evidence as columns.
fn front(frames: &HashMap<&str, DataFrame>, topics: &[TopicRow], looks: &Looks) -> Result<Worksheet, XlsxError> {
    const TOP: u32 = 5;
    let mut sheet = Worksheet::new();
    sheet.set_name("comparison")?;
    let count = |name: &str| frames.get(name).map_or(0, DataFrame::height);
    sheet.write_string_with_format(0, 0, "Who claims how many, on whose word?", &looks.title)?;
    let sums = format!("{} articles, {} claims, {} topics", count("articles"), count("claims"), topics.len());
    sheet.write_string_with_format(1, 0, sums, &looks.note)?;
    let key = "A cell is FIGURE (CLAIMANT), latest first. >155 is more than 155, >=20 at least, <=40 at most, ~5000 about. A topic leads to its rows in comparisons.";
    sheet.write_string_with_format(2, 0, key, &looks.note)?;
    let Some(matrix) = frames.get("comparison_matrix") else { return Ok(sheet) };
    let pairs = pairs(matrix);
    let lead = [("topic", 44.0), ("agreement", 11.0), ("ratio", 8.0), ("claimants", 10.0), ("first day", 11.5), ("last day", 11.5)];
    for (n, (name, width)) in lead.iter().enumerate() {
        sheet.write_string_with_format(TOP, n as u16, *name, &looks.head)?;
        sheet.set_column_width(n as u16, *width)?;
    }
    let first = lead.len() as u16;
    let mut status = "";
    for (n, pair) in pairs.iter().enumerate() {
        let (of, evidence) = parted(pair);
        let column = first + n as u16;
        if of != status {
            sheet.write_string_with_format(TOP - 1, column, of.replace('_', " "), &looks.strong)?;
            status = of;
        }
        let look = looks.head.clone().set_font_color(color(evidence));
        sheet.write_string_with_format(TOP, column, evidence.replace('_', " "), &look)?;
        sheet.set_column_width(column, 27.0)?;
    }
    let tail = first + pairs.len() as u16;
    for (n, name) in ["contested_by", "more"].into_iter().enumerate() {
        sheet.write_string_with_format(TOP, tail + n as u16, name.replace('_', " "), &looks.head)?;
        sheet.set_column_width(tail + n as u16, 30.0)?;
    }
    let texts = |name: &str| matrix.column(name).ok().map(|c| (0..c.len()).map(|i| text_of(c, i)).collect::<Vec<_>>());
    let cells: Vec<Option<Vec<Option<String>>>> = pairs.iter().map(String::as_str).chain(["contested_by", "more"]).map(texts).collect();
    let row_of: HashMap<String, usize> =
        texts("topic_id").unwrap_or_default().into_iter().enumerate().filter_map(|(i, id)| Some((id?, i))).collect();
    let compared = first_rows(frames.get("comparisons"));
    let mut ordered: Vec<&TopicRow> = topics.iter().collect();
    ordered.sort_by(|a, b| order(a, b));
    for (n, topic) in ordered.into_iter().take(SHEET_ROWS).enumerate() {
        let row = TOP + 1 + n as u32;
        match compared.get(&topic.topic_id).filter(|_| n < LINKS) {
            Some(at) => {
                let look = looks.link.clone().set_text_wrap();
                let url = Url::new(format!("internal:comparisons!A{}", at + 2)).set_text(fitting(&topic.label));
                sheet.write_url_with_format(row, 0, url, &look)?;
            }
            None => {
                sheet.write_string_with_format(row, 0, fitting(&topic.label), &looks.wrapped)?;
            }
        }
        let look = if topic.agreement == Agreement::Conflict { &looks.strong } else { &looks.text };
        sheet.write_string_with_format(row, 1, topic.agreement.as_str(), look)?;
        if let Some(ratio) = topic.ratio.filter(|r| r.is_finite()) {
            sheet.write_number_with_format(row, 2, ratio, &looks.ratio)?;
        }
        sheet.write_number_with_format(row, 3, topic.n_claimants as f64, &looks.whole)?;
        for (column, day) in [(4, topic.first_day), (5, topic.last_day)] {
            if let Some(day) = day {
                put_day(&mut sheet, row, column, day, looks)?;
            }
        }
        let Some(at) = row_of.get(&topic.topic_id) else { continue };
        for (n, column) in cells.iter().enumerate() {
            if let Some(text) = column.as_ref().and_then(|c| c.get(*at)).and_then(Option::as_deref) {
                sheet.write_string_with_format(row, first + n as u16, fitting(text), &looks.wrapped)?;
            }
        }
    }
    let last = TOP + topics.len().min(SHEET_ROWS) as u32;
    sheet.autofilter(TOP, 0, last.max(TOP + 1), tail + 1)?;
    sheet.set_freeze_panes(TOP + 1, 1)?;
    sheet.ignore_error_range(TOP, 0, last.max(TOP + 1), tail + 1, IgnoreError::NumberStoredAsText)?;
    sheet.set_landscape();
    sheet.set_repeat_rows(TOP - 1, TOP)?;
    Ok(sheet)
}

/// The names of the matrix's columns of status and evidence.
fn pairs(matrix: &DataFrame) -> Vec<String> {
    let names: Vec<String> = matrix.columns().iter().map(|c| c.name().to_string()).collect();
    let fixed: Vec<String> = table::matrix_table(&[]).columns.into_iter().map(|c| c.name).collect();
    names.into_iter().filter(|n| !fixed.contains(n)).collect()
}

/// Status and evidence of a column's name.
fn parted(pair: &str) -> (&str, &str) {
    let end = |e: &&Evidence| pair.strip_suffix(e.as_str()).is_some_and(|rest| rest.ends_with('_'));
    let evidence = Evidence::ALL.iter().filter(end).max_by_key(|e| e.as_str().len());
    match evidence {
        Some(e) => (&pair[..pair.len() - e.as_str().len() - 1], e.as_str()),
        None => (pair, ""),
    }
}

/// The page's colors on light paper.
fn color(evidence: &str) -> Color {
    Color::RGB(match evidence {
        "alleged" => 0x00B2_3C17,
        "estimated" => 0x008A_5A00,
        "documented" => 0x001B_66A9,
        "named" => 0x004A_55B0,
        "visually_confirmed" | "confirmed" | "court_established" => 0x000B_7168,
        _ => 0x004F_5A68,
    })
}

/// The first row of each topic in `comparisons`.
fn first_rows(comparisons: Option<&DataFrame>) -> HashMap<String, usize> {
    let mut out = HashMap::new();
    let ids = comparisons.and_then(|frame| frame.column("topic_id").ok());
    for (i, id) in ids.into_iter().flat_map(|ids| (0..ids.len()).map(|i| (i, text_of(ids, i)))) {
        if let Some(id) = id {
            out.entry(id).or_insert(i);
        }
    }
    out
}

/// A table as it stands.
fn sheet(frame: &DataFrame, table: &Table, looks: &Looks) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(table.name)?;
    let height = frame.height().min(SHEET_ROWS);
    for (n, declared) in table.columns.iter().enumerate() {
        let at = n as u16;
        sheet.write_string_with_format(0, at, &declared.name, &looks.head)?;
        let Ok(column) = frame.column(&declared.name) else { continue };
        sheet.set_column_width(at, width(column, declared.kind, &declared.name) as f64)?;
        let linked = declared.name == "url" || declared.name.ends_with("_url");
        for i in 0..height {
            let row = i as u32 + 1;
            match column.get(i).unwrap_or(AnyValue::Null) {
                AnyValue::Null => {}
                AnyValue::Int64(v) => {
                    sheet.write_number_with_format(row, at, v as f64, &looks.whole)?;
                }
                AnyValue::Float64(v) if v.is_finite() => {
                    let look = if v.fract() == 0.0 { &looks.whole } else { &looks.number };
                    sheet.write_number_with_format(row, at, v, look)?;
                }
                AnyValue::Boolean(v) => {
                    sheet.write_boolean_with_format(row, at, v, &looks.text)?;
                }
                AnyValue::Date(days) if column.dtype() == &DataType::Date => {
                    put_day(&mut sheet, row, at, table::day(days), looks)?;
                }
                value => {
                    let text = value.get_str().map_or_else(|| value.to_string(), str::to_owned);
                    let address = if linked && i < LINKS { link::web(&text) } else { None };
                    let written = match address {
                        Some(address) => sheet.write_url_with_format(row, at, address, &looks.link).is_ok(),
                        None => false,
                    };
                    if !written {
                        sheet.write_string_with_format(row, at, fitting(&text), &looks.text)?;
                    }
                }
            }
        }
    }
    let (last, right) = (height.max(1) as u32, table.columns.len().saturating_sub(1) as u16);
    if frame.height() > height {
        let note = format!("[cut: {} rows in {}.csv]", frame.height(), table.name);
        sheet.write_string_with_format(last + 1, 0, note, &looks.note)?;
    }
    sheet.autofilter(0, 0, last, right)?;
    sheet.set_freeze_panes(1, 0)?;
    sheet.ignore_error_range(1, 0, last, right, IgnoreError::NumberStoredAsText)?;
    Ok(sheet)
}

/// What the columns mean.
fn columns(declared: &HashMap<&str, Table>, looks: &Looks) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name("columns")?;
    for (n, (name, width)) in [("table", 14.0), ("column", 22.0), ("type", 9.0), ("meaning", 90.0)].into_iter().enumerate() {
        sheet.write_string_with_format(0, n as u16, name, &looks.head)?;
        sheet.set_column_width(n as u16, width)?;
    }
    let mut row = 0;
    for table in SHEETS.iter().filter_map(|name| declared.get(name)) {
        for column in &table.columns {
            row += 1;
            for (n, text) in [table.name, &column.name, column.kind.word(), &column.about].into_iter().enumerate() {
                sheet.write_string_with_format(row, n as u16, text, &looks.text)?;
            }
        }
    }
    sheet.autofilter(0, 0, row.max(1), 3)?;
    sheet.set_freeze_panes(1, 0)?;
    Ok(sheet)
}

/// A day as a day, or as text where spreadsheets have no such day.
fn put_day(sheet: &mut Worksheet, row: u32, column: u16, day: Day, looks: &Looks) -> Result<(), XlsxError> {
    let date = u16::try_from(day.year())
        .ok()
        .filter(|y| *y >= 1901)
        .and_then(|y| ExcelDateTime::from_ymd(y, day.month().unsigned_abs(), day.day().unsigned_abs()).ok());
    match date {
        Some(date) => sheet.write_datetime_with_format(row, column, &date, &looks.day)?,
        None => sheet.write_string_with_format(row, column, day.to_string(), &looks.text)?,
    };
    Ok(())
}

fn text_of(column: &Series, row: usize) -> Option<String> {
    match column.get(row).ok()? {
        AnyValue::Null => None,
        value => Some(value.get_str().map_or_else(|| value.to_string(), str::to_owned)),
    }
}

/// A width that shows most of the first cells.
fn width(column: &Series, kind: Kind, name: &str) -> usize {
    let longest = match kind {
        Kind::Date => 11,
        Kind::Boolean => 8,
        _ => (0..column.len().min(SAMPLE)).filter_map(|i| text_of(column, i)).map(|t| t.chars().count()).max().unwrap_or(0),
    };
    // The arrow of the filter stands beside the name.
    longest.max(name.len() + 3).clamp(WIDTH.0, if name.ends_with("_id") { 18 } else { WIDTH.1 })
}

/// A text that a cell can hold: cut with a mark where it is too long.
fn fitting(text: &str) -> String {
    // A character is at most two units, and at least one byte: most texts need not be counted.
    if text.len() <= CELL || text.encode_utf16().count() <= CELL {
        return text.to_owned();
    }
    let mark = format!(" … [cut: {} characters]", text.chars().count());
    let mut units = mark.encode_utf16().count();
    let mut out = String::with_capacity(CELL);
    for c in text.chars() {
        units += c.len_utf16();
        if units > CELL {
            break;
        }
        out.push(c);
    }
    out + &mark
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{ArticleRow, Record, RejectRow};

    #[test]
    fn long_texts_are_cut_with_a_mark() {
        assert_eq!(fitting("=1+1"), "=1+1");
        let long = fitting(&"🙂".repeat(20_000));
        assert!(long.encode_utf16().count() <= CELL && long.ends_with(" … [cut: 20000 characters]"));
        assert!(long.encode_utf16().count() > CELL - 2);
        assert_eq!(fitting(&"ä".repeat(CELL)), "ä".repeat(CELL));
    }

    #[test]
    fn names_of_columns_part() {
        assert_eq!(parted("shot_down_visually_confirmed"), ("shot_down", "visually_confirmed"));
        assert_eq!(parted("captured_reported"), ("captured", "reported"));
        assert_eq!(parted("unspecified_unspecified"), ("unspecified", "unspecified"));
    }

    /// A folder with the tables of a run that found nothing but an article and a reject.
    fn bare(title: &str, url: &str, path: &str) -> tempfile::TempDir {
        let dir = tempfile::tempdir().expect("folder");
        for table in table::declared() {
            let frame = DataFrame::empty_with_schema(
                &table.columns.iter().map(|c| polars::prelude::Field::new(c.name.as_str().into(), c.kind.polars())).collect(),
            );
            table::write(dir.path(), &table, &frame, false).expect("written");
        }
        let matrix = table::Matrix::default();
        table::write(dir.path(), &matrix.table(), &matrix.frame().expect("frame"), false).expect("written");
        let article = ArticleRow {
            article_id: "a_1".into(),
            source_path: path.into(),
            record: None,
            external_id: Some("0012".into()),
            outlet: None,
            url: Some(url.into()),
            title: Some(title.into()),
            author: None,
            published: None,
            modified: None,
            published_day: Some(Day::constant(1815, 6, 18)),
            published_precision: None,
            published_source: None,
            language: None,
            wire_credit: None,
            cluster_id: "a_1".into(),
            is_copy: false,
            n_chars: 3,
            n_claims: 0,
            damaged: false,
        };
        table::write(dir.path(), &ArticleRow::table(), &ArticleRow::frame(&[article]).expect("frame"), false).expect("written");
        let reject = RejectRow { source_path: path.into(), record: Some(3), reason: "holds no text".into() };
        table::write(dir.path(), &RejectRow::table(), &RejectRow::frame(&[reject]).expect("frame"), false).expect("written");
        dir
    }

    #[test]
    fn hostile_cells_are_written_and_the_bytes_are_the_same() {
        let long = format!("=HYPERLINK(\"x\") \u{0}\u{1}<&> {}", "z".repeat(40_000));
        let dir = bare(&long, "javascript:alert(1)", "=cmd|' /C calc'!A0");
        assert_eq!(rows(dir.path()).expect("rows"), 2);
        let book = workbook(dir.path()).expect("made");
        assert!(book.starts_with(b"PK"));
        assert_eq!(book, workbook(dir.path()).expect("made"));
        let linked = bare("Nine", "https://velden.example/a", "a.txt");
        assert_ne!(book, workbook(linked.path()).expect("made"));
    }
}
