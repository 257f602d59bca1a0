//! Which status goes with which things: "hold 44 seats" holds nobody, "lost 12 tanks" are destroyed.

use super::Found;
use crate::types::{CountedType, Sentence, Status};

/// The status of a frame for things of this type; none where the frame means something else with them.
/// `role` is that of the counted noun ("soldier").
pub fn fit(s: &Sentence, found: Found, kind: CountedType, role: Option<&str>, head: &str) -> Option<Found> {
    let word = s.words[found.word].lemma.as_str();
    let person = matches!(kind, CountedType::Person | CountedType::Animal);
    let machine = matches!(kind, CountedType::Vehicle | CountedType::Weapon);
    let with = |status: Status| Some(Found { status, ..found });
    match (found.status, word) {
        (Status::Killed | Status::Died, "lose" | "loss") => match kind {
            CountedType::Person | CountedType::Animal => Some(found),
            CountedType::Vehicle | CountedType::Building => with(Status::Destroyed),
            _ => None,
        },
        (Status::Present, "stock") => Some(found),
        (Status::Present, _) => (person || machine).then_some(found),
        (Status::Employed, "pay" | "work") => (person && !matches!(head, "person" | "man" | "woman")).then_some(found),
        (Status::Deployed, "move" | "sail" | "order") => (machine || role == Some("soldier")).then_some(found),
        (Status::Deployed, _) => (person || machine || role.is_some()).then_some(found),
        (Status::Destroyed, _) if person => with(Status::Killed),
        (Status::Launched | Status::Delivered, _) if person => None,
        (Status::Held, "hold" | "keep") => {
            (!matches!(kind, CountedType::Other | CountedType::Document | CountedType::Money)).then_some(found)
        }
        (Status::Captured, _) => (!matches!(kind, CountedType::Event | CountedType::Document)).then_some(found),
        (Status::Voted | Status::Attended, _) => (person || role.is_some()).then_some(found),
        (Status::Wounded | Status::Hospitalised | Status::Arrested, _) if matches!(kind, CountedType::Document | CountedType::Place) => {
            None
        }
        _ => Some(found),
    }
}
