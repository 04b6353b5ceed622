//! Settings: flags, then MILEPOST_* variables, then a TOML file.
use crate::{arguments::Where, mail::MailFile, provider::ProviderFile, say::Refused};
use record::Place;
use serde::Deserialize;
use std::{
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
};

/// Where a record is and where it is served, once all sources have been asked.
#[derive(Clone, Debug)]
pub struct Settings {
    pub place: Place,
    /// Whether the folder was named, or is the default.
    pub named: bool,
    pub listen: Option<SocketAddr>,
    pub staff: Option<SocketAddr>,
    pub staff_side: StaffSide,
    pub mail: MailFile,
    pub provider: ProviderFile,
}

/// How the staff side is reached.
#[derive(Clone, Debug, Default)]
pub struct StaffSide {
    pub sign_in: bool,
    pub host: Option<String>,
    pub proxies: Vec<IpAddr>,
}

impl StaffSide {
    /// What was asked for goes before what is written down.
    pub fn or(self, other: &Self) -> Self {
        Self {
            sign_in: self.sign_in || other.sign_in,
            host: self.host.or_else(|| other.host.clone()),
            proxies: if self.proxies.is_empty() { other.proxies.clone() } else { self.proxies },
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    dir: Option<PathBuf>,
    database: Option<String>,
    listen: Option<SocketAddr>,
    staff: Option<SocketAddr>,
    #[serde(default)]
    sign_in: bool,
    host: Option<String>,
    #[serde(default)]
    trusted_proxies: Vec<IpAddr>,
    #[serde(default)]
    mail: MailFile,
    #[serde(default)]
    oidc: ProviderFile,
}

const DEFAULT_DIR: &str = "milepost-data";

impl Settings {
    pub fn read(flags: &Where) -> Result<Self, Refused> {
        let file = match &flags.config {
            Some(path) => parse(path)?,
            None => File::default(),
        };
        let database = match (&flags.database, std::env::var_os("MILEPOST_DATABASE_FILE")) {
            (Some(url), _) => Some(url.clone()),
            (None, Some(path)) => Some(secret(Path::new(&path), "MILEPOST_DATABASE_FILE names")?),
            (None, None) => file.database,
        };
        if let Some(url) = &database
            && !url.starts_with("postgres://")
            && !url.starts_with("postgresql://")
        {
            return Err(Refused::because(
                "--database takes a PostgreSQL address such as postgres://user@host/name; without it the database is a file in --dir",
            ));
        }
        let dir = flags.dir.clone().or(file.dir);
        let named = dir.is_some();
        let dir = dir.unwrap_or_else(|| DEFAULT_DIR.into());
        let listen = address("MILEPOST_LISTEN")?.or(file.listen);
        let staff = address("MILEPOST_STAFF")?.or(file.staff);
        let staff_side = StaffSide { sign_in: file.sign_in, host: file.host, proxies: file.trusted_proxies };
        let mail = file.mail.or_environment()?;
        let provider = file.oidc.or_environment()?;
        Ok(Self { place: Place { dir, database }, named, listen, staff, staff_side, mail, provider })
    }
}

fn parse(path: &Path) -> Result<File, Refused> {
    let words = std::fs::read_to_string(path)
        .map_err(|e| Refused::because(format!("the settings file {} cannot be read: {e}", path.display())))?;
    toml::from_str(&words)
        .map_err(|e| Refused::because(format!("the settings file {}: {}", path.display(), e.message())))
}

/// What a file holds that only this service may read. `named` is who names it.
pub fn secret(path: &Path, named: &str) -> Result<String, Refused> {
    std::fs::read_to_string(path)
        .map(|words| words.trim().to_owned())
        .map_err(|e| Refused::because(format!("{named} {}, which cannot be read: {e}", path.display())))
}

fn address(variable: &str) -> Result<Option<SocketAddr>, Refused> {
    let Ok(words) = std::env::var(variable) else { return Ok(None) };
    words.parse().map(Some).map_err(|_| {
        Refused::because(format!("{variable} is “{words}”, which is not an address and port such as 127.0.0.1:8080"))
    })
}
