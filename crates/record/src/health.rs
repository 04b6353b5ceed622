//! What can be told of a record's surroundings without proving the record: for `milepost doctor`.
use crate::{
    checkpoint::{Checkpoint, Key},
    db::{Missing, journal_of},
    error::Result,
    record::{Place, Record},
};

/// How the tables are set up. Nothing of them is changed by asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tables {
    /// The settings of the engine that decide whether what was written stays written: name and value, as it says them.
    pub settings: Vec<(String, String)>,
    /// Versions of the tables that this release makes and the database does not have.
    pub lacks: Vec<i64>,
    /// Versions of the tables that the database has and this release does not know.
    pub unknown: Vec<i64>,
}

/// How the folder's key stands to the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyStanding {
    Own,
    /// Some other record's, or an older one of this.
    Foreign,
    Absent,
}

impl Place {
    /// Asks the database how it is set up.
    pub async fn tables(&self) -> Result<Tables> {
        // Before the file is opened, which sets its journal right.
        let journal = match self.database {
            None => journal_of(&self.sqlite_file()),
            Some(_) => None,
        };
        let db = self.connect(Missing::Refuse).await?;
        let settings = db.settings().await;
        let migrations = db.migrations().await;
        db.close().await;
        let (lacks, unknown) = migrations?;
        let mut settings = settings?;
        if let Some(journal) = journal {
            settings.push(("journal_in_file".into(), journal.into()));
        }
        Ok(Tables { settings, lacks, unknown })
    }
}

impl Record {
    pub fn key_standing(&self) -> Result<KeyStanding> {
        let Some(key) = Key::read(&self.shared.dir)? else { return Ok(KeyStanding::Absent) };
        let office = self.office();
        let own = office.settings().is_some_and(|settings| settings.item.key.as_str() == key.public());
        Ok(if own { KeyStanding::Own } else { KeyStanding::Foreign })
    }

    /// How many entries the folder's last signed statement speaks of; None where there is none that can be read.
    pub fn signed(&self) -> Result<Option<i64>> {
        let last = Checkpoint::last(&self.shared.dir)?;
        Ok(last.and_then(|(_, checkpoint)| checkpoint).map(|checkpoint| checkpoint.statement.size))
    }
}
