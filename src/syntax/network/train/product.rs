//! Matrix products for training: `c += a b`, in an order of additions that no vector width changes.
//!
//! Every element of the result sums its terms one by one, first to last; a vector unit works on neighboring results,
//! never on parts of one sum, and multiplication and addition are rounded apart. So AVX2 and plain code give the same bits.

/// Columns of the result that are kept in registers; all widths must be multiples of it.
pub const STEP: usize = 16;
const ROWS: usize = 6;
/// Terms taken at a time, so that the panel of `b` stays in the first cache.
const DEPTH: usize = 256;

/// The left matrix: element (i, k) lies at `data[i * row + k * col]`.
#[derive(Clone, Copy)]
pub struct Left<'a> {
    /// The numbers.
    pub data: &'a [f32],
    /// Distance of two rows.
    pub row: usize,
    /// Distance of two columns.
    pub col: usize,
}

/// `c[rows x width] += a[rows x depth] * b[depth x width]`, `b` and `c` row by row without gaps, `width` a multiple of [`STEP`].
///
/// # Panics
/// Where the slices are too short for the sizes (a fault of the caller; training only).
pub fn add(rows: usize, depth: usize, width: usize, a: Left, b: &[f32], c: &mut [f32]) {
    if rows == 0 || depth == 0 || width == 0 {
        return;
    }
    assert!(width.is_multiple_of(STEP), "width {width}");
    assert!(b.len() >= depth * width && c.len() >= rows * width, "short matrix");
    assert!(a.data.len() > (rows - 1) * a.row + (depth - 1) * a.col, "short left matrix");
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has AVX2; the sizes were checked above.
        unsafe { add_avx2(rows, depth, width, a, b, c) };
        return;
    }
    add_plain(rows, depth, width, a, b, c);
}

/// The same in plain Rust, for other processors and for the tests.
fn add_plain(rows: usize, depth: usize, width: usize, a: Left, b: &[f32], c: &mut [f32]) {
    for i in 0..rows {
        let line = &mut c[i * width..(i + 1) * width];
        for k in 0..depth {
            let x = a.data[i * a.row + k * a.col];
            for (y, w) in line.iter_mut().zip(&b[k * width..(k + 1) * width]) {
                *y += x * w;
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
unsafe fn add_avx2(rows: usize, depth: usize, width: usize, a: Left, b: &[f32], c: &mut [f32]) {
    let mut panel = [0f32; DEPTH * STEP];
    for j in (0..width).step_by(STEP) {
        for from in (0..depth).step_by(DEPTH) {
            let deep = DEPTH.min(depth - from);
            for k in 0..deep {
                let at = (from + k) * width + j;
                panel[k * STEP..(k + 1) * STEP].copy_from_slice(&b[at..at + STEP]);
            }
            let mut i = 0;
            // SAFETY: `add` checked that all rows, terms and columns lie within the slices.
            unsafe {
                let pa = a.data.as_ptr().add(from * a.col);
                let pc = c.as_mut_ptr().add(j);
                while i + ROWS <= rows {
                    tile::<ROWS>(deep, pa.add(i * a.row), a.row, a.col, panel.as_ptr(), pc.add(i * width), width);
                    i += ROWS;
                }
                let (pa, pc) = (pa.add(i * a.row), pc.add(i * width));
                match rows - i {
                    1 => tile::<1>(deep, pa, a.row, a.col, panel.as_ptr(), pc, width),
                    2 => tile::<2>(deep, pa, a.row, a.col, panel.as_ptr(), pc, width),
                    3 => tile::<3>(deep, pa, a.row, a.col, panel.as_ptr(), pc, width),
                    4 => tile::<4>(deep, pa, a.row, a.col, panel.as_ptr(), pc, width),
                    5 => tile::<5>(deep, pa, a.row, a.col, panel.as_ptr(), pc, width),
                    _ => {}
                }
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
#[inline]
unsafe fn tile<const R: usize>(deep: usize, a: *const f32, row: usize, col: usize, panel: *const f32, c: *mut f32, width: usize) {
    use std::arch::x86_64::*;
    // SAFETY: the caller passes pointers to R rows of `a`, `deep` rows of the panel and R rows of `c`.
    unsafe {
        let mut low = [_mm256_setzero_ps(); R];
        let mut high = [_mm256_setzero_ps(); R];
        for r in 0..R {
            low[r] = _mm256_loadu_ps(c.add(r * width));
            high[r] = _mm256_loadu_ps(c.add(r * width + 8));
        }
        let (mut pa, mut pb) = (a, panel);
        for _ in 0..deep {
            let b0 = _mm256_loadu_ps(pb);
            let b1 = _mm256_loadu_ps(pb.add(8));
            for r in 0..R {
                let x = _mm256_set1_ps(*pa.add(r * row));
                low[r] = _mm256_add_ps(low[r], _mm256_mul_ps(x, b0));
                high[r] = _mm256_add_ps(high[r], _mm256_mul_ps(x, b1));
            }
            pa = pa.wrapping_add(col);
            pb = pb.wrapping_add(STEP);
        }
        for r in 0..R {
            _mm256_storeu_ps(c.add(r * width), low[r]);
            _mm256_storeu_ps(c.add(r * width + 8), high[r]);
        }
    }
}

/// The transpose of a `rows` x `width` matrix, into `to`.
pub fn transpose(rows: usize, width: usize, from: &[f32], to: &mut [f32]) {
    for i in 0..rows {
        for (j, x) in from[i * width..(i + 1) * width].iter().enumerate() {
            to[j * rows + i] = *x;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::network::maths::Random;

    #[test]
    fn vector_and_plain_code_agree_to_the_bit() {
        let mut random = Random::new(1);
        for (rows, depth, width) in [(1, 1, 16), (7, 300, 32), (13, 5, 48), (6, 257, 16)] {
            let a: Vec<f32> = (0..rows * depth).map(|_| random.unit() - 0.5).collect();
            let b: Vec<f32> = (0..depth * width).map(|_| random.unit() - 0.5).collect();
            let start: Vec<f32> = (0..rows * width).map(|_| random.unit()).collect();
            for left in [Left { data: &a, row: depth, col: 1 }, Left { data: &a, row: 1, col: rows }] {
                let (mut x, mut y) = (start.clone(), start.clone());
                add(rows, depth, width, left, &b, &mut x);
                add_plain(rows, depth, width, left, &b, &mut y);
                assert!(x.iter().zip(&y).all(|(p, q)| p.to_bits() == q.to_bits()), "{rows} {depth} {width}");
            }
        }
    }

    #[test]
    fn a_known_product() {
        let mut b = [0f32; 32];
        (b[0], b[1], b[16], b[17]) = (5.0, 6.0, 7.0, 8.0);
        let mut c = [0f32; 32];
        add(2, 2, 16, Left { data: &[1.0, 2.0, 3.0, 4.0], row: 2, col: 1 }, &b, &mut c);
        assert_eq!((c[0], c[1], c[16], c[17], c[2]), (19.0, 22.0, 43.0, 50.0, 0.0));
    }
}
