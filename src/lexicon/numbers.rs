//! Knowledge about numbers: number words, hedges, vague words, units, currencies, and the words around a number that
//! decide what it is.
//!
//! "at least a dozen boats" takes `at least` from `hedges.csv` and `dozen` from `number_words.csv`;
//! "the 155th Brigade" takes `brigade` from `designations.csv`, "three reasons" `reasons` from `framing.csv`.

use serde::Deserialize;

use super::{Files, LexiconError, Row};
use crate::types::{FigureKind, Quantifier};

/// What a number word does in a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberClass {
    /// zero, nil
    Zero,
    /// one to nine
    Unit,
    /// ten to nineteen
    Teen,
    /// twenty to ninety
    Ten,
    /// hundred
    Hundred,
    /// thousand, million, lakh
    Scale,
    /// dozen
    Dozen,
    /// dozens, hundreds: vague
    Plural,
    /// k, bn: only after digits
    Suffix,
    /// first, twentieth
    Ordinal,
    /// half, thirds
    Fraction,
    /// II, IX: in names
    Roman,
    /// no, none, both: read by rules of their own
    Special,
}

/// A number word.
#[derive(Clone, Debug, Deserialize)]
pub struct NumberWord {
    /// Lower case.
    pub word: String,
    #[allow(missing_docs)]
    pub class: NumberClass,
    /// What it is worth; none for special ones.
    pub value: Option<f64>,
}

/// Where a hedge stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HedgePosition {
    /// "more than 5"
    Before,
    /// "5 or more"
    After,
    /// "topped 5"
    Verb,
}

/// A hedge.
#[derive(Clone, Debug)]
pub struct Hedge {
    /// Lower-case words, one space between.
    pub phrase: String,
    #[allow(missing_docs)]
    pub position: HedgePosition,
    #[allow(missing_docs)]
    pub quantifier: Quantifier,
}

/// The interval that a vague word asserts.
#[derive(Clone, Debug, Deserialize)]
pub struct Vague {
    /// Lower-case words, one space between.
    pub phrase: String,
    /// `of` where it counts only before "of" or a word of harm, else `any`.
    pub needs: String,
    /// The number it stands for, where it has one ("a couple").
    pub value: Option<f64>,
    #[allow(missing_docs)]
    pub low: f64,
    #[allow(missing_docs)]
    pub high: f64,
    /// Id of the rule.
    pub rule: String,
}

/// What a unit measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// percent, points
    Percent,
    /// times
    Duration,
    /// all else
    Measure,
}

/// A unit word.
#[derive(Clone, Debug, Deserialize)]
pub struct Unit {
    /// Lower-case words, one space between.
    pub word: String,
    /// UCUM.
    pub unit: String,
    #[allow(missing_docs)]
    pub kind: UnitKind,
}

/// Where a currency word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// "$5"
    Before,
    /// "5 dollars"
    After,
    /// "EUR 5", "5 EUR"
    Both,
}

/// A currency sign, code or name.
#[derive(Clone, Debug, Deserialize)]
pub struct MoneyWord {
    /// Lower case.
    pub word: String,
    /// ISO 4217, or `*name` where it depends on the outlet's country.
    pub currency: String,
    #[allow(missing_docs)]
    pub position: Side,
}

/// What a bare currency name means in a country.
#[derive(Clone, Debug, Deserialize)]
pub struct HomeCurrency {
    /// ISO 3166-1 alpha-2, or `*`.
    pub country: String,
    /// "dollar"
    pub word: String,
    /// ISO 4217.
    pub currency: String,
}

/// A phrase whose number counts nothing.
#[derive(Clone, Debug)]
pub struct Idiom {
    /// Lower case, as written.
    pub phrase: String,
    /// The kind that its number gets.
    pub kind: FigureKind,
}

/// A word and a class.
#[derive(Clone, Debug, Deserialize)]
pub struct Classed {
    /// Lower case.
    pub word: String,
    #[serde(alias = "position")]
    #[allow(missing_docs)]
    pub class: String,
}

#[derive(Deserialize)]
struct HedgeRow {
    phrase: String,
    position: HedgePosition,
    quantifier: String,
}

#[derive(Deserialize)]
struct IdiomRow {
    phrase: String,
    kind: String,
}

#[derive(Deserialize)]
struct WordRow {
    word: String,
}

/// Knowledge about numbers.
#[derive(Debug, Default)]
pub struct Numbers {
    /// Words that begin or continue a number.
    pub words: Vec<NumberWord>,
    /// Hedges.
    pub hedges: Vec<Hedge>,
    /// Vague words.
    pub vague: Vec<Vague>,
    /// Units.
    pub units: Vec<Unit>,
    /// Currencies.
    pub currencies: Vec<MoneyWord>,
    /// Bare names of currencies by country.
    pub home: Vec<HomeCurrency>,
    /// Words beside a number that make it a name; class `any`, `name`, `after`.
    pub designations: Vec<Classed>,
    /// Phrases whose number counts nothing.
    pub idioms: Vec<Idiom>,
    /// Abstract nouns; class `framing` or `times`.
    pub framing: Vec<Classed>,
    /// Words of scores and votes.
    pub scores: Vec<String>,
    /// Other words around numbers, by class.
    pub around: Vec<Classed>,
}

impl Numbers {
    /// Reads and checks its files.
    ///
    /// # Errors
    /// The first fault found: a value that a vocabulary does not have, an interval that ends before it begins, a class
    /// that no rule reads.
    pub fn load(files: &Files) -> Result<Self, LexiconError> {
        let hedges = files
            .rows::<HedgeRow>("hedges.csv", 2)?
            .into_iter()
            .map(|row| {
                let quantifier = row.word(&row.value.quantifier)?;
                Ok(Hedge { phrase: row.value.phrase, position: row.value.position, quantifier })
            })
            .collect::<Result<_, LexiconError>>()?;
        let idioms = files
            .rows::<IdiomRow>("idioms.csv", 1)?
            .into_iter()
            .map(|row| {
                let kind = row.word(&row.value.kind)?;
                Ok(Idiom { phrase: row.value.phrase, kind })
            })
            .collect::<Result<_, LexiconError>>()?;
        let vague = files.rows::<Vague>("vague.csv", 1)?;
        for row in &vague {
            if row.value.low > row.value.high || !row.value.low.is_finite() || !row.value.high.is_finite() {
                return Err(row.fault("low must not be above high, and both must be numbers"));
            }
        }
        let around = files.rows::<Classed>("figure_words.csv", 2)?;
        for row in &around {
            if !AROUND.contains(&row.value.class.as_str()) {
                return Err(row.fault(format!("`{}` is no class of words around numbers: {}", row.value.class, AROUND.join(", "))));
            }
        }
        Ok(Self {
            words: values(files.rows("number_words.csv", 1)?),
            hedges,
            vague: values(vague),
            units: values(files.rows("units.csv", 1)?),
            currencies: values(files.rows("money_words.csv", 1)?),
            home: values(files.rows("home_currencies.csv", 2)?),
            designations: values(files.rows("designations.csv", 2)?),
            idioms,
            framing: values(files.rows("framing.csv", 1)?),
            scores: files.rows::<WordRow>("score_words.csv", 1)?.into_iter().map(|r| r.value.word).collect(),
            around: values(around),
        })
    }
}

/// The classes of `figure_words.csv` that rules read.
pub const AROUND: &[&str] = &[
    "age_noun",
    "casualty",
    "change",
    "compound",
    "evaluative",
    "harm",
    "modal",
    "month",
    "name_block",
    "no_thing",
    "not_no",
    "one_verb",
    "people",
    "person",
    "pronoun_before",
    "range_word",
    "street",
    "updown",
    "weekday",
    "unit_adjective",
];

fn values<T>(rows: Vec<Row<T>>) -> Vec<T> {
    rows.into_iter().map(|r| r.value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_files_are_sound() {
        let numbers = Numbers::load(&Files::builtin()).expect("sound files");
        assert!(numbers.words.iter().any(|w| w.word == "twelve" && w.value == Some(12.0)));
        assert!(numbers.hedges.iter().any(|h| h.phrase == "no fewer than" && h.quantifier == Quantifier::AtLeast));
        let dozens = numbers.vague.iter().find(|v| v.phrase == "dozens").expect("dozens");
        assert_eq!((dozens.low, dozens.high), (24.0, 99.0));
    }

    #[test]
    fn every_currency_of_the_outlets_own_has_a_default() {
        let numbers = Numbers::load(&Files::builtin()).expect("sound files");
        for currency in numbers.currencies.iter().filter_map(|c| c.currency.strip_prefix('*')) {
            assert!(numbers.home.iter().any(|h| h.word == currency && h.country == "*"), "{currency}");
        }
    }
}
