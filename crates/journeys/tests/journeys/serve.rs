//! The program as a server, and a visitor that asks it for pages over a socket.
use crate::office::Office;
use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

/// `milepost serve`, stopped when it goes out of sight.
pub struct Server {
    child: Child,
    /// "127.0.0.1:40123"
    pub public: String,
    pub staff: String,
}

pub struct Page {
    pub status: u16,
    /// Names in lower case.
    pub headers: HashMap<String, String>,
    /// The head and the body as they came.
    pub raw: Vec<u8>,
    pub body: Vec<u8>,
}

impl Page {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Server {
    pub fn start(office: &Office) -> Self {
        Self::start_by(office.command())
    }

    /// The same by a command that sets its surroundings.
    pub fn start_by(mut command: Command) -> Self {
        command.args(["serve", "--listen", "127.0.0.1:0", "--staff", "127.0.0.1:0"]);
        let mut child = command.stderr(Stdio::piped()).spawn().expect("the program starts");
        let mut lines = BufReader::new(child.stderr.take().expect("its messages were asked for")).lines();
        let mut address = |of: &str| {
            let line =
                lines.by_ref().map(Result::unwrap).find(|line| line.contains(of)).expect("it says where it serves");
            line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).expect("an address").to_owned()
        };
        let (public, staff) = (address("public side"), address("staff pages"));
        // Whatever else it says is read, so that it never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, public, staff }
    }

    /// Tells it to stop, as the system does.
    pub fn terminate(&self) {
        let told = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(told.is_ok_and(|told| told.success()), "it could be told to stop");
    }

    /// How it ended, and how long that took from now.
    pub fn ended(mut self) -> (ExitStatus, Duration) {
        let begun = Instant::now();
        let status = self.child.wait().expect("it ends");
        (status, begun.elapsed())
    }

    /// Asks the public side as somebody from outside does.
    pub fn public(&self, path: &str) -> Page {
        ask(&self.public, path, "fenshire.example")
    }

    /// Asks until the page is as it will be: what another process writes shows within a quarter of a second, and a busy
    /// machine is given five.
    pub fn soon(&self, path: &str, is: impl Fn(&Page) -> bool) -> Page {
        let late = Instant::now() + Duration::from_secs(5);
        loop {
            let page = self.public(path);
            if is(&page) || Instant::now() > late {
                return page;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Asks the staff pages as somebody at this machine does.
    pub fn staff(&self, path: &str) -> Page {
        ask(&self.staff, path, &self.staff)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// One request on a connection of its own.
pub fn ask(address: &str, path: &str, host: &str) -> Page {
    send(address, format!("GET {path} HTTP/1.0\r\nHost: {host}\r\n\r\n"))
}

/// Bytes on a connection of their own, and what comes back.
pub fn send(address: &str, request: impl AsRef<[u8]>) -> Page {
    let mut stream = TcpStream::connect(address).expect("somebody serves there");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a limit can be set");
    stream.write_all(request.as_ref()).expect("it reads");
    let mut raw = Vec::new();
    stream.read_to_end(&mut raw).expect("it answers");
    let end = raw
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .unwrap_or_else(|| panic!("no answer to {}", String::from_utf8_lossy(request.as_ref())));
    let head = String::from_utf8_lossy(&raw[..end]).into_owned();
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).expect("a status");
    let headers = lines.filter_map(|line| line.split_once(": ")).map(|(n, v)| (n.to_lowercase(), v.to_owned()));
    Page { status, headers: headers.collect(), body: raw[end + 4..].to_vec(), raw }
}

/// Every address of this side that a page leads to, without what follows `#`.
pub fn links(html: &str) -> Vec<String> {
    let values = [" href=\"", " src=\"", " action=\""].into_iter().flat_map(|attribute| html.split(attribute).skip(1));
    let values = values.filter_map(|rest| rest.split(['"', '#']).next());
    values.filter(|value| value.starts_with('/')).map(|value| value.replace("&amp;", "&")).collect()
}
