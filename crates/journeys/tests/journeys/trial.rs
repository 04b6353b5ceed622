//! Somebody tries a plan of their own through the program itself, and the machine is as it was before.
use crate::{
    office::{Office, run, shared},
    serve::{Page, Server, send},
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const BOUNDARY: &str = "a-boundary-of-a-browser";

/// The form with a text, or with a file.
fn form(server: &Server, fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Page {
    let mut body = Vec::new();
    for (name, words) in fields {
        body.extend(
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{words}\r\n").into_bytes(),
        );
    }
    if let Some((name, bytes)) = file {
        let head =
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        body.extend(head.into_bytes());
        body.extend(bytes);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
    let head = format!(
        "POST /try HTTP/1.0\r\nHost: {}\r\nContent-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {}\r\n\r\n",
        server.staff,
        body.len()
    );
    send(&server.staff, [head.as_bytes(), &body].concat())
}

fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = vec![];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path));
        } else if !path.to_string_lossy().ends_with("-shm") {
            // In that one SQLite counts who reads; it holds nothing of the record.
            let bytes = fs::read(&path).unwrap();
            all.push((path, bytes));
        }
    }
    all.sort();
    all
}

#[test]
fn a_trial_goes_through_the_limited_child_and_leaves_nothing_on_the_machine() {
    let office = Office::begin();
    let temporary = office.path("temporary");
    fs::create_dir(&temporary).unwrap();
    let mut command = office.command();
    command.env("TMPDIR", &temporary);
    let server = Server::start_by(command);
    let home = office.dir().parent().unwrap().to_owned();
    let before = files(&home);
    let plan = "Safer Streets\r\n- Light the underpass\r\n- Walk each ward\r\n";
    let page = form(&server, &[("text", plan), ("plan", "Safer Harlow"), ("day", "2026-07-13")], None);
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(page.text().contains("2 actions in 1 theme."));
    let mut papers = 0;
    for format in ["docx", "pdf", "odt", "html"] {
        let fields = [("text", plan), ("plan", "Safer Harlow"), ("day", "2026-07-13"), ("format", format)];
        let paper = form(&server, &fields, None);
        assert_eq!(paper.status, 200, "{format}");
        assert!(paper.headers["content-disposition"].contains("trial-not-issued"), "{format}");
        papers += 1;
        if format == "pdf" {
            every_page_says_so(&paper.body);
        }
    }
    // What harms the child harms nobody else.
    let bomb = vec![b'['; 4 * 1024 * 1024];
    for (name, bytes) in [("plan.pdf", &b"%PDF-1.7\n"[..]), ("plan.docx", b"PK\x03\x04broken"), ("plan.csv", &bomb)] {
        let refused = form(&server, &[], Some((name, bytes)));
        assert_eq!(refused.status, 422, "{name}: {}", refused.text());
    }
    if let Some(seed) = seed() {
        let page = form(&server, &[("day", "2022-02-14")], Some(("report.txt", &fs::read(seed).unwrap())));
        assert!(page.text().contains("34 actions in 5 themes."), "{}", page.text());
        assert!(page.text().contains("name=\"kept\""), "the file goes with the form");
    }
    let after = files(&home);
    let names = |files: &[(PathBuf, Vec<u8>)]| files.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>();
    assert_eq!(names(&after), names(&before));
    assert!(after == before, "a byte was written");
    assert_eq!(fs::read_dir(&temporary).unwrap().count(), 0, "temporary files are gone");
    println!("{papers} papers made, {} files of the machine unchanged", before.len());
}

fn seed() -> Option<PathBuf> {
    let seeds = fs::read_dir(shared()?.join("seeds")).ok()?;
    seeds.flatten().map(|file| file.path()).find(|path| path.to_string_lossy().contains("/004_"))
}

/// A page that is found alone says that it is of a trial.
fn every_page_says_so(pdf: &[u8]) {
    if !crate::office::has("pdftotext") {
        return;
    }
    // Beside the folder that is compared.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("trial.pdf");
    fs::write(&file, pdf).unwrap();
    let text = run(Command::new("pdftotext").arg("-layout").arg(&file).arg("-"), b"").text();
    let pages: Vec<&str> = text.split('\u{c}').filter(|page| !page.trim().is_empty()).collect();
    assert!(!pages.is_empty());
    for page in &pages {
        assert!(page.contains("TRIAL: not issued") && page.contains("Not issued: a trial"), "{page}");
    }
    println!("{} pages of the PDF say that they are of a trial", pages.len());
}
