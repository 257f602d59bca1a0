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
