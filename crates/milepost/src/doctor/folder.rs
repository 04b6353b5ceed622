//! The data folder: whose it is, and who else can read it.
use super::Finding;
use record::Place;
use std::{
    fs,
    io::ErrorKind,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::Path,
};

pub fn findings(place: &Place) -> Vec<Finding> {
    let dir = &place.dir;
    let folder = match fs::metadata(dir) {
        Ok(folder) if folder.is_dir() => folder,
        Ok(_) => {
            return vec![Finding::mend(
                "folder",
                format!("{} is a file, not a data folder", dir.display()),
                "Name the data folder with --dir or MILEPOST_DIR.",
            )];
        }
        Err(error) => {
            return vec![Finding::mend(
                "folder",
                format!("The data folder {} cannot be read ({error})", dir.display()),
                "Name the data folder with --dir or MILEPOST_DIR, or begin one with milepost init.",
            )];
        }
    };
    vec![open_to(dir, &folder), owner(dir, &folder), key_is_safe(dir)]
}

fn open_to(dir: &Path, folder: &fs::Metadata) -> Finding {
    let mode = folder.permissions().mode() & 0o777;
    let close = format!("Run: chmod 700 {}", dir.display());
    let said = |what: &str| format!("{what} the data folder {} (its mode is {mode:03o})", dir.display());
    if mode & 0o022 != 0 {
        return Finding::mend("folder", said("Other accounts of this machine can write into"), close);
    }
    if mode & 0o055 != 0 {
        let said = said("Other accounts of this machine can look into");
        return Finding::look("folder", format!("{said}, and the tables hold what is not for everybody"), close);
    }
    Finding::good("folder", format!("The data folder {} is its owner's alone", dir.display()))
}

fn owner(dir: &Path, folder: &fs::Metadata) -> Finding {
    // Who this process is, without asking the system in unsafe code.
    let me = fs::metadata("/proc/self").map_or(folder.uid(), |own| own.uid());
    if folder.uid() == me {
        return Finding::good("owner", "The data folder belongs to the account that runs this command");
    }
    Finding::look(
        "owner",
        format!(
            "{} belongs to another account (number {}) than the one that runs this command ({me})",
            dir.display(),
            folder.uid()
        ),
        "Run Milepost as the account that owns the folder, so that every file in it can be written.",
    )
}

/// Whether the signing key is its owner's alone: whoever reads it can sign in the office's name.
pub fn key_is_safe(dir: &Path) -> Finding {
    let path = dir.join("signing.key");
    let mode = match fs::metadata(&path) {
        Ok(key) => key.permissions().mode() & 0o777,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Finding::look(
                "key-file",
                format!("There is no signing.key in {}, so nothing that is written from here is signed", dir.display()),
                "Put back the copy of the key that you keep apart. On a second machine beside one that signs this is as it should be.",
            );
        }
        Err(error) => {
            return Finding::mend(
                "key-file",
                format!("{} cannot be looked at ({error})", path.display()),
                "Run Milepost as the account that owns the folder.",
            );
        }
    };
    if mode & 0o077 != 0 {
        return Finding::mend(
            "key-file",
            format!(
                "the signing key {} can be read by other accounts of this machine (its mode is {mode:03o}), and whoever reads it can sign in the office's name",
                path.display()
            ),
            format!(
                "Run: chmod 600 {}. If somebody may have read it, run milepost rotate-key after that.",
                path.display()
            ),
        );
    }
    Finding::good("key-file", "The signing key is its owner's alone")
}
