//! The accept loop: a listener that silent, slow and oversized visitors cannot hold. `axum::serve` never closes a
//! silent connection, so this stands in its place.
//!
//! A page that reads a request's body limits it itself; elsewhere a method that could carry one is refused at its head,
//! and hyper closes the connection behind it.
use axum::{Router, body::Body, extract::ConnectInfo};
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{
    collections::HashMap,
    future::Future,
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpSocket, TcpStream},
    sync::{Semaphore, watch},
    task::{AbortHandle, JoinSet},
    time::{Instant, Sleep},
};
use tower::ServiceExt;

/// How much a visitor may take, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections at once. At the limit, the one that has been still for longest makes room.
    pub connections: usize,
    /// For the whole head of a request, and for the next one on a connection kept open.
    pub head: Duration,
    /// How long a visitor may take nothing of an answer.
    pub stall: Duration,
    /// How long one connection may last, whatever it does.
    pub whole: Duration,
    /// How long open requests are waited for at a stop.
    pub stop: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            // A program often begins with 1,024 open files. The server asks for more; where it gets none, two busy
            // listeners run out of files before they run out of places, and close the stillest then.
            connections: 768,
            head: Duration::from_secs(10),
            stall: Duration::from_secs(10),
            whole: Duration::from_mins(5),
            // With what is left to sign and to close, a stop takes less than ten seconds.
            stop: Duration::from_secs(8),
        }
    }
}

/// The most bytes that the head of a request may have, and the most headers.
const HEAD_BYTES: usize = 16 * 1024;
const HEADERS: usize = 64;

/// How many may wait to be let in. With the usual 128, one of a crowd can believe to be connected long before the server
/// hears of it, and nobody's clock runs for that one.
const WAITING: u32 = 4096;

/// At the limit, a connection that has been still for this long may be closed for a new one.
const STILL: Duration = Duration::from_secs(1);

/// A listener that has its address.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
}

/// Takes an address; port 0 takes any that is free.
pub fn bind(address: SocketAddr) -> io::Result<Server> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    let listener = socket.listen(WAITING)?;
    let address = listener.local_addr()?;
    Ok(Server { listener, address })
}

impl Server {
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `stop` comes, within the ordinary limits.
    pub async fn run(self, router: Router, stop: impl Future<Output = ()>) {
        serve(self.listener, router, Limits::default(), stop).await;
    }
}

/// Serves a router until `stop` comes, then lets open requests end.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits, stop: impl Future<Output = ()>) {
    let room = Arc::new(Semaphore::new(limits.connections));
    let open = Arc::new(Open::default());
    let (stopping, stopped) = watch::channel(false);
    let mut visits = JoinSet::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let place = tokio::select! {
            () = &mut stop => break,
            place = place(&room, &open) => place,
        };
        let (stream, peer) = tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) if is_of_the_connection(&error) => continue,
                Err(error) => {
                    // Out of open files. The listener itself stays good, but whoever waits outside is timed by nobody:
                    // the stillest makes room here too.
                    tracing::warn!(%error, "a connection could not be accepted");
                    let pause = if open.close_the_stillest() { 10 } else { 100 };
                    tokio::time::sleep(Duration::from_millis(pause)).await;
                    continue;
                }
            },
        };
        while visits.try_join_next().is_some() {}
        let (router, stopped, kept) = (router.clone(), stopped.clone(), open.clone());
        let id = open.next.fetch_add(1, Ordering::Relaxed);
        let pulse = Arc::new(Pulse::new());
        let io = Watched { stream, pulse: pulse.clone(), stall: limits.stall, stalled: None };
        let handle = visits.spawn(async move {
            visit(io, peer, router, limits, stopped).await;
            kept.forget(id);
            drop(place);
        });
        open.remember(id, pulse, handle);
    }
    drop(listener);
    // Every visit holds a receiver; that it has none left is no fault.
    stopping.send(true).ok();
    let ended = async { while visits.join_next().await.is_some() {} };
    if tokio::time::timeout(limits.stop, ended).await.is_err() {
        visits.shutdown().await;
    }
}

fn is_of_the_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// Room for one more: at the limit, the stillest connection is closed, if there is one that has been still at all.
async fn place(room: &Arc<Semaphore>, open: &Open) -> tokio::sync::OwnedSemaphorePermit {
    loop {
        if let Ok(place) = room.clone().try_acquire_owned() {
            return place;
        }
        open.close_the_stillest();
        let wait = tokio::time::timeout(Duration::from_millis(100), room.clone().acquire_owned());
        if let Ok(Ok(place)) = wait.await {
            return place;
        }
    }
}

async fn visit(io: Watched, peer: SocketAddr, router: Router, limits: Limits, mut stopped: watch::Receiver<bool>) {
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_headers(HEADERS)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(io), service);
    let mut connection = std::pin::pin!(connection);
    let whole = tokio::time::sleep(limits.whole);
    let mut whole = std::pin::pin!(whole);
    let mut stopping = false;
    loop {
        tokio::select! {
            ended = connection.as_mut() => {
                if let Err(error) = ended {
                    tracing::debug!(%peer, %error, "a connection ended early");
                }
                return;
            }
            () = &mut whole => return,
            changed = stopped.changed(), if !stopping => {
                stopping = true;
                if changed.is_ok() {
                    connection.as_mut().graceful_shutdown();
                }
            }
        }
    }
}

/// The connections that are open, and when each last moved.
#[derive(Debug, Default)]
struct Open {
    next: AtomicU64,
    all: Mutex<HashMap<u64, (Arc<Pulse>, AbortHandle)>>,
}

impl Open {
    fn remember(&self, id: u64, pulse: Arc<Pulse>, handle: AbortHandle) {
        // A visit that ended before it was remembered has forgotten itself already.
        if !handle.is_finished() {
            self.all.lock().unwrap_or_else(PoisonError::into_inner).insert(id, (pulse, handle));
        }
    }

    fn forget(&self, id: u64) {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
    }

    /// Whether there was one that had been still at all.
    fn close_the_stillest(&self) -> bool {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, (_, handle)| !handle.is_finished());
        let stillest = all.iter().max_by_key(|(_, (pulse, _))| pulse.still_for()).map(|(id, _)| *id);
        if let Some(id) = stillest
            && let Some((pulse, handle)) = all.get(&id)
            && pulse.still_for() >= STILL
        {
            handle.abort();
            all.remove(&id);
            return true;
        }
        false
    }
}

/// When a connection last moved a byte.
#[derive(Debug)]
struct Pulse {
    from: Instant,
    milliseconds: AtomicU64,
}

impl Pulse {
    fn new() -> Self {
        Self { from: Instant::now(), milliseconds: AtomicU64::new(0) }
    }

    fn beat(&self) {
        let now = u64::try_from(self.from.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.milliseconds.store(now, Ordering::Relaxed);
    }

    fn still_for(&self) -> Duration {
        self.from.elapsed().saturating_sub(Duration::from_millis(self.milliseconds.load(Ordering::Relaxed)))
    }
}

/// A connection that gives up when the other side takes nothing of what is sent.
#[derive(Debug)]
struct Watched {
    stream: TcpStream,
    pulse: Arc<Pulse>,
    stall: Duration,
    stalled: Option<Pin<Box<Sleep>>>,
}

impl Watched {
    /// Counts the time that a write has waited.
    fn waited<T>(&mut self, cx: &mut Context<'_>, polled: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if polled.is_ready() {
            self.stalled = None;
            self.pulse.beat();
            return polled;
        }
        let sleep = self.stalled.get_or_insert_with(|| Box::pin(tokio::time::sleep(self.stall)));
        match sleep.as_mut().poll(cx) {
            Poll::Ready(()) => {
                Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "nothing of the answer was taken")))
            }
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncRead for Watched {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_read(cx, buf);
        if polled.is_ready() {
            self.pulse.beat();
        }
        polled
    }
}

impl AsyncWrite for Watched {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.waited(cx, polled)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.waited(cx, polled)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_flush(cx);
        self.waited(cx, polled)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_shutdown(cx);
        self.waited(cx, polled)
    }
}
