//! Dates that a page shows or that stand in its address, in the common forms of several languages.
//!
//! Only the day is read here; `normalize` reads the time of what is handed on as printed.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::types::Day;

/// Months as pages in other languages write them. Those of English are among them, so that one scan finds all.
const MONTHS: &str = include_str!("../../../data/lexicon/page_months.csv");

static NAMES: LazyLock<BTreeMap<String, i8>> = LazyLock::new(|| {
    MONTHS
        .lines()
        .filter(|l| !l.starts_with('#') && !l.starts_with("form,"))
        .filter_map(|l| {
            let (form, month) = l.split_once(',')?;
            Some((form.to_owned(), month.trim().parse().ok()?))
        })
        .collect()
});

/// A token of a line: a number or a word.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Token {
    Number { value: i64, digits: usize },
    Month(i8),
    Word,
    Mark(char),
}

fn tokens(line: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        if c.is_ascii_digit() {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            out.push(Token::Number { value: if digits <= 9 { rest[..digits].parse().unwrap_or(-1) } else { -1 }, digits });
            rest = &rest[digits..];
        } else if c.is_alphabetic() && !is_ideograph(c) {
            let len: usize = rest.chars().take_while(|c| c.is_alphabetic() && !is_ideograph(*c)).map(char::len_utf8).sum();
            let word = rest[..len].to_lowercase();
            out.push(NAMES.get(&word).map_or(Token::Word, |m| Token::Month(*m)));
            rest = &rest[len..];
        } else {
            if !c.is_whitespace() {
                out.push(Token::Mark(c));
            }
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

fn day(year: i64, month: i64, day: i64) -> Option<Day> {
    if !(1990..=2100).contains(&year) {
        return None;
    }
    Day::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The first day named in a line, with a year. Numbers alone are read day first ("12.04.2025"), but month first with
/// slashes where `month_first` says so or nothing else fits.
pub(super) fn find(line: &str, month_first: bool) -> Option<Day> {
    if !line.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let t = tokens(line);
    (0..t.len()).find_map(|i| at(&t[i..], month_first))
}

/// The day that the tokens begin with.
fn at(t: &[Token], month_first: bool) -> Option<Day> {
    use Token::{Mark, Month, Number};
    let short = |x: &Token| match x {
        Number { value, digits } if *digits <= 2 => Some(*value),
        _ => None,
    };
    let year = |x: &Token| match x {
        Number { value, digits: 4 } => Some(*value),
        _ => None,
    };
    match t {
        // 2025-04-12, 2025/04/12, 2025.04.12, 2025年4月12日
        [y, Mark('-' | '/' | '.' | '年' | '년'), m, Mark('-' | '/' | '.' | '月' | '월'), d, ..] if year(y).is_some() => {
            day(year(y)?, short(m)?, short(d)?)
        }
        // 20250412
        [Number { value, digits: 8 }, ..] => day(value / 10_000, value / 100 % 100, value % 100),
        // 12. April 2025, 12 avril 2025, 12 de abril de 2025, 12th of April, 2025
        [d, rest @ ..] if short(d).is_some_and(|d| (1..=31).contains(&d)) => {
            let named = skip(rest, 3);
            if let [Month(m), after @ ..] = named {
                let y = skip(after, 3).first().and_then(year).or_else(|| {
                    // 12 Apr '25 is too rare, 12 Apr 25 too doubtful.
                    None
                });
                return day(y?, i64::from(*m), short(d)?);
            }
            match rest {
                [Mark(sep @ ('.' | '/' | '-')), m, Mark(sep2), y, ..] if sep == sep2 && year(y).is_some() => {
                    let (a, b, y) = (short(d)?, short(m)?, year(y)?);
                    if *sep == '/' && month_first { day(y, a, b).or_else(|| day(y, b, a)) } else { day(y, b, a).or_else(|| day(y, a, b)) }
                }
                [Mark('.'), m, Mark('.'), Number { value, digits: 2 }, ..] => day(2000 + value, short(m)?, short(d)?),
                _ => None,
            }
        }
        // April 12, 2025
        [Month(m), rest @ ..] => {
            let after = skip(rest, 1);
            let (d, rest) = after.split_first()?;
            let d = short(d)?;
            let y = skip(rest, 2).first().and_then(year)?;
            day(y, i64::from(*m), d)
        }
        _ => None,
    }
}

/// The tokens after at most `n` marks and words ("de", ".", "th", ",").
fn skip(t: &[Token], n: usize) -> &[Token] {
    let skipped = t.iter().take(n).take_while(|x| matches!(x, Token::Word | Token::Mark(_))).count();
    &t[skipped..]
}

/// The day in an address: "/2025/04/12/", "/2025-04-12-", "20250412".
pub(super) fn in_url(url: &str) -> Option<Day> {
    let path = url.split("://").nth(1).and_then(|r| r.split_once('/')).map_or("", |(_, p)| p);
    let path = path.split(['?', '#']).next().unwrap_or("");
    let parts: Vec<&str> = path.split(['/', '-', '_', '.']).collect();
    let number = |s: &str, n: usize| (s.len() == n || (n == 2 && s.len() == 1)).then(|| s.parse::<i64>().ok()).flatten();
    for (i, part) in parts.iter().enumerate() {
        if let Some(y) = number(part, 4) {
            let month = parts.get(i + 1).and_then(|m| number(m, 2).or_else(|| NAMES.get(&m.to_lowercase()).map(|m| i64::from(*m))));
            if let (Some(m), Some(d)) = (month, parts.get(i + 2).and_then(|d| number(d, 2)))
                && let Some(found) = day(y, m, d)
            {
                return Some(found);
            }
        }
        if part.len() == 8
            && let Some(v) = number(part, 8)
            && let Some(found) = day(v / 10_000, v / 100 % 100, v % 100)
        {
            return Some(found);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_several_languages() {
        for line in [
            "12 April 2025",
            "April 12th, 2025",
            "Sat., 12. April 2025, 17:20 Uhr",
            "Veröffentlicht am 12.04.2025",
            "12.4.25",
            "le 12 avril 2025 à 17h20",
            "12 de abril de 2025",
            "2025年4月12日",
            "2025/04/12",
            "Stand: 20250412",
        ] {
            assert_eq!(find(line, false).map(|d| d.to_string()).as_deref(), Some("2025-04-12"), "{line}");
        }
        assert_eq!(find("04/12/2025", true).map(|d| d.to_string()).as_deref(), Some("2025-04-12"));
        assert_eq!(find("30/12/2025", true).map(|d| d.to_string()).as_deref(), Some("2025-12-30"));
        for line in ["version 1.2.3", "call 555-0100", "April 2025", "12 April", "99.99.2025", "2025"] {
            assert_eq!(find(line, false), None, "{line}");
        }
    }

    #[test]
    fn days_in_addresses() {
        let of = |u: &str| in_url(u).map(|d| d.to_string());
        assert_eq!(of("https://velden.example/2025/04/12/pit-shut").as_deref(), Some("2025-04-12"));
        assert_eq!(of("https://velden.example/news/2025-4-12-pit").as_deref(), Some("2025-04-12"));
        assert_eq!(of("https://velden.example/2025/apr/12/pit").as_deref(), Some("2025-04-12"));
        assert_eq!(of("https://velden.example/a/20259912?d=2025/04/12"), None);
    }
}
