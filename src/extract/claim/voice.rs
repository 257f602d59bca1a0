//! On whose word: claimant, chain, stance and evidence of a figure.

use crate::extract::reading::Reading;
use crate::lexicon::Construction;
use crate::types::{Actor, ActorKind, Attribution, AttributionKind, Evidence, SourceKind, Span, Stance};

use super::status::Found;

/// Who vouches for a figure, through whom, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Voice {
    /// Name of the claimant.
    pub claimant: String,
    /// Its actor.
    pub actor: Option<usize>,
    /// What kind of source it is.
    pub kind: SourceKind,
    /// From the outlet down to the claimant.
    pub chain: Vec<String>,
    /// The claimant's attribution.
    pub attribution: Option<usize>,
    /// What the claimant does with the figure.
    pub stance: Stance,
    /// How it is said to be known.
    pub evidence: Evidence,
}

/// True for attributions that make a claimant or a hop.
fn vouches(a: &Attribution) -> bool {
    a.vouches && matches!(a.kind, AttributionKind::Speech | AttributionKind::Writing | AttributionKind::Evidence)
}

/// Stances that set the figure aside without vouching for it.
fn contests(stance: Stance) -> bool {
    matches!(stance, Stance::Denies | Stance::Doubts | Stance::Unaware | Stance::CannotConfirm | Stance::DeclinesComment)
}

/// The attributions of an article, so laid out that those around a figure are found without asking all.
pub struct Heard<'a> {
    /// All of them.
    pub attributions: &'a [Attribution],
    /// Pieces of content in order of start, with the attribution and the furthest end of this and all earlier pieces.
    pieces: Vec<(Span, usize, usize)>,
    /// How many attributions stand around each.
    depth: Vec<usize>,
}

impl<'a> Heard<'a> {
    /// Lays out the attributions of an article; their parents form trees.
    pub fn new(attributions: &'a [Attribution]) -> Self {
        let mut pieces: Vec<(Span, usize, usize)> =
            attributions.iter().enumerate().flat_map(|(i, a)| a.content.iter().map(move |c| (*c, i, c.end))).collect();
        pieces.sort_by_key(|(c, i, _)| (c.start, *i));
        for k in 1..pieces.len() {
            pieces[k].2 = pieces[k].2.max(pieces[k - 1].2);
        }
        let mut depth: Vec<Option<usize>> = vec![None; attributions.len()];
        let mut path = Vec::new();
        for i in 0..attributions.len() {
            let mut at = Some(i);
            while let Some(j) = at.filter(|&j| depth[j].is_none() && path.len() <= attributions.len()) {
                path.push(j);
                at = attributions[j].parent;
            }
            let mut above = at.map_or(0, |j| depth[j].unwrap_or(0) + 1);
            while let Some(j) = path.pop() {
                depth[j] = Some(above);
                above += 1;
            }
        }
        Self { attributions, pieces, depth: depth.into_iter().map(Option::unwrap_or_default).collect() }
    }

    /// All attributions whose content holds the span, the innermost first.
    fn around(&self, at: &Span) -> Vec<usize> {
        let to = self.pieces.partition_point(|(c, ..)| c.start <= at.start);
        let open = self.pieces[..to].iter().rev().take_while(|(.., furthest)| *furthest >= at.end);
        let mut around: Vec<usize> = open.filter(|(c, ..)| c.contains(at)).map(|(_, i, _)| *i).collect();
        let size = |i: usize| self.attributions[i].content.iter().map(Span::len).sum::<usize>();
        around.sort_by_cached_key(|&i| (std::cmp::Reverse(self.depth[i]), size(i), i));
        around.dedup();
        around
    }
}

/// The voices of a figure: the innermost one that vouches for it, and besides it those that contest it.
pub fn voices(reading: &Reading, at: &Span, heard: &Heard, actors: &[Actor]) -> Vec<Voice> {
    let attributions = heard.attributions;
    // What stands in the description of a speaker ("said Ana Velt, who has five dogs") is not what he says.
    let mut around = heard.around(at);
    around.retain(|&i| !attributions[i].source.is_some_and(|s| s.contains(at)));
    let outlet = reading.article.own_voice();
    let own = |stance, evidence| Voice {
        claimant: outlet.clone(),
        actor: None,
        kind: SourceKind::Author,
        chain: vec![outlet.clone()],
        attribution: None,
        stance,
        evidence,
    };

    let mut out: Vec<Voice> = Vec::new();
    let mut contest: Option<Stance> = None;
    let mut unnamed: Option<&Attribution> = None;
    let inner: Vec<usize> = around.iter().copied().filter(|&i| vouches(&attributions[i]) || contests(attributions[i].stance)).collect();
    for (k, &i) in inner.iter().enumerate() {
        let a = &attributions[i];
        if a.source.is_none() || a.actor.is_none() {
            // "reportedly", "the claim that": no voice of its own, but it colors what the next one says.
            if unnamed.is_none() && vouches(a) {
                unnamed = Some(a);
            }
            continue;
        }
        if contests(a.stance) {
            // "is unaware of", "denied that": said by the next one out where that is a speaker for the same party.
            let speaker = inner[k + 1..].iter().find(|&&j| vouches(&attributions[j]) && attributions[j].actor.is_some()).copied();
            let speaker = speaker.or_else(|| inner.iter().copied().find(|&j| j != i && closes(reading, attributions, actors, j, a)));
            let by = if a.kind == AttributionKind::Belief { speaker.unwrap_or(i) } else { i };
            contest = Some(a.stance);
            out.push(voice(reading, attributions, actors, by, a.stance, &outlet));
            if by != i {
                break;
            }
            continue;
        }
        if contest.is_some() && k > 0 && out.iter().any(|v| v.attribution == Some(i)) {
            continue;
        }
        if out.is_empty() {
            out.push(voice(reading, attributions, actors, i, a.stance, &outlet));
        } else if contest.is_none() {
            // An outer speaker hands on what the inner one vouches for; only contesting ones get a row.
            continue;
        }
    }
    // A figure that is only contested: someone else's, whom the text does not name.
    if out.is_empty() {
        let mut v = own(Stance::Asserts, Evidence::Reported);
        if let Some(a) = unnamed {
            v.attribution = attributions.iter().position(|x| std::ptr::eq(x, a));
            if a.stance == Stance::Alleges {
                v.stance = Stance::Alleges;
            }
            v.evidence = if a.evidence == Evidence::Unspecified { Evidence::Reported } else { a.evidence };
        }
        out.push(v);
    } else if let Some(a) = unnamed.filter(|a| a.evidence == Evidence::Alleged) {
        for v in &mut out {
            if v.stance == Stance::Asserts {
                v.stance = a.stance;
                v.evidence = Evidence::Alleged;
            }
        }
    }
    if contest.is_none() {
        if let Some((by, stance)) = asked(reading, at, attributions) {
            // Whoever is asked hands nothing on.
            let name = actors.get(attributions[by].actor.unwrap_or(usize::MAX)).map(|x| x.name.clone());
            for v in &mut out {
                let last = v.chain.len().saturating_sub(1);
                let mut at = 0;
                v.chain.retain(|hop| {
                    at += 1;
                    at > last || Some(hop) != name.as_ref()
                });
            }
            out.retain(|v| v.attribution != Some(by));
            out.push(voice(reading, attributions, actors, by, stance, &outlet));
        }
    }
    out.sort_by_key(|v| contests(v.stance));
    out
}

/// True where a person's "..., the spokesman said on Monday" closes the sentence in which a state is said to be unaware.
fn closes(reading: &Reading, attributions: &[Attribution], actors: &[Actor], j: usize, contesting: &Attribution) -> bool {
    let kind = |a: &Attribution| a.actor.and_then(|x| actors.get(x)).map(|x| x.kind);
    let a = &attributions[j];
    let (Some(cue), Some(said)) = (contesting.cue, a.cue) else { return false };
    let rest = reading.sentences.get(a.sentence).and_then(|s| reading.text().get(said.end..s.span.end)).unwrap_or_default();
    vouches(a)
        && a.sentence == contesting.sentence
        && kind(contesting) == Some(ActorKind::State)
        && kind(a) == Some(ActorKind::Person)
        && cue.end <= said.start
        && rest.split_whitespace().count() <= 4
}

/// "Asked about the 40 prisoners, the spokesman said that he was unaware of them": the speaker is unaware of what he is asked
/// about, whoever claims it.
fn asked(reading: &Reading, at: &Span, attributions: &[Attribution]) -> Option<(usize, Stance)> {
    let s = &reading.sentences[reading.sentence_at(at.start)?];
    if !reading.of(&s.span).starts_with("Asked about ") {
        return None;
    }
    let unaware = attributions.iter().find(|a| {
        let pronoun = |c: &Span| matches!(reading.of(c).trim(), "them" | "it" | "that" | "those" | "any");
        a.stance == Stance::Unaware
            && s.span.contains(&a.cue.unwrap_or(*at))
            && a.cue.is_some_and(|c| c.start > at.end)
            && a.content.iter().any(pronoun)
    })?;
    let mut speaker = unaware.parent.or_else(|| attributions.iter().position(|a| std::ptr::eq(a, unaware)))?;
    if attributions[speaker].actor.is_none() {
        speaker = attributions.iter().position(|a| std::ptr::eq(a, unaware))?;
    }
    Some((speaker, Stance::Unaware))
}

/// True where an actor is the outlet itself.
fn is_outlet(actor: &Actor, outlet: &str) -> bool {
    let plain = |name: &str| {
        let lower = name.to_lowercase();
        lower.strip_prefix("the ").map(str::to_owned).unwrap_or(lower)
    };
    let wanted = plain(outlet);
    actor.named
        && matches!(actor.kind, ActorKind::Organisation | ActorKind::Outlet)
        && std::iter::once(&actor.name).chain(&actor.aliases).any(|n| plain(n) == wanted)
}

fn voice(reading: &Reading, attributions: &[Attribution], actors: &[Actor], i: usize, stance: Stance, outlet: &str) -> Voice {
    let a = &attributions[i];
    let actor = a.actor.and_then(|x| actors.get(x));
    // An outlet that names itself speaks in its own voice.
    if actor.is_some_and(|x| is_outlet(x, outlet)) {
        let evidence = if a.evidence == Evidence::Unspecified { Evidence::Reported } else { a.evidence };
        let outlet = outlet.to_owned();
        return Voice {
            claimant: outlet.clone(),
            actor: None,
            kind: SourceKind::Author,
            chain: vec![outlet],
            attribution: Some(i),
            stance,
            evidence,
        };
    }
    let claimant = actor.map_or_else(|| a.source.map_or_else(|| outlet.to_owned(), |s| reading.of(&s).to_owned()), |x| x.name.clone());
    let mut hops = vec![claimant.clone()];
    let mut at = a.parent;
    let mut steps = 0;
    while let Some(p) = at {
        let parent = &attributions[p];
        if vouches(parent) {
            if let Some(x) = parent.actor.and_then(|x| actors.get(x)) {
                if hops.last() != Some(&x.name) {
                    hops.push(x.name.clone());
                }
            }
        }
        at = parent.parent;
        steps += 1;
        if steps > attributions.len() {
            break;
        }
    }
    // An agency whose text the outlet prints stands between the two.
    if let Some(agency) = reading.article.wire_credit.as_deref().filter(|w| !hops.iter().any(|h| h == w) && *w != outlet) {
        hops.push(agency.to_owned());
    }
    if hops.last().map(String::as_str) != Some(outlet) {
        hops.push(outlet.to_owned());
    }
    hops.reverse();
    let evidence = match (a.evidence, a.source_kind) {
        (Evidence::Unspecified, SourceKind::Document | SourceKind::Dataset) => Evidence::Documented,
        (Evidence::Documented, k) if !matches!(k, SourceKind::Document | SourceKind::Dataset | SourceKind::Footage) => Evidence::Reported,
        (_, SourceKind::Footage) => Evidence::VisuallyConfirmed,
        // What prosecutors say is not what a court found.
        (_, SourceKind::Court) if !claimant.to_lowercase().contains("prosecut") => Evidence::CourtEstablished,
        (Evidence::Unspecified, _) => Evidence::Reported,
        (e, _) => e,
    };
    Voice { claimant, actor: a.actor, kind: a.source_kind, chain: hops, attribution: Some(i), stance, evidence }
}

/// Contesting voices share the evidence of what they contest.
pub fn share_evidence(voices: &mut [Voice]) {
    if let Some(evidence) = voices.iter().find(|v| !contests(v.stance)).map(|v| v.evidence) {
        for v in voices.iter_mut().filter(|v| contests(v.stance)) {
            v.evidence = evidence;
        }
    }
}

/// "claim" of another party's deed is an allegation; of one's own deeds or counts it asserts (codebook, section 2).
/// `counted_country` is that of the counted things, which do the deed where they are the subject of the status.
pub fn alleged(voice: &mut Voice, attributions: &[Attribution], actors: &[Actor], found: Option<&Found>, counted_country: Option<&str>) {
    let Some(a) = voice.attribution.and_then(|i| attributions.get(i)) else { return };
    let state = voice.actor.and_then(|i| actors.get(i)).is_some_and(|x| x.kind == ActorKind::State);
    if !(a.cue_lemma == "claim" || state) || voice.stance != Stance::Asserts {
        return;
    }
    let claimant = voice.actor.and_then(|i| actors.get(i)).and_then(|x| x.country.as_deref());
    let their_own_deed = found.is_some_and(|f| f.construction == Construction::Subject);
    // "Ostland claims that 200 are fighting there": a state that claims so of its own would name them.
    let of_others = a.cue_lemma == "claim" && state && counted_country.is_none();
    if their_own_deed && (of_others || counted_country.is_some() && counted_country != claimant) {
        voice.stance = Stance::Alleges;
        voice.evidence = Evidence::Alleged;
    }
}
