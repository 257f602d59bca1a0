//! Every command once, every exit code, and what is said where.

use predicates::prelude::*;
use predicates::str::contains;

use crate::runs::{Csv, files, folder, howmany, put, run, sample, sample_outputs};

const NEWS: &[u8] = b"Police in Velden said on Monday that nine miners were killed in the Orsk pit.\n";

#[test]
fn help_and_version() {
    for flag in ["--help", "-h"] {
        howmany().arg(flag).assert().code(0).stdout(contains("run").and(contains("aggregate")).and(contains("codebook")));
    }
    for command in ["run", "normalize", "extract", "aggregate", "parse", "explain", "show", "codebook"] {
        howmany().args([command, "--help"]).assert().code(0).stdout(contains("Usage: howmany"));
    }
    let version = predicates::str::is_match(r"^howmany \d+\.\d+\.\d+ \(code [0-9a-f]+, model \S+\)\n$").expect("a pattern");
    howmany().arg("--version").assert().code(0).stdout(version.clone());
    howmany().arg("-V").assert().code(0).stdout(version);
}

#[test]
fn a_wrong_command_ends_with_2() {
    for arguments in [
        &[][..],
        &["frobnicate"],
        &["run"],
        &["run", "x", "--no-such-flag"],
        &["run", "x", "--threads", "many"],
        &["run", "x", "--map", "text"],
        &["explain"],
        &["parse"],
        &["show"],
        &["explain", "text", "--claim", "c_1"],
    ] {
        howmany().args(arguments).assert().code(2).stdout("").stderr(predicate::str::is_empty().not());
    }
}

#[test]
fn run_says_what_it_came_to_and_ends_with_the_rejects() {
    let (dir, out) = (folder(), folder());
    put(dir.path(), &[("a.txt", NEWS), ("empty.txt", b"")]);
    let done = howmany().arg("run").arg(dir.path()).arg("--out").arg(out.path()).assert().code(0);
    let said = String::from_utf8_lossy(&done.get_output().stdout).into_owned();
    assert!(said.contains("1 article, 1 claim, 1 topic in"), "{said}");
    let last = said.lines().last().unwrap_or_default();
    assert!(last.starts_with("1 reject (see ") && last.contains("rejects.csv"), "{said}");
}

#[test]
fn the_grouping_is_overruled_by_a_file() {
    let (dir, out) = (folder(), folder());
    let lorries = b"Police in Velden said on Monday that nine lorries were destroyed in the Orsk pit.\n";
    put(dir.path(), &[("a.txt", NEWS), ("b.txt", lorries)]);
    howmany().arg("run").arg(dir.path()).arg("--out").arg(out.path()).arg("--quiet").assert().code(0);
    let claims = Csv::read(out.path(), "claims");
    let ids: Vec<String> = claims.select(&["claim_id"]).iter().map(|r| r[0].to_owned()).collect();
    assert_eq!((ids.len(), Csv::read(out.path(), "topics").rows.len()), (2, 2));
    let rules = dir.path().join("same.rules");
    let aggregate = |row: String| {
        std::fs::write(&rules, format!("what,are,one,other\n{row}\n")).expect("written");
        howmany().arg("aggregate").arg("--out").arg(out.path()).arg("--same").arg(&rules).assert()
    };
    aggregate(format!("topic,one,{},{}", ids[0], ids[1])).code(0);
    assert_eq!(Csv::read(out.path(), "topics").rows.len(), 1);
    let told = std::fs::read_to_string(out.path().join("run.json")).expect("run.json");
    assert!(told.contains("same.rules") && told.contains(&ids[1]), "{told}");
    // A fault says where, and nothing is replaced.
    aggregate("topic,one,c_nowhere_1,c_nowhere_2".into()).code(1).stderr(contains("same.rules:2: no claim `c_nowhere_1`"));
    aggregate("town,one,a,b".into()).code(1).stderr(contains("same.rules:2: `town` is neither topic nor claimant"));
    assert_eq!(Csv::read(out.path(), "topics").rows.len(), 1);
}

#[test]
fn stages_one_by_one() {
    let (dir, out) = (folder(), folder());
    put(dir.path(), &[("a.txt", NEWS)]);
    howmany().arg("normalize").arg(dir.path()).arg("--out").arg(out.path()).assert().code(0).stdout(contains("1 article"));
    assert!(out.path().join("stages/normalize/articles.parquet").exists() && !out.path().join("claims.csv").exists());
    howmany().arg("extract").arg("--out").arg(out.path()).assert().code(0).stdout(contains("1 article, 1 claim"));
    assert!(out.path().join("stages/extract/claims.parquet").exists() && !out.path().join("claims.csv").exists());
    howmany().arg("aggregate").arg("--out").arg(out.path()).assert().code(0).stdout(contains("1 topic"));
    assert_eq!(Csv::read(out.path(), "claims").column("status"), ["killed"]);
}

#[test]
fn a_stage_without_the_one_before_it_says_which() {
    let out = folder();
    for (command, before) in [("extract", "howmany normalize"), ("aggregate", "howmany normalize")] {
        howmany()
            .arg(command)
            .arg("--out")
            .arg(out.path())
            .assert()
            .code(1)
            .stdout("")
            .stderr(contains("is not there").and(contains(before)));
    }
    let dir = folder();
    put(dir.path(), &[("a.txt", NEWS)]);
    howmany().arg("normalize").arg(dir.path()).arg("--out").arg(out.path()).arg("-q").assert().code(0);
    howmany().arg("aggregate").arg("--out").arg(out.path()).assert().code(1).stderr(contains("howmany extract"));
}

#[test]
fn quiet_is_silent() {
    let (dir, out) = (folder(), folder());
    put(dir.path(), &[("a.txt", NEWS), ("empty.txt", b""), ("sample/.sample", b""), ("sample/b.txt", NEWS)]);
    let out = out.path();
    howmany().arg("run").arg(dir.path()).arg("--out").arg(out).arg("--quiet").assert().code(0).stdout("").stderr("");
    howmany().arg("normalize").arg(dir.path()).arg("--out").arg(out).arg("-q").assert().code(0).stdout("").stderr("");
    howmany().arg("extract").arg("--out").arg(out).arg("-q").assert().code(0).stdout("").stderr("");
    howmany().arg("aggregate").arg("--out").arg(out).arg("-q").assert().code(0).stdout("").stderr("");
    // But not about errors.
    howmany().arg("run").arg(dir.path()).args(["-q", "--map", "nofield=x", "--out"]).arg(out).assert().code(1).stderr(contains("nofield"));
}

#[test]
fn strict_ends_with_1_and_writes_all_the_same() {
    let (dir, out) = (folder(), folder());
    put(dir.path(), &[("a.txt", NEWS), ("empty.txt", b"")]);
    howmany().arg("run").arg(dir.path()).arg("--out").arg(out.path()).arg("--strict").assert().code(1).stdout(contains("1 reject"));
    assert_eq!(Csv::read(out.path(), "claims").rows.len(), 1);
    assert_eq!(Csv::read(out.path(), "rejects").column("source_path"), ["empty.txt"]);
    std::fs::remove_file(dir.path().join("empty.txt")).expect("removed");
    howmany().arg("run").arg(dir.path()).arg("--out").arg(out.path()).arg("--strict").assert().code(0);
}

#[test]
fn a_run_that_fails_replaces_nothing() {
    let (dir, out, nothing) = (folder(), folder(), folder());
    put(dir.path(), &[("a.txt", NEWS)]);
    howmany().arg("run").arg(dir.path()).arg("--out").arg(out.path()).arg("-q").assert().code(0);
    let before = files(out.path());
    howmany().arg("run").arg(nothing.path()).arg("--out").arg(out.path()).assert().code(1).stderr(contains("holds nothing to read"));
    howmany().arg("run").arg(dir.path()).args(["--lexicon", "/nowhere/at/all", "--out"]).arg(out.path()).assert().code(1);
    howmany().arg("run").arg(dir.path()).args(["--config", "/nowhere.toml", "--out"]).arg(out.path()).assert().code(1);
    assert!(before == files(out.path()));
}

#[test]
fn an_unknown_field_of_map_names_the_fields() {
    let (dir, out) = (folder(), folder());
    put(dir.path(), &[("a.txt", NEWS)]);
    let told = contains("`headlines` is no field").and(contains("title")).and(contains("outlet"));
    howmany().arg("run").arg(dir.path()).args(["--map", "headlines=x", "--out"]).arg(out.path()).assert().code(1).stderr(told);
}

#[test]
fn map_reads_another_column() {
    let (dir, out) = (folder(), folder());
    put(dir.path(), &[("a.csv", b"nr,paper,words\n1,Velden Post,Police said nine miners were killed.\n")]);
    let map = ["--map", "text=words", "--map", "outlet=paper", "-q", "--out"];
    howmany().arg("run").arg(dir.path()).args(map).arg(out.path()).assert().code(0);
    assert_eq!(Csv::read(out.path(), "articles").column("outlet"), ["Velden Post"]);
    assert_eq!(Csv::read(out.path(), "claims").column("value"), ["9"]);
}

#[test]
fn parse_prints_conllu_and_trees() {
    let dir = folder();
    put(dir.path(), &[("a.txt", b"Two boats sank.")]);
    let rows = contains("# text = Two boats sank.").and(contains("2\tboats\tboat\tNOUN\tNNS")).and(contains("nummod"));
    howmany().arg("parse").arg(dir.path().join("a.txt")).assert().code(0).stdout(rows).stderr("");
    howmany().args(["parse", "--tree", "Two boats sank."]).assert().code(0).stdout(contains("boats  NOUN NNS  nsubj")).stderr("");
    howmany().args(["parse", "/nowhere.txt"]).assert().code(1).stderr(contains("/nowhere.txt"));
}

#[test]
fn explain_shows_the_way_from_words_to_claim() {
    let text = "Velden police said on Monday that at least nine miners were killed.";
    let told = contains("words")
        .and(contains("figures"))
        .and(contains("at least nine count >=9"))
        .and(contains("2025-04-07"))
        .and(contains("cue said"))
        .and(contains("killed"));
    howmany().args(["explain", text, "--published", "2025-04-12"]).assert().code(0).stdout(told.and(contains("\u{1b}").not())).stderr("");
    howmany().args(["explain", text, "--published", "soon"]).assert().code(1).stderr(contains("soon").and(contains("YYYY-MM-DD")));
}

#[test]
fn explain_shows_a_claim_of_a_run() {
    let out = sample_outputs();
    let claims = Csv::read(out, "claims");
    // One of the middle, in an article with several.
    let row = claims.rows.iter().find(|r| r[claims.at("claim_id")].ends_with("_4")).expect("an article with four claims");
    let (id, claimant) = (&row[claims.at("claim_id")], &row[claims.at("claimant")]);
    howmany()
        .args(["explain", "--claim", id, "--out"])
        .arg(out)
        .assert()
        .code(0)
        .stdout(contains("claims").and(contains(claimant.as_str())));
    howmany().args(["explain", "--claim", "c_0", "--out"]).arg(out).assert().code(1).stderr(contains("c_0").and(contains("claims.csv")));
    howmany().args(["explain", "--claim", id, "--out", "/nowhere"]).assert().code(1).stderr(contains("/nowhere"));
}

#[test]
fn show_prints_a_topic() {
    let out = sample_outputs();
    let topics = Csv::read(out, "topics");
    let (id, label) = (&topics.rows[0][topics.at("topic_id")], &topics.rows[0][topics.at("label")]);
    for asked in [id, label] {
        howmany().args(["show", asked, "--out"]).arg(out).assert().code(0).stdout(contains(label.as_str()).and(contains("How ")));
    }
    howmany().args(["show", "no such topic", "--out"]).arg(out).assert().code(1).stderr(contains("topics.csv"));
    howmany().args(["show", id, "--out", "/nowhere"]).assert().code(1).stderr(contains("/nowhere"));
}

#[test]
fn a_report_stands_beside_the_tables_unless_it_is_not_wanted() {
    let (dir, out) = (folder(), folder());
    put(dir.path(), &[("a.txt", NEWS)]);
    let there = |name: &str| out.path().join(name).exists();
    howmany().arg("run").arg(dir.path()).arg("--out").arg(out.path()).assert().code(0).stdout(contains("report.html"));
    assert!(there("report.html") && there("howmany.xlsx") && !there("croissant.json"));
    let page = std::fs::read(out.path().join("report.html")).expect("the page");
    // Made again from the tables alone it is the same.
    howmany().arg("report").arg(out.path()).arg("--croissant").assert().code(0).stdout(contains("howmany.xlsx"));
    assert_eq!(std::fs::read(out.path().join("report.html")).expect("the page"), page);
    let catalog: serde_json::Value =
        serde_json::from_slice(&std::fs::read(out.path().join("croissant.json")).expect("metadata")).expect("JSON");
    assert_eq!(catalog["recordSet"].as_array().map(Vec::len), Some(crate::runs::tables(out.path()).len() + 1));
    // A page of tables that are gone would mislead.
    howmany().arg("run").arg(dir.path()).arg("--out").arg(out.path()).arg("--no-report").assert().code(0);
    assert!(there("claims.csv") && !there("report.html") && !there("howmany.xlsx") && !there("croissant.json"));
    howmany().args(["report", "/nowhere"]).assert().code(1).stderr(contains("/nowhere").and(contains("howmany run")));
}

#[test]
fn the_page_of_a_hostile_text_is_one_script() {
    let (dir, out) = (folder(), folder());
    let text =
        b"Mine\n\nPolice said on Tuesday that at least 13 miners</script><script>alert(1)</script> <!-- had been killed in Velden.\n";
    put(dir.path(), &[("a.txt", text), ("<b>.txt", b"")]);
    run(dir.path(), out.path());
    let page = std::fs::read_to_string(out.path().join("report.html")).expect("the page");
    assert_eq!((page.matches("<script").count(), page.matches("</script").count(), page.matches("<!--").count()), (2, 2, 0));
    assert!(page.contains(r"\u003cb\u003e.txt") && !page.contains("src="), "nothing is loaded");
}

#[test]
fn codebook_has_every_table() {
    let printed = howmany().arg("codebook").assert().code(0).stderr("");
    let text = String::from_utf8_lossy(&printed.get_output().stdout).into_owned();
    for table in crate::runs::tables(sample_outputs()) {
        assert!(text.contains(&format!("### {table}\n")), "{table}");
    }
}

#[test]
fn a_full_device_below_stdout_is_no_crash() {
    if !std::path::Path::new("/dev/full").exists() {
        eprintln!("not tried: this system has no /dev/full");
        return;
    }
    let (dir, out) = (folder(), folder());
    put(dir.path(), &[("a.txt", NEWS)]);
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full");
    let path = |s: &str| s.to_owned();
    let out_path = out.path().display().to_string();
    for arguments in [
        vec![path("run"), dir.path().display().to_string(), path("--out"), out_path.clone()],
        vec![path("codebook")],
        vec![path("--version")],
        vec![path("explain"), path("Police said nine miners were killed.")],
        vec![path("parse"), path("--tree"), path("Two boats sank.")],
        vec![path("show"), path("miners"), path("--out"), out_path.clone()],
    ] {
        let ended = std::process::Command::new(env!("CARGO_BIN_EXE_howmany")).args(&arguments).stdout(full()).output().expect("ran");
        let said = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert!(ended.status.code().is_some_and(|c| c < 2) && !said.contains("panicked"), "{arguments:?}: {:?} {said}", ended.status);
    }
    assert_eq!(Csv::read(out.path(), "claims").rows.len(), 1);
}

#[test]
fn an_unknown_value_of_the_lexicon_names_its_line_and_the_nearest() {
    let dir = folder();
    put(dir.path(), &[("statuses.csv", b"phrase,pos,construction,status\n# ours\nzap,verb,object,kiled\n")]);
    let told = contains("statuses.csv:3").and(contains("`kiled`")).and(contains("did you mean `killed`"));
    howmany().args(["explain", "Two goats were zapped.", "--lexicon"]).arg(dir.path()).assert().code(1).stdout("").stderr(told);
}

#[test]
fn an_unknown_file_of_the_lexicon_names_the_nearest() {
    let dir = folder();
    put(dir.path(), &[("statuss.csv", b"phrase,pos,construction,status\n")]);
    let told = contains("statuss.csv").and(contains("did you mean `statuses.csv`"));
    howmany().args(["explain", "Two goats were zapped.", "--lexicon"]).arg(dir.path()).assert().code(1).stderr(told);
}

#[test]
fn an_overlay_teaches_a_word() {
    let (words, dir) = (folder(), folder());
    put(words.path(), &[("statuses.csv", b"phrase,pos,construction,status\nzap,verb,object,killed\n")]);
    put(dir.path(), &[("a.txt", b"Police said nine miners were zapped in Velden on Monday.\n")]);
    put(dir.path(), &[("howmany.toml", format!("lexicon = {:?}\n", words.path()).as_bytes())]);
    let taught = |more: &[&std::ffi::OsStr]| {
        let out = folder();
        howmany().arg("run").arg(dir.path().join("a.txt")).arg("-q").arg("--out").arg(out.path()).args(more).assert().code(0);
        let manifest: serde_json::Value = serde_json::from_slice(&files(out.path())["run.json"]).expect("JSON");
        (Csv::read(out.path(), "claims").column("status").join(" "), manifest["lexicon"].to_string())
    };
    let without = taught(&[]);
    let by_flag = taught(&["--lexicon".as_ref(), words.path().as_os_str()]);
    let by_file = taught(&["--config".as_ref(), dir.path().join("howmany.toml").as_os_str()]);
    assert_eq!(without.0, "unspecified");
    assert_eq!(by_flag.0, "killed");
    assert_eq!(by_flag, by_file);
    assert_ne!(without.1, by_flag.1, "run.json must tell one lexicon from another");
}

#[test]
fn settings_are_checked() {
    let dir = folder();
    put(dir.path(), &[("howmany.toml", b"thread = 3\n")]);
    howmany().args(["explain", "x", "--config"]).arg(dir.path().join("howmany.toml")).assert().code(1).stderr(contains("thread"));
}

#[test]
fn the_sample_is_left_out_beside_other_articles() {
    let (raw, out) = (folder(), folder());
    put(raw.path(), &[("sample/.sample", b""), ("sample/invented.txt", b"Police in Ostland said four goats were found.\n")]);
    let run = |more: &[&str]| howmany().arg("run").arg(raw.path()).arg("--out").arg(out.path()).args(more).assert().code(0);
    let read = || Csv::read(out.path(), "articles").column("source_path").join(" ");
    run(&[]).stderr(contains("left out").not());
    assert_eq!(read(), "sample/invented.txt");
    put(raw.path(), &[("mine.txt", NEWS)]);
    run(&[]).stderr(contains("sample").and(contains("left out")).and(contains("--sample")));
    assert_eq!(read(), "mine.txt");
    run(&["--sample"]).stderr(contains("left out").not());
    assert_eq!(read(), "mine.txt sample/invented.txt");
    // Any input beside it will do, also one that gives no article.
    std::fs::remove_file(raw.path().join("mine.txt")).expect("removed");
    put(raw.path(), &[("empty.txt", b"")]);
    run(&[]).stderr(contains("left out"));
    assert_eq!(read(), "");
}

#[test]
fn the_shipped_sample_is_marked() {
    assert!(sample().join(".sample").exists());
}
