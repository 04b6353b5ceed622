//! `/rules`: the written rules of ratings as sentences, as they hold on the day that is shown, and every change of them:
//! who, when, why, the old words and the new. And the form by which an officer or approver writes others.
use crate::{
    answers::{Answers, once},
    error::Error,
    marks::day,
    page::{Page, Section},
    parts::{
        Button, plain,
        question::Line,
        table::{Cell, Narrow, Table},
    },
    visit::{May, Permission as _, SetRules, Staff},
    words::{say, say_with},
};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    ask::Command,
    envelope::Visibility,
    period::london_day,
    rating_rules::{NotALimit, RatingRules, Rule, RulesChange, SetRules as Set, rules_changes},
    sight::Sight,
    text::Text,
};
use jiff::civil::Date;
use maud::{Markup, html};
use uuid::Uuid;

/// `GET /rules`
pub async fn page(visit: Staff) -> Result<Response, Error> {
    let sight = visit.sight();
    // What holds may be known to all who are rated by it; why it was changed is the office's own.
    if !sight.reach().covers(&Visibility::Internal) {
        return Err(Error::NotFound);
    }
    let rules = sight.rules_on(visit.today()).rules();
    let changes = rules_changes(&sight);
    let title = say("rules");
    let main = html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say("rules-lead")) }
        h2 class="govuk-heading-m" { (say_with("rules-on", &[("day", visit.today().into())])) }
        (sentences(&rules, visit.today()))
        @for change in changes.iter().filter(|change| change.kept.item.from > visit.today()) {
            p class="govuk-body" { (say_with("rules-to-come", &[("day", change.kept.item.from.into())])) }
        }
        @if visit.may(SetRules::ACT).is_ok() {
            p class="govuk-body" { a class="govuk-link" href="/rules/change" { (say("rules-change")) } }
        }
        h2 class="govuk-heading-m" { (say("rules-history")) }
        @if changes.is_empty() { p class="govuk-body" { (say("rules-never")) } } @else { (history(&sight, &changes)) }
    };
    let page = Page { title, main, ..Page::default() }.within(Section::Key);
    Ok(visit.show(&page.below(say("section-key"), visit.way.to("/key"))))
}

fn sentences(rules: &[Rule], today: Date) -> Markup {
    let held = |number: u8| rules.iter().any(|rule| rule.number == number);
    let standard = RatingRules::standard_on(today).rules();
    let dropped: Vec<&Rule> = standard.iter().filter(|rule| !held(rule.number)).collect();
    html! {
        ul class="govuk-list govuk-list--spaced" {
            @for rule in rules { li { strong { (say_with("rule-number", &[("number", rule.number.to_string().into())])) } ": " (rule.words) "." } }
        }
        @if !dropped.is_empty() {
            p class="govuk-body" { (say("rules-dropped")) }
            ul class="govuk-list govuk-list--bullet" {
                @for rule in dropped { li { (say_with("rule-number", &[("number", rule.number.to_string().into())])) ": " (rule.words) } }
            }
        }
    }
}

fn history(sight: &Sight, changes: &[RulesChange]) -> Markup {
    let rows = changes.iter().map(|change| {
        let kept = change.kept;
        let who = sight.name_of(kept.actor).map_or_else(|| say("somebody"), |name| name.to_string());
        let words = |words: Option<&Text>| plain(words.map_or_else(|| say("rule-does-not-hold"), ToString::to_string));
        let words_of_both = html! {
            dl class="milepost-old-new" {
                @for (number, was, is) in change.rules() {
                    dt { (say_with("rule-number", &[("number", number.to_string().into())])) }
                    dd { (crate::change::old_new(&words(was.as_ref()), &words(is.as_ref()))) }
                }
            }
        };
        vec![
            html! { (day(kept.item.from)) }.into(),
            words_of_both.into(),
            Cell::text(sight.why(kept).map(ToString::to_string).unwrap_or_default()),
            html! { (who) ", " (day(london_day(kept.at))) }.into(),
        ]
    });
    Table {
        caption: Some(plain(say("rules-history"))),
        caption_classes: "govuk-visually-hidden",
        head: [say("rules-from"), say("changes-what"), say("rules-why"), say("history-who")].map(Cell::text).into(),
        rows: rows.collect(),
        first_names_row: true,
        narrow: Narrow::Stacks,
        classes: "milepost-rows",
    }
    .show()
}

/// `GET /rules/change`
pub async fn asked(visit: May<SetRules>) -> Response {
    let sight = visit.now();
    let from = sight.rules_can_change_from(visit.today());
    let now = sight.rules_on(from);
    let mut answers = Answers::default();
    answers.set("key", Uuid::now_v7().to_string());
    answers.set("known", sight.written_rules().count().to_string());
    answers.set("from", from.to_string());
    for (field, limit) in limits(&now) {
        answers.set(field, limit.map(|limit| limit.to_string()).unwrap_or_default());
    }
    form(&visit, &answers)
}

/// The fields of the rules that an office chooses, with what stands in them.
fn limits(rules: &RatingRules) -> [(&'static str, Option<u16>); 6] {
    [
        ("past-due", rules.past_due.map(Into::into)),
        ("milestone-late", rules.milestone_late.map(Into::into)),
        ("date-changed", rules.date_changed.map(Into::into)),
        ("silent", rules.silent.map(Into::into)),
        ("moved", rules.moved_past_original.map(Into::into)),
        ("risk-outside", rules.risk_outside.map(Into::into)),
    ]
}

/// `POST /rules/change`
pub async fn answered(visit: May<SetRules>, mut answers: Answers) -> Result<Response, Error> {
    let rules = RatingRules {
        past_due: limit(&mut answers, "past-due"),
        milestone_late: limit(&mut answers, "milestone-late"),
        date_changed: limit(&mut answers, "date-changed"),
        silent: limit(&mut answers, "silent"),
        moved_past_original: limit(&mut answers, "moved"),
        risk_outside: limit(&mut answers, "risk-outside"),
    };
    let from = answers.day("from");
    if from.is_none() && answers.one("from").is_empty() {
        answers.is_wrong("from", say("rules-from-missing"));
    }
    let reason = answers.needed("reason", say("rules-why-missing"));
    let (Some(from), true) = (from, answers.is_right()) else { return Ok(form(&visit, &answers)) };
    let command = Command::SetRules(Set { from, rules, after: answers.one("known").parse().ok() });
    match visit.write(command, answers.one("key"), vec![], Some(reason)).await? {
        Ok(_) => Ok(Redirect::to("/rules").into_response()),
        Err(refusal) => {
            answers.is_wrong("from", crate::updates::capital(&refusal.to_string()));
            Ok(form(&visit, &answers))
        }
    }
}

/// A number within what the rule can mean; None where the field was left empty, which drops the rule.
fn limit<L: TryFrom<u16, Error = NotALimit>>(answers: &mut Answers, field: &'static str) -> Option<L> {
    let typed = answers.one(field).to_owned();
    if typed.is_empty() {
        return None;
    }
    match typed.parse::<u16>().map(L::try_from) {
        Ok(Ok(limit)) => Some(limit),
        Ok(Err(why)) => {
            answers.is_wrong(field, why.to_string());
            None
        }
        Err(_) => {
            answers.is_wrong(field, say_with("rules-not-a-number", &[("typed", typed.into())]));
            None
        }
    }
}

fn form(visit: &Staff, answers: &Answers) -> Response {
    let title = say("rules-change");
    let line = |field, label, hint| {
        let classes = "govuk-input--width-3";
        answers.line(&Line { field, kind: "text", label, hint: Some(hint), classes, ..Line::default() })
    };
    let from = Line {
        field: "from",
        kind: "date",
        label: say("rules-from"),
        hint: Some(say("rules-from-hint")),
        ..Line::default()
    };
    let main = html! {
        (answers.summary())
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say("rules-change-lead")) }
        form method="post" action="/rules/change" novalidate {
            (once(answers.one("key")))
            input type="hidden" name="known" value=(answers.one("known"));
            (line("past-due", say("rules-past-due"), say("rules-past-due-hint")))
            (line("milestone-late", say("rules-milestone-late"), say("rules-milestone-late-hint")))
            (line("date-changed", say("rules-date-changed"), say("rules-date-changed-hint")))
            (line("silent", say("rules-silent"), say("rules-silent-hint")))
            (line("moved", say("rules-moved"), say("rules-moved-hint")))
            (line("risk-outside", say("rules-risk-outside"), say("rules-risk-outside-hint")))
            p class="govuk-body" { (say("rules-always")) }
            (answers.line(&from))
            (answers.textarea("reason", say("rules-why"), Some(say("rules-why-hint")), 3))
            div class="govuk-button-group" {
                (Button::default().saying(&plain(say("rules-send"))))
                a class="govuk-link" href="/rules" { (say("naming-not")) }
            }
        }
    };
    let page = Page { title: answers.title(&title), main, ..Page::default() }.within(Section::Key);
    let page = page.below(say("section-key"), "/key").below(say("rules"), "/rules");
    let status = if answers.is_right() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, visit.plain_frame().around(&page)).into_response()
}
