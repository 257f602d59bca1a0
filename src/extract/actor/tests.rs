//! Actors of invented texts, read with the built-in lexicon and model.

use std::sync::OnceLock;

use super::fold;
use crate::extract::Extractor;
use crate::lexicon::Lexicon;
use crate::syntax::Syntax;
use crate::types::{Actor, ActorKind, Article, Block, BlockKind, Span};

fn actors(text: &str) -> Vec<Actor> {
    static SHARED: OnceLock<Extractor> = OnceLock::new();
    let extractor =
        SHARED.get_or_init(|| Extractor::new(Lexicon::builtin().expect("built-in lexicon"), Syntax::builtin().expect("built-in model")));
    let blocks = vec![Block { span: Span::new(0, text.len()), kind: BlockKind::Paragraph, embed: None }];
    extractor.extract(&Article { text: text.into(), blocks, ..Article::default() }).actors
}

fn named<'a>(actors: &'a [Actor], name: &str) -> Option<&'a Actor> {
    actors.iter().find(|a| a.name == name)
}

#[test]
fn spellings_of_one_name_fold_together() {
    assert_eq!(fold("Zelenskyy"), fold("Zelensky"));
    assert_eq!(fold("Zelenskiy"), fold("ZELENSKY"));
    assert_ne!(fold("Vell"), fold("Velly Orsk"));
}

#[test]
fn an_office_with_capitals_is_an_actor() {
    let all = actors("Reporters met the Foreign Secretary in Geneva on Monday.");
    assert_eq!(named(&all, "Foreign Secretary").map(|a| a.kind), Some(ActorKind::Office));
    assert_eq!(named(&actors("Reporters met the secretary in Geneva."), "secretary"), None);
}

#[test]
fn descriptions_leave_their_article_and_things_are_no_actors() {
    let text = "The protesters said nine trams stood still. The rain showed that the roof leaks.";
    let all = actors(text);
    let protesters = named(&all, "protesters").expect("protesters");
    assert_eq!(protesters.mentions.iter().map(|m| m.span.of(text)).collect::<Vec<_>>(), ["protesters"]);
    assert!(all.iter().all(|a| !a.name.contains("rain")), "{all:?}");
}

#[test]
fn a_short_form_in_brackets_is_the_same_actor_throughout() {
    let text = "The Harbor Workers Union (HWU) met. The HWU said nine ships were idle.";
    let all = actors(text);
    let union = all.iter().find(|a| a.aliases.iter().chain([&a.name]).any(|n| n == "HWU")).expect("the union");
    assert!(union.aliases.iter().chain([&union.name]).any(|n| n == "Harbor Workers Union"), "{all:?}");
    let starts: Vec<usize> = union.mentions.iter().map(|m| m.span.start).collect();
    assert!(starts.len() >= 3 && starts.windows(2).all(|w| w[0] < w[1]), "{starts:?}");
}

#[test]
fn ships_and_days_say_nothing_and_what_is_owned_keeps_its_owner() {
    let text = "The ferry Marenka sank on Monday. The Marenka said that 12 people were lost. The morning said so too.";
    assert!(actors(text).iter().all(|a| a.name != "morning"));
    let all = actors("The institute's experts said that 12 people were lost.");
    assert!(all.iter().any(|a| a.name == "institute's experts"), "{all:?}");
}

#[test]
fn names_take_in_their_guild_and_their_paper() {
    let all = actors("The Dockers' Union said that 12 men were lost.");
    assert!(all.iter().any(|a| a.name == "Dockers' Union"), "{all:?}");
}

#[test]
fn the_short_name_of_a_paper_is_the_paper_and_firms_are_no_persons() {
    let text = "The Torvale Herald wrote that 40 miners had died. The Herald said 12 miners were from Velden.";
    let all = actors(text);
    let paper = named(&all, "Torvale Herald").expect("the paper");
    assert_eq!(paper.mentions.iter().map(|m| m.span.of(text)).collect::<Vec<_>>(), ["Torvale Herald", "Herald"]);
    let all = actors("Skerry Lines said that 12 men were lost.");
    assert_eq!(named(&all, "Skerry Lines").map(|a| a.kind), Some(ActorKind::Organisation), "{all:?}");
}
