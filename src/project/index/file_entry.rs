//! What an index says of one file, in whichever format.

/// A file as an index lists it.
#[derive(Default)]
pub(super) struct ListedFile {
    pub(super) filename: String,
    pub(super) url: String,
    pub(super) sha256: Option<String>,
    pub(super) requires_python: Option<String>,
    pub(super) size: Option<u64>,
    pub(super) upload_time: Option<String>,
    pub(super) yanked: Option<String>,
}
