//! Taking a tracker in: each finding is known again by its source's reference, else by its words; what the table states anew
//! is added to what is on the record, and nothing on the record is forgotten. Any rejected row: nothing lands.
use super::{
    AgreedAction, Answered, Closing, DueMove, Finding, FindingKind, Response, Said, Settled, Settlement, SourceKind,
    Written, review,
    table::{ActionRead, FindingRead, FindingTable, What},
};
use crate::{
    action::Held,
    ask::{Answer, Ask, Decision, Draft, Refusal},
    chance::Chance,
    entry::Act,
    envelope::{Envelope, InternalText},
    id::Id,
    import::{Fate, Fates, FileRead, RowFate, Totals},
    office::{Kept, Office},
    period::london_day,
    rating_rules::day,
    text::{Text, text},
};
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap};

/// Takes a table of findings into a review.
#[derive(Clone, Debug)]
pub struct ImportFindings {
    pub review: Text,
    pub table: FindingTable,
    pub file: FileRead,
    /// What the rows are where they say nothing of it.
    pub kind: FindingKind,
}

impl ImportFindings {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let kept = office.review_meant(self.review.as_str(), ask)?;
        let source = office.finding_sources.get(&kept.item.source.uuid());
        let source = source.ok_or_else(|| Refusal::because("the source of this review is gone"))?;
        review::may_write_for(source.item.kind, office, ask)?;
        let today = london_day(ask.now);
        let on = ask.on.unwrap_or(today);
        if on > today {
            return Err(Refusal::because(format!("{} has not come yet; correct the day of the table", day(on))));
        }
        let own: Vec<&Kept<Finding>> =
            office.findings.values().map(AsRef::as_ref).filter(|other| other.item.review == kept.id).collect();
        let mut known: HashMap<String, usize> = HashMap::new();
        for (at, finding) in own.iter().enumerate() {
            known.insert(key(finding.item.own_reference.as_ref(), &finding.item.found), at);
        }
        let raised = kept.item.day().unwrap_or(on);
        let landing = Landing {
            office,
            ask,
            on,
            raised,
            review: kept,
            source: source.item.kind,
            file: &self.file,
            kind: self.kind,
        };
        let mut fates =
            Fates { questions: self.table.questions.clone(), notes: self.table.notes.clone(), ..Fates::default() };
        let mut drafts = vec![];
        let mut taken: HashMap<String, String> = HashMap::new();
        let mut numbers = Numbers { office, next: office.findings.size() };
        let mut came = Fate::Skipped;
        for row in &self.table.rows {
            let place = row.place.clone();
            let fate = |fate, reference: Option<Text>, title: Text, reason: Option<String>, near: Option<String>| {
                RowFate { place: place.clone(), fate, reference, given: false, title, reason, near }
            };
            fates.rows.push(match &row.what {
                What::Skipped { title, why } => fate(Fate::Skipped, None, title.clone(), Some(why.clone()), None),
                What::GoesOn { with } => fate(
                    came,
                    Some(with.clone()),
                    text("a further agreed action"),
                    Some(format!("goes on with {with}")),
                    None,
                ),
                What::Rejected { reference, title, why, near } => {
                    came = Fate::Rejected;
                    fate(came, reference.clone(), title.clone(), Some(why.clone()), near.clone())
                }
                What::Finding(read) => {
                    let name = key(read.reference.as_ref(), &read.words());
                    let before = taken.insert(name.clone(), place.clone());
                    let then = known.get(&name).map(|at| own[*at]);
                    let landed = match before {
                        Some(before) => Err(format!("the table has it twice: see {before}")),
                        None => landing.lands(read, &place, then),
                    };
                    match landed {
                        Err(why) => {
                            came = Fate::Rejected;
                            fate(came, read.reference.clone(), read.words().on_one_line(), Some(why), None)
                        }
                        Ok((finding, notes)) => {
                            let (id, envelope) = if let Some(then) = then {
                                (then.id, then.envelope.clone())
                            } else {
                                let visibility = kept.envelope.visibility.clone();
                                let reference = numbers.next();
                                let envelope = Envelope { reference, visibility, marking: kept.envelope.marking };
                                (Id::new(chance.id(ask.now)), envelope)
                            };
                            came = match then {
                                None => Fate::Created,
                                Some(then) if then.item == finding => Fate::Unchanged,
                                Some(_) => Fate::Updated,
                            };
                            if came != Fate::Unchanged {
                                let act = if then.is_none() { Act::Imported } else { Act::Changed };
                                drafts.push(Draft::new(act, id.uuid(), &envelope, &finding, ask));
                            }
                            let reason = (!notes.is_empty()).then(|| notes.join("\n"));
                            let title = read.words().on_one_line();
                            RowFate {
                                given: then.is_none(),
                                ..fate(came, Some(envelope.reference), title, reason, None)
                            }
                        }
                    }
                }
            });
        }
        for row in &fates.rows {
            let totals: &mut Totals = &mut fates.totals;
            match row.fate {
                Fate::Created => totals.created += 1,
                Fate::Updated => totals.updated += 1,
                Fate::Unchanged => totals.unchanged += 1,
                Fate::Rejected => totals.rejected += 1,
                Fate::Skipped => totals.skipped += 1,
            }
        }
        let absent = own.iter().filter(|finding| {
            !taken.contains_key(&key(finding.item.own_reference.as_ref(), &finding.item.found))
                && finding.item.is_open(on)
        });
        fates.absent = absent
            .map(|finding| crate::import::Named {
                reference: finding.reference().clone(),
                title: finding.item.found.on_one_line(),
            })
            .collect();
        if fates.totals.rejected > 0 {
            return Err(Refusal::Rejected(Box::new(fates)));
        }
        if taken.is_empty() {
            return Err(Refusal::because(format!(
                "{} holds no finding: no row of a table that could be one",
                self.file.name
            )));
        }
        Ok(Decision { drafts, answer: Answer::Imported(Box::new(fates)) })
    }
}

/// What a finding is known by.
fn key(reference: Option<&Text>, words: &Text) -> String {
    reference
        .map_or_else(|| format!("words {}", words.folded()), |reference| format!("reference {}", reference.folded()))
}

struct Numbers<'a> {
    office: &'a Office,
    next: usize,
}

impl Numbers<'_> {
    fn next(&mut self) -> Text {
        loop {
            self.next += 1;
            let code = format!("F{}", self.next);
            if self.office.finding_coded(&code).is_none() {
                return text(&code);
            }
        }
    }
}

struct Landing<'a> {
    office: &'a Office,
    ask: &'a Ask,
    /// The day of the table.
    on: Date,
    raised: Date,
    review: &'a Kept<super::Review>,
    source: SourceKind,
    file: &'a FileRead,
    kind: FindingKind,
}

impl Landing<'_> {
    /// The finding as it stands after the row, with what has to be said of it; or why it cannot be taken.
    fn lands(
        &self,
        read: &FindingRead,
        place: &str,
        then: Option<&Kept<Finding>>,
    ) -> Result<(Finding, Vec<String>), String> {
        let by = self.ask.actor.speaks_as();
        let mut notes = vec![];
        let mut finding = then.map_or_else(
            || Finding {
                review: self.review.id,
                kind: self.kind,
                own_reference: read.reference.clone(),
                found: read.words(),
                recommended: read.recommends(),
                priority: None,
                rank: super::Rank::NotRanked,
                for_whom: read.for_whom.clone(),
                raised: self.raised,
                theme: None,
                outcomes: vec![],
                actions: vec![],
                response_due: None,
                response: vec![],
                agreed: vec![],
                settled: vec![],
                written: Written { by, role: text(self.ask.actor.role.as_str()) },
            },
            |then| then.item.clone(),
        );
        self.words(read, then, &mut finding)?;
        if read.words().on_one_line().is_empty() {
            return Err("it says neither what was found nor what is recommended".to_owned());
        }
        if let Some((how, words)) = &read.response
            && finding.response.last().is_none_or(|last| last.words.folded() != words.folded())
        {
            let reason = (*how != Answered::Accepted).then(|| words.clone());
            finding.response.push(Response {
                how: *how,
                words: words.clone(),
                reason,
                day: self.on,
                by,
                published: None,
            });
        }
        if let Some(word) = &read.not_adopted
            && finding.settlement().is_none()
        {
            let said = read.response.as_ref().map(|(_, words)| words.clone());
            let reason = said.unwrap_or_else(|| text(&format!("“{word}” in the office's table of {}", day(self.on))));
            let by_whom = text("as stated in the office's table; who decided is not recorded");
            let how = Settlement::NotAdopted;
            finding.settled.push(Settled { how, by_whom, reason, day: self.on, by, reopened: None });
            notes.push(format!("“{word}”: taken as not adopted"));
        }
        let mut taken = BTreeSet::new();
        for (at, action) in read.actions.iter().enumerate() {
            self.action(&mut finding, at, &mut taken, action, &mut notes)?;
        }
        if finding.agreed.len() > 50 {
            return Err("it has more than 50 agreed actions; part it into several findings".to_owned());
        }
        if then.is_none() {
            let name = &self.file.name;
            let stands = if place.starts_with(name.as_str()) { place.to_owned() } else { format!("{name}, {place}") };
            if self.source == SourceKind::Panel {
                notes.push(format!("words of the Panel, from {stands}: its clerk alone alters them from here on"));
            }
        }
        Ok((finding, notes))
    }

    /// What the source says.
    fn words(&self, read: &FindingRead, then: Option<&Kept<Finding>>, finding: &mut Finding) -> Result<(), String> {
        if let Some(word) = &read.priority {
            let source = self.office.source_of(finding).and_then(|source| source.item.priority(word.as_str()));
            finding.rank = source.map_or(super::Rank::NotRanked, |priority| priority.rank);
            finding.priority = Some(word.clone());
        }
        finding.found = read.words();
        finding.recommended = read.recommends().or_else(|| finding.recommended.take());
        finding.for_whom = read.for_whom.clone().or_else(|| finding.for_whom.take());
        let longest = finding
            .found
            .as_str()
            .chars()
            .count()
            .max(finding.recommended.as_ref().map_or(0, |words| words.as_str().chars().count()));
        if longest > 10_000 {
            return Err(format!("its words have {longest} characters; 10,000 is the most"));
        }
        let Some(then) = then.filter(|_| self.source == SourceKind::Panel) else { return Ok(()) };
        let same = then.item.found == finding.found
            && then.item.recommended == finding.recommended
            && then.item.priority == finding.priority
            && then.item.for_whom == finding.for_whom;
        if !same {
            super::Facts::may_be_reworded(&then.item, self.office, self.ask).map_err(|refusal| refusal.to_string())?;
        }
        Ok(())
    }

    fn action(
        &self,
        finding: &mut Finding,
        at: usize,
        taken: &mut BTreeSet<usize>,
        read: &ActionRead,
        notes: &mut Vec<String>,
    ) -> Result<(), String> {
        let by = self.ask.actor.speaks_as();
        let owner = read.owner.clone().unwrap_or_else(|| text("not stated"));
        let owner = self.office.holder_called(&owner);
        let many = read.words.as_str().chars().count();
        if read.words.on_one_line().is_empty() || many > 4_000 {
            return Err(format!("its agreed action has {many} characters; 1 to 4,000 fit"));
        }
        let mine = |agreed: &AgreedAction| {
            agreed.words.folded() == read.words.folded() && (agreed.owner == owner || read.owner.is_none())
        };
        let free = |found: &dyn Fn(&AgreedAction) -> bool| {
            finding.agreed.iter().enumerate().position(|(place, agreed)| !taken.contains(&place) && found(agreed))
        };
        let known = free(&mine).or_else(|| free(&|agreed| agreed.words.folded() == read.words.folded()));
        // An action that was worded anew stands where it stood; not one that is another row's, and not one that is done.
        let stood = finding.agreed.get(at).is_some_and(|agreed| agreed.closed().is_none() && !taken.contains(&at));
        let known = known.or_else(|| stood.then_some(at));
        taken.insert(known.unwrap_or(finding.agreed.len()));
        let signed_in = !self.office.access.is_empty();
        let Some(known) = known else {
            finding.agreed.push(self.agreed(finding, read, owner));
            if let Some(word) = &read.closed {
                notes.push(format!("“{word}”: taken as called done by management, and verified by nobody yet"));
            }
            return Ok(());
        };
        let number = finding.agreed[known].number;
        let agreed = &mut finding.agreed[known];
        agreed.words = read.words.clone();
        if agreed.owner != owner && !matches!((&agreed.owner, &owner), (Held::Post(_), Held::Unmatched(_))) {
            agreed.owner = owner;
        }
        let stands = agreed.closed().is_none();
        let last = read.revised.last().copied().or(read.due.filter(|_| agreed.due.is_none()));
        if let Some(to) = last.filter(|to| Some(*to) != agreed.due) {
            if signed_in && agreed.due.is_some() {
                notes.push(format!("action {number}: the table's date {} is not taken; move it on the finding's own page, with the reason and who agreed", day(to)));
            } else if stands {
                if agreed.original.is_none() {
                    agreed.original = read.due.or(Some(to));
                    agreed.due = agreed.original;
                }
                for revised in &read.revised {
                    self.moves(agreed, *revised);
                }
                agreed.due = Some(to);
                agreed.stated = None;
            }
        }
        if let Some(due) =
            read.due.filter(|due| agreed.original.is_some_and(|original| original != *due) && Some(*due) != agreed.due)
        {
            notes.push(format!(
                "action {number}: the table's original date {} differs from the one on the record, which stays",
                day(due)
            ));
        }
        if let Some(words) = &read.update
            && !agreed.updates.iter().any(|said| said.words.folded() == words.folded())
        {
            agreed.updates.push(Said { day: self.on, words: words.clone(), by });
            agreed.updates.sort_by_key(|said| said.day);
        }
        match &read.closed {
            Some(word) if stands && signed_in => notes.push(format!(
                "action {number}: “{word}” is not taken from a table; its owner or an officer calls it done on the finding's own page"
            )),
            Some(word) if stands => {
                // What was re-opened is not called done again by the same old word.
                agreed.closings.push(self.closing(word, read));
                notes.push(format!("action {number}: “{word}”: taken as called done by management, and verified by nobody yet"));
            }
            None if !stands => notes.push(format!(
                "action {number}: it was called done on the record and is open in the table; re-open it on the finding's own page, with the reason"
            )),
            _ => {}
        }
        Ok(())
    }

    fn agreed(&self, finding: &Finding, read: &ActionRead, owner: Held) -> AgreedAction {
        let by = self.ask.actor.speaks_as();
        let number = finding.agreed.iter().map(|agreed| agreed.number).max().unwrap_or(0) + 1;
        let first = read.due.or(read.revised.first().copied());
        let mut agreed = AgreedAction {
            number,
            words: read.words.clone(),
            owner,
            original: first,
            due: first,
            stated: read.stated.clone().filter(|_| read.revised.is_empty()),
            moves: vec![],
            updates: vec![],
            closings: vec![],
        };
        for revised in &read.revised {
            self.moves(&mut agreed, *revised);
        }
        if let Some(words) = &read.update {
            agreed.updates.push(Said { day: self.on, words: words.clone(), by });
        }
        if let Some(word) = &read.closed {
            agreed.closings.push(self.closing(word, read));
        }
        agreed
    }

    /// A revised date of the table, unless it is known already.
    fn moves(&self, agreed: &mut AgreedAction, to: Date) {
        let known =
            agreed.original == Some(to) && agreed.moves.is_empty() || agreed.moves.iter().any(|moved| moved.to == to);
        if known {
            return;
        }
        agreed.moves.push(DueMove {
            from: agreed.due,
            to,
            on: self.on,
            reason: InternalText::new(text(&format!("as stated in the office's table of {}", day(self.on)))),
            agreed_by: InternalText::new(text("not recorded")),
            by: self.ask.actor.speaks_as(),
        });
        agreed.due = Some(to);
    }

    fn closing(&self, word: &Text, read: &ActionRead) -> Closing {
        Closing {
            day: self.on,
            by: self.ask.actor.speaks_as(),
            actor: self.ask.actor.post.uuid(),
            words: Some(text(&format!("“{word}” in the office's table of {}", day(self.on)))),
            evidence: read.evidence.clone().map(InternalText::new),
            verified: None,
            reopened: None,
        }
    }
}
