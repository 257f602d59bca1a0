//! Web archives (WARC): records of a header, a length and a block, one after the other, each mostly packed by itself.
//!
//! Read are answers of servers (`response`) that are pages or plain text, and `resource` and `conversion` records of that
//! kind. Requests, notes and repeats (`revisit`) hold no text. Pictures, scripts, redirects and errors are counted, and
//! reported in one line at the end. After a record that is broken, reading goes on at the next one.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read};

use encoding_rs::Encoding;

use super::stream::{Line, Stream, next_line};
use super::{Found, Job, decode, html, http, too_large};
use crate::types::RawRecord;

/// Longest line of a header, and most lines.
const LINE: usize = 64 * 1024;
const LINES: usize = 1000;

/// Bytes of blocks that are read again because their length was wrong: many long ones must not make reading quadratic.
const AGAIN: usize = 512 << 20;

/// The stream with room for bytes that were read too early.
struct Reader<'a> {
    back: Vec<u8>,
    at: usize,
    /// Bytes of blocks that may still be read again.
    again: usize,
    inner: BufReader<Stream<'a>>,
}

impl Read for Reader<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(out)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Reader<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.back.len() {
            return Ok(&self.back[self.at..]);
        }
        self.inner.fill_buf()
    }
    fn consume(&mut self, n: usize) {
        if self.at < self.back.len() {
            self.at += n;
        } else {
            self.inner.consume(n);
        }
    }
}

impl Reader<'_> {
    /// Lays bytes before all that is still to be read.
    fn unread(&mut self, bytes: &[u8]) {
        let mut back = bytes.to_vec();
        back.extend_from_slice(&self.back[self.at.min(self.back.len())..]);
        (self.back, self.at) = (back, 0);
    }

    /// Lays the part of a block from a head on before what is still to be read, as long as that may be done.
    fn unread_block(&mut self, block: &[u8], at: usize) {
        let part = block.get(at..).unwrap_or_default();
        if let Some(left) = self.again.checked_sub(part.len()) {
            self.again = left;
            self.unread(part);
        }
    }

    /// The next line that is not blank; false at the end.
    fn line(&mut self, out: &mut Vec<u8>) -> io::Result<bool> {
        loop {
            match next_line(self, out, LINE)? {
                Line::End => return Ok(false),
                Line::Bytes if out.iter().all(u8::is_ascii_whitespace) => {}
                Line::Bytes | Line::TooLong => return Ok(true),
            }
        }
    }
}

/// Where "WARC/1.0" closes a line: what stands before it is none of ours.
fn version_at(line: &[u8]) -> Option<usize> {
    let at = line.len().checked_sub(8)?;
    matches!(&line[at..], [b'W', b'A', b'R', b'C', b'/', b'0' | b'1', b'.', d] if d.is_ascii_digit())
        .then_some(at)
        .or_else(|| line.starts_with(b"WARC/0.").then_some(0))
}

/// The header of a record: names in lower case.
#[derive(Default)]
struct Header(BTreeMap<String, String>);

impl Header {
    fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }
}

/// How a header ended.
enum Outcome {
    Whole(Header),
    /// It is none, and why.
    Broken(&'static str),
}

fn header(reader: &mut Reader<'_>) -> io::Result<Outcome> {
    let mut out = Header::default();
    let mut line = Vec::new();
    let mut last: Option<String> = None;
    for _ in 0..LINES {
        match next_line(reader, &mut line, LINE)? {
            Line::End => return Ok(Outcome::Broken("its header is cut off")),
            Line::TooLong => return Ok(Outcome::Broken("its header has a line without end")),
            Line::Bytes if line.is_empty() => return Ok(Outcome::Whole(out)),
            Line::Bytes => {}
        }
        if version_at(&line) == Some(0) {
            line.extend_from_slice(b"\r\n");
            reader.unread(&line);
            return Ok(Outcome::Broken("its header is cut off by the next record"));
        }
        let text = String::from_utf8_lossy(&line);
        if text.starts_with([' ', '\t']) {
            if let Some(value) = last.as_ref().and_then(|l| out.0.get_mut(l)) {
                value.push(' ');
                value.push_str(text.trim());
            }
            continue;
        }
        let Some((name, value)) = text.split_once(':') else { return Ok(Outcome::Broken("its header has a line without a name")) };
        let name = name.trim().to_ascii_lowercase();
        out.0.entry(name.clone()).or_insert_with(|| value.trim().to_owned());
        last = Some(name);
    }
    Ok(Outcome::Broken("its header is too long"))
}

/// What was passed over, by what it is.
#[derive(Default)]
struct Passed {
    kinds: BTreeMap<String, u64>,
}

impl Passed {
    fn count(&mut self, what: impl Into<String>) {
        // A hostile archive may name as many kinds as it has records.
        let what = what.into();
        let key = if self.kinds.len() < 200 || self.kinds.contains_key(&what) { what } else { "others".into() };
        *self.kinds.entry(key).or_default() += 1;
    }

    /// In words, the most frequent first.
    fn words(&self) -> Option<String> {
        let all: u64 = self.kinds.values().sum();
        let mut kinds: Vec<(&String, &u64)> = self.kinds.iter().collect();
        kinds.sort_by_key(|(name, n)| (std::cmp::Reverse(**n), *name));
        let named: Vec<String> = kinds.iter().take(6).map(|(name, n)| format!("{n} {name}")).collect();
        let more = if kinds.len() > 6 { ", ..." } else { "" };
        let noun = if all == 1 { "answer is no page and was" } else { "answers are no pages and were" };
        (all > 0).then(|| format!("{all} {noun} passed over: {}{more}", named.join(", ")))
    }
}

pub(super) fn read(job: &Job<'_>, mut stream: Stream<'_>, sink: &mut dyn FnMut(Found)) -> Result<(), String> {
    let mut heard = 0u64;
    if let Some(why) = stream.lost() {
        heard += 1;
        sink(Err(job.reject(Some(1), why)));
    }
    let mut reader = Reader { back: Vec::new(), at: 0, again: AGAIN, inner: BufReader::with_capacity(64 * 1024, stream) };
    let mut number = 0i64;
    let mut passed = Passed::default();
    loop {
        match one(job, &mut reader, &mut number, &mut passed, &mut |found| {
            heard += 1;
            sink(found);
        }) {
            Ok(true) => {}
            Ok(false) => break,
            Err(e) => {
                heard += 1;
                let stream = reader.inner.get_mut();
                sink(Err(job.reject(Some(number.max(1)), stream.broken(&e))));
                let again = e.kind() != io::ErrorKind::FileTooLarge && stream.resync();
                (reader.back, reader.at) = (Vec::new(), 0);
                if !again {
                    break;
                }
            }
        }
    }
    match passed.words() {
        Some(words) => sink(Err(job.reject(None, words))),
        None if heard == 0 => sink(Err(job.reject(None, "holds no answer of a server with a page"))),
        None => {}
    }
    Ok(())
}

/// Reads one record; false at the end.
fn one(job: &Job<'_>, reader: &mut Reader<'_>, number: &mut i64, passed: &mut Passed, sink: &mut dyn FnMut(Found)) -> io::Result<bool> {
    let mut line = Vec::new();
    let mut garbage = 0u64;
    loop {
        if !reader.line(&mut line)? {
            if garbage > 0 {
                sink(Err(job.reject(Some((*number).max(1)), stray(garbage))));
            }
            return Ok(false);
        }
        match version_at(&line) {
            Some(at) => {
                garbage += at as u64;
                break;
            }
            None => garbage += line.len() as u64 + 1,
        }
    }
    if garbage > 0 {
        sink(Err(job.reject(Some((*number).max(1)), stray(garbage))));
    }
    *number += 1;
    let header = match header(reader)? {
        Outcome::Whole(header) => header,
        Outcome::Broken(why) => {
            sink(Err(job.reject(Some(*number), why)));
            return Ok(true);
        }
    };
    let kind = header.get("warc-type").to_ascii_lowercase();
    let read = matches!(kind.as_str(), "response" | "resource" | "conversion");
    let Ok(length) = header.get("content-length").parse::<u64>() else {
        sink(Err(job.reject(Some(*number), "its header tells no length")));
        return Ok(true);
    };
    if length > job.limits.record as u64 {
        if read {
            sink(Err(job.reject(Some(*number), too_large("its block", job.limits.record))));
        }
        // A length may be wrong, and must not swallow what follows: the next head is looked for instead.
        skip(reader)?;
        return Ok(true);
    }
    let mut block = Vec::new();
    reader.by_ref().take(length).read_to_end(&mut block)?;
    if (block.len() as u64) < length {
        sink(Err(job.reject(Some(*number), "it is cut off")));
        if let Some(at) = next_head(&block) {
            reader.unread_block(&block, at);
        }
        return Ok(true);
    }
    let (good, fault) = ends_well(reader);
    match next_head(&block) {
        Some(at) if !good => {
            reader.unread_block(&block, at);
            sink(Err(job.reject(Some(*number), "its length does not fit: the next record begins within it")));
        }
        _ if read && !block.is_empty() => text(job, *number, &kind, &header, &block, passed, sink),
        _ => {}
    }
    fault.map_or(Ok(true), Err)
}

fn stray(bytes: u64) -> String {
    format!("{bytes} bytes that belong to no record were passed over")
}

/// True where a record ends as it should: a blank line, and then the next one or nothing. Damage behind it is told, not raised:
/// the record is whole.
fn ends_well(reader: &mut Reader<'_>) -> (bool, Option<io::Error>) {
    let mut ahead = Vec::new();
    let fault = reader.by_ref().take(12).read_to_end(&mut ahead).err();
    let blank = ahead.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
    let good = ahead.len() == blank || (blank > 0 && b"WARC/".starts_with(&ahead[blank..(blank + 5).min(ahead.len())]));
    reader.unread(&ahead);
    (good, fault)
}

/// Where the head of a record begins at the start of a line of a block.
fn next_head(block: &[u8]) -> Option<usize> {
    memchr::memmem::find_iter(block, b"\nWARC/").map(|at| at + 1).find(|at| {
        let line = &block[*at..(at + 10).min(block.len())];
        matches!(line, [_, _, _, _, _, b'0' | b'1', b'.', d, b'\r' | b'\n', ..] if d.is_ascii_digit())
    })
}

/// Passes over lines up to the next head.
fn skip(reader: &mut Reader<'_>) -> io::Result<()> {
    let mut line = Vec::new();
    while reader.line(&mut line)? {
        if version_at(&line) == Some(0) {
            line.extend_from_slice(b"\r\n");
            reader.unread(&line);
            return Ok(());
        }
    }
    Ok(())
}

/// Hands out the text of a record.
fn text(job: &Job<'_>, number: i64, kind: &str, header: &Header, block: &[u8], passed: &mut Passed, sink: &mut dyn FnMut(Found)) {
    let told = header.get("content-type").to_ascii_lowercase();
    let answer = if kind == "response" {
        if !told.is_empty() && !told.starts_with("application/http") {
            passed.count(told.split(';').next().unwrap_or_default().trim());
            return;
        }
        let head = match http::head(block) {
            Ok(head) => head,
            Err(reason) => return sink(Err(job.reject(Some(number), reason))),
        };
        if head.status != 200 {
            return passed.count(format!("with status {}", head.status));
        }
        if !is_text(&head.kind) {
            return passed.count(head.kind);
        }
        match http::answer(block, head, job.limits.record) {
            Ok(answer) => answer,
            Err(reason) => return sink(Err(job.reject(Some(number), reason))),
        }
    } else {
        let plain = told.split(';').next().unwrap_or_default().trim().to_owned();
        if !is_text(&plain) {
            return passed.count(plain);
        }
        http::Answer { status: 200, kind: plain, body: block.to_vec(), ..http::Answer::default() }
    };
    match records(job, &answer) {
        Err(reason) => sink(Err(job.reject(Some(number), reason))),
        Ok(raws) => {
            for mut raw in raws {
                raw.damaged |= answer.cut;
                let url = header.get("warc-target-uri").trim_matches(['<', '>']);
                if raw.url.is_none() && url.starts_with("http") {
                    raw.url = Some(url.to_owned());
                }
                sink(job.finish(Some(number), raw));
            }
        }
    }
}

fn is_text(kind: &str) -> bool {
    matches!(kind, "" | "text/html" | "application/xhtml+xml" | "text/plain" | "unk")
}

fn records(job: &Job<'_>, answer: &http::Answer) -> Result<Vec<RawRecord>, String> {
    let encoding = answer.charset.as_deref().and_then(|c| Encoding::for_label(c.as_bytes()));
    let start = answer.body.trim_ascii_start();
    if start.is_empty() {
        return Err("its body is empty".into());
    }
    if decode::is_binary(&start[..start.len().min(4096)]) {
        return Err("its body is binary, not text".into());
    }
    if answer.kind == "text/plain" || !answer.kind.contains("html") && !start.starts_with(b"<") {
        let decoded = decode::decode_told(&answer.body, encoding);
        return Ok(vec![RawRecord { text: decoded.text, damaged: decoded.damaged, ..RawRecord::default() }]);
    }
    html::page_records(&answer.body, encoding, job.limits.depth)
}
