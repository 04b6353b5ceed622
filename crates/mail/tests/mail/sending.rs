//! From the opening of a round to its freezing: nobody is mailed twice, and nothing is lost.
use crate::{
    ground::{PARTNER, SAM, Town, days, minutes, stories},
    server::{Mail, MailServer, Mood},
};
use domain::round::Return;
use mail::CUT_OFF;
use record::{AnswerLink, Posting, Token};

stories! {
    everybody_gets_one_mail_of_their_own_items_and_reminders_while_they_owe
    a_server_that_is_away_for_a_day_loses_nothing_and_sends_nothing_twice
    what_is_refused_put_off_or_doubtful_is_told_and_never_doubled
    a_kill_at_any_step_leaves_at_most_one_doubtful_mail
    two_nodes_that_send_at_once_send_each_mail_once
    a_link_lasts_until_it_is_revoked_and_nothing_that_can_be_read_gives_it_away
    a_frozen_round_and_somebody_forgotten_are_mailed_no_more
    a_mail_holds_no_words_of_what_is_withheld_from_publication
    another_address_ends_the_links_that_were_mailed_to_the_old_one
    a_link_that_is_revoked_while_its_mail_is_handed_over_does_not_stand
}

fn to<'a>(mails: &'a [Mail], address: &str) -> Vec<&'a Mail> {
    mails.iter().filter(|mail| mail.to == address).collect()
}

async fn everybody_gets_one_mail_of_their_own_items_and_reminders_while_they_owe(town: Town) {
    let server = MailServer::start();
    for _ in 0..3 {
        town.fills().await;
        town.sends(server.port).await;
    }
    let first = server.taken();
    assert_eq!(first.len(), 2, "one each, however often it is looked: {:?}", town.stands().await);
    let sam = to(&first, SAM)[0];
    let text = sam.part("text/plain");
    for said in [
        "1.1 Open a hub for victims",
        "1.2 Publish a charter",
        "2 items",
        "31 October 2026",
        "https://plan.northmarsh.example/updates",
        "OFFICIAL",
    ] {
        assert!(text.contains(said), "{said}: {text}");
        assert!(sam.part("text/html").contains(said), "{said}, as HTML");
    }
    assert!(!text.contains("Answer calls") && !text.contains("roof") && sam.link().is_none(), "theirs alone: {text}");
    assert_eq!(sam.header("Auto-Submitted"), "auto-generated");
    assert_eq!(sam.header("From"), "Northmarsh <plan@northmarsh.example>");
    assert_eq!(sam.header("Date"), "Tue, 01 Sep 2026 09:00:00 +0000");
    let partner = to(&first, PARTNER)[0];
    let text = partner.part("text/plain");
    assert!(text.contains("2.1 Answer calls within a day") && text.contains("No account is needed"), "{text}");
    assert!(!text.contains("charter") && !text.contains("roof"), "{text}");
    assert!(!partner.part("text/html").contains("<img") && !partner.part("text/html").contains("src="));
    // Sam answers one of two and is sent it back; the partner answers.
    town.wait(days(1));
    town.says("1.1", "Opened.").await;
    town.says("1.2", "Agreed.").await;
    town.says("2.1", "All are.").await;
    town.sends_back("1.2", "By whom was it agreed?").await;
    let (mut mailed_on, mut count) = (vec![], 2);
    for _ in 0..75 {
        town.wait(days(1));
        town.fills().await;
        town.sends(server.port).await;
        if server.taken().len() > count {
            count = server.taken().len();
            mailed_on.push(town.now().to_string()[..10].to_owned());
        }
    }
    assert_eq!(
        mailed_on,
        ["2026-10-01", "2026-10-24", "2026-10-30", "2026-11-01"],
        "30, 7 and 1 days before, once after"
    );
    let reminders = server.taken().split_off(2);
    assert!(reminders.iter().all(|mail| mail.to == SAM), "whoever answered is left in peace");
    let last = reminders[3].part("text/plain");
    assert!(last.contains("1.2 Publish a charter") && !last.contains("1.1 Open a hub"), "{last}");
    assert!(last.contains("By whom was it agreed?") && last.contains("was due on 31 October 2026"), "{last}");
    let ids: std::collections::BTreeSet<String> = server.taken().iter().map(|mail| mail.header("Message-ID")).collect();
    assert_eq!(ids.len(), server.taken().len(), "each mail has an id of its own");
    println!("{} mails over 76 days and {} looks", server.taken().len(), 78);
}

async fn a_server_that_is_away_for_a_day_loses_nothing_and_sends_nothing_twice(town: Town) {
    let port = MailServer::nowhere();
    town.fills().await;
    let mut passes = 0;
    for _ in 0..(24 * 60) {
        passes += usize::from(town.sends(port).await.put_off > 0);
        town.wait(minutes(1));
    }
    // 1, 2, 4, 8, 16, 32 minutes, then each hour.
    assert!((25..=32).contains(&passes), "{passes} attempts in a day");
    let letters = town.letters().await;
    assert!(
        letters.iter().all(|letter| letter.state == Posting::Waiting && letter.why.contains("cannot be used")),
        "{letters:?}"
    );
    let server = MailServer::at(port);
    town.wait(minutes(60));
    town.fills().await;
    town.sends(port).await;
    town.sends(port).await;
    assert_eq!(server.taken().len(), 2);
    assert!(town.letters().await.iter().all(|letter| letter.state == Posting::Sent && letter.why.is_empty()));
    println!("{passes} attempts in a day away, then 2 mails, once each");
}

async fn what_is_refused_put_off_or_doubtful_is_told_and_never_doubled(town: Town) {
    for (mood, state, taken) in [
        (Mood::Busy, Posting::Waiting, 0),
        (Mood::Later, Posting::Waiting, 0),
        (Mood::HangsUpBeforeContent, Posting::Doubtful, 0),
        (Mood::TakesAndHangsUp, Posting::Doubtful, 1),
        (Mood::Silent, Posting::Doubtful, 1),
        (Mood::Slow(200), Posting::Sent, 1),
        (Mood::Unknown, Posting::Refused, 0),
        (Mood::Spam, Posting::Refused, 0),
    ] {
        let server = MailServer::start();
        town.wait(days(1));
        assert_eq!(town.reminds().await, 2, "{mood:?}");
        server.will_be(std::slice::from_ref(&mood));
        town.sends(server.port).await;
        let (mails, letters) = (server.taken(), town.letters().await);
        let first = letters.iter().rev().find(|letter| letter.address == PARTNER).unwrap();
        assert_eq!((first.state, to(&mails, PARTNER).len()), (state, taken), "{mood:?}: {first:?}");
        assert_eq!(first.why.is_empty(), state == Posting::Sent, "{mood:?} is told with its reason");
        assert_eq!(to(&mails, SAM).len(), 1, "{mood:?}: the others are not held up");
        // Tried again for an hour: only what is certain not to have arrived goes again.
        for _ in 0..70 {
            town.wait(minutes(1));
            town.fills().await;
            town.sends(server.port).await;
        }
        let again = server.taken();
        let expected = if state == Posting::Waiting { 1 } else { taken };
        assert_eq!(to(&again, PARTNER).len(), expected, "{mood:?}");
        assert_eq!(to(&again, SAM).len(), 1, "{mood:?}");
        // Whoever sees to it may send it again: it keeps its number.
        if state == Posting::Doubtful {
            assert!(town.record.outbox().again(town.round(), first.id, town.now()).await.unwrap());
            town.sends(server.port).await;
            let both = server.taken();
            let both = to(&both, PARTNER);
            assert_eq!(both.len(), taken + 1);
            assert!(both.iter().all(|mail| mail.header("Message-ID").contains(&first.id.to_string())), "{mood:?}");
            assert!(!town.record.outbox().again(town.round(), first.id, town.now()).await.unwrap(), "it is sent now");
        }
    }
}

async fn a_kill_at_any_step_leaves_at_most_one_doubtful_mail(town: Town) {
    let outbox = town.record.outbox();
    let server = MailServer::start();
    town.fills().await;
    // Killed between the claim and the content: nothing has gone, so it goes at the next start.
    let letter = outbox.due(town.now()).await.unwrap().remove(0);
    let claimed = outbox.claim(&letter, town.now()).await.unwrap().unwrap();
    assert!(outbox.claim(&letter, town.now()).await.unwrap().is_none(), "it is claimed once");
    outbox.settle(town.now(), CUT_OFF, town.now()).await.unwrap();
    assert!(!outbox.handing(&claimed, &[], town.now()).await.unwrap(), "who was taken for dead may not go on");
    // Killed while the content was on its way.
    let letter = outbox.due(town.now()).await.unwrap().remove(0);
    let claimed = outbox.claim(&letter, town.now()).await.unwrap().unwrap();
    assert!(outbox.handing(&claimed, &[], town.now()).await.unwrap());
    outbox.settle(town.now(), CUT_OFF, town.now()).await.unwrap();
    for _ in 0..3 {
        town.fills().await;
        town.sends(server.port).await;
        town.wait(minutes(60));
    }
    let stands = town.stands().await;
    assert_eq!(stands.iter().filter(|(_, _, state)| *state == Posting::Doubtful).count(), 1, "{stands:?}");
    assert_eq!(server.taken().len(), 1, "the doubtful one is not sent again by itself");
    assert_eq!(to(&server.taken(), &claimed.address).len(), 0);
    // The one who was taken for dead had its answer after all.
    outbox.became(&claimed, Posting::Sent, "", town.now()).await.unwrap();
    assert!(town.stands().await.iter().all(|(_, _, state)| *state == Posting::Sent));
}

async fn two_nodes_that_send_at_once_send_each_mail_once(town: Town) {
    let server = MailServer::start();
    let other = town.another_node().await;
    for _ in 0..5 {
        town.wait(days(1));
        tokio::join!(town.reminds(), other.reminds());
        tokio::join!(town.sends(server.port), other.sends(server.port), town.sends(server.port));
    }
    assert_eq!(server.taken().len(), 10, "two people, five days");
    other.record.close().await;
}

async fn a_link_lasts_until_it_is_revoked_and_nothing_that_can_be_read_gives_it_away(town: Town) {
    let server = MailServer::start();
    town.fills().await;
    town.sends(server.port).await;
    let token = to(&server.taken(), PARTNER)[0].link().unwrap();
    let links = town.record.answer_links();
    let held = Token::held_out(&token);
    for _ in 0..20 {
        let link = links.held_out(&held).await.unwrap().expect("looking spends nothing");
        assert_eq!(
            (link.post, link.round, link.address.as_str()),
            (town.post("Victim Support"), town.round(), PARTNER)
        );
    }
    assert!(links.lookers(town.round()).await.unwrap().is_empty(), "looking is not opening");
    let known = format!("{:?} {held:?}", links.of_round(town.round()).await.unwrap());
    assert!(!known.contains(&token), "{known}");
    if town.place.database.is_none() {
        let folder = std::fs::read_dir(&town.place.dir).unwrap().flatten();
        for file in folder.filter(|file| file.path().is_file()) {
            let bytes = std::fs::read(file.path()).unwrap();
            assert!(
                !bytes.windows(token.len()).any(|part| part == token.as_bytes()),
                "{} holds the link",
                file.path().display()
            );
        }
    }
    // A reminder carries another; both stand, and both end at once.
    town.wait(days(1));
    town.reminds().await;
    town.sends(server.port).await;
    let second = to(&server.taken(), PARTNER)[1].link().unwrap();
    assert_ne!(token, second);
    assert_eq!(links.revoke(town.round(), town.post("Victim Support")).await.unwrap(), 2);
    for token in [token, second] {
        assert!(links.held_out(&Token::held_out(&token)).await.unwrap().is_none());
    }
    town.wait(days(1));
    assert_eq!(town.reminds().await, 1, "nobody is mailed where the address was forgotten with the links");
}

async fn a_frozen_round_and_somebody_forgotten_are_mailed_no_more(town: Town) {
    let server = MailServer::start();
    town.fills().await;
    town.record.accounts().forget(uuid::Uuid::from_u128(0x5a)).await.unwrap();
    assert!(town.letters().await.iter().all(|letter| letter.address != SAM), "nothing is kept of them");
    town.freezes().await;
    let passed = town.sends(server.port).await;
    assert_eq!((passed.dropped, passed.sent, server.taken().len()), (1, 0, 0));
    town.wait(days(40));
    assert_eq!((town.fills().await, town.reminds().await), (0, 0));
    assert!(Return::Opened.is_owed() && Return::SentBack.is_owed());
}

async fn a_mail_holds_no_words_of_what_is_withheld_from_publication(town: Town) {
    let server = MailServer::start();
    town.withholds().await;
    town.says("2.1", "canary the price was too high").await;
    town.sends_back("2.1", "canary which price?").await;
    town.fills().await;
    town.sends(server.port).await;
    let all = server.taken();
    let partner = to(&all, PARTNER)[0];
    for kind in ["text/plain", "text/html"] {
        let text = partner.part(kind);
        assert!(text.contains("2.1 (withheld from publication") && text.contains("see the comment there"), "{text}");
        assert!(!text.contains("Answer calls") && !text.contains("canary"), "{text}");
    }
    assert!(to(&all, SAM)[0].part("text/plain").contains("1.1 Open a hub"), "what is public is named");
}

async fn another_address_ends_the_links_that_were_mailed_to_the_old_one(town: Town) {
    let server = MailServer::start();
    town.fills().await;
    town.sends(server.port).await;
    let (links, post) = (town.record.answer_links(), town.post("Victim Support"));
    let stands = async |token: &str| links.held_out(&Token::held_out(token)).await.unwrap().is_some();
    let old = to(&server.taken(), PARTNER)[0].link().unwrap();
    links.write_down(post, Some(PARTNER)).await.unwrap();
    assert!(stands(&old).await, "the same address again changes nothing");
    links.write_down(post, Some("desk@support.example")).await.unwrap();
    assert!(!stands(&old).await);
    town.wait(days(1));
    town.reminds().await;
    town.sends(server.port).await;
    let new = to(&server.taken(), "desk@support.example")[0].link().unwrap();
    assert!(stands(&new).await);
    links.write_down(post, None).await.unwrap();
    assert!(!stands(&new).await, "and none is mailed at all");
}

async fn a_link_that_is_revoked_while_its_mail_is_handed_over_does_not_stand(town: Town) {
    let (outbox, links) = (town.record.outbox(), town.record.answer_links());
    let (round, post) = (town.round(), town.post("Victim Support"));
    let other = town.another_node().await;
    let mut handed_first = 0;
    for turn in 0..12_u8 {
        links.write_down(post, Some(PARTNER)).await.unwrap();
        town.wait(days(1));
        town.reminds().await;
        let letter =
            outbox.due(town.now()).await.unwrap().into_iter().find(|letter| letter.address == PARTNER).unwrap();
        let letter = outbox.claim(&letter, town.now()).await.unwrap().unwrap();
        let token = Token::of([turn; 32]);
        let made = town.now();
        let link = uuid::Uuid::from_u128(u128::from(turn));
        let kept = [(token.clone(), AnswerLink { link, round, post, address: PARTNER.into(), made, revoked: false })];
        // Before it, after it, and at once: on one node, on another.
        let by = other.record.answer_links();
        let handed = match turn % 3 {
            0 => {
                by.revoke(round, post).await.unwrap();
                let handed = outbox.handing(&letter, &kept, made).await.unwrap();
                assert!(!handed, "nothing goes to an address that was forgotten");
                handed
            }
            1 => {
                let handed = outbox.handing(&letter, &kept, made).await.unwrap();
                by.revoke(round, post).await.unwrap();
                handed
            }
            _ => {
                let (handed, revoked) = tokio::join!(outbox.handing(&letter, &kept, made), by.revoke(round, post));
                revoked.unwrap();
                handed.unwrap()
            }
        };
        handed_first += u8::from(handed);
        assert!(links.held_out(&token).await.unwrap().is_none(), "turn {turn}: it was revoked");
        outbox.became(&letter, Posting::Dropped, "", made).await.unwrap();
    }
    assert!(handed_first >= 4, "{handed_first} of 12 were handed over before they were revoked");
    println!("12 links revoked around their mail, {handed_first} of them after it had gone; none stands");
    other.record.close().await;
}
