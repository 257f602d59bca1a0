use super::*;
use crate::types::BlockKind::*;

fn lexicon() -> Lexicon {
    Lexicon::builtin().expect("built in")
}

fn article(record: RawRecord) -> Article {
    let lexicon = lexicon();
    let article = Normalizer::new(&lexicon).normalize(record).expect("an article");
    covered(&article);
    article
}

fn plain(text: &str) -> Article {
    article(RawRecord { text: text.into(), ..RawRecord::default() })
}

/// Blocks lie in order and cover what can be seen.
fn covered(article: &Article) {
    let mut at = 0;
    for b in &article.blocks {
        assert!(b.span.start >= at && b.span.end > b.span.start, "{:?}", article.blocks);
        assert!(article.text[at..b.span.start].trim().is_empty(), "{:?} is in no block", &article.text[at..b.span.start]);
        at = b.span.end;
    }
    assert!(article.text[at..].trim().is_empty());
}

fn kinds(article: &Article) -> Vec<(BlockKind, &str)> {
    article.blocks.iter().map(|b| (b.kind, b.span.of(&article.text))).collect()
}

const PASTED: &str = "Storm King using 3 odd tricks to fill ferry with pilgrims\n\n9 hours ago 4\n\nThe line is said to sell tickets twice.\n\n08:15, Mon, Mar 3, 2025 | UPDATED: 09:40, Mon, Mar 3, 2025\n\nPilgrims and crew on the quay\n\nThe ferry on Sunday night (Image: Getty/X:Jana Roe)\n\nThe ferry Storm King took 300 pilgrims to sea on Sunday although it may carry 120, the port of Velden said.\n\nOur boats have pulled 14 people from the water. The search goes on through the night.\n\nWe are told that… pic.twitter.com/Ab12Cd34\n\n— Jana Roe / Яна Ро (@janaroe) March 2, 2025\n\nThe line did not answer calls.\n\nIPSO Regulated Copyright ©2025 Coast Papers. \"Velden Herald\" is a registered trademark. All rights reserved.\n\nRead Entire Article\n\n<";

#[test]
fn a_paste_from_an_aggregator() {
    let a = plain(PASTED);
    let k: Vec<BlockKind> = a.blocks.iter().map(|b| b.kind).collect();
    assert_eq!(
        k,
        [
            Headline,
            Boilerplate,
            Standfirst,
            Dateline,
            Caption,
            Caption,
            Paragraph,
            Embed,
            Embed,
            Boilerplate,
            Embed,
            Paragraph,
            Boilerplate,
            Boilerplate,
            Boilerplate
        ],
        "{:#?}",
        kinds(&a)
    );
    assert_eq!(a.title.as_deref(), Some("Storm King using 3 odd tricks to fill ferry with pilgrims"));
    assert_eq!(a.outlet.as_deref(), Some("Velden Herald"));
    assert_eq!(a.published.as_deref(), Some("2025-03-03T08:15"));
    assert_eq!(a.modified.as_deref(), Some("2025-03-03T09:40"));
    assert_eq!(a.published_source.as_deref(), Some("text"));
    assert_eq!(a.language.as_deref(), Some("en"));
    let post = a.blocks[7].embed.clone().expect("a post");
    assert_eq!(post.author.as_deref(), Some("Jana Roe"));
    assert_eq!(post.handle.as_deref(), Some("@janaroe"));
    assert_eq!(post.day, "2025-03-02".parse().ok());
}

#[test]
fn the_text_stays_as_it_was() {
    let text = "\u{feff}Nine\u{a0}die in the pit\r\n\r\nOffi\u{ad}cials said on Monday that nine miners had died in the pit.\r\n";
    assert_eq!(plain(text).text, text);
}

#[test]
fn datelines_of_wires() {
    for (text, wire) in [
        ("TORVALE, Belmaria (AP) - Nine miners were killed on Monday.", Some("AP")),
        ("TORVALE, Belmaria (AP)_ Some 900 miners marched on Monday.", Some("AP")),
        ("TORVALE, March 3 (Reuters) - Nine miners were killed on Monday.", Some("Reuters")),
        ("(Reuters) — Nine miners were killed on Monday.", Some("Reuters")),
        ("VELDEN — A girl of 6 was hurt on Monday.", None),
        ("PORT VELDEN, Ost. -- Nine miners were killed on Monday.", None),
    ] {
        let a = plain(text);
        assert_eq!(a.blocks.iter().map(|b| b.kind).collect::<Vec<_>>(), [Dateline, Paragraph], "{text}");
        assert_eq!(a.wire_credit.as_deref(), wire, "{text}");
    }
}

#[test]
fn prose_with_a_dash_has_no_dateline() {
    for text in [
        "Nine miners - all of them young - were killed on Monday.",
        "Police - Who came late - did not say how many were hurt.",
        "Torvale-Velden trains stood still on Monday, and 400 people walked.",
        "Anna Roe — The mayor's aunt — said nine had died on Monday.",
    ] {
        assert!(plain(text).blocks.iter().all(|b| b.kind == Paragraph), "{text}: {:?}", plain(text).blocks);
    }
}

#[test]
fn a_given_title_that_is_printed_again_is_the_headline() {
    let record = RawRecord {
        text: "Nine die in pit.\n\nNine miners died on Monday in the pit at Torvale, officials said.".into(),
        title: Some("Nine die in pit".into()),
        ..RawRecord::default()
    };
    let a = article(record);
    assert_eq!(a.blocks[0].kind, Headline);
    assert_eq!(a.title.as_deref(), Some("Nine die in pit"));
}

#[test]
fn sentences_are_no_headlines() {
    assert_eq!(
        plain("Nine miners died on Monday.\nEight more were found alive by dogs, officials of the coal board said.").blocks[0].kind,
        Paragraph
    );
    assert_eq!(plain("Nine die in pit").blocks[0].kind, Paragraph);
}

#[test]
fn furniture_between_counters() {
    let a = plain("12:40\n3 comments\nShare\nEighteen people were hurt in Pell when a tram left its rails.");
    assert_eq!(a.blocks.iter().map(|b| b.kind).collect::<Vec<_>>(), [Boilerplate, Boilerplate, Boilerplate, Paragraph]);
}

#[test]
fn bylines_give_author_and_outlet() {
    let a = plain(
        "Nine die in Torvale pit\nBy Jana Roe and Max Poe, The Harbour Post\nPublished 3 March 2025\nNine miners died on Monday in the pit at Torvale, the mayor said.",
    );
    assert_eq!(a.author.as_deref(), Some("Jana Roe and Max Poe"));
    assert_eq!(a.outlet.as_deref(), Some("The Harbour Post"));
    assert_eq!(a.published.as_deref(), Some("2025-03-03"));
    assert_eq!(a.blocks.iter().map(|b| b.kind).collect::<Vec<_>>(), [Headline, Byline, Dateline, Paragraph]);
}

#[test]
fn short_texts_are_text() {
    for text in ["192.", "April 12, 2025", "Read more: nine died", "https://post.example/pit"] {
        assert_eq!(plain(text).blocks.iter().map(|b| b.kind).collect::<Vec<_>>(), [Paragraph], "{text}");
    }
}

#[test]
fn datelines_are_no_credits_of_pictures() {
    let a = plain(
        "VELDEN (KVEL/AP) – Police said that three people were hurt in a fire at a motel.\n\nThe motel has 12 rooms, and all of them are gone.",
    );
    assert_eq!(a.blocks.iter().map(|b| b.kind).collect::<Vec<_>>(), [Dateline, Paragraph, Paragraph]);
    let a = plain("A poll of Reuters/Ipsos showed 40 percent for the mayor.\n\nThe motel has 12 rooms, and all of them are gone.");
    assert_eq!(a.blocks[0].kind, Paragraph);
}

#[test]
fn bylines_in_other_forms() {
    for (line, author, wire) in [
        ("By Jana RoeAssociated Press", "Jana Roe", Some("AP")),
        ("By JANA ROE, Associated Press Writer", "JANA ROE", Some("AP")),
        ("By Jana Roe - Staff Writer", "Jana Roe", None),
        ("By Jana Roe | April 12, 2025 at 5:20 p.m.", "Jana Roe", None),
    ] {
        let a = plain(&format!("Nine die in Torvale pit\n{line}\nNine miners died on Monday in the pit at Torvale, the mayor said."));
        assert_eq!(a.author.as_deref(), Some(author), "{line}");
        assert_eq!(a.wire_credit.as_deref(), wire, "{line}");
        assert_eq!(a.blocks[1].kind, Byline);
    }
}

#[test]
fn copyright_lines_give_the_outlet() {
    for (line, outlet, wire) in [
        ("© 2025 The Harbour Post", Some("The Harbour Post"), None),
        ("Copyright 2016 by KVEL - All rights reserved.", Some("KVEL"), None),
        ("Copyright 2016 Harbour Radio Ltd. All rights reserved.", Some("Harbour Radio"), None),
        ("Copyright 2016 The Associated Press. All rights reserved.", None, Some("AP")),
        ("Copyright Associated Press / KVEL Velden", Some("KVEL Velden"), Some("AP")),
        ("(© 2016 KVEL)", Some("KVEL"), None),
        ("© Local9.com 2017", Some("Local9.com"), None),
        ("© 2017 KVEL News 5", Some("KVEL News 5"), None),
    ] {
        let a = plain(&format!("Nine miners died on Monday in the pit at Torvale.\n\n{line}"));
        assert_eq!(a.blocks.last().map(|b| b.kind), Some(Boilerplate), "{line}");
        assert_eq!(a.outlet.as_deref(), outlet, "{line}");
        assert_eq!(a.wire_credit.as_deref(), wire, "{line}");
    }
}

#[test]
fn fields_come_before_the_text() {
    let record = RawRecord {
        text: PASTED.into(),
        outlet: Some("Ostland Courier".into()),
        published: Some("2025-03-04".into()),
        fields_source: Some("field".into()),
        ..RawRecord::default()
    };
    let a = article(record);
    assert_eq!(a.outlet.as_deref(), Some("Ostland Courier"));
    assert_eq!(a.published.as_deref(), Some("2025-03-04"));
    assert_eq!(a.published_precision.as_deref(), Some("day"));
    assert_eq!(a.published_source.as_deref(), Some("field"));
}

#[test]
fn ids_depend_on_content_alone() {
    let record = |title: &str, text: &str, path: &str| RawRecord {
        text: text.into(),
        title: Some(title.into()),
        source_path: path.into(),
        ..RawRecord::default()
    };
    let id = |r: RawRecord| article(r).article_id;
    let first = id(record("ab", "Nine died.", "x"));
    assert_eq!(first, id(record("ab", "Nine died.", "y/z")));
    assert_ne!(first, id(record("a", "Nine died.", "x")));
    assert_eq!(first.len(), 34);
    let (one, two) = (
        RawRecord { title: Some("a".into()), outlet: Some("bc".into()), ..record("", "t.", "") },
        RawRecord { title: Some("ab".into()), outlet: Some("c".into()), ..record("", "t.", "") },
    );
    assert_ne!(id(one), id(two));
}

#[test]
fn hostile_texts_give_blocks_or_a_reason() {
    let lexicon = lexicon();
    let n = Normalizer::new(&lexicon);
    for text in [
        "\u{0}",
        "(@)",
        "— (@a) ",
        "(@ab) March 2, 2025",
        "©",
        "copyright",
        "By ",
        "- - -",
        "<<<>>>",
        "\u{202e}9\u{200b}",
        "A — B",
        "ÄÖ — Ü (@äö) 2",
        "1.\n2.\n3.",
    ] {
        match n.normalize(RawRecord { text: text.into(), ..RawRecord::default() }) {
            Ok(a) => covered(&a),
            Err(r) => assert!(!r.reason.is_empty()),
        }
    }
}

#[test]
fn long_lines_cost_linear_time() {
    let lexicon = lexicon();
    let n = Normalizer::new(&lexicon);
    for piece in ["Nine died. ", "(@a", "— ", "© 2", "pic.twitter.com/", "a\n", "TORVALE, "] {
        let text = piece.repeat(200_000);
        let started = std::time::Instant::now();
        let _ = n.normalize(RawRecord { text, ..RawRecord::default() });
        assert!(started.elapsed().as_secs() < 20, "{piece:?} took {:?}", started.elapsed());
    }
}

#[test]
fn a_masthead_is_the_outlet_and_no_headline() {
    for (text, outlet, title) in [
        (
            "Torvale Herald\nHome > News > Ferry\n\nThree children among 31 dead, 63 still missing\n\nBy Ida Moss\n\nPublished: 12 May 2025, 19.40\n\nThe ferry went down on Sunday, and the search was called off at night, the coast guard said.\n\n© 2025 Torvale Herald Publishing",
            "Torvale Herald",
            Some("Three children among 31 dead, 63 still missing"),
        ),
        (
            "VELDEN COURIER\nMonday, June 9, 2025\n\nPolice raise arrests to 34; union disputes figure\n\nGRENHOLM, Ostland (NPW) - Police in Grenholm have arrested 34 people since the march of Saturday, they said.",
            "Velden Courier",
            Some("Police raise arrests to 34; union disputes figure"),
        ),
        (
            "Brume Gazette – Week-end edition\n\nPublished on Sunday 8 June 2025\n\nDockers march; nobody agrees how many\n\nThe dockers of the capital marched on Saturday, and nobody could say how many had come.\n\n© Brume Gazette 2025",
            "Brume Gazette",
            Some("Dockers march; nobody agrees how many"),
        ),
        (
            "Velden Post editor quits\n\nThe editor of the Velden Post, the oldest paper of the coast, quit on Monday after nine years in office.",
            "",
            Some("Velden Post editor quits"),
        ),
    ] {
        let a = plain(text);
        assert_eq!((a.outlet.as_deref().unwrap_or(""), a.title.as_deref()), (outlet, title), "{:#?}", kinds(&a));
    }
}

#[test]
fn bars_of_buttons_and_lists_of_links_are_furniture() {
    let a = plain(
        "Pit closed at Torvale\n\nLIVE  3 comments  Share\n\nThe pit at Torvale was closed on Monday, and its 200 miners were sent home for the week.\n\nNobody was killed.\n\n4 comments | Share | Sign up for our newsletter\nMore from World\n- Ferry company orders 2 new ships\n- 5 recipes for smoked eel\n\nView all 14 comments",
    );
    let boilerplate = kinds(&a).into_iter().filter(|(k, _)| *k == Boilerplate).count();
    assert_eq!(boilerplate, 6, "{:#?}", kinds(&a));
    // A list within the story stays.
    let a = plain("The pit at Torvale was closed on Monday. What is known of those who were in it:\n- 14 dead\n- 30 hurt");
    assert!(kinds(&a).iter().all(|(k, _)| *k == Paragraph), "{:#?}", kinds(&a));
}

#[test]
fn times_of_a_live_report_are_datelines() {
    let a = plain(
        "Ferry disaster: as it happened\n\n12 May 2025\n\n18.40\n\nThe coast guard has found 14 bodies, its chief has just told us.\n\n17:05 BST\n\nNine people are missing, the line says in a short note.\n\n4.30pm\n\nDivers are on their way to the wreck, we hear from the quay.",
    );
    let times: Vec<&str> = kinds(&a).into_iter().filter(|(k, _)| *k == Dateline).map(|(_, t)| t).collect();
    assert_eq!(times, ["12 May 2025", "18.40", "17:05 BST", "4.30pm"]);
    // One time alone is a counter of a player.
    let a = plain("Pit closed at Torvale\n\n02:40\n\nThe pit at Torvale was closed on Monday, and its miners were sent home.");
    assert_eq!(kinds(&a)[1].0, Boilerplate);
}

#[test]
fn short_first_lines_are_headlines() {
    let a = plain("Pit disaster\n\nNine miners were killed on Monday when the roof of a pit fell in at Torvale, officials said.");
    assert_eq!((a.title.as_deref(), kinds(&a)[0].0), (Some("Pit disaster"), Headline));
}

#[test]
fn tables_of_days_and_firms_in_brackets_are_no_furniture() {
    let a = plain(
        "Output of the pits\n\nThe pits of Ostland gave more coal in March than in the month before, the board said on Monday.\n\n02/28/87    01/31/87  02/28/86\n<Torvale Mines Ltd> said it\nwould shut two of its nine pits before the summer, as the price of coal had not risen for a year.",
    );
    assert!(!kinds(&a).iter().any(|(k, _)| *k == Boilerplate), "{:#?}", kinds(&a));
    let a = plain("JANA ROE\n\nNine miners were killed on Monday when the roof of a pit fell in at Torvale, officials said.");
    assert_eq!(a.title, None);
    assert_eq!(plain("Nine died in the pit.\n\nCopyright 2016 CBS Local Media").outlet, None);
}
