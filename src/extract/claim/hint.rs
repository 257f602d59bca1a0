//! What a form may say of single persons, before anything is parsed: which sentences are worth a parse where only claims are asked for.

use super::{counted, fate, implicit};
use crate::lexicon::{Construction, Lexicon};

/// What a lemma may say of people, whatever the tree makes of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hint {
    /// What befalls a single person: without a figure too it makes a claim.
    pub befalls: bool,
    /// The same where all of these lemmas stand in the sentence too, for each list of them.
    pub with: Vec<Vec<String>>,
    /// What an article is about, which colors claims elsewhere.
    pub colors: bool,
    /// A date beside it may be the day of the story.
    pub happens: bool,
    /// It may stand for a person.
    pub person: bool,
}

impl Hint {
    /// What either says.
    #[must_use]
    pub fn or(mut self, other: Self) -> Self {
        self.with.extend(other.with);
        Self {
            befalls: self.befalls || other.befalls,
            with: self.with,
            colors: self.colors || other.colors,
            happens: self.happens || other.happens,
            person: self.person || other.person,
        }
    }
}

/// What a lemma may say, by the frames of the lexicon.
pub fn hint(lexicon: &Lexicon, lemma: &str) -> Hint {
    use Construction::{Context, Facility, Happening, LightObject, LightOf, LightSubject, Modifier, Object, Of, On, Result, Subject};
    let mut hint = Hint { person: counted::may_be_person(lexicon, lemma) || fate::known(lemma), ..Hint::default() };
    for told in lexicon.status.told_by(lemma) {
        let single =
            matches!(told.construction, Object | Subject | LightOf | LightSubject | LightObject | Result | Of | Modifier | Facility);
        match (single && implicit::counts(told.status), told.others.is_empty()) {
            (true, true) => hint.befalls = true,
            (true, false) => hint.with.push(told.others.clone()),
            _ => {}
        }
        hint.colors |= told.construction == Context;
        hint.happens |= matches!(told.construction, Happening | On);
    }
    hint
}
