//! The system stops the server: whoever was served is served to the end, nobody else is let in, and the record is signed.
use crate::{office::Office, serve::Server};
use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    thread,
    time::Duration,
};

const BOUNDARY: &str = "a-boundary";

/// A form of a trial, cut in the middle of its plan.
fn halves(host: &str) -> (String, String) {
    let first = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nSafer Streets\r\n- Light the underpass\r\n"
    );
    let second = format!("- Walk each ward\r\n--{BOUNDARY}--\r\n");
    let head = format!(
        "POST /try HTTP/1.1\r\nHost: {host}\r\nContent-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {}\r\n\r\n",
        first.len() + second.len()
    );
    (head + &first, second)
}

#[test]
fn a_stop_answers_the_slow_request_lets_nobody_else_in_signs_and_is_done() {
    let office = Office::begin();
    // Entries that nobody signed: written while the key was elsewhere.
    let (key, elsewhere) = (office.dir().join("signing.key"), office.path("the-key"));
    fs::rename(&key, &elsewhere).unwrap();
    let server = Server::start(&office);
    let plan = office.file("plan.csv", "Ref.,Theme,Action\n1.1,Victims,Open a second hub\n");
    office.does(&["import", "plan", &plan]);
    assert!(office.does(&["verify"])["past_checkpoint"].as_u64().unwrap() > 0, "there is something to sign");

    let mut slow = TcpStream::connect(&server.staff).unwrap();
    slow.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let (first, second) = halves(&server.staff);
    slow.write_all(first.as_bytes()).unwrap();
    let mut idle = TcpStream::connect(&server.public).unwrap();
    // The server is in the middle of it.
    thread::sleep(Duration::from_millis(300));
    fs::rename(&elsewhere, &key).unwrap();
    let (public, staff) = (server.public.clone(), server.staff.clone());
    server.terminate();
    let stopping = thread::spawn(move || server.ended());

    let refused = |address: &str| {
        (0..100).any(|_| {
            thread::sleep(Duration::from_millis(20));
            TcpStream::connect(address).is_err()
        })
    };
    assert!(refused(&public) && refused(&staff), "somebody new is let in");
    assert_eq!(idle.read(&mut [0; 1]).unwrap_or(0), 0, "a connection without a request is closed");
    slow.write_all(second.as_bytes()).unwrap();
    let mut answer = String::new();
    slow.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    assert!(answer.contains("Light the underpass") && answer.contains("Walk each ward"), "{answer}");
    let (status, took) = stopping.join().unwrap();
    assert_eq!(status.code(), Some(0));
    assert!(took < Duration::from_secs(10), "{took:?}");
    let proof = office.does(&["verify"]);
    assert_eq!((&proof["ok"], proof["past_checkpoint"].as_u64()), (&serde_json::json!(true), Some(0)), "{proof}");
    // The journal is in the tables again: the folder could be copied as it lies.
    assert!(!office.dir().join("milepost.db-wal").exists(), "the tables were closed");
    println!("a slow request was answered, and the server was gone {} ms after it was told to stop", took.as_millis());
}

#[test]
fn a_visitor_who_never_ends_holds_a_stop_for_less_than_ten_seconds() {
    let office = Office::begin();
    let server = Server::start(&office);
    let mut never = TcpStream::connect(&server.staff).unwrap();
    never.write_all(halves(&server.staff).0.as_bytes()).unwrap();
    thread::sleep(Duration::from_millis(300));
    server.terminate();
    let (status, took) = server.ended();
    assert_eq!(status.code(), Some(0));
    assert!(took < Duration::from_secs(10), "{took:?}");
    println!("held by a visitor who never ends, it took {} ms", took.as_millis());
}
