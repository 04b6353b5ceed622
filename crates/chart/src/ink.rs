//! The inks of the charts. Every ink that means something has 3:1 against white, and 4.5:1 where it is a word; where the
//! convention's colour is too light for that (the blue of improvement, the grey of common cause) the shape has a dark rim.

/// Words, axes, the line of the mean.
pub(crate) const BLACK: &str = "#0b0c0c";
/// Words of less weight.
pub(crate) const QUIET: &str = "#484949";
/// Limits, the line between points, rims of grey things.
pub(crate) const GREY: &str = "#6b6f72";
/// Lines of the grid, which carry no meaning of their own.
pub(crate) const GRID: &str = "#dcdedf";
pub(crate) const PAPER: &str = "#ffffff";

/// The convention of "making data count": fill, then a rim that is dark enough by itself.
pub(crate) const COMMON: (&str, &str) = ("#a6a6a6", "#4d5052");
pub(crate) const IMPROVEMENT: (&str, &str) = ("#00b0f0", "#00506e");
pub(crate) const CONCERN: (&str, &str) = ("#e46c0a", "#7a3800");
pub(crate) const NEUTRAL: (&str, &str) = ("#490092", "#2b0057");
pub(crate) const TARGET: &str = "#c41616";

/// One's own area, this year, the thing that the chart is about.
pub(crate) const OWN: &str = "#12436d";
/// What it is set beside.
pub(crate) const OTHER: &str = "#c3c7ca";

/// A third thing, where two inks are not enough.
pub(crate) const THIRD: &str = "#801650";

/// Shades for parts of a whole, dark and light in turn, so that neighbours are apart in grey too.
pub(crate) const PARTS: [&str; 6] = ["#12436d", "#a8cbe6", "#801650", "#f3b36b", "#3d3d3d", "#d9dbdc"];

/// The contrast of two inks by WCAG 2: 1 (the same) to 21 (black on white).
pub(crate) fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (light(one), light(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn light(ink: &str) -> f64 {
    let channel = |from: usize| {
        let value = u8::from_str_radix(ink.get(from..from + 2).unwrap_or("00"), 16).unwrap_or(0);
        let share = f64::from(value) / 255.0;
        if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_shapes_stand_out_from_the_paper() {
        for ink in [BLACK, QUIET, GREY, TARGET, OWN, THIRD, NEUTRAL.0] {
            assert!(contrast(ink, PAPER) >= 4.5, "{ink}: {:.2}", contrast(ink, PAPER));
        }
        for (_, rim) in [COMMON, IMPROVEMENT, CONCERN, NEUTRAL] {
            assert!(contrast(rim, PAPER) >= 4.5, "{rim}");
        }
        for pair in PARTS.windows(2) {
            assert!(contrast(pair[0], pair[1]) >= 3.0, "{pair:?}: {:.2}", contrast(pair[0], pair[1]));
        }
        assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 1e-9);
    }
}
