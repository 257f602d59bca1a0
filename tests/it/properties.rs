//! What must not matter does not matter: the order of records, copies, unrelated sentences; and no text makes extraction stumble.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::OnceLock;

use howmany::input::{InputOptions, expand, read};
use howmany::normalize::Normalizer;
use howmany::pipeline::Knowledge;
use howmany::types::{Article, Block, BlockKind, Extraction, RawRecord, Span};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::runs::{Csv, folder, put, run, sample, tables, texts};

fn knowledge() -> &'static Knowledge {
    static SHARED: OnceLock<Knowledge> = OnceLock::new();
    SHARED.get_or_init(|| Knowledge::builtin().expect("what is built in"))
}

/// The records of the sample.
fn records() -> Vec<RawRecord> {
    let options = InputOptions::default();
    let (sources, _) = expand(&[sample()], &options).expect("the sample");
    let mut out = Vec::new();
    sources.iter().for_each(|s| read(s, &options, &mut |found| out.push(found.expect("an article"))));
    assert!(out.len() > 20);
    out
}

/// Records as lines of JSON.
fn lines(records: &[RawRecord]) -> String {
    let mut out = String::new();
    for (n, r) in records.iter().enumerate() {
        let line = serde_json::json!({
            "id": r.external_id.clone().unwrap_or(format!("r{}", n + 1)),
            "text": r.text, "title": r.title, "outlet": r.outlet, "url": r.url, "author": r.author, "published": r.published,
        });
        let _ = writeln!(out, "{line}");
    }
    out
}

/// The rows of every table, sorted, without the number of the record.
fn rows(out: &Path) -> Vec<(String, Vec<Vec<String>>)> {
    let mut all: Vec<(String, Vec<Vec<String>>)> = tables(out)
        .into_iter()
        .map(|name| {
            let mut table = Csv::read(out, &name);
            if let Some(at) = table.columns.iter().position(|c| c == "record") {
                table.rows.iter_mut().for_each(|r| r[at].clear());
            }
            table.rows.sort();
            table.rows.insert(0, table.columns);
            (name, table.rows)
        })
        .collect();
    all.push(("texts".into(), texts(out).into_iter().map(|(id, t)| vec![id, t.iter().collect()]).collect()));
    all
}

#[test]
fn shuffled_records_give_the_same_tables() {
    let straight = lines(&records());
    let mut lines: Vec<&str> = straight.lines().collect();
    let out = |text: &str| {
        let (dir, out) = (folder(), folder());
        put(dir.path(), &[("all.jsonl", text.as_bytes())]);
        run(dir.path(), out.path());
        rows(out.path())
    };
    let want = out(&straight);
    lines.reverse();
    let third = lines.len() / 3;
    lines.rotate_left(third);
    let got = out(&lines.join("\n"));
    for ((name, a), (_, b)) in want.iter().zip(&got) {
        assert_eq!(a.len(), b.len(), "{name}");
        for (x, y) in a.iter().zip(b) {
            assert_eq!(x, y, "{name} differs after a shuffle");
        }
    }
}

/// What a run says of figures and origins: topic, question, figure and stance, with the origins of the question.
fn figures_and_origins(out: &Path) -> BTreeSet<Vec<String>> {
    let rows = Csv::read(out, "comparisons");
    rows.select(&["question", "figure", "stance", "modality", "n_origins"])
        .into_iter()
        .map(|r| r.into_iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn a_copy_changes_no_figure_and_no_origin() {
    let all = records();
    let copied = all.iter().find(|r| r.source_path.starts_with("ferry-velden-courier-1")).expect("an article of the ferry");
    let run_on = |records: &[RawRecord], more: &[(&str, &str)]| {
        let (dir, out) = (folder(), folder());
        put(dir.path(), &[("all.jsonl", lines(records).as_bytes())]);
        for (name, text) in more {
            put(dir.path(), &[(name, text.as_bytes())]);
        }
        run(dir.path(), out.path());
        (figures_and_origins(out.path()), out)
    };
    let (before, _) = run_on(&all, &[]);
    assert!(before.len() > 50);
    // The same text, printed by another outlet a day later, once as it is and once as a wire's.
    let normalizer = Normalizer::new(knowledge().extractor.lexicon());
    let day = normalizer.normalize(copied.clone()).expect("an article").published_day.expect("a day").tomorrow().expect("a day");
    let copy = |outlet: &str, wire: bool| {
        let mut copy = copied.clone();
        copy.outlet = Some(outlet.into());
        copy.published = Some(day.to_string());
        copy.url = None;
        if wire {
            copy.author = Some("Northern Press Wire".into());
        }
        lines(&[copy])
    };
    for (what, line) in [("a copy", copy("Grenholm Echo", false)), ("a wire copy", copy("Skerry Gazette", true))] {
        let (after, out) = run_on(&all, &[("copy.jsonl", &line)]);
        let articles = Csv::read(out.path(), "articles");
        let copies = articles.select(&["source_path", "is_copy"]);
        assert!(copies.contains(&vec!["copy.jsonl", "true"]), "{what} is not known as one");
        let gone: Vec<_> = before.difference(&after).collect();
        let new: Vec<_> = after.difference(&before).collect();
        assert!(gone.is_empty() && new.is_empty(), "{what} changes rows\ngone: {gone:#?}\nnew: {new:#?}");
    }
}

#[test]
fn an_unrelated_sentence_changes_no_earlier_claim() {
    let extractor = &knowledge().extractor;
    let normalizer = Normalizer::new(extractor.lexicon());
    let mut claims = 0;
    for record in records() {
        let article = normalizer.normalize(record).expect("an article");
        let before = extractor.extract(&article);
        for sentence in ["Gardeners like rain in spring.", "The library is open."] {
            let mut longer = article.clone();
            let start = longer.text.len() + 2;
            let _ = write!(longer.text, "\n\n{sentence}");
            longer.blocks.push(Block { span: Span::new(start, longer.text.len()), kind: BlockKind::Paragraph, embed: None });
            let after = extractor.extract(&longer);
            assert_eq!(before.figures.len(), after.figures.len(), "{}", article.source_path);
            assert_eq!(before.claims.len(), after.claims.len(), "{}", article.source_path);
            for (a, b) in before.claims.iter().zip(&after.claims) {
                assert_eq!(format!("{a:?}"), format!("{b:?}"), "{} after {sentence:?}", article.source_path);
                claims += 1;
            }
        }
    }
    assert!(claims > 300, "only {claims} claims");
}

// --- texts at random ------------------------------------------------------------------------------------------------

/// Asserts that all spans fit the text and all indices point at something.
fn sound(article: &Article, found: &Extraction) -> Result<(), TestCaseError> {
    let text = &article.text;
    let fits = |what: &str, span: Span| {
        let good = span.start <= span.end && text.get(span.start..span.end).is_some();
        prop_assert!(good, "{} {:?} does not fit a text of {} bytes", what, span, text.len());
        Ok(())
    };
    for f in &found.figures {
        fits("figure", f.span)?;
        fits("number", f.number)?;
        prop_assert!(f.span.contains(&f.number) && !f.span.is_empty(), "{:?}", f);
        prop_assert!(f.low.is_none_or(|l| f.high.is_none_or(|h| l <= h)), "{:?}", f);
        prop_assert!([f.value, f.low, f.high].into_iter().flatten().all(f64::is_finite), "{:?}", f);
        f.unit_span.map_or(Ok(()), |s| fits("unit", s))?;
    }
    for d in &found.dates {
        fits("date", d.span)?;
        prop_assert!(!d.span.is_empty() && !d.value.is_empty(), "{:?}", d);
        prop_assert!(d.first_day.is_none_or(|a| d.last_day.is_none_or(|b| a <= b)), "{:?}", d);
    }
    for a in &found.actors {
        prop_assert!(!a.name.is_empty(), "{:?}", a);
        a.mentions.iter().try_for_each(|m| fits("mention", m.span))?;
    }
    for (n, a) in found.attributions.iter().enumerate() {
        for span in a.source.iter().chain(&a.cue).chain(&a.content) {
            fits("attribution", *span)?;
        }
        prop_assert!(
            a.actor.is_none_or(|x| x < found.actors.len()) && a.parent.is_none_or(|p| p < found.attributions.len() && p != n),
            "{:?}",
            a
        );
    }
    for (n, c) in found.claims.iter().enumerate() {
        prop_assert!(c.figure < found.figures.len(), "{:?}", c);
        prop_assert!([c.part_of, c.same_as].into_iter().flatten().all(|o| o < found.claims.len() && o != n), "{:?}", c);
        for span in c.counted.iter().chain(&c.status_span).chain([&c.sentence]) {
            fits("claim", *span)?;
        }
        prop_assert!(!c.claimant.is_empty() && (0.0..=1.0).contains(&c.confidence), "{:?}", c);
    }
    Ok(())
}

/// Pieces that rules look for, so that a random text meets them in every company.
const PIECES: &[&str] = &[
    "more than",
    "at least",
    "between",
    "and",
    "up to",
    "155",
    "1,2",
    "1,200",
    "1.5m",
    "34 000",
    "18-25",
    "three",
    "a dozen",
    "dozens of",
    "no",
    "half a",
    "million",
    "hundred",
    "first",
    "percent",
    "%",
    "$",
    "\u{20ac}",
    "km",
    "soldiers",
    "people",
    "Chinese citizens",
    "goats",
    "were killed",
    "captured",
    "fighting",
    "said",
    "according to",
    "claims",
    "denied",
    "Police",
    "Lin Jian",
    "President Vell",
    "the ministry",
    "a document",
    "that",
    "who",
    "of them",
    "on Monday",
    "in April",
    "2025-04-12",
    "12 April 2025",
    "last year",
    "3 p.m.",
    "two weeks ago",
    "\"",
    "\u{201c}",
    "\u{201d}",
    "'s",
    "\u{2019}",
    ",",
    ".",
    ";",
    "-",
    "\u{2013}",
    "(",
    ")",
    "\n",
    "\n\n",
    "\u{a0}",
    "\u{ad}",
    "\u{200b}",
    "\u{feff}",
    "@post",
    "https://x.example/12",
    "\u{1f6a2}",
    "\u{e9}",
    "e\u{301}",
    "\u{660}\u{661}",
    "\u{ff11}\u{ff12}",
    "\u{bd}",
    "I",
    "XVI",
    "9007199254740993",
    "999999999999999999999999",
    "0",
    "00",
    "-1",
    "1e9",
    "31 February 2025",
    "99:99",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "[0-9]{1,6}",
        1 => prop::collection::vec(any::<char>(), 0..6).prop_map(|c| c.into_iter().collect()),
    ];
    let glue = prop_oneof![8 => Just(" "), 2 => Just(""), 1 => Just("\n")];
    prop::collection::vec((piece, glue), 0..60).prop_map(|parts| parts.into_iter().fold(String::new(), |text, (p, g)| text + &p + g))
}

/// Runs a property on texts that are the same every time; `PROPTEST_CASES` asks for more of them.
fn on_texts(property: impl Fn(String) -> Result<(), TestCaseError>) {
    let config = Config { failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    if let Err(fault) = runner.run(&text(), property) {
        panic!("{fault}");
    }
}

#[test]
fn any_text_is_read_to_its_end() {
    let extractor = &knowledge().extractor;
    let normalizer = Normalizer::new(extractor.lexicon());
    on_texts(|text| {
        // As the pipeline reads it, and as one paragraph, whatever the language seems to be.
        let record = RawRecord { source_path: "x.txt".into(), text: text.clone(), ..RawRecord::default() };
        if let Ok(article) = normalizer.normalize(record) {
            prop_assert_eq!(&article.text, &text);
            for pair in article.blocks.windows(2) {
                prop_assert!(pair[0].span.end <= pair[1].span.start, "{:?}", pair);
            }
            sound(&article, &extractor.extract(&article))?;
        }
        let day = Some(jiff::civil::date(2025, 4, 12));
        let article = howmany::report::explain::article(&text, day, None);
        sound(&article, &extractor.extract(&article))
    });
}

#[test]
fn any_text_is_read_twice_alike() {
    let extractor = &knowledge().extractor;
    on_texts(|text| {
        let article = howmany::report::explain::article(&text, None, Some("Velden Post"));
        let (a, b) = (extractor.extract(&article), extractor.extract(&article));
        prop_assert_eq!(format!("{a:?}"), format!("{b:?}"));
        Ok(())
    });
}
