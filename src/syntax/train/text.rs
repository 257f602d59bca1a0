//! Raw text made of a treebank again, in the ways that news comes in: paragraphs apart by blank lines, hard-wrapped, one paragraph a line,
//! one sentence a line, in capitals, without the full stop of headlines.

use super::Rng;
use crate::syntax::conllu::{GoldSentence, GoldToken};
use crate::types::{Span, Upos};

/// A text, where its tokens stand, and which of them begin a sentence.
#[derive(Clone, Debug, Default)]
pub(super) struct Rendered {
    /// The text.
    pub text: String,
    /// Span of each token.
    pub tokens: Vec<Span>,
    /// Whether each token begins a sentence.
    pub begins: Vec<bool>,
}

/// How a document is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// Paragraphs apart by a blank line.
    Plain,
    /// The same, all in capitals.
    Capitals,
    /// Lines broken at a width of 50 to 80; paragraphs apart by a blank line, an indent, or the line break alone.
    Wrapped,
    /// Lines broken, all in capitals.
    WrappedCapitals,
    /// One paragraph a line, without blank lines; some lose their last full stop, as headlines do.
    Lines,
    /// One sentence a line.
    Sentences,
    /// All in lower case.
    Lower,
}

/// Documents of a treebank: its sentences cut where a document begins.
pub(super) fn documents(sentences: &[GoldSentence]) -> impl Iterator<Item = &[GoldSentence]> {
    sentences.chunk_by(|_, next| !next.newdoc)
}

/// Abbreviations by class.
const ABBREVIATIONS: &str = include_str!("../../../data/model/abbreviations.csv");

/// Class and form of each abbreviation.
fn abbreviations() -> impl Iterator<Item = (&'static str, &'static str)> {
    ABBREVIATIONS.lines().filter(|l| !l.starts_with('#')).skip(1).filter_map(|l| l.split_once(','))
}

/// Copies of the documents in which abbreviations stand in place of others of their class, of the names of months, or before names: treebanks have
/// many of them, but few of each. Only tokens are changed.
pub(super) fn abbreviate(sentences: &[GoldSentence], rng: &mut Rng) -> Vec<GoldSentence> {
    const MONTHS: &[&str] = &[
        "January",
        "February",
        "March",
        "April",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Sept",
        "Oct",
        "Nov",
    ];
    const DAYS: &[&str] =
        &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "EST", "GMT", "March", "July", "Sept."];
    let all: Vec<(&str, &str)> = abbreviations().collect();
    let class_of = |form: &str| all.iter().find(|(_, f)| *f == form).map(|(c, _)| *c);
    let any = |class: &str, rng: &mut Rng| {
        let of_class: Vec<&str> = all.iter().filter(|(c, _)| *c == class).map(|(_, f)| *f).collect();
        of_class[rng.below(of_class.len())].to_owned()
    };
    let mut out = sentences.to_vec();
    for sentence in &mut out {
        // Whether a name of several words begins with a token.
        let mut names = vec![false; sentence.tokens.len() + 1];
        for pair in sentence.words.windows(2) {
            names[pair[0].token] |= pair[0].upos == Upos::Propn && pair[0].rel != "flat" && pair[1].rel == "flat";
        }
        let mut tokens = Vec::with_capacity(sentence.tokens.len() + 2);
        let count = sentence.tokens.len();
        for (i, token) in sentence.tokens.iter().enumerate() {
            let mut token = token.clone();
            // The hour and the day, which are written without a comma.
            if i > 3 && i + 1 == count && token.form == "." && sentence.tokens[i - 1].form != ")" && rng.below(12) == 0 {
                if let Some(last) = tokens.last_mut() {
                    let last: &mut GoldToken = last;
                    last.space_after = true;
                }
                let (hour, day) = (rng.below(12) + 1, DAYS[rng.below(DAYS.len())]);
                let phrase = ["at".to_owned(), hour.to_string(), any("time", rng), day.to_owned()];
                tokens.extend(phrase.map(|form| GoldToken { form, space_after: true }));
                if let Some(last) = tokens.last_mut() {
                    last.space_after = false;
                }
            }
            let next = sentence.tokens.get(i + 1).filter(|_| token.space_after).map_or("", |t| t.form.as_str());
            let digit = next.starts_with(|c: char| c.is_ascii_digit());
            let inside = i + 2 < count;
            if digit && MONTHS.contains(&token.form.as_str()) {
                token.form = any("month", rng);
            } else if let Some(class) = class_of(&token.form).filter(|_| inside) {
                token.form = any(class, rng);
            } else if names[i] && inside {
                let after_title = i > 0 && class_of(&sentence.tokens[i - 1].form) == Some("title");
                match rng.below(6) {
                    0 | 1 if !after_title => tokens.push(GoldToken { form: any("title", rng), space_after: true }),
                    2 => {
                        let letter = |rng: &mut Rng| char::from(b'A' + rng.below(26) as u8);
                        token.form = format!("{}.", letter(rng));
                        if rng.below(3) == 0 {
                            token.form = format!("{}{}.", token.form, letter(rng));
                        }
                    }
                    _ => {}
                }
            }
            let lower = next.starts_with(char::is_lowercase);
            let before = if i > 0 { sentence.tokens[i - 1].form.as_str() } else { "" };
            let place =
                inside && lower && !names[i] && matches!(before, "in" | "of" | "," | "from") && token.form.starts_with(char::is_uppercase);
            if place && rng.below(8) == 0 {
                token.form = any("state", rng);
            }
            let hour = before.ends_with(|c: char| c.is_ascii_digit()) && matches!(token.form.as_str(), "am" | "pm");
            if hour && inside && rng.below(2) == 0 {
                token.form = any("time", rng);
            }
            let time = class_of(&token.form) == Some("time") && inside && (lower || next.starts_with(char::is_uppercase));
            tokens.push(token);
            if time && rng.below(2) == 0 {
                tokens.push(GoldToken { form: DAYS[rng.below(DAYS.len())].to_owned(), space_after: true });
            }
        }
        sentence.tokens = tokens;
    }
    out
}

/// Lays out one document.
pub(super) fn render(document: &[GoldSentence], layout: Layout, rng: &mut Rng) -> Rendered {
    let mut out = Rendered::default();
    let width = match layout {
        Layout::Wrapped | Layout::WrappedCapitals => 50 + rng.below(31),
        _ => usize::MAX,
    };
    let paragraph = match (layout, rng.below(3)) {
        (Layout::Wrapped | Layout::WrappedCapitals, 0) => "\n    ",
        (Layout::Wrapped | Layout::WrappedCapitals, 1) | (Layout::Lines | Layout::Sentences, _) => "\n",
        _ => "\n\n",
    };
    let wide = rng.below(4) == 0 && layout != Layout::Plain;
    let mut line = 0;
    for (i, sentence) in document.iter().enumerate() {
        let last_in_paragraph = document.get(i + 1).is_none_or(|next| next.newpar);
        if i > 0 {
            let glued = document[i - 1].tokens.last().is_some_and(|t| !t.space_after);
            let between = if sentence.newpar {
                paragraph
            } else if layout == Layout::Sentences {
                "\n"
            } else if glued {
                ""
            } else if wide {
                "  "
            } else {
                " "
            };
            out.text.push_str(between);
            line = if between.contains('\n') { between.len() - 1 } else { line + between.len() };
        }
        let headline = layout == Layout::Lines && last_in_paragraph && sentence.tokens.len() < 20 && rng.below(3) == 0;
        let count = match sentence.tokens.last() {
            Some(t) if headline && t.form == "." && sentence.tokens.len() > 2 => sentence.tokens.len() - 1,
            _ => sentence.tokens.len(),
        };
        for (j, token) in sentence.tokens[..count].iter().enumerate() {
            let form = match layout {
                Layout::Capitals | Layout::WrappedCapitals => token.form.to_uppercase(),
                Layout::Lower => token.form.to_lowercase(),
                _ => token.form.clone(),
            };
            // Length up to where the line may be broken again.
            let mut word = form.chars().count();
            for (t, next) in sentence.tokens[j..].iter().zip(&sentence.tokens[j + 1..]) {
                if t.space_after {
                    break;
                }
                word += next.form.chars().count();
            }
            let after_blank = out.text.ends_with(' ') && !out.text.trim_end_matches(' ').ends_with('\n');
            if after_blank && line + word > width && line > 0 {
                out.text.truncate(out.text.trim_end_matches(' ').len());
                out.text.push('\n');
                line = 0;
            }
            out.tokens.push(Span::new(out.text.len(), out.text.len() + form.len()));
            out.begins.push(j == 0);
            out.text.push_str(&form);
            line += form.chars().count();
            if token.space_after && j + 1 < count {
                out.text.push(' ');
                line += 1;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_take_the_place_of_others() {
        let text = "Gen. Ruda left on March 3 .";
        let tokens = text.split(' ').map(|w| GoldToken { form: w.to_owned(), space_after: true }).collect();
        let sentence = GoldSentence { tokens, ..GoldSentence::default() };
        let mut rng = Rng::new(5);
        let out: Vec<String> = (0..20).map(|_| abbreviate(std::slice::from_ref(&sentence), &mut rng)[0].text()).collect();
        assert!(out.iter().all(|t| t.contains(". Ruda left on ") && t.ends_with(". 3 .")), "{out:?}");
        assert!(out.iter().any(|t| !t.starts_with("Gen.")));
    }

    fn document() -> Vec<GoldSentence> {
        let words = |s: &str| s.split(' ').map(|w| GoldToken { form: w.to_owned(), space_after: true }).collect::<Vec<_>>();
        let one = "The ferry left the harbour of Velden before dawn and was not seen again .";
        let sentence = |newpar| GoldSentence { newpar, newdoc: false, tokens: words(one), ..GoldSentence::default() };
        vec![sentence(true), sentence(false), sentence(true)]
    }

    #[test]
    fn every_layout_keeps_the_tokens() {
        for layout in
            [Layout::Plain, Layout::Capitals, Layout::Wrapped, Layout::WrappedCapitals, Layout::Lines, Layout::Sentences, Layout::Lower]
        {
            let r = render(&document(), layout, &mut Rng::new(3));
            assert_eq!(r.begins.iter().filter(|b| **b).count(), 3, "{layout:?}");
            assert!(r.tokens.iter().all(|t| !t.of(&r.text).is_empty() && !t.of(&r.text).contains(char::is_whitespace)));
            let wrapped = matches!(layout, Layout::Wrapped | Layout::WrappedCapitals);
            assert_eq!(r.text.lines().all(|l| l.len() <= 80), wrapped || layout == Layout::Sentences, "{}", r.text);
        }
    }
}
