//! The disk under the data folder: room, kind, and whether it keeps what it says it keeps.
use super::Finding;
use std::{
    fs::{self, File},
    io::Write,
    path::Path,
    time::{Duration, Instant},
};

const MEGABYTE: u64 = 1_000_000;

/// File systems that other machines serve: locks and flushes are not what SQLite needs them to be.
const NETWORK: [&str; 12] =
    ["nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "ceph", "afs", "glusterfs", "fuse.glusterfs", "ncpfs"];
/// File systems that are gone when the machine is switched off, or the container with them.
const MEMORY: [&str; 2] = ["tmpfs", "ramfs"];

/// No disk writes a page in less: a flush that is quicker was not one.
const FASTEST: Duration = Duration::from_micros(20);

pub fn findings(dir: &Path, free: u64) -> Vec<Finding> {
    let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    let whole = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
    vec![room(dir, free), kind(&whole, &mounts), flushes(dir)]
}

fn room(dir: &Path, free: u64) -> Finding {
    let Ok(disk) = rustix::fs::statvfs(dir) else {
        return Finding::look("room", "The system does not say how much of the disk is free", "Look with df -h.");
    };
    let left = disk.f_bavail.saturating_mul(disk.f_frsize) / MEGABYTE;
    if left < free {
        return Finding::mend(
            "room",
            format!("{left} MB of the disk are free, less than {free} MB: when it is full nothing can be recorded"),
            "Delete what is not needed, move backups elsewhere, or make the disk larger.",
        );
    }
    Finding::good("room", format!("{left} MB of the disk are free"))
}

/// The mount that a folder is on: its kind and its options.
fn mount<'a>(dir: &Path, mounts: &'a str) -> Option<(&'a str, String)> {
    let mounted = mounts.lines().filter_map(|line| {
        let (place, kind) = line.split_once(" - ")?;
        let mut place = place.split(' ').skip(4);
        // A space in a path is written as its number.
        let (at, options) = (place.next()?.replace("\\040", " "), place.next()?);
        let mut kind = kind.split(' ');
        let (kind, more) = (kind.next()?, kind.nth(1).unwrap_or_default());
        dir.starts_with(&at).then(|| (at.len(), kind, format!("{options},{more}")))
    });
    // Of two at the same place the later one hides the earlier.
    mounted
        .fold(None, |best: Option<(usize, &str, String)>, one| match best {
            Some(best) if best.0 > one.0 => Some(best),
            _ => Some(one),
        })
        .map(|(_, kind, options)| (kind, options))
}

fn kind(dir: &Path, mounts: &str) -> Finding {
    let Some((kind, options)) = mount(dir, mounts) else {
        return Finding::look(
            "disk",
            "The system does not say what kind of disk the data folder is on",
            "See that it is a disk of this machine.",
        );
    };
    if NETWORK.contains(&kind) {
        return Finding::mend(
            "disk",
            format!(
                "The data folder is on a network file system ({kind}), which may lose or mix up what is written to a database"
            ),
            "Move the folder to a disk of this machine, or put the tables into PostgreSQL (--database).",
        );
    }
    if MEMORY.contains(&kind) {
        return Finding::mend(
            "disk",
            format!("The data folder is in memory ({kind}): when the machine stops, the record is gone"),
            "Move the folder to a disk of this machine.",
        );
    }
    let careless =
        ["nobarrier", "barrier=0", "data=writeback"].into_iter().find(|no| options.split(',').any(|o| o == *no));
    if let Some(careless) = careless {
        return Finding::mend(
            "disk",
            format!("The disk is mounted with {careless}, so that a power cut can take what was already confirmed"),
            format!("Mount it without {careless}."),
        );
    }
    if kind == "overlay" {
        return Finding::look(
            "disk",
            "The data folder is inside a container's own file system, and goes when the container is replaced",
            "Give the container a volume for the folder: see deploy/README.md.",
        );
    }
    Finding::good("disk", format!("The data folder is on a disk of this machine ({kind})"))
}

/// Writes a page sixteen times and has each flushed.
fn flushes(dir: &Path) -> Finding {
    let path = dir.join(format!(".doctor-{}", std::process::id()));
    let write = || -> std::io::Result<Vec<Duration>> {
        let mut file = File::create(&path)?;
        let mut times = Vec::new();
        for _ in 0..16 {
            file.write_all(&[0x55; 4096])?;
            let begun = Instant::now();
            file.sync_data()?;
            times.push(begun.elapsed());
        }
        times.sort();
        Ok(times)
    };
    let taken = write();
    // Left behind, it would be a file of no meaning.
    let _ = fs::remove_file(&path);
    match taken {
        Err(error) => Finding::mend(
            "flush",
            format!("Nothing can be written into {} ({error})", dir.display()),
            "Run Milepost as the account that owns the folder, on a disk that can be written.",
        ),
        Ok(times) => {
            let median = times[times.len() / 2];
            let took = format!("{:.2} ms", median.as_secs_f64() * 1000.0);
            if median < FASTEST {
                return Finding::look(
                    "flush",
                    format!(
                        "The disk says after {took} that it keeps what it was given, which is sooner than any disk can"
                    ),
                    "A power cut may take what was already confirmed. See that the disk, or the machine that lends it, does not leave flushes out.",
                );
            }
            Finding::good("flush", format!("The disk takes {took} to keep a page, as far as it can be believed"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::State;

    const MOUNTS: &str = "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard\n\
        30 27 0:40 / /srv/share rw,relatime - nfs4 files.example:/export rw,vers=4.2\n\
        31 27 0:41 / /srv/with\\040space rw - cifs //files/office rw\n\
        32 27 0:42 / /fast rw,nobarrier - xfs /dev/vdb rw\n\
        33 27 0:43 / /box rw - overlay overlay rw,lowerdir=/a\n\
        34 27 0:44 / /twice rw - tmpfs tmpfs rw\n\
        35 34 254:2 / /twice rw - ext4 /dev/vdc rw\n";

    #[test]
    fn the_disk_is_known_by_the_mount_that_is_nearest() {
        for (dir, state, wanted) in [
            ("/var/lib/milepost", State::Good, "ext4"),
            ("/srv/share/milepost", State::Mend, "nfs4"),
            ("/srv/shared", State::Good, "ext4"),
            ("/srv/with space/milepost", State::Mend, "cifs"),
            ("/fast/milepost", State::Mend, "nobarrier"),
            ("/box", State::Look, "container"),
            ("/twice/milepost", State::Good, "ext4"),
        ] {
            let finding = kind(Path::new(dir), MOUNTS);
            assert!(finding.state == state && finding.says.contains(wanted), "{dir}: {finding:?}");
        }
        assert_eq!(kind(Path::new("/var"), "").state, State::Look);
    }
}
