//! Northmarsh: a small office that is nobody's, made through the ordinary commands, with something to hide in every
//! place where something can be hidden.
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Request, StatusCode},
};
use domain::{
    actor::{Actor, Role},
    ask::{Answer, Ask, Command},
    chance::Chance,
    change_request::{AskForChange, Asked},
    envelope::Marking,
    hold::SetHold,
    id::Id,
    import::{FileRead, ImportPlan},
    map::PlanMap,
    milestone::OpenMilestones,
    narrative::WriteNarrative,
    paper::{IssuePaper, PaperFile, PaperKind, PresentPaper, ReservePaper},
    position::PositionRow,
    publication::{Publish, Withdraw, public_plans},
    reading,
    round::OpenRound,
    settings::{Begin, Brand},
    snapshot::TakeSnapshot,
    table::{Block, Cell, Document, Table, Value},
    text::{Text, text},
};
use jiff::{Timestamp, civil::Date};
use record::{Place, Record, Written};
use std::net::SocketAddr;
use tempfile::TempDir;
use tower::ServiceExt;
use uuid::Uuid;

pub const PLAN: &str = "/plans/northmarsh-plan";
/// Stands in what is published, so that a search that finds nothing is known to look.
pub const PUBLISHED: &str = "canary-published-lamp";

pub struct Northmarsh {
    dir: TempDir,
    pub record: Record,
    /// Words that nothing public may hold.
    pub canaries: Vec<String>,
}

pub struct Answered {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answered {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

pub fn clerk() -> Actor {
    Actor::of(Uuid::from_u128(7).into(), "Clerk", Role::Office)
}

pub fn at(time: &str) -> Timestamp {
    time.parse().unwrap()
}

fn day(day: &str) -> Date {
    day.parse().unwrap()
}

impl Northmarsh {
    /// An office that has its name and nothing else.
    pub async fn empty() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let begin = Begin {
            name: text("Office for Northmarsh"),
            code: Some(text("NOR")),
            key: text(""),
            brand: Brand::default(),
            demo: true,
        };
        let place = Place::folder(dir.path().join("office"));
        let record = Record::begin(&place, begin, at("2018-06-01T09:00:00Z"), Chance::new([1; 32])).await.unwrap();
        Self { dir, record, canaries: vec![] }
    }

    /// The office with its story: a table in July, shown to the Panel in September and published; another table in
    /// October; papers that are issued and not published, published, and withdrawn.
    pub async fn with_a_story() -> Self {
        let mut office = Self::empty().await;
        let withheld: Vec<[String; 4]> = (0..120).map(|_| std::array::from_fn(|_| office.canary())).collect();
        let staff = office.canary();
        let lead = office.canary();
        office.import("july.csv", &Self::july(&withheld, &staff, &lead), "2018-07-02", "2018-07-03T09:00:00Z").await;
        office.snapshot("Panel September", "2018-09-01T09:00:00Z", Some("2018-09-12")).await;
        let first =
            office.paper("Panel September", "Delivery Plan", PUBLISHED.as_bytes(), "2018-09-03T09:00:00Z").await;
        office.present(&first, "2018-09-12", "2018-09-13T09:00:00Z").await;
        let hidden_name = format!("Board {}", office.canary());
        office.snapshot(&hidden_name, "2018-09-20T09:00:00Z", None).await;
        let (hidden_title, hidden_bytes) = (office.canary(), office.canary());
        office.paper(&hidden_name, &hidden_title, hidden_bytes.as_bytes(), "2018-09-21T09:00:00Z").await;
        let once = office.canary();
        let withdrawn = office
            .paper("Panel September", "Delivery Plan with a mistake", once.as_bytes(), "2018-09-22T09:00:00Z")
            .await;
        let force = "[[body]]\nname = \"Northmarsh Police\"\nkind = \"force\"\n";
        office.import_with(force, "october.csv", &october(), "2018-10-01", "2018-10-02T09:00:00Z").await;
        let (round, said) = (text("July to September 2018"), office.canary());
        let open = OpenRound { plan: None, name: Some(round.clone()), period: None, due: day("2018-10-19") };
        office.write(Command::OpenRound(open), "2018-10-02T10:00:00Z", None).await;
        let narrative = WriteNarrative {
            round,
            theme: text("Victims"),
            achieved: Some(Text::new(said).unwrap()),
            still_to_overcome: None,
            next: None,
        };
        office.write(Command::WriteNarrative(narrative), "2018-10-02T11:00:00Z", None).await;
        let why = office.canary();
        office.asks_for_a_date("Light the underpass", "2019-09-30", &why, "2018-10-02T12:00:00Z").await;
        office.publish("Panel September", "2018-10-03T09:00:00Z").await;
        office.publish(&first, "2018-10-03T10:00:00Z").await;
        office.publish(&withdrawn, "2018-10-03T11:00:00Z").await;
        office.withdraw(&withdrawn, "It counted one action twice.", "2018-10-04T09:00:00Z").await;
        let why = Text::new(office.canary()).unwrap();
        let hold = Command::SetHold(SetHold { from: day("2018-12-01"), to: day("2018-12-10") });
        let hold = Ask { reason: Some(why), ..Self::asks(hold, "2018-10-04T10:00:00Z", None) };
        office.record.write(hold).await.unwrap();
        office
    }

    /// The office at the end of September, with posts that hold the work, an item of another post's, and one that nothing is
    /// wrong with.
    pub async fn with_posts() -> Self {
        let office = Self::empty().await;
        let posts = ["Head of Policy", "Chief Executive", "Caretaker"];
        let posts = posts.map(|post| format!("[[post]]\nname = \"{post}\"\n")).concat();
        let row = |reference, theme, title, lead, due, rating, progress| {
            [reference, theme, title, lead, due, rating, progress, "Public", "", "", ""].map(ToOwned::to_owned).into()
        };
        let policy = "Head of Policy";
        let more: [Vec<String>; 2] = [
            row("2.3", "Communities", "Review the library", policy, "31/12/2018", "Green", "Half of it is read."),
            row("3.1", "Communities", "Mend the roof", "Caretaker", "31/12/2018", "Green", "Tiles are ordered."),
        ];
        let mut july = Self::july(&[], "", "Caretaker");
        july.extend(more.clone());
        let mut october = october();
        october.extend(more);
        office.import_with(&posts, "july.csv", &july, "2018-09-02", "2018-09-03T09:00:00Z").await;
        office.import_with(&posts, "september.csv", &october, "2018-09-27", "2018-09-28T09:00:00Z").await;
        office
    }

    fn canary(&mut self) -> String {
        let canary = format!("canary{:03}{}", self.canaries.len(), Uuid::now_v7().simple());
        self.canaries.push(canary.clone());
        canary
    }

    fn july(withheld: &[[String; 4]], staff: &str, lead: &str) -> Vec<Vec<String>> {
        let mut rows = rows(&[
            [
                "1.1",
                "Victims",
                "Open a hub for victims",
                "Head of Policy",
                "31/12/2018",
                "Green",
                "The lease is signed.",
                "Public",
                "",
                "",
                staff,
            ],
            ["1.2", "Victims", "Publish a charter", lead, "30/09/2018", "Amber", PUBLISHED, "Public", "", "", ""],
            ["1.3", "Victims", "Review the helpline", "Head of Policy", "Ongoing", "", "", "Public", "", "", ""],
            [
                "2.1",
                "Communities",
                "Fund street pastors <script>alert(1)</script>",
                "Head of Policy",
                "31/03/2019",
                "Blue",
                "Done & dusted.",
                "Public",
                "",
                "",
                "",
            ],
        ]);
        for (number, [title, progress, lead, notes]) in withheld.iter().enumerate() {
            let kind = ["Internal", "Panel", "Exempt"][number % 3];
            let (ground, review) = if kind == "Exempt" { ("Commercial interests", "31/03/2019") } else { ("", "") };
            let reference = format!("3.{}", number + 1);
            let cells: [&str; 11] =
                [&reference, "Communities", title, lead, "31/12/2018", "Red", progress, kind, ground, review, notes];
            rows.push(cells.map(ToOwned::to_owned).into());
        }
        rows
    }

    fn asks(command: Command, now: &str, on: Option<Date>) -> Ask {
        Ask { actor: clerk(), now: at(now), on, key: None, seen: vec![], reason: None, command }
    }

    pub async fn write(&self, command: Command, now: &str, on: Option<Date>) -> Written {
        self.record.write(Self::asks(command, now, on)).await.unwrap()
    }

    async fn import(&self, name: &str, rows: &[Vec<String>], on: &str, now: &str) {
        self.import_with("", name, rows, on, now).await;
    }

    /// Takes in a table of one row that is exempt from publication: reference, theme, title, lead, date, rating, progress.
    pub async fn withholds(&self, row: [&str; 7], day: &str) {
        let [reference, theme, title, lead, due, rating, progress] = row;
        let exempt = ["Exempt", "Commercial interests", "31/03/2019", ""];
        let [kind, ground, review, notes] = exempt;
        let row = [reference, theme, title, lead, due, rating, progress, kind, ground, review, notes];
        self.import("withheld.csv", &rows(&[row]), day, &format!("{day}T09:00:00Z")).await;
    }

    async fn import_with(&self, posts: &str, name: &str, rows: &[Vec<String>], on: &str, now: &str) {
        let cell = |words: &String| {
            let value = if words.is_empty() { Value::Empty } else { Value::Text(Text::new(words.clone()).unwrap()) };
            Cell { value, fill: None }
        };
        let rows = rows.iter().map(|row| row.iter().map(cell).collect()).collect();
        let table = Table { place: name.into(), name: None, rows, first_row: 1 };
        let document = Document { blocks: vec![Block::Table(table)], notes: vec![] };
        let map = PlanMap::parse(&format!("[plan]\nname = \"Northmarsh Plan\"\n{posts}")).unwrap();
        let reading = reading::read(&document, &map, Some(day(on)), day(on)).unwrap();
        let file = FileRead { name: text(name), sha256: text(&"0".repeat(64)), size: 1, format: text("csv") };
        let import = ImportPlan { reading, file, plan: None, as_position: None };
        self.write(Command::ImportPlan(Box::new(import)), now, Some(day(on))).await;
    }

    pub async fn snapshot(&self, name: &str, now: &str, on: Option<&str>) {
        let take = TakeSnapshot { name: Text::new(name).unwrap(), body: text("Panel") };
        self.write(Command::TakeSnapshot(take), now, on.map(day)).await;
    }

    /// Issues a paper of what everybody may see, with one file of these bytes. Gives its number.
    async fn paper(&self, snapshot: &str, title: &str, bytes: &[u8], now: &str) -> String {
        let (reserve, rows) = {
            let office = self.record.office();
            let sight = office.seen_by(&clerk()).no_further_than(domain::sight::Reach::Public);
            let staff = office.seen_by(&clerk());
            let plan = sight.plans().next().unwrap();
            let reserve = ReservePaper {
                kind: PaperKind::DeliveryPlan,
                title: Text::new(title).unwrap(),
                plan: Some(plan.id),
                theme: None,
                body: staff.body_called("Panel").unwrap().id,
                as_at: office.head().seq,
                as_at_time: office.head().at,
                snapshot: staff.snapshots().find(|s| s.item.name.as_str() == snapshot).map(|s| s.id),
                release: text("0.1.0"),
                since: None,
                words: None,
                redacts: None,
            };
            let rows: Vec<PositionRow> = sight.actions(plan.id).into_iter().map(PositionRow::of).collect();
            (reserve, rows)
        };
        let Answer::Number { paper, number, .. } = self.write(Command::ReservePaper(reserve), now, None).await.answer
        else {
            panic!("a number was asked for")
        };
        let sha256 = Text::new(self.record.keep(bytes).await.unwrap()).unwrap();
        let size = i64::try_from(bytes.len()).unwrap();
        let file =
            PaperFile { format: text("csv"), name: Text::new(format!("{number} plan.csv")).unwrap(), sha256, size };
        let issue =
            IssuePaper { paper: Id::new(paper), files: vec![file], rows, measures: vec![], marking: Marking::Official };
        self.write(Command::IssuePaper(Box::new(issue)), now, None).await;
        number.to_string()
    }

    async fn present(&self, number: &str, on: &str, now: &str) {
        let present = PresentPaper { number: Text::new(number).unwrap(), on: day(on) };
        self.write(Command::PresentPaper(present), now, None).await;
    }

    pub async fn publish(&self, what: &str, now: &str) {
        let place = self.record.office().place(what).unwrap();
        let plans = match place {
            domain::travel::Place::Snapshot(id) => {
                let office = self.record.office();
                let kept = office.seen_by(&clerk()).snapshot(id).unwrap().clone();
                let domain::snapshot::How::Witnessed { seq } = kept.item.how else { panic!("witnessed") };
                let then = self.record.at(seq).await.unwrap().office;
                public_plans(&then.seen_by(&clerk()), &kept.item.name, kept.item.on.unwrap_or(day("2018-09-20")))
            }
            _ => vec![],
        };
        self.write(Command::Publish(Publish { what: Text::new(what).unwrap(), plans }), now, None).await;
    }

    pub async fn withdraw(&self, what: &str, reason: &str, now: &str) {
        let withdraw = Withdraw { what: Text::new(what).unwrap(), reason: text(reason) };
        self.write(Command::Withdraw(withdraw), now, None).await;
    }

    /// Where its data lies.
    pub fn dir(&self) -> &std::path::Path {
        self.dir.path()
    }

    pub fn public(&self) -> Router {
        web::public_router(self.record.clone())
    }

    pub fn folder(&self) -> std::path::PathBuf {
        self.dir.path().join("office")
    }

    pub fn staff(&self) -> Router {
        web::staff_router(self.record.clone())
    }

    /// Asks the staff side from this machine.
    pub async fn reads(&self, address: &str) -> Answered {
        let request = Request::get(address).header("host", "127.0.0.1:8081").body(Body::empty()).unwrap();
        ask_as(self.staff(), request, "127.0.0.1:50000").await
    }

    /// Asks the public side from anywhere.
    pub async fn visits(&self, address: &str) -> Answered {
        let request = Request::get(address).header("host", "northmarsh.example").body(Body::empty()).unwrap();
        ask_as(self.public(), request, "198.51.100.7:50000").await
    }

    /// The address of an action on the staff side, by what its title begins with.
    pub fn action(&self, title: &str) -> String {
        let office = self.record.office();
        let sight = office.seen_by(&clerk());
        let plan = sight.plans().next().unwrap();
        let action = sight.actions(plan.id).into_iter().find(|a| a.item.title.as_str().starts_with(title)).unwrap();
        format!("/actions/{}", action.id)
    }

    /// The id of a position, by its name.
    pub fn position(&self, name: &str) -> String {
        let office = self.record.office();
        let sight = office.seen_by(&clerk());
        sight
            .snapshots()
            .find(|kept| kept.item.name.as_str() == name)
            .map_or_else(|| "none".into(), |kept| kept.id.to_string())
    }

    /// The id of the days on which nothing is published.
    pub fn hold(&self) -> String {
        let office = self.record.office();
        office.seen_by(&clerk()).holds().next().map_or_else(|| "none".into(), |hold| hold.id.to_string())
    }

    async fn asks_for_a_date(&self, title: &str, to: &str, why: &str, now: &str) {
        let action: Uuid = self.action(title).rsplit('/').next().unwrap().parse().unwrap();
        let asks = Asked::NewDate { from: None, to: day(to) };
        let command =
            Command::AskForChange(AskForChange { action: action.into(), asks, milestones: OpenMilestones::Stay });
        let reason = Some(Text::new(why).unwrap());
        let ask = Ask { actor: clerk(), now: at(now), on: None, key: None, seen: vec![], reason, command };
        self.record.write(ask).await.unwrap();
    }

    /// The id of what was asked to be changed.
    pub fn request(&self) -> String {
        self.record.office().seen_by(&clerk()).change_requests().next().unwrap().id.to_string()
    }

    /// The id of its first import.
    pub fn import_id(&self) -> String {
        self.record.office().seen_by(&clerk()).imports().next().unwrap().id.to_string()
    }

    pub fn round(&self) -> String {
        format!("/rounds/{}", self.record.office().seen_by(&clerk()).rounds()[0].id)
    }

    pub fn theme(&self, name: &str) -> String {
        let office = self.record.office();
        let sight = office.seen_by(&clerk());
        let plan = sight.plans().next().unwrap();
        let theme = sight.themes(plan.id).into_iter().find(|t| t.item.name.as_str() == name).unwrap();
        format!("/themes/{}", theme.id)
    }
}

const HEADS: [&str; 11] = [
    "Ref.",
    "Theme",
    "Action",
    "Lead officer",
    "Timescale",
    "RAG",
    "Progress",
    "Visibility",
    "Reason withheld",
    "Review date",
    "Notes for us",
];

fn rows(rows: &[[&str; 11]]) -> Vec<Vec<String>> {
    [HEADS].iter().chain(rows).map(|row| row.map(ToOwned::to_owned).into()).collect()
}

/// The charter is late and red, the hub complete, the helpline reworded; there is a new action.
fn october() -> Vec<Vec<String>> {
    rows(&[
        [
            "1.1",
            "Victims",
            "Open a hub for victims",
            "Head of Policy",
            "31/12/2018",
            "Blue",
            "It opened on 24 September.",
            "Public",
            "",
            "",
            "",
        ],
        [
            "1.2",
            "Victims",
            "Publish a charter",
            "Head of Policy",
            "31/01/2019",
            "Red",
            "The draft was not agreed.",
            "Public",
            "",
            "",
            "",
        ],
        [
            "1.3",
            "Victims",
            "Review the helpline and its hours",
            "Head of Policy",
            "Ongoing",
            "Green",
            "",
            "Public",
            "",
            "",
            "",
        ],
        [
            "2.1",
            "Communities",
            "Fund street pastors <script>alert(1)</script>",
            "Head of Policy",
            "31/03/2019",
            "Blue",
            "Done & dusted.",
            "Public",
            "",
            "",
            "",
        ],
        [
            "2.2",
            "Communities",
            "Light the underpass",
            "Head of Policy",
            "30/06/2019",
            "White",
            "",
            "Public",
            "",
            "",
            "",
        ],
    ])
}

/// Asks a router as a peer.
pub async fn ask_as(router: Router, mut request: Request<Body>, peer: &str) -> Answered {
    request.extensions_mut().insert(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
    let response = router.oneshot(request).await.unwrap();
    let (head, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
    Answered { status: head.status, headers: head.headers, body }
}

/// Where the links of a page lead, on the same side.
pub fn links(html: &str) -> Vec<String> {
    let hrefs = html.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    hrefs.filter(|h| h.starts_with('/')).map(|h| h.split('#').next().unwrap().replace("&amp;", "&")).collect()
}
