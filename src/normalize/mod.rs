//! To be filled.

pub mod stamp;
