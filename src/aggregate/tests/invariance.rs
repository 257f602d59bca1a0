//! What must not change a comparison: copies, order, folding again.

use super::*;

/// What does not hang on the number and order of articles.
fn gist(tables: &Tables) -> Vec<(String, String, Option<Relation>, i64, bool, i64)> {
    let gist = |r: &ComparisonRow| (r.claimant.clone(), r.figure.clone(), r.relation, r.n_origins, r.independent, r.n_outlets);
    tables.comparisons.iter().map(gist).collect()
}

#[test]
fn a_copy_changes_no_figure_and_no_origin() {
    let made = toll();
    let before = made.tables();
    let mut with = made.clone();
    let (article, text) = (made.0.articles[1].clone(), made.0.texts[1].clone());
    let id = format!("{}-2", article.article_id);
    let own: Vec<ClaimRow> = made.0.claims.iter().filter(|c| c.article_id == article.article_id).cloned().collect();
    with.0.articles.push(ArticleRow {
        article_id: id.clone(),
        outlet: Some("Copy Gazette".into()),
        published_day: Some(april(4)),
        ..article
    });
    with.0.texts.push(TextRow { article_id: id.clone(), text: text.text });
    for (n, claim) in own.into_iter().enumerate() {
        let author = claim.claimant_kind == SourceKind::Author;
        let claimant = if author { "Copy Gazette".into() } else { claim.claimant.clone() };
        with.0.claims.push(ClaimRow { claim_id: format!("c_copy_{n}"), article_id: id.clone(), claimant, ..claim });
    }
    let after = with.tables();
    assert!(after.articles[3].is_copy && after.articles[3].cluster_id == after.articles[1].cluster_id);
    assert_eq!(gist(&before), gist(&after));
    assert_eq!(row(&after, "Mines Ministry", "19").n_articles, 2);
    assert_eq!(before.topics[0].n_outlets, after.topics[0].n_outlets);
    assert!(after.flags.iter().any(|f| f.code == FlagCode::WireCopy));
}

#[test]
fn a_copy_may_say_more_than_its_original() {
    let mut made = toll();
    let (article, text) = (made.0.articles[1].clone(), made.0.texts[1].clone());
    made.0.articles.push(ArticleRow {
        article_id: "a_copy".into(),
        outlet: Some("Copy Gazette".into()),
        published_day: Some(april(4)),
        ..article
    });
    made.0.texts.push(TextRow { article_id: "a_copy".into(), text: text.text });
    made.claim("Mines Ministry", Status::Missing, Exact, 5.0);
    let tables = made.tables();
    assert!(tables.articles[3].is_copy);
    assert_eq!(row(&tables, "Mines Ministry", "5").question, "How many people are missing in Orsk?");
}

#[test]
fn order_changes_nothing() {
    let mut made = toll();
    made.titled("Harbour Post", 9, "Ferry of Velden sinks", "Velden ferry sinks.").claim("", Status::Killed, Exact, 7.0);
    let forward = made.tables();
    let mut turned = made.clone();
    turned.0.articles.reverse();
    turned.0.texts.reverse();
    turned.0.claims.reverse();
    let backward = turned.tables();
    assert_eq!(forward.topics.len(), 2);
    assert_eq!((&forward.topics, &forward.comparisons, &forward.matrix), (&backward.topics, &backward.comparisons, &backward.matrix));
    assert_eq!((&forward.timeline, &forward.policies, &forward.flags), (&backward.timeline, &backward.policies, &backward.flags));
}

#[test]
fn folding_twice_is_folding_once() {
    let made = toll();
    let once = made.tables();
    let mut again = made.clone();
    again.0.articles = once.articles.clone();
    again.0.claims = once.claims.clone();
    again.0.actors = once.actors.clone();
    again.0.flags = once.flags.clone();
    assert_eq!(again.tables(), once);
}

/// However often it is asked before it is told to stop, there is nothing or everything, and topics come in the order of the whole.
#[test]
fn it_stops_where_it_is_told() {
    use std::sync::atomic::{AtomicUsize, Ordering};
    let made = toll();
    let whole = made.tables();
    let lexicon = Lexicon::builtin().expect("built in");
    let run = |after: usize, hands: usize| {
        let (asked, mut handed) = (AtomicUsize::new(0), Topical::default());
        let mut left = hands;
        let mut hand = |piece: Topical| {
            handed.append(piece);
            left = left.saturating_sub(1);
            left > 0
        };
        let stop = || asked.fetch_add(1, Ordering::Relaxed) >= after;
        let done = aggregate_apart(made.0.clone(), &lexicon, &AggregateOptions::default(), &mut hand, &stop).is_some();
        (done, asked.into_inner(), handed)
    };
    let (done, asks, handed) = run(usize::MAX, usize::MAX);
    assert!(done && asks >= 5, "asked {asks} times");
    assert_eq!(handed.comparisons, whole.comparisons);
    for after in 0..asks {
        assert!(!run(after, usize::MAX).0, "told at {after}");
    }
    assert!(!run(usize::MAX, 1).0, "what is handed on cannot be written");
}
