//! What the page is given: plain records, printed as JSON that cannot leave its script element.
//!
//! Field names are short since they are printed with each of some hundred thousand values.

use serde::Serialize;

/// The whole page.
#[derive(Debug, Default, Serialize)]
pub(super) struct Data {
    pub run: Run,
    pub articles: Vec<Article>,
    pub passages: Vec<Passage>,
    pub topics: Vec<Topic>,
    pub flags: Vec<Flag>,
    pub rejects: Vec<Reject>,
}

/// Sums of the run.
#[derive(Debug, Default, Serialize)]
pub(super) struct Run {
    pub articles: u64,
    pub copies: u64,
    pub outlets: u64,
    pub claims: u64,
    pub topics: u64,
    pub flags: u64,
    pub rejects: u64,
    /// First and last day of publication.
    pub first: Option<String>,
    pub last: Option<String>,
    /// Topics of the page, at most.
    pub limit: u64,
}

/// An article that is quoted.
#[derive(Debug, Serialize)]
pub(super) struct Article {
    /// Outlet.
    pub o: Option<String>,
    /// Title.
    pub t: Option<String>,
    /// Day of publication.
    pub d: Option<String>,
    /// True for a copy.
    #[serde(skip_serializing_if = "is_false")]
    pub c: bool,
}

/// A sentence with a neighbor on each side.
#[derive(Debug, Serialize)]
pub(super) struct Passage {
    /// Place of its article.
    pub a: usize,
    /// Before, the sentence, after.
    pub p: [String; 3],
    /// Address of the sentence on its page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub u: Option<String>,
}

/// A topic.
#[derive(Debug, Serialize)]
pub(super) struct Topic {
    pub id: String,
    pub label: String,
    pub agreement: &'static str,
    pub ratio: Option<f64>,
    pub first: Option<String>,
    pub last: Option<String>,
    pub claims: i64,
    pub claimants: i64,
    pub origins: i64,
    pub outlets: i64,
    pub questions: Vec<Question>,
    pub rows: Vec<Row>,
}

/// A question of a topic, of one kind and unit.
#[derive(Debug, Serialize)]
pub(super) struct Question {
    /// As a sentence.
    pub q: String,
    pub status: &'static str,
    pub kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// A row of the comparison.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    /// Place of its question.
    pub q: usize,
    /// Claimant, and what it is.
    pub who: String,
    pub is: &'static str,
    pub evidence: &'static str,
    pub stance: &'static str,
    pub modality: &'static str,
    /// As the matrix prints it.
    pub figure: String,
    pub quantifier: &'static str,
    pub value: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relation: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub implied: Option<&'static str>,
    /// The relations in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Last day on which it was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
    /// Outlets, copies apart.
    pub outlets: i64,
    /// True where the claimant has the figure from himself.
    #[serde(skip_serializing_if = "is_false")]
    pub own: bool,
    /// True where a later row replaces it.
    #[serde(skip_serializing_if = "is_false")]
    pub old: bool,
    /// Days of its claims in the timeline.
    pub days: Vec<String>,
    /// Where it is printed, the first of them.
    pub at: Vec<Mention>,
    /// How many further places there are.
    #[serde(skip_serializing_if = "is_zero")]
    pub more: usize,
    /// Its first claim.
    pub claim: String,
}

/// A place where a row is printed.
#[derive(Debug, Serialize)]
pub(super) struct Mention {
    /// Passage.
    pub p: usize,
    /// What is marked in it.
    pub m: Vec<Mark>,
    /// From the outlet down to the claimant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chain: Option<String>,
}

/// Part of the passage, first and last UTF-16 unit (exclusive), and `f` (figure), `s` (source) or `c` (cue).
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct Mark(pub usize, pub usize, pub usize, pub char);

/// A flag.
#[derive(Debug, Serialize)]
pub(super) struct Flag {
    pub code: &'static str,
    pub detail: String,
    /// Place of its topic on the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<usize>,
}

/// A reject.
#[derive(Debug, Serialize)]
pub(super) struct Reject {
    pub path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<i64>,
    pub reason: String,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde hands over a reference
fn is_false(b: &bool) -> bool {
    !*b
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde hands over a reference
fn is_zero(n: &usize) -> bool {
    *n == 0
}

/// JSON for a data block of an HTML page. `<`, `>` and `&` occur in JSON within texts alone, where `\u003c` means the same:
/// so neither `</script>` nor `<!--` can occur.
pub(super) fn json(data: &impl Serialize) -> String {
    // Records of texts and numbers always print; a number that is none prints as null.
    let plain = serde_json::to_string(data).unwrap_or_default();
    let mut out = String::with_capacity(plain.len() + plain.len() / 50);
    for c in plain.chars() {
        match c {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_leaves_its_element() {
        let texts = ["</script><script>alert(1)</script>", "<!-- <script>", "a & b \"c\" \\ \u{2028} \u{0}", "]]>"];
        let printed = json(&texts);
        assert!(!printed.contains(['<', '>', '&', '\u{2028}']), "{printed}");
        let back: Vec<String> = serde_json::from_str(&printed).expect("JSON");
        assert_eq!(back, texts);
    }
}
