//! The fast way forward: whole numbers in the products, floats only where every processor rounds alike.
//!
//! Sentences are laid one after the other, some 130 words at a time; a matrix's panel of 16 outputs stays in the first cache
//! while all of them pass. The parts between the products are plain loops, compiled once for any processor and once for AVX2;
//! neither fuses or reorders a float, so trees do not depend on the machine.

pub mod forward;
pub mod kernel;
pub mod weights;
