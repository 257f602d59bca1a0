//! A file as bytes: opened, unpacked, its first bytes looked at, its lines cut with a limit.

use std::fs::File;
use std::io::{self, BufRead, Read};
use std::path::Path;

use super::format::{self, Format};
use super::pack::{Members, Packing};
use super::{Limits, Source, decode};

/// How many bytes are looked at before anything is decided.
const HEAD: usize = 64 * 1024;

enum Rest<'a> {
    Plain(Box<dyn Read + 'a>),
    Packed(Members<'a>),
}

/// Bytes of a source, unpacked, with the head in memory.
pub(super) struct Stream<'a> {
    head: Vec<u8>,
    at: usize,
    rest: Rest<'a>,
    packing: Option<Packing>,
    /// An error that came behind the head.
    fault: Option<io::Error>,
    /// Why what stood before the head could not be read.
    lost: Option<String>,
}

impl Stream<'static> {
    /// Opens a source and reads its head.
    pub(super) fn open(source: &Source, limits: &Limits) -> Result<Self, String> {
        if source.is_standard_input() {
            return Self::new(Box::new(io::stdin()), limits);
        }
        let meta = std::fs::metadata(&source.path).map_err(|e| unreadable(&e))?;
        if meta.is_dir() {
            return Err("is a folder, not a file".into());
        }
        if !meta.is_file() {
            return Err("is no ordinary file (a device, pipe or socket)".into());
        }
        let file = File::open(&source.path).map_err(|e| unreadable(&e))?;
        Self::new(Box::new(file), limits)
    }
}

impl<'a> Stream<'a> {
    /// Unpacks what comes out of `inner`, and reads its head.
    pub(super) fn new(mut inner: Box<dyn Read + 'a>, limits: &Limits) -> Result<Self, String> {
        let mut first = Vec::new();
        (&mut inner).take(8).read_to_end(&mut first).map_err(|e| unreadable(&e))?;
        if first.is_empty() {
            return Err("the file is empty".into());
        }
        let packing = Packing::of(&first);
        let whole: Box<dyn Read + 'a> = Box::new(io::Cursor::new(first).chain(inner));
        let mut stream = Self {
            head: Vec::new(),
            at: 0,
            rest: match packing {
                Some(packing) => Rest::Packed(Members::new(whole, packing, limits)),
                None => Rest::Plain(whole),
            },
            packing,
            fault: None,
            lost: None,
        };
        let mut head = Vec::new();
        let mut outcome = (&mut stream).take(HEAD as u64).read_to_end(&mut head);
        // The first records of a web archive may be damaged and the others whole.
        while head.is_empty()
            && let Err(e) = &outcome
        {
            let why = stream.broken(e);
            if !stream.resync() {
                return Err(stream.lost.unwrap_or(why));
            }
            stream.lost.get_or_insert(why);
            outcome = (&mut stream).take(HEAD as u64).read_to_end(&mut head);
        }
        if head.is_empty() {
            return match outcome {
                Err(e) => Err(stream.broken(&e)),
                Ok(_) => Err("the file is empty".into()),
            };
        }
        if let Some(why) = &stream.lost
            && Format::of_magic(&head) != Some(Format::Warc)
        {
            return Err(why.clone());
        }
        stream.head = head;
        stream.fault = outcome.err();
        if let Some(what) = format::foreign(&stream.head) {
            return Err(what.into());
        }
        if packing.is_some() && Packing::of(&stream.head).is_some() {
            return Err("is packed twice; unpack it first".into());
        }
        let archive = Format::of_magic(&stream.head).is_some() || memchr::memmem::find(&stream.head, b"\nWARC/1.").is_some();
        if !archive && decode::is_binary(&stream.head) {
            return Err("is binary, not text".into());
        }
        Ok(stream)
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
        let outcome = (&mut *self).take(limit as u64 + 1).read_to_end(&mut out);
        if let Err(e) = outcome {
            return Err(self.broken(&e));
        }
        if out.len() > limit { Err(super::too_large(what, limit)) } else { Ok(out) }
    }

    /// A file to jump about in: the source's own, or a temporary one with all that comes out of the stream.
    pub(super) fn seekable(&mut self, own: Option<&Path>, limit: u64) -> Result<File, String> {
        if let (Some(path), None) = (own, self.packing) {
            return File::open(path).map_err(|e| unreadable(&e));
        }
        let fault = |e: &io::Error| format!("cannot be laid into a temporary file: {e}");
        let mut file = tempfile::tempfile().map_err(|e| fault(&e))?;
        let mut buffer = vec![0; HEAD];
        let mut size = 0u64;
        loop {
            let n = match self.read(&mut buffer) {
                Ok(n) => n,
                Err(e) => return Err(self.broken(&e)),
            };
            size += n as u64;
            if size > limit {
                return Err("it unpacks to more than the limit allows".into());
            }
            if n == 0 {
                break;
            }
            io::Write::write_all(&mut file, &buffer[..n]).map_err(|e| fault(&e))?;
        }
        io::Seek::rewind(&mut file).map_err(|e| fault(&e))?;
        Ok(file)
    }

    /// Why what stood before the first bytes could not be read, if it could not.
    pub(super) fn lost(&mut self) -> Option<String> {
        self.lost.take()
    }

    /// True where it is unpacked as it is read.
    pub(super) fn packing(&self) -> bool {
        self.packing.is_some()
    }

    /// After an error in the middle: on to the next piece of a packed file. False where there is none.
    pub(super) fn resync(&mut self) -> bool {
        self.fault = None;
        match &mut self.rest {
            Rest::Packed(members) => members.resync().unwrap_or(false),
            Rest::Plain(_) => false,
        }
    }

    /// The words for an error in the middle of reading.
    pub(super) fn broken(&self, e: &io::Error) -> String {
        broken(e, self.packing)
    }
}

impl Read for Stream<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.at < self.head.len() {
            let n = (&self.head[self.at..]).read(out)?;
            self.at += n;
            return Ok(n);
        }
        if let Some(e) = self.fault.take() {
            return Err(e);
        }
        match &mut self.rest {
            Rest::Plain(inner) => inner.read(out),
            Rest::Packed(members) => members.read(out),
        }
    }
}

pub(super) fn unreadable(e: &io::Error) -> String {
    match e.kind() {
        io::ErrorKind::NotFound => "there is no such file (or the link leads nowhere)".into(),
        io::ErrorKind::PermissionDenied => "may not be read: permission denied".into(),
        _ => format!("cannot be read: {e}"),
    }
}

fn broken(e: &io::Error, packing: Option<Packing>) -> String {
    match (e.kind(), packing) {
        (io::ErrorKind::FileTooLarge, _) => format!("{e}; what came before was read"),
        (io::ErrorKind::UnexpectedEof, Some(p)) => format!("the {} file is cut off; what came before its end was read", p.word()),
        (_, Some(Packing::Zstd)) if e.to_string().contains("incomplete frame") => {
            "the zstd file is cut off; what came before its end was read".into()
        }
        (_, Some(p)) => format!("the {} file is damaged: {e}", p.word()),
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
