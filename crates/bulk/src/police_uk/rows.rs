//! One line of the fixed dialect, taken apart.
use crate::rejects::Reason;
use memchr::{memchr, memchr_iter, memrchr};

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
pub(super) fn plain<'l, const N: usize>(line: &'l [u8], columns: &mut [&'l [u8]; N]) -> Result<(), Wrong> {
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
    if column + 1 == N { Ok(()) } else { Err(Wrong::Columns(column + 1)) }
}

/// The first three columns and the last few of a line without quotation marks, where its second and third are those of
/// the line before, as they nearly always are; `alike` are these two with a comma before, between and after. The columns
/// between, which nobody asks for, stay empty. False where it is another line: [`plain`] reads it.
pub(super) fn like_the_one_before<'l, const N: usize>(
    line: &'l [u8],
    alike: &[u8],
    month: usize,
    last: usize,
    columns: &mut [&'l [u8]; N],
) -> bool {
    // With the right number of commas, those from the front and those from the back are all that there are.
    if memchr_iter(b',', line).count() + 1 != N {
        return false;
    }
    let Some(first) = memchr(b',', line) else { return false };
    let rest = &line[first..];
    if !rest.starts_with(alike) {
        return false;
    }
    columns[0] = &line[..first];
    columns[1] = &rest[1..=month];
    columns[2] = &rest[month + 2..alike.len() - 1];
    let mut end = line.len();
    for column in (N - last..N).rev() {
        let Some(comma) = memrchr(b',', &line[..end]) else { return false };
        columns[column] = &line[comma + 1..end];
        end = comma;
    }
    true
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

    fn unquoted<const N: usize>(line: &[u8]) -> Result<[&[u8]; N], Wrong> {
        let mut columns = [&[][..]; N];
        plain(line, &mut columns).map(|()| columns)
    }

    #[test]
    fn a_line_like_the_one_before_has_the_columns_that_every_line_has() {
        let alike = b",2024-01,Kent,";
        for (line, is_alike) in [
            ("id,2024-01,Kent,x,y,z,1,2", true),
            (",2024-01,Kent,,,,,", true),
            ("id,2024-01,Kent,x,y,z,1", false),
            ("id,2024-01,Kent,x,y,z,1,2,3", false),
            ("id,2024-02,Kent,x,y,z,1,2", false),
            ("id,2024-01,Kent Police,x,y,z,1,2", false),
            ("i,d,2024-01,Kent,x,y,z,1", false),
            ("2024-01,Kent,x,y,z,1,2,3", false),
            ("", false),
        ] {
            let mut quick = [&[][..]; 8];
            assert_eq!(like_the_one_before(line.as_bytes(), alike, 7, 3, &mut quick), is_alike, "{line}");
            if is_alike {
                let all = words(unquoted::<8>(line.as_bytes()).unwrap());
                let some = words(quick);
                assert_eq!((&some[..3], &some[5..]), (&all[..3], &all[5..]), "{line}");
            }
        }
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
        assert_eq!(words(unquoted::<3>(b"a,,").unwrap()), ["a", "", ""]);
    }

    #[test]
    fn what_is_no_row_is_named() {
        let mut text = Vec::new();
        assert_eq!(unquoted::<3>(b"a,b"), Err(Wrong::Columns(2)));
        assert_eq!(unquoted::<3>(b"a,b,c,d,e"), Err(Wrong::Columns(5)));
        assert_eq!(quoted::<2>(br#""a,b"#, &mut text), Err(Wrong::OpenQuote));
        assert_eq!(quoted::<2>(br#""a"x,b"#, &mut text), Err(Wrong::AfterQuote));
        assert_eq!(quoted::<2>(br#""a",b,c,d"#, &mut text), Err(Wrong::Columns(4)));
        assert_eq!(quoted::<2>(br#""a"""#, &mut text), Err(Wrong::OpenQuote));
    }

    #[test]
    fn both_readers_say_the_same_of_a_line_without_quotation_marks() {
        let mut text = Vec::new();
        for line in ["", ",", "a,b,c", "a,b,c,d", ",,", "ä,ö,ü"] {
            let one = unquoted::<3>(line.as_bytes()).map(words);
            let other = quoted::<3>(line.as_bytes(), &mut text).map(words);
            assert_eq!(one, other, "{line}");
        }
    }
}
