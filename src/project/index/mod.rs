//! Releases of a package on an index: listed, downloaded and read, never installed or run.

mod archive;
mod client;
mod configured_indexes;
mod default_index;
mod file_choice;
mod file_entry;
mod html;
mod index_address;
mod indexes;
mod json;
mod limits;
mod listing;
mod native_build;
mod netrc;
mod pip;
mod request_error;
mod search;
mod tags;
mod uv;
mod verdict;
mod verdicts;

pub use archive::unpack;
pub use client::Client;
pub use index_address::IndexAddress;
pub use indexes::{IndexStrategy, Indexes, NamedIndexes};
pub use limits::Limits;
pub use listing::{Release, ReleaseFile};
pub use search::Listing;
pub(super) use tags::versions_of_tag;
pub use verdict::{FailureCause, Verdict, judge};
pub use verdicts::{KnownRelease, Verdicts};
