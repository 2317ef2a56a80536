"""Holds recorded messages of the server against the protocol's types; unknown keys are refused.

    SPAWNSAFE_RECORD=DIR cargo nextest run server
    python tests/clients/validate.py DIR

A message is read into lsprotocol's types, which are generated from the protocol's meta model, and
written again: what is lost or changed on the way does not belong there.
"""

import collections
import json
import pathlib
import sys

from lsprotocol import converters, types

CONVERTER = converters.get_converter()
#: Answers that may be `null`, which the types drop.
ENVELOPE = ("jsonrpc", "id", "method", "params", "result", "error")


def pruned(value):
    """Without keys that are `null`: the types write them or not as they like."""
    if isinstance(value, dict):
        return {key: pruned(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [pruned(item) for item in value]
    return value


def differences(before, after, path=""):
    """Where two JSON values differ."""
    if type(before) is not type(after):
        yield f"{path or '/'}: {before!r} is no {type(after).__name__}"
    elif isinstance(before, dict):
        for key in before.keys() - after.keys():
            yield f"{path}/{key}: unknown"
        for key in before.keys() & after.keys():
            yield from differences(before[key], after[key], f"{path}/{key}")
    elif isinstance(before, list):
        if len(before) != len(after):
            yield f"{path}: {len(before)} items, {len(after)} are valid"
        for index, pair in enumerate(zip(before, after)):
            yield from differences(*pair, f"{path}/{index}")
    elif before != after:
        yield f"{path}: {before!r} should be {after!r}"


def problems(message: dict, method: str):
    """What is wrong with a message of the server; `method` is that of the request it answers."""
    unknown = message.keys() - set(ENVELOPE)
    if unknown:
        yield f"keys {unknown}"
    if "method" in message:
        if types.message_direction(message["method"]) == "clientToServer":
            yield "only clients send this"
        kind = types.METHOD_TO_TYPES[message["method"]][0]
    elif "error" in message:
        kind = types.ResponseErrorMessage
    else:
        kind = types.METHOD_TO_TYPES[method][1]
    try:
        typed = CONVERTER.structure(message, kind)
        written = json.loads(json.dumps(CONVERTER.unstructure(typed)))
    except Exception as error:  # whatever the converter raises, the message is not valid
        yield f"{error!r}"
        return
    yield from differences(pruned(message), pruned(written))


def main(directory: str) -> int:
    seen, wrong = collections.Counter(), 0
    for path in sorted(pathlib.Path(directory).glob("*.jsonl")):
        for line in path.read_text().splitlines():
            record = json.loads(line)
            message = record["message"]
            method = message.get("method") or record["answers"]
            kind = "error" if "error" in message else "message" if "method" in message else "result"
            seen[f"{kind} {method}"] += 1
            if method is None and "result" in message:
                continue  # the answer to raw bytes of a test
            if method in types.METHOD_TO_TYPES or "error" in message:
                found = list(problems(message, method))
            else:
                found = ["no such method"]
            for problem in found:
                wrong += 1
                print(f"{path.name}: {method}: {problem}")
    for what, count in sorted(seen.items()):
        print(f"{count:6}  {what}")
    print(f"{sum(seen.values())} messages, {wrong} problems")
    return 1 if wrong or not seen else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
