//! Our parts give the HTML that the package `govuk-frontend` states for the same options. Its fixtures are read where
//! npm puts them; a fixture that asks for an option which a part does not take is passed over, and both are counted.
use maud::{Markup, PreEscaped, html};
use serde_json::Value;
use std::{collections::BTreeMap, fs, path::PathBuf};
use web::parts::{
    self, Button, Choice, Input, NotificationBanner, Select,
    form::{FileUpload, Textarea, error_summary},
    frame, table,
};

fn fixtures(component: &str) -> Vec<Value> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../node_modules/govuk-frontend/dist/govuk/components")
        .join(component)
        .join("fixtures.json");
    let json = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}; run `npm ci`", path.display()));
    let json: Value = serde_json::from_str(&json).unwrap();
    json["fixtures"].as_array().unwrap().clone()
}

/// HTML as a list of tags and texts in which white space, the order of attributes and the way of escaping no longer
/// tell apart what a browser takes for the same.
fn normal(html: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        let Some(open) = rest.find('<') else {
            all.push(words(rest));
            break;
        };
        all.push(words(&rest[..open]));
        let close = open + rest[open..].find('>').expect("a tag closes");
        all.push(tag(&rest[open + 1..close]));
        rest = &rest[close + 1..];
    }
    all.retain(|part| !part.is_empty());
    all
}

fn words(text: &str) -> String {
    unescaped(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn unescaped(text: &str) -> String {
    let text = text.replace("&quot;", "\"").replace("&#39;", "'").replace("&lt;", "<").replace("&gt;", ">");
    text.replace("&amp;", "&")
}

fn tag(inside: &str) -> String {
    let inside = inside.trim().trim_end_matches('/').trim();
    let (name, mut rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    let mut attributes = BTreeMap::new();
    while !rest.trim().is_empty() {
        rest = rest.trim_start();
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        if let Some(after) = after.strip_prefix("=\"") {
            let close = after.find('"').expect("a value closes");
            attributes.insert(key, words(&after[..close]));
            rest = &after[close + 1..];
        } else {
            attributes.insert(key, String::new());
            rest = after;
        }
    }
    let attributes: Vec<String> = attributes.iter().map(|(k, v)| format!(" {k}=“{v}”")).collect();
    format!("<{name}{}>", attributes.concat())
}

/// The options of a fixture, taken one by one: what is left over a part does not take.
struct Options {
    left: serde_json::Map<String, Value>,
}

impl Options {
    fn of(value: &Value) -> Self {
        Self { left: value.as_object().cloned().unwrap_or_default() }
    }

    fn text(&mut self, name: &str) -> Option<String> {
        match self.left.remove(name)? {
            Value::String(text) => Some(text),
            Value::Number(number) => Some(number.to_string()),
            other => {
                self.left.insert(name.into(), other);
                None
            }
        }
    }

    fn truth(&mut self, name: &str) -> bool {
        self.left.remove(name).is_some_and(|v| v == Value::Bool(true))
    }

    fn list(&mut self, name: &str) -> Vec<Value> {
        match self.left.remove(name) {
            Some(Value::Array(list)) => list,
            _ => vec![],
        }
    }

    /// `html` where it is given, else `text`, by whatever names.
    fn content(&mut self, text: &str, html: &str) -> Markup {
        let text = self.text(text);
        if let Some(raw) = self.text(html).filter(|h| !h.is_empty()) {
            PreEscaped(raw)
        } else {
            html! { (text.unwrap_or_default()) }
        }
    }

    /// Nothing is left over.
    fn all(self, markup: Markup) -> Option<Markup> {
        self.left.is_empty().then_some(markup)
    }
}

/// Compares every fixture that the part covers; gives how many those were.
fn compare(component: &str, at_least: usize, part: impl Fn(Options) -> Option<Markup>) {
    let all = fixtures(component);
    let mut compared = 0;
    for fixture in &all {
        let Some(ours) = part(Options::of(&fixture["options"])) else { continue };
        let theirs = without_what_is_not_ours(fixture["html"].as_str().unwrap());
        assert_eq!(normal(&ours.0), normal(&theirs), "{component}: {}", fixture["name"]);
        compared += 1;
    }
    println!("{component}: {compared} of {} fixtures compared, all the same", all.len());
    assert!(compared >= at_least, "{component}: {compared} compared, {at_least} wanted");
}

/// The crown, the crest and the licence logo are GOV.UK's own: our footer has no place for them.
fn without_what_is_not_ours(html: &str) -> String {
    let mut html = html.to_owned();
    while let Some(from) = html.find("<svg").filter(|from| html[*from..].contains("govuk-footer__")) {
        let to = from + html[from..].find("</svg>").unwrap() + "</svg>".len();
        html.replace_range(from..to, "");
    }
    if let Some(from) = html.find("<div class=\"govuk-footer__meta-item\">") {
        let to = from + html[from..].find("</div>").unwrap() + "</div>".len();
        html.replace_range(from..to, "");
    }
    html
}

#[test]
fn the_frame_of_a_page_is_as_the_package_states() {
    compare("skip-link", 3, |mut o| {
        let href = o.text("href").unwrap_or_else(|| "#content".into());
        let text = o.text("text")?;
        o.all(frame::skip_link(&text, &href))
    });
    compare("generic-header", 5, |mut o| {
        let name = o.content("logoText", "logoHtml");
        let url = o.text("url").unwrap_or_else(|| "/".into());
        let classes = o.text("classes").unwrap_or_default();
        o.all(frame::header(&name, &url, &classes))
    });
    compare("service-navigation", 6, |mut o| {
        let mut links = vec![];
        let items = o.list("navigation");
        // Without this the package adds a menu button, which only a script shows.
        let folds = o.left.remove("collapseNavigationOnMobile").map_or(items.len() > 1, |v| v == Value::Bool(true));
        let name = o.left.remove("serviceName");
        if name.is_some() {
            return None;
        }
        for item in items {
            links.push(link(&item)?);
        }
        let ours = frame::service_navigation(&o.text("navigationLabel").unwrap_or_else(|| "Menu".into()), &links);
        let markup = if folds { with_menu_button(&ours) } else { ours };
        o.all(markup)
    });
    compare("breadcrumbs", 6, |mut o| {
        let mut trail = vec![];
        for item in o.list("items") {
            trail.push(link(&item)?);
        }
        let label = o.text("labelText").unwrap_or_else(|| "Breadcrumb".into());
        let mut classes = o.text("classes").unwrap_or_default();
        if o.truth("collapseOnMobile") {
            classes = "govuk-breadcrumbs--collapse-on-mobile".into();
        }
        o.all(frame::breadcrumbs(&label, &trail, &classes))
    });
    compare("footer", 3, |mut o| {
        // null: no licence line; absent: the package's own words.
        let licence = match o.left.remove("contentLicence") {
            Some(Value::Null) => false,
            None => true,
            Some(_) => return None,
        };
        let mut meta = Options::of(&o.left.remove("meta")?);
        let title = meta.text("visuallyHiddenTitle").unwrap_or_else(|| "Support links".into());
        let mut links = vec![];
        for item in meta.list("items") {
            links.push(link(&item)?);
        }
        let content = meta.content("text", "html");
        let footer = meta.all(frame::footer(&title, &links, &content))?;
        o.all(if licence { with_licence(&footer) } else { footer })
    });
}

/// The package's menu button, hidden until a script shows it. Put back for the comparison alone.
fn with_menu_button(ours: &Markup) -> Markup {
    let button = "<button type=\"button\" class=\"govuk-service-navigation__toggle govuk-js-service-navigation-toggle\" aria-controls=\"navigation\" hidden aria-hidden=\"true\">Menu</button><ul";
    PreEscaped(ours.0.replacen("<ul", button, 1))
}

/// The package's default licence line, which our footer leaves to the office's own words.
fn with_licence(ours: &Markup) -> Markup {
    let licence = "<span class=\"govuk-footer__licence-description\">All content is available under the <a class=\"govuk-footer__link\" href=\"https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/\" rel=\"license\">Open Government Licence v3.0</a>, except where otherwise stated</span></div></div></div></div>";
    PreEscaped(ours.0.strip_suffix("</div></div></div></div>").map(|h| format!("{h}{licence}")).unwrap_or_default())
}

fn link(item: &Value) -> Option<frame::Link> {
    let mut o = Options::of(item);
    let (current, active) = (o.truth("current"), o.truth("active"));
    let link = frame::Link {
        text: o.text("text")?,
        href: o.text("href").unwrap_or_default(),
        current: match (current, active) {
            (true, _) => frame::Current::Here,
            (false, true) => frame::Current::Within,
            _ => frame::Current::Elsewhere,
        },
    };
    o.left.is_empty().then_some(link)
}

#[test]
fn texts_and_banners_are_as_the_package_states() {
    compare("tag", 10, |mut o| {
        let (content, classes) = (o.content("text", "html"), o.text("classes").unwrap_or_default());
        o.all(parts::tag(&content, &classes))
    });
    compare("inset-text", 5, |mut o| {
        let content = o.content("text", "html");
        let (id, classes) = (o.text("id"), o.text("classes").unwrap_or_default());
        o.all(parts::inset_text(&content, id.as_deref(), &classes))
    });
    compare("warning-text", 5, |mut o| {
        let content = o.content("text", "html");
        let warning = o.text("iconFallbackText").filter(|t| !t.is_empty()).unwrap_or_else(|| "Warning".into());
        o.all(parts::warning_text(&warning, &content))
    });
    compare("details", 7, |mut o| {
        let summary = o.content("summaryText", "summaryHtml");
        let content = o.content("text", "html");
        let (id, open) = (o.text("id"), o.truth("open"));
        o.all(parts::details(&summary, &content, id.as_deref(), open))
    });
    compare("phase-banner", 4, |mut o| {
        let content = o.content("text", "html");
        let classes = o.text("classes").unwrap_or_default();
        let mut tag = Options::of(&o.left.remove("tag").unwrap_or_default());
        let word = tag.text("text").unwrap_or_default();
        tag.left.is_empty().then_some(())?;
        o.all(parts::phase_banner(&word, &content, &classes))
    });
    compare("notification-banner", 6, |mut o| {
        let html = o.text("html");
        let text = o.text("text");
        let content = match html {
            Some(html) => PreEscaped(html),
            None => NotificationBanner::heading(&parts::plain(text?)),
        };
        let title = o.text("titleText").unwrap_or_else(|| "Important".into());
        let id = o.text("titleId").unwrap_or_else(|| "govuk-notification-banner-title".into());
        let classes = o.text("classes").unwrap_or_default();
        o.all(NotificationBanner { title: &title, title_id: &id, classes: &classes }.saying(&content))
    });
}

#[test]
fn what_is_filled_in_is_as_the_package_states() {
    compare("button", 20, |mut o| {
        let content = o.content("text", "html");
        let (name, value, id) = (o.text("name"), o.text("value"), o.text("id"));
        let classes = o.text("classes").unwrap_or_default();
        let button = Button { name: name.as_deref(), value: value.as_deref(), id: id.as_deref(), classes: &classes };
        o.all(button.saying(&content))
    });
    compare("select", 5, |mut o| {
        let name = o.text("name")?;
        let id = o.text("id").unwrap_or_else(|| name.clone());
        let value = o.text("value");
        let mut choices = vec![];
        for item in o.list("items") {
            if !item.is_object() {
                continue;
            }
            let mut item = Options::of(&item);
            let stated = item.text("value");
            let text = item.text("text")?;
            let explicit = item.left.remove("selected");
            let chosen = match explicit {
                Some(Value::Bool(true)) => true,
                Some(Value::Bool(false)) => false,
                _ => value.is_some() && stated.as_ref().or(Some(&text)) == value.as_ref(),
            };
            let disabled = item.truth("disabled");
            item.left.is_empty().then_some(())?;
            choices.push(Choice { value: stated, text, chosen, disabled });
        }
        let (label, label_classes) = label(&mut o)?;
        let hint = hint(&mut o)?;
        let classes = o.text("classes").unwrap_or_default();
        let select =
            Select { id: &id, name: &name, label, label_classes: &label_classes, hint, choices, classes: &classes };
        o.all(select.show())
    });
    compare("input", 6, |mut o| {
        let name = o.text("name")?;
        let id = o.text("id").unwrap_or_else(|| name.clone());
        let value = o.text("value");
        let kind = o.text("type").unwrap_or_else(|| "text".into());
        let (label, label_classes) = label(&mut o)?;
        let hint = hint(&mut o)?;
        let error = error(&mut o)?;
        let classes = o.text("classes").unwrap_or_default();
        let input = Input {
            id: &id,
            name: &name,
            kind: &kind,
            label,
            label_classes: &label_classes,
            hint,
            error,
            value: value.as_deref(),
            classes: &classes,
        };
        o.all(input.show())
    });
    compare("textarea", 8, |mut o| {
        let name = o.text("name")?;
        let id = o.text("id").unwrap_or_else(|| name.clone());
        let value = o.text("value").unwrap_or_default();
        let rows = o.text("rows").map_or(5, |rows| rows.parse().unwrap());
        let (label, label_classes) = label(&mut o)?;
        let (hint, error) = (hint(&mut o)?, error(&mut o)?);
        let classes = o.text("classes").unwrap_or_default();
        let textarea = Textarea {
            id: &id,
            name: &name,
            label,
            label_classes: &label_classes,
            hint,
            error,
            rows,
            value: &value,
            classes: &classes,
        };
        o.all(textarea.show())
    });
    compare("file-upload", 4, |mut o| {
        let name = o.text("name")?;
        let id = o.text("id").unwrap_or_else(|| name.clone());
        let (label, label_classes) = label(&mut o)?;
        let (hint, error) = (hint(&mut o)?, error(&mut o)?);
        let upload = FileUpload { id: &id, name: &name, label, label_classes: &label_classes, hint, error };
        o.all(upload.show())
    });
    compare("error-summary", 5, |mut o| {
        let title = o.content("titleText", "titleHtml");
        let mut errors = vec![];
        for item in o.list("errorList") {
            let mut item = Options::of(&item);
            let said = item.content("text", "html");
            let place = item.text("href");
            item.left.is_empty().then_some(())?;
            errors.push((said, place));
        }
        o.all(error_summary(&title, &errors))
    });
}

#[expect(clippy::option_option, reason = "no error and an unknown option are two things")]
fn error(o: &mut Options) -> Option<Option<Markup>> {
    let Some(error) = o.left.remove("errorMessage") else { return Some(None) };
    let mut error = Options::of(&error);
    let content = error.content("text", "html");
    error.left.is_empty().then_some(Some(content))
}

fn label(o: &mut Options) -> Option<(Markup, String)> {
    let mut label = Options::of(&o.left.remove("label")?);
    let classes = label.text("classes").unwrap_or_default();
    let content = label.content("text", "html");
    label.left.is_empty().then_some((content, classes))
}

/// The outer None: it has an option that the part does not take.
#[expect(clippy::option_option, reason = "a missing hint and an unknown option are two things")]
fn hint(o: &mut Options) -> Option<Option<Markup>> {
    let Some(hint) = o.left.remove("hint") else { return Some(None) };
    let mut hint = Options::of(&hint);
    let content = hint.content("text", "html");
    hint.left.is_empty().then_some(Some(content))
}

#[test]
fn tables_and_lists_are_as_the_package_states() {
    compare("table", 8, |mut o| {
        let head = cells(&o.list("head"))?;
        let mut rows = vec![];
        for row in o.list("rows") {
            if let Value::Array(row) = row {
                rows.push(cells(&row)?);
            }
        }
        let caption = o.text("caption").map(parts::plain);
        let caption_classes = o.text("captionClasses").unwrap_or_default();
        let first_names_row = o.truth("firstCellIsHeader");
        let classes = o.text("classes").unwrap_or_default();
        let table = table::Table {
            caption,
            caption_classes: &caption_classes,
            head,
            rows,
            first_names_row,
            classes: &classes,
            narrow: table::Narrow::Same,
        };
        o.all(table.show())
    });
    compare("summary-list", 4, |mut o| {
        let mut rows = vec![];
        for row in o.list("rows") {
            if row.is_null() || row == Value::Bool(false) {
                continue;
            }
            let mut row = Options::of(&row);
            let mut key = Options::of(&row.left.remove("key")?);
            let mut value = Options::of(&row.left.remove("value")?);
            rows.push((key.content("text", "html"), value.content("text", "html")));
            (row.left.is_empty() && key.left.is_empty() && value.left.is_empty()).then_some(())?;
        }
        let classes = o.text("classes").unwrap_or_default();
        o.all(table::summary_list(&rows, &classes))
    });
}

fn cells(row: &[Value]) -> Option<Vec<table::Cell>> {
    row.iter()
        .map(|cell| {
            let mut cell = Options::of(cell);
            let content = cell.content("text", "html");
            let kind = match cell.text("format").as_deref() {
                Some("numeric") => table::CellKind::Number,
                Some(_) => return None,
                None => table::CellKind::Words,
            };
            cell.left.is_empty().then_some(table::Cell { content, kind, classes: "" })
        })
        .collect()
}
