//! Contractions: `don't` is one token of two words, `do` and `n't`; the words share its characters.
//!
//! A dictionary learnt from the treebanks (`cannot`, `gonna`, `dont`) goes before rules for `n't`, `'s`, `'re`, `'ve`, `'ll`, `'d`, `'m`
//! and `s'`, with straight or curly apostrophe.

use hashbrown::HashMap;
use smallvec::SmallVec;

use super::atom::{hash_text, mix, scan, shape};
use super::model::{ModelError, Reader};
use super::token::Token;

/// Byte offsets within a token at which it is cut.
pub(super) type Cuts = SmallVec<[u32; 3]>;

/// Longest form that is looked up, in bytes.
const LONGEST: usize = 16;

/// The dictionary: forms that the rules do not cut as they should.
#[derive(Clone, Debug, Default)]
pub(super) struct Contractions {
    /// Hash of the form to its lower-case text and the code points before each cut.
    forms: HashMap<u64, (String, Vec<u8>), foldhash::fast::FixedState>,
}

/// Hash of a form, as the token of all its atoms has it.
fn hash_form(form: &str) -> u64 {
    let mut atoms = Vec::new();
    scan(form, &mut atoms);
    atoms.iter().map(|a| a.text).reduce(|a, b| mix(a ^ b)).unwrap_or_else(|| hash_text(b""))
}

/// Lower case, with straight apostrophes.
pub(super) fn plain(form: &str) -> String {
    form.chars().map(|c| if is_apostrophe(c) { '\'' } else { c }).flat_map(char::to_lowercase).collect()
}

const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '′' | '‛')
}

impl Contractions {
    /// From lower-case forms and the number of code points before each cut (none: the form is kept whole).
    pub(super) fn new(forms: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        let mut out = Self::default();
        for (form, cuts) in forms {
            out.forms.insert(hash_form(&form), (form, cuts));
        }
        out
    }

    /// Reads what [`Contractions::write`] wrote.
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, ModelError> {
        let n = reader.len(100_000)?;
        let mut forms = Vec::with_capacity(n);
        for _ in 0..n {
            let form = reader.str()?.to_owned();
            let cuts = usize::from(reader.u8()?);
            forms.push((form, reader.take(cuts)?.to_vec()));
        }
        Ok(Self::new(forms))
    }

    /// Number (u32), then for each form, sorted: text, number of cuts (u8), and the code points before each (u8).
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        let mut forms: Vec<_> = self.forms.values().collect();
        forms.sort();
        out.extend_from_slice(&(forms.len() as u32).to_le_bytes());
        for (form, cuts) in forms {
            out.extend_from_slice(&(form.len() as u16).to_le_bytes());
            out.extend_from_slice(form.as_bytes());
            out.push(cuts.len() as u8);
            out.extend_from_slice(cuts);
        }
    }

    /// Where a token is cut into words, as rising byte offsets within it, each on a character boundary and none at its ends.
    pub(super) fn cuts(&self, text: &str, token: &Token) -> Cuts {
        if !shape::is_letters(token.first) && token.atoms == 1 {
            return Cuts::new();
        }
        if text.len() <= LONGEST
            && let Some((form, cuts)) = self.forms.get(&token.text)
            && same(form, text)
        {
            let mut offsets = text.char_indices().map(|(i, _)| i as u32);
            let mut out = Cuts::new();
            let mut passed = 0usize;
            for &chars in cuts {
                // `nth` counts from where it stands.
                if let Some(at) = usize::from(chars).checked_sub(passed).and_then(|n| offsets.nth(n)) {
                    passed = usize::from(chars) + 1;
                    if at > 0 {
                        out.push(at);
                    }
                }
            }
            return out;
        }
        if token.atoms > 1 { rules(text) } else { Cuts::new() }
    }
}

/// True where the two are the same but for case and the kind of apostrophe.
fn same(form: &str, text: &str) -> bool {
    let mut a = form.chars();
    let mut b = text.chars().map(|c| if is_apostrophe(c) { '\'' } else { c }).flat_map(char::to_lowercase);
    a.by_ref().eq(b.by_ref())
}

/// Cuts by suffix, from the end: `shouldn't've` is `should`, `n't`, `'ve`.
pub(super) fn rules(text: &str) -> Cuts {
    let mut out = Cuts::new();
    let mut end = text.len();
    while let Some(at) = text.get(..end).and_then(last_cut) {
        out.insert(0, at as u32);
        end = at;
        if out.len() == 3 {
            break;
        }
    }
    out
}

/// The last cut of a text by suffix.
fn last_cut(text: &str) -> Option<usize> {
    // The longest suffix is an apostrophe of three bytes and two letters.
    let (at, mark) = text.char_indices().rev().take(3).find(|(_, c)| is_apostrophe(*c))?;
    let (before, after) = (&text[..at], &text[at + mark.len_utf8()..]);
    let last = before.chars().next_back()?;
    let is = |s: &str| after.eq_ignore_ascii_case(s);
    if is("t") {
        let n = before.len() - 1;
        return (matches!(last, 'n' | 'N') && n > 0 && before[..n].ends_with(char::is_alphabetic)).then_some(n);
    }
    if after.is_empty() {
        return (matches!(last, 's' | 'S') && before.len() > 2 && before[..before.len() - 1].ends_with(char::is_alphanumeric))
            .then_some(at);
    }
    let fits = ["s", "re", "ve", "ll", "d", "m"].iter().any(|s| is(s));
    (fits && (last.is_alphanumeric() || matches!(last, '.' | ')' | '"' | '”' | '\'' | '%' | '$' | ']' | '!'))).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::token::single;

    fn cut(words: &Contractions, text: &str) -> Vec<String> {
        let mut atoms = Vec::new();
        scan(text, &mut atoms);
        let mut token = single(&atoms[0]);
        for a in &atoms[1..] {
            token.text = mix(token.text ^ a.text);
            token.atoms += 1;
        }
        let mut from = 0;
        let mut out = Vec::new();
        for at in words.cuts(text, &token).iter().map(|c| *c as usize).chain([text.len()]) {
            out.push(text[from..at].to_owned());
            from = at;
        }
        out
    }

    #[test]
    fn suffixes_are_cut_with_either_apostrophe() {
        let none = Contractions::default();
        for (token, words) in [
            ("don't", "do n't"),
            ("DON’T", "DO N’T"),
            ("Velden's", "Velden 's"),
            ("Velden’s", "Velden ’s"),
            ("workers'", "workers '"),
            ("they’ll", "they ’ll"),
            ("shouldn't've", "should n't 've"),
            ("U.N.'s", "U.N. 's"),
            ("O'Brien", "O'Brien"),
            ("'s", "'s"),
            ("n't", "n't"),
            ("as", "as"),
        ] {
            assert_eq!(cut(&none, token).join(" "), words);
        }
    }

    #[test]
    fn the_dictionary_goes_first_and_is_kept() {
        let words = Contractions::new([("cannot".to_owned(), vec![3]), ("rock's".to_owned(), vec![]), ("whaddya".to_owned(), vec![3, 5])]);
        let mut bytes = Vec::new();
        words.write(&mut bytes);
        let words = Contractions::read(&mut Reader::new("words", &bytes)).expect("own bytes");
        assert_eq!(cut(&words, "Cannot"), ["Can", "not"]);
        assert_eq!(cut(&words, "Rock’s"), ["Rock’s"]);
        assert_eq!(cut(&words, "WHADDYA"), ["WHA", "DD", "YA"]);
        assert_eq!(cut(&words, "canny"), ["canny"]);
    }
}
