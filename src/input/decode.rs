//! Bytes to text.
//!
//! In this order: byte order mark; UTF-16 without one; UTF-8; UTF-8 with a few bad bytes (kept as UTF-8, since a
//! detector would call the whole text windows-1252 and turn it into mojibake); else what the detector says.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Text, and whether bytes had to be replaced for it.
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) damaged: bool,
}

/// White space and characters that cannot be seen.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// The encoding of a file, by its first bytes. None for UTF-8 or where only the whole can tell.
pub(super) fn wide(head: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return (encoding != UTF_8).then_some(encoding);
    }
    // UTF-16 without a mark: plain text in it has a zero in every second byte, always the same one.
    let sample = &head[..head.len().min(4096) & !1];
    if sample.len() < 4 {
        return None;
    }
    let pairs = sample.len() / 2;
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    match (even * 10, odd * 10) {
        (e, o) if o >= pairs * 4 && e * 8 < o => Some(UTF_16LE),
        (e, o) if e >= pairs * 4 && o * 8 < e => Some(UTF_16BE),
        _ => None,
    }
}

/// True where bytes are no text in any encoding that is read here.
pub(super) fn is_binary(head: &[u8]) -> bool {
    if wide(head).is_some() || head.starts_with(b"\xef\xbb\xbf") {
        return false;
    }
    let odd = head.iter().filter(|b| matches!(b, 0..=8 | 14..=26 | 28..=31 | 127)).count();
    let nul = memchr::memchr_iter(0, head).count();
    nul * 100 > head.len() || odd * 20 > head.len()
}

/// Decodes a whole text.
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    if let Some(encoding) = wide(bytes) {
        let (text, damaged) = encoding.decode_with_bom_removal(bytes);
        return Decoded { text: text.into_owned(), damaged };
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    decode_narrow(bytes, None)
}

/// Decodes a whole text that came with the name of an encoding, which counts where the text is not plainly UTF-8.
pub(super) fn decode_told(bytes: &[u8], told: Option<&'static Encoding>) -> Decoded {
    match told.filter(|t| *t != UTF_8 && wide(bytes).is_none() && legacy(bytes).is_some()) {
        Some(told) => decode_narrow(bytes, Some(told)),
        None => decode(bytes),
    }
}

/// Decodes a piece whose file was already looked at: `hint` is what the head said.
pub(super) fn decode_narrow(bytes: &[u8], hint: Option<&'static Encoding>) -> Decoded {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: text.to_owned(), damaged: false };
    }
    match hint.or_else(|| legacy(bytes)) {
        Some(encoding) => {
            let (text, damaged) = encoding.decode_without_bom_handling(bytes);
            Decoded { text: text.into_owned(), damaged }
        }
        None => Decoded { text: String::from_utf8_lossy(bytes).into_owned(), damaged: true },
    }
}

/// The older encoding of bytes that are not UTF-8; none where they are UTF-8 with a few faults.
pub(super) fn legacy(bytes: &[u8]) -> Option<&'static Encoding> {
    let (mut good, mut bad) = (0usize, 0usize);
    let mut rest = bytes;
    loop {
        match std::str::from_utf8(rest) {
            Ok(text) => {
                good += characters_beyond_ascii(text);
                break;
            }
            Err(e) => {
                let (valid, after) = rest.split_at(e.valid_up_to());
                good += std::str::from_utf8(valid).map_or(0, characters_beyond_ascii);
                let Some(skip) = e.error_len() else {
                    // Cut off within a character: a fault of the end, which says nothing of the encoding.
                    if good > 0 || bytes.is_ascii() {
                        return None;
                    }
                    bad += 1;
                    break;
                };
                bad += 1;
                rest = &after[skip.min(after.len())..];
            }
        }
    }
    if bad == 0 || good >= bad * 2 {
        return None;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    Some(guess)
}

fn characters_beyond_ascii(text: &str) -> usize {
    text.chars().filter(|c| !c.is_ascii()).count()
}

/// Decodes a head for a look at its form.
pub(super) fn glance(head: &[u8]) -> String {
    match wide(head) {
        Some(encoding) => encoding.decode_with_bom_removal(head).0.into_owned(),
        None => String::from_utf8_lossy(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head)).into_owned(),
    }
}

/// True where UTF-8 was read as windows-1252 somewhere on the way ("donâ€™t", "cafÃ©"), or characters were lost (`U+FFFD`).
///
/// Two such places in a text are needed, or one in a short one: a word may hold "Ã" by right.
pub fn looks_like_mojibake(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.is_ascii() {
        return false;
    }
    let mut hits = 0;
    let mut at = 0;
    // C3 83 is "Ã", C3 82 "Â", C3 A2 "â", EF BF BD the replacement character.
    while let Some(i) = memchr::memchr2(0xc3, 0xef, &bytes[at..]) {
        let here = at + i;
        let after = text.get(here..).unwrap_or("");
        let mut chars = after.chars();
        let first = chars.next().unwrap_or(' ');
        let second = chars.next().unwrap_or(' ');
        let third = chars.next().unwrap_or(' ');
        let hit = match first {
            'Ã' => matches!(
                second,
                '\u{80}'..='\u{bf}' | 'Š' | 'š' | 'Ž' | 'ž' | 'ƒ' | '‚' | '„' | '…' | '†' | '‡' | '‰' | '‹' | '€' | 'œ' | 'Œ'
            ),
            'Â' => matches!(second, '\u{a0}'..='\u{bf}'),
            'â' => second == '€' && (matches!(third, '™' | 'œ' | '\u{9d}' | '“' | '”' | '˜' | '¦' | '\u{80}'..='\u{bf}') || third == ' '),
            '\u{fffd}' => true,
            _ => false,
        };
        hits += usize::from(hit);
        if hits >= 2 {
            return true;
        }
        at = here + first.len_utf8().max(1);
    }
    hits == 1 && text.len() < 2000
}
