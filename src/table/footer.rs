//! The footer of a Parquet file, walked before its reader sees it.
//!
//! A footer is a struct of the Thrift compact protocol with lists in it, and the reader makes room for as many elements as a list says it has.
//! A damaged length asks for more than there is, which ends the program. So every field that the reader knows must have the type that the
//! reader takes it for, and no list or text may be longer than the bytes that are left. Types after `parquet.thrift` of Apache Parquet.

/// What a field holds. Whole numbers of all widths are written alike.
#[derive(Clone, Copy)]
enum Shape {
    Truth,
    Byte,
    Whole,
    Bytes,
    List(&'static Shape),
    Struct(&'static [(i16, Shape)]),
}

use Shape::{Byte, Bytes, List, Struct, Truth, Whole};

const UNIT: Shape = Struct(&[(1, Struct(&[])), (2, Struct(&[])), (3, Struct(&[]))]);
const TIME: Shape = Struct(&[(1, Truth), (2, UNIT)]);
const LOGICAL: Shape = Struct(&[
    (1, Struct(&[])),
    (2, Struct(&[])),
    (3, Struct(&[])),
    (4, Struct(&[])),
    (5, Struct(&[(1, Whole), (2, Whole)])),
    (6, Struct(&[])),
    (7, TIME),
    (8, TIME),
    (10, Struct(&[(1, Byte), (2, Truth)])),
    (11, Struct(&[])),
    (12, Struct(&[])),
    (13, Struct(&[])),
    (14, Struct(&[])),
    (15, Struct(&[])),
]);
const ELEMENT: Shape =
    Struct(&[(1, Whole), (2, Whole), (3, Whole), (4, Bytes), (5, Whole), (6, Whole), (7, Whole), (8, Whole), (9, Whole), (10, LOGICAL)]);
const STATISTICS: Shape = Struct(&[(1, Bytes), (2, Bytes), (3, Whole), (4, Whole), (5, Bytes), (6, Bytes), (7, Truth), (8, Truth)]);
const PAIR: Shape = Struct(&[(1, Bytes), (2, Bytes)]);
const COLUMN: Shape = Struct(&[
    (1, Whole),
    (2, List(&Whole)),
    (3, List(&Bytes)),
    (4, Whole),
    (5, Whole),
    (6, Whole),
    (7, Whole),
    (8, List(&PAIR)),
    (9, Whole),
    (10, Whole),
    (11, Whole),
    (12, STATISTICS),
    (14, Whole),
    (15, Whole),
]);
const CHUNK: Shape = Struct(&[(1, Bytes), (2, Whole), (3, COLUMN), (4, Whole), (5, Whole), (6, Whole), (7, Whole)]);
const SORTED: Shape = Struct(&[(1, Whole), (2, Truth), (3, Truth)]);
const GROUP: Shape = Struct(&[(1, List(&CHUNK)), (2, Whole), (3, Whole), (4, List(&SORTED)), (5, Whole), (6, Whole), (7, Whole)]);
const ORDER: Shape = Struct(&[(1, Struct(&[])), (2, Struct(&[]))]);
const FOOTER: &[(i16, Shape)] =
    &[(1, Whole), (2, List(&ELEMENT)), (3, Whole), (4, List(&GROUP)), (5, List(&PAIR)), (6, Bytes), (7, List(&ORDER))];

/// Structs and lists within one another, at most.
const DEPTH: usize = 32;

/// True where a footer (the bytes before its length and `PAR1`) is whole: whatever is behind its last field is left aside.
pub(super) fn is_whole(footer: &[u8]) -> bool {
    Walk { left: footer }.fields(FOOTER, 0).is_some()
}

/// The bytes that are left; each step takes its own, and gives none where they are not as they must be.
struct Walk<'a> {
    left: &'a [u8],
}

impl Walk<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.left.split_first()?;
        self.left = rest;
        Some(*first)
    }

    /// A whole number in pieces of seven bits, ten at most.
    fn whole(&mut self) -> Option<u64> {
        let mut out = 0u64;
        for shift in (0..70).step_by(7) {
            let byte = self.byte()?;
            out |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
            if byte & 0x80 == 0 {
                return Some(out);
            }
        }
        None
    }

    fn jump(&mut self, bytes: u64) -> Option<()> {
        self.left = self.left.get(usize::try_from(bytes).ok()?..)?;
        Some(())
    }

    fn fields(&mut self, known: &[(i16, Shape)], depth: usize) -> Option<()> {
        let mut last = 0i16;
        loop {
            let head = self.byte()?;
            let kind = head & 0x0f;
            if kind == 0 {
                return Some(());
            }
            let id = match head >> 4 {
                0 => {
                    let n = self.whole()?;
                    i16::try_from((n >> 1) as i64 ^ -((n & 1) as i64)).ok()?
                }
                delta => last.checked_add(i16::from(delta))?,
            };
            last = id;
            let shape = known.iter().find(|(i, _)| *i == id).map(|(_, shape)| shape);
            // The truth of a field is its type.
            if !matches!(kind, 1 | 2) {
                self.value(kind, shape, depth)?;
            } else if !matches!(shape, None | Some(Truth)) {
                return None;
            }
        }
    }

    /// A value of this type, which must be of this shape.
    fn value(&mut self, kind: u8, shape: Option<&Shape>, depth: usize) -> Option<()> {
        if depth > DEPTH {
            return None;
        }
        match (kind, shape) {
            (1 | 2, None | Some(Truth)) | (3, None | Some(Byte)) => self.jump(1),
            (4..=6, None | Some(Whole)) => self.whole().map(drop),
            (7, None) => self.jump(8),
            (8, None | Some(Bytes)) => {
                let length = self.whole()?;
                self.jump(length)
            }
            (9 | 10, None) => self.list(None, depth),
            (9, Some(List(of))) => self.list(Some(of), depth),
            (11, None) => self.map(depth),
            (12, None) => self.fields(&[], depth + 1),
            (12, Some(Struct(known))) => self.fields(known, depth + 1),
            (13, None) => self.jump(16),
            _ => None,
        }
    }

    fn list(&mut self, of: Option<&Shape>, depth: usize) -> Option<()> {
        let head = self.byte()?;
        let length = if head >> 4 == 15 { self.whole()? } else { u64::from(head >> 4) };
        // An element takes a byte at least.
        if length > self.left.len() as u64 {
            return None;
        }
        (0..length).try_for_each(|_| self.value(head & 0x0f, of, depth + 1))
    }

    fn map(&mut self, depth: usize) -> Option<()> {
        let length = self.whole()?;
        if length == 0 {
            return Some(());
        }
        let kinds = self.byte()?;
        if length > self.left.len() as u64 {
            return None;
        }
        (0..length).try_for_each(|_| {
            self.value(kinds >> 4, None, depth + 1)?;
            self.value(kinds & 0x0f, None, depth + 1)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Version 2, a schema of one element named `a`, no rows, no groups.
    const SMALL: &[u8] = &[0x15, 0x04, 0x19, 0x1c, 0x48, 0x01, b'a', 0x00, 0x16, 0x00, 0x19, 0x0c, 0x00];

    #[test]
    fn a_whole_footer_is_walked_to_its_end() {
        assert!(is_whole(SMALL));
        // A field that is not known is passed over, whatever it holds; what lies behind the end is nobody's.
        let more = [&SMALL[..12], &[0x99, 0x25, 0x02, 0x04, 0x00, 0xff]].concat();
        assert!(is_whole(&more));
        // Every piece of it that is cut off is not whole.
        (0..SMALL.len()).for_each(|n| assert!(!is_whole(&SMALL[..n]), "{n}"));
    }

    #[test]
    fn lengths_beyond_the_end_and_other_types_are_refused() {
        let with = |at: usize, bytes: &[u8]| [&SMALL[..at], bytes, &SMALL[at + 1..]].concat();
        // A schema of two billion elements, a name of as many bytes.
        assert!(!is_whole(&with(3, &[0xfc, 0xff, 0xff, 0xff, 0xff, 0x07])));
        assert!(!is_whole(&with(5, &[0xff, 0xff, 0xff, 0xff, 0x07])));
        // The version as a list, the groups as a text, numbers as the elements of the schema, a number without end.
        assert!(!is_whole(&with(0, &[0x19])));
        assert!(!is_whole(&with(10, &[0x18])));
        assert!(!is_whole(&with(3, &[0x15])));
        assert!(!is_whole(&[0x15, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00]));
        // Lists of lists of lists.
        let deep = [&[0xf9, 0x15][..], &[0x19; 500], &[0x03, 0x00, 0x00]].concat();
        assert!(!is_whole(&deep));
    }
}
