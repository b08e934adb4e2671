//! Plain text with header blocks: `Title: …`, `Date: …`, a blank line, the text; and the
//! next such block.

use super::body;
use super::input::{Failure, Input};
use super::json::{Fields, Named};
use super::outlet::Outlet;

/// The longest key, in bytes.
const LONGEST_KEY: usize = 24;

/// Whether text begins with a header block.
pub(super) fn begins(text: &str) -> bool {
    let mut fields = Fields::new();
    let text = text.trim_start();
    block(text, &mut fields).is_some_and(|len| text.len() > len)
}

/// Reads every story of a text whose stories have header blocks.
pub(super) fn read(input: &mut Input<'_>, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
    let text = input.whole()?;
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut fields = Fields::new();
    let mut rest = text.trim_start();
    if block(rest, &mut fields).is_none() && !rest.is_empty() {
        outlet.problem(Some(1), "does not begin with a header block, such as `Title: …`");
    }
    while !rest.is_empty() {
        let head = block(rest, &mut fields).unwrap_or(0);
        let end = next_block(rest, head, &mut fields);
        one(&rest[..head], &rest[head..end], &mut fields, outlet)?;
        rest = &rest[end..];
    }
    Ok(())
}

fn one(
    head: &str,
    text: &str,
    fields: &mut Fields,
    outlet: &mut Outlet<'_>,
) -> Result<(), Failure> {
    fields.start();
    for (key, value) in pairs(head) {
        fields.put(key, &value);
    }
    if let Some(problem) = fields.problem() {
        outlet.problem(None, &problem);
    }
    // A rule above the next block belongs to neither.
    let is_rule = |line: &str| line.len() > 2 && line.chars().all(|c| "-=*_#".contains(c));
    let mut text = text.trim();
    while let Some((above, last)) = text.rsplit_once('\n')
        && is_rule(last.trim())
    {
        text = above.trim_end();
    }
    if !text.is_empty() && !is_rule(text) {
        let mut plain = String::new();
        body::tidy(text, &mut plain);
        if let Some(story) = fields.story() {
            // A body in the block itself stands above.
            if story.body.is_empty() {
                story.body = plain;
            } else {
                story.body = format!("{}\n\n{plain}", story.body);
            }
            return outlet.story(story);
        }
        fields.put("body", &plain);
    }
    match fields.story() {
        Some(story) => outlet.story(story),
        None => Ok(()),
    }
}

/// Where the next header block begins, behind `from`: below a blank line or a rule.
fn next_block(text: &str, from: usize, fields: &mut Fields) -> usize {
    let mut at = from;
    let mut apart = true;
    for line in text[from..].split_inclusive('\n') {
        if apart && at > from && block(&text[at..], fields).is_some() {
            return at;
        }
        let plain = line.trim();
        apart = plain.is_empty() || (plain.len() > 2 && plain.chars().all(|c| "-=*_#".contains(c)));
        at += line.len();
    }
    text.len()
}

/// The length of the header block that text begins with: at least two keys that records
/// have, one of them the headline, and nothing but keys up to the blank line.
fn block(text: &str, fields: &mut Fields) -> Option<usize> {
    let (mut known, mut titled, mut len) = (0, false, 0);
    for line in text.split_inclusive('\n') {
        let plain = line.trim_end();
        if plain.is_empty() {
            break;
        }
        len += line.len();
        if known > 0 && line.starts_with([' ', '\t']) {
            continue;
        }
        let (key, _) = pair(plain)?;
        match fields.named(key) {
            Some(Named::Headline) => (known, titled) = (known + 1, true),
            Some(_) => known += 1,
            None => (),
        }
    }
    (titled && known >= 2).then_some(len)
}

fn pairs(head: &str) -> Vec<(&str, String)> {
    let mut found: Vec<(&str, String)> = Vec::new();
    for line in head.lines() {
        match (pair(line), found.last_mut()) {
            (_, Some((_, value))) if line.starts_with([' ', '\t']) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            (Some((key, value)), _) => found.push((key, value.trim().to_owned())),
            _ => (),
        }
    }
    found
}

fn pair(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let plain = |c: char| c.is_ascii_alphabetic() || matches!(c, '-' | '_' | ' ');
    let is_key = !key.is_empty() && key.len() <= LONGEST_KEY && key.chars().all(plain);
    (is_key && !value.starts_with("//")).then_some((key, value))
}
