//! The bytes of a Python file, and the text that they stand for.

use std::io::ErrorKind;
use std::path::Path;

use super::bounded_read;
use super::settings_file::plain;
use crate::config::MAX_FILE_MEGABYTES;

/// Larger Python files are not checked unless `max-file-size` says so, in megabytes: their trees take gigabytes.
const DEFAULT_MAX_FILE_MEGABYTES: u64 = 8;
/// Larger notebooks are not read; they are mostly pictures.
const MAX_NOTEBOOK_BYTES: u64 = 64;

/// A Python file as it was read.
#[derive(Clone, Debug, Default)]
pub struct PythonSource {
    /// The text, without a byte order mark.
    pub text: String,
    /// The bytes as they were read.
    pub bytes: Vec<u8>,
    encoding: SourceEncoding,
}

/// How characters are written as bytes (PEP 263).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum SourceEncoding {
    #[default]
    Utf8,
    Utf8WithMark,
    /// Every byte is a character, and ASCII is itself. Which characters the others are changes
    /// nothing about the code, so each is taken for the one of that number.
    Bytes,
    /// One of East Asia's, with two bytes a character.
    Other(&'static encoding_rs::Encoding),
}

/// How the names of encodings with one byte a character begin.
const SINGLE_BYTE: [&str; 10] = [
    "latin",
    "iso8859",
    "l1",
    "cp125",
    "windows125",
    "koi8",
    "cp4",
    "cp8",
    "mac",
    "tis620",
];

const MARK: &[u8] = b"\xef\xbb\xbf";

impl PythonSource {
    /// How many megabytes a file of this name may have when no setting says it.
    pub fn largest(path: &Path) -> u64 {
        match Self::is_notebook(path) {
            true => MAX_NOTEBOOK_BYTES,
            false => DEFAULT_MAX_FILE_MEGABYTES,
        }
    }

    /// Whether a file of this name is a notebook.
    pub fn is_notebook(path: &Path) -> bool {
        path.extension().is_some_and(|end| end == "ipynb")
    }

    /// Why a file of more than so many megabytes is not checked.
    pub fn too_large(megabytes: u64) -> String {
        let raise = match megabytes < MAX_FILE_MEGABYTES {
            true => "raise `max-file-size`, or ",
            false => "",
        };
        format!("it is larger than {megabytes} MB; {raise}leave it out with `extend-exclude`")
    }

    /// Reads a file of at most so many megabytes; the error is the reason, in words.
    pub fn read(path: &Path, megabytes: u64) -> Result<Self, String> {
        let bytes =
            bounded_read::read(path, megabytes << 20).map_err(|error| match error.kind() {
                ErrorKind::FileTooLarge => Self::too_large(megabytes),
                _ => plain(&error),
            })?;
        Self::from_bytes(bytes)
    }

    /// Takes the bytes of a file.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, String> {
        let (encoding, content) = match bytes.strip_prefix(MARK) {
            Some(content) => (SourceEncoding::Utf8WithMark, content),
            None => (declared(&bytes)?, bytes.as_slice()),
        };
        let text = match encoding {
            SourceEncoding::Bytes => content.iter().map(|byte| char::from(*byte)).collect(),
            SourceEncoding::Other(other) => other
                .decode_without_bom_handling_and_without_replacement(content)
                .map(std::borrow::Cow::into_owned)
                .ok_or_else(|| format!("it is not {}, which it declares", other.name()))?,
            SourceEncoding::Utf8 | SourceEncoding::Utf8WithMark => {
                String::from_utf8(content.to_vec()).map_err(|error| {
                    let at = error.utf8_error().valid_up_to();
                    let place = place(content, at);
                    match content {
                        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => {
                            "it is UTF-32, which Python refuses; save it as UTF-8".to_owned()
                        }
                        // What `>` writes in an old PowerShell.
                        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
                            "it is UTF-16, which Python refuses; save it as UTF-8".to_owned()
                        }
                        _ => format!("it is not UTF-8 and declares no other encoding ({place})"),
                    }
                })?
            }
        };
        if let Some(at) = memchr::memchr(0, text.as_bytes()) {
            let place = place(text.as_bytes(), at);
            return Err(format!(
                "it contains a NUL byte, which Python refuses ({place})"
            ));
        }
        Ok(Self {
            text,
            bytes,
            encoding,
        })
    }

    /// The bytes of the file with another text.
    pub fn encode(&self, text: &str) -> Result<Vec<u8>, String> {
        let cannot = || "the change cannot be written in the file's encoding".to_owned();
        match self.encoding {
            SourceEncoding::Other(other) => {
                // Some characters can be written in two ways: what nobody changed has to stay.
                let (before, ..) = other.encode(&self.text);
                let (after, _, is_lossy) = other.encode(text);
                match *before == *self.bytes && !is_lossy {
                    true => Ok(after.into_owned()),
                    false => Err(cannot()),
                }
            }
            SourceEncoding::Utf8 => Ok(text.as_bytes().to_vec()),
            SourceEncoding::Utf8WithMark => Ok([MARK, text.as_bytes()].concat()),
            SourceEncoding::Bytes => text
                .chars()
                .map(|c| u8::try_from(u32::from(c)))
                .collect::<Result<_, _>>()
                .map_err(|_| cannot()),
        }
    }
}

fn place(content: &[u8], at: usize) -> String {
    let line = 1 + memchr::memchr_iter(b'\n', &content[..at]).count();
    format!("byte {at}, line {line}")
}

/// The encoding that a comment in the first two lines declares.
fn declared(bytes: &[u8]) -> Result<SourceEncoding, String> {
    let Some(name) = bytes.split(|b| *b == b'\n').take(2).find_map(coding) else {
        return Ok(SourceEncoding::Utf8);
    };
    let plain = name.to_ascii_lowercase().replace(['_', '-'], "");
    let starts = |known: &[&str]| known.iter().any(|known| plain.starts_with(known));
    if starts(&["utf8", "ascii", "usascii"]) || bytes.is_ascii() {
        Ok(SourceEncoding::Utf8)
    } else if starts(&SINGLE_BYTE) {
        Ok(SourceEncoding::Bytes)
    } else if let Some(other) = of_east_asia(&plain) {
        Ok(SourceEncoding::Other(other))
    } else {
        Err(format!(
            "its encoding, {name}, is not supported; save it as UTF-8"
        ))
    }
}

/// The encoding that Python knows by this name, without `_` and `-`.
fn of_east_asia(name: &str) -> Option<&'static encoding_rs::Encoding> {
    Some(match name {
        "big5" | "big5tw" | "csbig5" | "big5hkscs" | "hkscs" | "cp950" | "950" | "ms950" => {
            encoding_rs::BIG5
        }
        "gb2312" | "gbk" | "cp936" | "936" | "ms936" | "euccn" | "eucgb2312cn" | "chinese"
        | "csiso58gb231280" | "isoir58" => encoding_rs::GBK,
        "gb18030" | "gb180302000" => encoding_rs::GB18030,
        "shiftjis" | "sjis" | "csshiftjis" | "cp932" | "932" | "ms932" | "mskanji"
        | "windows31j" => encoding_rs::SHIFT_JIS,
        "eucjp" | "ujis" => encoding_rs::EUC_JP,
        "euckr" | "ksc5601" | "ksx1001" | "cp949" | "949" | "ms949" | "uhc" | "korean" => {
            encoding_rs::EUC_KR
        }
        _ => return None,
    })
}

/// The name after `coding:` or `coding=` in a comment line.
fn coding(line: &[u8]) -> Option<String> {
    let line = String::from_utf8_lossy(line);
    let comment = line
        .trim_start_matches([' ', '\t', '\x0c'])
        .strip_prefix('#')?;
    let (_, after) = comment.split_once("coding")?;
    let name: String = after
        .strip_prefix([':', '='])?
        .trim_start_matches([' ', '\t'])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        .collect();
    (!name.is_empty()).then_some(name)
}
