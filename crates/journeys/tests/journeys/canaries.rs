//! Nothing unpublished can be reached, and nothing hidden is inside what is published: unique words are put wherever the
//! public has no business, and then looked for in everything that the public side can be made to say.
use crate::{
    fenshire::files,
    files::csv,
    office::{Office, list, run, word},
    serve::{Page, Server, ask, links, send},
};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    fs,
    io::{Cursor, Read},
    path::Path,
    process::Command,
};
use zip::ZipArchive;

const MARK: &str = "cnry";
/// The one that is published, by which it is seen that the search finds what is there.
const PUBLISHED: &str = "CNRY0000";

/// Words that nobody else has, and where each was put.
#[derive(Default)]
struct Canaries(Vec<String>);

impl Canaries {
    fn put(&mut self, place: impl Into<String>) -> String {
        self.0.push(place.into());
        format!("CNRY{:04}", self.0.len())
    }
}

/// The office's table: what each column holds for a row of this kind.
const HEADS: [&str; 20] = [
    "Ref",
    "Theme",
    "Action",
    "Description",
    "Output",
    "Outcome",
    "Objective",
    "Owner",
    "Rated by",
    "Sponsor",
    "Lead",
    "Partners",
    "Due date",
    "RAG",
    "Progress",
    "Links",
    "Carried from",
    "Visibility",
    "Reason withheld",
    "Review date",
];

/// Columns of words: in a row that is not public, each holds a canary.
const WORDS: [&str; 13] = [
    "Action",
    "Description",
    "Output",
    "Outcome",
    "Objective",
    "Owner",
    "Rated by",
    "Sponsor",
    "Lead",
    "Partners",
    "Progress",
    "Links",
    "Carried from",
];

/// Columns that stay with staff even where the row is public.
const STAFF: [&str; 4] = ["Sponsor", "Lead", "Partners", "Carried from"];

type Row = BTreeMap<&'static str, String>;

fn public_row(canaries: &mut Canaries, reference: &str, theme: &str) -> Row {
    let mut row: Row = [
        ("Ref", reference),
        ("Theme", theme),
        ("Action", &format!("Piece of work {reference}")),
        ("Description", "In the open"),
        ("Due date", "31/03/2019"),
        ("RAG", "Green"),
        ("Progress", "Begun in spring"),
        ("Visibility", "Public"),
    ]
    .map(|(head, value)| (head, value.to_owned()))
    .into();
    for head in STAFF.into_iter().chain(["Unknown one", "Unknown two"]) {
        row.insert(head, canaries.put(format!("{head} of the public row {reference}")));
    }
    row
}

fn closed_row(canaries: &mut Canaries, reference: &str, theme: &str, visibility: &str) -> Row {
    let mut row: Row = [("Ref", reference), ("Theme", theme), ("RAG", "Amber"), ("Visibility", visibility)]
        .map(|(head, value)| (head, value.to_owned()))
        .into();
    if visibility == "Exempt" {
        row.extend([("Reason withheld", "Commercial interests".to_owned()), ("Review date", "01/11/2030".to_owned())]);
    }
    for head in WORDS.into_iter().chain(["Unknown one"]) {
        row.insert(head, canaries.put(format!("{head} of the {visibility} row {reference}")));
    }
    row
}

fn table(canaries: &mut Canaries, rows: &[Row]) -> String {
    let unknown = [("Unknown one", canaries.put("the head of an unknown column")), ("Unknown two", "Cost".to_owned())];
    let heads = HEADS.iter().map(|head| (*head).to_owned()).chain(unknown.iter().map(|(_, head)| head.clone()));
    let keys: Vec<&str> = HEADS.iter().copied().chain(unknown.iter().map(|(key, _)| *key)).collect();
    let line = |row: &Row| keys.iter().map(|key| row.get(key).cloned().unwrap_or_default()).collect();
    csv(&std::iter::once(heads.collect()).chain(rows.iter().map(line)).collect::<Vec<_>>())
}

/// What the story leaves: an office, its canaries, and what a person who guesses might try.
struct Story {
    office: Office,
    canaries: Canaries,
    guesses: Vec<String>,
    published: Vec<String>,
}

const OPEN: &str = "Safer Streets";
const MIXED: &str = "Standing by Victims";

fn story() -> Story {
    let (office, mut canaries) = (Office::begin(), Canaries::default());
    let mut rows: Vec<Row> = (1..=14).map(|n| public_row(&mut canaries, &format!("1.{n}"), OPEN)).collect();
    rows.extend((1..=6).map(|n| public_row(&mut canaries, &format!("2.{n}"), MIXED)));
    rows[0].insert("Action", format!("{PUBLISHED} is what everybody may read"));
    let closed = rows.len();
    rows.extend((1..=9).map(|n| closed_row(&mut canaries, &format!("8.{n}"), OPEN, "Internal")));
    rows.extend((10..=16).map(|n| closed_row(&mut canaries, &format!("8.{n}"), OPEN, "Exempt")));
    rows.extend((17..=24).map(|n| closed_row(&mut canaries, &format!("8.{n}"), MIXED, "Panel")));
    let (post, alias) = (canaries.put("a post that leads nothing public"), canaries.put("an alias of a theme"));
    let initials: Vec<String> = (0..6).map(|_| canaries.put("the initials of a post")).collect();
    for (row, lead) in [(1, &initials[0]), (closed, &post)] {
        let leads = format!("{}, {lead}", rows[row]["Lead"]);
        rows[row].insert("Lead", leads);
    }
    let quoted: Vec<String> = initials.iter().map(|i| format!("\"{i}\"")).collect();
    let map = format!(
        "[plan]\nname = \"Fenshire Plan\"\n[[theme]]\nname = \"{OPEN}\"\naliases = [\"{alias}\"]\n[[theme]]\nname = \"{MIXED}\"\n\
         [[post]]\nname = \"Head of Policy\"\ninitials = [{}]\n[[post]]\nname = \"{post}\"\n",
        quoted.join(", ")
    );
    let map = office.file("map.toml", map);
    let import = |canaries: &mut Canaries, rows: &[Row], on: &str, more: &[&str]| {
        let name = format!("{}.csv", canaries.put("the name of a file"));
        let file = office.file(&name, table(canaries, rows));
        office.does(&[&["import", "plan", &file, "--map", &map, "--on", on], more].concat());
    };
    let issue = |arguments: &[&str]| office.does(&[&["issue"], arguments].concat());
    let publish = |what: &str| drop(office.does(&["publish", what]));
    import(&mut canaries, &rows, "2018-09-01", &[]);
    office.does(&["snapshot", "September", "--for", "Panel", "--on", "2018-09-12"]);

    // What goes out: a theme's papers, the plan, a cover report, and what changed.
    let mut published = vec![];
    let whole = issue(&["delivery-plan", "--theme", OPEN, "--as-at", "September", "--on", "2018-09-05"]);
    let text = format!(
        "Title: Progress on {PUBLISHED}\n\n# Purpose\n\nTo report {{on_track}} actions. {PUBLISHED}.\n\n# Recommendation\n\nNote: it.\n"
    );
    let text = office.file("cover.txt", text);
    let cover = issue(&["cover-report", "--text", &text, "--theme", OPEN, "--on", "2018-09-05"]);
    let page = issue(&["plan-on-a-page", "--theme", OPEN, "--as-at", "September", "--on", "2018-09-05"]);
    let ahead = issue(&["forward-look", "--theme", OPEN, "--as-at", "September", "--on", "2018-09-05"]);
    office.does(&["present", word(&whole["number"]), "--on", "2018-09-12"]);
    published.extend([&whole, &cover, &page, &ahead].map(|paper| word(&paper["number"]).to_owned()));
    // A second edition: what is closed changes as much as what is open, and one row becomes public with other words.
    let (opened, of_the_panel) = (closed + 8, closed + 16);
    for row in rows[closed..of_the_panel].iter_mut().filter(|row| row["Ref"] != "8.9") {
        let (reference, visibility) = (row["Ref"].clone(), row["Visibility"].clone());
        row.insert("Progress", canaries.put(format!("later progress of the {visibility} row {reference}")));
    }
    rows[0].insert("RAG", "Red".into());
    let plain = ["Action", "Description", "Output", "Outcome", "Objective", "Owner", "Rated by"];
    rows[opened].extend(plain.map(|head| (head, format!("{head} said anew"))));
    rows[opened].insert("Visibility", "Public".into());
    rows[opened].insert("Progress", String::new());
    import(&mut canaries, &rows, "2018-11-01", &[]);
    office.does(&["snapshot", "November", "--for", "Panel", "--on", "2018-11-14"]);
    let changed = issue(&["changes", "--since", "September", "--as-at", "November", "--on", "2018-11-05"]);
    published.push(word(&changed["number"]).to_owned());
    for what in published.iter().map(String::as_str).chain(["September", "November"]) {
        publish(what);
    }

    // What does not: positions, papers in every stage but out, and whatever came later.
    let mut guesses = vec![];
    for n in 0..6 {
        let name = format!("Position {}", canaries.put("the name of a position"));
        office.does(&["snapshot", &name, "--for", ["Panel", "Board"][n % 2]]);
        guesses.push(name);
    }
    for (n, row) in rows[..closed].iter_mut().enumerate() {
        for head in ["Action", "Description", "Progress"] {
            row.insert(head, canaries.put(format!("{head} of an edition that is not out, row {n}")));
        }
    }
    import(&mut canaries, &rows, "2019-02-01", &["--as-position", "Old table", "--for", "Panel"]);
    import(&mut canaries, &rows, "2019-02-01", &[]);
    let mut closed_papers = vec![
        issue(&["delivery-plan", "--on", "2019-02-05"]),
        issue(&["changes", "--since", "November", "--on", "2019-02-05"]),
        issue(&["plan-on-a-page", "--on", "2019-02-05"]),
        issue(&["forward-look", "--on", "2019-02-05"]),
    ];
    for n in 0..4 {
        let (title, said) = (canaries.put("the title of a paper that is not out"), canaries.put("the words of one"));
        let text = office.file("text.txt", format!("Title: {title}\n\n# Purpose\n\n{said}\n"));
        closed_papers.push(issue(&["cover-report", "--text", &text, "--on", &format!("2019-02-0{}", n + 1)]));
    }
    let number = |paper: &Value| word(&paper["number"]).to_owned();
    office.does(&["present", &number(&closed_papers[0]), "--on", "2019-02-12"]);
    let reason = canaries.put("the reason why a paper that was not out was withdrawn");
    office.does(&["withdraw", &number(&closed_papers[4]), "--reason", &reason]);
    office.does(&["publish", &number(&closed_papers[5]), "--at", "2100-01-01T09:00:00Z"]);
    // One that was out and is withdrawn: its page stays, its words do not.
    let said = canaries.put("the words of a paper that was out and is withdrawn");
    let text = office.file("text.txt", format!("Title: Withdrawn\n\n# Purpose\n\n{said}\n"));
    let withdrawn = issue(&["cover-report", "--text", &text, "--on", "2019-02-06"]);
    publish(&number(&withdrawn));
    office.does(&["withdraw", &number(&withdrawn), "--reason", "A figure was wrong"]);
    closed_papers.push(withdrawn);
    for paper in &closed_papers {
        guesses.push(number(paper));
        guesses.extend(list(&paper["files"]).iter().map(|file| word(&file["name"]).to_owned()));
    }
    Story { office, canaries, guesses, published }
}

/// Whatever of the canaries stands in some bytes: as they are, and without what may part a word (white space, hyphens,
/// tags, the other half of UTF-16).
fn found_in(bytes: &[u8]) -> BTreeSet<usize> {
    let tagless = {
        let mut inside = false;
        let text = bytes.iter().filter(|b| {
            let keep = !inside && **b != b'<';
            inside = (inside || **b == b'<') && **b != b'>';
            keep
        });
        text.copied().collect::<Vec<u8>>()
    };
    // A mark without its number is no less of a leak; but four letters in a row do come up by chance in what is
    // compressed, whose inside is looked into by itself.
    let readable = std::str::from_utf8(bytes).is_ok();
    let mut found = BTreeSet::new();
    for bytes in [bytes, &tagless] {
        let joined: Vec<u8> = bytes.iter().filter(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect();
        for at in joined.windows(MARK.len()).enumerate().filter(|(_, w)| *w == MARK.as_bytes()).map(|(at, _)| at) {
            let digits = joined[at + MARK.len()..].iter().take(4).map(|b| char::from(*b)).collect::<String>();
            found.extend(digits.parse().ok().or(readable.then_some(usize::MAX)));
        }
    }
    found
}

/// A file as it is, and all that is inside it: the parts of a package, the text and the streams of a PDF.
pub fn unpacked(name: &str, bytes: &[u8], folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = vec![(name.to_owned(), bytes.to_vec())];
    if bytes.starts_with(b"PK") {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).expect("a package");
        for index in 0..zip.len() {
            let mut part = zip.by_index(index).expect("a part");
            let mut inside = Vec::new();
            part.read_to_end(&mut inside).expect("it unpacks");
            all.push((format!("{name}: {}", part.name().expect("its name")), inside));
        }
    }
    if bytes.starts_with(b"%PDF") {
        let path = folder.join("download.pdf");
        fs::write(&path, bytes).expect("a file can be written");
        let text = run(Command::new("pdftotext").arg(&path).arg("-"), b"");
        assert_eq!(text.code, 0, "{name}: {}", text.err);
        all.push((format!("{name}: its text"), text.out));
        let inflate = "import re, sys, zlib\n\
            for s in re.findall(rb'stream\\r?\\n(.*?)endstream', open(sys.argv[1], 'rb').read(), re.S):\n\
            \x20   try: sys.stdout.buffer.write(zlib.decompressobj().decompress(s) + b'\\n')\n\
            \x20   except zlib.error: pass";
        let streams = run(Command::new("python3").args(["-c", inflate]).arg(&path), b"");
        assert!(streams.code == 0 && streams.out.len() > bytes.len(), "{name}: {}", streams.err);
        all.push((format!("{name}: its streams"), streams.out));
    }
    all
}

/// What the public can see of a page: its status, its headers but for the time of day, its body.
fn shown(page: &Page) -> (u16, Vec<(String, String)>, &[u8]) {
    let mut headers: Vec<_> =
        page.headers.iter().filter(|(name, _)| *name != "date").map(|(n, v)| (n.clone(), v.clone())).collect();
    headers.sort();
    (page.status, headers, &page.body)
}

/// Addresses that somebody might try: every route, public or staff, filled with everything that the office has a name,
/// an id, a number or a hash for.
fn guessed(story: &Story) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = story.guesses.iter().cloned().collect();
    names.extend(
        ["head", "1", "20", "2018-09-12", "8.1", "8-1", "8-17", "september", "November", "fenshire-plan"]
            .map(str::to_owned),
    );
    names.extend(story.published.iter().cloned());
    let ids = story.office.meddle("SELECT DISTINCT id FROM item");
    let dashed = |id: &str| format!("{}-{}-{}-{}-{}", &id[..8], &id[8..12], &id[12..16], &id[16..20], &id[20..]);
    names.extend(ids.lines().map(dashed));
    let hashes: Vec<String> = files(&story.office.dir().join("blobs"))
        .iter()
        .map(|path| {
            path.components().rev().take(2).map(|c| c.as_os_str().to_string_lossy().into_owned()).collect::<Vec<_>>()
        })
        .map(|parts| format!("{}{}", parts[1], parts[0]))
        .collect();
    assert!(ids.lines().count() > 100 && hashes.len() > 20, "{} ids, {} files", ids.lines().count(), hashes.len());
    names.extend(hashes.iter().cloned());
    let encoded = |name: &String| name.replace(' ', "%20");
    let mut all = BTreeSet::new();
    for route in web::public_routes().chain(web::staff_routes()) {
        let Some(open) = route.find('{') else {
            all.insert(route.to_owned());
            all.insert(format!("{route}?at=1"));
            all.insert(format!("{route}?at=November&day=2018-09-12"));
            continue;
        };
        let first = &route[open..=route.find('}').expect("it closes")];
        for name in &names {
            let rest = route.replacen(first, &encoded(name), 1);
            if !rest.contains('{') {
                all.insert(rest);
                continue;
            }
            // A paper's files, a plan's themes and actions: under what has a name, and that only.
            if !name.starts_with("FEN-") && name != "fenshire-plan" || name.contains('.') {
                continue;
            }
            for second in names.iter().filter(|n| n.contains('.') || n.len() < 20) {
                let fill = |part| if str::starts_with(part, "{") { encoded(second) } else { part.to_owned() };
                all.insert(rest.split('/').map(fill).collect::<Vec<_>>().join("/"));
            }
        }
    }
    for hash in &hashes {
        all.extend(["/blobs/", "/files/", "/assets/", "/papers/"].map(|under| format!("{under}{hash}")));
        all.insert(format!("/blobs/{}/{}", &hash[..2], &hash[2..]));
    }
    let files =
        ["/milepost.db", "/signing.key", "/checkpoint", "/blobs", "/.env", "/api", "/drafts", "/snapshots", "/entry/9"];
    all.extend(files.map(str::to_owned));
    let twisted = [
        "/papers/%2e%2e/%2e%2e/milepost.db",
        "/..%2fmilepost.db",
        "/papers/%00",
        "/plans/%ff%fe",
        "//",
        "/papers//x",
        "/?at=%00",
    ];
    all.extend(twisted.map(str::to_owned));
    all
}

#[test]
fn none_of_500_canaries_leaves_the_office_and_the_published_one_does() {
    let story = story();
    let Story { office, canaries, .. } = &story;
    let count = canaries.0.len();
    assert!(count >= 500, "only {count} canaries");
    // They are on the record, each of them: what is not there cannot leak.
    let held = office.meddle("SELECT body FROM state");
    let inside: BTreeSet<usize> = held.lines().flat_map(|hex| found_in(&unhex(hex))).collect();
    let kept: BTreeSet<usize> = files(&office.dir().join("blobs"))
        .iter()
        .flat_map(|path| unpacked("kept", &fs::read(path).unwrap(), &office.path("")))
        .flat_map(|(_, bytes)| found_in(&bytes))
        .collect();
    let nowhere = (1..=count).filter(|n| !inside.contains(n) && !kept.contains(n));
    let nowhere: Vec<&String> = nowhere.map(|n| &canaries.0[n - 1]).collect();
    assert!(nowhere.is_empty(), "neither on the record nor in a kept file: {nowhere:?}");

    let server = Server::start(office);
    let nothing = server.public("/there-is-no-such-page");
    let mut seen: BTreeMap<String, Page> = BTreeMap::new();
    let mut waiting: VecDeque<String> = ["/".to_owned()].into();
    while let Some(address) = waiting.pop_front() {
        if seen.contains_key(&address) {
            continue;
        }
        let page = server.public(&address);
        if page.headers.get("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
            waiting.extend(links(&page.text()));
        }
        seen.insert(address, page);
    }
    let crawled = seen.len();
    assert!(seen.values().all(|page| page.status == 200), "a link leads nowhere");
    let guesses: Vec<String> = guessed(&story).into_iter().filter(|address| !seen.contains_key(address)).collect();
    let (mut denied, mut staff_only) = (0, 0);
    for address in &guesses {
        let page = server.public(address);
        if page.status == 404 {
            assert_eq!(shown(&page), shown(&nothing), "{address} is not there in another way than what never was");
            denied += 1;
            staff_only += usize::from(
                ["/actions", "/themes", "/changes", "/papers?", "/key"].iter().any(|s| address.starts_with(s)),
            );
        }
        // The staff side, asked from outside, has nothing either.
        seen.insert(address.clone(), page);
    }
    for address in web::staff_routes() {
        let address = address.replace("{plan}", "1").replace("{theme}", "1").replace("{action}", "1");
        for host in ["fenshire.example", "127.0.0.1.fenshire.example", ""] {
            let (page, never) =
                (ask(&server.staff, &address, host), ask(&server.staff, "/there-is-no-such-page", host));
            assert_eq!((page.status, shown(&page)), (404, shown(&never)), "{address} for “{host}”");
        }
    }
    // Error pages of every kind, and requests that no browser makes.
    for request in [
        "POST / HTTP/1.0\r\nContent-Length: 0",
        "DELETE /papers HTTP/1.0",
        "OPTIONS * HTTP/1.0",
        "HEAD / HTTP/1.0",
        "TRACE / HTTP/1.0",
        "GET http://other.example/plans HTTP/1.0",
        "GET / HTTP/1.0\r\nAccept-Encoding: br, gzip",
        "GET / HTTP/1.0\r\nRange: bytes=0-9",
        "NONSENSE",
    ] {
        let page = send(&server.public, format!("{request}\r\nHost: fenshire.example\r\n\r\n"));
        seen.insert(request.to_owned(), page);
    }
    assert!(seen.values().all(|page| page.status < 500), "a page broke");
    assert!(seen.values().all(|page| !page.headers.contains_key("set-cookie")), "the public side sets no cookie");

    let mut looked = Looked { office, places: vec![], published: BTreeSet::new(), things: 0 };
    for (address, page) in &seen {
        looked.at(address, &page.raw);
        if page.status == 200 {
            looked.inside(address, &page.body);
        }
    }
    let site = office.path("site");
    office.does(&["export", "site", &site.to_string_lossy()]);
    let written = files(&site);
    for path in &written {
        looked.inside(&path.strip_prefix(&site).unwrap().to_string_lossy(), &fs::read(path).unwrap());
        looked.at(&path.to_string_lossy(), path.to_string_lossy().as_bytes());
    }
    println!(
        "{count} canaries; {crawled} addresses crawled, {} guessed ({denied} denied alike, {staff_only} of them staff addresses), \
         {} files of the static site; {} things looked into; {} found, the published one in {}",
        guesses.len(),
        written.len(),
        looked.things,
        looked.places.len(),
        looked.published.len()
    );
    let leaks: Vec<String> = looked
        .places
        .iter()
        .map(|(n, place)| format!("{place}: {}", canaries.0.get(n - 1).map_or("a part of one", String::as_str)))
        .collect();
    assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));
    for kind in ["its text", "word/document.xml", ".html", ".csv", ".json", "index.html", "/actions/"] {
        assert!(
            looked.published.iter().any(|place| place.contains(kind)),
            "the published canary is not seen in {kind}"
        );
    }
    assert!(crawled > 40 && denied > 1_000 && staff_only > 100, "too little was tried");
}

/// What was searched, and what was found where.
struct Looked<'a> {
    office: &'a Office,
    places: Vec<(usize, String)>,
    published: BTreeSet<String>,
    things: usize,
}

impl Looked<'_> {
    fn at(&mut self, place: &str, bytes: &[u8]) {
        self.things += 1;
        for found in found_in(bytes) {
            if found == 0 {
                self.published.insert(place.to_owned());
            } else {
                self.places.push((found, place.to_owned()));
            }
        }
    }

    /// A download is looked at in all its parts.
    fn inside(&mut self, place: &str, bytes: &[u8]) {
        for (place, bytes) in unpacked(place, bytes, &self.office.path("")) {
            self.at(&place, &bytes);
        }
    }
}

pub fn unhex(hex: &str) -> Vec<u8> {
    (0..hex.len() / 2).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).expect("hex")).collect()
}
