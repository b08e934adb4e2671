//! The elements of HTML, as far as they matter to text.

/// What an element is to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::load) enum Element {
    /// Anything that runs along in its line.
    Inline,
    Anchor,
    Break,
    Paragraph,
    Heading,
    /// A box that begins and ends a paragraph.
    Block,
    Article,
    /// What goes round an article: navigation, forms, asides.
    Chrome,
    Bullets,
    Numbers,
    Item,
    Quote,
    Table,
    Row,
    Cell,
    Preformatted,
    /// Never text, and its inside is no markup.
    Script,
    Title,
    Opaque,
    /// Never text, and its inside is markup.
    Silent,
    Meta,
    /// Elements that cannot hold anything.
    Void,
    /// Nothing but text from here on.
    Plaintext,
}

impl Element {
    pub(in crate::load) fn of(name: &str) -> Element {
        let mut lower = [0; 12];
        let Some(lower) = lower.get_mut(..name.len()) else { return Element::Inline };
        lower.copy_from_slice(name.as_bytes());
        lower.make_ascii_lowercase();
        match &*lower {
            b"a" => Element::Anchor,
            b"br" => Element::Break,
            b"p" => Element::Paragraph,
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => Element::Heading,
            b"div" | b"section" | b"header" | b"figure" | b"figcaption" | b"body" | b"html"
            | b"head" | b"center" | b"dl" | b"dt" | b"dd" | b"address" | b"details"
            | b"summary" | b"fieldset" | b"hgroup" | b"hr" | b"caption" | b"tbody" | b"thead"
            | b"tfoot" | b"dir" | b"legend" => Element::Block,
            b"article" | b"main" => Element::Article,
            b"nav" | b"aside" | b"footer" | b"form" | b"menu" | b"dialog" | b"search" => {
                Element::Chrome
            }
            b"ul" => Element::Bullets,
            b"ol" => Element::Numbers,
            b"li" => Element::Item,
            b"blockquote" => Element::Quote,
            b"table" => Element::Table,
            b"tr" => Element::Row,
            b"td" | b"th" => Element::Cell,
            b"pre" | b"listing" => Element::Preformatted,
            b"script" => Element::Script,
            b"title" => Element::Title,
            b"style" | b"noembed" | b"noframes" | b"xmp" | b"textarea" => Element::Opaque,
            b"template" | b"noscript" | b"svg" | b"annotation" | b"object" | b"audio"
            | b"video" | b"canvas" | b"select" | b"button" | b"applet" | b"datalist" | b"map" => {
                Element::Silent
            }
            b"meta" | b"link" | b"base" => Element::Meta,
            b"img" | b"input" | b"area" | b"col" | b"embed" | b"param" | b"source" | b"track"
            | b"wbr" | b"keygen" => Element::Void,
            b"plaintext" => Element::Plaintext,
            _ => Element::Inline,
        }
    }

    /// Whether its inside is taken as it is, to its closing tag.
    pub(super) fn is_opaque(self) -> bool {
        matches!(self, Element::Script | Element::Title | Element::Opaque)
    }

    /// Whether it begins and ends a paragraph.
    pub(in crate::load) fn is_block(self) -> bool {
        !matches!(
            self,
            Element::Inline
                | Element::Anchor
                | Element::Break
                | Element::Script
                | Element::Title
                | Element::Opaque
                | Element::Silent
                | Element::Meta
                | Element::Void
        )
    }
}
