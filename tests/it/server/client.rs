//! A scripted client that speaks with the real program.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::fs::File;
use std::io::{BufReader, Read as _, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::wire::{framed, read_message};

/// How long an answer may take before the test fails.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);

/// One running server and what it has said so far.
pub(super) struct Client {
    child: Child,
    input: Option<ChildStdin>,
    output: Receiver<Value>,
    /// Messages that came while waiting for another one.
    seen: VecDeque<Value>,
    next_id: i64,
    /// Answers to the server's requests, by method; `null` for all others.
    pub(super) answers: Vec<(&'static str, Value)>,
    /// The methods of the requests that were sent, by their ids.
    asked: HashMap<String, String>,
    record: Option<File>,
    /// How many diagnostics each document shows.
    pub(super) shown: HashMap<String, usize>,
    /// The methods of all that came.
    said: BTreeSet<String>,
}

impl Client {
    /// Starts the server; nothing is said yet.
    pub(super) fn start() -> Self {
        Self::start_in(None)
    }

    /// Starts the server in a directory.
    pub(super) fn start_in(directory: Option<&std::path::Path>) -> Self {
        let mut command = server();
        if let Some(directory) = directory {
            command.current_dir(directory);
        }
        Self::run(command)
    }

    /// Starts the server with this in its environment.
    pub(super) fn start_with(name: &str, value: &str) -> Self {
        let mut command = server();
        command.env(name, value);
        Self::run(command)
    }

    /// Starts the server with its standard error kept, and with the level that its user asks for.
    pub(super) fn start_logging(level: Option<&str>) -> Self {
        let mut command = server();
        command.stderr(Stdio::piped()).env_remove("SPAWNSAFE_LOG");
        if let Some(level) = level {
            command.env("SPAWNSAFE_LOG", level);
        }
        Self::run(command)
    }

    /// What was written to standard error; the server is ended for it.
    pub(super) fn errors(mut self) -> String {
        let mut errors = self.child.stderr.take().expect("standard error is kept");
        self.hang_up();
        self.status();
        let mut text = String::new();
        errors.read_to_string(&mut text).expect("a text");
        text
    }

    fn run(mut command: Command) -> Self {
        let mut child = command.spawn().expect("the program starts");
        let input = child.stdin.take();
        let stdout = child.stdout.take().expect("stdout is piped");
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut stdout = BufReader::new(stdout);
            while let Some(message) = read_message(&mut stdout) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Self {
            child,
            input,
            output,
            seen: VecDeque::new(),
            next_id: 1,
            answers: Vec::new(),
            asked: HashMap::new(),
            record: record(),
            shown: HashMap::new(),
            said: BTreeSet::new(),
        }
    }

    /// Starts the server and greets it with these capabilities.
    pub(super) fn greeted(capabilities: &Value) -> Self {
        Self::greeted_with(json!({"capabilities": capabilities})).0
    }

    /// Starts the server and greets it with all of these parameters; also gives what it answers.
    pub(super) fn greeted_with(params: Value) -> (Self, Value) {
        let mut client = Self::start();
        let result = client.greet(params);
        (client, result)
    }

    /// Says `initialize` and `initialized`.
    pub(super) fn greet(&mut self, params: Value) -> Value {
        let answer = self.ask("initialize", params);
        self.tell("initialized", json!({}));
        answer["result"].clone()
    }

    /// Sends raw bytes.
    pub(super) fn send_raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("the input is open");
        input.write_all(bytes).expect("the server reads");
        input.flush().expect("the server reads");
    }

    /// Sends one JSON message.
    pub(super) fn send(&mut self, message: &Value) {
        if let (Some(id), Some(method)) = (message.get("id"), message["method"].as_str()) {
            self.asked.insert(id.to_string(), method.to_owned());
        }
        let bytes = framed(message);
        self.send_raw(&bytes);
    }

    /// Sends a notification.
    #[expect(clippy::needless_pass_by_value, reason = "it is made for the call")]
    pub(super) fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Sends a request and does not wait.
    #[expect(clippy::needless_pass_by_value, reason = "it is made for the call")]
    pub(super) fn begin(&mut self, method: &str, params: Value) -> i64 {
        let id = self.next_id;
        self.next_id += 1;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        id
    }

    /// Sends a request and waits for the answer.
    pub(super) fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.begin(method, params);
        self.answer_to(id)
    }

    /// The result of a request that must succeed.
    pub(super) fn result(&mut self, method: &str, params: Value) -> Value {
        let answer = self.ask(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Waits for the answer to a request.
    pub(super) fn answer_to(&mut self, id: i64) -> Value {
        self.wait(&format!("the answer to request {id}"), |message| {
            message.get("method").is_none() && message["id"] == id
        })
    }

    /// Waits for a message of that method.
    pub(super) fn told(&mut self, method: &str) -> Value {
        self.wait(method, |message| message["method"] == method)["params"].clone()
    }

    /// Waits for the next diagnostics of a document.
    pub(super) fn published(&mut self, uri: &str) -> Value {
        let is_it = |message: &Value| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == uri
        };
        self.wait(&format!("diagnostics of {uri}"), is_it)["params"].clone()
    }

    /// The next diagnostics of a document, if any come soon.
    pub(super) fn published_if_any(&mut self, uri: &str) -> Option<Value> {
        let is_it = |message: &Value| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == uri
        };
        let until = Instant::now() + Duration::from_millis(700);
        Some(self.find(until, &is_it)?["params"].clone())
    }

    /// Waits for diagnostics of a document with that many items.
    pub(super) fn published_count(&mut self, uri: &str, count: usize) -> Value {
        loop {
            let list = self.published(uri);
            if list["diagnostics"]
                .as_array()
                .is_some_and(|items| items.len() == count)
            {
                return list;
            }
        }
    }

    /// Records what the server says from now on, for tests/clients/validate.py.
    pub(super) fn record_to(&mut self, path: &std::path::Path) {
        self.record = Some(File::create(path).expect("the record can be made"));
    }

    /// The methods of all that came, those of the requests that were answered included.
    pub(super) fn said(&self) -> BTreeSet<String> {
        self.said.clone()
    }

    /// Listens for a moment.
    pub(super) fn listen(&mut self, moment: Duration) {
        self.find(Instant::now() + moment, &|_| false);
    }

    /// Asserts that no message of that method comes for a moment.
    pub(super) fn silent_about(&mut self, method: &str) {
        let is_it = |message: &Value| message["method"] == method;
        let found = self.find(Instant::now() + Duration::from_millis(300), &is_it);
        assert!(found.is_none(), "the server said {found:?}");
    }

    /// How many messages of that method came and were not looked at.
    pub(super) fn seen_of(&self, method: &str) -> usize {
        let is_it = |message: &&Value| message["method"] == method;
        self.seen.iter().filter(is_it).count()
    }

    /// Waits for a message that passes.
    pub(super) fn wait(&mut self, what: &str, is_it: impl Fn(&Value) -> bool) -> Value {
        self.find(Instant::now() + PATIENCE, &is_it)
            .unwrap_or_else(|| panic!("{what} did not come; seen: {:?}", self.seen))
    }

    fn find(&mut self, until: Instant, is_it: &dyn Fn(&Value) -> bool) -> Option<Value> {
        if let Some(at) = self.seen.iter().position(is_it) {
            return self.seen.remove(at);
        }
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(message) => {
                    self.remember(&message);
                    self.answer_request(&message);
                    if is_it(&message) {
                        return Some(message);
                    }
                    self.seen.push_back(message);
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return None,
            }
        }
    }

    fn remember(&mut self, message: &Value) {
        if message["method"] == "textDocument/publishDiagnostics" {
            let uri = message["params"]["uri"].as_str().expect("a uri").to_owned();
            let list = message["params"]["diagnostics"].as_array();
            self.shown.insert(uri, list.expect("a list").len());
        }
        let answers = self.asked.get(&message["id"].to_string());
        let method = message["method"].as_str().map(str::to_owned);
        self.said.extend(method.or_else(|| answers.cloned()));
        if let Some(record) = &mut self.record {
            let line = json!({"answers": answers, "message": message});
            writeln!(record, "{line}").expect("the record can be written");
        }
    }

    fn answer_request(&mut self, message: &Value) {
        let (Some(id), Some(method)) = (message.get("id"), message["method"].as_str()) else {
            return;
        };
        let known = self.answers.iter().find(|(name, _)| *name == method);
        let result = known.map_or(Value::Null, |(_, answer)| answer.clone());
        self.send(&json!({"jsonrpc": "2.0", "id": id, "result": result}));
    }

    /// Opens a Python document.
    pub(super) fn open(&mut self, uri: &str, text: &str) {
        self.open_as(uri, "python", text);
    }

    /// Opens a document in a language.
    pub(super) fn open_as(&mut self, uri: &str, language: &str, text: &str) {
        let document = json!({"uri": uri, "languageId": language, "version": 1, "text": text});
        self.tell("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// Replaces the whole text of a document.
    pub(super) fn replace(&mut self, uri: &str, version: i64, text: &str) {
        self.change(uri, version, &json!([{"text": text}]));
    }

    /// Changes a document.
    pub(super) fn change(&mut self, uri: &str, version: i64, changes: &Value) {
        self.tell(
            "textDocument/didChange",
            json!({"textDocument": {"uri": uri, "version": version}, "contentChanges": changes}),
        );
    }

    /// Closes a document.
    pub(super) fn close(&mut self, uri: &str) {
        self.tell(
            "textDocument/didClose",
            json!({"textDocument": {"uri": uri}}),
        );
    }

    /// Closes the server's input.
    pub(super) fn hang_up(&mut self) {
        self.input = None;
    }

    /// Waits until the server has ended; its exit status.
    pub(super) fn status(&mut self) -> i32 {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().expect("the child can be waited for") {
                return status.code().expect("the server was not killed");
            }
            assert!(Instant::now() < until, "the server does not end");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Says goodbye by the protocol; the exit status.
    pub(super) fn finish(mut self) -> i32 {
        self.result("shutdown", Value::Null);
        self.send(&json!({"jsonrpc": "2.0", "method": "exit"}));
        self.status()
    }
}

pub(super) fn server() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_spawnsafe"));
    command
        .arg("server")
        .env("SPAWNSAFE_CACHE_DIR", env!("CARGO_TARGET_TMPDIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A file for what this server says, if all is recorded for tests/clients/validate.py.
fn record() -> Option<File> {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let directory = std::env::var_os("SPAWNSAFE_RECORD")?;
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("{}-{number}.jsonl", std::process::id());
    let path = std::path::Path::new(&directory).join(name);
    Some(File::create(path).expect("the record can be made"))
}
