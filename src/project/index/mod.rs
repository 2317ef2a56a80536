//! Releases of a package on an index: listed, downloaded and read, never installed or run.

mod archive;
mod chosen;
mod client;
mod default_index;
mod html;
mod indexes;
mod json;
mod limits;
mod listed;
mod listing;
mod netrc;
mod pip;
mod place;
mod reason;
mod search;
mod tags;
mod uv;
mod verdict;
mod verdicts;

pub use archive::unpack;
pub use client::Client;
pub use indexes::{Choice, Indexes, Named};
pub use limits::Limits;
pub use listing::{Release, ReleaseFile};
pub use place::IndexPlace;
pub use search::Listing;
pub(super) use tags::versions_of_tag;
pub use verdict::{Blame, Verdict, judge};
pub use verdicts::{KnownRelease, Verdicts};
