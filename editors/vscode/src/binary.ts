// Finds the spawnsafe program: setting, Python environment, PATH, then the one in this extension.

import { execFile } from "node:child_process";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { promisify } from "node:util";
import type { LogOutputChannel } from "vscode";
import { chosenInterpreter } from "./interpreter";
import type { LaunchSettings } from "./settings";

export interface Binary {
  readonly path: string;
  readonly version: string;
}

interface Candidate {
  readonly path: string;
  readonly from: string;
}

const PROGRAM = process.platform === "win32" ? "spawnsafe.exe" : "spawnsafe";
const run = promisify(execFile);

/** The first candidate that runs; what was passed over is in the log only. */
export async function findBinary(
  settings: LaunchSettings,
  extensionPath: string,
  log: LogOutputChannel,
): Promise<Binary | undefined> {
  for await (const candidate of candidates(settings, extensionPath, log)) {
    const version = await versionOf(candidate, log);
    if (version !== undefined) {
      log.info(`Using spawnsafe ${version} from ${candidate.from}: ${candidate.path}`);
      return { path: candidate.path, version };
    }
  }
  return undefined;
}

async function* candidates(
  settings: LaunchSettings,
  extensionPath: string,
  log: LogOutputChannel,
): AsyncGenerator<Candidate> {
  for (const given of settings.path) yield { path: given, from: "the setting spawnsafe.path" };
  if (!settings.bundledOnly) {
    for (const found of await inEnvironments(settings, log)) yield { path: found, from: "the Python environment" };
    for (const directory of (process.env.PATH ?? "").split(path.delimiter)) {
      if (path.isAbsolute(directory)) yield { path: path.join(directory, PROGRAM), from: "PATH" };
    }
  }
  yield { path: path.join(extensionPath, "bundled", "bin", PROGRAM), from: "this extension" };
}

/** Where an installer puts programs: beside the interpreter, on Windows also in Scripts. */
async function inEnvironments(settings: LaunchSettings, log: LogOutputChannel): Promise<string[]> {
  let interpreters = settings.interpreter;
  if (interpreters.length === 0) {
    const chosen = await chosenInterpreter(log);
    interpreters = chosen === undefined ? [] : [chosen];
  }
  return interpreters.map((interpreter) => path.dirname(interpreter)).flatMap((directory) =>
    process.platform === "win32"
      ? [path.join(directory, PROGRAM), path.join(directory, "Scripts", PROGRAM)]
      : [path.join(directory, PROGRAM)],
  );
}

async function versionOf(candidate: Candidate, log: LogOutputChannel): Promise<string | undefined> {
  try {
    await fs.access(candidate.path, fs.constants.X_OK);
  } catch {
    log.debug(`Not in ${candidate.from}: ${candidate.path}`);
    return undefined;
  }
  try {
    const { stdout } = await run(candidate.path, ["--version"], { timeout: 10_000 });
    const version = /^spawnsafe (\S+)/.exec(stdout)?.[1];
    if (version === undefined) log.warn(`Not spawnsafe, passed over: ${candidate.path}`);
    return version;
  } catch (error) {
    log.warn(`Does not run, passed over: ${candidate.path}: ${String(error)}`);
    return undefined;
  }
}
