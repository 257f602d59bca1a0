//! Which status goes with which things: "hold 44 seats" holds nobody, "lost 12 tanks" are destroyed.

use super::Found;
use super::beside::VESSELS;
use crate::lexicon::Construction;
use crate::types::{CountedType, Sentence, Status, Upos};

/// True where the verb's subject, or the agent of its passive, is one of these.
fn subject_is(s: &Sentence, verb: usize, lemmas: &[&str]) -> bool {
    s.children(verb)
        .filter(|&c| matches!(s.words[c].rel, "nsubj" | "obl:agent" | "obl"))
        .any(|c| lemmas.contains(&s.words[c].lemma.to_lowercase().as_str()))
}

/// Held by those who guard by office, or by nobody named ("40 held in raid").
fn by_guards(s: &Sentence, verb: usize) -> bool {
    let guards =
        ["police", "guard", "officer", "soldier", "troop", "army", "force", "authority", "agent", "government", "patrol", "marine"];
    let named = s.children(verb).any(|c| matches!(s.words[c].rel, "nsubj" | "obl:agent") && s.words[c].upos != Upos::Num);
    !named || subject_is(s, verb, &guards)
}

/// The status of a frame for things of this type; none where the frame means something else with them.
/// `role` is that of the counted noun ("soldier").
pub fn fit(s: &Sentence, found: Found, kind: CountedType, role: Option<&str>, head: &str) -> Option<Found> {
    let word = s.words[found.word].lemma.as_str();
    let person = matches!(kind, CountedType::Person | CountedType::Animal);
    let machine = matches!(kind, CountedType::Vehicle | CountedType::Weapon);
    let with = |status: Status| Some(Found { status, ..found });
    match (found.status, word) {
        // "Sixty firemen fought the blaze."
        (Status::Fighting, "fight" | "battle" | "combat")
            if s.children(found.word).any(|c| {
                s.words[c].rel == "obj"
                    && matches!(
                        s.words[c].lemma.as_str(),
                        "fire"
                            | "blaze"
                            | "flame"
                            | "wildfire"
                            | "inferno"
                            | "flood"
                            | "disease"
                            | "corruption"
                            | "case"
                            | "charge"
                            | "election"
                    )
            }) =>
        {
            None
        }
        (Status::Killed | Status::Died, "lose" | "loss") => match kind {
            CountedType::Person | CountedType::Animal => Some(found),
            _ => None,
        },
        (Status::Killed, "blow") if !person && kind != CountedType::Event => with(Status::Destroyed),
        // "was arrested with two others", "was caught with 400 pills".
        (Status::Seized, "arrest" | "nab" | "bust") if person => with(Status::Arrested),
        (Status::Charged, "try") => person.then_some(found),
        (Status::Fled | Status::Deserted | Status::Surrendered | Status::Recruited | Status::Sheltered, _)
            if matches!(kind, CountedType::Event | CountedType::Document | CountedType::Money) =>
        {
            None
        }
        (Status::Seized, "catch" | "intercept") if person => None,
        (Status::Seized, "arrest" | "nab" | "bust" | "catch") if kind == CountedType::Event => None,
        // "a bus transporting 40 pilgrims"
        (Status::Hospitalised, "transport") if subject_is(s, found.word, VESSELS) => with(Status::Present),
        (Status::Present, "stock") => Some(found),
        (Status::Present, _) => (person || machine).then_some(found),
        (Status::Employed, "pay" | "work") => (person && !matches!(head, "person" | "man" | "woman")).then_some(found),
        (Status::Deployed, "move" | "sail" | "order") => (machine || role == Some("soldier")).then_some(found),
        (Status::Deployed, _) => (person || machine || role.is_some()).then_some(found),
        (Status::Trapped, "bury" | "entomb" | "engulf") if kind == CountedType::Building => with(Status::Destroyed),
        (Status::Wounded, "burn" | "torch" | "scorch") if !person => with(Status::Destroyed),
        (Status::Killed | Status::Wounded | Status::Died, _) if matches!(kind, CountedType::Building | CountedType::Vehicle) => None,
        (Status::Held, "hold") if kind == CountedType::Person && by_guards(s, found.word) => with(Status::Detained),
        (Status::Detained, "jail" | "imprison") if subject_is(s, found.word, &["court", "judge", "jury", "tribunal"]) => {
            with(Status::Sentenced)
        }
        (Status::Unspecified | Status::Other, "admit")
            if matches!(head, "patient" | "injured" | "wounded" | "victim")
                || subject_is(s, found.word, &["hospital", "clinic", "ward", "center", "centre"]) =>
        {
            with(Status::Hospitalised)
        }
        // "12 people collapsed" killed nobody.
        (Status::Destroyed, _) if person && found.construction == Construction::Subject => None,
        (Status::Destroyed, _) if person => with(Status::Killed),
        (Status::ShotDown, _) => machine.then_some(found),
        (Status::Launched | Status::Delivered, _) if person => None,
        // Who drops charges, plans or places launches nothing.
        (Status::Launched, "drop")
            if matches!(kind, CountedType::Document | CountedType::Event | CountedType::Place | CountedType::Money) =>
        {
            None
        }
        (Status::Launched, _) if kind == CountedType::Document => None,
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
