//! What stands around a verb of saying: the clause that the parser hung on the hearer, the verb or adjective that governs it, the
//! statement or interview in which it was said, words that call another's figure false.

use super::clauses::that_clause;
use super::span::{cue_span, source};
use super::verbs::for_purpose;
use crate::extract::reading::Reading;
use crate::extract::tree::{preposition, subject};
use crate::lexicon::{Cue, Reporting, SpeechUse};
use crate::types::{Attribution, AttributionKind, Sentence, Span, Stance, Upos, Word};

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
    let medium =
        |c: usize| matches!(preposition(s, c), Some("in" | "during")) && reading.lexicon.reporting.is(&s.words[c].lemma, SpeechUse::Medium);
    s.children(word)
        .filter(|&c| c > word && (medium(c) || hears(c) && reading.lexicon.reporting.noun(&s.words[c].lemma).is_none()))
        .find_map(|c| that_clause(s, c))
}

/// "accused of hiding boats", "called for cutting the fee": the clause in "-ing" behind the cue's preposition, and the preposition.
pub fn gerund(s: &Sentence, word: usize) -> Option<(usize, usize)> {
    s.children(word).filter(|&c| c > word && matches!(s.words[c].rel.split(':').next(), Some("advcl" | "obl" | "xcomp"))).find_map(|c| {
        let first = s.children(c).find(|&k| {
            let w = &s.words[k];
            k > word && k < c && matches!(w.rel, "mark" | "case") && matches!(w.lemma.as_str(), "of" | "for" | "about" | "against" | "by")
        })?;
        let gerund = (first + 1..=c).any(|i| s.words[i].xpos == "VBG" && (i == c || s.words[i].head == c));
        let near = first - word <= 6 && !s.words[word..first].iter().any(|w| w.upos == Upos::Punct);
        (gerund && near).then_some((c, first))
    })
}

/// "asked the captains who came | to stay in port": what the hearer is to do, wherever the parser hung it.
pub fn order(s: &Sentence, word: usize) -> Option<Span> {
    let hearer = s.children(word).find(|&c| c > word && matches!(s.words[c].rel, "iobj" | "obj"))?;
    let end = s.words.len().min(hearer + 25);
    for i in hearer + 1..end {
        let w = &s.words[i];
        let to = w.lemma == "to" && w.rel == "mark" && w.head > i && w.head - i <= 3;
        if to && s.words[w.head].xpos == "VB" && s.under(w.head, word) {
            return Some(w.span.join(&s.extent(w.head)));
        }
        if matches!(w.lemma.as_str(), ";" | ":") || (w.upos == Upos::Cconj && matches!(w.lemma.as_str(), "but" | "or")) {
            return None;
        }
    }
    None
}

/// "issued a statement saying that nine had died": who issued it says so, and all of it is the cue.
pub fn in_writing(reading: &Reading, s: &Sentence, word: usize, before: usize, found: &mut Vec<Attribution>, a: &mut Attribution) {
    let w = &s.words[word];
    let paper = w.head;
    let verb = s.words[paper].head;
    let fits = w.xpos == "VBG"
        && w.rel == "acl"
        && paper < word
        && word - paper <= 2
        && s.words[paper].rel == "obj"
        && verb < paper
        && s.words[verb].upos == Upos::Verb
        && reading.lexicon.reporting.is(&s.words[paper].lemma, SpeechUse::Medium)
        && reading.lexicon.reporting.is(&s.words[verb].lemma, SpeechUse::Light);
    let Some(cue) = a.cue.filter(|_| fits) else { return };
    let Some((who, _)) = subject(s, verb).filter(|(c, passive)| !passive && *c < verb) else { return };
    let mut same = found.split_off(before);
    same.retain(|x| x.cue_word != Some(verb) && x.cue_word != Some(paper));
    found.append(&mut same);
    a.cue = Some(cue_span(reading, s, verb, &[]).join(&cue));
    let (span, head) = source(s, who, verb);
    a.source = Some(span);
    a.source_word = Some(head);
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
    let whole = cue_span(reading, s, governor, &[]);
    if source.end <= whole.start && whole.start < cue.start {
        a.cue = Some(whole.join(&cue));
    }
}

/// Words behind the verb that belong to the cue: "said | in a statement", "is known | as", "complained | bitterly".
pub fn extra_words(reading: &Reading, s: &Sentence, word: usize, cue: &Cue, extra: &mut Vec<usize>) {
    let last = extra.iter().copied().filter(|&i| i == word + 1).max().unwrap_or(word);
    let next = last + 1;
    let Some(w) = s.words.get(next) else { return };
    match w.upos {
        Upos::Adp if matches!(w.lemma.as_str(), "in" | "during") => {
            let head = w.head;
            let near = head > next && head - next <= 4 && s.words[head].head == word;
            let spoken = matches!(cue.kind, AttributionKind::Speech | AttributionKind::Writing);
            if near && spoken && reading.lexicon.reporting.is(&s.words[head].lemma, SpeechUse::Medium) {
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
