//! How sure a claim is, by the rules that made it.
//!
//! A claim whose noun stands behind its figure and is the object of "killed" is surer than one whose noun is left out. The
//! weights lie in `confidence.csv`: two logistic regressions, one for what the outlet says itself and one for what another
//! says, over half of the annotated articles (those whose id has an even SHA-1). Right is a claim whose figure, head, status
//! and claimant all are. `docs/fit_confidence.py` fits them, and prints how they hold on the other half.

use crate::lexicon::{Confidence, TESTS};
use crate::types::{Claim, CountedType, Figure, Form, Modality, Quantifier, SourceKind, Stance, Status};

/// Confidence of a claim, 0 to 1: the chance that figure, head, status and claimant are all right. `sentence` is the text
/// that holds the figure, `cue` the word of saying.
pub fn of(weights: &Confidence, claim: &Claim, figure: &Figure, sentence: &str) -> f64 {
    match figure.form {
        Form::Named => return 0.35,
        Form::Implicit => return 0.5,
        _ => {}
    }
    let own = claim.claimant_kind == SourceKind::Author;
    let weights = if own { &weights.own } else { &weights.voiced };
    let odds: f64 = tests(claim, figure, sentence).iter().zip(weights).filter(|(t, _)| **t).map(|(_, w)| w).sum();
    let p = 1.0 / (1.0 + (-odds).exp());
    (p * 100.0).round() / 100.0
}

/// What holds of a claim, in the order of [`TESTS`].
fn tests(claim: &Claim, figure: &Figure, sentence: &str) -> [bool; TESTS.len()] {
    let (rule, construction) = claim.rule.split_once('+').unwrap_or((&claim.rule, "none"));
    let starts = |with: &[&str]| with.iter().any(|w| rule.starts_with(w));
    let kind = claim.claimant_kind;
    let named = claim.claimant.rsplit(' ').next().is_some_and(|w| sentence.contains(w));
    let cue = claim.cue.as_deref().map(str::to_lowercase);
    let thing = matches!(claim.counted_type, CountedType::Event | CountedType::Document | CountedType::Other);
    let speech = [" said", " told", " according", " reported", "\"", "“"].iter().any(|w| sentence.contains(w));
    [
        true,
        claim.stance != Stance::Asserts,
        named,
        matches!(claim.status, Status::Killed | Status::Died | Status::Wounded),
        claim.event_date.is_some(),
        starts(&["elliptic", "told-before", "status-", "next-noun", "number-of", "label"]),
        matches!(figure.quantifier, Quantifier::AtLeast | Quantifier::About | Quantifier::MoreThan),
        sentence.chars().count() > 200,
        matches!(construction, "modifier" | "state" | "head"),
        construction == "none",
        construction == "object",
        matches!(kind, SourceKind::Police | SourceKind::ArmedForce | SourceKind::Office | SourceKind::Court | SourceKind::Igo),
        claim.part_of.is_some(),
        starts(&["partitive"]),
        claim.counted_type == CountedType::Person,
        claim.same_as.is_some(),
        matches!(cue.as_deref(), Some("said" | "says" | "told" | "according to")),
        speech,
        thing && claim.status == Status::Unspecified,
        claim.modality != Modality::Actual,
        matches!(
            kind,
            SourceKind::Unnamed
                | SourceKind::Ngo
                | SourceKind::Government
                | SourceKind::Spokesperson
                | SourceKind::Media
                | SourceKind::Document
        ),
        matches!(figure.quantifier, Quantifier::Vague | Quantifier::None | Quantifier::Nearly | Quantifier::Range),
    ]
}
