//! The `urls` file of newsboat: a link a line, then tags, quoted where they have blanks;
//! `~` begins a title, `!` hides, `#` is a comment
//! (<https://newsboat.org/releases/2.36/docs/newsboat.html>).

use super::feeds::{Feed, line, web_link};
use super::{ConfigProblem, Listed};

/// What newsboat would run or look up itself; never run here.
const OTHERS: [&str; 3] = ["exec:", "filter:", "query:"];

/// Reads the file's lines; what cannot be followed is named.
pub(super) fn read(text: &str) -> Listed {
    let mut listed = Listed::default();
    for (at, entry) in (1..).zip(text.lines()) {
        match feed(entry) {
            Ok(Some(feed)) => listed.feeds.push(feed),
            Ok(None) => (),
            Err(reason) => listed.problems.push(ConfigProblem { line: at, reason }),
        }
    }
    listed
}

fn feed(entry: &str) -> Result<Option<Feed>, String> {
    let mut words = words(entry).into_iter();
    let Some(link) = words.next().filter(|word| !word.is_empty()) else { return Ok(None) };
    if let Some(kind) = OTHERS.iter().find(|kind| link.starts_with(**kind)) {
        return Err(format!("{kind} lines are not supported, and never run"));
    }
    let mut feed = Feed::new(web_link(&link).map_err(|error| error.to_string())?);
    for word in words {
        match word.strip_prefix('~') {
            Some(title) => feed.name = line(title),
            // A hidden feed is still fetched there, and so it is here.
            None if word == "!" => (),
            None => feed.tags.extend(line(&word).filter(|tag| !feed.tags.contains(tag))),
        }
    }
    Ok(Some(feed))
}

/// Splits a line at blanks outside quotes; `\"` is a quote in quotes, `#` outside them
/// begins a comment where a word would.
fn words(entry: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut chars = entry.chars().peekable();
    loop {
        while chars.next_if(|c| c.is_whitespace()).is_some() {}
        if chars.peek().is_none_or(|c| *c == '#') {
            return words;
        }
        let quoted = chars.next_if_eq(&'"').is_some();
        let mut word = String::new();
        while let Some(c) = chars.next_if(|c| quoted || !c.is_whitespace()) {
            match c {
                '"' if quoted => break,
                '\\' if quoted => word.extend(chars.next()),
                _ => word.push(c),
            }
        }
        words.push(word);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn links_tags_and_titles_are_read_and_nothing_is_run() {
        let text = "# my feeds\n\
            https://wire.example/feed \"foreign desk\" ports \"~Northern \\\"Wire\\\"\" # daily\n\
            \n\
            exec:/bin/rm -rf /\n\
            filter:cat:https://port.example/rss ports\n\
            \"query:Unread:unread = \\\"yes\\\"\"\n\
            http://port.example/rss ! ~Port\n\
            nonsense\n";
        let listed = read(text);
        let of = |feed: &Feed| (feed.title(), feed.tags.clone());
        assert_eq!(
            listed.feeds.iter().map(of).collect::<Vec<_>>(),
            [
                ("Northern \"Wire\"".into(), vec!["foreign desk".to_owned(), "ports".to_owned()]),
                ("Port".to_owned(), vec![]),
            ]
        );
        let told: Vec<_> = listed.problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "4: exec: lines are not supported, and never run",
                "5: filter: lines are not supported, and never run",
                "6: query: lines are not supported, and never run",
                "8: not a link",
            ]
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "[ \"\\\\#~!a:/\\PC\n]{0,60}") {
            read(&text);
        }
    }
}
