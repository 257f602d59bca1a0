//! The lexicon's rows as look-up tables, made once.

use std::collections::BTreeMap;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::lexicon::{HedgePosition, NumberClass, Numbers, Side, UnitKind};
use crate::types::{FigureKind, Quantifier};

use super::walk::{Kind, Lower, Token, Window};

type Map<V> = HashMap<Box<str>, V, FixedState>;

/// Classes of words around a number, as bits.
pub(super) mod class {
    macro_rules! bits { ($($name:ident = $bit:expr),+ $(,)?) => { $(pub const $name: u64 = 1 << $bit;)+ } }
    bits! {
        AGE_NOUN = 0, CASUALTY = 1, CHANGE = 2, COMPOUND = 3, EVALUATIVE = 4, HARM = 5, MODAL = 6, MONTH = 7, NAME_BLOCK = 8, NO_THING = 9,
        NOT_NO = 10, ONE_VERB = 11, PEOPLE = 12, PERSON = 13, PRONOUN_BEFORE = 14, RANGE_WORD = 15, STREET = 16, UPDOWN = 17, WEEKDAY = 18,
        FRAMING = 20, TIMES = 21, SCORE = 22, DESIGNATE_ANY = 23, DESIGNATE_NAME = 24, DESIGNATE_AFTER = 25, NUMBER = 26, UNIT_ADJECTIVE = 19,
    }
}

/// Words of a phrase around the word that finds it: those before it from right to left, those after it from left to right.
struct Phrase<V> {
    before: Vec<Box<str>>,
    after: Vec<Box<str>>,
    value: V,
}

/// Phrases by the word that finds them, longest first.
pub(super) struct Phrases<V>(Map<Vec<Phrase<V>>>);

impl<V: Copy> Phrases<V> {
    fn new() -> Self {
        Self(HashMap::with_hasher(FixedState::default()))
    }

    fn add(&mut self, phrase: &str, trigger: usize, value: V) {
        let tokens = tokens(phrase);
        let Some(key) = tokens.get(trigger) else { return };
        let list = self.0.entry(key.clone()).or_default();
        let before = tokens[..trigger].iter().rev().cloned().collect();
        list.push(Phrase { before, after: tokens[trigger + 1..].to_vec(), value });
        // Of two alike in length the one that reads on: "couple hundred" before "a couple".
        list.sort_by_key(|p: &Phrase<V>| std::cmp::Reverse((p.before.len() + p.after.len(), p.after.len())));
    }

    /// The longest phrase at `token`, with where it begins and ends.
    pub fn at(&self, window: &Window, token: Token) -> Option<(usize, usize, V)> {
        let list = self.0.get(Lower::new(window.of(token)).as_str())?;
        'phrases: for phrase in list {
            let (mut start, mut end) = (token.start, token.end);
            for word in &phrase.before {
                match window.before(start) {
                    Some(t) if Lower::new(window.of(t)).as_str() == &**word => start = t.start,
                    _ => continue 'phrases,
                }
            }
            for word in &phrase.after {
                match window.after(end) {
                    Some(t) if Lower::new(window.of(t)).as_str() == &**word => end = t.end,
                    _ => continue 'phrases,
                }
            }
            return Some((start, end, phrase.value));
        }
        None
    }
}

/// Tokens of a phrase as the walk would give them.
fn tokens(phrase: &str) -> Vec<Box<str>> {
    let window = Window { text: phrase, low: 0, high: phrase.len() };
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(t) = window.after(at) {
        out.push(Lower::new(window.of(t)).as_str().into());
        at = t.end;
    }
    out
}

/// A vague word's interval.
#[derive(Clone, Debug)]
pub(super) struct VagueRule {
    pub needs_of: bool,
    pub value: Option<f64>,
    pub low: f64,
    pub high: f64,
    pub rule: Box<str>,
}

/// What a currency word stands for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Money {
    /// Index into `Tables::codes`.
    pub code: u16,
    pub side: Side,
}

/// All look-up tables.
pub(super) struct Tables {
    words: Map<(NumberClass, f64)>,
    classes: Map<u64>,
    /// For every pair of letters the lengths of the number words that begin with it, one bit a length. Most words of a text
    /// are turned away here, before they are looked up.
    pub prefix: Box<[u16; 676]>,
    pub hedges_before: Phrases<(Quantifier, bool)>,
    pub hedges_after: Phrases<Quantifier>,
    pub vague: Phrases<u16>,
    pub vague_rules: Vec<VagueRule>,
    pub idioms: Phrases<FigureKind>,
    pub units: Phrases<u16>,
    pub unit_rows: Vec<(Box<str>, UnitKind)>,
    money_before: Map<Money>,
    money_after: Phrases<Money>,
    pub codes: Vec<Box<str>>,
    home: BTreeMap<(Box<str>, Box<str>), Box<str>>,
}

impl Tables {
    pub fn new(numbers: &Numbers) -> Self {
        let mut out = Self {
            words: HashMap::with_hasher(FixedState::default()),
            classes: HashMap::with_hasher(FixedState::default()),
            prefix: Box::new([0; 676]),
            hedges_before: Phrases::new(),
            hedges_after: Phrases::new(),
            vague: Phrases::new(),
            vague_rules: Vec::new(),
            idioms: Phrases::new(),
            units: Phrases::new(),
            unit_rows: Vec::new(),
            money_before: HashMap::with_hasher(FixedState::default()),
            money_after: Phrases::new(),
            codes: Vec::new(),
            home: BTreeMap::new(),
        };
        for w in &numbers.words {
            out.words.insert(w.word.as_str().into(), (w.class, w.value.unwrap_or(0.0)));
            out.mark(&w.word, class::NUMBER);
            if let [a, b, ..] = w.word.as_bytes()
                && a.is_ascii_lowercase()
                && b.is_ascii_lowercase()
                && w.class != NumberClass::Suffix
            {
                out.prefix[usize::from(a - b'a') * 26 + usize::from(b - b'a')] |= 1 << w.word.len().min(15);
            }
        }
        for h in &numbers.hedges {
            match h.position {
                HedgePosition::After => out.hedges_after.add(&h.phrase, 0, h.quantifier),
                p => out.hedges_before.add(&h.phrase, tokens(&h.phrase).len().saturating_sub(1), (h.quantifier, p == HedgePosition::Verb)),
            }
        }
        for (i, v) in numbers.vague.iter().enumerate() {
            let trigger = tokens(&v.phrase).iter().position(|t| out.words.contains_key(t)).unwrap_or(0);
            out.vague.add(&v.phrase, trigger, i as u16);
            out.vague_rules.push(VagueRule {
                needs_of: v.needs == "of",
                value: v.value,
                low: v.low,
                high: v.high,
                rule: v.rule.as_str().into(),
            });
        }
        for i in &numbers.idioms {
            let found = tokens(&i.phrase).iter().position(|t| out.words.contains_key(t) || t.starts_with(|c: char| c.is_ascii_digit()));
            if let Some(trigger) = found {
                out.idioms.add(&i.phrase, trigger, i.kind);
            }
        }
        for (i, u) in numbers.units.iter().enumerate() {
            out.units.add(&u.word, 0, i as u16);
            out.unit_rows.push((u.unit.as_str().into(), u.kind));
        }
        for c in &numbers.currencies {
            let code = out.codes.iter().position(|x| **x == *c.currency).unwrap_or_else(|| {
                out.codes.push(c.currency.as_str().into());
                out.codes.len() - 1
            }) as u16;
            let money = Money { code, side: c.position };
            if c.position != Side::After {
                out.money_before.insert(c.word.replace(' ', "").into(), money);
            }
            if c.position != Side::Before {
                out.money_after.add(&c.word, 0, money);
                let names = c.word.chars().all(|x| x.is_ascii_lowercase() || x == ' ' || x == '.');
                if names && c.word.len() > 3 && !c.word.ends_with('s') {
                    out.money_after.add(&format!("{}s", c.word), 0, money);
                }
            }
        }
        for h in &numbers.home {
            out.home.insert((h.country.as_str().into(), h.word.as_str().into()), h.currency.as_str().into());
        }
        for c in &numbers.designations {
            let bit = match c.class.as_str() {
                "any" => class::DESIGNATE_ANY,
                "name" => class::DESIGNATE_NAME,
                _ => class::DESIGNATE_AFTER,
            };
            out.mark(&c.word, bit);
        }
        for c in &numbers.framing {
            out.mark(&c.word, if c.class == "times" { class::TIMES } else { class::FRAMING });
        }
        for word in &numbers.scores {
            out.mark(word, class::SCORE);
        }
        for c in &numbers.around {
            if let Some(at) = crate::lexicon::AROUND.iter().position(|n| *n == c.class) {
                out.mark(&c.word, 1 << at);
            }
        }
        out
    }

    fn mark(&mut self, word: &str, bits: u64) {
        *self.classes.entry(word.into()).or_default() |= bits;
    }

    /// What a word does in a number, with its worth.
    pub fn number(&self, word: &str) -> Option<(NumberClass, f64)> {
        self.words.get(Lower::new(word).as_str()).copied()
    }

    /// The classes of a word.
    pub fn class(&self, word: &str) -> u64 {
        self.classes.get(Lower::new(word).as_str()).copied().unwrap_or(0)
    }

    /// The currency whose sign, code or name ends at `at`, with its start.
    pub fn money_before(&self, window: &Window, at: usize) -> Option<(usize, Money)> {
        let last = window.before(at)?;
        let mut found = None;
        let mut start = last.start;
        let mut glued = String::new();
        for step in 0..5 {
            let token = if step == 0 { last } else { window.before(start)? };
            let gap = start - token.end.min(start);
            let piece = window.of(token);
            // "U.S. $", "A$", "u.s$": signs and letters that touch, or one space before a sign
            // "A $5 fine" has an article, "A$5" is Australian.
            if step > 0
                && (gap == 1 && matches!(piece, "A" | "a") || gap > 1 || (gap == 1 && glued.starts_with(|c: char| c.is_alphabetic())))
            {
                break;
            }
            if token.kind == Kind::Digits || piece.len() > 8 {
                break;
            }
            glued.insert_str(0, Lower::new(piece).as_str());
            start = token.start;
            let letters_only = glued.bytes().all(|b| b.is_ascii_lowercase());
            // A code or an abbreviation in lower case is a word ("all 500", "try 3").
            let shouted = !letters_only
                || window.of(token).chars().all(char::is_uppercase)
                || matches!(glued.as_str(), "rs" | "rm" | "rp" | "tk" | "ksh" | "usd" | "dlrs" | "dlr");
            if let Some(m) = self.money_before.get(glued.as_str())
                && shouted
                && !window.char_before(start).is_some_and(char::is_alphanumeric)
            {
                found = Some((start, *m));
            }
            if window.before(start).is_none() {
                break;
            }
        }
        found
    }

    /// The currency whose sign, code or name `token` begins, with its span.
    pub fn money_after(&self, window: &Window, token: Token) -> Option<(usize, usize, Money)> {
        let word = window.of(token);
        let (start, end, money) = self.money_after.at(window, token)?;
        let letters = word.bytes().all(|b| b.is_ascii_alphabetic());
        if letters && money.side == Side::Both && word.len() <= 4 && !word.bytes().all(|b| b.is_ascii_uppercase()) && word != "Rs" {
            let small = matches!(word, "usd" | "eur" | "btc" | "dlrs" | "dlr");
            if !small {
                return None;
            }
        }
        Some((start, end, money))
    }

    /// ISO 4217 of a currency for an outlet of `country`.
    pub fn currency(&self, money: Money, country: Option<&str>) -> Option<String> {
        let code = self.codes.get(usize::from(money.code))?;
        match code.strip_prefix('*') {
            None if code.starts_with('{') => None,
            None => Some(code.to_string()),
            Some(name) => {
                let key = |c: &str| (Box::from(c), Box::from(name));
                country.and_then(|c| self.home.get(&key(c))).or_else(|| self.home.get(&key("*"))).map(|c| c.to_string())
            }
        }
    }
}
