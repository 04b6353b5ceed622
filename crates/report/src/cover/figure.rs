//! Named figures: what stands in braces in the text comes from the record, and so does every theme's name.
use super::text::{Fault, Written};
use crate::{
    blocks::Inline,
    delivery_plan::{Printing, without_date},
    occasion::Occasion,
};
use domain::{
    envelope::Marking,
    scale::{Class, Counts},
    text::fold,
    theme::Theme,
    travel::{RowTravel, ThemeTravel},
};
use std::collections::{BTreeMap, BTreeSet};

/// Where in the paper words stand: under a theme, in a list of actions.
#[derive(Clone, Copy, Default)]
pub(super) struct Scope<'p> {
    pub theme: Option<&'p ThemeTravel<'p>>,
    pub action: Option<&'p RowTravel<'p>>,
}

/// Sets the author's words against the office.
pub(super) struct Figures<'p> {
    pub occasion: &'p Occasion<'p>,
    pub printing: Option<&'p Printing<'p>>,
    pub notes: &'p BTreeMap<String, Written>,
    pub used_notes: BTreeSet<String>,
    /// Each figure that was printed, with what it came to: for machines, and for whoever asks where a number is from.
    pub used: BTreeMap<String, String>,
    /// The highest marking of the actions that were named.
    pub marking: Marking,
    pub faults: Vec<Fault>,
}

const COUNTS: [&str; 8] =
    ["total", "complete", "on_track", "at_risk", "off_track", "not_started", "paused", "not_rated"];
const DIRECTIONS: [&str; 5] = ["better", "same", "worse", "new", "not_comparable"];
const OF_PLAN: [&str; 6] = ["plan", "themes", "theme_names", "withheld", "continuing", "completed"];
const OF_OFFICE: [&str; 3] = ["as_at", "body", "office"];
const OF_ACTION: [&str; 5] = ["action", "action.reference", "action.rating", "action.direction", "action.date"];

impl<'p> Figures<'p> {
    fn value(&self, name: &str, scope: Scope) -> Option<String> {
        match name {
            "as_at" => return Some(self.occasion.words.date(self.occasion.as_at.day)),
            "body" => return Some(self.occasion.body_name()),
            "office" => return Some(self.occasion.office_name()),
            _ => {}
        }
        let printing = self.printing?;
        let travel = &printing.travel;
        let names = || travel.themes.iter().map(|t| t.theme.item.name.to_string()).collect::<Vec<_>>();
        match name {
            "plan" => return Some(printing.plan.item.name.to_string()),
            "themes" => return Some(travel.themes.len().to_string()),
            "theme_names" => return Some(self.occasion.words.list(&names())),
            "withheld" => return Some(printing.hidden().to_string()),
            "continuing" => return Some(printing.continuing().to_string()),
            "completed" => return Some(printing.completed().to_string()),
            _ => {}
        }
        if let Some(of) = of_part(name, "theme") {
            return Self::of_theme(of, scope.theme?);
        }
        if let Some(of) = of_part(name, "action") {
            return self.of_action(of, scope.action?);
        }
        if let Some((theme, of)) = name.split_once('.') {
            return Self::of_theme(of, travel.themes.iter().find(|t| answers_to(&t.theme.item, theme))?);
        }
        count(&travel.counts(), name).or_else(|| went(name, &mut travel.rows())).map(|count| count.to_string())
    }

    fn of_theme(of: &str, theme: &ThemeTravel) -> Option<String> {
        match of {
            "" | "name" => Some(theme.theme.item.name.to_string()),
            "aim" => theme.theme.item.aim.as_ref().map(ToString::to_string),
            of => count(&theme.counts, of).or_else(|| went(of, &mut theme.rows.iter())).map(|count| count.to_string()),
        }
    }

    fn of_action(&self, of: &str, row: &RowTravel) -> Option<String> {
        let words = self.occasion.words;
        let action = &row.action.item;
        match of {
            "" | "title" => Some(action.title.to_string()),
            "reference" => Some(row.action.reference().to_string()),
            "rating" => Some(action.rating.as_ref().map_or_else(|| words.say("not-rated"), |r| r.label.to_string())),
            "direction" => Some(crate::rating::direction_word(words, row.direction)),
            "date" => Some(
                action.current_date.map_or_else(|| without_date(words, action).join(", "), |date| words.date(date)),
            ),
            _ => None,
        }
    }

    /// Every figure that there is here, for whoever named another.
    fn known(&self, scope: Scope) -> String {
        let mut known: Vec<String> = OF_OFFICE.map(String::from).to_vec();
        let Some(printing) = self.printing else {
            return format!(
                "{} (the others are of a plan, and none was chosen: say which with --plan)",
                known.join(", ")
            );
        };
        known.extend([&OF_PLAN[..], &COUNTS, &DIRECTIONS].concat().into_iter().map(String::from));
        if scope.action.is_some() {
            known.extend(OF_ACTION.map(String::from));
        }
        let themes: Vec<String> = printing.travel.themes.iter().map(|t| key(t.theme.item.name.as_str())).collect();
        let of_themes = if themes.is_empty() {
            String::new()
        } else {
            format!(
                "; and of a theme, such as {}.on_track: {} with .name, .aim and each count; under “## {{theme}}” or in a list item, theme stands for each in turn, and action for each action",
                themes[0],
                themes.join(", ")
            )
        };
        format!("{}{of_themes}", known.join(", "))
    }

    /// A line of plain words: a title, a date, a heading.
    pub fn line(&mut self, written: &Written, scope: Scope) -> String {
        self.inlines(written, scope)
            .into_iter()
            .map(|inline| match inline {
                Inline::Text(text) | Inline::Bold(text) | Inline::Code(text) | Inline::Link { text, .. } => text,
                Inline::Footnote(_) => {
                    self.faults.push(Fault::at(
                        written.line,
                        "a footnote cannot stand in a heading or a line at the head; put it in a paragraph",
                    ));
                    String::new()
                }
            })
            .collect()
    }

    /// A paragraph: figures set, footnotes in their places, addresses as links.
    pub fn inlines(&mut self, written: &Written, scope: Scope) -> Vec<Inline> {
        let mut out = Pieces::default();
        let text = written.text.as_str();
        let mut at = 0;
        while let Some(next) = text[at..].chars().next() {
            let rest = &text[at..];
            let line = written.line + text[..at].matches('\n').count();
            at += match next {
                '{' | '}' if rest[1..].starts_with(next) => {
                    out.plain.push(next);
                    2
                }
                '{' => self.figure(rest, line, scope, &mut out),
                '[' if rest.starts_with("[^") => self.footnote(rest, line, scope, &mut out),
                'h' if rest.starts_with("http://") || rest.starts_with("https://") => {
                    let address = address(rest);
                    out.put(Inline::Link { text: address.to_owned(), address: address.to_owned() });
                    address.len()
                }
                '\n' => {
                    out.plain.push(' ');
                    1
                }
                _ => {
                    out.plain.push(next);
                    next.len_utf8()
                }
            };
        }
        out.finish()
    }

    /// Sets one figure; answers how many bytes of the text it took.
    fn figure(&mut self, rest: &str, line: usize, scope: Scope, out: &mut Pieces) -> usize {
        let Some((name, _)) = rest[1..].split_once('}').filter(|(name, _)| !name.contains(['\n', '{'])) else {
            self.faults.push(Fault::at(line, "a { is never closed; write {{ for a brace itself"));
            return 1;
        };
        let wanted = name.trim().to_lowercase();
        if let Some(value) = self.value(&wanted, scope) {
            out.plain.push_str(&value);
            if let Some(row) = scope.action.filter(|_| of_part(&wanted, "action").is_some()) {
                self.marking = self.marking.max(row.action.envelope.marking);
            }
            self.used.insert(Self::full_name(&wanted, scope), value);
        } else {
            let says = self.no_figure(&wanted, name, scope);
            self.faults.push(Fault::at(line, says));
        }
        name.len() + 2
    }

    /// `theme.on_track` under Victims is `victims.on_track` to whoever looks the figure up; an action's has no name.
    fn full_name(wanted: &str, scope: Scope) -> String {
        match (of_part(wanted, "theme"), of_part(wanted, "action"), scope) {
            (Some(of), _, Scope { theme: Some(travel), .. }) => {
                let of = if of.is_empty() { "name" } else { of };
                format!("{}.{of}", key(travel.theme.item.name.as_str()))
            }
            (_, Some(of), Scope { action: Some(row), .. }) => {
                let of = if of.is_empty() { "title" } else { of };
                format!("{}.{of}", row.action.reference())
            }
            _ => wanted.to_owned(),
        }
    }

    fn no_figure(&self, wanted: &str, typed: &str, scope: Scope) -> String {
        if let Some(theme) = wanted.strip_suffix(".aim")
            && let Some(printing) = self.printing
            && let Some(travel) = scope
                .theme
                .filter(|_| theme == "theme")
                .or_else(|| printing.travel.themes.iter().find(|t| answers_to(&t.theme.item, theme)))
        {
            return format!(
                "“{}” has no aim on the record, so {{{typed}}} has nothing to print",
                travel.theme.item.name
            );
        }
        let outside =
            if wanted == "theme" || wanted.starts_with("theme.") || wanted == "action" || wanted.starts_with("action.")
            {
                " here, where no theme or action is meant"
            } else {
                ""
            };
        format!(
            "{{{typed}}} is not a figure{outside}; write {{{{ for a brace itself. The figures are: {}",
            self.known(scope)
        )
    }

    fn footnote(&mut self, rest: &str, line: usize, scope: Scope, out: &mut Pieces) -> usize {
        let Some((mark, _)) = rest[2..].split_once(']').filter(|(mark, _)| !mark.is_empty() && !mark.contains('\n'))
        else {
            out.plain.push('[');
            return 1;
        };
        let notes = self.notes;
        match notes.get(mark) {
            Some(note) => {
                self.used_notes.insert(mark.to_owned());
                let words: String = self.plain_note(note, scope);
                out.put(Inline::Footnote(words));
            }
            None => self.faults.push(Fault::at(
                line,
                format!("the footnote [^{mark}] is not defined; add a line “[^{mark}]: ...” anywhere below"),
            )),
        }
        mark.len() + 3
    }

    fn plain_note(&mut self, note: &Written, scope: Scope) -> String {
        if note.text.contains("[^") {
            self.faults.push(Fault::at(note.line, "a footnote cannot hold a footnote"));
            return String::new();
        }
        self.line(note, scope)
    }

    /// The theme of the plan that a heading names.
    pub fn theme(&mut self, named: &Written) -> Option<&'p ThemeTravel<'p>> {
        let Some(printing) = self.printing else {
            let says = format!(
                "“## {}” is for a theme of a plan, and no plan was chosen: say which with --plan, or use ### for another sub-heading",
                named.text
            );
            self.faults.push(Fault::at(named.line, says));
            return None;
        };
        let found = printing.travel.themes.iter().find(|t| answers_to(&t.theme.item, &key(&named.text)));
        if found.is_none() {
            let known: Vec<String> =
                printing.travel.themes.iter().map(|t| format!("“{}”", t.theme.item.name)).collect();
            let says = format!(
                "“{}” is not a theme of {}; its themes are {}. Use ### for another sub-heading",
                named.text,
                printing.plan.item.name,
                known.join(", ")
            );
            self.faults.push(Fault::at(named.line, says));
        }
        found
    }

    /// The scopes for which a list item is printed: each theme or each action that it speaks of in general, else once.
    pub fn repeats(&self, item: &Written, scope: Scope<'p>) -> Vec<Scope<'p>> {
        let Some(printing) = self.printing else { return vec![scope] };
        let themes: Vec<&'p ThemeTravel<'p>> = match scope.theme {
            Some(theme) => vec![theme],
            None => printing.travel.themes.iter().collect(),
        };
        if speaks_of(&item.text, "action") {
            let rows = themes.into_iter().flat_map(|t| t.rows.iter().map(move |row| (t, row)));
            rows.map(|(theme, row)| Scope { theme: Some(theme), action: Some(row) }).collect()
        } else if speaks_of(&item.text, "theme") {
            themes.into_iter().map(|theme| Scope { theme: Some(theme), action: None }).collect()
        } else {
            vec![scope]
        }
    }

    /// A footnote that nothing refers to would be lost without a word.
    pub fn check_notes(&mut self) {
        for (mark, note) in self.notes {
            if !self.used_notes.contains(mark) {
                let says = format!(
                    "the footnote [^{mark}] is defined and nothing refers to it; put [^{mark}] where it belongs"
                );
                self.faults.push(Fault::at(note.line, says));
            }
        }
    }
}

/// "theme" gives "", "theme.aim" gives "aim".
fn of_part<'n>(name: &'n str, whole: &str) -> Option<&'n str> {
    let rest = name.strip_prefix(whole)?;
    if rest.is_empty() { Some("") } else { rest.strip_prefix('.') }
}

fn speaks_of(text: &str, whole: &str) -> bool {
    text.replace("{{", "").split('{').skip(1).any(|after| {
        after.split_once('}').is_some_and(|(name, _)| of_part(&name.trim().to_lowercase(), whole).is_some())
    })
}

/// A theme's name in a figure: "Putting Communities First" is `putting_communities_first`.
fn key(name: &str) -> String {
    let words: String = fold(name).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    words.split_whitespace().collect::<Vec<_>>().join("_")
}

fn answers_to(theme: &Theme, wanted: &str) -> bool {
    let wanted = key(wanted);
    let names = [&theme.name].into_iter().chain(&theme.aliases).chain(&theme.code);
    names.into_iter().any(|name| key(name.as_str()) == wanted)
}

fn count(counts: &Counts, name: &str) -> Option<usize> {
    match name {
        "total" => Some(counts.total()),
        "not_rated" => Some(counts.of(None)),
        name => Class::parse(name).map(|class| counts.of(Some(class))),
    }
}

fn went<'r>(name: &str, rows: &mut dyn Iterator<Item = &'r RowTravel<'r>>) -> Option<usize> {
    DIRECTIONS.contains(&name).then(|| rows.filter(|row| row.direction.as_str() == name).count())
}

/// An address runs to the next white space; what closes the sentence around it is not part of it.
fn address(text: &str) -> &str {
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '“' | '”')).unwrap_or(text.len());
    let mut address = &text[..end];
    while let Some(last) = address.chars().last() {
        let opened = last == ')' && address.contains('(');
        if opened || !matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '\'' | '’') {
            break;
        }
        address = &address[..address.len() - last.len_utf8()];
    }
    address
}

#[derive(Default)]
struct Pieces {
    plain: String,
    done: Vec<Inline>,
}

impl Pieces {
    fn put(&mut self, inline: Inline) {
        if !self.plain.is_empty() {
            self.done.push(Inline::Text(std::mem::take(&mut self.plain)));
        }
        self.done.push(inline);
    }

    fn finish(mut self) -> Vec<Inline> {
        if !self.plain.is_empty() {
            self.done.push(Inline::Text(self.plain));
        }
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_ends_where_the_sentence_goes_on() {
        assert_eq!(address("https://a.example/x.pdf. And"), "https://a.example/x.pdf");
        assert_eq!(address("https://a.example/x_(y)"), "https://a.example/x_(y)");
        assert_eq!(address("http://a.example/?a=1&b=2)"), "http://a.example/?a=1&b=2");
    }

    #[test]
    fn a_theme_is_named_in_a_figure_as_people_would_write_it() {
        assert_eq!(key("Putting Communities First"), "putting_communities_first");
        assert_eq!(key("Victims & Witnesses"), "victims_witnesses");
        assert!(speaks_of("{ Theme.aim }", "theme") && !speaks_of("{themes} {{theme}", "theme"));
    }
}
