//! The command line: a contract that other programs rely on. Names are added, never changed.
use crate::counts::CountsAsk;
use clap::{Args, Parser, Subcommand, ValueEnum};
use domain::paper::PaperKind;
use jiff::{Timestamp, civil::Date};
use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

/// The record of an office that governs policing: its Delivery Plan, what each body saw of it, and the papers.
///
/// Exit codes: 0 done; 1 refused, with the reason and what to do; 2 wrong usage.
#[derive(Debug, Parser)]
#[command(name = "milepost", version, propagate_version = true, max_term_width = 100)]
pub struct Arguments {
    #[command(flatten)]
    pub place: Where,
    /// Answer for machines, in JSON.
    #[arg(long, global = true)]
    pub json: bool,
    /// The post in whose name a change is recorded, instead of "Office (command line)".
    #[arg(long = "as", global = true, value_name = "POST")]
    pub acting: Option<String>,
    #[command(subcommand)]
    pub command: Command,
}

/// Where the record is. Flags go before MILEPOST_* variables, and those before the settings file.
#[derive(Clone, Debug, Args)]
pub struct Where {
    /// The data folder: the key, the last signed statement, the files, and the database unless --database says otherwise.
    #[arg(long, global = true, env = "MILEPOST_DIR", value_name = "DIR")]
    pub dir: Option<PathBuf>,
    /// A PostgreSQL database for the tables (postgres://...); also from the file named in `MILEPOST_DATABASE_FILE`.
    #[arg(long, global = true, env = "MILEPOST_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
    /// A settings file in TOML: dir, database, listen, staff, `sign_in`, host, `trusted_proxies`, and the table mail.
    #[arg(long, global = true, env = "MILEPOST_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Open the fictional office Fenshire and serve it.
    Demo {
        /// Where to serve the public side.
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
        /// Where to serve the staff pages.
        #[arg(long, default_value = "127.0.0.1:8081")]
        staff: SocketAddr,
        /// Build the record and stop.
        #[arg(long)]
        build_only: bool,
    },
    /// Begin the record of an office in a new folder.
    Init {
        /// The new folder.
        #[arg(id = "folder", value_name = "DIR")]
        dir: PathBuf,
        /// The office's name.
        #[arg(long)]
        office: String,
        /// Begins the number of every paper: FEN gives FEN-2026-001.
        #[arg(long)]
        code: Option<String>,
    },
    /// Serve the public side, and the staff pages where asked.
    Serve {
        #[arg(long)]
        listen: Option<SocketAddr>,
        /// Staff pages: for this machine, and with --host and --trusted-proxy for who signs in from elsewhere.
        #[arg(long)]
        staff: Option<SocketAddr>,
        /// People are to sign in: an office without accounts prints the secret that makes its first administrator.
        #[arg(long)]
        sign_in: bool,
        /// The name by which a proxy serves the staff pages over https.
        #[arg(long, value_name = "NAME")]
        host: Option<String>,
        /// The address of a proxy whose X-Forwarded-For and X-Forwarded-Proto count; may be given more than once.
        #[arg(long, value_name = "ADDRESS")]
        trusted_proxy: Vec<IpAddr>,
    },
    /// Say what is unsafe or unhealthy about this installation, and what to do. Exits 1 if something must be mended.
    Doctor {
        /// Where the public side is to be served, instead of what the settings say.
        #[arg(long)]
        listen: Option<SocketAddr>,
        /// Where the staff pages are to be served, instead of what the settings say.
        #[arg(long)]
        staff: Option<SocketAddr>,
        /// Read every file that the record names, not the newest alone.
        #[arg(long)]
        all: bool,
        /// The folder that backups are written to.
        #[arg(long, value_name = "DIR")]
        backups: Option<PathBuf>,
        /// How old the newest backup may be, in days.
        #[arg(long, default_value_t = 7, requires = "backups")]
        days: u64,
        /// How much of the disk must be free, in MB.
        #[arg(long, default_value_t = 1000, value_name = "MB")]
        free: u64,
    },
    /// Take in what an office has: a Word table, a spreadsheet (XLSX, ODS), CSV, pasted text.
    #[command(subcommand)]
    Import(Import),
    /// Undo an import: what it brought is taken back, what it changed is as before, by a change of its own.
    ///
    /// A row of which something was said since is left as it stands, and named. Without an import: lists them.
    Undo {
        /// "import 3", or 3.
        #[arg(value_name = "IMPORT")]
        import: Option<String>,
        /// Why; it stays on the record.
        #[arg(long)]
        reason: Option<String>,
        /// Say what would be undone and what would be left, and write nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Take a position for a body: the record as it stands now, named.
    Snapshot {
        name: String,
        #[arg(long = "for", value_name = "BODY")]
        body: String,
        /// The day of the meeting.
        #[arg(long)]
        on: Option<Date>,
    },
    /// Print a paper: the same position gives the same bytes, on any day.
    Paper {
        #[command(flatten)]
        ask: PaperAsk,
        #[arg(long, value_enum)]
        format: PaperFormat,
        /// Where to write it, instead of standard output.
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Issue a paper: reserve its number, print every format, keep the bytes.
    Issue {
        #[command(flatten)]
        ask: PaperAsk,
        /// The day of issue, where it is not today.
        #[arg(long)]
        on: Option<Date>,
    },
    /// Say that a paper was presented to the body that it was made for.
    Present {
        number: String,
        #[arg(long)]
        on: Date,
    },
    /// Put an issued paper, or the plans at a position, on the public side.
    Publish {
        /// A paper's number, or the name of a position.
        what: String,
        /// Publish at this time (2026-09-12T09:00:00Z), by the server that runs then.
        #[arg(long)]
        at: Option<Timestamp>,
        /// Why it goes out although everything is held back (milepost hold).
        #[arg(long, value_name = "REASON")]
        despite_hold: Option<String>,
    },
    /// Publish by two people: one asks, another looks at what the public would receive and agrees or refuses.
    #[command(subcommand)]
    Publication(PublicationAct),
    /// The milestones of an action: its dated checkpoints.
    #[command(subcommand)]
    Milestone(MilestoneAsk),
    /// What an action is expected to change by which quarter, and what came of it.
    #[command(subcommand)]
    Effect(EffectAsk),
    /// Count files of figures as they were downloaded, as a table. Needs no office.
    #[command(subcommand)]
    Counts(CountsAsk),
    /// The written rules of ratings: which hold, since when, and who changed them why.
    #[command(subcommand)]
    Rules(RulesAsk),
    /// The pre-election hold: days on which nothing is published.
    #[command(subcommand)]
    Hold(HoldAsk),
    /// Issue a correction of a paper, for everybody to see beside it. Its files stay as issued.
    Correct {
        number: String,
        /// What is wrong, and why.
        #[arg(long, value_name = "WORDS")]
        says: String,
        /// What the paper says.
        #[arg(long, value_name = "WORDS")]
        was: String,
        /// What it should say.
        #[arg(long, value_name = "WORDS")]
        is: String,
    },
    /// List what is different in a paper that was edited in Word, with each changed figure, date and rating flagged.
    Return {
        number: String,
        /// The edited DOCX.
        file: PathBuf,
        /// Keep it as issued beside the printed files.
        #[arg(long)]
        accept: bool,
        /// The day on which it was accepted, where it is not today.
        #[arg(long)]
        on: Option<Date>,
    },
    /// Withdraw a paper or a published position: the page stays, with the reason.
    Withdraw {
        what: String,
        #[arg(long)]
        reason: String,
    },
    /// Say how an action goes: in words, with its rating. What the written rules would rate otherwise needs a reason.
    Update {
        /// The action's reference (1.4).
        #[arg(value_name = "REFERENCE")]
        reference: String,
        #[command(flatten)]
        ask: UpdateAsk,
    },
    /// Say that what was last said of an action is still true; or, of a complete one, whether the evidence shows it.
    Confirm {
        #[arg(value_name = "REFERENCE")]
        reference: String,
        #[command(flatten)]
        ask: ConfirmAsk,
    },
    /// Ask for a new date of an action, or decide what was asked. Who asked does not decide.
    Date {
        #[arg(value_name = "REFERENCE")]
        reference: String,
        #[command(flatten)]
        ask: DateAsk,
    },
    /// Ask for an action to be put off, closed, superseded, merged or split, or decide what was asked.
    Change {
        #[arg(value_name = "REFERENCE")]
        reference: String,
        #[command(flatten)]
        ask: ChangeAsk,
    },
    /// List the changes that wait for a decision, and the completions that nobody has verified.
    Waiting,
    /// Each action's rating beside what the written rules give today, with the rule and the facts.
    Ratings {
        #[arg(long)]
        plan: Option<String>,
    },
    /// What changed between two positions.
    Changes {
        #[arg(long)]
        from: String,
        #[arg(long, default_value = "head")]
        to: String,
        #[arg(long)]
        plan: Option<String>,
    },
    /// Prove the record and the issued papers; or say which issued paper a file is.
    Verify {
        file: Option<PathBuf>,
        /// The number printed on the file's pages.
        #[arg(long)]
        number: Option<String>,
        /// A copy of a signed statement, kept elsewhere: the record has to go on from what it says.
        #[arg(long, value_name = "FILE", conflicts_with = "file")]
        checkpoint: Option<PathBuf>,
    },
    /// Judge sequences by the rules of statistical process control, rule set ptd-0.2 ("making data count").
    ///
    /// Reads one sequence a line as JSON: `{"period":["2024-01",..],"value":[..],"improvement_direction":"increase|decrease|neutral",
    /// "target":null,"rebase":[],"fix_after_n_points":null,"screen_outliers":true}`; only period and value are needed.
    /// Writes one line for each: centre and limits by point, signals, and the icons of variation and assurance; or {"error":why}.
    /// Needs no office.
    Spc(crate::spc::SpcAsk),
    /// Load figures: crimes, outcomes, stops and searches, recorded crime, residents, the office's own.
    ///
    /// A load is one change on the record, all or nothing; the same file twice is one load. It says what was understood,
    /// what was rejected and why, and what changed against what is known.
    #[command(subcommand)]
    Load(crate::load::LoadCommand),
    /// The outcomes: what serves each, what the rules find, what is judged and noted.
    #[command(subcommand)]
    Outcome(crate::outcome::OutcomeCommand),
    /// The measures: what is counted, what it shows, what is noted and said of it.
    #[command(subcommand)]
    Measure(crate::measure::MeasureCommand),
    /// The register of risks: taken in as a file, scored, reviewed, with controls, what was found of them, and gaps.
    #[command(subcommand)]
    Risk(crate::risk::RiskCommand),
    /// What auditors, inspectors and the Panel found: answered, agreed, done, and looked at by somebody else.
    ///
    /// Where a finding stands follows from what is recorded. What is called done is not verified until another post looked.
    #[command(subcommand)]
    Finding(Box<crate::finding::FindingCommand>),
    /// The questions that a member could ask, each with its evidence: what the office asks itself before others do.
    Check {
        /// A position's name, a date, or the number of an entry, instead of now.
        #[arg(long, value_name = "PLACE")]
        as_at: Option<String>,
        /// One check alone, by its name.
        #[arg(long, value_name = "NAME")]
        only: Option<String>,
    },
    /// Answer a question, set it aside for a time, share the questions, or list what was done of them.
    #[command(subcommand)]
    Question(crate::question::QuestionCommand),
    /// When an action will be done, told by how the office's own work was finished: a range, or too little record to say.
    Forecast {
        /// The reference of an action of the open plan.
        #[arg(required_unless_present = "backtest")]
        reference: Option<String>,
        /// How often the range would have held for what is finished already.
        #[arg(long, conflicts_with = "reference")]
        backtest: bool,
        #[arg(long, value_name = "PLACE")]
        as_at: Option<String>,
    },
    /// Write out the whole record as a folder of open files; or what is public, for any web host.
    #[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
    Export {
        /// The new folder for the record: entries and checkpoints as lines of JSON, the files, a manifest.
        #[arg(id = "folder", value_name = "DIR", required = true)]
        dir: Option<PathBuf>,
        #[command(subcommand)]
        what: Option<Export>,
    },
    /// Erase a passage from an item and everything that repeats it: for what should never have been recorded.
    ///
    /// Lists every state, paper, publication and file that it touches. With a terminal it asks before it erases.
    Erase {
        /// The item's reference (1.4), or its id.
        #[arg(long, value_name = "REFERENCE")]
        item: String,
        /// The plan, where two have an item of this reference.
        #[arg(long)]
        plan: Option<String>,
        /// The words that must go, as they stand there.
        #[arg(long, value_name = "TEXT")]
        passage: String,
        /// Why; it stays on the record and is printed, so it must not hold the words.
        #[arg(long)]
        reason: String,
        /// Erase the passage from every other item that holds it too.
        #[arg(long)]
        everywhere: bool,
        /// List what would be touched, and erase nothing.
        #[arg(long)]
        dry_run: bool,
        /// Do not ask.
        #[arg(long)]
        yes: bool,
    },
    /// The quarterly update: ask for it, see who owes what, sign themes off, freeze it.
    #[command(subcommand)]
    Round(Round),
    /// Sign with a new key from here on, because the old one was stolen or lost or its time has come.
    RotateKey {
        #[arg(long)]
        reason: String,
    },
    /// Write a backup: the whole record and its files, without the key.
    Backup { file: PathBuf },
    /// Bring a backup back into an empty folder.
    Restore { file: PathBuf },
}

#[derive(Debug, Subcommand)]
pub enum Import {
    /// Bring an exported record back into an empty folder.
    Record {
        /// The folder that milepost export wrote.
        #[arg(id = "folder", value_name = "DIR")]
        dir: PathBuf,
    },
    /// Take in a delivery plan.
    Plan {
        /// The file, or - for what is pasted on standard input; or the folder of a plan as text.
        file: PathBuf,
        /// The plan to import into; without it, the only open one.
        #[arg(long)]
        plan: Option<String>,
        /// The sheet of a workbook.
        #[arg(long)]
        sheet: Option<String>,
        /// How to read this office's table: a map that an earlier import printed.
        #[arg(long)]
        map: Option<PathBuf>,
        /// The day of the table. It never moves when things were recorded.
        #[arg(long)]
        on: Option<Date>,
        /// Keep the table as a position of the past, and change nothing.
        #[arg(long, value_name = "NAME", requires = "body")]
        as_position: Option<String>,
        /// The body that saw that position.
        #[arg(long = "for", value_name = "BODY", id = "body")]
        body: Option<String>,
        /// Say what would become of each row, and write nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Take in a tracker of findings: the table of an auditor or of the office.
    Findings {
        /// The file, or - for what is pasted on standard input.
        file: PathBuf,
        /// The review that its rows belong to: milepost finding review.
        #[arg(long)]
        review: String,
        /// What its rows are: finding, cause-of-concern, recommendation or area-for-improvement.
        #[arg(long, default_value = "recommendation")]
        kind: String,
        /// The sheet of a workbook.
        #[arg(long)]
        sheet: Option<String>,
        /// What the table's own heads, priorities and statuses mean.
        #[arg(long)]
        map: Option<PathBuf>,
        /// The day of the table.
        #[arg(long)]
        on: Option<Date>,
        /// Say what would become of each row, and write nothing.
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(Debug, Subcommand)]
pub enum PublicationAct {
    /// Ask for a paper, by its number, or the plans at a position, by its name, to be published.
    Ask {
        what: String,
        /// Not before this time (2026-09-12T09:00:00Z), by the server that runs then.
        #[arg(long)]
        at: Option<Timestamp>,
    },
    /// Show exactly what the public would receive, with the count of what is withheld and why.
    Preview { what: String },
    /// Agree to it; not for whoever asked.
    Agree {
        what: String,
        /// Why this one goes out although everything is held back.
        #[arg(long, value_name = "REASON")]
        despite_hold: Option<String>,
    },
    /// Refuse it, or stop what was agreed to and is not out yet.
    Refuse {
        what: String,
        #[arg(long)]
        reason: String,
    },
    /// What waits for a second person, or for its time.
    List,
}

#[derive(Debug, Subcommand)]
pub enum EffectAsk {
    /// What is expected of an action.
    List { reference: String },
    /// State what is expected.
    Add {
        reference: String,
        /// In words: “From 12 to 10 incidents a month”.
        effect: String,
        /// Any day of the quarter by whose end it is expected.
        #[arg(long)]
        by: Date,
        /// The outcome of its plan on which it is expected, by its words.
        #[arg(long, value_name = "WORDS")]
        outcome: Option<String>,
        /// The number that is expected, kept as it is written.
        #[arg(long, requires = "unit")]
        number: Option<String>,
        /// What the number counts.
        #[arg(long, value_name = "WORDS", requires = "number")]
        unit: Option<String>,
    },
    /// Say what came of it, once the quarter has ended.
    Observe {
        reference: String,
        effect: String,
        #[arg(long, value_name = "WORDS")]
        says: String,
        /// In the unit of what was expected.
        #[arg(long)]
        number: Option<String>,
    },
    /// It is not expected any more.
    Drop {
        reference: String,
        effect: String,
        #[arg(long)]
        reason: String,
    },
}

#[derive(Debug, Subcommand)]
pub enum MilestoneAsk {
    /// The milestones of an action.
    List { reference: String },
    /// Add one.
    Add {
        reference: String,
        title: String,
        #[arg(long)]
        date: Date,
        /// The part of the action that it belongs to.
        #[arg(long)]
        strand: Option<String>,
    },
    /// It was met.
    Meet {
        reference: String,
        title: String,
        #[arg(long)]
        on: Date,
    },
    /// Give it a new date. The first one stays beside it.
    Move {
        reference: String,
        title: String,
        #[arg(long)]
        to: Date,
        #[arg(long)]
        reason: String,
    },
    /// It is not wanted any more.
    Drop {
        reference: String,
        title: String,
        #[arg(long)]
        reason: String,
    },
    /// The open milestones of an action that ended go on with one that came from it, with their first dates and moves.
    Carry {
        reference: String,
        /// The action that ended.
        #[arg(long, value_name = "REFERENCE")]
        from: String,
        /// The plan of that one, where it is another.
        #[arg(long, value_name = "PLAN")]
        from_plan: Option<String>,
    },
    /// It was not met after all, or is wanted again.
    Reopen {
        reference: String,
        title: String,
        #[arg(long)]
        reason: String,
    },
}

#[derive(Debug, Subcommand)]
pub enum RulesAsk {
    /// The rules that hold, and every change of them.
    List {
        /// As they hold on this day.
        #[arg(long)]
        on: Option<Date>,
    },
    /// Change rules; what is not named stays as it is. A limit of "off" drops the rule.
    Set {
        /// The first day on which they hold.
        #[arg(long)]
        effective: Date,
        #[arg(long)]
        reason: String,
        /// Red: more than so many days after its date (0 to 92).
        #[arg(long, value_name = "DAYS")]
        past_due: Option<String>,
        /// Amber: more than so many days after the date of a milestone (0 to 92).
        #[arg(long, value_name = "DAYS")]
        milestone_late: Option<String>,
        /// Amber: so many changes of date this quarter (1 to 12).
        #[arg(long, value_name = "TIMES")]
        date_changed: Option<String>,
        /// Amber: nothing said for longer than so many weeks (1 to 52).
        #[arg(long, value_name = "WEEKS")]
        silent: Option<String>,
        /// Amber: past its original date and moved so many times (1 to 12).
        #[arg(long, value_name = "TIMES")]
        moved: Option<String>,
        /// Amber: a risk that is tied to it so many points outside its appetite (1 to 24).
        #[arg(long, value_name = "POINTS|off")]
        risk_outside: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
pub enum HoldAsk {
    /// Hold everything back from one day to another, both included.
    Set {
        #[arg(long)]
        from: Date,
        #[arg(long)]
        to: Date,
        #[arg(long)]
        reason: String,
    },
    /// Lift a hold before its last day.
    Lift {
        /// Its first day, where there are several.
        #[arg(long)]
        from: Option<Date>,
        #[arg(long)]
        reason: String,
    },
    /// Every hold that was set.
    Show,
}

#[derive(Debug, Subcommand)]
pub enum Round {
    /// Open a quarterly update: every live action of the plan is asked for.
    Open {
        /// What to call it; without it, the quarter in words.
        name: Option<String>,
        #[arg(long)]
        plan: Option<String>,
        /// The first day of the period; without one, the quarter that ended last.
        #[arg(long, requires = "to")]
        from: Option<Date>,
        /// The last day of the period.
        #[arg(long, requires = "from")]
        to: Option<Date>,
        /// The last day on which an update is in time.
        #[arg(long)]
        due: Date,
    },
    /// Who returned what, who still owes what, which themes are signed off.
    Show {
        /// Without it, the one that is open, else the last.
        name: Option<String>,
    },
    /// Write a theme's narrative: what was achieved, what is still to overcome, what is next.
    Narrative {
        name: Option<String>,
        #[arg(long)]
        theme: String,
        #[arg(long)]
        achieved: Option<String>,
        #[arg(long, value_name = "TEXT")]
        overcome: Option<String>,
        #[arg(long)]
        next: Option<String>,
    },
    /// Say that what is recorded of a theme is right.
    SignOff {
        name: Option<String>,
        #[arg(long)]
        theme: String,
    },
    /// Let a post answer by a link, without an account: make one and print it, or write down where it is to be mailed.
    Link {
        name: Option<String>,
        #[arg(long)]
        post: String,
        /// The server mails the link to this address, now and with each reminder, while nobody who signs in holds the post.
        #[arg(long, value_name = "ADDRESS")]
        mail: Option<String>,
    },
    /// End every link of a post in it at once, and forget the address that was written down for the post.
    Revoke {
        name: Option<String>,
        #[arg(long)]
        post: String,
    },
    /// Mail everybody who still owes something and was not mailed today.
    Remind {
        name: Option<String>,
        /// Instead, send again what may have arrived at this address, or was refused there.
        #[arg(long, value_name = "ADDRESS")]
        again: Option<String>,
    },
    /// Send back what came for an action, with a comment that its lead reads.
    SendBack {
        name: Option<String>,
        /// The action's reference.
        #[arg(long)]
        action: String,
        #[arg(long)]
        comment: String,
    },
    /// Say, for the organisation of the post given with --as, that what the round says of it is right, or what is not.
    Check {
        name: Option<String>,
        /// What is not right: an action's reference or a theme's name, and the words. May be given several times; without
        /// any, all of it is right.
        #[arg(long = "point", num_args = 2, value_names = ["ABOUT", "WORDS"])]
        points: Vec<String>,
    },
    /// Say why something stands that an organisation found not right.
    Answer {
        name: Option<String>,
        /// The number of the point, as `round show` lists it.
        #[arg(long)]
        point: usize,
        #[arg(long)]
        words: String,
    },
    /// Write the sheet of a post or an organisation: its items in it, as a workbook to be filled in and taken back.
    Sheet {
        name: Option<String>,
        /// The post or the organisation that it is for.
        #[arg(long = "for", value_name = "POST_OR_PARTNER")]
        whose: String,
        /// The file to write; without it, named after the round in this folder.
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Take a filled-in sheet back: what it says beside what stands, field by field. Nothing is entered that is not
    /// accepted.
    Take {
        file: PathBuf,
        /// Accept a row by its reference ("1.2"), or fields of it ("1.2:words,rating"); may be given again.
        #[arg(long, value_name = "REFERENCE[:FIELDS]")]
        accept: Vec<String>,
    },
    /// Freeze it: what comes later belongs to the next. Whoever returned nothing stands there as late.
    Freeze { name: Option<String> },
}

#[derive(Debug, Subcommand)]
pub enum Export {
    /// The public side as static files with relative links.
    Site {
        /// The folder to write. Its id is not "dir", which is the record's.
        #[arg(id = "site", value_name = "DIR")]
        dir: PathBuf,
    },
    /// A plan as a folder of readable text: one fact a line, to be compared, kept in git, edited and taken in again.
    /// It holds what the office sees, so it is not for publication.
    Plan {
        /// The folder to write.
        #[arg(id = "text", value_name = "DIR")]
        dir: PathBuf,
        /// The plan; without it, the only open one.
        #[arg(long)]
        plan: Option<String>,
        /// A position's name, a date, or the number of an entry; without it, now.
        #[arg(long, value_name = "POSITION|DATE|ENTRY")]
        as_at: Option<String>,
    },
}

/// What is said beside each thing that is said of an action.
#[derive(Clone, Debug, Default, Args)]
pub struct Given {
    /// The plan; without it, the only open one.
    #[arg(long)]
    pub plan: Option<String>,
    /// The day for which it is true, where it is not today.
    #[arg(long)]
    pub on: Option<Date>,
    /// The action's version when it was looked at: refused where somebody else changed it since.
    #[arg(long, value_name = "VERSION")]
    pub seen: Option<i64>,
    /// A word of your own for this change: given again with the same word, it is done once.
    #[arg(long)]
    pub key: Option<String>,
}

#[derive(Clone, Debug, Args)]
pub struct ConfirmAsk {
    /// Verify that it is complete. Not for whoever marked it.
    #[arg(long)]
    pub completion: bool,
    /// Say that the evidence does not show it as complete: it is in progress again.
    #[arg(long, conflicts_with = "completion", requires = "reason")]
    pub not_complete: bool,
    /// Why the evidence does not show it.
    #[arg(long)]
    pub reason: Option<String>,
    #[command(flatten)]
    pub given: Given,
}

#[derive(Clone, Debug, Args)]
pub struct UpdateAsk {
    /// What was done since the last update.
    #[arg(long, value_name = "WORDS", required_unless_present = "text")]
    pub says: Option<String>,
    /// The same from a file.
    #[arg(long, value_name = "FILE", conflicts_with = "says")]
    pub text: Option<PathBuf>,
    /// A level of the plan's scale; without it, the rating stands as it is.
    #[arg(long, value_name = "LEVEL")]
    pub rating: Option<String>,
    /// Why the rating is not what the written rules give: for the office.
    #[arg(long, value_name = "WORDS")]
    pub reason: Option<String>,
    /// The same as everybody reads it.
    #[arg(long, value_name = "WORDS")]
    pub public_reason: Option<String>,
    /// The rating expected at the end.
    #[arg(long, value_name = "LEVEL")]
    pub forecast: Option<String>,
    /// How sure you are of the outcome: high, medium, low.
    #[arg(long)]
    pub confidence: Option<String>,
    #[arg(long, value_name = "WORDS")]
    pub next_step: Option<String>,
    /// A link, or the reference of a decision; may be given several times.
    #[arg(long, value_name = "LINK|REFERENCE")]
    pub evidence: Vec<String>,
    /// A file that shows it, which is kept; may be given several times.
    #[arg(long, value_name = "FILE")]
    pub evidence_file: Vec<PathBuf>,
    /// The day on which it was completed, with --rating Complete and evidence.
    #[arg(long, value_name = "DATE")]
    pub completed: Option<Date>,
    /// This corrects the last update, which stays as it was.
    #[arg(long)]
    pub corrects: bool,
    #[command(flatten)]
    pub given: Given,
}

#[derive(Clone, Debug, Args)]
#[group(id = "date-what", required = true, multiple = false, args = ["ask", "approve", "decline"])]
pub struct DateAsk {
    /// Ask for this date.
    #[arg(long, value_name = "DATE")]
    pub ask: Option<Date>,
    /// Agree to what was asked.
    #[arg(long)]
    pub approve: bool,
    /// Refuse it; a reason is needed.
    #[arg(long)]
    pub decline: bool,
    #[arg(long, value_name = "WORDS")]
    pub reason: Option<String>,
    #[command(flatten)]
    pub given: Given,
}

#[derive(Clone, Debug, Args)]
#[group(id = "change-what", required = true, multiple = false,
    args = ["put_off", "close", "business_as_usual", "superseded_by", "merge_into", "split", "approve", "decline"])]
#[expect(clippy::struct_excessive_bools, reason = "flags of the command line, of which one is given")]
pub struct ChangeAsk {
    /// Ask that it be put off.
    #[arg(long)]
    pub put_off: bool,
    /// When it is looked at again.
    #[arg(long, value_name = "DATE", requires = "put_off")]
    pub until: Option<Date>,
    /// Ask that it be closed without being delivered.
    #[arg(long)]
    pub close: bool,
    /// Ask that it become business as usual.
    #[arg(long)]
    pub business_as_usual: bool,
    /// Ask that another action take its place.
    #[arg(long, value_name = "REFERENCE")]
    pub superseded_by: Option<String>,
    /// Ask that it go on inside another action.
    #[arg(long, value_name = "REFERENCE")]
    pub merge_into: Option<String>,
    /// Ask that it go on as several: the title of each, given each time.
    #[arg(long, value_name = "TITLE")]
    pub split: Vec<String>,
    /// Its open milestones go on with what takes its place; without it they stay with this action, no longer late.
    #[arg(long)]
    pub with_milestones: bool,
    /// Agree to what was asked.
    #[arg(long)]
    pub approve: bool,
    /// Refuse it; a reason is needed.
    #[arg(long)]
    pub decline: bool,
    #[arg(long, value_name = "WORDS")]
    pub reason: Option<String>,
    #[command(flatten)]
    pub given: Given,
}

#[derive(Clone, Debug, Args)]
pub struct PaperAsk {
    #[arg(value_enum)]
    pub kind: Kind,
    #[arg(long)]
    pub plan: Option<String>,
    /// The body that the paper is for, and whose last sight each row is compared with.
    #[arg(long = "for", value_name = "BODY", default_value = "Panel")]
    pub body: String,
    /// One theme instead of the whole plan.
    #[arg(long)]
    pub theme: Option<String>,
    /// A position's name, a date, or the number of an entry; without it, now.
    #[arg(long, value_name = "POSITION|DATE|ENTRY")]
    pub as_at: Option<String>,
    /// Compare every row with this position or paper. Changes: from here.
    #[arg(long, value_name = "POSITION|NUMBER")]
    pub since: Option<String>,
    /// The words of a cover report.
    #[arg(long, value_name = "FILE")]
    pub text: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Every action, its rating, and which way it went since the body last saw it.
    DeliveryPlan,
    /// The words of --text, with numbers, names and figures from the record.
    CoverReport,
    /// What changed between two positions.
    Changes,
    /// The themes side by side: what each is for, and how many of its actions have which rating.
    PlanOnAPage,
    /// What falls due in the next six to nine months, by quarter; overdue work first.
    ForwardLook,
    /// Every date that was changed since it was first agreed, and what that adds up to by lead and by theme.
    Slippage,
    /// What became of each promise of the plan before: carried on, reworded, merged, split, closed or dropped.
    Succession,
    /// The quarterly figures: signals, a page a measure, what is made of them and what is done.
    DataPack,
    /// Whether what is done is enough for each shared outcome, gaps first: coverage as computed beside sufficiency as judged.
    AssuranceFramework,
    /// One theme (--theme): what is said of it, the Commissioner's own actions apart from the force's, what the measures show.
    ThemeReport,
    /// The four tests of an auditor, each with population, passes, exceptions and a sample that can be drawn again.
    AuditorsPack,
    /// Every risk with its scores, which way it went since the body last saw it, its controls and what is missing.
    RiskRegister,
    /// What auditors, inspectors and the Panel found, where each stands, and what changed since that body saw it.
    FindingsTracker,
    /// The questions that a member could ask, with evidence and answers: for the office's own, never for the Panel.
    Briefing,
}

impl Kind {
    pub fn kind(self) -> PaperKind {
        match self {
            Self::DeliveryPlan => PaperKind::DeliveryPlan,
            Self::CoverReport => PaperKind::CoverReport,
            Self::Changes => PaperKind::Changes,
            Self::PlanOnAPage => PaperKind::PlanOnAPage,
            Self::ForwardLook => PaperKind::ForwardLook,
            Self::Slippage => PaperKind::Slippage,
            Self::Succession => PaperKind::Succession,
            Self::DataPack => PaperKind::DataPack,
            Self::AssuranceFramework => PaperKind::AssuranceFramework,
            Self::ThemeReport => PaperKind::ThemeReport,
            Self::AuditorsPack => PaperKind::AuditorsPack,
            Self::RiskRegister => PaperKind::RiskRegister,
            Self::FindingsTracker => PaperKind::FindingsTracker,
            Self::Briefing => PaperKind::Briefing,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PaperFormat {
    Pdf,
    Docx,
    Odt,
    Xlsx,
    Ods,
    Html,
    Csv,
    Json,
}
