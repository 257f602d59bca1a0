//! Facts to questions, questions to topics: within one story, nearest first, by a distance that a user can tune.
//!
//! Two facts are near when they count the same things (head, country, telling words), stand in like words, and their figures
//! are equal or can both be true; never one where the text keeps them apart: two figures of one voice in one article, plans
//! and facts, two countries.

mod join;

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::cluster::{DENSE, SAMPLE, clusters};
use super::facts::{Fact, Thing, World, shares};
use super::interval::Meeting;
use super::{Stop, refine};
use crate::lexicon::Implies;
use crate::table::ClaimRow;
use crate::types::{CountedType, FigureKind, Quantifier, Status};

type Map<K, V> = HashMap<K, V, foldhash::fast::FixedState>;

/// What brings facts together and keeps them apart. All are added to a nearness of about 0 to 2.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Distance {
    /// The same head, or a word that counts the same.
    pub same_thing: f32,
    /// Both any persons ("people", "victims").
    pub any_persons: f32,
    /// Any persons on the one side, some role on the other ("people", "officers").
    pub person_and_role: f32,
    /// Telling words shared ("oil workers").
    pub same_modifiers: f32,
    /// Telling words on one side only.
    pub one_modifier: f32,
    /// Other telling words ("oil workers", "bank workers").
    pub other_modifiers: f32,
    /// The same country named for the things.
    pub same_country: f32,
    /// Cosine of the words around the figures.
    pub context: f32,
    /// Equal figures, small ones.
    pub equal_small: f32,
    /// More for equal figures of a hundred or more.
    pub equal_large: f32,
    /// More for equal figures of four digits that count ("1,237", not "1,000").
    pub equal_digits: f32,
    /// Figures that can both be true.
    pub compatible: f32,
    /// Figures that exclude each other.
    pub disjoint: f32,
    /// More for figures ten times apart, in proportion for nearer ones.
    pub far: f32,
    /// A part against a whole, an increment against a total.
    pub part: f32,
    /// A plan, forecast or hypothesis against a fact.
    pub other_world: f32,
    /// Days of the event that exclude each other.
    pub other_day: f32,
    /// Days up to two weeks apart, for a person without a printed number: the day of a charge or a funeral is often taken for that of the event.
    pub near_day: f32,
    /// People under a casualty status: a story mostly tells of one event.
    pub casualties: f32,
    /// Any persons under statuses that mostly befall others: people killed, people arrested.
    pub other_people: f32,
    /// A name next to both figures, where an article tells several figures of such things: "Vell has 44 delegates, Marr 31".
    pub whose_same: f32,
    /// Other names next to them.
    pub whose_other: f32,
    /// Two claimants' figures in one sentence, of one status: rivals.
    pub rivals: f32,
    /// A figure that is denied, corrected or outdone in the sentence of the one that stands: "not 300 but 30", "from 52 to 47".
    pub replaced: f32,
    /// Least nearness of a person without a printed number to the question that counts the likes of him.
    pub attach: f32,
    /// Least nearness of two facts of one question.
    pub question: f32,
    /// Cosine of the words around, between questions.
    pub topic_context: f32,
    /// Two questions whose figures stand in one sentence.
    pub one_sentence: f32,
    /// A figure of the one is part of a figure of the other.
    pub linked: f32,
    /// Least nearness of two questions of one topic.
    pub topic: f32,
    /// What two facts that cannot be one question take off a topic that holds both.
    pub never: f32,
    /// How much the size of a topic counts when a fact chooses between two: 0 the average nearness, 1 the sum.
    pub pull: f32,
}

impl Default for Distance {
    fn default() -> Self {
        Self {
            same_thing: 1.4,
            any_persons: 1.3,
            person_and_role: 0.9,
            same_modifiers: 0.3,
            one_modifier: 0.0,
            other_modifiers: -0.8,
            same_country: 0.4,
            context: 0.5,
            equal_small: 0.3,
            equal_large: 0.5,
            equal_digits: 0.6,
            compatible: 0.0,
            disjoint: -0.1,
            far: -0.7,
            part: -0.5,
            other_world: -0.3,
            other_day: -0.65,
            near_day: -0.3,
            casualties: 0.15,
            other_people: -0.5,
            whose_same: 0.4,
            whose_other: -0.3,
            rivals: 0.3,
            replaced: 0.8,
            attach: 0.7,
            question: 1.15,
            topic_context: 0.7,
            one_sentence: 0.1,
            linked: 0.3,
            topic: 1.25,
            never: 1.0,
            pull: 0.3,
        }
    }
}

/// The topic of every fact, as the index of one of its facts; none where stopped. `apart` has claims that are never of one topic.
pub(super) fn topics(
    facts: &[Fact],
    claims: &[ClaimRow],
    story: &[usize],
    distance: &Distance,
    apart: &[(usize, usize)],
    implies: &Implies,
    stop: Stop<'_>,
) -> Option<Vec<usize>> {
    let mut blocks: BTreeMap<(usize, FigureKind, &str), Vec<usize>> = BTreeMap::new();
    for (i, fact) in facts.iter().enumerate() {
        let claim = &claims[fact.claims[0]];
        blocks.entry((story[fact.article], claim.kind, claim.unit.as_deref().unwrap_or(""))).or_default().push(i);
    }
    let apart = apart_facts(facts, apart);
    let blocks: Vec<Vec<usize>> = blocks.into_values().collect();
    let context = contexts(facts, &blocks);
    let found: Vec<Option<Vec<Vec<usize>>>> = blocks
        .par_iter()
        .map(|members| {
            let several = join::several(facts, members);
            let block = Block { facts, claims, members, context: &context, distance, kept_apart: &apart, implies, several };
            (!stop()).then(|| block.topics())
        })
        .collect();
    let mut topic: Vec<usize> = (0..facts.len()).collect();
    for groups in found {
        for group in groups? {
            for fact in &group {
                topic[*fact] = group[0];
            }
        }
    }
    Some(topic)
}

/// Words around each fact, of unit length, rare words of its block weighing more.
fn contexts(facts: &[Fact], blocks: &[Vec<usize>]) -> Vec<Vec<(u64, f32)>> {
    let mut out: Vec<Vec<(u64, f32)>> = vec![Vec::new(); facts.len()];
    let mut count: Map<u64, f32> = Map::default();
    for members in blocks {
        count.clear();
        for fact in members {
            facts[*fact].context.iter().for_each(|(k, _)| *count.entry(*k).or_default() += 1.0);
        }
        let total = members.len() as f32;
        // Words of every sentence of the story say little.
        count.values_mut().for_each(|n| *n = ((total + 1.0) / *n).ln().max(0.05));
        for fact in members {
            let mut unit: Vec<(u64, f32)> =
                facts[*fact].context.iter().map(|(k, w)| (*k, w * count.get(k).copied().unwrap_or(1.0))).collect();
            let norm = unit.iter().map(|(_, w)| w * w).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
            unit.iter_mut().for_each(|(_, w)| *w /= norm);
            out[*fact] = unit;
        }
    }
    out
}

/// Pairs of facts that hold claims which are never of one topic, the lower index first.
fn apart_facts(facts: &[Fact], apart: &[(usize, usize)]) -> BTreeSet<(usize, usize)> {
    if apart.is_empty() {
        return BTreeSet::new();
    }
    let home: Map<usize, usize> = facts.iter().enumerate().flat_map(|(f, fact)| fact.claims.iter().map(move |c| (*c, f))).collect();
    apart.iter().filter_map(|(a, b)| Some((*home.get(a)?, *home.get(b)?))).map(|(a, b)| (a.min(b), a.max(b))).collect()
}

/// The facts of one story and kind.
struct Block<'a> {
    facts: &'a [Fact],
    claims: &'a [ClaimRow],
    members: &'a [usize],
    /// Words around each fact.
    context: &'a [Vec<(u64, f32)>],
    distance: &'a Distance,
    /// Pairs that the user keeps apart.
    kept_apart: &'a BTreeSet<(usize, usize)>,
    implies: &'a Implies,
    /// Things and statuses of which one article tells several figures.
    several: BTreeSet<(u64, Status)>,
}

impl<'a> Block<'a> {
    /// The topics of the block, each as its facts in order.
    fn topics(&self) -> Vec<Vec<usize>> {
        let mut by_status: BTreeMap<Status, Vec<usize>> = BTreeMap::new();
        for fact in self.members {
            by_status.entry(self.facts[*fact].status).or_default().push(*fact);
        }
        let mut questions: Vec<Vec<usize>> = Vec::new();
        for members in by_status.values() {
            let (silent, printed): (Vec<usize>, Vec<usize>) = members.iter().partition(|f| self.facts[**f].silent);
            let mut found = clusters(&printed, self.distance.question, |a, b| self.one_question(a, b));
            let alone: Vec<usize> = silent.into_iter().filter(|f| !self.attach(*f, &mut found)).collect();
            found.extend(clusters(&alone, self.distance.question, |a, b| self.one_question(a, b)));
            questions.extend(found);
        }
        questions.iter_mut().for_each(|q| q.sort_unstable());
        questions.sort_unstable();
        let numbers: Vec<usize> = (0..questions.len()).collect();
        let mut out: Vec<Vec<usize>> = clusters(&numbers, self.distance.topic, |a, b| self.one_topic(&questions[a], &questions[b]))
            .into_iter()
            .map(|group| group.into_iter().flat_map(|q| questions[q].iter().copied()).collect())
            .collect();
        if self.members.len() <= DENSE {
            out = self.joined(self.refined(out));
        }
        out.iter_mut().for_each(|t| t.sort_unstable());
        out.sort_unstable();
        out
    }

    /// Topics made better by moving facts, questions and whole topics where they are nearer.
    fn refined(&self, topics: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
        let facts: Vec<usize> = topics.iter().flatten().copied().collect();
        let mut start = 0;
        let groups: Vec<Vec<usize>> = topics
            .iter()
            .map(|t| {
                start += t.len();
                (start - t.len()..start).collect()
            })
            .collect();
        let near = |i: usize, j: usize| self.centered(facts[i], facts[j]);
        let status = |i: usize| self.facts[facts[i]].status;
        let found = refine::refine(groups, near, status, self.distance.pull);
        found.into_iter().map(|g| g.into_iter().map(|i| facts[i]).collect()).collect()
    }

    /// How much two facts want to be in one topic: above 0 together, below 0 apart.
    fn centered(&self, a: usize, b: usize) -> f32 {
        let (x, y, d) = (&self.facts[a], &self.facts[b], self.distance);
        if self.must_part(a, b) {
            return -1e6;
        }
        if x.status == y.status && x.silent != y.silent {
            let (figure, silent) = if x.silent { (b, a) } else { (a, b) };
            self.counts(figure, silent).map_or(-d.never, |n| n - d.attach)
        } else if x.status == y.status {
            self.one_question(a, b).map_or(-d.never, |n| n - d.question)
        } else {
            self.beside(a, b).map_or(-d.never, |n| n - d.topic)
        }
    }

    /// Puts a person without a printed number ("a soldier was killed") to the question that counts the likes of him, if there is one.
    fn attach(&self, silent: usize, questions: &mut [Vec<usize>]) -> bool {
        let near = |question: &Vec<usize>| {
            let score = |other: &usize| self.counts(*other, silent);
            question.iter().take(4 * SAMPLE).filter_map(score).max_by(f32::total_cmp)
        };
        let best =
            questions.iter().enumerate().filter_map(|(n, q)| Some((near(q)?, n))).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        match best {
            Some((x, n)) if x >= self.distance.attach => {
                questions[n].push(silent);
                true
            }
            _ => false,
        }
    }

    /// How near a person without a printed number is to a figure that may count him.
    fn counts(&self, figure: usize, silent: usize) -> Option<f32> {
        let (other, fact, d) = (&self.facts[figure], &self.facts[silent], self.distance);
        if other.world != fact.world || other.contests {
            return None;
        }
        let here = if other.article == fact.article { d.one_sentence } else { 0.0 };
        let size = if other.part || other.new { d.part / 2.0 } else { 0.0 };
        Some(self.things(&fact.thing, &other.thing)? + d.context * self.cosine(silent, figure) + self.days(fact, other)? + here + size)
    }

    /// How near two facts of one status are; none where they cannot be one question.
    fn one_question(&self, a: usize, b: usize) -> Option<f32> {
        let (x, y, d) = (&self.facts[a], &self.facts[b], self.distance);
        if self.must_part(a, b) {
            return None;
        }
        let world = self.worlds(x, y)?;
        let meeting = x.interval.meets(&y.interval);
        let equal = meeting == Meeting::Equal;
        let can_be = !matches!(meeting, Meeting::Below | Meeting::Above);
        let own_words = x.article == y.article && x.voice == y.voice && !x.contests && !y.contests && !x.earlier && !y.earlier;
        if own_words && !(can_be && close(x, y)) {
            return None;
        }
        if !equal && x.new != y.new {
            return None;
        }
        let mut near = self.things(&x.thing, &y.thing)? + world;
        near += d.context * self.cosine(a, b);
        let one_sentence = x.article == y.article && self.claims[x.claims[0]].sentence == self.claims[y.claims[0]].sentence;
        let replaced = one_sentence && (x.contests != y.contests || x.earlier != y.earlier || x.corrects != y.corrects);
        if one_sentence && x.voice != y.voice && !x.part && !y.part && !x.new && !y.new {
            near += d.rivals;
        }
        near += if replaced {
            d.replaced
        } else if equal {
            let size = x.interval.top().unwrap_or(0.0).max(1.0).log10() as f32;
            d.equal_small + d.equal_large * (size / 2.0).min(1.0) + d.equal_digits * (digits(x).saturating_sub(1) as f32 / 3.0).min(1.0)
        } else if can_be || surer_share(meeting, x, y) {
            d.compatible
        } else {
            let (p, q) = (x.interval.point().unwrap_or(0.0).max(1.0), y.interval.point().unwrap_or(0.0).max(1.0));
            let apart = (p.max(q) / p.min(q)).log10() as f32;
            d.disjoint + d.far * apart.min(1.0)
        };
        let large = equal && x.interval.top().unwrap_or(0.0) >= 10.0 && x.interval.quantifier != Quantifier::Vague;
        let soft = if large { 0.3 } else { 1.0 };
        if x.part != y.part {
            near += soft * d.part;
        }
        if x.new != y.new {
            near += soft * d.part;
        }
        near += self.days(x, y)? + self.whose(x, y);
        if x.thing.person && y.thing.person && super::facts::casualty(x.status) && !x.part && !y.part && !x.new && !y.new {
            near += d.casualties;
        }
        Some(near)
    }

    /// How near two questions of different statuses are; none where they cannot be one topic.
    fn one_topic(&self, a: &[usize], b: &[usize]) -> Option<f32> {
        let (x, y) = (&self.facts[a[0]], &self.facts[b[0]]);
        // Figures whose status is not told may be of several questions: they keep no two apart that count one people.
        let untold = x.status == Status::Unspecified && x.thing.country.is_some() && x.thing.country == y.thing.country;
        if x.status == y.status && !untold {
            return None;
        }
        let (mut sum, mut n, mut extra) = (0.0, 0.0, 0.0_f32);
        for x in a.iter().take(SAMPLE) {
            for y in b.iter().take(SAMPLE) {
                sum += self.apart(*x, *y)?;
                extra = extra.max(self.ties(*x, *y));
                n += 1.0;
            }
        }
        Some(sum / n + extra)
    }

    /// True where the user keeps two facts apart.
    fn must_part(&self, a: usize, b: usize) -> bool {
        !self.kept_apart.is_empty() && self.kept_apart.contains(&(a.min(b), a.max(b)))
    }

    /// How near two facts of different statuses are, ties included.
    fn beside(&self, a: usize, b: usize) -> Option<f32> {
        Some(self.apart(a, b)? + self.ties(a, b))
    }

    /// How near two facts of different statuses are by what they count; none where they cannot be one topic.
    fn apart(&self, a: usize, b: usize) -> Option<f32> {
        let (x, y, d) = (&self.facts[a], &self.facts[b], self.distance);
        if self.must_part(a, b) {
            return None;
        }
        let mut near = self.things(&x.thing, &y.thing)? + self.worlds(x, y)?;
        near += d.topic_context * self.cosine(a, b);
        near += self.days(x, y)? + self.whose(x, y);
        let persons = x.thing.person && y.thing.person;
        if persons && (x.thing.generic || y.thing.generic) && self.implies.other_people(x.status, y.status) {
            near += d.other_people;
        }
        if x.part || y.part || x.new || y.new {
            near += d.part;
        }
        Some(near)
    }

    /// What ties two facts of one article: part and whole, one sentence.
    fn ties(&self, a: usize, b: usize) -> f32 {
        let (x, y, d) = (&self.facts[a], &self.facts[b], self.distance);
        if x.article != y.article {
            return 0.0;
        }
        let linked = self.is_part(x, y) || self.is_part(y, x);
        let beside = self.claims[x.claims[0]].sentence == self.claims[y.claims[0]].sentence;
        (if linked { d.linked } else { 0.0 }) + (if beside { d.one_sentence } else { 0.0 })
    }

    /// What a plan takes off against a fact. Plans and facts are topics of their own; but one figure of several digits is mostly one
    /// thing, which one article puts as planned and the next as done. None otherwise.
    fn worlds(&self, x: &Fact, y: &Fact) -> Option<f32> {
        if x.world == y.world {
            return Some(0.0);
        }
        let telling = x.interval.equals(&y.interval) && digits(x) >= 2 && x.interval.top() >= Some(100.0);
        let past = x.world == World::Past || y.world == World::Past;
        (telling && !past).then_some(self.distance.other_world)
    }

    /// True where a claim of `part` is part of one of `whole`.
    fn is_part(&self, part: &Fact, whole: &Fact) -> bool {
        part.article == whole.article
            && part
                .claims
                .iter()
                .filter_map(|c| self.claims[*c].part_of.as_deref())
                .any(|p| whole.claims.iter().any(|w| self.claims[*w].claim_id == p))
    }

    /// How near what is counted is; none where it cannot be the same.
    fn things(&self, x: &Thing, y: &Thing) -> Option<f32> {
        let d = self.distance;
        if x.country.is_some() && y.country.is_some() && x.country != y.country {
            return None;
        }
        let told = |t: &Thing| t.kind != CountedType::Other;
        if x.group != y.group && x.kind != y.kind && told(x) && told(y) && !(x.person && y.person) {
            return None;
        }
        let mut near = if x.group == y.group {
            d.same_thing
        } else if x.person && y.person {
            match (x.generic, y.generic) {
                (true, true) => d.any_persons,
                (false, false) => 0.0,
                _ => d.person_and_role,
            }
        } else {
            0.0
        };
        near += match (x.modifiers.is_empty(), y.modifiers.is_empty()) {
            (true, true) => 0.0,
            (false, false) if shares(&x.modifiers, &y.modifiers) => d.same_modifiers,
            (false, false) => d.other_modifiers,
            _ => d.one_modifier,
        };
        if x.country.is_some() && x.country == y.country {
            near += d.same_country;
        }
        Some(near)
    }

    /// What days of the event that exclude each other take off; none for two events of the past.
    fn days(&self, x: &Fact, y: &Fact) -> Option<f32> {
        match (x.event, y.event) {
            (Some((a, b)), Some((c, e))) if x.world != World::Open && (c - b).max(a - e) > 2 => {
                if x.world == World::Past {
                    None
                } else if (x.silent || y.silent) && (c - b).max(a - e) <= 14 {
                    Some(self.distance.near_day)
                } else {
                    Some(self.distance.other_day)
                }
            }
            _ => Some(0.0),
        }
    }

    /// Cosine of the words around two facts.
    fn cosine(&self, a: usize, b: usize) -> f32 {
        let (x, y) = (&self.context[a], &self.context[b]);
        let (mut i, mut j, mut dot) = (0, 0, 0.0);
        while i < x.len() && j < y.len() {
            match x[i].0.cmp(&y[j].0) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    dot += x[i].1 * y[j].1;
                    i += 1;
                    j += 1;
                }
            }
        }
        dot
    }
}

/// Digits of a figure that count: 1,237 has four, 1,000 one.
fn digits(fact: &Fact) -> u32 {
    let Some(top) = fact.interval.top().filter(|t| t.fract() == 0.0 && *t > 0.0 && *t < 1e15) else { return 0 };
    let mut n = top as u64;
    while n % 10 == 0 {
        n /= 10;
    }
    n.ilog10() + 1
}

/// True where the lower figure is documented and the higher is not: 13 on a list, more than 155 claimed.
fn surer_share(meeting: Meeting, x: &Fact, y: &Fact) -> bool {
    match meeting {
        Meeting::Below => x.based && !y.based,
        Meeting::Above => y.based && !x.based,
        _ => false,
    }
}

/// True for figures of like size: one voice that says "dozens" and "32" may mean one thing, with "more than 600" and "10,000" two.
fn close(x: &Fact, y: &Fact) -> bool {
    let vague = |f: &Fact| matches!(f.interval.quantifier, Quantifier::Vague | Quantifier::Range);
    match (x.interval.point(), y.interval.point()) {
        (Some(p), Some(q)) => vague(x) || vague(y) || p.max(q) <= 1.5 * p.min(q),
        _ => true,
    }
}
