//! Direction of travel: computed against what a body last saw, never typed.
use crate::{
    action::Action,
    body::Body,
    id::Id,
    office::{Kept, Office},
    paper::{Paper, PaperKind},
    period::london_day,
    plan::Plan,
    position::{Position, PositionRow, Source},
    scale::{Class, Counts},
    sight::Sight,
    snapshot::{How, Snapshot},
    text::{Text, text},
    theme::Theme,
};
use jiff::{Timestamp, civil::Date};
use std::collections::BTreeMap;

/// The direction from one rating to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Better,
    Same,
    Worse,
    New,
    NotComparable(Because),
}

/// Why two ratings cannot be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    NotRatedThen,
    NotRatedNow,
    NotRatedEither,
    /// To or from not started or paused.
    NotStartedOrPaused,
}

impl Direction {
    /// From the rating of an earlier row to the rating now. The first that applies: not rated then or now, cannot be
    /// compared; same class, same; complete to another, worse (re-opened); not started to on track or complete,
    /// better; other moves to or from not started or paused, cannot be compared; else off track < at risk < on track
    /// < complete.
    pub fn between(then: Option<Class>, now: Option<Class>) -> Self {
        let (then, now) = match (then, now) {
            (Some(then), Some(now)) => (then, now),
            (None, Some(_)) => return Self::NotComparable(Because::NotRatedThen),
            (Some(_), None) => return Self::NotComparable(Because::NotRatedNow),
            (None, None) => return Self::NotComparable(Because::NotRatedEither),
        };
        match (then, now) {
            _ if then == now => Self::Same,
            (Class::Complete, _) => Self::Worse,
            (Class::NotStarted, Class::OnTrack | Class::Complete) => Self::Better,
            _ => match (height(then), height(now)) {
                (Some(then), Some(now)) if now > then => Self::Better,
                (Some(_), Some(_)) => Self::Worse,
                _ => Self::NotComparable(Because::NotStartedOrPaused),
            },
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Same => "same",
            Self::Worse => "worse",
            Self::New => "new",
            Self::NotComparable(_) => "not_comparable",
        }
    }

    /// An arrow to stand beside the word; never instead of it.
    pub fn arrow(self) -> char {
        match self {
            Self::Better => '↑',
            Self::Same => '→',
            Self::Worse => '↓',
            Self::New => '+',
            Self::NotComparable(_) => '–',
        }
    }
}

fn height(class: Class) -> Option<u8> {
    match class {
        Class::OffTrack => Some(0),
        Class::AtRisk => Some(1),
        Class::OnTrack => Some(2),
        Class::Complete => Some(3),
        Class::NotStarted | Class::Paused => None,
    }
}

/// What rows are compared with.
#[derive(Clone, Debug)]
pub enum Since {
    /// Each row with the paper in which that body last saw it.
    LastSeen(Id<Body>),
    /// Every row with one position.
    Position(Position),
}

/// How a plan stands, and which way each action went.
#[derive(Clone, Debug)]
pub struct Travel<'a> {
    pub plan: &'a Kept<Plan>,
    pub themes: Vec<ThemeTravel<'a>>,
    /// The one position that every row is compared with, where there is one.
    pub since: Option<Source>,
}

#[derive(Clone, Debug)]
pub struct ThemeTravel<'a> {
    pub theme: &'a Kept<Theme>,
    pub counts: Counts,
    pub rows: Vec<RowTravel<'a>>,
}

#[derive(Clone, Debug)]
pub struct RowTravel<'a> {
    pub action: &'a Kept<Action>,
    /// What was seen of it before; None where it is new.
    pub was: Option<Seen>,
    pub direction: Direction,
}

/// What was seen of an action, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub class: Option<Class>,
    pub label: Text,
    pub current_date: Option<Date>,
    pub source: Source,
}

impl Travel<'_> {
    pub fn counts(&self) -> Counts {
        self.themes.iter().map(|t| t.counts).sum()
    }

    pub fn rows(&self) -> impl Iterator<Item = &RowTravel<'_>> {
        self.themes.iter().flat_map(|t| &t.rows)
    }

    /// How many rows went a direction.
    pub fn went(&self, direction: &str) -> usize {
        self.rows().filter(|row| row.direction.as_str() == direction).count()
    }

    /// The days of all positions that rows are compared with, oldest first.
    pub fn compared_days(&self) -> Vec<Date> {
        let mut days: Vec<Date> = self.rows().filter_map(|r| Some(r.was.as_ref()?.source.day)).collect();
        days.sort_unstable();
        days.dedup();
        days
    }
}

/// Where each action of a plan (of one theme, where given) stands and which way it went.
pub fn travel<'a>(sight: &Sight<'a>, plan: &'a Kept<Plan>, theme: Option<Id<Theme>>, since: &Since) -> Travel<'a> {
    let last_seen = match since {
        Since::LastSeen(body) => last_seen(sight, *body),
        Since::Position(_) => BTreeMap::new(),
    };
    let was = |action: &Kept<Action>| -> Option<Seen> {
        match since {
            Since::LastSeen(_) => last_seen.get(&action.id).cloned(),
            Since::Position(position) => position.rows.get(&action.id).map(|row| seen(row, &position.source)),
        }
    };
    let mut by_theme: BTreeMap<Id<Theme>, Vec<RowTravel<'a>>> = BTreeMap::new();
    for action in sight.actions(plan.id) {
        if theme.is_some_and(|wanted| action.item.theme != wanted) {
            continue;
        }
        let was = was(action);
        let now = action.item.rating.as_ref().map(|r| r.class);
        let direction = was.as_ref().map_or(Direction::New, |was| Direction::between(was.class, now));
        by_theme.entry(action.item.theme).or_default().push(RowTravel { action, was, direction });
    }
    let themes = sight
        .themes(plan.id)
        .into_iter()
        .filter(|t| theme.is_none_or(|wanted| t.id == wanted))
        .map(|theme| {
            let rows = by_theme.remove(&theme.id).unwrap_or_default();
            let mut counts = Counts::default();
            for row in &rows {
                counts.add(row.action.item.rating.as_ref().map(|r| r.class));
            }
            ThemeTravel { theme, counts, rows }
        })
        .collect();
    let since = match since {
        Since::LastSeen(_) => None,
        Since::Position(position) => Some(position.source.clone()),
    };
    Travel { plan, themes, since }
}

fn seen(row: &PositionRow, source: &Source) -> Seen {
    Seen { class: row.class, label: row.label.clone(), current_date: row.current_date, source: source.clone() }
}

/// What a body last saw of each action: in the paper that held it, latest by the day of presentation, then by entry.
/// A paper that was never presented does not count; one withdrawn after it was presented does. Only a delivery plan
/// shows a row as it stands: a paper of changes shows what moved.
pub fn last_seen(sight: &Sight, body: Id<Body>) -> BTreeMap<Id<Action>, Seen> {
    let mut papers: Vec<&Kept<Paper>> =
        sight.presented().filter(|p| p.item.body == body && p.item.kind == PaperKind::DeliveryPlan).collect();
    papers.sort_by_key(|p| (p.item.presented, p.item.as_at, p.id));
    let mut all = BTreeMap::new();
    for paper in papers {
        let Some(source) = Source::of_paper(sight, paper) else { continue };
        for row in &paper.item.rows {
            if let Some(action) = row.action {
                all.insert(action, seen(row, &source));
            }
        }
    }
    all
}

impl Source {
    /// A paper that was presented, as a source.
    pub fn of_paper(sight: &Sight, paper: &Kept<Paper>) -> Option<Self> {
        let snapshot = paper.item.snapshot.and_then(|id| sight.snapshot_name(id));
        Some(Self {
            seq: Some(paper.item.as_at),
            day: paper.item.presented?,
            time: time_of(paper.item.as_at_time),
            snapshot,
            paper: Some(paper.reference().clone()),
            reconstructed: false,
        })
    }

    /// An entry of the record that people know by its day.
    pub fn of_entry(seq: i64, at: i64) -> Self {
        let time = instant(at);
        Self {
            seq: Some(seq),
            day: london_day(time),
            time: time_of(at),
            snapshot: None,
            paper: None,
            reconstructed: false,
        }
    }
}

fn instant(at: i64) -> Timestamp {
    Timestamp::from_microsecond(at).expect("the record's times are times")
}

/// RFC 3339 in UTC with microseconds: fixed width, so that text order is time order.
pub fn time_of(at: i64) -> Text {
    text(&format!("{:.6}", instant(at)))
}

impl Position {
    /// All that is seen of an office, as one position: what the record said at its head.
    pub fn of_office(sight: &Sight, snapshot: Option<&Kept<Snapshot>>) -> Self {
        let head = sight.head();
        let mut source = Source::of_entry(head.seq, head.at);
        if let Some(snapshot) = snapshot {
            source.snapshot = Some(snapshot.item.name.clone());
            source.day = snapshot.item.on.unwrap_or(source.day);
        }
        let rows = sight.plans().flat_map(|plan| sight.actions(plan.id)).map(PositionRow::of);
        Self::new(rows.collect::<Vec<_>>(), source)
    }

    /// A position entered later from an old table.
    pub fn reconstructed(snapshot: &Kept<Snapshot>) -> Option<Self> {
        let How::Reconstructed { table_day, rows, .. } = &snapshot.item.how else { return None };
        let source = Source {
            seq: None,
            day: snapshot.item.on.unwrap_or(*table_day),
            time: time_of(snapshot.at.as_microsecond()),
            snapshot: Some(snapshot.item.name.clone()),
            paper: None,
            reconstructed: true,
        };
        Some(Self::new(rows.iter().cloned(), source))
    }

    /// What a paper printed, row by row, whether it was presented or not.
    pub fn of_paper(sight: &Sight, paper: &Kept<Paper>) -> Self {
        let source = Source::of_paper(sight, paper).unwrap_or_else(|| Source {
            paper: Some(paper.reference().clone()),
            ..Source::of_entry(paper.item.as_at, paper.item.as_at_time)
        });
        Self::new(paper.item.rows.iter().cloned(), source)
    }
}

/// A place in the record that a person names: a position, a date, an entry, a paper's number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Head,
    Snapshot(Id<Snapshot>),
    Paper(Id<Paper>),
    Day(Date),
    Seq(i64),
}

impl Office {
    /// What a person means by “Panel September”, 2018-09-12, 412 or FEN-2026-001. A position's name is tried first,
    /// then a paper's number; refused with what there is.
    pub fn place(&self, named: &str) -> Result<Place, crate::ask::Refusal> {
        let named = named.trim();
        if named.is_empty() || named.eq_ignore_ascii_case("head") || named.eq_ignore_ascii_case("live") {
            return Ok(Place::Head);
        }
        if let Ok(day) = named.parse::<Date>() {
            return Ok(Place::Day(day));
        }
        if named.bytes().all(|b| b.is_ascii_digit()) {
            let seq = named.parse::<i64>().unwrap_or(i64::MAX);
            if seq < 1 || seq > self.head.seq {
                return Err(crate::ask::Refusal::because(format!(
                    "the record has no entry {named}; its last is {}",
                    self.head.seq
                )));
            }
            return Ok(Place::Seq(seq));
        }
        let folded = crate::text::fold(named);
        if let Some(snapshot) = self.snapshots.values().find(|s| s.item.name.folded() == folded) {
            return Ok(Place::Snapshot(snapshot.id));
        }
        if let Some(paper) = self.papers.values().find(|p| p.reference().folded() == folded) {
            return Ok(Place::Paper(paper.id));
        }
        // What reads like a paper's number is answered with the papers that there are.
        let code = self.settings().map(|s| format!("{}-", s.item.code.folded()));
        if code.is_some_and(|code| {
            folded.strip_prefix(&code).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        }) {
            return self.paper_numbered(named).map(|paper| Place::Paper(paper.id));
        }
        let known: Vec<String> = self.snapshots.values().map(|s| format!("“{}”", s.item.name)).collect();
        let known = if known.is_empty() { "none has been taken yet".to_owned() } else { known.join(", ") };
        Err(crate::ask::Refusal::because(format!(
            "“{named}” is not a position, a paper's number, a date (2026-09-12) or the number of an entry; the positions are: {known}"
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_follow_the_rule_first_that_applies() {
        use Class::*;
        let d = |then, now| Direction::between(Some(then), Some(now)).as_str();
        assert_eq!(d(OnTrack, OnTrack), "same");
        assert_eq!(d(Complete, OnTrack), "worse");
        assert_eq!(d(Complete, Paused), "worse");
        assert_eq!(d(NotStarted, OnTrack), "better");
        assert_eq!(d(NotStarted, Complete), "better");
        assert_eq!(d(NotStarted, AtRisk), "not_comparable");
        assert_eq!(d(OnTrack, NotStarted), "not_comparable");
        assert_eq!(d(Paused, OnTrack), "not_comparable");
        assert_eq!(d(Paused, Complete), "not_comparable");
        assert_eq!(d(OffTrack, AtRisk), "better");
        assert_eq!(d(OnTrack, AtRisk), "worse");
        assert_eq!(d(AtRisk, Complete), "better");
        assert_eq!(Direction::between(None, Some(OnTrack)).as_str(), "not_comparable");
        assert_eq!(Direction::between(Some(OnTrack), None).as_str(), "not_comparable");
    }

    #[test]
    fn the_way_back_is_never_the_same_direction() {
        for then in Class::ALL {
            for now in Class::ALL {
                let (there, back) =
                    (Direction::between(Some(then), Some(now)), Direction::between(Some(now), Some(then)));
                assert_eq!(there == Direction::Same, then == now);
                assert!(there != Direction::Better || back != Direction::Better, "{then:?} {now:?}");
            }
        }
    }
}
