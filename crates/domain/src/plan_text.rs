//! A plan as text: the current state of a plan as readable files, one fact a line in words, so that an office can keep
//! its plan in a folder, write it in any text editor, and see in a diff what was changed. `docs/plan-as-text.md`
//! specifies it. Writing and reading lose nothing; names and references stand where the record has ids.
mod effects;
mod facts;
mod lines;
mod milestones;
mod of;
mod read;
mod take;
mod themes;
mod words;
mod write;

use crate::{
    action::{Apart, Became, DateMove, Decided, Rating, Status},
    body::BodyKind,
    envelope::{Marking, Visibility},
    evidence::Evidence,
    expected_effect::{Figure, Number},
    milestone::Reached,
    plan::{PlanState, PlanVersion},
    scale::Scale,
    text::Text,
    timescale::Timescale,
    update::{Confidence, Forecast},
};
use jiff::civil::Date;
use std::fmt;

pub use of::of;
pub use read::read;
pub use take::TakePlan;
pub(crate) use words::day;
pub use write::write;

/// The file that holds the plan itself; the themes stand in files of the folder [`THEMES`].
pub const PLAN: &str = "plan.txt";
pub const THEMES: &str = "themes";
/// The first line of [`PLAN`], by which the format is known.
pub const FORMAT: &str = "Format: plan as text, version 1";

/// One file of the folder: its path in it ("plan.txt", "themes/3-supporting-victims.txt") and its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanFile {
    pub path: String,
    pub words: String,
}

/// A plan and all that belongs to it, by names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanText {
    pub name: Text,
    pub aliases: Vec<Text>,
    pub shown: Shown,
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub state: PlanState,
    pub versions: Vec<PlanVersion>,
    pub scale: Scale,
    pub scale_shown: Shown,
    /// The organisations and posts that the plan names.
    pub bodies: Vec<BodyText>,
    pub posts: Vec<PostText>,
    pub themes: Vec<ThemeText>,
}

/// Who may see an item and how it is marked, where that is said. Nothing said: everybody, and OFFICIAL.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    pub seen_by: Option<Visibility>,
    pub marking: Option<Marking>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyText {
    pub name: Text,
    pub kind: BodyKind,
    pub aliases: Vec<Text>,
    pub shown: Shown,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostText {
    pub name: Text,
    pub body: Text,
    pub initials: Vec<Text>,
    pub shown: Shown,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeText {
    /// Its place in the plan: the number with which its file's name begins.
    pub order: i64,
    pub name: Text,
    pub code: Option<Text>,
    pub aliases: Vec<Text>,
    pub aim: Option<Text>,
    pub shown: Shown,
    pub outcomes: Vec<StatementText>,
    pub objectives: Vec<StatementText>,
    pub priorities: Vec<StatementText>,
    pub actions: Vec<ActionText>,
}

/// An outcome, an objective or a priority of a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementText {
    pub statement: Text,
    /// The organisations that an outcome is shared with.
    pub shared_with: Vec<Text>,
    pub shown: Shown,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionText {
    pub reference: Text,
    pub title: Text,
    pub shown: Shown,
    pub description: Option<Text>,
    pub outcomes: Vec<Served>,
    pub objectives: Vec<Served>,
    pub output: Option<Text>,
    pub owner: Option<Text>,
    pub rated_by: Option<Text>,
    pub sponsor: Option<HeldText>,
    pub leads: Vec<HeldText>,
    pub partners: Vec<PartnerText>,
    pub statutory: bool,
    pub timescale: Timescale,
    pub original_date: Option<Date>,
    pub current_date: Option<Date>,
    pub moves: Vec<DateMove>,
    pub status: Status,
    pub rating: Option<Rating>,
    pub update: Option<UpdateText>,
    pub links: Vec<LinkText>,
    pub lineage: Vec<LineageText>,
    pub staff_columns: Vec<(Text, Text)>,
    pub completion: Option<CompletionText>,
    pub decided: Option<Decided>,
    /// By part and date, as the record gives them.
    pub milestones: Vec<MilestoneText>,
    /// What it is expected to change, by quarter.
    pub effects: Vec<EffectText>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EffectText {
    pub effect: Text,
    pub outcome: Option<Served>,
    /// The last day of the quarter.
    pub by: Date,
    pub figure: Option<Figure>,
    pub came: CameText,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CameText {
    Awaited,
    Observed(ObservedText),
    Dropped { on: Date, reason: Text },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObservedText {
    pub on: Date,
    pub words: Text,
    pub number: Option<Number>,
    /// The post; None where whoever said it holds none that the plan names.
    pub by: Option<Text>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MilestoneText {
    pub title: Text,
    pub strand: Option<Text>,
    pub original_date: Date,
    pub date: Date,
    pub moves: Vec<MovedText>,
    pub reached: Reached,
    /// Where it differs from the action's own.
    pub shown: Shown,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedText {
    pub from: Date,
    pub to: Date,
    pub on: Date,
    pub reason: Text,
    /// The post; None where whoever moved it holds none that the plan names.
    pub by: Option<Text>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompletionText {
    pub on: Date,
    pub evidence: Vec<Evidence>,
    pub by: HeldText,
    pub verified: Option<VerifiedText>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedText {
    pub by: HeldText,
    pub on: Date,
    pub apart: Apart,
}

/// An outcome or objective that an action serves, by its words; of another theme where one is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    pub statement: Text,
    pub theme: Option<Text>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeldText {
    Post(Text),
    Unmatched(Text),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartnerText {
    pub body: Option<Text>,
    pub stated: Text,
    pub role: Option<Text>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpdateText {
    pub day: Date,
    pub narrative: Option<Text>,
    pub rating: Option<Rating>,
    pub by: Option<HeldText>,
    pub manner: MannerText,
    pub forecast: Option<Forecast>,
    pub confidence: Option<Confidence>,
    pub next_step: Option<Text>,
    pub evidence: Vec<Evidence>,
    /// Where it differs from the action's own.
    pub shown: Shown,
}

/// In what manner the update was said. What a correction corrects is an earlier update, which no text holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MannerText {
    #[default]
    Update,
    Confirmation,
    Correction,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkText {
    Here(Text),
    There { plan: Text, reference: Text },
    Stated(Text),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineageText {
    pub plan: Text,
    pub reference: Text,
    pub how: Became,
}

/// A plan as it was read from a folder, and where each theme's actions stand in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanRead {
    pub plan: PlanText,
    /// For each theme, for each of its actions: "themes/3-supporting-victims.txt, line 12".
    pub places: Vec<Vec<String>>,
}

/// Something in a file that cannot be taken: where, what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub file: String,
    /// 0 where it is about the file as a whole.
    pub line: usize,
    pub says: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.says),
            line => write!(f, "{}, line {line}: {}", self.file, self.says),
        }
    }
}
