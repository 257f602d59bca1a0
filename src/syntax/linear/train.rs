// stop-gap
//! Trains the linear tagger and parser: averaged perceptrons, jackknifed tags, dynamic oracle with exploration.

use super::features::{Atoms, LEFT, RIGHT, SHIFT, State, label_rows, move_rows, tag_rows};
use super::{LABEL_BITS, MAGIC, MOVE_BITS, Score, TAG_BITS, best, parse, tag};
use crate::types::Upos;
use std::collections::BTreeMap;

/// A gold sentence; heads count from 0, the root's is the number of words.
pub struct Gold {
    forms: Vec<String>,
    tags: Vec<String>,
    heads: Vec<usize>,
    rels: Vec<String>,
}

/// Reads CoNLL-U.
pub fn read(text: &str) -> Vec<Gold> {
    let mut out = Vec::new();
    for block in text.split("\n\n") {
        let mut g = Gold { forms: vec![], tags: vec![], heads: vec![], rels: vec![] };
        for line in block.lines() {
            let c: Vec<&str> = line.split('\t').collect();
            if c.len() < 10 || c[0].contains(['-', '.']) {
                continue;
            }
            g.forms.push(c[1].to_owned());
            g.tags.push(format!("{}|{}", c[3], c[4]));
            g.heads.push(c[6].parse::<usize>().unwrap_or(0));
            g.rels.push(c[7].to_owned());
        }
        let n = g.forms.len();
        g.heads.iter_mut().for_each(|h| *h = if *h == 0 { n } else { *h - 1 });
        if n > 0 {
            out.push(g);
        }
    }
    out
}

struct Weights {
    width: usize,
    w: Vec<f32>,
    acc: Vec<f32>,
    step: f32,
}

impl Weights {
    fn new(bits: u32, width: usize) -> Self {
        Self { width, w: vec![0.0; width << bits], acc: vec![0.0; width << bits], step: 1.0 }
    }
    fn update(&mut self, rows: &[u32], right: usize, wrong: usize) {
        for &row in rows {
            let at = row as usize * self.width;
            self.w[at + right] += 1.0;
            self.acc[at + right] += self.step;
            self.w[at + wrong] -= 1.0;
            self.acc[at + wrong] -= self.step;
        }
    }
    fn averaged(&self) -> Self {
        let w = self.w.iter().zip(&self.acc).map(|(w, a)| w - a / self.step).collect();
        Self { width: self.width, w, acc: vec![], step: self.step }
    }
    fn bytes(&self, out: &mut Vec<u8>) {
        let top = self.w.iter().fold(1e-9f32, |m, w| m.max(w.abs()));
        out.extend(self.w.iter().map(|w| (w / top * 127.0).round() as i8 as u8));
    }
}

impl Score for Weights {
    fn score(&self, rows: &[u32], out: &mut [f32]) {
        out.fill(0.0);
        for &row in rows {
            let from = row as usize * self.width;
            for (o, w) in out.iter_mut().zip(&self.w[from..from + self.width]) {
                *o += w;
            }
        }
    }
}

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
    fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, (self.next() % (i as u64 + 1)) as usize);
        }
    }
}

fn train_tagger(atoms: &[Atoms], gold: &[Vec<u8>], chosen: &[usize], classes: usize, epochs: usize) -> Weights {
    let mut table = Weights::new(TAG_BITS, classes);
    let (mut rows, mut scores, mut random) = (Vec::new(), vec![0.0; classes], Random(88));
    let mut order = chosen.to_vec();
    for _ in 0..epochs {
        random.shuffle(&mut order);
        for &s in &order {
            let mut tags = Vec::new();
            for i in 0..atoms[s].len() {
                tag_rows(&atoms[s], &tags, i, &mut rows);
                table.score(&rows, &mut scores);
                let (guess, right) = (best(&scores, |_| true), usize::from(gold[s][i]));
                if guess != right {
                    table.update(&rows, right, guess);
                }
                table.step += 1.0;
                tags.push(guess as u8);
            }
        }
    }
    table.averaged()
}

/// Lifts arcs until none cross.
fn projective(heads: &mut [usize]) {
    let n = heads.len();
    loop {
        let mut worst: Option<(usize, usize)> = None;
        for d in 0..n {
            let h = heads[d];
            if h == n {
                continue;
            }
            let (lo, hi) = (d.min(h), d.max(h));
            let crossing = (lo + 1..hi).any(|k| {
                let mut up = k;
                for _ in 0..=n {
                    if up == h || up == n {
                        break;
                    }
                    up = heads[up];
                }
                up != h
            });
            if crossing && worst.is_none_or(|(l, _)| hi - lo < l) {
                worst = Some((hi - lo, d));
            }
        }
        match worst {
            Some((_, d)) => heads[d] = heads[heads[d]],
            None => return,
        }
    }
}

/// Arcs of gold that the action makes unreachable.
fn cost(state: &State, gold: &[usize], action: usize) -> usize {
    let head = |i: usize| gold.get(i).copied().unwrap_or(usize::MAX);
    let (s0, b) = (state.top(0), state.next);
    match action {
        SHIFT => {
            let below = &state.stack[..state.stack.len().saturating_sub(1)];
            usize::from(below.contains(&head(b))) + state.stack.iter().filter(|&&s| head(s) == b).count()
        }
        LEFT | RIGHT => {
            let h = head(s0);
            let lost = if action == LEFT { h == state.top(1) || h > b } else { h >= b };
            usize::from(lost && h != usize::MAX) + (b..state.n).filter(|&k| head(k) == s0).count()
        }
        _ => 0,
    }
}

/// Trains on CoNLL-U `texts`; prints scores on `dev` texts after each epoch; returns the model's bytes.
pub fn train(texts: &[String], dev: &[String], epochs: usize, log: &mut dyn FnMut(String)) -> Vec<u8> {
    let gold: Vec<Gold> = texts.iter().flat_map(|t| read(t)).collect();
    let dev: Vec<Vec<Gold>> = dev.iter().map(|t| read(t)).collect();
    let mut tag_ids = BTreeMap::new();
    let mut label_ids = BTreeMap::new();
    for g in &gold {
        for (t, r) in g.tags.iter().zip(&g.rels) {
            tag_ids.entry(t.as_str()).or_insert(0u8);
            if r != "root" {
                label_ids.entry(r.as_str()).or_insert(0u8);
            }
        }
    }
    tag_ids.values_mut().enumerate().for_each(|(i, v)| *v = i as u8);
    label_ids.values_mut().enumerate().for_each(|(i, v)| *v = i as u8);
    log(format!("{} sentences, {} tags, {} labels", gold.len(), tag_ids.len(), label_ids.len()));
    let upos: Vec<u8> = tag_ids.keys().map(|t| t.split('|').next().and_then(|u| u.parse::<Upos>().ok()).unwrap_or(Upos::X) as u8).collect();

    let atoms: Vec<Atoms> = gold.iter().map(|g| Atoms::new(g.forms.iter().map(String::as_str))).collect();
    let gold_tags: Vec<Vec<u8>> = gold.iter().map(|g| g.tags.iter().map(|t| tag_ids[t.as_str()]).collect()).collect();
    let classes = tag_ids.len();
    let mut tags: Vec<Vec<u8>> = vec![Vec::new(); gold.len()];
    for fold in 0..5 {
        let (out, rest): (Vec<usize>, Vec<usize>) = (0..gold.len()).partition(|i| i / 50 % 5 == fold);
        let tagger = train_tagger(&atoms, &gold_tags, &rest, classes, 5);
        for s in out {
            tags[s] = tag(&atoms[s], &tagger, classes);
        }
    }
    let all: Vec<usize> = (0..gold.len()).collect();
    let tagger = train_tagger(&atoms, &gold_tags, &all, classes, 8);
    log("tagger stands".into());

    let (mut moves, mut labeler) = (Weights::new(MOVE_BITS, 4), Weights::new(LABEL_BITS, label_ids.len()));
    let heads: Vec<Vec<usize>> = gold
        .iter()
        .map(|g| {
            let mut h = g.heads.clone();
            projective(&mut h);
            h
        })
        .collect();
    let mut random = Random(7);
    let mut order = all;
    let (mut rows, mut scores, mut label_scores) = (Vec::new(), [0.0; 4], vec![0.0; label_ids.len()]);
    for epoch in 0..epochs {
        random.shuffle(&mut order);
        for &s in &order {
            let us: Vec<u8> = tags[s].iter().map(|&t| upos[usize::from(t)]).collect();
            let mut state = State::new(atoms[s].len());
            while !state.done() {
                move_rows(&atoms[s], &tags[s], &us, &state, &mut rows);
                moves.score(&rows, &mut scores);
                let guess = best(&scores[..3], |m| state.legal(m));
                let costs = [SHIFT, LEFT, RIGHT].map(|m| if state.legal(m) { cost(&state, &heads[s], m) } else { usize::MAX });
                let least = costs.iter().copied().min().unwrap_or(0);
                let right = best(&scores[..3], |m| costs[m] == least);
                moves.step += 1.0;
                if costs[guess] > least {
                    moves.update(&rows, right, guess);
                }
                let action = if epoch > 0 && random.next() % 10 < 9 { guess } else { right };
                if let Some((head, dep)) = state.arc(action).filter(|a| a.0 < atoms[s].len()) {
                    label_rows(&atoms[s], &tags[s], &us, &state, head, dep, &mut rows);
                    labeler.score(&rows, &mut label_scores);
                    let guess = best(&label_scores, |_| true);
                    if heads[s][dep] == head {
                        let right = usize::from(*label_ids.get(gold[s].rels[dep].as_str()).unwrap_or(&0));
                        labeler.step += 1.0;
                        if guess != right {
                            labeler.update(&rows, right, guess);
                        }
                    }
                    state.labels[dep] = guess as u8;
                }
                state.apply(action);
            }
        }
        if epoch + 1 == epochs || epoch % 3 == 2 {
            let (m, l) = (moves.averaged(), labeler.averaged());
            let names: Vec<&str> = label_ids.keys().copied().collect();
            for d in &dev {
                let (mut right_tags, mut right, mut words) = (0, 0, 0);
                for g in d {
                    let a = Atoms::new(g.forms.iter().map(String::as_str));
                    let t = tag(&a, &tagger, classes);
                    let us: Vec<u8> = t.iter().map(|&t| upos[usize::from(t)]).collect();
                    let (h, ls) = parse(&a, &t, &us, &m, &l, names.len());
                    for i in 0..a.len() {
                        words += 1;
                        let gold_upos = g.tags[i].split('|').next().and_then(|u| u.parse::<Upos>().ok());
                        right_tags += usize::from(gold_upos.map(|u| u as u8) == Some(us[i]));
                        let short = |r: &str| r.split(':').next().map(str::to_owned);
                        let rel = if h[i] == a.len() { "root" } else { names[usize::from(ls[i])] };
                        right += usize::from(h[i] == g.heads[i] && short(rel) == short(&g.rels[i]));
                    }
                }
                log(format!(
                    "epoch {epoch}: UPOS {:.2} LAS {:.2}",
                    100.0 * right_tags as f64 / words as f64,
                    100.0 * right as f64 / words as f64
                ));
            }
        }
    }
    let mut out = MAGIC.to_vec();
    for names in [tag_ids.keys().collect::<Vec<_>>(), label_ids.keys().collect()] {
        out.extend((names.len() as u32).to_le_bytes());
        for n in names {
            out.extend((n.len() as u32).to_le_bytes());
            out.extend(n.as_bytes());
        }
    }
    tagger.bytes(&mut out);
    moves.averaged().bytes(&mut out);
    labeler.averaged().bytes(&mut out);
    out
}
