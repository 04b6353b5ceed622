//! milepost
fn main() {}
