//! Makes a large corpus out of the sample: `corpus --mb 50 --seed 1 --out news.jsonl` writes 50 MB of text, the same bytes for the same seed.
//!
//! Sentences of the sample are drawn anew for every article, with other names, numbers, nouns and days, so that no article is a copy of
//! another; one to five articles tell the same story, in the words of different outlets. For measuring speed and memory, not quality.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use howmany::input::{InputOptions, expand, read};

/// Outlets that do not exist, in two halves that are put together.
const OUTLETS: (&[&str], &[&str]) = (
    &["Velden", "Orsk", "Torvale", "Skerry", "Marenka", "Harbour", "Evening", "Northern", "Lantern", "Border"],
    &["Post", "Courier", "Gazette", "Herald", "Echo", "Monitor", "Observer", "Tribune"],
);

/// Counted nouns that take each other's place: the same reading, other words.
const NOUNS: &[&str] = &[
    "miners",
    "villagers",
    "passengers",
    "dockers",
    "soldiers",
    "residents",
    "workers",
    "pupils",
    "farmers",
    "sailors",
    "drivers",
    "nurses",
    "students",
    "tourists",
    "guards",
    "prisoners",
    "officers",
    "protesters",
    "fishermen",
    "refugees",
];

/// Sentences without figures, as most of a newspaper's are; Velden and Orsky become other names in each story.
const FILLER: &[&str] = &[
    "The road along the river near Velden was closed for most of the morning.",
    "Neighbors of Orsky stood in the rain and watched, saying little.",
    "Nobody from the ministry in Velden was available for comment on the matter.",
    "The mayor of Velden, who had been travelling, returned in the evening and went straight to the town hall.",
    "It was not clear at first who would pay for the work that has to be done.",
    "Orsky said that the council had been warned of this more than once, and that the warnings had been ignored.",
    "A spokeswoman for the company declined to say when the gates at Velden would be opened again.",
    "The weather is expected to turn colder, with wind from the north, before the end of the week.",
    "Those who remember the old harbour of Velden say that it was never quiet there.",
    "According to Orsky, the question is not whether the bridge will be repaired but by whom.",
    "Critics of the plan point out that similar promises were made before and came to nothing.",
    "The court has not yet decided whether the letter from Velden may be read in public.",
    "In the afternoon the square filled slowly, and by dusk the shops around it had closed.",
    "Orsky told reporters that he would answer questions after the meeting, and left by a side door.",
    "The report describes in detail how the pumps failed and why nobody at Velden noticed.",
    "Schools stayed open, although many parents in Velden kept their children at home.",
    "An appeal has been lodged, and the lawyers of Orsky say that they are confident.",
    "The union believes that the offer was made only to gain time.",
    "Trains between Velden and the coast were running again by noon, the railway said.",
    "What happens next depends on the vote, which has been put off again.",
];

/// Capitalized words that are no names of the story.
const KEPT: &[&str] = &[
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "President",
    "Minister",
    "Mr",
    "Mrs",
    "Ms",
    "Dr",
    "I",
    "He",
    "She",
    "They",
    "We",
    "It",
    "The",
    "A",
    "An",
    "In",
    "On",
    "At",
    "But",
    "And",
];

/// A step of SplitMix64 (G. Steele and others, 2014).
struct Seeded(u64);

impl Seeded {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (mut mb, mut seed, mut out, mut folder) = (20.0, 1u64, PathBuf::from("corpus.jsonl"), PathBuf::from("data/raw/sample"));
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or_else(|| format!("{name} wants a value"))?;
        match name.as_str() {
            "--mb" => mb = value.parse()?,
            "--seed" => seed = value.parse()?,
            "--out" => out = value.into(),
            "--sample" => folder = value.into(),
            _ => return Err(format!("{name}: is no option; there are --mb, --seed, --out, --sample").into()),
        }
    }
    let sentences = sentences(&folder)?;
    if sentences.len() < 50 {
        return Err(format!("{}: only {} sentences found", folder.display(), sentences.len()).into());
    }
    let mut file = BufWriter::new(std::fs::File::create(&out)?);
    let (mut written, mut articles, mut story) = (0usize, 0u64, 0u64);
    while (written as f64) < mb * 1e6 {
        story += 1;
        let mut draw = Seeded(seed.wrapping_mul(0x5851_f42d_4c95_7f2d) ^ story);
        let own: Vec<usize> = (0..16).map(|_| draw.below(sentences.len())).collect();
        let day = draw.below(5_000);
        for _ in 0..=draw.below(5) {
            articles += 1;
            let length = 12 + draw.below(28);
            let mut text = String::new();
            let mut title = String::new();
            for n in 0..length {
                let own = if draw.below(3) == 0 { own[draw.below(own.len())] } else { draw.below(sentences.len()) };
                let pick = if n > 0 && draw.below(5) < 3 { FILLER[draw.below(FILLER.len())] } else { &sentences[own] };
                let sentence = changed(pick, story, &mut draw);
                if n == 0 {
                    title = sentence.trim_end_matches('.').chars().take(90).collect();
                }
                text.push_str(&sentence);
                text.push_str(if n % 3 == 2 { "\n\n" } else { " " });
            }
            let printed = day + draw.below(6);
            let outlet = format!("{} {}", OUTLETS.0[draw.below(OUTLETS.0.len())], OUTLETS.1[draw.below(OUTLETS.1.len())]);
            let published = format!("{:04}-{:02}-{:02}", 2008 + printed / 336, 1 + printed / 28 % 12, 1 + printed % 28);
            written += text.len();
            let row = serde_json::json!({ "id": format!("s{seed}-{articles}"), "title": title, "outlet": outlet, "published": published, "text": text.trim_end() });
            writeln!(file, "{row}")?;
        }
    }
    file.flush()?;
    println!("{}: {:.1} MB of text, {articles} articles, {story} stories", out.display(), written as f64 / 1e6);
    Ok(())
}

/// The sample's sentences that end in a point, in reading order.
fn sentences(folder: &Path) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let options = InputOptions::default();
    let (sources, _) = expand(&[folder.to_owned()], &options)?;
    let mut out: Vec<String> = Vec::new();
    for source in &sources {
        read(source, &options, &mut |found| {
            let Ok(record) = found else { return };
            for line in record.text.lines() {
                let mut start = 0;
                for (at, _) in line.match_indices(". ") {
                    if line[at + 2..].starts_with(|c: char| c.is_uppercase() || c == '"' || c == '“') {
                        out.push(line[start..=at].trim().to_owned());
                        start = at + 2;
                    }
                }
                out.push(line[start..].trim().to_owned());
            }
        });
    }
    out.retain(|s| s.ends_with('.') && s.len() > 40 && s.len() < 400);
    out.sort();
    out.dedup();
    Ok(out)
}

/// A sentence with the story's names, a counted noun for another, and numbers moved.
fn changed(sentence: &str, story: u64, draw: &mut Seeded) -> String {
    let mut out = String::with_capacity(sentence.len() + 16);
    let mut first = true;
    for piece in sentence.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let end = piece.char_indices().rfind(|(_, c)| !c.is_alphanumeric()).map_or(piece.len(), |(i, _)| i);
        let (word, rest) = piece.split_at(end);
        if NOUNS.contains(&word) {
            out.push_str(NOUNS[draw.below(NOUNS.len())]);
        } else if word.len() <= 4 && word.parse::<u64>().is_ok_and(|n| n > 31 && !(1900..2100).contains(&n)) {
            let n: u64 = word.parse().unwrap_or(40);
            out.push_str(&(n + draw.next() % (n / 2)).to_string());
        } else if !first
            && word.len() > 2
            && word.starts_with(char::is_uppercase)
            && !word.chars().all(char::is_uppercase)
            && !KEPT.contains(&word)
        {
            out.push_str(&name(word, story));
        } else {
            out.push_str(word);
        }
        first &= word.is_empty();
        out.push_str(rest);
    }
    out
}

/// The name that stands for a name of the sample in this story.
fn name(of: &str, story: u64) -> String {
    const SYLLABLES: &[&str] =
        &["ba", "ro", "ven", "mir", "tal", "esk", "or", "lin", "gar", "du", "pel", "sha", "ton", "vi", "kre", "mo", "zan", "hul"];
    let seed = of.bytes().fold(story, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    let mut draw = Seeded(seed);
    let mut out = String::new();
    for _ in 0..2 + draw.below(3) {
        out.push_str(SYLLABLES[draw.below(SYLLABLES.len())]);
    }
    out[..1].to_uppercase() + &out[1..]
}
