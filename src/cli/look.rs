//! Commands that show rather than write: parse, explain, show.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use howmany::pipeline::Knowledge;
use howmany::report::{explain as explaining, show as showing};
use howmany::syntax::{Syntax, conllu};
use howmany::table::{self, ComparisonRow, TopicRow};
use howmany::types::Span;

/// `howmany parse`.
pub fn parse(file: Option<&Path>, tree: Option<&str>, model: Option<&Path>) -> Result<ExitCode> {
    let syntax = match model {
        Some(path) => Syntax::load(&std::fs::read(path).with_context(|| format!("{}: cannot be read", path.display()))?)?,
        None => Syntax::builtin()?,
    };
    let text = match (file, tree) {
        (Some(path), _) => {
            let bytes = std::fs::read(path).with_context(|| format!("{}: cannot be read", path.display()))?;
            String::from_utf8_lossy(&bytes).into_owned()
        }
        (None, Some(sentence)) => sentence.to_owned(),
        (None, None) => String::new(),
    };
    let mut sentences = syntax.sentences(&text, Span::new(0, text.len()));
    syntax.parse(&text, &mut sentences);
    if tree.is_some() {
        for sentence in &sentences {
            super::say::styled(&howmany::syntax::draw::draw(&text, sentence))?;
        }
    } else {
        super::say::out(&conllu::write(&text, &sentences))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// `howmany explain TEXT`.
pub fn explain(knowledge: &Knowledge, text: &str, published: Option<&str>, outlet: Option<&str>) -> Result<ExitCode> {
    let day = match published {
        Some(p) => Some(p.parse().with_context(|| format!("--published {p}: is no day - write YYYY-MM-DD"))?),
        None => None,
    };
    super::say::styled(&explaining::explain(&knowledge.extractor, &explaining::article(text, day, outlet), None))?;
    Ok(ExitCode::SUCCESS)
}

/// `howmany explain --claim ID`: extracts the claim's article again, and shows its sentence.
pub fn explain_claim(knowledge: &Knowledge, out: &Path, claim: &str) -> Result<ExitCode> {
    let stages = out.join("stages/normalize");
    let articles =
        table::Articles::open(&stages).with_context(|| format!("{}: holds no finished run - name it with --out", out.display()))?;
    for article in articles {
        let article = &article?;
        // The id of a claim holds that of its article, so that no other needs to be read.
        let hash = article.article_id.strip_prefix("a_").unwrap_or(&article.article_id);
        if claim.strip_prefix("c_").and_then(|c| c.strip_prefix(hash)).is_none_or(|rest| !rest.starts_with('_')) {
            continue;
        }
        let found = knowledge.extractor.extract(article);
        let rows = table::ExtractRows::of(article, &found);
        if let Some(index) = rows.claims.iter().position(|c| c.claim_id == claim) {
            super::say::styled(&explaining::explain(&knowledge.extractor, article, Some(index)))?;
            return Ok(ExitCode::SUCCESS);
        }
    }
    bail!("{claim}: no claim of {} has this id - see claims.csv", out.display())
}

/// `howmany show TOPIC`.
pub fn show(out: &Path, asked: &str) -> Result<ExitCode> {
    let read_hint = || format!("{}: holds no finished run - name it with --out", out.display());
    let topics: Vec<TopicRow> = table::read(&out.join("topics.parquet")).with_context(read_hint)?;
    let rows: Vec<ComparisonRow> = table::read(&out.join("comparisons.parquet")).with_context(read_hint)?;
    let found = showing::find(&topics, asked);
    if found.is_empty() {
        bail!("{asked}: no topic of {} has this id or these words in its label - see topics.csv", out.display());
    }
    for topic in found.iter().take(20) {
        super::say::styled(&format!("{}\n", showing::topic(topic, &rows)))?;
    }
    if found.len() > 20 {
        super::say::note(&format!("{} further topics hold these words; give an id", found.len() - 20));
    }
    Ok(ExitCode::SUCCESS)
}
