//! From an article to what it claims: dates, figures, actors, attributions, claims.

pub mod actor;
pub mod attribution;
pub mod claim;
pub mod figure;
pub mod timex;
