//! Who speaks in the news: titles, roles, words that head an organisation's name, known groups and outlets.
//!
//! In "Gen. Vell, citing a ledger of the Velden Harbour Authority, told Reuters" `Gen.` is a title (armed force), `ledger`
//! a role (document), `Authority` heads an organisation (government) and `Reuters` is a known outlet (wire).

use hashbrown::HashMap;
use serde::Deserialize;

use super::phrases::Phrasebook;
use super::{Files, LexiconError};
use crate::types::{ActorKind, SourceKind, Span};

/// What sort of title it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum TitleKind {
    Honorific,
    Academic,
    Medical,
    HeadOfState,
    HeadOfGovernment,
    Minister,
    Legislator,
    LocalOffice,
    Official,
    Diplomat,
    Military,
    Police,
    Spokesperson,
    Judge,
    Clergy,
    Royal,
    Executive,
    Other,
}

/// A title that stands before a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// As printed, with its point ("Gen.", "Foreign Minister").
    pub text: String,
    #[allow(missing_docs)]
    pub kind: TitleKind,
    /// What its holder speaks as; none where a row leaves it open.
    pub source_kind: Option<SourceKind>,
    /// "military", "police", "government" ...
    pub sector: Option<String>,
}

/// The last word or words of an organisation's name or description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganisationHead {
    /// In lower case ("authority", "police department").
    pub text: String,
    #[allow(missing_docs)]
    pub kind: ActorKind,
    #[allow(missing_docs)]
    pub source_kind: SourceKind,
    /// "military", "health", "business" ...
    pub sector: Option<String>,
}

/// A group, organisation or outlet that a newspaper names without explaining it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The form found.
    pub text: String,
    /// The main form ("Associated Press" for "AP").
    pub name: String,
    #[allow(missing_docs)]
    pub kind: ActorKind,
    #[allow(missing_docs)]
    pub source_kind: SourceKind,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// "militant", "humanitarian", "media" ...
    pub sector: Option<String>,
    /// True where the form is also another word or name ("Times", "WHO"): want more than the word itself.
    pub weak: bool,
}

/// The part that a word plays in the name of an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfficePart {
    /// "deputy", "former".
    Modifier,
    /// "foreign", "defense".
    Domain,
    /// "minister", "commander".
    Head,
    /// "of", "for".
    Link,
}

/// A word of an office's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficeWord {
    #[allow(missing_docs)]
    pub part: OfficePart,
    /// "diplomacy", "military" ...; domains only.
    pub sector: Option<String>,
}

#[derive(Debug, Deserialize)]
struct TitleRow {
    title: String,
    kind: TitleKind,
    source_kind: String,
    sector: String,
}

#[derive(Debug, Deserialize)]
struct RoleRow {
    role: String,
    source_kind: String,
}

#[derive(Debug, Deserialize)]
struct HeadRow {
    head: String,
    kind: String,
    source_kind: String,
    sector: String,
}

#[derive(Debug, Deserialize)]
struct OfficeRow {
    word: String,
    part: OfficePart,
    sector: String,
}

#[derive(Debug, Deserialize)]
struct GroupRow {
    name: String,
    names: String,
    kind: String,
    source_kind: String,
    country: String,
    sector: String,
    weak: String,
}

#[derive(Debug, Deserialize)]
struct OutletRow {
    name: String,
    names: String,
    kind: String,
    country: String,
    weak: String,
}

/// Knowledge of people and organisations as sources.
#[derive(Debug)]
pub struct People {
    titles: Phrasebook<Title>,
    roles: HashMap<String, SourceKind, foldhash::fast::FixedState>,
    heads: HashMap<String, OrganisationHead, foldhash::fast::FixedState>,
    office: HashMap<String, OfficeWord, foldhash::fast::FixedState>,
    known: Phrasebook<Known>,
}

impl Default for People {
    fn default() -> Self {
        Self {
            titles: Phrasebook::new(true),
            roles: HashMap::default(),
            heads: HashMap::default(),
            office: HashMap::default(),
            known: Phrasebook::new(false),
        }
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

impl People {
    /// Reads and checks `titles.csv`, `roles.csv`, `organisation_heads.csv`, `office_words.csv`, `groups.csv` and `outlets.csv`.
    ///
    /// # Errors
    /// A value that no vocabulary has, or a phrase given twice.
    pub fn load(files: &Files) -> Result<Self, LexiconError> {
        let mut out = Self::default();
        for row in files.rows::<TitleRow>("titles.csv", 1)? {
            let r = &row.value;
            let source_kind = if r.source_kind.is_empty() { None } else { Some(row.word(&r.source_kind)?) };
            let title = Title { text: r.title.clone(), kind: r.kind, source_kind, sector: some(&r.sector) };
            out.titles.insert(&r.title, title).map_err(|_| row.fault(format!("`{}` stands twice", r.title)))?;
        }
        for row in files.rows::<RoleRow>("roles.csv", 1)? {
            let kind = row.word(&row.value.source_kind)?;
            if out.roles.insert(row.value.role.clone(), kind).is_some() {
                return Err(row.fault(format!("`{}` stands twice", row.value.role)));
            }
        }
        for row in files.rows::<HeadRow>("organisation_heads.csv", 1)? {
            let r = &row.value;
            let (kind, source_kind) = (row.word(&r.kind)?, row.word(&r.source_kind)?);
            let head = OrganisationHead { text: r.head.clone(), kind, source_kind, sector: some(&r.sector) };
            if out.heads.insert(r.head.clone(), head).is_some() {
                return Err(row.fault(format!("`{}` stands twice", r.head)));
            }
        }
        for row in files.rows::<OfficeRow>("office_words.csv", 1)? {
            let r = &row.value;
            if out.office.insert(r.word.clone(), OfficeWord { part: r.part, sector: some(&r.sector) }).is_some() {
                return Err(row.fault(format!("`{}` stands twice", r.word)));
            }
        }
        for row in files.rows::<GroupRow>("groups.csv", 1)? {
            let r = &row.value;
            let (kind, source_kind) = (row.word(&r.kind)?, row.word(&r.source_kind)?);
            let known = Known {
                text: String::new(),
                name: r.name.clone(),
                kind,
                source_kind,
                country: some(&r.country),
                sector: some(&r.sector),
                weak: false,
            };
            out.add_known(&known, &r.names, &r.weak).map_err(|p| row.fault(p))?;
        }
        for row in files.rows::<OutletRow>("outlets.csv", 1)? {
            let r = &row.value;
            let known = Known {
                text: String::new(),
                name: r.name.clone(),
                kind: ActorKind::Outlet,
                source_kind: row.word(&r.kind)?,
                country: some(&r.country),
                sector: Some("media".to_owned()),
                weak: false,
            };
            out.add_known(&known, &r.names, &r.weak).map_err(|p| row.fault(p))?;
        }
        Ok(out)
    }

    fn add_known(&mut self, known: &Known, names: &str, weak: &str) -> Result<(), String> {
        for form in std::iter::once(known.name.as_str()).chain(names.split('|')).map(str::trim).filter(|f| !f.is_empty()) {
            let entry = Known { text: form.to_owned(), weak: weak.split('|').any(|w| w == form), ..known.clone() };
            self.known.insert(form, entry).map_err(|old| format!("`{form}` stands twice, here and under `{}`", old.name))?;
        }
        Ok(())
    }

    /// The title written so; letter case does not count ("gen.", "Foreign Minister").
    pub fn title(&self, phrase: &str) -> Option<&Title> {
        self.titles.get(phrase)
    }

    /// The longest title that begins at byte `start` of `text`: "Lt. Col." rather than "Lt.". Whether a name follows is
    /// for the caller to see.
    pub fn title_at<'a>(&'a self, text: &str, start: usize) -> Option<(Span, &'a Title)> {
        self.titles.at(text, start)
    }

    /// What a source described by this noun is, by its lemma ("witness", "ledger", "think tank").
    pub fn role(&self, lemma: &str) -> Option<SourceKind> {
        self.roles.get(lemma).copied()
    }

    /// What an organisation is, by the last words of its name or description, the longest first: "Velden police
    /// department" is found by "police department". None where its last word heads nothing.
    pub fn organisation_head(&self, name: &str) -> Option<&OrganisationHead> {
        let lower = name.to_lowercase();
        let words: Vec<&str> = lower.split_whitespace().collect();
        (words.len().saturating_sub(4)..words.len()).find_map(|i| self.heads.get(words[i..].join(" ").as_str()))
    }

    /// The part that a word, in lower case, plays in the name of an office.
    pub fn office_word(&self, word: &str) -> Option<&OfficeWord> {
        self.office.get(word)
    }

    /// True where every word is one that offices are named with, and one is a head: "deputy foreign minister".
    pub fn is_office(&self, phrase: &str) -> bool {
        let mut head = false;
        for word in phrase.split_whitespace() {
            match self.office.get(word.to_lowercase().as_str()) {
                Some(w) => head |= w.part == OfficePart::Head,
                None => return false,
            }
        }
        head
    }

    /// The group, organisation or outlet known by this form, letter case counting, without "the".
    pub fn known(&self, name: &str) -> Option<&Known> {
        let bare = name.strip_prefix("the ").or_else(|| name.strip_prefix("The "));
        self.known.get(name).or_else(|| bare.and_then(|b| self.known.get(b)))
    }

    /// The longest known name that begins at byte `start` of `text`.
    pub fn known_at<'a>(&'a self, text: &str, start: usize) -> Option<(Span, &'a Known)> {
        self.known.at(text, start)
    }

    /// All known groups, organisations and outlets of `text`, in order.
    pub fn scan_known<'a>(&'a self, text: &str) -> Vec<(Span, &'a Known)> {
        self.known.scan(text)
    }

    /// True where the name is that of a wire agency ("AP", "Reuters").
    pub fn is_wire(&self, name: &str) -> bool {
        self.known(name).is_some_and(|k| k.source_kind == SourceKind::Wire)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people() -> People {
        People::load(&Files::builtin()).expect("the built-in files are well formed")
    }

    #[test]
    fn titles_longest_first() {
        let p = people();
        let text = "Lt. Col. Vell and Foreign Minister Oster";
        assert_eq!(p.title_at(text, 0).map(|(s, _)| s.of(text)), Some("Lt. Col."));
        assert_eq!(p.title_at(text, 18).map(|(s, t)| (s.of(text), t.kind)), Some(("Foreign Minister", TitleKind::Minister)));
        assert_eq!(p.title_at(text, 9).map(|(s, _)| s.of(text)), None);
        assert_eq!(p.title("general").and_then(|t| t.source_kind), Some(SourceKind::ArmedForce));
        assert_eq!(p.title("Mr").and_then(|t| t.source_kind), Some(SourceKind::Person));
        assert!(p.title("harbour").is_none());
    }

    #[test]
    fn roles_by_lemma() {
        let p = people();
        assert_eq!(p.role("ledger"), Some(SourceKind::Document));
        assert_eq!(p.role("witness"), Some(SourceKind::Witness));
        assert_eq!(p.role("video"), Some(SourceKind::Footage));
        assert_eq!(p.role("think tank"), Some(SourceKind::ThinkTank));
        assert_eq!(p.role("table lamp"), None);
    }

    #[test]
    fn organisations_by_their_last_words() {
        let p = people();
        let kind = |n: &str| p.organisation_head(n).map(|h| (h.kind, h.source_kind));
        assert_eq!(kind("Velden Harbour Authority"), Some((ActorKind::Organisation, SourceKind::Government)));
        assert_eq!(kind("Ostland's Army"), Some((ActorKind::ArmedForce, SourceKind::ArmedForce)));
        assert_eq!(kind("the Torvale Police Department"), Some((ActorKind::Organisation, SourceKind::Police)));
        assert_eq!(kind("The Harbour Post"), Some((ActorKind::Outlet, SourceKind::Media)));
        assert_eq!(kind("Anna Vell"), None);
        assert_eq!(kind(""), None);
    }

    #[test]
    fn offices() {
        let p = people();
        assert!(p.is_office("Deputy Foreign Minister"));
        assert!(p.is_office("minister for trade"));
        assert!(!p.is_office("deputy foreign"));
        assert!(!p.is_office("foreign bank"));
        assert!(!p.is_office(""));
    }

    #[test]
    fn known_names() {
        let p = people();
        assert_eq!(p.known("AP").map(|k| k.name.as_str()), Some("Associated Press"));
        assert!(p.is_wire("AFP") && !p.is_wire("BBC"));
        assert_eq!(p.known("the United Nations").map(|k| k.source_kind), Some(SourceKind::Igo));
        assert_eq!(p.known("the who").map(|k| k.name.as_str()), None);
        assert!(p.known("WHO").is_some_and(|k| k.weak));
        let text = "Hamas told al-Qaeda and Reuters; the al-Shabab man, shabab";
        let found: Vec<&str> = p.scan_known(text).iter().map(|(s, _)| s.of(text)).collect();
        assert_eq!(found, ["Hamas", "al-Qaeda", "Reuters", "al-Shabab"]);
    }
}
