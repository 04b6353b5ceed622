//! The five papers that the requirements come from, where they lie beside the repository.
use domain::table::Block;
use std::path::PathBuf;

pub fn shared() -> Option<PathBuf> {
    let shared = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    if shared.is_dir() {
        return Some(shared);
    }
    println!("not run: the shared files do not lie beside this repository");
    None
}

#[test]
fn the_five_papers_are_read_line_by_line() {
    let Some(shared) = shared() else { return };
    let mut papers = 0;
    for file in std::fs::read_dir(shared.join("seeds")).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let document = intake::read("-", text.as_bytes(), None).unwrap();
        let lines = document.blocks.iter().filter(|block| !matches!(block, Block::Table(_))).count();
        let filled = text.lines().filter(|line| !line.trim().is_empty()).count();
        let alone = text.lines().filter(|line| ["•", "\u{F0B7}"].contains(&line.trim())).count();
        assert_eq!(lines, document.blocks.len(), "no table is imagined in {}", path.display());
        assert_eq!(lines + alone, filled, "every line of {}", path.display());
        papers += 1;
    }
    println!("{papers} papers read");
    assert_eq!(papers, 5);
}

#[test]
fn the_items_of_the_fifth_paper_keep_their_one_leading_space() {
    let Some(shared) = shared() else { return };
    let path = shared.join("seeds/004_6b9ba204b90e9b63.txt");
    let document = intake::read("-", &std::fs::read(path).unwrap(), None).unwrap();
    let spaced = |word: &str| {
        document.blocks.iter().any(|block| matches!(block, Block::Line { text, .. } if text.as_str() == word))
    };
    assert!(spaced(" Crime Prevention"));
    assert!(spaced("4. BACKGROUND"));
}
