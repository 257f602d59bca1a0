//! What a file holds: by its first bytes where they leave no doubt, else by the ending of its name.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::{decode, json};

/// What a file holds, once unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Json,
    Jsonl,
    Csv,
    Html,
    /// RSS or Atom.
    Feed,
    Warc,
    Parquet,
    Zip,
    Tar,
}

/// Endings that are read, in words.
pub(super) const KNOWN: &str = ".txt, .jsonl, .json, .csv, .html, .xml (feeds), .warc, .parquet, .zip, .tar (and .gz and .zst of them)";

/// Formats that are known by their first bytes and not read.
const FOREIGN: &[(&[u8], &str)] = &[
    (b"%PDF", "is a PDF; convert it to text first"),
    (b"BZh", "is packed with bzip2; unpack it first"),
    (b"\xfd7zXZ", "is packed with xz; unpack it first"),
    (b"7z\xbc\xaf", "is a 7z archive; unpack it first"),
    (b"Rar!", "is a rar archive; unpack it first"),
    (b"\x89PNG", "is a picture"),
    (b"\xff\xd8\xff", "is a picture"),
    (b"GIF8", "is a picture"),
    (b"\x7fELF", "is a program"),
    (b"MZ\x90", "is a program"),
    (b"\xd0\xcf\x11\xe0", "is an office document; convert it to text first"),
    (b"{\\rtf", "is RTF; convert it to text first"),
];

/// Why these first bytes are not read, if they are not.
pub(super) fn foreign(head: &[u8]) -> Option<&'static str> {
    FOREIGN.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, what)| *what)
}

impl Format {
    /// By the ending of the name, that of the packing (`.gz`, `.zst`) taken off before.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        let lower = name.to_ascii_lowercase();
        let lower = unpacked(&lower);
        Some(match lower.rsplit_once('.')?.1 {
            "txt" | "text" => Self::Text,
            "json" => Self::Json,
            "jsonl" | "ndjson" => Self::Jsonl,
            "csv" | "tsv" => Self::Csv,
            "html" | "htm" | "xhtml" => Self::Html,
            "xml" | "rss" | "atom" | "rdf" => Self::Feed,
            "warc" | "wet" => Self::Warc,
            "parquet" | "pq" => Self::Parquet,
            "zip" => Self::Zip,
            "tar" | "tgz" | "tzst" => Self::Tar,
            _ => return None,
        })
    }

    /// By the first bytes, where they are a sign that no text bears by chance.
    pub(super) fn of_magic(head: &[u8]) -> Option<Self> {
        Some(match head {
            _ if head.starts_with(b"PAR1") => Self::Parquet,
            _ if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") => Self::Zip,
            _ if head.starts_with(b"WARC/0.") || head.starts_with(b"WARC/1.") => Self::Warc,
            _ if head.get(257..262) == Some(b"ustar") => Self::Tar,
            _ => return None,
        })
    }

    /// By the look of the text, where it is not plain text.
    fn of_text(head: &str) -> Option<Self> {
        let start = head.trim_start_matches('\u{feff}').trim_start();
        let lower: String = start.chars().take(2000).collect::<String>().to_ascii_lowercase();
        let opens = |tags: &[&str]| tags.iter().any(|t| lower.starts_with(t));
        if opens(&["<!doctype html", "<html", "<head"]) {
            return Some(Self::Html);
        }
        if opens(&["<rss", "<feed", "<rdf:rdf"]) {
            return Some(Self::Feed);
        }
        if opens(&["<?xml"]) {
            let roots = [("<rss", Self::Feed), ("<feed", Self::Feed), ("<rdf:rdf", Self::Feed), ("<html", Self::Html)];
            return roots.iter().filter_map(|(t, f)| lower.find(t).map(|at| (at, *f))).min_by_key(|(at, _)| *at).map(|(_, f)| f);
        }
        if json::is_object_line(start) {
            return Some(Self::Jsonl);
        }
        (start.starts_with("{\n") || start.starts_with("{\r") || start.starts_with("[{") || start.starts_with("[\n")).then_some(Self::Json)
    }

    /// The format of an unpacked stream that begins with `head`; `named` is what its name says.
    pub(super) fn decide(named: Option<Self>, head: &[u8], is_table: impl FnOnce(&str) -> bool) -> Self {
        if let Some(sure) = Self::of_magic(head) {
            return sure;
        }
        let text = decode::glance(head);
        let looks = Self::of_text(&text);
        let start = text.trim_start_matches('\u{feff}').trim_start();
        match (named, looks) {
            // A page or a feed under any other name.
            (Some(Self::Text | Self::Json | Self::Jsonl | Self::Csv), Some(f @ (Self::Html | Self::Feed))) => f,
            (Some(Self::Html | Self::Feed), Some(f @ (Self::Html | Self::Feed))) => f,
            (Some(Self::Text), Some(Self::Jsonl)) => Self::Jsonl,
            (Some(Self::Json), Some(Self::Jsonl)) if json::many_lines(start) => Self::Jsonl,
            (Some(Self::Jsonl), Some(Self::Json)) => Self::Json,
            (Some(Self::Jsonl), _) if start.starts_with('[') => Self::Json,
            // Named as something binary, and it is text: nothing but the text can tell.
            (None | Some(Self::Parquet | Self::Zip | Self::Tar | Self::Warc), Some(Self::Jsonl)) if !json::many_lines(start) => {
                if text.len() < 60_000 { Self::Json } else { Self::Jsonl }
            }
            (None, Some(f)) => f,
            (None, None) => {
                if is_table(&text) {
                    Self::Csv
                } else {
                    Self::Text
                }
            }
            (Some(f), _) => f,
        }
    }

    /// True for the first bytes of a file whose ending says nothing, where they say what it is. A zip does not: office
    /// documents, books and programs are zips too.
    pub(super) fn is_plain_from(head: &[u8]) -> bool {
        let packed = head.starts_with(b"\x1f\x8b") || head.starts_with(b"\x28\xb5\x2f\xfd");
        packed
            || Self::of_magic(head).is_some_and(|f| f != Self::Zip)
            || foreign(head).is_none() && Self::of_text(&decode::glance(head)).is_some_and(|f| f != Self::Json)
    }
}

/// A name in lower case without the ending of its packing.
fn unpacked(lower: &str) -> &str {
    [".gz", ".zst", ".zstd"].iter().find_map(|e| lower.strip_suffix(e)).unwrap_or(lower)
}

/// True for a name that says nothing of the format: one without an ending, or with that of a packing alone.
fn unnamed(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or("").to_ascii_lowercase();
    !unpacked(&last).contains('.')
}

/// True for a name that tells the format; where the file was given by itself, also for one without ending.
pub(super) fn is_known_name(name: &str, given: bool) -> bool {
    Format::of_name(name).is_some() || given && unnamed(name)
}

/// True for a file that begins like a format that is read.
pub(super) fn is_plain_file(path: &Path) -> bool {
    const LOOK: u64 = 4096;
    let mut head = Vec::new();
    let ordinary = std::fs::metadata(path).is_ok_and(|m| m.is_file());
    ordinary && File::open(path).and_then(|f| f.take(LOOK).read_to_end(&mut head)).is_ok() && Format::is_plain_from(&head)
}

/// The reason for an ending that is not read.
pub(super) fn unknown_ending(name: &str) -> String {
    let ending = name.rsplit('/').next().and_then(|n| n.rsplit_once('.')).map_or("", |(_, e)| e);
    if ending.is_empty() {
        return format!("has no ending that says what it is; known are {KNOWN}");
    }
    format!("has the ending .{ending}, which is not read; known are {KNOWN}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_is_within() {
        for (name, want) in [
            ("a.txt", Some(Format::Text)),
            ("a.JSONL.zst", Some(Format::Jsonl)),
            ("a.warc.gz", Some(Format::Warc)),
            ("a.tgz", Some(Format::Tar)),
            ("a.tar.gz", Some(Format::Tar)),
            ("a.b/c.xml", Some(Format::Feed)),
            ("a.pq", Some(Format::Parquet)),
            ("a.docx", None),
            ("a.gz", None),
        ] {
            assert_eq!(Format::of_name(name), want, "{name}");
        }
        assert!(unnamed("x/dump.gz") && unnamed("dump") && !unnamed("dump.md") && !unnamed("x.y/a.txt.gz"));
    }

    #[test]
    fn bytes_win_over_names() {
        let decide = |named, head: &[u8]| Format::decide(named, head, |_| false);
        assert_eq!(decide(Some(Format::Text), b"WARC/1.0\r\n"), Format::Warc);
        assert_eq!(decide(Some(Format::Text), b"PAR1...."), Format::Parquet);
        assert_eq!(decide(Some(Format::Feed), b"<?xml version=\"1.0\"?>\n<!DOCTYPE html>\n<html>"), Format::Html);
        assert_eq!(decide(Some(Format::Html), b"<?xml version=\"1.0\"?><rss><channel>"), Format::Feed);
        assert_eq!(decide(None, b"{\"text\": \"a\"}\n{\"text\": \"b\"}\n"), Format::Jsonl);
        assert_eq!(decide(None, b"{\"text\": \"a\"}"), Format::Json);
        assert_eq!(decide(None, b"Nine died."), Format::Text);
        // What only looks a little like it stays what its name says.
        assert_eq!(decide(Some(Format::Text), b"WARC/ is a format."), Format::Text);
        assert_eq!(decide(Some(Format::Text), b"{Nine} died."), Format::Text);
        assert_eq!(decide(Some(Format::Text), b"[1] Nine died."), Format::Text);
    }
}
