//! A client that does nothing but write, for crash tests and the throughput bench: several writers at once, each entry
//! printed on a line of its own as soon as it is acknowledged, so that whoever kills this program knows what it may not
//! have lost.
//!
//! `writer DIR [--database URL] [--writers N] [--count N] [--what position|number] [--key WORD]`: opens the record in DIR,
//! or begins one. Without --count it writes until it is stopped. A position is signed at once; a number waits for a
//! timer, as most changes do. With --key the n-th ask of each writer has an idempotency key of its own, the same in each
//! run, and is asked again until it is answered, however often the database goes away meanwhile.
#![forbid(unsafe_code)]
use domain::{
    actor::{Actor, Role},
    ask::{Ask, Command},
    chance::Chance,
    paper::{PaperKind, ReservePaper},
    settings::{Begin, Brand},
    snapshot::TakeSnapshot,
    text::{Text, text},
};
use jiff::Timestamp;
use record::{Error, Place, Record, Written};
use std::{
    io::Write,
    time::{Duration, Instant},
};
use uuid::Uuid;

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Position,
    Number,
}

struct Settings {
    place: Place,
    writers: u64,
    count: u64,
    what: What,
    key: Option<String>,
}

fn settings() -> Result<Settings, String> {
    let mut words = std::env::args().skip(1);
    let dir = words
        .next()
        .ok_or("usage: writer DIR [--database URL] [--writers N] [--count N] [--what position|number] [--key WORD]")?;
    let place = Place::folder(dir);
    let mut settings = Settings { place, writers: 4, count: u64::MAX, what: What::Position, key: None };
    while let Some(word) = words.next() {
        let value = words.next().ok_or_else(|| format!("{word} needs a value"))?;
        let number = || value.parse().map_err(|_| format!("{word} needs a number, not {value}"));
        match word.as_str() {
            "--database" => settings.place.database = Some(value),
            "--key" => settings.key = Some(value),
            "--writers" => settings.writers = number()?,
            "--count" => settings.count = number()?,
            "--what" if value == "number" => settings.what = What::Number,
            "--what" if value == "position" => settings.what = What::Position,
            _ => return Err(format!("{word} {value} is not understood")),
        }
    }
    Ok(settings)
}

fn ask(record: &Record, what: What) -> Ask {
    let office = record.office();
    let actor = Actor::of(Uuid::nil().into(), "Writer", Role::Office);
    let command = match what {
        What::Position => {
            let name = Text::new(format!("Position {}", Uuid::now_v7())).expect("an id is text");
            Command::TakeSnapshot(TakeSnapshot { name, body: text("Panel") })
        }
        What::Number => {
            let body = office.seen_by(&actor).body_called("Panel").expect("every office has a Panel").id;
            Command::ReservePaper(ReservePaper {
                kind: PaperKind::DeliveryPlan,
                title: text("Delivery Plan"),
                plan: None,
                theme: None,
                body,
                as_at: office.head().seq,
                as_at_time: office.head().at,
                snapshot: None,
                release: text("bench"),
                since: None,
                words: None,
                redacts: None,
            })
        }
    };
    Ask { actor, now: Timestamp::now(), on: None, key: None, seen: vec![], reason: None, command }
}

/// Asks, and where there is a key, asks again until there is an answer.
async fn written(record: &Record, what: What, key: Option<String>) -> Result<Written, Error> {
    loop {
        match record.write(Ask { key: key.clone(), ..ask(record, what) }).await {
            Err(error @ (Error::Away { .. } | Error::Busy | Error::Unconfirmed(_) | Error::Disk { .. }))
                if key.is_some() =>
            {
                eprintln!("asked again: {error}");
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
            other => return other,
        }
    }
}

async fn open(place: &Place) -> Result<Record, Error> {
    match Record::open(place).await {
        Err(Error::NoRecord { .. }) => {
            let mut seed = [0; 32];
            getrandom::fill(&mut seed).expect("the system gives chance");
            let begin = Begin {
                name: text("Bench"),
                code: Some(text("BEN")),
                key: text(""),
                brand: Brand::default(),
                demo: false,
            };
            Record::begin(place, begin, Timestamp::now(), Chance::new(seed)).await
        }
        other => other,
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let Settings { place, writers, count, what, key } = settings()?;
    let record = open(&place).await?;
    let start = Instant::now();
    let tasks = (0..writers).map(|writer| {
        let (record, key) = (record.clone(), key.clone());
        let share = count / writers + u64::from(writer < count % writers);
        tokio::spawn(async move {
            for n in 0..share {
                let key = key.as_ref().map(|word| format!("{word}-{writer}-{n}"));
                let written = written(&record, what, key).await?;
                // One write to the file descriptor a line: nothing waits in a buffer when the process is killed.
                let line = format!("{}\n", written.seq);
                std::io::stdout().lock().write_all(line.as_bytes()).expect("somebody reads the lines");
                std::io::stdout().flush().expect("somebody reads the lines");
            }
            Ok::<(), Error>(())
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await??;
    }
    let seconds = start.elapsed().as_secs_f64();
    eprintln!("{count} writes by {writers} writers in {seconds:.3} s");
    if let Err(error) = record.sign_if_due().await {
        eprintln!("all is written, and the last of it not signed: {error}");
    }
    record.close().await;
    Ok(())
}
