//! Case and accents laid aside, so that `Erdogan` finds `Erdoğan`.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case without accents, appended to `out`. Typographic quotation marks and
/// dashes become their ASCII forms. The result may be longer or shorter than `text`.
pub fn fold_into(text: &str, out: &mut String) {
    let mut rest = text;
    while !rest.is_empty() {
        // Most bodies have a typographic mark or two among a thousand plain letters.
        let plain = beyond_ascii(rest.as_bytes()).unwrap_or(rest.len());
        let start = out.len();
        out.push_str(&rest[..plain]);
        out[start..].make_ascii_lowercase();
        rest = &rest[plain..];
        let other = rest.bytes().position(|byte| byte.is_ascii()).unwrap_or(rest.len());
        fold_slowly(&rest[..other], out);
        rest = &rest[other..];
    }
}

/// Where the first byte beyond ASCII stands, looked for many bytes at a time.
pub fn beyond_ascii(bytes: &[u8]) -> Option<usize> {
    let (blocks, _) = bytes.as_chunks::<32>();
    let skipped = 32 * blocks.iter().take_while(|block| block.is_ascii()).count();
    let within = bytes[skipped..].iter().position(|byte| !byte.is_ascii())?;
    Some(skipped + within)
}

fn fold_slowly(text: &str, out: &mut String) {
    out.extend(text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(fold_char));
}

/// [`fold_into`] into a new string.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

fn fold_char(c: char) -> impl Iterator<Item = char> {
    let plain = match c {
        '’' | '‘' | 'ʼ' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        '–' | '—' | '‐' | '‑' | '−' => '-',
        'ı' => 'i',
        'ø' | 'Ø' => 'o',
        'ł' | 'Ł' => 'l',
        'đ' | 'Đ' => 'd',
        '\u{a0}' => ' ',
        other => other,
    };
    plain.to_lowercase()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_accents_and_typography_are_laid_aside() {
        assert_eq!(fold("ERDOĞAN’s Łódź — “Øre”"), "erdogan's lodz - \"ore\"");
        assert_eq!(fold("東京で会談"), "東京て会談");
    }

    proptest! {
        #[test]
        fn the_plain_parts_fold_as_the_whole_would(
            text in prop_oneof![any::<String>(), "[aÉé\u{301}\u{323}’ß한 ]{0,12}"]
        ) {
            let mut whole = String::new();
            fold_slowly(&text, &mut whole);
            prop_assert_eq!(fold(&text), whole);
        }
    }
}
