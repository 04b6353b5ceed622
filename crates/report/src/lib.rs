//! Papers: a list of typed blocks, printed by writers.
pub mod address;
pub mod assurance;
pub mod assurance_framework;
pub mod auditors_pack;
pub mod blocks;
pub mod briefing;
pub mod changes;
pub mod cover;
mod csv;
pub mod data_pack;
pub mod delivery_plan;
mod docx;
pub mod drawn;
mod fields;
pub mod findings_tracker;
mod format;
pub mod forward_look;
pub mod html;
mod json;
mod layout;
pub mod occasion;
mod odf;
mod package;
mod pdf;
mod picture;
pub mod plan_on_a_page;
mod press;
mod printable;
mod rating;
pub mod redacted;
pub mod risk_register;
pub mod round_sheet;
mod running;
mod shade;
pub mod slippage;
mod stated;
pub mod succession;
pub mod theme_report;
pub mod words;
mod workbook;
mod xlsx;

pub use format::{Format, MOST_ROWS, NotWritten, file_name, write};
pub use press::families;
pub use stated::stated_number;

// The sample paper is shared with `examples/sample`, where this crate is called by its name.
#[cfg(test)]
extern crate self as report;
#[cfg(test)]
#[path = "../examples/sample/paper.rs"]
mod sample;
