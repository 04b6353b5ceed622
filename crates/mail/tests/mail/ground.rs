//! An office on one engine: two leads who sign in, a partner who does not, and a post without an address.
use domain::{
    access::Grant,
    actor::{Actor, Role},
    ask::{Ask, Command},
    chance::Chance,
    id::Id,
    import::{FileRead, ImportPlan},
    map::PlanMap,
    post::Post,
    reading,
    round::{FreezeRound, OpenRound, Round, SendBack},
    settings::{Begin, Brand},
    table::{Block, Cell, Document, Table, Value},
    text::{Text, text},
    update::{Saying, UpdateAction},
};
use jiff::{SignedDuration, Timestamp, civil::Date};
use mail::{Mailer, Passed, Security, Server};
use record::{Letter, Place, Posting, Record};
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tempfile::TempDir;
use uuid::Uuid;

/// Tells each story twice: `stories!(name ...)` stands for a test on each engine.
macro_rules! stories {
    ($($name:ident)*) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                super::$name($crate::ground::Town::new(false).await.unwrap()).await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                let Some(town) = $crate::ground::Town::new(true).await else {
                    println!("PostgreSQL: not run");
                    return;
                };
                super::$name(town.clone()).await;
                town.clear().await;
            })*
        }
    };
}
pub(crate) use stories;

#[derive(Clone)]
pub struct Town {
    pub record: Record,
    pub place: Place,
    now: Arc<Mutex<Timestamp>>,
    drawn: Arc<AtomicU64>,
    server: Option<(String, String)>,
    _dir: Arc<TempDir>,
}

pub const SAM: &str = "sam.lead@northmarsh.example";
pub const PARTNER: &str = "help@support.example";
const HEADS: [&str; 7] = ["Ref.", "Theme", "Action", "Lead officer", "Timescale", "RAG", "Progress"];
const ROWS: [[&str; 7]; 4] = [
    ["1.1", "Victims", "Open a hub for victims", "Head of Policy", "31/03/2027", "Green", "A lease is signed."],
    ["1.2", "Victims", "Publish a charter", "Head of Policy", "31/03/2027", "Green", "A draft is out."],
    ["2.1", "Communities", "Answer calls within a day", "Victim Support", "31/03/2027", "Green", "Half are."],
    ["2.2", "Communities", "Mend the roof", "Caretaker", "31/03/2027", "Green", "Tiles are ordered."],
];

pub fn days(count: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * count)
}

pub fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_mins(count)
}

fn day(day: &str) -> Date {
    day.parse().unwrap()
}

impl Town {
    /// Opened on 1 September 2026, due on 31 October. None where there is no PostgreSQL.
    pub async fn new(postgres: bool) -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let mut place = Place { dir: dir.path().join("office"), database: None };
        let mut server = None;
        if postgres {
            let address = std::env::var("MILEPOST_TEST_POSTGRES").ok()?;
            let schema = format!("mail_{}", Uuid::now_v7().simple());
            let mut connection = PgConnection::connect(&address).await.unwrap();
            sqlx::query(AssertSqlSafe(format!("CREATE SCHEMA {schema}"))).execute(&mut connection).await.unwrap();
            let and = if address.contains('?') { '&' } else { '?' };
            place.database = Some(format!("{address}{and}options[search_path]={schema}"));
            server = Some((address, schema));
        }
        let now: Timestamp = "2026-09-01T09:00:00Z".parse().unwrap();
        let begin = Begin { name: text("Northmarsh"), code: None, key: text(""), brand: Brand::default(), demo: false };
        let record = Record::begin(&place, begin, now, Chance::new([7; 32])).await.unwrap();
        let town =
            Self { record, place, now: Arc::new(Mutex::new(now)), drawn: Arc::default(), server, _dir: Arc::new(dir) };
        town.plan().await;
        let sam = Uuid::from_u128(0x5a);
        let posts = vec![town.post("Head of Policy")];
        town.write(Command::Grant(Grant { person: sam, role: Role::Lead, posts })).await;
        assert!(town.record.accounts().keep(sam, "Sam Lead", SAM).await.unwrap());
        town.record.answer_links().write_down(town.post("Victim Support"), Some(PARTNER)).await.unwrap();
        let open = OpenRound { plan: None, name: Some(text("Summer")), period: None, due: day("2026-10-31") };
        town.write(Command::OpenRound(open)).await;
        Some(town)
    }

    /// The same office, served by another process.
    pub async fn another_node(&self) -> Self {
        Self { record: Record::open(&self.place).await.unwrap(), ..self.clone() }
    }

    async fn plan(&self) {
        self.takes(&HEADS, &ROWS).await;
    }

    /// Takes the partner's item in once more, exempt from publication.
    pub async fn withholds(&self) {
        let heads = [&HEADS[..], &["Visibility", "Reason withheld", "Review date"]].concat();
        let row = [&ROWS[2][..], &["Exempt", "Commercial interests", "31/03/2027"]].concat();
        self.takes(&heads, &[row]).await;
    }

    async fn takes<R: AsRef<[&'static str]>>(&self, heads: &[&'static str], rows: &[R]) {
        let cell = |words: &&str| Cell { value: Value::Text(text(words)), fill: None };
        let rows = std::iter::once(heads).chain(rows.iter().map(AsRef::as_ref));
        let rows = rows.map(|row| row.iter().map(cell).collect()).collect();
        let table = Table { place: "plan.csv".into(), name: None, rows, first_row: 1 };
        let document = Document { blocks: vec![Block::Table(table)], notes: vec![] };
        let posts =
            ["Head of Policy", "Victim Support", "Caretaker"].map(|post| format!("[[post]]\nname = \"{post}\"\n"));
        let map = PlanMap::parse(&format!("[plan]\nname = \"The Plan\"\n{}", posts.concat())).unwrap();
        let reading = reading::read(&document, &map, Some(day("2026-09-01")), day("2026-09-01")).unwrap();
        let file = FileRead { name: text("plan.csv"), sha256: text(&"0".repeat(64)), size: 1, format: text("csv") };
        self.write(Command::ImportPlan(Box::new(ImportPlan { reading, file, plan: None, as_position: None }))).await;
    }

    pub fn now(&self) -> Timestamp {
        *self.now.lock().unwrap()
    }

    pub fn wait(&self, time: SignedDuration) {
        *self.now.lock().unwrap() += time;
    }

    fn clerk(&self) -> Actor {
        let nobody = Actor::of(Uuid::nil().into(), "", Role::Reader);
        let office = self.record.office();
        let post = office.seen_by(&nobody).posts().next().unwrap().id;
        Actor::of(post, "Office (command line)", Role::Office)
    }

    pub async fn write(&self, command: Command) {
        let ask =
            Ask { actor: self.clerk(), now: self.now(), on: None, key: None, seen: vec![], reason: None, command };
        self.record.write(ask).await.unwrap();
    }

    pub fn post(&self, name: &str) -> Id<Post> {
        let office = self.record.office();
        office.seen_by(&self.clerk()).posts().find(|post| post.item.is_called(name)).unwrap().id
    }

    pub fn round(&self) -> Id<Round> {
        let office = self.record.office();
        office.seen_by(&self.clerk()).rounds()[0].id
    }

    fn action(&self, reference: &str) -> Id<domain::action::Action> {
        let office = self.record.office();
        let sight = office.seen_by(&self.clerk());
        let plan = sight.plans().next().unwrap().id;
        sight.actions(plan).into_iter().find(|kept| kept.reference().as_str() == reference).unwrap().id
    }

    pub async fn says(&self, reference: &str, words: &str) {
        let saying = Saying { narrative: Text::new(words).unwrap(), ..Saying::default() };
        self.write(Command::UpdateAction(Box::new(UpdateAction { action: self.action(reference), saying }))).await;
    }

    pub async fn sends_back(&self, reference: &str, comment: &str) {
        let comment = Text::new(comment).unwrap();
        self.write(Command::SendBack(SendBack { round: self.round(), action: self.action(reference), comment })).await;
    }

    pub async fn freezes(&self) {
        self.write(Command::FreezeRound(FreezeRound { round: text("Summer") })).await;
    }

    /// Chance that is the same on every day: it is an argument.
    pub fn chance(&self) -> impl Fn() -> [u8; 32] + Send + Sync + use<> {
        let drawn = self.drawn.clone();
        move || Sha256::digest(drawn.fetch_add(1, Ordering::Relaxed).to_be_bytes()).into()
    }

    /// What the server does each minute: sees whom to mail.
    pub async fn fills(&self) -> usize {
        let chance = self.chance();
        let office = self.record.follow().await.unwrap();
        self.record.outbox().fill(&office, self.round(), self.now(), &move || mail::drawn_id(&chance)).await.unwrap()
    }

    pub async fn reminds(&self) -> usize {
        let chance = self.chance();
        let office = self.record.follow().await.unwrap();
        self.record.outbox().remind(&office, self.round(), self.now(), &move || mail::drawn_id(&chance)).await.unwrap()
    }

    fn mailer(port: u16) -> Mailer {
        let server = Server {
            host: "127.0.0.1".into(),
            port,
            security: Security::None,
            login: None,
            authority: None,
            patience: Duration::from_secs(2),
        };
        Mailer {
            server,
            from: "Northmarsh <plan@northmarsh.example>".parse().unwrap(),
            base: "https://plan.northmarsh.example".into(),
        }
    }

    pub async fn sends(&self, port: u16) -> Passed {
        let now = self.now.clone();
        let clock = move || *now.lock().unwrap();
        let mailer = Self::mailer(port);
        Box::pin(mailer.send(&self.record, &clock, &self.chance(), &|| true)).await.unwrap()
    }

    pub async fn letters(&self) -> Vec<Letter> {
        self.record.outbox().of_round(self.round()).await.unwrap()
    }

    /// How each mail stands, in the order of addresses.
    pub async fn stands(&self) -> Vec<(String, String, Posting)> {
        let all = self.letters().await;
        all.into_iter().map(|letter| (letter.address, letter.occasion.to_string(), letter.state)).collect()
    }

    pub async fn clear(self) {
        let Some((server, schema)) = self.server else { return };
        self.record.close().await;
        let mut server = PgConnection::connect(&server).await.unwrap();
        sqlx::query(AssertSqlSafe(format!("DROP SCHEMA {schema} CASCADE"))).execute(&mut server).await.unwrap();
    }
}
