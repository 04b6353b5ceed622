//! What is looked at in the rows of one file, beside counting them, for the panel of data quality.
use super::seen::Seen;
use std::collections::HashMap;

/// The one type of street row that has never a Crime ID.
const ANTI_SOCIAL_BEHAVIOUR: &[u8] = b"Anti-social behaviour";
/// Outcomes that will become others.
const OPEN: [&[u8]; 2] = [b"Under investigation", b"Awaiting court outcome"];
/// The end of an LSOA's name after its district's: " 001A".
const AFTER_DISTRICT: usize = 5;
/// England and Wales have 331 districts.
const MOST_DISTRICTS: usize = 2_000;

/// One file, as its rows pass by. Its memory ends with [`Seen`]'s.
#[derive(Debug, Default)]
pub(super) struct Inspection {
    ids: Seen,
    twice: Seen,
    /// More Crime IDs than are told apart.
    too_many_ids: bool,
    districts: HashMap<Vec<u8>, u64>,
    too_many_districts: bool,
    forces: HashMap<u32, u64>,
    found: Found,
}

/// What there is to say of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    pub blank_id: u64,
    /// Without anti-social behaviour.
    pub blank_id_of_crimes: u64,
    /// Street: Crime IDs that more than one row has, and the rows beside their first; None where there were more IDs
    /// than are told apart.
    pub repeated: Option<(u64, u64)>,
    /// No LSOA; of stop and search, no coordinates.
    pub blank_place: u64,
    /// Located rows by district; None where there were more than there are districts.
    pub districts: Option<Vec<(String, u64)>>,
    pub with_outcome: u64,
    pub open: u64,
    /// The number of the force that most rows name.
    pub force: Option<u32>,
}

impl Inspection {
    /// `under` is what makes the same Crime ID another one: its month and force.
    pub(super) fn street(&mut self, row: &[&[u8]; 12], under: u64, force: u32) {
        let [id, _, _, _, _, _, _, lsoa, lsoa_name, category, outcome, _] = row;
        self.force(force);
        self.place(lsoa, lsoa_name);
        if id.is_empty() {
            self.found.blank_id += 1;
            self.found.blank_id_of_crimes += u64::from(*category != ANTI_SOCIAL_BEHAVIOUR);
        } else if !self.too_many_ids {
            let (mut ids, mut rows) = self.found.repeated.unwrap_or_default();
            match self.ids.is_new(id, under) {
                Ok(true) => {}
                Ok(false) => {
                    rows += 1;
                    ids += u64::from(self.twice.is_new(id, under).unwrap_or(false));
                }
                Err(_) => self.too_many_ids = true,
            }
            self.found.repeated = Some((ids, rows));
        }
        if !outcome.is_empty() {
            self.found.with_outcome += 1;
            self.found.open += u64::from(OPEN.contains(outcome));
        }
    }

    pub(super) fn outcome(&mut self, row: &[&[u8]; 10], force: u32) {
        let [id, _, _, _, _, _, _, lsoa, lsoa_name, _] = row;
        self.force(force);
        self.place(lsoa, lsoa_name);
        self.found.blank_id += u64::from(id.is_empty());
        self.found.blank_id_of_crimes += u64::from(id.is_empty());
    }

    pub(super) fn search(&mut self, blank_place: bool, force: u32) {
        self.force(force);
        self.found.blank_place += u64::from(blank_place);
    }

    fn force(&mut self, force: u32) {
        *self.forces.entry(force).or_default() += 1;
    }

    fn place(&mut self, lsoa: &[u8], name: &[u8]) {
        if lsoa.is_empty() {
            self.found.blank_place += 1;
            return;
        }
        let Some(end) = name.len().checked_sub(AFTER_DISTRICT).filter(|end| *end > 0) else { return };
        let district = &name[..end];
        if let Some(rows) = self.districts.get_mut(district) {
            *rows += 1;
        } else if self.districts.len() < MOST_DISTRICTS {
            self.districts.insert(district.to_vec(), 1);
        } else {
            self.too_many_districts = true;
        }
    }

    pub(super) fn end(self) -> Found {
        let mut districts: Vec<(String, u64)> = self
            .districts
            .into_iter()
            .map(|(name, rows)| (String::from_utf8_lossy(&name).into_owned(), rows))
            .collect();
        districts.sort_unstable();
        let most = self.forces.into_iter().max_by_key(|(number, rows)| (*rows, std::cmp::Reverse(*number)));
        Found {
            repeated: if self.too_many_ids { None } else { Some(self.found.repeated.unwrap_or_default()) },
            districts: (!self.too_many_districts).then_some(districts),
            force: most.map(|(number, _)| number),
            ..self.found
        }
    }
}
