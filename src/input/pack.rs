//! gzip and zstd, member by member, with limits.
//!
//! A packed file may be several packed pieces one after the other (a web archive packs each record by itself). Where one
//! of them is damaged, [`Members::resync`] goes on at the next: the bytes of the piece at hand are kept until it is
//! whole, so that a piece that was swallowed by the damage is found again.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;
use zstd::stream::read::Decoder as ZstdDecoder;

use super::Limits;

/// How a file is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    Gzip,
    Zstd,
}

impl Packing {
    /// By the first bytes.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0x1f, 0x8b, ..] => Some(Self::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Self::Zstd),
            // A frame that readers skip, with a dictionary in it: web archives begin so.
            [low, 0x2a, 0x4d, 0x18, ..] if (0x50..=0x5f).contains(low) => Some(Self::Zstd),
            _ => None,
        }
    }

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        }
    }

    const fn magic(self) -> &'static [u8] {
        match self {
            Self::Gzip => b"\x1f\x8b\x08",
            Self::Zstd => b"\x28\xb5\x2f\xfd",
        }
    }
}

/// Bytes as they are packed: buffered, with those since a mark kept.
struct Raw<'a> {
    inner: Box<dyn Read + 'a>,
    held: Vec<u8>,
    at: usize,
    mark: Option<usize>,
    drawn: u64,
}

/// Bytes read at a time.
const STEP: usize = 64 * 1024;
/// Bytes of a piece that are kept for going back.
const KEPT: usize = 8 << 20;

impl<'a> Raw<'a> {
    fn new(inner: Box<dyn Read + 'a>) -> Self {
        Self { inner, held: Vec::new(), at: 0, mark: None, drawn: 0 }
    }

    /// Bytes consumed so far.
    fn consumed(&self) -> u64 {
        self.drawn - (self.held.len() - self.at) as u64
    }

    /// From here on bytes are kept.
    fn set_mark(&mut self) {
        if self.at >= STEP && self.at * 2 >= self.held.len() {
            self.held.drain(..self.at);
            self.at = 0;
        }
        self.mark = Some(self.at);
    }

    /// Back to the byte behind the mark, where that is kept and not further than `most`; gives how far. What stands at the mark itself
    /// is never read again: a decoder may fail without having taken a byte.
    fn rewind(&mut self, most: u64) -> u64 {
        let Some(mark) = self.mark.take() else { return 0 };
        let to = (mark + 1).min(self.held.len());
        let back = self.at.saturating_sub(to) as u64;
        if self.at < to || back <= most {
            self.at = to;
        }
        if back <= most { back } else { 0 }
    }

    /// At least `n` bytes ahead, fewer only at the end.
    fn peek(&mut self, n: usize) -> io::Result<&[u8]> {
        while self.held.len() - self.at < n {
            if self.draw()? == 0 {
                break;
            }
        }
        Ok(&self.held[self.at..])
    }

    fn draw(&mut self) -> io::Result<usize> {
        if self.mark.is_some_and(|m| self.held.len() - m > KEPT) {
            self.mark = None;
        }
        let low = self.mark.unwrap_or(self.at);
        if low >= STEP && low * 2 >= self.held.len() {
            self.held.drain(..low);
            self.at -= low;
            self.mark = self.mark.map(|_| 0);
        }
        let before = self.held.len();
        self.held.resize(before + STEP, 0);
        let got = loop {
            match self.inner.read(&mut self.held[before..]) {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        self.held.truncate(before + got.as_ref().map_or(0, |n| *n));
        let n = got?;
        self.drawn += n as u64;
        Ok(n)
    }
}

impl Read for Raw<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(out)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Raw<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.peek(1)
    }
    fn consume(&mut self, n: usize) {
        self.at = (self.at + n).min(self.held.len());
    }
}

enum State<'a> {
    Between(Raw<'a>),
    Gzip(GzDecoder<Raw<'a>>),
    Zstd(ZstdDecoder<'static, Raw<'a>>),
    Gone,
}

/// The unpacked bytes of all pieces.
pub(super) struct Members<'a> {
    state: State<'a>,
    packing: Packing,
    dictionary: Vec<u8>,
    /// What may still be unpacked.
    left: u64,
    ratio: u64,
    out: u64,
    /// Bytes that may still be read a second time after damage: going back must not make reading quadratic.
    again: u64,
    ended: bool,
}

/// Unpacked bytes below which no ratio is looked at.
const SMALL: u64 = 16 << 20;
/// Largest dictionary of a web archive.
const DICTIONARY: usize = 16 << 20;

impl<'a> Members<'a> {
    pub(super) fn new(inner: Box<dyn Read + 'a>, packing: Packing, limits: &Limits) -> Self {
        Self {
            state: State::Between(Raw::new(inner)),
            packing,
            dictionary: Vec::new(),
            left: limits.expanded,
            ratio: limits.ratio,
            out: 0,
            again: 64 << 20,
            ended: false,
        }
    }

    fn take_raw(&mut self) -> Option<Raw<'a>> {
        match std::mem::replace(&mut self.state, State::Gone) {
            State::Between(raw) => Some(raw),
            State::Gzip(decoder) => Some(decoder.into_inner()),
            State::Zstd(decoder) => Some(decoder.finish()),
            State::Gone => None,
        }
    }

    /// Opens the next piece; false at the end.
    fn open(&mut self) -> io::Result<bool> {
        let Some(mut raw) = self.take_raw() else { return Ok(false) };
        loop {
            let ahead = match raw.peek(8) {
                Ok(ahead) => ahead,
                Err(e) => {
                    self.state = State::Between(raw);
                    return Err(e);
                }
            };
            if ahead.is_empty() {
                self.state = State::Between(raw);
                return Ok(false);
            }
            if let [low, 0x2a, 0x4d, 0x18, a, b, c, d, ..] = *ahead
                && (0x50..=0x5f).contains(&low)
                && self.packing == Packing::Zstd
            {
                let length = u32::from_le_bytes([a, b, c, d]) as usize;
                raw.consume(8);
                let kept = low == 0x5d && self.out == 0 && length <= DICTIONARY;
                if let Err(e) = self.skip_frame(&mut raw, length, kept) {
                    self.state = State::Between(raw);
                    return Err(e);
                }
                continue;
            }
            if !ahead.starts_with(&self.packing.magic()[..2]) {
                // Some writers fill up with zeros.
                let zeros = ahead.iter().take_while(|b| **b == 0).count();
                if zeros > 0 {
                    raw.consume(zeros);
                    continue;
                }
                self.state = State::Between(raw);
                return Err(io::Error::new(io::ErrorKind::InvalidData, "something else follows its last whole piece"));
            }
            raw.set_mark();
            self.state = match self.packing {
                Packing::Gzip => State::Gzip(GzDecoder::new(raw)),
                // Making a decoder fails for want of memory only; the reader is lost with it.
                Packing::Zstd => State::Zstd(ZstdDecoder::with_dictionary(raw, &self.dictionary)?.single_frame()),
            };
            return Ok(true);
        }
    }

    /// Passes over a frame that holds no data of ours; a dictionary is kept.
    fn skip_frame(&mut self, raw: &mut Raw<'_>, length: usize, keep: bool) -> io::Result<()> {
        let mut frame = raw.take(length as u64);
        if !keep {
            io::copy(&mut frame, &mut io::sink())?;
            return Ok(());
        }
        let mut bytes = Vec::new();
        frame.read_to_end(&mut bytes)?;
        if bytes.starts_with(Packing::Zstd.magic()) {
            let mut plain = Vec::new();
            ZstdDecoder::with_buffer(&bytes[..])?.take(DICTIONARY as u64).read_to_end(&mut plain)?;
            bytes = plain;
        }
        self.dictionary = bytes;
        Ok(())
    }

    /// After an error: to the next piece that looks whole. False where there is none.
    pub(super) fn resync(&mut self) -> io::Result<bool> {
        let Some(mut raw) = self.take_raw() else { return Ok(false) };
        if self.ended {
            return Ok(false);
        }
        self.again -= raw.rewind(self.again);
        let magic = self.packing.magic();
        let found = loop {
            let ahead = match raw.peek(STEP) {
                Ok(ahead) => ahead,
                Err(e) => {
                    self.ended = true;
                    return Err(e);
                }
            };
            let hit = memchr::memmem::find(ahead, magic);
            let (skip, whole) = (hit.unwrap_or(ahead.len().saturating_sub(magic.len() - 1)), ahead.len());
            if hit.is_none() && whole < magic.len() || whole == 0 {
                break false;
            }
            if hit.is_none() && whole < STEP {
                break false;
            }
            raw.consume(skip);
            if hit.is_some() {
                break true;
            }
        };
        self.ended = !found;
        self.state = State::Between(raw);
        Ok(found)
    }
}

impl Read for Members<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() || self.ended {
            return Ok(0);
        }
        loop {
            let (n, consumed) = match &mut self.state {
                State::Between(_) => {
                    if !self.open()? {
                        self.ended = true;
                        return Ok(0);
                    }
                    continue;
                }
                State::Gzip(decoder) => (decoder.read(out)?, decoder.get_ref().consumed()),
                State::Zstd(decoder) => (decoder.read(out)?, decoder.get_ref().consumed()),
                State::Gone => return Ok(0),
            };
            if n == 0 {
                self.state = self.take_raw().map_or(State::Gone, |mut raw| {
                    raw.mark = None;
                    State::Between(raw)
                });
                continue;
            }
            self.out += n as u64;
            let over = |what: String| io::Error::new(io::ErrorKind::FileTooLarge, what);
            self.left = self.left.checked_sub(n as u64).ok_or_else(|| over("it unpacks to more than the limit allows".into()))?;
            if self.out > SMALL && self.out / self.ratio.max(1) > consumed {
                return Err(over(format!("it unpacks to more than {} times its size", self.ratio)));
            }
            return Ok(n);
        }
    }
}
