//! The directions of imports, as data: who may know whom, who may touch files, who may name polars.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::runs::root;

/// Room, and the rooms that it may name. Every room may name itself.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("types", &[]),
    ("lexicon", &["types"]),
    ("syntax", &["types"]),
    ("table", &["types"]),
    ("input", &["lexicon", "syntax", "table", "types"]),
    ("normalize", &["lexicon", "syntax", "table", "types"]),
    ("extract", &["lexicon", "syntax", "table", "types"]),
    ("aggregate", &["lexicon", "syntax", "table", "types"]),
    ("report", &["input", "normalize", "extract", "aggregate", "lexicon", "syntax", "table", "types"]),
    ("pipeline", &["input", "normalize", "extract", "aggregate", "lexicon", "syntax", "table", "types"]),
    ("cli", &["pipeline", "report", "input", "normalize", "extract", "aggregate", "lexicon", "syntax", "table", "types"]),
];

/// Recognizers know nothing of each other: results are handed over as plain types.
const RECOGNIZERS: &[&str] = &["figure", "timex", "actor", "attribution", "claim"];

/// Rooms that may name polars.
const NAME_POLARS: &[&str] = &["table", "aggregate", "report", "pipeline"];

/// Rooms that may touch files.
const TOUCH_FILES: &[&str] = &["input", "lexicon", "table", "pipeline", "cli"];

/// Rooms that may print.
const PRINT: &[&str] = &["cli"];

/// Folders that print though their room does not, and why.
const PRINT_TOO: &[(&str, &str)] = &[
    ("syntax/train/", "training is a tool for developers, which reports as it goes; no command calls it"),
    ("syntax/network/train/", "as syntax/train"),
];

/// Lines past which a file is asking to become a folder.
const LONG: usize = 600;

/// Files longer than that, how long they may be, and why. The list shrinks: a file that has become shorter must leave it.
const LONG_FILES: &[(&str, usize, &str)] = &[
    ("normalize/stamp.rs", 690, "date and time lines in their many newspaper forms"),
    ("input/html/meta.rs", 620, "fields of a page's metadata"),
];

/// A file of the sources: its room, and its lines without comments, texts and unit tests.
struct File {
    name: String,
    room: String,
    lines: Vec<(usize, String)>,
    length: usize,
}

fn sources() -> Vec<File> {
    fn walk(folder: &Path, paths: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, paths);
            } else if path.extension().is_some_and(|x| x == "rs") {
                paths.push(path);
            }
        }
    }
    let src = root().join("src");
    let mut paths = Vec::new();
    walk(&src, &mut paths);
    paths.sort();
    let files: Vec<File> = paths
        .iter()
        .map(|path| {
            let name = path.strip_prefix(&src).expect("below").to_string_lossy().replace('\\', "/");
            let text = std::fs::read_to_string(path).expect("a source");
            let room = name.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned();
            File { room, lines: code(&text), length: text.lines().count(), name }
        })
        .collect();
    assert!(files.len() > 80, "only {} sources found", files.len());
    files
}

/// Numbered lines of code: comments and what stands between quotation marks taken out, and all from the first `#[cfg(test)]` that opens
/// a module with a body.
fn code(text: &str) -> Vec<(usize, String)> {
    let mut out = Vec::new();
    let mut lines = text.lines().enumerate().peekable();
    while let Some((n, line)) = lines.next() {
        if line.trim() == "#[cfg(test)]"
            && lines.peek().is_some_and(|(_, next)| next.trim_start().starts_with("mod ") && next.ends_with('{'))
        {
            break;
        }
        let mut bare = String::with_capacity(line.len());
        let mut quoted = false;
        let mut before = ' ';
        for c in line.chars() {
            if c == '"' && before != '\\' && before != '\'' {
                quoted = !quoted;
            } else if !quoted {
                bare.push(c);
            }
            before = c;
        }
        let bare = bare.split("//").next().unwrap_or_default().to_owned();
        if !bare.trim().is_empty() {
            out.push((n + 1, bare));
        }
    }
    out
}

/// What follows `prefix` up to the end of an identifier, each time it occurs in a line; `{a, b}` gives both.
fn after<'l>(line: &'l str, prefix: &str) -> Vec<&'l str> {
    let word = |s: &'l str| s.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
    line.match_indices(prefix)
        .filter(|(at, _)| !line[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'))
        .flat_map(|(at, _)| {
            let rest = &line[at + prefix.len()..];
            match rest.strip_prefix('{') {
                Some(list) => list.split('}').next().unwrap_or_default().split(',').map(|part| word(part.trim())).collect(),
                None => vec![word(rest)],
            }
        })
        .filter(|w| !w.is_empty())
        .collect()
}

/// A test that reads a file of tests written beside the sources.
fn is_test(file: &File) -> bool {
    file.name.ends_with("/tests.rs")
}

#[test]
fn imports_go_down() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for file in sources().iter().filter(|f| !matches!(f.name.as_str(), "main.rs" | "lib.rs") && !is_test(f)) {
        let Some((_, may)) = MAY_NAME.iter().find(|(room, _)| *room == file.room) else {
            wrong.push(format!("{}: {} is no room of the plan", file.name, file.room));
            continue;
        };
        for (n, line) in &file.lines {
            for named in ["crate::", "howmany::"].iter().flat_map(|p| after(line, p)) {
                seen += 1;
                if named != file.room && !may.contains(&named) {
                    wrong.push(format!("src/{}:{n}: {} names {named}", file.name, file.room));
                }
            }
        }
    }
    assert!(seen > 200, "only {seen} imports read");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_plan_has_no_circle() {
    // Each room stands below those that it names, so that the order of the list is an order of the rooms.
    for (n, (room, may)) in MAY_NAME.iter().enumerate() {
        for named in *may {
            let place = MAY_NAME.iter().position(|(r, _)| r == named);
            assert!(place.is_some_and(|p| p < n), "{room} may name {named}, which does not stand before it");
        }
    }
}

#[test]
fn recognizers_do_not_know_each_other() {
    let mut wrong = Vec::new();
    let mut files = 0;
    for file in sources() {
        let Some(own) = file.name.strip_prefix("extract/").and_then(|n| n.split('/').next()).filter(|n| RECOGNIZERS.contains(n)) else {
            continue;
        };
        files += 1;
        for (n, line) in &file.lines {
            let named = ["crate::extract::", "super::super::", "super::"].iter().flat_map(|p| after(line, p));
            for named in named.filter(|w| *w != own && RECOGNIZERS.contains(w)) {
                // Within `extract/figure/`, `super::claim` would be a module of its own.
                if !root().join(format!("src/extract/{own}/{named}.rs")).exists() {
                    wrong.push(format!("src/{}:{n}: {own} names {named}", file.name));
                }
            }
        }
    }
    assert!(files > 30, "only {files} files of recognizers");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Lines of rooms outside `allowed` that hold one of these words.
fn misplaced(words: &[&str], allowed: &[&str]) -> (usize, Vec<String>) {
    let (mut within, mut wrong) = (0, Vec::new());
    for file in sources().iter().filter(|f| !is_test(f)) {
        for (n, line) in file.lines.iter().filter(|(_, l)| words.iter().any(|w| l.contains(w))) {
            if allowed.contains(&file.room.as_str()) {
                within += 1;
            } else {
                wrong.push(format!("src/{}:{n}: {}", file.name, line.trim()));
            }
        }
    }
    (within, wrong)
}

#[test]
fn only_tables_name_polars() {
    let (within, wrong) = misplaced(&["polars::", "polars_io::", "polars_parquet::"], NAME_POLARS);
    assert!(within > 10, "only {within} lines name polars");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn only_the_outer_rooms_touch_files() {
    let (within, wrong) = misplaced(&["std::fs", "fs::", "File::open", "File::create", "WalkDir"], TOUCH_FILES);
    assert!(within > 10, "only {within} lines touch files");
    let wrong: Vec<&String> = wrong.iter().filter(|w| !w.contains("ModelFile::")).collect();
    assert!(wrong.is_empty(), "\n{wrong:#?}");
}

#[test]
fn only_the_command_line_prints() {
    let (within, wrong) = misplaced(&["print!(", "println!(", "eprint!(", "eprintln!(", "dbg!(", "stdout()", "stderr()"], PRINT);
    assert!(within > 0);
    for (folder, reason) in PRINT_TOO {
        assert!(
            !reason.is_empty() && wrong.iter().any(|w| w.starts_with(&format!("src/{folder}"))),
            "{folder} prints no more: take it off the list"
        );
    }
    let wrong: Vec<String> = wrong.into_iter().filter(|w| !PRINT_TOO.iter().any(|(f, _)| w.starts_with(&format!("src/{f}")))).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn long_files_are_exceptions_with_a_reason() {
    let files = sources();
    let mut wrong = Vec::new();
    for file in files.iter().filter(|f| f.length > LONG) {
        match LONG_FILES.iter().find(|(name, _, _)| *name == file.name) {
            None => wrong.push(format!("src/{} has {} lines: split it into rooms", file.name, file.length)),
            Some((_, most, _)) if file.length > *most => {
                wrong.push(format!("src/{} has grown to {} lines (from {most})", file.name, file.length))
            }
            Some(_) => {}
        }
    }
    for (name, _, reason) in LONG_FILES {
        assert!(!reason.is_empty());
        if !files.iter().any(|f| f.name == *name && f.length > LONG) {
            wrong.push(format!("src/{name} is no longer long: take it off the list"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_room_is_declared() {
    let lib = std::fs::read_to_string(root().join("src/lib.rs")).expect("lib.rs");
    let declared: BTreeSet<&str> = lib.lines().filter_map(|l| l.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let planned: BTreeSet<&str> = MAY_NAME.iter().map(|(r, _)| *r).filter(|r| *r != "cli").collect();
    assert_eq!(declared, planned);
}

#[test]
fn the_reader_of_imports_reads() {
    assert_eq!(after("use crate::{types, lexicon::Lexicon};", "crate::"), ["types", "lexicon"]);
    assert_eq!(after("let x: crate::table::Row = crate::input::read();", "crate::"), ["table", "input"]);
    assert!(after("use other_crate::types;", "crate::").is_empty());
    let text = "use a; // crate::b\nlet s = \"crate::c\";\n#[cfg(test)]\nmod tests {\n    use crate::d;\n}\n";
    let read: Vec<String> = code(text).into_iter().map(|(_, l)| l).collect();
    assert_eq!(read, ["use a; ", "let s = ;"]);
}
