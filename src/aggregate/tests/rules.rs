//! The six rules for two rows of one question, and what one status implies of another.

use super::*;

#[test]
fn rule_1_a_denial_meets_the_figure_that_it_denies() {
    let (a, b, tables) = two((Exact, 30.0, 1), (Exact, 30.0, 1), |m| m.0.claims[1].stance = Stance::Denies);
    assert_eq!((a, b), (Some(Relation::Denies), Some(Relation::Denies)));
    assert_eq!(tables.topics[0].agreement, Agreement::Conflict);
    assert_eq!((tables.topics[0].n_origins, tables.topics[0].n_contesting), (1, 1));
    // A denial of another figure says nothing of this one.
    let (a, b, _) = two((Exact, 30.0, 1), (Exact, 40.0, 1), |m| m.0.claims[1].stance = Stance::Denies);
    assert_ne!(a, Some(Relation::Denies));
    assert_ne!(b, Some(Relation::Denies));
}

#[test]
fn rule_2_equal_figures() {
    let (a, b, tables) = two((Exact, 30.0, 1), (Exact, 30.0, 4), |_| {});
    assert_eq!((a, b), (Some(Relation::Agrees), Some(Relation::Agrees)));
    assert_eq!((tables.topics[0].agreement, tables.topics[0].ratio, tables.topics[0].n_origins), (Agreement::Agree, Some(1.0), 2));
    // One claimant who says it with another stance has two rows.
    let (a, b, _) = two((Exact, 30.0, 1), (Exact, 30.0, 4), |m| {
        m.0.claims[1].claimant = "Mines Ministry".into();
        m.0.claims[1].stance = Stance::Confirms;
    });
    assert_eq!((a, b), (Some(Relation::Same), Some(Relation::Same)));
}

#[test]
fn rule_3_figures_that_meet() {
    let (a, b, _) = two((AtLeast, 25.0, 2), (Exact, 30.0, 2), |_| {});
    assert_eq!((a, b), (Some(Relation::Contains), Some(Relation::Contains)));
    // On a later day the floor is replaced.
    let (a, _, tables) = two((AtLeast, 25.0, 2), (Exact, 30.0, 3), |_| {});
    assert_eq!(a, Some(Relation::Updates));
    let later = row(&tables, "Health Ministry", "30");
    assert_eq!(later.supersedes.as_deref(), Some(row(&tables, "Mines Ministry", ">=25").example_claim_id.as_str()));
    // "About" is a tenth wide, "nearly" too.
    assert_eq!(two((About, 500.0, 2), (Exact, 530.0, 2), |_| {}).0, Some(Relation::Contains));
    assert_eq!(two((About, 500.0, 2), (Exact, 560.0, 2), |_| {}).0, Some(Relation::Conflict));
    assert_eq!(two((Nearly, 500.0, 2), (Exact, 460.0, 2), |_| {}).0, Some(Relation::Contains));
    // An earlier exact figure within a later floor is not replaced by another claimant's.
    assert_eq!(two((Exact, 30.0, 2), (AtLeast, 25.0, 3), |_| {}).0, Some(Relation::Contains));
}

#[test]
fn rule_4_a_surer_share_within_a_wider_claim() {
    let documented = |m: &mut Made| m.0.claims[0].evidence = Evidence::Documented;
    let (a, b, tables) = two((Exact, 13.0, 2), (MoreThan, 155.0, 2), documented);
    assert_eq!((a, b), (Some(Relation::Nested), Some(Relation::Nested)));
    assert_eq!(tables.topics[0].agreement, Agreement::Nested);
    // Not where the higher figure has a basis too, nor where the lower has none.
    let both = |m: &mut Made| m.0.claims.iter_mut().for_each(|c| c.evidence = Evidence::Documented);
    assert_eq!(two((Exact, 13.0, 2), (MoreThan, 155.0, 2), both).0, Some(Relation::Conflict));
    assert_eq!(two((Exact, 13.0, 2), (MoreThan, 155.0, 2), |_| {}).0, Some(Relation::Conflict));
}

#[test]
fn rule_5_later_figures_replace_earlier_ones() {
    let (a, b, tables) = two((Exact, 12.0, 2), (Exact, 20.0, 3), |_| {});
    assert_eq!((a, b), (Some(Relation::Updates), Some(Relation::Updates)));
    assert!(row(&tables, "Health Ministry", "20").supersedes.is_some());
    assert!(row(&tables, "Mines Ministry", "12").supersedes.is_none());
    assert!(
        row(&tables, "Mines Ministry", "12")
            .explanation
            .as_deref()
            .is_some_and(|e| e.contains("Replaced by the later 20 (Health Ministry)"))
    );
    // One day: the outlet's own voice gives way to print, whatever the order.
    let own = |m: &mut Made| {
        m.0.claims[0].claimant_kind = SourceKind::Author;
        m.0.claims[0].claimant = "Harbour Post".into();
    };
    assert_eq!(two((Exact, 12.0, 2), (Exact, 20.0, 2), own).0, Some(Relation::Updates));
    // "Up from 20": an earlier state is the earlier, though printed later.
    let (_, b, tables) = two((Exact, 12.0, 2), (Exact, 9.0, 3), |m| m.0.claims[1].stance = Stance::Earlier);
    assert_eq!(b, Some(Relation::Updates));
    assert!(row(&tables, "Health Ministry", "9").supersedes.is_none());
    let (a, b, _) = two((Exact, 52.0, 2), (Exact, 47.0, 3), |m| m.0.claims[1].stance = Stance::Corrects);
    assert_eq!((a, b), (Some(Relation::Corrects), Some(Relation::Corrects)));
}

#[test]
fn rule_6_conflict_is_between_figures_that_stand() {
    let (a, b, tables) = two((Exact, 12.0, 2), (Exact, 20.0, 2), |_| {});
    assert_eq!((a, b), (Some(Relation::Conflict), Some(Relation::Conflict)));
    assert_eq!(tables.topics[0].agreement, Agreement::Conflict);
    assert!(row(&tables, "Mines Ministry", "12").explanation.as_deref().is_some_and(|e| e.contains("cannot both be true")));
    // Once the ministry itself has raised its figure, the old one is no rival.
    let mut made = Made::default();
    made.article("Harbour Post", 2).claim("Mines Ministry", Status::Killed, Exact, 12.0);
    made.article("Velden Daily", 2).claim("Health Ministry", Status::Killed, Exact, 20.0);
    made.article("Torvale Times", 3).claim("Mines Ministry", Status::Killed, Exact, 20.0);
    let tables = made.tables();
    assert_eq!(row(&tables, "Mines Ministry", "12").relation, Some(Relation::Updates));
    assert_eq!(tables.topics[0].agreement, Agreement::Updated);
}

#[test]
fn who_is_unaware_takes_part_in_nothing() {
    for stance in [Stance::Unaware, Stance::CannotConfirm, Stance::DeclinesComment, Stance::Doubts] {
        let (a, b, tables) = two((Exact, 30.0, 1), (Exact, 30.0, 2), |m| m.0.claims[1].stance = stance);
        assert_eq!((a, b), (Some(Relation::Single), None));
        let topic = &tables.topics[0];
        assert_eq!((topic.agreement, topic.ratio, topic.n_origins, topic.n_contesting), (Agreement::Single, None, 1, 1));
        assert!(!row(&tables, "Health Ministry", "30").independent);
    }
}

#[test]
fn a_part_alone_is_part_of_its_whole() {
    let mut made = Made::default();
    made.article("Harbour Post", 2).claim("", Status::Killed, Exact, 14.0);
    let whole = made.0.claims[0].claim_id.clone();
    made.claim("", Status::Trapped, Exact, 3.0).with(|c| c.part_of = Some(whole));
    let tables = made.tables();
    assert_eq!(row(&tables, "Harbour Post", "3").relation, Some(Relation::PartOf));
    assert_eq!(row(&tables, "Harbour Post", "14").relation, Some(Relation::Single));
}

/// People captured and fighting, of two claimants.
fn captured_and_fighting(captured: f64, fighting: f64) -> Tables {
    let mut made = Made::default();
    made.article("Harbour Post", 2).claim("Belmaria", Status::Captured, Exact, captured);
    made.claim("Ostland", Status::Fighting, Exact, fighting);
    made.tables()
}

#[test]
fn one_status_implies_another() {
    let tables = captured_and_fighting(2.0, 155.0);
    let row_of = row(&tables, "Belmaria", "2");
    assert_eq!((row_of.relation, row_of.implied_relation), (Some(Relation::Single), Some(Relation::Nested)));
    assert_eq!(row_of.implied_relation_to.as_deref(), Some(row(&tables, "Ostland", "155").example_claim_id.as_str()));
    assert_eq!((tables.topics[0].agreement, tables.topics[0].ratio), (Agreement::Nested, Some(77.5)));
    // More captured than fight.
    let tables = captured_and_fighting(300.0, 155.0);
    assert_eq!(row(&tables, "Belmaria", "300").implied_relation, Some(Relation::Conflict));
    assert_eq!(tables.topics[0].agreement, Agreement::Conflict);
    // Killed and wounded stand side by side.
    let mut made = Made::default();
    made.article("Harbour Post", 2).claim("Belmaria", Status::Killed, Exact, 2.0);
    made.claim("Belmaria", Status::Wounded, Exact, 9.0);
    let tables = made.tables();
    assert_eq!(tables.topics.len(), 1);
    assert!(tables.comparisons.iter().all(|r| r.implied_relation.is_none() && r.relation == Some(Relation::Single)));
    assert_eq!((tables.topics[0].ratio, tables.topics[0].agreement), (None, Agreement::Single));
}
