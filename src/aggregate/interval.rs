//! Figures as intervals: what a figure says, whether two of them meet, and how one is printed.

use crate::types::Quantifier;

/// What a figure asserts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Interval {
    pub value: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub quantifier: Quantifier,
}

/// See [`Interval::key`].
pub(super) type Key = (Option<u64>, Option<u64>, u8);

/// How two intervals stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meeting {
    /// The same ends and strictness.
    Equal,
    /// The first lies wholly in the second.
    Within,
    /// The second lies wholly in the first.
    Around,
    /// They share something.
    Overlap,
    /// All of the first is lower.
    Below,
    /// All of the first is higher.
    Above,
}

/// Ends of an interval, and whether they belong to it.
#[derive(Clone, Copy, Debug)]
struct Ends {
    low: f64,
    low_in: bool,
    high: f64,
    high_in: bool,
}

impl Interval {
    /// The number that stands for the figure where one must: `low` or `value`, else `high`.
    pub fn point(&self) -> Option<f64> {
        self.low.or(self.value).or(self.high)
    }

    /// The highest number that it names.
    pub fn top(&self) -> Option<f64> {
        [self.high, self.value, self.low].into_iter().flatten().max_by(f64::total_cmp)
    }

    /// True for figures open above: a floor.
    pub fn is_floor(&self) -> bool {
        matches!(self.quantifier, Quantifier::AtLeast | Quantifier::MoreThan)
    }

    /// The ends as they are compared: `about` and vague ones wider by a tenth either way, `nearly` N a tenth less to a tenth more.
    fn ends(&self) -> Ends {
        let (low, high) = (self.low.unwrap_or(0.0), self.high.unwrap_or(f64::INFINITY));
        let closed = |low: f64, high: f64| Ends { low, low_in: true, high, high_in: true };
        let number = self.value.or(self.high).or(self.low).unwrap_or(0.0);
        match self.quantifier {
            Quantifier::About => closed(0.9 * low, 1.1 * high),
            Quantifier::Vague => closed(0.9 * low, 1.1 * high),
            Quantifier::Nearly => closed(0.9 * number, 1.1 * number),
            Quantifier::MoreThan => Ends { low, low_in: false, high, high_in: true },
            Quantifier::LessThan => Ends { low, low_in: true, high, high_in: false },
            _ => closed(low, high),
        }
    }

    /// True where the printed ends and their strictness are equal.
    pub fn equals(&self, other: &Interval) -> bool {
        self.low == other.low && self.high == other.high && self.strict() == other.strict()
    }

    /// What equal intervals share and no others: to find them without asking each.
    pub fn key(&self) -> Key {
        // Both zeros are equal.
        let bits = |x: Option<f64>| x.map(|x| if x == 0.0 { 0 } else { x.to_bits() });
        (bits(self.low), bits(self.high), self.strict())
    }

    /// Which end does not belong to it.
    fn strict(&self) -> u8 {
        match self.quantifier {
            Quantifier::MoreThan => 1,
            Quantifier::LessThan => 2,
            Quantifier::Nearly => 3,
            _ => 0,
        }
    }

    /// How this interval stands to another.
    pub fn meets(&self, other: &Interval) -> Meeting {
        if self.equals(other) {
            return Meeting::Equal;
        }
        let (a, b) = (self.ends(), other.ends());
        if a.high < b.low || (a.high == b.low && !(a.high_in && b.low_in)) {
            return Meeting::Below;
        }
        if b.high < a.low || (b.high == a.low && !(b.high_in && a.low_in)) {
            return Meeting::Above;
        }
        let inside = |x: &Ends, y: &Ends| {
            (x.low > y.low || (x.low == y.low && (y.low_in || !x.low_in)))
                && (x.high < y.high || (x.high == y.high && (y.high_in || !x.high_in)))
        };
        match (inside(&a, &b), inside(&b, &a)) {
            (true, _) => Meeting::Within,
            (_, true) => Meeting::Around,
            _ => Meeting::Overlap,
        }
    }

    /// The figure as the matrix prints it: `155`, `>155`, `>=5`, `<200`, `<=99`, `~150`, `3 to 9`, `dozens`.
    pub fn print(&self, text: Option<&str>) -> String {
        let number = |x: Option<f64>| x.map_or_else(String::new, plain);
        match self.quantifier {
            Quantifier::Exact => number(self.value.or(self.low).or(self.high)),
            Quantifier::None => "0".to_owned(),
            Quantifier::About | Quantifier::Nearly => format!("~{}", number(self.value.or(self.high).or(self.low))),
            Quantifier::AtLeast => format!(">={}", number(self.low.or(self.value))),
            Quantifier::MoreThan => format!(">{}", number(self.low.or(self.value))),
            Quantifier::AtMost => format!("<={}", number(self.high.or(self.value))),
            Quantifier::LessThan => format!("<{}", number(self.high.or(self.value))),
            Quantifier::Range => format!("{} to {}", number(self.low), number(self.high)),
            // Printed in words, but never so that a spreadsheet makes a number or a date of it.
            Quantifier::Vague => match text.map(vague_words).filter(|t| !t.is_empty()) {
                Some(words) => words,
                None => format!("{} to {}", number(self.low), number(self.high)),
            },
        }
    }
}

/// The vague words of a figure as printed: lower case, without "of".
fn vague_words(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).filter(|w| *w != "of").collect();
    words.join(" ")
}

/// A number without exponent where it is whole and not huge.
pub(super) fn plain(x: f64) -> String {
    if x.fract() == 0.0 && x.abs() < 9e15 { format!("{}", x as i64) } else { format!("{x}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(crate) fn figure(quantifier: Quantifier, n: f64, m: f64) -> Interval {
        let (value, low, high) = match quantifier {
            Quantifier::Exact | Quantifier::About | Quantifier::None => (Some(n), Some(n), Some(n)),
            Quantifier::AtLeast | Quantifier::MoreThan => (Some(n), Some(n), None),
            Quantifier::AtMost | Quantifier::LessThan | Quantifier::Nearly => (Some(n), None, Some(n)),
            Quantifier::Range | Quantifier::Vague => (None, Some(n), Some(m)),
        };
        Interval { value, low, high, quantifier }
    }

    #[test]
    fn intervals_meet_as_they_are_meant() {
        use Meeting::*;
        use Quantifier::*;
        let f = |q, n| figure(q, n, 0.0);
        for (a, b, want) in [
            (f(Exact, 13.0), f(MoreThan, 155.0), Below),
            (f(Exact, 155.0), f(MoreThan, 155.0), Below),
            (f(Exact, 155.0), f(AtLeast, 155.0), Within),
            (f(AtLeast, 10.0), f(Exact, 14.0), Around),
            (f(AtLeast, 10.0), f(AtLeast, 12.0), Around),
            (f(LessThan, 40.0), f(Exact, 40.0), Below),
            (f(Exact, 192.0), f(Nearly, 200.0), Within),
            (f(Exact, 150.0), f(Nearly, 200.0), Below),
            (f(About, 500.0), f(Exact, 530.0), Around),
            (f(About, 500.0), f(Exact, 560.0), Below),
            (f(Exact, 7.0), f(Exact, 7.0), Equal),
            (f(AtMost, 20.0), f(AtLeast, 15.0), Overlap),
            (f(Exact, 24.0), figure(Vague, 24.0, 99.0), Within),
            (figure(Range, 18.0, 25.0), f(Exact, 26.0), Below),
        ] {
            assert_eq!(a.meets(&b), want, "{a:?} {b:?}");
        }
    }

    #[test]
    fn figures_are_printed_for_a_table() {
        use Quantifier::*;
        let f = |q, n| figure(q, n, 99.0);
        for (figure, text, want) in [
            (f(Exact, 1200.0), "1,200", "1200"),
            (f(MoreThan, 155.0), "more than 155", ">155"),
            (f(AtLeast, 5.0), "at least five", ">=5"),
            (f(LessThan, 200.0), "under 200", "<200"),
            (f(AtMost, 99.0), "up to 99", "<=99"),
            (f(About, 150.0), "some 150", "~150"),
            (f(Range, 3.0), "3-99", "3 to 99"),
            (f(Vague, 24.0), "Dozens of", "dozens"),
            (f(None, 0.0), "no", "0"),
        ] {
            assert_eq!(figure.print(Some(text)), want);
        }
    }
}
