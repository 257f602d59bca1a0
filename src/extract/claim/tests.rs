//! Claims of invented sentences, read with the built-in lexicon and model.

use std::sync::OnceLock;

use crate::extract::Extractor;
use crate::lexicon::Lexicon;
use crate::syntax::Syntax;
use crate::types::{Aggregation, Article, Block, BlockKind, Claim, Modality, Span, Stance, Status};

fn claims(text: &str) -> Vec<Claim> {
    static SHARED: OnceLock<Extractor> = OnceLock::new();
    let extractor =
        SHARED.get_or_init(|| Extractor::new(Lexicon::builtin().expect("built-in lexicon"), Syntax::builtin().expect("built-in model")));
    let blocks = vec![Block { span: Span::new(0, text.len()), kind: BlockKind::Paragraph, embed: None }];
    let published_day = Some(jiff::civil::date(2025, 6, 10));
    extractor.extract(&Article { text: text.into(), blocks, published_day, ..Article::default() }).claims
}

fn of(text: &str) -> Vec<(Option<f64>, Status)> {
    claims(text).iter().map(|c| (c.value, c.status)).collect()
}

#[test]
fn each_of_two_statuses_goes_to_its_own_figure() {
    assert_eq!(
        of("The slide killed one miner and injured 11 others in Velden."),
        [(Some(1.0), Status::Killed), (Some(11.0), Status::Wounded)]
    );
    assert_eq!(of("A blast left two men dead and four others hurt."), [(Some(2.0), Status::Killed), (Some(4.0), Status::Wounded)]);
}

#[test]
fn a_whole_does_not_share_what_is_said_of_its_part() {
    assert_eq!(
        of("About 530 of Velden's 700 dockers were on strike."),
        [(Some(530.0), Status::Protested), (Some(700.0), Status::Unspecified)]
    );
}

#[test]
fn seats_are_not_held_like_hostages() {
    assert_eq!(of("The Greens hold 44 seats in the council."), [(Some(44.0), Status::Unspecified)]);
}

#[test]
fn a_union_of_statuses_is_other() {
    assert_eq!(of("Sixty raiders were killed or wounded.")[0].1, Status::Other);
}

#[test]
fn a_part_in_a_list_shares_status_and_whole() {
    let c = claims("At least 12 pilgrims, including six guides and two cooks, were killed in Orsk.");
    assert_eq!(c.iter().map(|c| c.status).collect::<Vec<_>>(), [Status::Killed; 3]);
    assert_eq!(c.iter().map(|c| c.part_of).collect::<Vec<_>>(), [None, Some(0), Some(0)]);
}

#[test]
fn the_day_of_the_story_is_shared() {
    let c = claims("Six miners were killed on Monday in Velden. Four other miners were injured.");
    assert_eq!(c[0].event_date.as_deref(), Some("2025-06-09"));
    assert_eq!(c[1].event_date.as_deref(), Some("2025-06-09"));
}

#[test]
fn plans_forecasts_and_what_is_there_anyway() {
    let first = |text: &str| claims(text)[0].modality;
    assert_eq!(first("Torvale plans to hire 400 guards."), Modality::Planned);
    assert_eq!(first("The mill announced that it will dismiss 640 weavers."), Modality::Planned);
    assert_eq!(first("The storm killed 31 sailors."), Modality::Actual);
}

#[test]
fn totals_and_corrections() {
    assert_eq!(claims("So far, 27 boats were raised.")[0].aggregation, Aggregation::Total);
    let c = claims("Nine boats sank, not 12.");
    assert_eq!(c.last().map(|c| c.stance), Some(Stance::Denies));
}
