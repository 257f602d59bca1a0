//! Time expressions of any text: spans valid and in order, values given, days in order.
//!
//! The first two bytes choose the day of print, from 1950 on; two zeros stand for none.
#![no_main]

use std::sync::LazyLock;

use howmany::extract::timex::TimexReader;
use howmany::lexicon::Lexicon;
use howmany::types::Day;
use libfuzzer_sys::fuzz_target;

static READER: LazyLock<TimexReader> = LazyLock::new(|| TimexReader::new(&Lexicon::builtin().expect("built-in lexicon").time));

fuzz_target!(|data: &[u8]| {
    let [a, b, rest @ ..] = data else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let n = u16::from_be_bytes([*a, *b]);
    let published = (n > 0).then(|| format!("{:04}-{:02}-{:02}", 1950 + n / 372 % 150, 1 + n / 31 % 12, 1 + n % 31));
    let published: Option<Day> = published.and_then(|d| d.parse().ok());
    let mut end = 0;
    for t in READER.read(text, published) {
        assert!(t.span.start >= end && t.span.start < t.span.end, "{t:?} begins before {end}");
        assert!(text.get(t.span.start..t.span.end).is_some(), "{t:?} is outside the text or inside a character");
        assert!(!t.value.is_empty() && !t.rule.is_empty(), "{t:?}");
        assert!(t.first_day <= t.last_day && t.first_day.is_some() == t.last_day.is_some(), "{t:?}");
        end = t.span.end;
    }
});
