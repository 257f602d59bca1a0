//! What stands around a verb of saying: the clause that the parser hung on the hearer, the verb or adjective that governs it, the
//! statement or interview in which it was said, words that call another's figure false.

use super::clauses::that_clause;
use super::span::cue_span;
use super::verbs::for_purpose;
use crate::extract::reading::Reading;
use crate::extract::tree::preposition;
use crate::lexicon::{Cue, Reporting};
use crate::types::{Attribution, AttributionKind, Sentence, Stance, Upos, Word};

/// The cues of a verb. The lemma of a word that the model has not seen may lack its "e" or have one too many ("rebuk" of "rebuked",
/// "applaude" of "applauded", "hop" of "hoping").
pub fn cues_of<'a>(reading: &'a Reading, w: &Word) -> &'a [Cue] {
    let reporting: &Reporting = &reading.lexicon.reporting;
    let known = reporting.verb(&w.lemma);
    if !known.is_empty() || w.lemma.len() < 3 || !matches!(w.xpos, "VBG" | "VBD" | "VBN") {
        return known;
    }
    if let Some(stem) = w.lemma.strip_suffix('e') {
        return reporting.verb(stem);
    }
    // "hopped" doubles its consonant, "hoped" does not.
    let form = reading.of(&w.span);
    let doubled = form.len() > w.lemma.len() && form.as_bytes()[w.lemma.len()] == *w.lemma.as_bytes().last().unwrap_or(&b' ');
    if doubled { known } else { reporting.verb(&format!("{}e", w.lemma)) }
}

/// "told the Green Cross that 25 were treated", "heard from a guard that six were beaten": the clause, where it was hung on the hearer
/// or speaker as if it described him.
pub fn handed_clause(reading: &Reading, s: &Sentence, word: usize, cue: &Cue) -> Option<usize> {
    if !cue.content.clause {
        return None;
    }
    let hears = |c: usize| match s.words[c].rel.split(':').next() {
        Some("obj" | "iobj") => true,
        Some("obl") => matches!(preposition(s, c), Some("from" | "by" | "to") | None),
        _ => false,
    };
    // "said in a statement that": the clause is what was said, not what the statement is.
    let medium = |c: usize| matches!(preposition(s, c), Some("in" | "during")) && MEDIA.contains(&s.words[c].lemma.as_str());
    s.children(word)
        .filter(|&c| c > word && (medium(c) || hears(c) && reading.lexicon.reporting.noun(&s.words[c].lemma).is_none()))
        .find_map(|c| that_clause(s, c))
}

/// Lets the cue begin at what governs its verb where that is no cue itself: "was willing | to say", "has mounted a campaign | to
/// condemn", "took the step | of criticizing". `found` are the attributions of this sentence so far.
pub fn govern(reading: &Reading, s: &Sentence, word: usize, found: &[Attribution], a: &mut Attribution) {
    let (Some(cue), Some(source)) = (a.cue, a.source) else { return };
    let w = &s.words[word];
    let up = w.head;
    if up >= word {
        return;
    }
    let marked = |m: &str| s.children(word).any(|c| c < word && s.words[c].lemma == m && matches!(s.words[c].rel, "mark" | "case"));
    let able = |i: usize| s.words[i].upos == Upos::Adj && s.child(i, "cop").is_some();
    let alone = !s.children(up).any(|c| c > up && c < word && matches!(s.words[c].rel, "obj" | "iobj"));
    let governor = if marked("to") && alone && word - up <= 6 && (w.rel == "xcomp" && s.words[up].upos == Upos::Verb || able(up)) {
        up
    } else if w.rel == "acl" && s.words[up].rel == "obj" && reading.lexicon.reporting.noun(&s.words[up].lemma).is_none() {
        let verb = s.words[up].head;
        let purpose = for_purpose(s, word).is_some() || (marked("of") && w.xpos == "VBG");
        if !purpose || verb >= up || word - verb > 8 || s.words[verb].upos != Upos::Verb {
            return;
        }
        verb
    } else {
        return;
    };
    if found.iter().any(|x| x.cue_word == Some(governor)) {
        return;
    }
    let whole = cue_span(s, governor, &[]);
    if source.end <= whole.start && whole.start < cue.start {
        a.cue = Some(whole.join(&cue));
    }
}

/// What somebody says something in.
const MEDIA: [&str; 24] = [
    "address",
    "announcement",
    "article",
    "blog",
    "briefing",
    "column",
    "conference",
    "e-mail",
    "editorial",
    "email",
    "filing",
    "interview",
    "letter",
    "memo",
    "message",
    "note",
    "post",
    "release",
    "report",
    "speech",
    "statement",
    "testimony",
    "tweet",
    "video",
];

/// Words behind the verb that belong to the cue: "said | in a statement", "is known | as", "complained | bitterly".
pub fn extra_words(s: &Sentence, word: usize, cue: &Cue, extra: &mut Vec<usize>) {
    let last = extra.iter().copied().filter(|&i| i == word + 1).max().unwrap_or(word);
    let next = last + 1;
    let Some(w) = s.words.get(next) else { return };
    match w.upos {
        Upos::Adp if matches!(w.lemma.as_str(), "in" | "during") => {
            let head = w.head;
            let near = head > next && head - next <= 4 && s.words[head].head == word;
            let spoken = matches!(cue.kind, AttributionKind::Speech | AttributionKind::Writing);
            if near && spoken && MEDIA.contains(&s.words[head].lemma.as_str()) {
                extra.extend(next..=head);
            }
        }
        Upos::Adp if w.lemma == "as" && w.rel == "case" && w.head > next && s.words[w.head].head == word => extra.push(next),
        Upos::Adv if w.head == word && w.lemma.ends_with("ly") && !matches!(w.lemma.as_str(), "early" | "only" | "daily" | "weekly") => {
            extra.push(next);
        }
        _ => {}
    }
}

/// "called the union's figure absurd", "dismissed as fiction the claim that ...": the stance to what another says, by the rows of
/// `stances.csv` that begin with "call".
pub fn absurd(reading: &Reading, s: &Sentence, word: usize, cue: &str, said: Option<usize>) -> Option<Stance> {
    let said = said.filter(|_| matches!(cue, "call" | "brand" | "describe" | "label" | "dub" | "deem" | "dismiss"))?;
    // "called the figure high, and said it was wrong" judges nothing by its second half.
    let end = s.words.len().min(said + 12);
    let rules = || reading.lexicon.reporting.stances.iter().filter(|r| !r.negated && r.lemmas.len() == 2 && r.lemmas[0] == "call");
    (word + 1..end)
        .take_while(|&i| !matches!(s.words[i].lemma.as_str(), "," | ";" | "and" | "but"))
        .filter(|&i| i != said)
        .find_map(|i| rules().find(|r| r.lemmas[1] == s.words[i].lemma).map(|r| r.stance))
}
