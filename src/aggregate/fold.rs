//! Claims of a topic folded to one row per claimant, question, stance, modality and figure.

use std::collections::{BTreeMap, BTreeSet};

use super::days;
use super::facts::{contests, interval, question_status};
use super::interval::Interval;
use crate::table::{ArticleRow, ClaimRow};
use crate::types::{Evidence, FigureKind, Form, Modality, Relation, SourceKind, Stance, Status};

/// Evidence from the best based to none.
const BEST_BASED: [Evidence; 9] = [
    Evidence::CourtEstablished,
    Evidence::Confirmed,
    Evidence::VisuallyConfirmed,
    Evidence::Named,
    Evidence::Documented,
    Evidence::Estimated,
    Evidence::Reported,
    Evidence::Alleged,
    Evidence::Unspecified,
];

/// Who says a row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Voice {
    /// An outlet that names no source.
    Outlet(String),
    /// A claimant, by number.
    Claimant(usize),
}

/// What folding needs of a claim beside its row.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub topic: usize,
    pub article: usize,
    /// False for copies, which are no outlets and no origins.
    pub original: bool,
    pub voice: Voice,
}

/// A row of the comparison, with what the relations find.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub topic: usize,
    pub status: Status,
    pub kind: FigureKind,
    pub unit: Option<String>,
    pub voice: Voice,
    pub name: String,
    pub actor: Option<String>,
    pub claimant_kind: SourceKind,
    pub stance: Stance,
    pub modality: Modality,
    pub interval: Interval,
    pub figure: String,
    pub evidences: Vec<Evidence>,
    /// In the order of days, articles and places in the text.
    pub claims: Vec<usize>,
    pub n_articles: usize,
    /// Outlets of originals; the article's id stands for one that is not known.
    pub outlets: BTreeSet<String>,
    pub first: Option<i32>,
    pub last: Option<i32>,
    /// When its last article was published, as printed.
    pub published: Option<String>,
    pub as_of: Option<String>,
    pub part: bool,
    pub role: Option<String>,
    pub independent: bool,
    pub n_origins: i64,
    pub relation: Option<Relation>,
    pub relation_to: Option<usize>,
    pub implied: Option<Relation>,
    pub implied_to: Option<usize>,
    pub explanation: Vec<String>,
    pub supersedes: Vec<usize>,
}

impl Row {
    /// The claim that stands for the row.
    pub fn example(&self) -> usize {
        self.claims[0]
    }
    /// True where the row speaks about another's figure and has none of its own.
    pub fn contests(&self) -> bool {
        contests(self.stance)
    }
    /// True where it supports its figure as standing.
    pub fn supports(&self) -> bool {
        !self.contests() && self.stance != Stance::Earlier
    }
    /// The best based of its evidences.
    pub fn evidence(&self) -> Evidence {
        BEST_BASED.into_iter().find(|e| self.evidences.contains(e)).unwrap_or(Evidence::Unspecified)
    }
    /// True where an outlet speaks in its own voice.
    pub fn own(&self) -> bool {
        matches!(self.voice, Voice::Outlet(_))
    }
}

/// The rows of all topics, sorted by topic, status, figure, claimant. `claims` are in the order in which they are to stand in a row.
pub(super) fn fold(
    claims: &[ClaimRow],
    said: &[Said],
    order: &[usize],
    articles: &[ArticleRow],
    claimants: &[super::claimants::Claimant],
) -> Vec<Row> {
    type Key<'a> = (usize, Status, FigureKind, Option<&'a str>, &'a Voice, Stance, Modality, [u64; 3], crate::types::Quantifier);
    let bits = |x: Option<f64>| x.map_or(u64::MAX, f64::to_bits);
    let printed = |c: &ClaimRow| !matches!(c.form, Form::Implicit | Form::Named);
    // Where a printed number answers a question, claims without a number make no row.
    let answered: BTreeSet<(usize, Status)> = order
        .iter()
        .filter(|i| printed(&claims[**i]) && !contests(claims[**i].stance))
        .map(|i| (said[*i].topic, question_status(claims[*i].status)))
        .collect();
    let mut groups: BTreeMap<Key<'_>, Vec<usize>> = BTreeMap::new();
    for i in order {
        let c = &claims[*i];
        let status = question_status(c.status);
        if !printed(c) && answered.contains(&(said[*i].topic, status)) {
            continue;
        }
        let key = (
            said[*i].topic,
            status,
            c.kind,
            c.unit.as_deref(),
            &said[*i].voice,
            c.stance,
            c.modality,
            [bits(c.value), bits(c.low), bits(c.high)],
            c.quantifier,
        );
        groups.entry(key).or_default().push(*i);
    }
    let mut rows: Vec<Option<Row>> = groups.into_values().map(|members| Some(row(members, claims, said, articles, claimants))).collect();
    // Places are sorted and not the rows, which are large.
    let mut places: Vec<usize> = (0..rows.len()).collect();
    places.sort_by(|a, b| {
        let (Some(a), Some(b)) = (&rows[*a], &rows[*b]) else { return std::cmp::Ordering::Equal };
        let point = |r: &Row| r.interval.point().unwrap_or(f64::INFINITY);
        (a.topic, a.status, a.kind, &a.unit)
            .cmp(&(b.topic, b.status, b.kind, &b.unit))
            .then(a.contests().cmp(&b.contests()))
            .then(point(a).total_cmp(&point(b)))
            .then_with(|| a.name.cmp(&b.name))
            .then_with(|| claims[a.example()].claim_id.cmp(&claims[b.example()].claim_id))
    });
    places.into_iter().filter_map(|i| rows[i].take()).collect()
}

/// One row of claims that share everything that tells rows apart.
fn row(members: Vec<usize>, claims: &[ClaimRow], said: &[Said], articles: &[ArticleRow], claimants: &[super::claimants::Claimant]) -> Row {
    let first = &claims[members[0]];
    let of = |i: &usize| &articles[said[*i].article];
    let originals: Vec<usize> = members.iter().copied().filter(|i| said[*i].original).collect();
    let day = |i: &usize| {
        let said = claims[*i].said_date.as_deref().and_then(days::span).filter(|(a, b)| a == b).map(|(a, _)| a);
        said.or(of(i).published_day).map(days::number)
    };
    let days: Vec<i32> = members.iter().filter_map(day).collect();
    let mut evidences: Vec<Evidence> = members.iter().map(|i| claims[*i].evidence).collect();
    evidences.sort_unstable();
    evidences.dedup();
    let (name, actor, kind) = match &said[members[0]].voice {
        Voice::Outlet(name) => (name.clone(), None, SourceKind::Author),
        Voice::Claimant(n) => claimants.get(*n).map_or_else(
            || (first.claimant.clone(), first.claimant_actor_id.clone(), first.claimant_kind),
            |c| (c.name.clone(), c.actor.clone(), c.kind),
        ),
    };
    let as_of = members.iter().filter_map(|i| claims[*i].as_of_date.as_deref()).max_by_key(|v| (days::span(v).map(|(_, b)| b), *v));
    Row {
        topic: said[members[0]].topic,
        status: question_status(first.status),
        kind: first.kind,
        unit: first.unit.clone(),
        voice: said[members[0]].voice.clone(),
        name,
        actor,
        claimant_kind: kind,
        stance: first.stance,
        modality: first.modality,
        interval: interval(first),
        figure: interval(first).print(first.figure_text.as_deref()),
        evidences,
        n_articles: members.iter().map(|i| said[*i].article).collect::<BTreeSet<_>>().len(),
        outlets: originals.iter().map(|i| of(i).outlet.clone().unwrap_or_else(|| of(i).article_id.clone())).collect(),
        first: days.iter().min().copied(),
        last: days.iter().max().copied(),
        published: members.iter().filter_map(|i| of(i).published.clone()).max(),
        as_of: as_of.map(str::to_owned),
        part: members.iter().all(|i| claims[*i].part_of.is_some()),
        role: first.counted_role.clone(),
        claims: members,
        independent: false,
        n_origins: 0,
        relation: None,
        relation_to: None,
        implied: None,
        implied_to: None,
        explanation: Vec::new(),
        supersedes: Vec::new(),
    }
}
