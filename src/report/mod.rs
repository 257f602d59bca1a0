//! What people look at: explanations of single claims, comparisons in the terminal. Returns text; prints nothing.

pub mod explain;
pub mod show;
