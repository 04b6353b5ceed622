//! One row on its way to the record: what it states of its action, and what became of it.
use super::{
    Fate, RowFate,
    landing::{Landing, rating_of},
};
use crate::{
    action::{Action, Basis, Lineage, Link, Origin, Partner, Rating, Status},
    ask::{Ask, Command, Draft, Refusal},
    change_request::{AskForChange, Asked},
    entry::Act,
    envelope::{Envelope, Visibility},
    id::Id,
    milestone::OpenMilestones,
    office::Kept,
    rating_rules::day,
    reading::{ActionRead, Question, RatingRead},
    text::{Text, text},
    theme::Theme,
    timescale::Timescale,
    update::Update,
};
use jiff::civil::Date;
use std::collections::HashMap;

impl Landing<'_> {
    #[expect(
        clippy::too_many_arguments,
        reason = "a row, where it goes, and what it is compared with: one call, in land"
    )]
    pub(super) fn row(
        &mut self,
        place: &str,
        read: &ActionRead,
        theme: Id<Theme>,
        old: Option<&Kept<Action>>,
        reference: &Text,
        given: bool,
        landed: &HashMap<String, Id<Action>>,
    ) -> RowFate {
        let id = old.map_or_else(|| landed[&reference.folded()], |kept| kept.id);
        let mut fate = RowFate {
            place: place.to_owned(),
            fate: Fate::Unchanged,
            reference: Some(reference.clone()),
            given,
            title: read.title.clone(),
            reason: None,
            near: None,
        };
        let rating = match rating_of(&self.scale, &read.rating, self.day) {
            Ok(rating) => rating,
            Err((why, near)) => return RowFate { fate: Fate::Rejected, reason: Some(why), near, ..fate },
        };
        // What was taken back and comes again is shown to nobody who did not see it then, unless the table says so.
        let again = || self.office.aside.actions.get(&id.uuid()).map(|kept| kept.envelope.clone());
        let known = old.map(|kept| kept.envelope.clone()).or_else(again);
        let mut envelope = known.unwrap_or_else(|| Envelope::public(reference.clone()));
        let by_map = &self.import.reading.map;
        let by_reference = by_map.visible.contains_key(reference).then(|| by_map.visibility_of(Some(reference)));
        envelope.visibility = by_reference.flatten().or(read.visibility.clone()).unwrap_or(envelope.visibility);
        envelope.marking = read.marking.unwrap_or(envelope.marking);
        let mut action = old.map_or_else(|| self.blank(theme, read), |kept| kept.item.clone());
        self.state_facts(&mut action, read, &envelope.visibility, theme, place, landed);
        let moving = old.and_then(|kept| self.by_somebody_else(kept, read));
        let timescale = read.timescale.as_ref().filter(|_| moving.is_none());
        super::dates::state_dates(&mut action, read, timescale, self.day, &mut self.fates.questions, place);
        let rated = read.rating != RatingRead::NotStated;
        if rated {
            action.rating = rating.map(|new| match &action.rating {
                // The lead's own, which the table repeats: what stands behind it stays.
                Some(old) if old.level == new.level && old.class == new.class && old.basis != Basis::Supplied => {
                    old.clone()
                }
                Some(old) if old.class == new.class && old.level == new.level => Rating { since: old.since, ..new },
                _ => new,
            });
        }
        let before = action.status;
        action.status = self.status(read, &action, old, rated, &mut fate);
        action.settle(before);
        let asked = old.zip(moving).is_some_and(|(kept, stated)| self.ask_for_date(kept, stated, &action, &mut fate));
        let said = self.update(&mut action, id, old, read, place);
        if action.origin.is_none() {
            action.origin = Some(Origin { import: self.id, place: text(place) });
        }
        match old {
            None => fate.fate = Fate::Created,
            Some(kept) if kept.item == action && kept.envelope == envelope => {
                fate.fate = if asked { Fate::Updated } else { Fate::Unchanged };
                return fate;
            }
            Some(_) => fate.fate = Fate::Updated,
        }
        self.draft(Act::Imported, id.uuid(), &envelope, &action);
        if let Some((id, update)) = said {
            self.draft(Act::Imported, id, &envelope, &update);
        }
        fate
    }

    /// What a row states of the date of a known action, where that would move it and people sign in: nobody moves a date
    /// alone there, so a table does not either.
    fn by_somebody_else<'r>(&self, kept: &Kept<Action>, read: &'r ActionRead) -> Option<&'r Timescale> {
        let stated = read.timescale.as_ref().filter(|_| self.office.has_people())?;
        super::dates::would_move(&kept.item, stated).then_some(stated)
    }

    /// Asks for a date that a table states, as its lead would, or says why it was not asked for. The date stays as it is
    /// either way. Gives whether it was asked for.
    fn ask_for_date(&mut self, kept: &Kept<Action>, stated: &Timescale, becomes: &Action, fate: &mut RowFate) -> bool {
        let says = if stated.stated.is_empty() { "no date".to_owned() } else { format!("“{}”", stated.stated) };
        let kept_as = kept
            .item
            .current_date
            .map_or_else(|| "its timescale stays".to_owned(), |now| format!("{} stays", day(now)));
        let asked = match stated.date() {
            _ if becomes.status.is_closed() => Err("it is closed".to_owned()),
            None => Err("only a date can be asked for; ask for the change on the action’s page".to_owned()),
            Some(to) => self.asks_for(kept, to).map_err(|refusal| refusal.to_string()),
        };
        let (why, asked) = match asked {
            Ok(drafts) => {
                self.drafts.extend(drafts);
                (format!("{kept_as} until somebody else agrees: the new date was asked for as a change"), true)
            }
            Err(why) => (format!("{kept_as}: {why}"), false),
        };
        note(fate, &format!("the table says {says}; no table moves a date by itself, so {why}"));
        asked
    }

    fn asks_for(&mut self, kept: &Kept<Action>, to: Date) -> Result<Vec<Draft>, Refusal> {
        let asks =
            AskForChange { action: kept.id, asks: Asked::NewDate { from: None, to }, milestones: OpenMilestones::Stay };
        let reason = format!("as stated in the office's table of {}", day(self.day));
        let ask = Ask {
            actor: self.ask.actor.clone(),
            now: self.ask.now,
            on: None,
            key: None,
            seen: vec![],
            reason: Some(text(&reason)),
            command: Command::AskForChange(asks.clone()),
        };
        Ok(asks.decide(self.office, &ask, self.chance)?.drafts)
    }

    fn blank(&self, theme: Id<Theme>, read: &ActionRead) -> Action {
        Action {
            plan: self.plan,
            theme,
            title: read.title.clone(),
            description: None,
            objectives: vec![],
            outcomes: vec![],
            output: None,
            owner: None,
            rated_by: None,
            sponsor: None,
            leads: vec![],
            partners: vec![],
            statutory: false,
            timescale: crate::timescale::Timescale::default(),
            original_date: None,
            current_date: None,
            moves: vec![],
            status: Status::InProgress,
            rating: None,
            update: None,
            links: vec![],
            origin: None,
            lineage: vec![],
            staff_columns: vec![],
            completion: None,
            decided: None,
        }
    }

    /// What the row states; what it leaves blank stays as it was.
    fn state_facts(
        &mut self,
        action: &mut Action,
        read: &ActionRead,
        shown: &Visibility,
        theme: Id<Theme>,
        place: &str,
        landed: &HashMap<String, Id<Action>>,
    ) {
        action.theme = theme;
        action.title = read.title.clone();
        action.description = read.description.clone().or(action.description.take());
        action.output = read.output.clone().or(action.output.take());
        if !read.outcomes.is_empty() {
            action.outcomes = read.outcomes.iter().map(|o| self.outcome(theme, o, vec![], shown)).collect();
        }
        if !read.objectives.is_empty() {
            action.objectives = read.objectives.iter().map(|o| self.objective(theme, o, shown)).collect();
        }
        if let Some(owner) = &read.owner {
            action.owner = Some(self.body(owner, place));
        }
        if let Some(rater) = &read.rated_by {
            action.rated_by = Some(self.body(rater, place));
        }
        if let Some(sponsor) = &read.sponsor {
            action.sponsor = Some(self.held(sponsor));
        }
        if let Some(leads) = &read.leads {
            action.leads = leads.iter().map(|lead| self.held(lead)).collect();
        }
        if let Some(partners) = &read.partners {
            action.partners = partners
                .iter()
                .map(|(name, role)| Partner {
                    body: self.bodies.iter().find(|(_, b)| b.is_called(name.as_str())).map(|(id, _)| *id),
                    stated: name.clone(),
                    role: role.clone(),
                })
                .collect();
        }
        action.statutory = read.statutory.unwrap_or(action.statutory);
        if let Some(links) = &read.links {
            action.links = links
                .iter()
                .map(|stated| {
                    landed.get(&stated.folded()).map_or_else(|| Link::Stated(stated.clone()), |id| Link::Action(*id))
                })
                .collect();
        }
        let mut staff = read.staff_columns.clone();
        for (stated, how) in &read.lineage {
            if let Some(from) = self.ancestor(stated) {
                let line = Lineage { from, how: *how };
                if !action.lineage.contains(&line) {
                    action.lineage.push(line);
                }
                continue;
            }
            self.fates.questions.push(Question {
                place: place.to_owned(),
                asks: format!("“{stated}” names no action of an earlier plan on the record. Which is meant?"),
                taken: "kept as words, for staff".into(),
            });
            staff.push((text("Carried from"), stated.clone()));
        }
        if !staff.is_empty() {
            action.staff_columns = staff;
        }
    }

    /// The action of another plan that words such as "Safer Fenshire 2019 to 2023, 2.3" name.
    fn ancestor(&self, stated: &Text) -> Option<Id<Action>> {
        let folded = stated.folded();
        self.office.plans.values().filter(|p| p.id != self.plan).find_map(|plan| {
            let names = std::iter::once(&plan.item.name).chain(&plan.item.aliases);
            let rest = names.filter_map(|name| folded.strip_prefix(&name.folded())).min_by_key(|rest| rest.len())?;
            let reference = rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | '-' | '#'));
            let reference = reference.strip_prefix("plan").map_or(reference, str::trim_start);
            self.office
                .actions
                .values()
                .find(|a| a.item.plan == plan.id && a.reference().folded() == reference)
                .map(|a| a.id)
        })
    }

    /// A new update where the row says something new: other words, or another rating.
    fn update(
        &mut self,
        action: &mut Action,
        id: Id<Action>,
        old: Option<&Kept<Action>>,
        read: &ActionRead,
        place: &str,
    ) -> Option<(uuid::Uuid, Update)> {
        let last = old.and_then(|kept| kept.item.update).and_then(|u| self.office.updates.get(&u.uuid()));
        let words = read.narrative.as_ref().filter(|n| last.and_then(|u| u.item.narrative.as_ref()) != Some(*n));
        let rerated =
            action.rating.as_ref().map(|r| &r.level) != old.and_then(|k| k.item.rating.as_ref()).map(|r| &r.level);
        if words.is_none() && !rerated {
            return None;
        }
        let origin = Some(Origin { import: self.id, place: text(place) });
        let update = Update::of_table(id, self.day, read.narrative.clone(), action.rating.clone(), None, origin);
        let id = self.new_id();
        if words.is_some() || action.update.is_none() {
            action.update = Some(Id::new(id));
        }
        Some((id, update))
    }

    /// The lifecycle status: as stated, else as the rating means; a rating that is not complete re-opens what was. Where
    /// people sign in, no table closes an action that was not delivered: that is a change which somebody else decides.
    fn status(
        &self,
        read: &ActionRead,
        action: &Action,
        old: Option<&Kept<Action>>,
        rated: bool,
        fate: &mut RowFate,
    ) -> Status {
        let means =
            if rated { Status::of(action.rating.as_ref().map(|r| r.class), action.status) } else { action.status };
        let by_decision =
            |status| matches!(status, Status::ClosedNotDelivered | Status::Superseded | Status::BusinessAsUsual);
        if let Some(kept) = old.filter(|kept| by_decision(kept.item.status) && self.office.has_people()) {
            if read.status.unwrap_or(means) != kept.item.status {
                note(fate, "it was closed by a decision, and no table opens it again; it stays as it is");
            }
            return kept.item.status;
        }
        let Some(stated) = read.status else { return means };
        if by_decision(stated) && old.is_some_and(|kept| kept.item.status != stated) && self.office.has_people() {
            note(
                fate,
                "the table says that it was closed; no table closes an action by itself, so it stays open: ask for that change on its page",
            );
            return means;
        }
        stated
    }
}

/// Adds to what became of a row.
fn note(fate: &mut RowFate, why: &str) {
    let before = fate.reason.take().map(|before| format!("{before}\n")).unwrap_or_default();
    fate.reason = Some(format!("{before}{why}"));
}
