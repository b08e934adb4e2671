//! What a reader may rely on when a page of a site is opened.

use crate::load::tests::{Gathered, load};

const ROUND: &str = "<nav><a href=https://example.org/a>News</a> <a href=https://example.org/b>\
    Sport</a></nav><div class=\"share-buttons\">Share this story with everybody you know, please\
    </div>";

const TEXT: &str = "<p>The ferry line between the two harbours opens in May, after four years of \
    talks, the harbour board said.</p><p>\u{201c}We sail with a full crew,\u{201d} said Ines \
    Marlow, who chairs the board, on Monday.</p>";

const PLAIN: &str = "The ferry line between the two harbours opens in May, after four years of \
    talks, the harbour board said.\n\n\u{201c}We sail with a full crew,\u{201d} said Ines Marlow, \
    who chairs the board, on Monday.";

fn page(head: &str, body: &str) -> Gathered {
    load("a", &format!("<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"))
}

#[test]
fn an_article_is_told_from_what_stands_round_it() {
    let head = "<title>Ferry Opens in May | Northern Wire</title>";
    let body = format!(
        "{ROUND}<div id=main><h1>Ferry Opens in May</h1><p>By Ola Brandt</p><div \
         class=story-body>{TEXT}</div></div><div class=related><p>A story about quite another \
         thing, with commas, that is long enough to count for a paragraph.</p></div><footer>All \
         rights, as usual, are reserved by those who have reserved them.</footer>"
    );
    let gathered = page(head, &body);
    let [story] = &*gathered.stories else { panic!("{:?}", gathered.problems) };
    assert_eq!((&*story.headline, &*story.body), ("Ferry Opens in May", PLAIN));
}

#[test]
fn what_a_page_tells_machines_is_taken() {
    let data = r#"<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, {"@type":
        ["NewsArticle"], "headline": "Ferry opens", "datePublished": "2017-12-15T10:20:00Z",
        "author": [{"name": "Ola Brandt"}], "publisher": {"name": "Northern Wire"},
        "dateline": "BERGEN"}]}</script><link rel=canonical href="https://example.org/7">"#;
    let meta = r#"<meta property="og:title" content="Ferry opens"><meta property="og:type"
        content="article"><meta property="og:site_name" content="Northern Wire"><meta
        property="article:published_time" content="2017-12-15T10:20:00Z"><meta property="og:url"
        content="https://example.org/7">"#;
    for head in [data, meta] {
        let gathered = page(head, &format!("{ROUND}<article><p>By Ola Brandt{TEXT}</article>"));
        let story = &gathered.stories[0];
        assert_eq!((&*story.headline, &*story.body), ("Ferry opens", PLAIN));
        assert_eq!(story.source.as_deref(), Some("Northern Wire"));
        assert_eq!(story.url.as_deref(), Some("https://example.org/7"));
        assert_eq!(story.published, Some(1_513_333_200));
    }
    let place = page(data, TEXT).stories[0].place.clone();
    assert_eq!(place.as_deref(), Some("BERGEN"));
}

#[test]
fn links_of_a_page_are_whole() {
    let body = |head: &str| {
        let text = format!("<article>{TEXT}<p>The <a href=b>crew</a> sails.</p></article>");
        let last = page(head, &text).stories.remove(0).body;
        last.rsplit("[1] ").next().map(str::to_owned)
    };
    let own = "<link rel=canonical href=https://example.org/a/7>";
    assert_eq!(body(own).as_deref(), Some("https://example.org/a/b"));
    let based = format!("{own}<base href=/c/>");
    assert_eq!(body(&based).as_deref(), Some("https://example.org/c/b"));
}

#[test]
fn microdata_marks_an_article() {
    let body = format!(
        "{ROUND}<div itemscope><span itemprop=headline>Ferry opens</span><time \
         itemprop=datePublished datetime=2017-12-15T10:20:00Z>Friday</time><div \
         itemprop=articleBody>{TEXT}</div><div class=entry><p>Other words, of which there are \
         many, and with commas, so that they would win.</p></div></div>"
    );
    let story = &page("", &body).stories[0];
    assert_eq!((&*story.headline, &*story.body), ("Ferry opens", PLAIN));
    assert_eq!(story.published, Some(1_513_333_200));
}

#[test]
fn a_page_that_lists_stories_gives_none() {
    let teaser = "<article><h2><a href=https://example.org/1>Ferry opens in the month of May</a>\
                  </h2><p>After four years of talks, the harbour board said, it opens.</p></article>";
    let gathered = page("<title>Northern Wire</title>", &teaser.repeat(8));
    assert!(gathered.stories.is_empty());
    assert_eq!(gathered.problems, ["a: lists stories and tells none"]);
}

#[test]
fn an_article_among_many_teasers_is_told() {
    let teaser = "<h3><a href=https://example.org/1>Ferry opens in the month of May</a></h3><p><a \
                  href=https://example.org/1>After four years of talks, it opens.</a></p>";
    let body = format!("<article>{}</article><div>{}</div>", TEXT.repeat(4), teaser.repeat(8));
    let story = page("<title>Ferry opens</title>", &body).stories.remove(0);
    assert_eq!(story.body, [PLAIN; 4].join("\n\n"));
}

#[test]
fn an_article_in_steps_is_read_to_its_end() {
    let step = format!("<div class=step><div><div><div>{TEXT}</div></div></div></div>");
    let body = format!("{ROUND}<article>{}</article>", step.repeat(5));
    let story = page("<title>Ferry opens</title>", &body).stories.remove(0);
    assert_eq!(story.body, [PLAIN; 5].join("\n\n"));
}

#[test]
fn a_short_page_is_a_story_too() {
    let story = &page("<title>Ferry opens</title>", "<p>In May.</p>").stories[0];
    assert_eq!((&*story.headline, &*story.body), ("Ferry opens", "In May."));
    assert!(load("a.html", "").stories.is_empty());
}

#[test]
fn what_only_machines_are_told_whole_is_taken() {
    let body = "Sentence after sentence. ".repeat(20);
    let head = format!(
        "<script type=application/ld+json>{{\"@type\": \"NewsArticle\", \"headline\": \"Ferry\", \
         \"articleBody\": \"{body}\"}}</script>"
    );
    assert_eq!(page(&head, "<p>Sentence after sentence.</p>").stories[0].body, body.trim());
}

#[test]
fn what_a_page_tells_machines_may_point_at_names_and_have_references() {
    let head = r##"<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline":
        "Ferry &amp; crew", "publisher": {"@id": "#us"}, "mainEntityOfPage": {"@id":
        "https://example.org/7"}}, {"@type": "Organization", "@id": "#us", "name": "Northern Wire"}
        ]}</script>"##;
    let told = |head: &str| {
        let story = page(head, TEXT).stories.remove(0);
        (story.headline, story.source, story.url)
    };
    let (headline, source, url) = told(head);
    assert_eq!((&*headline, source.as_deref()), ("Ferry & crew", Some("Northern Wire")));
    assert_eq!(url.as_deref(), Some("https://example.org/7"));
    assert_eq!(told(&head.replace("\"name\"", "\"logo\"")).1, None);
}

#[test]
fn a_heading_is_the_headline_where_the_title_is_a_part_of_it_or_names_the_site() {
    let of = |head: &str| page(head, &format!("{HEADLINE}{TEXT}")).stories.remove(0).headline;
    assert_eq!(of("<title>Ferry Opens</title>"), "Ferry Opens in May");
    let site = "<title>Northern Wire</title><meta property='og:site_name' content='Northern Wire'>";
    assert_eq!(of(site), "Ferry Opens in May");
    assert_eq!(of("<title>Crew on strike</title>"), "Crew on strike");
}

#[test]
fn a_date_that_only_people_are_told_is_read() {
    let of = |body: &str| page("", body).stories.remove(0).published;
    let dated = format!("{HEADLINE}<div class=meta><span>15 December 2017</span></div>{TEXT}");
    assert_eq!(of(&dated), Some(1_513_296_000));
    assert_eq!(of(&format!("{HEADLINE}<p>Posted 15 December 2017</p>{TEXT}")), Some(1_513_296_000));
    assert_eq!(of(&format!("{HEADLINE}{TEXT}<p>15 December 2017</p>")), None, "of what follows");
}

const HEADLINE: &str = "<h1>Ferry Opens in May</h1>";

/// The text of a page whose headline is the usual one.
fn text(body: &str) -> String {
    page("<title>Ferry Opens in May | Northern Wire</title>", body).stories.remove(0).body
}

#[test]
fn a_lead_above_the_text_is_part_of_it_and_a_byline_is_none() {
    const LEAD: &str = "For the first time in thirty years a ferry will cross the fjord, and its \
                        crew wants a share.";
    let whole = format!("{LEAD}\n\n{PLAIN}");
    let by = "<p>By Ola Brandt, who writes on harbours and ferries for Northern Wire</p>";
    for lead in [
        format!("<header>{HEADLINE}<p class=standfirst>{LEAD}</p>{by}</header>"),
        format!(
            "{HEADLINE}<div class=intro>{LEAD}</div>{by}<figure><img src=a><figcaption>A ferry</figcaption></figure>"
        ),
        format!("<section>{HEADLINE}<h2>{LEAD}</h2></section>{by}"),
    ] {
        assert_eq!(text(&format!("{ROUND}{lead}<article>{TEXT}</article>")), whole, "{lead}");
    }
    let repeated = format!("<header>{HEADLINE}<p>{LEAD}</p></header>");
    let body = format!("{repeated}<article><p>{LEAD}</p>{}</article>", TEXT.repeat(4));
    assert_eq!(text(&body).matches(LEAD).count(), 1, "the text has its lead itself");
}

#[test]
fn what_readers_write_below_is_no_part_of_a_text() {
    let remark = "<div class=item><b>Reader</b><p>I think, and I have thought of it long, that \
                  ferries, as such, are better than bridges are.</p></div>";
    for section in [
        "class=readers><h2>Comments (12)</h2>",
        "data-component=comments class=x1>",
        "class=replies>",
        "aria-label='Reader comments'>",
    ] {
        for around in ["main", "article"] {
            let remarks = format!("<section {section}{}</section>", remark.repeat(9));
            let body = format!("<{around}>{HEADLINE}<div>{TEXT}</div>{remarks}</{around}>");
            assert_eq!(text(&body), PLAIN, "{around}: {section}");
        }
    }
}

#[test]
fn boxes_between_paragraphs_are_left_out_and_the_text_goes_on() {
    for between in [
        "<div class=more-on><ul><li><a href=/1>Another headline of the day</a><li><a \
         href=/2>Yet another headline of it</a></ul></div>",
        "<div class=box><h3>Read more</h3><p>What happened, and when, and to whom, at sea.</p></div>",
        "<div class=signup-box><p>The best of the week, every week, in your mail.</p></div>",
    ] {
        let body = format!("<article>{HEADLINE}<div>{TEXT}{between}{TEXT}</div></article>");
        assert_eq!(text(&body), format!("{PLAIN}\n\n{PLAIN}"), "{between}");
    }
}

#[test]
fn a_text_in_parts_of_one_kind_is_read_to_its_end() {
    let part = format!("<div class=part><div>{TEXT}</div></div>");
    let parts = [&*part, "<div class=ad>Advertisement</div>", &part, &part].concat();
    let body = format!("<div>{HEADLINE}{parts}</div><div><a href=/1>Elsewhere</a></div>");
    assert_eq!(text(&body), [PLAIN; 3].join("\n\n"));
}
