//! The fictional office Fenshire, opened as everybody opens it, and its public side as a folder.
use crate::{
    office::{Office, action, list, word},
    serve::Server,
};
use serde_json::json;
use std::{
    fs,
    path::{Path, PathBuf},
};

pub fn fenshire() -> Office {
    let office = Office::nowhere();
    let demo = office.does(&["demo", "--build-only", "--dir", &office.dir().to_string_lossy()]);
    assert_eq!(demo["today"], "2026-10-20", "its today is the day of its last entry");
    assert_eq!(demo["entries"], json!(office.entries()));
    office
}

/// Every file of a folder, by its path in it.
pub fn files(dir: &Path) -> Vec<PathBuf> {
    let mut all = vec![];
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() { folders.push(entry.path()) } else { all.push(entry.path()) }
        }
    }
    all.sort();
    all
}

/// Walks the whole site of Fenshire as it lies in a folder: every link leads to a file of that folder.
#[test]
fn the_public_side_as_a_folder_holds_wherever_it_lies() {
    let office = fenshire();
    let site = office.path("deep/in/some/host");
    let written = office.does(&["export", "site", &site.to_string_lossy()]);
    let all = files(&site);
    let pages: Vec<&PathBuf> = all.iter().filter(|path| path.ends_with("index.html")).collect();
    // Besides the pages that are walked: 404.html, whose links begin at a root that is not known, and the list.
    assert_eq!(written["pages"].as_u64(), Some(pages.len() as u64 + 1));
    assert_eq!(written["files"].as_u64(), Some((all.len() - pages.len() - 2) as u64));
    let mut links = 0;
    for page in &pages {
        let html = fs::read_to_string(page).unwrap();
        assert!(html.contains("DEMO"), "{} does not say DEMO", page.display());
        for href in html.split(" href=\"").skip(1).map(|rest| rest.split(['"', '#']).next().unwrap()) {
            if href.is_empty() || href.starts_with("http") || href.starts_with("mailto:") {
                continue;
            }
            assert!(!href.starts_with('/'), "{}: {href} begins at the host's root", page.display());
            let target = page.parent().unwrap().join(href.replace("%20", " "));
            assert!(target.is_file(), "{}: {href} leads nowhere", page.display());
            links += 1;
        }
    }
    println!("{} pages, {} files, {links} links", pages.len(), all.len());
    assert!(pages.len() > 50 && links > 500);

    // The same bytes from the server, where a file is a download.
    let server = Server::start(&office);
    let mut downloads = 0;
    for path in all.iter().filter(|path| {
        path.extension().is_some_and(|e| ["pdf", "docx", "odt", "xlsx", "ods", "csv", "json"].iter().any(|f| e == *f))
    }) {
        let address = format!("/{}", path.strip_prefix(&site).unwrap().to_string_lossy());
        let page = server.public(&address);
        assert!(page.status == 200 && page.body == fs::read(path).unwrap(), "{address}");
        downloads += 1;
    }
    assert!(downloads >= 10, "{downloads} downloads");
    drop(server);
    // A second export takes the place of the first; a folder that holds something else is left alone.
    office.does(&["export", "site", &site.to_string_lossy()]);
    assert_eq!(files(&site), all);
    let refused = office.refuses(&["export", "site", &office.dir().to_string_lossy()]);
    assert!(refused.contains("did not write"), "{refused}");
}

#[test]
fn fenshire_has_two_plans_70_actions_8_editions_20_measures_5_loads_11_findings_and_13_issued_papers() {
    let office = fenshire();
    let count = |kind: &str| office.meddle(&format!("SELECT COUNT(*) FROM item WHERE kind = '{kind}'"));
    assert_eq!(["plan", "action", "import", "paper", "measure", "load"].map(count), ["2", "70", "8", "13", "20", "5"]);
    assert_eq!(["finding_source", "review", "finding"].map(count), ["4", "5", "11"]);
    // Green means on track in the one plan and done in the other, and neither is counted as the other.
    let green = |plan: &str, class: &str| {
        let paper = office.plan(&["--plan", plan, "--for", "Board"]);
        let levels = list(&paper["scale"]["levels"]).iter();
        let named =
            levels.filter(|level| level.to_string().contains("Green")).map(|level| word(&level["class"]).to_owned());
        assert_eq!(named.collect::<Vec<_>>(), [class], "{plan}");
        paper["counts"][class].as_u64().unwrap()
    };
    assert!(green("Safer Fenshire 2019 to 2023", "complete") > 0);
    assert!(green("Police and Crime Plan 2024 to 2028", "on_track") > 0);
    // The strategy on domestic abuse: its dates moved three times, and the first is still there.
    let plan = office.plan(&["--plan", "Police and Crime Plan 2024 to 2028"]);
    let strategy = action(&plan, "3.1");
    assert_eq!(
        (&strategy["baseline_date"], &strategy["current_date"], &strategy["moves"], &strategy["rating_class"]),
        (&json!("2026-03-31"), &json!("2027-03-31"), &json!(3), &json!("off_track"))
    );
    assert!(!list(&plan["withheld"]).is_empty(), "what is withheld is counted, with why");
}

#[test]
fn fenshire_opens_on_what_the_panel_saw_and_is_the_same_wherever_it_is_opened() {
    let office = fenshire();
    let other = fenshire();
    assert_eq!(office.does(&["verify"])["root"], other.does(&["verify"])["root"]);
    // Opened again it is not built again.
    office.does(&["demo", "--build-only", "--dir", &office.dir().to_string_lossy()]);
    let server = Server::start(&office);
    let front = server.staff("/").text();
    assert!(
        front.contains("What the Panel saw on 12 September") && front.contains("and what is true today"),
        "{front}"
    );
    assert!(front.contains("DEMO") && front.contains("domestic abuse strategy"));
    for page in ["/plans", "/papers", "/changes", "/key", "/verify"] {
        let page = server.staff(page);
        assert!(page.status == 200 && page.text().contains("DEMO"));
    }
}
