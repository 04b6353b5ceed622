//! A file of figures that an office makes itself.
#![no_main]
use bulk::{
    Input, Source,
    figures::{Figure, Figures, Mapping, Options, read},
};
use domain::span::Span;
use jiff::civil::date;

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let headed = [b"period,area,measure,value\n", input].concat();
    for bytes in [input, &headed] {
        let source = Source::Bytes(bytes.into());
        let options = Options { mapping: Mapping::default(), today: date(2026, 1, 1) };
        match read(&Input::Csv { name: "a.csv", source: &source }, &options) {
            Ok(figures) => {
                for row in &figures.observations {
                    assert_eq!(Span::parse(&row.period.to_string()), Some(row.period), "a period is read back");
                    assert!(!matches!(row.value, Figure::Number(number) if !number.is_finite()));
                }
                let kept = serde_json::to_vec(&figures).expect("it is plain data");
                assert_eq!(serde_json::from_slice::<Figures>(&kept).expect("it is read back"), figures);
            }
            Err(refused) => assert!(refused.to_string().len() > 20, "a refusal is a sentence: {refused}"),
        }
    }
});
