//! The map that an office keeps of its own plan (TOML).
#![no_main]
use domain::map::PlanMap;

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else { return };
    match PlanMap::parse(text) {
        Ok(map) => {
            let written = map.to_toml();
            let again = PlanMap::parse(&written).unwrap_or_else(|wrong| panic!("{wrong} in {written}"));
            assert_eq!(again, map, "a map is read back as it was written: {written}");
        }
        Err(refused) => assert!(refused.len() > 10, "a refusal is a sentence: {refused}"),
    }
});
