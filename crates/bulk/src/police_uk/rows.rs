//! One line of the fixed dialect, taken apart.
use crate::rejects::Reason;
use memchr::{memchr, memchr_iter};

/// Why a line is no row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    Columns(usize),
    OpenQuote,
    AfterQuote,
}

impl Wrong {
    pub(super) const fn reason(self) -> Reason {
        match self {
            Self::Columns(_) => Reason::NumberOfColumns,
            Self::OpenQuote => Reason::OpenQuotationMark,
            Self::AfterQuote => Reason::AfterQuotationMark,
        }
    }
}

/// The columns of a line without quotation marks.
pub(super) fn plain<const N: usize>(line: &[u8]) -> Result<[&[u8]; N], Wrong> {
    let mut columns: [&[u8]; N] = [&[]; N];
    let mut start = 0;
    let mut column = 0;
    for comma in memchr_iter(b',', line) {
        if column + 1 >= N {
            return Err(Wrong::Columns(memchr_iter(b',', line).count() + 1));
        }
        columns[column] = &line[start..comma];
        column += 1;
        start = comma + 1;
    }
    columns[column] = &line[start..];
    if column + 1 == N { Ok(columns) } else { Err(Wrong::Columns(column + 1)) }
}

/// The columns of any line, without their quotation marks, one after the other in `text`. A quotation mark inside a
/// column that does not begin with one stands for itself.
pub(super) fn quoted<'t, const N: usize>(line: &[u8], text: &'t mut Vec<u8>) -> Result<[&'t [u8]; N], Wrong> {
    text.clear();
    let mut ends = [0; N];
    let mut column = 0;
    let mut rest = line;
    loop {
        let after = if let Some(mut inside) = rest.strip_prefix(b"\"") {
            loop {
                let end = memchr(b'"', inside).ok_or(Wrong::OpenQuote)?;
                text.extend_from_slice(&inside[..end]);
                inside = &inside[end + 1..];
                match inside.first() {
                    Some(b'"') => {
                        text.push(b'"');
                        inside = &inside[1..];
                    }
                    Some(b',') | None => break inside,
                    Some(_) => return Err(Wrong::AfterQuote),
                }
            }
        } else {
            let end = memchr(b',', rest).unwrap_or(rest.len());
            text.extend_from_slice(&rest[..end]);
            &rest[end..]
        };
        if let Some(end) = ends.get_mut(column) {
            *end = text.len();
        }
        column += 1;
        match after.split_first() {
            Some((_, next)) => rest = next,
            None => break,
        }
    }
    if column != N {
        return Err(Wrong::Columns(column));
    }
    let mut columns: [&[u8]; N] = [&[]; N];
    let mut start = 0;
    for (column, end) in columns.iter_mut().zip(ends) {
        *column = &text[start..end];
        start = end;
    }
    Ok(columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words<const N: usize>(columns: [&[u8]; N]) -> Vec<String> {
        columns.iter().map(|c| String::from_utf8(c.to_vec()).unwrap()).collect()
    }

    #[test]
    fn a_quoted_comma_moves_no_column() {
        let mut text = Vec::new();
        let line = br#"a,"Bournemouth, Christchurch and Poole 009D","say ""yes""","#;
        assert_eq!(
            words(quoted::<4>(line, &mut text).unwrap()),
            ["a", "Bournemouth, Christchurch and Poole 009D", "say \"yes\"", ""]
        );
        assert_eq!(words(quoted::<3>(br#"a "b" c,"","x""#, &mut text).unwrap()), ["a \"b\" c", "", "x"]);
        assert_eq!(words(plain::<3>(b"a,,").unwrap()), ["a", "", ""]);
    }

    #[test]
    fn what_is_no_row_is_named() {
        let mut text = Vec::new();
        assert_eq!(plain::<3>(b"a,b"), Err(Wrong::Columns(2)));
        assert_eq!(plain::<3>(b"a,b,c,d,e"), Err(Wrong::Columns(5)));
        assert_eq!(quoted::<2>(br#""a,b"#, &mut text), Err(Wrong::OpenQuote));
        assert_eq!(quoted::<2>(br#""a"x,b"#, &mut text), Err(Wrong::AfterQuote));
        assert_eq!(quoted::<2>(br#""a",b,c,d"#, &mut text), Err(Wrong::Columns(4)));
        assert_eq!(quoted::<2>(br#""a"""#, &mut text), Err(Wrong::OpenQuote));
    }

    #[test]
    fn both_readers_say_the_same_of_a_line_without_quotation_marks() {
        let mut text = Vec::new();
        for line in ["", ",", "a,b,c", "a,b,c,d", ",,", "ä,ö,ü"] {
            let one = plain::<3>(line.as_bytes()).map(words);
            let other = quoted::<3>(line.as_bytes(), &mut text).map(words);
            assert_eq!(one, other, "{line}");
        }
    }
}
