//! Compares claims that are already there - corrected by hand, annotated, of another program - in place of those that were extracted.
//!
//! `compare_claims OUT CLAIMS.csv TO [OPTIONS.json]` reads the stage tables of a run in `OUT/stages`, takes the claims from a CSV file with the
//! columns of the table `claims` (those that are missing are empty, `article_id` may be the input's own id), compares them and
//! writes the tables to `TO`. With `-` for the file the extracted claims are compared as they are. It tells what is lost to grouping from what is lost to extraction.
//!
//! `compare_claims OUT --times N` writes nothing: it compares the run's claims N times over, each time with other words and days, so that
//! every copy has incidents of its own, and says how long that took and how much memory it held at most.

use std::collections::HashMap;
use std::path::Path;

use howmany::aggregate::{AggregateOptions, Sketch, StageTables, Topical, aggregate, aggregate_apart};
use howmany::lexicon::Lexicon;
use howmany::table::{ArticleRow, ClaimRow, read, write};
use howmany::types::{Aggregation, CountedType, Evidence, FigureKind, Form, Modality, Quantifier, SourceKind, Stance, Status};

type Fault = Box<dyn std::error::Error>;

fn main() -> Result<(), Fault> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let [out, times, n] = args.as_slice()
        && times == "--times"
    {
        return multiplied(Path::new(out), n.parse()?);
    }
    let [out, claims, to, ..] = args.as_slice() else { return Err("compare_claims OUT CLAIMS.csv TO [OPTIONS.json]".into()) };
    let lexicon = Lexicon::builtin()?;
    let mut stage = StageTables::read_sketched(&Path::new(out).join("stages"), &lexicon)?;
    let options: AggregateOptions = match args.get(3) {
        Some(file) => serde_json::from_str(&std::fs::read_to_string(file)?)?,
        None => AggregateOptions::default(),
    };
    if claims == "-" {
        // Whole: the tables that are written have all of their columns.
        stage.claims = read(&Path::new(out).join("stages/extract/claims.parquet"))?;
    } else {
        let ids: HashMap<String, String> =
            stage.articles.iter().filter_map(|a| Some((a.external_id.clone()?, a.article_id.clone()))).collect();
        let mut rows = Vec::new();
        for row in csv::Reader::from_path(claims)?.deserialize::<HashMap<String, String>>() {
            rows.push(claim(&row?, &ids)?);
        }
        stage.claims = rows;
    }
    let tables = aggregate(stage, &lexicon, &options);
    std::fs::create_dir_all(to)?;
    for (table, frame) in tables.frames()? {
        write(Path::new(to), &table, &frame, true)?;
    }
    Ok(())
}

/// Compares the claims of a run many times over and says what it took.
fn multiplied(out: &Path, times: usize) -> Result<(), Fault> {
    let lexicon = Lexicon::builtin()?;
    let one = StageTables::read(&out.join("stages"))?;
    let mut stage = StageTables::default();
    for copy in 0..times {
        let id = |id: &str| if copy == 0 { id.to_owned() } else { format!("{id}x{copy}") };
        let texts: HashMap<&str, &str> = one.texts.iter().map(|t| (t.article_id.as_str(), t.text.as_str())).collect();
        for article in &one.articles {
            let title = article.title.as_deref().map(|t| other_words(t, copy));
            let text = other_words(texts.get(article.article_id.as_str()).copied().unwrap_or(""), copy);
            stage.sketches.push(Sketch::of(title.as_deref(), &text, &lexicon.implies));
            let day = article.published_day.and_then(|d| d.checked_add(jiff::Span::new().days(copy as i64 * 400)).ok());
            stage.articles.push(ArticleRow { article_id: id(&article.article_id), title, published_day: day, ..article.clone() });
        }
        for claim in &one.claims {
            stage.claims.push(ClaimRow {
                claim_id: id(&claim.claim_id),
                article_id: id(&claim.article_id),
                part_of: claim.part_of.as_deref().map(id),
                same_as: claim.same_as.as_deref().map(id),
                claimant_actor_id: None,
                sentence: other_words(&claim.sentence, copy),
                chain: String::new(),
                rule: String::new(),
                attribution_id: None,
                ..claim.clone()
            });
        }
    }
    drop(one);
    let (claims, articles, before, began) = (stage.claims.len(), stage.articles.len(), memory("VmRSS"), std::time::Instant::now());
    let (mut topics, mut rows) = (0, 0);
    let mut hand = |piece: Topical| {
        topics += piece.topics.len();
        rows += piece.comparisons.len();
        true
    };
    aggregate_apart(stage, &lexicon, &AggregateOptions::default(), &mut hand, &|| false).ok_or("stopped")?;
    let took = began.elapsed().as_secs_f64();
    println!(
        "{claims} claims of {articles} articles: {topics} topics, {rows} rows, {took:.1} s; {before} MB before, {} MB at most",
        memory("VmHWM")
    );
    Ok(())
}

/// The text with a tail at each word of four letters or more: other words for other copies.
fn other_words(text: &str, copy: usize) -> String {
    if copy == 0 {
        return text.to_owned();
    }
    let tail: String = format!("{copy}").bytes().map(|b| char::from(b - b'0' + b'k')).collect();
    let mut out = String::with_capacity(text.len() + text.len() / 3);
    for piece in text.split_inclusive(|c: char| !c.is_alphabetic()) {
        let end = piece.trim_end_matches(|c: char| !c.is_alphabetic()).len();
        out.push_str(&piece[..end]);
        if end >= 4 {
            out.push_str(&tail);
        }
        out.push_str(&piece[end..]);
    }
    out
}

/// Megabytes of this process, as Linux counts them; 0 elsewhere.
fn memory(what: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with(what)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|n| n.parse::<u64>().ok()).map_or(0, |kb| kb / 1024)
}

/// A row of the file.
fn claim(row: &HashMap<String, String>, ids: &HashMap<String, String>) -> Result<ClaimRow, Fault> {
    let some = |key: &str| row.get(key).filter(|v| !v.is_empty()).cloned();
    let text = |key: &str| some(key).unwrap_or_default();
    let number = |key: &str| some(key).map(|v| v.parse::<f64>()).transpose();
    fn word<T: std::str::FromStr>(key: &str, value: &str) -> Result<T, Fault> {
        value.parse().map_err(|_| format!("{key}: `{value}` is not in the vocabulary").into())
    }
    macro_rules! or {
        ($key:literal, $kind:ty, $default:literal) => {
            word::<$kind>($key, some($key).as_deref().unwrap_or($default))?
        };
    }
    let place = |key: &str| some(key).map_or(Ok(0), |v| v.parse::<i64>());
    Ok(ClaimRow {
        claim_id: text("claim_id"),
        article_id: ids.get(&text("article_id")).cloned().unwrap_or_else(|| text("article_id")),
        figure_id: some("figure_id").unwrap_or_else(|| text("claim_id").replacen('c', "f", 1)),
        topic_id: String::new(),
        kind: or!("kind", FigureKind, "count"),
        unit: some("unit"),
        form: or!("form", Form, "numeral"),
        value: number("value")?,
        low: number("low")?,
        high: number("high")?,
        quantifier: or!("quantifier", Quantifier, "exact"),
        figure_text: some("figure_text"),
        start: place("start")?,
        end: place("end")?,
        counted_text: some("counted_text"),
        counted_head: some("counted_head"),
        counted_type: or!("counted_type", CountedType, "other"),
        counted_country: some("counted_country"),
        counted_role: some("counted_role"),
        status: or!("status", Status, "unspecified"),
        status_text: some("status_text"),
        evidence: or!("evidence", Evidence, "unspecified"),
        stance: or!("stance", Stance, "asserts"),
        modality: or!("modality", Modality, "actual"),
        aggregation: or!("aggregation", Aggregation, "unspecified"),
        part_of: some("part_of"),
        part_role: some("part_role"),
        same_as: some("same_as"),
        claimant: text("claimant"),
        claimant_actor_id: some("claimant_actor_id"),
        claimant_kind: or!("claimant_kind", SourceKind, "unnamed"),
        chain: text("chain"),
        hops: place("hops")?,
        cue: some("cue"),
        said_date: some("said_date"),
        event_date: some("event_date"),
        as_of_date: some("as_of_date"),
        date_source: some("date_source"),
        place: some("place"),
        place_country: some("place_country"),
        sentence: text("sentence"),
        rule: some("rule").unwrap_or_else(|| "given".into()),
        confidence: number("confidence")?.unwrap_or(1.0),
        attribution_id: some("attribution_id"),
    })
}
