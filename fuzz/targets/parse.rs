//! Trees of any text: single-rooted, acyclic, every word tagged; names valid and in order.
#![no_main]

use std::sync::LazyLock;

use howmany::syntax::Syntax;
use howmany::types::Span;
use libfuzzer_sys::fuzz_target;

static SYNTAX: LazyLock<Syntax> = LazyLock::new(|| Syntax::builtin().expect("built-in model"));

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut sentences = SYNTAX.sentences(text, Span::new(0, text.len()));
    let before: Vec<Vec<Span>> = sentences.iter().map(|s| s.words.iter().map(|w| w.span).collect()).collect();
    SYNTAX.parse(text, &mut sentences);
    for (sentence, spans) in sentences.iter().zip(&before) {
        let words = &sentence.words;
        assert!(words.iter().map(|w| w.span).eq(spans.iter().copied()), "parsing moves no word");
        let roots: Vec<usize> = (0..words.len()).filter(|i| words[*i].head == *i).collect();
        assert_eq!(roots.len(), words.len().min(1), "one root: {words:?}");
        // Every word reaches the root: depths are found once a word.
        let mut known = vec![false; words.len()];
        roots.iter().for_each(|r| known[*r] = true);
        for start in 0..words.len() {
            let (mut at, mut path) = (start, Vec::new());
            while !known[at] {
                assert!(path.len() <= words.len(), "a cycle at word {start}");
                path.push(at);
                at = words[at].head;
            }
            path.into_iter().for_each(|i| known[i] = true);
        }
        for (i, word) in words.iter().enumerate() {
            assert_eq!(word.rel == "root", roots.contains(&i), "{word:?}");
            assert!(!word.rel.is_empty() && !word.xpos.is_empty() && !word.lemma.is_empty(), "{word:?}");
        }
    }
    let mut end = 0;
    for name in SYNTAX.names(text, &sentences) {
        assert!(name.span.start >= end && name.span.start < name.span.end, "{name:?}");
        assert!(text.get(name.span.start..name.span.end).is_some(), "{name:?}");
        end = name.span.end;
    }
});
