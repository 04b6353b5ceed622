//! The findings tracker for a body, compared with the one that it was presented with last.
use super::{PaperAsk, last_seen, snapshot_at};
use crate::{Desk, Refused};
use domain::paper::PaperKind;
use report::{
    blocks::Document,
    findings_tracker::{self, Before},
    occasion::{AsAt, Occasion},
};

pub(super) async fn compose(desk: &Desk, ask: &PaperAsk, occasion: &Occasion<'_>) -> Result<Document, Refused> {
    let body = occasion.body;
    let found = last_seen(desk, ask, PaperKind::FindingsTracker, body, occasion.sight.head().seq).await?;
    let before = match &found {
        Some((found, _)) => {
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
