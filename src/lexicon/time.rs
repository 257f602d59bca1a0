//! Words that name times: months, weekdays, time zones, units, seasons, phrases, holidays.
//!
//! `Apr` is month 4 (only beside a day or a year), `Tues` is weekday 2, `BST` is 60 minutes east of UTC, `fortnight` is a
//! unit, `the day before yesterday` is the phrase `day-2`, `Boxing Day` is 12-26.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Files, LexiconError, Row};
use crate::types::{TimexType, UnknownValue};

/// When a word that names a month or weekday may stand alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alone {
    /// "April", "Thursday".
    Yes,
    /// Only with a capital letter: "May", "March".
    Capital,
    /// Only beside a day, a month or a year: "Apr", "Sat".
    No,
}

/// A time zone as printed after a clock time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone {
    /// Minutes east of UTC, in winter.
    pub minutes: i32,
    /// The rule by which an hour is added in summer, where the word names both ("ET").
    pub summer: Option<Summer>,
}

/// Whose summer time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Summer {
    /// From the second Sunday of March to the first of November.
    Us,
    /// From the last Sunday of March to the last of October.
    Eu,
}

/// Knowledge of this room.
#[derive(Debug, Default)]
pub struct TimeWords {
    /// Lower-case word to month (1 to 12).
    pub months: BTreeMap<String, (i8, Alone)>,
    /// Lower-case word to ISO weekday (Monday 1 to Sunday 7).
    pub weekdays: BTreeMap<String, (i8, Alone)>,
    /// Lower-case abbreviation to time zone.
    pub zones: BTreeMap<String, Zone>,
    /// Every other word that the grammar of time expressions knows, with its class; a word may have several.
    pub words: Vec<TimeWord>,
    /// Fixed phrases.
    pub phrases: Vec<TimePhrase>,
    /// Days with a name.
    pub holidays: Vec<Holiday>,
}

/// A word of the grammar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeWord {
    /// Lower case.
    pub word: String,
    /// What it does in a time expression.
    pub class: TimeClass,
    /// Value of the class: a unit's name, a number, a TIMEX3 code.
    pub value: String,
}

/// A fixed phrase, as lower-case words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimePhrase {
    /// "the day before yesterday".
    pub phrase: String,
    /// TIMEX3 type.
    pub kind: TimexType,
    /// A TIMEX3 value, or a unit and a number of units from the publication day, with a part of the day: "day-1:TNI".
    pub value: String,
    /// TIMEX3 mod.
    pub modifier: Option<String>,
}

/// A named day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// Lower case.
    pub phrase: String,
    /// How its day is found in a year.
    pub rule: HolidayRule,
}

/// How a named day is found in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HolidayRule {
    /// Month and day.
    Fixed(i8, i8),
    /// Month, ISO weekday, which of the month (-1 the last), days after it.
    Nth(i8, i8, i8, i8),
    /// Days from Easter Sunday of the western churches.
    Easter(i16),
}

/// Declares the classes with their spelling in the file.
macro_rules! classes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal),+ $(,)?) => {
        /// What a word does in a time expression.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum TimeClass { $($(#[$doc])* $variant),+ }
        impl std::str::FromStr for TimeClass {
            type Err = UnknownValue;
            fn from_str(s: &str) -> Result<Self, UnknownValue> {
                match s {
                    $($text => Ok(Self::$variant),)+
                    _ => Err(UnknownValue { vocabulary: "TimeClass", value: s.to_owned(), allowed: &[$($text),+] }),
                }
            }
        }
    };
}

classes! {
    /// "day"
    Unit = "unit",
    /// "days"
    Units = "units",
    /// "summer"
    Season = "season",
    /// "summers"
    Seasons = "seasons",
    /// "morning"
    Part = "part",
    /// "mornings"
    Parts = "parts",
    /// "noon"
    Hour = "hour",
    /// "seven"
    Number = "number",
    /// "hundred"
    Scale = "scale",
    /// "nineties"
    Decade = "decade",
    /// "third"
    Ordinal = "ordinal",
    /// "th"
    Suffix = "suffix",
    /// "several"
    Vague = "vague",
    /// "a", which counts one
    Article = "article",
    /// "half"
    Half = "half",
    /// "last": steps from the publication day or from the text's last date
    Shift = "shift",
    /// "ago": says which way an amount of time goes
    Away = "away",
    /// "early"
    Portion = "portion",
    /// "beginning", before "of"
    Edge = "edge",
    /// "every"
    Each = "each",
    /// "the", "its"
    Determiner = "determiner",
    /// "pm"
    HalfDay = "half_day",
    /// "fiscal"
    Fiscal = "fiscal",
    /// Speaks of what is to come: "will"
    Ahead = "ahead",
    /// Speaks of what was: "was"
    Behind = "behind",
    /// "in"
    Preposition = "preposition",
    /// "weekly"
    Set = "set",
    /// "twice"
    Rate = "rate",
    /// "old", after an age
    Age = "age",
    /// "per"
    Per = "per",
    /// Hedge of an amount of time: "nearly"
    Hedge = "hedge",
    /// First word of a longer hedge: "more" of "more than"
    HedgeStart = "hedge_start",
    /// May stand between a number or article and its unit: "two full years"
    Filler = "filler",
    /// "Q" of "Q3", "H" of "H1"
    Period = "period",
    /// "Mondays"
    Weekdays = "weekdays",
    /// Makes a name of the day or month before it: "Sunday Times", "Good Friday Agreement"
    Title = "title",
    /// Takes a number for its name: "Room 1996", "Resolution 1701"
    Numbered = "numbered",
    /// Noun that a four-digit number counts, so that it is no year: "people"
    Counted = "counted",
}

#[derive(Deserialize)]
struct WordRow {
    word: String,
    class: String,
    value: String,
}

#[derive(Deserialize)]
struct PhraseRow {
    phrase: String,
    #[serde(rename = "type")]
    kind: String,
    value: String,
    #[serde(rename = "mod")]
    modifier: String,
}

#[derive(Deserialize)]
struct HolidayRow {
    phrase: String,
    rule: String,
}

/// "12-25", "11 thu 4 +1", "easter-2".
fn holiday_rule(text: &str) -> Option<HolidayRule> {
    if let Some(days) = text.strip_prefix("easter") {
        return Some(HolidayRule::Easter(days.parse().ok()?));
    }
    if let Some((month, day)) = text.split_once('-').filter(|(m, _)| m.len() == 2) {
        return Some(HolidayRule::Fixed(month.parse().ok()?, day.parse().ok()?));
    }
    let mut parts = text.split(' ');
    let month = parts.next()?.parse().ok()?;
    let weekday = parts.next()?;
    let weekday = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().position(|w| *w == weekday)?;
    let nth = parts.next()?.parse().ok()?;
    let after = parts.next().map_or(Some(0), |p| p.parse().ok())?;
    Some(HolidayRule::Nth(month, i8::try_from(weekday).ok()? + 1, nth, after))
}

#[derive(Deserialize)]
struct MonthRow {
    word: String,
    month: i8,
    alone: String,
}

#[derive(Deserialize)]
struct WeekdayRow {
    word: String,
    weekday: i8,
    alone: String,
}

#[derive(Deserialize)]
struct ZoneRow {
    word: String,
    minutes: i32,
    summer: String,
}

fn alone<T>(row: &Row<T>, text: &str) -> Result<Alone, LexiconError> {
    match text {
        "yes" => Ok(Alone::Yes),
        "capital" => Ok(Alone::Capital),
        "no" => Ok(Alone::No),
        _ => Err(row.fault(format!("`{text}` is not one of yes, capital, no"))),
    }
}

impl TimeWords {
    /// True for the name of a weekday or month as it is printed: one that does other work too ("march", "may") only with a capital,
    /// abbreviations never.
    pub fn names_day(&self, printed: &str) -> bool {
        if printed.len() > 9 {
            return false;
        }
        let lower = printed.to_ascii_lowercase();
        let alone = self.weekdays.get(&lower).or_else(|| self.months.get(&lower)).map(|(_, alone)| *alone);
        match alone {
            Some(Alone::Yes) => true,
            Some(Alone::Capital) => printed.starts_with(|c: char| c.is_ascii_uppercase()),
            Some(Alone::No) | None => false,
        }
    }
    /// Reads and checks its files.
    ///
    /// # Errors
    /// The first fault found.
    pub fn load(files: &Files) -> Result<Self, LexiconError> {
        let mut out = Self::default();
        for row in files.rows::<MonthRow>("months.csv", 1)? {
            let v = &row.value;
            if !(1..=12).contains(&v.month) {
                return Err(row.fault(format!("{} is no month", v.month)));
            }
            out.months.insert(v.word.to_ascii_lowercase(), (v.month, alone(&row, &v.alone)?));
        }
        for row in files.rows::<WeekdayRow>("weekdays.csv", 1)? {
            let v = &row.value;
            if !(1..=7).contains(&v.weekday) {
                return Err(row.fault(format!("{} is no weekday", v.weekday)));
            }
            out.weekdays.insert(v.word.to_ascii_lowercase(), (v.weekday, alone(&row, &v.alone)?));
        }
        for row in files.rows::<ZoneRow>("time_zones.csv", 1)? {
            let v = &row.value;
            if v.minutes.abs() > 14 * 60 {
                return Err(row.fault(format!("{} minutes is no offset", v.minutes)));
            }
            let summer = match v.summer.as_str() {
                "" => None,
                "us" => Some(Summer::Us),
                "eu" => Some(Summer::Eu),
                other => return Err(row.fault(format!("`{other}` is not one of us, eu"))),
            };
            out.zones.insert(v.word.to_ascii_lowercase(), Zone { minutes: v.minutes, summer });
        }
        for row in files.rows::<WordRow>("time_words.csv", 2)? {
            let class = row.word(&row.value.class)?;
            if row.value.word.len() > 16 {
                return Err(row.fault("words of the time grammar have at most 16 letters"));
            }
            out.words.push(TimeWord { word: row.value.word.to_ascii_lowercase(), class, value: row.value.value.clone() });
        }
        for row in files.rows::<PhraseRow>("time_phrases.csv", 1)? {
            let v = &row.value;
            let modifier = Some(v.modifier.clone()).filter(|m| !m.is_empty());
            let kind = row.word(&v.kind)?;
            out.phrases.push(TimePhrase { phrase: v.phrase.to_ascii_lowercase(), kind, value: v.value.clone(), modifier });
        }
        for row in files.rows::<HolidayRow>("holidays.csv", 1)? {
            let rule = holiday_rule(&row.value.rule).ok_or_else(|| row.fault(format!("`{}` is no rule", row.value.rule)))?;
            out.holidays.push(Holiday { phrase: row.value.phrase.to_ascii_lowercase(), rule });
        }
        Ok(out)
    }
}
