//! An office and its measures: figures come in by the load, and what they come to is seen by whoever may.
use domain::{
    actor::{Actor, Role},
    ask::{Answer, Ask, Command, Refusal, decide},
    chance::Chance,
    commentary::WriteCommentary,
    entry::Entry,
    finite::Finite,
    load::{AddLoad, DataSet, Load, Quality, Stated, Status, TakeBackLoad},
    measure::{DecideRebase, Fate, MeasureSet, NoteKind, NoteOnMeasure, ProposeRebase},
    office::Office,
    performance::{Grade, Met, Method, Performance},
    settings::{Begin, Brand},
    sight::{Reach, Sight},
    span::Span,
    spc::Variation,
    text::{Text, text},
};
use jiff::{Timestamp, civil::date};

struct Desk {
    office: Office,
    chance: Chance,
    now: Timestamp,
    command_line: Actor,
    officer: Actor,
    approver: Actor,
}

impl Desk {
    /// An office on 16 November 2026, in which nobody signs in yet.
    fn new() -> Self {
        let mut chance = Chance::new([3; 32]);
        let now: Timestamp = "2026-11-16T09:00:00Z".parse().unwrap();
        let mut person = |name, role| Actor::of(chance.id(now).into(), name, role);
        let (command_line, officer, approver) =
            (person("Office", Role::Office), person("Officer", Role::Officer), person("Approver", Role::Approver));
        let mut desk = Self { office: Office::empty(chance.id(now)), chance, now, command_line, officer, approver };
        let begin = Begin {
            name: text("Office for Fenshire"),
            code: Some(text("FEN")),
            key: text("key"),
            brand: Brand::default(),
            demo: true,
        };
        let actor = desk.command_line.clone();
        desk.does(&actor, Command::Begin(begin)).unwrap();
        desk
    }

    fn does(&mut self, actor: &Actor, command: Command) -> Result<Answer, Refusal> {
        self.does_because(actor, command, None)
    }

    fn does_because(&mut self, actor: &Actor, command: Command, why: Option<&str>) -> Result<Answer, Refusal> {
        let ask = Ask {
            actor: actor.clone(),
            now: self.now,
            on: None,
            key: None,
            seen: vec![],
            reason: why.map(text),
            command,
        };
        let decision = decide(&self.office, &ask, &mut self.chance)?;
        let change = self.chance.id(self.now);
        let many = decision.drafts.len();
        for (at, draft) in decision.drafts.into_iter().enumerate() {
            let head = self.office.head();
            let version = self.office.version_of(draft.item).map_or(1, |(_, version)| version + 1);
            let entry = Entry {
                office: head.office,
                seq: head.seq + 1,
                change,
                last_of_change: at + 1 == many,
                at: self.now.as_microsecond(),
                on_date: draft.on,
                actor: actor.post.uuid(),
                act: draft.act,
                kind: draft.kind,
                item: draft.item,
                version,
                shape: draft.shape,
                state_hash: [0; 32],
            };
            self.office.apply(&entry, &draft.body).unwrap();
        }
        Ok(decision.answer)
    }

    fn defines(&mut self, set: &str) {
        let define = MeasureSet::parse(set).unwrap().define(&self.office.seen_by(&self.command_line)).unwrap();
        let actor = self.officer.clone();
        self.does(&actor, Command::DefineMeasures(Box::new(define))).unwrap();
    }

    fn loads(&mut self, load: Load) -> Answer {
        let actor = self.officer.clone();
        self.does(&actor, Command::AddLoad(Box::new(AddLoad { load }))).unwrap()
    }

    fn sight(&self, reach: Reach) -> Sight<'_> {
        self.office.seen_by(&self.command_line).no_further_than(reach)
    }

    fn shows(&self, code: &str) -> Performance {
        self.shows_to(code, Reach::Staff)
    }

    fn shows_to(&self, code: &str, reach: Reach) -> Performance {
        let sight = self.sight(reach);
        sight.performance(sight.measure_coded(code).unwrap())
    }
}

fn month(stated: &str) -> Span {
    Span::parse(stated).unwrap()
}

/// The months from one on, with their counts; None for a month of which no file came.
fn counts(from: &str, counts: &[Option<i64>], downloaded: jiff::civil::Date) -> Load {
    let first = month(from);
    let month = |at: usize| first.plus(i32::try_from(at).unwrap()).unwrap();
    let there = counts.iter().enumerate().filter_map(|(at, count)| Some((month(at), (*count)?)));
    Load {
        data_set: DataSet::PoliceUkStreet,
        file: text("street.zip"),
        sha256: text(&format!("{from}{}{downloaded}", counts.len())),
        size: 1,
        downloaded,
        licence: text("Open Government Licence v3.0"),
        rows: 1,
        rejected: 0,
        reasons: vec![],
        examples: vec![],
        areas: vec![text("Fenshire Constabulary")],
        series: vec![text("Burglary")],
        covers: there.clone().map(|(span, _)| (span, 0)).collect(),
        counts: there.map(|(span, count)| (span, 0, 0, count)).collect(),
        stated: vec![],
        quality: vec![],
        remarks: vec![],
        disposal: None,
        smallest: None,
    }
}

/// A measure's code, a stretch, and its numerator and denominator.
type Row<'a> = (&'a str, &'a str, Option<(i64, i64)>);

fn stated(rows: &[Row]) -> Load {
    let mut series: Vec<Text> = rows.iter().map(|(code, ..)| text(code)).collect();
    series.dedup();
    let stated = rows.iter().map(|(code, span, counts)| Stated {
        span: month(span),
        area: 0,
        series: u16::try_from(series.iter().position(|name| name.as_str() == *code).unwrap()).unwrap(),
        value: None,
        numerator: counts.map(|(numerator, _)| numerator),
        denominator: counts.map(|(_, denominator)| denominator),
        n: None,
        between: None,
        status: if counts.is_some() { Status::Final } else { Status::Missing },
    });
    Load {
        data_set: DataSet::Figures,
        file: text("victims.csv"),
        sha256: text(&format!("{rows:?}")),
        counts: vec![],
        covers: vec![],
        stated: stated.collect(),
        series: series.clone(),
        ..counts("2024-01", &[], date(2026, 11, 1))
    }
}

const BURGLARY: &str = r#"
[[measure]]
code = "M1"
title = "Burglary"
describes = "Burglaries that the police recorded."
[[measure.definition]]
words = "Burglaries recorded in the month"
quantity = "count"
unit = "crimes"
better = "decrease"
numerator = { data = "police-uk street", area = "Fenshire Constabulary", of = ["Burglary"] }
[[measure.target]]
from = "2025-01"
value = 100
tolerance = "5%"
source = "Decision 2025/3"
[measure.range]
low = 90
high = 110
source = "Board, March 2025"
"#;

/// Around 100, without a signal.
fn noise(months: usize) -> Vec<Option<i64>> {
    (0..months).map(|at| Some(100 + [0, 6, -5, 3, -4, 5, -6, 1, 4, -3, 2, -2][at % 12])).collect()
}

fn value(number: f64) -> Option<Finite> {
    Finite::new(number)
}

#[test]
fn a_month_that_comes_again_is_told_apart_as_published_and_as_now_known() {
    let mut desk = Desk::new();
    desk.defines(BURGLARY);
    desk.loads(counts("2024-01", &noise(24), date(2026, 2, 1)));
    let before = desk.shows("M1");
    let mut revised = noise(24)[20..].to_vec();
    revised[3] = Some(140);
    desk.loads(counts("2025-09", &revised, date(2026, 8, 1)));
    let after = desk.shows("M1");
    assert_eq!((after.points.len(), after.is_revised()), (24, true));
    let last = after.latest().unwrap();
    assert_eq!(
        (last.span, last.value, last.first_published),
        (month("2025-12"), value(140.0), before.latest().unwrap().value)
    );
    assert_eq!(after.points.iter().filter(|point| point.first_published.is_some()).count(), 1);
    assert_eq!(after.judgement.variation, Some(Variation::ConcernHigh));
    assert_eq!(last.target.unwrap().met, Some(Met::Missed));
    assert_eq!(after.provenance.len(), 2);
    assert!(
        after.sentence().contains("Special cause of concern, higher than usual (above the upper limit)."),
        "{}",
        after.sentence()
    );
    assert!(after.sentence().contains("The target of 100 or fewer is missed."), "{}", after.sentence());
}

#[test]
fn the_same_file_twice_is_one_load_and_one_taken_back_is_as_if_it_had_not_been() {
    let mut desk = Desk::new();
    desk.defines(BURGLARY);
    let first = desk.loads(counts("2024-01", &noise(13), date(2026, 2, 1)));
    let head = desk.office.head().seq;
    let again = Load { file: text("renamed.zip"), ..counts("2024-01", &noise(13), date(2026, 2, 1)) };
    assert_eq!(desk.loads(again), first);
    assert_eq!(desk.office.head().seq, head, "nothing was written");

    let Answer::Item(id) = desk.loads(counts("2025-01", &[Some(999)], date(2026, 3, 1))) else { panic!() };
    assert_eq!(desk.shows("M1").latest().unwrap().value, value(999.0));
    let officer = desk.officer.clone();
    let back = Command::TakeBackLoad(TakeBackLoad { load: id.into() });
    assert!(desk.does(&officer, back.clone()).unwrap_err().to_string().contains("needs a reason"));
    desk.does_because(&officer, back, Some("The file of another force")).unwrap();
    assert_eq!(desk.shows("M1").latest().unwrap().value, value(100.0));
}

#[test]
fn a_missing_month_stays_a_gap_and_empties_the_twelve_windows_that_it_touches() {
    let mut desk = Desk::new();
    desk.defines(BURGLARY);
    let mut months = noise(36);
    months[18] = None;
    desk.loads(counts("2023-01", &months, date(2026, 2, 1)));
    let shown = desk.shows("M1");
    let gap = shown.point(month("2024-07")).unwrap();
    assert_eq!((gap.value, gap.status, gap.judged), (None, Status::Missing, None));
    let empty: Vec<String> =
        shown.points.iter().filter(|point| point.rolling.is_none()).map(|point| point.span.to_string()).collect();
    assert_eq!(empty.len(), 11 + 12, "before the first year is whole, and a year from the gap on");
    assert_eq!((empty[11].as_str(), empty[22].as_str()), ("2024-07", "2025-06"));
    assert_eq!(shown.point(month("2025-07")).unwrap().year_on_year, None, "there is nothing to compare with");
    assert_eq!(shown.point(month("2025-08")).unwrap().year_on_year.unwrap().by, value(0.0).unwrap());
}

#[test]
fn under_twelve_points_the_middle_is_shown_and_from_twelve_limits_on_trial() {
    let mut desk = Desk::new();
    desk.defines(BURGLARY);
    desk.loads(counts("2025-01", &noise(11), date(2026, 2, 1)));
    let few = desk.shows("M1");
    assert_eq!(
        (few.judgement.method, few.judgement.variation, few.judgement.assurance),
        (Method::RunChart, None, None)
    );
    assert!(few.points.iter().all(|point| point.judged.unwrap().upper.is_none()));
    assert!(few.sentence().contains("too few points"), "{}", few.sentence());
    desk.loads(counts("2025-12", &[Some(98)], date(2026, 2, 2)));
    let twelve = desk.shows("M1");
    assert_eq!((twelve.judgement.method, twelve.judgement.trial), (Method::Limits, true));
    desk.loads(counts("2026-01", &[Some(98)], date(2026, 3, 2)));
    assert!(!desk.shows("M1").judgement.trial);
}

#[test]
fn limits_begin_anew_by_the_decision_of_another_and_never_by_themselves() {
    let mut desk = Desk::new();
    desk.defines(BURGLARY);
    let mut months = noise(24);
    months.extend(noise(12).iter().map(|count| Some(count.unwrap() - 30)));
    desk.loads(counts("2023-01", &months, date(2026, 2, 1)));
    let shown = desk.shows("M1");
    assert_eq!(shown.judgement.suggested, Some(month("2025-01")));
    assert_eq!(shown.judgement.variation, Some(Variation::ImprovementLow));
    assert!(shown.sentence().contains("since January 2025"), "{}", shown.sentence());
    assert!(shown.points.iter().all(|point| point.judged.unwrap().group == 0));

    let (officer, approver) = (desk.officer.clone(), desk.approver.clone());
    let proposes = ProposeRebase {
        measure: text("m1"),
        from: month("2025-01"),
        because: text("The burglary team began in January 2025"),
        evidence: text("Decision 2024/31"),
    };
    desk.does(&officer, Command::ProposeRebase(proposes)).unwrap();
    assert_eq!(desk.shows("M1").judgement, shown.judgement, "a proposal changes nothing");
    let agrees = Command::DecideRebase(DecideRebase { measure: text("M1"), from: month("2025-01"), agreed: true });
    assert!(desk.does(&officer, agrees.clone()).unwrap_err().to_string().contains("somebody else decides"));
    desk.does(&approver, agrees).unwrap();
    let anew = desk.shows("M1");
    assert_eq!(anew.points.last().unwrap().judged.unwrap().group, 1);
    assert_eq!(anew.judgement.variation, Some(Variation::CommonCause));
    assert_eq!(anew.points[0].judged.unwrap().centre, anew.points[23].judged.unwrap().centre);
}

#[test]
fn a_redefinition_starts_a_version_and_nothing_is_compared_across_it() {
    let mut desk = Desk::new();
    desk.defines(BURGLARY);
    desk.loads(counts("2023-01", &noise(36), date(2026, 2, 1)));
    let anew = BURGLARY.replace(
        "[[measure.target]]",
        "[[measure.definition]]\nfrom = \"2025-01\"\nwords = \"With burglaries of sheds\"\nquantity = \"count\"\nunit = \"crimes\"\nbetter = \"decrease\"\ncomparable = false\nwhy = \"The counting rules of January 2025\"\nnumerator = { data = \"police-uk street\", area = \"Fenshire Constabulary\", of = [\"Burglary\"] }\n[[measure.target]]",
    );
    desk.defines(&anew);
    let shown = desk.shows("M1");
    assert_eq!(shown.point(month("2024-12")).unwrap().definition, 0);
    let first = shown.point(month("2025-01")).unwrap();
    assert_eq!((first.definition, first.year_on_year, first.rolling), (1, None, None));
    assert_eq!(first.judged.unwrap().group, 1, "what is another thing has limits of its own");
    assert!(shown.point(month("2025-12")).unwrap().rolling.is_some());

    let forgets = MeasureSet::parse(BURGLARY).unwrap().define(&desk.sight(Reach::Staff)).unwrap();
    let officer = desk.officer.clone();
    let refused = desk.does(&officer, Command::DefineMeasures(Box::new(forgets))).unwrap_err();
    assert!(refused.to_string().contains("a definition is not forgotten"), "{refused}");
}

const SATISFACTION: &str = r#"
[[measure]]
code = "M7"
title = "Victims who were kept informed"
describes = "Of the victims asked, those who were kept informed."
small_numbers = { below = 5 }
[[measure.definition]]
words = "Victims who said that they were kept informed, of those asked"
quantity = "percentage"
unit = "% of those asked"
places = 1
better = "increase"
numerator = { data = "figures", area = "Fenshire", of = ["M7"] }
"#;

fn quarterly(set: &str) -> String {
    set.replace("quantity = \"percentage\"", "grain = \"quarter\"\nquantity = \"percentage\"")
}

#[test]
fn a_quarter_of_percentages_is_a_ratio_of_sums_and_two_months_of_three_are_no_quarter() {
    let mut desk = Desk::new();
    desk.defines(&quarterly(SATISFACTION));
    let mut load = stated(&[
        ("M7", "2026-04", Some((10, 10))),
        ("M7", "2026-05", Some((0, 80))),
        ("M7", "2026-06", Some((10, 10))),
        ("M7", "2026-07", Some((10, 10))),
        ("M7", "2026-08", Some((10, 10))),
    ]);
    load.areas = vec![text("Fenshire")];
    desk.loads(load);
    let shown = desk.shows("M7");
    assert_eq!(shown.points.len(), 2);
    assert_eq!(shown.points[0].value, value(20.0), "not 66.7, the mean of three percentages");
    assert_eq!(
        (shown.points[1].value, shown.points[1].status, shown.points[1].parts),
        (None, Status::Missing, Some((2, 3)))
    );
}

/// Whoever looks from outside sees no small number, nor anything from which one could be computed.
#[test]
fn a_small_number_is_withheld_before_anything_is_computed_of_it() {
    let mut desk = Desk::new();
    desk.defines(SATISFACTION);
    let months: Vec<String> = (0..24).map(|at| month("2024-07").plus(at).unwrap().to_string()).collect();
    let rows = |small: (i64, i64)| {
        let rows: Vec<Row> = months
            .iter()
            .enumerate()
            .map(|(at, month)| {
                ("M7", month.as_str(), Some(if at == 20 { small } else { (40 + i64::try_from(at % 5).unwrap(), 60) }))
            })
            .collect();
        let mut load = stated(&rows);
        load.areas = vec![text("Fenshire")];
        load
    };
    let mut shown = vec![];
    // 3 of 60; 58 of 60, which leaves 2; 2 of 4: whatever it is, everybody sees the same.
    for small in [(3, 60), (58, 60), (2, 4)] {
        let mut own = Desk::new();
        own.defines(SATISFACTION);
        own.loads(rows(small));
        let inside = own.shows("M7");
        assert!(inside.points[20].value.is_some(), "the office sees it");
        let mut outside = own.shows_to("M7", Reach::Public);
        assert_eq!(
            (outside.points[20].value, outside.points[20].numerator, outside.points[20].status),
            (None, None, Status::Suppressed)
        );
        assert!(outside.points[20].to_date.is_none() && outside.points[23].rolling.is_none());
        outside.provenance.clear();
        shown.push(outside);
    }
    assert_eq!(shown[0], shown[1]);
    assert_eq!(shown[0], shown[2]);

    // A second edition in which it is not small any more tells nothing of the first.
    desk.loads(rows((3, 60)));
    let mut second = rows((30, 60));
    second.downloaded = date(2026, 11, 10);
    desk.loads(second);
    assert_eq!(desk.shows_to("M7", Reach::Public).points[20].status, Status::Suppressed);
    assert_eq!(desk.shows("M7").points[20].first_published, value(5.0));
}

#[test]
fn a_measure_is_graded_by_its_range_and_its_trend() {
    let mut desk = Desk::new();
    desk.defines(BURGLARY);
    desk.loads(counts("2024-01", &noise(24), date(2026, 2, 1)));
    assert_eq!(desk.shows("M1").grade, Some(Grade::Meets), "98 lies between 90 and 110");
    desk.loads(counts("2026-01", &[Some(80)], date(2026, 3, 1)));
    assert_eq!(desk.shows("M1").grade, Some(Grade::Exceeds), "fewer is better");
    desk.loads(counts("2026-02", &[Some(140)], date(2026, 4, 1)));
    assert_eq!(desk.shows("M1").grade, Some(Grade::Below));
}

#[test]
fn commentary_cites_figures_that_its_readers_may_see() {
    let mut desk = Desk::new();
    desk.defines(BURGLARY);
    desk.defines(&SATISFACTION.replace("small_numbers", "visibility = \"internal\"\nsmall_numbers"));
    let officer = desk.officer.clone();
    let says = |words: &str| {
        let write = WriteCommentary { measure: text("M1"), words: text(words), doing: None, actions: vec![] };
        Command::WriteCommentary(Box::new(write))
    };
    assert!(desk.does(&officer, says("Nothing")).unwrap_err().to_string().contains("no figure yet"));
    desk.loads(counts("2025-01", &noise(13), date(2026, 2, 1)));
    desk.does(&officer, says("It was {M1 2025-02} and is {m1}.")).unwrap();
    let shown = desk.shows_to("M1", Reach::Public);
    let said = &shown.commentary[0];
    assert_eq!((said.words.as_str(), said.upto), ("It was 106 and is 100.", month("2026-01")));
    assert_eq!((said.cited[0].span, said.cited[0].value), (month("2025-02"), value(106.0).unwrap()));
    let inside = desk.does(&officer, says("As {M7} shows")).unwrap_err();
    assert!(inside.to_string().contains("not there for whoever may read this"), "{inside}");
    assert!(desk.does(&officer, says("In {M1 2030-01}")).unwrap_err().to_string().contains("no figure to cite"));
}

#[test]
fn a_break_is_noted_and_a_suspected_part_is_said_to_be_one() {
    let mut desk = Desk::new();
    desk.defines(BURGLARY);
    let mut load = counts("2025-01", &noise(13), date(2026, 2, 1));
    let quality = Quality {
        span: Some(month("2026-01")),
        area: text("Fenshire Constabulary"),
        partial: true,
        ..Quality::default()
    };
    load.quality = vec![quality];
    desk.loads(load);
    let officer = desk.officer.clone();
    let note = NoteOnMeasure {
        measure: text("M1"),
        kind: NoteKind::Break,
        from: month("2025-05"),
        words: text("A new crime system"),
    };
    desk.does(&officer, Command::NoteOnMeasure(note)).unwrap();
    let shown = desk.shows("M1");
    assert_eq!(shown.breaks().count(), 1);
    assert!(shown.points.iter().all(|point| point.judged.unwrap().group == 0), "a break alone moves no limit");
    assert_eq!(shown.latest().unwrap().status, Status::Partial);
    assert!(shown.sentence().contains("perhaps in part only"), "{}", shown.sentence());
}

#[test]
fn a_set_that_is_written_out_is_the_set_that_was_read() {
    let mut desk = Desk::new();
    desk.defines(BURGLARY);
    desk.defines(SATISFACTION);
    let sight = desk.sight(Reach::Staff);
    let written = MeasureSet::of(&sight).write();
    let define = MeasureSet::parse(&written).unwrap().define(&sight).unwrap();
    let fates = MeasureSet::fates(&define, &sight);
    assert_eq!(fates.len(), 2);
    assert!(fates.iter().all(|fate| fate.fate == Fate::Unchanged), "{written}");
}

#[test]
fn a_set_that_cannot_be_taken_says_where_and_why() {
    let desk = Desk::new();
    let sight = desk.sight(Reach::Staff);
    let refused = |set: &str| match MeasureSet::parse(set).map(|set| set.define(&sight)) {
        Ok(Ok(define)) => {
            let mut other = Desk::new();
            let actor = other.officer.clone();
            other.does(&actor, Command::DefineMeasures(Box::new(define))).unwrap_err().to_string()
        }
        Ok(Err(why)) | Err(why) => why,
    };
    assert!(refused("[[measure]]\ncode = ").contains("near line 2"));
    assert!(refused("name = \"none\"").contains("no measure"));
    assert!(refused(&BURGLARY.replace("police-uk street", "police-uk")).contains("no data set “police-uk”"));
    assert!(refused(&BURGLARY.replace("code = \"M1\"", "code = \"M 1\"")).contains("letters, digits"));
    assert!(
        refused(&BURGLARY.replace("source = \"Decision 2025/3\"", "between = [1, 2]\nsource = \"x\""))
            .contains("one of")
    );
    assert!(refused(&BURGLARY.replace("from = \"2025-01\"", "from = \"2025/26 Q1\"")).contains("is no month"));
    assert!(refused(&BURGLARY.replace("tolerance", "tolerances")).contains("near line"));
    assert!(refused(&format!("{BURGLARY}{BURGLARY}")).contains("twice"));
    assert!(refused(&BURGLARY.replace("title = \"Burglary\"", "title = \"\"")).contains("its title is missing"));
    assert!(
        refused(&BURGLARY.replace("describes", "outcomes = [\"Fewer\"]\ndescribes"))
            .contains("no plan has an outcome “Fewer”")
    );
}
