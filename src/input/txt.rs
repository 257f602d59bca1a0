//! A text file: one article, as pasted from a site or an aggregator.

use super::{Found, Job, decode, stream::Stream};
use crate::types::RawRecord;

pub(super) fn read(job: &Job<'_>, mut stream: Stream<'_>, sink: &mut dyn FnMut(Found)) -> Result<(), String> {
    // Other encodings take up to three bytes less or more a character than UTF-8: the limit is checked again on the text.
    let bytes = stream.all(job.limits.article.saturating_mul(2), "the text")?;
    if decode::is_binary(&bytes) {
        return Err("is binary, not text".into());
    }
    let decoded = decode::decode(&bytes);
    sink(job.finish(None, RawRecord { text: decoded.text, damaged: decoded.damaged, ..RawRecord::default() }));
    Ok(())
}
