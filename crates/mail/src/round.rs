//! Sends what lies in the outbox: each mail made when its turn comes, of what is still owed then.
use crate::{
    letter::{Content, Part, compose},
    smtp::{Away, Handed, Server, Session},
};
use domain::{
    mailing::{Recipient, owed_by},
    office::Office,
    period::london_day,
    sight::View,
};
use jiff::{SignedDuration, Timestamp};
use lettre::{Address, message::Mailbox};
use record::{AnswerLink, Letter, Outbox, Posting, Record, Token};
use std::sync::Arc;
use uuid::Uuid;

/// Tells the time.
pub type Clock = dyn Fn() -> Timestamp + Send + Sync;
/// Draws what nobody can guess.
pub type Chance = dyn Fn() -> [u8; 32] + Send + Sync;

/// Who sends, through which server.
#[derive(Clone, Debug)]
pub struct Mailer {
    pub server: Server,
    pub from: Mailbox,
    /// The address of the staff pages, as people reach them: `https://plan.northmarsh.example`
    pub base: String,
}

/// What came of going through the outbox once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Passed {
    pub sent: usize,
    pub put_off: usize,
    pub refused: usize,
    pub doubtful: usize,
    pub dropped: usize,
}

/// The first pause before a mail is tried again; each is twice the one before, up to the longest.
const FIRST_PAUSE: SignedDuration = SignedDuration::from_mins(1);
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(1);

/// What is said of a mail that was being handed over when everything stopped.
pub const CUT_OFF: &str = "it was being handed to the mail server when this service stopped, so it may have arrived";

fn pause(tries: i64) -> SignedDuration {
    let doublings = u32::try_from(tries.clamp(1, 8) - 1).unwrap_or_default();
    (FIRST_PAUSE * 2_i32.pow(doublings)).min(LONGEST_PAUSE)
}

/// The parts of a mail, and the links that it carries.
type Made<'a> = (Vec<Part<'a>>, Vec<(Token, AnswerLink)>);

impl Mailer {
    /// Sends what is due, until there is nothing more or `go_on` says to stop.
    pub async fn send(
        &self,
        record: &Record,
        clock: &Clock,
        chance: &Chance,
        go_on: &(dyn Fn() -> bool + Send + Sync),
    ) -> Result<Passed, record::Error> {
        let outbox = record.outbox();
        let mut passed = Passed::default();
        let mut listening: Option<Session> = None;
        for letter in outbox.due(clock()).await? {
            if !go_on() {
                break;
            }
            let session = match listening.take() {
                Some(session) => session,
                None => match self.server.open(self.from.email.domain()).await {
                    Ok(session) => session,
                    Err(Away(why)) => {
                        let now = clock();
                        passed.put_off += outbox.due(now).await?.len();
                        outbox.put_all_off(now + pause(letter.tries + 1), &why, now).await?;
                        return Ok(passed);
                    }
                },
            };
            let Some(letter) = outbox.claim(&letter, clock()).await? else {
                listening = Some(session);
                continue;
            };
            let office = record.follow().await?;
            listening = self.one(&outbox, &office, &letter, session, clock, chance, &mut passed).await?;
        }
        if let Some(session) = listening {
            session.close().await;
        }
        Ok(passed)
    }

    /// Sends one that was claimed. Gives the session back where it is good for another.
    #[expect(clippy::too_many_arguments, reason = "what one mail needs of its pass, and nothing that belongs together")]
    async fn one(
        &self,
        outbox: &Outbox,
        office: &Arc<Office>,
        letter: &Letter,
        session: Session,
        clock: &Clock,
        chance: &Chance,
        passed: &mut Passed,
    ) -> Result<Option<Session>, record::Error> {
        let now = clock();
        let today = london_day(now);
        let recipients = outbox.recipients(office, letter.round, today).await?;
        let whose = recipients.iter().find(|recipient| is_to(recipient, &letter.address));
        let (parts, links) = whose.map(|whose| self.parts(whose, letter, now, chance)).unwrap_or_default();
        if parts.is_empty() {
            passed.dropped += 1;
            outbox.became(letter, Posting::Dropped, "nothing was left to ask when its turn came", now).await?;
            return Ok(Some(session));
        }
        let made = self.made(office, letter, parts, now);
        let (to, bytes) = match made {
            Ok(made) => made,
            Err(why) => {
                passed.refused += 1;
                outbox.became(letter, Posting::Refused, &why, now).await?;
                return Ok(Some(session));
            }
        };
        // Whatever fails here, nothing has gone yet, and the mail is tried again.
        let note = || async { outbox.handing(letter, &links, clock()).await.unwrap_or(false) };
        let (handed, session) = session.hand(&self.from.email, &to, &bytes, note).await;
        let now = clock();
        match handed {
            Handed::Taken => {
                passed.sent += 1;
                outbox.became(letter, Posting::Sent, "", now).await?;
            }
            Handed::NotNow(why) => {
                passed.put_off += 1;
                outbox.put_off(letter, now + pause(letter.tries), &why, now).await?;
            }
            Handed::Never(why) => {
                passed.refused += 1;
                outbox.became(letter, Posting::Refused, &why, now).await?;
            }
            Handed::Doubtful(why) => {
                passed.doubtful += 1;
                outbox.became(letter, Posting::Doubtful, &why, now).await?;
            }
            Handed::Stopped => passed.put_off += 1,
        }
        Ok(session)
    }

    /// What is still owed behind an address, with a fresh link for each post that answers by one.
    fn parts<'a>(&self, whose: &'a Recipient, letter: &Letter, now: Timestamp, chance: &Chance) -> Made<'a> {
        let today = london_day(now);
        let (mut parts, mut links) = (vec![], vec![]);
        let named = |view: &View| {
            let names = view.actor().holds.iter().filter_map(|post| view.sight().post(*post));
            names.map(|post| post.item.name.on_one_line().to_string()).collect::<Vec<_>>().join(", ")
        };
        for view in &whose.people {
            let owed = owed_by(view, letter.round, today);
            if !owed.is_empty() {
                parts.push(Part { whose: named(view), owed, way: format!("{}/updates", self.base), by_link: false });
            }
        }
        for view in &whose.posts {
            let owed = owed_by(view, letter.round, today);
            if owed.is_empty() {
                continue;
            }
            let token = Token::of(chance());
            let way = format!("{}/answer/{}", self.base, token.as_str());
            parts.push(Part { whose: named(view), owed, way, by_link: true });
            links.push((token, link(letter, view, now, chance)));
        }
        (parts, links)
    }

    fn made(
        &self,
        office: &Arc<Office>,
        letter: &Letter,
        parts: Vec<Part>,
        now: Timestamp,
    ) -> Result<(Address, Vec<u8>), String> {
        let to: Address =
            letter.address.parse().map_err(|why| format!("“{}” is no e-mail address: {why}", letter.address))?;
        let (name, plan, due) = office.round_in_words(letter.round).ok_or("there is no such round any more")?;
        let office = office.settings().map(|settings| settings.item.name.on_one_line().to_string());
        let office = office.unwrap_or_default();
        let (round, plan) = (name.as_str(), plan.as_str());
        let content = Content { id: letter.id, office: &office, round, plan, due, occasion: letter.occasion, parts };
        let bytes = compose(&content, &self.from, &to, now).map_err(|why| format!("it cannot be written: {why}"))?;
        Ok((to, bytes))
    }
}

fn is_to(recipient: &Recipient, address: &str) -> bool {
    domain::text::fold(recipient.address.trim()) == domain::text::fold(address.trim())
}

fn link(letter: &Letter, view: &View, now: Timestamp, chance: &Chance) -> AnswerLink {
    AnswerLink {
        link: drawn_id(chance),
        round: letter.round,
        post: view.actor().post,
        address: letter.address.clone(),
        made: now,
        revoked: false,
    }
}

/// An id of nothing but chance.
pub fn drawn_id(chance: &Chance) -> Uuid {
    let drawn = chance();
    let mut id = [0; 16];
    id.copy_from_slice(&drawn[..16]);
    uuid::Builder::from_random_bytes(id).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_grows_to_an_hour_and_no_further() {
        let minutes: Vec<i64> = (1..12).map(|tries| pause(tries).as_mins()).collect();
        assert_eq!(minutes, [1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60]);
    }
}
