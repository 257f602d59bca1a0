//! Word classes by exchange (Kneser and Ney 1993; Martin, Liermann, Ney 1998): every word moves to the class that makes the
//! text most likely under a bigram model of classes, again and again until little moves.
//!
//! In "Police said ... Officials said ..." the words "Police" and "Officials" have like neighbors and end in one class.
//! The text's likelihood is the sum of `n log n` over all pairs of classes in sequence, less twice that over the classes
//! alone; moving a word changes only the counts of its own neighbors.

use std::collections::BTreeMap;

use crate::syntax::network::classes::{Classes, LEVELS};
use crate::syntax::network::features::Normal;

/// Class counts at the three granularities.
pub const SIZES: [usize; LEVELS] = [600, 128, 40];
const PASSES: usize = 6;

/// Finds classes for all forms that occur twice or more in these sentences.
pub fn classes<'a>(sentences: impl Iterator<Item = Vec<&'a str>>) -> Classes {
    // Words are numbered by frequency; 0 is the edge of a sentence, 1 all rare words.
    let mut normal = Normal::default();
    let mut counts: BTreeMap<Vec<u8>, u32> = BTreeMap::new();
    let mut text: Vec<Vec<Vec<u8>>> = Vec::new();
    for sentence in sentences {
        let mut forms = Vec::with_capacity(sentence.len());
        for form in sentence {
            normal.set(form);
            *counts.entry(normal.cased().to_vec()).or_default() += 1;
            forms.push(normal.cased().to_vec());
        }
        text.push(forms);
    }
    let mut forms: Vec<(u32, &Vec<u8>)> = counts.iter().filter(|(_, c)| **c >= 2).map(|(f, c)| (*c, f)).collect();
    forms.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    let numbers: BTreeMap<&Vec<u8>, u32> = forms.iter().zip(2..).map(|((_, f), i)| (*f, i)).collect();
    let mut stream = vec![0u32];
    for sentence in &text {
        stream.extend(sentence.iter().map(|f| numbers.get(f).copied().unwrap_or(1)));
        stream.push(0);
    }
    let neighbors = Neighbors::new(forms.len() + 2, &stream);
    let levels = SIZES.map(|size| exchange(&neighbors, size));
    Classes::new(
        SIZES,
        forms.iter().enumerate().map(|(i, (_, form))| {
            let mut ids = [0; LEVELS];
            for (id, level) in ids.iter_mut().zip(&levels) {
                *id = level[i + 2] as u16 + 1;
            }
            (form.as_slice(), ids)
        }),
    )
}

/// Counted neighbors of every word, left and right.
struct Neighbors {
    before: Vec<Vec<(u32, u32)>>,
    after: Vec<Vec<(u32, u32)>>,
    counts: Vec<u32>,
}

impl Neighbors {
    fn new(words: usize, stream: &[u32]) -> Self {
        let mut pairs: Vec<(u32, u32)> = stream.windows(2).map(|w| (w[0], w[1])).collect();
        pairs.sort_unstable();
        let mut out = Self { before: vec![Vec::new(); words], after: vec![Vec::new(); words], counts: vec![0; words] };
        for run in pairs.chunk_by(|a, b| a == b) {
            let ((a, b), n) = (run[0], run.len() as u32);
            out.after[a as usize].push((b, n));
            out.before[b as usize].push((a, n));
            out.counts[a as usize] += n;
        }
        out
    }
}

/// Class of every word, below `size`. Edge and rare words keep classes of their own, which no word joins.
fn exchange(text: &Neighbors, size: usize) -> Vec<u32> {
    let words = text.counts.len();
    let classes = size + 2;
    // The most frequent words begin in classes of their own, the others by turns.
    let mut of: Vec<u32> = (0..words).map(|w| if w < 2 { (size + w) as u32 } else { ((w - 2) % size) as u32 }).collect();
    let mut pairs = vec![0i32; classes * classes];
    let mut totals = vec![0i64; classes];
    let mut most = 0;
    for w in 0..words {
        totals[of[w] as usize] += i64::from(text.counts[w]);
        for &(v, n) in &text.after[w] {
            let pair = &mut pairs[of[w] as usize * classes + of[v as usize] as usize];
            *pair += n as i32;
            most = most.max(*pair);
        }
        most = most.max(totals[of[w] as usize] as i32);
    }
    // n log n, from a table: whole counts up to the size of the text, by our own logarithm.
    let total: i64 = totals.iter().sum();
    let table: Vec<f64> = (0..=total as usize).map(|n| n as f64 * log(n as f64)).collect();
    let value = |n: i32| table[n.max(0) as usize];
    let (mut row, mut column) = (vec![0i32; classes], vec![0i32; classes]);
    for _ in 0..PASSES {
        let mut moved = 0;
        for w in 2..words {
            // The word's own counts towards each class, itself apart.
            let mut own = 0;
            let (mut touched_row, mut touched_column) = (Vec::new(), Vec::new());
            for &(v, n) in &text.after[w] {
                if v as usize == w {
                    own = n as i32;
                    continue;
                }
                let c = of[v as usize] as usize;
                if row[c] == 0 {
                    touched_row.push(c);
                }
                row[c] += n as i32;
            }
            for &(v, n) in &text.before[w] {
                if v as usize == w {
                    continue;
                }
                let c = of[v as usize] as usize;
                if column[c] == 0 {
                    touched_column.push(c);
                }
                column[c] += n as i32;
            }
            let now = of[w] as usize;
            shift(&mut pairs, classes, now, &row, &column, &touched_row, &touched_column, own, -1);
            totals[now] -= i64::from(text.counts[w]);
            let mut best = (f64::NEG_INFINITY, now);
            for c in 0..size {
                let mut gain = 0.0;
                for &d in &touched_row {
                    if d != c {
                        let n = pairs[c * classes + d];
                        gain += value(n + row[d]) - value(n);
                    }
                }
                for &d in &touched_column {
                    if d != c {
                        let n = pairs[d * classes + c];
                        gain += value(n + column[d]) - value(n);
                    }
                }
                let n = pairs[c * classes + c];
                gain += value(n + row[c] + column[c] + own) - value(n);
                let n = totals[c] as i32;
                gain -= 2.0 * (value(n + text.counts[w] as i32) - value(n));
                if gain > best.0 + 1e-9 {
                    best = (gain, c);
                }
            }
            of[w] = best.1 as u32;
            moved += usize::from(best.1 != now);
            shift(&mut pairs, classes, best.1, &row, &column, &touched_row, &touched_column, own, 1);
            totals[best.1] += i64::from(text.counts[w]);
            touched_row.iter().for_each(|c| row[*c] = 0);
            touched_column.iter().for_each(|c| column[*c] = 0);
        }
        if moved * 500 < words {
            break;
        }
    }
    of
}

/// Adds or takes away a word's counts in the table of class pairs.
#[expect(clippy::too_many_arguments, reason = "one step of the loop above, called twice")]
fn shift(pairs: &mut [i32], classes: usize, c: usize, row: &[i32], column: &[i32], rows: &[usize], columns: &[usize], own: i32, sign: i32) {
    for &d in rows {
        pairs[c * classes + d] += sign * row[d];
    }
    for &d in columns {
        pairs[d * classes + c] += sign * column[d];
    }
    pairs[c * classes + c] += sign * own;
}

/// Natural logarithm from additions and multiplications alone; 0 for 0, so that `n log n` is 0.
fn log(x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let bits = x.to_bits();
    let mut power = ((bits >> 52) & 0x7FF) as f64 - 1023.0;
    let mut m = f64::from_bits((bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000);
    if m > std::f64::consts::SQRT_2 {
        m *= 0.5;
        power += 1.0;
    }
    // ln m = 2 atanh((m - 1) / (m + 1)), as a series.
    let t = (m - 1.0) / (m + 1.0);
    let s = t * t;
    let mut sum = 0.0;
    for k in (0..12).rev() {
        sum = sum * s + 1.0 / f64::from(2 * k + 1);
    }
    2.0 * t * sum + power * std::f64::consts::LN_2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithm() {
        for x in [1.0f64, 2.0, 3.0, 10.0, 12345.0, 0.3] {
            assert!((log(x) - x.ln()).abs() < 1e-12, "{x}");
        }
        assert_eq!(log(0.0), 0.0);
    }

    #[test]
    fn words_with_like_neighbors_share_a_class() {
        let mut stream = vec![0u32];
        // Words 2, 3 stand before 4, 5; classes of two must tell the two pairs apart.
        for (a, b) in [(2, 4), (3, 5), (2, 5), (3, 4)].into_iter().cycle().take(400) {
            stream.extend([a, b, 0]);
        }
        let of = exchange(&Neighbors::new(6, &stream), 2);
        assert_eq!((of[2], of[4]), (of[3], of[5]));
        assert_ne!(of[2], of[4]);
    }

    #[test]
    fn forms_seen_once_have_no_class() {
        let text = ["police found two", "police found boats", "officials found two"];
        let table = classes(text.iter().cycle().take(3).map(|s| s.split(' ').collect()));
        assert_eq!(table.len(), 3);
        assert!(table.of("found")[0] > 0 && table.of("boats") == [0, 0, 0]);
        assert_eq!(table, classes(text.iter().cycle().take(3).map(|s| s.split(' ').collect())));
    }
}
