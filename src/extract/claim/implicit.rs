//! Claims without a number word: "a soldier was killed", "John Smith, 24, was shot dead".

use super::counted::{counted_type, lemma};
use super::status;
use crate::extract::reading::Reading;
use crate::extract::tree::phrase;
use crate::lexicon::Construction;
use crate::types::{Actor, ActorKind, CountedType, Figure, FigureKind, Form, Quantifier, Sentence, Span, Status, Upos};

/// Statuses that a single, unnumbered person makes a claim under.
pub fn counts(status: Status) -> bool {
    matches!(
        status,
        Status::Killed
            | Status::Died
            | Status::Wounded
            | Status::Missing
            | Status::Captured
            | Status::Kidnapped
            | Status::Executed
            | Status::Hospitalised
            | Status::Arrested
            | Status::Detained
            | Status::Rescued
            | Status::Evacuated
    )
}

/// Where the persons with a name are named, in text order, each with the number of its actor.
pub fn persons(actors: &[Actor]) -> Vec<(Span, usize)> {
    let persons = actors.iter().enumerate().filter(|(_, a)| a.kind == ActorKind::Person && a.named);
    let mut out: Vec<(Span, usize)> = persons.flat_map(|(i, a)| a.mentions.iter().filter(|m| m.named).map(move |m| (m.span, i))).collect();
    out.sort_by_key(|(span, i)| (span.start, *i));
    out
}

/// The implicit and named figures of a sentence, as (figure, noun, status). `persons` are those of the article.
pub fn read(reading: &Reading, s: &Sentence, taken: &[Figure], persons: &[(Span, usize)]) -> Vec<(Figure, usize, status::Found)> {
    let mut out = Vec::new();
    for (i, w) in s.words.iter().enumerate() {
        let aged = of_an_age(s, i);
        if (w.upos == Upos::Noun && !matches!(w.xpos, "NNS" | "NNPS")) || aged {
            let Some(det) = s.children(i).find(|&c| s.words[c].rel == "det" && matches!(s.words[c].lemma.as_str(), "a" | "an") && c < i)
            else {
                continue;
            };
            if taken.iter().any(|f| f.kind != FigureKind::Age && (f.span.overlaps(&s.words[det].span) || f.span.overlaps(&w.span))) {
                continue;
            }
            if !aged && counted_type(reading, &lemma(reading, s, i), false, false).0 != CountedType::Person {
                continue;
            }
            let f = figure(s.words[det].span, Form::Implicit, "implicit");
            // "studying to be a mechanic" is what someone is, and no one else; "is a boy who was shot" tells of the boy.
            let predicate = s.words[i].rel == "xcomp" || s.child(i, "cop").is_some();
            if let Some(found) = status_of(reading, s, i, &f).filter(|x| !predicate || s.under(x.word, i)) {
                out.push((f, i, found));
            }
        }
    }
    let from = persons.partition_point(|(span, _)| span.start < s.span.start);
    let mut here: Vec<(Span, usize)> =
        persons[from..].iter().take_while(|(span, _)| span.start < s.span.end).filter(|(span, _)| s.span.contains(span)).copied().collect();
    here.sort_by_key(|(span, i)| (*i, span.start));
    for (span, _) in here {
        let Some(word) = s.word_at(&span) else { continue };
        let top = (word..s.words.len())
            .take_while(|&i| span.overlaps(&s.words[i].span))
            .find(|&i| !span.overlaps(&s.words[s.words[i].head].span))
            .unwrap_or(word);
        if taken.iter().any(|f| f.span.overlaps(&span))
            || out.iter().any(|(f, _, _): &(Figure, usize, status::Found)| f.span.overlaps(&span))
        {
            continue;
        }
        // "passengers of the ferry Marenka died"
        let vessel = word > 0 && matches!(reading.lexicon.things.get(&s.words[word - 1].lemma), Some((CountedType::Vehicle, _)));
        if s.words[top].upos != Upos::Propn || vessel || names_another(s, top) {
            continue;
        }
        let f = figure(span, Form::Named, "named");
        if let Some(found) = status_of(reading, s, top, &f)
            .filter(|f| matches!(f.status, Status::Killed | Status::Died | Status::Wounded | Status::Missing | Status::Executed))
        {
            out.push((f, top, found));
        }
    }
    out.sort_by_key(|(f, _, _)| f.span.start);
    out
}

/// "a 17-year-old": the adjective stands for the person.
pub fn of_an_age(s: &Sentence, word: usize) -> bool {
    let w = &s.words[word];
    let lemma = w.lemma.to_lowercase();
    let nominal = !matches!(w.rel, "amod" | "compound");
    nominal
        && (lemma.ends_with("-year-old")
            || lemma.ends_with("-month-old")
            || (lemma == "old" && word > 0 && s.words[word - 1].xpos == "HYPH"))
}

/// A name that only tells which family, street or school is meant: "the Varen family", "the Varen and Dorsk families".
fn names_another(s: &Sentence, word: usize) -> bool {
    let mut at = word;
    for _ in 0..4 {
        let w = &s.words[at];
        let up = &s.words[w.head];
        match w.rel {
            "compound" | "nmod:poss" | "nmod:desc" | "amod" if w.head > at && up.upos == Upos::Noun => return true,
            "flat" | "conj" | "compound" | "nmod:desc" => at = w.head,
            _ => return false,
        }
    }
    false
}

/// The status of a noun that is argument of a frame; modifiers and heads alone are too weak without a number.
pub fn status_of(reading: &Reading, s: &Sentence, noun: usize, figure: &Figure) -> Option<status::Found> {
    let counted = super::counted::Counted {
        noun: Some(noun),
        anchor: noun,
        lemma: String::new(),
        status_word: None,
        toll: None,
        whole: None,
        rule: "implicit",
    };
    if let Some(f) = status::reflexive(reading, s, noun).filter(|f| counts(f.status)) {
        return Some(f);
    }
    let mut found = status::find(reading, s, &counted, figure);
    if found.is_none_or(|f| !counts(f.status)) {
        found = status::and_then(reading, s, noun).filter(|f| counts(f.status)).or(found);
    }
    if found.is_none_or(|f| !counts(f.status) || f.status == Status::Hospitalised) {
        if let Some(f) = status::after_being(reading, s, noun).filter(|f| counts(f.status)) {
            return Some(f);
        }
    }
    // "children who have lost a parent" tells of the children.
    let lost = |f: &status::Found| s.words[f.word].lemma == "lose" && reading.lexicon.parts.kin.contains(&s.words[noun].lemma);
    found.filter(|f| {
        counts(f.status)
            && !lost(f)
            && (matches!(
                f.construction,
                Construction::Object
                    | Construction::Subject
                    | Construction::LightSubject
                    | Construction::LightObject
                    | Construction::Result
                    | Construction::Of
            ) || f.construction == Construction::Modifier && f.word > noun)
    })
}

/// A figure of one without a number word.
pub fn figure(span: Span, form: Form, rule: &str) -> Figure {
    Figure {
        span,
        number: span,
        form,
        kind: FigureKind::Count,
        value: Some(1.0),
        low: Some(1.0),
        high: Some(1.0),
        quantifier: Quantifier::Exact,
        unit: None,
        unit_span: None,
        rule: rule.to_owned(),
        earlier: false,
        increment: false,
    }
}

/// The phrase of a noun of an implicit figure, without its article.
pub fn counted(s: &Sentence, noun: usize) -> Span {
    let whole =
        phrase(s, noun, |c| !s.words[c].rel.starts_with("acl") && !matches!(s.words[c].rel, "det" | "appos" | "punct" | "conj" | "cc"));
    whole
}
