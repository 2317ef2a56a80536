//! Writing a file so that it is whole at every moment.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::project::read;

/// Longer files are nothing that is written here.
const LONGEST: u64 = 64 << 20;

/// Replaces the content of a file that still has the content `before`.
pub(crate) fn replace(path: &Path, before: &[u8], after: &[u8]) -> io::Result<()> {
    // Through a link the file that it leads to is replaced, not the link.
    let path = fs::canonicalize(path)?;
    let permissions = fs::metadata(&path)?.permissions();
    if permissions.readonly() {
        return Err(io::Error::other("it is write-protected"));
    }
    let (beside, mut file) = beside(&path)?;
    let written = file
        .write_all(after)
        .and_then(|()| file.set_permissions(permissions))
        .and_then(|()| file.sync_all())
        .and_then(|()| unchanged(&path, before))
        .and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Writes a file that may be there or not.
pub(crate) fn create(path: &Path, content: &[u8]) -> io::Result<()> {
    match read(path, LONGEST) {
        Ok(before) => replace(path, &before, content),
        Err(error) if error.kind() == io::ErrorKind::NotFound => fs::write(path, content),
        Err(error) => Err(error),
    }
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
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut attempt = 0;
    loop {
        let beside = path.with_file_name(format!(".{name}.{}-{attempt}.tmp", std::process::id()));
        match fs::File::create_new(&beside) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && attempt < 100 => {
                attempt += 1;
            }
            other => return other.map(|file| (beside, file)),
        }
    }
}
