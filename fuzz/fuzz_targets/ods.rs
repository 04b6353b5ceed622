//! An OpenDocument spreadsheet: its content, common styles and manifest.
#![no_main]
libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let always = [("mimetype", "application/vnd.oasis.opendocument.spreadsheet")];
    fuzz::office("a.ods", &always, &["content.xml", "styles.xml", "META-INF/manifest.xml"], input);
});
