//! From the tables of a finished run to what the page shows. Every table is read slice by slice, and only rows of the page stay.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use super::Limits;
use super::data::{Article, Data, Flag, Mention, Passage, Question, Reject, Row, Run, Topic};
use super::passage::{Window, sentences};
use crate::report::link;
use crate::syntax::Syntax;
use crate::table::{
    ArticleRow, AttributionRow, BlockRow, ClaimRow, CodePoints, ComparisonRow, FlagRow, ROW_GROUP, RejectRow, TableError, TextRow,
    TimelineRow, TopicRow, read_slice, read_where, rows_in,
};
use crate::types::{BlockKind, Day, FigureKind, Modality, Quantifier, Span, Stance, Status};

/// The order in which topics are shown: by agreement, claimants, ratio.
pub(crate) fn order(a: &TopicRow, b: &TopicRow) -> Ordering {
    b.agreement
        .cmp(&a.agreement)
        .then(b.n_claimants.cmp(&a.n_claimants))
        .then(b.ratio.unwrap_or(0.0).total_cmp(&a.ratio.unwrap_or(0.0)))
        .then_with(|| a.topic_id.cmp(&b.topic_id))
}

/// The topics that come first in [`order`], at most so many.
fn first_topics(out: &Path, most: usize) -> Result<Vec<TopicRow>, TableError> {
    let path = out.join("topics.parquet");
    let mut topics: Vec<TopicRow> = Vec::new();
    for from in (0..rows_in(&path)?).step_by(ROW_GROUP) {
        topics.extend(read_slice::<TopicRow>(&path, from, ROW_GROUP)?);
        topics.sort_by(order);
        topics.truncate(most);
    }
    Ok(topics)
}

/// What tells rows of a topic apart, but for who says them.
type Key = (usize, Status, FigureKind, Option<String>, Stance, Modality, [u64; 3], Quantifier);

fn bits(x: Option<f64>) -> u64 {
    x.map_or(u64::MAX, f64::to_bits)
}

/// The status under which a claim's question is asked.
fn question(status: Status) -> Status {
    match status {
        Status::Died | Status::Executed => Status::Killed,
        Status::Other => Status::Unspecified,
        other => other,
    }
}

/// A row of the page with what finding its claims needs.
struct Place {
    topic: usize,
    row: usize,
    claimant: String,
    actor: Option<String>,
    example: String,
}

/// Everything the page shows.
pub(super) fn gather(out: &Path, syntax: &Syntax, limits: &Limits) -> Result<Data, TableError> {
    let table = |name: &str| out.join(format!("{name}.parquet"));
    let topic_rows = first_topics(out, limits.topics)?;
    let topic_at: HashMap<&str, usize> = topic_rows.iter().enumerate().map(|(i, t)| (t.topic_id.as_str(), i)).collect();
    let shown = |id: &str| topic_at.contains_key(id);
    let mut topics: Vec<Topic> = topic_rows.iter().map(topic).collect();

    let mut rows_of: Vec<Vec<ComparisonRow>> = topic_rows.iter().map(|_| Vec::new()).collect();
    for row in read_where::<ComparisonRow>(&table("comparisons"), "topic_id", &shown)? {
        if let Some(t) = topic_at.get(row.topic_id.as_str()) {
            rows_of[*t].push(row);
        }
    }
    let mut places: Vec<Place> = Vec::new();
    let mut found: HashMap<Key, Vec<usize>> = HashMap::new();
    for (t, rows) in rows_of.into_iter().enumerate() {
        fill(&mut topics[t], t, most_printed(rows, limits.rows), &mut places, &mut found);
    }

    // The timeline knows under which name a claim's claimant stands in the comparison.
    let timeline: HashMap<String, TimelineRow> =
        read_where::<TimelineRow>(&table("timeline"), "topic_id", &shown)?.into_iter().map(|t| (t.claim_id.clone(), t)).collect();
    let claims = read_where::<ClaimRow>(&table("claims"), "topic_id", &shown)?;
    let mut of_place: Vec<Vec<usize>> = places.iter().map(|_| Vec::new()).collect();
    for (i, claim) in claims.iter().enumerate() {
        let Some(t) = topic_at.get(claim.topic_id.as_str()) else { continue };
        if let Some(place) = row_of(claim, *t, timeline.get(&claim.claim_id), &found, &places) {
            of_place[place].push(i);
        }
    }

    let cited: BTreeSet<&str> = of_place.iter().flatten().map(|i| claims[*i].article_id.as_str()).collect();
    let (run, articles) = articles(out, limits, &|id| cited.contains(id))?;
    let mut chosen: Vec<(usize, usize)> = Vec::new();
    for (n, place) in places.iter().enumerate() {
        let row = &mut topics[place.topic].rows[place.row];
        let mut printed = std::mem::take(&mut of_place[n]);
        let days: BTreeSet<String> =
            printed.iter().filter_map(|i| timeline.get(&claims[*i].claim_id)?.day).map(|d| d.to_string()).collect();
        row.days = days.into_iter().collect();
        let rank = |i: &usize| {
            let c = &claims[*i];
            let article = articles.get(&c.article_id);
            (c.claim_id != place.example, article.is_some_and(|a| a.is_copy), article.and_then(|a| a.published_day), c.claim_id.clone())
        };
        printed.sort_by_cached_key(rank);
        row.more = printed.len().saturating_sub(limits.mentions);
        printed.truncate(limits.mentions);
        chosen.extend(printed.into_iter().map(|i| (n, i)));
    }
    let mut data = Data { run, topics, ..Data::default() };
    quote(out, syntax, &claims, &chosen, &places, &articles, &mut data)?;
    warnings(out, limits, &topic_at, &mut data)?;
    Ok(data)
}

fn topic(t: &TopicRow) -> Topic {
    Topic {
        id: t.topic_id.clone(),
        label: t.label.clone(),
        agreement: t.agreement.as_str(),
        ratio: t.ratio,
        first: t.first_day.map(|d| d.to_string()),
        last: t.last_day.map(|d| d.to_string()),
        claims: t.n_claims,
        claimants: t.n_claimants,
        origins: t.n_origins,
        outlets: t.n_outlets,
        questions: Vec::new(),
        rows: Vec::new(),
    }
}

/// The rows that most articles print, at most so many, in their own order.
fn most_printed(mut rows: Vec<ComparisonRow>, most: usize) -> Vec<ComparisonRow> {
    if rows.len() > most {
        let mut by: Vec<usize> = (0..rows.len()).collect();
        by.sort_by_key(|i| (-rows[*i].n_articles, *i));
        let kept: BTreeSet<usize> = by.into_iter().take(most).collect();
        let mut n = 0;
        rows.retain(|_| {
            n += 1;
            kept.contains(&(n - 1))
        });
    }
    rows
}

/// Questions and rows of a topic.
fn fill(topic: &mut Topic, t: usize, rows: Vec<ComparisonRow>, places: &mut Vec<Place>, found: &mut HashMap<Key, Vec<usize>>) {
    let replaced: BTreeSet<String> =
        rows.iter().filter_map(|r| r.supersedes.as_deref()).flat_map(|s| s.split('|')).map(str::to_owned).collect();
    for r in rows {
        let asked = (r.question.as_str(), r.status.as_str(), r.kind.as_str(), r.unit.as_deref());
        let same = |q: &Question| (q.q.as_str(), q.status, q.kind, q.unit.as_deref()) == asked;
        let q = topic.questions.iter().position(same).unwrap_or_else(|| {
            let (q, status, kind, unit) = asked;
            topic.questions.push(Question { q: q.to_owned(), status, kind, unit: unit.map(str::to_owned) });
            topic.questions.len() - 1
        });
        let key = (t, r.status, r.kind, r.unit.clone(), r.stance, r.modality, [bits(r.value), bits(r.low), bits(r.high)], r.quantifier);
        found.entry(key).or_default().push(places.len());
        places.push(Place {
            topic: t,
            row: topic.rows.len(),
            claimant: r.claimant.clone(),
            actor: r.claimant_actor_id.clone(),
            example: r.example_claim_id.clone(),
        });
        topic.rows.push(Row {
            q,
            who: r.claimant,
            is: r.claimant_kind.as_str(),
            evidence: r.evidence.as_str(),
            stance: r.stance.as_str(),
            modality: r.modality.as_str(),
            figure: r.figure,
            quantifier: r.quantifier.as_str(),
            value: r.value,
            low: r.low,
            high: r.high,
            relation: r.relation.map(|x| x.as_str()),
            implied: r.implied_relation.map(|x| x.as_str()),
            why: r.explanation,
            said: r.last_said.map(|d| d.to_string()),
            outlets: r.n_outlets,
            own: r.independent,
            old: replaced.contains(&r.example_claim_id),
            days: Vec::new(),
            at: Vec::new(),
            more: 0,
            claim: r.example_claim_id,
        });
    }
}

/// The row that a claim was folded into.
fn row_of(claim: &ClaimRow, t: usize, line: Option<&TimelineRow>, found: &HashMap<Key, Vec<usize>>, places: &[Place]) -> Option<usize> {
    let key = (
        t,
        line.map_or_else(|| question(claim.status), |l| l.status),
        claim.kind,
        claim.unit.clone(),
        claim.stance,
        claim.modality,
        [bits(claim.value), bits(claim.low), bits(claim.high)],
        claim.quantifier,
    );
    let candidates = found.get(&key)?;
    let by = |fits: &dyn Fn(&Place) -> bool| candidates.iter().copied().find(|p| fits(&places[*p]));
    by(&|p| p.example == claim.claim_id)
        .or_else(|| by(&|p| line.is_some_and(|l| l.claimant == p.claimant)))
        .or_else(|| by(&|p| line.is_none() && p.actor.is_some() && p.actor == claim.claimant_actor_id))
        .or_else(|| by(&|p| line.is_none() && p.claimant == claim.claimant))
}

/// Sums of the run, and the articles that are wanted.
fn articles(out: &Path, limits: &Limits, wanted: &dyn Fn(&str) -> bool) -> Result<(Run, HashMap<String, ArticleRow>), TableError> {
    let count = |name: &str| rows_in(&out.join(format!("{name}.parquet"))).map(|n| n as u64);
    let mut run = Run {
        claims: count("claims")?,
        topics: count("topics")?,
        flags: count("flags")?,
        rejects: count("rejects")?,
        limit: limits.topics as u64,
        ..Run::default()
    };
    let mut kept = HashMap::new();
    let (mut outlets, mut first, mut last): (BTreeSet<String>, Option<Day>, Option<Day>) = (BTreeSet::new(), None, None);
    let path = out.join("articles.parquet");
    for from in (0..rows_in(&path)?).step_by(ROW_GROUP) {
        for article in read_slice::<ArticleRow>(&path, from, ROW_GROUP)? {
            run.articles += 1;
            run.copies += u64::from(article.is_copy);
            if let Some(outlet) = article.outlet.as_ref().filter(|o| !outlets.contains(*o)) {
                outlets.insert(outlet.clone());
            }
            if let Some(day) = article.published_day {
                first = Some(first.map_or(day, |f| f.min(day)));
                last = last.max(Some(day));
            }
            if wanted(&article.article_id) {
                kept.insert(article.article_id.clone(), article);
            }
        }
    }
    run.outlets = outlets.len() as u64;
    run.first = first.map(|d| d.to_string());
    run.last = last.map(|d| d.to_string());
    Ok((run, kept))
}

/// The sentences of the chosen claims.
fn quote(
    out: &Path,
    syntax: &Syntax,
    claims: &[ClaimRow],
    chosen: &[(usize, usize)],
    places: &[Place],
    articles: &HashMap<String, ArticleRow>,
    data: &mut Data,
) -> Result<(), TableError> {
    let table = |name: &str| out.join(format!("{name}.parquet"));
    let ids: BTreeSet<&str> = chosen.iter().map(|(_, i)| claims[*i].article_id.as_str()).collect();
    let voices: BTreeSet<&str> = chosen.iter().filter_map(|(_, i)| claims[*i].attribution_id.as_deref()).collect();
    let attributions: HashMap<String, AttributionRow> =
        read_where::<AttributionRow>(&table("attributions"), "attribution_id", &|id| voices.contains(id))?
            .into_iter()
            .map(|a| (a.attribution_id.clone(), a))
            .collect();
    let mut blocks: HashMap<String, Vec<(i64, i64, BlockKind)>> = HashMap::new();
    for b in read_where::<BlockRow>(&table("blocks"), "article_id", &|id| ids.contains(id))? {
        blocks.entry(b.article_id).or_default().push((b.start, b.end, b.kind));
    }
    // Windows per chosen claim, text after text; passages are numbered afterwards, in the order of the page.
    let mut by_article: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (n, (_, i)) in chosen.iter().enumerate() {
        by_article.entry(claims[*i].article_id.as_str()).or_default().push(n);
    }
    let mut made: Vec<Option<(Window, [String; 3], Vec<super::data::Mark>)>> = chosen.iter().map(|_| None).collect();
    for text in read_where::<TextRow>(&table("texts"), "article_id", &|id| ids.contains(id))? {
        let points = CodePoints::new(&text.text);
        let cut = sentences(syntax, &text.text, &points, blocks.get(&text.article_id).map_or(&[], Vec::as_slice));
        for n in by_article.get(text.article_id.as_str()).into_iter().flatten() {
            let claim = &claims[chosen[*n].1];
            let span = |a: i64, b: i64| Span::new(points.byte(a), points.byte(b));
            let figure = span(claim.start, claim.end);
            let window = Window::around(&text.text, &cut, &claim.sentence, figure);
            let mut marks = window.marks(&text.text, figure, 'f');
            if let Some(a) = claim.attribution_id.as_ref().and_then(|id| attributions.get(id)) {
                for (start, end, kind) in [(a.source_start, a.source_end, 's'), (a.cue_start, a.cue_end, 'c')] {
                    if let (Some(start), Some(end)) = (start, end) {
                        marks.extend(window.marks(&text.text, span(start, end), kind));
                    }
                }
            }
            made[*n] = Some((window, window.texts(&text.text), marks));
        }
    }
    let mut article_at: HashMap<&str, usize> = HashMap::new();
    let mut passage_at: HashMap<(usize, Window), usize> = HashMap::new();
    for ((place, i), made) in chosen.iter().zip(made) {
        let claim = &claims[*i];
        let (Some((window, texts, marks)), Some(article)) = (made, articles.get(&claim.article_id)) else { continue };
        let a = *article_at.entry(article.article_id.as_str()).or_insert_with(|| {
            data.articles.push(Article {
                o: article.outlet.clone(),
                t: article.title.clone(),
                d: article.published_day.map(|d| d.to_string()),
                c: article.is_copy,
            });
            data.articles.len() - 1
        });
        let p = *passage_at.entry((a, window)).or_insert_with(|| {
            let u = article.url.as_deref().and_then(|url| link::sentence(url, texts[1].trim_matches('…')));
            data.passages.push(Passage { a, p: texts, u });
            data.passages.len() - 1
        });
        let Place { topic, row, .. } = places[*place];
        let chain = (claim.hops > 0).then(|| claim.chain.clone());
        data.topics[topic].rows[row].at.push(Mention { p, m: marks, chain });
    }
    Ok(())
}

/// Flags, those of topics on the page first, and rejects.
fn warnings(out: &Path, limits: &Limits, topic_at: &HashMap<&str, usize>, data: &mut Data) -> Result<(), TableError> {
    let path = out.join("flags.parquet");
    let mut flags: Vec<(usize, FlagRow)> = Vec::new();
    let place = |f: &FlagRow| f.topic_id.as_deref().and_then(|t| topic_at.get(t)).copied().unwrap_or(usize::MAX);
    for from in (0..rows_in(&path)?).step_by(ROW_GROUP) {
        flags.extend(read_slice::<FlagRow>(&path, from, ROW_GROUP)?.into_iter().map(|f| (place(&f), f)));
        flags.sort_by(|a, b| (a.0, a.1.code, &a.1.detail, &a.1.flag_id).cmp(&(b.0, b.1.code, &b.1.detail, &b.1.flag_id)));
        flags.truncate(limits.warnings);
    }
    data.flags =
        flags.into_iter().map(|(t, f)| Flag { code: f.code.as_str(), detail: f.detail, topic: (t != usize::MAX).then_some(t) }).collect();
    let rejects = read_slice::<RejectRow>(&out.join("rejects.parquet"), 0, limits.warnings)?;
    data.rejects = rejects.into_iter().map(|r| Reject { path: r.source_path, record: r.record, reason: r.reason }).collect();
    Ok(())
}
