//! The themes of a reading: those that the map states, and those that the document names.
use super::{ThemeRead, codes::theme_heading};
use crate::{
    map::{PlanMap, ThemeMap},
    text::Text,
};
use std::collections::HashMap;

#[derive(Debug, Default)]
pub(super) struct Themes {
    pub list: Vec<ThemeRead>,
    by_name: HashMap<String, usize>,
}

impl Themes {
    pub fn of_map(map: &PlanMap) -> Self {
        let mut themes = Self::default();
        for theme in map.themes() {
            themes.push(theme);
        }
        themes
    }

    fn push(&mut self, theme: ThemeRead) -> usize {
        let at = self.list.len();
        for name in std::iter::once(&theme.name).chain(&theme.aliases) {
            self.by_name.entry(name.folded()).or_insert(at);
        }
        self.list.push(theme);
        at
    }

    pub fn called(&self, name: &Text) -> Option<usize> {
        self.by_name.get(&name.folded()).copied()
    }

    /// The theme that a heading or a cell names; a new one where none is called so.
    pub fn of_heading(&mut self, heading: &Text) -> usize {
        let (code, name) = theme_heading(heading);
        let known = self.called(heading).or_else(|| self.called(&name));
        let at = known.unwrap_or_else(|| self.push(ThemeRead { name, ..ThemeRead::default() }));
        let theme = &mut self.list[at];
        theme.code = theme.code.take().or(code);
        at
    }

    /// Gives a theme the name that the plan's own list gives it; what it was called becomes an alias.
    pub fn rename(&mut self, at: usize, name: &Text) {
        let theme = &mut self.list[at];
        let old = std::mem::replace(&mut theme.name, name.clone());
        if !theme.aliases.contains(&old) {
            theme.aliases.push(old);
        }
        self.by_name.entry(name.folded()).or_insert(at);
    }

    /// What the map must say for the next edition to find the same themes.
    pub fn say_in(&self, map: &mut PlanMap) {
        for theme in &self.list {
            match map.themes.iter_mut().find(|known| known.name == theme.name) {
                Some(known) => {
                    known.aliases.clone_from(&theme.aliases);
                    known.code.clone_from(&theme.code);
                }
                None => map.themes.push(ThemeMap {
                    name: theme.name.clone(),
                    aliases: theme.aliases.clone(),
                    code: theme.code.clone(),
                    ..ThemeMap::default()
                }),
            }
        }
    }
}
