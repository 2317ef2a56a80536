//! What one client and the server know of each other.

use std::sync::OnceLock;

use tokio::sync::mpsc;
use tower_lsp::Client;

use crate::text::Encoding;

use super::documents::Documents;
use super::peer::Peer;
use super::settings::Settings;
use super::uri::Uri;

/// The state behind all methods.
#[derive(Debug)]
pub(crate) struct Session {
    /// The way to the client.
    pub(crate) client: Client,
    /// The open documents.
    pub(crate) documents: Documents,
    /// The settings of editor and files.
    pub(crate) settings: Settings,
    peer: OnceLock<Peer>,
    changed: mpsc::UnboundedSender<Uri>,
}

impl Session {
    /// A session before `initialize`; the documents to look at again come out of the receiver.
    pub(crate) fn new(client: Client) -> (Self, mpsc::UnboundedReceiver<Uri>) {
        let (changed, queue) = mpsc::unbounded_channel();
        let session = Self {
            client,
            documents: Documents::default(),
            settings: Settings::default(),
            peer: OnceLock::new(),
            changed,
        };
        (session, queue)
    }

    /// The client's abilities; none before `initialize`.
    pub(crate) fn peer(&self) -> &Peer {
        static NOBODY: std::sync::LazyLock<Peer> = std::sync::LazyLock::new(Peer::default);
        self.peer.get().unwrap_or(&NOBODY)
    }

    /// Remembers the client's abilities; the first time counts.
    pub(crate) fn meet(&self, peer: Peer) {
        let _ = self.peer.set(peer);
    }

    /// The agreed unit of columns.
    pub(crate) fn encoding(&self) -> Encoding {
        self.peer().encoding.0
    }

    /// Has a document, or the notebook of a cell, looked at again.
    pub(crate) fn look_at(&self, uri: &Uri) {
        // The publisher lives as long as the server.
        let _ = self.changed.send(self.documents.key(uri));
    }

    /// Has everything looked at again, since settings or other files changed.
    pub(crate) fn look_at_all(&self) {
        self.documents.renew();
        for key in self.documents.keys() {
            self.look_at(&key);
        }
    }
}
