//! Clusters of facts, questions and topics: nearest first, by average nearness.

/// Items that are clustered against each other; of more, each goes to the nearest cluster in turn.
pub(super) const DENSE: usize = 240;
/// Members that stand for a cluster when a further item is held against it.
pub(super) const SAMPLE: usize = 8;

/// Agglomerative clustering by average nearness; a pair that cannot be keeps its clusters apart for good. The first [`DENSE`] are
/// clustered against each other, each further one goes to the nearest cluster or begins its own.
pub(super) fn clusters(items: &[usize], least: f32, near: impl Fn(usize, usize) -> Option<f32>) -> Vec<Vec<usize>> {
    const NEVER: f32 = f32::NEG_INFINITY;
    let n = items.len().min(DENSE);
    let mut groups: Vec<Vec<usize>> = items[..n].iter().map(|i| vec![*i]).collect();
    let mut matrix = vec![NEVER; n * n];
    for i in 0..n {
        for j in 0..i {
            let x = near(items[j], items[i]).unwrap_or(NEVER);
            matrix[i * n + j] = x;
            matrix[j * n + i] = x;
        }
    }
    let mut alive: Vec<usize> = (0..n).collect();
    let nearest = |matrix: &[f32], alive: &[usize], i: usize| {
        let mut best: Option<(f32, usize)> = None;
        for j in alive.iter().copied().filter(|j| *j > i) {
            let x = matrix[i * n + j];
            if x >= least && best.is_none_or(|(y, _)| x > y) {
                best = Some((x, j));
            }
        }
        best
    };
    let mut near_to: Vec<Option<(f32, usize)>> = (0..n).map(|i| nearest(&matrix, &alive, i)).collect();
    loop {
        let mut best: Option<(f32, usize, usize)> = None;
        for i in &alive {
            if let Some((x, j)) = near_to[*i] {
                if best.is_none_or(|(y, _, _)| x > y) {
                    best = Some((x, *i, j));
                }
            }
        }
        let Some((_, i, j)) = best else { break };
        let (a, b) = (groups[i].len() as f32, groups[j].len() as f32);
        for k in &alive {
            let x = (a * matrix[i * n + k] + b * matrix[j * n + k]) / (a + b);
            matrix[i * n + k] = x;
            matrix[k * n + i] = x;
        }
        let moved = std::mem::take(&mut groups[j]);
        groups[i].extend(moved);
        alive.retain(|k| *k != j);
        near_to[i] = nearest(&matrix, &alive, i);
        for k in alive.iter().copied().take_while(|k| *k < j).filter(|k| *k != i) {
            let gone = near_to[k].is_some_and(|(_, to)| to == j || to == i);
            if gone {
                near_to[k] = nearest(&matrix, &alive, k);
            } else if k < i {
                let x = matrix[k * n + i];
                if x >= least && near_to[k].is_none_or(|(y, to)| x > y || (x == y && i < to)) {
                    near_to[k] = Some((x, i));
                }
            }
        }
    }
    let mut groups: Vec<Vec<usize>> = alive.into_iter().map(|i| std::mem::take(&mut groups[i])).collect();
    for item in &items[n..] {
        let score = |group: &Vec<usize>| {
            let (mut sum, mut count) = (0.0, 0.0);
            for member in group.iter().rev().take(SAMPLE) {
                sum += near(*member, *item)?;
                count += 1.0;
            }
            Some(sum / count)
        };
        let from = groups.len().saturating_sub(DENSE);
        let best = groups[from..].iter().enumerate().filter_map(|(g, group)| Some((score(group)?, g))).filter(|(x, _)| *x >= least);
        match best.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))) {
            Some((_, g)) => groups[from + g].push(*item),
            None => groups.push(vec![*item]),
        }
    }
    groups
}
