//! Trains the recognizer of names: data read and cleaned, its own predictions used to mend the labels, averaged perceptron.

mod clean;
mod data;

use super::features::{BITS, Eye, View};
use super::lists::Lists;
use super::{KINDS, LABELS, NO_NAME, spans, viterbi};
use crate::syntax::conllu::GoldSentence;
use crate::syntax::network::classes::Classes;
use crate::syntax::train::{Corpus, Rng, Sections};
use clean::Known;
use data::{Mark, Sample};

/// Passes over the data.
const EPOCHS: usize = 5;
const FOLD_EPOCHS: usize = 3;
/// Orders of the data whose weights are averaged, and the seed of the first.
const ORDERS: u64 = 3;
const SEED: u64 = 11;
/// One sentence of so many comes once more in capitals, another as a headline.
const LOUD: usize = 25;
/// Folds of the cross-validation, sentences of a block.
const FOLDS: usize = 4;
const BLOCK: usize = 200;
/// Times that a clean set counts.
const CLEAN: usize = 3;

/// Weights of words and steps.
struct Model {
    words: Vec<[f32; 8]>,
    steps: [[f32; LABELS]; LABELS],
}

/// A sentence ready for training: rows of the live words, one after the other.
struct Ready {
    rows: Vec<u32>,
    /// Where the rows of a word begin; equal neighbors where it is not asked.
    starts: Vec<u32>,
    labels: Vec<u8>,
}

/// Trains the section [`super::Names::SECTION`]. Reads `gmb`, `wikigold`, `uner-ewt-dev` and the lexicon's files among the
/// corpus's texts, and GUM among its treebanks.
pub fn part(corpus: &Corpus) -> Sections {
    train(corpus, &crate::syntax::network::train::parts::find_classes(corpus), &mut |_| ())
}

/// Trains on `corpus`; `classes` are those that the model will be loaded with. `log` is told how it goes.
pub fn train(corpus: &Corpus, classes: &Classes, log: &mut dyn FnMut(String)) -> Sections {
    let known = Known::new(&corpus.texts);
    let text = |name: &str| corpus.texts.iter().find(|t| t.0.starts_with(name)).map_or("", |t| t.1.as_str());
    let mut gmb = data::iob(text("gmb"));
    for sample in &mut gmb {
        known.cut_titles(sample);
        known.join_of(sample);
        known.retype(sample, true);
    }
    let mut clean = data::iob(text("wikigold"));
    clean.extend(data::iob(text("uner-ewt-dev")));
    let is_gum = |s: &&GoldSentence| s.comments.iter().any(|c| c.0.trim() == "sent_id" && c.1.starts_with("GUM"));
    clean.extend(corpus.train.iter().filter(is_gum).map(data::gum));
    for sample in &mut clean {
        known.cut_titles(sample);
        known.retype(sample, false);
    }
    let count = |set: &[Sample]| set.iter().map(|s| s.marks.len()).sum::<usize>();
    log(format!("gmb {} sentences, {} names; clean {}, {}", gmb.len(), count(&gmb), clean.len(), count(&clean)));

    let lists = Lists::new(known.bits());
    let mut eye = Eye::default();
    let mut ready_gmb: Vec<Ready> = gmb.iter().map(|s| prepare(s, &mut eye, classes, &lists)).collect();
    let ready_clean: Vec<Ready> = clean.iter().map(|s| prepare(s, &mut eye, classes, &lists)).collect();
    let mut changed = 0;
    for fold in 0..FOLDS {
        let others = ready_gmb.iter().enumerate().filter(|(i, _)| i / BLOCK % FOLDS != fold).map(|(_, r)| r);
        let model = perceptron(&mix(others, &ready_clean), FOLD_EPOCHS, SEED);
        let mut labels = Vec::new();
        for i in (0..gmb.len()).filter(|i| i / BLOCK % FOLDS == fold) {
            model.label(&ready_gmb[i], &mut labels);
            let before = gmb[i].marks.clone();
            relabel(&mut gmb[i], &labels);
            changed += usize::from(before != gmb[i].marks);
        }
    }
    log(format!("{changed} sentences relabeled"));
    for (r, s) in ready_gmb.iter_mut().zip(&gmb) {
        r.labels = labels_of(s, &r.starts);
    }
    // Some sentences once more as headlines are printed.
    let loud = gmb.iter().chain(&clean).enumerate().filter_map(|(i, s)| match i % LOUD {
        3 => Some(cased(s, true)),
        7 => Some(cased(s, false)),
        _ => None,
    });
    let loud: Vec<Ready> = loud.map(|s| prepare(&s, &mut eye, classes, &lists)).collect();
    let mut all = mix(ready_gmb.iter(), &ready_clean);
    all.extend(&loud);
    vec![(super::Names::SECTION, perceptrons(&all).bytes(&lists))]
}

/// The large set once, the clean ones several times.
fn mix<'a>(large: impl Iterator<Item = &'a Ready>, clean: &'a [Ready]) -> Vec<&'a Ready> {
    let mut out: Vec<&Ready> = large.collect();
    for _ in 0..CLEAN {
        out.extend(clean);
    }
    out
}

/// Mends a sentence's names by what the others predict: types are theirs, and names that they find are added.
fn relabel(sample: &mut Sample, labels: &[u8]) {
    let mut guesses = Vec::new();
    spans(labels, |first, end, kind| {
        let kind = KINDS.iter().position(|k| *k == kind).unwrap_or(0) as u8;
        guesses.push(Mark { first, end, kind });
    });
    for mark in &mut sample.marks {
        if let Some(guess) = guesses.iter().find(|g| g.first < mark.end && mark.first < g.end) {
            mark.kind = guess.kind;
        }
    }
    for guess in guesses {
        if !sample.marks.iter().any(|m| guess.first < m.end && m.first < guess.end) {
            sample.put(guess);
        }
    }
}

fn prepare(sample: &Sample, eye: &mut Eye, classes: &Classes, lists: &Lists) -> Ready {
    let mut view = View::default();
    view.set(sample.forms.iter().map(String::as_str), eye, classes, lists);
    let (mut rows, mut starts) = (Vec::new(), vec![0]);
    for i in 0..sample.forms.len() {
        if view.live[i] {
            view.rows(i, &mut rows);
        }
        starts.push(rows.len() as u32);
    }
    let labels = labels_of(sample, &starts);
    Ready { rows, starts, labels }
}

/// Labels of the words, none where a word is not asked.
fn labels_of(sample: &Sample, starts: &[u32]) -> Vec<u8> {
    let mut labels = vec![0u8; sample.forms.len()];
    for mark in &sample.marks {
        let mut inside = false;
        for i in mark.first..mark.end {
            let live = starts[i] < starts[i + 1];
            labels[i] = if live { mark.kind * 2 + 1 + u8::from(inside) } else { 0 };
            inside = live;
        }
    }
    labels
}

impl Model {
    fn new() -> Self {
        Self { words: vec![[0.0; 8]; 1 << BITS], steps: [[0.0; LABELS]; LABELS] }
    }

    fn label(&self, ready: &Ready, labels: &mut Vec<u8>) {
        let scores: Vec<[f32; LABELS]> = ready
            .starts
            .windows(2)
            .map(|w| {
                if w[0] == w[1] {
                    return NO_NAME;
                }
                let mut sums = [0f32; 8];
                for &row in &ready.rows[w[0] as usize..w[1] as usize] {
                    for (s, x) in sums.iter_mut().zip(self.words[row as usize]) {
                        *s += x;
                    }
                }
                std::array::from_fn(|l| sums[l])
            })
            .collect();
        viterbi(&scores, &self.steps, labels);
    }

    /// Steps, lists, weights as bytes, scaled by the largest.
    fn bytes(&self, lists: &Lists) -> Vec<u8> {
        let top = self.words.iter().flatten().fold(1e-9f32, |m, w| m.max(w.abs()));
        let scale = 127.0 / top;
        let mut out = Vec::new();
        out.extend(self.steps.iter().flatten().flat_map(|s| (s * scale).to_le_bytes()));
        lists.write(&mut out);
        out.extend(self.words.iter().flat_map(|row| row[..LABELS].iter().map(|w| (w * scale).round() as i8 as u8)));
        out
    }
}

/// A copy of the sentence in capitals, or as a headline with capitals at the head of its words.
fn cased(sample: &Sample, upper: bool) -> Sample {
    const SMALL: &[&str] = &[
        "a", "an", "the", "of", "in", "on", "at", "to", "for", "and", "or", "but", "by", "with", "from", "as", "is", "are", "was", "it",
        "its", "'s", "n't",
    ];
    let change = |f: &String| {
        if upper {
            f.to_uppercase()
        } else if SMALL.contains(&f.as_str()) {
            f.clone()
        } else {
            let mut chars = f.chars();
            chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
        }
    };
    Sample { forms: sample.forms.iter().map(change).collect(), marks: sample.marks.clone() }
}

/// The mean of several perceptrons that see the data in other orders.
fn perceptrons(data: &[&Ready]) -> Model {
    let mut model = perceptron(data, EPOCHS, SEED);
    for more in 1..ORDERS {
        let other = perceptron(data, EPOCHS, SEED + more);
        for (a, b) in model.words.iter_mut().flatten().zip(other.words.iter().flatten()) {
            *a += b;
        }
        for (a, b) in model.steps.iter_mut().flatten().zip(other.steps.iter().flatten()) {
            *a += b;
        }
    }
    model
}

/// Averaged structured perceptron.
fn perceptron(data: &[&Ready], epochs: usize, seed: u64) -> Model {
    let (mut now, mut sum) = (Model::new(), Model::new());
    let mut rng = Rng::new(seed);
    let mut order: Vec<usize> = (0..data.len()).collect();
    let mut guess = Vec::new();
    let mut step = 1.0f32;
    for _ in 0..epochs {
        rng.shuffle(&mut order);
        for &s in &order {
            let ready = data[s];
            step += 1.0;
            if ready.rows.is_empty() {
                continue;
            }
            now.label(ready, &mut guess);
            if guess == ready.labels {
                continue;
            }
            let (mut before, mut before_guess) = (0, 0);
            for i in 0..guess.len() {
                let (right, wrong) = (usize::from(ready.labels[i]), usize::from(guess[i]));
                if right != wrong {
                    for &row in &ready.rows[ready.starts[i] as usize..ready.starts[i + 1] as usize] {
                        now.words[row as usize][right] += 1.0;
                        now.words[row as usize][wrong] -= 1.0;
                        sum.words[row as usize][right] += step;
                        sum.words[row as usize][wrong] -= step;
                    }
                }
                if (before, right) != (before_guess, wrong) {
                    now.steps[before][right] += 1.0;
                    now.steps[before_guess][wrong] -= 1.0;
                    sum.steps[before][right] += step;
                    sum.steps[before_guess][wrong] -= step;
                }
                (before, before_guess) = (right, wrong);
            }
        }
    }
    for (row, s) in now.words.iter_mut().flatten().zip(sum.words.iter().flatten()) {
        *row -= s / step;
    }
    for (row, s) in now.steps.iter_mut().flatten().zip(sum.steps.iter().flatten()) {
        *row -= s / step;
    }
    now
}
