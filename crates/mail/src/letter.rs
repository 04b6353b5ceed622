//! What stands in a mail: who is asked for what, and the way to answer. As text and as HTML, with the same words.
use domain::{
    envelope::{Marking, Visibility},
    mailing::Occasion,
    round::Owed,
};
use jiff::{Timestamp, civil::Date};
use lettre::{
    Address, Message,
    message::{
        Mailbox, MultiPart, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
};
use maud::{DOCTYPE, html};
use std::{fmt::Write as _, time::SystemTime};
use uuid::Uuid;

/// The items of one person or post, and where they answer.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    /// The post, or the posts of a person.
    pub whose: String,
    pub owed: Vec<Owed<'a>>,
    pub way: String,
    /// Whether the way is a link that needs no account.
    pub by_link: bool,
}

/// What one mail speaks of.
#[derive(Clone, Debug)]
pub struct Content<'a> {
    pub id: Uuid,
    pub office: &'a str,
    pub round: &'a str,
    pub plan: &'a str,
    pub due: Date,
    pub occasion: Occasion,
    pub parts: Vec<Part<'a>>,
}

/// "31 October 2026"
fn day(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

fn items(count: usize) -> String {
    if count == 1 { "1 item".into() } else { format!("{count} items") }
}

/// What an item is called in a mail. One that is marked sensitive by its reference alone: mail is read on the way.
fn called(owed: &Owed) -> String {
    let (reference, envelope) = (owed.action.reference().on_one_line(), &owed.action.envelope);
    if matches!(envelope.visibility, Visibility::Exempt { .. }) {
        return format!("{reference} (withheld from publication: its words are behind the link)");
    }
    match envelope.marking {
        Marking::Official => format!("{reference} {}", owed.action.item.title.on_one_line()),
        Marking::OfficialSensitive => format!("{reference} (OFFICIAL-SENSITIVE: its words are behind the link)"),
    }
}

impl Content<'_> {
    fn count(&self) -> usize {
        self.parts.iter().map(|part| part.owed.len()).sum()
    }

    fn subject(&self) -> String {
        let (office, round, what, due) = (self.office, self.round, items(self.count()), day(self.due));
        match self.occasion {
            Occasion::Asked => format!("{office}: quarterly update {round}, {what} to answer by {due}"),
            Occasion::Reminder(on) if on > self.due => {
                format!("{office}: quarterly update {round}, {what} not answered, due {due}")
            }
            Occasion::Reminder(_) => format!("Reminder from {office}: quarterly update {round}, {what} by {due}"),
        }
    }

    fn opening(&self) -> String {
        let (round, plan, what, due) = (self.round, self.plan, items(self.count()), day(self.due));
        match self.occasion {
            Occasion::Asked => {
                format!("The quarterly update “{round}” of “{plan}” asks you about {what}. Please answer by {due}.")
            }
            Occasion::Reminder(on) if on > self.due => format!(
                "The quarterly update “{round}” of “{plan}” was due on {due}. {what} of yours came back with nothing, or were sent back to you. An answer is still taken until it is closed."
            ),
            Occasion::Reminder(_) => {
                format!("The quarterly update “{round}” of “{plan}” still waits for {what} from you, by {due}.")
            }
        }
    }

    fn way(part: &Part) -> String {
        if part.by_link {
            format!(
                "Answer here. No account is needed. The link is for whoever answers for {}; it shows these items and nothing else, and ends when the update is closed:",
                part.whose
            )
        } else {
            "Answer here, after you have signed in:".to_owned()
        }
    }

    fn sent_back(owed: &Owed) -> Option<String> {
        let back = owed.sent_back?;
        // What was written about a sensitive item is not for a mail either.
        let envelope = &owed.action.envelope;
        if envelope.marking == Marking::OfficialSensitive || matches!(envelope.visibility, Visibility::Exempt { .. }) {
            return Some(format!("Sent back on {}: see the comment there.", day(back.on)));
        }
        Some(format!("Sent back on {} by {}: {}", day(back.on), back.name.on_one_line(), back.comment.on_one_line()))
    }

    fn foot(&self) -> String {
        format!(
            "Sent for {} by Milepost, to nobody but you, with nothing in it that tells whether you read it. If these items are not yours, answer this mail and say so.",
            self.office
        )
    }

    fn marking(&self) -> &'static str {
        let all = self.parts.iter().flat_map(|part| &part.owed).map(|owed| owed.action.envelope.marking);
        all.max().unwrap_or(Marking::Official).as_str()
    }

    /// As text.
    pub fn text(&self) -> String {
        let mut out = format!("{}\r\n\r\n{}\r\n", self.marking(), self.opening());
        for part in &self.parts {
            let _ = write!(out, "\r\n{}\r\n", part.whose);
            for owed in &part.owed {
                let _ = write!(out, "  - {}\r\n", called(owed));
                if let Some(back) = Self::sent_back(owed) {
                    let _ = write!(out, "    {back}\r\n");
                }
            }
            let _ = write!(out, "\r\n{}\r\n{}\r\n", Self::way(part), part.way);
        }
        out + &format!("\r\n-- \r\n{}\r\n", self.foot())
    }

    /// As HTML: nothing in it is fetched from anywhere.
    pub fn html(&self) -> String {
        html! {
            (DOCTYPE)
            html lang="en-GB" {
                head {
                    meta charset="utf-8";
                    meta name="referrer" content="no-referrer";
                    title { (self.subject()) }
                }
                body style="font-family: Arial, Helvetica, sans-serif; font-size: 16px; line-height: 1.4; color: #0b0c0c; max-width: 38em; margin: 1em;" {
                    p { strong { (self.marking()) } }
                    p { (self.opening()) }
                    @for part in &self.parts {
                        h2 style="font-size: 18px;" { (part.whose) }
                        ul {
                            @for owed in &part.owed {
                                li {
                                    (called(owed))
                                    @if let Some(back) = Self::sent_back(owed) { br; (back) }
                                }
                            }
                        }
                        p { (Self::way(part)) }
                        p { a href=(part.way) { (part.way) } }
                    }
                    hr;
                    p style="color: #505a5f;" { (self.foot()) }
                }
            }
        }
        .into_string()
    }
}

/// The mail as bytes. The same content, addresses and time give the same bytes; its id names it, so that whoever gets it
/// twice can tell that it is one.
pub fn compose(
    content: &Content,
    from: &Mailbox,
    to: &Address,
    now: Timestamp,
) -> Result<Vec<u8>, lettre::error::Error> {
    let part = |kind: ContentType, body: String| SinglePart::builder().header(kind).body(body);
    let boundary = format!("milepost-{}", content.id.simple());
    let both = MultiPart::alternative()
        .boundary(boundary)
        .singlepart(part(ContentType::TEXT_PLAIN, content.text()))
        .singlepart(part(ContentType::TEXT_HTML, content.html()));
    let by_machine = HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned());
    let message = Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to.clone()))
        .subject(content.subject())
        .date(SystemTime::from(now))
        .message_id(Some(message_id(content.id, from)))
        .raw_header(by_machine)
        .multipart(both)?;
    Ok(message.formatted())
}

/// By which a mail is known, however often it goes.
pub fn message_id(id: Uuid, from: &Mailbox) -> String {
    format!("<{id}@{}>", from.email.domain())
}
