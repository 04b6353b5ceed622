//! What a chart says in a sentence: the same on the page, in Word and PDF, and for a screen reader.
use super::{Met, Method, NotJudged, Performance, Point};
use crate::{
    finite::{Finite, rounded},
    measure::Quantity,
    spc::{Assurance, Better, Side, Variation, Way},
};

impl Performance {
    /// A value with its unit, as prose has it: "312 crimes", "54.2%".
    pub fn told(&self, value: Finite) -> String {
        let read = self.read(value);
        if self.quantity == Quantity::Percentage { read } else { format!("{read} {}", self.unit) }
    }

    /// A difference in the unit, with its sign: "12 more", "3.1 percentage points fewer".
    pub fn told_difference(&self, by: Finite) -> String {
        let number = rounded(by.get().abs(), self.places);
        let unit = if self.quantity == Quantity::Percentage { " percentage points" } else { "" };
        match by.get() {
            by if by > 0.0 => format!("{number}{unit} more"),
            by if by < 0.0 => format!("{number}{unit} fewer"),
            _ => "no change".to_owned(),
        }
    }

    /// The whole of it: what it is, what the variation says, what the target says.
    pub fn sentence(&self) -> String {
        let Some(latest) = self.latest() else {
            return "No figure is loaded yet.".to_owned();
        };
        let value = latest.value.map(|value| self.told(value)).unwrap_or_default();
        let mut said = format!("{value} in {}{}.", latest.span.in_words(), Self::firmness(latest));
        said.push(' ');
        said.push_str(&self.variation_in_words());
        if let Some(usual) = self.usual(latest) {
            said.push(' ');
            said.push_str(&usual);
        }
        for part in [self.target_in_words(latest), self.assurance_in_words()].into_iter().flatten() {
            said.push(' ');
            said.push_str(&part);
        }
        said
    }

    fn firmness(point: &Point) -> &'static str {
        use crate::load::Status;
        match point.status {
            Status::Provisional => ", provisional",
            Status::Partial => ", perhaps in part only",
            Status::Estimated => ", estimated",
            _ => "",
        }
    }

    /// "Special cause of improvement: lower than usual since March 2026 (seven points in a row below the mean)."
    pub fn variation_in_words(&self) -> String {
        let judgement = &self.judgement;
        let Some(variation) = judgement.variation else {
            return match judgement.method {
                Method::RunChart => "There are too few points for control limits, so the middle of them is shown.",
                Method::None(NotJudged::Survey) => {
                    "It is an estimate from a survey, shown with the interval in which the true value lies."
                }
                Method::None(NotJudged::Yearly) => "It is counted by the year, so no control limits are drawn.",
                Method::None(NotJudged::Seasonal) => "It is seasonal: signals are not read.",
                Method::None(NotJudged::TooFewYears) => {
                    "It is seasonal, and has too few years yet to be judged against its season."
                }
                Method::None(NotJudged::SwitchedOff) => "It is shown without control limits.",
                Method::None(NotJudged::NoFigures)
                | Method::Limits
                | Method::LimitsOfOwnMonth
                | Method::LimitsOfYearBefore => "Nothing is judged of it.",
            }
            .to_owned();
        };
        let usual = match judgement.method {
            Method::LimitsOfOwnMonth => "usual for the time of year",
            Method::LimitsOfYearBefore => "usual beside the year before",
            _ => "usual",
        };
        let since = judgement.since.map(|since| match self.latest() {
            Some(latest) if latest.span == since => String::new(),
            _ => format!(" since {}", since.in_words()),
        });
        let since = since.unwrap_or_default();
        let side = match variation {
            Variation::CommonCause => {
                let in_season = if judgement.method.is_seasonal() { " for the season" } else { "" };
                return format!("No special cause: it varies as it usually does{in_season}.");
            }
            Variation::ConcernHigh | Variation::NeutralHigh | Variation::ImprovementHigh => "higher",
            Variation::ConcernLow | Variation::NeutralLow | Variation::ImprovementLow => "lower",
        };
        let cause = if variation.is_concern() {
            "Special cause of concern"
        } else if variation.is_improvement() {
            "Special cause: improvement"
        } else {
            "Special cause, not judged better or worse"
        };
        let found = self.found_in_words();
        format!("{cause}, {side} than {usual}{since}{found}.")
    }

    /// Every rule that the last point meets, also where they point both ways.
    fn found_in_words(&self) -> String {
        let Some(judged) = self.points.iter().rev().find_map(|point| point.judged) else { return String::new() };
        let mut found = vec![];
        if judged.outside {
            found.push(if judged.value > judged.centre { "above the upper limit" } else { "below the lower limit" });
        }
        match judged.trend {
            Some(Way::Up) => found.push("seven points rising in a row"),
            Some(Way::Down) => found.push("seven points falling in a row"),
            None => {}
        }
        if judged.two_in_three {
            found.push("two of three points near a limit");
        }
        match judged.shift {
            Some(Side::Above) => found.push("seven points in a row above the mean"),
            Some(Side::Below) => found.push("seven points in a row below the mean"),
            _ => {}
        }
        if found.is_empty() {
            return String::new();
        }
        let both = if judged.conflicts() { "; the signs point both ways" } else { "" };
        format!(" ({}{both})", found.join("; "))
    }

    /// "Usually 240 to 300, mean 270."
    fn usual(&self, latest: &Point) -> Option<String> {
        let judged = latest.judged?;
        if self.judgement.method.is_seasonal() {
            return None;
        }
        let read = |value: Finite| self.read(value);
        Some(match (judged.lower, judged.upper) {
            (Some(lower), Some(upper)) => {
                // A count below nought does not occur, whatever the limit.
                let least = if self.quantity == Quantity::Survey || self.quantity == Quantity::Index {
                    lower
                } else {
                    lower.max(Finite::count(0))
                };
                let trial = if judged.trial { "; the limits are on trial, from few points" } else { "" };
                format!("Usually {} to {}, mean {}{trial}.", read(least), read(upper), read(judged.centre))
            }
            _ => format!("The middle value is {}.", read(judged.centre)),
        })
    }

    /// "The target of 250 or fewer is missed."
    pub fn target_in_words(&self, point: &Point) -> Option<String> {
        let aimed = point.target?;
        let aim = match (aimed.high, self.better) {
            (Some(high), _) => format!("{} to {}", self.read(aimed.low), self.read(high)),
            (None, Better::Increase) => format!("{} or more", self.read(aimed.low)),
            (None, Better::Decrease) => format!("{} or fewer", self.read(aimed.low)),
            (None, Better::Neutral) => self.read(aimed.low),
        };
        let met = match aimed.met {
            Some(Met::Met) => " is met",
            Some(Met::Near) => " is missed, within its tolerance",
            Some(Met::Missed) => " is missed",
            None => " is shown beside it",
        };
        Some(format!("The target of {aim}{met}."))
    }

    pub fn assurance_in_words(&self) -> Option<String> {
        Some(
            match self.judgement.assurance? {
                Assurance::ConsistentPass => "As things run, the target will be met every time.",
                Assurance::ConsistentFail => "As things run, the target will not be met without a change.",
                Assurance::Inconsistent => "As things run, the target will be met at times and missed at times.",
            }
            .to_owned(),
        )
    }
}
