//! Hostile input: each ends as an article or a reject with a clear reason, its neighbors live, the exit code is right.

use std::path::Path;
use std::time::{Duration, Instant};

use predicates::prelude::*;
use predicates::str::contains;

use crate::runs::{Csv, files, folder, howmany, left_behind, put, run, sample};

/// An article that must live beside whatever else lies there.
const NEIGHBOR: (&str, &[u8]) = ("zz-neighbor.txt", b"Police in Velden said on Monday that nine miners were killed.\n");

/// What a folder gave: the paths of its articles, and path, record and reason of its rejects. The neighbor must be among the articles.
struct Gave {
    articles: Vec<String>,
    rejects: Vec<(String, String, String)>,
    out: tempfile::TempDir,
}

fn read(dir: &Path) -> Gave {
    put(dir, &[NEIGHBOR]);
    let out = folder();
    run(dir, out.path());
    let articles = Csv::read(out.path(), "articles");
    let mut paths: Vec<String> = articles.column("source_path").into_iter().map(str::to_owned).collect();
    let claims = Csv::read(out.path(), "claims");
    assert!(claims.column("value").contains(&"9"), "the neighbor's claim is lost");
    assert_eq!(paths.pop().as_deref(), Some(NEIGHBOR.0), "the neighbor is lost");
    let rejects = Csv::read(out.path(), "rejects");
    let cell = |row: &Vec<String>, name: &str| row[rejects.at(name)].clone();
    let rejects = rejects.rows.iter().map(|r| (cell(r, "source_path"), cell(r, "record"), cell(r, "reason"))).collect();
    Gave { articles: paths, rejects, out }
}

/// A folder with one file; its only reject must hold these words, and there is no other article than the neighbor.
fn rejected(name: &str, bytes: &[u8], words: &str) {
    let dir = folder();
    put(dir.path(), &[(name, bytes)]);
    let gave = read(dir.path());
    assert_eq!(gave.articles, [""; 0]);
    assert_eq!(gave.rejects.len(), 1, "{:?}", gave.rejects);
    assert_eq!(gave.rejects[0].0, name);
    assert!(gave.rejects[0].2.contains(words), "{:?}", gave.rejects);
}

#[test]
fn an_empty_file() {
    rejected("empty.txt", b"", "empty");
    rejected("empty.jsonl", b"", "empty");
    rejected("empty.csv", b"", "empty");
    rejected("empty.html", b"", "empty");
    rejected("blank.txt", b" \n\t\r\n \n", "white space");
    rejected("mark.txt", b"\xef\xbb\xbf", "");
}

#[test]
fn a_folder_without_articles() {
    let (dir, out) = (folder(), folder());
    put(dir.path(), &[(".hidden", b"x")]);
    let told = contains("holds nothing to read").and(contains(".txt"));
    howmany().arg("run").arg(dir.path()).arg("--out").arg(out.path()).assert().code(1).stdout("").stderr(told);
    assert_eq!(files(out.path()).len(), 0);
}

#[test]
fn an_input_that_is_not_there() {
    let (dir, out) = (folder(), folder());
    put(dir.path(), &[NEIGHBOR]);
    let missing = dir.path().join("missing.txt");
    howmany().arg("run").arg(&missing).arg(dir.path()).arg("--out").arg(out.path()).arg("-q").assert().code(0);
    let rejects = Csv::read(out.path(), "rejects");
    assert_eq!(rejects.column("source_path"), ["missing.txt"]);
    assert_eq!(Csv::read(out.path(), "articles").rows.len(), 1);
}

#[test]
fn truncated_utf8() {
    let dir = folder();
    let whole = "Die Küstenwache sagte: the coast guard in Tórshöll said 14 people were hurt at the café".as_bytes();
    put(
        dir.path(),
        &[
            ("cut.txt", &whole[..whole.len() - 1]),
            ("middle.txt", b"At the caf\xc3 in T\xc3\xb3rsh\xc3\xb6ll, police said 14 people were hurt."),
        ],
    );
    let gave = read(dir.path());
    assert_eq!(gave.articles, ["cut.txt", "middle.txt"]);
    assert_eq!(gave.rejects, []);
    let articles = Csv::read(gave.out.path(), "articles");
    assert_eq!(articles.column("damaged"), ["true", "true", "false"]);
    for text in crate::runs::texts(gave.out.path()).values() {
        let text: String = text.iter().collect();
        assert!(!text.contains('Ã'), "one bad byte has turned the text into mojibake: {text}");
    }
    assert_eq!(Csv::read(gave.out.path(), "claims").column("value"), ["14", "14", "9"]);
}

#[test]
fn a_single_line_of_50_mb() {
    let dir = folder();
    let line = "word ".repeat(10_000_000);
    put(dir.path(), &[("long.txt", line.as_bytes())]);
    let lines = format!("{{\"text\":\"A boat sank.\"}}\n{{\"text\":\"{line}\"}}\n{{\"text\":\"Two boats sank.\"}}\n");
    put(dir.path(), &[("long.jsonl", lines.as_bytes()), ("long.csv", format!("id,text\n1,{line}\n2,Two boats sank.\n").as_bytes())]);
    let began = Instant::now();
    let gave = read(dir.path());
    assert!(began.elapsed() < Duration::from_secs(60), "took {:?}", began.elapsed());
    // An open quote mark would make one row of the rest of a CSV: what lies behind such a row cannot be told from it, and the reject says so.
    assert_eq!(gave.articles, ["long.jsonl", "long.jsonl"]);
    let of: Vec<(&str, &str)> = gave.rejects.iter().map(|(p, r, _)| (p.as_str(), r.as_str())).collect();
    assert_eq!(of, [("long.csv", "1"), ("long.jsonl", "2"), ("long.txt", "")]);
    assert!(gave.rejects.iter().all(|r| r.2.contains("larger than")), "{:?}", gave.rejects);
    assert!(gave.rejects[0].2.contains("the rest of the file was not read"), "{:?}", gave.rejects);
}

#[test]
fn a_long_line_below_the_limit_is_read() {
    let dir = folder();
    let mut line = "The harbor was quiet and the ships lay at the quay ".repeat(20_000);
    line.push_str("until police said that 14 people were hurt.");
    put(
        dir.path(),
        &[("long.txt", line.as_bytes()), ("digits.txt", "7".repeat(1_000_000).as_bytes()), ("parens.txt", "((".repeat(300_000).as_bytes())],
    );
    let began = Instant::now();
    let gave = read(dir.path());
    assert!(began.elapsed() < Duration::from_secs(120), "took {:?}", began.elapsed());
    assert_eq!(gave.articles.len() + gave.rejects.len(), 3);
    assert!(Csv::read(gave.out.path(), "claims").column("value").contains(&"14"));
}

/// Sentences without end whose clauses hang one below the other, and lists without end: work must not grow with the square of it.
#[test]
fn sentences_without_end() {
    let dir = folder();
    let goats: Vec<String> = (0..2_000).map(|n| format!("{n} goats")).collect();
    put(
        dir.path(),
        &[
            ("said.txt", format!("{}14 people were hurt.", "He said that she said that ".repeat(2_500)).as_bytes()),
            ("list.txt", format!("Police said that {} were found.", goats.join(", ")).as_bytes()),
            ("quotes.txt", "\"Police said five died.\" ".repeat(2_500).as_bytes()),
            ("names.txt", format!("{}said no.", "President Vell Of Velden And ".repeat(2_500)).as_bytes()),
        ],
    );
    let began = Instant::now();
    let gave = read(dir.path());
    assert!(began.elapsed() < Duration::from_secs(30), "took {:?}", began.elapsed());
    assert_eq!(gave.articles.len(), 4, "{:?}", gave.rejects);
}

#[test]
fn a_binary_file_renamed_txt() {
    let program = std::fs::read(env!("CARGO_BIN_EXE_howmany")).expect("the program itself");
    rejected("binary.txt", &program[..40_000], "is a program");
    rejected("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x06\0\0\0", "");
    let noise: Vec<u8> = (0..5_000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    rejected("noise.txt", &noise, "");
}

#[test]
fn a_csv_without_a_text_column() {
    rejected("table.csv", b"place,people\nVelden,14\n", "--map text=");
}

#[test]
fn jsonl_with_a_broken_line() {
    let dir = folder();
    let lines = "{\"text\":\"Police in Orsk said 3 miners died.\"}\n{\"text\": broken\n{\"text\":\"Police in Velden said 4 miners died.\"}\n[1]\n{\"text\":";
    put(dir.path(), &[("lines.jsonl", lines.as_bytes())]);
    let gave = read(dir.path());
    assert_eq!(gave.articles, ["lines.jsonl", "lines.jsonl"]);
    let records: Vec<&str> = gave.rejects.iter().map(|r| r.1.as_str()).collect();
    assert_eq!(records, ["2", "4", "5"]);
    assert!(gave.rejects[0].2.contains("line 2"), "{:?}", gave.rejects);
    assert_eq!(Csv::read(gave.out.path(), "claims").column("value"), ["3", "4", "9"]);
}

#[test]
fn a_folder_named_like_a_file() {
    let dir = folder();
    std::fs::create_dir(dir.path().join("empty.txt")).expect("made");
    put(dir.path(), &[("full.txt/inner.txt", b"Rescuers found five goats.")]);
    let gave = read(dir.path());
    assert_eq!(gave.articles, ["full.txt/inner.txt"]);
    assert_eq!(gave.rejects.len(), 1);
    assert!(gave.rejects[0].0 == "empty.txt" && gave.rejects[0].2.contains("folder"), "{:?}", gave.rejects);
}

#[test]
fn an_unknown_ending() {
    rejected("story.docx", b"PK\x03\x04", ".docx");
}

#[test]
fn a_lone_sidecar() {
    rejected("story.meta.toml", b"outlet = \"Velden Post\"\n", "describes no file");
}

#[cfg(unix)]
#[test]
fn dangling_and_circular_links() {
    let dir = folder();
    std::os::unix::fs::symlink("nowhere.txt", dir.path().join("dangling.txt")).expect("linked");
    std::os::unix::fs::symlink(".", dir.path().join("loop")).expect("linked");
    std::os::unix::fs::symlink("self.txt", dir.path().join("self.txt")).expect("linked");
    let gave = read(dir.path());
    assert_eq!(gave.articles, [""; 0]);
    let of: Vec<&str> = gave.rejects.iter().map(|r| r.0.as_str()).collect();
    assert_eq!(of, ["dangling.txt", "loop", "self.txt"]);
    assert!(gave.rejects[0].2.contains("leads nowhere") && gave.rejects[1].2.contains("leads back"), "{:?}", gave.rejects);
}

#[cfg(unix)]
#[test]
fn unreadable_permissions() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let (dir, out) = (folder(), folder());
    put(dir.path(), &[NEIGHBOR, ("secret.txt", b"Police said 14 people were hurt.")]);
    let mode = |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("permissions");
    mode(&dir.path().join("secret.txt"), 0o000);
    mode(dir.path(), 0o755);
    mode(out.path(), 0o777);
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_howmany"));
    command.arg("run").arg(dir.path()).arg("--out").arg(out.path()).arg("-q");
    if std::fs::read(dir.path().join("secret.txt")).is_ok() {
        // Nothing is unreadable for root, so the program runs as nobody.
        command.uid(65_534).gid(65_534);
    }
    let ended = match command.output() {
        Ok(ended) => ended,
        Err(e) => {
            eprintln!("not tried: root cannot start the program as nobody here ({e})");
            return;
        }
    };
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    let rejects = Csv::read(out.path(), "rejects");
    assert_eq!(rejects.column("source_path"), ["secret.txt"]);
    assert!(rejects.column("reason")[0].contains("denied"), "{:?}", rejects.rows);
    assert_eq!(Csv::read(out.path(), "claims").column("value"), ["9"]);
}

#[test]
fn html_that_nests_without_end() {
    let dir = folder();
    let page = format!("<html><body>{}Police said 14 people were hurt.", "<div>".repeat(60_000));
    put(dir.path(), &[("deep.html", page.as_bytes())]);
    let began = Instant::now();
    let gave = read(dir.path());
    assert!(began.elapsed() < Duration::from_secs(60), "took {:?}", began.elapsed());
    assert_eq!(gave.articles.len() + gave.rejects.len(), 1);
}

#[test]
fn json_that_nests_without_end() {
    let dir = folder();
    let line = format!(
        "{{\"text\":\"Two boats sank.\",\"x\":{}{}}}\n{{\"text\":\"Two boats sank again.\"}}\n",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    put(dir.path(), &[("deep.jsonl", line.as_bytes())]);
    let gave = read(dir.path());
    assert_eq!(gave.articles.last().map(String::as_str), Some("deep.jsonl"));
    assert_eq!(gave.articles.len() + gave.rejects.len(), 2);
}

// --- writing that fails, runs that are killed -----------------------------------------------------------------------

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_below_a_table() {
    use howmany::table::{Record, RejectRow};
    let dir = folder();
    for file in ["rejects.parquet", "rejects.csv"] {
        let _ = std::fs::remove_file(dir.path().join("rejects.csv"));
        let _ = std::fs::remove_file(dir.path().join("rejects.parquet"));
        std::os::unix::fs::symlink("/dev/full", dir.path().join(file)).expect("linked");
        let rows: Vec<RejectRow> =
            (0..50_000).map(|i| RejectRow { source_path: format!("{i}.txt"), record: None, reason: format!("reason {i}") }).collect();
        let frame = RejectRow::frame(&rows).expect("a frame");
        let fault = howmany::table::write(dir.path(), &RejectRow::table(), &frame, true).expect_err("a full disk");
        assert!(fault.to_string().contains(file) && fault.to_string().contains("No space"), "{fault}");
    }
}

/// Limits the size of a file that the program may write, so that writing fails in the middle: what a full disk does, without one.
#[cfg(target_os = "linux")]
#[test]
fn writing_that_fails_leaves_the_old_outputs() {
    let (dir, out) = (folder(), folder());
    put(dir.path(), &[NEIGHBOR]);
    run(dir.path(), out.path());
    let before = files(out.path());
    let program = env!("CARGO_BIN_EXE_howmany");
    let ended = std::process::Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 16; exec \"$0\" \"$@\"", program, "run"])
        .arg(sample())
        .arg("--out")
        .arg(out.path())
        .output()
        .expect("a shell");
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(1), "{said}");
    assert!(said.contains(".parquet") || said.contains(".csv"), "{said}");
    assert!(said.contains("too large"), "{said}");
    assert!(before == files(out.path()), "the old outputs have changed");
    assert_eq!(left_behind(out.path()), 0, "a failed run leaves its folder behind");
}

#[test]
fn outputs_that_cannot_be_made() {
    let dir = folder();
    put(dir.path(), &[NEIGHBOR, ("taken", b"a file")]);
    let taken = dir.path().join("taken");
    let told = contains("taken").and(contains("--out"));
    howmany().arg("run").arg(dir.path().join(NEIGHBOR.0)).arg("--out").arg(&taken).assert().code(1).stdout("").stderr(told);
    assert_eq!(std::fs::read(&taken).expect("still there"), b"a file");
}

#[test]
fn outputs_within_the_inputs_are_not_read_again() {
    let dir = folder();
    put(dir.path(), &[NEIGHBOR]);
    let out = dir.path().join("outputs");
    run(dir.path(), &out);
    let first = files(&out);
    run(dir.path(), &out);
    assert!(first == files(&out));
    assert_eq!(Csv::read(&out, "articles").rows.len(), 1);
}

#[test]
fn a_killed_run_leaves_the_old_outputs_whole_or_is_completed() {
    let (first, second) = (folder(), folder());
    put(first.path(), &[NEIGHBOR]);
    // Enough to be killed in the middle of it.
    for entry in std::fs::read_dir(sample()).expect("the sample").flatten() {
        for n in 0..16 {
            let copy = second.path().join(format!("{n}")).join(entry.file_name());
            std::fs::create_dir_all(copy.parent().expect("a folder")).expect("made");
            std::fs::copy(entry.path(), copy).expect("copied");
        }
    }
    let (old, new) = (folder(), folder());
    run(first.path(), old.path());
    let began = Instant::now();
    run(second.path(), new.path());
    let whole = began.elapsed();
    let (old, new) = (files(old.path()), files(new.path()));
    assert!(old != new);

    let nothing = folder();
    let mut killed = 0;
    // How long a run takes is not the same twice on a busy machine: tried until enough were killed in the middle.
    for step in 0..60u32 {
        if killed == 12 {
            break;
        }
        let out = folder();
        run(first.path(), out.path());
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_howmany"))
            .arg("run")
            .arg(second.path())
            .arg("--out")
            .arg(out.path())
            .arg("-q")
            .spawn()
            .expect("started");
        if step % 3 == 0 {
            // While files are being replaced, which is the short while after `.ready` is there.
            let ready = out.path().join(format!(".run-{}", child.id())).join(".ready");
            while !ready.exists() && child.try_wait().expect("asked").is_none() {}
        } else {
            std::thread::sleep(whole.mul_f64(f64::from(step * 7 % 16) / 17.0));
        }
        let running = child.try_wait().expect("asked").is_none();
        let _ = child.kill();
        child.wait().expect("ended");
        killed += u32::from(running);
        // The next start, even of a run that fails, completes or rolls back.
        howmany().arg("run").arg(nothing.path()).arg("--out").arg(out.path()).arg("-q").assert().code(1);
        let now = files(out.path());
        assert!(now == old || now == new, "killed after step {step}: outputs are neither the old nor the new ones");
        assert_eq!(left_behind(out.path()), 0, "killed after step {step}: its folder is left behind");
    }
    assert!(killed >= 8, "only {killed} runs were killed before they ended");
}
