//! What a reader may rely on when opening files.

use super::*;

/// What came out of one input.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) stories: Vec<NewStory>,
    pub(super) problems: Vec<String>,
}

impl Sink for Gathered {
    fn story(&mut self, story: &NewStory) -> ControlFlow<()> {
        self.stories.push(story.clone());
        ControlFlow::Continue(())
    }

    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem.to_string());
    }
}

pub(super) fn load(name: &str, text: &str) -> Gathered {
    load_bytes(name, text.as_bytes())
}

pub(super) fn load_bytes(name: &str, mut bytes: &[u8]) -> Gathered {
    let mut gathered = Gathered::default();
    read(name, &mut bytes, None, &mut gathered);
    gathered
}

fn headlines(gathered: &Gathered) -> Vec<&str> {
    gathered.stories.iter().map(|story| &*story.headline).collect()
}

#[test]
fn keys_are_taken_as_people_write_them() {
    let text = r#"{"ID": 7, "Title": " Ferry talks ", "Content": ["One.", "Two."], "pubDate":
        "Fri, 15 Dec 2017 10:20:00 GMT", "agency": {"name": "Northern Wire"}, "location": "Bergen",
        "link": "https://example.org/7", "tags": [[[]]]}"#;
    let expected = NewStory {
        id: Some("7".into()),
        headline: "Ferry talks".into(),
        body: "One.\n\nTwo.".into(),
        source: Some("Northern Wire".into()),
        place: Some("Bergen".into()),
        url: Some("https://example.org/7".into()),
        published: Some(1_513_333_200),
    };
    let gathered = load("a.json", text);
    assert_eq!((gathered.stories, gathered.problems), (vec![expected], vec![]));
}

#[test]
fn stories_are_found_in_arrays_and_in_objects_that_hold_one() {
    let story = r#"{"title": "Ferry", "body": "One."}"#;
    for text in [
        format!("[{story}, {story}]"),
        format!("\u{feff}[{story},{story}]"),
        format!("{{\"count\": 2, \"articles\": [{story}, {story}]}}"),
        format!("{{\"response\": {{\"results\": [{story}, {story}]}}}}"),
        format!("{{\"hits\": {{\"hits\": [{{\"_source\": {story}}}, {{\"_source\": {story}}}]}}}}"),
        format!("{story}{story}"),
        format!("{story}\n{story}\n"),
    ] {
        let gathered = load("a", &text);
        assert_eq!(headlines(&gathered), ["Ferry", "Ferry"], "{text}");
        assert!(gathered.problems.is_empty(), "{text}: {:?}", gathered.problems);
    }
}

#[test]
fn a_text_kept_apart_belongs_to_what_is_said_around_it() {
    let text = r#"{"response": {"results": [{"id": "7", "webTitle": "Ferry", "webUrl":
        "https://example.org/7", "webPublicationDate": "2017-12-15T10:20:00Z", "fields":
        {"headline": "Ferry talks", "bodyText": "One."}}]}}"#;
    let story = &load("a.json", text).stories[0];
    assert_eq!((&*story.headline, &*story.body), ("Ferry talks", "One."));
    assert_eq!(story.id.as_deref(), Some("7"));
    assert_eq!(story.url.as_deref(), Some("https://example.org/7"));
    assert_eq!(story.published, Some(1_513_333_200));
    let answer =
        r#"{"id": "1", "date": "2017-12-16", "answer": {"title": "Ferry", "body": "One."}}"#;
    let story = &load("a.json", answer).stories[0];
    assert_eq!((story.id.as_deref(), story.published), (None, None), "of the answer, not of it");
}

#[test]
fn what_a_site_renders_is_markup_and_its_time_is_universal() {
    let text = r#"[{"date": "2017-12-15T11:20:00", "date_gmt": "2017-12-15T10:20:00", "title":
        {"rendered": "Ferry &#8211; <i>talks</i>"}, "content": {"rendered": "<p>One.</p>"}}]"#;
    let story = &load("a.json", text).stories[0];
    assert_eq!((&*story.headline, &*story.body), ("Ferry – talks", "One."));
    assert_eq!(story.published, Some(1_513_333_200));
    let plain = load("a.json", r#"{"title": "<i> &amp; <b>", "body": "One."}"#);
    assert_eq!(headlines(&plain), ["<i> &amp; <b>"]);
}

#[test]
fn a_first_line_that_ends_in_blanks_of_any_kind_makes_a_headline_without() {
    let gathered = load("a.json", r#"{"body": "Ferry talks\u00a0\n\nOne."}"#);
    assert_eq!(headlines(&gathered), ["Ferry talks"]);
}

#[test]
fn rows_may_end_in_delimiters_and_headers_be_of_other_tongues() {
    let rows = "Titel;Text;Datum\nFähre;Eins.;15.12.2017;;\n";
    let gathered = load("a.csv", rows);
    assert_eq!((headlines(&gathered), gathered.problems.len()), (vec!["Fähre"], 0));
    assert_eq!(gathered.stories[0].published, Some(1_513_296_000));
}

#[test]
fn our_own_output_is_input_and_nothing_extracted_is_taken_back() {
    let text = r#"{"id":"s-1","headline":"Ferry","source":null,"place":null,"published":null,"url":null,"path":"a.txt","body":"","countries":[{"code":"NO","name":"Norway","count":1}],"quotes":[{"speaker":"Ines Marlow","text":"It opens."}]}"#;
    let gathered = load("a.ndjson", text);
    assert_eq!(headlines(&gathered), ["Ferry"]);
    assert_eq!((&*gathered.stories[0].body, gathered.problems.len()), ("", 0));
}

#[test]
fn a_bad_line_is_named_and_the_rest_is_read() {
    let text = "{\"title\":\"One\"}\nnot json\n\n{\"title\":\"Two\nhalves\"}\n[1]\n{}\n{\"title\":\"Five\"}";
    let gathered = load("wire.ndjson", text);
    assert_eq!(headlines(&gathered), ["One", "Five"]);
    assert_eq!(gathered.problems.len(), 5);
    assert!(gathered.problems[0].starts_with("wire.ndjson:2: "), "{:?}", gathered.problems);
    assert_eq!(
        gathered.problems[4],
        "wire.ndjson:7: is not a story: it has neither headline nor text"
    );
}

#[test]
fn a_cut_off_document_gives_what_was_whole() {
    for text in [
        "[{\"title\": \"One\"},\n {\"title\": \"Two\"},\n {\"title\": \"Thr",
        "{\"items\": [{\"title\": \"One\"},\n {\"title\": \"Two\"},\n {\"title\": \"Thr",
    ] {
        let gathered = load("a.json", text);
        assert_eq!(headlines(&gathered), ["One", "Two"]);
        assert!(!gathered.problems.is_empty());
    }
}

#[test]
fn files_whose_lines_end_in_cr_alone_give_the_same_stories() {
    let mail =
        "From a@b.example Fri Dec 15 11:20:00 2017\nFrom: a@b.example\nSubject: x\n\nOne.\n\n";
    let long = "A,The ferry sails.\n".repeat(20_000);
    for (name, text) in [
        ("a.csv", "title,body\nA,One.\nB,Two.\n"),
        ("b.csv", &format!("title,body\n{long}")),
        ("a.ndjson", "{\"title\":\"A\",\"body\":\"One.\"}\n{\"title\":\"B\",\"body\":\"Two.\"}\n"),
        ("a.md", "---\ntitle: A\n---\nOne.\n\nTwo.\n"),
        ("a.txt", "Title: A\nDate: 15 Dec 2017\n\nOne.\n\nTitle: B\nDate: 16 Dec 2017\n\nTwo.\n"),
        ("a.mbox", &mail.repeat(3)),
        ("a.eml", mail.split_once('\n').unwrap().1),
        ("a.xml", "<rss><channel><item><title>A</title><description>One.\n\nTwo.</description>"),
    ] {
        let (line_feeds, alone) = (load(name, text), load(name, &text.replace('\n', "\r")));
        assert!(!line_feeds.stories.is_empty(), "{name}");
        assert_eq!(alone.stories, line_feeds.stories, "{name}");
    }
}

#[test]
fn lines_end_at_line_feeds_only() {
    let gathered = load("a.ndjson", "{\"title\":\"One\",\"body\":\"a\u{85}b\u{2028}c\"}\r\n");
    assert_eq!(gathered.stories[0].body, "a\n\nb\n\nc");
    assert!(gathered.problems.is_empty());
}

#[test]
fn depth_is_harmless() {
    let deep = "[".repeat(100_000);
    let closed = format!("{deep}{}", "]".repeat(100_000));
    let objects = format!("{}1{}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
    let lists = "{\"title\":\"x\",\"items\":[".repeat(50_000);
    let story = format!("{{\"title\":\"Ferry\",\"extra\":{closed}}}");
    assert_eq!(headlines(&load("a.json", &story)), ["Ferry"]);
    for text in [deep, closed, objects, lists] {
        assert!(load("a.json", &text).stories.len() <= 1);
        assert!(load("a.ndjson", &text).stories.len() <= 1);
    }
}

#[test]
fn links_and_dates_that_cannot_be_trusted_are_left_out() {
    let gathered = load("a", r#"{"title":"x","url":"javascript:alert(1)","date":"yesterday"}"#);
    assert_eq!((&gathered.stories[0].url, gathered.stories[0].published), (&None, None));
}

#[test]
fn a_flood_of_problems_is_counted() {
    let problems = load("a.ndjson", &"x\n".repeat(1000)).problems;
    assert_eq!(problems.len(), 51);
    assert_eq!(problems[50], "a.ndjson: 950 more records that could not be read");
}

#[test]
fn a_file_that_is_no_text_is_refused() {
    let mut gathered = Gathered::default();
    read("a.txt", &mut b"\x89PNG\r\n\x1a\n".as_slice(), None, &mut gathered);
    assert_eq!(gathered.problems, ["a.txt: is not text"]);
}

#[test]
fn a_sink_may_stop_the_reading() {
    struct One(u32);
    impl Sink for One {
        fn story(&mut self, _: &NewStory) -> ControlFlow<()> {
            self.0 += 1;
            ControlFlow::Break(())
        }

        fn problem(&mut self, problem: Problem) {
            panic!("{problem}");
        }
    }
    let mut one = One(0);
    read("a", &mut "{\"title\":\"x\"}\n".repeat(9).as_bytes(), None, &mut one);
    assert_eq!(one.0, 1);
}

#[test]
fn a_date_that_cannot_be_read_is_told_and_its_story_kept() {
    for (name, text) in [
        ("a.ndjson", "{\"title\": \"Ferry\", \"date\": \"3/4/2017\"}\n"),
        ("a.json", "{\"title\": \"Ferry\", \"date\": \"3/4/2017\"}"),
        ("a.csv", "title,date\nFerry,3/4/2017\n"),
        ("a.txt", "Title: Ferry\nDate: 3/4/2017\n\nIt sails.\n"),
        ("a.md", "---\ntitle: Ferry\ndate: 3/4/2017\n---\nIt sails.\n"),
    ] {
        let gathered = load(name, text);
        assert_eq!(
            (&*gathered.stories[0].headline, gathered.stories[0].published),
            ("Ferry", None)
        );
        let [problem] = &*gathered.problems else { panic!("{name}: {:?}", gathered.problems) };
        assert!(problem.ends_with("has a date that cannot be read: `3/4/2017`"), "{problem}");
    }
    let other = "{\"title\": \"Ferry\", \"date\": \"soon\", \"published\": \"2017-12-15\"}";
    assert!(load("a.json", other).problems.is_empty(), "another key has the date");
}

#[test]
fn a_date_a_newsroom_wrote_and_nobody_reads_is_told() {
    let nitf = "<nitf><head><docdata><date.issue norm='soon'/></docdata></head><body><hl1>Ferry</hl1>\
                </body></nitf>";
    let newsml = format!(
        "<newsItem><itemMeta><versionCreated>today</versionCreated></itemMeta><contentSet><inlineXML>\
         {nitf}</inlineXML></contentSet></newsItem>"
    );
    for (text, date) in [(nitf, "soon"), (&newsml, "today")] {
        let gathered = load("a.xml", text);
        assert_eq!(
            (&*gathered.stories[0].headline, gathered.stories[0].published),
            ("Ferry", None)
        );
        let told = format!("a.xml:1: has a date that cannot be read: `{date}`");
        assert_eq!(gathered.problems, [told]);
    }
}
