//! Whole comparisons of small invented piles.

use super::*;
use crate::lexicon::Lexicon;
use crate::table::{ActorRow, BlockRow, ComparisonRow, TextRow, actor_id};
use crate::types::*;

mod grouping;
mod invariance;
mod rules;
mod warnings;
mod wholes;

use wholes::toll;

/// A pile in the making.
#[derive(Clone, Default)]
struct Made(StageTables);

/// A day of April 2031.
fn april(day: i8) -> Day {
    Day::constant(2031, 4, day)
}

/// A claim of the article last added, with the fields that most tests leave alone.
struct Claimed<'a>(&'a mut ClaimRow);

impl Claimed<'_> {
    fn with(self, change: impl FnOnce(&mut ClaimRow)) -> Self {
        change(self.0);
        self
    }
    fn stance(self, stance: Stance) -> Self {
        self.with(|c| c.stance = stance)
    }
    fn evidence(self, evidence: Evidence) -> Self {
        self.with(|c| c.evidence = evidence)
    }
    fn said(self, day: i8) -> Self {
        self.with(|c| c.said_date = Some(april(day).to_string()))
    }
}

impl Made {
    /// An article on the mine of Orsk, too short to be a copy of another.
    fn article(&mut self, outlet: &str, day: i8) -> &mut Self {
        self.titled(outlet, day, "Shaft of Orsk mine collapses", "Orsk shaft of Torvale collapsed.")
    }

    fn titled(&mut self, outlet: &str, day: i8, title: &str, text: &str) -> &mut Self {
        let id = format!("a_{:032x}", self.0.articles.len() + 1);
        self.0.articles.push(ArticleRow {
            article_id: id.clone(),
            source_path: format!("{outlet}.txt"),
            record: None,
            external_id: None,
            outlet: Some(outlet.into()),
            url: None,
            title: Some(title.into()),
            author: None,
            published: Some(april(day).to_string()),
            modified: None,
            published_day: Some(april(day)),
            published_precision: None,
            published_source: None,
            language: None,
            wire_credit: None,
            cluster_id: String::new(),
            is_copy: false,
            n_chars: text.chars().count() as i64,
            n_claims: 0,
            damaged: false,
        });
        self.0.texts.push(TextRow { article_id: id, text: text.into() });
        self
    }

    /// A claim of `n` people under a status; `who` is empty for the outlet's own voice.
    fn claim(&mut self, who: &str, status: Status, quantifier: Quantifier, n: f64) -> Claimed<'_> {
        let article = self.0.articles.last().expect("an article first");
        let at = self.0.claims.iter().filter(|c| c.article_id == article.article_id).count() + 1;
        let hash = &article.article_id[2..];
        let (value, low, high) = match quantifier {
            Quantifier::AtLeast | Quantifier::MoreThan => (Some(n), Some(n), None),
            Quantifier::AtMost | Quantifier::LessThan | Quantifier::Nearly => (Some(n), None, Some(n)),
            _ => (Some(n), Some(n), Some(n)),
        };
        let outlet = article.outlet.clone().unwrap_or_default();
        let claim = ClaimRow {
            claim_id: format!("c_{hash}_{at}"),
            article_id: article.article_id.clone(),
            figure_id: format!("f_{hash}_{at}"),
            topic_id: String::new(),
            kind: FigureKind::Count,
            unit: None,
            form: Form::Numeral,
            value,
            low,
            high,
            quantifier,
            figure_text: Some(n.to_string()),
            start: 100 * at as i64,
            end: 100 * at as i64 + 2,
            counted_text: Some("people".into()),
            counted_head: Some("person".into()),
            counted_type: CountedType::Person,
            counted_country: None,
            counted_role: None,
            status,
            status_text: Some(status.as_str().into()),
            evidence: Evidence::Reported,
            stance: Stance::Asserts,
            modality: Modality::Actual,
            aggregation: Aggregation::Unspecified,
            part_of: None,
            part_role: None,
            same_as: None,
            claimant: if who.is_empty() { outlet.clone() } else { who.into() },
            claimant_actor_id: None,
            claimant_kind: if who.is_empty() { SourceKind::Author } else { SourceKind::Government },
            chain: outlet,
            hops: i64::from(!who.is_empty()),
            cue: None,
            said_date: None,
            event_date: None,
            as_of_date: None,
            date_source: None,
            place: Some("Orsk".into()),
            place_country: None,
            sentence: format!("In Orsk {n} people were {status}."),
            rule: "made".into(),
            confidence: 1.0,
            attribution_id: None,
        };
        self.0.claims.push(claim);
        Claimed(self.0.claims.last_mut().expect("just added"))
    }

    fn tables(&self) -> Tables {
        aggregate(self.0.clone(), &Lexicon::builtin().expect("built in"), &AggregateOptions::default())
    }
}

/// The row of a claimant with a figure.
fn row<'a>(tables: &'a Tables, claimant: &str, figure: &str) -> &'a ComparisonRow {
    let found = tables.comparisons.iter().find(|r| r.claimant == claimant && r.figure == figure);
    found.unwrap_or_else(|| panic!("no row of {claimant} with {figure} in {:#?}", tables.comparisons))
}

/// Relations of two claims on killed people, of two ministries in two articles on the days given.
fn two(
    first: (Quantifier, f64, i8),
    second: (Quantifier, f64, i8),
    change: impl Fn(&mut Made),
) -> (Option<Relation>, Option<Relation>, Tables) {
    let mut made = Made::default();
    made.article("Harbour Post", first.2).claim("Mines Ministry", Status::Killed, first.0, first.1);
    made.article("Velden Daily", second.2).claim("Health Ministry", Status::Killed, second.0, second.1);
    change(&mut made);
    let tables = made.tables();
    assert_eq!(tables.topics.len(), 1, "{:#?}", tables.topics);
    let find = |i: usize| tables.comparisons.iter().find(|r| r.example_claim_id == made.0.claims[i].claim_id).expect("a row").relation;
    (find(0), find(1), tables)
}

use Quantifier::{About, AtLeast, Exact, MoreThan, Nearly};
