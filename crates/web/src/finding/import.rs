//! `/findings/import`: an office's own tracker, read by a limited child. What becomes of each row is shown, whether it is
//! written or not.
use crate::{
    answers::{Answers, once},
    error::Error,
    import::{Given, sentence},
    page::{Page, Section},
    parts::{
        Button,
        form::FileUpload,
        plain,
        question::{Line, Pick},
        table::{Cell, Narrow, Table},
    },
    trial::Reader,
    visit::{May, Permission, Proof, Staff},
    words::{say, say_with},
};
use axum::{
    Extension,
    extract::Request,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    ask::{Answer, Ask, Command, Refusal},
    finding::{
        FindingKind,
        import::ImportFindings,
        table::{self, FindingMap},
    },
    import::{Fate, Fates, FileRead},
    text::Text,
};
use jiff::civil::Date;
use maud::{Markup, html};
use std::time::Duration;
use tokio::sync::Semaphore;
use uuid::Uuid;

/// Takes a tracker in.
#[derive(Debug)]
pub struct ImportTrackers;
impl Permission for ImportTrackers {
    const ACT: &'static str = "import findings";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Files that are read at once, and how long somebody waits for a turn.
static TURNS: Semaphore = Semaphore::const_new(1);
const TURN: Duration = Duration::from_secs(3);

/// `GET /findings/import`
pub async fn asked(visit: May<ImportTrackers>) -> Result<Response, Error> {
    let given = Given { key: Uuid::now_v7(), ..Given::default() };
    Ok(shown(&visit, &given, StatusCode::OK, &Markup::default(), None))
}

fn shown(
    visit: &Staff,
    given: &Given,
    status: StatusCode,
    above: &Markup,
    wrong: Option<(&'static str, &str)>,
) -> Response {
    let mut typed = Answers::default();
    for field in ["review", "kind", "table-day", "map", "look"] {
        typed.set(field, given.other(field));
    }
    if let Some((field, why)) = wrong {
        typed.is_wrong(field, sentence(why));
    }
    let sight = visit.now();
    let reviews: Vec<_> = sight
        .reviews()
        .iter()
        .map(|kept| {
            let code = kept.reference().to_string();
            let chosen = typed.one("review") == code;
            (code.clone(), format!("{code}: {}", kept.item.title), chosen)
        })
        .collect();
    let kinds = FindingKind::ALL.map(|kind| {
        let chosen = typed.one("kind") == kind.as_str();
        (kind.as_str().to_owned(), super::facts::kind_name(kind), chosen)
    });
    let looks = [("no", say("finding-import-take")), ("yes", say("finding-import-look"))];
    let looks = looks.map(|(value, words)| (value.to_owned(), words, typed.one("look") == value));
    let fault = typed.wrong.iter().find(|wrong| wrong.field == "file").map(|wrong| plain(&wrong.words));
    let title = say("finding-import");
    let main = html! {
        (typed.summary())
        h1 class="govuk-heading-l" { (title) }
        (above)
        p class="govuk-body" { (say("finding-import-what")) }
        @if reviews.is_empty() {
            p class="govuk-body" { (say("finding-no-review")) }
        } @else {
            form method="post" enctype="multipart/form-data" novalidate {
                (once(&Uuid::now_v7().to_string()))
                (typed.pick(&Pick { field: "review", label: say("finding-review"), hint: Some(say("finding-import-review-hint")), choices: reviews }))
                (typed.pick(&Pick { field: "kind", label: say("finding-import-kind"), hint: None, choices: kinds.to_vec() }))
                (FileUpload {
                    id: "file", name: "file", label: plain(say("finding-import-file")), hint: Some(plain(say("finding-import-file-hint"))),
                    error: fault, ..FileUpload::default()
                }.show())
                (typed.line(&Line { field: "table-day", kind: "date", label: say("finding-import-day"), hint: Some(say("finding-import-day-hint")), ..Line::default() }))
                (typed.textarea("map", say("finding-import-map"), Some(say("finding-import-map-hint")), 4))
                (typed.pick(&Pick { field: "look", label: say("finding-import-then"), hint: None, choices: looks.to_vec() }))
                (Button::default().saying(&plain(say("finding-import-go"))))
            }
        }
    };
    let page = Page { title: typed.title(&title), main, ..Page::default() };
    let page = page.within(Section::Assurance).below(say("findings"), visit.way.to("/findings"));
    (status, visit.plain_frame().around(&page)).into_response()
}

fn fate_name(fate: Fate) -> String {
    match fate {
        Fate::Created => say("finding-fate-created"),
        Fate::Updated => say("finding-fate-updated"),
        Fate::Unchanged => say("finding-fate-unchanged"),
        Fate::Rejected => say("finding-fate-rejected"),
        Fate::Skipped => say("finding-fate-skipped"),
    }
}

/// What became of each row.
fn told(fates: &Fates, written: bool) -> Markup {
    let rows = fates.rows.iter().map(|row| {
        vec![
            Cell::text(&row.place),
            Cell::text(fate_name(row.fate)),
            Cell::text(row.reference.as_ref().map_or("", Text::as_str)),
            html! { (row.title) @if let Some(reason) = &row.reason { span class="milepost-note" { (reason) } } }.into(),
        ]
    });
    let totals = &fates.totals;
    html! {
        h2 class="govuk-heading-m" { (if written { say("finding-import-written") } else { say("finding-import-not-written") }) }
        p class="govuk-body" {
            (say_with("finding-import-totals", &[
                ("created", totals.created.into()), ("updated", totals.updated.into()), ("unchanged", totals.unchanged.into()),
                ("rejected", totals.rejected.into()), ("skipped", totals.skipped.into()),
            ]))
        }
        @for note in &fates.notes { p class="govuk-body" { (note) } }
        @for question in &fates.questions { p class="govuk-body" { (question.asks) " " (say("finding-import-taken")) " " (question.taken) } }
        @if !fates.absent.is_empty() {
            p class="govuk-body" { (say("finding-import-absent")) " " (fates.absent.iter().map(|one| one.reference.as_str()).collect::<Vec<_>>().join(", ")) }
        }
        (Table {
            caption: Some(plain(say("finding-import-rows"))),
            head: [say("finding-import-place"), say("finding-import-became"), say("finding-reference"), say("finding")].map(Cell::text).into(),
            rows: rows.collect(),
            first_names_row: true,
            narrow: Narrow::Stacks,
            ..Table::default()
        }.show())
    }
}

/// `POST /findings/import`
pub async fn taken(
    visit: May<ImportTrackers>,
    reader: Option<Extension<Reader>>,
    request: Request,
) -> Result<Response, Error> {
    let reader = reader.ok_or(Error::NotFound)?.0;
    let wrong = |given: &Given, field: &'static str, why: &str| {
        Ok(shown(&visit, given, StatusCode::UNPROCESSABLE_ENTITY, &Markup::default(), Some((field, why))))
    };
    let Ok(Ok(turn)) = tokio::time::timeout(TURN, TURNS.acquire()).await else {
        return wrong(&Given::default(), "file", &say("try-too-busy"));
    };
    let mut given = match Given::read(request).await {
        Ok(given) => given,
        Err((given, why)) => return wrong(&given, "file", &why),
    };
    let map = match FindingMap::parse(given.other("map")) {
        Ok(map) => map,
        Err(why) => return wrong(&given, "map", &why),
    };
    let on = match given.other("table-day") {
        "" => None,
        typed => match typed.parse::<Date>() {
            Ok(on) => Some(on),
            Err(_) => return wrong(&given, "table-day", &say_with("form-date-none", &[("typed", typed.into())])),
        },
    };
    let sight = visit.now();
    let review = sight.review_coded(given.other("review"));
    let source = review.and_then(|review| sight.finding_source(review.item.source));
    let (Some(review), Some(source)) = (review, source) else {
        return wrong(&given, "review", &say("finding-import-review-missing"));
    };
    let Some(kind) = FindingKind::parse(given.other("kind")) else {
        return wrong(&given, "kind", &say("finding-kind-missing"));
    };
    let Some((name, bytes)) = given.file.take() else {
        return wrong(&given, "file", &say("finding-import-no-file"));
    };
    let child = reader.child();
    let called = name.clone();
    let read = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        child.take(&called, bytes, None)
    });
    let taken = match read.await.map_err(|error| Error::broken(&error))? {
        Ok(taken) => taken,
        Err(refused) => return wrong(&given, "file", &refused.to_string()),
    };
    let table = match table::read(&taken.document, &source.item, &map) {
        Ok(table) => table,
        Err(why) => return wrong(&given, "file", &why),
    };
    let text = |words: &str| Text::new(words).map_err(|_| Error::Unreadable);
    let import = ImportFindings {
        review: review.reference().clone(),
        table,
        file: FileRead {
            name: text(&name)?,
            sha256: text(&taken.sha256)?,
            size: i64::try_from(taken.size).unwrap_or(i64::MAX),
            format: text(&taken.format)?,
        },
        kind,
    };
    let command = Command::ImportFindings(Box::new(import));
    let ask = Ask { on, ..visit.asks(command, &given.key.to_string()) };
    let look = given.other("look") == "yes";
    let answered = if look {
        visit.record.decide_only(&ask).await.map(|decided| decided.answer)
    } else {
        visit.record.write(ask).await.map(|written| written.answer)
    };
    match answered {
        Ok(Answer::Imported(fates)) => Ok(shown(&visit, &given, StatusCode::OK, &told(&fates, !look), None)),
        Ok(_) => Err(Error::Unreadable),
        Err(record::Error::Refused(Refusal::Rejected(fates))) => {
            let why = say_with("finding-import-rejected", &[("rows", fates.totals.rejected.into())]);
            Ok(shown(&visit, &given, StatusCode::UNPROCESSABLE_ENTITY, &told(&fates, false), Some(("file", &why))))
        }
        Err(record::Error::Refused(refusal)) => wrong(&given, "file", &refusal.to_string()),
        Err(error) => Err(error.into()),
    }
}
