//! Rows of the comparison to the tables that people open: matrix, timeline, policies.

use std::collections::{BTreeMap, BTreeSet};

use super::days;
use super::fold::{Row, Said};
use super::interval::Key;
use crate::table::{ArticleRow, ClaimRow, MatrixRow, PolicyRow, TimelineRow, TopicRow};
use crate::types::{Day, DaySource, Evidence, Policy, Status};

/// Columns of status and evidence that the matrix has at most.
const COLUMNS: usize = 40;

/// The day of a number.
pub(super) fn day(number: i32) -> Option<Day> {
    Day::constant(1970, 1, 1).checked_add(jiff::Span::new().days(number)).ok()
}

/// The pairs of status and evidence that have a column, in the order of the vocabularies.
pub(super) fn columns(rows: &[Row]) -> Vec<(Status, Evidence)> {
    let mut counts: BTreeMap<(Status, Evidence), usize> = BTreeMap::new();
    for row in rows.iter().filter(|r| r.supports()) {
        *counts.entry((row.status, row.evidence())).or_default() += 1;
    }
    let mut pairs: Vec<_> = counts.into_iter().collect();
    pairs.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    pairs.truncate(COLUMNS);
    let mut pairs: Vec<_> = pairs.into_iter().map(|(p, _)| p).collect();
    pairs.sort_unstable();
    pairs
}

/// Name of a column.
pub(super) fn column((status, evidence): (Status, Evidence)) -> String {
    format!("{status}_{evidence}")
}

/// One row of the matrix.
pub(super) fn matrix(topic: &TopicRow, rows: &[Row], pairs: &[(Status, Evidence)]) -> MatrixRow {
    let mut cells: BTreeMap<(Status, Evidence), Vec<&Row>> = BTreeMap::new();
    let mut contested: Vec<&Row> = Vec::new();
    for row in rows {
        if row.contests() {
            contested.push(row);
        } else if row.supports() {
            cells.entry((row.status, row.evidence())).or_default().push(row);
        }
    }
    let cell = |pair: &(Status, Evidence)| cells.get(pair).map(|rows| print_cell(rows));
    let more: Vec<String> =
        cells.keys().filter(|p| !pairs.contains(p)).filter_map(|p| Some(format!("{}: {}", column(*p), cell(p)?))).collect();
    contested.sort_by(|a, b| b.last.cmp(&a.last).then_with(|| a.name.cmp(&b.name)));
    let mut names: Vec<String> = Vec::new();
    for row in contested {
        let words = format!("{} ({})", row.name, row.stance.as_str().replace('_', " "));
        if !names.contains(&words) {
            names.push(words);
        }
    }
    MatrixRow {
        topic_id: topic.topic_id.clone(),
        label: topic.label.clone(),
        first_day: topic.first_day,
        last_day: topic.last_day,
        n_claimants: topic.n_claimants,
        agreement: topic.agreement,
        ratio: topic.ratio,
        cells: pairs.iter().map(cell).collect(),
        more: (!more.is_empty()).then(|| more.join("; ")),
        contested_by: (!names.is_empty()).then(|| names.join("; ")),
    }
}

/// `FIGURE (CLAIMANT)`, joined by `; `, latest first. Outlets that say the same in their own voice stand together; where a claimant
/// is named for a figure, they repeat it and are left out.
fn print_cell(rows: &[&Row]) -> String {
    let mut entries: Vec<(Option<i32>, usize, String)> = Vec::new();
    let mut own: BTreeMap<&str, (Option<i32>, BTreeSet<&str>, usize)> = BTreeMap::new();
    let named: BTreeSet<&str> = rows.iter().filter(|r| !r.own()).map(|r| r.figure.as_str()).collect();
    for row in rows {
        if row.own() {
            if named.contains(row.figure.as_str()) {
                continue;
            }
            let entry = own.entry(&row.figure).or_default();
            entry.0 = entry.0.max(row.last);
            entry.1.insert(&row.name);
            entry.2 += row.n_articles;
        } else {
            let words = format!("{} ({})", row.figure, row.name);
            if !entries.iter().any(|(.., w)| *w == words) {
                entries.push((row.last, row.n_articles, words));
            }
        }
    }
    for (figure, (last, names, n)) in own {
        let who = if names.len() > 2 { format!("{} outlets", names.len()) } else { names.into_iter().collect::<Vec<_>>().join(", ") };
        entries.push((last, n, format!("{figure} ({who})")));
    }
    entries.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.cmp(&a.1)).then_with(|| a.2.cmp(&b.2)));
    entries.into_iter().map(|(.., words)| words).collect::<Vec<_>>().join("; ")
}

/// The day of a claim, and which of its dates gave it.
pub(super) fn claim_day(claim: &ClaimRow, published: Option<Day>) -> (Option<Day>, Option<DaySource>) {
    let last = |value: &Option<String>| value.as_deref().and_then(days::span).map(|(_, last)| last);
    let capped = |day: Day| published.map_or(day, |p| day.min(p));
    match (last(&claim.as_of_date), last(&claim.said_date), published) {
        (Some(day), ..) => (Some(capped(day)), Some(DaySource::AsOf)),
        (None, Some(day), _) => (Some(capped(day)), Some(DaySource::Said)),
        (None, None, Some(day)) => (Some(day), Some(DaySource::Published)),
        (None, None, None) => (None, None),
    }
}

/// The claims of a topic's rows, day by day.
pub(super) fn timeline(
    topic: &TopicRow,
    first: usize,
    rows: &[Row],
    claims: &[ClaimRow],
    said: &[Said],
    articles: &[ArticleRow],
    example: &dyn Fn(usize) -> String,
) -> Vec<TimelineRow> {
    let mut out = Vec::new();
    for (n, row) in rows.iter().enumerate().filter(|(_, r)| !r.contests()) {
        for (place, i) in row.claims.iter().enumerate() {
            let (day, day_source) = claim_day(&claims[*i], articles[said[*i].article].published_day);
            let replaced: Vec<String> = row.supersedes.iter().filter(|s| **s != first + n && place == 0).map(|s| example(*s)).collect();
            out.push(TimelineRow {
                topic_id: topic.topic_id.clone(),
                status: row.status,
                claimant: row.name.clone(),
                day,
                day_source,
                low: claims[*i].low,
                high: claims[*i].high,
                claim_id: claims[*i].claim_id.clone(),
                supersedes: (!replaced.is_empty()).then(|| replaced.join("|")),
            });
        }
    }
    out.sort_by(|a, b| (a.status, a.day, &a.claimant, &a.claim_id).cmp(&(b.status, b.day, &b.claimant, &b.claim_id)));
    out
}

/// What each policy takes for the best figure of a question. `first` is the index of the first of `rows`.
pub(super) fn policies(topic: &TopicRow, first: usize, rows: &[Row], claims: &[ClaimRow]) -> Vec<PolicyRow> {
    let replaced: BTreeSet<usize> = rows.iter().flat_map(|r| r.supersedes.iter().copied()).collect();
    let fits = |(n, r): &(usize, &Row)| r.supports() && r.interval.point().is_some() && !replaced.contains(&(first + n));
    let standing: Vec<&Row> = rows.iter().enumerate().filter(fits).map(|(_, r)| r).collect();
    let supporting: Vec<&Row> = rows.iter().filter(|r| r.supports() && r.interval.point().is_some()).collect();
    let standing = if standing.is_empty() { supporting.clone() } else { standing };
    let point = |r: &Row| r.interval.point().unwrap_or(0.0);
    let tie = |a: &Row, b: &Row| claims[b.example()].claim_id.cmp(&claims[a.example()].claim_id);
    let latest = standing
        .iter()
        .copied()
        .max_by(|a, b| (a.last, a.n_articles).cmp(&(b.last, b.n_articles)).then(point(a).total_cmp(&point(b))).then(tie(a, b)));
    let mut by_size = standing.clone();
    by_size.sort_by(|a, b| point(a).total_cmp(&point(b)).then(tie(b, a)));
    let of_origins: Vec<&Row> = by_size.iter().copied().filter(|r| r.independent).collect();
    let of_origins = if of_origins.is_empty() { by_size.clone() } else { of_origins };
    let mut supporters: BTreeMap<Key, usize> = BTreeMap::new();
    for row in by_size.iter().filter(|r| r.independent || r.own()) {
        *supporters.entry(row.interval.key()).or_default() += 1;
    }
    let support = |r: &Row| supporters.get(&r.interval.key()).copied().unwrap_or(0);
    let based: Vec<&Row> = by_size
        .iter()
        .copied()
        .filter(|r| {
            matches!(
                r.evidence(),
                Evidence::Named | Evidence::Documented | Evidence::VisuallyConfirmed | Evidence::Confirmed | Evidence::CourtEstablished
            )
        })
        .collect();
    let most =
        by_size.iter().copied().max_by(|a, b| (support(a), a.last, a.n_articles).cmp(&(support(b), b.last, b.n_articles)).then(tie(a, b)));
    let chosen: [(Policy, Option<&Row>); 6] = [
        (Policy::Latest, latest),
        (Policy::Highest, supporting.iter().copied().max_by(|a, b| point(a).total_cmp(&point(b)).then(tie(a, b)))),
        (Policy::Lowest, supporting.iter().copied().min_by(|a, b| point(a).total_cmp(&point(b)).then(tie(b, a)))),
        (Policy::MedianOfOrigins, of_origins.get((of_origins.len().max(1) - 1) / 2).copied()),
        (Policy::MostOrigins, most),
        (Policy::Conservative, based.first().or(by_size.first()).copied()),
    ];
    let row = |(policy, row): (Policy, Option<&Row>)| {
        row.map(|r| PolicyRow {
            topic_id: topic.topic_id.clone(),
            status: r.status,
            policy,
            low: r.interval.low,
            best: r.interval.value.or(r.interval.low).or(r.interval.high),
            high: r.interval.high,
            claim_id: claims[r.example()].claim_id.clone(),
        })
    };
    chosen.into_iter().filter_map(row).collect()
}
