//! The directory for what can be found out again: small files, whole or not there.
//!
//! What one build of the program found out with its facts, another one does not take over.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Once, OnceLock};

use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::Variables;
use super::bounded_read;
use super::cache_eviction::{self, note_use};
use super::content_hash::{hex, key};
use super::settings_file::plain;
use crate::facts;

/// What is kept in a directory of its own.
#[derive(Clone, Copy, Debug)]
pub enum CacheDirectory {
    /// What installed modules do.
    Modules,
    /// What releases on an index do.
    Releases,
    /// What was found in files.
    Results,
    /// The pages of rules, for editors to open.
    Pages,
    /// How installed packages would have to change, for editors to open.
    Patches,
}

impl CacheDirectory {
    const ALL: [Self; 5] = [
        Self::Modules,
        Self::Releases,
        Self::Results,
        Self::Pages,
        Self::Patches,
    ];

    /// How the names of its directories begin.
    fn prefix(self) -> &'static str {
        match self {
            Self::Modules => "modules-",
            Self::Releases => "releases-",
            Self::Results => "results-",
            Self::Pages => "pages-",
            Self::Patches => "patches-",
        }
    }
}

/// The last patch that an editor was shown.
pub const PATCH_FILE: &str = "package.diff";

/// No file of ours is longer.
const MAX_CACHED_FILE_BYTES: u64 = 16 << 20;

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
pub(super) fn part(directory: &Path, part: CacheDirectory) -> PathBuf {
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
        hex(&hash[..8])
    })
}

/// The first line of the file that says of a directory that it is a cache (bford.info/cachedir).
const TAG: &str = "Signature: 8a477f597d28d172789f06886806bc55";
/// The name of that file.
const TAG_FILE: &str = "CACHEDIR.TAG";
/// The file that keeps version control out of the directory, and its content.
const IGNORE_FILE: &str = ".gitignore";
const IGNORE_ALL: &str = "*\n";
/// What stands in the tag besides: whose cache it is.
const OURS: &str = "# This directory is a cache of spawnsafe. `spawnsafe clean` removes it.";

/// What was removed of a cache directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cleaned {
    /// Nothing was there.
    Nothing,
    /// All of it.
    All,
    /// What is ours; the directory holds other things, too.
    Ours,
}

/// Removes what we have put into a cache directory, and the directory itself if we have made it and nothing
/// else is in it.
pub fn clean(directory: &Path) -> Result<Cleaned, String> {
    let shown = directory.display();
    let wrong = |error: std::io::Error| format!("{shown}: {}", plain(&error));
    if !is_directory(directory) {
        return Ok(Cleaned::Nothing);
    }
    let whole = is_ours(directory);
    let entries = fs::read_dir(directory).map_err(wrong)?;
    let parts: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| is_part(path) && is_directory(path) && (whole || is_ours(path)))
        .collect();
    if !whole && parts.is_empty() {
        return Err(format!(
            "{shown} is not a cache of spawnsafe (it has no CACHEDIR.TAG that says so); nothing was removed"
        ));
    }
    for part in &parts {
        for entry in fs::read_dir(part).map_err(wrong)?.filter_map(Result::ok) {
            let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
            if is_file && entry.file_name().to_str().is_some_and(is_own_file) {
                fs::remove_file(entry.path()).map_err(wrong)?;
            }
        }
        unmark(part);
        // This leaves alone what is not empty.
        let _ = fs::remove_dir(part);
    }
    if whole {
        let _ = fs::remove_file(directory.join(cache_eviction::MARK));
        unmark(directory);
        if fs::remove_dir(directory).is_ok() {
            return Ok(Cleaned::All);
        }
    }
    Ok(Cleaned::Ours)
}

fn is_directory(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
}

/// Whether a directory has the name of a part, of any build: `modules-0.1.0-0123456789abcdef`.
fn is_part(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    let of = |part: &CacheDirectory| name?.strip_prefix(part.prefix())?.rsplit_once('-');
    let mut parts = CacheDirectory::ALL.iter().filter_map(of);
    parts.any(|(version, maker)| {
        let is_version = version.starts_with(|c: char| c.is_ascii_digit());
        is_version && maker.len() == 16 && maker.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

/// Whether a file in a part has a name that we give: that of a hash or a package, or of a file not yet whole.
fn is_own_file(name: &str) -> bool {
    let is_hash = |stem: &str| stem.len() >= 32 && stem.bytes().all(|b| b.is_ascii_hexdigit());
    let kept = name.strip_suffix(".json");
    let is_code = |stem: &str| stem.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    let is_shown = name == PATCH_FILE || name.strip_suffix(".md").is_some_and(is_code);
    let unfinished = name
        .strip_prefix('.')
        .and_then(|rest| rest.strip_suffix(".tmp"));
    is_shown
        || kept.is_some_and(|stem| is_hash(stem) || stem.starts_with("package-"))
        || unfinished.is_some_and(|stem| stem.bytes().all(|b| b.is_ascii_digit() || b == b'-'))
}

/// Whether a directory says that it is a cache of ours.
fn is_ours(directory: &Path) -> bool {
    let tag = bounded_read::read_text(&directory.join(TAG_FILE), MAX_CACHED_FILE_BYTES);
    tag.is_ok_and(|tag| tag.lines().any(|line| line == OURS))
}

/// Says in a directory that we have made what it is.
fn mark(directory: &Path) -> std::io::Result<()> {
    let tag = format!("{TAG}\n{OURS}\n");
    for (name, content) in [(TAG_FILE, &*tag), (IGNORE_FILE, IGNORE_ALL)] {
        // What is there stays.
        if let Ok(mut file) = fs::File::create_new(directory.join(name)) {
            file.write_all(content.as_bytes())?;
        }
    }
    Ok(())
}

/// Takes back what `mark` has written.
fn unmark(directory: &Path) {
    let ignores = directory.join(IGNORE_FILE);
    let is_own = bounded_read::read_text(&ignores, MAX_CACHED_FILE_BYTES)
        .is_ok_and(|text| text == IGNORE_ALL);
    if is_ours(directory) {
        let _ = fs::remove_file(directory.join(TAG_FILE));
        if is_own {
            let _ = fs::remove_file(ignores);
        }
    }
}

/// Makes a directory below a cache directory. That is marked if we make it, too: in one that was there
/// before lies what is not ours, maybe a whole project.
fn make(directory: &Path) -> std::io::Result<()> {
    match fs::symlink_metadata(directory) {
        Ok(found) if found.is_dir() => return Ok(()),
        // A link that somebody else put there leads out of the cache.
        Ok(_) => return Err(std::io::Error::other("it is not a directory")),
        Err(_) => {}
    }
    let root = directory.parent();
    let is_new = root.is_some_and(|root| fs::symlink_metadata(root).is_err());
    fs::create_dir_all(directory)?;
    match root {
        Some(root) if is_new => mark(root),
        Some(root) if is_ours(root) => Ok(()),
        _ => mark(directory),
    }
}

/// A file of the cache.
pub(super) fn read(path: &Path) -> Option<Vec<u8>> {
    let metadata = fs::symlink_metadata(path).ok()?;
    let ours = metadata
        .is_file()
        .then(|| bounded_read::read(path, MAX_CACHED_FILE_BYTES));
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
    if content.len() as u64 > MAX_CACHED_FILE_BYTES || make(directory).is_err() {
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
            let of_ours = |name: &str| {
                CacheDirectory::ALL
                    .iter()
                    .any(|part| name.starts_with(part.prefix()))
            };
            cache_eviction::remove(root, of_ours);
        }
    });
}

/// Writes a file for an editor to open, unless it is there; `None` if that does not work.
pub fn shown_file(directory: CacheDirectory, name: &str, content: &str) -> Option<PathBuf> {
    let root = cache_directory(&Variables::of_process())?;
    let path = part(&root, directory).join(name);
    let is_there = || read(&path).is_some_and(|known| known == content.as_bytes());
    if !is_there() {
        write(&path, content.as_bytes());
    }
    is_there().then_some(path)
}

/// What was written by [`write_sealed`]: it begins with a hash of the rest, so that a file that is cut off, damaged or
/// not ours is no more than a file that is not there.
pub(super) fn read_sealed<T: DeserializeOwned>(path: &Path) -> Option<T> {
    let bytes = read(path)?;
    let at = memchr::memchr(b'\n', &bytes)?;
    let (seal, content) = (&bytes[..at], &bytes[at + 1..]);
    if hex(&key(&[content])).as_bytes() != seal {
        return None;
    }
    serde_json::from_slice(content).ok()
}

/// Writes a file for [`read_sealed`].
pub(super) fn write_sealed<T: Serialize>(path: &Path, content: &T) {
    if let Ok(content) = serde_json::to_vec(content) {
        let mut whole = hex(&key(&[&content])).into_bytes();
        whole.push(b'\n');
        whole.extend(content);
        write(path, &whole);
    }
}
