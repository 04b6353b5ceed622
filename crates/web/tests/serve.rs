//! Visitors that mean harm, over real sockets: each is turned away in time, and the others are served meanwhile.
use axum::{Router, body::Body, routing::get};
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
};
use web::serve::{Limits, serve};

struct Server {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    done: JoinHandle<()>,
}

/// The ordinary limits, but quick: a test does not wait ten seconds for what a tenth shows.
fn quick() -> Limits {
    Limits {
        connections: 8,
        head: Duration::from_secs(1),
        stall: Duration::from_secs(1),
        whole: Duration::from_secs(6),
        stop: Duration::from_secs(2),
    }
}

async fn start(limits: Limits) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new()
        .route("/", get(|| async { "here" }))
        .route("/large", get(|| async { Body::from(vec![b'x'; 32 << 20]) }))
        .route(
            "/slow",
            get(|| async {
                tokio::time::sleep(Duration::from_millis(600)).await;
                "at last"
            }),
        );
    let (stop, stopped) = oneshot::channel();
    let done = tokio::spawn(serve(listener, router, limits, async {
        stopped.await.ok();
    }));
    Server { address, stop, done }
}

impl Server {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// The first line of the answer to a request, or what came instead of one.
    async fn answer(&self, request: &[u8]) -> String {
        let mut stream = self.connect().await;
        stream.write_all(request).await.ok();
        let mut all = Vec::new();
        let read = tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut all)).await;
        assert!(read.is_ok(), "still open after five seconds: {}", String::from_utf8_lossy(request));
        String::from_utf8_lossy(&all).lines().next().unwrap_or("closed").to_owned()
    }

    async fn is_serving(&self) {
        let begun = Instant::now();
        let answer = self.answer(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await;
        assert_eq!(answer, "HTTP/1.1 200 OK");
        assert!(begun.elapsed() < Duration::from_secs(2), "took {:?}", begun.elapsed());
    }
}

/// How long until the other side closes.
async fn closed_after(stream: &mut TcpStream) -> Duration {
    let begun = Instant::now();
    let mut all = Vec::new();
    tokio::time::timeout(Duration::from_secs(15), stream.read_to_end(&mut all)).await.expect("closed in 15 s").ok();
    begun.elapsed()
}

#[tokio::test]
async fn somebody_who_says_nothing_is_sent_away_while_others_are_served() {
    let server = start(quick()).await;
    let mut silent = server.connect().await;
    server.is_serving().await;
    let waited = closed_after(&mut silent).await;
    assert!(waited < Duration::from_secs(3), "{waited:?}");
}

#[tokio::test]
async fn a_head_that_drips_in_is_cut_off() {
    let server = start(quick()).await;
    let (mut read, mut write) = server.connect().await.into_split();
    tokio::spawn(async move {
        for byte in b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" {
            if write.write_all(&[*byte]).await.is_err() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    });
    let begun = Instant::now();
    let mut all = Vec::new();
    tokio::time::timeout(Duration::from_secs(5), read.read_to_end(&mut all)).await.expect("cut off").ok();
    assert!(begun.elapsed() < Duration::from_secs(3));
    assert!(!String::from_utf8_lossy(&all).starts_with("HTTP/1.1 200"));
    server.is_serving().await;
}

#[tokio::test]
async fn a_connection_kept_open_for_nothing_is_closed() {
    let server = start(quick()).await;
    let mut stream = server.connect().await;
    stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    let waited = closed_after(&mut stream).await;
    assert!(waited > Duration::from_millis(500) && waited < Duration::from_secs(3), "{waited:?}");
}

#[tokio::test]
async fn somebody_who_takes_nothing_of_a_large_answer_is_let_go() {
    let server = start(Limits { connections: 1, ..quick() }).await;
    let mut greedy = server.connect().await;
    greedy.write_all(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    tokio::time::sleep(Duration::from_millis(2500)).await;
    // There is one place only, so being served shows that it was given back.
    server.is_serving().await;
    drop(greedy);
}

#[tokio::test]
async fn a_crowd_of_silent_connections_does_not_shut_the_others_out() {
    let server = start(Limits { head: Duration::from_mins(1), whole: Duration::from_mins(1), ..quick() }).await;
    let mut crowd = Vec::new();
    for _ in 0..24 {
        crowd.push(server.connect().await);
    }
    tokio::time::sleep(Duration::from_millis(1100)).await;
    // Sixteen of the crowd still wait outside: each in turn makes room for the next, then for this one.
    let begun = Instant::now();
    let mut stream = server.connect().await;
    stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.unwrap();
    let mut all = Vec::new();
    tokio::time::timeout(Duration::from_secs(15), stream.read_to_end(&mut all)).await.expect("served").unwrap();
    assert!(String::from_utf8_lossy(&all).starts_with("HTTP/1.1 200"), "after {:?}", begun.elapsed());
}

#[tokio::test]
async fn requests_that_break_the_rules_are_refused_and_the_server_stays_up() {
    let server = start(quick()).await;
    let post = "POST / HTTP/1.1\r\nHost: x\r\n";
    let many = (0..100).map(|n| format!("X-{n}: 1\r\n")).collect::<Vec<_>>().concat();
    let bad: Vec<(&str, Vec<u8>)> = vec![
        ("a slow body", format!("{post}Content-Length: 100\r\n\r\n{{").into()),
        ("3 MB of body", [format!("{post}Content-Length: 3145728\r\n\r\n").as_bytes(), &vec![b'a'; 3 << 20]].concat()),
        ("100 headers", format!("GET / HTTP/1.1\r\nHost: x\r\n{many}\r\n").into()),
        ("a head of 70 kB", format!("GET / HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n", "a".repeat(70_000)).into()),
        (
            "two ways to end",
            format!("{post}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /admin HTTP/1.1\r\n")
                .into(),
        ),
        ("two lengths", format!("{post}Content-Length: 5\r\nContent-Length: 6\r\n\r\n12345").into()),
        ("bytes that are no address", b"GET /\x00\xff HTTP/1.1\r\nHost: x\r\n\r\n".to_vec()),
        ("no words at all", vec![0; 4096]),
        ("TRACE", b"TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".to_vec()),
    ];
    for (what, request) in &bad {
        let answer = server.answer(request).await;
        assert!(!answer.starts_with("HTTP/1.1 200"), "{what}: {answer}");
        server.is_serving().await;
    }
    println!("{} bad requests refused", bad.len());
}

#[tokio::test]
async fn a_stop_lets_an_open_request_end() {
    let server = start(quick()).await;
    let mut stream = server.connect().await;
    stream.write_all(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    server.stop.send(()).unwrap();
    let mut all = String::new();
    stream.read_to_string(&mut all).await.unwrap();
    assert!(all.ends_with("at last"), "{all}");
    tokio::time::timeout(Duration::from_secs(3), server.done).await.expect("stopped").unwrap();
    assert!(TcpStream::connect(server.address).await.is_err());
}
