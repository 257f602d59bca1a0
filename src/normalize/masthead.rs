//! The name of the paper on the first line, with or without what stands beside it: "VELDEN COURIER", "Brume Gazette – Late edition".

use crate::lexicon::{Furniture, WordUse};

/// The outlet that a first line names and nothing else.
///
/// `named` is the outlet known from elsewhere (a field, a copyright line), `dated` says that a date or byline stands near
/// the head of the text, `headed` that the next line of text looks like a headline.
pub(super) fn read(line: &str, named: Option<&str>, dated: bool, headed: bool, furniture: &Furniture) -> Option<String> {
    let (name, beside) = split(line);
    let words: Vec<&str> = name.split_whitespace().collect();
    if words.is_empty() || words.len() > 6 || name.len() > 60 || name.ends_with(['.', '!', '?', ',', ';', ':']) {
        return None;
    }
    if beside.is_some_and(|b| b.split_whitespace().filter(|w| w.contains(char::is_alphanumeric)).count() > 4) {
        return None;
    }
    let capital =
        |w: &&str| w.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) || matches!(*w, "of" | "and" | "&" | "the" | "for");
    if !words.iter().all(capital) {
        return None;
    }
    let outlet = ends_as_outlet(&words, furniture);
    // "Torvale Herald" is "Torvale Herald Publishing" or "The Torvale Herald" elsewhere.
    let known = named.is_some_and(|n| {
        let (n, own) = (letters(n), letters(name));
        let n = n.strip_prefix("the").unwrap_or(&n);
        let own = own.strip_prefix("the").unwrap_or(&own);
        n == own || n.starts_with(own) && (outlet || words.len() > 1) && own.len() * 2 >= n.len()
    });
    let loud = (1..=4).contains(&words.len())
        && name.chars().filter(|c| c.is_alphabetic()).count() >= 6
        && name.chars().all(|c| c.is_uppercase() || matches!(c, ' ' | '\'' | '’'));
    let plain = beside.is_none() && (2..=4).contains(&words.len()) && (words.len() < 4 || words[0] == "The") && outlet;
    let is_one = known || loud && dated && (beside.is_none() || outlet) || plain && (dated || headed);
    is_one.then(|| if loud { words.iter().map(|w| small(w)).collect::<Vec<_>>().join(" ") } else { words.join(" ") })
}

/// A name, and what a dash or bar parts from it.
fn split(line: &str) -> (&str, Option<&str>) {
    let line = line.trim();
    let cut = line.char_indices().find(|(i, c)| match c {
        '|' | '–' | '—' | '•' | '·' => true,
        '-' => line[..*i].ends_with(' ') && line[i + 1..].starts_with(' '),
        _ => false,
    });
    match cut {
        Some((i, c)) if i > 0 => {
            let beside = line[i + c.len_utf8()..].trim();
            (line[..i].trim(), (!beside.is_empty()).then_some(beside))
        }
        _ => (line, None),
    }
}

/// True where a name begins or ends with a word that outlets are called by.
fn ends_as_outlet(words: &[&str], furniture: &Furniture) -> bool {
    let is = |w: &str| furniture.is_word(&w.to_lowercase(), WordUse::Outlet);
    let first = words.iter().find(|w| !w.eq_ignore_ascii_case("the"));
    words.len() > 1 && (words.last().is_some_and(|w| is(w)) || first.is_some_and(|w| is(w)))
}

/// Small letters behind the first.
fn small(word: &str) -> String {
    word.chars().enumerate().flat_map(|(i, c)| if i == 0 { vec![c] } else { c.to_lowercase().collect() }).collect()
}

fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// "Home > News > Ferry": where a page stands on its site. Not "<Torvale Mines> said": wires mark firms so.
pub(super) fn is_trail(line: &str) -> bool {
    if line.len() > 120 || line.contains('<') || line.ends_with('.') {
        return false;
    }
    let parts: Vec<&str> = [" > ", " › ", " » "].iter().map(|m| line.split(m).collect::<Vec<_>>()).max_by_key(Vec::len).unwrap_or_default();
    parts.len() >= 2 && parts.iter().all(|p| (1..=4).contains(&p.split_whitespace().count()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Files;

    #[test]
    fn names_of_papers() {
        let f = Furniture::load(&Files::builtin()).expect("built in");
        let read = |line: &str, named: Option<&str>, dated: bool, headed: bool| read(line, named, dated, headed, &f);
        assert_eq!(read("Torvale Herald", Some("Torvale Herald Publishing"), false, false).as_deref(), Some("Torvale Herald"));
        assert_eq!(read("Torvale Herald", None, true, false).as_deref(), Some("Torvale Herald"));
        assert_eq!(read("The Skerry Gazette", None, false, true).as_deref(), Some("The Skerry Gazette"));
        assert_eq!(read("VELDEN COURIER", None, true, false).as_deref(), Some("Velden Courier"));
        assert_eq!(read("Brume Gazette – Late edition", Some("Brume Gazette"), false, false).as_deref(), Some("Brume Gazette"));
        assert_eq!(read("RADIO ORSK — NOON NEWS — TRANSCRIPT", Some("Radio Orsk"), true, false).as_deref(), Some("Radio Orsk"));
        for line in [
            "Nine miners die in Torvale",
            "Editor of the Velden Post quits after nine years",
            "Mayor quits Herald",
            "NINE MINERS DIE IN PIT",
            "Velden Courier – why nine miners had to die in it",
            "Torvale Herald.",
            "Torvale",
        ] {
            assert_eq!(read(line, None, true, true), None, "{line}");
        }
        assert_eq!(read("Torvale Herald", None, false, false), None);
    }

    #[test]
    fn trails() {
        assert!(is_trail("Home > News > Ferry") && is_trail("World » Ostland"));
        assert!(!is_trail("Rates rose > 14 percent in the year that ended in May"));
        assert!(!is_trail("<Torvale Mines> said it") && !is_trail("Torvale Mines <TOR.V> said"));
    }
}
