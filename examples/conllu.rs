//! Prints a text file as CoNLL-U: `cargo run --no-default-features --example conllu -- FILE [MODEL]`.

use howmany::syntax::{Syntax, conllu};
use howmany::types::Span;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let text = std::fs::read_to_string(args.next().ok_or("FILE?")?)?;
    let syntax = match args.next() {
        Some(model) => Syntax::load(&std::fs::read(model)?)?,
        None => Syntax::builtin()?,
    };
    let start = std::time::Instant::now();
    let mut sentences = syntax.sentences(&text, Span::new(0, text.len()));
    let cut = start.elapsed().as_secs_f64();
    syntax.parse(&text, &mut sentences);
    let words: usize = sentences.iter().map(|s| s.words.len()).sum();
    let all = start.elapsed().as_secs_f64();
    eprintln!("{words} words; cut {:.1} MB/s, cut and parsed {:.0} words/s", text.len() as f64 / 1e6 / cut, words as f64 / all);
    print!("{}", conllu::write(&text, &sentences));
    Ok(())
}
