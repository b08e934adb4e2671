//! Dates as Chinese, Japanese and Korean write them, put into the order and marks of
//! the others: `2017年12月15日 10時20分`, `2017년 12월 15일 오후 3:04`.

/// The date with other marks, if it is one of these.
pub(super) fn rewritten(text: &str) -> Option<String> {
    // What may end a year, and the halves of a day, begin with these bytes only.
    if text.is_ascii() {
        return None;
    }
    let halves = [
        ("오전", "am"),
        ("오후", "pm"),
        ("午前", "am"),
        ("午後", "pm"),
        ("上午", "am"),
        ("下午", "pm"),
    ];
    let half = halves.iter().find(|(word, _)| text.contains(word));
    if !text.contains(['年', '년']) && half.is_none() {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut aside = false;
    for c in half.map_or(text.to_owned(), |(word, _)| text.replace(word, " ")).chars() {
        match c {
            // A weekday stands in brackets.
            '(' | '（' => aside = true,
            ')' | '）' => aside = false,
            _ if aside => (),
            '年' | '년' | '月' | '월' => out.push('-'),
            '日' | '일' => out.push(' '),
            '時' | '时' | '시' | '点' | '分' | '분' => out.push(':'),
            '秒' | '초' => (),
            ' ' | '\u{3000}' if out.ends_with(['-', ':', ' ']) => (),
            c => out.push(c),
        }
    }
    let end = out.trim_end_matches([':', ' ']).len();
    out.truncate(end);
    if let Some((_, half)) = half {
        out.push(' ');
        out.push_str(half);
    }
    Some(out)
}
