//! Trains what cuts text: joints of atoms, sentence ends, contractions.

use std::collections::BTreeMap;

use super::perceptron::{Example, train};
use super::text::{Layout, Rendered, abbreviate, documents, render};
use super::{Corpus, Rng, Sections};
use crate::syntax::atom::{Atom, scan};
use crate::syntax::conllu::GoldSentence;
use crate::syntax::cut::{Cutter, pieces};
use crate::syntax::sentence::{self, Lines, State};
use crate::syntax::token::{self, Chunk, Token};
use crate::syntax::word::{Contractions, plain, rules};
use crate::types::Span;

/// Rows of either table, as a power of two.
const BITS: u32 = 17;

/// Layouts trained on, with the seed of each.
const LAYOUTS: &[(Layout, u64)] = &[
    (Layout::Plain, 1),
    (Layout::Capitals, 2),
    (Layout::Wrapped, 3),
    (Layout::Lines, 4),
    (Layout::Sentences, 5),
    (Layout::WrappedCapitals, 6),
    (Layout::Lower, 7),
];

/// Trains the section `cut`.
pub fn train_cut(corpus: &Corpus) -> Sections {
    let mut joints = Vec::new();
    let mut ends = Vec::new();
    let mut lost = [0usize; 3];
    let abbreviated = abbreviate(&corpus.train, &mut Rng::new(8));
    for &(layout, seed) in LAYOUTS {
        let mut rng = Rng::new(seed);
        for (document, other) in documents(&corpus.train).zip(documents(&abbreviated)) {
            if layout == Layout::Plain {
                examples(&render(document, layout, &mut rng), &mut joints, &mut ends, &mut lost);
            }
            // A part of the documents in each of the other ways is enough.
            if rng.below(2) == 0 {
                continue;
            }
            let document = if rng.below(2) == 0 || layout == Layout::Plain { other } else { document };
            examples(&render(document, layout, &mut rng), &mut joints, &mut ends, &mut lost);
        }
    }
    println!(
        "  {} joints, {} possible ends; token bounds within atoms {}, sentence ends not asked for {}, rules against them {}",
        joints.len(),
        ends.len(),
        lost[0],
        lost[1],
        lost[2]
    );
    let mut out = Vec::new();
    train("joints", &mut joints, BITS, 10, token::FEATURES as i32, 11..15).write(&mut out);
    train("ends", &mut ends, BITS, 10, sentence::FEATURES as i32 / 2, 21..29).write(&mut out);
    contractions(&corpus.train).write(&mut out);
    match Cutter::read(&out) {
        Ok(cutter) => corpus.dev.iter().for_each(|(name, dev)| watch(&cutter, name, dev)),
        Err(e) => println!("  {e}"),
    }
    vec![("cut", out)]
}

/// Prints F1 of tokens and sentences on every layout of a treebank.
fn watch(cutter: &Cutter, name: &str, sentences: &[GoldSentence]) {
    for &(layout, _) in LAYOUTS {
        let mut rng = Rng::new(99);
        // Tokens and sentences: right, ours, gold.
        let mut n = [[0usize; 3]; 2];
        for document in documents(sentences) {
            let gold = render(document, layout, &mut rng);
            let spans = |begins: &[bool], tokens: &[Span]| -> Vec<Span> {
                let starts: Vec<usize> = (0..tokens.len()).filter(|i| begins[*i]).chain([tokens.len()]).collect();
                starts.windows(2).map(|w| tokens[w[0]].join(&tokens[w[1] - 1])).collect()
            };
            let found = cutter.sentences(&gold.text, Span::new(0, gold.text.len()));
            let mut tokens: Vec<Span> = Vec::new();
            for word in found.iter().flat_map(|s| &s.words) {
                match tokens.last_mut() {
                    Some(last) if word.joined => last.end = word.span.end,
                    _ => tokens.push(word.span),
                }
            }
            let ours: Vec<Span> = found.iter().map(|s| s.span).collect();
            for (which, ours, gold) in [(0, &tokens, &gold.tokens), (1, &ours, &spans(&gold.begins, &gold.tokens))] {
                let right = ours.iter().filter(|s| gold.binary_search(s).is_ok()).count();
                add(&mut n[which], [right, ours.len(), gold.len()]);
            }
        }
        let f1 = |[right, ours, gold]: [usize; 3]| 200.0 * right as f64 / (ours + gold).max(1) as f64;
        println!("  {name} {layout:?}: tokens {:.2}, sentences {:.2}", f1(n[0]), f1(n[1]));
    }
}

/// Adds counts.
fn add(sum: &mut [usize; 3], more: [usize; 3]) {
    sum.iter_mut().zip(more).for_each(|(s, m)| *s += m);
}

/// Examples of one text.
fn examples(
    rendered: &Rendered,
    joints: &mut Vec<Example<{ token::FEATURES }>>,
    ends: &mut Vec<Example<{ sentence::FEATURES }>>,
    lost: &mut [usize; 3],
) {
    let text = &rendered.text;
    let mut next = 0;
    for piece in pieces(text) {
        let part = piece.of(text);
        let mut atoms: Vec<Atom> = Vec::new();
        scan(part, &mut atoms);
        // Tokens of this piece.
        let first = next;
        while next < rendered.tokens.len() && rendered.tokens[next].start < piece.end {
            next += 1;
        }
        let spans = &rendered.tokens[first..next];
        let is_start = |at: u32| spans.binary_search_by_key(&(piece.start + at as usize), |s| s.start).is_ok();
        let mut at = 0;
        let mut tokens: Vec<Token> = Vec::new();
        let mut begins: Vec<bool> = Vec::new();
        while at < atoms.len() {
            let chunk = Chunk::at(&atoms, at);
            let mut before = true;
            for joint in chunk.first..chunk.end - 1 {
                let split = is_start(atoms[joint + 1].start);
                if chunk.known(&atoms, joint).is_some_and(|known| known != split) {
                    lost[2] += 1;
                }
                if chunk.known(&atoms, joint).is_none() {
                    joints.push(Example::new(&token::features(&atoms, joint, &chunk, before), split, BITS));
                }
                before = split;
            }
            at = chunk.end;
        }
        // The gold tokens as the reader would have them.
        let mut atom = 0;
        for (span, begin) in spans.iter().zip(&rendered.begins[first..next]) {
            let (start, end) = (span.start - piece.start, span.end - piece.start);
            if atoms.get(atom).is_none_or(|a| a.start as usize != start) {
                lost[0] += 1;
            }
            let mut of_token: Option<Token> = None;
            while let Some(a) = atoms.get(atom).filter(|a| (a.start as usize) < end) {
                of_token = Some(match of_token {
                    None => token::single(a),
                    Some(t) => t.join(a),
                });
                atom += 1;
            }
            if let Some(t) = of_token {
                tokens.push(t);
                begins.push(*begin);
            } else if *begin && let Some(last) = begins.last_mut() {
                // A token within the atom of the one before.
                *last = true;
            }
        }
        let lines = Lines::of(part);
        let mut state = State::default();
        for i in 1..tokens.len() {
            state.add(&tokens[i - 1]);
            if sentence::candidate(&tokens, i) {
                ends.push(Example::new(&sentence::features(part, &tokens, i, &state, &lines), begins[i], BITS));
            } else {
                lost[1] += usize::from(begins[i]);
            }
            if begins[i] {
                state = State::default();
            }
        }
    }
}

/// The dictionary of contractions: forms that are cut otherwise than by rule.
fn contractions(sentences: &[GoldSentence]) -> Contractions {
    let mut seen: BTreeMap<String, BTreeMap<Vec<u8>, usize>> = BTreeMap::new();
    for sentence in sentences {
        let mut words = sentence.words.iter().peekable();
        for (i, token) in sentence.tokens.iter().enumerate() {
            let mut cuts = Vec::new();
            let mut chars = 0usize;
            while let Some(word) = words.next_if(|w| w.token == i) {
                if chars > 0 {
                    cuts.push(chars as u8);
                }
                chars += word.form.chars().count();
            }
            if token.form.len() <= 16 && token.form.chars().any(char::is_alphabetic) {
                *seen.entry(plain(&token.form)).or_default().entry(cuts).or_default() += 1;
            }
        }
    }
    let forms = seen.into_iter().filter_map(|(form, ways)| {
        // The commonest way; the first in order where two are as common.
        let most = ways.values().max().copied()?;
        let (cuts, _) = ways.into_iter().find(|(_, n)| *n == most)?;
        let by_rule: Vec<u8> = rules(&form).iter().map(|b| form[..*b as usize].chars().count() as u8).collect();
        let by_rule = if form.chars().all(char::is_alphanumeric) { Vec::new() } else { by_rule };
        (cuts != by_rule).then_some((form, cuts))
    });
    let forms: Vec<_> = forms.collect();
    println!("  {} contractions of their own", forms.len());
    Contractions::new(forms)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::conllu;

    #[test]
    fn learns_contractions_that_no_rule_cuts() {
        let line = |id: &str, form: &str, head: usize| {
            format!("{id}\t{form}\t_\tX\t_\t_\t{head}\t{}\t_\t_\n", if head == 0 { "root" } else { "dep" })
        };
        let text = format!(
            "1-2\tcannot\t_\t_\t_\t_\t_\t_\t_\t_\n{}{}3-4\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n{}{}{}\n",
            line("1", "can", 0),
            line("2", "not", 1),
            line("3", "do", 1),
            line("4", "n't", 1),
            line("5", "its", 1)
        );
        let mut bytes = Vec::new();
        contractions(&conllu::read(&text).expect("well formed")).write(&mut bytes);
        assert_eq!(bytes, [&1u32.to_le_bytes()[..], &6u16.to_le_bytes(), b"cannot", &[1, 3]].concat());
    }
}
