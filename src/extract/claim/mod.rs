//! Claims: each figure bound to what it counts, what happened, who says so, and as of when.
//!
//! "Police said at least 13 Ostlanders were killed in Orsk on Monday." gives one claim: at least 13 (low 13), head
//! `ostlander`, country none, status `killed`, claimant `police`, event date the Monday, place `Orsk`.
//!
//! [`read`] walks the figures that can be claims; the rooms beside it answer one question each.

mod confidence;
mod counted;
mod happened;
mod implicit;
mod modality;
mod parts;
mod status;
#[cfg(test)]
mod tests;
mod voice;
mod when;

pub use when::said;

use crate::extract::reading::Reading;
use crate::lexicon::Construction;
use crate::types::{
    Actor, ActorKind, Aggregation, Attribution, BlockKind, Claim, CountedType, Evidence, Figure, FigureKind, Flag, FlagCode, Form,
    Quantifier, Sentence, Span, Stance, Status, Timex, Upos,
};

/// The claims of an article, in order of figure. Adds the figures of claims without a number word to `figures`.
pub fn read(
    reading: &Reading,
    figures: &mut Vec<Figure>,
    dates: &[Timex],
    actors: &[Actor],
    attributions: &[Attribution],
) -> (Vec<Claim>, Vec<Flag>) {
    let places: Vec<(Span, usize)> = actors
        .iter()
        .enumerate()
        .filter(|(_, a)| matches!(a.kind, ActorKind::Place | ActorKind::State))
        .flat_map(|(i, a)| a.mentions.iter().filter(|m| m.named).map(move |m| (m.span, i)))
        .collect();
    let context = context(reading);
    let mut drafts: Vec<Draft> = Vec::new();
    let mut added: Vec<Figure> = Vec::new();
    for s in reading.sentences {
        let from = figures.partition_point(|f| f.span.end <= s.span.start);
        let to = figures.partition_point(|f| f.span.start < s.span.end);
        let mut claimed: Vec<Draft> = Vec::new();
        for (i, f) in figures.iter().enumerate().take(to).skip(from) {
            if may_claim(reading, f) {
                if let Some(mut d) = draft(reading, s, f, i, &claimed, &drafts, context) {
                    d.mark = d.mark.or_else(|| parts::written_whole(reading, s, f, figures.get(i + 1)));
                    claimed.push(d);
                }
            }
        }
        for (f, noun, found) in implicit::read(reading, s, &figures[from..to], actors) {
            claimed.push(Draft::implicit(reading, s, &f, figures.len() + added.len(), noun, found));
            added.push(f);
        }
        drafts.extend(claimed);
    }
    figures.extend(added);
    let heard = voice::Heard::new(attributions);
    let mut claims = Vec::new();
    let mut marks = Vec::new();
    let mut whens = Vec::new();
    let mut flags = Vec::new();
    for d in &drafts {
        finish(reading, d, figures, dates, actors, &heard, &places, &mut claims, &mut marks, &mut whens, &mut flags);
    }
    shot(reading, &mut claims);
    happened::share(reading, &mut claims, &mut whens, dates);
    for (c, w) in claims.iter_mut().zip(&whens) {
        let value = |i: Option<usize>| i.map(|i| happened::day_value(&dates[i]));
        (c.said_date, c.event_date, c.as_of_date) = (value(w.said), value(w.event), value(w.as_of));
        let first = [w.event, w.as_of, w.said].into_iter().flatten().next();
        c.date_source = first.map(|i| dates[i].anchor.clone().unwrap_or_else(|| "absolute".into()));
    }
    sort_figures(figures, &mut claims, &mut marks, &mut flags);
    parts::bind(reading, &marks, &mut claims, figures);
    parts::repeats(&mut claims);
    check(&claims, &mut flags);
    for i in 0..claims.len() {
        claims[i].confidence = confidence::of(&claims[i], &figures[claims[i].figure], reading.of(&claims[i].sentence));
    }
    (claims, flags)
}

/// A figure with its counted thing and status, before its voices are known.
struct Draft {
    sentence: Span,
    figure: usize,
    counted: counted::Counted,
    found: Option<status::Found>,
    head: String,
    kind: CountedType,
    role: Option<String>,
    phrase: Option<Span>,
    mark: Option<parts::Mark>,
    aggregation: Aggregation,
}

impl Draft {
    fn implicit(reading: &Reading, s: &Sentence, f: &Figure, index: usize, noun: usize, found: status::Found) -> Self {
        let named = f.form == Form::Named;
        let head = if named { "person".to_owned() } else { counted::lemma(reading, s, noun) };
        let (kind, role) = counted::counted_type(reading, &head, false, true);
        Self {
            sentence: s.span,
            figure: index,
            counted: counted::Counted {
                noun: Some(noun),
                anchor: noun,
                lemma: head.clone(),
                status_word: None,
                toll: None,
                whole: None,
                rule: if named { "named" } else { "implicit" },
            },
            found: Some(found),
            head,
            kind,
            role,
            phrase: (!named).then(|| implicit::counted(s, noun)),
            mark: None,
            aggregation: Aggregation::Unspecified,
        }
    }
}

/// Figures that can be claims: counts, money, percentages and measures outside of furniture.
fn may_claim(reading: &Reading, f: &Figure) -> bool {
    if !matches!(f.kind, FigureKind::Count | FigureKind::Money | FigureKind::Percent | FigureKind::Measure) {
        return false;
    }
    reading
        .block_at(f.span.start)
        .is_none_or(|b| !matches!(reading.article.blocks[b].kind, BlockKind::Boilerplate | BlockKind::Byline | BlockKind::Dateline))
}

/// True where a bare number stands as a count in its clause: "now have 17", "would win 10", "remains at 37,000".
fn takes_a_count(s: &Sentence, anchor: usize) -> bool {
    let w = &s.words[anchor];
    let up = s.words[w.head].lemma.as_str();
    w.head != anchor
        && matches!(w.rel.split(':').next(), Some("obj" | "obl" | "conj" | "nsubj" | "xcomp"))
        && matches!(
            up,
            "have"
                | "win"
                | "lose"
                | "hold"
                | "gain"
                | "reach"
                | "rise"
                | "fall"
                | "grow"
                | "increase"
                | "remain"
                | "stand"
                | "climb"
                | "drop"
                | "double"
                | "exceed"
                | "number"
                | "total"
                | "add"
                | "recognize"
                | "recognise"
                | "admit"
                | "accept"
                | "affect"
                | "include"
                | "range"
                | "cut"
                | "reduce"
                | "need"
        )
}

/// The status that a word anywhere in the article lends to nouns like "case" ("cholera": infected).
fn context(reading: &Reading) -> Option<Status> {
    let st = &reading.lexicon.status;
    reading.sentences.iter().flat_map(|s| &s.words).find_map(|w| {
        matches!(w.upos, Upos::Noun | Upos::Propn).then(|| st.find(&w.lemma.to_lowercase(), Construction::Context, |_| false)).flatten()
    })
}

fn draft(
    reading: &Reading,
    s: &Sentence,
    f: &Figure,
    index: usize,
    before: &[Draft],
    earlier: &[Draft],
    context: Option<Status>,
) -> Option<Draft> {
    let mut c = counted::find(reading, s, f)?;
    let mut found = status::find(reading, s, &c, f);
    // A conjunct or ellipsis without status of its own shares that of the figure before it: "nine killed and 21".
    if found.is_none() && c.noun.is_none() && f.kind == FigureKind::Count {
        if let Some(d) = before.last().filter(|d| d.found.is_some()) {
            let w = &s.words[c.anchor];
            if matches!(w.rel.split(':').next(), Some("conj" | "orphan" | "appos" | "list" | "parataxis" | "dep")) {
                found = d.found;
                c.lemma.clone_from(&d.head);
            }
        }
    }
    // "up from 400": the same things in the same state, earlier.
    if f.earlier {
        if let Some(d) = before.last().filter(|d| d.counted.rule != "implicit") {
            if found.is_none() || c.noun.is_none_or(|n| matches!(s.words[n].lemma.as_str(), "year" | "month" | "week" | "day")) {
                found = d.found;
                c.noun = None;
                c.lemma.clone_from(&d.head);
            }
        }
    }
    let propn = c.noun.is_some_and(|n| s.words[n].upos == Upos::Propn);
    let mut head = c.lemma.clone();
    // "three of them": what the figure before counted.
    if c.noun.is_some_and(|n| {
        s.words[n].upos == Upos::Pron && matches!(s.words[n].lemma.to_lowercase().as_str(), "they" | "them" | "these" | "which" | "whom")
    }) {
        let near = before.iter().rev().chain(earlier.iter().rev().take(3));
        // "four of them women"
        let apposed = c.noun.map(|n| n + 1).filter(|&n| s.words.get(n).is_some_and(|w| w.upos == Upos::Noun && w.xpos == "NNS"));
        if let Some(n) = apposed {
            head = counted::lemma(reading, s, n);
        } else if let Some(d) = near.into_iter().find(|d| d.counted.noun.is_some() && s.span.start.saturating_sub(d.sentence.end) < 400) {
            head.clone_from(&d.head);
        }
    }
    if head.is_empty() && found.is_none() && f.kind == FigureKind::Count && f.value.is_none_or(|v| v > 1.0) && takes_a_count(s, c.anchor) {
        let near = before.iter().rev().chain(earlier.iter().rev().take(2));
        if let Some(d) = near.into_iter().find(|d| d.counted.noun.is_some() && s.span.start.saturating_sub(d.sentence.end) < 40) {
            head.clone_from(&d.head);
        }
    }
    if head.is_empty() {
        head = implied_head(found.map_or(Status::Unspecified, |x| x.status), before, c.toll.is_some());
    }
    let type_of = |found: Option<status::Found>| match f.kind {
        FigureKind::Money => (CountedType::Money, None),
        _ => counted::counted_type(
            reading,
            &head,
            propn,
            found.is_some_and(|x| person_status(x.status) && (c.noun.is_none() || harms(x.status))),
        ),
    };
    let (mut kind, role) = type_of(found);
    if f.kind == FigureKind::Count {
        let fitting = found.and_then(|x| status::fit(s, x, kind, role.as_deref(), &head));
        if fitting.is_none() && found.is_some() {
            kind = type_of(None).0;
        }
        found = fitting;
        let certified = c.noun.is_some_and(|n| {
            s.children(n).any(|k| {
                matches!(
                    s.words[k].lemma.as_str(),
                    "confirmed" | "suspected" | "probable" | "confirm" | "suspect" | "imported" | "asymptomatic"
                )
            })
        });
        let context = context.or(certified.then_some(Status::Infected));
        if let (None, Some(status), Some(noun)) = (found, context, c.noun) {
            if reading.lexicon.status.find(&head, Construction::HeadContext, |_| false).is_some() {
                found = Some(status::Found { status, word: noun, construction: Construction::HeadContext });
                kind = CountedType::Person;
            }
        }
    }
    let phrase = c.noun.map(|n| counted::counted_phrase(reading, s, n, f));
    let bare = f.kind == FigureKind::Count && (c.noun.is_none() || head == "other") && c.status_word.is_none();
    let mark = c.whole.map(|w| parts::Mark::Of(s.words[w].span)).or_else(|| parts::mark(reading, s, f, bare));
    let toll = c.toll.is_some() || found.is_some_and(|x| x.construction == Construction::Toll);
    let aggregation = parts::aggregation(reading, s, f, toll);
    Some(Draft { sentence: s.span, figure: index, counted: c, found, head, kind, role, phrase, mark, aggregation })
}

/// Statuses that only living things have: a noun unknown to the lexicon is a person under them.
fn harms(s: Status) -> bool {
    matches!(
        s,
        Status::Killed
            | Status::Died
            | Status::Wounded
            | Status::Hospitalised
            | Status::Arrested
            | Status::Detained
            | Status::Kidnapped
            | Status::Sentenced
            | Status::Charged
            | Status::Deported
            | Status::Executed
            | Status::Infected
            | Status::Protested
            | Status::Fled
            | Status::Recruited
            | Status::Surrendered
    )
}

/// Statuses that befall people: an unnamed thing under them is a person.
fn person_status(s: Status) -> bool {
    !matches!(
        s,
        Status::Unspecified
            | Status::Other
            | Status::Destroyed
            | Status::Damaged
            | Status::Launched
            | Status::ShotDown
            | Status::Seized
            | Status::Delivered
            | Status::Found
            | Status::Held
            | Status::Registered
    )
}

/// The noun that is left out: people where the status is a person's, else what the figure before counted.
fn implied_head(status: Status, before: &[Draft], toll: bool) -> String {
    if toll || person_status(status) {
        let whole = |d: &&Draft| d.kind == CountedType::Person && d.counted.noun.is_some() && d.mark.is_none();
        let person = before.iter().rev().find(whole);
        return person.filter(|_| !toll).map_or_else(|| "person".to_owned(), |d| d.head.clone());
    }
    before.iter().rev().find(|d| d.counted.noun.is_some()).map_or_else(String::new, |d| d.head.clone())
}

#[allow(clippy::too_many_arguments)]
fn finish(
    reading: &Reading,
    d: &Draft,
    figures: &[Figure],
    dates: &[Timex],
    actors: &[Actor],
    heard: &voice::Heard,
    places: &[(Span, usize)],
    claims: &mut Vec<Claim>,
    marks: &mut Vec<Option<parts::Mark>>,
    whens: &mut Vec<when::Dates>,
    flags: &mut Vec<Flag>,
) {
    let Some(index) = reading.sentence_at(d.sentence.start) else { return };
    let s = &reading.sentences[index];
    let attributions = heard.attributions;
    let f = &figures[d.figure];
    if f.kind == FigureKind::Count && d.head.is_empty() && d.found.is_none() && d.counted.noun.is_none() {
        // A bare number that counts nothing and to which nothing happened is a figure, no claim.
        return;
    }
    let country = d.counted.noun.and_then(|n| country(reading, s, n, &d.head));
    let status_word = d.found.map(|x| x.word);
    let mut voices = voice::voices(reading, &f.number, heard, actors);
    for v in &mut voices {
        voice::alleged(v, attributions, actors, d.found.as_ref(), country.as_deref());
    }
    voice::share_evidence(&mut voices);
    for v in voices {
        let attribution = v.attribution.map(|i| &attributions[i]);
        let cue = attribution.filter(|a| a.sentence == index).and_then(|a| a.cue_word);
        let mut when = when::find(reading, s, d.counted.anchor, status_word, attribution, dates);
        let status = d.found.map_or(Status::Unspecified, |x| x.status);
        if when.event.is_none() && when.as_of.is_none() && person_status(status) {
            when.event = when::nearest(reading, s, &f.span, attribution, dates);
        }
        // Beside something that is no event, a month or year says for what time it holds.
        if status == Status::Unspecified && when.event.is_some_and(|i| dates[i].first_day != dates[i].last_day && dates[i].value.len() <= 7)
        {
            when.event = None;
        }
        if happened::lasts(status) && when.as_of.is_none() {
            when.as_of = when.event.take();
        }
        let given = counted::given(reading, s, f);
        let modality = modality::find(reading, s, d.counted.anchor, status_word, cue, given, &f.span);
        let mut stance = v.stance;
        if f.earlier && stance == Stance::Asserts {
            stance = Stance::Earlier;
        }
        let evidence = evidence_beside(reading, s, d, v.evidence);
        // "not 300 but 30", "three, not four".
        let front = reading.text().get(s.span.start..f.span.start).unwrap_or("").trim_end();
        if stance == Stance::Asserts
            && f.quantifier != Quantifier::None
            && (front.ends_with(" not") || front.ends_with("n't") || front.ends_with("n’t"))
        {
            stance = Stance::Denies;
        }
        if stance == Stance::Asserts && evidence == Evidence::Estimated && attribution.is_some_and(|a| a.evidence == Evidence::Estimated) {
            stance = Stance::Estimates;
        }
        let nearby = || d.found.and_then(|_| when::place_nearby(reading, &f.span, places));
        let place = when::place_word(s, d.counted.anchor, status_word, places, cue).or_else(nearby).map(|i| &actors[i]);
        let rule = format!("{}+{}", d.counted.rule, d.found.map_or("none".to_owned(), |x| format!("{:?}", x.construction).to_lowercase()));
        if d.found.is_some_and(|x| crate::extract::tree::negated(s, x.word)) && f.quantifier != Quantifier::None {
            flags.push(Flag {
                code: FlagCode::NegationNear,
                detail: "the verb of this claim is negated".into(),
                figure: Some(d.figure),
                claim: Some(claims.len()),
            });
        }
        claims.push(Claim {
            figure: d.figure,
            kind: f.kind,
            unit: f.unit.clone(),
            value: f.value,
            low: f.low,
            high: f.high,
            counted: d.phrase,
            counted_head: d.head.clone(),
            counted_type: d.kind,
            counted_country: country.clone(),
            counted_role: d.role.clone(),
            status: d.found.map_or(Status::Unspecified, |x| x.status),
            status_span: status_word.map(|w| s.words[w].span),
            evidence,
            stance,
            modality,
            aggregation: d.aggregation,
            part_of: None,
            part_role: None,
            same_as: None,
            claimant: v.claimant,
            claimant_actor: v.actor,
            claimant_kind: v.kind,
            chain: v.chain,
            attribution: v.attribution,
            cue: attribution.and_then(|a| a.cue).map(|c| reading.of(&c).to_owned()),
            said_date: None,
            event_date: None,
            as_of_date: None,
            date_source: None,
            place: place.map(|a| a.name.clone()),
            place_country: place.and_then(|a| a.country.clone()),
            sentence: s.span,
            rule,
            confidence: 0.0,
        });
        marks.push(d.mark);
        whens.push(when);
    }
}

/// "Twelve were shot, one of them fatally" counts dead and living together: attacked, where "shot" alone is wounded. Told by
/// the dead in the same sentence, or where dead and wounded elsewhere in the article add up to it.
fn shot(reading: &Reading, claims: &mut [Claim]) {
    let hit = |c: &Claim| {
        let word = c.status_span.map_or_else(String::new, |x| reading.of(&x).to_lowercase());
        c.status == Status::Wounded && matches!(word.as_str(), "shot" | "struck" | "hit" | "shooting" | "stabbed" | "shoot")
    };
    let dead = |c: &Claim| matches!(c.status, Status::Killed | Status::Died);
    let sum = |n: f64| {
        let of = |pick: &dyn Fn(&Claim) -> bool| claims.iter().filter(|c| pick(c)).filter_map(|c| c.value).collect::<Vec<_>>();
        let (killed, wounded) = (of(&dead), of(&|c| c.status == Status::Wounded && !hit(c)));
        killed.iter().any(|k| wounded.iter().any(|w| k + w == n))
    };
    let mut both: Vec<usize> = Vec::new();
    for (i, c) in claims.iter().enumerate() {
        if !hit(c) || c.value.is_some_and(|v| v < 2.0) || c.aggregation == Aggregation::New {
            continue;
        }
        let sentence = c.sentence;
        let behind = claims[i + 1..].iter().any(|k| k.sentence == sentence && dead(k) && k.value < c.value.or(c.low));
        let rest = c.status_span.and_then(|x| reading.text().get(x.end..sentence.end)).unwrap_or("").to_lowercase();
        let dying = ["dying", "fatally", "killing", " one died", "death"].iter().any(|w| rest.contains(w));
        if behind || dying || c.value.is_some_and(sum) {
            both.push(i);
        }
    }
    let values: Vec<Option<f64>> = both.iter().map(|&i| claims[i].value).collect();
    for (i, c) in claims.iter_mut().enumerate() {
        let word = c.status_span.map_or_else(String::new, |x| reading.of(&x).to_lowercase());
        if both.contains(&i) || (c.value.is_some() && values.contains(&c.value) && c.status == Status::Wounded && word.starts_with("sho")) {
            c.status = Status::Attacked;
        }
    }
}

/// Evidence said by a word beside the figure, its noun or its status: "confirmed", "feared", "an estimated".
fn evidence_beside(reading: &Reading, s: &Sentence, d: &Draft, voiced: Evidence) -> Evidence {
    let words = &reading.lexicon.reporting;
    let mut around = vec![d.counted.anchor];
    around.extend(d.counted.noun);
    around.extend(d.found.map(|x| x.word));
    let mut found = None;
    for &w in &around {
        let word = &s.words[w];
        let verb = &s.words[word.head];
        let object =
            word.rel == "obj" && matches!(verb.lemma.as_str(), "confirm" | "verify" | "document" | "corroborate") && verb.xpos != "VB";
        let up = ((word.rel == "xcomp" || object) && word.head != w).then_some(word.head);
        for i in s.children(w).filter(|&c| matches!(s.words[c].rel.split(':').next(), Some("amod" | "advmod" | "acl"))).chain(up) {
            let form = reading.of(&s.words[i].span).to_lowercase();
            // "two citizens suspected of spying" doubts the deed, not the count.
            if matches!(form.as_str(), "suspected" | "alleged") && Some(i) != up && d.kind == CountedType::Person {
                continue;
            }
            if let Some(e) = words.evidence(&form) {
                found = found.or(Some(e));
            }
        }
    }
    // "are presumed dead", whatever hangs where.
    if let (None, Some(f)) = (found, d.found) {
        let before = s.words[..f.word].iter().rev().find(|w| w.upos != Upos::Adv);
        found =
            before.filter(|w| matches!(w.upos, Upos::Verb | Upos::Adj)).and_then(|w| words.evidence(&reading.of(&w.span).to_lowercase()));
    }
    if found.is_none() && named(reading, s, d) {
        found = Some(Evidence::Named);
    }
    match (voiced, found) {
        (Evidence::Reported | Evidence::Unspecified, Some(e)) => e,
        (v, _) => v,
    }
}

/// True where the text gives the names of those it counts: "the names of five", "identified the two as", "three men, namely".
fn named(reading: &Reading, s: &Sentence, d: &Draft) -> bool {
    if d.head == "name" {
        return true;
    }
    let at = s.words[d.counted.anchor].span;
    let front: Vec<&str> = s.words.iter().filter(|w| w.span.end <= at.start).rev().take(6).map(|w| w.lemma.as_str()).collect();
    if front.windows(2).any(|w| w[0] == "of" && matches!(w[1], "name" | "identity" | "names" | "identities")) {
        return true;
    }
    let behind = s.words.iter().position(|w| w.span.start >= at.end).unwrap_or(s.words.len());
    if s.words[behind..].iter().take(4).any(|w| w.lemma == "namely") {
        return true;
    }
    d.found.is_some_and(|f| {
        matches!(s.words[f.word].lemma.as_str(), "identify" | "name")
            && s.words.windows(2).any(|w| w[0].span.start > s.words[f.word].span.end && w[0].lemma == "as" && w[1].upos == Upos::Propn)
    }) && reading.text().is_char_boundary(at.start)
}

/// Country of the counted things: from an adjective, possessive or compound on the noun, or the noun itself.
fn country(reading: &Reading, s: &Sentence, noun: usize, _head: &str) -> Option<String> {
    let nations = &reading.lexicon.nations;
    let of = |i: usize| nations.at(reading.text(), s.words[i].span.start).and_then(|h| h.country().map(str::to_owned));
    if let Some(c) = s
        .children(noun)
        .filter(|&c| matches!(s.words[c].rel, "amod" | "compound" | "nmod:poss" | "nmod:desc" | "nmod:unmarked") && c < noun)
        .find_map(of)
    {
        return Some(c);
    }
    let w = &s.words[noun];
    nations.at(reading.text(), w.span.start).filter(|h| h.kind().is_demonym()).and_then(|h| h.country().map(str::to_owned))
}

/// Puts the figures in order of start and renumbers what points at them.
fn sort_figures(figures: &mut [Figure], claims: &mut Vec<Claim>, marks: &mut Vec<Option<parts::Mark>>, flags: &mut [Flag]) {
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
fn check(claims: &[Claim], flags: &mut Vec<Flag>) {
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
