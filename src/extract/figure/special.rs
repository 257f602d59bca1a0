//! Numbers without a numeral: "no", "none of", "not a single", "dozens", "several", "both", "a pair of".

use crate::lexicon::NumberClass as C;
use crate::types::{Figure, FigureKind, Form, Quantifier};

use super::read::plain_figure;
use super::tables::class;
use super::walk::{Kind, Token};
use super::{FigureReader, Place, span};

/// What reading a hit gave: a figure, if any, and where to go on; none where other rules shall try.
type Done = Option<(Option<Figure>, usize)>;

impl FigureReader {
    /// Reads the words that are read by rules of their own.
    pub(super) fn special(&self, place: &Place, token: Token, before: &[Figure]) -> Done {
        let window = &place.window;
        let (kind, _) = self.tables.number(window.of(token))?;
        if let Some((start, end, row)) = self.tables.vague.at(window, token)
            && start >= place.floor
        {
            return self.vague(place, start, end, row, before);
        }
        match kind {
            C::Plural | C::Suffix => Some((None, token.end)),
            C::Roman => Some((self.roman(place, token), token.end)),
            C::Special => {
                let word = window.of(token).to_ascii_lowercase();
                match word.as_str() {
                    "no" | "nobody" => Some(self.no(place, token)),
                    "none" => Some(self.none(place, token)),
                    "single" => Some(self.single(place, token)),
                    "both" => Some(self.both(place, token)),
                    "pair" | "duo" | "trio" | "quartet" => Some(self.group(place, token)),
                    _ => Some((None, token.end)),
                }
            }
            _ => None,
        }
    }

    /// "World War II", "Title IX": capitals after a name.
    fn roman(&self, place: &Place, token: Token) -> Option<Figure> {
        let window = &place.window;
        let name = window.before(token.start).filter(|t| t.kind == Kind::Word && t.start >= place.floor)?;
        let word = window.of(token);
        let named = window.capital(name) && window.of(name).len() > 2 && !stops_phrase(&window.of(name).to_ascii_lowercase());
        if !named || !word.bytes().all(|b| b.is_ascii_uppercase()) {
            return None;
        }
        let mut figure = other(token.start, token.end, FigureKind::Designation, "roman");
        figure.value = self.tables.number(word).map(|(_, v)| v);
        (figure.low, figure.high) = (figure.value, figure.value);
        Some(figure)
    }

    /// "dozens of", "a few hundred", "several".
    fn vague(&self, place: &Place, start: usize, end: usize, row: u16, _before: &[Figure]) -> Done {
        let window = &place.window;
        let rule = self.tables.vague_rules.get(usize::from(row))?;
        let next = window.after(end).filter(|_| window.char_at(end) != Some('-'));
        let next_word = next.map(|t| window.of(t)).unwrap_or("");
        if rule.needs_of {
            let harm = self.tables.class(next_word) & class::HARM != 0;
            if next_word != "of" && !harm {
                return Some((None, end));
            }
        }
        // "the hundreds place", "in the thousands" stay vague; "hundreds-strong" too.
        let mut figure = plain_figure(span(start, end), FigureKind::Count, &format!("vague_{}", rule.rule), Form::Word);
        figure.value = rule.value;
        (figure.low, figure.high) = (Some(rule.low), Some(rule.high));
        figure.quantifier = if rule.value.is_some() { Quantifier::Exact } else { Quantifier::Vague };
        let mut begin = start;
        if let Some(t) = window.before(start)
            && let Some((from, _, (q, _))) = self.tables.hedges_before.at(window, t)
            && from >= place.floor
        {
            begin = from;
            use Quantifier::{AtLeast, AtMost, LessThan, MoreThan};
            match q {
                AtLeast | MoreThan => (figure.value, figure.high) = (None, None),
                AtMost | LessThan => (figure.value, figure.low) = (None, None),
                _ => {}
            }
        } else if let Some(t) = window.before(start)
            && window.of(t).eq_ignore_ascii_case("another")
            && t.start >= place.floor
        {
            begin = t.start;
            figure.increment = true;
        }
        figure.span.start = begin;
        if next_word == "more" {
            figure.increment = true;
        }
        self.vague_kind(place, &mut figure, end);
        Some((Some(figure), end))
    }

    /// Lengths of time, money, measures and framing nouns after a vague word.
    fn vague_kind(&self, place: &Place, figure: &mut Figure, end: usize) {
        let window = &place.window;
        let mut next = window.after(end);
        if let Some(t) = next
            && matches!(window.of(t), "of" | "more" | "other")
        {
            next = window.after(t.end);
        }
        let Some(t) = next else { return };
        if let Some((from, to, row)) = self.tables.units.at(window, t)
            && let Some((unit, kind)) = self.tables.unit_rows.get(usize::from(row))
        {
            figure.kind = match kind {
                crate::lexicon::UnitKind::Percent => FigureKind::Percent,
                crate::lexicon::UnitKind::Duration => FigureKind::Duration,
                crate::lexicon::UnitKind::Measure => FigureKind::Measure,
            };
            figure.unit = Some(unit.to_string());
            figure.unit_span = Some(span(from, to));
            return;
        }
        if let Some((from, to, money)) = self.tables.money_after(window, t)
            && !matches!(window.of(t), "won" | "real" | "marks" | "mark" | "pounds" | "re" | "som")
        {
            figure.kind = FigureKind::Money;
            figure.unit = self.tables.currency(money, place.country);
            figure.unit_span = Some(span(from, to));
            return;
        }
        if let Some((kind, rule)) = self.framed(place, t) {
            figure.kind = kind;
            figure.rule = rule.into();
        }
    }

    /// Enumeration or multiple, where a framing noun heads the phrase that begins with `first`.
    pub(super) fn framed(&self, place: &Place, first: Token) -> Option<(FigureKind, &'static str)> {
        let window = &place.window;
        let mut token = first;
        for _ in 0..4 {
            if token.kind != Kind::Word {
                return None;
            }
            let bits = self.tables.class(window.of(token));
            if bits & class::TIMES != 0 {
                return Some((FigureKind::Other, "times"));
            }
            if bits & class::FRAMING != 0 {
                // "three point guards": the noun after heads the phrase.
                let next = window.after(token.end).map(|t| window.of(t));
                let heads = next.is_none_or(|w| {
                    !(w.ends_with('s') && w.len() > 3 && w.starts_with(|c: char| c.is_ascii_lowercase()))
                        || matches!(w, "was" | "has" | "is" | "does" | "this" | "his" | "across" | "towards" | "besides" | "as")
                });
                return heads.then_some((FigureKind::Enumeration, "framing"));
            }
            if stops_phrase(window.of(token)) || bits & (class::PEOPLE | class::PERSON | class::CASUALTY | class::NUMBER) != 0 {
                return None;
            }
            if window.of(token).ends_with('s') && window.of(token).len() > 3 {
                return None;
            }
            token = window.after(token.end)?;
        }
        None
    }

    /// "no": a zero only before something that is counted.
    fn no(&self, place: &Place, token: Token) -> (Option<Figure>, usize) {
        let window = &place.window;
        let whole = window.of(token);
        let mut end = token.end;
        let mut one = whole.eq_ignore_ascii_case("nobody");
        let after = window.after(end);
        if !one
            && let Some(t) = after
            && (window.of(t).eq_ignore_ascii_case("one")
                || (window.of(t) == "-" && window.after(t.end).is_some_and(|n| window.of(n) == "one")))
        {
            one = true;
            end = if window.of(t) == "-" { window.after(t.end).map_or(t.end, |n| n.end) } else { t.end };
        }
        if one {
            // "No one was killed", "No one has been arrested"
            let mut at = end;
            for step in 0..4 {
                let Some(t) = window.after(at) else { break };
                let word = window.of(t);
                if self.tables.class(word) & class::CASUALTY != 0 {
                    return (Some(zero(token.start, end, "no_one")), end);
                }
                let auxiliary = matches!(
                    word,
                    "was"
                        | "were"
                        | "has"
                        | "had"
                        | "been"
                        | "is"
                        | "else"
                        | "yet"
                        | "reported"
                        | "reportedly"
                        | "ever"
                        | "seriously"
                        | "believed"
                        | "to"
                        | "have"
                        | "be"
                        | "so"
                        | "immediately"
                );
                if !auxiliary || step == 3 {
                    break;
                }
                at = t.end;
            }
            return (Some(other(token.start, end, FigureKind::Idiom, "no_one")), end);
        }
        let Some(first) = after else { return (None, token.end) };
        // "No. 1": the number is read next.
        if window.of(first) == "." && window.after(first.end).is_some_and(|t| t.kind == Kind::Digits) {
            return (None, token.end);
        }
        // "no more than 40", "no fewer than 12": a hedge.
        if matches!(window.of(first), "more" | "fewer" | "less" | "later" | "longer" | "higher" | "lower" | "greater")
            && window.after(first.end).is_some_and(|t| window.of(t) == "than")
        {
            return (None, first.end);
        }
        if let Some((start, to, _)) = self.tables.idioms.at(window, token)
            && start >= place.floor
        {
            let mut figure = other(start, to, FigureKind::Idiom, "idiom");
            figure.number = span(token.start, token.end);
            return (Some(figure), to);
        }
        let mut t = first;
        for step in 0..4 {
            if t.kind != Kind::Word {
                if window.of(t) == "-" && step > 0 {
                    match window.after(t.end) {
                        Some(n) => t = n,
                        None => break,
                    }
                    continue;
                }
                break;
            }
            let word = window.of(t);
            let lower = word.to_ascii_lowercase();
            let bits = self.tables.class(word);
            if bits & class::NOT_NO != 0 {
                break;
            }
            if stops_phrase(&lower) {
                break;
            }
            let next = window.after(t.end);
            let next_word = next.filter(|n| n.kind == Kind::Word).map(|n| window.of(n)).unwrap_or("");
            let heads = next_word.is_empty()
                || stops_phrase(next_word)
                || self.tables.class(next_word) & class::CASUALTY != 0
                || next_word.ends_with("ed");
            if bits & class::NO_THING != 0 && (heads || step > 0 || bits & class::CASUALTY != 0) {
                return (Some(zero(token.start, token.end, "no")), token.end);
            }
            let plural = lower.len() > 3
                && lower.ends_with('s')
                && !lower.ends_with("ss")
                && !lower.ends_with("us")
                && !lower.ends_with("is")
                && !lower.ends_with("'s");
            if plural && heads && self.tables.class(&lower) & class::FRAMING == 0 {
                return (Some(zero(token.start, token.end, "no_plural")), token.end);
            }
            match next {
                Some(n) => t = n,
                None => break,
            }
        }
        (None, token.end)
    }

    /// "none of the six", "none were hurt".
    fn none(&self, place: &Place, token: Token) -> (Option<Figure>, usize) {
        let window = &place.window;
        if let Some((start, to, _)) = self.tables.idioms.at(window, token)
            && start >= place.floor
        {
            return (Some(other(start, to, FigureKind::Idiom, "idiom")), to);
        }
        let Some(next) = window.after(token.end) else { return (None, token.end) };
        let word = window.of(next);
        let of = word == "of"
            && window.after(next.end).is_none_or(|t| !matches!(window.of(t), "this" | "that" | "it" | "which" | "your" | "my"));
        if of || matches!(word, "were" | "was" | "have" | "has" | "had" | "survived" | "died" | "are") {
            return (Some(zero(token.start, token.end, "none")), token.end);
        }
        (None, token.end)
    }

    /// "not a single soldier".
    fn single(&self, place: &Place, token: Token) -> (Option<Figure>, usize) {
        let window = &place.window;
        let found = window.before(token.start).filter(|t| window.of(*t).eq_ignore_ascii_case("a")).and_then(|a| window.before(a.start));
        match found {
            Some(not) if window.of(not).eq_ignore_ascii_case("not") && not.start >= place.floor => {
                (Some(zero(not.start, token.end, "not_a_single")), token.end)
            }
            _ => (None, token.end),
        }
    }

    /// "both men", "both of them"; not "both here and there".
    fn both(&self, place: &Place, token: Token) -> (Option<Figure>, usize) {
        let window = &place.window;
        let Some(next) = window.after(token.end) else { return (None, token.end) };
        let word = window.of(next);
        let two = |kind, rule: &str| {
            let mut figure = plain_figure(span(token.start, token.end), kind, rule, Form::Word);
            figure.value = Some(2.0);
            (figure.low, figure.high) = (Some(2.0), Some(2.0));
            (Some(figure), token.end)
        };
        if word == "of" {
            return two(FigureKind::Count, "both");
        }
        if let Some((_, rule)) = self.framed(place, next) {
            return two(FigureKind::Enumeration, rule);
        }
        if self.tables.class(word) & class::CASUALTY != 0 || word == "deceased" {
            return two(FigureKind::Count, "both");
        }
        let mut t = next;
        for _ in 0..3 {
            let word = window.of(t);
            if t.kind != Kind::Word || stops_phrase(word) {
                break;
            }
            let lower = word.starts_with(|c: char| c.is_ascii_lowercase());
            let plural = lower && word.len() > 3 && word.ends_with('s') && !word.ends_with("ss");
            if plural || self.tables.class(word) & class::PEOPLE != 0 {
                let and = window.after(t.end).is_some_and(|n| matches!(window.of(n), "and" | ","));
                if and {
                    break;
                }
                return two(FigureKind::Count, "both");
            }
            match window.after(t.end) {
                Some(n) => t = n,
                None => break,
            }
        }
        (None, token.end)
    }

    /// "a pair of boats", "a trio of gunmen", "a duo of methods".
    fn group(&self, place: &Place, token: Token) -> (Option<Figure>, usize) {
        let window = &place.window;
        let article = window.before(token.start).filter(|t| matches!(window.of(*t), "a" | "A") && t.start >= place.floor);
        let of = window.after(token.end).filter(|t| window.of(*t) == "of");
        let (Some(article), Some(of)) = (article, of) else { return (None, token.end) };
        let Some(noun) = window.after(of.end) else { return (None, token.end) };
        const CLOTHES: &[&str] = &[
            "pants",
            "trousers",
            "jeans",
            "shorts",
            "scissors",
            "glasses",
            "sunglasses",
            "shoes",
            "boots",
            "socks",
            "gloves",
            "pliers",
            "sneakers",
            "binoculars",
            "tweezers",
            "pajamas",
            "tights",
        ];
        let word = window.of(token);
        let value = match self.tables.number(word) {
            Some((_, v)) if v > 0.0 => v,
            _ => 2.0,
        };
        let mut figure = plain_figure(span(article.start, token.end), FigureKind::Count, "group_word", Form::Word);
        figure.number = span(token.start, token.end);
        figure.value = Some(value);
        (figure.low, figure.high) = (Some(value), Some(value));
        if CLOTHES.contains(&window.of(noun)) {
            figure.kind = FigureKind::Idiom;
        } else if let Some((kind, rule)) = self.framed(place, noun) {
            figure.kind = kind;
            figure.rule = rule.into();
        }
        (Some(figure), token.end)
    }
}

/// Words that cannot stand between a number and its noun.
pub(super) fn stops_phrase(word: &str) -> bool {
    matches!(
        word,
        "of" | "in"
            | "on"
            | "at"
            | "to"
            | "for"
            | "from"
            | "by"
            | "with"
            | "and"
            | "or"
            | "but"
            | "that"
            | "who"
            | "which"
            | "is"
            | "are"
            | "was"
            | "were"
            | "be"
            | "been"
            | "has"
            | "have"
            | "had"
            | "will"
            | "would"
            | "can"
            | "could"
            | "may"
            | "might"
            | "must"
            | "should"
            | "said"
            | "the"
            | "a"
            | "an"
            | "as"
            | "when"
            | "while"
            | "after"
            | "before"
            | "since"
            | "until"
            | "during"
            | "about"
            | "over"
            | "under"
            | "into"
            | "if"
            | "than"
            | "then"
            | "they"
            | "he"
            | "she"
            | "we"
            | "it"
            | "i"
            | "you"
            | "his"
            | "her"
            | "their"
            | "its"
            | "our"
            | "this"
            | "these"
            | "those"
            | "did"
            | "do"
            | "does"
            | "not"
            | "because"
            | "so"
            | "there"
            | "between"
            | "among"
            | "against"
            | "without"
            | "within"
            | "through"
            | "across"
            | "including"
            | "left"
            | "where"
            | "yet"
            | "so far"
            | "until now"
            | "near"
            | "per"
    )
}

fn zero(start: usize, end: usize, rule: &str) -> Figure {
    let mut figure = plain_figure(span(start, end), FigureKind::Count, rule, Form::Word);
    figure.value = Some(0.0);
    (figure.low, figure.high) = (Some(0.0), Some(0.0));
    figure.quantifier = Quantifier::None;
    figure
}

fn other(start: usize, end: usize, kind: FigureKind, rule: &str) -> Figure {
    plain_figure(span(start, end), kind, rule, Form::Word)
}
