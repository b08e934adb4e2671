//! What a terminal sends, and what the reader hears.

use proptest::prelude::*;

use super::*;

/// What some bytes say, keys by name, fed in two pieces.
fn heard_in_two(bytes: &[u8], cut: usize) -> Vec<String> {
    let (mut keys, mut heard) = (Keys::default(), Vec::new());
    let mut tell = |said: Heard| {
        heard.push(match said {
            Heard::Key(key) => key.to_string(),
            other => format!("{other:?}"),
        });
    };
    keys.feed(&bytes[..cut], &mut tell);
    keys.feed(&bytes[cut..], &mut tell);
    keys.settle(&mut tell);
    heard
}

fn heard(bytes: &str) -> Vec<String> {
    heard_in_two(bytes.as_bytes(), 0)
}

#[test]
fn keys_are_known_by_their_sequences() {
    let typed = "jGø東\r\t\u{7f}\u{4}\u{1b}[A\u{1b}OB\u{1b}[5~\u{1b}[Z\u{1b}[1;5C\u{1b}x\u{1b}";
    assert_eq!(
        heard(typed),
        [
            "j",
            "G",
            "ø",
            "東",
            "Enter",
            "Tab",
            "Backspace",
            "Ctrl-D",
            "↑",
            "↓",
            "PgUp",
            "Shift-Tab",
            "Ctrl-→",
            "Alt-x",
            "Esc"
        ]
    );
}

#[test]
fn answers_of_a_terminal_are_not_typing() {
    for answer in [
        "\u{1b}[?1;2c",
        "\u{1b}[24;80R",
        "\u{1b}[>0;276;0c",
        "\u{1b}]11;rgb:0000/0000\u{1b}\\",
        "\u{1b}]11;rgb:00000/0/-1\u{1b}\\",
        "\u{1b}]10;rgb:ffff/ffff/ffff\u{1b}\\",
        "\u{1b}]52;c;YmJi\u{7}",
        "\u{1b}P>|xterm(370)\u{1b}\\",
        "\u{1b}_Gi=31;OK\u{1b}\\",
        "\u{1b}[8;40;120t",
        "\u{1b}[I\u{1b}[O",
        "\u{1b}[M !!",
        "\u{1b}[<0;3;4m",
        "\u{1b}[?2026;2$y",
    ] {
        assert_eq!(heard(answer), [] as [&str; 0], "{answer:?}");
        assert_eq!(heard(&format!("{answer}j")), ["j"], "{answer:?}");
    }
}

#[test]
fn the_colour_behind_the_text_is_heard_in_every_precision() {
    let light = |colour: &str| heard(&format!("\u{1b}]11;rgb:{colour}\u{7}"));
    for colour in ["ffff/ffff/ffff", "fd/f6/e3", "f/f/f"] {
        assert_eq!(light(colour), ["Background { light: true }"], "{colour}");
    }
    for colour in ["0000/0000/0000", "00/2b/36", "1/1/2"] {
        assert_eq!(light(colour), ["Background { light: false }"], "{colour}");
    }
}

#[test]
fn clicks_and_the_wheel_have_their_place() {
    assert_eq!(heard("\u{1b}[<0;3;4M"), ["Click { column: 2, row: 3 }"]);
    assert_eq!(heard("\u{1b}[<65;1;1M"), ["Wheel { column: 0, row: 0, down: true }"]);
    assert_eq!(heard("\u{1b}[<0;0;0M"), [] as [&str; 0]);
}

#[test]
fn a_paste_is_one_thing_and_keeps_to_its_bounds() {
    assert_eq!(heard("\u{1b}[200~q\u{1b}[Ab\u{1b}[201~j"), ["Paste(\"q\\u{1b}[Ab\")", "j"]);
    let long = format!("\u{1b}[200~{}\u{1b}[201~j", "x".repeat(800_000));
    let said = heard(&long);
    assert_eq!((said.len(), &*said[1]), (2, "j"));
    assert!(said[0].len() <= MOST_PASTED + 20);
}

proptest! {
    #[test]
    fn it_does_not_matter_where_the_bytes_are_cut(
        parts in prop::collection::vec(prop::sample::select(vec![
            "j", "é", "東", "\u{1b}[A", "\u{1b}[1;5C", "\u{1b}[<64;2;2M", "\u{1b}OP",
            "\u{1b}]11;rgb:0/0/0\u{1b}\\", "\u{1b}[200~ab\u{1b}[201~", "\u{1b}[24;80R",
        ]), 1..8),
        at in 0_usize..100,
    ) {
        let bytes = parts.concat().into_bytes();
        let cut = at.min(bytes.len());
        prop_assert_eq!(heard_in_two(&bytes, cut), heard_in_two(&bytes, 0));
    }

    #[test]
    fn any_bytes_are_taken(bytes in prop::collection::vec(any::<u8>(), 0..200), at in 0_usize..200) {
        let cut = at.min(bytes.len());
        heard_in_two(&bytes, cut);
    }
}
