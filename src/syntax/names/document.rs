//! The pass over a whole document: what is said clearly in one place decides the unclear ones.
//!
//! "Ana Velt" is a person; so are the lone "Velt" and "Ana" of the same article, found before or not. The "Harbor Workers'
//! Union (HWU)" makes HWU an organization throughout. A string that was given two types gets the one that scores best over
//! all its places.

use foldhash::fast::FixedState;
use hashbrown::{HashMap, HashSet};

use super::lists::{DEMONYM, GROUP, HEAD, HONORIFIC, Lists, NATION, NO_ACTOR, NO_ACTOR_LAST, PEOPLE, TITLE};
use super::{Found, KINDS};
use crate::types::{NameKind, Sentence};

type Map<'a, V> = HashMap<&'a str, V, FixedState>;

/// The words of an article.
struct Words<'a> {
    text: &'a str,
    sentences: &'a [Sentence],
}

impl<'a> Words<'a> {
    fn word(&self, s: usize, w: usize) -> &'a str {
        self.sentences.get(s).and_then(|s| s.words.get(w)).map_or("", |w| w.span.of(self.text))
    }
    /// The text from the first to the last word of a name.
    fn string(&self, f: &Found) -> &'a str {
        let words = &self.sentences[f.sentence].words;
        self.text.get(words[f.first].span.start..words[f.end - 1].span.end).unwrap_or("")
    }
    /// True where the word begins with a capital.
    fn big(&self, s: usize, w: usize) -> bool {
        big(self.word(s, w))
    }
}

fn big(form: &str) -> bool {
    match form.as_bytes().first() {
        Some(b) if b.is_ascii() => b.is_ascii_uppercase(),
        _ => form.chars().next().is_some_and(char::is_uppercase),
    }
}

/// Corrects and completes the names of a document.
pub(super) fn pass(text: &str, sentences: &[Sentence], mut found: Vec<Found>, lists: &Lists) -> Vec<Found> {
    let words = Words { text, sentences };
    let mut sure: Map<NameKind> = Map::default();
    prune(&words, &mut found, lists);
    same(&words, &mut found);
    found = honored(&words, found, lists, &mut sure);
    abbreviations(&words, &mut found, &mut sure);
    persons(&words, &found, lists, &mut sure);
    prefixes(&words, &mut found, &sure);
    if sure.is_empty() { found } else { spread(&words, found, &sure) }
}

/// One string, one type: the one that scores best over all places.
fn same(words: &Words<'_>, found: &mut [Found]) {
    let mut sums: Map<[f32; 3]> = Map::default();
    for f in found.iter() {
        let sum = sums.entry(words.string(f)).or_default();
        for (s, x) in sum.iter_mut().zip(f.scores) {
            *s += x;
        }
    }
    for f in found.iter_mut() {
        if let Some(sum) = sums.get(words.string(f)) {
            let best = (1..3).fold(0, |b, k| if sum[k] > sum[b] { k } else { b });
            f.kind = KINDS[best];
        }
    }
}

/// "Long Name (LN)": the short form is of the long one's type.
fn abbreviations<'a>(words: &Words<'a>, found: &mut [Found], sure: &mut Map<'a, NameKind>) {
    let mut more = Vec::new();
    for (i, f) in found.iter().enumerate() {
        if f.end - f.first < 2 || words.word(f.sentence, f.end) != "(" || words.word(f.sentence, f.end + 2) != ")" {
            continue;
        }
        let short = words.word(f.sentence, f.end + 1);
        if !(2..=8).contains(&short.len()) || !big(short) {
            continue;
        }
        let initials = (f.first..f.end).map(|w| words.word(f.sentence, w)).filter(|w| big(w)).filter_map(|w| w.bytes().next());
        let upper = short.bytes().filter(u8::is_ascii_uppercase).count() * 2 > short.len();
        let mut letters = short.bytes().filter(|b| !upper || b.is_ascii_uppercase()).map(|b| b.to_ascii_uppercase()).peekable();
        let mut hits = 0;
        for i in initials {
            if letters.peek() == Some(&i) {
                letters.next();
                hits += 1;
            }
        }
        if hits >= 2 && letters.count() <= 1 {
            let kind = if f.kind == NameKind::Person { NameKind::Organisation } else { f.kind };
            sure.insert(short, kind);
            more.push((i, kind));
        }
    }
    for (i, kind) in more {
        found[i].kind = kind;
    }
}

/// A word after a title that only persons bear is a person, here and elsewhere.
fn honored<'a>(words: &Words<'a>, found: Vec<Found>, lists: &Lists, sure: &mut Map<'a, NameKind>) -> Vec<Found> {
    let mut out = Vec::with_capacity(found.len() + 8);
    let mut rest = found.into_iter().peekable();
    for (s, sentence) in words.sentences.iter().enumerate() {
        let mut at = 0;
        while at < sentence.words.len() {
            let titled = at > 0 && {
                let title = words.word(s, at - 1);
                big(title) && title.len() < 12 && lists.bits(title.as_bytes()) & HONORIFIC != 0
            };
            if let Some(f) = rest.peek_mut()
                && f.sentence == s
                && f.first == at
            {
                let word = words.word(s, at);
                if titled && f.end - f.first == 1 && lists.bits(word.as_bytes()) & (NATION | DEMONYM | PEOPLE | HEAD | TITLE) == 0 {
                    f.kind = NameKind::Person;
                    sure.insert(word, NameKind::Person);
                }
                at = f.end;
                out.extend(rest.next());
                continue;
            }
            if titled && words.big(s, at) {
                let word = words.word(s, at);
                let mut end = at + 1;
                while end < sentence.words.len() && words.big(s, end) && rest.peek().is_none_or(|f| f.sentence != s || f.first > end) {
                    end += 1;
                }
                let free =
                    (at..end).all(|w| lists.bits(words.word(s, w).as_bytes()) & (NATION | DEMONYM | PEOPLE | HEAD | TITLE | GROUP) == 0);
                if word.len() > 2
                    && free
                    && word.bytes().any(|b| b.is_ascii_lowercase())
                    && rest.peek().is_none_or(|f| f.sentence != s || f.first != end)
                {
                    out.push(Found { sentence: s, first: at, end, kind: NameKind::Person, scores: [0.0; 3] });
                    if end == at + 1 {
                        sure.insert(word, NameKind::Person);
                    }
                    at = end;
                    continue;
                }
            }
            at += 1;
        }
    }
    out
}

/// Titles out of persons; names that are nothing but titles, or name no actor, are none.
fn prune(words: &Words<'_>, found: &mut Vec<Found>, lists: &Lists) {
    for f in found.iter_mut() {
        let bits = |w: usize| lists.bits(words.word(f.sentence, w).as_bytes());
        if f.kind == NameKind::Person {
            let mut first = f.first;
            while first + 1 < f.end && bits(first) & TITLE != 0 {
                first += 1;
            }
            f.first = first;
        }
    }
    found.retain(|f| {
        let bits = |w: usize| lists.bits(words.word(f.sentence, w).as_bytes());
        let small = |w: usize| !words.big(f.sentence, w);
        !(f.first..f.end).all(|w| bits(w) & TITLE != 0 && bits(w) & (HEAD | GROUP | NATION | DEMONYM | PEOPLE) == 0 || small(w))
            && !(f.first..f.end).all(|w| bits(w) & NO_ACTOR != 0 || small(w))
            && (f.end - f.first < 2 || f.kind == NameKind::Person || bits(f.end - 1) & NO_ACTOR_LAST == 0)
    });
}

/// First and last words of the full names of persons.
fn persons<'a>(words: &Words<'a>, found: &[Found], lists: &Lists, sure: &mut Map<'a, NameKind>) {
    for f in found {
        if f.kind != NameKind::Person || f.end - f.first < 2 {
            continue;
        }
        for w in [f.first, f.end - 1] {
            let word = words.word(f.sentence, w);
            if word.len() > 2 && big(word) && lists.bits(word.as_bytes()) & (NATION | DEMONYM | PEOPLE) == 0 {
                sure.entry(word).or_insert(NameKind::Person);
            }
        }
    }
}

/// A lone word taken for a person that begins the name of an organization of the article is that organization.
fn prefixes(words: &Words<'_>, found: &mut [Found], sure: &Map<'_, NameKind>) {
    let mut begin: HashSet<&str, FixedState> = HashSet::default();
    for f in found.iter() {
        if f.kind == NameKind::Organisation && f.end - f.first > 1 {
            begin.insert(words.word(f.sentence, f.first));
        }
    }
    for f in found.iter_mut() {
        let word = words.word(f.sentence, f.first);
        if f.kind == NameKind::Person && f.end - f.first == 1 && begin.contains(word) && !sure.contains_key(word) {
            f.kind = NameKind::Organisation;
        }
    }
}

/// Gives lone words their sure type, found before or not.
fn spread(words: &Words<'_>, found: Vec<Found>, sure: &Map<'_, NameKind>) -> Vec<Found> {
    let lengths: HashSet<usize, FixedState> = sure.keys().map(|k| k.len()).collect();
    let mut out = Vec::with_capacity(found.len() + 8);
    let mut rest = found.into_iter().peekable();
    for (s, sentence) in words.sentences.iter().enumerate() {
        let mut at = 0;
        while at < sentence.words.len() {
            if let Some(f) = rest.peek_mut()
                && f.sentence == s
                && f.first == at
            {
                if f.end - f.first == 1
                    && let Some(kind) = sure.get(words.word(s, at))
                {
                    f.kind = *kind;
                }
                at = f.end;
                out.extend(rest.next());
                continue;
            }
            let span = sentence.words[at].span;
            if lengths.contains(&span.len())
                && words.big(s, at)
                && let Some(kind) = sure.get(span.of(words.text))
            {
                let before_free =
                    at == 0 || !words.big(s, at - 1) || at == 1 || out.last().is_some_and(|f: &Found| f.sentence == s && f.end == at);
                let after_free = !words.big(s, at + 1) || rest.peek().is_some_and(|f| f.sentence == s && f.first == at + 1);
                if before_free && after_free {
                    out.push(Found { sentence: s, first: at, end: at + 1, kind: *kind, scores: [0.0; 3] });
                }
            }
            at += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{Span, Upos, Word};

    /// Sentences of words parted by blanks, one a line.
    fn sentences(text: &str) -> Vec<Sentence> {
        let mut at = 0;
        let mut out = Vec::new();
        for line in text.split('\n') {
            let mut words = Vec::new();
            for form in line.split(' ') {
                let span = Span::new(at, at + form.len());
                words.push(Word { span, upos: Upos::X, xpos: "", lemma: String::new(), head: 0, rel: "dep", joined: false });
                at += form.len() + 1;
            }
            out.push(Sentence { words, ..Sentence::default() });
        }
        out
    }

    fn found(sentence: usize, first: usize, end: usize, scores: [f32; 3]) -> Found {
        let best = (1..3).fold(0, |b, k| if scores[k] > scores[b] { k } else { b });
        Found { sentence, first, end, kind: KINDS[best], scores }
    }

    /// Names after the pass, as text and kind.
    fn after(text: &str, names: &[Found], lists: &Lists) -> Vec<(String, NameKind)> {
        let sentences = sentences(text);
        let words = Words { text, sentences: &sentences };
        pass(text, &sentences, names.to_vec(), lists).iter().map(|f| (words.string(f).to_owned(), f.kind)).collect()
    }

    const PERSON: [f32; 3] = [5.0, 0.0, 0.0];
    const ORGANIZATION: [f32; 3] = [0.0, 5.0, 0.0];
    const PLACE: [f32; 3] = [0.0, 0.0, 2.0];

    #[test]
    fn a_full_name_marks_its_lone_mentions() {
        let text = "Ana Velt left .\nThen Velt and Torvale Road met Velt .";
        let names = after(text, &[found(0, 0, 2, PERSON), found(1, 6, 7, PLACE)], &Lists::default());
        let persons: Vec<&str> = names.iter().filter(|n| n.1 == NameKind::Person).map(|n| n.0.as_str()).collect();
        assert_eq!(persons, ["Ana Velt", "Velt", "Velt"]);
        // A country in a person's name marks none.
        let lists = Lists::new([("Velt", NATION)]);
        assert_eq!(after(text, &[found(0, 0, 2, PERSON)], &lists).len(), 1);
    }

    #[test]
    fn one_string_has_one_type() {
        let text = "Torvale rose .\nTorvale fell .\nTorvale sank .";
        let places = [found(0, 0, 1, PLACE), found(1, 0, 1, PLACE), found(2, 0, 1, [0.0, 7.0, 0.0])];
        assert!(after(text, &places, &Lists::default()).iter().all(|n| n.1 == NameKind::Organisation));
    }

    #[test]
    fn short_forms_and_titles_tell_the_type() {
        let text = "The Harbor Workers Union ( HWU ) met .\nHWU met Mr Oster .";
        let lists = Lists::new([("Mr", TITLE | HONORIFIC)]);
        let names = after(text, &[found(0, 1, 4, ORGANIZATION), found(1, 0, 1, PERSON)], &lists);
        let wanted = [("Harbor Workers Union", NameKind::Organisation), ("HWU", NameKind::Organisation), ("HWU", NameKind::Organisation)];
        assert_eq!(names[..3].iter().map(|n| (n.0.as_str(), n.1)).collect::<Vec<_>>(), wanted);
        assert_eq!(names[3], ("Oster".to_owned(), NameKind::Person));
    }

    #[test]
    fn titles_alone_laws_and_feasts_are_no_names() {
        let lists = Lists::new([("Minister", TITLE), ("Christmas", NO_ACTOR), ("Act", NO_ACTOR_LAST)]);
        let text = "Minister Velt read the Harbor Safety Act at Christmas .";
        let names = [found(0, 0, 2, PERSON), found(0, 4, 7, ORGANIZATION), found(0, 8, 9, PLACE)];
        assert_eq!(after(text, &names, &lists), [("Velt".to_owned(), NameKind::Person)]);
        assert_eq!(after("Minister said .", &[found(0, 0, 1, PERSON)], &lists), []);
    }
}
