//! The sheet that a chart is drawn on: SVG by presentation attributes alone (no style, script, font file or reference), so
//! that a browser under a strict policy, the typesetter and a word processor all draw the same.
use crate::{
    Drawing, Size, Table, ink,
    mark::Mark,
    text::{self, FONT, Weight},
};
use std::fmt::Write;

/// How words stand to their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// A size, weight and ink of words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Face {
    pub size: f64,
    pub weight: Weight,
    pub ink: &'static str,
}

impl Face {
    pub fn width(&self, words: &str) -> f64 {
        text::width(words, self.size, self.weight)
    }
    pub fn cut(&self, words: &str, room: f64) -> String {
        text::cut(&text::clean(words), self.size, self.weight, room)
    }
    pub fn wrap(&self, words: &str, room: f64, most: usize) -> Vec<String> {
        text::wrap(&text::clean(words), self.size, self.weight, room, most)
    }
    pub fn bold(self) -> Self {
        Face { weight: Weight::Bold, ..self }
    }
    pub fn in_ink(self, ink: &'static str) -> Self {
        Face { ink, ..self }
    }
    /// From the middle of a line of words to the line that they stand on.
    pub fn drop(&self) -> f64 {
        self.size * 0.35
    }
    /// From one line to the next.
    pub fn line(&self) -> f64 {
        (self.size * 1.35).ceil()
    }
}

/// A line: ink, width, and dashes (lengths of ink and gap).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stroke {
    pub ink: &'static str,
    pub width: f64,
    pub dash: &'static str,
}

pub(crate) const fn solid(ink: &'static str, width: f64) -> Stroke {
    Stroke { ink, width, dash: "" }
}

pub(crate) const fn dashed(ink: &'static str, width: f64, dash: &'static str) -> Stroke {
    Stroke { ink, width, dash }
}

impl Stroke {
    fn attributes(&self) -> String {
        let dash = if self.dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{}\"", self.dash) };
        format!("stroke=\"{}\" stroke-width=\"{}\"{dash}", self.ink, place(self.width))
    }
}

/// What a surface is filled with. Patterns are drawn as lines, since not every reader of SVG knows patterns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fill {
    Plain(&'static str),
    /// White, with slanting lines of this ink.
    Hatched(&'static str),
}

/// An upright rectangle.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Area {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Area {
    pub fn width(&self) -> f64 {
        self.right - self.left
    }
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }
    /// The area between two places, in whichever order they come.
    pub fn between(one: (f64, f64), other: (f64, f64)) -> Self {
        Area {
            left: one.0.min(other.0),
            right: one.0.max(other.0),
            top: one.1.min(other.1),
            bottom: one.1.max(other.1),
        }
    }
}

/// One line of the key under a chart.
#[derive(Clone, Debug)]
pub(crate) enum Symbol {
    Line(Stroke),
    Mark(Mark),
    LineAndMark(Stroke, Mark),
    Surface(Fill, &'static str),
}

/// A drawing in the making. `y` is the place down to which the sheet is used; width is fixed, height grows.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub size: Size,
    pub width: f64,
    pub y: f64,
    body: String,
}

/// A place or length as it is written: two decimals, none where none are needed, never "-0".
pub(crate) fn place(value: f64) -> String {
    let value = if value.is_finite() { value } else { 0.0 };
    let said = format!("{value:.2}");
    let said = said.trim_end_matches('0').trim_end_matches('.');
    if said == "-0" { "0".to_owned() } else { said.to_owned() }
}

impl Sheet {
    pub fn new(size: Size) -> Self {
        Sheet { size, width: size.width(), y: 0.0, body: String::with_capacity(8 * 1024) }
    }

    /// A sheet of a width of its own, for the small drawings that stand in a table.
    pub fn of_width(size: Size, width: f64) -> Self {
        Sheet { width, ..Sheet::new(size) }
    }

    pub fn narrow(&self) -> bool {
        self.size == Size::Narrow
    }

    /// The face of most words.
    pub fn face(&self) -> Face {
        let size = if self.narrow() { 12.0 } else { 14.0 };
        Face { size, weight: Weight::Plain, ink: ink::BLACK }
    }

    /// The face of ticks and remarks.
    pub fn quiet(&self) -> Face {
        let size = if self.narrow() { 12.0 } else { 13.0 };
        Face { size, weight: Weight::Plain, ink: ink::QUIET }
    }

    pub fn text(&mut self, x: f64, y: f64, anchor: Anchor, face: Face, words: &str) {
        let words = text::clean(words);
        if words.is_empty() {
            return;
        }
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let weight = if face.weight == Weight::Bold { " font-weight=\"700\"" } else { "" };
        let _ = writeln!(
            self.body,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{weight}{anchor} fill=\"{}\">{}</text>",
            place(x),
            place(y),
            place(face.size),
            face.ink,
            text::escape(&words)
        );
    }

    /// A paragraph over the whole width, below what is there.
    pub fn paragraph(&mut self, face: Face, words: &str) {
        for line in face.wrap(words, self.width, 6) {
            self.y += face.line();
            self.text(0.0, self.y - face.line() + face.size, Anchor::Start, face, &line);
        }
    }

    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), stroke: Stroke) {
        let _ = writeln!(
            self.body,
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" {}/>",
            place(from.0),
            place(from.1),
            place(to.0),
            place(to.1),
            stroke.attributes()
        );
    }

    /// A line along a path that is already written, named by its part in the chart.
    pub fn path(&mut self, part: &str, path: &str, stroke: Stroke) {
        if !path.is_empty() {
            let _ = writeln!(
                self.body,
                "<path data-part=\"{part}\" d=\"{path}\" fill=\"none\" {} stroke-linejoin=\"round\"/>",
                stroke.attributes()
            );
        }
    }

    /// A filled shape along a path.
    pub fn shape(&mut self, path: &str, fill: &str, rim: Stroke) {
        let _ =
            writeln!(self.body, "<path d=\"{path}\" fill=\"{fill}\" {} stroke-linejoin=\"round\"/>", rim.attributes());
    }

    pub fn disc(&mut self, centre: (f64, f64), radius: f64, fill: &str, rim: Stroke) {
        let _ = writeln!(
            self.body,
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{fill}\" {}/>",
            place(centre.0),
            place(centre.1),
            place(radius),
            rim.attributes()
        );
    }

    /// A bar, cell or swatch: filled, then rimmed by one unit of ink inside its edge.
    pub fn area(&mut self, area: Area, fill: Fill, rim: Option<Stroke>) {
        let colour = match fill {
            Fill::Plain(ink) => ink,
            Fill::Hatched(_) => ink::PAPER,
        };
        let rim = rim.map_or_else(String::new, |stroke| format!(" {}", stroke.attributes()));
        let _ = writeln!(
            self.body,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{colour}\"{rim}/>",
            place(area.left),
            place(area.top),
            place(area.width().max(0.0)),
            place(area.height().max(0.0))
        );
        if let Fill::Hatched(ink) = fill {
            let path = hatch(area, 5.0);
            self.path("hatch", &path, solid(ink, 1.4));
        }
    }

    /// What follows until [`Sheet::end`] is one thing with a name of its own, shown when a pointer rests on it.
    pub fn begin(&mut self, kind: &str, words: &str) {
        let _ = write!(self.body, "<g data-mark=\"{kind}\"><title>{}</title>", text::escape(&text::clean(words)));
    }

    pub fn end(&mut self) {
        self.body.push_str("</g>\n");
    }

    /// A number in a dark disc, as the notes under the chart are numbered.
    pub fn badge(&mut self, centre: (f64, f64), words: &str) {
        let face = Face { size: 12.0, weight: Weight::Bold, ink: ink::PAPER };
        self.disc(centre, 8.5, ink::BLACK, solid(ink::BLACK, 1.0));
        self.text(centre.0, centre.1 + face.drop(), Anchor::Middle, face, words);
    }

    /// The key: items side by side, in as many rows as they need.
    pub fn key(&mut self, items: &[(Symbol, String)]) {
        let face = self.quiet().in_ink(ink::BLACK);
        let (symbol, gap, row) = (26.0, 18.0, face.line() + 4.0);
        let mut x = 0.0;
        if items.is_empty() {
            return;
        }
        self.y += 8.0;
        for (shown, words) in items {
            let words = face.cut(words, self.width - symbol - 8.0);
            let takes = symbol + 6.0 + face.width(&words);
            if x > 0.0 && x + takes > self.width {
                x = 0.0;
                self.y += row;
            }
            let middle = self.y + row / 2.0;
            self.symbol(shown, x, middle, symbol);
            self.text(x + symbol + 6.0, middle + face.drop(), Anchor::Start, face, &words);
            x += takes + gap;
        }
        self.y += row;
    }

    fn symbol(&mut self, symbol: &Symbol, x: f64, middle: f64, width: f64) {
        match symbol {
            Symbol::Line(stroke) => self.line((x, middle), (x + width, middle), *stroke),
            Symbol::Mark(mark) => mark.draw(self, (x + width / 2.0, middle), 5.0),
            Symbol::LineAndMark(stroke, mark) => {
                self.line((x, middle), (x + width, middle), *stroke);
                mark.draw(self, (x + width / 2.0, middle), 4.0);
            }
            Symbol::Surface(fill, rim) => {
                let area = Area { left: x + 1.0, right: x + width - 1.0, top: middle - 7.0, bottom: middle + 7.0 };
                self.area(area, *fill, Some(solid(rim, 1.0)));
            }
        }
    }

    /// The whole: named and described for a reader who does not see it.
    pub fn finish(self, id: &str, title: &str, sentence: String, table: Table) -> Drawing {
        let height = (self.y + 4.0).ceil().max(1.0);
        let id = identifier(id, self.size);
        let (width, shown) = (place(self.width), place(height));
        let named = text::escape(&text::clean(title));
        // Its own paper, since a reader's page may be dark.
        let paper = ink::PAPER;
        let told = text::escape(&text::clean(&sentence));
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{shown}\" viewBox=\"0 0 {width} {shown}\" \
             role=\"img\" aria-labelledby=\"{id}-title\" aria-describedby=\"{id}-desc\" font-family=\"{FONT}\">\n\
             <title id=\"{id}-title\">{named}</title>\n<desc id=\"{id}-desc\">{told}</desc>\n\
             <rect width=\"{width}\" height=\"{shown}\" fill=\"{paper}\"/>\n{}</svg>\n",
            self.body
        );
        Drawing { svg, title: title.to_owned(), sentence, table, width: self.width, height }
    }
}

/// An id that HTML and XML take, apart for the two sizes, which stand on one page.
fn identifier(id: &str, size: Size) -> String {
    let kept: String = id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' }).collect();
    let size = if size == Size::Narrow { "narrow" } else { "wide" };
    format!("chart-{kept}-{size}")
}

/// Slanting lines over an area, each cut at its edges.
fn hatch(area: Area, apart: f64) -> String {
    let mut path = String::new();
    let (wide, high) = (area.width(), area.height());
    if wide <= 1.0 || high <= 1.0 {
        return path;
    }
    let mut along = apart / 2.0;
    while along < wide + high {
        let from = if along <= wide { (along, 0.0) } else { (wide, along - wide) };
        let to = if along <= high { (0.0, along) } else { (along - high, high) };
        let _ = write!(
            path,
            "M{} {}L{} {}",
            place(area.left + from.0),
            place(area.top + from.1),
            place(area.left + to.0),
            place(area.top + to.1)
        );
        along += apart;
    }
    path
}

/// A line through points in order; a missing point breaks it, and a point between two gaps draws no line of its own.
pub(crate) fn trace(points: impl IntoIterator<Item = Option<(f64, f64)>>) -> String {
    let mut path = String::new();
    let mut run: Vec<(f64, f64)> = Vec::new();
    let mut lay = |run: &mut Vec<(f64, f64)>| {
        if run.len() > 1 {
            for (at, (x, y)) in run.iter().enumerate() {
                let _ = write!(path, "{}{} {}", if at == 0 { 'M' } else { 'L' }, place(*x), place(*y));
            }
        }
        run.clear();
    };
    for point in points {
        match point {
            Some(point) => run.push(point),
            None => lay(&mut run),
        }
    }
    lay(&mut run);
    path
}

/// Moves labels apart along one line, so that none lies on another: each has a middle and a height; all stay between
/// `low` and `high`. Those for which there is no room are `None`.
pub(crate) fn spread(middles: &[f64], height: f64, low: f64, high: f64) -> Vec<Option<f64>> {
    let mut order: Vec<usize> = (0..middles.len()).collect();
    order.sort_by(|one, other| middles[*one].total_cmp(&middles[*other]));
    let room = (((high - low) / height).floor().max(0.0)) as usize;
    order.truncate(room);
    let mut placed = vec![None; middles.len()];
    let mut last = low - height / 2.0;
    let mut set: Vec<(usize, f64)> = Vec::new();
    for at in order {
        last = middles[at].max(last + height).max(low + height / 2.0);
        set.push((at, last));
    }
    let mut next = high + height / 2.0;
    for (at, middle) in set.into_iter().rev() {
        next = middle.min(next - height);
        placed[at] = Some(next);
    }
    placed
}
