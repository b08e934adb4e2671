//! The layout of a file, learnt from its first part: what its headlines have in common.
//!
//! Which paragraphs are headlines and what headlines look like are found together: a
//! first guess from form and words, then in turns what the likely headlines have that
//! the other short paragraphs lack, and a better guess from that.

use std::collections::{HashMap, HashSet};

use super::evidence::{
    BEST_LENGTH, CUES, Context, CueSet, MOST_WORDING, OPENING, Setting, cased_cues, cues_round,
    flaws, glance, length, opening, plain_cues, tied_cues, wording,
};
use super::judge::{Judge, Verdict};
use super::lexicon::Lexicon;
use super::scale::Scale;
use super::ties::Ties;
use super::told::{Scanner, Told};
use super::unit::Unit;
use super::words::Weights;
use crate::text::dateline::dateline;

/// The most turns of guessing; it mostly settles in three or four, of a mail in two.
const TURNS: usize = 6;

/// Guessing has settled when no weight changes by more than this: a hundredth of what
/// makes the odds one to three.
const SETTLED: f32 = 0.01;

/// Odds by form that nothing makes up for but marks made on purpose.
/// Between two steps of the sums, so that rounding decides nothing, as below.
const HOPELESS: f32 = -8.05;

/// Odds by form at a glance that only marks made on purpose make up for: in digests of
/// real stories no headline without them came below -3.5.
const UNLIKELY: f32 = -5.1;

/// Reports without a headline of their own that tell a digest of such, by their places.
const FEWEST_BRIEFS: usize = 3;

/// What is known of a file's layout.
pub(super) struct Layout {
    pub(super) setting: Setting,
    pub(super) words: Weights,
    pub(super) lexicon: Lexicon,
    scale: Scale,
    /// Reports follow one another without headlines.
    pub(super) briefs: bool,
    /// Short paragraphs that stand in the file more than once (`Background`), sorted.
    repeated: Vec<Box<str>>,
}

impl Layout {
    /// Learns the layout from the paragraphs of a sample.
    pub(super) fn of(sample: &[Box<Unit>]) -> Layout {
        let (mut words, mut scanner) = (Weights::new(), Scanner::default());
        for unit in sample {
            words.note(unit.words(&mut scanner));
            unit.capitals(&mut scanner);
        }
        words.settle();
        let mut layout = Layout {
            setting: setting(sample),
            words,
            lexicon: Lexicon::new(),
            scale: Scale::of(CUES.map(|(_, on, off)| (on, off))),
            briefs: false,
            repeated: repeated(sample),
        };
        let (mut turns, mut judge) = (0..TURNS, Judge::default());
        while turns.next().is_some() && layout.learn(sample, &mut judge) > SETTLED {
            judge.forget();
        }
        layout.briefs = may_have_briefs(sample) && layout.leaves_briefs(sample);
        layout
    }

    /// Whether half of the reports of a sample belong to a story that has another before.
    fn leaves_briefs(&self, sample: &[Box<Unit>]) -> bool {
        let (mut judge, mut reports, mut more, mut has_one) = (Judge::default(), 0, 0, false);
        for (at, unit) in sample.iter().enumerate() {
            let ahead = [0, 1, 2, 3].map(|n| sample.get(at + n).map(Box::as_ref));
            has_one &= judge.judge(self, ahead) == Verdict::Body;
            if unit.begins_report() {
                reports += 1;
                more += u32::from(has_one);
                has_one = true;
            }
        }
        2 * more >= reports
    }

    /// The cues of a short paragraph, and the odds, as a logarithm, that it is a headline.
    pub(super) fn odds(&self, context: Context<'_>, told: &mut Told) -> (CueSet, f32) {
        let plain = plain_cues(context, self.setting);
        let known = cues_round(context, cased_cues(context.unit, plain));
        let form = glance(context)
            + length(context)
            + flaws(context.unit)
            + wording(context, &self.lexicon)
            + self.again(context)
            + opening(context, &self.lexicon);
        // Words do not make up for such a form, and they take time to compare.
        let ties = if form < HOPELESS {
            Ties::default()
        } else {
            let ties = Ties::ahead(context, told, self).behind(context, told, self);
            ties.resuming(context, told, self)
        };
        self.sum(form, known, ties)
    }

    /// The cues of a short paragraph, if it is a headline: what takes time is looked at
    /// only while the matter is open. Most paragraphs are told by their form, and of the
    /// headlines nine in ten.
    pub(super) fn headline(&self, context: Context<'_>, told: &mut Told) -> Option<CueSet> {
        let most = self.scale.most();
        let plain = plain_cues(context, self.setting);
        let marked = !plain.explicit().is_empty();
        let mut form = glance(context);
        if form + BEST_LENGTH < UNLIKELY && !marked {
            return None;
        }
        form += length(context);
        if form < UNLIKELY && !marked {
            return None;
        }
        if form + self.scale.weigh(plain) + most.case <= 0.0 {
            return None;
        }
        let cased = cased_cues(context.unit, plain);
        if form + self.scale.weigh(cased) + most.round <= 0.0 {
            return None;
        }
        form += flaws(context.unit);
        let known = cues_round(context, cased);
        let weight = self.scale.weigh(known);
        if form + weight + MOST_WORDING + most.ties <= 0.0 {
            return None;
        }
        form += wording(context, &self.lexicon);
        if form + weight + OPENING.1 + most.ties <= 0.0 {
            return None;
        }
        form += self.again(context);
        if form + weight + OPENING.0 + most.least_ties > 0.0 {
            return Some(known);
        }
        form += opening(context, &self.lexicon);
        if form + weight + most.ties <= 0.0 {
            return None;
        }
        if form + weight + most.least_ties > 0.0 {
            return Some(known);
        }
        let mut ties = Ties::default();
        if form >= HOPELESS {
            ties = Ties::ahead(context, told, self);
            if self.sum(form, known, ties).1 - most.least_fresh <= 0.0 {
                return None;
            }
            ties = ties.behind(context, told, self);
            let (found, odds) = self.sum(form, known, ties);
            let worst = Ties { resumes: true, ..ties };
            if odds <= 0.0 || self.sum(form, known, worst).1 > 0.0 {
                return (odds > 0.0).then_some(found);
            }
            ties = ties.resuming(context, told, self);
        }
        let (found, odds) = self.sum(form, known, ties);
        (odds > 0.0).then_some(found)
    }

    /// The cues with those by ties, and the odds.
    fn sum(&self, form: f32, known: CueSet, ties: Ties) -> (CueSet, f32) {
        let found = tied_cues(ties, known);
        (found, form + ties.weigh() + self.scale.weigh(found))
    }

    /// What it says that a paragraph stands there more than once.
    fn again(&self, context: Context<'_>) -> f32 {
        let bare = context.unit.bare();
        let again = self.repeated.binary_search_by(|known| (**known).cmp(bare)).is_ok();
        if again { -5.0 } else { 0.0 }
    }

    /// One turn: how common each cue is among likely headlines and among the others.
    /// Gives by how much a weight changed at most.
    fn learn(&mut self, sample: &[Box<Unit>], judge: &mut Judge) -> f32 {
        let mut on = CUES.map(|(_, on, _)| on * PRIOR_HEADLINES);
        let mut off = CUES.map(|(_, _, off)| off * PRIOR_OTHERS);
        let (mut headlines, mut others) = (PRIOR_HEADLINES, PRIOR_OTHERS);
        for at in 0..sample.len() {
            let ahead = [0, 1, 2, 3].map(|n| sample.get(at + n).map(Box::as_ref));
            let (verdict, weighed) = judge.weigh(self, ahead);
            let Some((found, odds)) = weighed.filter(|_| verdict != Verdict::Section) else {
                continue;
            };
            let likely = 1.0 / (1.0 + (-odds).exp());
            headlines += likely;
            others += 1.0 - likely;
            for (at, (cue, ..)) in CUES.iter().enumerate() {
                if found.has(*cue) {
                    on[at] += likely;
                    off[at] += 1.0 - likely;
                }
            }
        }
        let shares = std::array::from_fn(|at| (on[at] / headlines, off[at] / others));
        let before = std::mem::replace(&mut self.scale, Scale::of(shares));
        self.scale.change(&before)
    }
}

/// How many headlines and others what is known beforehand counts for.
const PRIOR_HEADLINES: f32 = 1.0;
const PRIOR_OTHERS: f32 = 10.0;

/// How the longer paragraphs mostly stand.
fn setting(sample: &[Box<Unit>]) -> Setting {
    let long = |unit: &Unit| !unit.is_short() || unit.shape.len >= 120;
    let mut gaps = [0_u32; 256];
    let mut indents = [0_u32; 256];
    for pair in sample.windows(2) {
        if long(&pair[0]) && long(&pair[1]) && !pair[1].ruled {
            gaps[usize::from(pair[1].gap)] += 1;
        }
    }
    for unit in sample.iter().filter(|unit| long(unit)) {
        indents[usize::from(unit.indent)] += 1;
    }
    // Without two paragraphs in a row one blank line is the likeliest.
    let gap = if gaps.iter().all(|count| *count == 0) { 1 } else { most_common(&gaps) };
    Setting { gap, indent: most_common(&indents) }
}

/// Whether half of the reports of a sample begin right behind prose, and in as many places:
/// somebody whose words are set off as a place is speaks more than once.
fn may_have_briefs(sample: &[Box<Unit>]) -> bool {
    let reports: Vec<&str> = sample.iter().filter_map(|unit| report_from(unit)).collect();
    let places: HashSet<&str> = reports.iter().copied().collect();
    let behind_prose = sample.windows(2).filter(|pair| pair[1].begins_report());
    let behind_prose = behind_prose.filter(|pair| pair[0].is_prose()).count();
    places.len() >= FEWEST_BRIEFS
        && 2 * places.len() >= reports.len()
        && 2 * behind_prose >= reports.len()
}

/// The place that a report is from.
fn report_from(unit: &Unit) -> Option<&str> {
    let found =
        Some(unit).filter(|unit| unit.begins_report()).and_then(|unit| dateline(unit.bare()));
    found.map(|dateline| &unit.bare()[dateline.place])
}

fn most_common(counts: &[u32; 256]) -> u8 {
    let most = counts.iter().enumerate().max_by_key(|(at, count)| (**count, 256 - at));
    most.map_or(0, |(at, _)| at as u8)
}

/// The short paragraphs that stand in the sample at least twice.
fn repeated(sample: &[Box<Unit>]) -> Vec<Box<str>> {
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for unit in sample.iter().filter(|unit| unit.is_short()) {
        *counts.entry(unit.bare()).or_default() += 1;
    }
    let again = counts.into_iter().filter(|(_, count)| *count > 1);
    let mut again: Vec<Box<str>> = again.map(|(text, _)| text.into()).collect();
    again.sort_unstable();
    again
}

#[cfg(test)]
mod tests {
    use crate::load::tests::load;

    #[test]
    fn reports_without_headlines_are_stories_of_their_own() {
        let reports = [
            "BERGEN — The ferry line opens in May, the harbour board said on Friday.",
            "CALLAO — Port fees rise in June, the union said on Monday.\n\nSome ships will leave.",
            "TROMSO — A storm closed the coast roads on Sunday, the police said.",
            "VALLETTA — Divers found a wreck off Gozo, the museum said.",
        ];
        let [first, second, third, fourth] = reports;
        for (title, part) in [
            ("", ""),
            ("WORLD BRIEFS\n\n", ""),
            ("Harbour Press\nDecember 15, 2017\n\n---\n\n", ""),
            ("NORTH\n\n", "SOUTH\n\n"),
        ] {
            let text = format!("{title}{first}\n\n{third}\n\n{part}{second}\n\n{fourth}\n");
            let gathered = load("briefs.txt", &text);
            let bodies: Vec<&str> = gathered.stories.iter().map(|story| &*story.body).collect();
            assert_eq!(bodies, [first, third, second, fourth], "{title}");
        }
    }

    #[test]
    fn a_few_words_are_a_headline_above_a_report_that_is_signed() {
        let stories = [
            (
                "Ferry line opens",
                "BERGEN, May 3 (Northern Wire) — Boats left on Friday, Lind said.",
            ),
            ("Last orders", "CALLAO, May 3 (Harbour Press) — An inn will close in June, it said."),
            (
                "Storm shuts roads",
                "TROMSO, May 3 (Northern Wire) — Snow fell on Sunday, police said.",
            ),
            ("Envoy summoned", "VALLETTA, May 3 (Harbour Press) — The ministry called on Friday."),
        ];
        let text = stories.map(|(headline, report)| format!("{headline}\n\n{report}")).join("\n\n");
        let gathered = load("digest.txt", &text);
        let headlines = gathered.stories.iter().map(|story| &*story.headline);
        assert!(headlines.eq(stories.map(|(headline, _)| headline)), "{:?}", gathered.stories);
    }

    #[test]
    fn a_dateline_below_the_first_sentence_begins_no_story() {
        let story = |headline: &str, place: &str| {
            let lead = "The boats are back, and nobody knows for how long.";
            let report = "The ferry line opens in May, the harbour board said on Friday.";
            format!("{headline}\n\n{lead}\n\n{place} — {report}\n\nNobody else spoke of it.")
        };
        let stories = [
            story("Ferry Talks Open in Bergen after Four Years", "BERGEN"),
            story("Port Fees Rise in Callao despite a Strike", "CALLAO"),
            story("Storm Closes Coast Roads near Tromso Again", "TROMSO"),
            story("Divers Find Wreck off Gozo in Calm Seas", "VALLETTA"),
        ];
        assert_eq!(load("digest.txt", &stories.join("\n\n")).stories.len(), 4);
    }

    #[test]
    fn who_speaks_in_turns_tells_one_story() {
        let turns = ["MARLOW — We open the line.", "LINDQVIST — When?", "MARLOW — In May."];
        let talk = format!("Ferry talks open in Bergen\n\n{0}\n\n{0}\n", turns.join("\n\n"));
        assert_eq!(load("talk.txt", &talk).stories.len(), 1);
    }
}
