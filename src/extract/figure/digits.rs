//! Numbers in digits, with every separator and suffix: "34 000", "1.2m", "12,34,567", "2½", "21st".

use crate::lexicon::NumberClass as C;
use crate::types::Form;

use super::number::{Class, MOST_DIGITS, Number, extend, number};
use super::scan::fraction_sign;
use super::tables::Tables;
use super::walk::{Kind, Window};

/// Reads the number that begins with the digit at `at`. `money` is true after a currency sign, where "m" is a million.
pub(super) fn digits(tables: &Tables, window: &Window, at: usize, money: bool) -> Option<Number> {
    let bytes = &window.text.as_bytes()[..window.high];
    let run = |from: usize| bytes.get(from..).unwrap_or(&[]).iter().take_while(|b| b.is_ascii_digit()).count();
    let whole = run(at);
    if whole == 0 {
        return None;
    }
    let mut end = at + whole;
    let mut digits = whole;
    let mut plain = true;
    let mut value = float(&bytes[at..end]);
    // Groups of thousands: comma, apostrophe, spaces.
    if whole <= 3 && bytes[at] != b'0' {
        let mut mark: Option<char> = None;
        if plain
            && window.text.get(end..(end + 5).min(window.high)) == Some(", 000")
            && run(end + 2) == 3
            && window.before(at).is_none_or(|t| window.of(t) != ",")
        {
            value *= 1000.0;
            digits += 3;
            end += 5;
            plain = false;
        }
        while let Some(c) = window.char_at(end) {
            let joins = matches!(c, ',' | '\u{a0}' | '\u{2009}' | '\u{202f}' | ' ' | '\'' | '’');
            let from = end + c.len_utf8();
            if !joins || mark.is_some_and(|m| m != c) || (c == '\'' && whole > 3) {
                break;
            }
            let n = run(from);
            let indian = c == ',' && n == 2 && whole <= 2 && lakhs(window, from);
            if n != 3 && !indian {
                break;
            }
            if c == ' ' && mark.is_none() && !spaced_group(tables, window, at, from) {
                break;
            }
            value = value * if indian { 100.0 } else { 1000.0 } + float(&bytes[from..from + n]);
            digits += n;
            mark = Some(c);
            end = from + n;
            plain = false;
        }
    }
    let mut decimal = false;
    // "1.250.000", "1.111,11": points between thousands.
    if plain && whole <= 3 && bytes[at] != b'0' {
        let mut to = end;
        while window.char_at(to) == Some('.') && run(to + 1) == 3 {
            to += 4;
        }
        let comma = window.char_at(to) == Some(',') && matches!(run(to + 1), 1 | 2);
        if to > end + 4 || to > end && comma {
            value = bytes[at..to].iter().filter(|b| b.is_ascii_digit()).fold(0.0, |v, d| v * 10.0 + f64::from(d - b'0'));
            digits = (to - at) / 4 * 3 + whole;
            end = to;
            plain = false;
            if comma {
                let n = run(end + 1);
                value += float(&bytes[end + 1..end + 1 + n]) / 10f64.powi(n as i32);
                decimal = true;
                end += 1 + n;
            }
            return Some(extend(tables, window, Number { plain, digits, decimal, ..number(at, end, value, Form::Numeral) }, money));
        }
    }
    // A decimal part.
    if matches!(window.char_at(end), Some('.' | ',')) {
        let comma = bytes[end] == b',';
        let n = run(end + 1);
        let next = window.char_at(end + 1 + n);
        let more = matches!(next, Some('.' | ',')) && run(end + 2 + n) > 0;
        if n > 0 && !more && !(comma && (n > 2 || !decimal_comma(tables, window, end + 1 + n))) {
            let part = &bytes[end + 1..end + 1 + n];
            let thousand =
                !comma && n == 3 && plain && whole <= 3 && bytes[at] != b'0' && part[2] == b'0' && counts_noun(tables, window, end + 4);
            if thousand {
                value = value * 1000.0 + float(part);
                digits += 3;
            } else {
                value = decimals(value, part);
                decimal = true;
            }
            end += 1 + n;
            plain = false;
        }
    }
    // "2½", "2 1/2"
    if let Some(part) = window.char_at(end).and_then(fraction_sign) {
        value += part;
        end += window.char_at(end).map_or(0, char::len_utf8);
        decimal = true;
        plain = false;
    } else if plain && !decimal {
        let from =
            window.char_at(end).filter(|c| matches!(c, ' ' | '-' | '\u{a0}' | '\u{2009}' | '\u{202f}')).map_or(end, |c| end + c.len_utf8());
        if from > end
            && whole <= 3
            && let Some((part, to)) = slash_fraction(window, from)
        {
            value += part;
            end = to;
            decimal = true;
            plain = false;
        } else if let Some((part, to)) = slash_fraction(window, at) {
            return Some(Number { class: Class::Fraction, decimal: true, ..number(at, to, part, Form::Numeral) });
        }
    }
    let mut out =
        Number { plain, digits, decimal, overflow: digits > MOST_DIGITS || !value.is_finite(), ..number(at, end, value, Form::Numeral) };
    let letters = suffix(window, end);
    let word = window.text.get(end..end + letters).unwrap_or("");
    if letters > 0 {
        match word {
            "st" | "nd" | "rd" | "th" | "ST" | "ND" | "RD" | "TH" if !decimal => {
                out.class = Class::Ordinal;
                out.end += letters;
                return Some(out);
            }
            "s" if !decimal && (plain && (whole == 4 || whole == 2)) => {
                out.decade = true;
                out.end += 1;
                return Some(out);
            }
            _ => {}
        }
        let long = decimal && value >= 100.0;
        let race = matches!(value as u32, 60 | 100 | 110 | 200 | 400 | 800 | 1500) && plain && raced(window, at);
        let meters = matches!(word, "m" | "mm") && !money && (word == "mm" || long || race || meters_follow(window, end + letters));
        // "2.2million"
        if !meters
            && let Some((C::Suffix | C::Scale, factor)) = tables.number(word)
            && (word.len() > 1 || word != "B" || money || decimal)
        {
            out.value = scaled(out.value, factor);
            out.scale = factor;
            out.decimal = false;
            out.plain = false;
            out.end += letters;
            out.form = Form::Numeral;
            return Some(out);
        }
        return Some(out);
    }
    if let Some(quote) = window.char_at(end).filter(|c| matches!(c, '\'' | '’'))
        && plain
        && (whole == 4 || whole == 2)
    {
        let s = end + quote.len_utf8();
        let tail = window.char_at(s + 1).is_some_and(char::is_alphanumeric);
        if bytes.get(s) == Some(&b's') && !tail && (value as i64) % 10 == 0 {
            out.decade = true;
            out.end = s + 1;
            return Some(out);
        }
    }
    Some(extend(tables, window, out, money))
}

/// Value of some digits.
pub(super) fn float(digits: &[u8]) -> f64 {
    digits.iter().fold(0.0, |v, d| v * 10.0 + f64::from(d - b'0'))
}

/// A whole part with its decimals, as near as a float can be.
pub(super) fn decimals(whole: f64, part: &[u8]) -> f64 {
    let power = 10f64.powi(part.len().min(15) as i32);
    (whole * power + float(&part[..part.len().min(15)])) / power
}

/// A value times its scale: whole where it can only have been meant so (525.8 million).
pub(super) fn scaled(value: f64, factor: f64) -> f64 {
    let product = value * factor;
    let whole = product.round();
    if (product - whole).abs() <= 1e-9 * whole.abs() { whole } else { product }
}

/// Letters glued to the end of a digit run.
pub(super) fn suffix(window: &Window, at: usize) -> usize {
    let mut end = at;
    while window.char_at(end).is_some_and(|c| c.is_ascii_alphabetic()) {
        end += 1;
    }
    // "2ndé" is no ordinal
    if window.char_at(end).is_some_and(char::is_alphanumeric) { 0 } else { end - at }
}

/// True where "12 300" is one number: the token before must not be a month or a digit, and no unit may follow the first part.
pub(super) fn spaced_group(tables: &Tables, window: &Window, at: usize, from: usize) -> bool {
    let clean = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != ',' && c != '/' && c != '-');
    let calendar = window.before(at).is_some_and(|t| {
        t.kind == Kind::Digits
            || tables.class(window.of(t))
                & (super::tables::class::MONTH | super::tables::class::DESIGNATE_ANY | super::tables::class::DESIGNATE_NAME)
                != 0
    });
    clean(window.char_at(from + 3)) && !calendar
}

/// True where a comma before one or two digits is a decimal mark: a scale, percent or unit follows.
pub(super) fn decimal_comma(tables: &Tables, window: &Window, at: usize) -> bool {
    window.after(at).is_some_and(|t| {
        let scale = tables.number(window.of(t)).is_some_and(|(c, _)| matches!(c, C::Scale | C::Suffix));
        scale || tables.units.at(window, t).is_some()
    })
}

/// True where Indian groups follow: two digits and a comma, again and again, then three digits.
pub(super) fn lakhs(window: &Window, mut from: usize) -> bool {
    let bytes = &window.text.as_bytes()[..window.high];
    let run = |from: usize| bytes.get(from..).unwrap_or(&[]).iter().take_while(|b| b.is_ascii_digit()).count();
    while run(from) == 2 && bytes.get(from + 2) == Some(&b',') {
        from += 3;
    }
    run(from) == 3
}

/// True where a lower-case plural follows that is no unit: "1.000 persons".
pub(super) fn counts_noun(tables: &Tables, window: &Window, at: usize) -> bool {
    window.after(at).is_some_and(|t| {
        let word = window.of(t);
        t.kind == Kind::Word
            && t.start > at
            && word.starts_with(|c: char| c.is_ascii_lowercase())
            && (word.ends_with('s') || tables.class(word) & super::tables::class::PEOPLE != 0)
            && tables.units.at(window, t).is_none()
            && tables.number(word).is_none()
    })
}

/// True where "the" of a race stands before: "in the 100m", "the women's 400m"; "spent the 400m" is money.
fn raced(window: &Window, at: usize) -> bool {
    let Some(left) = window.before(at) else { return false };
    match window.of(left) {
        "the" => window.before(left.start).is_some_and(|p| matches!(window.of(p), "in" | "In" | "won" | "ran" | "run" | "win")),
        "s" => window
            .before(left.start)
            .and_then(|mark| window.before(mark.start))
            .is_some_and(|p| matches!(window.of(p), "men" | "women" | "Men" | "Women" | "boys" | "girls")),
        "men's" | "women's" | "Men's" | "Women's" | "men’s" | "women’s" => true,
        _ => false,
    }
}

/// True where "100m" is a distance.
pub(super) fn meters_follow(window: &Window, at: usize) -> bool {
    const WORDS: &[&str] = &[
        "away",
        "deep",
        "high",
        "long",
        "wide",
        "tall",
        "race",
        "sprint",
        "final",
        "north",
        "south",
        "east",
        "west",
        "from",
        "freestyle",
        "butterfly",
        "hurdles",
        "dash",
        "pool",
        "above",
        "below",
        "backstroke",
        "breaststroke",
        "off",
        "distance",
        "underwater",
        "offshore",
        "relay",
        "down",
        "up",
    ];
    let feet = || window.text.get(at..(at + 12).min(window.high)).is_some_and(|s| s.starts_with(" (") && s.contains("ft"));
    // "a 5m-wide river"
    let at = if window.char_at(at) == Some('-') { at + 1 } else { at };
    window.after(at).is_some_and(|t| WORDS.contains(&window.of(t))) || feet()
}

/// "3/4": the part and where it ends.
pub(super) fn slash_fraction(window: &Window, at: usize) -> Option<(f64, usize)> {
    let bytes = &window.text.as_bytes()[..window.high];
    let run = |from: usize| bytes.get(from..).unwrap_or(&[]).iter().take_while(|b| b.is_ascii_digit()).count();
    let n = run(at);
    if !(1..=2).contains(&n) || bytes.get(at + n) != Some(&b'/') {
        return None;
    }
    let m = run(at + n + 1);
    let end = at + n + 1 + m;
    if !(1..=3).contains(&m) || matches!(window.char_at(end), Some(c) if c == '/' || c.is_alphanumeric()) {
        return None;
    }
    let (over, under) = (float(&bytes[at..at + n]), float(&bytes[at + n + 1..end]));
    (matches!(under as u32, 2..=6 | 8 | 10 | 16 | 20 | 32 | 64 | 100) && over < under && over > 0.0).then(|| (over / under, end))
}
