//! The report on one theme, for the Panel's rotation: what is said of it, with figures that lead to their source; the
//! commissioner's own actions apart from those of the force and of partners; what the measures show.
use crate::{
    assurance::{self, Directions},
    assurance_framework::{printed, row_of, rows_of},
    blocks::{Block, Cell, Column, Document, Table},
    delivery_plan::{heading, paragraph},
    drawn, fields,
    occasion::{Draft, Occasion, highest},
};
use domain::{
    action::Action,
    body::BodyKind,
    coverage::Index,
    finding::Finding,
    narrative::Narrative,
    office::Kept,
    outcome_view::{OutcomeView, is_own},
    paper::{PaperKind, PrintedMeasure},
    partner_action::PartnerAction,
    performance::Performance,
    plan::Plan,
    position::PositionRow,
    publication::Withheld,
    text::Text,
    theme::Theme,
};
use serde_json::{Value, json};
use std::collections::HashSet;

/// A composed report.
#[derive(Debug)]
pub struct Report {
    pub document: Document,
    pub rows: Vec<PositionRow>,
    pub measures: Vec<PrintedMeasure>,
}

pub fn paper(occasion: &Occasion, plan: &Kept<Plan>, theme: &Kept<Theme>) -> Report {
    let sight = occasion.sight;
    let words = occasion.words;
    let index = Index::of(&sight, occasion.as_at.day);
    let outcomes = sight.outcomes(theme.id);
    let views: Vec<OutcomeView> = outcomes.iter().filter_map(|kept| OutcomeView::of(&sight, &index, kept.id)).collect();
    let actions: Vec<&Kept<Action>> =
        sight.actions(plan.id).into_iter().filter(|kept| kept.item.theme == theme.id).collect();
    let mut codes = HashSet::new();
    let measures: Vec<&Performance> =
        views.iter().flat_map(|view| &view.measures).filter(|one| codes.insert(one.code.clone())).collect();
    let mut ids = HashSet::new();
    let partners: Vec<&Kept<PartnerAction>> =
        views.iter().flat_map(|view| &view.partners).copied().filter(|kept| ids.insert(kept.id)).collect();
    let telling = Telling {
        occasion,
        plan,
        theme,
        narrative: sight.last_narrative(theme.id),
        directions: Directions::of(occasion, plan, None),
        withheld: sight.withheld(plan.id, Some(theme.id)),
        views: &views,
        actions,
        measures,
        partners,
    };
    let data = telling.data();
    let title = words.with("theme-report-title", &[("theme", theme.item.name.as_str().into())]);
    let (sheet, about) = (words.say("sheet-actions"), words.say("sheet-actions-about"));
    let [flat, columns] = fields::sheets(words, sheet, about, title.clone(), &data);
    let envelopes = [&plan.envelope, &theme.envelope].into_iter();
    let envelopes = envelopes.chain(telling.actions.iter().map(|kept| &kept.envelope));
    let draft = Draft {
        kind: PaperKind::ThemeReport,
        title,
        summary: telling.sentence(),
        marking: highest(envelopes.chain(telling.partners.iter().map(|kept| &kept.envelope))),
        front: vec![],
        blocks: telling.blocks(),
        sheets: vec![flat, columns],
        data,
        json: telling.json(),
    };
    let measures = printed(occasion, &views);
    let found: Vec<PositionRow> = telling.findings().into_iter().filter_map(PositionRow::inside).collect();
    let mut rows: Vec<PositionRow> = telling.actions.iter().map(|kept| row_of(&telling.occasion.sight, kept)).collect();
    let known: HashSet<_> = rows.iter().filter_map(|row| row.action).collect();
    rows.extend(found);
    rows.extend(
        rows_of(&telling.occasion.sight, &views)
            .into_iter()
            .filter(|row| row.action.is_none_or(|id| !known.contains(&id))),
    );
    if let Some((_, narrative)) = telling.narrative {
        rows.extend(PositionRow::inside(narrative));
    }
    Report { document: occasion.bind(draft), rows, measures }
}

struct Telling<'a> {
    occasion: &'a Occasion<'a>,
    plan: &'a Kept<Plan>,
    theme: &'a Kept<Theme>,
    narrative: Option<(&'a Text, &'a Kept<Narrative>)>,
    directions: Directions,
    withheld: Vec<Withheld>,
    views: &'a [OutcomeView<'a>],
    actions: Vec<&'a Kept<Action>>,
    measures: Vec<&'a Performance>,
    partners: Vec<&'a Kept<PartnerAction>>,
}

/// Whose an action is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Commissioner,
    Force,
    Others,
}

impl Whose {
    fn as_str(self) -> &'static str {
        match self {
            Self::Commissioner => "commissioner",
            Self::Force => "force",
            Self::Others => "others",
        }
    }
}

impl Telling<'_> {
    fn say(&self, key: &str) -> String {
        self.occasion.words.say(key)
    }

    fn whose(&self, action: &Action) -> Whose {
        let sight = &self.occasion.sight;
        let owner = action.owner.and_then(|id| sight.body(id)).map(|owner| owner.item.kind);
        match owner {
            _ if is_own(sight, action) => Whose::Commissioner,
            Some(BodyKind::Force) => Whose::Force,
            _ => Whose::Others,
        }
    }

    fn of(&self, whose: Whose) -> Vec<&Kept<Action>> {
        self.actions.iter().copied().filter(|kept| self.whose(&kept.item) == whose).collect()
    }

    fn sentence(&self) -> String {
        self.occasion.words.with(
            "theme-report-sentence",
            &[
                ("all", self.actions.len().into()),
                ("own", self.of(Whose::Commissioner).len().into()),
                ("force", self.of(Whose::Force).len().into()),
                ("others", self.of(Whose::Others).len().into()),
                ("measures", self.measures.len().into()),
            ],
        )
    }

    fn blocks(&self) -> Vec<Block> {
        let words = self.occasion.words;
        let facts = vec![
            (self.say("fact-to"), self.occasion.body_name()),
            (self.say("fact-from"), self.occasion.office_name()),
            (self.say("fact-position"), self.occasion.place()),
            (self.say("fact-plan"), self.plan.item.name.to_string()),
        ];
        let mut blocks = vec![Block::Facts { rows: facts }, heading(1, self.say("theme-report-for"))];
        if let Some(aim) = &self.theme.item.aim {
            blocks.push(paragraph(aim.to_string()));
        }
        let outcomes = self.views.iter().map(|view| crate::blocks::Inline::text(view.outcome.item.statement.as_str()));
        let outcomes: Vec<_> = outcomes.collect();
        if !outcomes.is_empty() {
            blocks.push(paragraph(self.say("theme-report-outcomes")));
            blocks.push(Block::List { items: outcomes });
        }
        blocks.push(paragraph(self.sentence()));
        blocks.extend(crate::delivery_plan::withheld_panel(words, self.actions.len(), &self.withheld));
        blocks.extend(self.said());
        let tables = [
            (Whose::Commissioner, self.say("theme-report-own")),
            (Whose::Force, self.say("theme-report-force")),
            (Whose::Others, self.say("theme-report-others")),
        ];
        for (whose, title) in tables {
            let actions = self.of(whose);
            blocks.push(heading(1, title.clone()));
            if actions.is_empty() {
                blocks.push(paragraph(self.say("theme-report-none")));
            } else {
                let table = assurance::actions(self.occasion, title, &actions, &self.directions);
                blocks.push(Block::Table(table));
            }
        }
        if !self.partners.is_empty() {
            blocks.push(heading(1, self.say("theme-report-partners")));
            blocks.push(Block::Table(assurance::partners(self.occasion, &self.partners)));
        }
        blocks.push(heading(1, self.say("theme-report-findings")));
        let findings = self.findings();
        if findings.is_empty() {
            blocks.push(paragraph(self.say("theme-report-no-findings")));
        } else {
            blocks.push(Block::Table(assurance::findings(self.occasion, &findings)));
        }
        blocks.push(heading(1, self.say("framework-measures")));
        if self.measures.is_empty() {
            blocks.push(paragraph(self.say("theme-report-no-measures")));
        }
        for one in &self.measures {
            blocks.push(heading(2, format!("{} {}", one.code, one.title)));
            blocks.push(paragraph(one.sentence()));
            blocks.push(drawn::main(one).below_its_heading());
            blocks.push(Block::Table(crate::data_pack::values(words, one)));
        }
        blocks
    }

    /// What auditors, inspectors and the Panel asked for of the theme, open and answered.
    fn findings(&self) -> Vec<&Kept<Finding>> {
        let of = |kept: &&Kept<Finding>| {
            kept.item.theme == Some(self.theme.id)
                || self.views.iter().any(|view| kept.item.outcomes.contains(&view.outcome.id))
                || self.actions.iter().any(|action| kept.item.actions.contains(&action.id))
        };
        self.occasion.sight.findings().into_iter().filter(of).collect()
    }

    /// What was achieved, what is still to overcome, what is next: in the words of whoever leads the theme.
    fn said(&self) -> Vec<Block> {
        let words = self.occasion.words;
        let mut blocks = vec![heading(1, self.say("theme-report-narrative"))];
        let Some((round, kept)) = self.narrative else {
            blocks.push(paragraph(self.say("theme-report-no-narrative")));
            return blocks;
        };
        let narrative = &kept.item;
        let parts = [
            (self.say("theme-report-achieved"), &narrative.achieved),
            (self.say("theme-report-overcome"), &narrative.still_to_overcome),
            (self.say("theme-report-next"), &narrative.next),
        ];
        let mut left: Vec<domain::commentary::Cited> = narrative.cited.clone();
        for (title, prose) in parts {
            let Some(prose) = prose else { continue };
            blocks.push(heading(2, title));
            let here: Vec<_> = left.iter().filter(|one| prose.as_str().contains(one.read.as_str())).cloned().collect();
            left.retain(|one| !here.contains(one));
            blocks.extend(assurance::cited(self.occasion, prose.as_str(), &here));
        }
        let by = self.occasion.sight.post(narrative.by);
        let by = by.map_or_else(|| self.occasion.office_name(), |post| post.item.name.to_string());
        let values = [("by", by.into()), ("round", round.as_str().into())];
        blocks.push(paragraph(words.with("theme-report-said-by", &values)));
        blocks
    }

    /// One flat table, a row an action.
    fn data(&self) -> Table {
        const HEADS: [&str; 11] = [
            "theme",
            "reference",
            "title",
            "whose",
            "owner",
            "leads",
            "current_date",
            "rating",
            "rating_class",
            "outcomes",
            "as_at_seq",
        ];
        let text = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
        let sight = &self.occasion.sight;
        let rows = self.actions.iter().map(|kept| {
            let action = &kept.item;
            let rating = action.rating.as_ref();
            let outcomes: Vec<&str> =
                action.outcomes.iter().filter_map(|id| Some(sight.outcome(*id)?.item.statement.as_str())).collect();
            vec![
                text(self.theme.item.name.as_str()),
                text(kept.reference().as_str()),
                text(action.title.as_str()),
                text(self.whose(action).as_str()),
                text(&crate::delivery_plan::owner(sight, action).unwrap_or_default()),
                text(&crate::delivery_plan::leads(sight, action).join("; ")),
                action.current_date.map_or(Cell::Empty, Cell::Date),
                text(rating.map_or("", |rating| rating.label.as_str())),
                text(rating.map_or("", |rating| rating.class.as_str())),
                text(&outcomes.join("; ")),
                Cell::Number(self.occasion.as_at.seq),
            ]
        });
        let columns = HEADS.iter().map(|head| Column { head: (*head).to_owned(), weight: 1 }).collect();
        Table { caption: String::new(), columns, rows: rows.collect(), row_header: Some(1) }
    }

    /// For machines: keys may be added, none renamed.
    fn json(&self) -> Value {
        let actions = self.actions.iter().map(|kept| {
            json!({
                "reference": kept.reference(),
                "title": kept.item.title,
                "whose": self.whose(&kept.item).as_str(),
                "rating": kept.item.rating.as_ref().map(|rating| &rating.label),
                "rating_class": kept.item.rating.as_ref().map(|rating| rating.class),
            })
        });
        let narrative = self.narrative.map(|(round, kept)| {
            json!({
                "round": round,
                "achieved": kept.item.achieved,
                "still_to_overcome": kept.item.still_to_overcome,
                "next": kept.item.next,
                "cited": kept.item.cited,
            })
        });
        json!({
            "plan": { "name": self.plan.item.name, "from": self.plan.item.from, "to": self.plan.item.to },
            "theme": self.theme.item.name,
            "narrative": narrative,
            "actions": actions.collect::<Vec<_>>(),
            "measures": self.measures.iter().map(|one| json!({ "code": one.code, "sentence": one.sentence() })).collect::<Vec<_>>(),
            "partner_actions": self.partners.iter().map(|kept| json!({ "reference": kept.reference(), "plan": kept.item.plan, "known": kept.item.newest() })).collect::<Vec<_>>(),
            "withheld": self.withheld,
        })
    }
}
