//! The same bytes from any number of threads, from files in any order, and from the stages alone.

use std::path::PathBuf;

use crate::runs::{folder, howmany, left_behind, run, same_files, sample, sample_outputs};

/// The files of the sample, sidecars included.
fn sample_files() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(sample()).expect("the sample").flatten().map(|e| e.path()).collect();
    files.retain(|p| !p.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.')));
    files.sort();
    assert!(files.len() > 20);
    files
}

#[test]
fn threads_do_not_matter() {
    for threads in ["1", "8"] {
        let out = folder();
        howmany().arg("run").arg(sample()).arg("--out").arg(out.path()).args(["-q", "--threads", threads]).assert().success();
        same_files(sample_outputs(), out.path(), &format!("{threads} threads"));
    }
}

#[test]
fn the_order_of_files_does_not_matter() {
    let mut files = sample_files();
    files.reverse();
    let third = files.len() / 3;
    files.rotate_left(third);
    let out = folder();
    howmany().arg("run").args(&files).arg("--out").arg(out.path()).arg("-q").assert().success();
    same_files(sample_outputs(), out.path(), "files in another order");
}

#[test]
fn stages_alone_give_what_a_run_gives() {
    let out = folder();
    howmany().arg("normalize").arg(sample()).arg("--out").arg(out.path()).arg("-q").assert().success();
    howmany().arg("extract").arg("--out").arg(out.path()).arg("-q").assert().success();
    howmany().arg("aggregate").arg("--out").arg(out.path()).arg("-q").assert().success();
    same_files(sample_outputs(), out.path(), "stages alone");
    // Any step can be repeated alone.
    howmany().arg("extract").arg("--out").arg(out.path()).arg("-q").assert().success();
    howmany().arg("aggregate").arg("--out").arg(out.path()).arg("-q").assert().success();
    same_files(sample_outputs(), out.path(), "stages repeated");
}

#[test]
fn a_second_run_into_the_same_folder_gives_the_same() {
    let out = folder();
    run(&sample(), out.path());
    run(&sample(), out.path());
    same_files(sample_outputs(), out.path(), "run twice");
    assert_eq!(left_behind(out.path()), 0, "a run leaves its own folder behind");
}
