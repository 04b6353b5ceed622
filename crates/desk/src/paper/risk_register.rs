//! The register of risks, compared with the last that was presented to the same body.
use super::{PaperAsk, last_seen, snapshot_at};
use crate::{Desk, Refused};
use domain::{paper::PaperKind, risk::register::Before};
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
    let Some((found, _)) = last_seen(desk, ask, PaperKind::RiskRegister, body, occasion.as_at.seq).await? else {
        return risk_register::paper(occasion, None).ok_or_else(none);
    };
    let sight = found.at.office.shown_to(body);
    let snapshot = snapshot_at(desk, &found).await?;
    let as_at = AsAt::new(&sight, Some(found.day), snapshot.as_ref());
    let before = Before { sight, day: as_at.day };
    risk_register::paper(occasion, Some((before, &as_at))).ok_or_else(none)
}
