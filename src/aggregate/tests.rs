//! Whole comparisons of small invented piles.

use super::*;
use crate::lexicon::Lexicon;
use crate::table::{ActorRow, BlockRow, TextRow, actor_id};
use crate::types::*;

mod warnings;

/// A pile in the making.
#[derive(Clone, Default)]
struct Made(StageTables);

/// A day of April 2031.
fn april(day: i8) -> Day {
    Day::constant(2031, 4, day)
}

/// A claim of the article last added, with the fields that most tests leave alone.
struct Claimed<'a>(&'a mut ClaimRow);

impl Claimed<'_> {
    fn with(self, change: impl FnOnce(&mut ClaimRow)) -> Self {
        change(self.0);
        self
    }
    fn stance(self, stance: Stance) -> Self {
        self.with(|c| c.stance = stance)
    }
    fn evidence(self, evidence: Evidence) -> Self {
        self.with(|c| c.evidence = evidence)
    }
    fn said(self, day: i8) -> Self {
        self.with(|c| c.said_date = Some(april(day).to_string()))
    }
}

impl Made {
    /// An article on the mine of Orsk, too short to be a copy of another.
    fn article(&mut self, outlet: &str, day: i8) -> &mut Self {
        self.titled(outlet, day, "Shaft of Orsk mine collapses", "Orsk shaft of Torvale collapsed.")
    }

    fn titled(&mut self, outlet: &str, day: i8, title: &str, text: &str) -> &mut Self {
        let id = format!("a_{:032x}", self.0.articles.len() + 1);
        self.0.articles.push(ArticleRow {
            article_id: id.clone(),
            source_path: format!("{outlet}.txt"),
            record: None,
            external_id: None,
            outlet: Some(outlet.into()),
            url: None,
            title: Some(title.into()),
            author: None,
            published: Some(april(day).to_string()),
            modified: None,
            published_day: Some(april(day)),
            published_precision: None,
            published_source: None,
            language: None,
            wire_credit: None,
            cluster_id: String::new(),
            is_copy: false,
            n_chars: text.chars().count() as i64,
            n_claims: 0,
            damaged: false,
        });
        self.0.texts.push(TextRow { article_id: id, text: text.into() });
        self
    }

    /// A claim of `n` people under a status; `who` is empty for the outlet's own voice.
    fn claim(&mut self, who: &str, status: Status, quantifier: Quantifier, n: f64) -> Claimed<'_> {
        let article = self.0.articles.last().expect("an article first");
        let at = self.0.claims.iter().filter(|c| c.article_id == article.article_id).count() + 1;
        let hash = &article.article_id[2..];
        let (value, low, high) = match quantifier {
            Quantifier::AtLeast | Quantifier::MoreThan => (Some(n), Some(n), None),
            Quantifier::AtMost | Quantifier::LessThan | Quantifier::Nearly => (Some(n), None, Some(n)),
            _ => (Some(n), Some(n), Some(n)),
        };
        let outlet = article.outlet.clone().unwrap_or_default();
        let claim = ClaimRow {
            claim_id: format!("c_{hash}_{at}"),
            article_id: article.article_id.clone(),
            figure_id: format!("f_{hash}_{at}"),
            topic_id: String::new(),
            kind: FigureKind::Count,
            unit: None,
            form: Form::Numeral,
            value,
            low,
            high,
            quantifier,
            figure_text: Some(n.to_string()),
            start: 100 * at as i64,
            end: 100 * at as i64 + 2,
            counted_text: Some("people".into()),
            counted_head: Some("person".into()),
            counted_type: CountedType::Person,
            counted_country: None,
            counted_role: None,
            status,
            status_text: Some(status.as_str().into()),
            evidence: Evidence::Reported,
            stance: Stance::Asserts,
            modality: Modality::Actual,
            aggregation: Aggregation::Unspecified,
            part_of: None,
            part_role: None,
            same_as: None,
            claimant: if who.is_empty() { outlet.clone() } else { who.into() },
            claimant_actor_id: None,
            claimant_kind: if who.is_empty() { SourceKind::Author } else { SourceKind::Government },
            chain: outlet,
            hops: i64::from(!who.is_empty()),
            cue: None,
            said_date: None,
            event_date: None,
            as_of_date: None,
            date_source: None,
            place: Some("Orsk".into()),
            place_country: None,
            sentence: format!("In Orsk {n} people were {status}."),
            rule: "made".into(),
            confidence: 1.0,
            attribution_id: None,
        };
        self.0.claims.push(claim);
        Claimed(self.0.claims.last_mut().expect("just added"))
    }

    fn tables(&self) -> Tables {
        aggregate(self.0.clone(), &Lexicon::builtin().expect("built in"), &AggregateOptions::default())
    }
}

/// The row of a claimant with a figure.
fn row<'a>(tables: &'a Tables, claimant: &str, figure: &str) -> &'a ComparisonRow {
    let found = tables.comparisons.iter().find(|r| r.claimant == claimant && r.figure == figure);
    found.unwrap_or_else(|| panic!("no row of {claimant} with {figure} in {:#?}", tables.comparisons))
}

/// Relations of two claims on killed people, of two ministries in two articles on the days given.
fn two(
    first: (Quantifier, f64, i8),
    second: (Quantifier, f64, i8),
    change: impl Fn(&mut Made),
) -> (Option<Relation>, Option<Relation>, Tables) {
    let mut made = Made::default();
    made.article("Harbour Post", first.2).claim("Mines Ministry", Status::Killed, first.0, first.1);
    made.article("Velden Daily", second.2).claim("Health Ministry", Status::Killed, second.0, second.1);
    change(&mut made);
    let tables = made.tables();
    assert_eq!(tables.topics.len(), 1, "{:#?}", tables.topics);
    let find = |i: usize| tables.comparisons.iter().find(|r| r.example_claim_id == made.0.claims[i].claim_id).expect("a row").relation;
    (find(0), find(1), tables)
}

use Quantifier::{About, AtLeast, Exact, MoreThan, Nearly};

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
fn toll() -> Made {
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

#[test]
fn two_events_on_one_day_stay_two() {
    let mut made = Made::default();
    for (outlet, place, street, killed) in [("Harbour Post", "bakery", "Quarry Lane", 2.0), ("Velden Daily", "cinema", "Harbour Road", 2.0)]
    {
        let title = format!("Two shot at Orsk {place}");
        let text = format!("Two shot at {place} in {street}.");
        made.titled(outlet, 4, &title, &text)
            .claim("police", Status::Killed, Exact, killed)
            .with(|c| c.sentence = format!("Two people were shot at the {place} in {street}."));
    }
    assert_eq!(made.tables().topics.len(), 2);
}

#[test]
fn things_of_other_kinds_countries_and_worlds_stay_apart() {
    let change: [(&str, fn(&mut ClaimRow)); 4] = [
        ("country", |c| c.counted_country = Some("XO".into())),
        ("plan", |c| c.modality = Modality::Planned),
        ("thing", |c| {
            c.counted_head = Some("lorry".into());
            c.counted_type = CountedType::Vehicle;
        }),
        ("kind", |c| c.kind = FigureKind::Percent),
    ];
    for (what, change) in change {
        let mut made = Made::default();
        made.article("Harbour Post", 2).claim("", Status::Affected, Exact, 30.0).with(|c| c.counted_country = Some("XB".into()));
        made.article("Velden Daily", 2)
            .claim("", Status::Affected, Exact, 30.0)
            .with(|c| c.counted_country = Some("XB".into()))
            .with(change);
        assert_eq!(made.tables().topics.len(), 2, "{what}");
    }
}

#[test]
fn a_named_victim_makes_no_row_beside_a_printed_number() {
    let mut made = Made::default();
    made.article("Harbour Post", 2).claim("police", Status::Killed, Exact, 2.0);
    made.claim("police", Status::Killed, Exact, 1.0).with(|c| {
        c.form = Form::Named;
        c.figure_text = None;
    });
    assert_eq!(made.tables().comparisons.len(), 1);
    made.0.claims.remove(0);
    assert_eq!(made.tables().comparisons.len(), 1);
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

#[test]
fn claimants_with_actors_in_several_spellings_are_one() {
    let mut made = Made::default();
    for (n, name) in ["Danylo Orsky", "Danylo Orskyy"].into_iter().enumerate() {
        made.article(["Harbour Post", "Velden Daily"][n], 2);
        let id = actor_id(name, ActorKind::Person, None);
        let article = made.0.articles[n].article_id.clone();
        made.0.actors.push(ActorRow {
            actor_id: id.clone(),
            name: name.into(),
            kind: ActorKind::Person,
            country: None,
            sector: None,
            role: None,
            aliases: None,
            n_mentions: 1,
            named: true,
        });
        made.0.mentions.push(crate::table::MentionRow { actor_id: id.clone(), article_id: article, start: 1, end: 5, text: name.into() });
        made.claim(name, Status::Killed, Exact, 20.0).with(|c| {
            c.claimant_actor_id = Some(id);
            c.claimant_kind = SourceKind::Person;
        });
    }
    let tables = made.tables();
    assert_eq!((tables.comparisons.len(), tables.actors.len(), tables.topics[0].n_origins), (1, 1, 1));
    assert_eq!(tables.comparisons[0].n_articles, 2);
    assert_eq!(tables.actors[0].n_mentions, 2);
}
