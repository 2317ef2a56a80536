// What the server writes to standard error, in the log with the level that it has there.

import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { LogOutputChannel } from "vscode";

const LINE = /^\S+\s+(TRACE|DEBUG|INFO|WARN|ERROR) (.*)$/;

export function logStderr(input: Readable, log: LogOutputChannel): void {
  createInterface({ input, crlfDelay: Infinity }).on("line", (line) => {
    const [, level, text] = LINE.exec(line) ?? [];
    if (text === undefined || level === "ERROR") log.error(text ?? line);
    else if (level === "WARN") log.warn(text);
    else if (level === "INFO") log.info(text);
    else log.debug(text);
  });
}
