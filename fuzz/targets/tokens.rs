//! Sentences and words of any text: on characters, in order, without what is between them lost.
//!
//! The first byte cuts the range that is read: whole texts, and ranges that do not fit.
#![no_main]

use std::sync::LazyLock;

use howmany::syntax::Syntax;
use howmany::types::Span;
use libfuzzer_sys::fuzz_target;

static SYNTAX: LazyLock<Syntax> = LazyLock::new(|| Syntax::builtin().expect("built-in model"));

fuzz_target!(|data: &[u8]| {
    let Some((&cut, rest)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let range = match cut {
        255 => Span::new(0, text.len() + 1),
        n if n >= 128 => Span::new(usize::from(n - 128).min(text.len()), text.len()),
        _ => Span::new(0, text.len()),
    };
    let mut end = range.start;
    for sentence in SYNTAX.sentences(text, range) {
        assert!(sentence.span.start >= end && sentence.span.end <= text.len(), "{:?}", sentence.span);
        assert!(text.get(sentence.span.start..sentence.span.end).is_some(), "{:?}", sentence.span);
        let mut at = sentence.span.start;
        for (i, word) in sentence.words.iter().enumerate() {
            assert!(word.span.start < word.span.end && word.span.start >= at && word.span.end <= sentence.span.end, "{word:?}");
            let gap = text.get(at..word.span.start).expect("words begin and end on characters");
            assert!(text.get(word.span.start..word.span.end).is_some(), "{word:?}");
            assert!(!gap.chars().any(char::is_alphanumeric), "{gap:?} is in no word");
            assert_eq!(word.head, i);
            at = word.span.end;
        }
        end = sentence.span.end;
    }
});
