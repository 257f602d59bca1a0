//! Words that say of themselves what they are: countries, their people, titles, heads of organizations' names.
//!
//! The trainer takes them from the lexicon; the model keeps them as hashes, so that recognizing needs no lexicon.

use crate::syntax::model::{ModelError, Reader};
use crate::syntax::network::features::hash;

/// Word of a country's or capital's name.
pub(super) const NATION: u16 = 1;
/// Adjective or noun for a country's people.
pub(super) const DEMONYM: u16 = 2;
/// Adjective or noun for a people, faith or region.
pub(super) const PEOPLE: u16 = 4;
/// Word of a title before a person's name.
pub(super) const TITLE: u16 = 8;
/// Last word of an organization's name.
pub(super) const HEAD: u16 = 16;
/// Known movement, body or outlet.
pub(super) const GROUP: u16 = 32;
/// Title that stands before persons only ("Mr.", "Gen").
pub(super) const HONORIFIC: u16 = 64;
/// Given name.
pub(super) const GIVEN: u16 = 128;
/// Family name.
pub(super) const FAMILY: u16 = 256;
/// Capitalized word that names no actor ("Covid", "Allah").
pub(super) const NO_ACTOR: u16 = 512;
/// Last word of a longer name that is a law, contest, war or feast ("Act", "Cup").
pub(super) const NO_ACTOR_LAST: u16 = 1024;

/// Hashes of words, sorted, with their bits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Lists {
    keys: Vec<u32>,
    bits: Vec<u16>,
    starts: Vec<u32>,
}

fn key(cased: &[u8]) -> u32 {
    (hash(27, cased) >> 32) as u32
}

impl Lists {
    /// From words and bits; the bits of one word add up.
    pub(super) fn new<'a>(words: impl IntoIterator<Item = (&'a str, u16)>) -> Self {
        let mut all: Vec<(u32, u16)> = words.into_iter().map(|(w, b)| (key(w.as_bytes()), b)).collect();
        all.sort_unstable();
        let (mut keys, mut bits) = (Vec::new(), Vec::<u16>::new());
        for (k, b) in all {
            if keys.last() == Some(&k) {
                if let Some(last) = bits.last_mut() {
                    *last |= b;
                }
            } else {
                keys.push(k);
                bits.push(b);
            }
        }
        Self::indexed(keys, bits)
    }

    fn indexed(keys: Vec<u32>, bits: Vec<u16>) -> Self {
        let starts = (0..=1u64 << 10).map(|p| keys.partition_point(|k| u64::from(*k) < p << 22) as u32).collect();
        Self { keys, bits, starts }
    }

    /// Bits of a word, as it stands but for digits and quotes.
    pub(super) fn bits(&self, cased: &[u8]) -> u16 {
        let k = key(cased);
        let p = (k >> 22) as usize;
        let (Some(&from), Some(&to)) = (self.starts.get(p), self.starts.get(p + 1)) else { return 0 };
        self.keys[from as usize..to as usize].iter().position(|x| *x == k).map_or(0, |i| self.bits[from as usize + i])
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.extend((self.keys.len() as u32).to_le_bytes());
        out.extend(self.keys.iter().flat_map(|k| k.to_le_bytes()));
        out.extend(self.bits.iter().flat_map(|b| b.to_le_bytes()));
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, ModelError> {
        let n = reader.len(1 << 20)?;
        let keys = reader.u32s(n)?;
        let bits = reader.i16s(n)?.into_iter().map(i16::cast_unsigned).collect();
        if keys.windows(2).any(|w| w[0] >= w[1]) {
            return Err(reader.fault("its lists are not sorted"));
        }
        Ok(Self::indexed(keys, bits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_add_up_and_survive_the_file() {
        let lists = Lists::new([("Velden", NATION), ("Mr.", TITLE), ("Mr.", HONORIFIC)]);
        assert_eq!(lists.bits(b"Mr."), TITLE | HONORIFIC);
        assert_eq!(lists.bits(b"mr."), 0);
        let mut bytes = Vec::new();
        lists.write(&mut bytes);
        assert_eq!(Lists::read(&mut Reader::new("names", &bytes)).unwrap(), lists);
        assert!(Lists::read(&mut Reader::new("names", &bytes[..bytes.len() - 1])).is_err());
        bytes.swap(4, 8);
        bytes.swap(7, 11);
        assert!(Lists::read(&mut Reader::new("names", &bytes)).is_err(), "unsorted");
    }
}
