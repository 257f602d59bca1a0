//! Training sentences: gold and silver, their copies in other dress, and batches of like length.

use super::net::Batch;
use crate::syntax::network::features::{Features, Normal, Words};
use crate::syntax::network::maths::Random;
use crate::syntax::network::shape::Names;
use crate::types::Upos;

/// A sentence with its tags and tree as numbers of [`Names`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Example {
    /// Words as printed.
    pub forms: Vec<String>,
    /// Number of the tag.
    pub tags: Vec<u16>,
    /// Index of the head; the root has its own.
    pub heads: Vec<u16>,
    /// Number of the relation; 0 for the root.
    pub rels: Vec<u16>,
}

/// A word of a treebank as the trainer wants it: form, universal and Penn tag, head (the root has its own index), relation.
pub type Row<'a> = (&'a str, Upos, &'static str, usize, &'static str);

/// Collects tags and relations of training sentences, the most frequent first.
pub fn names<'a>(sentences: impl IntoIterator<Item = &'a [Row<'a>]>) -> Names {
    let (mut tags, mut rels) = (std::collections::BTreeMap::new(), std::collections::BTreeMap::new());
    for (_, upos, xpos, _, rel) in sentences.into_iter().flatten() {
        *tags.entry((*upos, *xpos)).or_insert(0u32) += 1;
        if *rel != "root" {
            *rels.entry(*rel).or_insert(0u32) += 1;
        }
    }
    let mut tags: Vec<_> = tags.into_iter().collect();
    let mut rels: Vec<_> = rels.into_iter().collect();
    tags.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    rels.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    Names { tags: tags.into_iter().map(|t| t.0).collect(), rels: rels.into_iter().map(|r| r.0).collect() }
}

impl Example {
    /// Turns a treebank sentence into numbers. A tag or relation that training does not know becomes the first one (only in
    /// sentences that are measured, where it then counts as wrong).
    pub fn new(rows: &[Row<'_>], names: &Names) -> Self {
        let mut out = Self::default();
        for (form, upos, xpos, head, rel) in rows {
            out.forms.push((*form).to_owned());
            out.tags.push(names.tags.iter().position(|t| t == &(*upos, *xpos)).unwrap_or(0) as u16);
            out.heads.push(*head as u16);
            out.rels.push(names.rels.iter().position(|r| r == rel).unwrap_or(0) as u16);
        }
        out
    }

    /// A copy in another dress: upper case, lower case, title case, without its last stop; mostly the sentence as it is.
    fn dressed(&self, names: &Names, random: &mut Random) -> Option<Self> {
        let u = random.unit();
        let change: fn(&str) -> String = if u < 0.05 {
            |s| s.to_uppercase()
        } else if u < 0.09 {
            |s| s.to_lowercase()
        } else if u < 0.13 {
            title
        } else if u < 0.19 {
            |s| s.to_owned()
        } else {
            return None;
        };
        let mut copy = self.clone();
        let upos = |i: usize| names.tags.get(usize::from(self.tags[i])).map_or(Upos::X, |t| t.0);
        for (i, form) in copy.forms.iter_mut().enumerate() {
            let small = (0.09..0.13).contains(&u) && matches!(upos(i), Upos::Adp | Upos::Det | Upos::Cconj | Upos::Part) && i > 0;
            if !small {
                *form = change(form);
            }
        }
        let last = self.forms.len() - 1;
        let stop = last > 0 && upos(last) == Upos::Punct && self.forms[last] == ".";
        if (u >= 0.09 || random.unit() < 0.5) && stop && !self.heads[..last].contains(&(last as u16)) {
            copy.forms.pop();
            copy.tags.pop();
            copy.heads.pop();
            copy.rels.pop();
        }
        Some(copy)
    }
}

/// First letter in upper case.
fn title(s: &str) -> String {
    let mut chars = s.chars();
    chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
}

/// The word table: words that occur `least` times or more in these sentences, the frequent ones first.
pub fn words<'a>(sentences: impl Iterator<Item = &'a [String]>, least: u32) -> Words {
    let mut counts = std::collections::BTreeMap::<Vec<u8>, u32>::new();
    let mut normal = Normal::default();
    for form in sentences.flatten() {
        normal.set(form);
        *counts.entry(normal.lower().to_vec()).or_default() += 1;
    }
    let mut list: Vec<_> = counts.into_iter().filter(|(_, c)| *c >= least).collect();
    list.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Words::new(list.iter().map(|(w, _)| w.as_slice()))
}

/// How often each row of the word table occurs in these sentences.
pub fn row_counts<'a>(sentences: impl Iterator<Item = &'a [String]>, features: &Features) -> Vec<u32> {
    let mut counts = vec![0; features.rows()];
    let mut normal = Normal::default();
    for form in sentences.flatten() {
        normal.set(form);
        counts[features.of(&normal)[0] as usize] += 1;
    }
    counts
}

/// Puts sentences into batches of at most `words` words, of like length; the batches in random order.
pub fn order(examples: &[&Example], words: usize, random: &mut Random) -> Vec<Vec<usize>> {
    let mut keys: Vec<(usize, u64, usize)> =
        examples.iter().enumerate().map(|(i, e)| (e.forms.len() * 4 + random.below(1 + e.forms.len()), random.bits(), i)).collect();
    keys.sort_unstable();
    let mut out: Vec<Vec<usize>> = vec![Vec::new()];
    let mut size = 0;
    for (_, _, i) in keys {
        let n = examples[i].forms.len();
        if size + n > words && size > 0 {
            out.push(Vec::new());
            size = 0;
        }
        size += n;
        if let Some(last) = out.last_mut() {
            last.push(i);
        }
    }
    random.shuffle(&mut out);
    out
}

/// Adds a sentence to a batch as it is.
pub fn push(batch: &mut Batch, example: &Example, features: &Features, normal: &mut Normal) {
    if batch.starts.is_empty() {
        batch.starts.push(0);
    }
    for form in &example.forms {
        normal.set(form);
        batch.rows.push(features.of(normal));
    }
    batch.tags.extend_from_slice(&example.tags);
    batch.heads.extend_from_slice(&example.heads);
    batch.rels.extend_from_slice(&example.rels);
    batch.starts.push(batch.rows.len());
}

/// A batch for training: sentences in changing dress, rare words now and then unknown.
pub fn batch(examples: &[&Example], picked: &[usize], features: &Features, counts: &[u32], names: &Names, random: &mut Random) -> Batch {
    let (mut batch, mut normal) = (Batch::default(), Normal::default());
    for i in picked {
        match examples[*i].dressed(names, random) {
            Some(copy) => push(&mut batch, &copy, features, &mut normal),
            None => push(&mut batch, examples[*i], features, &mut normal),
        }
    }
    for rows in &mut batch.rows {
        let count = counts[rows[0] as usize] as f32;
        if random.unit() < 0.25 / (0.25 + count) {
            rows[0] = 0;
        }
    }
    batch
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Row<'static>> {
        vec![
            ("Two", Upos::Num, "CD", 1, "nummod"),
            ("died", Upos::Verb, "VBD", 1, "root"),
            ("in", Upos::Adp, "IN", 3, "case"),
            ("Velden", Upos::Propn, "NNP", 1, "obl"),
            (".", Upos::Punct, ".", 1, "punct"),
        ]
    }

    #[test]
    fn copies_keep_the_tree() {
        let rows = rows();
        let names = names([rows.as_slice()]);
        let example = Example::new(&rows, &names);
        let mut random = Random::new(2);
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..500 {
            if let Some(copy) = example.dressed(&names, &mut random) {
                assert_eq!(copy.heads, example.heads[..copy.heads.len()]);
                assert_eq!(copy.forms.len(), copy.tags.len());
                seen.insert(copy.forms.join(" "));
            }
        }
        for text in ["TWO DIED IN VELDEN .", "two died in velden", "Two Died in Velden", "Two died in Velden"] {
            assert!(seen.contains(text), "{text}: {seen:?}");
        }
    }

    #[test]
    fn batches_hold_every_sentence_once() {
        let rows = rows();
        let names = names([rows.as_slice()]);
        let examples: Vec<Example> = (0..100).map(|i| Example::new(&rows[..1 + i % 5], &names)).collect();
        let all: Vec<&Example> = examples.iter().collect();
        let batches = order(&all, 20, &mut Random::new(1));
        let mut seen: Vec<usize> = batches.iter().flatten().copied().collect();
        seen.sort_unstable();
        assert_eq!(seen, (0..100).collect::<Vec<_>>());
        for picked in &batches {
            assert!(picked.iter().map(|i| all[*i].forms.len()).sum::<usize>() <= 20);
        }
    }
}
