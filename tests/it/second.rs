//! Second runs: what the cache gives and never changes, runs that are killed or stopped and resumed, and piles of more than one chunk.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use howmany::input::{InputOptions, expand, read};

use crate::runs::{files, folder, howmany, left_behind, put, same_files, sample};

/// As many articles as wanted in one file, made from the sample's texts: no two of them are the same.
fn pile(articles: usize) -> String {
    let options = InputOptions::default();
    let (sources, _) = expand(&[sample()], &options).expect("the sample");
    let mut records = Vec::new();
    sources.iter().for_each(|s| read(s, &options, &mut |found| records.extend(found.ok())));
    assert!(records.len() > 20);
    let mut out = String::new();
    for n in 0..articles {
        let record = &records[n % records.len()];
        let text = format!("{}\n\nIn district {n}, {} people were evacuated, the mayor said.", record.text, 40 + n);
        let row = serde_json::json!({ "id": n.to_string(), "text": text, "title": record.title, "outlet": record.outlet, "published": "2025-04-12" });
        writeln!(out, "{row}").expect("written");
    }
    out
}

/// `howmany run INPUT --out OUT` with more arguments: what it prints.
fn says(input: &Path, out: &Path, arguments: &[&str]) -> String {
    let done = howmany().arg("run").arg(input).arg("--out").arg(out).args(arguments).assert().success();
    let output = done.get_output();
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn segments(out: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(out.join(".cache")).into_iter().flatten().flatten().map(|e| e.path());
    entries.filter(|p| p.extension().is_some_and(|x| x == "found")).collect()
}

#[test]
fn the_cache_changes_no_byte() {
    let (dir, out, plain) = (folder(), folder(), folder());
    let all = pile(60);
    let some: String = all.lines().take(40).map(|l| format!("{l}\n")).collect();
    put(dir.path(), &[("a.jsonl", some.as_bytes())]);
    assert!(!says(dir.path(), out.path(), &[]).contains("read by a run before"));
    // A file more, read before the others: what is kept lies elsewhere in the tables now. And one article twice.
    let more: String = all.lines().skip(40).chain(all.lines().take(1)).map(|l| format!("{l}\n")).collect();
    put(dir.path(), &[("0.jsonl", more.as_bytes())]);
    let said = says(dir.path(), out.path(), &[]);
    assert!(said.contains("41 articles were read by a run before and not again, 20 were new."), "{said}");
    assert!(!says(dir.path(), plain.path(), &["--no-cache"]).contains("read by a run before"));
    assert!(!plain.path().join(".cache").exists());
    same_files(plain.path(), out.path(), "with the cache and without");
    // The cache may go at any time.
    std::fs::remove_dir_all(out.path().join(".cache")).expect("removed");
    assert!(!says(dir.path(), out.path(), &[]).contains("read by a run before"));
    same_files(plain.path(), out.path(), "after the cache was deleted");
}

#[test]
fn a_run_that_would_change_nothing_does_nothing() {
    let (dir, out) = (folder(), folder());
    put(
        dir.path(),
        &[("a.txt", b"Police in Velden said on Monday that nine miners were killed."), ("a.meta.toml", b"outlet = \"Orsk Post\"\n")],
    );
    let nothing = "Nothing has changed since the last run";
    let first = says(dir.path(), out.path(), &[]);
    assert!(!first.contains(nothing), "{first}");
    let before = files(out.path());
    let second = says(dir.path(), out.path(), &[]);
    assert!(second.contains(nothing), "{second}");
    // It says what the first said.
    assert_eq!(first.lines().rev().take(2).collect::<Vec<_>>(), second.lines().rev().take(2).collect::<Vec<_>>());
    assert!(before == files(out.path()));
    // Another setting, another sidecar, a table that was changed, a table that is gone: each is noticed.
    assert!(!says(dir.path(), out.path(), &["--map", "outlet=paper"]).contains(nothing));
    says(dir.path(), out.path(), &[]);
    put(dir.path(), &[("a.meta.toml", b"outlet = \"Orsk Mail\"\n")]);
    assert!(!says(dir.path(), out.path(), &[]).contains(nothing));
    let after = files(out.path());
    std::fs::write(out.path().join("claims.csv"), "mine").expect("written");
    assert!(!says(dir.path(), out.path(), &[]).contains(nothing));
    std::fs::remove_file(out.path().join("topics.csv")).expect("removed");
    assert!(!says(dir.path(), out.path(), &[]).contains(nothing));
    assert!(after == files(out.path()));
    assert!(!says(dir.path(), out.path(), &["--no-cache"]).contains(nothing));
    assert!(after == files(out.path()));
}

#[test]
fn a_damaged_cache_is_noticed_and_done_again() {
    let (dir, out, plain) = (folder(), folder(), folder());
    put(dir.path(), &[("a.jsonl", pile(40).as_bytes())]);
    says(dir.path(), out.path(), &[]);
    for segment in segments(out.path()) {
        let mut bytes = std::fs::read(&segment).expect("a segment");
        assert!(bytes.len() > 20_000);
        // Within the bytes of an entry, and a torn end.
        for at in [bytes.len() / 3, bytes.len() / 2] {
            bytes[at..at + 40].iter_mut().for_each(|b| *b = !*b);
        }
        bytes.truncate(bytes.len() - 100);
        std::fs::write(&segment, bytes).expect("written");
    }
    put(dir.path(), &[("b.txt", b"Police in Velden said on Monday that nine miners were killed.")]);
    let said = says(dir.path(), out.path(), &[]);
    assert!(said.contains("damaged") || said.contains("in the middle of an entry"), "{said}");
    says(dir.path(), plain.path(), &["--no-cache"]);
    same_files(plain.path(), out.path(), "from a damaged cache");
    // And it is whole again.
    put(dir.path(), &[("c.txt", b"Police in Orsk said on Monday that ten miners were hurt.")]);
    let said = says(dir.path(), out.path(), &[]);
    assert!(said.contains("41 articles were read by a run before and not again, 1 was new."), "{said}");
}

#[test]
fn other_words_are_noticed_and_said() {
    let (dir, out, words) = (folder(), folder(), folder());
    put(dir.path(), &[("a.txt", b"Wardens in Velden said on Monday that nine hikers were benighted.")]);
    put(words.path(), &[("statuses.csv", b"phrase,pos,construction,status\nbenight,verb,object,trapped\n")]);
    says(dir.path(), out.path(), &[]);
    let said = says(dir.path(), out.path(), &["--lexicon", &words.path().display().to_string()]);
    assert!(said.contains("the lexicon changed"), "{said}");
    assert!(std::fs::read_to_string(out.path().join("claims.csv")).expect("claims").contains("trapped"));
}

/// SplitMix64: the moments are the same in every run of this test.
fn moment(seed: &mut u64) -> f64 {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *seed;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}

#[test]
fn killed_at_ten_moments_and_resumed() {
    let (dir, whole) = (folder(), folder());
    // More than two chunks: the cache is handed to the system after each.
    put(dir.path(), &[("a.jsonl", pile(700).as_bytes())]);
    let began = Instant::now();
    says(dir.path(), whole.path(), &["--no-cache"]);
    let took = began.elapsed();
    let mut seed = 11;
    let (mut killed, mut kept) = (0, 0);
    for n in 0..10 {
        let out = folder();
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_howmany"))
            .arg("run")
            .arg(dir.path())
            .arg("--out")
            .arg(out.path())
            .arg("-q")
            .spawn()
            .expect("started");
        std::thread::sleep(took.mul_f64(moment(&mut seed)));
        killed += u32::from(child.try_wait().expect("asked").is_none());
        let _ = child.kill();
        child.wait().expect("ended");
        let said = says(dir.path(), out.path(), &["--resume"]);
        kept += u32::from(said.contains("read by a run before"));
        same_files(whole.path(), out.path(), &format!("killed at moment {n}, then resumed"));
        assert_eq!(left_behind(out.path()), 0);
    }
    assert!(killed >= 5, "only {killed} runs were killed before they ended");
    assert!(kept >= 2, "only {kept} runs had something to resume");
}

#[cfg(unix)]
#[test]
fn stopped_by_a_person_the_old_outputs_are_whole() {
    let (first, second, out, whole) = (folder(), folder(), folder(), folder());
    put(first.path(), &[("a.txt", b"Police in Velden said on Monday that nine miners were killed.")]);
    put(second.path(), &[("a.jsonl", pile(1_500).as_bytes())]);
    says(first.path(), out.path(), &[]);
    let old = files(out.path());
    let child = std::process::Command::new(env!("CARGO_BIN_EXE_howmany"))
        .arg("run")
        .arg(second.path())
        .arg("--out")
        .arg(out.path())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("started");
    // Once it has begun to keep what it found.
    let began = Instant::now();
    while segments(out.path()).len() < 2 && began.elapsed() < Duration::from_secs(100) {
        std::thread::sleep(Duration::from_millis(20));
    }
    let sent = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(sent.success());
    let ended = child.wait_with_output().expect("ended");
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(130), "{said}");
    assert!(said.contains("stopped") && said.contains("--resume"), "{said}");
    assert!(old == files(out.path()), "the old outputs have changed");
    assert_eq!(left_behind(out.path()), 0);
    let said = says(second.path(), out.path(), &["--resume"]);
    assert!(said.contains("the run before did not finish") && said.contains("read by a run before"), "{said}");
    says(second.path(), whole.path(), &["--no-cache"]);
    same_files(whole.path(), out.path(), "stopped, then resumed");
    let said = says(second.path(), out.path(), &["--resume"]);
    assert!(said.contains("Nothing has changed"), "{said}");
}

#[test]
fn chunks_do_not_matter() {
    let (dir, one, many, stages) = (folder(), folder(), folder(), folder());
    put(dir.path(), &[("a.jsonl", pile(600).as_bytes()), ("b.txt", b"")]);
    says(dir.path(), one.path(), &["--threads", "1", "--no-cache"]);
    says(dir.path(), many.path(), &["--threads", "5"]);
    same_files(one.path(), many.path(), "one thread and five, three chunks");
    let told = |command: &str, arguments: &[&str]| {
        let done = howmany().arg(command).args(arguments).arg("--out").arg(stages.path()).assert().success();
        String::from_utf8_lossy(&done.get_output().stdout).into_owned()
    };
    let said = told("normalize", &[&dir.path().display().to_string()]);
    assert!(said.contains("600 articles, ") && said.contains(" blocks in ") && said.contains("1 reject"), "{said}");
    let said = told("extract", &[]);
    assert!(said.contains("600 articles, ") && said.contains(" figures, ") && !said.contains("topics"), "{said}");
    assert!(told("aggregate", &[]).contains(" topics in "));
    same_files(one.path(), stages.path(), "stage by stage, three chunks");
}
