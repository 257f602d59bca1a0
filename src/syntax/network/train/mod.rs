//! Training: forward and back in plain Rust, in a fixed order on one thread, so that the same data gives the same bytes.

pub mod adam;
pub mod back;
pub mod data;
pub mod exchange;
pub mod export;
pub mod net;
pub mod parts;
pub mod product;
pub mod run;
pub mod score;
pub mod silver;
