//! A file as bytes: opened, unpacked, its first bytes looked at, its lines cut with a limit.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;

use super::{Limits, Source, decode};

/// How many bytes are looked at before anything is decided.
const HEAD: usize = 64 * 1024;

/// Bytes of a source, unpacked, with the head in memory.
pub(super) struct Stream {
    head: Vec<u8>,
    at: usize,
    rest: Box<dyn Read>,
    packed: bool,
}

/// Formats that are known by their first bytes and not read.
const FOREIGN: &[(&[u8], &str)] = &[
    (b"%PDF", "is a PDF; convert it to text first"),
    (b"PK\x03\x04", "is a zip archive (or an office document); unpack or convert it first"),
    (b"\x28\xb5\x2f\xfd", "is packed with zstd; unpack it first"),
    (b"BZh", "is packed with bzip2; unpack it first"),
    (b"\xfd7zXZ", "is packed with xz; unpack it first"),
    (b"7z\xbc\xaf", "is a 7z archive; unpack it first"),
    (b"PAR1", "is Parquet, which is not read yet; convert it to jsonl"),
    (b"WARC/", "is a web archive, which is not read yet; convert it to html or jsonl"),
    (b"\x89PNG", "is a picture"),
    (b"\xff\xd8\xff", "is a picture"),
    (b"GIF8", "is a picture"),
    (b"\x7fELF", "is a program"),
    (b"\xd0\xcf\x11\xe0", "is an office document; convert it to text first"),
    (b"{\\rtf", "is RTF; convert it to text first"),
];

impl Stream {
    /// Opens a source and reads its head.
    pub(super) fn open(source: &Source, limits: &Limits) -> Result<Self, String> {
        let meta = std::fs::metadata(&source.path).map_err(|e| unreadable(&e))?;
        if meta.is_dir() {
            return Err("is a folder, not a file".into());
        }
        if !meta.is_file() {
            return Err("is no ordinary file (a device, pipe or socket)".into());
        }
        let mut file = BufReader::with_capacity(128 * 1024, File::open(&source.path).map_err(|e| unreadable(&e))?);
        let packed = file.fill_buf().map_err(|e| unreadable(&e))?.starts_with(b"\x1f\x8b");
        let mut rest: Box<dyn Read> = if packed {
            // One member after the other: a plain decoder stops after the first without a word.
            Box::new(Capped { inner: MultiGzDecoder::new(file), left: limits.expanded })
        } else {
            Box::new(file)
        };
        let mut head = Vec::new();
        let outcome = (&mut rest).take(HEAD as u64).read_to_end(&mut head);
        if head.is_empty() {
            return match outcome {
                Err(e) => Err(broken(&e, packed)),
                Ok(_) => Err("the file is empty".into()),
            };
        }
        for (magic, what) in FOREIGN {
            if head.starts_with(magic) {
                return Err((*what).into());
            }
        }
        if packed && head.starts_with(b"\x1f\x8b") {
            return Err("is packed twice; unpack it first".into());
        }
        if decode::is_binary(&head) {
            return Err("is binary, not text".into());
        }
        Ok(Self { head, at: 0, rest, packed })
    }

    /// The head, decoded for a look; not for keeping.
    pub(super) fn head_text(&self) -> String {
        decode::glance(&self.head)
    }

    /// The first bytes.
    pub(super) fn head(&self) -> &[u8] {
        &self.head
    }

    /// Everything, up to `limit` bytes.
    pub(super) fn all(&mut self, limit: usize, what: &str) -> Result<Vec<u8>, String> {
        let mut out = Vec::new();
        let packed = self.packed;
        self.take(limit as u64 + 1).read_to_end(&mut out).map_err(|e| broken(&e, packed))?;
        if out.len() > limit { Err(super::too_large(what, limit)) } else { Ok(out) }
    }

    /// The words for an error in the middle of reading.
    pub(super) fn broken(&self, e: &std::io::Error) -> String {
        broken(e, self.packed)
    }
}

impl Read for Stream {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if self.at < self.head.len() {
            let n = (&self.head[self.at..]).read(out)?;
            self.at += n;
            return Ok(n);
        }
        self.rest.read(out)
    }
}

/// Stops with an error past a number of bytes, where `take` would end as if the file were whole.
struct Capped<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(out)?;
        self.left = self
            .left
            .checked_sub(n as u64)
            .ok_or_else(|| std::io::Error::new(std::io::ErrorKind::FileTooLarge, "it unpacks to more than the limit allows"))?;
        Ok(n)
    }
}

fn unreadable(e: &std::io::Error) -> String {
    match e.kind() {
        std::io::ErrorKind::NotFound => "there is no such file (or the link leads nowhere)".into(),
        std::io::ErrorKind::PermissionDenied => "may not be read: permission denied".into(),
        _ => format!("cannot be read: {e}"),
    }
}

fn broken(e: &std::io::Error, packed: bool) -> String {
    match e.kind() {
        std::io::ErrorKind::UnexpectedEof if packed => "the gzip file is cut off; what came before its end was read".into(),
        std::io::ErrorKind::InvalidData | std::io::ErrorKind::InvalidInput if packed => format!("the gzip file is damaged: {e}"),
        _ => format!("cannot be read further: {e}"),
    }
}

/// A line of a file, or why there is none.
pub(super) enum Line {
    /// Its bytes, without the line end.
    Bytes,
    /// Longer than the limit; skipped.
    TooLong,
    /// No more lines.
    End,
}

/// Reads the next line into `out`, holding no more than `limit` bytes of it.
pub(super) fn next_line(reader: &mut impl BufRead, out: &mut Vec<u8>, limit: usize) -> std::io::Result<Line> {
    out.clear();
    let mut any = false;
    let mut over = false;
    loop {
        let chunk = match reader.fill_buf() {
            Ok(c) => c,
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
        if chunk.is_empty() {
            return Ok(match (any, over) {
                (false, _) => Line::End,
                (true, true) => Line::TooLong,
                (true, false) => Line::Bytes,
            });
        }
        any = true;
        let end = memchr::memchr(b'\n', chunk);
        let piece = &chunk[..end.unwrap_or(chunk.len())];
        if over || out.len() + piece.len() > limit {
            over = true;
            out.clear();
        } else {
            out.extend_from_slice(piece);
        }
        let used = piece.len() + usize::from(end.is_some());
        reader.consume(used);
        if end.is_some() {
            if out.last() == Some(&b'\r') {
                out.pop();
            }
            return Ok(if over { Line::TooLong } else { Line::Bytes });
        }
    }
}
