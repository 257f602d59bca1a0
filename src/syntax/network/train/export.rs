//! A trained network as the bytes of its model section: weights as signed bytes with a scale for each output.

use super::net::{Net, Place};
use crate::syntax::network::features::Features;
use crate::syntax::network::shape::{DISTANCES, Names};

/// The section [`Weights::SECTION`](crate::syntax::network::infer::weights::Weights::SECTION).
pub fn to_bytes(net: &Net, features: &Features, names: &Names) -> Vec<u8> {
    let (shape, lay) = (&net.shape, &net.layout);
    let mut out = names.to_bytes(shape);
    out.extend(features.words.to_bytes());
    out.extend_from_slice(&(features.rows() as u32).to_le_bytes());
    // One scale for all embeddings, which the normalization takes out again.
    let top = net.embed.iter().fold(0f32, |t, w| t.max(w.abs())).max(1e-12);
    out.extend(net.embed.iter().map(|w| byte(w / top * 127.0)));
    let heads = [&lay.tag, &lay.dependent, &lay.head, &lay.bilinear, &lay.label_dependent, &lay.label_head, &lay.label];
    for place in lay.layers.iter().chain(heads) {
        matrix(place, &net.dense, &mut out);
    }
    let mut floats = |at: usize, n: usize| out.extend(net.dense[at..at + n].iter().flat_map(|w| w.to_le_bytes()));
    floats(lay.root, shape.arc);
    floats(lay.arc_distance, DISTANCES);
    floats(lay.label_distance, DISTANCES * shape.label);
    out
}

fn matrix(place: &Place, dense: &[f32], out: &mut Vec<u8>) {
    let (weights, width) = (place.weights(dense), place.m.width);
    let mut tops = vec![0f32; width];
    for line in weights.chunks_exact(width) {
        for (t, w) in tops.iter_mut().zip(line) {
            *t = t.max(w.abs());
        }
    }
    let scales: Vec<f32> = tops.iter().map(|t| t.max(1e-12) / 127.0).collect();
    for line in weights.chunks_exact(width) {
        out.extend(line.iter().zip(&scales).map(|(w, s)| byte(w / s)));
    }
    out.extend(scales.iter().flat_map(|s| s.to_le_bytes()));
    out.extend(place.bias(dense).iter().flat_map(|b| b.to_le_bytes()));
}

/// Nearest signed byte.
fn byte(x: f32) -> u8 {
    (x.clamp(-127.0, 127.0).round_ties_even() as i8).cast_unsigned()
}
