//! The encoding a server says its answer is in. Story files that say nothing of theirs
//! need it, and nothing but the answer's head has it.

use encoding_rs::Encoding;

use crate::text::decode::is_binary;

/// The bytes in UTF-8, where `kind`, the answer's content type, names another encoding
/// and is right about it. A byte order mark is put before them, since it outdoes what
/// they say of themselves.
pub(super) fn in_utf8(bytes: Vec<u8>, kind: Option<&str>) -> Vec<u8> {
    let Some(charset) = kind.and_then(charset) else { return bytes };
    let is_packed = bytes.starts_with(&[0x1f, 0x8b]);
    let is_plain = Encoding::for_bom(&bytes).is_some() || std::str::from_utf8(&bytes).is_ok();
    if is_packed || is_plain || is_binary(&bytes) {
        return bytes;
    }
    match charset.decode_without_bom_handling_and_without_replacement(&bytes) {
        Some(text) => format!("\u{feff}{text}").into_bytes(),
        None => bytes,
    }
}

/// `text/xml; charset="windows-1251"` (RFC 9110, section 8.3).
fn charset(kind: &str) -> Option<&'static Encoding> {
    let label = kind.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
    })?;
    Encoding::for_label(label.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_in_what_its_head_says_when_that_reads() {
        let cyrillic = encoding_rs::WINDOWS_1251.encode("Паром вышел").0.into_owned();
        let told = |bytes: &[u8], kind| in_utf8(bytes.to_vec(), Some(kind));
        let read = told(&cyrillic, "text/xml; charset=\"Windows-1251\"");
        assert_eq!(read, "\u{feff}Паром вышел".as_bytes());
        for kind in ["text/xml", "text/xml; charset=none-such", "text/xml; charset=utf-8"] {
            assert_eq!(told(&cyrillic, kind), cyrillic, "{kind}");
        }
        let utf8 = "Fähre".as_bytes();
        assert_eq!(told(utf8, "text/html; charset=iso-8859-1"), utf8, "servers say so by habit");
        let packed = [0x1f, 0x8b, 8, 0, 0xff];
        assert_eq!(told(&packed, "text/xml; charset=iso-8859-1"), packed);
    }
}
