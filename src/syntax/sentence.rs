//! Where sentences end: after "Gen. Smith was hurt." but not after "Gen.".
//!
//! An averaged perceptron is asked after tokens of punctuation or with a full stop, before a line break, and before a token that
//! begins with a capital or no letter. It sees three tokens on each side, the white space between, the length of the
//! sentence so far, open brackets and quotation marks, and at a line break how the line's length stands to the others. A blank line
//! always ends a sentence; that is cut before. A figure in groups ("34 000") is never cut.

use super::atom::{Gap, mix, shape};
use super::perceptron::Table;
use super::token::Token;

/// Features of a possible sentence end.
pub(super) const FEATURES: usize = 40;

/// What the sentence so far leaves open.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct State {
    /// Tokens so far.
    pub length: usize,
    /// Depth of brackets.
    brackets: i8,
    /// A double quotation mark is open.
    quote: bool,
    /// First token's hash.
    first: u64,
    /// First token's shape.
    first_shape: u8,
}

impl State {
    /// Takes one more token into the sentence.
    pub(super) fn add(&mut self, token: &Token) {
        if self.length == 0 {
            self.first = token.text;
            self.first_shape = token.first;
        }
        self.length += 1;
        if token.atoms == 1 {
            match token.first {
                b'(' | b'[' | b'{' => self.brackets = self.brackets.saturating_add(1),
                b')' | b']' | b'}' => self.brackets = (self.brackets - 1).max(0),
                b'"' => self.quote = !self.quote,
                shape::OPEN_DOUBLE => self.quote = true,
                shape::CLOSE_DOUBLE => self.quote = false,
                s if s == b'`' | shape::REPEATED => self.quote = true,
                s if s == b'\'' | shape::REPEATED => self.quote = false,
                _ => {}
            }
        }
    }
}

/// Lines of a piece of text: what a line break may mean there.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Lines {
    longest: usize,
    many: bool,
}

impl Lines {
    /// Measures the lines of a piece; tokens know where they begin.
    pub(super) fn of(text: &str) -> Self {
        let mut lines = Self::default();
        if !text.contains('\n') {
            return lines;
        }
        let mut n = 0;
        for line in text.lines() {
            lines.longest = lines.longest.max(line.trim_end().len());
            n += 1;
        }
        lines.many = n > 2;
        lines
    }

    /// Code of the break before `tokens[next]`: whether the next word would have fitted in the line before, and how wide lines are.
    fn code(&self, text: &str, tokens: &[Token], next: usize) -> u64 {
        let token = &tokens[next];
        if token.gap < Gap::Line {
            return token.gap as u64;
        }
        let end = tokens[next - 1].end as usize;
        let start = text.as_bytes()[..end].iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
        let this = end - start;
        let from = token.start as usize;
        let word = text.as_bytes()[from..].iter().take(200).position(u8::is_ascii_whitespace).unwrap_or(0);
        let fits = this + 1 + word <= self.longest;
        let width = match self.longest {
            0..40 => 0,
            40..60 => 1,
            60..90 => 2,
            90..140 => 3,
            _ => 4,
        };
        let short = this * 10 < self.longest * 7;
        token.gap as u64 | u64::from(fits) << 3 | width << 4 | u64::from(short) << 7 | u64::from(self.many) << 8
    }
}

/// True where a sentence might end before `tokens[next]`; elsewhere it is not asked.
#[inline]
pub(super) fn candidate(tokens: &[Token], next: usize) -> bool {
    let (left, right) = (&tokens[next - 1], &tokens[next]);
    if right.gap == Gap::None && !(shape::is_capital(right.first) || is_end(left.last)) {
        return false;
    }
    // A figure in groups of three.
    if shape::is_digits(left.last) && right.first == shape::DIGIT + 2 && left.last <= shape::DIGIT + 2 && right.gap < Gap::Line {
        return false;
    }
    !shape::is_letters(left.last) && !shape::is_digits(left.last)
        || right.gap >= Gap::Line
        || !(shape::LOWER..shape::LOWER + 4).contains(&right.first)
}

/// Signs that end sentences, or stand after such.
const fn is_end(s: u8) -> bool {
    matches!(s & 127, b'.' | b'!' | b'?' | b'"' | b'\'' | b')' | b']' | b':' | b';' | b'-' | b'*' | b'_' | b'=')
        || matches!(s, shape::CLOSE_DOUBLE | shape::ELLIPSIS | shape::DASH | shape::EMOJI | shape::BULLET | shape::SIGN)
}

/// Text and shape of a token that may not be there.
#[inline]
fn look(tokens: &[Token], at: Option<usize>) -> (u64, u64) {
    match at.and_then(|i| tokens.get(i)) {
        Some(t) => (t.text, u64::from(t.first) | u64::from(t.last) << 8 | u64::from(t.atoms > 1) << 16),
        None => (0xfedc_ba98_7654_3211, u64::from(shape::EDGE)),
    }
}

/// Features of a sentence end before `tokens[next]`.
#[inline]
pub(super) fn features(text: &str, tokens: &[Token], next: usize, state: &State, lines: &Lines) -> [u64; FEATURES] {
    let (tl, sl) = look(tokens, Some(next - 1));
    let (tl2, sl2) = look(tokens, next.checked_sub(2));
    let (tl3, sl3) = look(tokens, next.checked_sub(3));
    let (tr, sr) = look(tokens, Some(next));
    let (tr2, sr2) = look(tokens, Some(next + 1));
    let (tr3, sr3) = look(tokens, Some(next + 2));
    let gap = lines.code(text, tokens, next);
    let length = match state.length {
        n @ 0..8 => n as u64,
        8..12 => 8,
        12..16 => 9,
        16..24 => 10,
        24..40 => 11,
        40..70 => 12,
        70..120 => 13,
        _ => 14,
    };
    let open = u64::from(state.brackets > 0) | u64::from(state.quote) << 1;
    let (gap2, glued_l) = (tokens.get(next + 1).map_or(7, |t| t.gap as u64), tokens[next - 1].gap as u64);
    let after = u64::from(next + 3 >= tokens.len()) + u64::from(next + 1 >= tokens.len());
    let f = |k: u64, x: u64| mix(x.wrapping_add(k.wrapping_mul(0xd6e8_feb8_6659_fd93)));
    let (al, ar) = (tl.rotate_left(13), tr.rotate_left(29));
    let (al2, ar2) = (tl2.rotate_left(41), tr2.rotate_left(53));
    let ss = sl | sr << 17;
    let upper = |s: u64| matches!(s as u8, shape::UPPER..=11);
    // In upper-case copy a capital says nothing.
    let shouting = u64::from(upper(sr) && (upper(sr2) || upper(sl2)));
    [
        f(1, ss),
        f(2, ss ^ gap << 40),
        f(3, al),
        f(4, ar),
        f(5, al ^ ar),
        f(6, al ^ sr),
        f(7, sl ^ ar),
        f(8, al ^ sr ^ gap << 40),
        f(9, sl ^ ar ^ gap << 40),
        f(10, mix(ss) ^ sl2),
        f(11, mix(ss) ^ sr2 ^ gap2 << 40),
        f(12, mix(ss) ^ sl2 ^ sr2 << 20 ^ gap << 40),
        f(13, mix(ss) ^ sl2 ^ sl3 << 20),
        f(14, mix(ss) ^ sr2 ^ sr3 << 20),
        f(15, al2 ^ al),
        f(16, ar ^ ar2),
        f(17, al2 ^ al ^ sr),
        f(18, sl ^ ar ^ ar2),
        f(19, al2 ^ sl ^ sr << 20),
        f(20, ar2 ^ sl ^ sr << 20),
        f(21, al2 ^ al ^ ar),
        f(22, al ^ ar ^ ar2),
        f(23, length | gap << 8 | sl << 24),
        f(24, length | gap << 8 | sr << 24),
        f(25, length | ss << 8),
        f(26, open | ss << 8),
        f(27, open | gap << 8 | sl << 24),
        f(28, open | length << 8 | sl << 24),
        f(29, gap),
        f(30, gap ^ al),
        f(31, gap ^ ar),
        f(32, state.first ^ mix(ss)),
        f(33, u64::from(state.first_shape) | length << 8 | sl << 16 | (sr & 255) << 40),
        f(34, tl3.rotate_left(7) ^ mix(ss)),
        f(35, tr3.rotate_left(7) ^ mix(ss)),
        f(36, shouting | gap << 8 | ss << 20),
        f(37, shouting | (sl2 << 8) ^ (ss << 24)),
        f(38, glued_l | ss << 8 ^ gap << 44),
        f(39, after | ss << 8 ^ gap << 44),
        f(40, open | mix(al ^ sr) << 2),
    ]
}

/// Finds where sentences begin: pushes the index of each first token but that of the piece. Sentences longer than `limit` tokens are cut;
/// `cut` gets the index of the token after such a cut.
pub(super) fn ends(table: &Table, text: &str, tokens: &[Token], limit: usize, out: &mut Vec<u32>, cut: &mut Vec<u32>) {
    let lines = Lines::of(text);
    let mut state = State::default();
    for next in 1..tokens.len() {
        state.add(&tokens[next - 1]);
        let over = state.length >= limit;
        if over || (candidate(tokens, next) && table.score(&features(text, tokens, next, &state, &lines)) > 0) {
            out.push(next as u32);
            if over {
                cut.push(next as u32);
            }
            state = State::default();
        }
    }
}
