//! What comes of inputs read on all cores.

use super::*;

/// Headlines and texts, in order.
#[derive(Default, PartialEq, Eq, Debug)]
struct Told(Vec<(String, String)>);

impl Sink for Told {
    fn story(&mut self, story: &NewStory) -> ControlFlow<()> {
        self.0.push((story.headline.clone(), story.body.clone()));
        ControlFlow::Continue(())
    }

    fn problem(&mut self, problem: Problem) {
        unreachable!("the text is our own: {problem}");
    }
}

fn loaded(inputs: &[Input]) -> impl Iterator<Item = Message> {
    let (send, loaded) = crossbeam_channel::unbounded();
    run(inputs, None, &send);
    loaded.into_iter()
}

fn on_all_cores(path: &std::path::Path) -> Told {
    let mut told = Told::default();
    for message in loaded(&[Input::Path(path.to_owned())]) {
        if let Message::Loaded(chunk) = message {
            let stories = chunk.stories();
            told.0.extend(stories.map(|story| (story.headline.into(), story.body.into())));
        }
    }
    told
}

#[test]
fn many_small_files_are_read_in_their_order_and_bad_ones_told_in_theirs() {
    let folder = tempfile::tempdir().unwrap();
    let name = |nth: usize| folder.path().join(format!("{nth:03}.json"));
    for nth in 0..100 {
        let lines = match nth % 10 {
            // More problems than are told of one file.
            3 => "no story\n".repeat(60),
            7 => String::new(),
            _ => format!("{{\"title\": \"{nth} a\"}}\n{{\"title\": \"{nth} b\"}}\n"),
        };
        std::fs::write(name(nth), lines).unwrap();
    }
    let (mut stories, mut bad) = (Vec::new(), Vec::new());
    for message in loaded(&[Input::Path(folder.path().to_owned())]) {
        match message {
            Message::Loaded(chunk) => stories.extend(chunk.stories().map(|story| {
                (story.headline.to_owned(), std::path::PathBuf::from(story.path.unwrap()))
            })),
            Message::Problem(problem) => bad.push(std::path::PathBuf::from(problem.path)),
            _ => (),
        }
    }
    let good = (0..100).filter(|nth| ![3, 7].contains(&(nth % 10)));
    let told = good.flat_map(|nth| ["a", "b"].map(|half| (format!("{nth} {half}"), name(nth))));
    assert!(stories.into_iter().eq(told));
    let is_sorted = bad.is_sorted();
    bad.dedup();
    assert!(is_sorted && bad.into_iter().eq((3..100).step_by(10).map(name)));
}

#[test]
fn a_large_digest_is_read_alike_on_one_core_and_on_all() {
    let lead = "OSLO- Transport Minister Ines Marlow said on Friday that the ferry would sail.";
    let next = "Marlow told the harbour board that tickets would cost no more than before. ";
    let story = |nth: usize| {
        let (gap, rest) = ("\n".repeat(1 + nth % 3), next.repeat(nth % 40));
        format!("Ferry Number {nth} Sails from Oslo in Storm\n{gap}{lead}\n\n{rest}\n{gap}")
    };
    let text: String = (0..3_000).map(story).collect();
    assert!(text.len() as u64 > 4 * SHARED, "several passages");
    let file = tempfile::NamedTempFile::with_suffix(".txt").unwrap();
    std::fs::write(file.path(), &text).unwrap();
    let mut on_one = Told::default();
    load::read("ferries.txt", &mut text.as_bytes(), None, &mut on_one);
    assert_eq!(on_one.0.len(), 3_000);
    assert!(on_all_cores(file.path()) == on_one);
}
