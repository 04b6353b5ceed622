//! `/risks/add` and `/risks/{code}/edit`: what a risk is, who answers for it and what it is tied to. Scores are said on its
//! own page, each with its reason.
use super::{
    DescribeRisks, RegisterRisks, address,
    forms::{fresh, named_action, post, posts},
    one::{proximity_name, treatment_name},
};
use crate::{
    answers::{Answers, once},
    error::Error,
    page::{Page, Section},
    parts::{
        Button, plain,
        question::{Line, Pick},
    },
    visit::{May, Staff},
    words::{say, say_with},
};
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    ask::Command,
    envelope::Visibility,
    id::Id,
    objective::Outcome,
    office::Kept,
    risk::{DescribeRisk, Proximity, RegisterRisk, Risk, Treatment},
    sight::Sight,
};
use maud::{Markup, html};

/// `GET /risks/add`
pub async fn asked(visit: May<RegisterRisks>) -> Response {
    let mut answers = fresh();
    answers.set("visibility", "internal");
    form(&visit, None, &answers)
}

/// `POST /risks/add`
pub async fn answered(visit: May<RegisterRisks>, mut answers: Answers) -> Result<Response, Error> {
    let Some(risk) = risk(&visit, None, &mut answers) else { return Ok(form(&visit, None, &answers)) };
    let code = answers.words("code").map(|code| code.on_one_line());
    let visibility = visibility(None, &mut answers);
    let (Some(visibility), true) = (visibility, answers.is_right()) else { return Ok(form(&visit, None, &answers)) };
    let command = Command::RegisterRisk(Box::new(RegisterRisk { code, visibility, risk }));
    match visit.write(command, answers.one("key"), vec![], None).await? {
        Ok(domain::ask::Answer::Item(id)) => {
            let at = visit
                .record
                .office()
                .seen_by(visit.actor())
                .risk(id.into())
                .map(|kept| address(kept.reference().as_str()));
            Ok(Redirect::to(&at.unwrap_or_else(|| "/risks".to_owned())).into_response())
        }
        Ok(_) => Ok(Redirect::to("/risks").into_response()),
        Err(refusal) => {
            answers.is_wrong("title", crate::updates::capital(&refusal.to_string()));
            Ok(form(&visit, None, &answers))
        }
    }
}

/// `GET /risks/{code}/edit`
pub async fn edit(visit: May<DescribeRisks>, Path(code): Path<String>) -> Result<Response, Error> {
    let sight = visit.now();
    let kept = sight.risk_coded(&code).ok_or(Error::NotFound)?;
    let mut answers = fresh();
    stands(&sight, kept, &mut answers);
    Ok(form(&visit, Some(kept), &answers))
}

/// `POST /risks/{code}/edit`
pub async fn described(
    visit: May<DescribeRisks>,
    Path(code): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let sight = visit.now();
    let kept = sight.risk_coded(&code).ok_or(Error::NotFound)?;
    let Some(becomes) = risk(&visit, Some(&kept.item), &mut answers) else {
        return Ok(form(&visit, Some(kept), &answers));
    };
    let visibility = visibility(Some(kept), &mut answers);
    let (Some(visibility), true) = (visibility, answers.is_right()) else {
        return Ok(form(&visit, Some(kept), &answers));
    };
    let seen = answers.one("seen").parse().ok().map(|version| (kept.id.uuid(), version));
    let describe = DescribeRisk { risk: kept.reference().clone(), visibility, becomes };
    let command = Command::DescribeRisk(Box::new(describe));
    match visit.write(command, answers.one("key"), seen.into_iter().collect(), None).await? {
        Ok(_) => Ok(Redirect::to(&address(kept.reference().as_str())).into_response()),
        Err(refusal) => {
            answers.is_wrong("title", crate::updates::capital(&refusal.to_string()));
            Ok(form(&visit, Some(kept), &answers))
        }
    }
}

/// The form as the risk stands.
fn stands(sight: &Sight, kept: &Kept<Risk>, answers: &mut Answers) {
    let risk = &kept.item;
    answers.set("seen", kept.version.to_string());
    for (field, words) in [
        ("title", &risk.title),
        ("cause", &risk.cause),
        ("event", &risk.event),
        ("consequence", &risk.consequence),
        ("category", &risk.category),
    ] {
        answers.set(field, words.as_str());
    }
    answers.set("matrix", risk.matrix.to_string());
    for (field, owner) in ["owner", "second-owner"].into_iter().zip(&risk.owners) {
        answers.set(field, owner.to_string());
    }
    answers.set("oversight", risk.oversight.map(|id| id.to_string()).unwrap_or_default());
    answers.set("treatment", risk.treatment.map_or("", Treatment::as_str));
    answers.set("proximity", risk.proximity.map_or("", Proximity::as_str));
    answers.set("visibility", word(&kept.envelope.visibility));
    let actions: Vec<String> =
        risk.actions.iter().filter_map(|id| sight.action(*id)).map(|kept| kept.reference().to_string()).collect();
    answers.set("actions", actions.join(", "));
    // Several of one name: each outcome is a box of its own.
    for outcome in &risk.outcomes {
        answers.add("outcome", outcome.to_string());
    }
}

fn word(visibility: &Visibility) -> &'static str {
    match visibility {
        Visibility::Public => "public",
        Visibility::Panel => "panel",
        Visibility::Internal => "internal",
        Visibility::Exempt { .. } => "exempt",
    }
}

fn visibility(kept: Option<&Kept<Risk>>, answers: &mut Answers) -> Option<Visibility> {
    match answers.one("visibility") {
        "public" => Some(Visibility::Public),
        "panel" => Some(Visibility::Panel),
        "internal" => Some(Visibility::Internal),
        // On what ground it is withheld is stated in the register; a form leaves that as it is.
        "exempt" => kept.map(|kept| kept.envelope.visibility.clone()).filter(|seen| word(seen) == "exempt"),
        _ => {
            answers.is_wrong("visibility", say("risk-visibility-missing"));
            None
        }
    }
}

/// What was typed as a risk; None where it cannot be one.
fn risk(visit: &Staff, was: Option<&Risk>, answers: &mut Answers) -> Option<Risk> {
    let sight = visit.now();
    let title = answers.needed("title", say("risk-title-missing")).on_one_line();
    let cause = answers.needed("cause", say("risk-cause-missing"));
    let event = answers.needed("event", say("risk-event-missing"));
    let consequence = answers.needed("consequence", say("risk-consequence-missing"));
    let category = answers.needed("category", say("risk-category-missing")).on_one_line();
    let Some(matrix) = answers.id("matrix").map(Id::new) else {
        answers.is_wrong("matrix", say("risk-matrix-missing"));
        return None;
    };
    let mut owners = vec![];
    for owner in ["owner", "second-owner"].into_iter().filter_map(|field| post(answers, field)) {
        if !owners.contains(&owner) {
            owners.push(owner);
        }
    }
    let mut actions = vec![];
    let stated = answers.one("actions").to_owned();
    for reference in stated.split([',', ';', ' ']).filter(|part| !part.is_empty()) {
        match named_action(&sight, reference) {
            Some(id) if !actions.contains(&id) => actions.push(id),
            Some(_) => {}
            None => answers.is_wrong("actions", say_with("risk-action-none", &[("reference", reference.into())])),
        }
    }
    let mut outcomes: Vec<Id<Outcome>> =
        answers.all("outcome").filter_map(|id| id.parse::<uuid::Uuid>().ok()).map(Id::new).collect();
    if let Some(was) = was {
        // What the form has no place for stays tied: a third owner, another plan's actions and outcomes.
        owners.extend(was.owners.iter().skip(2));
        let open = sight.plan_called(None).ok().map(|plan| plan.id);
        let elsewhere = |id: &&Id<_>| sight.action(**id).is_none_or(|kept| Some(kept.item.plan) != open);
        actions.extend(was.actions.iter().filter(elsewhere));
        let offered: Vec<Id<Outcome>> = choices(&sight).into_iter().map(|kept| kept.id).collect();
        outcomes.extend(was.outcomes.iter().filter(|id| !offered.contains(id)));
    }
    answers.is_right().then(|| Risk {
        title,
        cause,
        event,
        consequence,
        category,
        owners,
        oversight: answers.id("oversight").map(Id::new),
        matrix,
        since: visit.today(),
        scores: vec![],
        appetite: vec![],
        treatment: Treatment::parse(answers.one("treatment")),
        proximity: Proximity::parse(answers.one("proximity")),
        outcomes,
        actions,
        reviews: vec![],
        escalations: vec![],
        closed: None,
    })
}

/// The outcomes of the open plan.
fn choices<'a>(sight: &Sight<'a>) -> Vec<&'a Kept<Outcome>> {
    let Ok(plan) = sight.plan_called(None) else { return vec![] };
    sight.themes(plan.id).into_iter().flat_map(|theme| sight.outcomes(theme.id)).collect()
}

fn picked(
    answers: &Answers,
    field: &'static str,
    label: String,
    none: Option<String>,
    all: Vec<(String, String)>,
) -> Markup {
    let none = none.map(|words| (String::new(), words, false));
    let all = all.into_iter().map(|(value, words)| {
        let chosen = answers.one(field) == value;
        (value, words, chosen)
    });
    answers.pick(&Pick { field, label, hint: None, choices: none.into_iter().chain(all).collect() })
}

fn form(visit: &Staff, kept: Option<&Kept<Risk>>, answers: &Answers) -> Response {
    let sight = visit.now();
    let title = if kept.is_some() { say("risk-edit") } else { say("risk-add") };
    let line = |field, label, hint| answers.line(&Line { field, kind: "text", label, hint, ..Line::default() });
    let matrices = sight.risk_matrices();
    let matrices: Vec<(String, String)> =
        matrices.iter().map(|one| (one.id.to_string(), format!("{} ({})", one.item.title, one.item.size()))).collect();
    let bodies = sight.bodies().map(|body| (body.id.to_string(), body.item.name.to_string())).collect();
    let treatments = Treatment::ALL.map(|one| (one.as_str().to_owned(), treatment_name(one))).to_vec();
    let proximities = Proximity::ALL.map(|one| (one.as_str().to_owned(), proximity_name(one))).to_vec();
    let mut seen =
        vec![("internal", say("visible-internal")), ("panel", say("visible-panel")), ("public", say("risk-public"))];
    if kept.is_some_and(|kept| word(&kept.envelope.visibility) == "exempt") {
        seen.push(("exempt", say("visible-exempt")));
    }
    let seen = seen.into_iter().map(|(value, words)| (value.to_owned(), words)).collect();
    let outcomes = choices(&sight);
    let ticked = |id: Id<Outcome>| answers.all("outcome").any(|given| given == id.to_string());
    let action =
        kept.map_or_else(|| "/risks/add".to_owned(), |kept| format!("{}/edit", address(kept.reference().as_str())));
    let main = html! {
        (answers.summary())
        h1 class="govuk-heading-l" { (title) }
        @if matrices.is_empty() { p class="govuk-body" { (say("risk-no-matrix")) } }
        form method="post" action=(action) novalidate {
            (once(answers.one("key")))
            @if let Some(kept) = kept {
                input type="hidden" name="seen" value=(kept.version);
            } @else {
                (line("code", say("risk-code"), Some(say("risk-code-hint"))))
            }
            (line("title", say("risk-title"), None))
            (answers.textarea("cause", say("risk-cause"), Some(say("risk-cause-hint")), 3))
            (answers.textarea("event", say("risk-event"), Some(say("risk-event-hint")), 3))
            (answers.textarea("consequence", say("risk-consequence"), Some(say("risk-consequence-hint")), 3))
            (line("category", say("risk-category"), None))
            (posts(&sight, answers, "owner", say("risk-owner")))
            (posts(&sight, answers, "second-owner", say("risk-second-owner")))
            (picked(answers, "oversight", say("risk-oversight"), Some(say("not-stated")), bodies))
            (picked(answers, "matrix", say("risk-matrix"), None, matrices))
            (picked(answers, "treatment", say("risk-treatment"), Some(say("not-stated")), treatments))
            (picked(answers, "proximity", say("risk-proximity"), Some(say("not-stated")), proximities))
            @if !outcomes.is_empty() {
                fieldset class="govuk-fieldset govuk-form-group" {
                    legend class="govuk-fieldset__legend govuk-fieldset__legend--s" { (say("risk-outcomes")) }
                    div class="govuk-checkboxes govuk-checkboxes--small" {
                        @for outcome in outcomes {
                            @let id = format!("outcome-{}", outcome.id);
                            div class="govuk-checkboxes__item" {
                                input class="govuk-checkboxes__input" id=(id) name="outcome" type="checkbox" value=(outcome.id)
                                    checked[ticked(outcome.id)];
                                label class="govuk-label govuk-checkboxes__label" for=(id) { (outcome.item.statement) }
                            }
                        }
                    }
                }
            }
            (line("actions", say("risk-actions"), Some(say("commentary-actions-hint"))))
            (picked(answers, "visibility", say("visible"), None, seen))
            div class="govuk-button-group" {
                (Button::default().saying(&plain(say("risk-keep"))))
                a class="govuk-link" href=(kept.map_or_else(|| "/risks".to_owned(), |kept| address(kept.reference().as_str()))) { (say("naming-not")) }
            }
        }
    };
    let page = Page { title: answers.title(&title), main, ..Page::default() }.within(Section::Assurance);
    let page = page.below(say("risks"), "/risks");
    let status = if answers.is_right() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, visit.plain_frame().around(&page)).into_response()
}
