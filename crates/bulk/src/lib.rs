//! Files of figures from outside, of any size: counted and checked as they stream by, in memory that does not grow
//! with them. data.police.uk's archive, Home Office police recorded crime, populations, and files of figures that an
//! office makes itself.
//!
//! Two things can be wrong. A **reject** is a row that cannot be read: it is counted by reason, and the first are kept
//! with file, line and words. A [`Refused`] is a whole load that cannot be believed: nothing of it is given out.
mod archive;
pub mod child;
pub mod figures;
pub mod forces;
pub mod home_office;
mod month;
pub mod police_uk;
pub mod population;
mod refused;
mod rejects;
mod source;
mod tabular;

pub use month::Month;
pub use refused::Refused;
pub use rejects::{Example, Reason, Rejects};
pub use source::Source;
pub use tabular::Input;
