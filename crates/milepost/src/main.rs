//! The binary: arguments, settings, one file a command, and the server.
mod arguments;
mod backup;
mod changes;
mod counts;
mod demo;
mod desk;
mod doctor;
mod effect;
mod erase;
mod finding;
mod holds;
mod import;
mod load;
mod mail;
mod measure;
mod milestone;
mod outcome;
mod paper;
mod plan_text;
mod position;
mod provider;
mod publication;
mod question;
mod risk;
mod round;
mod rules;
mod say;
mod serve;
mod settings;
mod spc;
mod undo;
mod verify;
mod working;

use arguments::{Arguments, Command, Export, Import};
use clap::Parser;
use jiff::Timestamp;
use say::Refused;
use std::process::ExitCode;

/// The hidden arguments by which the program becomes the limited child that reads files from outside.
const INTAKE_CHILD: &str = "intake-child";
const BULK_CHILD: &str = bulk::child::ARGUMENT;

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some(INTAKE_CHILD) => return intake::child(),
        Some(BULK_CHILD) => return bulk::child::child(),
        _ => {}
    }
    let arguments = Arguments::parse();
    if let Command::Spc(ask) = &arguments.command {
        return spc::run(ask).unwrap_or_else(|refused| refuse(&refused, arguments.json));
    }
    let level = tracing_subscriber::EnvFilter::try_from_env("MILEPOST_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info,sqlx=warn"));
    tracing_subscriber::fmt().with_env_filter(level).with_writer(std::io::stderr).with_ansi(false).init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("milepost: this machine gives no threads to run on: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(&arguments)) {
        Ok(code) => code,
        Err(refused) => refuse(&refused, arguments.json),
    }
}

fn refuse(refused: &Refused, json: bool) -> ExitCode {
    say::print_refusal(refused, json);
    ExitCode::FAILURE
}

async fn run(arguments: &Arguments) -> Result<ExitCode, Refused> {
    let now = Timestamp::now();
    if let Command::Counts(ask) = &arguments.command {
        return counts::run(ask, now, arguments.json);
    }
    let settings = settings::Settings::read(&arguments.place)?;
    let say = say::Say { json: arguments.json };
    match &arguments.command {
        Command::Init { dir, office, code } => {
            return desk::init(&settings, dir, office, code.as_deref(), now, say).await;
        }
        Command::Demo { listen, staff, build_only } => {
            return demo::run(&settings, *listen, *staff, *build_only, say).await;
        }
        Command::Restore { file } | Command::Import(Import::Record { dir: file }) => {
            return backup::restore(&settings, file, now, say).await;
        }
        _ => {}
    }
    if let Command::Doctor { listen, staff, all, backups, days, free } = &arguments.command {
        let settings =
            settings::Settings { listen: listen.or(settings.listen), staff: staff.or(settings.staff), ..settings };
        let ask = doctor::Examination { all: *all, backups: backups.clone(), days: *days, free: *free };
        return doctor::examine(&settings, &ask, say).await;
    }
    if let Command::Verify { file: None, checkpoint, .. } = &arguments.command {
        return verify::record(&settings, checkpoint.as_deref(), say).await;
    }
    let desk = desk::open(&settings, arguments.acting.as_deref()).await?;
    let code = match &arguments.command {
        Command::Import(Import::Plan { file, plan, sheet, map, on, as_position, body, dry_run }) => {
            let ask = import::ImportAsk {
                plan: plan.clone(),
                sheet: sheet.clone(),
                map: map.clone(),
                on: *on,
                as_position: as_position.clone().zip(body.clone()),
                reason: None,
                dry_run: *dry_run,
            };
            import::plan(&desk, file, &ask, say).await
        }
        Command::Import(Import::Findings { file, review, kind, sheet, map, on, dry_run }) => {
            let ask = finding::FindingsFile {
                review: review.clone(),
                kind: kind.clone(),
                sheet: sheet.clone(),
                map: map.clone(),
                on: *on,
                dry_run: *dry_run,
            };
            finding::import(&desk, file, &ask, say).await
        }
        Command::Undo { import, reason, dry_run } => {
            undo::run(&desk, import.as_deref(), reason.as_deref(), *dry_run, say).await
        }
        Command::Snapshot { name, body, on } => position::snapshot(&desk, name, body, *on, say).await,
        Command::Paper { ask, format, output } => paper::print(&desk, ask, *format, output.as_deref()).await,
        Command::Issue { ask, on } => paper::issue(&desk, ask, *on, say).await,
        Command::Present { number, on } => position::present(&desk, number, *on, say).await,
        Command::Publish { what, at, despite_hold } => {
            position::publish(&desk, what, *at, despite_hold.as_deref(), say).await
        }
        Command::Publication(act) => publication::act(&desk, act, say).await,
        Command::Milestone(ask) => milestone::run(&desk, ask, say).await,
        Command::Load(ask) => load::run(&desk, ask, say).await,
        Command::Measure(ask) => measure::run(&desk, ask, say).await,
        Command::Risk(ask) => risk::run(&desk, ask, say).await,
        Command::Finding(ask) => finding::run(&desk, ask, say).await,
        Command::Check { as_at, only } => question::check(&desk, as_at.as_deref(), only.as_deref(), say).await,
        Command::Question(ask) => question::run(&desk, ask, say).await,
        Command::Forecast { reference, backtest: _, as_at } => {
            question::forecast(&desk, reference.as_deref(), as_at.as_deref(), say).await
        }
        Command::Effect(ask) => effect::run(&desk, ask, say).await,
        Command::Outcome(ask) => outcome::run(&desk, ask, say).await,
        Command::Rules(ask) => rules::run(&desk, ask, say).await,
        Command::Hold(ask) => publication::hold(&desk, ask, say).await,
        Command::Correct { number, says, was, is } => publication::correct(&desk, number, says, was, is, say).await,
        Command::Return { number, file, accept, on } => {
            publication::returned(&desk, number, file, *accept, *on, say).await
        }
        Command::Withdraw { what, reason } => position::withdraw(&desk, what, reason, say).await,
        Command::Update { reference, ask } => working::update(&desk, reference, ask, say).await,
        Command::Confirm { reference, ask } => working::confirm(&desk, reference, ask, say).await,
        Command::Date { reference, ask } => working::date(&desk, reference, ask, say).await,
        Command::Change { reference, ask } => working::change(&desk, reference, ask, say).await,
        Command::Waiting => working::list_waiting(&desk, say).await,
        Command::Ratings { plan } => working::ratings(&desk, plan.as_deref(), say).await,
        Command::Changes { from, to, plan } => changes::print(&desk, from, to, plan.as_deref(), say).await,
        Command::Verify { file: Some(file), number, .. } => verify::file(&desk, file, number.as_deref(), say).await,
        Command::Export { what: Some(Export::Site { dir }), .. } => serve::site(&desk, dir, say).await,
        Command::Export { what: Some(Export::Plan { dir, plan, as_at }), .. } => {
            plan_text::export(&desk, dir, plan.as_deref(), as_at.as_deref(), say).await
        }
        Command::Export { dir: Some(dir), what: None } => backup::export(&desk, dir, say).await,
        Command::Erase { item, plan, passage, reason, everywhere, dry_run, yes } => {
            let ask = erase::EraseAsk {
                item,
                plan: plan.as_deref(),
                passage,
                reason,
                everywhere: *everywhere,
                dry_run: *dry_run,
                yes: *yes,
            };
            erase::passage(&desk, &ask, say).await
        }
        Command::Round(asked) => round::run(&desk, &settings, asked, say).await,
        Command::RotateKey { reason } => backup::rotate_key(&desk, reason, say).await,
        Command::Backup { file } => backup::backup(&desk, file, say).await,
        Command::Serve { listen, staff, sign_in, host, trusted_proxy } => {
            let asked = settings::StaffSide { sign_in: *sign_in, host: host.clone(), proxies: trusted_proxy.clone() };
            serve::run(&desk, &settings, *listen, *staff, asked).await
        }
        Command::Verify { file: None, .. }
        | Command::Export { dir: None, what: None }
        | Command::Import(Import::Record { .. })
        | Command::Init { .. }
        | Command::Counts(_)
        | Command::Doctor { .. }
        | Command::Demo { .. }
        | Command::Spc(_)
        | Command::Restore { .. } => Ok(ExitCode::SUCCESS),
    }?;
    desk.close().await;
    Ok(code)
}
