//! Which atoms that touch make one token: `U.S.` and `1,200` are one, `$5m` and `18-year-old` are not.
//!
//! At every joint without white space an averaged perceptron over the texts and shapes of the atoms around says split or
//! join. Some joints are not asked: a number with its point or comma is never cut.

use super::atom::{Atom, Gap, hash_text, mix, shape};
use super::perceptron::Table;

/// A token: atoms joined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Token {
    /// First byte, within the piece.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Hash of its text without case.
    pub text: u64,
    /// Shape of its first atom.
    pub first: u8,
    /// Shape of its last atom.
    pub last: u8,
    /// Number of atoms, at most 255.
    pub atoms: u8,
    /// What stands before it.
    pub gap: Gap,
}

impl Token {
    /// This token and one more atom.
    #[inline]
    pub(super) const fn join(self, next: &Atom) -> Self {
        Self { end: next.end, text: mix(self.text ^ next.text), last: next.shape, atoms: self.atoms.saturating_add(1), ..self }
    }
}

/// Features of a joint.
pub(super) const FEATURES: usize = 28;

/// A run of atoms that touch each other: `first..end`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chunk {
    /// Index of the first atom.
    pub first: usize,
    /// One past the last.
    pub end: usize,
    text: u64,
    net: u64,
    /// Atoms of an address, which are not asked about.
    address: (usize, usize),
}

impl Chunk {
    /// The chunk that begins with the atom `first`.
    pub(super) fn at(atoms: &[Atom], first: usize) -> Self {
        let mut end = first + 1;
        while end < atoms.len() && atoms[end].gap == Gap::None {
            end += 1;
        }
        let mut chunk = Self { first, end, text: 0, net: 0, address: (0, 0) };
        if end > first + 1 {
            let inside = &atoms[first..end];
            chunk.text = inside.iter().take(32).fold(17, |h, a| mix(h ^ a.text));
            chunk.net = net(inside);
            if chunk.net & (1 | 2 | 16) != 0 {
                let (from, to) = address(inside, chunk.net);
                chunk.address = (first + from, first + to);
            }
        }
        chunk
    }

    /// Whether a joint is split where that is known without asking: an address is one token, a number is never cut.
    #[inline]
    pub(super) fn known(&self, atoms: &[Atom], joint: usize) -> Option<bool> {
        let (from, to) = self.address;
        if from < to {
            if joint + 1 == from || joint + 1 == to {
                return Some(true);
            }
            if joint >= from && joint + 1 < to {
                return Some(false);
            }
        }
        in_number(atoms, joint).then_some(false)
    }
}

/// Flags of addresses: an at sign, `://`, dots between letters, a slash, `www`.
fn net(atoms: &[Atom]) -> u64 {
    let mut flags = 0;
    for (i, a) in atoms.iter().enumerate() {
        let next = atoms.get(i + 1);
        let letters = |a: Option<&Atom>| a.is_some_and(|a| shape::is_letters(a.shape) && a.end - a.start > 1);
        flags |= match a.shape {
            b'@' => 1,
            b':' if next.is_some_and(|n| n.shape & 127 == b'/') => 2,
            b'.' if i > 0 && letters(next) && letters(Some(&atoms[i - 1])) => 4,
            b'/' if i > 0 => 8,
            3 if a.text == WWW && next.is_some_and(|n| n.shape == b'.') => 16,
            _ => 0,
        };
    }
    flags
}

/// Hash of `www`.
const WWW: u64 = hash_text(b"www");

/// Which atoms of a chunk are an address of the web, of mail, or a handle: `http://a.b/c`, `www.a.b`, `x@y.z`, `@name`; empty where none is.
fn address(atoms: &[Atom], net: u64) -> (usize, usize) {
    let name = |a: &Atom| shape::is_letters(a.shape) || shape::is_digits(a.shape);
    let scheme = atoms.windows(3).position(|w| shape::is_letters(w[0].shape) && w[1].shape == b':' && w[2].shape & 127 == b'/');
    let www = || atoms.windows(2).position(|w| w[0].text == WWW && w[1].shape == b'.');
    if let Some(from) = scheme.or_else(|| if net & 16 != 0 { www() } else { None }) {
        let mut to = atoms.len();
        // Marks that close what is around an address.
        let mut opened = false;
        for (i, a) in atoms.iter().enumerate().skip(from) {
            opened |= a.shape == b'(';
            let closes = matches!(a.shape, b'>' | b'<' | b'"' | b']' | b'[' | shape::CLOSE_DOUBLE | shape::OPEN_DOUBLE)
                || (a.shape == b')' && !opened);
            if closes {
                to = i;
                break;
            }
        }
        while to > from + 3 && matches!(atoms[to - 1].shape & 127, b'.' | b',' | b';' | b':' | b'!' | b'?' | b'\'' | b'*') {
            to -= 1;
        }
        return (from, to);
    }
    let Some(at) = atoms.iter().position(|a| a.shape == b'@') else { return (0, 0) };
    let local = |a: &Atom| name(a) || matches!(a.shape & 127, b'.' | b'_' | b'-' | b'+');
    let from = atoms[..at].iter().rposition(|a| !local(a)).map_or(0, |i| i + 1);
    let from = (from..at).find(|i| name(&atoms[*i])).unwrap_or(at);
    let handle = from == at;
    let inside = |a: &Atom| name(a) || a.shape & 127 == b'_' || (!handle && matches!(a.shape, b'.' | b'-'));
    let mut to = atoms[at + 1..].iter().position(|a| !inside(a)).map_or(atoms.len(), |i| at + 1 + i);
    while to > at + 1 && matches!(atoms[to - 1].shape, b'.' | b'-') {
        to -= 1;
    }
    if to > at + 1 { (from, to) } else { (0, 0) }
}

/// A joint that needs no asking: true where a number goes on over a point or comma.
///
/// `34.5`, `1,200`, `1,2`, `10.12.2020`; not `1,2,3`, which may be a list.
pub(super) fn in_number(atoms: &[Atom], joint: usize) -> bool {
    let digits = |i: usize| atoms.get(i).is_some_and(|a| shape::is_digits(a.shape));
    let touches = |i: usize| atoms.get(i).is_some_and(|a| a.gap == Gap::None);
    // The mark between the digits.
    let mark = match (digits(joint), digits(joint + 1)) {
        (true, false) => joint + 1,
        (false, true) => joint,
        _ => return false,
    };
    if mark == 0 || !digits(mark - 1) || !digits(mark + 1) || !touches(mark) || !touches(mark + 1) {
        return false;
    }
    match atoms[mark].shape {
        b'.' => true,
        b',' => {
            let thousands = atoms[mark + 1].shape == shape::DIGIT + 2;
            let comma_digits = |m: usize| atoms[m].shape == b',' && atoms[m].gap == Gap::None;
            let before = mark >= 2 && comma_digits(mark - 2) && touches(mark - 1);
            let after = atoms.get(mark + 2).is_some_and(|a| a.shape == b',' && a.gap == Gap::None) && digits(mark + 3) && touches(mark + 3);
            thousands || !(before || after)
        }
        _ => false,
    }
}

/// Text, shape and whether it touches the atom before, of an atom that may not be there.
#[inline]
fn look(atoms: &[Atom], at: Option<usize>) -> (u64, u64, bool) {
    match at.and_then(|i| atoms.get(i)) {
        Some(a) => (a.text, u64::from(a.shape), a.gap == Gap::None),
        None => (0x1234_5678_9abc_def1, u64::from(shape::EDGE), false),
    }
}

/// Features of the joint between `atoms[joint]` and the next, `before` being whether the joint before was split.
#[inline]
pub(super) fn features(atoms: &[Atom], joint: usize, chunk: &Chunk, before: bool) -> [u64; FEATURES] {
    let (tl, sl, touch_l) = look(atoms, Some(joint));
    let (tr, sr, _) = look(atoms, Some(joint + 1));
    let (tl2, sl2, touch_l2) = look(atoms, joint.checked_sub(1));
    let (tr2, sr2, touch_r2) = look(atoms, Some(joint + 2));
    let (_, sl3, _) = look(atoms, joint.checked_sub(2));
    let (_, sr3, touch_r3) = look(atoms, Some(joint + 3));
    // Where the outer atoms do not touch, their shapes count as others.
    let sl2 = if touch_l { sl2 } else { sl2 | 256 };
    let sl3 = if touch_l && touch_l2 { sl3 } else { 256 };
    let sr2 = if touch_r2 { sr2 } else { sr2 | 256 };
    let sr3 = if touch_r2 && touch_r3 { sr3 } else { 256 };
    let tl2 = if touch_l { tl2 } else { !tl2 };
    let tr2 = if touch_r2 { tr2 } else { !tr2 };
    let (next_t, next_s, _) = look(atoms, Some(chunk.end));
    let line = u64::from(atoms.get(chunk.end).is_none_or(|a| a.gap >= Gap::Line));
    let at = (joint - chunk.first).min(31) as u64;
    let left = (chunk.end - joint).min(15) as u64;
    let s2 = sl | sr << 9;
    let (first_t, first_s) = (atoms[chunk.first].text, u64::from(atoms[chunk.first].shape));
    let (last_t, last_s) = (atoms[chunk.end - 1].text, u64::from(atoms[chunk.end - 1].shape));
    let f = |k: u64, x: u64| mix(x.wrapping_add(k.wrapping_mul(0xd6e8_feb8_6659_fd93)));
    let (rl, rr) = (tl.rotate_left(13), tr.rotate_left(29));
    let (rl2, rr2) = (tl2.rotate_left(41), tr2.rotate_left(53));
    [
        f(1, s2),
        f(2, rl ^ rr),
        f(3, rl ^ sr),
        f(4, rr ^ sl),
        f(5, s2 | sl2 << 18),
        f(6, s2 | sr2 << 18),
        f(7, s2 | sl2 << 18 | sr2 << 27),
        f(8, rl2 ^ rl ^ rr),
        f(9, rl ^ rr ^ rr2),
        f(10, rl2 ^ rl ^ sr),
        f(11, sl ^ rr ^ rr2),
        f(12, rl2 ^ rl ^ rr ^ rr2),
        f(13, chunk.text ^ at),
        f(14, s2 | left << 18 | at.min(7) << 22),
        f(15, s2 | chunk.net << 18),
        f(16, s2 | sl2 << 18 | sr2 << 27 | sl3 << 36 | sr3 << 45),
        f(17, rl2 ^ s2),
        f(18, rr2 ^ s2),
        f(19, first_t.rotate_left(7) ^ s2 ^ at << 20),
        f(20, last_t.rotate_left(7) ^ s2 ^ left << 20),
        f(21, s2 | next_s << 18 | left.min(3) << 27 | line << 30 | sl2 << 32),
        f(22, rl ^ rr ^ next_s ^ left.min(3) << 9 ^ line << 12),
        f(23, rl2 ^ rl ^ rr ^ next_t.rotate_left(3) ^ left.min(3)),
        f(24, s2 | u64::from(before) << 18 | sl2 << 20),
        f(25, rl ^ rr ^ u64::from(before)),
        f(26, s2 | first_s << 18 | last_s << 27),
        f(27, rl ^ s2 ^ chunk.net << 20),
        f(28, rl2 ^ rl ^ rr ^ next_s ^ line << 9 ^ left.min(3) << 10),
    ]
}

/// Joins atoms to tokens, appended to `out`.
pub(super) fn tokens(table: &Table, atoms: &[Atom], out: &mut Vec<Token>) {
    let mut first = 0;
    while first < atoms.len() {
        let chunk = Chunk::at(atoms, first);
        let mut token = single(&atoms[first]);
        let mut before = true;
        for joint in chunk.first..chunk.end - 1 {
            let split = chunk.known(atoms, joint).unwrap_or_else(|| table.score(&features(atoms, joint, &chunk, before)) > 0);
            before = split;
            let next = &atoms[joint + 1];
            if split {
                out.push(token);
                token = single(next);
            } else {
                token = token.join(next);
            }
        }
        out.push(token);
        first = chunk.end;
    }
}

/// The token of one atom.
pub(super) const fn single(a: &Atom) -> Token {
    Token { start: a.start, end: a.end, text: a.text, first: a.shape, last: a.shape, atoms: 1, gap: a.gap }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::atom::scan;

    /// Which joints of a chunk are not asked, as the text with `_` at them.
    fn bound(text: &str) -> String {
        let mut atoms = Vec::new();
        scan(text, &mut atoms);
        let mut out = String::new();
        for (i, a) in atoms.iter().enumerate() {
            out.push_str(&text[a.start as usize..a.end as usize]);
            if atoms.get(i + 1).is_some_and(|n| n.gap == Gap::None) && in_number(&atoms, i) {
                out.push('_');
            }
        }
        out
    }

    #[test]
    fn addresses_are_found_in_what_is_around_them() {
        for (text, wanted) in [
            ("<http://a.example/b-c?d=1>", "http://a.example/b-c?d=1"),
            ("(www.velden.example).", "www.velden.example"),
            ("https://velden.example/a_(b).", "https://velden.example/a_(b)"),
            ("mail:x.y-1@velden.example,", "x.y-1@velden.example"),
            (".@Velden_News:", "@Velden_News"),
            ("12:30", ""),
            ("a/b", ""),
            ("5@", ""),
        ] {
            let mut atoms = Vec::new();
            scan(text, &mut atoms);
            let (from, to) = Chunk::at(&atoms, 0).address;
            let found = if from < to { &text[atoms[from].start as usize..atoms[to - 1].end as usize] } else { "" };
            assert_eq!(found, wanted, "{text}");
        }
    }

    #[test]
    fn numbers_are_never_cut() {
        assert_eq!(bound("1,200.50"), "1_,_200_._50");
        assert_eq!(bound("1,2"), "1_,_2");
        assert_eq!(bound("12,345,678"), "12_,_345_,_678");
        assert_eq!(bound("1,2,3"), "1,2,3");
        assert_eq!(bound("10.12.2020."), "10_._12_._2020.");
        assert_eq!(bound("5,a"), "5,a");
        assert_eq!(bound("No.5"), "No.5");
    }
}
