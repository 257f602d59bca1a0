//! CSV: a row a record, columns found by the usual names. Commas, semicolons, tabs and bars separate.

use std::cell::Cell;
use std::io::Read;
use std::rc::Rc;

use encoding_rs::Encoding;

use super::fields::{Field, Map};
use super::stream::Stream;
use super::{Found, Job, decode, too_large};
use crate::types::RawRecord;

pub(super) fn read(job: &Job<'_>, mut stream: Stream<'_>, sink: &mut dyn FnMut(Found)) -> Result<(), String> {
    if decode::wide(stream.head()).is_some() {
        let text = decode::decode(&stream.all(job.limits.whole, "the file")?).text;
        return rows(job, text.as_bytes(), None, separator(&text), sink);
    }
    let hint = decode::legacy(stream.head());
    let separator = separator(&stream.head_text());
    rows(job, &mut stream, hint, separator, sink)
}

/// True for a head whose first line names a column for the text, and others: a table without a name that says so.
pub(super) fn is_table(head: &str, map: &Map) -> bool {
    let Some(line) = head.lines().next().filter(|_| head.trim().contains('\n')) else { return false };
    let separator = separator(head) as char;
    let names: Vec<&str> = line.split(separator).map(|n| n.trim().trim_matches('"')).collect();
    names.len() > 1 && names.iter().all(|n| !n.is_empty() && n.len() < 60) && map.columns(&names).iter().any(|(f, _)| *f == Field::Text)
}

/// The separator: the one that the first line holds most of.
fn separator(head: &str) -> u8 {
    let line = head.trim_start_matches('\u{feff}').lines().find(|l| !l.trim().is_empty()).unwrap_or("");
    let mut quoted = false;
    let mut counts = [(b',', 0usize), (b';', 0), (b'\t', 0), (b'|', 0)];
    for b in line.bytes() {
        match b {
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b => counts.iter_mut().filter(|(s, _)| *s == b).for_each(|(_, n)| *n += 1),
        }
    }
    // Of equals the first: a comma.
    counts.iter().rev().max_by_key(|(_, n)| *n).filter(|(_, n)| *n > 0).map_or(b',', |(s, _)| *s)
}

/// Ends with an error when one record has eaten more than it may: an open quote would swallow the rest of the file.
struct Rationed<R> {
    inner: R,
    left: Rc<Cell<usize>>,
}

impl<R: Read> Read for Rationed<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if self.left.get() == 0 {
            return Err(std::io::Error::new(std::io::ErrorKind::FileTooLarge, "record"));
        }
        let n = self.inner.read(out)?;
        self.left.set(self.left.get().saturating_sub(n));
        Ok(n)
    }
}

fn rows(
    job: &Job<'_>,
    inner: impl Read,
    hint: Option<&'static Encoding>,
    separator: u8,
    sink: &mut dyn FnMut(Found),
) -> Result<(), String> {
    let left = Rc::new(Cell::new(job.limits.record));
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(Rationed { inner, left: Rc::clone(&left) });
    let mut row = ::csv::ByteRecord::new();
    let mut columns: Option<(Vec<(Field, usize)>, usize)> = None;
    let mut number = 0i64;
    loop {
        left.set(job.limits.record);
        match reader.read_byte_record(&mut row) {
            Ok(false) => break,
            Ok(true) => {}
            Err(e) => {
                let over = matches!(e.kind(), ::csv::ErrorKind::Io(io) if io.kind() == std::io::ErrorKind::FileTooLarge);
                let reason = if over {
                    format!("{} (is a quote mark left open?); the rest of the file was not read", too_large("the row", job.limits.record))
                } else {
                    format!("cannot be read further: {e}")
                };
                sink(Err(job.reject(Some(number + 1), reason)));
                return Ok(());
            }
        }
        let Some((columns, width)) = &columns else {
            let mut names: Vec<String> = row.iter().map(|f| decode::decode_narrow(f, hint).text).collect();
            if let Some(first) = names.first_mut() {
                *first = first.trim_start_matches('\u{feff}').to_owned();
            }
            let found = job.map.columns(&names);
            if !found.iter().any(|(f, _)| *f == Field::Text) {
                return Err(job.map.no_text("column", &names));
            }
            columns = Some((found, names.len()));
            continue;
        };
        number += 1;
        if row.iter().all(|f| f.iter().all(u8::is_ascii_whitespace)) {
            continue;
        }
        if row.len() > *width {
            sink(Err(job.reject(Some(number), format!("has {} cells under {width} columns: a separator is not quoted", row.len()))));
            continue;
        }
        let mut raw = RawRecord::default();
        let mut missing = true;
        for (field, i) in columns {
            let Some(bytes) = row.get(*i) else { continue };
            let decoded = decode::decode_narrow(bytes, hint);
            raw.damaged |= decoded.damaged;
            missing &= *field != Field::Text;
            field.set(&mut raw, decoded.text);
        }
        if missing {
            sink(Err(job.reject(Some(number), format!("has {} cells under {width} columns, and none for the text", row.len()))));
            continue;
        }
        if Field::ALL.iter().any(|f| *f != Field::Text && f.given(&raw)) {
            raw.fields_source = Some("field".into());
        }
        sink(job.finish(Some(number), raw));
    }
    if number == 0 { Err("has no rows under its header".into()) } else { Ok(()) }
}
