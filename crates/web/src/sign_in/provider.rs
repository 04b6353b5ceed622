//! Signing in at a provider: there, back, and whom its word lets in.
use super::{let_in_shown, origin, page};
use crate::{
    answers::Answers,
    doors::{self, Cookie, Entrance, Provided},
    error::Error,
    way::segment,
    words::{say, say_with},
};
use axum::{
    extract::{Query, RawQuery},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    access::{ChangeRole, Grant},
    actor::{Actor, Role},
    ask::{Ask, Command},
    settings::COMMAND_LINE,
    text::Text,
};
use maud::html;
use oidc::{Errand, Identity, Refused, Returned};
use record::Token;
use uuid::Uuid;

/// Where the way to the provider begins.
pub fn way(to: &str) -> String {
    if to.is_empty() || to == "/" { "/sign-in/with".into() } else { format!("/sign-in/with?to={}", segment(to)) }
}

/// What a browser keeps while it is away.
struct Away {
    errand: Errand,
    to: String,
}

impl Away {
    fn kept(&self) -> String {
        format!("{}.{}", self.errand.kept(), URL_SAFE_NO_PAD.encode(&self.to))
    }

    fn held_out(words: &str) -> Option<Self> {
        let (errand, to) = words.split_once('.')?;
        let to = String::from_utf8(URL_SAFE_NO_PAD.decode(to).ok()?).ok()?;
        Some(Self { errand: Errand::held_out(errand)?, to: doors::way_back(&to).to_owned() })
    }
}

/// Why somebody is not let in.
enum Out {
    Provider(Refused),
    TooMany,
    /// Nobody has let them in yet; with the name by which the provider knows them, for the administrator.
    Stranger(String),
    /// The same for who gives an address that somebody here has.
    AddressTaken(String),
    NoAddress,
    NoRole,
    NoAccess,
    LastAdministrator,
    OtherPerson,
}

impl Out {
    /// In words for the page.
    fn words(&self, provider: &str) -> String {
        let name = [("name", provider.into())];
        match self {
            Self::Provider(Refused::Away(_)) => say_with("provider-away", &name),
            Self::Provider(Refused::NotThere(_)) => say_with("provider-not-there", &name),
            Self::Provider(Refused::Untrue(_)) => say_with("provider-untrue", &name),
            Self::TooMany => say("provider-too-many"),
            Self::Stranger(_) => say_with("provider-stranger", &name),
            Self::AddressTaken(_) => say_with("provider-address-taken", &name),
            Self::NoAddress => say_with("provider-no-address", &name),
            Self::NoRole => say_with("provider-no-role", &name),
            Self::NoAccess => say("provider-no-access"),
            Self::LastAdministrator => say_with("provider-last-administrator", &name),
            Self::OtherPerson => say_with("provider-other-person", &name),
        }
    }

    fn subject(&self) -> Option<&str> {
        match self {
            Self::Stranger(subject) | Self::AddressTaken(subject) => Some(subject),
            _ => None,
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Provider(Refused::Away(_)) => StatusCode::BAD_GATEWAY,
            _ => StatusCode::FORBIDDEN,
        }
    }
}

impl From<Refused> for Out {
    fn from(refused: Refused) -> Self {
        Self::Provider(refused)
    }
}

fn provided(entrance: &Entrance) -> Result<&Provided, Error> {
    entrance.doors.provider().ok_or(Error::NotFound)
}

fn back(entrance: &Entrance) -> String {
    format!("{}/sign-in/return", entrance.came.base)
}

/// `GET /sign-in/with`: to the provider.
pub async fn begun(entrance: Entrance, Query(asked): Query<Vec<(String, String)>>) -> Result<Response, Error> {
    let provided = provided(&entrance)?;
    let to = asked.iter().find(|(name, _)| name == "to").map_or("/", |(_, to)| doors::way_back(to));
    let chance = URL_SAFE_NO_PAD.decode(Token::new()?.as_str()).unwrap_or_default();
    let errand = Errand::of(chance.try_into().map_err(|_| Error::broken(&"there is no chance"))?);
    let away = Away { errand, to: to.to_owned() };
    // Who is signed in and comes here shows again who they are.
    Ok(match provided.provider.begin(&errand, &back(&entrance), entrance.signed_in.is_some()).await {
        Ok(address) => Cookie::Errand.kept(&entrance.record, &away.kept(), Redirect::to(&address).into_response()),
        Err(refused) => turned_away(&entrance, provided, &refused.into()),
    })
}

/// `GET /sign-in/return`: and back. What the browser kept for it is good once.
pub async fn returned(entrance: Entrance, headers: HeaderMap, RawQuery(query): RawQuery) -> Result<Response, Error> {
    let provided = provided(&entrance)?;
    let away = Cookie::Errand.held(&entrance.record, &headers).and_then(Away::held_out);
    let returned = Returned::of(query.as_deref().unwrap_or_default());
    let response = match come_back(&entrance, provided, away, &returned).await? {
        Ok(response) => response,
        Err(out) => turned_away(&entrance, provided, &out),
    };
    Ok(Cookie::Errand.gone(&entrance.record, response))
}

async fn come_back(
    entrance: &Entrance,
    provided: &Provided,
    away: Option<Away>,
    returned: &Returned,
) -> Result<Result<Response, Out>, Error> {
    let (accounts, now, from) = (entrance.record.accounts(), entrance.doors.now(), origin(&entrance.came));
    let Some(Away { errand, to }) = away else {
        return Ok(Err(Refused::Untrue("this browser did not begin it, or did so long ago".into()).into()));
    };
    if accounts.too_many_from(&from, now).await? {
        return Ok(Err(Out::TooMany));
    }
    let identity = match provided.provider.finish(&errand, returned, &back(entrance), now).await {
        Ok(identity) => identity,
        Err(refused) => return Ok(Err(refused.into())),
    };
    if !accounts.returns_once(&errand.mark(), now).await? {
        return Ok(Err(Refused::Untrue("it was used before".into()).into()));
    }
    let person = match whom(entrance, provided, &identity).await? {
        Ok(person) => person,
        Err(out) => return Ok(Err(out)),
    };
    if entrance.signed_in.as_ref().is_some_and(|signed_in| signed_in.0.person != person) {
        return Ok(Err(Out::OtherPerson));
    }
    accounts.came_well(&from).await?;
    // Who left has an identity and no access any more.
    Ok(let_in_shown(entrance, person, identity.shown, &to).await?.ok_or(Out::NoAccess))
}

/// The role that somebody's groups give; None where groups decide nothing here.
fn role(provided: &Provided, identity: &Identity) -> Result<Option<Role>, Out> {
    if provided.roles.is_empty() {
        return Ok(None);
    }
    let groups = identity.groups.as_deref().unwrap_or_default();
    let first = provided.roles.iter().find(|(group, _)| groups.contains(group));
    first.map(|(_, role)| Some(*role)).ok_or(Out::NoRole)
}

/// Whom an identity stands for, in the role that their groups give today.
async fn whom(entrance: &Entrance, provided: &Provided, identity: &Identity) -> Result<Result<Uuid, Out>, Error> {
    let role = match role(provided, identity) {
        Ok(role) => role,
        Err(out) => return Ok(Err(out)),
    };
    let accounts = entrance.record.accounts();
    if let Some(person) = accounts.identified(&identity.issuer, &identity.subject).await? {
        return Ok(in_role(entrance, provided, person, role).await?.map(|()| person));
    }
    if accounts.is_connected(&identity.issuer, &identity.subject).await? {
        return Ok(Err(Out::NoAccess));
    }
    match role {
        Some(role) if provided.creates => made(entrance, identity, role).await,
        _ => Ok(Err(Out::Stranger(identity.subject.clone()))),
    }
}

/// Writes the role on the record where it is another than that of the last time.
async fn in_role(
    entrance: &Entrance,
    provided: &Provided,
    person: Uuid,
    role: Option<Role>,
) -> Result<Result<(), Out>, Error> {
    let Some(role) = role else { return Ok(Ok(())) };
    let office = entrance.record.follow().await?;
    let sight = office.seen_by(&nobody());
    let command = match sight.person(person) {
        // Made by a sign-in that was cut off.
        None if provided.creates => Command::Grant(Grant { person, role, posts: vec![] }),
        None => return Ok(Err(Out::NoAccess)),
        Some(kept) if kept.item.ended.is_some() => return Ok(Err(Out::NoAccess)),
        Some(kept) if kept.item.role == role => return Ok(Ok(())),
        Some(_) => Command::ChangeRole(ChangeRole { person, role }),
    };
    match by_groups(entrance, command).await {
        Ok(()) => Ok(Ok(())),
        Err(record::Error::Refused(_)) => Ok(Err(Out::LastAdministrator)),
        Err(error) => Err(error.into()),
    }
}

/// Somebody who was never here, let in by a group of theirs. Never by their address: whoever has it may be another.
async fn made(entrance: &Entrance, identity: &Identity, role: Role) -> Result<Result<Uuid, Out>, Error> {
    let plausible = |email: &&String| {
        email.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'))
            && !email.contains(char::is_whitespace)
            && Text::new(email.as_str()).is_ok()
    };
    let Some(email) = identity.email.as_ref().filter(plausible) else {
        return Ok(Err(Out::NoAddress));
    };
    let name = identity.name.as_ref().filter(|name| Text::new(name.as_str()).is_ok()).unwrap_or(email);
    let (accounts, person) = (entrance.record.accounts(), Uuid::now_v7());
    if !accounts.keep(person, name, email).await? {
        return Ok(Err(Out::AddressTaken(identity.subject.clone())));
    }
    if !accounts.connect(person, &identity.issuer, &identity.subject).await? {
        accounts.forget(person).await?;
        return Ok(Err(Out::NoAccess));
    }
    match by_groups(entrance, Command::Grant(Grant { person, role, posts: vec![] })).await {
        Ok(()) => Ok(Ok(person)),
        Err(record::Error::Refused(_)) => {
            accounts.forget(person).await?;
            Ok(Err(Out::NoAccess))
        }
        Err(error) => Err(error.into()),
    }
}

fn nobody() -> Actor {
    Actor::of(Uuid::nil().into(), "", Role::Administrator)
}

/// In the name of the command line, where the groups were written down that have a role.
async fn by_groups(entrance: &Entrance, command: Command) -> Result<(), record::Error> {
    let actor = Actor::of(super::first::command_line(entrance), COMMAND_LINE, Role::Office);
    let reason = Text::new(say("provider-by-groups")).ok();
    let ask = Ask { actor, now: entrance.doors.now(), on: None, key: None, seen: vec![], reason, command };
    entrance.record.write(ask).await.map(|_| ())
}

/// A plain page, and a line in the log that holds nothing of theirs.
fn turned_away(entrance: &Entrance, provided: &Provided, out: &Out) -> Response {
    if let Out::Provider(refused) = out {
        tracing::warn!("nobody was signed in by the provider: {refused}");
    } else {
        tracing::warn!("somebody whom the provider knows was not let in: {}", out.words("the provider"));
    }
    let title = say("provider-refused");
    let main = html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (out.words(&provided.name)) }
        @if let Some(subject) = out.subject() { p class="govuk-body" { code class="milepost-hash" { (subject) } } }
        p class="govuk-body" { a class="govuk-link" href="/sign-in" { (say("sign-in")) } }
    };
    let mut response = page(&entrance.record, &Answers::default(), &title, main);
    *response.status_mut() = out.status();
    response
}
