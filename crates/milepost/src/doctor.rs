//! `milepost doctor`: what is unsafe or unhealthy about an installation, in plain sentences, each with what to do.
mod backups;
mod disk;
mod folder;
mod machine;
mod record;

use crate::{
    say::{Refused, Say, counted},
    settings::{Settings, StaffSide},
};
use serde::Serialize;
use std::{fmt::Write as _, net::SocketAddr, path::PathBuf, process::ExitCode};

pub use folder::key_is_safe;

/// What to look at beside the installation itself.
#[derive(Clone, Debug)]
pub struct Examination {
    /// Read every file that the record names, not the newest alone.
    pub all: bool,
    pub backups: Option<PathBuf>,
    /// How old the newest backup may be, in days.
    pub days: u64,
    /// How much of the disk must be free, in megabytes.
    pub free: u64,
}

/// How a thing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Unsafe or broken: the exit code says so too.
    Mend,
    /// Somebody should look at it.
    Look,
    Good,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The thing that was looked at, by a word that stays the same between releases.
    pub check: &'static str,
    pub state: State,
    pub says: String,
    #[serde(rename = "do", skip_serializing_if = "Option::is_none")]
    pub to_do: Option<String>,
}

impl Finding {
    pub fn good(check: &'static str, says: impl Into<String>) -> Self {
        Self { check, state: State::Good, says: says.into(), to_do: None }
    }

    pub fn look(check: &'static str, says: impl Into<String>, to_do: impl Into<String>) -> Self {
        Self { check, state: State::Look, says: says.into(), to_do: Some(to_do.into()) }
    }

    pub fn mend(check: &'static str, says: impl Into<String>, to_do: impl Into<String>) -> Self {
        Self { check, state: State::Mend, says: says.into(), to_do: Some(to_do.into()) }
    }

    /// As a reason not to go on.
    pub fn refused(&self) -> Refused {
        let to_do = self.to_do.as_deref().unwrap_or_default();
        Refused::because(format!("{}. {to_do}", self.says))
    }
}

/// Whether the staff pages may be served at an address. `host` is the name by which a proxy serves them.
pub fn staff_address_is_safe(staff: SocketAddr, host: Option<&str>) -> Finding {
    match host {
        None if staff.ip().is_loopback() => {
            Finding::good("staff", format!("The staff pages are for this machine alone, at {staff}"))
        }
        Some(host) => Finding::good(
            "staff",
            format!("The staff pages are at {staff}, for this machine and for the proxies that serve https://{host}/"),
        ),
        None => Finding::mend(
            "staff",
            format!(
                "staff pages cannot be served at {staff}: they are for this machine alone unless a proxy serves them over https, and other machines can reach this address"
            ),
            "Use 127.0.0.1 for --staff, or MILEPOST_STAFF, or staff in the settings file; or say --host NAME and --trusted-proxy ADDRESS.",
        ),
    }
}

/// Whether the proxy of the staff pages is named whole.
pub fn staff_side_makes_sense(side: &StaffSide) -> Finding {
    if side.host.is_some() == side.proxies.is_empty() {
        return Finding::mend(
            "proxy",
            "--host and --trusted-proxy belong together: the name by which a proxy serves the staff pages over https, and the proxy's own address",
            "Give both, or neither.",
        );
    }
    Finding::good(
        "proxy",
        match &side.host {
            Some(host) => format!(
                "The staff pages are served as https://{host}/ by {}",
                counted(side.proxies.len(), "known proxy", "known proxies")
            ),
            None => "No proxy serves the staff pages".to_owned(),
        },
    )
}

/// `milepost doctor`.
pub async fn examine(settings: &Settings, ask: &Examination, say: Say) -> Result<ExitCode, Refused> {
    let place = &settings.place;
    let mut findings = folder::findings(place);
    if place.dir.is_dir() {
        findings.extend(disk::findings(&place.dir, ask.free));
    }
    findings.extend(record::findings(place, ask.all).await);
    findings.extend(addresses(settings));
    findings.push(settings.mail.finding(&settings.staff_side).await);
    findings.push(settings.provider.finding().await);
    findings.extend(machine::findings());
    findings.extend(ask.backups.as_deref().map(|folder| backups::finding(folder, ask.days)));
    // What must be mended first; the rest in the order in which it was looked at.
    findings.sort_by_key(|finding| finding.state);
    let count = |state| findings.iter().filter(|finding| finding.state == state).count();
    let (mend, look, good) = (count(State::Mend), count(State::Look), count(State::Good));
    let mut words = String::new();
    for Finding { check, state, says, to_do } in &findings {
        let state = match state {
            State::Mend => "MEND",
            State::Look => "look",
            State::Good => "good",
        };
        let _ = writeln!(words, "{state}  {check:10} {says}.");
        if let Some(to_do) = to_do {
            let _ = writeln!(words, "                 {to_do}");
        }
    }
    let _ = writeln!(
        words,
        "\n{} must be mended, {} to look at, {good} good.",
        counted(mend, "thing", "things"),
        counted(look, "thing", "things")
    );
    say.out(
        &words,
        &serde_json::json!({ "ok": mend == 0, "mend": mend, "look": look, "good": good, "findings": findings }),
    );
    Ok(if mend == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn addresses(settings: &Settings) -> Vec<Finding> {
    let mut findings = vec![];
    if let Some(staff) = settings.staff {
        findings.push(staff_address_is_safe(staff, settings.staff_side.host.as_deref()));
        findings.push(staff_side_makes_sense(&settings.staff_side));
    }
    if settings.staff.is_some() && settings.staff == settings.listen {
        findings.push(Finding::mend(
            "listen",
            "The public side and the staff pages are set to the same address",
            "Give them two ports.",
        ));
    } else if let Some(listen) = settings.listen {
        findings.push(if listen.ip().is_loopback() {
            Finding::good("listen", format!("The public side is served to this machine, at {listen}"))
        } else {
            Finding::look(
                "listen",
                format!("The public side is served to other machines, at {listen}, without encryption"),
                "Set it to 127.0.0.1 and put a web server with a certificate before it: see deploy/README.md.",
            )
        });
    }
    findings
}
