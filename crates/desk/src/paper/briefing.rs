//! The commissioner's briefing is composed for the office itself, or for one of its boards of what was shared with it.
use super::{PaperAsk, last_seen, snapshot_at};
use crate::{Desk, Refused};
use domain::{
    body::{Body, BodyKind},
    office::{Kept, Office},
    paper::PaperKind,
    question::{Expected, Standing},
    sight::{Reach, Sight},
};
use jiff::civil::Date;
use report::{
    blocks::Document,
    briefing::{self, Before},
    occasion::{AsAt, Occasion},
};

/// The document with the rows of its actions.
pub(super) async fn compose(
    desk: &Desk,
    ask: &PaperAsk,
    occasion: &Occasion<'_>,
    office: &Office,
) -> Result<(Document, Vec<domain::position::PositionRow>), Refused> {
    let body = occasion.body;
    if Reach::of(body.item.kind) < Reach::Internal {
        let offices: Vec<String> = occasion
            .sight
            .bodies()
            .filter(|kept| kept.item.kind == BodyKind::Office)
            .map(|kept| format!("“{}”", kept.item.name))
            .collect();
        return Err(Refused::because(format!(
            "a briefing is the office's own and is not made for {}; make it for {} (--for), or share its questions with one of the office's boards",
            body.item.name,
            offices.join(" or ")
        )));
    }
    let expected = expected(desk, office, &occasion.sight, body, occasion.as_at.day);
    if expected.is_empty() && body.item.kind != BodyKind::Office {
        return Err(Refused::because(format!(
            "no question that is raised today was shared with {}; share them first (milepost question share)",
            body.item.name
        )));
    }
    let before = last(desk, ask, body, occasion.sight.head().seq).await?;
    Ok(briefing::paper(occasion, &expected, before.as_ref()))
}

/// What is raised of what the body may see; for a board, what was shared with it and is not set aside.
fn expected<'a>(desk: &Desk, office: &'a Office, sight: &Sight<'a>, body: &Kept<Body>, day: Date) -> Vec<Expected<'a>> {
    let staff = office.seen_by(&desk.actor);
    let mut all = sight.expected_questions_answered_by(&staff, day);
    if body.item.kind != BodyKind::Office {
        all.retain(|one| {
            one.kept.is_some_and(|kept| kept.item.is_shared_with(body.id))
                && !matches!(one.standing(day), Standing::Silenced(_))
        });
    }
    all
}

/// What the body saw last: as said with `since`, else in the last briefing that was presented to it.
async fn last(desk: &Desk, ask: &PaperAsk, body: &Kept<Body>, upto: i64) -> Result<Option<Before>, Refused> {
    let Some((found, _)) = last_seen(desk, ask, PaperKind::Briefing, body, upto).await? else { return Ok(None) };
    let sight = found.at.office.shown_to(body);
    let snapshot = snapshot_at(desk, &found).await?;
    let as_at = AsAt::new(&sight, Some(found.day), snapshot.as_ref());
    let mut expected = expected(desk, &found.at.office, &sight, body, found.day);
    // What was withheld since is not named by what is asked no more.
    let present = desk.office().await?;
    let today = present.shown_to(body);
    expected.retain(|one| today.sees_item(one.raised.kind, one.raised.about));
    Ok(Some(Before::of(as_at, &expected)))
}
