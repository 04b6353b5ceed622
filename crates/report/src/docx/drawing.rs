//! The picture of a chart in the line of the text: painted for every reader, drawn for those that know SVG.
use crate::package::escape;

const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006";

/// Millimetres in English metric units, 36,000 each.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a length on a page is small and positive")]
fn units(millimetres: f32) -> u32 {
    (millimetres * 36_000.0).round() as u32
}

/// The run that holds picture `n`, so wide and high in millimetres; its parts are related as `chart1` and `chart1drawn`.
pub fn inline(n: usize, title: &str, alternative: &str, size: (f32, f32)) -> String {
    let (width, height) = (units(size.0), units(size.1));
    let (title, said) = (escape(&title.replace('\n', " ")), escape(&alternative.replace('\n', " ")));
    format!(
        r#"<w:r><w:drawing><wp:inline xmlns:wp="{DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr id="{n}" name="Chart {n}" descr="{said}" title="{title}"/><wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="{DRAWING}/main" noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic xmlns:a="{DRAWING}/main"><a:graphicData uri="{DRAWING}/picture"><pic:pic xmlns:pic="{DRAWING}/picture"><pic:nvPicPr><pic:cNvPr id="{n}" name="chart{n}.png" descr="{said}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="chart{n}"><a:extLst><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}"><asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="chart{n}drawn"/></a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"#
    )
}
