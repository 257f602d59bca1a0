//! What is flagged, and which figures meet in one topic.

use super::*;
use crate::table::FlagRow;

#[test]
fn a_figure_that_is_denied_answers_the_question_of_the_one_that_stands() {
    let mut made = Made::default();
    made.article("Harbour Post", 2).claim("", Status::Arrested, Exact, 300.0);
    made.article("Velden Daily", 3).claim("police", Status::Arrested, Exact, 300.0).stance(Stance::Denies);
    made.claim("police", Status::Arrested, Exact, 30.0);
    for claim in &mut made.0.claims[1..] {
        claim.sentence = "It was not 300 but 30 arrests, police said.".into();
    }
    let tables = made.tables();
    assert_eq!(tables.topics.len(), 1, "{:#?}", tables.topics);
    assert_eq!(tables.topics[0].agreement, Agreement::Conflict);
    assert_eq!(tables.topics[0].label, "People arrested in Orsk");
}

#[test]
fn people_under_other_statuses_are_other_people() {
    let mut made = Made::default();
    made.article("Harbour Post", 2).claim("", Status::Killed, Exact, 12.0);
    made.article("Velden Daily", 2).claim("", Status::Arrested, Exact, 7.0);
    made.article("Torvale Times", 2).claim("", Status::Missing, Exact, 9.0);
    let tables = made.tables();
    let statuses: Vec<&str> = tables.topics.iter().map(|t| t.statuses.as_str()).collect();
    assert_eq!(statuses.len(), 2, "{statuses:?}");
    assert!(statuses.contains(&"killed|missing") && statuses.contains(&"arrested"), "{statuses:?}");
}

#[test]
fn outlets_that_repeat_a_claimant_do_not_crowd_the_matrix() {
    let mut made = Made::default();
    made.article("Harbour Post", 2).claim("Mines Ministry", Status::Killed, Exact, 12.0);
    made.article("Velden Daily", 3).claim("", Status::Killed, Exact, 12.0);
    made.article("Torvale Times", 3).claim("", Status::Killed, Exact, 13.0);
    assert_eq!(made.tables().matrix.rows[0].cells[0].as_deref(), Some("13 (Torvale Times); 12 (Mines Ministry)"));
}

/// The claims that have a flag of a code, by their place among the claims made.
fn flagged(made: &Made, code: FlagCode) -> Vec<usize> {
    let tables = made.tables();
    let place = |f: &FlagRow| made.0.claims.iter().position(|c| f.claim_id.as_deref() == Some(&c.claim_id)).expect("a claim");
    let mut found: Vec<usize> = tables.flags.iter().filter(|f| f.code == code).map(place).collect();
    found.sort_unstable();
    found
}

#[test]
fn totals_that_fall_are_flagged() {
    let mut made = Made::default();
    made.article("Harbour Post", 3).claim("Mines Ministry", Status::Killed, Exact, 52.0);
    made.article("Velden Daily", 4).claim("Mines Ministry", Status::Killed, Exact, 47.0).stance(Stance::Corrects);
    made.article("Torvale Times", 5).claim("Mines Ministry", Status::Killed, Exact, 49.0);
    assert_eq!(flagged(&made, FlagCode::TotalFell), [1]);
    // "Lowered its count from 52 to 47", in one text.
    let mut made = Made::default();
    made.article("Velden Daily", 4).claim("Mines Ministry", Status::Killed, Exact, 52.0).stance(Stance::Earlier);
    made.claim("Mines Ministry", Status::Killed, Exact, 47.0);
    made.0.claims.iter_mut().for_each(|c| c.sentence = "The ministry lowered its count from 52 to 47 dead.".into());
    assert_eq!(flagged(&made, FlagCode::TotalFell), [1]);
    // Two claimants who differ do not fall.
    let mut made = Made::default();
    made.article("Harbour Post", 3).claim("Mines Ministry", Status::Killed, Exact, 52.0);
    made.article("Velden Daily", 4).claim("Health Ministry", Status::Killed, Exact, 47.0);
    assert_eq!(flagged(&made, FlagCode::TotalFell), [0; 0]);
}

#[test]
fn old_figures_printed_late_are_flagged() {
    let mut made = Made::default();
    made.article("Harbour Post", 2).claim("coast guard", Status::Killed, AtLeast, 20.0);
    made.article("Velden Daily", 3).claim("coast guard", Status::Killed, Exact, 31.0);
    made.article("Torvale Times", 5).claim("coast guard", Status::Killed, AtLeast, 20.0);
    made.article("Ostland Star", 6).claim("", Status::Killed, AtLeast, 20.0);
    made.article("Orsk Echo", 3).claim("", Status::Killed, AtLeast, 20.0);
    assert_eq!(flagged(&made, FlagCode::StaleRepeat), [2, 3]);
}

#[test]
fn headlines_that_differ_from_their_text_are_flagged() {
    let differs = |head: f64, body: f64| {
        let mut made = Made::default();
        made.article("Harbour Post", 2).claim("", Status::Missing, Exact, head);
        made.claim("coast guard", Status::Missing, Exact, body);
        let article_id = made.0.claims[0].article_id.clone();
        let block = |start, end, kind| BlockRow {
            article_id: article_id.clone(),
            start,
            end,
            kind,
            author: None,
            handle: None,
            day: None,
            credit_start: None,
            credit_end: None,
        };
        made.0.blocks = vec![block(90, 120, BlockKind::Headline), block(180, 400, BlockKind::Paragraph)];
        flagged(&made, FlagCode::HeadlineDiffers)
    };
    assert_eq!(differs(120.0, 90.0), [0]);
    assert_eq!(differs(90.0, 90.0), [0; 0]);
}

/// Two tolls of one mine that are one topic, and one of another thing.
fn two_tolls(rules: &str) -> (Made, Result<Tables, SameError>) {
    let mut made = Made::default();
    made.article("Harbour Post", 2).claim("Mines Ministry", Status::Killed, Exact, 12.0);
    made.article("Velden Daily", 2).claim("the ministry in charge", Status::Killed, Exact, 12.0);
    made.titled("Torvale Times", 2, "Orsk wants lorries", "Orsk wants lorries.").claim("", Status::Affected, Exact, 40.0).with(|c| {
        c.counted_head = Some("lorry".into());
        c.counted_text = Some("lorries".into());
        c.counted_type = CountedType::Vehicle;
        c.sentence = "Forty lorries stood in the mud.".into();
    });
    let ids: Vec<String> = made.0.claims.iter().map(|c| c.claim_id.clone()).collect();
    let text = format!("what,are,one,other\n{}", rules.replace("A", &ids[0]).replace("B", &ids[1]).replace("C", &ids[2]));
    let tables = Same::parse(&text, "same.csv").and_then(|same| {
        same.check(&made.0.claims)?;
        let options = AggregateOptions { same, ..AggregateOptions::default() };
        Ok(aggregate(made.0.clone(), &Lexicon::builtin().expect("built in"), &options))
    });
    (made, tables)
}

#[test]
fn the_word_of_the_user_overrules_the_grouping() {
    let topics = |rules: &str| two_tolls(rules).1.expect("rules").topics.len();
    assert_eq!(topics(""), 2);
    assert_eq!(topics("topic,one,A,C\n"), 1);
    assert_eq!(topics("topic,apart,A,B\n"), 3);
    assert_eq!(topics("topic,one,A,C\ntopic,apart,B,C\n"), 2);
}

#[test]
fn the_word_of_the_user_overrules_who_is_who() {
    let (_, tables) = two_tolls("claimant,one,Mines Ministry,the ministry in charge\n");
    let tables = tables.expect("rules");
    let row = row(&tables, "Mines Ministry", "12");
    assert_eq!((row.n_articles, row.n_origins), (2, 1));
    // One name in two spellings is one claimant, until the user parts them.
    let mut made = Made::default();
    made.article("Harbour Post", 2).claim("Velden police", Status::Killed, Exact, 12.0);
    made.article("Velden Daily", 2).claim("The Velden Police", Status::Killed, Exact, 12.0);
    made.0.claims.iter_mut().for_each(|c| c.claimant_kind = SourceKind::Police);
    let origins = |same: Same| {
        let options = AggregateOptions { same, ..AggregateOptions::default() };
        aggregate(made.0.clone(), &Lexicon::builtin().expect("built in"), &options).comparisons.iter().map(|r| r.n_origins).max()
    };
    assert_eq!(origins(Same::default()), Some(1));
    let apart = "what,are,one,other\nclaimant,apart,Velden police,police officials of Velden\n";
    let fault = Same::parse(apart, "same.csv").expect("rules").check(&made.0.claims).expect_err("no such claimant");
    assert!(fault.to_string().starts_with("same.csv:2: no claimant `police officials of Velden` in this run"), "{fault}");
}

#[test]
fn a_rule_on_a_claim_that_is_not_there_is_a_fault() {
    let (_, tables) = two_tolls("topic,one,A,c_nowhere_1\n");
    assert!(tables.expect_err("a fault").to_string().starts_with("same.csv:2: no claim `c_nowhere_1` in this run"));
}

#[test]
fn two_parts_of_one_whole_are_scopes_of_their_own() {
    let mut made = Made::default();
    made.article("Harbour Post", 2).claim("", Status::Killed, Exact, 12.0);
    made.claim("", Status::Wounded, Exact, 10.0);
    made.claim("", Status::Hospitalised, Exact, 6.0);
    made.claim("", Status::Hospitalised, Exact, 4.0);
    let parts = |made: &Made| {
        let lexicon = Lexicon::builtin().expect("a lexicon");
        let found = crate::aggregate::facts::facts(&made.0.claims, &[0, 1, 2, 3], 0, &[0; 4], &lexicon.implies);
        found.iter().map(|f| f.part).collect::<Vec<bool>>()
    };
    let whole = made.0.claims[1].claim_id.clone();
    made.0.claims[2].part_of = Some(whole.clone());
    assert_eq!(parts(&made), [false; 4], "a part under another status stays");
    made.0.claims[3].part_of = Some(whole);
    assert_eq!(parts(&made), [false, false, true, true]);
}

#[test]
fn warnings_across_claims() {
    let mut made = Made::default();
    made.article("Harbour Post", 2).claim("Mines Ministry", Status::Killed, Exact, 20.0);
    let whole = made.0.claims[0].claim_id.clone();
    made.claim("Mines Ministry", Status::Missing, Exact, 33.0).with(|c| c.part_of = Some(whole));
    made.article("Velden Daily", 3).claim("Mines Ministry", Status::Killed, Exact, 33.0);
    made.article("Torvale Times", 4).claim("Mines Ministry", Status::Killed, Exact, 20.0);
    made.article("Ostland Star", 5).claim("Mines Ministry", Status::Killed, Exact, 28.0);
    made.claim("Mines Ministry", Status::Killed, Exact, 28.0).with(|c| c.start = 500);
    let head = made.0.articles.last().expect("article").article_id.clone();
    made.0.claims.last_mut().expect("claim").value = Some(29.0);
    made.0.blocks.push(BlockRow {
        article_id: head,
        start: 90,
        end: 120,
        kind: BlockKind::Headline,
        author: None,
        handle: None,
        day: None,
        credit_start: None,
        credit_end: None,
    });
    let tables = made.tables();
    let codes: Vec<(FlagCode, &str)> = tables.flags.iter().map(|f| (f.code, f.claim_id.as_deref().unwrap_or(""))).collect();
    let has = |code, claim: usize| codes.contains(&(code, made.0.claims[claim].claim_id.as_str()));
    assert!(has(FlagCode::PartExceedsTotal, 1), "{codes:?}");
    assert!(has(FlagCode::StaleRepeat, 3), "{codes:?}");
    assert!(has(FlagCode::TotalFell, 4), "{codes:?}");
    assert!(!has(FlagCode::StaleRepeat, 0), "{codes:?}");
}

#[test]
fn the_matrix_has_forty_columns_at_most() {
    let mut made = Made::default();
    made.article("Harbour Post", 2);
    for status in Status::ALL {
        for evidence in [Evidence::Reported, Evidence::Alleged] {
            made.claim(if evidence == Evidence::Alleged { "Ostland" } else { "Belmaria" }, *status, Exact, 5.0).evidence(evidence);
        }
    }
    let tables = made.tables();
    assert_eq!(tables.matrix.pairs.len(), 40);
    assert!(tables.matrix.rows.iter().all(|r| r.cells.len() == 40));
    assert!(tables.matrix.rows.iter().any(|r| r.more.is_some()));
    let place = |name: &str| Status::ALL.iter().position(|s| name.starts_with(s.as_str()));
    assert!(tables.matrix.pairs.windows(2).all(|p| place(&p[0]) <= place(&p[1])));
}
