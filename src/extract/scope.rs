//! Which sentences are parsed where only claims are asked for: [`Attributions::Counted`].
//!
//! A sentence is parsed where it holds a figure that can be a claim, or a word that may say what befell somebody ("a guard was shot"), and so
//! are the sentences around it, which say who speaks: of "The mayor thanked the crews. ... Nine people had died, she said." with forty sentences on
//! the weather between the two, the last six.

use std::cell::RefCell;
use std::str::FromStr;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::claim;
use crate::lexicon::Lexicon;
use crate::syntax::Syntax;
use crate::types::{Attribution, Claim, Figure, Sentence, Span, Timex};

/// Which attributions are looked for and written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Attributions {
    /// All of them: `all`.
    #[default]
    All,
    /// Those that say whose a claim is, and those that these stand in: `counted`.
    Counted,
}

impl Attributions {
    /// As `run.json` and the command line name it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Counted => "counted",
        }
    }
}

impl FromStr for Attributions {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        [Self::All, Self::Counted].into_iter().find(|a| a.as_str() == text).ok_or_else(|| format!("`{text}` is not one of all, counted"))
    }
}

/// Sentences before a wanted one that may name its speaker; and where it quotes or has a pronoun for him.
const BEFORE: usize = 2;
const FAR_BEFORE: usize = 5;
/// Forms that a thread remembers.
const REMEMBERED: usize = 1 << 16;

thread_local! {
    /// What forms may say, for the knowledge with this name.
    static KNOWN: RefCell<(String, HashMap<String, claim::Hint, FixedState>)> = RefCell::new((String::new(), HashMap::default()));
}

/// True for the sentences that are to be parsed.
pub(super) fn wanted(
    text: &str,
    sentences: &[Sentence],
    figures: &[Figure],
    dates: &[Timex],
    lexicon: &Lexicon,
    syntax: &Syntax,
) -> Vec<bool> {
    let own: Vec<bool> = KNOWN.with_borrow_mut(|(knowledge, known)| {
        let name = [lexicon.fingerprint.as_str(), syntax.name()].concat();
        if *knowledge != name || known.len() > REMEMBERED {
            *knowledge = name;
            known.clear();
        }
        let mut hint = |form: &str| match known.get(form) {
            Some(hint) => *hint,
            None => *known
                .entry_ref(form)
                .or_insert(syntax.lemmas_of(form).iter().map(|l| claim::hint(lexicon, l)).fold(claim::Hint::default(), claim::Hint::or)),
        };
        let mut own = |s: &Sentence| {
            let counted = within(figures, s, |f| f.span).iter().any(claim::countable);
            let dated = !within(dates, s, |t| t.span).is_empty();
            counted || s.words.iter().map(|w| hint(w.span.of(text))).any(|h| h.befalls || dated && h.happens)
        };
        sentences.iter().map(&mut own).collect()
    });
    let mut out = own.clone();
    for (i, s) in sentences.iter().enumerate().filter(|(i, _)| own[*i]) {
        let before = if refers(text, s) { FAR_BEFORE } else { BEFORE };
        // The next sentence of the same paragraph may go on with the quotation, or name who speaks.
        let behind = sentences.get(i + 1).is_some_and(|next| text.get(s.span.end..next.span.start).is_some_and(|gap| !gap.contains('\n')));
        out[i.saturating_sub(before)..=i + usize::from(behind)].fill(true);
    }
    out
}

/// True where a sentence quotes somebody or names him by a pronoun: who that is, stands further above.
fn refers(text: &str, s: &Sentence) -> bool {
    const PRONOUNS: [&str; 8] = ["he", "she", "they", "his", "her", "him", "their", "who"];
    const MARKS: [&str; 8] = ["\"", "“", "”", "``", "''", "„", "«", "»"];
    s.words.iter().map(|w| w.span.of(text)).any(|w| MARKS.contains(&w) || PRONOUNS.iter().any(|p| p.eq_ignore_ascii_case(w)))
}

/// Those of a list in text order that end in the sentence or behind it and begin before its end.
fn within<'a, T>(all: &'a [T], s: &Sentence, span: impl Fn(&T) -> Span) -> &'a [T] {
    let from = all.partition_point(|x| span(x).end <= s.span.start);
    let to = all.partition_point(|x| span(x).start < s.span.end);
    &all[from.min(to)..to]
}

/// Leaves the attributions that claims name, and those that these stand in.
pub(super) fn keep(attributions: &mut Vec<Attribution>, claims: &mut [Claim]) {
    let mut kept = vec![false; attributions.len()];
    for c in claims.iter() {
        let mut at = c.attribution;
        while let Some(i) = at.filter(|&i| !kept.get(i).copied().unwrap_or(true)) {
            kept[i] = true;
            at = attributions[i].parent;
        }
    }
    let mut next = 0;
    let place: Vec<Option<usize>> = kept
        .iter()
        .map(|k| {
            next += usize::from(*k);
            k.then(|| next - 1)
        })
        .collect();
    let moved = |at: &mut Option<usize>| *at = at.and_then(|i| place.get(i).copied().flatten());
    claims.iter_mut().for_each(|c| moved(&mut c.attribution));
    attributions.iter_mut().for_each(|a| moved(&mut a.parent));
    let mut i = 0;
    attributions.retain(|_| {
        i += 1;
        kept[i - 1]
    });
}

#[cfg(test)]
mod tests {
    use super::super::Extractor;
    use super::*;
    use crate::types::{Article, Block, BlockKind};

    fn article(text: &str) -> Article {
        let mut blocks = Vec::new();
        let mut at = 0;
        for part in text.split("\n\n") {
            blocks.push(Block { span: Span::new(at, at + part.len()), kind: BlockKind::Paragraph, embed: None });
            at += part.len() + 2;
        }
        Article { text: text.into(), blocks, ..Article::default() }
    }

    #[test]
    fn claims_stay_and_the_other_attributions_go() {
        let new = || Extractor::new(Lexicon::builtin().expect("built-in lexicon"), Syntax::builtin().expect("built-in model"));
        let text = "Ana Velt, mayor of Torvale, said that the crews had done well. She thanked the army.\n\n\
                    The guild said that it hoped for rain. The baker told friends that he would come again.\n\n\
                    It was a long day for all of them.\n\nThe road was open.\n\n\
                    Police in Velden said nine people had been killed. A guard was shot, they said.";
        let (all, counted) = (new().extract(&article(text)), new().with(Attributions::Counted).extract(&article(text)));
        let claims = |e: &crate::types::Extraction| e.claims.iter().map(|c| (c.value, c.claimant.clone(), c.status)).collect::<Vec<_>>();
        assert_eq!(claims(&all), claims(&counted));
        assert!(!counted.claims.is_empty() && counted.attributions.len() < all.attributions.len());
        assert!(counted.claims.iter().all(|c| c.attribution.is_none_or(|i| i < counted.attributions.len())));
        assert!(counted.attributions.iter().all(|a| a.parent.is_none_or(|i| i < counted.attributions.len())));
    }

    #[test]
    fn names_of_the_setting() {
        assert_eq!("counted".parse(), Ok(Attributions::Counted));
        assert_eq!(Attributions::All.as_str().parse(), Ok(Attributions::All));
        assert!("some".parse::<Attributions>().is_err());
    }
}
