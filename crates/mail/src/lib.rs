//! Mail about quarterly updates: what stands in it, and how it is handed to a mail server so that none is sent twice.
//! Nothing else of the house knows that there is SMTP.
mod letter;
mod round;
mod smtp;

pub use letter::{Content, Part, compose};
pub use lettre::{Address, message::Mailbox};
pub use round::{CUT_OFF, Chance, Clock, Mailer, Passed, drawn_id};
pub use smtp::{Login, NotAServer, Security, Server};
