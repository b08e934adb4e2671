//! UTF-32, which no browser reads and some exports are still in.

/// Four bytes a letter.
pub(super) struct Utf32 {
    big: bool,
    /// Bytes of a letter cut by the end of the last block.
    cut: Vec<u8>,
}

impl Utf32 {
    pub(super) fn new(big: bool) -> Utf32 {
        Utf32 { big, cut: Vec::new() }
    }

    pub(super) fn feed(&mut self, block: &[u8], last: bool, out: &mut String) {
        let mut block = block;
        if !self.cut.is_empty() {
            let missing = (4 - self.cut.len()).min(block.len());
            self.cut.extend_from_slice(&block[..missing]);
            block = &block[missing..];
            if let Ok(quad) = <[u8; 4]>::try_from(&*self.cut) {
                push(number(quad, self.big), out);
                self.cut.clear();
            }
        }
        let (quads, rest) = block.as_chunks::<4>();
        for quad in quads {
            push(number(*quad, self.big), out);
        }
        self.cut.extend_from_slice(rest);
        if last && !self.cut.is_empty() {
            out.push('\u{fffd}');
            self.cut.clear();
        }
    }
}

fn push(number: u32, out: &mut String) {
    match char::from_u32(number) {
        // A BOM stands first or nowhere.
        Some('\u{feff}') if out.is_empty() => (),
        found => out.push(found.unwrap_or('\u{fffd}')),
    }
}

fn number(quad: [u8; 4], big: bool) -> u32 {
    if big { u32::from_be_bytes(quad) } else { u32::from_le_bytes(quad) }
}

/// Whether so many bytes in a row are letters of UTF-32, and in which order: no text in
/// any other encoding has a NUL in every fourth place.
pub(super) fn order(head: &[u8]) -> Option<bool> {
    const FEWEST: usize = 4;
    let (quads, _) = head.as_chunks::<4>();
    let fits = |big: &bool| {
        let letter =
            |quad: &[u8; 4]| !matches!(char::from_u32(number(*quad, *big)), None | Some('\0'));
        quads.iter().all(letter)
    };
    [false, true].into_iter().find(|big| quads.len() >= FEWEST && fits(big))
}
