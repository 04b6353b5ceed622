//! The round goes out by mail, through the program: settings, a server that is killed in the middle, links, the doctor.
use crate::{
    mail_server::{MailServer, Mood},
    office::{Office, list, word},
    serve::Server,
};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    process::Command,
    thread,
    time::{Duration, Instant},
};

const PERIOD: [&str; 6] = ["--from", "2089-10-01", "--to", "2089-12-31", "--due", "2090-01-31"];

/// An office whose plan has one action for each of some posts, each with an address; its round is open.
fn office_of(posts: usize, office: Office) -> Office {
    let mut table = "Ref,Theme,Action,Lead officer,Due date,RAG,Progress\n".to_owned();
    let mut map = "[plan]\nname = \"The Plan\"\n".to_owned();
    for number in 1..=posts {
        table += &format!("{number},Victims,Task {number},Partner {number},31/03/2095,Green,Begun\n");
        map += &format!("[[post]]\nname = \"Partner {number}\"\n");
    }
    let (table, map) = (office.file("plan.csv", &table), office.file("map.toml", &map));
    office.does(&["import", "plan", &table, "--map", &map, "--on", "2018-09-01"]);
    office.does(&[["round", "open"].as_slice(), &PERIOD].concat());
    for number in 1..=posts {
        let (post, address) = (format!("Partner {number}"), format!("partner{number}@support.example"));
        office.does(&["round", "link", "--post", &post, "--mail", &address]);
    }
    office
}

/// The program's surroundings, with a mail server in its settings file.
fn with_mail(office: &Office, port: u16) -> Command {
    let settings = format!(
        "sign_in = true\n[mail]\nserver = \"127.0.0.1\"\nport = {port}\nsecurity = \"none\"\nfrom = \"Office of Fenshire <plan@fenshire.example>\"\naddress = \"http://127.0.0.1:8081\"\n"
    );
    let mut command = office.command();
    command.env("MILEPOST_CONFIG", office.file("settings.toml", &settings));
    command
}

fn letters(office: &Office) -> Vec<(String, String)> {
    let shown = office.does(&["round", "show"]);
    let letters = list(&shown["mail"]["letters"]).iter();
    letters.map(|letter| (word(&letter["to"]).to_owned(), word(&letter["state"]).to_owned())).collect()
}

fn until(what: &str, is: impl Fn() -> bool) {
    let late = Instant::now() + Duration::from_secs(60);
    while !is() {
        assert!(Instant::now() < late, "{what} did not come about in a minute");
        thread::sleep(Duration::from_millis(50));
    }
}

fn on_both(tells: impl Fn(Office)) {
    tells(Office::begin());
    if let Some(office) = Office::on_postgres() {
        tells(office);
    }
}

#[test]
fn a_server_that_is_killed_while_it_mails_sends_nothing_twice_and_tells_what_is_doubtful() {
    on_both(|office| {
        let office = office_of(14, office);
        let post = MailServer::start();
        post.will_be(&vec![Mood::Slow(250); 40]);
        let mut kills = 0;
        // Killed at another moment of its work each time: dropping it is a kill -9.
        while kills < 12 {
            let server = Server::start_by(with_mail(&office, post.port));
            thread::sleep(Duration::from_millis(150 + 97 * (kills % 7)));
            drop(server);
            kills += 1;
        }
        let server = Server::start_by(with_mail(&office, post.port));
        let settled = |state: &str| state == "sent" || state == "doubtful";
        until("the mail", || {
            let letters = letters(&office);
            letters.len() == 14 && letters.iter().all(|(_, state)| settled(state))
        });
        drop(server);
        let mut taken: BTreeMap<String, usize> = BTreeMap::new();
        for mail in post.taken() {
            *taken.entry(mail.to).or_default() += 1;
        }
        let letters = letters(&office);
        for (address, state) in &letters {
            let count = taken.get(address).copied().unwrap_or_default();
            assert!(count <= 1, "{address} got {count}");
            assert!(state == "doubtful" || count == 1, "{address} is {state} and got {count}");
        }
        let doubtful = letters.iter().filter(|(_, state)| state == "doubtful").count();
        assert!(doubtful <= kills as usize, "a kill leaves one in doubt at most");
        assert_eq!(office.does(&["verify"])["ok"], true);
        println!("{kills} kills, 14 mails: {} taken, each once; {doubtful} told as doubtful", post.taken().len());
    });
}

#[test]
fn a_link_from_a_mail_opens_until_it_is_revoked_or_the_round_is_frozen() {
    on_both(|office| {
        let office = office_of(2, office);
        let post = MailServer::start();
        let server = Server::start_by(with_mail(&office, post.port));
        until("two mails", || post.taken().len() == 2);
        let mails = post.taken();
        let way = |number: usize| {
            let to = format!("partner{number}@support.example");
            let mail = mails.iter().find(|mail| mail.to == to).expect("each has one");
            format!("/answer/{}", mail.link().expect("with a link"))
        };
        let (one, two) = (way(1), way(2));
        let page = server.staff(&one);
        assert_eq!(page.status, 200);
        assert!(page.text().contains("Task 1") && !page.text().contains("Task 2"), "{}", page.text());
        assert_eq!(page.headers["referrer-policy"], "no-referrer");
        office.does(&["round", "revoke", "--post", "Partner 1"]);
        assert_eq!((server.staff(&one).status, server.staff(&two).status), (404, 200));
        let made = office.does(&["round", "link", "--post", "Partner 1"]);
        let by_hand = word(&made["link"]).to_owned();
        assert_eq!(server.staff(&by_hand).status, 200, "{by_hand}");
        let shown = office.does(&["round", "show"]);
        let links = list(&shown["mail"]["links"]);
        assert_eq!(links.iter().filter(|link| link["revoked"] == true).count(), 1, "{shown}");
        assert!(!shown.to_string().contains(by_hand.rsplit('/').next().expect("a token")), "it is shown once");
        office.does(&["round", "freeze"]);
        let void = server.staff("/answer/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").text();
        for way in [&one, &two, &by_hand] {
            let page = server.staff(way);
            assert_eq!((page.status, page.text()), (404, void.clone()));
        }
        assert!(office.refuses(&["round", "link", "--post", "Partner 1"]).contains("was frozen on"));
        // Neither addresses nor links are in a backup.
        let backup = office.path("office.milepost");
        office.does(&["backup", backup.to_str().expect("a path")]);
        let bytes = std::fs::read(&backup).expect("the backup is there");
        for secret in ["support.example", one.rsplit('/').next().expect("a token")] {
            assert!(!bytes.windows(secret.len()).any(|part| part == secret.as_bytes()), "{secret}");
        }
    });
}

#[test]
fn the_doctor_says_how_mail_stands_and_nonsense_stops_the_start() {
    let office = office_of(1, Office::begin());
    let mail = |command: &mut Command| -> Value {
        let said = crate::office::run(command.args(["doctor", "--json", "--free", "1"]), b"").json();
        list(&said["findings"]).iter().find(|finding| finding["check"] == "mail").expect("it looks at mail").clone()
    };
    let none = mail(&mut office.command());
    assert!(none["state"] == "good" && word(&none["says"]).contains("Nobody is mailed"), "{none}");
    let refused = office.refuses(&["round", "remind"]);
    assert!(refused.contains("no mail server is set"), "{refused}");
    let post = MailServer::start();
    let there = mail(&mut with_mail(&office, post.port));
    assert!(there["state"] == "good" && word(&there["says"]).contains("plan@fenshire.example"), "{there}");
    let away = mail(&mut with_mail(&office, MailServer::nowhere()));
    assert!(away["state"] == "look" && word(&away["says"]).contains("cannot be used"), "{away}");
    for (variable, value, says) in [
        ("MILEPOST_MAIL_SERVER", "mail.fenshire.example", "in the clear"),
        ("MILEPOST_MAIL_SECURITY", "perhaps", "starttls, tls, or none"),
        ("MILEPOST_MAIL_FROM", "nobody", "no address"),
        ("MILEPOST_MAIL_ADDRESS", "http://plan.fenshire.example", "begins with https://"),
        ("MILEPOST_MAIL_USER", "plan", "belong together"),
        ("MILEPOST_MAIL_PORT", "many", "no port"),
        ("MILEPOST_MAIL_PASSWORD_FILE", "/nowhere", "belong together"),
    ] {
        let mut command = with_mail(&office, post.port);
        command.env(variable, value).args(["serve", "--listen", "127.0.0.1:0", "--staff", "127.0.0.1:0"]);
        let refused = crate::office::run(&mut command, b"");
        assert_eq!(refused.code, 1, "{variable}: {refused:?}");
        assert!(refused.err.contains(says), "{variable}: {refused:?}");
    }
}
