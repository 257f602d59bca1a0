//! Bylines, copyright lines and closing credits: author, outlet, agency.

use crate::lexicon::{Furniture, WordUse, fold};

/// What a byline says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Byline {
    pub(super) author: Option<String>,
    pub(super) outlet: Option<String>,
    pub(super) agency: Option<String>,
}

/// A line that names who wrote it: "By Jana Roe and Max Poe, Harbour Post". The date in it must be cut out before.
pub(super) fn byline(line: &str, furniture: &Furniture) -> Option<Byline> {
    let line = line.trim().trim_start_matches(['|', '-', '–', '—', '*', '•', ' ']);
    let words: Vec<&str> = line.split_whitespace().collect();
    if words.is_empty() || words.len() > 18 {
        return None;
    }
    let lower = fold(line);
    let lead = ["by: ", "by ", "words by ", "story by ", "written by ", "author: ", "written by: ", "from "]
        .iter()
        .find(|l| lower.starts_with(*l))?;
    // Folding keeps lengths here: the lead is ASCII, and spaces are single or the slice fails and nothing is lost.
    let rest = line.get(lead.len()..)?.trim();
    if *lead == "from " && !rest.contains(" in ") {
        return None;
    }
    let named = rest.split_whitespace().all(|w| {
        let core = w.trim_matches(|c: char| !c.is_alphanumeric());
        core.is_empty()
            || core.starts_with(|c: char| c.is_uppercase())
            || furniture.is_word(core, WordUse::Joint)
            || w.starts_with('@')
            || w.contains('@')
            || office(w, furniture)
    });
    if !named || !rest.starts_with(|c: char| c.is_uppercase()) || rest.ends_with(['?', '!', ':', ',']) {
        return None;
    }
    if rest.split(['.']).any(|s| s.split_whitespace().count() > 12) {
        return None;
    }
    let mut out = Byline::default();
    let rest = rest.replace(" - ", ", ");
    for (i, part) in rest.split([',', '|', '/', '•', '·', ';', '–', '—']).enumerate() {
        let mut part = part.trim().trim_end_matches('.').trim();
        // Pasting glues the line below to the name: "Jana RoeAssociated Press".
        if let Some(name) = part.strip_suffix("Associated Press").filter(|n| !n.is_empty()) {
            out.agency.get_or_insert_with(|| "AP".to_owned());
            part = name.trim();
        }
        if part.is_empty() || part.contains('@') {
            continue;
        }
        let (names, outlet) = match part.split_once(" for ") {
            Some((n, o)) => (n.trim(), Some(o.trim())),
            None => (part, None),
        };
        if let Some(o) = outlet {
            set_outlet(&mut out, o, furniture);
        }
        let plain = names.split(" in ").next().unwrap_or(names).trim();
        if let Some(agency) = furniture.agency(plain.trim_end_matches(" Writer").trim_end_matches(" Writers").trim()) {
            out.agency.get_or_insert_with(|| agency.to_owned());
        } else if i > 0 && is_outlet(plain, furniture) && !plain.split_whitespace().any(|w| office(w, furniture)) {
            set_outlet(&mut out, plain, furniture);
        } else if i == 0 {
            out.author = Some(plain.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    Some(out)
}

/// The name in "Ida Brandt, foreign desk".
pub(super) fn named_office(line: &str, furniture: &Furniture) -> Option<String> {
    let (name, rest) = line.trim().split_once(',')?;
    let words = name.split_whitespace().count();
    let named = (2..=4).contains(&words)
        && name.split_whitespace().all(|w| w.starts_with(char::is_uppercase) && !w.contains(|c: char| c.is_ascii_digit()));
    (named && rest.split_whitespace().any(|w| office(w, furniture))).then(|| name.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn office(word: &str, furniture: &Furniture) -> bool {
    let w = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    furniture.is_word(&w, WordUse::Office)
}

fn is_outlet(name: &str, furniture: &Furniture) -> bool {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    let known = |w: &String| furniture.is_word(w, WordUse::Outlet);
    !words.is_empty()
        && words.len() <= 6
        && (words.last().is_some_and(known) || words.get(usize::from(words[0] == "the")).is_some_and(known))
}

fn set_outlet(out: &mut Byline, name: &str, furniture: &Furniture) {
    match furniture.agency(name) {
        Some(agency) => out.agency.get_or_insert_with(|| agency.to_owned()),
        None => out.outlet.get_or_insert_with(|| name.to_owned()),
    };
}

/// Outlet and agency of a copyright line: "© 2025 The Harbour Post. All rights reserved."
pub(super) fn copyright(line: &str, furniture: &Furniture) -> (Option<String>, Option<String>) {
    if let Some(name) = trademark(line) {
        return (Some(name), None);
    }
    let lower = line.to_lowercase();
    // Lengths may change when letters are lowered; the marks are found in the line itself then.
    let Some(mark) = (if lower.len() == line.len() { lower.find("copyright") } else { None })
        .map(|i| i + "copyright".len())
        .or_else(|| line.find('©').map(|i| i + '©'.len_utf8()))
        .or_else(|| line.find("(c) ").map(|i| i + 4))
    else {
        return (None, None);
    };
    let mut rest = line.get(mark..).unwrap_or("").trim_start();
    loop {
        let before = rest.len();
        rest = rest
            .trim_start_matches(|c: char| c.is_whitespace() || c.is_ascii_digit() || matches!(c, '©' | ',' | '-' | '–' | ':' | '(' | ')'));
        for lead in ["by ", "By ", "c) ", "C) ", "Copyright ", "copyright "] {
            rest = rest.strip_prefix(lead).unwrap_or(rest);
        }
        if rest.len() == before {
            break;
        }
    }
    let mut outlet = None;
    let mut agency = None;
    let stop = rest
        .char_indices()
        .find(|(i, c)| match c {
            '|' | ';' | '•' | '(' | ')' | '\n' | '–' | '—' => true,
            // "Local10.com" and "St. John" go on, a full stop ends.
            '.' => rest[i + 1..].starts_with(|c: char| c.is_whitespace()) && !rest[..*i].ends_with("St") || i + 1 == rest.len(),
            '-' => rest[..*i].ends_with(' '),
            ',' => !rest[i + 1..].trim_start().to_ascii_lowercase().starts_with("inc"),
            _ => false,
        })
        .map_or(rest.len(), |(i, _)| i);
    for part in rest[..stop].split(" / ") {
        let part = part.trim();
        let plain = without_form(part);
        if let Some(a) = furniture.agency(plain) {
            agency.get_or_insert_with(|| a.to_owned());
        } else if let Some(held) = furniture.holder(plain) {
            outlet = outlet.or_else(|| held.map(str::to_owned));
        } else if plain.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            && plain.split_whitespace().count() <= 6
            && !is_rights(plain)
        {
            outlet.get_or_insert_with(|| publisher(plain).unwrap_or(plain).to_owned());
        }
    }
    (outlet, agency)
}

fn is_rights(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower.starts_with("all rights")
        || lower.contains("rights reserved")
        || lower.starts_with("notice")
        || lower.starts_with("getty")
        || lower.contains("images")
}

/// The name without "Ltd", "Inc", "All rights reserved" and the like at its end.
fn without_form(name: &str) -> &str {
    let mut out = name.trim().trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '–')).trim_end();
    // "KVEL Channel 9" keeps its number, "Harbour Post 2017" does not.
    if name.trim()[out.len()..].bytes().filter(u8::is_ascii_digit).count() < 4 {
        out = name.trim();
    }
    if let Some(i) = fold(out).find(" all rights").filter(|_| out.is_ascii()) {
        out = out.get(..i).unwrap_or(out);
    }
    loop {
        let trimmed = out.trim_end_matches(['.', ',', ' ']);
        let cut =
            ["Limited", "Ltd", "Inc", "LLC", "L.L.C", "Corp", "Corporation", "Company", "Co", "PLC", "plc", "GmbH", "LP", "Pty", "Group"]
                .iter()
                .find_map(|f| trimmed.strip_suffix(f).filter(|t| t.ends_with([' ', ','])));
        match cut {
            Some(c) => out = c,
            None => return trimmed,
        }
    }
}

/// "Torvale Herald" of "Torvale Herald Publishing": the paper, where its name stands before the firm's.
fn publisher(name: &str) -> Option<&str> {
    let (paper, firm) = name.rsplit_once(' ')?;
    let is_firm = matches!(firm, "Publishing" | "Publications" | "Publishers" | "Media" | "Newspapers" | "Holdings" | "Network");
    (is_firm && paper.contains(' ')).then_some(paper)
}

/// `"Harbour Post" is a registered trademark`.
fn trademark(line: &str) -> Option<String> {
    let at = ["is a registered trademark", "is a registered trade mark", "is a trademark"].iter().find_map(|m| line.find(m))?;
    let before = line.get(..at)?.trim_end();
    let inner = before.strip_suffix(['"', '”', '\''])?;
    let open = inner.rfind(['"', '“', '\''])?;
    let name = inner[open..].trim_start_matches(['"', '“', '\'']).trim();
    (!name.is_empty() && name.len() < 80).then(|| name.to_owned())
}

/// The agency that a closing line credits: "REUTER", "(Reporting by Jana Roe in Velden; Editing by Max Poe)" is Reuters' form,
/// "Associated Press". Not "contributed to this report".
pub(super) fn closing(line: &str, furniture: &Furniture) -> Option<String> {
    let folded = fold(line);
    if folded.contains("contributed") {
        return None;
    }
    let core = line.trim_matches(|c: char| !c.is_alphanumeric());
    if core.split_whitespace().count() <= 3 {
        return furniture.agency(core.trim_start_matches("Source: ").trim()).map(str::to_owned);
    }
    let reporting = folded.trim_start_matches('(');
    if reporting.starts_with("reporting by") && (folded.contains("editing by") || folded.contains("writing by")) {
        return Some("Reuters".into());
    }
    None
}
