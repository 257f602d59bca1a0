//! Which field of an input is the title, the text, the outlet: the usual names, and `--map` for others.

use serde_json::Value;

use super::InputError;
use crate::types::RawRecord;

/// A field of a record that an input may give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Field {
    Id,
    Text,
    Title,
    Outlet,
    Url,
    Author,
    Published,
    Modified,
    Language,
}

impl Field {
    /// All fields, in the order of the codebook.
    pub const ALL: [Self; 9] =
        [Self::Id, Self::Text, Self::Title, Self::Outlet, Self::Url, Self::Author, Self::Published, Self::Modified, Self::Language];

    /// Our name for it, as in `--map text=body`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Text => "text",
            Self::Title => "title",
            Self::Outlet => "outlet",
            Self::Url => "url",
            Self::Author => "author",
            Self::Published => "published",
            Self::Modified => "modified",
            Self::Language => "language",
        }
    }

    /// Names that inputs give it, the plainest first; compared without case, `_`, `-`, `.` and spaces.
    pub const fn usual(self) -> &'static [&'static str] {
        match self {
            Self::Id => &["id", "articleid", "docid", "documentid", "externalid", "uid", "guid", "uuid"],
            Self::Text => &[
                "text",
                "body",
                "content",
                "articletext",
                "articlebody",
                "fulltext",
                "maintext",
                "bodytext",
                "contenttext",
                "plaintext",
                "storytext",
                "textcontent",
                "article",
                "story",
                "document",
            ],
            Self::Title => &["title", "headline", "head", "articletitle", "heading", "name"],
            Self::Outlet => &[
                "outlet",
                "source",
                "publisher",
                "site",
                "sitename",
                "publication",
                "newspaper",
                "sourcename",
                "medianame",
                "medianame",
                "media",
                "feed",
                "provider",
            ],
            Self::Url => {
                &["url", "link", "sourceurl", "articleurl", "canonicallink", "canonicalurl", "permalink", "webpage", "uri", "href"]
            }
            Self::Author => &["author", "authors", "byline", "creator", "writer", "dccreator"],
            Self::Published => &[
                "published",
                "publishedat",
                "publisheddate",
                "publicationdate",
                "datepublished",
                "publishdate",
                "pubdate",
                "pubtime",
                "published_time",
                "date",
                "datetime",
                "publishtime",
                "publishedtime",
                "publicationtime",
                "timestamp",
                "day",
                "created",
                "createdat",
                "seendate",
            ],
            Self::Modified => {
                &["modified", "updated", "modifiedat", "updatedat", "datemodified", "lastmodified", "modifieddate", "updateddate"]
            }
            Self::Language => &["language", "lang", "inlanguage", "languagecode"],
        }
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.name() == name)
    }

    /// Puts a value into a record. An empty one is none.
    pub(super) fn set(self, raw: &mut RawRecord, value: String) {
        let slot = match self {
            Self::Text => {
                raw.text = value;
                return;
            }
            Self::Id => &mut raw.external_id,
            Self::Title => &mut raw.title,
            Self::Outlet => &mut raw.outlet,
            Self::Url => &mut raw.url,
            Self::Author => &mut raw.author,
            Self::Published => &mut raw.published,
            Self::Modified => &mut raw.modified,
            Self::Language => &mut raw.language,
        };
        let value = value.trim();
        *slot = (!value.is_empty()).then(|| value.to_owned());
    }

    /// True where a record has a value for it.
    pub(super) fn given(self, raw: &RawRecord) -> bool {
        match self {
            Self::Text => !raw.text.is_empty(),
            Self::Id => raw.external_id.is_some(),
            Self::Title => raw.title.is_some(),
            Self::Outlet => raw.outlet.is_some(),
            Self::Url => raw.url.is_some(),
            Self::Author => raw.author.is_some(),
            Self::Published => raw.published.is_some(),
            Self::Modified => raw.modified.is_some(),
            Self::Language => raw.language.is_some(),
        }
    }
}

/// `--map`, checked.
#[derive(Debug, Default)]
pub(super) struct Map {
    own: Vec<(Field, String)>,
}

impl Map {
    pub(super) fn new(pairs: &[(String, String)]) -> Result<Self, InputError> {
        let mut own = Vec::new();
        for (field, name) in pairs {
            let known = Field::parse(field).ok_or_else(|| InputError::Map {
                given: format!("{field}={name}"),
                field: field.clone(),
                allowed: Field::ALL.map(Field::name).join(", "),
            })?;
            own.push((known, name.clone()));
        }
        Ok(Self { own })
    }

    /// For each field the index of the column that holds it, by the names of all columns.
    pub(super) fn columns<S: AsRef<str>>(&self, names: &[S]) -> Vec<(Field, usize)> {
        let plain: Vec<String> = names.iter().map(|n| plain(n.as_ref())).collect();
        let mut out = Vec::new();
        for field in Field::ALL {
            let mapped: Vec<&str> = self.own.iter().filter(|(f, _)| *f == field).map(|(_, n)| n.as_str()).collect();
            let found = if mapped.is_empty() {
                field.usual().iter().find_map(|u| {
                    let u = plain_name(u);
                    plain.iter().position(|p| *p == u)
                })
            } else {
                mapped.iter().find_map(|m| names.iter().position(|n| n.as_ref() == *m))
            };
            // A column serves one field: `--map title=text` must not leave it the text as well.
            if let Some(i) = found.filter(|i| mapped.len() == 1 || !self.own.iter().any(|(_, n)| n == names[*i].as_ref())) {
                out.push((field, i));
            }
        }
        out
    }

    /// The record in a JSON object.
    pub(super) fn record(&self, object: &serde_json::Map<String, Value>) -> Result<RawRecord, String> {
        let names: Vec<&str> = object.keys().map(String::as_str).collect();
        let mut raw = RawRecord { fields_source: Some("field".into()), ..RawRecord::default() };
        let mut text = false;
        for (field, i) in self.columns(&names) {
            if let Some(value) = words(&object[names[i]], field) {
                text |= field == Field::Text;
                field.set(&mut raw, value);
            }
        }
        if !text {
            return Err(self.no_text("field", &names));
        }
        if Field::ALL.iter().all(|f| *f == Field::Text || !f.given(&raw)) {
            raw.fields_source = None;
        }
        Ok(raw)
    }

    /// Why a record has no text, and what to do.
    pub(super) fn no_text<S: AsRef<str>>(&self, what: &str, names: &[S]) -> String {
        let mut list: Vec<&str> = names.iter().map(AsRef::as_ref).take(12).collect();
        if names.len() > 12 {
            list.push("...");
        }
        if list.is_empty() {
            return format!("has no text: it has no {what}s");
        }
        format!("has no text {what} among {}; name it with --map text={}", list.join(", "), what.to_uppercase())
    }
}

fn plain(name: &str) -> String {
    plain_name(name.trim_start_matches('\u{feff}').trim())
}

fn plain_name(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-' | '.' | ' ' | ':')).flat_map(char::to_lowercase).collect()
}

/// A JSON value as words: a string, a number, the name in an object ("source": {"name": ...}), a list of those.
fn words(value: &Value, field: Field) -> Option<String> {
    match value {
        Value::String(s) => Some(s.clone()),
        Value::Number(n) => Some(n.to_string()),
        Value::Array(list) => {
            let all: Vec<String> = list.iter().filter_map(|v| words(v, field)).collect();
            let glue = if field == Field::Text { "\n\n" } else { ", " };
            (!all.is_empty()).then(|| all.join(glue))
        }
        Value::Object(o) => ["name", "title", "text", "value", "$t", "#text", "id"].iter().find_map(|k| match o.get(*k) {
            Some(Value::String(s)) => Some(s.clone()),
            _ => None,
        }),
        Value::Null | Value::Bool(_) => None,
    }
}
