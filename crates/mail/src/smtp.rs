//! Handing one mail to a server, step by step, so that it is known at each what has gone.
use lettre::{
    Address,
    transport::smtp::{
        Error,
        authentication::{Credentials, DEFAULT_MECHANISMS},
        client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters},
        commands::{Data, Mail, Rcpt},
        extension::ClientId,
    },
};
use std::{fmt, future::Future, time::Duration};
use thiserror::Error as ThisError;

/// How the way to the mail server is kept from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// Begins in the clear and is encrypted before anything is said; without that, nothing is.
    Starttls,
    /// Encrypted from the first byte.
    Tls,
    /// In the clear: for a mail server on this machine alone.
    None,
}

#[derive(Clone, PartialEq, Eq)]
pub struct Login {
    pub user: String,
    pub password: String,
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Login({})", self.user)
    }
}

/// A mail server, and who hands mail to it.
#[derive(Clone, Debug)]
pub struct Server {
    pub host: String,
    pub port: u16,
    pub security: Security,
    pub login: Option<Login>,
    /// Another authority than those that everybody knows, as PEM: for a mail server of the office's own.
    pub authority: Option<Vec<u8>>,
    /// How long each step may take; the answer to a mail's content four times as long.
    pub patience: Duration,
}

#[derive(Clone, Debug, PartialEq, Eq, ThisError)]
pub enum NotAServer {
    #[error("mail to {0} would go in the clear, which is for a mail server on this machine alone; use starttls or tls")]
    InTheClear(String),
    #[error("the authority for the mail server {host} is not a certificate in PEM: {why}")]
    Authority { host: String, why: String },
}

/// What became of one mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Handed {
    Taken,
    /// Certainly not taken, and perhaps later.
    NotNow(String),
    /// Certainly not taken, and never.
    Never(String),
    /// Its content was on the way, and no answer came.
    Doubtful(String),
    /// It was not to be sent any more, and nothing of it went.
    Stopped,
}

/// Why the server cannot be used at all just now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Away(pub String);

impl Server {
    /// Whether it makes sense.
    pub fn check(&self) -> Result<(), NotAServer> {
        let here = ["127.0.0.1", "::1", "localhost"].contains(&self.host.as_str());
        if self.security == Security::None && !here {
            return Err(NotAServer::InTheClear(self.host.clone()));
        }
        if self.security != Security::None {
            self.tls().map_err(|why| NotAServer::Authority { host: self.host.clone(), why: why.to_string() })?;
        }
        Ok(())
    }

    fn tls(&self) -> Result<TlsParameters, Error> {
        let mut tls = TlsParameters::builder(self.host.clone());
        if let Some(pem) = &self.authority {
            tls = tls.certificate_store(CertificateStore::None).add_root_certificate(Certificate::from_pem(pem)?);
        }
        tls.build()
    }

    /// Says hello, and who we are.
    pub async fn open(&self, hello: &str) -> Result<Session, Away> {
        let away = |why: String| Away(format!("the mail server {}:{} cannot be used: {why}", self.host, self.port));
        if let Err(why) = self.check() {
            return Err(away(why.to_string()));
        }
        let hello = ClientId::Domain(hello.to_owned());
        let work = async {
            let tls = match self.security {
                Security::None => None,
                _ => Some(self.tls()?),
            };
            let address = (self.host.as_str(), self.port);
            let wrapped = tls.clone().filter(|_| self.security == Security::Tls);
            let mut connection =
                AsyncSmtpConnection::connect_tokio1(address, Some(self.patience), &hello, wrapped, None).await?;
            if let Some(tls) = tls.filter(|_| self.security == Security::Starttls) {
                connection.starttls(tls, &hello).await?;
            }
            if let Some(login) = &self.login {
                let credentials = Credentials::new(login.user.clone(), login.password.clone());
                connection.auth(DEFAULT_MECHANISMS, &credentials).await?;
            }
            Ok::<_, Error>(connection)
        };
        match tokio::time::timeout(self.patience * 2, work).await {
            Ok(Ok(connection)) => Ok(Session { connection, patience: self.patience }),
            Ok(Err(error)) => Err(away(said(&error))),
            Err(_) => Err(away("it did not answer".into())),
        }
    }
}

/// What a server said, or what happened instead, in one line.
fn said(error: &Error) -> String {
    let mut words = error.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() > 300 {
        words = words.chars().take(300).chain("…".chars()).collect();
    }
    words
}

/// A server that listens.
pub struct Session {
    connection: AsyncSmtpConnection,
    patience: Duration,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Session")
    }
}

impl Session {
    /// Hands over one mail. `note` is asked once the server waits for the content and before its first byte goes: where it
    /// says no, nothing goes. The session is good for another mail where it is given back.
    pub async fn hand<F: Future<Output = bool>>(
        mut self,
        from: &Address,
        to: &Address,
        content: &[u8],
        note: impl FnOnce() -> F,
    ) -> (Handed, Option<Self>) {
        let patience = self.patience;
        for step in [Step::From, Step::To, Step::Data] {
            let answer = tokio::time::timeout(patience, async {
                match step {
                    Step::From => self.connection.command(Mail::new(Some(from.clone()), vec![])).await,
                    Step::To => self.connection.command(Rcpt::new(to.clone(), vec![])).await,
                    Step::Data => self.connection.command(Data).await,
                }
            });
            match answer.await {
                Ok(Ok(_)) => {}
                // Whom it does not know it will not know later; anything else may be put right.
                Ok(Err(error)) if error.is_permanent() && step == Step::To => {
                    return (Handed::Never(said(&error)), None);
                }
                Ok(Err(error)) => return (Handed::NotNow(said(&error)), None),
                Err(_) => return (Handed::NotNow("the mail server did not answer".into()), None),
            }
        }
        if !note().await {
            // The line is cut before the content's end, so that the server takes nothing.
            return (Handed::Stopped, None);
        }
        match tokio::time::timeout(patience * 4, self.connection.message(content)).await {
            Ok(Ok(_)) => (Handed::Taken, Some(self)),
            Ok(Err(error)) if error.is_permanent() => (Handed::Never(said(&error)), None),
            Ok(Err(error)) if error.is_transient() => (Handed::NotNow(said(&error)), None),
            Ok(Err(error)) => (Handed::Doubtful(said(&error)), None),
            Err(_) => (Handed::Doubtful("the mail server did not say whether it took it".into()), None),
        }
    }

    pub async fn close(mut self) {
        let _ = tokio::time::timeout(self.patience, self.connection.quit()).await;
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    From,
    To,
    Data,
}
