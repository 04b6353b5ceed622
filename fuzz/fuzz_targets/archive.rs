//! A zip as data.police.uk gives it out: the bytes of one, or one made round the input as its part.
#![no_main]
use bulk::{
    Source,
    police_uk::{By, Kind, Options, count_source},
};
use jiff::civil::date;
use std::io::{Cursor, Write};
use zip::{ZipWriter, write::SimpleFileOptions};

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let made;
    let bytes = if input.starts_with(b"PK") {
        input
    } else {
        let mut pieces = input.splitn(2, |byte| *byte == fuzz::BETWEEN);
        let name = String::from_utf8_lossy(pieces.next().unwrap_or_default()).into_owned();
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let _ = zip.start_file(name, SimpleFileOptions::default());
        let _ = zip.write_all(pieces.next().unwrap_or_default());
        let Ok(zip) = zip.finish() else { return };
        made = zip.into_inner();
        made.as_slice()
    };
    let options = Options {
        kind: Kind::Street,
        by: By::month_force_type(),
        today: date(2026, 1, 1),
        quality: true,
        fingerprint: true,
        threads: 1,
    };
    if let Err(refused) = count_source("latest.zip", Source::Bytes(bytes.into()), &options, &mut |_| {}) {
        let says = refused.to_string();
        assert!(says.len() > 20 && !says.contains('\u{1}'), "a refusal is a sentence: {says}");
    }
});
