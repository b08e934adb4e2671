//! Pages of sites.

use super::body;
use super::input::{Failure, Input};
use super::outlet::Outlet;
use crate::model::NewStory;
use crate::text::clean_line;

/// Reads a page as one story; a page without text gives none.
pub(super) fn read(input: &mut Input<'_>, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
    let text = input.whole()?;
    let mut story = NewStory::default();
    if let Some(title) = title(&text) {
        body::tidy(&format!("<p>{title}"), &mut story.body);
        clean_line(&story.body).as_ref().clone_into(&mut story.headline);
    }
    body::tidy(&format!("<p>{text}"), &mut story.body);
    if story.body.is_empty() {
        return Ok(());
    }
    outlet.story(&mut story)
}

fn title(text: &str) -> Option<&str> {
    let at = memchr::memmem::find(text.as_bytes(), b"<title>")?;
    text[at + "<title>".len()..].split_once("</title>").map(|(title, _)| title)
}
