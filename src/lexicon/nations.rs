//! Countries, their people, capitals, seats of government, currencies; places and peoples.
//!
//! "Kyiv says two Chinese citizens were held near Kharkiv" names three: `Kyiv` (capital, UA), `Chinese` (adjective, CN),
//! `Kharkiv` (place, UA). [`Nations::scan`] finds them in one walk over the words that begin with a capital letter: the
//! longest phrase wins ("Papua New Guinea" over "Guinea"), on word boundaries, a printed space matching any single
//! space, no-break space or line break, and words all in capitals ("KYIV") matching too.

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use serde::Deserialize;

use super::phrases::Phrasebook;
use super::{Files, LexiconError, Row};
use crate::types::Span;

/// What a word says of a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NationKind {
    /// Name of a state ("Ukraine", "the U.S.").
    Name,
    /// Adjective, which is also a noun for its people ("Chinese", "Ukrainian").
    Adjective,
    /// Noun for its people only ("Britons", "Ukrainians").
    People,
    /// Capital, which often stands for the government ("Moscow").
    Capital,
    /// Seat of the government ("the Kremlin", "Downing Street").
    Seat,
    /// A town, province, region or sea ("Kharkiv", "Gaza", "Black Sea").
    Place,
    /// A people, faith or part of the world by adjective or noun ("Kurdish", "Tibetans", "Arab").
    Group,
    /// A longer name that is none of these though it holds one ("Belgian Malinois", "Geneva Convention").
    NotAPlace,
}

impl NationKind {
    /// True for words that say whose people or things something is.
    pub const fn is_demonym(self) -> bool {
        matches!(self, Self::Adjective | Self::People | Self::Group)
    }
    /// True for words that can stand for a government that speaks.
    pub const fn can_speak(self) -> bool {
        matches!(self, Self::Name | Self::Capital | Self::Seat)
    }
    /// True for words that name where something is.
    pub const fn is_place(self) -> bool {
        matches!(self, Self::Name | Self::Capital | Self::Place)
    }
}

/// A place's or people's fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// As the lexicon writes it.
    pub text: String,
    /// The fullest or first form of the same thing ("Ukraine" for "Kyiv", "Kharkiv" for "Kharkov").
    pub main: String,
    /// ISO 3166-1 alpha-2; none for seas, world regions, disputed places.
    pub country: Option<String>,
    #[allow(missing_docs)]
    pub kind: NationKind,
    /// `city`, `province`, `state`, `region`, `continent`, `sea`, `people`, `religion`, or empty.
    pub sort: String,
    /// True where it is also a given name, surname or everyday word: want more than the word itself.
    pub weak: bool,
}

/// A phrase found in a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NationHit<'a> {
    /// Bytes of the text.
    pub span: Span,
    /// What was found.
    pub phrase: &'a Phrase,
}

impl NationHit<'_> {
    /// ISO 3166-1 alpha-2.
    pub fn country(&self) -> Option<&str> {
        self.phrase.country.as_deref()
    }
    /// Short for `phrase.kind`.
    pub fn kind(&self) -> NationKind {
        self.phrase.kind
    }
}

/// A currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Currency {
    /// ISO 4217.
    pub code: String,
    /// How a newspaper calls it, singular and plural ("ruble", "rubles", "rouble").
    pub words: Vec<String>,
    /// True where the word alone means this one ("dollar": USD).
    pub bare: bool,
}

#[derive(Debug, Deserialize)]
struct NationRow {
    code: String,
    name: String,
    names: String,
    adjectives: String,
    people: String,
    capitals: String,
    seats: String,
    currency: String,
    weak: String,
}

#[derive(Debug, Deserialize)]
struct PlaceRow {
    name: String,
    names: String,
    country: String,
    kind: String,
    weak: String,
}

#[derive(Debug, Deserialize)]
struct PeopleRow {
    name: String,
    names: String,
    country: String,
    kind: String,
}

#[derive(Debug, Deserialize)]
struct CurrencyRow {
    code: String,
    words: String,
    bare: String,
}

/// Knowledge of nations: look-ups by phrase, and a scanner over a text.
#[derive(Debug, Default)]
pub struct Nations {
    book: Phrasebook<Phrase>,
    names: HashMap<String, String, FixedState>,
    currency_of: HashMap<String, String, FixedState>,
    currencies: Vec<Currency>,
}

/// Parts of a `|`-joined list.
fn parts(list: &str) -> impl Iterator<Item = &str> {
    list.split('|').map(str::trim).filter(|p| !p.is_empty())
}

fn country_code<T>(row: &Row<T>, code: &str) -> Result<Option<String>, LexiconError> {
    match code {
        "" => Ok(None),
        c if c.len() == 2 && c.bytes().all(|b| b.is_ascii_uppercase()) => Ok(Some(c.to_owned())),
        c => Err(row.fault(format!("`{c}` is no country code of two capital letters"))),
    }
}

impl Nations {
    /// Reads and checks `nations.csv`, `currencies.csv`, `places.csv` and `peoples.csv`.
    ///
    /// # Errors
    /// A code that is none, a currency that is not listed, a phrase given twice.
    pub fn load(files: &Files) -> Result<Self, LexiconError> {
        let mut out = Self::default();
        for row in files.rows::<CurrencyRow>("currencies.csv", 1)? {
            let c = &row.value;
            if c.code.len() != 3 || !c.code.bytes().all(|b| b.is_ascii_uppercase()) {
                return Err(row.fault(format!("`{}` is no currency code of three capital letters", c.code)));
            }
            let words = parts(&c.words).map(str::to_owned).collect();
            out.currencies.push(Currency { code: c.code.clone(), words, bare: c.bare == "yes" });
        }
        let rows = files.rows::<NationRow>("nations.csv", 1)?;
        for row in &rows {
            let r = &row.value;
            let code = country_code(row, &r.code)?;
            if code.is_none() {
                return Err(row.fault("a nation without a code"));
            }
            if !r.currency.is_empty() {
                if !out.currencies.iter().any(|c| c.code == r.currency) {
                    return Err(row.fault(format!("currency `{}` is not in currencies.csv", r.currency)));
                }
                out.currency_of.insert(r.code.clone(), r.currency.clone());
            }
            out.names.insert(r.code.clone(), r.name.clone());
            let weak: Vec<&str> = parts(&r.weak).collect();
            let lists = [
                (NationKind::Name, r.name.as_str()),
                (NationKind::Name, &r.names),
                (NationKind::Adjective, &r.adjectives),
                (NationKind::People, &r.people),
                (NationKind::Capital, &r.capitals),
                (NationKind::Seat, &r.seats),
            ];
            for (kind, list) in lists {
                for text in parts(list) {
                    out.add(row, text, &r.name, code.clone(), kind, "", weak.contains(&text))?;
                }
            }
        }
        for row in files.rows::<PlaceRow>("places.csv", 1)? {
            let r = &row.value;
            let code = country_code(&row, &r.country)?;
            let kind = if r.kind == "other" { NationKind::NotAPlace } else { NationKind::Place };
            for text in std::iter::once(r.name.as_str()).chain(parts(&r.names)) {
                out.add(&row, text, &r.name, code.clone(), kind, &r.kind, r.weak == "yes")?;
            }
        }
        for row in files.rows::<PeopleRow>("peoples.csv", 1)? {
            let r = &row.value;
            let code = country_code(&row, &r.country)?;
            for text in std::iter::once(r.name.as_str()).chain(parts(&r.names)) {
                out.add(&row, text, &r.name, code.clone(), NationKind::Group, &r.kind, false)?;
            }
        }
        Ok(out)
    }

    #[allow(clippy::too_many_arguments)]
    fn add<T>(
        &mut self,
        row: &Row<T>,
        text: &str,
        main: &str,
        country: Option<String>,
        kind: NationKind,
        sort: &str,
        weak: bool,
    ) -> Result<(), LexiconError> {
        if !text.starts_with(|c: char| c.is_uppercase()) {
            return Err(row.fault(format!("`{text}` does not begin with a capital letter")));
        }
        let phrase = Phrase { text: text.to_owned(), main: main.to_owned(), country, kind, sort: sort.to_owned(), weak };
        self.book.insert(text, phrase).map_err(|old| row.fault(format!("`{text}` stands twice, here and under `{}`", old.main)))
    }

    /// The phrase, written just so, without "the" ("U.S.", "Ukrainians", "Kremlin"). Letter case counts.
    pub fn get(&self, phrase: &str) -> Option<&Phrase> {
        let phrase = phrase.strip_prefix("the ").or_else(|| phrase.strip_prefix("The ")).unwrap_or(phrase);
        self.book.get(phrase)
    }

    /// The country that a name, adjective, people, capital, seat or place is of.
    pub fn country_of(&self, phrase: &str) -> Option<&str> {
        self.get(phrase).and_then(|p| p.country.as_deref())
    }

    /// True for words such as "Chinese", "Britons", "Kurdish".
    pub fn is_demonym(&self, phrase: &str) -> bool {
        self.get(phrase).is_some_and(|p| p.kind.is_demonym())
    }

    /// The newspaper's name of the country with this code ("RU": "Russia").
    pub fn name(&self, code: &str) -> Option<&str> {
        self.names.get(code).map(String::as_str)
    }

    /// The first adjective of the country ("RU": "Russian"); its name where it has none.
    pub fn adjective(&self, code: &str) -> Option<&str> {
        let of = |kind| self.phrases().find(|p| p.kind == kind && p.country.as_deref() == Some(code)).map(|p| p.text.as_str());
        of(NationKind::Adjective).or_else(|| self.name(code))
    }

    /// The country's currency as ISO 4217 code.
    pub fn currency_of(&self, country: &str) -> Option<&str> {
        self.currency_of.get(country).map(String::as_str)
    }

    /// The currency that a word means without a country before it ("rubles": RUB, "dollar": USD, "franc": none).
    pub fn bare_currency(&self, word: &str) -> Option<&str> {
        let word = word.to_lowercase();
        self.currencies.iter().find(|c| c.bare && c.words.iter().any(|w| w.to_lowercase() == word)).map(|c| c.code.as_str())
    }

    /// The currency of a word after a country ("Canadian dollars": `CA`, `dollars`: CAD).
    pub fn currency_in(&self, country: &str, word: &str) -> Option<&str> {
        let code = self.currency_of(country)?;
        let word = word.to_lowercase();
        self.currencies.iter().find(|c| c.code == code && c.words.iter().any(|w| w.to_lowercase() == word)).map(|c| c.code.as_str())
    }

    /// Every currency, by code.
    pub fn currencies(&self) -> &[Currency] {
        &self.currencies
    }

    /// Every phrase, in the order of the files: nations, places, peoples.
    pub fn phrases(&self) -> impl Iterator<Item = &Phrase> {
        self.book.iter().map(|(_, p)| p)
    }

    /// All phrases in `text`, in order, not overlapping, the longest at each word.
    pub fn scan<'a>(&'a self, text: &str) -> Vec<NationHit<'a>> {
        self.book.scan(text).into_iter().map(|(span, phrase)| NationHit { span, phrase }).collect()
    }

    /// The longest phrase that begins at byte `start`; none where `start` is inside a word.
    pub fn at<'a>(&'a self, text: &str, start: usize) -> Option<NationHit<'a>> {
        self.book.at(text, start).map(|(span, phrase)| NationHit { span, phrase })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nations() -> Nations {
        Nations::load(&Files::builtin()).expect("the built-in files are well formed")
    }

    fn found(text: &str) -> Vec<(String, Option<String>, NationKind)> {
        let n = nations();
        n.scan(text).iter().map(|h| (h.span.of(text).to_owned(), h.country().map(str::to_owned), h.kind())).collect()
    }

    #[test]
    fn every_code_has_a_name_and_all_of_iso_is_there() {
        let n = nations();
        // 249 of ISO 3166-1, Kosovo, four withdrawn ones.
        assert_eq!(n.names.len(), 254);
        assert_eq!(n.name("RU"), Some("Russia"));
        assert_eq!(n.adjective("CN"), Some("Chinese"));
        assert_eq!(n.adjective("MF"), Some("Saint Martin"));
    }

    #[test]
    fn phrases_by_themselves() {
        let n = nations();
        assert_eq!(n.country_of("Kyiv"), Some("UA"));
        assert_eq!(n.country_of("Kiev"), Some("UA"));
        assert_eq!(n.country_of("the Kremlin"), Some("RU"));
        assert_eq!(n.country_of("Britons"), Some("GB"));
        assert_eq!(n.country_of("us"), None);
        assert_eq!(n.country_of("Velden"), None);
        assert!(n.is_demonym("Nigeriens") && n.is_demonym("Kurdish"));
        assert!(!n.is_demonym("Nigeria"));
        assert_eq!(n.country_of("Nigerien"), Some("NE"));
    }

    #[test]
    fn scans_longest_first_on_boundaries() {
        use NationKind::*;
        assert_eq!(
            found("Papua New Guinea and Guinea-Bissau; U.S.-led, the UK's, Chinese."),
            [
                ("Papua New Guinea", "PG", Name),
                ("Guinea-Bissau", "GW", Name),
                ("U.S.", "US", Name),
                ("UK", "GB", Name),
                ("Chinese", "CN", Adjective)
            ]
            .map(|(a, b, c)| (a.to_owned(), Some(b.to_owned()), c))
        );
        assert_eq!(found("North Koreans met South Sudanese").len(), 2);
        // A longer phrase that does not end at a boundary leaves the shorter one.
        assert_eq!(found("New York Citywide")[0].0, "New York");
    }

    #[test]
    fn leaves_other_words_alone() {
        assert!(found("tell us about the Romanesque womanhood, a chad and a turkey").is_empty());
        assert!(found("US$400 was paid").is_empty());
        assert!(found("GUAMS").is_empty());
        let text = "The Geneva Conventions and a Belgian Malinois";
        assert!(nations().scan(text).iter().all(|h| h.kind() == NationKind::NotAPlace && h.country().is_none()));
    }

    #[test]
    fn reads_capitals_breaks_and_soft_hyphens() {
        assert_eq!(found("KYIV, April 10")[0].1.as_deref(), Some("UA"));
        assert_eq!(found("in South\u{a0}Africa")[0].1.as_deref(), Some("ZA"));
        assert_eq!(found("in South\r\nAfrica")[0].1.as_deref(), Some("ZA"));
        assert_eq!(found("Ukrai\u{ad}nian troops")[0].1.as_deref(), Some("UA"));
        assert_eq!(found("in N’Djamena")[0].1.as_deref(), Some("TD"));
        assert_eq!(found("Éire, Élysée")[0].1.as_deref(), Some("FR"));
    }

    #[test]
    fn weak_words_say_so() {
        let n = nations();
        assert!(n.get("Jordan").is_some_and(|p| p.weak));
        assert!(n.get("Ukraine").is_some_and(|p| !p.weak));
        assert!(n.get("Gaza").is_some_and(|p| p.kind == NationKind::Place && p.country.as_deref() == Some("PS")));
    }

    #[test]
    fn currencies_by_word_and_country() {
        let n = nations();
        assert_eq!(n.bare_currency("roubles"), Some("RUB"));
        assert_eq!(n.bare_currency("Dollars"), Some("USD"));
        assert_eq!(n.bare_currency("francs"), None);
        assert_eq!(n.currency_in("CA", "dollars"), Some("CAD"));
        assert_eq!(n.currency_in("CA", "pesos"), None);
        assert_eq!(n.currency_of("UA"), Some("UAH"));
    }
}
