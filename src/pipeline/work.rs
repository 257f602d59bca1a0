//! What is done to a chunk of articles: extraction in parallel, or what the cache has of it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use super::cache::{Cache, Key, key};
use crate::extract::Extractor;
use crate::table::ExtractRows;
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
    pub fn rows(&mut self, articles: &[Article]) -> ExtractRows {
        let keeps = self.cache.is_some();
        let keys: Vec<Key> = if keeps { articles.par_iter().map(key).collect() } else { Vec::new() };
        let kept: Vec<Option<Vec<u8>>> = match &mut self.cache {
            Some(cache) => keys.iter().map(|k| cache.get(*k)).collect(),
            None => articles.iter().map(|_| None).collect(),
        };
        let extractor = self.extractor;
        let done: Vec<Done> =
            articles.par_iter().zip(&kept).map(|(article, kept)| Done::of(extractor, article, kept.as_deref(), keeps)).collect();
        let mut rows = ExtractRows::default();
        for (i, done) in done.into_iter().enumerate() {
            if let (Some(cache), Some(key)) = (&mut self.cache, keys.get(i)) {
                if done.broken {
                    cache.broken(*key);
                }
                if let Some(bytes) = &done.packed {
                    cache.put(*key, bytes);
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
        self.claims += rows.claims.len() as u64;
        rows
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
    fn of(extractor: &Extractor, article: &Article, kept: Option<&[u8]>, keeps: bool) -> Self {
        if let Some(rows) = kept.and_then(|bytes| ExtractRows::unpack(bytes, &article.article_id)) {
            return Self { rows: Ok(rows), packed: None, broken: false, anew: false };
        }
        let rows = guarded(&article.source_path, article.record, || ExtractRows::of(article, &extractor.extract(article)));
        let packed = rows.as_ref().ok().filter(|_| keeps).map(|r| r.pack(&article.article_id));
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
