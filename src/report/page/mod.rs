//! `report.html`: one file that a person opens, with no network and nothing that a text of an article could run.
//!
//! Texts travel as JSON in a data block ([`data`]) and reach the page as text nodes only: the content security policy names the
//! hashes of the one script and the one style, forbids everything else, and, where a browser knows trusted types, all ways from text to
//! markup. Same tables, same bytes.

mod data;
mod gather;
mod passage;

use std::path::Path;

use sha2::{Digest, Sha256};

use crate::syntax::Syntax;
use crate::table::TableError;

pub(crate) use gather::order;

/// Name of the file.
pub const NAME: &str = "report.html";

const SHELL: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
/// One script of files that each do one thing.
const SCRIPT: &str = concat!(
    "\"use strict\";\n(() => {\n",
    include_str!("dom.js"),
    include_str!("scale.js"),
    include_str!("matrix.js"),
    include_str!("plot.js"),
    include_str!("timeline.js"),
    include_str!("reader.js"),
    include_str!("list.js"),
    "})();\n"
);

/// How much of a run the page shows. What is left out stands in the tables, and the page says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Topics, by agreement, claimants and ratio.
    pub topics: usize,
    /// Rows of a topic, by the number of articles that print them.
    pub rows: usize,
    /// Places that are quoted of a row.
    pub mentions: usize,
    /// Flags, and rejects.
    pub warnings: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { topics: 2_000, rows: 200, mentions: 5, warnings: 500 }
    }
}

/// The page of the finished run in a folder.
///
/// # Errors
/// A table that is missing or cannot be read.
pub fn page(out: &Path, syntax: &Syntax, limits: &Limits) -> Result<String, TableError> {
    let data = data::json(&gather::gather(out, syntax, limits)?);
    let policy = format!(
        "default-src 'none'; script-src '{}'; style-src '{}'; img-src data:; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'",
        integrity(SCRIPT),
        integrity(STYLE)
    );
    Ok(fill(SHELL, &[("policy", &policy), ("style", STYLE), ("data", &data), ("script", SCRIPT)]))
}

/// The hash of an inline element as a content security policy names it.
fn integrity(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let hash = Sha256::digest(text.as_bytes());
    let mut out = String::from("sha256-");
    for chunk in hash.chunks(3) {
        let bits = chunk.iter().fold(0u32, |n, b| n << 8 | u32::from(*b)) << (8 * (3 - chunk.len()));
        for n in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * n)) as usize & 63];
            out.push(if n <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    out
}

/// A template with its `{{names}}` replaced; what is put in is not read again.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len() + values.iter().map(|(_, v)| v.len()).sum::<usize>());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, behind) = after.split_once("}}").unwrap_or((after, ""));
        out.push_str(before);
        out.push_str(values.iter().find(|(n, _)| *n == name).map_or("", |(_, v)| v));
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_as_a_policy_writes_them() {
        // Of the empty text, as every table of hashes has it; and of "abc" (FIPS 180).
        assert_eq!(integrity(""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        assert_eq!(integrity("abc"), "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    }

    #[test]
    fn what_is_put_in_is_not_read_again() {
        assert_eq!(fill("a {{x}} b {{y}} c", &[("x", "{{y}}"), ("y", "2")]), "a {{y}} b 2 c");
    }

    #[test]
    fn the_script_cannot_close_its_element_and_has_no_way_from_text_to_markup() {
        assert!(!SCRIPT.contains("</script") && !SCRIPT.contains("<!--") && !STYLE.contains("</style"));
        for sink in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", "srcdoc"] {
            assert!(!SCRIPT.contains(sink), "{sink}");
        }
    }
}
