//! Attributions of invented sentences, read with the built-in lexicon and model.

use std::sync::OnceLock;

use crate::extract::Extractor;
use crate::lexicon::Lexicon;
use crate::syntax::Syntax;
use crate::types::{Article, Block, BlockKind, Extraction, Span, Stance};

fn read(text: &str) -> Extraction {
    static SHARED: OnceLock<Extractor> = OnceLock::new();
    let extractor =
        SHARED.get_or_init(|| Extractor::new(Lexicon::builtin().expect("built-in lexicon"), Syntax::builtin().expect("built-in model")));
    let blocks = vec![Block { span: Span::new(0, text.len()), kind: BlockKind::Paragraph, embed: None }];
    let published_day = Some(jiff::civil::date(2025, 6, 10));
    extractor.extract(&Article { text: text.into(), blocks, published_day, ..Article::default() })
}

/// Source, cue and content of every attribution.
fn of(text: &str) -> Vec<(String, String, String)> {
    let show = |s: Option<Span>| s.map(|s| s.of(text).to_owned()).unwrap_or_default();
    let content = |c: &[Span]| c.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" / ");
    read(text).attributions.iter().map(|a| (show(a.source), show(a.cue), content(&a.content))).collect()
}

fn one(text: &str) -> (String, String, String) {
    of(text).into_iter().next().expect("an attribution")
}

#[test]
fn what_is_said_begins_behind_the_verb() {
    assert_eq!(
        one("Police said more than 30 of the 67 people who were arrested remained in custody.").2,
        "more than 30 of the 67 people who were arrested remained in custody"
    );
    assert_eq!(one("The mayor said on Monday that nine barns had burned.").2, "that nine barns had burned");
}

#[test]
fn verbs_that_color_a_verb_of_saying_belong_to_its_cue() {
    let (source, cue, content) = one("Ana Velt continued to insist that the dam was safe.");
    assert_eq!((source.as_str(), cue.as_str(), content.as_str()), ("Ana Velt", "continued to insist", "that the dam was safe"));
    let read = read("The ministry declined to say how many people were held.");
    assert_eq!(read.attributions[0].stance, Stance::DeclinesComment);
    // Refusing a deed is no silence.
    assert!(read_stances("The deputies refused to leave the hall.").iter().all(|s| *s != Stance::DeclinesComment));
}

fn read_stances(text: &str) -> Vec<Stance> {
    read(text).attributions.iter().map(|a| a.stance).collect()
}

#[test]
fn a_source_takes_its_apposition_and_leaves_its_day() {
    let text = "\"The dam is old,\" said Ana Velt, a former chair of the guild who left it in anger.";
    assert_eq!(one(text).0, "Ana Velt, a former chair of the guild who left it in anger");
    assert_eq!(one("Ana Velt on Monday said that nine barns had burned.").0, "Ana Velt");
}

#[test]
fn nouns_of_saying_have_an_owner() {
    let all = of("The mayor expressed concern about the old dam.");
    assert_eq!(all, [("The mayor".into(), "expressed concern about".into(), "the old dam".into())]);
    assert!(of("Support for the dam grew in spring.").is_empty());
}

#[test]
fn a_quotation_goes_on_behind_the_sentence_with_its_cue() {
    let text = "\"We lost the barn,\" said Ana Velt, a farmer of Torvale who saw the fire. \"It took nine cows.\"";
    assert!(one(text).2.ends_with("\"It took nine cows.\""), "{}", one(text).2);
    // Nobody has spoken before.
    assert!(of("The bus stopped. \"Torvale\" is the name of a town.").is_empty());
}

#[test]
fn who_hands_on_a_document_stands_around_it() {
    let text = "A letter obtained by the Torvale Herald says that 14 officers were dismissed.";
    let all = read(text).attributions;
    let inner = all.iter().find(|a| a.cue.is_some_and(|c| c.of(text) == "says")).expect("says");
    let outer = inner.parent.map(|p| &all[p]).expect("who obtained it");
    assert_eq!(outer.cue.map(|c| c.of(text)), Some("obtained"));
}

#[test]
fn parents_are_the_smallest_contents_around() {
    let text = "The envoy said the guards had claimed that the farmers reported nine fires.";
    let all = read(text).attributions;
    let parents: Vec<Option<usize>> = all.iter().map(|a| a.parent).collect();
    assert_eq!(parents, [None, Some(0), Some(1)]);
}

/// The contents of the attributions whose source is this.
fn said_by(text: &str, source: &str) -> Vec<String> {
    of(text).into_iter().filter(|(s, ..)| s == source).map(|(.., content)| content).collect()
}

#[test]
fn what_one_says_ends_where_the_next_one_speaks() {
    let text = "The union said that nine men were held, but the mayor said that six were free.";
    assert_eq!(said_by(text, "The union"), ["that nine men were held"]);
    assert_eq!(said_by(text, "the mayor"), ["that six were free"]);
    // One speaker, two clauses.
    assert_eq!(said_by("The union said that nine were held and six were free.", "The union"), ["that nine were held and six were free"]);
}

#[test]
fn a_clause_hung_on_the_hearer_is_what_is_said() {
    assert_eq!(said_by("Doctors told the Green Cross that 25 miners had been treated.", "Doctors"), ["that 25 miners had been treated"]);
    assert_eq!(said_by("The court heard from a guard that six men had been beaten.", "a guard"), ["that six men had been beaten"]);
    assert_eq!(said_by("The envoy met a guard who had beaten six men.", "a guard"), Vec::<String>::new());
}

#[test]
fn the_second_speaker_may_share_the_verb() {
    let text = "Police counted 20,000 marchers and the union about 22,000.";
    assert_eq!(said_by(text, "Police"), ["20,000 marchers"]);
    assert_eq!(said_by(text, "the union"), ["about 22,000"]);
    // Whom they counted, not who counts.
    assert_eq!(of("Police counted 20,000 marchers and 40 dogs.").len(), 1);
}

#[test]
fn a_number_may_be_somebodys() {
    let text = "Police put the crowd at 8,000 people, against the organizers' 30,000.";
    assert_eq!(said_by(text, "the organizers"), ["30,000"]);
    assert_eq!(said_by(text, "Police"), ["the crowd at 8,000 people"]);
    assert!(of("The town's 30,000 residents slept.").is_empty());
}

#[test]
fn what_something_is_said_in_belongs_to_the_cue() {
    assert_eq!(one("Ana Velt said in a statement that the dam was old.").1, "said in a statement");
    assert_eq!(one("Ana Velt said in Torvale that the dam was old.").1, "said");
}

#[test]
fn lists_that_look_like_nouns_speak() {
    let all = of("A ledger seen by the Harbor Post lists 57 recruits.");
    assert!(all.contains(&("A ledger".into(), "lists".into(), "57 recruits".into())), "{all:?}");
    assert!(of("The ledger of lists 57 to 60 was lost.").is_empty());
}

#[test]
fn thoughts_of_the_reader_are_no_news() {
    assert!(of("Do you believe that nine ships sank?").is_empty());
    assert_eq!(of("Officers believe that nine ships sank.").len(), 1);
}

#[test]
fn what_is_called_absurd_is_denied() {
    let read = read("The minister called the union's figure of 45,000 strikers absurd.");
    let minister = read.attributions.iter().find(|a| a.cue_lemma == "call").expect("called");
    assert_eq!(minister.stance, Stance::Denies);
    let plain = "The minister called the union's figure of 45,000 strikers good.";
    assert!(read_stances(plain).iter().all(|s| *s == Stance::Asserts));
}

#[test]
fn a_cue_takes_in_its_preposition_and_the_paper_it_is_printed_on() {
    let gerund = one("The premier called for cutting the fee.");
    assert_eq!((gerund.1.as_str(), gerund.2.as_str()), ("called for", "cutting the fee"));
    let order = one("The guild asked the captains who came to stay in port.");
    assert_eq!((order.1.as_str(), order.2.as_str()), ("asked", "to stay in port"));
    let paper = of("The union issued a statement saying that nine had died.");
    assert_eq!(paper, [("The union".into(), "issued a statement saying".into(), "that nine had died".into())]);
    // Other verbs than the cues they look like.
    assert!(of("The clerk figured out the way home.").is_empty());
    assert!(of("Prices continued to fall.").is_empty());
}

#[test]
fn each_of_two_speakers_has_the_clause_he_closes() {
    let all = of("Nine boats sank, the guard said, and 14 men were missing, the mayor said.");
    let contents: Vec<&str> = all.iter().map(|a| a.2.as_str()).collect();
    assert_eq!(contents, ["Nine boats sank", "14 men were missing"]);
    let asked = of("Asked whether he would go, Oren Brandt said he had no plans.");
    assert!(asked.iter().any(|a| a.0 == "Oren Brandt" && a.2 == "he had no plans"), "{asked:?}");
}
