//! What is one topic, one row, one claimant, and what is not.

use super::*;

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

/// A figure of delegates in a sentence of its article.
fn delegates(made: &mut Made, sentence: &str, n: f64) {
    made.claim("", Status::Unspecified, Exact, n).with(|c| {
        c.counted_text = Some("delegates".into());
        c.counted_head = Some("delegate".into());
        c.counted_type = CountedType::Other;
        c.sentence = sentence.into();
    });
}

#[test]
fn the_name_next_to_a_figure_tells_whose_things_it_counts() {
    let mut made = Made::default();
    let (first, second) = ("Vell has 44 delegates, Marr 31.", "Vell now has 36 delegates, Marr 47.");
    made.article("Harbour Post", 2);
    delegates(&mut made, first, 44.0);
    delegates(&mut made, first, 31.0);
    made.article("Velden Daily", 4);
    delegates(&mut made, second, 36.0);
    delegates(&mut made, second, 47.0);
    let topics = |options: &AggregateOptions| -> Vec<(f64, f64)> {
        let tables = aggregate(made.0.clone(), &Lexicon::builtin().expect("built in"), options);
        let mut found: Vec<(f64, f64)> = tables.topics.iter().filter_map(|t| Some((t.low?, t.high?))).collect();
        found.sort_by(|a, b| a.0.total_cmp(&b.0));
        found
    };
    assert_eq!(topics(&AggregateOptions::default()), [(31.0, 47.0), (36.0, 44.0)]);
    // Without it the nearer figures are taken for one.
    let mut options = AggregateOptions::default();
    (options.distance.whose_same, options.distance.whose_other, options.distance.context) = (0.0, 0.0, 0.0);
    assert_ne!(topics(&options), [(31.0, 47.0), (36.0, 44.0)]);
}

#[test]
fn others_are_what_the_sentence_counts() {
    let mut made = Made::default();
    let sentence = "Five officers were killed and 7 others wounded in Orsk.";
    let officer = |c: &mut ClaimRow| {
        c.counted_text = Some("officers".into());
        c.counted_head = Some("officer".into());
        c.counted_role = Some("police".into());
    };
    made.article("Harbour Post", 2).claim("", Status::Killed, Exact, 5.0).with(officer).with(|c| c.sentence = sentence.into());
    made.claim("", Status::Wounded, Exact, 7.0).with(|c| {
        c.counted_text = Some("others".into());
        c.counted_head = Some("other".into());
        c.sentence = sentence.into();
    });
    assert_eq!(made.tables().topics.len(), 1);
    // In a sentence of their own they may be anybody.
    made.0.claims[1].sentence = "In the harbor 7 others were wounded.".into();
    assert_eq!(made.tables().topics.len(), 2);
}

#[test]
fn persons_without_a_number_keep_no_two_questions_of_one_people_apart() {
    let mut made = Made::default();
    for (outlet, day) in [("Harbour Post", 2), ("Velden Daily", 3)] {
        made.article(outlet, day);
        for (status, n) in [(Status::Killed, 5.0), (Status::Wounded, 6.0)] {
            made.claim("police", status, Exact, n).with(|c| c.sentence = format!("Police counted {n} people {status}."));
            let whole = made.0.claims.last().map(|c| c.claim_id.clone());
            for name in ["Ana Vell", "Jon Marr", "Mira Sand"] {
                made.claim("police", status, Exact, 1.0).with(|c| {
                    c.form = Form::Named;
                    c.figure_text = None;
                    c.counted_text = Some(name.into());
                    c.part_of = whole.clone();
                    c.sentence = format!("{name} was {status} near the old kiln.");
                });
            }
        }
    }
    let statuses: Vec<String> = made.tables().topics.iter().map(|t| t.statuses.clone()).collect();
    assert_eq!(statuses, ["killed|wounded"]);
}
