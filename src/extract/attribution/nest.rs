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
    break_circles(found);
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
