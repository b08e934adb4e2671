//! What a reader may rely on when a file is in some encoding.

use proptest::prelude::*;

use super::*;

const RUSSIAN: &str = "Переговоры о пароме начались\n\nОСЛО. Министр сказала, что всё готово. ";

fn text_of(bytes: &[u8]) -> String {
    decode(bytes, None).into_owned()
}

fn stream(bytes: &[u8], block: usize) -> String {
    let (mut decoder, mut out) = (Decoder::default(), String::new());
    for block in bytes.chunks(block) {
        decoder.feed(block, false, &mut out);
    }
    decoder.feed(&[], true, &mut out);
    out
}

#[test]
fn eight_bit_letters_are_guessed() {
    for encoding in [encoding_rs::WINDOWS_1251, encoding_rs::KOI8_R] {
        let (bytes, ..) = encoding.encode(RUSSIAN);
        assert_eq!(text_of(&bytes.repeat(5)), RUSSIAN.repeat(5), "{}", encoding.name());
    }
}

#[test]
fn utf_16_needs_no_bom() {
    let text = "Ferry talks open\r\n\r\nThe minister said so.\r\n";
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(text_of(&little), text);
    assert_eq!(text_of(&big), text);
    assert_eq!(text_of(&[b"\xff\xfe".as_slice(), &little].concat()), text);
    let wide: Vec<u8> =
        "東京で会談\n\n大臣は\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(text_of(&wide), "東京で会談\n\n大臣は\n");
    assert_eq!(stream(&little, 64), text);
}

#[test]
fn a_bom_goes_and_a_slip_costs_one_letter() {
    assert_eq!(text_of(b"\xef\xbb\xbfFerry"), "Ferry");
    assert_eq!(
        text_of(
            "Café, crème, b"
                .as_bytes()
                .iter()
                .chain(b"\x92s")
                .copied()
                .collect::<Vec<_>>()
                .as_slice()
        ),
        "Café, crème, b\u{fffd}s"
    );
}

#[test]
fn an_accent_late_in_an_ascii_file_is_read_right() {
    let mut bytes = "The ferry left at noon. ".repeat(20_000).into_bytes();
    bytes.extend_from_slice(b"Le d\xe9part a \xe9t\xe9 retard\xe9 \xe0 l'aube.\n");
    assert!(stream(&bytes, 4096).ends_with("Le départ a été retardé à l'aube.\n"));
    assert!(text_of(&bytes).ends_with("Le départ a été retardé à l'aube.\n"));
}

#[test]
fn binary_files_are_told_from_text() {
    assert!(is_binary(b"\x89PNG\r\n\x1a\n...."));
    assert!(is_binary(&[0; 4096]));
    assert!(is_binary(&[0xff; 4096]));
    assert!(!is_binary(b""));
    assert!(!is_binary(RUSSIAN.as_bytes()));
    assert!(!is_binary(&encoding_rs::KOI8_R.encode(RUSSIAN).0));
    assert!(!is_binary(b"Headline with \0 a NUL\n\nAnd a body that is long enough to be text.\n"));
}

#[test]
fn utf_16_of_scripts_without_nuls_is_told_by_its_line_ends() {
    let text = "外交部发言人谈叙利亚局势\n\n各方应当继续对话，政治进程将继续。";
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(text_of(&little), text);
    assert_eq!(text_of(&big), text);
}

#[test]
fn utf_32_is_read_with_a_bom_and_without() {
    for text in ["Ferry talks open\n\nThe minister said so.\n", "東京で会談\n\n大臣は\n"] {
        let little: Vec<u8> = text.chars().flat_map(|c| (c as u32).to_le_bytes()).collect();
        let big: Vec<u8> = text.chars().flat_map(|c| (c as u32).to_be_bytes()).collect();
        for bytes in [&little, &big] {
            assert_eq!(text_of(bytes), text);
            assert_eq!(stream(bytes, 61), text);
            assert!(!is_binary(bytes));
        }
        assert_eq!(text_of(&[b"\xff\xfe\0\0".as_slice(), &little].concat()), text);
        assert_eq!(text_of(&[b"\0\0\xfe\xff".as_slice(), &big].concat()), text);
    }
}

#[test]
fn a_declaration_is_believed_as_far_as_it_reads() {
    let says = |label: &str| Encoding::for_label(label.as_bytes());
    // A few letters are too few to guess by.
    let (short, ..) = encoding_rs::ISO_8859_5.encode("<p>Осло</p>");
    assert_eq!(decode(&short, says("iso-8859-5")), "<p>Осло</p>");
    assert_eq!(decode("<p>Bodø åpner</p> på".as_bytes(), says("big5")), "<p>Bodø åpner</p> på");
    let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(RUSSIAN);
    assert_eq!(decode(&bytes.repeat(5), says("euc-kr")), RUSSIAN.repeat(5));
    let (bytes, ..) = encoding_rs::ISO_2022_JP.encode("東京で会談");
    assert_eq!(decode(&bytes, says("iso-2022-jp")), "東京で会談");
}

proptest! {
    #[test]
    fn utf_8_in_blocks_is_utf_8(text: String, block in 1..9_usize) {
        let text = format!("é{text}");
        prop_assume!(is_utf8_by_look(text.as_bytes(), block));
        prop_assert_eq!(stream(text.as_bytes(), block), text);
    }

    #[test]
    fn any_bytes_decode(bytes: Vec<u8>, block in 1..9_usize) {
        let _ = (text_of(&bytes), stream(&bytes, block), is_binary(&bytes));
    }
}

/// The tiny blocks of these tests may look like something else.
fn is_utf8_by_look(bytes: &[u8], block: usize) -> bool {
    charset_of(&bytes[..bytes.len().min(block)], None) == Charset::Other(UTF_8)
}
