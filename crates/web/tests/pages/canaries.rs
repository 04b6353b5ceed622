//! What is not for somebody is on no page that they can reach, in no file, count or refusal: invented words stand in 120
//! actions of three kinds, and everybody walks every link that they find, then asks for each action by its address.
use crate::{
    office::{Northmarsh, links},
    town::Town,
};
use axum::http::StatusCode;
use domain::actor::Role;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// In the order in which the story's table withholds rows.
const KINDS: [&str; 3] = ["Internal", "Panel", "Exempt"];

/// What each may read of what is not for everybody.
const MAY_READ: &[(Role, &[&str])] = &[
    (Role::Officer, &["Internal", "Panel", "Exempt"]),
    (Role::Approver, &["Internal", "Panel", "Exempt"]),
    (Role::Auditor, &["Internal", "Panel", "Exempt"]),
    (Role::Administrator, &["Internal", "Panel"]),
    (Role::Lead, &["Internal", "Panel"]),
    (Role::PanelReader, &["Panel"]),
    (Role::PanelClerk, &["Panel"]),
    (Role::Contributor, &[]),
];

/// In the cells of a row: its title, its progress, a lead that matches no post, a column that Milepost does not know.
const CELLS: [Cell; 4] = [Cell::Shown, Cell::Shown, Cell::Stated, Cell::Staff];

#[derive(Clone, Copy, Debug, PartialEq)]
enum Cell {
    /// For whoever sees the action.
    Shown,
    /// For the office and its boards: it may be a person's name.
    Stated,
    /// For the office's own people.
    Staff,
}

/// The canaries of the withheld rows by kind and cell, and those of two rows that everybody sees.
fn placed(office: &Northmarsh) -> BTreeMap<String, (&'static str, Cell)> {
    let cell = |n: usize| {
        if n < 480 {
            (KINDS[n / 4 % 3], CELLS[n % 4])
        } else {
            ("Public", if n == 480 { Cell::Staff } else { Cell::Stated })
        }
    };
    office.canaries[..482].iter().enumerate().map(|(n, canary)| (canary.clone(), cell(n))).collect()
}

/// The canaries in a page.
fn found(page: &str) -> BTreeSet<String> {
    let word = |at: usize| page[at..].chars().take_while(char::is_ascii_alphanumeric).collect();
    page.match_indices("canary").map(|(at, _)| word(at)).collect()
}

#[tokio::test]
async fn nobody_reaches_what_is_not_for_them_by_any_link_or_address() {
    let (town, mut alex) = Town::with_an_administrator().await;
    let placed = placed(&town.office);
    assert_eq!(placed.len(), 482);
    let every_action: Vec<String> = {
        let office = town.office.record.office();
        let sight = office.seen_by(&crate::office::clerk());
        let plans: Vec<_> = sight.plans().map(|plan| plan.id).collect();
        let actions = plans.into_iter().flat_map(|plan| sight.actions(plan));
        actions.map(|kept| format!("/actions/{}", kept.id)).collect()
    };
    assert!(every_action.len() > 120);
    let (mut pages, mut looked_for) = (0, 0);
    for (role, may_read) in MAY_READ {
        let (mut person, _) = town.joins(&mut alex, &format!("{role:?} Reader"), *role).await;
        let mut known: BTreeSet<String> = every_action.iter().cloned().chain(["/".to_owned()]).collect();
        let mut waiting: VecDeque<String> = known.iter().cloned().collect();
        let mut read = BTreeSet::new();
        while let Some(address) = waiting.pop_front() {
            let answered = person.reads(&town, &address).await;
            let page = String::from_utf8_lossy(&answered.body).into_owned();
            pages += 1;
            looked_for += placed.len();
            for canary in found(&page) {
                let Some((kind, cell)) = placed.get(&canary) else { continue };
                let allowed = match cell {
                    Cell::Shown => *kind == "Public" || may_read.contains(kind),
                    Cell::Stated => may_read.contains(&"Internal"),
                    Cell::Staff => may_read.contains(&"Exempt"),
                };
                assert!(allowed, "{role:?} reads {cell:?} of what is {kind} at {address}");
                read.insert((*kind, *cell as u8));
            }
            if answered.status != StatusCode::OK {
                continue;
            }
            // One past is enough: what is seen of it is decided in the same place.
            for link in links(&page) {
                let follows = !link.contains("at=") || link.contains("at=Panel");
                if follows && known.insert(link.clone()) {
                    waiting.push_back(link);
                }
            }
        }
        for kind in *may_read {
            assert!(read.contains(&(kind, Cell::Shown as u8)), "{role:?} reads nothing of what is {kind}: {read:?}");
        }
    }
    println!("{} people, {pages} pages, {looked_for} looks for a canary", MAY_READ.len());
}
