//! The backgrounds of cells: offices often say a rating by colour alone. Solid fills with a stated colour only; what a
//! theme or a condition colours is not known here.
use crate::Refused;
use crate::xml::{Node, Tag, Xml};

/// For each cell style of the workbook, the colour of its fill as rrggbb.
pub fn read(part: &str, content: &[u8]) -> Result<Vec<Option<String>>, Refused> {
    let mut xml = Xml::new(part, content)?;
    let (mut fills, mut styles) = (Vec::new(), Vec::new());
    let (mut solid, mut in_cells) = (false, false);
    let mut path: Vec<String> = Vec::new();
    loop {
        match xml.next()? {
            Node::Open(tag) => {
                match (path.last().map(String::as_str), tag.name()) {
                    (Some("fills"), "fill") => {
                        fills.push(None);
                        solid = false;
                    }
                    (Some("fill"), "patternFill") => solid = tag.attribute("patternType").as_deref() == Some("solid"),
                    (Some("patternFill"), "fgColor") if solid => {
                        if let Some(last) = fills.last_mut() {
                            *last = colour(&tag);
                        }
                    }
                    (_, "cellXfs") => in_cells = true,
                    (Some("cellXfs"), "xf") if in_cells => {
                        styles.push(tag.number("fillId").and_then(|fill| fills.get(fill).cloned().flatten()));
                    }
                    _ => {}
                }
                path.push(tag.name().to_owned());
            }
            Node::Close => {
                path.pop();
            }
            Node::Text(_) => {}
            Node::End => return Ok(styles),
        }
    }
}

/// `FFC00000` is opacity and colour.
fn colour(tag: &Tag) -> Option<String> {
    let rgb = tag.attribute("rgb")?;
    let rgb = if rgb.len() == 8 { rgb.get(2..)? } else { &rgb };
    (rgb.len() == 6 && rgb.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| rgb.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn solid_fills_with_a_colour_are_known_by_style() {
        let styles = r#"<styleSheet><fills><fill><patternFill patternType="none"/></fill>
            <fill><patternFill patternType="solid"><fgColor rgb="FFC00000"/><bgColor indexed="64"/></patternFill></fill>
            <fill><patternFill patternType="solid"><fgColor theme="4"/></patternFill></fill></fills>
            <cellStyleXfs><xf fillId="1"/></cellStyleXfs>
            <cellXfs><xf fillId="0"/><xf fillId="1"/><xf fillId="2"/><xf fillId="9"/></cellXfs></styleSheet>"#;
        assert_eq!(read("styles.xml", styles.as_bytes()).unwrap(), [None, Some("c00000".to_owned()), None, None]);
    }
}
