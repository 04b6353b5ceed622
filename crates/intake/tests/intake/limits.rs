//! The limited child: a process of its own, which may die without harm.
use crate::build::{p, word};
use intake::{Child, Refused};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// The example program beside this test, which does what `milepost intake-child` does.
pub fn child() -> Child {
    let test = std::env::current_exe().unwrap();
    let program = test.parent().unwrap().parent().unwrap().join("examples/intake_child");
    assert!(program.exists(), "{} is built with the tests", program.display());
    Child { program, arguments: vec!["intake-child".to_owned()], patience: Duration::from_secs(30) }
}

fn other(program: &str, arguments: &[&str], patience: u64) -> Child {
    Child {
        program: PathBuf::from(program),
        arguments: arguments.iter().map(|&argument| argument.to_owned()).collect(),
        patience: Duration::from_millis(patience),
    }
}

#[test]
fn a_file_comes_back_from_the_child_as_it_was_read() {
    let bytes = word(&p("Open the hub"));
    let (here, size) = (intake::read("a.docx", &bytes, None).unwrap(), bytes.len() as u64);
    let taken = child().take("a.docx", bytes, None).unwrap();
    assert_eq!((taken.document, taken.format.as_str(), taken.size), (here, "docx", size));

    let taken = child().take("-", b"Ref\tDue\n1\tMay\n".to_vec(), None).unwrap();
    assert_eq!(taken.format, "text");
    // Of `printf 'Ref\tDue\n1\tMay\n' | sha256sum`.
    assert_eq!(taken.sha256, "65afb0c98abc9da6d93aacb6ae001b6737312fccd65307f0e20718d734336049");
    assert_eq!(child().take("a.csv", b"A,B\n1,2\n".to_vec(), None).unwrap().format, "csv");
}

#[test]
fn a_refusal_comes_back_as_it_was_said() {
    assert_eq!(child().take("a.pdf", b"%PDF-1.7".to_vec(), None), Err(Refused::Pdf));
    let refused = child().take("a.csv", b"A,B\n1,2,3\n".to_vec(), None).unwrap_err();
    assert_eq!(refused, Refused::Row { row: 2, line: 2, found: 3, head: 1, expected: 2 });
}

#[test]
fn a_child_that_dies_is_a_refusal() {
    let dies = |child: Child| child.take("a.csv", vec![b'a'; 1024 * 1024], None);
    assert_eq!(dies(other("/bin/false", &[], 5_000)), Err(Refused::Limits));
    assert_eq!(dies(other("/bin/sh", &["-c", "printf '\\0\\0\\0\\0\\0\\0\\0\\11{}'"], 5_000)), Err(Refused::Limits));
    assert_eq!(dies(other("/bin/sh", &["-c", "kill -9 $$"], 5_000)), Err(Refused::Limits));
    assert!(matches!(dies(other("/no/such/program", &[], 5_000)), Err(Refused::NotStarted { .. })));
}

#[test]
fn a_child_that_never_answers_is_ended() {
    let before = Instant::now();
    assert_eq!(other("/bin/sleep", &["60"], 300).take("a.csv", vec![1], None), Err(Refused::Limits));
    assert!(before.elapsed() < Duration::from_secs(10));
}

#[test]
fn two_million_cells_fit_within_the_limits() {
    let row = format!("{}x\n", "x,".repeat(19));
    let taken = child().take("big.csv", row.repeat(100_000).into_bytes(), None).unwrap();
    assert_eq!(crate::table(&taken.document).rows.len(), 100_000);
    let refused = child().take("big.csv", row.repeat(100_001).into_bytes(), None).unwrap_err();
    assert!(refused.to_string().starts_with("row 100001 is one cell too many"), "{refused}");
}

/// A document of a million and a half paragraphs passes every check of its zip file, but is more than a process may
/// hold that has 512 MiB.
#[test]
fn a_file_that_needs_too_much_memory_ends_the_child_and_not_this_process() {
    use std::fmt::Write;
    let mut body = String::new();
    for number in 0_u32..1_500_000 {
        write!(body, "<w:p><w:r><w:t>{:x}</w:t></w:r></w:p>", number.wrapping_mul(2_654_435_761)).unwrap();
    }
    let bytes = word(&body);
    drop(body);
    println!("{} bytes", bytes.len());
    assert_eq!(child().take("big.docx", bytes, None), Err(Refused::Limits));
}

#[cfg(target_os = "linux")]
#[test]
fn the_child_has_set_its_limits_before_it_reads() {
    use std::io::Write;
    let child = child();
    let mut process = std::process::Command::new(&child.program)
        .args(&child.arguments)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let path = format!("/proc/{}/limits", process.id());
    let wanted = [
        ("Max address space", "536870912"),
        ("Max cpu time", "20"),
        ("Max open files", "3"),
        ("Max file size", "0"),
        ("Max core file size", "0"),
    ];
    let set = |limits: &str| {
        wanted
            .iter()
            .filter(|(name, value)| {
                let line = limits.lines().find(|line| line.starts_with(name)).unwrap_or_default();
                line[name.len().min(line.len())..].split_whitespace().take(2).all(|word| word == *value)
            })
            .count()
    };
    let start = Instant::now();
    // It waits for the ask with its limits set; starting takes a moment.
    while set(&std::fs::read_to_string(&path).unwrap()) < wanted.len() && start.elapsed() < Duration::from_secs(10) {
        std::thread::sleep(Duration::from_millis(20));
    }
    let limits = std::fs::read_to_string(&path).unwrap();
    process.stdin.take().unwrap().write_all(b"not an ask\n").unwrap();
    assert!(!process.wait().unwrap().success());
    assert_eq!(set(&limits), wanted.len(), "{limits}");
}
