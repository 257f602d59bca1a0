//! Parquet: a row a record, columns found by the usual names. The table room reads it, some rows at a time.

#[cfg(feature = "tables")]
use std::panic::{AssertUnwindSafe, catch_unwind};

#[cfg(feature = "tables")]
use super::fields::Field;
use super::stream::Stream;
use super::{Found, Job};
#[cfg(feature = "tables")]
use crate::types::RawRecord;

/// Rows that are held at a time.
#[cfg(feature = "tables")]
const ROWS: usize = 1024;

#[cfg(not(feature = "tables"))]
pub(super) fn read(_: &Job<'_>, _: &mut Stream<'_>, _: &mut dyn FnMut(Found)) -> Result<(), String> {
    Err("is Parquet, and this build of howmany reads no tables".into())
}

#[cfg(feature = "tables")]
pub(super) fn read(job: &Job<'_>, stream: &mut Stream<'_>, sink: &mut dyn FnMut(Found)) -> Result<(), String> {
    let file = stream.seekable(job.own, job.limits.expanded)?;
    // The reader below is not ours: a file that it stumbles over must not take its neighbors with it.
    let guarded = |work: &mut dyn FnMut() -> Result<(), String>| {
        catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err("the Parquet file is damaged: its reader stumbled over it".into()))
    };
    let mut opened = None;
    guarded(&mut || {
        opened = Some(crate::table::RowReader::open(&file)?);
        Ok(())
    })?;
    let Some(mut reader) = opened else { return Err("the Parquet file cannot be opened".into()) };
    let names = reader.columns();
    let columns = job.map.columns(&names);
    if !columns.iter().any(|(f, _)| *f == Field::Text) {
        return Err(job.map.no_text("column", &names));
    }
    let total = reader.rows();
    if total == 0 {
        return Err("has no rows".into());
    }
    let wanted: Vec<usize> = columns.iter().map(|(_, i)| *i).collect();
    let mut from = 0;
    while from < total {
        let mut raws: Vec<Result<RawRecord, String>> = Vec::new();
        let outcome = guarded(&mut || {
            reader.read(&wanted, from, ROWS.min(total - from), &mut |cells| {
                let mut raw = RawRecord::default();
                let mut over = false;
                for ((field, _), cell) in columns.iter().zip(cells) {
                    let Some(cell) = cell else { continue };
                    // A cell of a dictionary may stand in every row: checked before it is copied.
                    over |= *field == Field::Text && cell.len() > job.limits.article;
                    if !over {
                        field.set(&mut raw, cell.clone().into_owned());
                    }
                }
                if Field::ALL.iter().any(|f| *f != Field::Text && f.given(&raw)) {
                    raw.fields_source = Some("field".into());
                }
                raws.push(if over { Err(super::too_large("the text", job.limits.article)) } else { Ok(raw) });
            })
        });
        for (i, raw) in raws.into_iter().enumerate() {
            let number = Some((from + i) as i64 + 1);
            sink(raw.map_err(|reason| job.reject(number, reason)).and_then(|raw| job.finish(number, raw)));
        }
        outcome.map_err(|e| format!("{e} (from row {} on nothing was read)", from + 1))?;
        from += ROWS;
    }
    Ok(())
}
