//! Hovers, completions, and what the server says of itself.

use serde_json::{Value, json};

use super::client::Client;
use super::fixture::{FINDING, URI, pulling, pushed};

fn at(uri: &str, line: u32, character: u32) -> Value {
    json!({"textDocument": {"uri": uri}, "position": {"line": line, "character": character}})
}

fn hover(client: &mut Client, uri: &str, line: u32, character: u32) -> Value {
    client.result("textDocument/hover", at(uri, line, character))
}

fn labels(client: &mut Client, uri: &str, text: &str) -> Vec<String> {
    let is_python = uri == URI;
    client.open_as(uri, if is_python { "python" } else { "toml" }, text);
    let line = u32::try_from(text.matches('\n').count()).expect("small");
    let column = text.rsplit('\n').next().expect("a line").len();
    let params = at(uri, line, u32::try_from(column).expect("small"));
    let result = client.result("textDocument/completion", params);
    client.close(uri);
    let items = result.as_array().into_iter().flatten();
    items
        .map(|item| item["label"].as_str().expect("a label").to_owned())
        .collect()
}

#[test]
fn a_name_with_a_fact_tells_where_it_works() {
    let mut client = Client::greeted(&pushed());
    client.open(
        URI,
        "import os\n\ndef f():\n    os.fork()\n    os.getpid()\n",
    );
    let answer = hover(&mut client, URI, 3, 8);
    let text = answer["contents"]["value"].as_str().expect("a text");
    assert!(
        text.contains("`os.fork`") && text.contains("does not exist on Windows"),
        "{text}"
    );
    assert_eq!(answer["contents"]["kind"], "markdown");
    assert_eq!(answer["range"]["start"], json!({"line": 3, "character": 4}));
    assert_eq!(hover(&mut client, URI, 4, 8), Value::Null);
    assert_eq!(hover(&mut client, URI, 900, 8), Value::Null);
}

#[test]
fn a_rule_in_a_comment_and_in_settings_tells_what_it_is() {
    let mut client = Client::greeted(&pushed());
    client.open(URI, "x = 1  # spawnsafe: ignore[unavailable-import] why\ns = '# spawnsafe: ignore[unavailable-import]'\n");
    let answer = hover(&mut client, URI, 0, 30);
    assert!(
        answer["contents"]["value"]
            .as_str()
            .is_some_and(|text| text.contains("unavailable-import"))
    );
    assert_eq!(answer["range"]["start"]["character"], 27);
    assert_eq!(hover(&mut client, URI, 0, 22), Value::Null);
    assert_eq!(hover(&mut client, URI, 1, 32), Value::Null);
    let file = "file:///project/pyproject.toml";
    client.open_as(file, "toml", "[project]\nname = 'x'\n[tool.spawnsafe]\ntarget-python = '>=3.10'\nrules = { unavailable-import = 'off' }\n");
    let answer = hover(&mut client, file, 3, 3);
    assert!(
        answer["contents"]["value"]
            .as_str()
            .is_some_and(|text| text.contains("target-python"))
    );
    let answer = hover(&mut client, file, 4, 15);
    assert!(
        answer["contents"]["value"]
            .as_str()
            .is_some_and(|text| text.contains("unavailable-import"))
    );
    assert_eq!(hover(&mut client, file, 1, 1), Value::Null);
}

#[test]
fn rules_are_completed_inside_ignore_comments_only() {
    let mut client = Client::greeted(&pushed());
    let rules = labels(&mut client, URI, "import os  # spawnsafe: ignore[");
    assert!(
        rules.iter().any(|rule| rule == "unavailable-import"),
        "{rules:?}"
    );
    let more = labels(
        &mut client,
        URI,
        "import os  # spawnsafe: ignore[unavailable-import, una",
    );
    assert!(more.len() == rules.len() - 1 && !more.contains(&"unavailable-import".to_owned()));
    assert_eq!(
        labels(&mut client, URI, "# spawnsafe: "),
        ["ignore", "file-ignore", "disable", "enable"]
    );
    for text in [
        "import os",
        "# spawnsafe: ignore[a] ",
        "# other: ignore[",
        "x[",
    ] {
        assert!(labels(&mut client, URI, text).is_empty(), "{text}");
    }
    client.open(URI, "x  # spawnsafe: ignore[unavailable-im");
    let result = client.result("textDocument/completion", at(URI, 0, 37));
    // The whole word is replaced, the part before the hyphen included.
    assert_eq!(result[0]["textEdit"]["range"]["start"]["character"], 23);
}

#[test]
fn settings_are_completed_in_our_tables_only() {
    let mut client = Client::greeted(&pushed());
    let file = "file:///project/pyproject.toml";
    let own = "file:///project/spawnsafe.toml";
    assert!(
        labels(&mut client, file, "[tool.spawnsafe]\ntar").contains(&"target-platforms".to_owned())
    );
    assert!(labels(&mut client, own, "tar").contains(&"target-platforms".to_owned()));
    assert!(
        labels(
            &mut client,
            file,
            "[tool.spawnsafe]\ntarget-platforms = [\"linux\", \""
        )
        .contains(&"windows".to_owned())
    );
    assert!(
        labels(
            &mut client,
            file,
            "[tool.spawnsafe]\ntarget-platforms = [\n  \""
        )
        .contains(&"windows".to_owned())
    );
    assert!(
        labels(&mut client, file, "[tool.spawnsafe.rules]\nun")
            .contains(&"unavailable-import".to_owned())
    );
    assert_eq!(
        labels(
            &mut client,
            file,
            "[tool.spawnsafe.rules]\nunavailable-import = \""
        ),
        ["error", "warn", "info", "off"]
    );
    for text in [
        "[tool.other]\n",
        "",
        "[project]\nname = \"",
        "[tool.spawnsafe.x]\n",
    ] {
        assert!(labels(&mut client, file, text).is_empty(), "{text}");
    }
}

#[test]
fn debug_information_tells_what_holds_for_a_document() {
    let options = json!({"targetPlatforms": ["linux"]});
    let params = json!({"capabilities": pulling(), "initializationOptions": options, "clientInfo": {"name": "test", "version": "1"}});
    let (mut client, result) = Client::greeted_with(params);
    let commands = &result["capabilities"]["executeCommandProvider"]["commands"];
    assert!(
        commands
            .as_array()
            .is_some_and(|all| all.contains(&json!("spawnsafe.printDebugInformation")))
    );
    client.open(URI, FINDING);
    let arguments = json!([{"textDocument": {"uri": URI}}]);
    let params = json!({"command": "spawnsafe.printDebugInformation", "arguments": arguments});
    let text = client.result("workspace/executeCommand", params);
    let text = text.as_str().expect("a text");
    for part in [
        "test 1",
        "Utf16",
        "pulled",
        URI,
        "targets: linux",
        "the editor",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn a_line_of_the_log_is_written_once() {
    for asked_for in [false, true] {
        let mut client = Client::start_logging(asked_for.then_some("debug"));
        client.greet(
            json!({"capabilities": pushed(), "initializationOptions": {"logLevel": "debug"}}),
        );
        client.open(URI, FINDING);
        let line = client.told("window/logMessage")["message"].to_string();
        client.published_count(URI, 1);
        let errors = client.errors();
        let greeting = errors.matches("serves").count();
        assert_eq!(greeting, 1, "{errors}");
        let again = errors.contains(line.trim_matches('"'));
        assert_eq!(again, asked_for, "{line} in {errors}");
    }
}

#[test]
fn the_log_goes_to_the_client_by_level_and_traces_on_demand() {
    let params = json!({"capabilities": pushed(), "initializationOptions": {"logLevel": "debug"}});
    let (mut client, _) = Client::greeted_with(params);
    client.open(URI, FINDING);
    let line = client.told("window/logMessage");
    assert!(
        line["message"]
            .as_str()
            .is_some_and(|text| text.contains("Checked")),
        "{line}"
    );
    client.silent_about("$/logTrace");
    client.tell("$/setTrace", json!({"value": "verbose"}));
    client.replace(URI, 2, "x = 1\n");
    let trace = client.told("$/logTrace");
    assert!(
        trace["message"]
            .as_str()
            .is_some_and(|text| text.contains(URI)),
        "{trace}"
    );
    let mut quiet = Client::greeted(&pushed());
    quiet.open(URI, FINDING);
    quiet.published_count(URI, 1);
    quiet.silent_about("window/logMessage");
}
