//! The day of the story: claims whose own clause has no date took place when the story's event did.
//!
//! "Six miners died on Monday in Velden. Rescuers pulled out four bodies." The second sentence has no date; the four were
//! found in the same accident. What is said of a state ("employs 40"), a plan or another year inherits nothing.

use super::when::{Dates, usable};
use crate::extract::reading::Reading;
use crate::lexicon::Construction;
use crate::types::{Aggregation, Claim, Day, FigureKind, Modality, Stance, Status, Timex};

/// Statuses that befall at one moment, so that the moment is the story's where the clause names none.
fn befalls(status: Status) -> bool {
    matches!(
        status,
        Status::Killed
            | Status::Died
            | Status::Wounded
            | Status::Attacked
            | Status::Hospitalised
            | Status::Captured
            | Status::Kidnapped
            | Status::Trapped
            | Status::Damaged
            | Status::Fighting
            | Status::Fled
            | Status::Found
            | Status::Present
    )
}

/// Statuses of harm done at one moment.
pub fn at_once(status: Status) -> bool {
    matches!(status, Status::Killed | Status::Died | Status::Wounded | Status::Attacked | Status::Missing)
}

/// A state that the sentence tells in the present ("are trapped", "remain in hospital") holds now, and did not befall with the story.
fn holds(reading: &Reading, c: &Claim) -> bool {
    if at_once(c.status) {
        return false;
    }
    let Some(span) = c.status_span.filter(|x| c.sentence.contains(x)) else { return false };
    let Some(s) = reading.sentence_at(span.start).map(|i| &reading.sentences[i]) else { return false };
    let Some(mut at) = s.word_at(&span) else { return false };
    let present = |i: usize| matches!(s.words[i].xpos, "VBZ" | "VBP") && s.words[i].lemma != "have";
    for _ in 0..2 {
        if present(at) || s.children(at).any(|k| matches!(s.words[k].rel.split(':').next(), Some("aux" | "cop")) && present(k)) {
            return true;
        }
        // "two in the clinic, who are", "were among those who are": only up through the predicate itself.
        if !matches!(s.words[at].rel, "xcomp") || s.words[at].head == at {
            return false;
        }
        at = s.words[at].head;
    }
    false
}

/// Statuses that make a day the day of the story.
fn makes_day(status: Status) -> bool {
    matches!(
        status,
        Status::Killed | Status::Died | Status::Wounded | Status::Attacked | Status::Captured | Status::Damaged | Status::Destroyed
    )
}

/// Statuses that hold for a time: a date beside them says when the count stood.
pub fn lasts(status: Status) -> bool {
    matches!(status, Status::Employed | Status::Serving | Status::Held | Status::Registered | Status::Homeless)
}

/// The TIMEX3 value of a date for a claim: clock times and parts of the day give their day.
pub fn day_value(t: &Timex) -> String {
    match t.value.split_once('T') {
        Some((day, _)) if day.len() == 10 => day.to_owned(),
        _ => t.value.clone(),
    }
}

fn one_day(t: &Timex) -> Option<Day> {
    t.first_day.filter(|d| Some(*d) == t.last_day)
}

/// The date of the story's event: the one that most claims of harm name in their own clause, or that stands at a noun or
/// verb of happening; the first in the text among equals.
fn story(reading: &Reading, claims: &[Claim], whens: &[Dates], dates: &[Timex]) -> Option<usize> {
    let mut votes: Vec<(usize, Day, Day, usize)> = Vec::new();
    let mut vote = |i: usize, weight: usize| {
        let (Some(first), Some(last)) = (dates[i].first_day, dates[i].last_day) else { return };
        // A month or a week will do where no day is told.
        if dates[i].value.len() <= 4 {
            return;
        }
        match votes.iter_mut().find(|v| (v.1, v.2) == (first, last)) {
            Some(v) => v.3 += weight,
            None => votes.push((i, first, last, weight)),
        }
    };
    let mut seen = Vec::new();
    for (c, w) in claims.iter().zip(whens) {
        let Some(i) = w.event else { continue };
        let counts = c.modality == Modality::Actual && c.stance != Stance::Earlier && !w.when;
        if counts && makes_day(c.status) && !seen.contains(&(i, c.figure)) {
            seen.push((i, c.figure));
            vote(i, 2);
        }
    }
    for (i, t) in dates.iter().enumerate() {
        if usable(t) && at_happening(reading, t) {
            vote(i, 1);
        }
    }
    let published = reading.article.published_day;
    votes.retain(|v| published.is_none_or(|p| v.1 <= p));
    votes.sort_by_key(|v| (v.1 != v.2, std::cmp::Reverse(v.3), dates[v.0].span.start));
    votes.first().map(|v| v.0)
}

/// True where a date hangs on a noun or verb of happening: "Sunday's attack", "the crash happened on Monday".
fn at_happening(reading: &Reading, t: &Timex) -> bool {
    let Some(index) = reading.sentence_at(t.span.start) else { return false };
    let s = &reading.sentences[index];
    let Some(mut at) = s.word_at(&t.span) else { return false };
    let st = &reading.lexicon.status;
    let mut outside = 0;
    for _ in 0..4 {
        let w = &s.words[at];
        let lemma = w.lemma.to_lowercase();
        if !w.span.overlaps(&t.span) {
            outside += 1;
            let happens = [Construction::Happening, Construction::On].iter().any(|&c| st.find(&lemma, c, |_| false).is_some());
            // "annihilated a column yesterday", whatever it counts; not "captured two, she said on Monday"
            let deed =
                outside == 1 && matches!(w.xpos, "VBD" | "VBN") && st.find(&lemma, Construction::Object, |_| false).is_some_and(makes_day);
            if happens || deed {
                return true;
            }
        }
        if w.head == at {
            return false;
        }
        at = w.head;
    }
    false
}

/// Fills the event dates of claims that share the story's event, and marks as historical what is told of another time.
pub fn share(reading: &Reading, claims: &mut [Claim], whens: &mut [Dates], dates: &[Timex]) {
    // Where no day is told, a time of the day means the day of print.
    let counts = |c: &Claim| c.modality == Modality::Actual && makes_day(c.status) && c.stance != Stance::Earlier;
    let clock = || claims.iter().zip(&*whens).filter(|(c, _)| counts(c)).find_map(|(_, w)| w.clock);
    let main = story(reading, claims, whens, dates).or_else(clock);
    let text = reading.text();
    let mut inherited = vec![false; claims.len()];
    for i in 0..claims.len() {
        let c = &claims[i];
        if c.kind != FigureKind::Count {
            continue;
        }
        if let Some(own) = whens[i].event {
            // "last month", where the story tells the day.
            let within = main.filter(|&m| {
                befalls(c.status)
                    && one_day(&dates[own]).is_none()
                    && matches!((dates[own].first_day, dates[own].last_day, one_day(&dates[m])), (Some(a), Some(b), Some(d)) if a <= d && d <= b)
            });
            if let Some(m) = within {
                whens[i].event = Some(m);
            }
            let same = main.is_some_and(|m| Some(m) == whens[i].event || covers(&dates[own], &dates[m]));
            // "the worst fire since 1987, when 62 died" tells of 1987.
            let when = text.get(dates[own].span.end..).is_some_and(|r| r.trim_start_matches([',', ' ']).starts_with("when"));
            let front = text.get(..dates[own].span.start).unwrap_or("").trim_end();
            let since = !when && front.len() >= 5 && front.get(front.len() - 5..).is_some_and(|x| x.eq_ignore_ascii_case("since"));
            let published = reading.article.published_day;
            if claims[i].modality == Modality::Actual
                && !same
                && !since
                && (told(claims[i].status) || whens[i].when)
                && (past(&dates[own], published, main.is_some()) || long_before(&dates[own], main.map(|m| &dates[m])))
            {
                claims[i].modality = Modality::Historical;
            }
            let ahead = matches!((dates[own].first_day, published), (Some(d), Some(p)) if d > p) && one_day(&dates[own]).is_some();
            if claims[i].modality == Modality::Actual && ahead && foretold(claims[i].status) {
                claims[i].modality = Modality::Planned;
            }
            continue;
        }
        if let (Some(own), Modality::Actual) = (whens[i].clock, c.modality) {
            whens[i].event = main.or(Some(own));
            continue;
        }
        if c.modality != Modality::Actual || !befalls(c.status) || c.stance == Stance::Earlier || holds(reading, c) || whole_time(c) {
            continue;
        }
        // The claim before it in the paragraph, else the story.
        let before = (0..i).rev().find(|&j| whens[j].event.is_some() && makes_day(claims[j].status)).filter(|&j| {
            let gap = text.get(claims[j].sentence.start..claims[i].sentence.start).unwrap_or("");
            gap.len() < 600 && !gap.contains("\n\n") && claims[j].sentence.start <= claims[i].sentence.start
        });
        if let Some(j) = before.filter(|&j| claims[j].modality == Modality::Historical) {
            if claims[i].sentence.start.saturating_sub(claims[j].sentence.end) < 10 {
                claims[i].modality = Modality::Historical;
                whens[i].event = whens[j].event;
                continue;
            }
        }
        let near = before.filter(|&j| claims[j].modality == Modality::Actual).and_then(|j| whens[j].event);
        whens[i].event = near.or(main);
        inherited[i] = true;
    }
    for (w, own) in whens.iter_mut().zip(&inherited) {
        if *own {
            std::mem::swap(&mut w.event, &mut w.story);
        }
    }
    opened(reading, claims, whens, dates);
    for (w, own) in whens.iter_mut().zip(&inherited) {
        if *own && w.event.is_none() {
            w.event = w.story.take();
        }
    }
}

/// "In 1962, some 90 were hurt when a mill burned, 14 died ...": a date of another time that opens a sentence holds for all
/// that is told in it.
fn opened(reading: &Reading, claims: &mut [Claim], whens: &mut [Dates], dates: &[Timex]) {
    for i in 0..claims.len() {
        let (sentence, event) = (claims[i].sentence, whens[i].event);
        let Some(own) = event.filter(|_| claims[i].modality == Modality::Historical) else { continue };
        let front = reading.text().get(sentence.start..dates[own].span.start).unwrap_or("?").trim_start_matches(['"', '“', ' ']);
        if !matches!(front.trim_end().to_lowercase().as_str(), "in" | "on" | "") {
            continue;
        }
        for (c, w) in claims.iter_mut().zip(whens.iter_mut()) {
            if c.sentence == sentence
                && c.modality == Modality::Actual
                && c.kind == FigureKind::Count
                && (w.event.is_none() || w.event == Some(own))
            {
                c.modality = Modality::Historical;
                w.event = Some(own);
            }
        }
    }
}

/// What is counted "so far" or "since" did not befall on one day; a toll did.
fn whole_time(c: &Claim) -> bool {
    c.aggregation == Aggregation::Total && !at_once(c.status)
}

/// True where the days of one date lie within those of the other.
fn covers(a: &Timex, b: &Timex) -> bool {
    match (a.first_day, a.last_day, b.first_day, b.last_day) {
        (Some(af), Some(al), Some(bf), Some(bl)) => (af <= bf && bl <= al) || (bf <= af && al <= bl),
        _ => false,
    }
}

/// Statuses that make history: events, and gatherings that can be compared over the years.
fn told(status: Status) -> bool {
    befalls(status)
        || matches!(
            status,
            Status::Missing
                | Status::Rescued
                | Status::Destroyed
                | Status::Displaced
                | Status::Executed
                | Status::Attended
                | Status::Protested
        )
}

/// Statuses that a coming date makes a plan; what befell is only dated wrongly.
fn foretold(status: Status) -> bool {
    matches!(
        status,
        Status::Unspecified | Status::Other | Status::Protested | Status::Attended | Status::Affected | Status::Released | Status::Voted
    )
}

/// Told of another time than the story's: its last day lies two months or more before the story's first.
fn long_before(t: &Timex, story: Option<&Timex>) -> bool {
    let (Some(last), Some(first)) = (t.last_day, story.and_then(|m| m.first_day)) else { return false };
    (first - last).get_days() > 60
}

/// Told of another time: two years or more before the article, or the calendar year before where only the year is named.
/// `other` is true where the article tells of another day: else last year's event is what it is about.
fn past(t: &Timex, published: Option<Day>, other: bool) -> bool {
    let (Some(last), Some(day)) = (t.last_day, published) else { return false };
    let years = i32::from(day.year()) - i32::from(last.year());
    years >= 2 || (years == 1 && t.value.len() == 4 && other)
}
