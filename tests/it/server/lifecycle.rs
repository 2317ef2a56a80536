//! From `initialize` to the exit status, through everything a client can do wrong.

use serde_json::{Value, json};

use super::client::Client;
use super::fixture::range;
use super::wire::framed;

const INITIALIZE: &str = "initialize";

fn exit() -> Value {
    json!({"jsonrpc": "2.0", "method": "exit"})
}

/// Proves that the server still answers.
fn lives(client: &mut Client) {
    let answer = client.ask("textDocument/hover", at_start("file:///gone.py"));
    assert!(answer.get("result").is_some(), "{answer}");
}

fn at_start(uri: &str) -> Value {
    json!({"textDocument": {"uri": uri}, "position": {"line": 0, "character": 0}})
}

#[test]
fn shutdown_and_exit_end_with_zero_while_the_input_stays_open() {
    let client = Client::greeted(&json!({}));
    assert_eq!(client.finish(), 0);
}

#[test]
fn exit_without_shutdown_ends_with_one() {
    let mut client = Client::greeted(&json!({}));
    client.send(&exit());
    assert_eq!(client.status(), 1);
}

#[test]
fn exit_before_initialize_ends_with_one() {
    let mut client = Client::start();
    client.send(&exit());
    assert_eq!(client.status(), 1);
}

#[test]
fn the_end_of_the_input_ends_the_server() {
    let mut client = Client::greeted(&json!({}));
    client.hang_up();
    assert_eq!(client.status(), 1);

    let mut client = Client::greeted(&json!({}));
    client.result("shutdown", Value::Null);
    client.hang_up();
    assert_eq!(client.status(), 0);
}

#[test]
fn the_end_of_the_input_inside_a_message_ends_the_server() {
    let mut client = Client::greeted(&json!({}));
    client.send_raw(b"Content-Length: 100\r\n\r\n{");
    client.hang_up();
    assert_eq!(client.status(), 1);
}

#[test]
fn malformed_messages_are_answered_and_the_session_goes_on() {
    let cases: [(&[u8], i64); 7] = [
        (b"Content-Length: 9\r\n\r\n{\"jsonrpc", -32700),
        (b"Content-Length: 4\r\n\r\n\xff\xfe\x00{", -32700),
        (b"Content-Length: 2\r\n\r\n[]", -32600),
        (b"Content-Length: 4\r\n\r\nnull", -32600),
        (b"Content-Length: 0\r\n\r\n", -32700),
        (b"Content-Type: x\r\n\r\n", -32700),
        (b"Content-Length: many\r\n\r\n", -32700),
    ];
    let mut client = Client::greeted(&json!({}));
    for (bytes, code) in cases {
        client.send_raw(bytes);
        let answer = client.wait("a refusal", |message| {
            message["id"].is_null() && message.get("error").is_some()
        });
        assert_eq!(answer["error"]["code"], code, "{answer}");
    }
    lives(&mut client);
    assert_eq!(client.finish(), 0);
}

#[test]
fn a_message_of_another_length_than_announced_costs_itself_only() {
    let mut client = Client::greeted(&json!({}));
    for bytes in [
        &b"Content-Length: 2\r\n\r\n{\"jsonrpc\": \"2.0\"}"[..],
        b"Content-Length: 3\r\nContent-Length : 1\r\n\r\n{} ",
    ] {
        client.send_raw(bytes);
        client.wait("a refusal", |message| {
            message["id"].is_null() && message.get("error").is_some()
        });
        lives(&mut client);
    }
}

#[test]
fn a_character_that_an_edit_cuts_in_two_is_one_that_nobody_knows() {
    let uri = "file:///a.py";
    let mut client = Client::greeted(&json!({}));
    client.open(uri, "x = '\u{1f600}'\nimport fcntl\n");
    client.published(uri);
    let edit = json!({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {
        "textDocument": {"uri": uri, "version": 2},
        "contentChanges": [{"range": range((0, 5), (0, 7)), "text": "HALF \\ud83d \u{1f600}"}]}});
    let body = edit.to_string().replace("HALF", r"\ud83d");
    client.send_raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    let second = json!({"range": range((1, 0), (1, 6)), "text": "\nimport"});
    client.change(uri, 3, &json!([second]));
    client.wait("the import on its new line", |message| {
        let found = &message["params"]["diagnostics"][0];
        found["range"]["start"] == json!({"line": 2, "character": 7})
    });
}

#[test]
fn a_request_that_is_none_is_refused_by_its_id() {
    let mut client = Client::greeted(&json!({}));
    client.send(&json!({"jsonrpc": "2.0", "id": 77, "method": 5}));
    assert_eq!(client.answer_to(77)["error"]["code"], -32600);
    client.send(&json!({"jsonrpc": "1.0", "id": 78, "method": "shutdown"}));
    assert_eq!(client.answer_to(78)["error"]["code"], -32600);
    client.send(&json!({"jsonrpc": "2.0", "id": 79, "params": {}}));
    assert_eq!(client.answer_to(79)["error"]["code"], -32600);
    lives(&mut client);
}

#[test]
fn headers_come_in_any_case_order_and_number() {
    let mut client = Client::start();
    let body =
        json!({"jsonrpc": "2.0", "id": 1, "method": INITIALIZE, "params": {"capabilities": {}}})
            .to_string();
    let headers = format!(
        "X-One: 1\r\nX-Two: 2\r\ncontent-type: application/vscode-jsonrpc; charset=utf8\r\ncontent-length:{}\r\n\r\n",
        body.len()
    );
    client.send_raw(headers.as_bytes());
    client.send_raw(body.as_bytes());
    assert!(client.answer_to(1).get("result").is_some());
}

#[test]
fn what_is_pipelined_with_initialize_is_not_lost() {
    let mut client = Client::start();
    let document =
        json!({"uri": "file:///a.py", "languageId": "python", "version": 1, "text": "import os\n"});
    let messages = [
        json!({"jsonrpc": "2.0", "id": 1, "method": INITIALIZE, "params": {"capabilities": {}}}),
        json!({"jsonrpc": "2.0", "method": "initialized", "params": {}}),
        json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": document}}),
        json!({"jsonrpc": "2.0", "id": 2, "method": "textDocument/hover", "params": at_start("file:///a.py")}),
    ];
    let bytes: Vec<u8> = messages.iter().flat_map(framed).collect();
    client.send_raw(&bytes);
    assert!(client.answer_to(1).get("result").is_some());
    assert!(client.answer_to(2).get("result").is_some());
    assert_eq!(client.published("file:///a.py")["diagnostics"], json!([]));
}

#[test]
fn bytes_come_one_at_a_time() {
    let mut client = Client::start();
    let message =
        json!({"jsonrpc": "2.0", "id": 1, "method": INITIALIZE, "params": {"capabilities": {}}});
    for byte in framed(&message) {
        client.send_raw(&[byte]);
    }
    assert!(client.answer_to(1).get("result").is_some());
}

#[test]
fn strange_initialize_parameters_are_read_leniently() {
    let cases = [
        json!({"processId": -1, "capabilities": {}}),
        json!({"processId": null, "rootUri": null, "capabilities": {}, "trace": "compact"}),
        json!({"processId": 1.5, "capabilities": {"textDocument": 7, "general": {"positionEncodings": "utf-8"}}}),
        json!({"capabilities": {"textDocument": {"hover": {"contentFormat": ["asciidoc"]}}}, "workspaceFolders": 3}),
        json!({"clientInfo": "me", "rootPath": 5, "initializationOptions": [1, 2]}),
        json!({}),
        Value::Null,
    ];
    for params in cases {
        let mut client = Client::start();
        let answer = client.ask(INITIALIZE, params.clone());
        assert_eq!(
            answer["result"]["serverInfo"]["name"], "spawnsafe",
            "{params}: {answer}"
        );
        client.tell("initialized", json!({}));
        assert_eq!(client.finish(), 0, "{params}");
    }
}

#[test]
fn a_second_initialize_is_refused() {
    let mut client = Client::greeted(&json!({}));
    assert_eq!(
        client.ask(INITIALIZE, json!({"capabilities": {}}))["error"]["code"],
        -32600
    );
    lives(&mut client);
}

#[test]
fn requests_before_initialize_and_after_shutdown_are_refused() {
    let mut client = Client::start();
    assert_eq!(
        client.ask("textDocument/hover", at_start("file:///a.py"))["error"]["code"],
        -32002
    );
    client.greet(json!({"capabilities": {}}));
    client.result("shutdown", Value::Null);
    assert_eq!(
        client.ask("textDocument/hover", at_start("file:///a.py"))["error"]["code"],
        -32600
    );
    client.send(&exit());
    assert_eq!(client.status(), 0);
}

#[test]
fn unknown_methods_and_wrong_parameters_get_their_codes() {
    let mut client = Client::greeted(&json!({}));
    assert_eq!(
        client.ask("textDocument/teleport", json!({}))["error"]["code"],
        -32601
    );
    client.tell("textDocument/teleported", json!({}));
    client.tell("$/whatever", json!({}));
    client.tell("textDocument/didOpen", json!({"textDocument": "no"}));
    assert_eq!(
        client.ask("textDocument/hover", json!({"position": 5}))["error"]["code"],
        -32602
    );
    lives(&mut client);
    assert_eq!(client.finish(), 0);
}

#[test]
fn answers_that_nobody_asked_for_are_ignored() {
    let mut client = Client::greeted(&json!({}));
    client.send(&json!({"jsonrpc": "2.0", "id": 4711, "result": 5}));
    client.send(
        &json!({"jsonrpc": "2.0", "id": "x", "error": {"code": 1, "message": "m", "more": 1}}),
    );
    client.send(&json!({"id": null}));
    lives(&mut client);
}

#[test]
fn a_client_process_that_does_not_exist_here_does_not_end_the_server() {
    let mut client = Client::start();
    client.greet(json!({"processId": 4_194_000, "capabilities": {}}));
    std::thread::sleep(std::time::Duration::from_millis(200));
    lives(&mut client);
    assert_eq!(client.finish(), 0);
}

#[cfg(unix)]
#[test]
fn the_server_ends_with_the_process_of_its_client() {
    let mut editor = std::process::Command::new("sleep")
        .arg("60")
        .spawn()
        .expect("sleep starts");
    let mut client = Client::start();
    client.greet(json!({"processId": editor.id(), "capabilities": {}}));
    lives(&mut client);
    editor.kill().expect("it can be killed");
    editor.wait().expect("it can be waited for");
    assert_eq!(client.status(), 1);
}

#[cfg(unix)]
#[test]
fn the_server_ends_when_nobody_can_read_what_it_says() {
    let mut server = super::client::server();
    let mut server = server.spawn().expect("the program starts");
    let input = server.stdin.take();
    drop(server.stdout.take());
    // It stands still: nobody sends anything.
    for _ in 0..100 {
        if let Some(status) = server.try_wait().expect("it can be waited for") {
            assert_eq!(status.code(), Some(1));
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    server.kill().expect("it can be killed");
    server.wait().expect("it can be waited for");
    drop(input);
    panic!("it goes on");
}

#[test]
fn requests_that_only_look_like_notifications_are_answered() {
    let mut client = Client::greeted(&json!({}));
    let answer = client.ask("$/unheardOf", json!({}));
    assert_eq!(answer["error"]["code"], -32601);
    client.tell("$/unheardOf", json!({}));
    client.result("shutdown", Value::Null);
    assert_eq!(
        client.ask("$/unheardOf", json!({}))["error"]["code"],
        -32600
    );
    lives_no_more(&mut client);
}

/// Proves that the server refuses what comes after the shutdown.
fn lives_no_more(client: &mut Client) {
    let answer = client.ask("textDocument/hover", at_start("file:///gone.py"));
    assert_eq!(answer["error"]["code"], -32600, "{answer}");
}
