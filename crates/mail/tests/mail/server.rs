//! A mail server for these stories: it takes mail, and can be away, refuse, be slow, or hang up in the middle.
use std::{
    collections::VecDeque,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

/// How the server treats the next mail; well, where nothing is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Takes it.
    Well,
    /// Will not have this sender or anybody just now, before the content.
    Busy,
    /// Knows nobody of that name.
    Unknown,
    /// Reads the content, and says no for ever.
    Spam,
    /// Reads the content, and says not now.
    Later,
    /// Takes the whole content, and hangs up without a word: it has the mail.
    TakesAndHangsUp,
    /// Hangs up once it has said that it listens for the content.
    HangsUpBeforeContent,
    /// Takes the content and says nothing.
    Silent,
    /// Takes it, and says so after this many milliseconds.
    Slow(u64),
}

#[derive(Clone, Debug)]
pub struct Mail {
    pub to: String,
    pub content: String,
}

impl Mail {
    /// A header's value, folded lines joined.
    pub fn header(&self, name: &str) -> String {
        let head = self.content.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ");
        let line = head.lines().find(|line| line.to_lowercase().starts_with(&format!("{}:", name.to_lowercase())));
        line.map(|line| line.split_once(':').unwrap().1.trim().to_owned()).unwrap_or_default()
    }

    /// One of its parts, decoded.
    pub fn part(&self, kind: &str) -> String {
        let part = self.content.split("--milepost-").find(|part| part.contains(&format!("Content-Type: {kind}")));
        let part = part.unwrap_or_else(|| panic!("no {kind} in {}", self.content));
        let (head, body) = part.split_once("\r\n\r\n").unwrap();
        if head.contains("quoted-printable") { unquoted(body) } else { body.to_owned() }
    }

    /// The link without an account that it carries.
    pub fn link(&self) -> Option<String> {
        let text = self.part("text/plain");
        let at = text.find("/answer/")?;
        Some(text[at + "/answer/".len()..].split_whitespace().next().unwrap().to_owned())
    }
}

fn unquoted(words: &str) -> String {
    let joined = words.replace("=\r\n", "");
    let (mut bytes, mut rest) = (vec![], joined.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        if *first == b'=' && after.len() >= 2 {
            let hex = std::str::from_utf8(&after[..2]).unwrap();
            bytes.push(u8::from_str_radix(hex, 16).unwrap());
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[derive(Debug, Default)]
struct State {
    taken: Vec<Mail>,
    moods: VecDeque<Mood>,
}

#[derive(Clone, Debug)]
pub struct MailServer {
    pub port: u16,
    state: Arc<Mutex<State>>,
}

impl MailServer {
    pub fn start() -> Self {
        Self::at(0)
    }

    /// At a port, where nobody listened for a while.
    pub fn at(port: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).expect("the port is free");
        let port = listener.local_addr().unwrap().port();
        let state: Arc<Mutex<State>> = Arc::default();
        let shared = state.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = shared.clone();
                thread::spawn(move || {
                    let _ = converse(stream, &state);
                });
            }
        });
        Self { port, state }
    }

    /// A port at which nobody listens.
    pub fn nowhere() -> u16 {
        TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
    }

    pub fn will_be(&self, moods: &[Mood]) {
        self.state.lock().unwrap().moods.extend(moods.iter().cloned());
    }

    pub fn taken(&self) -> Vec<Mail> {
        self.state.lock().unwrap().taken.clone()
    }
}

fn converse(stream: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let mut lines = BufReader::new(stream.try_clone()?);
    let mut out = stream;
    out.write_all(b"220 post.example\r\n")?;
    let (mut to, mut mood) = (String::new(), Mood::Well);
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let word = line.to_uppercase();
        if word.starts_with("EHLO") {
            out.write_all(b"250-post.example\r\n250 8BITMIME\r\n")?;
        } else if word.starts_with("MAIL") {
            mood = state.lock().unwrap().moods.pop_front().unwrap_or(Mood::Well);
            let answer: &[u8] = if mood == Mood::Busy { b"451 4.3.0 busy\r\n" } else { b"250 ok\r\n" };
            out.write_all(answer)?;
        } else if word.starts_with("RCPT") {
            line.split(['<', '>']).nth(1).unwrap_or_default().clone_into(&mut to);
            let answer: &[u8] =
                if mood == Mood::Unknown { b"550 5.1.1 nobody of that name\r\n" } else { b"250 ok\r\n" };
            out.write_all(answer)?;
        } else if word.starts_with("DATA") {
            out.write_all(b"354 go on\r\n")?;
            if mood == Mood::HangsUpBeforeContent {
                return Ok(());
            }
            let mut content = String::new();
            loop {
                let mut line = String::new();
                if lines.read_line(&mut line)? == 0 {
                    // Cut off before its end: a server takes nothing of it.
                    return Ok(());
                }
                if line == ".\r\n" {
                    break;
                }
                content.push_str(line.strip_prefix('.').unwrap_or(&line));
            }
            let taken = |state: &Mutex<State>| {
                state.lock().unwrap().taken.push(Mail { to: to.clone(), content: content.clone() });
            };
            match mood {
                Mood::Spam => out.write_all(b"554 5.7.1 not wanted\r\n")?,
                Mood::Later => out.write_all(b"452 4.3.1 no room\r\n")?,
                Mood::TakesAndHangsUp => {
                    taken(state);
                    return Ok(());
                }
                Mood::Silent => {
                    taken(state);
                    thread::sleep(Duration::from_secs(15));
                    return Ok(());
                }
                Mood::Slow(pause) => {
                    taken(state);
                    thread::sleep(Duration::from_millis(pause));
                    out.write_all(b"250 2.0.0 taken\r\n")?;
                }
                _ => {
                    taken(state);
                    out.write_all(b"250 2.0.0 taken\r\n")?;
                }
            }
        } else if word.starts_with("QUIT") {
            out.write_all(b"221 bye\r\n")?;
            return Ok(());
        } else {
            out.write_all(b"250 ok\r\n")?;
        }
    }
}
