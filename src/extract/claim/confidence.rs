//! How sure a claim is, by the rules that made it.

use crate::types::{Claim, Figure, Form, Quantifier, Status};

/// Confidence of a claim, 0 to 1: the chance that figure, head, status and claimant are all right.
pub fn of(claim: &Claim, figure: &Figure, repeated: bool) -> f64 {
    let mut p: f64 = match figure.form {
        Form::Named => 0.35,
        Form::Implicit => 0.5,
        _ => 0.8,
    };
    if claim.rule.starts_with("elliptic") || claim.rule.starts_with("next-noun") {
        p -= 0.2;
    }
    if claim.status == Status::Unspecified {
        p -= 0.1;
    }
    if figure.quantifier == Quantifier::Vague {
        p -= 0.1;
    }
    if repeated {
        p += 0.05;
    }
    (p * 100.0).round() / 100.0
}
