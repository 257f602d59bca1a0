//! The language of a text, as an ISO 639-1 code.

/// Words that half of all English sentences hold, and few sentences of other languages.
const ENGLISH: &[&str] = &[
    "the", "of", "and", "to", "that", "was", "were", "with", "said", "from", "by", "has", "have", "been", "is", "are", "for", "at",
    "after", "who", "their", "which", "his", "her", "they", "it", "had", "not",
];

/// How much of a text is looked at, in bytes.
const LOOK: usize = 2000;

/// The language of `text`; "en" for short plain text that could be anything.
pub(super) fn detect(text: &str) -> Option<String> {
    let mut end = text.len().min(LOOK);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let look = &text[..end];
    let (mut words, mut english, mut sure) = (0usize, 0usize, 0usize);
    for word in look.split(|c: char| !c.is_alphanumeric() && c != '\'') {
        if !word.is_empty() {
            words += 1;
            if word.len() <= 5 && ENGLISH.iter().any(|e| e.eq_ignore_ascii_case(word)) {
                english += 1;
                sure +=
                    usize::from(word.eq_ignore_ascii_case("the") || word.eq_ignore_ascii_case("and") || word.eq_ignore_ascii_case("said"));
            }
        }
    }
    let letters = look.chars().filter(|c| c.is_alphabetic()).count();
    let plain = look.bytes().filter(u8::is_ascii_alphabetic).count();
    let latin = plain * 100 >= letters * 90;
    // One word in eight is plainly English, or fewer of those that only English has: saves the slow look.
    if latin && (english * 8 >= words.max(1) || sure * 20 >= words.max(1) && sure >= 2) {
        return Some("en".into());
    }
    let found = whatlang::detect(look);
    match found {
        Some(info) if !latin || (info.is_reliable() && letters >= 60) => short(info.lang()).map(str::to_owned),
        _ if letters == 0 => None,
        _ => Some("en".into()),
    }
}

/// A language as given in a field ("en-US", "English") as a code; none where it is not understood.
pub(super) fn code(given: &str) -> Option<String> {
    let lower = given.trim().to_ascii_lowercase();
    let main = lower.split(['-', '_', ' ', ';', ',']).next().unwrap_or("");
    match main.len() {
        2 if main.bytes().all(|b| b.is_ascii_lowercase()) => Some(main.to_owned()),
        3 => whatlang::Lang::from_code(main).and_then(short).map(str::to_owned),
        _ => whatlang::Lang::all().iter().find(|l| l.eng_name().eq_ignore_ascii_case(main)).and_then(|l| short(*l)).map(str::to_owned),
    }
}

/// ISO 639-3 to 639-1.
fn short(lang: whatlang::Lang) -> Option<&'static str> {
    Some(match lang.code() {
        "afr" => "af",
        "aka" => "ak",
        "amh" => "am",
        "ara" => "ar",
        "aze" => "az",
        "bel" => "be",
        "ben" => "bn",
        "bul" => "bg",
        "cat" => "ca",
        "ces" => "cs",
        "cmn" => "zh",
        "cym" => "cy",
        "dan" => "da",
        "deu" => "de",
        "ell" => "el",
        "eng" => "en",
        "epo" => "eo",
        "est" => "et",
        "fin" => "fi",
        "fra" => "fr",
        "guj" => "gu",
        "heb" => "he",
        "hin" => "hi",
        "hrv" => "hr",
        "hun" => "hu",
        "hye" => "hy",
        "ind" => "id",
        "ita" => "it",
        "jav" => "jv",
        "jpn" => "ja",
        "kan" => "kn",
        "kat" => "ka",
        "khm" => "km",
        "kor" => "ko",
        "lat" => "la",
        "lav" => "lv",
        "lit" => "lt",
        "mal" => "ml",
        "mar" => "mr",
        "mkd" => "mk",
        "mya" => "my",
        "nep" => "ne",
        "nld" => "nl",
        "nob" => "no",
        "ori" => "or",
        "pan" => "pa",
        "pes" => "fa",
        "pol" => "pl",
        "por" => "pt",
        "ron" => "ro",
        "rus" => "ru",
        "sin" => "si",
        "slk" => "sk",
        "slv" => "sl",
        "sna" => "sn",
        "spa" => "es",
        "srp" => "sr",
        "swe" => "sv",
        "tam" => "ta",
        "tel" => "te",
        "tgl" => "tl",
        "tha" => "th",
        "tuk" => "tk",
        "tur" => "tr",
        "ukr" => "uk",
        "urd" => "ur",
        "uzb" => "uz",
        "vie" => "vi",
        "yid" => "yi",
        "zul" => "zu",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_languages_apart() {
        let of = |t: &str| detect(t).unwrap_or_default();
        assert_eq!(of("Nine miners were killed in the pit at Torvale, the mayor said."), "en");
        assert_eq!(of("Police: 3 dead"), "en");
        assert_eq!(
            of("Neun Bergleute sind am Montag in der Grube von Torvale ums Leben gekommen, sagte der Bürgermeister der Stadt."),
            "de"
        );
        assert_eq!(of("Дев'ять шахтарів загинули в понеділок на шахті, повідомив міський голова."), "uk");
        assert_eq!(detect("12 / 40"), None);
    }

    #[test]
    fn reads_given_languages() {
        assert_eq!(code("en-US").as_deref(), Some("en"));
        assert_eq!(code("English").as_deref(), Some("en"));
        assert_eq!(code("deu").as_deref(), Some("de"));
        assert_eq!(code("gibberish"), None);
    }
}
