//! The actor behind the source phrase of an attribution.

use super::{Book, refer};
use crate::extract::reading::Reading;
use crate::extract::tree::{agent, phrase, preposition};
use crate::lexicon::{SpeechUse, TitleKind};
use crate::types::{ActorKind, Attribution, AttributionKind, CountedType, Sentence, SourceKind, Span, Stance, Upos};

/// Sets actor and source kind of one attribution.
pub fn bind(book: &mut Book, reading: &Reading, before: &[Attribution], parent: Option<&Attribution>, a: &mut Attribution) {
    let Some(source) = a.source else { return };
    let s = &reading.sentences[a.sentence];
    let Some(head) = a.source_word else {
        // An embedded post: the author's name stands outside the trees.
        let name = reading.of(&source).to_owned();
        let known = book.named_in(&source).first().map(|(_, i)| *i).or_else(|| by_name(book, &name));
        let actor = known.unwrap_or_else(|| book.add(name, ActorKind::Person, true, None));
        book.mention(actor, source, true);
        a.actor = Some(actor);
        a.source_kind = kind_of(book, reading, actor, None);
        return;
    };
    let w = &s.words[head];
    let lemma = w.lemma.to_lowercase();
    // A day or a part of it says nothing ("the morning said").
    const TIMES: [&str; 14] = [
        "afternoon",
        "day",
        "evening",
        "hour",
        "minute",
        "moment",
        "month",
        "morning",
        "night",
        "noon",
        "today",
        "tomorrow",
        "week",
        "yesterday",
    ];
    if reading.lexicon.time.names_day(&lemma) && w.upos != Upos::Propn || TIMES.contains(&lemma.as_str()) {
        return;
    }
    if w.upos == Upos::Pron || matches!(lemma.as_str(), "he" | "she" | "they" | "it" | "we" | "i") {
        let own = matches!(lemma.as_str(), "i" | "we") && reading.quote_at(w.span.start).is_some();
        let actor = if own {
            parent.and_then(|p| p.actor)
        } else {
            refer::pronoun(book, reading, before, &lemma, a.sentence, w.span.start).or_else(|| body_before(book, reading, s, head, &lemma))
        };
        if let Some(actor) = actor {
            book.mention(actor, w.span, false);
            a.actor = Some(actor);
            a.source_kind = kind_of(book, reading, actor, None);
        }
        return;
    }
    let whole = if source.contains(&w.span) { source.join(&w.span) } else { phrase(s, head, |_| true) };
    // "Ostland, through its spokesman Oren Brandt, said": the spokesman speaks.
    if let Some((role, span, actor)) = mouthpiece(book, reading, s, head, a.cue) {
        book.index.role(actor, &role);
        book.actors[actor].role.get_or_insert(role);
        book.mention(actor, span, true);
        a.actor = Some(actor);
        a.source_kind = SourceKind::Spokesperson;
        return;
    }
    // "a report by the ministry", "the ministry's statement": the ministry speaks.
    let (head, whole) = author_of(book, reading, s, head).unwrap_or((head, whole));
    let lemma = s.words[head].lemma.to_lowercase();
    let actor = match named(book, reading, s, head, &whole).or_else(|| person_in(book, reading, s, head, &whole)) {
        Some((_, actor)) if is_vessel(book, reading, actor) => return,
        Some((span, actor)) => {
            let role = role_before(reading, s, head, &span);
            if let Some(role) = role {
                let known = &mut book.actors[actor];
                book.index.role(actor, &role);
                if known.role.as_ref().is_none_or(|r| r.len() < role.len()) {
                    known.role = Some(role);
                }
            }
            actor
        }
        None => match described(book, reading, s, head, &whole, speaks(a.kind), heard(reading, a)) {
            Some(actor) => actor,
            None => return,
        },
    };
    a.actor = Some(actor);
    a.source_kind = kind_of(book, reading, actor, Some(&lemma));
}

/// "The hospital took in 41, it said": the body without a name that is the subject before.
fn body_before(book: &mut Book, reading: &Reading, s: &Sentence, head: usize, lemma: &str) -> Option<usize> {
    let body = |i: &usize| {
        let w = &s.words[*i];
        let kind = kind_of_head(reading, &w.lemma.to_lowercase());
        w.upos == Upos::Noun && w.rel.starts_with("nsubj") && kind == Some(ActorKind::Organisation)
    };
    let subject = (0..head).rev().find(body).filter(|_| lemma == "it")?;
    let whole = phrase(s, subject, |_| true);
    described(book, reading, s, subject, &whole, true, true)
}

/// Who speaks for the source between it and its cue ("through its spokesman Oren Brandt,"): role, name, actor.
fn mouthpiece(book: &Book, reading: &Reading, s: &Sentence, head: usize, cue: Option<Span>) -> Option<(String, Span, usize)> {
    let cue = cue?;
    let through = (head + 1..s.words.len())
        .take_while(|&i| s.words[i].span.end <= cue.start && i <= head + 4)
        .find(|&i| s.words[i].upos == Upos::Adp && matches!(s.words[i].lemma.as_str(), "through" | "via"))?;
    let spokes = (through + 1..s.words.len().min(through + 6))
        .find(|&i| reading.lexicon.people.role(&s.words[i].lemma.to_lowercase()) == Some(SourceKind::Spokesperson))?;
    let rest = Span::new(s.words[spokes].span.end, cue.start.max(s.words[spokes].span.end));
    let (span, actor) = book.named_in(&rest).into_iter().next().filter(|(_, a)| book.actors[*a].kind == ActorKind::Person)?;
    Some((format!("{} of {}", s.words[spokes].lemma, reading.of(&s.words[head].span)), span, actor))
}

/// The noun behind a document or message that is published by, from or of someone: that one speaks through it.
fn author_of(book: &Book, reading: &Reading, s: &Sentence, head: usize) -> Option<(usize, Span)> {
    let people = &reading.lexicon.people;
    let written = |k: SourceKind| matches!(k, SourceKind::Document | SourceKind::Dataset | SourceKind::SocialMedia | SourceKind::Footage);
    if s.words[head].upos == Upos::Propn {
        return None; // "the Harbor Post" is a paper
    }
    let lemma = s.words[head].lemma.to_lowercase();
    let reporting = matches!(lemma.as_str(), "reporting" | "reportage" | "coverage" | "news");
    people.role(&lemma).filter(|k| written(*k) || reporting).or_else(|| reporting.then_some(SourceKind::Media))?;
    let author = |c: usize| {
        let lemma = &s.words[c].lemma;
        s.words[c].upos == Upos::Propn || people.organisation_head(lemma).is_some() || people.role(lemma).is_some_and(|k| !written(k))
    };
    let behind = s.children(head).find(|&c| {
        let by = s.words[c].rel.starts_with("nmod") && matches!(preposition(s, c), Some("by" | "from"));
        // "a Tarsk report", "the Courier account": the name of a body before the noun.
        let before = s.words[c].rel == "compound" && s.words[c].upos == Upos::Propn && is_body(book, &s.words[c].span);
        (s.words[c].rel == "nmod:poss" || by || before) && author(c)
    });
    let made = |c: &usize| s.words[*c].rel == "acl" && reading.lexicon.reporting.is(&s.words[*c].lemma, SpeechUse::Made);
    let published = || s.children(head).filter(made).find_map(|v| agent(s, v).filter(|&c| author(c)));
    let behind = behind.or_else(published)?;
    Some((behind, phrase(s, behind, |_| true)))
}

/// True where the article calls what has this name a ship or another vehicle ("the ferry Marenka"): it says nothing.
fn is_vessel(book: &mut Book, reading: &Reading, actor: usize) -> bool {
    let a = &book.actors[actor];
    if matches!(a.kind, ActorKind::State | ActorKind::Place | ActorKind::Group | ActorKind::Office) {
        return false;
    }
    if let Some(known) = book.vessels.get(&actor) {
        return *known;
    }
    let found = a.mentions.iter().filter(|m| m.named).take(8).any(|m| {
        let at = m.span.start;
        let before = reading.text().get(..at).unwrap_or_default().trim_end_matches([' ', '"', '“', '\'']);
        let from = before.len().saturating_sub(24);
        let from = (from..before.len()).find(|&i| before.is_char_boundary(i)).unwrap_or(before.len());
        let word = before[from..].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let gap = at - before.len() <= 4 && before.ends_with(char::is_alphanumeric);
        gap && (matches!(word, "MV" | "MS" | "SS" | "HMS" | "USS" | "MT" | "aboard")
            || matches!(reading.lexicon.things.get(&word.to_lowercase()), Some((CountedType::Vehicle, _))))
    });
    book.vessels.insert(actor, found);
    found
}

/// True where a body is named at this word.
fn is_body(book: &Book, word: &Span) -> bool {
    let from = book.places.partition_point(|(s, _)| s.end <= word.start);
    book.places.get(from).is_some_and(|(s, a)| {
        s.overlaps(word)
            && matches!(book.actors[*a].kind, ActorKind::Organisation | ActorKind::Outlet | ActorKind::ArmedForce | ActorKind::Person)
    })
}

/// A person named somewhere in the phrase of a role ("a spokesman at the headquarters in Orsk, Lucio Pires"), not behind a preposition.
fn person_in(book: &Book, reading: &Reading, s: &Sentence, head: usize, whole: &Span) -> Option<(Span, usize)> {
    if s.words[head].upos != Upos::Num {
        let lemma = s.words[head].lemma.to_lowercase();
        let people = &reading.lexicon.people;
        people.role(&lemma).or_else(|| people.title(&lemma).map(|_| SourceKind::Person))?;
    }
    book.named_in(whole).into_iter().rev().find(|(span, actor)| {
        let before = s.words.iter().rev().find(|w| w.span.end <= span.start);
        book.actors[*actor].kind == ActorKind::Person && before.is_none_or(|w| !matches!(w.upos, Upos::Adp | Upos::Cconj))
    })
}

fn by_name(book: &Book, name: &str) -> Option<usize> {
    let folded = super::fold(name);
    let last = folded.split(' ').next_back().unwrap_or_default();
    book.index.with_form(&folded).first().copied().or_else(|| book.index.with_last(last))
}

/// A name in the phrase that is the source itself, not its employer or place: it covers the head, or hangs on it as
/// apposition or part of the name. A person is preferred.
fn named(book: &Book, reading: &Reading, s: &Sentence, head: usize, whole: &Span) -> Option<(Span, usize)> {
    let mut best: Option<(u8, Span, usize)> = None;
    for (span, actor) in book.named_in(whole) {
        if book.actors[actor].kind == ActorKind::Office {
            continue; // whose office it is, is asked below
        }
        let Some(word) = s.word_at(&span) else { continue };
        // The top word of the name within the tree.
        let top = (word..s.words.len())
            .take_while(|&i| span.overlaps(&s.words[i].span))
            .find(|&i| !span.overlaps(&s.words[s.words[i].head].span) || i == head)
            .unwrap_or(word);
        let covers = span.overlaps(&s.words[head].span);
        let mut at = top;
        let mut joined = covers;
        for _ in 0..6 {
            if at == head {
                joined = true;
                break;
            }
            let rel = s.words[at].rel;
            if !matches!(rel.split(':').next(), Some("appos" | "flat" | "compound" | "dep")) && rel != "nmod:unmarked" {
                break;
            }
            at = s.words[at].head;
        }
        if !joined {
            continue;
        }
        let person = book.actors[actor].kind == ActorKind::Person;
        // "Velden police": the town modifies the noun that speaks. But "the Tarsk news agency" is Tarsk.
        let body = || {
            matches!(book.actors[actor].kind, ActorKind::Organisation | ActorKind::Outlet | ActorKind::ArmedForce)
                && reading.lexicon.reporting.is(&s.words[head].lemma.to_lowercase(), SpeechUse::Sort)
        };
        if !covers && !person && !body() {
            continue;
        }
        let rank = u8::from(person) * 2 + u8::from(covers);
        if best.is_none_or(|(r, _, _)| rank > r) {
            best = Some((rank, span, actor));
        }
    }
    best.map(|(_, s, a)| (s, a))
}

/// Title or role beside a person's name: the words of the phrase before the name.
fn role_before(reading: &Reading, s: &Sentence, head: usize, name: &Span) -> Option<String> {
    let whole = phrase(s, head, |_| true);
    let front = Span::new(whole.start.min(name.start), name.start);
    let text = refer::without_article(reading.of(&front).trim().trim_end_matches(',').trim());
    let short: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if !short.is_empty() && short.len() < 80 {
        return Some(short);
    }
    let behind = s.children(head).find(|&c| s.words[c].rel == "appos" && s.words[c].span.start > name.end)?;
    let role = phrase(s, behind, |c| !s.words[c].rel.starts_with("acl"));
    Some(reading.of(&role).split_whitespace().collect::<Vec<_>>().join(" ")).filter(|r| r.len() < 80)
}

/// An actor without a name: found again if it was described before, else made.
fn described(book: &mut Book, reading: &Reading, s: &Sentence, head: usize, whole: &Span, speaks: bool, heard: bool) -> Option<usize> {
    let w = &s.words[head];
    let lemma = w.lemma.to_lowercase();
    let known = kind_of_head(reading, &lemma);
    // "the Evening Lighthouse" that the tagger took for common nouns: two capitals within a sentence make a name.
    let capital = |i: usize| reading.of(&s.words[i].span).starts_with(char::is_uppercase);
    let proper = w.upos == Upos::Propn
        || (known.is_none() && w.upos == Upos::Noun && head >= 2 && capital(head) && capital(head - 1) && s.words[head - 1].head == head);
    let numbered = |c: usize| s.children(c).any(|k| s.words[k].rel == "nummod");
    let short = phrase(s, head, |c| {
        let rel = s.words[c].rel;
        let kept_nmod = rel == "nmod:poss"
            || rel.starts_with("nmod")
                && match preposition(s, c) {
                    // "a list of 13 officers" is a list.
                    Some("of" | "for" | "from" | "against") | None => known != Some(ActorKind::Document) || !numbered(c),
                    // "a spokesman in Orsk", not "officials in a statement".
                    Some("in" | "at" | "on") => {
                        (s.words[c].upos == Upos::Propn || s.children(c).any(|k| s.words[k].rel == "nummod"))
                            && !reading.lexicon.time.names_day(&s.words[c].lemma)
                    }
                    _ => false,
                };
        !(rel.starts_with("acl")
            || rel.starts_with("advcl")
            || rel == "appos"
            || matches!(rel, "parataxis" | "list" | "dep")
            || rel == "punct"
            || rel == "conj"
            || rel == "cc"
            || (rel.starts_with("nmod") && !kept_nmod))
    });
    // "the union, 45,000": the phrase ends where its attribution says so.
    let over = short.contains(whole) && reading.of(&Span::new(whole.end.min(short.end), short.end)).contains(',');
    let short = match (over, whole.contains(&short) || short.contains(whole)) {
        (true, _) => *whole,
        (false, true) => short,
        (false, false) => w.span,
    };
    let text = reading.of(&short).split_whitespace().collect::<Vec<_>>().join(" ");
    let definite = text.to_lowercase().starts_with("the ") || text.to_lowercase().starts_with("this ");
    let noun = reading.of(&w.span);
    if definite || w.upos == Upos::Noun {
        let modifiers = refer::modifiers(reading, &short, &w.span);
        if definite {
            if let Some(known) = refer::definite(book, noun, modifiers, short.start) {
                book.mention(known, bare(reading, &short), false);
                return Some(known);
            }
        }
    }
    if let Some(known) = generic(book, reading, s, head, &short, definite) {
        book.mention(known, bare(reading, &short), false);
        return Some(known);
    }
    // "Ms Velt", unknown to the recognizer: a person.
    if w.upos == Upos::Propn || text.ends_with('.') || text.len() <= 4 {
        if let Some((span, name)) = titled(reading, s, &short) {
            let actor = by_name(book, name).unwrap_or_else(|| book.add(name.to_owned(), ActorKind::Person, true, None));
            book.mention(actor, span, true);
            return Some(actor);
        }
        if reading.lexicon.people.title(&text).is_some_and(|t| matches!(t.kind, TitleKind::Honorific | TitleKind::Academic)) {
            return None;
        }
    }
    // What neither speaks nor is a person or body ("the rain", "two factors") is no actor.
    let office = w.upos == Upos::Propn || reading.lexicon.people.title(&lemma).is_some();
    let person = || office || matches!(reading.lexicon.things.get(&lemma), Some((CountedType::Person, _)));
    let doer = || {
        const ENDS: [&str; 12] = ["er", "or", "ist", "ian", "ant", "ent", "man", "men", "woman", "women", "ee", "people"];
        speaks && (w.upos != Upos::Noun || ENDS.iter().any(|e| lemma.ends_with(e)))
    };
    if known.is_none() && !proper && !heard && !person() && !doer() {
        return None;
    }
    let text = owned(book, reading, s, head, &short).unwrap_or(text);
    let name = text.strip_prefix("the ").or_else(|| text.strip_prefix("The ")).unwrap_or(&text).to_owned();
    let name = if name.is_empty() { noun.to_owned() } else { lower_first(&name, w.upos) };
    let folded = super::fold(&name);
    let named = w.upos == Upos::Propn;
    if let Some(known) = book.index.with_name(&folded) {
        book.mention(known, bare(reading, &short), named);
        return Some(known);
    }
    let single = !refer::is_plural(&name.to_lowercase());
    let office = single && (reading.lexicon.people.is_office(&name) || reading.lexicon.people.title(&name).is_some());
    let rank = office && !named && reading.lexicon.people.title(&lemma).is_some();
    let held = |k: &ActorKind| (office && *k == ActorKind::Group) || (rank && *k == ActorKind::ArmedForce);
    let kind = known.filter(|k| !held(k)).unwrap_or(if office {
        ActorKind::Office
    } else if named {
        ActorKind::Organisation
    } else {
        ActorKind::Group
    });
    let country = reading.lexicon.nations.scan(reading.of(&short)).iter().find_map(|m| m.country().map(str::to_owned));
    let actor = book.add(name, kind, named, country);
    book.mention(actor, bare(reading, &short), named);
    Some(actor)
}

/// "Ms Velt", unknown to the recognizer: the name behind a title.
fn titled<'a>(reading: &Reading<'a>, s: &Sentence, short: &Span) -> Option<(Span, &'a str)> {
    let (title, _) = reading.lexicon.people.title_at(reading.text(), short.start)?;
    let first = s.words.iter().position(|w| w.span.start >= title.end)?;
    let end = (first..s.words.len()).take_while(|&i| s.words[i].upos == Upos::Propn).last()? + 1;
    let span = s.words[first].span.join(&s.words[end - 1].span);
    Some((span, reading.of(&span)))
}

/// True where whatever stands as source is one: "according to the inquiry", and who denies or does not know.
fn heard(reading: &Reading, a: &Attribution) -> bool {
    a.stance != Stance::Asserts || reading.lexicon.reporting.prepositions.iter().any(|c| c.phrase == a.cue_lemma)
}

/// True for the kinds of attribution that make a claimant.
fn speaks(kind: AttributionKind) -> bool {
    matches!(kind, AttributionKind::Speech | AttributionKind::Writing)
}

/// A description without its determiner: what names the actor.
fn bare(reading: &Reading, span: &Span) -> Span {
    let text = reading.of(span);
    let first = text.split_whitespace().next().unwrap_or_default();
    let small = matches!(
        first.to_lowercase().as_str(),
        "the"
            | "a"
            | "an"
            | "some"
            | "this"
            | "these"
            | "that"
            | "those"
            | "his"
            | "her"
            | "its"
            | "their"
            | "our"
            | "my"
            | "another"
            | "other"
    );
    let rest = text.strip_prefix(first).unwrap_or_default().trim_start();
    if small && !rest.is_empty() { Span::new(span.end - rest.len(), span.end) } else { *span }
}

/// "its director", where it is clear whose: "director of the Harbor Institute".
fn owned(book: &Book, reading: &Reading, s: &Sentence, head: usize, short: &Span) -> Option<String> {
    let whose = s.children(head).find(|&c| s.words[c].rel == "nmod:poss" && s.words[c].upos == Upos::Pron)?;
    let lemma = reading.of(&s.words[whose].span).to_lowercase();
    let sentence = reading.sentence_at(s.span.start)?;
    let rest = reading.of(&bare(reading, short)).split_whitespace().collect::<Vec<_>>().join(" ");
    let it = matches!(lemma.as_str(), "its" | "his" | "her");
    match it.then(|| refer::pronoun(book, reading, &[], &lemma, sentence, short.start)).flatten() {
        Some(owner) => Some(format!("{rest} of {}", book.actors[owner].name)),
        None => Some(rest),
    }
}

/// Lower case for the first letter of a description that opens a sentence ("Police" -> "police").
fn lower_first(name: &str, upos: Upos) -> String {
    let mut words = name.split(' ');
    let first = words.next().unwrap_or_default();
    let plain = first.chars().skip(1).all(char::is_lowercase)
        && (upos == Upos::Noun)
        && (words.next().is_none()
            || matches!(
                first,
                "A" | "An"
                    | "Some"
                    | "Two"
                    | "Three"
                    | "Several"
                    | "Many"
                    | "One"
                    | "Local"
                    | "Senior"
                    | "Medical"
                    | "Official"
                    | "State"
                    | "Health"
                    | "Security"
                    | "Military"
            ));
    if !plain {
        return name.to_owned();
    }
    let mut out = String::with_capacity(name.len());
    out.extend(first.chars().flat_map(char::to_lowercase));
    out.push_str(&name[first.len()..]);
    out
}

/// What kind of source an actor is, by the noun that describes it, its role, or its own kind.
fn kind_of(book: &Book, reading: &Reading, actor: usize, lemma: Option<&str>) -> SourceKind {
    let people = &reading.lexicon.people;
    let a = &book.actors[actor];
    let by_word = |w: &str| people.role(&w.to_lowercase()).or_else(|| people.organisation_head(w).map(|h| h.source_kind));
    if a.kind == ActorKind::Person {
        let role = a.role.as_deref().unwrap_or_default().to_lowercase();
        if role.split(' ').any(|w| by_word(w) == Some(SourceKind::Spokesperson)) {
            return SourceKind::Spokesperson;
        }
        return SourceKind::Person;
    }
    if let Some(body) = people.known(&a.name) {
        return body.source_kind;
    }
    if a.kind == ActorKind::State || a.kind == ActorKind::Place {
        return SourceKind::Government;
    }
    lemma.filter(|_| !a.named).and_then(by_word).or_else(|| a.name.split(' ').rev().find_map(by_word)).unwrap_or(match a.kind {
        ActorKind::Outlet => SourceKind::Media,
        ActorKind::ArmedForce => SourceKind::ArmedForce,
        ActorKind::Office => SourceKind::Office,
        ActorKind::Document => SourceKind::Document,
        ActorKind::Organisation => SourceKind::Ngo,
        _ => SourceKind::Unnamed,
    })
}

/// The kind of actor that a describing noun makes: "ministry" an organisation, "ledger" a document, "officials" a group.
fn kind_of_head(reading: &Reading, lemma: &str) -> Option<ActorKind> {
    let people = &reading.lexicon.people;
    if let Some(head) = people.organisation_head(lemma) {
        return Some(head.kind);
    }
    people.role(lemma).map(|k| match k {
        SourceKind::Document | SourceKind::Dataset | SourceKind::Footage => ActorKind::Document,
        SourceKind::Spokesperson | SourceKind::Office => ActorKind::Office,
        SourceKind::Media | SourceKind::Wire => ActorKind::Outlet,
        SourceKind::Police | SourceKind::Court | SourceKind::Government | SourceKind::Ngo | SourceKind::Igo | SourceKind::ThinkTank => {
            ActorKind::Organisation
        }
        SourceKind::ArmedForce => ActorKind::ArmedForce,
        _ => ActorKind::Group,
    })
}

/// "police" where one police force is named, "the company", "the union", "the candidate" where the text has just named one.
fn generic(book: &Book, reading: &Reading, s: &Sentence, head: usize, short: &Span, definite: bool) -> Option<usize> {
    let w = &s.words[head];
    if w.upos != Upos::Noun {
        return None;
    }
    let lemma = w.lemma.to_lowercase();
    let adjectives = s
        .children(head)
        .filter(|&c| matches!(s.words[c].rel, "amod" | "compound") && s.words[c].upos != Upos::Propn && short.contains(&s.words[c].span))
        .count();
    let bare = reading.of(short).split_whitespace().count() <= 1 + usize::from(definite) + adjectives;
    let people = &reading.lexicon.people;
    if bare && people.role(&lemma) == Some(SourceKind::Police) {
        return match book.index.forces[..] {
            [force] => Some(force),
            _ => None,
        };
    }
    if !definite || !bare {
        return None;
    }
    let wants_body = reading.lexicon.reporting.is(&lemma, SpeechUse::Body);
    // "the owner", "the engineer" may be anyone: only who speaks by office is the one just named.
    let single = |k: SourceKind| matches!(k, SourceKind::Spokesperson | SourceKind::Office);
    let office = |kind: TitleKind| {
        use TitleKind::{Academic, Executive, Honorific, Medical, Other};
        !matches!(kind, Academic | Executive | Honorific | Medical | Other)
    };
    let wants_person = !wants_body
        && (people.role(&lemma).is_some_and(single)
            || people.title(&lemma).is_some_and(|t| office(t.kind))
            || reading.lexicon.reporting.is(&lemma, SpeechUse::Holder));
    let fits = |kind: ActorKind| {
        (wants_body && matches!(kind, ActorKind::Organisation | ActorKind::Outlet)) || (wants_person && kind == ActorKind::Person)
    };
    let near = |span: &Span| short.start.saturating_sub(span.end) < 1_500;
    let mut before = book.named_before(short.start).take_while(|(span, _)| near(span));
    before.find(|(span, a)| span.end <= short.start && fits(book.actors[*a].kind)).map(|(_, a)| a)
}
