//! The public side as a folder.
use crate::office::{Northmarsh, PUBLISHED};
use std::{
    fs,
    path::{Path, PathBuf},
};

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut all = vec![];
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all
}

#[tokio::test]
async fn the_folder_holds_the_public_side_and_every_link_of_it_leads_to_a_file_of_it() {
    let office = Northmarsh::with_a_story().await;
    let dir = tempfile::tempdir().unwrap();
    let site = web::static_site(office.record.clone(), dir.path()).await.unwrap();
    let all = files(dir.path());
    assert_eq!(all.len(), site.pages + site.files + 1, "the list of files is the only one more");
    let (mut links, mut found) = (0, 0);
    for path in &all {
        let bytes = fs::read(path).unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        for canary in &office.canaries {
            assert!(!text.contains(canary.as_str()), "{canary} in {}", path.display());
        }
        found += usize::from(text.contains(PUBLISHED));
        if path.extension().is_some_and(|e| e == "html") {
            for href in text.split(" href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
                if href.starts_with('#') || href.starts_with("https:") {
                    continue;
                }
                assert!(!href.starts_with('/'), "{href} in {}", path.display());
                let target = path.parent().unwrap().join(href.split('#').next().unwrap().replace("%20", " "));
                assert!(target.is_file(), "{href} in {}", path.display());
                links += 1;
            }
        }
    }
    println!("{} pages, {} files, {links} links, each to a file of the folder", site.pages, site.files);
    assert!(site.pages > 15 && site.files >= 3 && links > 100 && found >= 3);
    let file = dir.path().join("papers/NOR-2018-001/NOR-2018-001 plan.csv");
    assert_eq!(fs::read(file).unwrap(), PUBLISHED.as_bytes());
}

#[tokio::test]
async fn a_second_export_removes_what_the_first_wrote_and_nothing_else() {
    let office = Northmarsh::with_a_story().await;
    let dir = tempfile::tempdir().unwrap();
    web::static_site(office.record.clone(), dir.path()).await.unwrap();
    let file = dir.path().join("papers/NOR-2018-001/NOR-2018-001 plan.csv");
    assert!(file.is_file());
    fs::write(dir.path().join("robots.txt"), "theirs").unwrap();
    office.withdraw("NOR-2018-001", "Superseded.", "2018-10-09T09:00:00Z").await;
    web::static_site(office.record.clone(), dir.path()).await.unwrap();
    assert!(!file.exists(), "a withdrawn file is gone from the folder");
    assert_eq!(fs::read_to_string(dir.path().join("robots.txt")).unwrap(), "theirs");
    // The same record gives the same folder.
    let before: Vec<_> = files(dir.path()).into_iter().map(|p| (fs::read(&p).unwrap(), p)).collect();
    web::static_site(office.record.clone(), dir.path()).await.unwrap();
    let mut after: Vec<_> = files(dir.path()).into_iter().map(|p| (fs::read(&p).unwrap(), p)).collect();
    let mut before = before;
    before.sort();
    after.sort();
    assert_eq!(before, after);
}

#[tokio::test]
async fn a_folder_that_holds_something_else_is_refused_untouched() {
    let office = Northmarsh::with_a_story().await;
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("letter.txt"), "mine").unwrap();
    let refused = web::static_site(office.record.clone(), dir.path()).await.unwrap_err().to_string();
    assert!(refused.contains("letter.txt"), "{refused}");
    assert_eq!(files(dir.path()).len(), 1);
    // A list that somebody edited reaches nothing outside.
    let outside = tempfile::NamedTempFile::new().unwrap();
    let list = format!("../{}\n{}\n", outside.path().file_name().unwrap().display(), outside.path().display());
    fs::remove_file(dir.path().join("letter.txt")).unwrap();
    fs::write(dir.path().join("milepost-site.txt"), list).unwrap();
    web::static_site(office.record.clone(), dir.path()).await.unwrap();
    assert!(outside.path().exists());
}
