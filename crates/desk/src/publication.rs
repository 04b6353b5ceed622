//! What goes to the public side: shown before, by two people, and at its time.
use crate::{Desk, Refused, typed};
use domain::{
    ask::{Ask, Command},
    change_request::Approved,
    period::london_day,
    publication::{OutgoingPlan, Publication, Publish, Withheld, public_plans},
    publication_request::DecidePublication,
    sight::Reach,
    text::Text,
    travel::Place,
};

/// What everybody would receive, and what they would not.
#[derive(Debug)]
pub struct Preview {
    pub publications: Vec<Publication>,
    /// Of a paper: the actions of what it prints that are not for everybody, counted by reason. A published plan counts
    /// its own.
    pub withheld: Vec<Withheld>,
}

/// Publishes a paper or a position; also what a due job calls, with its own key: done by two servers, or again by one
/// that was killed before it could cross the job off, it has one effect. Within a hold it needs a reason.
pub async fn publish(desk: &Desk, what: &str, despite_hold: Option<&str>, key: Option<String>) -> Result<i64, Refused> {
    let plans = public_plans_at(desk, what).await?;
    let ask = desk.ask(Command::Publish(Publish { what: typed(what)?, plans }), None);
    let reason = despite_hold.map(typed).transpose()?;
    let written = desk.record.write(Ask { key, reason, ..ask }).await?;
    Ok(written.seq)
}

/// The plans at a position, as everybody may see them; none for a paper.
pub async fn public_plans_at(desk: &Desk, what: &str) -> Result<Vec<OutgoingPlan>, Refused> {
    let found = desk.find(Some(what)).await?;
    let Place::Snapshot(_) = found.named else { return Ok(vec![]) };
    let name = found.snapshot.clone().unwrap_or_default();
    Ok(public_plans(&found.at.office.seen_by(&desk.actor), &name, found.day))
}

/// Exactly what the public would receive of a paper or a position today, and the count of what is withheld.
pub async fn preview(desk: &Desk, what: &str) -> Result<Preview, Refused> {
    let plans = public_plans_at(desk, what).await?;
    let office = desk.office().await?;
    let publications = Publish { what: typed(what)?, plans }.preview(&office, london_day(desk.now()))?;
    let mut withheld = vec![];
    if let Ok(paper) = office.seen_by(&desk.actor).paper_numbered(what)
        && let Some(plan) = paper.item.plan
    {
        let then = desk.record.at(paper.item.as_at).await?;
        let everybody = then.office.seen_by(&desk.actor).no_further_than(Reach::Public);
        withheld = everybody.withheld(plan, paper.item.theme);
    }
    Ok(Preview { publications, withheld })
}

/// Publishes what two people agreed to and whose time has come: for the server. Says what became of each. What cannot
/// go out any more is refused on the record, with the reason.
pub async fn publish_due(desk: &Desk) -> Result<Vec<(Text, Result<(), String>)>, Refused> {
    let mut done = vec![];
    for (request, what) in desk.office().await?.publications_due(desk.now()) {
        match publish(desk, what.as_str(), None, Some(request.to_string())).await {
            Ok(_) => done.push((what, Ok(()))),
            Err(refused) if refused.passing => return Err(refused),
            Err(refused) => {
                let command = Command::DecidePublication(DecidePublication {
                    request,
                    approved: Approved::No,
                    plans: vec![],
                    seal: None,
                    despite_hold: None,
                });
                let reason = typed(&format!("It could not be published at its time: {}", refused.why))?;
                desk.record.write(Ask { reason: Some(reason), ..desk.ask(command, None) }).await?;
                done.push((what, Err(refused.why)));
            }
        }
    }
    Ok(done)
}
