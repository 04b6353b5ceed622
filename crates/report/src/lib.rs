//! Papers: a list of typed blocks, printed by writers.
pub mod blocks;
