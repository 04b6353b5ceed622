//! A paper: what was printed for a body. Its number is reserved, its files are issued and kept as bytes, it is
//! presented, and it may be withdrawn. It carries its position: what each printed row said.
use crate::{
    ask::{Answer, Ask, Decision, Draft, Refusal},
    body::{Body, BodyKind},
    chance::Chance,
    correction::Correction,
    entry::Act,
    envelope::{Envelope, Marking, Visibility},
    id::Id,
    office::{Kept, Kind, Noun, Office},
    performance::Performance,
    period::london_day,
    plan::Plan,
    position::PositionRow,
    publication::PublicBody,
    returned::Returned,
    snapshot::Snapshot,
    text::{Text, text},
    theme::Theme,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    pub kind: PaperKind,
    /// Eight characters that stand on every page beside the number, so that a page can be told from another's.
    pub code: Text,
    pub title: Text,
    pub plan: Option<Id<Plan>>,
    /// The one theme that it prints, where it is not the whole plan.
    pub theme: Option<Id<Theme>>,
    /// The body that it was made for.
    pub body: Id<Body>,
    /// The entry whose record it shows, and when that was recorded, in microseconds.
    pub as_at: i64,
    pub as_at_time: i64,
    pub snapshot: Option<Id<Snapshot>>,
    pub stage: Stage,
    pub issued: Option<Date>,
    pub presented: Option<Date>,
    pub withdrawn: Option<Withdrawal>,
    #[serde(default)]
    pub files: Vec<PaperFile>,
    /// Every action that it prints or counts, as it stood, and by reference what else it prints that is not for everybody:
    /// a paper with one that is not public is not published.
    #[serde(default)]
    pub rows: Vec<PositionRow>,
    /// The release of Milepost that made it.
    pub release: Text,
    /// What its rows were compared with, where somebody said so.
    #[serde(default)]
    pub since: Option<Text>,
    /// The file with the words of its author, by its SHA-256.
    #[serde(default)]
    pub words: Option<Text>,
    /// The paper that it stands for, which held a passage that was erased.
    #[serde(default)]
    pub redacts: Option<Id<Paper>>,
    /// Files that were edited outside and are kept as issued: each stands in `files` too.
    #[serde(default)]
    pub returned: Vec<Returned>,
    /// What it says and should not, oldest first.
    #[serde(default)]
    pub corrections: Vec<Correction>,
    /// Every measure that it prints, as everybody might see it.
    #[serde(default)]
    pub measures: Vec<PrintedMeasure>,
}

/// A measure in a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedMeasure {
    pub code: Text,
    /// What everybody might see of it then; None where it is not for everybody or was printed with more than everybody may
    /// see, and the paper is not published.
    pub public: Option<Performance>,
}

impl PrintedMeasure {
    /// A measure as it was printed, beside what everybody might see of it. A small number that was printed for a board
    /// stands in the files themselves, so they are not for everybody, whoever the measure is for.
    pub fn of(printed: &Performance, everybody: Option<Performance>) -> Self {
        let public = everybody.filter(|public| public.shows_the_figures_of(printed));
        Self { code: printed.code.clone(), public }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaperKind {
    DeliveryPlan,
    CoverReport,
    Changes,
    PlanOnAPage,
    ForwardLook,
    /// Every date that was changed since it was first agreed.
    Slippage,
    /// What became of the promises of earlier plans.
    Succession,
    /// The quarterly figures: what they show, what is made of them and what is done about it.
    DataPack,
    /// Whether what is done is enough for each shared outcome, gaps first.
    AssuranceFramework,
    /// One theme, for a body that looks at one after the other.
    ThemeReport,
    /// The four tests of an auditor, answered with population, exceptions and a sample.
    AuditorsPack,
    /// The risks of the office: scores then, now and wanted, what moved, and what is missing.
    RiskRegister,
    /// What auditors, inspectors and the Panel found, and where each stands.
    FindingsTracker,
    /// The questions that a member could ask, for the office's own.
    Briefing,
}

impl PaperKind {
    pub const ALL: [Self; 14] = [
        Self::DeliveryPlan,
        Self::CoverReport,
        Self::Changes,
        Self::PlanOnAPage,
        Self::ForwardLook,
        Self::Slippage,
        Self::Succession,
        Self::DataPack,
        Self::AssuranceFramework,
        Self::ThemeReport,
        Self::AuditorsPack,
        Self::RiskRegister,
        Self::FindingsTracker,
        Self::Briefing,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::DeliveryPlan => "delivery-plan",
            Self::CoverReport => "cover-report",
            Self::Changes => "changes",
            Self::PlanOnAPage => "plan-on-a-page",
            Self::ForwardLook => "forward-look",
            Self::Slippage => "slippage",
            Self::Succession => "succession",
            Self::DataPack => "data-pack",
            Self::AssuranceFramework => "assurance-framework",
            Self::ThemeReport => "theme-report",
            Self::AuditorsPack => "auditors-pack",
            Self::RiskRegister => "risk-register",
            Self::FindingsTracker => "findings-tracker",
            Self::Briefing => "briefing",
        }
    }

    /// Whether each action has a row of its own in it, which its reader saw. The others count actions.
    pub fn prints_actions(self) -> bool {
        match self {
            Self::DeliveryPlan
            | Self::Changes
            | Self::ForwardLook
            | Self::Slippage
            | Self::Succession
            | Self::AssuranceFramework
            | Self::ThemeReport => true,
            Self::CoverReport
            | Self::PlanOnAPage
            | Self::DataPack
            | Self::AuditorsPack
            | Self::RiskRegister
            | Self::FindingsTracker
            | Self::Briefing => false,
        }
    }

    /// Whether it can go out to everybody. A register of risks is for the body that it was made for: it prints what that
    /// body may see, and no row of it says who else may. A briefing is for the office's own.
    pub fn can_be_published(self) -> bool {
        !matches!(self, Self::RiskRegister | Self::Briefing)
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// `Draft` is a number reserved while its files are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    Draft,
    Issued,
    Presented,
    Withdrawn,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    pub on: Date,
    pub reason: Text,
}

/// A file as despatched: its bytes are kept under their hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperFile {
    /// "pdf", "docx", "odt", "html", "xlsx", "ods", "csv", "json".
    pub format: Text,
    pub name: Text,
    /// In lower-case hexadecimal.
    pub sha256: Text,
    pub size: i64,
}

impl Noun for Paper {
    const KIND: Kind = Kind::Paper;
    /// 2: `since`, `words`, `redacts`. 3: `returned`, `corrections`. 4: `measures`.
    const SHAPE: i64 = 4;
}

impl Paper {
    /// Whether the body that it was made for has seen it: a withdrawal afterwards does not unsee it.
    pub fn seen_on(&self) -> Option<Date> {
        self.presented
    }
}

/// Reserves the next number of the year for a paper that is about to be made.
#[derive(Clone, Debug)]
pub struct ReservePaper {
    pub kind: PaperKind,
    pub title: Text,
    pub plan: Option<Id<Plan>>,
    pub theme: Option<Id<Theme>>,
    pub body: Id<Body>,
    pub as_at: i64,
    /// When that entry was recorded, in microseconds.
    pub as_at_time: i64,
    pub snapshot: Option<Id<Snapshot>>,
    pub release: Text,
    pub since: Option<Text>,
    pub words: Option<Text>,
    pub redacts: Option<Id<Paper>>,
}

impl ReservePaper {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let Some(settings) = office.settings() else {
            return Err(Refusal::because("this record has no office yet; run milepost init"));
        };
        if self.as_at < 1 || self.as_at > office.head().seq {
            return Err(Refusal::because(format!("the record has no entry {}", self.as_at)));
        }
        let year = ask.on.unwrap_or_else(|| london_day(ask.now)).year();
        let prefix = format!("{}-{year}-", settings.item.code);
        // A number that was printed stays taken, also where the record of it was lost.
        let printed = settings.item.gaps.iter().flat_map(|gap| &gap.papers);
        let last = (office.papers.values().map(|p| &p.envelope.reference).chain(printed))
            .filter_map(|number| number.as_str().strip_prefix(&prefix)?.parse::<u32>().ok())
            .max()
            .unwrap_or(0);
        let number = text(&format!("{prefix}{:03}", last + 1));
        let code = short_code(&[
            office.head().office.as_bytes(),
            number.as_str().as_bytes(),
            &self.as_at.to_be_bytes(),
            &chance.bytes(),
        ]);
        let id = chance.id(ask.now);
        let paper = Paper {
            kind: self.kind,
            code: code.clone(),
            title: self.title.clone(),
            plan: self.plan,
            theme: self.theme,
            body: self.body,
            as_at: self.as_at,
            as_at_time: self.as_at_time,
            snapshot: self.snapshot,
            stage: Stage::Draft,
            issued: None,
            presented: None,
            withdrawn: None,
            files: vec![],
            rows: vec![],
            release: self.release.clone(),
            since: self.since.clone(),
            words: self.words.clone(),
            redacts: self.redacts,
            returned: vec![],
            corrections: vec![],
            measures: vec![],
        };
        let envelope = Envelope::internal(number.clone());
        let draft = Draft::new(Act::Reserved, id, &envelope, &paper, ask);
        Ok(Decision { drafts: vec![draft], answer: Answer::Number { paper: id, number, code } })
    }
}

/// Eight characters of Crockford's base 32, in two fours: no I, L, O or U to misread.
fn short_code(parts: &[&[u8]]) -> Text {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    let hash = hash.finalize();
    let mut code: String = hash.iter().take(8).map(|b| char::from(ALPHABET[usize::from(b % 32)])).collect();
    code.insert(4, '-');
    text(&code)
}

/// Keeps the files of a reserved paper as issued.
#[derive(Clone, Debug)]
pub struct IssuePaper {
    pub paper: Id<Paper>,
    pub files: Vec<PaperFile>,
    pub rows: Vec<PositionRow>,
    pub measures: Vec<PrintedMeasure>,
    /// The highest marking of anything printed.
    pub marking: Marking,
}

impl IssuePaper {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let Some(kept) = office.papers.get(&self.paper.uuid()) else {
            return Err(Refusal::because("no number was reserved for this paper"));
        };
        if kept.item.stage != Stage::Draft {
            return Err(Refusal::because(format!(
                "{} was issued already; issued files are kept as they are",
                kept.reference()
            )));
        }
        if office.erasures.values().any(|erasure| erasure.seq > kept.seq) {
            return Err(Refusal::because(format!(
                "a passage was erased while {} was made, so it was not issued; issue it again",
                kept.reference()
            )));
        }
        if self.files.is_empty() {
            return Err(Refusal::because("a paper without a file cannot be issued"));
        }
        let day = ask.on.unwrap_or_else(|| london_day(ask.now));
        let paper = Paper {
            stage: Stage::Issued,
            issued: Some(day),
            files: self.files.clone(),
            rows: self.rows.clone(),
            measures: self.measures.clone(),
            ..kept.item.clone()
        };
        let own = office.bodies.get(&kept.item.body.uuid()).is_some_and(|body| body.item.kind == BodyKind::Office);
        let visibility = if kept.item.kind == PaperKind::Briefing && own {
            // What an office prepares for itself is for those who see all of it, until it shares it.
            crate::question::own_visibility(day)
        } else {
            Visibility::Internal
        };
        let envelope = Envelope { visibility, marking: self.marking, ..kept.envelope.clone() };
        let draft = Draft::new(Act::Issued, kept.id.uuid(), &envelope, &paper, ask);
        Ok(Decision { drafts: vec![draft], answer: Answer::Item(kept.id.uuid()) })
    }
}

/// Says that a paper was presented to the body that it was made for, on a day.
#[derive(Clone, Debug)]
pub struct PresentPaper {
    pub number: Text,
    pub on: Date,
}

impl PresentPaper {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let kept = office.paper_numbered(self.number.as_str())?;
        let number = kept.reference();
        match kept.item.stage {
            Stage::Issued => {}
            Stage::Draft => {
                return Err(Refusal::because(format!("{number} has a number and no files yet; issue it first")));
            }
            Stage::Presented => {
                let on = kept.item.presented.unwrap_or(self.on);
                return Err(Refusal::because(format!("{number} was presented already, on {on}")));
            }
            Stage::Withdrawn => {
                return Err(Refusal::because(format!(
                    "{number} was withdrawn, so it cannot be presented; issue a new paper"
                )));
            }
        }
        if let Some(issued) = kept.item.issued
            && self.on < issued
        {
            return Err(Refusal::because(format!(
                "{number} was issued on {issued}, so it cannot have been presented on {}; correct --on",
                self.on
            )));
        }
        let paper = Paper { stage: Stage::Presented, presented: Some(self.on), ..kept.item.clone() };
        let mut drafts = vec![Draft::new(Act::Presented, kept.id.uuid(), &kept.envelope, &paper, ask)];
        drafts.extend(office.republished(kept.id.uuid(), Act::Presented, ask, |publication| {
            if let PublicBody::Paper(public) = &mut publication.body {
                public.presented = Some(self.on);
            }
        }));
        Ok(Decision { drafts, answer: Answer::Item(kept.id.uuid()) })
    }
}

impl Office {
    /// The paper with this number, however it is cased.
    pub(crate) fn paper_numbered(&self, number: &str) -> Result<&Kept<Paper>, Refusal> {
        let wanted = number.trim().to_uppercase();
        self.papers.values().find(|p| p.envelope.reference.as_str() == wanted).map(AsRef::as_ref).ok_or_else(|| {
            let known: Vec<&str> = self.papers.values().map(|p| p.envelope.reference.as_str()).collect();
            let known = if known.is_empty() { "none has been issued yet".into() } else { known.join(", ") };
            Refusal::because(format!("there is no paper numbered {wanted}; the papers are: {known}"))
        })
    }
}
