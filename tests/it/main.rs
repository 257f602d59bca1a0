//! All integration tests in one binary: one link, one shared run over the sample.

mod architecture;
mod bytes;
mod cli;
mod golden;
mod hostile;
mod inputs;
mod invariants;
mod lexicon;
mod licences;
mod packing;
mod properties;
mod runs;
mod second;
