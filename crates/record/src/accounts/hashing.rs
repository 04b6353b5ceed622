//! Argon2id, two at a time: each takes 19 MiB and tens of milliseconds, and a crowd would take the machine.
use crate::error::{Error, Result};
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use domain::passphrase::Passphrase;
use std::{
    sync::{Arc, LazyLock},
    time::Duration,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

static ROOM: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(2)));
/// Who waits longer is told that the service is busy: there is a crowd, or an attack.
const PATIENCE: Duration = Duration::from_secs(6);

/// The hash of chance that nobody knows: what a passphrase is held against where there is no account, so that the
/// answer takes as long. With the parameters with which [`hash`] hashes, which a test sees to.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGlzIGhlcmU$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

async fn room() -> Result<OwnedSemaphorePermit> {
    match tokio::time::timeout(PATIENCE, ROOM.clone().acquire_owned()).await {
        Ok(Ok(permit)) => Ok(permit),
        _ => Err(Error::Busy),
    }
}

/// The hash of a passphrase, with a salt of its own.
pub async fn hash(passphrase: &Passphrase) -> Result<String> {
    let (permit, passphrase) = (room().await?, passphrase.clone());
    let hashed = tokio::task::spawn_blocking(move || {
        // Held until the work is done, also where nobody waits for it any more.
        let _permit = permit;
        Argon2::default().hash_password(passphrase.as_bytes()).map(|hash| hash.to_string())
    });
    hashed.await.map_err(|_| Error::Broken)?.map_err(|_| Error::Broken)
}

/// Whether a passphrase has this hash; without one, as much work and always no.
pub async fn is(passphrase: &Passphrase, hash: Option<String>) -> Result<bool> {
    let (permit, passphrase) = (room().await?, passphrase.clone());
    let checked = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
        let same = PasswordHash::new(&hash)
            .is_ok_and(|hash| Argon2::default().verify_password(passphrase.as_bytes(), &hash).is_ok());
        known && same
    });
    checked.await.map_err(|_| Error::Broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn nobody_takes_the_work_of_somebody() {
        let passphrase = Passphrase::typed("seven otters under a lamp");
        let somebody = hash(&passphrase).await.unwrap();
        let terms = |hash: &str| hash.split('$').take(4).collect::<Vec<_>>().join("$");
        assert_eq!(terms(&somebody), terms(NOBODY));
        assert!(PasswordHash::new(NOBODY).is_ok(), "it is read as a hash, or no work would be done");
        assert!(is(&passphrase, Some(somebody.clone())).await.unwrap());
        assert!(!is(&Passphrase::typed("seven otters"), Some(somebody)).await.unwrap());
        assert!(!is(&passphrase, None).await.unwrap());
    }
}
