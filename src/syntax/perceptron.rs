//! A yes-or-no decision by hashed features: one small weight for each, summed.
//!
//! Weights are trained as an averaged perceptron ([`super::train`]) and stored as bytes with one scale.

use super::model::{ModelError, Reader};

/// Weights of one decision, `1 << bits` of them.
#[derive(Clone, Debug)]
pub(super) struct Table {
    shift: u32,
    weights: Vec<i8>,
}

/// The row of a hashed feature in a table of `1 << bits` rows.
pub(super) const fn row(feature: u64, shift: u32) -> usize {
    (feature.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> shift) as usize
}

impl Table {
    /// From the weights, whose number is a power of two.
    pub(super) fn new(weights: Vec<i8>) -> Self {
        debug_assert!(weights.len().is_power_of_two() && weights.len() > 1);
        Self { shift: 64 - weights.len().trailing_zeros(), weights }
    }

    /// Reads `bits` (u32) and the weights.
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, ModelError> {
        let bits = reader.len(24)?;
        if bits < 4 {
            return Err(reader.fault("its table is too small"));
        }
        Ok(Self::new(reader.i8s(1 << bits)?))
    }

    /// Writes what [`Table::read`] reads.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&(64 - self.shift).to_le_bytes());
        out.extend(self.weights.iter().map(|w| w.cast_unsigned()));
    }

    /// Sum of the weights of these features; yes where it is above 0.
    #[inline]
    pub(super) fn score<const N: usize>(&self, features: &[u64; N]) -> i32 {
        let mut sum = 0;
        for &f in features {
            sum += i32::from(self.weights[row(f, self.shift)]);
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_written_and_read() {
        let table = Table::new((0..64).map(|i| i as i8 - 32).collect());
        let mut bytes = Vec::new();
        table.write(&mut bytes);
        let again = Table::read(&mut Reader::new("x", &bytes)).expect("own bytes");
        assert_eq!((again.shift, &again.weights), (58, &table.weights));
        assert!(Table::read(&mut Reader::new("x", &bytes[..60])).is_err());
        assert!(Table::read(&mut Reader::new("x", &[40, 0, 0, 0])).is_err());
    }
}
