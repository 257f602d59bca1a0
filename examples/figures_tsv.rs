//! Writes the figures of a JSONL set as CSV tables, for measuring figure reading alone.
//!
//! `figures_tsv SET.jsonl OUT` writes `articles.csv`, `figures.csv`, `dates.csv`; `figures_tsv SET.jsonl` times reading.

use std::io::{BufRead, BufReader, Write};

use howmany::extract::figure::FigureReader;
use howmany::extract::timex::TimexReader;
use howmany::lexicon::{Files, Lexicon};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let set = args.next().ok_or("name a JSONL file")?;
    let lexicon = Lexicon::load(&Files::builtin())?;
    let reader = FigureReader::new(&lexicon.numbers);
    let clock = TimexReader::new(&lexicon.time);
    let mut texts = Vec::new();
    for line in BufReader::new(std::fs::File::open(&set)?).lines() {
        let record: serde_json::Value = serde_json::from_str(&line?)?;
        let text = |key: &str| record.get(key).and_then(|v| v.as_str()).unwrap_or("").to_owned();
        texts.push((text("id"), text("text")));
    }
    let Some(folder) = args.next() else {
        let bytes: usize = texts.iter().map(|(_, t)| t.len()).sum();
        let start = std::time::Instant::now();
        let mut n = 0;
        let rounds = 1 + 100_000_000 / bytes.max(1);
        for _ in 0..rounds {
            for (_, text) in &texts {
                n += reader.read(text, &[], &[], None).len();
            }
        }
        let seconds = start.elapsed().as_secs_f64();
        let start = std::time::Instant::now();
        for _ in 0..rounds {
            for (_, text) in &texts {
                n += reader.read(text, &clock.read(text, None), &[], None).len();
            }
        }
        println!("with dates: {:.1} MB/s", (bytes * rounds) as f64 / 1e6 / start.elapsed().as_secs_f64());
        println!("{bytes} bytes, {} figures, {:.1} MB/s", n / rounds / 2, (bytes * rounds) as f64 / 1e6 / seconds);
        return Ok(());
    };
    std::fs::create_dir_all(&folder)?;
    let create = |name: &str| csv::Writer::from_path(format!("{folder}/{name}.csv"));
    let (mut articles, mut figures) = (create("articles")?, create("figures")?);
    articles.write_record(["article_id", "source_path", "external_id"])?;
    figures.write_record([
        "figure_id",
        "article_id",
        "start",
        "end",
        "text",
        "form",
        "kind",
        "value",
        "low",
        "high",
        "quantifier",
        "unit",
        "rule",
        "earlier",
        "increment",
    ])?;
    let mut k = 0;
    for (i, (id, text)) in texts.iter().enumerate() {
        let article = format!("a_{i}");
        articles.write_record([&article, &set, id])?;
        for f in reader.read(text, &clock.read(text, None), &[], None) {
            let at = |byte: usize| text[..byte].chars().count().to_string();
            let number = |v: Option<f64>| v.map(|v| v.to_string()).unwrap_or_default();
            figures.write_record([
                format!("f_{k}"),
                article.clone(),
                at(f.span.start),
                at(f.span.end),
                f.span.of(text).to_owned(),
                f.form.to_string(),
                f.kind.to_string(),
                number(f.value),
                number(f.low),
                number(f.high),
                f.quantifier.to_string(),
                f.unit.clone().unwrap_or_default(),
                f.rule.clone(),
                f.earlier.to_string(),
                f.increment.to_string(),
            ])?;
            k += 1;
        }
    }
    articles.flush()?;
    figures.flush()?;
    let mut dates = std::fs::File::create(format!("{folder}/dates.csv"))?;
    writeln!(dates, "date_id,article_id,start,end,type,value")?;
    Ok(())
}
