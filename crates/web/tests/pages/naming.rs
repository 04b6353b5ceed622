//! An officer names what the plan is made of: a plan, themes and what they are for, organisations, posts, and the names
//! of leads that are no posts yet; and says what an action is.
use crate::{
    office::{Answered, clerk},
    town::{Browser, Town, hidden, location},
};
use axum::http::StatusCode;
use domain::{
    action::{Action, Held},
    actor::Role,
    office::Kept,
};

struct Story {
    town: Town,
    olga: Browser,
}

impl Story {
    async fn begins() -> Self {
        let (town, mut alex) = Town::with_an_administrator().await;
        let (olga, _) = town.joins(&mut alex, "Olga Officer", Role::Officer).await;
        Self { town, olga }
    }

    async fn reads(&mut self, address: &str) -> String {
        let answered = self.olga.reads(&self.town, address).await;
        assert_eq!(answered.status, StatusCode::OK, "{address}");
        answered.text()
    }

    /// Opens a form, fills it in, and sends it.
    async fn fills(&mut self, form: &str, fields: &[(&str, &str)]) -> Answered {
        let page = self.reads(form).await;
        let main = page.split("<main").nth(1).unwrap().to_owned();
        let action = main.split("action=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let hidden: Vec<(&str, String)> = ["key", "seen", "in"].map(|name| (name, hidden(&main, name))).into();
        let mut all: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (*name, value.as_str())).collect();
        all.extend(fields);
        self.olga.posts(&self.town, &action, &all).await
    }

    fn id_of(&self, name: &str) -> String {
        let office = self.town.office.record.office();
        let sight = office.seen_by(&clerk());
        let themes = sight.plans().flat_map(|plan| sight.themes(plan.id)).map(|t| (t.id.uuid(), t.item.name.clone()));
        let plans = sight.plans().map(|p| (p.id.uuid(), p.item.name.clone()));
        let posts = sight.posts().map(|p| (p.id.uuid(), p.item.name.clone()));
        let bodies = sight.bodies().map(|b| (b.id.uuid(), b.item.name.clone()));
        let mut all = themes.chain(plans).chain(posts).chain(bodies);
        let found = all.find(|(_, known)| known.as_str() == name);
        found.unwrap_or_else(|| panic!("nothing is called {name}")).0.to_string()
    }

    fn action(&self, reference: &str) -> Kept<Action> {
        let office = self.town.office.record.office();
        let sight = office.seen_by(&clerk());
        let plan = sight.plans().next().unwrap().id;
        sight.actions(plan).into_iter().find(|a| a.reference().as_str() == reference).unwrap().clone()
    }
}

#[tokio::test]
async fn a_plan_is_begun_and_its_parts_are_named() {
    let mut story = Story::begins().await;
    let done = story.fills("/naming/plan/new", &[("name", "Roads 2026 to 2030"), ("from", "2026-04-01")]).await;
    assert_eq!(location(&done), "/naming", "{}", done.text());
    let plan = story.id_of("Roads 2026 to 2030");
    let theme = format!("/naming/theme/new?in={plan}");
    let done = story.fills(&theme, &[("name", "Safer roads"), ("aim", "Fewer people are hurt.")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let id = story.id_of("Safer roads");
    for kind in ["outcome", "objective", "priority"] {
        let form = format!("/naming/{kind}/new?in={id}");
        let done = story.fills(&form, &[("statement", "People feel safe crossing")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    }
    // Renamed: the old name is beside, in the history, and still understood.
    let form = format!("/naming/theme/{id}");
    let page = story.reads(&form).await;
    assert!(page.contains("It is now:") && page.contains("Fewer people are hurt."), "{page}");
    let done = story.fills(&form, &[("name", "Roads for all"), ("aim", "Nobody is hurt.")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let page = story.reads(&format!("/themes/{id}")).await;
    assert!(
        page.contains("Roads for all") && page.contains("Safer roads") && page.contains("Nobody is hurt."),
        "{page}"
    );
    let page = story.reads(&form).await;
    assert!(page.contains("Fewer people are hurt.") && page.contains("milepost-old-new"), "the history: {page}");
    // A name is one theme's alone, also an old one.
    let done = story.fills(&theme, &[("name", "safer Roads.")]).await;
    assert_eq!(done.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(done.text().contains("is the theme “Roads for all” already"), "{}", done.text());
    let done = story.fills("/naming/body/new", &[("name", "Fire and Rescue"), ("kind", "partner")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let done = story.fills("/naming/body/new", &[("name", "Another Panel"), ("kind", "panel")]).await;
    assert!(done.text().contains("one Panel"), "{}", done.text());
    let list = story.reads("/naming").await;
    assert!(list.contains("Fire and Rescue") && list.contains("People feel safe crossing"), "{list}");
}

#[tokio::test]
async fn a_name_of_the_tables_is_given_to_a_post_and_its_work_goes_with_it() {
    let mut story = Story::begins().await;
    let list = story.reads("/naming").await;
    let stated = hidden(&list, "stated");
    let unmatched = |story: &Story| {
        let office = story.town.office.record.office();
        let sight = office.seen_by(&clerk());
        sight.unmatched().into_iter().map(|name| name.stated.to_string()).collect::<Vec<_>>()
    };
    assert!(unmatched(&story).contains(&stated), "{stated}");
    let before = unmatched(&story).len();
    let form = format!("/naming/post/new?called={}", stated.replace(' ', "%20"));
    let done = story.fills(&form, &[("name", "Head of Hubs"), ("initials", &stated)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert_eq!(unmatched(&story).len(), before - 1);
    // The next name is given to the same post.
    if let Some(other) = unmatched(&story).first() {
        let post = story.id_of("Head of Hubs");
        let form =
            [("stated", other.as_str()), ("post", post.as_str()), ("key", "0197a000-0000-7000-8000-00000000000a")];
        let done = story.olga.posts(&story.town, "/naming", &form).await;
        assert_eq!(location(&done), "/naming", "{}", done.text());
        let head = story.town.office.record.office().head().seq;
        story.olga.posts(&story.town, "/naming", &form).await;
        assert_eq!(story.town.office.record.office().head().seq, head, "pressed twice, matched once");
        assert!(!unmatched(&story).contains(other));
    }
}

#[tokio::test]
async fn an_action_is_described_with_what_it_was_beside_and_moves_no_agreed_date() {
    let mut story = Story::begins().await;
    story.fills("/naming/post/new", &[("name", "Head of Policy")]).await;
    let kept = story.action("1.2");
    let form = format!("/actions/{}/edit", kept.id);
    let page = story.reads(&form).await;
    assert!(page.contains("It is now:") && page.contains(kept.item.title.as_str()), "{page}");
    let theme = kept.item.theme.to_string();
    let (post, seen) = (story.id_of("Head of Policy"), kept.version.to_string());
    let fields = [
        ("title", "Publish a charter for victims"),
        ("description", "With those whom it is for."),
        ("theme", theme.as_str()),
        ("lead-0", post.as_str()),
        ("partners", "Fire and Rescue\nThe hospital"),
    ];
    let done = story.fills(&form, &fields).await;
    assert_eq!(location(&done), format!("/actions/{}", kept.id), "{}", done.text());
    let now = story.action("1.2");
    assert_eq!(now.item.title.as_str(), "Publish a charter for victims");
    assert_eq!(now.item.leads, [Held::Post(post.parse::<uuid::Uuid>().unwrap().into())]);
    assert_eq!(now.item.partners.len(), 2);
    assert_eq!((now.item.rating, now.item.update), (kept.item.rating, kept.item.update), "its progress is not touched");
    assert_eq!(now.item.moves, kept.item.moves);
    let history = story.reads(&format!("/actions/{}/history", kept.id)).await;
    assert!(history.contains(kept.item.title.as_str()) && history.contains("for victims"), "{history}");
    // From an old page: both are seen before anything is written.
    let late = [&fields[..], &[("seen", seen.as_str()), ("title", "Another")]].concat();
    let address = form.clone();
    let done = story.olga.posts(&story.town, &address, &late).await;
    assert!(done.status == StatusCode::UNPROCESSABLE_ENTITY && done.text().contains("changed by someone else"));
    // A date that was agreed is not set here.
    let done = story.fills(&form, &[&fields[..], &[("first-date", "2030-01-01")]].concat()).await;
    assert!(done.text().contains("has a date already"), "{}", done.text());
}

#[tokio::test]
async fn whatever_is_typed_is_kept_as_typed_or_refused_and_foreign_ids_lead_nowhere() {
    let mut story = Story::begins().await;
    let kept = story.action("1.2");
    let strings = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' OR 1=1; --",
        "=cmd|' /C calc'!A0",
        "\u{202e}evil\u{202c}",
        "𝕿𝖍𝖊 \u{1F46E}\u{200d}\u{2640}\u{fe0f}",
        "{{7*7}} ${7*7} <%= 7*7 %>",
        "../../etc/passwd",
        "اَلْعَرَبِيَّةُ",
        "\u{0}\u{1}",
        "a\r\nSet-Cookie: b",
        "[theme]\nname = \"x\"",
    ];
    let mut fields = 0;
    for (n, typed) in strings.iter().enumerate() {
        let action = format!("/actions/{}/edit", kept.id);
        for (form, name) in [
            ("/naming/plan/new", "name"),
            ("/naming/plan/new", "from"),
            ("/naming/post/new", "name"),
            ("/naming/post/new", "initials"),
            ("/naming/post/new", "body"),
            ("/naming/body/new", "name"),
            ("/naming/body/new", "kind"),
            ("/naming/body/new", "aliases"),
            (action.as_str(), "title"),
            (action.as_str(), "description"),
            (action.as_str(), "lead-0"),
            (action.as_str(), "theme"),
            (action.as_str(), "partners"),
            (action.as_str(), "first-date"),
        ] {
            let other = format!("Thing {n} {name}");
            let mut all = vec![(name, *typed)];
            if name != "name" && name != "title" {
                all.push((if form == action { "title" } else { "name" }, other.as_str()));
            }
            let done = story.fills(form, &all).await;
            let fine = [StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY];
            assert!(fine.contains(&done.status), "{typed:?} in {name} of {form}: {}", done.status);
            let page = done.text();
            assert!(!page.contains("<script>alert") && !page.contains("<img src=x"), "{page}");
            fields += 1;
        }
    }
    let list = story.reads("/naming").await;
    assert!(list.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && !list.contains("<script>"), "{list}");
    let somewhere = "0197a000-0000-7000-8000-000000000009";
    let mut foreign = 0;
    for kind in ["plan", "theme", "outcome", "objective", "priority", "body", "post", "settings", "action"] {
        for address in
            [format!("/naming/{kind}/{somewhere}"), format!("/naming/{kind}/{}", kept.id), format!("/naming/{kind}/x")]
        {
            assert_eq!(story.olga.reads(&story.town, &address).await.status, StatusCode::NOT_FOUND, "{address}");
            let sent = story.olga.posts(&story.town, &address, &[("name", "Mine"), ("in", somewhere)]).await;
            assert_eq!(sent.status, StatusCode::NOT_FOUND, "{address}");
            foreign += 2;
        }
    }
    println!("{fields} fields, {foreign} foreign ids");
}
