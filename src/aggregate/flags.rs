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
    let mut out = Vec::new();
    let mut courses: BTreeMap<(usize, crate::types::Status, &Voice), Vec<&Row>> = BTreeMap::new();
    let fits = |r: &&Row| r.supports() && r.modality == Modality::Actual && !r.own() && !r.part;
    for row in rows.iter().filter(fits) {
        courses.entry((row.topic, row.status, &row.voice)).or_default().push(row);
    }
    for rows in courses.values_mut() {
        // By the day on which the figure came out.
        rows.sort_by(|a, b| a.first.cmp(&b.first).then_with(|| claims[a.example()].claim_id.cmp(&claims[b.example()].claim_id)));
        for two in rows.windows(2) {
            let (old, new) = (two[0], two[1]);
            let dated = old.first.is_some() && old.first < new.first;
            let total = new.claims.iter().chain(&old.claims).all(|i| claims[*i].aggregation != Aggregation::New);
            if !dated || !total {
                continue;
            }
            match new.interval.meets(&old.interval) {
                Meeting::Below if new.stance != Stance::Corrects => {
                    out.push(flag(FlagCode::TotalFell, format!("{} gave {} before", new.name, old.figure), &claims[new.example()]));
                }
                Meeting::Above => {
                    for i in old.claims.iter() {
                        let day = articles[said[*i].article].published_day.map(super::days::number);
                        if day > new.first && said[*i].original {
                            out.push(flag(FlagCode::StaleRepeat, format!("{} had given {} by then", new.name, new.figure), &claims[*i]));
                        }
                    }
                }
                _ => {}
            }
        }
    }
    out
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
