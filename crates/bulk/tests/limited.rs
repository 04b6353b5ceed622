//! An upload is read by a child that can harm nothing but itself.
use bulk::{
    Refused,
    child::{Answer, Child, Content, LARGEST_SENT, Reading},
    figures,
    home_office::{self, Offences},
    police_uk::{By, Kind, Options, Progress, count},
    population,
};
use jiff::civil::{Date, date};
use std::{
    env,
    fs::{self, File},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

const TODAY: Date = date(2026, 11, 23);

/// The example program beside this test, which does what `milepost bulk-child` does.
fn child() -> Child {
    let program = env::current_exe().unwrap().parent().unwrap().parent().unwrap().join("examples/limited");
    assert!(program.exists(), "cargo builds examples with tests: {}", program.display());
    Child { program, arguments: vec!["bulk-child".to_owned()], patience: Duration::from_mins(1) }
}

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

fn options() -> Options {
    Options {
        kind: Kind::Street,
        by: By::month_force_type(),
        today: TODAY,
        quality: true,
        fingerprint: true,
        threads: 2,
    }
}

const DORSET: &str = "archive/2024-01/2024-01-dorset-street.csv";

#[test]
fn an_open_file_and_sent_bytes_are_counted_as_in_this_process() {
    let here = count(&data(DORSET), &options(), &mut |_| {}).unwrap();
    let mut told = Progress::default();
    let file = Content::File(File::open(data(DORSET)).unwrap());
    let answer =
        child().read("2024-01-dorset-street.csv", file, Reading::PoliceUk(options()), &mut |progress| told = progress);
    let Ok(Answer::PoliceUk(by_file)) = answer else { panic!("{answer:?}") };
    assert_eq!((by_file.rows, told.rows), (130, 130));
    assert_eq!((&by_file.cells, &by_file.sha256), (&here.cells, &here.sha256));
    let bytes = Content::Bytes(fs::read(data(DORSET)).unwrap());
    let answer = child().read("2024-01-dorset-street.csv", bytes, Reading::PoliceUk(options()), &mut |_| {});
    assert_eq!(answer, Ok(Answer::PoliceUk(by_file)));
}

#[test]
fn every_kind_of_table_comes_back() {
    let read = |name: &str, reading| {
        child().read(name, Content::File(File::open(data(name)).unwrap()), reading, &mut |_| {}).unwrap()
    };
    let options = home_office::Options { by: Offences::Group, today: TODAY };
    let Answer::HomeOffice(recorded) = read("home-office-2017-18.csv", Reading::HomeOffice(options)) else { panic!() };
    assert_eq!(recorded.rows, 320);
    let options = population::Options { force: "force".to_owned(), residents: "usual_residents_2011".to_owned() };
    let Answer::Population(residents) = read("residents-2011.csv", Reading::Population(options)) else { panic!() };
    assert_eq!(residents.areas.len(), 43);
    let options = figures::Options { mapping: figures::Mapping::default(), today: TODAY };
    let bytes = Content::Bytes(b"period,area,measure,value\n2024-01,F,M,1.25\n".to_vec());
    let answer = child().read("mine.csv", bytes, Reading::Figures(Box::new(options)), &mut |_| {}).unwrap();
    let Answer::Figures(figures) = answer else { panic!() };
    assert_eq!(figures.observations[0].value, figures::Figure::Number(1.25));
}

#[test]
fn a_refusal_comes_back_in_its_own_words() {
    let bytes = Content::Bytes(b"<html>404</html>".to_vec());
    let refused = child().read("latest.zip", bytes, Reading::PoliceUk(options()), &mut |_| {}).unwrap_err();
    assert!(refused.to_string().starts_with("latest.zip is no zip file"), "{refused}");
}

#[test]
fn a_child_that_does_not_answer_or_is_none_is_a_refusal() {
    let silent =
        Child { program: "/bin/sleep".into(), arguments: vec!["60".to_owned()], patience: Duration::from_millis(300) };
    let began = Instant::now();
    let answer = silent.read("a.csv", Content::Bytes(vec![b'x']), Reading::PoliceUk(options()), &mut |_| {});
    assert_eq!(answer, Err(Refused::Limits));
    assert!(began.elapsed() < Duration::from_secs(10));
    let mad = Child { program: "/bin/echo".into(), arguments: vec!["{}".to_owned()], ..silent.clone() };
    let answer = mad.read("a.csv", Content::Bytes(vec![b'x']), Reading::PoliceUk(options()), &mut |_| {});
    assert_eq!(answer, Err(Refused::Limits));
    let none = Child { program: "/no/such/program".into(), ..silent };
    let answer = none.read("a.csv", Content::Bytes(vec![b'x']), Reading::PoliceUk(options()), &mut |_| {});
    assert!(matches!(answer, Err(Refused::NotStarted { .. })), "{answer:?}");
}

#[test]
fn more_than_a_pipe_should_carry_is_refused_before_it_is_sent() {
    let bytes = Content::Bytes(vec![0; usize::try_from(LARGEST_SENT).unwrap() + 1]);
    assert_eq!(child().read("a.csv", bytes, Reading::PoliceUk(options()), &mut |_| {}), Err(Refused::Limits));
}

#[test]
fn a_pipe_in_place_of_a_file_is_a_refusal() {
    // Whoever hands over something that cannot be read by position gets no half of it.
    let (reader, _writer) = std::io::pipe().unwrap();
    let file = File::from(std::os::fd::OwnedFd::from(reader));
    let answer = child().read("a.csv", Content::File(file), Reading::PoliceUk(options()), &mut |_| {});
    assert_eq!(answer, Err(Refused::Limits));
}

#[test]
fn the_child_limits_itself() {
    // One that waits for its standard input is looked at from outside.
    let (reader, writer) = std::io::pipe().unwrap();
    let ask = r#"{"name":"a","reading":{"population":{"force":"a","residents":"b"}},"sent":10}"#;
    let mut process = std::process::Command::new(child().program)
        .env_clear()
        .env("MILEPOST_BULK_ASK", ask)
        .stdin(reader)
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let limits = format!("/proc/{}/limits", process.id());
    let expected =
        [("Max address space", "536870912"), ("Max cpu time", "300"), ("Max open files", "4"), ("Max file size", "0")];
    let mut held = 0;
    for _ in 0..200 {
        let words = fs::read_to_string(&limits).unwrap_or_default();
        held = expected
            .iter()
            .filter(|(what, most)| {
                words.lines().any(|line| line.starts_with(what) && line.split_whitespace().any(|word| word == *most))
            })
            .count();
        if held == expected.len() {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    drop(writer);
    process.kill().unwrap();
    process.wait().unwrap();
    println!("{held} limits hold");
    assert_eq!(held, expected.len());
}
