//! The first administrator, at the program's own door: a secret on the terminal, a form, a session, and a restart.
use crate::{
    office::Office,
    serve::{Page, send},
};
use std::{
    io::{BufRead, BufReader},
    process::{Child, Stdio},
};

/// `milepost serve --sign-in`, and what it said.
struct Door {
    child: Child,
    staff: String,
    said: String,
}

impl Door {
    fn opens(office: &Office, more: &[&str]) -> Self {
        let mut command = office.command();
        command.args(["serve", "--listen", "127.0.0.1:0", "--staff", "127.0.0.1:0"]).args(more);
        let mut child = command.stderr(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program starts");
        let mut lines = BufReader::new(child.stderr.take().expect("its messages were asked for")).lines();
        let mut said = String::new();
        let mut staff = None;
        // The address, and the two lines after it: what to know of these pages.
        let mut after = 0;
        while after < 2 {
            let Some(line) = lines.next() else { break };
            let line = line.expect("words");
            if let Some(rest) = line.strip_prefix("The staff pages are at http://") {
                staff = Some(rest.trim_end_matches('/').to_owned());
            } else if staff.is_some() {
                after += 1;
            }
            said.push_str(&line);
            said.push('\n');
            if line.starts_with("People sign in") || line.starts_with("They ask nobody") {
                break;
            }
        }
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, staff: staff.expect("it says where the staff pages are"), said }
    }

    fn asks(&self, head: &str, cookie: &str, form: &str) -> Page {
        let kind = "Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin";
        let host = &self.staff;
        let length = form.len();
        send(
            host,
            format!(
                "{head} HTTP/1.0\r\nHost: {host}\r\nCookie: {cookie}\r\n{kind}\r\nContent-Length: {length}\r\n\r\n{form}"
            ),
        )
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

#[test]
fn the_terminal_prints_a_secret_once_and_a_restart_still_knows_who_is_in() {
    let office = Office::begin();
    let door = Door::opens(&office, &["--sign-in"]);
    let secret = door.said.lines().last().expect("a secret").trim().to_owned();
    assert_eq!(secret.len(), 43, "{}", door.said);
    assert_eq!(door.asks("GET /plans", "", "").headers["location"], "/first");
    let form = format!(
        "secret={secret}&name=Alex+Clerk&email=alex%40fenshire.example&passphrase=seven+otters+under+a+lamp&again=seven+otters+under+a+lamp"
    );
    let made = door.asks("POST /first", "", &form);
    assert_eq!((made.status, made.headers["location"].as_str()), (303, "/people"), "{}", made.text());
    let cookie = made.headers["set-cookie"].split(';').next().expect("a cookie").to_owned();
    assert!(door.asks("GET /people", &cookie, "").text().contains("Alex Clerk"));
    assert_eq!(door.asks("POST /first", "", &form).status, 404, "it works once");
    assert_eq!(door.asks("GET /plans", "", "").headers["location"], "/sign-in?to=%2Fplans");
    drop(door);
    // Without the flag as with it: who signs in is on the record.
    for more in [&[][..], &["--sign-in"][..]] {
        let door = Door::opens(&office, more);
        assert!(door.said.contains("People sign in there") && !door.said.contains("secret"), "{}", door.said);
        assert_eq!(door.asks("GET /plans", &cookie, "").status, 200, "a session outlives a restart");
        assert_eq!(door.asks("GET /plans", "", "").status, 303);
    }
    // Neither name nor secret is anywhere but in the tables: not in the backup, not in the files.
    let backup = office.path("office.milepost");
    office.does(&["backup", backup.to_str().expect("a path")]);
    let bytes = std::fs::read(&backup).expect("the backup is there");
    for word in ["Alex Clerk", "alex@fenshire.example", secret.as_str()] {
        assert!(!bytes.windows(word.len()).any(|window| window == word.as_bytes()), "{word}");
    }
}

#[test]
fn a_proxy_needs_a_name_and_a_name_a_proxy() {
    let office = Office::begin();
    for half in [&["--host", "plan.example"][..], &["--trusted-proxy", "10.0.0.2"][..]] {
        let mut command = office.command();
        command.args(["serve", "--listen", "127.0.0.1:0", "--staff", "127.0.0.1:0"]).args(half);
        let refused = crate::office::run(&mut command, b"");
        assert_eq!(refused.code, 1, "{refused:?}");
        assert!(refused.err.contains("belong together"), "{refused:?}");
    }
    let mut command = office.command();
    command.args(["serve", "--listen", "127.0.0.1:0", "--staff", "0.0.0.0:0", "--sign-in"]);
    let refused = crate::office::run(&mut command, b"");
    assert_eq!(refused.code, 1, "{refused:?}");
}

/// The first administrator of an office, signed in: the cookie.
fn administrator(door: &Door) -> String {
    let secret = door.said.lines().last().expect("a secret").trim();
    let passphrase = "seven+otters+under+a+lamp";
    let form = format!(
        "secret={secret}&name=Alex+Clerk&email=alex%40fenshire.example&passphrase={passphrase}&again={passphrase}"
    );
    let made = door.asks("POST /first", "", &form);
    assert_eq!(made.status, 303, "{}", made.text());
    made.headers["set-cookie"].split(';').next().expect("a cookie").to_owned()
}

fn two_offices_are_blind_to_each_other(north: &Office, west: &Office) {
    let table = "Ref,Theme,Action,RAG\n1,Victims,Move the witness,Green\n";
    let file = north.file("plan.csv", table);
    north.does(&["import", "plan", &file]);
    let issued = north.does(&["issue", "delivery-plan", "--for", "Board"]);
    let (northern, western) = (Door::opens(north, &["--sign-in"]), Door::opens(west, &["--sign-in"]));
    let alex = administrator(&northern);
    assert!(northern.asks("GET /people", &alex, "").text().contains("Alex Clerk"));
    // The same person, address and passphrase are nobody at the other, and neither is their session.
    assert_eq!(western.asks("GET /people", &alex, "").headers["location"], "/first");
    let secret_of_the_other = administrator(&western);
    assert_eq!(
        northern.asks("GET /people", &secret_of_the_other, "").headers["location"].split('?').next(),
        Some("/sign-in")
    );
    let page = western.asks("GET /people", &secret_of_the_other, "").text();
    assert_eq!(
        page.matches("Alex Clerk").count(),
        northern.asks("GET /people", &alex, "").text().matches("Alex Clerk").count()
    );
    // No paper, action or entry of the one is known to the other.
    let number = issued["number"].as_str().expect("a number");
    for path in [format!("/papers/{number}"), "/plans/plan".to_owned()] {
        assert_eq!(western.asks(&format!("GET {path}"), &secret_of_the_other, "").status, 404, "{path}");
    }
    assert!(!western.asks("GET /plans", &secret_of_the_other, "").text().contains("Move the witness"));
}

#[test]
fn two_offices_on_one_machine_know_nothing_of_each_other() {
    two_offices_are_blind_to_each_other(&Office::begin(), &Office::begin());
}

#[test]
fn two_offices_in_one_postgresql_know_nothing_of_each_other() {
    if let (Some(north), Some(west)) = (Office::on_postgres(), Office::on_postgres()) {
        two_offices_are_blind_to_each_other(&north, &west);
    }
}
