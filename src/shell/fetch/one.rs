//! One feed from question to story file: what is remembered of it, the page that may
//! stand before it, its stories kept.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use url::Url;

use super::client::{Answer, Client, Page, Question, Tag};
use super::discover;
use super::failure::Failure;
use super::memory::{self, Memory, digest};
use super::{Kept, News, Outcome, Stop, Wanted, shelf};
use crate::config::{Feed, shown, web_link};
use crate::load::{self, Sink};
use crate::model::{NewStory, Problem};
use crate::shell::folders::Folders;
use crate::text::decode::decode;

/// Fetches one feed and keeps what came.
pub(super) fn fetch(
    client: &Client,
    wanted: Wanted,
    folders: &Folders,
    now: i64,
    stop: &Stop,
) -> Outcome {
    let mut problems = Vec::new();
    let news = match (&folders.data, &folders.state) {
        (Some(data), Some(state)) => {
            let fetching = Fetching { client, wanted: &wanted, data, state, now, stop };
            let fetched = AssertUnwindSafe(|| fetching.run(&mut problems));
            catch_unwind(fetched).unwrap_or(Err(Failure::Broken))
        }
        _ => Err(Failure::NoFolder),
    };
    Outcome { feed: wanted.feed, news, problems }
}

struct Fetching<'a> {
    client: &'a Client,
    wanted: &'a Wanted,
    data: &'a Path,
    state: &'a Path,
    now: i64,
    stop: &'a Stop,
}

/// What a feed held.
#[derive(Default)]
struct Basket {
    stories: Vec<NewStory>,
    problems: Vec<Problem>,
}

impl Sink for Basket {
    fn story(&mut self, story: &NewStory) -> ControlFlow<()> {
        self.stories.push(story.clone());
        ControlFlow::Continue(())
    }

    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }
}

impl Fetching<'_> {
    fn run(&self, problems: &mut Vec<Problem>) -> Result<News, Failure> {
        let slug = shelf::slug(self.feed());
        let file = memory::file(self.state, &slug);
        let before = Memory::read(&file);
        if before.gone && !self.wanted.typed {
            return Err(Failure::Gone);
        }
        if before.not_before > self.now {
            return Ok(News::Later(before.not_before));
        }
        let mut memory = Memory { not_before: 0, gone: false, ..before.clone() };
        let news = self.ask(&mut memory, problems);
        match &news {
            Err(Failure::Gone) => memory.gone = true,
            Err(Failure::Busy { until, .. }) => memory.not_before = *until,
            // What was remembered is still right, and a stopped one changes nothing.
            Err(_) => return news,
            Ok(_) => (),
        }
        if memory != before {
            memory.write(&file).map_err(|error| Failure::disk(&error))?;
        }
        news
    }

    fn feed(&self) -> &Feed {
        &self.wanted.feed
    }

    fn ask(&self, memory: &mut Memory, problems: &mut Vec<Problem>) -> Result<News, Failure> {
        let folder = shelf::folder(self.data, self.feed());
        // A reader who threw the stories away wants them anew.
        let tag = if folder.is_dir() { memory.tag.clone() } else { Tag::default() };
        let page = match self.find(memory, &tag)? {
            Answer::Same => return Ok(News::Unchanged),
            Answer::Whole(page) => page,
        };
        let digest = format!("{:016x}", digest(&page.bytes));
        if folder.is_dir() && digest == memory.digest {
            memory.tag = page.tag;
            return Ok(News::Unchanged);
        }
        let basket = self.stories(&page);
        problems.extend(basket.problems);
        if self.stop.is_stopped() {
            return Err(Failure::Stopped);
        }
        let lock = memory::file(self.state, &shelf::slug(self.feed())).with_extension("lock");
        let kept = shelf::keep(&folder, &lock, &basket.stories, self.now)
            .map_err(|error| Failure::disk(&error))?;
        (memory.tag, memory.digest) = (page.tag, digest);
        Ok(if kept == Kept::default() { News::Unchanged } else { News::Kept(kept) })
    }

    /// The feed's answer: at the link itself, where its page leads, or where feeds
    /// mostly are.
    fn find(&self, memory: &mut Memory, tag: &Tag) -> Result<Answer, Failure> {
        let known = memory.feed.as_ref().and_then(|feed| web_link(feed).ok());
        if let Some(feed) = known {
            match self.question(&feed, tag) {
                Ok(Answer::Whole(page)) if discover::is_page(&text(&page)) => (),
                Err(Failure::Status(_) | Failure::Gone | Failure::NoHost) => (),
                answered => return answered,
            }
            // The page may have moved its feed.
            memory.feed = None;
        }
        let first = match self.question(&self.feed().url, tag)? {
            Answer::Whole(page) if discover::is_page(&text(&page)) => page,
            answered => return Ok(answered),
        };
        let says = discover::says(&text(&first), &first.url);
        if says.article && self.wanted.typed {
            return Ok(Answer::Whole(first));
        }
        if let Some((feed, page)) = self.first_feed(says.feeds.into_iter())? {
            memory.feed = Some(feed.into());
            return Ok(Answer::Whole(page));
        }
        if self.wanted.typed && !self.stories(&first).stories.is_empty() {
            return Ok(Answer::Whole(first));
        }
        match self.first_feed(discover::common(&first.url))? {
            Some((feed, page)) => {
                memory.feed = Some(feed.into());
                Ok(Answer::Whole(page))
            }
            None => Err(Failure::NoFeed),
        }
    }

    /// The first of these that is a feed. A page names these: they may lead to the open
    /// net only, or stay where the reader sent us.
    fn first_feed(&self, links: impl Iterator<Item = Url>) -> Result<Option<(Url, Page)>, Failure> {
        const MOST: usize = 8;
        let mut refused = None;
        for link in links.take(MOST) {
            match self.question(&link, &Tag::default()) {
                Ok(Answer::Whole(page)) if !discover::is_page(&text(&page)) => {
                    return Ok(Some((link, page)));
                }
                Err(Failure::Stopped) => return Err(Failure::Stopped),
                Err(error @ Failure::Refused(_)) => refused = Some(error),
                _ => (),
            }
        }
        refused.map_or(Ok(None), Err)
    }

    fn question(&self, url: &Url, tag: &Tag) -> Result<Answer, Failure> {
        let tag = Some(tag).filter(|tag| tag.etag.is_some() || tag.modified.is_some());
        let question = Question { url, typed: &self.feed().url, tag };
        self.client.ask(&question, self.now, &|| self.stop.is_stopped())
    }

    /// The stories of an answer; those that name no source are the feed's.
    fn stories(&self, page: &Page) -> Basket {
        let name = shown(&self.feed().url);
        let mut basket = Basket::default();
        load::read(&name, &mut &page.bytes[..], None, &mut basket);
        if let Some(own) = &self.feed().name {
            for story in &mut basket.stories {
                story.source.get_or_insert_with(|| own.clone());
            }
        }
        basket
    }
}

/// Enough of an answer as text to see whether it is a page, and what it says of itself.
fn text(page: &Page) -> std::borrow::Cow<'_, str> {
    const LOOK: usize = 1 << 20;
    decode(&page.bytes[..page.bytes.len().min(LOOK)], None)
}
