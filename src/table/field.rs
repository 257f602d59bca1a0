//! How a Rust type stands in a column: its declared type, whether it may be null, its vocabulary, there and back.

use polars::prelude::{BooleanChunked, Float64Chunked, Int32Chunked, Int64Chunked};
use polars::prelude::{Column as Series, DataType, IntoColumn, NewChunkedArray, PolarsError, PolarsResult, StringChunked};

use super::pack::{Packer, Unpacker};
use crate::types::{
    ActorKind, Aggregation, Agreement, AttributionKind, BlockKind, CountedType, Day, DaySource, Evidence, FigureKind, FlagCode, Form,
    Modality, Policy, Quantifier, QuoteKind, Relation, SourceKind, Stance, Status, TimexType,
};

/// Type of a column, in the words of Frictionless Table Schema (`text` is its `string`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Unicode text, never empty: null instead.
    Text,
    /// 64-bit signed.
    Integer,
    /// 64-bit float.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A civil day.
    Date,
}

impl Kind {
    /// The type in the data package.
    pub const fn frictionless(self) -> &'static str {
        match self {
            Kind::Text => "string",
            Kind::Integer => "integer",
            Kind::Number => "number",
            Kind::Boolean => "boolean",
            Kind::Date => "date",
        }
    }

    /// The type in words, for the codebook.
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Text => "text",
            other => other.frictionless(),
        }
    }

    /// The type in frames and Parquet.
    pub const fn polars(self) -> DataType {
        match self {
            Kind::Text => DataType::String,
            Kind::Integer => DataType::Int64,
            Kind::Number => DataType::Float64,
            Kind::Boolean => DataType::Boolean,
            Kind::Date => DataType::Date,
        }
    }
}

/// A Rust type that can fill a column.
pub trait Field: Sized {
    /// Type of the column.
    const KIND: Kind;
    /// False where the column holds no nulls.
    const NULLABLE: bool = false;

    /// The values allowed, in the order of the codebook; empty where any is.
    fn vocabulary() -> Vec<&'static str> {
        Vec::new()
    }

    /// Values to a column. Empty text becomes null.
    fn column<'a>(name: &str, values: impl Iterator<Item = &'a Self>) -> Series
    where
        Self: 'a;

    /// A column to values.
    ///
    /// # Errors
    /// Another type, a null where none may be, a value that the vocabulary does not have.
    fn values(column: &Series) -> PolarsResult<Vec<Self>>;

    /// The value to the bytes of a cache.
    fn pack(&self, to: &mut Packer);

    /// Back again; none where the bytes do not fit.
    fn unpack(from: &mut Unpacker<'_>) -> Option<Self>;
}

/// What is wrong with row `row` of a column.
fn fault(column: &Series, row: usize, problem: &str) -> PolarsError {
    PolarsError::ComputeError(format!("column {}, row {}: {problem}", column.name(), row + 1).into())
}

/// Text to a column.
fn text_column<'a>(name: &str, values: impl Iterator<Item = Option<&'a str>>) -> Series {
    StringChunked::from_iter_options(name.into(), values.map(|v| v.filter(|v| !v.is_empty()))).into_column()
}

/// Implements [`Field`] for a type and its `Option`.
macro_rules! plain {
    ($type:ty, $kind:expr, $chunked:ty, $accessor:ident, $to:expr, $from:expr, $pack:expr, $unpack:expr) => {
        impl Field for $type {
            const KIND: Kind = $kind;
            fn column<'a>(name: &str, values: impl Iterator<Item = &'a Self>) -> Series {
                finish($kind, <$chunked>::from_iter_options(name.into(), values.map(|v| Some($to(v)))).into_column())
            }
            fn values(column: &Series) -> PolarsResult<Vec<Self>> {
                let physical = column.to_physical_repr();
                let cells = physical.$accessor()?;
                cells.iter().enumerate().map(|(i, v)| v.map($from).ok_or_else(|| fault(column, i, "is null"))).collect()
            }
            fn pack(&self, to: &mut Packer) {
                $pack(self, to);
            }
            fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
                $unpack(from)
            }
        }
        impl Field for Option<$type> {
            const KIND: Kind = $kind;
            const NULLABLE: bool = true;
            fn column<'a>(name: &str, values: impl Iterator<Item = &'a Self>) -> Series {
                finish($kind, <$chunked>::from_iter_options(name.into(), values.map(|v| v.as_ref().map($to))).into_column())
            }
            fn values(column: &Series) -> PolarsResult<Vec<Self>> {
                let physical = column.to_physical_repr();
                let cells = physical.$accessor()?;
                Ok(cells.iter().map(|v| v.map($from)).collect())
            }
            fn pack(&self, to: &mut Packer) {
                to.number(u64::from(self.is_some()));
                if let Some(value) = self {
                    value.pack(to);
                }
            }
            fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
                match from.number()? {
                    0 => Some(None),
                    1 => <$type as Field>::unpack(from).map(Some),
                    _ => None,
                }
            }
        }
    };
}

/// Days since 1970-01-01 become dates; all other physical types are the logical ones.
fn finish(kind: Kind, column: Series) -> Series {
    match kind {
        // An integer column always casts to days.
        Kind::Date => column.cast(&DataType::Date).unwrap_or(column),
        _ => column,
    }
}

/// Days since 1970-01-01.
fn to_epoch(day: &Day) -> i32 {
    const EPOCH: Day = Day::constant(1970, 1, 1);
    (*day - EPOCH).get_days()
}

/// The day that lies so many days after 1970-01-01; the epoch itself where the calendar has no such day.
pub(super) fn from_epoch(days: i32) -> Day {
    const EPOCH: Day = Day::constant(1970, 1, 1);
    EPOCH.checked_add(jiff::Span::new().days(days.clamp(-4_000_000, 2_932_896))).unwrap_or(EPOCH)
}

/// The day that a cell of a date column stands for: days since 1970-01-01.
pub fn day(days: i32) -> Day {
    from_epoch(days)
}

/// One of two bits.
fn unpack_bool(from: &mut Unpacker<'_>) -> Option<bool> {
    from.number().filter(|n| *n < 2).map(|n| n == 1)
}

/// A day as its number.
fn unpack_day(from: &mut Unpacker<'_>) -> Option<Day> {
    from.signed().and_then(|n| i32::try_from(n).ok()).map(from_epoch)
}

plain!(i64, Kind::Integer, Int64Chunked, i64, |v: &i64| *v, |v| v, |v: &i64, to: &mut Packer| to.signed(*v), Unpacker::signed);
plain!(f64, Kind::Number, Float64Chunked, f64, |v: &f64| *v, |v| v, |v: &f64, to: &mut Packer| to.float(*v), Unpacker::float);
plain!(bool, Kind::Boolean, BooleanChunked, bool, |v: &bool| *v, |v| v, |v: &bool, to: &mut Packer| to.number(u64::from(*v)), unpack_bool);
plain!(Day, Kind::Date, Int32Chunked, i32, to_epoch, from_epoch, |v: &Day, to: &mut Packer| to.signed(i64::from(to_epoch(v))), unpack_day);

impl Field for String {
    const KIND: Kind = Kind::Text;
    fn column<'a>(name: &str, values: impl Iterator<Item = &'a Self>) -> Series {
        text_column(name, values.map(|v| Some(v.as_str())))
    }
    fn values(column: &Series) -> PolarsResult<Vec<Self>> {
        column.str()?.iter().enumerate().map(|(i, v)| v.map(str::to_owned).ok_or_else(|| fault(column, i, "is null"))).collect()
    }
    fn pack(&self, to: &mut Packer) {
        to.text(Some(self));
    }
    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        from.text()?
    }
}

impl Field for Option<String> {
    const KIND: Kind = Kind::Text;
    const NULLABLE: bool = true;
    fn column<'a>(name: &str, values: impl Iterator<Item = &'a Self>) -> Series {
        text_column(name, values.map(Option::as_deref))
    }
    fn values(column: &Series) -> PolarsResult<Vec<Self>> {
        Ok(column.str()?.iter().map(|v| v.map(str::to_owned)).collect())
    }
    fn pack(&self, to: &mut Packer) {
        to.text(self.as_deref());
    }
    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        from.text()
    }
}

/// Implements [`Field`] for a vocabulary and its `Option`.
macro_rules! words {
    ($($type:ty),+) => { $(
        impl Field for $type {
            const KIND: Kind = Kind::Text;
            fn vocabulary() -> Vec<&'static str> {
                <$type>::ALL.iter().map(|v| v.as_str()).collect()
            }
            fn column<'a>(name: &str, values: impl Iterator<Item = &'a Self>) -> Series {
                text_column(name, values.map(|v| Some(v.as_str())))
            }
            fn values(column: &Series) -> PolarsResult<Vec<Self>> {
                <Option<$type> as Field>::values(column)?
                    .into_iter().enumerate().map(|(i, v)| v.ok_or_else(|| fault(column, i, "is null"))).collect()
            }
            fn pack(&self, to: &mut Packer) {
                Some(*self).pack(to);
            }
            fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
                <Option<$type> as Field>::unpack(from)?
            }
        }
        impl Field for Option<$type> {
            const KIND: Kind = Kind::Text;
            const NULLABLE: bool = true;
            fn vocabulary() -> Vec<&'static str> {
                <$type as Field>::vocabulary()
            }
            fn column<'a>(name: &str, values: impl Iterator<Item = &'a Self>) -> Series {
                text_column(name, values.map(|v| v.map(|v| v.as_str())))
            }
            fn values(column: &Series) -> PolarsResult<Vec<Self>> {
                let read = |(i, v): (usize, Option<&str>)| v.map(|v| v.parse().map_err(|e: crate::types::UnknownValue| fault(column, i, &e.to_string()))).transpose();
                column.str()?.iter().enumerate().map(read).collect()
            }
            fn pack(&self, to: &mut Packer) {
                // Its place in the vocabulary, from 1.
                to.number(self.map_or(0, |v| v as u64 + 1));
            }
            fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
                match from.number()? {
                    0 => Some(None),
                    n => <$type>::ALL.get(usize::try_from(n - 1).ok()?).copied().map(Some),
                }
            }
        }
    )+ };
}

words!(
    ActorKind,
    Aggregation,
    Agreement,
    AttributionKind,
    BlockKind,
    CountedType,
    DaySource,
    Evidence,
    FigureKind,
    FlagCode,
    Form,
    Modality,
    Policy,
    Quantifier,
    QuoteKind,
    Relation,
    SourceKind,
    Stance,
    Status,
    TimexType
);
