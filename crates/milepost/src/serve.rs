//! `milepost serve` and `milepost export site`.
use crate::{
    desk::Desk,
    doctor::{State, key_is_safe, staff_address_is_safe, staff_side_makes_sense},
    erase, mail,
    say::{Refused, Say, counted},
    settings::{Settings, StaffSide},
};
use std::{
    net::SocketAddr,
    path::Path,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

const LISTEN: &str = "127.0.0.1:8080";
/// How many files the server asks to have open: two listeners with their places, the database, and what is being read.
const FILES: u64 = 4096;
/// How long a mail that is on its way may take once the server is to stop.
const LAST_MAIL: Duration = Duration::from_secs(5);

pub async fn run(
    desk: &Desk,
    settings: &Settings,
    listen: Option<SocketAddr>,
    staff: Option<SocketAddr>,
    asked: StaffSide,
) -> Result<ExitCode, Refused> {
    let key = key_is_safe(&settings.place.dir);
    if key.state == State::Mend {
        return Err(key.refused());
    }
    let listen = listen.or(settings.listen).or_else(|| LISTEN.parse().ok());
    let side = asked.or(&settings.staff_side);
    let mailer = settings.mail.mailer(&side)?;
    let doors = doors(side)?.provided(settings.provider.provided()?);
    serve(desk, listen, staff.or(settings.staff), doors, mailer).await
}

/// How the staff side is reached, once it is known to make sense.
fn doors(side: StaffSide) -> Result<web::Doors, Refused> {
    let sense = staff_side_makes_sense(&side);
    if sense.state == State::Mend {
        return Err(sense.refused());
    }
    Ok(web::Doors::new(side.sign_in, side.host, side.proxies, web::Clock::default()))
}

/// Serves until it is told to stop, and lets open requests end; signs the record and does what is due meanwhile. Whoever
/// called closes the desk, which signs what is not signed yet.
pub async fn serve(
    desk: &Desk,
    listen: Option<SocketAddr>,
    staff: Option<SocketAddr>,
    doors: web::Doors,
    mailer: Option<::mail::Mailer>,
) -> Result<ExitCode, Refused> {
    let doors = doors.mailing(mailer.is_some());
    let finding = staff.map(|staff| staff_address_is_safe(staff, doors.host.as_deref()));
    if let Some(unsafe_address) = finding.filter(|finding| finding.state == State::Mend) {
        return Err(unsafe_address.refused());
    }
    // As many as the system lets this account have: what it begins with is often too few for two busy listeners.
    if let Err(error) = rlimit::increase_nofile_limit(FILES) {
        tracing::warn!(%error, "no more files may be open at once than the program began with");
    }
    let work = tokio::spawn(work(desk.clone()));
    let stopping = Arc::new(AtomicBool::new(false));
    let letters = mailer.map(|mailer| tokio::spawn(mail::work(desk.clone(), mailer, stopping.clone())));
    let mut servers = Vec::new();
    if let Some(address) = listen {
        let server = web::serve::bind(address).map_err(|e| Refused::because(cannot(address, &e)))?;
        eprintln!("The public side is at http://{}/", server.address());
        servers.push(tokio::spawn(server.run(web::public_router(desk.record.clone()), stop())));
    }
    if let Some(address) = staff {
        let server = web::serve::bind(address).map_err(|e| Refused::because(cannot(address, &e)))?;
        eprintln!("The staff pages are at http://{}/", server.address());
        eprintln!("{}", way_in(desk, &doors).await?);
        servers.push(tokio::spawn(
            server.run(web::staff_router_with(desk.record.clone(), doors, &intake::Child::this_binary()), stop()),
        ));
    }
    for server in servers {
        let _ = server.await;
    }
    work.abort();
    stopping.store(true, Ordering::Relaxed);
    if let Some(letters) = letters {
        // A mail that is just being handed over is let through; one that hangs is noted as doubtful at the next start.
        let abort = letters.abort_handle();
        if tokio::time::timeout(LAST_MAIL, letters).await.is_err() {
            abort.abort();
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What whoever starts the server has to know of the staff side. The secret is said here and nowhere else.
async fn way_in(desk: &Desk, doors: &web::Doors) -> Result<String, Refused> {
    if let Some(secret) = doors.first_secret(&desk.record).await? {
        return Ok(format!(
            "Nobody can sign in yet. Open /first there and give this secret, which works once:\n    {secret}"
        ));
    }
    let served = match &doors.host {
        Some(host) => format!("this machine, and https://{host}/ by the proxies that were named"),
        None => "this machine alone: never point a proxy at them".to_owned(),
    };
    Ok(match (desk.record.office().has_people(), desk.record.accounts().any().await?) {
        (false, _) => {
            "They ask nobody to sign in and answer this machine alone: never point a proxy at them.".to_owned()
        }
        (true, true) => format!("People sign in there; they answer {served}."),
        (true, false) => {
            "Nobody can sign in: a backup keeps no accounts. Start with --sign-in to make an administrator.".to_owned()
        }
    })
}

fn cannot(address: SocketAddr, error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            format!("something else is served at {address} already; choose another port with --listen or --staff")
        }
        _ => format!("{address} cannot be served: {error}"),
    }
}

async fn stop() {
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminate => {}
    }
}

/// What the server does by itself: publishes what is due, and signs the record within a minute of any entry.
async fn work(desk: Desk) {
    let mut tick = tokio::time::interval(Duration::from_secs(5));
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        if let Err(error) = due(&desk).await {
            tracing::warn!("a job that is due could not be done: {}", error.why);
        }
        if let Err(error) = desk.record.drop_old_uploads(desk.now()).await {
            tracing::warn!("tables that nobody imported could not be deleted: {error}");
        }
        if let Err(error) = desk.record.drop_old_drafts(desk.now()).await {
            tracing::warn!("drafts that nobody sent could not be deleted: {error}");
        }
        if let Err(error) = desk.record.sign_if_due().await {
            tracing::warn!("the record could not be signed: {error}");
        }
    }
}

async fn due(desk: &Desk) -> Result<(), Refused> {
    erase::owed(desk).await?;
    for (what, outcome) in desk::publish_due(desk).await? {
        match outcome {
            Ok(()) => tracing::info!(%what, "was agreed to and due, and is published"),
            Err(why) => tracing::error!(%what, why, "was agreed to and due, and could not be published"),
        }
    }
    for job in desk.record.due(desk.now()).await? {
        let Some(what) = job.what.get("publish").and_then(|v| v.as_str()) else { continue };
        let post = job.what.get("as").and_then(|v| v.as_str());
        let seated = post.map_or_else(|| Ok(desk.clone()), |post| desk.seat(post));
        let despite_hold = job.what.get("despite_hold").and_then(|v| v.as_str());
        match async { desk::publish(&seated?, what, despite_hold, Some(job.id.to_string())).await }.await {
            Ok(_) => tracing::info!("{what} was due, and is published"),
            // Tried again at the next tick: the job stays until it is done or refused.
            Err(refused) if refused.passing => return Err(refused),
            Err(refused) => tracing::error!("{what} was due to be published and was refused: {}", refused.why),
        }
        desk.record.done(job.id).await?;
    }
    Ok(())
}

/// `milepost export site DIR`.
pub async fn site(desk: &Desk, dir: &Path, say: Say) -> Result<ExitCode, Refused> {
    let site = web::static_site(desk.record.clone(), dir).await.map_err(|e| Refused::because(e.to_string()))?;
    let words = format!(
        "{} and {} in {}. Copy the folder to any web host, into any folder of it.",
        counted(site.pages, "page", "pages"),
        counted(site.files, "file", "files"),
        dir.display()
    );
    say.out(&words, &serde_json::json!({ "dir": dir, "pages": site.pages, "files": site.files }));
    Ok(ExitCode::SUCCESS)
}
