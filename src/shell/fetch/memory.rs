//! What is remembered of a feed from one time to the next. It can be made again: a file
//! that is lost or damaged costs one answer in full.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::client::Tag;
use crate::shell::store::{Disk, disk};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Memory {
    pub(super) tag: Tag,
    /// Of the last answer, so that a server without tags need not be read again.
    pub(super) digest: String,
    /// Not to be asked before this, in seconds since the Unix epoch.
    pub(super) not_before: i64,
    pub(super) gone: bool,
    /// The feed that the page the reader named leads to.
    pub(super) feed: Option<String>,
}

impl Memory {
    pub(super) fn read(path: &Path) -> Memory {
        let bytes = fs::read(path).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    pub(super) fn write(&self, path: &Path) -> io::Result<()> {
        let bytes = serde_json::to_vec_pretty(self).map_err(io::Error::other)?;
        let mut disk = Disk::new();
        disk.make_folder(disk::folder_of(path))?;
        disk.replace(path, &bytes)
    }
}

/// A feed's own file in the state folder.
pub(super) fn file(state: &Path, slug: &str) -> PathBuf {
    state.join("feeds").join(format!("{slug}.json"))
}

/// FNV-1a, 64 bits.
pub(super) fn digest(bytes: &[u8]) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325_u64;
    bytes.iter().fold(start, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
