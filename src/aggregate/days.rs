//! TIMEX3 values to days.

use jiff::civil::{Date, ISOWeekDate, Weekday};

/// The first and last day that a TIMEX3 date value covers; none for values that name no days of a known year.
pub(super) fn span(value: &str) -> Option<(Date, Date)> {
    let date = value.split('T').next()?;
    let mut parts = date.split('-');
    let year = parts.next()?;
    if year.len() == 3 && year.bytes().all(|b| b.is_ascii_digit()) {
        let first: i16 = year.parse::<i16>().ok()? * 10;
        return Some((Date::new(first, 1, 1).ok()?, Date::new(first + 9, 12, 31).ok()?));
    }
    let year: i16 = if year.len() == 4 { year.parse().ok()? } else { return None };
    let whole = |from: i8, to: i8| {
        let last = Date::new(year, to, 1).ok()?.last_of_month();
        Some((Date::new(year, from, 1).ok()?, last))
    };
    let Some(second) = parts.next() else { return whole(1, 12) };
    if let Some(week) = second.strip_prefix('W') {
        let week: i8 = week.parse().ok()?;
        let at = |day: Weekday| ISOWeekDate::new(year, week, day).ok().map(|d| d.date());
        return match parts.next() {
            Some("WE") => Some((at(Weekday::Saturday)?, at(Weekday::Sunday)?)),
            Some(_) => None,
            None => Some((at(Weekday::Monday)?, at(Weekday::Sunday)?)),
        };
    }
    match second {
        "Q1" => return whole(1, 3),
        "Q2" => return whole(4, 6),
        "Q3" => return whole(7, 9),
        "Q4" => return whole(10, 12),
        "H1" => return whole(1, 6),
        "H2" => return whole(7, 12),
        "SP" => return whole(3, 5),
        "SU" => return whole(6, 8),
        "FA" => return whole(9, 11),
        _ => {}
    }
    let month: i8 = second.parse().ok()?;
    match parts.next() {
        None => whole(month, month),
        Some(day) => {
            let day = Date::new(year, month, day.parse().ok()?).ok()?;
            Some((day, day))
        }
    }
}

/// Days since 1970-01-01.
pub(super) fn number(day: Date) -> i32 {
    (day - Date::constant(1970, 1, 1)).get_days()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_cover_days() {
        for (value, first, last) in [
            ("2025-04-02", "2025-04-02", "2025-04-02"),
            ("2025-04-02T17:20", "2025-04-02", "2025-04-02"),
            ("2025-02", "2025-02-01", "2025-02-28"),
            ("2025-W15", "2025-04-07", "2025-04-13"),
            ("2025-W15-WE", "2025-04-12", "2025-04-13"),
            ("2024", "2024-01-01", "2024-12-31"),
            ("2024-Q2", "2024-04-01", "2024-06-30"),
            ("198", "1980-01-01", "1989-12-31"),
        ] {
            let found = span(value).map(|(a, b)| (a.to_string(), b.to_string()));
            assert_eq!(found, Some((first.to_owned(), last.to_owned())), "{value}");
        }
        for value in ["XXXX-06-27", "P2M", "PRESENT_REF", "", "2025-13", "2025-W99", "2025-WXX"] {
            assert_eq!(span(value), None, "{value}");
        }
    }
}
