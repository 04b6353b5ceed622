//! A plan as text: `milepost export plan DIR`, and the folder that `milepost import plan DIR` takes in.
use crate::{
    desk::{Desk, typed},
    import::{self, ImportAsk},
    say::{Refused, Say, counted},
};
use domain::{
    ask::Command,
    import::{Fates, FileRead},
    plan_text::{self, FORMAT, PLAN, PlanFile, THEMES, TakePlan},
};
use sha2::{Digest, Sha256};
use std::{
    fmt::Write as _,
    fs,
    io::Read as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// The most bytes that one file, and all of them together, may have; and the most files.
const LARGEST_FILE: u64 = 4 * 1024 * 1024;
const LARGEST: usize = 32 * 1024 * 1024;
const MOST_FILES: usize = 200;
/// The longest name of a file.
const LONGEST_NAME: usize = 120;

/// The folder of a plan, read.
#[derive(Debug)]
pub struct Folder {
    pub name: String,
    pub files: Vec<PlanFile>,
}

impl Folder {
    /// The files in a fixed order, whoever listed them.
    pub fn new(name: String, mut files: Vec<PlanFile>) -> Self {
        files.sort_by_cached_key(|f| (f.path != PLAN, domain::sight::natural(&f.path)));
        Self { name, files }
    }

    /// All files as one, in a fixed order: what is kept beside the record, and what the hash is over.
    fn whole(&self) -> String {
        let mut all = String::new();
        for file in &self.files {
            let _ = write!(all, "=== {} ({} bytes) ===\n{}", file.path, file.words.len(), file.words);
            if !file.words.ends_with('\n') {
                all.push('\n');
            }
        }
        all
    }
}

/// Reads a folder: `plan.txt` and the texts in `themes`. What belongs to git or tells people about the folder is left
/// alone; anything else is a slip, and said.
pub fn folder(dir: &Path) -> Result<Folder, Refused> {
    let mut files = vec![];
    for (name, path) in entries(dir)? {
        let about = name.starts_with('.') || name.to_uppercase().starts_with("README");
        let kind = fs::symlink_metadata(&path).map_err(|e| cannot(&path, &e))?.file_type();
        match name.as_str() {
            PLAN => files.push(file(&path, PLAN.into())?),
            THEMES if kind.is_dir() => {
                for (name, path) in entries(&path)? {
                    if !name.starts_with('.') {
                        files.push(theme(&path, &name)?);
                    }
                }
            }
            THEMES if kind.is_symlink() => return Err(link(&path)),
            _ if about => {}
            _ => {
                return Err(Refused::because(format!(
                    "{} is no part of a plan as text, which is {PLAN} and the folder {THEMES}; move it out of the folder, or correct its name",
                    path.display()
                )));
            }
        }
        if files.len() > MOST_FILES {
            return Err(Refused::because(format!(
                "{} holds more than {MOST_FILES} files; a theme has one file, so is this the folder of a plan?",
                dir.display()
            )));
        }
        if files.iter().map(|f: &PlanFile| f.words.len()).sum::<usize>() > LARGEST {
            return Err(Refused::because(format!(
                "{} holds more than 32 MiB of text; is this the folder of a plan?",
                dir.display()
            )));
        }
    }
    let full = dir.canonicalize().map_err(|e| cannot(dir, &e))?;
    let name = full.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Folder::new(name, files))
}

fn cannot(path: &Path, error: &std::io::Error) -> Refused {
    Refused::because(format!("{} cannot be read: {error}", path.display()))
}

fn link(path: &Path) -> Refused {
    Refused::because(format!(
        "{} is a link to a place outside; a plan as text holds its own files. Put the file itself there",
        path.display()
    ))
}

/// What a folder holds, by name.
fn entries(dir: &Path) -> Result<Vec<(String, PathBuf)>, Refused> {
    let mut all = vec![];
    for entry in fs::read_dir(dir).map_err(|e| cannot(dir, &e))? {
        let path = entry.map_err(|e| cannot(dir, &e))?.path();
        let name = path
            .file_name()
            .and_then(|n| n.to_str())
            .ok_or_else(|| Refused::because(format!("{} has a name that is not UTF-8; rename it", path.display())))?;
        all.push((name.to_owned(), path.clone()));
        if all.len() > MOST_FILES * 2 {
            return Err(Refused::because(format!(
                "{} holds more than {} files; is this the folder of a plan?",
                dir.display(),
                MOST_FILES * 2
            )));
        }
    }
    all.sort();
    Ok(all)
}

fn theme(path: &Path, name: &str) -> Result<PlanFile, Refused> {
    let is_text = Path::new(name).extension().is_some_and(|e| e == "txt");
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ' '));
    if !is_text || !plain || name.len() > LONGEST_NAME {
        return Err(Refused::because(format!(
            "{} is not named like the file of a theme; name it like 3-supporting-victims.txt, or move it out of the folder",
            path.display()
        )));
    }
    file(path, format!("{THEMES}/{name}"))
}

fn file(path: &Path, name: String) -> Result<PlanFile, Refused> {
    let kind = fs::symlink_metadata(path).map_err(|e| cannot(path, &e))?.file_type();
    if kind.is_symlink() {
        return Err(link(path));
    }
    if !kind.is_file() {
        return Err(Refused::because(format!("{} is not a file of text; move it out of the folder", path.display())));
    }
    let mut bytes = vec![];
    let opened = fs::File::open(path).map_err(|e| cannot(path, &e))?;
    opened.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(|e| cannot(path, &e))?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(Refused::because(format!("{} has more than 4 MiB; is it a file of text?", path.display())));
    }
    let words = String::from_utf8(bytes).map_err(|e| {
        let line = String::from_utf8_lossy(&e.as_bytes()[..e.utf8_error().valid_up_to()]).matches('\n').count() + 1;
        Refused::because(format!(
            "{}, line {line}: holds bytes that are not UTF-8; save the file as UTF-8",
            path.display()
        ))
    })?;
    Ok(PlanFile { path: name, words })
}

/// Takes a plan as text in, or says what would become of it.
pub async fn take(desk: &Desk, folder: &Folder, ask: &ImportAsk) -> Result<Fates, Refused> {
    let odd =
        [("--sheet", ask.sheet.is_some()), ("--map", ask.map.is_some()), ("--as-position", ask.as_position.is_some())];
    if let Some((name, _)) = odd.into_iter().find(|(_, given)| *given) {
        return Err(Refused::because(format!("{name} is for tables; a plan as text needs none, so leave it out")));
    }
    let read = plan_text::read(&folder.files).map_err(|problems| {
        const MOST: usize = 25;
        let mut says: Vec<String> = problems.iter().take(MOST).map(ToString::to_string).collect();
        if problems.len() > MOST {
            says.push(format!("and {} more", problems.len() - MOST));
        }
        Refused::because(format!(
            "the plan as text in {} cannot be taken, so nothing was written:\n{}",
            folder.name,
            says.join("\n")
        ))
    })?;
    let whole = folder.whole().into_bytes();
    let sha256 = Sha256::digest(&whole).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    let file = FileRead {
        name: typed(&folder.name)?,
        sha256: typed(&sha256)?,
        size: i64::try_from(whole.len()).unwrap_or(i64::MAX),
        format: typed("plan as text")?,
    };
    let plan = ask.plan.as_deref().map(typed).transpose()?;
    import::land(desk, Command::TakePlan(Box::new(TakePlan { read, file, plan })), &whole, ask).await
}

/// `milepost export plan DIR`.
pub async fn export(
    desk: &Desk,
    dir: &Path,
    plan: Option<&str>,
    as_at: Option<&str>,
    say: Say,
) -> Result<ExitCode, Refused> {
    let found = desk.find(as_at).await?;
    let sight = found.at.office.seen_by(&desk.actor);
    let plan = sight.plan_called(plan)?;
    let text = plan_text::of(&sight, plan);
    let files = plan_text::write(&text);
    // What was written reads as what was to be written, or nothing is.
    match plan_text::read(&files) {
        Ok(read) if read.plan == text => {}
        Ok(_) => {
            return Err(Refused::because("the plan would not read as it stands on the record; please report this"));
        }
        Err(problems) => {
            let says = problems.first().map(ToString::to_string).unwrap_or_default();
            return Err(Refused::because(format!("the plan cannot be written as text: {says}")));
        }
    }
    put(dir, &files)?;
    let left_out: usize = sight.withheld(plan.id, None).iter().map(|w| w.count).sum();
    let actions: usize = text.themes.iter().map(|theme| theme.actions.len()).sum();
    let unseen = match left_out {
        0 => String::new(),
        n => format!(" {} left out, which you may not see.", counted(n, "action is", "actions are")),
    };
    let words = format!(
        "{}: {} in {} of {}, as at entry {}.{unseen}\nIt holds what the office sees, so it is not for publication. Take it in again with milepost import plan {}.",
        text.name,
        counted(actions, "action", "actions"),
        counted(files.len(), "file", "files"),
        dir.display(),
        sight.head().seq,
        dir.display()
    );
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    say.out(
        &words,
        &serde_json::json!({ "dir": dir, "plan": text.name, "seq": sight.head().seq, "files": paths, "actions": actions, "left_out": left_out }),
    );
    Ok(ExitCode::SUCCESS)
}

/// Writes the files into a folder that is new, empty, or holds an earlier export; what else lies there stays.
fn put(dir: &Path, files: &[PlanFile]) -> Result<(), Refused> {
    let not_written =
        |path: &Path, e: &std::io::Error| Refused::because(format!("{} cannot be written: {e}", path.display()));
    let themes = dir.join(THEMES);
    if dir.exists() {
        let earlier = fs::read_to_string(dir.join(PLAN)).is_ok_and(|words| words.starts_with(FORMAT));
        let other = entries(dir)?
            .into_iter()
            .find(|(name, _)| !name.starts_with('.') && !name.to_uppercase().starts_with("README"));
        if let Some((name, _)) = other.filter(|_| !earlier) {
            return Err(Refused::because(format!(
                "{} holds {name}, which an earlier export did not write; give a folder that is new, empty or holds a plan as text",
                dir.display()
            )));
        }
        if themes.is_symlink() || dir.join(PLAN).is_symlink() {
            return Err(link(&themes));
        }
        // Themes that are there no longer, or are named otherwise now.
        if themes.is_dir() {
            for (name, path) in entries(&themes)? {
                let ours = fs::read_to_string(&path).is_ok_and(|words| words.starts_with("Theme:"));
                let stays = files.iter().any(|file| file.path == format!("{THEMES}/{name}"));
                if ours && !stays {
                    fs::remove_file(&path).map_err(|e| not_written(&path, &e))?;
                }
            }
        }
    }
    fs::create_dir_all(&themes).map_err(|e| not_written(&themes, &e))?;
    for file in files {
        let path = dir.join(&file.path);
        if path.is_symlink() {
            return Err(link(&path));
        }
        fs::write(&path, &file.words).map_err(|e| not_written(&path, &e))?;
    }
    Ok(())
}
