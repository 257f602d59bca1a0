//! How sure a claim is, by the rules that made it.
//!
//! A claim whose noun stands behind its figure and is the object of "killed" is surer than one whose noun is left out. The
//! weights are those of a logistic regression over half of the annotated articles (those whose id has an even SHA-1); right
//! is a claim whose figure, head, status and claimant all are. On the other half, of those given 0.8 and more four in five
//! are right, of those given 0.6 to 0.8 two in three: the claimant is what fails most.

use crate::types::{Claim, CountedType, Figure, Form, Modality, Quantifier, SourceKind, Status};

/// Log odds, in the order of the tests in [`of`].
const WEIGHTS: [f64; 19] = [
    0.84,  // every claim
    -0.62, // the noun is left out, or found by its place alone
    -0.13, // a part of a written whole
    -0.15, // no status was found
    0.46,  // the counted thing is object of the status word
    -0.28, // status by adjective, state or noun
    0.18,  // killed, died or wounded
    -0.30, // a person, police, an army or a witness vouches
    -0.80, // a kind of claimant that is often mistaken for another
    0.40,  // a floor, or about
    -0.12, // vague, none, nearly, a range
    0.16,  // said twice
    -0.22, // people
    -0.11, // events, documents and things without a status
    0.09,  // planned, foreseen, supposed, past
    0.16,  // a part
    0.50,  // dated
    -0.35, // the outlet vouches in a sentence of speech
    -0.32, // a long sentence
];

/// Confidence of a claim, 0 to 1: the chance that figure, head, status and claimant are all right. `sentence` is the text
/// that holds the figure.
pub fn of(claim: &Claim, figure: &Figure, sentence: &str) -> f64 {
    match figure.form {
        Form::Named => return 0.35,
        Form::Implicit => return 0.5,
        _ => {}
    }
    let (rule, construction) = claim.rule.split_once('+').unwrap_or((&claim.rule, "none"));
    let starts = |with: &[&str]| with.iter().any(|w| rule.starts_with(w));
    let own = claim.claimant_kind == SourceKind::Author;
    let mistaken = matches!(
        claim.claimant_kind,
        SourceKind::Unnamed
            | SourceKind::Ngo
            | SourceKind::Government
            | SourceKind::Spokesperson
            | SourceKind::Media
            | SourceKind::Document
    );
    let thing = matches!(claim.counted_type, CountedType::Event | CountedType::Document | CountedType::Other);
    let speech = [" said", " told", " according", " reported", "\"", "“"].iter().any(|w| sentence.contains(w));
    let tests = [
        true,
        starts(&["elliptic", "status-behind", "next-noun", "number-of"]),
        starts(&["partitive"]),
        construction == "none",
        construction == "object",
        matches!(construction, "modifier" | "state" | "head"),
        matches!(claim.status, Status::Killed | Status::Died | Status::Wounded),
        !own && !mistaken,
        mistaken,
        matches!(figure.quantifier, Quantifier::AtLeast | Quantifier::About | Quantifier::MoreThan),
        matches!(figure.quantifier, Quantifier::Vague | Quantifier::None | Quantifier::Nearly | Quantifier::Range),
        claim.same_as.is_some(),
        claim.counted_type == CountedType::Person,
        thing && claim.status == Status::Unspecified,
        claim.modality != Modality::Actual,
        claim.part_of.is_some(),
        claim.event_date.is_some(),
        own && speech,
        sentence.chars().count() > 200,
    ];
    let odds: f64 = tests.iter().zip(WEIGHTS).filter(|(t, _)| **t).map(|(_, w)| w).sum();
    let p = 1.0 / (1.0 + (-odds).exp());
    (p * 100.0).round() / 100.0
}
