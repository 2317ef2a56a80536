//! Releases of a package on an index: listed, downloaded and read, never installed or run.

mod archive;
mod client;
mod html;
mod json;
mod limits;
mod listing;
mod netrc;
mod pip;
mod place;
mod tags;
mod uv;
mod verdict;
mod verdicts;

pub use archive::unpack;
pub use client::Client;
pub use limits::Limits;
pub use listing::{Listing, Release, ReleaseFile, normalised};
pub use place::IndexPlace;
pub use verdict::{Blame, Verdict, judge};
pub use verdicts::{KnownRelease, Verdicts};
