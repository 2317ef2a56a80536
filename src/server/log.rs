//! The log: to standard error, and from `initialized` on to the client as well.

use std::fmt::{self, Write as _};
use std::io;
use std::sync::{LazyLock, OnceLock};

use tokio::sync::mpsc;
use tower_lsp::{Client, lsp_types::MessageType};
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Registry, fmt as to_text, reload};

/// Sets the level until the editor does.
const VARIABLE: &str = "SPAWNSAFE_LOG";
/// The level when neither the environment nor the editor says one.
const DEFAULT: LevelFilter = LevelFilter::INFO;

static LEVEL: OnceLock<reload::Handle<LevelFilter, Registry>> = OnceLock::new();
static ASKED_FOR: LazyLock<bool> = LazyLock::new(|| std::env::var_os(VARIABLE).is_some());
static TO_CLIENT: OnceLock<mpsc::UnboundedSender<(MessageType, String)>> = OnceLock::new();

/// Starts the log.
pub(super) fn start() {
    let level = std::env::var(VARIABLE)
        .ok()
        .and_then(|level| level.parse().ok())
        .unwrap_or(DEFAULT);
    let (level, handle) = reload::Layer::new(level);
    let text = to_text::layer().with_writer(|| Stderr).with_ansi(false);
    let started = tracing_subscriber::registry()
        .with(level)
        .with(text)
        .with(ClientLayer)
        .try_init();
    // In a test another one may have been started before.
    if started.is_ok() {
        let _ = LEVEL.set(handle);
    }
}

/// Changes what is logged; a word that is no level changes nothing.
pub(super) fn set_level(level: &str) {
    if let (Some(handle), Ok(level)) = (LEVEL.get(), level.parse::<LevelFilter>()) {
        // The log is as old as the process.
        let _ = handle.reload(level);
    }
}

/// Lets the client see the log, too.
pub(super) fn forward(client: Client) {
    let (sender, mut lines) = mpsc::unbounded_channel();
    if TO_CLIENT.set(sender).is_ok() {
        tokio::spawn(async move {
            while let Some((kind, line)) = lines.recv().await {
                client.log_message(kind, line).await;
            }
        });
    }
}

/// Standard error, until the client sees the log: editors show both in one place. Whoever sets the level in
/// the environment reads standard error.
struct Stderr;

impl io::Write for Stderr {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if TO_CLIENT.get().is_some() && !*ASKED_FOR {
            return Ok(bytes.len());
        }
        io::stderr().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}

/// Sends events of this program to the client.
struct ClientLayer;

impl<S: Subscriber> Layer<S> for ClientLayer {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let metadata = event.metadata();
        let Some(sender) = TO_CLIENT.get() else {
            return;
        };
        // What tower-lsp says of sending a message would go on forever.
        if !metadata.target().starts_with(env!("CARGO_CRATE_NAME")) {
            return;
        }
        let mut line = Line(String::new());
        event.record(&mut line);
        let _ = sender.send((kind(*metadata.level()), line.0));
    }
}

fn kind(level: Level) -> MessageType {
    match level {
        Level::ERROR => MessageType::ERROR,
        Level::WARN => MessageType::WARNING,
        Level::INFO => MessageType::INFO,
        Level::DEBUG | Level::TRACE => MessageType::LOG,
    }
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            // Writing to a string does not fail.
            let _ = write!(self.0, "{value:?}");
        }
    }
}
