//! What lies about beside a kept file: temporary files a killed process left, and the
//! copies a sync program leaves when two machines wrote at once.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::disk::folder_of;

/// What the name of a temporary file ends with; it begins with a dot and the name of the
/// file it is to become.
pub(super) const TEMPORARY: &str = ".tmp";

/// Without a lock, a temporary file younger than this may be somebody's.
const STALE: Duration = Duration::from_hours(1);

/// One look at the folder of a kept file.
#[derive(Debug, Default)]
pub(in crate::shell) struct Around {
    pub(super) leftovers: Vec<PathBuf>,
    /// In the order of their names, so that everybody merges them alike.
    pub(super) copies: Vec<PathBuf>,
}

impl Around {
    /// Looks about the file at `path`.
    pub(in crate::shell) fn look(path: &Path) -> Around {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        Around::within(folder_of(path), stem)
    }

    /// Looks for what belongs to files whose names begin so; in a folder all our own,
    /// with nothing. A folder that cannot be read has nothing in it.
    pub(in crate::shell) fn within(folder: &Path, stem: &str) -> Around {
        let mut around = Around::default();
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            let hidden = name.strip_prefix('.').and_then(|name| name.strip_prefix(stem));
            if hidden.is_some() && name.ends_with(TEMPORARY) {
                around.leftovers.push(entry.path());
            } else if is_copy(name, stem) {
                around.copies.push(entry.path());
            }
        }
        around.copies.sort();
        around
    }

    pub(super) fn is_empty(&self) -> bool {
        self.leftovers.is_empty() && self.copies.is_empty()
    }

    /// Removes what a killed process left. With the lock held nobody else is writing.
    pub(in crate::shell) fn sweep(&self, locked: bool) {
        for left in self.leftovers.iter().filter(|left| locked || is_stale(left)) {
            // It is in nobody's way: the next sweep tries again.
            let _ = fs::remove_file(left);
        }
    }
}

/// Whether a sync program gives a copy of `stem.json` this name. Syncthing, Dropbox,
/// Nextcloud, ownCloud and Seafile say that there was a conflict, in the reader's
/// language; iCloud and Google Drive count (`bookmarks 2`, `bookmarks (1)`);
/// Microsoft's names the machine (`bookmarks-DESKTOP-7H2`).
fn is_copy(name: &str, stem: &str) -> bool {
    const CONFLICT: [&str; 3] = ["conflict", "konflikt", "conflit"];
    let added = name.strip_suffix(".json").and_then(|name| name.strip_prefix(stem));
    let Some(added) = added.filter(|_| !stem.is_empty()) else { return false };
    if added.starts_with(".damaged-") || added.starts_with(".merged-") {
        return false;
    }
    let folded = added.to_lowercase();
    if CONFLICT.iter().any(|word| folded.contains(word)) {
        return true;
    }
    let counted = added.strip_prefix(' ').map(|count| count.trim_matches(['(', ')']));
    if counted.is_some_and(|count| !count.is_empty() && count.bytes().all(|b| b.is_ascii_digit())) {
        return true;
    }
    // A reader's own `bookmarks-old.json` is no machine's.
    let machine = added.strip_prefix('-').unwrap_or_default();
    machine.bytes().any(|b| b.is_ascii_uppercase())
        && machine.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

fn is_stale(path: &Path) -> bool {
    let changed = fs::metadata(path).and_then(|found| found.modified());
    changed.is_ok_and(|at| SystemTime::now().duration_since(at).is_ok_and(|age| age > STALE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_copies_of_every_sync_program_are_known() {
        for name in [
            "bookmarks.sync-conflict-20261123-101010-ABCDEFG.json",
            "bookmarks (Tove's conflicted copy 2026-11-23).json",
            "bookmarks (conflicted copy 2026-11-23 101010).json",
            "bookmarks_conflict-20261123-101010.json",
            "bookmarks (SFConflict tove@a.example 2026-11-23-10-10-10).json",
            "bookmarks (In Konflikt stehende Kopie von Tove 2026-11-23).json",
            "bookmarks (Copie en conflit de Tove 2026-11-23).json",
            "bookmarks 2.json",
            "bookmarks (1).json",
            "bookmarks-DESKTOP-7H2K9.json",
            "bookmarks-Toves-MacBook-Air.json",
        ] {
            assert!(is_copy(name, "bookmarks"), "{name}");
        }
    }

    #[test]
    fn the_readers_own_files_are_left_alone() {
        for name in [
            "bookmarks.json",
            "bookmarks.lock",
            "bookmarks-old.json",
            "bookmarks-2026-11-23.json",
            "bookmarks.json.sync-conflict-1",
            "bookmarks.damaged-20261123T114500Z.json",
            "bookmarks.merged-20261123T114500Z-2.json",
            "conflict.json",
            "read.sync-conflict-1.json",
        ] {
            assert!(!is_copy(name, "bookmarks"), "{name}");
        }
    }
}
