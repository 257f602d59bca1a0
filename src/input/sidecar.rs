//! `NAME.meta.toml`: metadata beside a file that has none of its own.
//!
//! ```toml
//! title = "Ferry toll rises to 14"
//! outlet = "The Harbour Post"
//! published = 2025-03-02
//! ```

use std::path::PathBuf;

use super::Source;
use super::fields::Field;
use crate::types::RawRecord;

/// The ending of a sidecar's name.
pub(super) const ENDING: &str = ".meta.toml";

/// What a sidecar says.
#[derive(Debug, Default)]
pub(super) struct Sidecar {
    values: Vec<(Field, String)>,
}

/// The names that a sidecar of `path` may have: `story.txt.meta.toml` and `story.meta.toml`.
pub(super) fn names(path: &std::path::Path) -> Vec<PathBuf> {
    let Some(name) = path.file_name().map(|n| n.to_string_lossy().into_owned()) else { return Vec::new() };
    let mut out = vec![path.with_file_name(format!("{name}.meta.toml"))];
    let mut stem = name.as_str();
    while let Some((shorter, _)) = stem.rsplit_once('.') {
        if !shorter.is_empty() {
            out.push(path.with_file_name(format!("{shorter}.meta.toml")));
        }
        stem = shorter;
    }
    out
}

/// The sidecar of a source, if there is one.
pub(super) fn beside(source: &Source) -> Result<Option<Sidecar>, String> {
    if source.is_standard_input() {
        return Ok(None);
    }
    let Some(path) = names(&source.path).into_iter().find(|p| p.is_file()) else { return Ok(None) };
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let text = std::fs::read_to_string(&path).map_err(|e| format!("its sidecar {name} cannot be read: {e}"))?;
    parse(&text).map(Some).map_err(|e| format!("its sidecar {name} {e}"))
}

pub(super) fn parse(text: &str) -> Result<Sidecar, String> {
    let table: toml::Table = text.parse().map_err(|e: toml::de::Error| {
        let line = e.span().map_or(0, |s| text.get(..s.start).map_or(0, |t| t.matches('\n').count()) + 1);
        format!("is no TOML: line {line}: {}", e.message())
    })?;
    let mut out = Sidecar::default();
    for (name, value) in &table {
        let Some(field) = Field::ALL.into_iter().find(|f| f.name() == name).filter(|f| *f != Field::Text) else {
            let allowed: Vec<&str> = Field::ALL.iter().filter(|f| **f != Field::Text).map(|f| f.name()).collect();
            return Err(format!("names `{name}`; fields are {}", allowed.join(", ")));
        };
        let value = match value {
            toml::Value::String(s) => s.clone(),
            toml::Value::Integer(i) => i.to_string(),
            toml::Value::Datetime(d) => d.to_string(),
            toml::Value::Array(list) if field == Field::Author => {
                list.iter().filter_map(toml::Value::as_str).collect::<Vec<_>>().join(", ")
            }
            _ => return Err(format!("gives `{name}` as something else than words or a date")),
        };
        out.values.push((field, value));
    }
    Ok(out)
}

impl Sidecar {
    /// Fills what the input itself does not give; its own fields come first.
    pub(super) fn fill(&self, raw: &mut RawRecord) {
        for (field, value) in &self.values {
            if !field.given(raw) {
                field.set(raw, value.clone());
                raw.fields_source.get_or_insert_with(|| "sidecar".into());
            }
        }
    }
}
