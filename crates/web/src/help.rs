//! What the rules say to whoever writes a narrative or commentary, beside the form and nowhere else: it is not kept.
use crate::{
    parts::inset_text,
    words::{say, say_with},
};
use domain::commentary_help::{Help, Why};
use maud::{Markup, html};

fn why(why: Why) -> String {
    match why {
        Why::OffTrack => say("help-off-track"),
        Why::Worsened => say("help-worsened"),
        Why::MeasureWorse => say("help-measure-worse"),
        Why::MissedTarget => say("help-missed-target"),
    }
}

/// What the words leave out, and how they read.
pub fn shown(help: &Help) -> Markup {
    inset_text(
        &html! {
            h2 class="govuk-heading-s" { (say("help-title")) }
            @if !help.left_out.is_empty() {
                p class="govuk-body" { (say("help-left-out")) }
                ul class="govuk-list govuk-list--bullet" {
                    @for one in &help.left_out { li { (one.reference) " " (one.title) ": " (why(one.why)) } }
                }
            }
            @if !help.next_step { p class="govuk-body" { (say("help-no-next-step")) } }
            @if !help.date { p class="govuk-body" { (say("help-no-date")) } }
            @match help.reads {
                None => p class="govuk-body" { (say("help-too-short")) },
                Some(reads) => p class="govuk-body" {
                    (say_with("help-reads", &[
                        ("ease", format!("{:.0}", reads.ease).into()),
                        ("how", reads.in_words().into()),
                        ("words", reads.words.into()),
                        ("sentences", reads.sentences.into()),
                        ("long", reads.long.into()),
                    ]))
                },
            }
            @if help.is_content() { p class="govuk-body" { (say("help-content")) } }
            p class="govuk-body-s" { (say("help-what")) }
        },
        Some("help"),
        "",
    )
}
