//! The sample's tables that people open, byte for byte as in `tests/golden/`. `HOWMANY_BLESS=1` rewrites them.

use std::path::PathBuf;

use crate::runs::{root, sample_outputs};

const TABLES: &[&str] = &["comparison_matrix", "comparisons", "topics", "claims", "rejects"];

/// The first line that differs, for a person to look at.
fn difference(want: &str, got: &str) -> String {
    let (mut a, mut b) = (want.lines(), got.lines());
    for n in 1.. {
        match (a.next(), b.next()) {
            (None, None) => break,
            (x, y) if x == y => {}
            (x, y) => return format!("line {n}:\n  golden: {}\n  now:    {}", x.unwrap_or("(ends)"), y.unwrap_or("(ends)")),
        }
    }
    "line ends differ".into()
}

#[test]
fn the_sample_gives_the_golden_tables() {
    let golden = root().join("tests/golden");
    let bless = std::env::var_os("HOWMANY_BLESS").is_some();
    let mut wrong = Vec::new();
    for name in TABLES {
        let file = format!("{name}.csv");
        let (at, now): (PathBuf, Vec<u8>) = (golden.join(&file), std::fs::read(sample_outputs().join(&file)).expect("a table of the run"));
        if bless {
            std::fs::create_dir_all(&golden).expect("made");
            std::fs::write(&at, &now).expect("written");
            continue;
        }
        let want = std::fs::read(&at).unwrap_or_else(|e| panic!("{}: {e}", at.display()));
        if want != now {
            wrong.push(format!("{file}, {}", difference(&String::from_utf8_lossy(&want), &String::from_utf8_lossy(&now))));
        }
    }
    assert!(wrong.is_empty(), "look at the difference; if it is meant, HOWMANY_BLESS=1 rewrites tests/golden\n{}", wrong.join("\n"));
}
