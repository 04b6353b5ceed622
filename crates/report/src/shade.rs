//! Colours of ratings as data gives them, made safe to print: what would vanish on white paper gets an outline.

pub const INK: &str = "#0b0c0c";

/// A colour that a writer may print as it is: `#rrggbb` in lower case. Anything else is ink, so that no data gets
/// into markup by way of a colour.
pub fn colour(given: &str) -> String {
    let digits = given.strip_prefix('#').unwrap_or("");
    if digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        given.to_ascii_lowercase()
    } else {
        INK.into()
    }
}

/// Whether a shape in this colour needs an outline: less than 3 to 1 against white (WCAG 2.2, 1.4.11).
pub fn needs_outline(given: &str) -> bool {
    1.05 / (luminance(&colour(given)) + 0.05) < 3.0
}

/// Relative luminance by WCAG 2.2.
fn luminance(colour: &str) -> f64 {
    let part = |at: usize| {
        let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap_or(0)) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_and_yellow_are_outlined_and_the_standard_scale_is_not() {
        assert!(needs_outline("#ffffff"));
        assert!(needs_outline("#FFDD00"));
        for strong in ["#1d70b8", "#00703c", "#b35900", "#d4351c", "#505a5f"] {
            assert!(!needs_outline(strong), "{strong}");
        }
    }

    #[test]
    fn what_is_no_colour_is_ink() {
        for odd in ["", "red", "#12345", "#12345g", "#1234567", "\"/><script>", "#ééé"] {
            assert_eq!(colour(odd), INK);
        }
        assert_eq!(colour("#D4351C"), "#d4351c");
    }
}
