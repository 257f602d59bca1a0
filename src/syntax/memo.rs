//! What depends on the form of a word alone, kept for the forms seen last: most words of a text are words that it had before.
//!
//! Every form has one place in a table of fixed size, found by its hash, and pushes out what stood there. Forms are compared
//! in full, so that a memo never changes a result; the long ones ("https://...") have no place.

use std::sync::atomic::{AtomicU64, Ordering};

/// Places of a memo, as a power of two.
const BITS: u32 = 13;
/// Bytes of the longest form that has a place.
const LONGEST: usize = 23;

/// A number that no other owner of memos in this process has.
pub(super) fn owner() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Which form stands at which place.
#[derive(Clone, Debug, Default)]
pub(super) struct Memo {
    owner: u64,
    /// A form, zeros, and its length plus one.
    keys: Vec<[u8; LONGEST + 1]>,
}

/// Where a form stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// It has stood there since it was asked for last.
    Known(usize),
    /// It is entered now: what is kept there is another form's.
    New(usize),
    /// It has no place.
    None,
}

impl Memo {
    /// Number of places.
    pub(super) const PLACES: usize = 1 << BITS;

    /// The place of a form. What was kept for another owner is forgotten. Where `digits` is false all digits are one.
    #[inline]
    pub(super) fn place(&mut self, owner: u64, form: &str, digits: bool) -> Place {
        if self.owner != owner || self.keys.is_empty() {
            self.owner = owner;
            self.keys.clear();
            self.keys.resize(Self::PLACES, [0; LONGEST + 1]);
        }
        let form = form.as_bytes();
        if form.len() > LONGEST {
            return Place::None;
        }
        let mut key = [0u8; LONGEST + 1];
        key[..form.len()].copy_from_slice(form);
        if !digits {
            for b in &mut key {
                *b = if b.is_ascii_digit() { b'0' } else { *b };
            }
        }
        key[LONGEST] = form.len() as u8 + 1;
        let mut hash = 0u64;
        for part in key.as_chunks::<8>().0 {
            hash = (hash.rotate_left(23) ^ u64::from_le_bytes(*part)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        }
        let at = (hash >> (64 - BITS)) as usize;
        if self.keys[at] == key {
            Place::Known(at)
        } else {
            self.keys[at] = key;
            Place::New(at)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_known_until_another_takes_its_place_or_the_owner_changes() {
        let mut memo = Memo::default();
        let (one, two) = (owner(), owner());
        assert_ne!(one, two);
        let Place::New(at) = memo.place(one, "boat", true) else { panic!("new") };
        assert_eq!(memo.place(one, "boat", true), Place::Known(at));
        assert!(matches!(memo.place(one, "boats", true), Place::New(_)));
        let thief = (0..).map(|i| format!("w{i}")).find(|w| Memo::default().place(one, w, true) == Place::New(at)).unwrap();
        assert_eq!(memo.place(one, &thief, true), Place::New(at));
        assert_eq!(memo.place(one, "boat", true), Place::New(at));
        assert_eq!(memo.place(two, "boat", true), Place::New(at));
        assert_eq!(memo.place(two, &"b".repeat(24), true), Place::None);
        assert!(matches!(memo.place(two, "", true), Place::New(_)));
        let Place::New(at) = memo.place(two, "1,250", false) else { panic!("new") };
        assert_eq!(memo.place(two, "3,480", false), Place::Known(at));
        assert_ne!(memo.place(two, "3,48", false), Place::Known(at));
    }
}
