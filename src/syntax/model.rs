//! The model file: named sections of little-endian bytes behind a header with a hash.
//!
//! ```
//! use howmany::syntax::model::{ModelFile, ModelWriter};
//! let mut writer = ModelWriter::new();
//! writer.section("tokens", vec![1, 2, 3]);
//! let bytes = writer.finish();
//! let file = ModelFile::parse(&bytes).unwrap();
//! assert_eq!(file.section("tokens").unwrap(), [1, 2, 3]);
//! assert!(ModelFile::parse(&bytes[..bytes.len() - 1]).is_err());
//! ```
//!
//! Layout: magic (8 bytes), version u32, number of sections u32, xxh3-128 of all that follows (16 bytes), then for each
//! section its name (24 bytes, zero-padded), offset u64 and length u64; then the sections, each at a multiple of 64 bytes.
//! Sections stand sorted by name, so the same sections always give the same bytes.

use std::collections::BTreeMap;

use xxhash_rust::xxh3::xxh3_128;

const MAGIC: &[u8; 8] = b"howmany\0";
const VERSION: u32 = 1;
const HEAD: usize = 32;
const NAME: usize = 24;
const ENTRY: usize = NAME + 16;
const ALIGN: usize = 64;

/// Why a model cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// The bytes are no model file at all.
    #[error("this is no model of howmany: make one with `make model DATA=DIR`")]
    NoModel,
    /// The file was written for another version of the program.
    #[error("the model has format {found}, this program reads {VERSION}: train it again with `make model DATA=DIR`")]
    Version {
        /// Version in the file.
        found: u32,
    },
    /// The file was cut or changed.
    #[error("the model file is damaged ({0}): copy it again")]
    Damaged(&'static str),
    /// A part is missing.
    #[error("the model has no part `{0}`: train it again with `make model DATA=DIR`")]
    Missing(String),
    /// A part does not hold what it should.
    #[error("part `{part}` of the model does not fit: {problem}")]
    Part {
        /// Name of the section.
        part: &'static str,
        /// What is wrong.
        problem: &'static str,
    },
}

/// A parsed model file: sections by name, borrowed from its bytes.
#[derive(Clone, Debug)]
pub struct ModelFile<'a> {
    sections: BTreeMap<&'a str, &'a [u8]>,
    hash: u128,
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at.checked_add(8)?)?.try_into().ok()?))
}

impl<'a> ModelFile<'a> {
    /// Reads header and table of sections and checks the hash.
    ///
    /// # Errors
    /// No model, another version, or a damaged file.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ModelError> {
        if bytes.get(..8) != Some(MAGIC) {
            return Err(ModelError::NoModel);
        }
        let version = u32_at(bytes, 8).ok_or(ModelError::Damaged("cut in its header"))?;
        if version != VERSION {
            return Err(ModelError::Version { found: version });
        }
        let cut = ModelError::Damaged("cut in its header");
        let count = u32_at(bytes, 12).ok_or(cut.clone())? as usize;
        let said = bytes.get(16..HEAD).and_then(|b| b.try_into().ok()).map(u128::from_le_bytes).ok_or(cut)?;
        let hash = xxh3_128(&bytes[HEAD..]);
        if hash != said {
            return Err(ModelError::Damaged("its hash differs"));
        }
        let mut sections = BTreeMap::new();
        let fault = ModelError::Damaged("its table of parts is broken");
        for i in 0..count {
            let at = HEAD + i.checked_mul(ENTRY).ok_or(fault.clone())?;
            let name = bytes.get(at..at + NAME).ok_or(fault.clone())?;
            let name = std::str::from_utf8(name).map_err(|_| fault.clone())?.trim_end_matches('\0');
            let (start, len) = (u64_at(bytes, at + NAME).ok_or(fault.clone())?, u64_at(bytes, at + NAME + 8).ok_or(fault.clone())?);
            let end = start.checked_add(len).ok_or(fault.clone())?;
            let range = usize::try_from(start).ok().zip(usize::try_from(end).ok()).ok_or(fault.clone())?;
            sections.insert(name, bytes.get(range.0..range.1).ok_or(fault.clone())?);
        }
        Ok(Self { sections, hash })
    }

    /// The bytes of a section.
    ///
    /// # Errors
    /// [`ModelError::Missing`].
    pub fn section(&self, name: &str) -> Result<&'a [u8], ModelError> {
        self.sections.get(name).copied().ok_or_else(|| ModelError::Missing(name.to_owned()))
    }

    /// Name and bytes of every section, sorted by name.
    pub fn sections(&self) -> impl Iterator<Item = (&'a str, &'a [u8])> + '_ {
        self.sections.iter().map(|(n, b)| (*n, *b))
    }

    /// The first 16 hexadecimal digits of the hash: names the model.
    pub fn hash(&self) -> String {
        format!("{:032x}", self.hash)[..16].to_owned()
    }
}

/// Collects sections and writes them as one file.
#[derive(Clone, Debug, Default)]
pub struct ModelWriter {
    sections: BTreeMap<String, Vec<u8>>,
}

impl ModelWriter {
    /// An empty model.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a section; one of the same name is replaced. Names have at most 24 bytes; longer ones are cut.
    pub fn section(&mut self, name: &str, bytes: Vec<u8>) {
        let mut end = name.len().min(NAME);
        while !name.is_char_boundary(end) {
            end -= 1;
        }
        self.sections.insert(name[..end].to_owned(), bytes);
    }

    /// Takes all sections of another file, but those that this one has.
    pub fn keep(&mut self, other: &ModelFile<'_>) {
        for (name, bytes) in other.sections() {
            self.sections.entry(name.to_owned()).or_insert_with(|| bytes.to_vec());
        }
    }

    /// Removes a section.
    pub fn remove(&mut self, name: &str) {
        self.sections.remove(name);
    }

    /// The whole file.
    pub fn finish(&self) -> Vec<u8> {
        let mut table = Vec::new();
        let mut body: Vec<u8> = Vec::new();
        let first = (HEAD + self.sections.len() * ENTRY).next_multiple_of(ALIGN);
        for (name, bytes) in &self.sections {
            body.resize(body.len().next_multiple_of(ALIGN), 0);
            let mut padded = [0u8; NAME];
            padded[..name.len()].copy_from_slice(name.as_bytes());
            table.extend_from_slice(&padded);
            table.extend_from_slice(&((first + body.len()) as u64).to_le_bytes());
            table.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
            body.extend_from_slice(bytes);
        }
        table.resize(first - HEAD, 0);
        table.extend_from_slice(&body);
        let mut out = MAGIC.to_vec();
        out.extend_from_slice(&VERSION.to_le_bytes());
        out.extend_from_slice(&(self.sections.len() as u32).to_le_bytes());
        out.extend_from_slice(&xxh3_128(&table).to_le_bytes());
        out.extend_from_slice(&table);
        out
    }
}

/// Reads little-endian values one after the other from a section; every step fails where the bytes end.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    part: &'static str,
    bytes: &'a [u8],
}

macro_rules! reads {
    ($($(#[$doc:meta])* $name:ident: $ty:ty),+ $(,)?) => { $(
        $(#[$doc])*
        ///
        /// # Errors
        /// The bytes end.
        pub fn $name(&mut self) -> Result<$ty, ModelError> {
            const N: usize = size_of::<$ty>();
            let bytes = self.take(N)?;
            let mut array = [0u8; N];
            array.copy_from_slice(bytes);
            Ok(<$ty>::from_le_bytes(array))
        }
    )+ };
}

impl<'a> Reader<'a> {
    /// Over a section's bytes; `part` is its name, for errors.
    pub const fn new(part: &'static str, bytes: &'a [u8]) -> Self {
        Self { part, bytes }
    }

    /// The error that this part has `problem`.
    pub const fn fault(&self, problem: &'static str) -> ModelError {
        ModelError::Part { part: self.part, problem }
    }

    /// The next `n` bytes.
    ///
    /// # Errors
    /// The bytes end.
    pub fn take(&mut self, n: usize) -> Result<&'a [u8], ModelError> {
        let (now, rest) = self.bytes.split_at_checked(n).ok_or(self.fault("it ends too early"))?;
        self.bytes = rest;
        Ok(now)
    }

    reads! {
        /// A byte.
        u8: u8,
        /// An unsigned 16-bit number.
        u16: u16,
        /// An unsigned 32-bit number.
        u32: u32,
        /// A 32-bit float.
        f32: f32,
    }

    /// A u32 length that is at most `limit`.
    ///
    /// # Errors
    /// The bytes end, or the length is larger: a damaged file must not ask for gigabytes.
    pub fn len(&mut self, limit: usize) -> Result<usize, ModelError> {
        let n = self.u32()? as usize;
        if n > limit { Err(self.fault("a length is out of range")) } else { Ok(n) }
    }

    /// `n` signed bytes.
    ///
    /// # Errors
    /// The bytes end.
    pub fn i8s(&mut self, n: usize) -> Result<Vec<i8>, ModelError> {
        Ok(self.take(n)?.iter().map(|b| b.cast_signed()).collect())
    }

    /// `n` signed 16-bit numbers.
    ///
    /// # Errors
    /// The bytes end.
    pub fn i16s(&mut self, n: usize) -> Result<Vec<i16>, ModelError> {
        let bytes = self.take(n.checked_mul(2).ok_or(self.fault("a length is out of range"))?)?;
        Ok(bytes.as_chunks::<2>().0.iter().map(|b| i16::from_le_bytes(*b)).collect())
    }

    /// `n` unsigned 32-bit numbers.
    ///
    /// # Errors
    /// The bytes end.
    pub fn u32s(&mut self, n: usize) -> Result<Vec<u32>, ModelError> {
        let bytes = self.take(n.checked_mul(4).ok_or(self.fault("a length is out of range"))?)?;
        Ok(bytes.as_chunks::<4>().0.iter().map(|b| u32::from_le_bytes(*b)).collect())
    }

    /// `n` 32-bit floats.
    ///
    /// # Errors
    /// The bytes end.
    pub fn f32s(&mut self, n: usize) -> Result<Vec<f32>, ModelError> {
        let bytes = self.take(n.checked_mul(4).ok_or(self.fault("a length is out of range"))?)?;
        Ok(bytes.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect())
    }

    /// A string behind its u16 length.
    ///
    /// # Errors
    /// The bytes end, or are no UTF-8.
    pub fn str(&mut self) -> Result<&'a str, ModelError> {
        let n = usize::from(self.u16()?);
        std::str::from_utf8(self.take(n)?).map_err(|_| self.fault("a string is no UTF-8"))
    }

    /// Says that nothing may be left.
    ///
    /// # Errors
    /// Bytes are left.
    pub fn end(&self) -> Result<(), ModelError> {
        if self.bytes.is_empty() { Ok(()) } else { Err(self.fault("it is too long")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<u8> {
        let mut writer = ModelWriter::new();
        writer.section("b", vec![7; 100]);
        writer.section("a", vec![1, 2, 3]);
        writer.finish()
    }

    #[test]
    fn sections_come_back_aligned() {
        let bytes = sample();
        let file = ModelFile::parse(&bytes).expect("own file");
        assert_eq!(file.section("a").unwrap(), [1, 2, 3]);
        assert_eq!(file.section("b").unwrap(), [7; 100]);
        assert_eq!(file.section("c"), Err(ModelError::Missing("c".into())));
        for (_, section) in file.sections() {
            assert_eq!((section.as_ptr() as usize - bytes.as_ptr() as usize) % ALIGN, 0);
        }
    }

    #[test]
    fn keeps_the_parts_of_another_file() {
        let bytes = sample();
        let mut writer = ModelWriter::new();
        writer.section("a", vec![9]);
        writer.keep(&ModelFile::parse(&bytes).unwrap());
        let bytes = writer.finish();
        let file = ModelFile::parse(&bytes).unwrap();
        assert_eq!((file.section("a").unwrap(), file.section("b").unwrap().len()), (&[9u8][..], 100));
    }

    #[test]
    fn every_cut_and_every_changed_byte_is_an_error() {
        let bytes = sample();
        for n in 0..bytes.len() {
            assert!(ModelFile::parse(&bytes[..n]).is_err(), "cut at {n}");
            let mut changed = bytes.clone();
            changed[n] ^= 0x41;
            assert!(ModelFile::parse(&changed).is_err(), "byte {n}");
        }
    }

    #[test]
    fn hostile_tables_with_a_right_hash_are_errors() {
        for (count, offset, len) in [(u32::MAX, 0, 0), (1, u64::MAX, 2), (1, 1 << 40, 1), (1, 0, u64::MAX)] {
            let mut table = vec![0u8; NAME];
            table.extend_from_slice(&offset.to_le_bytes());
            table.extend_from_slice(&len.to_le_bytes());
            let mut bytes = MAGIC.to_vec();
            bytes.extend_from_slice(&VERSION.to_le_bytes());
            bytes.extend_from_slice(&u32::to_le_bytes(count));
            bytes.extend_from_slice(&xxh3_128(&table).to_le_bytes());
            bytes.extend_from_slice(&table);
            assert!(matches!(ModelFile::parse(&bytes), Err(ModelError::Damaged(_))), "{count} {offset} {len}");
        }
    }

    #[test]
    fn a_reader_ends_with_an_error() {
        let mut reader = Reader::new("x", &[1, 0, b'a', 9]);
        assert_eq!(reader.str().unwrap(), "a");
        assert!(reader.end().is_err() && reader.u16().is_err());
        assert_eq!(reader.u8().unwrap(), 9);
        assert!(reader.end().is_ok() && reader.i16s(usize::MAX).is_err());
    }
}
