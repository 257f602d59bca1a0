//! Figures and claims in the order of the text, and sums that cannot be.

use super::parts;
use crate::types::{Claim, Figure, Flag, FlagCode};

/// Puts the figures in order of start and renumbers what points at them.
pub fn sort_figures(figures: &mut [Figure], claims: &mut Vec<Claim>, marks: &mut Vec<Option<parts::Mark>>, flags: &mut [Flag]) {
    let mut order: Vec<usize> = (0..figures.len()).collect();
    order.sort_by_key(|&i| (figures[i].span.start, figures[i].span.end, i));
    let mut rank = vec![0; figures.len()];
    for (new, &old) in order.iter().enumerate() {
        rank[old] = new;
    }
    let sorted: Vec<Figure> = order.iter().map(|&i| figures[i].clone()).collect();
    figures.clone_from_slice(&sorted);
    let mut by_figure: Vec<usize> = (0..claims.len()).collect();
    for c in claims.iter_mut() {
        c.figure = rank[c.figure];
    }
    by_figure.sort_by_key(|&i| (claims[i].figure, i));
    let mut place = vec![0; claims.len()];
    for (new, &old) in by_figure.iter().enumerate() {
        place[old] = new;
    }
    *claims = by_figure.iter().map(|&i| claims[i].clone()).collect();
    *marks = by_figure.iter().map(|&i| marks[i]).collect();
    for flag in flags {
        flag.figure = flag.figure.map(|f| rank[f]);
        flag.claim = flag.claim.map(|c| place[c]);
    }
}

/// Arithmetic that cannot be: a part larger than its whole.
pub fn check(claims: &[Claim], flags: &mut Vec<Flag>) {
    for (i, c) in claims.iter().enumerate() {
        let Some(whole) = c.part_of.map(|w| &claims[w]) else { continue };
        if let (Some(part), Some(high)) = (c.low.or(c.value), whole.high) {
            if part > high {
                flags.push(Flag {
                    code: FlagCode::PartExceedsTotal,
                    detail: format!("a part of {part} is more than its whole of {high}"),
                    figure: Some(c.figure),
                    claim: Some(i),
                });
            }
        }
    }
}
