//! What holds for every run: nothing lost, every cell leads back to its words, keys hold, files say the same.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use polars::prelude::{AnyValue, Column, DataFrame, DataType};
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;

use crate::runs::{Csv, folder, package, plain, put, run, sample, sample_outputs, shared, tables, texts};

/// Outputs over the sample with all kinds of trouble beside it: rejects, repeats, cells that a spreadsheet would run, characters beyond
/// the first plane, figures of every kind.
fn troubled_outputs() -> &'static Path {
    static SHARED: OnceLock<PathBuf> = OnceLock::new();
    SHARED.get_or_init(|| {
        let (dir, out) = (folder(), shared("troubled"));
        put(dir.path(), TROUBLE);
        for entry in std::fs::read_dir(sample()).expect("the sample").flatten() {
            if !entry.file_name().to_string_lossy().starts_with('.') {
                std::fs::copy(entry.path(), dir.path().join(entry.file_name())).expect("copied");
            }
        }
        run(dir.path(), &out);
        out
    })
}

const TROUBLE: &[(&str, &[u8])] = &[
    ("empty.txt", b""),
    ("broken.jsonl", b"{\"text\":\"Police in Orsk said 3 miners died.\"}\nbroken\n{\"text\":\"Police in Orsk said 3 miners died.\"}\n"),
    (
        "formulas.jsonl",
        b"{\"id\":\"=1+1\",\"title\":\"+41 dead\",\"outlet\":\"@velden\",\"author\":\"-\",\"text\":\"=SUM: police said 41 people were killed. -3 degrees were measured.\"}\n",
    ),
    ("planes.txt", "\u{1f6a2}\u{1f6a2} Ferry \u{2013} the coast guard of T\u{f3}rsh\u{f6}ll said \u{201c}at least 14\u{201d} people had died\u{2009}; \u{1d7d9}\u{1d7da} boats sank.\u{1f469}\u{200d}\u{1f692} Rescuers found 5 goats.".as_bytes()),
    ("crlf.txt", b"Nine die in Orsk\r\n\r\nPolice said nine miners\r\nwere killed on Monday.\r\n"),
    (
        "kinds.txt",
        b"The 155th Brigade lost 3-1 at 14:30 on 2 May 2025, said a 34-year-old at 12 Rope Street. It cost $4.5 million, 12% more, after 20 km. \
          Call 0400 118 212. Boeing 737s and G7 states. One of the best. Two reasons. In 1987, 62 died. Between 18 and 25 came; dozens left.\n",
    ),
];

/// Records in the files of the sample, counted without the program.
fn records(dir: &Path) -> usize {
    let mut n = 0;
    for path in std::fs::read_dir(dir).expect("a folder").flatten().map(|e| e.path()) {
        let name = path.file_name().map(|f| f.to_string_lossy().into_owned()).unwrap_or_default();
        let ending = name.rsplit('.').next().unwrap_or_default();
        n += match ending {
            _ if name.starts_with('.') || name.ends_with(".meta.toml") => 0,
            "txt" | "html" | "json" => 1,
            "csv" => csv::Reader::from_path(&path).expect("CSV").records().count(),
            "jsonl" => std::fs::read_to_string(&path).expect("text").lines().filter(|l| !l.trim().is_empty()).count(),
            _ => panic!("{name}: the test does not know how many records it holds"),
        };
    }
    n
}

#[test]
fn inputs_are_articles_and_rejects() {
    let count = |out: &Path, name: &str| Csv::read(out, name).rows.len();
    let (shipped, trouble) = (records(&sample()), 8);
    assert!(shipped > 20);
    assert_eq!((count(sample_outputs(), "articles"), count(sample_outputs(), "rejects")), (shipped, 0));
    let out = troubled_outputs();
    assert_eq!(count(out, "articles") + count(out, "rejects"), shipped + trouble);
    assert_eq!(count(out, "rejects"), 2);
    assert_eq!(texts(out).len(), count(out, "articles"));
}

/// Start, end, and the cell that must be printed there, of each row of a table.
fn spans(out: &Path, table: &str, start: &str, end: &str, text: Option<&str>) -> usize {
    let (rows, texts) = (Csv::read(out, table), texts(out));
    let (article, start, end, text) = (rows.at("article_id"), rows.at(start), rows.at(end), text.map(|t| rows.at(t)));
    let mut checked = 0;
    for row in &rows.rows {
        let whole = &texts[&row[article]];
        if row[start].is_empty() || row[end].is_empty() {
            assert_eq!(row[start], row[end], "{table}: half a span: {row:?}");
            continue;
        }
        let (a, b): (usize, usize) = (row[start].parse().expect("a start"), row[end].parse().expect("an end"));
        assert!(a < b && b <= whole.len(), "{table}: {a}..{b} of {}: {row:?}", whole.len());
        checked += 1;
        if let Some(text) = text.filter(|t| !row[*t].is_empty()) {
            let words: String = whole[a..b].iter().collect();
            assert_eq!(words, plain(&row[text]), "{table}: {row:?}");
        }
    }
    checked
}

#[test]
fn every_cell_leads_back_to_its_words() {
    for out in [sample_outputs(), troubled_outputs()] {
        assert!(spans(out, "figures", "start", "end", Some("text")) > 300);
        assert!(spans(out, "dates", "start", "end", Some("text")) > 80);
        assert!(spans(out, "mentions", "start", "end", Some("text")) > 200);
        assert!(spans(out, "claims", "start", "end", Some("figure_text")) > 150);
        assert!(spans(out, "blocks", "start", "end", None) > 200);
        spans(out, "blocks", "credit_start", "credit_end", None);
        for part in ["source", "cue", "content"] {
            assert!(spans(out, "attributions", &format!("{part}_start"), &format!("{part}_end"), None) > 50, "{part}");
        }
    }
}

/// Words of the text that stand in the cells of claims without a span of their own.
#[test]
fn words_of_claims_stand_in_the_text() {
    let out = troubled_outputs();
    let (claims, texts) = (Csv::read(out, "claims"), texts(out));
    let one_line = |s: &str| s.split_whitespace().collect::<Vec<_>>().join(" ");
    let texts: BTreeMap<&String, String> = texts.iter().map(|(id, t)| (id, one_line(&t.iter().collect::<String>()))).collect();
    for row in &claims.rows {
        let text = &texts[&row[claims.at("article_id")]];
        for column in ["sentence", "counted_text", "status_text"] {
            let cell = one_line(plain(&row[claims.at(column)]));
            assert!(text.contains(&cell), "{column} {cell:?} is not in the text of {}", row[claims.at("claim_id")]);
        }
    }
}

#[test]
fn every_claim_has_its_figure() {
    for out in [sample_outputs(), troubled_outputs()] {
        let (claims, figures) = (Csv::read(out, "claims"), Csv::read(out, "figures"));
        let same = ["figure_id", "article_id", "start", "end", "kind", "form", "value", "low", "high", "quantifier"];
        let known: BTreeSet<Vec<&str>> = figures.select(&same).into_iter().collect();
        for row in claims.select(&same) {
            assert!(known.contains(&row), "{same:?} {row:?} is no figure");
            assert!(["count", "money", "percent", "measure"].contains(&row[4]), "{row:?}");
        }
        assert!(claims.rows.len() > 150 && figures.rows.len() > claims.rows.len());
    }
}

#[test]
fn keys_hold() {
    for out in [sample_outputs(), troubled_outputs()] {
        let package = package(out);
        let mut checked = 0;
        for resource in package["resources"].as_array().expect("resources") {
            let name = resource["name"].as_str().expect("a name");
            let (schema, table) = (&resource["schema"], Csv::read(out, name));
            assert_eq!(resource["rows"].as_u64(), Some(table.rows.len() as u64), "{name}");
            let fields: Vec<&str> = schema["fields"].as_array().expect("fields").iter().filter_map(|f| f["name"].as_str()).collect();
            assert_eq!(fields, table.columns, "{name}");
            let key: Vec<&str> = schema["primaryKey"].as_array().into_iter().flatten().filter_map(|k| k.as_str()).collect();
            if !key.is_empty() {
                let mut seen = BTreeSet::new();
                for row in table.select(&key) {
                    assert!(row.iter().all(|c| !c.is_empty()) && seen.insert(row.clone()), "{name}: key {row:?} is empty or twice there");
                }
            }
            for foreign in schema["foreignKeys"].as_array().into_iter().flatten() {
                let column = foreign["fields"].as_str().expect("a column");
                let (to, at) =
                    (foreign["reference"]["resource"].as_str().expect("to"), foreign["reference"]["fields"].as_str().expect("at"));
                let other = Csv::read(out, if to.is_empty() { name } else { to });
                let known: BTreeSet<&str> = other.column(at).into_iter().collect();
                for cell in table.column(column).into_iter().filter(|c| !c.is_empty()) {
                    checked += 1;
                    assert!(known.contains(cell), "{name}.{column}: {cell} is not in {}.{at}", other.name);
                }
            }
        }
        assert!(checked > 1_500, "only {checked} references");
        for (table, column, to) in [("comparisons", "supersedes", "example_claim_id"), ("timeline", "supersedes", "claim_id")] {
            let rows = Csv::read(out, table);
            let known: BTreeSet<&str> = rows.column(to).into_iter().collect();
            for id in rows.column(column).into_iter().flat_map(|c| c.split('|')).filter(|c| !c.is_empty()) {
                assert!(known.contains(id), "{table}.{column}: {id} is not in {table}.{to}");
            }
        }
    }
}

/// Cells keep to what the data package says of their column: required, enum, type.
#[test]
fn cells_keep_to_their_columns() {
    let out = troubled_outputs();
    let package = package(out);
    for resource in package["resources"].as_array().expect("resources") {
        let name = resource["name"].as_str().expect("a name");
        let table = Csv::read(out, name);
        for field in resource["schema"]["fields"].as_array().expect("fields") {
            let column = field["name"].as_str().expect("a name");
            let required = field["constraints"]["required"].as_bool() == Some(true);
            let allowed: Option<Vec<&str>> =
                field["constraints"]["enum"].as_array().map(|values| values.iter().filter_map(|v| v.as_str()).collect());
            for cell in table.column(column) {
                if cell.is_empty() {
                    assert!(!required, "{name}.{column} is empty in a row");
                    continue;
                }
                let fits = match field["type"].as_str().expect("a type") {
                    "string" => true,
                    "integer" => cell.parse::<i64>().is_ok(),
                    "number" => cell.parse::<f64>().is_ok_and(f64::is_finite),
                    "boolean" => cell == "true" || cell == "false",
                    "date" => cell.parse::<jiff::civil::Date>().is_ok() && cell.len() == 10,
                    other => panic!("{name}.{column}: {other}"),
                };
                assert!(fits, "{name}.{column}: {cell:?}");
                assert!(allowed.as_ref().is_none_or(|a| a.contains(&cell)), "{name}.{column}: {cell:?} is not in {allowed:?}");
            }
        }
    }
}

#[test]
fn no_cell_is_a_formula() {
    let out = troubled_outputs();
    let package = package(out);
    let mut guarded = 0;
    for resource in package["resources"].as_array().expect("resources") {
        let table = Csv::read(out, resource["name"].as_str().expect("a name"));
        for field in resource["schema"]["fields"].as_array().expect("fields").iter().filter(|f| f["type"] == "string") {
            for cell in table.column(field["name"].as_str().expect("a name")) {
                assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{}: {cell:?}", table.name);
                guarded += usize::from(plain(cell) != cell);
            }
        }
    }
    // The article that is made of them.
    assert!(guarded >= 4, "only {guarded} cells were guarded");
}

/// A cell of a frame as a CSV prints it, written here a second time on purpose.
fn printed(column: &Column, row: usize) -> String {
    match column.get(row).expect("a row") {
        AnyValue::Null => String::new(),
        AnyValue::String(s) => s.to_owned(),
        AnyValue::StringOwned(s) => s.to_string(),
        AnyValue::Int64(n) => n.to_string(),
        AnyValue::Float64(x) => x.to_string(),
        AnyValue::Boolean(b) => b.to_string(),
        AnyValue::Date(days) => (jiff::civil::date(1970, 1, 1) + jiff::Span::new().days(days)).to_string(),
        other => panic!("{}: a cell of type {}", column.name(), other.dtype()),
    }
}

fn parquet(path: &Path) -> DataFrame {
    let file = std::fs::File::open(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    ParquetReader::new(file).finish().expect("Parquet")
}

#[test]
fn csv_and_parquet_have_the_same_rows() {
    let out = troubled_outputs();
    let mut cells = 0;
    for name in tables(out) {
        let (csv, frame) = (Csv::read(out, &name), parquet(&out.join(format!("{name}.parquet"))));
        let names: Vec<&str> = frame.get_column_names().into_iter().map(|n| n.as_str()).collect();
        assert_eq!(names, csv.columns, "{name}");
        assert_eq!(frame.height(), csv.rows.len(), "{name}");
        for (at, column) in frame.columns().iter().enumerate() {
            for (n, row) in csv.rows.iter().enumerate() {
                let (a, b) = (printed(column, n), plain(&row[at]));
                let equal = match column.dtype() {
                    DataType::Float64 => a.parse::<f64>().ok() == b.parse::<f64>().ok(),
                    _ => a == b,
                };
                assert!(equal, "{name}.{} row {n}: Parquet {a:?}, CSV {b:?}", column.name());
                cells += 1;
            }
        }
    }
    assert!(cells > 20_000, "only {cells} cells");
}

#[test]
fn no_text_is_empty_and_types_are_plain() {
    let out = troubled_outputs();
    let mut frames: Vec<(String, DataFrame)> =
        tables(out).into_iter().map(|n| (n.clone(), parquet(&out.join(format!("{n}.parquet"))))).collect();
    frames.push(("texts".into(), parquet(&out.join("texts.parquet"))));
    for stage in ["normalize", "extract"] {
        for entry in std::fs::read_dir(out.join("stages").join(stage)).expect("stage tables").flatten() {
            if entry.path().extension().is_some_and(|x| x == "parquet") {
                frames.push((format!("{stage}/{}", entry.file_name().to_string_lossy()), parquet(&entry.path())));
            }
        }
    }
    assert!(frames.len() > 25);
    for (name, frame) in frames {
        for column in frame.columns() {
            let plain =
                matches!(column.dtype(), DataType::String | DataType::Int64 | DataType::Float64 | DataType::Boolean | DataType::Date);
            assert!(plain, "{name}.{}: {}", column.name(), column.dtype());
            if column.dtype() == &DataType::String {
                let empty = column.str().expect("text").iter().filter(|v| *v == Some("")).count();
                assert_eq!(empty, 0, "{name}.{} holds empty texts", column.name());
            }
        }
    }
}

/// Files are UTF-8 without a mark and end their lines as RFC 4180 wants.
#[test]
fn csv_files_are_plain() {
    let out = troubled_outputs();
    for name in tables(out) {
        let bytes = std::fs::read(out.join(format!("{name}.csv"))).expect("a table");
        let text = std::str::from_utf8(&bytes).expect("UTF-8");
        assert!(!text.starts_with('\u{feff}') && text.ends_with("\r\n"), "{name}");
    }
}

#[test]
fn run_json_knows_every_file() {
    let out = sample_outputs();
    let run: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(out.join("run.json")).expect("run.json")).expect("JSON");
    let mut hashed = 0;
    for table in run["tables"].as_array().expect("tables") {
        for (file, hash) in table["files"].as_object().expect("files") {
            let bytes = std::fs::read(out.join(file)).expect("the file");
            assert_eq!(hash.as_str(), Some(&blake3::hash(&bytes).to_hex()[..32]), "{file}");
            hashed += 1;
        }
    }
    let there = std::fs::read_dir(out).expect("outputs").flatten().map(|e| e.file_name().to_string_lossy().into_owned());
    assert_eq!(hashed, there.filter(|n| n.ends_with(".csv") || n.ends_with(".parquet")).count());
}

/// The order that the codebook promises.
#[test]
fn rows_stand_in_their_order() {
    let out = troubled_outputs();
    let articles = Csv::read(out, "articles");
    let place: BTreeMap<&str, usize> = articles.column("article_id").into_iter().enumerate().map(|(n, id)| (id, n)).collect();
    let paths: Vec<(&str, i64)> = articles.select(&["source_path", "record"]).iter().map(|r| (r[0], r[1].parse().unwrap_or(0))).collect();
    assert!(paths.is_sorted(), "articles");
    for (name, starts) in [("blocks", "start"), ("figures", "start"), ("dates", "start"), ("claims", "start")] {
        let rows = Csv::read(out, name);
        let keys: Vec<(usize, usize)> = rows.column("article_id").into_iter().map(|id| place[id]).zip(rows.numbers(starts)).collect();
        let bad = keys.windows(2).position(|w| w[0] > w[1]);
        assert!(bad.is_none(), "{name}: row {bad:?} stands before one that comes first");
    }
    for name in ["mentions", "attributions"] {
        assert!(Csv::read(out, name).column("article_id").into_iter().map(|id| place[id]).is_sorted(), "{name}");
    }
    for (name, key) in [("actors", "actor_id"), ("flags", "flag_id"), ("rejects", "source_path")] {
        assert!(Csv::read(out, name).column(key).is_sorted(), "{name}");
    }
    // Topics stand in one order in all tables of topics.
    let topics = Csv::read(out, "topics");
    let place: BTreeMap<&str, usize> = topics.column("topic_id").into_iter().enumerate().map(|(n, id)| (id, n)).collect();
    let all: BTreeSet<&str> = topics.column("topic_id").into_iter().collect();
    let comparisons = Csv::read(out, "comparisons");
    let contests = ["denies", "doubts", "unaware", "cannot_confirm", "declines_comment"];
    let stances = comparisons.select(&["topic_id", "stance"]);
    let voiced: BTreeSet<&str> = stances.iter().filter(|r| !contests.contains(&r[1])).map(|r| r[0]).collect();
    for name in ["comparison_matrix", "comparisons", "timeline", "policies"] {
        let rows = Csv::read(out, name);
        assert!(rows.column("topic_id").into_iter().map(|t| place[t]).is_sorted(), "{name}");
        // A topic of which all that is said is that someone is unaware has no figure to stand in a timeline or policy.
        let wanted = if matches!(name, "timeline" | "policies") { &voiced } else { &all };
        assert_eq!(rows.column("topic_id").into_iter().collect::<BTreeSet<_>>(), *wanted, "{name}");
    }
}

/// Sums that tables keep of other tables.
#[test]
fn counts_add_up() {
    let out = troubled_outputs();
    let (articles, topics, claims) = (Csv::read(out, "articles"), Csv::read(out, "topics"), Csv::read(out, "claims"));
    let count = |of: &Csv, column: &str| {
        let mut n: BTreeMap<String, usize> = BTreeMap::new();
        of.column(column).into_iter().for_each(|id| *n.entry(id.to_owned()).or_default() += 1);
        n
    };
    for (table, id, column, counted) in [
        (&articles, "article_id", "n_claims", count(&claims, "article_id")),
        (&topics, "topic_id", "n_claims", count(&claims, "topic_id")),
        (&Csv::read(out, "actors"), "actor_id", "n_mentions", count(&Csv::read(out, "mentions"), "actor_id")),
    ] {
        for (id, n) in table.column(id).into_iter().zip(table.numbers(column)) {
            assert_eq!(n, counted.get(id).copied().unwrap_or(0), "{}.{column} of {id}", table.name);
        }
    }
    let texts = texts(out);
    for (id, n) in articles.column("article_id").into_iter().zip(articles.numbers("n_chars")) {
        assert_eq!(n, texts[id].len(), "n_chars of {id}");
    }
}

// --- numbers found = figures ----------------------------------------------------------------------------------------

/// Digits that are neither figure nor date, by the word that they stand in; each with its reason.
const NO_FIGURES: &[(fn(&str) -> bool, &str)] = &[
    (|w| w.contains("://") || w.contains("www.") || w.contains(".example"), "part of an address"),
    (|w| w.contains('@'), "part of a mail address or handle"),
];

#[test]
fn every_number_of_a_text_is_a_figure_or_a_date() {
    let out = troubled_outputs();
    let texts = texts(out);
    let mut covered: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    let (figures, dates) = (Csv::read(out, "figures"), Csv::read(out, "dates"));
    for table in [&figures, &dates] {
        for ((id, start), end) in table.column("article_id").into_iter().zip(table.numbers("start")).zip(table.numbers("end")) {
            covered.entry(id).or_default().push((start, end));
        }
    }
    let (mut numbers, mut lost) = (0, Vec::new());
    for (id, text) in &texts {
        let spans = covered.get(id.as_str()).map(Vec::as_slice).unwrap_or_default();
        let mut at = 0;
        while at < text.len() {
            if !text[at].is_ascii_digit() {
                at += 1;
                continue;
            }
            let end = at + text[at..].iter().take_while(|c| c.is_ascii_digit()).count();
            numbers += 1;
            let from = text[..at].iter().rposition(|c| c.is_whitespace()).map_or(0, |p| p + 1);
            let to = end + text[end..].iter().take_while(|c| !c.is_whitespace()).count();
            let word: String = text[from..to].iter().collect();
            if !spans.iter().any(|(a, b)| *a <= at && end <= *b) && !NO_FIGURES.iter().any(|(is, _)| is(&word)) {
                let around: String = text[at.saturating_sub(40)..(end + 30).min(text.len())].iter().collect();
                lost.push(format!("{word:?} in {around:?}"));
            }
            at = end;
        }
    }
    assert!(numbers > 300, "only {numbers} numbers");
    assert!(NO_FIGURES.iter().all(|(_, reason)| !reason.is_empty()));
    assert!(lost.is_empty(), "{} of {numbers} numbers are no figures:\n{}", lost.len(), lost.join("\n"));
}

/// The other way round: no figure without a number, and no two on the same number.
#[test]
fn figures_do_not_overlap() {
    let figures = Csv::read(troubled_outputs(), "figures");
    let mut last: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let (forms, starts, ends) = (figures.column("form"), figures.numbers("start"), figures.numbers("end"));
    for (n, id) in figures.column("article_id").into_iter().enumerate() {
        if matches!(forms[n], "implicit" | "named") {
            continue;
        }
        let span = (starts[n], ends[n]);
        if let Some(before) = last.insert(id, span) {
            assert!(before.1 <= span.0, "{id}: figures {before:?} and {span:?} overlap");
        }
    }
}
