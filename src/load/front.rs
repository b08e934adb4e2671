//! Front matter: what stands above a text between lines of `---` (YAML) or `+++` (TOML).

use super::json::Fields;

/// What was found above a text.
pub(super) struct Front<'a> {
    /// Whether there is any.
    pub(super) known: bool,
    pub(super) rest: &'a str,
    /// Where what could not be read stands, and why it could not.
    pub(super) line: u32,
    pub(super) problem: Option<String>,
}

/// Whether text begins with front matter: a mark, a first key, and the mark again.
pub(super) fn has_front(text: &str) -> bool {
    parted(text).is_some_and(|(_, inside, _)| {
        inside.lines().find(|line| !line.trim().is_empty()).is_some_and(|line| {
            let key = line.find([':', '=']).map(|at| line[..at].trim());
            key.is_some_and(|key| !key.is_empty() && !key.contains(' '))
        })
    })
}

/// Takes the front matter of a text into fields.
pub(super) fn front<'a>(text: &'a str, fields: &mut Fields) -> Front<'a> {
    let none = Front { known: false, rest: text, line: 1, problem: None };
    if !has_front(text) {
        return none;
    }
    let Some((mark, inside, rest)) = parted(text) else { return none };
    fields.start();
    let mut found = Front { known: true, rest, line: 1, problem: None };
    if mark == "+++" {
        match toml::from_str::<toml::Table>(inside) {
            Ok(table) => put_table(&table, fields),
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                found.line = 2 + inside[..at].matches('\n').count() as u32;
                found.problem = Some(format!("cannot be read as TOML: {}", error.message()));
            }
        }
    } else {
        put_yaml(inside, fields);
    }
    found
}

/// The mark, what stands between it and its second, and what follows.
fn parted(text: &str) -> Option<(&str, &str, &str)> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let mark = ["---", "+++"].into_iter().find(|mark| text.starts_with(mark))?;
    let (first, inside) = text.split_once('\n')?;
    if first.trim_end() != mark {
        return None;
    }
    let mut at = 0;
    for line in inside.split_inclusive('\n') {
        let ends = line.trim_end() == mark || (mark == "---" && line.trim_end() == "...");
        if ends {
            return Some((mark, &inside[..at], &inside[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

fn put_table(table: &toml::Table, fields: &mut Fields) {
    for (key, value) in table {
        match value {
            toml::Value::String(text) => fields.put(key, text),
            toml::Value::Array(values) => {
                if let Some(text) = values.first().and_then(toml::Value::as_str) {
                    fields.put(key, text);
                }
            }
            toml::Value::Table(_) => (),
            other => fields.put(key, &other.to_string()),
        }
    }
}

/// Takes `key: value` lines of the outermost level. Front matter needs no more of YAML,
/// and what there is more of it, tags and aliases, is what makes YAML unsafe to read.
fn put_yaml(text: &str, fields: &mut Fields) {
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with([' ', '\t', '-', '#']) {
            continue;
        }
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        if value.starts_with(['&', '*', '!', '{']) {
            continue;
        }
        // What follows is indented: a folded text, or a list whose first item will do.
        let mut below = Vec::new();
        while let Some(next) = lines.next_if(|next| next.starts_with([' ', '\t', '-'])) {
            below.push(next.trim());
        }
        match value {
            "" => {
                if let Some(first) = below.first().map(|first| first.trim_start_matches("- ")) {
                    fields.put(key, scalar(first));
                }
            }
            _ if value.starts_with(['|', '>']) => fields.put(key, &below.join("\n")),
            _ if below.is_empty() => fields.put(key, scalar(value)),
            _ => fields.put(key, scalar(&format!("{value} {}", below.join(" ")))),
        }
    }
}

/// A value without its quotes or the comment behind it; the first of a list.
fn scalar(value: &str) -> &str {
    let value = value.trim();
    let value = value
        .strip_prefix('[')
        .map_or(value, |list| list.split([',', ']']).next().unwrap_or_default().trim());
    for quote in ['"', '\''] {
        if let Some((inside, _)) = value.strip_prefix(quote).and_then(|v| v.rsplit_once(quote)) {
            return inside;
        }
    }
    value.split(" #").next().unwrap_or_default().trim()
}
