//! A file of residents by force.
#![no_main]
use bulk::{
    Input, Source,
    population::{Options, read},
};

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let headed = [b"force,residents\n", input].concat();
    for bytes in [input, &headed] {
        let source = Source::Bytes(bytes.into());
        let options = Options { force: "force".to_owned(), residents: "residents".to_owned() };
        match read(&Input::Csv { name: "a.csv", source: &source }, &options) {
            Ok(populations) => {
                assert!(populations.areas.len() <= 45, "no force is there twice");
                assert!(populations.far.len() < 3);
            }
            Err(refused) => assert!(refused.to_string().len() > 20, "a refusal is a sentence: {refused}"),
        }
    }
});
