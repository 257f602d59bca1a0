//! To be filled by its room.

use super::{Files, LexiconError};

/// Knowledge of this room.
#[derive(Debug, Default)]
pub struct People {}

impl People {
    /// Reads and checks its files.
    ///
    /// # Errors
    /// The first fault found.
    pub fn load(_files: &Files) -> Result<Self, LexiconError> {
        Ok(Self {})
    }
}
