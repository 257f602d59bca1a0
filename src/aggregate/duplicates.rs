//! Near-identical and cut copies. Each cluster is a star: every copy is held against the original, so that no chain of small
//! changes makes a giant. Candidates come from bands of the signature and from whole sentences of the lead.

use hashbrown::HashMap;

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

/// Share of bins that agree: an estimate of the Jaccard similarity of the shingles.
fn similarity(a: &Sketch, b: &Sketch) -> f32 {
    if a.bins.is_empty() || b.bins.is_empty() {
        return 0.0;
    }
    a.bins.iter().zip(&b.bins).filter(|(x, y)| x == y).count() as f32 / BINS as f32
}

/// True where one of the texts is the other, whole or cut.
pub(super) fn is_copy(a: &Sketch, b: &Sketch) -> bool {
    let jaccard = similarity(a, b);
    let (short, long) = (a.shingles.min(b.shingles) as f32, a.shingles.max(b.shingles) as f32);
    if short < 4.0 {
        return false;
    }
    let shared = jaccard / (1.0 + jaccard) * (short + long);
    // An estimate of a small share is coarse: a cut of less than a fifth of the whole is known by its lead instead.
    let lead = a.leads.iter().filter(|l| b.leads.contains(l)).count();
    jaccard >= SAME || (shared >= CUT * short && jaccard >= 0.15) || (lead >= 2 && shared >= 0.4 * short)
}

/// For each article the one that it is a copy of, itself where it is original. `order` goes from the first printed to the last.
pub(super) fn copies(sketches: &[&Sketch], order: &[usize]) -> Vec<usize> {
    let mut copy_of: Vec<usize> = (0..sketches.len()).collect();
    let mut buckets: Map<(u8, u64), Vec<u32>> = Map::default();
    let mut place = vec![0u32; sketches.len()];
    order.iter().enumerate().for_each(|(n, i)| place[*i] = n as u32);
    for i in order {
        let sketch = sketches[*i];
        let keys = keys(sketch);
        let mut candidates: Vec<u32> = keys.iter().filter_map(|k| buckets.get(k)).flatten().copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        let near = candidates.into_iter().filter(|c| is_copy(sketches[*c as usize], sketch));
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
    copy_of
}

/// The keys under which an article looks for its original.
fn keys(sketch: &Sketch) -> Vec<(u8, u64)> {
    let band = |(n, rows): (usize, &[u32])| {
        let mut bytes = [0u8; 4 * BAND];
        bytes.chunks_exact_mut(4).zip(rows).for_each(|(to, row)| to.copy_from_slice(&row.to_le_bytes()));
        (n as u8, xxhash_rust::xxh3::xxh3_64(&bytes))
    };
    let mut out: Vec<(u8, u64)> = sketch.bins.chunks_exact(BAND).enumerate().map(band).collect();
    out.extend(sketch.leads.iter().map(|l| (u8::MAX, *l)));
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

    #[test]
    fn whole_cut_and_changed_copies_are_known() {
        let original = sketch(STORY);
        let cut = sketch(&STORY[..STORY.find(" The ferry company").expect("sentence")]);
        let changed = sketch(&format!("VELDEN (Agency) - {}", STORY.replace("heavy seas", "rough seas")));
        let other = sketch(
            "Torvale, Monday. The coast guard of Velden said on Monday that it would buy eight boats. About 90 people work at the harbour, and the mayor said at the town hall that more of them were needed.",
        );
        let list = [&original, &cut, &changed, &other];
        assert_eq!(copies(&list, &[0, 1, 2, 3]), [0, 0, 0, 3]);
    }

    #[test]
    fn texts_of_a_few_words_are_no_copies() {
        let (a, b) = (sketch("Five dead in Velden fire"), sketch("Five dead in Velden fire"));
        assert_eq!(copies(&[&a, &b], &[0, 1]), [0, 1]);
    }

    #[test]
    fn no_chain_of_small_changes() {
        let words: Vec<String> = (0..400).map(|i| format!("word{i}")).collect();
        let texts: Vec<Sketch> = (0..6).map(|shift| sketch(&words[shift * 50..shift * 50 + 150].join(" "))).collect();
        let list: Vec<&Sketch> = texts.iter().collect();
        let found = copies(&list, &[0, 1, 2, 3, 4, 5]);
        assert!(found.iter().all(|o| found[*o] == *o), "{found:?}");
        assert_ne!(found[0], found[5]);
    }
}
