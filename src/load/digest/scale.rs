//! What each cue weighs in a file, and how much those can still say that are not looked for
//! yet: what takes time is asked only while the matter is open.

use super::evidence::{CUES, Cue, CueSet, MOST_WORDING};
use super::scan::places;
use super::ties::Ties;

/// No cue alone outweighs everything else.
const MOST: f32 = 5.0;

/// What the cues weigh, as logarithms of odds.
pub(super) struct Scale {
    /// Of each where it stands, and where it is missing.
    weights: [(f32, f32); CUES.len()],
    /// What they weigh where all are missing.
    missing: f32,
    most: Most,
}

/// What can come of what is looked at later, in the order in which it is.
#[derive(Clone, Copy, Default)]
pub(super) struct Most {
    /// The most of the case of the letters and of all that comes behind it,
    pub(super) case: f32,
    /// of what stands round the paragraph,
    pub(super) round: f32,
    /// and of what it has in common with what does;
    pub(super) ties: f32,
    /// the least of that,
    pub(super) least_ties: f32,
    /// and of what follows being new.
    pub(super) least_fresh: f32,
}

impl Scale {
    /// Cues that are so common on headlines and on others.
    pub(super) fn of(shares: [(f32, f32); CUES.len()]) -> Scale {
        let weights = std::array::from_fn(|at| weights(CUES[at].0, shares[at].0, shares[at].1));
        let missing = weights.iter().map(|(_, off)| off).sum();
        let mut scale = Scale { weights, missing, most: Most::default() };
        let most = |cues: &[Cue]| cues.iter().map(|cue| scale.range(*cue).1).sum::<f32>();
        let (spoken_of, fresh) = (scale.range(Cue::SpokenOf), scale.range(Cue::Fresh));
        let ties = Ties::MOST + spoken_of.1 + fresh.1;
        let round = [Cue::DatelineBelow, Cue::BylineBelow, Cue::CreditBefore];
        let round = MOST_WORDING + ties + most(&round);
        scale.most = Most {
            case: round + most(&[Cue::Capitals, Cue::Titled]),
            round,
            ties,
            least_ties: Ties::LEAST + spoken_of.0 + fresh.0,
            least_fresh: fresh.0,
        };
        scale
    }

    pub(super) fn most(&self) -> Most {
        self.most
    }

    /// What these cues say, and that the others are missing.
    pub(super) fn weigh(&self, found: CueSet) -> f32 {
        let gains = places(found.0.into()).map(|at| self.weights[at].0 - self.weights[at].1);
        gains.fold(self.missing, |all, gain| all + gain)
    }

    /// By how much a weight differs at most.
    pub(super) fn change(&self, before: &Scale) -> f32 {
        let pairs = self.weights.iter().zip(&before.weights);
        let changes = pairs.map(|(now, then)| (now.0 - then.0).abs().max((now.1 - then.1).abs()));
        changes.fold(0.0, f32::max)
    }

    /// What a cue adds to the odds that is not looked for yet: the least and the most.
    fn range(&self, cue: Cue) -> (f32, f32) {
        let (on, off) = self.weights[cue as usize];
        ((on - off).min(0.0), (on - off).max(0.0))
    }
}

/// What a cue weighs, present and missing, when it is so common on headlines and on
/// others.
fn weights(cue: Cue, on: f32, off: f32) -> (f32, f32) {
    let (on, off) = (on.clamp(0.0005, 0.9995), off.clamp(0.0005, 0.9995));
    let present = (on / off).ln().clamp(-MOST, MOST);
    let missing = ((1.0 - on) / (1.0 - off)).ln().clamp(-MOST, MOST);
    // Signs that are not put there on purpose come together, and would count twice.
    if cue.is_explicit() { (present, 2.0 * missing) } else { (0.6 * present, 0.6 * missing) }
}
