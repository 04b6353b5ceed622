//! The rows of `entry` and `state`: read as they stand, hashed as they stand, put in many at a time.
use crate::{
    blobs::Blobs,
    db::{self, Query, Value},
    error::{Error, Result},
    tree::{self, Hash},
};
use domain::{
    entry::{Act, Entry},
    office::{Kind, Office},
};
use jiff::Timestamp;
use sqlx::FromRow;
use uuid::Uuid;

/// The columns of a row below. `on_date` and `last_of_change` come as what they are hashed as: SQLite keeps whatever
/// was written into a column, and a proof must see it.
macro_rules! columns {
    () => {
        "e.office, e.seq, e.change, \
         CAST(CASE WHEN e.last_of_change = TRUE THEN 1 WHEN e.last_of_change = FALSE THEN 0 ELSE 2 END AS BIGINT) AS last_of_change, \
         e.at, CAST(e.on_date AS TEXT) AS on_date, e.actor, e.act, e.kind, e.item, e.version, e.shape, e.state_hash, \
         e.leaf_hash, s.salt, s.body FROM entry e LEFT JOIN state s ON s.office = e.office AND s.seq = e.seq"
    };
}
pub(crate) use columns;

/// An entry as it stands in the database, with its state where there is one.
#[derive(Clone, Debug, FromRow)]
pub(crate) struct EntryRow {
    pub office: Uuid,
    pub seq: i64,
    pub change: Uuid,
    pub last_of_change: i64,
    pub at: i64,
    pub on_date: Option<String>,
    pub actor: Uuid,
    pub act: String,
    pub kind: String,
    pub item: Uuid,
    pub version: i64,
    pub shape: i64,
    pub state_hash: Vec<u8>,
    pub leaf_hash: Vec<u8>,
    pub salt: Option<Vec<u8>>,
    pub body: Option<Vec<u8>>,
}

impl EntryRow {
    /// The leaf hash of the columns as they stand.
    pub fn leaf(&self) -> Hash {
        tree::leaf(&[
            Some(self.office.to_string().as_bytes()),
            Some(self.seq.to_string().as_bytes()),
            Some(self.change.to_string().as_bytes()),
            Some(self.last_of_change.to_string().as_bytes()),
            Some(self.at.to_string().as_bytes()),
            self.on_date.as_ref().map(String::as_bytes),
            Some(self.actor.to_string().as_bytes()),
            Some(self.act.as_bytes()),
            Some(self.kind.as_bytes()),
            Some(self.item.to_string().as_bytes()),
            Some(self.version.to_string().as_bytes()),
            Some(self.shape.to_string().as_bytes()),
            Some(&self.state_hash),
        ])
    }

    /// The entry that the row stands for.
    pub fn entry(&self) -> Result<Entry> {
        let newer = |what: &str, word: &str| Error::Newer {
            what: format!("entry {} has the {what} “{word}”, which a newer release of Milepost wrote", self.seq),
        };
        let on_date = self.on_date.as_deref().map(str::parse).transpose();
        if self.at < 0 || Timestamp::from_microsecond(self.at).is_err() {
            return Err(Error::damaged(self.seq, "the time at which it was recorded is none"));
        }
        if self.shape < 1 {
            return Err(Error::damaged(self.seq, "its shape is less than the first"));
        }
        Ok(Entry {
            office: self.office,
            seq: self.seq,
            change: self.change,
            last_of_change: self.last_of_change == 1,
            at: self.at,
            on_date: on_date.map_err(|e| Error::damaged(self.seq, format!("its day is not a day ({e})")))?,
            actor: self.actor,
            act: Act::parse(&self.act).ok_or_else(|| newer("act", &self.act))?,
            kind: Kind::parse(&self.kind).ok_or_else(|| newer("kind", &self.kind))?,
            item: self.item,
            version: self.version,
            shape: self.shape,
            state_hash: self
                .state_hash
                .as_slice()
                .try_into()
                .map_err(|_| Error::damaged(self.seq, "its state hash is not 32 bytes"))?,
        })
    }

    /// The entry and the body of its state.
    pub fn split(mut self, blobs: &Blobs) -> Result<(Entry, Vec<u8>)> {
        let entry = self.entry()?;
        let column = self.body.take().ok_or_else(|| Error::damaged(self.seq, "its state is missing"))?;
        let body = blobs.body(self.seq, column)?;
        if body.first() != Some(&b'{') {
            return Err(Error::damaged(self.seq, "its body does not begin as a body does"));
        }
        Ok((entry, body))
    }

    /// The row that a new entry is written as.
    pub fn new(entry: &Entry, salt: Hash, column: Vec<u8>) -> Self {
        Self {
            office: entry.office,
            seq: entry.seq,
            change: entry.change,
            last_of_change: entry.last_of_change.into(),
            at: entry.at,
            on_date: entry.on_date.map(|day| day.to_string()),
            actor: entry.actor,
            act: entry.act.as_str().into(),
            kind: entry.kind.as_str().into(),
            item: entry.item,
            version: entry.version,
            shape: entry.shape,
            state_hash: entry.state_hash.to_vec(),
            leaf_hash: tree::leaf_of(entry).to_vec(),
            salt: Some(salt.to_vec()),
            body: Some(column),
        }
    }
}

/// Takes rows in, in order, for as long as this release can read them; says what stopped it, if something did.
/// The office is then at the end of the last whole change before that.
pub(crate) fn apply(office: &mut Office, rows: Vec<EntryRow>, blobs: &Blobs) -> Result<()> {
    let mut whole = office.clone();
    for row in rows {
        let taken = row.split(blobs).and_then(|(entry, body)| {
            office.apply(&entry, &body)?;
            Ok(entry.last_of_change)
        });
        match taken {
            Ok(true) => whole = office.clone(),
            Ok(false) => {}
            Err(error) => {
                *office = whole;
                return Err(error);
            }
        }
    }
    Ok(())
}

/// Whether any of the rows erased something: then states that were read before are not what they were.
pub(crate) fn erase_any(rows: &[EntryRow]) -> bool {
    rows.iter().any(|row| row.act == Act::Erased.as_str())
}

/// The statements that write rows into `entry` and `state`.
pub(crate) fn insertion(rows: &[EntryRow]) -> Result<Vec<Query>> {
    let mut entries = Vec::with_capacity(rows.len());
    let mut states = Vec::with_capacity(rows.len());
    for row in rows {
        let on_date = row.on_date.as_deref().map(str::parse).transpose();
        let on_date = on_date.map_err(|e| Error::damaged(row.seq, format!("its day is not a day ({e})")))?;
        entries.push(vec![
            row.office.into(),
            row.seq.into(),
            row.change.into(),
            (row.last_of_change == 1).into(),
            row.at.into(),
            Value::Date(on_date),
            row.actor.into(),
            row.act.as_str().into(),
            row.kind.as_str().into(),
            row.item.into(),
            row.version.into(),
            row.shape.into(),
            row.state_hash.clone().into(),
            row.leaf_hash.clone().into(),
        ]);
        let salt = row.salt.clone().unwrap_or_default();
        let body = row.body.clone().unwrap_or_default();
        states.push(vec![row.office.into(), row.seq.into(), salt.into(), body.into()]);
    }
    let mut queries = db::insertion(
        "INSERT INTO entry (office, seq, change, last_of_change, at, on_date, actor, act, kind, item, version, shape, \
         state_hash, leaf_hash) VALUES",
        entries,
        "",
    );
    queries.extend(db::insertion("INSERT INTO state (office, seq, salt, body) VALUES", states, ""));
    Ok(queries)
}
