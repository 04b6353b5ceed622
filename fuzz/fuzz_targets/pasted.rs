//! Pasted text: tabs between cells, lines, and bullets.
#![no_main]
libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    fuzz::read("-", input);
});
