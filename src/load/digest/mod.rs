//! Plain text that holds one story or many.

use super::input::{Failure, Input};
use super::outlet::Outlet;

pub(super) fn read(input: &mut Input<'_>, outlet: &mut Outlet<'_>) -> Result<(), Failure> {
    let text = input.whole()?;
    let mut story = super::NewStory::default();
    super::body::tidy(&text, &mut story.body);
    outlet.story(&mut story)
}
