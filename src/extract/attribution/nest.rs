//! Which attribution stands within the content of which.

use std::collections::BTreeSet;

use crate::types::{Attribution, Span};

/// Sets `parent` to the attribution with the smallest content that holds this one's cue (or source, or content). `found` is
/// in order of those places, so that one sweep over the text with the contents open at each place will do.
pub fn parents(found: &mut [Attribution]) {
    let place: Vec<Option<Span>> = found.iter().map(|a| a.cue.or(a.source).or(a.content.first().copied())).collect();
    let size: Vec<usize> = found.iter().map(|a| a.content.iter().map(Span::len).sum()).collect();
    let mut pieces: Vec<(Span, usize)> = found.iter().enumerate().flat_map(|(i, a)| a.content.iter().map(move |c| (*c, i))).collect();
    pieces.sort_by_key(|(c, i)| (c.start, *i));
    let mut order: Vec<usize> = (0..found.len()).filter(|&i| place[i].is_some()).collect();
    order.sort_by_key(|&i| place[i].map(|p| (p.start, i)));
    // Size, attribution, end of the piece: the smallest first.
    let mut open: BTreeSet<(usize, usize, usize)> = BTreeSet::new();
    let mut over = Vec::new();
    let mut next = 0;
    for i in order {
        let Some(at) = place[i] else { continue };
        while let Some((c, j)) = pieces.get(next).filter(|(c, _)| c.start <= at.start) {
            open.insert((size[*j], *j, c.end));
            next += 1;
        }
        let mut parent = None;
        for &(length, j, end) in &open {
            if end < at.start {
                over.push((length, j, end));
            } else if j != i && end >= at.end && place[j].is_none_or(|p| !found[i].content.iter().any(|c| c.contains(&p))) {
                parent = Some(j);
                break;
            }
        }
        for gone in over.drain(..) {
            open.remove(&gone);
        }
        found[i].parent = parent;
    }
    cited(found);
    break_circles(found);
}

/// "The Herald, citing Radio Orsk, said": the one cited stands within what the one who cites says, not around it.
fn cited(found: &mut [Attribution]) {
    let cites = |a: &Attribution| matches!(a.cue_lemma.as_str(), "citing" | "quoting");
    let mut beside: Vec<usize> = (0..found.len()).collect();
    beside.sort_by_key(|&i| (found[i].sentence, i));
    for i in 0..found.len() {
        if !cites(&found[i]) {
            continue;
        }
        let here = found[i].sentence;
        let from = beside.partition_point(|&j| found[j].sentence < here);
        let outer = beside[from..].iter().copied().take_while(|&j| found[j].sentence == here).find(|&j| {
            let (a, b) = (&found[i], &found[j]);
            j != i && !cites(b) && b.vouches && b.source.is_some() && a.content.iter().any(|c| b.content.iter().any(|d| c.overlaps(d)))
        });
        if let Some(j) = outer {
            if found[j].parent == Some(i) {
                found[j].parent = found[i].parent.filter(|p| *p != j);
            }
            found[i].parent = Some(j);
            // What is said within is said by the one cited: "NPW, citing the Gazette, reported that a clerk spoke of nine".
            for &k in &beside[from..] {
                if found[k].sentence != here {
                    break;
                }
                let inside = found[k].cue.is_some_and(|cue| found[i].content.iter().any(|c| c.contains(&cue)));
                if k != i && k != j && found[k].parent == Some(j) && inside && !cites(&found[k]) {
                    found[k].parent = Some(i);
                }
            }
        }
    }
}

/// Parents form trees: an attribution that is its own ancestor, or below one that is, loses its parent.
fn break_circles(found: &mut [Attribution]) {
    // Those whose ancestors end at one without a parent, and the walk in which each was last met.
    let mut ends = vec![false; found.len()];
    let mut met = vec![usize::MAX; found.len()];
    let mut path = Vec::new();
    for i in 0..found.len() {
        path.clear();
        let mut at = Some(i);
        while let Some(j) = at.filter(|&j| !ends[j]) {
            if met[j] == i {
                found[i].parent = None;
                path.clear();
                path.push(i);
                break;
            }
            met[j] = i;
            path.push(j);
            at = found[j].parent;
        }
        for &j in &path {
            ends[j] = true;
        }
    }
}
