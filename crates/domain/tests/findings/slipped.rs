//! An audit action that slipped from March 2015 to October 2016 over three dated updates.
use super::desk::{Desk, facts, on_finding};
use domain::{
    finding::{Colour, Deed, Facts, Rank, SourceKind, Standing},
    sight::Reach,
    text::text,
};
use jiff::civil::{Date, date};

#[test]
fn the_first_date_and_every_move_stay_in_sight() {
    let mut desk = Desk::new(date(2016, 12, 1));
    let officer = desk.officer.clone();
    let words = [("High", Rank::High), ("Medium", Rank::Medium), ("Low", Rank::Low)];
    desk.source("Internal audit", SourceKind::InternalAudit, &words, None);
    desk.review("Internal audit", "Estates 2014", Some(date(2014, 11, 3))).unwrap();
    desk.adds("R1", Facts { priority: Some(text("High")), ..facts("The asset register is out of date.") });
    let owners =
        [("Reconcile the register", "Head of Finance"), ("Check each site", "Head of Estates"), ("Train", "JS")];
    for (words, owner) in owners {
        desk.agree("F1", words, owner, Some(date(2015, 3, 31)));
    }
    let moves: [(u16, Date, Date, &str); 5] = [
        (1, date(2015, 3, 20), date(2015, 9, 30), "The new system is late."),
        (1, date(2015, 9, 21), date(2016, 3, 31), "Staff left."),
        (1, date(2016, 3, 14), date(2016, 10, 31), "The valuer was appointed late."),
        (2, date(2015, 3, 20), date(2015, 6, 30), "Three sites were closed for winter."),
        (3, date(2015, 9, 21), date(2015, 12, 31), "After the register."),
    ];
    for (action, on, to, reason) in moves {
        let later = Deed::Move { action, to, reason: text(reason), agreed_by: text("Joint Audit Committee") };
        desk.does_on(&officer, on_finding("F1", later), on).unwrap();
        let update = Deed::Update { action, words: text(&format!("{reason} Revised to {to}.")) };
        desk.does_on(&officer, on_finding("F1", update), on).unwrap();
    }
    // A move is not backdated behind the last, and does not go to a day that had passed.
    let back = |to, on| {
        let backwards = Deed::Move { action: 1, to, reason: text("x"), agreed_by: text("x") };
        (on_finding("F1", backwards), on)
    };
    let (command, on) = back(date(2016, 11, 30), date(2015, 1, 1));
    assert!(desk.does_on(&officer, command, on).unwrap_err().to_string().contains("moved on 14 March 2016"));
    let (command, on) = back(date(2016, 5, 1), date(2016, 6, 1));
    assert!(desk.does_on(&officer, command, on).unwrap_err().to_string().contains("has passed already"));

    let finding = &desk.finding("F1").item;
    let first = &finding.agreed[0];
    assert_eq!((first.original, first.due), (Some(date(2015, 3, 31)), Some(date(2016, 10, 31))));
    assert_eq!((first.moves.len(), first.updates.len(), first.slipped()), (3, 3, Some(580)));
    assert_eq!(finding.agreed[1].original, Some(date(2015, 3, 31)));
    // Red past its date, amber within.
    let colours = [date(2015, 3, 31), date(2015, 7, 1), date(2016, 12, 1)].map(|day| finding.colour(day));
    assert_eq!(colours[0], Colour::Amber);
    assert_eq!(colours[2], Colour::Red);
    assert_eq!(first.late_by(date(2016, 12, 1)), Some(31));
    let slippage = desk.sight(Reach::Staff).tracker(date(2016, 12, 1)).slippage();
    assert_eq!((slippage.dated, slippage.moved, slippage.moved_three_times, slippage.furthest), (3, 3, 1, 580));
    assert_eq!(desk.standing("F1", date(2016, 12, 1)), Standing::Overdue);
}
