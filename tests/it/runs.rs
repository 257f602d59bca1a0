//! Runs of the program into folders of their own, and their tables read back as text.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use assert_cmd::Command;
use tempfile::TempDir;

/// The project's folder.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The sample that ships with the project.
pub fn sample() -> PathBuf {
    root().join("data/raw/sample")
}

/// A new folder for a test.
pub fn folder() -> TempDir {
    tempfile::Builder::new().prefix("it-").tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder for the test")
}

/// Writes files into a folder, with those above them.
pub fn put(folder: &Path, files: &[(&str, &[u8])]) {
    for (name, bytes) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, bytes).expect("written");
    }
}

/// The program, with no color and a limit of time: no command may hang.
pub fn howmany() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_howmany"));
    command.timeout(Duration::from_secs(240)).env("NO_COLOR", "1");
    command
}

/// `howmany run INPUT --out OUT --quiet`, which must end with 0.
pub fn run(input: &Path, out: &Path) {
    howmany().arg("run").arg(input).arg("--out").arg(out).arg("--quiet").assert().success();
}

/// A folder that the tests of this program share: a static is never dropped, so what programs that have ended left goes now.
pub fn shared(name: &str) -> PathBuf {
    let here = Path::new(env!("CARGO_TARGET_TMPDIR"));
    for old in std::fs::read_dir(here).expect("the folder of tests").flatten() {
        let file = old.file_name().to_string_lossy().into_owned();
        if file.strip_prefix("shared-").and_then(|f| f.split('-').next()).is_some_and(|id| !Path::new("/proc").join(id).exists()) {
            let _ = std::fs::remove_dir_all(old.path());
        }
    }
    here.join(format!("shared-{}-{name}", std::process::id()))
}

/// The outputs of one run over the sample, which the tests of this binary share and do not change.
pub fn sample_outputs() -> &'static Path {
    static SHARED: OnceLock<PathBuf> = OnceLock::new();
    SHARED.get_or_init(|| {
        let out = shared("sample");
        run(&sample(), &out);
        out
    })
}

/// A table as its CSV has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Csv {
    pub name: String,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Csv {
    /// Reads `NAME.csv` of a run.
    pub fn read(out: &Path, name: &str) -> Self {
        let path = out.join(format!("{name}.csv"));
        let mut reader = csv::Reader::from_path(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let columns = reader.headers().expect("a header").iter().map(str::to_owned).collect();
        let rows = reader.records().map(|r| r.expect("a row as wide as the header").iter().map(str::to_owned).collect()).collect();
        Self { name: name.to_owned(), columns, rows }
    }

    /// Place of a column.
    pub fn at(&self, column: &str) -> usize {
        self.columns.iter().position(|c| c == column).unwrap_or_else(|| panic!("{} has no column {column}", self.name))
    }

    /// The cells of a column.
    pub fn column(&self, column: &str) -> Vec<&str> {
        let at = self.at(column);
        self.rows.iter().map(|r| r[at].as_str()).collect()
    }

    /// Chosen columns of every row.
    pub fn select(&self, columns: &[&str]) -> Vec<Vec<&str>> {
        let places: Vec<usize> = columns.iter().map(|c| self.at(c)).collect();
        self.rows.iter().map(|r| places.iter().map(|p| r[*p].as_str()).collect()).collect()
    }

    /// A column of whole numbers.
    pub fn numbers(&self, column: &str) -> Vec<usize> {
        self.column(column).into_iter().map(|c| c.parse().unwrap_or_else(|_| panic!("{}.{column}: {c:?}", self.name))).collect()
    }
}

/// A cell without the mark that keeps a spreadsheet from running it.
pub fn plain(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        _ => cell,
    }
}

/// The texts of a run by article.
pub fn texts(out: &Path) -> BTreeMap<String, Vec<char>> {
    let rows: Vec<howmany::table::TextRow> = howmany::table::read(&out.join("texts.parquet")).expect("texts.parquet");
    rows.into_iter().map(|r| (r.article_id, r.text.chars().collect())).collect()
}

/// The data package of a run.
pub fn package(out: &Path) -> serde_json::Value {
    let text = std::fs::read_to_string(out.join("datapackage.json")).expect("datapackage.json");
    serde_json::from_str(&text).expect("JSON")
}

/// The names of the tables that a run wrote as CSV.
pub fn tables(out: &Path) -> Vec<String> {
    let package = package(out);
    let resources = package["resources"].as_array().expect("resources");
    resources.iter().map(|r| r["name"].as_str().expect("a name").to_owned()).collect()
}

/// Every file below a folder with its bytes; `timing` taken out of run.json and stage.json, hidden ones left out.
pub fn files(out: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            let name = path.strip_prefix(root).expect("below").to_string_lossy().into_owned();
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            if path.is_dir() {
                walk(root, &path, files);
                continue;
            }
            let mut bytes = std::fs::read(&path).expect("a file");
            if name.ends_with("run.json") || name.ends_with("stage.json") {
                let mut value: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
                assert!(value.as_object_mut().expect("an object").remove("timing").is_some(), "{name} has no timing");
                bytes = value.to_string().into_bytes();
            }
            files.insert(name, bytes);
        }
    }
    let mut all = BTreeMap::new();
    walk(out, out, &mut all);
    all
}

/// How many folders of runs are left in a folder of outputs, whether they ended well or not: none may be.
pub fn left_behind(out: &Path) -> usize {
    let left = std::fs::read_dir(out).expect("outputs").flatten();
    left.filter(|e| e.file_name().to_string_lossy().starts_with(".run-")).count()
}

/// Asserts that two runs left the same files with the same bytes.
pub fn same_files(a: &Path, b: &Path, what: &str) {
    let (a, b) = (files(a), files(b));
    assert!(a.len() > 30, "{what}: only {} files", a.len());
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>(), "{what}");
    let differ: Vec<&String> = a.iter().filter(|(name, bytes)| b[*name] != **bytes).map(|(name, _)| name).collect();
    assert!(differ.is_empty(), "{what}: other bytes in {differ:?}");
}
