//! The Home Office's table of recorded crime.
#![no_main]
use bulk::{
    Input, Source,
    home_office::{HEADER, Offences, Options, read},
};
use jiff::civil::date;

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let headed = [HEADER.join(",").as_bytes(), b"\n", input].concat();
    for bytes in [input, &headed] {
        let source = Source::Bytes(bytes.into());
        let by = |by| read(&Input::Csv { name: "a.csv", source: &source }, &Options { by, today: date(2026, 1, 1) });
        match by(Offences::Code) {
            Ok(recorded) => {
                let sum =
                    |cells: &[bulk::home_office::Cell]| cells.iter().map(|c| i128::from(c.offences)).sum::<i128>();
                let together = by(Offences::Together).expect("the same rows are read");
                assert_eq!((together.rows, together.quarters), (recorded.rows, recorded.quarters));
                // What does not fit is held at the largest number, so only numbers that a table can have are compared.
                if recorded.cells.iter().all(|cell| cell.offences.unsigned_abs() < 1 << 40) {
                    assert_eq!(sum(&together.cells), sum(&recorded.cells), "together is the sum of the parts");
                }
            }
            Err(refused) => assert!(refused.to_string().len() > 20, "a refusal is a sentence: {refused}"),
        }
    }
});
