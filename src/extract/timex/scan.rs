//! Text to tokens, with what the lexicon knows of each word.
//!
//! `Apr. 12th` is the word `Apr`, the mark `.`, the number `12` and, glued to it, the word `th`. Words are looked up by
//! their lower-case letters packed into sixteen bytes, so that a token costs a few nanoseconds and no allocation.

use crate::lexicon::{Alone, TimeClass, TimeWords};

use super::calendar::{Season, Unit};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Number,
    Mark,
}

/// A token. `word` is the index of its [`Entry`], 0 for words that the lexicon does not have; for marks the byte.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) word: u16,
    pub(super) kind: Kind,
    flags: u8,
}

const SPACED: u8 = 1;
const NEW_LINE: u8 = 2;
const CAPITAL: u8 = 4;
const ALL_CAPITALS: u8 = 8;

impl Token {
    pub(super) fn spaced(&self) -> bool {
        self.flags & SPACED != 0
    }
    /// An empty line stands before it.
    pub(super) fn new_line(&self) -> bool {
        self.flags & NEW_LINE != 0
    }
    pub(super) fn capital(&self) -> bool {
        self.flags & CAPITAL != 0
    }
    pub(super) fn all_capitals(&self) -> bool {
        self.flags & ALL_CAPITALS != 0
    }
}

/// What the lexicon knows of a word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    classes: u64,
    pub(super) month: i8,
    pub(super) month_alone: Alone,
    pub(super) weekday: i8,
    /// Of "Mondays".
    pub(super) weekdays: i8,
    pub(super) weekday_alone: Alone,
    pub(super) number: i16,
    pub(super) scale: i32,
    pub(super) ordinal: i8,
    pub(super) decade: i8,
    pub(super) unit: Option<Unit>,
    pub(super) season: Option<Season>,
    /// "MO", "AF" ...
    pub(super) part: &'static str,
    /// Hour of "noon".
    pub(super) hour: i8,
    /// Steps of "last", "ago".
    pub(super) shift: i8,
    /// "previous": counted from the text's last date.
    pub(super) from_text: bool,
    /// Which way "ago" goes.
    pub(super) away: i8,
    /// START, MID, END of "early" and "beginning"; mod of a hedge.
    pub(super) portion: &'static str,
    pub(super) hedge: &'static str,
    /// Value of "weekly".
    pub(super) set: &'static str,
    /// None for exactly "several".
    pub(super) vague: Option<i16>,
    pub(super) zone: bool,
}

const NOTHING: Entry = Entry {
    classes: 0,
    month: 0,
    month_alone: Alone::No,
    weekday: 0,
    weekdays: 0,
    weekday_alone: Alone::No,
    number: -1,
    scale: 0,
    ordinal: 0,
    decade: -1,
    unit: None,
    season: None,
    part: "",
    hour: -1,
    shift: 0,
    from_text: false,
    away: 0,
    portion: "",
    hedge: "",
    set: "",
    vague: None,
    zone: false,
};

impl Entry {
    pub(super) fn is(&self, class: TimeClass) -> bool {
        self.classes & (1 << class as u64) != 0
    }
    /// True where the word is of one of these classes.
    pub(super) fn any(&self, classes: u64) -> bool {
        self.classes & classes != 0
    }
    /// True where an expression may start with this word.
    pub(super) fn starts(&self) -> bool {
        self.classes & STARTERS != 0
    }
    /// True where a phrase or holiday starts with this word.
    pub(super) fn starts_phrase(&self) -> bool {
        self.classes & PHRASE != 0
    }
    /// True where an expression may start with this word whatever follows.
    pub(super) fn stands(&self) -> bool {
        self.classes & STANDING != 0
    }
    /// True where the word is no link of a date: not "and", "to", "at", "of".
    pub(super) fn starts_a_noun(&self) -> bool {
        !self.is(TimeClass::Preposition)
    }
    /// True where the word may be the second of an expression.
    pub(super) fn timely(&self) -> bool {
        self.classes & TIMELY != 0
    }
}

/// Bits beyond the classes: months and weekdays; first words of phrases and holidays; any word of them.
const NAMED: u64 = 1 << 62;
const PHRASE: u64 = 1 << 61;

/// The bits of some classes.
pub(super) const fn bits(classes: &[TimeClass]) -> u64 {
    let (mut out, mut i) = (0, 0);
    while i < classes.len() {
        out |= 1 << classes[i] as u64;
        i += 1;
    }
    out
}

const STANDING: u64 = NAMED
    | bits(&[
        TimeClass::Units,
        TimeClass::Season,
        TimeClass::Part,
        TimeClass::Parts,
        TimeClass::Hour,
        TimeClass::Decade,
        TimeClass::HedgeStart,
        TimeClass::Set,
        TimeClass::Rate,
        TimeClass::Period,
        TimeClass::Edge,
        TimeClass::Weekdays,
    ]);

const TIMELY: u64 = STANDING
    | bits(&[
        TimeClass::Unit,
        TimeClass::Seasons,
        TimeClass::Number,
        TimeClass::Scale,
        TimeClass::Ordinal,
        TimeClass::Suffix,
        TimeClass::Vague,
        TimeClass::Article,
        TimeClass::Half,
        TimeClass::Shift,
        TimeClass::Portion,
        TimeClass::HalfDay,
        TimeClass::Fiscal,
        TimeClass::Filler,
        TimeClass::Away,
        TimeClass::Determiner,
        TimeClass::Hedge,
    ]);

const STARTERS: u64 = NAMED
    | PHRASE
    | 1 << TimeClass::HedgeStart as u64
    | 1 << TimeClass::Weekdays as u64
    | 1 << TimeClass::Period as u64
    | 1 << TimeClass::Unit as u64
    | 1 << TimeClass::Units as u64
    | 1 << TimeClass::Season as u64
    | 1 << TimeClass::Part as u64
    | 1 << TimeClass::Parts as u64
    | 1 << TimeClass::Hour as u64
    | 1 << TimeClass::Number as u64
    | 1 << TimeClass::Scale as u64
    | 1 << TimeClass::Decade as u64
    | 1 << TimeClass::Ordinal as u64
    | 1 << TimeClass::Vague as u64
    | 1 << TimeClass::Article as u64
    | 1 << TimeClass::Half as u64
    | 1 << TimeClass::Shift as u64
    | 1 << TimeClass::Portion as u64
    | 1 << TimeClass::Edge as u64
    | 1 << TimeClass::Each as u64
    | 1 << TimeClass::Determiner as u64
    | 1 << TimeClass::Fiscal as u64
    | 1 << TimeClass::Set as u64
    | 1 << TimeClass::Rate as u64
    | 1 << TimeClass::Hedge as u64;

/// All words of the lexicon, in an open-addressing table.
#[derive(Debug)]
pub(super) struct Vocabulary {
    /// Indices of entries, 0 for free. Small, so that the words that are not there, which are most, cost one look.
    slots: Vec<u16>,
    keys: Vec<u128>,
    pub(super) entries: Vec<Entry>,
}

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

fn slot(key: u128, mask: usize) -> usize {
    let folded = (key as u64) ^ ((key >> 64) as u64).rotate_left(29);
    (folded.wrapping_mul(SEED) >> 40) as usize & mask
}

/// Lower-case letters of at most sixteen bytes.
fn pack(word: &[u8]) -> Option<u128> {
    if word.len() > 16 {
        return None;
    }
    let mut bytes = [0; 16];
    bytes[..word.len()].copy_from_slice(word);
    // Bytes above ASCII lose a bit too; no word of the table has any.
    Some(u128::from_le_bytes(bytes) | (LOWER & mask_of(word.len())))
}

const LOWER: u128 = u128::from_le_bytes([0x20; 16]);

fn mask_of(len: usize) -> u128 {
    if len >= 16 { u128::MAX } else { (1 << (len * 8)) - 1 }
}

/// A `'static` copy of one of the codes that the lexicon may use.
fn code(text: &str) -> &'static str {
    const CODES: &[&str] =
        &["MO", "MI", "AF", "EV", "NI", "DT", "START", "MID", "END", "APPROX", "LESS_THAN", "MORE_THAN", "EQUAL_OR_LESS", "EQUAL_OR_MORE"];
    CODES.iter().find(|c| **c == text).copied().unwrap_or("")
}

/// The codes of sets are the lexicon's own; they live as long as the program, once per reader.
fn set_code(text: &str) -> &'static str {
    const CODES: &[&str] = &[
        "XXXX-XX-XX",
        "XXXX-XX-XXTNI",
        "XXXX-WXX",
        "XXXX-WXX-WE",
        "XXXX-XX",
        "XXXX-QX",
        "XXXX",
        "XXXX-XX-XXTXX",
        "P1D",
        "P1W",
        "P2W",
        "P1M",
        "P2M",
        "P3M",
        "P6M",
        "P1Y",
        "P2Y",
        "PT1H",
    ];
    CODES.iter().find(|c| **c == text).copied().unwrap_or("")
}

impl Vocabulary {
    pub(super) fn new(words: &TimeWords) -> Self {
        let mut out = Self { slots: vec![0; 4096], keys: vec![0], entries: vec![NOTHING] };
        for (word, (month, alone)) in &words.months {
            let e = out.entry(word);
            (e.month, e.month_alone, e.classes) = (*month, *alone, e.classes | NAMED);
        }
        for (word, (weekday, alone)) in &words.weekdays {
            let e = out.entry(word);
            (e.weekday, e.weekday_alone, e.classes) = (*weekday, *alone, e.classes | NAMED);
        }
        for word in words.zones.keys() {
            out.entry(word).zone = true;
        }
        for w in &words.words {
            let number = w.value.parse::<i32>().unwrap_or(0);
            let e = out.entry(&w.word);
            e.classes |= 1 << w.class as u64;
            match w.class {
                TimeClass::Unit | TimeClass::Units => e.unit = Unit::from_name(&w.value),
                TimeClass::Season | TimeClass::Seasons => e.season = Season::from_code(&w.value),
                TimeClass::Part | TimeClass::Parts => e.part = code(&w.value),
                TimeClass::Hour => e.hour = w.value.get(..2).and_then(|h| h.parse().ok()).unwrap_or(12),
                TimeClass::Number | TimeClass::Article => e.number = number as i16,
                TimeClass::Scale => e.scale = number,
                TimeClass::Weekdays => e.weekdays = number as i8,
                TimeClass::Decade => e.decade = number as i8,
                TimeClass::Ordinal => e.ordinal = number as i8,
                TimeClass::Vague => e.vague = w.value.parse().ok(),
                TimeClass::Shift => {
                    let (steps, from) = w.value.split_once(' ').unwrap_or((&w.value, "published"));
                    (e.shift, e.from_text) = (steps.parse().unwrap_or(0), from == "text");
                }
                TimeClass::Away => e.away = number as i8,
                TimeClass::Portion | TimeClass::Edge => e.portion = code(&w.value),
                TimeClass::Hedge => e.hedge = code(&w.value),
                TimeClass::Set => e.set = set_code(&w.value),
                _ => {}
            }
        }
        let named = words.phrases.iter().map(|p| &p.phrase).chain(words.holidays.iter().map(|h| &h.phrase));
        for phrase in named {
            for (at, word) in phrase.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).enumerate() {
                let e = out.entry(word);
                if at == 0 {
                    e.classes |= PHRASE;
                }
            }
        }
        out
    }

    fn entry(&mut self, word: &str) -> &mut Entry {
        let id = self.id(word);
        let id = if id == 0 { self.add(word) } else { id };
        &mut self.entries[id as usize]
    }

    fn add(&mut self, word: &str) -> u16 {
        let Some(key) = pack(word.as_bytes()) else { return 0 };
        if self.entries.len() * 4 > self.slots.len() {
            self.slots = vec![0; self.slots.len() * 2];
            for id in 1..self.keys.len() {
                self.place(id as u16);
            }
        }
        let id = u16::try_from(self.entries.len()).unwrap_or(0);
        if id != 0 {
            self.entries.push(NOTHING);
            self.keys.push(key);
            self.place(id);
        }
        id
    }

    fn place(&mut self, id: u16) {
        let mask = self.slots.len() - 1;
        let mut at = slot(self.keys[id as usize], mask);
        while self.slots[at] != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = id;
    }

    fn find(&self, key: u128) -> u16 {
        let mask = self.slots.len() - 1;
        let mut at = slot(key, mask);
        loop {
            let id = self.slots[at];
            if id == 0 || self.keys[id as usize] == key {
                return id;
            }
            at = (at + 1) & mask;
        }
    }

    /// The entry's index of a lower-case word; 0 where there is none.
    pub(super) fn id(&self, word: &str) -> u16 {
        pack(word.as_bytes()).map_or(0, |key| self.find(key))
    }

    /// The tokens of a text.
    pub(super) fn scan(&self, text: &str) -> Vec<Token> {
        let bytes = text.as_bytes();
        // Offsets are kept in four bytes; no article comes near.
        let bytes = &bytes[..bytes.len().min(u32::MAX as usize - 16)];
        let mut out = Vec::with_capacity(bytes.len() / 5 + 8);
        let mut at = 0;
        let mut flags = SPACED | NEW_LINE;
        while at < bytes.len() {
            let start = at;
            let first = bytes[at];
            let (kind, word) = match CLASS[first as usize] {
                SPACE => {
                    at += 1;
                    flags |= SPACED;
                    if first == b'\n' {
                        // Only an empty line parts paragraphs: many texts are wrapped.
                        let mut next = at;
                        while next < bytes.len() && matches!(bytes[next], b' ' | b'\t' | b'\r') {
                            next += 1;
                        }
                        if next < bytes.len() && bytes[next] == b'\n' {
                            flags |= NEW_LINE;
                        }
                    }
                    continue;
                }
                LETTER => {
                    at += 1;
                    while at < bytes.len() && (CLASS[bytes[at] as usize] == LETTER || (bytes[at] >= 0x80 && mark(&bytes[at..]).is_none())) {
                        at += 1;
                    }
                    let len = at - start;
                    let word = if len > 16 {
                        0
                    } else {
                        let key = if start + 16 <= bytes.len() {
                            let mut raw = [0; 16];
                            raw.copy_from_slice(&bytes[start..start + 16]);
                            let mask = mask_of(len);
                            (u128::from_le_bytes(raw) & mask) | (LOWER & mask)
                        } else {
                            pack(&bytes[start..at]).unwrap_or(0)
                        };
                        self.find(key)
                    };
                    if first.is_ascii_uppercase() {
                        flags |= CAPITAL;
                        if bytes[start..at].iter().all(u8::is_ascii_uppercase) {
                            flags |= ALL_CAPITALS;
                        }
                    }
                    (Kind::Word, word)
                }
                DIGIT => {
                    at += 1;
                    while at < bytes.len() && bytes[at].is_ascii_digit() {
                        at += 1;
                    }
                    (Kind::Number, 0)
                }
                HIGH => match mark(&bytes[at..]) {
                    Some((b' ', len)) => {
                        at += len;
                        flags |= SPACED;
                        continue;
                    }
                    Some((byte, len)) => {
                        at += len;
                        (Kind::Mark, u16::from(byte))
                    }
                    None => {
                        while at < bytes.len()
                            && (CLASS[bytes[at] as usize] == LETTER || (bytes[at] >= 0x80 && mark(&bytes[at..]).is_none()))
                        {
                            at += 1;
                        }
                        (Kind::Word, 0)
                    }
                },
                _ => {
                    at += 1;
                    (Kind::Mark, u16::from(first))
                }
            };
            out.push(Token { start: start as u32, end: at as u32, word, kind, flags });
            flags = 0;
        }
        out
    }
}

/// Spaces and punctuation beyond ASCII: what they stand for, and their length.
fn mark(bytes: &[u8]) -> Option<(u8, usize)> {
    match bytes {
        [0xC2, 0xA0, ..] => Some((b' ', 2)),
        [0xC2, 0xA3 | 0xA5, ..] => Some((b'$', 2)),
        [0xC2, 0xAB | 0xBB, ..] => Some((b'"', 2)),
        [0xC2, 0xB7, ..] => Some((b'|', 2)),
        [0xE2, 0x80, 0x80..=0x8A | 0xAF, ..] => Some((b' ', 3)),
        [0xE2, 0x80, 0x90..=0x95, ..] => Some((b'-', 3)),
        [0xE2, 0x80, 0x98 | 0x99, ..] => Some((b'\'', 3)),
        [0xE2, 0x80, 0x9C..=0x9E, ..] => Some((b'"', 3)),
        [0xE2, 0x80, 0xA2, ..] => Some((b'|', 3)),
        [0xE2, 0x80, 0xA6, ..] => Some((b'.', 3)),
        [0xE2, 0x82, 0xAC, ..] => Some((b'$', 3)),
        [0xE2, 0x88, 0x92, ..] => Some((b'-', 3)),
        _ => None,
    }
}

const OTHER: u8 = 0;
const LETTER: u8 = 1;
const DIGIT: u8 = 2;
const SPACE: u8 = 3;
const HIGH: u8 = 4;

const CLASS: [u8; 256] = {
    let mut table = [OTHER; 256];
    let mut b = 0;
    while b < 256 {
        table[b] = match b as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            b'0'..=b'9' => DIGIT,
            b' ' | b'\t' | b'\n' | b'\r' | 0x0B | 0x0C => SPACE,
            0x80..=0xFF => HIGH,
            _ => OTHER,
        };
        b += 1;
    }
    table
};
