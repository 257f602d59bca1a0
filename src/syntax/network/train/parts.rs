//! The parts of the model that are trained here: word classes and the network.
//!
//! The network learns in three rounds: from the treebanks alone; on from there with its own trees of open news beside them; and
//! once more, with the better trees that it makes by then.

use super::data::{Example, Row, names, words};
use super::net::Net;
use super::run::{Plan, train, widen};
use super::score::measure;
use super::{exchange, export, silver};
use crate::syntax::conllu::GoldSentence;
use crate::syntax::network::classes::Classes;
use crate::syntax::network::features::Features;
use crate::syntax::network::infer::weights::Weights;
use crate::syntax::network::shape::{Names, Shape};
use crate::syntax::train::{Corpus, Sections};

/// Names of the open texts that classes and silver trees come from.
const OPEN: [&str; 2] = ["gmb.iob2", "wikigold.iob2"];
/// Occurrences that give a word a row of its own.
const LEAST: u32 = 2;
/// Share of words on whose head the teachers must agree.
const AGREED: f32 = 0.6;

/// Sentences of a text in the form of `gmb.iob2`: one word a line, before the first tab; a blank line ends a sentence; lines
/// that begin with `# ` are comments.
pub fn open_text(text: &str) -> Vec<Vec<&str>> {
    text.split("\n\n")
        .map(|block| {
            block.lines().filter(|l| !l.starts_with("# ")).filter_map(|l| l.split('\t').next()).filter(|w| !w.is_empty()).collect()
        })
        .filter(|s: &Vec<&str>| !s.is_empty())
        .collect()
}

/// Sentences of all open texts, in the order of [`OPEN`].
pub fn open(corpus: &Corpus) -> Vec<Vec<&str>> {
    OPEN.iter().flat_map(|name| corpus.texts.iter().filter(move |t| t.0 == *name)).flat_map(|t| open_text(&t.1)).collect()
}

/// Word classes from the open texts and the words of the treebanks.
pub fn find_classes(corpus: &Corpus) -> Classes {
    let trees = corpus.train.iter().map(|s| s.words.iter().map(|w| w.form.as_str()).collect());
    exchange::classes(open(corpus).into_iter().chain(trees))
}

/// Trains the section [`Classes::SECTION`].
pub fn classes(corpus: &Corpus) -> Sections {
    vec![(Classes::SECTION, find_classes(corpus).to_bytes())]
}

/// A treebank sentence as rows; the root has its own index as head.
pub fn rows(sentence: &GoldSentence) -> Vec<Row<'_>> {
    let words = sentence.words.iter().enumerate();
    words.map(|(i, w)| (w.form.as_str(), w.upos, w.xpos, w.head.checked_sub(1).unwrap_or(i), w.rel)).collect()
}

/// Everything that trainings share.
#[derive(Debug)]
pub struct Ground {
    /// Tags and relations.
    pub names: Names,
    /// Treebank sentences.
    pub gold: Vec<Example>,
    /// Name and sentences of the treebanks that are only measured.
    pub dev: Vec<(String, Vec<Example>)>,
    /// Open sentences without trees.
    pub open: Vec<Example>,
    /// Rows with words of the treebanks alone, for the teachers.
    pub narrow: Features,
    /// Rows with words of the open texts too.
    pub wide: Features,
}

impl Ground {
    /// Prepares a corpus.
    pub fn new(corpus: &Corpus, classes: Classes) -> Self {
        let all: Vec<Vec<Row<'_>>> = corpus.train.iter().map(rows).collect();
        let names = names(all.iter().map(Vec::as_slice));
        let gold: Vec<Example> = all.iter().map(|r| Example::new(r, &names)).collect();
        let dev = corpus.dev.iter().map(|(n, s)| (n.clone(), s.iter().map(|s| Example::new(&rows(s), &names)).collect())).collect();
        let open = silver::sentences(&open(corpus), &corpus.train);
        let narrow = Features { words: words(gold.iter().map(|e| e.forms.as_slice()), LEAST), classes: classes.clone() };
        let wide = Features { words: words(gold.iter().chain(&open).map(|e| e.forms.as_slice()), LEAST), classes };
        Self { names, gold, dev, open, narrow, wide }
    }

    /// Sizes of a network with these tags and relations.
    pub fn shape(&self, embed: usize, hidden: usize, layers: usize) -> Shape {
        Shape { embed, hidden, layers, arc: 64, label: 80, tags: self.names.tags.len(), rels: self.names.rels.len() }
    }

    /// How the first network is trained, from the treebanks alone.
    pub fn first(&self) -> Plan {
        Plan {
            shape: self.shape(64, 80, 3),
            epochs: 10,
            pure: 10,
            silver: 0.0,
            words: 1000,
            parts: 1,
            rate: 0.004,
            dropout: 0.25,
            keep: 0.95,
            seed: 1,
        }
    }

    /// How it goes on, with its own trees of open news beside the treebanks.
    pub fn second(&self) -> Plan {
        Plan { epochs: 6, pure: 1, silver: 0.34, parts: 2, rate: 0.003, dropout: 0.2, seed: 21, ..self.first() }
    }

    /// Once more, with trees that are better by then.
    pub fn third(&self) -> Plan {
        Plan { epochs: 5, rate: 0.002, seed: 31, ..self.second() }
    }

    /// The first network over the wider word table.
    pub fn widened(&self, net: &Net) -> Net {
        widen(net, &self.narrow, &self.wide, self.gold.iter().chain(&self.open).flat_map(|e| &e.forms))
    }

    /// Trains by a plan, and says how it goes every few epochs.
    pub fn train(&self, title: &str, plan: &Plan, features: &Features, silver: &[Example], start: Option<Net>) -> Net {
        train(plan, features, &self.names, &self.gold, silver, start, |epoch, loss, net| {
            let shown = if epoch % 3 == 2 || epoch + 1 == plan.epochs {
                self.dev.iter().map(|(n, d)| format!("\n    {n} {}", measure(&[net], features, &self.names, d))).collect()
            } else {
                String::new()
            };
            println!(
                "  {title} epoch {epoch}: loss {:.3} (tag {:.3}, arc {:.3}, label {:.3}){shown}",
                loss.total(),
                loss.tag,
                loss.arc,
                loss.label
            );
        })
    }
}

/// Trains the sections [`Classes::SECTION`] and [`Weights::SECTION`].
pub fn network(corpus: &Corpus) -> Sections {
    let classes = find_classes(corpus);
    let ground = Ground::new(corpus, classes.clone());
    let first = ground.train("first", &ground.first(), &ground.narrow, &[], None);
    let parsed = |net: &Net, features: &Features| {
        let silver = silver::trees(&[(net, features)], &ground.open, AGREED);
        println!("  silver: {} of {} sentences", silver.len(), ground.open.len());
        silver
    };
    let silver = parsed(&first, &ground.narrow);
    let second = ground.train("second", &ground.second(), &ground.wide, &silver, Some(ground.widened(&first)));
    let silver = parsed(&second, &ground.wide);
    let net = ground.train("third", &ground.third(), &ground.wide, &silver, Some(second));
    vec![(Classes::SECTION, classes.to_bytes()), (Weights::SECTION, export::to_bytes(&net, &ground.wide, &ground.names))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_texts_are_read_line_by_line() {
        let text = "# newdoc\nTwo\tCD\tO\nboats\tNNS\tO\n\n#\tSYM\tO\n\n";
        assert_eq!(open_text(text), [vec!["Two", "boats"], vec!["#"]]);
        let corpus = Corpus { texts: vec![("gmb.iob2".into(), text.repeat(3))], ..Corpus::default() };
        assert_eq!(open(&corpus).len(), 6);
        assert_eq!(find_classes(&corpus).len(), 3);
    }
}
