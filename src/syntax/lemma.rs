//! Dictionary forms: `died` is `die`, `children` is `child`, `n't` is `not`.
//!
//! A dictionary of (form, tag) for what is irregular, else the longest suffix (up to six letters) with that tag says how many
//! letters to cut and what to add. What the suffixes say rightly is not in the dictionary.

use std::cell::RefCell;

use hashbrown::HashMap;

use super::atom::{hash_text, mix};
use super::memo::{self, Memo, Place};
use super::model::{ModelError, Reader};
use crate::types::{Sentence, Upos};

/// Longest suffix, in characters.
pub(super) const SUFFIX: usize = 6;

/// How a form becomes its lemma: lower case or not, cut some characters, add others.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Edit {
    /// Keeps the case of the form.
    pub keep_case: bool,
    /// Characters cut from the end.
    pub cut: u8,
    /// What is added.
    pub add: String,
}

impl Edit {
    /// The edit that makes `lemma` of `form`, lower case where that serves.
    pub(super) fn between(form: &str, lemma: &str) -> Self {
        let lower = form.to_lowercase();
        let common = |a: &str| a.chars().zip(lemma.chars()).take_while(|(x, y)| x == y).count();
        let (kept, low) = (common(form), common(&lower));
        let keep_case = kept > low;
        let (from, same) = if keep_case { (form, kept) } else { (lower.as_str(), low) };
        let cut = from.chars().count() - same;
        Self { keep_case, cut: cut.min(255) as u8, add: lemma.chars().skip(same).collect() }
    }

    /// The lemma of a form.
    pub(super) fn apply(&self, form: &str) -> String {
        let mut out = if self.keep_case {
            form.to_owned()
        } else if form.is_ascii() {
            form.to_ascii_lowercase()
        } else {
            form.to_lowercase()
        };
        let left = if self.cut == 0 { out.len() } else { out.char_indices().rev().nth(usize::from(self.cut) - 1).map_or(0, |(i, _)| i) };
        out.truncate(left);
        out.push_str(&self.add);
        out
    }
}

/// Key of a form or suffix under its tags. `capital`: it has a capital where none is due.
pub(super) fn key(part: &str, whole: bool, upos: Upos, xpos: &str, capital: bool) -> u32 {
    let tag = hash_text(xpos.as_bytes()) ^ (upos as u64) << 8 ^ u64::from(capital) << 16 ^ u64::from(whole) << 17;
    // Letters beyond ASCII may not fall together here, and case is gone already.
    (mix(hash_text(part.as_bytes()).rotate_left(17) ^ tag) >> 32) as u32
}

/// True where the first letter of a word is a capital though it does not begin the sentence, for kinds of words where that says something.
pub(super) fn has_capital(form: &str, upos: Upos, first: bool) -> bool {
    !first && matches!(upos, Upos::Adj | Upos::Noun | Upos::Propn) && form.starts_with(char::is_uppercase)
}

/// Byte offsets at which the suffixes of a text begin, longest first, the empty one last.
pub(super) fn suffixes(lower: &str) -> impl Iterator<Item = usize> + '_ {
    let mut starts = [lower.len(); SUFFIX + 1];
    let mut n = 1;
    for (i, _) in lower.char_indices().rev().take(SUFFIX) {
        starts[n] = i;
        n += 1;
    }
    (0..n).rev().map(move |i| starts[i])
}

/// The first letter made a capital.
fn title(lower: &str) -> String {
    let mut chars = lower.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// The lemmatizer.
#[derive(Clone, Debug, Default)]
pub(super) struct Lemmas {
    edits: Vec<Edit>,
    entries: HashMap<u32, u16, foldhash::fast::FixedState>,
    /// Owner of what the memos of the threads keep.
    owner: u64,
}

/// The lemma of a form under the tags that it had last.
#[derive(Clone, Debug)]
struct Kept {
    upos: Upos,
    xpos: &'static str,
    first: bool,
    lemma: String,
}

thread_local! {
    static KEPT: RefCell<(Memo, Vec<Kept>)> = RefCell::default();
}

impl Lemmas {
    /// From edits and which key asks for which of them.
    pub(super) fn new(edits: Vec<Edit>, entries: impl IntoIterator<Item = (u32, u16)>) -> Self {
        Self { edits, entries: entries.into_iter().collect(), owner: memo::owner() }
    }

    /// Number of edits and of entries.
    pub(super) fn size(&self) -> (usize, usize) {
        (self.edits.len(), self.entries.len())
    }

    /// Reads what [`Lemmas::write`] wrote.
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, ModelError> {
        let n = reader.len(1 << 16)?;
        let mut edits = Vec::with_capacity(n);
        for _ in 0..n {
            let keep_case = reader.u8()? != 0;
            edits.push(Edit { keep_case, cut: reader.u8()?, add: reader.str()?.to_owned() });
        }
        let n = reader.len(1 << 22)?;
        let keys = reader.u32s(n)?;
        let mut entries = HashMap::with_capacity_and_hasher(n, foldhash::fast::FixedState::default());
        for key in keys {
            let edit = reader.u16()?;
            if usize::from(edit) >= edits.len() {
                return Err(reader.fault("an entry names no edit"));
            }
            entries.insert(key, edit);
        }
        Ok(Self { edits, entries, owner: memo::owner() })
    }

    /// Number of edits (u32); each as case (u8), cut (u8), addition; number of entries (u32); their keys in order (u32 each); their edits (u16 each).
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&(self.edits.len() as u32).to_le_bytes());
        for edit in &self.edits {
            out.extend_from_slice(&[u8::from(edit.keep_case), edit.cut]);
            out.extend_from_slice(&(edit.add.len() as u16).to_le_bytes());
            out.extend_from_slice(edit.add.as_bytes());
        }
        let mut entries: Vec<(u32, u16)> = self.entries.iter().map(|(k, e)| (*k, *e)).collect();
        entries.sort_unstable();
        out.extend_from_slice(&(entries.len() as u32).to_le_bytes());
        entries.iter().for_each(|(k, _)| out.extend_from_slice(&k.to_le_bytes()));
        entries.iter().for_each(|(_, e)| out.extend_from_slice(&e.to_le_bytes()));
    }

    /// The lemma of a form under its tags; `first` where it begins a sentence.
    pub(super) fn lemma(&self, form: &str, upos: Upos, xpos: &str, first: bool) -> String {
        // Curly apostrophes count as straight ones ("n’t").
        let straight;
        let form = if form.contains(['’', '‘']) {
            straight = form.replace(['’', '‘'], "'");
            &straight
        } else {
            form
        };
        let folded;
        let lower = if form.bytes().any(|b| b.is_ascii_uppercase() || b >= 128) {
            folded = form.to_lowercase();
            folded.as_str()
        } else {
            form
        };
        let get = |key| self.entries.get(&key).map(|e| &self.edits[usize::from(*e)]);
        let starts_capital = form.starts_with(char::is_uppercase);
        // A word that begins a sentence may be one that is always capitalised ("American").
        let known = (starts_capital.then(|| get(key(lower, true, upos, xpos, true))).flatten())
            .or_else(|| get(key(lower, true, upos, xpos, false)));
        let found = known.or_else(|| {
            let by_suffix = |capital| suffixes(lower).find_map(|at| get(key(&lower[at..], false, upos, xpos, capital)));
            let capital = has_capital(form, upos, first);
            by_suffix(capital).or_else(|| if capital { by_suffix(false) } else { None })
        });
        let lemma = match found {
            // Known to be capitalised: "i", "american".
            Some(edit) if edit.keep_case && known.is_some() && upos != Upos::Propn && lower == form => edit.apply(&title(form)),
            Some(edit) => edit.apply(form),
            None if upos == Upos::Num && form.contains(',') => lower.replace(',', ""),
            // A name of five letters or more in capitals is shouted, a shorter one may be an acronym.
            None if upos == Upos::Propn && form.len() > 4 && form.bytes().all(|b| b.is_ascii_uppercase()) => title(lower),
            None if upos == Upos::Propn => form.to_owned(),
            None => lower.to_owned(),
        };
        // An odd word may be all ending, a number all commas.
        if lemma.is_empty() { lower.to_owned() } else { lemma }
    }

    /// Fills the lemmas of a tagged sentence.
    pub(super) fn fill(&self, text: &str, sentence: &mut Sentence) {
        KEPT.with_borrow_mut(|(memo, kept)| {
            if kept.is_empty() {
                kept.resize(Memo::PLACES, Kept { upos: Upos::X, xpos: "", first: false, lemma: String::new() });
            }
            for (i, word) in sentence.words.iter_mut().enumerate() {
                let (form, upos, xpos, first) = (word.span.of(text), word.upos, word.xpos, i == 0);
                let (at, known) = match memo.place(self.owner, form, true) {
                    Place::Known(at) => (at, true),
                    Place::New(at) => (at, false),
                    Place::None => {
                        word.lemma = self.lemma(form, upos, xpos, first);
                        continue;
                    }
                };
                let here = &mut kept[at];
                if !(known && here.upos == upos && here.xpos == xpos && here.first == first) {
                    *here = Kept { upos, xpos, first, lemma: self.lemma(form, upos, xpos, first) };
                }
                word.lemma.clone_from(&here.lemma);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn edits_cut_and_add() {
        for (form, lemma) in [
            ("Died", "die"),
            ("children", "child"),
            ("was", "be"),
            ("American", "American"),
            ("I", "I"),
            ("n't", "not"),
            ("Städte", "stadt"),
        ] {
            assert_eq!(Edit::between(form, lemma).apply(form), lemma);
        }
        assert_eq!(Edit::between("walked", "walk"), Edit { keep_case: false, cut: 2, add: String::new() });
    }

    #[test]
    fn the_dictionary_goes_before_the_longest_suffix() {
        let of = |form, lemma| Edit::between(form, lemma);
        let edits = vec![of("walked", "walk"), of("cried", "cry"), of("fled", "flee")];
        let key = |part, whole| key(part, whole, Upos::Verb, "VBD", false);
        let lemmas = Lemmas::new(edits, [(key("ed", false), 0), (key("ied", false), 1), (key("fled", true), 2)]);
        let mut bytes = Vec::new();
        lemmas.write(&mut bytes);
        let lemmas = Lemmas::read(&mut Reader::new("lemmas", &bytes)).expect("own bytes");
        let lemma = |form| lemmas.lemma(form, Upos::Verb, "VBD", false);
        assert_eq!([lemma("joined"), lemma("Denied"), lemma("fled"), lemma("ran")], ["join", "deny", "flee", "ran"]);
        assert_eq!([lemma("ed"), lemmas.lemma(",", Upos::Num, "CD", false)], ["ed", ","]);
        let name = |form| lemmas.lemma(form, Upos::Propn, "NNP", false);
        assert_eq!([name("Velden"), name("VELDEN"), name("NATO")], ["Velden", "Velden", "NATO"]);
        assert_eq!(lemmas.lemma("12,400", Upos::Num, "CD", false), "12400");
    }

    proptest! {
        #[test]
        fn any_edit_undoes_itself(form in "\\PC{0,8}", lemma in "\\PC{0,8}") {
            prop_assert_eq!(Edit::between(&form, &lemma).apply(&form), lemma);
        }
    }
}
