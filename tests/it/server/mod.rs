//! Protocol sessions with the real program: order, encoding and lifecycle, never rules.

mod client;
mod documents;
mod fixture;
mod lifecycle;
mod load;
mod stubborn;
