//! The findings tracker for a body, compared with the one that it was presented with last.
use super::{PaperAsk, snapshot_at};
use crate::{Desk, Found, Refused};
use domain::{
    body::Body,
    office::Kept,
    paper::{Paper, PaperKind},
};
use report::{
    blocks::Document,
    findings_tracker::{self, Before},
    occasion::{AsAt, Occasion},
};

pub(super) async fn compose(desk: &Desk, ask: &PaperAsk, occasion: &Occasion<'_>) -> Result<Document, Refused> {
    let body = occasion.body;
    let found = last(desk, ask, body, occasion.sight.head().seq).await?;
    let before = match &found {
        Some(found) => {
            let sight = found.at.office.shown_to(body);
            let snapshot = snapshot_at(desk, found).await?;
            Some(Before { as_at: AsAt::new(&sight, Some(found.day), snapshot.as_ref()), sight })
        }
        None => None,
    };
    findings_tracker::paper(occasion, before.as_ref()).ok_or_else(|| {
        Refused::because(format!(
            "there is no finding that {} may see; add one first (milepost finding, milepost import findings)",
            body.item.name
        ))
    })
}

/// What the body saw of the findings last: as said with `since`, else in the last tracker that was presented to it before
/// the entry at which this one stands.
async fn last(desk: &Desk, ask: &PaperAsk, body: &Kept<Body>, upto: i64) -> Result<Option<Found>, Refused> {
    if let Some(named) = &ask.since {
        return desk.find(Some(named)).await.map(Some);
    }
    let office = desk.office().await?;
    let staff = office.seen_by(&desk.actor);
    let seen = |paper: &&Kept<Paper>| {
        paper.item.body == body.id
            && paper.item.kind == PaperKind::FindingsTracker
            && paper.item.presented.is_some()
            && paper.item.as_at < upto
    };
    let last = staff.papers().filter(seen).max_by_key(|paper| (paper.item.presented, paper.item.as_at));
    match last {
        Some(paper) => desk.find(Some(paper.reference().as_str())).await.map(Some),
        None => Ok(None),
    }
}
