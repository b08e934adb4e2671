//! What a headline adds: where it names the people of the body, and whom it says is
//! speaking: `Lind: Ferry Talks Go On`.

use crate::model::{Mention, Part};

use super::lexicon;
use super::people::{People, PersonId};
use crate::extract::tokens::Tokens;

/// The people of the story whom the headline names, in its order.
/// `parts` are its tokens.
pub(super) fn mentions(
    headline: &str,
    parts: &Tokens,
    people: &People<'_>,
) -> Vec<(PersonId, Mention)> {
    let capital = parts.tokens.iter().filter(|token| token.is_capital());
    let named = capital.filter_map(|token| {
        let person = people.surnamed(lexicon::key_of(token, headline))?;
        Some((person, Mention { part: Part::Headline, span: token.span() }))
    });
    named.collect()
}

/// The person whose words the headline gives: `Lind: …`.
pub(super) fn speaker(headline: &str, people: &People<'_>) -> Option<PersonId> {
    let before = &headline[..memchr::memmem::find(headline.as_bytes(), b": ")?];
    let short = before.split_whitespace().count() <= 4;
    let name = before.split_whitespace().next_back().filter(|_| short)?;
    people.surnamed(lexicon::key(name))
}
