//! What stands around every page: skip link, header, navigation, breadcrumbs, footer.
use super::classes;
use maud::{Markup, html};

/// Lets the keyboard pass over the head of the page.
pub fn skip_link(text: &str, href: &str) -> Markup {
    html! { a href=(href) class="govuk-skip-link" data-module="govuk-skip-link" { (text) } }
}

/// The bar at the head of the page, for services that are not on GOV.UK.
pub fn header(name: &Markup, href: &str, more: &str) -> Markup {
    html! {
        div class=(classes("govuk-generic-header", more)) {
            div class="govuk-generic-header__container govuk-width-container" {
                div class="govuk-generic-header__logo" {
                    a href=(href) class="govuk-generic-header__homepage-link" { (name) }
                }
            }
        }
    }
}

/// A link of the navigation or of a trail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    pub text: String,
    pub href: String,
    pub current: Current,
}

/// How a link stands to the page that it is on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Current {
    #[default]
    Elsewhere,
    /// The page is below it.
    Within,
    /// It leads to this page.
    Here,
}

/// The sections of the service. It never folds away: folding needs a script, and these pages have none.
pub fn service_navigation(label: &str, links: &[Link]) -> Markup {
    html! {
        div class="govuk-service-navigation" data-module="govuk-service-navigation" {
            div class="govuk-width-container" {
                div class="govuk-service-navigation__container" {
                    @if !links.is_empty() {
                        nav aria-label=(label) class="govuk-service-navigation__wrapper" {
                            ul class="govuk-service-navigation__list" id="navigation" {
                                @for link in links { (section(link)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn section(link: &Link) -> Markup {
    let current = match link.current {
        Current::Elsewhere => None,
        Current::Within => Some("true"),
        Current::Here => Some("page"),
    };
    let active = if current.is_some() { "govuk-service-navigation__item--active" } else { "" };
    html! {
        li class=(classes("govuk-service-navigation__item", active)) {
            a class="govuk-service-navigation__link" href=(link.href) aria-current=[current] {
                @if current.is_some() {
                    strong class="govuk-service-navigation__active-fallback" { (link.text) }
                } @else {
                    (link.text)
                }
            }
        }
    }
}

/// The way back up. A link without an address is this page.
pub fn breadcrumbs(label: &str, trail: &[Link], more: &str) -> Markup {
    html! {
        nav class=(classes("govuk-breadcrumbs", more)) aria-label=(label) {
            ol class="govuk-breadcrumbs__list" {
                @for link in trail {
                    @if link.href.is_empty() {
                        li class="govuk-breadcrumbs__list-item" aria-current="page" { (link.text) }
                    } @else {
                        li class="govuk-breadcrumbs__list-item" {
                            a class="govuk-breadcrumbs__link" href=(link.href) { (link.text) }
                        }
                    }
                }
            }
        }
    }
}

/// The foot of the page. The package's crown, licence logo and crest are left out: they are not an office's to use.
pub fn footer(title: &str, links: &[Link], meta: &Markup) -> Markup {
    html! {
        div class="govuk-footer" {
            div class="govuk-width-container" {
                div class="govuk-footer__meta" {
                    div class="govuk-footer__meta-item govuk-footer__meta-item--grow" {
                        h2 class="govuk-visually-hidden" { (title) }
                        @if !links.is_empty() {
                            ul class="govuk-footer__inline-list" {
                                @for link in links {
                                    li class="govuk-footer__inline-list-item" {
                                        a class="govuk-footer__link" href=(link.href) { (link.text) }
                                    }
                                }
                            }
                        }
                        @if !meta.0.is_empty() {
                            div class="govuk-footer__meta-custom" { (meta) }
                        }
                    }
                }
            }
        }
    }
}
