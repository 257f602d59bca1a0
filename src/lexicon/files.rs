//! The files themselves: built in, overlaid by a folder, read row by row with the place of every fault.

use std::collections::BTreeMap;
use std::path::Path;

use serde::de::DeserializeOwned;

/// The built-in files of a language. A new file is one line here.
const BUILTIN: &[(&str, &str)] = &[
    ("common_words.csv", include_str!("../../data/lexicon/en/common_words.csv")),
    ("same_things.csv", include_str!("../../data/lexicon/en/same_things.csv")),
    ("questions.csv", include_str!("../../data/lexicon/en/questions.csv")),
    ("implies.csv", include_str!("../../data/lexicon/en/implies.csv")),
    ("status_families.csv", include_str!("../../data/lexicon/en/status_families.csv")),
    ("agencies.csv", include_str!("../../data/lexicon/en/agencies.csv")),
    ("containers.csv", include_str!("../../data/lexicon/en/containers.csv")),
    ("copyright_holders.csv", include_str!("../../data/lexicon/en/copyright_holders.csv")),
    ("cues.csv", include_str!("../../data/lexicon/en/cues.csv")),
    ("currencies.csv", include_str!("../../data/lexicon/en/currencies.csv")),
    ("designations.csv", include_str!("../../data/lexicon/en/designations.csv")),
    ("evidence_words.csv", include_str!("../../data/lexicon/en/evidence_words.csv")),
    ("figure_words.csv", include_str!("../../data/lexicon/en/figure_words.csv")),
    ("framing.csv", include_str!("../../data/lexicon/en/framing.csv")),
    ("credit_words.csv", include_str!("../../data/lexicon/en/credit_words.csv")),
    ("furniture.csv", include_str!("../../data/lexicon/en/furniture.csv")),
    ("groups.csv", include_str!("../../data/lexicon/en/groups.csv")),
    ("hedges.csv", include_str!("../../data/lexicon/en/hedges.csv")),
    ("holidays.csv", include_str!("../../data/lexicon/en/holidays.csv")),
    ("home_currencies.csv", include_str!("../../data/lexicon/en/home_currencies.csv")),
    ("idioms.csv", include_str!("../../data/lexicon/en/idioms.csv")),
    ("money_words.csv", include_str!("../../data/lexicon/en/money_words.csv")),
    ("months.csv", include_str!("../../data/lexicon/en/months.csv")),
    ("nations.csv", include_str!("../../data/lexicon/en/nations.csv")),
    ("number_words.csv", include_str!("../../data/lexicon/en/number_words.csv")),
    ("office_words.csv", include_str!("../../data/lexicon/en/office_words.csv")),
    ("organisation_heads.csv", include_str!("../../data/lexicon/en/organisation_heads.csv")),
    ("outlets.csv", include_str!("../../data/lexicon/en/outlets.csv")),
    ("peoples.csv", include_str!("../../data/lexicon/en/peoples.csv")),
    ("places.csv", include_str!("../../data/lexicon/en/places.csv")),
    ("roles.csv", include_str!("../../data/lexicon/en/roles.csv")),
    ("score_words.csv", include_str!("../../data/lexicon/en/score_words.csv")),
    ("claim_words.csv", include_str!("../../data/lexicon/en/claim_words.csv")),
    ("confidence.csv", include_str!("../../data/lexicon/en/confidence.csv")),
    ("modality.csv", include_str!("../../data/lexicon/en/modality.csv")),
    ("parts.csv", include_str!("../../data/lexicon/en/parts.csv")),
    ("speech_words.csv", include_str!("../../data/lexicon/en/speech_words.csv")),
    ("stances.csv", include_str!("../../data/lexicon/en/stances.csv")),
    ("statuses.csv", include_str!("../../data/lexicon/en/statuses.csv")),
    ("things.csv", include_str!("../../data/lexicon/en/things.csv")),
    ("time_phrases.csv", include_str!("../../data/lexicon/en/time_phrases.csv")),
    ("time_words.csv", include_str!("../../data/lexicon/en/time_words.csv")),
    ("time_zones.csv", include_str!("../../data/lexicon/en/time_zones.csv")),
    ("titles.csv", include_str!("../../data/lexicon/en/titles.csv")),
    ("units.csv", include_str!("../../data/lexicon/en/units.csv")),
    ("vague.csv", include_str!("../../data/lexicon/en/vague.csv")),
    ("weekdays.csv", include_str!("../../data/lexicon/en/weekdays.csv")),
];

/// A fault in a knowledge file, with its place.
#[derive(Debug, thiserror::Error)]
#[error("{file}{}: {problem}{}", if *line > 0 { format!(":{line}") } else { String::new() }, hint.as_ref().map(|h| format!(" - {h}")).unwrap_or_default())]
pub struct LexiconError {
    /// Path of the file.
    pub file: String,
    /// Line, from 1; 0 for the file as a whole.
    pub line: u64,
    /// What is wrong.
    pub problem: String,
    /// What to do, where it can be said.
    pub hint: Option<String>,
}

/// A row and where it stands.
#[derive(Clone, Debug)]
pub struct Row<T> {
    /// The row.
    pub value: T,
    /// File that it came from.
    pub file: String,
    /// Line, from 1.
    pub line: u64,
}

impl<T> Row<T> {
    /// A fault of this row.
    pub fn fault(&self, problem: impl Into<String>) -> LexiconError {
        LexiconError { file: self.file.clone(), line: self.line, problem: problem.into(), hint: None }
    }

    /// Reads a vocabulary value of this row; the error names the nearest allowed one.
    ///
    /// # Errors
    /// A value that the vocabulary does not have.
    pub fn word<V: std::str::FromStr<Err = crate::types::UnknownValue>>(&self, value: &str) -> Result<V, LexiconError> {
        value.parse().map_err(|e: crate::types::UnknownValue| {
            let mut fault = self.fault(e.to_string());
            fault.hint = nearest(value, e.allowed).map(|n| format!("did you mean `{n}`?"));
            fault
        })
    }
}

/// The allowed word with the smallest edit distance.
fn nearest<'a>(value: &str, allowed: &[&'a str]) -> Option<&'a str> {
    allowed.iter().copied().min_by_key(|a| distance(value, a))
}

/// Levenshtein distance over characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let next = (diagonal + usize::from(ca != *cb)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = row[j + 1];
            row[j + 1] = next;
        }
    }
    row[b.len()]
}

/// The knowledge files of one language: name to text, built in and overlaid.
#[derive(Clone, Debug, Default)]
pub struct Files {
    builtin: BTreeMap<String, String>,
    overlay: BTreeMap<String, (String, String)>,
}

impl Files {
    /// The files built into the program.
    pub fn builtin() -> Self {
        Self { builtin: BUILTIN.iter().map(|(n, t)| ((*n).to_owned(), (*t).to_owned())).collect(), overlay: BTreeMap::new() }
    }

    /// Lays the `.csv` files of a folder over these.
    ///
    /// # Errors
    /// A folder or file that cannot be read, or a file name that no built-in file has.
    pub fn with_folder(mut self, folder: &Path) -> Result<Self, LexiconError> {
        let fault =
            |file: &Path, problem: String, hint: Option<String>| LexiconError { file: file.display().to_string(), line: 0, problem, hint };
        let entries = std::fs::read_dir(folder)
            .map_err(|e| fault(folder, format!("cannot be read: {e}"), Some("name a folder of lexicon files".into())))?;
        let mut paths: Vec<_> = entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|x| x == "csv")).collect();
        paths.sort();
        for path in paths {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            if !self.builtin.contains_key(&name) {
                let names: Vec<&str> = self.builtin.keys().map(String::as_str).collect();
                let hint = nearest(&name, &names).map(|n| format!("did you mean `{n}`?"));
                return Err(fault(&path, "no lexicon file has this name".into(), hint));
            }
            let text = std::fs::read_to_string(&path).map_err(|e| fault(&path, format!("cannot be read: {e}"), None))?;
            self.overlay.insert(name, (path.display().to_string(), text));
        }
        Ok(self)
    }

    /// The rows of a file, `key` first columns being the key by which an overlay replaces (`=`), adds, or removes (`-`).
    /// In file order, overlay rows last.
    ///
    /// # Errors
    /// A missing file, a row that does not fit the columns, or a removed row that is not there.
    pub fn rows<T: DeserializeOwned>(&self, name: &str, key: usize) -> Result<Vec<Row<T>>, LexiconError> {
        let text = self.builtin.get(name).ok_or_else(|| LexiconError {
            file: name.to_owned(),
            line: 0,
            problem: "is not built in".into(),
            hint: Some("name it in src/lexicon/files.rs".into()),
        })?;
        let mut rows = parse::<T>(&format!("data/lexicon/en/{name}"), text, key)?;
        if let Some((path, text)) = self.overlay.get(name) {
            for (over_key, row) in parse::<T>(path, text, key)? {
                if let Some(gone) = over_key.strip_prefix('-') {
                    let before = rows.len();
                    rows.retain(|(k, _)| k != gone);
                    if rows.len() == before {
                        return Err(row.fault(format!("removes `{gone}`, which is not there")));
                    }
                    continue;
                }
                rows.retain(|(k, _)| *k != over_key);
                rows.push((over_key, row));
            }
        }
        Ok(rows.into_iter().map(|(_, r)| r).collect())
    }

    /// Hash of names and texts: changes when any knowledge does.
    pub fn fingerprint(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        let overlay = self.overlay.iter().map(|(n, (_, t))| (n, t));
        for (name, text) in self.builtin.iter().chain(overlay) {
            for part in [name, text] {
                hasher.update(&(part.len() as u64).to_le_bytes());
                hasher.update(part.as_bytes());
            }
        }
        hasher.finalize().to_hex()[..32].to_owned()
    }
}

/// The line on which a record stands: its position is that of the comments and empty lines before it.
fn line_of(text: &str, position: &csv::Position) -> u64 {
    let from = usize::try_from(position.byte()).ok().and_then(|b| text.get(b..)).unwrap_or("");
    position.line() + from.lines().take_while(|l| l.is_empty() || l.starts_with('#')).count() as u64
}

/// Rows of one text with their keys. Lines that begin with `#` are comments.
fn parse<T: DeserializeOwned>(file: &str, text: &str, key: usize) -> Result<Vec<(String, Row<T>)>, LexiconError> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).trim(csv::Trim::All).from_reader(text.as_bytes());
    let fault = |line: u64, problem: String| LexiconError { file: file.to_owned(), line, problem, hint: None };
    let headers = reader.headers().map_err(|e| fault(1, e.to_string()))?.clone();
    let mut out = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| fault(e.position().map_or(0, |p| line_of(text, p)), e.to_string()))?;
        let line = record.position().map_or(0, |p| line_of(text, p));
        let value: T = record.deserialize(Some(&headers)).map_err(|e| fault(line, e.to_string()))?;
        let id = record.iter().take(key).collect::<Vec<_>>().join("|");
        out.push((id, Row { value, file: file.to_owned(), line }));
    }
    Ok(out)
}
