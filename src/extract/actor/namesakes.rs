//! Persons of one surname: "Mr. Velt" and "Mrs. Velt" are two, and a lone "Velt" is the one who was named last or bears the title.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::fold;
use crate::types::Span;

/// The persons of an article by surname, while they are found.
#[derive(Debug, Default)]
pub struct Namesakes {
    by_last: HashMap<String, Vec<Person>, FixedState>,
}

/// A person, the titles seen and the places, in text order.
#[derive(Debug)]
struct Person {
    actor: usize,
    man: bool,
    woman: bool,
    places: Vec<usize>,
}

/// What stands before a name, as far as it tells persons apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Title {
    None,
    Man,
    Woman,
}

/// The title before a name.
fn title(text: &str, name: &Span) -> Title {
    let before = text.get(..name.start).unwrap_or_default().trim_end();
    let word = before.rsplit(|c: char| c.is_whitespace() || "(“\"'".contains(c)).next().unwrap_or_default();
    match word.trim_end_matches('.') {
        "Mr" | "Sir" | "King" | "Prince" => Title::Man,
        "Mrs" | "Ms" | "Miss" | "Lady" | "Dame" | "Queen" | "Princess" | "Madame" => Title::Woman,
        _ => Title::None,
    }
}

impl Namesakes {
    /// Notes a mention of a person.
    pub fn seen(&mut self, actor: usize, printed: &str, text: &str, at: &Span) {
        let folded = fold(printed);
        let last = folded.split(' ').next_back().unwrap_or_default();
        let persons = self.by_last.entry_ref(last).or_default();
        let known = persons.iter().position(|p| p.actor == actor).unwrap_or_else(|| {
            persons.push(Person { actor, man: false, woman: false, places: Vec::new() });
            persons.len() - 1
        });
        let person = &mut persons[known];
        match title(text, at) {
            Title::Man => person.man = true,
            Title::Woman => person.woman = true,
            Title::None => {}
        }
        let place = person.places.partition_point(|p| *p < at.start);
        person.places.insert(place, at.start);
    }

    /// Which of the persons of this surname is meant; `first` is the one found first. None where all known ones bear another title.
    pub fn which(&self, first: usize, printed: &str, text: &str, at: &Span) -> Option<usize> {
        let Some(persons) = self.by_last.get(&fold(printed)) else { return Some(first) };
        let here = title(text, at);
        let bears = |p: &Person| (here == Title::Man && p.man) || (here == Title::Woman && p.woman);
        let clashes = |p: &Person| !bears(p) && ((here == Title::Man && p.woman) || (here == Title::Woman && p.man));
        // The last place before this one; without one, what comes first behind it.
        let near = |p: &Person| {
            let before = p.places.partition_point(|s| *s < at.start);
            match before.checked_sub(1) {
                Some(i) => (1, p.places[i]),
                None => (0, usize::MAX - p.places.first().copied().unwrap_or(usize::MAX)),
            }
        };
        let nearest = |fits: &dyn Fn(&Person) -> bool| persons.iter().filter(|p| fits(p)).max_by_key(|p| near(p)).map(|p| p.actor);
        nearest(&bears).or_else(|| nearest(&|p| !clashes(p)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_of_one_surname_stay_two() {
        let text = "Ana Velt met Oren Velt. Mr. Velt left. Mrs. Velt stayed. Velt slept.";
        let at = |from: usize| {
            let start = text[from..].find("Velt").map_or(0, |i| from + i);
            Span::new(start, start + 4)
        };
        let mut people = Namesakes::default();
        people.seen(0, "Ana Velt", text, &Span::new(0, 8));
        people.seen(1, "Oren Velt", text, &Span::new(13, 22));
        assert_eq!(people.which(0, "Velt", text, &at(24)), Some(1), "the one named last");
        people.seen(1, "Velt", text, &at(24));
        assert_eq!(people.which(0, "Velt", text, &at(39)), Some(0), "a woman");
        people.seen(0, "Velt", text, &at(39));
        let mut alone = Namesakes::default();
        alone.seen(0, "Velt", text, &at(24));
        assert_eq!(alone.which(0, "Velt", text, &at(39)), None, "the only one known is a man");
    }
}
