//! Backups: whether there is one, and how old it is.
use super::Finding;
use std::{fs, path::Path, time::Duration};

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
    let ages = files.flatten().filter(|file| file.path().extension().is_some_and(|ending| ending == "milepost"));
    let ages = ages.filter_map(|file| file.metadata().ok()?.modified().ok()?.elapsed().ok());
    match ages.min() {
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
        Some(age) => Finding::good("backups", format!("The newest backup is {} hours old", age.as_secs() / 3600)),
    }
}
