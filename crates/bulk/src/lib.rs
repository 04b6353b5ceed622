//! Files of figures from outside, of any size: counted and checked as they stream by, in memory that does not grow
//! with them. data.police.uk's archive, Home Office police recorded crime, populations, and files of figures that an
//! office makes itself.
//!
//! Two things can be wrong. A **reject** is a row that cannot be read: it is counted by reason, and the first are kept
//! with file, line and words. A [`Refused`] is a whole load that cannot be believed: nothing of it is given out.
mod archive;
pub mod forces;
mod month;
pub mod police_uk;
mod refused;
mod source;

pub use month::Month;
pub use refused::Refused;
pub use source::Source;
