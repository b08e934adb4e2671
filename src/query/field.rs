//! The fields a term can name, as the reader types them.

use std::fmt;

/// What stands before the colon of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    Country,
    Speaker,
    Organisation,
    Source,
    Place,
    Quote,
    Body,
    Is,
    After,
    Before,
}

impl Field {
    /// In the order the help and the completion show them.
    pub const ALL: [Field; 10] = [
        Field::Country,
        Field::Speaker,
        Field::Organisation,
        Field::Source,
        Field::Place,
        Field::Quote,
        Field::Body,
        Field::Is,
        Field::After,
        Field::Before,
    ];

    /// What is typed before the colon.
    pub fn as_str(self) -> &'static str {
        match self {
            Field::Country => "country",
            Field::Speaker => "speaker",
            Field::Organisation => "org",
            Field::Source => "source",
            Field::Place => "place",
            Field::Quote => "quote",
            Field::Body => "body",
            Field::Is => "is",
            Field::After => "after",
            Field::Before => "before",
        }
    }

    /// A value that shows what may follow the colon.
    pub fn example(self) -> &'static str {
        match self {
            Field::Country => "norway",
            Field::Speaker => "marlow",
            Field::Organisation => "council",
            Field::Source => "wire",
            Field::Place => "oslo",
            Field::Quote => "\"pack their\"",
            Field::Body => "ferry",
            Field::Is => "bookmarked",
            Field::After => "2017-12-01",
            Field::Before => "7d",
        }
    }

    /// Reads what stands before the colon; case does not matter.
    pub(super) fn read(text: &str) -> Option<Field> {
        if ["organisation", "organization"].iter().any(|long| text.eq_ignore_ascii_case(long)) {
            return Some(Field::Organisation);
        }
        Field::ALL.into_iter().find(|field| text.eq_ignore_ascii_case(field.as_str()))
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
