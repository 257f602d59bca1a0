//! Ids made of content: the same rows have the same ids in every run.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use xxhash_rust::xxh3::Xxh3;

use crate::types::ActorKind;

/// A letter, `_`, and the xxh3-128 of the parts, each with its length so that no two lists of parts are one text.
pub fn content_id(letter: char, parts: &[&str]) -> String {
    let mut hash = Xxh3::new();
    for part in parts {
        hash.update(&(part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    format!("{letter}_{:032x}", hash.digest128())
}

/// The id of a row that stands in an article: a letter, the article's hash, a running number from 1.
pub(super) fn local_id(letter: char, article_id: &str, index: usize) -> String {
    let hash = article_id.strip_prefix("a_").unwrap_or(article_id);
    format!("{letter}_{hash}_{}", index + 1)
}

/// A name as it is compared: lower case, no marks on letters, single spaces for all that is no letter or digit.
pub fn normalized_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.nfkd().filter(|c| !is_combining_mark(*c)) {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !matches!(c, '\'' | '’' | '.') && !out.ends_with(' ') && !out.is_empty() {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// The id of an actor: equal names of one kind and country are one actor in all articles.
pub fn actor_id(name: &str, kind: ActorKind, country: Option<&str>) -> String {
    content_id('w', &[&normalized_name(name), kind.as_str(), country.unwrap_or("")])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_marks_case_and_points() {
        assert_eq!(normalized_name("  José  Ibáñez-Ruiz "), "jose ibanez ruiz");
        assert_eq!(normalized_name("U.N."), "un");
        assert_eq!(actor_id("Ana Vell", ActorKind::Person, None), actor_id("ANA VELL", ActorKind::Person, None));
        assert_ne!(actor_id("Ana Vell", ActorKind::Person, Some("XA")), actor_id("Ana Vell", ActorKind::Person, None));
    }

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(content_id('t', &["ab", "c"]), content_id('t', &["a", "bc"]));
        assert_eq!(local_id('f', "a_0f-2", 0), "f_0f-2_1");
    }
}
