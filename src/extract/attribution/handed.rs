//! Words that pass through a second mouth: a ledger seen by a paper, remarks carried by a radio, a guard heard by a court.

use super::blank;
use super::span::source;
use super::verbs::heard_from;
use crate::extract::reading::Reading;
use crate::extract::tree::{agent, preposition, subject};
use crate::types::{Attribution, AttributionKind, Sentence, Span};

/// "A ledger seen by the Courier lists 57 names": the Courier says what the ledger says. Adds an attribution around each one
/// whose source is seen, quoted or carried by someone; those of earlier sentences end at `before` in `found`.
pub fn handed_on(reading: &Reading, index: usize, before: usize, found: &mut Vec<Attribution>) {
    const HANDED: [&str; 13] =
        ["see", "obtain", "cite", "quote", "broadcast", "carry", "review", "air", "relay", "view", "examine", "acquire", "verify"];
    let s = &reading.sentences[index];
    for i in before..found.len() {
        let Some(head) = found[i].source_word else { continue };
        let by = s.children(head).filter(|&c| s.words[c].rel == "acl" && HANDED.contains(&s.words[c].lemma.as_str())).find_map(|c| {
            let who = agent(s, c)?;
            Some((c, who))
        });
        // "In remarks carried by Radio Orsk, the premier said"; "the ministry said via the agency".
        let beside = || {
            let cue = found[i].cue_word?;
            s.children(cue).filter(|&c| s.words[c].rel.starts_with("obl")).find_map(|c| {
                if preposition(s, c) == Some("via") {
                    return s.children(c).find(|&k| s.words[k].rel == "case").map(|k| (k, c));
                }
                let v = s.children(c).find(|&v| s.words[v].rel == "acl" && HANDED.contains(&s.words[v].lemma.as_str()))?;
                agent(s, v).map(|who| (v, who))
            })
        };
        let of_source = by.is_some();
        let Some((verb, who)) = by.or_else(beside) else {
            if let Some(outer) = told_on(s, index, &mut found[i]) {
                found.push(outer);
            }
            continue;
        };
        let Some(cue) = found[i].cue else { continue };
        let inner = found[i].content.iter().fold(cue, |all, c| all.join(c));
        let source_span = s.words[head].span;
        let mut a = blank(index, Some(s.words[verb].span), &s.words[verb].lemma);
        a.kind = AttributionKind::Writing;
        a.cue_word = Some(verb);
        let (span, word) = source(s, who, verb);
        a.source = Some(span);
        a.source_word = Some(word);
        // The source keeps only its own words.
        let own = Span::new(found[i].source.map_or(source_span.start, |x| x.start.min(source_span.start)), source_span.end);
        let own = if of_source { own } else { found[i].source.unwrap_or(own) };
        found[i].source = Some(own);
        a.content = if inner.start < s.words[verb].span.start { vec![inner, own] } else { vec![own, inner] };
        found.push(a);
    }
}

/// "The court heard from a guard that six were beaten": the court says what the guard said. The inner cue becomes "from".
fn told_on(s: &Sentence, index: usize, inner: &mut Attribution) -> Option<Attribution> {
    let (verb, from) = (inner.cue_word?, inner.source_word?);
    if heard_from(s, verb) != Some(from) {
        return None;
    }
    let case = s.children(from).find(|&k| s.words[k].rel == "case")?;
    let (who, _) = subject(s, verb).filter(|(c, passive)| !passive && *c < verb)?;
    let mut a = blank(index, inner.cue, &inner.cue_lemma);
    a.cue_word = inner.cue_word;
    let (span, head) = source(s, who, verb);
    a.source = Some(span);
    a.source_word = Some(head);
    a.content = vec![inner.content.iter().fold(s.words[case].span, |all, c| all.join(c))];
    inner.cue = Some(s.words[case].span);
    inner.cue_word = Some(case);
    Some(a)
}
