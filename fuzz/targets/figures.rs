//! Figures of any text: spans valid and in order, values finite, intervals the right way round.
//!
//! The first byte chooses whether dates are read first and which block the text is.
#![no_main]

use std::sync::LazyLock;

use howmany::extract::figure::FigureReader;
use howmany::extract::timex::TimexReader;
use howmany::lexicon::Lexicon;
use howmany::types::{Block, BlockKind, Span};
use libfuzzer_sys::fuzz_target;

static READERS: LazyLock<(FigureReader, TimexReader)> = LazyLock::new(|| {
    let lexicon = Lexicon::builtin().expect("built-in lexicon");
    (FigureReader::new(&lexicon.numbers), TimexReader::new(&lexicon.time))
});

fuzz_target!(|data: &[u8]| {
    let Some((&mode, rest)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let dates = if mode & 1 == 0 { READERS.1.read(text, "2025-04-12".parse().ok()) } else { Vec::new() };
    let kind = if mode & 2 == 0 { BlockKind::Paragraph } else { BlockKind::Boilerplate };
    let country = if mode & 4 == 0 { None } else { Some("AU") };
    // Blocks are lines, as in an article.
    let mut blocks = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        blocks.push(Block { span: Span::new(start, start + line.len()), kind, embed: None });
        start += line.len();
    }
    if mode & 8 == 0 {
        blocks.clear();
    }
    let mut end = 0;
    for f in READERS.0.read(text, &dates, &blocks, country) {
        assert!(f.span.start >= end && f.span.start < f.span.end, "{f:?} begins before {end}");
        assert!(text.get(f.span.start..f.span.end).is_some(), "{f:?} is outside the text or inside a character");
        assert!(text.get(f.number.start..f.number.end).is_some() && f.span.contains(&f.number), "{f:?}");
        if let Some(unit) = &f.unit_span {
            assert!(text.get(unit.start..unit.end).is_some(), "{f:?}");
        }
        assert!([f.value, f.low, f.high].into_iter().flatten().all(f64::is_finite), "{f:?}");
        if let (Some(low), Some(high)) = (f.low, f.high) {
            assert!(low <= high, "{f:?}");
        }
        assert!(!f.rule.is_empty(), "{f:?}");
        end = f.span.end;
    }
});
