//! Asks a server for one page at a constant rate over many connections, and measures each answer from the moment at
//! which it was meant to be asked for: a server that stalls is charged for all who waited behind it (what is otherwise
//! left out is called coordinated omission).
//!
//! `steady HOST:PORT PATH RATE CONNECTIONS SECONDS CODING` prints JSON: requests, errors, and microseconds at the 50th, 99th
//! and 99.9th percentile and at most.
#![forbid(unsafe_code)]
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{Instant, sleep_until},
};

#[derive(Default)]
struct Counts {
    microseconds: Vec<u64>,
    errors: u64,
}

/// One answer: its status line says 200, and as many bytes come as its head says.
async fn answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> std::io::Result<bool> {
    buffer.clear();
    let head = loop {
        if let Some(end) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
        if stream.read_buf(buffer).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
    };
    let text = String::from_utf8_lossy(&buffer[..head]).to_ascii_lowercase();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
    let whole = head + length.ok_or(std::io::ErrorKind::InvalidData)?;
    let good = text.starts_with("http/1.1 200");
    while buffer.len() < whole {
        if stream.read_buf(buffer).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(good)
}

/// One connection's share: every `step` from `first` on, until `end`.
async fn ask(address: String, request: String, first: Instant, step: Duration, end: Instant) -> Counts {
    let mut counts = Counts::default();
    let mut stream = None;
    let mut buffer = Vec::with_capacity(64 * 1024);
    let mut meant = first;
    while meant < end {
        sleep_until(meant).await;
        let asked = async {
            if stream.is_none() {
                let opened = TcpStream::connect(&address).await?;
                opened.set_nodelay(true)?;
                stream = Some(opened);
            }
            let stream = stream.as_mut().expect("it was opened above");
            stream.write_all(request.as_bytes()).await?;
            answer(stream, &mut buffer).await
        };
        match asked.await {
            Ok(true) => {
                counts.microseconds.push(u64::try_from(meant.elapsed().as_micros()).unwrap_or(u64::MAX));
            }
            Ok(false) => counts.errors += 1,
            Err(_) => {
                counts.errors += 1;
                stream = None;
            }
        }
        meant += step;
    }
    counts
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [address, path, rate, connections, seconds, coding] = words.as_slice() else {
        return Err("usage: steady HOST:PORT PATH RATE CONNECTIONS SECONDS CODING".into());
    };
    let (rate, connections, seconds): (u32, u32, u64) = (rate.parse()?, connections.parse()?, seconds.parse()?);
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept-Encoding: {coding}\r\n\r\n");
    let begin = Instant::now() + Duration::from_millis(200);
    let end = begin + Duration::from_secs(seconds);
    let between = Duration::from_secs(1) / rate;
    let tasks = (0..connections)
        .map(|n| tokio::spawn(ask(address.clone(), request.clone(), begin + between * n, between * connections, end)));
    let mut all = Counts::default();
    for task in tasks.collect::<Vec<_>>() {
        let one = task.await?;
        all.microseconds.extend(one.microseconds);
        all.errors += one.errors;
    }
    all.microseconds.sort_unstable();
    let count = all.microseconds.len();
    let at = |thousandths: usize| all.microseconds.get((count * thousandths / 1000).min(count.saturating_sub(1)));
    println!(
        "{{\"requests\": {count}, \"errors\": {}, \"p50\": {}, \"p99\": {}, \"p999\": {}, \"max\": {}}}",
        all.errors,
        at(500).unwrap_or(&0),
        at(990).unwrap_or(&0),
        at(999).unwrap_or(&0),
        all.microseconds.last().unwrap_or(&0)
    );
    Ok(())
}
