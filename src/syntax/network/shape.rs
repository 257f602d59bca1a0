//! Sizes of a network and the words it answers with.
//!
//! `Shape { embed: 64, hidden: 80, layers: 3, .. }` is a network of three layers with 80 cells in each direction, whose every
//! matrix is named here with its sizes, in the order in which files hold them.

use crate::syntax::model::{ModelError, Reader};
use crate::syntax::tags;
use crate::types::Upos;

/// Distances that have a bias of their own: -`REACH`..=`REACH`, longer ones share the last.
pub const REACH: usize = 32;
/// Rows of the tables by distance.
pub const DISTANCES: usize = 2 * REACH + 1;

/// Row of the distance from a dependent to its head, in words.
#[inline(always)]
pub fn distance(dependent: usize, head: usize) -> usize {
    if head >= dependent { REACH + (head - dependent).min(REACH) } else { REACH - (dependent - head).min(REACH) }
}

/// Sizes. All but `layers`, `tags` and `rels` are multiples of 16.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Width of an embedding.
    pub embed: usize,
    /// Cells of a layer in each direction.
    pub hidden: usize,
    /// Layers.
    pub layers: usize,
    /// Width of the projections for arcs.
    pub arc: usize,
    /// Width of the projections for labels.
    pub label: usize,
    /// Number of tags.
    pub tags: usize,
    /// Number of relations, the root's not among them.
    pub rels: usize,
}

/// A matrix with its bias: `rows` inputs, `width` outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Matrix {
    /// Inputs.
    pub depth: usize,
    /// Outputs, a multiple of 16.
    pub width: usize,
}

impl Shape {
    /// Outputs of a layer: both directions.
    pub const fn out(&self) -> usize {
        2 * self.hidden
    }
    /// The layers, then the heads: tags, arcs (dependent, head, bilinear), labels (dependent, head, last).
    pub fn matrices(&self) -> Vec<Matrix> {
        let out = self.out();
        let mut all = vec![Matrix { depth: 3 * self.embed, width: 6 * self.hidden }];
        all.resize(self.layers, Matrix { depth: out, width: 6 * self.hidden });
        all.push(Matrix { depth: out, width: self.tags.next_multiple_of(16) });
        all.push(Matrix { depth: out, width: self.arc });
        all.push(Matrix { depth: out, width: self.arc });
        all.push(Matrix { depth: self.arc, width: self.arc });
        all.push(Matrix { depth: out, width: self.label });
        all.push(Matrix { depth: out, width: self.label });
        all.push(Matrix { depth: self.label, width: self.rels.next_multiple_of(16) });
        all
    }

    fn sound(&self) -> bool {
        let widths = [self.embed, self.hidden, self.arc, self.label];
        widths.iter().all(|w| w.is_multiple_of(16) && (16..=512).contains(w))
            && (1..=7).contains(&self.layers)
            && (1..=1024).contains(&self.tags)
            && (1..=256).contains(&self.rels)
            && 3 * self.embed <= 512
            && self.out() <= 512
    }
}

/// The tags and relations that a network chooses from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Universal and Penn tag together.
    pub tags: Vec<(Upos, &'static str)>,
    /// Relations but for "root", which follows from the tree.
    pub rels: Vec<&'static str>,
}

impl Names {
    /// As bytes of a model section, behind the sizes of `shape`.
    pub fn to_bytes(&self, shape: &Shape) -> Vec<u8> {
        let mut out = Vec::new();
        for n in [shape.embed, shape.hidden, shape.layers, shape.arc, shape.label, shape.tags, shape.rels] {
            out.extend_from_slice(&(n as u32).to_le_bytes());
        }
        let mut text = |s: &str| {
            out.extend_from_slice(&(s.len() as u16).to_le_bytes());
            out.extend_from_slice(s.as_bytes());
        };
        for (upos, xpos) in &self.tags {
            text(upos.as_str());
            text(xpos);
        }
        self.rels.iter().for_each(|r| text(r));
        out
    }

    /// Reads sizes and names back.
    ///
    /// # Errors
    /// The bytes end early, a size is out of range, or a name is not known to this program.
    pub fn read(reader: &mut Reader<'_>) -> Result<(Shape, Self), ModelError> {
        let mut n = [0; 7];
        for v in &mut n {
            *v = reader.len(4096)?;
        }
        let shape = Shape { embed: n[0], hidden: n[1], layers: n[2], arc: n[3], label: n[4], tags: n[5], rels: n[6] };
        if !shape.sound() {
            return Err(reader.fault("a size is out of range"));
        }
        let mut names = Self::default();
        for _ in 0..shape.tags {
            let upos = reader.str()?.parse().map_err(|_| reader.fault("an unknown part of speech"))?;
            let xpos = tags::xpos(reader.str()?).ok_or(reader.fault("an unknown Penn tag"))?;
            names.tags.push((upos, xpos));
        }
        for _ in 0..shape.rels {
            names.rels.push(tags::rel(reader.str()?).ok_or(reader.fault("an unknown relation"))?);
        }
        Ok((shape, names))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        assert_eq!((distance(5, 5), distance(5, 6), distance(5, 4)), (REACH, REACH + 1, REACH - 1));
        assert_eq!((distance(0, 900), distance(900, 0)), (DISTANCES - 1, 0));
    }

    #[test]
    fn names_and_sizes_come_back() {
        let shape = Shape { embed: 16, hidden: 16, layers: 2, arc: 16, label: 16, tags: 2, rels: 1 };
        let names = Names { tags: vec![(Upos::Verb, "VBD"), (Upos::Noun, "NNS")], rels: vec!["nsubj"] };
        let bytes = names.to_bytes(&shape);
        assert_eq!(Names::read(&mut Reader::new("network", &bytes)).unwrap(), (shape, names.clone()));
        for n in 0..bytes.len() {
            assert!(Names::read(&mut Reader::new("network", &bytes[..n])).is_err());
        }
        assert!(Names::read(&mut Reader::new("network", &names.to_bytes(&Shape { hidden: 17, ..shape }))).is_err());
        assert!(Names::read(&mut Reader::new("network", &names.to_bytes(&Shape { layers: 9, ..shape }))).is_err());
    }
}
