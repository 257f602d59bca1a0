//! How a run tells what it does, without printing: `main` decides what a person sees.

/// The part of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading inputs; extraction rides along where asked.
    Read,
    /// Extraction from stage tables.
    Extract,
    /// Comparing.
    Aggregate,
}

/// Receives what a run does. Called from one thread.
pub trait Progress: Sync {
    /// A stage begins; `total` bytes are ahead, 0 where that is not known.
    fn begin(&self, stage: Stage, total: u64);
    /// So much is done in all: bytes, articles, claims, rejects.
    fn advance(&self, bytes: u64, articles: u64, claims: u64, rejects: u64);
    /// The stage is done.
    fn end(&self, stage: Stage);
    /// Something a person should know.
    fn note(&self, text: &str);
    /// True where a person wants the run to stop: asked between chunks and between stages.
    fn stopped(&self) -> bool {
        false
    }
}

/// Says nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Quiet;

impl Progress for Quiet {
    fn begin(&self, _: Stage, _: u64) {}
    fn advance(&self, _: u64, _: u64, _: u64, _: u64) {}
    fn end(&self, _: Stage) {}
    fn note(&self, _: &str) {}
}
