//! Writing a file so that it is whole at every moment, and leaving nothing else behind.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, Once, PoisonError};

use super::Exit;
use crate::project::read;

/// No file that is written here is longer.
const MAX_WRITTEN_BYTES: u64 = 64 << 20;
/// How the name of an unfinished file begins and ends; the number of the process is in between.
const PREFIX: &str = ".spawnsafe-";
const SUFFIX: &str = ".tmp";

/// Held while a file is written: whoever ends the process waits for that.
static WRITING: Mutex<()> = Mutex::new(());
/// Raised when the process is to end: nothing more is begun.
static ENDING: AtomicBool = AtomicBool::new(false);

/// Replaces the content of a file that still has the content `before`.
pub(crate) fn replace(path: &Path, before: &[u8], after: &[u8]) -> io::Result<()> {
    // Through a link the file that it leads to is replaced, not the link.
    let path = fs::canonicalize(path)?;
    let metadata = fs::metadata(&path)?;
    if metadata.permissions().readonly() {
        return Err(io::Error::other("it is write-protected"));
    }
    if links(&metadata) > 1 {
        return Err(io::Error::other(
            "it has a hard link, which would keep the old text",
        ));
    }
    let adopt = |file: &fs::File| {
        keep_owner(&metadata, file)?;
        file.set_permissions(metadata.permissions())?;
        keep_attributes(&path, file)
    };
    write_beside(&path, after, &adopt, &|| unchanged(&path, before))
}

/// Writes a file that may be there or not.
pub(crate) fn create(path: &Path, content: &[u8]) -> io::Result<()> {
    match fs::metadata(path) {
        // A terminal, a pipe.
        Ok(found) if !found.is_file() => fs::write(path, content),
        Ok(_) => replace(path, &read(path, MAX_WRITTEN_BYTES)?, content),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            write_beside(path, content, &|_| Ok(()), &|| Ok(()))
        }
        Err(error) => Err(error),
    }
}

/// Writes another file and gives it this name when it is whole on the disk.
fn write_beside(
    path: &Path,
    content: &[u8],
    adopt: &dyn Fn(&fs::File) -> io::Result<()>,
    is_due: &dyn Fn() -> io::Result<()>,
) -> io::Result<()> {
    wait_when_told_to_end();
    while ENDING.load(Ordering::SeqCst) {
        std::thread::park();
    }
    let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    sweep(path);
    let (beside, mut file) = beside(path)?;
    let written = file
        .write_all(content)
        .and_then(|()| adopt(&file))
        .and_then(|()| file.sync_all())
        .and_then(|()| is_due())
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

fn unchanged(path: &Path, before: &[u8]) -> io::Result<()> {
    if read(path, before.len() as u64)? == before {
        Ok(())
    } else {
        Err(io::Error::other("it changed while it was checked"))
    }
}

/// A new file in the same directory.
fn beside(path: &Path) -> io::Result<(PathBuf, fs::File)> {
    let mut attempt = 0;
    loop {
        let process = std::process::id();
        let beside = path.with_file_name(format!("{PREFIX}{process}-{attempt}{SUFFIX}"));
        match fs::File::create_new(&beside) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && attempt < 100 => {
                attempt += 1;
            }
            other => return other.map(|file| (beside, file)),
        }
    }
}

/// Ctrl-C and a request to end come through when no file is being written.
fn wait_when_told_to_end() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Without a handler the process ends at once, and the next one sweeps.
        let _ = ctrlc::set_handler(|| {
            ENDING.store(true, Ordering::SeqCst);
            let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
            std::process::exit(Exit::Interrupted.code().into());
        });
    });
}

/// Removes what processes that were killed have left in the directory of a file; once in each.
fn sweep(path: &Path) {
    static SWEPT: Mutex<Option<HashSet<PathBuf>>> = Mutex::new(None);
    let Some(directory) = path.parent() else {
        return;
    };
    let mut swept = SWEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let swept = swept.get_or_insert_default();
    if !swept.insert(directory.to_owned()) {
        return;
    }
    // A path without a directory is in the current one.
    let listed = match directory.as_os_str().is_empty() {
        true => Path::new("."),
        false => directory,
    };
    let entries = fs::read_dir(listed).into_iter().flatten();
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name();
        let owner = name.to_str().and_then(|name| {
            let stem = name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?;
            stem.split_once('-')?.0.parse::<u32>().ok()
        });
        if owner.is_some_and(|owner| has_ended(owner, &entry)) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether the process that made a file is gone; where nobody can tell, whether the file is old.
fn has_ended(process: u32, file: &fs::DirEntry) -> bool {
    const SECONDS_PER_HOUR: u64 = 60 * 60;
    if process == std::process::id() {
        return false;
    }
    if cfg!(target_os = "linux") {
        return !Path::new(&format!("/proc/{process}")).exists();
    }
    let modified = file.metadata().and_then(|metadata| metadata.modified());
    modified.is_ok_and(|at| {
        at.elapsed()
            .is_ok_and(|age| age.as_secs() > SECONDS_PER_HOUR)
    })
}

#[cfg(unix)]
fn links(metadata: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(metadata)
}

#[cfg(not(unix))]
fn links(_metadata: &fs::Metadata) -> u64 {
    1
}

/// Gives a new file the owner of the old one; refused rather than lost.
#[cfg(unix)]
fn keep_owner(metadata: &fs::Metadata, file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let new = file.metadata()?;
    let (user, group) = (metadata.uid(), metadata.gid());
    if (new.uid(), new.gid()) == (user, group) {
        return Ok(());
    }
    fchown(file, Some(user), Some(group)).map_err(|_| {
        io::Error::other("it belongs to another user or group, and would not any more")
    })
}

#[cfg(not(unix))]
fn keep_owner(_metadata: &fs::Metadata, _file: &fs::File) -> io::Result<()> {
    Ok(())
}

/// Gives a new file the extended attributes of the old one.
#[cfg(unix)]
fn keep_attributes(path: &Path, file: &fs::File) -> io::Result<()> {
    use xattr::FileExt;
    let Ok(names) = xattr::list(path) else {
        // The file system has none.
        return Ok(());
    };
    for name in names {
        if let Some(value) = xattr::get(path, &name)? {
            // What the system sets itself is there already, or cannot be set by us.
            let known = file.get_xattr(&name).ok().flatten();
            if known.as_ref() != Some(&value) && file.set_xattr(&name, &value).is_err() {
                let name = name.to_string_lossy();
                if name.starts_with("user.") {
                    return Err(io::Error::other(format!(
                        "its extended attribute `{name}` would be lost"
                    )));
                }
            }
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn keep_attributes(_path: &Path, _file: &fs::File) -> io::Result<()> {
    Ok(())
}
