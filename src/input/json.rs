//! JSON: a line a record, or one object, an array, `{"articles": [...]}`.

use std::io::BufReader;

use serde_json::Value;

use super::stream::{Line, Stream, next_line};
use super::{Found, Job, decode, too_large};

/// True where the text's first line is a whole JSON object, or the start of a long one.
pub(super) fn is_object_line(start: &str) -> bool {
    if !start.starts_with('{') {
        return false;
    }
    let inner = start[1..].trim_start();
    (inner.starts_with('"') && start.lines().next().is_some_and(|l| l.trim_end().ends_with('}') || l.len() > 2000))
        || inner.starts_with("}\n")
}

/// True where a second line opens an object again.
pub(super) fn many_lines(start: &str) -> bool {
    start.lines().skip(1).find(|l| !l.trim().is_empty()).is_some_and(|l| l.trim_start().starts_with('{'))
}

/// Reads a record a line. Numbers of records are numbers of lines.
pub(super) fn read_lines(job: &Job<'_>, mut stream: Stream<'_>, sink: &mut dyn FnMut(Found)) -> Result<(), String> {
    if decode::wide(stream.head()).is_some() {
        let bytes = stream.all(job.limits.whole, "the file")?;
        for (i, line) in decode::decode(&bytes).text.lines().enumerate() {
            if !line.trim().is_empty() {
                sink(line_record(job, i as i64 + 1, line, false));
            }
        }
        return Ok(());
    }
    let hint = decode::legacy(stream.head());
    let mut reader = BufReader::with_capacity(128 * 1024, stream);
    let mut line = Vec::new();
    let mut number = 0i64;
    loop {
        number += 1;
        match next_line(&mut reader, &mut line, job.limits.record) {
            Ok(Line::End) => return Ok(()),
            Ok(Line::TooLong) => sink(Err(job.reject(Some(number), too_large("the line", job.limits.record)))),
            Ok(Line::Bytes) => {
                let bytes = if number == 1 { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line) } else { &line };
                if bytes.iter().all(u8::is_ascii_whitespace) {
                    continue;
                }
                let decoded = decode::decode_narrow(bytes, hint);
                sink(line_record(job, number, &decoded.text, decoded.damaged));
            }
            Err(e) => {
                let reason = reader.get_ref().broken(&e);
                sink(Err(job.reject(Some(number), reason)));
                return Ok(());
            }
        }
    }
}

fn line_record(job: &Job<'_>, number: i64, line: &str, damaged: bool) -> Found {
    match parse(line) {
        Ok((Value::Object(o), mended)) => match job.map.record(&o) {
            Ok(mut raw) => {
                raw.damaged |= damaged || mended;
                job.finish(Some(number), raw)
            }
            Err(reason) => Err(job.reject(Some(number), reason)),
        },
        Ok((other, _)) => Err(job.reject(Some(number), format!("line {number} is {}, not a JSON object", kind(&other)))),
        Err(e) => Err(job.reject(Some(number), format!("line {number} is no JSON: {}", place(&e, false)))),
    }
}

/// Reads a file that is one JSON value.
pub(super) fn read_whole(job: &Job<'_>, mut stream: Stream<'_>, sink: &mut dyn FnMut(Found)) -> Result<(), String> {
    let bytes = stream.all(job.limits.whole, "the file")?;
    let decoded = decode::decode(&bytes);
    drop(bytes);
    let (value, mended) = parse(&decoded.text).map_err(|e| format!("is no JSON: {}", place(&e, true)))?;
    let damaged = decoded.damaged || mended;
    let list = match value {
        Value::Array(list) => list,
        Value::Object(mut o) => {
            let key = ["articles", "items", "data", "results", "records", "documents", "docs"]
                .into_iter()
                .find(|k| o.get(*k).and_then(Value::as_array).is_some_and(|a| a.iter().all(Value::is_object)));
            match key.and_then(|k| o.remove(k)) {
                Some(Value::Array(list)) => list,
                _ => {
                    sink(object_record(job, None, &o, damaged));
                    return Ok(());
                }
            }
        }
        other => return Err(format!("is {}, not an article or a list of them", kind(&other))),
    };
    if list.is_empty() {
        return Err("holds an empty list".into());
    }
    for (i, item) in list.into_iter().enumerate() {
        let number = Some(i as i64 + 1);
        sink(match &item {
            Value::Object(o) => object_record(job, number, o, damaged),
            other => Err(job.reject(number, format!("is {}, not a JSON object", kind(other)))),
        });
    }
    Ok(())
}

fn object_record(job: &Job<'_>, number: Option<i64>, object: &serde_json::Map<String, Value>, damaged: bool) -> Found {
    match job.map.record(object) {
        Ok(mut raw) => {
            raw.damaged |= damaged;
            job.finish(number, raw)
        }
        Err(reason) => Err(job.reject(number, reason)),
    }
}

/// Parses, and where that fails tries once more with halves of surrogate pairs replaced, as some writers leave them.
fn parse(text: &str) -> Result<(Value, bool), serde_json::Error> {
    match serde_json::from_str(text) {
        Ok(v) => Ok((v, false)),
        Err(e) if text.contains("\\u") => match serde_json::from_str(&whole_pairs(text)) {
            Ok(v) => Ok((v, true)),
            Err(_) => Err(e),
        },
        Err(e) => Err(e),
    }
}

/// The text with every escape of half a surrogate pair replaced by U+FFFD.
fn whole_pairs(text: &str) -> String {
    let unit = |at: usize| -> Option<u32> {
        let hex = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(hex, 16).ok()
    };
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(i) = memchr::memchr(b'\\', &text.as_bytes()[at..]) {
        let here = at + i;
        out.push_str(&text[at..here]);
        match unit(here) {
            Some(0xd800..=0xdbff) if matches!(unit(here + 6), Some(0xdc00..=0xdfff)) => {
                out.push_str(&text[here..here + 12]);
                at = here + 12;
            }
            Some(0xd800..=0xdfff) => {
                out.push_str("\\ufffd");
                at = here + 6;
            }
            _ => {
                // The backslash and whatever it escapes.
                let next = text[here + 1..].chars().next().map_or(0, char::len_utf8);
                out.push_str(&text[here..here + 1 + next]);
                at = here + 1 + next;
            }
        }
    }
    out.push_str(&text[at..]);
    out
}

/// A parser's error in words: what, and where.
fn place(e: &serde_json::Error, line: bool) -> String {
    let whole = e.to_string();
    let what = whole.split(" at line ").next().unwrap_or(&whole).to_owned();
    if e.is_eof() {
        return format!("it is cut off ({what})");
    }
    if line { format!("{what} in line {}, column {}", e.line(), e.column()) } else { format!("{what} in column {}", e.column()) }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
