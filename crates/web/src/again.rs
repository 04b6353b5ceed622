//! What is hard to undo asks again who it is, where that was shown long ago. The form that was sent is not lost: it comes
//! back with the question, and goes on with the answer.
use crate::{
    answers::Answers,
    doors::{Came, Doors, SignedIn},
    error::Error,
    frame,
    page::Page,
    parts::{Button, plain},
    sign_in::{origin, passphrase_line, provider},
    visit::Proof,
    words::{say, say_with},
};
use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::{passphrase::Passphrase, sight::View};
use maud::{Markup, html};
use record::{Attempt, Record};

/// The most of a form that is kept while somebody shows who they are: what the pages take at most.
const MOST: usize = 2 * 1024 * 1024;
/// The name of the answer in the form that comes back.
const FIELD: &str = "show-again";

/// Around every page: a form that is refused because its sender showed long ago who they are comes back with the question.
pub async fn ask(State((record, doors)): State<(Record, Doors)>, request: Request, next: Next) -> Response {
    let signed_in = request.extensions().get::<SignedIn>().cloned();
    let Some(SignedIn(session)) = signed_in.filter(|_| is_a_form(&request)) else { return next.run(request).await };
    if Proof::Lately.is_given(session.proved, doors.now()) {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, MOST).await else { return Error::Unreadable.into_response() };
    let given: Vec<(String, String)> = form_urlencoded::parse(&bytes).into_owned().collect();
    let (answer, kept): (Vec<_>, Vec<_>) = given.into_iter().partition(|(name, _)| name == FIELD);
    let mut answers = Answers::default();
    let mut bytes = bytes;
    if let Some((_, answer)) = answer.into_iter().next() {
        match show(&record, &doors, &mut parts, &answer).await {
            Ok(None) => {
                let mut form = form_urlencoded::Serializer::new(String::new());
                form.extend_pairs(&kept);
                bytes = form.finish().into();
                parts.headers.remove(header::CONTENT_LENGTH);
            }
            Ok(Some(wrong)) => answers.is_wrong(FIELD, wrong),
            Err(error) => return error.into_response(),
        }
    }
    let back = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let view = parts.extensions.get::<View>().cloned();
    if answers.is_right() {
        let response = next.run(Request::from_parts(parts, Body::from(bytes))).await;
        if !matches!(response.extensions().get::<Error>(), Some(Error::ShowAgain)) {
            return response;
        }
    }
    let Some(view) = view else { return Error::NotFound.into_response() };
    let main = question(&record, &doors, &session, &back, &kept, &answers).await;
    match main {
        Ok(main) => {
            let page = Page { title: answers.title(&say("again")), main, ..Page::default() };
            let frame = frame::frame_of(&view, &SignedIn(session));
            (StatusCode::UNPROCESSABLE_ENTITY, frame.around(&page)).into_response()
        }
        Err(error) => error.into_response(),
    }
}

fn is_a_form(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    request.method() == Method::POST && kind.starts_with("application/x-www-form-urlencoded")
}

/// Takes a passphrase, or a code of six digits, which no passphrase is. Gives what is wrong with it.
async fn show(record: &Record, doors: &Doors, parts: &mut Parts, answer: &str) -> Result<Option<String>, Error> {
    let (Some(SignedIn(session)), Some(came)) = (parts.extensions.get::<SignedIn>(), parts.extensions.get::<Came>())
    else {
        return Err(Error::NotFound);
    };
    let (accounts, now, from) = (record.accounts(), doors.now(), origin(came));
    if answer.trim().is_empty() {
        return Ok(Some(say("again-missing")));
    }
    let digits = answer.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let is_code = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit());
    let attempt = if is_code {
        accounts.try_code(session.person, answer, &from, now).await?
    } else {
        accounts.try_passphrase(&session.email, &Passphrase::typed(answer), &from, now).await?
    };
    match attempt {
        Attempt::Known(person) if person == session.person => {}
        Attempt::TooMany => return Ok(Some(say("sign-in-too-many"))),
        _ => return Ok(Some(say("again-wrong"))),
    }
    accounts.proved(session, now).await?;
    let mut session = session.clone();
    session.proved = now;
    parts.extensions.insert(SignedIn(session));
    Ok(None)
}

/// The question, with the form as it was sent.
async fn question(
    record: &Record,
    doors: &Doors,
    session: &record::Session,
    back: &str,
    kept: &[(String, String)],
    answers: &Answers,
) -> Result<Markup, Error> {
    let accounts = record.accounts();
    let codes = accounts.authenticator(session.person).await?.is_some();
    let provided = match doors.provider() {
        Some(provided) => {
            accounts.subject(session.person, provided.provider.issuer()).await?.map(|_| provided.name.as_str())
        }
        None => None,
    };
    let label = if codes { say("again-passphrase-or-code") } else { say("passphrase") };
    Ok(html! {
        (answers.summary())
        h1 class="govuk-heading-l" { (say("again")) }
        p class="govuk-body" { (say("again-why")) }
        p class="govuk-body" { (say("again-kept")) }
        form method="post" action=(back) novalidate {
            @for (name, value) in kept { input type="hidden" name=(name) value=(value); }
            (answers.line(&passphrase_line(FIELD, label, None, "current-password")))
            (Button::default().saying(&plain(say("again-go-on"))))
        }
        @if let Some(name) = provided {
            h2 class="govuk-heading-m" { (say_with("again-provider", &[("name", name.into())])) }
            p class="govuk-body" {
                a class="govuk-link" href=(provider::way("/account?done=shown")) target="_blank" rel="noopener" {
                    (say_with("again-provider-open", &[("name", name.into())]))
                }
            }
            form method="post" action=(back) {
                @for (name, value) in kept { input type="hidden" name=(name) value=(value); }
                (Button { classes: "govuk-button--secondary", ..Button::default() }.saying(&plain(say("again-provider-done"))))
            }
        }
        p class="govuk-body" { a class="govuk-link" href="/" { (say("again-leave")) } }
    })
}
