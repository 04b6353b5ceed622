//! The register of risks, compared with the last that was presented to the same body.
use super::{PaperAsk, snapshot_at};
use crate::{Desk, Refused};
use domain::{
    body::Body,
    office::Kept,
    paper::{Paper, PaperKind},
    risk::register::Before,
};
use report::{
    blocks::Document,
    occasion::{AsAt, Occasion},
    risk_register,
};

pub(super) async fn compose(desk: &Desk, ask: &PaperAsk, occasion: &Occasion<'_>) -> Result<Document, Refused> {
    let body = occasion.body;
    let none = || {
        Refused::because(format!(
            "there is no risk that {} may see; take a register in first (milepost risk take)",
            body.item.name
        ))
    };
    let Some(named) = last_seen(desk, ask, body, occasion.as_at.seq).await? else {
        return risk_register::paper(occasion, None).ok_or_else(none);
    };
    let found = desk.find(Some(&named)).await?;
    let sight = found.at.office.shown_to(body);
    let snapshot = snapshot_at(desk, &found).await?;
    let as_at = AsAt::new(&sight, Some(found.day), snapshot.as_ref());
    let before = Before { sight, day: as_at.day };
    risk_register::paper(occasion, Some((before, &as_at))).ok_or_else(none)
}

/// As said with `since`, else the last register that was presented to that body before the entry of this one.
async fn last_seen(desk: &Desk, ask: &PaperAsk, body: &Kept<Body>, upto: i64) -> Result<Option<String>, Refused> {
    if let Some(named) = &ask.since {
        return Ok(Some(named.clone()));
    }
    let office = desk.office().await?;
    let staff = office.seen_by(&desk.actor);
    let seen = |paper: &&Kept<Paper>| {
        paper.item.body == body.id
            && paper.item.kind == PaperKind::RiskRegister
            && paper.item.presented.is_some()
            && paper.item.as_at < upto
    };
    let last = staff.papers().filter(seen).max_by_key(|paper| (paper.item.presented, paper.item.as_at));
    Ok(last.map(|paper| paper.reference().to_string()))
}
