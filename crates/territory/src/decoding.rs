//! From the bytes of a file to its text: gzip, byte order mark, UTF-8 or Windows-1252. Nothing about columns.

use std::borrow::Cow;
use std::io::Read as _;

use blaupause_kernel::Message;
use flate2::read::MultiGzDecoder;

use crate::Defect;

/// The most bytes a file may have, unpacked: 64 MiB. The register of all Germany has 4 MB.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Windows-1252 where it differs from ISO-8859-1 (0x80 to 0x9F); unassigned places stay control characters.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The text of a file that people send: plain or gzip, UTF-8 with or without byte order mark, else Windows-1252.
///
/// # Errors
/// A file that is too large, damaged, or in two encodings at once.
pub fn text_of(bytes: &[u8]) -> Result<String, Defect> {
    let unpacked = unpack(bytes)?;
    decode(&unpacked).map(Cow::into_owned)
}

/// The bytes, unpacked if they start as gzip does.
pub(crate) fn unpack(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Defect> {
    let too_large = || Defect::new(1, 1, Message::new("file-too-large").with("mebibytes", MAX_BYTES >> 20));
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return if bytes.len() > MAX_BYTES { Err(too_large()) } else { Ok(Cow::Borrowed(bytes)) };
    }
    let mut unpacked = Vec::new();
    let limit = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    MultiGzDecoder::new(bytes)
        .take(limit)
        .read_to_end(&mut unpacked)
        .map_err(|_| Defect::new(1, 1, Message::new("file-gzip-damaged")))?;
    if unpacked.len() > MAX_BYTES { Err(too_large()) } else { Ok(Cow::Owned(unpacked)) }
}

/// The text of the bytes: UTF-8 with or without byte order mark, else Windows-1252 throughout.
///
/// A file in which some lines are UTF-8 and others are not is refused: half of its names would be wrong.
pub(crate) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Defect> {
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Cow::Borrowed(text));
    }
    let (mut some_utf8, mut first_other) = (false, None);
    for (index, line) in bytes.split(|b| *b == b'\n').enumerate() {
        let valid = match std::str::from_utf8(line) {
            Ok(text) => text,
            Err(error) => {
                let valid = line.get(..error.valid_up_to()).and_then(|v| std::str::from_utf8(v).ok());
                let valid = valid.unwrap_or_default();
                first_other.get_or_insert((index + 1, valid.chars().count() + 1));
                valid
            }
        };
        some_utf8 |= !valid.is_ascii();
    }
    match first_other {
        Some((line, column)) if some_utf8 => {
            Err(Defect::new(line, column, Message::new("file-encodings-mixed")))
        }
        _ => Ok(Cow::Owned(bytes.iter().map(|b| from_windows_1252(*b)).collect())),
    }
}

fn from_windows_1252(byte: u8) -> char {
    let special = byte.checked_sub(0x80).and_then(|i| WINDOWS_1252.get(usize::from(i)));
    special.copied().unwrap_or_else(|| char::from(byte))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn reads_each_encoding_and_refuses_a_mixture() {
        assert_eq!(decode("\u{feff}Łaz".as_bytes()).unwrap(), "Łaz");
        assert_eq!(decode(b"K\xf6ln \x80 \x96").unwrap(), "Köln € –");
        let defect = decode(b"K\xc3\xb6ln\nab\xf6\n").unwrap_err();
        assert_eq!(
            (defect.line, defect.column, defect.message.code.as_str()),
            (2, 3, "file-encodings-mixed")
        );
    }

    #[test]
    fn unpacks_within_the_limit_only() {
        assert_eq!(unpack(&gzip(b"10")).unwrap().as_ref(), b"10");
        let bomb = gzip(&vec![b' '; MAX_BYTES + 1]);
        assert!(bomb.len() < 200_000, "a bomb is small");
        assert_eq!(unpack(&bomb).unwrap_err().message.code, "file-too-large");
        let cut = gzip(b"some text that is cut");
        assert_eq!(unpack(&cut[..cut.len() - 6]).unwrap_err().message.code, "file-gzip-damaged");
        assert_eq!(unpack(&[0x1f, 0x8b]).unwrap_err().message.code, "file-gzip-damaged");
    }
}
