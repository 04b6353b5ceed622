//! Lays the face of the papers beside the code that embeds it. The font comes from npm (OFL) and is not committed.
use std::{env, fs, path::PathBuf};

const FACES: [(&str, &str); 4] = [
    ("regular.ttf", "400Regular/SourceSans3_400Regular.ttf"),
    ("bold.ttf", "700Bold/SourceSans3_700Bold.ttf"),
    ("italic.ttf", "400Regular_Italic/SourceSans3_400Regular_Italic.ttf"),
    ("bold-italic.ttf", "700Bold_Italic/SourceSans3_700Bold_Italic.ttf"),
];

fn main() {
    let folder = |name| PathBuf::from(env::var_os(name).expect("cargo sets the folders of a build script"));
    let family = folder("CARGO_MANIFEST_DIR").join("../../node_modules/@expo-google-fonts/source-sans-3");
    println!("cargo::rerun-if-changed=build.rs");
    for (name, face) in FACES {
        let face = family.join(face);
        // A file that is not there makes cargo run this again, so the build heals as soon as npm has run.
        println!("cargo::rerun-if-changed={}", face.display());
        if let Err(error) = fs::copy(&face, folder("OUT_DIR").join(name)) {
            println!(
                "cargo::error=the papers' font is not installed ({error}): run npm ci at the top of the repository"
            );
            return;
        }
    }
}
