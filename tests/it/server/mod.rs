//! Protocol sessions with the real program: order, encoding and lifecycle, never rules.

mod actions;
mod branches;
mod client;
mod clients;
mod documents;
mod fixture;
mod information;
mod lifecycle;
mod load;
mod metadata;
mod notebooks;
mod packages;
mod parity;
mod settings;
mod stubborn;
mod tour;
mod wire;
mod workspace;
