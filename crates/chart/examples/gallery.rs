//! Every chart in both layouts on one page, to be looked at: `cargo run -p chart --example gallery > gallery.html`.
#![expect(clippy::cast_precision_loss, reason = "a gallery counts months, not grains of sand")]
use chart::{Drawing, Size};

#[path = "gallery/figures.rs"]
mod figures;
#[path = "gallery/more.rs"]
mod more;

const HEAD: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Charts</title>\
<meta name=\"viewport\" content=\"width=device-width\"><style>\
body{font-family:\"Source Sans 3\",Arial,Helvetica,sans-serif;margin:15px;color:#0b0c0c;max-width:1230px}\
section{margin:0 0 48px;border-top:2px solid #0b0c0c}h2{font-size:20px;margin:8px 0}p{max-width:44em;margin:4px 0 12px}\
.pair{display:flex;gap:60px;align-items:flex-start;flex-wrap:wrap}svg{max-width:100%;height:auto}\
table{border-collapse:collapse;font-size:13px;margin-top:8px}td,th{border:1px solid #b1b4b6;padding:2px 6px;text-align:left}\
@media(max-width:640px){.wide{display:none}}</style>";

fn main() {
    println!("{HEAD}<h1>Charts of a data pack</h1>");
    for chart in figures::all().into_iter().chain(more::all()) {
        let (wide, narrow) = (chart(Size::Wide), chart(Size::Narrow));
        print(&wide, Some(&narrow));
    }
    println!("<section><h2>Icons and lines for a table</h2><div class=\"pair\">");
    for drawing in figures::small() {
        println!("<div>{}<br>{}</div>", drawing.svg, drawing.sentence);
    }
    println!("</div></section></html>");
}

fn print(wide: &Drawing, narrow: Option<&Drawing>) {
    println!("<section><h2>{}</h2><p>{}</p>", escaped(&wide.title), escaped(&wide.sentence));
    println!("<div class=\"pair\"><div class=\"wide\">{}</div>", wide.svg);
    if let Some(narrow) = narrow {
        println!("<div class=\"narrow\">{}</div>", narrow.svg);
    }
    println!("</div><details><summary>{}</summary><table><tr>", escaped(&wide.table.caption));
    for head in &wide.table.heads {
        println!("<th>{}</th>", escaped(head));
    }
    println!("</tr>");
    for row in &wide.table.rows {
        let cells: Vec<String> = row.iter().map(|cell| escaped(cell)).collect();
        println!("<tr><td>{}</td></tr>", cells.join("</td><td>"));
    }
    println!("</table></details></section>");
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
