//! One number as printed, in digits, words or both, without its hedge.
//!
//! "1.2m", "34 000", "two and a half thousand", "half a dozen", "twenty-first", "two-thirds" are one [`Number`] each.

use crate::lexicon::NumberClass as C;
use crate::types::Form;

use super::digits::{float, scaled};
use super::tables::{Tables, class};
use super::walk::{Kind, Token, Window, is_space};

/// What sort of number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Cardinal,
    Ordinal,
    /// A part of one: "a third", "3/4".
    Fraction,
}

/// A number as printed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number {
    pub start: usize,
    pub end: usize,
    pub value: f64,
    pub class: Class,
    pub form: Form,
    /// A decimal part and no scale word: nothing that can be counted.
    pub decimal: bool,
    /// Digits without separators, point or scale, as in a year.
    pub plain: bool,
    /// Digits before a point.
    pub digits: usize,
    /// The factor of its last scale word or suffix; 1 without.
    pub scale: f64,
    /// Too large to be a number of anything.
    pub overflow: bool,
    /// "1990s", "20s".
    pub decade: bool,
    /// Only a scale or dozen, with or without an article ("a hundred", "dozen").
    pub bare: bool,
}

/// More digits than any count has.
pub(super) const MOST_DIGITS: usize = 18;
/// Digits in a row that are no number but an id.
pub(super) const ID_DIGITS: usize = 11;

pub(super) fn number(start: usize, end: usize, value: f64, form: Form) -> Number {
    Number {
        start,
        end,
        value,
        class: Class::Cardinal,
        form,
        decimal: false,
        plain: false,
        digits: 0,
        scale: 1.0,
        overflow: false,
        decade: false,
        bare: false,
    }
}

/// How two tokens of a number are joined.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    Space,
    Hyphen,
    And,
}

/// The token of a number after `at`: joined by a space, a hyphen or "and".
fn joined(window: &Window, at: usize) -> Option<(Token, Joint)> {
    let first = window.char_at(at)?;
    if first == '-' || first == '\u{2011}' {
        let t = window.after(at + first.len_utf8())?;
        return (t.start == at + first.len_utf8()).then_some((t, Joint::Hyphen));
    }
    if !is_space(first) {
        return None;
    }
    let t = window.after(at)?;
    if window.of(t) == "-" {
        let t = window.after(t.end)?;
        return Some((t, Joint::Hyphen)).filter(|(t, _)| t.kind == Kind::Word);
    }
    if window.of(t).eq_ignore_ascii_case("and") {
        return Some((window.after(t.end)?, Joint::And));
    }
    Some((t, Joint::Space))
}

/// What the last part of a number was.
#[derive(Clone, Copy, PartialEq)]
enum Last {
    Nothing,
    Digits,
    Unit,
    Teen,
    Ten,
    Hundred,
    Scale,
    Dozen,
}

/// A number while it is read.
#[derive(Clone, Copy)]
struct State {
    total: f64,
    current: f64,
    last: Last,
    /// The smallest scale so far: the next must be smaller.
    floor: f64,
    end: usize,
    words: bool,
    digits: bool,
}

impl State {
    fn value(&self) -> f64 {
        self.total + self.current
    }
}

/// Continues a number in digits by words: "2 million", "67 thousand 338", "5 and a half".
pub(super) fn extend(tables: &Tables, window: &Window, digits: Number, money: bool) -> Number {
    // "5 m" is five million only of money.
    if money
        && let Some((t, Joint::Space)) = joined(window, digits.end)
        && let Some((C::Suffix, factor)) = tables.number(window.of(t))
        && window.of(t).bytes().all(|b| b.is_ascii_lowercase())
    {
        return Number { value: scaled(digits.value, factor), scale: factor, end: t.end, decimal: false, plain: false, ..digits };
    }
    if let Some((t, Joint::Space)) = joined(window, digits.end)
        && let Some((C::Suffix, factor)) = tables.number(window.of(t))
        && (apart(window.of(t)) || window.of(t) == "k")
    {
        return Number { value: scaled(digits.value, factor), scale: factor, end: t.end, decimal: false, plain: false, ..digits };
    }
    let state =
        State { total: 0.0, current: digits.value, last: Last::Digits, floor: f64::INFINITY, end: digits.end, words: false, digits: true };
    let state = follow(tables, window, state);
    let out = finish(tables, window, digits.start, state);
    if out.end == digits.end {
        digits
    } else {
        Number { digits: digits.digits, overflow: digits.overflow || !out.value.is_finite(), ..out }
    }
}

/// Reads on from a state as long as the words make one number.
fn follow(tables: &Tables, window: &Window, mut state: State) -> State {
    let mut checkpoint = None; // before an "and", or before digits, that may belong to the next number
    for _ in 0..24 {
        let Some((token, joint)) = joined(window, state.end) else { break };
        let text = window.of(token);
        let (class, value) = match token.kind {
            Kind::Word => match tables.number(text) {
                Some(x) => x,
                None => break,
            },
            Kind::Digits
                if matches!(state.last, Last::Hundred | Last::Scale) && text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit()) =>
            {
                let value = float(text.as_bytes());
                let step = if state.last == Last::Hundred { 100.0 } else { state.floor };
                let follows = joint == Joint::And
                    || (text.len() == 3 && step == 1000.0)
                    || matches!(joined(window, token.end), Some((t, Joint::Space)) if matches!(tables.number(window.of(t)), Some((C::Hundred, _))));
                if value >= step
                    || joint == Joint::Hyphen
                    || !follows
                    || value == 0.0
                    || window.char_at(token.end).is_some_and(char::is_alphabetic)
                {
                    break;
                }
                checkpoint = Some(state);
                state.current += value;
                (state.last, state.end, state.digits) = (Last::Digits, token.end, true);
                continue;
            }
            _ => break,
        };
        // "five mln": abbreviations that can stand apart from their number.
        let class = if class == C::Suffix && joint == Joint::Space && apart(text) { C::Scale } else { class };
        let small = matches!(state.last, Last::Hundred | Last::Scale);
        if joint == Joint::And && !(small && matches!(class, C::Unit | C::Teen | C::Ten)) {
            break;
        }
        let before = state;
        // "two million and one half": the part is added at the end.
        if joint == Joint::And && and_part(tables, window, state.end).is_some() {
            break;
        }
        match class {
            C::Unit if (small || state.last == Last::Ten && joint != Joint::And) && fits(&state, value) => {
                (state.current, state.last) = (state.current + value, Last::Unit)
            }
            C::Teen if small && fits(&state, value) => (state.current, state.last) = (state.current + value, Last::Teen),
            C::Ten if small && fits(&state, value) => (state.current, state.last) = (state.current + value, Last::Ten),
            C::Hundred if matches!(state.last, Last::Unit | Last::Teen | Last::Ten | Last::Digits) => {
                if state.current >= 1000.0 {
                    // "three hundred and two hundred": two numbers; "4000 3 hundred" too
                    return checkpoint.unwrap_or(state);
                }
                if state.current >= 100.0 && checkpoint.is_some() {
                    return checkpoint.unwrap_or(state);
                }
                state.current *= value;
                state.last = Last::Hundred;
            }
            C::Scale => {
                if state.last == Last::Scale && state.current == 0.0 {
                    if value < 1000.0 {
                        break;
                    }
                    state.total *= value;
                    state.floor = state.floor.max(value);
                } else if value < state.floor {
                    state.total += scaled(state.current, value);
                    state.current = 0.0;
                    state.floor = value;
                } else {
                    return checkpoint.unwrap_or(state);
                }
                state.last = Last::Scale;
            }
            C::Plural
                if value == 12.0 && joint == Joint::Space && matches!(state.last, Last::Unit | Last::Teen | Last::Ten | Last::Digits) =>
            {
                state.current *= value;
                state.last = Last::Dozen;
            }
            C::Dozen if matches!(state.last, Last::Unit | Last::Teen | Last::Ten | Last::Digits) => {
                state.current *= value;
                state.last = Last::Dozen;
            }
            _ => break,
        }
        if joint == Joint::And {
            checkpoint = Some(before);
        }
        (state.end, state.words) = (token.end, true);
    }
    state
}

/// Abbreviations of scales that are written with a space before them.
fn apart(word: &str) -> bool {
    matches!(word, "bn" | "mn" | "mln" | "bln" | "tn" | "trn" | "tln")
}

/// True where a smaller part may follow the last hundred or scale.
fn fits(state: &State, value: f64) -> bool {
    match state.last {
        Last::Hundred | Last::Ten => true,
        Last::Scale => value < state.floor,
        _ => false,
    }
}

/// "and a half", "thirds", "-first" and "of a million" at the end of a number.
fn finish(tables: &Tables, window: &Window, start: usize, mut state: State) -> Number {
    let form = |s: &State| match (s.digits, s.words) {
        (true, false) => Form::Numeral,
        (false, _) => Form::Word,
        (true, true) => Form::Mixed,
    };
    let scale = if state.last == Last::Scale { state.floor } else { 1.0 };
    // "nine point four"
    if scale == 1.0
        && let Some((part, end)) = point(tables, window, state.end)
    {
        let value = state.value() + part;
        if let Some((t, Joint::Space | Joint::Hyphen)) = joined(window, end)
            && let Some((C::Scale, factor)) = tables.number(window.of(t))
        {
            return Number { scale: factor, ..number(start, t.end, value * factor, form(&state)) };
        }
        return Number { decimal: true, ..number(start, end, value, form(&state)) };
    }
    // "two and a half", then perhaps "thousand"
    if let Some((part, end)) = and_part(tables, window, state.end) {
        let value = if scale > 1.0 { state.value() + part * scale } else { state.value() + part };
        state.words = true;
        state.end = end;
        if let Some((t, Joint::Space | Joint::Hyphen)) = joined(window, end)
            && let Some((C::Scale | C::Hundred | C::Dozen, factor)) = tables.number(window.of(t))
        {
            let value = if scale > factor { state.value() + part * factor } else { value * factor };
            return Number { scale: factor, ..number(start, t.end, value, form(&state)) };
        }
        return Number { decimal: scale == 1.0, scale, ..number(start, end, value, form(&state)) };
    }
    if let Some((t, joint)) = joined(window, state.end)
        && joint != Joint::And
        && let Some((class, value)) = tables.number(window.of(t))
        && (t.kind == Kind::Word)
    {
        let ends = match class {
            C::Ordinal => {
                let tail = state.last == Last::Ten && value < 10.0 || matches!(state.last, Last::Hundred | Last::Scale) && value < 100.0;
                if tail && !state.digits {
                    state.words = true;
                    return Number { class: Class::Ordinal, ..number(start, t.end, state.value() + value, Form::Word) };
                }
                // "two hundredth"
                if value >= 100.0
                    && matches!(state.last, Last::Unit | Last::Ten | Last::Teen | Last::Hundred)
                    && state.value() > 1.0
                    && !state.digits
                {
                    return Number { class: Class::Ordinal, ..number(start, t.end, state.value() * value, Form::Word) };
                }
                // "one-third"
                (state.value() == 1.0 && value >= 3.0 && !state.digits).then(|| 1.0 / value)
            }
            C::Fraction if !window.of(t).eq_ignore_ascii_case("half") || state.value() == 1.0 => Some(state.value() * value),
            _ => None,
        };
        if let Some(part) = ends {
            state.words = true;
            let scale = joined(window, t.end).and_then(|(n, joint)| match tables.number(window.of(n)) {
                Some((C::Scale, v)) if joint != Joint::And => Some((v, n.end)),
                _ => None,
            });
            if let Some((factor, end)) = scale.or_else(|| of_scale(tables, window, t.end)) {
                return Number { scale: factor, ..number(start, end, part * factor, form(&state)) };
            }
            return Number { class: Class::Fraction, decimal: true, ..number(start, t.end, part, form(&state)) };
        }
    }
    if let Some((t, Joint::And)) = joined(window, state.end)
        && matches!(state.last, Last::Hundred | Last::Scale)
        && !state.digits
        && let Some((C::Ordinal, value)) = tables.number(window.of(t))
        && value >= 1.0
        && !window.of(t).ends_with("half")
    {
        return Number { class: Class::Ordinal, ..number(start, t.end, state.value() + value, Form::Word) };
    }
    let decimal = state.value().fract() != 0.0;
    let scale = match state.last {
        Last::Hundred => 100.0,
        Last::Dozen => 12.0,
        _ => scale,
    };
    Number { scale, decimal, ..number(start, state.end, state.value(), form(&state)) }
}

/// "point four", "point nought three": the part and where it ends.
fn point(tables: &Tables, window: &Window, at: usize) -> Option<(f64, usize)> {
    let (t, Joint::Space) = joined(window, at)? else { return None };
    if window.of(t) != "point" {
        return None;
    }
    let (mut end, mut part, mut weight) = (t.end, 0.0, 1.0);
    for step in 0..6 {
        let Some((t, joint)) = joined(window, end) else { break };
        let value = match tables.number(window.of(t)) {
            Some((C::Zero | C::Unit, v)) if joint == Joint::Space || step > 0 && joint == Joint::Hyphen => v,
            Some((C::Teen | C::Ten, v)) if step == 0 => v,
            _ => break,
        };
        weight *= if value >= 10.0 {
            0.01
        } else if step > 0 && part >= 0.1 && weight == 0.01 && joint == Joint::Hyphen {
            1.0
        } else {
            0.1
        };
        part += value * weight;
        end = t.end;
    }
    (end > t.end).then_some((part, end))
}

/// "and a half", "and three quarters", "and-a-half": the part and where it ends.
fn and_part(tables: &Tables, window: &Window, at: usize) -> Option<(f64, usize)> {
    let hyphen = window.char_at(at) == Some('-');
    let mut t = window.after(if hyphen { at + 1 } else { at })?;
    if !window.of(t).eq_ignore_ascii_case("and") {
        return None;
    }
    let step = |at: usize| window.after(if window.char_at(at) == Some('-') { at + 1 } else { at });
    t = step(t.end)?;
    let word = window.of(t);
    let over = match word {
        "a" | "an" | "one" => 1.0,
        _ => match tables.number(word)? {
            (C::Unit, v) if v > 1.0 => v,
            _ => return None,
        },
    };
    let t = step(t.end)?;
    match tables.number(window.of(t))? {
        (C::Fraction, v) => Some((over * v, t.end)),
        (C::Ordinal, v)
            if over == 1.0 && v >= 3.0 && !window.after(t.end).is_some_and(|n| n.kind == Kind::Word && window.of(n) != "of") =>
        {
            Some((1.0 / v, t.end))
        }
        _ => None,
    }
}

/// "of a million": the factor and where it ends.
fn of_scale(tables: &Tables, window: &Window, at: usize) -> Option<(f64, usize)> {
    let of = window.after(at)?;
    let article = window.after(of.end)?;
    let scale = window.after(article.end)?;
    if window.of(of) != "of" || !matches!(window.of(article), "a" | "one") {
        return None;
    }
    match tables.number(window.of(scale))? {
        (C::Scale | C::Hundred | C::Dozen, v) => Some((v, scale.end)),
        _ => None,
    }
}

/// Reads the number that begins with the number word `token`, its article included.
pub(super) fn words(tables: &Tables, window: &Window, token: Token) -> Option<Number> {
    let (class, value) = tables.number(window.of(token))?;
    let article = window.before(token.start).filter(|t| matches!(window.of(*t), "a" | "an" | "A" | "An") && t.end < token.start);
    let begin = State { total: 0.0, current: value, last: Last::Nothing, floor: f64::INFINITY, end: token.end, words: true, digits: false };
    match class {
        C::Zero => {
            let state = State { last: Last::Unit, ..begin };
            Some(match point(tables, window, token.end) {
                Some(_) => finish(tables, window, token.start, state),
                None => number(token.start, token.end, 0.0, Form::Word),
            })
        }
        C::Unit | C::Teen | C::Ten => {
            let last = match class {
                C::Unit => Last::Unit,
                C::Teen => Last::Teen,
                _ => Last::Ten,
            };
            let state = follow(tables, window, State { last, ..begin });
            Some(finish(tables, window, token.start, state))
        }
        C::Hundred | C::Scale | C::Dozen => {
            let start = article.map_or(token.start, |t| t.start);
            let state = match class {
                C::Hundred => State { last: Last::Hundred, ..begin },
                C::Dozen => State { last: Last::Dozen, ..begin },
                _ => State { total: value, current: 0.0, floor: value, last: Last::Scale, ..begin },
            };
            let state = follow(tables, window, state);
            let out = finish(tables, window, start, state);
            Some(Number { bare: out.end == token.end, ..out })
        }
        C::Ordinal => {
            let next = window.after(token.end);
            let of = next.is_some_and(|t| window.of(t) == "of") || article.is_some_and(|a| part_of_unit(tables, window, a, next));
            if let Some(a) = article
                && value >= 3.0
                && of
            {
                if let Some((factor, end)) = of_scale(tables, window, token.end) {
                    return Some(Number { scale: factor, ..number(a.start, end, factor / value, Form::Word) });
                }
                return Some(Number { class: Class::Fraction, decimal: true, ..number(a.start, token.end, 1.0 / value, Form::Word) });
            }
            Some(Number { class: Class::Ordinal, ..number(token.start, token.end, value, Form::Word) })
        }
        C::Fraction => fraction(tables, window, token, value, article),
        C::Plural | C::Suffix | C::Special | C::Roman => None,
    }
}

/// True for "by a fifth." and the like: a part, no ordinal.
fn part_of_unit(tables: &Tables, window: &Window, article: Token, next: Option<Token>) -> bool {
    let before = window.before(article.start).map(|t| window.of(t)).unwrap_or("");
    // "fell by a third", "rose a fifth": by that much of what there was.
    let moved = before == "by" || tables.class(before) & class::CHANGE != 0;
    let next_word = next.map(|t| window.of(t)).unwrap_or("");
    let ends = next.is_none_or(|t| t.kind == Kind::Mark && next_word != "-" && (next_word != "," || moved));
    let led = moved
        || matches!(before, "" | "than" | "about" | "nearly" | "almost" | "over" | "roughly" | "around" | "just" | "only" | "to" | "under");
    ends && led
        || moved
            && matches!(
                next_word,
                "in" | "to" | "from" | "since" | "over" | "last" | "this" | "compared" | "and" | "after" | "as" | "during" | "on" | "when"
            )
}

/// "half", "half a million", "a quarter", "a half-dozen".
fn fraction(tables: &Tables, window: &Window, token: Token, value: f64, article: Option<Token>) -> Option<Number> {
    let word = window.of(token).to_ascii_lowercase();
    let start = article.map_or(token.start, |t| t.start);
    let scale = |at: usize| {
        let (t, joint) = joined(window, at)?;
        match tables.number(window.of(t))? {
            (C::Scale | C::Hundred | C::Dozen, v) if joint != Joint::And => Some((v, t.end)),
            _ => None,
        }
    };
    let near = scale(token.end).or_else(|| {
        let (t, _) = joined(window, token.end)?;
        matches!(window.of(t), "a" | "an").then(|| scale(t.end)).flatten()
    });
    if let Some((factor, end)) = near.or_else(|| of_scale(tables, window, token.end)) {
        return Some(Number { scale: factor, ..number(start, end, value * factor, Form::Word) });
    }
    if word != "half" && article.is_none() {
        return None;
    }
    Some(Number { class: Class::Fraction, decimal: true, ..number(start, token.end, value, Form::Word) })
}
