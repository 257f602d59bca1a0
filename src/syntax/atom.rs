//! Atoms: runs of letters, runs of digits, runs of one other character. Tokens are made of whole atoms.
//!
//! `$1,200-a-day` has the atoms `$ 1 , 200 - a - day`; whether two that touch belong together is for [`super::token`] to say.

/// A run of letters, of digits, or of one other character, within a piece of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Atom {
    /// First byte, within the piece.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Hash of its text without case; curly quotation marks count as straight ones.
    pub text: u64,
    /// What it looks like: see [`shape`].
    pub shape: u8,
    /// What stands before it.
    pub gap: Gap,
}

/// White space before an atom or token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// None: they touch.
    None,
    /// One blank.
    #[default]
    Space,
    /// More than one blank, or a tab.
    Wide,
    /// A line break.
    Line,
    /// A line break, and blanks at the beginning of the next line.
    Indent,
}

/// Codes of shapes. Other ASCII characters stand for themselves, with the high bit where they are repeated.
pub(super) mod shape {
    /// Nothing there.
    pub const EDGE: u8 = 0;
    /// Lower-case letters: 1, 2, 3, more than 3 of them.
    pub const LOWER: u8 = 1;
    /// A capital and lower-case letters, by length; a single capital is the first.
    pub const TITLE: u8 = 5;
    /// Capitals only: 2, 3, more.
    pub const UPPER: u8 = 9;
    /// Letters with capitals inside.
    pub const MIXED: u8 = 12;
    /// Letters without case.
    pub const UNCASED: u8 = 13;
    /// Digits: 1, 2, 3, 4, more.
    pub const DIGIT: u8 = 16;
    /// Opening single quotation mark (the closing one counts as an apostrophe).
    pub const OPEN_SINGLE: u8 = b'A';
    /// Opening double quotation mark.
    pub const OPEN_DOUBLE: u8 = b'B';
    /// Closing double quotation mark.
    pub const CLOSE_DOUBLE: u8 = b'C';
    /// Dashes longer than a hyphen.
    pub const DASH: u8 = b'D';
    /// An ellipsis in one character.
    pub const ELLIPSIS: u8 = b'E';
    /// Bullets and the like.
    pub const BULLET: u8 = b'F';
    /// Signs of currencies beyond ASCII.
    pub const CURRENCY: u8 = b'G';
    /// Pictures.
    pub const EMOJI: u8 = b'H';
    /// Any other sign.
    pub const SIGN: u8 = b'I';
    /// Set where a character is repeated.
    pub const REPEATED: u8 = 128;

    /// True for letters.
    pub const fn is_letters(shape: u8) -> bool {
        shape >= LOWER && shape <= UNCASED
    }
    /// True for digits.
    pub const fn is_digits(shape: u8) -> bool {
        shape >= DIGIT && shape < DIGIT + 5
    }
    /// True for letters that begin with a capital.
    pub const fn is_capital(shape: u8) -> bool {
        shape >= TITLE && shape < MIXED
    }
}

/// Mixes the bits of a number.
pub(super) const fn mix(x: u64) -> u64 {
    let x = (x ^ (x >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x ^ (x >> 29)
}

/// Hash of a text without ASCII case. Beyond ASCII some letters fall together; it is only a hash.
pub(super) const fn hash_text(bytes: &[u8]) -> u64 {
    const CASE: u64 = 0x2020_2020_2020_2020;
    let (words, rest) = bytes.as_chunks::<8>();
    let mut h = 0x51_7c_c1_b7_27_22_0a_95 ^ bytes.len() as u64;
    let mut i = 0;
    while i < words.len() {
        h = mix(h ^ (u64::from_le_bytes(words[i]) | CASE));
        i += 1;
    }
    if !rest.is_empty() {
        let mut last = 0u64;
        let mut i = 0;
        while i < rest.len() {
            last = last << 8 | (rest[i] | 0x20) as u64;
            i += 1;
        }
        h = mix(h ^ last);
    }
    h
}

/// Class of a byte: 0 white space and control, 1 lower, 2 upper, 3 digit, 4 other ASCII, 5 beyond ASCII.
const CLASS: [u8; 256] = {
    let mut table = [4u8; 256];
    let mut i = 0;
    while i < 256 {
        let b = i as u8;
        table[i] = match b {
            0..=32 | 127 => 0,
            b'a'..=b'z' => 1,
            b'A'..=b'Z' => 2,
            b'0'..=b'9' => 3,
            128.. => 5,
            _ => 4,
        };
        i += 1;
    }
    table
};

/// What a character beyond ASCII is.
enum Wide {
    Space,
    Lower,
    Upper,
    Uncased,
    Digit,
    /// Goes on with whatever is before it: marks, joiners, selectors.
    Mark,
    Sign,
}

fn wide(c: char) -> Wide {
    match c {
        '\u{80}'..='\u{9f}' | '\u{200b}' | '\u{feff}' | '\u{2060}' | '\u{ad}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' => {
            Wide::Space
        }
        '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{20d0}'..='\u{20ff}' => {
            Wide::Mark
        }
        'ª' | 'º' => Wide::Lower,
        _ if c.is_lowercase() => Wide::Lower,
        _ if c.is_uppercase() => Wide::Upper,
        _ if c.is_alphabetic() => Wide::Uncased,
        _ if c.is_numeric() && !('\u{2150}'..='\u{218f}').contains(&c) && !matches!(c, '¼' | '½' | '¾' | '²' | '³' | '¹') => {
            Wide::Digit
        }
        _ if c.is_whitespace() => Wide::Space,
        _ => Wide::Sign,
    }
}

/// Text for the hash and shape of a sign beyond ASCII.
fn sign(c: char) -> (u64, u8) {
    let of = |s: &str| hash_text(s.as_bytes());
    match c {
        '’' | '‛' | '′' => (of("'"), b'\''),
        '‘' => (of("'"), shape::OPEN_SINGLE),
        '“' | '„' | '«' => (of("\""), shape::OPEN_DOUBLE),
        '”' | '»' | '″' => (of("\""), shape::CLOSE_DOUBLE),
        '‐' | '‑' | '−' => (of("-"), b'-'),
        '–' | '—' | '―' | '‒' => (of("—"), shape::DASH),
        '…' => (of("..."), shape::ELLIPSIS),
        '•' | '·' | '‣' | '▪' | '●' | '■' | '►' | '◦' | '∙' => (of("•"), shape::BULLET),
        '€' | '£' | '¥' | '¢' | '₹' | '₽' | '₴' | '₪' | '₩' | '₺' | '฿' => (of("€"), shape::CURRENCY),
        '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1ffff}' => (of("☺"), shape::EMOJI),
        _ => (mix(u64::from(c)), shape::SIGN),
    }
}

/// The character at a byte of a text, which is a boundary.
fn char_at(text: &str, at: usize) -> char {
    text.get(at..).and_then(|t| t.chars().next()).unwrap_or('\u{fffd}')
}

/// Cuts a piece (shorter than 4 GB) into atoms, appended to `out`.
pub(super) fn scan(text: &str, out: &mut Vec<Atom>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut gap = Gap::Space;
    while at < bytes.len() {
        let start = at;
        let class = CLASS[usize::from(bytes[at])];
        let (mut end, hash, code);
        match class {
            0 => {
                gap = space(bytes[at], gap);
                at += 1;
                continue;
            }
            1 | 2 => (end, code) = letters(text, at),
            3 => (end, code) = digits(text, at),
            4 => {
                let b = bytes[at];
                end = at + 1;
                // Brackets and quotation marks stand alone, other signs in runs.
                if !matches!(b, b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'"' | b'%' | b'$') {
                    while bytes.get(end) == Some(&b) {
                        end += 1;
                    }
                }
                code = if end > at + 1 { b | shape::REPEATED } else { b };
            }
            _ => {
                let c = char_at(text, at);
                match wide(c) {
                    Wide::Space => {
                        gap = if c == '\u{2029}' || c == '\u{2028}' || c == '\u{85}' { space(b'\n', gap) } else { space(b' ', gap) };
                        at += c.len_utf8();
                        continue;
                    }
                    Wide::Lower | Wide::Upper | Wide::Uncased => (end, code) = letters(text, at),
                    Wide::Digit => (end, code) = digits(text, at),
                    Wide::Mark | Wide::Sign => {
                        let (sign_hash, sign_code) = sign(c);
                        end = at + c.len_utf8();
                        let single = matches!(sign_code, shape::OPEN_DOUBLE | shape::CLOSE_DOUBLE | shape::OPEN_SINGLE | b'\'');
                        while end < bytes.len() && bytes[end] >= 128 {
                            let next = char_at(text, end);
                            // A joiner binds the next picture, too.
                            let joiner = text.get(..end).is_some_and(|t| t.ends_with('\u{200d}'));
                            if matches!(wide(next), Wide::Mark) || joiner || (next == c && !single) {
                                end += next.len_utf8();
                            } else {
                                break;
                            }
                        }
                        out.push(Atom { start: start as u32, end: end as u32, text: sign_hash, shape: sign_code, gap });
                        gap = Gap::None;
                        at = end;
                        continue;
                    }
                }
            }
        }
        // Marks after a sign or digit stay with it (keycap sequences).
        while end < bytes.len() && bytes[end] >= 128 && matches!(wide(char_at(text, end)), Wide::Mark) {
            end += char_at(text, end).len_utf8();
        }
        hash = hash_text(&bytes[start..end]);
        out.push(Atom { start: start as u32, end: end as u32, text: hash, shape: code, gap });
        gap = Gap::None;
        at = end;
    }
}

/// The gap after one more white-space byte.
fn space(b: u8, gap: Gap) -> Gap {
    match (b, gap) {
        (b'\n' | b'\r' | 0x0b | 0x0c, _) => Gap::Line,
        (_, Gap::Line | Gap::Indent) => Gap::Indent,
        (b'\t', _) | (_, Gap::Space | Gap::Wide) => Gap::Wide,
        (_, Gap::None) => Gap::Space,
    }
}

/// End and shape of the run of letters that begins at `at`.
fn letters(text: &str, at: usize) -> (usize, u8) {
    let bytes = text.as_bytes();
    let first_upper = CLASS[usize::from(bytes[at])] == 2 || (bytes[at] >= 128 && char_at(text, at).is_uppercase());
    let (mut end, mut lower, mut upper, mut uncased) = (at, 0usize, 0usize, 0usize);
    while end < bytes.len() {
        match CLASS[usize::from(bytes[end])] {
            1 => {
                lower += 1;
                end += 1;
            }
            2 => {
                upper += 1;
                end += 1;
            }
            5 => {
                let c = char_at(text, end);
                match wide(c) {
                    Wide::Lower => lower += 1,
                    Wide::Upper => upper += 1,
                    Wide::Uncased => uncased += 1,
                    Wide::Mark => {}
                    _ => break,
                }
                end += c.len_utf8();
            }
            _ => break,
        }
    }
    let length = lower + upper + uncased;
    let step = length.clamp(1, 4) as u8 - 1;
    let code = if uncased > 0 && lower + upper == 0 {
        shape::UNCASED
    } else if upper == 0 {
        shape::LOWER + step
    } else if first_upper && upper == 1 {
        shape::TITLE + step
    } else if lower + uncased == 0 {
        shape::UPPER + step - 1
    } else {
        shape::MIXED
    };
    (end, code)
}

/// End and shape of the run of digits that begins at `at`.
fn digits(text: &str, at: usize) -> (usize, u8) {
    let bytes = text.as_bytes();
    let (mut end, mut length) = (at, 0usize);
    while end < bytes.len() {
        match CLASS[usize::from(bytes[end])] {
            3 => end += 1,
            5 => {
                let c = char_at(text, end);
                if !matches!(wide(c), Wide::Digit) {
                    break;
                }
                end += c.len_utf8();
            }
            _ => break,
        }
        length += 1;
    }
    (end, shape::DIGIT + length.clamp(1, 5) as u8 - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn atoms(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        scan(text, &mut out);
        out.iter().map(|a| &text[a.start as usize..a.end as usize]).collect()
    }

    #[test]
    fn runs_of_letters_digits_and_one_sign() {
        assert_eq!(atoms("$1,200-a-day... ok"), ["$", "1", ",", "200", "-", "a", "-", "day", "...", "ok"]);
        assert_eq!(atoms("((“Añjo”))"), ["(", "(", "“", "Añjo", "”", ")", ")"]);
        assert_eq!(atoms("a\u{301}b 👩\u{200d}🚒👍🏽x"), ["a\u{301}b", "👩\u{200d}🚒", "👍🏽", "x"]);
    }

    #[test]
    fn shapes_tell_case_and_length() {
        let shape_of = |text| {
            let mut out = Vec::new();
            scan(text, &mut out);
            out[0].shape
        };
        let codes: Vec<u8> = ["a", "ab", "A", "Ab", "Abcde", "AB", "ABCD", "aB", "7", "70000", "—"].map(shape_of).to_vec();
        assert_eq!(codes, [1, 2, 5, 6, 8, 9, 11, 12, 16, 20, shape::DASH]);
    }

    #[test]
    fn gaps_tell_lines_and_indents() {
        let mut out = Vec::new();
        scan("a b  c\td\ne\n  f", &mut out);
        assert_eq!(out.iter().map(|a| a.gap).collect::<Vec<_>>(), [Gap::Space, Gap::Space, Gap::Wide, Gap::Wide, Gap::Line, Gap::Indent]);
    }

    #[test]
    fn hashes_ignore_case_alone() {
        assert_eq!(hash_text(b"Abcdefghij"), hash_text(b"aBCDEFGHIJ"));
        assert_ne!(hash_text(b"abcdefghij"), hash_text(b"abcdefghik"));
        assert_ne!(hash_text(b"ab"), hash_text(b"ba"));
    }

    proptest! {
        #[test]
        fn atoms_cover_all_that_is_seen(text in "\\PC{0,40}|[a-zA-Z0-9 .,'\n\u{200d}\u{301}👩—é]{0,40}") {
            let mut out = Vec::new();
            scan(&text, &mut out);
            let mut at = 0;
            for atom in &out {
                let (start, end) = (atom.start as usize, atom.end as usize);
                prop_assert!(start >= at && end > start && text.is_char_boundary(start) && text.is_char_boundary(end));
                prop_assert!(text[at..start].chars().all(|c| c.is_whitespace() || c.is_control() || matches!(wide(c), Wide::Space)));
                at = end;
            }
            prop_assert!(text[at..].chars().all(|c| c.is_whitespace() || c.is_control() || matches!(wide(c), Wide::Space)));
        }
    }
}
