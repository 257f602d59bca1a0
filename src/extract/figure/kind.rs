//! What a number is, by the words around it.
//!
//! The first rule that fits decides, from the surest (money, units, ages) to the default, a count.

use crate::types::{Figure, FigureKind, Form, Quantifier};

use super::number::Class;
use super::read::{Draft, Measure};
use super::special::stops_phrase;
use super::tables::class;
use super::walk::{Kind, Token, Window};
use super::{FigureReader, Place};

impl FigureReader {
    /// True where a lower-case word that can be a noun stands at `at`.
    pub(super) fn noun_at(&self, place: &Place, at: usize) -> bool {
        place.window.after(at).is_some_and(|t| {
            let word = place.window.of(t);
            t.kind == Kind::Word && word.starts_with(|c: char| c.is_lowercase()) && !stops_phrase(word)
        })
    }

    /// Decides the kind of a number whose unit, hedge and range are read.
    pub(super) fn kind(&self, place: &Place, draft: &mut Draft, before: &[Figure]) {
        let window = &place.window;
        let set = |draft: &mut Draft, kind: FigureKind, rule: &str| {
            draft.figure.kind = kind;
            draft.figure.rule = rule.to_owned();
        };
        if draft.figure.kind == FigureKind::Date {
            return;
        }
        let end = draft.end.max(draft.number.end);
        let left = window.before(draft.figure.span.start);
        let right = window.after(end);
        let left_word = left.map(|t| window.of(t)).unwrap_or("");
        let right_word = right.map(|t| window.of(t)).unwrap_or("");
        let left_bits = self.tables.class(left_word);
        let right_bits = self.tables.class(right_word);
        let hyphen = window.char_at(end) == Some('-');
        let ranged = draft.figure.quantifier == Quantifier::Range;

        if let Some(m) = draft.measure.clone() {
            if m.kind == FigureKind::Duration && self.age_follows(place, m.span.end) {
                return set(draft, FigureKind::Age, "years_old");
            }
            if m.kind == FigureKind::Duration && (matches!(left_word.to_ascii_lowercase().as_str(), "aged" | "age" | "ages")) {
                return set(draft, FigureKind::Age, "aged");
            }
            if m.kind == FigureKind::Duration
                && draft.figure.quantifier == Quantifier::Exact
                && self.calendar_day(place, draft, left_bits, left_word, right_bits, right)
            {
                return set(draft, FigureKind::Date, "month_day");
            }
            if m.kind == FigureKind::Measure && !ranged && self.caliber(place, &m) {
                return set(draft, FigureKind::Designation, "caliber");
            }
            let rule = match m.kind {
                FigureKind::Money => "money",
                FigureKind::Percent => "percent",
                FigureKind::Duration => "duration",
                _ => "measure",
            };
            let rule = if ranged { format!("{rule}_range") } else { rule.to_owned() };
            if m.kind == FigureKind::Percent && draft.figure.value.is_none() && !ranged {
                return;
            }
            draft.figure.kind = m.kind;
            draft.figure.rule = rule;
            self.earlier(place, draft);
            return;
        }
        if self.furniture(place, draft) {
            return set(draft, FigureKind::Furniture, "line");
        }
        if let Some(rule) = self.cell(place, draft, before) {
            return set(draft, FigureKind::Other, rule);
        }
        if self.listed(place, draft, right, before) {
            return;
        }
        if self.age(place, draft, left, right, hyphen) {
            return;
        }
        // "between the ages of 18 and 29"
        if let Some(first) = before.last().filter(|f| f.kind == FigureKind::Age && matches!(f.rule.as_str(), "age_of" | "aged"))
            && draft.number.plain
            && draft.figure.value.is_some_and(|v| v < 125.0)
            && window
                .text
                .get(first.span.end..draft.figure.span.start)
                .is_some_and(|gap| matches!(gap.trim(), "and" | "to" | "or" | "-" | "–"))
        {
            draft.figure.unit = Some("a".into());
            return set(draft, FigureKind::Age, "ages");
        }
        let named = left_bits & class::DESIGNATE_ANY != 0 && left.is_some_and(|t| window.capital(t));
        if !named && self.date(place, draft, left_bits, left_word, right_bits, right) {
            return;
        }
        if draft.number.class == Class::Ordinal {
            return self.ordinal(place, draft, right, right_bits);
        }
        if self.designation(place, draft, left, left_bits, right, right_bits, before) {
            return;
        }
        if self.score(place, draft, right) {
            return;
        }
        if self.ratio(place, draft, right) {
            return;
        }
        if hyphen && self.compound(place, draft, end) {
            return;
        }
        // "8.4 per 100,000", "five deaths per million": what the rate is reckoned by.
        if left_word == "per" && !ranged && draft.figure.quantifier == Quantifier::Exact {
            return set(draft, FigureKind::Other, "per");
        }
        if draft.number.value == 1.0 && draft.number.form == Form::Word && !ranged && self.pronoun(place, draft, left, right) {
            return;
        }
        if let Some(t) = right.filter(|_| !hyphen)
            && draft.figure.rule != "strong"
            && let Some((kind, rule)) = self.framed(place, t)
        {
            return set(draft, kind, rule);
        }
        if draft.number.decimal && draft.number.scale == 1.0 {
            return set(draft, FigureKind::Other, "decimal");
        }
        if draft.figure.value.is_some_and(|v| v < 0.0) {
            return set(draft, FigureKind::Other, "negative");
        }
        if draft.figure.value == Some(0.0) && draft.figure.quantifier == Quantifier::Exact {
            if draft.number.form == Form::Word && !self.noun_at(place, end) {
                return set(draft, FigureKind::Other, "zero");
            }
            draft.figure.quantifier = Quantifier::None;
        }
        if window.char_before(draft.number.start).is_some_and(char::is_alphabetic) && draft.number.form == Form::Numeral {
            draft.figure.rule.push_str("_glued");
        }
        self.earlier(place, draft);
    }

    /// "155-mm shells", "a .50-caliber gun": the bore names the weapon.
    fn caliber(&self, place: &Place, measure: &Measure) -> bool {
        let window = &place.window;
        if !matches!(measure.unit.as_deref(), Some("mm" | "[cal_i]")) {
            return false;
        }
        let mut at = measure.span.end;
        for _ in 0..3 {
            let Some(t) = window.after(at).filter(|t| t.kind == Kind::Word) else { return false };
            let word = window.of(t).trim_end_matches('s');
            if matches!(
                word,
                "shell"
                    | "gun"
                    | "howitzer"
                    | "cannon"
                    | "mortar"
                    | "artillery"
                    | "round"
                    | "pistol"
                    | "rifle"
                    | "ammunition"
                    | "bullet"
                    | "handgun"
                    | "projectile"
                    | "carbine"
                    | "revolver"
                    | "weapon"
                    | "ammo"
            ) {
                return true;
            }
            if stops_phrase(window.of(t)) {
                return false;
            }
            at = t.end;
        }
        false
    }

    pub(super) fn plural(&self, word: &str) -> bool {
        word.len() > 3
            && word.ends_with('s')
            && !word.ends_with("ss")
            && word.starts_with(|c: char| c.is_ascii_lowercase())
            && !matches!(
                word,
                "was"
                    | "has"
                    | "this"
                    | "his"
                    | "does"
                    | "says"
                    | "perhaps"
                    | "always"
                    | "thus"
                    | "towards"
                    | "besides"
                    | "versus"
                    | "plus"
                    | "across"
                    | "unless"
                    | "alas"
                    | "shows"
                    | "remains"
                    | "makes"
                    | "sees"
                    | "marks"
                    | "means"
                    | "comes"
                    | "takes"
                    | "gives"
                    | "goes"
            )
            || self.tables.class(word) & class::PEOPLE != 0
    }

    /// "July 4 and 5", "aged 9 and 11", "Nos. 3 and 4": a number joined to one that was no count is none either.
    fn listed(&self, place: &Place, draft: &mut Draft, right: Option<Token>, before: &[Figure]) -> bool {
        let window = &place.window;
        let Some(last) = before.last() else { return false };
        let Some(gap) = window.text.get(last.span.end..draft.figure.span.start) else { return false };
        let comma = matches!(gap.trim(), "," | ", and" | ", or");
        let closes =
            right.is_none_or(|t| t.kind == Kind::Mark || matches!(window.of(t), "in" | "at" | "of" | "for" | "when" | "to" | "and" | "or"));
        let number = draft.number;
        let plain = number.form == Form::Numeral && number.plain && draft.figure.quantifier == Quantifier::Exact;
        let noun = right.is_some_and(|t| t.kind == Kind::Word && self.plural(window.of(t)));
        let closes = closes || !noun && last.kind != FigureKind::Date;
        if !closes || !plain || !(comma || matches!(gap.trim(), "and" | "or" | "&")) {
            return false;
        }
        let fits = match last.kind {
            FigureKind::Age => (last.rule.starts_with("aged") || last.rule == "copula") && number.value <= 125.0,
            FigureKind::Date => {
                !comma
                    && (1.0..=31.0).contains(&number.value)
                    && last.value.is_some_and(|v| v < number.value && v <= 31.0)
                    && number.digits <= 2
            }
            FigureKind::Designation => matches!(last.rule.as_str(), "number_sign" | "listed"),
            _ => false,
        };
        if fits {
            draft.figure.kind = last.kind;
            draft.figure.unit.clone_from(&last.unit);
            draft.figure.rule = if last.kind == FigureKind::Age { "aged_list".into() } else { "listed".into() };
        }
        fits
    }

    /// "62-member crew" counts members, "104-page report" is a compound.
    pub(super) fn compound(&self, place: &Place, draft: &mut Draft, end: usize) -> bool {
        let window = &place.window;
        let Some(t) = window.after(end + 1).filter(|t| t.start == end + 1 && t.kind == Kind::Word) else { return false };
        let word = window.of(t);
        let bits = self.tables.class(word);
        if bits & class::COMPOUND != 0 {
            draft.figure.rule = "compound_count".into();
            return true;
        }
        draft.figure.kind = FigureKind::Other;
        draft.figure.rule = if bits & class::TIMES != 0 { "times" } else { "compound" }.into();
        true
    }

    /// The first of "from 1,200 to 3,400", "up from 40".
    pub(super) fn earlier(&self, place: &Place, draft: &mut Draft) {
        let window = &place.window;
        if draft.figure.quantifier == Quantifier::Range && draft.figure.rule.starts_with("range_to") {
            return;
        }
        let Some(from) = window.before(draft.figure.span.start) else { return };
        if !window.of(from).eq_ignore_ascii_case("from") {
            return;
        }
        let changed = window.before(from.start).is_some_and(|t| self.tables.class(window.of(t)) & class::UPDOWN != 0);
        // "from 1,200 soldiers to 3,400"
        let mut at = draft.end;
        let mut to = false;
        for _ in 0..5 {
            let Some(t) = window.after(at) else { break };
            if window.of(t) == "to" {
                to = window.after(t.end).is_some_and(|n| {
                    n.kind == Kind::Digits || self.tables.class(window.of(n)) & class::NUMBER != 0 || self.currency_like(window.of(n))
                });
                to = to || window.after(t.end).and_then(|n| self.tables.hedges_before.at(window, n)).is_some();
                break;
            }
            if t.kind == Kind::Mark && !matches!(window.of(t), "%" | "-") {
                break;
            }
            at = t.end;
        }
        // "to 47 from 52"
        let back = (0..4)
            .scan(from.start, |at, _| {
                let t = window.before(*at)?;
                *at = t.start;
                Some((t, window.of(t)))
            })
            .take_while(|(t, w)| t.kind != Kind::Mark || matches!(*w, "%" | "$" | "£" | "€"))
            .zip(std::iter::once(None).chain(std::iter::repeat(Some(()))))
            .any(|((t, w), later)| {
                later.is_some()
                    && w == "to"
                    && window.after(t.end).is_some_and(|n| {
                        n.kind == Kind::Digits || self.tables.class(window.of(n)) & class::NUMBER != 0 || self.currency_like(window.of(n))
                    })
            });
        if changed || to || back {
            draft.figure.earlier = true;
        }
    }

    pub(super) fn currency_like(&self, word: &str) -> bool {
        matches!(word, "$" | "£" | "€" | "¥" | "₹" | "US" | "A" | "C")
    }
}

/// "two people in every thousand", "five deaths per million": neither number counts.
fn rate(text: &str, before: &mut Figure, figure: &mut Figure) {
    let gap = text.get(before.span.end..figure.span.start).unwrap_or("").trim_end();
    let every = gap.ends_with(" in every") || gap.ends_with(" of every") || gap.ends_with(" per") && figure.rule == "per";
    if every && gap.len() <= 40 && !gap.contains([',', '.', ';', ':', '(']) {
        (before.kind, figure.kind) = (FigureKind::Other, FigureKind::Other);
        (before.rule, figure.rule) = ("rate".into(), "per".into());
    }
}

/// What only the figures around can tell: "fell to 62 billion lire from 71 billion" is money twice.
pub(super) fn second_look(text: &str, out: &mut [Figure]) {
    for i in 1..out.len() {
        let (head, tail) = out.split_at_mut(i);
        let (Some(before), Some(figure)) = (head.last_mut(), tail.first_mut()) else { continue };
        if before.kind == FigureKind::Count && matches!(figure.kind, FigureKind::Count | FigureKind::Other) {
            rate(text, before, figure);
        }
        let large = figure.kind == FigureKind::Count
            && figure.rule == "count"
            && figure.form != Form::Word
            && figure.high.or(figure.low).is_some_and(|v| v >= 1e6);
        if !large || before.kind != FigureKind::Money || figure.span.start.saturating_sub(before.span.end) > 60 {
            continue;
        }
        let window = Window { text, low: 0, high: text.len() };
        let bare = window.after(figure.span.end).is_none_or(|t| t.kind == Kind::Mark || stops_phrase(window.of(t)));
        let gap = text.get(before.span.end..figure.span.start).unwrap_or("");
        if bare && !gap.contains(". ") && !gap.contains('\n') {
            figure.kind = FigureKind::Money;
            figure.unit.clone_from(&before.unit);
            figure.rule = "money_inherited".into();
        }
    }
}
