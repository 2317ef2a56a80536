//! The list of files in the JSON of PEP 691, read without making more of it than was asked for.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::file_entry::ListedFile;
use crate::limits::reached;

#[derive(Deserialize)]
struct Page<'a> {
    #[serde(borrow)]
    files: FirstFiles<'a>,
}

/// The first files of a list, each still as it was written.
struct FirstFiles<'a>(Vec<&'a RawValue>);

/// More files than this are passed over.
const MAX_LISTED_FILES: usize = 100_000;

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct JsonFile<'a> {
    filename: String,
    url: String,
    #[serde(default)]
    hashes: FileHashes,
    requires_python: Option<String>,
    size: Option<u64>,
    upload_time: Option<String>,
    #[serde(borrow)]
    yanked: Option<&'a RawValue>,
}

#[derive(Default, Deserialize)]
struct FileHashes {
    sha256: Option<String>,
}

/// The files that an answer lists. One that is not as it should be is passed over.
pub(super) fn files(bytes: &[u8]) -> Result<Vec<ListedFile>, String> {
    let page: Page<'_> = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let files = page.files.0.into_iter();
    Ok(files.filter_map(|file| listed(file.get())).collect())
}

fn listed(file: &str) -> Option<ListedFile> {
    let file: JsonFile<'_> = serde_json::from_str(file).ok()?;
    let yanked = file.yanked.map_or("false", RawValue::get);
    Some(ListedFile {
        filename: file.filename,
        url: file.url,
        sha256: file.hashes.sha256,
        requires_python: file.requires_python,
        size: file.size,
        upload_time: file.upload_time,
        yanked: match yanked {
            "true" => Some(String::new()),
            text => serde_json::from_str(text)
                .ok()
                .filter(|reason: &String| !reason.is_empty()),
        },
    })
}

impl<'de: 'a, 'a> Deserialize<'de> for FirstFiles<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Files;
        impl<'de> Visitor<'de> for Files {
            type Value = FirstFiles<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of files")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut files = Vec::new();
                while files.len() < MAX_LISTED_FILES {
                    match list.next_element()? {
                        Some(file) => files.push(file),
                        None => return Ok(FirstFiles(files)),
                    }
                }
                while list.next_element::<IgnoredAny>()?.is_some() {
                    reached("files that an index lists");
                }
                Ok(FirstFiles(files))
            }
        }
        deserializer.deserialize_seq(Files)
    }
}
