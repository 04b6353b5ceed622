//! Backups: whether there is one, and how old it is.
use super::Finding;
use std::{
    fs::{self, Metadata},
    os::unix::fs::PermissionsExt,
    path::Path,
    time::Duration,
};

const DAY: Duration = Duration::from_hours(24);

/// The newest file that is named as backups are. Whether it can be restored is for a restore to show.
pub fn finding(folder: &Path, days: u64) -> Finding {
    let files = match fs::read_dir(folder) {
        Ok(files) => files,
        Err(error) => {
            return Finding::mend(
                "backups",
                format!("The folder of backups {} cannot be read ({error})", folder.display()),
                "Name the folder that the backups are written to.",
            );
        }
    };
    let backups = files.flatten().filter(|file| file.path().extension().is_some_and(|ending| ending == "milepost"));
    let backups: Vec<Metadata> = backups.filter_map(|file| file.metadata().ok()).collect();
    let age = |backup: &Metadata| backup.modified().ok()?.elapsed().ok();
    match backups.iter().filter_map(age).min() {
        None => Finding::mend(
            "backups",
            format!("There is no backup in {}", folder.display()),
            format!(
                "Run: milepost backup {}/NAME.milepost, and set a timer for it (see deploy/README.md).",
                folder.display()
            ),
        ),
        Some(age) if age > DAY * u32::try_from(days).unwrap_or(u32::MAX) => Finding::mend(
            "backups",
            format!(
                "The newest backup in {} is {} days old, more than {days}",
                folder.display(),
                age.as_secs() / DAY.as_secs()
            ),
            "See why the timer makes none, and make one now with milepost backup.",
        ),
        Some(_) if backups.iter().any(|backup| backup.permissions().mode() & 0o077 != 0) => Finding::look(
            "backups",
            format!("Other accounts of this machine can read a backup in {}", folder.display()),
            format!("A backup holds what is not for everybody. Run: chmod 600 {}/*.milepost", folder.display()),
        ),
        Some(age) => Finding::good("backups", format!("The newest backup is {} hours old", age.as_secs() / 3600)),
    }
}
