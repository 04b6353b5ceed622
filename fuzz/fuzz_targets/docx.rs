//! A Word document: its body, styles, numbering and relations.
#![no_main]
libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let always = [
        (
            "_rels/.rels",
            r#"<Relationships><Relationship Id="rId1" Type="x/officeDocument" Target="word/document.xml"/></Relationships>"#,
        ),
        (
            "word/_rels/document.xml.rels",
            r#"<Relationships><Relationship Id="rId1" Type="x/styles" Target="styles.xml"/><Relationship Id="rId2" Type="x/numbering" Target="numbering.xml"/></Relationships>"#,
        ),
    ];
    fuzz::office("a.docx", &always, &["word/document.xml", "word/styles.xml", "word/numbering.xml"], input);
});
