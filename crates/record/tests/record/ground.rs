//! The ground that a story is played on: an empty place on one engine, and a way to meddle with its tables.
use domain::{
    actor::{Actor, Role},
    ask::{Answer, Ask, Command},
    chance::Chance,
    envelope::Marking,
    id::Id,
    office::Office,
    paper::{IssuePaper, PaperFile, PaperKind, PresentPaper, ReservePaper},
    settings::{Begin, Brand},
    snapshot::TakeSnapshot,
    text::{Text, text},
};
use jiff::{Timestamp, ToSpan, civil::Date};
use record::{Place, Record, Written};
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::path::Path;
use tempfile::TempDir;
use uuid::Uuid;

/// Tells each story twice: `stories!(name ...)` stands for a test on each engine.
macro_rules! stories {
    ($($name:ident)*) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                super::$name($crate::ground::Ground::sqlite()).await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                let Some(ground) = $crate::ground::Ground::postgres().await else {
                    println!("PostgreSQL: not run");
                    return;
                };
                super::$name(ground.clone()).await;
                ground.clear().await;
            })*
        }
    };
}
pub(crate) use stories;

#[derive(Clone)]
pub struct Ground {
    dir: std::sync::Arc<TempDir>,
    server: Option<(String, String)>,
    pub place: Place,
}

/// When the stories begin: a Friday morning in September.
pub fn morning() -> Timestamp {
    "2025-09-12T09:00:00Z".parse().unwrap()
}

pub fn after(minutes: i64) -> Timestamp {
    morning() + minutes.minutes()
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn fenshire() -> Begin {
    Begin { name: text("Fenshire"), code: Some(text("FEN")), key: text(""), brand: Brand::default(), demo: false }
}

pub fn chance(seed: u8) -> Chance {
    Chance::new([seed; 32])
}

impl Ground {
    pub fn sqlite() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let place = Place { dir: dir.path().join("office"), database: None };
        Self { dir: dir.into(), server: None, place }
    }

    pub async fn postgres() -> Option<Self> {
        let server = std::env::var("MILEPOST_TEST_POSTGRES").ok()?;
        let dir = tempfile::tempdir().unwrap();
        let schema = format!("story_{}", Uuid::now_v7().simple());
        let database = create_schema(&server, &schema).await;
        let place = Place { dir: dir.path().join("office"), database: Some(database) };
        Some(Self { dir: dir.into(), server: Some((server, schema)), place })
    }

    /// Another place, as empty as the first, on the same engine.
    pub async fn elsewhere(&self) -> Place {
        let dir = self.dir.path().join(Uuid::now_v7().to_string());
        let Some((server, schema)) = &self.server else { return Place { dir, database: None } };
        let schema = format!("{schema}_{}", Uuid::now_v7().simple().to_string().split_off(20));
        Place { dir, database: Some(create_schema(server, &schema).await) }
    }

    pub fn path(&self, name: &str) -> std::path::PathBuf {
        self.dir.path().join(name)
    }

    pub async fn begin(&self) -> Record {
        Record::begin(&self.place, fenshire(), morning(), chance(1)).await.unwrap()
    }

    pub async fn open(&self) -> Record {
        Record::open(&self.place).await.unwrap()
    }

    /// The tables, for somebody who should not be there.
    pub async fn meddler(&self) -> Meddler {
        Meddler::at(&self.place).await
    }

    /// Breaks every connection that the story's nodes have, as a server does that is stopped in the middle.
    pub async fn break_connections(&self) -> usize {
        let Some((server, schema)) = &self.server else { return 0 };
        let mut server = PgConnection::connect(server).await.unwrap();
        let all = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{schema}'");
        sqlx::query(AssertSqlSafe(all)).fetch_all(&mut server).await.unwrap().len()
    }

    pub async fn clear(self) {
        let Some((server, schema)) = self.server else { return };
        let mut server = PgConnection::connect(&server).await.unwrap();
        let all = format!("SELECT nspname FROM pg_namespace WHERE nspname LIKE '{schema}%'");
        let all: Vec<(String,)> = sqlx::query_as(AssertSqlSafe(all)).fetch_all(&mut server).await.unwrap();
        for (schema,) in all {
            sqlx::query(AssertSqlSafe(format!("DROP SCHEMA {schema} CASCADE"))).execute(&mut server).await.unwrap();
        }
    }
}

async fn create_schema(server: &str, schema: &str) -> String {
    let mut connection = PgConnection::connect(server).await.unwrap();
    sqlx::query(AssertSqlSafe(format!("CREATE SCHEMA {schema}"))).execute(&mut connection).await.unwrap();
    let and = if server.contains('?') { '&' } else { '?' };
    // The name tells this story's connections from others', for a test that breaks them.
    format!("{server}{and}options[search_path]={schema}&application_name={schema}")
}

pub enum Meddler {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Meddler {
    pub async fn at(place: &Place) -> Self {
        match &place.database {
            None => {
                let options = SqliteConnectOptions::new().filename(place.dir.join("milepost.db"));
                Self::Sqlite(SqliteConnection::connect_with(&options).await.unwrap())
            }
            Some(url) => Self::Postgres(PgConnection::connect(url).await.unwrap()),
        }
    }

    /// How many rows it touched.
    pub async fn run(&mut self, sql: &str) -> u64 {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(c) => sqlx::query(sql).execute(c).await.unwrap().rows_affected(),
            Self::Postgres(c) => sqlx::query(sql).execute(c).await.unwrap().rows_affected(),
        }
    }

    pub async fn bytes(&mut self, sql: &str) -> Vec<u8> {
        let sql = AssertSqlSafe(sql.to_owned());
        let (bytes,): (Vec<u8>,) = match self {
            Self::Sqlite(c) => sqlx::query_as(sql).fetch_one(c).await.unwrap(),
            Self::Postgres(c) => sqlx::query_as(sql).fetch_one(c).await.unwrap(),
        };
        bytes
    }

    pub async fn put(&mut self, sql: &str, bytes: Vec<u8>) {
        let sql = AssertSqlSafe(sql.to_owned());
        let touched = match self {
            Self::Sqlite(c) => sqlx::query(sql).bind(bytes).execute(c).await.unwrap().rows_affected(),
            Self::Postgres(c) => sqlx::query(sql).bind(bytes).execute(c).await.unwrap().rows_affected(),
        };
        assert_eq!(touched, 1);
    }

    pub async fn count(&mut self, table: &str) -> i64 {
        let sql = AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
        let (count,): (i64,) = match self {
            Self::Sqlite(c) => sqlx::query_as(sql).fetch_one(c).await.unwrap(),
            Self::Postgres(c) => sqlx::query_as(sql).fetch_one(c).await.unwrap(),
        };
        count
    }
}

/// The post that asks.
fn clerk() -> Actor {
    Actor::of(Uuid::from_u128(7).into(), "Clerk", Role::Office)
}

pub fn ask(command: Command, now: Timestamp) -> Ask {
    Ask { actor: clerk(), now, on: None, key: None, seen: vec![], reason: None, command }
}

pub fn snapshot(name: impl Into<String>, now: Timestamp) -> Ask {
    ask(Command::TakeSnapshot(TakeSnapshot { name: Text::new(name).unwrap(), body: text("Panel") }), now)
}

pub fn reserve(record: &Record, title: Text, now: Timestamp) -> Ask {
    let office = record.office();
    let sight = office.seen_by(&clerk());
    let reserve = ReservePaper {
        kind: PaperKind::DeliveryPlan,
        title,
        plan: None,
        theme: None,
        body: sight.body_called("Panel").unwrap().id,
        as_at: office.head().seq,
        as_at_time: office.head().at,
        snapshot: None,
        release: text("0.1.0"),
        since: None,
        words: None,
        redacts: None,
    };
    ask(Command::ReservePaper(reserve), now)
}

pub fn issue(paper: Uuid, file: &PaperFile, now: Timestamp) -> Ask {
    let issue = IssuePaper {
        paper: Id::new(paper),
        files: vec![file.clone()],
        rows: vec![],
        measures: vec![],
        marking: Marking::Official,
    };
    ask(Command::IssuePaper(Box::new(issue)), now)
}

pub fn present(number: &Text, on: Date, now: Timestamp) -> Ask {
    ask(Command::PresentPaper(PresentPaper { number: number.clone(), on }), now)
}

/// A paper from its number to the meeting, with a file of these bytes. Gives the entry that issued it.
pub async fn paper(record: &Record, bytes: &[u8], now: Timestamp) -> Written {
    let reserved = record.write(reserve(record, text("Delivery Plan"), now)).await.unwrap();
    let Answer::Number { paper, number, .. } = reserved.answer else { panic!("a number was asked for") };
    let sha256 = record.keep(bytes).await.unwrap();
    let file = PaperFile {
        format: text("pdf"),
        name: text("delivery-plan.pdf"),
        sha256: Text::new(sha256).unwrap(),
        size: i64::try_from(bytes.len()).unwrap(),
    };
    let issued = record.write(issue(paper, &file, now)).await.unwrap();
    record.write(present(&number, day("2025-12-31"), now)).await.unwrap();
    issued
}

/// An office word for word, to hold one against another: a line for the head, a line for each item.
pub fn spelt_out(office: &Office) -> String {
    let sight = office.seen_by(&clerk());
    let mut lines = vec![format!("{:?} {} items", office.head(), office.items())];
    lines.extend(sight.settings().map(|kept| format!("{kept:?}")));
    lines.extend(sight.bodies().map(|kept| format!("{kept:?}")));
    lines.extend(sight.posts().map(|kept| format!("{kept:?}")));
    lines.extend(sight.snapshots().map(|kept| format!("{kept:?}")));
    lines.extend(sight.papers().map(|kept| format!("{kept:?}")));
    lines.join("\n")
}

pub fn blob_path(place: &Place, bytes: &[u8]) -> std::path::PathBuf {
    let hash: [u8; 32] = Sha256::digest(bytes).into();
    let (halves, _) = hash.as_chunks::<16>();
    let hash: String = halves
        .iter()
        .map(|half| u128::from_be_bytes(*half))
        .fold(String::new(), |hash, half| hash + &format!("{half:032x}"));
    place.dir.join("blobs").join(&hash[..2]).join(&hash[2..])
}

pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}
