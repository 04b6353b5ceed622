//! Mail: through which server, from whom, and the work of sending it.
use crate::{
    desk::{Desk, seed},
    doctor::Finding,
    say::Refused,
    settings::{StaffSide, secret},
};
use ::mail::{CUT_OFF, Login, Mailbox, Mailer, Security, Server, drawn_id};
use jiff::{SignedDuration, Timestamp};
use record::Posting;
use serde::Deserialize;
use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// The table `mail` of the settings file. A `MILEPOST_MAIL_*` variable goes before each.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailFile {
    server: Option<String>,
    port: Option<u16>,
    security: Option<String>,
    user: Option<String>,
    password_file: Option<PathBuf>,
    authority_file: Option<PathBuf>,
    from: Option<String>,
    address: Option<String>,
}

/// How long a step of handing over may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// What is being handed over for longer than this was cut off: well past every patience.
const CUT_OFF_AFTER: SignedDuration = SignedDuration::from_mins(15);
/// How often it is looked whether anybody is to be mailed, where nothing was written meanwhile.
const LOOK: SignedDuration = SignedDuration::from_secs(60);

impl MailFile {
    /// What the environment says goes before the file.
    pub fn or_environment(self) -> Result<Self, Refused> {
        let said = |name: &str| std::env::var(format!("MILEPOST_MAIL_{name}")).ok().filter(|words| !words.is_empty());
        let port = said("PORT").map(|words| {
            words.parse().map_err(|_| Refused::because(format!("MILEPOST_MAIL_PORT is “{words}”, which is no port")))
        });
        Ok(Self {
            server: said("SERVER").or(self.server),
            port: port.transpose()?.or(self.port),
            security: said("SECURITY").or(self.security),
            user: said("USER").or(self.user),
            password_file: said("PASSWORD_FILE").map(Into::into).or(self.password_file),
            authority_file: said("AUTHORITY_FILE").map(Into::into).or(self.authority_file),
            from: said("FROM").or(self.from),
            address: said("ADDRESS").or(self.address),
        })
    }

    /// None: nobody is mailed. What is there and makes no sense is refused, so that nobody waits for mail in vain.
    pub fn mailer(&self, side: &StaffSide) -> Result<Option<Mailer>, Refused> {
        let Some(host) = &self.server else {
            if self.from.is_some() || self.user.is_some() || self.port.is_some() {
                return Err(Refused::because(
                    "the settings speak of mail and name no server; add server to the table mail, or MILEPOST_MAIL_SERVER",
                ));
            }
            return Ok(None);
        };
        let (security, usual) = match self.security.as_deref() {
            None | Some("starttls") => (Security::Starttls, 587),
            Some("tls") => (Security::Tls, 465),
            Some("none") => (Security::None, 25),
            Some(other) => {
                return Err(Refused::because(format!(
                    "“{other}” is no security for mail; it is starttls, tls, or none for a mail server on this machine"
                )));
            }
        };
        let from = self.from.as_deref().ok_or_else(|| {
            Refused::because(
                "the mail settings do not say from whom mail comes; add from, such as plan@northmarsh.example",
            )
        })?;
        let from: Mailbox =
            from.parse().map_err(|e| Refused::because(format!("“{from}” is no address for mail to come from: {e}")))?;
        let base = self.address.clone().or_else(|| side.host.as_ref().map(|host| format!("https://{host}")));
        let base = base.ok_or_else(|| {
            Refused::because(
                "the mail settings do not say how people reach the staff pages, so that no link could be sent; add address to the table mail, such as https://plan.northmarsh.example, or serve with --host",
            )
        })?;
        if !base.starts_with("https://")
            && !base.starts_with("http://127.0.0.1")
            && !base.starts_with("http://localhost")
        {
            return Err(Refused::because(format!(
                "links to “{base}” would show everybody on the way what stands behind them; the address of the staff pages begins with https://"
            )));
        }
        let login = match (&self.user, &self.password_file) {
            (Some(user), Some(file)) => {
                Some(Login { user: user.clone(), password: secret(file, "the mail settings name")? })
            }
            (None, None) => None,
            _ => {
                return Err(Refused::because(
                    "user and password_file of the mail settings belong together; give both, or neither",
                ));
            }
        };
        let authority = self.authority_file.as_ref().map(|file| {
            std::fs::read(file).map_err(|e| {
                Refused::because(format!("the mail settings name {}, which cannot be read: {e}", file.display()))
            })
        });
        let server = Server {
            host: host.clone(),
            port: self.port.unwrap_or(usual),
            security,
            login,
            authority: authority.transpose()?,
            patience: PATIENCE,
        };
        server.check().map_err(|why| Refused::because(why.to_string()))?;
        Ok(Some(Mailer { server, from, base: base.trim_end_matches('/').to_owned() }))
    }

    /// What the doctor says of it. Reaching the server is for the doctor alone: a server that is away stops nothing.
    pub async fn finding(&self, side: &StaffSide) -> Finding {
        let mailer = match self.mailer(side) {
            Err(refused) => {
                return Finding::mend(
                    "mail",
                    refused.why,
                    "Correct the table mail in the settings file, or MILEPOST_MAIL_*.",
                );
            }
            Ok(None) => {
                return Finding::good(
                    "mail",
                    "Nobody is mailed: no mail server is set, and links to partners are passed on by hand",
                );
            }
            Ok(Some(mailer)) => mailer,
        };
        let (host, port) = (&mailer.server.host, mailer.server.port);
        match mailer.server.open(mailer.from.email.domain()).await {
            Ok(session) => {
                session.close().await;
                Finding::good(
                    "mail",
                    format!(
                        "The mail server {host}:{port} answers; mail comes from {}, and its links lead to {}",
                        mailer.from.email, mailer.base
                    ),
                )
            }
            Err(away) => Finding::look(
                "mail",
                capital(&away.0),
                "Mail waits and is tried again; correct the table mail in the settings file if this lasts.",
            ),
        }
    }
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The machine's own chance. Where it gives none there is no link that nobody can guess, and nothing goes.
fn chance() -> [u8; 32] {
    seed().unwrap_or_else(|refused| panic!("{}", refused.why))
}

/// Puts in the mail that is due in each open round. Gives how many.
async fn fill(desk: &Desk) -> Result<usize, Refused> {
    let office = desk.office().await?;
    let mut new = 0;
    for round in office.rounds_open() {
        new += desk.record.outbox().fill(&office, round, desk.now(), &|| drawn_id(&chance)).await?;
    }
    Ok(new)
}

/// Puts in what is due and sends it, while the server runs. Ends between two mails once it is told to.
pub async fn work(desk: Desk, mailer: Mailer, stopping: Arc<AtomicBool>) {
    let outbox = desk.record.outbox();
    let told = desk.clone();
    let clock = move || told.now();
    let mut tick = tokio::time::interval(Duration::from_secs(2));
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    // What this office was handing over when it was stopped.
    settle(&outbox, desk.now(), desk.now()).await;
    let mut looked: Option<(i64, Timestamp)> = None;
    while !stopping.load(Ordering::Relaxed) {
        tick.tick().await;
        let (now, seq) = (desk.now(), desk.record.office().head().seq);
        if looked.is_none_or(|(at, when)| at != seq || when + LOOK <= now) {
            settle(&outbox, now - CUT_OFF_AFTER, now).await;
            match fill(&desk).await {
                Ok(_) => looked = Some((seq, now)),
                Err(refused) => tracing::warn!("it could not be seen whom to mail: {}", refused.why),
            }
        }
        let go_on = || !stopping.load(Ordering::Relaxed);
        match Box::pin(mailer.send(&desk.record, &clock, &chance, &go_on)).await {
            Ok(passed) if passed == ::mail::Passed::default() => {}
            // How many, never to whom.
            Ok(passed) => tracing::info!(
                "mail: {} sent, {} put off, {} refused, {} doubtful, {} not needed any more",
                passed.sent,
                passed.put_off,
                passed.refused,
                passed.doubtful,
                passed.dropped
            ),
            Err(error) => tracing::warn!("mail could not be sent: {error}"),
        }
    }
}

async fn settle(outbox: &record::Outbox, before: Timestamp, now: Timestamp) {
    if let Err(error) = outbox.settle(before, CUT_OFF, now).await {
        tracing::warn!("what was cut off could not be settled: {error}");
    }
}

/// How far a mail is, in words.
pub fn in_words(state: Posting) -> &'static str {
    match state {
        Posting::Waiting => "waiting",
        Posting::Claimed | Posting::Handed => "being sent",
        Posting::Sent => "sent",
        Posting::Doubtful => "may have arrived",
        Posting::Refused => "refused",
        Posting::Dropped => "not needed any more",
    }
}

/// Reminds whoever still owes something, now. Gives how many mails were put in.
pub async fn remind(desk: &Desk, round: domain::id::Id<domain::round::Round>) -> Result<usize, Refused> {
    let office = desk.office().await?;
    Ok(desk.record.outbox().remind(&office, round, desk.now(), &|| drawn_id(&chance)).await?)
}

/// A new link for a post, which is shown once.
pub async fn link(
    desk: &Desk,
    round: domain::id::Id<domain::round::Round>,
    post: domain::id::Id<domain::post::Post>,
) -> Result<record::Token, Refused> {
    let token = record::Token::of(chance());
    let link = record::AnswerLink {
        link: drawn_id(&chance),
        round,
        post,
        address: String::new(),
        made: desk.now(),
        revoked: false,
    };
    desk.record.answer_links().keep(&token, &link).await?;
    Ok(token)
}
