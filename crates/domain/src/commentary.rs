//! Commentary on a measure: what the officer makes of it, what is done about it, and by which action. It says which
//! figures it looked at, so that a later load does not put words in anybody's mouth.
use crate::{
    action::Action,
    ask::{Answer, Ask, Decision, Draft, Refusal},
    chance::Chance,
    entry::Act,
    envelope::Envelope,
    finite::Finite,
    id::Id,
    measure::Measure,
    office::{Kept, Kind, Noun, Office},
    period::london_day,
    post::Post,
    sight::Sight,
    span::Span,
    text::{Text, text},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commentary {
    pub measure: Id<Measure>,
    /// The newest figure that it looked at.
    pub upto: Span,
    pub words: Text,
    /// What is done about it.
    pub doing: Option<Text>,
    pub actions: Vec<Id<Action>>,
    /// The figures that it cites, in the order of its words.
    pub cited: Vec<Cited>,
    pub by: Id<Post>,
    pub day: Date,
}

/// A figure in prose, with where it comes from: asked for as {M4} or {M4 2026-03}, printed as a number, and traceable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cited {
    /// The code of its measure.
    pub code: Text,
    pub span: Span,
    pub value: Finite,
    /// As it is printed, with its unit.
    pub read: Text,
}

impl Noun for Commentary {
    const KIND: Kind = Kind::Commentary;
    const SHAPE: i64 = 1;
}

/// Commentary as a page, a paper or a publication shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicCommentary {
    pub upto: Span,
    pub words: Text,
    pub doing: Option<Text>,
    /// References and titles of the actions that may be seen.
    pub actions: Vec<(Text, Text)>,
    pub cited: Vec<Cited>,
    /// The post.
    pub by: Text,
    pub day: Date,
}

/// Writes commentary beside a measure's newest figure.
#[derive(Clone, Debug)]
pub struct WriteCommentary {
    pub measure: Text,
    pub words: Text,
    pub doing: Option<Text>,
    /// References of actions of the open plan.
    pub actions: Vec<Text>,
}

/// The most characters of each.
const LONGEST: usize = 4_000;

impl WriteCommentary {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let kept = office.measure_meant(self.measure.as_str())?;
        let sight = office.seen_by(&ask.actor);
        if sight.measure(kept.id).is_none() {
            return Err(Refusal::because("there is no such measure"));
        }
        let fits = |words: &Text, what: &str| {
            let many = words.as_str().chars().count();
            if many > LONGEST {
                return Err(Refusal::because(format!("{what} has {many} characters; {LONGEST} is the most")));
            }
            Ok(())
        };
        if self.words.on_one_line().is_empty() {
            return Err(Refusal::because("the commentary says nothing; say what the chart shows and why"));
        }
        fits(&self.words, "the commentary")?;
        let doing = self.doing.clone().filter(|words| !words.on_one_line().is_empty());
        if let Some(doing) = &doing {
            fits(doing, "what is done about it")?;
        }
        let upto = sight.performance(kept).latest().map(|point| point.span);
        let upto =
            upto.ok_or_else(|| Refusal::because(format!("{} has no figure yet; load one first", kept.reference())))?;
        let mut actions = vec![];
        for reference in &self.actions {
            let plan = sight.plan_called(None)?;
            let all = sight.actions(plan.id);
            let found = all.iter().find(|action| action.reference().folded() == reference.folded());
            let found = found.ok_or_else(|| {
                Refusal::because(format!("the plan has no action {reference}; give its reference as the plan has it"))
            })?;
            if !actions.contains(&found.id) {
                actions.push(found.id);
            }
        }
        // What everybody may read of the one is not told by what is cited of another.
        let audience = sight.no_further_than(crate::sight::Reach::of_visibility(&kept.envelope.visibility));
        let mut cited = vec![];
        let words = cite(&self.words, &audience, &mut cited).map_err(Refusal::because)?;
        let doing = doing.map(|doing| cite(&doing, &audience, &mut cited)).transpose().map_err(Refusal::because)?;
        let by = ask.actor.speaks_as();
        let day = ask.on.unwrap_or_else(|| london_day(ask.now));
        let commentary = Commentary { measure: kept.id, upto, words, doing, actions, cited, by, day };
        let reference = text(&format!("{}: {upto}", kept.reference()));
        let envelope = Envelope { reference, ..kept.envelope.clone() };
        let same = office.commentaries.values().any(|other| other.item == commentary);
        if same {
            return Err(Refusal::because("the same commentary is there already"));
        }
        let id = chance.id(ask.now);
        Ok(Decision { drafts: vec![Draft::new(Act::Added, id, &envelope, &commentary, ask)], answer: Answer::Item(id) })
    }
}

/// Puts figures in the place of {M4} and {M4 2026-03}; refused where there is no such figure, or not for whoever may read
/// the words.
pub(crate) fn cite(words: &Text, audience: &Sight, cited: &mut Vec<Cited>) -> Result<Text, String> {
    let mut written = String::new();
    let mut rest = words.as_str();
    while let Some(start) = rest.find('{') {
        let Some(end) = rest[start..].find('}').map(|end| start + end) else { break };
        let inside = rest[start + 1..end].trim();
        let (code, span) = match inside.split_once(char::is_whitespace) {
            Some((code, span)) => {
                let span = Span::parse(span)
                    .ok_or_else(|| format!("“{span}” in {{{inside}}} is no month, quarter or year"))?;
                (code, Some(span))
            }
            None => (inside, None),
        };
        let kept = audience.measure_coded(code).ok_or_else(|| {
            format!("{{{inside}}} cites a measure that is not there for whoever may read this; write the words without braces")
        })?;
        let performance = audience.performance(kept);
        let point = match span {
            Some(span) => performance.point(span),
            None => performance.latest(),
        };
        let point = point.and_then(|point| Some((point.span, point.value?)));
        let (span, value) = point.ok_or_else(|| format!("{{{inside}}} has no figure to cite"))?;
        let read = text(&performance.read(value));
        written.push_str(&rest[..start]);
        written.push_str(read.as_str());
        cited.push(Cited { code: kept.reference().clone(), span, value, read });
        rest = &rest[end + 1..];
    }
    written.push_str(rest);
    Text::new(written).map_err(|_| "the words cannot be kept".to_owned())
}

impl Sight<'_> {
    /// What was said of a measure, oldest first.
    pub fn commentary_on(&self, measure: Id<Measure>) -> Vec<PublicCommentary> {
        let mut all: Vec<&Kept<Commentary>> = self.commentaries().filter(|kept| kept.item.measure == measure).collect();
        all.sort_by_key(|kept| (kept.item.day, kept.seq));
        all.into_iter().map(|kept| self.public_commentary(&kept.item)).collect()
    }

    fn public_commentary(&self, said: &Commentary) -> PublicCommentary {
        let action = |id: &Id<Action>| self.action(*id).map(|kept| (kept.reference().clone(), kept.item.title.clone()));
        PublicCommentary {
            upto: said.upto,
            words: said.words.clone(),
            doing: said.doing.clone(),
            actions: said.actions.iter().filter_map(action).collect(),
            cited: said.cited.clone(),
            by: self.post(said.by).map_or_else(|| text("the office"), |post| post.item.name.clone()),
            day: said.day,
        }
    }
}
