//! Tags and trees from one small network.

pub mod classes;
pub mod eisner;
pub mod features;
pub mod maths;
pub mod shape;
pub mod train;
