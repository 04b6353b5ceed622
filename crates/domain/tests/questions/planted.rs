//! The faults that are planted, each alone in what it is planted in.
use super::{Made, ago, ahead, complete, differs, forecast, moved, rating};
use domain::{
    action::{Held, Rating},
    expected_effect::Came,
    milestone::Reached,
    office::Kind,
    scale::Class,
    text::text,
    timescale::{Due, Timescale},
    update::Confidence,
};
use jiff::civil::{Date, date};
use serde_json::{Value, json};
use uuid::Uuid;

impl Made {
    /// A fault of an action, alone in it: by the name of the check that is to find it.
    pub fn fault(&mut self, check: &'static str) {
        let mut action = self.action();
        let mut said = self.year();
        let about = match check {
            "on-track-but-overdue" => {
                action.current_date = Some(ago(12));
                self.keep(&action, &said)
            }
            "on-track-without-update" => {
                said.pop();
                self.keep(&action, &said)
            }
            "on-track-without-evidence" => {
                action.rating = Some(rating(Class::OnTrack, ago(320)));
                said[2].evidence = vec![];
                self.keep(&action, &said)
            }
            "same-words-again" => {
                let before = said[2].narrative.as_ref().unwrap().to_string();
                said[3].narrative = Some(text(&format!("{before} ok")));
                self.keep(&action, &said)
            }
            "date-changed-three-times" => {
                action.moves = vec![moved(ago(500)), moved(ago(300)), moved(ago(60))];
                self.keep(&action, &said)
            }
            "lead-gone" => {
                let gone = match self.below(3) {
                    0 => vec![],
                    1 => vec![Held::Unmatched(text("AB"))],
                    _ => vec![Held::Post(self.vacant)],
                };
                action.leads = gone;
                self.keep(&action, &said)
            }
            "duty-without-review" => {
                action.timescale = Timescale { due: Due::Continuing, ..Timescale::default() };
                (action.current_date, action.original_date) = (None, None);
                said.pop();
                self.keep(&action, &said)
            }
            "complete-unverified" => {
                complete(&mut action, ago(70), false);
                self.keep(&action, &said)
            }
            "better-than-record" => {
                action.rating = Some(rating(Class::AtRisk, ago(250)));
                for update in &mut said {
                    update.rating = Some(rating(Class::AtRisk, update.day));
                    update.forecast = Some(forecast(Class::OnTrack));
                    update.confidence = Some(Confidence::High);
                }
                self.keep(&action, &said)
            }
            "at-risk-for-a-year" => {
                action.rating = Some(rating(Class::AtRisk, ago(420)));
                self.keep(&action, &said)
            }
            "on-track-to-no-date" => {
                action.timescale = Timescale::default();
                (action.current_date, action.original_date) = (None, None);
                self.keep(&action, &said)
            }
            "milestone-passed" => {
                let id = self.keep(&action, &said);
                self.milestone(id, ago(30), Reached::Open);
                id
            }
            "effect-unanswered" => {
                let id = self.keep(&action, &said);
                self.effect(id, date(2026, 9, 30), Came::Awaited);
                id
            }
            "better-than-rules-twice" => {
                let differs = |day: Date| Rating { basis: differs(), ..rating(Class::OnTrack, day) };
                said[2].rating = Some(differs(said[2].day));
                said[3].rating = Some(differs(said[3].day));
                action.rating = Some(differs(ago(100)));
                self.keep(&action, &said)
            }
            "change-undecided" => {
                let id = self.keep(&action, &said);
                let request = json!({
                    "action": id, "asks": "close_undelivered", "milestones": "stay", "reason": "It is done elsewhere",
                    "by": self.posts[0], "on": ago(60), "ruling": null,
                });
                self.json(Kind::ChangeRequest, "request", &request);
                id
            }
            other => panic!("no fault of an action for {other}"),
        };
        self.plants(check, about.uuid());
    }

    /// The faults of risks, controls, gaps and findings, each beside a sound one.
    pub fn assurance(&mut self, at: usize) {
        let scored = |product: u8, day: Date| json!({ "of": "current", "likelihood": product / 5, "impact": 5, "day": day, "reason": "As judged", "by": Uuid::nil() });
        let most = |most: u8| json!([{ "most": most, "day": "2024-01-01", "reason": "Agreed", "by": Uuid::nil() }]);
        let risk = |made: &mut Self, scores: &[Value], appetite: &Value, actions: &[Uuid], reviewed: Date| {
            let reviews = json!([{ "day": reviewed, "words": "Looked at", "by": Uuid::nil() }]);
            let risk = json!({
                "title": format!("Risk {at}"), "cause": "c", "event": "e", "consequence": "c", "category": "Delivery",
                "owners": [made.posts[0]], "oversight": null, "matrix": made.matrix, "since": "2024-01-01",
                "scores": scores, "appetite": appetite, "treatment": "treat", "proximity": null, "outcomes": [],
                "actions": actions, "reviews": reviews, "escalations": [], "closed": null,
            });
            made.json(Kind::Risk, &format!("R{at}"), &risk)
        };
        let control = |made: &mut Self, of: Uuid, since: Date| {
            let control = json!({
                "title": "Control", "describes": "It works", "owner": null, "risks": [of], "since": since, "ended": null,
            });
            made.json(Kind::Control, &format!("C{at}"), &control)
        };
        let assured = |made: &mut Self, of: Uuid, day: Date, expires: Date| {
            let assurance = json!({
                "control": of, "line": "oversight", "gives": "full", "by_whom": "Board", "day": day, "expires": expires,
                "found": "It works", "evidence": null,
            });
            made.json(Kind::Assurance, "assurance", &assurance)
        };
        let live = self.clean_live().uuid();
        // Sound: lowered after a control came in, assured, with an action.
        let sound = risk(self, &[scored(20, ago(300)), scored(10, ago(40))], &most(12), &[live], ago(40));
        let held = control(self, sound, ago(200));
        assured(self, held, ago(100), ahead(200));
        // Sound: outside appetite, with an action against it.
        risk(self, &[scored(20, ago(30))], &most(12), &[live], ago(30));
        let lowered = risk(self, &[scored(20, ago(300)), scored(10, ago(40))], &most(12), &[live], ago(40));
        self.plants("score-lowered-without-control", lowered);
        let with_expired = risk(self, &[scored(10, ago(60))], &most(12), &[live], ago(60));
        let expired = control(self, with_expired, ago(900));
        assured(self, expired, ago(700), ago(300));
        assured(self, expired, ago(400), ago(20));
        self.plants("assurance-expired", expired);
        let unscored = risk(self, &[], &most(12), &[live], ago(60));
        self.plants("risk-unscored", unscored);
        let overdue = risk(self, &[scored(20, ago(200))], &most(25), &[live], ago(150));
        self.plants("risk-review-overdue", overdue);
        let outside = risk(self, &[scored(20, ago(30))], &most(12), &[], ago(30));
        self.plants("outside-appetite-without-action", outside);
        let act = |due: Option<Date>| json!([{ "words": "Train", "action": null, "owner": null, "due": due, "moves": [], "done": null }]);
        let gap = |made: &mut Self, actions: &Value| {
            let gap = json!({
                "what": "control", "risk": null, "control": null, "outcome": null, "words": "No check at night",
                "since": ago(90), "actions": actions, "closed": null,
            });
            made.json(Kind::Gap, &format!("G{at}"), &gap)
        };
        gap(self, &act(Some(ahead(30))));
        let undated = if at.is_multiple_of(2) { gap(self, &json!([])) } else { gap(self, &act(None)) };
        self.plants("gap-without-date", undated);
        self.findings(at);
    }

    fn findings(&mut self, at: usize) {
        let finding = |made: &mut Self, due: Date, answered: Option<Date>, agreed: &Value| {
            let response: Vec<Value> = answered
                .map(|day| json!({ "how": "accepted", "words": "Yes", "reason": null, "day": day, "by": Uuid::nil(), "published": null }))
                .into_iter()
                .collect();
            let finding = json!({
                "review": made.review, "kind": "recommendation", "own_reference": null, "found": "Files are late",
                "recommended": "Close files in time", "priority": null, "rank": "medium", "for_whom": null,
                "raised": ago(300), "theme": null, "outcomes": [], "actions": [], "response_due": due,
                "response": response, "agreed": agreed, "settled": [], "written": { "by": Uuid::nil(), "role": "office" },
            });
            made.json(Kind::Finding, &format!("F{at}"), &finding)
        };
        let closed = |on: Date, verified: Value| {
            json!([{
                "number": 1, "words": "Do it", "owner": { "post": Uuid::nil() }, "original": null, "due": null, "stated": null,
                "moves": [], "updates": [],
                "closings": [{
                    "day": on, "by": Uuid::nil(), "actor": Uuid::nil(), "words": null, "evidence": null,
                    "verified": verified, "reopened": null,
                }],
            }])
        };
        finding(self, ago(200), Some(ago(210)), &json!([]));
        finding(self, ahead(20), None, &json!([]));
        finding(self, ago(200), Some(ago(210)), &closed(ago(20), Value::Null));
        let late = if at.is_multiple_of(2) {
            finding(self, ago(9), None, &json!([]))
        } else {
            finding(self, ago(60), Some(ago(40)), &json!([]))
        };
        self.plants("recommendation-answered-late", late);
        let unverified = finding(self, ago(200), Some(ago(210)), &closed(ago(100), Value::Null));
        self.plants("closed-by-management-only", unverified);
    }
}
