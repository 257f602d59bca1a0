//! Elementary functions of our own, so that every machine gives the same bits.
//!
//! `tanh(0.5)` here is `0.46211717` on every processor: only additions, multiplications and one division, which IEEE 754
//! fixes to the bit. Nothing calls the platform's mathematical library, and nothing may be fused into one rounding.

/// Hyperbolic tangent by Lambert's continued fraction, cut after seven terms; off by less than 1e-4, within -1..=1.
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    let (up, down) = tanh_fraction(x);
    (up / down).clamp(-1.0, 1.0)
}

/// Numerator and denominator of [`tanh`], before it is cut to -1..=1, beyond which it goes by less than 1e-4. The denominator lies
/// between 1e5 and 1e7.
#[inline(always)]
pub fn tanh_fraction(x: f32) -> (f32, f32) {
    // Each of the two is one instruction, where `clamp` is four for the sake of what is no number.
    let x = if x < 4.97 { x } else { 4.97 };
    let x = if x > -4.97 { x } else { -4.97 };
    let s = x * x;
    let up = x * (135_135.0 + s * (17_325.0 + s * (378.0 + s)));
    let down = 135_135.0 + s * (62_370.0 + s * (3_150.0 + s * 28.0));
    (up, down)
}

/// The logistic function, by [`tanh`].
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    0.5 + 0.5 * tanh(0.5 * x)
}

/// The exponential function: a power of two by its bits, times a polynomial of the rest. Relative error below 1e-6.
/// Arguments below -87 give 0, above 88 the value at 88.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    if x < -87.0 {
        return 0.0;
    }
    let t = x.min(88.0) * std::f32::consts::LOG2_E;
    // Adding 1.5 * 2^23 rounds to the nearest whole number, ties to even, without a library call.
    let whole = (t + 12_582_912.0) - 12_582_912.0;
    let r = (t - whole) * std::f32::consts::LN_2;
    let p = 1.0 + r * (1.0 + r * (0.5 + r * (0.166_666_67 + r * (0.041_666_67 + r * (0.008_333_334 + r * 0.001_388_889)))));
    let power = f32::from_bits(((whole as i32 + 127).clamp(0, 254) as u32) << 23);
    p * power
}

/// Rounds to the nearest whole number, ties to even, and cuts to the range of `i16`.
#[inline(always)]
pub fn to_i16(x: f32) -> i16 {
    let x = x.clamp(-32_767.0, 32_767.0);
    // After the addition the low bits of the mantissa are the whole number itself.
    let bits = (x + 12_582_912.0).to_bits() as i32;
    (bits.wrapping_sub(0x4B40_0000)) as i16
}

/// A small generator of random bits (SplitMix64): seeded, the same everywhere.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// A generator; equal seeds give equal sequences.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }
    /// The next 64 bits.
    #[inline(always)]
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.0)
    }
    /// A number in 0..1.
    #[inline(always)]
    pub fn unit(&mut self) -> f32 {
        (self.bits() >> 40) as f32 * (1.0 / 16_777_216.0)
    }
    /// A whole number below `n`; 0 where `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        ((self.bits() >> 32).wrapping_mul(n as u64) >> 32) as usize
    }
    /// Puts a slice into random order (Fisher-Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }
}

/// The finisher of SplitMix64: spreads the bits of a word.
#[inline(always)]
pub fn mix(x: u64) -> u64 {
    let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_to_the_library() {
        for i in -2000..2000 {
            let x = i as f32 * 0.01;
            assert!((tanh(x) - f64::from(x).tanh() as f32).abs() < 2e-4, "tanh {x}");
            assert!((sigmoid(x) - (1.0 / (1.0 + f64::from(-x).exp())) as f32).abs() < 2e-4, "sigmoid {x}");
            let e = f64::from(x).exp() as f32;
            assert!((exp(x) - e).abs() <= 1e-5 * e, "exp {x}: {} {e}", exp(x));
        }
        assert_eq!(exp(-100.0), 0.0);
    }

    #[test]
    fn rounding() {
        for (x, y) in [(0.4, 0), (0.5, 0), (1.5, 2), (-0.6, -1), (-2.5, -2), (4e4, 32767), (-4e4, -32767), (1234.51, 1235)] {
            assert_eq!(to_i16(x), y, "{x}");
        }
    }

    #[test]
    fn order_is_fixed_by_the_seed() {
        let mut a: Vec<u32> = (0..50).collect();
        let mut b = a.clone();
        Random::new(7).shuffle(&mut a);
        Random::new(7).shuffle(&mut b);
        assert_eq!(a, b);
        Random::new(8).shuffle(&mut b);
        assert_ne!(a, b);
        assert!((0..1000).all(|_| Random::new(3).below(5) < 5));
    }
}
