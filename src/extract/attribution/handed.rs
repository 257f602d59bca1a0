//! Words that pass through a second mouth: a ledger seen by a paper, remarks carried by a radio, a guard heard by a court.

use super::blank;
use super::span::{cue_span, source};
use crate::extract::reading::Reading;
use crate::extract::tree::{agent, passive, preposition, subject, with_preposition};
use crate::lexicon::SpeechUse;
use crate::types::{Attribution, AttributionKind, Evidence, Sentence, SourceKind, Span, Upos};

/// "A ledger seen by the Courier lists 57 names": the Courier says what the ledger says. Adds an attribution around each one
/// whose source is seen, quoted or carried by someone; those of earlier sentences end at `before` in `found`.
pub fn handed_on(reading: &Reading, index: usize, before: usize, found: &mut Vec<Attribution>) {
    let s = &reading.sentences[index];
    let handed = |v: usize| reading.lexicon.reporting.is(&s.words[v].lemma, SpeechUse::Handed);
    for i in before..found.len() {
        let Some(head) = found[i].source_word else { continue };
        let by = s.children(head).filter(|&c| s.words[c].rel == "acl" && handed(c)).find_map(|c| {
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
                let v = s.children(c).find(|&v| s.words[v].rel == "acl" && handed(v))?;
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

/// "The Harbour Post had seen a list of 13 officers": the paper says what the list says. Attributions of earlier sentences end at `before`.
pub fn documents(reading: &Reading, index: usize, before: usize, found: &mut Vec<Attribution>) {
    let s = &reading.sentences[index];
    for verb in 0..s.words.len() {
        if s.words[verb].upos != Upos::Verb || !reading.lexicon.reporting.is(&s.words[verb].lemma, SpeechUse::Seen) || passive(s, verb) {
            continue;
        }
        let document = |c: &usize| {
            matches!(
                reading.lexicon.people.role(&s.words[*c].lemma),
                Some(SourceKind::Document | SourceKind::Dataset | SourceKind::Footage)
            )
        };
        let Some(object) = s.children(verb).filter(|&c| c > verb && s.words[c].rel == "obj").find(document) else { continue };
        let of = s.children(object).find(|&c| c > object && s.words[c].rel == "nmod" && matches!(preposition(s, c), Some("of" | "with")));
        let Some(of) = of.filter(|&c| s.extent(c).of(reading.text()).bytes().any(|b| b.is_ascii_digit())) else { continue };
        let Some(case) = s.children(of).find(|&k| s.words[k].rel == "case") else { continue };
        let Some((who, _)) = subject(s, verb).filter(|(c, passive)| !passive && *c < verb) else { continue };
        let mut same = found.split_off(before);
        same.retain(|x| x.cue_word != Some(verb));
        found.append(&mut same);
        let mut outer = blank(index, Some(cue_span(reading, s, verb, &[])), &s.words[verb].lemma);
        outer.kind = AttributionKind::Writing;
        outer.cue_word = Some(verb);
        let (span, head) = source(s, who, verb);
        outer.source = Some(span);
        outer.source_word = Some(head);
        outer.content = vec![s.extent(object)];
        let mut inner = blank(index, Some(s.words[case].span), "of");
        inner.kind = AttributionKind::Evidence;
        inner.evidence = Evidence::Documented;
        inner.cue_word = Some(case);
        inner.source = Some(Span::new(s.extent(object).start, s.words[object].span.end));
        inner.source_word = Some(object);
        inner.content = vec![Span::new(s.words[case].span.end, s.extent(of).end)];
        found.extend([outer, inner]);
    }
}

/// Who told: "from soldiers" behind a verb of hearing.
pub(super) fn heard_from(s: &Sentence, word: usize) -> Option<usize> {
    if !matches!(s.words[word].lemma.as_str(), "hear" | "learn") {
        return None;
    }
    let from = with_preposition(s, word, "from").next();
    from.filter(|&c| c > word)
}
