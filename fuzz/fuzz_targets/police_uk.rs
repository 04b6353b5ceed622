//! A file of data.police.uk, of each kind, read whole and in pieces by two threads.
#![no_main]
use bulk::{
    Source,
    police_uk::{By, Counted, Format, Kind, Options, count_source, write},
};
use jiff::civil::date;

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let Some((choice, bytes)) = input.split_first() else { return };
    let kind = Kind::ALL[usize::from(choice % 3)];
    let quality = choice & 4 != 0;
    let name = if choice & 8 == 0 { format!("2024-01-kent-{kind}.csv") } else { "mine.csv".to_owned() };
    let headed = [kind.header().join(",").as_bytes(), b"\n", bytes].concat();
    let bytes = if choice & 16 == 0 { headed.as_slice() } else { bytes };
    let counted = |threads| {
        let by = By::month_force_type();
        let options = Options { kind, by, today: date(2026, 1, 1), quality, fingerprint: false, threads };
        count_source(&name, Source::Bytes(bytes.into()), &options, &mut |_| {})
    };
    match counted(2) {
        Ok(all) => {
            let cells: u64 = all.cells.iter().map(|cell| cell.n).sum();
            assert_eq!(cells, all.rows, "every row is in one cell");
            assert!(all.rejects.first.len() <= 20);
            write(&all, Format::Csv, std::io::sink()).expect("a sink takes every table");
            let kept = serde_json::to_vec(&all).expect("it is plain data");
            assert_eq!(serde_json::from_slice::<Counted>(&kept).expect("it is read back"), all);
        }
        Err(refused) => {
            let says = refused.to_string();
            assert!(says.len() > 20 && !says.contains('\u{1}'), "a refusal is a sentence: {says}");
            assert_eq!(counted(1), Err(refused), "one thread refuses for the same reason");
        }
    }
});
