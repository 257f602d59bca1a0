//! Word classes: words that stand between like neighbors share a class, found in open text without any labels.
//!
//! "police" and "officials" may both be of class 212 of 600, 40 of 128, 7 of 40. The table holds every form that occurred
//! twice; a form in capitals that is not known is looked up in lower case and as a name ("POLICE", "police", "Police").
//! How the classes are found: [`super::train::exchange`].

use super::features::{Normal, hash};
use crate::syntax::model::{ModelError, Reader};

/// Granularities, finest first.
pub const LEVELS: usize = 3;

/// Form to classes at three granularities. Class 0 is "not known"; the others count from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Classes {
    sizes: [usize; LEVELS],
    /// Hashes of the forms, sorted, and their classes.
    keys: Vec<u32>,
    ids: Vec<[u16; LEVELS]>,
    /// Where the keys of each 12-bit beginning start.
    starts: Vec<u32>,
}

impl Classes {
    /// Name of the section in the model file.
    pub const SECTION: &'static str = "classes";

    /// A table from forms, already normalized with their case kept, and their classes (from 1). Where two forms share a hash
    /// the first stays.
    pub fn new<'a>(sizes: [usize; LEVELS], forms: impl IntoIterator<Item = (&'a [u8], [u16; LEVELS])>) -> Self {
        let mut all: Vec<(u32, usize, [u16; LEVELS])> = forms.into_iter().enumerate().map(|(i, (form, ids))| (key(form), i, ids)).collect();
        all.sort_unstable();
        all.dedup_by_key(|e| e.0);
        let mut table = Self { sizes, keys: all.iter().map(|e| e.0).collect(), ids: all.iter().map(|e| e.2).collect(), starts: Vec::new() };
        table.index();
        table
    }

    fn index(&mut self) {
        self.starts = (0..=1u64 << 12).map(|p| self.keys.partition_point(|k| u64::from(*k) < p << 20) as u32).collect();
    }

    /// Number of classes at each granularity, "not known" not counted.
    pub fn sizes(&self) -> [usize; LEVELS] {
        self.sizes
    }

    /// Number of forms in the table.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// True for a table without forms.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    fn find(&self, form: &[u8]) -> Option<[u16; LEVELS]> {
        let k = key(form);
        let p = (k >> 20) as usize;
        let (from, to) = (*self.starts.get(p)? as usize, *self.starts.get(p + 1)? as usize);
        self.keys[from..to].iter().position(|x| *x == k).map(|i| self.ids[from + i])
    }

    /// Classes of a form as it stands in the text, finest first; zeros where it is not known.
    pub fn of(&self, form: &str) -> [u16; LEVELS] {
        let mut normal = Normal::default();
        normal.set(form);
        self.of_normal(&normal)
    }

    /// The same for a form that is normalized already.
    pub fn of_normal(&self, word: &Normal) -> [u16; LEVELS] {
        if self.is_empty() {
            return [0; LEVELS];
        }
        if let Some(ids) = self.find(word.cased()) {
            return ids;
        }
        let lower = word.lower();
        if word.cased() != lower
            && let Some(ids) = self.find(lower)
        {
            return ids;
        }
        // "VELDEN" as "Velden", "velden" as "Velden".
        if lower.first().is_some_and(u8::is_ascii_lowercase) && lower.len() <= 64 {
            let mut name = [0u8; 64];
            name[..lower.len()].copy_from_slice(lower);
            name[0] = name[0].to_ascii_uppercase();
            if let Some(ids) = self.find(&name[..lower.len()]) {
                return ids;
            }
        }
        [0; LEVELS]
    }

    /// Classes of the form in small letters; zeros where that is not known.
    pub fn of_lower(&self, word: &Normal) -> [u16; LEVELS] {
        if self.is_empty() { [0; LEVELS] } else { self.find(word.lower()).unwrap_or([0; LEVELS]) }
    }

    /// The table as bytes of a model section.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(16 + self.keys.len() * 10);
        for s in self.sizes {
            out.extend_from_slice(&(s as u32).to_le_bytes());
        }
        out.extend_from_slice(&(self.keys.len() as u32).to_le_bytes());
        out.extend(self.keys.iter().flat_map(|k| k.to_le_bytes()));
        out.extend(self.ids.iter().flatten().flat_map(|i| i.to_le_bytes()));
        out
    }

    /// Reads the section [`Classes::SECTION`].
    ///
    /// # Errors
    /// The bytes end early, are too long, or hold a class that is out of range.
    pub fn load(bytes: &[u8]) -> Result<Self, ModelError> {
        let mut reader = Reader::new(Self::SECTION, bytes);
        let mut sizes = [0; LEVELS];
        for s in &mut sizes {
            *s = reader.len(4096)?;
        }
        let n = reader.len(1 << 20)?;
        let keys = reader.u32s(n)?;
        let flat = reader.i16s(n * LEVELS)?;
        reader.end()?;
        let ids: Vec<[u16; LEVELS]> = flat.as_chunks::<LEVELS>().0.iter().map(|c| c.map(i16::cast_unsigned)).collect();
        if keys.windows(2).any(|w| w[0] >= w[1]) {
            return Err(reader.fault("its keys are not sorted"));
        }
        if ids.iter().any(|c| c.iter().zip(sizes).any(|(id, size)| usize::from(*id) > size)) {
            return Err(reader.fault("a class is out of range"));
        }
        let mut table = Self { sizes, keys, ids, starts: Vec::new() };
        table.index();
        Ok(table)
    }
}

fn key(form: &[u8]) -> u32 {
    (hash(11, form) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Classes {
        Classes::new([9, 4, 2], [(b"police".as_slice(), [5, 2, 1]), (b"Velden", [9, 4, 2]), (b"00", [1, 1, 1])])
    }

    #[test]
    fn forms_are_found_in_any_case() {
        let table = sample();
        assert_eq!(table.of("police"), [5, 2, 1]);
        assert_eq!(table.of("POLICE"), [5, 2, 1]);
        assert_eq!(table.of("VELDEN"), [9, 4, 2]);
        assert_eq!(table.of("velden"), [9, 4, 2]);
        assert_eq!(table.of("47"), [1, 1, 1]);
        assert_eq!(table.of("Torvale"), [0, 0, 0]);
        assert_eq!(Classes::default().of("police"), [0, 0, 0]);
    }

    #[test]
    fn bytes_and_back() {
        let (table, bytes) = (sample(), sample().to_bytes());
        assert_eq!(Classes::load(&bytes).unwrap(), table);
        for n in 0..bytes.len() {
            assert!(Classes::load(&bytes[..n]).is_err(), "cut at {n}");
        }
        let mut high = bytes.clone();
        let last = high.len() - 1;
        high[last] = 0x7F;
        assert!(Classes::load(&high).is_err());
    }
}
