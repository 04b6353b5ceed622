//! An office at its command line: a folder of its own, the program, and what the program answered.
use serde_json::Value;
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{SystemTime, UNIX_EPOCH},
};
use tempfile::TempDir;

/// The program, built beside the tests.
pub fn program() -> PathBuf {
    built("milepost", "cargo build -p milepost")
}

/// A program of the workspace beside this test's own, which lies in `deps`.
pub fn built(name: &str, how: &str) -> PathBuf {
    let own = std::env::current_exe().expect("a test knows where it lies");
    let path = own.ancestors().nth(2).expect("tests lie in target/debug/deps").join(name);
    assert!(path.exists(), "{} is not there: run {how} first", path.display());
    path
}

/// The folder of what offices published, where it lies beside the clone.
pub fn shared() -> Option<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    shared.is_dir().then_some(shared)
}

#[derive(Debug)]
pub struct Answer {
    pub code: i32,
    pub out: Vec<u8>,
    pub err: String,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.out).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.out).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }
}

/// Runs a program to its end, with this on its standard input.
pub fn run(command: &mut Command, pasted: &[u8]) -> Answer {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    let mut stdin = child.stdin.take().expect("standard input was asked for");
    let pasted = pasted.to_vec();
    // One that refuses early reads no further.
    let writing = thread::spawn(move || drop(stdin.write_all(&pasted)));
    let done = child.wait_with_output().expect("it ends");
    writing.join().expect("writing ends");
    let code = done.status.code().unwrap_or(-1);
    Answer { code, out: done.stdout, err: String::from_utf8_lossy(&done.stderr).into_owned() }
}

/// Whether a program of the machine's can be run; says so where it cannot.
pub fn has(program: &str) -> bool {
    let there = Command::new("sh").args(["-c", &format!("command -v {program}")]).stdout(Stdio::null()).status();
    let there = there.is_ok_and(|status| status.success());
    if !there {
        println!("{program} is not on this machine: not run");
    }
    there
}

/// A schema of its own on the PostgreSQL server that the tests were given.
pub struct Schema {
    server: String,
    name: String,
    pub url: String,
}

impl Schema {
    pub fn new() -> Option<Self> {
        let Ok(server) = std::env::var("MILEPOST_TEST_POSTGRES") else {
            println!("PostgreSQL: not run");
            return None;
        };
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_nanos();
        let name = format!("journey_{now}_{}", std::process::id());
        let schema = Self { url: format!("{server}?options[search_path]={name}"), server, name };
        schema.tell(&format!("CREATE SCHEMA {}", schema.name));
        Some(schema)
    }

    fn tell(&self, sql: &str) -> String {
        let answer = run(Command::new("psql").args(["-qAt", "-v", "ON_ERROR_STOP=1", &self.server, "-c", sql]), b"");
        assert_eq!(answer.code, 0, "{sql}: {}", answer.err);
        answer.text().trim().to_owned()
    }
}

impl Drop for Schema {
    fn drop(&mut self) {
        if !thread::panicking() {
            self.tell(&format!("SET client_min_messages = warning; DROP SCHEMA {} CASCADE", self.name));
        }
    }
}

pub struct Office {
    home: TempDir,
    schema: Option<Schema>,
}

impl Office {
    /// A folder with nothing in it yet.
    pub fn nowhere() -> Self {
        Self { home: tempfile::tempdir().expect("a folder can be made"), schema: None }
    }

    /// The office of Fenshire in its first hour.
    pub fn begin() -> Self {
        let office = Self::nowhere();
        office.init();
        office
    }

    /// The same with its tables in PostgreSQL, where there is one.
    pub fn on_postgres() -> Option<Self> {
        let office = Self::nowhere_on_postgres()?;
        office.init();
        Some(office)
    }

    /// Nothing yet, and a schema with nothing in it.
    pub fn nowhere_on_postgres() -> Option<Self> {
        Some(Self { schema: Some(Schema::new()?), ..Self::nowhere() })
    }

    fn init(&self) {
        let dir = self.dir();
        self.does(&["init", &dir.to_string_lossy(), "--office", "Office of Fenshire", "--code", "FEN"]);
    }

    /// The data folder.
    pub fn dir(&self) -> PathBuf {
        self.home.path().join("fenshire")
    }

    /// The address of its tables, where they are in PostgreSQL.
    pub fn database(&self) -> Option<&str> {
        self.schema.as_ref().map(|schema| schema.url.as_str())
    }

    /// Where its people keep their own files.
    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// A file of theirs: gives its path, as they would type it.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        fs::write(self.path(name), bytes).expect("a file can be written");
        self.path(name).to_string_lossy().into_owned()
    }

    pub fn command(&self) -> Command {
        self.through(&program().to_string_lossy())
    }

    /// The program by another one, such as `faketime`, that sets its surroundings.
    pub fn through(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.home.path()).env("MILEPOST_DIR", self.dir());
        for name in
            ["MILEPOST_DATABASE", "MILEPOST_DATABASE_FILE", "MILEPOST_CONFIG", "MILEPOST_LISTEN", "MILEPOST_STAFF"]
        {
            command.env_remove(name);
        }
        if let Some(schema) = &self.schema {
            command.env("MILEPOST_DATABASE", &schema.url);
        }
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Answer {
        run(self.command().args(arguments), b"")
    }

    /// What machines read of a command that is done.
    pub fn does(&self, arguments: &[&str]) -> Value {
        self.does_with(b"", arguments)
    }

    /// The same with something pasted on standard input.
    pub fn does_with(&self, pasted: &[u8], arguments: &[&str]) -> Value {
        let answer = run(self.command().args(arguments).arg("--json"), pasted);
        assert_eq!(answer.code, 0, "{arguments:?} was not done: {} {}", answer.err, answer.text());
        answer.json()
    }

    /// What a person is told where a command is refused: the exit code is 1 and the record has not one entry more.
    pub fn refuses(&self, arguments: &[&str]) -> String {
        self.refuses_with(b"", arguments).0
    }

    /// The same with something pasted; gives what machines read as well.
    pub fn refuses_with(&self, pasted: &[u8], arguments: &[&str]) -> (String, Value) {
        let before = self.entries();
        let answer = run(self.command().args(arguments).arg("--json"), pasted);
        assert_eq!(answer.code, 1, "{arguments:?} was not refused: {} {}", answer.err, answer.text());
        assert_eq!(self.entries(), before, "{arguments:?} was refused and something was written");
        let said = answer.err.trim().strip_prefix("milepost: ").expect("says who speaks").to_owned();
        (said, answer.json())
    }

    /// How many entries its record has; they are proved on the way.
    pub fn entries(&self) -> u64 {
        let verified = self.does(&["verify"]);
        assert_eq!(verified["ok"], true, "{verified}");
        verified["entries"].as_u64().expect("a number")
    }

    /// The delivery plan as machines read it.
    pub fn plan(&self, arguments: &[&str]) -> Value {
        let answer = self.run(&[&["paper", "delivery-plan", "--format", "json"], arguments].concat());
        assert_eq!(answer.code, 0, "{arguments:?}: {}", answer.err);
        answer.json()
    }

    /// A paper in a format.
    pub fn paper(&self, arguments: &[&str]) -> Vec<u8> {
        let answer = self.run(&[&["paper"], arguments].concat());
        assert_eq!(answer.code, 0, "{arguments:?}: {}", answer.err);
        answer.out
    }

    /// The same to the tables of one on PostgreSQL.
    pub fn sql(&self, sql: &str) -> String {
        let schema = self.schema.as_ref().expect("its tables are in PostgreSQL");
        schema.tell(&format!("SET search_path = {}; {sql}", schema.name))
    }

    /// Does something to the tables of a record on SQLite that its program never would, or looks into them.
    pub fn meddle(&self, sql: &str) -> String {
        let script = "import sqlite3, sys\n\
            c = sqlite3.connect(sys.argv[1] + '/milepost.db')\n\
            rows = c.execute(sys.argv[2]).fetchall()\n\
            c.commit()\n\
            print('\\n'.join('|'.join(v.hex() if isinstance(v, bytes) else str(v) for v in row) for row in rows))";
        let answer = run(Command::new("python3").args(["-c", script]).arg(self.dir()).arg(sql), b"");
        assert_eq!(answer.code, 0, "{sql}: {}", answer.err);
        answer.text().trim().to_owned()
    }
}

/// All actions of a delivery plan, in its order.
pub fn actions(plan: &Value) -> Vec<&Value> {
    list(&plan["themes"]).iter().flat_map(|theme| list(&theme["actions"])).collect()
}

pub fn action<'a>(plan: &'a Value, reference: &str) -> &'a Value {
    let found = actions(plan).into_iter().find(|action| action["reference"] == reference);
    found.unwrap_or_else(|| panic!("{reference} is not in the paper"))
}

pub fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("{value} is no list"))
}

pub fn word(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}
