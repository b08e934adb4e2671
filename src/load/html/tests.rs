//! What a reader may rely on when markup becomes text.

use proptest::prelude::*;

use super::*;

fn text(html: &str) -> String {
    super::text(html, None)
}

#[test]
fn paragraphs_are_told_by_tags_and_else_by_blank_lines() {
    assert_eq!(text("<p>One\n &amp; one.<p>Two<br>lines.</p>"), "One & one.\n\nTwo\n\nlines.");
    assert_eq!(text("<div>One<div>Two</div>Three</div>"), "One\n\nTwo\n\nThree");
    assert_eq!(text("One <b>and</b>\n\ntwo."), "One and\n\ntwo.");
    assert_eq!(text("One<br><br>Two&nbsp; three"), "One\n\nTwo three");
    assert_eq!(text("<pre>One\n  two</pre>"), "One\n\ntwo");
}

#[test]
fn lists_quotations_and_tables_keep_their_marks() {
    let list = "<ul><li>Bread<li><p>Fish</p><ol start=3><li>Cod<li>Ling</ol></ul>After";
    assert_eq!(text(list), "• Bread\n\n• Fish\n\n3. Cod\n\n4. Ling\n\nAfter");
    let quoted = "<blockquote><p>We sail.</p><p>At noon.</p></blockquote>She left.";
    assert_eq!(text(quoted), "> We sail.\n\n> At noon.\n\nShe left.");
    let table = "<table><tr><th>Port<th>Ships<tr><td>Oslo</td><td>12</td></tr></table>";
    assert_eq!(text(table), "Port | Ships\n\nOslo | 12");
    let layout = "<table><tr><td><p>One.</p><p>Two.</p></td></tr></table>";
    assert_eq!(text(layout), "One.\n\nTwo.");
    assert_eq!(text("She said <q>we sail</q>."), "She said “we sail”.");
}

#[test]
fn links_are_numbered_and_only_safe_ones() {
    let page = "<p>The <a href='https://example.org/a?x=1&amp;y=2'>ferry</a> and its \
                <a href=\"https://example.org/b\">crew</a>, the <a href=https://example.org/b>crew\
                </a></p><a href='javascript:x()'>No</a> <a href=#top>Top</a> \
                <a href=https://example.org/>https://example.org</a>";
    assert_eq!(
        text(page),
        "The ferry [1] and its crew [2], the crew [2]\n\nNo Top https://example.org\n\n\
         [1] https://example.org/a?x=1&y=2\n\n[2] https://example.org/b"
    );
}

#[test]
fn links_are_made_whole_where_their_page_is_known() {
    let base = Url::parse("https://example.org/a/b").unwrap();
    let page =
        "<p>A <a href=c>ferry</a>, <a href='#top'>top</a>, <a href='//example.com/'>crew</a>";
    assert_eq!(
        super::text(page, Some(&base)),
        "A ferry [1], top, crew [2]\n\n[1] https://example.org/a/c\n\n[2] https://example.com/"
    );
    assert_eq!(text(page), "A ferry, top, crew");
}

#[test]
fn of_pictures_alone_there_is_what_their_author_says() {
    let drawing =
        "<svg><title>The &amp; ferry</title><desc>It <b>leaves</b>.</desc><text>7</text></svg>";
    assert_eq!(text(drawing), "The & ferry\n\nIt leaves.");
    assert_eq!(line(drawing), "The & ferry It leaves.");
    assert_eq!(text("<img src=a.png alt='A ferry'><img src=b.png alt=''>"), "A ferry");
    assert_eq!(text("<p>One</p><img alt=Logo><svg><title>Share</title></svg>"), "One");
}

#[test]
fn what_is_not_to_be_seen_is_left_out() {
    let page = "<head><title>x</title><style>x</style></head><p>One</p><!-- x --><SCRIPT >x</SCRIPT \
                ><svg><title>x</title></svg><p hidden>x<p style='display : none'>x<div>Two</div>\
                <span aria-hidden=true>x<span>x</span></span><noscript><img src=x></noscript>\
                <textarea>x</textarea><button>x</button><![CDATA[Three]]><script>x";
    assert_eq!(text(page), "One\n\nTwo\n\nThree");
    assert_eq!(text("One<![CDATA[<script>x</script>]]>"), "One]]>");
    assert_eq!(text("<p>One<span hidden>two<p>three"), "Onetwo\n\nthree", "never shown again");
}

#[test]
fn tags_may_be_broken() {
    assert_eq!(text("<p title='a > b'>One</p><p title=\">Two<p>Three"), "One\n\nTwo\n\nThree");
    assert_eq!(text("<p>3 < 4 <3 </ 5<p"), "3 < 4 <3 </ 5");
    assert_eq!(text("<p>One<!-- two"), "One");
    assert_eq!(text("<p>One <!DOCTYPE two"), "One <!DOCTYPE two");
    assert_eq!(text("<title>One<p>Two"), "Two");
    assert_eq!(text("<p>a<plaintext><p>b"), "a\n\n<p>b");
}

#[test]
fn only_markup_is_touched() {
    for plain in [
        "a < b & c > d",
        "Shares of <NWA> rose",
        "<title>",
        "x <b y",
        "1 <2> 3",
        "<Center Capital> rose",
    ] {
        assert!(!is_html(plain), "{plain}");
    }
    for html in ["<p>", "a<br/>b", "<b>x</b>", "<DIV class=x>", "x</a>", "<script>"] {
        assert!(is_html(html), "{html}");
    }
}

#[test]
fn depth_is_harmless() {
    for tag in ["<div>", "<b><i><a>", "<table><tr><td>", "<ul><li>", "<blockquote>", "<q>"] {
        assert!(text(&format!("{}GOOD", tag.repeat(30_000))).contains("GOOD"), "{tag}");
    }
}

proptest! {
    #[test]
    fn any_markup_gives_tidy_text(
        html in "(<|>|&|;|/|=|'|\"|p|br|li|ul|td|tr|a href=http://x|!--|--|script|title|hidden|<p>|</p>|<li>|\\PC){0,60}"
    ) {
        let text = text(&html);
        prop_assert_eq!(crate::text::clean(&text), text.as_str());
        let mut again = String::new();
        body::plain(&text, &mut again);
        prop_assert_eq!(again, text);
    }
}
