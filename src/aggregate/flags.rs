//! Warnings that need more than one claim.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use super::facts::{contests, interval, question_status};
use super::fold::{Row, Said, Voice};
use super::interval::Meeting;
use crate::table::{ArticleRow, BlockRow, ClaimRow, FlagRow, content_id};
use crate::types::{Aggregation, BlockKind, FlagCode, Modality, Stance};

type Map<K, V> = HashMap<K, V, foldhash::fast::FixedState>;

/// A flag of a claim.
fn flag(code: FlagCode, detail: String, claim: &ClaimRow) -> FlagRow {
    FlagRow {
        flag_id: content_id('g', &[code.as_str(), &claim.claim_id, &detail]),
        code,
        detail,
        article_id: Some(claim.article_id.clone()),
        figure_id: Some(claim.figure_id.clone()),
        claim_id: Some(claim.claim_id.clone()),
        topic_id: Some(claim.topic_id.clone()),
    }
}

/// A part that is more than its whole.
pub(super) fn parts(claims: &[ClaimRow]) -> Vec<FlagRow> {
    let by_id: Map<&str, usize> = claims.iter().enumerate().map(|(i, c)| (c.claim_id.as_str(), i)).collect();
    let exceeds = |c: &ClaimRow| {
        let whole = &claims[*by_id.get(c.part_of.as_deref()?)?];
        let same_kind = c.kind == whole.kind && c.unit == whole.unit;
        (same_kind && interval(c).meets(&interval(whole)) == Meeting::Above).then(|| {
            let (part, all) = (interval(c).print(c.figure_text.as_deref()), interval(whole).print(whole.figure_text.as_deref()));
            flag(FlagCode::PartExceedsTotal, format!("{part} is said to be part of {all}"), c)
        })
    };
    claims.iter().filter_map(exceeds).collect()
}

/// Figures of one claimant that fell, and old figures printed after the claimant raised them.
pub(super) fn courses(rows: &[Row], claims: &[ClaimRow], said: &[Said], articles: &[ArticleRow]) -> Vec<FlagRow> {
    let mut questions: BTreeMap<(usize, crate::types::Status), Vec<&Row>> = BTreeMap::new();
    let fits = |r: &&Row| !r.contests() && r.modality == Modality::Actual && !r.part;
    for row in rows.iter().filter(fits) {
        let total = row.claims.iter().all(|i| claims[*i].aggregation != Aggregation::New);
        if total {
            questions.entry((row.topic, row.status)).or_default().push(row);
        }
    }
    let mut out = Vec::new();
    for rows in questions.values() {
        let mut courses: BTreeMap<Option<&Voice>, Vec<&Row>> = BTreeMap::new();
        for row in rows {
            // Outlets in their own voice are one.
            courses.entry((!row.own()).then_some(&row.voice)).or_default().push(row);
        }
        for course in courses.values() {
            fell(course, claims, &mut out);
        }
        stale(rows, &courses, claims, said, articles, &mut out);
    }
    out
}

/// The point of a figure; figures without one are no steps of a course.
fn point(row: &Row) -> f64 {
    row.interval.point().unwrap_or(0.0)
}

/// Flags what is lower than its claimant's figure before, on a later day or "from 52 to 47" in one text.
fn fell(course: &[&Row], claims: &[ClaimRow], out: &mut Vec<FlagRow>) {
    let mut rows: Vec<&Row> = course.iter().copied().filter(|r| r.supports() && !r.own()).collect();
    // By the day on which the figure came out.
    rows.sort_by(|a, b| a.first.cmp(&b.first).then_with(|| claims[a.example()].claim_id.cmp(&claims[b.example()].claim_id)));
    let mut before: Vec<(&Row, &Row)> =
        rows.windows(2).map(|w| (w[0], w[1])).filter(|(a, b)| a.first.is_some() && a.first < b.first).collect();
    let article = |r: &Row| claims[r.example()].article_id.as_str();
    for old in course.iter().filter(|r| r.stance == Stance::Earlier) {
        before.extend(course.iter().filter(|r| r.supports() && article(r) == article(old)).map(|new| (*old, *new)));
    }
    for (old, new) in before {
        if new.interval.meets(&old.interval) == Meeting::Below {
            let how = if new.stance == Stance::Corrects { "corrected from" } else { "gave before:" };
            out.push(flag(FlagCode::TotalFell, format!("{} {how} {}", new.name, old.figure), &claims[new.example()]));
        }
    }
}

/// Flags figures that are printed after the claimant raised them; an outlet's own voice repeats whose figure it has.
fn stale(
    rows: &[&Row],
    courses: &BTreeMap<Option<&Voice>, Vec<&Row>>,
    claims: &[ClaimRow],
    said: &[Said],
    articles: &[ArticleRow],
    out: &mut Vec<FlagRow>,
) {
    for old in rows.iter().filter(|r| r.supports()) {
        let raised = |course: &&Vec<&Row>| -> Option<(i32, String)> {
            let known = course.iter().filter(|r| r.interval.equals(&old.interval)).filter_map(|r| r.first).min()?;
            let higher = |r: &&&Row| r.supports() && point(r) > point(old) && r.first.is_some_and(|f| f > known);
            let new = course.iter().filter(higher).min_by(|a, b| a.first.cmp(&b.first).then(a.figure.cmp(&b.figure)))?;
            Some((new.first?, format!("{} had given {} by then", new.name, new.figure)))
        };
        let news: Vec<(i32, String)> = if old.own() {
            courses.iter().filter(|(v, _)| v.is_some()).filter_map(|(_, c)| raised(&c)).collect()
        } else {
            courses.get(&Some(&old.voice)).and_then(|c| raised(&c)).into_iter().collect()
        };
        let Some((day, words)) = news.into_iter().min() else { continue };
        for i in &old.claims {
            let printed = articles[said[*i].article].published_day.map(super::days::number);
            if printed > Some(day) && said[*i].original {
                out.push(flag(FlagCode::StaleRepeat, words.clone(), &claims[*i]));
            }
        }
    }
}

/// Headlines whose figure the article's own text excludes.
pub(super) fn headlines(claims: &[ClaimRow], blocks: &[BlockRow]) -> Vec<FlagRow> {
    let mut heads: Map<&str, Vec<(i64, i64)>> = Map::default();
    for block in blocks.iter().filter(|b| b.kind == BlockKind::Headline) {
        heads.entry(&block.article_id).or_default().push((block.start, block.end));
    }
    let in_head = |c: &ClaimRow| heads.get(c.article_id.as_str()).is_some_and(|h| h.iter().any(|(a, b)| *a <= c.start && c.start < *b));
    let fits = |c: &&ClaimRow| {
        c.modality == Modality::Actual && !contests(c.stance) && c.stance != Stance::Earlier && c.aggregation != Aggregation::New
    };
    let mut groups: BTreeMap<(&str, &str, crate::types::Status), Vec<&ClaimRow>> = BTreeMap::new();
    for claim in claims.iter().filter(fits) {
        groups.entry((&claim.article_id, &claim.topic_id, question_status(claim.status))).or_default().push(claim);
    }
    let mut out = Vec::new();
    for group in groups.values() {
        for head in group.iter().filter(|c| in_head(c)) {
            let body: Vec<&&ClaimRow> = group.iter().filter(|c| !in_head(c)).collect();
            let apart = |c: &&&ClaimRow| matches!(interval(head).meets(&interval(c)), Meeting::Below | Meeting::Above);
            if let Some(other) = body.first().filter(|_| body.iter().all(|c| apart(&c))) {
                let text = interval(other).print(other.figure_text.as_deref());
                out.push(flag(FlagCode::HeadlineDiffers, format!("the text has {text}"), head));
            }
        }
    }
    out
}

/// Articles that are copies.
pub(super) fn copies(articles: &[ArticleRow], copy_of: &[usize]) -> Vec<FlagRow> {
    let flag = |(i, article): (usize, &ArticleRow)| {
        let original = &articles[copy_of[i]];
        (copy_of[i] != i).then(|| {
            let from = original
                .wire_credit
                .as_deref()
                .or(article.wire_credit.as_deref())
                .map_or_else(String::new, |w| format!(", credited to {w}"));
            let detail = format!("copy of {}{from}", original.article_id);
            FlagRow {
                flag_id: content_id('g', &[FlagCode::WireCopy.as_str(), &article.article_id]),
                code: FlagCode::WireCopy,
                detail,
                article_id: Some(article.article_id.clone()),
                figure_id: None,
                claim_id: None,
                topic_id: None,
            }
        })
    };
    articles.iter().enumerate().filter_map(flag).collect()
}
