//! The limited child: a copy of this binary that reads one file and can harm nothing but itself.
//!
//! The parent writes one line of JSON ([`Ask`]) and the bytes to its standard input; the child answers on standard
//! output with the length of the answer as eight bytes and the answer as JSON. Anything else is a refusal.
use crate::{LARGEST, Refused, Taken, read_as, read_form};
use domain::table::Document;
use rlimit::Resource;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io::{self, BufRead, Read, Write};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// The one argument with which the binary's `main` calls [`child`].
pub const ARGUMENT: &str = "intake-child";

const MEBIBYTE: u64 = 1024 * 1024;
const LONGEST_ANSWER: u64 = 256 * MEBIBYTE;

/// What the child may use: memory, seconds of processor, open files (its three pipes), bytes written to files,
/// bytes of a core dump.
const LIMITS: [(Resource, u64); 5] = [
    (Resource::AS, 512 * MEBIBYTE),
    (Resource::CPU, 20),
    (Resource::NOFILE, 3),
    (Resource::FSIZE, 0),
    (Resource::CORE, 0),
];

/// How the child is started and how long it is waited for.
#[derive(Clone, Debug)]
pub struct Child {
    pub program: PathBuf,
    pub arguments: Vec<String>,
    /// By the clock on the wall; the processor has its own limit.
    pub patience: Duration,
}

#[derive(Serialize, Deserialize)]
struct Ask {
    name: String,
    sheet: Option<String>,
    size: u64,
    /// It was sent out to be filled in.
    #[serde(default)]
    form: bool,
}

#[derive(Serialize, Deserialize)]
enum Answer {
    Read { document: Document, format: String },
    Refused(Refused),
}

impl Child {
    pub fn this_binary() -> Self {
        // On Linux the running program itself, also where its file was replaced by a newer release meanwhile.
        let program = if cfg!(target_os = "linux") {
            PathBuf::from("/proc/self/exe")
        } else {
            std::env::current_exe().unwrap_or_default()
        };
        Self { program, arguments: vec![ARGUMENT.to_owned()], patience: Duration::from_secs(30) }
    }

    /// Whether the child's limits hold on this system: starts one, gives it nothing to read, and looks at what the
    /// system says of it. The reason where they do not, or where the system does not say.
    pub fn limits_hold(&self) -> Result<(), String> {
        let mut process = Command::new(&self.program)
            .args(&self.arguments)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("it could not be started: {error}"))?;
        let limits = PathBuf::from(format!("/proc/{}/limits", process.id()));
        let most = (512 * MEBIBYTE).to_string();
        let mut said = Err("the system does not say what they are".to_owned());
        for _ in 0..100 {
            let Ok(words) = std::fs::read_to_string(&limits) else { break };
            let memory = words.lines().find(|line| line.starts_with("Max address space"));
            said = match memory {
                Some(line) if line.split_whitespace().any(|word| word == most) => Ok(()),
                _ => Err("its memory is not limited".to_owned()),
            };
            if said.is_ok() {
                break;
            }
            // It sets them on itself in its first milliseconds.
            thread::sleep(Duration::from_millis(20));
        }
        let _ = process.kill();
        let _ = process.wait();
        said
    }

    /// See [`crate::take`].
    pub fn take(&self, name: &str, bytes: Vec<u8>, sheet: Option<&str>) -> Result<Taken, Refused> {
        self.asked(bytes, |size| Ask { name: name.to_owned(), sheet: sheet.map(str::to_owned), size, form: false })
    }

    /// A workbook that was sent out to be filled in: no formula and no macro is taken.
    pub fn take_form(&self, name: &str, bytes: Vec<u8>) -> Result<Taken, Refused> {
        self.asked(bytes, |size| Ask { name: name.to_owned(), sheet: None, size, form: true })
    }

    fn asked(&self, bytes: Vec<u8>, ask: impl FnOnce(u64) -> Ask) -> Result<Taken, Refused> {
        let size = bytes.len() as u64;
        if size > LARGEST {
            return Err(Refused::TooLarge { size });
        }
        let sha256 = hexadecimal(&Sha256::digest(&bytes));
        match self.answer(&ask(size), bytes)? {
            Answer::Read { document, format } => Ok(Taken { document, format, sha256, size }),
            Answer::Refused(refused) => Err(refused),
        }
    }

    fn answer(&self, ask: &Ask, bytes: Vec<u8>) -> Result<Answer, Refused> {
        let not_started = |error: io::Error| Refused::NotStarted { reason: error.to_string() };
        let mut process = Command::new(&self.program)
            .args(&self.arguments)
            // Nothing of this process's settings or secrets is a file reader's business.
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(not_started)?;
        let mut stdin = process.stdin.take().expect("standard input was asked to be a pipe");
        let stdout = process.stdout.take().expect("standard output was asked to be a pipe");
        let mut head = serde_json::to_vec(ask).expect("an ask is plain data");
        head.push(b'\n');
        // Both pipes at once, or a child that answers before it has read everything would wait for ever. A child
        // that stops reading has an answer or is dead: the other thread finds out which.
        thread::spawn(move || stdin.write_all(&head).and_then(|()| stdin.write_all(&bytes)));
        let (send, receive) = mpsc::channel();
        thread::spawn(move || send.send(framed(stdout)));
        let answer = receive.recv_timeout(self.patience);
        // Done or not, it ends now; both may fail only because it has ended already.
        let _ = process.kill();
        let _ = process.wait();
        answer.ok().and_then(Result::ok).ok_or(Refused::Limits)
    }
}

fn framed(stdout: impl Read) -> io::Result<Answer> {
    let mut stdout = io::BufReader::new(stdout);
    let mut length = [0; 8];
    stdout.read_exact(&mut length)?;
    let length = u64::from_be_bytes(length);
    if length > LONGEST_ANSWER {
        return Err(io::Error::other("the answer is too long"));
    }
    let mut answer = Vec::new();
    stdout.take(length).read_to_end(&mut answer)?;
    if answer.len() as u64 != length {
        return Err(io::Error::other("the answer is cut off"));
    }
    Ok(serde_json::from_slice(&answer)?)
}

/// What the binary does when its one argument is `intake-child`: limits itself, reads a file from standard input and
/// answers on standard output.
pub fn child() -> ExitCode {
    match limit().and_then(|()| serve(io::stdin().lock(), io::stdout().lock())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// A limit that this system does not know is left out; one that cannot be set ends the child.
fn limit() -> io::Result<()> {
    for (resource, most) in LIMITS {
        if resource.is_supported() {
            let (_, hard) = resource.get()?;
            let most = most.min(hard);
            resource.set(most, most)?;
        }
    }
    Ok(())
}

fn serve(mut stdin: impl BufRead, mut stdout: impl Write) -> io::Result<()> {
    let mut head = Vec::new();
    stdin.read_until(b'\n', &mut head)?;
    let ask: Ask = serde_json::from_slice(&head)?;
    let mut bytes = Vec::new();
    stdin.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 != ask.size {
        return Err(io::Error::other("the file is cut off"));
    }
    let read = if ask.form { read_form(&ask.name, &bytes) } else { read_as(&ask.name, &bytes, ask.sheet.as_deref()) };
    let answer = match read {
        Ok((document, format)) => Answer::Read { document, format: format.to_owned() },
        Err(refused) => Answer::Refused(refused),
    };
    drop(bytes);
    let answer = serde_json::to_vec(&answer)?;
    stdout.write_all(&(answer.len() as u64).to_be_bytes())?;
    stdout.write_all(&answer)?;
    stdout.flush()
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a String takes every write");
        text
    })
}
