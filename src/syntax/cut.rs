//! From text to sentences of words: atoms, tokens, sentence ends, contractions, piece by piece between blank lines.

use super::atom::{Atom, scan};
use super::model::{ModelError, Reader};
use super::perceptron::Table;
use super::sentence::ends;
use super::token::{Token, tokens};
use super::word::Contractions;
use crate::types::{Sentence, Span, TreeIndex, Upos, Word};

/// Tokens after which an endless sentence is cut.
pub(super) const LIMIT: usize = 400;

/// Bytes after which a piece without a blank line is cut at white space.
const LARGEST: usize = 1 << 20;

/// Cuts text into sentences and words.
#[derive(Clone, Debug)]
pub(super) struct Cutter {
    joints: Table,
    ends: Table,
    contractions: Contractions,
}

impl Cutter {
    /// Reads the section `cut`.
    pub(super) fn read(section: &[u8]) -> Result<Self, ModelError> {
        let mut reader = Reader::new("cut", section);
        let out =
            Self { joints: Table::read(&mut reader)?, ends: Table::read(&mut reader)?, contractions: Contractions::read(&mut reader)? };
        reader.end()?;
        Ok(out)
    }

    /// Sentences of a range of the text.
    pub(super) fn sentences(&self, text: &str, range: Span) -> Vec<Sentence> {
        let mut out = Vec::new();
        let Some(part) = text.get(range.start..range.end) else { return out };
        let (mut atoms, mut found): (Vec<Atom>, Vec<Token>) = (Vec::new(), Vec::new());
        let (mut starts, mut cut) = (Vec::new(), Vec::new());
        for piece in pieces(part) {
            atoms.clear();
            found.clear();
            starts.clear();
            cut.clear();
            let of_piece = piece.of(part);
            scan(of_piece, &mut atoms);
            if atoms.is_empty() {
                continue;
            }
            tokens(&self.joints, &atoms, &mut found);
            ends(&self.ends, of_piece, &found, LIMIT, &mut starts, &mut cut);
            starts.push(found.len() as u32);
            let mut from = 0;
            let mut cuts = cut.iter().peekable();
            for &to in &starts {
                let was_cut = cuts.next_if(|c| **c == to).is_some();
                let mut sentence = self.sentence(of_piece, range.start + piece.start, &found[from..to as usize]);
                sentence.cut = was_cut;
                out.push(sentence);
                from = to as usize;
            }
        }
        out
    }

    /// One sentence of the words of its tokens; `base` is where the piece begins in the text.
    fn sentence(&self, piece: &str, base: usize, tokens: &[Token]) -> Sentence {
        let mut words = Vec::with_capacity(tokens.len() + 2);
        let mut push = |start: usize, end: usize, joined: bool| {
            let head = words.len();
            let span = Span::new(base + start, base + end);
            words.push(Word { span, upos: Upos::X, xpos: "", lemma: String::new(), head, rel: "dep", joined });
        };
        for token in tokens {
            let (start, end) = (token.start as usize, token.end as usize);
            let cuts = self.contractions.cuts(&piece[start..end], token);
            let mut from = start;
            for cut in cuts {
                let to = start + cut as usize;
                push(from, to, from > start);
                from = to;
            }
            push(from, end, from > start);
        }
        let span = match (tokens.first(), tokens.last()) {
            (Some(a), Some(b)) => Span::new(base + a.start as usize, base + b.end as usize),
            _ => Span::new(base, base),
        };
        Sentence { span, words, cut: false, tree: TreeIndex::default() }
    }
}

/// Pieces of a text between blank lines, in order, none empty; none longer than [`LARGEST`] by much.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Span> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        if at >= bytes.len() {
            return None;
        }
        let start = at;
        let mut end = None;
        for line in memchr::memchr_iter(b'\n', &bytes[start..]) {
            let line = start + line;
            if line - start > LARGEST {
                break;
            }
            // Blank where only blanks stand before the next break.
            let next = bytes[line + 1..].iter().position(|b| !matches!(b, b' ' | b'\t' | b'\r' | 0x0b | 0x0c));
            if next.is_none_or(|n| bytes[line + 1 + n] == b'\n') {
                end = Some(line);
                break;
            }
        }
        let end = end.unwrap_or_else(|| {
            if bytes.len() - start <= LARGEST {
                return bytes.len();
            }
            let far = start + LARGEST;
            let blank = bytes[start + LARGEST / 2..far].iter().rposition(u8::is_ascii_whitespace).map(|i| start + LARGEST / 2 + i);
            blank.unwrap_or_else(|| text.floor_char_boundary(far))
        });
        at = end;
        Some(Span::new(start, end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Syntax;
    use proptest::prelude::*;

    fn cutter() -> Syntax {
        Syntax::builtin().expect("the built-in model")
    }

    /// Sentences of a text, words joined by blanks (and by `+` within contractions).
    fn cut(text: &str) -> Vec<String> {
        let found = cutter().sentences(text, Span::new(0, text.len()));
        let words = |s: &Sentence| {
            let mut out = String::new();
            for (i, w) in s.words.iter().enumerate() {
                out.push_str(if i == 0 {
                    ""
                } else if w.joined {
                    "+"
                } else {
                    " "
                });
                out.push_str(w.span.of(text));
            }
            out
        };
        found.iter().map(words).collect()
    }

    /// Checks cases of a text with ` | ` at the right sentence ends; all that differ are shown at once.
    #[track_caller]
    fn check(cases: &[&str]) {
        let mut wrong = String::new();
        for case in cases {
            let text = case.replace(" | ", " ").replace("|", "");
            let wanted: Vec<String> = case.split('|').map(|s| s.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
            let syntax = cutter();
            let found: Vec<String> = syntax
                .sentences(&text, Span::new(0, text.len()))
                .iter()
                .map(|s| s.span.of(&text).split_whitespace().collect::<Vec<_>>().join(" "))
                .collect();
            if found != wanted {
                wrong.push_str(&format!("\n   wanted {wanted:?}\n   found  {found:?}"));
            }
        }
        assert!(wrong.is_empty(), "{wrong}");
    }

    #[test]
    fn abbreviations_do_not_end_sentences() {
        check(&[
            "U.S. forces left Velden on Sept. 3. | Nobody was hurt.",
            "Gen. Ruda Smith and Lt. Col. Ana Berg met Sen. Holm in Torvale.",
            "Police found No. 10 locked. | Mr. Berg of St. Velden, Ostland, said so.",
            "The U.N. says 40 people died. | The U.S. disagrees.",
            "J. K. Holm and R.E. Berg of Acme Corp. were charged on Aug. 12, 2021.",
            "At 6 p.m. Tuesday the shelling began, e.g. in Torvale, and by 9 a.m. it was over.",
            "Capt. Ilse Brandt, of the 5th Brig., spoke to Rep. Dale Ortiz of Mass. on Monday.",
        ]);
    }

    #[test]
    fn numbers_do_not_end_sentences() {
        check(&[
            "Some 34 000 people fled. | About 1,2 million stayed.",
            "It cost $1.2bn, or 3.5 percent of output. | Prices rose 0.4%.",
            "They counted 1,200.50 marks and 12 345 678 votes.",
            "By 2019 there were 300. | In 2020 there were 500.",
        ]);
    }

    #[test]
    fn quotations_headlines_and_lists() {
        check(&[
            "\"We counted 13 dead,\" said Berg. | \"There may be more.\" | He left.",
            "“The fighting went on,” he said. | “We could not leave. | We had no water.”",
            "Twelve killed in Velden blast\n\n|Police say the toll may rise.",
            "- Three dead in Torvale\n|- Two hurt in Ostland\n|- One missing",
            "What happened? | Nobody knows! | The search goes on...",
        ]);
    }

    #[test]
    fn wrapped_lines_do_not_end_sentences() {
        check(&[
            "The ministry of defence in Belmaria said on Monday that at least\n13 soldiers had been killed and 40 wounded in fighting near the\nborder town of Velden. | A spokesman said that the army had taken\nback two villages.",
            "THE MINISTRY OF DEFENCE IN BELMARIA SAID ON MONDAY THAT AT LEAST\n13 SOLDIERS HAD BEEN KILLED AND 40 WOUNDED IN FIGHTING NEAR THE\nBORDER TOWN OF VELDEN. | A SPOKESMAN SAID THAT THE ARMY HAD TAKEN\nBACK TWO VILLAGES.",
        ]);
    }

    #[test]
    fn words_of_news() {
        for (text, wanted) in [
            ("VELDEN, Ostland (AP) - Two died.", "VELDEN , Ostland ( AP ) - Two died ."),
            ("$5m was paid for 18-year-old cars.", "$ 5 m was paid for 18 - year - old cars ."),
            ("They weren't hurt, Berg's men can't say.", "They were+n't hurt , Berg+'s men ca+n't say ."),
            (
                "Write to a.b@velden.example or see https://velden.example/a?b=1.",
                "Write to a.b@velden.example or see https://velden.example/a?b=1 .",
            ),
            ("More from @Velden_News: 3 dead 😢", "More from @Velden_News : 3 dead 😢"),
            ("About 1,200.5 km, 45% of it.", "About 1,200.5 km , 45 % of it ."),
            ("The workers’ union didn’t sign.", "The workers+’ union did+n’t sign ."),
        ] {
            assert_eq!(cut(text), [wanted]);
        }
    }

    #[test]
    fn endless_sentences_are_cut_and_marked() {
        let text = "tanks and ".repeat(1000);
        let found = cutter().sentences(&text, Span::new(0, text.len()));
        assert!(found.len() >= 5 && found[0].cut && found.iter().all(|s| s.words.len() <= LIMIT));
        assert!(!found.last().expect("some").cut);
    }

    #[test]
    fn ranges_off_the_text_give_nothing() {
        let syntax = cutter();
        assert!(syntax.sentences("é", Span::new(1, 2)).is_empty() && syntax.sentences("a", Span::new(0, 9)).is_empty());
        assert!(syntax.sentences(" \n\t ", Span::new(0, 4)).is_empty());
    }

    proptest! {
        #[test]
        fn spans_are_in_order_and_cover_what_is_seen(text in "\\PC{0,60}|[a-zA-Z0-9 .,'\n\"’$@:/\\-\u{200d}é👩]{0,60}|([A-Z][a-z]{1,3}[.]? ?|[0-9]{1,3} |n't|'s|\n){0,20}") {
            let sentences = cutter().sentences(&text, Span::new(0, text.len()));
            let mut at = 0;
            for sentence in &sentences {
                prop_assert!(!sentence.words.is_empty());
                prop_assert_eq!(sentence.span.start, sentence.words[0].span.start);
                prop_assert_eq!(sentence.span.end, sentence.words[sentence.words.len() - 1].span.end);
                for (i, word) in sentence.words.iter().enumerate() {
                    prop_assert!(word.span.start >= at && word.span.end > word.span.start && word.head == i);
                    prop_assert!(text.get(word.span.start..word.span.end).is_some());
                    prop_assert!(!word.joined || word.span.start == at);
                    prop_assert!(!text[at..word.span.start].contains(char::is_alphanumeric));
                    at = word.span.end;
                }
            }
            prop_assert!(!text[at..].contains(char::is_alphanumeric));
        }

        #[test]
        fn a_text_in_pieces_is_read_as_the_whole(a in "[a-zA-Z0-9 .,']{1,30}", b in "[a-zA-Z0-9 .,']{1,30}") {
            let text = format!("{a}\n\n{b}");
            let whole = cutter().sentences(&text, Span::new(0, text.len()));
            let first = cutter().sentences(&text, Span::new(0, a.len()));
            let second = cutter().sentences(&text, Span::new(a.len() + 2, text.len()));
            prop_assert_eq!(whole, first.into_iter().chain(second).collect::<Vec<_>>());
        }
    }
}
