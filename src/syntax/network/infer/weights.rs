//! The section of the model that holds the network, read and checked.
//!
//! Layout: sizes and names ([`Names::to_bytes`]), the word table, the embeddings as signed bytes, then matrix by matrix
//! (weights as signed bytes, a scale and a bias for each output), then three small tables of floats. Everything little-endian.

use super::kernel::Panels;
use crate::syntax::model::{ModelError, Reader};
use crate::syntax::network::classes::Classes;
use crate::syntax::network::features::{Features, Words};
use crate::syntax::network::shape::{DISTANCES, Names, Shape};

/// Units of the network's inputs: one, which is their mean, is 32; what is beyond 127 units is cut.
pub const INPUT_UNIT: f32 = 32.0;
/// Units of the layers' outputs: one is 4096, so that seven layers of at most one each fit.
pub const LAYER_UNIT: f32 = 4096.0;
/// Units of the layers' outputs as inputs of a product: one is 64; what is beyond 127 units is cut.
pub const NARROW_UNIT: f32 = 64.0;
/// Units of the projections.
pub const PROJECTION_UNIT: f32 = 1024.0;

/// Weights as the fast way forward wants them.
#[derive(Clone, Debug)]
pub struct Weights {
    #[allow(missing_docs)]
    pub shape: Shape,
    #[allow(missing_docs)]
    pub names: Names,
    #[allow(missing_docs)]
    pub features: Features,
    /// Embeddings, row by row, in units of no matter: they are normalized.
    pub embed: Vec<i8>,
    /// The first layer's matrix cut in three, side by side: what the word before, the word itself and the word behind add to the sums,
    /// in whole numbers without scale and bias.
    pub first: Panels,
    #[allow(missing_docs)]
    pub layers: Vec<Panels>,
    #[allow(missing_docs)]
    pub tag: Panels,
    #[allow(missing_docs)]
    pub dependent: Panels,
    #[allow(missing_docs)]
    pub head: Panels,
    #[allow(missing_docs)]
    pub bilinear: Panels,
    #[allow(missing_docs)]
    pub label_dependent: Panels,
    #[allow(missing_docs)]
    pub label_head: Panels,
    #[allow(missing_docs)]
    pub label: Panels,
    /// The root as a head.
    pub root: Vec<f32>,
    /// Bias of arcs by distance.
    pub arc_distance: Vec<f32>,
    /// Vectors for labels by distance.
    pub label_distance: Vec<f32>,
}

impl Weights {
    /// Name of the section.
    pub const SECTION: &'static str = "network";

    /// Reads the sections of the network and of the word classes.
    ///
    /// # Errors
    /// Bytes that end early or late, sizes out of range, names that this program does not know.
    pub fn load(network: &[u8], classes: &[u8]) -> Result<Self, ModelError> {
        let classes = Classes::load(classes)?;
        let mut reader = Reader::new(Self::SECTION, network);
        let (shape, names) = Names::read(&mut reader)?;
        let words = Words::read(&mut reader)?;
        let features = Features { words, classes };
        if reader.len(1 << 20)? != features.rows() {
            return Err(reader.fault("the word classes are of another training"));
        }
        let embed = reader.i8s(features.rows() * shape.embed)?;
        let mut panels = Vec::new();
        let mut first = None;
        for (i, m) in shape.matrices().into_iter().enumerate() {
            let unit = unit(&shape, i);
            let weights = reader.i8s(m.depth * m.width)?;
            if i == 0 {
                first = Some(in_three(shape.embed, m.width, &weights));
            }
            let scale = reader.f32s(m.width)?.into_iter().map(|s| s / unit).collect();
            let bias = reader.f32s(m.width)?;
            panels.push(Panels::new(m.depth, m.width, &weights, scale, bias));
        }
        let root = reader.f32s(shape.arc)?;
        let arc_distance = reader.f32s(DISTANCES)?;
        let label_distance = reader.f32s(DISTANCES * shape.label)?;
        reader.end()?;
        let heads = panels.split_off(shape.layers);
        let Some(first) = first else {
            return Err(reader.fault("a matrix is missing"));
        };
        let Ok([tag, dependent, head, bilinear, label_dependent, label_head, label]) = <[Panels; 7]>::try_from(heads) else {
            return Err(reader.fault("a matrix is missing"));
        };
        let out = Self {
            shape,
            names,
            features,
            embed,
            first,
            layers: panels,
            tag,
            dependent,
            head,
            bilinear,
            label_dependent,
            label_head,
            label,
            root,
            arc_distance,
            label_distance,
        };
        if out.floats().any(|f| !f.is_finite() || f.abs() > 1e6) { Err(reader.fault("a number is out of range")) } else { Ok(out) }
    }

    fn floats(&self) -> impl Iterator<Item = &f32> {
        let heads = [&self.tag, &self.dependent, &self.head, &self.bilinear, &self.label_dependent, &self.label_head, &self.label];
        let matrices = self.layers.iter().chain(heads).flat_map(|p| p.scale.iter().chain(&p.bias));
        matrices.chain(&self.root).chain(&self.arc_distance).chain(&self.label_distance)
    }

    /// Bytes in memory, about.
    pub fn size(&self) -> usize {
        let heads = [&self.tag, &self.dependent, &self.head, &self.bilinear, &self.label_dependent, &self.label_head, &self.label];
        let all = self.layers.iter().chain(heads).chain([&self.first]);
        let matrices: usize = all.map(|p| (p.lines.len() + p.quads.len()) * 64 + p.width * 12).sum();
        self.embed.len() + matrices + 4 * (self.root.len() + self.arc_distance.len() + self.label_distance.len())
    }
}

/// The matrix over three words (`3 * embed` rows) as one of `embed` rows and three times the width.
fn in_three(embed: usize, width: usize, weights: &[i8]) -> Panels {
    let mut out = Vec::with_capacity(weights.len());
    for row in 0..embed {
        for part in 0..3 {
            let at = (part * embed + row) * width;
            out.extend_from_slice(&weights[at..at + width]);
        }
    }
    Panels::new(embed, 3 * width, &out, vec![1.0; 3 * width], vec![0.0; 3 * width])
}

/// The unit of the inputs of the `i`th matrix of [`Shape::matrices`].
pub fn unit(shape: &Shape, i: usize) -> f32 {
    if i == 0 {
        INPUT_UNIT
    } else if i == shape.layers + 3 || i == shape.layers + 6 {
        PROJECTION_UNIT
    } else {
        NARROW_UNIT
    }
}
