//! Near-identical and cut copies. Each cluster is a star: every copy is held against the original, so that no chain of small
//! changes makes a giant. Candidates come from bands of the signature and from whole sentences of the lead.

use hashbrown::HashMap;

use super::Stop;
use super::sketch::{BINS, Sketch};

type Map<K, V> = HashMap<K, V, foldhash::fast::FixedState>;

/// Rows of a band: two texts of similarity `s` meet in a band with chance `s^4`.
const BAND: usize = 4;
/// Originals kept per key.
const BUCKET: usize = 32;
/// Least share of shingles in common (Jaccard).
const SAME: f32 = 0.5;
/// Least share of the shorter text's shingles that the longer one has.
const CUT: f32 = 0.75;

/// What an article says of itself, beside its text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Marks {
    /// The agency or author that it is credited to, as a number.
    pub credit: Option<u64>,
    /// Who printed it, as a number.
    pub outlet: Option<u64>,
    /// Day of print.
    pub day: Option<i32>,
    /// Its claims as numbers of status and figure, sorted.
    pub claims: Vec<u64>,
}

/// Days between a report and its late reprint.
const LATE: i32 = 3;
/// Least share of the shorter text's shingles in two texts of one credit.
const CREDITED: f32 = 0.3;
/// The same where most of the claims are shared too.
const CLAIMED: f32 = 0.15;

/// True where two papers print one agency's or author's report, rewritten or cut hard: a true reprint may share a third of its
/// shingles only. One outlet's own follow-ups are no copies.
fn reprint(a: &Marks, b: &Marks, shared: f32, short: f32) -> bool {
    let credit = a.credit.is_some() && a.credit == b.credit;
    let papers = a.outlet.is_some() && b.outlet.is_some() && a.outlet != b.outlet;
    let near = matches!((a.day, b.day), (Some(x), Some(y)) if (x - y).abs() <= LATE);
    if !(credit && papers && near) {
        return false;
    }
    let both = a.claims.iter().filter(|c| b.claims.binary_search(c).is_ok()).count();
    let few = a.claims.len().min(b.claims.len());
    shared >= CREDITED * short || (shared >= CLAIMED * short && both >= 3 && 5 * both >= 3 * few)
}

/// Share of bins that agree: an estimate of the Jaccard similarity of the shingles.
fn similarity(a: &Sketch, b: &Sketch) -> f32 {
    if a.bins.is_empty() || b.bins.is_empty() {
        return 0.0;
    }
    a.bins.iter().zip(&b.bins).filter(|(x, y)| x == y).count() as f32 / BINS as f32
}

/// True where one of the texts is the other, whole or cut.
fn is_copy((a, x): (&Sketch, &Marks), (b, y): (&Sketch, &Marks)) -> bool {
    let jaccard = similarity(a, b);
    let (short, long) = (a.shingles.min(b.shingles) as f32, a.shingles.max(b.shingles) as f32);
    if short < 4.0 {
        return false;
    }
    let shared = jaccard / (1.0 + jaccard) * (short + long);
    // An estimate of a small share is coarse: a cut of less than a fifth of the whole is known by its lead instead.
    let lead = a.leads.iter().filter(|l| b.leads.contains(l)).count();
    jaccard >= SAME || (shared >= CUT * short && jaccard >= 0.15) || (lead >= 2 && shared >= 0.4 * short) || reprint(x, y, shared, short)
}

/// For each article the one that it is a copy of, itself where it is original; none where it was stopped. `order` goes from the first
/// printed to the last.
pub(super) fn copies(sketches: &[&Sketch], marks: &[Marks], order: &[usize], stop: Stop<'_>) -> Option<Vec<usize>> {
    let mut copy_of: Vec<usize> = (0..sketches.len()).collect();
    let mut buckets: Map<(u8, u64), Vec<u32>> = Map::default();
    let mut place = vec![0u32; sketches.len()];
    order.iter().enumerate().for_each(|(n, i)| place[*i] = n as u32);
    for i in order {
        if stop() {
            return None;
        }
        let sketch = sketches[*i];
        let keys = keys(sketch, &marks[*i]);
        let mut candidates: Vec<u32> = keys.iter().filter_map(|k| buckets.get(k)).flatten().copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        let near = candidates.into_iter().filter(|c| is_copy((sketches[*c as usize], &marks[*c as usize]), (sketch, &marks[*i])));
        let best = near.max_by(|a, b| {
            let (x, y) = (similarity(sketches[*a as usize], sketch), similarity(sketches[*b as usize], sketch));
            x.total_cmp(&y).then(place[*b as usize].cmp(&place[*a as usize]))
        });
        match best {
            Some(original) => copy_of[*i] = original as usize,
            None => {
                for key in keys {
                    let bucket = buckets.entry(key).or_default();
                    if bucket.len() < BUCKET {
                        bucket.push(*i as u32);
                    }
                }
            }
        }
    }
    Some(copy_of)
}

/// The keys under which an article looks for its original.
fn keys(sketch: &Sketch, marks: &Marks) -> Vec<(u8, u64)> {
    let band = |(n, rows): (usize, &[u32])| {
        let mut bytes = [0u8; 4 * BAND];
        bytes.chunks_exact_mut(4).zip(rows).for_each(|(to, row)| to.copy_from_slice(&row.to_le_bytes()));
        (n as u8, xxhash_rust::xxh3::xxh3_64(&bytes))
    };
    let mut out: Vec<(u8, u64)> = sketch.bins.chunks_exact(BAND).enumerate().map(band).collect();
    out.extend(sketch.leads.iter().map(|l| (u8::MAX, *l)));
    // Reports of one credit meet by what they claim.
    out.extend(marks.credit.iter().flat_map(|c| marks.claims.iter().map(move |claim| (u8::MAX - 1, c.rotate_left(17) ^ claim))));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{Files, Implies};

    const STORY: &str = "Torvale, Monday. A ferry with about 90 people aboard capsized off the harbour of Velden in heavy seas on Sunday night, the coast guard said. \
        At least 12 passengers drowned and eight were missing on Monday morning, while boats from three fishing villages brought 61 survivors ashore. \
        The ferry company said that the ship had left port against the advice of the pilot. Divers were to go down to the wreck in the afternoon. \
        Relatives gathered at the town hall, where the mayor read a list of those who had been found alive.";

    fn sketch(text: &str) -> Sketch {
        Sketch::of(None, text, &Implies::load(&Files::builtin()).expect("built in"))
    }

    fn all(sketches: &[&Sketch], marks: &[Marks], order: &[usize]) -> Vec<usize> {
        copies(sketches, marks, order, &|| false).expect("not stopped")
    }

    #[test]
    fn whole_cut_and_changed_copies_are_known() {
        let original = sketch(STORY);
        let cut = sketch(&STORY[..STORY.find(" The ferry company").expect("sentence")]);
        let changed = sketch(&format!("VELDEN (Agency) - {}", STORY.replace("heavy seas", "rough seas")));
        let other = sketch(
            "Torvale, Monday. The coast guard of Velden said on Monday that it would buy eight boats. About 90 people work at the harbour, and the mayor said at the town hall that more of them were needed.",
        );
        let list = [&original, &cut, &changed, &other];
        assert_eq!(all(&list, &[(); 4].map(|()| Marks::default()), &[0, 1, 2, 3]), [0, 0, 0, 3]);
    }

    #[test]
    fn a_line_break_parts_no_sentence() {
        let wrapped =
            STORY.split(' ').enumerate().map(|(i, w)| if i % 7 == 6 { format!("{w}\n") } else { format!("{w} ") }).collect::<String>();
        assert_eq!(sketch(STORY).leads, sketch(&wrapped).leads);
        assert!(!sketch(STORY).leads.is_empty());
    }

    #[test]
    fn reports_of_one_wire_meet_though_cut_hard() {
        let half = STORY.find(" At least 12").expect("sentence");
        let own = "Nobody had seen the harbour so full of people since the great storm, an old pilot told our reporter on the quay. \
            He had come with his grandson, who carried bread and blankets, and stayed until the last boat was in. The town hall was open all night. \
            A baker gave coffee to all who came.";
        let rewritten = format!("{} {own}", &STORY[..half]);
        let (a, b) = (sketch(STORY), sketch(&rewritten));
        let list = [&a, &b];
        let mark = |credit: u64, outlet: u64| Marks { credit: Some(credit), outlet: Some(outlet), day: Some(100), claims: vec![3, 5, 8] };
        let of = |x: Marks, y: Marks| all(&list, &[x, y], &[0, 1]);
        assert_eq!(of(mark(1, 1), mark(1, 2)), [0, 0]);
        // Not without the credit, not the follow-up of one outlet, not a month later.
        assert_eq!(of(Marks::default(), Marks::default()), [0, 1]);
        assert_eq!(of(mark(1, 1), mark(2, 2)), [0, 1]);
        assert_eq!(of(mark(1, 1), mark(1, 1)), [0, 1]);
        assert_eq!(of(mark(1, 1), Marks { day: Some(140), ..mark(1, 2) }), [0, 1]);
    }

    #[test]
    fn texts_of_a_few_words_are_no_copies() {
        let (a, b) = (sketch("Five dead in Velden fire"), sketch("Five dead in Velden fire"));
        assert_eq!(all(&[&a, &b], &[(); 2].map(|()| Marks::default()), &[0, 1]), [0, 1]);
    }

    #[test]
    fn no_chain_of_small_changes() {
        let words: Vec<String> = (0..400).map(|i| format!("word{i}")).collect();
        let texts: Vec<Sketch> = (0..6).map(|shift| sketch(&words[shift * 50..shift * 50 + 150].join(" "))).collect();
        let list: Vec<&Sketch> = texts.iter().collect();
        let found = all(&list, &[(); 6].map(|()| Marks::default()), &[0, 1, 2, 3, 4, 5]);
        assert!(found.iter().all(|o| found[*o] == *o), "{found:?}");
        assert_ne!(found[0], found[5]);
    }
}
