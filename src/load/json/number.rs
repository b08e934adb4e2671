//! Numbers too large to be held, such as `1e999999`, which JSON allows.

/// The text with such numbers replaced by `null`; `None` when there are none.
pub(super) fn without_huge(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = String::new();
    let (mut at, mut kept, mut quoted) = (0, 0, false);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if quoted => at += 1,
            b'"' => quoted = !quoted,
            b'-' | b'0'..=b'9' if !quoted => {
                let number = |byte: &u8| byte.is_ascii_digit() || b"+-.eE".contains(byte);
                let len = bytes[at..].iter().take_while(|byte| number(byte)).count();
                let held = text[at..at + len].parse::<f64>().is_ok_and(f64::is_finite);
                if !held {
                    out.push_str(&text[kept..at]);
                    out.push_str("null");
                    kept = at + len;
                }
                at += len;
                continue;
            }
            _ => (),
        }
        at += 1;
    }
    out.push_str(&text[kept..]);
    (kept > 0).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_that_are_too_large_go() {
        let huge = "9".repeat(400);
        let text = format!("{{\"a 1e999\":1e999999,\"b\\\"\":-2.5,\"c\":[{huge},7]}}");
        let expected = "{\"a 1e999\":null,\"b\\\"\":-2.5,\"c\":[null,7]}";
        assert_eq!(without_huge(&text).as_deref(), Some(expected));
        assert_eq!(without_huge("{\"a\": 1, \"b\": \"1e999\"}"), None);
    }
}
