//! howmany turns news into a dataset of claimed counts: who claims how many of what, with what status and evidence,
//! through which chain of reports, as of when - and do the claims contradict each other?
//!
//! The modules stand in the order in which data flows. `ARCHITECTURE.md` has the map and the invariants.

#![warn(missing_docs)]

pub mod types;

pub mod lexicon;

pub mod input;
pub mod normalize;
pub mod syntax;

pub mod extract;

#[cfg(feature = "tables")]
pub mod aggregate;
#[cfg(feature = "tables")]
pub mod pipeline;
#[cfg(feature = "tables")]
pub mod report;
#[cfg(feature = "tables")]
pub mod table;
