//! Shapes of digits that are read whole: addresses of the web, models, clock times, dates, telephone numbers.

use crate::types::{Figure, FigureKind, Form, Timex};

use super::number::ID_DIGITS;
use super::read::plain_figure;
use super::tables::class;
use super::walk::Kind;
use super::{FigureReader, Place, span};

type Done = Option<(Option<Figure>, usize)>;

impl FigureReader {
    /// Shapes of digits that are read whole: addresses of the web, models, clock times, dates, telephone numbers.
    pub(super) fn shape(&self, place: &Place, at: usize, _timex: Option<&Timex>) -> Done {
        let window = &place.window;
        let bytes = &window.text.as_bytes()[..window.high];
        let run = |from: usize| bytes.get(from..).unwrap_or(&[]).iter().take_while(|b| b.is_ascii_digit()).count();
        let before = window.char_before(at);
        if let Some(c) = before
            && (c.is_alphanumeric()
                || matches!(c, '/' | '.' | '-' | '_' | '=' | '?' | '&' | '%' | '@' | '#' | '+' | '©' | '\'' | '’' | '‐' | '\u{2011}' | ':'))
        {
            if let Some(end) = web_address(window.text, window.low, window.high, at) {
                return done(at, end, FigureKind::Furniture, "web_address");
            }
            match c {
                '\'' | '"' | '=' if run(at) >= ID_DIGITS => return done(at, at + run(at), FigureKind::Furniture, "id"),
                // "#1.44 billion" is the pound sign of old wires.
                '#' if bytes.get(at + run(at)) != Some(&b'.') && !self.scale_at(place, at + run(at)) => {
                    return done(at, at + run(at), FigureKind::Designation, "hash");
                }
                '©' => return done(at, at + run(at), FigureKind::Furniture, "copyright"),
                '\'' | '’' if run(at) == 2 && window.char_before(at - c.len_utf8()).is_none_or(|p| !p.is_alphanumeric()) => {
                    let end = at + 2 + usize::from(bytes.get(at + 2) == Some(&b's'));
                    return done(at, end, FigureKind::Date, "short_year");
                }
                '_' => return done(at, at + run(at), FigureKind::Furniture, "handle"),
                _ if c.is_alphabetic() => {
                    if let Some(found) = self.glued(place, at) {
                        return Some(found);
                    }
                }
                // "BA.5": a variant
                '.' if window
                    .before(at - 1)
                    .is_some_and(|t| t.end == at - 1 && t.end - t.start >= 2 && window.of(t).bytes().all(|b| b.is_ascii_uppercase())) =>
                {
                    let mut end = at + run(at);
                    while bytes.get(end) == Some(&b'.') && run(end + 1) > 0 {
                        end += 1 + run(end + 1);
                    }
                    return done(at, end, FigureKind::Designation, "model");
                }
                '-' | '‐' | '\u{2011}' => {
                    if let Some(found) = self.model(place, at - c.len_utf8(), at) {
                        return Some(found);
                    }
                }
                _ => {}
            }
        }
        let first = run(at);
        if first >= ID_DIGITS && first <= 25 && !window.char_at(at + first).is_some_and(|c| matches!(c, ',' | '.')) {
            let mut figure = plain_figure(span(at, at + first), FigureKind::Furniture, "id", Form::Numeral);
            if first <= 15 {
                figure.value = window.text.get(at..at + first).and_then(|s| s.parse::<f64>().ok());
                (figure.low, figure.high) = (figure.value, figure.value);
            }
            return Some((Some(figure), at + first));
        }
        // "(313) 222-2058"
        if before == Some('(') && (2..=5).contains(&first) && bytes.get(at + first) == Some(&b')') {
            let from = at + first + 1 + usize::from(bytes.get(at + first + 1) == Some(&b' '));
            let (a, b) = (run(from), run(from + run(from) + 1));
            if (2..=4).contains(&a) && matches!(bytes.get(from + a), Some(b'-' | b' ' | b'.')) && (3..=4).contains(&b) {
                return done(at, from + a + 1 + b, FigureKind::Designation, "phone");
            }
        }
        if let Some(found) = feet(window.text, at, window.high) {
            return Some(found);
        }
        let mark = bytes.get(at + first).copied().unwrap_or(0);
        let second = run(at + first + 1);
        let end = at + first + 1 + second;
        match mark {
            b':' if first <= 2 && second == 2 => {
                let mut end = end;
                if bytes.get(end) == Some(&b':') && run(end + 1) == 2 {
                    end += 3;
                }
                if window.char_at(end).is_none_or(|c| !c.is_ascii_digit()) {
                    return done(at, end, FigureKind::Time, "clock");
                }
            }
            b':' if first >= 1 && second >= 1 => return done(at, end, FigureKind::Designation, "colon"),
            b'-' | b'/' | b'.'
                if second > 0
                    && bytes.get(end) == Some(&mark)
                    && run(end + 1) > 0
                    && !(mark == b'.' && first <= 3 && second == 3 && run(end + 1) == 3) =>
            {
                let third = run(end + 1);
                let stop = end + 1 + third;
                let fourth = bytes.get(stop) == Some(&mark) && run(stop + 1) > 0;
                let number =
                    |from: usize, n: usize| window.text.get(from..from + n).and_then(|s| s.parse::<u32>().ok()).unwrap_or(u32::MAX);
                let (a, b, c) = (number(at, first), number(at + first + 1, second), number(end + 1, third));
                let date = !fourth && ((first == 4 && b <= 12 && c <= 31) || (a <= 31 && b <= 31 && (third == 4 || third == 2)));
                if date && (mark != b'.' || third != 1) {
                    return done(at, stop, FigureKind::Date, "date_digits");
                }
                if mark == b'-' && !fourth && first + second + third < 7 && a < 100 && b < 100 && c < 100 {
                    return done(at, stop, FigureKind::Score, "score");
                }
                if mark != b'/' {
                    let mut stop = stop;
                    while bytes.get(stop) == Some(&mark) && run(stop + 1) > 0 {
                        stop += 1 + run(stop + 1);
                    }
                    return done(at, stop, FigureKind::Designation, if mark == b'-' { "phone" } else { "dotted" });
                }
            }
            b'-' if first == 3 && second == 4 && !self.noun_at(place, end) => return done(at, end, FigureKind::Designation, "phone"),
            b'/' if first <= 2 && second <= 2 && second > 0 && window.char_at(end) != Some('/') => {
                let number = |from: usize, n: usize| window.text.get(from..from + n).and_then(|s| s.parse::<u32>().ok()).unwrap_or(99);
                let (a, b) = (number(at, first), number(at + first + 1, second));
                let fraction = a < b && matches!(b, 2..=6 | 8 | 10 | 16);
                if !fraction && a <= 31 && b <= 31 && (a <= 12 || b <= 12) && !window.char_at(end).is_some_and(char::is_alphanumeric) {
                    return done(at, end, FigureKind::Date, "date_digits");
                }
            }
            b'/' if first == 4 && matches!(second, 2 | 4) => return done(at, end, FigureKind::Date, "years"),
            _ => {}
        }
        if let Some(end) = clock(window.text, at, first, window.high) {
            return done(at, end, FigureKind::Time, "clock");
        }
        if before == Some('+') && first <= 3 && matches!(mark, b' ' | b'-') && second >= 2 {
            let mut end = at + first;
            while matches!(bytes.get(end), Some(b' ' | b'-')) && run(end + 1) > 0 {
                end += 1 + run(end + 1);
            }
            return done(at, end, FigureKind::Designation, "phone");
        }
        None
    }

    /// Digits that touch letters before: "G7", "some12".
    pub(super) fn glued(&self, place: &Place, at: usize) -> Done {
        let window = &place.window;
        let mut start = at;
        while let Some(c) = window.char_before(start) {
            if !c.is_alphanumeric() {
                break;
            }
            start -= c.len_utf8();
            if at - start > WORD {
                return None;
            }
        }
        let letters = window.text.get(start..at)?;
        // A code of money ("USD115", "R500") is read as money.
        if self.tables.money_before(window, at).is_some_and(|(from, _)| from <= start) {
            let digits = window.text.as_bytes()[at..window.high].iter().take_while(|b| b.is_ascii_digit()).count();
            if letters.len() > 1 || digits >= 3 {
                return None;
            }
        }
        // "SR800 million": an unknown code of money.
        if letters.len() <= 3
            && letters.bytes().all(|b| b.is_ascii_uppercase())
            && let Some(n) = super::digits::digits(&self.tables, window, at, true).filter(|n| n.scale >= 1e5)
        {
            let mut figure = plain_figure(span(start, n.end), FigureKind::Money, "money_code", n.form);
            figure.value = Some(n.value);
            (figure.low, figure.high) = (figure.value, figure.value);
            return Some((Some(figure), n.end));
        }
        let lower = letters.chars().all(|c| c.is_lowercase());
        if lower && letters.chars().count() >= 3 {
            return None;
        }
        let mut end = at;
        while let Some(c) = window.char_at(end) {
            let inner = matches!(c, '-' | '.' | '/') && window.char_at(end + 1).is_some_and(|d| d.is_ascii_digit());
            if !c.is_alphanumeric() && !inner {
                break;
            }
            end += c.len_utf8();
        }
        done(at, end, FigureKind::Designation, "model")
    }

    /// True where a word of scale stands at `at`.
    fn scale_at(&self, place: &Place, at: usize) -> bool {
        place
            .window
            .after(at)
            .and_then(|t| self.tables.number(place.window.of(t)))
            .is_some_and(|(c, _)| c == crate::lexicon::NumberClass::Scale)
    }

    /// Digits after a hyphen: "COVID-19", "Su-35", "mid-20s".
    pub(super) fn model(&self, place: &Place, hyphen: usize, at: usize) -> Done {
        let window = &place.window;
        let word = window.before(hyphen).filter(|t| t.end == hyphen && t.kind == Kind::Word)?;
        let text = window.of(word);
        let lower = text.chars().all(char::is_lowercase);
        if matches!(
            text.to_ascii_lowercase().as_str(),
            "mid" | "late" | "early" | "post" | "pre" | "under" | "over" | "sub" | "since" | "non" | "plus"
        ) {
            return None;
        }
        if lower
            && self.tables.class(text) & (class::DESIGNATE_ANY | class::DESIGNATE_NAME) == 0
            && !matches!(text, "top" | "big" | "catch" | "no")
        {
            return None;
        }
        let mut end = at;
        while let Some(c) = window.char_at(end) {
            let inner = matches!(c, '.' | '/') && window.char_at(end + 1).is_some_and(|d| d.is_ascii_digit());
            if !c.is_alphanumeric() && !inner {
                break;
            }
            end += c.len_utf8();
        }
        done(at, end, FigureKind::Designation, "model")
    }
}

/// 6'3", 5’11”: feet and inches, as a height is printed.
fn feet(text: &str, at: usize, high: usize) -> Done {
    let rest = text.get(at..high)?;
    let digits = |s: &str| s.bytes().take_while(u8::is_ascii_digit).count();
    let n = digits(rest);
    let after = rest.get(n..)?;
    let quote = after.chars().next().filter(|c| matches!(c, '\'' | '’' | '′'))?;
    let inches = after.get(quote.len_utf8()..)?.trim_start_matches(' ');
    let m = digits(inches);
    let close = inches.get(m..)?.chars().next().filter(|c| matches!(c, '"' | '”' | '″'))?;
    if n != 1 || !(1..=2).contains(&m) {
        return None;
    }
    let (whole, part) = (rest.get(..n)?.parse::<f64>().ok()?, inches.get(..m)?.parse::<f64>().ok()?);
    if !(3.0..9.0).contains(&whole) || part >= 12.0 {
        return None;
    }
    let end = high - inches.len() + m + close.len_utf8();
    let mut figure = plain_figure(span(at, end), FigureKind::Measure, "feet_inches", Form::Numeral);
    figure.value = Some(whole + part / 12.0);
    (figure.low, figure.high) = (figure.value, figure.value);
    figure.unit = Some("[ft_i]".into());
    Some((Some(figure), end))
}

/// Bytes that are looked at around a number for the word it stands in.
const WORD: usize = 400;

/// Where the web address or handle around `at` ends.
fn web_address(text: &str, low: usize, high: usize, at: usize) -> Option<usize> {
    let head = text.get(super::page::floor_boundary(text, at.saturating_sub(WORD).max(low))..at)?;
    let start = head
        .rfind(|c: char| c.is_whitespace() || matches!(c, '(' | '<' | '"' | '“'))
        .map_or(0, |i| i + head[i..].chars().next().map_or(1, char::len_utf8));
    let word = head.get(start..)?;
    let web = word.contains("://")
        || word.contains("www.")
        || word.contains(".com/")
        || word.contains(".org/")
        || word.contains(".twitter.com")
        || word.contains("t.co/")
        || word.starts_with('@')
        || word.starts_with('#') && word.len() > 1;
    let tail = text.get(at..high)?;
    let near = text.get(at..super::page::floor_boundary(text, (at + WORD).min(high)))?;
    let rest = near.find(char::is_whitespace).map_or(near, |i| &near[..i]);
    let mail = word.contains('@') && !word.starts_with('@') || rest.contains('@') && rest.contains('.');
    if !web && !mail {
        return None;
    }
    Some(at + tail.find(|c: char| c.is_whitespace() || matches!(c, ')' | '>' | '"' | '”')).unwrap_or(tail.len()))
}

/// "5 p.m.", "5.30pm", "9 o'clock", "0600 GMT".
fn clock(text: &str, at: usize, first: usize, high: usize) -> Option<usize> {
    let bytes = &text.as_bytes()[..high];
    let mut end = at + first;
    if first <= 2
        && bytes.get(end) == Some(&b'.')
        && bytes.get(end + 1).is_some_and(u8::is_ascii_digit)
        && bytes.get(end + 2).is_some_and(u8::is_ascii_digit)
    {
        end += 3;
    }
    let mut rest = end;
    while matches!(bytes.get(rest), Some(b' ' | b'\n')) && rest < end + 2 {
        rest += 1;
    }
    let tail = bytes.get(rest..(rest + 8).min(high))?;
    let starts = |s: &str| {
        tail.len() >= s.len()
            && tail[..s.len()].eq_ignore_ascii_case(s.as_bytes())
            && !tail.get(s.len()).is_some_and(u8::is_ascii_alphanumeric)
    };
    let half = first <= 2 && (starts("a.m") || starts("p.m") || starts("am") || starts("pm") || starts("o'clock") || starts("noon"));
    let long =
        first == 4 && end == at + 4 && (starts("GMT") || starts("UTC") || starts("hrs") || starts("hours") && bytes.get(at) == Some(&b'0'));
    (half || long).then_some(end)
}

fn done(start: usize, end: usize, kind: FigureKind, rule: &str) -> Done {
    Some((Some(plain_figure(span(start, end), kind, rule, Form::Numeral)), end))
}
