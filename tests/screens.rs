//! What a reader sees, at the sizes people have. The second grid says what stands out:
//! `S` the selected row, `H` a headline, `c` `s` `o` `q` country, speaker,
//! organisation, quotation, `m` matched letters, `k` a key, `-` what is quiet.

#![allow(clippy::unwrap_used, reason = "a failed test should panic")]

mod desk;

use dateline::app::Message;
use dateline::app::layout::Size;
use desk::Desk;

#[test]
fn the_cursor_is_parked_on_the_row_or_in_the_prompt() {
    let mut desk = Desk::new(80, 24);
    assert_eq!(desk.keys("j j").cursor(), (1, 4));
    assert_eq!(desk.keys("/").text("ab").cursor(), (3, 22));
}

#[test]
fn every_size_is_drawn() {
    let mut desk = Desk::new(1, 1);
    for width in 0..130 {
        for height in [0, 1, 2, 4, 5, 6, 9, 24] {
            desk.send(Message::Resized(Size { width, height }));
            desk.draw();
        }
    }
    desk.send(Message::Resized(Size { width: 19, height: 5 }));
    assert!(desk.screen().starts_with("too small"));
}
