//! The limited child: a copy of this binary that reads one file from outside and can harm nothing but itself.
//!
//! What is asked comes as JSON in one variable of its environment, the file as its standard input: the open file itself,
//! so that an archive of any size is read where it lies, or a pipe. It answers on standard output in lines of JSON: how
//! far it is, and last of all the answer. Anything else is a refusal.
use crate::{Input, Refused, Source, figures, home_office, police_uk, population};
use rlimit::Resource;
use serde::{Deserialize, Serialize};
use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read, Write},
    os::fd::AsFd,
    path::PathBuf,
    process::{Command, ExitCode, Stdio},
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

/// The one argument with which the binary's `main` calls [`child`].
pub const ARGUMENT: &str = "bulk-child";

/// The most bytes that are sent through a pipe and not as a file.
pub const LARGEST_SENT: u64 = 128 * MEBIBYTE;

const ASK: &str = "MILEPOST_BULK_ASK";
const MEBIBYTE: u64 = 1024 * 1024;
const LONGEST_ANSWER: u64 = 256 * MEBIBYTE;

/// What the child may use: memory, seconds of processor, open files (its three pipes, and the file once more), bytes
/// written to files, bytes of a core dump.
const LIMITS: [(Resource, u64); 5] = [
    (Resource::AS, 512 * MEBIBYTE),
    (Resource::CPU, 300),
    (Resource::NOFILE, 4),
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

/// A file from outside.
#[derive(Debug)]
pub enum Content {
    /// Open for reading, at any place: it is read by position.
    File(File),
    Bytes(Vec<u8>),
}

/// What is to be made of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    PoliceUk(police_uk::Options),
    HomeOffice(home_office::Options),
    Figures(Box<figures::Options>),
    Population(population::Options),
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    PoliceUk(police_uk::Counted),
    HomeOffice(home_office::Recorded),
    Figures(figures::Figures),
    Population(population::Populations),
}

#[derive(Serialize, Deserialize)]
struct Ask {
    name: String,
    reading: Reading,
    /// How many bytes come through the pipe.
    sent: Option<u64>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Message {
    Progress(police_uk::Progress),
    Answer(Box<Result<Answer, Refused>>),
}

impl Child {
    pub fn this_binary() -> Self {
        // On Linux the running program itself, also where its file was replaced by a newer release meanwhile.
        let program = if cfg!(target_os = "linux") {
            PathBuf::from("/proc/self/exe")
        } else {
            std::env::current_exe().unwrap_or_default()
        };
        Self { program, arguments: vec![ARGUMENT.to_owned()], patience: Duration::from_mins(10) }
    }

    /// Reads a file called `name`. Blocks until the child is done; `tell` is told how far it is with an archive.
    pub fn read(
        &self,
        name: &str,
        content: Content,
        reading: Reading,
        tell: &mut dyn FnMut(police_uk::Progress),
    ) -> Result<Answer, Refused> {
        let not_started = |error: io::Error| Refused::NotStarted { reason: error.to_string() };
        let sent = match &content {
            Content::File(_) => None,
            Content::Bytes(bytes) => Some(bytes.len() as u64),
        };
        if sent.is_some_and(|sent| sent > LARGEST_SENT) {
            return Err(Refused::Limits);
        }
        let ask = serde_json::to_string(&Ask { name: name.to_owned(), reading, sent })
            .map_err(|error| not_started(io::Error::other(error)))?;
        let (stdin, bytes) = match content {
            Content::File(file) => (Stdio::from(file), None),
            Content::Bytes(bytes) => (Stdio::piped(), Some(bytes)),
        };
        let mut process = Command::new(&self.program)
            .args(&self.arguments)
            // Nothing of this process's settings or secrets is a file reader's business.
            .env_clear()
            .env(ASK, ask)
            .stdin(stdin)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(not_started)?;
        if let (Some(bytes), Some(mut stdin)) = (bytes, process.stdin.take()) {
            // A child that stops reading has an answer or is dead: the other thread finds out which.
            thread::spawn(move || stdin.write_all(&bytes));
        }
        let stdout = process.stdout.take().expect("standard output was asked to be a pipe");
        let (hand_on, receive) = mpsc::channel();
        thread::spawn(move || messages(stdout, &hand_on));
        let until = Instant::now() + self.patience;
        let answer = loop {
            match receive.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(Message::Progress(progress)) => tell(progress),
                Ok(Message::Answer(answer)) => break *answer,
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break Err(Refused::Limits),
            }
        };
        // Done or not, it ends now; both may fail only because it has ended already.
        let _ = process.kill();
        let _ = process.wait();
        answer
    }
}

/// Hands on each line that is a message; ends at the first that is none.
fn messages(stdout: impl Read, hand_on: &mpsc::Sender<Message>) {
    let mut stdout = BufReader::new(stdout);
    loop {
        let mut line = Vec::new();
        let read = stdout.by_ref().take(LONGEST_ANSWER).read_until(b'\n', &mut line);
        if !read.is_ok_and(|read| read > 0) || line.last() != Some(&b'\n') {
            return;
        }
        let Ok(message) = serde_json::from_slice(&line) else { return };
        if hand_on.send(message).is_err() {
            return;
        }
    }
}

/// What the binary does when its one argument is `bulk-child`: limits itself, reads a file from standard input and
/// answers on standard output.
pub fn child() -> ExitCode {
    match limit().and_then(|()| serve()) {
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

fn serve() -> io::Result<()> {
    let ask = std::env::var(ASK).map_err(io::Error::other)?;
    let ask: Ask = serde_json::from_str(&ask)?;
    let source = match ask.sent {
        None => Source::of(File::from(io::stdin().as_fd().try_clone_to_owned()?))?,
        Some(sent) => {
            let mut bytes = Vec::new();
            io::stdin().lock().take(LARGEST_SENT + 1).read_to_end(&mut bytes)?;
            if bytes.len() as u64 != sent {
                return Err(io::Error::other("the file is cut off"));
            }
            Source::Bytes(bytes.into())
        }
    };
    let answer = read(&ask.name, source, &ask.reading, &mut |progress| {
        // A parent that has gone away ends the child at the answer.
        let _ = say(&Message::Progress(progress));
    });
    say(&Message::Answer(Box::new(answer)))
}

fn say(message: &Message) -> io::Result<()> {
    let mut line = serde_json::to_vec(message)?;
    line.push(b'\n');
    let mut stdout = io::stdout().lock();
    stdout.write_all(&line)?;
    stdout.flush()
}

/// Reads in this process, without the child's limits: for the child itself.
fn read(
    name: &str,
    source: Source,
    reading: &Reading,
    tell: &mut dyn FnMut(police_uk::Progress),
) -> Result<Answer, Refused> {
    match reading {
        Reading::PoliceUk(options) => police_uk::count_source(name, source, options, tell).map(Answer::PoliceUk),
        Reading::HomeOffice(options) => {
            home_office::read(&Input::Csv { name, source: &source }, options).map(Answer::HomeOffice)
        }
        Reading::Figures(options) => figures::read(&Input::Csv { name, source: &source }, options).map(Answer::Figures),
        Reading::Population(options) => {
            population::read(&Input::Csv { name, source: &source }, options).map(Answer::Population)
        }
    }
}
