//! Parts and wholes, totals and increments, repeats.

use crate::extract::reading::Reading;
use crate::lexicon::{ClaimWord, Construction};
use crate::types::{Aggregation, Claim, CountedType, Figure, Form, Modality, Sentence, Span, Stance, Status};

/// Statuses that name one question.
pub fn same_question(a: Status, b: Status) -> bool {
    let key = |s: Status| match s {
        Status::Killed | Status::Died | Status::Executed => Status::Killed,
        Status::Other | Status::Unspecified => Status::Unspecified,
        s => s,
    };
    key(a) == key(b)
}

/// Aggregation said in the figure's clause: "bringing the toll to", "a total of", "so far", "another six". What opens the
/// sentence ("So far") is said of its first figure only.
pub fn aggregation(reading: &Reading, s: &Sentence, figure: &Figure, toll: bool, first: bool) -> Aggregation {
    if figure.increment {
        return Aggregation::New;
    }
    if toll {
        return Aggregation::Total;
    }
    let start = s.span.start.max(figure.span.start.saturating_sub(40));
    let front = reading.text().get(floor(reading.text(), start)..figure.span.start).unwrap_or("").to_lowercase();
    let end = s.span.end.min(figure.span.end + 60);
    let back = reading.text().get(figure.span.end..floor(reading.text(), end)).unwrap_or("").to_lowercase();
    let words = &reading.lexicon.parts;
    if raised_to(reading, &front) {
        return Aggregation::Total;
    }
    if words.total_before.iter().any(|w| front.trim_end().ends_with(w.as_str())) || words.total_behind.iter().any(|w| whole_word(&back, w))
    {
        return Aggregation::Total;
    }
    // "So far, 27 boats were raised": the words open the sentence.
    let opening = reading.text().get(s.span.start..floor(reading.text(), s.span.start + 30)).unwrap_or("").to_lowercase();
    let opening = opening.trim_start_matches(['"', '“', ' ']);
    // "Losses so far: 9 cranes, 31 lorries"
    if opening.split_once(':').is_some_and(|(label, _)| words.total_behind.iter().any(|w| label.ends_with(w.as_str())) && label.len() < 25)
    {
        return Aggregation::Total;
    }
    let since = opening.starts_with("since ") || back.trim_start().contains(" since ");
    let perfect = s.words.iter().any(|w| w.lemma == "have" && w.rel == "aux");
    if (since && perfect && first)
        || (first && words.total_behind.iter().any(|w| opening.starts_with(w.as_str())))
        || ["total number", "count of ", "tally of "].iter().any(|w| front.contains(w))
        || back.trim_start().starts_with("total ")
        || front.trim_end().ends_with("current total of")
    {
        return Aggregation::Total;
    }
    let fresh = back.trim_start().strip_prefix("new ").unwrap_or("");
    if ["case", "infection", "death", "fatalit", "patient"].iter().any(|w| fresh.starts_with(w)) {
        return Aggregation::New;
    }
    if words.new_before.iter().any(|w| front.trim_end().ends_with(w.as_str())) {
        return Aggregation::New;
    }
    Aggregation::Unspecified
}

/// True where a figure is the new total that a verb of raising leads to.
pub fn raised(reading: &Reading, s: &Sentence, figure: &Figure) -> bool {
    let front = reading.text().get(s.span.start..figure.span.start).unwrap_or("").to_lowercase();
    raised_to(reading, front.get(floor(&front, front.len().saturating_sub(50))..).unwrap_or(""))
}

/// "raises the number of dead to", "pushed this year's total to": a verb of raising, a noun of counting, "to".
fn raised_to(reading: &Reading, front: &str) -> bool {
    let Some(rest) = front.trim_end().strip_suffix(" to") else { return false };
    let verbs = ["rais", "bring", "brought", "push", "lift", "took ", "taking", "takes"];
    let counts = |w: &str| reading.lexicon.claims.is(ClaimWord::Count, w);
    let noun = |from: usize| rest.get(from..).is_some_and(|x| x.split(|c: char| !c.is_alphabetic()).any(counts));
    verbs.iter().filter_map(|v| rest.rfind(v)).max().is_some_and(noun)
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn whole_word(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(i, _)| {
        let before = text[..i].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let after = text[i + phrase.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric());
        before && after
    })
}

/// What makes a claim a part of another, as far as its own sentence tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// "two of the five": the whole is the figure at this place.
    Of(Span),
    /// "three of them", "of whom 12", "including three", "among them three".
    Of3,
    /// "the other five": the rest of a whole.
    Residual,
    /// "two of the victims", "three of those killed": the whole is the latest count of such people, under this status where the
    /// phrase says one.
    OfThem(Option<Status>),
    /// "one of the Chinese citizens": the whole is the latest larger count of the same noun.
    OfSame,
    /// "Two were in the home", right behind a sentence that counted three: the noun is left out because it was just said.
    Elliptic,
}

/// The mark of a part before or behind a figure. `bare` is true where the figure's noun is left out.
pub fn mark(reading: &Reading, s: &Sentence, figure: &Figure, bare: bool) -> Option<Mark> {
    let text = reading.text();
    let start = s.span.start.max(figure.span.start.saturating_sub(60));
    let front = text.get(floor(text, start)..figure.span.start).unwrap_or("").to_lowercase();
    let end = s.span.end.min(figure.span.end + 40);
    let back = text.get(figure.span.end..floor(text, end)).unwrap_or("").to_lowercase();
    let words = &reading.lexicon.parts;
    let front_words = front.trim_end();
    let behind = back.trim_start();
    if words.part_behind.iter().any(|w| behind.strip_prefix(w.as_str()).is_some_and(|r| !r.starts_with(char::is_alphanumeric))) {
        return Some(Mark::Of3);
    }
    if let Some(rest) =
        ["of the ", "of those ", "of these ", "of his ", "of her ", "of their ", "of its "].iter().find_map(|w| behind.strip_prefix(w))
    {
        let noun: String = rest.chars().take_while(|c| c.is_alphabetic() || *c == ' ').collect();
        if noun.split(' ').take(3).any(|w| words.of_whole.iter().any(|x| x == w)) {
            let st = &reading.lexicon.status;
            let says = |w: &str| st.find(w, Construction::Modifier, |_| false).or_else(|| st.find(w, Construction::Result, |_| false));
            let word = |w: &str| {
                says(w)
                    .or_else(|| st.find(w.strip_suffix("ed")?, Construction::Object, |_| false))
                    .or_else(|| st.find(w.strip_suffix('d')?, Construction::Object, |_| false))
            };
            return Some(Mark::OfThem(noun.split(' ').take(3).find_map(word)));
        }
        return Some(Mark::OfSame);
    }
    // "including 3", "including at least 3", with at most two words between.
    let tail: Vec<&str> = front_words.split_whitespace().rev().take(3).collect();
    let near: String = tail.iter().rev().copied().collect::<Vec<_>>().join(" ");
    let near = near.trim_end_matches([',', ':']);
    // "unaware of those 155 people" counts them all; "of those, 12 are children" a part.
    let all = tail.first().is_some_and(|w| matches!(*w, "those" | "these"));
    if !all && words.part_before.iter().any(|w| near.ends_with(w.as_str())) {
        return Some(Mark::Of3);
    }
    // Further down the list: "including a captain, six mates and two cooks".
    let listed =
        s.words.iter().filter(|w| w.span.end <= figure.span.start && w.span.start + 120 > figure.span.start).rev().take_while(|w| {
            !matches!(w.xpos, "VBD" | "VBZ" | "VBP" | "VB" | "MD") && !matches!(w.lemma.as_str(), ";" | "who" | "which" | "that")
        });
    if listed.into_iter().any(|w| w.lemma == "include" || w.lemma == "including") {
        return Some(Mark::Of3);
    }
    if words.residual_before.iter().any(|w| front_words.ends_with(w.as_str())) {
        return Some(Mark::Residual);
    }
    let opens = text.get(s.span.start..figure.span.start).unwrap_or("").trim_matches(|c: char| c.is_whitespace() || c == '"' || c == '“');
    (bare && opens.is_empty()).then_some(Mark::Elliptic)
}

/// "three children among 31 dead": the whole stands behind "among".
fn among(gap: &str) -> bool {
    let front = gap.strip_suffix("among").or_else(|| gap.strip_suffix("amongst"));
    front.is_some_and(|f| f.ends_with(' ') && f.split_whitespace().count() <= 3 && !f.contains([',', ';', '(']))
}

/// The whole of a partitive written out: "two of the five", "530 of Velden's 700 guards": the figure right behind.
pub fn written_whole(reading: &Reading, s: &Sentence, figure: &Figure, next: Option<&Figure>) -> Option<Mark> {
    let next = next.filter(|n| n.span.end <= s.span.end && n.span.start >= figure.span.end)?;
    let gap = reading.text().get(figure.span.end..next.span.start)?.trim();
    if among(gap) {
        return Some(Mark::Of(next.span));
    }
    // "73 ferries were inspected, out of more than 900"
    if gap.ends_with(" out of") && gap.split_whitespace().count() <= 12 {
        return Some(Mark::Of(next.span));
    }
    let of = gap.strip_prefix("of ").or_else(|| gap.strip_prefix("out of ")).or((gap == "of" || gap == "out of").then_some(""))?;
    (of.split_whitespace().count() <= 4 && !of.contains([',', ';'])).then_some(Mark::Of(next.span))
}

/// Binds parts to wholes: by the partitive's own number, else to the nearest earlier claim that is of like things and not
/// smaller. A figure coordinated with a part is a part of the same whole, and a part without status of its own shares that
/// of its whole.
pub fn bind(reading: &Reading, marks: &[Option<Mark>], claims: &mut [Claim], figures: &[Figure]) {
    let text = reading.text();
    for i in 0..claims.len() {
        let found = match marks[i] {
            Some(mark) => whole(mark, i, marks, claims, figures).or_else(|| {
                // "one of its employees": one of the dead, whoever they are.
                let one = claims[i].value == Some(1.0) && matches!(mark, Mark::OfSame | Mark::OfThem(_)) && victims(claims[i].status);
                one.then(|| one_of(reading, i, claims, figures)).flatten()
            }),
            None if matches!(figures[claims[i].figure].form, Form::Named | Form::Implicit) => one_of(reading, i, claims, figures),
            None => opening_whole(text, i, claims, figures)
                .or_else(|| beside_part(text, i, claims, figures))
                .or_else(|| patients(reading, i, claims))
                .or_else(|| kin(reading, i, claims, figures))
                .or_else(|| some_kind(reading, i, claims, figures))
                .or_else(|| of_chamber(text, i, claims, figures))
                .or_else(|| (0..i).find(|&j| apposed(text, i, j, claims, figures))),
        };
        let Some(w) = found else { continue };
        // None is no part, but none of those of whom something is told.
        if claims[i].high == Some(0.0) {
            if claims[i].status == Status::Unspecified && claims[i].sentence == claims[w].sentence && like(&claims[i], &claims[w]) {
                (claims[i].status, claims[i].status_span) = (claims[w].status, claims[w].status_span);
            }
            continue;
        }
        if claims[w].part_of == Some(i) {
            continue;
        }
        claims[i].part_of = Some(w);
        claims[i].part_role = Some(if marks[i] == Some(Mark::Residual) { "residual" } else { "subset" }.to_owned());
        let same = claims[i].sentence == claims[w].sentence;
        // "would hire 90 guards, including 12 sergeants"
        if same && claims[i].modality == Modality::Actual && marks[i] == Some(Mark::Of3) && claims[i].status == claims[w].status {
            claims[i].modality = claims[w].modality;
        }
        if claims[i].status == Status::Unspecified && same && matches!(marks[i], Some(Mark::Of3) | None) && like(&claims[i], &claims[w]) {
            claims[i].status = claims[w].status;
            claims[i].status_span = claims[w].status_span;
            if claims[i].event_date.is_none() {
                claims[i].event_date = claims[w].event_date.clone();
            }
        }
    }
}

/// Things of one type, or people among what befell people ("16 arrests, four of them of women").
fn like(part: &Claim, whole: &Claim) -> bool {
    part.counted_type == whole.counted_type
        || (whole.counted_type == CountedType::Event && part.counted_type == CountedType::Person && whole.status != Status::Unspecified)
}

/// Statuses of a phrase like "the wounded" that are also told as attacked or hospitalised.
fn apart_of(status: Status) -> bool {
    matches!(status, Status::Wounded | Status::Hospitalised | Status::Attacked)
}

/// Statuses of which one excludes the other, so that those of the one are no part of those of the other.
fn apart(a: Status, b: Status) -> bool {
    let dead = |s: Status| matches!(s, Status::Killed | Status::Died | Status::Executed);
    let alive = |s: Status| {
        matches!(
            s,
            Status::Wounded
                | Status::Missing
                | Status::Hospitalised
                | Status::Rescued
                | Status::Released
                | Status::Fled
                | Status::Evacuated
                | Status::Arrested
                | Status::Detained
                | Status::Homeless
                | Status::Trapped
                | Status::Displaced
        )
    };
    let gone = |s: Status| matches!(s, Status::Missing);
    let back = |s: Status| matches!(s, Status::Rescued | Status::Hospitalised | Status::Wounded | Status::Released);
    // Dead who had been wounded or rescued before are a part of those; the living are none of the dead.
    dead(b) && alive(a) || gone(b) && back(a) || gone(a) && back(b)
}

fn size(c: &Claim) -> f64 {
    c.high.or(c.value).or(c.low).unwrap_or(0.0)
}

fn whole(mark: Mark, i: usize, marks: &[Option<Mark>], claims: &[Claim], figures: &[Figure]) -> Option<usize> {
    let at = figures[claims[i].figure].span;
    if let Mark::Of(span) = mark {
        return (0..claims.len()).find(|&j| j != i && figures[claims[j].figure].span.overlaps(&span));
    }
    let limit = match mark {
        Mark::Elliptic => 250,
        Mark::OfThem(_) | Mark::OfSame => 4000,
        _ => 400,
    };
    let fits = |j: usize| {
        let (a, b) = (&claims[i], &claims[j]);
        let end = figures[b.figure].span.end;
        j != i
            && a.kind == b.kind
            && a.figure != b.figure
            && b.part_of != Some(i)
            && end <= at.start
            && at.start - end < limit
            && (like(a, b) || b.counted_type == CountedType::Other || a.counted_head.is_empty())
            && (b.low.is_some() && b.high.is_none() || size(b) > size(a))
            && (mark == Mark::Residual || size(b) > size(a) || b.high.is_none())
            && (a.low != b.low || a.high != b.high || a.value != b.value)
            && !apart(a.status, b.status)
    };
    let victims = |c: &Claim| {
        matches!(c.status, Status::Killed | Status::Died | Status::Wounded | Status::Attacked | Status::Other | Status::Hospitalised)
    };
    let alike = |c: &Claim| c.counted_head == claims[i].counted_head && c.counted_country == claims[i].counted_country;
    let chosen = |j: usize| match mark {
        Mark::OfThem(Some(status)) => {
            let b = claims[j].status;
            same_question(b, status) || apart_of(status) && (apart_of(b) || b == Status::Other)
        }
        Mark::OfThem(None) => victims(&claims[j]),
        Mark::OfSame => alike(&claims[j]),
        _ => true,
    };
    (0..claims.len()).filter(|&j| fits(j) && chosen(j)).max_by_key(|&j| {
        let b = &claims[j];
        (
            b.sentence == claims[i].sentence,
            matches!(mark, Mark::OfThem(_)) && same_question(b.status, claims[i].status),
            marks[j].is_none() && b.part_of.is_none(),
            figures[b.figure].span.start,
        )
    })
}

/// "Of the 12 climbers, nine were rescued": the sentence opens with the whole.
fn opening_whole(text: &str, i: usize, claims: &[Claim], figures: &[Figure]) -> Option<usize> {
    let whole = (0..i).find(|&j| claims[j].sentence == claims[i].sentence)?;
    let (a, b) = (&figures[claims[whole].figure].span, &figures[claims[i].figure].span);
    let opens = text.get(claims[i].sentence.start..a.start)?.trim_start_matches(['"', '“', ' ']).to_lowercase();
    let fits = matches!(opens.trim_end(), "of the" | "of its" | "of" | "of these" | "out of" | "out of the")
        && size(&claims[whole]) > size(&claims[i]);
    (fits && b.start > a.end && text.get(a.end..b.start)?.contains(',') && claims[whole].kind == claims[i].kind).then_some(whole)
}

/// "including six guides and two cooks", "six from Velden, two from Torvale": a figure coordinated with a part.
fn beside_part(text: &str, i: usize, claims: &[Claim], figures: &[Figure]) -> Option<usize> {
    let before = (0..i).rev().find(|&j| claims[j].figure != claims[i].figure)?;
    let whole = claims[before].part_of?;
    let (a, b) = (&figures[claims[before].figure].span, &figures[claims[i].figure].span);
    if claims[before].sentence != claims[i].sentence || b.start < a.end || claims[before].counted_type != claims[i].counted_type {
        return None;
    }
    if claims[whole].figure == claims[i].figure || size(&claims[whole]) < size(&claims[i]) {
        return None;
    }
    let gap = text.get(a.end..b.start)?;
    let joined = gap.trim_end().ends_with("and") || gap.trim_end().ends_with(',') || gap.trim_end().ends_with("and at least");
    // "Of these, 36 died and 32 were hurt" tells of the same whole under two statuses.
    let opens = text.get(claims[i].sentence.start..a.start)?.trim_start_matches(['"', '“', ' ']).to_lowercase();
    let differs = claims[i].status != Status::Unspecified && claims[i].status != claims[before].status && !opens.starts_with("of ");
    (joined && !differs && gap.split_whitespace().count() <= 9 && !gap.contains(';')).then_some(whole)
}

/// Those taken to hospital are among those hurt or attacked, where the article counted more of them before.
fn patients(reading: &Reading, i: usize, claims: &[Claim]) -> Option<usize> {
    let c = &claims[i];
    // "Four people were taken to a clinic. Two are in critical condition."
    let state = c.status_span.is_some_and(|x| matches!(reading.of(&x), "condition" | "surgery" | "care" | "critical" | "serious"));
    let stays = c.status == Status::Hospitalised || state && c.status == Status::Wounded;
    if !stays || c.counted_type != CountedType::Person || c.modality != Modality::Actual {
        return None;
    }
    (0..i)
        .filter(|&j| {
            let b = &claims[j];
            (matches!(b.status, Status::Wounded | Status::Attacked) || state && b.status == Status::Hospitalised)
                && b.counted_type == CountedType::Person
                && size(b) > size(c)
                && b.modality == Modality::Actual
                && b.part_of.is_none()
                && c.sentence.start.saturating_sub(b.sentence.end) < 2500
        })
        .max_by(|&x, &y| size(&claims[x]).total_cmp(&size(&claims[y])).then(y.cmp(&x)))
}

/// A person named or told of alone, among those that the article counts under the same status: the latest such count before,
/// else the first behind.
fn one_of(reading: &Reading, i: usize, claims: &[Claim], figures: &[Figure]) -> Option<usize> {
    let (c, text) = (&claims[i], reading.text());
    let fits = |j: &usize| {
        let b = &claims[*j];
        *j != i
            && same_question(b.status, c.status)
            && b.counted_type == CountedType::Person
            && c.counted_type == CountedType::Person
            && b.low.or(b.value).or(b.high).is_some_and(|v| v > 1.0)
            && !matches!(figures[b.figure].form, Form::Named | Form::Implicit)
            && b.part_of.is_none()
            && b.modality == c.modality
            && b.aggregation != Aggregation::New
            && !matches!(b.stance, Stance::Denies | Stance::Earlier)
    };
    // "A woman and two men were killed" counts three: one of a list is no part of the next.
    // "two pilots - Ole and Jon Brask - were killed" tells their names, "six sailors, a captain and five mates," kinds.
    let told = |j: usize| {
        let (a, b) = (figures[claims[j].figure].span, figures[c.figure].span);
        let gap = text.get(a.end..b.start).unwrap_or("");
        // "nine miners, among them a cook, were hurt"
        apposed(text, i, j, claims, figures)
            || reading.lexicon.parts.part_before.iter().any(|w| whole_word(gap, w))
            || figures[c.figure].form == Form::Named && listed_names(reading, c, &claims[j], &figures[c.figure].span)
            || figures[c.figure].form == Form::Named
                && (gap.contains([':', '–', '—', '(']) || gap.contains(" - ") || gap.contains("identified") || gap.contains("named"))
    };
    let listed = |j: &usize| claims[*j].sentence == c.sentence && !told(*j);
    (0..i).rev().filter(|j| !listed(j)).find(fits).or_else(|| (i + 1..claims.len()).filter(|j| !listed(j)).find(fits))
}

/// "two pilots, 51-year-old Ole Brask and 28-year-old Jon Brask, were killed": a name in apposition to the noun, with no verb
/// between.
fn listed_names(reading: &Reading, name: &Claim, whole: &Claim, at: &Span) -> bool {
    let Some(noun) = whole.counted.filter(|n| n.end <= at.start && name.sentence == whole.sentence) else { return false };
    let gap = Span::new(noun.end, at.start);
    let opens = reading.text().get(gap.start..gap.end).is_some_and(|g| g.starts_with(','));
    let Some(s) = reading.sentence_at(noun.start).map(|i| &reading.sentences[i]).filter(|_| opens) else { return false };
    !s.words
        .iter()
        .any(|w| gap.contains(&w.span) && (matches!(w.xpos, "VBD" | "VBZ" | "VBP" | "MD") || matches!(w.lemma.as_str(), "a" | "an")))
}

/// "their three children", "Ahmed's two sons": relatives among the victims that the article counted before.
fn kin(reading: &Reading, i: usize, claims: &[Claim], figures: &[Figure]) -> Option<usize> {
    let c = &claims[i];
    if !matches!(c.status, Status::Killed | Status::Died | Status::Wounded | Status::Missing)
        || !reading.lexicon.parts.kin.iter().any(|k| *k == c.counted_head)
    {
        return None;
    }
    let front = reading.text().get(..figures[c.figure].span.start)?.trim_end();
    let owner = front.rsplit(char::is_whitespace).next().unwrap_or("");
    if !(matches!(owner.to_lowercase().as_str(), "his" | "her" | "their" | "my" | "our") || owner.ends_with("'s") || owner.ends_with("’s"))
    {
        return None;
    }
    (0..i).find(|&j| {
        let b = &claims[j];
        same_question(b.status, c.status)
            && b.counted_type == CountedType::Person
            && size(b) > size(c)
            && b.part_of.is_none()
            && b.modality == c.modality
    })
}

/// A number of some kind of people ("three children", "two sons of the baker") under a status that the article has already
/// told of more people in general, in the same event: "The storm killed 31 people. ... Two children died in Holm."
fn some_kind(reading: &Reading, i: usize, claims: &[Claim], figures: &[Figure]) -> Option<usize> {
    let c = &claims[i];
    let kinds = &reading.lexicon.parts;
    let head = c.counted_head.as_str();
    let kind = kinds.kin.iter().any(|k| k == head) || kinds.kinds.iter().any(|k| k == head);
    if !kind || !victims(c.status) || c.modality != Modality::Actual || c.aggregation == Aggregation::New || contested(c) {
        return None;
    }
    (0..i)
        .filter(|&j| {
            let b = &claims[j];
            let form = figures[b.figure].form;
            same_question(b.status, c.status)
                && b.counted_type == CountedType::Person
                && !kinds.kin.contains(&b.counted_head)
                && !kinds.kinds.contains(&b.counted_head)
                && !matches!(form, Form::Named | Form::Implicit)
                && size(b) > size(c)
                && b.low.or(b.value).is_some_and(|v| v > 1.0)
                && b.part_of.is_none()
                && b.modality == Modality::Actual
                && b.aggregation != Aggregation::New
                && !contested(b)
                && b.sentence != c.sentence
                && (b.event_date.is_none() || c.event_date.is_none() || b.event_date == c.event_date)
        })
        .max_by(|&x, &y| size(&claims[x]).total_cmp(&size(&claims[y])).then(y.cmp(&x)))
}

fn victims(status: Status) -> bool {
    matches!(status, Status::Killed | Status::Died | Status::Wounded | Status::Missing)
}

fn contested(c: &Claim) -> bool {
    !matches!(c.stance, Stance::Asserts | Stance::Confirms | Stance::Estimates | Stance::Alleges)
}

/// True where a figure stands in apposition right behind the noun of a larger one: "four people, two men and two women".
fn apposed(text: &str, i: usize, j: usize, claims: &[Claim], figures: &[Figure]) -> bool {
    let (a, b) = (&claims[j], &claims[i]);
    let Some(noun) = a.counted else { return false };
    let gap = text.get(noun.end..figures[b.figure].span.start).unwrap_or("?").trim();
    a.sentence == b.sentence
        && matches!(gap, "," | ":" | "–" | "—" | "-" | "(")
        && a.counted_type == CountedType::Person
        && b.counted_type == CountedType::Person
        && size(a) > size(b)
        && (b.status == Status::Unspecified || same_question(a.status, b.status))
}

/// "won 57 seats in the 200-seat chamber": the size of a body of such things in the same sentence.
fn of_chamber(text: &str, i: usize, claims: &[Claim], figures: &[Figure]) -> Option<usize> {
    let c = &claims[i];
    (0..claims.len()).find(|&j| {
        let b = &claims[j];
        j != i
            && b.sentence == c.sentence
            && b.counted_head == c.counted_head
            && size(b) > size(c)
            && text.get(figures[b.figure].span.end..).is_some_and(|r| r.starts_with('-'))
    })
}

/// True for a figure behind "the".
pub fn definite(reading: &Reading, s: &Sentence, figure: &Figure) -> bool {
    let front = reading.text().get(s.span.start..figure.span.start).unwrap_or("");
    front.split_whitespace().next_back().is_some_and(|w| w.eq_ignore_ascii_case("the"))
}

/// "two of the nine were in surgery": the nine are in the state in which they were counted, though a part told of them only later
/// which.
pub fn retold(claims: &mut [Claim]) {
    for i in 0..claims.len() {
        if claims[i].status != Status::Unspecified || !claims[i].rule.starts_with("told-before") {
            continue;
        }
        let from = i.saturating_sub(40);
        let same = |c: &&Claim| {
            c.low == claims[i].low
                && c.high == claims[i].high
                && c.counted_head == claims[i].counted_head
                && c.status != Status::Unspecified
        };
        let Some((status, span)) = claims[from..i].iter().rev().find(same).map(|c| (c.status, c.status_span)) else { continue };
        (claims[i].status, claims[i].status_span) = (status, span);
    }
}

/// Marks later mentions of one fact: same interval, question, like things, same modality, none a part of another whole.
pub fn repeats(claims: &mut [Claim]) {
    // "A woman and a child were killed": two, each of one.
    let apart = |a: &Claim, b: &Claim| a.sentence == b.sentence && a.counted_head != b.counted_head;
    for i in 0..claims.len() {
        let first = (0..i).find(|&j| {
            let (a, b) = (&claims[j], &claims[i]);
            a.same_as.is_none()
                && a.kind == b.kind
                && a.unit_like(b)
                && !apart(a, b)
                && (a.figure != b.figure)
                && a.modality == b.modality
                && a.stance != Stance::Earlier
                && same_question(a.status, b.status)
                && (a.counted_head == b.counted_head
                    || (a.counted_type == CountedType::Person
                        && b.counted_type == CountedType::Person
                        && !(a.status == Status::Unspecified)))
                && (a.counted_country.is_none() || b.counted_country.is_none() || a.counted_country == b.counted_country)
                && (a.aggregation == Aggregation::New) == (b.aggregation == Aggregation::New)
                && a.modality != Modality::Historical
                && a.claimant == b.claimant
        });
        claims[i].same_as = first;
    }
}
