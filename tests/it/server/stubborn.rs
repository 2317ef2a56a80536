//! The transport around a service whose handlers panic, wait and work.

use std::io::{BufReader, PipeReader, PipeWriter, Write, pipe};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use spawnsafe::server::transport;
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{InitializeParams, InitializeResult};
use tower_lsp::{Client, LanguageServer, LspService};

use super::wire::{framed, read_message};

/// How many large answers were made.
static FLOODED: AtomicUsize = AtomicUsize::new(0);

struct Stubborn {
    client: Client,
    changes: AtomicUsize,
}

#[tower_lsp::async_trait]
impl LanguageServer for Stubborn {
    async fn initialize(&self, _: InitializeParams) -> Result<InitializeResult> {
        Ok(InitializeResult::default())
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }
}

#[expect(
    clippy::unused_async,
    reason = "tower-lsp takes asynchronous methods only"
)]
impl Stubborn {
    async fn panics(&self) -> Result<Value> {
        panic!("at once")
    }

    async fn panics_later(&self) -> Result<Value> {
        tokio::time::sleep(Duration::from_millis(10)).await;
        panic!("later")
    }

    async fn notified_panic(&self) {
        panic!("in a notification")
    }

    async fn waits(&self) -> Result<Value> {
        std::future::pending().await
    }

    async fn asks(&self) -> Result<Value> {
        let answer = self.client.workspace_folders().await;
        Ok(json!(answer.is_ok()))
    }

    async fn works(&self) -> Result<Value> {
        let work = || std::thread::sleep(Duration::from_secs(3));
        let _ = tokio::task::spawn_blocking(work).await;
        Ok(json!("done"))
    }

    async fn reports(&self) -> Result<Value> {
        for n in 0..5 {
            self.client
                .log_message(tower_lsp::lsp_types::MessageType::INFO, n)
                .await;
        }
        Ok(json!("reported"))
    }

    async fn changes(&self) {
        self.changes.fetch_add(1, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_millis(1)).await;
    }

    async fn floods(&self) -> Result<Value> {
        tokio::time::sleep(Duration::from_millis(1)).await;
        FLOODED.fetch_add(1, Ordering::SeqCst);
        Ok(Value::from("x".repeat(1 << 20)))
    }

    async fn counts(&self) -> Result<Value> {
        Ok(json!(self.changes.load(Ordering::SeqCst)))
    }
}

struct Session {
    input: Option<PipeWriter>,
    output: BufReader<PipeReader>,
    server: Option<JoinHandle<u8>>,
}

impl Session {
    fn start() -> Self {
        let (server_input, input) = pipe().expect("a pipe");
        let (output, server_output) = pipe().expect("a pipe");
        let server = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_time()
                .build()
                .expect("a runtime");
            let status = runtime.block_on(async {
                let (service, socket) = LspService::build(|client| Stubborn {
                    client,
                    changes: AtomicUsize::new(0),
                })
                .custom_method("panics", Stubborn::panics)
                .custom_method("panicsLater", Stubborn::panics_later)
                .custom_method("notifiedPanic", Stubborn::notified_panic)
                .custom_method("waits", Stubborn::waits)
                .custom_method("asks", Stubborn::asks)
                .custom_method("works", Stubborn::works)
                .custom_method("reports", Stubborn::reports)
                .custom_method("changes", Stubborn::changes)
                .custom_method("floods", Stubborn::floods)
                .custom_method("counts", Stubborn::counts)
                .finish();
                transport::serve(
                    service,
                    socket,
                    server_input,
                    server_output,
                    std::future::pending(),
                )
                .await
            });
            runtime.shutdown_background();
            status
        });
        let mut session = Self {
            input: Some(input),
            output: BufReader::new(output),
            server: Some(server),
        };
        session.begin(0, "initialize");
        assert!(session.read().get("result").is_some());
        session
    }

    fn send(&mut self, message: &Value) {
        let input = self.input.as_mut().expect("the input is open");
        input.write_all(&framed(message)).expect("the server reads");
    }

    fn begin(&mut self, id: i64, method: &str) {
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method}));
    }

    fn tell(&mut self, method: &str, params: &Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    fn read(&mut self) -> Value {
        read_message(&mut self.output).expect("the server speaks")
    }

    fn ask(&mut self, id: i64, method: &str) -> Value {
        self.begin(id, method);
        let answer = self.read();
        assert_eq!(answer["id"], id, "{answer}");
        answer
    }

    fn end(mut self) -> u8 {
        self.input = None;
        let server = self.server.take().expect("a server");
        server.join().expect("the loop does not panic")
    }
}

#[test]
fn a_panic_is_answered_and_the_session_goes_on() {
    let mut session = Session::start();
    assert_eq!(session.ask(1, "panics")["error"]["code"], -32603);
    assert_eq!(session.ask(2, "panicsLater")["error"]["code"], -32603);
    session.tell("notifiedPanic", &Value::Null);
    assert_eq!(session.ask(3, "counts")["result"], 0);
    assert_eq!(session.end(), 1);
}

#[test]
fn cancelling_works_with_any_number_of_waiting_handlers() {
    let mut session = Session::start();
    for id in 1..=200 {
        session.begin(id, "waits");
    }
    session.tell("$/cancelRequest", &json!({"id": 150}));
    let answer = session.read();
    assert_eq!(
        (&answer["id"], &answer["error"]["code"]),
        (&json!(150), &json!(-32800))
    );
    assert_eq!(session.ask(201, "counts")["result"], 0);
    session.end();
}

#[test]
fn cancelling_work_does_not_wait_for_it() {
    let mut session = Session::start();
    let started = Instant::now();
    session.begin(1, "works");
    session.tell("$/cancelRequest", &json!({"id": 1}));
    assert_eq!(session.read()["error"]["code"], -32800);
    assert!(started.elapsed() < Duration::from_secs(2));
    session.end();
}

#[test]
fn an_answer_to_a_cancelled_handler_is_harmless() {
    let mut session = Session::start();
    session.begin(1, "asks");
    let request = session.read();
    assert_eq!(request["method"], "workspace/workspaceFolders");
    session.tell("$/cancelRequest", &json!({"id": 1}));
    assert_eq!(session.read()["error"]["code"], -32800);
    session.send(&json!({"jsonrpc": "2.0", "id": request["id"], "result": null}));
    assert_eq!(session.ask(2, "counts")["result"], 0);
    assert_eq!(session.end(), 1);
}

#[test]
fn many_handlers_wait_for_the_client_while_it_goes_on_talking() {
    let mut session = Session::start();
    for id in 1..=50 {
        session.begin(id, "asks");
    }
    for _ in 0..500 {
        session.tell("changes", &Value::Null);
    }
    let requests: Vec<Value> = (0..50).map(|_| session.read()).collect();
    for request in &requests {
        session.send(&json!({"jsonrpc": "2.0", "id": request["id"], "result": null}));
    }
    let mut answered: Vec<i64> = (0..50)
        .filter_map(|_| session.read()["id"].as_i64())
        .collect();
    answered.sort_unstable();
    assert_eq!(answered, (1..=50).collect::<Vec<_>>());
    session.end();
}

#[test]
fn what_a_notification_does_first_is_done_before_the_next_message() {
    let mut session = Session::start();
    for n in 1..=100 {
        session.tell("changes", &Value::Null);
        session.begin(n, "counts");
        assert_eq!(session.read()["result"], n);
    }
    session.end();
}

#[test]
fn what_a_handler_tells_comes_before_its_answer() {
    let mut session = Session::start();
    session.begin(1, "reports");
    for n in 0..5 {
        assert_eq!(session.read()["params"]["message"], n.to_string());
    }
    assert_eq!(session.read()["result"], "reported");
    session.end();
}

#[test]
fn requests_are_refused_after_shutdown_and_the_status_is_zero() {
    let mut session = Session::start();
    assert_eq!(session.ask(1, "shutdown")["result"], Value::Null);
    assert_eq!(session.ask(2, "counts")["error"]["code"], -32600);
    session.send(&json!({"jsonrpc": "2.0", "method": "exit"}));
    let server = session.server.take().expect("a server");
    assert_eq!(server.join().expect("the loop does not panic"), 0);
}

#[test]
fn a_client_that_reads_nothing_is_asked_to_wait() {
    let mut session = Session::start();
    let mut input = session.input.take().expect("the input is open");
    let writer = std::thread::spawn(move || {
        for id in 1..=400 {
            let request = json!({"jsonrpc": "2.0", "id": id, "method": "floods"});
            input
                .write_all(&framed(&request))
                .expect("the server reads");
        }
        input
    });
    // However slow the machine is: until no more are made.
    let mut made = 0;
    loop {
        std::thread::sleep(Duration::from_millis(1500));
        let now = FLOODED.load(Ordering::SeqCst);
        if now > 0 && now == made {
            break;
        }
        made = now;
    }
    assert!(made < 100, "{made}");
    // All are answered once it reads.
    for _ in 0..400 {
        let answer = session.read();
        assert_eq!(answer["result"].as_str().map(str::len), Some(1 << 20));
    }
    session.input = Some(writer.join().expect("all was written"));
    session.end();
}
