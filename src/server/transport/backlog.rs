//! How much waits to be written: a client that does not read gets no more answers made.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;

use futures::FutureExt;
use tokio::sync::Notify;

/// How many bytes may wait: more than any client leaves unread that still reads.
const MAX_UNWRITTEN_BYTES: usize = 32 << 20;

/// The bytes that wait to be written.
#[derive(Debug, Default)]
pub(super) struct Backlog {
    bytes: AtomicUsize,
    freed: Notify,
}

impl Backlog {
    /// Adds bytes that wait.
    pub(super) fn add(&self, bytes: usize) {
        self.bytes.fetch_add(bytes, Ordering::SeqCst);
    }

    /// Takes off bytes that were written.
    pub(super) fn remove(&self, bytes: usize) {
        self.bytes.fetch_sub(bytes, Ordering::SeqCst);
        if !self.is_full() {
            self.freed.notify_waiters();
        }
    }

    /// Whether more waits than should.
    pub(super) fn is_full(&self) -> bool {
        self.bytes.load(Ordering::SeqCst) > MAX_UNWRITTEN_BYTES
    }

    /// Waits until there is room.
    pub(super) async fn room(&self) {
        loop {
            // In this order: else what is written in between would be missed.
            let freed = self.freed.notified();
            if !self.is_full() {
                return;
            }
            freed.await;
        }
    }

    /// Lets work go on only while there is room for what it will say.
    pub(super) async fn pace<T>(
        self: Arc<Self>,
        mut work: Pin<Box<dyn Future<Output = T> + Send>>,
    ) -> T {
        let wait = |backlog: Arc<Self>| async move { backlog.room().await }.boxed();
        let mut room = wait(self.clone());
        std::future::poll_fn(move |context| {
            if room.poll_unpin(context).is_pending() {
                return Poll::Pending;
            }
            room = wait(self.clone());
            work.poll_unpin(context)
        })
        .await
    }
}
