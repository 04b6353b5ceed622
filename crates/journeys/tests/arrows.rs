//! The arrows of the house point one way: milepost -> web -> desk -> { record, report, intake } -> domain.
use std::{collections::BTreeMap, process::Command};

fn dependencies() -> BTreeMap<String, Vec<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .output()
        .expect("cargo metadata runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo speaks JSON");
    let packages = metadata["packages"].as_array().expect("there are packages");
    packages
        .iter()
        .map(|package| {
            let normal =
                package["dependencies"].as_array().expect("each has a list").iter().filter(|d| d["kind"].is_null());
            let names = normal.filter_map(|d| d["name"].as_str()).map(str::to_owned).collect();
            (package["name"].as_str().expect("each has a name").to_owned(), names)
        })
        .collect()
}

#[test]
fn no_arrow_points_back() {
    let all = dependencies();
    let ours: Vec<&String> = all.keys().collect();
    let allowed: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("domain", &[][..]),
        ("chart", &[][..]),
        ("record", &["domain"][..]),
        ("intake", &["domain"][..]),
        ("bulk", &["domain"][..]),
        ("chart", &[][..]),
        ("report", &["domain", "chart"][..]),
        ("desk", &["domain", "record", "report", "intake", "bulk"][..]),
        ("mail", &["domain", "record"][..]),
        ("oidc", &[][..]),
        ("web", &["domain", "record", "report", "intake", "desk", "oidc"][..]),
        ("milepost", &["domain", "record", "report", "intake", "bulk", "desk", "mail", "oidc", "web"][..]),
        ("journeys", &["domain", "record", "report", "intake", "web"][..]),
    ]);
    let mut arrows = 0;
    for (from, dependencies) in &all {
        let may =
            allowed.get(from.as_str()).unwrap_or_else(|| panic!("{from} is new: say where it stands in the house"));
        for to in dependencies.iter().filter(|to| ours.contains(to)) {
            assert!(may.contains(&to.as_str()), "{from} must not know {to}");
            arrows += 1;
        }
    }
    println!("{arrows} arrows among {} crates", all.len());
    assert!(arrows >= 8, "only {arrows} arrows were found");
}

#[test]
fn the_domain_is_pure() {
    let all = dependencies();
    for forbidden in ["tokio", "sqlx", "axum", "maud", "std-fs", "getrandom", "typst", "tracing"] {
        assert!(!all["domain"].iter().any(|d| d == forbidden), "domain must not know {forbidden}");
    }
    let holders: Vec<&String> = all.iter().filter(|(_, d)| d.iter().any(|d| d == "sqlx")).map(|(n, _)| n).collect();
    assert_eq!(holders, ["record"], "only record holds SQL");
}
