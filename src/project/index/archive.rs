//! Wheels and source archives, unpacked in memory: nothing is written, and there are limits.

use std::io::{Cursor, Read};
use std::path::{Component, Path, PathBuf};

use flate2::read::GzDecoder;

use crate::project::Archive;

/// More entries than this are not looked at.
const MAX_ENTRIES: usize = 100_000;
/// Longer files are left out.
const MAX_MODULE_BYTES: u64 = 4 << 20;
/// How many bytes of an archive are kept.
const MAX_UNPACKED_BYTES: u64 = 64 << 20;
/// How many bytes of a compressed stream are passed over.
const MAX_STREAMED_BYTES: u64 = 256 << 20;
/// A longer name of a file in a tar archive is cut off.
const MAX_ENTRY_NAME_BYTES: u64 = 4 << 10;

/// The Python files, and what describes the package, of a file with this name. Where one leads out
/// of the archive it is left out.
pub fn unpack(name: &str, bytes: &[u8]) -> Result<Archive, String> {
    let lower = name.to_ascii_lowercase();
    let is = |extension: &str| lower.ends_with(extension);
    if is(".whl") {
        unzip(bytes, 0)
    } else if is(".zip") {
        unzip(bytes, 1)
    } else if is(".tar.gz") || is(".tgz") {
        untar(bytes)
    } else {
        Err("it is neither a wheel nor a source archive".to_owned())
    }
}

/// What was kept so far.
#[derive(Default)]
struct UnpackedFiles {
    archive: Archive,
    bytes: u64,
    entries: usize,
}

impl UnpackedFiles {
    fn entry(&mut self) -> Result<(), String> {
        self.entries += 1;
        match self.entries > MAX_ENTRIES {
            true => Err(too_many()),
            false => Ok(()),
        }
    }

    /// Reads a file, whatever size it says that it has.
    fn keep(&mut self, path: PathBuf, from: impl Read) -> Result<(), String> {
        let mut content = Vec::new();
        let read = from.take(MAX_MODULE_BYTES + 1).read_to_end(&mut content);
        read.map_err(|error| format!("{} in it is broken: {error}", path.display()))?;
        self.bytes += content.len() as u64;
        if self.bytes > MAX_UNPACKED_BYTES {
            return Err(too_large(MAX_UNPACKED_BYTES));
        }
        if content.len() as u64 <= MAX_MODULE_BYTES {
            self.archive.add(path, content);
        } else {
            self.archive.add_unread(path);
        }
        Ok(())
    }
}

fn too_many() -> String {
    format!("it has more than {MAX_ENTRIES} files")
}

fn too_large(most: u64) -> String {
    format!("it unpacks to more than {} MB", most >> 20)
}

fn unzip(bytes: &[u8], outer: usize) -> Result<Archive, String> {
    let broken = |error: zip::result::ZipError| format!("it is not a readable archive: {error}");
    // The crate makes something of every entry before it says how many there are.
    if memchr::memmem::find_iter(bytes, b"PK\x01\x02").count() > MAX_ENTRIES {
        return Err(too_many());
    }
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let mut kept = UnpackedFiles::default();
    for at in 0..zip.len() {
        kept.entry()?;
        let Ok(entry) = zip.by_index(at) else {
            continue;
        };
        let path = entry
            .name()
            .ok()
            .and_then(|name| inside(Path::new(&*name), outer));
        if let Some(path) = path.filter(|_| entry.is_file()) {
            kept.keep(path, entry)?;
        }
    }
    Ok(kept.archive)
}

fn untar(bytes: &[u8]) -> Result<Archive, String> {
    let broken = |error: std::io::Error| format!("it is not a readable archive: {error}");
    let stream = GzDecoder::new(bytes).take(MAX_STREAMED_BYTES);
    let mut tar = tar::Archive::new(stream);
    let mut kept = UnpackedFiles::default();
    // The name of the next file, where it is too long for its own header. The crate would read a
    // name of any length into memory; so these headers are read here.
    let mut long_name: Option<Vec<u8>> = None;
    for entry in tar.entries().map_err(broken)?.raw(true) {
        kept.entry()?;
        let mut entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                return Err(match tar.into_inner().limit() {
                    0 => too_large(MAX_STREAMED_BYTES),
                    _ => broken(error),
                });
            }
        };
        let kind = entry.header().entry_type();
        if kind.is_gnu_longname() || kind.is_pax_local_extensions() {
            let mut header = Vec::new();
            let read = (&mut entry)
                .take(MAX_ENTRY_NAME_BYTES)
                .read_to_end(&mut header);
            read.map_err(broken)?;
            let name = match kind.is_gnu_longname() {
                true => header.split(|byte| *byte == 0).next().map(<[u8]>::to_vec),
                false => tar::PaxExtensions::new(&header)
                    .filter_map(Result::ok)
                    .find(|record| record.key_bytes() == b"path")
                    .map(|record| record.value_bytes().to_vec()),
            };
            long_name = name.or(long_name);
            continue;
        }
        let name = long_name.take();
        let name = match &name {
            Some(name) => std::str::from_utf8(name).ok().map(PathBuf::from),
            None => entry.path().ok().map(std::borrow::Cow::into_owned),
        };
        let path = name.and_then(|path| inside(&path, 1));
        // Links are not followed: only what has content of its own is kept.
        if let Some(path) = path.filter(|_| kind.is_file()) {
            kept.keep(path, entry)?;
        }
    }
    match kept.entries {
        0 => Err("it is not a readable archive: it is empty".to_owned()),
        _ => Ok(kept.archive),
    }
}

/// The path of a file that matters, below so many outer directories; `None` if it leads elsewhere.
fn inside(path: &Path, outer: usize) -> Option<PathBuf> {
    let mut parts = Vec::new();
    for component in path.components() {
        match component {
            // No module has a name that could pass for a line, or for a command to the terminal.
            Component::Normal(part) => {
                parts.push(
                    part.to_str()
                        .filter(|part| !part.contains(char::is_control))?,
                );
            }
            Component::CurDir => {}
            _ => return None,
        }
    }
    let parts = parts.get(outer..)?;
    let last = parts.last()?;
    let matters = [
        ".py",
        ".pyi",
        "top_level.txt",
        "METADATA",
        "PKG-INFO",
        "pyproject.toml",
    ]
    .iter()
    .any(|end| last.ends_with(end));
    let parts = match parts {
        // What a wheel keeps aside for the directory of packages.
        [data, "purelib" | "platlib", rest @ ..] if data.ends_with(".data") => rest,
        [data, ..] if data.ends_with(".data") => return None,
        _ => parts,
    };
    matters.then(|| parts.iter().collect())
}
