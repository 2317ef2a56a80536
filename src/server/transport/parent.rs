//! Notices when the editor is gone although the input stays open.

#[cfg(unix)]
use std::os::unix::process::parent_id;
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
    #[cfg(unix)]
    Parent(u32),
    /// Listed by the system as a directory.
    Listed(PathBuf),
}

impl Process {
    fn find(id: u64) -> Option<Self> {
        let id = u32::try_from(id).ok()?;
        #[cfg(unix)]
        if parent_id() == id {
            return Some(Self::Parent(id));
        }
        let listed = PathBuf::from(format!("/proc/{id}"));
        listed.exists().then_some(Self::Listed(listed))
    }

    fn lives(&self) -> bool {
        match self {
            #[cfg(unix)]
            Self::Parent(id) => parent_id() == *id,
            Self::Listed(path) => path.exists(),
        }
    }
}
