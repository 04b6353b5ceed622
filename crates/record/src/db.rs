//! The only file that knows there are two engines. Everything else speaks the SQL that both understand.
use crate::error::{Error, Result};
use futures_util::TryStreamExt;
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use sqlx::{
    AssertSqlSafe, Connection as _, Database, FromRow, PgPool, Pool, Postgres, Row as _, Sqlite, SqlitePool,
    migrate::MigrateError,
    pool::PoolConnection,
    postgres::{PgArguments, PgConnectOptions, PgPoolOptions, PgRow},
    query::Query as SqlxQuery,
    sqlite::{
        SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
    },
};
use std::{borrow::Cow, fmt::Write as _, io, path::Path, str::FromStr, time::Duration};
use uuid::Uuid;

/// A row that both engines can produce: `#[derive(FromRow)]` is enough.
pub(crate) trait Row: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}
impl<T> Row for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

/// A row with its place in the record, where the rest of it may be beyond reading: SQLite keeps whatever somebody
/// wrote into a column, and a proof has to say which entry that was.
#[derive(Debug)]
pub(crate) struct Tried<T> {
    pub seq: Option<i64>,
    pub row: std::result::Result<T, String>,
}

impl<'r, T: FromRow<'r, SqliteRow>> FromRow<'r, SqliteRow> for Tried<T> {
    fn from_row(row: &'r SqliteRow) -> sqlx::Result<Self> {
        Ok(Self { seq: row.try_get("seq").ok(), row: T::from_row(row).map_err(|e| e.to_string()) })
    }
}

impl<'r, T: FromRow<'r, PgRow>> FromRow<'r, PgRow> for Tried<T> {
    fn from_row(row: &'r PgRow) -> sqlx::Result<Self> {
        Ok(Self { seq: row.try_get("seq").ok(), row: T::from_row(row).map_err(|e| e.to_string()) })
    }
}

#[derive(Clone, Debug)]
pub(crate) enum Value {
    Bool(bool),
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
    Id(Uuid),
    Date(Option<Date>),
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}
impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}
impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}
impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}
impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}
impl From<Uuid> for Value {
    fn from(value: Uuid) -> Self {
        Self::Id(value)
    }
}
impl From<Option<Date>> for Value {
    fn from(value: Option<Date>) -> Self {
        Self::Date(value)
    }
}

/// SQL in the subset that both engines speak, with its values.
#[derive(Clone, Debug)]
pub(crate) struct Query {
    text: Cow<'static, str>,
    values: Vec<Value>,
}

pub(crate) fn sql(text: &'static str) -> Query {
    Query { text: Cow::Borrowed(text), values: Vec::new() }
}

impl Query {
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    fn sqlite(self) -> SqlxQuery<'static, Sqlite, SqliteArguments> {
        let mut query = sqlx::query(AssertSqlSafe(self.text));
        for value in self.values {
            query = match value {
                Value::Bool(value) => query.bind(value),
                Value::Int(value) => query.bind(value),
                Value::Text(value) => query.bind(value),
                Value::Bytes(value) => query.bind(value),
                Value::Id(value) => query.bind(value),
                Value::Date(value) => query.bind(value.map(|day| day.to_string())),
            };
        }
        query
    }

    fn postgres(self) -> SqlxQuery<'static, Postgres, PgArguments> {
        let mut query = sqlx::query(AssertSqlSafe(self.text));
        for value in self.values {
            query = match value {
                Value::Bool(value) => query.bind(value),
                Value::Int(value) => query.bind(value),
                Value::Text(value) => query.bind(value),
                Value::Bytes(value) => query.bind(value),
                Value::Id(value) => query.bind(value),
                Value::Date(value) => query.bind(value.map(ToSqlx::to_sqlx)),
            };
        }
        query
    }
}

/// Rows of one table as few statements. They go in runs of 64, 32, 16 ... 1, so that there are only seven texts of each
/// statement for an engine to prepare.
///
/// `before` ends with VALUES; `after` may say what to do on conflict.
pub(crate) fn insertion(before: &str, rows: Vec<Vec<Value>>, after: &str) -> Vec<Query> {
    let mut rows = rows.into_iter().peekable();
    let mut queries = Vec::new();
    while rows.peek().is_some() {
        let mut run = 64;
        while run > rows.len() {
            run /= 2;
        }
        let mut text = before.to_owned();
        let mut values = Vec::new();
        for (n, row) in rows.by_ref().take(run).enumerate() {
            text.push_str(if n == 0 { " (" } else { ", (" });
            for (m, value) in row.into_iter().enumerate() {
                values.push(value);
                let comma = if m == 0 { "" } else { ", " };
                write!(text, "{comma}${}", values.len()).expect("a string takes what is written to it");
            }
            text.push(')');
        }
        text.push(' ');
        text.push_str(after);
        queries.push(Query { text: Cow::Owned(text), values });
    }
    queries
}

/// The most statements that are sent together. A text of its own is prepared for each make-up, so that more would cost
/// what they save.
const TOGETHER: usize = 6;

/// Statements as parts of one text, whose values are numbered through.
fn numbered_through(queries: Vec<Query>) -> (Vec<String>, Vec<Value>) {
    let mut values: Vec<Value> = Vec::new();
    let texts = queries.into_iter().map(|query| {
        let mut text = String::with_capacity(query.text.len() + 16);
        let mut parts = query.text.split('$');
        text.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let end = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
            let number: usize = part[..end].parse().expect("only a value's number stands after $");
            write!(text, "${}{}", number + values.len(), &part[end..]).expect("a string takes what is written to it");
        }
        values.extend(query.values);
        text
    });
    let texts = texts.collect();
    (texts, values)
}

/// Whether all that was committed is in the file itself, and nobody can write to it.
fn is_still(file: &Path) -> bool {
    let mut journal = file.as_os_str().to_owned();
    journal.push("-wal");
    let journal_is_empty = std::fs::metadata(journal).map_or(true, |journal| journal.len() == 0);
    let read_only = std::fs::OpenOptions::new().append(true).open(file).is_err_and(|error| {
        matches!(error.kind(), std::io::ErrorKind::ReadOnlyFilesystem | std::io::ErrorKind::PermissionDenied)
    });
    journal_is_empty && read_only
}

/// What went wrong in the database, as far as it decides what happens next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Somebody else was in the way: try again.
    Busy,
    Full,
    ReadOnly,
    Away,
    /// The disk under the tables does not do what it is asked.
    Disk,
    /// The tables are not there.
    NoTable,
    /// A row with this key is there already.
    Taken,
    Other,
}

pub(crate) fn trouble(error: &sqlx::Error) -> Trouble {
    let sqlx::Error::Database(error) = error else {
        return match error {
            sqlx::Error::Io(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            // What a line that breaks in the midst of a greeting comes to.
            | sqlx::Error::Protocol(_)
            | sqlx::Error::Tls(_) => Trouble::Away,
            _ => Trouble::Other,
        };
    };
    if error.is_unique_violation() {
        return Trouble::Taken;
    }
    let code = error.code().unwrap_or_default();
    // PostgreSQL's codes are five characters; SQLite's are numbers whose low byte is the primary code.
    if code.len() == 5 {
        return match code.as_ref() {
            "40001" | "40P01" | "55P03" => Trouble::Busy,
            "53100" | "53200" => Trouble::Full,
            // Ended by the server, since nothing was heard from here for too long.
            "25P03" => Trouble::Away,
            "25006" => Trouble::ReadOnly,
            "42P01" => Trouble::NoTable,
            code if code.starts_with("08") || code.starts_with("57P") || code == "53300" => Trouble::Away,
            _ => Trouble::Other,
        };
    }
    match code.parse::<u32>().unwrap_or(0) & 0xff {
        5 | 6 | 15 => Trouble::Busy,
        8 => Trouble::ReadOnly,
        10 | 14 => Trouble::Disk,
        13 => Trouble::Full,
        1 if error.message().starts_with("no such table") => Trouble::NoTable,
        _ => Trouble::Other,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    Create,
    Refuse,
}

#[derive(Clone, Debug)]
pub(crate) enum Db {
    /// One writer, many readers: WAL lets them run side by side.
    Sqlite {
        write: SqlitePool,
        read: SqlitePool,
    },
    Postgres(PgPool),
}

pub(crate) enum Tx {
    Sqlite(Held<Sqlite>),
    Postgres(Held<Postgres>),
}

/// A connection at work. SQLite ends a transaction by itself when the disk is full or fails, and PostgreSQL may have
/// gone silent in the midst of an answer; sqlx notices neither, and its connection could then never be used again. Here
/// work that did not end in good order takes its connection with it, and the next opens its own.
pub(crate) struct Held<D: Database>(Option<PoolConnection<D>>);

impl<D: Database> Held<D> {
    async fn of(pool: &Pool<D>) -> sqlx::Result<Self> {
        Ok(Self(Some(pool.acquire().await?)))
    }

    fn connection(&mut self) -> &mut D::Connection {
        self.0.as_mut().expect("work has its connection until it ends")
    }

    /// All is well: the connection is fit for another. It is asked once more before it goes back to the others; one that
    /// has fallen silent just then would be waited for without end, and its place never be another's.
    fn release(mut self) {
        if let Some(mut connection) = self.0.take() {
            tokio::spawn(tokio::time::timeout(SILENCE, connection.return_to_pool()));
        }
    }
}

impl<D: Database> Drop for Held<D> {
    fn drop(&mut self) {
        if let Some(connection) = &mut self.0 {
            connection.close_on_drop();
        }
    }
}

impl Held<Sqlite> {
    async fn tell(&mut self, statement: &'static str) -> sqlx::Result<()> {
        sqlx::query(statement).execute(self.connection()).await.map(|_| ())
    }
}

impl Held<Postgres> {
    async fn tell(&mut self, statement: &'static str) -> sqlx::Result<()> {
        heard(sqlx::raw_sql(statement).execute(self.connection())).await.map(|_| ())
    }

    /// Row by row, so that a long answer may take its time and a silent server may not.
    async fn rows(&mut self, query: Query) -> sqlx::Result<Vec<PgRow>> {
        let mut answer = query.postgres().fetch(self.connection());
        let mut rows = Vec::new();
        while let Some(row) = heard(answer.try_next()).await? {
            rows.push(row);
        }
        Ok(rows)
    }
}

/// How long PostgreSQL may take to open a connection, and to say the next thing on one. A machine that is switched off
/// and a firewall that swallows what is sent say nothing at all, and would be waited for for ever.
const OPENING: Duration = Duration::from_secs(4);
const SILENCE: Duration = Duration::from_secs(5);
/// An idle connection is asked whether it lives before it is used again, unless it was used just now.
const ALIVE: Duration = Duration::from_secs(1);
const JUST_NOW: Duration = Duration::from_millis(100);

async fn heard<T>(answer: impl Future<Output = sqlx::Result<T>>) -> sqlx::Result<T> {
    tokio::time::timeout(SILENCE, answer).await.unwrap_or_else(|_| Err(silent(SILENCE)))
}

fn silent(waited: Duration) -> sqlx::Error {
    let why = format!("it said nothing for {} seconds", waited.as_secs());
    io::Error::new(io::ErrorKind::TimedOut, why).into()
}

/// What PostgreSQL is told of a connection: when to give up one whose client is gone (it holds the lock that every
/// writer needs), and how long to wait for a lock that somebody else holds. The latter is less than [`SILENCE`], so
/// that a busy record is told from one that is away.
const TERMS: [(&str, &str); 5] = [
    ("lock_timeout", "4s"),
    ("idle_in_transaction_session_timeout", "20s"),
    ("tcp_keepalives_idle", "20"),
    ("tcp_keepalives_interval", "5"),
    ("tcp_keepalives_count", "3"),
];

/// How an SQLite file is kept between two openings, from its own head: "wal", or "rollback".
pub(crate) fn journal_of(file: &Path) -> Option<&'static str> {
    let mut head = [0; 20];
    io::Read::read_exact(&mut std::fs::File::open(file).ok()?, &mut head).ok()?;
    Some(if head[18] == 2 { "wal" } else { "rollback" })
}

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!();

/// Whether an address leads to a database of its own, rather than to the file in the folder.
pub(crate) fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}

impl Db {
    /// Opens the one file of an office on SQLite.
    pub async fn sqlite(file: &Path, missing: Missing) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(missing == Missing::Create)
            .journal_mode(SqliteJournalMode::Wal)
            // NORMAL loses acknowledged commits when the power goes.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            .pragma("secure_delete", "ON")
            .pragma("mmap_size", "0")
            .pragma("cache_size", "-65536")
            .pragma("temp_store", "memory");
        let write = match SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await {
            Ok(write) => write,
            Err(error) if missing == Missing::Refuse && is_still(file) => {
                return Self::still(file).await.ok_or(error.into());
            }
            Err(error) => return Err(error.into()),
        };
        let read = SqlitePoolOptions::new().max_connections(4).connect_with(options.read_only(true)).await?;
        Ok(Self::Sqlite { write, read })
    }

    /// Opens tables on a disk that cannot be written, where SQLite finds no place for its journal. None: not even so.
    async fn still(file: &Path) -> Option<Self> {
        let options = SqliteConnectOptions::new().filename(file).read_only(true).immutable(true);
        let read = SqlitePoolOptions::new().max_connections(4).connect_with(options).await.ok()?;
        Some(Self::Sqlite { write: read.clone(), read })
    }

    pub async fn postgres(url: &str) -> Result<Self> {
        let options = PgConnectOptions::from_str(url).map_err(|e| Error::Address { why: e.to_string() })?;
        let pool = PgPoolOptions::new()
            .max_connections(8)
            .acquire_timeout(OPENING)
            .test_before_acquire(false)
            .before_acquire(|connection, known| {
                Box::pin(async move {
                    if known.idle_for < JUST_NOW {
                        return Ok(true);
                    }
                    let alive = tokio::time::timeout(ALIVE, connection.ping());
                    alive.await.unwrap_or_else(|_| Err(silent(ALIVE))).map(|()| true)
                })
            })
            .connect_with(options.options(TERMS))
            .await?;
        Ok(Self::Postgres(pool))
    }

    /// Brings the tables up to this release.
    pub async fn migrate(&self) -> Result<()> {
        let done = match self {
            Self::Sqlite { write, .. } => MIGRATIONS.run(write).await,
            Self::Postgres(pool) => MIGRATIONS.run(pool).await,
        };
        done.map_err(|error| match error {
            MigrateError::VersionMissing(_) | MigrateError::VersionTooNew(..) => {
                Error::Newer { what: "the database's tables were made by a newer release".into() }
            }
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
            other => Error::Tables { why: other.to_string() },
        })
    }

    /// The versions of the tables that the database lacks, and those that it has and this release does not know.
    pub async fn migrations(&self) -> Result<(Vec<i64>, Vec<i64>)> {
        #[derive(FromRow)]
        struct Made {
            version: i64,
        }
        let made = "SELECT version FROM _sqlx_migrations WHERE success = TRUE ORDER BY version";
        let made: Vec<i64> = match self.all::<Made>(sql(made)).await {
            Ok(rows) => rows.into_iter().map(|row| row.version).collect(),
            Err(error) if error.trouble() == Trouble::NoTable => vec![],
            Err(error) => return Err(error),
        };
        let known: Vec<i64> = MIGRATIONS.iter().map(|migration| migration.version).collect();
        let lacks = known.iter().copied().filter(|version| !made.contains(version)).collect();
        let unknown = made.into_iter().filter(|version| !known.contains(version)).collect();
        Ok((lacks, unknown))
    }

    /// The settings that decide whether what was written stays written, by the names that the engine gives them.
    pub async fn settings(&self) -> Result<Vec<(String, String)>> {
        #[derive(FromRow)]
        struct Setting {
            name: String,
            setting: String,
        }
        let asked = match self {
            Self::Sqlite { .. } => {
                "SELECT 'journal_mode' AS name, journal_mode AS setting FROM pragma_journal_mode \
                 UNION ALL SELECT 'synchronous', CAST(synchronous AS TEXT) FROM pragma_synchronous"
            }
            Self::Postgres(_) => {
                "SELECT name, setting FROM pg_settings \
                 WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes') ORDER BY name"
            }
        };
        let rows: Vec<Setting> = match self {
            // What writes is set up by itself.
            Self::Sqlite { write, .. } => {
                let rows = sql(asked).sqlite().fetch_all(write).await?;
                rows.iter().map(Setting::from_row).collect::<sqlx::Result<_>>()?
            }
            Self::Postgres(_) => self.all(sql(asked)).await?,
        };
        Ok(rows.into_iter().map(|row| (row.name, row.setting)).collect())
    }

    pub async fn all<T: Row>(&self, query: Query) -> Result<Vec<T>> {
        let rows: sqlx::Result<Vec<T>> = match self {
            Self::Sqlite { read, .. } => query.sqlite().fetch_all(read).await?.iter().map(T::from_row).collect(),
            Self::Postgres(pool) => {
                let mut held = Held::of(pool).await?;
                let rows = held.rows(query).await?;
                held.release();
                rows.iter().map(T::from_row).collect()
            }
        };
        Ok(rows?)
    }

    pub async fn maybe<T: Row>(&self, query: Query) -> Result<Option<T>> {
        Ok(self.all(query).await?.pop())
    }

    /// Begins a writing transaction. SQLite takes its write lock at once, so that a reader never has to be promoted,
    /// which is what raises BUSY.
    pub async fn begin(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite { write, .. } => {
                let mut held = Held::of(write).await?;
                held.tell("BEGIN IMMEDIATE").await?;
                Tx::Sqlite(held)
            }
            Self::Postgres(pool) => {
                let mut held = Held::of(pool).await?;
                held.tell("BEGIN").await?;
                Tx::Postgres(held)
            }
        })
    }

    /// Begins a writing transaction with its first statement, which SQLite is handed in one go: each message to its
    /// thread and back costs as much as a small write.
    pub async fn begin_with<T: Row>(&self, first: Query) -> Result<(Tx, Option<T>)> {
        match self {
            Self::Sqlite { write, .. } => {
                let mut held = Held::of(write).await?;
                let first = Query { text: Cow::Owned(format!("BEGIN IMMEDIATE; {}", first.text)), ..first };
                let row = first.sqlite().fetch_all(held.connection()).await?.pop();
                Ok((Tx::Sqlite(held), row.as_ref().map(T::from_row).transpose()?))
            }
            Self::Postgres(_) => {
                let mut tx = self.begin().await?;
                let row = tx.maybe(first).await?;
                Ok((tx, row))
            }
        }
    }

    /// Begins a reading transaction that sees one moment, whatever is written meanwhile.
    pub async fn moment(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite { read, .. } => {
                let mut held = Held::of(read).await?;
                held.tell("BEGIN").await?;
                Tx::Sqlite(held)
            }
            Self::Postgres(pool) => {
                let mut held = Held::of(pool).await?;
                held.tell("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
                Tx::Postgres(held)
            }
        })
    }

    /// Makes sure that what was deleted is nowhere in the database's files any more. SQLite writes zeros over what it
    /// deletes (`secure_delete`) and keeps older pages in its journal until that is cut; PostgreSQL keeps the older
    /// versions of rows until the table is written anew.
    pub async fn forget(&self) -> Result<()> {
        match self {
            Self::Sqlite { write, .. } => {
                for tries in 1..=100 {
                    let done: SqliteRow = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(write).await?;
                    let busy: i64 = done.try_get(0)?;
                    if busy == 0 {
                        return Ok(());
                    }
                    // Somebody still reads a moment that needs the journal.
                    tokio::time::sleep(Duration::from_millis(10 * tries)).await;
                }
                Err(Error::Busy)
            }
            Self::Postgres(pool) => {
                for table in ["state", "idempotency", "job"] {
                    sqlx::query(AssertSqlSafe(format!("VACUUM FULL {table}"))).execute(pool).await?;
                }
                Ok(())
            }
        }
    }

    pub async fn close(&self) {
        match self {
            Self::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    pub async fn run(&mut self, query: Query) -> Result<u64> {
        Ok(match self {
            Self::Sqlite(held) => query.sqlite().execute(held.connection()).await?.rows_affected(),
            Self::Postgres(held) => heard(query.postgres().execute(held.connection())).await?.rows_affected(),
        })
    }

    pub async fn all<T: Row>(&mut self, query: Query) -> Result<Vec<T>> {
        let rows: sqlx::Result<Vec<T>> = match self {
            Self::Sqlite(held) => query.sqlite().fetch_all(held.connection()).await?.iter().map(T::from_row).collect(),
            Self::Postgres(held) => held.rows(query).await?.iter().map(T::from_row).collect(),
        };
        Ok(rows?)
    }

    pub async fn maybe<T: Row>(&mut self, query: Query) -> Result<Option<T>> {
        Ok(self.all(query).await?.pop())
    }

    /// The entries of an office whose day is kept as something else than a day. PostgreSQL has types and holds no such.
    pub async fn days_that_are_none<T: Row>(&mut self, office: Uuid) -> Result<Vec<T>> {
        match self {
            Self::Sqlite(_) => {
                let odd = "SELECT seq FROM entry WHERE office = $1 AND typeof(on_date) NOT IN ('text', 'null')";
                self.all(sql(odd).bind(office)).await
            }
            Self::Postgres(_) => Ok(vec![]),
        }
    }

    /// Inserts many rows: [`insertion`].
    pub async fn insert(&mut self, before: &str, rows: Vec<Vec<Value>>, after: &str) -> Result<()> {
        for query in insertion(before, rows, after) {
            self.run(query).await?;
        }
        Ok(())
    }

    /// Runs the last statements, which write to a table each, and commits. A few of them go in one message: SQLite takes
    /// them and the COMMIT as one text, PostgreSQL as one statement.
    pub async fn commit_with(mut self, queries: Vec<Query>) -> Result<()> {
        if queries.is_empty() || queries.len() > TOGETHER {
            for query in queries {
                self.run(query).await?;
            }
            return self.commit().await;
        }
        let (texts, values) = numbered_through(queries);
        match self {
            Self::Sqlite(mut held) => {
                let all = Query { text: Cow::Owned(texts.join("; ") + "; COMMIT"), values };
                all.sqlite().execute(held.connection()).await.map_err(|error| Error::at_commit(error.into()))?;
                held.release();
                Ok(())
            }
            Self::Postgres(_) => {
                let (last, others) = texts.split_last().expect("there are some");
                let mut text = String::new();
                for (n, other) in others.iter().enumerate() {
                    let begin = if n == 0 { "WITH" } else { "," };
                    write!(text, "{begin} part{n} AS ({other}) ").expect("a string takes what is written to it");
                }
                text.push_str(last);
                self.run(Query { text: Cow::Owned(text), values }).await?;
                self.commit().await
            }
        }
    }

    pub async fn commit(self) -> Result<()> {
        self.end("COMMIT").await.map_err(Error::at_commit)
    }

    /// Gives up; nothing of it was written.
    pub async fn rollback(self) -> Result<()> {
        self.end("ROLLBACK").await
    }

    async fn end(self, statement: &'static str) -> Result<()> {
        match self {
            Self::Sqlite(mut held) => {
                held.tell(statement).await?;
                held.release();
            }
            Self::Postgres(mut held) => {
                held.tell(statement).await?;
                held.release();
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(FromRow)]
    struct Version {
        version: String,
    }

    #[derive(FromRow)]
    struct Setting {
        n: i64,
    }

    #[tokio::test]
    async fn sqlite_is_the_bundled_one_and_set_up_to_lose_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let db = Db::sqlite(&dir.path().join("a.db"), Missing::Create).await.unwrap();
        let version: Vec<Version> = db.all(sql("SELECT sqlite_version() AS version")).await.unwrap();
        let parts: Vec<u32> = version[0].version.split('.').map(|part| part.parse().unwrap()).collect();
        assert!(parts >= vec![3, 51, 3], "SQLite {} has a known fault in WAL mode", version[0].version);
        let mut tx = db.begin().await.unwrap();
        for (query, expected) in [
            ("SELECT synchronous AS n FROM pragma_synchronous", 2),
            ("SELECT secure_delete AS n FROM pragma_secure_delete", 1),
            ("SELECT COUNT(*) AS n FROM pragma_journal_mode WHERE journal_mode = 'wal'", 1),
        ] {
            let setting: Option<Setting> = tx.maybe(sql(query)).await.unwrap();
            assert_eq!(setting.unwrap().n, expected, "{query}");
        }
    }
}
