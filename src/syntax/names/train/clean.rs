//! Rules that mend what is wrong or uneven in the training sets: titles in names, countries as organizations, names cut in two.

use std::collections::{BTreeMap, BTreeSet};

use super::data::{Mark, ORGANIZATION, PERSON, PLACE, Sample, big};
use crate::syntax::names::lists::{DEMONYM, FAMILY, GIVEN, GROUP, HEAD, HONORIFIC, NATION, NO_ACTOR, NO_ACTOR_LAST, PEOPLE, TITLE};

/// Word lists from the lexicon, for cleaning and for the model's own lists.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Phrases (words joined by blanks) that are places by themselves, with true where weak.
    places: BTreeMap<String, bool>,
    /// Words of titles, and last words of organizations' names, in small letters.
    titles: BTreeSet<String>,
    heads: BTreeSet<String>,
    /// Phrases that are organizations by themselves.
    organizations: BTreeSet<String>,
    bits: Vec<(String, u16)>,
    longest: usize,
}

/// Words that stand in titles but in none of the lexicon's.
const TITLE_WORDS: &[&str] = &[
    "-",
    "and",
    "defence",
    "defense",
    "ex-president",
    "for",
    "former",
    "interior",
    "of",
    "prime-minister",
    "prophet",
    "saint",
    "st.",
    "the",
];

/// Heads that take "of X" into an organization's name, and into a place's.
const OF_ORGANIZATION: &[&str] = &[
    "Ministry",
    "University",
    "Party",
    "Department",
    "Bank",
    "House",
    "Council",
    "Organization",
    "Organisation",
    "Association",
    "Church",
    "Institute",
    "College",
    "Army",
    "Front",
    "Movement",
    "Union",
    "Federation",
    "Court",
    "Board",
    "Bureau",
    "Academy",
    "Chamber",
    "Committee",
    "Commission",
    "School",
    "Congress",
    "Conference",
    "League",
    "Society",
    "Confederation",
    "Brigade",
    "Bureau",
    "Community",
    "Center",
    "Centre",
    "Forces",
    "Office",
    "Museum",
    "Fund",
    "Alliance",
    "Network",
    "Group",
    "Authority",
    "Corps",
    "Assembly",
    "Agency",
    "Resistance",
];
const OF_PLACE: &[&str] = &["Republic", "Kingdom", "Gulf", "Strait", "Bay", "Isle", "Emirate", "Commonwealth", "Sea", "City", "Cape"];

impl Known {
    /// From the lexicon's files, as name and text.
    pub(super) fn new(texts: &[(String, String)]) -> Self {
        let mut out = Self { titles: TITLE_WORDS.iter().map(|t| (*t).to_owned()).collect(), ..Self::default() };
        for (name, text) in texts {
            let Some(name) = name.strip_suffix(".csv").or(Some(name.as_str())) else { continue };
            if !matches!(
                name,
                "nations" | "peoples" | "places" | "titles" | "organisation_heads" | "groups" | "outlets" | "person_names" | "no_actors"
            ) {
                continue;
            }
            let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).trim(csv::Trim::All).flexible(true).from_reader(text.as_bytes());
            let headers = reader.headers().cloned().unwrap_or_default();
            let column = |c: &str| headers.iter().position(|h| h == c);
            for record in reader.records().flatten() {
                let get = |c: &str| column(c).and_then(|i| record.get(i)).unwrap_or("");
                let weak = get("weak");
                let list = |c: &str| get(c).split('|').map(str::trim).filter(|w| !w.is_empty()).map(str::to_owned).collect::<Vec<_>>();
                match name {
                    "nations" => {
                        let weak_words: Vec<&str> = weak.split('|').collect();
                        for (column, bit) in
                            [("name", NATION), ("names", NATION), ("capitals", NATION), ("adjectives", DEMONYM), ("people", DEMONYM)]
                        {
                            for phrase in list(column) {
                                let weak = weak_words.contains(&phrase.as_str());
                                out.place(&phrase, weak, bit);
                            }
                        }
                    }
                    "peoples" => {
                        for phrase in list("name").into_iter().chain(list("names")) {
                            out.place(&phrase, false, PEOPLE);
                        }
                    }
                    "places" => {
                        if get("kind") != "other" {
                            for phrase in list("name").into_iter().chain(list("names")) {
                                out.place(&phrase, !weak.is_empty(), 0);
                            }
                        }
                    }
                    "person_names" => {
                        let bit = match get("kind") {
                            "given" => GIVEN,
                            "family" => FAMILY,
                            _ => GIVEN | FAMILY,
                        };
                        out.bits.push((get("name").to_owned(), bit));
                    }
                    "no_actors" => out.bits.push((get("word").to_owned(), if get("where") == "last" { NO_ACTOR_LAST } else { NO_ACTOR })),
                    "titles" => {
                        out.bits.extend(get("title").split(' ').filter(|w| big(w) && w.len() > 1).map(|w| (w.to_owned(), TITLE)));
                        if matches!(get("kind"), "honorific" | "military" | "legislator" | "academic" | "clergy" | "police") {
                            for word in get("title").split(' ').filter(|w| w.len() > 1) {
                                out.bits.push((word.to_owned(), HONORIFIC));
                            }
                        }
                        out.titles.extend(get("title").to_lowercase().split(' ').map(str::to_owned));
                    }
                    "organisation_heads" => {
                        out.heads.insert(get("head").to_lowercase());
                    }
                    _ => {
                        let weak: Vec<&str> = weak.split('|').collect();
                        for phrase in list("name").into_iter().chain(list("names")).filter(|p| !weak.contains(&p.as_str())) {
                            if !phrase.contains([' ', '-']) {
                                out.bits.push((phrase.clone(), GROUP));
                            }
                            out.organizations.insert(phrase.replace('-', " - "));
                        }
                    }
                }
            }
        }
        for (words, bit) in [(&out.titles, TITLE), (&out.heads, HEAD)] {
            for word in words {
                let mut title = word.clone();
                if let Some(first) = title.get_mut(..1) {
                    first.make_ascii_uppercase();
                }
                out.bits.push((word.clone(), bit));
                out.bits.push((title, bit));
            }
        }
        out
    }

    fn place(&mut self, phrase: &str, weak: bool, bit: u16) {
        let key = phrase.replace('-', " - ");
        let words = key.split(' ').count();
        self.longest = self.longest.max(words);
        for word in key.split(' ').filter(|w| big(w)) {
            if bit != 0 {
                self.bits.push((word.to_owned(), bit));
            }
        }
        self.places.entry(key).or_insert(weak);
    }

    /// Words and bits for the model's lists.
    pub(super) fn bits(&self) -> impl Iterator<Item = (&str, u16)> {
        self.bits.iter().map(|(w, b)| (w.as_str(), *b))
    }

    /// True where the words are a place by themselves.
    pub(super) fn is_place(&self, words: &str) -> bool {
        self.places.get(words).is_some_and(|weak| !weak)
    }

    fn is_title(&self, form: &str) -> bool {
        self.titles.contains(&form.to_lowercase())
    }

    /// Titles out of persons; a person that is nothing else is none.
    pub(super) fn cut_titles(&self, sample: &mut Sample) {
        let forms = &sample.forms;
        for mark in &mut sample.marks {
            if mark.kind == PERSON {
                while mark.first < mark.end && self.is_title(&forms[mark.first]) {
                    mark.first += 1;
                }
                // "of the", "for" left over from a long title.
                while mark.first < mark.end && !forms[mark.first..mark.end].iter().any(|f| big(f)) {
                    mark.first += 1;
                }
            }
        }
        sample.marks.retain(|m| m.first < m.end);
        let forms = &sample.forms;
        let state = |m: &Mark| {
            m.first >= 2 && m.end == m.first + 1 && forms[m.first] == "State" && forms[m.first - 2].eq_ignore_ascii_case("secretary")
        };
        sample.marks.retain(|m| !state(m));
    }

    /// "Ministry of X", "Republic of X": one name.
    pub(super) fn join_of(&self, sample: &mut Sample) {
        let n = sample.forms.len();
        for i in 0..n {
            let form = sample.forms[i].as_str();
            let kind = if OF_ORGANIZATION.contains(&form) {
                ORGANIZATION
            } else if OF_PLACE.contains(&form) {
                PLACE
            } else {
                continue;
            };
            let mut at = i + 1;
            if at >= n || !(sample.forms[at] == "of" || kind == ORGANIZATION && sample.forms[at] == "for") {
                continue;
            }
            at += 1;
            if at < n && sample.forms[at] == "the" {
                at += 1;
            }
            let from = at;
            while at < n && (big(&sample.forms[at]) || at > from && sample.forms[at] == "-" && at + 1 < n && big(&sample.forms[at + 1])) {
                at += 1;
            }
            // "and Y" where the name says so.
            if at > from && at + 1 < n && sample.forms[at] == "and" && kind == ORGANIZATION {
                let same = sample.mark_at(from).is_some() && sample.mark_at(from) == sample.mark_at(at + 1);
                if same {
                    at += 1;
                    while at < n && big(&sample.forms[at]) {
                        at += 1;
                    }
                }
            }
            if at == from {
                continue;
            }
            let mut first = i;
            while first > 0 && big(&sample.forms[first - 1]) && first > 1 {
                first -= 1;
            }
            // The name before may be another's: "U.S. House of ..." keeps it, "President X" does not.
            if let Some(m) = sample.mark_at(i) {
                first = first.max(sample.marks[m].first).min(i);
            } else {
                while first < i && (self.is_title(&sample.forms[first]) || sample.mark_at(first).is_some()) {
                    first += 1;
                }
                if sample.mark_at(from).is_none() {
                    continue;
                }
            }
            let kind = match sample.mark_at(i).map(|m| sample.marks[m]) {
                Some(m) if m.first < i && m.kind != PERSON && kind == PLACE => m.kind,
                _ => kind,
            };
            let end = sample.mark_at(at - 1).map_or(at, |m| sample.marks[m].end).max(at);
            sample.put(Mark { first, end, kind });
        }
    }

    /// Countries, peoples, known organizations by themselves, marked or not; longer names by their last word.
    pub(super) fn retype(&self, sample: &mut Sample, everything: bool) {
        let n = sample.forms.len();
        if everything {
            for k in 0..sample.marks.len() {
                let mark = sample.marks[k];
                let words = sample.words(&mark);
                if self.organizations.contains(&words) {
                    sample.marks[k].kind = ORGANIZATION;
                } else if mark.end - mark.first > 1 && !self.is_place(&words) {
                    let last = sample.forms[mark.end - 1].to_lowercase();
                    if self.heads.contains(&last) && big(&sample.forms[mark.end - 1]) {
                        sample.marks[k].kind = ORGANIZATION;
                    }
                }
            }
        }
        let mut i = 0;
        while i < n {
            if !big(&sample.forms[i]) {
                i += 1;
                continue;
            }
            let mut next = i + 1;
            for len in (1..=self.longest.min(n - i)).rev() {
                let phrase = sample.forms[i..i + len].join(" ");
                let Some(&weak) = self.places.get(&phrase) else { continue };
                let end = i + len;
                let inside = sample.marks.iter().any(|m| m.first < end && i < m.end && (m.first < i || end < m.end));
                let marked = sample.mark_at(i).map(|m| sample.marks[m]);
                next = end;
                if inside || weak && marked.is_none_or(|m| m.kind == PERSON) {
                    break;
                }
                if marked.is_none() {
                    // Alone among small letters, titles, marked names and stops.
                    let free = |k: usize| !big(&sample.forms[k]) || sample.mark_at(k).is_some() || self.is_title(&sample.forms[k]);
                    let before = i <= 1 || free(i - 1);
                    let after = end >= n || free(end);
                    if !before || !after {
                        break;
                    }
                }
                if marked.is_none_or(|m| everything || m.kind != ORGANIZATION) {
                    sample.put(Mark { first: i, end, kind: PLACE });
                }
                break;
            }
            i = next;
        }
        if everything {
            for i in 0..n {
                for len in (1..=4.min(n - i)).rev() {
                    let free = (i..i + len).all(|k| sample.mark_at(k).is_none());
                    if free
                        && big(&sample.forms[i])
                        && sample.forms[i].len() > 2
                        && self.organizations.contains(&sample.forms[i..i + len].join(" "))
                    {
                        sample.put(Mark { first: i, end: i + len, kind: ORGANIZATION });
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Known {
        let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        Known::new(&[
            file(
                "nations.csv",
                "code,name,names,adjectives,people,capitals,seats,currency,weak\nXX,Ostland,,Ostish,Ostlanders,Velden,,,Velden\n",
            ),
            file("titles.csv", "title,kind\nPrime Minister,head_of_government\nMr.,honorific\n"),
            file("organisation_heads.csv", "head,kind\nbank,organisation\n"),
        ])
    }

    fn sample(text: &str, marks: &[(usize, usize, u8)]) -> Sample {
        let marks = marks.iter().map(|&(first, end, kind)| Mark { first, end, kind }).collect();
        Sample { forms: text.split(' ').map(str::to_owned).collect(), marks }
    }

    fn marks(sample: &Sample) -> Vec<(String, u8)> {
        sample.marks.iter().map(|m| (sample.words(m), m.kind)).collect()
    }

    #[test]
    fn titles_stand_outside_of_names() {
        let mut s =
            sample("Prime Minister Tarsk met Mr. and the Secretary of State", &[(0, 3, PERSON), (4, 5, PERSON), (9, 10, ORGANIZATION)]);
        known().cut_titles(&mut s);
        assert_eq!(marks(&s), [("Tarsk".to_owned(), PERSON)]);
    }

    #[test]
    fn names_cut_at_of_are_joined() {
        let mut s = sample("the Ministry of Harbors and Republic of Ostland", &[(1, 2, ORGANIZATION), (3, 4, PERSON), (7, 8, PLACE)]);
        known().join_of(&mut s);
        assert_eq!(marks(&s), [("Ministry of Harbors".to_owned(), ORGANIZATION), ("Republic of Ostland".to_owned(), PLACE)]);
    }

    #[test]
    fn countries_are_places_and_banks_organizations() {
        let mut s = sample("Ostland and Ostish troops saw Velden and Torvale Bank", &[(0, 1, ORGANIZATION), (7, 9, PERSON)]);
        known().retype(&mut s, true);
        let wanted = [("Ostland", PLACE), ("Ostish", PLACE), ("Torvale Bank", ORGANIZATION)];
        assert_eq!(marks(&s), wanted.map(|(w, k)| (w.to_owned(), k)));
    }
}
