//! Reading files that others wrote: only plain ones, and none longer than memory can hold.

use std::fs::File;
use std::io::{Error, ErrorKind, Read, Result};
use std::path::Path;

use crate::limits::reached;

/// The bytes of a plain file with at most so many of them. Pipes and devices, which may never end,
/// are not opened.
pub fn read(path: &Path, most: u64) -> Result<Vec<u8>> {
    let metadata = std::fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(Error::new(ErrorKind::IsADirectory, "it is a directory"));
    }
    if !metadata.is_file() {
        return Err(Error::other("it is not a plain file"));
    }
    let too_long = || {
        reached("characters in a file");
        let most = most >> 20;
        Error::new(
            ErrorKind::FileTooLarge,
            format!("it is larger than {most} MB"),
        )
    };
    if metadata.len() > most {
        return Err(too_long());
    }
    let mut bytes = Vec::new();
    // It may grow while it is read.
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(too_long());
    }
    Ok(bytes)
}

/// The text of such a file.
pub fn read_text(path: &Path, most: u64) -> Result<String> {
    String::from_utf8(read(path, most)?)
        .map_err(|_| Error::new(ErrorKind::InvalidData, "it is not UTF-8"))
}
