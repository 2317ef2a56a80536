//! The directory for what can be found out again: small files, whole or not there.
//!
//! What one build of the program found out with its facts, another one does not take over.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Once, OnceLock};

use sha2::{Digest, Sha256};

use super::Variables;
use super::bounded;
use super::file::plain;
use super::unused::{self, note_use};
use crate::facts;

/// What is kept in a directory of its own.
#[derive(Clone, Copy)]
pub(super) enum Part {
    /// What installed modules do.
    Modules,
    /// What releases on an index do.
    Releases,
}

impl Part {
    const ALL: [Self; 2] = [Self::Modules, Self::Releases];

    /// How the names of its directories begin.
    fn prefix(self) -> &'static str {
        match self {
            Self::Modules => "modules-",
            Self::Releases => "releases-",
        }
    }
}

/// Longer files are not of ours.
const LONGEST: u64 = 16 << 20;

/// The cache directory of this user: `SPAWNSAFE_CACHE_DIR`, else where the platform keeps caches.
pub fn cache_directory(variables: &Variables) -> Option<PathBuf> {
    if let Some(path) = variables.get("SPAWNSAFE_CACHE_DIR") {
        return Some(PathBuf::from(path));
    }
    let of = |name: &str| variables.get(name).map(PathBuf::from);
    let base = if cfg!(windows) {
        of("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        of("HOME").map(|home| home.join("Library/Caches"))
    } else {
        of("XDG_CACHE_HOME")
            .filter(|path| path.is_absolute())
            .or_else(|| of("HOME").map(|home| home.join(".cache")))
    };
    base.map(|base| base.join("spawnsafe"))
}

/// The directory of a part below a cache directory, for this build.
pub(super) fn part(directory: &Path, part: Part) -> PathBuf {
    let (prefix, version) = (part.prefix(), env!("CARGO_PKG_VERSION"));
    directory.join(format!("{prefix}{version}-{}", maker()))
}

/// A hash of what everything here is made from: the facts, and the program itself.
fn maker() -> &'static str {
    static MAKER: OnceLock<String> = OnceLock::new();
    MAKER.get_or_init(|| {
        let program = std::env::current_exe().and_then(fs::metadata);
        let program = program.and_then(|file| Ok((file.len(), file.modified()?)));
        let mut hash = Sha256::new();
        hash.update(format!("{:?}", program.ok()));
        for text in facts::texts() {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        }
        let hash = hash.finalize();
        hash[..8].iter().map(|byte| format!("{byte:02x}")).collect()
    })
}

/// The first line of the file that says of a directory that it is a cache (bford.info/cachedir).
const TAG: &str = "Signature: 8a477f597d28d172789f06886806bc55";
/// What stands in that file besides: whose cache it is.
const OURS: &str = "# This directory is a cache of spawnsafe. `spawnsafe clean` removes it.";

/// Removes a cache directory, if it is one of ours; whether there was one.
pub fn clean(directory: &Path) -> Result<bool, String> {
    let shown = directory.display();
    let is_there = fs::symlink_metadata(directory).is_ok_and(|found| found.is_dir());
    if !is_there {
        return Ok(false);
    }
    if !is_ours(directory) {
        return Err(format!(
            "{shown} is no cache of spawnsafe (it has no CACHEDIR.TAG that says so); nothing was removed"
        ));
    }
    fs::remove_dir_all(directory).map_err(|error| format!("{shown}: {}", plain(&error)))?;
    Ok(true)
}

/// Whether a directory says that it is a cache of ours.
fn is_ours(directory: &Path) -> bool {
    let tag = bounded::read_text(&directory.join("CACHEDIR.TAG"), LONGEST);
    tag.is_ok_and(|tag| tag.lines().any(|line| line == OURS))
}

/// Makes a directory below a cache directory, and says in that what it is.
fn make(directory: &Path) -> std::io::Result<()> {
    match fs::symlink_metadata(directory) {
        Ok(found) if found.is_dir() => return Ok(()),
        // A link that somebody else put there leads out of the cache.
        Ok(_) => return Err(std::io::Error::other("it is no directory")),
        Err(_) => {}
    }
    fs::create_dir_all(directory)?;
    if let Some(root) = directory.parent() {
        let tag = format!("{TAG}\n{OURS}\n");
        for (name, content) in [("CACHEDIR.TAG", &*tag), (".gitignore", "*\n")] {
            // What is there stays.
            if let Ok(mut file) = fs::File::create_new(root.join(name)) {
                file.write_all(content.as_bytes())?;
            }
        }
    }
    Ok(())
}

/// A file of the cache.
pub(super) fn read(path: &Path) -> Option<Vec<u8>> {
    let metadata = fs::symlink_metadata(path).ok()?;
    let ours = metadata.is_file().then(|| bounded::read(path, LONGEST));
    let content = ours?.ok()?;
    note_use(path);
    Some(content)
}

/// Writes a file in a directory directly below the cache directory, so that whoever reads it reads all of it. It is no loss when that
/// does not work.
pub(super) fn write(path: &Path, content: &[u8]) {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    static LOOK: Once = Once::new();
    let Some(directory) = path.parent() else {
        return;
    };
    if content.len() as u64 > LONGEST || make(directory).is_err() {
        return;
    }
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let beside = directory.join(format!(".{}-{number}.tmp", std::process::id()));
    let written = fs::File::create_new(&beside)
        .and_then(|mut file| file.write_all(content))
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    // Not before it is there: an empty directory is one that nobody uses.
    LOOK.call_once(|| {
        if let Some(root) = directory.parent().filter(|root| is_ours(root)) {
            let is_part = |name: &str| Part::ALL.iter().any(|part| name.starts_with(part.prefix()));
            unused::remove(root, is_part);
        }
    });
}
