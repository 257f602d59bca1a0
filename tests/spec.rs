//! The specification: every heading of `tests/spec/en/*.md` is a test, named `CHAPTER::HEADING`.
//!
//! `tests/spec/README.md` says how chapters are read and written. A heading that ends in `(gap)` must fail. With
//! `HOWMANY_SPEC_MARK=1` the marks are rewritten to what holds today, for a look at the difference before it is committed.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use howmany::extract::Extractor;
use howmany::lexicon::Lexicon;
use howmany::syntax::Syntax;
use howmany::types::{Aggregation, Article, Block, BlockKind, Claim, Extraction, Figure, Form, Quantifier, Span};
use libtest_mimic::{Arguments, Failed, Trial};

/// One heading with its sentence and table.
#[derive(Clone)]
struct Case {
    heading: String,
    gap: bool,
    published: Option<String>,
    text: String,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    /// "claim", "figure" or "date" of `No date.`; empty where there is a table.
    none_of: &'static str,
}

fn extractor() -> &'static Extractor {
    static SHARED: OnceLock<Extractor> = OnceLock::new();
    SHARED.get_or_init(|| Extractor::new(Lexicon::builtin().expect("the built-in lexicon"), Syntax::builtin().expect("the built-in model")))
}

fn main() {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/spec/en");
    let mut chapters: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("tests/spec/en")
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.extension().is_some_and(|x| x == "md"))
        .collect();
    chapters.sort();
    if std::env::var_os("HOWMANY_SPEC_MARK").is_some() {
        for chapter in &chapters {
            mark(chapter);
        }
        return;
    }
    let mut trials = Vec::new();
    for chapter in chapters {
        let name = chapter.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        let text = std::fs::read_to_string(&chapter).expect("chapter");
        for case in read(&text) {
            let case = Arc::new(case);
            let title = format!("{name}::{}", case.heading);
            trials.push(Trial::test(title, move || judge(&case)));
        }
    }
    assert!(trials.len() > 100, "the specification has only {} cases", trials.len());
    libtest_mimic::run(&arguments, trials).exit();
}

/// The verdict on a case; a gap must fail.
fn judge(case: &Case) -> Result<(), Failed> {
    match (check(case), case.gap) {
        (Ok(()), false) | (Err(_), true) => Ok(()),
        (Ok(()), true) => Err("holds now: take the (gap) off its heading".into()),
        (Err(why), false) => Err(why.into()),
    }
}

/// Rewrites the gap marks of a chapter.
fn mark(path: &Path) {
    let text = std::fs::read_to_string(path).expect("chapter");
    let mut out = text.clone();
    for case in read(&text) {
        let holds = check(&case).is_ok();
        let (with, without) = (format!("## {} (gap)\n", case.heading), format!("## {}\n", case.heading));
        if holds && case.gap {
            out = out.replace(&with, &without);
        } else if !holds && !case.gap {
            out = out.replace(&without, &with);
        }
    }
    if out != text {
        std::fs::write(path, out).expect("written");
    }
}

/// The cases of a chapter.
fn read(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            let gap = title.trim_end().ends_with("(gap)");
            let heading = title.trim_end().trim_end_matches("(gap)").trim().to_owned();
            cases.push(Case { heading, gap, published: None, text: String::new(), columns: Vec::new(), rows: Vec::new(), none_of: "" });
        } else if let Some(case) = cases.last_mut() {
            if let Some(quoted) = line.strip_prefix('>') {
                let quoted = quoted.trim();
                let (day, sentence) = match quoted.split_once(": ") {
                    Some((day, rest)) if case.text.is_empty() && day.len() == 10 && day.as_bytes()[4] == b'-' => {
                        (Some(day.to_owned()), rest)
                    }
                    _ => (None, quoted),
                };
                case.published = case.published.take().or(day);
                if !case.text.is_empty() {
                    case.text.push('\n');
                }
                case.text.push_str(sentence);
            } else if let Some(none_of) = ["claim", "figure", "date"].into_iter().find(|n| line.trim() == format!("No {n}.")) {
                case.none_of = none_of;
            } else if line.starts_with('|') {
                let cells: Vec<String> = line.trim().trim_matches('|').split('|').map(|c| c.trim().to_owned()).collect();
                if case.columns.is_empty() {
                    case.columns = cells;
                } else if !cells.iter().all(|c| c.chars().all(|x| x == '-' || x == ':')) || cells.iter().all(String::is_empty) {
                    case.rows.push(cells);
                }
            }
        }
    }
    cases.retain(|c| !c.text.is_empty());
    cases
}

fn article(case: &Case) -> Article {
    Article {
        article_id: "a_0".into(),
        source_path: "spec.txt".into(),
        outlet: Some("outlet".into()),
        published_day: case.published.as_deref().and_then(|d| d.parse().ok()),
        blocks: vec![Block { span: Span::new(0, case.text.len()), kind: BlockKind::Paragraph, embed: None }],
        text: case.text.clone(),
        ..Article::default()
    }
}

/// Holds the table against what is extracted; the difference in words.
fn check(case: &Case) -> Result<(), String> {
    let article = article(case);
    let found = extractor().extract(&article);
    let has = |name: &str| case.columns.iter().any(|c| c == name);
    let got: Vec<(bool, Vec<String>)> = if has("date") || case.none_of == "date" {
        dates(case, &article, &found)
    } else if has("kind") && has("figure") || case.none_of == "figure" {
        figures(case, &article, &found)
    } else if case.columns.is_empty() {
        nothing(case, &article, &found)
    } else {
        claims(case, &article, &found)
    };
    let mut wanted = case.rows.iter();
    let mut missing = wanted.next();
    let mut wrong = Vec::new();
    for (optional, row) in &got {
        match missing {
            Some(want) if agrees(&case.columns, want, row) => missing = wanted.next(),
            _ if *optional => {}
            _ => wrong.push(row.join(" | ")),
        }
    }
    let left: Vec<String> = missing.into_iter().chain(wanted).map(|r| r.join(" | ")).collect();
    if wrong.is_empty() && left.is_empty() {
        return Ok(());
    }
    let mut out = format!("{}\n", case.text);
    let _ = writeln!(out, "columns: {}", case.columns.join(" | "));
    for row in left {
        let _ = writeln!(out, "wanted:  {row}");
    }
    for (_, row) in &got {
        let _ = writeln!(out, "got:     {}", row.join(" | "));
    }
    Err(out)
}

fn agrees(columns: &[String], want: &[String], got: &[String]) -> bool {
    columns.iter().zip(want.iter().zip(got)).all(|(column, (w, g))| match column.as_str() {
        "claimant" | "place" => loose(w) == loose(g),
        "chain" => w.split('<').map(loose).eq(g.split('<').map(loose)),
        _ => w == g,
    })
}

/// Names are compared without case, articles and titles of courtesy.
fn loose(name: &str) -> String {
    let lower = name.trim().to_lowercase();
    lower
        .split_whitespace()
        .filter(|w| !matches!(*w, "the" | "a" | "an" | "mr" | "mr." | "ms" | "ms." | "mrs."))
        .collect::<Vec<_>>()
        .join(" ")
}

fn number(v: Option<f64>) -> String {
    v.map_or_else(String::new, |v| v.to_string())
}

/// `No claim.`: all claims must be absent.
fn nothing(_: &Case, article: &Article, found: &Extraction) -> Vec<(bool, Vec<String>)> {
    found
        .claims
        .iter()
        .map(|c| {
            (
                matches!(found.figures[c.figure].form, Form::Implicit | Form::Named),
                vec![found.figures[c.figure].span.of(&article.text).to_owned()],
            )
        })
        .collect()
}

fn figures(case: &Case, article: &Article, found: &Extraction) -> Vec<(bool, Vec<String>)> {
    let printed = found.figures.iter().filter(|f| !matches!(f.form, Form::Implicit | Form::Named));
    printed
        .map(|f| {
            let cell = |column: &str| match column {
                "figure" => f.span.of(&article.text).to_owned(),
                "kind" => f.kind.to_string(),
                "value" => number(f.value),
                "low" => number(f.low),
                "high" => number(f.high),
                "quantifier" => f.quantifier.to_string(),
                "unit" => f.unit.clone().unwrap_or_default(),
                "rule" => f.rule.clone(),
                other => format!("no column {other}"),
            };
            (false, case.columns.iter().map(|c| cell(c)).collect())
        })
        .collect()
}

fn dates(case: &Case, article: &Article, found: &Extraction) -> Vec<(bool, Vec<String>)> {
    found
        .dates
        .iter()
        .map(|d| {
            let cell = |column: &str| match column {
                "date" => d.span.of(&article.text).to_owned(),
                "type" => d.kind.to_string(),
                "value" => d.value.clone(),
                "mod" => d.modifier.clone().unwrap_or_default(),
                "first" => d.first_day.map(|x| x.to_string()).unwrap_or_default(),
                "last" => d.last_day.map(|x| x.to_string()).unwrap_or_default(),
                "anchor" => d.anchor.clone().unwrap_or_default(),
                other => format!("no column {other}"),
            };
            (false, case.columns.iter().map(|c| cell(c)).collect())
        })
        .collect()
}

fn claims(case: &Case, article: &Article, found: &Extraction) -> Vec<(bool, Vec<String>)> {
    found
        .claims
        .iter()
        .map(|c| {
            let f = &found.figures[c.figure];
            let optional = matches!(f.form, Form::Implicit | Form::Named);
            (optional, case.columns.iter().map(|column| claim_cell(column, c, f, article, found)).collect())
        })
        .collect()
}

fn claim_cell(column: &str, c: &Claim, f: &Figure, article: &Article, found: &Extraction) -> String {
    match column {
        "figure" => printed(f, article),
        "counted" => match &c.counted_country {
            Some(country) => format!("{country} {}", c.counted_head),
            None => c.counted_head.clone(),
        },
        "type" => c.counted_type.to_string(),
        "role" => c.counted_role.clone().unwrap_or_default(),
        "unit" => c.unit.clone().unwrap_or_default(),
        "status" => c.status.to_string(),
        "evidence" => c.evidence.to_string(),
        "claimant" => c.claimant.clone(),
        "stance" => c.stance.to_string(),
        "modality" => c.modality.to_string(),
        "said" => c.said_date.clone().unwrap_or_default(),
        "event" => c.event_date.clone().unwrap_or_default(),
        "as_of" => c.as_of_date.clone().unwrap_or_default(),
        "place" => c.place.clone().unwrap_or_default(),
        "place_country" => c.place_country.clone().unwrap_or_default(),
        "part_of" => c.part_of.map(|p| number(found.claims[p].value)).unwrap_or_default(),
        "aggregation" => match c.aggregation {
            Aggregation::Unspecified => String::new(),
            a => a.to_string(),
        },
        "chain" => c.chain.join(" < "),
        other => format!("no column {other}"),
    }
}

/// A figure as the chapters write it.
fn printed(f: &Figure, article: &Article) -> String {
    match f.quantifier {
        Quantifier::Exact | Quantifier::None => number(f.value),
        Quantifier::About => format!("~{}", number(f.value)),
        Quantifier::Nearly => format!("nearly {}", number(f.value)),
        Quantifier::AtLeast => format!(">={}", number(f.value)),
        Quantifier::MoreThan => format!(">{}", number(f.value)),
        Quantifier::AtMost => format!("<={}", number(f.value)),
        Quantifier::LessThan => format!("<{}", number(f.value)),
        Quantifier::Range => format!("{} to {}", number(f.low), number(f.high)),
        Quantifier::Vague => f.span.of(&article.text).to_lowercase(),
    }
}
