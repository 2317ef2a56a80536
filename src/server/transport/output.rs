//! Notices when nobody can read the output any more although the input stays open.

/// Returns when the other end of standard output was closed; never, where that cannot be seen.
#[cfg(unix)]
pub(in crate::server) async fn closed() {
    use std::time::Duration;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    const AT_ONCE: Timespec = Timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // An end that is closed is told whatever one asks for.
    let is_closed = || {
        let output = rustix::stdio::stdout();
        let mut asked = [PollFd::new(&output, PollFlags::empty())];
        let answered = poll(&mut asked, Some(&AT_ONCE));
        answered.is_ok_and(|count| count > 0)
            && asked[0]
                .revents()
                .intersects(PollFlags::ERR | PollFlags::HUP)
    };
    while !is_closed() {
        tokio::time::sleep(Duration::from_secs(3)).await;
    }
}

/// Returns when the other end of standard output was closed; never, where that cannot be seen.
#[cfg(not(unix))]
pub(in crate::server) async fn closed() {
    std::future::pending().await
}
