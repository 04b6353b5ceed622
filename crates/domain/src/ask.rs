//! Asking for a change, and what comes of it. `decide` is pure: the same office, ask and chance give the same entries.
use crate::{
    actor::Actor,
    chance::Chance,
    entry::Act,
    envelope::Envelope,
    office::{Kind, Noun, Office},
    text::Text,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

/// One command by one actor: what pages, the command line, jobs and importers all hand to `record.write`.
#[derive(Clone, Debug)]
pub struct Ask {
    pub actor: Actor,
    pub now: Timestamp,
    /// The day for which what is said is stated to be true.
    pub on: Option<Date>,
    /// An idempotency key, scoped to actor and command: the same key twice is one effect.
    pub key: Option<String>,
    /// The versions of the items that the author saw, where the ask changes items that they looked at.
    pub seen: Vec<(Uuid, i64)>,
    pub reason: Option<Text>,
    pub command: Command,
}

impl Ask {
    /// The reason, where one was given that says something.
    pub(crate) fn given_reason(&self) -> Option<&Text> {
        self.reason.as_ref().filter(|reason| !reason.on_one_line().is_empty())
    }
}

/// What may be asked. Each noun's file holds the struct and the decision of its own commands.
#[derive(Clone, Debug)]
pub enum Command {
    Begin(crate::settings::Begin),
    ImportPlan(Box<crate::import::ImportPlan>),
    TakePlan(Box<crate::plan_text::TakePlan>),
    UndoImport(Box<crate::undo::UndoImport>),
    TakeSnapshot(crate::snapshot::TakeSnapshot),
    ReservePaper(crate::paper::ReservePaper),
    IssuePaper(Box<crate::paper::IssuePaper>),
    PresentPaper(crate::paper::PresentPaper),
    Publish(crate::publication::Publish),
    Withdraw(crate::publication::Withdraw),
    Restore(crate::settings::Restore),
    RotateKey(crate::settings::RotateKey),
    Erase(Box<crate::erasure::Erase>),
    OpenRound(crate::round::OpenRound),
    SignOffTheme(crate::round::SignOffTheme),
    FreezeRound(crate::round::FreezeRound),
    SendBack(crate::round::SendBack),
    CheckAccuracy(crate::round::CheckAccuracy),
    AnswerPoint(crate::round::AnswerPoint),
    WriteNarrative(crate::narrative::WriteNarrative),
    JudgeOutcome(crate::sufficiency::JudgeOutcome),
    NoteEnvironment(crate::environment::NoteEnvironment),
    NotePartnerAction(Box<crate::partner_action::NotePartnerAction>),
    ServeOutcome(crate::objective::ServeOutcome),
    Grant(crate::access::Grant),
    ChangeRole(crate::access::ChangeRole),
    AssignPost(crate::access::AssignPost),
    LeavePost(crate::access::LeavePost),
    MovePosts(crate::access::MovePosts),
    EndAccess(crate::access::EndAccess),
    AddPost(crate::access::AddPost),
    UpdateAction(Box<crate::update::UpdateAction>),
    ConfirmAction(crate::update::ConfirmAction),
    AnswerByLink(Box<crate::update::AnswerByLink>),
    EnterFromSheet(Box<crate::update::EnterFromSheet>),
    CorrectUpdate(Box<crate::update::CorrectUpdate>),
    VerifyCompletion(crate::completion::VerifyCompletion),
    AskForChange(crate::change_request::AskForChange),
    DecideChange(crate::change_request::DecideChange),
    NamePlan(crate::naming::NamePlan),
    NameTheme(crate::naming::NameTheme),
    StateFor(crate::naming::StateFor),
    NameBody(crate::naming::NameBody),
    NamePost(crate::naming::NamePost),
    DescribeAction(Box<crate::naming::DescribeAction>),
    ReturnPaper(Box<crate::returned::ReturnPaper>),
    CorrectPaper(crate::correction::CorrectPaper),
    AskForPublication(crate::publication_request::AskForPublication),
    DecidePublication(crate::publication_request::DecidePublication),
    SetHold(crate::hold::SetHold),
    LiftHold(crate::hold::LiftHold),
    SetRules(crate::rating_rules::SetRules),
    AddMilestone(crate::milestone::AddMilestone),
    ChangeMilestone(crate::milestone::ChangeMilestone),
    CarryMilestones(crate::milestone::CarryMilestones),
    ExpectEffect(Box<crate::expected_effect::ExpectEffect>),
    AnswerEffect(crate::expected_effect::AnswerEffect),
    DefineMeasures(Box<crate::measure::DefineMeasures>),
    NoteOnMeasure(crate::measure::NoteOnMeasure),
    ProposeRebase(crate::measure::ProposeRebase),
    DecideRebase(crate::measure::DecideRebase),
    AddLoad(Box<crate::load::AddLoad>),
    TakeBackLoad(crate::load::TakeBackLoad),
    WriteCommentary(Box<crate::commentary::WriteCommentary>),
    NameSource(crate::finding::NameSource),
    AddReview(Box<crate::finding::AddReview>),
    NoteOnReview(crate::finding::NoteOnReview),
    AddFinding(Box<crate::finding::AddFinding>),
    OnFinding(Box<crate::finding::OnFinding>),
    TakeRegister(Box<crate::risk::TakeRegister>),
    AnswerQuestion(Box<crate::question::AnswerQuestion>),
    SilenceQuestion(crate::question::SilenceQuestion),
    ShareQuestions(crate::question::ShareQuestions),
    DefineMatrix(crate::risk::DefineMatrix),
    RegisterRisk(Box<crate::risk::RegisterRisk>),
    DescribeRisk(Box<crate::risk::DescribeRisk>),
    ScoreRisk(crate::risk::ScoreRisk),
    SetAppetite(crate::risk::SetAppetite),
    ReviewRisk(crate::risk::ReviewRisk),
    EscalateRisk(crate::risk::EscalateRisk),
    CloseRisk(crate::risk::CloseRisk),
    DescribeControl(crate::control::DescribeControl),
    AssureControl(crate::control::AssureControl),
    NameGap(crate::gap::NameGap),
    ActOnGap(crate::gap::ActOnGap),
    CloseGap(crate::gap::CloseGap),
    ImportFindings(Box<crate::finding::import::ImportFindings>),
}

impl Command {
    /// The name that scopes an idempotency key.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Begin(_) => "begin",
            Self::ImportPlan(_) => "import plan",
            Self::TakePlan(_) => "take plan",
            Self::UndoImport(_) => "undo import",
            Self::TakeSnapshot(_) => "take snapshot",
            Self::ReservePaper(_) => "reserve paper",
            Self::IssuePaper(_) => "issue paper",
            Self::PresentPaper(_) => "present paper",
            Self::Publish(_) => "publish",
            Self::Withdraw(_) => "withdraw",
            Self::Restore(_) => "restore",
            Self::RotateKey(_) => "rotate key",
            Self::Erase(_) => "erase",
            Self::OpenRound(_) => "open round",
            Self::SignOffTheme(_) => "sign off theme",
            Self::FreezeRound(_) => "freeze round",
            Self::SendBack(_) => "send back",
            Self::CheckAccuracy(_) => "check accuracy",
            Self::AnswerPoint(_) => "answer a point",
            Self::WriteNarrative(_) => "write narrative",
            Self::JudgeOutcome(_) => "judge an outcome",
            Self::NoteEnvironment(_) => "note on an environment",
            Self::NotePartnerAction(_) => "note a partner's action",
            Self::ServeOutcome(_) => "serve an outcome",
            Self::Grant(_) => "grant access",
            Self::ChangeRole(_) => "change a role",
            Self::AssignPost(_) => "assign a post",
            Self::LeavePost(_) => "take back a post",
            Self::MovePosts(_) => "move posts",
            Self::EndAccess(_) => "end access",
            Self::AddPost(_) => "name a post",
            Self::UpdateAction(_) => "update action",
            Self::ConfirmAction(_) => "confirm action",
            Self::AnswerByLink(_) => "answer by link",
            Self::EnterFromSheet(_) => "enter from a sheet",
            Self::CorrectUpdate(_) => "correct update",
            Self::VerifyCompletion(_) => "verify completion",
            Self::AskForChange(_) => "ask for a change",
            Self::DecideChange(_) => "decide a change",
            Self::NamePlan(_) => "name a plan",
            Self::NameTheme(_) => "name a theme",
            Self::StateFor(_) => "state what a theme is for",
            Self::NameBody(_) => "name an organisation",
            Self::NamePost(_) => "describe a post",
            Self::DescribeAction(_) => "describe an action",
            Self::ReturnPaper(_) => "return paper",
            Self::CorrectPaper(_) => "correct paper",
            Self::AskForPublication(_) => "ask for publication",
            Self::DecidePublication(_) => "decide publication",
            Self::SetHold(_) => "set a hold",
            Self::LiftHold(_) => "lift a hold",
            Self::SetRules(_) => "set the rules",
            Self::AddMilestone(_) => "add a milestone",
            Self::ChangeMilestone(_) => "change a milestone",
            Self::CarryMilestones(_) => "carry milestones",
            Self::ExpectEffect(_) => "expect an effect",
            Self::AnswerEffect(_) => "say what came of an effect",
            Self::DefineMeasures(_) => "define measures",
            Self::NoteOnMeasure(_) => "note on a measure",
            Self::ProposeRebase(_) => "propose a rebase",
            Self::DecideRebase(_) => "decide a rebase",
            Self::AddLoad(_) => "load figures",
            Self::TakeBackLoad(_) => "take back a load",
            Self::WriteCommentary(_) => "write commentary",
            Self::NameSource(_) => "name a source of findings",
            Self::AddReview(_) => "add a review",
            Self::NoteOnReview(_) => "note on a review",
            Self::AddFinding(_) => "add a finding",
            Self::OnFinding(on) => on.deed.name(),
            Self::TakeRegister(_) => "take a risk register",
            Self::AnswerQuestion(_) => "answer a question",
            Self::SilenceQuestion(_) => "silence a question",
            Self::ShareQuestions(_) => "share the questions",
            Self::DefineMatrix(_) => "define a risk matrix",
            Self::RegisterRisk(_) => "register a risk",
            Self::DescribeRisk(_) => "describe a risk",
            Self::ScoreRisk(_) => "score a risk",
            Self::SetAppetite(_) => "set an appetite",
            Self::ReviewRisk(_) => "review a risk",
            Self::EscalateRisk(_) => "escalate a risk",
            Self::CloseRisk(_) => "close a risk",
            Self::DescribeControl(_) => "describe a control",
            Self::AssureControl(_) => "assure a control",
            Self::NameGap(_) => "name a gap",
            Self::ActOnGap(_) => "act on a gap",
            Self::CloseGap(_) => "close a gap",
            Self::ImportFindings(_) => "import findings",
        }
    }
}

/// What a decision comes to: the new states, in order, and the answer for the person who asked.
#[derive(Clone, Debug)]
pub struct Decision {
    pub drafts: Vec<Draft>,
    pub answer: Answer,
}

/// One entry to be: the record gives it its place, time and hashes.
#[derive(Clone, Debug)]
pub struct Draft {
    pub act: Act,
    pub kind: Kind,
    pub item: Uuid,
    pub on: Option<Date>,
    pub shape: i64,
    /// Exactly the bytes that are hashed and kept.
    pub body: Vec<u8>,
}

/// The JSON of a state, as written. Read by [`crate::office::read`].
#[derive(Serialize)]
struct State<'a, T> {
    envelope: &'a Envelope,
    item: &'a T,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a Text>,
}

impl Draft {
    /// # Panics
    /// When an item cannot be written as JSON, which the types rule out.
    pub fn new<T: Noun>(act: Act, id: Uuid, envelope: &Envelope, item: &T, ask: &Ask) -> Self {
        let state = State { envelope, item, reason: ask.reason.as_ref() };
        let body = serde_json::to_vec(&state).expect("an item is JSON");
        Self { act, kind: T::KIND, item: id, on: ask.on, shape: T::SHAPE, body }
    }
}

/// What the asker is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Done; this is the item that it made or changed.
    Item(Uuid),
    Imported(Box<crate::import::Fates>),
    Undone(Box<crate::undo::Undone>),
    /// The number that was reserved for a paper, with its item.
    Number {
        paper: Uuid,
        number: Text,
        code: Text,
    },
}

/// Why a change was not made, in words for the person who asked: what, where, why, what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    #[error("{0}")]
    Because(String),
    #[error("{name} may not {act} here; ask for the post that may")]
    NotAllowed { name: String, act: &'static str },
    /// The item moved on since its author saw it; both versions are shown.
    #[error(
        "{reference} was changed by someone else since you saw it (you saw version {seen}, it is now version {now}); look at both and try again"
    )]
    Moved { item: Uuid, reference: Text, seen: i64, now: i64 },
    /// An import with a row that cannot be taken: nothing of it lands.
    #[error("{} of the table could not be taken, so nothing was written", rows(.0.totals.rejected))]
    Rejected(Box<crate::import::Fates>),
}

fn rows(n: usize) -> String {
    if n == 1 { "1 row".into() } else { format!("{n} rows") }
}

impl Refusal {
    pub fn because(sentence: impl Into<String>) -> Self {
        Self::Because(sentence.into())
    }
}

/// Decides an ask against the office as it stands. Checks the permission and the seen versions, then asks the noun.
pub fn decide(office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
    ask.actor.may(ask.command.name())?;
    for &(item, seen) in &ask.seen {
        if let Some((reference, now)) = office.version_of(item)
            && now != seen
        {
            return Err(Refusal::Moved { item, reference, seen, now });
        }
    }
    match &ask.command {
        Command::Begin(begin) => begin.decide(office, ask, chance),
        Command::ImportPlan(import) => import.decide(office, ask, chance),
        Command::TakePlan(take) => take.decide(office, ask, chance),
        Command::UndoImport(undo) => undo.decide(office, ask),
        Command::TakeSnapshot(take) => take.decide(office, ask, chance),
        Command::ReservePaper(reserve) => reserve.decide(office, ask, chance),
        Command::IssuePaper(issue) => issue.decide(office, ask),
        Command::PresentPaper(present) => present.decide(office, ask),
        Command::Publish(publish) => publish.decide(office, ask, chance),
        Command::Withdraw(withdraw) => withdraw.decide(office, ask),
        Command::Restore(restore) => restore.decide(office, ask),
        Command::RotateKey(rotate) => rotate.decide(office, ask),
        Command::Erase(erase) => erase.decide(office, ask),
        Command::OpenRound(open) => open.decide(office, ask, chance),
        Command::SignOffTheme(sign_off) => sign_off.decide(office, ask),
        Command::FreezeRound(freeze) => freeze.decide(office, ask),
        Command::SendBack(back) => back.decide(office, ask),
        Command::CheckAccuracy(check) => check.decide(office, ask),
        Command::AnswerPoint(answer) => answer.decide(office, ask),
        Command::WriteNarrative(write) => write.decide(office, ask, chance),
        Command::JudgeOutcome(judge) => judge.decide(office, ask, chance),
        Command::NoteEnvironment(note) => note.decide(office, ask, chance),
        Command::NotePartnerAction(note) => note.decide(office, ask, chance),
        Command::ServeOutcome(serve) => serve.decide(office, ask),
        Command::Grant(grant) => grant.decide(office, ask),
        Command::ChangeRole(role) => role.decide(office, ask),
        Command::AssignPost(assign) => assign.decide(office, ask),
        Command::LeavePost(leave) => leave.decide(office, ask),
        Command::MovePosts(moved) => moved.decide(office, ask),
        Command::EndAccess(end) => end.decide(office, ask),
        Command::AddPost(add) => add.decide(office, ask, chance),
        Command::UpdateAction(update) => update.decide(office, ask, chance),
        Command::ConfirmAction(confirm) => confirm.decide(office, ask, chance),
        Command::AnswerByLink(answer) => answer.decide(office, ask, chance),
        Command::EnterFromSheet(entered) => entered.decide(office, ask, chance),
        Command::CorrectUpdate(correct) => correct.decide(office, ask, chance),
        Command::VerifyCompletion(verify) => verify.decide(office, ask),
        Command::AskForChange(wanted) => wanted.decide(office, ask, chance),
        Command::DecideChange(ruling) => ruling.decide(office, ask, chance),
        Command::NamePlan(named) => named.decide(office, ask, chance),
        Command::NameTheme(named) => named.decide(office, ask, chance),
        Command::StateFor(named) => named.decide(office, ask, chance),
        Command::NameBody(named) => named.decide(office, ask, chance),
        Command::NamePost(named) => named.decide(office, ask, chance),
        Command::DescribeAction(named) => named.decide(office, ask),
        Command::ReturnPaper(returned) => returned.decide(office, ask),
        Command::CorrectPaper(correct) => correct.decide(office, ask),
        Command::AskForPublication(wanted) => wanted.decide(office, ask, chance),
        Command::DecidePublication(ruling) => ruling.decide(office, ask, chance),
        Command::SetHold(set) => set.decide(office, ask, chance),
        Command::LiftHold(lift) => lift.decide(office, ask),
        Command::SetRules(set) => set.decide(office, ask, chance),
        Command::AddMilestone(add) => add.decide(office, ask, chance),
        Command::ChangeMilestone(becomes) => becomes.decide(office, ask),
        Command::CarryMilestones(carry) => carry.decide(office, ask, chance),
        Command::ExpectEffect(expect) => expect.decide(office, ask, chance),
        Command::AnswerEffect(answer) => answer.decide(office, ask),
        Command::DefineMeasures(define) => define.decide(office, ask, chance),
        Command::NoteOnMeasure(note) => note.decide(office, ask),
        Command::ProposeRebase(propose) => propose.decide(office, ask),
        Command::DecideRebase(ruling) => ruling.decide(office, ask),
        Command::AddLoad(add) => add.decide(office, ask, chance),
        Command::TakeBackLoad(back) => back.decide(office, ask),
        Command::WriteCommentary(write) => write.decide(office, ask, chance),
        Command::NameSource(named) => named.decide(office, ask, chance),
        Command::AddReview(add) => add.decide(office, ask, chance),
        Command::NoteOnReview(note) => note.decide(office, ask),
        Command::AddFinding(add) => add.decide(office, ask, chance),
        Command::OnFinding(on) => on.decide(office, ask),
        Command::TakeRegister(take) => take.decide(office, ask, chance),
        Command::AnswerQuestion(answer) => answer.decide(office, ask, chance),
        Command::SilenceQuestion(silence) => silence.decide(office, ask, chance),
        Command::ShareQuestions(share) => share.decide(office, ask, chance),
        Command::DefineMatrix(define) => define.decide(office, ask, chance),
        Command::RegisterRisk(register) => register.decide(office, ask, chance),
        Command::DescribeRisk(describe) => describe.decide(office, ask),
        Command::ScoreRisk(score) => score.decide(office, ask),
        Command::SetAppetite(set) => set.decide(office, ask),
        Command::ReviewRisk(review) => review.decide(office, ask),
        Command::EscalateRisk(escalate) => escalate.decide(office, ask),
        Command::CloseRisk(close) => close.decide(office, ask),
        Command::DescribeControl(describe) => describe.decide(office, ask, chance),
        Command::AssureControl(assure) => assure.decide(office, ask, chance),
        Command::NameGap(name) => name.decide(office, ask, chance),
        Command::ActOnGap(step) => step.decide(office, ask),
        Command::CloseGap(close) => close.decide(office, ask),
        Command::ImportFindings(import) => import.decide(office, ask, chance),
    }
}
