//! What is done to a chunk of articles: extraction in parallel, or what the cache has of it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use super::cache::{Cache, Key, key};
use crate::extract::Extractor;
use crate::table::{ExtractRows, NormalizeRows};
use crate::types::{Article, Reject};

/// Extraction with its cache, for one run.
pub struct Work<'k> {
    extractor: &'k Extractor,
    /// None where everything is to be done anew.
    pub cache: Option<Cache>,
    /// Articles that made a rule panic.
    pub poisoned: Vec<Reject>,
    /// Articles that extraction was run on.
    pub anew: u64,
    /// Claims found so far.
    pub claims: u64,
}

impl<'k> Work<'k> {
    /// Nothing done yet.
    pub fn new(extractor: &'k Extractor, cache: Option<Cache>) -> Self {
        Self { extractor, cache, poisoned: Vec::new(), anew: 0, claims: 0 }
    }

    /// The rows of these articles in their order. An article that makes a rule panic becomes a reject.
    pub fn rows(&mut self, articles: &[Ready]) -> ExtractRows {
        let keeps = self.cache.is_some();
        let kept: Vec<Option<Vec<u8>>> = match &mut self.cache {
            Some(cache) => articles.iter().map(|a| cache.get(a.key?)).collect(),
            None => articles.iter().map(|_| None).collect(),
        };
        let extractor = self.extractor;
        let done: Vec<Done> =
            articles.par_iter().zip(&kept).map(|(article, kept)| Done::of(extractor, article, kept.as_deref(), keeps)).collect();
        let mut rows = ExtractRows::default();
        for (article, done) in articles.iter().zip(done) {
            if let (Some(cache), Some(key)) = (&mut self.cache, article.key) {
                if done.broken {
                    cache.broken(key);
                }
                if let Some(bytes) = &done.packed {
                    cache.put(key, bytes);
                }
            }
            self.anew += u64::from(done.anew);
            match done.rows {
                Ok(more) => rows.append(more),
                Err(reject) => self.poisoned.push(reject),
            }
        }
        if let Some(cache) = &mut self.cache {
            cache.flush();
        }
        let cut = std::mem::take(&mut rows.cut);
        self.poisoned.extend(cut.into_iter().map(|c| Reject { source_path: c.source_path, record: c.record, reason: c.reason }));
        self.claims += rows.claims.len() as u64;
        rows
    }
}

/// An article that waits for extraction. What the cache has of it as normalized is not put together again: mostly nothing but its rows
/// is wanted.
pub struct Ready {
    /// As the stage tables have it; without rows where it was read from them.
    pub rows: NormalizeRows,
    /// The article itself, where it was made or read.
    article: Option<Article>,
    /// The key of its record in the cache.
    pub key: Option<Key>,
}

impl Ready {
    /// An article that was made from its record. With `keyed` it is looked for in the cache.
    pub fn made(article: Article, keyed: bool) -> Self {
        let rows = NormalizeRows::of(&article);
        Self { key: keyed.then(|| key(&article)), rows, article: Some(article) }
    }

    /// An article of which the tables are there already.
    pub fn read(article: Article, keyed: bool) -> Self {
        Self { key: keyed.then(|| key(&article)), rows: NormalizeRows::default(), article: Some(article) }
    }

    /// The bytes of a cache for the record that it was made from; none where its id is not that of a first article of its content.
    pub fn pack(&self) -> Option<Vec<u8>> {
        let id = &self.rows.articles.first()?.article_id;
        let number = id.strip_prefix("a_").filter(|h| h.len() == 32).and_then(|h| u128::from_str_radix(h, 16).ok())?;
        Some([&self.key?.to_le_bytes()[..], &number.to_le_bytes(), &self.rows.pack(id)].concat())
    }

    /// Back again, without the text; none where the bytes do not fit.
    pub fn unpack(bytes: &[u8]) -> Option<Self> {
        let (key, rest) = bytes.split_first_chunk::<16>()?;
        let (number, rest) = rest.split_first_chunk::<16>()?;
        let rows = NormalizeRows::unpack(rest, &format!("a_{:032x}", u128::from_le_bytes(*number)), String::new())?;
        Some(Self { rows, article: None, key: Some(Key::from_le_bytes(*key)) })
    }

    /// Gives it the text of its record.
    pub fn with_text(mut self, text: String) -> Self {
        if let Some(row) = self.rows.texts.first_mut() {
            row.text = text;
        }
        self
    }

    /// Its id.
    pub fn id(&self) -> &str {
        self.named().0
    }

    /// Gives it another id: that of a repeat.
    pub fn rename(&mut self, id: &str) {
        self.rows.articles.iter_mut().for_each(|a| id.clone_into(&mut a.article_id));
        self.rows.texts.iter_mut().for_each(|t| id.clone_into(&mut t.article_id));
        self.rows.blocks.iter_mut().for_each(|b| id.clone_into(&mut b.article_id));
        if let Some(article) = &mut self.article {
            id.clone_into(&mut article.article_id);
        }
    }

    /// Id, path and record.
    fn named(&self) -> (&str, &str, Option<i64>) {
        match (&self.article, self.rows.articles.first()) {
            (Some(a), _) => (&a.article_id, &a.source_path, a.record),
            (None, Some(a)) => (&a.article_id, &a.source_path, a.record),
            (None, None) => ("", "", None),
        }
    }

    /// The work on the article, which is put together for it where need be.
    fn with<T>(&self, work: impl FnOnce(&Article) -> T) -> T {
        match &self.article {
            Some(article) => work(article),
            None => work(&self.rows.article().unwrap_or_default()),
        }
    }
}

/// One article done.
struct Done {
    rows: Result<ExtractRows, Reject>,
    /// For the cache.
    packed: Option<Vec<u8>>,
    /// What the cache had were no rows.
    broken: bool,
    anew: bool,
}

impl Done {
    fn of(extractor: &Extractor, article: &Ready, kept: Option<&[u8]>, keeps: bool) -> Self {
        let (id, path, record) = article.named();
        if let Some(rows) = kept.and_then(|bytes| ExtractRows::unpack(bytes, id, path, record)) {
            return Self { rows: Ok(rows), packed: None, broken: false, anew: false };
        }
        let rows = guarded(path, record, || article.with(|article| ExtractRows::of(article, &extractor.extract(article))));
        let packed = rows.as_ref().ok().filter(|_| keeps).map(|r| r.pack(id));
        Self { rows, packed, broken: kept.is_some(), anew: true }
    }
}

/// Runs the work on one record; a panic becomes a reject and its neighbors live.
pub fn guarded<T>(path: &str, record: Option<i64>, work: impl FnOnce() -> T) -> Result<T, Reject> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| Reject {
        source_path: path.to_owned(),
        record,
        reason: "the program stumbled over this text (a fault of howmany's: please report it with the text)".into(),
    })
}
