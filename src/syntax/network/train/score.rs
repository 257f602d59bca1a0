//! Parsing with the float network, for measuring while training and for making silver trees.

use super::data::{Example, push};
use super::net::{Batch, Net, State};
use crate::syntax::network::eisner::Charts;
use crate::syntax::network::features::{Features, Normal};
use crate::syntax::network::shape::Names;

/// Shares right, in percent.
#[derive(Clone, Debug, Default)]
pub struct Scores {
    /// Universal tags.
    pub upos: f64,
    /// Penn tags.
    pub xpos: f64,
    /// Heads.
    pub uas: f64,
    /// Heads with relation, subtypes apart.
    pub las: f64,
    /// Recall and precision of single relations (with subtype).
    pub arcs: Vec<(&'static str, f64, f64)>,
}

/// Relations whose figures are shown.
const SHOWN: [&str; 8] = ["nummod", "nsubj", "nsubj:pass", "obj", "acl:relcl", "ccomp", "obl", "nmod"];

/// Parses sentences with the summed scores of several networks. Tags, heads and relations of `examples` are not read. The
/// second value is the share of words whose head all networks would have chosen alone.
pub fn parse(nets: &[&Net], features: &Features, examples: &[&Example]) -> Vec<(Example, f32)> {
    let mut out = Vec::with_capacity(examples.len());
    let (mut normal, mut charts) = (Normal::default(), Charts::default());
    let mut states: Vec<State> = nets.iter().map(|_| State::default()).collect();
    let (mut heads, mut root, mut sum) = (Vec::new(), Vec::new(), Vec::new());
    let mut from = 0;
    while from < examples.len() {
        let (mut batch, mut to) = (Batch::default(), from);
        while to < examples.len() && batch.len() < 1000 {
            push(&mut batch, examples[to], features, &mut normal);
            to += 1;
        }
        for (net, state) in nets.iter().zip(&mut states) {
            net.forward(&batch, state, None);
        }
        let mut chosen = Vec::with_capacity(batch.len());
        let mut agreed = Vec::new();
        let mut at = 0;
        for (first, end) in batch.sentences() {
            let n = end - first;
            sum.clear();
            sum.resize(n * n, 0.0);
            for state in &states {
                for (s, x) in sum.iter_mut().zip(&state.arcs[at..at + n * n]) {
                    *s += x;
                }
            }
            root.clear();
            root.extend((0..n).map(|d| sum[d * n + d]));
            charts.tree(&sum, &root, &mut heads);
            let same = (0..n)
                .filter(|d| {
                    states.iter().all(|s| {
                        let line = &s.arcs[at + d * n..at + (d + 1) * n];
                        argmax(line) == heads[*d]
                    })
                })
                .count();
            agreed.push(same as f32 / n as f32);
            chosen.extend(heads.iter().map(|h| *h as u16));
            at += n * n;
        }
        for (net, state) in nets.iter().zip(&mut states) {
            net.labels(&batch, &chosen, state);
        }
        let shape = nets[0].shape;
        for (k, (first, end)) in batch.sentences().enumerate() {
            let mut parsed = Example { forms: examples[from + k].forms.clone(), ..Example::default() };
            for i in first..end {
                let pick = |all: fn(&State) -> &[f32], n: usize| {
                    let wide = n.next_multiple_of(16);
                    let total: Vec<f32> = (0..n).map(|j| states.iter().map(|s| all(s)[i * wide + j]).sum()).collect();
                    argmax(&total) as u16
                };
                parsed.tags.push(pick(|s| &s.tag, shape.tags));
                let own = usize::from(chosen[i]) == i - first;
                parsed.rels.push(if own { 0 } else { pick(|s| &s.label, shape.rels) });
                parsed.heads.push(chosen[i]);
            }
            out.push((parsed, agreed[k]));
        }
        from = to;
    }
    out
}

fn argmax(x: &[f32]) -> usize {
    let mut top = 0;
    for (i, v) in x.iter().enumerate() {
        if *v > x[top] {
            top = i;
        }
    }
    top
}

/// Name of a relation, "root" for the root.
fn rel(e: &Example, i: usize, names: &Names) -> &'static str {
    if usize::from(e.heads[i]) == i { "root" } else { names.rels.get(usize::from(e.rels[i])).copied().unwrap_or("dep") }
}

/// Measures networks, their scores summed, on gold words.
pub fn measure(nets: &[&Net], features: &Features, names: &Names, gold: &[Example]) -> Scores {
    let all: Vec<&Example> = gold.iter().collect();
    let parsed: Vec<Example> = parse(nets, features, &all).into_iter().map(|p| p.0).collect();
    compare(gold, &parsed, names)
}

/// Compares parses with gold, word by word.
pub fn compare(gold: &[Example], parsed: &[Example], names: &Names) -> Scores {
    let mut right = [0usize; 4];
    let mut arcs = vec![[0usize; 3]; SHOWN.len()];
    let mut n = 0;
    for (g, p) in gold.iter().zip(parsed) {
        for i in 0..g.forms.len() {
            n += 1;
            let (gt, pt) = (names.tags[usize::from(g.tags[i])], names.tags[usize::from(p.tags[i])]);
            right[0] += usize::from(gt.0 == pt.0);
            right[1] += usize::from(gt.1 == pt.1);
            let (gr, pr) = (rel(g, i, names), rel(p, i, names));
            let head = g.heads[i] == p.heads[i];
            right[2] += usize::from(head);
            right[3] += usize::from(head && gr.split(':').next() == pr.split(':').next());
            for (count, shown) in arcs.iter_mut().zip(SHOWN) {
                count[0] += usize::from(gr == shown);
                count[1] += usize::from(pr == shown);
                count[2] += usize::from(gr == shown && pr == shown && head);
            }
        }
    }
    let share = |k: usize, n: usize| 100.0 * k as f64 / n.max(1) as f64;
    Scores {
        upos: share(right[0], n),
        xpos: share(right[1], n),
        uas: share(right[2], n),
        las: share(right[3], n),
        arcs: SHOWN.iter().zip(&arcs).map(|(s, c)| (*s, share(c[2], c[0]), share(c[2], c[1]))).collect(),
    }
}

impl std::fmt::Display for Scores {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "UPOS {:.2} XPOS {:.2} UAS {:.2} LAS {:.2}", self.upos, self.xpos, self.uas, self.las)?;
        for (name, recall, precision) in &self.arcs {
            write!(f, " {name} {recall:.0}/{precision:.0}")?;
        }
        Ok(())
    }
}
