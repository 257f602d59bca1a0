//! How the rows of a topic stand to each other: the six rules for two rows of one question, what one status implies of another,
//! origins, and what all that makes of the topic.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::fold::{Row, Voice};
use super::interval::{Key, Meeting};
use crate::lexicon::Implies;
use crate::types::{Agreement, Evidence, Modality, Quantifier, Relation, SourceKind, Stance};

/// Rows of a question that are held against each other; of more, each against its neighbors in days and in size.
const DENSE: usize = 300;
/// Neighbors on either side.
const WINDOW: usize = 24;

/// Evidence that names a basis.
pub(super) fn based(evidence: Evidence) -> bool {
    use Evidence::{Confirmed, CourtEstablished, Documented, Named, VisuallyConfirmed};
    matches!(evidence, Named | Documented | VisuallyConfirmed | Confirmed | CourtEstablished)
}

/// How serious a relation is: the row shows the most serious.
fn weight(relation: Relation) -> u8 {
    match relation {
        Relation::Single | Relation::PartOf => 0,
        Relation::Same => 1,
        Relation::Agrees => 2,
        Relation::Contains => 3,
        Relation::Nested => 4,
        Relation::Updates | Relation::Corrects => 5,
        Relation::Conflict | Relation::Denies => 6,
    }
}

/// True where the row has a figure that can agree or not.
fn takes_part(row: &Row) -> bool {
    !row.contests() || row.stance == Stance::Denies
}

/// What two rows of one question are to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pair {
    relation: Relation,
    /// For updates: true where the second row is the later one.
    second_later: bool,
}

/// True where all days of the one lie before all days of the other.
fn before(a: &Row, b: &Row) -> bool {
    let earlier = a.stance == Stance::Earlier && b.stance != Stance::Earlier;
    let later = b.stance == Stance::Earlier && a.stance != Stance::Earlier;
    earlier || (!later && matches!((a.last, b.first), (Some(x), Some(y)) if x < y))
}

/// True where the second row is the later: an earlier state goes first, then days, the time of print, the place in one text
/// (a text begins with what is new).
fn second_later(a: &Row, b: &Row, position: impl Fn(&Row) -> (usize, i64)) -> bool {
    let days = |r: &Row| (r.stance != Stance::Earlier, r.last, r.first);
    match days(a).cmp(&days(b)).then_with(|| a.published.cmp(&b.published)) {
        std::cmp::Ordering::Less => true,
        std::cmp::Ordering::Greater => false,
        std::cmp::Ordering::Equal => {
            let ((p, at), (q, to)) = (position(a), position(b));
            if p == q { to < at } else { q > p }
        }
    }
}

/// Rules 1 to 6; none where the two say nothing of each other.
fn pair(a: &Row, b: &Row, position: impl Fn(&Row) -> (usize, i64)) -> Option<Pair> {
    let plain = |relation| Some(Pair { relation, second_later: false });
    let meeting = a.interval.meets(&b.interval);
    let disjoint = matches!(meeting, Meeting::Below | Meeting::Above);
    let one_claimant = a.voice == b.voice;
    if (a.stance == Stance::Denies) != (b.stance == Stance::Denies) {
        return if disjoint { None } else { plain(Relation::Denies) };
    }
    if meeting == Meeting::Equal {
        return plain(if one_claimant { Relation::Same } else { Relation::Agrees });
    }
    if a.stance == Stance::Denies {
        return None;
    }
    if !disjoint {
        for (x, y, second) in [(a, b, true), (b, a, false)] {
            let floor = x.interval.is_floor() && x.interval.point() < y.interval.point();
            if before(x, y) && (one_claimant || floor) {
                return Some(Pair { relation: updates(y), second_later: second });
            }
        }
        return plain(if meeting == Meeting::Overlap { Relation::Agrees } else { Relation::Contains });
    }
    let (lower, higher) = if meeting == Meeting::Below { (a, b) } else { (b, a) };
    if based(lower.evidence()) && !based(higher.evidence()) {
        return plain(Relation::Nested);
    }
    if one_claimant || a.own() || b.own() || before(a, b) || before(b, a) {
        let second = second_later(a, b, position);
        // "several" in a paper's own words does away with no number.
        let loose = |r: &Row| r.own() && r.interval.quantifier == Quantifier::Vague;
        let (old, new) = if second { (a, b) } else { (b, a) };
        if loose(new) && !loose(old) {
            return None;
        }
        return Some(Pair { relation: updates(if second { b } else { a }), second_later: second });
    }
    plain(Relation::Conflict)
}

/// A later row updates, or corrects where the text says so.
fn updates(later: &Row) -> Relation {
    if later.stance == Stance::Corrects { Relation::Corrects } else { Relation::Updates }
}

/// What is found of a topic.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Verdict {
    pub agreement: Agreement,
    pub ratio: Option<f64>,
    pub n_origins: i64,
    pub n_contesting: i64,
    pub n_claimants: i64,
}

/// Relates the rows of one topic (`topic` is their range), sorted by question, and says what the topic comes to.
/// `position` gives the article (in order of print) and the place in its text of a row.
pub(super) fn relate(rows: &mut [Row], topic: Range<usize>, lexicon: &Implies, position: &dyn Fn(&Row) -> (usize, i64)) -> Verdict {
    let mut questions: Vec<Range<usize>> = Vec::new();
    let mut start = topic.start;
    for i in topic.clone() {
        let end = i + 1;
        if end == topic.end || (rows[end].status, rows[end].kind) != (rows[i].status, rows[i].kind) {
            questions.push(start..end);
            start = end;
        }
    }
    for question in &questions {
        origins(rows, question.clone());
        relate_question(rows, question.clone(), position);
    }
    imply(rows, &questions, lexicon);
    let here = &rows[topic];
    let many = questions.len() > 1;
    let across = |r: &&Row| !many || (!r.part && r.modality == Modality::Actual);
    let mut counted: Vec<&Row> = here.iter().filter(across).collect();
    if counted.is_empty() {
        counted = here.iter().collect();
    }
    let speaking = |rows: &[&Row]| {
        let voices: BTreeSet<&Voice> = rows.iter().filter(|r| r.independent).map(|r| &r.voice).collect();
        let named = voices.iter().filter(|v| matches!(v, Voice::Claimant(_))).count();
        if named > 0 { named } else { usize::from(!voices.is_empty()) }
    };
    let voices: BTreeSet<Option<&Voice>> = here.iter().map(|r| (!r.own()).then_some(&r.voice)).collect();
    Verdict {
        agreement: agreement(here),
        ratio: ratio(rows, &questions, lexicon),
        n_origins: speaking(&counted) as i64,
        n_contesting: here.iter().filter(|r| r.contests()).map(|r| &r.voice).collect::<BTreeSet<_>>().len() as i64,
        n_claimants: voices.len() as i64,
    }
}

/// Who of a question has the figure from himself.
fn origins(rows: &mut [Row], question: Range<usize>) {
    let prints = |kind: SourceKind| matches!(kind, SourceKind::Media | SourceKind::Wire | SourceKind::SocialMedia);
    // The first day on which each figure was given by others than papers and agencies.
    let mut given: BTreeMap<Key, Option<i32>> = BTreeMap::new();
    for row in rows[question.clone()].iter().filter(|r| !r.own() && r.supports() && !prints(r.claimant_kind)) {
        given.entry(row.interval.key()).and_modify(|first| *first = row.first.min(*first)).or_insert(row.first);
    }
    // A paper or agency whose figure another claimant has given by then repeats it.
    let repeats = |row: &Row| prints(row.claimant_kind) && given.get(&row.interval.key()).is_some_and(|first| *first <= row.first);
    let speaks: Vec<bool> = question.clone().map(|i| rows[i].supports() && !rows[i].own() && !repeats(&rows[i])).collect();
    let named: BTreeSet<&Voice> = question.clone().zip(&speaks).filter(|(_, s)| **s).map(|(i, _)| &rows[i].voice).collect();
    let n = named.len();
    let own = question.clone().any(|i| rows[i].own() && rows[i].supports());
    let total = if n > 0 { n } else { usize::from(own) };
    for (i, speaks) in question.zip(speaks) {
        rows[i].independent = speaks || (n == 0 && rows[i].own() && rows[i].supports());
        rows[i].n_origins = total as i64;
    }
}

/// Pairs of a question that are held against each other.
fn pairs(rows: &[Row], members: &[usize]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    if members.len() <= DENSE {
        for (n, i) in members.iter().enumerate() {
            out.extend(members[n + 1..].iter().map(|j| (*i, *j)));
        }
        return out;
    }
    let mut by_day = members.to_vec();
    by_day.sort_by_key(|i| (rows[*i].last, rows[*i].first, *i));
    // `members` stand by size already.
    for list in [members, &by_day] {
        for (n, i) in list.iter().enumerate() {
            out.extend(list[n + 1..].iter().take(WINDOW).map(|j| (*i.min(j), *i.max(j))));
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

fn relate_question(rows: &mut [Row], question: Range<usize>, position: &dyn Fn(&Row) -> (usize, i64)) {
    let members: Vec<usize> = question.clone().filter(|i| takes_part(&rows[*i])).collect();
    let mut found: Vec<(usize, usize, Pair)> = Vec::new();
    for (i, j) in pairs(rows, &members) {
        if let Some(pair) = pair(&rows[i], &rows[j], position) {
            found.push((i, j, pair));
        }
    }
    let mut replaced: BTreeSet<usize> = BTreeSet::new();
    for (i, j, pair) in &found {
        if matches!(pair.relation, Relation::Updates | Relation::Corrects) {
            let (old, new) = if pair.second_later { (*i, *j) } else { (*j, *i) };
            replaced.insert(old);
            rows[new].supersedes.push(old);
        }
    }
    // Rivals are the figures that still stand: what its own claimant has replaced is in conflict with none.
    found.retain(|(i, j, p)| p.relation != Relation::Conflict || !(replaced.contains(i) || replaced.contains(j)));
    let mut best: Vec<Option<(u8, usize, Option<i32>, Pair, usize)>> = vec![None; question.len()];
    for (i, j, pair) in &found {
        for (me, other) in [(*i, *j), (*j, *i)] {
            let entry = (weight(pair.relation), rows[other].n_articles, rows[other].last, *pair, other);
            let slot = &mut best[me - question.start];
            let better = slot.as_ref().is_none_or(|s| (entry.0, entry.2, entry.1, s.4) > (s.0, s.2, s.1, entry.4));
            if better {
                *slot = Some(entry);
            }
        }
    }
    let alone = members.len() == 1;
    for i in question.clone() {
        match best[i - question.start] {
            Some((.., pair, other)) => {
                rows[i].relation = Some(pair.relation);
                rows[i].relation_to = Some(other);
                let words = explain(&rows[i], &rows[other], pair.relation, rows[i].supersedes.contains(&other));
                rows[i].explanation.push(words);
            }
            None if !takes_part(&rows[i]) => {
                let words = contested(&rows[i]);
                rows[i].explanation.push(words);
            }
            None if rows[i].part && (alone || members.is_empty()) => {
                rows[i].relation = Some(Relation::PartOf);
                rows[i].explanation.push("Part of another figure; no other row answers this question.".to_owned());
            }
            None => {
                rows[i].relation = Some(Relation::Single);
                let words =
                    if alone { "No other row answers this question." } else { "No other row of this question can be held against it." };
                rows[i].explanation.push(words.to_owned());
            }
        }
    }
}

/// Relations of rows of two questions, where one status implies the other.
fn imply(rows: &mut [Row], questions: &[Range<usize>], lexicon: &Implies) {
    let usable = |r: &Row| r.supports() && !r.part && r.modality == Modality::Actual;
    let mut found: Vec<(usize, usize, Relation)> = Vec::new();
    for a in questions {
        for b in questions {
            let (x, y) = (&rows[a.start], &rows[b.start]);
            if a == b || x.kind != y.kind || x.unit != y.unit {
                continue;
            }
            for i in a.clone().filter(|i| usable(&rows[*i]) && lexicon.implies(rows[*i].status, y.status, rows[*i].role.as_deref())) {
                // The highest and the lowest figure of the other question say all: the rest lie between.
                for j in b.clone().filter(|j| usable(&rows[*j])).take(DENSE) {
                    let conflict = rows[i].interval.meets(&rows[j].interval) == Meeting::Above;
                    found.push((i, j, if conflict { Relation::Conflict } else { Relation::Nested }));
                }
            }
        }
    }
    for (i, j, relation) in found {
        for (me, other, implies) in [(i, j, true), (j, i, false)] {
            let stands = rows[me].implied.map_or(0, weight);
            if weight(relation) > stands {
                let words = explain_implied(&rows[me], &rows[other], relation, implies);
                rows[me].implied = Some(relation);
                rows[me].implied_to = Some(other);
                rows[me].explanation.truncate(1);
                rows[me].explanation.push(words);
            }
        }
    }
}

/// The most serious of the relations of a topic's rows.
fn agreement(rows: &[Row]) -> Agreement {
    let most = rows.iter().flat_map(|r| [r.relation, r.implied]).flatten().map(weight).max().unwrap_or(0);
    match most {
        0 => Agreement::Single,
        1..=3 => Agreement::Agree,
        4 => Agreement::Nested,
        5 => Agreement::Updated,
        _ => Agreement::Conflict,
    }
}

/// The widest of highest over lowest among rows that may be compared.
fn ratio(rows: &[Row], questions: &[Range<usize>], lexicon: &Implies) -> Option<f64> {
    let points = |question: &Range<usize>, across: bool| -> Vec<f64> {
        let fits = |r: &&Row| !r.contests() && (!across || (!r.part && r.modality == Modality::Actual));
        rows[question.clone()].iter().filter(fits).filter_map(|r| r.interval.point()).collect()
    };
    let widest = |points: &[f64]| {
        let (low, high) = (points.iter().copied().min_by(f64::total_cmp)?, points.iter().copied().max_by(f64::total_cmp)?);
        (points.len() > 1 && low > 0.0).then_some(high / low)
    };
    let mut out: Vec<f64> = questions.iter().filter_map(|q| widest(&points(q, false))).collect();
    for a in questions {
        for b in questions {
            let (x, y) = (&rows[a.start], &rows[b.start]);
            let implies = a != b
                && x.kind == y.kind
                && x.unit == y.unit
                && rows[a.clone()].iter().any(|r| lexicon.implies(r.status, y.status, r.role.as_deref()));
            if implies {
                let both = (points(a, true), points(b, true));
                if !both.0.is_empty() && !both.1.is_empty() {
                    out.extend(widest(&[both.0, both.1].concat()));
                }
            }
        }
    }
    out.into_iter().max_by(f64::total_cmp)
}

/// What a relation says, in words.
fn explain(me: &Row, other: &Row, relation: Relation, mine_later: bool) -> String {
    let it = format!("{} ({})", other.figure, other.name);
    let me_it = format!("{} ({})", me.figure, me.name);
    match relation {
        Relation::Denies if me.stance == Stance::Denies => format!("{} denies {it}.", me.name),
        Relation::Denies => format!("{} denies the figure.", other.name),
        Relation::Same => format!("{} says the same elsewhere: {}.", me.name, other.figure),
        Relation::Agrees if me.interval.equals(&other.interval) => format!("{} gives the same figure.", other.name),
        Relation::Agrees => format!("{me_it} and {it} can both be true."),
        Relation::Contains => format!("{me_it} and {it} can both be true: one lies within the other."),
        Relation::Nested => {
            let (narrow, wide) = if me.interval.meets(&other.interval) == Meeting::Below { (me, other) } else { (other, me) };
            format!(
                "{} {} ({}) may be the surer share of {} {} ({}).",
                narrow.figure,
                narrow.evidence(),
                narrow.name,
                wide.figure,
                wide.evidence(),
                wide.name
            )
        }
        Relation::Updates if mine_later => format!("Replaces the earlier {it}."),
        Relation::Updates => format!("Replaced by the later {it}."),
        Relation::Corrects if mine_later => format!("Corrects the earlier {it}."),
        Relation::Corrects => format!("Corrected by {it}."),
        Relation::Conflict => format!("{me_it} and {it} cannot both be true."),
        Relation::Single | Relation::PartOf => String::new(),
    }
}

/// What a row says that has no figure of its own.
fn contested(me: &Row) -> String {
    let what = match me.stance {
        Stance::Doubts => "doubts the figure",
        Stance::Unaware => "is unaware of it",
        Stance::CannotConfirm => "cannot confirm it",
        Stance::DeclinesComment => "declines to comment on it",
        _ => "denies the figure",
    };
    format!("{} {what}; this does not support it.", me.name)
}

/// What a relation to another status says, in words.
fn explain_implied(me: &Row, other: &Row, relation: Relation, implies: bool) -> String {
    let (small, large) = if implies { (me, other) } else { (other, me) };
    let words = |r: &Row| format!("{} {} ({})", r.figure, r.status.as_str().replace('_', " "), r.name);
    match relation {
        Relation::Conflict => format!("{} cannot be more than {}: who is the one is the other too.", words(small), words(large)),
        _ => format!("{} may be among {}: who is the one is the other too.", words(small), words(large)),
    }
}
