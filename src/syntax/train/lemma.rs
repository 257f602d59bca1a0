//! Trains lemmas: counts edits by form and suffix, keeps what no shorter suffix says, adds from other tagged text the inflected forms whose base
//! form is in it.

use std::collections::{BTreeMap, BTreeSet};

use super::{Corpus, Sections};
use crate::syntax::lemma::{Edit, Lemmas, has_capital, key, suffixes};
use crate::syntax::tags;
use crate::types::Upos;

/// Irregular verbs, plurals and comparatives.
const IRREGULAR: &str = include_str!("../../../data/model/irregular.csv");

/// Form in lower case, tags, capital where none is due.
type Key = (String, Upos, &'static str, bool);

/// Counts of the ways in which a form becomes its lemma.
type Counts = BTreeMap<Key, BTreeMap<Edit, usize>>;

/// Trains the section `lemmas`.
pub fn train_lemmas(corpus: &Corpus) -> Sections {
    let mut counts = Counts::new();
    for sentence in &corpus.train {
        for (i, w) in sentence.words.iter().enumerate() {
            if w.lemma == "_" && w.form != "_" || w.rel == "goeswith" {
                continue;
            }
            let form = w.form.replace(['’', '‘'], "'");
            let lemma = w.lemma.replace(['’', '‘'], "'");
            if w.upos == Upos::Num && lemma == form.replace(',', "") {
                continue;
            }
            let key = (form.to_lowercase(), w.upos, w.xpos, has_capital(&form, w.upos, i == 0));
            *counts.entry(key).or_default().entry(Edit::between(&form, &lemma)).or_default() += 1;
        }
    }
    let gold = counts.len();
    irregular(&mut counts);
    for (name, text) in &corpus.texts {
        if name.starts_with("gmb") {
            inflected(text, &mut counts);
        }
    }
    let lemmas = build(&counts);
    let (edits, entries) = lemmas.size();
    println!(
        "  {gold} tagged forms of the treebanks, {} with inflected ones of other text; {edits} edits, {entries} entries",
        counts.len()
    );
    for (name, sentences) in &corpus.dev {
        let (mut right, mut all) = (0, 0);
        for sentence in sentences {
            for (i, w) in sentence.words.iter().enumerate() {
                all += 1;
                right += usize::from(lemmas.lemma(&w.form, w.upos, w.xpos, i == 0) == w.lemma);
            }
        }
        println!("  {name}, gold tags: {:.2} %", 100.0 * right as f64 / f64::from(all.max(1)));
    }
    let mut out = Vec::new();
    lemmas.write(&mut out);
    vec![("lemmas", out)]
}

/// Adds irregular forms that the treebanks do not have.
fn irregular(counts: &mut Counts) {
    for line in IRREGULAR.lines().filter(|l| !l.starts_with('#')).skip(1) {
        let columns: Vec<&str> = line.split(',').collect();
        if let &[form, upos, xpos, lemma] = columns.as_slice()
            && let (Ok(upos), Some(xpos)) = (upos.parse(), tags::xpos(xpos))
        {
            let edits = counts.entry((form.to_owned(), upos, xpos, false)).or_default();
            if edits.is_empty() {
                edits.insert(Edit::between(form, lemma), 1);
            }
        }
    }
}

/// The commonest edit; the first in order where two are as common.
fn most(edits: &BTreeMap<Edit, usize>) -> Option<(&Edit, usize)> {
    let n = edits.values().max()?;
    edits.iter().find(|(_, m)| *m == n).map(|(e, m)| (e, *m))
}

/// Suffix rules and the dictionary of what they get wrong.
fn build(counts: &Counts) -> Lemmas {
    // Every form votes once for each of its suffixes.
    let mut by_suffix: BTreeMap<(String, Upos, &'static str, bool), BTreeMap<Edit, usize>> = BTreeMap::new();
    for ((form, upos, xpos, capital), edits) in counts {
        let Some((edit, _)) = most(edits) else { continue };
        // These have no inflection to learn.
        if matches!(upos, Upos::Punct | Upos::Sym | Upos::Num | Upos::X) {
            continue;
        }
        for at in suffixes(form) {
            *by_suffix.entry((form[at..].to_owned(), *upos, xpos, *capital)).or_default().entry(edit.clone()).or_default() += 1;
        }
    }
    let mut numbers: BTreeMap<Edit, u16> = BTreeMap::new();
    let mut edits: Vec<Edit> = Vec::new();
    let mut number = |edit: &Edit| {
        *numbers.entry(edit.clone()).or_insert_with(|| {
            edits.push(edit.clone());
            (edits.len() - 1) as u16
        })
    };
    // Shorter suffixes first, so that a longer one is kept only where it says something else.
    let mut rules: BTreeMap<(String, Upos, &'static str, bool), Edit> = BTreeMap::new();
    let mut order: Vec<_> = by_suffix.iter().collect();
    order.sort_by_key(|((suffix, ..), _)| suffix.chars().count());
    for ((suffix, upos, xpos, capital), edits) in order {
        let Some((edit, n)) = most(edits) else { continue };
        let shorter = suffixes(suffix).skip(1).find_map(|at| rules.get(&(suffix[at..].to_owned(), *upos, *xpos, *capital)));
        let whole = shorter.is_none() && suffix.is_empty();
        if (n >= 2 || whole) && shorter != Some(edit) {
            rules.insert((suffix.clone(), *upos, xpos, *capital), edit.clone());
        }
    }
    let mut entries: Vec<(u32, u16)> = Vec::new();
    for ((suffix, upos, xpos, capital), edit) in &rules {
        entries.push((key(suffix, false, *upos, xpos, *capital), number(edit)));
    }
    for ((form, upos, xpos, capital), edits) in counts {
        let Some((edit, _)) = most(edits) else { continue };
        let by_rule = suffixes(form).find_map(|at| rules.get(&(form[at..].to_owned(), *upos, *xpos, *capital)));
        let plain = Edit::default();
        let by_rule = by_rule.or(matches!(upos, Upos::Punct | Upos::Sym | Upos::Num | Upos::X).then_some(&plain));
        // Forms with a capital are looked up in both ways, so what one of them says must not hide the other.
        let other = counts.get(&(form.clone(), *upos, *xpos, !capital)).and_then(|e| most(e)).is_some_and(|(e, _)| e != edit);
        if by_rule != Some(edit) || (*capital && other) {
            entries.push((key(form, true, *upos, xpos, *capital), number(edit)));
        }
    }
    Lemmas::new(edits, entries)
}

/// Adds inflected forms of tagged text (`token \t Penn tag \t ...`) whose base form is tagged as such there or in the treebanks.
fn inflected(text: &str, counts: &mut Counts) {
    let mut bases: BTreeSet<(String, Upos)> = BTreeSet::new();
    let mut forms: BTreeMap<(String, &'static str), usize> = BTreeMap::new();
    for ((form, upos, xpos, _), edits) in &*counts {
        if matches!(*xpos, "VB" | "VBP" | "NN" | "JJ") && form.len() > 2 && edits.keys().any(|e| e.cut == 0 && e.add.is_empty()) {
            bases.insert((form.clone(), *upos));
        }
    }
    for line in text.lines() {
        let mut columns = line.split('\t');
        let (Some(form), Some(tag)) = (columns.next(), columns.next().and_then(tags::xpos)) else { continue };
        if form.len() < 3 || !form.bytes().all(|b| b.is_ascii_lowercase()) {
            continue;
        }
        match tag {
            "VB" | "VBP" => drop(bases.insert((form.to_owned(), Upos::Verb))),
            "NN" => drop(bases.insert((form.to_owned(), Upos::Noun))),
            "JJ" => drop(bases.insert((form.to_owned(), Upos::Adj))),
            "VBD" | "VBN" | "VBG" | "VBZ" | "NNS" | "JJR" | "JJS" => *forms.entry((form.to_owned(), tag)).or_default() += 1,
            _ => {}
        }
    }
    for ((form, tag), n) in forms {
        let upos = match tag {
            "NNS" => Upos::Noun,
            "JJR" | "JJS" => Upos::Adj,
            _ => Upos::Verb,
        };
        if n == 0 || counts.contains_key(&(form.clone(), upos, tag, false)) {
            continue;
        }
        let candidates = regular(&form, tag);
        let mut found = candidates.into_iter().filter(|c| bases.contains(&(c.clone(), upos)));
        // Two base forms ("planed", "planned") would need to be told apart: leave those to the suffixes.
        if let (Some(lemma), None) = (found.next(), found.next()) {
            counts.entry((form.clone(), upos, tag, false)).or_default().insert(Edit::between(&form, &lemma), 1);
        }
    }
}

/// Base forms that a regular inflection may come from.
fn regular(form: &str, tag: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut add = |stem: &str, end: &str| out.push(format!("{stem}{end}"));
    let endings: &[(&str, &[&str])] = match tag {
        "VBD" | "VBN" => &[("ied", &["y"]), ("ed", &["", "e"])],
        "JJR" => &[("ier", &["y"]), ("er", &["", "e"])],
        "JJS" => &[("iest", &["y"]), ("est", &["", "e"])],
        "VBG" => &[("ying", &["ie", "y"]), ("ing", &["", "e"])],
        _ => &[("ies", &["y", "ie"]), ("es", &["", "e"]), ("s", &[""])],
    };
    for (ending, back) in endings {
        if let Some(stem) = form.strip_suffix(ending).filter(|s| !s.is_empty()) {
            back.iter().for_each(|b| add(stem, b));
            let doubled = stem.as_bytes();
            if matches!(*ending, "ed" | "ing" | "er" | "est")
                && doubled.len() > 2
                && doubled[doubled.len() - 1] == doubled[doubled.len() - 2]
            {
                add(&stem[..stem.len() - 1], "");
            }
        }
    }
    out.sort();
    out.dedup();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_forms_are_undone() {
        assert!(regular("provoking", "VBG").contains(&"provoke".to_owned()));
        assert!(regular("planned", "VBD").contains(&"plan".to_owned()));
        assert!(regular("ferries", "NNS").contains(&"ferry".to_owned()));
        assert!(regular("tying", "VBG").contains(&"tie".to_owned()));
        assert!(regular("s", "NNS").is_empty());
    }

    #[test]
    fn suffixes_are_learnt_and_exceptions_kept() {
        let mut counts = Counts::new();
        for (form, lemma) in [("walked", "walk"), ("joined", "join"), ("fled", "flee"), ("landed", "land")] {
            counts.entry((form.to_owned(), Upos::Verb, "VBD", false)).or_default().insert(Edit::between(form, lemma), 3);
        }
        let lemmas = build(&counts);
        assert_eq!(lemmas.lemma("painted", Upos::Verb, "VBD", false), "paint");
        assert_eq!(lemmas.lemma("Fled", Upos::Verb, "VBD", true), "flee");
        assert!(lemmas.size().1 < 5, "only the suffix and the exception: {:?}", lemmas.size());
    }
}
