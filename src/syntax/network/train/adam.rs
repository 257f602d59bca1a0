//! Adam with warm-up and a cosine, for dense weights and for the rows of embeddings that a batch touched; and the running
//! mean of weights.

use super::back::Gradient;
use super::net::Net;

const BETA1: f32 = 0.9;
const BETA2: f32 = 0.95;
/// Gradients longer than this are shortened to it.
const CLIP: f32 = 5.0;

/// Moments of the gradients.
#[derive(Clone, Debug)]
pub struct Adam {
    dense: [Vec<f32>; 2],
    embed: [Vec<f32>; 2],
    step: i32,
    powers: [f32; 2],
}

impl Adam {
    /// For a network that was not trained yet.
    pub fn new(net: &Net) -> Self {
        let zeros = |n: usize| [vec![0.0; n], vec![0.0; n]];
        Self { dense: zeros(net.dense.len()), embed: zeros(net.embed.len()), step: 0, powers: [1.0; 2] }
    }

    /// One step against the gradient.
    pub fn step(&mut self, net: &mut Net, grad: &Gradient, rate: f32) {
        self.step += 1;
        self.powers = [self.powers[0] * BETA1, self.powers[1] * BETA2];
        let e = net.shape.embed;
        let mut square = 0.0f64;
        for g in &grad.dense {
            square += f64::from(*g) * f64::from(*g);
        }
        for row in &grad.touched {
            for g in &grad.embed[*row as usize * e..(*row as usize + 1) * e] {
                square += f64::from(*g) * f64::from(*g);
            }
        }
        let norm = square.sqrt() as f32;
        // A batch that went wrong beyond numbers is left out.
        if !norm.is_finite() {
            return;
        }
        let shorten = if norm > CLIP { CLIP / norm } else { 1.0 };
        let by = [1.0 / (1.0 - self.powers[0]), 1.0 / (1.0 - self.powers[1])];
        let [m, v] = &mut self.dense;
        update(&mut net.dense, &grad.dense, m, v, shorten, by, rate);
        let [m, v] = &mut self.embed;
        for row in &grad.touched {
            let at = *row as usize * e..(*row as usize + 1) * e;
            update(&mut net.embed[at.clone()], &grad.embed[at.clone()], &mut m[at.clone()], &mut v[at], shorten, by, rate);
        }
    }
}

fn update(w: &mut [f32], g: &[f32], m: &mut [f32], v: &mut [f32], shorten: f32, by: [f32; 2], rate: f32) {
    for (((w, g), m), v) in w.iter_mut().zip(g).zip(m).zip(v) {
        let g = g * shorten;
        *m = BETA1 * *m + (1.0 - BETA1) * g;
        *v = BETA2 * *v + (1.0 - BETA2) * g * g;
        *w -= rate * (*m * by[0]) / ((*v * by[1]).sqrt() + 1e-8);
    }
}

/// The rate of a step: linear over `warm` steps, then a cosine down to 2 %.
pub fn rate(step: usize, steps: usize, warm: usize, top: f32) -> f32 {
    if step < warm {
        return top * (step + 1) as f32 / warm as f32;
    }
    let t = (step - warm) as f32 / (steps.saturating_sub(warm)).max(1) as f32;
    top * (0.02 + 0.98 * half_cosine(t.min(1.0)))
}

/// `(1 + cos(pi t)) / 2` for t in 0..=1 by the series of the sine about the middle, without a library.
fn half_cosine(t: f32) -> f32 {
    let x = std::f32::consts::PI * (0.5 - t);
    let s = x * x;
    let sine = x * (1.0 + s * (-1.0 / 6.0 + s * (1.0 / 120.0 + s * (-1.0 / 5040.0 + s * (1.0 / 362_880.0)))));
    (0.5 + 0.5 * sine).clamp(0.0, 1.0)
}

/// The running mean of a network's weights, which parses better than the last weights alone.
#[derive(Clone, Debug)]
pub struct Mean {
    /// The mean.
    pub net: Net,
    keep: f32,
}

impl Mean {
    /// Starts at these weights; at every step the mean keeps this share of itself.
    pub fn new(net: &Net, keep: f32) -> Self {
        Self { net: net.clone(), keep }
    }
    /// Takes in the weights of the `nth` call. Early on the mean keeps less of itself, so that the random start fades.
    pub fn follow(&mut self, net: &Net, nth: usize) {
        let keep = self.keep.min(nth as f32 / (nth as f32 + 10.0));
        let take = 1.0 - keep;
        for (mean, now) in [(&mut self.net.dense, &net.dense), (&mut self.net.embed, &net.embed)] {
            for (m, w) in mean.iter_mut().zip(now) {
                *m = keep * *m + take * w;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_rises_and_falls() {
        let at = |s| rate(s, 1000, 100, 0.004);
        assert!(at(0) < at(50) && at(50) < at(99) && (at(100) - 0.004).abs() < 1e-6);
        assert!(at(300) > at(600) && (at(999) - 0.000_08).abs() < 1e-5);
        assert!((at(550) - 0.004 * 0.51).abs() < 1e-4);
    }
}
