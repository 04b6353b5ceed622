//! What papers of assurance need beside their occasion: what the body saw before.
use crate::{Desk, PaperAsk, Refused};
use domain::{body::Body, office::Kept, paper::PaperKind, sight::Presented};
use report::{assurance::Before, occasion::AsAt};

/// Where a body last saw papers of a kind: the office of then, whole.
pub(super) struct Earlier {
    found: crate::Found,
    snapshot: Option<Kept<domain::snapshot::Snapshot>>,
    presented: Option<Presented>,
}

/// As said with `since`, else as of the last paper of that kind that was presented to the body before an entry.
pub(super) async fn earlier(
    desk: &Desk,
    ask: &PaperAsk,
    kind: PaperKind,
    body: &Kept<Body>,
    upto: i64,
) -> Result<Option<Earlier>, Refused> {
    let Some((found, presented)) = super::last_seen(desk, ask, kind, body, upto).await? else { return Ok(None) };
    let snapshot = super::snapshot_at(desk, &found).await?;
    Ok(Some(Earlier { found, snapshot, presented }))
}

impl Earlier {
    pub(super) fn before(&self, body: &Kept<Body>) -> Before<'_> {
        let sight = self.found.at.office.shown_to(body);
        Before {
            as_at: AsAt::new(&sight, Some(self.found.day), self.snapshot.as_ref()),
            presented: self.presented.as_ref().map(|last| (last.number.clone(), last.on)),
            sight,
        }
    }
}
