//! The language server: an editor's documents in, diagnostics and quick fixes out.
//!
//! ```text
//! transport → methods → documents → publish → analysis (the core) → diagnostics → transport
//! ```
//!
//! A method changes state before its first wait, so changes happen in the order of the wire; what takes
//! time works on a snapshot and is thrown away when the document has moved on.

mod analysis;
mod check_task;
mod checked_source;
mod client_capabilities;
mod convert;
mod diagnostics;
mod document_content;
mod document_surroundings;
mod documents;
mod early_result;
mod finding_fixes;
mod fixable_flags;
mod log;
mod methods;
mod notebook;
mod pages;
mod patches;
mod progress;
mod publish;
mod session;
mod settings;
mod toml;
pub mod transport;
mod uri;
mod workspace;

use std::io::{self, Read, Write};
use std::num::NonZero;
use std::sync::Arc;
use std::thread;

use tower_lsp::LspService;

use methods::Server;
use session::Session;

/// Serves one client over standard input and output; the result is the exit status.
pub fn run() -> u8 {
    log::start();
    let server = || serve_until(io::stdin(), io::stdout(), transport::output::closed());
    let server = thread::Builder::new().stack_size(STACK_BYTES).spawn(server);
    match server.map(thread::JoinHandle::join) {
        Ok(Ok(status)) => status,
        Ok(Err(_panic)) => 101,
        Err(error) => {
            tracing::error!("The server cannot start: {error}");
            2
        }
    }
}

/// Deeply nested code needs a deep stack; only the part that is used costs memory.
const STACK_BYTES: usize = 64 << 20;

/// More checks than this do not run at once: each thread keeps the memory that it once used.
const MAX_CHECKING_THREADS: usize = 8;

/// Serves one client over any input and output.
pub fn serve(input: impl Read + Send + 'static, output: impl Write + Send + 'static) -> u8 {
    serve_until(input, output, std::future::pending())
}

/// The same, until something else says that the client is gone.
fn serve_until(
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
    closed: impl Future<Output = ()>,
) -> u8 {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_time()
        .thread_stack_size(STACK_BYTES)
        .max_blocking_threads(MAX_CHECKING_THREADS.max(2 * cores))
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            tracing::error!("The server cannot start its threads: {error}");
            return 2;
        }
    };
    let status = runtime.block_on(async {
        let mut publisher = None;
        let (service, socket) = methods::register(LspService::build(|client| {
            let (session, changed) = Session::new(client);
            let session = Arc::new(session);
            publisher = Some((session.clone(), changed));
            Server { session }
        }))
        .finish();
        if let Some((session, changed)) = publisher {
            tokio::spawn(publish::run(session, changed));
        }
        transport::serve(service, socket, input, output, closed).await
    });
    // Do not wait for a check that is still running.
    runtime.shutdown_background();
    status
}
