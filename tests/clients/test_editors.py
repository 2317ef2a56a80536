"""Sessions of pytest-lsp, a client that others wrote, as the editors whose capabilities it has recorded.

Every message of the server is parsed into typed ones and compared with what the editor can do; a
server that uses more is an error.
"""

import asyncio
import pathlib

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import LanguageClient, client_capabilities

FINDING = "import os, signal\nfrom multiprocessing.context import ForkProcess\n"
EDITORS = [
    "emacs@29.1",
    "neovim@0.11.0",
    "neovim@0.10.0",
    "neovim@0.9.1",
    "neovim@0.6.1",
    "visual_studio_code@1.65.2",
]


@pytest.fixture(params=EDITORS)
async def client(request, server, tmp_path):
    client = pytest_lsp.make_test_lsp_client()
    await client.start_io(server, "server")
    folder = types.WorkspaceFolder(uri=tmp_path.as_uri(), name="project")
    params = types.InitializeParams(
        capabilities=client_capabilities(request.param),
        workspace_folders=[folder],
        root_uri=tmp_path.as_uri(),
    )
    # The editors can do this, the client that plays them cannot.
    client.feature(types.CLIENT_REGISTER_CAPABILITY)(lambda _params: None)
    client.offered = (await client.initialize_session(params)).capabilities
    yield client
    process = client._server
    await client.shutdown_session()
    assert await asyncio.wait_for(process.wait(), 5) == 0


def open_document(client: LanguageClient, path: pathlib.Path, text: str) -> str:
    path.write_text(text)
    uri = path.as_uri()
    item = types.TextDocumentItem(uri=uri, language_id="python", version=1, text=text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))
    return uri


async def diagnostics(client: LanguageClient, uri: str, count: int):
    """Asks where the server says that one may ask, waits otherwise."""
    document = types.TextDocumentIdentifier(uri=uri)
    if client.offered.diagnostic_provider:
        params = types.DocumentDiagnosticParams(text_document=document)
        report = await client.text_document_diagnostic_async(params)
        assert len(report.items) == count
        return report.items
    while len(client.diagnostics.get(uri, [None] * (count + 1))) != count:
        waiting = client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        await asyncio.wait_for(waiting, 10)
    return client.diagnostics[uri]


def applied(text: str, edit: types.WorkspaceEdit, uri: str) -> str:
    """The text after an edit; the fixture is ASCII, so all encodings agree."""
    edits = edit.changes[uri] if edit.changes else edit.document_changes[0].edits
    lines = text.splitlines(keepends=True)

    def offset(position: types.Position) -> int:
        return sum(map(len, lines[: position.line])) + position.character

    for one in sorted(edits, key=lambda one: offset(one.range.start), reverse=True):
        text = text[: offset(one.range.start)] + one.new_text + text[offset(one.range.end) :]
    return text


async def test_from_squiggle_to_fix(client, tmp_path):
    uri = open_document(client, tmp_path / "example.py", FINDING)
    (finding,) = await diagnostics(client, uri, 1)
    assert finding.code == "unavailable-import"
    document = types.TextDocumentIdentifier(uri=uri)
    params = types.CodeActionParams(
        text_document=document,
        range=finding.range,
        context=types.CodeActionContext(diagnostics=[finding]),
    )
    actions = await client.text_document_code_action_async(params)
    action = next(a for a in actions if a.kind == "quickfix")
    if action.edit is None:
        action = await client.code_action_resolve_async(action)
    fixed = applied(FINDING, action.edit, uri)
    assert fixed != FINDING
    change = types.TextDocumentContentChangeWholeDocument(text=fixed)
    client.text_document_did_change(
        types.DidChangeTextDocumentParams(
            text_document=types.VersionedTextDocumentIdentifier(uri=uri, version=2),
            content_changes=[change],
        )
    )
    await diagnostics(client, uri, 0)


async def test_hover_completion_and_command(client, tmp_path):
    text = "import os\nos.fork()  # spawnsafe: ignore[\n"
    uri = open_document(client, tmp_path / "example.py", text)
    document = types.TextDocumentIdentifier(uri=uri)
    hover = await client.text_document_hover_async(
        types.HoverParams(text_document=document, position=types.Position(1, 4))
    )
    assert "os.fork" in hover.contents.value
    items = await client.text_document_completion_async(
        types.CompletionParams(text_document=document, position=types.Position(1, 31))
    )
    assert "unavailable-attribute" in {item.label for item in items}
    information = await client.workspace_execute_command_async(
        types.ExecuteCommandParams(
            command="spawnsafe.printDebugInformation",
            arguments=[{"textDocument": {"uri": uri}}],
        )
    )
    assert str(tmp_path) in information
