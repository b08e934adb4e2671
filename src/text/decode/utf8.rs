//! UTF-8 in blocks, whose ends may cut a letter.

/// Holds the bytes of a letter cut by the end of the last block.
#[derive(Default)]
pub(super) struct Utf8 {
    cut: Vec<u8>,
}

impl Utf8 {
    pub(super) fn feed(&mut self, block: &[u8], last: bool, out: &mut String) {
        let cut = &mut self.cut;
        let mut block = block;
        // Finish the letter the last block broke off, byte by byte: it needs three at most.
        while !cut.is_empty()
            && let Some((&byte, rest)) = block.split_first()
        {
            let continues = byte & 0xc0 == 0x80;
            if continues {
                cut.push(byte);
                block = rest;
            }
            if !continues || ends_cut(cut) == 0 {
                out.push_str(&String::from_utf8_lossy(cut));
                cut.clear();
            }
        }
        let whole = if last { block.len() } else { block.len() - ends_cut(block) };
        if last && !cut.is_empty() {
            out.push_str(&String::from_utf8_lossy(cut));
            cut.clear();
        }
        match std::str::from_utf8(&block[..whole]) {
            Ok(text) => out.push_str(text),
            Err(_) => out.push_str(&String::from_utf8_lossy(&block[..whole])),
        }
        cut.extend_from_slice(&block[whole..]);
    }
}

/// Bytes at the end of a block that begin a letter and do not finish it: 0 to 3.
pub(super) fn ends_cut(block: &[u8]) -> usize {
    let tail = &block[block.len().saturating_sub(3)..];
    match tail.utf8_chunks().last() {
        Some(chunk) if !chunk.invalid().is_empty() => {
            let invalid = chunk.invalid();
            let ends_here = tail.ends_with(invalid);
            if ends_here && needs(invalid[0]) > invalid.len() { invalid.len() } else { 0 }
        }
        _ => 0,
    }
}

/// Bytes a letter has, by its first one.
fn needs(lead: u8) -> usize {
    match lead {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => 1,
    }
}

/// Whether bytes are UTF-8 but for a slip here and there.
pub(super) fn reads_as_utf8(bytes: &[u8]) -> bool {
    let bytes = &bytes[..bytes.len() - ends_cut(bytes)];
    // Most files have no slip, and are told by this many times faster.
    if std::str::from_utf8(bytes).is_ok() {
        return true;
    }
    let [mut letters, mut slips] = [0_usize; 2];
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        slips += usize::from(!chunk.invalid().is_empty());
    }
    slips == 0 || letters >= 2 * slips
}
