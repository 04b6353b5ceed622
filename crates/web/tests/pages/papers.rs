//! A paper's life on the pages: made, issued, edited and returned, presented, published by two people, corrected.
use crate::{
    office::{Answered, ask_as},
    town::{Browser, Town, hidden, location},
};
use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use domain::{
    actor::Role,
    office::Kept,
    paper::{Paper, Stage},
    returned::Touched,
};
use jiff::SignedDuration;
use std::io::{Cursor, Read as _, Write as _};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

struct House {
    town: Town,
    officer: Browser,
    approver: Browser,
}

impl House {
    async fn new() -> Self {
        let (town, mut alex) = Town::with_an_administrator().await;
        let (officer, _) = town.joins(&mut alex, "Olive Officer", Role::Officer).await;
        let (approver, _) = town.joins(&mut alex, "Cleo Chief", Role::Approver).await;
        Self { town, officer, approver }
    }

    /// A delivery plan for the Panel, issued in the browser. Gives its number.
    async fn issues(&mut self) -> String {
        let form = self.officer.reads(&self.town, "/papers/new").await.text();
        let key = hidden(&form, "key");
        let fields = [
            ("key", key.as_str()),
            ("kind", "delivery-plan"),
            ("body", FOR),
            ("plan", "Northmarsh Plan"),
            ("act", "issue"),
        ];
        let issued = self.officer.posts(&self.town, "/papers/new", &fields).await;
        assert_eq!(issued.status, StatusCode::SEE_OTHER, "{}", issued.text());
        let number = location(&issued).trim_start_matches("/papers/").split('?').next().unwrap().to_owned();
        // The same form again is the same paper.
        let again = self.officer.posts(&self.town, "/papers/new", &fields).await;
        assert_eq!(location(&again), location(&issued));
        number
    }

    fn paper(&self, number: &str) -> Kept<Paper> {
        let office = self.town.office.record.office();
        office.seen_by(&crate::office::clerk()).paper_numbered(number).unwrap().clone()
    }

    /// What the officer's browser sends where a file goes along.
    async fn uploads(&mut self, address: &str, parts: &[(&str, &[u8])]) -> Answered {
        const BOUNDARY: &str = "----a-boundary-7f3a";
        let mut body = Vec::new();
        for (name, bytes) in parts {
            let file = if *name == "file" { "; filename=\"edited.docx\"" } else { "" };
            write!(body, "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").unwrap();
            body.extend(*bytes);
            body.extend(b"\r\n");
        }
        write!(body, "--{BOUNDARY}--\r\n").unwrap();
        let request = Request::post(address)
            .header("host", "127.0.0.1:8081")
            .header("sec-fetch-site", "same-origin")
            .header("cookie", self.officer.cookie.clone().unwrap())
            .header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"))
            .body(Body::from(body))
            .unwrap();
        ask_as(self.town.staff.clone(), request, "127.0.0.1:5").await
    }

    async fn printed(&self, number: &str, format: &str) -> Vec<u8> {
        let paper = self.paper(number);
        let file = paper.item.files.iter().find(|file| file.format.as_str() == format).unwrap();
        self.town.office.record.blob(file.sha256.as_str()).await.unwrap().unwrap()
    }

    async fn asks_for_publication(&mut self, number: &str, day: &str) {
        let address = format!("/papers/{number}/publication");
        let key = hidden(&self.officer.reads(&self.town, &address).await.text(), "key");
        let asked = self.officer.posts(&self.town, &address, &[("key", &key), ("day", day)]).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text());
    }

    async fn decides(&mut self, number: &str, more: &[(&str, &str)]) -> Answered {
        let address = format!("/papers/{number}/publication");
        let page = self.approver.reads(&self.town, &address).await.text();
        let (key, request, seen) = (hidden(&page, "key"), hidden(&page, "request"), hidden(&page, "seen"));
        let seal = hidden(&page, "seal");
        let mut fields = vec![("key", key.as_str()), ("request", &request), ("seen", &seen), ("seal", &seal)];
        fields.extend(more);
        self.approver.posts(&self.town, &format!("{address}/decide"), &fields).await
    }
}

/// A body that sees what everybody may, since some of this office's work is not for everybody.
const FOR: &str = "Northmarsh Police";

/// A Word file with words of it changed.
fn edited(docx: &[u8], changes: &[(&str, &str)]) -> Vec<u8> {
    let mut old = ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut new = ZipWriter::new(Cursor::new(vec![]));
    for at in 0..old.len() {
        let mut part = old.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = vec![];
        part.read_to_end(&mut bytes).unwrap();
        if name == "word/document.xml" {
            let mut xml = String::from_utf8(bytes).unwrap();
            for (from, to) in changes {
                assert!(xml.contains(from), "{from} is not in {xml}");
                xml = xml.replacen(from, to, 1);
            }
            bytes = xml.into_bytes();
        }
        new.start_file(name, SimpleFileOptions::default()).unwrap();
        new.write_all(&bytes).unwrap();
    }
    new.finish().unwrap().into_inner()
}

#[tokio::test]
async fn a_draft_is_told_from_what_is_issued_and_leaves_nothing_on_the_record() {
    let mut house = House::new().await;
    let before = house.town.office.record.office().head().seq;
    let fields = [
        ("key", "0197a000-0000-7000-8000-00000000000a"),
        ("kind", "delivery-plan"),
        ("body", "Panel"),
        ("act", "look"),
    ];
    let draft = house.officer.posts(&house.town, "/papers/new", &fields).await;
    assert_eq!(draft.status, StatusCode::OK);
    let page = draft.text();
    assert!(page.contains("This is a draft. It has no number") && page.contains("Draft, not issued"), "{page}");
    assert!(page.contains("Publish a charter") && page.contains("Issue this paper"), "{page}");
    assert_eq!(house.town.office.record.office().head().seq, before, "a draft writes nothing");
    // A cover report without its words, and with a figure that there is not.
    let cover = |words: &'static str| {
        [
            ("kind", "cover-report"),
            ("body", "Panel"),
            ("words", words),
            ("act", "issue"),
            ("key", "0197a000-0000-7000-8000-00000000000b"),
        ]
    };
    let empty = house.officer.posts(&house.town, "/papers/new", &cover("")).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("Write the words of the cover report"));
    let unknown =
        house.officer.posts(&house.town, "/papers/new", &cover("Title: T\r\n\r\n# Purpose\r\n\r\nAll {many}.")).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unknown.text().contains("line 5") && unknown.text().contains("All {many}."), "{}", unknown.text());
    assert_eq!(house.town.office.record.office().head().seq, before, "what cannot be printed takes no number");
}

#[tokio::test]
async fn an_edited_word_file_is_compared_flagged_and_kept_beside_what_was_printed() {
    let mut house = House::new().await;
    let number = house.issues().await;
    let address = format!("/papers/{number}/return");
    let docx = house.printed(&number, "docx").await;
    let changed =
        edited(&docx, &[("Publish a charter", "Publish the charter"), ("31 January 2019", "28 February 2019")]);
    let found = house.uploads(&address, &[("file", &changed)]).await;
    assert_eq!(found.status, StatusCode::OK);
    let page = found.text();
    assert!(page.contains("Date changed") && page.contains("28 February 2019"), "{page}");
    assert!(page.contains("Publish the charter"), "{page}");
    assert_eq!(house.paper(&number).item.returned.len(), 0, "nothing is kept before somebody accepts it");
    let (key, kept) = (hidden(&page, "key"), hidden(&page, "kept"));
    let parts = [("key", key.as_bytes()), ("kept", kept.as_bytes()), ("act", b"accept".as_slice())];
    let accepted = house.uploads(&address, &parts).await;
    assert_eq!(accepted.status, StatusCode::SEE_OTHER, "{}", accepted.text());
    assert_eq!(house.uploads(&address, &parts).await.status, StatusCode::SEE_OTHER, "twice is once");
    let paper = house.paper(&number).item;
    assert_eq!(paper.returned.len(), 1);
    assert_eq!(paper.returned[0].differences.len(), 2, "{:?}", paper.returned[0].differences);
    let touches: Vec<_> = paper.returned[0].differences.iter().flat_map(|d| &d.touches).collect();
    assert!(touches.contains(&&Touched::Date), "{touches:?}");
    let file = paper.files.last().unwrap();
    assert!(file.name.as_str().ends_with("-edited.docx"), "{}", file.name);
    assert_eq!(house.town.office.record.blob(file.sha256.as_str()).await.unwrap().unwrap(), changed);
    let page = house.officer.reads(&house.town, &format!("/papers/{number}")).await.text();
    assert!(page.contains("Edited file") && page.contains("What is different"), "{page}");
}

#[tokio::test]
async fn what_is_not_an_edited_copy_of_the_paper_is_refused_with_the_reason() {
    let mut house = House::new().await;
    let number = house.issues().await;
    let address = format!("/papers/{number}/return");
    let docx = house.printed(&number, "docx").await;
    let before = house.town.office.record.office().head().seq;
    let tracked = edited(
        &docx,
        &[("<w:body>", "<w:body><w:p><w:ins w:id=\"1\" w:author=\"A\"><w:r><w:t>More</w:t></w:r></w:ins></w:p>")],
    );
    let mut zeros = ZipWriter::new(Cursor::new(vec![]));
    zeros.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    zeros.write_all(&vec![b'0'; 40 * 1024 * 1024]).unwrap();
    let bomb = zeros.finish().unwrap().into_inner();
    let cut = docx[..docx.len() / 2].to_vec();
    let cases: [(&str, &[u8], &str); 6] = [
        ("nothing", b"", "Choose the file that was edited"),
        ("a text", b"Reference,Rating\r\n1.1,Green\r\n", "not a Word document"),
        ("a file cut off", &cut, ""),
        ("a bomb", &bomb, ""),
        ("tracked changes", &tracked, "tracked changes"),
        ("too large", &vec![b'x'; 6 * 1024 * 1024], "more than 5 MB"),
    ];
    for (name, bytes, says) in cases {
        let refused = house
            .uploads(&address, &[("file", bytes), ("act", b"accept"), ("key", b"0197a000-0000-7000-8000-00000000000c")])
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {}", refused.text());
        assert!(
            refused.text().contains(says) && refused.text().contains("There is a problem"),
            "{name}: {}",
            refused.text()
        );
    }
    // The very file that was printed has nothing to keep.
    let same = house.uploads(&address, &[("file", &docx)]).await;
    assert!(same.text().contains("there is nothing to keep"), "{}", same.text());
    assert_eq!(house.town.office.record.office().head().seq, before);
}

#[tokio::test]
async fn nobody_publishes_alone_and_the_second_person_sees_what_goes_out() {
    let mut house = House::new().await;
    let number = house.issues().await;
    let address = format!("/papers/{number}/publication");
    house.asks_for_publication(&number, "").await;
    // Whoever asked has no button, and no door beside it.
    let own = house.officer.reads(&house.town, &address).await.text();
    assert!(own.contains("Somebody else has to agree") && !own.contains("value=\"agree\""), "{own}");
    let forced = house.officer.posts(&house.town, &format!("{address}/decide"), &[("decision", "agree")]).await;
    assert_eq!(forced.status, StatusCode::NOT_FOUND);
    // The approver finds it among the decisions, and sees the page, the paper and what is withheld.
    let waiting = house.approver.reads(&house.town, "/decisions").await.text();
    assert!(waiting.contains("One publication waits") && waiting.contains(&number), "{waiting}");
    let preview = house.approver.reads(&house.town, &address).await.text();
    assert!(preview.contains("120 actions of what this paper covers are withheld"), "{preview}");
    assert!(preview.contains("Commercial interests") && preview.contains("The page that the public receives"));
    assert!(preview.contains("Publish a charter"), "the paper itself is there to be read");
    for canary in &house.town.office.canaries[..480] {
        assert!(!preview.contains(canary.as_str()), "{canary} is not for the public, so not in its preview");
    }
    let silent = house.decides(&number, &[("decision", "refuse")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "a refusal needs a reason");
    let refused = house.decides(&number, &[("decision", "refuse"), ("reason", "The totals are wrong.")]).await;
    assert_eq!(refused.status, StatusCode::SEE_OTHER, "{}", refused.text());
    assert_eq!(house.town.office.visits(&format!("/papers/{number}")).await.status, StatusCode::NOT_FOUND);
    let page = house.officer.reads(&house.town, &format!("/papers/{number}")).await.text();
    assert!(page.contains("The totals are wrong."), "{page}");
    // Asked again and agreed to, it is public in the same change.
    house.asks_for_publication(&number, "").await;
    let agreed = house.decides(&number, &[("decision", "agree")]).await;
    assert_eq!(agreed.status, StatusCode::SEE_OTHER, "{}", agreed.text());
    assert_eq!(house.town.office.visits(&format!("/papers/{number}")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn during_a_hold_nothing_goes_out_unless_an_approver_lets_this_one_through() {
    let mut house = House::new().await;
    let number = house.issues().await;
    let today = domain::period::london_day(house.town.now());
    let (from, to) = (today.to_string(), today.tomorrow().unwrap().to_string());
    let fields = [
        ("key", "0197a000-0000-7000-8000-00000000000d"),
        ("from", &from),
        ("to", &to),
        ("reason", "Election of the Commissioner"),
    ];
    let set = house.officer.posts(&house.town, "/papers/holds", &fields).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.text());
    house.asks_for_publication(&number, "").await;
    let kept_back = house.decides(&number, &[("decision", "agree")]).await;
    assert_eq!(kept_back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(kept_back.text().contains("nothing is published from"), "{}", kept_back.text());
    let let_through =
        house.decides(&number, &[("decision", "agree"), ("despite-hold", "The law asks for it today.")]).await;
    assert_eq!(let_through.status, StatusCode::SEE_OTHER, "{}", let_through.text());
    assert_eq!(house.town.office.visits(&format!("/papers/{number}")).await.status, StatusCode::OK);
    let office = house.town.office.record.office();
    let sight = office.seen_by(&crate::office::clerk());
    let request = sight.publication_requests().last().unwrap();
    assert_eq!(request.item.despite_hold.as_ref().unwrap().as_str(), "The law asks for it today.");
    // The officer cannot lift the hold; the approver can, with a reason.
    let hold = sight.holds().last().unwrap().id;
    let lift = format!("/papers/holds/{hold}/lift");
    let fields = [("key", "0197a000-0000-7000-8000-00000000000e"), ("lift-reason", "It was put off.")];
    assert_eq!(house.officer.posts(&house.town, &lift, &fields).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.approver.posts(&house.town, &lift, &fields).await.status, StatusCode::SEE_OTHER);
    assert!(house.town.office.record.office().seen_by(&crate::office::clerk()).held_back(today).is_none());
}

#[tokio::test]
async fn what_was_agreed_to_for_a_later_day_goes_out_then_and_can_be_stopped_before() {
    let mut house = House::new().await;
    let (first, second) = (house.issues().await, house.issues().await);
    let tomorrow = domain::period::london_day(house.town.now()).tomorrow().unwrap().to_string();
    for number in [&first, &second] {
        house.asks_for_publication(number, &tomorrow).await;
        assert_eq!(house.decides(number, &[("decision", "agree")]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(house.town.office.visits(&format!("/papers/{number}")).await.status, StatusCode::NOT_FOUND);
    }
    let stopped = house.decides(&second, &[("decision", "refuse"), ("reason", "It has a mistake.")]).await;
    assert_eq!(stopped.status, StatusCode::SEE_OTHER, "{}", stopped.text());
    let server =
        |house: &House| desk::Desk::of(house.town.office.record.clone(), crate::office::clerk(), house.town.now());
    assert_eq!(desk::publish_due(&server(&house)).await.unwrap().len(), 0, "its time has not come");
    house.town.wait(SignedDuration::from_hours(25));
    let done = desk::publish_due(&server(&house)).await.unwrap();
    assert!(done.len() == 1 && done[0].0.as_str() == first && done[0].1.is_ok(), "{done:?}");
    assert_eq!(desk::publish_due(&server(&house)).await.unwrap().len(), 0, "once");
    assert_eq!(house.town.office.visits(&format!("/papers/{first}")).await.status, StatusCode::OK);
    assert_eq!(house.town.office.visits(&format!("/papers/{second}")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_correction_stands_beside_the_paper_everywhere_and_changes_no_byte_of_it() {
    let mut house = House::new().await;
    let number = house.issues().await;
    let today = domain::period::london_day(house.town.now()).to_string();
    let present = format!("/papers/{number}/present");
    let tomorrow = domain::period::london_day(house.town.now()).tomorrow().unwrap().to_string();
    let early = house.officer.posts(&house.town, &present, &[("day", &tomorrow)]).await;
    assert!(early.text().contains("That day has not come yet"), "{}", early.text());
    assert_eq!(house.officer.posts(&house.town, &present, &[("day", &today)]).await.status, StatusCode::SEE_OTHER);
    house.asks_for_publication(&number, "").await;
    assert_eq!(house.decides(&number, &[("decision", "agree")]).await.status, StatusCode::SEE_OTHER);
    let files = house.paper(&number).item.files;
    let correct = format!("/papers/{number}/correct");
    let missing = house.officer.posts(&house.town, &correct, &[("was", "Amber")]).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let key = hidden(&house.officer.reads(&house.town, &correct).await.text(), "key");
    let fields = [
        ("key", key.as_str()),
        ("was", "At risk"),
        ("is", "Off <track>"),
        ("words", "The charter was rated for another quarter."),
    ];
    for _ in 0..2 {
        let corrected = house.officer.posts(&house.town, &correct, &fields).await;
        assert_eq!(corrected.status, StatusCode::SEE_OTHER, "{}", corrected.text());
    }
    let kept = house.paper(&number);
    assert_eq!((kept.item.corrections.len(), kept.item.stage, &kept.item.files), (1, Stage::Presented, &files));
    let public = house.town.office.visits(&format!("/papers/{number}")).await.text();
    for said in ["Corrections", "At risk", "Off &lt;track&gt;", "The charter was rated for another quarter."] {
        assert!(public.contains(said), "{said}: {public}");
    }
    assert!(!public.contains("Olive"), "a post or a person's number, never a name");
    let data = house.town.office.visits("/papers.json").await.text();
    assert!(data.contains("Off <track>") && data.contains(&number), "{data}");
    let withdraw = format!("/papers/{number}/withdraw");
    let gone = house.approver.posts(&house.town, &withdraw, &[("reason", "It was superseded.")]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.text());
    let public = house.town.office.visits(&format!("/papers/{number}")).await.text();
    assert!(public.contains("It was superseded.") && !public.contains("Off &lt;track&gt;"), "{public}");
}

#[tokio::test]
async fn a_position_is_taken_for_a_meeting_and_leads_on_to_its_paper() {
    let mut house = House::new().await;
    let fields = [
        ("key", "0197a000-0000-7000-8000-00000000000f"),
        ("name", "Board May"),
        ("body", "Board"),
        ("day", "2026-05-12"),
    ];
    let taken = house.officer.posts(&house.town, "/papers/position", &fields).await;
    assert_eq!(location(&taken), "/papers/new?as-at=Board%20May&for=Board", "{}", taken.text());
    let builder = house.officer.reads(&house.town, location(&taken)).await.text();
    assert!(builder.contains("<option value=\"Board May\" selected>"), "{builder}");
    assert!(builder.contains("<option value=\"Board\" selected>"), "{builder}");
    let other = [("key", "0197a000-0000-7000-8000-000000000010"), ("name", "Board May"), ("body", "Board")];
    let again = house.officer.posts(&house.town, "/papers/position", &other).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text().contains("names are given once"), "{}", again.text());
}

#[tokio::test]
async fn the_plans_at_a_position_go_out_by_two_people_and_the_preview_holds_all_of_them() {
    let mut house = House::new().await;
    let fields = [
        ("key", "0197a000-0000-7000-8000-000000000011"),
        ("name", "Panel May"),
        ("body", "Panel"),
        ("day", "2026-05-12"),
    ];
    assert_eq!(house.officer.posts(&house.town, "/papers/position", &fields).await.status, StatusCode::SEE_OTHER);
    let address = format!("/positions/{}/publication", house.town.office.position("Panel May"));
    let list = house.officer.reads(&house.town, "/papers").await.text();
    assert!(list.contains(&address) && list.contains("not published"), "{list}");
    let key = hidden(&house.officer.reads(&house.town, &address).await.text(), "key");
    let asked = house.officer.posts(&house.town, &address, &[("key", &key)]).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text());
    let preview = house.approver.reads(&house.town, &address).await.text();
    assert!(preview.contains("Publish a charter") && preview.contains("Done &amp; dusted."), "{preview}");
    assert!(preview.contains("actions of this plan are withheld from the public"), "{preview}");
    for canary in &house.town.office.canaries {
        assert!(!preview.contains(canary.as_str()), "{canary} is not for the public, so not in its preview");
    }
    let before = house.town.office.visits("/plans/northmarsh-plan/at/panel-may").await.status;
    assert_eq!(before, StatusCode::NOT_FOUND);
    let (key, request, seen) = (hidden(&preview, "key"), hidden(&preview, "request"), hidden(&preview, "seen"));
    let seal = hidden(&preview, "seal");
    let fields =
        [("key", key.as_str()), ("request", &request), ("seen", &seen), ("seal", &seal), ("decision", "agree")];
    let agreed = house.approver.posts(&house.town, &format!("{address}/decide"), &fields).await;
    assert_eq!(agreed.status, StatusCode::SEE_OTHER, "{}", agreed.text());
    let public = house.town.office.visits("/plans/northmarsh-plan/at/panel-may").await;
    assert_eq!(public.status, StatusCode::OK, "{}", public.text());
}

#[tokio::test]
async fn during_a_hold_a_correction_of_what_is_public_waits_for_an_approver() {
    let mut house = House::new().await;
    let (public, inside) = (house.issues().await, house.issues().await);
    house.asks_for_publication(&public, "").await;
    assert_eq!(house.decides(&public, &[("decision", "agree")]).await.status, StatusCode::SEE_OTHER);
    let today = domain::period::london_day(house.town.now()).to_string();
    let key = hidden(&house.officer.reads(&house.town, "/papers/holds").await.text(), "key");
    let hold = [("key", key.as_str()), ("from", &today), ("to", &today), ("reason", "Election of the Commissioner")];
    assert_eq!(house.officer.posts(&house.town, "/papers/holds", &hold).await.status, StatusCode::SEE_OTHER);
    let says = [("was", "At risk"), ("is", "Off track"), ("words", "Rated for another quarter.")];
    let correct = |number: &str| format!("/papers/{number}/correct");
    let waits = house.officer.posts(&house.town, &correct(&public), &says).await;
    assert_eq!(waits.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        waits.text().contains("nothing is published from") && waits.text().contains("an approver can let"),
        "{}",
        waits.text()
    );
    let page = house.town.office.visits(&format!("/papers/{public}")).await.text();
    assert!(!page.contains("Off track"), "{page}");
    // What nobody outside sees is corrected at once.
    let own = house.officer.posts(&house.town, &correct(&inside), &says).await;
    assert_eq!(own.status, StatusCode::SEE_OTHER, "{}", own.text());
    let let_through = house.approver.posts(&house.town, &correct(&public), &says).await;
    assert_eq!(let_through.status, StatusCode::SEE_OTHER, "{}", let_through.text());
    let page = house.town.office.visits(&format!("/papers/{public}")).await.text();
    assert!(page.contains("Rated for another quarter."), "{page}");
}

#[tokio::test]
async fn what_goes_out_is_what_the_second_person_was_shown() {
    let mut house = House::new().await;
    let number = house.issues().await;
    house.asks_for_publication(&number, "").await;
    let address = format!("/papers/{number}/publication");
    let page = house.approver.reads(&house.town, &address).await.text();
    let of = |name: &str| hidden(&page, name);
    let (key, request, seen, seal) = (of("key"), of("request"), of("seen"), of("seal"));
    assert_eq!(seal.len(), 64);
    let form = |seen: &'static str, seal: &'static str| vec![("seen", seen), ("seal", seal)];
    let agree = [("key", key.as_str()), ("request", &request), ("decision", "agree")];
    // A form that does not say what was seen is refused, and so is one that was shown something else.
    let nothing = house.approver.posts(&house.town, &format!("{address}/decide"), &agree).await;
    assert_eq!(nothing.status, StatusCode::BAD_REQUEST);
    for more in [form("SEEN", ""), form("SEEN", "0000000000000000000000000000000000000000000000000000000000000000")] {
        let more = more.into_iter().map(|(name, value)| (name, if value == "SEEN" { seen.as_str() } else { value }));
        let fields: Vec<(&str, &str)> = agree.into_iter().chain(more).collect();
        let other = house.approver.posts(&house.town, &format!("{address}/decide"), &fields).await;
        assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(other.text().contains("is not what you were shown"), "{}", other.text());
    }
    // Meanwhile the organisation on its front is called otherwise: the paper is the same, and its public page is not.
    let office = house.town.office.record.office();
    let body = office.seen_by(&crate::office::clerk()).body_called(FOR).unwrap().clone();
    let renamed = domain::naming::NameBody {
        body: Some(body.id),
        name: domain::text::text("Police of Northmarsh"),
        kind: body.item.kind,
        aliases: body.item.aliases.clone(),
    };
    let now = house.town.now().to_string();
    house.town.office.write(domain::ask::Command::NameBody(renamed), &now, None).await;
    let fields: Vec<(&str, &str)> = agree.into_iter().chain([("seen", seen.as_str()), ("seal", &seal)]).collect();
    let moved = house.approver.posts(&house.town, &format!("{address}/decide"), &fields).await;
    assert_eq!(moved.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(moved.text().contains("is not what you were shown") && moved.text().contains("Police of Northmarsh"));
    assert_eq!(house.town.office.visits(&format!("/papers/{number}")).await.status, StatusCode::NOT_FOUND);
    // Looked at again, it goes out.
    let agreed = house.decides(&number, &[("decision", "agree")]).await;
    assert_eq!(agreed.status, StatusCode::SEE_OTHER, "{}", agreed.text());
    let public = house.town.office.visits(&format!("/papers/{number}")).await;
    assert!(public.text().contains("Police of Northmarsh"));
}
