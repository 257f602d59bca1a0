//! Web pages: main text and metadata.

use super::{Found, Job, stream::Stream};

pub(super) fn read(_job: &Job<'_>, _stream: &mut Stream, _sink: &mut dyn FnMut(Found)) -> Result<(), String> {
    Err("is a web page, which is not read yet".into())
}
