//! Silver trees: open news, cut like the treebanks, parsed by several networks together.
//!
//! GMB writes "anti-terrorism" and "four-day" each as one word; the treebanks keep the first and cut the second into "four",
//! "-", "day". Which first parts stay with their word is learnt from the treebanks.

use std::collections::{BTreeMap, BTreeSet};

use super::data::Example;
use super::net::Net;
use super::score::parse;
use crate::syntax::conllu::GoldSentence;
use crate::syntax::network::features::Features;

/// Sentences of fewer or more words teach little or cost much.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=60;

/// First parts that the treebanks leave on their word more often than not ("anti", "mid", "non"), in lower case.
pub fn prefixes(trees: &[GoldSentence]) -> BTreeSet<String> {
    let mut counts = BTreeMap::<String, (u32, u32)>::new();
    for sentence in trees {
        let words: Vec<&str> = sentence.words.iter().map(|w| w.form.as_str()).collect();
        for (i, word) in words.iter().enumerate() {
            if let Some((first, rest)) = word.split_once('-')
                && is_part(first)
                && rest.chars().all(|c| c.is_alphanumeric())
            {
                counts.entry(first.to_lowercase()).or_default().0 += 1;
            }
            // Cut: the word, its hyphen and the next one belong to tokens without space between.
            let glued = |i: usize| sentence.words.get(i).and_then(|w| sentence.tokens.get(w.token)).is_some_and(|t| !t.space_after);
            if is_part(word) && words.get(i + 1) == Some(&"-") && glued(i) && glued(i + 1) {
                counts.entry(word.to_lowercase()).or_default().1 += 1;
            }
        }
    }
    counts.into_iter().filter(|(_, (kept, cut))| *kept >= 2 && kept > cut).map(|(p, _)| p).collect()
}

fn is_part(s: &str) -> bool {
    !s.is_empty() && s.chars().all(char::is_alphabetic)
}

/// Cuts a word at its hyphens as the treebanks do.
pub fn cut<'a>(word: &'a str, prefixes: &BTreeSet<String>, out: &mut Vec<&'a str>) {
    let inner = |i: usize| {
        let (before, after) = (word[..i].chars().next_back(), word[i + 1..].chars().next());
        before.is_some_and(|c| c.is_alphanumeric() || c == '.') && after.is_some_and(char::is_alphanumeric)
    };
    let mut from = 0;
    for (i, _) in word.match_indices('-') {
        if i > from && inner(i) && !prefixes.contains(&word[from..i].to_lowercase()) {
            out.push(&word[from..i]);
            out.push(&word[i..=i]);
            from = i + 1;
        }
    }
    if from < word.len() {
        out.push(&word[from..]);
    }
}

/// Open sentences as the treebanks would cut them, without trees; each once.
pub fn sentences(open: &[Vec<&str>], trees: &[GoldSentence]) -> Vec<Example> {
    let prefixes = prefixes(trees);
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for sentence in open {
        let mut words = Vec::with_capacity(sentence.len() + 4);
        sentence.iter().for_each(|w| cut(w, &prefixes, &mut words));
        if LENGTHS.contains(&words.len()) && seen.insert(words.clone()) {
            out.push(Example { forms: words.into_iter().map(str::to_owned).collect(), ..Example::default() });
        }
    }
    out
}

/// Parses sentences with the teachers' summed scores and keeps those on which the teachers agree for at least this share of
/// words.
pub fn trees(teachers: &[(&Net, &Features)], sentences: &[Example], agreed: f32) -> Vec<Example> {
    let all: Vec<&Example> = sentences.iter().collect();
    let Some((_, features)) = teachers.first() else { return Vec::new() };
    let nets: Vec<&Net> = teachers.iter().map(|t| t.0).collect();
    parse(&nets, features, &all).into_iter().filter(|(_, share)| *share >= agreed).map(|(e, _)| e).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::conllu;

    #[test]
    fn hyphens_are_cut_as_the_treebank_cuts_them() {
        let line = |i: usize, form: &str, misc: &str| {
            format!("{i}\t{form}\t{form}\tNOUN\tNN\t_\t{}\t{}\t_\t{misc}\n", usize::from(i > 1), if i > 1 { "dep" } else { "root" })
        };
        let mut text = String::new();
        for _ in 0..2 {
            text += &(line(1, "anti-war", "_")
                + &line(2, "four", "SpaceAfter=No")
                + &line(3, "-", "SpaceAfter=No")
                + &line(4, "day", "_")
                + "\n");
        }
        let trees = conllu::read(&text).unwrap();
        let prefixes = prefixes(&trees);
        assert!(prefixes.contains("anti") && !prefixes.contains("four"), "{prefixes:?}");
        let cut = |w| {
            let mut out = Vec::new();
            cut(w, &prefixes, &mut out);
            out
        };
        assert_eq!(cut("four-day"), ["four", "-", "day"]);
        assert_eq!(cut("Anti-terror"), ["Anti-terror"]);
        assert_eq!(cut("non-anti-war"), ["non", "-", "anti-war"]);
        assert_eq!(cut("U.S.-led"), ["U.S.", "-", "led"]);
        assert_eq!(cut("--"), ["--"]);
        assert_eq!(cut("-"), ["-"]);
        assert_eq!(cut("six-"), ["six-"]);
        let open = [vec!["a", "four-day", "trip"], vec!["a", "four-day", "trip"], vec!["no", "."]];
        assert_eq!(sentences(&open, &trees).len(), 1);
    }
}
