//! One training: epochs of gold, with some silver in between.

use super::adam::{Adam, Mean, rate};
use super::back::{Gradient, Loss};
use super::data::{Example, batch, order, row_counts};
use super::net::{Net, State};
use crate::syntax::network::features::Features;
use crate::syntax::network::maths::Random;
use crate::syntax::network::shape::{Names, Shape};

/// How a network is trained.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Sizes.
    pub shape: Shape,
    /// Passes over the gold sentences.
    pub epochs: usize,
    /// Of these, the last ones without silver.
    pub pure: usize,
    /// Silver sentences of one epoch, as a share of all.
    pub silver: f32,
    /// Words of a batch.
    pub words: usize,
    /// Parts of a batch that are computed side by side. The weights depend on the number of parts, not on that of processors.
    pub parts: usize,
    /// Highest rate of learning.
    pub rate: f32,
    /// Probability of dropout.
    pub dropout: f32,
    /// Share that the running mean keeps at each eighth step; 0 for none.
    pub keep: f32,
    /// Seed of everything random.
    pub seed: u64,
}

/// Steps between two additions to the running mean.
const MEAN_EVERY: usize = 8;

/// Trains a network, from random weights or from those of `start`, whose rows must be those of `features`. `watch` is told after each epoch: its number, the loss a word, the network so far (the running mean).
pub fn train(
    plan: &Plan,
    features: &Features,
    names: &Names,
    gold: &[Example],
    silver: &[Example],
    start: Option<Net>,
    mut watch: impl FnMut(usize, Loss, &Net),
) -> Net {
    let mut random = Random::new(plan.seed);
    let seed = random.bits();
    let mut net = start.unwrap_or_else(|| Net::new(plan.shape, features.rows(), seed));
    let counts = row_counts(gold.iter().chain(silver).map(|e| e.forms.as_slice()), features);
    let mut silver: Vec<&Example> = silver.iter().collect();
    random.shuffle(&mut silver);
    let slice = (silver.len() as f32 * plan.silver) as usize;
    let mixed = plan.epochs.saturating_sub(plan.pure);
    // The number of steps must be known before the first: batches of later epochs differ by a few at most.
    let size = |e: &[&Example]| e.iter().map(|e| e.forms.len()).sum::<usize>();
    let all: Vec<&Example> = gold.iter().collect();
    let total: usize = (0..plan.epochs)
        .map(|e| {
            let words = size(&all) + if e < mixed { size(&portion(&silver, e, slice)) } else { 0 };
            words.div_ceil(plan.words.max(1)) * 102 / 100
        })
        .sum();
    let mut adam = Adam::new(&net);
    let mut workers: Vec<Worker> = (0..plan.parts.max(1)).map(|_| Worker::new(&net)).collect();
    let mut mean = (plan.keep > 0.0).then(|| Mean::new(&net, plan.keep));
    let mut step = 0;
    for epoch in 0..plan.epochs {
        let mut examples = all.clone();
        if epoch < mixed {
            examples.extend(portion(&silver, epoch, slice));
        }
        let (mut loss, mut words) = (Loss::default(), 0);
        for picked in order(&examples, plan.words, &mut random) {
            let total_words = picked.iter().map(|i| examples[*i].forms.len()).sum::<usize>();
            let shares: Vec<&[usize]> = picked.chunks(picked.len().div_ceil(workers.len()).max(1)).collect();
            // The first part goes on with the one generator, the others get their own.
            let seeds: Vec<u64> = shares.iter().skip(1).map(|_| random.bits()).collect();
            let job = |worker: &mut Worker, share: &[usize], random: &mut Random| {
                let b = batch(&examples, share, features, &counts, names, random);
                net.forward(&b, &mut worker.state, Some((plan.dropout, random)));
                // A batch in one part is divided by its words as dressed, several parts by those of the sentences as they are.
                let by = if plan.parts > 1 { total_words } else { b.len() };
                worker.loss = worker.grad.add(&net, &b, &mut worker.state, by);
            };
            let (first, others) = workers.split_at_mut(1);
            std::thread::scope(|scope| {
                for (worker, (share, seed)) in others.iter_mut().zip(shares.iter().skip(1).zip(&seeds)) {
                    let job = &job;
                    scope.spawn(move || job(worker, share, &mut Random::new(*seed)));
                }
                job(&mut first[0], shares[0], &mut random);
            });
            for worker in others.iter_mut().take(shares.len() - 1) {
                first[0].grad.join(&worker.grad, plan.shape.embed);
                first[0].loss.add(&worker.loss);
                worker.grad.clear(plan.shape.embed);
            }
            adam.step(&mut net, &first[0].grad, rate(step, total, 100, plan.rate));
            first[0].grad.clear(plan.shape.embed);
            loss.add(&first[0].loss);
            words += total_words;
            step += 1;
            if let Some(mean) = &mut mean
                && step % MEAN_EVERY == 0
            {
                mean.follow(&net, step / MEAN_EVERY);
            }
        }
        let by = 1.0 / words.max(1) as f64;
        let loss = Loss { tag: loss.tag * by, arc: loss.arc * by, label: loss.label * by };
        watch(epoch, loss, mean.as_ref().map_or(&net, |m| &m.net));
    }
    let mut out = mean.map_or(net, |m| m.net);
    blank(&mut out, features, gold.iter().chain(silver.iter().copied()));
    out
}

/// The same network over another word table: words that both know keep their row's weights, new ones begin as unknown words.
pub fn widen<'a>(net: &Net, from: &Features, to: &Features, forms: impl Iterator<Item = &'a String>) -> Net {
    let e = net.shape.embed;
    let mut out = net.clone();
    let mut normal = crate::syntax::network::features::Normal::default();
    let words = from.words.rows();
    for row in out.embed[..words * e].chunks_exact_mut(e) {
        row.copy_from_slice(&net.embed[..e]);
    }
    for form in forms {
        normal.set(form);
        let (old, new) = (from.of(&normal)[0] as usize, to.of(&normal)[0] as usize);
        if old != 0 && new != 0 {
            out.embed[new * e..(new + 1) * e].copy_from_slice(&net.embed[old * e..(old + 1) * e]);
        }
    }
    out
}

/// What one part of a batch is computed in.
struct Worker {
    state: State,
    grad: Gradient,
    loss: Loss,
}

impl Worker {
    fn new(net: &Net) -> Self {
        Self { state: State::default(), grad: Gradient::new(net), loss: Loss::default() }
    }
}

/// The silver sentences of an epoch: another stretch each time, round and round.
fn portion<'a>(silver: &[&'a Example], epoch: usize, slice: usize) -> Vec<&'a Example> {
    let n = silver.len().max(1);
    (0..slice).filter_map(|i| silver.get((epoch * slice + i) % n).copied()).collect()
}

/// Rows that no training sentence uses say nothing, instead of their random start.
fn blank<'a>(net: &mut Net, features: &Features, examples: impl Iterator<Item = &'a Example>) {
    let mut used = vec![false; features.rows()];
    let mut normal = crate::syntax::network::features::Normal::default();
    for form in examples.flat_map(|e| &e.forms) {
        // In all dresses of a word.
        for form in [form.clone(), form.to_lowercase(), form.to_uppercase()] {
            normal.set(&form);
            features.of(&normal).iter().for_each(|r| used[*r as usize] = true);
        }
    }
    used[0] = true;
    let e = net.shape.embed;
    for (row, _) in used.iter().enumerate().filter(|(_, u)| !**u) {
        net.embed[row * e..(row + 1) * e].fill(0.0);
    }
}
