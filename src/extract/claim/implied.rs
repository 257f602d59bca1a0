//! What a status says of things that are not named: that they are alive, that they are people, which ones.

use super::Draft;
use crate::types::{CountedType, Status};

/// Statuses that only living things have: a noun unknown to the lexicon is a person under them.
pub(super) fn harms(s: Status) -> bool {
    matches!(
        s,
        Status::Killed
            | Status::Died
            | Status::Wounded
            | Status::Hospitalised
            | Status::Arrested
            | Status::Detained
            | Status::Kidnapped
            | Status::Sentenced
            | Status::Charged
            | Status::Deported
            | Status::Executed
            | Status::Infected
            | Status::Protested
            | Status::Fled
            | Status::Recruited
            | Status::Surrendered
    )
}

/// Statuses that befall people: an unnamed thing under them is a person.
pub(super) fn person_status(s: Status) -> bool {
    !matches!(
        s,
        Status::Unspecified
            | Status::Other
            | Status::Destroyed
            | Status::Damaged
            | Status::Launched
            | Status::ShotDown
            | Status::Seized
            | Status::Delivered
            | Status::Found
            | Status::Held
            | Status::Registered
    )
}

/// The noun that is left out: people where the status is a person's, else what the figure before counted. `among` is true behind
/// "among": of "three children among 31 dead" the 31 are people, not children.
pub(super) fn implied_head(status: Status, before: &[Draft], toll: bool, among: bool) -> String {
    if toll || person_status(status) {
        let told = |d: &Draft| d.counted.noun.is_some() || d.head == "person";
        let whole = |d: &&Draft| d.kind == CountedType::Person && told(d) && d.mark.is_none();
        let person = before.iter().rev().find(whole);
        return person.filter(|_| !toll && !among).map_or_else(|| "person".to_owned(), |d| d.head.clone());
    }
    before.iter().rev().find(|d| d.counted.noun.is_some()).map_or_else(String::new, |d| d.head.clone())
}
