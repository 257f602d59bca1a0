//! Thirteen what: the noun that a figure counts.

use crate::extract::reading::Reading;
use crate::extract::tree::{phrase, preposition};
use crate::lexicon::{ClaimWord, Construction, Lexicon};
use crate::types::{CountedType, Figure, Sentence, Span, Upos};

/// The counted thing of a figure, as words of its sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    /// Head noun; none where the noun is left out ("21 were wounded").
    pub noun: Option<usize>,
    /// The word that stands for the counted thing in its clause: the noun, the figure itself, or a container.
    pub anchor: usize,
    /// Lemma of the noun, or of the one implied; empty where nothing tells.
    pub lemma: String,
    /// A word that says the status and stands where the noun would ("three dead").
    pub status_word: Option<usize>,
    /// Number at which a noun of toll stands ("a toll of 45"); the toll noun.
    pub toll: Option<usize>,
    /// The word of another figure that this one is part of ("two of the five soldiers").
    pub whole: Option<usize>,
    /// Which rule found it.
    pub rule: &'static str,
}

/// The top word of a figure: the one whose head lies outside. Hedges and prepositions do not count where a number does.
pub fn top_word(s: &Sentence, figure: &Figure) -> Option<usize> {
    let span = figure.number;
    let inside = |i: usize| s.words[i].span.overlaps(&span) || s.words[i].span.overlaps(&figure.span);
    let number = |i: usize| s.words[i].span.overlaps(&span);
    let tops: Vec<usize> = (0..s.words.len())
        .filter(|&i| number(i) && s.words[i].upos != Upos::Punct && (!inside(s.words[i].head) || s.words[i].head == i))
        .collect();
    let best = |pick: &dyn Fn(usize) -> bool| tops.iter().copied().find(|&i| pick(i));
    best(&|i| s.words[i].upos == Upos::Num)
        .or_else(|| best(&|i| matches!(s.words[i].upos, Upos::Noun | Upos::Adj | Upos::Det)))
        .or_else(|| tops.first().copied())
        .or_else(|| (0..s.words.len()).find(|&i| number(i)))
}

/// What a figure counts.
pub fn find(reading: &Reading, s: &Sentence, figure: &Figure) -> Option<Counted> {
    let top = top_word(s, figure)?;
    let w = &s.words[top];
    let inside = |i: usize| s.words[i].span.overlaps(&figure.span);
    let made = |noun: usize, rule: &'static str| Counted {
        noun: Some(noun),
        anchor: noun,
        lemma: lemma(reading, s, noun),
        status_word: None,
        toll: None,
        whole: None,
        rule,
    };

    // "The crew of nine", where no noun stands behind the number.
    if w.rel.starts_with("nmod")
        && w.head < top
        && preposition(s, top) == Some("of")
        && reading.lexicon.things.is_container(&s.words[w.head].lemma)
        && reading.lexicon.things.get(&s.words[w.head].lemma).is_some_and(|t| t.0 == CountedType::Person)
        && !s.children(top).any(|c| c > top && s.words[c].rel.starts_with("nmod"))
    {
        return Some(made(w.head, "container"));
    }

    // "dozens of people", "two of the five soldiers", "a third of the 900": the noun behind "of".
    if let Some(of) =
        s.children(top).find(|&c| c > top && !inside(c) && s.words[c].rel.starts_with("nmod") && preposition(s, c) == Some("of"))
    {
        let whole = s.children(of).find(|&c| s.words[c].rel.starts_with("nummod") || s.words[c].upos == Upos::Num);
        if s.words[of].upos == Upos::Num {
            // "about a dozen of the mill's many weavers", where the noun hangs elsewhere.
            let next = (of + 1..s.words.len().min(of + 4)).take_while(|&i| matches!(s.words[i].upos, Upos::Noun | Upos::Adj));
            if let Some(noun) = next.filter(|&i| s.words[i].xpos == "NNS").last() {
                return Some(Counted { whole: Some(of), anchor: top, ..made(noun, "of-number") });
            }
            return Some(Counted { whole: Some(of), ..elliptic(reading, s, top, "of-number") });
        }
        let noun = through_containers(reading, s, of);
        let anchor = top;
        return Some(Counted { anchor, whole, ..made(noun, "partitive") });
    }
    if let Some(of) = loose_of(reading, s, top, figure) {
        return Some(Counted { anchor: top, ..made(of, "partitive-loose") });
    }

    let modifies = matches!(w.rel.split(':').next(), Some("nummod" | "det" | "amod" | "compound" | "advmod" | "nmod" | "dep" | "quantmod"));
    if w.head != top && modifies && !(w.rel.starts_with("nmod") && preposition(s, top).is_some()) {
        let h = w.head;
        let hw = &s.words[h];
        if !inside(h) && h > top && !cut_off(reading, s, figure) {
            match hw.upos {
                Upos::Noun | Upos::Propn | Upos::Sym | Upos::X | Upos::Pron => {
                    if toll_noun(reading, s, h) && !hw.lemma.ends_with("death") {
                        return Some(Counted { toll: Some(h), ..elliptic(reading, s, h, "toll-modifier") });
                    }
                    // "six shot": a participle that the tagger took for a noun, since six of them would be "shots".
                    if hw.xpos == "NN" && plural(figure) && names_no_thing(reading, s, h) {
                        return Some(Counted { status_word: Some(h), anchor: h, ..elliptic(reading, s, h, "status-noun") });
                    }
                    return Some(made(run_end(s, h, figure), "noun"));
                }
                Upos::Adj | Upos::Verb if says_status(reading, s, h) => {
                    // "12 murdered shepherds", hung on the participle.
                    if s.words.get(h + 1).is_some_and(|n| n.upos == Upos::Noun && n.xpos == "NNS") {
                        return Some(made(h + 1, "noun-behind-status"));
                    }
                    return Some(Counted { status_word: Some(h), anchor: h, ..elliptic(reading, s, h, "status-word") });
                }
                Upos::Adj | Upos::Verb | Upos::Adv | Upos::Num => {
                    // A parse gone wrong: the next noun within reach, before any verb.
                    if let Some(n) = next_noun(s, figure) {
                        return Some(made(n, "next-noun"));
                    }
                    if matches!(hw.upos, Upos::Verb) {
                        return Some(elliptic(reading, s, top, "elliptic-verb"));
                    }
                }
                _ => {}
            }
        } else if !inside(h) && h < top && matches!(hw.upos, Upos::Noun | Upos::Propn) && w.rel.starts_with("nummod") {
            // "casualties: 15", "Room 12" (a designation, not asked here).
            return Some(made(h, "noun-before"));
        }
    }
    // An adjective or participle of status right behind: "3 dead, 12 hurt in blast".
    if let Some(next) = (top + 1..s.words.len()).find(|&i| !inside(i)) {
        let near = &s.words[next];
        if says_status(reading, s, next)
            && (matches!(near.upos, Upos::Adj | Upos::Verb | Upos::Noun) || near.upos == Upos::Adv && plural(figure))
            && s.child(next, "aux").is_none()
            && s.child(next, "aux:pass").is_none()
        {
            if let Some(noun) =
                next_noun(s, figure).filter(|&n| s.words[n].head != next && s.words[next].rel == "amod" && s.words[next].head == n)
            {
                return Some(made(noun, "noun-behind-status"));
            }
            return Some(Counted { status_word: Some(next), anchor: top, ..elliptic(reading, s, top, "status-behind") });
        }
        // The tree misses a plain noun right behind the number.
        if matches!(near.upos, Upos::Noun) && near.xpos == "NNS" && !s.under(next, top) && w.rel != "nsubj" {
            return Some(made(next, "noun-adjacent"));
        }
    }
    // "15 Danish and 20 Swedish sailors"
    let next = s.words.iter().position(|x| x.span.start >= figure.span.end).filter(|&i| s.words[i].upos == Upos::Adj && w.rel == "conj");
    if let Some(n) = next.map(|i| i + 1).filter(|&i| s.words.get(i).is_some_and(|x| x.xpos == "NNS" && s.words[i - 1].head == i)) {
        return Some(made(n, "noun-adjacent"));
    }
    // "Volunteers, 150 in all, searched the forest."
    if w.rel == "appos" && w.head < top && matches!(s.words[w.head].xpos, "NNS" | "NNPS") {
        let back = reading.text().get(figure.span.end..s.span.end).unwrap_or("").trim_start();
        if ["in all", "altogether", "in total", "strong"].iter().any(|x| back.starts_with(x)) {
            return Some(made(w.head, "noun-before"));
        }
    }
    if let Some(found) = toll(reading, s, top) {
        return Some(found);
    }
    if let Some(label) = labelled(reading, s, figure) {
        if toll_noun(reading, s, label) {
            return Some(Counted { toll: Some(label), ..elliptic(reading, s, top, "toll-label") });
        }
        if s.words[label].upos == Upos::Noun {
            return Some(made(label, "label-noun"));
        }
        return Some(Counted { status_word: Some(label), ..elliptic(reading, s, top, "label") });
    }
    if crowd_at(reading, s, top) {
        return Some(elliptic(reading, s, top, "crowd"));
    }
    if let Some(noun) = changed_to(s, top) {
        return Some(made(noun, "changed-to"));
    }
    // "The victims were 12", "the dead numbered 12".
    if let Some(subject) = s.children(top).find(|&c| s.words[c].rel.starts_with("nsubj") && s.words[c].upos == Upos::Noun) {
        if s.child(top, "cop").is_some() {
            return Some(made(through_containers(reading, s, subject), "copula"));
        }
    }
    // "two half-drowned sailors", "seven officially counted cases", where the tree goes another way.
    if let Some(noun) = behind_modifiers(s, figure) {
        return Some(made(noun, "noun-behind"));
    }
    Some(elliptic(reading, s, top, "elliptic"))
}

/// "put the dead at five, Velden journalist Ana Vell said": a comma right behind the figure ends its phrase, unless modifiers follow.
fn cut_off(reading: &Reading, s: &Sentence, figure: &Figure) -> bool {
    if !reading.text().get(figure.span.end..s.span.end).is_some_and(|r| r.starts_with(',')) {
        return false;
    }
    let next = s.words.iter().find(|w| w.span.start > figure.span.end);
    next.is_some_and(|w| !matches!(w.upos, Upos::Adj | Upos::Adv | Upos::Num | Upos::Verb))
}

/// "put the crowd at 8,000", "estimated the turnout at 30,000"
fn crowd_at(reading: &Reading, s: &Sentence, top: usize) -> bool {
    let w = &s.words[top];
    let words = &reading.lexicon.claims;
    let crowd = |c: usize| words.is(ClaimWord::Crowd, &s.words[c].lemma);
    preposition(s, top) == Some("at")
        && w.head != top
        && (words.is(ClaimWord::Gauge, &s.words[w.head].lemma)
            && s.children(w.head).any(|c| matches!(s.words[c].rel, "obj" | "nsubj" | "nsubj:pass") && crowd(c))
            || crowd(w.head) && w.rel.starts_with("nmod"))
}

/// "tripled its seats to nine", "cut the number of flights to 19", "seats fell to nine": what changes to the figure.
fn changed_to(s: &Sentence, top: usize) -> Option<usize> {
    let w = &s.words[top];
    if !w.rel.starts_with("obl") || !matches!(preposition(s, top), Some("to" | "from")) {
        return None;
    }
    let verb = w.head;
    let noun = |c: usize| s.words[c].upos == Upos::Noun && matches!(s.words[c].xpos, "NNS" | "NN");
    let object = s.children(verb).find(|&c| s.words[c].rel == "obj" && noun(c));
    match s.words[verb].lemma.as_str() {
        "double" | "triple" | "quadruple" | "cut" | "reduce" | "raise" | "increase" | "boost" | "expand" | "lower" | "slash" | "trim"
        | "halve"
            if object.is_some_and(|c| s.words[c].xpos == "NNS") =>
        {
            object
        }
        "rise" | "fall" | "grow" | "climb" | "drop" | "shrink" | "swell" | "dwindle" => {
            s.children(verb).find(|&c| s.words[c].rel == "nsubj" && noun(c) && s.words[c].xpos == "NNS")
        }
        _ => None,
    }
}

/// The plural noun behind modifiers of any kind that follow the figure.
fn behind_modifiers(s: &Sentence, figure: &Figure) -> Option<usize> {
    if !plural(figure) {
        return None;
    }
    let first = s.words.iter().position(|w| w.span.start >= figure.span.end)?;
    let mut some = false;
    for i in first..s.words.len().min(first + 5) {
        let w = &s.words[i];
        match w.upos {
            Upos::Noun | Upos::Propn if matches!(w.xpos, "NNS" | "NNPS") => return some.then_some(i),
            Upos::Noun | Upos::Propn | Upos::Adj | Upos::Adv => {}
            Upos::Verb if matches!(w.xpos, "VBN" | "VBG") => {}
            Upos::Aux if s.words.get(i + 1).is_some_and(|n| n.xpos == "HYPH") => {}
            Upos::Punct if w.xpos == "HYPH" => {}
            _ => return None,
        }
        some = true;
    }
    None
}

/// The word of status or toll that a figure stands behind: "Killed: 3", "Toll at 88", "The dead numbered 88".
fn labelled(reading: &Reading, s: &Sentence, figure: &Figure) -> Option<usize> {
    let first = s.words.iter().position(|w| w.span.end > figure.span.start)?;
    let link = &s.words[first.checked_sub(1)?];
    let joins = matches!(link.lemma.to_lowercase().as_str(), ":" | "at" | "number" | "numbered" | "total" | "totaled" | "totalled");
    // "topped 2,200": the verb belongs to the figure.
    let own = matches!(s.words[first].upos, Upos::Verb) && figure.span.contains(&s.words[first].span);
    let from = if own { first } else { first - 1 };
    if !joins && !own {
        return None;
    }
    let says = |i: usize| {
        let form = reading.of(&s.words[i].span).to_lowercase();
        let st = &reading.lexicon.status;
        toll_noun(reading, s, i)
            || says_status(reading, s, i)
            || st.find(&form, Construction::Modifier, |_| false).is_some()
            || st.find(&s.words[i].lemma.to_lowercase(), Construction::Head, |_| false).is_some()
    };
    let at = (0..from).rev().take(if own { 6 } else { 1 }).find(|&i| says(i))?;
    // A label stands alone: "Police held five, killed: 3" is none.
    (own || at <= 2 || s.words[at - 1].upos == Upos::Punct).then_some(at)
}

/// Nothing named: the anchor is the figure.
fn elliptic(_: &Reading, _: &Sentence, anchor: usize, rule: &'static str) -> Counted {
    Counted { noun: None, anchor, lemma: String::new(), status_word: None, toll: None, whole: None, rule }
}

/// "hundreds of" where the parser hung "of" elsewhere: the words right behind the figure are "of" and a noun phrase.
fn loose_of(reading: &Reading, s: &Sentence, top: usize, figure: &Figure) -> Option<usize> {
    let after = s.words.iter().position(|w| w.span.start >= figure.span.end)?;
    if !reading.of(&s.words[after].span).eq_ignore_ascii_case("of") || after != top + 1 {
        return None;
    }
    (after + 1..s.words.len().min(after + 6)).find(|&i| {
        matches!(s.words[i].upos, Upos::Noun | Upos::Propn)
            && !s.words.get(i + 1).is_some_and(|n| matches!(n.upos, Upos::Noun | Upos::Propn))
    })
}

/// The noun that ends the phrase behind a figure: nouns and modifiers in a row, no verb or preposition between.
fn next_noun(s: &Sentence, figure: &Figure) -> Option<usize> {
    let first = s.words.iter().position(|w| w.span.start >= figure.span.end)?;
    let mut last = None;
    for i in first..s.words.len().min(first + 6) {
        match s.words[i].upos {
            Upos::Noun | Upos::Propn => last = Some(i),
            Upos::Adj if last.is_none() => {}
            Upos::Verb if last.is_none() && s.words[i].rel == "amod" => {}
            Upos::Punct if last.is_none() && s.words[i].xpos == "HYPH" => {}
            _ => break,
        }
    }
    last
}

/// True where the counted things are presupposed: "the 80 bodies", "its 40 ships", "Velden's 40 ships".
pub fn given(reading: &Reading, s: &Sentence, figure: &Figure) -> bool {
    let Some(before) = s.words.iter().rev().find(|w| w.span.end <= figure.span.start) else { return false };
    let form = reading.of(&before.span).to_lowercase();
    matches!(form.as_str(), "the" | "its" | "his" | "her" | "their" | "our" | "my" | "these" | "those" | "'s" | "’s" | "all")
}

/// True where the figure is of more than one.
fn plural(figure: &Figure) -> bool {
    figure.value.or(figure.low).or(figure.high).is_none_or(|v| v > 1.0)
}

/// True for a singular noun that says a status and never counts ("shot", "hurt", "dead").
fn names_no_thing(reading: &Reading, s: &Sentence, word: usize) -> bool {
    let form = reading.of(&s.words[word].span).to_lowercase();
    matches!(form.as_str(), "shot" | "hurt" | "dead" | "wounded" | "injured" | "killed" | "missing")
}

/// The end of a compound that the parser cut: more than one of a singular noun, with a plural right behind it, counts the
/// plural ("250 Velden workers", "19 Ostland Senate members").
fn run_end(s: &Sentence, noun: usize, figure: &Figure) -> usize {
    let name = |i: usize| matches!(s.words[i].upos, Upos::Noun | Upos::Propn);
    let many = |i: usize| matches!(s.words[i].xpos, "NNS" | "NNPS");
    if !plural(figure) || many(noun) || !name(noun) {
        return noun;
    }
    let mut at = noun;
    while at + 1 < s.words.len() && at < noun + 4 && name(at + 1) {
        at += 1;
        if many(at) {
            return at;
        }
    }
    noun
}

/// A group, convoy, pair stands for its members where "of" names them.
fn through_containers(reading: &Reading, s: &Sentence, noun: usize) -> usize {
    let mut at = noun;
    for _ in 0..3 {
        if !reading.lexicon.things.is_container(&s.words[at].lemma) {
            break;
        }
        match s.children(at).find(|&c| c > at && s.words[c].rel.starts_with("nmod") && preposition(s, c) == Some("of")) {
            Some(of) => at = of,
            None => break,
        }
    }
    at
}

/// Lemma of a counted noun, "person" for "people" and for pronouns that mean people. A plural that the lemmatizer left
/// alone loses its ending.
pub fn lemma(reading: &Reading, s: &Sentence, noun: usize) -> String {
    let w = &s.words[noun];
    let l = w.lemma.to_lowercase();
    if l == "injure" || l == "wound" && w.upos != Upos::Noun {
        return "person".into();
    }
    match l.as_str() {
        "people" | "persons" | "those" | "whom" | "them" | "us" | "who" | "they" | "that" => return "person".into(),
        "men" => return "man".into(),
        "women" => return "woman".into(),
        "children" => return "child".into(),
        // "13 of the dead": the adjective stands for people.
        "dead" | "wounded" | "injured" | "missing" | "deceased" | "homeless" => return "person".into(),
        _ => {}
    }
    if let Some(stem) = l.strip_suffix("men").filter(|x| x.len() > 2) {
        return format!("{stem}man");
    }
    let form = reading.of(&w.span).to_lowercase();
    let many = matches!(w.xpos, "NNS" | "NNPS") || (w.upos == Upos::Propn && reading.lexicon.things.get(&l).is_none());
    if many && l == form && l.len() > 3 && l.ends_with('s') && !l.ends_with("ss") && !l.ends_with("us") && !l.ends_with("is") {
        let stem = &l[..l.len() - 1];
        let known = |x: &str| reading.lexicon.things.get(x).is_some() || demonym(reading.lexicon, x);
        if w.upos == Upos::Propn && !known(stem) && w.xpos != "NNPS" {
            return l;
        }
        if let Some(y) = l.strip_suffix("ies").filter(|x| x.len() > 2) {
            return format!("{y}y");
        }
        return stem.to_owned();
    }
    l
}

fn toll_noun(reading: &Reading, s: &Sentence, word: usize) -> bool {
    toll_status(reading, s, word).is_some()
}

/// The status of a noun of toll ("toll", "death toll", "body count").
pub fn toll_status(reading: &Reading, s: &Sentence, word: usize) -> Option<crate::types::Status> {
    let lemma = &s.words[word].lemma.to_lowercase();
    if let Some(status) = reading.lexicon.status.find(lemma, Construction::Toll, |_| false) {
        return Some(status);
    }
    // "death toll": the frame's first word is the modifier.
    s.children(word)
        .filter(|&c| s.words[c].rel == "compound" || s.words[c].rel == "amod")
        .find_map(|c| reading.lexicon.status.find(&s.words[c].lemma, Construction::Toll, |l| l == lemma))
}

/// True where an adjective, participle or noun says a status by itself.
fn says_status(reading: &Reading, s: &Sentence, word: usize) -> bool {
    let w = &s.words[word];
    let st = &reading.lexicon.status;
    let form = reading.of(&w.span).to_lowercase();
    st.find(&form, Construction::Modifier, |_| false).is_some()
        || st.find(&form, Construction::Result, |_| false).is_some()
        || (matches!(w.xpos, "VBN" | "VBD")
            && st.find(&w.lemma, Construction::Object, |_| false).is_some()
            && s.child(word, "obj").is_none())
}

/// "a toll of 45,000", "the death toll rose to 88", "the number of refugees reached 2.1m", "bringing the toll to 88".
fn toll(reading: &Reading, s: &Sentence, top: usize) -> Option<Counted> {
    let w = &s.words[top];
    if w.head == top {
        return None;
    }
    let mut candidates = vec![w.head];
    let verb = if matches!(s.words[w.head].upos, Upos::Verb | Upos::Aux) { Some(w.head) } else { None };
    if let Some(v) = verb {
        candidates.extend(s.children(v).filter(|&c| matches!(s.words[c].rel.split(':').next(), Some("nsubj" | "obj")) && c != top));
        // A participle ("..., bringing the toll to"): its subject may be a clause; nothing more to look at.
    }
    if let Some(c) = s.children(top).find(|&c| s.words[c].rel.starts_with("nsubj")) {
        candidates.push(c);
    }
    // "The toll is likely to pass 100", "the number of missing rose".
    if let Some((c, _)) = verb.and_then(|v| crate::extract::tree::subject(s, v)) {
        candidates.push(c);
    }
    // "The dead numbered 88", "deaths have topped 2,200".
    if let Some(v) =
        verb.filter(|&v| matches!(s.words[v].lemma.as_str(), "number" | "total" | "top" | "exceed" | "surpass" | "reach" | "pass"))
    {
        let subject = s.children(v).find(|&c| s.words[c].rel.starts_with("nsubj") && c < v);
        if let Some(c) = subject.filter(|&c| {
            let lemma = s.words[c].lemma.to_lowercase();
            let form = reading.of(&s.words[c].span).to_lowercase();
            !toll_noun(reading, s, c)
                && (reading.lexicon.status.find(&lemma, Construction::Head, |_| false).is_some()
                    || reading.lexicon.status.find(&form, Construction::Modifier, |_| false).is_some())
        }) {
            return Some(Counted { status_word: Some(c), ..elliptic(reading, s, top, "numbered") });
        }
    }
    for c in candidates {
        if toll_noun(reading, s, c) {
            // "the toll among miners"
            return Some(Counted { toll: Some(c), ..elliptic(reading, s, top, "toll") });
        }
        // "estimates of the number of refugees range from 100,000"
        let below = s.children(c).find(|&k| {
            matches!(s.words[c].lemma.as_str(), "estimate" | "record" | "report")
                && reading.lexicon.claims.is(ClaimWord::Count, &s.words[k].lemma)
        });
        let c = below.unwrap_or(c);
        if reading.lexicon.claims.is(ClaimWord::Count, &s.words[c].lemma) {
            // "the number of missing from 40": the participle is taken for a clause.
            if let Some(of) = s.children(c).find(|&k| k > c && s.words[k].rel == "acl" && says_status(reading, s, k)) {
                return Some(Counted { status_word: Some(of), ..elliptic(reading, s, top, "number-of-state") });
            }
            if let Some(of) = s.children(c).find(|&k| k > c && s.words[k].rel.starts_with("nmod") && preposition(s, k) == Some("of")) {
                let l = lemma(reading, s, of);
                if l == "person" && says_status(reading, s, of) {
                    return Some(Counted { status_word: Some(of), ..elliptic(reading, s, top, "number-of-state") });
                }
                return Some(Counted {
                    noun: Some(of),
                    anchor: of,
                    lemma: l,
                    status_word: None,
                    toll: None,
                    whole: None,
                    rule: "number-of",
                });
            }
        }
    }
    None
}

/// The counted phrase: the noun with its modifiers and its "of", without the figure and without clauses.
pub fn counted_phrase(reading: &Reading, s: &Sentence, noun: usize, figure: &Figure) -> Span {
    let whole = phrase(s, noun, |c| {
        let rel = s.words[c].rel;
        !(matches!(rel.split(':').next(), Some("acl" | "advcl" | "parataxis" | "punct" | "conj" | "cc" | "appos" | "case" | "ccomp")))
            || (rel == "punct" && s.words[c].xpos == "HYPH")
            || (rel == "case" && s.words[c].head != noun)
            || (rel == "punct" && s.words[c].head != noun)
    });
    // "eight villagers, including three children" counts villagers.
    let spelled = reading.of(&Span::new(s.words[noun].span.end, whole.end.max(s.words[noun].span.end)));
    let end =
        [", including", ", among", ", most", ", mostly", " including ", " among ", " by name"].iter().filter_map(|x| spelled.find(x)).min();
    let whole = Span::new(whole.start, end.map_or(whole.end, |at| s.words[noun].span.end + at));
    if whole.start < figure.span.end && figure.span.end <= s.words[noun].span.start {
        // "not 300 but 30 arrests" counts arrests.
        let number = s.words[..noun].iter().rev().find(|w| w.upos == Upos::Num && w.span.start >= figure.span.end && w.head == noun);
        let from = number.map_or(figure.span.end, |w| w.span.end);
        let figure = &Figure { span: Span::new(figure.span.start, from), ..figure.clone() };
        let text = reading.of(&Span::new(figure.span.end, whole.end));
        let gap = text.len() - text.trim_start_matches(|c: char| c.is_whitespace() || c == '-').len();
        return Span::new(figure.span.end + gap, whole.end);
    }
    if whole.overlaps(&figure.span) { s.words[noun].span } else { whole }
}

/// True for the lower-case lemma of a people: "ostlander" is written "Ostlanders".
fn demonym(lexicon: &Lexicon, lemma: &str) -> bool {
    let mut letters = lemma.chars();
    let Some(first) = letters.next() else { return false };
    let one: String = first.to_uppercase().chain(letters).collect();
    let nations = &lexicon.nations;
    nations.is_demonym(&one) || nations.is_demonym(&format!("{one}s"))
}

/// What a counted noun is, by the lexicon, its form, and what happened to it.
pub fn counted_type(reading: &Reading, lemma: &str, propn: bool, person_status: bool) -> (CountedType, Option<String>) {
    type_by(reading.lexicon, lemma, propn, person_status)
}

/// True where a noun may stand for a person without a number: "guard", "the 17-year-old".
pub fn may_be_person(lexicon: &Lexicon, lemma: &str) -> bool {
    lemma == "old"
        || lemma.ends_with("-old")
        || lexicon.people.role(lemma).is_some()
        || type_by(lexicon, lemma, false, false).0 == CountedType::Person
}

fn type_by(lexicon: &Lexicon, lemma: &str, propn: bool, person_status: bool) -> (CountedType, Option<String>) {
    let last = lemma.rsplit([' ', '-']).next().unwrap_or(lemma);
    for key in [lemma, last] {
        if let Some((t, role)) = lexicon.things.get(key) {
            return (t, role.map(str::to_owned));
        }
    }
    if last.starts_with(|c: char| c.is_ascii_digit()) {
        return (if person_status { CountedType::Person } else { CountedType::Other }, None);
    }
    if demonym(lexicon, lemma)
        || lexicon.people.role(lemma).is_some_and(|k| {
            !matches!(
                k,
                crate::types::SourceKind::Document
                    | crate::types::SourceKind::Dataset
                    | crate::types::SourceKind::Footage
                    | crate::types::SourceKind::Media
            )
        })
    {
        return (CountedType::Person, None);
    }
    if person_status {
        return (CountedType::Person, None);
    }
    let suffix = |ends: &[&str]| ends.iter().any(|e| last.ends_with(e) && last.len() > e.len() + 2);
    if !propn
        && suffix(&["ist", "ian", "eer", "yer", "crat", "man", "woman", "person", "ee", "ant", "smith"])
        && !["tion", "gree", "ttee", "ffee"].iter().any(|e| last.ends_with(e))
    {
        return (CountedType::Person, None);
    }
    if suffix(&["tion", "sion", "ment", "ing"]) && !propn {
        return (CountedType::Event, None);
    }
    (CountedType::Other, None)
}
