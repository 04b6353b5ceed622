//! What somebody says of a risk on its own page: a score, a review, what was found of a control, what is done about a gap.
//! Each form is for those who may send it; a lead's are on the risks of their own posts.
use super::{
    ActOnGaps, AssureControls, CloseGaps, CloseRisks, DescribeControls, EscalateRisks, NameGaps, ReviewRisks,
    ScoreRisks, SetAppetites, address,
    one::{gives_name, line_name, page, which_name},
};
use crate::{
    answers::{Answers, once},
    error::Error,
    parts::{
        Button, details, plain,
        question::{Line as Field, Pick},
    },
    visit::{May, Permission as _, Staff},
    words::{say, say_with},
};
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    ask::Command,
    control::{AssureControl, DescribeControl, Gives, Line},
    gap::{ActOnGap, CloseGap, Due, Gap, GapKind, NameGap, Step},
    id::Id,
    office::Kept,
    post::Post,
    risk::{CloseRisk, EscalateRisk, ReviewRisk, Risk, RiskMatrix, ScoreRisk, SetAppetite, Which},
    sight::Sight,
    text::Text,
};
use maud::{Markup, html};
use uuid::Uuid;

/// A page's forms, nothing typed yet.
pub fn fresh() -> Answers {
    let mut answers = Answers::default();
    answers.set("key", Uuid::now_v7().to_string());
    answers
}

/// The forms that whoever visits may send for this risk.
pub fn all(visit: &Staff, kept: &Kept<Risk>, typed: &Answers) -> Markup {
    let sight = visit.now();
    let actor = visit.actor();
    if actor.answers_only_for_own() && !kept.item.is_owned_by(&actor.holds) {
        return Markup::default();
    }
    let Some(matrix) = sight.risk_matrix(kept.item.matrix) else { return Markup::default() };
    let at = address(kept.reference().as_str());
    let may = |act| visit.may(act).is_ok();
    let controls: Vec<(String, String)> = sight
        .controls_of(kept.id)
        .iter()
        .map(|control| (control.reference().to_string(), format!("{} {}", control.reference(), control.item.title)))
        .collect();
    let gaps: Vec<&Kept<Gap>> = sight.gaps_of(kept.id).into_iter().filter(|gap| gap.item.closed.is_none()).collect();
    let form = |to: &str, part: &'static str, title: String, fields: &Markup, button: String| {
        let form = html! {
            form method="post" action={ (at) "/" (to) } novalidate {
                (once(typed.one("key")))
                input type="hidden" name="part" value=(part);
                input type="hidden" name="seen" value=(kept.version);
                (fields)
                (Button::default().saying(&plain(button)))
            }
        };
        details(&plain(title), &form, None, typed.one("part") == part)
    };
    html! {
        h2 class="govuk-heading-m" { (say("risk-say")) }
        @if may(ScoreRisks::ACT) {
            (form("score", "score", say("risk-score-this"), &score(&matrix.item, typed), say("risk-score-send")))
        }
        @if may(ReviewRisks::ACT) {
            @let fields = html! {
                (typed.textarea("review", say("risk-review-words"), Some(say("risk-review-hint")), 3))
                (date(typed, "review-day", say("risk-on-day")))
            };
            (form("review", "review", say("risk-review-this"), &fields, say("risk-review-send")))
        }
        @if may(SetAppetites::ACT) {
            @let fields = html! {
                (number(typed, "most", say("risk-appetite-most"), Some(say_with("risk-appetite-hint", &[("highest", matrix.item.highest().to_string().into())]))))
                (typed.textarea("appetite-reason", say("risk-why"), None, 3))
            };
            (form("appetite", "appetite", say("risk-appetite-set"), &fields, say("risk-appetite-send")))
        }
        @if may(EscalateRisks::ACT) {
            @let bodies = sight.bodies().map(|body| (body.item.name.to_string(), body.item.name.to_string(), typed.one("to") == body.item.name.as_str()));
            @let fields = html! {
                (typed.pick(&Pick { field: "to", label: say("risk-escalate-to"), hint: None, choices: bodies.collect() }))
                (typed.textarea("escalate-reason", say("risk-why"), None, 3))
            };
            (form("escalate", "escalate", say("risk-escalate-this"), &fields, say("risk-escalate-send")))
        }
        @if may(DescribeControls::ACT) {
            @let fields = html! {
                (line(typed, "control-title", say("control-title"), None))
                (typed.textarea("control-describes", say("control-describes"), None, 3))
                (posts(&sight, typed, "control-owner", say("control-owner")))
            };
            (form("controls", "control", say("control-add"), &fields, say("control-send")))
        }
        @if may(AssureControls::ACT) && !controls.is_empty() {
            (form("assure", "assure", say("assurance-add"), &assure(&controls, visit, typed), say("assurance-send")))
        }
        @if may(NameGaps::ACT) {
            @let kinds = GapKind::ALL.map(|kind| {
                let words = if kind == GapKind::Control { say("gap-in-control") } else { say("gap-in-assurance") };
                (kind.as_str().to_owned(), words, typed.one("what") == kind.as_str())
            });
            @let fields = html! {
                (typed.pick(&Pick { field: "what", label: say("gap-what"), hint: None, choices: kinds.to_vec() }))
                (picked(typed, "gap-control", say("gap-of-control"), Some(say("gap-of-risk")), &controls))
                (typed.textarea("gap", say("gap-words"), None, 3))
            };
            (form("gaps", "gap", say("gap-name"), &fields, say("gap-send")))
        }
        @if may(ActOnGaps::ACT) && !gaps.is_empty() {
            (form("gaps/act", "act", say("gap-act"), &act(&sight, &gaps, typed), say("gap-act-send")))
            @if gaps.iter().any(|gap| !gap.item.actions.is_empty()) {
                (form("gaps/act", "step", say("gap-step"), &step(&gaps, visit, typed), say("gap-step-send")))
            }
        }
        @if may(CloseGaps::ACT) && !gaps.is_empty() {
            @let fields = html! {
                (picked(typed, "gap-closed", say("gap-which"), None, &gap_choices(&gaps)))
                (typed.textarea("gap-closed-words", say("gap-closed-by"), None, 3))
            };
            (form("gaps/close", "gap-close", say("gap-close"), &fields, say("gap-close-send")))
        }
        @if may(CloseRisks::ACT) {
            @let fields = typed.textarea("close-reason", say("risk-why"), Some(say("risk-close-hint")), 3);
            (form("close", "close", say("risk-close-this"), &fields, say("risk-close-send")))
        }
    }
}

fn line(typed: &Answers, field: &'static str, label: String, hint: Option<String>) -> Markup {
    typed.line(&Field { field, kind: "text", label, hint, ..Field::default() })
}

fn number(typed: &Answers, field: &'static str, label: String, hint: Option<String>) -> Markup {
    typed.line(&Field { field, kind: "text", label, hint, classes: "govuk-input--width-3", ..Field::default() })
}

fn date(typed: &Answers, field: &'static str, label: String) -> Markup {
    typed.line(&Field { field, kind: "date", label, hint: Some(say("risk-day-hint")), ..Field::default() })
}

/// A choice, nothing being the first where there is a word for it.
fn picked(
    typed: &Answers,
    field: &'static str,
    label: String,
    none: Option<String>,
    choices: &[(String, String)],
) -> Markup {
    let none = none.map(|words| (String::new(), words, typed.one(field).is_empty()));
    let choices = choices.iter().map(|(value, words)| (value.clone(), words.clone(), typed.one(field) == value));
    typed.pick(&Pick { field, label, hint: None, choices: none.into_iter().chain(choices).collect() })
}

pub(super) fn posts(sight: &Sight, typed: &Answers, field: &'static str, label: String) -> Markup {
    let mut all: Vec<(String, String)> =
        sight.posts().map(|post| (post.id.to_string(), post.item.name.to_string())).collect();
    all.sort_by(|one, other| one.1.cmp(&other.1));
    picked(typed, field, label, Some(say("risk-nobody")), &all)
}

fn score(matrix: &RiskMatrix, typed: &Answers) -> Markup {
    let which = Which::ALL.map(|which| {
        let chosen = typed.one("of") == which.as_str() || typed.one("of").is_empty() && which == Which::Current;
        (which.as_str().to_owned(), which_name(which), chosen)
    });
    let steps = |words: &[Text], field: &str| {
        let step = |(at, word): (usize, &Text)| {
            let value = (at + 1).to_string();
            (value.clone(), format!("{value} {word}"), typed.one(field) == value)
        };
        words.iter().enumerate().map(step).collect::<Vec<_>>()
    };
    let choose = || (String::new(), say("risk-choose"), false);
    let with = |steps: Vec<_>| [choose()].into_iter().chain(steps).collect();
    html! {
        (typed.pick(&Pick { field: "of", label: say("risk-which"), hint: None, choices: which.to_vec() }))
        (typed.pick(&Pick { field: "likelihood", label: say("risk-likelihood"), hint: None, choices: with(steps(&matrix.likelihood, "likelihood")) }))
        (typed.pick(&Pick { field: "impact", label: say("risk-impact"), hint: None, choices: with(steps(&matrix.impact, "impact")) }))
        (typed.textarea("reason", say("risk-why"), Some(say("risk-why-hint")), 3))
        (date(typed, "score-day", say("risk-on-day")))
    }
}

fn assure(controls: &[(String, String)], visit: &Staff, typed: &Answers) -> Markup {
    // Whoever answers for the work speaks for the first line alone.
    let lines: Vec<Line> =
        if visit.actor().answers_only_for_own() { vec![Line::Management] } else { Line::ALL.to_vec() };
    let lines: Vec<_> = lines
        .into_iter()
        .map(|one| (one.as_str().to_owned(), line_name(one), typed.one("line") == one.as_str()))
        .collect();
    let gives: Vec<_> = Gives::ALL
        .iter()
        .map(|one| (one.as_str().to_owned(), gives_name(*one), typed.one("gives") == one.as_str()))
        .collect();
    html! {
        (picked(typed, "assured", say("assurance-of"), None, controls))
        (typed.pick(&Pick { field: "line", label: say("assurance-line"), hint: None, choices: lines }))
        (typed.pick(&Pick { field: "gives", label: say("assurance-gives"), hint: None, choices: gives }))
        (line(typed, "by-whom", say("assurance-by-whom"), None))
        (date(typed, "assured-day", say("assurance-day")))
        (typed.line(&Field { field: "expires", kind: "date", label: say("assurance-expires"), hint: Some(say("assurance-expires-hint")), ..Field::default() }))
        (typed.textarea("found", say("assurance-found"), None, 3))
        (line(typed, "evidence", say("assurance-evidence"), None))
    }
}

fn gap_choices(gaps: &[&Kept<Gap>]) -> Vec<(String, String)> {
    let short = |words: &str| words.chars().take(80).collect::<String>();
    gaps.iter()
        .map(|gap| (gap.reference().to_string(), format!("{} {}", gap.reference(), short(gap.item.words.as_str()))))
        .collect()
}

fn act(sight: &Sight, gaps: &[&Kept<Gap>], typed: &Answers) -> Markup {
    html! {
        (picked(typed, "acted", say("gap-which"), None, &gap_choices(gaps)))
        (typed.textarea("act-words", say("gap-act-words"), None, 2))
        (line(typed, "act-action", say("gap-act-action"), Some(say("gap-act-action-hint"))))
        (posts(sight, typed, "act-owner", say("gap-act-owner")))
        (typed.line(&Field { field: "due", kind: "date", label: say("gap-due"), hint: Some(say("gap-due-hint")), ..Field::default() }))
    }
}

/// What is being done is done, or its date moves.
fn step(gaps: &[&Kept<Gap>], visit: &Staff, typed: &Answers) -> Markup {
    let open = gaps.iter().flat_map(|gap| {
        let actions = gap.item.actions.iter().enumerate().filter(|(_, one)| one.stands(visit.today()) != Due::Done);
        actions.map(|(at, one)| (format!("{}/{at}", gap.reference()), format!("{}: {}", gap.reference(), one.words)))
    });
    let open: Vec<(String, String)> = open.collect();
    let kinds = [("done", say("gap-is-done")), ("move", say("gap-moves"))]
        .map(|(value, words)| (value.to_owned(), words, typed.one("step") == value));
    html! {
        (picked(typed, "stepped", say("gap-step-which"), None, &open))
        (typed.pick(&Pick { field: "step", label: say("gap-step-how"), hint: None, choices: kinds.to_vec() }))
        (typed.line(&Field { field: "step-day", kind: "date", label: say("gap-step-day"), hint: Some(say("gap-step-day-hint")), ..Field::default() }))
        (typed.textarea("step-reason", say("gap-step-reason"), None, 2))
    }
}

/// Writes, and goes back to the page; or shows it again with what is wrong.
async fn written(
    visit: &Staff,
    code: &Text,
    command: Command,
    mut answers: Answers,
    field: &'static str,
) -> Result<Response, Error> {
    let sight = visit.now();
    let kept = sight.risk_coded(code.as_str()).ok_or(Error::NotFound)?;
    if answers.is_right() {
        match visit.write(command, answers.one("key"), vec![], None).await? {
            Ok(_) => return Ok(Redirect::to(&address(kept.reference().as_str())).into_response()),
            Err(refusal) => answers.is_wrong(field, crate::updates::capital(&refusal.to_string())),
        }
    }
    let page = page(visit, kept, &answers).ok_or(Error::NotFound)?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, visit.show(&page)).into_response())
}

/// The risk, where whoever visits sees it: to others there is none.
fn code(visit: &Staff, code: &str) -> Result<Text, Error> {
    visit.now().risk_coded(code).map(|kept| kept.reference().clone()).ok_or(Error::NotFound)
}

fn whole(answers: &mut Answers, field: &'static str, missing: String) -> u8 {
    let number = answers.one(field).parse().ok();
    if number.is_none() {
        answers.is_wrong(field, missing);
    }
    number.unwrap_or(0)
}

pub(super) fn post(answers: &Answers, field: &str) -> Option<Id<Post>> {
    answers.id(field).map(Id::new)
}

/// `POST /risks/{code}/score`
pub async fn scored(
    visit: May<ScoreRisks>,
    Path(called): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let risk = code(&visit, &called)?;
    let of = Which::parse(answers.one("of")).ok_or(Error::Unreadable)?;
    let likelihood = whole(&mut answers, "likelihood", say("risk-likelihood-missing"));
    let impact = whole(&mut answers, "impact", say("risk-impact-missing"));
    let reason = answers.needed("reason", say("risk-why-missing"));
    let day = answers.day("score-day");
    let command = Command::ScoreRisk(ScoreRisk { risk: risk.clone(), of, likelihood, impact, day, reason });
    written(&visit, &risk, command, answers, "reason").await
}

/// `POST /risks/{code}/review`
pub async fn reviewed(
    visit: May<ReviewRisks>,
    Path(called): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let risk = code(&visit, &called)?;
    let words = answers.needed("review", say("risk-review-missing"));
    let day = answers.day("review-day");
    let command = Command::ReviewRisk(ReviewRisk { risk: risk.clone(), day, words });
    written(&visit, &risk, command, answers, "review").await
}

/// `POST /risks/{code}/appetite`
pub async fn appetite(
    visit: May<SetAppetites>,
    Path(called): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let risk = code(&visit, &called)?;
    let most = whole(&mut answers, "most", say("risk-most-missing"));
    let reason = answers.needed("appetite-reason", say("risk-why-missing"));
    let command = Command::SetAppetite(SetAppetite { risk: risk.clone(), most, day: None, reason });
    written(&visit, &risk, command, answers, "most").await
}

/// `POST /risks/{code}/escalate`
pub async fn escalated(
    visit: May<EscalateRisks>,
    Path(called): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let risk = code(&visit, &called)?;
    let to = answers.needed("to", say("risk-escalate-missing"));
    let reason = answers.needed("escalate-reason", say("risk-why-missing"));
    let command = Command::EscalateRisk(EscalateRisk { risk: risk.clone(), to, day: None, reason });
    written(&visit, &risk, command, answers, "escalate-reason").await
}

/// `POST /risks/{code}/close`
pub async fn closed(
    visit: May<CloseRisks>,
    Path(called): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let risk = code(&visit, &called)?;
    let reason = answers.needed("close-reason", say("risk-why-missing"));
    let command = Command::CloseRisk(CloseRisk { risk: risk.clone(), day: None, reason });
    written(&visit, &risk, command, answers, "close-reason").await
}

/// `POST /risks/{code}/controls`
pub async fn controlled(
    visit: May<DescribeControls>,
    Path(called): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let risk = code(&visit, &called)?;
    let title = answers.needed("control-title", say("control-title-missing"));
    let describes = answers.needed("control-describes", say("control-describes-missing"));
    let owner = post(&answers, "control-owner");
    let risks = vec![risk.clone()];
    let describe = DescribeControl { control: None, title, describes, owner, risks, since: None, ended: None };
    written(&visit, &risk, Command::DescribeControl(describe), answers, "control-title").await
}

/// `POST /risks/{code}/assure`
pub async fn assured(
    visit: May<AssureControls>,
    Path(called): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let risk = code(&visit, &called)?;
    let control = answers.needed("assured", say("assurance-of-missing"));
    let line = Line::parse(answers.one("line")).ok_or(Error::Unreadable)?;
    let gives = Gives::parse(answers.one("gives")).ok_or(Error::Unreadable)?;
    let by_whom = answers.needed("by-whom", say("assurance-by-whom-missing"));
    let found = answers.needed("found", say("assurance-found-missing"));
    let (day, expires) = (answers.day("assured-day"), answers.day("expires"));
    let evidence = answers.words("evidence");
    let assure = AssureControl { control, line, gives, by_whom, day, expires, found, evidence };
    written(&visit, &risk, Command::AssureControl(assure), answers, "found").await
}

/// `POST /risks/{code}/gaps`
pub async fn gap_named(
    visit: May<NameGaps>,
    Path(called): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let risk = code(&visit, &called)?;
    let what = GapKind::parse(answers.one("what")).ok_or(Error::Unreadable)?;
    let control = answers.words("gap-control");
    let words = answers.needed("gap", say("gap-words-missing"));
    let name = NameGap { what, risk: Some(risk.clone()), control, outcome: None, words, since: None };
    written(&visit, &risk, Command::NameGap(name), answers, "gap").await
}

/// `POST /risks/{code}/gaps/act`
pub async fn gap_stepped(
    visit: May<ActOnGaps>,
    Path(called): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let risk = code(&visit, &called)?;
    if answers.one("part") == "act" {
        let gap = answers.needed("acted", say("gap-which-missing"));
        let words = answers.needed("act-words", say("gap-act-missing"));
        let stated = answers.one("act-action").to_owned();
        let action = named_action(&visit.now(), &stated);
        if !stated.is_empty() && action.is_none() {
            answers.is_wrong("act-action", say_with("risk-action-none", &[("reference", stated.into())]));
        }
        let (owner, due) = (post(&answers, "act-owner"), answers.day("due"));
        let step = Step::Add { words, action, owner, due };
        return written(&visit, &risk, Command::ActOnGap(ActOnGap { gap, step }), answers, "act-words").await;
    }
    let stepped = answers.one("stepped").to_owned();
    let (gap, at) = stepped.rsplit_once('/').ok_or(Error::Unreadable)?;
    let (gap, at) = (Text::new(gap).map_err(|_| Error::Unreadable)?, at.parse().map_err(|_| Error::Unreadable)?);
    let day = answers.day("step-day");
    let step = match answers.one("step") {
        "done" => Step::Done { at, day },
        "move" => Step::Move { at, to: day, reason: answers.needed("step-reason", say("risk-why-missing")) },
        _ => return Err(Error::Unreadable),
    };
    written(&visit, &risk, Command::ActOnGap(ActOnGap { gap, step }), answers, "step-reason").await
}

/// `POST /risks/{code}/gaps/close`
pub async fn gap_closed(
    visit: May<CloseGaps>,
    Path(called): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let risk = code(&visit, &called)?;
    let gap = answers.needed("gap-closed", say("gap-which-missing"));
    let words = answers.needed("gap-closed-words", say("gap-closed-missing"));
    let command = Command::CloseGap(CloseGap { gap, day: None, words });
    written(&visit, &risk, command, answers, "gap-closed-words").await
}

/// The action of the open plan with this reference.
pub(super) fn named_action(sight: &Sight, reference: &str) -> Option<Id<domain::action::Action>> {
    let plan = sight.plan_called(None).ok()?;
    let wanted = domain::text::fold(reference);
    let all = sight.actions(plan.id);
    all.iter().find(|kept| kept.reference().folded() == wanted).map(|kept| kept.id)
}
