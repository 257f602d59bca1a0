//! Tables in, tables out: what the articles together claim.
//!
//! ```no_run
//! use howmany::aggregate::{AggregateOptions, StageTables, aggregate};
//! use howmany::lexicon::Lexicon;
//!
//! let stage = StageTables::read(std::path::Path::new("outputs/stages"))?;
//! let tables = aggregate(stage, &Lexicon::builtin()?, &AggregateOptions::default());
//! for row in &tables.comparisons {
//!     println!("{}: {} ({})", row.question, row.figure, row.claimant);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The steps, each over keys and never over all pairs: copies are found ([`duplicates`]); articles become stories ([`stories`]);
//! actors and claimants of different spellings become one ([`actors`], [`claimants`]); claims become facts, facts questions,
//! questions topics ([`facts`], [`topics`]); a topic's claims are folded to rows ([`fold`]) that are related to each other
//! ([`relate`]). The result depends on no order of articles and on no number of threads.

mod actors;
mod claimants;
mod cluster;
mod days;
mod duplicates;
mod facts;
mod flags;
mod fold;
mod interval;
mod named;
mod outputs;
mod refine;
mod relate;
mod same;
mod sketch;
mod stories;
mod tables;
#[cfg(test)]
mod tests;
mod topics;
mod wording;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::lexicon::Lexicon;
use crate::table::{ArticleRow, ClaimRow, FlagRow, Matrix, TopicRow, content_id};
use crate::types::{SourceKind, Status};

pub use named::{Names, Seen};
pub use same::{Are, Rule, Same, SameError, What};
pub use sketch::Sketch;
pub use tables::{StageTables, Tables, Topical};
pub use topics::Distance;

use actors::Actors;
use claimants::{Claimant, Printed};
use duplicates::Marks;
use facts::{Fact, question_status};
use fold::{Row, Said, Voice};

type Map<K, V> = HashMap<K, V, foldhash::fast::FixedState>;

/// Asked between the pieces of the work: true where a person wants it to stop.
type Stop<'s> = &'s (dyn Fn() -> bool + Sync);

/// What a user can tune: `[aggregate]` in `howmany.toml`, in `run.json` as `configuration.aggregate`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AggregateOptions {
    /// Least nearness of two stories that are one.
    pub same_story: f32,
    /// What a month between two articles takes off that nearness.
    pub story_month: f32,
    /// Weight of a word that one article alone has, against shared ones.
    pub lone_word: f32,
    /// Articles of other stories that are thought to stand beside those read, so that a small pile is no special case.
    pub background: f32,
    /// Share of the average of pairs, against the cosine of sums, in the nearness of two stories.
    pub story_average: f32,
    /// Distance of facts and questions.
    pub distance: Distance,
    /// The user's word, which overrides all of that.
    pub same: Same,
}

impl Default for AggregateOptions {
    fn default() -> Self {
        Self {
            same_story: 0.16,
            story_month: 0.02,
            lone_word: 0.5,
            background: 50.0,
            story_average: 1.0,
            distance: Distance::default(),
            same: Same::default(),
        }
    }
}

/// The articles as the steps see them, by index.
struct Pile {
    /// Place of each article in the order of print: by day, time, id; undated ones last.
    rank: Vec<usize>,
    /// The same as a list of articles.
    order: Vec<usize>,
    copy_of: Vec<usize>,
    story: Vec<usize>,
    /// Claims of each article, in the order of the text.
    claims: Vec<Vec<usize>>,
    /// Article of each claim.
    article: Vec<usize>,
}

/// Compares the claims of all articles. Pure: no files, no clock, no order.
///
/// Claims, mentions and attributions of articles that are not in `stage.articles` are dropped.
pub fn aggregate(mut stage: StageTables, lexicon: &Lexicon, options: &AggregateOptions) -> Tables {
    let mentions = std::mem::take(&mut stage.mentions);
    let attributions = std::mem::take(&mut stage.attributions);
    stage.seen = Seen::default();
    mentions.iter().for_each(|m| stage.seen.add(&m.article_id, &m.actor_id));
    let mut all = Topical::default();
    let mut hand = |piece: Topical| {
        all.append(piece);
        true
    };
    // Nobody stops it.
    let Some((mut tables, mut names)) = aggregate_apart(stage, lexicon, options, &mut hand, &|| false) else { return Tables::default() };
    Topical {
        topics: tables.topics,
        comparisons: tables.comparisons,
        matrix: tables.matrix,
        timeline: tables.timeline,
        policies: tables.policies,
    } = all;
    tables.mentions = names.mentions(mentions);
    tables.attributions = names.attributions(attributions);
    tables.actors = names.actors(&tables.claims);
    tables
}

/// The same for piles that are not held together: of mentions and attributions only `stage.seen` is needed. The tables of actors,
/// mentions and attributions are empty; [`Names`] makes them, some rows at a time. The tables of topics are empty too: `hand` gets their
/// rows, some topics at a time, once at least; it says whether to go on. None where it or `stop` said not to: that is asked between steps,
/// stories and topics.
pub fn aggregate_apart(
    mut stage: StageTables,
    lexicon: &Lexicon,
    options: &AggregateOptions,
    hand: &mut dyn FnMut(Topical) -> bool,
    stop: &(dyn Fn() -> bool + Sync),
) -> Option<(Tables, Names)> {
    let by_id: Map<String, usize> = stage.articles.iter().enumerate().map(|(i, a)| (a.article_id.clone(), i)).collect();
    stage.claims.retain(|c| by_id.contains_key(&c.article_id));
    let pile = pile(&mut stage, &by_id, lexicon, options, stop)?;

    let seen = std::mem::take(&mut stage.seen);
    let actors = Actors::merge(std::mem::take(&mut stage.actors), &seen.pairs(&by_id), &pile.story);
    drop(seen);
    let StageTables { mut articles, mut claims, blocks, flags: mut all_flags, .. } = stage;
    for claim in &mut claims {
        if let Some(given) = &claim.claimant_actor_id {
            let actor = actors.resolve(by_id[&claim.article_id], given);
            if actor != *given {
                claim.claimant_actor_id = Some(actor.to_owned());
            }
        }
    }

    let (mut of_claim, mut claimants) = who(&claims, &pile);
    options.same.claimants(&claims, &mut of_claim, &mut claimants);
    let said = said(&claims, &pile, &of_claim, lexicon, options, stop)?;
    let order: Vec<usize> = pile.order.iter().flat_map(|a| pile.claims[*a].iter().copied()).collect();
    let rows = fold::fold(&claims, &said, &order, &articles, &claimants);
    let courses = compare(rows, &mut claims, &said, &articles, &pile, lexicon, hand, stop)?;

    for (i, article) in articles.iter_mut().enumerate() {
        article.n_claims = pile.claims[i].len() as i64;
        article.is_copy = pile.copy_of[i] != i;
    }
    let clusters: Vec<String> = pile.copy_of.iter().map(|o| articles[*o].article_id.replacen("a_", "k_", 1)).collect();
    articles.iter_mut().zip(clusters).for_each(|(a, c)| a.cluster_id = c);

    {
        let topic_of: Map<&str, &str> = claims.iter().map(|c| (c.claim_id.as_str(), c.topic_id.as_str())).collect();
        for flag in &mut all_flags {
            flag.topic_id = flag.claim_id.as_deref().and_then(|c| topic_of.get(c)).map(|t| (*t).to_owned());
        }
    }
    all_flags.extend(flags::parts(&claims));
    all_flags.extend(courses);
    all_flags.extend(flags::headlines(&claims, &blocks));
    all_flags.extend(flags::copies(&articles, &pile.copy_of));
    all_flags.sort_by(|a, b| a.flag_id.cmp(&b.flag_id));
    all_flags.dedup_by(|a, b| a.flag_id == b.flag_id);
    let tables = Tables { articles, claims, flags: all_flags, ..Tables::default() };
    Some((tables, Names::new(actors, by_id)))
}

/// Copies, stories, order, and which claims are whose; none where it was stopped.
fn pile(
    stage: &mut StageTables,
    by_id: &Map<String, usize>,
    lexicon: &Lexicon,
    options: &AggregateOptions,
    stop: Stop<'_>,
) -> Option<Pile> {
    let mut sketches: Vec<Sketch> = std::mem::take(&mut stage.sketches);
    if sketches.len() != stage.articles.len() {
        let texts: Map<&str, &str> = stage.texts.iter().map(|t| (t.article_id.as_str(), t.text.as_str())).collect();
        let sketch =
            |a: &ArticleRow| Sketch::of(a.title.as_deref(), texts.get(a.article_id.as_str()).copied().unwrap_or(""), &lexicon.implies);
        sketches = stage.articles.par_iter().map(sketch).collect();
    }
    stage.texts = Vec::new();
    let articles = &stage.articles;
    let mut order: Vec<usize> = (0..articles.len()).collect();
    order.sort_by(|a, b| {
        let key =
            |i: usize| (articles[i].published_day.is_none(), articles[i].published_day, &articles[i].published, &articles[i].article_id);
        key(*a).cmp(&key(*b))
    });
    let mut rank = vec![0; articles.len()];
    order.iter().enumerate().for_each(|(n, i)| rank[*i] = n);
    let list: Vec<&Sketch> = sketches.iter().collect();
    let days: Vec<Option<i32>> = articles.iter().map(|a| a.published_day.map(days::number)).collect();
    let ids: Vec<&str> = articles.iter().map(|a| a.article_id.as_str()).collect();
    let article: Vec<usize> = stage.claims.iter().map(|c| by_id[&c.article_id]).collect();
    let mut claims: Vec<Vec<usize>> = vec![Vec::new(); articles.len()];
    article.iter().enumerate().for_each(|(i, a)| claims[*a].push(i));
    let marks: Vec<Marks> = articles.iter().zip(&days).zip(&claims).map(|((a, day), of)| marks(a, *day, of, &stage.claims)).collect();
    let copy_of = duplicates::copies(&list, &marks, &order, stop)?;
    let story = stories::stories(&list, &days, &ids, &copy_of, options, stop)?;
    for of in &mut claims {
        of.sort_by(|a, b| (stage.claims[*a].start, &stage.claims[*a].claim_id).cmp(&(stage.claims[*b].start, &stage.claims[*b].claim_id)));
    }
    Some(Pile { rank, order, copy_of, story, claims, article })
}

/// What an article says of itself: agency or author, outlet, day, claims.
fn marks(article: &ArticleRow, day: Option<i32>, of: &[usize], claims: &[ClaimRow]) -> Marks {
    let number = |name: &str| xxhash_rust::xxh3::xxh3_64(crate::table::normalized_name(name).as_bytes());
    // A single word is no author: "newsroom", "staff".
    let author = article.author.as_deref().filter(|a| a.split_whitespace().count() > 1);
    let figure = |i: &usize| {
        let c = &claims[*i];
        let bits = |x: Option<f64>| x.map_or(u64::MAX, f64::to_bits);
        let large = [c.value, c.low, c.high].into_iter().flatten().any(|x| x > 2.0);
        large.then(|| number(&format!("{} {:x} {:x}", question_status(c.status), bits(c.low), bits(c.high))))
    };
    let mut figures: Vec<u64> = of.iter().filter_map(figure).collect();
    figures.sort_unstable();
    figures.dedup();
    Marks {
        credit: article.wire_credit.as_deref().or(author).map(number),
        outlet: article.outlet.as_deref().map(number),
        day,
        claims: figures,
    }
}

/// The claimant of every claim that is not its outlet's own.
fn who(claims: &[ClaimRow], pile: &Pile) -> (Vec<usize>, Vec<Claimant>) {
    let printed: Vec<Option<Printed<'_>>> = claims
        .iter()
        .zip(&pile.article)
        .map(|(c, a)| {
            (c.claimant_kind != SourceKind::Author).then(|| Printed {
                story: pile.story[*a],
                name: &c.claimant,
                actor: c.claimant_actor_id.as_deref(),
                kind: c.claimant_kind,
            })
        })
        .collect();
    claimants::claimants(&printed)
}

/// Topic, article and voice of every claim; none where it was stopped.
fn said(
    claims: &[ClaimRow],
    pile: &Pile,
    of_claim: &[usize],
    lexicon: &Lexicon,
    options: &AggregateOptions,
    stop: Stop<'_>,
) -> Option<Vec<Said>> {
    // A copy's claims are those of its original; only what the original does not have stands for itself.
    let mut twin: Map<usize, usize> = Map::default();
    for (i, original) in pile.copy_of.iter().enumerate().filter(|(i, o)| i != *o) {
        for c in &pile.claims[i] {
            let claim = &claims[*c];
            let alike = |o: &&usize| {
                let other = &claims[**o];
                question_status(other.status) == question_status(claim.status)
                    && other.kind == claim.kind
                    && facts::interval(other).equals(&facts::interval(claim))
            };
            let mut same: Vec<&usize> = pile.claims[*original].iter().filter(alike).collect();
            same.sort_by_key(|o| claims[**o].counted_head != claim.counted_head);
            if let Some(one) = same.first() {
                twin.insert(*c, **one);
            }
        }
    }
    let own = 0;
    let voice: Vec<u64> = of_claim.iter().map(|c| if *c == usize::MAX { own } else { *c as u64 + 1 }).collect();
    let of_article = |a: &usize| -> Vec<Fact> {
        let mine: Vec<usize> = pile.claims[*a].iter().copied().filter(|c| !twin.contains_key(c)).collect();
        facts::facts(claims, &mine, *a, &voice, &lexicon.implies)
    };
    let resolve = |c: usize| twin.get(&c).copied().unwrap_or(c);
    let pairs = |list: Vec<(usize, usize)>| -> Vec<(usize, usize)> { list.into_iter().map(|(a, b)| (resolve(a), resolve(b))).collect() };
    let apart = pairs(options.same.apart(claims));
    let all: Vec<Fact> = pile.order.par_iter().flat_map_iter(of_article).collect();
    let topic = topics::topics(&all, claims, &pile.story, &options.distance, &apart, &lexicon.implies, stop)?;
    let mut topic_of: Vec<usize> = vec![usize::MAX; claims.len()];
    for (f, fact) in all.iter().enumerate() {
        fact.claims.iter().for_each(|c| topic_of[*c] = topic[f]);
    }
    overrule(&mut topic_of, &pairs(options.same.one(claims)), &apart);
    let outlet = |c: usize| claims[twin.get(&c).copied().unwrap_or(c)].claimant.clone();
    let said = |c: usize| {
        let article = pile.article[c];
        let original = pile.copy_of[article] == article;
        let voice = if of_claim[c] == usize::MAX {
            // A copy speaks in the voice of its original.
            let speaker = pile.claims[pile.copy_of[article]].iter().find(|o| of_claim[**o] == usize::MAX).filter(|_| !original);
            Voice::Outlet(speaker.map_or_else(|| outlet(c), |o| claims[*o].claimant.clone()))
        } else {
            Voice::Claimant(of_claim[c])
        };
        Said { topic: topic_of[twin.get(&c).copied().unwrap_or(c)], article, original, voice }
    };
    Some((0..claims.len()).map(said).collect())
}

/// The user's word on topics: those of two claims are one; a claim that is still with one that it must not be with leaves.
fn overrule(topic_of: &mut [usize], one: &[(usize, usize)], apart: &[(usize, usize)]) {
    for (a, b) in one {
        let (keep, gone) = (topic_of[*a].min(topic_of[*b]), topic_of[*a].max(topic_of[*b]));
        topic_of.iter_mut().filter(|t| **t == gone).for_each(|t| *t = keep);
    }
    let mut next = topic_of.iter().filter(|t| **t != usize::MAX).max().map_or(0, |t| t + 1);
    for (a, b) in apart {
        if a != b && topic_of[*a] == topic_of[*b] {
            topic_of[*b] = next;
            next += 1;
        }
    }
}

/// Rows of comparison after which a piece is handed on.
const PIECE: usize = 8_192;
/// Topics whose rows are made side by side.
const TOGETHER: usize = 512;

/// A row of `topics`, its rows in `comparisons`, and how each status of it is asked for.
type Worded = (TopicRow, std::ops::Range<usize>, BTreeMap<Status, String>);

/// Relates the rows, topic by topic, and hands on the tables that stand on them; none where it was stopped. Gives every claim its topic,
/// and back what is to be warned of in the course of figures.
#[allow(clippy::too_many_arguments)]
fn compare(
    mut rows: Vec<Row>,
    claims: &mut [ClaimRow],
    said: &[Said],
    articles: &[ArticleRow],
    pile: &Pile,
    lexicon: &Lexicon,
    hand: &mut dyn FnMut(Topical) -> bool,
    stop: Stop<'_>,
) -> Option<Vec<FlagRow>> {
    // All claims of each topic, in the order of print: also those that make no row.
    let mut of_topic: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for c in pile.order.iter().flat_map(|a| &pile.claims[*a]) {
        of_topic.entry(said[*c].topic).or_default().push(*c);
    }
    let ids: BTreeMap<usize, String> = of_topic.iter().map(|(t, list)| (*t, content_id('t', &[&claims[list[0]].claim_id]))).collect();
    for (claim, said) in claims.iter_mut().zip(said) {
        claim.topic_id = ids[&said.topic].clone();
    }
    let claims = &*claims;
    let pairs = outputs::columns(&rows);
    let names: Vec<String> = pairs.iter().map(|p| outputs::column(*p)).collect();
    let position = |r: &Row| (pile.rank[said[r.example()].article], claims[r.example()].start);
    let mut ranges: Vec<(usize, std::ops::Range<usize>)> = Vec::new();
    let mut start = 0;
    for i in 0..rows.len() {
        if i + 1 == rows.len() || rows[i + 1].topic != rows[i].topic {
            ranges.push((rows[i].topic, start..i + 1));
            start = i + 1;
        }
    }
    let mut verdicts = Vec::with_capacity(ranges.len());
    for (topic, range) in ranges {
        if stop() {
            return None;
        }
        let verdict = relate::relate(&mut rows, range.clone(), &lexicon.implies, &position);
        verdicts.push((topic, range, verdict));
    }
    let rows = rows;
    let worded = |(topic, range, verdict): (usize, std::ops::Range<usize>, relate::Verdict)| {
        let (row, questions) = topic_row(&ids[&topic], &of_topic[&topic], &rows[range.clone()], verdict, claims, said, articles, lexicon);
        (row, range, questions)
    };
    let mut made: Vec<Worded> = verdicts.into_par_iter().map(worded).collect();
    if stop() {
        return None;
    }
    // What most articles speak of comes first.
    let breadth = |range: &std::ops::Range<usize>| rows[range.clone()].iter().map(|r| r.n_articles).max().unwrap_or(0);
    made.sort_by_cached_key(|(t, range, _)| (std::cmp::Reverse((breadth(range), t.n_claims)), t.first_day, t.topic_id.clone()));
    let example = |r: usize| claims[rows[r].example()].claim_id.clone();
    let begun = || Topical { matrix: Matrix { pairs: names.clone(), rows: Vec::new() }, ..Topical::default() };
    let tables = |(topic, range, questions): &Worded| {
        let here = &rows[range.clone()];
        let mut part = Topical::default();
        part.matrix.rows.push(outputs::matrix(topic, here, &pairs));
        part.timeline = outputs::timeline(topic, range.start, here, claims, said, articles, &example);
        let mut at = range.start;
        while at < range.end {
            let end = (at..range.end).find(|i| rows[*i].status != rows[at].status).unwrap_or(range.end);
            part.policies.extend(outputs::policies(topic, at, &rows[at..end], claims));
            at = end;
        }
        let question = |row: &Row| questions.get(&row.status).cloned().unwrap_or_default();
        let compared = here.iter().map(|row| tables::comparison(topic, question(row), row, claims, said, articles, &example));
        part.comparisons = compared.collect();
        (part, flags::courses(here, claims, said, articles))
    };
    let mut courses = Vec::new();
    let mut piece = begun();
    let mut made = made.into_iter();
    loop {
        let some: Vec<_> = made.by_ref().take(TOGETHER).collect();
        if some.is_empty() {
            break;
        }
        let parts: Vec<(Topical, Vec<FlagRow>)> = some.par_iter().map(tables).collect();
        for ((topic, ..), (part, warned)) in some.into_iter().zip(parts) {
            piece.add(part);
            piece.topics.push(topic);
            courses.extend(warned);
            if piece.comparisons.len() >= PIECE && (stop() || !hand(std::mem::replace(&mut piece, begun()))) {
                return None;
            }
        }
    }
    hand(piece).then_some(courses)
}

/// The row of a topic, and its questions by status.
#[allow(clippy::too_many_arguments)]
fn topic_row(
    id: &str,
    members: &[usize],
    rows: &[Row],
    verdict: relate::Verdict,
    claims: &[ClaimRow],
    said: &[Said],
    articles: &[ArticleRow],
    lexicon: &Lexicon,
) -> (TopicRow, BTreeMap<Status, String>) {
    let mut by_status: BTreeMap<Status, Vec<&ClaimRow>> = BTreeMap::new();
    for original in [true, false] {
        for c in members.iter().filter(|c| said[**c].original == original) {
            let list = by_status.entry(question_status(claims[*c].status)).or_default();
            // Copies say it in the words of their originals: they are asked only for what no original has.
            if original || list.iter().all(|claim| claim.article_id == claims[*c].article_id) {
                list.push(&claims[*c]);
            }
        }
    }
    // A status that is told names a topic better than one that is not.
    let told = |s: &Status| !matches!(s, Status::Unspecified | Status::Present) || by_status.len() == 1;
    let main = by_status
        .iter()
        .max_by(|a, b| told(a.0).cmp(&told(b.0)).then(a.1.len().cmp(&b.1.len())).then(b.0.cmp(a.0)))
        .map_or(Status::Unspecified, |(s, _)| *s);
    let mut questions = BTreeMap::new();
    for (status, list) in &by_status {
        questions.insert(*status, wording::question(list, *status, &wording::adjunct(list), &lexicon.implies));
    }
    let leading: &[&ClaimRow] = by_status.get(&main).map_or(&[], Vec::as_slice);
    let all: Vec<&ClaimRow> = members.iter().map(|c| &claims[*c]).collect();
    let common = |pick: &dyn Fn(&ClaimRow) -> Option<String>| {
        let values: Vec<String> = all.iter().filter_map(|c| pick(c)).collect();
        wording::commonest(values.iter().map(String::as_str))
    };
    let days: Vec<_> = members.iter().filter_map(|c| outputs::claim_day(&claims[*c], articles[said[*c].article].published_day).0).collect();
    let outlets: BTreeSet<&str> = members
        .iter()
        .filter(|c| said[**c].original)
        .map(|c| &articles[said[*c].article])
        .map(|a| a.outlet.as_deref().unwrap_or(&a.article_id))
        .collect();
    let supporting = || rows.iter().filter(|r| !r.contests());
    let topic = TopicRow {
        topic_id: id.to_owned(),
        label: wording::label(leading, main, &wording::adjunct(leading), &lexicon.implies),
        questions: questions.values().cloned().collect::<Vec<_>>().join("|"),
        counted_head: common(&|c| c.counted_head.clone()),
        counted_country: common(&|c| c.counted_country.clone()),
        statuses: by_status.keys().map(|s| s.as_str()).collect::<Vec<_>>().join("|"),
        place: common(&|c| c.place.clone()),
        place_country: common(&|c| c.place_country.clone()),
        first_day: days.iter().min().copied(),
        last_day: days.iter().max().copied(),
        n_claims: members.len() as i64,
        n_claimants: verdict.n_claimants,
        n_origins: verdict.n_origins,
        n_contesting: verdict.n_contesting,
        n_outlets: outlets.len() as i64,
        low: supporting().filter_map(|r| r.interval.point()).min_by(f64::total_cmp),
        high: supporting().filter_map(|r| r.interval.top()).max_by(f64::total_cmp),
        ratio: verdict.ratio,
        agreement: verdict.agreement,
    };
    (topic, questions)
}
