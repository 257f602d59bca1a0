//! Claims of one article that state one thing, and what comparing looks at in them.

use hashbrown::HashMap;

use super::days;
use super::interval::{Interval, Key};
use super::words::{cut, key, lower, stem, words};
use crate::lexicon::Implies;
use crate::table::ClaimRow;
use crate::types::{Aggregation, CountedType, FigureKind, Form, Modality, Stance, Status};

type Map<K, V> = HashMap<K, V, foldhash::fast::FixedState>;

/// The status that stands for all that answer the same question.
pub(super) fn question_status(status: Status) -> Status {
    match status {
        Status::Died | Status::Executed => Status::Killed,
        Status::Other => Status::Unspecified,
        other => other,
    }
}

/// True for stances of who contests a figure and has none of his own.
pub(super) fn contests(stance: Stance) -> bool {
    matches!(stance, Stance::Denies | Stance::Doubts | Stance::Unaware | Stance::CannotConfirm | Stance::DeclinesComment)
}

/// What is counted.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Thing {
    /// Group of words that count the same.
    pub group: u64,
    /// May stand for any persons.
    pub generic: bool,
    pub person: bool,
    pub kind: CountedType,
    /// Words before the head that tell these things from others of the group, sorted.
    pub modifiers: Vec<u64>,
    pub country: Option<String>,
    pub role: Option<String>,
}

/// How the figure's world stands to the real one. Two of different worlds are never one topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum World {
    Actual,
    Open,
    Past,
}

/// Claims of one article that state one thing.
#[derive(Clone, Debug)]
pub(super) struct Fact {
    /// Indices of the claims, the first as they stand in the text.
    pub claims: Vec<usize>,
    pub article: usize,
    pub status: Status,
    pub thing: Thing,
    /// Words around the figure with their weight, sorted by word.
    pub context: Vec<(u64, f32)>,
    pub world: World,
    /// Part of a figure of the same status.
    pub part: bool,
    /// An increment.
    pub new: bool,
    pub interval: Interval,
    /// Who says it, as a number; outlets' own voices are one.
    pub voice: u64,
    pub earlier: bool,
    pub corrects: bool,
    pub contests: bool,
    pub event: Option<(i32, i32)>,
    /// Its evidence names a basis.
    pub based: bool,
    /// No number is printed.
    pub silent: bool,
    /// Words of the names next to the figure, with no other figure between, sorted.
    pub whose: Vec<u64>,
}

/// Statuses under which any word for persons counts persons.
pub(super) fn casualty(status: Status) -> bool {
    matches!(
        status,
        Status::Killed | Status::Died | Status::Executed | Status::Wounded | Status::Missing | Status::Hospitalised | Status::Attacked
    )
}

/// Statuses that befall persons, so that an event counts them: 30 arrests, three deaths.
fn befalls(status: Status) -> bool {
    casualty(status) || matches!(status, Status::Arrested | Status::Detained)
}

/// What a claim counts.
pub(super) fn thing(claim: &ClaimRow, lexicon: &Implies) -> Thing {
    let head = claim.counted_head.as_deref().unwrap_or("").to_lowercase();
    let head = head.split([',', '|']).next().unwrap_or("").split(" and ").next().unwrap_or("").trim().to_owned();
    let last = head.rsplit([' ', '-']).next().unwrap_or("").to_owned();
    let person = claim.counted_type == CountedType::Person
        || (befalls(claim.status) && matches!(claim.counted_type, CountedType::Event | CountedType::Other));
    let (group, generic) = match (head.is_empty(), person) {
        (true, true) => ("person", true),
        (true, false) => ("", false),
        _ => {
            let (group, generic) = lexicon.group(&head);
            if group == head && last != head { lexicon.group(&last) } else { (group, generic) }
        }
    };
    // "three deaths", "12 lives": persons only where the claim says so; "two bodies of water" is not.
    let generic = generic && person;
    let text = claim.counted_text.as_deref().unwrap_or("");
    Thing {
        group: key(group),
        generic,
        person,
        kind: claim.counted_type,
        modifiers: modifiers(text, &head, claim.counted_country.is_some(), lexicon),
        country: claim.counted_country.clone(),
        role: claim.counted_role.clone(),
    }
}

/// The telling words before the head of a noun phrase.
fn modifiers(text: &str, head: &str, has_country: bool, lexicon: &Implies) -> Vec<u64> {
    let mut out = Vec::new();
    for word in words(text) {
        let stem = stem(word.text);
        if stem == head || head.ends_with(stem.as_str()) && !stem.is_empty() && head.contains(['-', ' ']) {
            break;
        }
        if matches!(stem.as_str(), "of" | "in" | "from" | "with" | "who" | "that" | "which" | "at" | "on" | "to" | "for") {
            break;
        }
        let name_of_country = has_country && word.capital;
        if stem.len() > 2 && !lexicon.is_common(&stem) && !lexicon.is_common(&word.text.to_lowercase()) && !name_of_country {
            out.push(key(lexicon.group(&stem).0));
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// A word of a sentence as the context of a figure in it.
struct Told {
    at: usize,
    end: usize,
    /// Begins with a capital letter.
    capital: bool,
    /// Printed in digits.
    number: bool,
    /// Empty for words that say nothing: figures, short and common ones.
    stem: String,
    key: u64,
    weight: f32,
}

/// The words of the sentence at hand: the claims of one sentence follow each other.
#[derive(Default)]
struct Line<'c> {
    sentence: &'c str,
    words: Vec<Told>,
    low: String,
}

impl<'c> Line<'c> {
    fn read(&mut self, sentence: &'c str, lexicon: &Implies) {
        if self.sentence == sentence {
            return;
        }
        self.sentence = sentence;
        self.words.clear();
        for word in words(sentence) {
            lower(word.text, &mut self.low);
            let mut stem = self.low.clone();
            cut(&mut stem);
            let number = word.text.starts_with(|c: char| c.is_ascii_digit());
            if number || stem.chars().count() < 3 || lexicon.is_common(&stem) || lexicon.is_common(&self.low) {
                stem.clear();
            }
            let key = if stem.is_empty() { 0 } else { key(lexicon.group(&stem).0) };
            let (at, end) = (word.at, word.at + word.text.len());
            let weight = if word.is_name() { 2.0 } else { 1.0 };
            self.words.push(Told { at, end, capital: word.capital, number, stem, key, weight });
        }
    }

    /// Words around the figure within its sentence: the nearer the heavier, names twice.
    fn context(&mut self, claim: &'c ClaimRow, lexicon: &Implies) -> Vec<(u64, f32)> {
        self.read(&claim.sentence, lexicon);
        let at = claim.figure_text.as_deref().map_or(0, |f| place(&claim.sentence, f));
        let here = self.words.partition_point(|w| w.at < at);
        let head = claim.counted_head.as_deref().unwrap_or("");
        let mut out: Vec<(u64, f32)> = Vec::with_capacity(self.words.len());
        for (i, word) in self.words.iter().enumerate().filter(|(_, w)| !w.stem.is_empty() && w.stem != head) {
            out.push((word.key, word.weight / (1.0 + here.abs_diff(i) as f32 / 8.0)));
        }
        // The heaviest of each word.
        out.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        out.dedup_by_key(|(k, _)| *k);
        out
    }
}

/// Where a figure stands in its sentence: "4" is not the one in "44 delegates".
fn place(sentence: &str, figure: &str) -> usize {
    let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let mut hits = sentence.match_indices(figure).map(|(at, _)| at);
    let alone = |at: &usize| free(sentence[..*at].chars().next_back()) && free(sentence[at + figure.len()..].chars().next());
    hits.clone().find(alone).or_else(|| hits.next()).unwrap_or(0)
}

/// Words before a figure that are looked at for names.
const NEXT: usize = 12;

impl Line<'_> {
    /// Names next to the figure, not its claimant's: before it back to the last figure, behind it up to the next or a pause. Of the claim
    /// that `context` was asked for.
    fn whose(&self, claim: &ClaimRow) -> Vec<u64> {
        if claim.counted_country.is_some() {
            return Vec::new();
        }
        let figure = claim.figure_text.as_deref().unwrap_or("");
        let at = place(&claim.sentence, figure);
        let mut end = at + figure.len();
        let (here, next) = (self.words.partition_point(|w| w.at < at), self.words.partition_point(|w| w.at < end));
        let claimant = claim.claimant.to_lowercase();
        let telling = |w: &&Told| w.capital && !w.stem.is_empty() && !claimant.contains(w.stem.as_str());
        let mut out: Vec<u64> =
            self.words[..here].iter().rev().take_while(|w| !w.number).take(NEXT).filter(telling).map(|w| w.key).collect();
        for word in &self.words[next..] {
            let pause = |gap: &str| gap.contains([',', ';', ':', '(', ')', '-', '–', '—']);
            if word.number || claim.sentence.get(end..word.at).is_none_or(pause) {
                break;
            }
            end = word.end;
            out.extend(telling(&word).then_some(word.key));
        }
        out.sort_unstable();
        out.dedup();
        out
    }
}

/// "Five officers were killed and seven others wounded": the others are officers. `before` is what the sentence counted last.
fn others<'c>(fact: &mut Fact, claim: &'c ClaimRow, before: &mut Option<(&'c str, Thing)>) {
    if !fact.thing.person {
        return;
    }
    let head = claim.counted_head.as_deref().unwrap_or("");
    if matches!(head, "other" | "another") {
        if let Some((_, thing)) = before.as_ref().filter(|(sentence, _)| *sentence == claim.sentence) {
            fact.thing = Thing { modifiers: std::mem::take(&mut fact.thing.modifiers), ..thing.clone() };
        }
    } else if !fact.silent {
        *before = Some((&claim.sentence, fact.thing.clone()));
    }
}

/// The interval of a claim.
pub(super) fn interval(claim: &ClaimRow) -> Interval {
    Interval { value: claim.value, low: claim.low, high: claim.high, quantifier: claim.quantifier }
}

/// The facts of one article's claims, given as indices in order. `voice` numbers each claim's claimant.
pub(super) fn facts(claims: &[ClaimRow], of_article: &[usize], article: usize, voice: &[u64], lexicon: &Implies) -> Vec<Fact> {
    let by_id: Map<&str, usize> = of_article.iter().map(|i| (claims[*i].claim_id.as_str(), *i)).collect();
    let mut out: Vec<Fact> = Vec::new();
    let mut fact_of: Map<usize, usize> = Map::default();
    // Facts by figure: only equal figures are one fact.
    let mut by_figure: Map<Key, Vec<usize>> = Map::default();
    let mut line = Line::default();
    let mut before = None;
    for i in of_article {
        let claim = &claims[*i];
        let parent = claim.part_of.as_deref().and_then(|p| by_id.get(p)).map(|p| &claims[*p]);
        let status = question_status(claim.status);
        let mut fact = Fact {
            claims: vec![*i],
            article,
            status,
            thing: thing(claim, lexicon),
            context: line.context(claim, lexicon),
            world: match claim.modality {
                Modality::Actual => World::Actual,
                Modality::Historical => World::Past,
                _ => World::Open,
            },
            part: parent.is_some_and(|p| question_status(p.status) == status) || (claim.part_of.is_some() && parent.is_none()),
            new: claim.aggregation == Aggregation::New,
            interval: interval(claim),
            voice: voice[*i],
            earlier: claim.stance == Stance::Earlier,
            corrects: claim.stance == Stance::Corrects,
            contests: contests(claim.stance),
            event: claim.event_date.as_deref().and_then(days::span).map(|(a, b)| (days::number(a), days::number(b))),
            based: super::relate::based(claim.evidence),
            silent: matches!(claim.form, Form::Implicit | Form::Named),
            whose: Vec::new(),
        };
        fact.whose = line.whose(claim);
        others(&mut fact, claim, &mut before);
        let linked = claim.same_as.as_deref().and_then(|s| by_id.get(s)).and_then(|s| fact_of.get(s)).copied();
        let linked = linked.filter(|f| claims[out[*f].claims[0]].kind == claim.kind && out[*f].status == status);
        let equal = by_figure.entry(fact.interval.key()).or_default();
        let home = linked.or_else(|| equal.iter().copied().find(|f| one_fact(&out[*f], &fact, &claims[out[*f].claims[0]], claim)));
        match home {
            Some(f) => {
                let known = &mut out[f];
                known.claims.push(*i);
                known.thing.modifiers.extend(&fact.thing.modifiers);
                known.thing.modifiers.sort_unstable();
                known.thing.modifiers.dedup();
                known.context = joined(&known.context, &fact.context);
                known.part |= fact.part;
                known.whose.extend(&fact.whose);
                known.whose.sort_unstable();
                known.whose.dedup();
                known.event = known.event.or(fact.event);
                known.earlier &= fact.earlier;
                known.contests &= fact.contests;
                if known.thing.generic && !fact.thing.generic {
                    let modifiers = std::mem::take(&mut known.thing.modifiers);
                    known.thing = Thing { modifiers, ..fact.thing };
                }
                fact_of.insert(*i, f);
            }
            None => {
                fact_of.insert(*i, out.len());
                equal.push(out.len());
                out.push(fact);
            }
        }
    }
    shares_of_one(claims, &mut out);
    out
}

/// "Of the ten hurt six were treated in Orsk and four in Velden": two parts of one whole under one status are scopes of their own,
/// though their status is not that of the whole.
fn shares_of_one(claims: &[ClaimRow], facts: &mut [Fact]) {
    let whole = |f: &Fact| f.claims.iter().find_map(|c| claims[*c].part_of.as_deref());
    let mut several: Map<(&str, Status), (Interval, usize, bool)> = Map::default();
    for fact in facts.iter().filter(|f| !f.silent) {
        if let Some(one) = whole(fact) {
            let first = fact.claims[0];
            let (interval, at, found) = several.entry((one, fact.status)).or_insert((fact.interval, first, false));
            *found |= !interval.equals(&fact.interval) || *at != first && claims[*at].sentence == claims[first].sentence;
        }
    }
    for fact in facts.iter_mut().filter(|f| !f.silent) {
        fact.part |= whole(fact).is_some_and(|one| several.get(&(one, fact.status)).is_some_and(|s| s.2));
    }
}

/// True where two mentions of one article are the same figure of the same things.
fn one_fact(a: &Fact, b: &Fact, first: &ClaimRow, second: &ClaimRow) -> bool {
    let small = a.interval.top().is_some_and(|x| x <= 2.0);
    let modifiers_fit = a.thing.modifiers.is_empty() || b.thing.modifiers.is_empty() || shares(&a.thing.modifiers, &b.thing.modifiers);
    first.kind == second.kind
        && first.unit == second.unit
        && a.status == b.status
        && a.world == b.world
        && !a.silent
        && !b.silent
        && a.interval.equals(&b.interval)
        && (a.thing.group == b.thing.group || (a.thing.generic && b.thing.person) || (a.thing.person && b.thing.generic))
        && (a.thing.country == b.thing.country || a.thing.country.is_none() || b.thing.country.is_none())
        && modifiers_fit
        && a.part == b.part
        && (!small || a.thing.kind == CountedType::Person || a.thing.modifiers == b.thing.modifiers)
        && first.kind != FigureKind::Money
}

/// True where two sorted lists share a word.
pub(super) fn shares(a: &[u64], b: &[u64]) -> bool {
    a.iter().any(|x| b.binary_search(x).is_ok())
}

/// The heavier weight of each word of two contexts.
fn joined(a: &[(u64, f32)], b: &[(u64, f32)]) -> Vec<(u64, f32)> {
    let mut out: Vec<(u64, f32)> = a.iter().chain(b).copied().collect();
    out.sort_unstable_by(|x, y| x.0.cmp(&y.0).then(y.1.total_cmp(&x.1)));
    out.dedup_by_key(|(k, _)| *k);
    out
}
