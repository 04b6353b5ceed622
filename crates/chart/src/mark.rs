//! The shapes of points. The shape says what the rules say of a point, the colour says it again.
use crate::{
    ink,
    sheet::{Sheet, place, solid},
};

/// What the rules say of a point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Common cause: no rule speaks.
    #[default]
    Common,
    /// Special cause in the direction that is wanted.
    Improvement,
    /// Special cause in the direction that is not wanted.
    Concern,
    /// Special cause, higher than usual, where neither direction is better.
    NeutralHigh,
    /// Special cause, lower than usual, where neither direction is better.
    NeutralLow,
}

impl Verdict {
    /// A name for machines and tests.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Verdict::Common => "common",
            Verdict::Improvement => "improvement",
            Verdict::Concern => "concern",
            Verdict::NeutralHigh => "neutral-high",
            Verdict::NeutralLow => "neutral-low",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Circle,
    Diamond,
    Square,
    Up,
    Down,
}

/// A shape with its inks; hollow means that the figure may still change.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    pub form: Form,
    pub fill: &'static str,
    pub rim: &'static str,
    pub hollow: bool,
}

impl Mark {
    pub const fn new(form: Form, inks: (&'static str, &'static str)) -> Self {
        Mark { form, fill: inks.0, rim: inks.1, hollow: false }
    }

    pub fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Common => Mark::new(Form::Circle, ink::COMMON),
            Verdict::Improvement => Mark::new(Form::Diamond, ink::IMPROVEMENT),
            Verdict::Concern => Mark::new(Form::Square, ink::CONCERN),
            Verdict::NeutralHigh => Mark::new(Form::Up, ink::NEUTRAL),
            Verdict::NeutralLow => Mark::new(Form::Down, ink::NEUTRAL),
        }
    }

    pub fn hollow(self, hollow: bool) -> Self {
        Mark { hollow, ..self }
    }

    /// Draws the shape so that all forms seem of one size at a radius.
    pub fn draw(&self, sheet: &mut Sheet, (x, y): (f64, f64), radius: f64) {
        let fill = if self.hollow { ink::PAPER } else { self.fill };
        let rim = solid(self.rim, if self.hollow { 1.8 } else { 1.2 });
        let path = |points: &[(f64, f64)]| {
            let said: Vec<String> = points
                .iter()
                .map(|(right, down)| format!("{} {}", place(x + right * radius), place(y + down * radius)))
                .collect();
            format!("M{}Z", said.join("L"))
        };
        match self.form {
            Form::Circle => sheet.disc((x, y), radius * 0.9, fill, rim),
            Form::Diamond => sheet.shape(&path(&[(0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)]), fill, rim),
            Form::Square => sheet.shape(&path(&[(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)]), fill, rim),
            Form::Up => sheet.shape(&path(&[(0.0, -1.25), (1.2, 0.95), (-1.2, 0.95)]), fill, rim),
            Form::Down => sheet.shape(&path(&[(0.0, 1.25), (1.2, -0.95), (-1.2, -0.95)]), fill, rim),
        }
    }
}
