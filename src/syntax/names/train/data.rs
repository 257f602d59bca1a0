//! Reads the training sets into sentences with marked names.

use crate::syntax::conllu::GoldSentence;
use crate::types::Upos;

/// Kinds in the order of [`super::super::KINDS`].
pub(super) const PERSON: u8 = 0;
pub(super) const ORGANIZATION: u8 = 1;
pub(super) const PLACE: u8 = 2;

/// A name: first word, one past the last, kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    pub first: usize,
    pub end: usize,
    pub kind: u8,
}

/// A sentence with its names, sorted, not overlapping.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sample {
    pub forms: Vec<String>,
    pub marks: Vec<Mark>,
}

impl Sample {
    /// Index of the mark that holds the word.
    pub(super) fn mark_at(&self, word: usize) -> Option<usize> {
        self.marks.iter().position(|m| m.first <= word && word < m.end)
    }
    /// Puts a mark in place of all that it overlaps.
    pub(super) fn put(&mut self, mark: Mark) {
        self.marks.retain(|m| m.end <= mark.first || mark.end <= m.first);
        self.marks.push(mark);
        self.marks.sort_unstable();
    }
    /// The words of a mark, joined by blanks.
    pub(super) fn words(&self, mark: &Mark) -> String {
        self.forms[mark.first..mark.end].join(" ")
    }
}

pub(super) fn big(form: &str) -> bool {
    form.chars().next().is_some_and(char::is_uppercase)
}

/// Reads IOB2. Kinds that are no actors are left unmarked.
pub(super) fn iob(text: &str) -> Vec<Sample> {
    let mut out = Vec::new();
    let mut now = Sample::default();
    let mut open: Option<Mark> = None;
    let mut kind_of = "";
    for line in text.lines().chain([""]) {
        if line.starts_with("# ") {
            continue;
        }
        let mut columns = line.split('\t');
        let (form, tag) = (columns.next().unwrap_or(""), columns.nth(1).unwrap_or("O"));
        let at = now.forms.len();
        let goes_on = tag.strip_prefix("I-").is_some_and(|k| k == kind_of);
        if !goes_on {
            now.marks.extend(open.take().map(|m| Mark { end: at, ..m }));
            kind_of = "";
            if let Some(kind) = tag.strip_prefix("B-").or(tag.strip_prefix("I-")) {
                kind_of = kind;
                let kind = match kind {
                    "per" | "PER" => Some(PERSON),
                    "org" | "ORG" => Some(ORGANIZATION),
                    "geo" | "gpe" | "LOC" => Some(PLACE),
                    _ => None,
                };
                open = kind.map(|kind| Mark { first: at, end: at, kind });
            }
        }
        if line.is_empty() {
            if !now.forms.is_empty() {
                out.push(cut_hyphens(std::mem::take(&mut now)));
            }
            now = Sample::default();
        } else {
            now.forms.push(form.to_owned());
        }
    }
    out
}

/// Beginnings after which a hyphen does not cut.
const WHOLE: &[&str] = &[
    "anti", "co", "counter", "de", "ex", "extra", "inter", "intra", "mid", "mini", "multi", "neo", "non", "post", "pre", "pro", "re",
    "semi", "sub", "super", "trans", "ultra", "un", "e", "t", "x",
];
/// Small first parts that belong to the name.
const PARTICLES: &[&str] = &["al", "el", "ul", "ad", "an", "ar", "as", "at", "az", "bin", "ibn", "abu", "ash", "es"];

/// Cuts words at hyphens as the tokenizer does; of a cut word the name keeps what stands in capitals.
fn cut_hyphens(sample: Sample) -> Sample {
    if !sample.forms.iter().any(|f| f.len() > 2 && f.contains('-')) {
        return sample;
    }
    let mut forms = Vec::new();
    let mut ranges = Vec::new();
    for form in &sample.forms {
        let from = forms.len();
        let parts: Vec<&str> = form.split('-').collect();
        let whole = parts.len() < 2
            || parts.iter().any(|p| !p.chars().any(char::is_alphanumeric))
            || WHOLE.contains(&parts[0].to_lowercase().as_str()) && !big(parts[0]);
        if whole {
            forms.push(form.clone());
        } else {
            for (i, part) in parts.iter().enumerate() {
                if i > 0 {
                    forms.push("-".to_owned());
                }
                forms.push((*part).to_owned());
            }
        }
        ranges.push((from, forms.len()));
    }
    let mut marks = Vec::new();
    for mark in &sample.marks {
        let (mut first, mut end) = (ranges[mark.first].0, ranges[mark.end - 1].1);
        if (first..end).any(|i| big(&forms[i])) {
            if ranges[mark.first].1 - first > 1 && !PARTICLES.contains(&forms[first].as_str()) {
                while !big(&forms[first]) {
                    first += 1;
                }
            }
            let last = ranges[mark.end - 1];
            if last.1 - last.0 > 1 && (last.0..last.1).any(|i| big(&forms[i])) {
                while !big(&forms[end - 1]) {
                    end -= 1;
                }
            }
        }
        if first < end {
            marks.push(Mark { first, end, kind: mark.kind });
        }
    }
    Sample { forms, marks }
}

/// Names of a GUM sentence: mentions whose head is a proper noun, cut to the run of capitalized words around the head. `open` holds
/// mentions that go on from sentence to sentence.
pub(super) fn gum(sentence: &GoldSentence) -> Sample {
    let n = sentence.words.len();
    let mut open: Vec<(String, usize, String)> = Vec::new();
    let mut mentions: Vec<(usize, usize, String)> = Vec::new();
    for (i, word) in sentence.words.iter().enumerate() {
        let Some(value) = word.misc.split('|').find_map(|m| m.strip_prefix("Entity=")) else { continue };
        let mut rest = value;
        while !rest.is_empty() {
            if let Some(tail) = rest.strip_prefix('(') {
                let stop = tail.find(['(', ')']).unwrap_or(tail.len());
                let content = &tail[..stop];
                if tail[stop..].starts_with(')') {
                    mentions.push((i, i + 1, content.to_owned()));
                    rest = &tail[stop + 1..];
                } else {
                    let id = content.split('-').next().unwrap_or("").to_owned();
                    open.push((id, i, content.to_owned()));
                    rest = &tail[stop..];
                }
            } else {
                let stop = rest.find(')').map_or(rest.len(), |s| s + 1);
                let id = rest[..stop].trim_end_matches(')');
                if let Some(k) = open.iter().rposition(|o| o.0 == id) {
                    let (_, first, content) = open.remove(k);
                    mentions.push((first, i + 1, content));
                }
                rest = &rest[stop..];
            }
        }
    }
    let mut sample = Sample { forms: sentence.words.iter().map(|w| w.form.clone()).collect(), marks: vec![] };
    let proper = |i: usize| sentence.words[i].upos == Upos::Propn || big(&sentence.words[i].form);
    mentions.sort_by_key(|m| std::cmp::Reverse(m.1 - m.0));
    let mut names = Vec::new();
    for (first, end, content) in mentions {
        let parts: Vec<&str> = content.split('-').collect();
        let kind = match parts.get(1) {
            Some(&"person") => PERSON,
            Some(&"organization") => ORGANIZATION,
            Some(&"place") => PLACE,
            _ => continue,
        };
        let heads = parts.iter().skip(4).find(|p| p.chars().all(|c| c.is_ascii_digit() || c == ',') && !p.is_empty());
        let head = heads.and_then(|h| {
            h.split(',')
                .filter_map(|k| k.parse::<usize>().ok())
                .map(|k| first + k - 1)
                .find(|&k| k < end.min(n) && sentence.words[k].upos == Upos::Propn)
        });
        let Some(head) = head else { continue };
        let inside = |i: usize| {
            let form = sentence.words[i].form.as_str();
            proper(i) || form == "-" || kind != PERSON && matches!(form, "of" | "for" | "and" | "the" | "&" | "'s")
        };
        let (mut a, mut b) = (head, head + 1);
        while a > first && inside(a - 1) {
            a -= 1;
        }
        while b < end && inside(b) {
            b += 1;
        }
        while a < head && !proper(a) || a < head && sentence.words[a].upos == Upos::Det {
            a += 1;
        }
        while b > head + 1 && !proper(b - 1) {
            b -= 1;
        }
        names.push(Mark { first: a, end: b, kind });
    }
    names.sort_by_key(|m| std::cmp::Reverse(m.end - m.first));
    for mark in names {
        if !sample.marks.iter().any(|m| m.first < mark.end && mark.first < m.end) {
            sample.marks.push(mark);
        }
    }
    sample.marks.sort_unstable();
    sample
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::conllu;

    fn marks(sample: &Sample) -> Vec<(String, u8)> {
        sample.marks.iter().map(|m| (sample.words(m), m.kind)).collect()
    }

    #[test]
    fn iob_is_read_and_cut_at_hyphens() {
        let text = "Ostland-based\tJJ\tB-geo\nVelt\tNNP\tB-per\n&\tCC\tI-per\nmet\tVBD\tO\nal-Torv\tNNP\tB-org\nMay\tNNP\tB-tim\n\n";
        let samples = iob(text);
        assert_eq!(samples.len(), 1);
        assert_eq!(samples[0].forms[..3], ["Ostland", "-", "based"]);
        let wanted = [("Ostland", PLACE), ("Velt &", PERSON), ("al - Torv", ORGANIZATION)];
        assert_eq!(marks(&samples[0]), wanted.map(|(w, k)| (w.to_owned(), k)));
    }

    #[test]
    fn mentions_of_proper_nouns_are_names() {
        let line = |i: usize, form: &str, upos: &str, head: usize, rel: &str, misc: &str| {
            format!("{i}\t{form}\t{form}\t{upos}\tNN\t_\t{head}\t{rel}\t_\t{misc}\n")
        };
        let text = line(1, "The", "DET", 3, "det", "Entity=(1-person-new-nnnnn-cf1-3-sgl")
            + &line(2, "mayor", "NOUN", 3, "compound", "_")
            + &line(3, "Velt", "PROPN", 5, "nsubj", "Entity=1)")
            + &line(4, "of", "ADP", 5, "case", "_")
            + &line(5, "Torvale", "PROPN", 0, "root", "Entity=(2-place-new-nnnnn-cf2-1-sgl)")
            + "\n";
        let gold = conllu::read(&text).expect("a tree");
        assert_eq!(marks(&gum(&gold[0])), [("Velt".to_owned(), PERSON), ("Torvale".to_owned(), PLACE)]);
    }
}
