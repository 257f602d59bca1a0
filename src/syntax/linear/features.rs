// stop-gap
//! Hashed features of the linear tagger and parser, and the parser's state.

use super::{LABEL_BITS, MOVE_BITS, TAG_BITS};

/// No word.
const NONE: usize = usize::MAX;

fn mix(a: u64, b: u64) -> u64 {
    let x = (a ^ b.wrapping_mul(0x9E37_79B9_7F4A_7C15)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    x ^ (x >> 32)
}

fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xCBF2_9CE4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01B3))
}

/// What a word looks like, hashed.
#[derive(Clone, Copy, Default)]
struct Atom {
    form: u64,
    lower: u64,
    suffix: [u64; 4],
    prefix: [u64; 3],
    shape: u64,
}

/// The words of a sentence, hashed.
pub(super) struct Atoms {
    words: Vec<Atom>,
}

impl Atoms {
    pub(super) fn new<'a>(forms: impl Iterator<Item = &'a str>) -> Self {
        let words = forms
            .map(|form| {
                let lower: Vec<u8> = form.to_lowercase().bytes().map(|b| if b.is_ascii_digit() { b'0' } else { b }).collect();
                let n = lower.len();
                let mut shape = Vec::new();
                for c in form.chars() {
                    let s = match c {
                        c if c.is_uppercase() => b'X',
                        c if c.is_lowercase() => b'x',
                        c if c.is_numeric() => b'0',
                        c => c as u32 as u8,
                    };
                    let l = shape.len();
                    if l < 2 || shape[l - 1] != s || shape[l - 2] != s {
                        shape.push(s);
                    }
                }
                let mut atom = Atom {
                    form: hash(form.bytes().map(|b| if b.is_ascii_digit() { b'0' } else { b })),
                    lower: hash(lower.iter().copied()),
                    shape: hash(shape.iter().copied()),
                    ..Atom::default()
                };
                for k in 0..4 {
                    atom.suffix[k] = hash(lower[n.saturating_sub(k + 1)..].iter().copied());
                }
                for k in 0..3 {
                    atom.prefix[k] = hash(lower[..n.min(k + 1)].iter().copied());
                }
                atom
            })
            .collect();
        Self { words }
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    fn at(&self, i: isize) -> Atom {
        if i < 0 {
            return Atom { form: 1, lower: 1, shape: 1, ..Atom::default() };
        }
        self.words.get(i as usize).copied().unwrap_or(Atom { form: 2, lower: 2, shape: 2, ..Atom::default() })
    }

    fn lower(&self, i: usize) -> u64 {
        if i == NONE {
            return 3;
        }
        self.words.get(i).map_or(2, |w| w.lower)
    }
}

/// Collects rows: each feature has its own number, hashed with its parts.
struct Rows<'a> {
    rows: &'a mut Vec<u32>,
    bits: u32,
    number: u64,
}

impl<'a> Rows<'a> {
    fn new(rows: &'a mut Vec<u32>, bits: u32) -> Self {
        rows.clear();
        Self { rows, bits, number: 0 }
    }
    fn add(&mut self, parts: &[u64]) {
        self.number += 1;
        let h = parts.iter().fold(self.number.wrapping_mul(0xA076_1D64_78BD_642F), |h, p| mix(h, *p));
        self.rows.push((h.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - self.bits)) as u32);
    }
}

/// Features of the word at `i`, given the tags before it.
pub(super) fn tag_rows(atoms: &Atoms, tags: &[u8], i: usize, rows: &mut Vec<u32>) {
    let mut r = Rows::new(rows, TAG_BITS);
    let i = i as isize;
    let (b, p, w, n, m) = (atoms.at(i - 2), atoms.at(i - 1), atoms.at(i), atoms.at(i + 1), atoms.at(i + 2));
    r.add(&[]);
    r.add(&[w.form]);
    for x in [b, p, w, n, m] {
        r.add(&[x.lower]);
    }
    for s in w.suffix {
        r.add(&[s]);
    }
    for s in w.prefix {
        r.add(&[s]);
    }
    r.add(&[w.shape]);
    r.add(&[w.shape, u64::from(i == 0)]);
    r.add(&[p.shape, w.shape, n.shape]);
    r.add(&[w.suffix[2], w.shape]);
    r.add(&[p.lower, w.lower]);
    r.add(&[w.lower, n.lower]);
    r.add(&[p.lower, n.lower]);
    r.add(&[p.suffix[2]]);
    r.add(&[n.suffix[2]]);
    r.add(&[n.suffix[1], w.suffix[2]]);
    r.add(&[n.shape, m.shape]);
    r.add(&[n.lower, m.lower]);
    r.add(&[b.lower, p.lower]);
    let tag = |k: isize| if k < 0 { 250 } else { u64::from(tags[k as usize]) };
    let (t1, t2) = (tag(i - 1), tag(i - 2));
    r.add(&[t1]);
    r.add(&[t1, t2]);
    r.add(&[t1, w.lower]);
    r.add(&[t1, n.lower]);
    r.add(&[t1, w.suffix[2]]);
    r.add(&[t1, t2, w.shape]);
}

/// Shift, or give the top of the stack a head: the first of the buffer (left) or the second of the stack (right).
pub(super) const SHIFT: usize = 0;
pub(super) const LEFT: usize = 1;
pub(super) const RIGHT: usize = 2;

/// State of an arc-hybrid parse of `n` words; node `n` is the root, at the end of the buffer.
pub(super) struct State {
    pub(super) n: usize,
    pub(super) stack: Vec<usize>,
    pub(super) next: usize,
    pub(super) heads: Vec<usize>,
    pub(super) labels: Vec<u8>,
    left: Vec<[usize; 2]>,
    right: Vec<[usize; 2]>,
    count: Vec<[u8; 2]>,
}

impl State {
    pub(super) fn new(n: usize) -> Self {
        Self {
            n,
            stack: Vec::with_capacity(n),
            next: 0,
            heads: vec![n; n],
            labels: vec![0; n],
            left: vec![[NONE; 2]; n + 1],
            right: vec![[NONE; 2]; n + 1],
            count: vec![[0; 2]; n + 1],
        }
    }
    pub(super) fn done(&self) -> bool {
        self.next == self.n && self.stack.is_empty()
    }
    pub(super) fn top(&self, k: usize) -> usize {
        self.stack.len().checked_sub(k + 1).map_or(NONE, |i| self.stack[i])
    }
    fn buffer(&self, k: usize) -> usize {
        if self.next + k <= self.n { self.next + k } else { NONE }
    }
    pub(super) fn legal(&self, action: usize) -> bool {
        match action {
            SHIFT => self.next < self.n,
            LEFT => !self.stack.is_empty() && (self.next < self.n || self.stack.len() == 1),
            _ => self.stack.len() >= 2,
        }
    }
    /// Head and dependent that the action would tie.
    pub(super) fn arc(&self, action: usize) -> Option<(usize, usize)> {
        match action {
            LEFT => Some((self.next, self.top(0))),
            RIGHT => Some((self.top(1), self.top(0))),
            _ => None,
        }
    }
    pub(super) fn apply(&mut self, action: usize) {
        let Some((head, dep)) = self.arc(action) else {
            self.stack.push(self.next);
            self.next += 1;
            return;
        };
        self.stack.pop();
        self.heads[dep] = head;
        let (side, k) = if dep < head { (&mut self.left, 0) } else { (&mut self.right, 1) };
        side[head] = [dep, side[head][0]];
        self.count[head][k] = self.count[head][k].saturating_add(1);
    }
}

fn bucket(d: usize) -> u64 {
    match d {
        0..=5 => d as u64,
        6..=9 => 6,
        10..=15 => 7,
        _ => 8,
    }
}

/// View of the state by node.
struct View<'a> {
    atoms: &'a Atoms,
    tags: &'a [u8],
    upos: &'a [u8],
    state: &'a State,
}

impl View<'_> {
    fn w(&self, i: usize) -> u64 {
        self.atoms.lower(i)
    }
    fn t(&self, i: usize) -> u64 {
        if i == NONE { 251 } else { self.tags.get(i).map_or(252, |t| u64::from(*t)) }
    }
    fn u(&self, i: usize) -> u64 {
        if i == NONE { 251 } else { self.upos.get(i).map_or(252, |t| u64::from(*t)) }
    }
    fn label(&self, i: usize) -> u64 {
        if i == NONE { 251 } else { u64::from(self.state.labels[i]) }
    }
    fn child(&self, i: usize, side: usize, k: usize) -> usize {
        if i == NONE {
            return NONE;
        }
        if side == 0 { self.state.left[i][k] } else { self.state.right[i][k] }
    }
    fn count(&self, i: usize, side: usize) -> u64 {
        if i == NONE { 9 } else { u64::from(self.state.count[i][side].min(5)) }
    }
    fn near(&self, i: usize, d: isize) -> u64 {
        if i == NONE {
            return 253;
        }
        let k = i as isize + d;
        if k < 0 { 254 } else { self.t(k as usize) }
    }
    fn distance(&self, a: usize, b: usize) -> u64 {
        if a == NONE || b == NONE { 20 } else { bucket(a.abs_diff(b)) }
    }
    /// Punctuation, verbs, conjunctions, adpositions between two nodes, up to two of each, as one number.
    fn between(&self, a: usize, b: usize) -> (u64, u64) {
        if a == NONE || b == NONE {
            return (99, 99);
        }
        let (lo, hi) = (a.min(b), a.max(b));
        let mut counts = [0u64; 4];
        for u in &self.upos[(lo + 1).min(self.upos.len())..hi.min(self.upos.len())] {
            use crate::types::Upos;
            let k = match Upos::ALL[usize::from(*u)] {
                Upos::Punct => 0,
                Upos::Verb => 1,
                Upos::Cconj | Upos::Sconj => 2,
                Upos::Adp => 3,
                _ => continue,
            };
            counts[k] = (counts[k] + 1).min(2);
        }
        (counts[0] * 3 + counts[1], counts[2] * 3 + counts[3])
    }
}

/// Features of the next move.
pub(super) fn move_rows(atoms: &Atoms, tags: &[u8], upos: &[u8], state: &State, rows: &mut Vec<u32>) {
    let v = View { atoms, tags, upos, state };
    let mut r = Rows::new(rows, MOVE_BITS);
    let (s0, s1, s2) = (state.top(0), state.top(1), state.top(2));
    let (b0, b1, b2) = (state.buffer(0), state.buffer(1), state.buffer(2));
    r.add(&[]);
    for i in [s0, s1, s2, b0, b1, b2] {
        r.add(&[v.w(i)]);
        r.add(&[v.t(i)]);
        r.add(&[v.w(i), v.t(i)]);
    }
    for (a, b) in [(s0, b0), (s1, s0), (s1, b0), (b0, b1)] {
        r.add(&[v.w(a), v.t(a), v.w(b), v.t(b)]);
        r.add(&[v.w(a), v.w(b)]);
        r.add(&[v.w(a), v.t(a), v.t(b)]);
        r.add(&[v.t(a), v.w(b), v.t(b)]);
        r.add(&[v.w(a), v.u(b)]);
        r.add(&[v.u(a), v.w(b)]);
        r.add(&[v.t(a), v.t(b)]);
        let d = v.distance(a, b);
        r.add(&[d, v.t(a), v.t(b)]);
        r.add(&[d, v.w(a)]);
        r.add(&[d, v.w(b)]);
    }
    for (a, b) in [(s0, b1), (s2, s0), (s2, b0), (s1, b1), (s0, b2)] {
        r.add(&[v.t(a), v.t(b)]);
        r.add(&[v.w(a), v.t(b)]);
        r.add(&[v.t(a), v.w(b)]);
    }
    for (a, b, c) in [(s0, b0, b1), (s1, s0, b0), (s2, s1, s0), (b0, b1, b2), (s1, b0, b1)] {
        r.add(&[v.t(a), v.t(b), v.t(c)]);
        r.add(&[v.u(a), v.u(b), v.u(c)]);
    }
    r.add(&[v.w(s0), v.t(b0), v.t(b1)]);
    r.add(&[v.t(s0), v.w(b0), v.t(b1)]);
    r.add(&[v.t(s0), v.t(b0), v.w(b1)]);
    r.add(&[v.w(s1), v.t(s0), v.t(b0)]);
    r.add(&[v.t(s1), v.w(s0), v.t(b0)]);
    r.add(&[v.t(s1), v.t(s0), v.w(b0)]);
    r.add(&[v.u(s1), v.u(s0), v.u(b0), v.u(b1)]);
    r.add(&[v.u(s2), v.u(s1), v.u(s0), v.u(b0)]);
    for i in [s0, s1, b0] {
        r.add(&[v.near(i, -1), v.t(i), v.near(i, 1)]);
        r.add(&[v.near(i, -1), v.t(i)]);
        r.add(&[v.t(i), v.near(i, 1), v.near(i, 2)]);
        for side in 0..2 {
            r.add(&[v.w(i), v.count(i, side)]);
            r.add(&[v.t(i), v.count(i, side)]);
            let (c, d) = (v.child(i, side, 0), v.child(i, side, 1));
            r.add(&[v.t(i), v.t(c), v.label(c)]);
            r.add(&[v.w(c), v.t(i)]);
            r.add(&[v.w(i), v.label(c)]);
            r.add(&[v.t(i), v.label(c), v.label(d)]);
            r.add(&[v.t(i), v.t(c), v.t(d)]);
        }
    }
    r.add(&[v.near(s0, -1), v.t(s0), v.t(b0), v.near(b0, 1)]);
    r.add(&[v.near(s0, 1), v.t(s0), v.t(b0), v.near(b0, -1)]);
    r.add(&[v.t(s0), v.t(b0), v.label(v.child(s0, 0, 0)), v.label(v.child(s0, 1, 0))]);
    r.add(&[v.t(s0), v.t(b0), v.label(v.child(b0, 0, 0))]);
    r.add(&[v.t(s0), v.t(b0), v.t(v.child(b0, 0, 0))]);
    r.add(&[v.t(s1), v.t(s0), v.label(v.child(s0, 0, 0)), v.label(v.child(s0, 1, 0))]);
    r.add(&[v.t(s1), v.t(s0), v.t(v.child(s1, 1, 0))]);
    r.add(&[v.t(s1), v.t(s0), v.t(v.child(s0, 1, 0))]);
    r.add(&[v.t(s0), v.t(b0), v.t(v.child(s0, 1, 0))]);
    for (a, b) in [(s0, b0), (s1, s0)] {
        let (x, y) = v.between(a, b);
        r.add(&[x, v.t(a), v.t(b)]);
        r.add(&[y, v.t(a), v.t(b)]);
        r.add(&[x, y, v.u(a), v.u(b)]);
        r.add(&[x, v.w(a)]);
        r.add(&[x, v.w(b)]);
    }
}

/// Features of the label of `head` -> `dep`, before the arc is made.
pub(super) fn label_rows(atoms: &Atoms, tags: &[u8], upos: &[u8], state: &State, head: usize, dep: usize, rows: &mut Vec<u32>) {
    let v = View { atoms, tags, upos, state };
    let mut r = Rows::new(rows, LABEL_BITS);
    let side = u64::from(dep < head);
    let d = v.distance(head, dep) + 16 * side;
    r.add(&[side]);
    for i in [head, dep] {
        r.add(&[v.w(i), side]);
        r.add(&[v.t(i), side]);
        r.add(&[v.w(i), v.t(i), side]);
        r.add(&[v.near(i, -1), v.t(i), side]);
        r.add(&[v.near(i, 1), v.t(i), side]);
        let (a, b) = (v.child(i, 0, 0), v.child(i, 1, 0));
        r.add(&[v.t(i), v.label(a), side]);
        r.add(&[v.t(i), v.label(b), side]);
        r.add(&[v.w(a), v.t(i), side]);
        r.add(&[v.w(b), v.t(i), side]);
        r.add(&[v.t(a), v.t(b), v.t(i), side]);
    }
    r.add(&[v.w(head), v.w(dep), side]);
    r.add(&[v.w(head), v.t(dep), side]);
    r.add(&[v.t(head), v.w(dep), side]);
    r.add(&[v.t(head), v.t(dep), d]);
    r.add(&[v.t(dep), d]);
    r.add(&[v.w(dep), d]);
    r.add(&[v.u(head), v.u(dep), side]);
    let (x, y) = v.between(head, dep);
    r.add(&[v.t(head), v.t(dep), x, side]);
    r.add(&[v.t(head), v.t(dep), y, side]);
    let case = v.child(dep, 0, 0);
    r.add(&[v.w(case), v.t(head), v.t(dep), side]);
    r.add(&[v.w(case), v.w(head), side]);
    r.add(&[v.label(v.child(head, 0, 0)), v.label(v.child(head, 1, 0)), v.t(head), v.t(dep), side]);
    let s = atoms.words.get(dep).map_or(0, |a| a.suffix[2]);
    r.add(&[s, v.t(head), side]);
    r.add(&[v.t(head), v.near(dep, -1), v.t(dep), v.near(dep, 1), side]);
}
