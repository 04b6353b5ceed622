//! Every shape of every kind that was ever released can be read: `shapes/KIND-SHAPE.json` is a state as it was written
//! by the release that brought the shape. A sample is never changed; a new shape adds one.
use domain::{
    entry::{Act, Entry},
    office::{Kind, Office},
};
use std::{collections::BTreeSet, fs, path::Path};

#[test]
fn every_shape_ever_released_is_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("shapes");
    let mut read = BTreeSet::new();
    for file in fs::read_dir(&folder).expect("the samples are here") {
        let path = file.expect("the folder can be read").path();
        let name = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
        let (kind, shape) = name.rsplit_once('-').expect("KIND-SHAPE.json");
        let kind = Kind::parse(kind).unwrap_or_else(|| panic!("{name}: no such kind"));
        let shape: i64 = shape.parse().expect("a shape is a number");
        let body = fs::read(&path).expect("the sample can be read");
        let entry = Entry {
            office: uuid::Uuid::nil(),
            seq: 1,
            change: uuid::Uuid::nil(),
            last_of_change: true,
            at: 0,
            on_date: None,
            actor: uuid::Uuid::nil(),
            act: Act::Added,
            kind,
            item: uuid::Uuid::max(),
            version: 1,
            shape,
            state_hash: [0; 32],
        };
        let mut office = Office::empty(uuid::Uuid::nil());
        office.apply(&entry, &body).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(office.items(), 1, "{name}");
        read.insert((kind, shape));
        // What a newer release wrote is refused in words, not misread.
        let newer = Entry { shape: kind.shape() + 1, ..entry };
        assert!(office.apply(&newer, &body).unwrap_err().to_string().contains("newer release"));
    }
    for kind in Kind::ALL {
        for shape in 1..=kind.shape() {
            assert!(read.contains(&(*kind, shape)), "no sample of {} in shape {shape}", kind.as_str());
        }
    }
    println!("{} shapes read", read.len());
}
