//! Addresses that a page or a workbook may lead to, and the way to a sentence on a page.

/// Words that a text fragment holds at either end of a long sentence.
const ENDS: usize = 5;
/// Words up to which a sentence stands whole in a text fragment.
const WHOLE: usize = 12;
/// Bytes of an address; what is longer leads nowhere. Workbooks allow no more.
const LONGEST: usize = 2_000;

/// The address, where a reader may follow it: `http` or `https` with a host. `javascript:`, `data:`, `file:` and what holds
/// blanks or control characters lead nowhere.
pub fn web(address: &str) -> Option<&str> {
    let address = address.trim();
    let scheme = ["http://", "https://"].iter().find(|s| address.get(..s.len()).is_some_and(|a| a.eq_ignore_ascii_case(s)))?;
    let host = &address[scheme.len()..];
    let named = host.starts_with(|c: char| c.is_alphanumeric() || c == '[');
    let clean = !address.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '`' | '\\'));
    (named && clean && address.len() <= LONGEST).then_some(address)
}

/// The address of a sentence on a page: a text fragment, which browsers scroll to and mark. None where [`web`] has none.
/// Method: WICG Scroll to Text Fragment, `#:~:text=start,end`.
pub fn sentence(address: &str, sentence: &str) -> Option<String> {
    let page = web(address)?;
    let page = page.split(":~:").next().unwrap_or(page);
    let words: Vec<&str> = sentence.split_whitespace().collect();
    if words.is_empty() {
        return Some(page.to_owned());
    }
    let part = |words: &[&str]| encoded(&words.join(" "));
    let text = if words.len() <= WHOLE { part(&words) } else { format!("{},{}", part(&words[..ENDS]), part(&words[words.len() - ENDS..])) };
    let mark = if page.contains('#') { "" } else { "#" };
    let whole = format!("{page}{mark}:~:text={text}");
    Some(if whole.len() <= LONGEST { whole } else { page.to_owned() })
}

/// Percent-encoded for a text fragment, where `-`, `,` and `&` have a meaning.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => {
                out.push('%');
                out.extend([byte >> 4, byte & 15].map(|n| char::from_digit(u32::from(n), 16).unwrap_or('0').to_ascii_uppercase()));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_is_linked() {
        for good in ["https://velden.example/a?b=1&c=2#d", "HTTP://velden.example", " http://[::1]/x ", "https://žár.example/"] {
            assert_eq!(web(good), Some(good.trim()));
        }
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt://velden.example/%0Aalert(1)",
            "data:text/html,<script>",
            "file:///etc/passwd",
            "//velden.example",
            "velden.example",
            "https://",
            "https:///x",
            "https://velden.example/\" onclick=",
            "https://velden.example/a b",
            "https://velden.example/\u{0}",
            "\u{1}javascript:alert(1)",
            "ftp://velden.example",
            "",
        ] {
            assert_eq!(web(bad), None, "{bad}");
        }
        assert_eq!(web(&format!("https://velden.example/{}", "a".repeat(LONGEST))), None);
    }

    #[test]
    fn a_sentence_is_found_on_its_page() {
        assert_eq!(
            sentence("https://velden.example/a", "Nine-year-old bridges, 13 & more").as_deref(),
            Some("https://velden.example/a#:~:text=Nine%2Dyear%2Dold%20bridges%2C%2013%20%26%20more")
        );
        let long = (0..20).map(|n| format!("w{n}")).collect::<Vec<_>>().join("\n ");
        assert_eq!(
            sentence("https://velden.example/a#top", &long).as_deref(),
            Some("https://velden.example/a#top:~:text=w0%20w1%20w2%20w3%20w4,w15%20w16%20w17%20w18%20w19")
        );
        assert_eq!(sentence("https://velden.example/a#:~:text=old", "").as_deref(), Some("https://velden.example/a#"));
        assert_eq!(sentence("javascript:alert(1)", "Nine miners"), None);
    }
}
