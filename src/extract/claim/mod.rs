//! Claims: each figure bound to what it counts, what happened, who says so, and as of when.
//!
//! "Police said at least 13 Ostlanders were killed in Orsk on Monday." gives one claim: at least 13 (low 13), head
//! `ostlander`, country none, status `killed`, claimant `police`, event date the Monday, place `Orsk`.
//!
//! [`read`] walks the figures that can be claims; the rooms beside it answer one question each.

mod beside;
mod confidence;
mod counted;
mod ellipsis;
mod evidence;
mod fate;
mod furniture;
mod happened;
mod hint;
mod implicit;
mod implied;
mod modality;
mod named_by;
mod order;
mod paper;
mod parts;
mod status;
#[cfg(test)]
mod tests;
mod voice;
mod when;

pub use hint::{Hint, hint};
pub use when::said;

use implied::{context, harms, implied_head, person_status, takes_a_count};

use crate::extract::reading::Reading;
use crate::lexicon::Construction;
use crate::types::{
    Actor, ActorKind, Aggregation, Attribution, BlockKind, Claim, CountedType, Evidence, Figure, FigureKind, Flag, FlagCode, Form,
    Modality, Quantifier, Sentence, SourceKind, Span, Stance, Status, Timex, Upos,
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
        // "an Ostland strike" may be in Ostland, "an Ostlandish strike" says whose it is.
        .filter(|(span, _)| !reading.lexicon.nations.at(reading.text(), span.start).is_some_and(|h| h.kind().is_demonym()))
        .filter(|(span, _)| when::is_where(reading, span))
        .collect();
    let context = context(reading);
    let persons = implicit::persons(actors);
    let mut drafts: Vec<Draft> = Vec::new();
    let mut added: Vec<Figure> = Vec::new();
    let mut asked: Option<ellipsis::Named> = None;
    for s in reading.sentences {
        asked = ellipsis::asked(reading, s).or(asked);
        let from = figures.partition_point(|f| f.span.end <= s.span.start);
        let to = figures.partition_point(|f| f.span.start < s.span.end);
        let mut claimed: Vec<Draft> = Vec::new();
        for (i, f) in figures.iter().enumerate().take(to).skip(from) {
            if may_claim(reading, f) {
                if let Some(mut d) = draft(reading, s, f, i, (&claimed, &drafts), context, (figures, asked.as_ref())) {
                    d.mark = d.mark.or_else(|| parts::written_whole(reading, s, f, figures.get(i + 1)));
                    claimed.push(d);
                }
            }
        }
        for (f, noun, found) in implicit::read(reading, s, &figures[from..to], &persons) {
            claimed.push(Draft::implicit(reading, s, &f, figures.len() + added.len(), noun, Some(found)));
            added.push(f);
        }
        // "from 52 to 47": the earlier figure stands first and counts what the one behind it counts.
        for i in 1..claimed.len() {
            let (front, back) = claimed.split_at_mut(i);
            let (Some(d), next) = (front.last_mut(), &back[0]) else { continue };
            // "not 300 but 30 arrests"
            let outdone = |f: &Figure| {
                let gap = figures.get(next.figure).and_then(|n| reading.text().get(f.span.end..n.span.start));
                beside::denied(reading, s, f) && gap.is_some_and(|g| matches!(g.trim(), "but" | ", but"))
            };
            let earlier = figures.get(d.figure).is_some_and(|f| f.kind == FigureKind::Count && (f.earlier || outdone(f)));
            if earlier && d.head.is_empty() && d.found.is_none() && d.counted.noun.is_none() {
                (d.found, d.kind, d.role) = (next.found, next.kind, next.role.clone());
                d.head.clone_from(&next.head);
            }
        }
        beside::share_list(reading, s, figures, &mut claimed);
        claimed.iter_mut().for_each(|d| d.range = (from, to));
        drafts.extend(claimed);
    }
    fate::settle(reading, actors, figures, &mut added, &mut drafts);
    figures.extend(added);
    let heard = voice::Heard::new(attributions);
    let mut claims = Vec::new();
    let mut marks = Vec::new();
    let mut whens = Vec::new();
    let mut flags = Vec::new();
    for d in &drafts {
        finish(reading, d, figures, dates, actors, &heard, &places, &mut claims, &mut marks, &mut whens, &mut flags);
    }
    fate::shot(reading, &mut claims);
    fate::those(reading, figures, &mut claims);
    happened::share(reading, &mut claims, &mut whens, dates);
    for (c, w) in claims.iter_mut().zip(&whens) {
        let value = |i: Option<usize>| i.map(|i| happened::day_value(&dates[i]));
        (c.said_date, c.event_date, c.as_of_date) = (value(w.said), value(w.event), value(w.as_of));
        let first = [w.event, w.as_of, w.said].into_iter().flatten().next();
        c.date_source = first.map(|i| dates[i].anchor.clone().unwrap_or_else(|| "absolute".into()));
    }
    order::sort_figures(figures, &mut claims, &mut marks, &mut flags);
    parts::bind(reading, &marks, &mut claims, figures);
    parts::retold(&mut claims);
    parts::repeats(&mut claims);
    order::check(&claims, &mut flags);
    for i in 0..claims.len() {
        claims[i].confidence =
            confidence::of(&reading.lexicon.confidence, &claims[i], &figures[claims[i].figure], reading.of(&claims[i].sentence));
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
    /// A status told elsewhere in the article, and the word that tells it.
    fate: Option<(Status, Span)>,
    /// Which figures of the article stand in its sentence; none for a person told of elsewhere.
    range: (usize, usize),
}

impl Draft {
    fn implicit(reading: &Reading, s: &Sentence, f: &Figure, index: usize, noun: usize, found: Option<status::Found>) -> Self {
        let named = f.form == Form::Named;
        let head = if named || implicit::of_an_age(s, noun) { "person".to_owned() } else { counted::lemma(reading, s, noun) };
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
            found,
            head,
            kind,
            role,
            phrase: (!named).then(|| implicit::counted(s, noun)),
            mark: None,
            aggregation: Aggregation::Unspecified,
            fate: None,
            range: (0, 0),
        }
    }
}

/// Kinds of figures that can be claims.
pub fn countable(f: &Figure) -> bool {
    matches!(f.kind, FigureKind::Count | FigureKind::Money | FigureKind::Percent | FigureKind::Measure)
}

/// Figures that can be claims: counts, money, percentages and measures outside of furniture.
fn may_claim(reading: &Reading, f: &Figure) -> bool {
    if !countable(f) {
        return false;
    }
    reading
        .block_at(f.span.start)
        .is_none_or(|b| !matches!(reading.article.blocks[b].kind, BlockKind::Boilerplate | BlockKind::Byline | BlockKind::Dateline))
}

fn draft(
    reading: &Reading,
    s: &Sentence,
    f: &Figure,
    index: usize,
    (before, earlier): (&[Draft], &[Draft]),
    context: Option<Status>,
    (figures, asked): (&[Figure], Option<&ellipsis::Named>),
) -> Option<Draft> {
    let mut c = counted::find(reading, s, f)?;
    let mut found = status::find(reading, s, &c, f);
    let named = ellipsis::back(reading, s, (f, figures), (&c, found), (before, earlier), asked);
    // "Police counted 20,000 marchers, the union about 22,000."
    let gapped = ellipsis::gapped(s, f, &c, before).filter(|_| found.is_none() && named.is_none());
    if let Some(d) = gapped {
        found = d.found;
        c.lemma.clone_from(&d.head);
    }
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
    // "instead of 300", "three, not four": the same things in the same state.
    if c.noun.is_none() && f.kind == FigureKind::Count && beside::denied(reading, s, f) {
        if let Some(d) = before.last().filter(|d| d.counted.rule != "implicit") {
            found = d.found.or(found);
            c.lemma.clone_from(&d.head);
        }
    }
    // "lost 12 ships and Belmaria nine": the verb's own object is what the second figure counts too.
    if let (None, Some(x), Some(d)) = (c.noun, found, before.last()) {
        if s.words[x.word].lemma == "lose" && d.counted.noun.is_some_and(|n| s.words[n].head == x.word) {
            c.lemma.clone_from(&d.head);
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
    // "four confirmed cases - three in Velden and one in Orsk": the figures behind spell out the one before.
    // The tree may hang the figures on the noun before them.
    let behind = c.noun.is_none_or(|n| s.words[n].span.end <= f.span.start);
    let spelled = (behind && f.kind == FigureKind::Count).then(|| beside::spelled_out(reading, s, f, before)).flatten();
    let spelled = spelled.filter(|d| found.is_none_or(|x| d.found.is_some_and(|y| x.status == y.status)));
    if let Some(d) = spelled {
        found = d.found;
        c.noun = None;
        c.lemma.clone_from(&d.head);
    }
    let spelled_kind = spelled.map(|d| d.kind);
    let spelled = spelled.is_some();
    // "34 arrests, four more than on Monday"
    let back = reading.text().get(f.span.end..s.span.end).unwrap_or("").trim_start();
    let more = ["more than", "fewer than", "less than", "more here", "more there"].iter().any(|x| back.starts_with(x));
    let surplus = more && c.noun.is_none() && f.kind == FigureKind::Count && found.is_none();
    if let Some(d) = before.last().filter(|d| surplus && d.counted.rule != "implicit") {
        found = d.found;
        c.lemma.clone_from(&d.head);
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
    if head.is_empty()
        && found.is_none()
        && f.kind == FigureKind::Count
        && f.value.is_none_or(|v| v > 1.0)
        && takes_a_count(reading, s, c.anchor)
    {
        let near = before.iter().rev().chain(earlier.iter().rev().take(2));
        if let Some(d) = near.into_iter().find(|d| d.counted.noun.is_some() && s.span.start.saturating_sub(d.sentence.end) < 40) {
            head.clone_from(&d.head);
        }
    }
    // "four probable ones"
    if let Some(d) = before.last().filter(|d| head == "one" && d.counted.noun.is_some() && c.noun.is_some_and(|n| s.words[n].xpos == "NNS"))
    {
        head.clone_from(&d.head);
        found = found.or_else(|| status_of_head(reading, s, &d.head, c.anchor));
    }
    // "Another six patients died, bringing the toll to 88."
    if let Some(d) =
        before.last().filter(|d| head.is_empty() && c.toll.is_some() && d.aggregation == Aggregation::New && d.kind == CountedType::Person)
    {
        head.clone_from(&d.head);
    }
    // "40 held in raid": nobody else is held without being named.
    if head.is_empty() && found.is_some_and(|x| x.status == Status::Held) && before.is_empty() {
        head = "person".to_owned();
    }
    // "bringing the number of dead to 192" says who is counted; "raising this year's total to 40" what the figure before counted.
    if head.is_empty() && found.is_none() && parts::raised(reading, s, f) {
        found = beside::total_of(reading, s, f);
    }
    if let Some(d) = before.last().filter(|d| head.is_empty() && found.is_none() && d.found.is_some() && parts::raised(reading, s, f)) {
        found = d.found;
        head.clone_from(&d.head);
    }
    // "The police put the crowd at 8,000."
    if c.rule == "crowd" && found.is_none() {
        let crowd = |d: &&Draft| d.found.is_some_and(|x| matches!(x.status, Status::Protested | Status::Attended));
        let near = before.iter().rev().chain(earlier.iter().rev()).find(crowd).and_then(|d| d.found);
        found =
            Some(status::Found { status: near.map_or(Status::Attended, |x| x.status), word: c.anchor, construction: Construction::Toll });
        head = "person".to_owned();
    }
    if head.is_empty() {
        let among = reading.text().get(s.span.start..f.span.start).is_some_and(|front| front.trim_end().ends_with(" among"));
        head = implied_head(found.map_or(Status::Unspecified, |x| x.status), before, c.toll.is_some(), among);
    }
    // "was fined 600 crowns" sentences no crowns.
    let nobody = |x: &status::Found| f.kind != FigureKind::Count && harms(x.status);
    found = found.filter(|x| !nobody(x));
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
        // "the number of workers remains at 37,000" tells of nobody's staying.
        let number = |x: &status::Found| c.rule == "number-of" && x.status == Status::Present;
        let fitting = found.filter(|x| !number(x)).and_then(|x| status::fit(s, x, kind, role.as_deref(), &head));
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
    kind = spelled_kind.unwrap_or(kind);
    let phrase = c.noun.map(|n| counted::counted_phrase(reading, s, n, f));
    let bare = f.kind == FigureKind::Count && (c.noun.is_none() || head == "other") && c.status_word.is_none();
    let mark = c.whole.map(|w| parts::Mark::Of(s.words[w].span)).or_else(|| parts::mark(reading, s, f, bare));
    let mark = mark.or(spelled.then_some(parts::Mark::Of3));
    let toll = c.toll.is_some() || found.is_some_and(|x| x.construction == Construction::Toll);
    let same = |d: &Draft| matches!((d.found, found), (Some(a), Some(b)) if parts::same_question(a.status, b.status));
    let listed = before.last().is_none_or(|d| d.aggregation == Aggregation::Total && same(d));
    let mut aggregation = if surplus { Aggregation::New } else { parts::aggregation(reading, s, f, toll, listed) };
    // "Two were killed and another four wounded": no more of the same.
    let near = || earlier.last().filter(|d| s.span.start.saturating_sub(d.sentence.end) < 4 && before.is_empty());
    let last = before.last().or_else(near).and_then(|d| d.found);
    if aggregation == Aggregation::New
        && f.increment
        && matches!((last, found), (Some(a), Some(b)) if !parts::same_question(a.status, b.status))
    {
        aggregation = Aggregation::Unspecified;
    }
    let mut d = Draft {
        sentence: s.span,
        figure: index,
        counted: c,
        found,
        head,
        kind,
        role,
        phrase,
        mark,
        aggregation,
        fate: None,
        range: (0, 0),
    };
    if let Some(named) = named {
        named.lend(&mut d);
        d.role = counted::counted_type(reading, &d.head, false, false).1;
    } else if let Some(last) = before.last().filter(|x| x.fate.is_some() && d.found.is_none() && d.counted.noun.is_none()) {
        // "said at least 20 on the first day and 31 on the second"
        if gapped.is_some() || s.words[d.counted.anchor].rel == "conj" || takes_a_count(reading, s, d.counted.anchor) {
            (d.fate, d.kind, d.role) = (last.fate, last.kind, last.role.clone());
            d.head.clone_from(&last.head);
        }
    }
    Some(d)
}

/// The status that a counted noun says by itself, told at another word.
fn status_of_head(reading: &Reading, _: &Sentence, head: &str, word: usize) -> Option<status::Found> {
    let status = reading.lexicon.status.find(head, Construction::Head, |_| false)?;
    Some(status::Found { status, word, construction: Construction::Head })
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
    let points = f.kind == FigureKind::Measure && f.unit.as_deref() == Some("{point}");
    if d.found.is_none() && d.fate.is_none() && (f.kind == FigureKind::Count || points) && furniture::is(reading, s, d, f) {
        return;
    }
    let country = d.counted.noun.and_then(|n| named_by::country(reading, s, n, &f.span));
    let status_word = d.found.map(|x| x.word);
    let mut voices = voice::voices(reading, &f.number, heard, actors);
    for v in &mut voices {
        paper::speaks(reading, index, d.counted.anchor, attributions, actors, v);
        voice::alleged(v, attributions, actors, d.found.as_ref(), country.as_deref());
    }
    // "40, said the director, up from 38": one source says both.
    if let (true, [v], Some(c)) = (f.earlier, voices.as_mut_slice(), claims.last()) {
        if v.kind == SourceKind::Author && c.sentence == s.span && c.claimant_kind != SourceKind::Author && c.counted_head == d.head {
            (v.claimant, v.actor, v.kind) = (c.claimant.clone(), c.claimant_actor, c.claimant_kind);
            (v.chain, v.attribution, v.evidence) = (c.chain.clone(), c.attribution, c.evidence);
        }
    }
    voice::share_evidence(&mut voices);
    let given = counted::given(reading, s, f);
    let asked = modality::asked(s, d.counted.anchor);
    let supposed = asked || !given && modality::supposed(reading, s, d.counted.anchor, &f.span);
    for v in voices {
        let attribution = v.attribution.map(|i| &attributions[i]);
        let cue = attribution.filter(|a| a.sentence == index).and_then(|a| a.cue_word);
        let status = d.fate.map(|x| x.0).or(d.found.map(|x| x.status)).unwrap_or(Status::Unspecified);
        let of = when::Of { figure: f, figures: figures.get(d.range.0..d.range.1).unwrap_or_default() };
        let mut when = when::find(reading, s, (d.counted.anchor, status_word), happened::at_once(status), attribution, dates, of);
        if when.event.is_none() && when.as_of.is_none() && when.clock.is_none() && person_status(status) {
            when.event = when::nearest(reading, s, d.counted.anchor, attribution, dates, of);
        }
        // A time of the day without its day is that of the story.
        if let Some(i) = when.event.filter(|&i| when::clock_only(reading, &dates[i])) {
            (when.event, when.clock) = (None, Some(i));
        }
        // "six died overnight, bringing the toll to 88": the toll is that of all days. "The police spoke of 40 on Monday" is
        // when they spoke.
        let lent = d.fate.is_some() && !matches!(f.form, Form::Named | Form::Implicit);
        let told = (d.counted.rule == "told-before" || lent) && d.found.is_none() && !parts::definite(reading, s, f);
        if f.kind == FigureKind::Count && !when.when && (told || parts::raised(reading, s, f)) {
            when.event = None;
        }
        // Beside something that is no event, a month or year says for what time it holds.
        if !when.when
            && status == Status::Unspecified
            && when.event.is_some_and(|i| dates[i].first_day != dates[i].last_day && dates[i].value.len() <= 7)
        {
            when.event = None;
        }
        let modality =
            if supposed { Modality::Hypothetical } else { modality::find(reading, s, d.counted.anchor, status_word, cue, given, &f.span) };
        // "held three rallies on Friday", "3,500 will work from Monday" name no day on which a count stood.
        if happened::lasts(status) && d.kind != CountedType::Event && modality == Modality::Actual && when.as_of.is_none() {
            when.as_of = when.event.take();
        }
        // "is to be done by Friday", "shut until April": what is still to come, or no state at all.
        let ends = |i: usize| {
            when::ends(reading, s, &dates[i])
                && (modality != Modality::Actual || status == Status::Unspecified && !takes_a_count(reading, s, d.counted.anchor))
        };
        if d.found.is_some() || modality != Modality::Forecast {
            when.as_of = when.as_of.filter(|&i| !ends(i));
        }
        let mut stance = v.stance;
        if f.earlier && stance == Stance::Asserts {
            stance = Stance::Earlier;
        }
        let evidence = evidence::beside(reading, s, d, v.evidence);
        // "not 300 but 30", "three, not four".
        if stance == Stance::Asserts && f.quantifier != Quantifier::None && beside::denied(reading, s, f) {
            stance = Stance::Denies;
        }
        // "Is it true that 80 fled?" asserts nothing.
        if stance == Stance::Asserts && asked {
            stance = Stance::Doubts;
        }
        if stance == Stance::Asserts && beside::corrected(reading, s, f, figures) {
            stance = Stance::Corrects;
        }
        if stance == Stance::Asserts && evidence == Evidence::Estimated && attribution.is_some_and(|a| a.evidence == Evidence::Estimated) {
            stance = Stance::Estimates;
        }
        let nearby = || d.found.and_then(|_| when::place_nearby(reading, &f.span, places));
        let dateline = || d.found.and_then(|_| when::place_of_dateline(reading, places));
        let place = when::place_word(s, d.counted.anchor, status_word, places, cue).or_else(nearby).or_else(dateline).map(|i| &actors[i]);
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
            counted: d.phrase.map(|p| named_by::without_day(reading, p, dates)),
            counted_head: d.head.clone(),
            counted_type: d.kind,
            counted_country: country.clone(),
            counted_role: d.role.clone(),
            status,
            status_span: d.fate.map(|x| x.1).or(status_word.map(|w| s.words[w].span)),
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
