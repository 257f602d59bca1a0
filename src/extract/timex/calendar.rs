//! Periods of the calendar: their TIMEX3 values, their days, and steps between them.
//!
//! The week of 12 April 2025 is `2025-W15`, 7 to 13 April; two steps on it is `2025-W17`.

use jiff::Span as Step;

use crate::lexicon::HolidayRule;
use crate::types::Day;

/// A stretch of the calendar that TIMEX3 can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Period {
    Day(Day),
    /// By its Monday.
    Week(Day),
    /// By its Saturday.
    Weekend(Day),
    Month(i16, i8),
    /// Year and 1 to 4.
    Quarter(i16, i8),
    /// Year and 1 or 2.
    Half(i16, i8),
    /// Year and season; a winter belongs to the year of its December.
    Season(i16, Season),
    Year(i16),
    /// The year without its last digit.
    Decade(i16),
    /// The year without its last two digits.
    Century(i16),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Season {
    Spring,
    Summer,
    Fall,
    Winter,
}

impl Season {
    pub(super) fn code(self) -> &'static str {
        match self {
            Season::Spring => "SP",
            Season::Summer => "SU",
            Season::Fall => "FA",
            Season::Winter => "WI",
        }
    }
    pub(super) fn from_code(code: &str) -> Option<Self> {
        [Season::Spring, Season::Summer, Season::Fall, Season::Winter].into_iter().find(|s| s.code() == code)
    }
    /// Its first month (meteorological seasons of the north, as news uses them).
    fn month(self) -> i8 {
        match self {
            Season::Spring => 3,
            Season::Summer => 6,
            Season::Fall => 9,
            Season::Winter => 12,
        }
    }
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
    Millennium,
}

impl Unit {
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "second" => Unit::Second,
            "minute" => Unit::Minute,
            "hour" => Unit::Hour,
            "day" => Unit::Day,
            "weekend" => Unit::Weekend,
            "week" => Unit::Week,
            "fortnight" => Unit::Fortnight,
            "month" => Unit::Month,
            "quarter" => Unit::Quarter,
            "year" => Unit::Year,
            "decade" => Unit::Decade,
            "century" => Unit::Century,
            "millennium" => Unit::Millennium,
            _ => return None,
        })
    }
    /// The value of an amount of this unit: "P2M", "PT24H", "PXY". An amount of none is X.
    pub(super) fn duration(self, amount: Option<f64>) -> String {
        let (letter, clock, factor) = match self {
            Unit::Second => ("S", true, 1.0),
            Unit::Minute => ("M", true, 1.0),
            Unit::Hour => ("H", true, 1.0),
            Unit::Day => ("D", false, 1.0),
            Unit::Weekend => ("WE", false, 1.0),
            Unit::Week => ("W", false, 1.0),
            Unit::Fortnight => ("W", false, 2.0),
            Unit::Month => ("M", false, 1.0),
            Unit::Quarter => ("M", false, 3.0),
            Unit::Year => ("Y", false, 1.0),
            Unit::Decade => ("Y", false, 10.0),
            Unit::Century => ("Y", false, 100.0),
            Unit::Millennium => ("Y", false, 1000.0),
        };
        let prefix = if clock { "PT" } else { "P" };
        let Some(amount) = amount else {
            let letter = match self {
                Unit::Decade => "DE",
                Unit::Century => "CE",
                Unit::Millennium => "ML",
                Unit::Quarter => "Q",
                _ => letter,
            };
            return format!("{prefix}X{letter}");
        };
        let amount = amount * factor;
        let whole = amount.trunc();
        if (amount - whole).abs() < 1e-9 {
            return format!("{prefix}{whole}{letter}");
        }
        // A fraction goes to the next smaller unit where that is exact: "2 1/2 years" is P2Y6M.
        let part = amount - whole;
        let small = match self {
            Unit::Minute => Some((60.0, "S")),
            Unit::Hour => Some((60.0, "M")),
            Unit::Year => Some((12.0, "M")),
            Unit::Day => Some((24.0, "H")),
            _ => None,
        };
        if let Some((times, small)) = small {
            let rest = (part * times).round();
            if (part * times - rest).abs() < 1e-6 {
                let head = if whole > 0.0 { format!("{prefix}{whole}{letter}") } else { prefix.to_owned() };
                let time = if self == Unit::Day { "T" } else { "" };
                return format!("{head}{time}{rest}{small}");
            }
        }
        format!("{prefix}{amount}{letter}")
    }
    /// The value of a time of this unit that cannot be placed: "XXXX-WXX".
    pub(super) fn unknown(self) -> &'static str {
        match self {
            Unit::Second | Unit::Minute | Unit::Hour => "XXXX-XX-XXTXX",
            Unit::Day => "XXXX-XX-XX",
            Unit::Weekend => "XXXX-WXX-WE",
            Unit::Week | Unit::Fortnight => "XXXX-WXX",
            Unit::Month => "XXXX-XX",
            Unit::Quarter => "XXXX-QX",
            Unit::Year => "XXXX",
            Unit::Decade => "XXX",
            Unit::Century | Unit::Millennium => "XX",
        }
    }
}

/// Years that are read: those before and after are no news.
const YEARS: std::ops::RangeInclusive<i16> = 1000..=2999;

pub(super) fn day(year: i16, month: i8, day: i8) -> Option<Day> {
    YEARS.contains(&year).then(|| Day::new(year, month, day).ok()).flatten()
}

pub(super) fn add_days(from: Day, days: i64) -> Option<Day> {
    from.checked_add(Step::new().try_days(days).ok()?).ok().filter(|d| YEARS.contains(&d.year()))
}

pub(super) fn add_months(from: Day, months: i64) -> Option<Day> {
    from.checked_add(Step::new().try_months(months).ok()?).ok().filter(|d| YEARS.contains(&d.year()))
}

/// Days from `a` to `b`.
pub(super) fn days_between(a: Day, b: Day) -> i64 {
    a.until(b).map_or(0, |s| i64::from(s.get_days()))
}

/// ISO weekday, Monday 1.
pub(super) fn weekday(d: Day) -> i8 {
    d.weekday().to_monday_one_offset()
}

pub(super) fn monday(d: Day) -> Day {
    add_days(d, i64::from(1 - weekday(d))).unwrap_or(d)
}

fn last_of_month(year: i16, month: i8) -> Option<Day> {
    Some(day(year, month, 1)?.last_of_month())
}

/// Months counted from year 0.
fn months(year: i16, month: i8) -> i64 {
    i64::from(year) * 12 + i64::from(month) - 1
}

fn year_month(months: i64) -> Option<(i16, i8)> {
    let year = i16::try_from(months.div_euclid(12)).ok().filter(|y| YEARS.contains(y))?;
    Some((year, months.rem_euclid(12) as i8 + 1))
}

impl Period {
    /// The period of that unit that holds a day; none for units below the day.
    pub(super) fn holding(d: Day, unit: Unit) -> Option<Self> {
        Some(match unit {
            Unit::Second | Unit::Minute | Unit::Hour => return None,
            Unit::Day => Period::Day(d),
            Unit::Week | Unit::Fortnight => Period::Week(monday(d)),
            // On a Sunday the weekend is the one that it ends, on other days the coming or present one.
            Unit::Weekend => Period::Weekend(add_days(monday(d), 5)?),
            Unit::Month => Period::Month(d.year(), d.month()),
            Unit::Quarter => Period::Quarter(d.year(), (d.month() - 1) / 3 + 1),
            Unit::Year => Period::Year(d.year()),
            Unit::Decade => Period::Decade(d.year().div_euclid(10)),
            Unit::Century => Period::Century(d.year().div_euclid(100)),
            Unit::Millennium => return None,
        })
    }

    /// The season that holds a day.
    #[cfg(test)]
    fn season(d: Day) -> Self {
        match d.month() {
            3..=5 => Period::Season(d.year(), Season::Spring),
            6..=8 => Period::Season(d.year(), Season::Summer),
            9..=11 => Period::Season(d.year(), Season::Fall),
            12 => Period::Season(d.year(), Season::Winter),
            _ => Period::Season(d.year() - 1, Season::Winter),
        }
    }

    /// TIMEX3 value.
    pub(super) fn value(self) -> String {
        match self {
            Period::Day(d) => d.to_string(),
            Period::Week(d) => {
                let week = d.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Period::Weekend(d) => {
                let week = d.iso_week_date();
                format!("{:04}-W{:02}-WE", week.year(), week.week())
            }
            Period::Month(y, m) => format!("{y:04}-{m:02}"),
            Period::Quarter(y, q) => format!("{y:04}-Q{q}"),
            Period::Half(y, h) => format!("{y:04}-H{h}"),
            Period::Season(y, s) => format!("{y:04}-{}", s.code()),
            Period::Year(y) => format!("{y:04}"),
            Period::Decade(y) => format!("{y:03}"),
            Period::Century(y) => format!("{y:02}"),
        }
    }

    /// First and last day.
    pub(super) fn days(self) -> Option<(Day, Day)> {
        let months = |y: i16, m: i8, n: i64| -> Option<(Day, Day)> {
            let first = day(y, m, 1)?;
            Some((first, add_days(add_months(first, n)?, -1)?))
        };
        match self {
            Period::Day(d) => Some((d, d)),
            Period::Week(d) => Some((d, add_days(d, 6)?)),
            Period::Weekend(d) => Some((d, add_days(d, 1)?)),
            Period::Month(y, m) => Some((day(y, m, 1)?, last_of_month(y, m)?)),
            Period::Quarter(y, q) => months(y, q * 3 - 2, 3),
            Period::Half(y, h) => months(y, h * 6 - 5, 6),
            Period::Season(y, s) => months(y, s.month(), 3),
            Period::Year(y) => Some((day(y, 1, 1)?, day(y, 12, 31)?)),
            Period::Decade(y) => Some((day(y * 10, 1, 1)?, day(y * 10 + 9, 12, 31)?)),
            Period::Century(y) => Some((day(y * 100, 1, 1)?, day(y * 100 + 99, 12, 31)?)),
        }
    }

    /// The period of the same kind, `n` further on.
    pub(super) fn shift(self, n: i64) -> Option<Self> {
        let year = |y: i16| i16::try_from(i64::from(y).checked_add(n)?).ok();
        Some(match self {
            Period::Day(d) => Period::Day(add_days(d, n)?),
            Period::Week(d) => Period::Week(add_days(d, n.checked_mul(7)?)?),
            Period::Weekend(d) => Period::Weekend(add_days(d, n.checked_mul(7)?)?),
            Period::Month(y, m) => {
                let (y, m) = year_month(months(y, m).checked_add(n)?)?;
                Period::Month(y, m)
            }
            Period::Quarter(y, q) => {
                let at = (i64::from(y) * 4 + i64::from(q) - 1).checked_add(n)?;
                Period::Quarter(i16::try_from(at.div_euclid(4)).ok()?, at.rem_euclid(4) as i8 + 1)
            }
            Period::Half(y, h) => {
                let at = (i64::from(y) * 2 + i64::from(h) - 1).checked_add(n)?;
                Period::Half(i16::try_from(at.div_euclid(2)).ok()?, at.rem_euclid(2) as i8 + 1)
            }
            Period::Season(y, s) => Period::Season(year(y)?, s),
            Period::Year(y) => Period::Year(year(y).filter(|y| YEARS.contains(y))?),
            Period::Decade(y) => Period::Decade(year(y).filter(|y| (100..300).contains(y))?),
            Period::Century(y) => Period::Century(year(y).filter(|y| (10..30).contains(y))?),
        })
    }
}

/// Easter Sunday of the western churches (the computus of Meeus, Jones and Butcher).
fn easter(year: i16) -> Option<Day> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    day(year, (n / 31) as i8, (n % 31 + 1) as i8)
}

/// The day of a holiday in a year.
pub(super) fn holiday(rule: HolidayRule, year: i16) -> Option<Day> {
    match rule {
        HolidayRule::Fixed(m, d) => day(year, m, d),
        HolidayRule::Easter(days) => add_days(easter(year)?, days.into()),
        HolidayRule::Nth(m, w, nth, after) => {
            let first = day(year, m, 1)?;
            let found = if nth > 0 {
                add_days(first, i64::from((w - weekday(first)).rem_euclid(7)) + 7 * (i64::from(nth) - 1))?
            } else {
                let last = first.last_of_month();
                add_days(last, -i64::from((weekday(last) - w).rem_euclid(7)))?
            };
            add_days(found, after.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[test]
    fn names_periods_and_their_days() {
        for (period, value, first, last) in [
            (Period::holding(d("2025-04-12"), Unit::Week), "2025-W15", "2025-04-07", "2025-04-13"),
            (Period::holding(d("2024-12-30"), Unit::Week), "2025-W01", "2024-12-30", "2025-01-05"),
            (Period::holding(d("2025-04-13"), Unit::Weekend), "2025-W15-WE", "2025-04-12", "2025-04-13"),
            (Period::holding(d("2024-02-09"), Unit::Month), "2024-02", "2024-02-01", "2024-02-29"),
            (Period::holding(d("2024-08-09"), Unit::Quarter), "2024-Q3", "2024-07-01", "2024-09-30"),
            (Some(Period::season(d("2025-01-09"))), "2024-WI", "2024-12-01", "2025-02-28"),
            (Some(Period::Half(2024, 2)), "2024-H2", "2024-07-01", "2024-12-31"),
            (Some(Period::Decade(199)), "199", "1990-01-01", "1999-12-31"),
            (Some(Period::Century(19)), "19", "1900-01-01", "1999-12-31"),
        ] {
            let period = period.expect("a period");
            assert_eq!(period.value(), value);
            assert_eq!(period.days(), Some((d(first), d(last))), "{value}");
        }
    }

    #[test]
    fn steps_over_the_turn_of_the_year() {
        assert_eq!(Period::Month(2025, 1).shift(-1), Some(Period::Month(2024, 12)));
        assert_eq!(Period::Quarter(2025, 1).shift(-2), Some(Period::Quarter(2024, 3)));
        assert_eq!(Period::Day(d("2025-01-01")).shift(-1), Some(Period::Day(d("2024-12-31"))));
        assert_eq!(Period::Year(2025).shift(i64::MAX), None);
        assert_eq!(Period::Week(d("2025-04-07")).shift(i64::MAX / 2), None);
    }

    #[test]
    fn finds_holidays() {
        assert_eq!(holiday(HolidayRule::Easter(0), 2025), Some(d("2025-04-20")));
        assert_eq!(holiday(HolidayRule::Easter(-2), 2024), Some(d("2024-03-29")));
        assert_eq!(holiday(HolidayRule::Nth(11, 4, 4, 0), 2024), Some(d("2024-11-28")));
        assert_eq!(holiday(HolidayRule::Nth(5, 1, -1, 0), 2025), Some(d("2025-05-26")));
        assert_eq!(holiday(HolidayRule::Nth(11, 1, 1, 1), 2024), Some(d("2024-11-05")));
    }

    #[test]
    fn writes_durations() {
        assert_eq!(Unit::Month.duration(Some(2.0)), "P2M");
        assert_eq!(Unit::Hour.duration(Some(24.0)), "PT24H");
        assert_eq!(Unit::Year.duration(Some(2.5)), "P2Y6M");
        assert_eq!(Unit::Minute.duration(Some(1.5)), "PT1M30S");
        assert_eq!(Unit::Fortnight.duration(Some(1.0)), "P2W");
        assert_eq!(Unit::Decade.duration(Some(2.0)), "P20Y");
        assert_eq!(Unit::Week.duration(None), "PXW");
    }
}
