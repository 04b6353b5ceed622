//! An analyst and the smaller tables: the Home Office's, populations, and the figures that an office writes itself.
mod figures;
mod home_office;
mod population;

use bulk::{Rejects, Source};
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 11, 23);

fn source(text: impl AsRef<[u8]>) -> Source {
    Source::Bytes(text.as_ref().into())
}

/// Each reject in words, as the analyst reads them.
fn words(rejects: &Rejects) -> Vec<String> {
    rejects.first.iter().map(ToString::to_string).collect()
}
