//! Which sentences are parsed where only claims are asked for: [`Attributions::Counted`].
//!
//! A sentence is parsed where it holds a figure that can be a claim, or may say what befell a single person ("a guard was shot"): a verb or
//! noun of the lexicon with all words of its phrase, and somebody whom it may befall. So are the sentences before it where it leaves open
//! who speaks: of "The mayor thanked the crews. ... Nine people had died, she said." with forty sentences on the weather between the two,
//! the last two.

use std::cell::RefCell;
use std::rc::Rc;
use std::str::FromStr;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::claim;
use crate::lexicon::Lexicon;
use crate::syntax::Syntax;
use crate::types::{Attribution, Claim, Figure, Name, NameKind, Sentence, Span, Timex};

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

/// Sentences before a wanted one that may name its speaker: where it quotes, where it has a pronoun, where somebody speaks in it.
const BEFORE: [(Speaks, usize); 3] = [(Speaks::Quotes, 3), (Speaks::Refers, 2), (Speaks::Says, 1)];
/// Forms that a thread remembers.
const REMEMBERED: usize = 1 << 16;

/// What a form may be and say.
struct Known {
    lemmas: Vec<String>,
    hint: claim::Hint,
    /// It may be a verb of saying.
    says: bool,
}

thread_local! {
    /// What is known of forms, for the knowledge with this name.
    static KNOWN: RefCell<(String, HashMap<String, Rc<Known>, FixedState>)> = RefCell::new((String::new(), HashMap::default()));
}

/// The words of a sentence with what is known of them.
struct Words {
    known: Vec<Rc<Known>>,
}

impl Words {
    fn of(text: &str, s: &Sentence, lexicon: &Lexicon, syntax: &Syntax, memory: &mut HashMap<String, Rc<Known>, FixedState>) -> Self {
        let mut one = |form: &str| {
            if let Some(known) = memory.get(form) {
                return known.clone();
            }
            let lemmas = syntax.lemmas_of(form);
            let hint = lemmas.iter().map(|l| claim::hint(lexicon, l)).fold(claim::Hint::default(), claim::Hint::or);
            let says = lemmas.iter().any(|l| lexicon.reporting.verb(l).iter().any(|c| c.plain));
            let known = Rc::new(Known { lemmas, hint, says });
            memory.insert(form.to_owned(), known.clone());
            known
        };
        Self { known: s.words.iter().map(|w| one(w.span.of(text))).collect() }
    }

    fn hint(&self, is: impl Fn(&claim::Hint) -> bool) -> bool {
        self.known.iter().any(|k| is(&k.hint))
    }

    /// True where a word, or all words of a phrase, may say what befell a single person.
    fn befalls(&self) -> bool {
        let stands = |lemma: &String| self.known.iter().any(|k| k.lemmas.contains(lemma));
        self.hint(|h| h.befalls) || self.hint(|h| h.with.iter().any(|others| others.iter().all(stands)))
    }
}

/// True for the sentences that are to be parsed.
pub(super) fn wanted(
    text: &str,
    sentences: &[Sentence],
    figures: &[Figure],
    dates: &[Timex],
    names: &[Name],
    lexicon: &Lexicon,
    syntax: &Syntax,
) -> Vec<bool> {
    let mut out = vec![false; sentences.len()];
    KNOWN.with_borrow_mut(|(knowledge, memory)| {
        let name = [lexicon.fingerprint.as_str(), syntax.name()].concat();
        if *knowledge != name || memory.len() > REMEMBERED {
            *knowledge = name;
            memory.clear();
        }
        for (i, s) in sentences.iter().enumerate() {
            let words = Words::of(text, s, lexicon, syntax, memory);
            let counted = within(figures, s, |f| f.span).iter().any(claim::countable);
            let somebody = || {
                let named = within(names, s, |n| n.span).iter().any(|n| n.kind == NameKind::Person);
                named || words.hint(|h| h.person) || forms(text, s).any(|w| is_one_of(w, &["he", "she", "him", "her"]))
            };
            if counted || words.befalls() && somebody() {
                let speaks = speaks(text, s, &words);
                let before = BEFORE.iter().find(|(how, _)| *how == speaks).map_or(0, |(_, n)| *n);
                // The next sentence of the same paragraph may go on with the quotation, or name who speaks.
                let gap = sentences.get(i + 1).and_then(|next| text.get(s.span.end..next.span.start));
                let behind = speaks == Speaks::Quotes && gap.is_some_and(|gap| !gap.contains('\n'));
                out[i.saturating_sub(before)..=i + usize::from(behind)].fill(true);
            } else if words.hint(|h| h.colors) || words.hint(|h| h.happens) && !within(dates, s, |t| t.span).is_empty() {
                out[i] = true;
            }
        }
    });
    out
}

/// How a sentence tells of a speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Speaks {
    /// It quotes.
    Quotes,
    /// It has a pronoun that may mean him.
    Refers,
    /// It has a verb of saying, and perhaps a noun for him ("the agency said").
    Says,
    /// In none of these ways.
    Not,
}

fn speaks(text: &str, s: &Sentence, words: &Words) -> Speaks {
    const PRONOUNS: [&str; 10] = ["he", "she", "they", "it", "his", "her", "him", "their", "its", "who"];
    const MARKS: [&str; 8] = ["\"", "“", "”", "``", "''", "„", "«", "»"];
    if forms(text, s).any(|w| MARKS.contains(&w)) {
        Speaks::Quotes
    } else if forms(text, s).any(|w| is_one_of(w, &PRONOUNS)) {
        Speaks::Refers
    } else if words.known.iter().any(|k| k.says) {
        Speaks::Says
    } else {
        Speaks::Not
    }
}

fn forms<'a>(text: &'a str, s: &'a Sentence) -> impl Iterator<Item = &'a str> {
    s.words.iter().map(|w| w.span.of(text))
}

fn is_one_of(form: &str, words: &[&str]) -> bool {
    words.iter().any(|w| w.eq_ignore_ascii_case(form))
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
