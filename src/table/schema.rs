//! What a table is: its columns with type, meaning, vocabulary and keys.

use super::field::Kind;

/// A column as declared.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Name in Parquet and CSV.
    pub name: String,
    /// Type.
    pub kind: Kind,
    /// False where it holds no nulls.
    pub nullable: bool,
    /// Meaning, in words.
    pub about: String,
    /// The values allowed; empty where any is.
    pub vocabulary: Vec<&'static str>,
    /// Table and column that its values stand in.
    pub refers: Option<(&'static str, &'static str)>,
    /// True where only `aggregate` knows it: not in the stage table of the same name.
    pub late: bool,
}

/// A table as declared.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Name of its files.
    pub name: &'static str,
    /// What a row is.
    pub about: &'static str,
    /// Columns that tell the rows apart.
    pub key: &'static [&'static str],
    /// In order.
    pub columns: Vec<Column>,
    /// False where there is no CSV of it.
    pub csv: bool,
}

impl Table {
    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|c| c.name == name)
    }

    /// The table as its stage writes it: without the columns that only `aggregate` knows.
    pub fn early(&self) -> Table {
        Table { columns: self.columns.iter().filter(|c| !c.late).cloned().collect(), ..self.clone() }
    }
}
