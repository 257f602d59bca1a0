//! Tests, phenomenon by phenomenon, in invented sentences. The chapters `tests/spec/en/figures-*.md` hold many more.

use proptest::prelude::*;

use super::FigureReader;
use crate::lexicon::{Files, Numbers};
use crate::types::{Block, BlockKind, Figure, FigureKind, FlagCode, Quantifier, Span, Timex, TimexType};

fn reader() -> FigureReader {
    FigureReader::new(&Numbers::load(&Files::builtin()).expect("sound files"))
}

fn read(text: &str) -> Vec<Figure> {
    reader().read(text, &[], &[], None)
}

/// "text kind low..high" of every figure.
fn shown(text: &str) -> Vec<String> {
    let end = |v: Option<f64>| v.map(|v| v.to_string()).unwrap_or_default();
    read(text).iter().map(|f| format!("{} {} {}..{}", f.span.of(text), f.kind, end(f.low), end(f.high))).collect()
}

#[test]
fn hedges_are_part_of_the_figure_and_number_is_not() {
    let text = "China is unaware of the more than 155 citizens.";
    let figures = read(text);
    assert_eq!(figures.len(), 1);
    assert_eq!((figures[0].span.of(text), figures[0].number.of(text)), ("more than 155", "155"));
    assert_eq!((figures[0].value, figures[0].low, figures[0].high), (Some(155.0), Some(155.0), None));
    assert_eq!(figures[0].quantifier, Quantifier::MoreThan);
    assert_eq!(shown("Losses topped 2,200."), ["topped 2,200 count 2200.."]);
    assert_eq!(shown("Only 12 came."), ["12 count 12..12"]);
}

#[test]
fn ranges_are_never_averaged() {
    assert_eq!(shown("Between 18 and 25 sailors are missing."), ["Between 18 and 25 count 18..25"]);
    assert_eq!(shown("Units lost 5 and 6 vehicles respectively."), ["5 count 5..5", "6 count 6..6"]);
    assert!(read("It killed 18-25 goats.").iter().all(|f| f.value.is_none()));
}

#[test]
fn a_change_is_two_figures_and_the_first_is_earlier() {
    let earlier: Vec<bool> = read("Staff grew from 1,200 to 3,400.").iter().map(|f| f.earlier).collect();
    assert_eq!(earlier, [true, false]);
    let earlier: Vec<bool> = read("It lowered its count to 47 from 52.").iter().map(|f| f.earlier).collect();
    assert_eq!(earlier, [false, true]);
    let earlier: Vec<bool> = read("The toll is 47, up from 40.").iter().map(|f| f.earlier).collect();
    assert_eq!(earlier, [false, true]);
    assert!(read("Buses from 12 towns came to Holm.").iter().all(|f| !f.earlier));
}

#[test]
fn increments_are_marked() {
    let increments = |text: &str| read(text).iter().map(|f| f.increment).collect::<Vec<_>>();
    assert_eq!(increments("Another six died."), [true]);
    assert_eq!(increments("Six more died."), [true]);
    assert_eq!(increments("An additional 20 were sent."), [true]);
    assert_eq!(increments("Six died, more than last year."), [false]);
}

#[test]
fn kinds_that_are_no_counts() {
    for (text, kind) in [
        ("The 34-year-old driver fled.", FigureKind::Age),
        ("Olle Brandt, 67, died.", FigureKind::Age),
        ("Route 66 was shut.", FigureKind::Designation),
        ("Velden beat Torvale 3-2.", FigureKind::Score),
        ("It burned down in 1987.", FigureKind::Date),
        ("The train left at 17:20.", FigureKind::Time),
        ("The siege took 35 days.", FigureKind::Duration),
        ("A third man was held.", FigureKind::Ordinal),
        ("It cost $5.", FigureKind::Money),
        ("Output fell 5%.", FigureKind::Percent),
        ("They took 9 tons of copper.", FigureKind::Measure),
        ("One in four boats sank.", FigureKind::Ratio),
        ("There are three reasons.", FigureKind::Enumeration),
        ("It is one of the best harbours.", FigureKind::Idiom),
        ("It was the one she wanted.", FigureKind::Idiom),
        ("Copyright ©2025 Torvale Press", FigureKind::Furniture),
        ("One of the six confessed.", FigureKind::Count),
    ] {
        assert_eq!(read(text).first().map(|f| f.kind), Some(kind), "{text}");
    }
}

#[test]
fn numbers_in_time_expressions_are_dates() {
    let text = "The fair opens on the 10th; 40 came.";
    let timex = Timex {
        span: Span::new(15, 26),
        kind: TimexType::Date,
        value: "2025-04-10".into(),
        modifier: None,
        first_day: None,
        last_day: None,
        anchor: None,
        rule: "day".into(),
    };
    let figures = reader().read(text, &[timex], &[], None);
    assert_eq!((figures[0].kind, figures[0].rule.as_str()), (FigureKind::Date, "timex"));
    assert_eq!(figures[1].kind, FigureKind::Count);
}

#[test]
fn blocks_are_walls_and_their_furniture_is_furniture() {
    let text = "6 hours ago 2\nMore than\n40 came";
    let block = |start, end, kind| Block { span: Span::new(start, end), kind, embed: None };
    let blocks = [block(0, 13, BlockKind::Boilerplate), block(14, 23, BlockKind::Paragraph), block(24, 31, BlockKind::Paragraph)];
    let figures = reader().read(text, &[], &blocks, None);
    let kinds: Vec<FigureKind> = figures.iter().map(|f| f.kind).collect();
    assert_eq!(kinds, [FigureKind::Furniture, FigureKind::Furniture, FigureKind::Count]);
    assert_eq!(figures[2].span.of(text), "40");
}

#[test]
fn bare_dollars_are_those_of_the_outlets_country() {
    let unit = |country| reader().read("It cost 40 dollars.", &[], &[], country)[0].unit.clone();
    assert_eq!(unit(None).as_deref(), Some("USD"));
    assert_eq!(unit(Some("AU")).as_deref(), Some("AUD"));
    assert_eq!(unit(Some("FR")).as_deref(), Some("USD"));
    let yen = reader().read("It cost 40 yen.", &[], &[], Some("AU"))[0].unit.clone();
    assert_eq!(yen.as_deref(), Some("JPY"));
}

#[test]
fn a_number_too_large_says_so() {
    let text = "9".repeat(10_000);
    let figures = read(&text);
    assert_eq!(figures.len(), 1);
    assert_eq!((figures[0].rule.as_str(), figures[0].kind, figures[0].value), ("overflow", FigureKind::Other, None));
    assert_eq!((figures[0].low, figures[0].high), (None, None));
    let flags = super::flags(&text, &figures);
    assert_eq!(flags.iter().map(|f| (f.code, f.figure)).collect::<Vec<_>>(), [(FlagCode::NumberOverflow, Some(0))]);
    // With separators, a scale and a unit behind; the count after it is read.
    let text = format!("$9{} million; 12 men", ",999".repeat(2_500));
    let figures = read(&text);
    assert_eq!(figures[0].value, None);
    assert_eq!(figures.last().and_then(|f| f.value), Some(12.0));
    assert_eq!(super::flags(&text, &figures).len(), 1);
    assert_eq!(super::flags("12 men", &read("12 men")), []);
}

#[test]
fn glued_numbers_are_read_and_marked() {
    let text = "They held some12 people.";
    let figures = read(text);
    assert_eq!((figures[0].number.of(text), figures[0].rule.as_str()), ("12", "count_glued"));
    assert_eq!(super::flags(text, &figures)[0].code, FlagCode::GluedNumber);
    assert_eq!(read("The G7 met.")[0].kind, FigureKind::Designation);
}

#[test]
fn spans_hold_after_letters_of_several_bytes() {
    let text = "In Šibrava – the ‘old’ town – 17 people fled.";
    assert_eq!(read(text)[0].span.of(text), "17");
}

#[test]
fn the_end_of_a_long_article_is_read() {
    let text = format!("{}In the end 17 people fled.", "The river rose and the town slept on. ".repeat(600));
    assert_eq!(read(&text).last().map(|f| f.span.of(&text)), Some("17"));
}

#[test]
fn money_of_markets_is_read() {
    let unit = |text: &str| read(text).first().map(|f| (f.value, f.unit.clone().unwrap_or_default()));
    assert_eq!(unit("They paid 75 USD million."), Some((Some(75e6), "USD".into())));
    assert_eq!(unit("an order of 30 MSEK"), Some((Some(30e6), "SEK".into())));
    assert_eq!(unit("three cts a share"), Some((Some(3.0), "USX".into())));
    assert_eq!(shown("It bought two mln shares."), ["two mln count 2000000..2000000"]);
    assert_eq!(shown("It fell in 1983 to 95 mln."), ["1983 date 1983..1983", "95 mln count 95000000..95000000"]);
    assert_eq!(shown("30 MUST go"), ["30 count 30..30"]);
}

#[test]
fn what_a_rate_is_reckoned_by_counts_nothing() {
    let kinds = |text: &str| read(text).iter().map(|f| f.kind).collect::<Vec<_>>();
    assert_eq!(kinds("Two people in every thousand were hurt."), [FigureKind::Other, FigureKind::Other]);
    assert_eq!(kinds("Five wells per 1,000 people."), [FigureKind::Other, FigureKind::Other]);
    assert_eq!(kinds("Two people in every town were hurt, and 1,000 fled."), [FigureKind::Count, FigureKind::Count]);
}

#[test]
fn single_letters_are_units_only_where_nothing_is_named() {
    assert_eq!(shown("It was 35C."), ["35 measure 35..35"]);
    assert_eq!(read("They sat in seat 35C.")[0].kind, FigureKind::Designation);
    assert_eq!(read("The 5G masts")[0].kind, FigureKind::Designation);
    assert_eq!(read("It weighs 203g.")[0].kind, FigureKind::Measure);
    assert_eq!(read("in the 20s")[0].kind, FigureKind::Date);
    assert_eq!(read("Temperatures in the mid-30s")[0].kind, FigureKind::Measure);
}

#[test]
fn names_with_numbers_count_nothing() {
    let kind = |text: &str| read(text)[0].kind;
    assert_eq!(kind("The Velden 100 index fell."), FigureKind::Designation);
    assert_eq!(kind("The S&P 500 fell."), FigureKind::Designation);
    assert_eq!(kind("He read “Seven Soldiers” twice."), FigureKind::Designation);
    assert_eq!(kind("“Seven soldiers left,” she said."), FigureKind::Count);
    assert_eq!(kind("The crew fired 155-mm shells."), FigureKind::Designation);
    assert_eq!(kind("It rained 155 mm."), FigureKind::Measure);
}

#[test]
fn no_quantifies_only_what_is_counted() {
    assert_eq!(shown("No crew members were hurt."), ["No count 0..0"]);
    assert_eq!(shown("They had no money."), Vec::<String>::new());
    assert_eq!(shown("No more than 40 may enter."), ["No more than 40 count ..40"]);
    assert_eq!(shown("No one was killed."), ["No one count 0..0"]);
    assert_eq!(read("No one knows.")[0].kind, FigureKind::Idiom);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever the text: no panic, spans on characters and in order, finite values.
    #[test]
    fn any_text_is_read_soundly(text in "([0-9]{1,4}|[,.:/%$£€–—'’()#@+~<>-]| |\n|one|two|twenty|hundred|thousand|million|dozen|half|third|no|of|the|to|and|or|between|from|more than|up|a|in|percent|dollars|miles|years|old|No|May|é|Š|½|\\PC){0,40}") {
        let reader = reader();
        let mut end = 0;
        for f in reader.read(&text, &[], &[], None) {
            prop_assert!(f.span.start >= end && f.span.end <= text.len() && f.span.start < f.span.end);
            prop_assert!(text.is_char_boundary(f.span.start) && text.is_char_boundary(f.span.end));
            prop_assert!(text.is_char_boundary(f.number.start) && text.is_char_boundary(f.number.end) && f.span.contains(&f.number));
            prop_assert!([f.value, f.low, f.high].into_iter().flatten().all(f64::is_finite));
            if let (Some(low), Some(high)) = (f.low, f.high) {
                prop_assert!(low <= high, "{} {} {}", f.span.of(&text), low, high);
            }
            end = f.span.end;
        }
    }
}
