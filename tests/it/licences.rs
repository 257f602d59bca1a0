//! Every crate that the program is built from has a permissive licence, or is a known exception.

use std::process::Command;

use crate::runs::root;

/// Licences that ask for no more than a notice.
const PERMISSIVE: &[&str] = &[
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "0BSD",
    "CC0-1.0",
    "ISC",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Crates of another licence, which we use unchanged.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("cssparser", "MPL-2.0", "selectors of the HTML reader; file-level copyleft, used unchanged"),
    ("cssparser-macros", "MPL-2.0", "as cssparser"),
    ("dtoa-short", "MPL-2.0", "as cssparser"),
    ("selectors", "MPL-2.0", "as cssparser"),
];

/// True where an SPDX expression can be met with permissive licences: all sides of AND, one side of OR.
fn permissive(expression: &str) -> bool {
    let text = expression.trim();
    for (word, all) in [("OR", false), ("AND", true)] {
        let parts = split(text, word);
        if parts.len() > 1 {
            return if all { parts.iter().all(|p| permissive(p)) } else { parts.iter().any(|p| permissive(p)) };
        }
    }
    if let Some(inner) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        return permissive(inner);
    }
    // An exception grants more than the licence.
    PERMISSIVE.contains(&text.split(" WITH ").next().unwrap_or_default())
}

/// The sides of an operator that stands outside parentheses; `/` is the old spelling of OR.
fn split(text: &str, operator: &str) -> Vec<String> {
    let text = text.replace('/', " OR ");
    let (mut parts, mut depth) = (vec![Vec::new()], 0i32);
    for word in text.split_whitespace() {
        if word == operator && depth == 0 {
            parts.push(Vec::new());
            continue;
        }
        depth += word.matches('(').count() as i32 - word.matches(')').count() as i32;
        if let Some(last) = parts.last_mut() {
            last.push(word);
        }
    }
    parts.into_iter().map(|p| p.join(" ")).collect()
}

#[test]
fn expressions_are_read() {
    for good in ["MIT", "MIT/Apache-2.0", "GPL-3.0 OR MIT", "(MIT OR Apache-2.0) AND Unicode-3.0", "Apache-2.0 WITH LLVM-exception"] {
        assert!(permissive(good), "{good}");
    }
    for bad in ["", "GPL-3.0-only", "MIT AND MPL-2.0", "(MIT OR Apache-2.0) AND LGPL-2.1-only", "MPL-2.0"] {
        assert!(!permissive(bad), "{bad}");
    }
}

#[test]
fn every_crate_is_permissive_or_a_known_exception() {
    let tree = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["tree", "--offline", "--locked", "--prefix", "none", "-e", "no-dev", "-f", "{p}|{l}"])
        .current_dir(root())
        .output()
        .expect("cargo");
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let text = String::from_utf8_lossy(&tree.stdout);
    let (mut crates, mut wrong, mut excepted) = (0, Vec::new(), Vec::new());
    for line in text.lines().map(|l| l.trim_end_matches(" (*)")) {
        let (package, licence) = line.split_once('|').unwrap_or((line, ""));
        let name = package.split(' ').next().unwrap_or_default();
        crates += 1;
        match EXCEPTIONS.iter().find(|(n, _, _)| *n == name) {
            Some((_, known, _)) if *known == licence => excepted.push(name),
            _ if permissive(licence) => {}
            _ => wrong.push(format!("{package}: {licence:?}")),
        }
    }
    assert!(crates > 100, "only {crates} crates");
    assert!(wrong.is_empty(), "{wrong:#?}");
    for (name, _, reason) in EXCEPTIONS {
        assert!(!reason.is_empty() && excepted.contains(name), "{name} is no exception any more: take it off the list");
    }
}
