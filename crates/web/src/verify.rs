//! `/verify`: what the record can prove, and how anybody checks it.
use crate::{
    error::Error,
    page::{Page, Section},
    parts::{plain, table::summary_list},
    visit::Staff,
    words::{date, say, say_with},
};
use axum::response::Response;
use domain::sight::Sight;
use maud::{Markup, html};

/// `GET /verify`
pub async fn verify(visit: Staff) -> Result<Response, Error> {
    let statement = visit.record.statement(visit.shown().seq).await?;
    Ok(visit.show(&page(&visit.sight(), visit.shown().day, &statement)))
}

fn page(sight: &Sight, day: jiff::civil::Date, statement: &str) -> Page {
    let title = say("verify-title");
    let mut facts = vec![
        (plain(say("verify-entries")), plain(sight.head().seq.to_string())),
        (plain(say("verify-day")), plain(date(day))),
    ];
    if let Some(settings) = sight.settings() {
        facts.push((plain(say("verify-key")), html! { code class="milepost-hash" { (settings.item.key) } }));
        facts.push((plain(say("verify-epoch")), plain(settings.item.epoch.to_string())));
    }
    let main = html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say("verify-record")) }
        (summary_list(&facts, "milepost-facts"))
        h2 class="govuk-heading-m" { (say("verify-statement")) }
        p class="govuk-body" { (say("verify-statement-why")) }
        pre class="milepost-statement" { code { (statement) } }
        h2 class="govuk-heading-m" { (say("verify-how")) }
        (commands())
        p class="govuk-body" { (say("verify-claim")) }
    };
    Page { title, main, ..Page::default() }.within(Section::Verify)
}

fn commands() -> Markup {
    html! {
        ul class="govuk-list govuk-list--bullet" {
            li { code { "milepost verify" } " " (say("verify-command")) }
            li { code { "milepost verify FILE" } " " (say("verify-file-command")) }
        }
        p class="govuk-body" { (say_with("verify-hash", &[("command", "sha256sum FILE".into()), ("windows", "certutil -hashfile FILE SHA256".into())])) }
    }
}
