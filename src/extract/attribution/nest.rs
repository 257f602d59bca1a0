//! Which attribution stands within the content of which.

use crate::types::{Attribution, Span};

/// Sets `parent` to the attribution with the smallest content that holds this one's cue (or source, or content).
pub fn parents(found: &mut [Attribution]) {
    let place: Vec<Option<Span>> = found.iter().map(|a| a.cue.or(a.source).or(a.content.first().copied())).collect();
    for i in 0..found.len() {
        let Some(at) = place[i] else { continue };
        let size = |a: &Attribution| a.content.iter().map(Span::len).sum::<usize>();
        let parent = (0..found.len())
            .filter(|&j| {
                j != i
                    && found[j].content.iter().any(|c| c.contains(&at))
                    && place[j].is_none_or(|p| !found[i].content.iter().any(|c| c.contains(&p)))
            })
            .min_by_key(|&j| (size(&found[j]), j));
        found[i].parent = parent;
    }
    cited(found);
    break_circles(found);
}

/// "The Herald, citing Radio Orsk, said": the one cited stands within what the one who cites says, not around it.
fn cited(found: &mut [Attribution]) {
    let cites = |a: &Attribution| matches!(a.cue_lemma.as_str(), "citing" | "quoting");
    for i in 0..found.len() {
        if !cites(&found[i]) {
            continue;
        }
        let outer = (0..found.len()).find(|&j| {
            let (a, b) = (&found[i], &found[j]);
            j != i
                && !cites(b)
                && b.vouches
                && b.source.is_some()
                && a.sentence == b.sentence
                && a.content.iter().any(|c| b.content.iter().any(|d| c.overlaps(d)))
        });
        if let Some(j) = outer {
            if found[j].parent == Some(i) {
                found[j].parent = found[i].parent.filter(|p| *p != j);
            }
            found[i].parent = Some(j);
        }
    }
}

/// Parents form trees: an attribution that is its own ancestor loses its parent.
fn break_circles(found: &mut [Attribution]) {
    for i in 0..found.len() {
        let mut at = found[i].parent;
        let mut steps = 0;
        while let Some(j) = at {
            steps += 1;
            if j == i || steps > found.len() {
                found[i].parent = None;
                break;
            }
            at = found[j].parent;
        }
    }
}
