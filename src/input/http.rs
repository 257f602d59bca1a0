//! Answers of web servers as web archives keep them: header, chunks, packed bodies.

use std::io::Read;

use brotli_decompressor::Decompressor;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

/// An answer, its body unpacked.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Answer {
    /// 200 where all went well.
    pub(super) status: u16,
    /// In lower case, without parameters; empty where none is told.
    pub(super) kind: String,
    /// The label of the encoding that the header tells.
    pub(super) charset: Option<String>,
    pub(super) body: Vec<u8>,
    /// True where the body ends before its packing does.
    pub(super) cut: bool,
}

/// The head of an answer.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) status: u16,
    pub(super) kind: String,
    charset: Option<String>,
    chunked: bool,
    /// Packings in the order in which they were laid on.
    packed: Vec<String>,
    /// Where the body begins.
    body: usize,
}

/// Where a header ends, and how long the blank line is.
fn blank_line(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut at = 0;
    while let Some(i) = memchr::memchr(b'\n', &bytes[at..]) {
        let end = at + i + 1;
        match &bytes[end..] {
            [b'\n', ..] => return Some((end, 1)),
            [b'\r', b'\n', ..] => return Some((end, 2)),
            _ => at = end,
        }
    }
    None
}

/// Reads the head of an answer.
///
/// # Errors
/// Bytes that are no answer.
pub(super) fn head(bytes: &[u8]) -> Result<Head, String> {
    const LONGEST: usize = 256 * 1024;
    if !bytes.starts_with(b"HTTP/") {
        return Err("its block is no answer of a server (HTTP)".into());
    }
    let (end, blank) = blank_line(&bytes[..bytes.len().min(LONGEST)]).ok_or("the header of its answer (HTTP) has no end")?;
    let text = String::from_utf8_lossy(&bytes[..end]);
    let mut lines = text.lines();
    let status = lines.next().and_then(|l| l.split_whitespace().nth(1)).and_then(|s| s.parse().ok()).unwrap_or(0);
    let mut out = Head { status, body: end + blank, ..Head::default() };
    for line in lines {
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "content-type" => {
                let mut parts = value.split(';');
                out.kind = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
                out.charset = parts.find_map(|p| {
                    let (k, v) = p.split_once('=')?;
                    k.trim().eq_ignore_ascii_case("charset").then(|| v.trim().trim_matches(['"', '\'']).to_owned())
                });
            }
            "transfer-encoding" => out.chunked = value.to_ascii_lowercase().contains("chunked"),
            "content-encoding" => {
                out.packed.extend(value.split(',').map(|p| p.trim().to_ascii_lowercase()).filter(|p| !p.is_empty() && p != "identity"));
            }
            _ => {}
        }
    }
    Ok(out)
}

/// The whole answer, its body of at most `limit` bytes.
///
/// # Errors
/// A body that is damaged from its first byte on, packed in a way that is not read, or larger than the limit.
pub(super) fn answer(bytes: &[u8], head: Head, limit: usize) -> Result<Answer, String> {
    let raw = bytes.get(head.body..).unwrap_or_default();
    let mut cut = false;
    let mut body = match head.chunked.then(|| chunks(raw)) {
        Some(Some((whole, ended))) => {
            cut |= !ended;
            whole
        }
        // Some archives have put the chunks together and left the header as it was.
        _ => raw.to_vec(),
    };
    if head.packed.len() > 4 {
        return Err("its body is packed more than four times".into());
    }
    for packing in head.packed.iter().rev() {
        let (plain, whole) = unpack(&body, packing, limit)?;
        body = plain;
        cut |= !whole;
    }
    if body.len() > limit {
        return Err(super::too_large("its body", limit));
    }
    Ok(Answer { status: head.status, kind: head.kind, charset: head.charset, body, cut })
}

/// The chunks put together, and whether the closing one was there; none where the body is not in chunks.
fn chunks(mut rest: &[u8]) -> Option<(Vec<u8>, bool)> {
    let mut out = Vec::with_capacity(rest.len());
    let mut first = true;
    loop {
        let Some(line_end) = memchr::memchr(b'\n', &rest[..rest.len().min(1024)]) else {
            return (!first).then_some((out, false));
        };
        let line = String::from_utf8_lossy(&rest[..line_end]);
        let size = line.split(';').next().unwrap_or_default().trim();
        let Some(size) = usize::from_str_radix(size, 16).ok().filter(|_| !size.is_empty() && size.len() <= 8) else {
            return (!first).then_some((out, false));
        };
        rest = &rest[line_end + 1..];
        if size == 0 {
            return Some((out, true));
        }
        let whole = size <= rest.len();
        out.extend_from_slice(&rest[..size.min(rest.len())]);
        if !whole {
            return Some((out, false));
        }
        rest = &rest[size..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        first = false;
    }
}

/// Unpacks a body; also says whether it came to its end.
fn unpack(bytes: &[u8], packing: &str, limit: usize) -> Result<(Vec<u8>, bool), String> {
    // Archives that unpack bodies leave the header as it was: what does not begin like its packing is plain.
    let plain = || Ok((bytes.to_vec(), true));
    let reader: Box<dyn Read + '_> = match packing {
        "gzip" | "x-gzip" if bytes.starts_with(b"\x1f\x8b") => Box::new(MultiGzDecoder::new(bytes)),
        "zstd" if bytes.starts_with(b"\x28\xb5\x2f\xfd") => {
            Box::new(zstd::stream::read::Decoder::with_buffer(bytes).map_err(|e| format!("its body (zstd) cannot be unpacked: {e}"))?)
        }
        "gzip" | "x-gzip" | "zstd" => return plain(),
        // Two forms go by this name.
        "deflate" if bytes.first().is_some_and(|b| b & 0x0f == 8) => Box::new(ZlibDecoder::new(bytes)),
        "deflate" => Box::new(DeflateDecoder::new(bytes)),
        "br" => Box::new(Decompressor::new(bytes, 64 * 1024)),
        other => return Err(format!("its body is packed with {other}, which is not read")),
    };
    let mut out = Vec::new();
    match reader.take(limit as u64 + 1).read_to_end(&mut out) {
        _ if out.len() > limit => Err(super::too_large("its body", limit)),
        Ok(_) => Ok((out, true)),
        Err(_) if matches!(packing, "br" | "deflate") && out.is_empty() && looks_like_text(bytes) => plain(),
        Err(e) if out.is_empty() => Err(format!("its body ({packing}) is damaged: {e}")),
        Err(_) => Ok((out, false)),
    }
}

fn looks_like_text(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(200)];
    start.iter().any(|b| *b == b'<') && !start.iter().any(|b| *b < 9)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn read(bytes: &[u8]) -> Result<Answer, String> {
        answer(bytes, head(bytes)?, 100_000)
    }

    #[test]
    fn chunks_and_packings() {
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gz.write_all(b"<p>Nine died.</p>").expect("memory");
        let gz = gz.finish().expect("memory");
        let (a, b) = gz.split_at(7);
        let mut bytes =
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html; Charset=\"iso-8859-1\"\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n".to_vec();
        for part in [a, b] {
            bytes.extend(format!("{:x}\r\n", part.len()).bytes());
            bytes.extend(part);
            bytes.extend(b"\r\n");
        }
        bytes.extend(b"0\r\n\r\n");
        let got = read(&bytes).expect("an answer");
        assert_eq!((got.status, got.kind.as_str(), got.charset.as_deref(), got.cut), (200, "text/html", Some("iso-8859-1"), false));
        assert_eq!(got.body, b"<p>Nine died.</p>");
        // Headers that tell of chunks and packing which the archive has taken off already.
        let plain = b"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\nContent-Encoding: br, gzip\n\n<p>Nine died.</p>";
        assert_eq!(read(plain).expect("an answer").body, b"<p>Nine died.</p>");
        let cut = read(&bytes[..bytes.len() - 12]).expect("an answer");
        assert!(cut.cut);
    }

    #[test]
    fn bodies_are_limited() {
        let mut gz =
            flate2::write::GzEncoder::new(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n".to_vec(), flate2::Compression::fast());
        gz.write_all(&vec![b'a'; 5_000_000]).expect("memory");
        assert!(read(&gz.finish().expect("memory")).expect_err("too large").contains("larger than"));
        assert!(read(b"HTTP/1.1 200 OK\r\nContent-Encoding: rot13\r\n\r\nabc").expect_err("unknown").contains("rot13"));
        assert!(read(b"GET / HTTP/1.1\r\n\r\n").is_err() && read(b"HTTP/1.1 200 OK\r\n").is_err());
    }
}
