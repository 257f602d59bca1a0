//! Verbs of saying, showing, believing, intending, and the adjectives that act like them ("is unaware of").

use super::clauses::{antecedent, begin_behind, clauses_of, is_time, relative_noun, take_tail, to_comma};
use super::frames::{absurd, cues_of, extra_words, gerund, govern, handed_clause, in_writing, order};
use super::handed::heard_from;
use super::span::{colored_by, cue_span, source};
use super::{blank, quotes_at};
use crate::extract::reading::Reading;
use crate::extract::tree::{agent, negated, passive, preposition, subject, with_preposition};
use crate::lexicon::{ClaimWord, Cue, SpeechUse};
use crate::types::{Attribution, AttributionKind, Evidence, Sentence, SourceKind, Span, Stance, Upos};

/// Attributions whose cue is a verb or predicate adjective of this sentence.
pub fn read(reading: &Reading, index: usize, found: &mut Vec<Attribution>) {
    let s = &reading.sentences[index];
    let before = found.len();
    for word in 0..s.words.len() {
        let w = &s.words[word];
        match w.upos {
            Upos::Verb | Upos::Aux if w.rel != "amod" && w.rel != "aux" && w.rel != "cop" && w.rel != "case" && w.rel != "aux:pass" => {
                let clause = s.children(word).any(|c| s.words[c].rel.starts_with("ccomp"));
                for cue in cues_of(reading, w) {
                    if let Some(extra) = rest_of_phrase(s, word, &cue.phrase) {
                        // "reported on April 9 that ..." is no "report on": with a clause only particles count.
                        if clause && extra.iter().any(|&i| s.words[i].rel != "compound:prt" && s.words[i].head != word) {
                            continue;
                        }
                        // "figured out", "took on": another verb than "figured", "took".
                        if s.children(word).any(|c| s.words[c].rel == "compound:prt" && !extra.contains(&c)) {
                            continue;
                        }
                        if let Some(mut a) = verb(reading, index, word, cue, &extra) {
                            if let Some(up) = colored_by(reading, s, word) {
                                colored(before, up, &mut a, found);
                            }
                            govern(reading, s, word, &found[before..], &mut a);
                            in_writing(reading, s, word, before, found, &mut a);
                            found.push(a);
                            break;
                        }
                    }
                }
            }
            Upos::Adj if s.child(word, "cop").is_some() || w.rel == "amod" || w.rel == "acl" || w.rel == "advcl" => {
                if let Some(cue) = reading.lexicon.reporting.adjective(&w.lemma) {
                    found.extend(adjective(reading, index, word, cue));
                }
            }
            _ => {}
        }
    }
}

/// "had a chance to tell": who had it, not the chance.
pub(super) fn for_purpose(s: &Sentence, word: usize) -> Option<usize> {
    let w = &s.words[word];
    let noun = &s.words[w.head];
    let infinitive = w.rel == "acl" && w.head < word && s.children(word).any(|c| s.words[c].rel == "mark" && s.words[c].lemma == "to");
    if !infinitive || noun.upos != Upos::Noun || !matches!(noun.rel, "obj" | "obl" | "nmod") || s.words[noun.head].upos != Upos::Verb {
        return None;
    }
    subject(s, noun.head).filter(|(_, passive)| !passive).map(|(c, _)| c)
}

/// ", saying that", which the parser hung on a word without a subject: the subject of the sentence says it.
fn speaker_before(s: &Sentence, word: usize) -> Option<usize> {
    if s.words[word].xpos != "VBG" {
        return None;
    }
    let root = s.root();
    subject(s, root).filter(|(c, passive)| !passive && *c < word && root < word).map(|(c, _)| c)
}

/// A document, data set or footage vouches for what it shows, with a bare object too ("the survey found 900 empty flats").
fn shows(reading: &Reading, s: &Sentence, cue: &Cue, source: Option<usize>) -> bool {
    let role = source.and_then(|c| reading.lexicon.people.role(&s.words[c].lemma));
    cue.kind == AttributionKind::Evidence && matches!(role, Some(SourceKind::Document | SourceKind::Dataset | SourceKind::Footage))
}

/// "The ministry lowered its count of the dead": somebody who speaks, and what he counts.
fn corrects_count(reading: &Reading, s: &Sentence, word: usize) -> bool {
    let counts = |w: &str| w == "estimate" || reading.lexicon.claims.is(ClaimWord::Count, w);
    let object = s.children(word).any(|c| s.words[c].rel == "obj" && counts(&s.words[c].lemma));
    let people = &reading.lexicon.people;
    let speaks = |c: usize| people.role(&s.words[c].lemma).is_some() || people.organisation_head(&s.words[c].lemma).is_some();
    object && subject(s, word).is_some_and(|(c, passive)| !passive && speaks(c))
}

/// "saying" of "quoted the minister as saying".
fn quotes_saying(s: &Sentence, word: usize, object: Option<usize>) -> Option<usize> {
    let object = object.filter(|_| matches!(s.words[word].lemma.as_str(), "quote" | "cite"))?;
    (object + 1..s.words.len().min(object + 12))
        .find(|&i| s.words[i].xpos == "VBG" && s.words[i - 1].lemma == "as" && s.words[i].upos == Upos::Verb)
}

/// Who is quoted: the object of "quoted the minister as saying" is the subject of "saying".
fn quoted(s: &Sentence, word: usize) -> Option<usize> {
    let w = &s.words[word];
    let up = w.head;
    if w.xpos != "VBG" {
        return None;
    }
    let active = (0..word).rev().take(14).find(|&q| {
        let object = s.children(q).find(|&c| s.words[c].rel == "obj");
        quotes_saying(s, q, object) == Some(word)
    });
    if let Some(q) = active {
        return s.children(q).find(|&c| s.words[c].rel == "obj");
    }
    if up >= word || !matches!(s.words[up].lemma.as_str(), "quote" | "cite") {
        return None;
    }
    s.children(up).find(|&c| c < word && matches!(s.words[c].rel, "obj" | "nsubj:pass"))
}

/// An attribution whose verb another colors ("tried to say", "refused to say") takes in what that one would make by itself, its
/// kind and its stance; those of earlier sentences end at `before` in `found`.
fn colored(before: usize, up: usize, a: &mut Attribution, found: &mut Vec<Attribution>) {
    while let Some(at) = found[before..].iter().rposition(|x| x.cue_word == Some(up)) {
        let outer = found.remove(before + at);
        if matches!(outer.kind, AttributionKind::Belief | AttributionKind::Intent | AttributionKind::Perception) {
            a.kind = outer.kind;
        }
        if matches!(outer.stance, Stance::DeclinesComment | Stance::CannotConfirm | Stance::Denies) {
            a.stance = outer.stance;
        }
        a.source = a.source.or(outer.source);
        a.source_word = a.source_word.or(outer.source_word);
    }
}

/// The further words of a cue phrase beside its verb: particles and prepositions that hang on it or stand right behind.
fn rest_of_phrase(s: &Sentence, verb: usize, phrase: &str) -> Option<Vec<usize>> {
    let mut out = Vec::new();
    for part in phrase.split(' ').skip(1) {
        let near = (verb + 1..s.words.len().min(verb + 5)).find(|&i| {
            let w = &s.words[i];
            (w.lemma == part || reading_lower(&w.lemma, part))
                && (w.head == verb || (s.words[w.head].head == verb && w.rel == "case") || i == verb + 1 + out.len())
        })?;
        out.push(near);
    }
    Some(out)
}

fn reading_lower(lemma: &str, part: &str) -> bool {
    lemma.eq_ignore_ascii_case(part)
}

fn verb(reading: &Reading, index: usize, word: usize, cue: &Cue, extra: &[usize]) -> Option<Attribution> {
    let s = &reading.sentences[index];
    let w = &s.words[word];
    let after_be = || (0..word).rev().find(|&i| s.words[i].upos != Upos::Adv).is_some_and(|i| s.words[i].lemma == "be");
    let is_passive = passive(s, word)
        || (w.xpos == "VBN" && matches!(w.rel, "acl" | "acl:relcl" | "advcl") && s.child(word, "aux").is_none())
        || (w.xpos == "VBN" && after_be());
    // "a firm called Gavek", "a report released on Monday": names and describes.
    let bare_participle = w.xpos == "VBN" && w.rel == "acl";
    if bare_participle
        && (cue.phrase == "call" && agent(s, word).is_none() || matches!(cue.phrase.as_str(), "release" | "issue" | "publish"))
    {
        return None;
    }
    if cue.phrase == "put" && !s.words[word..].iter().any(|w| w.lemma == "at") {
        return None; // "put the toll at 30"
    }
    if matches!(cue.phrase.as_str(), "lower" | "raise") && !corrects_count(reading, s, word) {
        return None; // "lowered its toll from 30 to 20", not "lowered the boats"
    }
    if cue.phrase == "capture" && !subject(s, word).is_some_and(|(c, _)| shows(reading, s, cue, Some(c))) {
        return None; // "the video captures nine shots", not "troops captured nine men"
    }
    // "found 900 votes": a poll or a report shows them, the police come upon them.
    let bare = || !s.children(word).any(|c| matches!(s.words[c].rel.split(':').next(), Some("ccomp" | "xcomp" | "advcl")));
    if cue.phrase == "find" && !passive(s, word) && bare() && !subject(s, word).is_some_and(|(c, _)| shows(reading, s, cue, Some(c))) {
        return None;
    }
    // "continued to fall" says nothing.
    let colors = reading.lexicon.reporting.is(&cue.phrase, SpeechUse::Coloring) && !cue.content.infinitive;
    if colors && s.children(word).any(|c| s.words[c].rel.starts_with("xcomp")) {
        return None;
    }
    let mut content: Vec<Span> = Vec::new();
    let source_word;
    let allows = cue.content;
    let mut of_preposition = None;
    let quote_inside = |from: usize, to: usize| quotes_at(reading, &Span::new(from, to)).iter().any(|q| q.start >= from && q.end <= to);

    // "told the Green Cross that ...": the clause that the parser hung on the hearer.
    let handed = handed_clause(reading, s, word, cue);
    let clause = handed.or_else(|| s.children(word).find(|&c| s.words[c].rel.starts_with("ccomp")));
    let infinitive = s.children(word).find(|&c| s.words[c].rel.starts_with("xcomp"));
    // "dismissed as fiction the claim": an object behind the complement, taken for a phrase without its preposition.
    let bare = |c: usize| {
        s.words[c].rel == "obl"
            && c > word
            && s.words[c].upos == Upos::Noun
            && !is_time(reading, &s.words[c].lemma)
            && !s.children(c).any(|k| s.words[k].rel == "case")
    };
    let object = s.children(word).find(|&c| s.words[c].rel == "obj").or_else(|| s.children(word).find(|&c| bare(c)));

    if takes_in(reading, s, word) {
        return None;
    }
    if is_passive {
        source_word = agent(s, word);
        let subj = s.children(word).find(|&c| matches!(s.words[c].rel, "nsubj:pass" | "nsubj"));
        // "it had been told by the clinic that": the subject heard it.
        let hears = matches!(w.lemma.as_str(), "tell" | "inform" | "notify" | "assure" | "remind");
        if let Some(subj) = subj.filter(|&c| !is_expletive(s, c) && !hears) {
            content.push(subtree_without(s, subj, word));
        } else if matches!(w.rel, "acl") {
            // "the 12 reported killed": what the participle modifies is what is reported.
            content.push(Span::new(s.words[w.head].span.start, s.words[w.head].span.end));
        }
        let clauses: Vec<usize> = s
            .children(word)
            .filter(|&c| {
                matches!(s.words[c].rel.split(':').next(), Some("xcomp" | "ccomp"))
                    || (s.words[c].rel.starts_with("obl") && preposition(s, c) == Some("as"))
                    || (matches!(w.lemma.as_str(), "quote" | "cite") && s.words[c].rel == "advcl" && s.words[c].xpos == "VBG" && c > word)
            })
            .chain(handed)
            .collect();
        for c in &clauses {
            content.push(s.extent(*c));
        }
        if let Some((c, case)) = gerund(s, word).filter(|(c, k)| !clauses.contains(c) && s.words[*k].lemma != "by") {
            content.push(Span::new(s.words[case].span.end, s.extent(c).end));
            of_preposition = Some(case);
        }
        if content.is_empty() || (of_preposition.is_none() && clauses.is_empty() && source_word.is_none() && !strong_passive(cue)) {
            return None;
        }
        // "was quoted as saying": the one quoted is the source, of the verb below; who quotes may be named.
        if let Some(below) = clauses.iter().copied().find(|&c| s.words[c].xpos == "VBG" && matches!(w.lemma.as_str(), "quote" | "cite")) {
            let by = source_word.or_else(|| agent(s, below))?;
            let mut a = blank(index, Some(w.span), &cue.phrase);
            a.cue_word = Some(word);
            a.content = vec![s.extent(below).join(&s.words[subj.unwrap_or(below)].span)];
            let (span, head) = source(s, by, word);
            a.source = Some(span);
            a.source_word = Some(head);
            return Some(a);
        }
        if matches!(w.lemma.as_str(), "quote" | "cite") && clauses.iter().any(|&c| s.words[c].xpos == "VBG") {
            return None;
        }
    } else {
        // "had heard from soldiers that": they say it.
        source_word = heard_from(s, word)
            .or_else(|| quoted(s, word))
            .or_else(|| for_purpose(s, word))
            .or_else(|| subject(s, word).map(|(c, _)| c))
            .filter(|&c| c != word)
            .or_else(|| speaker_before(s, word))
            .or_else(|| s.children(word).find(|&c| c < word && s.words[c].rel == "nmod:poss" && s.words[c].upos != Upos::Pron));
        if let Some(c) = handed {
            content.push(s.extent(c));
        } else if clause.is_some() && (allows.clause || allows.quote) {
            content.extend(clauses_of(s, word, !cue.content.object));
        }
        if cue.plain && allows.clause && source_word.is_some_and(|c| c < word) {
            begin_behind(reading, s, word, cue, &mut content);
        }
        if let Some(c) = infinitive.filter(|_| allows.infinitive || allows.clause) {
            content.push(s.extent(c));
        }
        if content.is_empty() && allows.clause {
            // ", the director was quoted as saying": what stands before hangs on "quoted".
            let up = s.words[word].head;
            let anchor = if w.xpos == "VBG" && up < word && matches!(s.words[up].lemma.as_str(), "quote" | "cite") { up } else { word };
            // "as the crowd cheered" is when, "as the daily reported" who says it.
            let when = cue.weak && s.words[anchor].rel == "advcl";
            if let Some(whole) = hung_on_its_content(s, anchor).filter(|_| !when) {
                content.push(whole);
            }
        }
        // "quoted the minister as saying that ...": what he is quoted as saying is what is quoted.
        let below = quotes_saying(s, word, object);
        if let (Some(c), Some(b)) = (object, below) {
            content.push(s.extent(c).join(&s.extent(b)));
        }
        if content.is_empty() && allows.object {
            if let Some(c) = object {
                let mut all = to_comma(reading, s, s.extent(c), word);
                // "lowered its count from 52 to 47, saying": to the comma, wherever the parser hangs the two.
                if matches!(cue.phrase.as_str(), "lower" | "raise") {
                    let end = (c..s.words.len()).find(|&i| s.words[i].upos == Upos::Punct && s.words[i].xpos != "HYPH");
                    all.end = all.end.max(end.map_or(s.span.end, |i| s.words[i].span.start));
                }
                content.push(all);
            }
        }
        if allows.prep || content.is_empty() {
            if let Some(prep) = extra.last().map(|&i| s.words[i].lemma.clone()) {
                // "reported on April 9": a day is when, not what; "speaks of 12,000" counts something.
                let counts = |c: usize| prep == "of" && cue.lists && !is_year(reading.of(&s.words[c].span));
                for c in with_preposition(s, word, &prep).filter(|&c| s.words[c].upos != Upos::Num || counts(c)) {
                    let e = s.extent(c);
                    let case = s.children(c).filter(|&k| s.words[k].rel == "case").map(|k| s.words[k].span.end).max().unwrap_or(e.start);
                    content.push(Span::new(case, e.end));
                }
            }
        }
        // "called for cutting the fee", "spoke about leaving".
        if content.is_empty() && source_word.is_some() {
            if let Some((c, case)) = gerund(s, word).filter(|(_, k)| extra.contains(k) || extra.is_empty() && s.words[*k].lemma != "by") {
                content.push(Span::new(s.words[case].span.end, s.extent(c).end));
                of_preposition = Some(case).filter(|_| extra.is_empty());
            }
        }
        if content.is_empty() && allows.infinitive {
            content.extend(order(s, word));
        }
        // "complained about the delay", "agreed on a truce": what stands behind the preposition is what it is about.
        if content.is_empty()
            && extra.is_empty()
            && source_word.is_some()
            && matches!(cue.kind, AttributionKind::Speech | AttributionKind::Belief)
        {
            let about = s.children(word).find(|&c| {
                c > word
                    && s.words[c].rel.starts_with("obl")
                    && s.words[c].upos != Upos::Num
                    && !is_time(reading, &s.words[c].lemma)
                    && s.children(c)
                        .any(|k| s.words[k].rel == "case" && k > word && k <= word + 2 && ABOUT.contains(&s.words[k].lemma.as_str()))
            });
            if let Some((c, case)) = about.and_then(|c| s.children(c).find(|&k| s.words[k].rel == "case").map(|k| (c, k))) {
                content.push(Span::new(s.words[case].span.end, s.extent(c).end));
                of_preposition = Some(case);
            }
        }
        if content.is_empty() && allows.quote && quote_inside(s.span.start, s.span.end) {
            for q in quotes_at(reading, &s.span).iter().filter(|q| q.start >= s.span.start && q.end <= s.span.end && !q.contains(&w.span)) {
                content.push(*q);
            }
        }
        // "The ministry says 47 died; the clinic says 41": what stands before a semicolon is another's.
        content.retain(|c| {
            let next = s.words.partition_point(|x| x.span.start < c.end);
            c.end > w.span.start || s.words.get(next).is_none_or(|x| x.lemma != ";")
        });
        // A lone "that" is a clause that the parser hung elsewhere.
        content.retain(|c| !matches!(reading.of(c).trim(), "that" | "whether" | "if"));
        // A relative clause "whom Ukraine claims are fighting": what is claimed includes the noun it hangs on.
        if let Some((noun, clause)) = relative_noun(s, word, source_word) {
            content.push(antecedent(s, noun, clause));
            if content.len() == 1 {
                content.push(Span::new(s.words[word].span.end, s.extent(clause).end));
            }
        }
        // A speech verb beside a quotation that runs in from the sentence before, or out into the next: `quotes` fills it.
        let beside_quote = cue.content.quote && touches_quote(reading, s, word);
        if content.is_empty() && !beside_quote {
            return None;
        }
        if source_word.is_none() && content.is_empty() {
            return None;
        }
    }

    let mut a = blank(index, None, &cue.phrase);
    a.cue_word = Some(word);
    let mut extra: Vec<usize> = extra.iter().copied().chain(of_preposition).collect();
    extra_words(reading, s, word, cue, &mut extra);
    a.cue = Some(cue_span(reading, s, word, &extra));
    a.kind = cue.kind;
    a.stance = cue.stance;
    a.evidence = cue.evidence;
    // "rejected the claim", "dismissed a report": what is said there is denied; "rejected the offer" says nothing.
    let denies = cue.stance == Stance::Denies && clause.is_none() && cue.phrase != "deny";
    let said = |c: usize| {
        let lemma = s.words[c].lemma.as_str();
        reading.lexicon.reporting.noun(lemma).is_some_and(|n| n.kind != AttributionKind::Intent)
            || matches!(lemma, "number" | "figure" | "count")
    };
    if denies && !object.is_some_and(said) {
        a.stance = Stance::Asserts;
    }
    if let Some(stance) = absurd(reading, s, word, &cue.phrase, object.filter(|&c| said(c))) {
        a.stance = stance;
    }
    // "found 2,200 emails", "announced a raid": with a bare object only the cues that name what they report vouch for it.
    let stated =
        clause.is_some() || infinitive.is_some() || is_passive || touches_quote(reading, s, word) || hung_on_its_content(s, word).is_some();
    let told_of = of_preposition.is_some_and(|c| s.words[c].lemma == "of") && cue.kind == AttributionKind::Speech;
    a.vouches = !cue.weak
        && (of_preposition.is_none() || told_of)
        && (quotes_saying(s, word, object).is_some()
            || shows(reading, s, cue, source_word)
            || told_of
            || stated
            || cue.plain
            || cue.kind == AttributionKind::Writing
            || matches!(cue.phrase.as_str(), "quote" | "cite")
            || cue.lists);
    // Who denies what another says hands it on.
    a.vouches |= matches!(a.stance, Stance::Denies | Stance::Doubts) && object.is_some_and(said);
    if heard_from(s, word).is_some() {
        (a.kind, a.vouches) = (AttributionKind::Speech, true);
    } else if cue.phrase == "hear" {
        return None;
    }
    if let Some(src) = source_word {
        let (mut span, head) = source(s, src, word);
        // The clause that was hung on it is no part of it.
        if let Some(c) = handed.map(|c| s.extent(c)).filter(|c| c.start > span.start && c.start < span.end) {
            span = super::trim(reading.text(), Span::new(span.start, c.start));
        }
        a.source = Some(span);
        a.source_word = Some(head);
        // What is said in an object clause is speech whoever may also intend it: "promised that ...".
        if a.kind == AttributionKind::Intent && clause.is_some() {
            a.kind = AttributionKind::Speech;
        }
    }
    a.content = content;
    if matches!(a.kind, AttributionKind::Speech | AttributionKind::Writing | AttributionKind::Evidence) && !cue.weak {
        take_tail(reading, s, word, &mut a);
    }
    stance(reading, index, word, &mut a);
    Some(a)
}

/// Four digits without a comma that may be a year.
fn is_year(word: &str) -> bool {
    word.len() == 4 && matches!(word.as_bytes()[0], b'1' | b'2') && word.bytes().all(|b| b.is_ascii_digit())
}

/// "The clinic admitted 41 patients", "admitted 41 injured": takes people in.
pub(super) fn takes_in(reading: &Reading, s: &Sentence, word: usize) -> bool {
    let people = |c: usize| c > word && s.words[c].rel == "obj" && is_person(reading, s, c);
    // "admitted 41", "admitted 41 injured", not "admitted 12 violations".
    let number = || s.words.get(word + 1).is_some_and(|w| w.upos == Upos::Num && s.words[w.head].upos != Upos::Noun);
    let clause = || s.children(word).any(|c| s.words[c].rel.starts_with("ccomp"));
    s.words[word].lemma == "admit" && (s.children(word).any(people) || number()) && !clause()
}

/// True where a noun, or the number that stands for it, counts people.
fn is_person(reading: &Reading, s: &Sentence, word: usize) -> bool {
    let w = &s.words[word];
    let counted = w.upos == Upos::Num || s.children(word).any(|c| s.words[c].rel == "nummod");
    match reading.lexicon.things.get(&w.lemma) {
        Some((kind, _)) => kind == crate::types::CountedType::Person,
        None => counted,
    }
}

/// Prepositions between a verb of saying or believing and what it is about.
const ABOUT: [&str; 7] = ["about", "on", "of", "for", "against", "over", "with"];

/// Cues whose passive attributes without clause or agent ("12 are feared", "40 were reported").
fn strong_passive(cue: &Cue) -> bool {
    matches!(cue.phrase.as_str(), "fear" | "report" | "believe" | "presume" | "expect" | "announce" | "confirm" | "allege" | "estimate")
}

fn is_expletive(s: &Sentence, c: usize) -> bool {
    s.words[c].rel.starts_with("expl") || (s.words[c].lemma == "it" && s.words[c].upos == Upos::Pron)
}

/// Content that the verb hangs on: "Nine died, police said" where `said` is parataxis of `died`, or an aside between commas.
fn hung_on_its_content(s: &Sentence, word: usize) -> Option<Span> {
    let w = &s.words[word];
    if !(w.rel == "parataxis"
        || (w.rel == "advcl" && s.children(word).any(|c| s.words[c].lemma == "as" && s.words[c].rel == "mark"))
        || w.rel == "discourse")
    {
        return None;
    }
    let host = s.extent(w.head);
    let own = s.extent(word);
    // "Seven were hurt, and most have left, the agency reports": both clauses.
    let mut first = w.head;
    while s.words[first].rel == "conj" && s.words[first].head < first && own.end + 2 >= s.span.end {
        first = s.words[first].head;
    }
    let host = if s.words[first].upos == Upos::Verb { host.join(&s.extent(first)) } else { host };
    // "The ministry says 47 died; the clinic says 41": what stands before the semicolon is another's.
    if s.words.iter().rev().find(|x| x.span.end <= own.start).is_some_and(|x| x.lemma == ";") {
        return None;
    }
    // The part of the host on the side of the comma; both sides where the aside stands within.
    if own.start > host.start {
        Some(Span::new(host.start, if own.end + 2 < host.end { host.end } else { own.start }))
    } else {
        Some(Span::new(own.end, host.end))
    }
}

/// The subtree of a word, less the subtree of another within it.
fn subtree_without(s: &Sentence, head: usize, hole: usize) -> Span {
    let e = s.extent(head);
    let h = s.words[hole].span;
    if h.start > s.words[head].span.start && h.start < e.end { Span::new(e.start, h.start) } else { e }
}

/// True where a quotation stands right before or behind the sentence's clause with this verb.
fn touches_quote(reading: &Reading, s: &Sentence, word: usize) -> bool {
    let at = s.words[word].span;
    let near = Span::new(s.span.start.min(at.start.saturating_sub(200)), (s.span.end + 2).max(at.end + 200));
    quotes_at(reading, &near).iter().any(|q| {
        (q.end <= at.start && at.start - q.end < 200 && q.end >= s.span.start)
            || (q.start >= at.end && q.start.saturating_sub(at.end) < 200 && q.start < s.span.end + 2)
    })
}

/// Stance under negation and fixed constructions; questions.
fn stance(reading: &Reading, index: usize, word: usize, a: &mut Attribution) {
    let s = &reading.sentences[index];
    let no = negated(s, word);
    for rule in &reading.lexicon.reporting.stances {
        if rule.negated != no {
            continue;
        }
        let mut at = word;
        let mut lemmas = rule.lemmas.iter().filter(|l| l.as_str() != "be");
        let fits = lemmas.next().is_some_and(|l| *l == s.words[word].lemma)
            && lemmas.all(|l| {
                if l == "to" {
                    return true;
                }
                match s.children(at).find(|&c| s.words[c].lemma == *l) {
                    Some(c) => {
                        at = c;
                        true
                    }
                    None => false,
                }
            });
        if fits {
            a.stance = rule.stance;
            if matches!(rule.stance, Stance::Unaware | Stance::CannotConfirm) {
                a.evidence = Evidence::Unspecified;
            }
            return;
        }
    }
    if no
        && matches!(a.stance, Stance::Asserts | Stance::Confirms)
        && a.kind != AttributionKind::Intent
        && matches!(a.cue_lemma.as_str(), "confirm" | "verify")
    {
        a.stance = Stance::CannotConfirm;
    }
}

fn adjective(reading: &Reading, index: usize, word: usize, cue: &Cue) -> Option<Attribution> {
    let s = &reading.sentences[index];
    let mut content: Vec<Span> = Vec::new();
    let mut prep = None;
    for c in s.children(word) {
        let rel = s.words[c].rel;
        if matches!(rel.split(':').next(), Some("ccomp" | "xcomp")) || (rel == "advcl" && s.children(c).any(|k| s.words[k].lemma == "to")) {
            content.push(s.extent(c));
        } else if rel.starts_with("obl")
            && matches!(preposition(s, c), Some("of" | "about" | "for" | "with" | "at" | "over" | "by" | "on" | "in" | "to"))
        {
            let e = s.extent(c);
            let behind = s.children(c).find(|&k| s.words[k].rel == "case" && k > word);
            let case = behind.map_or(e.start, |k| s.words[k].span.end);
            prep = prep.or(behind.filter(|&k| k == word + 1));
            // To the end of the predicate: the parser cuts "the more than 155 of its citizens" behind "more".
            content.push(Span::new(case, e.end.max(s.extent(word).end)));
        }
    }
    let (src, _) = subject(s, word)?;
    if content.is_empty() || src == word || s.words[src].rel.starts_with("expl") {
        return None;
    }
    let mut a = blank(index, None, &cue.phrase);
    let cop = s.child(word, "cop").filter(|&c| c < word).unwrap_or(word);
    let first = s.children(word).filter(|&c| s.words[c].rel == "aux" && c + 1 == cop).min().unwrap_or(cop);
    a.cue = Some(s.words[first].span.join(&s.words[prep.unwrap_or(word)].span));
    a.cue_word = Some(word);
    a.kind = cue.kind;
    a.stance = cue.stance;
    a.evidence = cue.evidence;
    let (span, head) = source(s, src, word);
    a.source = Some(span).filter(|x| !x.overlaps(&s.words[word].span));
    a.source_word = Some(head);
    a.content = content;
    stance(reading, index, word, &mut a);
    Some(a)
}
