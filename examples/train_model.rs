//! Trains the model from treebanks, or only some of its parts:
//!
//! `cargo run --release --no-default-features --example train_model -- --data shared/eval/treebank --train shared/train --out data/model/en.model --parts tokens,lemmas`
//!
//! Parts that are not named are kept as they are in the file at `--out`.

use std::error::Error;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Instant;

use howmany::syntax::conllu;
use howmany::syntax::train::{Corpus, Sections};
use howmany::syntax::{ModelFile, ModelWriter};

/// Name of a part and the function that trains it. In the order in which they are trained.
#[rustfmt::skip]
const PARTS: &[(&str, fn(&Corpus) -> Sections)] = &[
    ("cut", howmany::syntax::train::train_cut),
    ("lemmas", howmany::syntax::train::train_lemmas),
    ("classes", howmany::syntax::network::train::parts::classes),
    ("network", howmany::syntax::network::train::parts::network),
    ("names", howmany::syntax::names::train::part),
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut data = PathBuf::from("/work/shared/eval/treebank");
    let mut train = PathBuf::from("/work/shared/train");
    let mut lexicon = PathBuf::from("data/lexicon/en");
    let mut out = PathBuf::from("data/model/en.model");
    let mut parts: Vec<String> = PARTS.iter().map(|p| p.0.to_owned()).collect();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let value = args.next().ok_or_else(|| format!("{arg} needs a value"))?;
        match arg.as_str() {
            "--data" => data = value.into(),
            "--train" => train = value.into(),
            "--lexicon" => lexicon = value.into(),
            "--out" => out = value.into(),
            "--parts" => parts = value.split(',').map(str::to_owned).collect(),
            _ => return Err(format!("unknown option {arg}: --data DIR, --train DIR, --lexicon DIR, --out FILE, --parts A,B").into()),
        }
    }
    let mut corpus = Corpus::default();
    for path in files(&data, ".conllu.gz")? {
        let name = stem(&path);
        let sentences = conllu::read(&unpack(&path)?).map_err(|e| format!("{}: {e}", path.display()))?;
        println!("{name}: {} sentences, {} words", sentences.len(), sentences.iter().map(|s| s.words.len()).sum::<usize>());
        if name.contains("-train") {
            corpus.train.extend(sentences);
        } else if name.contains("-dev") {
            corpus.dev.push((name, sentences));
        }
    }
    for path in files(&train, ".iob2.gz")? {
        corpus.texts.push((stem(&path), unpack(&path)?));
    }
    // Word lists: the lexicon's, and those that lie beside the model.
    let beside = out.parent().map(Path::to_path_buf).unwrap_or_default();
    for path in files(&lexicon, ".csv")?.into_iter().chain(files(&beside, ".csv")?) {
        corpus.texts.push((stem(&path), std::fs::read_to_string(&path)?));
    }
    let mut writer = ModelWriter::new();
    for name in &parts {
        let (_, part) = PARTS.iter().find(|(n, _)| n == name).ok_or_else(|| format!("no part is called {name}"))?;
        let start = Instant::now();
        for (section, bytes) in part(&corpus) {
            println!("{name}: section {section}, {} bytes, {:.1} s", bytes.len(), start.elapsed().as_secs_f32());
            writer.section(section, bytes);
        }
    }
    // The other parts stay as they are.
    if let Ok(old) = std::fs::read(&out)
        && let Ok(old) = ModelFile::parse(&old)
    {
        writer.keep(&old);
    }
    let bytes = writer.finish();
    std::fs::write(&out, &bytes)?;
    println!("{}: {} bytes, {}", out.display(), bytes.len(), ModelFile::parse(&bytes)?.hash());
    Ok(())
}

/// Files of a folder whose names end so, sorted.
fn files(folder: &Path, end: &str) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let entries = std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|e| e.path()).filter(|p| p.to_string_lossy().ends_with(end)).collect();
    paths.sort();
    Ok(paths)
}

/// The name without `.gz`, nor `.conllu`.
fn stem(path: &Path) -> String {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    name.trim_end_matches(".gz").trim_end_matches(".conllu").to_owned()
}

/// The text of a packed file.
fn unpack(path: &Path) -> Result<String, Box<dyn Error>> {
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path)?).read_to_string(&mut text)?;
    Ok(text)
}
