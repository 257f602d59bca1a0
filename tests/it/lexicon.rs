//! House rules of the knowledge files: sorted, no key twice, no stray space, every file built in, every example runs.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use howmany::pipeline::Knowledge;
use howmany::types::{Extraction, FigureKind};

use crate::runs::root;

/// Files whose order is read as it stands, with the reason.
const UNSORTED: &[(&str, &str)] = &[("vague.csv", "longer phrases stand before the shorter ones that they begin with")];

/// One file: its text, and its rows with their line.
struct File {
    name: String,
    text: String,
    columns: Vec<String>,
    rows: Vec<(u64, Vec<String>)>,
}

impl File {
    fn at(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|c| c == column)
    }

    fn keys(&self, width: usize) -> Vec<(u64, Vec<&str>)> {
        self.rows.iter().map(|(line, row)| (*line, row.iter().take(width).map(String::as_str).collect())).collect()
    }
}

fn folder() -> PathBuf {
    root().join("data/lexicon/en")
}

fn files() -> Vec<File> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder()).expect("data/lexicon/en").flatten().map(|e| e.path()).collect();
    paths.sort();
    let files: Vec<File> = paths
        .into_iter()
        .map(|path| {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            let text = std::fs::read_to_string(&path).expect("UTF-8");
            let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
            let columns = reader.headers().expect("a header").iter().map(str::to_owned).collect();
            let rows = reader
                .records()
                .map(|r| {
                    let row = r.unwrap_or_else(|e| panic!("{name}: {e}"));
                    (row.position().map_or(0, csv::Position::line), row.iter().map(str::to_owned).collect())
                })
                .collect();
            File { name, columns, rows, text }
        })
        .collect();
    assert!(files.len() > 40);
    files
}

/// How many columns make the key of each file, as the program says where it reads it: `rows::<Row>("file.csv", 2)`.
fn widths() -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    let read = regex::Regex::new(r#""([a-z_]+\.csv)",\s*([0-9])\)"#).expect("a pattern");
    for entry in std::fs::read_dir(root().join("src/lexicon")).expect("src/lexicon").flatten() {
        let source = std::fs::read_to_string(entry.path()).expect("a source");
        for found in read.captures_iter(&source) {
            out.insert(found[1].to_owned(), found[2].parse().expect("a number"));
        }
    }
    out
}

#[test]
fn every_file_is_built_in() {
    let source = std::fs::read_to_string(root().join("src/lexicon/files.rs")).expect("files.rs");
    let line = regex::Regex::new(r#"\("([a-z_]+\.csv)", include_str!\("\.\./\.\./data/lexicon/en/([a-z_]+\.csv)"\)\)"#).expect("a pattern");
    let mut built = BTreeSet::new();
    for found in line.captures_iter(&source) {
        assert_eq!(found[1], found[2]);
        assert!(built.insert(found[1].to_owned()), "{} is built in twice", &found[1]);
    }
    let there: BTreeSet<String> = files().into_iter().map(|f| f.name).collect();
    assert_eq!(there, built);
    let read: BTreeSet<String> = widths().into_keys().collect();
    let unread: Vec<&String> = built.difference(&read).collect();
    assert!(unread.is_empty(), "no room reads {unread:?}");
}

#[test]
fn rows_are_sorted_and_no_key_is_there_twice() {
    let widths = widths();
    let mut wrong = Vec::new();
    for file in files() {
        let keys = file.keys(widths[&file.name]);
        let sorted = keys.windows(2).find(|w| w[0].1 > w[1].1);
        match (UNSORTED.iter().any(|(name, _)| *name == file.name), sorted) {
            (false, Some(w)) => wrong.push(format!("{}:{}: {:?} stands behind {:?}", file.name, w[1].0, w[1].1, w[0].1)),
            (true, None) => wrong.push(format!("{} is sorted: take it off the list", file.name)),
            _ => {}
        }
        let mut seen = BTreeSet::new();
        for (line, key) in &keys {
            if !seen.insert(key.clone()) {
                wrong.push(format!("{}:{line}: {key:?} is there twice", file.name));
            }
            if key[0].is_empty() || key[0].starts_with('-') {
                wrong.push(format!("{}:{line}: {key:?} cannot be a key: an overlay could not name it", file.name));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn no_stray_space() {
    let mut wrong = Vec::new();
    for file in files() {
        if !file.text.ends_with('\n') || file.text.ends_with("\n\n") {
            wrong.push(format!("{} must end with one line end", file.name));
        }
        for (n, line) in file.text.lines().enumerate() {
            if line.trim_end() != line || line.is_empty() {
                wrong.push(format!("{}:{}: space at the end, or an empty line", file.name, n + 1));
            }
        }
        for (line, row) in &file.rows {
            for cell in row {
                if cell.trim() != cell || cell.contains("  ") || cell.contains(['\t', '\r', '\n']) {
                    wrong.push(format!("{}:{line}: {cell:?}", file.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn no_list_has_an_entry_twice() {
    let mut wrong = Vec::new();
    // A bar in furniture is one that a page prints.
    for file in files().iter().filter(|f| f.name != "furniture.csv") {
        for (line, row) in &file.rows {
            for cell in row.iter().filter(|c| c.contains('|')) {
                let parts: Vec<&str> = cell.split('|').collect();
                let distinct: BTreeSet<&&str> = parts.iter().collect();
                if distinct.len() < parts.len() || parts.iter().any(|p| p.is_empty() || p.trim() != *p) {
                    wrong.push(format!("{}:{line}: {cell}", file.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

// --- examples -------------------------------------------------------------------------------------------------------

fn extract(text: &str) -> Extraction {
    static SHARED: std::sync::OnceLock<Knowledge> = std::sync::OnceLock::new();
    let knowledge = SHARED.get_or_init(|| Knowledge::builtin().expect("what is built in"));
    let day = Some(jiff::civil::date(2025, 4, 12));
    knowledge.extractor.extract(&howmany::report::explain::article(text, day, Some("Velden Post")))
}

/// Runs the examples of a file: `check` says what is wrong with a row, given its cells by column and what is found in its example.
fn examples(name: &str, least: usize, check: impl Fn(&dyn Fn(&str) -> String, &str, &Extraction) -> Option<String>) {
    let file = files().into_iter().find(|f| f.name == name).expect("the file");
    let at = file.at("example").expect("a column of examples");
    let (mut run, mut wrong) = (0, Vec::new());
    for (line, row) in file.rows.iter().filter(|(_, r)| !r[at].is_empty()) {
        run += 1;
        let cell = |column: &str| row[file.at(column).unwrap_or_else(|| panic!("{name} has no column {column}"))].clone();
        if let Some(problem) = check(&cell, &row[at], &extract(&row[at])) {
            wrong.push(format!("{name}:{line}: {:?}: {problem}", row[at]));
        }
    }
    assert!(run >= least, "{name}: only {run} examples");
    assert!(wrong.is_empty(), "{} of {run}\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn examples_of_hedges() {
    examples("hedges.csv", 140, |cell, _, found| {
        let quantifier = cell("quantifier");
        let got: Vec<String> = found.figures.iter().map(|f| f.quantifier.to_string()).collect();
        (!got.contains(&quantifier)).then(|| format!("{got:?}, not {quantifier}"))
    });
}

/// Examples that do not work yet. They must fail: whoever makes one work takes it off the list.
const GAPS: &[&str] = &[];

#[test]
fn examples_of_vague_words() {
    examples("vague.csv", 30, |cell, example, found| {
        let want = [cell("low").parse::<f64>().ok(), cell("high").parse::<f64>().ok()];
        let got: Vec<[Option<f64>; 2]> = found.figures.iter().map(|f| [f.low, f.high]).collect();
        match (got.contains(&want), GAPS.contains(&example)) {
            (false, false) => Some(format!("{got:?}, not {want:?}")),
            (true, true) => Some("works now: take it off the list of gaps".into()),
            _ => None,
        }
    });
}

/// An idiom counts nothing: its number gets the kind of its row, or is not taken for a number at all.
#[test]
fn examples_of_idioms() {
    let claim = [FigureKind::Count, FigureKind::Money, FigureKind::Percent, FigureKind::Measure];
    let exact = std::cell::Cell::new(0);
    examples("idioms.csv", 290, |cell, text, found| {
        let want: FigureKind = cell("kind").parse().expect("a kind");
        let got: Vec<(&str, FigureKind)> = found.figures.iter().map(|f| (f.span.of(text), f.kind)).collect();
        let hit = got.iter().any(|(_, kind)| *kind == want);
        exact.set(exact.get() + u32::from(hit));
        (!hit && got.iter().any(|(_, kind)| claim.contains(kind))).then(|| format!("{got:?}, not {want}"))
    });
    assert!(exact.get() >= 285, "only {} examples have the very kind of their row", exact.get());
}

/// Classes of time words whose examples show what is no date.
const NO_DATE: &[&str] = &["numbered", "title", "counted", "fiscal", "age", "ahead"];

/// Examples of other classes that are no dates, or not yet.
const NO_DATE_EITHER: &[(&str, &str)] = &[
    ("coming week", "wants an article before it"),
    ("ensuing week", "wants an article before it"),
    ("following week", "wants an article before it"),
    ("latest week", "wants an article before it"),
    ("past week", "wants an article before it"),
    ("preceding week", "wants an article before it"),
    ("same week", "wants an article before it"),
    ("a million years", "no span of time that a date could have"),
    ("a quarter", "a fraction more often than three months"),
    ("a second", "an ordinal more often than a unit of time"),
    ("times a week", "wants a number before it"),
];

#[test]
fn examples_of_times() {
    for (name, least) in [("months.csv", 24), ("weekdays.csv", 18), ("time_words.csv", 250), ("holidays.csv", 50), ("time_zones.csv", 40)] {
        examples(name, least, |cell, example, found| {
            let none = name == "time_words.csv"
                && (NO_DATE.contains(&cell("class").as_str()) || NO_DATE_EITHER.iter().any(|(e, _)| *e == example));
            match (found.dates.is_empty(), none) {
                (true, false) => Some("no date".into()),
                (false, true) => Some(format!("is read as {}", found.dates[0].value)),
                _ => None,
            }
        });
    }
}
