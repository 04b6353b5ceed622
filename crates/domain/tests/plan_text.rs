//! A plan as text: whatever an office's plan holds goes into files and comes back, and what is wrong in a file is said.
#[path = "plan_text/any.rs"]
mod any;
#[path = "plan_text/milestones.rs"]
mod milestones;

use any::plan;
use domain::{
    actor::{Actor, Role},
    ask::{Answer, Ask, Command, Refusal, decide},
    chance::Chance,
    entry::Entry,
    import::{Fate, Fates, FileRead},
    office::Office,
    plan_text::{PlanFile, PlanRead, PlanText, TakePlan, of, read, write},
    settings::{Begin, Brand},
    text::text,
};
use jiff::{Timestamp, civil::date};
use proptest::prelude::*;

/// An office in memory, driven as the record drives it.
struct Desk {
    office: Office,
    chance: Chance,
    actor: Actor,
    now: Timestamp,
}

impl Desk {
    fn new() -> Self {
        let mut chance = Chance::new([7; 32]);
        let now: Timestamp = "2226-04-10T09:00:00Z".parse().unwrap();
        let actor = Actor::of(chance.id(now).into(), "Office", Role::Office);
        let mut desk = Self { office: Office::empty(chance.id(now)), chance, actor, now };
        let begin = Begin {
            name: text("Office for Fenshire"),
            code: Some(text("FEN")),
            key: text("key"),
            brand: Brand::default(),
            demo: true,
        };
        desk.does(Command::Begin(begin)).unwrap();
        desk
    }

    fn does(&mut self, command: Command) -> Result<Answer, Refusal> {
        let ask =
            Ask { actor: self.actor.clone(), now: self.now, on: None, key: None, seen: vec![], reason: None, command };
        self.asks(&ask)
    }

    fn asks(&mut self, ask: &Ask) -> Result<Answer, Refusal> {
        let decision = decide(&self.office, ask, &mut self.chance)?;
        let change = self.chance.id(self.now);
        for draft in decision.drafts {
            let head = self.office.head();
            let version = self.office.version_of(draft.item).map_or(1, |(_, version)| version + 1);
            let entry = Entry {
                office: head.office,
                seq: head.seq + 1,
                change,
                last_of_change: false,
                at: self.now.as_microsecond(),
                on_date: draft.on,
                actor: self.actor.post.uuid(),
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

    fn because(&mut self, reason: &str, command: Command) -> Result<Answer, Refusal> {
        let reason = Some(text(reason));
        let ask = Ask { actor: self.actor.clone(), now: self.now, on: None, key: None, seen: vec![], reason, command };
        self.asks(&ask)
    }

    fn takes(&mut self, read: PlanRead) -> Result<Fates, Refusal> {
        let file = FileRead { name: text("plan"), sha256: text("00"), size: 1, format: text("plan as text") };
        match self.does(Command::TakePlan(Box::new(TakePlan { read, file, plan: None })))? {
            Answer::Imported(fates) => Ok(*fates),
            other => panic!("{other:?}"),
        }
    }

    /// The plan as the record has it.
    fn plan(&self, name: &str) -> PlanText {
        let sight = self.office.seen_by(&self.actor);
        of(&sight, sight.plan_called(Some(name)).unwrap())
    }
}

fn counted(fates: &Fates, fate: Fate) -> usize {
    fates.rows.iter().filter(|row| row.fate == fate).count()
}

proptest! {
    #[test]
    fn any_plan_is_written_read_taken_in_and_written_again_without_loss(plan in plan()) {
        let files = write(&plan);
        for file in &files {
            prop_assert!(file.words.ends_with('\n') && !file.words.contains(['\r', '\t']), "{}", file.words);
            for line in file.words.lines() {
                prop_assert_eq!(line, line.trim_end(), "an editor would take white space off a line's end");
            }
        }
        let back = read(&files);
        prop_assert!(back.is_ok(), "{:?}\n{}", back, files.iter().map(|f| f.words.as_str()).collect::<String>());
        let back = back.unwrap();
        prop_assert_eq!(&back.plan, &plan);

        let mut desk = Desk::new();
        let actions: usize = plan.themes.iter().map(|theme| theme.actions.len()).sum();
        let first = desk.takes(back.clone()).unwrap();
        prop_assert_eq!(counted(&first, Fate::Created), actions);
        prop_assert_eq!(&write(&desk.plan(plan.name.as_str())), &files);
        if plan.state == domain::plan::PlanState::Open {
            let items = desk.office.items();
            let again = desk.takes(back).unwrap();
            prop_assert_eq!(counted(&again, Fate::Unchanged), actions);
            prop_assert_eq!(&again.notes, &Vec::<String>::new());
            prop_assert_eq!(desk.office.items(), items + 1, "the import, and nothing else");
        }
    }

    #[test]
    fn no_file_whatever_brings_the_reader_down(head in "\\PC{0,400}", theme in "[A-Za-z:\"“” ,\\\\\n0-9]{0,400}") {
        let files = [
            PlanFile { path: "plan.txt".into(), words: head },
            PlanFile { path: "themes/1-a.txt".into(), words: theme },
        ];
        prop_assert!(read(&files).is_err());
    }

    #[test]
    fn a_plan_cut_off_anywhere_is_read_or_refused_and_never_breaks(plan in plan(), cut in any::<prop::sample::Index>()) {
        let mut files = write(&plan);
        for file in &mut files {
            let mut at = cut.index(file.words.len());
            while !file.words.is_char_boundary(at) {
                at -= 1;
            }
            file.words.truncate(at);
        }
        let _ = read(&files);
    }
}

const HEAD: &str = "Format: plan as text, version 1\n\nPlan: Safer Fenshire\n\nOrganisation: Fenshire Police\nKind: police force\n\nOrganisation: Office for Fenshire\nKind: the office\n\nPost: Head of Policy\nBelongs to: Office for Fenshire\nInitials: HP\n";
const THEME: &str = "Theme: Victims\n\nObjective: Fewer victims\n\nAction 1.1: Open a hub\nOwner: Fenshire Police\nLead: Head of Policy\nDate: 31 March 2026\nStatus: in progress\nRating: On track since 12 January 2026\n";

fn files(head: &str, theme: &str) -> Vec<PlanFile> {
    vec![
        PlanFile { path: "plan.txt".into(), words: head.into() },
        PlanFile { path: "themes/1-victims.txt".into(), words: theme.into() },
    ]
}

fn taken(head: &str, theme: &str) -> PlanText {
    read(&files(head, theme)).unwrap_or_else(|problems| panic!("{problems:#?}")).plan
}

#[test]
fn a_plan_written_by_hand_needs_few_words() {
    let plan = taken(HEAD, THEME);
    let action = &plan.themes[0].actions[0];
    assert_eq!(plan.scale, domain::scale::Scale::standard(), "without a scale it has the standard one");
    assert_eq!(action.original_date, Some(date(2026, 3, 31)), "the first date stated is the original one");
    let rating = action.rating.as_ref().unwrap();
    assert_eq!((rating.level.as_str(), rating.stated.as_str()), ("on_track", "On track"));
    // Other ways of writing the same: an editor's line ends, ISO dates, curly marks, a wrapped line, a scale's other words.
    let other = THEME
        .replace("31 March 2026", "2026-03-31")
        .replace("Action 1.1: Open a hub", "# A remark\nAction “1.1”:\n    Open\n    a hub")
        .replace('\n', "\r\n");
    assert_eq!(taken(&format!("\u{feff}{HEAD}"), &other), plan);
    let amber = taken(HEAD, &THEME.replace("On track since", "Amber since"));
    let rating = amber.themes[0].actions[0].rating.clone().unwrap();
    assert_eq!((rating.label.as_str(), rating.stated.as_str()), ("At risk", "Amber"));
}

/// Each slip, where it is, and the beginning of what its author is told.
#[test]
fn every_slip_is_said_with_its_file_its_line_and_what_to_do() {
    let line = |line: &str| format!("{THEME}{line}\n");
    let swap = |from: &str, to: &str| THEME.replace(from, to);
    let head = |from: &str, to: &str| files(&HEAD.replace(from, to), THEME);
    let theme = |words: String| files(HEAD, &words);
    let scale = |level: &str| {
        files(&format!("{HEAD}\nScale: Ours\n{level}"), &swap("Rating: On track since 12 January 2026\n", ""))
    };
    let slips: Vec<(Vec<PlanFile>, &str)> = vec![
        (vec![], "plan.txt: is not there; a plan as text has a file plan.txt"),
        (files(HEAD, THEME)[..1].to_vec(), "themes: holds no theme; write each theme in a file of its own"),
        (
            head("version 1", "version 9"),
            "plan.txt, line 1: the file does not begin with “Format: plan as text, version 1”",
        ),
        (head("Plan: Safer Fenshire\n", ""), "plan.txt: does not name the plan; write “Plan: ...”"),
        (
            head("Plan: Safer Fenshire", "Plan:"),
            "plan.txt, line 3: “Plan” says nothing; write its words, or delete the line",
        ),
        (
            head("Kind: police force", "Kind: army"),
            "plan.txt, line 6: “army” is not a kind of organisation; write one of “the office”, “board”",
        ),
        (
            head("Kind: police force", "Knd: police force"),
            "plan.txt, line 6: “Knd” is not a fact of an organisation; did you mean “Kind”?",
        ),
        (
            head("Belongs to: Office for Fenshire", "Belongs to: Nobody"),
            "plan.txt: the post “Head of Policy” belongs to “Nobody”: “Nobody” is no organisation of plan.txt",
        ),
        (
            head("Plan: Safer Fenshire", "Plan: Safer Fenshire\nFrom: 9 May 2024\nTo: 8 May 2023"),
            "plan.txt, line 3: the plan ends before it begins",
        ),
        (
            scale("Level: Good\nColour: Green, #00703c\nCriteria: When so.\n"),
            "plan.txt, line 16: the level “Good” does not say what it means",
        ),
        (
            scale("Level: Good\nMeans: on track\nColour: Green, green\nCriteria: When so.\n"),
            "plan.txt, line 18: “green” is not a colour's figure; write it as #rrggbb",
        ),
        (
            scale("Level: Good\nMeans: on track\nColour: Green, #00703c\n"),
            "plan.txt, line 16: the level “Good” does not say when it is given",
        ),
        (
            theme(swap("Theme: Victims", "Thema: Victims")),
            "themes/1-victims.txt, line 1: “Thema” stands before any heading; the file begins with “Theme: ...”",
        ),
        (
            theme(swap("Action 1.1: Open a hub", "Action: Open a hub")),
            "themes/1-victims.txt, line 5: the action has no reference; give it one for life",
        ),
        (theme(swap("Open a hub", "")), "themes/1-victims.txt, line 5: “Action 1.1” says nothing"),
        (
            theme(swap("Owner: Fenshire Police", "Owner: Fenshire Polce")),
            "themes/1-victims.txt, line 6: “Fenshire Polce” is no organisation of plan.txt; did you mean “Fenshire Police”?",
        ),
        (
            theme(swap("Lead: Head of Policy", "Lead: Hed of Policy")),
            "themes/1-victims.txt, line 7: “Hed of Policy” is no post of plan.txt; did you mean “Head of Policy”?",
        ),
        (
            theme(swap("31 March 2026", "31 February 2026")),
            "themes/1-victims.txt, line 8: “31 February 2026” is not a day; write it as 12 January 2026",
        ),
        (
            theme(swap("in progress", "nearly")),
            "themes/1-victims.txt, line 9: “nearly” is not a status; write one of “candidate”",
        ),
        (
            theme(swap("On track since", "On trak since")),
            "themes/1-victims.txt, line 10: the scale in plan.txt has no level “On trak”; did you mean “On track”?",
        ),
        (
            theme(swap(" since 12 January 2026", "")),
            "themes/1-victims.txt, line 10: “On track” does not say since when",
        ),
        (
            theme(line("Owner: Fenshire Police")),
            "themes/1-victims.txt, line 11: “Owner” stands here already, on line 6; keep one of the two",
        ),
        (
            theme(line("Ownr: Fenshire Police")),
            "themes/1-victims.txt, line 11: “Ownr” is not a fact of an action; did you mean “Owner”?",
        ),
        (
            theme(line("and so on")),
            "themes/1-victims.txt, line 11: “and so on” is no fact; write a fact as “Name: words”",
        ),
        (
            theme(line("Description: a \\x b")),
            "themes/1-victims.txt, line 11: \\x stands for nothing; a backslash itself is written as \\\\",
        ),
        (
            theme(line("Description: a \u{1} b")),
            "themes/1-victims.txt, line 11: the line holds U+0001, a control character; delete it",
        ),
        (theme(line("Seen by: my friends")), "themes/1-victims.txt, line 11: “my friends” does not say who may see it"),
        (theme(line("Marking: SECRET")), "themes/1-victims.txt, line 11: “SECRET” is above OFFICIAL"),
        (
            theme(line("Serves the objective: Fewer crimes")),
            "themes/1-victims.txt, line 5: serves the objective “Fewer crimes”, which the theme “Victims” does not have",
        ),
        (
            theme(line("Date changed: from 31 March 2026 to 30 June 2026 on 1 May 2026, approved by Head of Policy")),
            "themes/1-victims.txt, line 11: a changed date needs its reason",
        ),
        (
            theme(line("Date changed: from 31 March 2026 to 30 June 2026 on 1 May 2026, because \"it is late\"")),
            "themes/1-victims.txt, line 11: a changed date needs who approved it",
        ),
        (
            theme(line("Date changed: to June")),
            "themes/1-victims.txt, line 11: “to June” does not say how the date was changed; write it as: from",
        ),
        (
            theme(line(
                "Date changed: from 31 March 2026 to 30 June 2026 on 1 May 2026, because it is late, and more, approved by X",
            )),
            "themes/1-victims.txt, line 11: “and more” is not understood here; words that hold a comma stand in quotation marks",
        ),
        (
            theme(line("Partner: \"Fenshire Police")),
            "themes/1-victims.txt, line 11: the quotation marks of \"Fenshire Police do not close",
        ),
        (
            theme(line("Required by law: perhaps")),
            "themes/1-victims.txt, line 11: “perhaps” does not say whether the law requires it; write yes or no",
        ),
        (
            theme(line("Update by: Head of Policy")),
            "themes/1-victims.txt, line 11: there is no update that this could be about",
        ),
        (
            theme(line("Update of 1 May 2026: One.\nUpdate of 2 May 2026: Two.")),
            "themes/1-victims.txt, line 12: an action has one update, its newest, and one stands on line 11",
        ),
        (
            theme(line("Continued from: 2.3")),
            "themes/1-victims.txt, line 11: “2.3” names no action of a plan; write the plan and the reference",
        ),
        (
            theme(line("\nAction 1.1: Open another hub")),
            "themes/1-victims.txt, line 12: there is an action 1.1 already, in themes/1-victims.txt, line 5; a reference is for one action and for life",
        ),
        (
            theme(line("\nObjective: fewer victims.")),
            "themes/1-victims.txt: states the objective “fewer victims.” twice",
        ),
        (
            theme(line("Milestone: Keys handed over")),
            "themes/1-victims.txt, line 11: “Keys handed over” does not say when it is due",
        ),
        (
            theme(line("Milestone: Keys, handed over, due on 1 May 2026")),
            "themes/1-victims.txt, line 11: “handed over” is not understood here; words that hold a comma stand in quotation marks",
        ),
        (
            theme(line("Milestone: Keys handed over, due on 1 May 2026, dropped on 2 May 2026")),
            "themes/1-victims.txt, line 11: a milestone that was dropped needs its reason",
        ),
        (
            theme(line("Milestone: Keys, due on 1 May 2026\nMilestone: keys, due on 2 May 2026")),
            "themes/1-victims.txt, line 12: the milestone “keys” stands here already",
        ),
        (
            theme(line("Milestone moved: from 1 May 2026 to 2 May 2026 on 3 April 2026, because \"rain\"")),
            "themes/1-victims.txt, line 11: there is no milestone above that this could be about",
        ),
        (
            theme(line("Milestone: Keys, due on 1 May 2026\nMilestone moved: to June")),
            "themes/1-victims.txt, line 12: “to June” does not say how the milestone was moved; write it as: from",
        ),
        (
            theme(line(
                "Milestone: Keys, due on 1 May 2026\nMilestone moved: from 1 April 2026 to 1 May 2026 on 3 March 2026, because \"rain\", by Hed of Policy",
            )),
            "themes/1-victims.txt, line 12: “Hed of Policy” is no post of plan.txt; did you mean “Head of Policy”?",
        ),
        (
            theme(line("Expected effect: \"Fewer calls\", by the quarter to May 2026")),
            "themes/1-victims.txt, line 11: no quarter ends with “May 2026”; write its last month",
        ),
        (
            theme(line("Expected effect: \"Fewer calls\"")),
            "themes/1-victims.txt, line 11: “\"Fewer calls\"” does not say by which quarter",
        ),
        (
            theme(line("Expected effect: \"Fewer calls\", by the quarter to June 2026, in figures ten \"a day\"")),
            "themes/1-victims.txt, line 11: “ten” is not a number",
        ),
        (
            theme(line("Expected effect: \"Fewer\", by the quarter to June 2026, on the outcome \"None\"")),
            "themes/1-victims.txt, line 5: serves the outcome “None”, which the theme “Victims” does not have",
        ),
        (
            theme(line("Effect observed: on 1 July 2026, \"Ten\"")),
            "themes/1-victims.txt, line 11: there is no expected effect above that this could be about",
        ),
        (theme(line("\nTheme: Prisons")), "themes/1-victims.txt, line 12: a file holds one theme"),
        (
            [
                files(HEAD, THEME),
                vec![PlanFile { path: "themes/2-again.txt".into(), words: "Theme: victims\n".into() }],
            ]
            .concat(),
            "themes/2-again.txt, line 1: the theme “victims” stands in themes/1-victims.txt already",
        ),
        (
            vec![files(HEAD, THEME)[0].clone(), PlanFile { path: "themes/victims.txt".into(), words: THEME.into() }],
            "themes/victims.txt: its name does not begin with the theme's place in the plan",
        ),
        (
            theme(format!("  a line\n{THEME}")),
            "themes/1-victims.txt, line 1: an indented line goes on with a fact, and there is none before it",
        ),
    ];
    let count = slips.len();
    for (files, expected) in slips {
        let problems = read(&files).expect_err(expected);
        let says: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert!(says.iter().any(|says| says.starts_with(expected)), "{expected}\n{says:#?}");
    }
    println!("{count} slips, each with its sentence");
    assert!(count >= 40);
}

/// The plan of these files on the record, then the same with a change: what becomes of each action.
fn then(theme: &str) -> Result<Fates, Refusal> {
    let mut desk = Desk::new();
    desk.takes(read(&files(HEAD, FIRST)).unwrap()).unwrap();
    desk.takes(read(&files(HEAD, theme)).unwrap_or_else(|problems| panic!("{problems:#?}")))
}

const FIRST: &str = "Theme: Victims\n\nAction 1.1: Open a hub\nDate: 31 March 2026\nStatus: in progress\nRating: On track since 12 January 2026\nUpdate of 12 January 2026:\n    The lease is signed.\n\nAction 1.2: Train the staff\nSeen by: the office alone, exempt on the ground \"staffing\", to be reviewed on 1 May 2026\nMarking: OFFICIAL-SENSITIVE\nDate: 30 June 2026\nOriginal date: 31 March 2026\nDate changed: from 31 March 2026 to 30 June 2026 on 1 February 2026, because \"the trainer fell ill\", approved by Head of Policy\n";

fn rejects(theme: &str) -> String {
    match then(theme) {
        Err(Refusal::Rejected(fates)) => {
            let rejected: Vec<String> = fates.rows.iter().filter_map(|row| row.reason.clone()).collect();
            assert_eq!((rejected.len(), fates.totals.rejected), (1, 1), "{rejected:?}");
            rejected[0].clone()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_holds_for_every_change_holds_for_text() {
    let swap = |from: &str, to: &str| FIRST.replace(from, to);
    for (theme, expected) in [
        (
            swap("Date: 31 March 2026\n", "Date: 30 June 2026\nOriginal date: 31 March 2026\n"),
            "its date was 31 March 2026 and is now 30 June 2026, and nothing says why; write under it “Date changed: from 31 March 2026 to 30 June 2026 on (the day)",
        ),
        (
            swap("Date: 31 March 2026\n", "Date: 30 June 2026\n"),
            "its original date is 31 March 2026 on the record and 30 June 2026 in the text",
        ),
        (
            swap(
                "Date: 31 March 2026\n",
                "Date: 30 June 2026\nOriginal date: 31 March 2026\nDate changed: from 31 March 2026 to 31 May 2026 on 1 March 2026, because \"rain\", approval not recorded\n",
            ),
            "its date was 31 March 2026 and is now 30 June 2026, and the new “Date changed” says from 31 March 2026 to 31 May 2026",
        ),
        (
            swap("the trainer fell ill", "all went well"),
            "a change of date that is on the record is missing in the text, or reads otherwise",
        ),
        (
            swap("Seen by: the office alone, exempt on the ground \"staffing\", to be reviewed on 1 May 2026\n", ""),
            "the record withholds it, and the text does not say who may see it",
        ),
        (
            swap("Marking: OFFICIAL-SENSITIVE\n", ""),
            "the record marks it OFFICIAL-SENSITIVE, and the text has no marking",
        ),
        (
            swap("Action 1.1: Open a hub", "Action 1.9: Open a hub"),
            "the record knows “Open a hub” as 1.1. A reference is for life",
        ),
        (
            swap("Action 1.1: Open a hub", "Action 1.1: Train the staff"),
            "the record knows “Train the staff” as 1.2. A reference is for life",
        ),
        (
            swap("    The lease is signed.", "    The lease is signed.\nLinks to: 9.9"),
            "it links to 9.9, which is no action of this plan",
        ),
        (
            swap("    The lease is signed.", "    The lease is signed.\nLinks to: Old plan, 2.3"),
            "it names 2.3 of “Old plan”, and no plan of that name is on the record",
        ),
        (
            swap("    The lease is signed.", "    The lease is signed.\nMerged from: Safer Fenshire, 7.7"),
            "it names 7.7 of “Safer Fenshire”, and that plan has no such action",
        ),
        (
            swap("Update of 12 January 2026", "Update of 12 January 2227"),
            "its update speaks for 12 January 2227, and the text is of 10 April 2226",
        ),
    ] {
        let says = rejects(&theme);
        assert!(says.starts_with(expected), "{expected}\n{says}");
    }
}

#[test]
fn an_edited_line_changes_that_and_nothing_else() {
    let edited = FIRST.replace("Open a hub", "Open the hub").replace("Theme: Victims", "Theme: Victims first");
    let fates = then(&edited).unwrap();
    assert_eq!((counted(&fates, Fate::Updated), counted(&fates, Fate::Unchanged)), (1, 1));
    assert_eq!(fates.rows[0].reason.as_deref(), Some("changed: title"));
    assert_eq!(fates.notes, ["the theme “Victims first” is changed"], "a theme that holds its actions is renamed");
    assert!(fates.questions[0].taken.starts_with("yes: the theme is renamed"), "{:?}", fates.questions);

    // A line that is gone is a fact that is gone; an action that is gone is only reported.
    let shorter = FIRST
        .split("\n\nAction 1.2")
        .next()
        .unwrap()
        .replace("Update of 12 January 2026:\n    The lease is signed.", "");
    let fates = then(&format!("{shorter}\n")).unwrap();
    assert_eq!(fates.rows[0].reason.as_deref(), Some("changed: update"));
    assert_eq!(fates.absent.len(), 1);
    assert_eq!(fates.absent[0].reference.as_str(), "1.2");
}

#[test]
fn the_example_of_the_documentation_is_a_plan() {
    let doc = include_str!("../../../docs/plan-as-text.md");
    let (_, example) = doc.split_once("## An example, whole").unwrap();
    let block = |name: &str| -> String {
        let (_, rest) = example.split_once(&format!("`{name}`:\n\n")).unwrap();
        let lines = rest.lines().take_while(|line| line.is_empty() || line.starts_with("    "));
        lines.flat_map(|line| [line.strip_prefix("    ").unwrap_or_default(), "\n"]).collect()
    };
    let plan = taken(&block("plan.txt"), &block("themes/1-victims.txt"));
    let action = &plan.themes[0].actions[0];
    assert_eq!((action.moves.len(), action.moves[0].reason.as_str()), (1, "the analyst left"));
    assert_eq!(
        action.update.as_ref().unwrap().narrative.as_ref().unwrap().as_str(),
        "The needs assessment will be ready in January."
    );
    assert_eq!(Desk::new().takes(read(&write(&plan)).unwrap()).unwrap().totals.created, 1);
}

#[test]
fn a_theme_that_only_withheld_actions_name_is_not_named_in_public() {
    let mut desk = Desk::new();
    let theme = |number: u8, words: &str| PlanFile { path: format!("themes/{number}-x.txt"), words: words.into() };
    let files = vec![
        files(HEAD, FIRST)[0].clone(),
        theme(
            1,
            "Theme: Victims\n\nAction 1.1: Open a hub\nLead: \"AB\", matched to no post\nLead: \"CD\", matched to no post\n",
        ),
        theme(
            2,
            "Theme: A search for a new Chief\n\nObjective: To find one\n\nAction 2.1: Write the advertisement\nSeen by: the office and its boards\n",
        ),
        theme(3, "Theme: Nothing in it yet\n"),
    ];
    desk.takes(read(&files).unwrap()).unwrap();
    let sight = desk.office.seen_by(&desk.actor);
    let public = domain::publication::public_plans(&sight, &text("September"), date(2026, 9, 12));
    let public = &public[0].plan;
    let named: Vec<&str> = public.themes.iter().map(|theme| theme.name.as_str()).collect();
    assert_eq!(named, ["Victims", "Nothing in it yet"]);
    assert_eq!(public.withheld.iter().map(|w| w.count).sum::<usize>(), 1, "counted with the plan");
    assert_eq!(public.themes[0].actions[0].leads, [text("lead stated, not matched to a post")], "said once");
    let staff: Vec<&str> =
        sight.themes(sight.plan_called(None).unwrap().id).iter().map(|t| t.item.name.as_str()).collect();
    assert_eq!(staff.len(), 3, "the office sees its own themes");
}
