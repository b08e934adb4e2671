//! Who said what in one story: quotations with their speakers, and the people to whom
//! words are laid. The steps in order: [`page`], names, people, clauses of
//! attribution, whom each means, and whose each quotation is.

mod appositions;
mod around;
mod bare;
mod classes;
mod cues;
mod evidence;
mod forward;
mod given;
mod hanging;
mod headline;
mod indirect;
mod lexicon;
mod mind;
mod names;
mod nicknames;
mod nouns;
mod owners;
mod page;
mod parts;
mod people;
mod phrases;
mod regions;
mod roles;
mod subjects;
mod tails;
mod together;
mod verbs;
mod voices;

use crate::model::{Attribution, Mention, Part, Quote, Span, Speaker, Story};

use crate::extract::room::{emptied, filled};
use crate::extract::tokens::Tokens;
use cues::Clause;
pub(super) use lexicon::Lexicon;
use lexicon::frame;
use names::Names;
use owners::Owner;
use page::Page;
use people::{People, PersonId};
use tails::Content;
use voices::{NOBODY, Stage, Voice, Who};

/// What is said in a story, and by whom.
#[derive(Debug, Default)]
pub(super) struct Speech {
    pub(super) quotes: Vec<Quote>,
    pub(super) speakers: Vec<Speaker>,
}

/// The lists of a body that is read, empty, for the next to fill.
#[derive(Debug, Default)]
pub(super) struct Lists {
    page: page::Lists,
    names: names::Lists,
    people: people::Lists,
    stage: voices::Lists,
    clauses: Vec<Clause>,
    owners: Vec<Owner>,
    voices: Vec<Voice>,
    said: Vec<Said>,
    counts: Vec<Count>,
}

/// Reads the body of `story`; the tokens are its headline's and its body's, `bodies` the
/// organisations known by name in it, in order; its text begins at the byte `opening`,
/// behind a dateline. Gives the lists back.
pub(super) fn find(
    lexicon: &Lexicon,
    story: &Story<'_>,
    [above, parts]: &[Tokens; 2],
    bodies: &[Span],
    opening: u32,
    lists: Lists,
) -> (Speech, Lists) {
    if parts.tokens.is_empty() {
        return (Speech::default(), lists);
    }
    let page = Page::new(story.body, parts, lexicon, bodies, lists.page);
    let mut names = Names::new(&page, lists.names);
    let people = People::new(&page, &names.segments, &lexicon.nicknames, lists.people);
    names.forget(|index, segment| segment.doubtful && people.of[index].is_none());
    let (clauses, owners) = cues::find(&page, &names, lists.clauses, lists.owners);
    let mut stage = Stage::new(&page, &names, people, lists.stage);
    let voices = stage.voices(&clauses, lists.voices);
    let mut told = Told {
        opening,
        above: headline::speaker(story.headline, &stage.people),
        stage: &stage,
        clauses: &clauses,
        voices: &voices,
        said: lists.said,
        counts: lists.counts,
    };
    told.quotations(&owners);
    told.reports();
    let found = told.finish(story.headline, above);
    let Told { said, counts, .. } = told;
    let (people, stage) = stage.lists();
    let lists = Lists {
        page: page.lists(),
        names: names.lists(),
        people,
        stage,
        clauses: emptied(clauses),
        owners: emptied(owners),
        voices: emptied(voices),
        said: emptied(said),
        counts: emptied(counts),
    };
    (found, lists)
}

/// From so many tokens on, quoted words are a sentence rather than a phrase picked up.
const SENTENCE: usize = 10;

/// How often somebody is quoted, and whether they are heard: neither quoted words that only
/// stand near a person nor a thought or an intent make a speaker.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    quotes: u32,
    heard: bool,
}

/// One quotation before it is written out.
#[derive(Debug)]
struct Said {
    span: Span,
    direct: bool,
    voice: Voice,
    verb: Option<Span>,
    /// The clause that lays it to somebody.
    clause: Option<usize>,
    /// Surely said, by whoever it was.
    is_speech: bool,
}

struct Told<'a> {
    /// Where the text begins behind the dateline, in bytes.
    opening: u32,
    /// Whose words the headline says they are.
    above: Option<PersonId>,
    stage: &'a Stage<'a, 'a>,
    clauses: &'a [Clause],
    voices: &'a [Voice],
    said: Vec<Said>,
    /// Of each person.
    counts: Vec<Count>,
}

impl Told<'_> {
    /// What stands between quotation marks.
    fn quotations(&mut self, owners: &[Owner]) {
        let page = self.stage.page;
        let mut last: Option<(usize, Voice)> = None;
        for (region, owner) in page.regions.iter().zip(owners) {
            let (voice, verb) = match owner {
                Owner::Clause(clause) => {
                    let mut voice = self.voices[*clause];
                    let told = &self.clauses[*clause];
                    if told.is_bare()
                        && told.hangs
                        && !page.mark(told.cue, ":")
                        && voice.who != Who::Nobody
                    {
                        voice.by = Attribution::Carried;
                    }
                    (voice, self.verb(*clause))
                }
                Owner::Goes => (self.carried(region.open, last), None),
                Owner::Name | Owner::Nobody => continue,
            };
            last = Some((region.end, voice));
            let long = region.last() - region.first() >= SENTENCE;
            let clause = match owner {
                Owner::Clause(clause) => Some(*clause),
                _ => None,
            };
            let is_speech = voice.by != Attribution::Carried || clause.is_some() && long;
            self.said.push(Said {
                span: region.span,
                direct: true,
                voice,
                verb,
                clause,
                is_speech,
            });
        }
    }

    /// A quotation without a cue is the last speaker's: of the quotation before it, or of
    /// a clause since. `last` is where the quotation before ends, and whose it is; after
    /// one of nobody's it is nobody's. The first of a story may be the headline's.
    fn carried(&self, open: usize, last: Option<(usize, Voice)>) -> Voice {
        let page = self.stage.page;
        let until = self.clauses.partition_point(|clause| clause.cue < open);
        let told = |&index: &usize| self.voices[index].who != Who::Nobody;
        let clause = (0..until).rev().take(4).find(told);
        let paragraph = page.paragraph(open);
        let near = clause.filter(|&index| page.paragraph(self.clauses[index].cue) == paragraph);
        if let Some(index) = near {
            return self.main(index, last).unwrap_or(self.voices[index]);
        }
        let since =
            clause.filter(|&index| last.is_none_or(|(end, _)| self.clauses[index].cue > end));
        let person = since.filter(|&index| matches!(self.voices[index].who, Who::Person(_)));
        let voice = match (person, last) {
            (Some(index), _) => self.voices[index],
            (None, Some((_, voice))) => voice,
            (None, None) => since.map_or(NOBODY, |index| self.voices[index]),
        };
        match (voice.who, self.above) {
            // `Lind: Ferry Talks Go On` over a story that begins with a quotation.
            (Who::Nobody, Some(person)) if last.is_none() => {
                Voice { who: Who::Person(person), by: Attribution::Headline }
            }
            (Who::Nobody, _) => NOBODY,
            _ => Voice { by: Attribution::Carried, ..voice },
        }
    }

    /// `“…,” Lind said, after Marlow told her to. “…”`: the voice of the last quotation,
    /// whose clause the one at `index` only goes with.
    fn main(&self, index: usize, last: Option<(usize, Voice)>) -> Option<Voice> {
        let sentence = |at: usize| self.stage.page.sentence_of[at];
        let (end, voice) = last.filter(|(_, voice)| matches!(voice.who, Who::Person(_)))?;
        let here = sentence(self.clauses[index].cue);
        let mut same =
            (0..=index).rev().take_while(|&other| sentence(self.clauses[other].cue) == here);
        let own = same.any(|other| self.voices[other].who == voice.who);
        (own && sentence(end - 1) == here).then_some(voice)
    }

    /// What is reported, with or without quotation marks in it.
    fn reports(&mut self) {
        let page = self.stage.page;
        let behind = page.tokens.partition_point(|token| token.start < self.opening);
        for index in 0..self.clauses.len() {
            if self.clauses[index].is_bare() && self.clauses[index].hangs {
                continue;
            }
            if self.is_inner_thought(index) {
                continue;
            }
            let Some((first, end)) = indirect::reported(page, self.clauses, index) else {
                continue;
            };
            // Nobody says the dateline.
            let first = if behind < end { first.max(behind) } else { first };
            if indirect::is_bare_quotation(page, first, end) {
                continue;
            }
            let (voice, verb) = (self.voices[index], self.verb(index));
            let span = page.span(first, end);
            // `hoped that`, `refused to`.
            let thought = self.clauses[index].is(frame::THOUGHT) || page.says(first, "to");
            // `he mentioned the port`: who that is and whether he spoke are both guesses.
            let named = matches!(self.clauses[index].content, Content::Object(_))
                && voice.by != Attribution::Clause;
            let is_speech = !thought && !named;
            let clause = Some(index);
            self.said.push(Said { span, direct: false, voice, verb, clause, is_speech });
        }
    }

    /// `Lind said she hoped that`: one report, not two.
    fn is_inner_thought(&self, index: usize) -> bool {
        let (page, clause) = (self.stage.page, &self.clauses[index]);
        let floor = page.sentence(clause.cue).0;
        let among = |outer: &usize| {
            let (Content::After(start) | Content::Around(start)) = self.clauses[*outer].content
            else {
                return false;
            };
            let reaches = || {
                let reach = indirect::reported(page, self.clauses, *outer);
                reach.is_some_and(|(_, end)| end > clause.cue)
            };
            start <= clause.cue && self.voices[*outer].who == self.voices[index].who && reaches()
        };
        let mut before = (0..index).rev().take_while(|&outer| self.clauses[outer].cue >= floor);
        clause.is(frame::THOUGHT) && before.any(|outer| among(&outer))
    }

    fn verb(&self, index: usize) -> Option<Span> {
        let clause = &self.clauses[index];
        (!clause.is_bare()).then(|| self.stage.page.span(clause.cue, clause.cue_end))
    }

    fn finish(&mut self, headline: &str, parts: &Tokens) -> Speech {
        self.said.sort_by_key(|said| (said.span.start, !said.direct, said.span.end));
        self.said.dedup_by_key(|said| (said.span, said.direct));
        self.count();
        let quotes = self.said.iter().map(|said| self.quote(said)).collect();
        Speech { quotes, speakers: self.speakers(headline, parts) }
    }

    fn quote(&self, said: &Said) -> Quote {
        let page = self.stage.page;
        let speaker = match said.voice.who {
            Who::Person(person) => Some(self.stage.people.name(page, person).into()),
            Who::Words(first, end) => Some(page.slice(first, end).into()),
            Who::Nobody => None,
        };
        let Said { span, direct, verb, .. } = *said;
        Quote { speaker, span, direct, verb, by: said.voice.by }
    }

    /// Counts what each person says.
    fn count(&mut self) {
        let none = Count::default();
        let mut counts =
            filled(std::mem::take(&mut self.counts), self.stage.people.persons.len(), none);
        for said in &self.said {
            for person in self.speaking(said) {
                counts[person].quotes += 1;
                counts[person].heard |= said.is_speech;
            }
        }
        self.counts = counts;
    }

    /// The people to whom words are laid, most quoted first, then as they come up.
    fn speakers(&self, headline: &str, parts: &Tokens) -> Vec<Speaker> {
        let above = headline::mentions(headline, parts, &self.stage.people);
        let (persons, counts) = (&self.stage.people.persons, &self.counts);
        let is_speaker = |person: PersonId| counts[person].heard || self.above == Some(person);
        let mut order: Vec<PersonId> = (0..persons.len()).filter(|&at| is_speaker(at)).collect();
        let quotes =
            |person: PersonId| if counts[person].heard { counts[person].quotes } else { 0 };
        order.sort_unstable_by_key(|&at| (std::cmp::Reverse(quotes(at)), persons[at].earliest));
        let mut held = Vec::new();
        order.into_iter().map(|at| self.speaker(at, quotes(at), &above, &mut held)).collect()
    }

    /// The people who say it: the voice, and who speaks beside it.
    fn speaking(&self, said: &Said) -> impl Iterator<Item = PersonId> {
        let voice = match said.voice.who {
            Who::Person(person) => Some(person),
            _ => None,
        };
        // In the order of their clauses.
        let all = &self.stage.beside;
        let clause = said.clause.unwrap_or(usize::MAX);
        let first = all.partition_point(|(other, _)| *other < clause);
        let beside = all[first..].iter().take_while(move |(other, _)| *other == clause);
        let others = beside.map(|(_, person)| *person).filter(move |other| voice != Some(*other));
        voice.into_iter().chain(others)
    }

    /// A speaker, by the mentions in the headline; `held` is room for those in the body.
    fn speaker(
        &self,
        person: PersonId,
        quotes: u32,
        headline: &[(PersonId, Mention)],
        held: &mut Vec<usize>,
    ) -> Speaker {
        let Stage { page, names, people, roles, .. } = self.stage;
        held.clear();
        held.extend(people.mentions(person));
        held.sort_unstable();
        let span =
            |index: &usize| page.span(names.segments[*index].first, names.segments[*index].end);
        let body = held.iter().map(|index| Mention { part: Part::Body, span: span(index) });
        let above = headline.iter().filter(|(named, _)| *named == person);
        let mut mentions = Vec::with_capacity(held.len() + above.clone().count());
        mentions.extend(above.map(|(_, mention)| *mention));
        mentions.extend(body);
        let given = held.iter().filter_map(|&index| roles[index]);
        let role = given.reduce(|best, next| if next.len() > best.len() + 2 { next } else { best });
        Speaker {
            name: people.name(page, person).into(),
            role: role.map(|role| page.slice(role.first, role.end).into()),
            quotes,
            mentions,
        }
    }
}
