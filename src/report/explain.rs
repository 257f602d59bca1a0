//! How claims come to be: words, figures with kind and rule, dates with anchor, attributions, claims.
//!
//! `howmany explain "Police said nine miners were killed on Monday." --published 2025-04-12` prints what this module writes.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use crate::extract::Extractor;
use crate::types::{Article, Block, BlockKind, Claim, Day, Extraction, Quantifier, Sentence, Span};

const TITLE: Style = Style::new().bold();
const FIGURE: Style = AnsiColor::Yellow.on_default().bold();
const DATE: Style = AnsiColor::Blue.on_default();
const SOURCE: Style = AnsiColor::Green.on_default();
const RULE: Style = Style::new().dimmed();

/// An article made of a bare text, as `explain` reads it.
pub fn article(text: &str, published: Option<Day>, outlet: Option<&str>) -> Article {
    Article {
        article_id: "a_0".into(),
        source_path: "text".into(),
        outlet: outlet.map(str::to_owned),
        published: published.map(|d| d.to_string()),
        published_day: published,
        language: Some("en".into()),
        blocks: vec![Block { span: Span::new(0, text.len()), kind: BlockKind::Paragraph, embed: None }],
        text: text.to_owned(),
        ..Article::default()
    }
}

/// Explains a whole text, or only the sentence of one claim (by its index). Colors are ANSI codes, for the printer to strip.
pub fn explain(extractor: &Extractor, article: &Article, only: Option<usize>) -> String {
    let found = extractor.extract(article);
    let sentences = extractor.sentences(article);
    let wanted = only.and_then(|i| found.claims.get(i)).map(|c| c.sentence);
    let mut out = String::new();
    for s in &sentences {
        if wanted.is_some_and(|w| w != s.span) {
            continue;
        }
        sentence(&mut out, article, s, &found, only);
    }
    out
}

fn sentence(out: &mut String, article: &Article, s: &Sentence, found: &Extraction, only: Option<usize>) {
    let text = &article.text;
    let of = |span: &Span| span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let _ = writeln!(out, "{TITLE}{}{TITLE:#}", of(&s.span));
    let _ = writeln!(out, "\nwords");
    for (i, w) in s.words.iter().enumerate() {
        let head = if w.head == i { "-".to_owned() } else { w.head.to_string() };
        let _ = writeln!(out, "  {i:>3} {:<18} {:<16} {:<6} {:<5} {head:>3} {}", of(&w.span), w.lemma, w.upos, w.xpos, w.rel);
    }
    let inside = |span: &Span| s.span.overlaps(span);
    list(
        out,
        "figures",
        found.figures.iter().filter(|f| inside(&f.span)).map(|f| {
            let unit = f.unit.as_deref().map_or_else(String::new, |u| format!(" {u}"));
            format!(
                "{FIGURE}{}{FIGURE:#} {} {}{unit}  {RULE}rule {}{RULE:#}",
                of(&f.span),
                f.kind,
                figure(f.value, f.low, f.high, f.quantifier),
                f.rule
            )
        }),
    );
    list(
        out,
        "dates",
        found.dates.iter().filter(|d| inside(&d.span)).map(|d| {
            let modifier = d.modifier.as_deref().map_or_else(String::new, |m| format!(" {m}"));
            let days = match (d.first_day, d.last_day) {
                (Some(a), Some(b)) if a != b => format!(" ({a} to {b})"),
                _ => String::new(),
            };
            format!(
                "{DATE}{}{DATE:#} {} {}{modifier}{days}, {}  {RULE}rule {}{RULE:#}",
                of(&d.span),
                d.kind,
                d.value,
                d.anchor.as_deref().map_or("absolute".to_owned(), |a| format!("against {a}")),
                d.rule
            )
        }),
    );
    list(
        out,
        "attributions",
        found.attributions.iter().enumerate().filter(|(_, a)| a.cue.or(a.source).is_some_and(|c| inside(&c))).map(|(i, a)| {
            let actor = a.actor.and_then(|x| found.actors.get(x)).map_or_else(
                || "no actor".to_owned(),
                |x| format!("{} ({}{})", x.name, x.kind, x.country.as_deref().map_or_else(String::new, |c| format!(", {c}"))),
            );
            let content = a.content.iter().map(&of).collect::<Vec<_>>().join(" [...] ");
            let parent = a.parent.map_or_else(String::new, |p| format!(" within {p}"));
            format!(
                "{i}{parent}: {SOURCE}{}{SOURCE:#} = {actor}; cue {} [{}] {} {}; content \"{content}\"",
                a.source.as_ref().map_or_else(|| "(no source)".to_owned(), &of),
                a.cue.as_ref().map_or_else(|| "-".to_owned(), &of),
                a.cue_lemma,
                a.kind,
                a.stance
            )
        }),
    );
    list(
        out,
        "claims",
        found
            .claims
            .iter()
            .enumerate()
            .filter(|(i, c)| c.sentence == s.span && only.is_none_or(|o| o == *i))
            .map(|(i, c)| claim(i, c, found, &of)),
    );
    out.push('\n');
}

fn claim(index: usize, c: &Claim, found: &Extraction, of: &impl Fn(&Span) -> String) -> String {
    let f = &found.figures[c.figure];
    let mut out = format!(
        "{index}: {FIGURE}{}{FIGURE:#} {} - {} {}",
        figure(c.value, c.low, c.high, f.quantifier),
        c.counted_head,
        c.status,
        c.evidence
    );
    let mut line = |name: &str, value: Option<String>| {
        if let Some(v) = value.filter(|v| !v.is_empty()) {
            let _ = write!(out, "\n       {name:<10} {v}");
        }
    };
    line(
        "counted",
        Some(format!(
            "{} ({}{}{})",
            c.counted.as_ref().map_or_else(|| "(left out)".to_owned(), of),
            c.counted_type,
            c.counted_country.as_deref().map_or_else(String::new, |x| format!(", {x}")),
            c.counted_role.as_deref().map_or_else(String::new, |x| format!(", {x}"))
        )),
    );
    line("status", c.status_span.as_ref().map(|s| format!("{} from \"{}\"", c.status, of(s))));
    line("claimant", Some(format!("{SOURCE}{}{SOURCE:#} ({}), {}", c.claimant, c.claimant_kind, c.stance)));
    line("chain", Some(c.chain.join(" < ")));
    line("modality", Some(c.modality.to_string()));
    line("said", c.said_date.clone());
    line("event", c.event_date.clone());
    line("as of", c.as_of_date.clone());
    line("place", c.place.clone());
    line("part of", c.part_of.map(|p| format!("claim {p} ({})", c.part_role.as_deref().unwrap_or("part"))));
    line("same as", c.same_as.map(|p| format!("claim {p}")));
    line("rules", Some(format!("{RULE}{}{RULE:#}, confidence {:.2}", c.rule, c.confidence)));
    out
}

fn list(out: &mut String, title: &str, items: impl Iterator<Item = String>) {
    let items: Vec<String> = items.collect();
    if items.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{title}");
    for item in items {
        let _ = writeln!(out, "  {item}");
    }
}

/// An interval as the matrix prints it: `155`, `>155`, `>=5`, `~150`, `3 to 9`.
pub fn figure(value: Option<f64>, low: Option<f64>, high: Option<f64>, quantifier: Quantifier) -> String {
    let n = |v: Option<f64>| v.map_or_else(|| "?".to_owned(), |v| v.to_string());
    match quantifier {
        Quantifier::Exact | Quantifier::None => n(value),
        Quantifier::About | Quantifier::Nearly => format!("~{}", n(value)),
        Quantifier::AtLeast => format!(">={}", n(value.or(low))),
        Quantifier::MoreThan => format!(">{}", n(value.or(low))),
        Quantifier::AtMost => format!("<={}", n(value.or(high))),
        Quantifier::LessThan => format!("<{}", n(value.or(high))),
        Quantifier::Range | Quantifier::Vague => format!("{} to {}", n(low), n(high)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_as_the_matrix_prints_them() {
        assert_eq!(figure(Some(155.0), Some(155.0), None, Quantifier::MoreThan), ">155");
        assert_eq!(figure(None, Some(3.0), Some(9.0), Quantifier::Vague), "3 to 9");
        assert_eq!(figure(Some(2.5), Some(2.5), Some(2.5), Quantifier::Exact), "2.5");
    }
}
