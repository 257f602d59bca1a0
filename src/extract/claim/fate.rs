//! What became of single persons, told later in the article.
//!
//! "A man was shot on Monday. He died in hospital." tells of one man killed, not of one wounded and another dead. A pronoun
//! or a definite noun under a status of death means the latest single person before it that fits; where that person has no
//! status yet ("Rovan Tarek, 24, was taken to a clinic. He was pronounced dead."), the death makes the claim.

use super::counted::counted_type;
use super::{Draft, implicit, modality};
use crate::extract::reading::Reading;
use crate::extract::tree::{negated, preposition};
use crate::types::{Actor, ActorKind, Aggregation, Claim, CountedType, Figure, Form, Modality, Sentence, Span, Status, Upos};

/// How many sentences back a pronoun or definite noun looks.
const REACH: usize = 4;

/// Nouns for a single person that fit any other.
const ANY: &[&str] = &["person", "victim", "patient", "deceased", "other", "individual", "resident"];
const MEN: &[&str] =
    &["man", "boy", "father", "husband", "son", "brother", "male", "boyfriend", "grandfather", "uncle", "nephew", "grandson", "gunman"];
const WOMEN: &[&str] =
    &["woman", "girl", "mother", "wife", "daughter", "sister", "female", "girlfriend", "grandmother", "aunt", "niece", "granddaughter"];
const YOUNG: &[&str] =
    &["teen", "teenager", "child", "boy", "girl", "youth", "juvenile", "toddler", "baby", "infant", "kid", "student", "minor"];

/// What is told of someone who is referred to.
struct Told {
    sentence: usize,
    at: usize,
    who: String,
    status: Status,
    span: Span,
    /// The noun, its determiner where it has one, and how the status was found.
    noun: usize,
    det: Option<Span>,
    found: super::status::Found,
}

/// Gives single persons the end that the article tells of them.
pub fn settle(reading: &Reading, actors: &[Actor], figures: &[Figure], added: &mut Vec<Figure>, drafts: &mut Vec<Draft>) {
    let told = told(reading);
    for death in told.iter().filter(|t| dead(t.status)) {
        let of = |d: &Draft| figures.get(d.figure).or_else(|| added.get(d.figure - figures.len()));
        let single = |d: &Draft| of(d).is_some_and(|f| f.value == Some(1.0) && f.high == Some(1.0) && f.span.start < death.at);
        let near = |d: &Draft| reading.sentence_at(d.sentence.start).is_some_and(|i| i <= death.sentence && death.sentence - i <= REACH);
        let harmed = |d: &Draft| harm(status(d)) || dead(status(d));
        let best = (0..drafts.len()).filter(|&i| {
            let d = &drafts[i];
            single(d) && near(d) && harmed(d) && fits(&death.who, &d.head)
        });
        let best = best.max_by_key(|&i| of(&drafts[i]).map_or(0, |f| f.span.start));
        if let Some(i) = best {
            if !dead(status(&drafts[i])) {
                drafts[i].fate = Some((Status::Killed, death.span));
            }
            continue;
        }
        if !matches!(death.who.as_str(), "he" | "she") {
            continue;
        }
        let Some((mention, index)) = subject_before(reading, actors, death) else { continue };
        let s = &reading.sentences[index];
        let taken = drafts.iter().filter_map(of).any(|f| f.span.overlaps(&mention));
        let (false, Some(word)) = (taken, s.word_at(&mention)) else { continue };
        let f = implicit::figure(mention, Form::Named, "named");
        let mut d = Draft::implicit(reading, s, &f, figures.len() + added.len(), word, None);
        d.fate = Some((death.status, death.span));
        added.push(f);
        drafts.push(d);
    }
    alone(reading, &told, figures, added, drafts);
    one_victim(reading, figures, added, drafts);
}

/// "The suspect was shot dead", where the article tells of no dead (or no hurt) otherwise: a claim of one, whose figure is the
/// article before the noun.
fn alone(reading: &Reading, told: &[Told], figures: &[Figure], added: &mut Vec<Figure>, drafts: &mut Vec<Draft>) {
    for group in [dead as fn(Status) -> bool, harm] {
        if drafts.iter().any(|d| group(status(d))) {
            continue;
        }
        // Who is dead is not hurt besides.
        let other = |t: &Told| group(Status::Killed) || !drafts.iter().any(|d| dead(status(d)) && fits(&t.who, &d.head));
        let Some(t) = told.iter().find(|t| group(t.status) && other(t)) else { continue };
        // "Officers found the victim. He was pronounced dead."
        let Some((index, noun, det)) = t.det.map(|d| (t.sentence, t.noun, d)).or_else(|| meant(reading, t)) else { continue };
        let s = &reading.sentences[index];
        let f = implicit::figure(det, Form::Implicit, "implicit");
        if figures.iter().chain(added.iter()).any(|x| x.span.overlaps(&det)) {
            continue;
        }
        let mut d = Draft::implicit(reading, s, &f, figures.len() + added.len(), noun, t.det.map(|_| t.found));
        d.fate = t.det.is_none().then_some((t.status, t.span));
        drafts.push(d);
        added.push(f);
    }
}

/// The definite noun for a person that a pronoun means: the last one before it, at most two sentences back.
fn meant(reading: &Reading, t: &Told) -> Option<(usize, usize, Span)> {
    (t.sentence.saturating_sub(2)..=t.sentence).rev().find_map(|index| {
        let s = &reading.sentences[index];
        (0..s.words.len()).rev().filter(|&i| s.words[i].span.end <= t.at && s.words[i].upos == Upos::Noun).find_map(|i| {
            let noun = s.words[i].lemma.to_lowercase();
            let fit = known(&noun) && s.words[i].xpos == "NN" && fits(&t.who, &noun);
            fit.then(|| definite(s, i)).flatten().map(|d| (index, i, s.words[d].span))
        })
    })
}

fn status(d: &Draft) -> Status {
    d.fate.map(|x| x.0).or(d.found.map(|x| x.status)).unwrap_or(Status::Unspecified)
}

fn dead(status: Status) -> bool {
    matches!(status, Status::Killed | Status::Died | Status::Executed)
}

fn harm(status: Status) -> bool {
    matches!(status, Status::Wounded | Status::Attacked | Status::Hospitalised)
}

/// True where a pronoun or noun can mean someone who was told of by this noun.
fn fits(who: &str, head: &str) -> bool {
    let has = |list: &[&str], x: &str| list.contains(&x);
    match who {
        "he" => !has(WOMEN, head),
        "she" => !has(MEN, head),
        _ => {
            who == head
                || has(ANY, who)
                || (has(ANY, head) && (has(MEN, who) || has(WOMEN, who) || has(YOUNG, who)))
                || (has(YOUNG, who) && has(YOUNG, head) && !(has(MEN, who) && has(WOMEN, head)) && !(has(WOMEN, who) && has(MEN, head)))
        }
    }
}

/// What befell those that a pronoun or a definite singular noun means.
fn told(reading: &Reading) -> Vec<Told> {
    let mut out = Vec::new();
    for (index, s) in reading.sentences.iter().enumerate() {
        for (i, w) in s.words.iter().enumerate() {
            if !(w.rel.starts_with("nsubj") || w.rel == "obj" || w.rel == "root") {
                continue;
            }
            let lemma = w.lemma.to_lowercase();
            let det = definite(s, i);
            let who = match (w.upos, lemma.as_str()) {
                (Upos::Pron, "he" | "him") => "he".to_owned(),
                (Upos::Pron, "she" | "her") => "she".to_owned(),
                _ if det.is_none() => continue,
                _ if implicit::of_an_age(s, i) => "person".to_owned(),
                (Upos::Noun, _) if matches!(w.xpos, "NNS" | "NNPS") => continue,
                (Upos::Noun, noun) if known(noun) || counted_type(reading, noun, false, false).0 == CountedType::Person => lemma,
                _ => continue,
            };
            let f = implicit::figure(w.span, Form::Implicit, "implicit");
            let found = implicit::status_of(reading, s, i, &f).filter(|x| (dead(x.status) || harm(x.status)) && !negated(s, x.word));
            let Some(found) = found else { continue };
            if modality::find(reading, s, i, Some(found.word), None, true, &w.span) != Modality::Actual {
                continue;
            }
            let span = s.words[found.word].span;
            let det = det.map(|d| s.words[d].span);
            out.push(Told { sentence: index, at: w.span.start, who, status: found.status, span, noun: i, det, found });
        }
    }
    out
}

/// True for a noun that means a single person who was told of before.
pub fn known(noun: &str) -> bool {
    [ANY, MEN, WOMEN, YOUNG].iter().any(|list| list.contains(&noun))
}

/// The determiner of "the victim", "the 17-year-old", "his brother".
fn definite(s: &Sentence, word: usize) -> Option<usize> {
    s.children(word).find(|&c| {
        let lemma = s.words[c].lemma.to_lowercase();
        (s.words[c].rel == "det" && matches!(lemma.as_str(), "the" | "this" | "that"))
            || (s.words[c].rel == "nmod:poss" && matches!(lemma.as_str(), "his" | "her" | "their" | "my" | "our"))
    })
}

/// The named person whom a pronoun means: the subject of its own sentence, or of the sentence before.
fn subject_before(reading: &Reading, actors: &[Actor], death: &Told) -> Option<(Span, usize)> {
    let persons = || actors.iter().filter(|a| a.kind == ActorKind::Person && a.named).flat_map(|a| a.mentions.iter().filter(|m| m.named));
    for index in (death.sentence.saturating_sub(1)..=death.sentence).rev() {
        let s = &reading.sentences[index];
        let mut best: Option<Span> = None;
        for m in persons().filter(|m| s.span.contains(&m.span) && m.span.end <= death.at) {
            let subject = (0..s.words.len()).filter(|&i| s.words[i].span.overlaps(&m.span)).any(|i| {
                let w = &s.words[i];
                // Not who speaks.
                w.rel.starts_with("nsubj")
                    && !matches!(s.words[w.head].lemma.as_str(), "say" | "tell" | "add" | "report" | "write" | "announce")
                    && preposition(s, i).is_none()
            });
            if subject && best.is_none_or(|b| b.start < m.span.start) {
                best = Some(m.span);
            }
        }
        if let Some(span) = best {
            return Some((span, index));
        }
    }
    None
}

/// Where an article tells of one victim only, who was shot and is dead, all its mentions are of one killed.
fn one_victim(reading: &Reading, figures: &[Figure], added: &[Figure], drafts: &mut [Draft]) {
    let of = |d: &Draft| figures.get(d.figure).or_else(|| added.get(d.figure - figures.len()));
    let single = |d: &Draft| of(d).is_some_and(|f| f.value == Some(1.0) && f.high == Some(1.0));
    // More than one hurt or dead: each may be another.
    if drafts.iter().any(|d| (harm(status(d)) || dead(status(d))) && !single(d) && of(d).is_some_and(|f| f.high != Some(0.0))) {
        return;
    }
    let ends: Vec<(String, Span)> = drafts
        .iter()
        .filter(|d| dead(status(d)) && single(d))
        .filter_map(|d| {
            let span = d.fate.map(|x| x.1).or_else(|| {
                let s = &reading.sentences[reading.sentence_at(d.sentence.start)?];
                d.found.map(|x| s.words[x.word].span)
            })?;
            Some((key(reading, d, of(d)?), span))
        })
        .collect();
    for i in 0..drafts.len() {
        let d = &drafts[i];
        if !harm(status(d)) || !single(d) {
            continue;
        }
        let Some(mine) = of(d).map(|f| key(reading, d, f)) else { continue };
        let end = ends.iter().find(|(other, _)| one(&mine, other));
        if let Some((_, span)) = end {
            drafts[i].fate = Some((Status::Killed, *span));
        }
    }
}

/// Who a draft tells of: the last word of the name after `@`, or the noun.
fn key(reading: &Reading, d: &Draft, f: &Figure) -> String {
    if f.form == Form::Named {
        format!("@{}", reading.of(&f.span).rsplit(' ').next().unwrap_or_default().to_lowercase())
    } else {
        d.head.clone()
    }
}

fn one(a: &str, b: &str) -> bool {
    match (a.starts_with('@'), b.starts_with('@')) {
        (true, true) => a == b,
        (false, false) => fits(a, b) || fits(b, a),
        _ => true,
    }
}

/// "Twelve were shot, one of them fatally" counts dead and living together: attacked, where "shot" alone is wounded. Told by
/// the dead in the same sentence, or where dead and wounded elsewhere in the article add up to it.
pub fn shot(reading: &Reading, claims: &mut [Claim]) {
    let hit = |c: &Claim| {
        let word = c.status_span.map_or_else(String::new, |x| reading.of(&x).to_lowercase());
        c.status == Status::Wounded && matches!(word.as_str(), "shot" | "struck" | "hit" | "shooting" | "stabbed" | "shoot")
    };
    let dead = |c: &Claim| matches!(c.status, Status::Killed | Status::Died);
    let sum = |n: f64| {
        let of = |pick: &dyn Fn(&Claim) -> bool| claims.iter().filter(|c| pick(c)).filter_map(|c| c.value).collect::<Vec<_>>();
        let (killed, wounded) = (of(&dead), of(&|c| c.status == Status::Wounded && !hit(c)));
        killed.iter().any(|k| wounded.iter().any(|w| k + w == n))
    };
    let mut both: Vec<usize> = Vec::new();
    for (i, c) in claims.iter().enumerate() {
        if !hit(c) || c.value.is_some_and(|v| v < 2.0) || c.aggregation == Aggregation::New {
            continue;
        }
        let sentence = c.sentence;
        let behind = claims[i + 1..].iter().any(|k| k.sentence == sentence && dead(k) && k.value < c.value.or(c.low));
        let rest = c.status_span.and_then(|x| reading.text().get(x.end..sentence.end)).unwrap_or("").to_lowercase();
        let dying = ["dying", "fatally", "killing", " one died", "death"].iter().any(|w| rest.contains(w));
        if behind || dying || c.value.is_some_and(sum) {
            both.push(i);
        }
    }
    let values: Vec<Option<f64>> = both.iter().map(|&i| claims[i].value).collect();
    for (i, c) in claims.iter_mut().enumerate() {
        let word = c.status_span.map_or_else(String::new, |x| reading.of(&x).to_lowercase());
        if both.contains(&i) || (c.value.is_some() && values.contains(&c.value) && c.status == Status::Wounded && word.starts_with("sho")) {
            c.status = Status::Attacked;
        }
    }
}

/// "He was unaware of those 40 people": the figure that was told before, in its state and of its country.
pub fn those(reading: &Reading, figures: &[Figure], claims: &mut [Claim]) {
    for i in 0..claims.len() {
        let c = &claims[i];
        let Some(f) = figures.get(c.figure).filter(|_| c.status == Status::Unspecified) else { continue };
        let front = reading.text().get(c.sentence.start..f.span.start).unwrap_or_default().trim_end();
        if !["those", "these", "Those", "These"].iter().any(|w| front.ends_with(w)) {
            continue;
        }
        let same = |k: &&Claim| {
            k.status != Status::Unspecified && k.kind == c.kind && k.low == c.low && k.high == c.high && k.counted_type == c.counted_type
        };
        let Some(told) = claims[..i].iter().rev().find(same) else { continue };
        let (status, span, country) = (told.status, told.status_span, told.counted_country.clone());
        let c = &mut claims[i];
        (c.status, c.status_span) = (status, span);
        c.counted_country = c.counted_country.take().or(country);
    }
}
