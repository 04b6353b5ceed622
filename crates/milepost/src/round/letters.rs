//! `milepost round link|revoke|remind`, and what `show` says of mail.
use crate::{
    desk::{Desk, typed},
    mail,
    say::{Refused, Say, counted},
    settings::Settings,
};
use domain::{
    action::Held,
    id::Id,
    mailing::reached,
    office::{Kept, Office},
    post::Post,
    round::{Round, Standing},
    sight::Sight,
    text::fold,
};
use jiff::civil::Date;
use record::{AnswerLink, Letter, Posting};
use serde_json::{Value, json};
use std::{collections::BTreeSet, fmt::Write as _, process::ExitCode, sync::Arc};

/// The open round that was meant, and the post.
async fn meant(desk: &Desk, name: Option<&str>, post: &str) -> Result<(Id<Round>, Id<Post>, String), Refused> {
    let office = desk.office().await?;
    let sight = office.seen_by(&desk.actor);
    let round = open(&sight, name)?;
    let kept = sight.posts().find(|kept| kept.item.is_called(post)).ok_or_else(|| {
        let known: Vec<String> = sight.posts().map(|kept| format!("“{}”", kept.item.name)).collect();
        Refused::because(format!("there is no post called “{post}”; the posts are {}", known.join(", ")))
    })?;
    Ok((round.id, kept.id, kept.item.name.to_string()))
}

fn open<'a>(sight: &Sight<'a>, name: Option<&str>) -> Result<&'a Kept<Round>, Refused> {
    let round = sight.round_called(name)?;
    match &round.item.frozen {
        None => Ok(round),
        Some(frozen) => Err(Refused::because(format!(
            "the quarterly update “{}” was frozen on {}, so nobody is asked for anything in it; open the next one",
            round.item.name, frozen.on
        ))),
    }
}

pub async fn link(
    desk: &Desk,
    settings: &Settings,
    name: Option<&str>,
    post: &str,
    address: Option<&str>,
    say: Say,
) -> Result<ExitCode, Refused> {
    let (round, post, called) = meant(desk, name, post).await?;
    let mailer = settings.mail.mailer(&settings.staff_side)?;
    if let Some(address) = address {
        typed(address)?;
        if address.parse::<::mail::Address>().is_err() {
            return Err(Refused::because(format!(
                "“{address}” is no e-mail address; give one such as name@host.example"
            )));
        }
        desk.record.answer_links().write_down(post, Some(address)).await?;
        let nobody =
            if mailer.is_some() { "" } else { " No mail server is set, so nobody is mailed before there is one." };
        let words = format!(
            "“{called}” is mailed at {address} while nobody who signs in holds it: the server sends a link with each mail.{nobody}"
        );
        say.out(&words, &json!({ "post": called, "mail": address, "mailed": mailer.is_some() }));
        return Ok(ExitCode::SUCCESS);
    }
    let token = mail::link(desk, round, post).await?;
    let host = settings.staff_side.host.as_ref().map(|host| format!("https://{host}"));
    let base = mailer.map(|mailer| mailer.base).or(host).unwrap_or_default();
    let link = format!("{base}/answer/{}", token.as_str());
    let below = if base.is_empty() { "\nIt stands below the address of the staff pages." } else { "" };
    let words = format!(
        "Whoever has this link answers for “{called}” until the quarterly update is frozen or the link is revoked. It is shown once:\n    {link}{below}"
    );
    say.out(&words, &json!({ "post": called, "link": link }));
    Ok(ExitCode::SUCCESS)
}

pub async fn revoke(desk: &Desk, name: Option<&str>, post: &str, say: Say) -> Result<ExitCode, Refused> {
    let (round, post, called) = meant(desk, name, post).await?;
    let revoked = desk.record.answer_links().revoke(round, post).await?;
    let words = format!(
        "{} of “{called}” revoked. No address is written down for it any more.",
        counted(usize::try_from(revoked).unwrap_or(usize::MAX), "link", "links")
    );
    say.out(&words, &json!({ "post": called, "revoked": revoked }));
    Ok(ExitCode::SUCCESS)
}

pub async fn remind(
    desk: &Desk,
    settings: &Settings,
    name: Option<&str>,
    again: Option<&str>,
    say: Say,
) -> Result<ExitCode, Refused> {
    if settings.mail.mailer(&settings.staff_side)?.is_none() {
        return Err(Refused::because(
            "nobody is mailed: no mail server is set; add the table mail to the settings file, or pass links on by hand with milepost round link",
        ));
    }
    let office = desk.office().await?;
    let round = open(&office.seen_by(&desk.actor), name)?.id;
    let outbox = desk.record.outbox();
    let count = match again {
        None => mail::remind(desk, round).await?,
        Some(address) => {
            let mut count = 0;
            for letter in outbox.of_round(round).await? {
                let theirs = fold(&letter.address) == fold(address.trim());
                if theirs && outbox.again(round, letter.id, desk.now()).await? {
                    count += 1;
                }
            }
            count
        }
    };
    let words = format!("{} will be sent by the server that runs.", counted(count, "mail", "mails"));
    say.out(&words, &json!({ "mails": count }));
    Ok(ExitCode::SUCCESS)
}

/// What is known of a round's mail and links.
pub struct Mail {
    letters: Vec<Letter>,
    links: Vec<AnswerLink>,
    reached: BTreeSet<Id<Post>>,
}

impl Mail {
    pub async fn of(desk: &Desk, office: &Arc<Office>, round: Id<Round>, today: Date) -> Result<Self, Refused> {
        let outbox = desk.record.outbox();
        let reached = reached(&outbox.recipients(office, round, today).await?);
        let links = desk.record.answer_links().of_round(round).await?;
        Ok(Self { letters: outbox.of_round(round).await?, links, reached })
    }

    pub fn add_words(&self, sight: &Sight, standing: &Standing, out: &mut String) {
        let unreached: Vec<String> = standing
            .chasing()
            .into_iter()
            .filter_map(|(held, _)| match held {
                Some(Held::Post(post)) if !self.reached.contains(&post) => Some(sight.held(&Held::Post(post))),
                _ => None,
            })
            .collect();
        out.push_str("\nMail\n");
        if self.letters.is_empty() {
            out.push_str("  Nobody was mailed.\n");
        }
        for letter in &self.letters {
            let why = if letter.why.is_empty() { String::new() } else { format!(": {}", letter.why) };
            let _ = writeln!(out, "  {}  {}, {}{why}", letter.address, letter.occasion, mail::in_words(letter.state));
        }
        if !unreached.is_empty() {
            let _ = writeln!(out, "  No address: {}. Give one with milepost round link --mail.", unreached.join(", "));
        }
        let standing_links = self.links.iter().filter(|link| !link.revoked).count();
        if standing_links > 0 {
            let _ = writeln!(out, "  {} stand.", counted(standing_links, "link", "links"));
        }
    }

    pub fn machine(&self, sight: &Sight) -> Value {
        let called = |post: Id<Post>| sight.post(post).map(|kept| kept.item.name.to_string());
        json!({
            "letters": self.letters.iter().map(|letter| json!({
                "to": letter.address, "occasion": letter.occasion.to_string(), "state": letter.state.as_str(),
                "since": letter.since, "tries": letter.tries, "why": letter.why,
                "next_try": (letter.state == Posting::Waiting).then_some(letter.next_try),
            })).collect::<Vec<_>>(),
            "links": self.links.iter().map(|link| json!({
                "post": called(link.post), "sent_to": link.address, "made": link.made, "revoked": link.revoked,
            })).collect::<Vec<_>>(),
            "reached": self.reached.iter().filter_map(|post| called(*post)).collect::<Vec<_>>(),
        })
    }
}
