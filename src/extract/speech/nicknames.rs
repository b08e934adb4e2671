//! Given names that one person may go by: `Bill` and `William`, `Alex` and `Alexei`.

use crate::extract::hash::QuickMap;
use crate::text::fold;

const TABLE: &str = include_str!("../../../assets/speech/nicknames.tsv");

#[derive(Debug)]
pub(super) struct Nicknames {
    /// The lines of the table that a name is in.
    lines: QuickMap<&'static str, Vec<u16>>,
}

impl Nicknames {
    pub(super) fn new() -> Nicknames {
        let mut lines: QuickMap<&str, Vec<u16>> = QuickMap::default();
        for (number, line) in TABLE.lines().skip(1).enumerate() {
            for name in line.split(['\t', ' ']) {
                lines.entry(name).or_default().push(number as u16);
            }
        }
        Nicknames { lines }
    }

    /// Whether both may be the given name of one person: the same, an initial, a
    /// beginning, or forms of one name.
    pub(super) fn agree(&self, one: &str, other: &str) -> bool {
        if one == other {
            return true;
        }
        let (one, other) = (fold(one), fold(other));
        let (one, other) = (one.trim_end_matches('.'), other.trim_end_matches('.'));
        if one.starts_with(other) || other.starts_with(one) {
            return one.len().min(other.len()) != 2 || one.len() == other.len();
        }
        match (self.lines.get(one), self.lines.get(other)) {
            (Some(one), Some(other)) => one.iter().any(|line| other.contains(line)),
            _ => is_slip(one, other),
        }
    }
}

/// One letter inside a longer name written in two ways: `Valerie`, `Valarie`.
fn is_slip(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let differ = one.iter().zip(other).filter(|(one, other)| one != other).count();
    one.len() == other.len()
        && one.len() > 5
        && differ == 1
        && one.first() == other.first()
        && one.last() == other.last()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_name_agree() {
        let names = Nicknames::new();
        for (one, other) in
            [("Bill", "William"), ("T.", "Tove"), ("Alex", "Alexei"), ("Élise", "Elise")]
        {
            assert!(names.agree(one, other) && names.agree(other, one), "{one} {other}");
        }
        assert!(!names.agree("Bill", "Tove"));
    }
}
