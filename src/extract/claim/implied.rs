//! What a status says of things that are not named: that they are alive, that they are people, which ones.

use super::Draft;
use crate::extract::reading::Reading;
use crate::lexicon::{ClaimWord, Construction};
use crate::types::{CountedType, Sentence, Status, Upos};

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

/// True where a bare number stands as a count in its clause: "now have 17", "would win 10", "remains at 37,000".
pub(super) fn takes_a_count(reading: &Reading, s: &Sentence, anchor: usize) -> bool {
    let w = &s.words[anchor];
    w.head != anchor
        && matches!(w.rel.split(':').next(), Some("obj" | "obl" | "conj" | "nsubj" | "xcomp"))
        && reading.lexicon.claims.is(ClaimWord::Takes, &s.words[w.head].lemma)
}

/// The status that a word anywhere in the article lends to nouns like "case" ("cholera": infected).
pub(super) fn context(reading: &Reading) -> Option<Status> {
    let st = &reading.lexicon.status;
    reading.sentences.iter().flat_map(|s| &s.words).find_map(|w| {
        matches!(w.upos, Upos::Noun | Upos::Propn).then(|| st.find(&w.lemma.to_lowercase(), Construction::Context, |_| false)).flatten()
    })
}
