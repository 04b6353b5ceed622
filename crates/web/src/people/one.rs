//! `/people/{person}`: one person, and all that can be done about their access.
use super::{Known, address, around, everybody, holdable, link_to_pass_on, role_name, roles, shown, today, write};
use crate::{
    answers::{Answers, once},
    doors::{Came, Doors},
    error::Error,
    marks::day,
    parts::{
        Button, NotificationBanner, plain,
        question::{Line, Pick},
        table::{Cell, Table, summary_list},
    },
    sign_in::link as links,
    visit::{May, SeeToPeople},
    words::{say, say_with},
};
use axum::{
    Extension,
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::{AssignPost, ChangeRole, EndAccess, LeavePost, MovePosts},
    actor::Role,
    ask::Command,
    id::Id,
};
use maud::{Markup, html};
use record::{Purpose, State};
use uuid::Uuid;

/// What every page and form here takes in: somebody who may, and about whom.
struct Desk {
    visit: May<SeeToPeople>,
    doors: Doors,
    came: Came,
    person: Uuid,
}

type Doored = Option<Extension<Doors>>;
type Coming = Option<Extension<Came>>;

fn desk(visit: May<SeeToPeople>, doors: Doored, came: Coming, person: &str) -> Result<Desk, Error> {
    let (doors, came) = around((doors, came))?;
    let person: Uuid = person.parse().map_err(|_| Error::NotFound)?;
    // Whoever is not of this office does not exist.
    visit.now().person(person).ok_or(Error::NotFound)?;
    Ok(Desk { visit, doors, came, person })
}

/// `GET /people/{person}`
pub async fn page(
    visit: May<SeeToPeople>,
    doors: Doored,
    came: Coming,
    Path(person): Path<String>,
) -> Result<Response, Error> {
    desk(visit, doors, came, &person)?.show(&Answers::default(), None).await
}

/// `POST /people/{person}/role`
pub async fn role(
    visit: May<SeeToPeople>,
    doors: Doored,
    came: Coming,
    Path(person): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let desk = desk(visit, doors, came, &person)?;
    let Some(role) = Role::parse(answers.one("role")) else {
        answers.is_wrong("role", say("role-missing"));
        return desk.show(&answers, None).await;
    };
    desk.change(Command::ChangeRole(ChangeRole { person: desk.person, role }), "role", answers).await
}

/// `POST /people/{person}/assign`
pub async fn assign(
    visit: May<SeeToPeople>,
    doors: Doored,
    came: Coming,
    Path(person): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let desk = desk(visit, doors, came, &person)?;
    let Some(post) = answers.id("post") else {
        answers.is_wrong("post", say("post-choose"));
        return desk.show(&answers, None).await;
    };
    let given = answers.one("from");
    let from = (!given.is_empty()).then(|| given.parse());
    let Ok(from) = from.transpose() else {
        answers.is_wrong("from", say("day-none"));
        return desk.show(&answers, None).await;
    };
    let assign = AssignPost { person: desk.person, post: Id::new(post), from };
    desk.change(Command::AssignPost(assign), "post", answers).await
}

/// `POST /people/{person}/take-back`
pub async fn take_back(
    visit: May<SeeToPeople>,
    doors: Doored,
    came: Coming,
    Path(person): Path<String>,
    answers: Answers,
) -> Result<Response, Error> {
    let desk = desk(visit, doors, came, &person)?;
    let post = answers.id("post").ok_or(Error::Unreadable)?;
    desk.change(Command::LeavePost(LeavePost { person: desk.person, post: Id::new(post) }), "post", answers).await
}

/// `POST /people/{person}/move`
pub async fn move_posts(
    visit: May<SeeToPeople>,
    doors: Doored,
    came: Coming,
    Path(person): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let desk = desk(visit, doors, came, &person)?;
    let Some(to) = answers.id("to") else {
        answers.is_wrong("to", say("heir-choose"));
        return desk.show(&answers, None).await;
    };
    desk.change(Command::MovePosts(MovePosts { from: desk.person, to }), "to", answers).await
}

/// `POST /people/{person}/end`
pub async fn end(
    visit: May<SeeToPeople>,
    doors: Doored,
    came: Coming,
    Path(person): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let desk = desk(visit, doors, came, &person)?;
    if desk.person == desk.own() {
        answers.is_wrong("heir", say("not-yourself"));
        return desk.show(&answers, None).await;
    }
    let end = EndAccess { person: desk.person, posts_to: answers.id("heir") };
    let answered = desk.change(Command::EndAccess(end), "heir", answers).await?;
    if desk.has_left().await? {
        desk.visit.record.accounts().leaves(desk.person).await?;
    }
    Ok(answered)
}

/// `POST /people/{person}/link`: another one-time link, in place of every earlier one.
pub async fn link(
    visit: May<SeeToPeople>,
    doors: Doored,
    came: Coming,
    Path(person): Path<String>,
) -> Result<Response, Error> {
    let desk = desk(visit, doors, came, &person)?;
    let accounts = desk.visit.record.accounts();
    let known = accounts.person(desk.person).await?.ok_or(Error::NotFound)?;
    if desk.has_left().await? {
        return Err(Error::NotFound);
    }
    let purpose = match known.state {
        State::Invited => Purpose::Invitation,
        State::Active => Purpose::Reset,
        State::Disabled => return Err(Error::NotFound),
    };
    let token = accounts.link(desk.person, purpose, desk.doors.now()).await?;
    let passed_on = link_to_pass_on(&known.name, &desk.came.base, &links::address(purpose, &token));
    desk.show(&Answers::default(), Some(passed_on)).await
}

/// `POST /people/{person}/authenticator-off`: for who lost their phone and their recovery codes.
pub async fn authenticator_off(
    visit: May<SeeToPeople>,
    doors: Doored,
    came: Coming,
    Path(person): Path<String>,
) -> Result<Response, Error> {
    let desk = desk(visit, doors, came, &person)?;
    desk.visit.record.accounts().switch_off(desk.person).await?;
    tracing::info!(person = %desk.person, by = %desk.own(), "an authenticator app was switched off by an administrator");
    Ok(desk.done())
}

/// `POST /people/{person}/connect`: by which identity of the provider they come in; none, where it is empty.
pub async fn connect(
    visit: May<SeeToPeople>,
    doors: Doored,
    came: Coming,
    Path(person): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let desk = desk(visit, doors, came, &person)?;
    let issuer = desk.doors.provider().ok_or(Error::NotFound)?.provider.issuer().to_owned();
    let accounts = desk.visit.record.accounts();
    accounts.person(desk.person).await?.ok_or(Error::NotFound)?;
    let subject = answers.one("subject").to_owned();
    let stands = desk.visit.now().person(desk.person).is_some_and(|kept| kept.item.ended.is_none());
    if subject.is_empty() {
        accounts.disconnect(desk.person, &issuer).await?;
    } else if subject.len() > 255 || !subject.bytes().all(|b| b.is_ascii_graphic()) {
        answers.is_wrong("subject", say("provider-subject-none"));
    } else if !stands || !accounts.connect(desk.person, &issuer, &subject).await? {
        answers.is_wrong("subject", say("provider-subject-taken"));
    }
    if answers.is_right() { Ok(desk.done()) } else { desk.show(&answers, None).await }
}

/// `POST /people/{person}/sign-out`: wherever they are.
pub async fn sign_out(
    visit: May<SeeToPeople>,
    doors: Doored,
    came: Coming,
    Path(person): Path<String>,
) -> Result<Response, Error> {
    let desk = desk(visit, doors, came, &person)?;
    desk.visit.record.accounts().sign_out_everywhere(desk.person).await?;
    Ok(desk.done())
}

/// `POST /people/{person}/disable`
pub async fn disable(
    visit: May<SeeToPeople>,
    doors: Doored,
    came: Coming,
    Path(person): Path<String>,
) -> Result<Response, Error> {
    let desk = desk(visit, doors, came, &person)?;
    if desk.person == desk.own() {
        // Whoever disables is an administrator, so that one who can sign in is always left.
        let mut answers = Answers::default();
        answers.is_wrong("disable", say("not-yourself"));
        return desk.show(&answers, None).await;
    }
    desk.visit.record.accounts().disable(desk.person, true).await?;
    Ok(desk.done())
}

/// `POST /people/{person}/enable`
pub async fn enable(
    visit: May<SeeToPeople>,
    doors: Doored,
    came: Coming,
    Path(person): Path<String>,
) -> Result<Response, Error> {
    let desk = desk(visit, doors, came, &person)?;
    desk.visit.record.accounts().disable(desk.person, false).await?;
    Ok(desk.done())
}

/// `POST /people/{person}/name`: another name or address; or none any more, for somebody who left.
pub async fn name(
    visit: May<SeeToPeople>,
    doors: Doored,
    came: Coming,
    Path(person): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let desk = desk(visit, doors, came, &person)?;
    let accounts = desk.visit.record.accounts();
    let left = desk.visit.now().person(desk.person).is_some_and(|kept| kept.item.ended.is_some());
    if left && answers.one("forget") == "yes" {
        accounts.forget(desk.person).await?;
        return Ok(desk.done());
    }
    let name = answers.short("name", say("name-missing"));
    let email = answers.email("email");
    if answers.is_right() {
        if accounts.keep(desk.person, &name, &email).await? {
            return Ok(desk.done());
        }
        answers.is_wrong("email", say("email-taken"));
    }
    desk.show(&answers, None).await
}

impl Desk {
    /// Who is signed in.
    fn own(&self) -> Uuid {
        self.visit.actor().post.uuid()
    }

    /// Whether their access has ended, on the record as it is now.
    async fn has_left(&self) -> Result<bool, Error> {
        let office = self.visit.record.follow().await?;
        Ok(office.actor(self.person, today(&self.doors)).is_none())
    }

    fn done(&self) -> Response {
        Redirect::to(&format!("{}?done=yes", address(self.person))).into_response()
    }

    /// Writes what was asked for, on the person as they were seen.
    async fn change(&self, command: Command, field: &'static str, mut answers: Answers) -> Result<Response, Error> {
        let seen = answers.one("version").parse().map(|version| vec![(self.person, version)]).unwrap_or_default();
        match write(&self.visit, &self.doors, command, answers.one("key"), seen).await? {
            Ok(()) => Ok(self.done()),
            Err(refusal) => {
                answers.is_wrong(field, refusal.to_string());
                self.show(&answers, None).await
            }
        }
    }

    fn at(&self, what: &str) -> String {
        format!("{}/{what}", address(self.person))
    }

    async fn show(&self, answers: &Answers, passed_on: Option<Markup>) -> Result<Response, Error> {
        let (visit, sight) = (&self.visit, self.visit.now());
        let all = everybody(visit, &sight).await?;
        let known = all.iter().find(|known| known.kept.id.uuid() == self.person).ok_or(Error::NotFound)?;
        let others: Vec<&Known> =
            all.iter().filter(|other| other.kept.id.uuid() != self.person && other.kept.item.ended.is_none()).collect();
        let connected = match self.doors.provider() {
            Some(provided) => visit.record.accounts().subject(self.person, provided.provider.issuer()).await?,
            None => None,
        };
        let connected = connected.unwrap_or_default();
        let has_app = visit.record.accounts().authenticator(self.person).await?.is_some();
        let title = known.name();
        let version = known.kept.version;
        let email = known.person.as_ref().map(|person| person.email.clone()).unwrap_or_default();
        let facts = [
            (plain(say("email")), plain(&email)),
            (plain(say("role")), plain(role_name(known.kept.item.role))),
            (plain(say("person-state")), known.state()),
            (plain(say("person-reference")), plain(known.kept.reference())),
        ];
        let main = html! {
            (answers.summary())
            @if visit.asked("done").is_some() && answers.is_right() && passed_on.is_none() {
                @let done = say("done");
                (NotificationBanner { title: &done, classes: "govuk-notification-banner--success", ..NotificationBanner::default() }.saying(&NotificationBanner::heading(&plain(say("done-saved")))))
            }
            h1 class="govuk-heading-l" { (title) }
            @if let Some(link) = &passed_on { (link) }
            (summary_list(&facts, "milepost-facts"))
            (self.posts(known, version, answers))
            @if known.kept.item.ended.is_none() {
                h2 class="govuk-heading-m" { (say("role-change")) }
                form method="post" action=(self.at("role")) {
                    (carried(version))
                    (answers.pick(&Pick { field: "role", label: say("role"), hint: Some(say("role-change-hint")), choices: roles(Some(known.kept.item.role)) }))
                    (secondary(say("save")))
                }
                (self.account(known))
                @if has_app {
                    h2 class="govuk-heading-m" { (say("authenticator")) }
                    p class="govuk-body" { (say("authenticator-theirs")) }
                    form method="post" action=(self.at("authenticator-off")) { (secondary(say("authenticator-off"))) }
                }
                @if let (Some(provided), true) = (self.doors.provider(), known.person.is_some()) {
                    @let name = provided.name.as_str();
                    @let subject = Line {
                        field: "subject",
                        kind: "text",
                        label: say_with("provider-subject", &[("name", name.into())]),
                        hint: Some(say("provider-subject-hint")),
                        autocomplete: Some("off"),
                        ..Line::default()
                    };
                    h2 class="govuk-heading-m" { (say_with("provider-connect", &[("name", name.into())])) }
                    form method="post" action=(self.at("connect")) novalidate {
                        @if answers.raw("subject").is_empty() {
                            (Line { value: &connected, ..subject }.show(&say("error"), &answers.wrong))
                        } @else {
                            (answers.line(&subject))
                        }
                        (secondary(say("save")))
                    }
                }
            }
            h2 class="govuk-heading-m" { (say("name-change")) }
            form method="post" action=(self.at("name")) novalidate {
                @let name = Line { field: "name", kind: "text", label: say("name"), autocomplete: Some("off"), ..Line::default() };
                @let address = Line { field: "email", kind: "email", label: say("email"), autocomplete: Some("off"), ..Line::default() };
                @if answers.raw("email").is_empty() && answers.raw("name").is_empty() {
                    @let name_now = known.person.as_ref().map(|person| person.name.clone()).unwrap_or_default();
                    (Line { value: &name_now, ..name }.show(&say("error"), &answers.wrong))
                    (Line { value: &email, ..address }.show(&say("error"), &answers.wrong))
                } @else {
                    (answers.line(&name))
                    (answers.line(&address))
                }
                (secondary(say("save")))
            }
            @if known.kept.item.ended.is_none() {
                (self.leaving(&others, version, answers))
            } @else if known.person.is_some() {
                h2 class="govuk-heading-m" { (say("forget")) }
                p class="govuk-body" { (say("forget-why")) }
                form method="post" action=(self.at("name")) {
                    input type="hidden" name="forget" value="yes";
                    (warning(say("forget-do")))
                }
            }
        };
        Ok(shown(visit, answers, &title, main, true))
    }

    fn posts(&self, known: &Known, version: i64, answers: &Answers) -> Markup {
        let sight = self.visit.now();
        let (access, now) = (&known.kept.item, today(&self.doors));
        let rows = access.posts.iter().rev().map(|held| {
            let name = sight.post(held.post).map(|post| post.item.name.to_string()).unwrap_or_default();
            let back = html! {
                @if held.to.is_none_or(|to| now < to) && access.ended.is_none() {
                    form method="post" action=(self.at("take-back")) {
                        (carried(version))
                        input type="hidden" name="post" value=(held.post);
                        (secondary(say("take-back")))
                    }
                }
            };
            let to = held.to.map_or_else(|| plain(say("tenure-open")), day);
            vec![Cell::text(name), day(held.from).into(), to.into(), back.into()]
        });
        let rows: Vec<Vec<Cell>> = rows.collect();
        let table = Table {
            caption: Some(plain(say("posts-held"))),
            caption_classes: "govuk-table__caption--m",
            head: [say("post"), say("tenure-from"), say("tenure-to"), say("take-back")].map(Cell::text).into(),
            rows,
            first_names_row: true,
            ..Table::default()
        };
        let vacant = || (String::new(), say("post-choose"), true);
        let free = holdable(&sight).into_iter().filter(|post| !access.held(now).any(|held| held == post.id));
        let choices = std::iter::once(vacant())
            .chain(free.map(|post| (post.id.to_string(), post.item.name.to_string(), false)))
            .collect();
        let from = Line {
            field: "from",
            kind: "date",
            label: say("tenure-from"),
            hint: Some(say("tenure-from-hint")),
            classes: "govuk-input--width-10",
            ..Line::default()
        };
        html! {
            @if table.rows.is_empty() { p class="govuk-body" { (say("posts-none")) } } @else { (table.show()) }
            @if access.ended.is_none() {
                form method="post" action=(self.at("assign")) {
                    (carried(version))
                    (answers.pick(&Pick { field: "post", label: say("post-give"), hint: None, choices }))
                    (answers.line(&from))
                    (secondary(say("post-give-do")))
                }
            }
        }
    }

    /// Links, sessions, and whether they may sign in at all.
    fn account(&self, known: &Known) -> Markup {
        let state = known.person.as_ref().map(|person| person.state);
        html! {
            h2 class="govuk-heading-m" { (say("account-theirs")) }
            @match state {
                None => p class="govuk-body" { (say("person-unnamed-do")) },
                Some(State::Disabled) => {
                    p class="govuk-body" { (say("person-disabled-why")) }
                    form method="post" action=(self.at("enable")) { (secondary(say("enable"))) }
                }
                Some(state) => {
                    form method="post" action=(self.at("link")) {
                        (secondary(if state == State::Invited { say("link-invitation") } else { say("link-reset") }))
                    }
                    form method="post" action=(self.at("sign-out")) { (secondary(say("sign-out-everywhere"))) }
                    @if self.person != self.own() {
                        form id="disable" method="post" action=(self.at("disable")) { (warning(say("disable"))) }
                    }
                }
            }
        }
    }

    /// Posts that go to another, and the end.
    fn leaving(&self, others: &[&Known], version: i64, answers: &Answers) -> Markup {
        let choices = |nobody: String| -> Vec<(String, String, bool)> {
            let all = others.iter().map(|other| (other.kept.id.to_string(), other.name(), false));
            std::iter::once((String::new(), nobody, true)).chain(all).collect()
        };
        html! {
            h2 class="govuk-heading-m" { (say("move")) }
            form method="post" action=(self.at("move")) {
                (carried(version))
                (answers.pick(&Pick { field: "to", label: say("heir"), hint: None, choices: choices(say("heir-choose")) }))
                (secondary(say("move-do")))
            }
            @if self.person != self.own() {
                h2 class="govuk-heading-m" { (say("end")) }
                p class="govuk-body" { (say("end-why")) }
                form method="post" action=(self.at("end")) {
                    (carried(version))
                    (answers.pick(&Pick { field: "heir", label: say("heir"), hint: None, choices: choices(say("heir-nobody")) }))
                    (warning(say("end-do")))
                }
            }
        }
    }
}

/// What every form here carries.
fn carried(version: i64) -> Markup {
    html! {
        (once(&Uuid::now_v7().to_string()))
        input type="hidden" name="version" value=(version);
    }
}

fn secondary(words: String) -> Markup {
    Button { classes: "govuk-button--secondary", ..Button::default() }.saying(&plain(words))
}

fn warning(words: String) -> Markup {
    Button { classes: "govuk-button--warning", ..Button::default() }.saying(&plain(words))
}
