//! The loop between the input, the service and the output.
//!
//! One thread reads, one thread writes, and one task owns the service. That task polls each new
//! handler once before it reads on, so what a handler does before its first wait happens in the order
//! of the wire; what then waits goes on beside it, in any number.

mod backlog;
mod frame;
mod message;
pub(super) mod output;
mod parent;
pub(crate) mod wire;

use std::io::{BufReader, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc as std_mpsc;
use std::thread;
use std::time::Duration;

use futures::{FutureExt, Sink, SinkExt, Stream, StreamExt};
use tokio::sync::{mpsc, oneshot};
use tower::{Service, ServiceExt};
use tower_lsp::jsonrpc::{Error, Id, Request, Response};
use tower_lsp::{ClientSocket, LanguageServer, Loopback, LspService};

use backlog::Backlog;
use frame::Frame;
use message::RpcMessage;

/// Speaks with one client until it says `exit`, or its input or its process ends. The result is the
/// exit status: 0 only if the client had asked for the shutdown. `closed` returns when nobody can read the output.
pub async fn serve<S: LanguageServer>(
    service: LspService<S>,
    socket: ClientSocket,
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
    closed: impl Future<Output = ()>,
) -> u8 {
    let mut incoming = spawn_reader(input);
    let backlog = Arc::new(Backlog::default());
    let (outgoing, mut written) = spawn_writer(output, backlog.clone());
    let (requests, answers) = Loopback::split(socket);
    let (finished, mut ended) = mpsc::unbounded_channel();
    let mut wire = Connection {
        service,
        requests,
        answers,
        outgoing,
        backlog: backlog.clone(),
        finished,
        shutdown: false,
    };
    let mut editor = Box::pin(parent::gone(None));
    let mut closed = std::pin::pin!(closed);
    loop {
        tokio::select! {
            biased;
            Some(answer) = ended.recv() => wire.answer_encoded(answer),
            Some(request) = wire.requests.next(), if !backlog.is_full() => wire.send(&request),
            () = &mut editor => {
                tracing::warn!("The editor's process has ended, so the server ends too.");
                break;
            }
            () = &mut closed => {
                tracing::warn!("The client has closed the output, so the server ends too.");
                break;
            }
            _ = &mut written => {
                tracing::warn!("The client stopped reading, so the server ends too.");
                break;
            }
            // A client that does not read answers may ask no more until it does.
            () = backlog.room(), if backlog.is_full() => {}
            frame = incoming.recv(), if !backlog.is_full() => {
                let Some(frame) = frame else { break };
                if let Some(process) = process_id(&frame) {
                    editor = Box::pin(parent::gone(Some(process)));
                }
                if wire.take(frame).await == Next::Exit {
                    break;
                }
            }
        }
    }
    let status = u8::from(!wire.shutdown);
    drop(wire);
    // A client that reads no more must not keep the server alive.
    if !written.is_terminated() {
        let _ = tokio::time::timeout(Duration::from_secs(2), written).await;
    }
    status
}

/// Whether the loop goes on.
#[derive(PartialEq)]
enum Next {
    Continue,
    Exit,
}

/// The service with its four connections.
struct Connection<S, R, A> {
    service: LspService<S>,
    /// What the server asks and tells the client.
    requests: R,
    /// What the client answers.
    answers: A,
    /// To the thread that writes.
    outgoing: std_mpsc::Sender<Vec<u8>>,
    /// How much of that is not written yet.
    backlog: Arc<Backlog>,
    /// From handlers that had to wait, back to the loop; counted already.
    finished: mpsc::UnboundedSender<Vec<u8>>,
    /// Whether the client has asked for the shutdown.
    shutdown: bool,
}

impl<S, R, A> Connection<S, R, A>
where
    S: LanguageServer,
    R: Stream<Item = Request> + Unpin,
    A: Sink<Response> + Unpin,
{
    /// Handles what was read.
    async fn take(&mut self, frame: Frame) -> Next {
        let message = match frame {
            Frame::Message(value) => RpcMessage::read(value),
            Frame::Malformed(problem) => {
                RpcMessage::Refused(refusal(Error::parse_error(), problem))
            }
        };
        match message {
            RpcMessage::Request(request) if request.method() == "exit" => return Next::Exit,
            RpcMessage::Request(request) if self.shutdown => {
                if let Some(id) = request.id() {
                    self.refuse_late(id.clone());
                }
            }
            RpcMessage::Refused(answer) if self.shutdown => self.refuse_late(answer.id().clone()),
            RpcMessage::Request(request) => self.call(request).await,
            RpcMessage::Answer(answer) => {
                // tower-lsp panics where the handler that asked was cancelled; nobody misses the answer.
                let _ = AssertUnwindSafe(self.answers.send(answer))
                    .catch_unwind()
                    .await;
            }
            RpcMessage::Refused(answer) => self.answer(&answer),
            RpcMessage::Ignored => {}
        }
        Next::Continue
    }

    /// Starts the handler of a request or notification.
    async fn call(&mut self, request: Request) {
        let id = request.id().cloned();
        let asks_shutdown = request.method() == "shutdown";
        let ready = AssertUnwindSafe(self.service.ready()).catch_unwind().await;
        if !matches!(ready, Ok(Ok(_))) {
            return;
        }
        let Ok(handler) = catch_unwind(AssertUnwindSafe(|| self.service.call(request))) else {
            return self.answer_panic(id);
        };
        let handler = AssertUnwindSafe(handler).catch_unwind();
        let mut finish = async move {
            match handler.await {
                Ok(Ok(answer)) => answer,
                Ok(Err(_exited)) => None,
                Err(_panic) => id.map(panicked),
            }
        }
        .boxed();
        if let std::task::Poll::Ready(answer) = futures::poll!(&mut finish) {
            if let Some(answer) = answer {
                self.shutdown |= asks_shutdown && answer.is_ok();
                self.answer(&answer);
            }
            return;
        }
        let (finished, backlog) = (self.finished.clone(), self.backlog.clone());
        tokio::spawn(async move {
            let answer = backlog.clone().pace(finish).await;
            if let Some(answer) = answer.as_ref().and_then(encode) {
                backlog.add(answer.len());
                // The loop is gone only when the server ends.
                let _ = finished.send(answer);
            }
        });
    }

    /// Answers what comes after the shutdown.
    fn refuse_late(&mut self, id: Id) {
        let mut error = Error::invalid_request();
        error.message = "The server was shut down.".into();
        self.answer(&Response::from_error(id, error));
    }

    fn answer_panic(&mut self, id: Option<Id>) {
        if let Some(id) = id {
            self.answer(&panicked(id));
        }
    }

    /// Sends an answer, after all that its handler has told the client before (partial results).
    fn answer(&mut self, answer: &Response) {
        self.send_pending();
        self.send(answer);
    }

    /// The same for one that is counted and encoded already.
    fn answer_encoded(&mut self, answer: Vec<u8>) {
        self.send_pending();
        // The writer is gone only when the client's end is closed.
        let _ = self.outgoing.send(answer);
    }

    fn send_pending(&mut self) {
        while let Some(Some(request)) = self.requests.next().now_or_never() {
            self.send(&request);
        }
    }

    fn send(&mut self, message: &impl serde::Serialize) {
        if let Some(message) = encode(message) {
            self.backlog.add(message.len());
            // The writer is gone only when the client's end is closed.
            let _ = self.outgoing.send(message);
        }
    }
}

/// A message as the client gets it.
fn encode(message: &impl serde::Serialize) -> Option<Vec<u8>> {
    let encoded = serde_json::to_value(message).and_then(|mut message| {
        wire::adapt_outgoing(&mut message);
        serde_json::to_vec(&message)
    });
    encoded
        .inspect_err(|error| tracing::error!("A message could not be written: {error}"))
        .ok()
}

fn panicked(id: Id) -> Response {
    let mut error = Error::internal_error();
    error.message = "The request failed inside the server; its log says where.".into();
    Response::from_error(id, error)
}

fn refusal(mut error: Error, problem: String) -> Response {
    tracing::warn!("{problem}");
    error.message = problem.into();
    Response::from_error(Id::Null, error)
}

fn process_id(frame: &Frame) -> Option<u64> {
    let Frame::Message(message) = frame else {
        return None;
    };
    if message.get("method")? != "initialize" {
        return None;
    }
    message.pointer("/params/processId")?.as_u64()
}

fn spawn_reader(input: impl Read + Send + 'static) -> mpsc::Receiver<Frame> {
    let (sender, receiver) = mpsc::channel(64);
    thread::spawn(move || {
        let mut input = BufReader::new(input);
        loop {
            match frame::read(&mut input) {
                Ok(Some(frame)) => {
                    if sender.blocking_send(frame).is_err() {
                        return;
                    }
                }
                Ok(None) => return,
                Err(error) => return tracing::error!("The input cannot be read: {error}"),
            }
        }
    });
    receiver
}

fn spawn_writer(
    output: impl Write + Send + 'static,
    backlog: Arc<Backlog>,
) -> (std_mpsc::Sender<Vec<u8>>, oneshot::Receiver<()>) {
    let (sender, receiver) = std_mpsc::channel::<Vec<u8>>();
    let (done, written) = oneshot::channel();
    thread::spawn(move || {
        let mut output = output;
        for message in receiver {
            if let Err(error) = frame::write(&mut output, &message) {
                tracing::error!("The output cannot be written: {error}");
                break;
            }
            backlog.remove(message.len());
        }
        let _ = done.send(());
    });
    (sender, written)
}
