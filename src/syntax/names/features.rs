//! What the recognizer sees of a word: some sixty hashed features of its form, its neighbors and the run of capitalized
//! words around it.
//!
//! Of "Mayor Ana Velt of Torvale" the word `Ana` is seen as `Xxx`, first word but one of a run of three, after `mayor`, before
//! `velt`, with the word classes of all of them. No strings are made: bytes are hashed, hashes are combined.

use super::lists::{Lists, TITLE};
use crate::syntax::memo::{Memo, Place};
use crate::syntax::network::classes::{Classes, LEVELS};
use crate::syntax::network::features::{Normal, hash};
use crate::types::Sentence;

/// Rows of the table of weights, as a power of two.
pub(super) const BITS: u32 = 18;

/// How a word begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Case {
    /// No letter, or a small one.
    #[default]
    Small,
    /// A capital, then anything but capitals alone.
    Title,
    /// Two or more capitals and no small letter.
    Upper,
    /// A hyphen, dot or apostrophe, which may stand inside a run of capitalized words.
    Joint,
}

/// What a word looks like, hashed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Look {
    pub form: u32,
    pub lower: u32,
    prefix: [u32; 3],
    suffix: [u32; 3],
    /// Kinds of characters one by one, and with runs folded.
    long: u32,
    short: u32,
    class: [u16; LEVELS],
    /// Bits of [`Lists`].
    pub bits: u16,
    pub case: Case,
    /// Classes of the word in small letters.
    low: [u16; LEVELS],
    /// Where the sums of its own features are kept, and which word's they must be.
    place: u32,
    stamp: u32,
}

/// What a feature is made of: one word in its place around the word that is asked about, or more than that.
pub(super) mod part {
    /// The word itself.
    pub const SELF: u8 = 1;
    /// The word before.
    pub const BEFORE: u8 = 2;
    /// The word behind.
    pub const BEHIND: u8 = 4;
    /// Two words before.
    pub const FAR_BEFORE: u8 = 8;
    /// Two words behind.
    pub const FAR_BEHIND: u8 = 16;
    /// Several words.
    pub const JOINT: u8 = 32;
    /// All of it.
    pub const ALL: u8 = 63;
}

/// The sums of the weights of a word's own features, for each place around the word that is asked about.
#[derive(Clone, Copy, Debug, Default)]
struct Own {
    stamp: u32,
    /// Parts that are known.
    known: u8,
    sums: [[i16; 8]; 5],
}

/// Buffers for making looks.
#[derive(Debug, Default)]
pub(super) struct Eye {
    normal: Normal,
    shape: Vec<u8>,
    memo: Memo,
    /// The looks of the forms that `memo` knows, and their own sums.
    looks: Vec<Look>,
    own: Vec<Own>,
    stamps: u32,
}

fn h(seed: u64, bytes: &[u8]) -> u32 {
    (hash(seed, bytes) >> 32) as u32
}

impl Eye {
    /// Looks at a form, or knows it from before. Classes and lists must be those of `owner`.
    pub(super) fn known(&mut self, owner: u64, form: &str, classes: &Classes, lists: &Lists) -> Look {
        if self.looks.is_empty() {
            self.looks.resize(Memo::PLACES, Look::default());
            self.own.resize(Memo::PLACES, Own::default());
        }
        match self.memo.place(owner, form, true) {
            Place::Known(at) => self.looks[at],
            Place::New(at) => {
                // Stamps begin anew after four billion words; by then no look of the first round is left.
                self.stamps = self.stamps.wrapping_add(1).max(1);
                let look = Look { place: at as u32, stamp: self.stamps, ..self.look(form, classes, lists) };
                self.looks[at] = look;
                self.own[at] = Own { stamp: self.stamps, ..Own::default() };
                look
            }
            Place::None => self.look(form, classes, lists),
        }
    }

    /// Adds the weights of what a word shows in one place ([`part`], `K` being its number) around the word that is asked about; where
    /// nothing is kept of it, its rows are left in `rows`.
    fn add<const PART: u8, const K: usize>(&mut self, look: &Look, weights: &[[i8; 8]], sums: &mut [i16; 8], rows: &mut Vec<u32>) {
        let own = self.own.get_mut(look.place as usize).filter(|own| look.stamp != 0 && own.stamp == look.stamp);
        let Some(own) = own else {
            around::<PART>(&mut Rows { out: rows, number: 0 }, &[look; 5], 0);
            return;
        };
        if own.known & PART == 0 {
            own.known |= PART;
            let from = rows.len();
            around::<PART>(&mut Rows { out: rows, number: 0 }, &[look; 5], 0);
            add_rows(weights, &rows[from..], &mut own.sums[K]);
            rows.truncate(from);
        }
        for (sum, own) in sums.iter_mut().zip(own.sums[K]) {
            *sum += own;
        }
    }

    /// Looks at a form.
    pub(super) fn look(&mut self, form: &str, classes: &Classes, lists: &Lists) -> Look {
        let mut bits = lists.bits(form.as_bytes());
        // "Gen" and "Mr" as "Gen." and "Mr.".
        if bits & TITLE != 0 && form.len() < 6 && !form.ends_with('.') {
            let mut dotted = [b'.'; 8];
            dotted[..form.len()].copy_from_slice(form.as_bytes());
            let dotted = &dotted[..=form.len()];
            let b = lists.bits(dotted);
            if b & TITLE != 0
                && let Ok(text) = std::str::from_utf8(dotted)
            {
                bits = b;
                self.normal.set(text);
            } else {
                self.normal.set(form);
            }
        } else {
            self.normal.set(form);
        }
        let (cased, lower) = (self.normal.cased(), self.normal.lower());
        self.shape.clear();
        let (mut upper, mut small) = (0, 0);
        for c in form.chars().take(40) {
            self.shape.push(match c {
                c if c.is_uppercase() => {
                    upper += 1;
                    b'X'
                }
                c if c.is_alphabetic() => {
                    small += 1;
                    b'x'
                }
                c if c.is_numeric() => b'0',
                '\u{2019}' | '\u{2018}' => b'\'',
                c if c.is_ascii() => c as u8,
                _ => b'?',
            });
        }
        let long = h(21, &self.shape);
        let first = self.shape.first().copied().unwrap_or(b'?');
        self.shape.dedup();
        let case = match first {
            b'X' if small == 0 && upper > 1 => Case::Upper,
            b'X' => Case::Title,
            b'-' | b'.' | b'\'' if self.shape.len() == 1 => Case::Joint,
            _ if upper > 1 && small <= 3 => Case::Title,
            _ => Case::Small,
        };
        let n = lower.len();
        let end = |k: usize| h(23, &lower[n.saturating_sub(k)..]);
        let begin = |k: usize| h(24, &lower[..n.min(k)]);
        Look {
            form: h(25, cased),
            lower: h(26, lower),
            prefix: [begin(2), begin(3), begin(4)],
            suffix: [end(2), end(3), end(4)],
            long,
            short: h(22, &self.shape),
            class: classes.of_normal(&self.normal),
            bits,
            low: if matches!(case, Case::Title | Case::Upper) { classes.of_lower(&self.normal) } else { [0; LEVELS] },
            case,
            place: 0,
            stamp: 0,
        }
    }
}

/// Adds the weights of rows.
fn add_rows(weights: &[[i8; 8]], rows: &[u32], sums: &mut [i16; 8]) {
    for &row in rows {
        for (sum, w) in sums.iter_mut().zip(weights[row as usize]) {
            *sum += i16::from(w);
        }
    }
}

/// Looks of a sentence's words, with what is known of its runs of capitals.
#[derive(Debug, Default)]
pub(super) struct View {
    pub looks: Vec<Look>,
    /// First and last word of the run of capitalized words that a word stands in; both its own place outside of runs.
    run: Vec<(u32, u32)>,
    /// True where the word is asked for at all: words in small letters far from a capital begin no name.
    pub live: Vec<bool>,
    /// Share of the words in capitals: 0 none, 1 some, 2 most.
    shout: u32,
}

impl View {
    /// Looks at a sentence; classes and lists are those of `owner`.
    pub(super) fn of(&mut self, eye: &mut Eye, text: &str, sentence: &Sentence, owner: u64, classes: &Classes, lists: &Lists) {
        self.looks.clear();
        self.looks.extend(sentence.words.iter().map(|w| eye.known(owner, w.span.of(text), classes, lists)));
        self.runs();
    }

    /// Looks at forms.
    pub(super) fn set<'a>(&mut self, forms: impl Iterator<Item = &'a str>, eye: &mut Eye, classes: &Classes, lists: &Lists) {
        self.looks.clear();
        self.looks.extend(forms.map(|f| eye.look(f, classes, lists)));
        self.runs();
    }

    /// Finds the runs of capitalized words.
    fn runs(&mut self) {
        let n = self.looks.len();
        self.run.clear();
        self.live.clear();
        self.live.resize(n, false);
        let big = |l: &Look| matches!(l.case, Case::Title | Case::Upper);
        let mut at = 0;
        while at < n {
            let mut last = at;
            if big(&self.looks[at]) {
                while last + 1 < n {
                    if big(&self.looks[last + 1]) {
                        last += 1;
                    } else if self.looks[last + 1].case == Case::Joint && last + 2 < n && big(&self.looks[last + 2]) {
                        last += 2;
                    } else {
                        break;
                    }
                }
                for live in &mut self.live[at.saturating_sub(2)..(last + 3).min(n)] {
                    *live = true;
                }
            }
            self.run.extend((at..=last).map(|_| (at as u32, last as u32)));
            at = last + 1;
        }
        let (mut upper, mut words) = (0, 0);
        for look in &self.looks {
            upper += usize::from(big(look));
            words += usize::from(look.short != 0 && look.case != Case::Joint);
        }
        self.shout = if upper * 10 > words * 6 { 2 } else { u32::from(upper * 10 > words * 3) };
    }

    fn at(&self, i: isize) -> Look {
        if i < 0 {
            return Look { form: 1, lower: 1, long: 1, short: 1, class: [4000; LEVELS], ..Look::default() };
        }
        let past = Look { form: 2, lower: 2, long: 2, short: 2, class: [4001; LEVELS], ..Look::default() };
        self.looks.get(i as usize).copied().unwrap_or(past)
    }

    /// The rows of weights of the word at `i`.
    pub(super) fn rows(&self, i: usize, out: &mut Vec<u32>) {
        let looks = self.near(i);
        self.rows_of::<{ part::ALL }>(i, &looks.each_ref(), out);
    }

    /// The sums of the weights of the word at `i`; the same as those of its [rows](Self::rows).
    pub(super) fn sums(&self, eye: &mut Eye, i: usize, weights: &[[i8; 8]], rows: &mut Vec<u32>) -> [i16; 8] {
        rows.clear();
        let mut sums = [0; 8];
        let looks = self.near(i);
        let [b, p, w, n, m] = &looks;
        eye.add::<{ part::SELF }, 0>(w, weights, &mut sums, rows);
        eye.add::<{ part::BEFORE }, 1>(p, weights, &mut sums, rows);
        eye.add::<{ part::BEHIND }, 2>(n, weights, &mut sums, rows);
        eye.add::<{ part::FAR_BEFORE }, 3>(b, weights, &mut sums, rows);
        eye.add::<{ part::FAR_BEHIND }, 4>(m, weights, &mut sums, rows);
        self.rows_of::<{ part::JOINT }>(i, &looks.each_ref(), rows);
        add_rows(weights, rows, &mut sums);
        sums
    }

    /// Two words before, one before, the word, one behind, two behind.
    fn near(&self, i: usize) -> [Look; 5] {
        [-2, -1, 0, 1, 2].map(|d| self.at(i as isize + d))
    }

    fn rows_of<const WANTED: u8>(&self, i: usize, looks: &[&Look; 5], out: &mut Vec<u32>) {
        let mut r = Rows { out, number: 0 };
        around::<WANTED>(&mut r, looks, self.shout);
        let [_, p, w, n, _] = *looks;
        let c = |l: &Look, k: usize| u32::from(l.class[k]);
        let (from, to) = self.run[i];
        if matches!(w.case, Case::Title | Case::Upper) {
            let (first, last) = (self.at(from as isize), self.at(to as isize));
            let (before, after) = (self.at(from as isize - 1), self.at(to as isize + 1));
            let place = (i as u32 - from).min(3) * 4 + (to - i as u32).min(3);
            r.two(place, u32::from(from == 0));
            r.two(first.lower, (i as u32 - from).min(2));
            r.two(last.lower, (to - i as u32).min(2));
            r.two(c(&first, 1), place);
            r.two(c(&last, 1), place);
            r.two(before.lower, place);
            r.two(after.lower, place);
            r.three(c(&before, 1), c(&after, 1), place);
            r.two(c(&before, 0), 1);
            r.two(c(&after, 0), 1);
            r.two(before.lower, after.lower);
            r.two(u32::from(first.bits), u32::from(last.bits) << 8 | place);
            let start = u32::from(i == 0) + 2 * u32::from(p.case == Case::Small && p.lower != 1 && i == 1);
            r.two(u32::from(w.low[1]), start * 3 + self.shout);
            r.two(u32::from(w.low[0]), start);
            r.three(u32::from(w.low[1]), u32::from(n.low[1]), c(&n, 1));
            r.three(u32::from(w.low[2]), c(&w, 1), start);
        }
    }
}

/// The rows of the wanted parts of five words in a row, but for what their run of capitals gives. A feature's number does not depend on
/// what is wanted.
#[inline]
fn around<const WANTED: u8>(r: &mut Rows, &[b, p, w, n, m]: &[&Look; 5], shout: u32) {
    use part::{BEFORE, BEHIND, FAR_BEFORE, FAR_BEHIND, JOINT, SELF};
    let c = |l: &Look, k: usize| u32::from(l.class[k]);
    let has = |part: u8| WANTED & part != 0;
    r.one_if(has(SELF), 0);
    r.one_if(has(SELF), w.form);
    r.one_if(has(SELF), w.lower);
    for x in w.prefix.into_iter().chain(w.suffix) {
        r.one_if(has(SELF), x);
    }
    r.one_if(has(SELF), w.long);
    r.one_if(has(SELF), w.short);
    r.two_if(has(SELF), w.long, w.suffix[1]);
    for (part, x) in
        [(FAR_BEFORE, b.lower), (BEFORE, p.lower), (BEHIND, n.lower), (FAR_BEHIND, m.lower), (BEFORE, p.form), (BEHIND, n.form)]
    {
        r.one_if(has(part), x);
    }
    for (x, y) in [
        (b.lower, p.lower),
        (n.lower, m.lower),
        (p.lower, w.lower),
        (w.lower, n.lower),
        (p.lower, w.short),
        (n.lower, w.short),
        (b.lower, w.short),
        (m.lower, w.short),
        (p.lower, n.lower),
    ] {
        r.two_if(has(JOINT), x, y);
    }
    r.three_if(has(JOINT), p.short, w.short, n.short);
    r.two_if(has(JOINT), b.short, p.short);
    r.two_if(has(JOINT), n.short, m.short);
    r.two_if(has(JOINT), p.suffix[1], w.short);
    r.two_if(has(JOINT), n.suffix[1], w.short);
    // Word classes.
    for (part, x) in [(FAR_BEFORE, b), (BEFORE, p), (SELF, w), (BEHIND, n), (FAR_BEHIND, m)] {
        r.one_if(has(part), c(x, 0));
    }
    for (part, x) in [(BEFORE, p), (SELF, w), (BEHIND, n)] {
        r.one_if(has(part), c(x, 1));
        r.one_if(has(part), c(x, 2));
    }
    r.two_if(has(JOINT), c(p, 0), c(w, 0));
    r.two_if(has(JOINT), c(w, 0), c(n, 0));
    r.two_if(has(JOINT), c(p, 1), c(n, 1));
    r.three_if(has(JOINT), c(p, 1), c(w, 1), c(n, 1));
    r.two_if(has(JOINT), c(p, 1), w.short);
    r.two_if(has(JOINT), c(n, 1), w.short);
    r.three_if(has(JOINT), c(p, 1), c(b, 1), w.short);
    r.three_if(has(JOINT), c(n, 1), c(m, 1), w.short);
    r.two_if(has(SELF), c(w, 1), w.short);
    // Lists.
    for (part, x) in [(JOINT, b), (JOINT, p), (SELF, w), (JOINT, n), (JOINT, m)] {
        r.two_if(has(part) && x.bits != 0, u32::from(x.bits), w.short);
    }
    r.three_if(has(JOINT) && w.bits != 0, u32::from(w.bits), u32::from(n.bits), 1);
    r.three_if(has(JOINT) && w.bits != 0, u32::from(p.bits), u32::from(w.bits), n.short);
    r.two_if(has(JOINT), shout, w.short);
}

/// Collects rows; every feature has its own number.
struct Rows<'a> {
    out: &'a mut Vec<u32>,
    number: u64,
}

impl Rows<'_> {
    /// A feature that is left out where it is not `wanted`; it keeps its number.
    #[inline]
    fn one_if(&mut self, wanted: bool, a: u32) {
        if wanted { self.one(a) } else { self.number += 1 }
    }
    #[inline]
    fn two_if(&mut self, wanted: bool, a: u32, b: u32) {
        if wanted { self.two(a, b) } else { self.number += 1 }
    }
    #[inline]
    fn three_if(&mut self, wanted: bool, a: u32, b: u32, c: u32) {
        if wanted { self.three(a, b, c) } else { self.number += 1 }
    }
    #[inline]
    fn push(&mut self, key: u64) {
        self.number += 1;
        let x = (key ^ self.number.wrapping_mul(0x9E37_79B9_7F4A_7C15)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        let x = (x ^ (x >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        self.out.push((x >> (64 - BITS)) as u32);
    }
    #[inline]
    fn one(&mut self, a: u32) {
        self.push(u64::from(a));
    }
    #[inline]
    fn two(&mut self, a: u32, b: u32) {
        self.push(u64::from(a) | u64::from(b) << 32);
    }
    #[inline]
    fn three(&mut self, a: u32, b: u32, c: u32) {
        self.two(a, b.wrapping_mul(0x85EB_CA6B).rotate_left(15) ^ c);
    }
}
