//! Takes the look of the pages from the npm package `govuk-frontend`, leaving out what may not be used off GOV.UK: its
//! fonts and its crest. Nothing of the package is in the repository.
use std::{env, error::Error, fs, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let package = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../../node_modules/govuk-frontend");
    let sheet = package.join("dist/govuk/govuk-frontend.min.css");
    println!("cargo::rerun-if-changed={}", sheet.display());
    println!("cargo::rerun-if-changed=build.rs");
    let css = fs::read_to_string(&sheet).map_err(|error| {
        format!(
            "{}: {error}. The look of the pages comes from npm: run `npm ci` in the repository's root",
            sheet.display()
        )
    })?;
    let css = without_rules(&css, |rule| rule.starts_with("@font-face"));
    let css = without_rules(&css, |rule| rule.contains("url("));
    let css = css.replace("GDS Transport,arial,sans-serif", "Arial,Helvetica,sans-serif");
    let css = css.replace("\"GDS Transport\",arial,sans-serif", "Arial,Helvetica,sans-serif");
    for gone in ["url(", "@font-face", "GDS Transport,", "\"GDS Transport\""] {
        if css.contains(gone) {
            return Err(format!("{} still holds {gone}: build.rs must learn its new form", sheet.display()).into());
        }
    }
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("govuk-frontend.css"), css)?;
    Ok(())
}

/// The sheet without the innermost rules (selector and block) that `unwanted` names. Works on minified CSS, where no
/// string holds a brace.
fn without_rules(css: &str, unwanted: impl Fn(&str) -> bool) -> String {
    let mut kept = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(end) = rest.find('}') {
        let (upto, after) = rest.split_at(end + 1);
        let start = upto.rfind('{').map_or(0, |open| upto[..open].rfind(['{', '}', ';', '/']).map_or(0, |at| at + 1));
        let (before, rule) = upto.split_at(start);
        kept.push_str(before);
        if !unwanted(rule) {
            kept.push_str(rule);
        }
        rest = after;
    }
    kept.push_str(rest);
    kept
}
