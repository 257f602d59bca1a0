//! The integer products: words of 16 or 8 bits times weights of 8 bits, summed in 32, then one scale and one bias an output.
//!
//! Four ways that give the same bits: plain Rust, SSE2 (always there on x86-64), AVX2 and AVX-512 with VNNI (asked for at run
//! time). The integer sums are exact in any order; the last step is one multiplication and one addition in f32, rounded apart.
//! Words of 8 bits have an instruction of their own in VNNI, which sums four products where those of 16 bits sum two; the other ways
//! widen them first.

/// Outputs that are computed together.
pub const WIDE: usize = 16;

/// Two inputs' weights for 16 outputs: `w[0][k], w[0][k+1], w[1][k] ...`, as the multiply-add instructions want them.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))]
pub struct Line(pub [i16; 2 * WIDE]);

/// Four inputs' weights for 16 outputs, as VNNI wants them for words of 8 bits.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))]
pub struct Quad(pub [i8; 4 * WIDE]);

/// What is added to a signed word of 8 bits to make it unsigned.
pub const OFFSET: u8 = 128;

/// A matrix laid out for the products.
#[derive(Clone, Debug)]
pub struct Panels {
    /// Inputs, an even number.
    pub depth: usize,
    /// Outputs, a multiple of [`WIDE`].
    pub width: usize,
    /// `depth / 2` lines for each 16 outputs.
    pub lines: Vec<Line>,
    /// `depth / 4` of them for each 16 outputs.
    pub quads: Vec<Quad>,
    /// What [`OFFSET`] makes the sums too large by, negated, by output.
    pub start: Vec<i32>,
    /// What a unit of the integer sum is worth, by output.
    pub scale: Vec<f32>,
    /// Added in the end.
    pub bias: Vec<f32>,
}

impl Panels {
    /// Lays out `weights` (row by row, one row an input). Sizes must fit: see [`super::weights`].
    pub fn new(depth: usize, width: usize, weights: &[i8], scale: Vec<f32>, bias: Vec<f32>) -> Self {
        let mut lines = Vec::with_capacity(depth / 2 * width / WIDE);
        for j in (0..width).step_by(WIDE) {
            for k in (0..depth).step_by(2) {
                let mut line = [0; 2 * WIDE];
                for (o, pair) in line.as_chunks_mut::<2>().0.iter_mut().enumerate() {
                    *pair = [i16::from(weights[k * width + j + o]), i16::from(weights[(k + 1) * width + j + o])];
                }
                lines.push(Line(line));
            }
        }
        let mut quads = Vec::with_capacity(depth / 4 * width / WIDE);
        for j in (0..width).step_by(WIDE) {
            for k in (0..depth).step_by(4) {
                let mut quad = [0; 4 * WIDE];
                for (o, four) in quad.as_chunks_mut::<4>().0.iter_mut().enumerate() {
                    *four = std::array::from_fn(|i| weights.get((k + i) * width + j + o).copied().unwrap_or(0));
                }
                quads.push(Quad(quad));
            }
        }
        let sum = |o: usize| weights.iter().skip(o).step_by(width.max(1)).map(|w| i32::from(*w)).sum::<i32>();
        let start = (0..width).map(|o| -i32::from(OFFSET) * sum(o)).collect();
        Self { depth, width, lines, quads, start, scale, bias }
    }

    /// The outputs of one word, in plain Rust.
    fn plain(&self, x: &[i16], j: usize, lines: &[Line], y: &mut [f32]) {
        let mut sums = [0i32; WIDE];
        for (pair, line) in x.as_chunks::<2>().0.iter().zip(lines) {
            let (a, b) = (i32::from(pair[0]), i32::from(pair[1]));
            for (sum, w) in sums.iter_mut().zip(line.0.as_chunks::<2>().0) {
                *sum = sum.wrapping_add(a.wrapping_mul(i32::from(w[0])).wrapping_add(b.wrapping_mul(i32::from(w[1]))));
            }
        }
        for ((y, sum), (scale, bias)) in y.iter_mut().zip(sums).zip(self.scale[j..].iter().zip(&self.bias[j..])) {
            *y = sum as f32 * scale + bias;
        }
    }
}

/// How products are computed.
pub trait Kernel: Copy {
    /// `y[n x width] = (x[n x depth] * weights) * scale + bias`. Slices that are too short give nothing.
    fn product(self, n: usize, x: &[i16], w: &Panels, y: &mut [f32]);

    /// The same for words of 8 bits, to each of which [`OFFSET`] was added. `wide` is room for them as 16 bits.
    #[inline(always)]
    fn narrow_product(self, n: usize, x: &[u8], w: &Panels, wide: &mut Vec<i16>, y: &mut [f32]) {
        wide.clear();
        wide.extend(x.iter().take(n * w.depth).map(|v| i16::from(*v) - i16::from(OFFSET)));
        self.product(n, wide, w, y);
    }
}

/// True where the slices hold what the sizes say.
fn fits(n: usize, x: &[i16], w: &Panels, y: &[f32]) -> bool {
    w.lines.len() * 2 * WIDE == w.depth * w.width && sizes(n, x.len(), w, y)
}

/// True where inputs, outputs, scales and biases are as many as they must be.
fn sizes(n: usize, inputs: usize, w: &Panels, y: &[f32]) -> bool {
    inputs >= n * w.depth
        && y.len() >= n * w.width
        && w.scale.len() == w.width
        && w.bias.len() == w.width
        && w.width.is_multiple_of(WIDE)
        && w.depth.is_multiple_of(8)
}

/// Plain Rust.
#[derive(Clone, Copy, Debug)]
pub struct Plain;

impl Kernel for Plain {
    fn product(self, n: usize, x: &[i16], w: &Panels, y: &mut [f32]) {
        if !fits(n, x, w, y) {
            return;
        }
        for (p, lines) in w.lines.chunks_exact(w.depth / 2).enumerate() {
            for (x, y) in x.chunks_exact(w.depth).zip(y.chunks_exact_mut(w.width)).take(n) {
                w.plain(x, p * WIDE, lines, &mut y[p * WIDE..(p + 1) * WIDE]);
            }
        }
    }
}

/// 128-bit instructions that every x86-64 has.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy, Debug)]
pub struct Sse2;

#[cfg(target_arch = "x86_64")]
impl Kernel for Sse2 {
    #[inline(never)]
    fn product(self, n: usize, x: &[i16], w: &Panels, y: &mut [f32]) {
        if !fits(n, x, w, y) {
            return;
        }
        for (p, lines) in w.lines.chunks_exact(w.depth / 2).enumerate() {
            let j = p * WIDE;
            let mut i = 0;
            // SAFETY: SSE2 belongs to x86-64; `fits` checked that every word has `depth` inputs and `width` outputs.
            unsafe {
                while i + 2 <= n {
                    sse2::<2>(w, lines, j, x.as_ptr().add(i * w.depth), y.as_mut_ptr().add(i * w.width + j));
                    i += 2;
                }
                if i < n {
                    sse2::<1>(w, lines, j, x.as_ptr().add(i * w.depth), y.as_mut_ptr().add(i * w.width + j));
                }
            }
        }
    }
}

/// `R` words times 16 outputs.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
unsafe fn sse2<const R: usize>(w: &Panels, lines: &[Line], j: usize, x: *const i16, y: *mut f32) {
    use std::arch::x86_64::*;
    // SAFETY: the caller passes R words of `depth` inputs (a multiple of 8) and R rows of 16 outputs.
    unsafe {
        let mut sums = [[_mm_setzero_si128(); 4]; R];
        for (k, line) in lines.iter().enumerate() {
            let at = line.0.as_ptr().cast::<__m128i>();
            let line = [_mm_load_si128(at), _mm_load_si128(at.add(1)), _mm_load_si128(at.add(2)), _mm_load_si128(at.add(3))];
            for (r, sum) in sums.iter_mut().enumerate() {
                let pair = _mm_set1_epi32(x.add(r * w.depth + 2 * k).cast::<i32>().read_unaligned());
                for (s, l) in sum.iter_mut().zip(line) {
                    *s = _mm_add_epi32(*s, _mm_madd_epi16(pair, l));
                }
            }
        }
        for o in 0..4 {
            let scale = _mm_loadu_ps(w.scale.as_ptr().add(j + 4 * o));
            let bias = _mm_loadu_ps(w.bias.as_ptr().add(j + 4 * o));
            for r in 0..R {
                let v = _mm_add_ps(_mm_mul_ps(_mm_cvtepi32_ps(sums[r][o]), scale), bias);
                _mm_storeu_ps(y.add(r * w.width + 4 * o), v);
            }
        }
    }
}

/// 256-bit instructions; only to be used where the processor has them.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy, Debug)]
pub struct Avx2(());

#[cfg(target_arch = "x86_64")]
impl Avx2 {
    /// The kernel, where the processor has AVX2.
    pub fn new() -> Option<Self> {
        std::arch::is_x86_feature_detected!("avx2").then_some(Self(()))
    }
}

#[cfg(target_arch = "x86_64")]
impl Kernel for Avx2 {
    #[inline(always)]
    fn product(self, n: usize, x: &[i16], w: &Panels, y: &mut [f32]) {
        if fits(n, x, w, y) {
            // SAFETY: an `Avx2` exists only where the processor has AVX2; the sizes were checked.
            unsafe { avx2_product(n, x, w, y) }
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
unsafe fn avx2_product(n: usize, x: &[i16], w: &Panels, y: &mut [f32]) {
    const R: usize = 4;
    for (p, lines) in w.lines.chunks_exact(w.depth / 2).enumerate() {
        let j = p * WIDE;
        let mut i = 0;
        // SAFETY: as for `Avx2::product`.
        unsafe {
            while i + R <= n {
                avx2::<R>(w, lines, j, x.as_ptr().add(i * w.depth), y.as_mut_ptr().add(i * w.width + j));
                i += R;
            }
            let (px, py) = (x.as_ptr().add(i * w.depth), y.as_mut_ptr().add(i * w.width + j));
            match n - i {
                1 => avx2::<1>(w, lines, j, px, py),
                2 => avx2::<2>(w, lines, j, px, py),
                3 => avx2::<3>(w, lines, j, px, py),
                _ => {}
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
#[inline]
unsafe fn avx2<const R: usize>(w: &Panels, lines: &[Line], j: usize, x: *const i16, y: *mut f32) {
    use std::arch::x86_64::*;
    // SAFETY: the caller passes R words of `depth` inputs and R rows of 16 outputs.
    unsafe {
        let mut sums = [[_mm256_setzero_si256(); 2]; R];
        for (k, line) in lines.iter().enumerate() {
            let at = line.0.as_ptr().cast::<__m256i>();
            let (low, high) = (_mm256_load_si256(at), _mm256_load_si256(at.add(1)));
            for (r, sum) in sums.iter_mut().enumerate() {
                let pair = _mm256_set1_epi32(x.add(r * w.depth + 2 * k).cast::<i32>().read_unaligned());
                sum[0] = _mm256_add_epi32(sum[0], _mm256_madd_epi16(pair, low));
                sum[1] = _mm256_add_epi32(sum[1], _mm256_madd_epi16(pair, high));
            }
        }
        for o in 0..2 {
            let scale = _mm256_loadu_ps(w.scale.as_ptr().add(j + 8 * o));
            let bias = _mm256_loadu_ps(w.bias.as_ptr().add(j + 8 * o));
            for (r, sum) in sums.iter().enumerate() {
                let v = _mm256_add_ps(_mm256_mul_ps(_mm256_cvtepi32_ps(sum[o]), scale), bias);
                _mm256_storeu_ps(y.add(r * w.width + 8 * o), v);
            }
        }
    }
}

/// 512-bit instructions with the multiply-and-sum of VNNI; only to be used where the processor has them.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy, Debug)]
pub struct Avx512(());

#[cfg(target_arch = "x86_64")]
impl Avx512 {
    /// The kernel, where the processor has what it needs.
    pub fn new() -> Option<Self> {
        use std::arch::is_x86_feature_detected as has;
        (has!("avx2") && has!("avx512f") && has!("avx512vl") && has!("avx512bw") && has!("avx512dq") && has!("avx512vnni"))
            .then_some(Self(()))
    }
}

#[cfg(target_arch = "x86_64")]
impl Kernel for Avx512 {
    #[inline(always)]
    fn product(self, n: usize, x: &[i16], w: &Panels, y: &mut [f32]) {
        if fits(n, x, w, y) {
            // SAFETY: an `Avx512` exists only where the processor has the instructions; the sizes were checked.
            unsafe { avx512_product(n, x, w, y) }
        }
    }

    #[inline(always)]
    fn narrow_product(self, n: usize, x: &[u8], w: &Panels, _: &mut Vec<i16>, y: &mut [f32]) {
        let whole = w.quads.len() * 4 * WIDE == w.depth * w.width && w.start.len() == w.width;
        if whole && sizes(n, x.len(), w, y) {
            // SAFETY: an `Avx512` exists only where the processor has the instructions; the sizes were checked.
            unsafe { avx512_narrow(n, x, w, y) }
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512vnni")]
unsafe fn avx512_narrow(n: usize, x: &[u8], w: &Panels, y: &mut [f32]) {
    const R: usize = 8;
    let quads = w.depth / 4;
    let panels = w.width / WIDE;
    let mut p = 0;
    // SAFETY: the caller checked that every word has `depth` inputs and `width` outputs; a step of P panels stays within `panels`.
    unsafe {
        while p < panels {
            let two = p + 2 <= panels;
            let here = w.quads.as_ptr().add(p * quads);
            let j = p * WIDE;
            let mut i = 0;
            while i < n {
                let (px, py) = (x.as_ptr().add(i * w.depth), y.as_mut_ptr().add(i * w.width + j));
                i += match (n - i, two) {
                    (R.., true) => avx512_quads::<R, 2>(w, here, j, px, py),
                    (R.., false) => avx512_quads::<R, 1>(w, here, j, px, py),
                    (2.., true) => avx512_quads::<2, 2>(w, here, j, px, py),
                    (2.., false) => avx512_quads::<2, 1>(w, here, j, px, py),
                    (_, true) => avx512_quads::<1, 2>(w, here, j, px, py),
                    (_, false) => avx512_quads::<1, 1>(w, here, j, px, py),
                };
            }
            p += 1 + usize::from(two);
        }
    }
}

/// `R` words of 8 bits times 16 `P` outputs; gives `R`.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512vnni")]
#[inline]
unsafe fn avx512_quads<const R: usize, const P: usize>(w: &Panels, quads: *const Quad, j: usize, x: *const u8, y: *mut f32) -> usize {
    use std::arch::x86_64::*;
    let depth = w.depth / 4;
    // SAFETY: the caller passes R words of `depth` inputs, R rows of 16 P outputs and P panels of quads.
    unsafe {
        let mut sums = [[_mm512_setzero_si512(); P]; R];
        let mut quad = [_mm512_setzero_si512(); P];
        for p in 0..P {
            let start = _mm512_loadu_si512(w.start.as_ptr().add(j + WIDE * p).cast());
            for r in 0..R {
                sums[r][p] = start;
            }
        }
        for k in 0..depth {
            for p in 0..P {
                quad[p] = _mm512_load_si512(quads.add(p * depth + k).cast());
            }
            for r in 0..R {
                let four = _mm512_set1_epi32(x.add(r * w.depth + 4 * k).cast::<i32>().read_unaligned());
                for p in 0..P {
                    sums[r][p] = _mm512_dpbusd_epi32(sums[r][p], four, quad[p]);
                }
            }
        }
        avx512_scaled(w, &sums, j, y);
    }
    R
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512vnni")]
unsafe fn avx512_product(n: usize, x: &[i16], w: &Panels, y: &mut [f32]) {
    let lines = w.depth / 2;
    let panels = w.width / WIDE;
    let mut p = 0;
    // SAFETY: as for `Avx2::product`; a step of P panels stays within `panels`.
    unsafe {
        while p + 2 <= panels {
            avx512_rows::<2>(n, x, w, &w.lines[p * lines..(p + 2) * lines], p * WIDE, y);
            p += 2;
        }
        if p < panels {
            avx512_rows::<1>(n, x, w, &w.lines[p * lines..(p + 1) * lines], p * WIDE, y);
        }
    }
}

/// All words times the outputs of `P` panels.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512vnni")]
#[inline]
unsafe fn avx512_rows<const P: usize>(n: usize, x: &[i16], w: &Panels, lines: &[Line], j: usize, y: &mut [f32]) {
    const R: usize = 8;
    let mut i = 0;
    // SAFETY: the caller checked that every word has `depth` inputs and `width` outputs.
    unsafe {
        while i + R <= n {
            avx512::<R, P>(w, lines, j, x.as_ptr().add(i * w.depth), y.as_mut_ptr().add(i * w.width + j));
            i += R;
        }
        while i + 2 <= n {
            avx512::<2, P>(w, lines, j, x.as_ptr().add(i * w.depth), y.as_mut_ptr().add(i * w.width + j));
            i += 2;
        }
        if i < n {
            avx512::<1, P>(w, lines, j, x.as_ptr().add(i * w.depth), y.as_mut_ptr().add(i * w.width + j));
        }
    }
}

/// The sums of `R` words and 16 `P` outputs, scaled and shifted.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512vnni")]
#[inline]
unsafe fn avx512_scaled<const R: usize, const P: usize>(w: &Panels, sums: &[[std::arch::x86_64::__m512i; P]; R], j: usize, y: *mut f32) {
    use std::arch::x86_64::*;
    // SAFETY: the caller passes R rows of 16 P outputs, and the panels have as many scales and biases.
    unsafe {
        for p in 0..P {
            let scale = _mm512_loadu_ps(w.scale.as_ptr().add(j + WIDE * p));
            let bias = _mm512_loadu_ps(w.bias.as_ptr().add(j + WIDE * p));
            for r in 0..R {
                let v = _mm512_add_ps(_mm512_mul_ps(_mm512_cvtepi32_ps(sums[r][p]), scale), bias);
                _mm512_storeu_ps(y.add(r * w.width + WIDE * p), v);
            }
        }
    }
}

/// `R` words times 16 `P` outputs.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512vnni")]
#[inline]
unsafe fn avx512<const R: usize, const P: usize>(w: &Panels, lines: &[Line], j: usize, x: *const i16, y: *mut f32) {
    use std::arch::x86_64::*;
    let depth = w.depth / 2;
    // SAFETY: the caller passes R words of `depth` inputs, R rows of 16 P outputs and P panels of lines.
    unsafe {
        let mut sums = [[_mm512_setzero_si512(); P]; R];
        // Plain indices: closures and iterators would carry no target feature of their own and stand in the way of registers.
        let mut line = [_mm512_setzero_si512(); P];
        for k in 0..depth {
            for p in 0..P {
                line[p] = _mm512_load_si512(lines.as_ptr().add(p * depth + k).cast());
            }
            for r in 0..R {
                let pair = _mm512_set1_epi32(x.add(r * w.depth + 2 * k).cast::<i32>().read_unaligned());
                for p in 0..P {
                    sums[r][p] = _mm512_dpwssd_epi32(sums[r][p], pair, line[p]);
                }
            }
        }
        avx512_scaled(w, &sums, j, y);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::network::maths::Random;

    fn sample(depth: usize, width: usize, n: usize, random: &mut Random) -> (Panels, Vec<i16>, Vec<i8>) {
        let weights: Vec<i8> = (0..depth * width).map(|_| random.bits() as i8).collect();
        let x: Vec<i16> = (0..depth * n).map(|_| random.bits() as i16).collect();
        let scale = (0..width).map(|_| random.unit() * 1e-4).collect();
        let bias = (0..width).map(|_| random.unit()).collect();
        (Panels::new(depth, width, &weights, scale, bias), x, weights)
    }

    #[test]
    fn a_product_is_the_sum_of_its_terms() {
        let (w, x, weights) = sample(8, 16, 2, &mut Random::new(3));
        let mut y = vec![0.0; 32];
        Plain.product(2, &x, &w, &mut y);
        let sum: i32 = (0..8).map(|k| i32::from(x[8 + k]) * i32::from(weights[k * 16 + 5])).sum();
        assert_eq!(y[16 + 5], sum as f32 * w.scale[5] + w.bias[5]);
        // Slices that are too short are left alone.
        Plain.product(3, &x, &w, &mut y);
        assert_eq!(y[16 + 5], sum as f32 * w.scale[5] + w.bias[5]);
    }

    #[cfg(target_arch = "x86_64")]
    #[test]
    fn all_ways_give_the_same_bits() {
        let mut random = Random::new(4);
        for (depth, width, n) in [(8, 16, 1), (192, 48, 7), (160, 480, 21), (512, 16, 3), (80, 64, 4), (16, 16, 0)] {
            let (w, x, _) = sample(depth, width, n, &mut random);
            let mut plain = vec![0.0f32; n * width];
            Plain.product(n, &x, &w, &mut plain);
            let same = |a: &[f32], b: &[f32]| a.iter().zip(b).all(|(a, b)| a.to_bits() == b.to_bits());
            let bytes: Vec<u8> = x.iter().map(|v| *v as u8).collect();
            let (mut plain_narrow, mut narrow, mut wide) = (vec![0.0f32; n * width], vec![0.0f32; n * width], Vec::new());
            Plain.narrow_product(n, &bytes, &w, &mut wide, &mut plain_narrow);
            Sse2.narrow_product(n, &bytes, &w, &mut wide, &mut narrow);
            assert!(same(&plain_narrow, &narrow), "SSE2, 8 bits {depth} {width} {n}");
            if let Some(avx512) = Avx512::new() {
                narrow.fill(0.0);
                avx512.narrow_product(n, &bytes, &w, &mut wide, &mut narrow);
                assert!(same(&plain_narrow, &narrow), "AVX-512, 8 bits {depth} {width} {n}");
            }
            let mut other = vec![0.0f32; n * width];
            Sse2.product(n, &x, &w, &mut other);
            assert!(plain.iter().zip(&other).all(|(a, b)| a.to_bits() == b.to_bits()), "SSE2 {depth} {width} {n}");
            if let Some(avx2) = Avx2::new() {
                other.fill(0.0);
                avx2.product(n, &x, &w, &mut other);
                assert!(plain.iter().zip(&other).all(|(a, b)| a.to_bits() == b.to_bits()), "AVX2 {depth} {width} {n}");
            }
            if let Some(avx512) = Avx512::new() {
                other.fill(0.0);
                avx512.product(n, &x, &w, &mut other);
                assert!(plain.iter().zip(&other).all(|(a, b)| a.to_bits() == b.to_bits()), "AVX-512 {depth} {width} {n}");
            }
        }
    }
}
