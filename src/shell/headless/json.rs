//! JSON written straight to bytes, in the order it is told. A body is copied many bytes
//! at a time: that, and not the few names beside it, is what a line consists of.

/// The name of a field as it stands in a line: `,"name":`, made when this is compiled, and
/// filled up so that to write it takes no loop.
#[derive(Clone, Copy)]
pub(super) struct Key {
    written: [u8; WIDEST],
    length: usize,
}

/// The longest, `,"organisations":`.
const WIDEST: usize = 17;

impl Key {
    pub(super) const fn new(name: &str) -> Key {
        let (name, mut written, mut length) = (name.as_bytes(), [0; WIDEST], 2);
        (written[0], written[1]) = (b',', b'"');
        while length < name.len() + 2 {
            written[length] = name[length - 2];
            length += 1;
        }
        (written[length], written[length + 1]) = (b'"', b':');
        Key { written, length: length + 2 }
    }
}

/// An object that is being written.
pub(super) struct Object<'a> {
    out: &'a mut Vec<u8>,
    /// Where it begins.
    from: usize,
}

impl<'a> Object<'a> {
    pub(super) fn open(out: &'a mut Vec<u8>) -> Object<'a> {
        let from = out.len();
        Object { out, from }
    }

    pub(super) fn close(self) {
        match self.out.get_mut(self.from) {
            // The comma before the first field.
            Some(first) => *first = b'{',
            None => self.out.push(b'{'),
        }
        self.out.push(b'}');
    }

    #[inline]
    pub(super) fn text(&mut self, key: Key, value: &str) {
        self.key(key);
        quoted(self.out, value);
    }

    /// A word of our own, in which nothing needs an escape.
    #[inline]
    pub(super) fn word(&mut self, key: Key, word: &str) {
        debug_assert_eq!(plain_run(word.as_bytes()), word.len());
        self.key(key);
        self.out.push(b'"');
        self.out.extend_from_slice(word.as_bytes());
        self.out.push(b'"');
    }

    /// Text, or null.
    #[inline]
    pub(super) fn maybe(&mut self, key: Key, value: Option<&str>) {
        match value {
            Some(value) => self.text(key, value),
            None => self.plain(key, b"null"),
        }
    }

    #[inline]
    pub(super) fn flag(&mut self, key: Key, value: bool) {
        self.plain(key, if value { b"true" } else { b"false" });
    }

    #[inline]
    pub(super) fn number(&mut self, key: Key, value: usize) {
        self.key(key);
        digits(self.out, value);
    }

    /// A list of objects, each filled by `fill`.
    pub(super) fn list<T>(
        &mut self,
        key: Key,
        items: &[T],
        mut fill: impl FnMut(&mut Object<'_>, &T),
    ) {
        self.plain(key, b"[");
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.out.push(b',');
            }
            let mut object = Object::open(self.out);
            fill(&mut object, item);
            object.close();
        }
        self.out.push(b']');
    }

    #[inline]
    fn plain(&mut self, key: Key, value: &[u8]) {
        self.key(key);
        self.out.extend_from_slice(value);
    }

    /// Writes all of the key, and takes back what is too much.
    #[inline]
    fn key(&mut self, key: Key) {
        let from = self.out.len();
        self.out.extend_from_slice(&key.written);
        self.out.truncate(from + key.length);
    }
}

/// Appends a number; all twenty places are written, and what is too much taken back.
fn digits(out: &mut Vec<u8>, value: usize) {
    const PLACES: usize = 20;
    let (mut digits, mut at, mut rest) = ([b'0'; 2 * PLACES], PLACES, value);
    while at == PLACES || rest > 0 {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    let from = out.len();
    let places: &[u8; PLACES] = digits[at..].first_chunk().expect("twenty are behind any");
    out.extend_from_slice(places);
    out.truncate(from + PLACES - at);
}

/// Appends a JSON string.
fn quoted(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let mut rest = text.as_bytes();
    loop {
        let (plain, more) = rest.split_at(plain_run(rest));
        out.extend_from_slice(plain);
        let Some((&byte, more)) = more.split_first() else { break };
        escaped(out, byte);
        rest = more;
    }
    out.push(b'"');
}

/// How many bytes need no escape: told for sixteen at once, then for eight, the last eight
/// among them; four to seven as eight with nothing behind them.
fn plain_run(bytes: &[u8]) -> usize {
    let special = |byte: &u8| *byte < 0x20 || matches!(byte, b'"' | b'\\');
    let (eights, rest) = bytes.as_chunks::<8>();
    let found = |eight: &[u8; 8]| specials(u64::from_le_bytes(*eight));
    let pairs = eights.as_chunks::<2>().0.iter();
    let plain = 2 * pairs.take_while(|[one, two]| found(one) | found(two) == 0).count();
    for (nth, eight) in eights.iter().enumerate().skip(plain) {
        let found = found(eight);
        if found != 0 {
            return 8 * nth + found.trailing_zeros() as usize / 8;
        }
    }
    match bytes.last_chunk() {
        // Before the rest all is plain by now.
        Some(last) => match found(last) {
            0 => bytes.len(),
            found => bytes.len() - 8 + found.trailing_zeros() as usize / 8,
        },
        None => match (rest.first_chunk(), rest.last_chunk()) {
            (Some(head), Some(tail)) => {
                let (head, tail) = (u32::from_le_bytes(*head), u32::from_le_bytes(*tail));
                let eight = u64::from(head) | u64::from(tail) << (8 * (rest.len() - 4));
                rest.len().min(specials(eight).trailing_zeros() as usize / 8)
            }
            _ => rest.iter().position(special).unwrap_or(rest.len()),
        },
    }
}

/// Of eight bytes, the first the lowest, the highest bit of the first that needs an escape;
/// what is above it tells nothing.
fn specials(eight: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    // The highest bit where a byte below `least` lies, `least` at most 0x80.
    let below = |eight: u64, least: u64| eight.wrapping_sub(ONES * least) & !eight;
    let differing = |byte: u8| eight ^ (ONES * u64::from(byte));
    // With its second bit turned, the quotation mark lies right behind what is below 0x20.
    (below(differing(0x02), 0x21) | below(differing(b'\\'), 1)) & ONES << 7
}

fn escaped(out: &mut Vec<u8>, byte: u8) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let short = match byte {
        b'\n' => b'n',
        b'\t' => b't',
        b'\r' => b'r',
        0x08 => b'b',
        0x0c => b'f',
        b'"' | b'\\' => byte,
        _ => {
            let (high, low) = (HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]);
            return out.extend_from_slice(&[b'\\', b'u', b'0', b'0', high, low]);
        }
    };
    out.extend_from_slice(&[b'\\', short]);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_text_and_number_is_written_as_the_library_would(
            text in "[\\PC\\x00-\\x1f\"\\\\é🛳]{0,90}",
            number in any::<usize>(),
        ) {
            let mut out = Vec::new();
            let mut object = Object::open(&mut out);
            object.text(Key::new("text"), &text);
            object.number(Key::new("number"), number);
            object.flag(Key::new("flag"), true);
            object.maybe(Key::new("none"), None);
            object.list(Key::new("list"), &[&text], |object, text| object.text(Key::new("in"), text));
            object.close();
            let whole = format!(
                r#"{{"text":{0},"number":{number},"flag":true,"none":null,"list":[{{"in":{0}}}]}}"#,
                serde_json::to_string(&text).unwrap()
            );
            prop_assert_eq!(String::from_utf8(out).unwrap(), whole);
        }
    }
}
