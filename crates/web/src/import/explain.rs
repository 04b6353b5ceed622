//! The second step: what the table's columns say, what its rating words mean, whose names those of its leads are.
//! Answered once: the next table is read in the same way.
use super::{Answers, ImportPlans, Table, page, sentence, table, today, whose};
use crate::{
    error::Error,
    parts::{
        Button,
        field::{Fault, Field, error_summary},
        plain,
    },
    visit::{May, Staff},
    words::{say, say_with},
};
use axum::{
    extract::{Form, Path},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    envelope::Visibility,
    import::{Explained, NOT_RATED},
    map::{PlanMap, PostMap, Shown},
    reading,
    text::Text,
};
use maud::{Markup, html};

type Given = Vec<(String, String)>;

/// The choices for a name beside the posts of the record.
const AS_STATED: &str = "";
const NEW: &str = "new";

/// `GET /import/{upload}`
pub async fn asked(visit: May<ImportPlans>, Path(id): Path<String>) -> Result<Response, Error> {
    let table = table(&visit, &id).await?;
    if let Some(landed) = table.landed(&visit) {
        return Ok(landed);
    }
    Ok(show(&visit, &table, StatusCode::OK, vec![]))
}

/// `POST /import/{upload}`
pub async fn answered(
    visit: May<ImportPlans>,
    Path(id): Path<String>,
    Form(given): Form<Given>,
) -> Result<Response, Error> {
    let mut table = table(&visit, &id).await?;
    if let Some(landed) = table.landed(&visit) {
        return Ok(landed);
    }
    let faults = take(&visit, &mut table, &given);
    if faults.is_empty() {
        keep(&visit, &table.upload.id.to_string(), &table.answers, &table.map).await?;
        if table.import(today(&visit)).is_ok() {
            return Ok(Redirect::to(&format!("{}/rows", table.address())).into_response());
        }
    }
    Ok(show(&visit, &table, StatusCode::UNPROCESSABLE_ENTITY, faults))
}

/// Keeps what was answered for the step that follows.
pub async fn keep(visit: &Staff, id: &str, answers: &Answers, map: &PlanMap) -> Result<(), Error> {
    let answers = Answers { map: map.to_toml(), ..answers.clone() };
    let answers = serde_json::to_string(&answers).map_err(|error| Error::broken(&error))?;
    let id = id.parse().map_err(|_| Error::NotFound)?;
    Ok(visit.record.answer_upload(&whose(visit), id, &answers).await?)
}

/// Puts the answers into the map.
fn take(visit: &Staff, table: &mut Table, given: &Given) -> Vec<Fault> {
    let one = |name: String| given.iter().find(|(n, _)| *n == name).map(|(_, value)| value.trim());
    let mut faults = vec![];
    for n in 0.. {
        let (Some(head), Some(field)) = (one(format!("head-{n}")), one(format!("column-{n}"))) else { break };
        let Ok(head) = Text::new(head) else { continue };
        if reading::Field::parse(field).is_some_and(|known| known.as_str() == field) {
            let head = known(&table.map, &head);
            table.map.columns.insert(head, field.to_owned());
        }
    }
    for n in 0.. {
        let (Some(word), Some(level)) = (one(format!("word-{n}")), one(format!("level-{n}"))) else { break };
        let Ok(word) = Text::new(word) else { continue };
        table.map.ratings.retain(|known, _| known.folded() != word.folded());
        if !level.is_empty() {
            table.map.ratings.insert(word, level.to_owned());
        }
    }
    let sight = visit.now();
    for n in 0.. {
        let (Some(name), Some(post)) = (one(format!("name-{n}")), one(format!("post-{n}"))) else { break };
        let Ok(stated) = Text::new(name) else { continue };
        for post in &mut table.map.posts {
            post.initials.retain(|known| known.folded() != stated.folded());
        }
        table.map.posts.retain(|post| !post.initials.is_empty() || post.name.folded() != stated.folded());
        let called = match post {
            AS_STATED => continue,
            NEW => match Text::new(one(format!("new-{n}")).unwrap_or_default()) {
                Ok(name) if !name.on_one_line().is_empty() => name.on_one_line(),
                Ok(_) => {
                    faults.push(Fault { id: format!("new-{n}"), words: say("post-missing") });
                    continue;
                }
                Err(why) => {
                    faults.push(Fault { id: format!("new-{n}"), words: sentence(&why.to_string()) });
                    continue;
                }
            },
            id => match sight.posts().find(|known| known.id.to_string() == id) {
                Some(known) => known.item.name.clone(),
                None => continue,
            },
        };
        let same = called.folded() == stated.folded();
        let of_map = table.map.posts.iter_mut().find(|known| known.name.folded() == called.folded());
        match of_map {
            Some(known) if !same => known.initials.push(stated),
            Some(_) => {}
            None => {
                let initials = if same { vec![] } else { vec![stated] };
                table.map.posts.push(PostMap { name: called, initials, body: None });
            }
        }
    }
    table.map.posts.retain(|post| !post.name.is_empty());
    match one("visibility".to_owned()) {
        Some("panel") => table.map.visibility = Some(Shown(Visibility::Panel)),
        Some("internal") => table.map.visibility = Some(Shown(Visibility::Internal)),
        Some("public") => table.map.visibility = None,
        _ => {}
    }
    // What no map may say is found where maps are read.
    if let Err(why) = PlanMap::parse(&table.map.to_toml()) {
        faults.push(Fault { id: "column-0".into(), words: sentence(&why) });
    }
    faults
}

/// The head as the map knows it already.
fn known(map: &PlanMap, head: &Text) -> Text {
    map.columns.keys().find(|known| known.folded() == head.folded()).unwrap_or(head).clone()
}

fn show(visit: &Staff, table: &Table, status: StatusCode, faults: Vec<Fault>) -> Response {
    let import = table.import(today(visit));
    let (reasons, columns) = match &import {
        Ok(import) => (vec![], &import.reading.map.columns),
        Err(reasons) => (reasons.clone(), &table.map.columns),
    };
    let explained = import.as_ref().ok().map(|import| visit.view().explained(import));
    let mut all = faults;
    let (explained, refused) = match explained {
        Some(Ok(explained)) => (explained, None),
        Some(Err(refusal)) => (Explained::default(), Some(refusal.to_string())),
        None => (Explained::default(), None),
    };
    all.extend(reasons.iter().chain(&refused).map(|why| Fault { id: "column-0".into(), words: sentence(why) }));
    // The heads of this table, in its order; what the map knows of other tables stays in the map.
    let mut heads = reading::heads(&table.read.document, &table.map);
    if import.is_ok() {
        heads.retain(|head| columns.keys().any(|known| known.folded() == head.folded()));
    }
    let title = say("explain-title");
    let main = html! {
        (error_summary(&say("problem"), &all))
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say_with("explain-lead", &[("file", table.upload.name.as_str().into())])) }
        form method="post" action=(table.address()) novalidate {
            @if !heads.is_empty() {
                h2 class="govuk-heading-m" { (say("explain-columns")) }
                p class="govuk-body" { (say("explain-columns-why")) }
                div class="milepost-answers" {
                    @for (n, head) in heads.iter().enumerate() {
                        @let chosen = columns.iter().find(|(known, _)| known.folded() == head.folded());
                        (column(n, head, chosen.map_or(head.as_str(), |(_, field)| field.as_str())))
                    }
                }
            }
            (ratings(&explained))
            (names(visit, table, &explained, &all))
            (visibility(&table.map))
            div class="govuk-button-group" {
                (Button::default().saying(&plain(say("explain-next"))))
                a class="govuk-link" href="/import" { (say("import-another")) }
            }
        }
        (drop_form(table))
    };
    page(visit, status, title, main, !all.is_empty(), &[(say("import-title"), "/import".into())])
}

/// Lets go of the table.
pub fn drop_form(table: &Table) -> Markup {
    html! {
        form method="post" action={ (table.address()) "/drop" } {
            (Button { classes: "govuk-button--secondary", ..Button::default() }.saying(&plain(say("import-drop"))))
        }
    }
}

fn select<'a>(id: String, name: &'a str, label: String, value: &str) -> Field<'a> {
    Field { id, name, label, value: value.to_owned(), ..Field::default() }
}

fn column(n: usize, head: &Text, chosen: &str) -> Markup {
    let chosen = reading::Field::parse(chosen).unwrap_or(reading::Field::Staff).as_str();
    let choices: Vec<(String, String)> =
        reading::Field::ALL.into_iter().map(|field| (field.as_str().to_owned(), field_name(field))).collect();
    let name = format!("column-{n}");
    html! {
        input type="hidden" name={ "head-" (n) } value=(head);
        (select(name.clone(), &name, head.to_string(), chosen).select(&choices))
    }
}

fn ratings(explained: &Explained) -> Markup {
    let Some(scale) = explained.scale.as_ref().filter(|_| !explained.ratings.is_empty()) else {
        return Markup::default();
    };
    let mut choices = vec![(String::new(), say("explain-rating-unknown"))];
    choices.extend(scale.levels.iter().map(|level| (level.label.to_string(), level.label.to_string())));
    choices.push((NOT_RATED.to_owned(), say("explain-not-rated")));
    html! {
        h2 class="govuk-heading-m" { (say("explain-ratings")) }
        p class="govuk-body" { (say("explain-ratings-why")) " " a class="govuk-link" href="/key" { (say("section-key")) } "." }
        div class="milepost-answers" {
            @for (n, word) in explained.ratings.iter().enumerate() {
                @let level = scale.levels.iter().find(|level| Some(&level.key) == word.level.as_ref());
                @let chosen = if word.kept_as_not_rated { NOT_RATED } else { level.map_or("", |level| level.label.as_str()) };
                @let name = format!("level-{n}");
                @let label = say_with("explain-word", &[("word", (&word.stated).into()), ("rows", word.rows.into())]);
                input type="hidden" name={ "word-" (n) } value=(word.stated);
                (select(name.clone(), &name, label, chosen).select(&choices))
            }
        }
    }
}

/// The names that no post of the record answers to, or that this map gave to one.
fn names(visit: &Staff, table: &Table, explained: &Explained, faults: &[Fault]) -> Markup {
    let sight = visit.now();
    let mut posts: Vec<_> =
        sight.posts().filter(|post| post.item.name.as_str() != domain::settings::COMMAND_LINE).collect();
    posts.sort_by_key(|post| post.item.name.folded());
    let of_map = |stated: &Text| {
        table.map.posts.iter().find(|post| {
            post.name.folded() == stated.folded() || post.initials.iter().any(|i| i.folded() == stated.folded())
        })
    };
    let asked: Vec<_> =
        explained.names.iter().filter(|name| name.post.is_none() || of_map(&name.stated).is_some()).collect();
    if asked.is_empty() {
        return Markup::default();
    }
    let mut choices =
        vec![(AS_STATED.to_owned(), say("explain-name-as-stated")), (NEW.to_owned(), say("explain-name-new"))];
    choices.extend(posts.iter().map(|post| (post.id.to_string(), post.item.name.to_string())));
    let error = say("error");
    html! {
        h2 class="govuk-heading-m" { (say("explain-names")) }
        p class="govuk-body" { (say("explain-names-why")) }
        div class="milepost-answers milepost-answers--pairs" {
            @for (n, name) in asked.iter().enumerate() {
                @let called = of_map(&name.stated).map(|post| &post.name);
                @let known = called.and_then(|called| posts.iter().find(|p| p.item.name.folded() == called.folded()));
                @let once = sight.once_called(&name.stated).filter(|_| called.is_none());
                @let new = format!("new-{n}");
                @let wrong = faults.iter().find(|fault| fault.id == new);
                @let chosen = match (known, called) {
                    (Some(post), _) => post.id.to_string(),
                    (None, Some(_)) => NEW.to_owned(),
                    (None, None) if wrong.is_some() || once.is_some() => NEW.to_owned(),
                    (None, None) => AS_STATED.to_owned(),
                };
                @let post = format!("post-{n}");
                @let label = say_with("explain-name", &[("name", (&name.stated).into()), ("rows", name.rows.into())]);
                @let written = called.filter(|_| known.is_none()).or(once).cloned();
                @let written = written.unwrap_or_else(|| suggested(&name.stated));
                div class="milepost-answers__pair" {
                    input type="hidden" name={ "name-" (n) } value=(name.stated);
                    (select(post.clone(), &post, label, &chosen).select(&choices))
                    (Field {
                        id: new.clone(), name: &new, value: written.to_string(),
                        label: say_with("explain-new-post", &[("name", (&name.stated).into())]),
                        wrong: wrong.map(|fault| (error.as_str(), fault.words.as_str())),
                        ..Field::default()
                    }.line("text"))
                }
            }
        }
    }
}

/// A name of several words is likely a post's own; initials are not.
fn suggested(stated: &Text) -> Text {
    if stated.as_str().contains(' ') { stated.clone() } else { Text::default() }
}

fn visibility(map: &PlanMap) -> Markup {
    let chosen = match map.visibility.as_ref().map(|shown| &shown.0) {
        Some(Visibility::Panel) => "panel",
        Some(Visibility::Internal | Visibility::Exempt { .. }) => "internal",
        Some(Visibility::Public) | None => "public",
    };
    let choices = [
        ("public", say("visible-public-full")),
        ("panel", say("visible-panel-full")),
        ("internal", say("visible-internal-full")),
    ];
    let choices = choices.map(|(value, words)| (value.to_owned(), words));
    html! {
        h2 class="govuk-heading-m" { (say("visible")) }
        (Field {
            id: "visibility".into(), name: "visibility", label: say("explain-visible"),
            hint: Some(say("explain-visible-hint")), value: chosen.to_owned(), ..Field::default()
        }.select(&choices))
    }
}

/// What a column says, for people.
fn field_name(field: reading::Field) -> String {
    use reading::Field as F;
    match field {
        F::Reference => say("column-reference"),
        F::Title => say("column-title"),
        F::ReferenceAndTitle => say("column-both"),
        F::Description => say("description"),
        F::Theme => say("theme"),
        F::Output => say("output"),
        F::Outcomes => say("outcomes-served"),
        F::Objectives => say("objectives-served"),
        F::Owner => say("owner"),
        F::RatedBy => say("rated-by"),
        F::Sponsor => say("sponsor"),
        F::Leads => say("lead"),
        F::Partners => say("partners"),
        F::Statutory => say("statutory"),
        F::Timescale => say("column-timescale"),
        F::OriginalDate => say("original-date"),
        F::Status => say("status"),
        F::Rating => say("rating"),
        F::Narrative => say("progress"),
        F::Links => say("links"),
        F::Lineage => say("lineage"),
        F::Visibility => say("visible"),
        F::Ground => say("column-ground"),
        F::ReviewDate => say("column-review"),
        F::Marking => say("marking"),
        F::Staff => say("column-staff"),
        F::Ignore => say("column-ignore"),
    }
}
