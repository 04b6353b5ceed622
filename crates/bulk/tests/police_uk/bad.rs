//! What is wrong with a file, and what the analyst is told. Nothing of a refused load is given out.
use crate::world::{Folder, HEADER, counted, row, sample, street, zipped};
use bulk::{Reason, Refused, police_uk::Kind};
use std::{fs, io::Write, path::Path};
use zip::{ZipWriter, unstable::write::FileOptionsExt, write::SimpleFileOptions};

const NAME: &str = "2024-01/2024-01-kent-street.csv";

fn refusal(path: &Path) -> (Refused, String) {
    let refused = counted(path, Kind::Street, "month,force,type").expect_err("it should be refused");
    let words = refused.to_string();
    (refused, words)
}

fn refused_folder(name: &str, bytes: impl AsRef<[u8]>) -> String {
    refusal(Folder::new().with(name, bytes).path()).1
}

fn refused_file(name: &str, bytes: impl AsRef<[u8]>) -> (Refused, String) {
    refusal(&Folder::new().with(name, bytes).file(name))
}

fn hundred() -> Vec<String> {
    (0..100).map(|_| row("2024-01", "Drugs")).collect()
}

#[test]
fn a_wrong_header_names_the_first_column_that_differs() {
    let wrong = HEADER.replace("Crime type", "Type of crime");
    let said = refused_folder(NAME, wrong + "\n");
    assert_eq!(
        said,
        "2024-01/2024-01-kent-street.csv, line 1: its header is another: column 10 is “Type of crime” where a street file has “Crime type”; take the file as it was downloaded, and do not save it again from a spreadsheet"
    );
    let moved = HEADER.replace("Longitude,Latitude", "Latitude,Longitude");
    let said = refused_folder(NAME, moved + "\n");
    assert!(said.contains("its columns are in another order: column 5 is “Latitude” where"), "{said}");
    let short = HEADER.replace(",Context", "");
    assert!(refused_folder(NAME, short).contains("column 12 is nothing where a street file has “Context”"));
    assert!(refused_folder(NAME, "\u{7}\n").contains("column 1 is “\u{FFFD}”"));
    assert!(refused_folder(NAME, "").contains("is empty"), "a file of no bytes");
}

#[test]
fn a_file_of_another_kind_is_told_by_name_and_by_header() {
    let outcomes = fs::read(sample().join("2024-01/2024-01-cambridgeshire-outcomes.csv")).unwrap();
    let said = refused_folder(NAME, &outcomes);
    assert!(said.contains("is of the kind outcomes by its header, and street was asked for"), "{said}");
    let (_, said) = refused_file("2024-01-kent-outcomes.csv", &outcomes);
    assert!(said.ends_with("ask for --kind outcomes"), "{said}");
    let said = refused_folder("2024-01/2024-01-kent-outcomes.csv", &outcomes);
    assert!(said.contains("it holds 1 outcomes instead: ask for one of them with --kind"), "{said}");
}

#[test]
fn rows_of_another_month_refuse_the_file_and_a_single_one_is_left_out() {
    let mut rows = hundred();
    rows[49] = row("2024-02", "Drugs");
    let home = Folder::new().with(NAME, street(&rows));
    let kent = counted(home.path(), Kind::Street, "month").unwrap();
    assert_eq!((kent.rows, kent.rejects.by_reason[&Reason::OtherMonth]), (99, 1));
    assert_eq!(
        kent.rejects.first[0].to_string(),
        "2024-01/2024-01-kent-street.csv, line 51: its month is not the month of the file (2024-02)"
    );
    let all: Vec<String> = (0..100).map(|_| row("2024-02", "Drugs")).collect();
    let said = refused_folder(NAME, street(&all));
    assert!(said.starts_with("2024-01/2024-01-kent-street.csv: 100 of 100 rows cannot be read"), "{said}");
    assert!(said.contains("as line 2: its month is not the month of the file (2024-02)"), "{said}");
}

#[test]
fn a_file_in_the_folder_of_another_month_is_refused() {
    let said = refused_folder("2024-02/2024-01-kent-street.csv", street(&hundred()));
    assert!(said.contains("lies in the folder 2024-02, which is of another month"), "{said}");
}

#[test]
fn the_same_file_twice_would_count_twice() {
    let file = street(&hundred());
    let home = Folder::new().with("2024-01/2024-01-kent-street.csv", &file).with("copy/2024-01-kent-street.csv", &file);
    let (_, said) = refusal(home.path());
    assert!(
        said.starts_with("2024-01-kent-street.csv is there twice (2024-01/2024-01-kent-street.csv and copy/"),
        "{said}"
    );
}

#[test]
fn a_month_that_has_not_ended_is_refused() {
    let rows: Vec<String> = (0..3).map(|_| row("2026-11", "Drugs")).collect();
    let said = refused_folder("2026-11/2026-11-kent-street.csv", street(&rows));
    assert!(said.contains("is of 2026-11, which has not ended on 2026-11-23"), "{said}");
    let mut rows = hundred();
    rows[7] = row("2031-01", "Drugs");
    let home = Folder::new().with("mine.csv", street(&rows));
    let mine = counted(&home.file("mine.csv"), Kind::Street, "month").unwrap();
    assert_eq!(mine.rejects.by_reason[&Reason::FutureMonth], 1);
}

#[test]
fn each_kind_of_broken_row_is_named_with_its_line() {
    let mut rows = hundred();
    rows.extend(hundred());
    rows[0] = "only,three,columns".to_owned();
    rows[1] = row("2024-01", "Drugs").replace("High Street", "High, Street");
    rows[2] = row("2024-01", "Drugs").replace("On or near", "\"On or near");
    rows[3] = row("2024-01", "Drugs").replace("On or near High Street", "\"On\" or near");
    rows[4] = row("January", "Drugs");
    rows[5] = row("2024-01", "");
    rows[6] = row("2024-01", "Drugs").replace("Kent Police", "");
    let mut bytes = street(&rows).into_bytes();
    let mut latin = row("2024-01", "Drugs").into_bytes();
    latin[90] = 0xE9;
    bytes.extend(latin);
    bytes.push(b'\n');
    let home = Folder::new().with(NAME, bytes);
    let kent = counted(home.path(), Kind::Street, "month").unwrap();
    let said: Vec<(u64, Reason)> = kent.rejects.first.iter().map(|reject| (reject.line, reject.reason)).collect();
    assert_eq!(
        said,
        [
            (2, Reason::NumberOfColumns),
            (3, Reason::NumberOfColumns),
            (4, Reason::OpenQuotationMark),
            (5, Reason::AfterQuotationMark),
            (6, Reason::NoMonth),
            (7, Reason::NoType),
            (8, Reason::NoForce),
            (202, Reason::NotUtf8),
        ]
    );
    assert_eq!(kent.rejects.first[1].found, "13 columns");
    assert_eq!(kent.rows, 193);
}

#[test]
fn a_name_that_moves_the_cursor_or_fills_the_memory_is_no_name() {
    let mut rows = hundred();
    rows[0] = row("2024-01", "\u{1B}[2JDrugs");
    rows[1] = row("2024-01", &"Drugs".repeat(100));
    let home = Folder::new().with(NAME, street(&rows));
    let kent = counted(home.path(), Kind::Street, "type").unwrap();
    assert_eq!((kent.rows, kent.rejects.by_reason[&Reason::NoType]), (98, 2));
    assert!(!kent.rejects.first[0].to_string().contains('\u{1B}'), "{}", kent.rejects.first[0]);
}

#[test]
fn a_link_to_a_file_is_as_good_as_the_file_and_one_to_a_folder_is_not_followed() {
    let home = Folder::new().with("kept.csv", street(&hundred()));
    std::os::unix::fs::symlink("kept.csv", home.file("2024-01-kent-street.csv")).unwrap();
    std::os::unix::fs::symlink(".", home.file("again")).unwrap();
    let kent = counted(home.path(), Kind::Street, "month").unwrap();
    assert_eq!((kent.rows, kent.files.len()), (100, 1));
}

#[test]
fn a_million_rejects_are_counted_and_twenty_kept() {
    let mut text = HEADER.to_owned();
    // Each of many files has a share that is borne; together they are a million.
    let good = row("2024-01", "Drugs").replace("Kent Police", "K").replace("On or near High Street", "");
    let good = good.trim_start_matches('0');
    for n in 0..20_000 {
        text.push('\n');
        text.push_str(if n % 21 == 0 { "x" } else { good });
    }
    let home = (0..30).fold(Folder::new(), |home, n| home.with(&format!("2024-01-force{n:02}-street.csv"), &text));
    let all = counted(home.path(), Kind::Street, "month").unwrap();
    assert_eq!(all.rejects.total(), 30 * 953);
    assert_eq!(all.rejects.first.len(), 20);
    let million = format!("{HEADER}{}", "\nx".repeat(1_000_000));
    let said = refused_folder(NAME, million);
    assert!(said.contains("1000000 of 1000000 rows cannot be read"), "{said}");
}

#[test]
fn an_empty_folder_and_one_of_other_things_say_what_is_looked_for() {
    let (_, said) = refusal(Folder::new().path());
    assert!(said.contains("holds no street file: none is named like 2024-01-cambridgeshire-street.csv"), "{said}");
    let said = refused_folder("notes.txt", "hello");
    assert!(said.ends_with("choose a folder or zip as data.police.uk gives it out"), "{said}");
    let (_, said) = refusal(Path::new("/no/such/folder"));
    assert!(said.contains("there is no such file or folder"), "{said}");
}

#[test]
fn what_a_mac_puts_beside_files_is_left_aside() {
    let file = street(&hundred());
    let zip = zipped(&[(NAME, file.as_bytes()), ("__MACOSX/2024-01/2024-01-kent-street.csv", b"\0\x05")]);
    let home = Folder::new().with("a.zip", zip);
    let kent = counted(&home.file("a.zip"), Kind::Street, "month").unwrap();
    assert_eq!((kent.rows, kent.left_aside), (100, 1));
}

#[test]
fn utf_16_is_named() {
    let text: Vec<u8> =
        [0xFEFF].into_iter().chain(street(&hundred()).encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let said = refused_folder(NAME, text);
    assert!(said.contains("is not UTF-8 but UTF-16"), "{said}");
}

#[test]
fn a_line_without_end_is_no_row() {
    let said = refused_folder(NAME, format!("{HEADER}\n{}", "x".repeat(3_000_000)));
    assert!(said.contains("line 2 is longer than 262144 bytes"), "{said}");
}

#[test]
fn words_without_end_in_a_column_of_names_are_refused() {
    let rows: Vec<String> = (0..2_000).map(|n| row("2024-01", &format!("type {n}"))).collect();
    let said = refused_folder(NAME, street(&rows));
    assert!(said.contains("more than 1000 different words in its column “Crime type”"), "{said}");
}

#[test]
fn a_zip_that_was_cut_off_anywhere_gives_nothing() {
    let files: Vec<(String, Vec<u8>)> = ["btp", "dorset"]
        .iter()
        .map(|force| {
            let name = format!("2024-01/2024-01-{force}-street.csv");
            let bytes = fs::read(sample().join(&name)).unwrap();
            (name, bytes)
        })
        .collect();
    let parts: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let whole = zipped(&parts);
    let mut cut = 0;
    for length in (5..whole.len()).step_by(97) {
        let (refused, said) = refused_file("latest.zip", &whole[..length]);
        assert!(matches!(refused, Refused::Damaged { .. }), "{length}: {said}");
        assert!(said.contains("download it again"), "{said}");
        cut += 1;
    }
    println!("{cut} places cut");
    assert!(cut > 50);
}

#[test]
fn a_zip_with_a_changed_byte_never_gives_other_counts() {
    let bytes = fs::read(sample().join("2024-01/2024-01-dorset-street.csv")).unwrap();
    let whole = zipped(&[("2024-01/2024-01-dorset-street.csv", &bytes)]);
    let home = Folder::new().with("a.zip", &whole);
    let right = counted(&home.file("a.zip"), Kind::Street, "month,force,type").unwrap().cells;
    let mut refused = 0;
    for at in (30..whole.len()).step_by(41) {
        let mut changed = whole.clone();
        changed[at] ^= 0x10;
        let home = Folder::new().with("a.zip", changed);
        match counted(&home.file("a.zip"), Kind::Street, "month,force,type") {
            Ok(counted) => assert_eq!(counted.cells, right, "byte {at}"),
            Err(_) => refused += 1,
        }
    }
    println!("{refused} changed bytes refused");
    assert!(refused > 50);
}

#[test]
fn a_zip_bomb_is_refused_before_it_goes_off() {
    let long = vec![b'\n'; 50 * 1024 * 1024];
    let (refused, said) = refused_file("bomb.zip", zipped(&[(NAME, &long)]));
    assert!(matches!(refused, Refused::Unpacks { .. }), "{said}");
    assert!(said.contains("unpacks to far more than an archive of police data can hold"), "{said}");
    // One that lies of its size is found out while it is unpacked.
    let mut lying = zipped(&[(NAME, &long)]);
    let size = u32::try_from(long.len()).unwrap().to_le_bytes();
    let places: Vec<usize> = (0..lying.len() - 4).filter(|at| lying[*at..*at + 4] == size).collect();
    assert!(!places.is_empty());
    for at in places {
        lying[at..at + 4].copy_from_slice(&1_000_u32.to_le_bytes());
    }
    let (refused, said) = refused_file("bomb.zip", lying);
    assert!(matches!(refused, Refused::Damaged { .. } | Refused::LongLine { .. } | Refused::Header { .. }), "{said}");
}

#[test]
fn more_parts_than_any_archive_has_are_refused() {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for n in 0..50_001 {
        zip.start_file(format!("{n}"), SimpleFileOptions::default()).unwrap();
    }
    let (_, said) = refused_file("many.zip", zip.finish().unwrap().into_inner());
    assert!(said.contains("50001 parts"), "{said}");
}

#[test]
fn a_locked_zip_says_so() {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let locked = SimpleFileOptions::default().with_deprecated_encryption(b"secret").unwrap();
    zip.start_file(NAME, locked).unwrap();
    zip.write_all(street(&hundred()).as_bytes()).unwrap();
    let (_, said) = refused_file("locked.zip", zip.finish().unwrap().into_inner());
    assert!(
        said.contains("2024-01/2024-01-kent-street.csv is locked with a password; unpack it and give the folder"),
        "{said}"
    );
}

#[test]
fn a_part_that_points_outside_is_refused_and_nothing_is_ever_written() {
    for name in [
        "../2024-01-kent-street.csv",
        "/2024-01/2024-01-kent-street.csv",
        "C:\\2024-01-kent-street.csv",
        "a\\..\\..\\2024-01-kent-street.csv",
    ] {
        let (refused, said) = refused_file("a.zip", zipped(&[(name, street(&hundred()).as_bytes())]));
        assert!(matches!(refused, Refused::Untrusted { .. }), "{name}: {said}");
    }
}

#[test]
fn a_zip_that_is_none_and_a_file_that_is_nothing_are_told_apart() {
    let (_, said) = refused_file("latest.zip", "<html>404</html>");
    assert!(said.contains("is no zip file: it begins with other bytes"), "{said}");
    let (_, said) = refused_file("picture.csv", b"\x89PNG\r\n\x1A\n");
    assert!(said.contains("its header is another"), "{said}");
    let (_, said) = refused_file("nothing.zip", "");
    assert!(said.contains("is empty; download it again"), "{said}");
}

#[test]
fn two_files_that_are_wrong_always_give_the_same_refusal() {
    let home = (0..40).fold(Folder::new(), |home, n| home.with(&format!("2024-01-force{n:02}-street.csv"), "wrong\n"));
    for _ in 0..20 {
        let (_, said) = refusal(home.path());
        assert!(said.starts_with("2024-01-force00-street.csv, line 1"), "{said}");
    }
}
