//! Where words begin and end, found sixty-four bytes at a time: a paragraph has a few
//! hundred bytes, and every one of them is looked at.

/// Bytes that are looked at together; each has its bit in a mask, the first byte's the
/// lowest.
pub(super) const BLOCK: usize = 64;

/// Where capitalised words may begin in a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    pub(super) blank: u64,
    /// ASCII letters in lower case, and digits.
    pub(super) small: u64,
}

/// Puts the blocks of a text into `blocks`.
pub(super) fn scan(text: &[u8], blocks: &mut Vec<Block>) {
    blocks.clear();
    blocks.extend(parts(text).map(|bytes| Block {
        blank: bits(&bytes, |byte| byte == b' '),
        small: bits(&bytes, |byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()),
    }));
}

/// Puts a mask for each block of a text into `masks`, of whatever belongs to a word: ASCII
/// letters and digits, and what is beyond ASCII but for what E2 begins, which is dashes
/// and quotation marks.
pub(super) fn letters(text: &[u8], masks: &mut Vec<u64>) {
    // Bytes of the next block that E2 in this one takes with it.
    let mut taken = 0;
    masks.clear();
    masks.extend(parts(text).map(|bytes| {
        let letters = bits(&bytes, |byte| byte.is_ascii_alphanumeric());
        if bytes.is_ascii() {
            taken = 0;
            return letters;
        }
        let high = bits(&bytes, |byte| byte >= 0x80);
        let begun = bits(&bytes, |byte| byte == 0xe2);
        let gone = begun | begun << 1 | begun << 2 | taken;
        taken = begun >> 63 | begun >> 62;
        letters | high & !gone
    }));
}

/// The blocks of a text, the last one filled up with what is no letter.
fn parts(text: &[u8]) -> impl Iterator<Item = [u8; BLOCK]> {
    let (whole, rest) = text.as_chunks::<BLOCK>();
    whole.iter().copied().chain((!rest.is_empty()).then(|| filled_up(rest)))
}

/// The last bytes of a text, fewer than a block has, with what is no letter behind them.
pub(super) fn filled_up(rest: &[u8]) -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    block[..rest.len()].copy_from_slice(rest);
    block
}

/// One bit a byte: whether it `is` so. Written so that the compiler compares many bytes
/// at once; the product gathers the lowest bits of eight bytes.
pub(super) fn bits(block: &[u8; BLOCK], is: impl Fn(u8) -> bool) -> u64 {
    let mut flags = [0; BLOCK];
    flags.iter_mut().zip(block).for_each(|(flag, byte)| *flag = u8::from(is(*byte)));
    let gather = |eight: &[u8; 8]| u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080);
    let eights = flags.as_chunks::<8>().0.iter().zip(0..);
    eights.fold(0, |mask, (eight, at)| mask | gather(eight) >> 56 << (8 * at))
}

/// The places of the bits that are set, the lowest first.
pub(super) fn places(mut mask: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let at = mask.trailing_zeros() as usize;
        mask &= mask.wrapping_sub(1);
        (at < BLOCK).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn masks_say_what_each_byte_is(text in "([a-zA-Z0-9 é–“東\u{e2}]|[a-z ]{9}){0,60}") {
            let bytes = text.as_bytes();
            let (mut blocks, mut masks) = (Vec::new(), Vec::new());
            scan(bytes, &mut blocks);
            letters(bytes, &mut masks);
            prop_assert_eq!(blocks.len(), bytes.len().div_ceil(BLOCK));
            prop_assert_eq!(masks.len(), blocks.len());
            for (at, (block, letter)) in blocks.iter().zip(&masks).enumerate() {
                for bit in 0..BLOCK {
                    let byte = bytes.get(at * BLOCK + bit).copied().unwrap_or(0);
                    let is = |mask: u64| mask >> bit & 1 == 1;
                    prop_assert_eq!(is(block.blank), byte == b' ');
                    prop_assert_eq!(is(block.small), byte.is_ascii_lowercase() || byte.is_ascii_digit());
                    let back = |n: usize| (at * BLOCK + bit).checked_sub(n).and_then(|at| bytes.get(at));
                    let gone = (0..3).any(|n| back(n) == Some(&0xe2));
                    prop_assert_eq!(is(*letter), byte.is_ascii_alphanumeric() || byte >= 0x80 && !gone);
                }
            }
        }

        #[test]
        fn places_are_the_bits_that_are_set(mask: u64) {
            let back = places(mask).fold(0, |back, at| back | 1 << at);
            prop_assert_eq!(back, mask);
        }
    }
}
