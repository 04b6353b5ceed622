//! CSV and its relatives, in every encoding that is read.
#![no_main]
libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    fuzz::read("a.csv", input);
});
