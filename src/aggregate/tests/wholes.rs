//! Whole comparisons: the founding story, a wide spread, a running toll.

use super::*;

/// An article on foreigners in the ranks of one side of a war, three figures that do not conflict, and one who knows nothing of them.
fn founding() -> Made {
    let mut made = Made::default();
    made.titled("Harbour Post", 12, "Ostland hires abroad", "Ostland hires in Belmaria.");
    let belmarian = |c: &mut ClaimRow| {
        c.counted_text = Some("Belmarian citizens".into());
        c.counted_head = Some("citizen".into());
        c.counted_country = Some("XB".into());
        c.status_text = Some("fighting".into());
        c.sentence = "There were 13 or 155 Belmarian citizens fighting for Ostland.".into();
    };
    made.claim("Ana Vell", Status::Captured, Exact, 2.0).with(belmarian).said(8);
    made.claim("Ana Vell", Status::Captured, Exact, 2.0).with(belmarian).said(8);
    let whole = made.0.claims[0].claim_id.clone();
    made.claim("Secret Service", Status::Recruited, Exact, 1.0).with(belmarian).with(|c| c.part_of = Some(whole));
    made.claim("a document", Status::Fighting, Exact, 13.0)
        .with(belmarian)
        .evidence(Evidence::Documented)
        .with(|c| c.as_of_date = Some("2031-04-02".into()));
    made.claim("Velden", Status::Fighting, MoreThan, 155.0).with(belmarian).evidence(Evidence::Alleged).stance(Stance::Alleges);
    made.claim("Jon Marr", Status::Fighting, MoreThan, 155.0).with(belmarian).evidence(Evidence::Alleged).stance(Stance::Unaware).said(10);
    made
}

#[test]
fn the_founding_comparison() {
    let tables = founding().tables();
    assert_eq!(tables.topics.len(), 1, "{:#?}", tables.topics);
    let topic = &tables.topics[0];
    assert_eq!((topic.agreement, topic.ratio, topic.n_origins, topic.n_contesting), (Agreement::Nested, Some(77.5), 3, 1));
    assert_eq!(topic.label, "Belmarian citizens fighting for Ostland");
    assert!(topic.questions.contains("How many Belmarian citizens are fighting for Ostland?"), "{}", topic.questions);
    let captured = row(&tables, "Ana Vell", "2");
    assert_eq!(
        (captured.relation, captured.implied_relation, captured.independent),
        (Some(Relation::Single), Some(Relation::Nested), true)
    );
    for (who, figure) in [("a document", "13"), ("Velden", ">155")] {
        let row = row(&tables, who, figure);
        assert_eq!((row.relation, row.independent, row.n_origins), (Some(Relation::Nested), true, 2));
    }
    let unaware = row(&tables, "Jon Marr", ">155");
    assert_eq!((unaware.relation, unaware.independent), (None, false));
    assert_eq!(tables.comparisons.iter().filter(|r| matches!(r.status, Status::Captured | Status::Fighting)).count(), 4);
    let matrix = &tables.matrix.rows[0];
    let cell = |name: &str| matrix.cells[tables.matrix.pairs.iter().position(|p| p == name).expect("column")].as_deref();
    assert_eq!(cell("captured_reported"), Some("2 (Ana Vell)"));
    assert_eq!(cell("fighting_documented"), Some("13 (a document)"));
    assert_eq!(cell("fighting_alleged"), Some(">155 (Velden)"));
    assert_eq!(matrix.contested_by.as_deref(), Some("Jon Marr (unaware)"));
    assert_eq!(row(&tables, "a document", "13").as_of_date.as_deref(), Some("2031-04-02"));
    let day = tables.timeline.iter().find(|t| t.claimant == "a document").expect("a row");
    assert_eq!((day.day, day.day_source), (Some(april(2)), Some(DaySource::AsOf)));
}

#[test]
fn wide_spreads_on_one_people_are_one_topic() {
    let mut made = Made::default();
    let belmarian = |c: &mut ClaimRow| {
        c.counted_text = Some("Belmarian citizens".into());
        c.counted_head = Some("citizen".into());
        c.counted_country = Some("XB".into());
    };
    made.article("Harbour Post", 8).claim("Ana Vell", Status::Captured, Exact, 2.0).with(belmarian);
    made.article("Velden Daily", 9).claim("a document", Status::Fighting, Exact, 13.0).with(belmarian).evidence(Evidence::Documented);
    made.article("Torvale Times", 12).claim("Velden", Status::Fighting, MoreThan, 155.0).with(belmarian).evidence(Evidence::Alleged);
    let tables = made.tables();
    assert_eq!(tables.topics.len(), 1);
    assert_eq!((tables.topics[0].agreement, tables.topics[0].ratio), (Agreement::Nested, Some(77.5)));
}

/// A developing toll in three articles of three outlets, long enough to be copied.
pub(super) fn toll() -> Made {
    let mut made = Made::default();
    for (outlet, day, killed, how) in
        [("Harbour Post", 2, 12.0, AtLeast), ("Velden Daily", 3, 19.0, Exact), ("Torvale Times", 5, 23.0, Exact)]
    {
        let text = format!(
            "ORSK - The collapse of a shaft in the mine of Orsk has killed {killed} people, the {outlet} wrote on day {day}. Rescue crews of Torvale dug through \
             the {outlet} night with {killed} lamps and pumps. The owner of the mine, Torvale Copper, said that day {day} brought water into the lower \
             galleries and that the {outlet} was wrong on the age of the shaft."
        );
        made.titled(outlet, day, "Shaft of Orsk mine collapses", &text);
        made.claim("Mines Ministry", Status::Killed, how, killed).with(|c| c.aggregation = Aggregation::Total);
        made.claim("", Status::Wounded, Exact, 40.0);
    }
    made
}

#[test]
fn a_running_toll_is_one_topic() {
    let tables = toll().tables();
    assert_eq!(tables.topics.len(), 1);
    let topic = &tables.topics[0];
    assert_eq!((topic.agreement, topic.n_origins, topic.n_outlets, topic.statuses.as_str()), (Agreement::Updated, 1, 3, "killed|wounded"));
    assert_eq!((topic.first_day, topic.last_day), (Some(april(2)), Some(april(5))));
    let last = row(&tables, "Mines Ministry", "23");
    assert_eq!(last.supersedes.as_deref().map(|s| s.split('|').count()), Some(2));
    let policy = |p: Policy| tables.policies.iter().find(|r| r.status == Status::Killed && r.policy == p).and_then(|r| r.best);
    assert_eq!((policy(Policy::Latest), policy(Policy::Highest), policy(Policy::Lowest)), (Some(23.0), Some(23.0), Some(12.0)));
    assert_eq!(tables.matrix.rows[0].cells[0].as_deref(), Some("23 (Mines Ministry); 19 (Mines Ministry); >=12 (Mines Ministry)"));
    assert_eq!(tables.topics[0].label, "People killed in Orsk");
}
