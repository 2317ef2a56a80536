//! Notices when the editor is gone although the input stays open.

use std::path::PathBuf;
use std::time::Duration;

/// Returns when the process that the client named has ended; never, if it cannot be seen.
///
/// A client in another container names a process that does not exist here; then the end of the
/// input has to do.
pub(super) async fn gone(process: Option<u64>) {
    let Some(process) = process.and_then(Process::find) else {
        return std::future::pending().await;
    };
    while process.lives() {
        tokio::time::sleep(Duration::from_secs(3)).await;
    }
}

enum Process {
    /// Our own parent: when it ends, we get another one.
    Parent(u32),
    /// Listed by the system as a directory.
    Listed(PathBuf),
}

impl Process {
    fn find(id: u64) -> Option<Self> {
        let id = u32::try_from(id).ok()?;
        if parent() == Some(id) {
            return Some(Self::Parent(id));
        }
        let listed = PathBuf::from(format!("/proc/{id}"));
        listed.exists().then_some(Self::Listed(listed))
    }

    fn lives(&self) -> bool {
        match self {
            Self::Parent(id) => parent() == Some(*id),
            Self::Listed(path) => path.exists(),
        }
    }
}

#[cfg(unix)]
fn parent() -> Option<u32> {
    Some(std::os::unix::process::parent_id())
}

#[cfg(not(unix))]
fn parent() -> Option<u32> {
    None
}
