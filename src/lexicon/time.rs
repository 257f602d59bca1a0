//! Words that name times: months, weekdays, time zones.
//!
//! `Apr` is month 4 (only beside a day or a year), `Tues` is weekday 2, `BST` is 60 minutes east of UTC.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Files, LexiconError, Row};

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
        Ok(out)
    }
}
