//! The plan's own list of its themes ("structured around five themes. They are as follows"): its names are the names,
//! and what the sections are called are aliases.
use super::{Taking, parts::Parts};
use crate::text::Text;

pub(super) struct Names {
    list: Vec<(Text, String)>,
    /// The lines that are that list, and no actions.
    pub lines: Vec<usize>,
}

/// Finds the list: set-in lines or bullets after a sentence about themes that ends in "follows" or with a colon.
pub(super) fn of(parts: &Parts) -> Names {
    for at in 0..parts.list.len() {
        let end = parts.list[at].words();
        let introduces = end.ends_with([':', ';']) || end.trim_end_matches('.').ends_with("as follows");
        // A sentence may have begun on the line before.
        let before = at.checked_sub(1).map_or("", |before| parts.list[before].words());
        let sentence = format!("{before} {end}").to_lowercase();
        let about = ["themes", "pillars", "priorities"].iter().any(|word| sentence.contains(word));
        if !introduces || !about || parts.list[at].label().is_some() {
            continue;
        }
        let marked = |at: &usize| {
            let part = &parts.list[*at];
            (part.is_item() || part.indent() > 0)
                && part.label().is_none()
                && parts.heading(*at, false).is_none()
                && part.words().split_whitespace().count() <= 10
        };
        let lines: Vec<usize> = (at + 1..parts.list.len()).take_while(marked).collect();
        if lines.len() > 1 {
            let list = lines.iter().map(|at| (parts.list[*at].text(), parts.list[*at].place.to_owned())).collect();
            return Names { list, lines };
        }
    }
    Names { list: vec![], lines: vec![] }
}

impl Names {
    /// Gives each section's theme its name in the list, and asks where the two differ.
    pub fn settle(&self, taking: &mut Taking, sections: &[(Text, usize, String)]) {
        let name_of = |taking: &Taking, at: usize| taking.themes.list[at].name.clone();
        let free: Vec<&(Text, String)> = self
            .list
            .iter()
            .filter(|(name, _)| !sections.iter().any(|(_, at, _)| name_of(taking, *at).folded() == name.folded()))
            .collect();
        for (heading, at, place) in sections {
            let own = name_of(taking, *at);
            if self.list.iter().any(|(name, _)| name.folded() == own.folded()) || taking.map_has_theme(&own) {
                continue;
            }
            let like: Vec<&&(Text, String)> = free.iter().filter(|(name, _)| alike(name, &own)).collect();
            if let [(name, listed)] = like[..] {
                taking.asking.ask(
                    place,
                    format!("is the section “{own}” the theme that the plan's own list ({listed}) calls “{name}”?"),
                    format!("yes: the theme is “{name}”, also known as “{own}”"),
                );
                taking.themes.rename(*at, name);
            } else if !self.list.is_empty() {
                let asks = format!(
                    "the section “{}” is none of the plan's own list of themes. What is the theme called?",
                    heading.on_one_line()
                );
                taking.asking.ask(place, asks, format!("“{own}”"));
            }
        }
    }
}

/// Whether one name holds every word of the other that says something.
fn alike(a: &Text, b: &Text) -> bool {
    let words = |text: &Text| -> Vec<String> {
        let folded = text.folded();
        let all = folded
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !matches!(*word, "" | "and" | "the" | "of" | "for" | "our"));
        all.map(str::to_owned).collect()
    };
    let (a, b) = (words(a), words(b));
    let within =
        |small: &[String], large: &[String]| !small.is_empty() && small.iter().all(|word| large.contains(word));
    within(&a, &b) || within(&b, &a) || super::super::near_title(&a.join(" "), &b.join(" "))
}
