//! Every phenomenon in a few invented sentences, positive and negative. The chapters `tests/spec/en/dates-*.md` have more.

use proptest::prelude::*;

use super::TimexReader;
use crate::lexicon::{Files, TimeWords};
use crate::types::{Day, Timex};

fn reader() -> TimexReader {
    TimexReader::new(&TimeWords::load(&Files::builtin()).expect("built-in files"))
}

fn day(text: &str) -> Option<Day> {
    text.parse().ok()
}

/// "text = TYPE value mod" of each expression of a sentence printed on a day.
fn read(published: &str, text: &str) -> Vec<String> {
    let show = |t: &Timex| {
        let modifier = t.modifier.as_deref().map(|m| format!(" {m}")).unwrap_or_default();
        format!("{} = {} {}{modifier}", t.span.of(text), t.kind, t.value)
    };
    reader().read(text, day(published)).iter().map(show).collect()
}

/// Compares sentences printed on Saturday, 12 April 2025.
fn check(cases: &[(&str, &[&str])]) {
    for (text, want) in cases {
        assert_eq!(read("2025-04-12", text), *want, "{text}");
    }
}

#[test]
fn dates_with_their_year() {
    check(&[
        ("It opened on March 3, 2019.", &["March 3, 2019 = DATE 2019-03-03"]),
        ("It opened on the 3rd of March 2019.", &["3rd of March 2019 = DATE 2019-03-03"]),
        ("Signed Sat, Apr 12, 2014.", &["Sat, Apr 12, 2014 = DATE 2014-04-12"]),
        ("The log of 2024-11-30 ends.", &["2024-11-30 = DATE 2024-11-30"]),
        ("Dated 27.03.2024 and 03/27/24.", &["27.03.2024 = DATE 2024-03-27", "03/27/24 = DATE 2024-03-27"]),
        ("It burned in February 2023.", &["February 2023 = DATE 2023-02"]),
        ("The letter of February 30 is forged.", &[]),
        ("Form 1.2.2024.5, call 555-12-2024-77.", &[]),
    ]);
}

#[test]
fn dates_without_their_year() {
    check(&[
        ("A report of April 10 said so.", &["April 10 = DATE 2025-04-10"]),
        ("They left in December.", &["December = DATE 2024-12"]),
        ("They will return in December.", &["December = DATE 2025-12"]),
        ("On the 10th, police came; he lives on the 9th floor.", &["the 10th = DATE 2025-04-10"]),
        ("In May 20 soldiers were killed.", &["May = DATE 2025-05"]),
        ("In January and March 2022 it was shut.", &["January = DATE 2022-01", "March 2022 = DATE 2022-03"]),
        ("Seen on Thursday, September 5.", &["Thursday, September 5 = DATE 2024-09-05"]),
    ]);
    assert_eq!(read("2025-01-02", "On December 30, nine surrendered."), ["December 30 = DATE 2024-12-30"]);
    assert_eq!(read("2024-12-28", "Talks resume on January 7."), ["January 7 = DATE 2025-01-07"]);
    assert_eq!(read("2023-02-27", "The leap day of February 29 is near."), ["February 29 = DATE 2024-02-29"]);
}

#[test]
fn names_and_verbs_are_no_months() {
    check(&[
        ("He may march. May I? Theresa May met April Jones.", &[]),
        ("The March on the palace was long.", &[]),
        ("The March figures were revised in May.", &["March = DATE 2025-03", "May = DATE 2025-05"]),
        ("The Sun and Sat Kumar sat in the sun.", &[]),
        ("The Sunday Times and USA Today agree.", &[]),
        ("Sales fall; a second man came second.", &[]),
    ]);
}

#[test]
fn years_and_decades() {
    check(&[
        ("Trained in 2023 alone.", &["2023 = DATE 2023"]),
        ("Some 2015 people and 1990 soldiers, 1,990 cows, $2015.", &[]),
        ("Room 1996, Resolution 1701, the 1900 block of Elm Street.", &[]),
        ("In late 2023 and mid-2022.", &["late 2023 = DATE 2023 END", "mid-2022 = DATE 2022 MID"]),
        ("The '80s, the 1990s and the early nineties.", &["'80s = DATE 198", "1990s = DATE 199", "the early nineties = DATE 199 START"]),
        ("A woman in her early 80s.", &[]),
        ("A 19th century fort.", &["19th century = DATE 18"]),
        ("The 2014-15 course.", &["2014-15 = DATE 2014/2015"]),
    ]);
}

#[test]
fn weekdays_lean_on_the_words_around() {
    check(&[
        ("Twelve were seized on Thursday.", &["Thursday = DATE 2025-04-10"]),
        ("The council will meet on Thursday.", &["Thursday = DATE 2025-04-17"]),
        ("The court is to rule on Monday.", &["Monday = DATE 2025-04-14"]),
        ("Police said on Saturday that it was so.", &["Saturday = DATE 2025-04-12"]),
        ("It had been due on Friday.", &["Friday = DATE 2025-04-11"]),
        ("It fell late Tuesday.", &["late Tuesday = DATE 2025-04-08 END"]),
        ("Shot a week ago Tuesday.", &["a week ago Tuesday = DATE 2025-04-01"]),
        ("Two Fridays ago and the Friday before last.", &["Two Fridays ago = DATE 2025-04-04", "the Friday before last = DATE 2025-04-04"]),
    ]);
}

#[test]
fn counted_from_the_publication_day() {
    check(&[
        ("Earlier this week he denied it.", &["Earlier this week = DATE 2025-W15 START"]),
        ("Yesterday, and tomorrow.", &["Yesterday = DATE 2025-04-11", "tomorrow = DATE 2025-04-13"]),
        ("Last month and early next year.", &["Last month = DATE 2025-03", "early next year = DATE 2026 START"]),
        ("He left nearly four years ago.", &["nearly four years ago = DATE 2021 AFTER"]),
        ("Five months ago; 10 days ago.", &["Five months ago = DATE 2024-11", "10 days ago = DATE 2025-04-02"]),
        ("By the end of May.", &["the end of May = DATE 2025-05 END"]),
        ("Last October, this September.", &["Last October = DATE 2024-10", "this September = DATE 2025-09"]),
        ("It is now known; recently it was not.", &["now = DATE PRESENT_REF", "recently = DATE PAST_REF"]),
        ("As soon as he came, soon after dawn.", &[]),
    ]);
    assert_eq!(read("2025-04-15", "Over the weekend it rained."), ["the weekend = DATE 2025-W15-WE"]);
}

#[test]
fn counted_from_the_text() {
    check(&[
        (
            "It sank on March 3, 2024. The following day 12 were found.",
            &["March 3, 2024 = DATE 2024-03-03", "The following day = DATE 2024-03-04"],
        ),
        ("Buried on 9 March. Three days earlier he was seen.", &["9 March = DATE 2025-03-09", "Three days earlier = DATE 2025-03-06"]),
        ("In 2019 it closed; 300 left that year.", &["2019 = DATE 2019", "that year = DATE 2019"]),
        (
            "Profit in the third quarter of 2024 was up from a year earlier.",
            &["the third quarter of 2024 = DATE 2024-Q3", "a year earlier = DATE 2023-Q3"],
        ),
    ]);
    let found = reader().read("It sank on 3 March 2024; two days later it was raised.", day("2025-04-12"));
    let anchors: Vec<_> = found.iter().map(|t| t.anchor.as_deref()).collect();
    assert_eq!(anchors, [None, Some("text")]);
}

#[test]
fn clock_times() {
    check(&[
        ("Robbed at 10 p.m. on Wednesday.", &["10 p.m. on Wednesday = TIME 2025-04-09T22:00"]),
        ("On Wednesday at noon it began.", &["Wednesday at noon = TIME 2025-04-09T12:00"]),
        ("It came around 11:30 Sunday night.", &["around 11:30 Sunday night = TIME 2025-04-06T23:30 APPROX"]),
        ("Early Sunday morning.", &["Early Sunday morning = TIME 2025-04-06TMO START"]),
        ("Velden won 6-1 at odds of 10:1, item 17:20 of the list.", &[]),
    ]);
}

#[test]
fn durations_and_sets() {
    check(&[
        ("They had one to two months of training.", &["one to two months = DURATION P1M"]),
        (
            "Up to 15 years, more than four hours.",
            &["Up to 15 years = DURATION P15Y EQUAL_OR_LESS", "more than four hours = DURATION PT4H MORE_THAN"],
        ),
        ("A six-month ban for two and a half years.", &["six-month = DURATION P6M", "two and a half years = DURATION P2Y6M"]),
        ("The 34-year-old and a six-month-old boy.", &[]),
        ("It costs $5 million a year, a quarter of all.", &[]),
        ("Every day, twice a week, each July.", &["Every day = SET P1D", "twice a week = SET P1W", "each July = SET XXXX-07"]),
        ("Closed on Mondays.", &["Mondays = SET XXXX-WXX-1"]),
        ("The Daily Mirror, a daily paper.", &[]),
    ]);
}

#[test]
fn stretches_up_to_today_have_days() {
    for (text, first, last) in [
        ("over the past 24 hours", "2025-04-11", "2025-04-12"),
        ("in the past two months", "2025-02-12", "2025-04-12"),
        ("over the past year", "2024-04-12", "2025-04-12"),
        ("in the next three weeks", "2025-04-12", "2025-05-03"),
        ("in the first nine months of 2024", "2024-01-01", "2024-09-30"),
        ("from 3 to 7 May 2024", "2024-05-03", "2024-05-07"),
    ] {
        let found = reader().read(text, day("2025-04-12"));
        assert_eq!((found[0].first_day, found[0].last_day), (day(first), day(last)), "{text}");
    }
}

#[test]
fn without_a_publication_day_nothing_is_invented() {
    let text = "On June 27 and on Friday night, yesterday, last week, in October, at 9 p.m.";
    let found = reader().read(text, None);
    let values: Vec<_> = found.iter().map(|t| t.value.as_str()).collect();
    assert_eq!(values, ["XXXX-06-27", "XXXX-WXX-5TNI", "XXXX-XX-XX", "XXXX-WXX", "XXXX-10", "XXXX-XX-XXT21:00"]);
    assert!(found.iter().all(|t| t.first_day.is_none() && t.last_day.is_none()));
}

#[test]
fn spans_hold_beside_letters_beyond_ascii() {
    let text = "In Šibrava\u{a0}– on\u{a0}12\u{a0}April – 17 people… left on “Thursday”.";
    let found: Vec<_> = reader().read(text, day("2025-04-15")).iter().map(|t| t.span.of(text).to_owned()).collect();
    assert_eq!(found, ["12\u{a0}April", "Thursday"]);
}

#[test]
fn an_expression_ends_with_its_paragraph() {
    let found = read("2025-04-12", "It happened on May 3\n\n2019 was worse.");
    assert_eq!(found, ["May 3 = DATE 2025-05-03", "2019 = DATE 2019"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    /// Whatever is strung together, spans are valid, in order and apart, and days are in order.
    #[test]
    fn any_text_is_survived(words in prop::collection::vec(prop::sample::select(WORDS), 0..40), published in prop::option::of(0i64..40000)) {
        let text = words.concat();
        let published = published.and_then(|d| super::calendar::add_days(day("1950-01-01")?, d));
        let mut end = 0;
        for t in reader().read(&text, published) {
            prop_assert!(t.span.start >= end && t.span.end > t.span.start, "{text:?} {t:?}");
            prop_assert!(text.get(t.span.start..t.span.end).is_some());
            prop_assert!(t.first_day <= t.last_day, "{text:?} {t:?}");
            prop_assert!(!t.value.is_empty());
            end = t.span.end;
        }
    }
}

const WORDS: &[&str] = &[
    " ",
    " ",
    " ",
    ",",
    ".",
    "-",
    "–",
    ":",
    "'",
    "/",
    "\n",
    "\n\n",
    "the ",
    "a ",
    "of ",
    "in ",
    "on ",
    "at ",
    "to ",
    "and ",
    "or ",
    "this ",
    "last ",
    "next ",
    "past ",
    "following ",
    "May ",
    "April ",
    "Sept. ",
    "Monday ",
    "Mondays ",
    "Sat ",
    "week ",
    "weeks ",
    "years ",
    "year ",
    "quarter ",
    "century ",
    "decades ",
    "weekend ",
    "ago ",
    "earlier ",
    "later ",
    "before ",
    "after ",
    "early ",
    "late ",
    "mid",
    "end ",
    "every ",
    "each ",
    "twice ",
    "daily ",
    "first ",
    "third ",
    "twenty",
    "one ",
    "two ",
    "half ",
    "several ",
    "hundred ",
    "million ",
    "nearly ",
    "more than ",
    "up to ",
    "1",
    "12",
    "31",
    "99",
    "1999",
    "2024",
    "99999999999",
    "th ",
    "s ",
    "pm ",
    "p.m. ",
    "GMT ",
    "noon ",
    "night ",
    "morning ",
    "Easter ",
    "Christmas Eve ",
    "now ",
    "yesterday ",
    "summer ",
    "winter ",
    "nineteen ",
    "nineties ",
    "fiscal ",
    "T",
    "Z",
    "Q",
    "old ",
    "time ",
    "é",
    "💥",
    "\u{a0}",
];
