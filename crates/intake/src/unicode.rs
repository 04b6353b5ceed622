//! Bytes to text: UTF-8 with or without its mark, UTF-16 with its mark, and nothing by guessing.
use crate::Refused;
use std::borrow::Cow;

pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Refused> {
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return wide(rest, u16::from_le_bytes).map(Cow::Owned);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return wide(rest, u16::from_be_bytes).map(Cow::Owned);
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(error) => {
            let (good, rest) = bytes.split_at(error.valid_up_to());
            let line = 1 + crate::delimited::line_ends(&String::from_utf8_lossy(good));
            Err(Refused::Encoding { line, byte: rest.first().copied().unwrap_or_default() })
        }
    }
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Refused> {
    let mut text = String::with_capacity(bytes.len());
    let mut line = 1;
    let (pairs, rest) = bytes.as_chunks::<2>();
    for read in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        let c = read.map_err(|half| Refused::Encoding {
            line,
            byte: u8::try_from(half.unpaired_surrogate() >> 8).expect("a u16 shifted by 8 fits in a byte"),
        })?;
        line += usize::from(c == '\n');
        text.push(c);
    }
    match rest.first() {
        Some(byte) => Err(Refused::Encoding { line, byte: *byte }),
        None => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excels_unicode_text_and_csv_utf_8_are_read() {
        let little: Vec<u8> = "\u{FEFF}é\t1".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "\u{FEFF}é\t1".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&little).unwrap(), "é\t1");
        assert_eq!(decode(&big).unwrap(), "é\t1");
        assert_eq!(decode("\u{FEFF}é".as_bytes()).unwrap(), "é");
    }

    #[test]
    fn another_encoding_is_refused_with_its_line() {
        let refused = decode(b"Action\nVictims\x92 hub\n").unwrap_err();
        assert_eq!(refused, Refused::Encoding { line: 2, byte: 0x92 });
        assert!(refused.to_string().contains("CSV UTF-8"));
        assert!(matches!(decode(b"\xFF\xFEa\0\x0A\0b"), Err(Refused::Encoding { line: 2, .. })));
        assert!(matches!(decode(b"\xFF\xFE\x00\xD8a\0"), Err(Refused::Encoding { line: 1, .. })));
    }
}
